//! A month of one maker, row by row: what the workbooks are fed from.
//!
//! - MONTHROWS-1 A month is found by indexes: no table is read through for it, however many years the desk has.
//! - MONTHROWS-2 The rows of a month come in one order: the sheet's day, then the number.
//! - MONTHROWS-3 The day a repair is due on is the one that stands; what was waived or fell away is none.
//!
//! A row is lent until the next is asked for: 100,000 repairs pass, and no list of them is ever held. Which month a row belongs to is said in the .sql files. How a value is written for people is not decided here.

mod by_day;
mod cards;
mod cards_left;
mod old_parts;
mod parts;
mod registers;
mod repairs;
mod sales;

pub use by_day::InMonth;
pub(crate) use by_day::{by, without};
pub use cards::{CardOfMonth, Cards};
pub use cards_left::CardLeft;
pub use old_parts::{OldPartOfMonth, OldParts};
pub use parts::{PartOfMonth, Parts};
pub use registers::{NoticeOfMonth, Notices, Work, WorkOfMonth};
pub use repairs::{RepairFact, RepairFacts, RepairOfMonth, Repairs};
pub use sales::{ModelTally, SaleOfMonth, Sales, SoldOfModel};

use crate::column::Column;
use crate::{Reader, Result, StoreError};
use domain::month_of::MonthDay;
use domain::{Month, PrincipalId};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Row, Rows, Statement};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// A value lent by a row.
pub(crate) trait Lent<'a>: Sized {
    fn lend(value: ValueRef<'a>) -> std::result::Result<Self, String>;
}

impl<'a> Lent<'a> for &'a str {
    fn lend(value: ValueRef<'a>) -> std::result::Result<Self, String> {
        value.as_str().map_err(|e| e.to_string())
    }
}

impl<'a> Lent<'a> for Option<&'a str> {
    fn lend(value: ValueRef<'a>) -> std::result::Result<Self, String> {
        value.as_str_or_null().map_err(|e| e.to_string())
    }
}

impl<'a, T: Column> Lent<'a> for T {
    fn lend(value: ValueRef<'a>) -> std::result::Result<Self, String> {
        T::read(value)
    }
}

/// A kind of row that is lent: where its columns stand in a statement.
pub trait Lend: Sized {
    /// One row.
    type Row<'a>;
    #[doc(hidden)]
    fn find(statement: &Statement<'_>) -> rusqlite::Result<Self>;
    #[doc(hidden)]
    fn lend<'a>(&self, row: &'a Row<'_>) -> Result<Self::Row<'a>>;
}

/// Declares a lent row. Columns are found by name once for a statement: a name looked up for each of the 38 cells of
/// 100,000 repairs is a tenth of the time the whole workbook takes.
macro_rules! lent {
    ($(#[$doc:meta])* $row:ident<$life:lifetime> from $places:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $row<$life> { $($(#[$fdoc])* pub $field: $type),* }

        #[doc = concat!("Where the columns of [`", stringify!($row), "`] stand.")]
        pub struct $places { $($field: usize),* }

        impl $crate::month::Lend for $places {
            type Row<$life> = $row<$life>;
            fn find(statement: &rusqlite::Statement<'_>) -> rusqlite::Result<Self> {
                Ok(Self { $($field: statement.column_index(stringify!($field))?),* })
            }
            fn lend<$life>(&self, row: &$life rusqlite::Row<'_>) -> $crate::Result<$row<$life>> {
                Ok($row { $($field: $crate::month::cell(row, self.$field, stringify!($field))?),* })
            }
        }
    };
}
pub(crate) use lent;

pub(crate) fn cell<'a, T: Lent<'a>>(row: &'a Row<'_>, place: usize, name: &'static str) -> Result<T> {
    T::lend(row.get_ref(place)?).map_err(|why| {
        let id: String = row.get(0).unwrap_or_default();
        StoreError::bad_row(&format!("column {name} of row {id}"), why)
    })
}

/// Rows of one or more statements, one after the other.
pub struct Streamed<'s, L> {
    rows: Vec<(L, Rows<'s>)>,
    at: usize,
    elsewhere: Arc<HashSet<String>>,
}

impl<L: Lend> Streamed<'_, L> {
    /// The next row, until the one after it is asked for.
    pub fn next_row(&mut self) -> Result<Option<L::Row<'_>>> {
        while let Some((_, rows)) = self.rows.get_mut(self.at) {
            rows.advance()?;
            match rows.get() {
                // BYDAY-2: the first column names the line.
                Some(row) if !self.elsewhere.is_empty() => {
                    let line = row.get_ref(0)?.as_str().unwrap_or_default();
                    if !self.elsewhere.contains(line) {
                        break;
                    }
                }
                Some(_) => break,
                None => self.at += 1,
            }
        }
        match self.rows.get(self.at) {
            Some((places, rows)) => rows.get().map(|row| places.lend(row)).transpose(),
            None => Ok(None),
        }
    }
}

impl Reader<'_> {
    /// Streams statements that share their columns and parameters; a statement takes the parameters it names.
    fn stream<L: Lend, T, E: From<StoreError>>(
        &self,
        sql: &[&'static str],
        within: &InMonth,
        params: &[(&str, String)],
        take: impl FnOnce(&mut Streamed<'_, L>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut statements =
            sql.iter().map(|sql| self.bound(&by(*sql, within.day), params)).collect::<Result<Vec<_>>>()?;
        let rows = statements.iter_mut().map(|statement| {
            let places = L::find(statement)?;
            Ok((places, statement.raw_query()))
        });
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>().map_err(StoreError::from)?;
        take(&mut Streamed { rows, at: 0, elsewhere: Arc::clone(&within.elsewhere) })
    }

    fn bound(&self, sql: &str, params: &[(&str, String)]) -> Result<CachedStatement<'_>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        for (name, value) in params {
            if let Some(place) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(place, value)?;
            }
        }
        Ok(statement)
    }
}

/// What of a month is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthRows {
    /// Repairs.
    Repairs,
    /// Replaced parts.
    Parts,
    /// Sales.
    Sales,
    /// Cards.
    Cards,
    /// Old parts.
    OldParts,
}

impl MonthRows {
    fn sql(self, day: Option<MonthDay>) -> Cow<'static, str> {
        if self == Self::Parts && day == Some(MonthDay::RepairCompleted) {
            return include_str!("../sql/month/at_most_parts_completed.sql").into();
        }
        let usual = match self {
            Self::Repairs => include_str!("../sql/month/at_most_repairs.sql"),
            Self::Parts => include_str!("../sql/month/at_most_parts.sql"),
            Self::Sales => include_str!("../sql/month/at_most_sales.sql"),
            Self::Cards => include_str!("../sql/month/at_most_cards.sql"),
            Self::OldParts => include_str!("../sql/month/at_most_old_parts.sql"),
        };
        by(usual, day)
    }
}

impl Reader<'_> {
    /// So many rows, or fewer: counted in the indexes, without a look at the rows.
    pub fn month_rows_at_most(
        &self,
        rows: MonthRows,
        principal: PrincipalId,
        month: impl Into<InMonth>,
    ) -> Result<u64> {
        let within = month.into();
        let mut statement = self.bound(&rows.sql(within.day), &of_month(principal, within.month))?;
        let count: Option<i64> = statement.raw_query().next()?.map(|row| row.get(0)).transpose()?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }
}

fn of_month(principal: PrincipalId, month: Month) -> [(&'static str, String); 3] {
    [(":principal", principal.to_string()), (":first", month.first().iso()), (":last", month.last().iso())]
}

#[cfg(test)]
#[path = "month_tests.rs"]
mod tests;
