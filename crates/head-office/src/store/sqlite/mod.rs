//! The store on SQLite: one write connection, a few that read.
//!
//! WAL, synchronous=FULL: what was answered survives a power cut. The command line works on the
//! same folder while `serve` runs; `busy_timeout` and immediate transactions make them take turns.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use serde_json::Value;
use wire::batch::BatchReply;
use wire::feed::FeedItem;
use wire::stream::{CheckRequest, RangeSum, StreamState};

use super::clerks::Deed;
use super::common;
use super::doors::{self, Doors, Memory};
use super::group::Looked;
use super::{
    Before, Blob, Bytes, Carried, Device, Enrolled, Enrolment, Feed, Meta, Result, Signer, Steps, Store, StoreError,
};

mod clerks;
mod feed;
mod ingest;
mod keeping;
mod list;
mod people;
mod shelves;
mod stream;
mod waiting;

/// Each step leads from the version of its place to the next.
const STEPS: [&str; 7] = [
    include_str!("../../../migrations/V1__office.sql"),
    include_str!("../../../migrations/V2__console.sql"),
    include_str!("../../../migrations/V3__once.sql"),
    include_str!("../../../migrations/V4__road.sql"),
    include_str!("../../../migrations/V5__issued.sql"),
    include_str!("../../../migrations/V6__paper.sql"),
    include_str!("../../../migrations/V7__receipt_tree.sql"),
];
const READERS: usize = 4;

/// The database of one data folder.
pub struct Sqlite {
    path: PathBuf,
    write: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
    memory: Memory,
}

