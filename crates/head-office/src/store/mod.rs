//! What head office keeps, behind one trait, so that another database can stand in.
//!
//! - OFFICE-1 An answer is given after the commit, never before.
//! - OFFICE-2 A record is stored once per (dealer, record_id, rev): insert, and read only on conflict.
//! - OFFICE-3 Other bytes under a stored id and revision go to quarantine; neither is lost.
//! - OFFICE-4 A refused or waiting record takes its place in the stream like any other.
//! - OFFICE-5 What waits is settled in the transaction that brings what it waited for.
//!
//! Absent: HTTP, the clock, keys (a signer is handed in), and the bytes of files (`crate::files`).

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use wire::batch::{Batch, BatchReply};
use wire::feed::{FeedItem, FeedPage};
use wire::road::Step;
use wire::stream::{CheckRequest, RangeSum, StreamState};

mod answers;
pub mod clerks;
mod common;
pub mod doors;
pub mod group;
pub mod keeping;
pub mod lists;
pub mod postgres;
mod receipts;
pub mod rows;
pub mod shown;
pub mod sqlite;
mod taking;

use clerks::Deed;
use group::Looked;

/// Why the store could not.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("database: {0}")]
    Database(#[from] rusqlite::Error),
    /// PostgreSQL.
    #[error("database: {}", said(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// PostgreSQL cannot be reached.
    #[error("no connection to the database: {0}")]
    Unreached(String),
    /// PostgreSQL is not as it has to be.
    #[error("the database cannot be used: {0}")]
    Unfit(String),
    /// Somebody else stored it at the same moment; the next try will find it.
    #[error("stored by another at the same moment")]
    Raced,
    /// The disk.
    #[error("disk: {0}")]
    Disk(#[from] std::io::Error),
    /// The file was made by a newer program.
    #[error("the database was made by a newer head-office (version {0})")]
    TooNew(i64),
    /// No such dealer.
    #[error("no dealer {0}")]
    NoDealer(String),
    /// Codes and names that stand in signed text must be plain.
    #[error("{0}: not a plain code or name")]
    NotPlain(String),
    /// A code or name longer than a desk takes.
    #[error("the {what} is too long: at most {most} letters")]
    TooLong {
        /// Which of the two.
        what: &'static str,
        /// Most letters.
        most: usize,
    },
    /// A form that sends something was sent before; what it sends went out then.
    #[error("this form was sent before")]
    Again,
    /// The random source of the system failed.
    #[error("random: {0}")]
    Random(#[from] getrandom::Error),
    /// Stored text that does not read back.
    #[error("stored {0} is broken")]
    Broken(&'static str),
    /// The writer is gone or has too much to do.
    #[error("writer is busy")]
    Busy,
}

/// What PostgreSQL says: code and words, never the values (they stand in the detail).
fn said(e: &tokio_postgres::Error) -> String {
    match e.as_db_error() {
        Some(said) => format!("{} {}", said.code().code(), said.message()),
        None => e.to_string(),
    }
}

/// An id nobody has yet.
pub fn fresh_id(now: i64) -> Result<String> {
    common::uuid_v7(now)
}

/// Answer of every method.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Opens the database of this URL, or without one the data folder's own.
pub fn open(dir: &Path, database: Option<&str>) -> Result<Arc<dyn Store>> {
    std::fs::create_dir_all(dir)?; // keys are in it all the same
    Ok(match database {
        Some(url) => Arc::new(postgres::Postgres::open(url)?),
        None => Arc::new(sqlite::Sqlite::open(dir)?),
    })
}

/// Signs a text with the receipt key.
pub type Signer<'a> = &'a (dyn Fn(&str) -> String + Sync);

/// Who head office is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// For its whole life.
    pub server_id: String,
    /// Changes when data went back.
    pub generation: String,
    /// The maker's code; empty until told.
    pub principal: String,
    /// The maker's name.
    pub principal_name: String,
}

/// An enrolled device.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Device {
    /// Its id.
    pub device_id: String,
    /// Whose it is.
    pub dealer: String,
    /// The dealer's name.
    pub dealer_name: String,
    /// What people call the machine.
    pub name: String,
    /// Base64.
    pub public_key: String,
    /// When.
    pub enrolled_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// When it last said hello, to about ten minutes.
    pub seen_at: Option<i64>,
    /// What of the feed it has: the cursor it named last.
    pub feed_ack: Option<String>,
}

/// What a desk shows to be enrolled; its signature was checked.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// SHA-256 of the code's secret.
    pub secret_hash: String,
    /// The maker the desk means.
    pub principal: Option<String>,
    /// The code to take if this head office has none.
    pub suggest: Option<String>,
    /// Base64.
    pub device_key: String,
    /// What people call the machine.
    pub device_name: String,
}

/// What came of it.
#[derive(Debug)]
pub enum Enrolled {
    /// Done, or done before with the same key.
    Device(Device),
    /// Unknown, used by another key, or too old.
    BadCode,
    /// This head office is another maker's.
    WrongPrincipal,
}

/// A batch of a known device.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// From the token.
    pub dealer: String,
    /// From the token.
    pub device_id: String,
    /// As read.
    pub batch: Batch,
    /// Head office's clock.
    pub now: i64,
}

/// A page of the feed, or the news that the cursor is not of this feed.
#[derive(Debug)]
pub enum Feed {
    /// A page.
    Page(FeedPage),
    /// Read from the start.
    Gone,
}

/// Items of the feed, each with the cursor after it.
#[derive(Debug)]
pub enum Steps {
    /// Items, and whether there are more.
    Some(Vec<Step>, bool),
    /// The cursor is not of this feed: read from the start.
    Gone,
}

