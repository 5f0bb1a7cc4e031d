//! What entries of a form put into the workbooks of a month.
//!
//! FORMDEF-16 A form says which workbook its entries feed and which of its fields fill which cell; an unknown workbook, table, cell or field, and a field of another kind than its cell, is a fault at its place.

use super::expr::{Expr, Facts};
use super::value::{Given, Values};
use crate::formula::Exact;

/// Entries of a form in a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Key of the workbook, e.g. `W15`.
    pub workbook: String,
    /// The table of its second sheet; the rows of the first one, where there is none.
    pub into: Option<String>,
    /// The table of the form that brings a row for each of its own; an entry brings one, where there is none.
    pub each: Option<String>,
    /// Which month an entry stands in.
    pub month: FeedMonth,
    /// Which entries stand there; all, where there is none.
    pub when: Option<Condition>,
    /// The cell by which rows become groups: one row for all that say the same there. Facts are one group.
    pub by: Option<String>,
    /// What fills the cells of a row.
    pub fields: Vec<FedCell>,
    /// What fills the head of the workbook.
    pub head: Vec<FedCell>,
    pub(super) place: String,
}

/// Which month an entry stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedMonth {
    /// That of its day.
    Day,
    /// That of another day or instant of the form.
    Field(String),
    /// Every month from its day on, until the one it ended in.
    Standing,
}

/// A cell and what fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FedCell {
    /// Key of the cell.
    pub key: String,
    /// What fills it.
    pub source: FeedSource,
    pub(super) place: String,
}

/// What fills a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedSource {
    /// What these say, one beside the other.
    Names(Vec<FeedName>),
    /// One word or the other, as a condition holds or not; nothing where it cannot be computed.
    Truth {
        /// The condition.
        condition: Condition,
        /// When there is a word at all; always, where there is none.
        when: Option<Condition>,
        /// The word if it holds.
        yes: String,
        /// The word if not.
        no: String,
    },
    /// The last day of the first of these due days that the entry has.
    Due(Vec<String>),
    /// Whether one of these due days passed, met afterwards or not; nothing where the entry has none of them.
    Late(Vec<String>),
    /// How many are in the group: all, or those of which a condition holds.
    Count(Option<Condition>),
    /// The share of the group in all.
    Share,
    /// Of those of the group whose condition can be computed the share of those of which it holds.
    Rate(Condition),
}

impl FeedSource {
    /// Whether it is of a group and not of one row.
    pub fn is_of_group(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Share | Self::Rate(_))
    }
}

/// What is named in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedName {
    /// The entry's number.
    No,
    /// Its state.
    State,
    /// Its maker.
    Maker,
    /// A field.
    Field(String),
    /// A column: of the row in hand, or of all rows one beside the other.
    Column {
        /// The table.
        table: String,
        /// Its column.
        column: String,
    },
    /// How many rows a table has.
    Rows(String),
    /// What a record offers that a field points to, or a column of the row in hand.
    Behind {
        /// The table, of a column.
        table: Option<String>,
        /// The field that points there.
        field: String,
        /// What is offered.
        offered: String,
    },
}

/// A formula that says yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// As it was written.
    pub text: String,
    pub(super) expr: Box<Expr>,
}

impl Condition {
    /// Whether it holds; one that cannot be computed does not.
    pub fn holds(&self, values: &Values, row: Option<&Values>, given: &Given) -> bool {
        self.truth(values, row, given) == Some(true)
    }

    /// What it comes to, where it can be computed.
    pub fn truth(&self, values: &Values, row: Option<&Values>, given: &Given) -> Option<bool> {
        match self.expr.exact(Facts { values, row, given }) {
            Ok(Exact::Truth(truth)) => Some(truth),
            _ => None,
        }
    }
}
