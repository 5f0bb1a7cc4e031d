use domain::Day;
use domain::payable::{FreightCause, PaidBy, PayableKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the account with a maker.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PayableQuery {
    /// Maker's code.
    pub principal: String,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// A line of the account, as typed from its paper.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PayableInput {
    /// The same `request_id` never makes a second line.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// Its day.
    #[ts(type = "string")]
    pub on: Day,
    /// What it is.
    pub kind: PayableKind,
    /// The amount on the paper, fen.
    #[ts(type = "number")]
    pub fen: i64,
    /// Number of the paper.
    #[serde(default)]
    pub paper_no: String,
    /// Of freight: what it was for.
    pub cause: Option<FreightCause>,
    /// Of freight: who paid it first.
    pub paid_by: Option<PaidBy>,
    /// Of stock the dealer dismantled: what restoring it costs, fen.
    #[ts(as = "Option<f64>")]
    pub labour_fen: Option<i64>,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

/// A line of the account.
#[derive(Debug, Serialize, TS)]
pub struct PayableRow {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Its day.
    #[ts(type = "string")]
    pub on: Day,
    /// What it is.
    pub kind: PayableKind,
    /// Its Chinese name, with the cause of freight.
    pub kind_name: String,
    /// The amount on the paper, fen.
    #[ts(type = "number")]
    pub fen: i64,
    /// Of stock the dealer dismantled: what restoring it costs, fen.
    #[ts(type = "number | null")]
    pub labour_fen: Option<i64>,
    /// What it adds to what is owed, fen; below zero when it takes away.
    #[ts(type = "number")]
    pub effect_fen: i64,
    /// What is owed after it, fen; `null` of a line by itself.
    #[ts(type = "number | null")]
    pub balance_fen: Option<i64>,
    /// Number of the paper.
    pub paper_no: String,
    /// Remark.
    pub note: String,
    /// The rule's computation in a sentence; empty where no rule was asked.
    pub reason: String,
    /// Its rule and version.
    pub rule_version: String,
    /// A notice of settlement made it: it is not cancelled by hand.
    pub by_notice: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}

/// Lines of one kind that stand.
#[derive(Debug, Serialize, TS)]
pub struct PayableSumView {
    /// The kind.
    pub kind: PayableKind,
    /// Its Chinese name.
    pub kind_name: String,
    /// How many.
    #[ts(type = "number")]
    pub lines: i64,
    /// What they add to what is owed, fen.
    #[ts(type = "number")]
    pub effect_fen: i64,
}

/// The account with a maker.
#[derive(Debug, Serialize, TS)]
pub struct PayableView {
    /// Maker's code.
    pub principal: String,
    /// Its name.
    pub principal_name: String,
    /// What is owed now, fen; below zero when the maker owes.
    #[ts(type = "number")]
    pub owed_fen: i64,
    /// By kind, in the order of the form.
    pub sums: Vec<PayableSumView>,
    /// Lines, the newest first.
    pub rows: Vec<PayableRow>,
    /// How many lines there are.
    #[ts(type = "number")]
    pub total: i64,
}
