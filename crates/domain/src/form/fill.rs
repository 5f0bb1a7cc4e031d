//! Filling a form: what is computed, what is hidden, what must be there, what is refused. The screen asks this at each
//! change and saving asks it once more: it is one function.

use super::definition::{DayBounds, Field, FieldKind, Form};
use super::expr::Facts;
use super::plan::{Slot, columns};
use super::refused::{Path, Refused, Why};
use super::tidy::{MOST, tidy, unit};
use super::value::{FieldValue, Given, Values};
use crate::Day;
use crate::formula::{Cause, Exact, Frac, Rounding};
use std::collections::{BTreeMap, BTreeSet};

/// A form as it stands with these values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// Values, computed ones written and hidden ones left out. What is refused stands as it was given.
    pub values: Values,
    /// Paths of what is not shown.
    pub hidden: BTreeSet<String>,
    /// Paths of what must be filled.
    pub required: BTreeSet<String>,
    /// What is refused, in the order of the form.
    pub refused: Vec<Refused>,
}

impl Form {
    /// Fills the form (FORMDEF-4, FORMDEF-5).
    pub fn fill(&self, values: &Values, given: &Given) -> Filled {
        let mut given = given.clone();
        if given.state.is_empty() {
            given.state = self.first_state().to_owned();
        }
        let mut run = Run::of(self, &given);
        run.take(values);
        for slot in &self.plan.slots {
            run.settle(slot);
        }
        run.done()
    }
}

struct Run<'a> {
    form: &'a Form,
    given: &'a Given,
    values: Values,
    hidden: BTreeSet<Path>,
    required: BTreeSet<Path>,
    refused: BTreeMap<Path, Why>,
    /// What was given and refused by its kind: no formula sees it, and nobody's typing is lost.
    set_aside: BTreeMap<Path, FieldValue>,
    sections: BTreeMap<usize, bool>,
    unknown: Vec<Refused>,
}

impl<'a> Run<'a> {
    fn of(form: &'a Form, given: &'a Given) -> Self {
        Self {
            form,
            given,
            values: Values::new(),
            hidden: BTreeSet::new(),
            required: BTreeSet::new(),
            refused: BTreeMap::new(),
            set_aside: BTreeMap::new(),
            sections: BTreeMap::new(),
            unknown: Vec::new(),
        }
    }

    /// Takes what is of its field's kind; what is computed is computed, whatever was given.
    fn take(&mut self, values: &Values) {
        for key in values.keys().filter(|key| self.form.field(key).is_none()) {
            self.unknown.push(Refused { path: key.clone(), label: String::new(), why: Why::Unknown(key.clone()) });
        }
        for field in self.form.fields() {
            let Some(value) = values.get(&field.key) else { continue };
            let kept = match (&field.kind, value) {
                (FieldKind::Table(table), FieldValue::Rows(rows)) => {
                    if rows.len() > table.rows_max {
                        let why = Why::TooManyRows { most: table.rows_max, rows: rows.len() };
                        self.refused.insert(Path::field(&field.key), why);
                    }
                    let rows = rows.iter().take(table.rows_max).enumerate();
                    Some(FieldValue::Rows(rows.map(|(i, row)| self.row(field, i, row)).collect()))
                }
                _ => self.value(field, Path::field(&field.key), value),
            };
            if let Some(kept) = kept.filter(|kept| *kept != FieldValue::Rows(Vec::new())) {
                self.values.insert(field.key.clone(), kept);
            }
        }
    }

    fn row(&mut self, table: &Field, i: usize, row: &Values) -> Values {
        for key in row.keys().filter(|key| !columns(table).iter().any(|field| field.key == **key)) {
            let path = Path::column(&table.key, i, key).to_string();
            self.unknown.push(Refused { path, label: String::new(), why: Why::Unknown(key.clone()) });
        }
        let given = columns(table).iter().filter_map(|field| Some((field, row.get(&field.key)?)));
        given
            .filter_map(|(field, value)| {
                let kept = self.value(field, Path::column(&table.key, i, &field.key), value)?;
                Some((field.key.clone(), kept))
            })
            .collect()
    }

    fn value(&mut self, field: &Field, path: Path, value: &FieldValue) -> Option<FieldValue> {
        if field.computed.is_some() {
            return None;
        }
        tidy(field, value).unwrap_or_else(|why| {
            self.refused.insert(path.clone(), why);
            self.set_aside.insert(path, value.clone());
            None
        })
    }

