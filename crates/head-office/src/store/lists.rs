//! What the console's lists show.
//!
//! - LISTS-1 A card is late when its first revision came after its own due day, by head office's calendar.
//! - LISTS-2 A rejection is open until a revision of that record is taken: the refused one judged anew or any later one; after
//!   a record was sent back, a later one; a report, until the same sheet of the month comes again. A cancelled record has none.
//! - LISTS-3 A filter by dealer shows that dealer's records and no other's.

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

/// Lists for people.
pub trait Lists {
    /// Dealers and how they stand, by code.
    fn dealer_rows(&self, filter: &DealerFilter) -> Result<Vec<DealerRow>>;
    /// Records, newest first.
    fn record_rows(&self, filter: &RecordFilter) -> Result<Vec<RecordRow>>;
    /// Records by receipt number, document number, serial or id: dealer and record id.
    fn look_up(&self, text: &str, limit: u32) -> Result<Vec<(String, String)>>;
    /// Dealers whose documents are numbered `prefix-…`.
    fn dealers_numbering(&self, prefix: &str) -> Result<Vec<String>>;
    /// One record's revisions, newest first.
    fn revisions(&self, dealer: &str, record_id: &str) -> Result<Vec<Revision>>;
    /// Whether the dealer cancelled it.
    fn is_reversed(&self, dealer: &str, record_id: &str) -> Result<bool>;
    /// What was said against it.
    fn verdicts(&self, dealer: &str, record_id: &str) -> Result<Vec<Verdict>>;
}
