//! Passwords of head office's clerks: argon2id with the library's own measure, nothing else kept.
//!
//! - PASSWORD-1 A name nobody has costs a log-in as much time as one with a wrong password.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// Fewest letters of a password a person chooses.
pub const FEWEST: usize = 12;
/// Most letters: hashing is not for books.
pub const MOST: usize = 200;

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The random source of the system failed.
    #[error("random: {0}")]
    Random(#[from] getrandom::Error),
    /// Argon2 refused.
    #[error("argon2: {0}")]
    Hash(argon2::password_hash::Error),
}

/// A password nobody chose: eighty bits, letters that are not mistaken for each other.
pub fn fresh() -> Result<String, PasswordError> {
    let mut random = [[0u8; 5]; 2];
    for half in &mut random {
        getrandom::fill(half)?;
    }
    Ok(random.map(|half| wire::enrol::Code::secret_from(&half)).join("-"))
}

/// What is kept of a password.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(PasswordError::Hash)?;
    Ok(hash.to_string())
}

/// Whether this is the password; without a kept hash never, after as much work.
pub fn fits(password: &str, kept: Option<&str>) -> bool {
    let Some(Ok(kept)) = kept.map(PasswordHash::new) else {
        return hash(password).is_err();
    };
    Argon2::default().verify_password(password.as_bytes(), &kept).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_1_a_password_fits_its_own_hash_and_nobody_fits_none() {
        let password = fresh().unwrap();
        let kept = hash(&password).unwrap();
        assert!(kept.starts_with("$argon2id$") && password.len() == 17);
        assert!(fits(&password, Some(&kept)) && !fits("x", Some(&kept)) && !fits(&password, None));
        assert!(!fits(&password, Some("damaged")));
    }
}
