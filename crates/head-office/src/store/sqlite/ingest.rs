//! Taking batches in: a group of them in one commit, each in a savepoint of its own.

use rusqlite::{Connection, OptionalExtension, Row, Savepoint, TransactionBehavior};
use wire::batch::BatchReply;
use wire::code;
use wire::record::{Record, RecordResult, Status};

use super::super::{Incoming, Result, Signer, StoreError};
use super::stream::{self, Sums};
use super::waiting::{self, Arrival};
use crate::check::{self, Need, Refusal};
use crate::clock;

/// Takes the group. If the commit fails, nobody gets an answer that says yes.
pub fn group(connection: &mut Connection, group: &[Incoming], limit: u64, sign: Signer) -> Vec<Result<BatchReply>> {
    match take_group(connection, group, limit, sign) {
        Ok(replies) => replies,
        Err(first) => {
            tracing::error!(error = %first, batches = group.len(), "a group was not committed");
            group.iter().map(|_| Err(StoreError::Busy)).collect()
        }
    }
}

fn take_group(
    connection: &mut Connection,
    group: &[Incoming],
    limit: u64,
    sign: Signer,
) -> Result<Vec<Result<BatchReply>>> {
    let mut tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let principal = super::get_meta(&tx, "principal")?;
    let mut replies = Vec::with_capacity(group.len());
    for incoming in group {
        let save = tx.savepoint()?;
        let mut desk = Intake::new(&save, incoming, &principal, limit, sign)?;
        let reply = desk.batch();
        drop(desk);
        match reply {
            Ok(reply) => {
                save.commit()?;
                replies.push(Ok(reply));
            }
            Err(e) => {
                tracing::error!(error = %e, batch = %incoming.batch.batch_id, "a batch was not taken");
                roll_back(save)?;
                replies.push(Err(e));
            }
        }
    }
    tx.commit()?;
    Ok(replies)
}

fn roll_back(mut save: Savepoint) -> Result<()> {
    save.rollback()?;
    Ok(save.commit()?)
}

/// One batch on its way in.
struct Intake<'a> {
    tx: &'a Connection,
    incoming: &'a Incoming,
    principal: &'a str,
    limit: u64,
    sign: Signer<'a>,
    sums: Sums,
    /// After one place was found taken, no new place of this batch is given out: the desk is about
    /// to leave this epoch, and what it keeps here must not lie behind another's records.
    forked: bool,
    arrivals: Vec<Arrival>,
}

/// What stands on a record's place.
enum Place {
    Fresh,
    Same,
    Taken,
}

/// A stored record's answer.
struct Held {
    server_seq: i64,
    hash: String,
    state: String,
    received_at: i64,
    signature: String,
}

impl<'a> Intake<'a> {
    fn new(
        tx: &'a Connection,
        incoming: &'a Incoming,
        principal: &'a str,
        limit: u64,
        sign: Signer<'a>,
    ) -> Result<Self> {
        Ok(Self {
            tx,
            incoming,
            principal,
            limit,
            sign,
            sums: stream::load(tx, &incoming.dealer, &incoming.batch.epoch)?,
            forked: false,
            arrivals: Vec::new(),
        })
    }

    fn batch(&mut self) -> Result<BatchReply> {
        let batch = &self.incoming.batch;
        let results: Vec<RecordResult> = batch.records.iter().map(|r| self.record(r)).collect::<Result<_>>()?;
        let arrivals = std::mem::take(&mut self.arrivals);
        waiting::settle(self.tx, &self.incoming.dealer, arrivals)?;
        stream::save(self.tx, &self.incoming.dealer, &batch.epoch, &mut self.sums)?;
        self.ledger(&results)?;
        Ok(BatchReply { batch_id: batch.batch_id.clone(), server_time: self.incoming.now, results })
    }

    fn record(&mut self, record: &Record) -> Result<RecordResult> {
        if let Some(field) = unplaceable(record) {
            return Ok(refused(record, code::BAD_FIELD, Some(field), None));
        }
        let fresh = match self.place(record)? {
            Place::Taken => {
                self.forked = true;
                return Ok(refused(record, code::EPOCH_CONFLICT, None, None));
            }
            Place::Fresh => {
                self.count(record);
                true
            }
            Place::Same => false,
        };
        let result = self.judge(record)?;
        // A fresh place says `held` already.
        if !fresh || matches!(result.status, Status::Deferred | Status::Rejected) {
            self.verdict(record, &result)?;
        }
        Ok(result)
    }

