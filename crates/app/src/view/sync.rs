use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Enrols this desk at a head office.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnrolInput {
    /// Head office's address.
    pub url: String,
    /// One-time code.
    pub code: String,
    /// Goes on although this is demo data, which then goes to that head office (ENROL-3).
    #[serde(default)]
    pub demo: bool,
    /// Goes on although head office knows this desk by another dealer's code (ENROL-7).
    #[serde(default)]
    pub other_dealer: bool,
    /// Goes on although the maker is enrolled at another head office, which this one takes the place of (ENROL-5).
    #[serde(default)]
    pub replace: bool,
}

/// The honest line of one maker.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SyncLine {
    /// Maker's code.
    pub principal: String,
    /// Maker's name.
    pub principal_name: String,
    /// Whether the desk is enrolled there.
    pub enrolled: bool,
    /// Records waiting.
    #[ts(type = "number")]
    pub pending: i64,
    /// Records head office refused.
    #[ts(type = "number")]
    pub rejected: i64,
    /// Records head office has but waits for others.
    #[ts(type = "number")]
    pub deferred: i64,
    /// Of those that wait: their last day has passed.
    #[ts(type = "number")]
    pub overdue: i64,
    /// Photographs and reports whose file is on its way.
    #[ts(type = "number")]
    pub files_waiting: i64,
    /// Files that could not be sent: gone from this machine, or refused.
    #[ts(type = "number")]
    pub files_missing: i64,
    /// While a run goes on: how many records waited when it began.
    #[ts(type = "number | null")]
    pub sending_of: Option<i64>,
    /// When the oldest waiting record was saved, UTC ms.
    #[ts(type = "number | null")]
    pub oldest_at: Option<i64>,
    /// Last time everything went through, UTC ms.
    #[ts(type = "number | null")]
    pub last_success_at: Option<i64>,
    /// Next attempt, UTC ms; `null` where trying again does not help.
    #[ts(type = "number | null")]
    pub next_attempt_at: Option<i64>,
    /// Code of the last problem; `null` when the last attempt was fine.
    pub problem_code: Option<String>,
    /// The whole line in Chinese, e.g. `3 条待报送，最早 2 天`.
    pub sentence: String,
    /// The problem in Chinese with the next step.
    pub problem: Option<String>,
    /// The same in a few words.
    pub trouble: Option<String>,
    /// Messages of this head office nobody marked as read.
    #[ts(type = "number")]
    pub unread: i64,
    /// Measured clock difference in ms (head office minus this machine), when known.
    #[ts(type = "number | null")]
    pub skew_ms: Option<i64>,
    /// When a file for head office was written that no answer was taken for yet, UTC ms.
    #[ts(type = "number | null")]
    pub file_sent_at: Option<i64>,
}

/// Sends and fetches now.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SyncNow {
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
}

/// Writes what waits for one head office into a file.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FileOut {
    /// Maker's code; may be empty where the desk is enrolled at one head office only.
    #[serde(default)]
    pub principal: String,
    /// Where to write it.
    pub path: String,
}

/// A file for head office was written.
#[derive(Debug, Serialize, TS)]
pub struct FileSent {
    /// Where it is.
    pub path: String,
    /// Maker's code.
    pub principal: String,
    /// Maker's name.
    pub principal_name: String,
    /// When, UTC ms.
    #[ts(type = "number")]
    pub made_at: i64,
    /// Records in it.
    #[ts(type = "number")]
    pub records: i64,
    /// Files beside records in it.
    #[ts(type = "number")]
    pub files: i64,
    /// Records that did not fit.
    #[ts(type = "number")]
    pub left: i64,
    /// The whole in Chinese, with the next step.
    pub sentence: String,
}

/// Takes head office's answer to such a file.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FileIn {
    /// Maker's code; empty: the one the answer is from.
    #[serde(default)]
    pub principal: String,
    /// The file.
    pub path: String,
}

/// An answer was taken.
#[derive(Debug, Serialize, TS)]
pub struct FileTaken {
    /// Maker's code.
    pub principal: String,
    /// Maker's name.
    pub principal_name: String,
    /// When head office made it, UTC ms.
    #[ts(type = "number")]
    pub made_at: i64,
    /// Records it speaks of.
    #[ts(type = "number")]
    pub records: i64,
    /// Records head office holds now, with a receipt.
    #[ts(type = "number")]
    pub acked: i64,
    /// Records it refused.
    #[ts(type = "number")]
    pub rejected: i64,
    /// Records it holds and keeps waiting.
    #[ts(type = "number")]
    pub deferred: i64,
    /// Records that were settled before.
    #[ts(type = "number")]
    pub known: i64,
    /// Messages in it.
    #[ts(type = "number")]
    pub received: i64,
    /// Files head office holds now.
    #[ts(type = "number")]
    pub files: i64,
    /// This answer was taken before.
    pub again: bool,
    /// A later answer was taken before.
    pub older: bool,
    /// Head office has more messages than it could put in.
    pub more: bool,
    /// The whole in Chinese.
    pub sentence: String,
}

/// Filters the submission ledger.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OutboxQuery {
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// `open` (not with head office), `waiting`, `returned` (refused, and nobody dealt with it), `overdue`, one state as it
    /// stands (`pending`, `inflight`, `acked`, `rejected`, `deferred`), or empty for all.
    #[serde(default)]
    pub state: String,
    /// Kind of record; empty for all.
    #[serde(default)]
    pub kind: String,
    /// Month it was saved in, `2026-11`; empty for all.
    #[serde(default)]
    pub month: String,
    /// Part of its number or title.
    #[serde(default)]
    pub term: String,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// One line of the submission ledger.
