//! Due days of entries: which rules of the maker's pack a form is followed by, and what meets them.
//!
//! - ENTRYDUE-1 A due day of a form runs from the field it names, by the rule of the pack that judges the entry's day; of no maker, or where the pack has no such rule, there is none.
//! - ENTRYDUE-2 The state reached or the field filled meets it, on the day that was, whenever it was typed; led back to where it stood before, it is owed again; an entry that is cancelled ends it, and what the form excepts is not waited for.
//! - ENTRYDUE-3 An entry whose definition is gone keeps its days as they were.
//! - ENTRYDUE-5 A due day whose form names the money at risk has that of its entry, on 今日 and among what makers owe; it follows what the entry says.
//! - ENTRYDUE-4 Seasons are those of the class of the entry's machine, named by its reference or by its model, where the dealer is (E09); without a class or a season it is said why there is no day.

use super::keep::put;
use super::owed::{Owed, Record, closed};
use super::plan::{Look, Plan};
use super::recompute::BY_RULES;
use super::unread::is_bad_row;
use crate::clock::Now;
use crate::entry::{values_of, written_with};
use crate::error::Answer;
use domain::EntryId;
use domain::deadline::{Closed, Closing, Evidence, Moment, Subject};
use domain::form::{FieldKind, FieldValue, Form, FormDeadline, Given, Noun, Target, Until, Values};
use domain::model::Model;
use domain::text::serial_key;
use std::collections::BTreeSet;
use store::{Change, DeadlineRow, EntryRev, FormEntry, Reader, Tx};

/// A due day an entry brings.
#[derive(Debug)]
pub(crate) struct OwedEntry {
    pub entry: FormEntry,
    /// When it counts from.
    pub start: Option<Moment>,
    /// What that is called.
    pub label: String,
    rule: String,
    /// Of the machine it is about; its class decides the seasons (ENTRYDUE-4).
    model: Option<Model>,
    /// Money that is lost or owed once the day has passed, fen (ENTRYDUE-5).
    pub(super) worth: Option<i64>,
    met: Option<Evidence>,
    closed: Option<Closed>,
}

fn moment(value: Option<&FieldValue>) -> Option<Moment> {
    match value? {
        FieldValue::Text(day) => day.parse().ok().map(Moment::Day),
        FieldValue::Number(at) => Some(Moment::At(*at)),
        _ => None,
    }
}

/// What met a due day (ENTRYDUE-2).
fn met(
    form: &Form,
    deadline: &FormDeadline,
    values: &Values,
    entry: &FormEntry,
    revs: &[EntryRev],
) -> Option<Evidence> {
    let said = |at: Moment, what: String| Evidence { at, what: format!("登记 {} {what}", entry.no) };
    match &deadline.until {
        Until::State(key) => {
            let at = reached(form, revs, key)?;
            let day = deadline.on.as_ref().and_then(|on| moment(values_of_visit(form, revs, at, on).get(on)));
            let title = form.state(key).map_or(key.as_str(), |state| &state.title);
            Some(said(day.unwrap_or(Moment::At(revs.get(at)?.at)), title.to_owned()))
        }
        Until::Field(key) => {
            let filled = values.get(key)?;
            let title = form.field(key).map_or(key.as_str(), |field| &field.title);
            let written = revs.iter().find(|rev| values_at(rev).contains_key(key)).map(|rev| Moment::At(rev.at));
            moment(Some(filled)).or(written).map(|at| said(at, format!("已填「{title}」")))
        }
    }
}

/// The version in which an entry came to a state and was not led back from it: to one that stands before it in the form.
fn reached(form: &Form, revs: &[EntryRev], key: &str) -> Option<usize> {
    let place = |key: &str| form.states.iter().position(|state| state.key == key);
    let back = revs.iter().rposition(|rev| place(&rev.to_state) < place(key));
    let after = back.map_or(0, |back| back + 1);
    revs.iter().skip(after).position(|rev| rev.to_state == key).map(|at| after + at)
}

/// The values of a visit with what was put right in them since, up to the next step that puts the field in anew.
fn values_of_visit(form: &Form, revs: &[EntryRev], at: usize, field: &str) -> Values {
    let anew = |rev: &EntryRev| {
        let step = rev.step.as_deref().and_then(|key| form.step(key));
        step.is_some_and(|step| step.asks.iter().chain(&step.stamp).any(|key| key == field))
    };
    let until = revs.iter().skip(at + 1).position(anew).map_or(revs.len(), |more| at + 1 + more);
    revs.get(until - 1).map(values_at).unwrap_or_default()
}

fn values_at(rev: &EntryRev) -> Values {
    serde_json::from_str(&rev.body).unwrap_or_default()
}