    /// Insert, and read only on conflict.
    fn place(&mut self, record: &Record) -> Result<Place> {
        let (dealer, epoch) = (&self.incoming.dealer, &self.incoming.batch.epoch);
        let row = (dealer, epoch, record.seq, &record.record_id, record.rev, &record.hash);
        if !self.forked {
            let mut put = self.tx.prepare_cached(
                "INSERT INTO position (dealer, epoch, seq, record_id, rev, hash, verdict)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'held') ON CONFLICT DO NOTHING",
            )?;
            if put.execute(row)? == 1 {
                return Ok(Place::Fresh);
            }
        }
        let mut find = self.tx.prepare_cached(
            "SELECT record_id = ?4 AND rev = ?5 AND hash = ?6 FROM position
              WHERE dealer = ?1 AND epoch = ?2 AND seq = ?3",
        )?;
        Ok(match find.query_row(row, |r| r.get::<_, bool>(0)).optional()? {
            Some(true) => Place::Same,
            _ => Place::Taken,
        })
    }

    fn count(&mut self, record: &Record) {
        let sums = &mut self.sums;
        sums.digest.add(record.seq, &record.record_id, record.rev, &record.hash);
        sums.max = sums.max.max(record.seq);
    }

    fn judge(&mut self, record: &Record) -> Result<RecordResult> {
        let today = clock::day_of(self.incoming.now);
        match check::check(record, self.principal, today, self.limit) {
            Ok(needs) => self.store(record, &needs),
            Err(refusal) => self.refuse(record, refusal),
        }
    }

    /// A rule that became stricter does not unsay a receipt.
    fn refuse(&mut self, record: &Record, refusal: Refusal) -> Result<RecordResult> {
        if let Some(held) = self.held(record)?.filter(|held| held.hash == record.hash) {
            return self.known(record, &held);
        }
        self.arrive(record, false);
        Ok(refused(record, refusal.code, Some(&refusal.field), Some(refusal.message)))
    }

    fn store(&mut self, record: &Record, needs: &[Need]) -> Result<RecordResult> {
        let missing = self.missing(needs)?;
        let later = self.later(record)?;
        let state = match (missing.is_empty(), later) {
            (false, _) => "deferred",
            (true, true) => "superseded",
            (true, false) => "accepted",
        };
        if let Some(held) = self.insert(record, state)? {
            waiting::note(self.tx, held.server_seq, &self.incoming.dealer, &missing)?;
            return self.stored(record, &held, missing.first());
        }
        match self.held(record)? {
            Some(held) if held.hash == record.hash => self.known(record, &held),
            _ => self.quarantine(record),
        }
    }

    fn missing(&self, needs: &[Need]) -> Result<Vec<Need>> {
        let mut missing = Vec::new();
        for need in needs {
            if !waiting::is_met(self.tx, &self.incoming.dealer, need)? {
                missing.push(need.clone());
            }
        }
        Ok(missing)
    }

    fn later(&self, record: &Record) -> Result<bool> {
        let mut find = self.tx.prepare_cached(
            "SELECT 1 FROM record
              WHERE dealer = ?1 AND record_id = ?2 AND rev > ?3 AND state <> 'deferred'",
        )?;
        Ok(find.exists((&self.incoming.dealer, &record.record_id, record.rev))?)
    }

    fn insert(&self, record: &Record, state: &str) -> Result<Option<Held>> {
        let at = self.incoming.now;
        let text =
            wire::sign::receipt(self.principal, &self.incoming.dealer, &record.record_id, record.rev, &record.hash, at);
        let signature = (self.sign)(&text);
        let extra = serde_json::to_string(&record.extra).ok().filter(|e| e != "{}");
        let mut put = self.tx.prepare_cached(
            "INSERT INTO record (dealer, record_id, rev, base_rev, kind, schema, hash, body, extra,
               state, device_id, received_at, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (dealer, record_id, rev) DO NOTHING RETURNING server_seq",
        )?;
        let row = rusqlite::params![
            self.incoming.dealer,
            record.record_id,
            record.rev,
            record.base_rev,
            record.kind,
            record.schema,
            record.hash,
            record.body,
            extra,
            state,
            self.incoming.device_id,
            at,
            signature,
        ];
        let server_seq: Option<i64> = put.query_row(row, |r| r.get(0)).optional()?;
        Ok(server_seq.map(|server_seq| Held {
            server_seq,
            hash: record.hash.clone(),
            state: state.to_owned(),
            received_at: at,
            signature,
        }))
    }

    fn held(&self, record: &Record) -> Result<Option<Held>> {
        let mut find = self.tx.prepare_cached(
            "SELECT server_seq, hash, state, received_at, signature FROM record
              WHERE dealer = ?1 AND record_id = ?2 AND rev = ?3",
        )?;
        let row = |r: &Row| {
            Ok(Held {
                server_seq: r.get("server_seq")?,
                hash: r.get("hash")?,
                state: r.get("state")?,
                received_at: r.get("received_at")?,
                signature: r.get("signature")?,
            })
        };
        Ok(find.query_row((&self.incoming.dealer, &record.record_id, record.rev), row).optional()?)
    }

    /// Stored just now.
    fn stored(&mut self, record: &Record, held: &Held, missing: Option<&Need>) -> Result<RecordResult> {
        if let Some(need) = missing {
            return Ok(waits(record, held, need.code));
        }
        // There is no revision before the first.
        if record.rev > 1 {
            waiting::supersede(self.tx, &self.incoming.dealer, &record.record_id, record.rev)?;
        }
        self.arrive(record, true);
        let status = match held.state.as_str() {
            "superseded" => Status::Superseded,
            _ => Status::Accepted,
        };
        Ok(receipt(record, held, status))
    }

