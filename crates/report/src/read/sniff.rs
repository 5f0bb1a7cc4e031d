//! What the bytes are.
use super::{BookFormat, ReadProblem};

pub(super) enum Kind { Xlsx, Xls, Text }

pub(super) fn kind(_bytes: &[u8]) -> Result<Kind, ReadProblem> { Ok(Kind::Text) }
pub(super) fn renamed(_file_name: &str, _format: BookFormat) -> bool { false }
