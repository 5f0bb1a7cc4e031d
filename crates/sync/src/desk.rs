//! What sync needs of the local store, per maker.
//!
//! - SYNC-1 Nothing is acked without a receipt that verifies against the key pinned at enrolment.
//! - SYNC-40 The first receipt of a row stays, whoever signs another later: it proves the day it was reported.
//! - SYNC-2 No method removes an outbox row, whatever head office says.
//!
//! Each method is one transaction, done when it returns; none is open across the network. A batch's
//! verdicts are one transaction; so are a feed page and its cursor.
//!
//! The states of an outbox row and who moves it:
//!
//! ```text
//! save ─▶ pending ─mark_inflight▶ inflight ─settle▶ acked | rejected | deferred
//!            ▲                        │                 │
//!            ├──────── release ───────┘                 │
//!            └──────── reoffer ─────────────────────────┘
//! ```
//!
//! All methods block, and none may take long: a few thousand rows at most.
//! `principal` is the desk's own id of the maker, never the code on the wire.
//!
//! Absent: SQL, encryption at rest (the seed of the device's key lies in the database, and is as safe as that is), and any
//! rule about what a record says.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::policy::KeyHandover;
use serde::{Deserialize, Serialize};
use wire::blob::BlobState;
use wire::feed::FeedItem;
use wire::hello::Limits;
use wire::record::Receipt;
use wire::stream::Position;
use wire::tree::Tree;

/// The local store failed. Sync stops, shows it, and tries again later.
#[derive(Debug, Clone, thiserror::Error)]
#[error("local store: {detail}")]
pub struct DeskError {
    /// What kind; becomes the problem's code.
    pub kind: DeskFault,
    /// For the log.
    pub detail: String,
}

/// Kinds of local failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskFault {
    /// Another writer held the database too long.
    Busy,
    /// No room on the disk.
    Full,
    /// The database is damaged.
    Corrupt,
    /// Anything else.
    Other,
}

/// Who this desk is at one head office. Made by [`crate::enrol`], kept until the next enrolment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Base address, without a slash at the end.
    pub url: String,
    /// Head office's id.
    pub server_id: String,
    /// The maker's code, as head office names it.
    pub principal_code: String,
    /// The maker's name, as head office names it.
    pub principal_name: String,
    /// The dealer's code.
    pub dealer_code: String,
    /// The dealer's name.
    pub dealer_name: String,
    /// This device.
    pub device_id: String,
    /// Seed of the device's Ed25519 key. Secret: never logged, never shown, never in an export.
    pub device_seed: [u8; 32],
    /// Base64 of the pinned receipt key.
    pub receipt_key: String,
    /// How the key that signs policy packs came from it, oldest first; empty while it is the same.
    #[serde(default)]
    pub handovers: Vec<KeyHandover>,
    /// When it was enrolled, UTC milliseconds.
    pub enrolled_at: i64,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("url", &self.url)
            .field("principal_code", &self.principal_code)
            .field("dealer_code", &self.dealer_code)
            .field("device_id", &self.device_id)
            .finish_non_exhaustive()
    }
}

/// What sync remembers between runs. The store keeps it whole (one JSON column does) and may
/// read it for the screen: all times are UTC milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// When the next attempt is due. Always set after the first run: retry has no end.
    pub next_attempt_at: Option<i64>,
    /// When that was decided; a clock that went back makes the attempt due.
    pub scheduled_at: Option<i64>,
    /// Head office asked for silence until then (Retry-After); even a click waits for it.
    pub not_before: Option<i64>,
    /// Failures in a row.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<i64>,
    /// Last run that ended well.
    pub last_ok_at: Option<i64>,
    /// Code and detail of the last failure, none after a good run.
    pub problem_code: Option<String>,
    /// For the log and the details page.
    pub problem_detail: Option<String>,
    /// Feed cursor; written by [`Desk::apply_feed`] too, in the transaction of its items.
    pub cursor: Option<String>,
    /// Learned batch size, records; 0 means the start value.
    pub batch_records: u32,
    /// Learned batch size, bytes before compression; 0 means the start value.
    pub batch_bytes: u64,
    /// Bytes of the smallest batch some box on the way found too large; 0 means none did.
    pub batch_ceiling: u64,
    /// Batches that went through since that was met or last doubled.
    pub batches_passed: u32,
    /// Timeouts of the batch now in flight.
    pub batch_timeouts: u32,
    /// Head office's generation, last seen.
    pub generation: Option<String>,
    /// Head office's limits, last seen: `record_bytes` is what a save must respect.
    pub limits: Limits,
    /// Bearer token.
    pub token: Option<String>,
    /// When to stop using it, by this machine's clock.
    pub token_until: Option<i64>,
    /// Head office's time when it last answered, by its own signature: a certificate may be judged by it (SYNC-34).
    pub server_time: Option<i64>,
    /// Head office's clock minus ours, at the last good hello.
    pub skew_ms: Option<i64>,
    /// Per epoch: counts and digest of both sides at the last comparison.
    pub checked: BTreeMap<String, String>,
    /// The older epoch that was asked about last: the next run goes on behind it.
    pub turn: Option<String>,
    /// The newest file written for head office by hand, none before the first.
    pub file_sent: Option<FileMark>,
    /// The newest answer taken from a file.
    pub file_taken: Option<FileMark>,
}

