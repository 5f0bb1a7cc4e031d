//! The key that signs policy packs, and how it came from the receipt key that desks pinned at enrolment.
//!
//! - KEY-1 A new policy key is signed over by the one before it, which signs nothing more; two hand-overs at once are one and a refusal.
//!
//! `policy.1.key`, `policy.2.key` … lie beside the receipt key, each with the handover that made it good. They are
//! files, not rows, for the same reason: a database put back from an old copy must not take an old key back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use wire::law::Handover;

use crate::keys::{fresh_seed, is_signed, lay_down};

/// The policy key of now, with every handover since the receipt key.
pub struct PolicyKey {
    dir: PathBuf,
    key: SigningKey,
    handovers: Vec<Handover>,
}

/// A key file.
#[derive(Serialize, Deserialize)]
struct Kept {
    seed: String,
    handover: Handover,
}

impl PolicyKey {
    /// The newest key of a data folder; the receipt key until there was a handover.
    pub(crate) fn open(dir: &Path, receipt: &SigningKey) -> io::Result<Self> {
        let mut found = Self { dir: dir.to_path_buf(), key: receipt.clone(), handovers: Vec::new() };
        loop {
            let path = found.next();
            match fs::read_to_string(&path) {
                Err(gone) if gone.kind() == io::ErrorKind::NotFound => return Ok(found),
                read => found.follow(&path, serde_json::from_str(&read?)?)?,
            }
        }
    }

    /// Base64 of the public half.
    pub fn public(&self) -> String {
        public(&self.key)
    }

    /// Signs a pack.
    pub fn sign(&self, text: &str) -> String {
        STANDARD.encode(self.key.sign(text.as_bytes()).to_bytes())
    }

    /// Every handover, oldest first.
    pub fn handovers(&self) -> &[Handover] {
        &self.handovers
    }

    /// Makes a new key and has this one sign it over (KEY-1).
    pub fn hand_over(mut self, principal: &str, on: &str) -> io::Result<Self> {
        let (path, seed) = (self.next(), fresh_seed()?);
        let (old_key, new_key) = (self.public(), public(&SigningKey::from_bytes(&seed)));
        let signature = self.sign(&wire::sign::key_handover(principal, &old_key, &new_key, on));
        let handover = Handover { principal: principal.to_owned(), old_key, new_key, on: on.to_owned(), signature };
        let kept = Kept { seed: STANDARD.encode(seed), handover };
        lay_down(&path, &serde_json::to_string(&kept)?)?;
        self.follow(&path, kept)?;
        Ok(self)
    }

    fn next(&self) -> PathBuf {
        self.dir.join(format!("policy.{}.key", self.handovers.len() + 1))
    }

    fn follow(&mut self, path: &Path, kept: Kept) -> io::Result<()> {
        let broken = || io::Error::other(format!("{}: not a key that follows the one before it", path.display()));
        let seed = STANDARD.decode(&kept.seed).ok().and_then(|raw| <[u8; 32]>::try_from(raw).ok());
        let key = SigningKey::from_bytes(&seed.ok_or_else(broken)?);
        let Handover { principal, old_key, new_key, on, signature } = &kept.handover;
        let text = wire::sign::key_handover(principal, old_key, new_key, on);
        if *old_key != self.public() || *new_key != public(&key) || !is_signed(old_key, &text, signature) {
            return Err(broken());
        }
        self.key = key;
        self.handovers.push(kept.handover);
        Ok(())
    }
}

fn public(key: &SigningKey) -> String {
    STANDARD.encode(key.verifying_key().to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;

    #[test]
    fn key_1_each_key_is_signed_over_by_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(dir.path()).unwrap();
        let first = keys.policy().unwrap();
        assert_eq!(first.public(), STANDARD.encode(keys.receipt_public()));
        let second = first.hand_over("HH", "2026-10-01").unwrap();
        let third = second.hand_over("HH", "2026-10-02").unwrap();
        let read = Keys::open(dir.path()).unwrap().policy().unwrap();
        assert_eq!((read.public(), read.handovers()), (third.public(), third.handovers()));
        for pair in read.handovers().windows(2) {
            assert_eq!(pair[0].new_key, pair[1].old_key);
        }
        // Two who hand over at once.
        let (one, other) = (keys.policy().unwrap(), keys.policy().unwrap());
        let good = one.hand_over("HH", "2026-10-03").unwrap();
        let late = other.hand_over("HH", "2026-10-03").map(|key| key.public());
        assert_eq!(late.map_err(|why| why.kind()), Err(io::ErrorKind::AlreadyExists));
        assert_eq!(keys.policy().unwrap().public(), good.public());
        // A key of another office in the place of one.
        fs::copy(dir.path().join("policy.3.key"), dir.path().join("policy.1.key")).unwrap();
        let said = keys.policy().map(|key| key.public()).unwrap_err().to_string();
        assert!(said.contains("policy.1.key"), "{said}");
    }
}
