//! Online backup, checked before it counts, thinned to twelve daily, ten weekly and nine monthly.
//!
//! - BACKUP-1 A backup has its final name only after it was opened, passed `integrity_check` and has as many rows as the original.
//! - BACKUP-2 Thinning keeps the newest of each of the last 12 days, 10 weeks and 9 months that have one, the three newest made before a migration or a restore, and always the newest.
//! - BACKUP-3 A restore keeps what it replaces, with its log, under a new name; a file that cannot be restored moves nothing.
//! - BACKUP-4 A number given out before a restore is not given out again after it, as long as the replaced file can be read.
//! - BACKUP-5 A restored database says that it is one, from the moment it stands there until its streams have new epochs.
//! - BACKUP-6 Before a migration one backup is enough, however often the migration fails; half a copy of a program that was killed goes at the next start or thinning, with its logs and its lock, and what a killed restore staged at the next start.
//! - BACKUP-7 Of two that write one file one wins, and the other is told; each copies under a name of its own.
//!
//! Absent: when to make one (the app's schedule) and encryption.

use crate::open::{beside, look, refuse_foreign, refuse_newer};
use crate::{Fault, OpenError, Result, Setting, Store, StoreError};
use domain::Day;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, named_params};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

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
fn holds_the_same(backup: &Path, database: &Connection) -> Result<bool> {
    let backup = look(backup)?;
    let told = |connection: &Connection| -> Result<_> {
        let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok((format, rows_of(connection)?, crate::Reader { connection }.newest_audit()?))
    };
    Ok(told(&backup)? == told(database)? && crate::Reader { connection: &backup }.integrity()? == "ok")
}

fn rows_of(connection: &Connection) -> Result<Vec<(String, i64)>> {
    crate::Reader { connection }.table_counts()
}

/// Copies a database page by page and proves the copy (BACKUP-1).
fn copy(from: &Connection, to: &Path) -> Result<()> {
    std::fs::create_dir_all(folder_of(to))?;
    let lock = beside(to, ".lock");
    let Some(turn) = take_turn(&lock)? else {
        return Err(StoreError { fault: Fault::BackingUp, detail: to.display().to_string() });
    };
    let done = copy_under_lock(from, to);
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
fn remove_halves_of(to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder_of(to))? {
        let path = entry?.path();
        if half_of(&path).is_some_and(|whole| whole.file_name() == to.file_name()) {
            remove_with_logs(&path)?;
        }
    }
    Ok(())
}

fn copy_under_lock(from: &Connection, to: &Path) -> Result<()> {
    let turn = COPIED.fetch_add(1, Ordering::Relaxed);
    let part = beside(to, &format!(".{}-{turn}.part", std::process::id()));
    let proved = remove_halves_of(to).and_then(|()| copy_and_prove(from, Connection::open(&part)?));
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
    let integrity = crate::Reader { connection: &copy }.integrity()?;
    if integrity != "ok" {
        return Err(StoreError { fault: Fault::Corrupt, detail: integrity });
    }
    if rows_of(&copy)? != expected {
        return Err(StoreError::other("the copy has other rows than the original"));
    }
    copy.close().map_err(|(_, error)| error.into())
}

/// What SQLite may leave beside a file.
const LOGS: [&str; 3] = ["-journal", "-wal", "-shm"];

fn remove_with_logs(path: &Path) -> Result<()> {
    remove(path)?;
    LOGS.iter().try_for_each(|log| remove(&beside(path, log)))
}

