//! The device's key and the pinned key of head office.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::policy::{BadSeal, KeyHandover, PackSeal, key_after};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::desk::Account;

/// The pinned receipt key of one head office.
#[derive(Debug, Clone)]
pub struct Pinned(VerifyingKey);

impl Pinned {
    /// From base64, as enrolment stored it.
    pub fn parse(text: &str) -> Option<Self> {
        let raw: [u8; 32] = STANDARD.decode(text).ok()?.try_into().ok()?;
        VerifyingKey::from_bytes(&raw).ok().map(Self)
    }

    /// The key's bytes.
    pub fn bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// True if head office signed this text.
    pub fn signed(&self, text: &str, signature: &str) -> bool {
        self.signed_bytes(text.as_bytes(), signature)
    }

    /// True if head office signed these bytes.
    pub fn signed_bytes(&self, bytes: &[u8], signature: &str) -> bool {
        let raw = STANDARD.decode(signature).ok();
        raw.is_some_and(|raw| self.signed_raw(bytes, &raw))
    }

    /// As [`Pinned::signed_bytes`], for a signature in bytes.
    pub fn signed_raw(&self, bytes: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.0.verify_strict(bytes, &signature).is_ok())
    }
}

impl Pinned {
    /// The key that files for head office are sealed to: the same point on the other curve.
    pub fn sealing(&self) -> parcel::Key {
        self.0.to_montgomery().to_bytes()
    }
}

/// Opens what head office sealed to this device.
pub fn opening(seed: &[u8; 32]) -> parcel::Key {
    SigningKey::from_bytes(seed).to_scalar_bytes()
}

/// Signs with the device's key.
pub fn sign(seed: &[u8; 32], text: &str) -> String {
    let key = SigningKey::from_bytes(seed);
    STANDARD.encode(key.sign(text.as_bytes()).to_bytes())
}

/// As [`sign`], in bytes.
pub fn sign_raw(seed: &[u8; 32], text: &str) -> [u8; 64] {
    SigningKey::from_bytes(seed).sign(text.as_bytes()).to_bytes()
}

/// Base64 of the device's public key.
pub fn public(seed: &[u8; 32]) -> String {
    STANDARD.encode(SigningKey::from_bytes(seed).verifying_key().to_bytes())
}

/// True if this receipt is a good one of this account's head office.
pub fn is_good_receipt(account: &Account, receipt: &wire::record::Receipt) -> bool {
    let signed = |key: Pinned| receipt.signed_text().is_some_and(|text| key.signed(&text, &receipt.signature));
    Pinned::parse(&account.receipt_key).is_some_and(signed)
}

/// Checks the seal of a policy pack's file against the key pinned at enrolment.
pub fn check_seal(pinned: &str, principal: &str, file: &[u8], seal: &PackSeal) -> Result<(), BadSeal> {
    seal.check(pinned, principal, file, signed)
}

/// Checks that each key signed over the next, beginning with the one pinned at enrolment.
pub fn check_handovers(pinned: &str, principal: &str, handovers: &[KeyHandover]) -> Result<(), BadSeal> {
    key_after(pinned, principal, handovers, signed)?;
    // Who hands over to what is no key could never sign anything again.
    let unusable = handovers.iter().enumerate().find(|(_, step)| Pinned::parse(&step.new_key).is_none());
    unusable.map_or(Ok(()), |(at, step)| Err(BadSeal::Handover { step: at + 1, on: step.on }))
}

fn signed(key: &str, bytes: &[u8], signature: &str) -> bool {
    Pinned::parse(key).is_some_and(|key| key.signed_bytes(bytes, signature))
}

/// Seed of a device's key, for the callers that keep it before they ask. Secret: it prints as nothing.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeviceSeed(pub(crate) [u8; 32]);

impl DeviceSeed {
    /// A new one.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        random().map(Self)
    }
}

impl std::fmt::Debug for DeviceSeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceSeed(…)")
    }
}

/// Bytes from the system's random source.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A new epoch: for a store's first stream, and after a restore.
pub fn new_epoch() -> Result<String, getrandom::Error> {
    Ok(wire::hash::to_hex(&random::<16>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [u8; 32] = [1; 32];
    const NEW: [u8; 32] = [2; 32];
    const FILE: &[u8] = br#"{"format": 2, "pack": "HH-farm"}"#;

    fn seal(seed: &[u8; 32], handovers: Vec<KeyHandover>) -> PackSeal {
        let signature = sign(seed, std::str::from_utf8(FILE).unwrap());
        PackSeal { pack: "HH-farm".into(), version: "2026.1".into(), key: public(seed), signature, handovers }
    }

    fn handover() -> KeyHandover {
        let step = KeyHandover {
            principal: "HH".into(),
            old_key: public(&OLD),
            new_key: public(&NEW),
            on: "2026-10-01".parse().unwrap(),
            signature: String::new(),
        };
        KeyHandover { signature: sign(&OLD, &step.text()), ..step }
    }

    #[test]
    fn a_pack_is_good_when_the_pinned_key_signed_its_exact_bytes() {
        let good = seal(&OLD, Vec::new());
        let check = |file: &[u8], seal: &PackSeal| check_seal(&public(&OLD), "HH", file, seal);
        assert_eq!(check(FILE, &good), Ok(()));
        for at in 0..FILE.len() {
            let mut changed = FILE.to_vec();
            changed[at] ^= 1;
            assert_eq!(check(&changed, &good), Err(BadSeal::Signature));
        }
        assert_eq!(check(FILE, &seal(&NEW, Vec::new())), Err(BadSeal::Key));
        assert_eq!(check(FILE, &PackSeal { signature: "AAAA".into(), ..good.clone() }), Err(BadSeal::Signature));
        assert_eq!(check_seal("no key", "HH", FILE, &good), Err(BadSeal::Key));
    }

    #[test]
    fn a_new_key_is_good_when_the_old_one_signed_it_over() {
        let check = |seal: &PackSeal| check_seal(&public(&OLD), "HH", FILE, seal);
        assert_eq!(check(&seal(&NEW, vec![handover()])), Ok(()));
        let mut forged = handover();
        forged.signature = sign(&NEW, &forged.text());
        let named = |step: &KeyHandover| Err(BadSeal::Handover { step: 1, on: step.on });
        assert_eq!(check(&seal(&NEW, vec![forged.clone()])), named(&forged));
        let later = KeyHandover { on: "2026-10-02".parse().unwrap(), ..handover() };
        assert_eq!(check(&seal(&NEW, vec![later.clone()])), named(&later));
        assert_eq!(check(&seal(&OLD, vec![handover()])), Err(BadSeal::HandedOver(handover().on)));
        assert_eq!(check_handovers(&public(&OLD), "HH", &[handover()]), Ok(()));
        assert_eq!(check_handovers(&public(&OLD), "DF", &[handover()]), named(&handover()));
        let nothing = KeyHandover { new_key: "no key".into(), ..handover() };
        let nothing = KeyHandover { signature: sign(&OLD, &nothing.text()), ..nothing };
        assert_eq!(check_handovers(&public(&OLD), "HH", std::slice::from_ref(&nothing)), named(&nothing));
    }

    #[test]
    fn desk_and_head_office_mean_the_same_text_by_a_handover() {
        let step = handover();
        let text = wire::sign::key_handover(&step.principal, &step.old_key, &step.new_key, &step.on.iso());
        assert_eq!(text, step.text());
    }
}
