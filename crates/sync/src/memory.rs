//! A desk in memory, for tests: the smallest store that keeps every promise of [`Desk`].
//!
//! A copy of it (`copy`) is a copied disk. Only with the feature `memory`.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use wire::blob::BlobState;
use wire::feed::FeedItem;
use wire::record::Receipt;
use wire::stream::Position;

use crate::desk::{Account, BlobJob, Desk, DeskError, DeskFault, EpochCounts, Link, OutboxRow, Result, State, Verdict};

/// One outbox row with everything the store keeps about it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// As sync sees it.
    pub row: OutboxRow,
    /// Where it stands.
    pub state: State,
    /// The nearest limit of the card, if any.
    pub due_on: Option<String>,
    /// Order of saving.
    pub created: u64,
    /// Why not acked.
    pub last_code: Option<String>,
    /// Which field.
    pub last_field: Option<String>,
    /// In head office's words.
    pub last_message: Option<String>,
    /// The proof.
    pub receipt: Option<Receipt>,
}

impl Kept {
    /// Refused by this desk: head office never heard of it.
    fn is_ours_alone(&self) -> bool {
        let codes = [Some(wire::code::TOO_LARGE), Some(wire::code::BAD_BATCH)];
        self.state == State::Rejected && self.last_message.is_none() && codes.contains(&self.last_code.as_deref())
    }

    /// The earlier of two receipts.
    fn prove(&mut self, new: Option<&Receipt>) {
        let first = self.receipt.as_ref().map(|receipt| receipt.received_at);
        if let Some(new) = new.filter(|new| first.is_none_or(|first| new.received_at < first)) {
            self.receipt = Some(new.clone());
        }
    }
}

#[derive(Debug, Clone)]
struct File {
    job: BlobJob,
    bytes: Vec<u8>,
    done: Option<String>,
}

/// Everything of one maker.
#[derive(Debug, Clone, Default)]
pub struct Maker {
    account: Option<Account>,
    link: Link,
    lease: Option<(String, i64)>,
    epochs: Vec<String>,
    rows: BTreeMap<(String, u64), Kept>,
    given: BTreeMap<String, u64>,
    items: BTreeMap<String, FeedItem>,
    files: Vec<File>,
    created: u64,
}

/// A desk in memory.
#[derive(Debug, Default)]
pub struct MemoryDesk(Mutex<BTreeMap<String, Maker>>);

fn missing(what: &str) -> DeskError {
    DeskError { kind: DeskFault::Other, detail: format!("no {what}") }
}

impl MemoryDesk {
    fn makers(&self) -> MutexGuard<'_, BTreeMap<String, Maker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, principal: &str, work: impl FnOnce(&mut Maker) -> T) -> T {
        work(self.makers().entry(principal.to_owned()).or_default())
    }

    /// The disk, copied.
    pub fn copy(&self) -> Self {
        Self(Mutex::new(self.makers().clone()))
    }

    /// Saves the first revision of a record.
    pub fn save(&self, principal: &str, kind: &str, record_id: &str, body: &str) -> u64 {
        self.save_rev(principal, kind, record_id, 1, body, None)
    }

    /// Saves any revision, with the day its card is due.
    pub fn save_rev(
        &self,
        principal: &str,
        kind: &str,
        record_id: &str,
        rev: u32,
        body: &str,
        due_on: Option<&str>,
    ) -> u64 {
        self.with(principal, |maker| {
            let (epoch, seq) = maker.place();
            maker.created += 1;
            let row = OutboxRow {
                epoch: epoch.clone(),
                seq,
                record_id: record_id.to_owned(),
                rev,
                base_rev: (rev > 1).then(|| rev - 1),
                kind: kind.to_owned(),
                schema: 1,
                body: body.to_owned(),
                hash: wire::hash::sha256_hex(body.as_bytes()),
                attempts: 0,
                batch_id: None,
            };
            let kept = Kept {
                row,
                state: State::Pending,
                due_on: due_on.map(str::to_owned),
                created: maker.created,
                last_code: None,
                last_field: None,
                last_message: None,
                receipt: None,
            };
            maker.rows.insert((epoch, seq), kept);
            seq
        })
    }

    /// Adds a file to be sent.
    pub fn add_file(&self, principal: &str, bytes: &[u8]) -> String {
        let sha256 = wire::hash::sha256_hex(bytes);
        let job = BlobJob { sha256: sha256.clone(), size: bytes.len() as u64 };
        let bytes = bytes.to_vec();
        self.with(principal, |m| m.files.push(File { job, bytes, done: None }));
        sha256
    }

    /// The same head office at another address.
    pub fn move_to(&self, principal: &str, url: &str) {
        self.with(principal, |m| {
            if let Some(account) = &mut m.account {
                account.url = url.to_owned();
            }
        });
    }

    /// All rows as they stand.
    pub fn rows(&self, principal: &str) -> Vec<Kept> {
        self.with(principal, |m| m.rows.values().cloned().collect())
    }

    /// Changes a row behind everybody's back.
    pub fn tamper(&self, principal: &str, record_id: &str, change: impl Fn(&mut Kept)) {
        self.with(principal, |m| {
            let mine = |k: &&mut Kept| k.row.record_id == record_id;
            m.rows.values_mut().filter(mine).for_each(change);
        });
    }

    /// Ids of the feed items applied.
    pub fn items(&self, principal: &str) -> Vec<FeedItem> {
        self.with(principal, |m| m.items.values().cloned().collect())
    }
}

