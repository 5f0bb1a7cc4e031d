//! Connections: how a file is opened, plain or with its key.
//!
//! - SEAL-1 A connection of an encrypted database has its key before anything is asked of it; the key stands in no error.
//! - SEAL-2 Whether a file is encrypted is seen by its first page, without a key and without a trace.
//!
//! Absent: where the key comes from (`app`).

use crate::open::{LOG_PAGES, MOST_LOG_BYTES, hurry};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use vault::Key;

/// Whether this build can read and write encrypted databases.
pub const CAN_SEAL: bool = cfg!(feature = "encryption");

/// How long a connection waits for another process.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Page cache of the writing connection: negative means KiB.
const WRITER_CACHE_KIB: i64 = -65_536;
/// Page cache of a reading connection: what 今日 counts stays in it.
const READER_CACHE_KIB: i64 = -16_384;

/// What every plain database begins with.
const PLAIN: &[u8] = b"SQLite format 3\0";
/// Bytes of a page, ours and SQLCipher's.
const PAGE: usize = 4096;
/// A page that looks random has nearly all of the 256 values a byte can have; text, zeros and rests of a plain page have not.
const VALUES_OF_NOISE: usize = 240;

/// Whether a file looks encrypted (SEAL-2): its first page is whole and looks random. A file that is not there is not.
pub fn is_sealed(path: &Path) -> std::io::Result<bool> {
    let mut page = Vec::with_capacity(PAGE);
    match std::fs::File::open(path) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(why) => return Err(why),
        Ok(file) => file.take(PAGE as u64).read_to_end(&mut page)?,
    };
    let mut seen = [false; 256];
    page.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    let values = seen.iter().filter(|seen| **seen).count();
    Ok(page.len() == PAGE && !page.starts_with(PLAIN) && values >= VALUES_OF_NOISE)
}

/// Opens a file with its key (SEAL-1).
pub(crate) fn open_with(path: impl AsRef<Path>, flags: OpenFlags, key: Option<&Key>) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    if let Some(key) = key {
        unlock(&connection, key)?;
    }
    Ok(connection)
}

/// The key as SQLCipher takes it: as it is, nothing derived from it.
#[cfg(feature = "encryption")]
pub(crate) fn raw(key: &Key) -> zeroize::Zeroizing<String> {
    let mut raw = zeroize::Zeroizing::new(String::with_capacity(67));
    raw.push_str("x'");
    raw.push_str(&key.hex());
    raw.push('\'');
    raw
}

#[cfg(feature = "encryption")]
fn unlock(connection: &Connection, key: &Key) -> rusqlite::Result<()> {
    // It writes to standard error by itself; what it meets is said by whoever asked.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    // What goes wrong is told in full by rusqlite, statement and all: the key stands in it.
    connection.pragma_update(None, "key", raw(key).as_str()).map_err(|_| rusqlite::Error::InvalidQuery)
}

/// Refused before a connection is made (`Store::key_of`), so that nobody comes here.
#[cfg(not(feature = "encryption"))]
fn unlock(_: &Connection, _: &Key) -> rusqlite::Result<()> {
    Err(rusqlite::Error::InvalidQuery)
}

/// A file that SQLite keeps beside the database: `desk.db-wal`.
pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = database.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether commits stand in the log that are not in the file yet.
pub(crate) fn has_log(database: &Path) -> bool {
    beside(database, "-wal").metadata().is_ok_and(|log| log.len() > 0)
}

/// A connection that leaves no trace. Without a log the file alone is the database and is read as one
/// that cannot change: an ordinary connection would put an empty log beside it. With a log there is
/// one already, and only an ordinary read-only connection sees what stands in it.
pub(crate) fn look(path: &Path, key: Option<&Key>) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match unchanging(path) {
        Some(uri) => open_with(uri, flags | OpenFlags::SQLITE_OPEN_URI, key),
        None => open_with(path, flags, key),
    }
}

/// The address of a file without a log, as one that cannot change.
pub(crate) fn unchanging(path: &Path) -> Option<String> {
    uri(path).filter(|_| !has_log(path))
}

/// `file:///…?immutable=1`; nothing for a path that is no text, or one in Windows' verbatim form.
fn uri(path: &Path) -> Option<String> {
    let full = std::path::absolute(path).ok()?;
    let full = full.to_str().filter(|full| !full.starts_with(r"\\?\"))?;
    let mut uri = String::from("file://");
    for piece in full.replace('\\', "/").split_inclusive('/') {
        if uri.ends_with("://") && !piece.starts_with('/') {
            uri.push('/'); // C:/Users → file:///C:/Users
        }
        for c in piece.chars() {
            match c {
                '%' | '?' | '#' => uri.push_str(&format!("%{:02X}", u32::from(c))),
                plain => uri.push(plain),
            }
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}

/// For a database that is there: a connection must never make an empty one in its place.
pub(crate) fn without_making() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

pub(crate) fn connect(path: &Path, key: Option<&Key>) -> rusqlite::Result<Connection> {
    let connection = open_with(path, without_making(), key)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    hurry(&connection, "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    // macOS only: its fsync does not reach the disk. Elsewhere nothing changes.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", MOST_LOG_BYTES)?;
    // A long import writes each page once instead of over and over; the memory is taken only as it is used.
    connection.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
    with_fixed_plans(connection)
}

pub(crate) fn connect_reader(path: &Path, key: Option<&Key>) -> rusqlite::Result<Connection> {
    let connection = open_with(path, without_making(), key)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", READER_CACHE_KIB)?;
    with_fixed_plans(connection)
}

/// A statement is prepared once, and what is bound to it changes no plan: else SQLite prepares many of ours anew each time.
fn with_fixed_plans(connection: Connection) -> rusqlite::Result<Connection> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seal_2_text_zeros_and_a_plain_database_are_not_encrypted_and_noise_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let sealed = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            is_sealed(&path).unwrap()
        };
        assert!(!is_sealed(&dir.path().join("none.db")).unwrap());
        let text = "三包服务台的信，不是数据库。".repeat(400);
        assert!(!sealed(b"") && !sealed(text.as_bytes()) && !sealed(&[0; 8192]));
        let noise: Vec<u8> = (0..64u8).flat_map(|_| vault::Key::new().unwrap().bytes().to_vec()).collect();
        let noise = [noise.clone(), noise.iter().map(|byte| byte.rotate_left(3) ^ 0x5a).collect()].concat();
        assert!(sealed(&noise));
        assert!(!sealed(&noise[..4000]), "less than a page is the rest of something");
        drop(crate::Store::open(&dir.path().join("plain.db"), |_| Ok(())).unwrap());
        assert!(!is_sealed(&dir.path().join("plain.db")).unwrap());
    }
}
