use super::{
    AuditQuery, CallQuery, CatalogueQuery, ClaimReadyQuery, CustodyQuery, EntryQuery, ExchangeQuery, MonthInput,
    MonthRowsQuery, OldPartQuery, OutboxQuery, PackingQuery, PartResultQuery, PayableQuery, ReceiptQuery, RemedyQuery,
    RepairQuery, SaleQuery, ServiceFeeQuery, StatisticsRowsQuery, SubmissionQuery, TodayQuery,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A list as a page shows it, with its filters; rows wanted and rows to skip do not count.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "list", content = "query", rename_all = "snake_case")]
pub enum ListQuery {
    /// What needs work today.
    Today(TodayQuery),
    /// Sales with their cards.
    Sales(SaleQuery),
    /// Calls for service.
    Calls(CallQuery),
    /// Machines taken in.
    Custody(CustodyQuery),
    /// Cases of exchange and return.
    Remedies(RemedyQuery),
    /// Repairs.
    Repairs(RepairQuery),
    /// Old parts.
    OldParts(OldPartQuery),
    /// Batches of old parts.
    Batches(CatalogueQuery),
    /// New parts that went out against old ones.
    Exchanges(ExchangeQuery),
    /// Claims from before the first day.
    OpeningClaims(CatalogueQuery),
    /// Customers.
    Customers(CatalogueQuery),
    /// Machines.
    Units(CatalogueQuery),
    /// Models.
    Models(CatalogueQuery),
    /// Price list.
    Parts(CatalogueQuery),
    /// Buildings of a month's reports.
    ReportRuns(MonthInput),
    /// The submission ledger.
    Outbox(OutboxQuery),
    /// Submissions of months' reports.
    Submissions(SubmissionQuery),
    /// Messages of head office.
    Inbox(CatalogueQuery),
    /// Paid service receipts.
    Receipts(ReceiptQuery),
    /// Statements of a maker's service fee, all quarters.
    ServiceFees(ServiceFeeQuery),
    /// The account of goods with a maker.
    Account(PayableQuery),
    /// Claims of repair costs.
    Claims(CatalogueQuery),
    /// Repairs no claim holds.
    ClaimReady(ClaimReadyQuery),
    /// What head office says of the parts that were sent.
    PartResults(PartResultQuery),
    /// Boxes that are being filled.
    Packings(PackingQuery),
    /// The newest lines of the trail.
    Audit(AuditQuery),
    /// A month beside the one before it and the same a year ago.
    MonthCompare(MonthInput),
    /// Rows behind a figure of a month.
    MonthRows(MonthRowsQuery),
    /// Rates of a month.
    Statistics(MonthInput),
    /// Rows behind a rate.
    StatisticsRows(StatisticsRowsQuery),
    /// The register of a form.
    Entries(EntryQuery),
}

/// How the letters of a .csv are written.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CsvCoding {
    /// UTF-8 with its mark: what today's spreadsheets open rightly.
    #[default]
    Utf8,
    /// GB18030: what older Chinese programs expect.
    Gb18030,
}

/// Writes a list into a file.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListExport {
    /// What is exported.
    pub of: ListQuery,
    /// The file: `.xlsx` or `.csv`.
    pub path: String,
    /// Of a `.csv`; absent is UTF-8 with its mark.
    pub encoding: Option<CsvCoding>,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// A list that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ListFile {
    /// Path of the file.
    pub path: String,
    /// Rows without the header.
    #[ts(type = "number")]
    pub rows: i64,
    /// The search it is of stopped early: what is beyond is not in the file.
    pub cut: bool,
    /// Rows with characters that programs with GBK alone cannot show; only of a `.csv` in GB18030.
    #[ts(type = "number")]
    pub rare: i64,
}

/// Asks what a file is.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FileLookInput {
    /// Path of the file.
    pub path: String,
}

/// What a file is that was dropped on the window.
#[derive(Debug, Serialize, TS)]
pub struct FileLook {
    /// Its path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it is; `null` where it is none of them.
    pub kind: Option<DroppedKind>,
    /// What it is, or what it is not, Chinese.
    pub says: String,
}

/// Files the desk takes by being dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DroppedKind {
    /// A sheet head office filled in: decisions, notices, old parts.
    Sheet,
    /// Head office's answer by file.
    Road,
    /// A policy pack.
    Pack,
    /// A year's calendar.
    Calendar,
}

/// How far long work is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct TaskView {
    /// Steps done.
    #[ts(type = "number")]
    pub done: i64,
    /// Steps altogether; 0 while it is not known.
    #[ts(type = "number")]
    pub total: i64,
    /// It may still be stopped.
    pub can_stop: bool,
}
