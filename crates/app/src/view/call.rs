use super::{CustodyMark, DueLevel, Mark, Notice, StandingView};
use domain::Day;
use domain::call::{Area, CallState, StepKind, Urgency};
use domain::deadline::DeadlineState;
use domain::repair::Channel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A call for service, as typed.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CallDraft {
    /// The same `request_id` never makes a second call.
    pub request_id: Option<String>,
    /// When it came in, UTC ms; absent means now.
    #[ts(as = "Option<f64>")]
    pub received_at: Option<i64>,
    /// Maker's code; empty where nobody knows it.
    #[serde(default)]
    pub principal: String,
    /// How it came in.
    pub channel: Channel,
    /// Who called.
    #[serde(default)]
    pub caller: String,
    /// Phone to call back.
    #[serde(default)]
    pub phone: String,
    /// UUID of the customer, where he is known.
    pub customer_id: Option<String>,
    /// UUID of the machine, where it is known; absent looks for it by the serial.
    pub unit_id: Option<String>,
    /// Serial as told; empty when nobody could read it.
    #[serde(default)]
    pub serial: String,
    /// Model as told.
    #[serde(default)]
    pub model: String,
    /// Product as told.
    #[serde(default)]
    pub product: String,
    /// In town or out of it.
    pub area: Option<Area>,
    /// Where the machine stands.
    #[serde(default)]
    pub address: String,
    /// What is the matter.
    pub complaint: String,
    /// How urgent it is; absent means as any other.
    pub urgency: Option<Urgency>,
    /// When head office forwarded it, UTC ms; absent means with the call, where it has a task number.
    #[ts(as = "Option<f64>")]
    pub forwarded_at: Option<i64>,
    /// Head office's task number.
    #[serde(default)]
    pub task_no: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
    /// UUID of the earlier call it comes after: the machine was taken away unrepaired.
    pub follows: Option<String>,
}

/// Changes a call.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CallAmend {
    /// UUID of the call.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why; needed where a clock follows from what is changed.
    #[serde(default)]
    pub reason: String,
    /// The whole call as it should read.
    pub draft: CallDraft,
}

/// What is done with a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepDoing {
    /// It is put in.
    #[default]
    Put,
    /// It takes the place of the one that stands.
    Correct,
    /// It was no step at all.
    TakeBack,
}

/// Puts a step of a call in, corrects it or takes it back.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CallStep {
    /// The same `request_id` never puts a second step in.
    pub request_id: Option<String>,
    /// UUID of the call.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Which step.
    pub kind: StepKind,
    /// What is done with it; absent puts it in.
    #[serde(default)]
    #[ts(as = "Option<StepDoing>")]
    pub doing: StepDoing,
    /// When it happened, UTC ms; absent means now, of a correction when it stood.
    #[ts(as = "Option<f64>")]
    pub at: Option<i64>,
    /// Who was sent, told, or signed.
    #[serde(default)]
    pub who: String,
    /// Head office's filing number.
    #[serde(default)]
    pub no: String,
    /// The filing was told by phone and its number comes later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>")]
    pub by_phone: bool,
    /// What was arranged, what came of it.
    #[serde(default)]
    pub words: String,
    /// Why it is corrected or taken back.
    #[serde(default)]
    pub reason: String,
}

/// Filters the register of calls.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct CallQuery {
    /// Number, phone tail, name, initials, serial, a piece of the complaint; empty for all.
    pub term: String,
    /// Maker's code; empty for all.
    pub principal: String,
    /// Only in this state.
    pub state: Option<CallState>,
    /// Only those that wait to be dispatched.
    pub undispatched: bool,
    /// Only those somebody was sent to whose work is not done: vouchers that are out.
    pub unfinished: bool,
    /// Only those with a clock that has run out.
    pub late: bool,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// A step as it was put in.
#[derive(Debug, Serialize, TS)]
pub struct StepView {
    /// Which.
    pub kind: StepKind,
    /// Its Chinese name.
    pub name: String,
    /// When, UTC ms; `null` where only the day is known.
    #[ts(type = "number | null")]
    pub at: Option<i64>,
    /// On which day.
    #[ts(type = "string")]
    pub on: Day,
    /// When, in Chinese.
    pub when: String,
    /// Who.
    pub who: String,
    /// Head office's filing number.
    pub no: String,
    /// Told to head office by phone.
    pub by_phone: bool,
    /// Its filing number is still to come.
    pub awaits_no: bool,
    /// What was arranged, what came of it.
    pub words: String,
    /// When it was put in, UTC ms.
    #[ts(type = "number")]
    pub entered_at: i64,
    /// It follows from the repair.
    pub by_repair: bool,
    /// Why it does not stand any more.
    pub ended_reason: Option<String>,
}

