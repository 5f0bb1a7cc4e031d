//! What to do next. Pure: no store, no network, no clock.
//!
//! - PLAN-1 A desk whose stream is behind head office's takes a new epoch before it sends.
//! - PLAN-2 What is in flight goes first, under its old id with its old bytes.
//! - PLAN-3 Deferred records are offered again once a run, and only when something may have changed.
//! - PLAN-4 Sums are compared when nothing of the stream is on its way, and when either side changed.
//! - PLAN-7 An older epoch is asked about in its turn; one whose sums were not compared as they stand comes first, an empty one never.
//! - PLAN-5 Every step either ends the run or makes it smaller: a run ends.
//! - PLAN-6 A batch holds records of one epoch, at least one, and no more than the limits.

use std::collections::{BTreeMap, BTreeSet};

use wire::hello::Limits;
use wire::stream::{Digest, Position, RangeSum, StreamState};

use crate::desk::{EpochCounts, Link, OutboxRow};
use crate::outcome::Trigger;

/// Where a batch starts.
pub const START_RECORDS: u32 = 200;
/// Where a batch starts, in bytes before packing.
pub const START_BYTES: u64 = 512 * 1024;
/// Where a batch stops growing.
pub const MOST_RECORDS: u32 = 1000;
/// Where a batch stops growing, in bytes before packing.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// What a record's envelope takes beside its body, roughly.
const ENVELOPE: u64 = 320;
/// Batches that go through before a size that was too large is tried again.
const FORGIVES: u32 = 50;
/// How often one run compares an epoch: once to find, once to see it mended.
const COMPARISONS: u32 = 2;

/// The next thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Take a new epoch.
    Remint,
    /// Read the feed.
    Feed,
    /// Send what is in flight again.
    Resend,
    /// Send what is pending.
    Send,
    /// Offer deferred records again.
    Deferred,
    /// Ask head office how its streams stand now.
    Hello,
    /// Compare an epoch's sums.
    Compare(String),
    /// Send files.
    Blobs,
    /// Nothing more.
    Done,
}

/// What is known when the next step is chosen.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// The desk's epochs, the current one first.
    pub epochs: Vec<EpochCounts>,
    /// Head office's view of them, from the last hello of this run that asked.
    pub streams: Vec<StreamState>,
    /// There is something in the feed.
    pub feed: bool,
    /// There are files to send.
    pub blobs: bool,
    /// Marks of earlier comparisons.
    pub checked: BTreeMap<String, String>,
    /// What this run has done so far.
    pub so_far: SoFar,
}

/// What a run has done so far.
#[derive(Debug, Clone, Default)]
pub struct SoFar {
    /// Somebody pressed the button.
    pub click: bool,
    /// Something was settled since the last hello.
    pub settled_since_hello: bool,
    /// Something was acked in this run.
    pub acked: bool,
    /// Something was deferred in this run.
    pub deferred: bool,
    /// Deferred records were offered again in this run.
    pub deferred_offered: bool,
    /// The feed could not be read in this run.
    pub feed_failed: bool,
    /// Epochs hello was asked about in this run.
    pub asked: BTreeSet<String>,
    /// Files were tried in this run.
    pub blobs_tried: bool,
    /// Comparisons per epoch.
    pub compared: BTreeMap<String, u32>,
}

/// Chooses.
pub fn next(look: &Look) -> Step {
    let pending: u64 = look.epochs.iter().map(|e| e.pending).sum();
    let inflight: u64 = look.epochs.iter().map(|e| e.inflight).sum();
    if is_behind(look) {
        return Step::Remint;
    }
    if look.feed && !look.so_far.feed_failed {
        return Step::Feed;
    }
    if inflight > 0 {
        return Step::Resend;
    }
    if pending > 0 {
        return Step::Send;
    }
    if offers_deferred(look) {
        return Step::Deferred;
    }
    if look.so_far.settled_since_hello {
        return Step::Hello;
    }
    if let Some(epoch) = unlike(look) {
        return Step::Compare(epoch);
    }
    if look.epochs.iter().any(|epoch| is_unseen(epoch, &look.checked, &look.so_far)) {
        return Step::Hello;
    }
    match look.blobs && !look.so_far.blobs_tried {
        true => Step::Blobs,
        false => Step::Done,
    }
}

