//! What sync does to the outbox. Each method is one statement or is called inside one transaction;
//! the meaning of the states is told in `sync::desk`.
//!
//! - OUTBOX-3 A verdict changes only a line in flight in that very batch; a settled line moves again only when head office is offered it anew.
//! - OUTBOX-4 A new epoch takes what waits or is in flight along, in the old order, with new numbers from 1; what is settled stays where it was.
//! - OUTBOX-5 One uploader at a time: a lease is taken in one statement, and a lease from an absurd future counts for nothing.
//! - OUTBOX-6 A line keeps the first receipt it ever got; only an earlier one takes its place.

use crate::row::{json_list, row};
use crate::{Reader, Result, StoreError, Tx};
use rusqlite::named_params;

/// A line as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendLine {
    /// Stream.
    pub epoch: String,
    /// Position.
    pub seq: i64,
    /// Record.
    pub record_id: String,
    /// Version.
    pub rev: i64,
    /// Version it was made from.
    pub base_rev: Option<i64>,
    /// Kind.
    pub kind: String,
    /// Version of the body's shape.
    pub schema: i64,
    /// Exact bytes.
    pub body: String,
    /// SHA-256, hex.
    pub hash: String,
    /// State.
    pub state: String,
    /// Failed batches.
    pub attempts: i64,
    /// Batch in flight.
    pub batch_id: Option<String>,
}

/// Counts of one epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochCount {
    /// Which.
    pub epoch: String,
    /// New saves go here.
    pub current: bool,
    /// Highest position given out.
    pub max_seq: i64,
    /// Pending.
    pub pending: i64,
    /// In flight.
    pub inflight: i64,
    /// Acked, rejected or deferred.
    pub settled: i64,
    /// Of those, deferred.
    pub deferred: i64,
}

/// A verdict to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineVerdict<'a> {
    /// Position.
    pub seq: i64,
    /// `acked`, `rejected`, `deferred` or `pending`.
    pub state: &'a str,
    /// Why.
    pub code: Option<&'a str>,
    /// Where.
    pub field: Option<&'a str>,
    /// In words.
    pub message: Option<&'a str>,
    /// Receipt, JSON.
    pub receipt: Option<String>,
    /// When head office received it.
    pub received_at: Option<i64>,
}

/// A line that got its verdict, with the time of the receipt it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledLine {
    /// Record.
    pub record_id: String,
    /// Version.
    pub rev: i64,
    /// Kind.
    pub kind: String,
    /// When head office first received it, by the receipt.
    pub received_at: Option<i64>,
}