/// Everything an entry owes, whether or not a pack has the rule; `None` where nobody knows its form (ENTRYDUE-3).
fn owed_of(reader: &Reader<'_>, at: i64, entry: &FormEntry) -> Answer<Option<Vec<OwedEntry>>> {
    let Some(held) = written_with(reader, &entry.definition)? else { return Ok(None) };
    let form = &held.form;
    let values = values_of(entry);
    let given = Given { state: entry.state.clone(), ..Given::at(at) };
    let standing: BTreeSet<&str> = form.owed(&values, &given).into_iter().map(|one| one.rule.as_str()).collect();
    let revs = reader.entry_revs(entry.id)?;
    let model = model_of(reader, form, entry, &values)?;
    let one = |deadline: &FormDeadline| OwedEntry {
        entry: entry.clone(),
        start: moment(values.get(&deadline.from)),
        label: form.field(&deadline.from).map_or_else(|| deadline.from.clone(), |field| field.title.clone()),
        rule: deadline.rule.clone(),
        model: model.clone(),
        worth: deadline.at_risk.as_ref().and_then(|key| values.get(key)?.number()).filter(|fen| *fen > 0),
        met: met(form, deadline, &values, entry, &revs),
        closed: ended(entry, standing.contains(deadline.rule.as_str())),
    };
    Ok(Some(form.deadlines.iter().map(one).collect()))
}

/// The model of the machine an entry is about. A machine in stock is in no sale yet: there its maker's code names it.
fn model_of(reader: &Reader<'_>, form: &Form, entry: &FormEntry, values: &Values) -> Answer<Option<Model>> {
    let mut machines = form.fields().filter(|field| field.kind == FieldKind::Ref(Target::Noun(Noun::Unit)));
    let unit = machines.find_map(|field| values.get(&field.key)?.text()?.parse().ok());
    if let Some(unit) = unit.map(|id| reader.unit(id)).transpose()?.flatten() {
        return Ok(reader.model(unit.model)?);
    }
    match (entry.principal, values.get("model").and_then(FieldValue::text)) {
        (Some(maker), Some(code)) => Ok(reader.model_by_key(maker, &serial_key(code))?),
        _ => Ok(None),
    }
}

impl<'a> Record<'a> {
    /// The model whose class decides the seasons that are counted.
    pub(super) fn model(self) -> Option<&'a Model> {
        if let Self::Entry(owed) = self { owed.model.as_ref() } else { None }
    }
}

fn ended(entry: &FormEntry, stands: bool) -> Option<Closed> {
    match &entry.void_reason {
        Some(why) => Some(closed(Closing::Void, format!("登记已作废：{why}"))),
        None if !stands => Some(closed(Closing::Waived, "照这张表，这种情况没有期限".to_owned())),
        None => None,
    }
}

/// What has to be kept anew of these entries.
pub(super) fn plan(reader: &Reader<'_>, look: &Look<'_, '_>, entries: &BTreeSet<EntryId>) -> Answer<Plan> {
    let mut plan = Plan::default();
    for id in entries {
        let Some(entry) = reader.entry(*id)? else { continue };
        let Some(owed) = owed_of(reader, look.at, &entry)? else { continue };
        let kept = reader.deadlines_of_records(&[id.to_string()], look.reasons)?;
        plan.deadlines.extend(changes(look, &entry, &owed, &kept));
    }
    Ok(plan)
}

fn changes(
    look: &Look<'_, '_>,
    entry: &FormEntry,
    owed: &[OwedEntry],
    kept: &[DeadlineRow],
) -> Vec<Change<DeadlineRow>> {
    let Some(principal) = entry.principal else { return Vec::new() };
    let mut changed = Vec::new();
    // One without the day it counts from is not owed yet.
    for one in owed.iter().filter(|one| one.start.is_some()) {
        let all = Owed {
            record: Record::Entry(one),
            rule: &one.rule,
            principal,
            unit: None,
            sent: one.met.clone(),
            received: one.met.clone(),
            closed: one.closed.clone(),
        };
        changed.extend(look.deadline(&all, kept.iter().find(|row| row.rule == one.rule)));
    }
    let gone = |row: &&DeadlineRow| !owed.iter().any(|one| one.rule == row.rule && one.start.is_some());
    changed.extend(kept.iter().filter(gone).map(|row| Change { old: Some(row.id), new: None }));
    changed
}

/// Open entries of makers, and those something is still owed of.
fn unfinished(reader: &Reader<'_>) -> Answer<BTreeSet<EntryId>> {
    let owed = reader.open_records(Subject::Entry)?.into_iter().filter_map(|id| id.parse().ok());
    Ok(owed.chain(reader.open_entries()?).collect())
}

/// What other packs would move of entries, with the rows that are kept.
pub(super) fn moved(reader: &Reader<'_>, look: &Look<'_, '_>) -> Answer<(Vec<DeadlineRow>, Plan)> {
    let entries = unfinished(reader)?;
    let records: Vec<String> = entries.iter().map(ToString::to_string).collect();
    Ok((reader.deadlines_of_records(&records, look.reasons)?, plan(reader, look, &entries)?))
}

/// Everything that other rules move of entries; one that cannot be read is left as it is (LAW-10).
pub(super) fn by_rules(tx: &Tx<'_>, look: &Look<'_, '_>, now: Now) -> Answer<i64> {
    let mut changed = 0;
    for id in unfinished(tx)? {
        match plan(tx, look, &BTreeSet::from([id])) {
            Ok(plan) => changed += put(tx, &plan.ready(look.reasons), now.at, BY_RULES)?,
            Err(why) if is_bad_row(&why) => tracing::error!(%id, cause = ?why, "unreadable entry"),
            Err(other) => return Err(other),
        }
    }
    Ok(changed)
}