/// Head office holds places this desk has not given out yet: an older copy of the desk runs here.
fn is_behind(look: &Look) -> bool {
    let Some(current) = look.epochs.iter().find(|e| e.current) else {
        return false;
    };
    stream(look, &current.epoch).is_some_and(|s| s.max_seq > current.max_seq)
}

fn stream<'a>(look: &'a Look, epoch: &str) -> Option<&'a StreamState> {
    look.streams.iter().find(|s| s.epoch == epoch)
}

fn offers_deferred(look: &Look) -> bool {
    let ours: u64 = look.epochs.iter().map(|e| e.deferred).sum();
    let asked = look.so_far.click && !look.so_far.deferred;
    let fell = |e: &EpochCounts| stream(look, &e.epoch).is_some_and(|theirs| theirs.deferred < e.deferred);
    let fewer = !look.so_far.settled_since_hello && look.epochs.iter().any(fell);
    let reason = look.so_far.acked || asked || fewer;
    ours > 0 && reason && !look.so_far.deferred_offered
}

/// An epoch whose sums have not been compared as they stand now.
fn unlike(look: &Look) -> Option<String> {
    let epochs = look.epochs.iter().filter(|e| e.pending + e.inflight == 0);
    let open = epochs.filter(|e| {
        let done = look.so_far.compared.get(&e.epoch).copied().unwrap_or(0);
        let mark = stream(look, &e.epoch).map(|s| mark(e, s));
        mark.is_some() && mark.as_ref() != look.checked.get(&e.epoch) && done < COMPARISONS
    });
    open.map(|e| e.epoch.clone()).next()
}

/// Which epochs the next hello asks about (PLAN-7).
pub fn asked(epochs: &[EpochCounts], link: &Link, so_far: &SoFar) -> Vec<String> {
    let older: Vec<&EpochCounts> = epochs.iter().filter(|e| !e.current && e.settled > 0).collect();
    let last = older.iter().position(|e| Some(&e.epoch) == link.turn.as_ref());
    let mut in_turn: Vec<_> = older.iter().cycle().skip(last.map_or(0, |at| at + 1)).take(older.len()).collect();
    in_turn.sort_by_key(|e| !is_unseen(e, &link.checked, so_far));
    let in_turn = in_turn.into_iter().take(wire::hello::EPOCHS - 1).copied();
    let current = epochs.iter().filter(|e| e.current);
    current.chain(in_turn).map(|e| e.epoch.clone()).collect()
}

/// Never compared as it stands, nor asked about in this run.
fn is_unseen(epoch: &EpochCounts, checked: &BTreeMap<String, String>, so_far: &SoFar) -> bool {
    let ours = format!("{}/", epoch.settled);
    let compared = checked.get(&epoch.epoch).is_some_and(|mark| mark.starts_with(&ours));
    epoch.settled > 0 && !compared && !so_far.asked.contains(&epoch.epoch)
}

/// How both sides stand; the same mark again means there is nothing new to compare.
pub fn mark(ours: &EpochCounts, theirs: &StreamState) -> String {
    format!("{}/{}/{}", ours.settled, theirs.count, theirs.digest)
}

/// Which rows of these make the next batch, in the order given; the caller sorts them by seq.
pub fn batch(rows: Vec<OutboxRow>, link: &Link) -> Vec<OutboxRow> {
    let (most_records, most_bytes) = size(link);
    let epoch = rows.first().map(|r| r.epoch.clone()).unwrap_or_default();
    let mut bytes = 0;
    let mut taken = Vec::new();
    for row in rows.into_iter().filter(|r| r.epoch == epoch) {
        bytes += row_bytes(&row);
        if !taken.is_empty() && (bytes > most_bytes || taken.len() >= most_records as usize) {
            break;
        }
        taken.push(row);
    }
    taken
}

