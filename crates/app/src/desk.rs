//! The store as sync sees it: `sync::desk::Desk` on SQLite, and the domain's part in head office's answers.
//!
//! A verdict moves the outbox row and the card, repair or report it is about in one transaction.

use crate::app::{App, parse_id};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::policies::take_handover;
use crate::proof::Trees;
use crate::told;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Fault, LineVerdict, Reader, SendLine, StoreError, Tx};
use sync::desk::{Account, BlobJob, Desk, DeskError, DeskFault, EpochCounts, Link, OutboxRow, Result, State, Verdict};
use wire::blob::BlobState;
use wire::decisions::DECISIONS_KIND;
use wire::feed::FeedItem;
use wire::paper::PAPER_KIND;
use wire::remedy::ANSWER_KIND;
use wire::stream::Position;

/// Sync's own bookkeeping leaves no line in the audit trail.
const BOOKKEEPING: &str = "";

/// Verdicts written before it is looked whether somebody waits to save: he waits for as many at most, some hundredths of a second.
const SETTLED_AT_ONCE: usize = 100;

/// A file that failed is offered again after a day.
const BLOB_RETRY_MS: i64 = 24 * 3600 * 1000;

pub(crate) fn parsed<T: DeserializeOwned>(place: &str, text: &str) -> Answer<T> {
    serde_json::from_str(text)
        .map_err(|e| AppError::Store(StoreError { fault: Fault::BadRow, detail: format!("{place}: {e}") }))
}

pub(crate) fn text_of(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(|e| AppError::Store(StoreError { fault: Fault::Other, detail: e.to_string() }))
}

/// What sync remembers of a maker.
pub(crate) fn link_of(reader: &Reader<'_>, principal: &str) -> Answer<Link> {
    match reader.sync_link(principal)? {
        Some((link, cursor)) => Ok(Link { cursor, ..parsed("sync_link", &link)? }),
        None => Ok(Link::default()),
    }
}

/// The account at a maker's head office.
pub(crate) fn account_of(reader: &Reader<'_>, principal: &str) -> Answer<Option<Account>> {
    reader.sync_account(principal)?.map(|text| parsed("sync_account", &text)).transpose()
}

/// From now on the desk is this account at a maker's head office; what waits goes to a new epoch.
pub(crate) fn put_account(tx: &Tx<'_>, principal: &str, account: &Account, new_epoch: &str) -> Answer<()> {
    let former = account_of(tx, principal).ok().flatten();
    if former.is_none_or(|former| former.receipt_key != account.receipt_key) {
        // What another head office signed can no longer be proved: it is neither installed nor complained of.
        tx.read_law(principal, account.enrolled_at)?;
    }
    tx.put_sync_account(principal, &text_of(account)?)?;
    tx.put_sync_link(principal, &text_of(&Link::default())?)?;
    tx.put_cursor(principal, None)?;
    tx.remint(principal, new_epoch, account.enrolled_at)?;
    tx.note(&account.principal_code, &account.device_id);
    Ok(())
}

fn line_verdict(verdict: &Verdict, receipt: Option<String>) -> LineVerdict<'_> {
    LineVerdict {
        seq: at(verdict.seq),
        state: state_name(verdict.state),
        code: verdict.code.as_deref(),
        field: verdict.field.as_deref(),
        message: verdict.message.as_deref(),
        receipt,
        received_at: verdict.receipt.as_ref().map(|receipt| receipt.received_at),
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Pending => "pending",
        State::Inflight => "inflight",
        State::Acked => "acked",
        State::Rejected => "rejected",
        State::Deferred => "deferred",
    }
}

fn outbox_row(line: SendLine) -> OutboxRow {
    OutboxRow {
        epoch: line.epoch,
        seq: line.seq.unsigned_abs(),
        record_id: line.record_id,
        rev: u32::try_from(line.rev).unwrap_or(u32::MAX),
        base_rev: line.base_rev.and_then(|rev| u32::try_from(rev).ok()),
        kind: line.kind,
        schema: u32::try_from(line.schema).unwrap_or(1),
        body: line.body,
        hash: line.hash,
        attempts: u32::try_from(line.attempts).unwrap_or(u32::MAX),
        batch_id: line.batch_id,
    }
}

