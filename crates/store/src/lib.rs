//! The desk's SQLite store: the only `rusqlite` of the desk.
//!
//! - STORE-1 A write is one transaction: rows, audit line and outbox line together, durable (WAL, synchronous=FULL) before it is acknowledged.
//! - STORE-2 A database from a newer program is not opened and not touched.
//! - STORE-3 A database that is none, or is damaged, is not opened and not touched; only a restore moves it, to a new name.
//! - STORE-4 A statement that fails leaves nothing of its record behind, whatever is done about the failure.
//!
//! No business rule lives here, and nothing here reads a clock: instants come in as arguments.

mod attachment;
mod audit;
mod backup;
mod call;
mod claim;
mod column;
mod connection;
mod custody;
mod demand;
mod entry;
mod entry_words;
mod error;
mod exchange;
mod fee_statement;
mod kept;
mod law;
mod lines;
mod lists;
mod month;
mod month_close;
mod office_paper;
mod open;
mod operator;
mod outbox;
mod part_return;
mod payable;
mod policy;
mod print_run;
mod queries;
mod reason;
mod receipt;
mod remedy_case;
mod repair_left;
mod report_template;
mod restore;
mod row;
mod rows;
mod sealing;
mod search;
mod small;
mod statistics;
mod stream;
mod submission;
mod tx;
mod words;

#[cfg(test)]
mod call_tests;
#[cfg(test)]
mod custody_tests;
#[cfg(test)]
mod earlier_tests;
#[cfg(test)]
mod entry_tests;
#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod outbox_alone_tests;
#[cfg(test)]
mod outbox_model_tests;
#[cfg(test)]
mod outbox_tests;
#[cfg(test)]
mod part_return_tests;
#[cfg(test)]
mod remedy_case_tests;
#[cfg(test)]
mod rows_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod search_tests;
#[cfg(test)]
mod turn_tests;
#[cfg(test)]
mod use_tests;

pub use audit::{AuditLine, Entry};
pub use backup::{BackupFile, Cause, free_bytes};
pub use call::CallFilter;
pub use claim::{ClaimMoney, LineDecision};
pub use connection::{CAN_SEAL, is_sealed};
pub use custody::CustodyFilter;
pub use entry::{
    EntriesWithin, EntryFilter, EntryFinds, EntryHow, EntryRev, FormCount, FormDefinition, FormEntry, FormLate,
    MOST_FOUND,
};
pub use error::{Fault, StoreError};
pub use exchange::{ExchangeFilter, ExchangeGroup, ExchangeLine};
pub use fee_statement::CountedCard;
pub use kept::{Change, CoverageRow, DeadlineRow, OpenDay, ReadyDay, ReadyDue};
pub use law::{Changed, UnitPapers};
pub use lines::*;
pub use lists::{CountedTable, ListFilter, MOST_COUNTED};
pub use month::*;
pub use month_close::{ClosedRow, ClosedSheet, ClosedStanding, MonthClose, Review, ReviewLine};
pub use office_paper::OfficePaper;
pub use open::{FORMAT, OpenError, Store};
pub use outbox::{LedgerLine, LedgerSum, OutboxFilter, OutboxLine, Outgoing, ReceivedLine, StreamCounts};
pub use payable::PayableSum;
pub use policy::{StoredCalendar, StoredPack, StoredTick};
pub use print_run::PrintRun;
pub use reason::{Reasons, Shared};
pub use receipt::ReceiptDay;
pub use remedy_case::RemedyFilter;
pub use repair_left::LeftRepair;
pub use report_template::ReportTemplate;
pub use restore::RestoreKeys;
pub use rows::ReportRun;
pub use search::{Hits, MOST_HITS, OwnNumbers, Papers, initials, is_cut};
pub use small::{Draft, ImportLayout, InboxLine, Made, Setting, UnreadTally};
pub use statistics::{AskedRepair, Asking, DueOf};
pub use stream::{BlobRow, EpochCount, LineVerdict, ReceiptTreeRow, SendLine, SettledLine};
pub use submission::{SubmissionAnswer, SubmissionFilter};
pub use tx::Tx;

use rusqlite::Connection;

/// Reads: one snapshot for its lifetime when inside a transaction.
pub struct Reader<'a> {
    pub(crate) connection: &'a Connection,
}

/// Answer of every method here.
pub type Result<T> = std::result::Result<T, StoreError>;
