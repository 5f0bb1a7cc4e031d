//! A maker's policy pack: every contract value as data, with its source.
//!
//! POLICY-1 No legal or contract value is a constant of the program: it is a rule of a pack, and the rule carries its source.
//! POLICY-2 A pack with an unknown field, an unknown unit or two rules of one key for one class, region and day is refused with the place named.
//! POLICY-3 A key the pack does not name has no value; nothing is assumed in its place.
//! POLICY-7 What the contract form leaves blank stands in the pack as blank (`to_fill`): 合同未填写, never a number.
//!
//! Absent: which pack a maker has, when it was installed, what is stored of it.

mod built_in;
mod diff;
mod fault;
mod floor;
mod keys;
mod names;
mod read;
mod rules;
mod scope;
mod seal;
#[cfg(test)]
mod tests;
mod tick;
mod weigh;
mod words;

pub use crate::deadline::rule::{DeadlineRule, MetBy, Period, PeriodUnit, Roll};
pub use built_in::{SHIPPED, is_sample};
pub use diff::{Detail, Happened, PackDiff, RuleChange, diff, diff_among};
pub use fault::{PackFault, PackFaults, Place};
pub use floor::{Finding, PolicySet, Ruling, Weighed, floor};
pub use keys::{Better, KeyInfo, is_known, key_info, key_name, keys};
pub use names::{bases, basis_deadline, basis_name, inputs};
pub use read::{FORMAT, MOST_BYTES};
pub use rules::{RuleHead, Section};
pub use scope::{Scope, Scoped, choose, collide};
pub use seal::{BadSeal, KeyHandover, PackSeal, goes_further, key_after};
pub use tick::RuleTick;

use crate::coverage::Rules;
use crate::coverage::rule::{ClassRule, CoverageRule};
use crate::formula::{Computed, FormulaRule, Formulas, Inputs};
use crate::month_of::MonthDay;
use crate::remedy::rule::RemedyRule;
use crate::season::SeasonWindow;
use crate::{Day, Refusal};
use serde::{Deserialize, Serialize};

/// A pack as it stands in a file (`policies/packs/*.json`). Only [`PolicyPack::read`] makes a whole one, with its
/// formulas typed and the words of its rules kept.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct PolicyPack {
    /// Form of the file; see [`FORMAT`].
    pub format: i64,
    /// Name of the pack, e.g. `S0-farm`.
    pub pack: String,
    /// Statute or contract.
    pub kind: PackKind,
    /// Version, e.g. `2026.1`.
    pub version: String,
    /// Chinese title.
    pub title: String,
    /// First day on which the pack holds.
    pub effective_from: Day,
    /// Last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// Names of the statutory packs that are a contract's floor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands_on: Vec<String>,
    /// Due days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<DeadlineRule>,
    /// 三包 periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<CoverageRule>,
    /// Rights of the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<RemedyRule>,
    /// Amounts and rates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formulas: Vec<FormulaRule>,
    /// Yes/no rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<FlagRule>,
    /// Days that decide the month of a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<MonthRule>,
    /// Operating seasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<SeasonWindow>,
    /// Product classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ClassRule>,
    /// Rules the contract form leaves blank (POLICY-7).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_fill: Vec<Blank>,
    /// Forms the maker brings, as they stand in the file; [`PolicyPack::read`] has read each of them (FORMDEF-1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<serde_json::Value>,
    #[serde(skip)]
    compiled: Formulas,
    #[serde(skip)]
    texts: tick::RuleTexts,
    #[serde(skip)]
    label: String,
}

/// Statute or contract.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PackKind {
    /// What the law says to everybody.
    Statutory,
    /// What maker and dealer agreed.
    Contract,
}

/// A yes/no rule.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FlagRule {
    /// Rule key, e.g. `identity.keep`.
    pub key: String,
    /// Product class it is for; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Region it is for; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// First day, when it is later than the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Day>,
    /// Last day, when it is earlier than the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// The value.
    pub value: bool,
    /// Where the rule stands.
    pub source: String,
    /// Its words there; empty where we have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_text: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

/// Which day decides the month of a sheet's rows; it is asked for on the month's last day.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct MonthRule {
    /// Rule key, e.g. `report.w01.month_of`.
    pub key: String,
    /// First day, when it is later than the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Day>,
    /// Last day, when it is earlier than the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// The day.
    pub value: MonthDay,
    /// Where the rule stands.
    pub source: String,
    /// Its words there; empty where we have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_text: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

/// A rule whose value the contract form leaves blank.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// Rule key.
    pub key: String,
    /// What is to be filled in, Chinese.
    pub what: String,
    /// Where the rule stands.
    pub source: String,
    /// Its words there, with the blank; empty where we have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_text: String,
}

impl Blank {
    /// `「旧件返总部」合同未填写（每年两次返回日期）`; keys of classes and regions go by their kind.
    pub fn zh(&self) -> String {
        let open = [("season.", "作业期"), ("coverage.", "三包有效期")];
        let name = match key_name(&self.key) {
            key if key == self.key => open.iter().find(|(prefix, _)| key.starts_with(prefix)).map_or(key, |(_, zh)| zh),
            name => name,
        };
        format!("「{name}」合同未填写（{}）", self.what)
    }
}

impl PolicyPack {
    /// Reads a pack from its exact text (POLICY-2). [`PolicyPack::read`] tells the faults one by one.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::read(text).map_err(Refusal::from)
    }

    /// `S0-farm 2026.1`.
    pub fn name_and_version(&self) -> String {
        format!("{} {}", self.pack, self.version)
    }

    /// Whether the pack holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|to| day <= to)
    }

    /// The deadline rule of a key.
    pub fn deadline(&self, key: &str) -> Option<&DeadlineRule> {
        self.deadlines.iter().find(|rule| rule.key == key)
    }

    /// Computes a formula.
    pub fn compute(&self, key: &str, scope: &Scope<'_>, inputs: &Inputs) -> Computed {
        self.compiled.eval(&self.label, key, scope, inputs)
    }

    /// The formulas, read and typed.
    pub fn formulas(&self) -> &Formulas {
        &self.compiled
    }

    /// The rule of a key the contract form leaves blank (POLICY-7).
    pub fn blank(&self, key: &str) -> Option<&Blank> {
        self.to_fill.iter().find(|blank| blank.key == key)
    }

    /// The rules that judge a machine.
    pub fn rules(&self) -> Rules<'_> {
        Rules {
            version: &self.label,
            classes: &self.classes,
            coverage: &self.coverage,
            remedies: &self.remedies,
            seasons: &self.seasons,
        }
    }
}
