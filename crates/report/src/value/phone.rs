//! Phone numbers. A mobile has 11 digits and begins 1; a landline has 7 or 8, or an area code with 0 before it; 400 and 800
//! lines have 10. What fits none is kept: a clerk can still read it.

use super::{
    ValueProblem,
    words::{compatible, text},
};
use crate::read::Cell;

/// A phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phone {
    /// Digits only, the country code of China taken off.
    Known(String),
    /// As it stood: two numbers in one cell, an extension, a foreign number, a slip.
    Odd(String),
}

impl Phone {
    /// The number, whichever it is.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(number) | Self::Odd(number) => number,
        }
    }
}

/// +86 138 0013 8000 · 138-0013-8000 · １３８００１３８０００ · a number cell → 13800138000.
///
/// # Errors
/// [`ValueProblem::Empty`], [`ValueProblem::Broken`].
pub fn phone(cell: &Cell) -> Result<Phone, ValueProblem> {
    let shown = text(cell)?;
    let digits: String = compatible(&shown).chars().filter(|c| !is_filling(*c)).collect();
    let digits = ["+86", "0086", "86"].iter().find_map(|code| domestic(&digits, code)).unwrap_or(&digits);
    if is_known(digits) { Ok(Phone::Known(digits.to_owned())) } else { Ok(Phone::Odd(shown)) }
}

fn domestic<'a>(digits: &'a str, code: &str) -> Option<&'a str> {
    digits.strip_prefix(code).filter(|rest| rest.len() >= 9)
}

fn is_filling(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '–' | '—' | '(' | ')' | '.' | '\u{200b}' | '\u{202c}' | '\u{202d}')
}

fn is_known(digits: &str) -> bool {
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    match digits.len() {
        7 | 8 => !digits.starts_with(['0', '1']),
        10 => digits.starts_with('0') || digits.starts_with("400") || digits.starts_with("800"),
        11 => {
            digits.starts_with('0') || matches!(digits.get(..2), Some("13" | "14" | "15" | "16" | "17" | "18" | "19"))
        }
        12 => digits.starts_with('0'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Phone {
        phone(&Cell::Text(text.into())).unwrap()
    }

    #[test]
    fn every_spelling_of_one_number_is_one_number() {
        for text in [
            "19900225204",
            "+86 199 0022 5204",
            "86-19900225204",
            "１９９００２２５２０４",
            "199-0022-5204",
            "0086 19900225204",
        ] {
            assert_eq!(read(text), Phone::Known("19900225204".into()), "{text}");
        }
        assert_eq!(phone(&Cell::Number(19_900_450_266.0)), Ok(Phone::Known("19900450266".into())));
        assert_eq!(read("(0311) 8765-4321"), Phone::Known("031187654321".into()));
    }

    #[test]
    fn value_6_what_fits_no_pattern_is_kept() {
        for text in ["19900225204/19900225205", "1990022520", "问村长", "8765432-801", "12345678901"] {
            assert_eq!(read(text), Phone::Odd(text.into()), "{text}");
        }
    }
}
