//! Rows of a register, and what an entry is found by.
//!
//! - REGISTER-2 An entry is narrowed and added up by each of its fields that can be: what a newer form lists of a key finds entries of an older one too, and what the older one had not is not made up.

use super::define::Tables;
use super::refs::{cell_name, references, word_of};
use super::{Ground, Held, values_of, written_with};
use crate::app::{App, principal_filter};
use crate::error::Answer;
use crate::list::{limits, month_days, term};
use crate::list_export::FileRow;
use crate::view::*;
use domain::Fen;
use domain::form::{Field, FieldKind, FieldValue, Form, Names, Values};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{EntryFilter, EntryFinds, FormEntry, OpenDay, Reader};

/// Entries shown beside a machine or a customer.
const MOST_BESIDE: i64 = 100;

/// A value as it is compared; rows are not.
pub(super) fn plain(value: &FieldValue) -> Option<String> {
    match value {
        FieldValue::Text(text) => Some(text.clone()),
        FieldValue::Number(n) => Some(n.to_string()),
        FieldValue::Truth(truth) => Some(truth.to_string()),
        FieldValue::Rows(_) => None,
    }
}

/// What an entry is narrowed, added up, linked and searched by: all of it that can be, since a newer form may ask for what its own does not (REGISTER-2).
pub(super) fn finds(ground: &Ground<'_>, held: &Held, entry: &FormEntry, values: &Values) -> Answer<EntryFinds> {
    let form = &held.form;
    let mut finds = EntryFinds { values: vec![("state".to_owned(), entry.state.clone())], ..EntryFinds::default() };
    finds.values.extend(entry.principal.map(|id| ("principal".to_owned(), id.to_string())));
    for field in form.fields() {
        let Some(value) = values.get(&field.key) else { continue };
        let key = || field.key.clone();
        match &field.kind {
            FieldKind::Choice(_) | FieldKind::YesNo | FieldKind::Rating(_) | FieldKind::Ref(_) => {
                finds.values.extend(plain(value).map(|value| (key(), value)));
            }
            FieldKind::Day { .. } | FieldKind::Instant { .. } => {
                finds.values.extend(value.day().map(|day| (key(), day.iso())));
            }
            FieldKind::Number { .. } | FieldKind::Money { .. } => finds.sums.extend(value.number().map(|n| (key(), n))),
            _ => {}
        }
    }
    for (path, _, target, id) in references(form, values) {
        finds.links.push((word_of(target), id.to_owned(), path));
    }
    let names = ground.names(form, values)?;
    let searched = |field: &&Field| field.search || form.says.contains(&field.key);
    finds.words = form.fields().filter(searched).map(|field| field.cell(values.get(&field.key), &names)).collect();
    finds.words.retain(|word| !word.is_empty());
    Ok(finds)
}

/// A day of an entry that is open, as far as one is.
pub(super) struct Open<'a> {
    day: Option<&'a OpenDay>,
    today: domain::Day,
}

fn level(open: &Open<'_>) -> (Option<i64>, DueLevel) {
    let Some(due_on) = open.day.and_then(|day| day.due_on) else { return (None, DueLevel::None) };
    let left = open.today.days_until(due_on);
    let warned = open.day.and_then(|day| day.warn_on).is_some_and(|on| on <= open.today);
    let level = if left < 0 {
        DueLevel::Late
    } else if warned {
        DueLevel::Soon
    } else {
        DueLevel::Ok
    };
    (Some(left), level)
}

/// Definitions and makers met so far: a page of rows has few.
struct Met<'a> {
    ground: &'a Ground<'a>,
    definitions: HashMap<String, Option<Arc<Held>>>,
    names: HashMap<String, Names>,
    makers: HashMap<String, String>,
}

impl Met<'_> {
    fn held(&mut self, hash: &str) -> Answer<Option<Arc<Held>>> {
        if let Some(known) = self.definitions.get(hash) {
            return Ok(known.clone());
        }
        let held = written_with(self.ground.reader, hash)?;
        if let Some(held) = &held {
            let names = Tables::of(self.ground.reader, &held.form)?.names();
            self.names.insert(hash.to_owned(), names);
        }
        self.definitions.insert(hash.to_owned(), held.clone());
        Ok(held)
    }
}

