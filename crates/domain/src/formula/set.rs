//! All formulas of a pack, read once: trees, types, and who uses whom.

use super::fault::{FormulaFault, Reason};
use super::lex::is_name;
use super::parse::parse;
use super::rule::{FormulaRule, KeyPart, Table};
use super::typed::{Names, Term, typed};
use super::value::Type;
use crate::Day;
use crate::policy::Scoped;
use std::collections::{BTreeMap, BTreeSet};

/// Longest way from a formula down through those it uses.
const MOST_USES: usize = 8;

/// A formula ready to be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    pub(super) rule: FormulaRule,
    pub(super) term: Term,
    pub(super) rows: Vec<BTreeMap<Vec<KeyPart>, i64>>,
}

impl Formula {
    /// A formula outside a pack, whose names are made and checked by who asks: those of a form have dots. It uses no
    /// other formula and no table. A reason comes with the character it is about, counted from 0.
    pub fn alone(rule: FormulaRule) -> Result<Self, (usize, Reason)> {
        let term = typed(&Names { rule: &rule, used: &[] }, &parse(&rule.formula)?)?;
        Ok(Self { rule, term, rows: Vec::new() })
    }

    /// The rule it was read from.
    pub fn rule(&self) -> &FormulaRule {
        &self.rule
    }
}

impl Scoped for Formula {
    fn key(&self) -> &str {
        &self.rule.key
    }
    fn class(&self) -> Option<&str> {
        self.rule.class()
    }
    fn region(&self) -> Option<&str> {
        self.rule.region()
    }
    fn from(&self) -> Option<Day> {
        self.rule.from()
    }
    fn to(&self) -> Option<Day> {
        self.rule.to()
    }
}

/// The formulas of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formulas(pub(super) Vec<Formula>);

/// A fault with the place of its rule in the list given.
pub type RuleFault = (usize, FormulaFault);

impl Formulas {
    /// Reads all rules; when one is wrong, none is taken and every fault is told.
    pub fn compile(rules: &[FormulaRule]) -> Result<Self, Vec<RuleFault>> {
        let mut read = Vec::with_capacity(rules.len());
        let mut faults = Vec::new();
        for (i, rule) in rules.iter().enumerate() {
            match formula(rule, rules) {
                Ok(formula) => read.push(formula),
                Err((at, reason)) => faults.push((i, fault(rule, at, reason))),
            }
        }
        faults.extend(circles(rules));
        if faults.is_empty() { Ok(Self(read)) } else { Err(faults) }
    }

    /// Every formula.
    pub fn iter(&self) -> impl Iterator<Item = &Formula> {
        self.0.iter()
    }
}

fn formula(rule: &FormulaRule, all: &[FormulaRule]) -> Result<Formula, (usize, Reason)> {
    head(rule, all).map_err(|reason| (0, reason))?;
    let used = rule.uses.iter().map(|used| result_of(&used.key, all)).collect::<Result<Vec<_>, _>>();
    let used = used.map_err(|reason| (0, reason))?;
    let term = typed(&Names { rule, used: &used }, &parse(&rule.formula)?)?;
    let rows = rule.tables.iter().map(rows).collect::<Result<_, _>>().map_err(|reason| (0, reason))?;
    Ok(Formula { rule: rule.clone(), term, rows })
}

/// All that can be wrong before the text is read.
fn head(rule: &FormulaRule, all: &[FormulaRule]) -> Result<(), Reason> {
    names_once(rule)?;
    for param in &rule.params {
        if !param.ty.is_number() {
            return Err(Reason::BadType(param.name.clone()));
        }
        if param.value.is_some() == param.to_fill {
            return Err(Reason::ValueOrBlank(param.name.clone()));
        }
    }
    match (rule.result, rule.round) {
        (Type::Text, _) => return Err(Reason::BadType("result".to_owned())),
        (Type::Bool, Some(_)) => return Err(Reason::Rounding("结果是「是否」，不能有 round")),
        (Type::Bool, None) | (_, Some(_)) => {}
        (_, None) => return Err(Reason::Rounding("结果是数，要写明一种舍入 round")),
    }
    inputs_agree(rule, all)
}

