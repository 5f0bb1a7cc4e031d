//! Online backup, checked before it counts, thinned to twelve daily, ten weekly and nine monthly.
//!
//! - BACKUP-1 A backup has its final name only after it was opened, passed `integrity_check` and has as many rows as the original.
//! - BACKUP-2 Thinning keeps the newest of each of the last 12 days, 10 weeks and 9 months that have one, the three newest made before a migration or a restore, and always the newest.
//! - BACKUP-6 Before a migration one backup is enough, however often the migration fails; half a copy of a program that was killed goes at the next start or thinning, with its logs and its lock, and what a killed restore staged at the next start.
//! - BACKUP-7 Of two that write one file one wins, and the other is told; each copies under a name of its own.
//!
//! Absent: when to make one (the app's schedule), putting one back (`restore`), the key file beside one (`app`).

use crate::connection::{PATIENCE, beside, look, open_with};
use crate::open::{refuse_foreign, refuse_newer};
use crate::{Fault, OpenError, Result, Store, StoreError};
use domain::Day;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use vault::{Key, KeyFile};

/// Backups made before a migration or a restore that are kept whatever their day.
const WAYS_BACK: usize = 3;

const AN_HOUR_MS: i64 = 3_600_000;

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
        let (made_at, cause) = Self::named(&path)?;
        Some(Self { made_at, cause, bytes: path.metadata().ok()?.len(), path })
    }

    /// When and why, by its name.
    fn named(path: &Path) -> Option<(i64, String)> {
        let name = path.file_name()?.to_str()?.strip_prefix("desk-")?.strip_suffix(".db")?;
        let (made_at, cause) = name.split_once('-')?;
        Some((made_at.parse().ok()?, cause.to_owned()))
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
            remove(&KeyFile::beside(&file.path))?;
            removed.push(file.path.clone());
        }
        if let Some(newest) = all.first() {
            remove_half_copies(dir, |began, _| began < newest.made_at - AN_HOUR_MS)?;
        }
        Ok(removed)
    }
}

/// A copy that was killed stays as half a file. `gone` says, by when it began and why, which are nobody's any more.
fn remove_half_copies(dir: &Path, gone: impl Fn(i64, &str) -> bool) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let is_lock = path.extension().is_some_and(|ending| ending == "lock");
        let whole = if is_lock { Some(path.with_extension("")) } else { half_of(&path) };
        let named = whole.and_then(|whole| BackupFile::named(&whole));
        if !named.is_some_and(|(began, cause)| gone(began, &cause)) {
            continue;
        }
        // The lock of a copy that still runs is somebody's, however long ago it began.
        if !is_lock || take_turn(&path)?.is_some() {
            remove_with_logs(&path)?;
        }
    }
    Ok(())
}

