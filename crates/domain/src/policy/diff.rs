//! What a new version of a pack changes, in words a dealer understands.
//!
//! POLICY-11 A difference names every rule added, removed or changed with its old and new value; when nothing differs, the rules have the same words.

use super::words::{Fact, facts};
use super::{PolicyPack, Section, key_name};
use serde::Serialize;
use serde_json::Value;

/// All that differs between two packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackDiff {
    /// What differs in the head of the pack, one sentence each.
    pub head: Vec<String>,
    /// Rules that differ, in the order of the sections.
    pub rules: Vec<RuleChange>,
}

/// What happened to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
}

/// A rule that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// Its section.
    pub section: Section,
    /// Its key.
    pub key: String,
    /// Its Chinese name, with class and region when it has them.
    pub name: String,
    /// What happened.
    pub happened: Happened,
    /// What differs in it; for a rule added or removed, all it says.
    pub details: Vec<Detail>,
    /// Old and new value in one sentence each.
    pub sentences: Vec<String>,
}

/// A fact that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What; empty for what the rule is about.
    pub label: String,
    /// The old value; `None` when there was none.
    pub old: Option<String>,
    /// The new value; `None` when there is none.
    pub new: Option<String>,
}

impl PackDiff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.rules.is_empty()
    }
}

/// What differs between an old and a new version of a pack (POLICY-11).
pub fn diff(old: &PolicyPack, new: &PolicyPack) -> PackDiff {
    let rules = Section::ALL.into_iter().flat_map(|section| section_diff(section, old, new)).collect();
    PackDiff { head: head(old, new), rules }
}

fn head(old: &PolicyPack, new: &PolicyPack) -> Vec<String> {
    let until = |pack: &PolicyPack| pack.effective_to.map_or("没有期限".to_owned(), |day| day.zh());
    let facts = |pack: &PolicyPack| {
        [
            ("名称", pack.title.clone()),
            ("版本", pack.version.clone()),
            ("开始日期", pack.effective_from.zh()),
            ("结束日期", until(pack)),
            ("法定依据", pack.stands_on.join("、")),
        ]
    };
    let both = facts(old).into_iter().zip(facts(new));
    let changed = both.filter(|((_, old), (_, new))| old != new);
    let mut said: Vec<String> = changed.map(|((label, old), (_, new))| format!("{label}：{old} → {new}")).collect();
    let blank = |pack: &PolicyPack, key: &str| pack.blank(key).is_some();
    said.extend(new.to_fill.iter().filter(|one| !blank(old, &one.key)).map(|one| one.zh()));
    let filled = old.to_fill.iter().filter(|one| !blank(new, &one.key));
    said.extend(filled.map(|one| format!("{}：合同未填写 → 已填写或不再约定", key_name(&one.key))));
    said
}

/// What tells a rule from another of its section.
fn identity(rule: &Value) -> String {
    let field = |name: &str| rule.get(name).map(Value::to_string).unwrap_or_default();
    ["key", "class", "region", "effective_from", "year"].map(field).join("\n")
}

fn section_diff(section: Section, old: &PolicyPack, new: &PolicyPack) -> Vec<RuleChange> {
    let (before, after) = (old.texts.section(section), new.texts.section(section));
    let find = |among: &'_ [Value], id: &str| among.iter().find(|rule| identity(rule) == id).cloned();
    let mut changes = Vec::new();
    for rule in before {
        match find(after, &identity(rule)) {
            None => changes.push(change(section, Happened::Removed, Some(rule), None)),
            Some(now) if now != *rule => changes.push(change(section, Happened::Changed, Some(rule), Some(&now))),
            Some(_) => {}
        }
    }
    let added = after.iter().filter(|rule| find(before, &identity(rule)).is_none());
    changes.extend(added.map(|rule| change(section, Happened::Added, None, Some(rule))));
    changes
}

fn change(section: Section, happened: Happened, old: Option<&Value>, new: Option<&Value>) -> RuleChange {
    let rule = new.or(old).unwrap_or(&Value::Null);
    let text = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = name(rule);
    let mut details = details(&old.map(facts).unwrap_or_default(), &new.map(facts).unwrap_or_default());
    if details.is_empty() {
        // Two texts that say the same to people, told apart by something no fact shows.
        let said = |rule: Option<&Value>| rule.map(Value::to_string);
        details.push(Detail { label: "写法".to_owned(), old: said(old), new: said(new) });
    }
    let sentences = match happened {
        Happened::Added => vec![format!("新增：{name}{}", main(&details, |detail| detail.new.clone()))],
        Happened::Removed => vec![format!("取消：{name}{}", main(&details, |detail| detail.old.clone()))],
        Happened::Changed => details.iter().map(|detail| detail.sentence(&name)).collect(),
    };
    RuleChange { section, key: text("key").to_owned(), name, happened, details, sentences }
}

/// The rule's name: the key's, else its own, with class and region.
fn name(rule: &Value) -> String {
    let text = |name: &str| rule.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let key = text("key").unwrap_or_default();
    let known = Some(key_name(key)).filter(|name| *name != key);
    let own = ["title", "label", "name"].into_iter().find_map(text);
    let name = known.or(own).unwrap_or(key);
    let bounds: Vec<&str> = ["class", "region"].into_iter().filter_map(text).collect();
    if bounds.is_empty() { name.to_owned() } else { format!("{name}（{}）", bounds.join("，")) }
}

/// What the rule is about, for a sentence.
fn main(details: &[Detail], side: impl Fn(&Detail) -> Option<String>) -> String {
    let found = details.iter().find(|detail| detail.label.is_empty()).and_then(side);
    found.map_or_else(String::new, |said| format!("：{said}"))
}

/// Facts of the same label are paired in their order.
fn details(old: &[Fact], new: &[Fact]) -> Vec<Detail> {
    let mut labels: Vec<&String> = Vec::new();
    for (label, _) in old.iter().chain(new) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let of = |facts: &[Fact], wanted: &String| -> Option<String> {
        let all: Vec<&str> = facts.iter().filter(|(label, _)| label == wanted).map(|(_, said)| said.as_str()).collect();
        (!all.is_empty()).then(|| all.join("、"))
    };
    let pairs = labels.into_iter().map(|label| (label, of(old, label), of(new, label)));
    pairs
        .filter(|(_, old, new)| old != new)
        .map(|(label, old, new)| Detail { label: label.clone(), old, new })
        .collect()
}

impl Detail {
    /// `回执卡到总部：20 天 → 15 天`.
    fn sentence(&self, name: &str) -> String {
        let side = |said: &Option<String>| match said.as_deref() {
            None | Some("") => "无".to_owned(),
            Some(said) => said.to_owned(),
        };
        let label = if self.label.is_empty() { String::new() } else { format!("（{}）", self.label) };
        format!("{name}{label}：{} → {}", side(&self.old), side(&self.new))
    }
}
