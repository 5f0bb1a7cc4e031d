//! A database under another key: encrypted, or plain again.
//!
//! - SEAL-4 A database gets its new key as a copy beside it, proved and counted, that takes its place whole; what was there is kept under another name.

use crate::backup::{rows_of, sync_folder, whole, write_file};
use crate::connection::{beside, has_log, look, open_with};
use crate::restore::{free_name, keep_replaced};
use crate::{OpenError, Reader, Result, Store, StoreError};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use vault::Key;

/// What the copy is called until it is whole.
pub(crate) const SEALING: &str = ".sealing";

impl Store {
    /// Gives a database another key, or none. Nobody may have it open, and its log is folded. Answers the name under which
    /// the one before is kept: whoever opened the new one takes it away.
    pub fn exchange_key(
        database: &Path,
        now: Option<&Key>,
        then: Option<&Key>,
        kept: &Path,
    ) -> std::result::Result<PathBuf, OpenError> {
        if has_log(database) {
            return Err(StoreError::other("a log stands beside the database").into());
        }
        let now = Self::key_of(database, now)?;
        let staged = beside(database, SEALING);
        export(database, now, &staged, then)?;
        let kept = free_name(kept);
        keep_replaced(database, &kept)?;
        std::fs::rename(&staged, database).map_err(StoreError::from)?;
        sync_folder(database)?;
        Ok(kept)
    }

    /// Gives a backup another key, or none, in its place.
    pub fn exchange_key_of_backup(
        backup: &Path,
        now: Option<&Key>,
        then: Option<&Key>,
    ) -> std::result::Result<(), OpenError> {
        Self::prove_backup_with(backup, now)?;
        Ok(export(backup, Self::key_of(backup, now)?, backup, then)?)
    }
}

/// Copies a database, row by row, into one with another key, and proves the copy: SQLite's own copy of pages knows no keys.
pub(crate) fn export(from: &Path, from_key: Option<&Key>, to: &Path, to_key: Option<&Key>) -> Result<()> {
    let expected = told(&look(from, from_key)?)?;
    write_file(to, |part| {
        let copy = open_with(part, OpenFlags::default(), to_key)?;
        copy_rows(&copy, from, from_key)?;
        // The index of names stands in the schema as a row; only a new connection reads it.
        copy.close().map_err(|(_, error)| StoreError::from(error))?;
        let copy = open_with(part, OpenFlags::default(), to_key)?;
        copy.pragma_update(None, "user_version", expected.0)?;
        if told(&copy)? != expected {
            return Err(StoreError::other("the copy has other rows than the original"));
        }
        whole(&copy)?;
        copy.close().map_err(|(_, error)| StoreError::from(error))
    })
}

/// What a copy must have in common with its original: format, rows of each table, the newest line of the trail.
type Told = (i64, Vec<(String, i64)>, String);

fn told(database: &Connection) -> Result<Told> {
    let format = database.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok((format, rows_of(database)?, Reader { connection: database }.newest_audit()?))
}

#[cfg(feature = "encryption")]
fn copy_rows(copy: &Connection, from: &Path, key: Option<&Key>) -> Result<()> {
    let place = crate::connection::unchanging(from).unwrap_or_else(|| from.to_string_lossy().into_owned());
    let raw = key.map(crate::connection::raw).unwrap_or_default();
    // Bound, not written: a statement that fails is told with its text.
    copy.execute("ATTACH ?1 AS source KEY ?2", (place, raw.as_str()))?;
    copy.query_row("SELECT sqlcipher_export('main', 'source')", [], |_| Ok(()))?;
    Ok(copy.execute_batch("DETACH source")?)
}

#[cfg(not(feature = "encryption"))]
fn copy_rows(_: &Connection, _: &Path, _: Option<&Key>) -> Result<()> {
    Err(StoreError::other("this build has no encryption"))
}

#[cfg(all(test, feature = "encryption"))]
#[path = "sealing_tests.rs"]
mod tests;
