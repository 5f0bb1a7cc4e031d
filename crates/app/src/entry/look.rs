//! An entry with everything about it.

use super::define::Tables;
use super::refs::{cells, names};
use super::rows::rows;
use super::{Ground, Held, entry_of, maker_of, may_follow, values_of, written_with};
use crate::app::App;
use crate::error::Answer;
use crate::rights::deadline_view;
use crate::view::*;
use crate::writing::notice;
use domain::form::{Field, FieldKind, Form, Names, State, Values};
use domain::principal::Principal;
use std::collections::{BTreeMap, BTreeSet};
use store::{EntryRev, FormEntry, Reasons};

/// Entries of other forms that are shown beside one.
const MOST_BESIDE: i64 = 100;

impl App {
    pub(crate) fn entry_show(&self, input: ById) -> Answer<EntryView> {
        self.read(|reader, now| {
            let entry = entry_of(reader, &input.id)?;
            view_of(&Ground { app: self, reader, now }, &entry)
        })
    }
}

fn view_of(ground: &Ground<'_>, entry: &FormEntry) -> Answer<EntryView> {
    let reader = ground.reader;
    let held = written_with(reader, &entry.definition)?;
    let maker = maker_of(reader, entry)?;
    let id = entry.id.to_string();
    let line = if entry.travelled { reader.last_line(&id)?.filter(|line| line.returned) } else { None };
    let mark = |one: FormEntry| EntryMark { id: one.id.to_string(), no: one.no, title: one.title };
    let before = entry.predecessor.map(|id| reader.entry(id)).transpose()?.flatten();
    let links = reader.entries_of(&format!("form:{}", entry.form), &id, MOST_BESIDE)?;
    let base = EntryView {
        rev: entry.rev,
        form: entry.form.clone(),
        form_title: held.as_ref().map_or_else(|| entry.form.clone(), |held| held.form.title.clone()),
        form_version: reader.form_definition(&entry.definition)?.map_or(0, |kept| kept.version),
        definition_known: held.is_some(),
        no: entry.no.clone(),
        principal: maker.as_ref().map(|maker| maker.code.clone()).unwrap_or_default(),
        state: entry.state.clone(),
        state_title: entry.state.clone(),
        tone: "off".to_owned(),
        day: entry.day,
        title: entry.title.clone(),
        values: values_of(entry),
        hidden: Vec::new(),
        required: Vec::new(),
        names: BTreeMap::new(),
        notices: Vec::new(),
        due: Vec::new(),
        history: Vec::new(),
        offers: Vec::new(),
        can_amend: false,
        needs_reason: false,
        links: rows(ground, links)?,
        predecessor: before.map(mark),
        successors: reader.entry_successors(entry.id)?.into_iter().map(mark).collect(),
        travels: entry.travelled,
        returned_field: line.as_ref().and_then(|line| line.last_field.clone()),
        returned_reason: line.map(|line| line.last_message.or(line.last_code).unwrap_or_default()),
        paper: super::paper::shown(reader, entry)?,
        newer: None,
        entered_at: entry.entered_at,
        entered_by: None,
        clock_suspect: entry.clock_suspect,
        void_reason: entry.void_reason.clone(),
        id,
    };
    let revs = reader.entry_revs(entry.id)?;
    let base = EntryView { entered_by: revs.first().and_then(|rev| rev.operator.clone()), ..base };
    match held {
        Some(held) => by_definition(ground, &held, entry, maker.as_ref(), (base, revs)),
        None => Ok(EntryView { history: revs.into_iter().map(unread).collect(), ..base }),
    }
}

/// A version nobody knows the form of any more (ENTRY-7).
fn unread(rev: EntryRev) -> EntryPast {
    EntryPast {
        at: rev.at,
        operator: rev.operator,
        step: rev.step.unwrap_or_default(),
        from: rev.from_state.unwrap_or_default(),
        to: rev.to_state,
        reason: rev.reason,
        rev: rev.rev,
        changes: Vec::new(),
    }
}

/// What the definition says of it.
fn by_definition(
    ground: &Ground<'_>,
    held: &Held,
    entry: &FormEntry,
    maker: Option<&Principal>,
    (base, revs): (EntryView, Vec<EntryRev>),
) -> Answer<EntryView> {
    let form = &held.form;
    let given = ground.given(form, maker, Some(entry))?;
    let filled = form.fill(&base.values, &given);
    let named = names(ground.reader, form, &base.values)?;
    let mut said = Tables::of(ground.reader, form)?.names();
    said.extend(cells(&named));
    let state = form.state(&entry.state);
    let stands = entry.void_reason.is_none();
    let role = ground.app.role(ground.reader)?;
    let offers = if stands { form.offers(&entry.state, role) } else { Vec::new() };
    let is_final = state.is_some_and(|state| state.is_final);
    let follow = form.fill(&base.values, &may_follow(form, given.clone()));
    let missing = filled.refused.iter().filter(|one| !follow.refused.iter().any(|known| known.path == one.path));
    let notices = missing.map(|one| {
        notice(&format!("values.{}", one.path), "photo_missing", format!("还缺{}：补上以后才能走下一步", one.label))
    });
    let mut notices: Vec<Notice> = if stands { notices.collect() } else { Vec::new() };
    if stands && entry.open {
        notices.extend(super::draw::differences(ground, form, maker, &base.values)?);
    }
    Ok(EntryView {
        state_title: state.map_or_else(|| entry.state.clone(), |state| state.title.clone()),
        tone: state.map_or("off", |state| state.tone.word()).to_owned(),
        notices,
        hidden: filled.hidden.into_iter().collect(),
        required: filled.required.into_iter().collect(),
        names: named,
        due: due_of(ground, held, entry, maker)?,
        history: history(form, &revs, &said),
        offers: offers.into_iter().map(|step| step.key.clone()).collect(),
        returned_reason: base.returned_reason.clone().map(|why| at_field(form, base.returned_field.as_deref(), why)),
        newer: if stands { super::raise::newer(ground, held, entry, maker)? } else { None },
        can_amend: stands,
        needs_reason: is_final || entry.travelled,
        ..base
    })
}

