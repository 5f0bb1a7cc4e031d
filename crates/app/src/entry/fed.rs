//! What an entry puts into the cells of a month's workbook (`domain::form::Feed`).
//!
//! - ENTRYFED-1 An entry is read by the definition it was written with; what that one does not have stays empty.
//! - ENTRYFED-2 Where it goes to head office and the user it names did not agree, what the form masks is masked, behind a reference too.
//!
//! Absent: which entries stand in a month, and in which workbook (`month/entries`).

use super::define::Tables;
use super::refs::{cell_name, offered, references};
use super::travel::readable;
use super::whose::consent;
use super::{Held, attached, params, values_of, written_with};
use crate::error::Answer;
use crate::policies::Policies;
use domain::Day;
use domain::deadline::DeadlineState;
use domain::form::{
    CellKind, Condition, FeedName, FeedSource, Field, FieldKind, FieldValue, Given, Mask, Names, Noun, Target, Values,
};
use domain::principal::Principal;
use report::write::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{DeadlineRow, FormEntry, Reader, Reasons};

/// A row of a table of the form, by its place.
pub(crate) type Row<'a> = (&'a str, usize);

/// How entries are read for a workbook.
pub(crate) struct Reading<'a> {
    pub reader: &'a Reader<'a>,
    pub policies: &'a Policies,
    pub maker: &'a Principal,
    pub today: Day,
    /// This instant, UTC ms.
    pub at: i64,
    /// It goes to head office (ENTRYFED-2).
    pub masked: bool,
    known: RefCell<HashMap<String, Option<Arc<Known>>>>,
}

/// A definition with what its codes are called.
struct Known {
    held: Arc<Held>,
    codes: Names,
}

impl<'a> Reading<'a> {
    pub(crate) fn of(
        (reader, policies, maker): (&'a Reader<'a>, &'a Policies, &'a Principal),
        (today, at): (Day, i64),
        masked: bool,
    ) -> Self {
        Self { reader, policies, maker, today, at, masked, known: RefCell::default() }
    }

    fn known(&self, hash: &str) -> Answer<Option<Arc<Known>>> {
        if let Some(known) = self.known.borrow().get(hash) {
            return Ok(known.clone());
        }
        let known = match written_with(self.reader, hash)? {
            Some(held) => Some(Arc::new(Known { codes: Tables::of(self.reader, &held.form)?.names(), held })),
            None => None,
        };
        self.known.borrow_mut().insert(hash.to_owned(), known.clone());
        Ok(known)
    }

    /// An entry as it is read; none where nobody knows its definition any more (ENTRY-7).
    pub(crate) fn read(&self, entry: FormEntry) -> Answer<Option<Fed<'_>>> {
        let Some(known) = self.known(&entry.definition)? else { return Ok(None) };
        let (form, values) = (&known.held.form, values_of(&entry));
        let mut names = known.codes.clone();
        for (_, _, target, id) in references(form, &values) {
            names.extend(cell_name(self.reader, target, id)?.map(|name| (id.to_owned(), name)));
        }
        let has_attached = form.fields().any(|field| matches!(field.kind, FieldKind::Photo | FieldKind::Signature));
        let mut given = Given::at(self.at);
        given.state.clone_from(&entry.state);
        given.params = params(self.policies, form, Some(self.maker), self.today);
        given.photos = if has_attached { attached(self.reader, &entry)? } else { BTreeMap::new() };
        let whole = readable(form, &values, &names);
        let agreed = !self.masked || consent(self.reader, form, &values, entry.principal.or(Some(self.maker.id)))?;
        let said = form.masked_whole(&whole, agreed);
        let hidden = std::cell::Cell::new(said != whole);
        Ok(Some(Fed { reading: self, hidden, entry, known, values, said, given, agreed }))
    }
}

/// An entry on its way into a workbook.
pub(crate) struct Fed<'a> {
    reading: &'a Reading<'a>,
    pub entry: FormEntry,
    known: Arc<Known>,
    /// As they were kept.
    pub values: Values,
    /// As people read them, masked where they must be.
    said: Values,
    pub given: Given,
    agreed: bool,
    /// Something of it was masked.
    hidden: std::cell::Cell<bool>,
}

/// Where a value goes: what the cell holds, and the row it is of.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a> {
    pub kind: CellKind,
    pub row: Option<Row<'a>>,
}

