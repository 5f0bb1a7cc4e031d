use super::{DeadlineView, DueLevel, FormCell, FormCells, Notice, RefusedField};
use domain::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Filters the list of a form.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct EntryQuery {
    /// Key of the form.
    pub form: String,
    /// Number, words, initials; empty for all.
    pub term: String,
    /// Maker's code; empty for all.
    pub principal: String,
    /// Only in this state; empty for all.
    pub state: String,
    /// Month of its day, `YYYY-MM`; empty for all.
    pub month: String,
    /// Only with these values, by field.
    #[ts(as = "Option<BTreeMap<String, FormCell>>")]
    pub filters: FormCells,
    /// Cancelled ones too.
    #[ts(as = "Option<bool>")]
    pub voided: bool,
    /// What the form adds up is wanted too: a list is read at once, and its sums after it.
    #[ts(as = "Option<bool>")]
    pub sums: bool,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// An entry in a list.
#[derive(Debug, Serialize, TS)]
pub struct EntryRow {
    /// UUID.
    pub id: String,
    /// Key of its form.
    pub form: String,
    /// Title of its form.
    pub form_title: String,
    /// Number.
    pub no: String,
    /// Maker's code; empty where there is none.
    pub principal: String,
    /// Its day.
    #[ts(type = "string")]
    pub day: Day,
    /// State.
    pub state: String,
    /// In Chinese.
    pub state_title: String,
    /// Tone of the state.
    pub tone: String,
    /// The entry in one line.
    pub title: String,
    /// Cells of the form's columns, as text.
    pub cells: Vec<String>,
    /// The first day that is open.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// Days left to it today; negative when late.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// How urgent.
    pub level: DueLevel,
    /// Head office returned it.
    pub returned: bool,
    /// It was cancelled.
    pub voided: bool,
}

/// A page of a register.
#[derive(Debug, Serialize, TS)]
pub struct EntryPage {
    /// The rows.
    pub rows: Vec<EntryRow>,
    /// Rows that match altogether, as far as they were looked for.
    #[ts(type = "number")]
    pub total: i64,
    /// There may be more than `total`.
    pub at_least: bool,
    /// Sums of all that match, as text, by field; empty where a form has none.
    pub totals: BTreeMap<String, String>,
}

/// Begins an entry.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EntryNew {
    /// Key of the form.
    pub form: String,
    /// Maker's code; empty where there is none.
    #[serde(default)]
    pub principal: String,
    /// A record it is about: the first reference that takes it is filled in.
    pub from: Option<RecordRef>,
    /// UUID of the entry it follows.
    pub predecessor: Option<String>,
    /// Step of the predecessor that opens it.
    pub step: Option<String>,
    /// Values typed already: what is drawn follows them.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, FormCell>>")]
    pub values: FormCells,
}

/// Names a record of the desk.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecordRef {
    /// `customer`, `unit`, `call`, `repair`, `sale`, `part`, `principal`, `technician` or `form:KEY`.
    pub kind: String,
    /// UUID, or the name of a technician.
    pub id: String,
}

/// An entry about to be written.
#[derive(Debug, Serialize, TS)]
pub struct EntryDraftView {
    /// Key of the form.
    pub form: String,
    /// Version of the form.
    #[ts(type = "number")]
    pub version: i64,
    /// Maker's code.
    pub principal: String,
    /// UUID of the entry it follows.
    pub predecessor: Option<String>,
    /// What is known already.
    #[ts(as = "BTreeMap<String, FormCell>")]
    pub values: FormCells,
    /// What the references name, by id.
    pub names: BTreeMap<String, RefName>,
    /// Where drawn rows come from.
    pub drawn: Vec<DrawnRows>,
    /// What is worth a look.
    pub notices: Vec<Notice>,
}

/// Where the rows of a table were drawn from.
#[derive(Debug, Serialize, TS)]
pub struct DrawnRows {
    /// Field.
    pub field: String,
    /// A record for each row, in order.
    pub records: Vec<RefName>,
}

