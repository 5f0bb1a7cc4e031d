//! Use cases of entries (登记): a form filled in, changed, taken step by step, cancelled (`domain::form`).
//!
//! - ENTRY-1 An entry is saved with everything its form computes; every refused field comes back at once, at its place.
//! - ENTRY-2 The first entry of a form keeps its definition; the entry is changed and read by that one, whatever the form says later.
//! - ENTRY-3 A photograph or signature that has to be there may follow the entry; no step is taken without it.
//! - ENTRY-4 Of a form that says so, no two standing entries are alike; the second is refused with the number of the first.
//! - ENTRY-5 A number is of the month of the entry's day, given once; `YYMMNN` counts for the whole dealer and grows by a digit when a month has more (E21).
//! - ENTRY-6 A step is put in once, by whom the form says, with what it asks; the one after it is a draft that follows.
//! - ENTRY-7 An entry whose definition is gone or cannot be read is shown as it was kept and changed by nobody; nothing of it is lost.
//! - ENTRY-8 A maker that was forgotten is named later, as long as nothing of the entry travelled; one that is named stays.
//! - ENTRY-9 What travels to a maker names machines, calls, repairs and sales of that maker alone.
//! - ENTRY-10 A photograph is put to a field for photographs, a signature to one for signatures; nothing hangs on another field or on none.
//!
//! Absent: what a form means (domain), how it looks, which forms there are (`shelf`).

mod begin;
mod define;
mod draw;
mod expected;
mod fed;
mod look;
mod paper;
mod raise;
mod refs;
mod rows;
mod shelf;
mod travel;
mod whose;

pub(crate) use expected::papers_expected;
pub(crate) use fed::{Cell, Fed, Reading};
pub(crate) use paper::papers_to_answer;
pub(crate) use rows::{entries_for_file, found_anywhere, search_cut};
pub(crate) use shelf::{Held, in_force_by, of_kept, written_with};

use crate::app::{App, no_such, parse_id, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form as Request, refuse_stale};
use crate::policies::Policies;
use crate::view::*;
use crate::writing::Writing;
use define::Tables;
use domain::attachment::AttachedTo;
use domain::deadline::rule::PeriodUnit;
use domain::form::{Amending, FieldKind, FieldValue, Form, Given, Names, ParamValue, PrincipalUse, Refused, Values};
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::text::clean;
use domain::{Day, EntryId, Month};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{EntryFinds, EntryHow, FormEntry, Reader, Tx};

const TOUCHES: [Touched; 2] = [Touched::Entry, Touched::Sync];

/// The values an entry was written with; of one that cannot be read, none.
pub(crate) fn values_of(entry: &FormEntry) -> Values {
    serde_json::from_str(&entry.body).unwrap_or_default()
}

/// An entry that stands.
pub(crate) fn entry_of(reader: &Reader<'_>, id: &str) -> Answer<FormEntry> {
    reader.entry(parse_id::<EntryId>("id", id)?)?.ok_or_else(|| no_such("id", id))
}

/// Its maker.
pub(crate) fn maker_of(reader: &Reader<'_>, entry: &FormEntry) -> Answer<Option<Principal>> {
    Ok(entry.principal.map(|id| reader.principal(id)).transpose()?.flatten())
}

/// Refusals of a form as every other refusal: all of them, each at its field.
fn refused(all: Vec<Refused>) -> AppError {
    let field = |one: Refused| {
        let path =
            if one.path.is_empty() || one.path == "reason" { one.path.clone() } else { format!("values.{}", one.path) };
        RefusedField { field: path, code: one.why.code().to_owned(), message: one.to_string() }
    };
    AppError::EntryRefused(all.into_iter().map(field).collect())
}

/// One refusal at a field of an entry.
fn refused_at(path: &str, code: &str, message: String) -> AppError {
    let field = if path.is_empty() { String::new() } else { format!("values.{path}") };
    AppError::EntryRefused(vec![RefusedField { field, code: code.to_owned(), message }])
}

