//! Civil days. The grammar, after full width became half width and blanks went:
//!
//! ```text
//! day    = year sep month sep number [time] | year "年" month "月" number ["日" | "号"] [time] | yyyymmdd | serial
//! sep    = "-" | "/" | "."          (the same twice)
//! time   = [T] h:mm[:ss]            (dropped: a spreadsheet's way of writing midnight)
//! serial = 20000 … 80000            (days since 1899-12-30: 1954 … 2119)
//! ```
//!
//! Everything else is refused with its own reason, so that the error list can say what to type.

use super::{
    ValueProblem,
    number::plain_number,
    words::{compatible, text},
};
use crate::read::Cell;
use chrono::{Days, NaiveDate};

/// How a day was written: shown in the preview, so that nothing is understood silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaySpelling {
    /// A date cell.
    Cell,
    /// 2026-10-04, 2026/10/4, 2026.10.4.
    Separated,
    /// 2026年10月4日.
    Words,
    /// 20261004.
    Compact,
    /// 45842, the number behind a date cell.
    ExcelSerial,
}

/// The day a cell says.
///
/// # Errors
/// [`ValueProblem`]: two-digit year, no such day, either way round, or no day at all.
pub fn day(cell: &Cell) -> Result<NaiveDate, ValueProblem> {
    day_spelled(cell).map(|(day, _)| day)
}

/// The day and how it was written.
///
/// # Errors
/// As [`day`].
pub fn day_spelled(cell: &Cell) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    match cell {
        Cell::Date(day) => plausible(*day),
        Cell::Moment(moment) => plausible(moment.date()),
        Cell::Number(number) => from_number(*number),
        Cell::Bool(_) => Err(ValueProblem::NotADay(cell.shown())),
        cell => from_text(&text(cell)?),
    }
}

/// A date cell that was really a small number (1900-01-05) is a slip, not a day of a sale.
fn plausible(day: NaiveDate) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    if (1950..2120).contains(&chrono::Datelike::year(&day)) {
        Ok((day, DaySpelling::Cell))
    } else {
        Err(ValueProblem::NotADay(day.to_string()))
    }
}

fn from_number(number: f64) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    let wrong = || ValueProblem::NotADay(plain_number(number));
    if (19_500_101.0..21_200_000.0).contains(&number) && number.fract() == 0.0 {
        return compact(&plain_number(number));
    }
    if !(20_000.0..=80_000.0).contains(&number) {
        return Err(wrong());
    }
    // In the range just checked, and the time of day is dropped on purpose.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let days = number as u64;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|start| start.checked_add_days(Days::new(days)));
    day.map(|day| (day, DaySpelling::ExcelSerial)).ok_or_else(wrong)
}

fn from_text(shown: &str) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    let plain = compatible(shown);
    let plain: String = without_time(plain.trim()).chars().filter(|c| !c.is_whitespace()).collect();
    if plain.chars().all(|c| c.is_ascii_digit()) {
        return from_digits(&plain, shown);
    }
    if plain.contains('年') {
        return words(&plain, shown);
    }
    separated(&plain, shown)
}

/// Cuts ` 12:30`, ` 0:00:00`, `T08:00:00`; anything else after the day stays and is refused.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.rsplit_once([' ', 'T']) else { return text };
    let parts: Vec<_> = time.split(':').collect();
    let is_time = matches!(parts.len(), 2 | 3) && parts.iter().all(|part| is_number(part, 2));
    if is_time { day.trim_end() } else { text }
}

fn from_digits(digits: &str, shown: &str) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    match digits.len() {
        8 => compact(digits),
        6 => Err(ValueProblem::TwoDigitYear(shown.to_owned())),
        5 => from_number(digits.parse().unwrap_or(0.0)),
        _ => Err(ValueProblem::NotADay(shown.to_owned())),
    }
}

fn compact(digits: &str) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
    Ok((exact(part(0..4), part(4..6), part(6..8), digits)?, DaySpelling::Compact))
}

fn words(plain: &str, shown: &str) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    let wrong = || ValueProblem::NotADay(shown.to_owned());
    let (year, rest) = plain.split_once('年').ok_or_else(wrong)?;
    let (month, rest) = rest.split_once('月').ok_or_else(wrong)?;
    let number = rest.strip_suffix(['日', '号']).unwrap_or(rest);
    Ok((exact(year, month, number, shown)?, DaySpelling::Words))
}

