//! Online backup, checked before it counts, thinned to twelve daily, ten weekly and nine monthly.
//!
//! - BACKUP-1 A backup has its final name only after it was opened, passed `integrity_check` and has as many rows as the original.
//! - BACKUP-2 Thinning keeps the newest of each of the last 12 days, 10 weeks and 9 months, and always the newest.
//! - BACKUP-3 A restore keeps what it replaces under a new name.

use crate::open::refuse_newer;
use crate::{OpenError, Result, Store, StoreError};
use domain::Day;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a backup was made; part of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// On schedule.
    Schedule,
    /// By button or command.
    Button,
    /// Before a migration.
    BeforeMigration,
    /// Before a restore.
    BeforeRestore,
}

impl Cause {
    /// Name inside the file name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Button => "button",
            Self::BeforeMigration => "before_migration",
            Self::BeforeRestore => "before_restore",
        }
    }
}

/// A backup on disk: `desk-<UTC ms>-<cause>.db`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Where.
    pub path: PathBuf,
    /// When, UTC ms.
    pub made_at: i64,
    /// Why.
    pub cause: String,
    /// Bytes.
    pub bytes: u64,
}

impl BackupFile {
    /// The file name of a backup.
    pub fn name(made_at: i64, cause: Cause) -> String {
        format!("desk-{made_at}-{}.db", cause.name())
    }

    fn of(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_prefix("desk-")?.strip_suffix(".db")?;
        let (made_at, cause) = name.split_once('-')?;
        let bytes = path.metadata().ok()?.len();
        Some(Self { made_at: made_at.parse().ok()?, cause: cause.to_owned(), bytes, path: path.clone() })
    }

    /// Backups in a folder, newest first.
    pub fn all_in(dir: &Path) -> Result<Vec<Self>> {
        if !dir.exists() {
            return Ok(Vec::new());
        }
        let mut found: Vec<Self> = std::fs::read_dir(dir)?.filter_map(|entry| Self::of(entry.ok()?.path())).collect();
        found.sort_by_key(|file| std::cmp::Reverse(file.made_at));
        Ok(found)
    }

    /// Removes what thinning does not keep (BACKUP-2). Answers what was removed.
    pub fn thin(dir: &Path) -> Result<Vec<PathBuf>> {
        let all = Self::all_in(dir)?;
        let keep = kept(&all);
        let mut removed = Vec::new();
        for file in all.iter().filter(|file| !keep.contains(&file.path)) {
            std::fs::remove_file(&file.path)?;
            removed.push(file.path.clone());
        }
        Ok(removed)
    }
}

/// Paths to keep; `all` is newest first.
fn kept(all: &[BackupFile]) -> BTreeSet<PathBuf> {
    let mut keep: BTreeSet<PathBuf> = all.first().map(|file| file.path.clone()).into_iter().collect();
    type Bucket = fn(Day) -> String;
    let rules: [(usize, Bucket); 3] = [
        (12, |day| day.to_string()),
        (10, |day| day.date().format("%G-%V").to_string()),
        (9, |day| domain::Month::of(day).to_string()),
    ];
    for (most, bucket) in rules {
        let mut seen = BTreeSet::new();
        for file in all {
            if seen.insert(bucket(Day::at(file.made_at))) && seen.len() <= most {
                keep.insert(file.path.clone());
            }
        }
    }
    keep
}

fn rows_of(connection: &Connection) -> Result<Vec<(String, i64)>> {
    crate::Reader { connection }.table_counts()
}

/// Copies a database page by page and proves the copy (BACKUP-1).
fn copy(from: &Connection, to: &Path) -> Result<()> {
    let part = to.with_extension("part");
    if part.exists() {
        std::fs::remove_file(&part)?;
    }
    let proved = copy_and_prove(from, &part);
    match proved {
        Ok(()) => {
            std::fs::rename(&part, to)?;
            sync_folder(to)
        }
        Err(why) => {
            // The half copy is of no use to anybody; the original is untouched.
            let _ = std::fs::remove_file(&part);
            Err(why)
        }
    }
}

fn copy_and_prove(from: &Connection, part: &Path) -> Result<()> {
    let snapshot = from.unchecked_transaction()?;
    let expected = rows_of(&snapshot)?;
    let mut copy = Connection::open(part)?;
    Backup::new(&snapshot, &mut copy)?.run_to_completion(4096, Duration::ZERO, None)?;
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    let integrity = crate::Reader { connection: &copy }.integrity()?;
    if integrity != "ok" {
        return Err(StoreError { fault: crate::Fault::Corrupt, detail: integrity });
    }
    if rows_of(&copy)? != expected {
        return Err(StoreError::other("the copy has other rows than the original"));
    }
    drop(copy);
    std::fs::File::open(part)?.sync_all()?;
    Ok(())
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::File::open(dir)?.sync_all()?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> Result<()> {
    Ok(())
}

impl Store {
    /// Makes a checked backup at a path.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        if let Some(dir) = path.parent() {
            std::fs::create_dir_all(dir)?;
        }
        let reader = Connection::open_with_flags(self.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        reader.busy_timeout(Duration::from_secs(10))?;
        copy(&reader, path)
    }

    /// Makes a checked backup of a database that is open elsewhere, before a migration.
    pub fn backup_connection(connection: &Connection, path: &Path) -> Result<()> {
        if let Some(dir) = path.parent() {
            std::fs::create_dir_all(dir)?;
        }
        copy(connection, path)
    }

    /// Proves that a file is a database this program can restore.
    pub fn prove_backup(path: &Path) -> std::result::Result<(), OpenError> {
        if !path.is_file() {
            return Err(OpenError::Damaged { detail: "no such file".into() });
        }
        refuse_newer(path)?;
        let look = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let integrity = crate::Reader { connection: &look }.integrity()?;
        if integrity != "ok" {
            return Err(OpenError::Damaged { detail: integrity });
        }
        if crate::open::applied(&look)? == 0 {
            return Err(OpenError::Damaged { detail: "not a desk's database".into() });
        }
        Ok(())
    }

    /// Puts a proved backup in place of the database; what was there is kept as `kept`. Nobody may have it open.
    pub fn restore(from: &Path, database: &Path, kept: &Path) -> std::result::Result<(), OpenError> {
        Self::prove_backup(from)?;
        let staged = database.with_extension("restoring");
        std::fs::copy(from, &staged).map_err(StoreError::from)?;
        std::fs::File::open(&staged).and_then(|file| file.sync_all()).map_err(StoreError::from)?;
        if database.exists() {
            std::fs::rename(database, kept).map_err(StoreError::from)?;
        }
        for extension in ["db-wal", "db-shm"] {
            let beside = database.with_extension(extension);
            if beside.exists() {
                std::fs::rename(&beside, kept.with_extension(extension)).map_err(StoreError::from)?;
            }
        }
        std::fs::rename(&staged, database).map_err(StoreError::from)?;
        Ok(sync_folder(database)?)
    }

    /// Waits until nobody writes and folds the write-ahead log into the file.
    pub fn settle(&self) -> Result<()> {
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

/// Free bytes on the disk of a folder; `None` where it cannot be told without unsafe code.
pub fn free_bytes(dir: &Path) -> Option<u64> {
    fs4::available_space(dir).ok()
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
