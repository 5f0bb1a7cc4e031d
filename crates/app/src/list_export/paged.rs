//! Rows of a list, slice after slice, as a source of a file.

use super::SLICE;
use super::tables::{Exported, Words};
use crate::error::Answer;
use crate::tasks::Task;
use crate::view::Page;
use report::write::{Row, RowSource, SourceError};

/// A list on its way into a file.
pub(super) struct Paged<'a, T: ts_rs::TS> {
    fetch: &'a mut dyn FnMut((i64, i64)) -> Answer<Page<T>>,
    words: &'a Words,
    task: &'a Task,
    rows: std::vec::IntoIter<T>,
    total: i64,
    fetched: i64,
    ended: bool,
    cut: bool,
    done: i64,
}

impl<'a, T: Exported + ts_rs::TS> Paged<'a, T> {
    /// Fetches the first slice: how long the list is decides how the file is made.
    pub(super) fn begin(
        fetch: &'a mut dyn FnMut((i64, i64)) -> Answer<Page<T>>,
        words: &'a Words,
        task: &'a Task,
    ) -> Answer<Self> {
        let rows = Vec::new().into_iter();
        let mut paged = Self { fetch, words, task, rows, total: 0, fetched: 0, ended: false, cut: false, done: 0 };
        paged.slice()?;
        task.of(paged.total);
        Ok(paged)
    }

    /// Whether the search it is of stopped early (EXPORT-3).
    pub(super) fn cut(&self) -> bool {
        self.cut
    }

    fn slice(&mut self) -> Answer<()> {
        let page = (self.fetch)((SLICE, self.fetched))?;
        let rows = i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
        self.ended = rows < SLICE;
        self.fetched += rows;
        // Of the last slice alone: before it, `at_least` may only mean that more is to come.
        self.cut = self.ended && page.at_least && page.total < store::MOST_COUNTED;
        self.total = page.total.max(self.fetched);
        self.rows = page.rows.into_iter();
        Ok(())
    }
}

impl<T: Exported + ts_rs::TS> RowSource for Paged<'_, T> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        if self.rows.as_slice().is_empty() && !self.ended {
            self.slice()?;
        }
        let Some(row) = self.rows.next() else { return Ok(false) };
        row.cells(self.words).iter().for_each(|cell| into.push(cell));
        self.done += 1;
        self.task.at(self.done)?;
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some(self.total.saturating_sub(self.done).unsigned_abs())
    }
}
