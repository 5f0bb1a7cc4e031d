//! Words and serials.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{ValueProblem, number::plain_number};
use crate::read::Cell;

/// A serial as the file has it; how serials compare is the domain's matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial {
    /// Trimmed, otherwise untouched.
    pub text: String,
    /// The cell was a number: leading zeros may be lost.
    pub maybe_zero_stripped: bool,
    /// The cell was a number longer than a spreadsheet keeps: digits are lost.
    pub damaged: bool,
}

/// Words: trimmed, composed (NFC), inner blanks kept. A number reads as it is shown, a day as `yyyy-mm-dd`.
///
/// # Errors
/// [`ValueProblem::Empty`], [`ValueProblem::Broken`].
pub fn text(cell: &Cell) -> Result<String, ValueProblem> {
    match cell {
        Cell::Broken(error) => Err(ValueProblem::Broken(error.clone())),
        cell if cell.is_blank() => Err(ValueProblem::Empty),
        Cell::Text(text) => Ok(composed(text.trim())),
        cell => Ok(composed(cell.shown().trim())),
    }
}

/// In NFC. Nearly every text is already, and looking is much cheaper than composing.
fn composed(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

/// In NFKC, which what is plain ASCII is already.
pub(crate) fn compatible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) }
}

/// A serial, an engine number, a part code: never a number, whatever the spreadsheet made of it.
///
/// # Errors
/// [`ValueProblem::Empty`], [`ValueProblem::Broken`].
pub fn serial(cell: &Cell) -> Result<Serial, ValueProblem> {
    match cell {
        Cell::Number(number) => Ok(Serial {
            text: plain_number(*number),
            maybe_zero_stripped: true,
            damaged: number.abs() >= 1e15 || number.fract() != 0.0,
        }),
        cell => Ok(Serial { text: text(cell)?, maybe_zero_stripped: false, damaged: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_5_a_number_in_a_serial_column_is_marked() {
        let serial = serial(&Cell::Number(9_996_504.0)).unwrap();
        assert_eq!((serial.text.as_str(), serial.maybe_zero_stripped, serial.damaged), ("9996504", true, false));
    }

    #[test]
    fn a_serial_in_text_keeps_its_zeros_and_its_letter_e() {
        for kept in ["00012345", "1E5", "ＪＳ２６Ｃ６３５５４", "HH26D50785、08541427"] {
            let serial = serial(&Cell::Text(format!(" {kept}\u{3000}"))).unwrap();
            assert_eq!((serial.text.as_str(), serial.maybe_zero_stripped), (kept, false));
        }
    }

    #[test]
    fn rare_characters_and_middle_dots_stay() {
        for name in ["𠮷田贵", "买买提·艾合买提", "㛃", "王\u{3000}丹"] {
            assert_eq!(text(&Cell::Text(name.into())).unwrap(), name);
        }
    }

    #[test]
    fn an_error_cell_and_a_blank_one_are_told_apart() {
        assert_eq!(text(&Cell::Broken("#N/A".into())).unwrap_err().code(), "value_broken");
        assert_eq!(text(&Cell::Text("\u{3000} ".into())).unwrap_err().code(), "value_empty");
    }
}