/// What a form is judged by beside its values.
pub(crate) struct Ground<'a> {
    pub(crate) app: &'a App,
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) now: Now,
}

impl Ground<'_> {
    /// The maker a form is filled in for.
    pub(super) fn maker(&self, form: &Form, code: &str) -> Answer<Option<Principal>> {
        match form.principal {
            PrincipalUse::None => Ok(None),
            PrincipalUse::Optional if code.trim().is_empty() => Ok(None),
            _ => principal(self.reader, code).map(Some),
        }
    }

    /// The form of a key, by the maker as far as one is named.
    pub(crate) fn form(&self, key: &str, code: &str) -> Answer<Arc<Held>> {
        let named = if code.trim().is_empty() { None } else { Some(principal(self.reader, code)?) };
        shelf::form(self.app, self.reader, key, (named.as_ref(), self.now.today))
    }

    /// What stands around the values of an entry.
    pub(crate) fn given(&self, form: &Form, maker: Option<&Principal>, entry: Option<&FormEntry>) -> Answer<Given> {
        let mut given = Given::at(self.now.at);
        given.operator = App::acting_name();
        given.state = entry.map(|entry| entry.state.clone()).unwrap_or_default();
        given.params = self.params(form, maker)?;
        if let Some(entry) = entry {
            given.photos = self.attached(entry)?;
        }
        Ok(given)
    }

    /// Photographs and signatures of an entry by field.
    pub(super) fn attached(&self, entry: &FormEntry) -> Answer<BTreeMap<String, usize>> {
        attached(self.reader, entry)
    }

    fn params(&self, form: &Form, maker: Option<&Principal>) -> Answer<BTreeMap<String, i64>> {
        let policies = self.app.policies(self.reader)?;
        Ok(params(&policies, form, maker, self.now.today))
    }

    /// What identities and codes of an entry are called.
    pub(crate) fn names(&self, form: &Form, values: &Values) -> Answer<Names> {
        let mut names = Tables::of(self.reader, form)?.names();
        names.extend(refs::cells(&refs::names(self.reader, form, values)?));
        Ok(names)
    }
}

fn attached(reader: &Reader<'_>, entry: &FormEntry) -> Answer<BTreeMap<String, usize>> {
    let mut counted = BTreeMap::new();
    for one in reader.attachments_of(AttachedTo::Entry, &entry.id.to_string())? {
        if one.stands() {
            *counted.entry(one.field).or_insert(0) += 1;
        }
    }
    Ok(counted)
}

/// Days of the parameters that name a rule of the maker's pack.
fn params(policies: &Policies, form: &Form, maker: Option<&Principal>, today: Day) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    let Some(set) = maker.and_then(|maker| policies.set(maker, today)) else { return found };
    for param in &form.params {
        if let ParamValue::Rule(rule) = &param.value {
            let period = set.deadline(rule).and_then(|held| held.rule.add);
            let days = period.filter(|period| period.unit == PeriodUnit::Day).map(|period| period.n);
            found.extend(days.map(|days| (param.name.clone(), days)));
        }
    }
    found
}

/// A form to be saved lets photographs and signatures follow (ENTRY-3).
fn may_follow(form: &Form, mut given: Given) -> Given {
    for field in form.fields().filter(|field| matches!(field.kind, FieldKind::Photo | FieldKind::Signature)) {
        given.photos.entry(field.key.clone()).or_insert(1);
    }
    given
}

impl App {
    pub(crate) fn entry_save(&self, input: EntryInput) -> Answer<Written<EntryView>> {
        let request = Request::of("entry_save", &input.request_id, &input)?;
        let id = self.write("entry_save", |tx, now| {
            if let Some([made]) = request.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let writing = Writing::begin(self, tx, now)?;
            let entry = match &input.id {
                Some(id) => amended(&writing, id, &input)?,
                None => begun(&writing, &input)?,
            };
            request.keep(tx, &[entry.id.to_string()], &entry.no)?;
            Ok(entry.id.to_string())
        })?;
        self.entry_saved(id)
    }

