//! One workbook.
use std::path::Path;
use super::{Head, RowSource, Summary, WriteProblem, Written};
use crate::layout::Layout;

/// Writes a workbook: signed sheet, summary, data.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then.
pub fn workbook(_layout: &Layout, _head: &Head, _source: &mut dyn RowSource, _summaries: &[Summary<'_>], _out: &Path) -> Result<Written, WriteProblem> {
    Err(WriteProblem::Workbook("to come".into()))
}
