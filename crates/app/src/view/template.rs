use domain::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A head office's own form of a workbook, as a file.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateSource {
    /// Maker's code.
    pub principal: String,
    /// Key of the workbook, e.g. `W01`.
    pub key: String,
    /// Path of the .xlsx.
    pub path: String,
}

/// Keeps a form for a maker's month.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TemplateInput {
    /// The same `request_id` never makes a second version.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// Key of the workbook, e.g. `W01`.
    pub key: String,
    /// Path of the .xlsx.
    pub path: String,
    /// SHA-256 of the file that was looked over; another file is refused. Empty takes what lies there.
    #[serde(default)]
    pub sha256: String,
    /// The day head office handed it out; absent means today.
    #[ts(as = "Option<String>")]
    pub came_on: Option<Day>,
}

/// A form that was looked over and has no fault.
#[derive(Debug, Serialize, TS)]
pub struct TemplatePreview {
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Sheet of the repeated row.
    pub sheet: String,
    /// The repeated row, as Excel counts.
    #[ts(type = "number")]
    pub row: i64,
    /// The markers it uses, each with what it prints.
    pub markers: Vec<MarkerView>,
    /// What will look wrong in it, each with what to do; none of it keeps it from being used.
    pub cautions: Vec<String>,
    /// The version these bytes have already, when they are the one in use.
    #[ts(type = "number | null")]
    pub known: Option<i64>,
}

/// A marker and what it prints.
#[derive(Debug, Clone, Serialize, TS)]
pub struct MarkerView {
    /// As it stands in a cell: `{{row.repair.no}}`.
    pub marker: String,
    /// What it prints.
    pub says: String,
    /// A form without it is refused.
    pub needed: bool,
}

/// A version of a form.
#[derive(Debug, Serialize, TS)]
pub struct TemplateRow {
    /// UUID.
    pub id: String,
    /// Version of the record; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Maker's code.
    pub principal: String,
    /// Its name.
    pub principal_name: String,
    /// Key of the workbook.
    pub key: String,
    /// Its title.
    pub title: String,
    /// 1, 2 … of this maker and workbook.
    #[ts(type = "number")]
    pub version: i64,
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// The day head office handed it out.
    #[ts(type = "string")]
    pub came_on: Day,
    /// Sheet of the repeated row.
    pub sheet: String,
    /// The repeated row, as Excel counts.
    #[ts(type = "number")]
    pub row: i64,
    /// The month is built with it.
    pub used: bool,
    /// Why it is no longer used.
    pub void_reason: Option<String>,
}

/// What a workbook's form may ask for.
#[derive(Debug, Serialize, TS)]
pub struct TemplateForm {
    /// Key of the workbook.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its markers.
    pub markers: Vec<MarkerView>,
}

/// Forms kept, and what a form may ask for.
#[derive(Debug, Serialize, TS)]
pub struct TemplateShelf {
    /// Every version: by maker and workbook, the newest first.
    pub rows: Vec<TemplateRow>,
    /// The workbooks of a month.
    pub forms: Vec<TemplateForm>,
}
