//! What a sheet of a month says: the records as they stand, with the corrections of closed months below them; or, once the
//! month is closed, what was reported.
//!
//! - REPORTED-1 The pack of the month after the last closed one ends with the corrections of all closed months; no other pack has any.
//! - REPORTED-2 A closed month's sheet says what was reported, whatever happened to its records.

use super::corrections::Found;
use super::sheet::{Asked, Finishing, Sheet};
use super::waiting::waiting;
use crate::error::{Answer, AppError};
use crate::file_problem::write_problem;
use domain::MonthCloseId;
use domain::month_close::pack_of_corrections;
use report::layout::Layout;
use report::write::{Row, RowSource, SourceError, Standing, Value, WriteProblem, kept};
use std::cell::RefCell;
use store::{ClosedRow, ClosedSheet, ClosedStanding, Fault, MonthClose, StoreError};

/// A row that does not come from the records as they stand.
pub(super) struct Told {
    pub standing: Standing,
    /// The closed month it is of.
    pub origin: MonthCloseId,
    pub line: String,
    pub record: String,
    pub values: Vec<Value<'static>>,
}

/// Where the rows of a sheet come from.
pub(super) enum Telling {
    /// From the records, then these.
    Open(Vec<Told>),
    /// From what was reported.
    Closed(Vec<Told>),
}

impl Telling {
    /// The records as they stand, with no corrections.
    pub(super) fn nothing() -> Self {
        Self::Open(Vec::new())
    }
}

/// The closed month of this name, if it is closed.
pub(super) fn closed<'c>(closes: &'c [MonthClose], asked: &Asked<'_>) -> Option<&'c MonthClose> {
    closes.iter().find(|close| close.month == asked.month)
}

impl Sheet {
    /// Lends the rows to something that writes them; `seen` is told the record behind each.
    pub(super) fn rows<T>(
        self,
        asked: &Asked<'_>,
        seen: &mut dyn FnMut(&str),
        take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
    ) -> Answer<T> {
        self.told(asked, &self.telling(asked)?, seen, take)
    }

    /// [`Self::rows`], where they come from being known: the closed months were compared once already.
    pub(super) fn told<T>(
        self,
        asked: &Asked<'_>,
        telling: &Telling,
        seen: &mut dyn FnMut(&str),
        take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
    ) -> Answer<T> {
        match telling {
            Telling::Open(more) if more.is_empty() => self.as_they_stand(asked, seen, take),
            Telling::Open(more) => {
                let seen = RefCell::new(seen);
                let note = note(more);
                self.as_they_stand(asked, &mut |id| (seen.borrow_mut())(id), |source, finish| {
                    let finish = || {
                        let mut finish = finish()?;
                        finish.notes.push_str(&note);
                        Ok(finish)
                    };
                    take(&mut Then { first: Some(source), rows: more.iter(), seen: &seen, asked }, &finish)
                })
            }
            Telling::Closed(rows) => {
                let seen = RefCell::new(seen);
                self.as_they_stand(asked, &mut |_| (), |source, finish| {
                    gathered(source, |_| Ok(()))?;
                    take(&mut Then { first: None, rows: rows.iter(), seen: &seen, asked }, finish)
                })
            }
        }
    }

    /// Where the rows come from (REPORTED-1, REPORTED-2).
    pub(super) fn telling(self, asked: &Asked<'_>) -> Answer<Telling> {
        let closes = asked.reader.month_closes(asked.principal.id)?;
        if let Some(close) = closed(&closes, asked) {
            let sheets = asked.reader.closed_sheets(close.id)?;
            if let Some(sheet) = sheets.iter().find(|sheet| sheet.key == self.key()) {
                let rows = asked.reader.closed_rows(close.id, self.key())?;
                let layout = self.layout()?;
                return Ok(Telling::Closed(rows.iter().map(|row| told(&layout, sheet, row)).collect::<Answer<_>>()?));
            }
        }
        if pack_of_corrections(closes.iter().map(|close| close.month)) != Some(asked.month) {
            return Ok(Telling::Open(Vec::new()));
        }
        let found = waiting(self, asked, &closes)?;
        Ok(Telling::Open(found.into_iter().flat_map(Found::rows).collect()))
    }
}

