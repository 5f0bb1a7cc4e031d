use super::{
    CallQuery, CatalogueQuery, CustodyQuery, ExchangeQuery, MonthInput, OldPartQuery, OutboxQuery, PayableQuery,
    ReceiptQuery, RemedyQuery, RepairQuery, SaleQuery, ServiceFeeQuery, TodayQuery,
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
    /// Messages of head office.
    Inbox(CatalogueQuery),
    /// Paid service receipts.
    Receipts(ReceiptQuery),
    /// Statements of a maker's service fee, all quarters.
    ServiceFees(ServiceFeeQuery),
    /// The account of goods with a maker.
    Account(PayableQuery),
}

/// Writes a list into a file.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListExport {
    /// What is exported.
    pub of: ListQuery,
    /// The file: `.xlsx`, or `.csv` in UTF-8 with its mark.
    pub path: String,
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
