//! Identity numbers: 18 characters with a check character (GB 11643), or 15 digits of before 1999.
//!
//! A spreadsheet keeps 15 digits of a number: of 18 the last three become 000. So a number cell of 18 digits is damaged for
//! certain, and a text that ends in 000 was most likely damaged before it became text; the odds that a true number ends
//! so are under one in a thousand, so it is asked about and never taken as it stands.

use super::{
    ValueProblem,
    words::{compatible, text},
};
use crate::read::Cell;

/// What a cell of identity numbers holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdNumber {
    /// Whole, and its check character fits (one of 15 digits has none).
    Kept(String),
    /// Digits were lost in a spreadsheet; what is left of it.
    Damaged(String),
    /// 18 characters whose check character does not fit: a slip of the pen.
    BadChecksum(String),
    /// Nothing like an identity number.
    NotOne(String),
}

/// Reads an identity number.
///
/// # Errors
/// [`ValueProblem::Empty`], [`ValueProblem::Broken`].
pub fn id_number(cell: &Cell) -> Result<IdNumber, ValueProblem> {
    let shown = text(cell)?;
    let plain: String =
        compatible(&shown).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let is_number = matches!(cell, Cell::Number(_));
    Ok(judged(plain.trim_start_matches(['\'', '`']), is_number, shown))
}

fn judged(plain: &str, is_number: bool, shown: String) -> IdNumber {
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let lost = is_number && plain.len() > 15 || plain.len() == 18 && plain.ends_with("000");
    if lost && digits == plain.len() || is_scientific(plain) {
        return IdNumber::Damaged(shown);
    }
    match plain.len() {
        15 if digits == 15 => IdNumber::Kept(plain.to_owned()),
        18 if digits >= 17 => match check_character(plain) {
            Some(check) if plain.ends_with(check) => IdNumber::Kept(plain.to_owned()),
            Some(_) => IdNumber::BadChecksum(plain.to_owned()),
            None => IdNumber::NotOne(shown),
        },
        _ => IdNumber::NotOne(shown),
    }
}

/// `9.99E+17`.
fn is_scientific(plain: &str) -> bool {
    let Some((mantissa, power)) = plain.split_once('E') else { return false };
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    number(mantissa) && number(power.trim_start_matches('+'))
}

fn check_character(plain: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (c, weight) in plain.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    "10X98765432".chars().nth((sum % 11) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> IdNumber {
        id_number(&Cell::Text(text.into())).unwrap()
    }

    #[test]
    fn a_whole_number_is_kept() {
        for whole in ["11010519491231002X", "110105491231002"] {
            assert_eq!(read(whole), IdNumber::Kept(whole.into()));
        }
        assert_eq!(read("１１０１０５１９４９１２３１００２ｘ"), IdNumber::Kept("11010519491231002X".into()));
    }

    #[test]
    fn value_4_what_a_spreadsheet_has_damaged_is_said_to_be() {
        assert!(matches!(id_number(&Cell::Number(9.997_781_969_040_726e17)).unwrap(), IdNumber::Damaged(_)));
        for text in ["999778196904072000", "9.99778E+17", "9.99778196904072e17"] {
            assert!(matches!(read(text), IdNumber::Damaged(_)), "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_told_from_nonsense() {
        assert!(matches!(read("110105194912310021"), IdNumber::BadChecksum(_)));
        assert!(matches!(read("不详"), IdNumber::NotOne(_)));
        assert!(matches!(read("1234567890"), IdNumber::NotOne(_)));
    }
}
