//! Issuing policy packs and calendars: signed with the key desks pinned at enrolment or one handed over from it, put into the
//! feeds of dealers.
//!
//! - ISSUE-1 A pack or calendar reaches all the dealers it is for, or none.
//! - ISSUE-2 After a hand-over packs are signed by the new key and carry every handover; every dealer is told, and whoever enrols later is told then.
//!
//! What a pack says is not known here; a desk refuses one that says something impossible.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use wire::law::{CALENDAR_KIND, CalendarBody, HANDOVER_KIND, Handover, HandoverBody, PACK_KIND, PackBody};

use crate::clock::{day_of, now_ms};
use crate::keys::Keys;
use crate::pack::Pack;
use crate::policy_key;
use crate::store::Store;

type Answer<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Signs a pack's exact bytes with the key of the data folder; answers where the seal stands.
pub fn seal_file(keys: &Keys, file: &Path) -> Answer<PathBuf> {
    laid_beside(file, &seal(keys, &std::fs::read_to_string(file)?)?)
}

/// Signs a pack's exact bytes with a key's own file. Handovers are added by the head office that publishes it.
pub fn sign_file(key: &Path, file: &Path) -> Answer<PathBuf> {
    let (text, key) = (std::fs::read_to_string(file)?, policy_key::read(key)?);
    laid_beside(file, &seal_of(&text, &policy_key::public(&key), &policy_key::sign(&key, &text), &[])?)
}

/// The seal stands under the file's name with `.seal` after it.
fn laid_beside(file: &Path, seal: &Value) -> Answer<PathBuf> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".seal");
    std::fs::write(&beside, serde_json::to_vec_pretty(seal)?)?;
    Ok(beside.into())
}

/// Puts a pack into the feed of a dealer, or of all, signed here or with the seal it brings; answers how many have it.
pub fn publish_pack(
    store: &dyn Store,
    keys: &Keys,
    file: &Path,
    brought: Option<&Path>,
    dealer: Option<&str>,
) -> Answer<usize> {
    let text = std::fs::read_to_string(file)?;
    let body = match brought {
        None => {
            let head: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
            let title = format!("{} {}", named(&head, "title")?, named(&head, "version")?);
            PackBody { title, seal: seal(keys, &text)?, file: text }
        }
        Some(brought) => Pack::read(text.as_bytes())?.body(keys, Some(&std::fs::read(brought)?))?,
    };
    publish(store, PACK_KIND, &serde_json::to_string(&body)?, dealer)
}

/// A new key signs packs from now on; answers its SHA-256 for people to compare, and how many dealers are told (ISSUE-2).
/// `to` is the public half of a key that is kept on another machine, `by` the file of the key of now where that one is.
pub fn hand_over(store: &dyn Store, keys: &Keys, to: Option<&str>, by: Option<&Path>) -> Answer<(String, usize)> {
    let (principal, now) = (store.meta()?.principal, now_ms());
    if principal.is_empty() {
        return Err("say first whose head office this is: head-office init --principal CODE".into());
    }
    let day = day_of(now);
    let (now_key, on) = (keys.policy()?, day.to_string());
    let key = match to {
        None => now_key.hand_over(&principal, &on)?,
        Some(new_key) => now_key.hand_over_to(&principal, &on, new_key, by)?,
    };
    let title = format!("{}起用新的密钥签发", day.format("%Y年%-m月%-d日"));
    let body = HandoverBody { title, handovers: key.handovers().to_vec() };
    let told = publish(store, HANDOVER_KIND, &serde_json::to_string(&body)?, None).map_err(|why| {
        format!("the key is handed over, but the feeds were not told; the next pack tells them: {why}")
    })?;
    Ok((wire::hash::sha256_hex(&STANDARD.decode(key.public())?), told))
}

/// Puts a year of working days into the feed of a dealer, or of all; answers how many have it.
pub fn publish_calendar(store: &dyn Store, file: &Path, dealer: Option<&str>) -> Answer<usize> {
    let text = std::fs::read_to_string(file)?;
    let head: Value = serde_json::from_str(&text)?;
    let year = head["year"].as_i64().ok_or("the calendar names no year")?;
    let body = CalendarBody { title: format!("{year} 年工作日历"), file: text };
    publish(store, CALENDAR_KIND, &serde_json::to_string(&body)?, dealer)
}

