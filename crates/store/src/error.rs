//! What can go wrong in the store, as a closed list. Absent: words for people; each kind has its sentence in the app.

use rusqlite::ErrorCode;

/// The store could not do it. Nothing was half written: the transaction is gone.
#[derive(Debug, thiserror::Error)]
#[error("{fault:?}: {detail}")]
pub struct StoreError {
    /// What kind.
    pub fault: Fault,
    /// For the log.
    pub detail: String,
}

/// Kinds of failure, each with one thing to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Another program holds the database.
    Busy,
    /// Another program writes this backup at this moment.
    BackingUp,
    /// No room on the disk.
    Full,
    /// The folder or file may not be written.
    ReadOnly,
    /// The database is damaged.
    Corrupt,
    /// A uniqueness or reference of the schema would break.
    Constraint,
    /// A row that cannot be read: table and id are in the detail.
    BadRow,
    /// Anything else.
    Other,
}

impl StoreError {
    /// A row that does not parse is an error with its place, never an empty value.
    pub(crate) fn bad_row(place: &str, why: impl std::fmt::Display) -> Self {
        Self { fault: Fault::BadRow, detail: format!("{place}: {why}") }
    }

    /// Column and row of the value that could not be read, where that is the fault.
    pub fn unread(&self) -> Option<(&str, &str)> {
        let place = self.detail.strip_prefix("column ").filter(|_| self.fault == Fault::BadRow)?;
        let (column, row) = place.split_once(" of row ")?;
        Some((column, row.split(':').next().unwrap_or_default()))
    }

    /// Something that must hold does not.
    pub(crate) fn other(detail: impl Into<String>) -> Self {
        Self { fault: Fault::Other, detail: detail.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::of(&error)
    }
}

impl StoreError {
    pub(crate) fn of(error: &rusqlite::Error) -> Self {
        let extended = error.sqlite_error().map(|why| why.extended_code);
        let fault = match error.sqlite_error_code() {
            // The log's index finds no room to grow: the disk is full before anything was written (E38).
            Some(ErrorCode::SystemIoFailure) if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => Fault::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Fault::Busy
            }
            Some(ErrorCode::DiskFull) => Fault::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Fault::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Fault::Corrupt,
            Some(ErrorCode::ConstraintViolation) => Fault::Constraint,
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => Fault::BadRow,
                _ => Fault::Other,
            },
        };
        Self { fault, detail: error.to_string() }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let fault = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Fault::Full,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
            _ => Fault::Other,
        };
        Self { fault, detail: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e38_no_room_for_the_index_of_the_log_is_a_full_disk() {
        let of = |code| StoreError::of(&rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)).fault;
        assert_eq!(of(rusqlite::ffi::SQLITE_IOERR_SHMSIZE), Fault::Full);
        assert_eq!(of(rusqlite::ffi::SQLITE_IOERR_READ), Fault::Other);
    }
}
