use domain::Day;
use domain::claim::Source;
use domain::old_part::OldPartState;
use domain::packing::PackingState;
use domain::part_result::{Disposal, PartStanding, PartVerdict, SettleHow, Settlement};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Begins a packing.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PackingDraft {
    /// The same `request_id` never makes a second packing.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
}

/// Puts a part into a box by its tag.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PackingScan {
    /// UUID of the packing.
    pub id: String,
    /// Tag as scanned.
    pub tag_no: String,
    /// Number of the box, from 1.
    #[ts(type = "number")]
    pub box_no: i64,
}

/// Takes a part out of its box.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PackingTakeOut {
    /// UUID of the packing.
    pub id: String,
    /// Tag of the part.
    pub tag_no: String,
}

/// Closes the boxes.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PackingSeal {
    /// UUID of the packing.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Gross weight in grams.
    #[ts(as = "Option<f64>")]
    pub weight_g: Option<i64>,
    /// Number of the seal.
    #[serde(default)]
    pub seal_no: String,
}

/// Sends a sealed packing.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PackingSend {
    /// The same `request_id` never sends twice.
    pub request_id: Option<String>,
    /// UUID of the packing.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// It goes back with a delivery truck: no carrier, no waybill.
    #[serde(default)]
    pub by_truck: bool,
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

/// Asks for packings of one maker, of all without a code.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PackingQuery {
    /// Maker's code; empty means all.
    #[serde(default)]
    pub principal: String,
}

/// A packing in a list.
#[derive(Debug, Serialize, TS)]
pub struct PackingRow {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number, which the batch keeps.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Where it stands.
    pub state: PackingState,
    /// Day it was begun.
    #[ts(type = "string")]
    pub opened_on: Day,
    /// Parts in it.
    #[ts(type = "number")]
    pub parts: i64,
    /// Boxes with something in them.
    #[ts(type = "number")]
    pub boxes: i64,
    /// Number of the seal.
    pub seal_no: String,
    /// Gross weight in grams.
    #[ts(type = "number | null")]
    pub weight_g: Option<i64>,
}

/// A part in a box, or one that lies in none.
#[derive(Debug, Serialize, TS)]
pub struct PackedView {
    /// UUID.
    pub id: String,
    /// Tag number.
    pub tag_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Quantity in thousandths.
    #[ts(type = "number")]
    pub qty_milli: i64,
    /// Money at risk.
    #[ts(type = "number")]
    pub value_fen: i64,
    /// Number of the box; 0 for one that lies in none.
    #[ts(type = "number")]
    pub box_no: i64,
    /// Where it is.
    pub state: OldPartState,
    /// Shelf.
    pub bin: String,
    /// Last day of its return window.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// What stands against that day.
    pub doubt: Option<super::Doubt>,
}

/// A packing with its boxes, and what is not in them.
#[derive(Debug, Serialize, TS)]
pub struct PackingView {
    /// The packing itself.
    pub packing: PackingRow,
    /// What lies in it, by box.
    pub parts: Vec<PackedView>,
    /// Parts of this maker that still go back and lie in no box, the oldest first; not more than a page.
    pub left: Vec<PackedView>,
    /// How many of these there are.
    #[ts(type = "number")]
    pub left_total: i64,
}

/// Pieces of a batch, in thousandths: sent is waiting, received, short and wrong together.
#[derive(Debug, Default, Serialize, TS)]
pub struct PiecesView {
    /// Sent.
    #[ts(type = "number")]
    pub sent_milli: i64,
    /// Head office has said nothing of these.
    #[ts(type = "number")]
    pub waiting_milli: i64,
    /// Received.
    #[ts(type = "number")]
    pub received_milli: i64,
    /// Missing.
    #[ts(type = "number")]
    pub short_milli: i64,
    /// Another part than the list says.
    #[ts(type = "number")]
    pub wrong_milli: i64,
    /// Parts somebody has to do something about.
    #[ts(type = "number")]
    pub open: i64,
}

/// What head office says of one part.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartResultLine {
    /// Tag of the part.
    pub tag_no: String,
    /// Received, thousandths.
    #[ts(type = "number")]
    pub received_milli: i64,
    /// Another part than the list says, thousandths; absent means none.
    #[ts(as = "Option<f64>")]
    pub wrong_milli: Option<i64>,
    /// The verdict, when it was inspected.
    pub verdict: Option<PartVerdict>,
    /// What becomes of it.
    pub disposal: Option<Disposal>,
}

