//! Reading a pack: the whole file or nothing.
//!
//! POLICY-4 A pack is taken whole or not at all; every fault is told with line and column, or with its JSON pointer and the rule's key.
//! POLICY-6 Rules of one key, class and region have no day in common, seasons of one class and region do not overlap, and neither deadlines nor formulas wait for each other in a circle.

use super::fault::{PackFault, PackFaults};
use super::keys::is_known;
use super::names::{basis_deadline, basis_name, inputs};
use super::rules::Section;
use super::scope::{Scoped, collide};
use super::tick::RuleTexts;
use super::{PackKind, PolicyPack};
use crate::coverage::rule::CoverageRule;
use crate::form::{Form, built_in_forms, together};
use crate::formula::Formulas;
use crate::month_of::MonthDay;
use crate::season::SeasonWindow;
use std::collections::{BTreeMap, BTreeSet};

/// The form of packs this program reads.
pub const FORMAT: i64 = 2;

/// Most bytes of a pack's file.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Most rules of a section: a pack of a maker has some dozens.
const MOST_RULES: usize = 1000;

/// Most characters of a name or a version.
const MOST_NAME: usize = 60;

impl PolicyPack {
    /// Reads a pack from its exact text; every fault is told (POLICY-4).
    pub fn read(text: &str) -> Result<Self, PackFaults> {
        let one = |fault| PackFaults(vec![fault]);
        if text.len() > MOST_BYTES {
            return Err(one(PackFault::at("", "", format!("文件太大，最多 {MOST_BYTES} 字节"))));
        }
        let text = text.trim_start_matches('\u{feff}');
        other_format(text).map_err(one)?;
        let mut pack: Self = serde_json::from_str(text).map_err(|e| one(e.into()))?;
        let file = serde_json::from_str(text).map_err(|e: serde_json::Error| one(e.into()))?;
        pack.texts = RuleTexts::of(&file);
        pack.label = pack.name_and_version();
        pack.mark(|_, _| false);
        let mut faults = Faults { pack: &pack, found: Vec::new() };
        faults.look();
        let compiled = Formulas::compile(&pack.formulas);
        let faults = match &compiled {
            Ok(_) => faults.found,
            Err(wrong) => faults.with_formulas(wrong),
        };
        let faults: Vec<PackFault> = faults.into_iter().chain(forms(text)).collect();
        match (faults.is_empty(), compiled) {
            (true, Ok(compiled)) => Ok(Self { compiled, ..pack }),
            _ => Err(PackFaults(faults)),
        }
    }

    /// Reads the formulas again after a rule was marked.
    pub(super) fn compile(&mut self) {
        if let Ok(compiled) = Formulas::compile(&self.formulas) {
            self.compiled = compiled;
        }
    }
}

/// Faults of the forms a pack brings, beside each other and beside the built-in ones; a pack without forms reads none.
fn forms(text: &str) -> Vec<PackFault> {
    let found = match Form::read_all(text) {
        Ok(forms) if forms.is_empty() => Vec::new(),
        Ok(forms) => together(&forms, &built_in_forms()),
        Err(faults) => faults,
    };
    found.into_iter().map(|fault| PackFault::at(pointer(&fault.place), "", fault.sentence)).collect()
}

/// `forms[1].fields[3].key` as a JSON pointer.
fn pointer(place: &str) -> String {
    format!("/{}", place.replace(['[', '.'], "/").replace(']', ""))
}

/// A file of another form is not measured by the fields of this one.
fn other_format(text: &str) -> Result<(), PackFault> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: Option<i64>,
    }
    match serde_json::from_str::<Head>(text)?.format {
        Some(FORMAT) => Ok(()),
        Some(other) => Err(PackFault::at("/format", "", format!("格式是 {other}，本程序只读格式 {FORMAT}"))),
        None => Err(PackFault::at("", "", "缺少「format」")),
    }
}

struct Faults<'a> {
    pack: &'a PolicyPack,
    found: Vec<PackFault>,
}

