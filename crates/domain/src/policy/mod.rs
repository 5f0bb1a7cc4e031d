//! A maker's policy pack: every contract value as data, with its source.
//!
//! POLICY-1 No legal or contract value is a constant of the program: it is a rule of a pack, and the rule carries its source.
//! POLICY-2 A pack with an unknown field, an unknown unit or two rules of one key is refused with the place named.
//! POLICY-3 A key the pack does not name has no value; nothing is assumed in its place.
//!
//! This first form knows deadlines and flags. Coverage, remedies, seasons and formulas are absent.

mod scope;

pub use crate::deadline::rule::{DeadlineRule, MetBy, Period, PeriodUnit, Roll};
use crate::{Day, Refusal};
pub use scope::{Scope, Scoped, choose, collide};
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

    const PACK: &str = include_str!("../../../../policies/packs/S0-farm.json");

    #[test]
    fn policy_1_the_starter_pack_names_its_sources() {
        let pack = PolicyPack::parse(PACK).unwrap();
        assert!(pack.rules.iter().all(|rule| !rule.source.is_empty()));
        assert!(pack.flags.iter().all(|rule| !rule.source.is_empty()));
        assert_eq!(pack.deadline("card.to_ho").unwrap().add, Some(Period { n: 20, unit: PeriodUnit::Day }));
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
