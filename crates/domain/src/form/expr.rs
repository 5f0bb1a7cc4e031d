//! A formula of a definition: compiled once, computed from the values of an entry.
//!
//! A number counts as what it reads on the paper: 1.5 hours are 1.5, not 1500. A box that is not ticked says no; any other
//! field without a value has none, and what needs it cannot be computed: the computed field stays empty, the condition
//! does not hold. Nothing is assumed.

use super::names::{Spot, Take};
use super::value::{FieldValue, Given, Values};
use crate::formula::{Cause, Exact, Formula, Inputs, Type, Value};

/// A formula with what each of its names takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expr {
    pub(super) formula: Formula,
    pub(super) sources: Vec<Source>,
}

/// What a name of a formula stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) spot: Spot,
    pub(super) take: Take,
}

/// What a formula is computed from.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) values: &'a Values,
    pub(super) row: Option<&'a Values>,
    pub(super) given: &'a Given,
}

impl Expr {
    pub(super) fn exact(&self, facts: Facts<'_>) -> Result<Exact, Cause> {
        let found = self.sources.iter().filter_map(|source| Some((source, facts.take(source)?)));
        let inputs = found.fold(Inputs::new(), |inputs, (source, value)| inputs.with(&source.name, value));
        self.formula.exact(&inputs)
    }

    /// Whether the condition holds; one that cannot be computed does not.
    pub(super) fn holds(&self, facts: Facts<'_>) -> bool {
        matches!(self.exact(facts), Ok(Exact::Truth(true)))
    }
}

impl<'a> Facts<'a> {
    fn at(self, spot: &Spot) -> Option<&'a FieldValue> {
        let values = if spot.in_row { self.row? } else { self.values };
        values.get(&spot.key)
    }

    fn take(self, source: &Source) -> Option<Value> {
        let value = self.at(&source.spot);
        let rows = || value.map_or(&[] as &[Values], FieldValue::rows);
        Some(match &source.take {
            Take::Number => Value::Milli(value?.number()?),
            Take::Money => Value::Fen(value?.number()?),
            Take::Rating => Value::Int(value?.number()?),
            Take::YesNo => Value::Bool(value == Some(&FieldValue::Truth(true))),
            Take::Filled => Value::Bool(value.is_some()),
            Take::Photos => Value::Bool(self.given.photos.get(&source.spot.key).is_some_and(|n| *n > 0)),
            Take::Code(code) => Value::Bool(value.and_then(FieldValue::text) == Some(code)),
            Take::State(state) => Value::Bool(self.given.state == *state),
            Take::Count(typed) => {
                counted(rows().iter().filter(|row| typed.iter().any(|key| row.contains_key(key))).count())?
            }
            Take::FilledRows(column) => counted(rows().iter().filter(|row| row.contains_key(column)).count())?,
            Take::Sum(column, ty) => sum(rows(), column, *ty)?,
            Take::Since(from) => Value::Days(self.at(from)?.day()?.days_until(value?.day()?)),
            Take::Ago => Value::Days(value?.day()?.days_until(self.given.today)),
            Take::Param(Type::Int, n) => Value::Milli(*n),
            Take::Param(ty, n) => Value::of(*ty, *n)?,
            Take::Rule => Value::Days(*self.given.params.get(&source.name)?),
        })
    }
}

fn counted(n: usize) -> Option<Value> {
    i64::try_from(n).ok().map(Value::Int)
}

fn sum(rows: &[Values], column: &str, ty: Type) -> Option<Value> {
    let mut numbers = rows.iter().filter_map(|row| row.get(column)?.number());
    let sum = numbers.try_fold(0_i64, i64::checked_add)?;
    Some(if ty == Type::Fen { Value::Fen(sum) } else { Value::Milli(sum) })
}
