//! Computing a formula. It always ends: there are no loops, and who uses whom is a tree of bounded height.

use super::explain::Words;
use super::fault::{Cause, Uncomputable};
use super::frac::Frac;
use super::rule::KeyPart;
use super::set::{Formula, Formulas};
use super::tree::Op;
use super::typed::Term;
use super::value::{Inputs, MILLION, THOUSAND, Type, Value};
use crate::Day;
use crate::policy::{Scope, choose};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A result with everything that is needed to explain it. Stored as computed: a later pack does not rewrite it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Rule key.
    pub rule_key: String,
    /// Chinese name of the result.
    pub label: String,
    /// The result.
    pub value: Value,
    /// Unit of a plain number, Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Inputs by name, those of the formulas used included.
    pub inputs: BTreeMap<String, Value>,
    /// Pack and version, e.g. `S0-farm 2026.1`.
    pub rule_version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared the rule with its source.
    pub checked: bool,
    /// The whole computation in one Chinese sentence.
    pub sentence: String,
    /// Sentences of the formulas used and reasons of each choice, then `sentence`.
    pub steps: Vec<String>,
}

/// Result of one formula.
pub type Computed = Result<Outcome, Uncomputable>;

impl Formulas {
    /// Computes the formula of a key for a class, a region and a day. `version` is that of the pack.
    pub fn eval(&self, version: &str, key: &str, scope: &Scope<'_>, inputs: &Inputs) -> Computed {
        Evaluation { set: self, version, scope, inputs, known: RefCell::default() }.of(key)
    }
}

/// What a formula comes to before any rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exact {
    /// A number: money in fen, a rate as the fraction it is.
    Number(Frac),
    /// Yes or no.
    Truth(bool),
}

impl Formula {
    /// Computes a formula that stands alone; no sentence is made of it, so that a form may do so at each key stroke.
    pub fn exact(&self, inputs: &Inputs) -> Result<Exact, Cause> {
        let scope = Scope::on(Day::at(0));
        let of =
            Evaluation { set: &Formulas::default(), version: "", scope: &scope, inputs, known: RefCell::default() };
        match (Run { formula: self, of: &of }).eval(&self.term)? {
            Val::Number(number) => Ok(Exact::Number(number)),
            Val::Truth(truth) => Ok(Exact::Truth(truth)),
            Val::Word(_) => Err(wrong(Type::Bool, "")),
        }
    }
}

/// One evaluation: each formula is computed once however often it is used.
pub(super) struct Evaluation<'a> {
    set: &'a Formulas,
    version: &'a str,
    scope: &'a Scope<'a>,
    pub(super) inputs: &'a Inputs,
    known: RefCell<BTreeMap<String, Computed>>,
}

/// A number, a yes/no, or a word that is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Val {
    Number(Frac),
    Truth(bool),
    Word(String),
}

impl Evaluation<'_> {
    fn of(&self, key: &str) -> Computed {
        if let Some(known) = self.known.borrow().get(key) {
            return known.clone();
        }
        let computed = self.compute(key);
        self.known.borrow_mut().insert(key.to_owned(), computed.clone());
        computed
    }

    fn compute(&self, key: &str) -> Computed {
        let cannot = |cause| Uncomputable { rule_key: key.to_owned(), rule_version: self.version.to_owned(), cause };
        let formula = choose(self.set.iter(), key, self.scope).ok_or_else(|| cannot(Cause::NoRule(key.to_owned())))?;
        let run = Run { formula, of: self };
        let value = run.value().map_err(cannot)?;
        let (sentence, steps) = Words::of(&run, &value).map_err(cannot)?;
        let rule = &formula.rule;
        Ok(Outcome {
            rule_key: rule.key.clone(),
            label: rule.label.clone(),
            value,
            unit: rule.unit.clone(),
            inputs: run.given().map_err(cannot)?,
            rule_version: self.version.to_owned(),
            source: rule.source.clone(),
            checked: rule.checked,
            sentence,
            steps,
        })
    }
}

/// One formula in an evaluation.
pub(super) struct Run<'a> {
    pub(super) formula: &'a Formula,
    of: &'a Evaluation<'a>,
}

