//! Rows and a layout → a workbook on disk.
//!
//! WRITE-1 The same layout, head, rows and summaries give the same bytes, and so the same hash.
//! WRITE-2 A file of the target's name is the whole new workbook or the whole old one, never a part.
//! WRITE-3 Memory does not grow with the rows.
//! WRITE-4 Text is written as text: nothing a person typed becomes a formula, a number or a date.
//! WRITE-5 A sum is made of integers, in fen or thousandths, and written exactly.
//! WRITE-6 No text is lost unseen: one longer than a cell holds is cut with a mark that says so.
//! WRITE-7 A month without rows is a form with one row 本月无 and its totals.
//! WRITE-8 A workbook is read again before it gets its name: a text of its rows (of a longer table, of the first 20,000) that came back as a number, as another text or not at all keeps it from being put in place.
//! WRITE-9 A row stands once in its sheet: a spreadsheet takes one told twice for damage.
//! WRITE-10 Rows that correct an earlier month stand below those of the month: 本月小计, the rows, 更正小计, 合计. A red row
//! takes one from the count of the records in 合计, a blue one adds one; 更正小计 says how many rows (行) it is of.
//!
//! Absent: what belongs in a month, and the moment of writing; both come with the rows and the head.

mod atomic;
mod book;
mod cell;
mod clean;
mod csv;
mod data_sheet;
mod file_name;
mod format;
mod head;
mod json;
mod kept;
mod place;
mod preview;
mod problem;
mod proof;
mod row;
mod signed_sheet;
mod summary;
mod table;

pub(crate) use atomic::replace_file;
pub use atomic::{UNFINISHED, sweep, whole};
pub use book::{Filled, Finish, filled, workbook, workbook_in_one_pass};
pub(crate) use book::{SHARED_TEXTS, next as next_row};
pub use cell::as_printed;
pub(crate) use cell::{day_number, decimal_number, words as value_words};
pub(crate) use clean::{cell_text, looks_like_formula};
pub use csv::{CsvEncoding, csv};
pub use file_name::{FileName, file_name};
pub(crate) use head::MARKERS;
pub use head::{Head, Period};
pub use json::{json, json_beside};
pub use kept::{keep, kept, reverse};
pub use preview::{Preview, PreviewColumn, preview};
pub use problem::WriteProblem;
pub use row::{Row, RowSource, Rows, SourceError, Standing, Value};
pub use summary::{ShownBlock, ShownLine, ShownSummary, Summary, SummaryData};
pub use table::{ERROR_COLUMNS, TableColumn, error_list, table};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Rows of the source.
    pub rows: u64,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Size of the file.
    pub bytes: u64,
    /// Rows with characters GBK does not hold; told of a .csv in GB18030 only.
    pub rare: u64,
}
