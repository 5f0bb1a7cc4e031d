//! The device's key and the pinned key of head office.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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
        let raw = STANDARD.decode(signature).ok();
        let Some(raw) = raw.and_then(|raw| <[u8; 64]>::try_from(raw).ok()) else {
            return false;
        };
        let signature = Signature::from_bytes(&raw);
        self.0.verify_strict(text.as_bytes(), &signature).is_ok()
    }
}

/// Signs with the device's key.
pub fn sign(seed: &[u8; 32], text: &str) -> String {
    let key = SigningKey::from_bytes(seed);
    STANDARD.encode(key.sign(text.as_bytes()).to_bytes())
}

/// Base64 of the device's public key.
pub fn public(seed: &[u8; 32]) -> String {
    STANDARD.encode(SigningKey::from_bytes(seed).verifying_key().to_bytes())
}

/// True if this receipt is a good one of this account's head office.
pub fn is_good_receipt(account: &Account, receipt: &wire::record::Receipt) -> bool {
    let text = wire::sign::receipt(
        &receipt.principal,
        &receipt.dealer,
        &receipt.record_id,
        receipt.rev,
        &receipt.hash,
        receipt.received_at,
    );
    Pinned::parse(&account.receipt_key).is_some_and(|key| key.signed(&text, &receipt.signature))
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