fn at(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn fault(error: AppError) -> DeskError {
    let (kind, detail) = match error {
        AppError::Store(StoreError { fault, detail }) => (
            match fault {
                Fault::Busy => DeskFault::Busy,
                Fault::Full => DeskFault::Full,
                Fault::Corrupt => DeskFault::Corrupt,
                _ => DeskFault::Other,
            },
            detail,
        ),
        other => (DeskFault::Other, other.to_string()),
    };
    DeskError { kind, detail }
}

impl App {
    fn look<T>(&self, f: impl FnOnce(&Reader<'_>) -> Answer<T>) -> Result<T> {
        self.read(|reader, _| f(reader)).map_err(fault)
    }

    fn change<T>(&self, op: &str, f: impl FnOnce(&Tx<'_>) -> Answer<T>) -> Result<T> {
        self.write(op, |tx, _| f(tx)).map_err(fault)
    }

    /// One message of head office: kept, and what it says done.
    fn feed_item(&self, tx: &Tx<'_>, judged: Now, (principal, item): (&str, &FeedItem), now: i64) -> Answer<()> {
        let mut title = feed_title(&item.kind, &item.body);
        if item.kind == DECISIONS_KIND && tx.inbox_item(&item.item_id)?.is_none() {
            let maker = parse_id("principal", principal)?;
            title = format!("{title}：{}", self.decisions_by_feed(tx, judged, maker, &item.body)?);
        }
        if item.kind == ANSWER_KIND && tx.inbox_item(&item.item_id)?.is_none() {
            let maker = parse_id("principal", principal)?;
            title = format!("{title}：{}", self.remedy_answer_by_feed(tx, judged, maker, &item.body)?);
        }
        if item.kind == PAPER_KIND && tx.inbox_item(&item.item_id)?.is_none() {
            let maker = parse_id("principal", principal)?;
            title = format!("{title}：{}", self.paper_by_feed(tx, judged, maker, item)?);
        }
        let new = tx.put_inbox(principal, &item.item_id, &item.kind, &title, &item.body, now)?;
        match item.kind.as_str() {
            "rejection" if new => told::by_message(tx, principal, &item.body),
            wire::law::HANDOVER_KIND if new => take_handover(tx, principal, &item.body),
            _ => Ok(()),
        }
    }

    fn blob_path(&self, sha256: &str) -> std::path::PathBuf {
        self.folder("blobs").join(sha256)
    }
}

impl Desk for App {
    fn account(&self, principal: &str) -> Result<Option<Account>> {
        self.look(|reader| account_of(reader, principal))
    }

    fn set_account(&self, principal: &str, account: &Account, new_epoch: &str) -> Result<()> {
        self.change("enrol", |tx| put_account(tx, principal, account, new_epoch))
    }

    fn link(&self, principal: &str) -> Result<Link> {
        self.look(|reader| link_of(reader, principal))
    }

    fn save_link(&self, principal: &str, link: &Link) -> Result<()> {
        self.change(BOOKKEEPING, |tx| Ok(tx.put_sync_link(principal, &text_of(link)?)?))
    }

    fn take_lease(&self, principal: &str, holder: &str, now: i64, until: i64) -> Result<bool> {
        self.change(BOOKKEEPING, |tx| Ok(tx.take_lease(principal, holder, now, until)?))
    }

    fn drop_lease(&self, principal: &str, holder: &str) -> Result<()> {
        self.change(BOOKKEEPING, |tx| Ok(tx.drop_lease(principal, holder)?))
    }

    fn counts(&self, principal: &str) -> Result<Vec<EpochCounts>> {
        self.look(|reader| {
            let counts = reader.epoch_counts(principal)?;
            Ok(counts
                .into_iter()
                .map(|count| EpochCounts {
                    epoch: count.epoch,
                    current: count.current,
                    max_seq: count.max_seq.unsigned_abs(),
                    pending: count.pending.unsigned_abs(),
                    inflight: count.inflight.unsigned_abs(),
                    settled: count.settled.unsigned_abs(),
                    deferred: count.deferred.unsigned_abs(),
                })
                .collect())
        })
    }

    fn inflight(&self, principal: &str) -> Result<Vec<OutboxRow>> {
        self.look(|reader| Ok(reader.inflight_lines(principal)?.into_iter().map(outbox_row).collect()))
    }

    fn pending(&self, principal: &str, limit: u32) -> Result<Vec<OutboxRow>> {
        self.look(|reader| Ok(reader.pending_lines(principal, i64::from(limit))?.into_iter().map(outbox_row).collect()))
    }

    fn deferred(&self, principal: &str, limit: u32) -> Result<Vec<OutboxRow>> {
        self.look(|reader| {
            Ok(reader.deferred_lines(principal, i64::from(limit))?.into_iter().map(outbox_row).collect())
        })
    }

    /// Not waited for: should a power cut take it, the rows go again in another batch, and head office knows each of them.
    fn mark_inflight(&self, principal: &str, epoch: &str, seqs: &[u64], batch_id: &str) -> Result<()> {
        self.write_soon(|tx, _| Ok(tx.mark_inflight(principal, epoch, seqs, batch_id)?)).map_err(fault)
    }

    fn settle(&self, principal: &str, epoch: &str, batch_id: &str, verdicts: &[Verdict], now: i64) -> Result<()> {
        let mut rest = verdicts;
        while !rest.is_empty() {
            let done = self.write("sync_settle", |tx, judged| {
                settle_some(self, tx, judged, (principal, epoch, batch_id), rest, now)
            });
            rest = rest.get(done.map_err(fault)?..).unwrap_or_default();
        }
        Ok(())
    }

    fn release(&self, principal: &str, batch_id: &str, code: &str) -> Result<()> {
        self.change(BOOKKEEPING, |tx| Ok(tx.release_batch(principal, batch_id, code)?))
    }

    fn positions(&self, principal: &str, epoch: &str, from: u64, to: u64) -> Result<Vec<Position>> {
        self.look(|reader| {
            let lines = reader.settled_lines(principal, epoch, at(from), at(to))?;
            Ok(lines
                .into_iter()
                .map(|line| Position {
                    seq: line.seq.unsigned_abs(),
                    record_id: line.record_id,
                    rev: u32::try_from(line.rev).unwrap_or(u32::MAX),
                    hash: line.hash,
                })
                .collect())
        })
    }

    fn reoffer(&self, principal: &str, epoch: &str, seqs: &[u64]) -> Result<u64> {
        self.change("sync_reoffer", |tx| Ok(tx.reoffer(principal, epoch, seqs)? as u64))
    }

    fn remint(&self, principal: &str, new_epoch: &str) -> Result<u64> {
        let now = self.now();
        self.change("sync_remint", |tx| Ok(tx.remint(principal, new_epoch, now)?))
    }

    fn apply_feed(&self, principal: &str, items: &[FeedItem], cursor: Option<&str>, now: i64) -> Result<()> {
        self.write("sync_feed", |tx, judged| {
            for item in items {
                let applied = tx.attempt(|| self.feed_item(tx, judged, (principal, item), now));
                told::passed_over(applied, &item.item_id, |why| unapplied(tx, principal, item, why, now))?;
            }
            Ok(tx.put_cursor(principal, cursor)?)
        })
        .map_err(fault)
    }

    fn blobs(&self, principal: &str, limit: u32) -> Result<Vec<BlobJob>> {
        let retry_before = self.now() - BLOB_RETRY_MS;
        self.look(|reader| {
            let rows = reader.blobs_to_send(principal, i64::from(limit), retry_before)?;
            Ok(rows.into_iter().map(|row| BlobJob { sha256: row.sha256, size: row.size.unsigned_abs() }).collect())
        })
    }

    fn read_blob(&self, _principal: &str, sha256: &str, offset: u64, len: u64) -> Result<Vec<u8>> {
        use std::io::{Read as _, Seek as _, SeekFrom};
        let read = || -> std::io::Result<Vec<u8>> {
            let mut file = std::fs::File::open(self.blob_path(sha256))?;
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = Vec::new();
            file.take(len).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|e| fault(StoreError::from(e).into()))
    }

    fn blob_done(&self, principal: &str, state: &BlobState, now: i64) -> Result<()> {
        self.change(BOOKKEEPING, |tx| {
            Ok(tx.settle_blob(principal, &state.sha256, "done", Some(&text_of(state)?), None, now)?)
        })
    }

    fn blob_failed(&self, principal: &str, sha256: &str, code: &str, now: i64) -> Result<()> {
        self.change(BOOKKEEPING, |tx| Ok(tx.settle_blob(principal, sha256, "failed", None, Some(code), now)?))
    }
}

/// Writes verdicts until all are written or somebody waits to save (STORE-13); answers how many. One transaction for many touches
/// the pages they share once.
fn settle_some(
    app: &App,
    tx: &Tx<'_>,
    judged: Now,
    (principal, epoch, batch_id): (&str, &str, &str),
    verdicts: &[Verdict],
    now: i64,
) -> Answer<usize> {
    let (mut done, mut trees) = (0, Trees::default());
    for part in verdicts.chunks(SETTLED_AT_ONCE) {
        let mut settled = Vec::with_capacity(part.len());
        for verdict in part {
            let said = line_verdict(verdict, trees.kept(tx, principal, verdict)?);
            let line = tx.settle_line(principal, epoch, batch_id, &said, now)?;
            settled.extend(line.map(|line| (line, verdict)));
        }
        told::by_answers(tx, &settled)?;
        crate::law::settle(app, tx, judged)?;
        done += part.len();
        if tx.is_awaited() {
            break;
        }
    }
    tx.note(batch_id, &format!("{done} 条"));
    Ok(done)
}

/// A message that could not be done stays to be read, and says so: it must not stand before those behind it.
fn unapplied(tx: &Tx<'_>, principal: &str, item: &FeedItem, why: &AppError, now: i64) -> Answer<()> {
    let title = format!(
        "{}：没有收，本机的记录没有改动（{why}）。请照原文办理，或请总部重发",
        feed_title(&item.kind, &item.body)
    );
    tx.put_inbox(principal, &item.item_id, &item.kind, &title, &item.body, now)?;
    Ok(())
}

/// One line about a message of head office, for the list.
fn feed_title(kind: &str, body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let named = ["title", "message", "text", "no"].iter().find_map(|key| body.get(key).and_then(|v| v.as_str()));
    let kind_zh = match kind {
        "inspection" | "inspection_result" => "旧件鉴定结果",
        "settlement" | "settlement_notice" => "核销通知",
        "rejection" => "退回通知",
        "notice" => "通知",
        DECISIONS_KIND => "核销决定",
        ANSWER_KIND => "换货退货答复",
        PAPER_KIND => "总部来文",
        wire::law::PACK_KIND => "政策包",
        wire::law::CALENDAR_KIND => "工作日历",
        wire::law::HANDOVER_KIND => "政策包密钥交接",
        other => other,
    };
    named.map_or_else(|| kind_zh.to_owned(), |text| format!("{kind_zh}：{text}"))
}
