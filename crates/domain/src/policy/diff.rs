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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
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
    diff_among(old, new, &[])
}

/// The same, with packs whose product classes the two refer to: the statutes they stand on.
pub fn diff_among(old: &PolicyPack, new: &PolicyPack, floors: &[&PolicyPack]) -> PackDiff {
    let names = Names([old, new].into_iter().chain(floors.iter().copied()).collect());
    let rules = Section::ALL.into_iter().flat_map(|section| section_diff(section, old, new, &names)).collect();
    PackDiff { head: head(old, new), rules }
}

impl PolicyPack {
    /// A rule's Chinese name; `floors` are the packs whose product classes it may refer to.
    pub fn rule_name(&self, section: Section, index: usize, floors: &[&PolicyPack]) -> String {
        let names = Names([self].into_iter().chain(floors.iter().copied()).collect());
        self.texts.section(section).get(index).map_or_else(String::new, |rule| names.rule(section, rule))
    }

    /// What a rule says, fact by fact, for the page on which a person compares it with its source; `floors` as above.
    /// The first of a pair is empty for what the rule is about.
    pub fn rule_facts(&self, section: Section, index: usize, floors: &[&PolicyPack]) -> Vec<(String, String)> {
        let names = Names([self].into_iter().chain(floors.iter().copied()).collect());
        self.texts.section(section).get(index).map(|rule| names.facts(rule)).unwrap_or_default()
    }
}

/// Packs that know the names of product classes.
struct Names<'a>(Vec<&'a PolicyPack>);

impl Names<'_> {
    fn class<'b>(&'b self, key: &'b str) -> &'b str {
        let mut all = self.0.iter().flat_map(|pack| &pack.classes);
        all.find(|class| class.key == key).map_or(key, |class| &class.name)
    }

    /// What a rule says, other rules and classes by their names.
    fn facts(&self, rule: &Value) -> Vec<Fact> {
        let mut facts = facts(rule);
        for (label, said) in &mut facts {
            match label.as_str() {
                "产品类别" => {
                    let classes: Vec<&str> = said.split('、').map(|class| self.class(class)).collect();
                    *said = classes.join("、");
                }
                "公式" => *said = self.formula(said).to_owned(),
                _ => {}
            }
        }
        facts
    }

    /// A right may name its formula by key.
    fn formula<'b>(&'b self, said: &'b str) -> &'b str {
        let mut all = self.0.iter().flat_map(|pack| &pack.formulas);
        all.find(|formula| formula.key == said).map_or(said, |formula| &formula.label)
    }

    /// The rule's name: the key's, else its own, with class and region; a coverage rule is called by its classes.
    fn rule(&self, section: Section, rule: &Value) -> String {
        let text = |name: &str| rule.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let key = text("key").unwrap_or_default();
        if section == Section::Coverage {
            let classes = rule.get("classes").and_then(Value::as_array).into_iter().flatten();
            let classes: Vec<&str> = classes.filter_map(Value::as_str).map(|class| self.class(class)).collect();
            return format!("{}三包期", classes.join("、"));
        }
        let known = Some(key_name(key)).filter(|name| *name != key);
        let own = ["title", "label", "name"].into_iter().find_map(text);
        let name = known.or(own).unwrap_or(key);
        let bounds: Vec<&str> =
            text("class").map(|class| self.class(class)).into_iter().chain(text("region")).collect();
        if bounds.is_empty() { name.to_owned() } else { format!("{name}（{}）", bounds.join("，")) }
    }
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
    said.extend(forms(old, new));
    said
}

/// Forms that come, go or read otherwise.
fn forms(old: &PolicyPack, new: &PolicyPack) -> Vec<String> {
    let text = |form: &Value, key: &str| form.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let version = |form: &Value| form.get("version").and_then(Value::as_i64).unwrap_or_default();
    let among = |pack: &PolicyPack, form: &Value| {
        pack.forms.iter().find(|other| text(other, "key") == text(form, "key")).cloned()
    };
    let come = new.forms.iter().filter_map(|form| match among(old, form) {
        None => Some(format!("登记表「{}」：新增", text(form, "title"))),
        Some(was) if was == *form => None,
        Some(was) => {
            let (was, now) = (version(&was), version(form));
            Some(format!("登记表「{}」：第 {was} 版 → 第 {now} 版，内容有改动", text(form, "title")))
        }
    });
    let gone = old.forms.iter().filter(|form| among(new, form).is_none());
    come.chain(gone.map(|form| format!("登记表「{}」：不再有", text(form, "title")))).collect()
}

/// What tells a rule from another of its section.
fn identity(rule: &Value) -> String {
    let field = |name: &str| rule.get(name).map(Value::to_string).unwrap_or_default();
    ["key", "class", "region", "effective_from", "year"].map(field).join("\n")
}

fn section_diff(section: Section, old: &PolicyPack, new: &PolicyPack, names: &Names<'_>) -> Vec<RuleChange> {
    let change = |happened, old: Option<&Value>, new: Option<&Value>| change(section, happened, old, new, names);
    let (before, after) = (old.texts.section(section), new.texts.section(section));
    let find = |among: &'_ [Value], id: &str| among.iter().find(|rule| identity(rule) == id).cloned();
    let mut changes = Vec::new();
    for rule in before {
        match find(after, &identity(rule)) {
            None => changes.push(change(Happened::Removed, Some(rule), None)),
            Some(now) if now != *rule => changes.push(change(Happened::Changed, Some(rule), Some(&now))),
            Some(_) => {}
        }
    }
    let added = after.iter().filter(|rule| find(before, &identity(rule)).is_none());
    changes.extend(added.map(|rule| change(Happened::Added, None, Some(rule))));
    changes
}

fn change(
    section: Section,
    happened: Happened,
    old: Option<&Value>,
    new: Option<&Value>,
    names: &Names<'_>,
) -> RuleChange {
    let rule = new.or(old).unwrap_or(&Value::Null);
    let text = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = names.rule(section, rule);
    let said = |rule: Option<&Value>| rule.map(|rule| names.facts(rule)).unwrap_or_default();
    let mut details = details(&said(old), &said(new));
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
