use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names one month of one maker.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthInput {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
}

/// Queues a month's reports for head office.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReportSend {
    /// The same `request_id` never queues a month twice.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Folder in which the same files are laid, in a folder of their own; empty takes the export folder, absent lays none.
    pub dir: Option<String>,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// Builds workbooks into a folder.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReportBuild {
    /// Maker's code, or `all`.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Folder; absent takes the export folder.
    pub dir: Option<String>,
    /// Keys such as `W01`; empty builds all.
    #[serde(default)]
    pub keys: Vec<String>,
    /// A whole copy for the dealer's own use; absent builds what is sent (MONTH-4).
    #[serde(default)]
    pub whole: bool,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// One workbook written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReportFile {
    /// Key, e.g. `W01`.
    pub key: String,
    /// Title, e.g. `维修月报表`.
    pub title: String,
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Rows without title, header and totals.
    #[ts(type = "number")]
    pub rows: i64,
    /// Path of the file.
    pub path: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
}

/// Previews one sheet.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewInput {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Key, e.g. `W01`.
    pub key: String,
    /// The dealer's own whole copy; absent shows what is sent (MONTH-4).
    #[serde(default)]
    pub whole: bool,
}

/// One sheet on the screen.
#[derive(Debug, Serialize, TS)]
pub struct SheetView {
    /// Key.
    pub key: String,
    /// Title line.
    pub title: String,
    /// Head line: dealer, period, unit.
    pub head: Vec<String>,
    /// Columns in order.
    pub columns: Vec<SheetColumn>,
    /// First 200 rows, each cell as printed.
    pub rows: Vec<Vec<String>>,
    /// Totals row, each cell as printed; empty when there is none.
    pub totals: Vec<String>,
    /// Rows altogether.
    #[ts(type = "number")]
    pub total_rows: i64,
}

/// One column of a sheet on the screen.
#[derive(Debug, Serialize, TS)]
pub struct SheetColumn {
    /// Title.
    pub title: String,
    /// Numbers stand right.
    pub right: bool,
}

/// One building of a report.
#[derive(Debug, Serialize, TS)]
pub struct ReportRunView {
    /// UUID.
    pub id: String,
    /// Number, e.g. `HB0732A-BG-2610-A0001`.
    pub no: String,
    /// Key.
    pub key: String,
    /// 1 for the first sending of the sheet, 2 for its correction; `null` for a file that was only exported.
    #[ts(type = "number | null")]
    pub version: Option<i64>,
    /// Title.
    pub title: String,
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Rows.
    #[ts(type = "number")]
    pub rows: i64,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// When it was built, UTC ms.
    #[ts(type = "number")]
    pub built_at: i64,
    /// Where it stands at head office: `not_sent`, `pending`, `deferred`, `acked`, `rejected` (also when it was taken first).
    pub state: String,
    /// Day head office has it.
    #[ts(type = "string | null")]
    pub acknowledged_on: Option<Day>,
    /// Why head office turned it back.
    pub returned_reason: Option<String>,
    /// It tells everything of every customer: the dealer's own copy, which goes nowhere.
    pub whole: bool,
    /// Path of the same file for people, right after the sending that was asked to lay it; `null` in lists.
    pub path: Option<String>,
}
