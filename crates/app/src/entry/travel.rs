//! Entries on their way to head office (kind `form_entry`).
//!
//! - ENTRYOUT-1 An entry goes from the state its form names on, version by version, in the transaction that saved it; cancelled after that, head office is told.
//! - ENTRYOUT-2 Every field goes with its title and as people read it, so that any reader can show it; identities of this desk do not travel, what they are called does.
//! - ENTRYOUT-4 An entry head office's own paper made goes back from its first step on, or when it is cancelled, whatever its form says of travelling.
//! - ENTRYOUT-3 Without the consent of the user it names, what the form masks goes masked or not at all (E35).

use super::refs::references;
use super::whose::consent;
use super::{Ground, Held};
use crate::attachment::sent_with;
use crate::error::{Answer, AppError};
use crate::writing::{Line, Writing};
use domain::attachment::{AttachedTo, Attachment};
use domain::form::{Codes, Field, FieldKind, FieldValue, Form, Names, Noun, Target, Values};
use domain::principal::Principal;
use store::{EntryHow, FormEntry, Outgoing};
use wire::body::{AttachmentBody, EntryBody, EntryFieldBody, EntryRowBody};

/// The line for head office, where there is one; the entry then says that it travelled.
pub(super) fn outgoing(
    writing: &Writing<'_>,
    held: &Held,
    entry: &mut FormEntry,
    values: &Values,
    how: &EntryHow<'_>,
) -> Answer<Outgoing> {
    let came_to = |after: &Option<String>| after.as_ref().is_none_or(|after| *after == entry.state);
    let sets_out = held.form.travels.as_ref().is_some_and(|travels| came_to(&travels.after));
    let paper = super::paper::answer(writing.tx, held, entry, how)?;
    let answered = paper.is_some() && (how.step.is_some() || entry.void_reason.is_some());
    let goes = entry.travelled || answered || (entry.void_reason.is_none() && sets_out);
    let Some(maker) = entry.principal.filter(|_| goes) else { return Ok(Outgoing::Nothing) };
    let maker = writing.tx.principal(maker)?.ok_or_else(|| AppError::NotFound(entry.no.clone()))?;
    entry.travelled = true;
    let ground = Ground { app: writing.app, reader: writing.tx, now: writing.now };
    let agreed = consent(writing.tx, &held.form, values, entry.principal)?;
    let names = ground.names(&held.form, values)?;
    let state = held.form.state(&entry.state);
    let before = entry.predecessor.map(|id| writing.tx.entry(id)).transpose()?.flatten();
    let body = EntryBody {
        principal: maker.code.clone(),
        form: held.form.key.clone(),
        form_title: held.form.title.clone(),
        form_version: held.form.version,
        definition: held.hash.clone(),
        no: entry.no.clone(),
        day: entry.day.iso(),
        state: entry.state.clone(),
        state_title: state.map(|state| state.title.clone()).unwrap_or_default(),
        fields: fields(held, values, agreed, &names),
        follows_no: before.map(|before| before.no),
        shared: agreed,
        void_reason: entry.void_reason.clone(),
        amend_reason: how.reason.to_owned(),
        paper,
        attachments: attachments(writing, held, entry, (values, agreed), &maker)?,
    };
    let record_id = entry.id.to_string();
    writing.outgoing(Line {
        principal: &maker,
        sent_before: writing.last_sent_rev(&record_id)?,
        record_id,
        rev: entry.rev,
        kind: "form_entry",
        no: entry.no.clone(),
        title: format!("{} {}", held.form.title, entry.title).trim().to_owned(),
        body: &body,
        due_on: None,
    })
}

/// Photographs and signatures that go with it (EVIDENCE-7).
fn attachments(
    writing: &Writing<'_>,
    held: &Held,
    entry: &FormEntry,
    (values, agreed): (&Values, bool),
    maker: &Principal,
) -> Answer<Vec<AttachmentBody>> {
    let form = &held.form;
    let wanted = form.travels.as_ref().and_then(|travels| travels.fields.as_ref());
    let whose = [Noun::Customer, Noun::Unit, Noun::Call, Noun::Repair, Noun::Sale].map(Target::Noun);
    let of_a_user = references(form, values).iter().any(|(_, _, target, _)| whose.contains(target));
    let goes = |one: &Attachment| {
        let field = form.field(&one.field);
        let travels = wanted.is_none_or(|wanted| wanted.contains(&one.field));
        let masked = field.is_none_or(|field| field.mask.is_some());
        travels && (agreed || !(masked || of_a_user && one.shows_user()))
    };
    sent_with(writing, maker, (AttachedTo::Entry, &entry.id.to_string()), goes)
}

/// ENTRYOUT-2, ENTRYOUT-3. References are read as what they are called before anything is masked.
fn fields(held: &Held, values: &Values, agreed: bool, names: &Names) -> Vec<EntryFieldBody> {
    let masked = held.form.masked(&readable(&held.form, values, names), agreed);
    held.form
        .fields()
        .filter_map(|field| {
            let value = masked.get(&field.key)?;
            Some(EntryFieldBody {
                key: field.key.clone(),
                title: field.title.clone(),
                text: field.cell(Some(value), &Names::new()),
                rows: rows(field, value),
            })
        })
        .collect()
}

/// Values with names in the place of identities and codes of the desk.
pub(super) fn readable(form: &Form, values: &Values, names: &Names) -> Values {
    let called = |field: &Field| Some((field.key.clone(), called(field, values.get(&field.key)?, names)));
    form.fields().filter_map(called).collect()
}

/// A value with names in the place of identities and codes of the desk.
fn called(field: &Field, value: &FieldValue, names: &Names) -> FieldValue {
    match (&field.kind, value) {
        (FieldKind::Ref(_) | FieldKind::Choice(Codes::Of(_)), FieldValue::Text(id)) => {
            FieldValue::Text(names.get(id).unwrap_or(id).clone())
        }
        (FieldKind::Table(table), FieldValue::Rows(rows)) => {
            let row = |row: &Values| -> Values {
                let columns = table.fields.iter();
                columns
                    .filter_map(|column| Some((column.key.clone(), called(column, row.get(&column.key)?, names))))
                    .collect()
            };
            FieldValue::Rows(rows.iter().map(row).collect())
        }
        (_, value) => value.clone(),
    }
}

fn rows(field: &Field, value: &FieldValue) -> Vec<EntryRowBody> {
    let FieldKind::Table(table) = &field.kind else { return Vec::new() };
    let cell = |row: &Values, column: &Field| {
        let value = row.get(&column.key)?;
        Some(EntryFieldBody {
            key: column.key.clone(),
            title: column.title.clone(),
            text: column.cell(Some(value), &Names::new()),
            rows: Vec::new(),
        })
    };
    let row = |row: &Values| EntryRowBody(table.fields.iter().filter_map(|column| cell(row, column)).collect());
    value.rows().iter().map(row).collect()
}