impl Maker {
    fn place(&mut self) -> (String, u64) {
        if self.epochs.is_empty() {
            self.epochs.push("first".to_owned());
        }
        let epoch = self.epochs.last().cloned().unwrap_or_default();
        let seq = self.given.entry(epoch.clone()).or_default();
        *seq += 1;
        (epoch, *seq)
    }

    fn count(&self, epoch: &str) -> EpochCounts {
        let mut counts = EpochCounts {
            epoch: epoch.to_owned(),
            current: self.epochs.last().is_some_and(|e| e == epoch),
            max_seq: self.given.get(epoch).copied().unwrap_or(0),
            ..EpochCounts::default()
        };
        for kept in self.rows.values().filter(|k| k.row.epoch == epoch) {
            match kept.state {
                State::Pending => counts.pending += 1,
                State::Inflight => counts.inflight += 1,
                State::Deferred => counts.deferred += 1,
                State::Acked | State::Rejected => {}
            }
            counts.settled += u64::from(is_settled(kept.state));
        }
        counts
    }

    fn select(&self, state: State) -> Vec<Kept> {
        let wanted = self.rows.values().filter(|k| k.state == state);
        wanted.cloned().collect()
    }

    fn remint(&mut self, new_epoch: &str) -> u64 {
        let unsent = |k: &Kept| matches!(k.state, State::Pending | State::Inflight);
        let keys: Vec<_> = self.rows.iter().filter(|(_, k)| unsent(k)).map(|(key, _)| key.clone()).collect();
        self.epochs.push(new_epoch.to_owned());
        for key in &keys {
            if let Some(mut kept) = self.rows.remove(key) {
                let (epoch, seq) = self.place();
                kept.row.epoch = epoch.clone();
                kept.row.seq = seq;
                kept.row.batch_id = None;
                kept.state = State::Pending;
                self.rows.insert((epoch, seq), kept);
            }
        }
        keys.len() as u64
    }
}

fn is_settled(state: State) -> bool {
    matches!(state, State::Acked | State::Rejected | State::Deferred)
}

fn take(mut rows: Vec<Kept>, limit: u32) -> Vec<OutboxRow> {
    rows.truncate(limit as usize);
    rows.into_iter().map(|k| k.row).collect()
}

impl Desk for MemoryDesk {
    fn account(&self, principal: &str) -> Result<Option<Account>> {
        Ok(self.with(principal, |m| m.account.clone()))
    }

    fn set_account(&self, principal: &str, account: &Account, new_epoch: &str) -> Result<()> {
        self.with(principal, |m| {
            m.account = Some(account.clone());
            m.link = Link::default();
            m.remint(new_epoch);
        });
        Ok(())
    }

    fn link(&self, principal: &str) -> Result<Link> {
        Ok(self.with(principal, |m| m.link.clone()))
    }

    fn save_link(&self, principal: &str, link: &Link) -> Result<()> {
        self.with(principal, |m| {
            let cursor = m.link.cursor.take();
            m.link = Link { cursor, ..link.clone() };
        });
        Ok(())
    }

    fn take_lease(&self, principal: &str, holder: &str, now: i64, until: i64) -> Result<bool> {
        Ok(self.with(principal, |m| {
            let free = m.lease.as_ref().is_none_or(|(who, end)| who == holder || *end <= now || *end > now + 600_000);
            if free {
                m.lease = Some((holder.to_owned(), until));
            }
            free
        }))
    }

    fn drop_lease(&self, principal: &str, holder: &str) -> Result<()> {
        self.with(principal, |m| m.lease.take_if(|(who, _)| who == holder));
        Ok(())
    }

    fn counts(&self, principal: &str) -> Result<Vec<EpochCounts>> {
        Ok(self.with(principal, |m| m.epochs.iter().rev().map(|e| m.count(e)).collect()))
    }

    fn inflight(&self, principal: &str) -> Result<Vec<OutboxRow>> {
        Ok(take(self.with(principal, |m| m.select(State::Inflight)), u32::MAX))
    }

    fn pending(&self, principal: &str, limit: u32) -> Result<Vec<OutboxRow>> {
        let mut rows = self.with(principal, |m| m.select(State::Pending));
        rows.sort_by_key(|k| {
            let due = (k.due_on.is_none(), k.due_on.clone());
            (k.row.attempts >= 4, due, k.created, k.row.seq)
        });
        Ok(take(rows, limit))
    }

    fn deferred(&self, principal: &str, limit: u32) -> Result<Vec<OutboxRow>> {
        let mut rows = self.with(principal, |m| m.select(State::Deferred));
        rows.sort_by_key(|k| k.created);
        Ok(take(rows, limit))
    }

