//! Cases of exchange and return as they cross the border.

use super::{DeadlineView, DemandView, Notice, RightsQuery, StandingView, StepDoing, UnitInput};
use domain::Day;
use domain::demand::DemandKind;
use domain::remedy::rule::{Evidence, Right};
use domain::remedy_case::{PaperState, RemedyOutcome, RemedyState, RemedyStepKind, RemedyVerdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Opens a case from a right the user has, or from what he demanded.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RemedyDraft {
    /// The same `request_id` never makes a second case.
    pub request_id: Option<String>,
    /// The machine.
    pub machine: RightsQuery,
    /// UUID of the demand; absent makes one.
    pub demand: Option<String>,
    /// Rule of the right; absent for a case no rule gives a right to.
    pub rule_key: Option<String>,
    /// The right, with its rule.
    pub right: Option<Right>,
    /// What it is about, as the advisor says it.
    #[serde(default)]
    pub about: String,
    /// What is demanded; absent follows from the right.
    pub kind: Option<DemandKind>,
    /// Day the user demanded it; absent means today, with a demand its day.
    #[ts(as = "Option<String>")]
    pub made_on: Option<Day>,
    /// The user's words.
    #[serde(default)]
    pub words: String,
    /// On what it stands where no rule gives a right.
    #[serde(default)]
    pub basis: String,
    /// The dealer has no machine of the model to give.
    #[serde(default)]
    pub no_same_model: bool,
}

/// Says how a paper of a case stands.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RemedyPaper {
    /// The same `request_id` never says it twice.
    pub request_id: Option<String>,
    /// UUID of the case.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// The paper.
    pub paper: Evidence,
    /// How it stands.
    pub state: PaperState,
    /// Who agreed to do without it.
    #[serde(default)]
    pub who: String,
    /// Why; what is missing of it.
    #[serde(default)]
    pub why: String,
}

/// Puts a step of a case in, corrects it or takes it back; settling has a command of its own.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RemedyStepInput {
    /// The same `request_id` never puts a second step in.
    pub request_id: Option<String>,
    /// UUID of the case.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Which step.
    pub kind: RemedyStepKind,
    /// What is done with it; absent puts it in.
    #[serde(default)]
    #[ts(as = "Option<StepDoing>")]
    pub doing: StepDoing,
    /// On which day; absent means today, of a correction the day it had.
    #[ts(as = "Option<String>")]
    pub on: Option<Day>,
    /// Who answered or was told.
    #[serde(default)]
    pub who: String,
    /// Filing number, number of head office's answer.
    #[serde(default)]
    pub no: String,
    /// What was said.
    #[serde(default)]
    pub words: String,
    /// What the user chose.
    pub choice: Option<Right>,
    /// What head office answered.
    pub verdict: Option<RemedyVerdict>,
    /// Why it is corrected or taken back.
    #[serde(default)]
    pub reason: String,
}

/// Settles a case with the user, or corrects how it was settled.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RemedySettle {
    /// The same `request_id` never settles twice.
    pub request_id: Option<String>,
    /// UUID of the case.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// What is done; absent settles. Taking back is a step's ([`RemedyStepInput`]).
    #[serde(default)]
    #[ts(as = "Option<StepDoing>")]
    pub doing: StepDoing,
    /// How it was settled.
    pub outcome: RemedyOutcome,
    /// On which day; absent means today, of a correction the day it had.
    #[ts(as = "Option<String>")]
    pub on: Option<Day>,
    /// What was agreed; of a refusal or withdrawal why.
    #[serde(default)]
    pub words: String,
    /// Number of the repair that exchanged the component, or did the repair.
    #[serde(default)]
    pub repair_no: String,
    /// The machine given in exchange; an empty model is that of the old one.
    pub unit: Option<UnitInput>,
    /// Number printed on the new card; empty takes ours.
    #[serde(default)]
    pub card_no: String,
    /// The user signed the new card and the stub is here.
    #[serde(default)]
    pub user_signed: bool,
    /// Number of the new invoice.
    #[serde(default)]
    pub invoice_no: String,
    /// Day of the new invoice.
    #[ts(as = "Option<String>")]
    pub invoice_on: Option<Day>,
    /// Price; absent takes that of the sale.
    #[ts(as = "Option<f64>")]
    pub price_fen: Option<i64>,
    /// What was given back; absent takes what the formula says.
    #[ts(as = "Option<f64>")]
    pub paid_fen: Option<i64>,
    /// Freight.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub freight_fen: i64,
    /// Quality was the cause.
    #[serde(default)]
    pub quality_cause: bool,
    /// Why it is corrected.
    #[serde(default)]
    pub reason: String,
}

/// Filters the register of cases.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct RemedyQuery {
    /// Number or serial; empty for all.
    pub term: String,
    /// Maker's code; empty for all.
    pub principal: String,
    /// UUID of a machine: only the cases it came back or went out in.
    pub unit: Option<String>,
    /// Only in this state.
    pub state: Option<RemedyState>,
    /// Only those on which something may still happen.
    pub open: bool,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// One row of the register.
#[derive(Debug, Serialize, TS)]
pub struct RemedyRow {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Day the user demanded it.
    #[ts(type = "string")]
    pub made_on: Day,
    /// Where it stands.
    pub state: RemedyState,
    /// UUID of the machine that comes back.
    pub unit_id: String,
    /// Its serial.
    pub serial: String,
    /// Its model.
    pub model: String,
    /// The user; empty for a machine without a sale.
    pub customer: String,
    /// What he demands, Chinese.
    pub demands: String,
    /// Serial of the machine given in exchange; empty for none.
    pub new_serial: String,
    /// The clock that presses most.
    pub clock: Option<DeadlineView>,
    /// What the dealer bears until head office agrees, fen.
    #[ts(type = "number")]
    pub borne_fen: i64,
    /// Why head office refused it, with the field, while nobody has dealt with that.
    pub returned: Option<String>,
}

