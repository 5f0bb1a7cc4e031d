//! Plain lists as .xlsx.
use std::path::Path;
use chrono::NaiveDateTime;
use super::{RowSource, WriteProblem, Written};
use crate::layout::Kind;

/// One column of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn<'a> {
    /// Its head.
    pub title: &'a str,
    /// What it holds.
    pub kind: Kind,
    /// In characters.
    pub width: f64,
}

/// Writes a list: header in row 1, values below.
///
/// # Errors
/// [`WriteProblem`].
pub fn table(_name: &str, _columns: &[TableColumn<'_>], _source: &mut dyn RowSource, _created_at: NaiveDateTime, _out: &Path) -> Result<Written, WriteProblem> {
    Err(WriteProblem::Workbook("to come".into()))
}

/// Writes refused rows so that they can be mended and imported again: the file's own header, its cells as text, and two last columns
/// 错误字段 and 错误原因 (a source row holds the cells, then these two).
///
/// # Errors
/// [`WriteProblem`].
pub fn error_list(_headers: &[&str], _source: &mut dyn RowSource, _created_at: NaiveDateTime, _out: &Path) -> Result<Written, WriteProblem> {
    Err(WriteProblem::Workbook("to come".into()))
}
