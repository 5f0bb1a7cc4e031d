//! The outbox: what head office must get, with the exact bytes, written in the record's own transaction.
//!
//! - OUTBOX-1 A line gets the next number of its maker's stream in the transaction that saves the record; numbers have no holes.
//! - OUTBOX-7 What this desk refused by itself never got there: it is no base of a later version, nothing head office holds, and nothing it is told the end of.
//! - OUTBOX-2 A line is never removed and its bytes never change; a correction is a new line with the next rev.

use crate::audit::hex;
use crate::row::row;
use crate::{Reader, Result, StoreError, Tx};
use domain::{Day, PrincipalId};
use rusqlite::named_params;
use sha2::{Digest, Sha256};

/// Whether a put tells head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// Nothing to tell.
    Nothing,
    /// This line.
    Line(Box<OutboxLine>),
}

/// One line for head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxLine {
    /// The maker.
    pub principal: PrincipalId,
    /// The record, UUIDv7.
    pub record_id: String,
    /// Its version.
    pub rev: i64,
    /// The version it was made from.
    pub base_rev: Option<i64>,
    /// Kind on the wire.
    pub kind: &'static str,
    /// Version of the body's shape.
    pub schema: i64,
    /// Human number, for the ledger.
    pub no: String,
    /// One line, for the ledger.
    pub title: String,
    /// Exact bytes.
    pub body: String,
    /// When it was saved, UTC ms.
    pub created_at: i64,
    /// Last day in time, when there is one.
    pub due_on: Option<Day>,
    /// Epoch to begin a stream with when the maker has none yet.
    pub first_epoch: String,
}

/// Filters the submission ledger.
#[derive(Debug, Clone, Default)]
pub struct OutboxFilter<'a> {
    /// The maker's code.
    pub principal: Option<&'a str>,
    /// `open`, `waiting`, `returned`, `overdue`, a state as it stands, or all.
    pub state: Option<&'a str>,
    /// Kind on the wire.
    pub kind: Option<&'a str>,
    /// Part of a number or title, in capitals.
    pub term: Option<&'a str>,
    /// Records the term names otherwise: by a telephone, by initials.
    pub records: &'a [String],
    /// The receipt's number, where the term is one.
    pub receipt: Option<i64>,
    /// Saved at this instant or later, and before that one.
    pub saved: (Option<i64>, Option<i64>),
    /// What is due before this day is overdue.
    pub today: Option<Day>,
    /// Rows wanted.
    pub limit: i64,
    /// Rows to skip.
    pub offset: i64,
}

impl OutboxFilter<'_> {
    fn records_json(&self) -> String {
        serde_json::to_string(self.records).unwrap_or_else(|_| "[]".to_owned())
    }
}

/// One line of the submission ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// Number of the line on this desk: a position in a stream comes again in the next epoch.
    pub line: i64,
    /// Number in its stream.
    pub seq: i64,
    /// The record.
    pub record_id: String,
    /// The maker's code.
    pub principal: String,
    /// Kind on the wire.
    pub kind: String,
    /// Version of the record.
    pub rev: i64,
    /// Human number.
    pub no: String,
    /// One line.
    pub title: String,
    /// State.
    pub state: String,
    /// When it was saved.
    pub created_at: i64,
    /// How often it was tried.
    pub attempts: i64,
    /// Head office's code.
    pub last_code: Option<String>,
    /// Head office's field.
    pub last_field: Option<String>,
    /// Head office's sentence.
    pub last_message: Option<String>,
    /// Receipt, JSON.
    pub receipt: Option<String>,
    /// When head office received it.
    pub received_at: Option<i64>,
    /// What a person opens to see the record: a card is shown with its sale.
    pub opens: Option<String>,
    /// It came back, and nobody has dealt with that.
    pub returned: bool,
}

/// A line head office has a receipt for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedLine {
    /// Its stream.
    pub epoch: String,
    /// Place in it.
    pub seq: i64,
    /// The record.
    pub record_id: String,
    /// Version of the record.
    pub rev: i64,
    /// SHA-256 of its bytes, hex.
    pub hash: String,
    /// Kind on the wire.
    pub kind: String,
    /// Human number.
    pub no: String,
    /// One line.
    pub title: String,
}

/// Counts of one maker's stream for the honest line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreamCounts {
    /// Waiting or in flight.
    pub pending: i64,
    /// Refused and not yet corrected.
    pub rejected: i64,
    /// Held by head office, waiting for others.
    pub deferred: i64,
    /// Of those that wait: their last day has passed.
    pub overdue: i64,
    /// When the oldest waiting line was saved.
    pub oldest_at: Option<i64>,
    /// Files on their way.
    pub files_waiting: i64,
    /// Files that could not be sent.
    pub files_missing: i64,
}

