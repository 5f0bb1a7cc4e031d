//! The reads and writes a group of batches needs inside one transaction. Each database has its own; the story above them
//! (`taking`) is one.

use std::borrow::Cow;

use wire::record::Record;
use wire::stream::Digest;

use super::receipts::{Proof, TreeRow};
use super::{Incoming, Result};
use crate::check::Need;
use crate::store::shown::Shown;

/// A place of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place<'g> {
    /// Whose stream.
    pub dealer: &'g str,
    /// Which.
    pub epoch: &'g str,
    /// Where.
    pub seq: u64,
}

/// What stands on a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    /// Which record.
    pub record_id: String,
    /// Which revision.
    pub rev: u32,
    /// Which bytes.
    pub hash: String,
}

/// The sums of a stream as stored.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// Every position from 1 to here is held.
    pub upto: u64,
    /// The highest position held.
    pub max: u64,
    /// Count and digest.
    pub digest: Digest,
    /// Something was taken away behind our back.
    pub dirty: bool,
}

/// Where a stored record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It counts.
    Accepted,
    /// A later revision counts.
    Superseded,
    /// It waits.
    Deferred,
}

impl State {
    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Superseded => "superseded",
            Self::Deferred => "deferred",
        }
    }

    /// From storage.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Accepted, Self::Superseded, Self::Deferred].into_iter().find(|state| state.word() == word)
    }
}

/// A stored revision.
#[derive(Debug, Clone)]
pub struct Held {
    /// Head office's running number.
    pub server_seq: i64,
    /// Which revision.
    pub rev: u32,
    /// Which bytes.
    pub hash: String,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub received_at: i64,
    /// What proves it.
    pub proof: Proof,
}

/// A revision to be stored.
#[derive(Debug)]
pub struct New<'g> {
    /// The batch it came in.
    pub incoming: &'g Incoming,
    /// As sent.
    pub record: &'g Record,
    /// What lists are filtered by.
    pub shown: &'g Shown,
    /// Where it stands when everything of its group is in.
    pub state: State,
    /// What proves it.
    pub proof: Proof,
}

impl New<'_> {
    /// What it is stored once by (OFFICE-2).
    pub fn key(&self) -> (&str, &str, u32) {
        (&self.incoming.dealer, &self.record.record_id, self.record.rev)
    }
}

/// What is said of a place.
#[derive(Debug, Clone)]
pub struct Said {
    /// `held`, `deferred`, `rejected`.
    pub verdict: &'static str,
    /// Why.
    pub code: Option<String>,
    /// Which field.
    pub field: Option<String>,
    /// In words.
    pub message: Option<String>,
}

/// A revision whose verdict is now known.
#[derive(Debug, Clone)]
pub struct Arrival<'g> {
    /// Whose.
    pub dealer: Cow<'g, str>,
    /// Which record.
    pub record_id: Cow<'g, str>,
    /// Which revision.
    pub rev: u32,
    /// Which bytes.
    pub hash: Cow<'g, str>,
    /// Stored; else it was refused.
    pub held: bool,
}

/// A line of the submission ledger.
#[derive(Debug, Clone, Copy)]
pub struct Line<'g> {
    /// Which batch.
    pub batch_id: &'g str,
    /// Who sent it.
    pub device_id: &'g str,
    /// When.
    pub at: i64,
    /// Records in it.
    pub records: usize,
    /// Of those, waiting.
    pub deferred: usize,
    /// Of those, refused.
    pub rejected: usize,
}

/// Inside one transaction. Many at once wherever a batch has many: on PostgreSQL each call is one way there and back.
pub trait Rows {
    /// Sums of these streams (dealer, epoch), in their order.
    fn sums(&mut self, streams: &[(&str, &str)]) -> Result<Vec<Sums>>;
    /// Puts records on places where nothing stands; tells of each whether it stands there now because of this.
    fn put_places(&mut self, rows: &[(Place, &Record)]) -> Result<Vec<bool>>;
    /// What stands on these places, in their order.
    fn stood(&mut self, places: &[Place]) -> Result<Vec<Option<Stood>>>;
    /// Takes records from places again.
    fn drop_places(&mut self, places: &[Place]) -> Result<()>;
    /// Every revision held of these records (dealer, record_id), each with the place of its record in `ids`.
    fn held(&mut self, ids: &[(&str, &str)]) -> Result<Vec<(usize, Held)>>;
    /// Revisions of these records that were refused, each with the place of its record in `ids`.
    fn refused(&mut self, ids: &[(&str, &str)]) -> Result<Vec<(usize, u32)>>;
    /// What a stored revision was told to wait for.
    fn waits_for(&mut self, id: (&str, &str), rev: u32) -> Result<Option<String>>;
    /// Stores trees of receipts, each once.
    fn put_trees(&mut self, trees: &[&TreeRow]) -> Result<()>;
    /// The trees with these roots.
    fn trees(&mut self, roots: &[&str]) -> Result<Vec<TreeRow>>;
    /// Stores revisions; answers their numbers, in their order. One that is there after all is [`super::StoreError::Raced`].
    fn put_records<'g>(&mut self, new: &[New<'g>]) -> Result<Vec<i64>>;
    /// Marks revisions as superseded.
    fn supersede(&mut self, server_seqs: &[i64]) -> Result<()>;
    /// Notes what stored revisions wait for.
    fn put_needs(&mut self, needs: &[(i64, &str, &Need)]) -> Result<()>;
    /// Keeps other bytes under a stored id and revision.
    fn quarantine(&mut self, incoming: &Incoming, record: &Record) -> Result<()>;
    /// What is said of these places from now on.
    fn put_verdicts(&mut self, said: &[(Place, &Said)]) -> Result<()>;
    /// Strikes the needs these arrivals meet; answers who had them.
    fn strike(&mut self, arrivals: &[Arrival]) -> Result<Vec<i64>>;
    /// Takes up a record that waits for nothing any more, with its place and what it supersedes.
    fn let_go(&mut self, server_seq: i64) -> Result<Option<Arrival<'static>>>;
    /// The last place of a stream with no empty one between it and `from`.
    fn contiguous(&mut self, stream: (&str, &str), from: u64) -> Result<u64>;
    /// Stores sums.
    fn put_sums(&mut self, sums: &[((&str, &str), &Sums)]) -> Result<()>;
    /// Adds lines to the submission ledger.
    fn put_lines(&mut self, lines: &[Line]) -> Result<()>;
}