impl Faults<'_> {
    fn add(&mut self, pointer: impl Into<String>, key: &str, reason: impl Into<String>) {
        self.found.push(PackFault::at(pointer, key, reason));
    }

    fn with_formulas(mut self, wrong: &[crate::formula::RuleFault]) -> Vec<PackFault> {
        for (i, fault) in wrong {
            self.add(format!("/formulas/{i}/formula"), &fault.key, fault.to_string());
        }
        self.found
    }

    fn look(&mut self) {
        self.head();
        self.heads();
        self.collisions();
        self.deadlines();
        self.coverage();
        self.remedies();
        self.formulas();
        self.months();
        self.seasons();
        self.blanks();
    }

    fn head(&mut self) {
        let pack = self.pack;
        for (field, text) in [("pack", &pack.pack), ("version", &pack.version), ("title", &pack.title)] {
            let wrong =
                text.trim().is_empty() || text.chars().count() > MOST_NAME || text.chars().any(char::is_control);
            if wrong {
                self.add(format!("/{field}"), "", format!("「{field}」要有 1 至 {MOST_NAME} 个字"));
            }
        }
        if pack.effective_to.is_some_and(|to| to < pack.effective_from) {
            self.add("/effective_to", "", "结束日期早于开始日期");
        }
        if pack.kind == PackKind::Statutory && !pack.stands_on.is_empty() {
            self.add("/stands_on", "", "法定政策包没有更低的依据");
        }
        let mut seen = BTreeSet::from([pack.pack.as_str()]);
        for (i, name) in pack.stands_on.iter().enumerate() {
            if !seen.insert(name) {
                self.add(format!("/stands_on/{i}"), "", format!("「{name}」重复，或就是本包"));
            }
        }
    }

    /// What every rule must have: a known key, a source, days in their order.
    fn heads(&mut self) {
        let pack = self.pack;
        let mut counted: BTreeMap<Section, usize> = BTreeMap::new();
        for head in pack.heads() {
            *counted.entry(head.section).or_default() += 1;
            if !is_known(head.section, head.key) {
                let reason = format!("{}里没有「{}」这个规则键", head.section.zh(), head.key);
                self.add(format!("{}/key", head.pointer()), head.key, reason);
            }
            if head.source.trim().is_empty() {
                self.add(format!("{}/source", head.pointer()), head.key, "没有写出处");
            }
            let (from, to) = (head.from.unwrap_or(pack.effective_from), head.to.or(pack.effective_to));
            if to.is_some_and(|to| to < from) {
                self.add(format!("{}/effective_to", head.pointer()), head.key, "结束日期早于开始日期");
            }
        }
        for (section, count) in counted.into_iter().filter(|(_, count)| *count > MOST_RULES) {
            self.add(format!("/{}", section.name()), "", format!("有 {count} 条，最多 {MOST_RULES} 条"));
        }
    }

    fn collisions(&mut self) {
        let pack = self.pack;
        self.collide(Section::Deadlines, &pack.deadlines);
        self.collide(Section::Coverage, &pack.coverage);
        self.collide(Section::Formulas, &pack.formulas);
        self.collide(Section::Flags, &pack.flags);
        self.collide(Section::Months, &pack.months);
        self.collide(Section::Seasons, &pack.seasons);
        self.collide(Section::Classes, &pack.classes);
        for (i, rule) in pack.remedies.iter().enumerate() {
            let shared = |other: &[String]| {
                rule.classes.is_empty() || other.is_empty() || other.iter().any(|class| rule.classes.contains(class))
            };
            if pack.remedies[..i].iter().any(|other| other.key == rule.key && shared(&other.classes)) {
                self.add(format!("/remedies/{i}"), &rule.key, twice(&rule.key));
            }
        }
    }

    fn collide<R: Scoped>(&mut self, section: Section, rules: &[R]) {
        let mut known: BTreeMap<&str, Vec<&R>> = BTreeMap::new();
        for (i, rule) in rules.iter().enumerate() {
            let others = known.entry(rule.key()).or_default();
            if others.iter().any(|other| collide(*other, rule)) {
                self.add(format!("/{}/{i}", section.name()), rule.key(), twice(rule.key()));
            }
            others.push(rule);
        }
    }

    fn deadlines(&mut self) {
        let pack = self.pack;
        for (i, rule) in pack.deadlines.iter().enumerate() {
            if let Err(bad) = rule.check() {
                self.add(format!("/deadlines/{i}"), &rule.key, bad.detail);
            }
            let at = format!("/deadlines/{i}/basis");
            match basis_deadline(&rule.basis) {
                Some(other) if pack.deadline(other).is_none() => {
                    self.add(at, &rule.key, format!("起算的期限「{other}」不在本包里"));
                }
                Some(_) if self.waits_for_itself(&rule.key) => {
                    self.add(at, &rule.key, "期限的起算日绕成了一圈");
                }
                None if basis_name(&rule.basis).is_none() => {
                    self.add(at, &rule.key, format!("不认识起算日「{}」", rule.basis));
                }
                _ => {}
            }
        }
    }

    /// Follows `due:` from deadline to deadline; a chain longer than the pack has rules is a circle.
    fn waits_for_itself(&self, key: &str) -> bool {
        let mut at = key;
        for _ in 0..=self.pack.deadlines.len() {
            match self.pack.deadline(at).and_then(|rule| basis_deadline(&rule.basis)) {
                Some(next) if next == key => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    }

    fn coverage(&mut self) {
        let pack = self.pack;
        let mut covered: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, rule) in pack.coverage.iter().enumerate() {
            self.classes(&format!("/coverage/{i}/classes"), &rule.key, &rule.classes);
            if rule.classes.is_empty() {
                self.add(format!("/coverage/{i}/classes"), &rule.key, "没有写产品类别");
            }
            if rule.start.order.is_empty() {
                self.add(format!("/coverage/{i}/start/order"), &rule.key, "没有写从哪天起算");
            }
            for class in &rule.classes {
                if covered.insert(class, i).is_some() {
                    self.add(format!("/coverage/{i}/classes"), &rule.key, format!("「{class}」已有另一条三包期"));
                }
            }
            self.terms(i, rule);
        }
    }

    fn terms(&mut self, i: usize, rule: &CoverageRule) {
        let components =
            rule.components.iter().enumerate().filter_map(|(c, component)| {
                component.term.as_ref().map(|term| (format!("components/{c}/term"), term))
            });
        let whole = [("machine", &rule.machine), ("remedy", &rule.remedy)].into_iter();
        let whole = whole.filter_map(|(name, term)| term.as_ref().map(|term| (name.to_owned(), term)));
        for (name, term) in whole.chain(components) {
            let limits = term.usage.iter().map(|limit| limit.n);
            if term.period.unit.by_clock() || std::iter::once(term.period.n).chain(limits).any(|n| n < 1) {
                self.add(format!("/coverage/{i}/{name}"), &rule.key, "三包期和使用限额至少是 1，不能按小时");
            }
        }
    }

    /// A pack with classes of its own names no others; one without may name those of its floor.
    fn classes(&mut self, at: &str, key: &str, named: &[String]) {
        let pack = self.pack;
        let alone = pack.stands_on.is_empty();
        for class in named {
            let own = pack.classes.iter().any(|rule| rule.key == *class);
            if !own && (alone || !is_known(Section::Classes, class)) {
                self.add(at, key, format!("没有产品类别「{class}」"));
            }
        }
    }

    fn remedies(&mut self) {
        let pack = self.pack;
        for (i, rule) in pack.remedies.iter().enumerate() {
            self.classes(&format!("/remedies/{i}/classes"), &rule.key, &rule.classes);
            let known = |key: &String| pack.formulas.iter().any(|formula| formula.key == *key);
            if let Some(key) = rule.formula.as_ref().filter(|key| !known(key)) {
                self.add(format!("/remedies/{i}/formula"), &rule.key, format!("公式「{key}」不在本包里"));
            }
        }
    }

    fn formulas(&mut self) {
        let pack = self.pack;
        for (i, rule) in pack.formulas.iter().enumerate() {
            for (n, input) in rule.inputs.iter().enumerate() {
                let wanted = inputs().find(|(name, ..)| *name == input.name).map(|(_, ty, _)| ty);
                let reason = match wanted {
                    Some(ty) if ty == input.ty => continue,
                    Some(ty) => format!("输入「{}」的类型应是{}", input.name, ty.zh()),
                    None => format!("没有叫「{}」的输入", input.name),
                };
                self.add(format!("/formulas/{i}/inputs/{n}"), &rule.key, reason);
            }
        }
    }

    /// A sheet goes by a day its register has.
    fn months(&mut self) {
        let pack = self.pack;
        for (i, rule) in pack.months.iter().enumerate() {
            let days = MonthDay::choices(&rule.key);
            if !days.is_empty() && !days.contains(&rule.value) {
                let named: Vec<&str> = days.iter().map(|day| day.name()).collect();
                let reason = format!("不能按「{}」归月，可以写：{}", rule.value.name(), named.join("、"));
                self.add(format!("/months/{i}/value"), &rule.key, reason);
            }
        }
    }

    fn seasons(&mut self) {
        let windows = &self.pack.seasons;
        for (i, window) in windows.iter().enumerate() {
            if let Some(other) = windows[..i].iter().find(|other| overlap(other, window)) {
                self.add(format!("/seasons/{i}"), &window.key, format!("与「{}」同类同地区，日期重叠", other.key));
            }
        }
    }

    fn blanks(&mut self) {
        let pack = self.pack;
        let mut seen = BTreeSet::new();
        for (i, blank) in pack.to_fill.iter().enumerate() {
            let known = Section::ALL.into_iter().any(|section| is_known(section, &blank.key));
            let ruled = pack.heads().any(|head| head.key == blank.key);
            if !known || ruled || !seen.insert(&blank.key) {
                let reason = "待填写的规则键不认识、重复，或本包已有这条规则";
                self.add(format!("/to_fill/{i}/key"), &blank.key, reason);
            }
        }
    }
}

fn twice(key: &str) -> String {
    format!("「{key}」出现两次，适用的类别、地区和日期有重叠")
}

/// Whether two windows hold for one class, region and year and have a day in common.
fn overlap(a: &SeasonWindow, b: &SeasonWindow) -> bool {
    let same = (&a.class, &a.region, a.year) == (&b.class, &b.region, b.year);
    same && pieces(a).iter().any(|a| pieces(b).iter().any(|b| a.0 <= b.1 && b.0 <= a.1))
}

/// A window in pieces that do not cross the new year.
fn pieces(window: &SeasonWindow) -> Vec<(String, String)> {
    let (from, to) = (window.from.to_string(), window.to.to_string());
    if from <= to { vec![(from, to)] } else { vec![(from, "12-31".to_owned()), ("01-01".to_owned(), to)] }
}
