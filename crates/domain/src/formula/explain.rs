//! A computation in words: `上门费 = 里程 35 公里 × 夜间单价 6.00 元 = 210.00 元`.
//!
//! Of a choice only what was chosen stands in the sentence; why it was chosen is a step of its own.

use super::eval::{Run, said};
use super::fault::Cause;
use super::tree::{Op, Strength};
use super::typed::Term;
use super::value::{Type, Value};

/// Words of one computation while they are gathered.
pub(super) struct Words<'a> {
    run: &'a Run<'a>,
    reasons: Vec<String>,
}

/// A piece of a sentence and how strongly it holds together.
type Piece = (String, Strength);

impl<'a> Words<'a> {
    /// The sentence, and all steps with the sentence last.
    pub(super) fn of(run: &'a Run<'a>, value: &Value) -> Result<(String, Vec<String>), Cause> {
        let rule = &run.formula.rule;
        let mut words = Words { run, reasons: Vec::new() };
        let (said, _) = words.piece(&run.formula.term)?;
        let result = value.zh(&rule.unit);
        let sentence = match (value, rule.round) {
            (Value::Bool(truth), _) => {
                format!("{}：{said}，{}", rule.label, if *truth { "成立" } else { "不成立" })
            }
            (_, Some(round)) if run.was_rounded()? => {
                format!("{} = {said} = {result}（{}到{}）", rule.label, round.zh(), smallest(rule.result))
            }
            _ if said.ends_with(&result) && is_one(&run.formula.term) => format!("{} = {said}", rule.label),
            _ => format!("{} = {said} = {result}", rule.label),
        };
        let mut steps = words.reasons;
        steps.push(sentence.clone());
        Ok((sentence, steps))
    }

    /// A term in words without its reasons; for sentences about what went wrong.
    pub(super) fn plain(run: &Run<'_>, term: &Term) -> String {
        let mut words = Words { run, reasons: Vec::new() };
        words.piece(term).map_or_else(|_| "0".to_owned(), |(said, _)| said)
    }

    fn piece(&mut self, term: &Term) -> Result<Piece, Cause> {
        let rule = &self.run.formula.rule;
        Ok(match term {
            Term::Whole(n) => one(n.to_string()),
            Term::Truth(truth) => one(if *truth { "是" } else { "否" }.to_owned()),
            Term::Input(i) => {
                let (input, value) = (&rule.inputs[*i], self.run.input(*i)?);
                let between = if input.ty == Type::Bool { "：" } else { " " };
                one(format!("{}{between}{}", input.label, value.zh(&input.unit)))
            }
            Term::Param(i) => {
                let param = &rule.params[*i];
                one(format!("{} {}", param.label, self.run.param(*i)?.zh(&param.unit)))
            }
            Term::Use(i) => one(self.used(*i)?),
            Term::Not(a) => (format!("并非{}", self.inside(a, Strength::One)?), Strength::Not),
            Term::Minus(a) => (format!("−{}", self.inside(a, Strength::Minus)?), Strength::Minus),
            Term::Two(op, a, b) => self.two(*op, a, b)?,
            Term::Least(all) => one(format!("较小者（{}）", self.list(all)?)),
            Term::Most(all) => one(format!("较大者（{}）", self.list(all)?)),
            Term::If(c, then, otherwise) => self.choice(c, then, otherwise)?,
            Term::Round(a, step, _) => one(self.round(a, step.as_deref())?),
            Term::Lookup(i, keys) => one(self.row(*i, keys)?),
        })
    }

    fn inside(&mut self, term: &Term, wanted: Strength) -> Result<String, Cause> {
        let (said, strength) = self.piece(term)?;
        Ok(if strength < wanted { format!("（{said}）") } else { said })
    }

    fn two(&mut self, op: Op, a: &Term, b: &Term) -> Result<Piece, Cause> {
        let (left, right) = op.strength().sides();
        let left = self.inside(a, left)?;
        // What `and` and `or` did not look at is not in the sentence either.
        if matches!(op, Op::And | Op::Or) && self.run.truth(a)? == (op == Op::Or) {
            return Ok((left, op.strength()));
        }
        Ok((format!("{left} {} {}", op.zh(), self.inside(b, right)?), op.strength()))
    }

    fn list(&mut self, all: &[Term]) -> Result<String, Cause> {
        let said = all.iter().map(|term| self.piece(term).map(|(said, _)| said)).collect::<Result<Vec<_>, _>>()?;
        Ok(said.join("，"))
    }

    fn choice(&mut self, c: &Term, then: &Term, otherwise: &Term) -> Result<Piece, Cause> {
        let (condition, _) = self.piece(c)?;
        let holds = self.run.truth(c)?;
        let chosen = self.piece(if holds { then } else { otherwise })?;
        let outcome = if holds { "成立" } else { "不成立" };
        self.reasons.push(format!("{condition}，{outcome}，取 {}", chosen.0));
        Ok(chosen)
    }

    fn round(&mut self, a: &Term, step: Option<&Term>) -> Result<String, Cause> {
        let how = self.run.formula.rule.round.map_or("", |round| round.zh());
        let (said, _) = self.piece(a)?;
        Ok(match step {
            None => format!("{how}（{said}）"),
            Some(step) => format!("{how}（{said}，按 {}）", self.piece(step)?.0),
        })
    }

    fn row(&mut self, i: usize, keys: &[Term]) -> Result<String, Cause> {
        let table = &self.run.formula.rule.tables[i];
        let value = self.run.row(i, keys)?;
        let keys = keys.iter().map(|key| self.run.key(key)).collect::<Result<Vec<_>, _>>()?;
        Ok(format!("{}{} {}", table.label, said(&keys), value.zh(&table.unit)))
    }

    fn used(&mut self, i: usize) -> Result<String, Cause> {
        let outcome = self.run.used(i)?;
        for step in &outcome.steps {
            if !self.reasons.contains(step) {
                self.reasons.push(step.clone());
            }
        }
        Ok(format!("{} {}", outcome.label, outcome.value.zh(&outcome.unit)))
    }
}

fn one(said: String) -> Piece {
    (said, Strength::One)
}

/// A formula that is one value has nothing to be equal to.
fn is_one(term: &Term) -> bool {
    match term {
        Term::Input(_) | Term::Param(_) | Term::Use(_) | Term::Lookup(..) => true,
        Term::If(_, then, otherwise) => is_one(then) && is_one(otherwise),
        _ => false,
    }
}

/// What a result is rounded to.
fn smallest(ty: Type) -> &'static str {
    match ty {
        Type::Fen => "分",
        Type::Days => "天",
        Type::Ppm => "百万分之一",
        Type::Int | Type::Bool | Type::Text => "整数",
    }
}
