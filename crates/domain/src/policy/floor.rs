//! The statute as the floor of a contract.
//!
//! POLICY-8 A contract may promise more than the statute, never less: a rule below a checked statutory rule of its key and class is kept, overruled and told in a sentence; below an unchecked one it is only told.
//! POLICY-9 What cannot be compared on paper is told and overrules nothing; where the contract is silent the statute speaks.
//!
//! Periods of coverage are weighed day by day where they are computed (COVER-7), rights are those of either (REM-11);
//! here the same is said about the rules themselves, and decided for deadlines and flags.

use super::keys::{Better, key_info, key_name};
use super::scope::{Scope, choose};
use super::weigh::{self, Point};
use super::{FlagRule, MonthRule, PolicyPack, Section};
use crate::coverage::Policies;
use crate::deadline::rule::DeadlineRule;
use serde::Serialize;

/// What becomes of a contract rule that promises less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Weighed {
    /// The statutory rule is checked: it takes the contract rule's place.
    Overruled,
    /// The statutory rule is not checked: somebody should compare both.
    Below,
    /// It cannot be told which promises less.
    Unclear,
}

/// A contract rule that promises less than a statutory one, or may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Section of both rules.
    pub section: Section,
    /// Place of the contract's rule in its section.
    pub index: usize,
    /// Its key.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// What becomes of it.
    pub weighed: Weighed,
    /// The statutory pack and version.
    pub statute: String,
    /// Where the statutory rule stands.
    pub source: String,
    /// What a person should know, one sentence.
    pub sentence: String,
}

/// A contract (or a statute alone) with the statutes below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySet<'a> {
    /// The pack itself.
    pub own: &'a PolicyPack,
    /// The statutory packs it stands on, in its order.
    pub floors: Vec<&'a PolicyPack>,
}

/// A rule that holds, and from which pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling<'a, R> {
    /// The rule.
    pub rule: &'a R,
    /// The pack it stands in.
    pub pack: &'a PolicyPack,
    /// Why it is not the contract's, or what a person should know; `None` when there is nothing to say.
    pub sentence: Option<String>,
}

/// Every contract rule that promises less than a statutory one (POLICY-8, POLICY-9).
pub fn floor(contract: &PolicyPack, statutes: &[&PolicyPack]) -> Vec<Finding> {
    let mut found = Vec::new();
    for statute in statutes {
        found.extend(deadlines(contract, statute));
        found.extend(coverage(contract, statute));
        found.extend(remedies(contract, statute));
        found.extend(flags(contract, statute));
    }
    found
}

struct Seen<'a> {
    section: Section,
    index: usize,
    key: &'a str,
    name: &'a str,
    statute: &'a PolicyPack,
    source: &'a str,
    checked: bool,
}

impl Seen<'_> {
    /// One finding a rule: all points in its sentence, decided by the clear ones.
    fn finding(&self, points: &[Point]) -> Option<Finding> {
        let clear: Vec<&Point> = points.iter().filter(|point| point.clear).collect();
        let weighed = match (clear.is_empty(), self.checked) {
            _ if points.is_empty() => return None,
            (true, _) => Weighed::Unclear,
            (false, true) => Weighed::Overruled,
            (false, false) => Weighed::Below,
        };
        let told: Vec<&Point> = if clear.is_empty() { points.iter().collect() } else { clear };
        let name = self.name.to_owned();
        let sentence = self.sentence(weighed, &told);
        let statute = self.statute.name_and_version();
        let (key, source) = (self.key.to_owned(), self.source.to_owned());
        Some(Finding { section: self.section, index: self.index, key, name, weighed, statute, source, sentence })
    }

    fn sentence(&self, weighed: Weighed, points: &[&Point]) -> String {
        let point = |point: &&Point| {
            let what = if point.what.is_empty() { String::new() } else { format!("{}：", point.what) };
            format!("{what}合同{}，法定{}", point.own, point.floor)
        };
        let told = points.iter().map(point).collect::<Vec<_>>().join("；");
        let so = match weighed {
            Weighed::Overruled => "合同低于法定，按法定执行",
            Weighed::Below => "合同低于法定条文，条文还没有核对，请先核对",
            Weighed::Unclear => "单位或算法不同，无法直接比较，请人工核对",
        };
        format!("「{}」{told}（{}）。{so}", self.name, self.source)
    }
}

fn deadlines(contract: &PolicyPack, statute: &PolicyPack) -> Vec<Finding> {
    let own = contract.deadlines.iter().enumerate();
    own.filter_map(|(index, rule)| {
        let floor = statute.deadline(&rule.key)?;
        weigh_deadline(index, rule, floor, statute)
    })
    .collect()
}

fn weigh_deadline(index: usize, own: &DeadlineRule, floor: &DeadlineRule, statute: &PolicyPack) -> Option<Finding> {
    let (source, checked) = (floor.source.as_str(), floor.checked);
    let seen =
        Seen { section: Section::Deadlines, index, key: &own.key, name: key_name(&own.key), statute, source, checked };
    seen.finding(&weigh::deadlines(own, floor))
}

fn coverage(contract: &PolicyPack, statute: &PolicyPack) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, rule) in contract.coverage.iter().enumerate() {
        let shared =
            statute.coverage.iter().find(|floor| floor.classes.iter().any(|class| rule.classes.contains(class)));
        let Some(floor) = shared else { continue };
        let (source, checked) = (floor.source.as_str(), floor.checked);
        let name = &class_name(contract, statute, rule);
        let seen = Seen { section: Section::Coverage, index, key: &rule.key, name, statute, source, checked };
        found.extend(seen.finding(&weigh::coverage(rule, floor)));
    }
    found
}

