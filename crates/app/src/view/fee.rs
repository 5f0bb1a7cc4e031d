use super::StandingView;
use domain::Day;
use domain::fee::FeeField;
use serde::Serialize;
use ts_rs::TS;

/// A cost of a repair by the maker's rules, beside what is typed.
#[derive(Debug, Serialize, TS)]
pub struct FeeView {
    /// Which cost.
    pub kind: FeeField,
    /// The form's field: `labour_fen`, `travel_fen`.
    pub field: String,
    /// Its Chinese name.
    pub label: String,
    /// The day whose rule was taken; `null` where nothing was computed.
    #[ts(type = "string | null")]
    pub on: Option<Day>,
    /// What the rule says, fen; `null` where it could not be computed.
    #[ts(type = "number | null")]
    pub fee_fen: Option<i64>,
    /// What is typed, fen.
    #[ts(type = "number")]
    pub typed_fen: i64,
    /// What is typed more than the rule says, fen; `null` where they agree.
    #[ts(type = "number | null")]
    pub difference_fen: Option<i64>,
    /// The computation in one Chinese sentence, or why there is none.
    pub sentence: String,
    /// Its steps.
    pub steps: Vec<String>,
    /// The rule it stands on.
    pub standing: Option<StandingView>,
}

/// Repairs of a claim whose cost was computed by the same prices.
#[derive(Debug, Serialize, TS)]
pub struct RateLineView {
    /// Which cost.
    pub kind: FeeField,
    /// Name of the rule's result.
    pub label: String,
    /// Its prices, in words.
    pub prices: String,
    /// Pack and version.
    pub rule_version: String,
    /// First day of completion.
    #[ts(type = "string")]
    pub first_on: Day,
    /// Last day of completion.
    #[ts(type = "string")]
    pub last_on: Day,
    /// How many repairs.
    #[ts(type = "number")]
    pub repairs: i64,
    /// What the rule says of them, fen.
    #[ts(type = "number")]
    pub fen: i64,
}
