use domain::Day;
use domain::exchange::ExchangeStanding;
use domain::old_part::OldPartState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Filters the register of new parts that went out against old ones.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct ExchangeQuery {
    /// Tag, part code or name, repair number; empty for all.
    pub term: String,
    /// Maker's code; empty for all.
    pub principal: String,
    /// Only those that are still out.
    pub open: bool,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// Writes down what became of a new part that went out: all that came back and was bought so far.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ExchangeInput {
    /// UUID of the old part.
    pub id: String,
    /// Version it was made from (`rev` as it was shown, 0 while nothing was written down); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Pieces the maker gave for it, thousandths.
    #[ts(type = "number")]
    pub got_milli: i64,
    /// Pieces bought at cost, thousandths.
    #[ts(as = "Option<f64>")]
    pub bought_milli: Option<i64>,
    /// Day of the last of them.
    #[ts(type = "string")]
    pub on_day: Day,
    /// Number of the maker's shipping note or bill.
    #[serde(default)]
    pub paper_no: String,
    /// Why it was bought, or is put right.
    #[serde(default)]
    pub reason: String,
}

/// A new part that went out, and what became of it.
#[derive(Debug, Serialize, TS)]
pub struct ExchangeRow {
    /// UUID of the old part.
    pub id: String,
    /// Version of what was written down; 0 while nothing was.
    #[ts(type = "number")]
    pub rev: i64,
    /// Tag of the old part.
    pub tag_no: String,
    /// Maker's code.
    pub principal: String,
    /// UUID of the repair.
    pub repair_id: Option<String>,
    /// Its number.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Serial of the new part.
    pub new_serial: String,
    /// Pieces that went out, thousandths.
    #[ts(type = "number")]
    pub qty_milli: i64,
    /// Day they went out.
    #[ts(type = "string")]
    pub removed_on: Day,
    /// Where the old part is.
    pub state: OldPartState,
    /// Where the exchange stands.
    pub standing: ExchangeStanding,
    /// In Chinese.
    pub standing_name: String,
    /// Last day for the old part to go back; `null` when it went or the maker names none.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// What stands against that day.
    pub doubt: Option<super::Doubt>,
    /// Pieces that came back, thousandths.
    #[ts(type = "number")]
    pub got_milli: i64,
    /// Pieces that were bought, thousandths.
    #[ts(type = "number")]
    pub bought_milli: i64,
    /// Pieces that are still out, thousandths.
    #[ts(type = "number")]
    pub out_milli: i64,
    /// Money bound in these.
    #[ts(type = "number")]
    pub bound_fen: i64,
    /// Day of the last that came back or was bought.
    #[ts(type = "string | null")]
    pub on_day: Option<Day>,
    /// Number of the maker's paper.
    pub paper_no: String,
    /// Why it was bought, or put right.
    pub reason: String,
}

/// Parts of one standing.
#[derive(Debug, Serialize, TS)]
pub struct ExchangeFigure {
    /// Which.
    pub standing: ExchangeStanding,
    /// In Chinese.
    pub name: String,
    /// Parts.
    #[ts(type = "number")]
    pub n: i64,
    /// Money bound.
    #[ts(type = "number")]
    pub bound_fen: i64,
}

/// What of a maker's parts is out.
#[derive(Debug, Serialize, TS)]
pub struct ExchangeSum {
    /// Maker's code.
    pub principal: String,
    /// Where the maker's rule stands, with its words.
    pub source: String,
    /// The float by the maker's formula; `null` when it cannot be told.
    #[ts(type = "number | null")]
    pub float_fen: Option<i64>,
    /// How it was computed, or what is missing.
    pub float_says: String,
    /// Money bound in everything that is out.
    #[ts(type = "number")]
    pub bound_fen: i64,
    /// What is left of the float; `null` without one.
    #[ts(type = "number | null")]
    pub left_fen: Option<i64>,
    /// First day by which an old part that is here has to be back.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// What is out, by standing.
    pub figures: Vec<ExchangeFigure>,
}