/// So many lines of a kind in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerSum {
    /// Kind on the wire.
    pub kind: String,
    /// `waiting`, `returned`, `deferred`, `acked`, `rejected`.
    pub state: String,
    /// How many.
    pub n: i64,
}

row!(LedgerLine {
    line,
    seq,
    record_id,
    principal,
    kind,
    rev,
    no,
    title,
    state,
    created_at,
    attempts,
    last_code,
    last_field,
    last_message,
    receipt,
    received_at,
    opens,
    returned,
});
row!(StreamCounts { pending, rejected, deferred, overdue, oldest_at, files_waiting, files_missing });
row!(LedgerSum { kind, state, n });
row!(ReceivedLine { epoch, seq, record_id, rev, hash, kind, no, title });

impl Tx<'_> {
    /// Puts a line in the outbox (OUTBOX-1).
    pub(crate) fn send(&self, outgoing: &Outgoing) -> Result<()> {
        let Outgoing::Line(line) = outgoing else { return Ok(()) };
        let principal = line.principal.to_string();
        let epoch = self.current_epoch(&principal, &line.first_epoch, line.created_at)?;
        let seq = self.next_seq(&principal, &epoch)?;
        self.run(
            include_str!("../sql/outbox/put.sql"),
            named_params! {
                ":principal": principal, ":epoch": epoch, ":seq": seq, ":record_id": line.record_id, ":rev": line.rev,
                ":base_rev": line.base_rev, ":kind": line.kind, ":schema": line.schema, ":no": line.no, ":title": line.title,
                ":hash": hex(&Sha256::digest(line.body.as_bytes())), ":created_at": line.created_at,
                ":due_on": line.due_on.map(|day| day.iso()),
            },
        )?;
        let rid = self.connection.last_insert_rowid();
        self.run(include_str!("../sql/outbox/put_body.sql"), named_params! {":rid": rid, ":body": line.body})?;
        Ok(())
    }

    /// A line head office refused waits again, as it is; false when it was corrected meanwhile.
    pub fn send_again(&self, line: i64) -> Result<bool> {
        Ok(self.run(include_str!("../sql/outbox/again.sql"), named_params! {":line": line})? > 0)
    }

    /// Head office turned a line down after it took it.
    pub fn turned_down(&self, line: i64, code: &str, field: Option<&str>, message: Option<&str>) -> Result<()> {
        let named = named_params! {":line": line, ":code": code, ":field": field, ":message": message};
        self.run(include_str!("../sql/outbox/turned_down.sql"), named).map(|_| ())
    }

    /// A line without the record it is about.
    #[cfg(test)]
    pub(crate) fn send_line(&self, line: OutboxLine) -> Result<()> {
        self.send(&Outgoing::Line(Box::new(line)))
    }

    pub(crate) fn next_seq(&self, principal: &str, epoch: &str) -> Result<i64> {
        let named = named_params! {":principal": principal, ":epoch": epoch};
        self.writing(|| self.value(include_str!("../sql/stream/next_seq.sql"), named))?
            .ok_or_else(|| StoreError::other(format!("no stream {epoch} of {principal}")))
    }

    fn current_epoch(&self, principal: &str, first: &str, at: i64) -> Result<String> {
        if let Some(epoch) = self.epoch(principal)? {
            return Ok(epoch);
        }
        self.run(
            include_str!("../sql/stream/begin.sql"),
            named_params! {":principal": principal, ":epoch": first, ":at": at},
        )?;
        Ok(first.to_owned())
    }
}