fn names_once(rule: &FormulaRule) -> Result<(), Reason> {
    let inputs = rule.inputs.iter().map(|input| &input.name);
    let params = rule.params.iter().map(|param| &param.name);
    let rest = rule.tables.iter().map(|table| &table.name).chain(rule.uses.iter().map(|used| &used.name));
    let mut seen = BTreeSet::new();
    for name in inputs.chain(params).chain(rest) {
        if !is_name(name) || !seen.insert(name) {
            return Err(Reason::BadName(name.clone()));
        }
    }
    Ok(())
}

/// A formula and those it uses are given one set of inputs, so a name has one type in all of them.
fn inputs_agree(rule: &FormulaRule, all: &[FormulaRule]) -> Result<(), Reason> {
    let reached = reached(&rule.key, all);
    let others = all.iter().filter(|other| reached.contains(other.key.as_str())).flat_map(|other| &other.inputs);
    for theirs in others {
        if rule.inputs.iter().any(|ours| ours.name == theirs.name && ours.ty != theirs.ty) {
            return Err(Reason::InputClash(theirs.name.clone()));
        }
    }
    Ok(())
}

/// The one result type of a key, over all classes and regions.
fn result_of(key: &str, all: &[FormulaRule]) -> Result<Type, Reason> {
    let mut types = all.iter().filter(|rule| rule.key == key).map(|rule| rule.result);
    let first = types.next().ok_or_else(|| Reason::NoFormula(key.to_owned()))?;
    match types.find(|ty| *ty != first) {
        Some(_) => Err(Reason::BadType(key.to_owned())),
        None => Ok(first),
    }
}

fn rows(table: &Table) -> Result<BTreeMap<Vec<KeyPart>, i64>, Reason> {
    let keys_fit = table.keys.iter().all(|key| matches!(key.ty, Type::Text | Type::Int));
    if !table.ty.is_number() || table.keys.is_empty() || !keys_fit {
        return Err(Reason::BadType(table.name.clone()));
    }
    let mut rows = BTreeMap::new();
    for (i, row) in table.rows.iter().enumerate() {
        let fits = row.key.iter().map(KeyPart::ty).eq(table.keys.iter().map(|key| key.ty));
        if !fits || rows.insert(row.key.clone(), row.value).is_some() {
            return Err(Reason::BadRow(table.label.clone(), i + 1));
        }
    }
    Ok(rows)
}

/// Keys used by a key, near and far.
fn reached<'a>(key: &'a str, all: &'a [FormulaRule]) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![key];
    while let Some(key) = waiting.pop() {
        for used in all.iter().filter(|rule| rule.key == key).flat_map(|rule| &rule.uses) {
            if found.insert(used.key.as_str()) {
                waiting.push(&used.key);
            }
        }
    }
    found
}

/// Formulas that reach themselves, or reach too far down.
fn circles(rules: &[FormulaRule]) -> Vec<RuleFault> {
    let deep = |rule: &FormulaRule| depth(&rule.key, rules, MOST_USES + 1) > MOST_USES;
    let found = rules.iter().enumerate().filter(|(_, rule)| !rule.uses.is_empty());
    found
        .filter_map(|(i, rule)| {
            let reached = reached(&rule.key, rules);
            let reason = if reached.contains(rule.key.as_str()) {
                let mut keys: Vec<&str> = reached.into_iter().collect();
                keys.retain(|key| self::reached(key, rules).contains(rule.key.as_str()));
                Reason::Cycle(keys.join("、"))
            } else if deep(rule) {
                Reason::TooDeep(MOST_USES)
            } else {
                return None;
            };
            Some((i, fault(rule, 0, reason)))
        })
        .collect()
}

/// Levels of use below a key, counted no further than `most`, level by level so that it stays cheap.
fn depth(key: &str, rules: &[FormulaRule], most: usize) -> usize {
    let mut level = BTreeSet::from([key]);
    for depth in 0..most {
        let users = rules.iter().filter(|rule| level.contains(rule.key.as_str()));
        level = users.flat_map(|rule| &rule.uses).map(|used| used.key.as_str()).collect();
        if level.is_empty() {
            return depth;
        }
    }
    most
}

/// What stands at a place: the word there, or a single sign.
fn fault(rule: &FormulaRule, at: usize, reason: Reason) -> FormulaFault {
    let rest = || rule.formula.chars().skip(at);
    let word: String = rest().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect();
    let excerpt = if word.is_empty() { rest().take(1).collect() } else { word };
    FormulaFault { key: rule.key.clone(), column: at + 1, excerpt, reason }
}
