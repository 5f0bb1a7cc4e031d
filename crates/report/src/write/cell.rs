//! One value into one cell.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Worksheet};

use super::clean::{cell_text, looks_like_formula};
use super::format::ColumnLook;
use super::{Value, WriteProblem, place};
use crate::layout::Kind;

/// Fifteen digits are what a spreadsheet keeps.
pub(super) const MOST: i64 = 999_999_999_999_999;

/// What a value becomes, once its column's kind is known.
pub(super) enum Content<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
}

/// Where a value stands in its source, for a refusal that can be followed.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub row: u64,
    pub column: &'a str,
}

impl At<'_> {
    fn too_long(self, number: i64) -> WriteProblem {
        WriteProblem::NumberTooLong { row: self.row, column: self.column.to_owned(), number }
    }

    fn misfit(self) -> WriteProblem {
        WriteProblem::FieldKind { row: self.row, column: self.column.to_owned() }
    }
}

/// Content of a value in a column of a kind. A number in a column of words reads as words.
pub(super) fn content<'v>(
    value: &'v Value<'_>,
    kind: Kind,
    shown: &'v mut String,
    at: At<'_>,
) -> Result<Content<'v>, WriteProblem> {
    if matches!(kind, Kind::Text | Kind::Code) {
        return Ok(in_words(value, shown));
    }
    Ok(match (value, kind) {
        (Value::Empty, _) => Content::Empty,
        (Value::Text(text) | Value::Code(text), _) => Content::Text(text),
        (Value::Flag(flag), _) => Content::Text(yes_or_no(*flag)),
        (Value::Day(day), Kind::Date) => match day_number(*day) {
            Some(number) => Content::Number(number),
            None => in_words(value, shown),
        },
        (Value::Fen(fen), Kind::Money) => Content::Number(scaled(*fen, 100.0, at)?),
        (Value::Milli(milli), Kind::Quantity) => Content::Number(scaled(*milli, 1000.0, at)?),
        (Value::Rate(rate), Kind::Rate) => Content::Number(scaled(*rate, 10_000.0, at)?),
        (Value::Int(int), Kind::Integer | Kind::Sequence | Kind::Quantity) => Content::Number(scaled(*int, 1.0, at)?),
        _ => return Err(at.misfit()),
    })
}

/// What a value adds to its column's sum, in the smallest unit of the kind.
pub(super) fn amount(value: &Value<'_>, kind: Kind) -> i128 {
    match (value, kind) {
        (Value::Int(int), Kind::Quantity) => i128::from(*int) * 1000,
        (Value::Fen(number) | Value::Milli(number) | Value::Int(number), _) => (*number).into(),
        _ => 0,
    }
}

/// A sum as a cell's number.
pub(super) fn sum(sum: i128, kind: Kind, at: At<'_>) -> Result<f64, WriteProblem> {
    let scale = match kind {
        Kind::Money => 100.0,
        Kind::Quantity => 1000.0,
        _ => 1.0,
    };
    scaled(i64::try_from(sum).unwrap_or(i64::MAX), scale, at)
}

/// The nearest binary fraction to the exact decimal: what typing the number would have stored.
pub(super) fn scaled(number: i64, scale: f64, at: At<'_>) -> Result<f64, WriteProblem> {
    if !(-MOST..=MOST).contains(&number) {
        return Err(at.too_long(number));
    }
    #[allow(clippy::cast_precision_loss)] // Checked: fifteen digits.
    Ok(number as f64 / scale)
}

/// A counted value as a cell's number.
pub(crate) fn decimal_number(value: &Value<'_>, row: u64, column: &str) -> Result<f64, WriteProblem> {
    let (number, scale) = match value {
        Value::Fen(fen) => (*fen, 100.0),
        Value::Milli(milli) => (*milli, 1000.0),
        Value::Rate(rate) => (*rate, 10_000.0),
        Value::Int(int) => (*int, 1.0),
        _ => (0, 1.0),
    };
    scaled(number, scale, At { row, column })
}

fn in_words<'v>(value: &'v Value<'_>, shown: &'v mut String) -> Content<'v> {
    match value {
        Value::Empty => Content::Empty,
        Value::Text(text) | Value::Code(text) => Content::Text(text),
        Value::Flag(flag) => Content::Text(yes_or_no(*flag)),
        value => {
            *shown = words(value);
            Content::Text(shown)
        }
    }
}

/// A value as a person writes it.
pub(crate) fn words(value: &Value<'_>) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) | Value::Code(text) => text.to_string(),
        Value::Flag(flag) => yes_or_no(*flag).to_owned(),
        Value::Day(day) => day.format("%Y-%m-%d").to_string(),
        Value::Fen(fen) => decimal(*fen, 2, 2),
        Value::Milli(milli) => decimal(*milli, 3, 0),
        Value::Rate(rate) => format!("{}%", decimal(*rate, 2, 1)),
        Value::Int(int) => int.to_string(),
    }
}

