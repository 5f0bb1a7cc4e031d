//! A value as it is kept: of its field's kind, cleaned, within the bounds its kind has by itself.

use super::definition::{Codes, Field, FieldKind, Shape, Target};
use super::refused::Why;
use super::value::FieldValue;
use crate::day::UtcMs;
use crate::formula::thousandths;
use crate::text::{clean, serial_text};
use crate::{Day, Fen};

/// Most fen or thousandths of one field.
pub(super) const MOST: i64 = 1_000_000_000_000;

/// Most characters of an identity or a code.
const MOST_ID: usize = 80;

/// Years in which a day of a desk can lie.
const YEARS: std::ops::Range<i32> = 1950..2120;

/// The value as it is kept; nothing where it says nothing.
pub(super) fn tidy(field: &Field, value: &FieldValue) -> Result<Option<FieldValue>, Why> {
    match (&field.kind, value) {
        (_, FieldValue::Text(text)) if clean(text).is_empty() => Ok(None),
        (FieldKind::Text { shape, most }, FieldValue::Text(text)) => sized(shaped(*shape, text), *most).map(Some),
        (FieldKind::LongText { most }, FieldValue::Text(text)) => sized(lines(text), *most).map(Some),
        (FieldKind::Day { .. }, FieldValue::Text(text)) => day(text).map(Some),
        (FieldKind::Instant { .. }, FieldValue::Number(at)) => instant(*at).map(Some),
        (FieldKind::Number { decimals, min, max, .. }, FieldValue::Number(n)) => {
            whole_to(*n, *decimals)?;
            within(*n, *min, *max, thousandths).map(Some)
        }
        (FieldKind::Money { min, max }, FieldValue::Number(n)) => {
            within(*n, *min, *max, |n| format!("{} 元", Fen(n))).map(Some)
        }
        (FieldKind::Choice(codes), FieldValue::Text(code)) => chosen(codes, code).map(Some),
        (FieldKind::YesNo, FieldValue::Truth(_)) => Ok(Some(value.clone())),
        (FieldKind::Rating(levels), FieldValue::Number(n)) => match usize::try_from(*n) {
            Ok(n) if (1..=levels.len()).contains(&n) => Ok(Some(value.clone())),
            _ => Err(Why::NoCode(n.to_string())),
        },
        (FieldKind::Ref(_), FieldValue::Text(id)) => sized(clean(id), MOST_ID).map(Some),
        (kind, _) => Err(Why::WrongKind(wanted(kind))),
    }
}

/// What a kind takes, as a sentence says it.
pub(super) fn wanted(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } => "文字",
        FieldKind::Day { .. } => "日期",
        FieldKind::Instant { .. } => "时刻",
        FieldKind::Number { .. } => "数",
        FieldKind::Money { .. } => "金额",
        FieldKind::Choice(_) => "选项",
        FieldKind::YesNo => "是或否",
        FieldKind::Rating(_) => "评分",
        FieldKind::Ref(Target::Noun(noun)) => noun.zh(),
        FieldKind::Ref(Target::Form(_)) => "另一份登记",
        FieldKind::Photo => "照片（在附件里）",
        FieldKind::Signature => "签字（在附件里）",
        FieldKind::Table(_) => "表格的行",
    }
}

fn shaped(shape: Shape, text: &str) -> String {
    match shape {
        Shape::Serial => serial_text(text),
        Shape::Plain | Shape::Phone | Shape::Code | Shape::Licence => clean(text),
    }
}

/// Many lines, each cleaned.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(clean).collect();
    lines.join("\n").trim().to_owned()
}

fn sized(text: String, most: usize) -> Result<FieldValue, Why> {
    let len = text.chars().count();
    if len > most { Err(Why::TooLong { most, len }) } else { Ok(FieldValue::Text(text)) }
}

fn day(text: &str) -> Result<FieldValue, Why> {
    let day: Day = text.trim().parse().map_err(|_| Why::NotADay)?;
    likely(day).map(|day| FieldValue::Text(day.iso()))
}

fn instant(at: UtcMs) -> Result<FieldValue, Why> {
    likely(Day::at(at)).map(|_| FieldValue::Number(at))
}

fn likely(day: Day) -> Result<Day, Why> {
    if YEARS.contains(&day.parts().0) { Ok(day) } else { Err(Why::Slipped) }
}

fn whole_to(n: i64, decimals: u8) -> Result<(), Why> {
    if n % unit(decimals) == 0 { Ok(()) } else { Err(Why::Decimals(decimals)) }
}

/// Thousandths of the last digit a field has.
pub(super) fn unit(decimals: u8) -> i64 {
    10_i64.pow(3 - u32::from(decimals.min(3)))
}

pub(super) fn within(
    n: i64,
    min: Option<i64>,
    max: Option<i64>,
    said: impl Fn(i64) -> String,
) -> Result<FieldValue, Why> {
    match (min, max) {
        _ if n.unsigned_abs() > MOST.unsigned_abs() => Err(Why::Huge),
        (Some(min), _) if n < min => Err(Why::Less(said(min))),
        (_, Some(max)) if n > max => Err(Why::More(said(max))),
        _ => Ok(FieldValue::Number(n)),
    }
}

fn chosen(codes: &Codes, code: &str) -> Result<FieldValue, Why> {
    let code = clean(code);
    match codes {
        Codes::Own(own) if !own.iter().any(|(known, _)| *known == code) => Err(Why::NoCode(code)),
        Codes::Own(_) | Codes::Of(_) => sized(code, MOST_ID),
    }
}