/// A clock of a call.
#[derive(Debug, Serialize, TS)]
pub struct ClockView {
    /// What is due, e.g. `叫修安排`.
    pub name: String,
    /// Last instant in time, UTC ms; `null` where it is the end of a day, or cannot be computed.
    #[ts(type = "number | null")]
    pub due_at: Option<i64>,
    /// Last day in time; `null` where it cannot be computed.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// Where it stands now.
    pub state: DeadlineState,
    /// How urgent.
    pub level: DueLevel,
    /// It is still open.
    pub runs: bool,
    /// What is left of an open one, in milliseconds: of working hours only those the site is open; negative when late.
    #[ts(type = "number | null")]
    pub left_ms: Option<i64>,
    /// It is open and counts working hours, and the site is closed now.
    pub stands_still: bool,
    /// Where it stands, in Chinese.
    pub sentence: String,
    /// Which steps stop it and which of them are missing, in Chinese; empty for one that does not run.
    pub stops: String,
    /// What is lost when it is missed.
    pub consequence: String,
    /// The rule.
    pub standing: StandingView,
    /// The arithmetic; for one that cannot be computed, why.
    pub steps: Vec<String>,
}

/// One row of the register.
#[derive(Debug, Serialize, TS)]
pub struct CallRow {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Maker's code; empty where nobody knows it.
    pub principal: String,
    /// When it came in, UTC ms.
    #[ts(type = "number")]
    pub received_at: i64,
    /// How.
    pub channel: Channel,
    /// Who called.
    pub caller: String,
    /// Phone.
    pub phone: String,
    /// In town or out of it.
    pub area: Option<Area>,
    /// Where the machine stands.
    pub address: String,
    /// Model.
    pub model: String,
    /// Product.
    pub product: String,
    /// Serial.
    pub serial: String,
    /// What is the matter.
    pub complaint: String,
    /// How urgent.
    pub urgency: Urgency,
    /// Head office's task number.
    pub task_no: String,
    /// Where it stands.
    pub state: CallState,
    /// It waits to be dispatched.
    pub waits: bool,
    /// It waits since a day before today: it goes first.
    pub left_over: bool,
    /// Steps that stand, in the order of the form.
    pub steps: Vec<StepView>,
    /// The clock that presses most.
    pub clock: Option<ClockView>,
    /// Clocks that ran out, met afterwards or not.
    #[ts(type = "number")]
    pub late: i64,
    /// Number of the repair opened from it.
    pub repair_no: Option<String>,
    /// Remark.
    pub note: String,
}

/// A call with everything about it.
#[derive(Debug, Serialize, TS)]
pub struct CallView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// The call as it would be typed.
    pub draft: CallDraft,
    /// Where it stands.
    pub state: CallState,
    /// It waits to be dispatched.
    pub waits: bool,
    /// It waits since a day before today.
    pub left_over: bool,
    /// The customer's name, where he is known.
    pub customer: Option<String>,
    /// The customer as he stands in the archive, ready for a repair form.
    pub party: Option<super::CustomerInput>,
    /// Steps that stand, in the order of the form.
    pub steps: Vec<StepView>,
    /// Steps that were corrected or taken back, the newest last.
    pub earlier: Vec<StepView>,
    /// Steps that may be put in next, in the order of the form.
    pub next: Vec<StepKind>,
    /// Its clocks.
    pub clocks: Vec<ClockView>,
    /// UUID of the repair opened from it.
    pub repair_id: Option<String>,
    /// Its number.
    pub repair_no: Option<String>,
    /// Its repair is done and the user has not signed it yet: the name that is offered for it.
    pub to_sign: Option<String>,
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
    /// The newest receipt of its machine.
    pub custody: Option<CustodyMark>,
    /// The earlier call it comes after.
    pub follows: Option<Mark>,
    /// Calls that came after it.
    pub later: Vec<Mark>,
}

/// A phone that rings.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CallerQuery {
    /// The phone, whole.
    pub phone: String,
}

/// Who calls from a phone.
#[derive(Debug, Serialize, TS)]
pub struct CallerView {
    /// Customers with this phone, with their machines.
    pub known: Vec<KnownCaller>,
    /// Open calls from this phone, the newest first.
    pub open: Vec<CallRow>,
}

/// A customer with a machine; a customer without one has a line too.
#[derive(Debug, Serialize, TS)]
pub struct KnownCaller {
    /// UUID of the customer.
    pub customer_id: String,
    /// His name.
    pub name: String,
    /// Where he lives.
    pub address: String,
    /// UUID of the machine; `null` for none.
    pub unit_id: Option<String>,
    /// Maker's code of the machine.
    pub principal: String,
    /// Its model.
    pub model: String,
    /// Its product.
    pub product: String,
    /// Its serial.
    pub serial: String,
    /// Day it was sold.
    #[ts(type = "string | null")]
    pub sold_on: Option<Day>,
}

/// Sets when the site is open.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct HoursInput {
    /// As they should read.
    pub hours: BusinessHoursInput,
    /// As they were shown, all empty where there were none; absent changes what stands.
    pub base: Option<BusinessHoursInput>,
}

/// When the site is open: opening times of a day as `08:00-12:00 13:30-17:30`; an empty day is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct BusinessHoursInput {
    /// Monday to Friday.
    pub weekdays: String,
    /// Saturday.
    pub saturday: String,
    /// Sunday.
    pub sunday: String,
    /// A weekend day that is worked (调休); empty takes those of its day of the week.
    pub shifted: String,
    /// Hours count on days of rest too.
    pub on_rest_days: bool,
}
