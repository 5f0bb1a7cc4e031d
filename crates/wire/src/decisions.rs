//! Body of a feed item that carries what head office decided of claims and old parts: the rows of W07, W08 or W09 as it filled them in.

use serde::{Deserialize, Serialize};

/// Kind of the item.
pub const DECISIONS_KIND: &str = "decisions";

/// What was decided. One of the three lists has rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionsBody {
    /// One line for the list of messages.
    pub title: String,
    /// Number of the claim the lines are of; empty for notices.
    #[serde(default)]
    pub claim_no: String,
    /// Repairs decided on (W08).
    #[serde(default)]
    pub lines: Vec<DecidedLine>,
    /// Claims settled (W09).
    #[serde(default)]
    pub notices: Vec<SettledClaim>,
    /// Numbers of the batches the parts are of; empty for claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub batches: Vec<String>,
    /// Old parts received and inspected (W07).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<JudgedPart>,
}

/// What is said of one old part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedPart {
    /// Tag of the part.
    pub tag_no: String,
    /// What was sent of it, thousandths.
    pub qty_milli: i64,
    /// Received, thousandths.
    pub received_milli: i64,
    /// Something else than the list says, thousandths.
    #[serde(default)]
    pub wrong_milli: i64,
    /// `covered`, `not_covered` or `misuse`; absent when it was not inspected.
    #[serde(default)]
    pub verdict: Option<String>,
    /// `usable`, `scrap` or `returned`.
    #[serde(default)]
    pub disposal: Option<String>,
    /// Who inspected it.
    #[serde(default)]
    pub judged_by: String,
    /// When, `YYYY-MM-DD`.
    #[serde(default)]
    pub judged_on: Option<String>,
}

/// A decision on one repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedLine {
    /// Number of the repair.
    pub repair_no: String,
    /// What was claimed, fen.
    pub claimed_fen: i64,
    /// What is approved, fen; absent when more paper is wanted.
    #[serde(default)]
    pub approved_fen: Option<i64>,
    /// Why it is cut, refused or waits.
    #[serde(default)]
    pub reason: String,
    /// Who decided.
    #[serde(default)]
    pub judged_by: String,
}

/// A notice of settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledClaim {
    /// Number of the claim.
    pub claim_no: String,
    /// Number of the notice.
    pub no: String,
    /// Its day, `YYYY-MM-DD`.
    pub noticed_on: String,
    /// What was claimed, fen.
    pub claimed_fen: i64,
    /// What is approved, fen.
    pub approved_fen: i64,
    /// What is cut, fen.
    pub cut_fen: i64,
    /// Of the cuts.
    #[serde(default)]
    pub cut_note: String,
    /// What is deducted from what the dealer owes for goods, fen.
    #[serde(default)]
    pub deduction_fen: i64,
    /// Day of the deduction, `YYYY-MM-DD`.
    #[serde(default)]
    pub deducted_on: Option<String>,
}
