use super::{DueLevel, Notice};
use domain::Day;
use domain::custody::CustodyState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A machine that is taken in, as typed. What a call or a repair says already may be left out.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CustodyDraft {
    /// The same `request_id` never makes a second receipt.
    pub request_id: Option<String>,
    /// UUID of the call it came in with.
    pub call: Option<String>,
    /// UUID of the repair of it.
    pub repair: Option<String>,
    /// Maker's code; empty where nobody knows it.
    #[serde(default)]
    pub principal: String,
    /// UUID of the machine, where it is known; absent looks for it by the serial.
    pub unit_id: Option<String>,
    /// Who brought it.
    #[serde(default)]
    pub bearer: String,
    /// Phone to call.
    #[serde(default)]
    pub phone: String,
    /// Serial as read; empty when nobody could.
    #[serde(default)]
    pub serial: String,
    /// Model.
    #[serde(default)]
    pub model: String,
    /// Product.
    #[serde(default)]
    pub product: String,
    /// How it looks outside.
    pub outside: String,
    /// What came with it.
    #[serde(default)]
    pub accessories: String,
    /// What is the matter, as told.
    #[serde(default)]
    pub fault: String,
    /// When it came in, UTC ms; absent means now.
    #[ts(as = "Option<f64>")]
    pub in_at: Option<i64>,
    /// Day it is to be handed over.
    #[ts(as = "Option<String>")]
    pub promised_on: Option<Day>,
    /// Where it is kept.
    #[serde(default)]
    pub shelf: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

/// Changes a receipt of a machine that is here; another day promised says why.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CustodyAmend {
    /// UUID of the receipt.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why another day is promised.
    #[serde(default)]
    pub reason: String,
    /// The whole receipt as it should read.
    pub draft: CustodyDraft,
}

/// Hands a machine over.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CustodyGive {
    /// The same `request_id` never hands over twice.
    pub request_id: Option<String>,
    /// UUID of the receipt.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// When, UTC ms; absent means now.
    #[ts(as = "Option<f64>")]
    pub at: Option<i64>,
    /// Who received it.
    #[serde(default)]
    pub to: String,
    /// It is taken away unrepaired.
    #[serde(default)]
    pub unrepaired: bool,
    /// Why it is taken away unrepaired; else a remark.
    #[serde(default)]
    pub words: String,
    /// The receipt came back and is void.
    #[serde(default)]
    pub receipt_back: bool,
    /// Why it did not come back.
    #[serde(default)]
    pub receipt_lost: String,
}

/// Filters the register of machines taken in.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct CustodyQuery {
    /// Number, phone tail, name, initials, serial, a piece of the fault; empty for all.
    pub term: String,
    /// Maker's code; empty for all.
    pub principal: String,
    /// Only in this state.
    pub state: Option<CustodyState>,
    /// Only what is here after the day promised.
    pub late: bool,
    /// Month in which it came in, `YYYY-MM`; empty for all.
    pub month: String,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// A record beside another one.
#[derive(Debug, Serialize, TS)]
pub struct Mark {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
}

/// A receipt beside a call or a repair.
#[derive(Debug, Serialize, TS)]
pub struct CustodyMark {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Where the machine stands.
    pub state: CustodyState,
    /// Day promised.
    #[ts(type = "string | null")]
    pub promised_on: Option<Day>,
}

/// A day that was promised.
#[derive(Debug, Serialize, TS)]
pub struct PromiseView {
    /// The day; `null` where a promise was withdrawn.
    #[ts(type = "string | null")]
    pub on: Option<Day>,
    /// Why it is not the one before.
    pub reason: String,
    /// When it was put in, UTC ms.
    #[ts(type = "number")]
    pub entered_at: i64,
}

/// How a machine left.
#[derive(Debug, Serialize, TS)]
pub struct HandOverView {
    /// When, UTC ms.
    #[ts(type = "number")]
    pub at: i64,
    /// Who received it.
    pub to: String,
    /// It was not repaired.
    pub unrepaired: bool,
    /// Why, or a remark.
    pub words: String,
    /// The receipt came back and is void.
    pub receipt_back: bool,
    /// Why it did not come back.
    pub receipt_lost: String,
    /// Why it does not stand any more.
    pub ended_reason: Option<String>,
}