/// Paths to keep; `all` is newest first.
fn kept(all: &[BackupFile]) -> BTreeSet<PathBuf> {
    let mut keep: BTreeSet<PathBuf> = all.first().map(|file| file.path.clone()).into_iter().collect();
    type Bucket = fn(Day) -> String;
    let rules: [(usize, Bucket); 3] = [
        (12, |day| day.iso()),
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
    // The way back from a migration or a restore that went wrong; the same day's next backup is no way back.
    let ways_back = all.iter().filter(|file| file.cause.starts_with("before_"));
    keep.extend(ways_back.take(WAYS_BACK).map(|file| file.path.clone()));
    keep
}

/// Whether a backup has the rows of a database and its last audit line, in the same format.
fn holds_the_same(backup: &Path, database: &Connection, key: Option<&Key>) -> Result<bool> {
    let backup = look(backup, key)?;
    let told = |connection: &Connection| -> Result<_> {
        let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok((format, rows_of(connection)?, crate::Reader { connection }.newest_audit()?))
    };
    Ok(told(&backup)? == told(database)? && crate::Reader { connection: &backup }.integrity()? == "ok")
}

pub(crate) fn rows_of(connection: &Connection) -> Result<Vec<(String, i64)>> {
    crate::Reader { connection }.table_counts()
}

/// Copies a database page by page and proves the copy (BACKUP-1). Both are plain, or both have a key.
pub(crate) fn copy(from: &Connection, to: &Path, key: Option<&Key>) -> Result<()> {
    write_file(to, |part| copy_and_prove(from, open_with(part, OpenFlags::default(), key)?))
}

/// Has a file written under a name of its own and gives it the name when it is whole (BACKUP-7).
pub(crate) fn write_file(to: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    std::fs::create_dir_all(folder_of(to))?;
    let lock = beside(to, ".lock");
    let Some(turn) = take_turn(&lock)? else {
        return Err(StoreError { fault: Fault::BackingUp, detail: to.display().to_string() });
    };
    let done = write_under_lock(to, fill);
    // Who waits for this one finds it gone and makes its own: they copy under names of their own.
    let _ = std::fs::remove_file(&lock);
    drop(turn);
    done
}

/// The turn to write a file; `None` while another has it. Where a disk knows no locks, everybody has it.
fn take_turn(lock: &Path) -> Result<Option<std::fs::File>> {
    let turn = std::fs::File::options().create(true).append(true).open(lock)?;
    match turn.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        _ => Ok(Some(turn)),
    }
}

/// How often this process copied: a name of its own for each.
static COPIED: AtomicU32 = AtomicU32::new(0);

/// The whole file that was to come of something a killed program left: `desk-1-button.db` of
/// `desk-1-button.db.4711-0.part`, of the logs beside it, or of an older program's `desk-1-button.db.part`.
fn half_of(path: &Path) -> Option<PathBuf> {
    let path = path.to_str()?;
    let part = LOGS.iter().find_map(|log| path.strip_suffix(log)).unwrap_or(path);
    let rest = part.strip_suffix(".part")?;
    let own = |mark: &str| mark.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    Some(PathBuf::from(rest.rsplit_once('.').filter(|(_, mark)| own(mark)).map_or(rest, |(whole, _)| whole)))
}

/// Nobody else writes this file: half copies of it are of programs that were killed.
pub(crate) fn remove_halves_of(to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder_of(to))? {
        let path = entry?.path();
        if half_of(&path).is_some_and(|whole| whole.file_name() == to.file_name()) {
            remove_with_logs(&path)?;
        }
    }
    Ok(())
}

fn write_under_lock(to: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let turn = COPIED.fetch_add(1, Ordering::Relaxed);
    let part = beside(to, &format!(".{}-{turn}.part", std::process::id()));
    let proved = remove_halves_of(to).and_then(|()| fill(&part));
    let named = proved.and_then(|()| Ok(std::fs::rename(&part, to)?));
    if named.is_err() {
        // The half copy is of no use to anybody; the original is untouched.
        let _ = remove_with_logs(&part);
        return named;
    }
    sync_folder(to)
}

/// SQLite syncs the copy as it syncs every commit, so that there is nothing left to do when this returns.
fn copy_and_prove(from: &Connection, mut copy: Connection) -> Result<()> {
    let snapshot = from.unchecked_transaction()?;
    let expected = rows_of(&snapshot)?;
    Backup::new(&snapshot, &mut copy)?.run_to_completion(4096, Duration::ZERO, None)?;
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    if rows_of(&copy)? != expected {
        return Err(StoreError::other("the copy has other rows than the original"));
    }
    whole(&copy)?;
    copy.close().map_err(|(_, error)| error.into())
}

/// Refuses a database that `integrity_check` finds something in.
pub(crate) fn whole(database: &Connection) -> Result<()> {
    match (crate::Reader { connection: database }).integrity()? {
        fine if fine == "ok" => Ok(()),
        found => Err(StoreError { fault: Fault::Corrupt, detail: found }),
    }
}

/// What SQLite may leave beside a file.
const LOGS: [&str; 3] = ["-journal", "-wal", "-shm"];

