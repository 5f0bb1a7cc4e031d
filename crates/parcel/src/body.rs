//! The body: pieces of 64 KiB, each proved, the last one marked as the last.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

use crate::Unread;
use crate::key::{FileKey, derive};

const PIECE: usize = 64 * 1024;
const PROOF: usize = 16;
const SALT: usize = 16;

/// Compares the length with what the label says.
pub fn fits(body: usize, plain: u64) -> Result<(), Unread> {
    let pieces = plain.div_ceil(PIECE as u64).max(1);
    let wanted = pieces.checked_mul(PROOF as u64).and_then(|n| n.checked_add(plain)?.checked_add(SALT as u64));
    match wanted.map(|wanted| (body as u64).cmp(&wanted)) {
        Some(std::cmp::Ordering::Equal) => Ok(()),
        Some(std::cmp::Ordering::Less) => Err(Unread::Truncated),
        _ => Err(Unread::Altered),
    }
}

pub fn write(file: &mut Vec<u8>, file_key: &FileKey, salt: [u8; SALT], plain: &[u8]) {
    file.extend_from_slice(&salt);
    let cipher = ChaCha20Poly1305::new(&derive(file_key, &salt, b"payload").into());
    let last = plain.len().div_ceil(PIECE).max(1) - 1;
    for at in 0..=last {
        let piece = &plain[at * PIECE..plain.len().min((at + 1) * PIECE)];
        // No piece is of a length this cipher refuses.
        file.extend(cipher.encrypt(&nonce(at, at == last), piece).unwrap_or_default());
    }
}

pub fn read(body: &[u8], file_key: &FileKey) -> Result<Vec<u8>, Unread> {
    let (salt, body) = body.split_at_checked(SALT).ok_or(Unread::Truncated)?;
    let cipher = ChaCha20Poly1305::new(&derive(file_key, salt, b"payload").into());
    let pieces: Vec<&[u8]> = body.chunks(PIECE + PROOF).collect();
    let mut plain = Vec::with_capacity(body.len());
    for (at, piece) in pieces.iter().enumerate() {
        let opened = cipher.decrypt(&nonce(at, at + 1 == pieces.len()), *piece);
        plain.extend(opened.map_err(|_| Unread::Altered)?);
    }
    Ok(plain)
}

/// Eleven bytes of the piece's number, and one for the last.
fn nonce(at: usize, last: bool) -> Nonce {
    let mut nonce = [0u8; 12];
    nonce[3..11].copy_from_slice(&(at as u64).to_be_bytes());
    nonce[11] = u8::from(last);
    nonce.into()
}