    /// Makes a field final, or a column in all rows.
    fn settle(&mut self, slot: &'a Slot) {
        let shown = self.section_shown(slot.section);
        let Some(table) = &slot.table else {
            let settled = self.settled(slot, shown, None);
            return self.apply(Path::field(&slot.key), settled);
        };
        if slot.shown.is_none() && slot.computed.is_none() {
            return;
        }
        for i in 0..self.rows(table).len() {
            let settled = self.settled(slot, true, self.rows(table).get(i));
            self.apply(Path::column(table, i, &slot.key), settled);
        }
    }

    fn rows(&self, table: &str) -> &[Values] {
        self.values.get(table).map_or(&[], FieldValue::rows)
    }

    fn section_shown(&mut self, section: usize) -> bool {
        if let Some(shown) = self.sections.get(&section) {
            return *shown;
        }
        let expr = self.form.plan.sections.get(section).and_then(Option::as_ref);
        let shown = expr.is_none_or(|expr| expr.holds(self.facts(None)));
        self.sections.insert(section, shown);
        shown
    }

    fn facts<'b>(&'b self, row: Option<&'b Values>) -> Facts<'b> {
        Facts { values: &self.values, row, given: self.given }
    }

    fn settled(&self, slot: &Slot, shown: bool, row: Option<&Values>) -> Settled {
        let facts = self.facts(row);
        if !shown || slot.shown.as_ref().is_some_and(|expr| !expr.holds(facts)) {
            return Settled::Hidden;
        }
        let Some(expr) = &slot.computed else { return Settled::AsGiven };
        match expr.exact(facts) {
            Ok(exact) => written(&self.form.at(slot).kind, exact).map_or_else(Settled::Refused, Settled::Computed),
            // A mean of no rows has no value either.
            Err(Cause::Missing(_) | Cause::DivisionByZero(_)) => Settled::AsGiven,
            Err(why) => Settled::Refused(Why::Uncomputable(why)),
        }
    }

    fn apply(&mut self, path: Path, settled: Settled) {
        match settled {
            Settled::AsGiven => {}
            Settled::Computed(value) => write(&mut self.values, &path, value),
            Settled::Refused(why) => {
                self.refused.insert(path, why);
            }
            Settled::Hidden => {
                erase(&mut self.values, &path);
                let gone = |other: &Path| {
                    *other == path
                        || (path.row.is_none() && other.row.as_ref().is_some_and(|(table, _)| *table == path.key))
                };
                self.refused.retain(|other, _| !gone(other));
                self.set_aside.retain(|other, _| !gone(other));
                self.hidden.insert(path);
            }
        }
    }

    /// Everything is final: what must be there, and where days may lie.
    fn done(mut self) -> Filled {
        for slot in &self.form.plan.slots {
            self.demand(slot);
        }
        let mut refused: Vec<(Path, Why)> = std::mem::take(&mut self.refused).into_iter().collect();
        refused.sort_by_key(|(path, _)| self.form.place_of(path));
        let refused = refused.into_iter().map(|(path, why)| self.form.refused(&path, why));
        let refused = self.unknown.iter().cloned().chain(refused).collect();
        for (path, value) in std::mem::take(&mut self.set_aside) {
            write(&mut self.values, &path, value);
        }
        let said = |paths: BTreeSet<Path>| paths.iter().map(Path::to_string).collect();
        Filled { hidden: said(self.hidden), required: said(self.required), values: self.values, refused }
    }

    fn demand(&mut self, slot: &'a Slot) {
        let Some(table) = &slot.table else {
            return self.demand_one(slot, Path::field(&slot.key), None);
        };
        for i in 0..self.rows(table).len() {
            let said =
                self.set_aside.keys().any(|path| path.row.as_ref().is_some_and(|(of, row)| of == table && *row == i));
            if said || !self.form.is_blank(table, &self.rows(table)[i]) {
                self.demand_one(slot, Path::column(table, i, &slot.key), Some(i));
            }
        }
    }

    fn demand_one(&mut self, slot: &Slot, path: Path, row: Option<usize>) {
        if self.hidden.contains(&path) {
            return;
        }
        let (required, why) = self.demanded(slot, row.and_then(|i| self.rows(slot.table.as_deref()?).get(i)));
        if required {
            self.required.insert(path.clone());
        }
        if let Some(why) = why {
            self.refused.entry(path).or_insert(why);
        }
    }

