//! Opening the database: never a newer one, never over a damaged one.
//!
//! - STORE-5 A new database gets its name only when it is whole; an empty or foreign file under that name is damage, not a new desk.
//! - STORE-6 Migrations run in one transaction with their history and the format; a file whose history differs is not opened.
//! - STORE-10 Rows computed in the background are not waited for: a power cut may take the newest batches, whole, and never a
//!   write that was acknowledged; they are computed again.
//! - STORE-12 Writes go in turn: one who writes again and again lets by who waits.
//! - STORE-13 Who writes much in one transaction is told that another waits, and can end it there.
//! - SEAL-3 An encrypted database without its key, or with another one, is not opened and not touched, and never called damaged.
//!
//! Absent: `ANALYZE` and `PRAGMA optimize`. Plans are fixed by the queries (`CROSS JOIN`, ranges) and
//! proved by a test without statistics; statistics of one desk must not change what a test has seen.

use crate::audit::Entry;
use crate::connection::{
    CAN_SEAL, PATIENCE, beside, connect, connect_reader, has_log, is_sealed, look, open_with, without_making,
};
use crate::{Fault, Reader, Result, StoreError, Tx};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use vault::Key;

/// Program format: the highest `user_version` this program understands. Raised only by a migration
/// after which older programs must not write (`PRAGMA user_version` stands in that migration);
/// additive migrations keep it.
pub const FORMAT: i64 = 5;

/// Connections kept for reading: one page, one search and one report at a time is what a desk does.
/// More readers at once get a connection of their own, which is closed after them.
pub(crate) const READERS: usize = 3;

/// How often, and after what pause, the format is looked at again when the log went away under the look.
const LOOKS: usize = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// The log is cut back to this after a checkpoint: an import of 100,000 rows leaves hundreds of MB.
pub(crate) const MOST_LOG_BYTES: i64 = 16 * 1024 * 1024;

/// After as many pages the log is folded into the file: as many as it may hold before it is cut back. SQLite's own measure is
/// a quarter of that; a batch of a thousand answers fills it, and each commit would then wait for a second file.
pub(crate) const LOG_PAGES: i64 = 4_000;

/// Up to this size the whole file is looked through at each start (some 50 ms). A larger one shows
/// damage in its first pages and its schema here, and elsewhere at the next backup, which reads all.
const LOOKED_THROUGH_BYTES: u64 = 32 * 1024 * 1024;

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
    /// A trial version made it: its tables are not those of any program that was handed out.
    #[error("{detail}")]
    Trial {
        /// Which migration differs.
        detail: String,
    },
    /// The file could not be brought to this program's format, nor be copied before. It is as it was (STORE-6).
    #[error("migration {from} to {to}: {cause}")]
    Migration {
        /// The first step that was to be done.
        from: i64,
        /// The last one.
        to: i64,
        /// Why not.
        cause: StoreError,
    },
    /// It is encrypted and no key was given, or this build cannot read it (SEAL-3).
    #[error("encrypted, no key")]
    Locked,
    /// It is encrypted with another key than the given one, or its first page is damaged (SEAL-3).
    #[error("encrypted with another key")]
    OtherKey,
    /// There is no such file.
    #[error("no such file")]
    Missing,
    /// Anything the store can meet: busy, full, read-only.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenError {
    fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match StoreError::from(error) {
            StoreError { fault: Fault::Corrupt, detail } => Self::Damaged { detail },
            other => Self::Store(other),
        }
    }
}

/// The desk's database: one writer, a few readers.
pub struct Store {
    path: PathBuf,
    key: Option<Key>,
    writer: Mutex<Connection>,
    /// Held by who waits for the writer: a mutex alone goes to whoever asks first, and that is who had it just now.
    turn: Mutex<()>,
    /// Who asked for the writer and has not got it (STORE-13).
    pub(crate) waiting: AtomicUsize,
    readers: Mutex<Vec<Connection>>,
}

pub(crate) mod migrations {
    refinery::embed_migrations!("migrations");
}