impl Run<'_> {
    /// The rounded result.
    fn value(&self) -> Result<Value, Cause> {
        match self.eval(&self.formula.term)? {
            Val::Truth(truth) => Ok(Value::Bool(truth)),
            Val::Word(word) => Ok(Value::Text(word)),
            Val::Number(number) => {
                let ty = self.formula.rule.result;
                let number = self.rounded(number, unit_of(ty))?;
                let whole = number.over(unit_of(ty)).and_then(Frac::as_whole);
                whole.and_then(|n| Value::of(ty, n)).ok_or(Cause::Overflow)
            }
        }
    }

    /// Inputs given to this formula and to those it uses, whether or not the way led past them.
    fn given(&self) -> Result<BTreeMap<String, Value>, Cause> {
        let rule = &self.formula.rule;
        let own = rule
            .inputs
            .iter()
            .filter_map(|input| self.of.inputs.get(&input.name).map(|value| (input.name.clone(), value.clone())));
        let mut all: BTreeMap<_, _> = own.collect();
        for used in &rule.uses {
            if let Some(Ok(outcome)) = self.of.known.borrow().get(&used.key) {
                all.extend(outcome.inputs.clone());
            }
        }
        Ok(all)
    }

    pub(super) fn eval(&self, term: &Term) -> Result<Val, Cause> {
        Ok(match term {
            Term::Whole(n) => Val::Number(Frac::whole(*n)),
            Term::Truth(truth) => Val::Truth(*truth),
            Term::Input(i) => val(self.input(*i)?)?,
            Term::Param(i) => val(&self.param(*i)?)?,
            Term::Use(i) => val(&self.used(*i)?.value)?,
            Term::Not(a) => Val::Truth(!self.truth(a)?),
            Term::Minus(a) => Val::Number(self.number(a)?.minus().ok_or(Cause::Overflow)?),
            Term::Two(op, a, b) => self.two(*op, a, b)?,
            Term::Least(all) => Val::Number(self.extreme(all, Ordering::Less)?),
            Term::Most(all) => Val::Number(self.extreme(all, Ordering::Greater)?),
            Term::If(c, then, otherwise) => self.eval(if self.truth(c)? { then } else { otherwise })?,
            Term::Round(a, step, ty) => {
                let step = step.as_ref().map_or(Ok(unit_of(*ty)), |step| self.number(step))?;
                Val::Number(self.rounded(self.number(a)?, step)?)
            }
            Term::Lookup(i, keys) => val(&self.row(*i, keys)?)?,
        })
    }

    pub(super) fn truth(&self, term: &Term) -> Result<bool, Cause> {
        match self.eval(term)? {
            Val::Truth(truth) => Ok(truth),
            Val::Number(_) | Val::Word(_) => Err(wrong(Type::Bool, "")),
        }
    }

    fn number(&self, term: &Term) -> Result<Frac, Cause> {
        match self.eval(term)? {
            Val::Number(number) => Ok(number),
            Val::Truth(_) | Val::Word(_) => Err(wrong(Type::Int, "")),
        }
    }

    /// `and` and `or` stop where the answer is known.
    fn two(&self, op: Op, a: &Term, b: &Term) -> Result<Val, Cause> {
        match op {
            Op::And => return Ok(Val::Truth(self.truth(a)? && self.truth(b)?)),
            Op::Or => return Ok(Val::Truth(self.truth(a)? || self.truth(b)?)),
            _ => {}
        }
        let (left, right) = (self.number(a)?, self.number(b)?);
        let number = match op {
            Op::Add => left.plus(right),
            Op::Sub => right.minus().and_then(|right| left.plus(right)),
            Op::Mul => left.times(right),
            Op::Div if right.is_zero() => return Err(Cause::DivisionByZero(Words::plain(self, b))),
            Op::Div => left.over(right),
            _ => return compared(op, left, right).map(Val::Truth),
        };
        number.map(Val::Number).ok_or(Cause::Overflow)
    }

    fn extreme(&self, all: &[Term], wanted: Ordering) -> Result<Frac, Cause> {
        let mut best: Option<Frac> = None;
        for term in all {
            let new = self.number(term)?;
            let better = match best {
                None => true,
                Some(old) => new.compare(old).ok_or(Cause::Overflow)? == wanted,
            };
            best = if better { Some(new) } else { best };
        }
        best.ok_or(Cause::Overflow)
    }

    fn rounded(&self, number: Frac, step: Frac) -> Result<Frac, Cause> {
        if !step.is_positive() {
            return Err(Cause::Step);
        }
        let Some(how) = self.formula.rule.round else { return Ok(number) };
        let steps = number.over(step).ok_or(Cause::Overflow)?.rounded(how);
        Frac::new(steps, 1).and_then(|steps| steps.times(step)).ok_or(Cause::Overflow)
    }

    pub(super) fn input(&self, i: usize) -> Result<&Value, Cause> {
        let input = &self.formula.rule.inputs[i];
        let given = self.of.inputs.get(&input.name).ok_or_else(|| Cause::Missing(input.label.clone()))?;
        if given.ty() == input.ty {
            return Ok(given);
        }
        let (wanted, given) = (input.ty.zh(), given.ty().zh());
        Err(Cause::WrongType { label: input.label.clone(), wanted, given })
    }

    pub(super) fn param(&self, i: usize) -> Result<Value, Cause> {
        let param = &self.formula.rule.params[i];
        let value = param.value.and_then(|n| Value::of(param.ty, n));
        value.ok_or_else(|| Cause::Blank(param.label.clone()))
    }

    pub(super) fn used(&self, i: usize) -> Result<Outcome, Cause> {
        self.of.of(&self.formula.rule.uses[i].key).map_err(|e| e.cause)
    }

    /// The value of the row its keys lead to.
    pub(super) fn row(&self, i: usize, keys: &[Term]) -> Result<Value, Cause> {
        let table = &self.formula.rule.tables[i];
        let keys = keys.iter().map(|key| self.key(key)).collect::<Result<Vec<_>, _>>()?;
        let found = self.formula.rows[i].get(&keys).and_then(|n| Value::of(table.ty, *n));
        found.ok_or_else(|| Cause::NoRow { table: table.label.clone(), key: said(&keys) })
    }

    pub(super) fn key(&self, term: &Term) -> Result<KeyPart, Cause> {
        match self.eval(term)? {
            Val::Word(word) => Ok(KeyPart::Text(word)),
            Val::Number(number) => number.as_whole().map(KeyPart::Int).ok_or(Cause::NotWhole),
            Val::Truth(_) => Err(wrong(Type::Text, "")),
        }
    }

    /// Whether the result had to be rounded.
    pub(super) fn was_rounded(&self) -> Result<bool, Cause> {
        match self.eval(&self.formula.term)? {
            Val::Number(number) => {
                let whole = number.over(unit_of(self.formula.rule.result)).ok_or(Cause::Overflow)?;
                Ok(whole.as_whole().is_none())
            }
            Val::Truth(_) | Val::Word(_) => Ok(false),
        }
    }
}