/// Receipt and inspection of a batch, typed from head office's paper; typed here, not signed.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartResultsInput {
    /// UUID of the batch.
    pub id: String,
    /// The parts; all or none are taken.
    pub lines: Vec<PartResultLine>,
    /// Who inspected them.
    #[serde(default)]
    pub judged_by: String,
    /// When.
    #[ts(as = "Option<String>")]
    pub judged_on: Option<Day>,
    /// Why something typed here is typed again; empty the first time.
    #[serde(default)]
    pub reason: String,
}

/// One step about a shortage or a verdict.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartSettle {
    /// UUID of the part.
    pub id: String,
    /// Version it was made from (`rev` of the result as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Which step.
    pub how: SettleHow,
    /// Why, or what head office answered.
    #[serde(default)]
    pub reason: String,
    /// The new verdict, of a changed one.
    pub verdict: Option<PartVerdict>,
    /// What then becomes of it.
    pub disposal: Option<Disposal>,
}

/// Filters the parts head office said something of.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartResultQuery {
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// Only what somebody has to do something about.
    #[serde(default)]
    pub open: bool,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// A sent part, and what head office says of it.
#[derive(Debug, Serialize, TS)]
pub struct PartResultView {
    /// UUID of the part.
    pub id: String,
    /// Version of the result, 0 while head office has said nothing; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Tag number.
    pub tag_no: String,
    /// Maker's code.
    pub principal: String,
    /// Number of its batch.
    pub batch_no: String,
    /// Box.
    pub box_no: String,
    /// Number of the repair.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Money at risk.
    #[ts(type = "number")]
    pub value_fen: i64,
    /// Sent, thousandths.
    #[ts(type = "number")]
    pub sent_milli: i64,
    /// Received, thousandths.
    #[ts(type = "number | null")]
    pub received_milli: Option<i64>,
    /// Missing, thousandths.
    #[ts(type = "number")]
    pub short_milli: i64,
    /// Another part than the list says, thousandths.
    #[ts(type = "number")]
    pub wrong_milli: i64,
    /// The verdict.
    pub verdict: Option<PartVerdict>,
    /// What becomes of it.
    pub disposal: Option<Disposal>,
    /// Who inspected it.
    pub judged_by: String,
    /// When.
    #[ts(type = "string | null")]
    pub judged_on: Option<Day>,
    /// Where it stands.
    pub standing: PartStanding,
    /// In Chinese.
    pub standing_name: String,
    /// Somebody has to do something about it.
    pub open: bool,
    /// How it came here.
    pub source: Option<Source>,
    /// How a shortage was settled.
    pub settlement: Option<Settlement>,
    /// Why.
    pub settle_reason: String,
    /// When.
    #[ts(type = "string | null")]
    pub settled_on: Option<Day>,
    /// How pieces that are another part were settled.
    pub wrong_settlement: Option<Settlement>,
    /// Why.
    pub wrong_reason: String,
    /// When.
    #[ts(type = "string | null")]
    pub wrong_settled_on: Option<Day>,
    /// Why the verdict is disputed.
    pub dispute: String,
    /// When.
    #[ts(type = "string | null")]
    pub disputed_on: Option<Day>,
    /// What head office answered.
    pub answer: String,
    /// When.
    #[ts(type = "string | null")]
    pub answered_on: Option<Day>,
    /// What may be done about it now.
    pub steps: Vec<SettleHow>,
}

/// A batch with its parts.
#[derive(Debug, Serialize, TS)]
pub struct BatchView {
    /// The batch.
    pub batch: super::PartsBatchView,
    /// Its parts, by tag.
    pub parts: Vec<PartResultView>,
}

/// Asks for the packing list of a batch as a workbook.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartsSheetInput {
    /// UUID of the batch, or of a sealed packing.
    pub id: String,
    /// Folder; absent means the desk's own.
    pub dir: Option<String>,
}

/// What a row of a filled packing list says of a part.
#[derive(Debug, Serialize, TS)]
pub struct DecisionPart {
    /// Tag of the part.
    pub tag_no: String,
    /// Sent, thousandths.
    #[ts(type = "number | null")]
    pub sent_milli: Option<i64>,
    /// Received, thousandths; `null` when head office wrote nothing.
    #[ts(type = "number | null")]
    pub received_milli: Option<i64>,
    /// Another part than the list says, thousandths.
    #[ts(type = "number | null")]
    pub wrong_milli: Option<i64>,
    /// The verdict.
    pub verdict: Option<PartVerdict>,
    /// What becomes of it.
    pub disposal: Option<Disposal>,
}