/// Digits with a point; at least so many of them behind it.
fn decimal(number: i64, places: u32, least: usize) -> String {
    let scale = 10_u64.pow(places);
    let sign = if number < 0 { "-" } else { "" };
    let (whole, rest) = (number.unsigned_abs() / scale, number.unsigned_abs() % scale);
    let rest = format!("{rest:0width$}", width = places as usize);
    let kept = rest.trim_end_matches('0').len().max(least);
    let rest = rest.get(..kept).unwrap_or_default();
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

pub(super) fn yes_or_no(flag: bool) -> &'static str {
    if flag { "是" } else { "否" }
}

/// Days since 1899-12-30; before March 1900 a spreadsheet counts a day that never was.
pub(crate) fn day_number(day: NaiveDate) -> Option<f64> {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = i32::try_from(day.signed_duration_since(start).num_days()).ok()?;
    (days > 60).then_some(f64::from(days))
}

/// Puts content into a cell; an empty one still has its borders.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    content: &Content<'_>,
    (plain, quoted): (&Format, &Format),
) -> Result<(), WriteProblem> {
    let put = match content {
        Content::Empty => sheet.write_blank(row, column, plain),
        Content::Number(number) => sheet.write_number_with_format(row, column, *number, plain),
        Content::Text(text) => {
            let format = if looks_like_formula(text) { quoted } else { plain };
            sheet.write_string_with_format(row, column, cell_text(text), format)
        }
    };
    put.map(drop).map_err(place::defect)
}

/// As [`put`], in the look of a column.
pub(super) fn put_styled(
    sheet: &mut Worksheet,
    at: (u32, u16),
    content: &Content<'_>,
    (look, kind): (&ColumnLook, Kind),
) -> Result<(), WriteProblem> {
    put(sheet, at, content, look.of_content(content, kind))
}

/// A content as its cell prints: what the number formats of a spreadsheet make of the value.
pub(super) fn printed(content: &Content<'_>, value: &Value<'_>) -> String {
    match (content, value) {
        (Content::Empty, _) => String::new(),
        (Content::Text(text), _) => cell_text(text).into_owned(),
        (Content::Number(_), Value::Fen(fen)) => grouped(&decimal(*fen, 2, 2)),
        (Content::Number(_), Value::Milli(milli)) => decimal(tenth(*milli), 2, 0),
        (Content::Number(_), Value::Rate(rate)) => format!("{}%", decimal(tenth(*rate), 1, 1)),
        (Content::Number(_), value) => words(value),
    }
}

/// A value as a cell of its own kind prints it.
#[must_use]
pub fn as_printed(value: &Value<'_>) -> String {
    match value {
        Value::Fen(_) | Value::Milli(_) | Value::Rate(_) => printed(&Content::Number(0.0), value),
        value => words(value),
    }
}

/// A sum as the value it prints as.
pub(super) fn summed(sum: i128, kind: Kind) -> Value<'static> {
    let sum = i64::try_from(sum).unwrap_or(i64::MAX);
    match kind {
        Kind::Money => Value::Fen(sum),
        Kind::Quantity => Value::Milli(sum),
        _ => Value::Int(sum),
    }
}

/// One digit less, half away from zero, as a spreadsheet rounds what it shows.
fn tenth(number: i64) -> i64 {
    let (tenth, rest) = (number / 10, number % 10);
    if rest.abs() >= 5 { tenth + rest.signum() } else { tenth }
}

/// `-1234567.80` → `-1,234,567.80`.
fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_as_a_person_writes_it() {
        for (value, text) in [
            (Value::Fen(-1205), "-12.05"),
            (Value::Fen(100), "1.00"),
            (Value::Milli(1500), "1.5"),
            (Value::Milli(-2000), "-2"),
            (Value::Rate(9550), "95.5%"),
            (Value::Rate(10_000), "100.0%"),
            (Value::Int(-3), "-3"),
            (Value::Flag(false), "否"),
        ] {
            assert_eq!(words(&value), text);
        }
    }

    #[test]
    fn thousands_are_parted() {
        for (plain, shown) in [("0.00", "0.00"), ("-12.05", "-12.05"), ("100.00", "100.00"), ("-1234.50", "-1,234.50")]
        {
            assert_eq!(grouped(plain), shown);
        }
    }

    #[test]
    fn a_number_prints_as_its_format_rounds_it() {
        let number = Content::Number(0.0);
        for (value, text) in [
            (Value::Milli(125), "0.13"),
            (Value::Milli(-2500), "-2.5"),
            (Value::Milli(1001), "1"),
            (Value::Rate(3333), "33.3%"),
            (Value::Rate(9995), "100.0%"),
            (Value::Fen(123_456_780), "1,234,567.80"),
        ] {
            assert_eq!(printed(&number, &value), text);
        }
    }

    #[test]
    fn a_number_of_sixteen_digits_is_refused() {
        let at = At { row: 7, column: "total" };
        assert_eq!(scaled(MOST, 100.0, at).unwrap(), 9_999_999_999_999.99);
        assert_eq!(scaled(MOST + 1, 100.0, at).unwrap_err().code(), "number_too_long");
    }
}
