//! What rules of every section have in common.

use super::{FlagRule, MonthRule, PolicyPack, Scoped};
use crate::Day;
use crate::coverage::rule::{ClassRule, CoverageRule};
use crate::deadline::rule::DeadlineRule;
use crate::remedy::rule::RemedyRule;
use crate::season::SeasonWindow;
use serde::{Deserialize, Serialize};

/// A section of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Due days.
    Deadlines,
    /// 三包 periods.
    Coverage,
    /// Rights of the user.
    Remedies,
    /// Amounts and rates.
    Formulas,
    /// Yes/no.
    Flags,
    /// Days that decide the month of a report.
    Months,
    /// Operating seasons.
    Seasons,
    /// Product classes.
    Classes,
}

impl Section {
    /// All, in the order of a pack.
    pub const ALL: [Self; 8] = [
        Self::Deadlines,
        Self::Coverage,
        Self::Remedies,
        Self::Formulas,
        Self::Flags,
        Self::Months,
        Self::Seasons,
        Self::Classes,
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deadlines => "deadlines",
            Self::Coverage => "coverage",
            Self::Remedies => "remedies",
            Self::Formulas => "formulas",
            Self::Flags => "flags",
            Self::Months => "months",
            Self::Seasons => "seasons",
            Self::Classes => "classes",
        }
    }

    /// Its Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Deadlines => "期限",
            Self::Coverage => "三包期",
            Self::Remedies => "修换退",
            Self::Formulas => "费用公式",
            Self::Flags => "是否规定",
            Self::Months => "报表归月",
            Self::Seasons => "作业期",
            Self::Classes => "产品类别",
        }
    }
}

/// A rule of any section, as far as all are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleHead<'a> {
    /// Its section.
    pub section: Section,
    /// Its place in the section, counted from 0.
    pub index: usize,
    /// Key.
    pub key: &'a str,
    /// Its own Chinese name; empty when it has none.
    pub name: &'a str,
    /// Where it stands.
    pub source: &'a str,
    /// Its words there; empty where we have none.
    pub source_text: &'a str,
    /// Whether a person compared it with the source.
    pub checked: bool,
    /// First day of its own.
    pub from: Option<Day>,
    /// Last day of its own.
    pub to: Option<Day>,
}

impl RuleHead<'_> {
    /// Where it is in the file.
    pub fn pointer(&self) -> String {
        format!("/{}/{}", self.section.name(), self.index)
    }
}

macro_rules! heads {
    ($pack:expr, $section:expr, $list:ident, $name:ident) => {
        $pack.$list.iter().enumerate().map(|(index, rule)| RuleHead {
            section: $section,
            index,
            key: &rule.key,
            name: &rule.$name,
            source: &rule.source,
            source_text: &rule.source_text,
            checked: rule.checked,
            from: Scoped::from(rule),
            to: Scoped::to(rule),
        })
    };
}

impl PolicyPack {
    /// Every rule, in the order of the file.
    pub fn heads(&self) -> impl Iterator<Item = RuleHead<'_>> {
        heads!(self, Section::Deadlines, deadlines, title)
            .chain(heads!(self, Section::Coverage, coverage, source_text).map(|head| RuleHead { name: "", ..head }))
            .chain(heads!(self, Section::Remedies, remedies, name))
            .chain(heads!(self, Section::Formulas, formulas, label))
            .chain(heads!(self, Section::Flags, flags, source_text).map(|head| RuleHead { name: "", ..head }))
            .chain(heads!(self, Section::Months, months, source_text).map(|head| RuleHead { name: "", ..head }))
            .chain(heads!(self, Section::Seasons, seasons, name))
            .chain(heads!(self, Section::Classes, classes, name))
    }

    /// Marks each rule as checked or not.
    pub(super) fn mark(&mut self, mut checked: impl FnMut(Section, usize) -> bool) {
        macro_rules! mark {
            ($($section:ident $list:ident)*) => {
                $(for (i, rule) in self.$list.iter_mut().enumerate() {
                    rule.checked = checked(Section::$section, i);
                })*
            };
        }
        mark!(Deadlines deadlines Coverage coverage Remedies remedies Formulas formulas Flags flags Months months Seasons seasons Classes classes);
    }
}

macro_rules! keyed {
    ($($rule:ty)*) => {
        $(impl Scoped for $rule {
            fn key(&self) -> &str {
                &self.key
            }
        })*
    };
}

keyed!(DeadlineRule CoverageRule RemedyRule SeasonWindow ClassRule);

impl Scoped for FlagRule {
    fn key(&self) -> &str {
        &self.key
    }
    fn class(&self) -> Option<&str> {
        self.class.as_deref()
    }
    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
    fn from(&self) -> Option<Day> {
        self.effective_from
    }
    fn to(&self) -> Option<Day> {
        self.effective_to
    }
}

impl Scoped for MonthRule {
    fn key(&self) -> &str {
        &self.key
    }
    fn from(&self) -> Option<Day> {
        self.effective_from
    }
    fn to(&self) -> Option<Day> {
        self.effective_to
    }
}
