use super::{Given, RightsQuery};
use domain::Day;
use domain::demand::{DemandKind, DemandState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a user demands, as typed.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DemandDraft {
    /// The same `request_id` never makes a second demand.
    pub request_id: Option<String>,
    /// The machine.
    pub machine: RightsQuery,
    /// What is demanded.
    pub kind: DemandKind,
    /// Day it was made; of a lost card, day the loss was reported.
    #[ts(type = "string")]
    pub made_on: Day,
    /// The user's words.
    #[serde(default)]
    pub words: String,
    /// The dealer has no machine of the model to give.
    #[serde(default)]
    pub no_same_model: bool,
}

/// Notes how a demand was answered and settled; a day left out is taken back.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DemandSettle {
    /// UUID of the demand.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Day of the answer; absent keeps, `null` clears.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub answered_on: Given<Day>,
    /// What was answered; absent keeps, empty clears.
    pub answer: Option<String>,
    /// Day it was settled; absent keeps, `null` clears.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub settled_on: Given<Day>,
    /// The dealer has no machine of the model to give; absent keeps.
    pub no_same_model: Option<bool>,
}

/// A demand.
#[derive(Debug, Serialize, TS)]
pub struct DemandView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// UUID of the machine.
    pub unit_id: String,
    /// Its serial.
    pub serial: String,
    /// What is demanded.
    pub kind: DemandKind,
    /// Its Chinese name.
    pub name: String,
    /// Day it was made.
    #[ts(type = "string")]
    pub made_on: Day,
    /// The user's words.
    pub words: String,
    /// The dealer has no machine of the model to give.
    pub no_same_model: bool,
    /// Day of the answer.
    #[ts(type = "string | null")]
    pub answered_on: Option<Day>,
    /// What was answered.
    pub answer: String,
    /// Day it was settled.
    #[ts(type = "string | null")]
    pub settled_on: Option<Day>,
    /// Where it stands.
    pub state: DemandState,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// What is worth a look.
    pub notices: Vec<super::Notice>,
}
