//! The key file: the data key wrapped by the recovery code, with the measure it was wrapped by.
//!
//! argon2id makes a key of the code, XChaCha20-Poly1305 wraps the data key with it; the name of the data key and the
//! measure are under the proof too.

use crate::{Key, RecoveryCode};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The measure of a PIN (`app/operator/pin.rs`): a counter's old machine has it to spare. The code itself has 120 random
/// bits, so the measure is the second lock and not the first.
const MEMORY_KIB: u32 = 32 * 1024;
const ROUNDS: u32 = 3;
const LANES: u32 = 1;

/// The most a file may ask for: a file somebody made must not eat the machine.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_ROUNDS: u32 = 16;

/// The data key of one database, for whoever has the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    format: u32,
    /// Name of the data key.
    pub key_id: String,
    /// When the code was made, UTC ms.
    pub made_at: i64,
    kdf: Measure,
    nonce: String,
    wrapped: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measure {
    name: String,
    memory_kib: u32,
    rounds: u32,
    lanes: u32,
    salt: String,
}

/// Why a key file gives no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It is not there.
    #[error("no key file")]
    Missing,
    /// It is no key file, or one of a newer program.
    #[error("not a key file of ours: {0}")]
    Unread(String),
    /// The code is another one's, or the file was changed.
    #[error("not opened by this code")]
    OtherCode,
    /// The system gives no random numbers, the memory is not there.
    #[error("{0}")]
    Failed(String),
    /// The disk.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl KeyFile {
    /// Where the key file of a database lies, and that of a backup: beside it, under its name.
    pub fn beside(database: &Path) -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(".key");
        PathBuf::from(name)
    }

    /// Wraps a key with a code.
    ///
    /// # Errors
    /// Only what the system refuses.
    pub fn wrap(key: &Key, code: &RecoveryCode, made_at: i64) -> Result<Self, KeyFileError> {
        let (mut salt, mut nonce) = ([0u8; 16], [0u8; 24]);
        getrandom::fill(&mut salt).and_then(|()| getrandom::fill(&mut nonce)).map_err(failed)?;
        let kdf =
            Measure { name: "argon2id".into(), memory_kib: MEMORY_KIB, rounds: ROUNDS, lanes: LANES, salt: hex(&salt) };
        let mut file = Self { format: 1, key_id: key.id(), made_at, kdf, nonce: hex(&nonce), wrapped: String::new() };
        let payload = Payload { msg: key.bytes(), aad: &file.told() };
        let wrapped = file.cipher(code)?.encrypt(&XNonce::from(nonce), payload).map_err(failed)?;
        file.wrapped = hex(&wrapped);
        Ok(file)
    }

    /// The key, for its code (VAULT-3).
    ///
    /// # Errors
    /// [`KeyFileError::OtherCode`], or what is wrong with the file.
    pub fn unwrap_with(&self, code: &RecoveryCode) -> Result<Key, KeyFileError> {
        let unread = |what: &str| KeyFileError::Unread(what.to_owned());
        let nonce: [u8; 24] =
            unhex(&self.nonce).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| unread("nonce"))?;
        let wrapped = unhex(&self.wrapped).ok_or_else(|| unread("wrapped"))?;
        let payload = Payload { msg: &wrapped, aad: &self.told() };
        let opened = self.cipher(code)?.decrypt(&XNonce::from(nonce), payload).map(Zeroizing::new);
        let key = opened.ok().and_then(|bytes| Key::of(&bytes));
        key.filter(|key| key.id() == self.key_id).ok_or(KeyFileError::OtherCode)
    }

    /// What stands in it in plain, under the proof.
    fn told(&self) -> Vec<u8> {
        let Measure { name, memory_kib, rounds, lanes, salt } = &self.kdf;
        let fields = [self.format.to_string(), self.key_id.clone(), self.made_at.to_string(), name.clone()];
        let measure = [memory_kib.to_string(), rounds.to_string(), lanes.to_string(), salt.clone()];
        [fields, measure].concat().join("\n").into_bytes()
    }

    fn cipher(&self, code: &RecoveryCode) -> Result<XChaCha20Poly1305, KeyFileError> {
        let Measure { name, memory_kib, rounds, lanes, salt } = &self.kdf;
        let salt = unhex(salt).ok_or_else(|| KeyFileError::Unread("salt".into()))?;
        if name != "argon2id" || *memory_kib > MOST_MEMORY_KIB || *rounds > MOST_ROUNDS || *lanes > 16 {
            return Err(KeyFileError::Unread("measure".into()));
        }
        let params =
            Params::new(*memory_kib, *rounds, *lanes, Some(32)).map_err(|why| KeyFileError::Unread(why.to_string()))?;
        let mut wrapping = Zeroizing::new([0u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(code.bytes(), &salt, wrapping.as_mut())
            .map_err(failed)?;
        Ok(XChaCha20Poly1305::new((&*wrapping).into()))
    }

    /// Reads one.
    ///
    /// # Errors
    /// Missing, unread, or the disk.
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        let bytes = std::fs::read(path).map_err(|why| match why.kind() {
            std::io::ErrorKind::NotFound => KeyFileError::Missing,
            _ => KeyFileError::Io(why),
        })?;
        let file: Self = serde_json::from_slice(&bytes).map_err(|why| KeyFileError::Unread(why.to_string()))?;
        if file.format != 1 {
            return Err(KeyFileError::Unread(format!("format {}", file.format)));
        }
        Ok(file)
    }

    /// Writes it, whole or not at all (VAULT-4).
    ///
    /// # Errors
    /// The disk's.
    pub fn write(&self, path: &Path) -> Result<(), KeyFileError> {
        let text = serde_json::to_vec_pretty(self).map_err(failed)?;
        Ok(write_whole(path, &text)?)
    }
}