/// The sentence of the 说明 row.
fn note(rows: &[Told]) -> String {
    let count = |wanted| rows.iter().filter(|row| row.standing == wanted).count();
    let (red, blue) = (count(Standing::Red), count(Standing::Blue));
    format!(
        "已结月份的更正列在本月之后：红字冲销 {red} 条、补报 {blue} 条，各行备注写明冲哪个月哪一号；汇总分析只含本月。"
    )
}

/// A row that was kept, in the fields its layout has today.
fn told(layout: &Layout, sheet: &ClosedSheet, row: &ClosedRow) -> Answer<Told> {
    Ok(Told {
        standing: match row.standing {
            ClosedStanding::OfMonth => Standing::OfMonth,
            ClosedStanding::Red => Standing::Red,
            ClosedStanding::Blue => Standing::Blue,
        },
        origin: row.origin,
        line: row.line.clone(),
        record: row.record.clone(),
        values: values(layout, &sheet.fields, &row.cells)?,
    })
}

/// Values that were kept under the names of then, in the order of now: a field that is new is empty.
pub(super) fn values(layout: &Layout, fields: &str, cells: &str) -> Answer<Vec<Value<'static>>> {
    let bad = |what: &str| -> AppError {
        StoreError { fault: Fault::BadRow, detail: format!("month_close_row {what}: {cells}") }.into()
    };
    let fields: Vec<String> = serde_json::from_str(fields).map_err(|_| bad("fields"))?;
    let values = kept(cells).ok_or_else(|| bad("cells"))?;
    if fields == layout.fields {
        return Ok(values);
    }
    let place = |field: &String| fields.iter().position(|kept| kept == field);
    let value = |field| place(field).and_then(|at| values.get(at).cloned()).unwrap_or_default();
    Ok(layout.fields.iter().map(value).collect())
}

/// Lends the rows of a closed month alone, whatever its records say today.
pub(super) fn kept_rows<T>(
    rows: &[Told],
    asked: &Asked<'_>,
    take: impl FnOnce(&mut dyn RowSource) -> Result<T, WriteProblem>,
) -> Answer<T> {
    let mut nobody = |_: &str| ();
    let seen = RefCell::new(&mut nobody as &mut dyn FnMut(&str));
    take(&mut Then { first: None, rows: rows.iter(), seen: &seen, asked }).map_err(write_problem)
}

/// A source, and rows after it.
struct Then<'f, 's, 'r> {
    first: Option<&'f mut dyn RowSource>,
    rows: std::slice::Iter<'r, Told>,
    seen: &'f RefCell<&'s mut dyn FnMut(&str)>,
    asked: &'f Asked<'f>,
}

impl RowSource for Then<'_, '_, '_> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        if let Some(first) = &mut self.first {
            if first.next_row(into)? {
                return Ok(true);
            }
            self.first = None;
        }
        self.asked.task.go_on()?;
        let Some(row) = self.rows.next() else { return Ok(false) };
        row.values.iter().for_each(|value| into.push(value));
        into.stand(row.standing);
        into.of(&row.line, &row.record);
        (self.seen.borrow_mut())(&row.record);
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        let first = self.first.as_ref().map_or(Some(0), |first| first.rows_hint())?;
        Some(first + self.rows.len() as u64)
    }
}

/// Shows every row of a source to somebody who only reads.
pub(super) fn gathered(
    source: &mut dyn RowSource,
    mut each: impl FnMut(&Row) -> Answer<()>,
) -> Result<(), WriteProblem> {
    let mut row = Row::default();
    while source.next_row(&mut row).map_err(WriteProblem::Source)? {
        each(&row).map_err(|error| WriteProblem::Source(error.into()))?;
        row.clear();
    }
    Ok(())
}
