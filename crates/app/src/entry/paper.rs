//! Papers of head office (总部来文) that come by its feed: each is an entry of its form.
//!
//! - PAPERIN-1 A paper is the entry of its form, judged as a new one is (FORMDEF-14), of the maker whose head office sent it; the same version twice is one entry.
//! - PAPERIN-2 What the desk can make no entry of, a form it does not have, a newer version of one, a field that is refused, is kept whole with the reason, is read as head office wrote it, and is taken when somebody asks again and the reason is gone.
//! - PAPERIN-3 A correction is the entry's next version and has to be answered anew; the one before stays in the history. An older version that comes late changes nothing.
//! - PAPERIN-4 What head office wrote is changed by head office: at the desk its fields are refused.
//! - PAPERIN-5 A record a paper names by its number is linked where exactly one has it; else the paper is taken without it and says which is not here.
//! - PAPERIN-6 From the first step on the entry goes back to head office as any other, with which version was answered, by whom and when.

use super::refs::{by_number, references};
use super::{Ground, Held, begin, day_of, definition_of, number, put, refused, values_of, written};
use crate::app::{App, no_such};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::view::*;
use crate::writing::Writing;
use domain::PrincipalId;
use domain::form::{FieldValue, PrincipalUse, Values};
use domain::refusal::Refusal;
use domain::text::clean;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{EntryHow, FormEntry, OfficePaper, Reader, Tx};
use wire::body::PaperAnswerBody;
use wire::feed::FeedItem;
use wire::paper::PaperBody;

/// Papers 今日 looks at.
const MOST_PAPERS: i64 = 200;

impl App {
    /// Takes a paper; answers what to add to the message's line.
    pub(crate) fn paper_by_feed(&self, tx: &Tx<'_>, now: Now, maker: PrincipalId, item: &FeedItem) -> Answer<String> {
        let Some(body) = read(&item.body) else { return Ok("读不懂，没有收".to_owned()) };
        let newest = tx.newest_paper(maker, &body.paper)?;
        if let Some(newest) = newest.filter(|newest| newest.version >= body.version) {
            return Ok(format!("第 {} 版，已有第 {} 版", body.version, newest.version));
        }
        let paper = OfficePaper {
            principal: maker,
            paper: body.paper.clone(),
            version: body.version,
            item: item.item_id.clone(),
            title: clean(&body.title),
            body: item.body.clone(),
            entry: None,
            trouble: String::new(),
            received_at: now.at,
            closed_at: None,
        };
        tx.put_office_paper(&paper)?;
        let writing = Writing::begin(self, tx, now)?;
        match tx.attempt(|| taken(&writing, &paper, &body)) {
            Ok((entry, missing)) => Ok(format!("收为登记 {}{}", entry.no, joined(&missing))),
            Err(AppError::Store(why)) => Err(why.into()),
            Err(why) => {
                let trouble = why.to_string();
                tx.close_papers_before(&paper, now.at)?;
                tx.put_office_paper(&OfficePaper { trouble: trouble.clone(), ..paper })?;
                Ok(format!("没有收成登记：{trouble}"))
            }
        }
    }

    /// Takes a paper that waits; of one that was taken it answers the entry (PAPERIN-2).
    pub(crate) fn paper_take(&self, input: ById) -> Answer<Written<EntryView>> {
        let id = self.write("paper_take", |tx, now| {
            let paper = tx.paper_of_item(&input.id)?.ok_or_else(|| no_such("id", &input.id))?;
            if let Some(entry) = paper.entry {
                return Ok(entry.to_string());
            }
            let newest = tx.newest_paper(paper.principal, &paper.paper)?;
            if newest.is_some_and(|newest| newest.version > paper.version) {
                let state = "已有更新的一版";
                return Err(Refusal::WrongState { subject: "这份来文", state, verb: "收" }.into());
            }
            let body = read(&paper.body).ok_or_else(|| no_such("id", &input.id))?;
            let writing = Writing::begin(self, tx, now)?;
            Ok(taken(&writing, &paper, &body)?.0.id.to_string())
        })?;
        self.entry_saved(id)
    }
}