/// A file that was carried here by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its id.
    pub file_id: String,
    /// When the desk made it, by its clock.
    pub made_at: i64,
    /// Records in it.
    pub records: u64,
}

/// What was taken of a device's files before this one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Before {
    /// How often this file was taken, this time included.
    pub times: u64,
    /// When the newest other one was made.
    pub newest_made_at: Option<i64>,
}

/// One stored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Whose.
    pub dealer: String,
    /// Which.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// When it became whole.
    pub received_at: i64,
    /// Its receipt.
    pub signature: String,
}

/// What became of a chunk of a file.
#[derive(Debug)]
pub enum Put {
    /// So many bytes are here now.
    Part(u64),
    /// The chunk does not start where the last one ended: at these bytes.
    WrongOffset(u64),
    /// All bytes came and had another hash: nothing is kept.
    WrongHash,
    /// The file is whole.
    Whole(Blob),
}

/// The bytes of files, where every instance reaches them.
pub trait Bytes {
    /// Bytes of an unfinished file.
    fn received(&self, dealer: &str, sha256: &str) -> Result<u64>;
    /// Takes a chunk; a file that is whole by it gets the receipt made of its size.
    fn put(&self, dealer: &str, chunk: &crate::files::Chunk, receipt: &dyn Fn(u64) -> Blob) -> Result<Put>;
    /// Hands over a whole file, piece by piece.
    fn read(&self, dealer: &str, sha256: &str, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()>;
}

/// Everything head office keeps. Methods block. What a clerk does is given as a deed, which lands in the trail with it.
pub trait Store: clerks::Clerks + lists::Lists + doors::Doors + keeping::Keeping + Send + Sync {
    /// Who we are.
    fn meta(&self) -> Result<Meta>;
    /// Tells head office who it is.
    fn set_principal(&self, code: &str, name: &str) -> Result<()>;
    /// A new generation: to be called after data was put back from an older copy.
    fn renew_generation(&self) -> Result<String>;

    /// Adds a dealer or gives it a new name.
    fn add_dealer(&self, code: &str, name: &str, now: i64, deed: Option<&Deed>) -> Result<()>;
    /// All dealers, code and name.
    fn dealers(&self) -> Result<Vec<(String, String)>>;
    /// Keeps a one-time code.
    fn add_code(&self, secret_hash: &str, dealer: &str, now: i64, expires_at: i64, deed: Option<&Deed>) -> Result<()>;
    /// Uses a one-time code.
    fn enrol(&self, who: &Enrolment, now: i64) -> Result<Enrolled>;
    /// A device by id.
    fn device(&self, device_id: &str) -> Result<Option<Device>>;
    /// All devices.
    fn devices(&self) -> Result<Vec<Device>>;
    /// Revokes a device; false if there is none.
    fn revoke(&self, device_id: &str, now: i64, deed: Option<&Deed>) -> Result<bool>;

    /// A device said hello.
    fn device_seen(&self, device_id: &str, now: i64) -> Result<()>;

    /// Takes a group of batches in one commit; each answer is its own.
    fn ingest(&self, group: &[Incoming], limit: u64, sign: Signer) -> Vec<Result<BatchReply>> {
        match self.meta() {
            Ok(meta) => self.ingest_looked(&group::look(group, &meta.principal, limit), sign),
            Err(e) => group::none(group.len(), &e),
        }
    }
    /// The same, of batches that were looked at by whoever brings them.
    fn ingest_looked(&self, group: &[Looked], sign: Signer) -> Vec<Result<BatchReply>>;
    /// What is held of these streams.
    fn streams(&self, device: &Device, epochs: &[&str]) -> Result<Vec<StreamState>>;
    /// What is held in these ranges.
    fn check(&self, device: &Device, ask: &CheckRequest) -> Result<Vec<RangeSum>>;

    /// Puts an item into a dealer's feed.
    fn add_item(&self, dealer: &str, kind: &str, body: &str, now: i64, deed: Option<&Deed>) -> Result<FeedItem>;
    /// Puts the same item into the feeds of several dealers, or of none.
    fn add_items(&self, dealers: &[String], kind: &str, body: &str, now: i64, deed: Option<&Deed>) -> Result<()>;
    /// Hash of the newest item of a kind with this title in a dealer's feed.
    fn newest_item(&self, dealer: &str, kind: &str, title: &str) -> Result<Option<String>>;
    /// A page of the feed.
    fn feed(&self, dealer: &str, after: Option<&str>, limit: u32) -> Result<Feed>;
    /// The same, with the cursor after every item.
    fn feed_steps(&self, dealer: &str, after: Option<&str>, limit: u32) -> Result<Steps>;
    /// Notes that a file carried by hand was taken.
    fn file_taken(&self, device_id: &str, file: &Carried, now: i64) -> Result<Before>;
    /// Remembers what a device has read.
    fn acknowledge(&self, device_id: &str, cursor: &str) -> Result<()>;

    /// A whole file.
    fn blob(&self, dealer: &str, sha256: &str) -> Result<Option<Blob>>;
    /// Notes that a file is whole; the first note wins and is answered.
    fn add_blob(&self, blob: &Blob) -> Result<Blob>;
    /// All files.
    fn blobs(&self) -> Result<Vec<Blob>>;
    /// Where their bytes are, if they are here and not in the folder of files.
    fn bytes(&self) -> Option<&dyn Bytes>;

    /// Whether a record of this kind was ever stored.
    fn has_kind(&self, kind: &str) -> Result<bool>;
    /// Records as stored, of one kind or of all, each handed over as JSON.
    fn list(&self, kind: Option<&str>, each: &mut dyn FnMut(Value) -> Result<()>) -> Result<()>;
    /// What was put aside for having other bytes.
    fn quarantined(&self) -> Result<u64>;
}
