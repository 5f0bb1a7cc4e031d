use crate::month::CompareUnit;
use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A figure of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MonthFigure {
    /// Repairs reported.
    Received,
    /// Repairs completed.
    Completed,
    /// Repairs open at its end.
    Open,
    /// Repairs past their due day.
    Overdue,
    /// Machines that were repaired before.
    Rework,
    /// Days a repair took.
    AverageDays,
    /// Parts replaced.
    Parts,
    /// Machines sold.
    Sold,
    /// Cards that came back, of those that count.
    CardsReturned,
    /// Costs in warranty.
    InWarranty,
    /// Costs out of warranty.
    OutOfWarranty,
    /// Completed repairs by model and fault place.
    Faults,
    /// Cards that are open today, by days left.
    CardsLeft,
    /// Entries that stand in a workbook.
    Entries,
}

/// A month beside two others.
#[derive(Debug, Serialize, TS)]
pub struct CompareView {
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// The one before.
    #[ts(type = "string")]
    pub previous: Month,
    /// The same a year ago.
    #[ts(type = "string")]
    pub last_year: Month,
    /// Figures in order.
    pub rows: Vec<CompareRow>,
    /// What to know before comparing, Chinese.
    pub notes: Vec<String>,
}

/// One figure in three months.
#[derive(Debug, Serialize, TS)]
pub struct CompareRow {
    /// Name of the figure.
    pub id: String,
    /// Which figure.
    pub figure: MonthFigure,
    /// What it is called, Chinese.
    pub label: String,
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) unit: CompareUnit,
    /// In the month.
    pub this: CompareFigure,
    /// In the one before.
    pub previous: CompareBase,
    /// A year ago.
    pub last_year: CompareBase,
}

/// A value as it is counted and as it is printed.
#[derive(Debug, Serialize, TS)]
pub struct CompareFigure {
    /// In the smallest unit: pieces, thousandths, fen, hundredths of a percent; `null` where it is not known.
    #[ts(type = "number | null")]
    pub value: Option<i64>,
    /// As printed; `—` where there is nothing.
    pub says: String,
}

/// A month to compare with.
#[derive(Debug, Serialize, TS)]
pub struct CompareBase {
    /// Its figure.
    pub figure: CompareFigure,
    /// How much more the month has.
    pub change: CompareFigure,
    /// The same as a share of the base.
    pub percent: CompareFigure,
}

/// Rows behind a figure of a month.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MonthRowsQuery {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Which figure.
    pub figure: MonthFigure,
    /// Of `faults`: only these models; empty for all.
    #[serde(default)]
    pub models: Vec<String>,
    /// Of `faults`: only these fault places; empty for all.
    #[serde(default)]
    pub places: Vec<String>,
    /// Of `entries`: the workbook's key; empty otherwise.
    #[serde(default)]
    pub sheet: String,
    /// Of `average_days` the fewest days, of `cards_left` the fewest days left.
    #[ts(as = "Option<f64>")]
    pub from: Option<i64>,
    /// The most.
    #[ts(as = "Option<f64>")]
    pub to: Option<i64>,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// What a row is a row of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MonthRecord {
    /// A repair.
    Repair,
    /// A sale with its card.
    Sale,
    /// An entry of a form.
    Entry,
}

/// One row behind a figure.
#[derive(Debug, Serialize, TS)]
pub struct MonthRow {
    /// Its own name in the list.
    pub id: String,
    /// What it leads to.
    pub record: MonthRecord,
    /// UUID of that.
    pub record_id: String,
    /// Number.
    pub no: String,
    /// Day reported, replaced, sold or due.
    #[ts(type = "string")]
    pub on: Day,
    /// Customer's name.
    pub customer: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Fault, part, product or state.
    pub says: String,
    /// What it adds to the figure, as printed.
    pub figure: String,
}

/// Pictures of a month.
#[derive(Debug, Serialize, TS)]
pub struct ChartsView {
    /// Completed repairs by model and fault place.
    pub faults: FaultChart,
    /// Completed repairs by the days they took.
    pub days: Vec<ChartBar>,
    /// Cards open today by the days they have left.
    pub cards: Vec<ChartBar>,
}

/// Counts by two things.
#[derive(Debug, Serialize, TS)]
pub struct FaultChart {
    /// Lines, the most frequent first.
    pub models: Vec<ChartGroup>,
    /// Columns, the most frequent first.
    pub places: Vec<ChartGroup>,
    /// Line by line.
    #[ts(type = "number[][]")]
    pub counts: Vec<Vec<i64>>,
}

/// One name, or the rare ones together.
#[derive(Debug, Serialize, TS)]
pub struct ChartGroup {
    /// What it is called.
    pub label: String,
    /// What is in it.
    pub names: Vec<String>,
}

/// One bar.
#[derive(Debug, Serialize, TS)]
pub struct ChartBar {
    /// What it is called.
    pub label: String,
    /// The fewest days in it.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// The most.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// How many.
    #[ts(type = "number")]
    pub n: i64,
}
