//! Opening the database: never a newer one, never over a damaged one.

use crate::audit::Entry;
use crate::{Reader, Result, StoreError, Tx};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Program format: the highest `user_version` this program understands. Raised only by a migration
/// after which older programs must not write; additive migrations keep it.
pub const FORMAT: i64 = 1;

/// Connections kept for reading: one page, one search and one report at a time is what a desk does.
const READERS: usize = 3;

/// The database could not be opened. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It was written by a newer program (STORE-2).
    #[error("written by a newer program (format {found}, this one knows {known})")]
    TooNew {
        /// Format of the file.
        found: i64,
        /// Format of this program.
        known: i64,
    },
    /// It is damaged or not a database (STORE-3).
    #[error("damaged: {detail}")]
    Damaged {
        /// What SQLite says.
        detail: String,
    },
    /// Anything the store can meet: busy, full, read-only.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match StoreError::from(error) {
            StoreError { fault: crate::Fault::Corrupt, detail } => Self::Damaged { detail },
            other => Self::Store(other),
        }
    }
}

/// The desk's database: one writer, a few readers.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

mod migrations {
    refinery::embed_migrations!("migrations");
}

impl Store {
    /// Opens or makes the database at a path. `before_migration` runs on an existing database with
    /// migrations to come, before the first of them: the place for a backup.
    pub fn open(path: &Path, before_migration: impl FnOnce(&Connection) -> Result<()>) -> std::result::Result<Self, OpenError> {
        if path.exists() {
            refuse_newer(path)?;
        }
        let mut connection = connect(path)?;
        migrate(&mut connection, before_migration)?;
        let readers = (0..READERS).map(|_| connect_reader(path)).collect::<std::result::Result<_, _>>()?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(connection), readers: Mutex::new(readers) })
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads from one snapshot.
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnOnce(&Reader<'_>) -> std::result::Result<T, E>) -> std::result::Result<T, E> {
        let connection = match lock(&self.readers).pop() {
            Some(idle) => idle,
            None => connect_reader(&self.path).map_err(StoreError::from)?,
        };
        let answer = snapshot(&connection, f);
        lock(&self.readers).push(connection);
        answer
    }

    /// The one way to write (STORE-1): rows, audit line and outbox line in one durable transaction.
    pub fn write<T, E: From<StoreError>>(&self, entry: Entry<'_>, f: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>) -> std::result::Result<T, E> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let tx = Tx { reader: Reader { connection: &transaction } };
        let value = f(&tx)?;
        tx.audit(&entry)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// The writing connection itself, for backup.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }
}

fn snapshot<T, E: From<StoreError>>(connection: &Connection, f: impl FnOnce(&Reader<'_>) -> std::result::Result<T, E>) -> std::result::Result<T, E> {
    let transaction = connection.unchecked_transaction().map_err(StoreError::from)?;
    f(&Reader { connection: &transaction })
}

/// A poisoned lock only means that another thread failed; SQLite rolled its transaction back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks at the format without writing a byte, not even a journal.
pub(crate) fn refuse_newer(path: &Path) -> std::result::Result<(), OpenError> {
    let look = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let found: i64 = look.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > FORMAT {
        return Err(OpenError::TooNew { found, known: FORMAT });
    }
    look.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

fn connect(path: &Path) -> std::result::Result<Connection, OpenError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn connect_reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "query_only", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn migrate(connection: &mut Connection, before: impl FnOnce(&Connection) -> Result<()>) -> std::result::Result<(), OpenError> {
    let runner = migrations::migrations::runner();
    let known = runner.get_migrations().iter().map(|m| i64::from(m.version())).max().unwrap_or(0);
    let done = applied(connection)?;
    if done >= known {
        return Ok(());
    }
    if done > 0 {
        before(connection)?;
    }
    runner.run(connection).map_err(|e| StoreError::other(e.to_string()))?;
    connection.pragma_update(None, "user_version", FORMAT)?;
    Ok(())
}

/// Number of the last migration in the file; 0 in a new one.
pub(crate) fn applied(connection: &Connection) -> rusqlite::Result<i64> {
    let there: bool = connection.query_row("SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'refinery_schema_history'", [], |row| row.get(0))?;
    if !there {
        return Ok(0);
    }
    connection.query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