impl Fed<'_> {
    /// The definition it was written with.
    pub(crate) fn held(&self) -> &Held {
        &self.known.held
    }

    /// Whether something of what was said of it is masked.
    pub(crate) fn is_masked(&self) -> bool {
        self.hidden.get()
    }

    /// The values of a row as they were kept.
    pub(crate) fn row(&self, row: Option<Row<'_>>) -> Option<&Values> {
        let (table, at) = row?;
        self.values.get(table)?.rows().get(at)
    }

    /// How many rows a table has.
    pub(crate) fn rows(&self, table: &str) -> usize {
        self.values.get(table).map_or(0, |value| value.rows().len())
    }

    /// What fills a cell.
    pub(crate) fn value(&self, source: &FeedSource, cell: Cell<'_>) -> Answer<Value<'static>> {
        match source {
            FeedSource::Names(names) => match names.as_slice() {
                [name] => self.named(name, cell),
                names => {
                    let words = Cell { kind: CellKind::Text, ..cell };
                    let said = names.iter().map(|name| self.named(name, words)).collect::<Answer<Vec<_>>>()?;
                    let said: Vec<String> = said.iter().map(words_of).filter(|text| !text.is_empty()).collect();
                    Ok(words_in(cell.kind, said.join(" ")))
                }
            },
            FeedSource::Truth { condition, when, yes, no } => {
                let said = when.as_ref().is_none_or(|when| self.truth(when, cell.row) == Some(true));
                let word = match self.truth(condition, cell.row).filter(|_| said) {
                    Some(true) => yes.as_str(),
                    Some(false) => no.as_str(),
                    None => "",
                };
                Ok(words_in(cell.kind, word.to_owned()))
            }
            FeedSource::Due(rules) => {
                let due = self.due(rules)?.into_iter().find_map(|row| row.due_on);
                Ok(due.map_or(Value::Empty, |due| day_in(cell.kind, due)))
            }
            FeedSource::Late(rules) => {
                let due = self.due(rules)?;
                let word = match due.iter().any(|row| self.passed(row)) {
                    _ if due.is_empty() => "",
                    true => "是",
                    false => "否",
                };
                Ok(words_in(cell.kind, word.to_owned()))
            }
            // Of a group, which the month adds up.
            FeedSource::Count(_) | FeedSource::Share | FeedSource::Rate(_) => Ok(Value::Empty),
        }
    }

    /// What a condition comes to for a row.
    pub(crate) fn truth(&self, condition: &Condition, row: Option<Row<'_>>) -> Option<bool> {
        condition.truth(&self.values, self.row(row), &self.given)
    }

    /// Its due days by these rules, in their order.
    fn due(&self, rules: &[String]) -> Answer<Vec<DeadlineRow>> {
        let mut kept = self.reading.reader.deadlines_of_records(&[self.entry.id.to_string()], &Reasons::default())?;
        let place = |row: &DeadlineRow| rules.iter().position(|rule| *rule == row.rule);
        kept.retain(|row| place(row).is_some() && row.due_on.is_some());
        kept.sort_by_key(place);
        Ok(kept)
    }

    fn passed(&self, row: &DeadlineRow) -> bool {
        let over = || match row.due_at {
            Some(at) => at < self.reading.at,
            None => row.due_on.is_some_and(|on| on < self.reading.today),
        };
        row.state == DeadlineState::Late || (row.state == DeadlineState::Pending && over())
    }

    fn named(&self, name: &FeedName, cell: Cell<'_>) -> Answer<Value<'static>> {
        let (form, entry) = (&self.known.held.form, &self.entry);
        Ok(match name {
            FeedName::No => words_in(cell.kind, entry.no.clone()),
            FeedName::State => {
                let title = form.state(&entry.state).map_or(&entry.state, |state| &state.title);
                words_in(cell.kind, title.clone())
            }
            FeedName::Maker => {
                words_in(cell.kind, entry.principal.map_or_else(String::new, |_| self.reading.maker.name.clone()))
            }
            FeedName::Field(key) => form.field(key).map_or(Value::Empty, |field| {
                let n = self.given.photos.get(key).copied().unwrap_or_default();
                of_field(cell.kind, field, self.said.get(key), n)
            }),
            FeedName::Column { table, column } => self.column((table, column), cell),
            FeedName::Rows(table) => count_in(cell.kind, self.rows(table)),
            FeedName::Behind { table, field, offered } => self.behind((table.as_deref(), field, offered), cell)?,
        })
    }

    fn column(&self, (table, column): (&str, &str), cell: Cell<'_>) -> Value<'static> {
        let Some(field) = self.column_of(table, column) else { return Value::Empty };
        let rows = self.said.get(table).map_or(&[] as &[Values], FieldValue::rows);
        if let Some((_, at)) = cell.row.filter(|(own, _)| *own == table) {
            return of_field(cell.kind, field, rows.get(at).and_then(|row| row.get(column)), 0);
        }
        let said = rows.iter().map(|row| field.cell(row.get(column), &Names::new()));
        let said: Vec<String> = said.filter(|text| !text.is_empty()).collect();
        words_in(cell.kind, said.join("、"))
    }

    fn column_of(&self, table: &str, column: &str) -> Option<&Field> {
        let FieldKind::Table(rows) = &self.known.held.form.field(table)?.kind else { return None };
        rows.fields.iter().find(|field| field.key == column)
    }

    /// What the record offers that a field points to.
    fn behind(&self, (table, field, wanted): (Option<&str>, &str, &str), cell: Cell<'_>) -> Answer<Value<'static>> {
        let (pointing, values) = match table {
            Some(table) => (self.column_of(table, field), self.row(cell.row)),
            None => (self.known.held.form.field(field), Some(&self.values)),
        };
        let id = values.and_then(|values| values.get(field)).and_then(FieldValue::text);
        let (Some(FieldKind::Ref(target)), Some(id)) = (pointing.map(|field| &field.kind), id) else {
            return Ok(Value::Empty);
        };
        match target {
            Target::Noun(noun) => {
                let mut found = offered(self.reading.reader, target, id, wanted)?;
                if let (Some(mask), false) = (mask_of(*noun, wanted), self.agreed) {
                    let left = found.as_ref().and_then(FieldValue::text).and_then(|text| mask.over(text));
                    self.hidden.set(self.hidden.get() || found.is_some());
                    found = left.map(FieldValue::Text);
                }
                Ok(of_offered(cell.kind, found.as_ref()))
            }
            Target::Form(key) => {
                let other = id.parse().ok().map(|id| self.reading.reader.entry(id)).transpose()?.flatten();
                let Some(other) = other.filter(|other| other.form == *key) else { return Ok(Value::Empty) };
                let Some(other) = self.reading.read(other)? else { return Ok(Value::Empty) };
                self.hidden.set(self.hidden.get() || other.hidden.get());
                match wanted {
                    "no" => other.named(&FeedName::No, cell),
                    "day" => Ok(day_in(cell.kind, other.entry.day)),
                    key => other.named(&FeedName::Field(key.to_owned()), Cell { row: None, ..cell }),
                }
            }
        }
    }
}

/// What of a record is masked where its user did not agree.
fn mask_of(noun: Noun, wanted: &str) -> Option<Mask> {
    match wanted {
        "phone" => Some(Mask::Phone),
        "customer_name" => Some(Mask::Name),
        "name" if noun == Noun::Customer => Some(Mask::Name),
        "address" => Some(Mask::Drop),
        _ => None,
    }
}

fn words_in(kind: CellKind, words: String) -> Value<'static> {
    match kind {
        _ if words.is_empty() => Value::Empty,
        CellKind::Code => Value::code(words),
        CellKind::Text => Value::text(words),
        _ => Value::Empty,
    }
}

fn words_of(value: &Value<'_>) -> String {
    match value {
        Value::Text(words) | Value::Code(words) => words.to_string(),
        _ => String::new(),
    }
}

fn day_in(kind: CellKind, day: Day) -> Value<'static> {
    if kind == CellKind::Date { Value::Day(day.date()) } else { words_in(kind, day.iso()) }
}

fn count_in(kind: CellKind, n: usize) -> Value<'static> {
    let count = i64::try_from(n).unwrap_or(i64::MAX);
    match kind {
        CellKind::Integer => Value::Int(count),
        _ if n == 0 => Value::Empty,
        kind => words_in(kind, n.to_string()),
    }
}

