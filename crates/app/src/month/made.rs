//! Rows of a register that is small enough to be gathered before it is written: calls, receipts, work, notices of a month.

use super::sheet::{Asked, Facts};
use crate::error::Answer;
use crate::tasks::Task;
use report::write::{Row, RowSource, SourceError, Value};

/// One row: a value for each field of the layout.
pub(super) type Cells = Vec<Value<'static>>;

/// A register's rows and what is known of them.
#[derive(Default)]
pub(super) struct Made {
    pub rows: Vec<Cells>,
    pub facts: Facts,
}

/// A source of a workbook's rows.
pub(super) struct Rows<'a> {
    rows: std::slice::Iter<'a, Cells>,
    task: &'a Task,
}

impl<'a> Rows<'a> {
    pub(super) fn of(rows: &'a [Cells], task: &'a Task) -> Self {
        Self { rows: rows.iter(), task }
    }
}

impl RowSource for Rows<'_> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        self.task.go_on()?;
        let Some(cells) = self.rows.next() else { return Ok(false) };
        cells.iter().for_each(|value| into.push(value));
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some(self.rows.len() as u64)
    }
}

/// Words, or nothing.
pub(super) fn text(words: impl Into<String>) -> Value<'static> {
    let words: String = words.into();
    if words.is_empty() { Value::Empty } else { Value::text(words) }
}

/// A code, or nothing.
pub(super) fn code(code: impl Into<String>) -> Value<'static> {
    let code: String = code.into();
    if code.is_empty() { Value::Empty } else { Value::code(code) }
}

/// A day, or nothing.
pub(super) fn day(day: Option<domain::Day>) -> Value<'static> {
    day.map_or(Value::Empty, |day| Value::Day(day.date()))
}

/// Counts by name, in the order of the names.
pub(super) fn counted(names: &std::collections::BTreeMap<String, i64>) -> Vec<Cells> {
    names.iter().map(|(name, n)| vec![text(name.clone()), Value::Int(*n)]).collect()
}

/// Phone and address as the sheet may say them: masked where it goes to head office and nobody agreed.
pub(super) fn reached(asked: &Asked<'_>, phone: &str, address: &str, shared: bool) -> (Value<'static>, Value<'static>) {
    if asked.masked && !shared {
        let (phone, address) = domain::customer::masked(phone, domain::customer::county_of(address));
        return (code(phone), text(address));
    }
    (code(phone), text(address))
}

/// Whether the user of a machine agreed, on its repair or on the card of the sale that stood on a day.
pub(super) fn agreed(
    asked: &Asked<'_>,
    repair: Option<domain::RepairId>,
    unit: Option<domain::UnitId>,
    on: domain::Day,
) -> Answer<bool> {
    let repair = repair.map(|id| asked.reader.repair(id)).transpose()?.flatten();
    if let Some(repair) = repair {
        return Ok(repair.share_consent);
    }
    let Some(unit) = unit else { return Ok(false) };
    let sales = asked.reader.sales_of_unit(unit)?;
    let Some(sale) = domain::sale::standing_on(&sales, on) else { return Ok(false) };
    Ok(asked.reader.card_of_sale(sale.id)?.is_some_and(|card| card.share_consent))
}