    pub(crate) fn entry_step(&self, input: EntryStep) -> Answer<Written<EntryView>> {
        let request = Request::of("entry_step", &input.request_id, &input)?;
        let id = self.write("entry_step", |tx, now| {
            if let Some([made]) = request.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let writing = Writing::begin(self, tx, now)?;
            let entry = stepped(&writing, &input)?;
            request.keep(tx, &[entry.id.to_string()], &entry.no)?;
            Ok(entry.id.to_string())
        })?;
        self.entry_saved(id)
    }

    pub(crate) fn entry_void(&self, input: VoidInput) -> Answer<Written<EntryView>> {
        let id = self.write("entry_void", |tx, now| {
            let old = standing(tx, &input.id)?;
            refuse_stale("这件登记", input.rev, old.rev)?;
            if clean(&input.reason).is_empty() {
                return Err(AppError::ReasonNeeded);
            }
            let writing = Writing::begin(self, tx, now)?;
            let held = definition_of(tx, &old)?;
            let voided =
                FormEntry { open: false, rev: old.rev + 1, void_reason: Some(clean(&input.reason)), ..old.clone() };
            let how = EntryHow { at: now.at, step: None, from: Some(&old.state), reason: input.reason.trim() };
            put(&writing, &held, voided, &how)?;
            tx.close_papers_of(old.id, now.at)?;
            Ok(input.id.clone())
        })?;
        self.entry_saved(id)
    }

