use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A workbook that head office filled in.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DecisionsInput {
    /// Path of the file.
    pub path: String,
}

/// What a row of such a workbook comes to.
#[derive(Debug, Serialize, TS)]
pub struct DecisionRow {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// Name of the sheet, where head office filled in several of one book.
    pub sheet: String,
    /// Number of the claim.
    pub claim_no: String,
    /// Number of the repair; empty for a notice.
    pub repair_no: String,
    /// Asked for, fen.
    #[ts(type = "number | null")]
    pub claimed_fen: Option<i64>,
    /// Approved, fen.
    #[ts(type = "number | null")]
    pub approved_fen: Option<i64>,
    /// Why it is cut, refused or waits.
    pub reason: String,
    /// What head office wrote, cell by cell, as it stands there.
    pub written: String,
    /// Of a sheet of old parts: the part.
    pub part: Option<super::DecisionPart>,
}

/// A row that is refused, with everything else going on.
#[derive(Debug, Serialize, TS)]
pub struct DecisionError {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// Name of the sheet, where head office filled in several of one book.
    pub sheet: String,
    /// Number of the repair, claim or part it is about; empty when the row names none.
    pub no: String,
    /// Column concerned; may be empty.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// Chinese sentence.
    pub message: String,
}

/// What was taken from a workbook of head office.
#[derive(Debug, Serialize, TS)]
pub struct DecisionsOutcome {
    /// `W07`, `W08` or `W09`; several of them with a `、` between.
    pub sheet: String,
    /// Rows with something of head office in them.
    #[ts(type = "number")]
    pub rows: i64,
    /// Taken.
    #[ts(type = "number")]
    pub taken: i64,
    /// Here already, as they stand.
    #[ts(type = "number")]
    pub unchanged: i64,
    /// Not filled in by head office yet.
    #[ts(type = "number")]
    pub open: i64,
    /// Refused.
    #[ts(type = "number")]
    pub refused: i64,
    /// What they say.
    pub lines: Vec<DecisionRow>,
    /// Why rows are refused.
    pub errors: Vec<DecisionError>,
    /// What stood here already and is replaced, in words.
    pub replaced: Vec<String>,
}
