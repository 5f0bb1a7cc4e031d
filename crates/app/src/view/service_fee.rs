use domain::service_fee::Forfeit;
use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a maker's service fee of a quarter.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ServiceFeeQuery {
    /// Maker's code.
    pub principal: String,
    /// The quarter, `2026Q4`; empty takes the last that has ended.
    #[serde(default)]
    pub quarter: String,
}

/// A month of a statement.
#[derive(Debug, Serialize, TS)]
pub struct MonthCardsView {
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Cards that count in it.
    #[ts(type = "number")]
    pub cards: i64,
    /// How many of them are of an earlier quarter.
    #[ts(type = "number")]
    pub late: i64,
    /// What the formula says of it, fen.
    #[ts(type = "number")]
    pub fee_fen: i64,
}

/// A statement of a quarter.
#[derive(Debug, Serialize, TS)]
pub struct FeeStatementView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// The quarter, `2026Q4`; of a fee by sales the year, `2026`.
    pub quarter: String,
    /// As people write it.
    pub quarter_name: String,
    /// From 1.
    #[ts(type = "number")]
    pub version: i64,
    /// Day it was made.
    #[ts(type = "string")]
    pub made_on: Day,
    /// Its months.
    pub months: Vec<MonthCardsView>,
    /// Cards counted.
    #[ts(type = "number")]
    pub cards: i64,
    /// Price of one, fen; `null` where the formula has more than one.
    #[ts(type = "number | null")]
    pub unit_fen: Option<i64>,
    /// What the formula says, fen.
    #[ts(type = "number")]
    pub fee_fen: i64,
    /// Of a fee by the year's sales the amount it is of, fen.
    #[ts(type = "number | null")]
    pub sales_fen: Option<i64>,
    /// Why it is cancelled, in Chinese; empty when it is not.
    pub forfeit: String,
    /// Paid beyond it, fen.
    #[ts(type = "number")]
    pub special_fen: i64,
    /// Number of head office's approval.
    pub special_no: String,
    /// What is to be paid, fen.
    #[ts(type = "number")]
    pub total_fen: i64,
    /// The computation in a sentence.
    pub reason: String,
    /// Pack and version.
    pub rule_version: String,
    /// Head office's figure, fen.
    #[ts(type = "number | null")]
    pub office_fen: Option<i64>,
    /// Number of its paper.
    pub office_no: String,
    /// What head office says more, fen; `null` where they agree.
    #[ts(type = "number | null")]
    pub difference_fen: Option<i64>,
    /// Day of the confirmation.
    #[ts(type = "string | null")]
    pub confirmed_on: Option<Day>,
    /// What was said of a difference.
    pub answer_note: String,
    /// A later version took its place.
    pub replaced: bool,
}

/// A maker's service fee of a quarter: what would be counted now, and its statements.
#[derive(Debug, Serialize, TS)]
pub struct ServiceFeeView {
    /// Maker's code.
    pub principal: String,
    /// The quarter, `2026Q4`.
    pub quarter: String,
    /// As people write it.
    pub quarter_name: String,
    /// The quarter before.
    pub previous: String,
    /// It has ended: a statement can be made.
    pub ended: bool,
    /// What would be counted now.
    pub months: Vec<MonthCardsView>,
    /// Cards altogether.
    #[ts(type = "number")]
    pub cards: i64,
    /// What the formula says of them, fen; `null` where it cannot be computed.
    #[ts(type = "number | null")]
    pub fee_fen: Option<i64>,
    /// The computation, or why there is none and what to do.
    pub sentence: String,
    /// Statements of the maker, the newest first.
    pub statements: Vec<FeeStatementView>,
    /// An earlier quarter that has to be stated first.
    pub earlier: Option<QuarterOwed>,
}

/// A quarter with cards nobody counted.
#[derive(Debug, Serialize, TS)]
pub struct QuarterOwed {
    /// The quarter, `2026Q3`.
    pub quarter: String,
    /// As people write it.
    pub quarter_name: String,
    /// Its cards.
    #[ts(type = "number")]
    pub cards: i64,
}

/// A statement, as asked for.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ServiceFeeInput {
    /// The same `request_id` never makes a second statement.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The quarter, `2026Q4`.
    pub quarter: String,
    /// Why the quarter's fee is cancelled.
    pub forfeit: Option<Forfeit>,
    /// What is said of it.
    #[serde(default)]
    pub forfeit_reason: String,
    /// Paid beyond it, fen.
    #[serde(default)]
    #[ts(type = "number")]
    pub special_fen: i64,
    /// Number of head office's approval.
    #[serde(default)]
    pub special_no: String,
}

/// Head office's figure for a statement.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ServiceFeeConfirm {
    /// UUID of the statement.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Head office's figure, fen.
    #[ts(type = "number")]
    pub office_fen: i64,
    /// Number of its paper.
    #[serde(default)]
    pub office_no: String,
    /// Day of the confirmation.
    #[ts(type = "string")]
    pub confirmed_on: Day,
    /// What is said of a difference; needed where there is one.
    #[serde(default)]
    pub answer_note: String,
}

/// Where to put a statement's workbook.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ServiceFeeExport {
    /// UUID of the statement.
    pub id: String,
    /// Folder; absent means the desk's own.
    pub dir: Option<String>,
}

/// Asks for a maker's service fee of a year by its sales.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SalesFeeQuery {
    /// Maker's code.
    pub principal: String,
    /// The year, `2026`; empty takes the last that has ended.
    #[serde(default)]
    pub year: String,
    /// The amount it is computed of, fen; absent takes the goods of the account.
    #[ts(as = "Option<f64>")]
    pub sales_fen: Option<i64>,
}

/// A maker's service fee of a year by its sales.
#[derive(Debug, Serialize, TS)]
pub struct SalesFeeView {
    /// Maker's code.
    pub principal: String,
    /// The maker's pack has such a fee.
    pub held: bool,
    /// The year, `2026`.
    pub year: String,
    /// As people write it.
    pub year_name: String,
    /// The year before.
    pub previous: String,
    /// It has ended: a statement can be made.
    pub ended: bool,
    /// Goods of the year in the account with the maker, fen.
    #[ts(type = "number")]
    pub goods_fen: i64,
    /// What the formula says of the amount, fen; `null` where it cannot be computed.
    #[ts(type = "number | null")]
    pub fee_fen: Option<i64>,
    /// The computation, or why there is none and what to do.
    pub sentence: String,
}

/// A year's statement, as asked for.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SalesFeeInput {
    /// The same `request_id` never makes a second statement.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The year, `2026`.
    pub year: String,
    /// Sales of the year as they were settled with head office, fen.
    #[ts(type = "number")]
    pub sales_fen: i64,
}
