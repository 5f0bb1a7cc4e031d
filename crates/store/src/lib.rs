//! The desk's SQLite store: the only `rusqlite` of the desk.
//!
//! - STORE-1 A write is one transaction: rows, audit line and outbox line together, durable (WAL, synchronous=FULL) before it is acknowledged.
//! - STORE-2 A database from a newer program is not opened and not touched.
//! - STORE-3 A database that is none, or is damaged, is never deleted: it is kept under a new name.
//! - STORE-4 A backup is opened, checked and counted before an older one goes.
//!
//! No business rule lives here, and nothing here reads a clock: instants come in as arguments.

mod audit;
mod backup;
mod column;
mod error;
mod open;
mod outbox;
mod queries;
mod row;
mod rows;
mod search;
mod small;
mod stream;

pub use audit::Entry;
pub use backup::{BackupFile, Cause, free_bytes};
pub use error::{Fault, StoreError};
pub use open::{FORMAT, OpenError, Store};
pub use outbox::{Outgoing, OutboxLine, OutboxFilter};
pub use queries::*;
pub use rows::{OpeningClaim, ReportRun};
pub use search::initials;
pub use small::{Draft, ImportLayout, InboxLine, Setting};
pub use stream::{BlobRow, EpochCount, LineVerdict, SendLine};

use rusqlite::Connection;

/// Reads: one snapshot for its lifetime when inside a transaction.
pub struct Reader<'a> {
    pub(crate) connection: &'a Connection,
}

/// Writes: made only by [`Store::write`], which also writes the audit line and commits.
pub struct Tx<'a> {
    pub(crate) reader: Reader<'a>,
}

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

/// Answer of every method here.
pub type Result<T> = std::result::Result<T, StoreError>;
