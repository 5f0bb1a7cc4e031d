//! Why a workbook is not written. In every case nothing is left in the folder.

use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::XlsxError;

use super::row::SourceError;

/// A closed list.
#[derive(Debug, thiserror::Error)]
pub enum WriteProblem {
    /// No room on the disk of the target or of the system's temporary folder.
    #[error("the disk is full")]
    DiskFull,
    /// No right to write here, or the medium is read-only.
    #[error("the folder cannot be written: {0}")]
    ReadOnly(PathBuf),
    /// The folder is not there.
    #[error("the folder does not exist: {0}")]
    NoFolder(PathBuf),
    /// The old file of this name is open in another program.
    #[error("the file is in use: {0}")]
    InUse(PathBuf),
    /// Any other word of the disk.
    #[error("writing failed: {0}")]
    Io(io::Error),
    /// More rows than a sheet holds.
    #[error("a sheet holds {limit} rows")]
    TooManyRows {
        /// Rows a sheet holds below its header.
        limit: u64,
    },
    /// A number of more than 15 digits, which a spreadsheet would round silently.
    #[error("the number {number} in row {row}, column {column} has more digits than a spreadsheet keeps")]
    NumberTooLong {
        /// 1-based row of the source.
        row: u64,
        /// Key of the column.
        column: String,
        /// The number in its smallest unit.
        number: i64,
    },
    /// A number of another unit than its column's: fen in a quantity, thousandths in money.
    #[error("the number in row {row}, column {column} is of another unit than the column")]
    FieldKind {
        /// 1-based row of the source.
        row: u64,
        /// Key of the column.
        column: String,
    },
    /// The source gave a row of another length than the layout's `fields`.
    #[error("row {row} has {found} values, the layout has {expected} fields")]
    FieldCount {
        /// 1-based row of the source.
        row: u64,
        /// Values given.
        found: usize,
        /// Fields stated.
        expected: usize,
    },
    /// A summary names a block or an item the layout does not have, or has another shape.
    #[error("the summary does not fit the layout: {0}")]
    Summary(String),
    /// A character the chosen encoding of a .csv cannot hold.
    #[error("row {row} holds a character the encoding cannot hold")]
    Unencodable {
        /// 1-based row of the source.
        row: u64,
    },
    /// The source failed.
    #[error("the rows could not be read: {0}")]
    Source(SourceError),
    /// The writer of workbooks refused; a defect of ours.
    #[error("the workbook could not be built: {0}")]
    Workbook(String),
}

impl WriteProblem {
    /// The stable code of the problem.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::ReadOnly(_) => "folder_read_only",
            Self::NoFolder(_) => "folder_missing",
            Self::InUse(_) => "file_in_use",
            Self::Io(_) => "write_failed",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::NumberTooLong { .. } => "number_too_long",
            Self::FieldKind { .. } => "field_kind",
            Self::FieldCount { .. } => "field_count",
            Self::Summary(_) => "summary_unfit",
            Self::Unencodable { .. } => "text_unencodable",
            Self::Source(_) => "source_failed",
            Self::Workbook(_) => "workbook_failed",
        }
    }

    /// The writer of workbooks speaks of the disk in two ways; the rest is our own mistake.
    pub(super) fn of_writer(error: XlsxError, place: &Path) -> Self {
        match error {
            XlsxError::IoError(error) => Self::of_io(error, place),
            XlsxError::TempFileError(folder, error) => Self::of_io(error, &folder),
            error => Self::Workbook(error.to_string()),
        }
    }

    pub(crate) fn of_io(error: io::Error, place: &Path) -> Self {
        use io::ErrorKind as Kind;
        // Windows: another program holds the file (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION).
        if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
            return Self::InUse(place.to_path_buf());
        }
        match error.kind() {
            // A limit set on files of a process is a full disk to whoever writes one.
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::DiskFull,
            Kind::NotFound | Kind::NotADirectory => Self::NoFolder(place.to_path_buf()),
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::ReadOnly(place.to_path_buf()),
            Kind::ResourceBusy | Kind::ExecutableFileBusy => Self::InUse(place.to_path_buf()),
            _ => Self::Io(error),
        }
    }
}
