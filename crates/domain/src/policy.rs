//! A maker's policy pack: every contract value as data, with its source.
//!
//! POLICY-1 No legal or contract value is a constant of the program: it is a rule of a pack, and the rule carries its source.
//! POLICY-2 A pack with an unknown field, an unknown unit or two rules of one key is refused with the place named.
//! POLICY-3 A key the pack does not name has no value; nothing is assumed in its place.
//!
//! This first form knows rules in civil days and flags. Working days, seasons, clock hours and formulas are absent.

use crate::{Day, Refusal};
use serde::{Deserialize, Serialize};

/// A pack as it stands in a file (`policies/packs/*.json`).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct PolicyPack {
    /// Name of the pack, e.g. `S0-farm`.
    pub pack: String,
    /// Version, e.g. `2026.1`.
    pub version: String,
    /// First day on which the pack holds.
    pub effective_from: Day,
    /// Chinese title.
    pub title: String,
    /// Deadline rules.
    pub rules: Vec<DeadlineRule>,
    /// Yes/no rules.
    pub flags: Vec<FlagRule>,
}

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

/// A yes/no rule.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FlagRule {
    /// Rule key, e.g. `identity.keep`.
    pub key: String,
    /// The value.
    pub value: bool,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

impl PolicyPack {
    /// Reads a pack from its exact text (POLICY-2).
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let pack: Self = serde_json::from_str(text)
            .map_err(|e| Refusal::BadPolicy { detail: format!("第 {} 行第 {} 列:{e}", e.line(), e.column()) })?;
        let mut keys: Vec<&str> =
            pack.rules.iter().map(|r| r.key.as_str()).chain(pack.flags.iter().map(|f| f.key.as_str())).collect();
        keys.sort_unstable();
        match keys.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Refusal::BadPolicy { detail: format!("「{}」出现两次", pair[0]) }),
            None => Ok(pack),
        }
    }

    /// The deadline rule of a key.
    pub fn deadline(&self, key: &str) -> Option<&DeadlineRule> {
        self.rules.iter().find(|rule| rule.key == key)
    }

    /// The value of a yes/no rule; `None` when the pack is silent (POLICY-3).
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.flags.iter().find(|rule| rule.key == key).map(|rule| rule.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = include_str!("../../../policies/packs/S0-farm.json");

    #[test]
    fn policy_1_the_starter_pack_names_its_sources() {
        let pack = PolicyPack::parse(PACK).unwrap();
        assert!(pack.rules.iter().all(|rule| !rule.source.is_empty()));
        assert!(pack.flags.iter().all(|rule| !rule.source.is_empty()));
        assert_eq!(pack.deadline("card.to_ho").unwrap().add, Period { n: 20, unit: PeriodUnit::Day });
    }

    #[test]
    fn policy_2_a_bad_pack_is_refused_with_the_place() {
        let unknown = PACK.replace("\"basis\"", "\"basiz\"");
        let Err(Refusal::BadPolicy { detail }) = PolicyPack::parse(&unknown) else { panic!("must be refused") };
        assert!(detail.contains("行"), "{detail}");
        let twice = PACK.replace("identity.keep", "card.to_ho");
        assert!(PolicyPack::parse(&twice).unwrap_err().to_string().contains("card.to_ho"));
    }

    #[test]
    fn policy_3_silence_is_not_a_value() {
        let pack = PolicyPack::parse(PACK).unwrap();
        assert_eq!(pack.flag("no.such.key"), None);
        assert!(pack.deadline("no.such.key").is_none());
    }
}