impl Link {
    /// Keeps head office's generation. Another one than before means that its data went back: what was compared is compared anew.
    pub(crate) fn is_put_back(&mut self, generation: &str) -> bool {
        let before = self.generation.replace(generation.to_owned());
        let put_back = before.is_some_and(|before| before != generation);
        if put_back {
            tracing::warn!("head office was put back from an older copy");
            self.checked.clear();
        }
        put_back
    }
}

/// A file carried by hand, as sync remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMark {
    /// Its id.
    pub file_id: String,
    /// When it was made, by the clock of who made it.
    pub made_at: i64,
    /// Records in it.
    pub records: u64,
}

/// State of an outbox row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be sent.
    Pending,
    /// In a batch that may or may not have arrived.
    Inflight,
    /// Head office holds it; the receipt is there.
    Acked,
    /// Head office refuses it; code, field and message are there.
    Rejected,
    /// Head office holds it and waits for another record.
    Deferred,
}

/// One outbox row, as needed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Stream.
    pub epoch: String,
    /// Position in it; gapless per epoch from 1, given in the transaction of the save.
    pub seq: u64,
    /// UUIDv7.
    pub record_id: String,
    /// Revision.
    pub rev: u32,
    /// Revision it was made from.
    pub base_rev: Option<u32>,
    /// Kind on the wire.
    pub kind: String,
    /// Version of the body's shape.
    pub schema: u32,
    /// Exact bytes.
    pub body: String,
    /// SHA-256 of them, lower-case hex.
    pub hash: String,
    /// How often it was in a batch that failed.
    pub attempts: u32,
    /// The batch it is in, while in flight.
    pub batch_id: Option<String>,
}

/// Counts of one epoch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EpochCounts {
    /// Which.
    pub epoch: String,
    /// New saves go here. Exactly one is current.
    pub current: bool,
    /// Highest position given out; 0 before the first.
    pub max_seq: u64,
    /// Rows pending.
    pub pending: u64,
    /// Rows in flight.
    pub inflight: u64,
    /// Rows acked, rejected or deferred: head office is believed to hold these.
    pub settled: u64,
    /// Of those, deferred.
    pub deferred: u64,
}

/// Head office's verdict about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Position in the batch's epoch.
    pub seq: u64,
    /// `Acked`, `Rejected`, `Deferred`, or `Pending` when the answer says nothing usable about it.
    pub state: State,
    /// Why, for all but acked. Becomes `last_code`.
    pub code: Option<String>,
    /// Dotted field of the body. Becomes `last_field`.
    pub field: Option<String>,
    /// Head office's sentence. Becomes `last_message`.
    pub message: Option<String>,
    /// The verified receipt: always there for `Acked`, never otherwise. Without its proof, which is made of `in_tree`.
    pub receipt: Option<Receipt>,
    /// Where the receipt stands, when it was signed with others.
    pub in_tree: Option<InTree>,
}

impl Verdict {
    /// The receipt as it proves itself alone.
    pub fn whole_receipt(&self) -> Option<Receipt> {
        let proof = self.in_tree.as_ref().map(|one| one.tree.tree.proof(one.leaf));
        self.receipt.clone().map(|receipt| Receipt { proof, ..receipt })
    }
}

/// Receipts signed together. A desk keeps each tree once, and of a receipt its place in it.
#[derive(Debug, PartialEq, Eq)]
pub struct ReceiptTree {
    /// Their tree.
    pub tree: Tree,
    /// Base64 of its signature, which was verified.
    pub signature: String,
}

/// A place in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InTree {
    /// Which.
    pub tree: Arc<ReceiptTree>,
    /// The leaf, from 0.
    pub leaf: u32,
}

impl InTree {
    /// The leaf that stands there.
    pub(crate) fn hash(&self) -> Option<&wire::tree::Hash> {
        self.tree.tree.leaves().get(self.leaf as usize)
    }
}

/// A file to be uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobJob {
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// Answer of every method.
pub type Result<T> = std::result::Result<T, DeskError>;

/// The local store, seen from sync.
pub trait Desk: Send + Sync {
    /// The account at this maker's head office, if enrolled.
    fn account(&self, principal: &str) -> Result<Option<Account>>;

    /// Saves a new account. One transaction: account replaced; [`Link`] back to its default; every
    /// row pending or in flight moves to `new_epoch`, exactly as in [`Desk::remint`], because the
    /// device is a new one. Nothing else of the outbox changes.
    fn set_account(&self, principal: &str, account: &Account, new_epoch: &str) -> Result<()>;

