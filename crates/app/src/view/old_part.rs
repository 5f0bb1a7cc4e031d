use super::Given;
use domain::Day;
use domain::claim::OpeningClaimState;
use domain::old_part::OldPartState;
use domain::part_result::PartStanding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Filters the list of old parts.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OldPartQuery {
    /// Tag, part code or name, repair number; empty for all.
    #[serde(default)]
    pub term: String,
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// Only in this state.
    pub state: Option<OldPartState>,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// One old part.
#[derive(Debug, Serialize, TS)]
pub struct OldPartView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Tag number.
    pub tag_no: String,
    /// Maker's code.
    pub principal: String,
    /// UUID of the repair; `null` for a part held before the first day.
    pub repair_id: Option<String>,
    /// Number of the repair.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Quantity in thousandths.
    #[ts(type = "number")]
    pub qty_milli: i64,
    /// Money at risk.
    #[ts(type = "number")]
    pub value_fen: i64,
    /// Day removed.
    #[ts(type = "string")]
    pub removed_on: Day,
    /// Last day of its return window, told by lists; `null` when it need not go back or went.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// What stands against that day.
    pub doubt: Option<super::Doubt>,
    /// Where it is.
    pub state: OldPartState,
    /// Shelf.
    pub bin: String,
    /// Number of its batch.
    pub batch_no: Option<String>,
    /// What head office says of a sent one, told by lists; `null` while it has said nothing.
    pub standing: Option<PartStanding>,
    /// Reason of an exit.
    pub reason: String,
    /// Why head office refused it, with the field, while nobody has dealt with that.
    pub returned: Option<String>,
}

/// Moves an old part.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OldPartMove {
    /// UUID.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Where to.
    pub state: OldPartState,
    /// Shelf.
    #[serde(default)]
    pub bin: String,
    /// Needed for exits.
    #[serde(default)]
    pub reason: String,
}

/// Sends old parts with a waybill.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartsBatchDraft {
    /// The same `request_id` never makes a second batch.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// UUIDs of the parts.
    pub parts: Vec<String>,
    /// Boxes.
    #[ts(type = "number")]
    pub boxes: i64,
    /// Gross weight in grams.
    #[ts(as = "Option<f64>")]
    pub weight_g: Option<i64>,
    /// Carrier.
    #[serde(default)]
    pub carrier: String,
    /// Waybill number.
    #[serde(default)]
    pub waybill_no: String,
    /// Who pays the freight.
    #[serde(default)]
    pub freight_payer: String,
    /// Day sent.
    #[ts(type = "string")]
    pub sent_on: Day,
}

/// Corrects the paper of a batch.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartsBatchAmend {
    /// UUID of the batch.
    pub id: String,
    /// Version it was made from (`rev` of the batch as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why; head office reads it.
    pub reason: String,
    /// Boxes; absent keeps.
    #[ts(as = "Option<f64>")]
    pub boxes: Option<i64>,
    /// Gross weight in grams; absent keeps, `null` clears.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub weight_g: Given<i64>,
    /// Carrier; absent keeps, empty clears.
    pub carrier: Option<String>,
    /// Waybill number; absent keeps, empty clears.
    pub waybill_no: Option<String>,
    /// Who pays the freight; absent keeps, empty clears.
    pub freight_payer: Option<String>,
    /// Day sent; absent keeps.
    #[ts(as = "Option<String>")]
    pub sent_on: Option<Day>,
}

/// A batch of old parts.
#[derive(Debug, Serialize, TS)]
pub struct PartsBatchView {
    /// UUID.
    pub id: String,
    /// Version; a correction carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Parts in it.
    #[ts(type = "number")]
    pub parts: i64,
    /// What became of their pieces.
    pub pieces: super::PiecesView,
    /// Boxes.
    #[ts(type = "number")]
    pub boxes: i64,
    /// Gross weight in grams.
    #[ts(as = "Option<f64>")]
    pub weight_g: Option<i64>,
    /// Number of the seal, when it was packed by boxes.
    pub seal_no: String,
    /// Carrier.
    pub carrier: String,
    /// Waybill number.
    pub waybill_no: String,
    /// Who pays the freight.
    pub freight_payer: String,
    /// Day sent.
    #[ts(type = "string")]
    pub sent_on: Day,
}

/// An old part held before the first day.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OpeningPart {
    /// Repair number on the paper.
    #[serde(default)]
    pub repair_no: String,
    /// Part code.
    #[serde(default)]
    pub code: String,
    /// Part name.
    pub name: String,
    /// Quantity in thousandths.
    #[ts(type = "number")]
    pub qty_milli: i64,
    /// Value in fen.
    #[ts(as = "Option<f64>")]
    pub value_fen: Option<i64>,
    /// Day removed.
    #[ts(type = "string")]
    pub removed_on: Day,
    /// Shelf.
    #[serde(default)]
    pub bin: String,
}

/// Opening list of old parts held.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OpeningParts {
    /// The same `request_id` never makes a second list.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The parts.
    pub parts: Vec<OpeningPart>,
}

/// A claim still open from before the first day.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpeningClaimInput {
    /// Number of the claim on the paper.
    pub no: String,
    /// Amount claimed in fen.
    #[ts(type = "number")]
    pub amount_fen: i64,
    /// Day handed in.
    #[ts(type = "string")]
    pub claimed_on: Day,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

/// Opening list of claims.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OpeningClaims {
    /// The same `request_id` never makes a second list.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The claims.
    pub claims: Vec<OpeningClaimInput>,
}

/// A claim still open from before the first day.
#[derive(Debug, Serialize, TS)]
pub struct OpeningClaimView {
    /// UUID.
    pub id: String,
    /// Version, for the next change.
    #[ts(type = "number")]
    pub rev: i64,
    /// Maker's code.
    pub principal: String,
    /// Number.
    pub no: String,
    /// Amount in fen.
    #[ts(type = "number")]
    pub amount_fen: i64,
    /// Day handed in.
    #[ts(type = "string")]
    pub claimed_on: Day,
    /// Remark.
    pub note: String,
    /// Where it stands.
    pub state: OpeningClaimState,
    /// Where it stands, in words.
    pub state_name: String,
    /// Day of head office's paper.
    #[ts(as = "Option<String>")]
    pub settled_on: Option<Day>,
    /// Its number.
    pub notice_no: String,
    /// What was approved, fen; absent while nothing was decided.
    #[ts(type = "number | null")]
    pub approved_fen: Option<i64>,
    /// What is deducted from what the dealer owes for goods, fen.
    #[ts(type = "number")]
    pub deduction_fen: i64,
    /// Day of the deduction.
    #[ts(as = "Option<String>")]
    pub deducted_on: Option<Day>,
    /// Why it was put right.
    pub reason: String,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}

/// Writes down what head office decided of a claim from before the first day, or puts it right with a reason.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OpeningClaimSettle {
    /// UUID.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Number of head office's paper.
    pub notice_no: String,
    /// Its day.
    #[ts(type = "string")]
    pub settled_on: Day,
    /// What it approves, fen.
    #[ts(type = "number")]
    pub approved_fen: i64,
    /// What is deducted from what the dealer owes for goods, fen; 0 where nothing is.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub deduction_fen: i64,
    /// Day of the deduction.
    #[ts(as = "Option<String>")]
    pub deducted_on: Option<Day>,
    /// Why what stands is put right.
    #[serde(default)]
    pub reason: String,
}
