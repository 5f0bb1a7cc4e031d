//! The header row under title rows, and what the rows below are.
//!
//! HEADER-1 The header is the row, of the first 30, whose cells match the most known names.
//! HEADER-2 A row 合计, a signature line or a remark is no record.

use super::{Cell, Grid};

/// What a row below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A record.
    Record,
    /// Nothing in it.
    Blank,
    /// 合计, 小计, 总计 …
    Total,
    /// 制表： 审核： …
    Signature,
    /// 说明： 注：
    Remark,
    /// The header again, on the next printed page.
    HeaderAgain,
}

/// Where the table lies in a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Index of the (lower) header row.
    pub row: usize,
    /// Text of the rows above, blank ones left out.
    pub titles: Vec<String>,
    /// The head of each column as it stands; of two header rows the lower, else the upper.
    pub names: Vec<String>,
    /// Per known field the column that carries it.
    pub columns: Vec<Option<usize>>,
    /// Index and kind of every row below the header.
    pub body: Vec<(usize, RowKind)>,
}

impl Header {
    /// Index and cells of every record.
    pub fn records<'a>(&'a self, grid: &'a Grid) -> impl Iterator<Item = (usize, &'a [Cell])> + 'a {
        let records = self.body.iter().filter(|(_, kind)| *kind == RowKind::Record);
        records.filter_map(|(row, _)| grid.rows.get(*row).map(|cells| (*row, cells.as_slice())))
    }

    /// The cell of a known field in a row.
    #[must_use]
    pub fn cell<'a>(&self, cells: &'a [Cell], field: usize) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        let column = self.columns.get(field).copied().flatten();
        column.and_then(|column| cells.get(column)).unwrap_or(EMPTY)
    }
}

/// Finds the header; `known` holds per field the names it goes by.
#[must_use]
pub fn header(_grid: &Grid, _known: &[&[&str]]) -> Option<Header> {
    None
}

/// A column's name as it is compared: full width to half width, no blanks, no bracketed unit, lower case.
#[must_use]
pub fn normalise(name: &str) -> String {
    name.to_owned()
}