    /// What sync remembered; the default before the first run.
    fn link(&self, principal: &str) -> Result<Link>;

    /// Remembers it, except the cursor: the stored cursor stays as [`Desk::apply_feed`] left it.
    fn save_link(&self, principal: &str, link: &Link) -> Result<()>;

    /// Takes or renews the right to be the one uploader until `until`. True when nobody else holds
    /// it at `now` (same holder, no row, `until` passed, or `until` more than ten minutes ahead:
    /// the clock went back). One statement, so two processes cannot both get it.
    fn take_lease(&self, principal: &str, holder: &str, now: i64, until: i64) -> Result<bool>;

    /// Gives it back if this holder has it.
    fn drop_lease(&self, principal: &str, holder: &str) -> Result<()>;

    /// Counts per epoch of this maker's stream, the current one first, then newest first.
    fn counts(&self, principal: &str) -> Result<Vec<EpochCounts>>;

    /// Rows in flight, by `(epoch, batch_id, seq)`. Two batches at most: while the answer to one is written, the next is on its way.
    fn inflight(&self, principal: &str) -> Result<Vec<OutboxRow>>;

    /// Up to `limit` pending rows: first those with fewer than four attempts (so that what head office
    /// chokes on cannot stand before the rest), then by `due_on` (nearest limit first, none last),
    /// then `created_at`, then `seq`. Rows of several epochs may be mixed.
    fn pending(&self, principal: &str, limit: u32) -> Result<Vec<OutboxRow>>;

    /// Deferred rows, oldest first.
    fn deferred(&self, principal: &str, limit: u32) -> Result<Vec<OutboxRow>>;

    /// Puts these rows (pending or deferred) in flight in this batch and adds one to their attempts. One transaction.
    fn mark_inflight(&self, principal: &str, epoch: &str, seqs: &[u64], batch_id: &str) -> Result<()>;

    /// Writes the verdicts of a batch, each row whole; a desk may do some at a time, so that a save waits for few of them: what
    /// is not written when the program ends is in flight still, and is asked again. Only rows in flight in this batch change;
    /// `Acked` stores the receipt, unless one that is as old or older stands there (SYNC-40), and `now` as acked_at, sets attempts to 0
    /// and clears `last_*`; `Pending` puts the row back. Domain rows may learn of it in the same transaction.
    fn settle(&self, principal: &str, epoch: &str, batch_id: &str, verdicts: &[Verdict], now: i64) -> Result<()>;

    /// Puts all rows in flight in this batch back to pending. `code` becomes their `last_code`.
    fn release(&self, principal: &str, batch_id: &str, code: &str) -> Result<()>;

    /// Settled rows (acked, rejected, deferred) with `from ≤ seq ≤ to` in this epoch, by seq; without those this desk refused
    /// by itself, which never arrived: `too_large` or `bad_batch` without a message.
    fn positions(&self, principal: &str, epoch: &str, from: u64, to: u64) -> Result<Vec<Position>>;

    /// Head office does not hold these after all: settled rows of this epoch become pending again.
    /// Receipts stay (they prove what was once received). Returns how many rows changed.
    fn reoffer(&self, principal: &str, epoch: &str, seqs: &[u64]) -> Result<u64>;

    /// The stream forked (a restore, or a copied disk). One transaction: the current epoch is closed,
    /// `new_epoch` becomes current, and every row pending or in flight, of whatever epoch, gets a new
    /// seq there (1, 2, 3 … by old epoch and seq), is pending and has no batch. Settled rows stay
    /// where they are. Returns how many rows moved.
    fn remint(&self, principal: &str, new_epoch: &str) -> Result<u64>;

    /// Applies a page of the feed and saves the cursor, one transaction, also when `items` is empty.
    /// At least once: an item whose id is known changes nothing. An unknown kind is kept in the inbox as it is.
    fn apply_feed(&self, principal: &str, items: &[FeedItem], cursor: Option<&str>, now: i64) -> Result<()>;

    /// Files not yet at head office, oldest first.
    fn blobs(&self, principal: &str, limit: u32) -> Result<Vec<BlobJob>>;

    /// `len` bytes of a file from `offset`; fewer only at its end. A file that cannot be read is `Other`.
    fn read_blob(&self, principal: &str, sha256: &str, offset: u64, len: u64) -> Result<Vec<u8>>;

    /// The file is whole at head office; `state` carries the verified signature.
    fn blob_done(&self, principal: &str, state: &BlobState, now: i64) -> Result<()>;

    /// The file cannot be sent (gone from this machine, or refused): keep it, say why, and do not offer it again today.
    fn blob_failed(&self, principal: &str, sha256: &str, code: &str, now: i64) -> Result<()>;
}
