//! The 汇总分析 sheet: what the caller computed, in the blocks the layout states.

use super::row::Value;

/// One block's content, named by the layout's key.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary<'a> {
    /// Key of the layout's block.
    pub key: &'a str,
    /// What to print.
    pub data: SummaryData<'a>,
}

/// Content in the shape of the block's kind.
#[derive(Debug, Clone, PartialEq)]
pub enum SummaryData<'a> {
    /// Item key and value; what is not given prints as empty.
    Facts(Vec<(&'a str, Value<'a>)>),
    /// Rows in the order of the block's columns.
    Table(Vec<Vec<Value<'a>>>),
    /// Counts: one line per row name, one count per column name.
    Matrix {
        /// Names of the columns.
        columns: Vec<String>,
        /// Name and counts of each row.
        rows: Vec<(String, Vec<i64>)>,
    },
}
