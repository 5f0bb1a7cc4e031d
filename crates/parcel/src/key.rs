//! The file's key, wrapped for the reader: the X25519 stanza of the age format.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use curve25519_dalek::montgomery::MontgomeryPoint;
use hkdf::Hkdf;
use sha2::Sha256;

use crate::Key;

const PURPOSE: &[u8] = b"age-encryption.org/v1/X25519";

/// A file's own key.
pub type FileKey = [u8; 16];

/// The wrapped key and the share it was wrapped with.
pub struct Stanza {
    pub share: Key,
    pub wrapped: Vec<u8>,
}

/// The public half of a secret.
#[must_use]
pub fn public_of(secret: &Key) -> Key {
    MontgomeryPoint::mul_base_clamped(*secret).to_bytes()
}

/// Wraps with a secret made for this one file.
pub fn wrap(file_key: &FileKey, to: &Key, once: Key) -> Stanza {
    let share = public_of(&once);
    let shared = MontgomeryPoint(*to).mul_clamped(once).to_bytes();
    let cipher = ChaCha20Poly1305::new(&wrapping_key(&shared, &share, to).into());
    // Sixteen bytes are no length this cipher refuses.
    let wrapped = cipher.encrypt(&Nonce::default(), file_key.as_slice()).unwrap_or_default();
    Stanza { share, wrapped }
}

/// None for a stanza of another key, or one that was changed.
pub fn unwrap(share: &Key, wrapped: &[u8], secret: &Key) -> Option<FileKey> {
    let shared = MontgomeryPoint(*share).mul_clamped(*secret).to_bytes();
    if shared == [0; 32] {
        return None; // a share of small order fits every key
    }
    let cipher = ChaCha20Poly1305::new(&wrapping_key(&shared, share, &public_of(secret)).into());
    cipher.decrypt(&Nonce::default(), wrapped).ok()?.try_into().ok()
}

fn wrapping_key(shared: &Key, share: &Key, to: &Key) -> Key {
    derive(shared, &[share.as_slice(), to.as_slice()].concat(), PURPOSE)
}

/// HKDF-SHA-256 to thirty-two bytes.
pub fn derive(secret: &[u8], salt: &[u8], purpose: &[u8]) -> Key {
    let mut key = [0u8; 32];
    // Thirty-two bytes are no length this hash refuses.
    let done = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, &mut key);
    debug_assert!(done.is_ok());
    key
}
