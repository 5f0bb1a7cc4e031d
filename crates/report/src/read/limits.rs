//! How much of a stranger's file the desk is ready to hold.
//!
//! The numbers come from what dealers keep: 100,000 rows of 34 columns are a decade of a large dealer, about 25 MB as .csv
//! and 12 MB as .xlsx (250 MB expanded). Above these limits the file is something else, and reading it would freeze the desk.

use super::ReadProblem;

/// Limits of one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself: 64 MB, more than twice the largest honest file; a 100 MB .csv is refused.
    pub file_bytes: u64,
    /// Bytes all parts of an .xlsx may expand to: 1 GiB, read in passing and never held whole.
    pub expanded_bytes: u64,
    /// Expanded over packed, once a part is past 16 MB: sheets of honest data stay under 40, deflate itself ends near 1030.
    pub expansion: u64,
    /// Cells of a whole book, empty ones between filled ones counted: at 32 bytes each, 10 million are 320 MB.
    pub cells: usize,
    /// Sheets of a book.
    pub sheets: usize,
    /// Columns of a sheet: 256, as many as an .xls can have and seven times the widest ledger seen.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            expanded_bytes: 1 << 30,
            expansion: 200,
            cells: 10_000_000,
            sheets: 256,
            columns: 256,
        }
    }
}

impl Limits {
    pub(super) fn file(&self, bytes: u64) -> Result<(), ReadProblem> {
        if bytes > self.file_bytes {
            return Err(ReadProblem::TooLarge { bytes, limit: self.file_bytes });
        }
        Ok(())
    }

    pub(super) fn cells(&self, cells: usize) -> Result<(), ReadProblem> {
        if cells > self.cells { Err(ReadProblem::TooManyCells { limit: self.cells }) } else { Ok(()) }
    }

    pub(super) fn columns(&self, columns: usize) -> Result<(), ReadProblem> {
        if columns > self.columns { Err(ReadProblem::TooManyColumns { limit: self.columns }) } else { Ok(()) }
    }
}
