//! Bytes → grids of cells.
//!
//! READ-1 The format is judged by the bytes; the file's name never decides.
//! READ-2 No input makes this module panic, loop, or allocate more than its limits.
//! READ-3 A number in a .csv stays text: only a workbook knows numbers.
//! READ-4 Row `i` of a grid is row `i + 1` as Excel shows it, so an error list can name it.
//!
//! Absent: meaning. What a column is called is [`header`]'s matter, what a cell says is [`crate::value`]'s.

mod delimited;
mod encoding;
mod header;
mod limits;
mod problem;
mod quiet;
mod sniff;
mod xls;
mod xlsx;

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};

pub use header::{Header, RowKind, header, normalise};
pub use limits::Limits;
pub use problem::ReadProblem;
pub(crate) use xlsx::guard as refuse_archive;

/// What one cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or only a format.
    #[default]
    Empty,
    /// Text as it stood; never trimmed here.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date cell without a time of day.
    Date(NaiveDate),
    /// A date cell with a time of day.
    Moment(NaiveDateTime),
    /// TRUE or FALSE.
    Bool(bool),
    /// `#N/A`, `#REF!` and the like, and [`NO_RESULT`].
    Broken(String),
}

/// What stands in the place of a formula nobody computed: the program that wrote it keeps no results.
pub const NO_RESULT: &str = "公式没有算好的结果";

impl Cell {
    /// Nothing to see: empty, or blanks of any width.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as a person sees it; what an error list repeats.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => crate::value::plain_number(*number),
            Self::Date(day) => day.format("%Y-%m-%d").to_string(),
            Self::Moment(moment) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Bool(true) => "TRUE".into(),
            Self::Bool(false) => "FALSE".into(),
        }
    }
}

/// One sheet: rows of cells from A1 on, ragged on the right, blank rows kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The sheet's name; of a .csv the file's stem.
    pub name: String,
    /// Row 0 is row 1 of the sheet. Trailing blanks are cut.
    pub rows: Vec<Vec<Cell>>,
    /// Hidden in the workbook: read, but offered last.
    pub hidden: bool,
}

impl Grid {
    /// The cell at a place; beyond the edge it is empty.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(EMPTY)
    }
}

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookFormat {
    /// Office Open XML.
    Xlsx,
    /// BIFF in a compound file, Excel 97–2003 (and WPS .et).
    Xls,
    /// Text with a separator.
    Delimited(char),
}

/// How text bytes were decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which holds GBK and GB2312.
    Gb18030,
}

/// A file that could be read as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// At least one; visible ones first, in the file's order.
    pub sheets: Vec<Grid>,
    /// What the bytes turned out to be.
    pub format: BookFormat,
    /// Only of text files.
    pub encoding: Option<Encoding>,
    /// False when another encoding fits the bytes too: the clerk must look at the preview first.
    pub encoding_sure: bool,
    /// The name's ending says something else than the bytes (`.xls` that is text): worth a remark, no more.
    pub renamed: bool,
}

/// Reads a file's bytes under the usual [`Limits`].
///
/// # Errors
/// [`ReadProblem`], each with a stable code.
pub fn open(bytes: &[u8], file_name: &str) -> Result<Book, ReadProblem> {
    open_within(bytes, file_name, &Limits::default())
}

/// As [`open`], with limits of the caller's own.
///
/// # Errors
/// [`ReadProblem`], each with a stable code.
pub fn open_within(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Book, ReadProblem> {
    let kind = sniff::kind(bytes)?;
    let mut book = match kind {
        sniff::Kind::Xlsx => xlsx::open(bytes, limits)?,
        sniff::Kind::Xls => xls::open(bytes, limits)?,
        sniff::Kind::Text => delimited::open(bytes, stem(file_name), limits)?,
    };
    book.sheets.sort_by_key(|sheet| sheet.hidden);
    book.renamed = sniff::renamed(file_name, book.format);
    if book.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(ReadProblem::Empty);
    }
    Ok(book)
}

/// Reads a file from disk; its size is checked before the first byte is.
///
/// # Errors
/// [`ReadProblem`]; `file_unreadable` when the disk says no.
pub fn open_path(path: &Path) -> Result<Book, ReadProblem> {
    let limits = Limits::default();
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        // A pipe or a device has no size, and reading it no end.
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a regular file").into());
    }
    limits.file(about.len())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    open_within(&std::fs::read(path)?, &name, &limits)
}

fn stem(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