fn read(body: &str) -> Option<PaperBody> {
    serde_json::from_str::<PaperBody>(body).ok().filter(PaperBody::is_whole)
}

fn joined(missing: &[String]) -> String {
    if missing.is_empty() { String::new() } else { format!("，没有连上：{}", missing.join("、")) }
}

/// A paper as an entry, and what it names that is not here.
fn taken(writing: &Writing<'_>, paper: &OfficePaper, body: &PaperBody) -> Answer<(FormEntry, Vec<String>)> {
    let ground = super::ground(writing);
    let standing = match writing.tx.taken_paper(paper.principal, &paper.paper)? {
        Some(before) => before.entry.map(|id| writing.tx.entry(id)).transpose()?.flatten().map(|one| (before, one)),
        None => None,
    };
    if standing.as_ref().is_some_and(|(_, entry)| entry.void_reason.is_some()) {
        return Err(Refusal::WrongState { subject: "这份来文的登记", state: "已作废", verb: "更正" }.into());
    }
    let maker = writing.tx.principal(paper.principal)?.ok_or_else(|| no_such("principal", &paper.paper))?;
    let newest = ground.form(&body.form, &maker.code)?;
    let held = match &standing {
        Some((_, entry)) => judged_by(&ground, entry, newest)?,
        None => newest,
    };
    if body.form_version > held.form.version {
        return Err(AppError::PaperNewer { given: body.form_version, known: held.form.version });
    }
    if held.form.principal == PrincipalUse::None || held.form.key != body.form {
        let given = body.form.clone();
        return Err(Refusal::Unknown { field: "form", label: "厂家能发来的登记表", given }.into());
    }
    let (sent, missing) = linked(&ground, &held, sent(body)?, &maker.code)?;
    let kept = match &standing {
        Some((before, entry)) => own(&values_of(entry), &read(&before.body).unwrap_or_default()),
        None => Values::new(),
    };
    let given = ground.given(&held.form, Some(&maker), None)?;
    let filled = held.form.received(&sent, &kept, &given).map_err(refused)?;
    let entry = match &standing {
        Some((_, entry)) => next(&held, entry, &filled.values)?,
        None => first(&ground, &held, paper, &filled.values)?,
    };
    let entry = written(&ground, &held, entry, &filled.values)?;
    let no = if entry.no.is_empty() { number(writing, &held.form, entry.day)? } else { entry.no.clone() };
    let entry = FormEntry { no, ..entry };
    writing.tx.keep_definition(&held.kept(writing.now.at))?;
    let reason = said(body);
    let from = standing.as_ref().map(|(_, entry)| entry.state.as_str());
    let paper = OfficePaper { entry: Some(entry.id), trouble: joined(&missing), closed_at: None, ..paper.clone() };
    if from.is_some() {
        // What goes to head office names the version that stands.
        writing.tx.put_office_paper(&paper)?;
    }
    let how = EntryHow { at: writing.now.at, step: None, from, reason: &reason };
    let entry = put(writing, &held, entry, &how)?;
    writing.tx.put_office_paper(&paper)?;
    writing.tx.close_papers_before(&paper, writing.now.at)?;
    Ok((entry, missing))
}

/// How the history says it.
fn said(body: &PaperBody) -> String {
    let why = if body.reason.trim().is_empty() { String::new() } else { format!("：{}", clean(&body.reason)) };
    if body.version > 1 {
        format!("总部来文更正，第 {} 版{why}", body.version)
    } else {
        format!("总部来文{why}")
    }
}

/// A correction is judged by the newest definition the entry goes over to, else by its own.
fn judged_by(ground: &Ground<'_>, entry: &FormEntry, newest: Arc<Held>) -> Answer<Arc<Held>> {
    let own = definition_of(ground.reader, entry)?;
    let goes_over = newest.form.upgrade(&own.form, &values_of(entry), &entry.state).is_some();
    Ok(if goes_over { newest } else { own })
}

