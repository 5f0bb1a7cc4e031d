//! The head: lines of text, ended by a code over them that needs the file's key.
//!
//! ```text
//! age-encryption.org/v1
//! -> X25519 SHARE
//! WRAPPED KEY
//! -> sanbao BYTES INSIDE
//! LABEL
//! --- CODE
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::key::{FileKey, Stanza, derive};
use crate::{Key, Unread};

const MAGIC: &str = "age-encryption.org/v1\n";
const OURS: &str = "sanbao";
/// Letters of a line of a stanza's body.
const WIDTH: usize = 64;
/// A head longer than this is none of ours.
const MOST: usize = 64 * 1024;

/// A head as read; nothing of it is proved yet.
pub struct Head {
    pub share: Key,
    pub wrapped: Vec<u8>,
    /// Bytes inside.
    pub plain: u64,
    pub label: Vec<u8>,
    /// Bytes of the head.
    pub length: usize,
    /// Bytes the code is over.
    covered: usize,
    code: Vec<u8>,
}

pub fn write(file_key: &FileKey, key: &Stanza, plain: usize, label: &[u8]) -> Vec<u8> {
    let mut text = MAGIC.to_owned();
    stanza(&mut text, &format!("X25519 {}", BASE64.encode(key.share)), &key.wrapped);
    stanza(&mut text, &format!("{OURS} {plain}"), label);
    text.push_str("---");
    let code = code(file_key, text.as_bytes()).map(|code| code.finalize().into_bytes()).unwrap_or_default();
    text.push_str(&format!(" {}\n", BASE64.encode(code)));
    text.into_bytes()
}

/// A body that ends with a full line is followed by an empty one.
fn stanza(text: &mut String, first: &str, body: &[u8]) {
    text.push_str(&format!("-> {first}\n"));
    let mut rest = &*BASE64.encode(body);
    while rest.len() >= WIDTH {
        let (line, after) = rest.split_at(WIDTH);
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(rest);
    text.push('\n');
}

fn code(file_key: &FileKey, covered: &[u8]) -> Option<Hmac<Sha256>> {
    let mut code = Hmac::<Sha256>::new_from_slice(&derive(file_key, b"", b"header")).ok()?;
    code.update(covered);
    Some(code)
}

pub fn read(file: &[u8]) -> Result<Head, Unread> {
    let begun = file.len().min(MAGIC.len());
    if file[..begun] != MAGIC.as_bytes()[..begun] {
        return Err(Unread::NotOurs);
    }
    let mut lines = Lines { file, at: begun };
    let (mut key, mut label) = (None, None);
    loop {
        let at = lines.at;
        let line = lines.next()?;
        if let Some(code) = line.strip_prefix("--- ") {
            let (share, wrapped) = key.ok_or(Unread::NotOurs)?;
            let (plain, label) = label.ok_or(Unread::NotOurs)?;
            let code = BASE64.decode(code).map_err(|_| Unread::Altered)?;
            return Ok(Head { share, wrapped, plain, label, length: lines.at, covered: at + 3, code });
        }
        let args: Vec<&str> = line.strip_prefix("-> ").ok_or(Unread::Altered)?.split(' ').collect();
        let body = lines.body()?;
        match args.as_slice() {
            ["X25519", share] if key.is_none() => {
                let share = BASE64.decode(share).ok().and_then(|share| Key::try_from(share).ok());
                key = Some((share.ok_or(Unread::Altered)?, body));
            }
            [OURS, plain] if label.is_none() => label = Some((plain.parse().map_err(|_| Unread::Altered)?, body)),
            // A parcel has one reader and one label.
            ["X25519" | OURS, ..] => return Err(Unread::Altered),
            _ => {}
        }
    }
}

impl Head {
    pub fn prove(&self, file: &[u8], file_key: &FileKey) -> Result<(), Unread> {
        let code = code(file_key, &file[..self.covered]).ok_or(Unread::Altered)?;
        code.verify_slice(&self.code).map_err(|_| Unread::Altered)
    }
}

struct Lines<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, Unread> {
        let rest = &self.file[self.at..];
        let Some(end) = rest.iter().take(MOST).position(|byte| *byte == b'\n') else {
            return Err(if rest.len() < MOST { Unread::Truncated } else { Unread::Altered });
        };
        self.at += end + 1;
        if self.at > MOST {
            return Err(Unread::Altered);
        }
        std::str::from_utf8(&rest[..end]).map_err(|_| Unread::Altered)
    }

    fn body(&mut self) -> Result<Vec<u8>, Unread> {
        let mut text = String::new();
        loop {
            let line = self.next()?;
            text.push_str(line);
            if line.len() != WIDTH {
                return BASE64.decode(text).map_err(|_| Unread::Altered);
            }
        }
    }
}
