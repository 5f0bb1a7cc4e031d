//! Challenges and tokens: sealed text that says until when it is good.
//!
//! - ACCESS-1 A challenge is good for two minutes and for one token.
//! - ACCESS-2 A token is good for an hour at most, and only while its device is not revoked.
//!
//! Absent: the look at the device; every request does that, so a revoke takes effect at once.

use crate::keys::Keys;
use crate::store::Result;
use crate::store::doors::Doors;

/// How long a challenge is good.
pub const CHALLENGE_MS: i64 = 2 * 60_000;
/// How long a token is good.
pub const TOKEN_MS: i64 = 60 * 60_000;

/// A new challenge.
pub fn challenge(keys: &Keys, now: i64) -> Result<String, getrandom::Error> {
    let mut random = [0u8; 12];
    getrandom::fill(&mut random)?;
    let text = format!("{}.{}", wire::hash::to_hex(&random), now + CHALLENGE_MS);
    let seal = keys.seal(&format!("challenge\n{text}"));
    Ok(format!("{text}.{seal}"))
}

/// True if this challenge is ours, still good and not used before.
pub fn spend_challenge(keys: &Keys, doors: &(impl Doors + ?Sized), challenge: &str, now: i64) -> Result<bool> {
    let Some((text, seal)) = challenge.rsplit_once('.') else {
        return Ok(false);
    };
    let until = text.split_once('.').and_then(|(_, u)| u.parse().ok());
    let Some(until) = until.filter(|until| *until > now) else {
        return Ok(false);
    };
    match keys.is_sealed(&format!("challenge\n{text}"), seal) {
        true => doors.spend(text, until, now),
        false => Ok(false),
    }
}

/// A new token.
pub fn token(keys: &Keys, device_id: &str, now: i64) -> String {
    let text = format!("{device_id}.{}", now + TOKEN_MS);
    let seal = keys.seal(&format!("token\n{text}"));
    format!("{text}.{seal}")
}

/// The device a good token names.
pub fn device_of<'a>(keys: &Keys, token: &'a str, now: i64) -> Option<&'a str> {
    let (text, seal) = token.rsplit_once('.')?;
    let (device_id, until) = text.rsplit_once('.')?;
    let good = until.parse::<i64>().is_ok_and(|until| until > now);
    (good && keys.is_sealed(&format!("token\n{text}"), seal)).then_some(device_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Sqlite;

    fn keys() -> Keys {
        let dir = tempfile::tempdir().unwrap();
        Keys::open(dir.path()).unwrap()
    }

    #[test]
    fn access_1_a_challenge_is_good_for_two_minutes_and_one_token() {
        let dir = tempfile::tempdir().unwrap();
        let (keys, store) = (keys(), Sqlite::open(dir.path()).unwrap());
        let spend = |challenge: &str, now| spend_challenge(&keys, &store, challenge, now).unwrap();
        let one = challenge(&keys, 0).unwrap();
        assert!(spend(&one, 1));
        assert!(!spend(&one, 2));
        let late = challenge(&keys, 0).unwrap();
        assert!(!spend(&late, CHALLENGE_MS));
        let forged = late.replacen(&CHALLENGE_MS.to_string(), "999999999", 1);
        assert!(!spend(&forged, 1));
    }

    #[test]
    fn access_2_a_token_is_good_for_an_hour() {
        let keys = keys();
        let token = token(&keys, "d-1", 0);
        assert_eq!(device_of(&keys, &token, TOKEN_MS - 1), Some("d-1"));
        assert_eq!(device_of(&keys, &token, TOKEN_MS), None);
        assert_eq!(device_of(&keys, &token.replacen("d-1", "d-2", 1), 1), None);
    }
}