    fn mark_inflight(&self, principal: &str, epoch: &str, seqs: &[u64], batch_id: &str) -> Result<()> {
        self.with(principal, |m| {
            for seq in seqs {
                let kept = m.rows.get_mut(&(epoch.to_owned(), *seq));
                let kept = kept.ok_or_else(|| missing("row"))?;
                kept.state = State::Inflight;
                kept.row.batch_id = Some(batch_id.to_owned());
                kept.row.attempts += 1;
            }
            Ok(())
        })
    }

    fn settle(&self, principal: &str, epoch: &str, batch_id: &str, verdicts: &[Verdict], _now: i64) -> Result<()> {
        self.with(principal, |m| {
            for verdict in verdicts {
                let kept = m.rows.get_mut(&(epoch.to_owned(), verdict.seq));
                let mine = |k: &&mut Kept| k.row.batch_id.as_deref() == Some(batch_id);
                let Some(kept) = kept.filter(mine) else { continue };
                kept.state = verdict.state;
                kept.row.batch_id = None;
                kept.last_code = verdict.code.clone();
                kept.last_field = verdict.field.clone();
                kept.last_message = verdict.message.clone();
                if verdict.state == State::Acked {
                    kept.prove(verdict.whole_receipt().as_ref());
                    kept.row.attempts = 0;
                }
            }
        });
        Ok(())
    }

    fn release(&self, principal: &str, batch_id: &str, code: &str) -> Result<()> {
        self.with(principal, |m| {
            let mine = |k: &&mut Kept| k.row.batch_id.as_deref() == Some(batch_id);
            for kept in m.rows.values_mut().filter(mine) {
                kept.state = State::Pending;
                kept.row.batch_id = None;
                kept.last_code = Some(code.to_owned());
            }
        });
        Ok(())
    }

    fn positions(&self, principal: &str, epoch: &str, from: u64, to: u64) -> Result<Vec<Position>> {
        let position = |k: &Kept| Position {
            seq: k.row.seq,
            record_id: k.row.record_id.clone(),
            rev: k.row.rev,
            hash: k.row.hash.clone(),
        };
        let range = (epoch.to_owned(), from)..=(epoch.to_owned(), to);
        Ok(self.with(principal, |m| {
            let rows = m.rows.range(range).map(|(_, k)| k);
            rows.filter(|k| is_settled(k.state) && !k.is_ours_alone()).map(position).collect()
        }))
    }

    fn reoffer(&self, principal: &str, epoch: &str, seqs: &[u64]) -> Result<u64> {
        Ok(self.with(principal, |m| {
            let mut changed = 0;
            for seq in seqs {
                let kept = m.rows.get_mut(&(epoch.to_owned(), *seq));
                if let Some(kept) = kept.filter(|k| is_settled(k.state)) {
                    kept.state = State::Pending;
                    changed += 1;
                }
            }
            changed
        }))
    }

    fn remint(&self, principal: &str, new_epoch: &str) -> Result<u64> {
        Ok(self.with(principal, |m| m.remint(new_epoch)))
    }

    fn apply_feed(&self, principal: &str, items: &[FeedItem], cursor: Option<&str>, _now: i64) -> Result<()> {
        self.with(principal, |m| {
            for item in items {
                m.items.entry(item.item_id.clone()).or_insert_with(|| item.clone());
            }
            m.link.cursor = cursor.map(str::to_owned);
        });
        Ok(())
    }

    fn blobs(&self, principal: &str, limit: u32) -> Result<Vec<BlobJob>> {
        Ok(self.with(principal, |m| {
            let open = m.files.iter().filter(|f| f.done.is_none());
            open.take(limit as usize).map(|f| f.job.clone()).collect()
        }))
    }

    fn read_blob(&self, principal: &str, sha256: &str, offset: u64, len: u64) -> Result<Vec<u8>> {
        self.with(principal, |m| {
            let file = m.files.iter().find(|f| f.job.sha256 == sha256);
            let bytes = &file.ok_or_else(|| missing("file"))?.bytes;
            let from = bytes.len().min(offset as usize);
            let to = bytes.len().min((offset + len) as usize);
            Ok(bytes[from..to].to_vec())
        })
    }

    fn blob_done(&self, principal: &str, state: &BlobState, _now: i64) -> Result<()> {
        self.close_file(principal, &state.sha256, "done")
    }

    fn blob_failed(&self, principal: &str, sha256: &str, code: &str, _now: i64) -> Result<()> {
        self.close_file(principal, sha256, code)
    }
}

impl MemoryDesk {
    fn close_file(&self, principal: &str, sha256: &str, how: &str) -> Result<()> {
        self.with(principal, |m| {
            let mut files = m.files.iter_mut();
            let file = files.find(|f| f.job.sha256 == sha256);
            file.ok_or_else(|| missing("file"))?.done = Some(how.to_owned());
            Ok(())
        })
    }
}