fn separated(plain: &str, shown: &str) -> Result<(NaiveDate, DaySpelling), ValueProblem> {
    let wrong = || ValueProblem::NotADay(shown.to_owned());
    let separator = plain.chars().find(|c| matches!(c, '-' | '/' | '.')).ok_or_else(wrong)?;
    let parts: Vec<_> = plain.split(separator).collect();
    let [first, second, third] = parts.as_slice() else { return Err(wrong()) };
    if is_number(first, 2) && is_number(second, 2) && third.len() == 4 && is_number(third, 4) {
        return Err(ValueProblem::AmbiguousDay(shown.to_owned()));
    }
    Ok((exact(first, second, third, shown)?, DaySpelling::Separated))
}

fn exact(year: &str, month: &str, number: &str, shown: &str) -> Result<NaiveDate, ValueProblem> {
    let shown = shown.to_owned();
    if !is_number(month, 2) || !is_number(number, 2) || !is_number(year, 4) {
        return Err(ValueProblem::NotADay(shown));
    }
    match year.len() {
        1 | 2 => return Err(ValueProblem::TwoDigitYear(shown)),
        3 => return Err(ValueProblem::NotADay(shown)),
        _ => {}
    }
    let (Ok(year), Ok(month), Ok(number)) = (year.parse(), month.parse(), number.parse()) else {
        return Err(ValueProblem::NotADay(shown));
    };
    if !(1950..2120).contains(&year) {
        return Err(ValueProblem::NotADay(shown));
    }
    NaiveDate::from_ymd_opt(year, month, number).ok_or(ValueProblem::NoSuchDay(shown))
}

fn is_number(text: &str, most: usize) -> bool {
    !text.is_empty() && text.len() <= most && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, &'static str> {
        day(&Cell::Text(text.into())).map(|day| day.to_string()).map_err(|problem| problem.code())
    }

    #[test]
    fn e25_every_spelling_a_dealer_uses_is_read() {
        for text in [
            "2026-10-04",
            "2026-10-4",
            "2026/10/4",
            "2026.10.4",
            "2026年10月4日",
            "2026 年 10 月 4 日",
            "2026年10月4号",
            "20261004",
            "２０２６－１０－０４",
            "２０２６年１０月４日",
            " 2026-10-04\u{3000}",
            "2026/10/4 0:00",
            "2026-10-04 12:30:59",
            "46299",
        ] {
            assert_eq!(read(text), Ok("2026-10-04".into()), "{text}");
        }
    }

    #[test]
    fn value_1_a_year_of_two_digits_is_refused() {
        for text in ["07/04/25", "26-10-04", "26.10.4", "261004", "26年10月4日"] {
            assert_eq!(read(text), Err("day_two_digit_year"), "{text}");
        }
    }

    #[test]
    fn value_2_a_day_that_does_not_exist_is_refused() {
        for text in ["2026-02-31", "20260230", "2026年13月1日", "2025-02-29", "2026-00-10"] {
            assert_eq!(read(text), Err("day_not_existing"), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_or_two_days_is_refused() {
        assert_eq!(read("10/04/2026"), Err("day_ambiguous"));
        for text in
            ["2026-10", "昨天", "10月4日", "2026-10/04", "1026-10-04", "123", "2026-10-04 上午", "-", "2026-10-04-01"]
        {
            assert_eq!(read(text), Err("day_unreadable"), "{text}");
        }
    }

    #[test]
    fn a_number_is_the_one_behind_a_date_cell_or_a_compact_day() {
        let number = |n: f64| day(&Cell::Number(n)).map(|day| day.to_string()).map_err(|problem| problem.code());
        assert_eq!(number(45842.0), Ok("2025-07-04".into()));
        assert_eq!(number(45842.75), Ok("2025-07-04".into()));
        assert_eq!(number(20_261_004.0), Ok("2026-10-04".into()));
        assert_eq!(number(20_260_231.0), Err("day_not_existing"));
        assert_eq!(number(5.0), Err("day_unreadable"));
    }

    #[test]
    fn the_spelling_is_told() {
        assert_eq!(day_spelled(&Cell::Number(45842.0)).unwrap().1, DaySpelling::ExcelSerial);
        assert_eq!(day_spelled(&Cell::Text("20261004".into())).unwrap().1, DaySpelling::Compact);
    }
}
