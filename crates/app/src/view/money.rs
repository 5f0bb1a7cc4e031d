use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the money of one maker, of all without a code.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MoneyQuery {
    /// Maker's code; empty means all.
    #[serde(default)]
    pub principal: String,
}

/// One figure: the sum of its rows and of what is not listed.
#[derive(Debug, Default, Serialize, TS)]
pub struct MoneyFigure {
    /// Sum of what is known, fen.
    #[ts(type = "number")]
    pub fen: i64,
    /// Rows of which nobody knows the amount yet (金额未知).
    #[ts(type = "number")]
    pub unknown: i64,
    /// The rows, dearest first, as far as a list goes.
    pub rows: Vec<MoneyRow>,
    /// Rows that are not listed.
    #[ts(type = "number")]
    pub more: i64,
    /// What those sum to, fen.
    #[ts(type = "number")]
    pub more_fen: i64,
}

/// A row behind a figure.
#[derive(Debug, Serialize, TS)]
pub struct MoneyRow {
    /// UUID of the record it opens.
    pub id: String,
    /// What kind of record.
    pub kind: MoneyKind,
    /// Its number.
    pub no: String,
    /// What it is, in one line.
    pub title: String,
    /// Amount, fen; `null` when nobody can know it yet.
    #[ts(type = "number | null")]
    pub fen: Option<i64>,
    /// Days left, where there is a limit; negative when past.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// Why it stands here.
    pub reason: String,
}

/// What a row of money opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// A claim.
    Claim,
    /// A repair.
    Repair,
    /// A sale, by its card.
    Card,
    /// An old part.
    OldPart,
    /// An entry of a form.
    Entry,
}

/// The money of one maker.
#[derive(Debug, Serialize, TS)]
pub struct MoneyView {
    /// Maker's code.
    pub principal: String,
    /// Its name.
    pub principal_name: String,
    /// Approved by head office.
    pub earned: MoneyFigure,
    /// Can be asked for, and is not yet.
    pub to_claim: MoneyFigure,
    /// Asked for and not decided, or in dispute.
    pub waiting: MoneyFigure,
    /// Lost unless something is done, cuts that can still be disputed among it.
    pub at_risk: MoneyFigure,
    /// Cut or refused, and confirmed.
    pub lost: MoneyFigure,
    /// Deducted from what the dealer owes for goods, fen.
    #[ts(type = "number")]
    pub deducted_fen: i64,
}