impl Sqlite {
    /// Opens `head-office.db` in this folder, making both the first time.
    pub fn open(dir: &Path) -> Result<Self> {
        std::fs::create_dir_all(dir)?;
        let path = dir.join("head-office.db");
        let mut write = connect(&path)?;
        roomy(&write)?;
        migrate(&mut write)?;
        Ok(Self { path, write: Mutex::new(write), idle: Mutex::new(Vec::new()), memory: Memory::default() })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.write.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing<T>(&self, work: impl FnOnce(&Transaction) -> Result<T>) -> Result<T> {
        let mut connection = self.writer();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    /// A write with its line in the trail: both or neither.
    fn doing<T>(&self, deed: Option<&Deed>, now: i64, work: impl FnOnce(&Transaction) -> Result<T>) -> Result<T> {
        self.writing(|tx| {
            if let Some(deed) = deed {
                clerks::note(tx, deed, now)?;
            }
            work(tx)
        })
    }

    fn reading<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let spare = idle.pop();
        drop(idle);
        let connection = match spare {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let done = work(&connection);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS {
            idle.push(connection);
        }
        done
    }
}

fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// For the connection that writes: a group of batches is larger than what SQLite folds into the file at once by itself (a
/// thousand pages), and a page of an index that comes again and again should be found in memory.
fn roomy(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = tx.pragma_query_value(None, "user_version", |r| r.get(0))?;
    let done = usize::try_from(version).map_err(|_| StoreError::TooNew(version))?;
    let steps = STEPS.get(done..).ok_or(StoreError::TooNew(version))?;
    if steps.is_empty() {
        return Ok(());
    }
    for step in steps {
        tx.execute_batch(step)?;
    }
    for key in ["server_id", "generation"] {
        if get_meta(&tx, key)?.is_empty() {
            put_meta(&tx, key, &common::fresh_id()?)?;
        }
    }
    tx.pragma_update(None, "user_version", STEPS.len())?;
    tx.commit()?;
    Ok(())
}

fn put_meta(connection: &Connection, key: &str, value: &str) -> Result<()> {
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )?;
    Ok(())
}

fn get_meta(connection: &Connection, key: &str) -> Result<String> {
    let mut find = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    let found = find.query_row([key], |r| r.get(0)).optional()?;
    Ok(found.unwrap_or_default())
}

fn meta(connection: &Connection) -> Result<Meta> {
    Ok(Meta {
        server_id: get_meta(connection, "server_id")?,
        generation: get_meta(connection, "generation")?,
        principal: get_meta(connection, "principal")?,
        principal_name: get_meta(connection, "principal_name")?,
    })
}

fn set_principal(connection: &Connection, code: &str, name: &str) -> Result<()> {
    common::check_principal(code, name)?;
    put_meta(connection, "principal", code)?;
    put_meta(connection, "principal_name", name)
}

impl Sqlite {
    /// A proved copy of the database as it stands, at this path; rows by table.
    pub fn copy_to(&self, path: &Path) -> Result<Vec<(String, u64)>> {
        self.reading(|c| keeping::copy(c, path))
    }
}

impl Store for Sqlite {
    fn meta(&self) -> Result<Meta> {
        self.reading(meta)
    }
    fn set_principal(&self, code: &str, name: &str) -> Result<()> {
        self.writing(|tx| set_principal(tx, code, name))
    }
    fn renew_generation(&self) -> Result<String> {
        let fresh = common::fresh_id()?;
        self.writing(|tx| put_meta(tx, "generation", &fresh))?;
        Ok(fresh)
    }
    fn add_dealer(&self, code: &str, name: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        self.doing(deed, now, |tx| people::add_dealer(tx, code, name, now))
    }
    fn dealers(&self) -> Result<Vec<(String, String)>> {
        self.reading(people::dealers)
    }
    fn add_code(&self, secret_hash: &str, dealer: &str, now: i64, expires_at: i64, deed: Option<&Deed>) -> Result<()> {
        self.doing(deed, now, |tx| people::add_code(tx, secret_hash, dealer, now, expires_at))
    }
    fn enrol(&self, who: &Enrolment, now: i64) -> Result<Enrolled> {
        self.writing(|tx| doors::enrol(&mut people::Desks(tx), who, now))
    }
    fn device(&self, device_id: &str) -> Result<Option<Device>> {
        self.reading(|c| people::device(c, device_id))
    }
    fn devices(&self) -> Result<Vec<Device>> {
        self.reading(people::devices)
    }
    fn revoke(&self, device_id: &str, now: i64, deed: Option<&Deed>) -> Result<bool> {
        self.doing(deed, now, |tx| people::revoke(tx, device_id, now))
    }
    fn device_seen(&self, device_id: &str, now: i64) -> Result<()> {
        let sql = include_str!("../../../sql/device/seen.sql");
        self.writer().execute(sql, rusqlite::named_params! { ":device_id": device_id, ":now": now })?;
        Ok(())
    }
    fn ingest_looked(&self, group: &[Looked], sign: Signer) -> Vec<Result<BatchReply>> {
        ingest::group(&mut self.writer(), group, sign)
    }
    fn streams(&self, device: &Device, epochs: &[&str]) -> Result<Vec<StreamState>> {
        let states = self.reading(|c| stream::states(c, &device.dealer, epochs))?;
        match states {
            Some(states) => Ok(states),
            None => self.writing(|tx| stream::recount(tx, &device.dealer, epochs)),
        }
    }
    fn check(&self, device: &Device, ask: &CheckRequest) -> Result<Vec<RangeSum>> {
        self.reading(|c| stream::check(c, &device.dealer, ask))
    }
    fn add_item(&self, dealer: &str, kind: &str, body: &str, now: i64, deed: Option<&Deed>) -> Result<FeedItem> {
        self.doing(deed, now, |tx| feed::add(tx, dealer, kind, body, now))
    }
    fn add_items(&self, dealers: &[String], kind: &str, body: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        let add = |tx: &Transaction| dealers.iter().try_for_each(|one| feed::add(tx, one, kind, body, now).map(drop));
        self.doing(deed, now, add)
    }
    fn newest_item(&self, dealer: &str, kind: &str, title: &str) -> Result<Option<String>> {
        self.reading(|c| feed::newest(c, dealer, kind, title))
    }
    fn feed(&self, dealer: &str, after: Option<&str>, limit: u32) -> Result<Feed> {
        self.reading(|c| feed::page(c, dealer, after, limit))
    }
    fn feed_steps(&self, dealer: &str, after: Option<&str>, limit: u32) -> Result<Steps> {
        self.reading(|c| feed::steps(c, dealer, after, limit))
    }
    fn file_taken(&self, device_id: &str, file: &Carried, now: i64) -> Result<Before> {
        self.writing(|tx| feed::file_taken(tx, device_id, file, now))
    }
    fn acknowledge(&self, device_id: &str, cursor: &str) -> Result<()> {
        feed::acknowledge(&self.writer(), device_id, cursor)
    }
    fn blob(&self, dealer: &str, sha256: &str) -> Result<Option<Blob>> {
        self.reading(|c| list::blob(c, dealer, sha256))
    }
    fn add_blob(&self, blob: &Blob) -> Result<Blob> {
        self.writing(|tx| list::add_blob(tx, blob))
    }
    fn blobs(&self) -> Result<Vec<Blob>> {
        self.reading(list::blobs)
    }
    fn bytes(&self) -> Option<&dyn Bytes> {
        None
    }
    fn has_kind(&self, kind: &str) -> Result<bool> {
        self.reading(|c| Ok(c.prepare("SELECT 1 FROM record WHERE kind = ?1 LIMIT 1")?.exists([kind])?))
    }
    fn list(&self, kind: Option<&str>, each: &mut dyn FnMut(Value) -> Result<()>) -> Result<()> {
        self.reading(|c| list::records(c, kind, each))
    }
    fn quarantined(&self) -> Result<u64> {
        self.reading(|c| Ok(c.query_row("SELECT count(*) FROM quarantine", [], |r| r.get(0))?))
    }
}

/// One process serves a folder: what doors have to know stays in its memory.
impl Doors for Sqlite {
    fn spend(&self, challenge: &str, until: i64, now: i64) -> Result<bool> {
        Ok(self.memory.spend(challenge, until, now))
    }
    fn wrong_tries(&self, what: &str, now: i64) -> Result<u32> {
        Ok(self.memory.wrong_tries(what, now))
    }
    fn note_wrong(&self, what: &str, now: i64) -> Result<()> {
        self.memory.note_wrong(what, now);
        Ok(())
    }
}