/// Cells of these columns: those of the form that was asked for, or of the entry's own where it stands among others.
fn cells(
    reader: &Reader<'_>,
    (form, columns): (&Form, &[String]),
    entry: &FormEntry,
    values: &Values,
    names: &Names,
    maker: &str,
) -> Answer<Vec<String>> {
    let mut names = names.clone();
    for field in columns.iter().filter_map(|key| form.field(key)) {
        if let (FieldKind::Ref(target), Some(FieldValue::Text(id))) = (&field.kind, values.get(&field.key)) {
            names.extend(cell_name(reader, target, id)?.map(|name| (id.clone(), name)));
        }
    }
    let cell = |key: &String| match key.as_str() {
        "no" => entry.no.clone(),
        "state" => form.state(&entry.state).map_or_else(|| entry.state.clone(), |state| state.title.clone()),
        "principal" => maker.to_owned(),
        key => form.field(key).map(|field| field.cell(values.get(key), &names)).unwrap_or_default(),
    };
    Ok(columns.iter().map(cell).collect())
}

/// Rows as they are shown among those of other forms.
pub(super) fn rows(ground: &Ground<'_>, entries: Vec<FormEntry>) -> Answer<Vec<EntryRow>> {
    rows_under(ground, entries, None)
}

/// Rows under the heads of a form: an entry of an older version stands under the same ones.
fn rows_under(ground: &Ground<'_>, entries: Vec<FormEntry>, heads: Option<&Form>) -> Answer<Vec<EntryRow>> {
    let reader = ground.reader;
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.to_string()).collect();
    let days = reader.open_days(&ids)?;
    // The nearest of a record comes last.
    let days: HashMap<&str, &OpenDay> = days.iter().map(|day| (day.record.as_str(), day)).collect();
    let heads = heads.map(|form| form.list.columns.as_slice());
    let mut met = Met { ground, definitions: HashMap::new(), names: HashMap::new(), makers: HashMap::new() };
    for maker in reader.principals()? {
        met.makers.insert(maker.id.to_string(), maker.code);
    }
    entries.into_iter().map(|entry| row(&mut met, entry, &days, heads)).collect()
}

fn row(
    met: &mut Met<'_>,
    entry: FormEntry,
    days: &HashMap<&str, &OpenDay>,
    heads: Option<&[String]>,
) -> Answer<EntryRow> {
    let reader = met.ground.reader;
    let held = met.held(&entry.definition)?;
    let maker = entry.principal.and_then(|id| met.makers.get(&id.to_string()).cloned()).unwrap_or_default();
    let id = entry.id.to_string();
    let day = days.get(id.as_str()).copied().filter(|_| entry.void_reason.is_none());
    let (days_left, level) = level(&Open { day, today: met.ground.now.today });
    let state = held.as_ref().and_then(|held| held.form.state(&entry.state).cloned());
    let cells = match (&held, met.names.get(&entry.definition)) {
        (Some(held), Some(names)) => {
            let under = heads.unwrap_or(&held.form.list.columns);
            cells(reader, (&held.form, under), &entry, &values_of(&entry), names, &maker)?
        }
        _ => Vec::new(),
    };
    let returned = entry.travelled && reader.last_line(&id)?.is_some_and(|line| line.returned);
    Ok(EntryRow {
        id,
        form_title: held.map_or_else(|| entry.form.clone(), |held| held.form.title.clone()),
        form: entry.form,
        no: entry.no,
        principal: maker,
        day: entry.day,
        state_title: state.as_ref().map_or_else(|| entry.state.clone(), |state| state.title.clone()),
        tone: state.map_or("off", |state| state.tone.word()).to_owned(),
        state: entry.state,
        title: entry.title,
        cells,
        due_on: day.and_then(|day| day.due_on),
        days_left,
        level,
        returned,
        voided: entry.void_reason.is_some(),
    })
}

/// Filters of a query as they stand in the store.
pub(crate) fn wanted(reader: &Reader<'_>, query: &EntryQuery) -> Answer<Vec<(String, String)>> {
    let mut wanted: Vec<(String, String)> =
        query.filters.iter().filter_map(|(field, value)| Some((field.clone(), plain(value)?))).collect();
    wanted.retain(|(_, value)| !value.is_empty());
    wanted.extend(principal_filter(reader, &query.principal)?.map(|maker| ("principal".into(), maker.id.to_string())));
    if !query.state.is_empty() {
        wanted.push(("state".into(), query.state.clone()));
    }
    Ok(wanted)
}

impl App {
    pub(crate) fn entry_list(&self, query: EntryQuery) -> Answer<EntryPage> {
        self.read(|reader, now| {
            let ground = Ground { app: self, reader, now };
            entries_page(&ground, &query, limits(query.limit, query.offset))
        })
    }

