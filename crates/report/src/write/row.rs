//! Rows on their way into a workbook: one buffer, used again for every row.
//!
//! A row of 34 owned strings would be 3.4 million allocations for a month of 100,000 repairs; here the text of a row lies
//! in one string and the values point into it.

use std::borrow::Cow;
use std::error::Error;

use chrono::NaiveDate;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value<'a> {
    /// Not known, not filled, not applicable: prints what the column says for it (`when_empty`), else nothing.
    #[default]
    Empty,
    /// Words.
    Text(Cow<'a, str>),
    /// Digits and letters that are a name and not a number: serials, phones, codes, card and invoice numbers.
    Code(Cow<'a, str>),
    /// A civil day.
    Day(NaiveDate),
    /// Money in fen.
    Fen(i64),
    /// A quantity in thousandths.
    Milli(i64),
    /// A count.
    Int(i64),
    /// A share in hundredths of a percent: 10000 is 100%.
    Rate(i64),
    /// Prints 是 or 否.
    Flag(bool),
}

impl<'a> Value<'a> {
    /// Words.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// A code.
    pub fn code(code: impl Into<Cow<'a, str>>) -> Self {
        Self::Code(code.into())
    }
}

#[derive(Debug, Clone, Copy)]
enum Slot {
    Empty,
    Text(usize, usize),
    Code(usize, usize),
    Day(NaiveDate),
    Fen(i64),
    Milli(i64),
    Int(i64),
    Rate(i64),
    Flag(bool),
}

/// What a row is in its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// A row of the month.
    #[default]
    OfMonth,
    /// 红字冲销: takes back a row of a closed month.
    Red,
    /// 补报: the row as it should have been.
    Blue,
}

impl Standing {
    /// What the row adds to the number of rows.
    #[must_use]
    pub fn counts(self) -> i64 {
        if self == Self::Red { -1 } else { 1 }
    }
}

/// The buffer a [`RowSource`] fills: values in the order of the layout's `fields`.
#[derive(Debug, Default)]
pub struct Row {
    text: String,
    slots: Vec<Slot>,
    standing: Standing,
    line: String,
    record: String,
}

impl Row {
    /// Empties the buffer and keeps its memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.slots.clear();
        self.standing = Standing::OfMonth;
        self.line.clear();
        self.record.clear();
    }

    /// Says what the row is in its sheet.
    pub fn stand(&mut self, standing: Standing) {
        self.standing = standing;
    }

    /// What the row is in its sheet.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// Says what the row is of: a line of a record that keeps its name, and the record.
    pub fn of(&mut self, line: &str, record: &str) {
        line.clone_into(&mut self.line);
        record.clone_into(&mut self.record);
    }

    /// The line of a record the row is of; empty where its source does not say.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The record the row is of; empty where its source does not say.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }

    /// Adds the next value.
    pub fn push(&mut self, value: &Value<'_>) {
        let slot = match value {
            Value::Empty => Slot::Empty,
            Value::Text(text) => return self.text(text),
            Value::Code(code) => return self.code(code),
            Value::Day(day) => Slot::Day(*day),
            Value::Fen(fen) => Slot::Fen(*fen),
            Value::Milli(milli) => Slot::Milli(*milli),
            Value::Int(int) => Slot::Int(*int),
            Value::Rate(rate) => Slot::Rate(*rate),
            Value::Flag(flag) => Slot::Flag(*flag),
        };
        self.slots.push(slot);
    }

    /// Adds words.
    pub fn text(&mut self, text: &str) {
        let (from, to) = self.keep(text);
        self.slots.push(Slot::Text(from, to));
    }

    /// Adds a code.
    pub fn code(&mut self, code: &str) {
        let (from, to) = self.keep(code);
        self.slots.push(Slot::Code(from, to));
    }

    /// Adds a code, or nothing.
    pub fn code_or_empty(&mut self, code: Option<&str>) {
        match code {
            Some(code) => self.code(code),
            None => self.slots.push(Slot::Empty),
        }
    }

    /// Adds words, or nothing.
    pub fn text_or_empty(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.slots.push(Slot::Empty),
        }
    }

    /// Values so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// No value yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The value at a place; beyond the end it is empty.
    #[must_use]
    pub fn get(&self, index: usize) -> Value<'_> {
        match self.slots.get(index).copied().unwrap_or(Slot::Empty) {
            Slot::Empty => Value::Empty,
            Slot::Text(from, to) => Value::Text(Cow::Borrowed(self.kept(from, to))),
            Slot::Code(from, to) => Value::Code(Cow::Borrowed(self.kept(from, to))),
            Slot::Day(day) => Value::Day(day),
            Slot::Fen(fen) => Value::Fen(fen),
            Slot::Milli(milli) => Value::Milli(milli),
            Slot::Int(int) => Value::Int(int),
            Slot::Rate(rate) => Value::Rate(rate),
            Slot::Flag(flag) => Value::Flag(flag),
        }
    }

    fn keep(&mut self, text: &str) -> (usize, usize) {
        let from = self.text.len();
        self.text.push_str(text);
        (from, self.text.len())
    }

    fn kept(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or_default()
    }
}

/// Why a source could not give its next row.
pub type SourceError = Box<dyn Error + Send + Sync>;

/// Rows one by one; read once, front to back.
pub trait RowSource {
    /// Fills `row` (given empty) with the next row's values in the order of the layout's `fields`; false at the end.
    ///
    /// # Errors
    /// Whatever the store says; the workbook is then not written at all.
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError>;

    /// How many rows are to come, if it is known: a short table gets the file form every phone can open.
    fn rows_hint(&self) -> Option<u64> {
        None
    }
}

/// Rows that already lie in memory.
#[derive(Debug)]
pub struct Rows<'a> {
    rows: &'a [Vec<Value<'a>>],
    next: usize,
}

impl<'a> Rows<'a> {
    /// A source over a slice.
    #[must_use]
    pub fn new(rows: &'a [Vec<Value<'a>>]) -> Self {
        Self { rows, next: 0 }
    }
}

impl RowSource for Rows<'_> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        let Some(values) = self.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        values.iter().for_each(|value| row.push(value));
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some((self.rows.len() - self.next) as u64)
    }
}
