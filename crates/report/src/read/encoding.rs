//! Text bytes → text, strictly: a byte that does not fit refuses the encoding, nothing is replaced by a question mark.
//!
//! ENCODING-1 A byte order mark decides; without one UTF-8 is taken where it fits whole, then UTF-16 where zero bytes show
//! it, then GB18030 (which holds GBK and every rare character).
//! ENCODING-2 Text that fits GB18030 but looks like another encoding is marked as not sure.
//! ENCODING-3 UTF-8 with a broken place is refused with its line; it is not read as GB18030 gibberish.
//! ENCODING-4 Letters of two bytes alone, all of them common characters in GBK too, are read as GBK and marked as not sure: a
//! short .csv with one 农 in it is valid UTF-8 by accident.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding as Codec, GB18030, GBK, UTF_16BE, UTF_16LE};

use super::{Encoding, ReadProblem};

pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    pub sure: bool,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ReadProblem> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest, Encoding::Utf8Bom);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, UTF_16LE, Encoding::Utf16Le, true);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, UTF_16BE, Encoding::Utf16Be, true);
    }
    if bytes.contains(&0) {
        return unmarked_utf16(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) if is_accident(bytes) => chinese(bytes, 0).map(|decoded| Decoded { sure: false, ..decoded }),
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8, sure: true }),
        Err(error) => chinese(bytes, error.valid_up_to()),
    }
}

fn utf8(bytes: &[u8], encoding: Encoding) -> Result<Decoded, ReadProblem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding, sure: true }),
        Err(error) => Err(broken_at(bytes, error.valid_up_to())),
    }
}

fn utf16(bytes: &[u8], codec: &'static Codec, encoding: Encoding, sure: bool) -> Result<Decoded, ReadProblem> {
    if bytes.len() % 2 == 1 {
        return Err(ReadProblem::Damaged("UTF-16 cut in the middle of a character".into()));
    }
    match codec.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text: text.into_owned(), encoding, sure }),
        None => Err(ReadProblem::NotATable("noise")),
    }
}

/// Without a mark both directions are tried; the one whose characters a table can hold is taken.
fn unmarked_utf16(bytes: &[u8]) -> Result<Decoded, ReadProblem> {
    let both = [(UTF_16LE, Encoding::Utf16Le), (UTF_16BE, Encoding::Utf16Be)];
    let fitting = both.into_iter().find_map(|(codec, encoding)| {
        utf16(bytes, codec, encoding, false).ok().filter(|decoded| is_likely_table(&decoded.text))
    });
    fitting.ok_or(ReadProblem::NotATable("noise"))
}

fn is_likely_table(text: &str) -> bool {
    let mut likely = 0_usize;
    let mut all = 0_usize;
    for c in text.chars() {
        all += 1;
        let known = matches!(c, '\t' | '\r' | '\n' | ' '..='~' | '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}');
        likely += usize::from(known || matches!(c, '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'));
    }
    all > 0 && likely * 20 >= all * 19
}

fn chinese(bytes: &[u8], utf8_until: usize) -> Result<Decoded, ReadProblem> {
    if wide_characters(bytes.get(..utf8_until).unwrap_or_default()) >= 8 {
        return Err(broken_at(bytes, utf8_until));
    }
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text: text.into_owned(), encoding: Encoding::Gb18030, sure: looks_chinese(bytes) }),
        None => Err(not_chinese(bytes)),
    }
}

/// Valid UTF-8 whose letters all have two bytes, and all of these are pairs of GB 2312's first level.
fn is_accident(bytes: &[u8]) -> bool {
    let mut wide = bytes.iter().filter(|byte| !byte.is_ascii());
    let mut any = false;
    while let (Some(lead), Some(trail)) = (wide.next(), wide.next()) {
        any = true;
        if !(0xC2..=0xD7).contains(lead) || *trail < 0xA1 {
            return false;
        }
    }
    any
}

/// Characters of three bytes and more: GBK text happens to hold one or two that read as UTF-8, never eight in a row.
fn wide_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte >= 0xE0).count()
}

/// A second opinion from the letter frequencies; the first 64 KB tell enough.
fn looks_chinese(bytes: &[u8]) -> bool {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    guess == GBK || guess == GB18030
}

fn not_chinese(bytes: &[u8]) -> ReadProblem {
    let control = bytes.iter().filter(|byte| is_control(**byte)).count();
    if control * 1000 > bytes.len() {
        return ReadProblem::NotATable("noise");
    }
    broken_at(bytes, chinese_until(bytes))
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0B | 0x0C | 0x1A)
}

/// Where GB18030 breaks, to the line: whole lines are decoded until one does not fit.
fn chinese_until(bytes: &[u8]) -> usize {
    let mut until = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if GB18030.decode_without_bom_handling_and_without_replacement(line).is_none() {
            break;
        }
        until += line.len();
    }
    until
}

fn broken_at(bytes: &[u8], until: usize) -> ReadProblem {
    let lines = bytes.get(..until).unwrap_or(bytes).iter().filter(|byte| **byte == b'\n').count();
    ReadProblem::Encoding { line: lines as u64 + 1 }
}