impl Store {
    /// Opens or makes the database at a path. `before_migration` runs on an existing database with
    /// migrations to come, before the first of them: the place for a backup.
    pub fn open(
        path: &Path,
        before_migration: impl FnOnce(&Connection) -> Result<()>,
    ) -> std::result::Result<Self, OpenError> {
        Self::open_with(path, None, before_migration)
    }

    /// As [`Store::open`], with the key of an encrypted database. A plain one is opened as what it is; a new one is made
    /// with the key.
    pub fn open_with(
        path: &Path,
        key: Option<&Key>,
        before_migration: impl FnOnce(&Connection) -> Result<()>,
    ) -> std::result::Result<Self, OpenError> {
        if !path.exists() {
            make(path, key)?;
        }
        let key = Self::key_of(path, key)?;
        refuse_newer(path, key)?;
        refuse_damaged(path, key)?;
        let mut connection = connect(path, key)?;
        migrate(&mut connection, before_migration)?;
        let readers = (0..READERS).map(|_| connect_reader(path, key)).collect::<std::result::Result<_, _>>()?;
        let (writer, readers) = (Mutex::new(connection), Mutex::new(readers));
        Ok(Self {
            path: path.to_owned(),
            key: key.cloned(),
            writer,
            turn: Mutex::default(),
            waiting: AtomicUsize::new(0),
            readers,
        })
    }

    /// The key this file wants: none when it is plain (SEAL-3).
    pub(crate) fn key_of<'k>(path: &Path, given: Option<&'k Key>) -> std::result::Result<Option<&'k Key>, OpenError> {
        if !is_sealed(path).map_err(StoreError::from)? {
            return Ok(None);
        }
        let key = given.filter(|_| CAN_SEAL).ok_or(OpenError::Locked)?;
        let read = look(path, Some(key)).and_then(|found| found.query_row("PRAGMA user_version", [], |_| Ok(())));
        match read {
            Err(why) if why.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Err(OpenError::OtherKey),
            // What else is wrong is found, and said, by those who come after.
            _ => Ok(Some(key)),
        }
    }

    /// Whether it is encrypted.
    pub fn is_sealed(&self) -> bool {
        self.key.is_some()
    }

    /// The key it was opened with; `None` of a plain one.
    pub(crate) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads from one snapshot.
    pub fn read<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&Reader<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let idle = lock(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect_reader(&self.path, self.key()).map_err(StoreError::from)?,
        };
        let answer = snapshot(&connection, f);
        self.give_back(connection);
        answer
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = lock(&self.readers);
        if idle.len() < READERS {
            idle.push(connection);
        }
    }

    /// The one way to write (STORE-1): rows, audit line and outbox line in one durable transaction.
    /// A statement that failed inside fails the whole, even when `f` goes on without a word: half of
    /// a record is never kept. What may fail on its own goes into [`Tx::attempt`].
    pub fn write<T, E: From<StoreError>>(
        &self,
        entry: Entry<'_>,
        f: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        transact((&self.writer(), &self.waiting), entry, f)
    }

    /// As [`Store::write`], for rows that follow from others and are nobody's record: it is not waited for until they are
    /// on the disk (STORE-10).
    pub fn write_soon<T, E: From<StoreError>>(
        &self,
        entry: Entry<'_>,
        f: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let writer = self.writer();
        let _until_done = Soon::begin(&writer)?;
        transact((&writer, &self.waiting), entry, f)
    }

    /// The writing connection, in turn: who waits for it holds the place before it, so that one who writes again and again
    /// lets him by (STORE-12).
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let _turn = lock(&self.turn);
        let writer = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        writer
    }

    /// How many readers wait for work.
    #[cfg(test)]
    pub(crate) fn idle_readers(&self) -> usize {
        lock(&self.readers).len()
    }
}

