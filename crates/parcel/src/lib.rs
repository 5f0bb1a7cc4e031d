//! A file that one reader can open: the age format, version 1, for one X25519 key, with a label anybody can read.
//!
//! - PARCEL-1 What is opened is what was sealed, to the last byte and the last bit of the label; anything else is refused whole.
//! - PARCEL-2 A file cut short is told from one that was changed: its length stands on the label.
//! - PARCEL-3 Only the reader's key opens it; who sealed it is not told (a signature inside does that).
//! - PARCEL-4 Every other program for the age format opens it too: the label is a stanza they pass over.
//!
//! Written out here rather than taken from the crate of that name, which brings eighty packages (post-quantum and NIST
//! curves, three translation systems) for these two hundred lines; see docs/decisions/0010-file-road.md. The primitives
//! are libraries; the tests open files of that crate.
//!
//! Absent: passphrases, several readers, streams (a parcel is in memory whole), signatures, and what is inside.

mod body;
mod head;
mod key;

pub use key::public_of;

/// Bytes of a key.
pub type Key = [u8; 32];

/// Why a file cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// No parcel of ours.
    #[error("not a parcel")]
    NotOurs,
    /// It ends too early.
    #[error("the end is missing")]
    Truncated,
    /// It is not what was sealed.
    #[error("it was changed")]
    Altered,
    /// It is for somebody else.
    #[error("sealed to another key")]
    OtherKey,
}

/// A parcel that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What stands on it.
    pub label: Vec<u8>,
    /// What is in it.
    pub plain: Vec<u8>,
}

/// Seals bytes to a reader's X25519 key.
///
/// # Errors
/// Only when the system gives no random numbers.
pub fn seal(plain: &[u8], label: &[u8], to: &Key) -> Result<Vec<u8>, getrandom::Error> {
    let file_key = random::<16>()?;
    let stanza = key::wrap(&file_key, to, random()?);
    let mut file = head::write(&file_key, &stanza, plain.len(), label);
    body::write(&mut file, &file_key, random()?, plain);
    Ok(file)
}

/// The label, without a key and so without proof; [`open`] proves it.
///
/// # Errors
/// [`Unread`], but never `OtherKey`.
pub fn label(file: &[u8]) -> Result<Vec<u8>, Unread> {
    let head = head::read(file)?;
    body::fits(file.len() - head.length, head.plain)?;
    Ok(head.label)
}

/// Opens a parcel with the reader's secret.
///
/// # Errors
/// [`Unread`]
pub fn open(file: &[u8], secret: &Key) -> Result<Opened, Unread> {
    let head = head::read(file)?;
    let (_, body) = file.split_at(head.length);
    body::fits(body.len(), head.plain)?;
    let file_key = key::unwrap(&head.share, &head.wrapped, secret).ok_or(Unread::OtherKey)?;
    head.prove(file, &file_key)?;
    let plain = body::read(body, &file_key)?;
    Ok(Opened { label: head.label, plain })
}

fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
