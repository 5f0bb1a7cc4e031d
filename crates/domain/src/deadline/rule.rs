//! Deadline rules as they stand in a pack.
//!
//! This first form knows civil days. Working days, seasons and clock hours are absent.

use serde::{Deserialize, Serialize};

/// A deadline: basis day plus a period.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRule {
    /// Rule key, e.g. `card.to_ho`.
    pub key: String,
    /// The day it counts from, e.g. `sale.sold_on`.
    pub basis: String,
    /// Length of the period.
    pub add: Period,
    /// Whether the basis day itself is day one.
    pub count_start_day: bool,
    /// What happens when the last day is a holiday.
    pub roll: Roll,
    /// Which event meets it.
    pub met_by: MetBy,
    /// Days before the limit at which it is shown as at risk.
    pub alert_days: Vec<i64>,
    /// What is lost when it is missed, in Chinese.
    pub consequence: String,
    /// Money at risk per missed subject in fen, when the contract names it.
    #[serde(default)]
    pub at_risk_fen: Option<i64>,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

/// A length of time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// How many.
    pub n: i64,
    /// Of what.
    pub unit: PeriodUnit,
}

/// Units of a period this form of the pack knows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// Civil days.
    Day,
}

/// What happens to a last day that is not a working day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Nothing: the day stands.
    None,
}

/// Which event meets a deadline (E03).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum MetBy {
    /// Head office has it: the receipt's time counts.
    Received,
    /// It left the dealer: the sending time counts.
    Sent,
}