pub(crate) fn remove_with_logs(path: &Path) -> Result<()> {
    remove(path)?;
    LOGS.iter().try_for_each(|log| remove(&beside(path, log)))
}

pub(crate) fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(why.into()),
        _ => Ok(()),
    }
}

/// Folder of a path; of a bare name, the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    Ok(std::fs::File::open(folder_of(path))?.sync_all()?)
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> Result<()> {
    Ok(())
}

/// Whether two paths are one file: a backup onto the database itself would be the end of both.
fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

impl Store {
    /// Makes a checked backup at a path, with the key the database has.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        if same_file(path, self.path()) {
            return Err(StoreError::other("a database is no place for its own backup"));
        }
        let reader = open_with(self.path(), OpenFlags::SQLITE_OPEN_READ_WRITE, self.key())?;
        reader.busy_timeout(PATIENCE)?;
        copy(&reader, path, self.key())?;
        if let Some((made_at, _)) = BackupFile::named(path) {
            remove_half_copies(folder_of(path), |began, _| began < made_at - AN_HOUR_MS)?;
        }
        Ok(())
    }

    /// Makes a checked backup before a migration, in a folder of backups. After a migration that failed there is one that
    /// holds the same: a program that is started again and again, or ended while it copies, fills no disk (BACKUP-6).
    pub fn backup_before_migration(connection: &Connection, key: Option<&Key>, dir: &Path, now: i64) -> Result<()> {
        std::fs::create_dir_all(dir)?;
        // One start copies at a time; the others then find its copy.
        let turn = std::fs::File::create(dir.join("before_migration.lock"))?;
        turn.lock()?;
        remove_half_copies(dir, |_, cause| cause == Cause::BeforeMigration.name())?;
        let earlier = BackupFile::all_in(dir)?.into_iter().filter(|file| file.cause == Cause::BeforeMigration.name());
        if earlier.take(WAYS_BACK).any(|file| holds_the_same(&file.path, connection, key).unwrap_or(false)) {
            return Ok(());
        }
        copy(connection, &dir.join(BackupFile::name(now, Cause::BeforeMigration)), key)
    }

    /// Proves that a file is a database this program can restore.
    pub fn prove_backup(path: &Path) -> std::result::Result<(), OpenError> {
        Self::prove_backup_with(path, None)
    }

    /// As [`Store::prove_backup`], with the key of an encrypted one.
    pub fn prove_backup_with(path: &Path, key: Option<&Key>) -> std::result::Result<(), OpenError> {
        Self::backup_is_there(path)?;
        let key = Self::key_of(path, key)?;
        refuse_newer(path, key)?;
        let look = look(path, key)?;
        refuse_foreign(&look, path)?;
        match whole(&look) {
            Err(StoreError { fault: Fault::Corrupt, detail }) => Err(OpenError::Damaged { detail }),
            other => Ok(other?),
        }
    }

    /// Whether a path leads to a file at all: asked before anything in it is, its key among that.
    pub fn backup_is_there(path: &Path) -> std::result::Result<(), OpenError> {
        match path.metadata() {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Err(OpenError::Missing),
            Err(why) => Err(match StoreError::from(why) {
                // Links that lead to each other, a name too long: the path leads to no file.
                other if other.fault == Fault::Other => OpenError::Missing,
                known => known.into(),
            }),
            Ok(there) if !there.is_file() => Err(OpenError::Damaged { detail: "no file".into() }),
            Ok(_) => Ok(()),
        }
    }

    /// Waits until nobody writes and folds the write-ahead log into the file.
    pub fn settle(&self) -> Result<()> {
        fold(&self.writer())
    }
}

pub(crate) fn fold(connection: &Connection) -> Result<()> {
    let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy {
        return Err(StoreError { fault: Fault::Busy, detail: "another program reads the database".into() });
    }
    Ok(())
}

/// Free bytes on the disk of a folder; `None` where it cannot be told without unsafe code.
pub fn free_bytes(dir: &Path) -> Option<u64> {
    fs4::available_space(dir).ok()
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
