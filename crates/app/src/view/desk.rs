use domain::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the frame of the window shows.
#[derive(Debug, Serialize, TS)]
pub struct DeskStatus {
    /// Program version.
    pub version: String,
    /// Today in Asia/Shanghai.
    #[ts(type = "string")]
    pub today: Day,
    /// The dealer; `null` before the first set-up.
    pub dealer: Option<DealerView>,
    /// Sales before this day need no card; `null` until chosen.
    #[ts(type = "string | null")]
    pub start_of_use_on: Option<Day>,
    /// When the site is open; `null` until somebody said so.
    pub hours: Option<super::BusinessHoursInput>,
    /// The database holds demo data: show the watermark.
    pub demo: bool,
    /// Desktop notifications are on.
    pub alerts: bool,
    /// Folder of the data.
    pub data_dir: String,
    /// Folder exports go to.
    pub export_dir: String,
    /// Makers.
    pub principals: Vec<PrincipalView>,
    /// What the packs in use say of operating seasons where the dealer is, a sentence a maker.
    pub seasons: Vec<String>,
    /// The machine's clock moved backwards or jumped, or head office's time differs: Chinese sentence.
    pub clock_warning: Option<String>,
    /// The clerk may say that the clock is right after all (`clock_confirm`).
    pub clock_can_be_confirmed: bool,
    /// Counts beside the places.
    pub counts: Counts,
    /// Sync line per maker.
    pub sync: Vec<super::SyncLine>,
    /// Last good backup, UTC ms.
    #[ts(type = "number | null")]
    pub last_backup_at: Option<i64>,
    /// Last backup failed: Chinese sentence.
    pub backup_problem: Option<String>,
}

/// Counts beside the places of the window.
#[derive(Debug, Default, Serialize, TS)]
pub struct Counts {
    /// Things due, late or refused.
    #[ts(type = "number")]
    pub today: i64,
    /// Cards that need work.
    #[ts(type = "number")]
    pub cards: i64,
    /// Open repairs.
    #[ts(type = "number")]
    pub repairs: i64,
    /// Calls nobody was sent to yet.
    #[ts(type = "number")]
    pub calls: i64,
    /// Old parts owed.
    #[ts(type = "number")]
    pub old_parts: i64,
    /// Records not yet acknowledged.
    #[ts(type = "number")]
    pub unsent: i64,
}

/// The dealer.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DealerView {
    /// Code, e.g. `HB0732A`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name for file names.
    pub short_name: String,
    /// This machine's letter inside numbers.
    pub device: String,
    /// Province, city and county; decides the operating seasons; empty when not said.
    pub region: String,
}

/// Sets up or changes the dealer.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DealerInput {
    /// Code: 1–20 letters and digits.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name; absent keeps, empty takes the first eight characters of the name.
    #[ts(as = "String")]
    pub short_name: Option<String>,
    /// Letter of this machine, A–Z; absent keeps, empty takes `A`.
    #[ts(as = "String")]
    pub device: Option<String>,
    /// Province, city and county, e.g. `河南省周口市`; decides the operating seasons; absent keeps.
    #[ts(as = "String")]
    pub region: Option<String>,
}

/// A maker.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrincipalView {
    /// UUID.
    pub id: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Pack and version in force today; empty when nobody chose one.
    pub policy: String,
    /// The pack in force is an example of a contract, which no maker signed.
    pub sample: bool,
    /// Its rules that nobody compared with their source.
    #[ts(type = "number")]
    pub unchecked: i64,
    /// Starter pack chosen by hand: what holds where head office sent none; empty when nobody chose one.
    pub starter: String,
    /// Whether this desk is enrolled at its head office.
    pub enrolled: bool,
    /// Head office's address; empty before enrolment.
    pub head_office_url: String,
    /// The dealer's account code there.
    pub dealer_account: String,
    /// The dealer's code at that head office; empty before enrolment.
    pub dealer_code: String,
    /// The dealer's name at that head office; empty before enrolment.
    pub dealer_name: String,
    /// SHA-256 of the key this desk checks head office's receipts by, in fours, to be compared over the telephone; empty before enrolment.
    pub office_key: String,
}

/// Adds or changes a maker; the code decides which.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrincipalInput {
    /// Code: 1–12 capital letters and digits.
    pub code: String,
    /// Name as ledgers write it.
    pub name: String,
    /// Starter pack, e.g. `S0-farm`; empty keeps the one chosen before. A new maker has none until somebody chooses.
    #[serde(default)]
    pub policy: String,
    /// The dealer's account code there; absent keeps.
    #[ts(as = "String")]
    pub dealer_account: Option<String>,
}

/// Switches desktop notifications on or off.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AlertsInput {
    /// On.
    pub on: bool,
}

/// Sets the start-of-use day.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StartDayInput {
    /// First day on which this desk answers for cards.
    #[ts(type = "string")]
    pub on: Day,
}

/// What of 今日 is wanted.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct TodayQuery {
    /// Maker's code; empty for all.
    pub principal: String,
    /// Rows wanted, at most 2000; absent means 200.
    #[ts(type = "number | null")]
    pub limit: Option<i64>,
}

