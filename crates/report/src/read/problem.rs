//! Why a file is not read. The sentence a clerk sees is the app's, by [`ReadProblem::code`].

/// A closed list; every one leaves the desk as it was.
#[derive(Debug, thiserror::Error)]
pub enum ReadProblem {
    /// No bytes, or no cell with anything in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than [`file_bytes`](field@super::Limits::file_bytes).
    #[error("the file has {bytes} bytes, the limit is {limit}")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// More cells than [`cells`](field@super::Limits::cells), empty ones between filled ones counted.
    #[error("the file has more than {limit} cells")]
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// A sheet wider than [`columns`](field@super::Limits::columns).
    #[error("a sheet has more than {limit} columns")]
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// Encrypted: opened with a password only.
    #[error("the file is protected by a password")]
    Password,
    /// The right kind of file, but broken.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Expands to far more than it says, or than is sane.
    #[error("the file expands to more than {limit} bytes or {times} times its size")]
    ZipBomb {
        /// Expanded bytes allowed.
        limit: u64,
        /// Expansion allowed.
        times: u64,
    },
    /// A web page (or a web archive) with a spreadsheet's name, as many office systems export.
    #[error("the file is a web page saved as a spreadsheet")]
    Html,
    /// A spreadsheet of a kind not read here (XML 2003, .xlsb, .ods, Excel 95 and older): save as .xlsx first.
    #[error("the file is a spreadsheet of a kind not read here: {0}")]
    UnsupportedSheet(&'static str),
    /// A picture, a document, a program, noise.
    #[error("the file is not a table: {0}")]
    NotATable(&'static str),
    /// Text in no encoding known here; the line where the best guess broke.
    #[error("the text is in no known encoding, first seen in line {line}")]
    Encoding {
        /// 1-based.
        line: u64,
    },
    /// A quotation mark that opens a field and never closes: the rest of the file would vanish in one cell.
    #[error("a quotation mark opened in line {line} is never closed")]
    QuoteOpen {
        /// 1-based.
        line: u64,
    },
    /// The disk said no.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
}

impl ReadProblem {
    /// The stable code of the problem.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge { .. } => "file_too_large",
            Self::TooManyCells { .. } => "file_too_many_cells",
            Self::TooManyColumns { .. } => "file_too_many_columns",
            Self::Password => "file_password",
            Self::Damaged(_) => "file_damaged",
            Self::ZipBomb { .. } => "file_zip_bomb",
            Self::Html => "file_html",
            Self::UnsupportedSheet(_) => "file_unsupported_sheet",
            Self::NotATable(_) => "file_not_a_table",
            Self::Encoding { .. } => "file_encoding",
            Self::QuoteOpen { .. } => "file_quote_open",
            Self::Unreadable(_) => "file_unreadable",
        }
    }
}