fn remove(path: &Path) -> Result<()> {
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
    /// Makes a checked backup at a path.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        if same_file(path, self.path()) {
            return Err(StoreError::other("a database is no place for its own backup"));
        }
        let reader = Connection::open_with_flags(self.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        reader.busy_timeout(Duration::from_secs(10))?;
        copy(&reader, path)?;
        if let Some((made_at, _)) = BackupFile::named(path) {
            remove_half_copies(folder_of(path), |began, _| began < made_at - AN_HOUR_MS)?;
        }
        Ok(())
    }

    /// Makes a checked backup before a migration, in a folder of backups. After a migration that failed there is one that
    /// holds the same: a program that is started again and again, or ended while it copies, fills no disk (BACKUP-6).
    pub fn backup_before_migration(connection: &Connection, dir: &Path, now: i64) -> Result<()> {
        std::fs::create_dir_all(dir)?;
        // One start copies at a time; the others then find its copy.
        let turn = std::fs::File::create(dir.join("before_migration.lock"))?;
        turn.lock()?;
        remove_half_copies(dir, |_, cause| cause == Cause::BeforeMigration.name())?;
        let earlier = BackupFile::all_in(dir)?.into_iter().filter(|file| file.cause == Cause::BeforeMigration.name());
        if earlier.take(WAYS_BACK).any(|file| holds_the_same(&file.path, connection).unwrap_or(false)) {
            return Ok(());
        }
        copy(connection, &dir.join(BackupFile::name(now, Cause::BeforeMigration)))
    }

    /// Proves that a file is a database this program can restore.
    pub fn prove_backup(path: &Path) -> std::result::Result<(), OpenError> {
        match path.metadata() {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Err(OpenError::Missing),
            Err(why) => {
                return Err(match StoreError::from(why) {
                    // Links that lead to each other, a name too long: the path leads to no file.
                    other if other.fault == Fault::Other => OpenError::Missing,
                    known => known.into(),
                });
            }
            Ok(there) if !there.is_file() => return Err(OpenError::Damaged { detail: "no file".into() }),
            Ok(_) => {}
        }
        refuse_newer(path)?;
        let look = look(path)?;
        refuse_foreign(&look, path)?;
        let integrity = crate::Reader { connection: &look }.integrity()?;
        if integrity != "ok" {
            return Err(OpenError::Damaged { detail: integrity });
        }
        Ok(())
    }

    /// Puts a proved backup in place of the database; what was there is kept as `kept`, or as the next
    /// free name after it. Nobody may have it open.
    ///
    /// The order is that of a power cut: until the last step the database has its own content under its
    /// own name, and a log never stands beside a file it does not belong to.
    pub fn restore(from: &Path, database: &Path, kept: &Path) -> std::result::Result<(), OpenError> {
        Self::prove_backup(from)?;
        let staged = beside(database, ".restoring");
        // Through SQLite, not byte by byte: what stands in a log beside the backup belongs to it.
        copy(&look(from)?, &staged)?;
        let moved = fold_log(database)
            .and_then(|()| mark(&staged))
            .and_then(|()| keep_numbers(database, &staged))
            .and_then(|()| keep_replaced(database, &free_name(kept)));
        if let Err(why) = moved {
            let _ = remove_with_logs(&staged);
            return Err(why.into());
        }
        std::fs::rename(&staged, database).map_err(StoreError::from)?;
        Ok(sync_folder(database)?)
    }

    /// Takes away what a killed restore left beside a database: copies of customers' data nobody will look for. Nobody may
    /// be restoring.
    pub fn forget_half_restores(database: &Path) -> Result<()> {
        let staged = beside(database, ".restoring");
        remove_halves_of(&staged)?;
        remove_with_logs(&staged)?;
        remove(&beside(&staged, ".lock"))
    }

    /// Waits until nobody writes and folds the write-ahead log into the file.
    pub fn settle(&self) -> Result<()> {
        fold(&self.writer())
    }
}

fn fold(connection: &Connection) -> Result<()> {
    let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy {
        return Err(StoreError { fault: Fault::Busy, detail: "another program reads the database".into() });
    }
    Ok(())
}

/// Folds the log of the database that goes. One too damaged for that is not opened for writing, which
/// would cost it its log, but keeps it.
fn fold_log(database: &Path) -> Result<()> {
    let readable = database.exists() && look(database).is_ok_and(|found| refuse_foreign(&found, database).is_ok());
    if !readable {
        return Ok(());
    }
    let folded = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(StoreError::from)
        .and_then(|connection| fold(&connection));
    match folded {
        Err(why) if why.fault != Fault::Corrupt => Err(why),
        _ => Ok(()),
    }
}

/// Says in a database that it was restored (BACKUP-5).
fn mark(staged: &Path) -> Result<()> {
    let connection = Connection::open_with_flags(staged, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let named = named_params! {":key": Setting::Restored.key(), ":value": "1"};
    connection.execute(include_str!("../sql/setting/put.sql"), named)?;
    Ok(())
}

/// Raises the next numbers of the restored database to those of the replaced one (BACKUP-4).
fn keep_numbers(replaced: &Path, staged: &Path) -> Result<()> {
    let Ok(given) = look(replaced).and_then(|connection| numbers_of(&connection)) else { return Ok(()) };
    let mut connection = Connection::open_with_flags(staged, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
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
fn keep_replaced(database: &Path, kept: &Path) -> Result<()> {
    if database.exists() && std::fs::hard_link(database, kept).is_err() {
        // A disk without links (exFAT).
        std::fs::copy(database, kept)?;
        std::fs::File::open(kept)?.sync_all()?;
    }
    let log = beside(database, "-wal");
    if log.exists() {
        std::fs::rename(&log, beside(kept, "-wal"))?;
    }
    remove(&beside(database, "-shm"))?; // an index of the log, made anew by whoever opens it
    sync_folder(database)
}

/// The name, or the first of `name-2`, `name-3` … under which nothing stands.
fn free_name(wanted: &Path) -> PathBuf {
    let stem = wanted.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let names = (2..).map(|n| wanted.with_file_name(format!("{stem}-{n}.db")));
    let taken = |path: &PathBuf| path.exists() || beside(path, "-wal").exists();
    std::iter::once(wanted.to_owned()).chain(names).find(|path| !taken(path)).unwrap_or_else(|| wanted.to_owned())
}

/// Free bytes on the disk of a folder; `None` where it cannot be told without unsafe code.
pub fn free_bytes(dir: &Path) -> Option<u64> {
    fs4::available_space(dir).ok()
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