impl Reader<'_> {
    /// The epoch new lines go to.
    pub fn epoch(&self, principal: &str) -> Result<Option<String>> {
        self.value(include_str!("../sql/stream/current.sql"), named_params! {":principal": principal})
    }

    /// The submission ledger, newest first; what waits comes before what is done.
    pub fn ledger(&self, filter: &OutboxFilter<'_>) -> Result<Vec<LedgerLine>> {
        self.many(
            include_str!("../sql/outbox/list.sql"),
            named_params! {
                ":principal": filter.principal, ":state": filter.state, ":kind": filter.kind, ":term": filter.term,
                ":records": filter.records_json(), ":receipt": filter.receipt,
                ":from": filter.saved.0, ":until": filter.saved.1, ":today": filter.today.map(|day| day.iso()),
                ":limit": filter.limit, ":offset": filter.offset,
            },
        )
    }

    /// How many lines match.
    pub fn ledger_count(&self, filter: &OutboxFilter<'_>) -> Result<i64> {
        Ok(self
            .value(
                include_str!("../sql/outbox/count.sql"),
                named_params! {
                    ":principal": filter.principal, ":state": filter.state, ":kind": filter.kind, ":term": filter.term,
                ":records": filter.records_json(), ":receipt": filter.receipt,
                    ":from": filter.saved.0, ":until": filter.saved.1, ":today": filter.today.map(|day| day.iso()),
                },
            )?
            .unwrap_or(0))
    }

    /// The lines of each kind in each state, whatever kind and state the filter names.
    pub fn ledger_sums(&self, filter: &OutboxFilter<'_>) -> Result<Vec<LedgerSum>> {
        self.many(
            include_str!("../sql/outbox/sums.sql"),
            named_params! {
                ":principal": filter.principal, ":kind": None::<&str>, ":term": filter.term,
                ":records": filter.records_json(), ":receipt": filter.receipt,
                ":from": filter.saved.0, ":until": filter.saved.1,
            },
        )
    }

    /// What came back and nobody dealt with, of a kind or of all, newest first.
    pub fn returned_lines(&self, kind: Option<&str>, limit: i64) -> Result<Vec<LedgerLine>> {
        self.many(include_str!("../sql/outbox/returned.sql"), named_params! {":kind": kind, ":limit": limit})
    }

    /// One line by its number on this desk.
    pub fn ledger_line(&self, line: i64) -> Result<Option<LedgerLine>> {
        self.one(include_str!("../sql/outbox/line.sql"), named_params! {":line": line})
    }

    /// SHA-256 of a line's bytes, hex.
    pub fn hash_of_line(&self, line: i64) -> Result<Option<String>> {
        self.value(include_str!("../sql/outbox/hash_of_line.sql"), named_params! {":line": line})
    }

    /// The newest line of a record.
    pub fn last_line(&self, record_id: &str) -> Result<Option<LedgerLine>> {
        self.one(include_str!("../sql/outbox/last.sql"), named_params! {":record_id": record_id})
    }

    /// The newest version of a record in the outbox.
    pub fn last_rev(&self, record_id: &str) -> Result<Option<i64>> {
        self.value(include_str!("../sql/outbox/last_rev.sql"), named_params! {":record_id": record_id})
    }

    /// Whether head office has some version of a record, or may get one: all but refused lines count.
    pub fn told_of(&self, record_id: &str) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/outbox/told.sql"))?;
        Ok(statement.exists(named_params! {":record_id": record_id})?)
    }

    /// Whether head office knows of a record or may get to know, if only to have refused it.
    pub fn heard_of(&self, record_id: &str) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/outbox/heard.sql"))?;
        Ok(statement.exists(named_params! {":record_id": record_id})?)
    }

    /// The newest version of a record that head office may have.
    pub fn arrived_rev(&self, record_id: &str) -> Result<Option<i64>> {
        self.value(include_str!("../sql/outbox/arrived_rev.sql"), named_params! {":record_id": record_id})
    }

    /// Whether any version of a record was ever on its way.
    pub fn left_desk(&self, record_id: &str) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/outbox/left.sql"))?;
        Ok(statement.exists(named_params! {":record_id": record_id})?)
    }

    /// Hash of the newest acknowledged or waiting line of a record, for reports that list their lines.
    pub fn line_hash(&self, record_id: &str) -> Result<Option<(i64, String)>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/outbox/hash.sql"))?;
        let mut rows = statement.query(named_params! {":record_id": record_id})?;
        rows.next()?.map(|row| Ok((row.get("rev")?, row.get("hash")?))).transpose()
    }

    /// What head office received from `from` on and before `to`, by its receipts.
    pub fn received_lines(&self, principal: PrincipalId, from: i64, to: i64) -> Result<Vec<ReceivedLine>> {
        self.many(
            include_str!("../sql/outbox/received.sql"),
            named_params! {":principal": principal.to_string(), ":from": from, ":to": to},
        )
    }

    /// Counts for the honest line of a maker.
    pub fn stream_counts(&self, principal: PrincipalId, today: Day) -> Result<StreamCounts> {
        Ok(self
            .one(
                include_str!("../sql/outbox/counts.sql"),
                named_params! {":principal": principal.to_string(), ":today": today.iso()},
            )?
            .unwrap_or_default())
    }
}
