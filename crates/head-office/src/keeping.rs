//! Copies of a head office, and what of it may go after years.
//!
//! - KEEP-1 A backup has its name only after its database was opened, found sound and has as many rows as the original, and each file has the hash it goes by. It is made while the server serves.
//! - KEEP-2 A backup carries no key: who steals it can sign nothing.
//! - KEEP-3 Retention takes no record, place, receipt, whole file or line of the trail, and nothing a device has not read; what it took stands in the trail in the same commit, and a dry run takes nothing.
//!
//! Absent: when to do either (a timer of the system), and PostgreSQL's own copies (`pg_dump`).

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{Months, NaiveDate};

use crate::clock;
use crate::files::Files;
use crate::store::clerks::Deed;
use crate::store::keeping::Retained;
use crate::store::sqlite::Sqlite;
use crate::store::{Result, Store, StoreError};

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// Rows of all tables.
    pub rows: u64,
    /// Records.
    pub records: u64,
    /// Files beside records.
    pub files: u64,
}

/// Copies the database and the files of `from` into a folder that is not there yet.
pub fn backup(from: &Path, database: Option<&str>, to: &Path) -> Result<Backup> {
    if database.is_some() {
        let how = "copy the database with pg_dump --format=custom, and put it back with pg_restore: files are in it"
            .to_owned();
        return Err(StoreError::Disk(std::io::Error::new(std::io::ErrorKind::Unsupported, how)));
    }
    if to.exists() {
        return Err(exists(to));
    }
    let store = Sqlite::open(from)?;
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = to.with_file_name(name);
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    fs::create_dir_all(&part)?;
    let rows = store.copy_to(&part.join("head-office.db"))?;
    let held = Sqlite::open(&part)?.blobs()?;
    let (source, target) = (Files::new(from), Files::new(&part));
    for blob in &held {
        copy_file(&source.path(&blob.dealer, &blob.sha256), &target.path(&blob.dealer, &blob.sha256), &blob.sha256)?;
    }
    sync(&part)?;
    fs::rename(&part, to)?;
    sync(to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    let records = rows.iter().find(|(table, _)| table == "record").map_or(0, |(_, count)| *count);
    Ok(Backup { rows: rows.iter().map(|(_, count)| count).sum(), records, files: held.len() as u64 })
}

fn exists(path: &Path) -> StoreError {
    let kind = std::io::ErrorKind::AlreadyExists;
    StoreError::Disk(std::io::Error::new(kind, format!("{}: is there already", path.display())))
}

fn copy_file(from: &Path, to: &Path, sha256: &str) -> Result<()> {
    let bytes = fs::read(from)?;
    if wire::hash::sha256_hex(&bytes) != sha256 {
        return Err(StoreError::Broken("file"));
    }
    let folder = to.parent().ok_or(StoreError::Broken("path"))?;
    fs::create_dir_all(folder)?;
    let mut file = File::create(to)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    sync(folder)
}

#[cfg(unix)]
fn sync(folder: &Path) -> Result<()> {
    Ok(File::open(folder)?.sync_all()?)
}

#[cfg(not(unix))]
fn sync(_: &Path) -> Result<()> {
    Ok(())
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum TooYoung {
    /// The day is inside the years that are kept.
    #[error("{0} is less than {1} years ago: nothing that young may go")]
    Kept(NaiveDate, u32),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes away what came before a day, or only counts it.
pub fn retain(
    store: &dyn Store,
    dir: &Path,
    (before, years): (NaiveDate, u32),
    now: i64,
    dry: bool,
) -> std::result::Result<Retained, TooYoung> {
    let kept_from = clock::day_of(now).checked_sub_months(Months::new(years.saturating_mul(12)));
    if kept_from.is_none_or(|from| before > from) {
        return Err(TooYoung::Kept(before, years));
    }
    let at = clock::start_of(before);
    let parts = old_parts(dir, at)?;
    let about = before.to_string();
    let detail = |gone: &Retained| format!("{gone} {} unfinished files", parts.len());
    let deed = Deed { clerk: "head-office", action: "retain", about: &about, detail: "", once: None };
    let gone = store.retain(at, now, (!dry).then_some(&deed), &detail)?;
    if !dry {
        parts.iter().try_for_each(fs::remove_file).map_err(StoreError::from)?;
    }
    Ok(Retained { parts: parts.len() as u64, ..gone })
}

/// Beginnings of files whose rest never came, last written before this moment.
fn old_parts(dir: &Path, before: i64) -> Result<Vec<PathBuf>> {
    let blobs = dir.join("blobs");
    if !blobs.exists() {
        return Ok(Vec::new());
    }
    let limit = UNIX_EPOCH + Duration::from_millis(u64::try_from(before).unwrap_or_default());
    let mut found = Vec::new();
    for dealer in fs::read_dir(blobs)? {
        for entry in fs::read_dir(dealer?.path())? {
            let path = entry?.path();
            let written: SystemTime = path.metadata()?.modified()?;
            if path.extension().is_some_and(|ending| ending == "part") && written < limit {
                found.push(path);
            }
        }
    }
    Ok(found)
}