fn transact<T, E: From<StoreError>>(
    (writer, waiting): (&Connection, &AtomicUsize),
    entry: Entry<'_>,
    f: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let transaction = Transaction::new_unchecked(writer, TransactionBehavior::Immediate).map_err(StoreError::from)?;
    let tx = Tx::new(&transaction, waiting);
    let value = f(&tx)?;
    tx.keep_numbers()?;
    tx.audit(&entry)?;
    tx.whole()?;
    transaction.commit().map_err(StoreError::from)?;
    Ok(value)
}

/// Commits are not waited for while it lives; however it ends, the next write is (STORE-1).
struct Soon<'a>(&'a Connection);

impl<'a> Soon<'a> {
    fn begin(writer: &'a Connection) -> Result<Self> {
        let soon = Self(writer);
        hurry(writer, "NORMAL")?;
        Ok(soon)
    }
}

impl Drop for Soon<'_> {
    fn drop(&mut self) {
        // Neither can fail outside a transaction, and there is none any more.
        let _ = hurry(self.0, "FULL");
    }
}

/// Whether a commit waits for the disk.
pub(crate) fn hurry(connection: &Connection, synchronous: &str) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", synchronous)
}

fn snapshot<T, E: From<StoreError>>(
    connection: &Connection,
    f: impl FnOnce(&Reader<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let transaction = connection.unchecked_transaction().map_err(StoreError::from)?;
    f(&Reader { connection: &transaction })
}

/// A poisoned lock only means that another thread failed; SQLite rolled its transaction back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks at the format without writing a byte, not even a log (STORE-2).
pub(crate) fn refuse_newer(path: &Path, key: Option<&Key>) -> std::result::Result<(), OpenError> {
    let found = format_of(path, key)?;
    if found > FORMAT {
        return Err(OpenError::TooNew { found, known: FORMAT });
    }
    Ok(())
}

/// The format, while another process may be closing: it folds its log into the file and takes the log away. A look past
/// SQLite's locks may then meet no log where one was, or a header that counts pages not yet written.
fn format_of(path: &Path, key: Option<&Key>) -> rusqlite::Result<i64> {
    let format = || look(path, key)?.query_row("PRAGMA user_version", [], |row| row.get(0));
    let mut found = format();
    for _ in 0..LOOKS {
        match &found {
            Err(why) if log_went(why) => std::thread::sleep(BETWEEN_LOOKS),
            // Whether that is damage is judged under the locks, by `refuse_damaged`.
            Err(why) if why.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => return Ok(0),
            _ => break,
        }
        found = format();
    }
    found
}

/// A read-only connection cannot make the log another process has just taken away.
fn log_went(why: &rusqlite::Error) -> bool {
    matches!(why.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

/// Refuses a file that is no desk's database or is damaged (STORE-3, STORE-5). Reads under SQLite's locks: another
/// process may be writing at this moment, and its half-done page must not be called damage.
fn refuse_damaged(path: &Path, key: Option<&Key>) -> std::result::Result<(), OpenError> {
    let logged = has_log(path);
    let connection = open_with(path, without_making(), key)?;
    connection.busy_timeout(PATIENCE)?;
    if logged {
        // Closing would fold the log into a file that may be damaged: it stays as it was found.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    let snapshot = connection.unchecked_transaction()?;
    if refuse_foreign(&snapshot, path)? <= LOOKED_THROUGH_BYTES {
        let found: String = snapshot.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Err(OpenError::damaged(found));
        }
    }
    Ok(())
}

/// Refuses what is no desk's database or was cut off; answers its size.
pub(crate) fn refuse_foreign(connection: &Connection, path: &Path) -> std::result::Result<u64, OpenError> {
    if applied(connection)? == 0 {
        return Err(OpenError::damaged("not a desk's database"));
    }
    let bytes = path.metadata().map_err(StoreError::from)?.len();
    let page = page_size(connection)?;
    if !has_log(path) && !bytes.is_multiple_of(page) {
        // SQLite reads zeros behind the end of a file: a cut within the last page is seen by its length only.
        return Err(OpenError::damaged("the file ends within a page"));
    }
    Ok(bytes)
}

/// Bytes of a page; SQLCipher answers with a text.
fn page_size(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("PRAGMA page_size", [], |row| match row.get_ref(0)? {
        ValueRef::Text(text) => Ok(std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).unwrap_or(0)),
        _ => row.get(0),
    })
}

/// How often this process made one: a name of its own for each.
static MADE: AtomicU32 = AtomicU32::new(0);

/// Makes a new database under another name and gives it its own when it is whole (STORE-5). Where a
/// second process was faster, its database stands.
fn make(path: &Path, key: Option<&Key>) -> std::result::Result<(), OpenError> {
    if has_log(path) {
        return Err(OpenError::damaged("the file is gone, its log is there"));
    }
    let turn = MADE.fetch_add(1, Ordering::Relaxed);
    let made = beside(path, &format!(".making-{}-{turn}", std::process::id()));
    let outcome = make_under(&made, path, key);
    for left in [made.clone(), beside(&made, "-journal")] {
        // Nobody but us knows these names; a rest of them is of no use.
        let _ = std::fs::remove_file(left);
    }
    outcome
}

fn make_under(made: &Path, path: &Path, key: Option<&Key>) -> std::result::Result<(), OpenError> {
    let _ = std::fs::remove_file(made);
    let mut connection = open_with(made, OpenFlags::default(), key)?;
    migrate(&mut connection, |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    let named = match std::fs::hard_link(made, path) {
        Err(why) if why.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        // A disk without links (exFAT): the name is free, or it was a moment ago.
        Err(_) if !path.exists() => std::fs::rename(made, path),
        other => other,
    };
    named.map_err(StoreError::from)?;
    Ok(crate::backup::sync_folder(path)?)
}

fn migrate(
    connection: &mut Connection,
    before: impl FnOnce(&Connection) -> Result<()>,
) -> std::result::Result<(), OpenError> {
    // Grouped: by itself refinery commits a migration before its history, and a kill between the two
    // leaves a database that no program opens again. A newer program's additive migration may be there.
    let runner = migrations::migrations::runner().set_grouped(true).set_abort_missing(false);
    let steps = || runner.get_migrations().iter().map(|step| i64::from(step.version()));
    let known = steps().max().unwrap_or(0);
    let done = applied(connection)?;
    // Numbers may leave some out: the first step is the first that is to be done.
    let from = steps().filter(|step| *step > done).min().unwrap_or(known);
    let failed = |cause| OpenError::Migration { from, to: known, cause };
    let old = done > 0 && done < known;
    if old {
        before(connection).map_err(failed)?;
    }
    match runner.run(connection) {
        Ok(_) => Ok(()),
        // Another process may have done it meanwhile.
        Err(_) if done < known && applied(connection)? >= known => Ok(()),
        Err(why) => Err(match migration_error(&why) {
            OpenError::Store(cause) if old => failed(cause),
            other => other,
        }),
    }
}

fn migration_error(why: &refinery::Error) -> OpenError {
    let fault = match why.kind() {
        refinery::error::Kind::DivergentVersion(there, ours) => {
            let detail = format!(
                "migration {there} of the file is not {ours} of this program: the file was made by a trial version"
            );
            return OpenError::Trial { detail };
        }
        refinery::error::Kind::Connection(_, cause) => cause.downcast_ref::<rusqlite::Error>().map(StoreError::of),
        _ => None,
    };
    fault.unwrap_or_else(|| StoreError::other(why.to_string())).into()
}

/// Number of the last migration in the file; 0 in one that is not ours.
pub(crate) fn applied(connection: &Connection) -> rusqlite::Result<i64> {
    let there: bool = connection.query_row(
        "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'refinery_schema_history'",
        [],
        |row| row.get(0),
    )?;
    if !there {
        return Ok(0);
    }
    connection.query_row("SELECT coalesce(max(version), 0) FROM refinery_schema_history", [], |row| row.get(0))
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