/// On what a case stands, as it was told that day.
#[derive(Debug, Serialize, TS)]
pub struct GroundView {
    /// Day it was told.
    #[ts(type = "string")]
    pub told_on: Day,
    /// The right, Chinese; empty where no rule gives one.
    pub right: String,
    /// Component or problem it is about.
    pub about: String,
    /// Why, one sentence a step.
    pub steps: Vec<String>,
    /// The rule; `null` where no rule gives a right.
    pub standing: Option<StandingView>,
    /// On what it stands without a rule.
    pub words: String,
}

/// A paper of a case.
#[derive(Debug, Serialize, TS)]
pub struct PaperView {
    /// Which.
    pub paper: Evidence,
    /// Its Chinese name.
    pub name: String,
    /// How it stands.
    pub state: PaperState,
    /// Who agreed to do without it.
    pub who: String,
    /// What is missing, or why it is waived.
    pub why: String,
    /// What was said of it before, Chinese, the earlier first.
    pub earlier: Vec<String>,
}

/// An amount by a formula.
#[derive(Debug, Serialize, TS)]
pub struct ReckonedView {
    /// The amount, fen.
    #[ts(type = "number")]
    pub fen: i64,
    /// The computation, one sentence a step.
    pub steps: Vec<String>,
    /// Pack and version; empty where there is no formula.
    pub rule_version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared it with its source.
    pub checked: bool,
}

/// Money of a settlement, or what it would be today.
#[derive(Debug, Serialize, TS)]
pub struct CaseMoneyView {
    /// Price, fen; `null` while nobody noted it.
    #[ts(type = "number | null")]
    pub price_fen: Option<i64>,
    /// What is to be given back; `null` where it cannot be computed.
    pub due: Option<ReckonedView>,
    /// Why it cannot be computed.
    pub trouble: String,
    /// What was given back, fen; `null` while nothing was.
    #[ts(type = "number | null")]
    pub paid_fen: Option<i64>,
    /// Freight, fen.
    #[ts(type = "number")]
    pub freight_fen: i64,
    /// Quality was the cause.
    pub quality_cause: bool,
    /// What of the freight the user pays; `null` where no rule says.
    pub freight: Option<ReckonedView>,
}

/// A step as it was put in.
#[derive(Debug, Serialize, TS)]
pub struct RemedyStepView {
    /// Which.
    pub kind: RemedyStepKind,
    /// Its Chinese name.
    pub name: String,
    /// On which day.
    #[ts(type = "string")]
    pub on: Day,
    /// Who.
    pub who: String,
    /// Filing number, number of the answer.
    pub no: String,
    /// What was said.
    pub words: String,
    /// What the user chose.
    pub choice: Option<Right>,
    /// What head office answered.
    pub verdict: Option<RemedyVerdict>,
    /// How it was settled.
    pub outcome: Option<RemedyOutcome>,
    /// Choice, answer or outcome in Chinese.
    pub says: String,
    /// Number of its repair.
    pub repair_no: String,
    /// It came by head office's feed.
    pub by_feed: bool,
    /// Why it does not stand any more.
    pub ended_reason: Option<String>,
}

/// A paper of the old machine that is still open.
#[derive(Debug, Serialize, TS)]
pub struct OpenPaperView {
    /// What it is, Chinese.
    pub what: String,
    /// Its number.
    pub no: String,
    /// What becomes of it, Chinese.
    pub says: String,
}

/// The machine given in exchange.
#[derive(Debug, Serialize, TS)]
pub struct GivenMachine {
    /// UUID.
    pub unit_id: String,
    /// Serial.
    pub serial: String,
    /// UUID of its sale.
    pub sale_id: String,
    /// Number of its sale.
    pub sale_no: String,
    /// Number of its card.
    pub card_no: String,
}

/// A case with everything about it.
#[derive(Debug, Serialize, TS)]
pub struct RemedyView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// UUID of the machine that comes back.
    pub unit_id: String,
    /// Its serial.
    pub serial: String,
    /// Its model.
    pub model: String,
    /// The user.
    pub customer: String,
    /// Number of the sale it is about.
    pub sale_no: String,
    /// Where it stands.
    pub state: RemedyState,
    /// It waits to be settled.
    pub pending: bool,
    /// On what it stands.
    pub ground: GroundView,
    /// The demand whose clocks run.
    pub demand: DemandView,
    /// Its clocks.
    pub clocks: Vec<DeadlineView>,
    /// Papers.
    pub papers: Vec<PaperView>,
    /// Steps that stand, in the order of the form.
    pub steps: Vec<RemedyStepView>,
    /// Steps that were corrected or taken back, the newest last.
    pub earlier: Vec<RemedyStepView>,
    /// Steps that may be put in next.
    pub next: Vec<RemedyStepKind>,
    /// What the user chose.
    pub choice: Option<Right>,
    /// Money, as settled; while it waits, what a return would give today.
    pub money: Option<CaseMoneyView>,
    /// What was given, fen.
    #[ts(type = "number")]
    pub given_fen: i64,
    /// What of it the dealer bears until head office agrees, fen.
    #[ts(type = "number")]
    pub borne_fen: i64,
    /// The machine given in exchange.
    pub machine: Option<GivenMachine>,
    /// Open papers of the old machine.
    pub open_papers: Vec<OpenPaperView>,
    /// What is worth a look.
    pub notices: Vec<Notice>,
    /// The clock could not be trusted at entry.
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}
