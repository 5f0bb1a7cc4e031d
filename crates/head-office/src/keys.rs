//! Head office's keys: one that signs receipts and answers, one that seals tokens.
//!
//! They lie in files of their own beside the database, readable by the owner only: a copy of
//! the database does not carry them, and a database put back from an old copy does not
//! take an old key back with it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

use crate::policy_key::PolicyKey;

/// Both keys.
pub struct Keys {
    dir: PathBuf,
    receipt: SigningKey,
    access: SigningKey,
}

impl Keys {
    /// Opens the keys of a data folder, making them the first time.
    pub fn open(dir: &Path) -> io::Result<Self> {
        let (receipt, access) = (key_file(&dir.join("receipt.key"))?, key_file(&dir.join("access.key"))?);
        Ok(Self { dir: dir.to_path_buf(), receipt, access })
    }

    /// The key that signs policy packs now. Read each time: it may be handed over while a server runs.
    pub fn policy(&self) -> io::Result<PolicyKey> {
        PolicyKey::open(&self.dir, &self.receipt)
    }

    /// That the files still hold the keys this process works with.
    pub fn readable(&self) -> io::Result<()> {
        for (name, key) in [("receipt.key", &self.receipt), ("access.key", &self.access)] {
            let path = self.dir.join(name);
            if read_key(&path)?.to_bytes() != key.to_bytes() {
                return Err(io::Error::other(format!("{}: another key than at the start", path.display())));
            }
        }
        Ok(())
    }

    /// Public receipt key, 32 bytes.
    pub fn receipt_public(&self) -> [u8; 32] {
        self.receipt.verifying_key().to_bytes()
    }

    /// Signs receipts and answers.
    pub fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.receipt.sign(text.as_bytes()).to_bytes())
    }

    /// As [`Keys::sign`], in bytes.
    pub fn sign_raw(&self, text: &str) -> [u8; 64] {
        self.receipt.sign(text.as_bytes()).to_bytes()
    }

    /// Opens files that desks sealed to the receipt key: the same secret on the other curve.
    pub fn opening(&self) -> parcel::Key {
        self.receipt.to_scalar_bytes()
    }

    /// Seals what head office hands out and wants back unchanged.
    pub fn seal(&self, text: &str) -> String {
        let raw = self.access.sign(text.as_bytes()).to_bytes();
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(raw)
    }

    /// True if `seal` made this for this text.
    pub fn is_sealed(&self, text: &str, seal: &str) -> bool {
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let Some(signature) = engine.decode(seal).ok().and_then(signature) else {
            return false;
        };
        self.access.verifying_key().verify_strict(text.as_bytes(), &signature).is_ok()
    }
}

/// Checks a device's signature; all three as text.
pub fn is_signed(public_key: &str, text: &str, signature_text: &str) -> bool {
    let parts =
        (STANDARD.decode(public_key).ok().and_then(public), STANDARD.decode(signature_text).ok().and_then(signature));
    let (Some(key), Some(signature)) = parts else {
        return false;
    };
    key.verify(text.as_bytes(), &signature).is_ok()
}

/// The key that files for a device are sealed to, from its public key as text.
pub fn sealing(public_key: &str) -> Option<parcel::Key> {
    let key = STANDARD.decode(public_key).ok().and_then(public)?;
    Some(key.to_montgomery().to_bytes())
}

fn public(raw: Vec<u8>) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&raw.try_into().ok()?).ok()
}

fn signature(raw: Vec<u8>) -> Option<Signature> {
    Some(Signature::from_bytes(&raw.try_into().ok()?))
}

fn key_file(path: &Path) -> io::Result<SigningKey> {
    if !path.exists() {
        make_key(path)?;
    }
    read_key(path)
}

fn read_key(path: &Path) -> io::Result<SigningKey> {
    let text = fs::read_to_string(path)?;
    let raw = STANDARD.decode(text.trim()).map_err(io::Error::other)?;
    let seed: [u8; 32] = raw.try_into().map_err(|_| io::Error::other(format!("{}: not a key", path.display())))?;
    Ok(SigningKey::from_bytes(&seed))
}

/// Two processes starting together end with one key.
fn make_key(path: &Path) -> io::Result<()> {
    match lay_down(path, &STANDARD.encode(fresh_seed()?)) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// A new key's secret.
pub(crate) fn fresh_seed() -> io::Result<[u8; 32]> {
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    Ok(seed)
}

/// A secret in a file of its own, whole or not at all, and never in the place of another.
pub(crate) fn lay_down(path: &Path, text: &str) -> io::Result<()> {
    let fresh = path.with_extension(format!("new-{}", mark()?));
    let mut file = private_file(&fresh)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    let linked = fs::hard_link(&fresh, path);
    fs::remove_file(&fresh)?;
    linked
}

/// A name nobody else writes under, in this process or another.
fn mark() -> io::Result<String> {
    let mut random = [0u8; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    Ok(wire::hash::to_hex(&random))
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut open = fs::OpenOptions::new();
    open.write(true).create(true).truncate(true).mode(0o600);
    open.open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<fs::File> {
    fs::File::create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let first = Keys::open(dir.path()).unwrap();
        let again = Keys::open(dir.path()).unwrap();
        assert_eq!(first.receipt_public(), again.receipt_public());
        assert!(again.is_sealed("t", &first.seal("t")));
        assert!(!again.is_sealed("u", &first.seal("t")));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn many_who_start_together_end_with_one_key() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Keys::open(dir.path()).unwrap().receipt_public();
        let keys: Vec<_> = std::thread::scope(|s| {
            let all: Vec<_> = (0..16).map(|_| s.spawn(open)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
