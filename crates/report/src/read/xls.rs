use super::{Book, Limits, ReadProblem};
pub(super) fn open(_bytes: &[u8], _limits: &Limits) -> Result<Book, ReadProblem> { Err(ReadProblem::Empty) }
