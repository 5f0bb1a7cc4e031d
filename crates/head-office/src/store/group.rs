//! A group of batches: looked at before its transaction, taken in one.
//!
//! - TAKING-1 A group is one transaction. If it breaks inside, its batches are taken one by one, so that one that breaks costs no other its place.
//!
//! Looking at a batch needs no database: whoever brings it does so, and signs the receipts, beside all the others; the one who writes
//! only writes.

use wire::batch::BatchReply;
use wire::record::{Record, RecordResult, Status};
use wire::tree::{self, Hash};

use super::answers::unplaceable;
use super::rows::{Line, Place};
use super::{Incoming, Result, Signer, StoreError};
use crate::check::{self, Fit, Refusal};
use crate::clock;

/// What the records of a batch are worth by themselves.
#[derive(Debug)]
pub struct Worth {
    records: Vec<Result<Fit, Refusal>>,
    /// Receipts of those that fit, made ahead; of one that was stored before it is made for nothing.
    receipts: Vec<Option<Ahead>>,
}

/// A receipt made before it is known whether it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ahead {
    /// Its signature.
    Signature(String),
    /// Its leaf in the tree of its batch.
    Leaf(Hash),
}

impl Worth {
    /// Looks at every record by itself.
    pub fn of(incoming: &Incoming, principal: &str, limit: u64) -> Self {
        let today = clock::day_of(incoming.now);
        let records = incoming.batch.records.iter().map(|record| check::check(record, principal, today, limit));
        Self { records: records.collect(), receipts: Vec::new() }
    }

    /// Makes what those that fit will be answered with if they are stored: signatures, or leaves for a desk that reads trees.
    pub fn signed(mut self, incoming: &Incoming, principal: &str, sign: Signer) -> Self {
        let all = incoming.batch.records.iter().zip(&self.records);
        let ahead = |record| {
            let text = receipt(incoming, principal, record, incoming.now);
            if reads_trees(incoming) { Ahead::Leaf(tree::leaf(&text)) } else { Ahead::Signature(sign(&text)) }
        };
        let receipts = all.map(|(record, looked)| looked.is_ok().then(|| ahead(record)));
        self.receipts = receipts.collect();
        self
    }
}

/// The text of a receipt: a record of a batch, held since then.
pub fn receipt(incoming: &Incoming, principal: &str, record: &Record, since: i64) -> String {
    let Record { record_id, rev, hash, .. } = record;
    wire::sign::receipt(principal, &incoming.dealer, record_id, *rev, hash, since)
}

/// [`receipt`], of the record at this place.
pub fn receipt_of(looked: &Looked, principal: &str, at: usize, since: i64) -> String {
    let incoming = looked.incoming;
    incoming.batch.records.get(at).map(|record| receipt(incoming, principal, record, since)).unwrap_or_default()
}

/// Whether the desk that sent a batch reads trees of receipts.
fn reads_trees(incoming: &Incoming) -> bool {
    incoming.batch.receipts.is_some_and(|form| form >= tree::FORM)
}

/// A batch, and what its records are worth by themselves.
pub struct Looked<'g> {
    pub(super) incoming: &'g Incoming,
    worth: Worth,
}

/// Looks at every record of a group.
pub fn look<'g>(group: &'g [Incoming], principal: &str, limit: u64) -> Vec<Looked<'g>> {
    group.iter().map(|incoming| Looked::new(incoming, Worth::of(incoming, principal, limit))).collect()
}

/// What came of a transaction: what was decided inside, or why it could not begin or be committed.
pub type Tried = Result<Result<Vec<BatchReply>>>;

/// Takes a group by `take`, which is one transaction; one by one if it broke inside (TAKING-1).
pub fn all<'g>(looked: &[Looked<'g>], take: &mut dyn FnMut(&[Looked<'g>]) -> Tried) -> Vec<Result<BatchReply>> {
    match take(looked) {
        Ok(Ok(replies)) => replies.into_iter().map(Ok).collect(),
        Ok(Err(e)) if looked.len() == 1 => {
            let batch = looked.first().map_or("", |one| one.incoming.batch.batch_id.as_str());
            tracing::error!(error = %e, batch, "a batch was not taken");
            vec![Err(e)]
        }
        Ok(Err(_)) => looked.chunks(1).flat_map(|one| all(one, take)).collect(),
        Err(e) => {
            tracing::error!(error = %e, batches = looked.len(), "a group was not committed");
            looked.iter().map(|_| Err(StoreError::Busy)).collect()
        }
    }
}

/// For a group that could not even be looked at.
pub fn none(batches: usize, why: &StoreError) -> Vec<Result<BatchReply>> {
    tracing::error!(error = %why, batches, "a group was not taken");
    (0..batches).map(|_| Err(StoreError::Busy)).collect()
}

impl<'g> Looked<'g> {
    /// Of the same batch, both.
    pub fn new(incoming: &'g Incoming, worth: Worth) -> Self {
        Self { incoming, worth }
    }

    /// What each record is worth, in the order of the batch.
    pub(super) fn records(&self) -> &[Result<Fit, Refusal>] {
        &self.worth.records
    }

    /// Whether the desk that sent it reads trees of receipts.
    pub(super) fn reads_trees(&self) -> bool {
        reads_trees(self.incoming)
    }

    /// The receipt of the record at this place, where it was made ahead.
    pub(super) fn ready(&self, at: usize) -> Option<Ahead> {
        self.worth.receipts.get(at).cloned().flatten()
    }

    /// Whose.
    pub fn dealer(&self) -> &'g str {
        &self.incoming.dealer
    }

    pub(super) fn stream(&self) -> (&'g str, &'g str) {
        (&self.incoming.dealer, &self.incoming.batch.epoch)
    }

    pub(super) fn place(&self, record: &Record) -> Place<'g> {
        let (dealer, epoch) = self.stream();
        Place { dealer, epoch, seq: record.seq }
    }

    pub(super) fn placeable(&self) -> impl Iterator<Item = (Place<'g>, &'g Record)> + use<'g, '_> {
        let records = self.incoming.batch.records.iter().filter(|record| unplaceable(record).is_none());
        records.map(|record| (self.place(record), record))
    }

    pub(super) fn line(&self, results: &[RecordResult]) -> Line<'g> {
        let count = |status| results.iter().filter(|result| result.status == status).count();
        Line {
            batch_id: &self.incoming.batch.batch_id,
            device_id: &self.incoming.device_id,
            at: self.incoming.now,
            records: results.len(),
            deferred: count(Status::Deferred),
            rejected: count(Status::Rejected),
        }
    }
}