    fn entry_saved(&self, id: String) -> Answer<Written<EntryView>> {
        let value = self.entry_show(ById { id })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

/// An entry that was not cancelled.
fn standing(reader: &Reader<'_>, id: &str) -> Answer<FormEntry> {
    let entry = entry_of(reader, id)?;
    if entry.void_reason.is_some() {
        return Err(Refusal::WrongState { subject: "这件登记", state: "已作废", verb: "再改" }.into());
    }
    Ok(entry)
}

/// Refuses what is attached to a field of another kind, or to none (ENTRY-10).
pub(crate) fn refuse_attaching(reader: &Reader<'_>, id: &str, field: &str, kind: &FieldKind) -> Answer<()> {
    let held = definition_of(reader, &standing(reader, id)?)?;
    let fits = held.form.field(field).is_some_and(|one| one.kind == *kind);
    if fits { Ok(()) } else { Err(no_such("field", field)) }
}

/// Something was attached to an entry: one head office has goes again, one that came back when it is mended (EVIDENCE-7).
pub(crate) fn goes_again(writing: &Writing<'_>, id: &str, words: &str) -> Answer<()> {
    let entry = entry_of(writing.tx, id)?;
    let back = writing.tx.last_line(id)?.is_some_and(|line| line.returned);
    let Some(held) = written_with(writing.tx, &entry.definition)?.filter(|_| entry.travelled && !back) else {
        return Ok(());
    };
    let how = EntryHow { at: writing.now.at, step: None, from: Some(&entry.state), reason: words };
    put(writing, &held, FormEntry { rev: entry.rev + 1, ..entry.clone() }, &how)?;
    Ok(())
}

/// The definition an entry is changed by (ENTRY-7).
fn definition_of(reader: &Reader<'_>, entry: &FormEntry) -> Answer<Arc<Held>> {
    let gone =
        Refusal::WrongState { subject: "这件登记", state: "没有它的表单定义，只能查看", verb: "改" };
    written_with(reader, &entry.definition)?.ok_or_else(|| gone.into())
}

fn ground<'a>(writing: &'a Writing<'a>) -> Ground<'a> {
    Ground { app: writing.app, reader: writing.tx, now: writing.now }
}

/// A new entry.
fn begun(writing: &Writing<'_>, input: &EntryInput) -> Answer<FormEntry> {
    let ground = ground(writing);
    let held = ground.form(&input.form, &input.principal)?;
    let maker = ground.maker(&held.form, &input.principal)?;
    let given = ground.given(&held.form, maker.as_ref(), None)?;
    let filled = held.form.begin(&input.values, &may_follow(&held.form, given)).map_err(refused)?;
    let predecessor = match input.predecessor.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Some(standing(writing.tx, id)?.id),
        None => None,
    };
    let day = day_of(&held.form, &filled.values)?;
    let state = held.form.first_state().to_owned();
    let entry = FormEntry {
        id: writing.app.id(),
        form: held.form.key.clone(),
        definition: held.hash.clone(),
        no: String::new(),
        principal: maker.as_ref().map(|maker| maker.id),
        open: !held.form.state(&state).is_some_and(|state| state.is_final),
        state,
        day,
        title: String::new(),
        body: String::new(),
        unique_key: None,
        predecessor,
        travelled: false,
        entered_at: writing.now.at,
        clock_suspect: writing.now.suspect,
        void_reason: None,
        rev: 1,
    };
    let entry = written(&ground, &held, entry, &filled.values)?;
    let no = number(writing, &held.form, day)?;
    writing.tx.keep_definition(&held.kept(writing.now.at))?;
    let how = EntryHow { at: writing.now.at, ..EntryHow::default() };
    put(writing, &held, FormEntry { no, ..entry }, &how)
}

/// An entry put right.
fn amended(writing: &Writing<'_>, id: &str, input: &EntryInput) -> Answer<FormEntry> {
    let ground = ground(writing);
    let old = standing(writing.tx, id)?;
    refuse_stale("这件登记", input.rev, old.rev)?;
    let held = definition_of(writing.tx, &old)?;
    // A maker that was forgotten is put right while nobody was told of the entry (ENTRY-8).
    let maker = match maker_of(writing.tx, &old)? {
        None if !old.travelled && !input.principal.trim().is_empty() => ground.maker(&held.form, &input.principal)?,
        known => known,
    };
    let given = may_follow(&held.form, ground.given(&held.form, maker.as_ref(), Some(&old))?);
    let before = values_of(&old);
    let taken: Vec<String> = writing.tx.entry_revs(old.id)?.into_iter().filter_map(|rev| rev.step).collect();
    let role = writing.app.role(writing.tx)?;
    let how = Amending { role, taken: &taken, went: old.travelled, reason: &input.reason };
    let filled = held.form.amend(&before, &input.values, how, &given).map_err(refused)?;
    let principal = maker.map(|maker| maker.id);
    if filled.values == before && principal == old.principal {
        return Ok(old);
    }
    paper::refuse_theirs(writing.tx, (&old, &held), &filled.values, |key| !filled.hidden.contains(key))?;
    let day = day_of(&held.form, &filled.values)?;
    let next = FormEntry { day, principal, rev: old.rev + 1, ..old.clone() };
    let next = written(&ground, &held, next, &filled.values)?;
    let how = EntryHow { at: writing.now.at, step: None, from: Some(&old.state), reason: input.reason.trim() };
    put(writing, &held, next, &how)
}

/// An entry one step on (ENTRY-6).
fn stepped(writing: &Writing<'_>, input: &EntryStep) -> Answer<FormEntry> {
    let ground = ground(writing);
    let old = standing(writing.tx, &input.id)?;
    refuse_stale("这件登记", input.rev, old.rev)?;
    let held = definition_of(writing.tx, &old)?;
    let maker = maker_of(writing.tx, &old)?;
    let given = ground.given(&held.form, maker.as_ref(), Some(&old))?;
    let role = writing.app.role(writing.tx)?;
    let before = values_of(&old);
    let taken = held.form.take(&input.step, role, &before, &input.values, &input.reason, &given).map_err(refused)?;
    let day = day_of(&held.form, &taken.values)?;
    let open = !held.form.state(&taken.state).is_some_and(|state| state.is_final);
    let next = FormEntry { day, rev: old.rev + 1, state: taken.state, open, ..old.clone() };
    let next = written(&ground, &held, next, &taken.values)?;
    paper::refuse_theirs(writing.tx, (&old, &held), &taken.values, |key| input.values.contains_key(key))?;
    let how =
        EntryHow { at: writing.now.at, step: Some(&input.step), from: Some(&old.state), reason: input.reason.trim() };
    let entry = put(writing, &held, next, &how)?;
    writing.tx.close_papers_of(entry.id, writing.now.at)?;
    Ok(entry)
}

/// An entry with its values, once its references and its likeness to others are looked at (ENTRY-4, REFERENCE-1).
fn written(ground: &Ground<'_>, held: &Held, entry: FormEntry, values: &Values) -> Answer<FormEntry> {
    for (path, field, target, id) in refs::references(&held.form, values) {
        if refs::known(ground.reader, target, id)?.is_none() {
            return Err(refused_at(&path, "unknown", format!("{}：没有这条记录，请重新选", field.title)));
        }
    }
    if let Some((path, says)) = whose::of_others(ground.reader, &held.form, values, entry.principal)?.into_iter().next()
    {
        return Err(refused_at(&path, "other_maker", says));
    }
    let unique_key = unique_key(&held.form, &entry, values);
    if let Some(key) = &unique_key {
        let other = ground.reader.entry_by_unique(key)?.filter(|other| other.id != entry.id);
        if let Some(other) = other {
            let path = held.form.unique.first().cloned().unwrap_or_default();
            let says = format!("已经登记过一件同样的：{} {}。请打开那一件来改", other.no, other.title);
            return Err(refused_at(&path, "taken", says));
        }
    }
    let bad = |e: serde_json::Error| AppError::BadInput { field: "values".into(), detail: e.to_string() };
    let title = held.form.says(values, &ground.names(&held.form, values)?);
    Ok(FormEntry { title, body: serde_json::to_string(values).map_err(bad)?, unique_key, ..entry })
}

/// Hash of the fields in which no two standing entries are alike; none while one of them is empty.
fn unique_key(form: &Form, entry: &FormEntry, values: &Values) -> Option<String> {
    if form.unique.is_empty() {
        return None;
    }
    let mut said = vec![form.key.clone()];
    for key in &form.unique {
        said.push(match key.as_str() {
            "principal" => entry.principal.map(|id| id.to_string()).unwrap_or_default(),
            key => rows::plain(values.get(key)?)?,
        });
    }
    Some(wire::hash::sha256_hex(said.join("\n").as_bytes()))
}

/// The entry's civil day.
fn day_of(form: &Form, values: &Values) -> Answer<Day> {
    let day = match values.get(&form.day) {
        Some(FieldValue::Text(day)) => day.parse().ok(),
        Some(FieldValue::Number(at)) => Some(Day::at(*at)),
        _ => None,
    };
    day.ok_or_else(|| refused_at(&form.day, "missing", "没有填日期".to_owned()))
}

/// ENTRY-5.
fn number(writing: &Writing<'_>, form: &Form, day: Day) -> Answer<String> {
    let (month, dealer) = (Month::of(day), &writing.dealer);
    let whole = |seq: i64| form.number.no(&dealer.code, month, &dealer.device, seq);
    let of = (form.number.letters(), month, dealer.device.as_str());
    Ok(writing.tx.next_form_number(&form.key, of, whole)?)
}

/// Puts an entry with what it is found by, and tells head office where the form says so.
fn put(writing: &Writing<'_>, held: &Held, mut entry: FormEntry, how: &EntryHow<'_>) -> Answer<FormEntry> {
    let values = values_of(&entry);
    let outgoing = travel::outgoing(writing, held, &mut entry, &values, how)?;
    let finds: EntryFinds = rows::finds(&ground(writing), held, &entry, &values)?;
    writing.tx.put_entry(&entry, &finds, how, &outgoing)?;
    note(writing.tx, &entry, how.reason);
    Ok(entry)
}

fn note(tx: &Tx<'_>, entry: &FormEntry, reason: &str) {
    tx.note(&entry.no, reason);
}
