//! The data key: 256 bits from the system, wiped when nobody holds it any more.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The key of a database.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Zeroizing<[u8; 32]>);

/// VAULT-1
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// A new one.
    ///
    /// # Errors
    /// Only when the system gives no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// The key of these bytes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_ref()
    }

    /// Its name: tells keys apart and gives nothing of them away.
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"sanbao desk key id");
        hash.update(self.bytes());
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// As text, for a key store.
    pub fn hex(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Never longer than it begins: a string that grows leaves its former letters behind.
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in self.bytes() {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text
    }

    /// From what a key store kept; `None` where that is no key.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let text = text.trim().as_bytes();
        let mut bytes = Zeroizing::new([0u8; 32]);
        if text.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.chunks(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_text_and_nothing_else_does() {
        let key = Key::new().unwrap();
        assert_eq!(Key::from_hex(&key.hex()), Some(key.clone()));
        assert_ne!(Key::new().unwrap(), key);
        for none in ["", "00", &"g".repeat(64), &"0".repeat(63), &"0".repeat(66)] {
            assert_eq!(Key::from_hex(none), None, "{none}");
        }
    }

    #[test]
    fn vault_1_a_key_says_nothing_of_itself() {
        let key = Key::of(&[7; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "Key");
        assert!(!key.hex().contains(&key.id()), "its name is no part of it");
    }
}
