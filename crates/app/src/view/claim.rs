use domain::claim::{ClaimState, Missing, NoticeAnswer, Source, Verdict};
use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks which repairs of a maker can be claimed up to the end of a month.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ClaimReadyQuery {
    /// Maker's code.
    pub principal: String,
    /// The month, `YYYY-MM`; repairs done in earlier ones and never claimed are looked at too.
    #[ts(type = "string")]
    pub month: Month,
}

/// What keeps a repair from being claimed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MissingView {
    /// Stable code.
    pub code: Missing,
    /// Chinese sentence.
    pub message: String,
    /// Whether it stops the claim; otherwise it is only said.
    pub stops: bool,
}

/// A repair that may be claimed, or what it lacks.
#[derive(Debug, Serialize, TS)]
pub struct ClaimReadyRow {
    /// UUID of the repair.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Customer.
    pub customer: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Day it was done.
    #[ts(type = "string | null")]
    pub completed_on: Option<Day>,
    /// Labour, material, travel and other together, fen.
    #[ts(type = "number")]
    pub total_fen: i64,
    /// The claim that head office refused or wants more paper for.
    pub again_of: Option<String>,
    /// Everything it lacks.
    pub missing: Vec<MissingView>,
}

/// Repairs of a maker that no claim holds.
#[derive(Debug, Serialize, TS)]
pub struct ClaimReady {
    /// The repairs, oldest first, as far as a list goes.
    pub rows: Vec<ClaimReadyRow>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: i64,
    /// How many can be claimed.
    #[ts(type = "number")]
    pub ready: i64,
    /// What they sum to, fen.
    #[ts(type = "number")]
    pub ready_fen: i64,
    /// What those that lack something sum to, fen.
    #[ts(type = "number")]
    pub missing_fen: i64,
}

/// A claim, as asked for.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClaimDraft {
    /// The same `request_id` never makes a second claim.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The month it is for, `YYYY-MM`.
    #[ts(type = "string")]
    pub month: Month,
    /// UUIDs of the repairs; empty takes every one that is ready.
    #[serde(default)]
    pub repairs: Vec<String>,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

/// Head office's decision of one line, typed from paper.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct LineDecision {
    /// Number of the repair.
    pub repair_no: String,
    /// What was approved, fen; absent when more paper is wanted.
    #[ts(as = "Option<f64>")]
    pub approved_fen: Option<i64>,
    /// Why it was cut, refused or waits.
    #[serde(default)]
    pub reason: String,
    /// Who decided.
    #[serde(default)]
    pub judged_by: String,
}

/// Decisions typed from a paper of head office.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClaimDecide {
    /// UUID of the claim.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// The lines decided; all or none are taken.
    pub lines: Vec<LineDecision>,
}

/// A notice of settlement, typed from a paper of head office.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NoticeInput {
    /// UUID of the claim.
    pub id: String,
    /// Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Head office's number.
    pub no: String,
    /// Its day.
    #[ts(type = "string")]
    pub noticed_on: Day,
    /// Approved, fen.
    #[ts(type = "number")]
    pub approved_fen: i64,
    /// Cut, fen.
    #[ts(type = "number")]
    pub cut_fen: i64,
    /// What it says of the cuts.
    #[serde(default)]
    pub cut_note: String,
    /// Deducted from what the dealer owes for goods, fen.
    #[ts(type = "number")]
    pub deduction_fen: i64,
    /// Day of the deduction, where it says one; one that is still to come counts on its day.
    #[ts(as = "Option<String>")]
    pub deducted_on: Option<Day>,
    /// The paper says other sums than the lines, and is put down as it stands.
    #[serde(default)]
    pub differs: bool,
}

/// The dealer's answer to a notice.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NoticeReply {
    /// UUID of the claim.
    pub id: String,
    /// Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Confirmed or disputed.
    pub answer: NoticeAnswer,
    /// Day of the answer.
    #[ts(type = "string")]
    pub answered_on: Day,
    /// The dealer's words; needed when disputed.
    #[serde(default)]
    pub note: String,
    /// Day the amount was deducted, where it was not on the notice.
    #[ts(as = "Option<String>")]
    pub deducted_on: Option<Day>,
}

/// The day a confirmed notice was deducted.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NoticeDeducted {
    /// UUID of the claim.
    pub id: String,
    /// Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Day of the deduction.
    #[ts(type = "string")]
    pub deducted_on: Day,
    /// Amount where the notice named none, and of a correction, fen.
    #[ts(as = "Option<f64>")]
    pub deduction_fen: Option<i64>,
    /// Why a deduction that stands is put right.
    #[serde(default)]
    pub reason: String,
}

/// Withdraws a line of a claim.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClaimWithdraw {
    /// UUID of the claim.
    pub id: String,
    /// Version it was made from (`rev` of the claim as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Place of the line, from 1.
    #[ts(type = "number")]
    pub line_no: i64,
    /// Why, in the clerk's words; needed.
    pub reason: String,
}

/// What head office decided of a line before it decided anew.
#[derive(Debug, Serialize, TS)]
pub struct DecisionBefore {
    /// The decision.
    pub verdict: Verdict,
    /// Approved, fen.
    #[ts(type = "number | null")]
    pub approved_fen: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub judged_by: String,
    /// Day it came here.
    #[ts(type = "string | null")]
    pub decided_on: Option<Day>,
    /// How it came here.
    pub source: Option<Source>,
}

