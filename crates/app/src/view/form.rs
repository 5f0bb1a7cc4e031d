use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// The value of a field: text, code, id, day; integer fen, thousandths, milliseconds, level; yes or no; rows of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum FormCell {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(#[ts(type = "number")] i64),
    /// Text, code, id or day.
    Text(String),
    /// Rows of a table.
    Rows(#[ts(type = "Array<{ [column in string]: FormCell }>")] Vec<BTreeMap<String, FormCell>>),
}

/// Values by field key; a field without one is left out. They cross the border as `FormCell`.
pub type FormCells = domain::form::Values;

/// Registers under one heading.
#[derive(Debug, Serialize, TS)]
pub struct FormGroup {
    /// Heading.
    pub title: String,
    /// Its registers.
    pub forms: Vec<FormRow>,
}

/// A register in the list of registers.
#[derive(Debug, Serialize, TS)]
pub struct FormRow {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Title where there is little room.
    pub short: String,
    /// Rows of the ledger it is.
    pub ledger: Vec<String>,
    /// When it is filled in, and who reads it.
    pub note: String,
    /// Entries that are not over.
    #[ts(type = "number")]
    pub open: i64,
    /// Entries with a day that passed.
    #[ts(type = "number")]
    pub late: i64,
    /// All entries that stand.
    #[ts(type = "number")]
    pub total: i64,
}

/// Names a form.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FormKey {
    /// Key.
    pub key: String,
    /// Maker's code, whose own form of this key counts before the built-in one.
    #[serde(default)]
    pub principal: String,
    /// UUID of an entry: the form as it was when the entry was written.
    pub entry: Option<String>,
}

/// Whether a form is of one maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormMaker {
    /// Always.
    Needed,
    /// It may be.
    Optional,
    /// Never.
    None,
}

/// A form, as the screen draws it.
#[derive(Debug, Serialize, TS)]
pub struct FormView {
    /// Key.
    pub key: String,
    /// Version.
    #[ts(type = "number")]
    pub version: i64,
    /// Title.
    pub title: String,
    /// Title where there is little room.
    pub short: String,
    /// Heading in the list of registers.
    pub group: String,
    /// When it is filled in, and who reads it.
    pub note: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it is of one maker.
    pub principal: FormMaker,
    /// Fields that make the one-line title of an entry.
    pub says: Vec<String>,
    /// Field with the entry's day.
    pub day: String,
    /// Fields that decide what is drawn and counted; without one nothing is.
    pub draws_by: Vec<String>,
    /// Sections in order.
    pub sections: Vec<FormSection>,
    /// States in order, the first is where an entry begins.
    pub states: Vec<FormState>,
    /// Steps.
    pub steps: Vec<FormStep>,
    /// Columns of the register.
    pub columns: Vec<String>,
    /// Columns the register can be narrowed by.
    pub filters: Vec<String>,
    /// Columns with a sum.
    pub totals: Vec<String>,
    /// How it is printed; `null` when it is not.
    pub print: Option<FormPrintView>,
    /// It goes to head office.
    pub travels: bool,
}

/// How a form is printed.
#[derive(Debug, Serialize, TS)]
pub struct FormPrintView {
    /// `A4` or `A5`.
    pub paper: String,
    /// Copies (联次).
    pub copies: Vec<String>,
}

/// A section of a form.
#[derive(Debug, Serialize, TS)]
pub struct FormSection {
    /// Title.
    pub title: String,
    /// Help.
    pub help: String,
    /// Columns its fields stand in.
    pub columns: u32,
    /// Paths that make it hidden or shown stand in `EntryChecked.hidden`; this says it may be hidden.
    pub conditional: bool,
    /// Fields.
    pub fields: Vec<FormField>,
}

/// What kind of field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormFieldKind {
    /// One line.
    Text,
    /// Many lines.
    LongText,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// A number, in thousandths.
    Number,
    /// Money, in fen.
    Money,
    /// One of some codes.
    Choice,
    /// Yes or no.
    YesNo,
    /// A level, 1 is the best.
    Rating,
    /// Another record.
    Ref,
    /// Photographs.
    Photo,
    /// A signature.
    Signature,
    /// A table.
    Table,
}

/// A field of a form.
#[derive(Debug, Serialize, TS)]
pub struct FormField {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: FormFieldKind,
    /// Needed always; what is needed by a condition stands in `EntryChecked.required`.
    pub required: bool,
    /// Help.
    pub help: String,
    /// Columns it takes; 0 takes all.
    pub width: u32,
    /// Unit of a number.
    pub unit: String,
    /// Decimals of a number, 0–3.
    pub decimals: u32,
    /// Least, in the value's own unit.
    #[ts(type = "number | null")]
    pub min: Option<i64>,
    /// Most.
    #[ts(type = "number | null")]
    pub max: Option<i64>,
    /// Most characters of a text.
    #[ts(type = "number | null")]
    pub most: Option<i64>,
    /// Shape of a text: `plain`, `phone`, `code`, `serial`, `licence`.
    pub shape: String,
    /// Codes of a choice.
    pub codes: Vec<FormCode>,
    /// Levels of a rating, the best first.
    pub levels: Vec<String>,
    /// What a reference is to: `customer`, `unit`, …, `form:KEY`.
    pub to: String,
    /// Columns of a table.
    #[ts(type = "Array<FormField>")]
    pub columns: Vec<FormField>,
    /// Most rows of a table.
    #[ts(type = "number | null")]
    pub rows_max: Option<i64>,
    /// The program writes it.
    pub computed: bool,
    /// It may be hidden.
    pub conditional: bool,
    /// States in which it cannot be written any more.
    pub locked_in: Vec<String>,
    /// Its rows are drawn from the desk's records.
    pub draw: bool,
    /// It is kept when the next entry is begun right after this one.
    pub copy: bool,
}

/// A code of a choice.
#[derive(Debug, Serialize, TS)]
pub struct FormCode {
    /// Code.
    pub code: String,
    /// In Chinese.
    pub title: String,
}

/// A state of an entry.
#[derive(Debug, Serialize, TS)]
pub struct FormState {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// `wait`, `work`, `risk`, `done`, `bad`, `off`.
    pub tone: String,
    /// The entry is over.
    #[serde(rename = "final")]
    pub is_final: bool,
}

/// A step from a state to another.
#[derive(Debug, Serialize, TS)]
pub struct FormStep {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// From which states.
    pub from: Vec<String>,
    /// To which.
    pub to: String,
    /// The operator who sits here may take it.
    pub may: bool,
    /// Who may, in Chinese.
    pub who_name: String,
    /// Fields put in with it.
    pub asks: Vec<String>,
    /// It needs a reason.
    pub reason: bool,
    /// Form of the successor it opens.
    pub next_form: Option<String>,
}