/// Receipts of head office that were signed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptTreeRow {
    /// Whose it is and whose key signed it, JSON.
    pub account: String,
    /// Base64.
    pub signature: String,
    /// 32 bytes each.
    pub leaves: Vec<u8>,
}

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRow {
    /// SHA-256, hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

row!(SendLine { epoch, seq, record_id, rev, base_rev, kind, schema, body, hash, state, attempts, batch_id });
row!(SettledLine { record_id, rev, kind, received_at });
row!(EpochCount { epoch, current, max_seq, pending, inflight, settled, deferred });
row!(BlobRow { sha256, size });

/// A line that moves to another epoch.
struct Waiting {
    rid: i64,
}

row!(Waiting { rid });

impl Reader<'_> {
    /// Account at a maker's head office, JSON.
    pub fn sync_account(&self, principal: &str) -> Result<Option<String>> {
        self.value(include_str!("../sql/sync/account.sql"), named_params! {":principal": principal})
    }

    /// What sync remembered, JSON, and the feed cursor.
    pub fn sync_link(&self, principal: &str) -> Result<Option<(String, Option<String>)>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/sync/link.sql"))?;
        let mut rows = statement.query(named_params! {":principal": principal})?;
        rows.next()?.map(|row| Ok((row.get("link")?, row.get("cursor")?))).transpose()
    }

    /// Receipts that were signed together.
    pub fn receipt_tree(&self, id: i64) -> Result<Option<ReceiptTreeRow>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/receipt_tree/one.sql"))?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let one = |row: &rusqlite::Row<'_>| {
            Ok(ReceiptTreeRow {
                account: row.get("account")?,
                signature: row.get("signature")?,
                leaves: row.get("leaves")?,
            })
        };
        rows.next()?.map(one).transpose()
    }

    /// Counts per epoch, current first, then newest first.
    pub fn epoch_counts(&self, principal: &str) -> Result<Vec<EpochCount>> {
        self.many(include_str!("../sql/stream/counts.sql"), named_params! {":principal": principal})
    }

    /// Lines in flight.
    pub fn inflight_lines(&self, principal: &str) -> Result<Vec<SendLine>> {
        self.many(include_str!("../sql/stream/inflight.sql"), named_params! {":principal": principal})
    }

    /// Lines waiting, in sending order.
    pub fn pending_lines(&self, principal: &str, limit: i64) -> Result<Vec<SendLine>> {
        self.many(include_str!("../sql/stream/pending.sql"), named_params! {":principal": principal, ":limit": limit})
    }

    /// Deferred lines, oldest first.
    pub fn deferred_lines(&self, principal: &str, limit: i64) -> Result<Vec<SendLine>> {
        self.many(include_str!("../sql/stream/deferred.sql"), named_params! {":principal": principal, ":limit": limit})
    }

    /// Settled lines of a range, without their bytes.
    pub fn settled_lines(&self, principal: &str, epoch: &str, from: i64, to: i64) -> Result<Vec<SendLine>> {
        self.many(
            include_str!("../sql/stream/settled.sql"),
            named_params! {":principal": principal, ":epoch": epoch, ":from": from, ":to": to},
        )
    }

    /// Files not yet at head office; one that failed is offered again after `retry_before`.
    pub fn blobs_to_send(&self, principal: &str, limit: i64, retry_before: i64) -> Result<Vec<BlobRow>> {
        self.many(
            include_str!("../sql/blob/to_send.sql"),
            named_params! {":principal": principal, ":limit": limit, ":retry_before": retry_before},
        )
    }
}