/// One row of the register.
#[derive(Debug, Serialize, TS)]
pub struct CustodyRow {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Maker's code; empty where nobody knows it.
    pub principal: String,
    /// When it came in, UTC ms.
    #[ts(type = "number")]
    pub in_at: i64,
    /// Who brought it.
    pub bearer: String,
    /// Phone.
    pub phone: String,
    /// Model.
    pub model: String,
    /// Product.
    pub product: String,
    /// Serial.
    pub serial: String,
    /// How it looks outside.
    pub outside: String,
    /// What came with it.
    pub accessories: String,
    /// What is the matter.
    pub fault: String,
    /// Day promised.
    #[ts(type = "string | null")]
    pub promised_on: Option<Day>,
    /// Days left to it; negative when late; `null` of a machine that left, or without a promise.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// How urgent.
    pub level: DueLevel,
    /// Where it stands.
    pub state: CustodyState,
    /// Where it is kept.
    pub shelf: String,
    /// Number of the repair: that of its card of work too.
    pub repair_no: Option<String>,
    /// Who repairs it.
    pub technician: String,
    /// Who inspected the work, once it passed.
    pub inspected_by: String,
    /// How it left.
    pub given: Option<HandOverView>,
    /// Remark.
    pub note: String,
}

/// A receipt with everything about it.
#[derive(Debug, Serialize, TS)]
pub struct CustodyView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// The receipt as it would be typed.
    pub draft: CustodyDraft,
    /// The row of the register.
    pub row: CustodyRow,
    /// Every day promised, the one that stands last.
    pub promises: Vec<PromiseView>,
    /// Hand-overs that were taken back.
    pub earlier: Vec<HandOverView>,
    /// The customer's name, where he is known.
    pub customer: Option<String>,
    /// The call it came in with.
    pub call: Option<Mark>,
    /// The repair of it.
    pub repair: Option<Mark>,
    /// What is worth a look.
    pub notices: Vec<Notice>,
    /// When it was put in, UTC ms.
    #[ts(type = "number")]
    pub entered_at: i64,
    /// Operator who entered it; `null` where there was none.
    pub entered_by: Option<String>,
    /// The clock could not be trusted at entry.
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}

/// Plans the work on a machine, and notes when it was done.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct JobCardInput {
    /// UUID of the repair.
    pub id: String,
    /// Version it was made from (`rev` of the card as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Work planned.
    pub plan: String,
    /// When it began, UTC ms.
    #[ts(as = "Option<f64>")]
    pub began_at: Option<i64>,
    /// When it ended, UTC ms.
    #[ts(as = "Option<f64>")]
    pub ended_at: Option<i64>,
}

/// The director looked at the work.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct JobInspect {
    /// The same `request_id` never makes a second look.
    pub request_id: Option<String>,
    /// UUID of the repair.
    pub id: String,
    /// Version it was made from (`rev` of the card as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// On which day; absent means today.
    #[ts(as = "Option<String>")]
    pub on: Option<Day>,
    /// Who looked.
    pub by: String,
    /// The work is good.
    pub passed: bool,
    /// What was found; needed where it did not pass.
    #[serde(default)]
    pub words: String,
}

/// A look of the director.
#[derive(Debug, Serialize, TS)]
pub struct InspectionView {
    /// On which day.
    #[ts(type = "string")]
    pub on: Day,
    /// Who looked.
    pub by: String,
    /// The work is good.
    pub passed: bool,
    /// What was found.
    pub words: String,
}

/// A card of work.
#[derive(Debug, Serialize, TS)]
pub struct JobCardView {
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Work planned.
    pub plan: String,
    /// When it began, UTC ms.
    #[ts(type = "number | null")]
    pub began_at: Option<i64>,
    /// When it ended, UTC ms.
    #[ts(type = "number | null")]
    pub ended_at: Option<i64>,
    /// Every look, the newest last.
    pub inspections: Vec<InspectionView>,
    /// The last look passed it.
    pub inspected: bool,
}

/// Looks for a fault in the fault tree.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FaultQuery {
    /// Words, pinyin initials or a code; empty for the first ones.
    #[serde(default)]
    pub term: String,
    /// Product of the machine; where no tree is of it, all are looked through.
    #[serde(default)]
    pub product: String,
}

/// A fault of the fault tree.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FaultHit {
    /// Its code.
    pub code: String,
    /// Product class, system and assembly, e.g. `拖拉机 发动机 燃油供给系`.
    pub place: String,
    /// The part concerned.
    pub part: String,
    /// What the user sees.
    pub symptom: String,
    /// What mostly causes it.
    pub cause: String,
}
