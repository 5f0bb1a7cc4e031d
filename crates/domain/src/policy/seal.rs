//! What head office signs when it issues a pack, and when it changes its key.
//!
//! POLICY-12 A pack's seal is detached and signs the exact bytes of the file, nothing added and nothing left out.
//! POLICY-13 A new key is good only when the old one signed it over; keys follow each other from the one pinned at enrolment, none before its day and none twice, and a key handed over signs nothing more.
//! POLICY-15 Handovers are only added to: a list that leaves one known step out or has another in its place is no good, and the step is named.
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

/// The key that counts after these handovers, beginning with the pinned one (POLICY-13).
/// `signed(key, bytes, signature)` says whether the key signed these bytes.
pub fn key_after<'a>(
    pinned: &'a str,
    principal: &str,
    handovers: &'a [KeyHandover],
    signed: impl Fn(&str, &[u8], &str) -> bool,
) -> Result<&'a str, BadSeal> {
    let mut key = pinned;
    for (at, step) in handovers.iter().enumerate() {
        let before = handovers.get(..at).unwrap_or_default();
        let follows = step.old_key == key && step.principal == principal;
        let again = step.new_key == key || before.iter().any(|known| known.old_key == step.new_key);
        let back_in_time = before.last().is_some_and(|known| step.on < known.on);
        if !follows || again || back_in_time || !signed(key, step.text().as_bytes(), &step.signature) {
            return Err(BadSeal::handover(at, step));
        }
        key = &step.new_key;
    }
    Ok(key)
}

/// Whether `sent` has handovers after those known (POLICY-15).
pub fn goes_further(known: &[KeyHandover], sent: &[KeyHandover]) -> Result<bool, BadSeal> {
    let same = |(a, b): &(&KeyHandover, &KeyHandover)| (&a.old_key, &a.new_key) == (&b.old_key, &b.new_key);
    let shared = known.iter().zip(sent).take_while(same).count();
    match sent.get(shared) {
        None => Ok(false),
        Some(step) if shared < known.len() => Err(BadSeal::handover(shared, step)),
        Some(_) => Ok(true),
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
    /// The key was handed over.
    #[error("签名用的密钥已在{}交接给新的密钥，不再有效", .0.zh())]
    HandedOver(Day),
    /// A handover does not follow from the key before it.
    #[error("第 {step} 次密钥交接（{}）接不上：不是由它之前的密钥签的，或者那把密钥已经交接过，或者日期早于上一次交接", .on.zh())]
    Handover {
        /// Which, counted from one.
        step: usize,
        /// The day it names.
        on: Day,
    },
    /// The seal is another pack's.
    #[error("签名是给「{sealed}」的，文件是「{given}」")]
    Other {
        /// What the seal names.
        sealed: String,
        /// What the file is.
        given: String,
    },
}

impl BadSeal {
    fn handover(at: usize, step: &KeyHandover) -> Self {
        Self::Handover { step: at + 1, on: step.on }
    }
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
        let key = key_after(pinned, principal, &self.handovers, &signed)?;
        self.not_handed_over(&self.handovers)?;
        if self.key != key {
            return Err(BadSeal::Key);
        }
        if signed(key, file, &self.signature) { Ok(()) } else { Err(BadSeal::Signature) }
    }

    /// Refuses a seal that knows less of the handovers than this desk, or other ones (POLICY-13, POLICY-15).
    pub fn knows(&self, handovers: &[KeyHandover]) -> Result<(), BadSeal> {
        self.not_handed_over(handovers)?;
        goes_further(handovers, &self.handovers)?;
        Ok(())
    }

    fn not_handed_over(&self, handovers: &[KeyHandover]) -> Result<(), BadSeal> {
        match handovers.iter().find(|step| step.old_key == self.key) {
            Some(step) => Err(BadSeal::HandedOver(step.on)),
            None => Ok(()),
        }
    }

    /// The key that counts from now on.
    pub fn newest_key(&self) -> &str {
        &self.key
    }

    /// The key it begins with: the one pinned when it was made.
    pub fn first_key(&self) -> &str {
        self.handovers.first().map_or(&self.key, |step| &step.old_key)
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
        let broken = |step| Err(BadSeal::Handover { step, on: "2026-10-01".parse().unwrap() });
        assert_eq!(check(&twice, "k2"), broken(1));
        assert_eq!(check(&seal("k2", b"x", Vec::new()), "k1"), Err(BadSeal::Key));
        let over = Err(BadSeal::HandedOver("2026-10-01".parse().unwrap()));
        assert_eq!(check(&seal("k1", b"x", vec![handover("k1", "k2")]), "k1"), over);
        assert_eq!(check(&seal("k9", b"x", vec![handover("k1", "k2")]), "k1"), Err(BadSeal::Key));
        let mut stolen = handover("k9", "k2");
        stolen.old_key = "k1".into();
        assert_eq!(check(&seal("k2", b"x", vec![stolen]), "k1"), broken(1));
        let mut other = twice.clone();
        other.handovers[1].principal = "DF".into();
        assert_eq!(check(&other, "k1"), broken(2));
        let again = seal("k1", b"x", vec![handover("k1", "k2"), handover("k2", "k1")]);
        assert_eq!(check(&again, "k1"), broken(2), "a key that was handed over does not come back");
        let mut earlier = handover("k2", "k3");
        earlier.on = "2026-09-30".parse().unwrap();
        earlier.signature = sign("k2", earlier.text().as_bytes());
        let back = Err(BadSeal::Handover { step: 2, on: earlier.on });
        assert_eq!(check(&seal("k3", b"x", vec![handover("k1", "k2"), earlier]), "k1"), back);
        let known = [handover("k1", "k2")];
        assert_eq!(seal("k1", b"x", Vec::new()).knows(&known), over, "a key handed over signs nothing more");
        assert_eq!((twice.knows(&known), twice.knows(&[]), twice.first_key()), (Ok(()), Ok(()), "k1"));
        let text = handover("k1", "k2").text();
        assert_eq!(text, "sanbao-key-handover-v1\nHH\nk1\nk2\n2026-10-01");
    }

    #[test]
    fn policy_15_handovers_are_only_added_to() {
        let chain = [handover("k1", "k2"), handover("k2", "k3")];
        let (none, one) = (&chain[..0], &chain[..1]);
        assert_eq!((goes_further(none, one), goes_further(one, &chain)), (Ok(true), Ok(true)));
        assert_eq!((goes_further(&chain, &chain), goes_further(&chain, one)), (Ok(false), Ok(false)));
        let parted = [handover("k1", "k2"), handover("k2", "k4")];
        let named = |step| Err(BadSeal::Handover { step, on: "2026-10-01".parse().unwrap() });
        assert_eq!(goes_further(&chain, &parted), named(2));
        assert_eq!(goes_further(one, &[handover("k1", "k4")]), named(1));
        assert_eq!(seal("k4", b"x", parted.to_vec()).knows(&chain).map(|()| false), named(2));
    }
}
