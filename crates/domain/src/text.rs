//! Normalised keys of what people type. The original is always kept beside the key.
//!
//! TEXT-1 A serial's key is NFKC, upper case, without spaces and hyphens: full width and half width are the same serial.
//! TEXT-2 A phone's key is its digits without the +86 prefix.
//! TEXT-4 A serial is shown and sent as half-width capitals without spaces, its hyphens kept as on the plate.
//! TEXT-5 What nobody sees (controls, marks of width and direction) is no part of a text: a field of nothing else is empty.
//! TEXT-6 A tab or an end of line in a text of one line, as a pasted cell brings it, is one space: it parts words and never joins them.
//! TEXT-3 A name is kept in NFC with no character cut or replaced; only white space inside a Chinese name is folded for search.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

/// The comparison key of a serial, engine, motor or frame number (TEXT-1).
pub fn serial_key(original: &str) -> String {
    compatible(original)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_hyphen(*c) && !is_unseen(*c))
        .flat_map(char::to_uppercase)
        .collect()
}

/// A serial as shown, printed and sent (TEXT-4).
pub fn serial_text(original: &str) -> String {
    compatible(original).chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).flat_map(char::to_uppercase).collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

/// The comparison key of a phone number (TEXT-2); empty when there are no digits.
pub fn phone_key(original: &str) -> String {
    let digits: String = compatible(original).chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")) {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    }
}

/// A text in NFKC. Nearly every one is already, and looking is much cheaper than composing.
fn compatible(original: &str) -> Cow<'_, str> {
    match is_nfkc_quick(original.chars()) {
        IsNormalized::Yes => Cow::Borrowed(original),
        _ => Cow::Owned(original.nfkc().collect()),
    }
}

/// Characters nobody sees and nobody typed: controls, and the marks of width and direction that phones and web pages put
/// around what is copied from them. The two joiners stay: some scripts write names with them.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text of one line as stored: NFC, trimmed, tabs and ends of lines as one space, characters nobody sees out (TEXT-5, TEXT-6).
pub fn clean(original: &str) -> String {
    let composed = match is_nfc_quick(original.chars()) {
        IsNormalized::Yes => Cow::Borrowed(original),
        _ => Cow::Owned(original.nfc().collect()),
    };
    let mut seen = String::with_capacity(composed.len());
    let mut parted = false;
    for c in composed.chars() {
        if c.is_control() && c.is_whitespace() {
            parted = true;
        } else if !is_unseen(c) {
            if std::mem::take(&mut parted) && !c.is_whitespace() && !seen.ends_with(char::is_whitespace) {
                seen.push(' ');
            }
            seen.push(c);
        }
    }
    // A joiner joins something: alone, as other blanks that are no white space, it is nothing anybody can read.
    if seen.chars().all(|c| c.is_whitespace() || is_blank(c)) { String::new() } else { seen.trim().to_owned() }
}

/// Joiners, soft hyphens, variation selectors, and letters without a shape: unseen where nothing else stands.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180e}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
    )
}

/// The search key of a name (TEXT-3): NFKC, no white space.
pub fn name_key(original: &str) -> String {
    compatible(original).chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).flat_map(char::to_lowercase).collect()
}

/// A phone as it travels without consent: `199****9924`.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone_key(phone).chars().collect();
    if digits.len() < 8 {
        return "*".repeat(digits.len());
    }
    let (head, tail) = (&digits[..3], &digits[digits.len() - 4..]);
    let middle = "*".repeat(digits.len() - 7);
    head.iter().collect::<String>() + &middle + &tail.iter().collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_1_full_width_and_half_width_are_one_serial() {
        assert_eq!(serial_key("ＪＳ２６Ｃ６３５５４"), "JS26C63554");
        assert_eq!(serial_key(" wy26c68408\u{3000}"), "WY26C68408");
        assert_eq!(serial_key("HH-26 B—35536"), "HH26B35536");
        assert_eq!(serial_key("09996504"), "09996504");
    }

    #[test]
    fn text_4_a_plate_keeps_its_hyphens() {
        assert_eq!(serial_text(" ｗｙ26-c68408\u{3000}"), "WY26-C68408");
        assert_eq!(serial_text("00012345"), "00012345");
    }

    #[test]
    fn text_2_phone_without_prefix() {
        assert_eq!(phone_key("+86 199 0027 2833"), "19900272833");
        assert_eq!(phone_key("１９９００２７２８３３"), "19900272833");
        assert_eq!(phone_key("0311-8601234"), "03118601234");
        assert_eq!(masked_phone("19900272833"), "199****2833");
    }

    #[test]
    fn text_5_what_nobody_sees_is_no_part_of_a_text() {
        assert_eq!(serial_key("\u{feff}HH26\u{200b}B35536\u{202c}"), "HH26B35536");
        assert_eq!(serial_text("\u{202d}HH26-B1\u{202c}"), "HH26-B1");
        assert_eq!(clean("\u{202d}199 0036 4370\u{202c}"), "199 0036 4370");
        assert_eq!(clean("\u{1}\u{200b}"), "");
        assert_eq!(clean("\u{200d}\u{3164} \u{200c}"), "", "joiners that join nothing");
        // A rare character with its variant selector, and a joiner inside a name, stay whole.
        assert_eq!(clean("葛\u{e0100}一"), "葛\u{e0100}一");
        assert_eq!(clean("مى\u{200c}خ"), "مى\u{200c}خ");
    }

    #[test]
    fn text_6_a_pasted_tab_or_line_end_parts_words() {
        assert_eq!(clean("发动机\t漏油\r\n已紧固\n"), "发动机 漏油 已紧固");
        assert_eq!(clean("漏油 \n 已紧固"), "漏油  已紧固", "no third space");
        assert_eq!(clean("\t\u{200b}\n"), "");
        assert_eq!(clean("一\n\u{200b}\n二"), "一 二");
    }

    #[test]
    fn text_3_a_name_is_never_cut() {
        assert_eq!(clean(" 𠮷田·买买提 "), "𠮷田·买买提");
        assert_eq!(clean("王　丹"), "王　丹");
        assert_eq!(name_key("王　丹"), "王丹");
    }
}
