use domain::submission::{Road, SubmissionState};
use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A building on the submission ledger.
#[derive(Debug, Serialize, TS)]
pub struct SubmittedSheet {
    /// UUID of the building.
    pub run: String,
    /// Its number.
    pub no: String,
    /// Key of the sheet.
    pub key: String,
    /// Title of the sheet.
    pub title: String,
}

/// A submission of a month's reports.
#[derive(Debug, Serialize, TS)]
pub struct SubmissionRow {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// How it goes.
    pub road: Road,
    /// Made by itself when the month was queued: head office's receipts say where it stands.
    pub by_itself: bool,
    /// What was handed over, in the order of the pack.
    pub sheets: Vec<SubmittedSheet>,
    /// Titles of sheets asked for that are not in it.
    pub missing: Vec<String>,
    /// Day of handing over.
    #[ts(type = "string | null")]
    pub handed_on: Option<Day>,
    /// Waybill, fax number, number of the truck.
    pub tracking_no: String,
    /// Who took it.
    pub receiver: String,
    /// Day head office had it.
    #[ts(type = "string | null")]
    pub received_on: Option<Day>,
    /// Head office's receipt number; empty of signed receipts, which have none.
    pub receipt_no: String,
    /// How many of the buildings have head office's signed receipt.
    #[ts(type = "number")]
    pub signed_receipts: i64,
    /// Day head office turned it back.
    #[ts(type = "string | null")]
    pub returned_on: Option<Day>,
    /// Why.
    pub returned_reason: Option<String>,
    /// Remark.
    pub note: String,
    /// Photographs of waybill, fax or receipt.
    #[ts(type = "number")]
    pub photos: i64,
    /// The maker wants to see one, and there is none: it does not count yet.
    pub evidence_missing: bool,
    /// Where it stands.
    pub state: SubmissionState,
    /// Its Chinese name.
    pub state_name: String,
    /// When it was put in, UTC ms.
    #[ts(type = "number")]
    pub entered_at: i64,
    /// The machine's clock could not be trusted at entry.
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}

/// A submission as typed.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SubmissionDraft {
    /// The same `request_id` never makes a second submission.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// How it goes; not by network.
    pub road: Road,
    /// UUIDs of the buildings handed over; empty takes the newest of each sheet of the maker's pack.
    #[serde(default)]
    pub runs: Vec<String>,
    /// Day of handing over.
    #[ts(as = "Option<String>")]
    pub handed_on: Option<Day>,
    /// Waybill, fax number, number of the truck.
    #[serde(default)]
    pub tracking_no: String,
    /// Who took it.
    #[serde(default)]
    pub receiver: String,
    /// Day head office had it, where that is known.
    #[ts(as = "Option<String>")]
    pub received_on: Option<Day>,
    /// Head office's receipt number.
    #[serde(default)]
    pub receipt_no: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
    /// The month is not over, and it was sent all the same.
    #[serde(default)]
    pub early: bool,
}

/// Corrects a submission.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SubmissionAmend {
    /// UUID.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why; needed.
    #[serde(default)]
    pub reason: String,
    /// The submission as it is to stand, of the same maker and month.
    pub draft: SubmissionDraft,
}

/// What head office says to a submission: it has it, or it turned it back.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SubmissionAnswer {
    /// UUID.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Day head office had it.
    #[ts(as = "Option<String>")]
    pub received_on: Option<Day>,
    /// Head office's receipt number.
    #[serde(default)]
    pub receipt_no: String,
    /// Day head office turned it back.
    #[ts(as = "Option<String>")]
    pub returned_on: Option<Day>,
    /// Why.
    #[serde(default)]
    pub returned_reason: String,
}

/// Filters the submission ledger.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SubmissionQuery {
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// How it went; absent for all.
    pub road: Option<Road>,
    /// First month, `YYYY-MM`; empty from the beginning.
    #[serde(default)]
    pub month_from: String,
    /// Last month, `YYYY-MM`; empty to the end.
    #[serde(default)]
    pub month_to: String,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// Asks which months are still owed to head office.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthsDueQuery {
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
}

/// What keeps a month's reports from being in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MonthDueState {
    /// Nothing of it went.
    Unsent,
    /// Sheets that are asked for nobody handed over.
    Partial,
    /// What went last came back.
    Returned,
    /// The maker wants to see a photograph of what went on paper.
    NoEvidence,
    /// It went; head office has not answered.
    Waiting,
}

/// A month of a maker whose reports are still owed.
#[derive(Debug, Serialize, TS)]
pub struct MonthDueRow {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// The day its reports are due; absent where no pack says one.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// That day is past.
    pub late: bool,
    /// What keeps it.
    pub state: MonthDueState,
    /// Titles of sheets asked for that nobody handed over.
    pub missing: Vec<String>,
    /// Why head office turned it back.
    pub reason: String,
    /// UUID of the submission it is about; absent where nothing went.
    pub submission: Option<String>,
}
