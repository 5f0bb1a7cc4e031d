//! The key that signs policy packs, and how it came from the receipt key that desks pinned at enrolment.
//!
//! - KEY-1 A new policy key is signed over by the one before it, which signs nothing more; two hand-overs at once are one and a refusal.
//! - KEY-2 A key made on another machine is handed over to by its public half: nothing here can sign for it, only its own file.
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
    public: String,
    /// None where the secret is kept on another machine (KEY-2).
    secret: Option<SigningKey>,
    handovers: Vec<Handover>,
}

/// A key file.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    handover: Handover,
}

/// Makes a key for packs in a file of its own, never in the place of another; answers its public half (KEY-2).
pub fn make(file: &Path) -> io::Result<String> {
    let seed = fresh_seed()?;
    lay_down(file, &STANDARD.encode(seed))?;
    Ok(public(&SigningKey::from_bytes(&seed)))
}

/// The key of a file [`make`] made.
pub fn read(file: &Path) -> io::Result<SigningKey> {
    let text = fs::read_to_string(file)?;
    seed_of(text.trim()).ok_or_else(|| io::Error::other(format!("{}: not a key", file.display())))
}

fn seed_of(text: &str) -> Option<SigningKey> {
    let raw = STANDARD.decode(text).ok().and_then(|raw| <[u8; 32]>::try_from(raw).ok());
    raw.map(|seed| SigningKey::from_bytes(&seed))
}

/// Signs a text; base64.
pub fn sign(key: &SigningKey, text: &str) -> String {
    STANDARD.encode(key.sign(text.as_bytes()).to_bytes())
}

/// Base64 of a key's public half.
pub fn public(key: &SigningKey) -> String {
    STANDARD.encode(key.verifying_key().to_bytes())
}

impl PolicyKey {
    /// The newest key of a data folder; the receipt key until there was a handover.
    pub(crate) fn open(dir: &Path, receipt: &SigningKey) -> io::Result<Self> {
        let (public, secret) = (public(receipt), Some(receipt.clone()));
        let mut found = Self { dir: dir.to_path_buf(), public, secret, handovers: Vec::new() };
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
        self.public.clone()
    }

    /// Whether packs can be signed here.
    pub fn is_here(&self) -> bool {
        self.secret.is_some()
    }

    /// Signs a pack; none where the key is kept elsewhere.
    pub fn sign(&self, text: &str) -> Option<String> {
        self.secret.as_ref().map(|key| sign(key, text))
    }

    /// Every handover, oldest first.
    pub fn handovers(&self) -> &[Handover] {
        &self.handovers
    }

    /// Makes a new key and has this one sign it over (KEY-1).
    pub fn hand_over(self, principal: &str, on: &str) -> io::Result<Self> {
        let seed = fresh_seed()?;
        let new_key = public(&SigningKey::from_bytes(&seed));
        self.over(principal, on, new_key, Some(STANDARD.encode(seed)), None)
    }

    /// Has this key sign over one that is kept on another machine (KEY-2). `by` is this one's file, where it is kept elsewhere too.
    pub fn hand_over_to(self, principal: &str, on: &str, new_key: &str, by: Option<&Path>) -> io::Result<Self> {
        let raw = STANDARD.decode(new_key).ok().and_then(|raw| <[u8; 32]>::try_from(raw).ok());
        if raw.is_none_or(|raw| ed25519_dalek::VerifyingKey::from_bytes(&raw).is_err()) {
            return Err(io::Error::other("this is not the public half of a key that `keygen` printed"));
        }
        let known = self.handovers.iter().any(|step| step.old_key == new_key);
        if known || new_key == self.public {
            return Err(io::Error::other("this key signed packs before; make a new one with `keygen`"));
        }
        self.over(principal, on, new_key.to_owned(), None, by)
    }

    fn over(
        mut self,
        principal: &str,
        on: &str,
        new_key: String,
        seed: Option<String>,
        by: Option<&Path>,
    ) -> io::Result<Self> {
        let brought = by.map(read).transpose()?.filter(|key| public(key) == self.public);
        let elsewhere = || io::Error::other("the key of now is kept elsewhere: name its file with --by");
        let secret = brought.as_ref().or(self.secret.as_ref()).ok_or_else(elsewhere)?;
        let (path, old_key) = (self.next(), self.public.clone());
        let signature = sign(secret, &wire::sign::key_handover(principal, &old_key, &new_key, on));
        let handover = Handover { principal: principal.to_owned(), old_key, new_key, on: on.to_owned(), signature };
        let kept = Kept { seed, handover };
        lay_down(&path, &serde_json::to_string(&kept)?)?;
        self.follow(&path, kept)?;
        Ok(self)
    }

    fn next(&self) -> PathBuf {
        self.dir.join(format!("policy.{}.key", self.handovers.len() + 1))
    }

    fn follow(&mut self, path: &Path, kept: Kept) -> io::Result<()> {
        let broken = || io::Error::other(format!("{}: not a key that follows the one before it", path.display()));
        let secret = kept.seed.as_deref().map(|seed| seed_of(seed).ok_or_else(broken)).transpose()?;
        let Handover { principal, old_key, new_key, on, signature } = &kept.handover;
        let text = wire::sign::key_handover(principal, old_key, new_key, on);
        let other = secret.as_ref().is_some_and(|key| public(key) != *new_key);
        if *old_key != self.public || other || !is_signed(old_key, &text, signature) {
            return Err(broken());
        }
        (self.public, self.secret) = (new_key.clone(), secret);
        self.handovers.push(kept.handover);
        Ok(())
    }
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

    #[test]
    fn key_2_a_key_of_another_machine_signs_only_with_its_own_file() {
        let (dir, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let keys = Keys::open(dir.path()).unwrap();
        let (file, next) = (away.path().join("one.key"), away.path().join("two.key"));
        let made = make(&file).unwrap();
        assert_eq!(make(&file).map_err(|why| why.kind()), Err(io::ErrorKind::AlreadyExists));
        let here = keys.policy().unwrap();
        assert!(here.is_here());
        let policy = here.hand_over_to("HH", "2026-10-01", &made, None).unwrap();
        assert_eq!((policy.public(), policy.is_here(), policy.sign("pack")), (made.clone(), false, None));
        assert!(is_signed(&made, "pack", &sign(&read(&file).unwrap(), "pack")));
        let said = |done: io::Result<PolicyKey>| done.map(|key| key.public()).unwrap_err().to_string();
        let again = || keys.policy().unwrap();
        assert!(said(again().hand_over("HH", "2026-10-02")).contains("--by"));
        assert!(said(again().hand_over_to("HH", "2026-10-02", &made, Some(&file))).contains("before"));
        assert!(said(again().hand_over_to("HH", "2026-10-02", "QUJD", Some(&file))).contains("keygen"));
        let later = make(&next).unwrap();
        assert!(said(again().hand_over_to("HH", "2026-10-02", &later, Some(&next))).contains("--by"), "another's file");
        let policy = again().hand_over_to("HH", "2026-10-02", &later, Some(&file)).unwrap();
        assert_eq!((policy.public(), policy.handovers().len()), (later, 2));
    }
}