fn sent(body: &PaperBody) -> Answer<Values> {
    let values = serde_json::Value::Object(body.values.clone());
    serde_json::from_value(values).map_err(|why| {
        tracing::warn!(%why, paper = %body.paper, "values of a paper");
        AppError::BadInput { field: "values".into(), detail: "有一栏的写法读不懂，请总部重发".into() }
    })
}

/// What the dealer wrote below the version before.
fn own(values: &Values, before: &PaperBody) -> Values {
    let theirs = |key: &String| before.values.contains_key(key);
    values.iter().filter(|(key, _)| !theirs(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn first(ground: &Ground<'_>, held: &Held, paper: &OfficePaper, values: &Values) -> Answer<FormEntry> {
    let state = held.form.first_state().to_owned();
    Ok(FormEntry {
        id: ground.app.id(),
        form: held.form.key.clone(),
        definition: held.hash.clone(),
        no: String::new(),
        principal: Some(paper.principal),
        open: !held.form.state(&state).is_some_and(|state| state.is_final),
        state,
        day: day_of(&held.form, values)?,
        title: String::new(),
        body: String::new(),
        unique_key: None,
        predecessor: None,
        travelled: false,
        entered_at: ground.now.at,
        clock_suspect: ground.now.suspect,
        void_reason: None,
        rev: 1,
    })
}

fn next(held: &Held, entry: &FormEntry, values: &Values) -> Answer<FormEntry> {
    let state = held.form.first_state().to_owned();
    Ok(FormEntry {
        definition: held.hash.clone(),
        open: !held.form.state(&state).is_some_and(|state| state.is_final),
        state,
        day: day_of(&held.form, values)?,
        rev: entry.rev + 1,
        ..entry.clone()
    })
}

/// Numbers of records as the records they name (PAPERIN-5), and what these offer where head office left it open.
fn linked(ground: &Ground<'_>, held: &Held, sent: Values, maker: &str) -> Answer<(Values, Vec<String>)> {
    let named = references(&held.form, &sent);
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut missing = Vec::new();
    for (path, field, target, no) in named {
        let id = by_number(ground, target, no, maker)?;
        if id.is_none() {
            missing.push(format!("{} {no}", field.title));
        }
        found.insert(path, id);
    }
    let mut values = sent;
    for (path, id) in found {
        replaced(&mut values, &path, id);
    }
    begin::fill_on(ground, &held.form, &mut values, &Values::new())?;
    Ok((values, missing))
}

/// The value at a path, taken away where there is none.
fn replaced(values: &mut Values, path: &str, with: Option<String>) {
    let (row, key) = match path.split_once("].") {
        Some((table, key)) => {
            let row = table.split_once('[').and_then(|(table, at)| match values.get_mut(table) {
                Some(FieldValue::Rows(rows)) => rows.get_mut(at.parse::<usize>().ok()?),
                _ => None,
            });
            (row, key)
        }
        None => (Some(values), path),
    };
    let Some(row) = row else { return };
    match with {
        Some(id) => drop(row.insert(key.to_owned(), FieldValue::Text(id))),
        None => drop(row.remove(key)),
    }
}

/// Fields of an entry that are head office's.
pub(super) fn theirs(reader: &Reader<'_>, entry: &FormEntry) -> Answer<Vec<String>> {
    let Some(paper) = reader.paper_of_entry(entry.id)? else { return Ok(Vec::new()) };
    let (values, sent) = (values_of(entry), read(&paper.body).unwrap_or_default().values);
    // What it names that is not here may be linked by hand.
    Ok(sent.keys().filter(|key| values.contains_key(*key)).cloned().collect())
}

/// PAPERIN-4, of the fields somebody typed into.
pub(super) fn refuse_theirs(
    reader: &Reader<'_>,
    (old, held): (&FormEntry, &Held),
    after: &Values,
    typed: impl Fn(&String) -> bool,
) -> Answer<()> {
    let before = values_of(old);
    let changed = theirs(reader, old)?.into_iter().filter(|key| typed(key) && before.get(key) != after.get(key));
    let all: Vec<RefusedField> = changed
        .map(|key| {
            let title = held.form.field(&key).map_or(key.as_str(), |field| &field.title);
            RefusedField {
                field: format!("values.{key}"),
                code: "theirs".to_owned(),
                message: format!("「{title}」是总部写的，本店不能改。不对的请提出异议，由总部更正"),
            }
        })
        .collect();
    if all.is_empty() { Ok(()) } else { Err(AppError::EntryRefused(all)) }
}

/// The paper an entry came as.
pub(super) fn shown(reader: &Reader<'_>, entry: &FormEntry) -> Answer<Option<EntryPaper>> {
    let Some(paper) = reader.paper_of_entry(entry.id)? else { return Ok(None) };
    let newest = reader.newest_paper(paper.principal, &paper.paper)?;
    let waits = newest.filter(|newest| newest.version > paper.version);
    Ok(Some(EntryPaper {
        version: paper.version,
        received_at: paper.received_at,
        answered: paper.closed_at.is_some(),
        missing: paper.trouble,
        later: waits.map(|later| format!("总部已更正到第 {} 版，本机没有收成：{}", later.version, later.trouble)),
        fields: theirs(reader, entry)?,
    }))
}

/// What goes back with an entry of head office's own (PAPERIN-6).
pub(super) fn answer(
    reader: &Reader<'_>,
    held: &Held,
    entry: &FormEntry,
    how: &EntryHow<'_>,
) -> Answer<Option<PaperAnswerBody>> {
    let Some(paper) = reader.paper_of_entry(entry.id)? else { return Ok(None) };
    let (step, by, at) = match how.step {
        Some(step) => (Some(step.to_owned()), App::acting_name(), how.at),
        None => match reader.entry_revs(entry.id)?.into_iter().rfind(|rev| rev.step.is_some()) {
            Some(rev) if paper.closed_at.is_some() => (rev.step, rev.operator.unwrap_or_default(), rev.at),
            _ => (None, String::new(), how.at),
        },
    };
    let title = step.map(|key| held.form.step(&key).map_or(key, |step| step.title.clone()));
    Ok(Some(PaperAnswerBody { id: paper.paper, version: paper.version, step: title.unwrap_or_default(), by, at }))
}

/// Papers nobody answered yet, and those that are no entry, on 今日.
pub(crate) fn papers_to_answer(reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
    let papers = reader.open_papers(MOST_PAPERS)?;
    let mut makers = BTreeMap::new();
    for maker in reader.principals()? {
        makers.insert(maker.id, maker);
    }
    let mut items = Vec::new();
    for paper in papers {
        let Some(maker) = makers.get(&paper.principal) else { continue };
        let entry = paper.entry.map(|id| reader.entry(id)).transpose()?.flatten();
        let reason = match &entry {
            Some(_) if paper.version > 1 => format!("总部来文更正了，第 {} 版等本店确认", paper.version),
            Some(_) => "总部来文，等本店看过确认".to_owned(),
            None => format!("没有收成登记：{}", paper.trouble),
        };
        items.push(TodayItem {
            late_ms: None,
            kind: TodayKind::Paper,
            id: entry.as_ref().map_or(paper.item, |entry| entry.id.to_string()),
            no: entry.as_ref().map(|entry| entry.no.clone()).unwrap_or_default(),
            title: entry.map_or(paper.title, |entry| format!("{} {}", entry.no, entry.title)),
            principal: maker.code.clone(),
            reason,
            due_on: None,
            days_left: None,
            level: DueLevel::Soon,
            doubt: None,
            at_risk_fen: None,
        });
    }
    Ok(items)
}