/// The 今日 page.
#[derive(Debug, Serialize, TS)]
pub struct TodayView {
    /// Today in Asia/Shanghai.
    #[ts(type = "string")]
    pub today: Day,
    /// What needs work, dearest first.
    pub items: Vec<TodayItem>,
    /// How many there are altogether.
    #[ts(type = "number")]
    pub total: i64,
    /// Money at risk over all items.
    #[ts(type = "number")]
    pub at_risk_fen: i64,
    /// Sales, repairs and acknowledged records of this month.
    pub month: MonthGlance,
    /// Cards due per day for the next 21 days.
    pub cards_due: Vec<DayCount>,
    /// Models of machines here whose product nobody named: the list of models has them.
    #[ts(type = "number")]
    pub models_open: i64,
    /// Steps of the first day still open; empty afterwards.
    pub first_steps: Vec<FirstStep>,
}

/// This month at a glance.
#[derive(Debug, Default, Serialize, TS)]
pub struct MonthGlance {
    /// Sales of the month.
    #[ts(type = "number")]
    pub sales: i64,
    /// Cards of the month acknowledged.
    #[ts(type = "number")]
    pub cards_acknowledged: i64,
    /// Repairs completed in the month.
    #[ts(type = "number")]
    pub repairs: i64,
}

/// A count on a day.
#[derive(Debug, Serialize, TS)]
pub struct DayCount {
    /// The day.
    #[ts(type = "string")]
    pub on: Day,
    /// How many.
    #[ts(type = "number")]
    pub n: i64,
}

/// One step of the guided first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FirstStep {
    /// Name the dealer.
    Dealer,
    /// Add a maker.
    Principal,
    /// Choose the pack each maker is judged by.
    Pack,
    /// Import models and ledgers.
    Import,
    /// Choose the start-of-use day.
    StartDay,
    /// Enrol at head office.
    Enrol,
}

/// One thing that needs work.
#[derive(Debug, Serialize, TS)]
pub struct TodayItem {
    /// What it is.
    pub kind: TodayKind,
    /// UUID of the record to open; of a report `YYYY-MM|UUID`, its month before it.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer and machine, one line.
    pub title: String,
    /// Why it stands here, in Chinese.
    pub reason: String,
    /// Day it is due.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// Days left; negative when late.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// Of a clock of hours that has run out: how long ago, in milliseconds.
    #[ts(type = "number | null")]
    pub late_ms: Option<i64>,
    /// How urgent.
    pub level: super::DueLevel,
    /// What stands against the due day.
    pub doubt: Option<super::Doubt>,
    /// Money at risk when it is known.
    #[ts(type = "number | null")]
    pub at_risk_fen: Option<i64>,
}

/// Kinds of things that need work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TodayKind {
    /// A receipt card not yet with head office.
    Card,
    /// A record head office refused.
    Rejected,
    /// A monthly report head office turned back.
    Report,
    /// The reports of a month, not all with head office yet.
    Month,
    /// What a user demanded.
    Demand,
    /// A completed repair without signature, or one still open.
    Repair,
    /// A call with a running clock, or that waits to be dispatched.
    Call,
    /// A call that waits to be dispatched since a day before today.
    CallLeft,
    /// A machine taken in, on the day promised or after it.
    Custody,
    /// An old part not in the store.
    OldPart,
    /// A notice of settlement nobody answered, or in dispute.
    Notice,
    /// An old part head office found short or wrong, or whose verdict is disputed.
    PartReturn,
    /// Records that could not be sent.
    Sync,
    /// A pack or calendar head office sent, which waits.
    Policy,
    /// A machine or old part of which a row cannot be read.
    Unread,
    /// Messages of a head office nobody read.
    Message,
    /// A due day of an entry of a form.
    Entry,
    /// A paper of head office nobody answered, or that is no entry yet: that one has no number.
    Paper,
    /// A paper of a month that should be here; its id is the key of its form.
    Expected,
}

/// Searches everything (Ctrl+K).
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// Serial, phone tail, name, pinyin initials or number.
    pub term: String,
}

/// One hit of the search.
#[derive(Debug, Serialize, TS)]
pub struct SearchHit {
    /// What was found.
    pub kind: SearchKind,
    /// UUID of the record.
    pub id: String,
    /// First line.
    pub title: String,
    /// Second line.
    pub detail: String,
}

/// Kinds of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A machine.
    Unit,
    /// A customer.
    Customer,
    /// A sale, by number or card number.
    Sale,
    /// A repair, by number.
    Repair,
    /// A call for service.
    Call,
    /// An old part, by tag.
    OldPart,
    /// A receipt of custody, by number.
    Custody,
    /// A case of exchange or return, by number.
    Remedy,
    /// A paid service receipt, by number.
    Receipt,
    /// A claim, by its number or that of its notice.
    Claim,
    /// An entry of a register.
    Entry,
}

/// Keeps a half-filled form.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftInput {
    /// Which form, e.g. `sale` or `repair:UUID`.
    pub key: String,
    /// The form's content as JSON text.
    pub content: String,
}

/// Names a half-filled form.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftKey {
    /// Which form.
    pub key: String,
}

/// A half-filled form.
#[derive(Debug, Serialize, TS)]
pub struct DraftView {
    /// The form's content as JSON text.
    pub content: String,
    /// When it was kept, UTC ms.
    #[ts(type = "number")]
    pub saved_at: i64,
}

/// A complaint of the window, for the log.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UiLog {
    /// What happened, without personal data.
    pub message: String,
}