fn publish(store: &dyn Store, kind: &str, body: &str, dealer: Option<&str>) -> Answer<usize> {
    let dealers: Vec<String> = match dealer {
        Some(one) => vec![one.to_owned()],
        None => store.dealers()?.into_iter().map(|(code, _)| code).collect(),
    };
    store.add_items(&dealers, kind, body, now_ms(), None)?;
    Ok(dealers.len())
}

fn seal(keys: &Keys, text: &str) -> Answer<Value> {
    let key = keys.policy()?;
    let signature =
        key.sign(text).ok_or("the key that signs packs is kept elsewhere: sign there with `head-office sign`")?;
    seal_of(text, &key.public(), &signature, key.handovers())
}

fn seal_of(text: &str, key: &str, signature: &str, handovers: &[Handover]) -> Answer<Value> {
    let head: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    Ok(json!({
        "pack": named(&head, "pack")?,
        "version": named(&head, "version")?,
        "key": key,
        "signature": signature,
        "handovers": handovers,
    }))
}

fn named<'a>(head: &'a Value, field: &str) -> Answer<&'a str> {
    Ok(head[field].as_str().ok_or_else(|| format!("the pack names no {field}"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Feed;
    use crate::store::sqlite::Sqlite;

    #[test]
    fn issue_1_all_dealers_have_it_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let store = Sqlite::open(dir.path()).unwrap();
        for code in ["HB0732", "LN0001"] {
            store.add_dealer(code, code, 1, None).unwrap();
        }
        let file = dir.path().join("CN-2027.json");
        std::fs::write(&file, r#"{"year": 2027}"#).unwrap();
        let database = rusqlite::Connection::open(dir.path().join("head-office.db")).unwrap();
        let full = "CREATE TRIGGER full BEFORE INSERT ON feed WHEN NEW.dealer = 'LN0001'
                    BEGIN SELECT RAISE(ABORT, 'disk full'); END";
        database.execute_batch(full).unwrap();
        publish_calendar(&store, &file, None).unwrap_err();
        let received = || database.query_row("SELECT count(*) FROM feed", [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(received(), 0);
        database.execute_batch("DROP TRIGGER full").unwrap();
        assert_eq!((publish_calendar(&store, &file, None).unwrap(), received()), (2, 2));
    }

    #[test]
    fn issue_2_a_new_key_signs_and_every_dealer_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let (store, keys) = (Sqlite::open(dir.path()).unwrap(), Keys::open(dir.path()).unwrap());
        assert!(hand_over(&store, &keys, None, None).unwrap_err().to_string().contains("init --principal"));
        store.set_principal("HH", "华禾农机").unwrap();
        for code in ["HB0732", "LN0001"] {
            store.add_dealer(code, code, 1, None).unwrap();
        }
        let pack = r#"{"pack": "HH-farm", "version": "1"}"#;
        let before = seal(&keys, pack).unwrap();
        let (sha256, told) = hand_over(&store, &keys, None, None).unwrap();
        let after = seal(&keys, pack).unwrap();
        assert_eq!((told, &before["handovers"]), (2, &json!([])));
        assert_eq!(after["handovers"][0]["old_key"], before["key"]);
        assert_eq!(after["handovers"][0]["new_key"], after["key"]);
        assert_eq!(sha256, wire::hash::sha256_hex(&STANDARD.decode(after["key"].as_str().unwrap()).unwrap()));
        for dealer in ["HB0732", "LN0001"] {
            let Feed::Page(page) = store.feed(dealer, None, 9).unwrap() else { panic!("no page") };
            let said: Value = serde_json::from_str(&page.items[0].body).unwrap();
            assert_eq!((page.items.len(), &*page.items[0].kind), (1, HANDOVER_KIND));
            assert_eq!(said["handovers"], after["handovers"]);
        }
    }
}