/// Keys of a row as people read them.
pub(super) fn said(keys: &[KeyPart]) -> String {
    let part = |key: &KeyPart| match key {
        KeyPart::Int(n) => n.to_string(),
        KeyPart::Text(text) => text.clone(),
    };
    format!("「{}」", keys.iter().map(part).collect::<Vec<_>>().join("、"))
}

fn wrong(wanted: Type, label: &str) -> Cause {
    Cause::WrongType { label: label.to_owned(), wanted: wanted.zh(), given: "别的类型" }
}

fn compared(op: Op, left: Frac, right: Frac) -> Result<bool, Cause> {
    let order = left.compare(right).ok_or(Cause::Overflow)?;
    Ok(match op {
        Op::Lt => order.is_lt(),
        Op::Le => order.is_le(),
        Op::Gt => order.is_gt(),
        Op::Ge => order.is_ge(),
        Op::Eq => order.is_eq(),
        _ => order.is_ne(),
    })
}

/// What one of a type is in a computation: a rate of one millionth, else one.
fn unit_of(ty: Type) -> Frac {
    let one = Frac::whole(1);
    if ty == Type::Ppm { one.over(Frac::whole(MILLION)).unwrap_or(one) } else { one }
}

fn val(value: &Value) -> Result<Val, Cause> {
    Ok(match value {
        Value::Int(n) | Value::Fen(n) | Value::Days(n) => Val::Number(Frac::whole(*n)),
        Value::Milli(n) => Val::Number(Frac::new(i128::from(*n), i128::from(THOUSAND)).ok_or(Cause::Overflow)?),
        Value::Ppm(n) => Val::Number(Frac::whole(*n).times(unit_of(Type::Ppm)).ok_or(Cause::Overflow)?),
        Value::Bool(truth) => Val::Truth(*truth),
        Value::Text(word) => Val::Word(word.clone()),
    })
}