/// What a reference names.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefName {
    /// What it is to.
    pub to: String,
    /// UUID.
    pub id: String,
    /// Number, serial or name.
    pub no: String,
    /// In one line.
    pub title: String,
}

/// Looks at an entry without saving it.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EntryCheck {
    /// UUID of the entry, when it is one that stands.
    pub id: Option<String>,
    /// Key of the form.
    pub form: String,
    /// Maker's code.
    #[serde(default)]
    pub principal: String,
    /// Values as they stand on the screen.
    #[ts(as = "BTreeMap<String, FormCell>")]
    pub values: FormCells,
    /// Field that was just written: what it offers is filled in.
    #[serde(default)]
    pub touched: String,
    /// Key of the step that is being taken: `values` are then what it asks for, judged with what stands in the state it leads to.
    pub step: Option<String>,
}

/// What the form makes of the values.
#[derive(Debug, Serialize, TS)]
pub struct EntryChecked {
    /// Values with what is computed and filled in, without what is hidden.
    #[ts(as = "BTreeMap<String, FormCell>")]
    pub values: FormCells,
    /// Fields that are hidden; `#2` is the third section.
    pub hidden: Vec<String>,
    /// Fields that are needed.
    pub required: Vec<String>,
    /// Fields that are refused.
    pub refused: Vec<RefusedField>,
    /// What the references name, by id.
    pub names: BTreeMap<String, RefName>,
    /// What is worth a look.
    pub notices: Vec<Notice>,
    /// Where rows come from that were drawn anew.
    pub drawn: Vec<DrawnRows>,
}

/// Saves an entry, a new one or one that stands.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EntryInput {
    /// The same `request_id` never makes a second entry.
    pub request_id: Option<String>,
    /// UUID of the entry that is changed; absent makes a new one.
    pub id: Option<String>,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Key of the form.
    pub form: String,
    /// Maker's code; empty where there is none.
    #[serde(default)]
    pub principal: String,
    /// UUID of the entry a new one follows.
    pub predecessor: Option<String>,
    /// Values.
    #[ts(as = "BTreeMap<String, FormCell>")]
    pub values: FormCells,
    /// Why it is changed; needed once it is over or travelled.
    #[serde(default)]
    pub reason: String,
}

/// Takes a step with an entry.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EntryStep {
    /// The same `request_id` never takes it twice.
    pub request_id: Option<String>,
    /// UUID of the entry.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Key of the step.
    pub step: String,
    /// Fields put in with it.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, FormCell>>")]
    pub values: FormCells,
    /// Why, where the step needs it.
    #[serde(default)]
    pub reason: String,
}

/// A line of an entry's history.
#[derive(Debug, Serialize, TS)]
pub struct EntryPast {
    /// When, UTC ms.
    #[ts(type = "number")]
    pub at: i64,
    /// Who; `null` where there was nobody.
    pub operator: Option<String>,
    /// Title of the step; empty for writing.
    pub step: String,
    /// State before, in Chinese; empty for the first line.
    pub from: String,
    /// State after, in Chinese.
    pub to: String,
    /// Why.
    pub reason: String,
    /// Version it made.
    #[ts(type = "number")]
    pub rev: i64,
    /// Fields that changed: title, before, after.
    pub changes: Vec<EntryChange>,
}

/// A field that changed.
#[derive(Debug, Serialize, TS)]
pub struct EntryChange {
    /// Title of the field.
    pub title: String,
    /// Text before.
    pub before: String,
    /// Text after.
    pub after: String,
}

/// A day of an entry.
#[derive(Debug, Serialize, TS)]
pub struct EntryDue {
    /// What is due, as the form calls it.
    pub title: String,
    /// The day with its reason; `null` where there is none.
    pub deadline: Option<DeadlineView>,
    /// Why there is none.
    pub missing: String,
}