/// Head office's words with the title of the field they are about, where they do not name it themselves.
fn at_field(form: &Form, field: Option<&str>, why: String) -> String {
    let path = field.map(|path| path.trim_start_matches("values.")).unwrap_or_default();
    let (key, column) = path.split_once('[').map_or((path, None), |(key, rest)| (key, rest.split_once("].")));
    let Some(field) = form.field(key) else { return why };
    let columns = if let FieldKind::Table(table) = &field.kind { table.fields.as_slice() } else { &[] };
    let column = column.and_then(|(at, column)| {
        let title = columns.iter().find(|one| one.key == column).map(|one| &one.title)?;
        Some(format!("第 {} 行 {title}", at.parse::<usize>().ok()? + 1))
    });
    let title = column.map_or_else(|| field.title.clone(), |column| format!("{} {column}", field.title));
    if why.contains(&title) { why } else { format!("{why}（{title}）") }
}

/// The days of an entry as they are kept, and why there is none where there is none.
fn due_of(ground: &Ground<'_>, held: &Held, entry: &FormEntry, maker: Option<&Principal>) -> Answer<Vec<EntryDue>> {
    let kept = ground.reader.deadlines_of_records(&[entry.id.to_string()], &Reasons::default())?;
    let values = values_of(entry);
    let begins = |key: &str| held.form.field(key).map_or_else(|| key.to_owned(), |field| field.title.clone());
    let mut all = Vec::new();
    for deadline in &held.form.deadlines {
        let row = kept.iter().find(|row| row.rule == deadline.rule);
        let missing = match (row, maker) {
            (Some(_), _) => String::new(),
            (None, None) => "没有厂家，没有规则可依，不催".to_owned(),
            (None, Some(_)) if !values.contains_key(&deadline.from) => {
                format!("还没有「{}」，期限从那时起算", begins(&deadline.from))
            }
            (None, Some(maker)) => format!("「{}」的政策包没有约定这个期限，或这里不算，不催", maker.name),
        };
        all.push(EntryDue {
            title: deadline.title.clone(),
            deadline: row.map(|row| deadline_view(row, ground.now.today)),
            missing,
        });
    }
    Ok(all)
}

fn title_of(form: &Form, key: &str) -> String {
    form.state(key).map_or_else(|| key.to_owned(), |state: &State| state.title.clone())
}

/// Every version with what it changed.
fn history(form: &Form, revs: &[EntryRev], said: &Names) -> Vec<EntryPast> {
    let mut before: Option<Values> = None;
    let mut all = Vec::new();
    for rev in revs {
        let values: Values = serde_json::from_str(&rev.body).unwrap_or_default();
        let changes = before.as_ref().map(|before| changes(form, before, &values, said)).unwrap_or_default();
        let step = rev.step.as_deref().map(|key| form.step(key).map_or(key, |step| step.title.as_str()));
        all.push(EntryPast {
            at: rev.at,
            operator: rev.operator.clone(),
            step: step.unwrap_or_default().to_owned(),
            from: rev.from_state.as_deref().map(|key| title_of(form, key)).unwrap_or_default(),
            to: title_of(form, &rev.to_state),
            reason: rev.reason.clone(),
            rev: rev.rev,
            changes,
        });
        before = Some(values);
    }
    all
}

fn changes(form: &Form, before: &Values, after: &Values, said: &Names) -> Vec<EntryChange> {
    let keys: BTreeSet<&String> =
        before.keys().chain(after.keys()).filter(|key| before.get(*key) != after.get(*key)).collect();
    let fields = form.fields().filter(|field| keys.contains(&field.key));
    let text = |field: &Field, values: &Values| field.cell(values.get(&field.key), said);
    fields
        .map(|field| {
            let (old, new) = (text(field, before), text(field, after));
            let same_words = matches!(field.kind, FieldKind::Table(_)) && old == new;
            EntryChange {
                title: field.title.clone(),
                before: old,
                after: if same_words { format!("{new}（内容有改动）") } else { new },
            }
        })
        .collect()
}
