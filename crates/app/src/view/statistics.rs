use super::StandingView;
use domain::statistics::Indicator;
use domain::{Day, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Figures of a maker's month, counted from its records.
#[derive(Debug, Serialize, TS)]
pub struct StatisticsView {
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Rates in order.
    pub rates: Vec<RateRow>,
    /// What users said, question by question (W04).
    pub items: Vec<AnswersRow>,
    /// The questionnaire for customers, section by section (N05).
    pub sections: Vec<AnswersRow>,
    /// How the score is reckoned, Chinese; empty where the maker's form has no weights.
    pub formula: String,
    /// Opinions by kind (F44).
    pub opinions: Vec<KindRow>,
    /// Complaints by kind (F87).
    pub complaints: Vec<KindRow>,
    /// What to know before reading them, Chinese.
    pub notes: Vec<String>,
}

/// One rate of a month.
#[derive(Debug, Serialize, TS)]
pub struct RateRow {
    /// Name of the figure.
    pub id: String,
    /// Which figure.
    pub indicator: Indicator,
    /// What it is called, Chinese.
    pub label: String,
    /// What its first count is called, Chinese.
    pub done_word: String,
    /// What its second count is called, Chinese.
    pub total_word: String,
    /// The counts.
    pub whole: RateCount,
    /// The limit as it reads; empty where there is none.
    pub limit: String,
    /// Whether it is kept; `null` where nobody says so.
    pub kept: Option<bool>,
    /// The whole reason, Chinese.
    pub sentence: String,
    /// What is worth knowing beside it, Chinese; empty where nothing is.
    pub more: String,
    /// The maker's rule, where one judged it.
    pub standing: Option<StandingView>,
    /// By technician, the most first; empty where it is of no technician.
    pub technicians: Vec<RateCount>,
    /// By model, the most first; empty where it is of no model.
    pub models: Vec<RateCount>,
    /// This month and those before it, the earliest first.
    pub months: Vec<RateCount>,
}

/// So many of so many.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RateCount {
    /// Whose: a technician, a model, a month; empty of the whole.
    pub name: String,
    /// What counts.
    #[ts(type = "number")]
    pub done: i64,
    /// Of all.
    #[ts(type = "number")]
    pub total: i64,
    /// In hundredths of a percent; `null` of nothing.
    #[ts(type = "number | null")]
    pub rate: Option<i64>,
    /// As it reads; `无` of nothing.
    pub says: String,
}

/// Answers to one question.
#[derive(Debug, Serialize, TS)]
pub struct AnswersRow {
    /// What was asked, Chinese.
    pub label: String,
    /// Very good, good, fair, bad.
    #[ts(type = "number[]")]
    pub levels: [i64; 4],
    /// Very good and good of all.
    pub satisfied: RateCount,
    /// The score as it reads; `无` of nothing.
    pub score: String,
}

/// Entries of one kind.
#[derive(Debug, Serialize, TS)]
pub struct KindRow {
    /// The kind, Chinese.
    pub label: String,
    /// How many.
    #[ts(type = "number")]
    pub n: i64,
    /// Their share of all, as it reads.
    pub share: String,
    /// How many of them are closed.
    pub closed: RateCount,
}

/// Rows behind a rate.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct StatisticsRowsQuery {
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Which rate.
    pub indicator: Indicator,
    /// Only this technician's; absent for all.
    pub technician: Option<String>,
    /// Only this model's; absent for all.
    pub model: Option<String>,
    /// Only those that count, or only those that do not; absent for both.
    pub counts: Option<bool>,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// What a row behind a rate leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatisticsRecord {
    /// A repair.
    Repair,
    /// A call.
    Call,
    /// An entry of a register.
    Entry,
}

/// One case of a rate.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StatisticsRow {
    /// Its own name in the list.
    pub id: String,
    /// What it leads to.
    pub record: StatisticsRecord,
    /// UUID of that.
    pub record_id: String,
    /// Number.
    pub no: String,
    /// Its day.
    #[ts(type = "string")]
    pub on: Day,
    /// Technician; empty where nobody wrote him down.
    pub technician: String,
    /// Model; empty where nobody knows it.
    pub model: String,
    /// Who or what it is about.
    pub says: String,
    /// Whether it counts.
    pub counts: bool,
    /// Why, in a few words, Chinese.
    pub figure: String,
}
