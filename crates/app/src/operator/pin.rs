//! What is kept of a PIN: argon2id, nothing else.
//!
//! - OPERATOR-6 Of a PIN only its argon2id hash is kept; the PIN stands in no log, trail, error or file name.

use crate::error::{Answer, AppError};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use store::{Fault, StoreError};

/// 32 MiB three times over: a fifth of a second on a counter's old machine, which has that much memory to spare. A PIN has few
/// digits, so no measure keeps who copied the file from finding it in the end; this makes it days of work and not seconds.
const MEMORY_KIB: u32 = 32 * 1024;
const ROUNDS: u32 = 3;
/// One thread: the others are the window's.
const LANES: u32 = 1;

fn measure() -> Answer<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, ROUNDS, LANES, None).map_err(|why| failed(&why))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What is kept of a PIN.
pub(super) fn hash(pin: &str) -> Answer<String> {
    let hash = measure()?.hash_password(pin.as_bytes()).map_err(|why| failed(&why))?;
    Ok(hash.to_string())
}

/// Whether this is the PIN. The measure is the one that stands in the hash.
pub(super) fn fits(pin: &str, kept: &str) -> Answer<bool> {
    let kept = PasswordHash::new(kept).map_err(|why| failed(&why))?;
    Ok(measure()?.verify_password(pin.as_bytes(), &kept).is_ok())
}

/// The library speaks of its measure and its salt, never of what is hashed.
fn failed(why: &impl std::fmt::Display) -> AppError {
    StoreError { fault: Fault::Other, detail: format!("argon2: {why}") }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operator_6_a_pin_fits_its_own_hash_and_is_not_in_it() {
        let kept = hash("135790").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=32768,t=3,p=1$") && !kept.contains("135790"));
        assert!(fits("135790", &kept).unwrap() && !fits("135791", &kept).unwrap());
        assert_ne!(hash("135790").unwrap(), kept, "salted");
        assert!(fits("135790", "nonsense").is_err());
    }
}
