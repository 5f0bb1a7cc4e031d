//! Rows of the store on their way into a sheet, one by one and only once; and how values read in its cells.

use super::sheet::{Asked, Facts};
use crate::error::Answer;
use crate::tasks::Task;
use domain::Day;
use report::write::{Row, RowSource, SourceError, Value};
use std::cell::RefCell;
use store::{Lend, Streamed};

/// Says a record's values in the order of a layout's `fields`, and counts what the summary will say of them.
pub(super) trait Printer<L: Lend> {
    /// Adds one value for each field.
    fn print(&mut self, row: &L::Row<'_>, into: &mut Row);

    /// The record on the wire this row stands for.
    fn record<'r>(&self, row: &'r L::Row<'_>) -> &'r str;

    /// The line of that record, where the sheet has a row for each: it keeps its name when the record is amended.
    fn line<'r>(&self, row: &'r L::Row<'_>) -> &'r str {
        self.record(row)
    }

    /// What is known after the last row.
    fn facts(&self) -> Answer<Facts>;
}

/// A source of a workbook's rows.
pub(super) struct Feed<'f, 's, L, P> {
    pub rows: &'f mut Streamed<'s, L>,
    pub printer: &'f RefCell<P>,
    pub left: u64,
    pub seen: &'f mut dyn FnMut(&str),
    pub task: &'f Task,
}

impl<L: Lend, P: Printer<L>> RowSource for Feed<'_, '_, L, P> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        self.task.go_on()?;
        let Some(row) = self.rows.next_row()? else { return Ok(false) };
        let mut printer = self.printer.borrow_mut();
        printer.print(&row, into);
        into.of(printer.line(&row), printer.record(&row));
        (self.seen)(printer.record(&row));
        self.left = self.left.saturating_sub(1);
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some(self.left)
    }
}

/// Where a customer is reached.
pub(super) struct Contact<'a> {
    pub phone: &'a str,
    pub county: &'a str,
    pub town: &'a str,
    pub village: &'a str,
    pub shared: bool,
}

impl Contact<'_> {
    /// Adds phone and address; masked when the sheet goes to head office and the customer did not agree.
    pub(super) fn print(&self, asked: &Asked<'_>, into: &mut Row) {
        if asked.masked && !self.shared {
            let (phone, address) = domain::customer::masked(self.phone, self.county);
            code(into, &phone);
            return words(into, &address);
        }
        code(into, self.phone);
        words(into, &[self.county, self.town, self.village].concat());
    }
}

/// Words, or nothing.
pub(super) fn words(into: &mut Row, text: &str) {
    into.text_or_empty(Some(text).filter(|text| !text.is_empty()));
}

/// A code, or nothing.
pub(super) fn code(into: &mut Row, text: &str) {
    into.code_or_empty(Some(text).filter(|text| !text.is_empty()));
}

/// A day, or nothing.
pub(super) fn day(into: &mut Row, day: Option<Day>) {
    into.push(&super::made::day(day));
}

/// 有 or 无.
pub(super) fn there(into: &mut Row, there: bool) {
    into.text(if there { "有" } else { "无" });
}

/// 保内 or 保外.
pub(super) fn coverage(into: &mut Row, in_warranty: bool) {
    into.text(if in_warranty { "保内" } else { "保外" });
}

/// Remarks that are there, parted.
pub(super) fn remarks(into: &mut Row, parts: &[&str]) {
    let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    words(into, &said.join("；"));
}

/// The mark of a row that was sent and then changed.
pub(super) fn corrected(corrected: bool) -> &'static str {
    if corrected { "△更正" } else { "" }
}

/// `1500` → `1.5`.
pub(crate) fn thousandths(milli: i64) -> String {
    let all = milli.unsigned_abs();
    let text = format!("{}{}.{:03}", if milli < 0 { "-" } else { "" }, all / 1000, all % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share in hundredths of a percent, half up; nothing of nothing is no share.
pub(super) fn share(part: i64, whole: i64) -> Value<'static> {
    if whole == 0 { Value::Empty } else { Value::Rate((part * 10_000 + whole / 2) / whole) }
}

/// A sum as a value's number; one that does not fit is refused by the writer as too long.
pub(super) fn fitting(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(["1.5", "0.125", "20", "-0.5"], [1500, 125, 20_000, -500].map(thousandths));
        assert_eq!([share(1, 3), share(2, 3), share(0, 0)], [Value::Rate(3333), Value::Rate(6667), Value::Empty]);
    }
}