    pub(crate) fn entries_of(&self, input: RecordRef) -> Answer<Vec<EntryRow>> {
        self.read(|reader, now| {
            let ground = Ground { app: self, reader, now };
            rows(&ground, reader.entries_of(&input.kind, &input.id, MOST_BESIDE)?)
        })
    }
}

/// Most entries among what is found everywhere.
const MOST_HITS: i64 = 8;

/// Entries with these words, whatever register they stand in (Ctrl+K).
pub(crate) fn found_anywhere(ground: &Ground<'_>, typed: &str) -> Answer<Vec<SearchHit>> {
    let found = rows(ground, ground.reader.entries_anywhere(typed, MOST_HITS)?)?;
    let hit = |row: EntryRow| SearchHit {
        kind: SearchKind::Entry,
        id: row.id,
        title: row.no,
        detail: format!("{} {}", row.form_title, row.title),
    };
    Ok(found.into_iter().map(hit).collect())
}

/// So many rows of a register from one on.
pub(crate) fn entries_page(ground: &Ground<'_>, query: &EntryQuery, (limit, offset): (i64, i64)) -> Answer<EntryPage> {
    let reader = ground.reader;
    let values = wanted(reader, query)?;
    let filter = EntryFilter {
        form: &query.form,
        term: term(&query.term)?,
        days: month_days(&query.month)?,
        values: &values,
        voided: query.voided,
        limit,
        offset,
    };
    let (found, total) = reader.entries(&filter)?;
    let mut totals = BTreeMap::new();
    // Of a form that is gone there is its register still, without sums.
    let known = ground.form(&query.form, &query.principal).ok();
    if let Some(form) = known.as_ref().filter(|_| query.sums && filter.term.is_empty()) {
        for key in &form.form.list.totals {
            let sum = reader.entry_sum(&filter, key)?;
            totals.insert(key.clone(), sum_text(form.form.field(key), sum));
        }
    }
    Ok(EntryPage {
        rows: rows_under(ground, found, known.as_ref().map(|held| &held.form))?,
        total,
        at_least: total >= store::MOST_COUNTED || reader.entries_cut(&filter)?,
        totals,
    })
}

fn sum_text(field: Option<&Field>, sum: i64) -> String {
    match field.map(|field| &field.kind) {
        Some(FieldKind::Money { .. }) => Fen(sum).to_string(),
        Some(_) => field.map(|field| field.cell(Some(&FieldValue::Number(sum)), &Names::new())).unwrap_or_default(),
        None => String::new(),
    }
}

/// Whether a search of a register has more hits than are looked at.
pub(crate) fn search_cut(reader: &Reader<'_>, query: &EntryQuery) -> Answer<bool> {
    let (term, days) = (term(&query.term)?, month_days(&query.month)?);
    Ok(reader.entries_cut(&EntryFilter { form: &query.form, term, days, ..EntryFilter::default() })?)
}

/// Rows of a register for a file, each with what its values are called; and how many there are.
pub(crate) fn entries_for_file(
    ground: &Ground<'_>,
    query: &EntryQuery,
    (limit, offset): (i64, i64),
) -> Answer<(Vec<FileRow>, i64)> {
    let reader = ground.reader;
    let values = wanted(reader, query)?;
    let (term, days) = (term(&query.term)?, month_days(&query.month)?);
    let filter = EntryFilter { form: &query.form, term, days, values: &values, voided: query.voided, limit, offset };
    let (found, total) = reader.entries(&filter)?;
    let makers: HashMap<String, String> =
        reader.principals()?.into_iter().map(|maker| (maker.id.to_string(), maker.name)).collect();
    let mut met = Met { ground, definitions: HashMap::new(), names: HashMap::new(), makers };
    let rows = found.into_iter().map(|entry| file_row(&mut met, &entry)).collect::<Answer<_>>()?;
    Ok((rows, total))
}

fn file_row(met: &mut Met<'_>, entry: &FormEntry) -> Answer<FileRow> {
    let held = met.held(&entry.definition)?;
    let values = values_of(entry);
    let mut names = met.names.get(&entry.definition).cloned().unwrap_or_default();
    for (_, _, target, id) in held.iter().flat_map(|held| references(&held.form, &values)) {
        names.extend(cell_name(met.ground.reader, target, id)?.map(|name| (id.to_owned(), name)));
    }
    let state = held.as_ref().and_then(|held| held.form.state(&entry.state).map(|state| state.title.clone()));
    Ok(FileRow {
        no: entry.no.clone(),
        state: state.unwrap_or_else(|| entry.state.clone()),
        maker: entry.principal.and_then(|id| met.makers.get(&id.to_string()).cloned()).unwrap_or_default(),
        values,
        names,
    })
}