/// An entry with everything about it.
#[derive(Debug, Serialize, TS)]
pub struct EntryView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Key of its form.
    pub form: String,
    /// Title of its form.
    pub form_title: String,
    /// Version of the form it was written with.
    #[ts(type = "number")]
    pub form_version: i64,
    /// The form is known; otherwise the entry is read only, and `values` is what was kept.
    pub definition_known: bool,
    /// Number.
    pub no: String,
    /// Maker's code; empty where there is none.
    pub principal: String,
    /// State.
    pub state: String,
    /// In Chinese.
    pub state_title: String,
    /// Tone of the state.
    pub tone: String,
    /// Its day.
    #[ts(type = "string")]
    pub day: Day,
    /// The entry in one line.
    pub title: String,
    /// Values.
    #[ts(as = "BTreeMap<String, FormCell>")]
    pub values: FormCells,
    /// Fields that are hidden; `#2` is the third section.
    pub hidden: Vec<String>,
    /// Fields that are needed.
    pub required: Vec<String>,
    /// What the references name, by id.
    pub names: BTreeMap<String, RefName>,
    /// What is worth a look.
    pub notices: Vec<Notice>,
    /// Its days.
    pub due: Vec<EntryDue>,
    /// What was done with it, the first line first.
    pub history: Vec<EntryPast>,
    /// Steps that can be taken from where it stands.
    pub offers: Vec<String>,
    /// It can be changed.
    pub can_amend: bool,
    /// A change needs a reason.
    pub needs_reason: bool,
    /// Entries of other forms that name it.
    pub links: Vec<EntryRow>,
    /// The entry it follows.
    pub predecessor: Option<EntryMark>,
    /// Entries that follow it.
    pub successors: Vec<EntryMark>,
    /// It is in the outbox: it was or will be sent to head office.
    pub travels: bool,
    /// Why head office returned it, until it is mended.
    pub returned_reason: Option<String>,
    /// Field that is about.
    pub returned_field: Option<String>,
    /// Head office's paper it came as; `null` where somebody here wrote it.
    pub paper: Option<EntryPaper>,
    /// The newer version of its form it can go over to.
    pub newer: Option<EntryNewer>,
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

/// A paper of head office an entry came as.
#[derive(Debug, Serialize, TS)]
pub struct EntryPaper {
    /// Version of it that stands.
    #[ts(type = "number")]
    pub version: i64,
    /// When it came, UTC ms.
    #[ts(type = "number")]
    pub received_at: i64,
    /// A step was taken with this version.
    pub answered: bool,
    /// What it names that is not here; empty where all is.
    pub missing: String,
    /// A later version that could not be taken, with the reason.
    pub later: Option<String>,
    /// Fields head office wrote, which nobody here changes.
    pub fields: Vec<String>,
}

/// A newer version of an entry's form.
#[derive(Debug, Serialize, TS)]
pub struct EntryNewer {
    /// The version.
    #[ts(type = "number")]
    pub version: i64,
    /// Titles of fields the old one did not have.
    pub added: Vec<String>,
    /// Titles of what will have to be filled in before the next step.
    pub needed: Vec<String>,
    /// Why the entry cannot go over to it; empty where it can.
    pub refusal: String,
}

/// An entry goes over to the newer version of its form.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EntryRaise {
    /// UUID of the entry.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Version of the form it is to go over to, as it was shown.
    #[ts(type = "number")]
    pub version: i64,
}

/// An entry beside another one.
#[derive(Debug, Serialize, TS)]
pub struct EntryMark {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// The entry in one line.
    pub title: String,
}

/// Looks for records a reference can name.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RefQuery {
    /// `customer`, `unit`, `call`, `repair`, `sale`, `part`, `principal`, `technician` or `form:KEY`.
    pub to: String,
    /// What is typed.
    pub term: String,
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
}

/// A record a reference can name.
#[derive(Debug, Serialize, TS)]
pub struct RefHit {
    /// UUID, or the name of a technician.
    pub id: String,
    /// Number, serial or name.
    pub no: String,
    /// In one line.
    pub title: String,
    /// A second line.
    pub detail: String,
}
