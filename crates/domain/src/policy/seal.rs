//! What head office signs when it issues a pack, and when it changes its key.
//!
//! POLICY-12 A pack's seal is detached and signs the exact bytes of the file, nothing added and nothing left out.
//! POLICY-13 A new key is good only when the old one signed it over; keys follow each other from the one pinned at enrolment, and a key handed over signs nothing more.
//!
//! Absent: the signature itself. Whoever checks it brings a function that does; packs built into the program need none.

use super::PolicyPack;
use crate::Day;
use serde::{Deserialize, Serialize};

/// A seal, in a file of its own beside the pack's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackSeal {
    /// Name of the pack it is for.
    pub pack: String,
    /// Version it is for.
    pub version: String,
    /// Base64 of the public key that signed.
    pub key: String,
    /// Base64 of the Ed25519 signature over the pack file's exact bytes.
    pub signature: String,
    /// How the key came from the pinned one, oldest first; empty when it is the pinned one.
    #[serde(default)]
    pub handovers: Vec<KeyHandover>,
}

/// A key that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyHandover {
    /// The maker's code at head office.
    pub principal: String,
    /// Base64 of the key until now.
    pub old_key: String,
    /// Base64 of the key from now on.
    pub new_key: String,
    /// The day it was handed over.
    pub on: Day,
    /// Base64 of the old key's signature over [`KeyHandover::text`].
    pub signature: String,
}

impl KeyHandover {
    /// What the old key signs: a purpose and a field a line, as everything signed between desk and head office.
    pub fn text(&self) -> String {
        format!("sanbao-key-handover-v1\n{}\n{}\n{}\n{}", self.principal, self.old_key, self.new_key, self.on.iso())
    }
}

/// Why a pack's seal is no good.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum BadSeal {
    /// The bytes are not those that were signed.
    #[error("政策包的签名不对：文件被改过，或不是这个总部发的")]
    Signature,
    /// The key does not come from the pinned one.
    #[error("签名用的密钥不是登记的总部密钥，也没有由它逐次交接")]
    Key,
    /// The seal is another pack's.
    #[error("签名是给「{sealed}」的，文件是「{given}」")]
    Other {
        /// What the seal names.
        sealed: String,
        /// What the file is.
        given: String,
    },
}

impl PackSeal {
    /// Checks the seal of a file against the pinned key (POLICY-12, POLICY-13).
    /// `signed(key, bytes, signature)` says whether the key signed these bytes.
    pub fn check(
        &self,
        pinned: &str,
        principal: &str,
        file: &[u8],
        signed: impl Fn(&str, &[u8], &str) -> bool,
    ) -> Result<(), BadSeal> {
        let mut key = pinned;
        for step in &self.handovers {
            let follows = step.old_key == key && step.principal == principal;
            if !follows || !signed(key, step.text().as_bytes(), &step.signature) {
                return Err(BadSeal::Key);
            }
            key = &step.new_key;
        }
        if self.key != key {
            return Err(BadSeal::Key);
        }
        if signed(key, file, &self.signature) { Ok(()) } else { Err(BadSeal::Signature) }
    }

    /// The key that counts from now on.
    pub fn newest_key(&self) -> &str {
        &self.key
    }

    /// The key it begins with: the one pinned when it was made.
    pub fn first_key(&self) -> &str {
        self.handovers.first().map_or(&self.key, |step| &step.old_key)
    }

    /// Whether its key is the one of a former seal, or was handed over by it (POLICY-13).
    pub fn goes_on_from(&self, former: &Self) -> bool {
        self.key == former.key || self.handovers.iter().any(|step| step.old_key == former.key)
    }

    /// Whether it is for this pack.
    pub fn is_for(&self, pack: &PolicyPack) -> Result<(), BadSeal> {
        if (self.pack.as_str(), self.version.as_str()) == (pack.pack.as_str(), pack.version.as_str()) {
            return Ok(());
        }
        let sealed = format!("{} {}", self.pack, self.version);
        Err(BadSeal::Other { sealed, given: pack.name_and_version() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A signature that anybody can make and everybody can check: the key before the text.
    fn sign(key: &str, text: &[u8]) -> String {
        format!("{key}|{}", String::from_utf8_lossy(text))
    }

    fn signed(key: &str, text: &[u8], signature: &str) -> bool {
        signature == sign(key, text)
    }

    fn handover(old: &str, new: &str) -> KeyHandover {
        let on = "2026-10-01".parse().unwrap();
        let step = KeyHandover {
            principal: "HH".into(),
            old_key: old.into(),
            new_key: new.into(),
            on,
            signature: String::new(),
        };
        KeyHandover { signature: sign(old, step.text().as_bytes()), ..step }
    }

    fn seal(key: &str, file: &[u8], handovers: Vec<KeyHandover>) -> PackSeal {
        let signature = sign(key, file);
        PackSeal { pack: "HH-farm".into(), version: "2026.1".into(), key: key.into(), signature, handovers }
    }

    #[test]
    fn policy_12_the_exact_bytes_are_signed() {
        let seal = seal("k1", b"{\"pack\": 1}", Vec::new());
        assert_eq!(seal.check("k1", "HH", b"{\"pack\": 1}", signed), Ok(()));
        assert_eq!(seal.check("k1", "HH", b"{\"pack\":1}", signed), Err(BadSeal::Signature));
        assert_eq!(seal.check("k1", "HH", b"{\"pack\": 1}\n", signed), Err(BadSeal::Signature));
    }

    #[test]
    fn policy_13_keys_follow_each_other_from_the_pinned_one() {
        let check = |seal: &PackSeal, pinned: &str| seal.check(pinned, "HH", b"x", signed);
        let twice = seal("k3", b"x", vec![handover("k1", "k2"), handover("k2", "k3")]);
        assert_eq!(check(&twice, "k1"), Ok(()));
        assert_eq!(check(&twice, "k2"), Err(BadSeal::Key));
        assert_eq!(check(&seal("k2", b"x", Vec::new()), "k1"), Err(BadSeal::Key));
        assert_eq!(check(&seal("k1", b"x", vec![handover("k1", "k2")]), "k1"), Err(BadSeal::Key));
        let mut stolen = handover("k9", "k2");
        stolen.old_key = "k1".into();
        assert_eq!(check(&seal("k2", b"x", vec![stolen]), "k1"), Err(BadSeal::Key));
        let mut other = twice.clone();
        other.handovers[0].principal = "DF".into();
        assert_eq!(check(&other, "k1"), Err(BadSeal::Key));
        let of = |key: &str, steps: Vec<KeyHandover>| seal(key, b"x", steps);
        let second = of("k2", vec![handover("k1", "k2")]);
        assert!(twice.goes_on_from(&second) && second.goes_on_from(&second) && second.first_key() == "k1");
        assert!(!of("k1", Vec::new()).goes_on_from(&second), "a key handed over signs nothing more");
        let text = handover("k1", "k2").text();
        assert_eq!(text, "sanbao-key-handover-v1\nHH\nk1\nk2\n2026-10-01");
    }
}