    /// Stored before.
    fn known(&mut self, record: &Record, held: &Held) -> Result<RecordResult> {
        match held.state.as_str() {
            "deferred" => Ok(waits(record, held, &self.still_missing(record)?)),
            _ => Ok(receipt(record, held, Status::Duplicate)),
        }
    }

    fn still_missing(&self, record: &Record) -> Result<String> {
        let mut find = self.tx.prepare_cached(
            "SELECT code FROM position WHERE dealer = ?1 AND record_id = ?2 AND rev = ?3
                AND verdict = 'deferred' AND code IS NOT NULL",
        )?;
        let key = (&self.incoming.dealer, &record.record_id, record.rev);
        let code: Option<String> = find.query_row(key, |r| r.get(0)).optional()?;
        Ok(code.unwrap_or_else(|| code::TARGET_MISSING.to_owned()))
    }

    fn quarantine(&self, record: &Record) -> Result<RecordResult> {
        self.tx.execute(
            "INSERT INTO quarantine (dealer, device_id, record_id, rev, kind, hash, body, received_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            (
                &self.incoming.dealer,
                &self.incoming.device_id,
                &record.record_id,
                record.rev,
                &record.kind,
                &record.hash,
                &record.body,
                self.incoming.now,
            ),
        )?;
        let message = "同一编号同一版本已有不同内容，两份都已保留".to_owned();
        Ok(refused(record, code::HASH_CONFLICT, Some("record_id"), Some(message)))
    }

    fn arrive(&mut self, record: &Record, held: bool) {
        self.arrivals.push(Arrival {
            record_id: record.record_id.clone(),
            rev: record.rev,
            hash: record.hash.clone(),
            held,
        });
    }

    /// The verdict stands on the place from now on.
    fn verdict(&self, record: &Record, result: &RecordResult) -> Result<()> {
        let verdict = match result.status {
            Status::Deferred => "deferred",
            Status::Rejected => "rejected",
            _ => "held",
        };
        let mut put = self.tx.prepare_cached(
            "UPDATE position SET verdict = ?4, code = ?5, field = ?6, message = ?7
              WHERE dealer = ?1 AND epoch = ?2 AND seq = ?3
                AND (verdict, code, field, message) IS NOT (?4, ?5, ?6, ?7)",
        )?;
        put.execute((
            &self.incoming.dealer,
            &self.incoming.batch.epoch,
            record.seq,
            verdict,
            &result.code,
            &result.field,
            &result.message,
        ))?;
        Ok(())
    }

    fn ledger(&self, results: &[RecordResult]) -> Result<()> {
        let count = |f: fn(Status) -> bool| results.iter().filter(|r| f(r.status)).count();
        let deferred = count(|s| s == Status::Deferred);
        let rejected = count(|s| s == Status::Rejected);
        self.tx.execute(
            "INSERT INTO batch (batch_id, device_id, at, records, held, deferred, rejected)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (batch_id, device_id) DO UPDATE SET times = times + 1",
            (
                &self.incoming.batch.batch_id,
                &self.incoming.device_id,
                self.incoming.now,
                results.len(),
                results.len() - deferred - rejected,
                deferred,
                rejected,
            ),
        )?;
        Ok(())
    }
}

/// A place needs a number, and ids that may stand in signed text.
fn unplaceable(record: &Record) -> Option<&'static str> {
    if record.seq == 0 || record.seq > u64::MAX >> 1 {
        return Some("seq");
    }
    if !wire::sign::is_plain(&record.record_id) {
        return Some("record_id");
    }
    (!wire::hash::is_sha256_hex(&record.hash)).then_some("hash")
}

fn answer(record: &Record, status: Status) -> RecordResult {
    RecordResult {
        seq: record.seq,
        record_id: record.record_id.clone(),
        rev: record.rev,
        status,
        server_seq: None,
        received_at: None,
        signature: None,
        code: None,
        field: None,
        message: None,
    }
}

fn refused(record: &Record, code: &str, field: Option<&str>, message: Option<String>) -> RecordResult {
    RecordResult {
        code: Some(code.to_owned()),
        field: field.map(str::to_owned),
        message,
        ..answer(record, Status::Rejected)
    }
}

fn waits(record: &Record, held: &Held, code: &str) -> RecordResult {
    RecordResult {
        code: Some(code.to_owned()),
        server_seq: u64::try_from(held.server_seq).ok(),
        ..answer(record, Status::Deferred)
    }
}

fn receipt(record: &Record, held: &Held, status: Status) -> RecordResult {
    RecordResult {
        server_seq: u64::try_from(held.server_seq).ok(),
        received_at: Some(held.received_at),
        signature: Some(held.signature.clone()),
        ..answer(record, status)
    }
}