/// A line of a claim.
#[derive(Debug, Serialize, TS)]
pub struct ClaimLineView {
    /// Place, from 1.
    #[ts(type = "number")]
    pub line_no: i64,
    /// UUID of the repair.
    pub repair_id: String,
    /// Its number.
    pub repair_no: String,
    /// Customer.
    pub customer: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Day it was done.
    #[ts(type = "string | null")]
    pub completed_on: Option<Day>,
    /// Labour, fen.
    #[ts(type = "number")]
    pub labour_fen: i64,
    /// Material, fen.
    #[ts(type = "number")]
    pub material_fen: i64,
    /// Travel, fen.
    #[ts(type = "number")]
    pub travel_fen: i64,
    /// Other, fen.
    #[ts(type = "number")]
    pub other_fen: i64,
    /// Asked for, fen.
    #[ts(type = "number")]
    pub claimed_fen: i64,
    /// Number of the claim it was asked for in before.
    pub again_of: Option<String>,
    /// Head office's decision.
    pub verdict: Option<Verdict>,
    /// Approved, fen.
    #[ts(type = "number | null")]
    pub approved_fen: Option<i64>,
    /// Cut, fen.
    #[ts(type = "number | null")]
    pub cut_fen: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub judged_by: String,
    /// Day the decision came here.
    #[ts(type = "string | null")]
    pub decided_on: Option<Day>,
    /// How it came here.
    pub source: Option<Source>,
    /// What head office says of its old parts that may cost it.
    pub warnings: Vec<MissingView>,
    /// Day it was withdrawn: it stays and counts nothing.
    #[ts(type = "string | null")]
    pub withdrawn_on: Option<Day>,
    /// Why.
    pub withdraw_reason: String,
    /// Earlier decisions, the first one first.
    pub before: Vec<DecisionBefore>,
}

/// A dispute of a notice, with how it ended.
#[derive(Debug, Serialize, TS)]
pub struct DisputeView {
    /// Its day.
    #[ts(type = "string | null")]
    pub on: Option<Day>,
    /// Number of the notice.
    pub notice_no: String,
    /// What was disputed.
    pub words: String,
    /// What came of it, in Chinese.
    pub outcome: String,
}

/// A paper another one took the place of.
#[derive(Debug, Serialize, TS)]
pub struct NoticeBefore {
    /// Head office's number.
    pub no: String,
    /// Its day.
    #[ts(type = "string")]
    pub noticed_on: Day,
    /// Approved, fen.
    #[ts(type = "number")]
    pub approved_fen: i64,
    /// Cut, fen.
    #[ts(type = "number")]
    pub cut_fen: i64,
    /// Deducted, fen.
    #[ts(type = "number")]
    pub deduction_fen: i64,
    /// How it came here.
    pub source: Source,
}

/// A notice of settlement.
#[derive(Debug, Serialize, TS)]
pub struct NoticeView {
    /// Head office's number.
    pub no: String,
    /// Its day.
    #[ts(type = "string")]
    pub noticed_on: Day,
    /// Approved, fen.
    #[ts(type = "number")]
    pub approved_fen: i64,
    /// Cut, fen.
    #[ts(type = "number")]
    pub cut_fen: i64,
    /// What it says of the cuts.
    pub cut_note: String,
    /// Deducted from what the dealer owes for goods, fen.
    #[ts(type = "number")]
    pub deduction_fen: i64,
    /// Day of the deduction.
    #[ts(type = "string | null")]
    pub deducted_on: Option<Day>,
    /// The dealer's answer.
    pub answer: Option<NoticeAnswer>,
    /// Day of the answer.
    #[ts(type = "string | null")]
    pub answered_on: Option<Day>,
    /// What was answered.
    pub answer_note: String,
    /// How it came here.
    pub source: Source,
    /// It says other sums than the lines: it can be disputed, not confirmed.
    pub differs: bool,
    /// Every dispute, the first one first.
    pub disputes: Vec<DisputeView>,
    /// Papers it took the place of, the first one first.
    pub before: Vec<NoticeBefore>,
}

/// A row of the list of claims.
#[derive(Debug, Serialize, TS)]
pub struct ClaimRow {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// The month it is for.
    #[ts(type = "string")]
    pub month: Month,
    /// Day it was made.
    #[ts(type = "string")]
    pub made_on: Day,
    /// Where it stands.
    pub state: ClaimState,
    /// Its Chinese name.
    pub state_name: String,
    /// Lines.
    #[ts(type = "number")]
    pub lines: i64,
    /// Asked for, fen.
    #[ts(type = "number")]
    pub claimed_fen: i64,
    /// Approved, fen.
    #[ts(type = "number")]
    pub approved_fen: i64,
    /// Cut, fen.
    #[ts(type = "number")]
    pub cut_fen: i64,
    /// Asked for and not decided, fen.
    #[ts(type = "number")]
    pub open_fen: i64,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}

/// A claim with its lines and its notice.
#[derive(Debug, Serialize, TS)]
pub struct ClaimView {
    /// The claim.
    pub claim: ClaimRow,
    /// Operator who entered it; `null` where there was none.
    pub entered_by: Option<String>,
    /// Remark.
    pub note: String,
    /// Its lines.
    pub lines: Vec<ClaimLineView>,
    /// The notice that came.
    pub notice: Option<NoticeView>,
    /// The prices its repairs were computed with, by day of completion.
    pub rates: Vec<super::RateLineView>,
}

/// Where to put a claim's workbook.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClaimExport {
    /// UUID of the claim.
    pub id: String,
    /// Folder; absent means the desk's own.
    pub dir: Option<String>,
}
