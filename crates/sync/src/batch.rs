//! A batch and its verdicts, whichever way it travels: over the network (`upload`) or in a file (`road`).
//!
//! Absent: sending, and writing what came of it.

use wire::batch::Batch;
use wire::code;
use wire::record::{Receipt, Record, RecordResult, Status};

use crate::desk::{Account, OutboxRow, State, Verdict};
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

/// What these results say of these rows. Receipts are checked on as many processors as there are: they cost more than anything
/// else the desk does with an answer.
pub(crate) fn verdicts(
    account: &Account,
    pinned: &Pinned,
    rows: &[OutboxRow],
    results: &[RecordResult],
) -> Vec<Verdict> {
    let of = |rows: &[OutboxRow], at: usize| -> Vec<Verdict> {
        rows.iter().enumerate().map(|(n, row)| verdict(account, pinned, row, (results, at + n))).collect()
    };
    let many = std::thread::available_parallelism().map_or(1, usize::from);
    let share = rows.len().div_ceil(many).max(SHARE);
    if rows.len() <= share {
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

/// What the results say of a row; the answer is in the order sent, so it is looked for at its place first.
pub(crate) fn verdict(
    account: &Account,
    pinned: &Pinned,
    row: &OutboxRow,
    (results, at): (&[RecordResult], usize),
) -> Verdict {
    let mine = |r: &&RecordResult| r.seq == row.seq && r.record_id == row.record_id && r.rev == row.rev;
    let Some(result) = results.get(at).filter(mine).or_else(|| results.iter().find(mine)) else {
        return open(row, NO_VERDICT);
    };
    match result.status {
        Status::Accepted | Status::Duplicate | Status::Superseded => held(account, pinned, row, result),
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
    }
}

/// Acked only with a receipt over our own hash: what head office claims about others does not count.
fn held(account: &Account, pinned: &Pinned, row: &OutboxRow, result: &RecordResult) -> Verdict {
    let receipt = Receipt {
        principal: account.principal_code.clone(),
        dealer: account.dealer_code.clone(),
        record_id: row.record_id.clone(),
        rev: row.rev,
        hash: row.hash.clone(),
        received_at: result.received_at.unwrap_or_default(),
        key: account.receipt_key.clone(),
        signature: result.signature.clone().unwrap_or_default(),
        server_seq: result.server_seq,
    };
    let text = wire::sign::receipt(
        &receipt.principal,
        &receipt.dealer,
        &receipt.record_id,
        receipt.rev,
        &receipt.hash,
        receipt.received_at,
    );
    if !pinned.signed(&text, &receipt.signature) {
        return open(row, BAD_RECEIPT);
    }
    Verdict { state: State::Acked, code: None, receipt: Some(receipt), ..open(row, "") }
}

/// A UUIDv7 of this moment.
pub(crate) fn new_id(now: i64) -> Result<String, Problem> {
    let random = key::random::<10>().map_err(|e| trouble::random(&e))?;
    let ms = u64::try_from(now).unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid();
    Ok(id.to_string())
}
