//! A case of exchange or return.

use serde::Serialize;

use super::{CustomerBody, UnitBody};

/// Kind `remedy`: a case of exchange or return, from the user's right to what he got.
#[derive(Debug, Clone, Serialize)]
pub struct RemedyBody {
    /// Maker's code.
    pub principal: String,
    /// Number.
    pub no: String,
    /// Where it stands, e.g. `asked`.
    pub state: String,
    /// The machine that comes back.
    pub unit: UnitBody,
    /// The user; absent for a machine without a sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerBody>,
    /// Number of the sale it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sale_no: String,
    /// Number of the demand.
    pub demand_no: String,
    /// Day of the demand.
    pub made_on: String,
    /// What is demanded, e.g. `exchange`.
    pub demands: String,
    /// The user's words.
    pub words: String,
    /// The right it was opened from, e.g. `machine_exchange`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
    /// The rule of the right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleBody>,
    /// On what it stands where no rule gives a right.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// Papers.
    pub papers: Vec<PaperBody>,
    /// Steps that stand.
    pub steps: Vec<RemedyStepBody>,
    /// The machine given in exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_unit: Option<UnitBody>,
    /// What was given, in fen.
    pub given_fen: i64,
    /// What of it the dealer bears until head office agrees, in fen.
    pub borne_fen: i64,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// A rule a right stands on, as it was told that day.
#[derive(Debug, Clone, Serialize)]
pub struct RuleBody {
    /// Key.
    pub key: String,
    /// Pack and version.
    pub version: String,
    /// Where it stands.
    pub source: String,
    /// Day it was told.
    pub told_on: String,
    /// Why the user has the right, one sentence a step.
    pub steps: Vec<String>,
}

/// A paper of a case.
#[derive(Debug, Clone, Serialize)]
pub struct PaperBody {
    /// Which, e.g. `invoice`.
    pub paper: String,
    /// `here`, `missing`, `waived`.
    pub state: String,
    /// Who agreed to do without it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A step of a case.
#[derive(Debug, Clone, Serialize)]
pub struct RemedyStepBody {
    /// Which, e.g. `settled`.
    pub kind: String,
    /// Day.
    pub on: String,
    /// Filing number, number of head office's answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub no: String,
    /// What was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What the user chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// What head office answered, as it was typed at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// How it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Number of the repair that did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repair_no: Option<String>,
    /// Price in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_fen: Option<i64>,
    /// What the formula gives back, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_fen: Option<i64>,
    /// What was given back, in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_fen: Option<i64>,
    /// Freight in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freight_fen: Option<i64>,
    /// Quality was the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_cause: Option<bool>,
}
