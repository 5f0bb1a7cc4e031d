use super::ReportFile;
use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Closes a maker's month.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MonthCloseInput {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// The form's own id: a second click is answered, not repeated.
    pub request_id: Option<String>,
    /// The page's name for this work.
    #[serde(skip_serializing)]
    pub task: Option<String>,
}

/// Prints the sheets of a closed month again, as they were.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReprintInput {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Folder; absent takes the export folder.
    pub dir: Option<String>,
    /// Keys such as `W01`; empty takes all that were closed.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// Files of a closed month that were printed again, and those that could not be.
#[derive(Debug, Serialize, TS)]
pub struct Reprinted {
    /// Written and compared with what was closed.
    pub files: Vec<ReportFile>,
    /// Sentences about files that are missing or damaged.
    pub failed: Vec<String>,
}

/// Where a maker's month stands.
#[derive(Debug, Serialize, TS)]
pub struct MonthShow {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// It is over: it can be closed.
    pub over: bool,
    /// What was closed; absent while the month is open.
    pub closed: Option<ClosedMonth>,
    /// The month in whose pack corrections stand; absent while no month is closed.
    #[ts(type = "string | null")]
    pub corrections_in: Option<Month>,
    /// Earlier months that are over and open.
    #[ts(type = "Array<string>")]
    pub earlier_open: Vec<Month>,
}

/// A closed month.
#[derive(Debug, Serialize, TS)]
pub struct ClosedMonth {
    /// When, UTC ms.
    #[ts(type = "number")]
    pub at: i64,
    /// Who; absent on a desk without operators.
    pub by: Option<String>,
    /// Its sheets, in order.
    pub sheets: Vec<ClosedSheetView>,
}

/// A sheet of a closed month.
#[derive(Debug, Serialize, TS)]
pub struct ClosedSheetView {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Number of the building that stands for it.
    pub no: String,
    /// Its UUID, to be printed or handed over.
    pub run: String,
    /// Rows.
    #[ts(type = "number")]
    pub rows: i64,
    /// SHA-256 of the workbook, hex.
    pub sha256: String,
    /// Where the building stands at head office, as in `report_runs`.
    pub state: String,
}

/// What there is to look at before a month is closed.
#[derive(Debug, Serialize, TS)]
pub struct MonthReview {
    /// Kinds of things, those that stand in the way first; kinds without any are there with none.
    pub groups: Vec<ReviewGroup>,
    /// Sheets beside those of the month before.
    pub figures: Vec<ReviewFigure>,
}

/// One kind of things.
#[derive(Debug, Serialize, TS)]
pub struct ReviewGroup {
    /// `drafts`, `unfinished`, `no_parts`, `late`, `cards`, `clock`, `numbers`, `uncarried`.
    pub kind: String,
    /// The month is not closed while there are any.
    pub blocks: bool,
    /// How many.
    #[ts(type = "number")]
    pub total: i64,
    /// The first of them.
    pub rows: Vec<ReviewRow>,
}

/// One record to look at.
#[derive(Debug, Serialize, TS)]
pub struct ReviewRow {
    /// `repair` or `sale`.
    pub noun: String,
    /// UUID of the record.
    pub id: String,
    /// Number.
    pub no: String,
    /// Its day.
    #[ts(type = "string | null")]
    pub day: Option<Day>,
    /// The user.
    pub who: String,
    /// What is said of it.
    pub detail: String,
}

/// A sheet's rows and money, beside those of the month before.
#[derive(Debug, Serialize, TS)]
pub struct ReviewFigure {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Rows.
    #[ts(type = "number")]
    pub rows: i64,
    /// Rows of the month before.
    #[ts(type = "number")]
    pub rows_before: i64,
    /// Money of its last column that is summed; absent where the sheet has none.
    #[ts(type = "number | null")]
    pub fen: Option<i64>,
    /// Of the month before.
    #[ts(type = "number | null")]
    pub fen_before: Option<i64>,
}

/// Corrections that belong to a month: of its own rows, and of earlier months in its pack.
#[derive(Debug, Serialize, TS)]
pub struct MonthCorrections {
    /// The month in whose pack waiting ones stand; absent while no month is closed.
    #[ts(type = "string | null")]
    pub waiting_in: Option<Month>,
    /// Waiting ones first, then those that were reported.
    pub rows: Vec<CorrectionRow>,
}

/// One correction of a closed month's row.
#[derive(Debug, Serialize, TS)]
pub struct CorrectionRow {
    /// Key of the sheet.
    pub key: String,
    /// Title of the sheet.
    pub title: String,
    /// The closed month the row is of.
    #[ts(type = "string")]
    pub month: Month,
    /// The month in whose pack it stands or is going to stand.
    #[ts(type = "string")]
    pub pack: Month,
    /// That pack is closed: what was reported is frozen.
    pub reported: bool,
    /// That pack has this sheet; where the maker does not ask for it any more, the correction goes with none.
    pub carried: bool,
    /// `replaced`, `late`, `gone`.
    pub change: String,
    /// Number people know the row by.
    pub no: String,
    /// `repair`, `sale` or `old_part`: what opens the record.
    pub noun: String,
    /// UUID of the record.
    pub id: String,
    /// What differs, in the order of the sheet's columns.
    pub fields: Vec<CorrectedField>,
}

/// What kind of record is asked for, or a row of a sheet is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportedNoun {
    /// A repair, with its parts.
    Repair,
    /// A sale, with its card.
    Sale,
    /// An old part.
    OldPart,
}

/// Asks what was reported of a record.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecordReportedInput {
    /// What it is.
    pub noun: ReportedNoun,
    /// UUID of the record.
    pub id: String,
}

/// What was reported of a record in a closed month, or corrected in a later pack.
#[derive(Debug, Serialize, TS)]
pub struct ReportedLine {
    /// Maker's code.
    pub principal: String,
    /// Key of the sheet.
    pub key: String,
    /// Title of the sheet.
    pub title: String,
    /// The closed month the row is of.
    #[ts(type = "string")]
    pub month: Month,
    /// The month in whose pack it stands or is going to stand.
    #[ts(type = "string")]
    pub pack: Month,
    /// `of_month`, `replaced`, `late`, `gone`.
    pub kind: String,
    /// That pack is closed.
    pub reported: bool,
    /// What differs, in the order of the sheet's columns; of a row alone its money.
    pub fields: Vec<CorrectedField>,
}

/// A fact that reads otherwise.
#[derive(Debug, Serialize, TS)]
pub struct CorrectedField {
    /// Title of the column.
    pub title: String,
    /// As it was reported.
    pub before: String,
    /// As it is now.
    pub after: String,
}
