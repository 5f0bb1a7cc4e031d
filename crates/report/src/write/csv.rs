//! Lists as .csv.
use std::path::Path;
use super::{RowSource, WriteProblem, Written};

/// Encoding of a written .csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvEncoding {
    /// UTF-8 with a byte order mark: what Excel opens rightly by itself.
    Utf8Bom,
    /// GB18030: what older programs here expect; holds every character.
    Gb18030,
}

/// Writes a list as .csv.
///
/// # Errors
/// [`WriteProblem`].
pub fn csv(_columns: &[&str], _source: &mut dyn RowSource, _encoding: CsvEncoding, _out: &Path) -> Result<Written, WriteProblem> {
    Err(WriteProblem::Workbook("to come".into()))
}
