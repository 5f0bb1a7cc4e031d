//! A batch and its verdicts, whichever way it travels: over the network (`upload`) or in a file (`road`).
//!
//! - SYNC-45 A receipt is a signature of its own, or a leaf of a tree whose one signature verifies and that is the leaf our own fields make.
//!
//! Absent: sending, and writing what came of it.

use std::sync::Arc;

use wire::batch::{Batch, BatchReply};
use wire::code;
use wire::record::{Receipt, Record, RecordResult, Status};
use wire::tree::{self, SignedTree};

use crate::desk::{Account, InTree, OutboxRow, ReceiptTree, State, Verdict};
use crate::key::{self, Pinned};
use crate::outcome::Problem;
use crate::trouble;

/// Rows of one epoch as a batch.
pub(crate) fn envelope(account: &Account, rows: &[OutboxRow], batch_id: &str) -> Batch {
    Batch {
        v: wire::PROTOCOL,
        batch_id: batch_id.to_owned(),
        principal: account.principal_code.clone(),
        dealer: account.dealer_code.clone(),
        device_id: account.device_id.clone(),
        epoch: rows.first().map(|r| r.epoch.clone()).unwrap_or_default(),
        receipts: Some(tree::FORM),
        records: rows.iter().map(record).collect(),
        extra: serde_json::Map::new(),
    }
}

fn record(row: &OutboxRow) -> Record {
    Record {
        record_id: row.record_id.clone(),
        rev: row.rev,
        base_rev: row.base_rev,
        kind: row.kind.clone(),
        schema: row.schema,
        seq: row.seq,
        hash: row.hash.clone(),
        body: row.body.clone(),
        extra: serde_json::Map::new(),
    }
}

pub(crate) const BAD_RECEIPT: &str = "bad_receipt";
pub(crate) const NO_VERDICT: &str = "no_verdict";

/// Rows whose receipts one thread checks: fewer are checked sooner than a thread is begun.
const SHARE: usize = 64;

/// A head office's answer, its trees checked: one signature each (SYNC-45).
pub(crate) struct Answered<'a> {
    results: &'a [RecordResult],
    trees: Vec<Option<Arc<ReceiptTree>>>,
}

impl<'a> Answered<'a> {
    pub(crate) fn new(pinned: &Pinned, reply: &'a BatchReply) -> Self {
        let tree = |signed: &SignedTree| {
            let tree = signed.tree().filter(|tree| pinned.signed(&tree.text(), &signed.signature))?;
            Some(Arc::new(ReceiptTree { tree, signature: signed.signature.clone() }))
        };
        Self { results: &reply.results, trees: reply.trees.iter().map(tree).collect() }
    }

    /// The result about a row; the answer is in the order sent, so it is looked for at its place first.
    fn of(&self, row: &OutboxRow, at: usize) -> Option<&'a RecordResult> {
        let mine = |r: &&RecordResult| r.seq == row.seq && r.record_id == row.record_id && r.rev == row.rev;
        self.results.get(at).filter(mine).or_else(|| self.results.iter().find(mine))
    }

    /// The leaf a result names, in a tree that verifies.
    fn leaf(&self, result: &RecordResult) -> Option<InTree> {
        let tree = self.trees.get(result.tree? as usize)?.clone()?;
        Some(InTree { tree, leaf: result.leaf? })
    }
}

/// What an answer says of these rows. Receipts with a signature each are checked on as many processors as there are: they cost
/// more than anything else the desk does with an answer.
pub(crate) fn verdicts(account: &Account, pinned: &Pinned, rows: &[OutboxRow], answered: &Answered) -> Vec<Verdict> {
    let of = |rows: &[OutboxRow], at: usize| -> Vec<Verdict> {
        rows.iter().enumerate().map(|(n, row)| verdict(account, pinned, row, (answered, at + n))).collect()
    };
    let many = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(many).max(SHARE);
    if rows.len() <= share || answered.results.iter().all(|result| result.signature.is_none()) {
        return of(rows, 0);
    }
    std::thread::scope(|scope| {
        let begin = |(n, rows)| scope.spawn(move || of(rows, n * share));
        let threads: Vec<_> = rows.chunks(share).enumerate().map(begin).collect();
        let parts = threads.into_iter().zip(rows.chunks(share)).enumerate();
        // A thread that panicked said nothing: its rows are looked at here.
        parts.flat_map(|(n, (thread, rows))| thread.join().unwrap_or_else(|_| of(rows, n * share))).collect()
    })
}

/// What an answer says of a row, which was sent at this place.
pub(crate) fn verdict(
    account: &Account,
    pinned: &Pinned,
    row: &OutboxRow,
    (answered, at): (&Answered, usize),
) -> Verdict {
    let Some(result) = answered.of(row, at) else {
        return open(row, NO_VERDICT);
    };
    match result.status {
        Status::Accepted | Status::Duplicate | Status::Superseded => held(account, pinned, row, (answered, result)),
        Status::Deferred => refusal(row, State::Deferred, result),
        Status::Rejected if result.code.as_deref() == Some(code::EPOCH_CONFLICT) => open(row, code::EPOCH_CONFLICT),
        Status::Rejected => refusal(row, State::Rejected, result),
        Status::Unknown => open(row, "unknown_status"),
    }
}

/// Back to pending.
fn open(row: &OutboxRow, code: &str) -> Verdict {
    Verdict {
        seq: row.seq,
        state: State::Pending,
        code: Some(code.to_owned()),
        field: None,
        message: None,
        receipt: None,
        in_tree: None,
    }
}

fn refusal(row: &OutboxRow, state: State, result: &RecordResult) -> Verdict {
    Verdict {
        seq: row.seq,
        state,
        code: result.code.clone(),
        field: result.field.clone(),
        message: result.message.clone(),
        receipt: None,
        in_tree: None,
    }
}

/// Acked only with a receipt over our own hash: what head office claims about others does not count. A receipt has a signature of
/// its own, or is the leaf it says in a tree that verifies (SYNC-45).
fn held(
    account: &Account,
    pinned: &Pinned,
    row: &OutboxRow,
    (answered, result): (&Answered, &RecordResult),
) -> Verdict {
    let receipt = Receipt {
        principal: account.principal_code.clone(),
        dealer: account.dealer_code.clone(),
        record_id: row.record_id.clone(),
        rev: row.rev,
        hash: row.hash.clone(),
        received_at: result.received_at.unwrap_or_default(),
        key: account.receipt_key.clone(),
        signature: result.signature.clone().unwrap_or_default(),
        proof: None,
        server_seq: result.server_seq,
    };
    let Some(text) = receipt.signed_text() else { return open(row, BAD_RECEIPT) };
    if result.signature.is_some() {
        let good = pinned.signed(&text, &receipt.signature);
        let acked = || Verdict { state: State::Acked, code: None, receipt: Some(receipt), ..open(row, "") };
        return if good { acked() } else { open(row, BAD_RECEIPT) };
    }
    let named = answered.leaf(result);
    let Some(in_tree) = named.filter(|one| one.hash() == Some(&tree::leaf(&text))) else {
        return open(row, BAD_RECEIPT);
    };
    let receipt = Receipt { signature: in_tree.tree.signature.clone(), ..receipt };
    Verdict { state: State::Acked, code: None, receipt: Some(receipt), in_tree: Some(in_tree), ..open(row, "") }
}

/// A UUIDv7 of this moment.
pub(crate) fn new_id(now: i64) -> Result<String, Problem> {
    let random = key::random::<10>().map_err(|e| trouble::random(&e))?;
    let ms = u64::try_from(now).unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid();
    Ok(id.to_string())
}