#[derive(Debug, Serialize, TS)]
pub struct OutboxRow {
    /// Number of the line on this desk.
    #[ts(type = "number")]
    pub line: i64,
    /// Number of the line in its stream.
    #[ts(type = "number")]
    pub seq: i64,
    /// UUID of the record.
    pub record_id: String,
    /// UUID to open it by: a card is shown with its sale; absent for a reversal.
    pub opens: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// `card`, `repair`, `part`, `report`, `reversal`.
    pub kind: String,
    /// Version of the record.
    #[ts(type = "number")]
    pub rev: i64,
    /// Human number of the record.
    pub no: String,
    /// One line about it.
    pub title: String,
    /// `pending`, `inflight`, `deferred`, `rejected`, `acked`, `superseded`.
    pub state: String,
    /// When it was saved, UTC ms.
    #[ts(type = "number")]
    pub created_at: i64,
    /// How often it was tried.
    #[ts(type = "number")]
    pub attempts: i64,
    /// Why it is not through, in Chinese.
    pub reason: Option<String>,
    /// Field head office named, in the words of the form.
    pub field: Option<String>,
    /// The same as head office wrote it, e.g. `unit.serial`: where the form opens.
    pub place: Option<String>,
    /// It came back, and nobody has dealt with that.
    pub returned: bool,
    /// It can go again as it is.
    pub again: bool,
    /// Refused because the user did not agree to share personal data: nobody's mistake (OUTLEDGER-3).
    pub consent: bool,
    /// Receipt number.
    pub receipt_no: Option<String>,
    /// When head office received it, UTC ms.
    #[ts(type = "number | null")]
    pub received_at: Option<i64>,
}

/// Something head office sent down.
#[derive(Debug, Serialize, TS)]
pub struct InboxRow {
    /// UUID.
    pub id: String,
    /// Maker's code.
    pub principal: String,
    /// Kind as head office names it.
    pub kind: String,
    /// One line about it.
    pub title: String,
    /// Content as JSON text.
    pub body: String,
    /// When it arrived, UTC ms.
    #[ts(type = "number")]
    pub received_at: i64,
    /// When somebody read it, UTC ms.
    #[ts(type = "number | null")]
    pub read_at: Option<i64>,
}

/// One line of the ledger.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutboxLineInput {
    /// Its number on this desk.
    #[ts(type = "number")]
    pub line: i64,
}

/// How many lines a filter would show.
#[derive(Debug, Serialize, TS)]
pub struct Counted {
    /// The filter's word; empty for all.
    pub key: String,
    /// How many.
    #[ts(type = "number")]
    pub n: i64,
}

/// How many lines each filter of the ledger would show.
#[derive(Debug, Serialize, TS)]
pub struct OutboxCounts {
    /// By state.
    pub states: Vec<Counted>,
    /// By kind.
    pub kinds: Vec<Counted>,
}

/// Who passes requests to head offices on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProxyKind {
    /// Whoever the system names.
    #[default]
    System,
    /// Nobody.
    Direct,
    /// The one typed here.
    ByHand,
}

/// How head offices are reached. A password is said to be there, never shown.
#[derive(Debug, Serialize, TS)]
pub struct NetworkView {
    /// By whom.
    pub proxy: ProxyKind,
    /// Address of the proxy typed here.
    pub address: String,
    /// User at that proxy.
    pub user: String,
    /// Whether a password is kept for it.
    pub has_password: bool,
    /// Authorities added beside the system's.
    pub authorities: Vec<AuthorityView>,
}

/// The proxy as it is to be.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NetworkInput {
    /// By whom.
    pub proxy: ProxyKind,
    /// `host:port`; of a proxy typed here.
    #[serde(default)]
    pub address: String,
    /// User there; empty where it asks for nobody.
    #[serde(default)]
    pub user: String,
    /// Password there; absent keeps the one that stands.
    pub password: Option<String>,
}

/// An authority whose certificates count.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuthorityView {
    /// In its own words.
    pub subject: String,
    /// SHA-256, in pairs of capitals as system dialogs show it.
    pub fingerprint: String,
    /// Its last day.
    pub until: String,
    /// Whether it was added already.
    pub known: bool,
}

/// A file with certificates.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuthorityFile {
    /// Where it is.
    pub path: String,
}

/// Adds the authorities of a file.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuthorityAdd {
    /// Where it is.
    pub path: String,
    /// The fingerprints that were looked at; others are refused.
    pub fingerprints: Vec<String>,
}

/// Takes an authority away.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuthorityDrop {
    /// Which.
    pub fingerprint: String,
}

/// A month beside what head office holds of it.
#[derive(Debug, Serialize, TS)]
pub struct Reconciled {
    /// Maker's code.
    pub principal: String,
    /// The month, `YYYY-MM`, by head office's receipts.
    pub month: String,
    /// Records this desk has receipts for.
    #[ts(type = "number")]
    pub ours: i64,
    /// Records head office holds in their places.
    #[ts(type = "number")]
    pub theirs: i64,
    /// Digest of ours.
    pub digest: String,
    /// Digest of what head office holds in their places.
    pub their_digest: String,
    /// What head office does not hold as this desk sent it.
    pub unlike: Vec<UnlikeRow>,
    /// The whole in one line, with the next step.
    pub sentence: String,
}

/// A record head office does not hold as it was sent.
#[derive(Debug, Serialize, TS)]
pub struct UnlikeRow {
    /// Its number.
    pub no: String,
    /// One line about it.
    pub title: String,
    /// Kind on the wire.
    pub kind: String,
    /// The record.
    pub record_id: String,
    /// Its version.
    #[ts(type = "number")]
    pub rev: i64,
    /// Head office holds something else in its place; else it holds nothing there.
    pub other: bool,
}