    /// Whether a field must be filled, and what is wrong with it as it stands.
    fn demanded(&self, slot: &Slot, row: Option<&Values>) -> (bool, Option<Why>) {
        let field = self.form.at(slot);
        let required = field.required || slot.required.as_ref().is_some_and(|expr| expr.holds(self.facts(row)));
        let why = match row.unwrap_or(&self.values).get(&slot.key) {
            None => (required && !self.is_attached(field)).then_some(Why::Missing),
            Some(value) if field.computed.is_some() => tidy(field, value).err(),
            Some(value) => self.out_of_bounds(field, value, self.beside(slot, row)),
        };
        (required, why)
    }

    fn is_attached(&self, field: &Field) -> bool {
        let attached = matches!(field.kind, FieldKind::Photo | FieldKind::Signature);
        attached && self.given.photos.get(&field.key).is_some_and(|n| *n > 0)
    }

    /// The columns of a row with their values; nothing beside a field that stands alone.
    fn beside<'b>(&'b self, slot: &Slot, row: Option<&'b Values>) -> Beside<'b> {
        match &self.form.sections.get(slot.section)?.fields.get(slot.field)?.kind {
            FieldKind::Table(table) => Some((&table.fields, row?)),
            _ => None,
        }
    }

    fn out_of_bounds(&self, field: &Field, value: &FieldValue, beside: Beside<'_>) -> Option<Why> {
        let (FieldKind::Day { bounds } | FieldKind::Instant { bounds }) = &field.kind else { return None };
        let DayBounds { not_after, not_before } = bounds;
        let given = value.day()?;
        let after = not_after.as_ref().and_then(|key| self.bound(key, beside)).filter(|(_, bound)| given > *bound);
        let before = not_before.as_ref().and_then(|key| self.bound(key, beside)).filter(|(_, bound)| given < *bound);
        let after = after.map(|(of, bound)| Why::After { day: given, of, bound });
        after.or(before.map(|(of, bound)| Why::Before { day: given, of, bound }))
    }

    /// The day a bound names, with its name: a column of the same row before a field that is called the same.
    fn bound(&self, key: &str, beside: Beside<'_>) -> Option<(String, Day)> {
        if key == "today" {
            return Some(("今天".to_owned(), self.given.today));
        }
        let column = beside.and_then(|(columns, row)| Some((columns.iter().find(|one| one.key == key)?, row)));
        let (field, values) = match column {
            Some(column) => column,
            None => (self.form.field(key)?, &self.values),
        };
        values.get(key)?.day().map(|day| (field.title.clone(), day))
    }
}

/// Columns of a table with the values of one of its rows.
type Beside<'a> = Option<(&'a [Field], &'a Values)>;

/// How a field stands.
enum Settled {
    Hidden,
    AsGiven,
    Computed(FieldValue),
    Refused(Why),
}

/// The values a path leads into.
fn target<'b>(values: &'b mut Values, path: &Path) -> Option<&'b mut Values> {
    match &path.row {
        None => Some(values),
        Some((table, row)) => match values.get_mut(table) {
            Some(FieldValue::Rows(rows)) => rows.get_mut(*row),
            _ => None,
        },
    }
}

fn write(values: &mut Values, path: &Path, value: FieldValue) {
    if let Some(target) = target(values, path) {
        target.insert(path.key.clone(), value);
    }
}

fn erase(values: &mut Values, path: &Path) {
    if let Some(target) = target(values, path) {
        target.remove(&path.key);
    }
}

/// What a formula came to as the value of its field: rounded half up, once, to the field's last digit.
fn written(kind: &FieldKind, exact: Exact) -> Result<FieldValue, Why> {
    let overflow = || Why::Uncomputable(Cause::Overflow);
    let (number, unit) = match (kind, exact) {
        (FieldKind::YesNo, Exact::Truth(truth)) => return Ok(FieldValue::Truth(truth)),
        (FieldKind::Money { .. }, Exact::Number(number)) => (number, 1),
        (FieldKind::Number { decimals, .. }, Exact::Number(number)) => {
            let unit = unit(*decimals);
            (number.times(Frac::whole(1000 / unit)).ok_or_else(overflow)?, unit)
        }
        _ => return Err(overflow()),
    };
    let digits = i64::try_from(number.rounded(Rounding::HalfUp)).map_err(|_| overflow())?;
    digits
        .checked_mul(unit)
        .filter(|n| n.unsigned_abs() <= MOST.unsigned_abs())
        .map(FieldValue::Number)
        .ok_or(Why::Huge)
}
