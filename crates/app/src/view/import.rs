use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Sales ledger.
    Sales,
    /// Repair records.
    Repairs,
    /// Models.
    Models,
    /// Price list.
    Parts,
}

/// Imports a file, or shows what would happen.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ImportInput {
    /// Path of the file.
    pub path: String,
    /// What it holds; absent means: look at the header.
    pub kind: Option<ImportKind>,
    /// Maker's code for rows that name none; empty when the file names it.
    #[serde(default)]
    pub principal: String,
    /// Column of the file (its header text) for each field key, where the clerk changed the guess.
    #[serde(default)]
    pub mapping: std::collections::BTreeMap<String, String>,
    /// Sales before the start-of-use day also get a due day and alarms.
    #[serde(default)]
    pub cards_before_start: bool,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// One field of an import and the column it was found in.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FieldMap {
    /// Field key.
    pub key: String,
    /// Chinese name.
    pub label: String,
    /// Whether a row without it is refused.
    pub required: bool,
    /// Header text of its column; `null` when not found.
    pub column: Option<String>,
}

/// What was understood of a file; nothing is saved.
#[derive(Debug, Serialize, TS)]
pub struct ImportPreview {
    /// What it holds.
    pub kind: ImportKind,
    /// Format, e.g. `CSV（GB18030）` or `Excel xlsx`.
    pub format: String,
    /// Sheets read.
    pub sheets: Vec<String>,
    /// Header texts of the file.
    pub headers: Vec<String>,
    /// Fields and their columns.
    pub fields: Vec<FieldMap>,
    /// First 20 rows as understood, one text a field in the order of `fields`.
    pub sample: Vec<Vec<String>>,
    /// What would come out.
    pub outcome: ImportOutcome,
}

/// What came, or would come, out of an import. Counts are source rows without title, header and 合计.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct ImportOutcome {
    /// Rows of the file.
    #[ts(type = "number")]
    pub rows: i64,
    /// Rows taken in.
    #[ts(type = "number")]
    pub imported: i64,
    /// Rows that were there already.
    #[ts(type = "number")]
    pub unchanged: i64,
    /// Rows refused.
    #[ts(type = "number")]
    pub refused: i64,
    /// Identity numbers dropped because no policy demands them.
    #[ts(type = "number")]
    pub identity_dropped: i64,
    /// Cards "handled before start".
    #[ts(type = "number")]
    pub before_start: i64,
    /// Taken in, but worth a look.
    pub warnings: Vec<RowNote>,
    /// Refused, with the reason.
    pub errors: Vec<RowNote>,
    /// Workbook of the refused rows, to be mended and imported again; `null` when none.
    pub error_file: Option<String>,
}

/// A note about one row of the file.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RowNote {
    /// Sheet.
    pub sheet: String,
    /// Row number in the file, from 1, as a spreadsheet counts.
    #[ts(type = "number")]
    pub row: i64,
    /// Field key.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// Chinese sentence.
    pub message: String,
}