impl Tx<'_> {
    /// Replaces the account.
    pub fn put_sync_account(&self, principal: &str, account: &str) -> Result<()> {
        self.run(
            include_str!("../sql/sync/put_account.sql"),
            named_params! {":principal": principal, ":account": account},
        )?;
        Ok(())
    }

    /// Replaces what sync remembers; the cursor stays.
    pub fn put_sync_link(&self, principal: &str, link: &str) -> Result<()> {
        self.run(include_str!("../sql/sync/put_link.sql"), named_params! {":principal": principal, ":link": link})?;
        Ok(())
    }

    /// Sets the feed cursor.
    pub fn put_cursor(&self, principal: &str, cursor: Option<&str>) -> Result<()> {
        self.run(
            include_str!("../sql/sync/put_cursor.sql"),
            named_params! {":principal": principal, ":cursor": cursor},
        )?;
        Ok(())
    }

    /// Takes or renews the lease; `false` when another holds it.
    pub fn take_lease(&self, principal: &str, holder: &str, now: i64, until: i64) -> Result<bool> {
        let changed = self.run(
            include_str!("../sql/sync/take_lease.sql"),
            named_params! {":principal": principal, ":holder": holder, ":now": now, ":until": until, ":absurd": now + 600_000},
        )?;
        Ok(changed > 0)
    }

    /// Gives the lease back.
    pub fn drop_lease(&self, principal: &str, holder: &str) -> Result<()> {
        self.run(
            include_str!("../sql/sync/drop_lease.sql"),
            named_params! {":principal": principal, ":holder": holder},
        )?;
        Ok(())
    }

    /// Puts lines in flight: all of them, or none when one of them does not wait.
    pub fn mark_inflight(&self, principal: &str, epoch: &str, seqs: &[u64], batch_id: &str) -> Result<()> {
        let named =
            named_params! {":principal": principal, ":epoch": epoch, ":seqs": json_list(seqs), ":batch_id": batch_id};
        self.writing(|| {
            let mut statement = self.connection.prepare_cached(include_str!("../sql/stream/mark_inflight.sql"))?;
            match statement.execute(named)? {
                marked if marked == seqs.len() => Ok(()),
                marked => Err(StoreError::other(format!("{marked} of {} lines of {epoch} wait", seqs.len()))),
            }
        })
    }

    /// Writes a verdict on a line in flight in this batch; nothing when the line is not.
    pub fn settle_line(
        &self,
        principal: &str,
        epoch: &str,
        batch_id: &str,
        verdict: &LineVerdict<'_>,
        now: i64,
    ) -> Result<Option<SettledLine>> {
        let named = named_params! {
            ":principal": principal, ":epoch": epoch, ":batch_id": batch_id, ":seq": verdict.seq, ":state": verdict.state,
            ":code": verdict.code, ":field": verdict.field, ":message": verdict.message, ":receipt": verdict.receipt,
            ":received_at": verdict.received_at, ":now": now,
        };
        let sql = include_str!("../sql/stream/settle.sql");
        self.writing(|| Ok(self.many(sql, named)?.pop()))
    }

    /// Keeps receipts that were signed together, once; answers their number.
    pub fn put_receipt_tree(&self, principal: &str, root: &str, tree: &ReceiptTreeRow) -> Result<i64> {
        let ReceiptTreeRow { account, signature, leaves } = tree;
        let named = named_params! {":principal": principal, ":root": root, ":signature": signature};
        let known = || self.value(include_str!("../sql/receipt_tree/id.sql"), named);
        if let Some(id) = known()? {
            return Ok(id);
        }
        self.run(
            include_str!("../sql/receipt_tree/put.sql"),
            named_params! {
                ":principal": principal, ":account": account, ":root": root, ":signature": signature, ":leaves": leaves,
            },
        )?;
        known()?.ok_or_else(|| StoreError::other("a tree of receipts was not kept"))
    }

    /// Puts a batch back to pending.
    pub fn release_batch(&self, principal: &str, batch_id: &str, code: &str) -> Result<()> {
        self.run(
            include_str!("../sql/stream/release.sql"),
            named_params! {":principal": principal, ":batch_id": batch_id, ":code": code},
        )?;
        Ok(())
    }

    /// Settled lines become pending again.
    pub fn reoffer(&self, principal: &str, epoch: &str, seqs: &[u64]) -> Result<usize> {
        self.run(
            include_str!("../sql/stream/reoffer.sql"),
            named_params! {":principal": principal, ":epoch": epoch, ":seqs": json_list(seqs)},
        )
    }

    /// Closes the current epoch and moves what waits to a new one, in the old order.
    pub fn remint(&self, principal: &str, new_epoch: &str, at: i64) -> Result<u64> {
        self.run(include_str!("../sql/stream/close.sql"), named_params! {":principal": principal})?;
        self.run(
            include_str!("../sql/stream/begin.sql"),
            named_params! {":principal": principal, ":epoch": new_epoch, ":at": at},
        )?;
        let waiting: Vec<Waiting> = self.many(
            include_str!("../sql/stream/waiting.sql"),
            named_params! {":principal": principal, ":epoch": new_epoch},
        )?;
        for line in &waiting {
            let seq = self.next_seq(principal, new_epoch)?;
            self.run(
                include_str!("../sql/stream/move.sql"),
                named_params! {":rid": line.rid, ":epoch": new_epoch, ":seq": seq},
            )?;
        }
        Ok(waiting.len() as u64)
    }

    /// Keeps one item of the feed; `false` when it is known.
    pub fn put_inbox(&self, principal: &str, id: &str, kind: &str, title: &str, body: &str, at: i64) -> Result<bool> {
        let changed = self.run(
            include_str!("../sql/inbox/put.sql"),
            named_params! {":principal": principal, ":id": id, ":kind": kind, ":title": title, ":body": body, ":at": at},
        )?;
        Ok(changed > 0)
    }

    /// Offers a file to head office.
    pub fn put_blob(&self, principal: &str, sha256: &str, size: i64, at: i64) -> Result<()> {
        self.run(
            include_str!("../sql/blob/put.sql"),
            named_params! {":principal": principal, ":sha256": sha256, ":size": size, ":at": at},
        )?;
        Ok(())
    }

    /// Writes how far a file came.
    pub fn settle_blob(
        &self,
        principal: &str,
        sha256: &str,
        state: &str,
        proof: Option<&str>,
        code: Option<&str>,
        now: i64,
    ) -> Result<()> {
        self.run(
            include_str!("../sql/blob/settle.sql"),
            named_params! {":principal": principal, ":sha256": sha256, ":state": state, ":proof": proof, ":code": code, ":now": now},
        )?;
        Ok(())
    }
}