/// A field's value in a cell; a value of another kind than the cell, as an older definition may have it, is left out.
fn of_field(kind: CellKind, field: &Field, value: Option<&FieldValue>, attached: usize) -> Value<'static> {
    match (&field.kind, kind) {
        (FieldKind::Signature, CellKind::Text) => {
            return Value::text(if attached > 0 { "有" } else { "无" });
        }
        (FieldKind::Photo | FieldKind::Signature, kind) => return count_in(kind, attached),
        _ => {}
    }
    let number = || value.and_then(FieldValue::number);
    let found = match (kind, &field.kind) {
        (CellKind::Text | CellKind::Code, _) => return words_in(kind, field.cell(value, &Names::new())),
        (CellKind::Date, FieldKind::Day { .. } | FieldKind::Instant { .. }) => {
            value.and_then(FieldValue::day).map(|day| Value::Day(day.date()))
        }
        (CellKind::Money, FieldKind::Money { .. }) => number().map(Value::Fen),
        (CellKind::Quantity, FieldKind::Number { .. }) => number().map(Value::Milli),
        (CellKind::Integer, FieldKind::Number { .. }) => number().map(|milli| Value::Int(milli / 1000)),
        // Thousandths of a percent are a tenth of its hundredths.
        (CellKind::Rate, FieldKind::Number { .. }) => number().map(|milli| Value::Rate(milli / 10)),
        _ => None,
    };
    found.unwrap_or_default()
}

fn of_offered(kind: CellKind, value: Option<&FieldValue>) -> Value<'static> {
    let found = match (kind, value) {
        (CellKind::Date, Some(value)) => value.day().map(|day| Value::Day(day.date())),
        (CellKind::Money, Some(FieldValue::Number(fen))) => Some(Value::Fen(*fen)),
        (kind, Some(FieldValue::Text(text))) => Some(words_in(kind, text.clone())),
        (kind, Some(FieldValue::Number(fen))) => Some(words_in(kind, domain::Fen(*fen).to_string())),
        _ => None,
    };
    found.unwrap_or_default()
}
