//! What the bytes are, by their first ones.

use super::{BookFormat, ReadProblem};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xls,
    Text,
}

const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What people pick by mistake. UTF-16 marks are not among them, and no text in Chinese begins with one of these.
const OTHERS: [(&[u8], &str); 11] = [
    (b"%PDF", "PDF"),
    (b"\x89PNG", "picture"),
    (b"\xFF\xD8\xFF", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xBC\xAF", "archive"),
    (b"\x1F\x8B", "archive"),
    (b"MZ", "program"),
    (b"\x7FELF", "program"),
    (b"{\\rtf", "document"),
    (b"SQLite format 3", "database"),
];

pub(super) fn kind(bytes: &[u8]) -> Result<Kind, ReadProblem> {
    if bytes.iter().all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')) {
        return Err(ReadProblem::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Xlsx);
    }
    if bytes.starts_with(COMPOUND_FILE) {
        return Ok(Kind::Xls);
    }
    if is_bare_biff(bytes) {
        return Err(ReadProblem::UnsupportedSheet("Excel 4.0"));
    }
    match OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // "MZ" could begin a .csv; a program has zeros right behind it.
        Some((magic, what)) if *magic != b"MZ" || bytes.iter().take(64).any(|byte| *byte == 0) => {
            Err(ReadProblem::NotATable(what))
        }
        _ => Ok(Kind::Text),
    }
}

/// BIFF 2 to 4 lie bare in the file: a BOF record (0009, 0209, 0409) of a length only that record has.
fn is_bare_biff(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04 | 0x06 | 0x08 | 0x10, 0x00, ..])
}

/// The name promises another format than the bytes are.
pub(super) fn renamed(file_name: &str, format: BookFormat) -> bool {
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let promised: &[&str] = match format {
        BookFormat::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
        BookFormat::Xls => &["xls", "et", "xlt"],
        BookFormat::Delimited(_) => &["csv", "txt", "tsv", "tab"],
    };
    ending.is_some_and(|ending| !promised.contains(&ending.as_str()))
}
