//! Money and quantities: integers in their smallest unit, from text digit by digit, from a workbook's number by rounding
//! away binary noise only.

use super::ValueProblem;
use crate::read::Cell;
use crate::value::words::{compatible, text};
/// A thousand billion yuan; and so every product below stays inside an i64 and an f64.
const MOST: f64 = 1e12;

/// Words after an amount of money.
const YUAN: [&str; 6] = ["元整", "元", "圆整", "圆", "RMB", "CNY"];
/// Words after a quantity; the head of the column says the rest.
const UNITS: [&str; 30] = [
    "公斤", "千克", "小时", "公里", "台", "套", "件", "只", "个", "条", "根", "付", "副", "把", "桶", "箱", "升", "瓶",
    "片", "块", "张", "米", "组", "辆", "双", "对", "袋", "kg", "h", "km",
];

/// 1234 · 1,234元 · ￥1,234.50 · 1234.5 → fen.
///
/// # Errors
/// [`ValueProblem`]; more than two decimals are refused, not rounded.
pub fn fen(cell: &Cell) -> Result<i64, ValueProblem> {
    scaled(cell, 2, &YUAN)
}

/// 2 · 1.5 · 3台 → thousandths.
///
/// # Errors
/// [`ValueProblem`]; more than three decimals are refused.
pub fn quantity_milli(cell: &Cell) -> Result<i64, ValueProblem> {
    scaled(cell, 3, &UNITS)
}

/// A whole number: days, hours, pieces.
///
/// # Errors
/// [`ValueProblem`]; decimals are refused.
pub fn integer(cell: &Cell) -> Result<i64, ValueProblem> {
    scaled(cell, 0, &UNITS)
}

fn scaled(cell: &Cell, decimals: u32, words: &[&str]) -> Result<i64, ValueProblem> {
    match cell {
        Cell::Number(number) => from_number(*number, decimals),
        Cell::Date(_) | Cell::Moment(_) | Cell::Bool(_) => Err(ValueProblem::NotANumber(cell.shown())),
        cell => from_text(&text(cell)?, decimals, words),
    }
}

fn from_number(number: f64, decimals: u32) -> Result<i64, ValueProblem> {
    if !number.is_finite() || number.abs() > MOST {
        return Err(ValueProblem::OutOfRange(plain_number(number)));
    }
    let scale = 10_f64.powi(decimals.try_into().unwrap_or(0));
    let whole = (number * scale).round();
    if (number - whole / scale).abs() >= 1e-6 {
        return Err(ValueProblem::TooManyDecimals(plain_number(number)));
    }
    // Bounded by MOST · 1000 = 1e15: exact in both.
    #[allow(clippy::cast_possible_truncation)]
    Ok(whole as i64)
}

fn from_text(shown: &str, decimals: u32, words: &[&str]) -> Result<i64, ValueProblem> {
    let wrong = || ValueProblem::NotANumber(shown.to_owned());
    let plain: String = compatible(shown).chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, rest) = match plain.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let rest = rest.strip_prefix('¥').unwrap_or(rest);
    let rest = words.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let whole = ungrouped(whole).ok_or_else(wrong)?;
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(wrong());
    }
    let magnitude = join(&whole, fraction, decimals, shown)?;
    Ok(sign * magnitude)
}

/// Digits, or digits in groups of three: `1,234`; `12,34` and `1,5` are refused, for they may mean anything.
fn ungrouped(whole: &str) -> Option<String> {
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| digits(first))?;
    let mut joined = first.to_owned();
    for group in groups {
        if !digits(group) || group.len() != 3 || first.len() > 3 {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

fn join(whole: &str, fraction: &str, decimals: u32, shown: &str) -> Result<i64, ValueProblem> {
    let kept = fraction.trim_end_matches('0');
    let decimals = decimals as usize;
    if kept.len() > decimals {
        return Err(ValueProblem::TooManyDecimals(shown.to_owned()));
    }
    if whole.trim_start_matches('0').len() > 12 {
        return Err(ValueProblem::OutOfRange(shown.to_owned()));
    }
    format!("{whole}{kept:0<decimals$}").parse().map_err(|_| ValueProblem::OutOfRange(shown.to_owned()))
}

/// A workbook's number as a person would type it: no exponent, no `.0`.
pub(crate) fn plain_number(number: f64) -> String {
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_fen(text: &str) -> Result<i64, &'static str> {
        fen(&Cell::Text(text.into())).map_err(|problem| problem.code())
    }

    #[test]
    fn value_3_money_is_exact_to_the_fen() {
        for (text, fen) in [
            ("1234", 123_400),
            ("1,234元", 123_400),
            ("￥1,234.50", 123_450),
            ("1234.5", 123_450),
            ("４，３５０元", 435_000),
            ("-12.30", -1230),
            ("0.070", 7),
            ("1 234", 123_400),
            ("146,800.00", 14_680_000),
        ] {
            assert_eq!(text_fen(text), Ok(fen), "{text}");
        }
    }

    #[test]
    fn value_3_what_is_no_price_is_refused() {
        for (text, code) in [
            ("面议", "number_unreadable"),
            ("1,23", "number_unreadable"),
            ("12,34,567", "number_unreadable"),
            ("1.2.3", "number_unreadable"),
            ("1e5", "number_unreadable"),
            ("1.2万", "number_unreadable"),
            ("1.005", "number_decimals"),
            ("9999999999999", "number_range"),
            ("  ", "value_empty"),
            (".", "number_unreadable"),
        ] {
            assert_eq!(text_fen(text), Err(code), "{text}");
        }
    }

    #[test]
    fn value_3_noise_of_binary_fractions_goes_and_a_third_decimal_does_not() {
        assert_eq!(fen(&Cell::Number(0.1 + 0.2)), Ok(30));
        assert_eq!(fen(&Cell::Number(9225.49)), Ok(922_549));
        assert_eq!(fen(&Cell::Number(1.005)).unwrap_err().code(), "number_decimals");
        assert_eq!(fen(&Cell::Number(f64::NAN)).unwrap_err().code(), "number_range");
    }

    #[test]
    fn quantities_carry_their_unit_or_not() {
        assert_eq!(quantity_milli(&Cell::Text("２台".into())), Ok(2000));
        assert_eq!(quantity_milli(&Cell::Text("1.5kg".into())), Ok(1500));
        assert_eq!(quantity_milli(&Cell::Number(1.0)), Ok(1000));
        assert_eq!(integer(&Cell::Number(1.5)).unwrap_err().code(), "number_decimals");
        assert_eq!(quantity_milli(&Cell::Text("几台".into())).unwrap_err().code(), "number_unreadable");
    }
}
