//! One-time codes for a dealer's next machine.

use crate::keys::Keys;
use crate::store::clerks::Deed;
use crate::store::{Result, Store};

/// A new code: secret and the first letters of the receipt key's hash. Only the secret's hash is kept.
pub fn fresh_code(
    store: &dyn Store,
    keys: &Keys,
    dealer: &str,
    (now, minutes): (i64, i64),
    deed: Option<&Deed>,
) -> Result<String> {
    let mut random = [0u8; 5];
    getrandom::fill(&mut random)?;
    let code = wire::enrol::Code {
        secret: wire::enrol::Code::secret_from(&random),
        fingerprint: wire::enrol::Code::fingerprint_of(&keys.receipt_public()),
    };
    let hash = wire::hash::sha256_hex(code.secret.as_bytes());
    store.add_code(&hash, dealer, now, now + minutes * 60_000, deed)?;
    Ok(code.show())
}
