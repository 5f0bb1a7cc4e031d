//! What the console's lists show.
//!
//! - LISTS-1 A card is late when its first revision came after its own due day, by head office's calendar.
//! - LISTS-2 A rejection is open until a revision of that record is taken: the refused one judged anew or any later one; after
//!   a record was sent back, a later one; a report, until the same sheet of the month comes again. A cancelled record has none.
//! - LISTS-3 A filter by dealer shows that dealer's records and no other's.
//! - LISTS-4 Sorted by what is owed, the dealer that owes most stands first, and every dealer on one page only.

use super::Result;

/// Which dealers.
#[derive(Debug, Clone, Default)]
pub struct DealerFilter {
    /// Part of code or name.
    pub text: String,
    /// `late`, `missing`, `open`, `silent`, or all.
    pub only: String,
    /// The month whose reports are looked for, `YYYY-MM`.
    pub month: String,
    /// Not seen since.
    pub silent_since: i64,
    /// `late`, `missing`, `open`, `silent`: the worst first; else by code.
    pub sort: String,
    /// Rows.
    pub limit: u32,
    /// Rows passed over.
    pub offset: u32,
}

/// A dealer and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealerRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// A device of theirs said hello.
    pub seen_at: Option<i64>,
    /// Devices not revoked.
    pub devices: i64,
    /// Records that count.
    pub records: i64,
    /// Cards that came late.
    pub late: i64,
    /// Reports of the month.
    pub sheets: i64,
    /// Rejections nobody mended.
    pub open: i64,
}

/// Which records.
#[derive(Debug, Clone, Default)]
pub struct RecordFilter {
    /// Kind, or all.
    pub kind: String,
    /// Dealer, or all.
    pub dealer: String,
    /// State, or all.
    pub state: String,
    /// Only cards that came late, each as it came first (LISTS-1).
    pub late: bool,
    /// Number, serial or record id, exactly.
    pub text: String,
    /// Received from.
    pub from_ms: Option<i64>,
    /// Received before.
    pub to_ms: Option<i64>,
    /// Older than this place of the list.
    pub before: Option<i64>,
    /// Rows.
    pub limit: u32,
}

/// A record as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// Head office's running number: the receipt's.
    pub server_seq: i64,
    /// Whose.
    pub dealer: String,
    /// Their name.
    pub dealer_name: String,
    /// Which.
    pub record_id: String,
    /// Which revision.
    pub rev: u32,
    /// Kind.
    pub kind: String,
    /// `accepted`, `superseded`, `deferred`.
    pub state: String,
    /// When.
    pub received_at: i64,
    /// The number people know it by.
    pub no: Option<String>,
    /// The machine's.
    pub serial: Option<String>,
    /// A card's last day in time.
    pub due_on: Option<String>,
}

/// One revision, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// As a list shows it.
    pub row: RecordRow,
    /// SHA-256 of the body.
    pub hash: String,
    /// The exact text.
    pub body: String,
    /// The receipt's signature.
    pub signature: String,
    /// Which machine sent it.
    pub device_id: String,
}

/// A verdict other than yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which revision.
    pub rev: i64,
    /// `rejected`, `deferred`, or `sent_back` by a clerk.
    pub status: String,
    /// Why.
    pub code: Option<String>,
    /// Which field.
    pub field: Option<String>,
    /// In words.
    pub message: Option<String>,
    /// When a clerk sent it back.
    pub at: Option<i64>,
}

/// Something that went to dealers, once for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// SHA-256 of the body.
    pub hash: String,
    /// When it first went.
    pub at: i64,
    /// In how many feeds it stands.
    pub dealers: i64,
    /// The exact text.
    pub body: String,
}

/// An item of a dealer's feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its place.
    pub number: i64,
    /// Its kind.
    pub kind: String,
    /// Its title; empty where it has none.
    pub title: String,
    /// When.
    pub at: i64,
}

/// A sheet of a month, as it came last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// `YYYY-MM`.
    pub month: String,
    /// Key of the sheet, e.g. `W01`.
    pub key: String,
    /// The record.
    pub record_id: String,
    /// When it came.
    pub at: i64,
    /// Sent back since, and not come again.
    pub back: bool,
}

/// Lists for people.
pub trait Lists {
    /// Items of a kind that went to dealers, the newest first.
    fn issued(&self, kind: &str) -> Result<Vec<Issued>>;
    /// Dealers whose feed has no item of this kind and hash.
    fn lacking(&self, kind: &str, hash: &str) -> Result<Vec<String>>;
    /// The newest items of a dealer's feed.
    fn sent_to(&self, dealer: &str, limit: u32) -> Result<Vec<Sent>>;
    /// Sheets of a dealer from a month on, by month and key, each as it came last.
    fn sheets(&self, dealer: &str, from: &str) -> Result<Vec<Sheet>>;
    /// When the codes of a dealer end that nobody used yet.
    fn open_codes(&self, dealer: &str, now: i64) -> Result<Vec<i64>>;
    /// Dealers and how they stand, in the order asked for.
    fn dealer_rows(&self, filter: &DealerFilter) -> Result<Vec<DealerRow>>;
    /// Records, newest first.
    fn record_rows(&self, filter: &RecordFilter) -> Result<Vec<RecordRow>>;
    /// Records by receipt number, document number, serial or id: dealer and record id.
    fn look_up(&self, text: &str, limit: u32) -> Result<Vec<(String, String)>>;
    /// Dealers whose documents are numbered `prefix-…`.
    fn dealers_numbering(&self, prefix: &str) -> Result<Vec<String>>;
    /// One record's revisions, newest first.
    fn revisions(&self, dealer: &str, record_id: &str) -> Result<Vec<Revision>>;
    /// Entries that answer a paper of ours, each as it came last.
    fn paper_answers(&self, paper: &str) -> Result<Vec<Revision>>;
    /// Whether the dealer cancelled it.
    fn is_reversed(&self, dealer: &str, record_id: &str) -> Result<bool>;
    /// What was said against it.
    fn verdicts(&self, dealer: &str, record_id: &str) -> Result<Vec<Verdict>>;
}