/// Writes beside, waits for the disk, renames. Nobody but the user may read it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file of this library is its user's alone (0600).
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    beside.persist(path).map_err(|why| why.error)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn failed(why: impl std::fmt::Display) -> KeyFileError {
    KeyFileError::Failed(why.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    text.len().is_multiple_of(2).then(|| (0..text.len()).step_by(2).map(pair).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vault_3_a_key_file_opens_to_its_own_code_only() {
        let (key, code) = (Key::new().unwrap(), RecoveryCode::new().unwrap());
        let file = KeyFile::wrap(&key, &code, 7).unwrap();
        assert_eq!(file.unwrap_with(&code).unwrap(), key);
        let other = file.unwrap_with(&RecoveryCode::new().unwrap());
        assert!(matches!(other, Err(KeyFileError::OtherCode)), "{other:?}");
        let text = serde_json::to_string(&file).unwrap();
        assert!(!text.contains(key.hex().as_str()) && text.contains("argon2id"));
    }

    #[test]
    fn vault_3_a_file_that_was_changed_gives_no_key() {
        let (key, code) = (Key::new().unwrap(), RecoveryCode::new().unwrap());
        let file = KeyFile::wrap(&key, &code, 7).unwrap();
        let changed = |change: &dyn Fn(&mut KeyFile)| {
            let mut file = file.clone();
            change(&mut file);
            file.unwrap_with(&code).is_err()
        };
        assert!(changed(&|file| file.made_at = 8));
        assert!(changed(&|file| file.key_id = Key::new().unwrap().id()));
        assert!(changed(&|file| file.kdf.rounds = 1));
        assert!(changed(&|file| file.kdf.memory_kib = u32::MAX), "no file eats the machine's memory");
        assert!(changed(&|file| file.wrapped = file.wrapped.replace(['0', '1'], "2")));
        assert!(changed(&|file| file.nonce = "三包".into()));
        assert!(!changed(&|_| ()));
    }

    #[test]
    fn vault_4_a_key_file_is_written_whole_over_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = KeyFile::beside(&dir.path().join("desk.db"));
        assert!(matches!(KeyFile::read(&path), Err(KeyFileError::Missing)));
        let (key, code) = (Key::new().unwrap(), RecoveryCode::new().unwrap());
        for made_at in [1, 2] {
            let file = KeyFile::wrap(&key, &code, made_at).unwrap();
            file.write(&path).unwrap();
            assert_eq!(KeyFile::read(&path).unwrap(), file);
        }
        assert_eq!(dir.path().read_dir().unwrap().count(), 1, "nothing lies beside it");
        // Where it cannot be written the one before stands.
        let kept = std::fs::read(&path).unwrap();
        assert!(write_whole(&path.join("below"), b"x").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), kept);
        for bad in ["", "{}", r#"{"format":2}"#] {
            std::fs::write(&path, bad).unwrap();
            assert!(matches!(KeyFile::read(&path), Err(KeyFileError::Unread(_))), "{bad}");
        }
    }
}