/// Records and bytes of the next batch.
pub fn size(link: &Link) -> (u32, u64) {
    let or = |value: u64, start: u64| if value == 0 { start } else { value };
    let records = or(u64::from(link.batch_records), u64::from(START_RECORDS));
    let bytes = or(link.batch_bytes, START_BYTES);
    let Limits { batch_records, batch_bytes, .. } = link.limits;
    let records = records.min(u64::from(batch_records.max(1)));
    (u32::try_from(records).unwrap_or(1).max(1), bytes.min(batch_bytes.max(1)))
}

/// A row's bytes before packing, roughly.
pub fn row_bytes(row: &OutboxRow) -> u64 {
    row.body.len() as u64 + ENVELOPE
}

/// After a batch that went through and left others waiting. (Judging by how full the batch itself was
/// would stop growth where the next record is larger than what is left.)
pub fn grow(link: &mut Link) {
    let (most_records, most_bytes) = size(link);
    link.batch_records = (most_records * 2).min(MOST_RECORDS);
    link.batch_bytes = (most_bytes * 2).min(ceiling(link));
}

/// After a batch that went through. A box that was in the way may be gone: what it found too large is tried again some day.
pub fn passed(link: &mut Link) {
    if link.batch_ceiling == 0 {
        return;
    }
    link.batches_passed += 1;
    if link.batches_passed >= FORGIVES {
        link.batches_passed = 0;
        link.batch_ceiling = Some(link.batch_ceiling.saturating_mul(2)).filter(|c| c / 4 * 3 < MOST_BYTES).unwrap_or(0);
    }
}

/// After a batch that some box on the way found too large.
pub fn met_ceiling(link: &mut Link, bytes: u64) {
    link.batch_ceiling = bytes;
    link.batches_passed = 0;
}

/// After the one record that was too large was found: the rest need not creep.
pub fn restart(link: &mut Link) {
    link.batch_records = START_RECORDS;
    link.batch_bytes = START_BYTES.min(ceiling(link));
}

/// Doubling up to what failed would fail every second time.
fn ceiling(link: &Link) -> u64 {
    match link.batch_ceiling {
        0 => MOST_BYTES,
        failed => (failed / 4 * 3).clamp(1, MOST_BYTES),
    }
}

/// After a batch that was too large, or timed out twice.
pub fn halve(link: &mut Link, records: usize, bytes: u64) {
    link.batch_records = u32::try_from(records / 2).unwrap_or(1).max(1);
    link.batch_bytes = (bytes / 2).max(1);
}

/// What a look at one range says to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Both sides hold the same.
    Same,
    /// Head office lacks these places.
    Missing(Vec<u64>),
    /// Unlike somewhere inside: look closer.
    Split,
}

/// Compares what we believe head office holds in a range with what it says.
pub fn compare(ours: &[Position], theirs: &RangeSum) -> Finding {
    let digest = Digest::of(ours);
    if digest.count == theirs.count && digest.hex() == theirs.digest {
        return Finding::Same;
    }
    if theirs.count == 0 {
        return Finding::Missing(ours.iter().map(|p| p.seq).collect());
    }
    let Some(held) = &theirs.positions else {
        return Finding::Split;
    };
    let key = |p: &Position| (p.seq, p.record_id.clone(), p.rev, p.hash.clone());
    let held: BTreeSet<_> = held.iter().map(key).collect();
    let missing = ours.iter().filter(|p| !held.contains(&key(p)));
    Finding::Missing(missing.map(|p| p.seq).collect())
}

/// Cuts a range into at most `parts` ranges without gap or overlap.
pub fn split(from: u64, to: u64, parts: u64) -> Vec<(u64, u64)> {
    let width = (to - from) / parts + 1;
    let starts = (0..parts).map(|i| from + i * width).take_while(|start| *start <= to);
    starts.map(|start| (start, to.min(start + width - 1))).collect()
}

/// The look's first words.
impl Look {
    /// For a run started by this trigger.
    pub fn of(trigger: Trigger) -> Self {
        let so_far = SoFar { click: trigger == Trigger::Click, ..SoFar::default() };
        Self { so_far, ..Self::default() }
    }

    /// What head office said of some epochs stands for these; of the others what it said before, in the same run.
    pub fn hear(&mut self, streams: Vec<StreamState>) {
        self.streams.retain(|before| streams.iter().all(|now| now.epoch != before.epoch));
        self.streams.extend(streams);
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
