//! A backup put back in place of the database.
//!
//! - BACKUP-3 A restore keeps what it replaces, with its log, under a new name; a file that cannot be restored moves nothing.
//! - BACKUP-4 A number given out before a restore is not given out again after it, as long as the replaced file can be read.
//! - BACKUP-5 A restored database says that it is one, from the moment it stands there until its streams have new epochs.

use crate::backup::{copy, fold, remove, remove_halves_of, remove_with_logs, sync_folder};
use crate::connection::{beside, look, open_with};
use crate::open::refuse_foreign;
use crate::sealing::{SEALING, export};
use crate::{Fault, OpenError, Result, Setting, Store, StoreError};
use rusqlite::{Connection, OpenFlags, named_params};
use std::path::{Path, PathBuf};
use vault::Key;

/// The keys of a restore; each is `None` where there is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct RestoreKeys<'k> {
    /// Of the backup.
    pub from: Option<&'k Key>,
    /// Of the database that goes; without it its numbers are not read.
    pub replaced: Option<&'k Key>,
    /// Of the database that comes.
    pub into: Option<&'k Key>,
}

impl Store {
    /// Puts a proved backup in place of the database; what was there is kept as `kept`, or as the next
    /// free name after it. Nobody may have it open.
    ///
    /// The order is that of a power cut: until the last step the database has its own content under its
    /// own name, and a log never stands beside a file it does not belong to.
    pub fn restore(from: &Path, database: &Path, kept: &Path) -> std::result::Result<(), OpenError> {
        Self::restore_with(from, database, kept, RestoreKeys::default())
    }

    /// As [`Store::restore`], where one of the files has a key.
    pub fn restore_with(
        from: &Path,
        database: &Path,
        kept: &Path,
        keys: RestoreKeys<'_>,
    ) -> std::result::Result<(), OpenError> {
        Self::prove_backup_with(from, keys.from)?;
        let staged = beside(database, ".restoring");
        let from_key = Self::key_of(from, keys.from)?;
        match (from_key, keys.into) {
            // Through SQLite, not byte by byte: what stands in a log beside the backup belongs to it.
            (Some(_), Some(_)) | (None, None) => copy(&look(from, from_key)?, &staged, keys.into)?,
            _ => export(from, from_key, &staged, keys.into)?,
        }
        // What cannot be read without its key is kept as it lies there.
        let replaced = Self::key_of(database, keys.replaced);
        let moved = (replaced.as_ref().map_or(Ok(()), |key| fold_log(database, *key)))
            .and_then(|()| mark(&staged, keys.into))
            .and_then(|()| replaced.as_ref().map_or(Ok(()), |key| keep_numbers((database, *key), (&staged, keys.into))))
            .and_then(|()| keep_replaced(database, &free_name(kept)));
        if let Err(why) = moved {
            let _ = remove_with_logs(&staged);
            return Err(why.into());
        }
        std::fs::rename(&staged, database).map_err(StoreError::from)?;
        Ok(sync_folder(database)?)
    }

    /// Takes away what a killed restore, or a killed exchange of the key, left beside a database: copies of customers' data nobody will look for. Nobody may
    /// be restoring.
    pub fn forget_half_restores(database: &Path) -> Result<()> {
        for staged in [beside(database, ".restoring"), beside(database, SEALING)] {
            remove_halves_of(&staged)?;
            remove_with_logs(&staged)?;
            remove(&beside(&staged, ".lock"))?;
        }
        Ok(())
    }
}

/// Folds the log of the database that goes. One too damaged for that is not opened for writing, which
/// would cost it its log, but keeps it.
fn fold_log(database: &Path, key: Option<&Key>) -> Result<()> {
    let readable = database.exists() && look(database, key).is_ok_and(|found| refuse_foreign(&found, database).is_ok());
    if !readable {
        return Ok(());
    }
    let folded = open_with(database, OpenFlags::SQLITE_OPEN_READ_WRITE, key)
        .map_err(StoreError::from)
        .and_then(|connection| fold(&connection));
    match folded {
        Err(why) if why.fault != Fault::Corrupt => Err(why),
        _ => Ok(()),
    }
}

/// Says in a database that it was restored (BACKUP-5).
fn mark(staged: &Path, key: Option<&Key>) -> Result<()> {
    let connection = open_with(staged, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    let named = named_params! {":key": Setting::Restored.key(), ":value": "1"};
    connection.execute(include_str!("../sql/setting/put.sql"), named)?;
    Ok(())
}

/// Raises the next numbers of the restored database to those of the replaced one (BACKUP-4).
fn keep_numbers(replaced: (&Path, Option<&Key>), staged: (&Path, Option<&Key>)) -> Result<()> {
    let Ok(given) = look(replaced.0, replaced.1).and_then(|connection| numbers_of(&connection)) else { return Ok(()) };
    let mut connection = open_with(staged.0, OpenFlags::SQLITE_OPEN_READ_WRITE, staged.1)?;
    let transaction = connection.transaction()?;
    for (kind, month, device, next) in given {
        let named = named_params! {":kind": kind, ":month": month, ":device": device, ":next": next};
        transaction.execute(include_str!("../sql/number/raise.sql"), named)?;
    }
    Ok(transaction.commit()?)
}

type Given = (String, String, String, i64);

fn numbers_of(connection: &Connection) -> rusqlite::Result<Vec<Given>> {
    let mut statement = connection.prepare(include_str!("../sql/number/all.sql"))?;
    let rows = statement
        .query_map([], |row| Ok((row.get("kind")?, row.get("month")?, row.get("device")?, row.get("next")?)))?;
    rows.collect()
}

/// Gives the database that goes a second name, then takes its log away from the first one.
pub(crate) fn keep_replaced(database: &Path, kept: &Path) -> Result<()> {
    if database.exists() && std::fs::hard_link(database, kept).is_err() {
        // A disk without links (exFAT).
        std::fs::copy(database, kept)?;
        // Windows lets only who may write wait for the disk.
        std::fs::File::options().write(true).open(kept)?.sync_all()?;
    }
    let log = beside(database, "-wal");
    if log.exists() {
        std::fs::rename(&log, beside(kept, "-wal"))?;
    }
    remove(&beside(database, "-shm"))?; // an index of the log, made anew by whoever opens it
    sync_folder(database)
}

/// The name, or the first of `name-2`, `name-3` … under which nothing stands.
pub(crate) fn free_name(wanted: &Path) -> PathBuf {
    let stem = wanted.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let names = (2..).map(|n| wanted.with_file_name(format!("{stem}-{n}.db")));
    let taken = |path: &PathBuf| path.exists() || beside(path, "-wal").exists();
    std::iter::once(wanted.to_owned()).chain(names).find(|path| !taken(path)).unwrap_or_else(|| wanted.to_owned())
}
