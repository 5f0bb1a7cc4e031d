use super::ReportedNoun;
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
    /// It was not built: the month is closed, and this is what was closed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub closed: bool,
}

/// Previews one sheet.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
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
    /// The first row shown, counted from 0; absent begins with the first.
    #[ts(as = "Option<f64>")]
    pub from: Option<i64>,
}

/// One sheet on the screen.
#[derive(Debug, Serialize, TS)]
pub struct SheetView {
    /// Key.
    pub key: String,
    /// Title line.
    pub title: String,
    /// Head line in its three parts, then the form's own lines.
    pub head: Vec<String>,
    /// Columns in order.
    pub columns: Vec<SheetColumn>,
    /// 200 rows, each cell as printed.
    pub rows: Vec<Vec<String>>,
    /// The record behind each of these rows; none of a sum, and of a row that is of no record.
    pub records: Vec<Option<SheetRecord>>,
    /// Rows before the first one shown.
    #[ts(type = "number")]
    pub from: i64,
    /// Totals row, each cell as printed; empty when there is none.
    pub totals: Vec<String>,
    /// Rows altogether.
    #[ts(type = "number")]
    pub total_rows: i64,
    /// The one row of a month without any.
    pub empty: String,
    /// Lines under the table.
    pub foot: Vec<String>,
    /// The line people sign on.
    pub signature: Option<String>,
    /// The second sheet.
    pub summary: Option<SheetSummary>,
    /// The sheets of the maker's own form, where it has one: the workbook is these.
    pub own: Vec<SheetGrid>,
}

/// The record a row of a sheet is of.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetRecord {
    /// What it is.
    pub noun: ReportedNoun,
    /// UUID: of a card its sale's.
    pub id: String,
}

/// One column of a sheet on the screen.
#[derive(Debug, Serialize, TS)]
pub struct SheetColumn {
    /// Title.
    pub title: String,
    /// Neighbours of one group stand under a common head.
    pub group: Option<String>,
    /// Where its text stands.
    pub align: CellAlign,
    /// In characters, as on paper.
    pub width: f64,
}

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CellAlign {
    /// Left.
    Left,
    /// Centred.
    Centre,
    /// Right.
    Right,
}

/// The 汇总分析 sheet on the screen.
#[derive(Debug, Serialize, TS)]
pub struct SheetSummary {
    /// Name of the sheet.
    pub name: String,
    /// Its title.
    pub title: String,
    /// From top to bottom.
    pub blocks: Vec<SummaryBlock>,
}

/// A block of it.
#[derive(Debug, Serialize, TS)]
pub struct SummaryBlock {
    /// Its head.
    pub title: String,
    /// Its rows.
    pub lines: Vec<SummaryLine>,
}

/// A row of a block.
#[derive(Debug, Serialize, TS)]
pub struct SummaryLine {
    /// Names of columns, or the totals.
    pub strong: bool,
    /// Cells in order.
    pub cells: Vec<SummaryCell>,
}

/// A cell of a block.
#[derive(Debug, Serialize, TS)]
pub struct SummaryCell {
    /// As printed.
    pub text: String,
    /// A number.
    pub right: bool,
}

/// A sheet of the maker's own form, filled.
#[derive(Debug, Serialize, TS)]
pub struct SheetGrid {
    /// Its name.
    pub name: String,
    /// Widths of the columns that are seen, in characters.
    pub widths: Vec<f64>,
    /// Rows that stay in sight.
    #[ts(type = "number")]
    pub head_rows: usize,
    /// Rows that are seen.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell of it.
#[derive(Debug, Serialize, TS)]
pub struct GridCell {
    /// As a spreadsheet shows it.
    pub text: String,
    /// Columns it stands over.
    #[ts(type = "number")]
    pub columns: usize,
    /// Rows it stands over.
    #[ts(type = "number")]
    pub rows: usize,
    /// Where its text stands, where that is known.
    pub align: Option<CellAlign>,
    /// Bold.
    pub strong: bool,
    /// A formula only the spreadsheet computes.
    pub formula: Option<String>,
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
    /// Where it stands at head office: `not_sent`, `pending`, `deferred`, `acked`, `rejected` (also when it was taken first);
    /// `handed` when it went on paper or as a file and nobody knows more.
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