/// A coverage rule is called by its first class.
fn class_name(contract: &PolicyPack, statute: &PolicyPack, rule: &crate::coverage::rule::CoverageRule) -> String {
    let mut classes = contract.classes.iter().chain(&statute.classes);
    let known = classes.find(|class| rule.classes.contains(&class.key));
    known.map_or_else(|| rule.key.clone(), |class| format!("{}三包期", class.name))
}

fn remedies(contract: &PolicyPack, statute: &PolicyPack) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, rule) in contract.remedies.iter().enumerate() {
        for floor in statute.remedies.iter().filter(|floor| floor.key == rule.key) {
            let both = rule.classes.is_empty() || floor.classes.is_empty();
            if !both && !floor.classes.iter().any(|class| rule.classes.contains(class)) {
                continue;
            }
            let (source, checked) = (floor.source.as_str(), floor.checked);
            let seen = Seen {
                section: Section::Remedies,
                index,
                key: &rule.key,
                name: key_name(&rule.key),
                statute,
                source,
                checked,
            };
            found.extend(seen.finding(&weigh::remedies(rule, floor)));
        }
    }
    found
}

fn flags(contract: &PolicyPack, statute: &PolicyPack) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, rule) in contract.flags.iter().enumerate() {
        for floor in statute.flags.iter().filter(|floor| worse(rule, floor)) {
            let zh = |value: bool| if value { "为是" } else { "为否" }.to_owned();
            let point = Point { what: String::new(), own: zh(rule.value), floor: zh(floor.value), clear: true };
            let (source, checked) = (floor.source.as_str(), floor.checked);
            let seen = Seen {
                section: Section::Flags,
                index,
                key: &rule.key,
                name: key_name(&rule.key),
                statute,
                source,
                checked,
            };
            found.extend(seen.finding(&[point]));
        }
    }
    found
}

/// Whether a contract's flag is on the other side than a statute's, to the user's loss.
fn worse(own: &FlagRule, floor: &FlagRule) -> bool {
    let better = key_info(Section::Flags, &own.key).map_or(Better::Neither, |info| info.better);
    own.key == floor.key
        && own.value != floor.value
        && (better == Better::More) == floor.value
        && better != Better::Neither
}

impl<'a> PolicySet<'a> {
    /// A pack with those of `all` that it stands on.
    pub fn of(own: &'a PolicyPack, all: impl IntoIterator<Item = &'a PolicyPack>) -> Self {
        let all: Vec<&PolicyPack> = all.into_iter().collect();
        let named = own.stands_on.iter();
        let floors = named.filter_map(|name| all.iter().find(|pack| pack.pack == *name).copied()).collect();
        Self { own, floors }
    }

    /// Names of packs it stands on that are not here.
    pub fn missing(&self) -> Vec<&'a str> {
        let here = |name: &&String| !self.floors.iter().any(|pack| pack.pack == **name);
        self.own.stands_on.iter().filter(here).map(String::as_str).collect()
    }

    /// Every contract rule that promises less (POLICY-8).
    pub fn findings(&self) -> Vec<Finding> {
        floor(self.own, &self.floors)
    }

    /// The deadline rule that holds: the contract's unless a checked statute overrules it, the statute's where the contract is silent.
    pub fn deadline(&self, key: &str) -> Option<Ruling<'a, DeadlineRule>> {
        let floors = || self.floors.iter().filter_map(|pack| Some((*pack, pack.deadline(key)?)));
        let Some(own) = self.own.deadline(key) else {
            let (pack, rule) = floors().next()?;
            return Some(Ruling { rule, pack, sentence: None });
        };
        let mut told = None;
        for (pack, rule) in floors() {
            let Some(finding) = weigh_deadline(0, own, rule, pack) else { continue };
            if finding.weighed == Weighed::Overruled {
                return Some(Ruling { rule, pack, sentence: Some(finding.sentence) });
            }
            told = told.or(Some(finding.sentence));
        }
        Some(Ruling { rule: own, pack: self.own, sentence: told })
    }

    /// The yes/no that holds.
    pub fn flag(&self, key: &str, scope: &Scope<'_>) -> Option<Ruling<'a, FlagRule>> {
        let floors = || self.floors.iter().filter_map(|pack| Some((*pack, choose(&pack.flags, key, scope)?)));
        let Some(own) = choose(&self.own.flags, key, scope) else {
            let (pack, rule) = floors().next()?;
            return Some(Ruling { rule, pack, sentence: None });
        };
        match floors().find(|(_, floor)| floor.checked && worse(own, floor)) {
            Some((pack, rule)) => {
                let sentence = format!("「{}」合同低于法定，按法定执行（{}）", key_name(key), rule.source);
                Some(Ruling { rule, pack, sentence: Some(sentence) })
            }
            None => Some(Ruling { rule: own, pack: self.own, sentence: None }),
        }
    }

    /// The rule that says by which day a sheet's rows stand in a month: the contract's alone, the law has nothing of it.
    pub fn month_of(&self, key: &str, scope: &Scope<'_>) -> Option<&'a MonthRule> {
        choose(&self.own.months, key, scope)
    }

    /// The packs by which a machine is judged.
    pub fn policies(&self) -> Policies<'a> {
        Policies { own: self.own.rules(), floors: self.floors.iter().map(|pack| pack.rules()).collect() }
    }
}
