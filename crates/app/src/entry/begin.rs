//! A new entry before anybody typed, and the live look at one that is being typed.
//!
//! - BEGIN-1 A new entry has the form's presets, the record it is begun from, its maker and what it offers; nothing is saved by looking.
//! - BEGIN-2 The entry that follows another has the fields the step names, and points back to it.
//! - BEGIN-3 A step that is being taken is looked at with what stands, in the state it leads to: what it hides and needs then is said before it is taken.

use super::refs::{fill_from, names, references, target_of, word_of};
use super::shelf::Held;
use super::whose::{maker_of_record, of_others};
use super::{Ground, definition_of, entry_of, maker_of, may_follow, standing, values_of};
use crate::app::App;
use crate::error::Answer;
use crate::view::*;
use domain::form::{Field, FieldKind, FieldValue, Filled, Form, Given, PrincipalUse, Target, Values};
use domain::principal::Principal;
use domain::refusal::Refusal;
use store::FormEntry;

impl App {
    pub(crate) fn entry_new(&self, input: EntryNew) -> Answer<EntryDraftView> {
        self.read(|reader, now| {
            let ground = Ground { app: self, reader, now };
            begun(&ground, &input)
        })
    }

    pub(crate) fn entry_check(&self, input: EntryCheck) -> Answer<EntryChecked> {
        self.read(|reader, now| checked(&Ground { app: self, reader, now }, &input))
    }
}

fn begun(ground: &Ground<'_>, input: &EntryNew) -> Answer<EntryDraftView> {
    let before = match input.predecessor.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Some(standing(ground.reader, id)?),
        None => None,
    };
    let code = match (&before, input.principal.as_str()) {
        (Some(before), "") => maker_of(ground.reader, before)?.map(|maker| maker.code).unwrap_or_default(),
        (None, "") => maker_it_comes_from(ground, input)?,
        (_, code) => code.to_owned(),
    };
    let held = ground.form(&input.form, &code)?;
    let form = &held.form;
    // Nobody chose a maker yet: the form is shown all the same.
    let maker = if code.is_empty() { None } else { ground.maker(form, &code)? };
    let given = ground.given(form, maker.as_ref(), None)?;
    let mut values = match &before {
        Some(before) => copied(ground, before, input, form)?,
        None => Values::new(),
    };
    values.extend(input.values.clone());
    if let Some(from) = &input.from {
        point_to(form, &mut values, from)?;
    }
    fill_on(ground, form, &mut values, &Values::new())?;
    // What the record offers says more than a preset: a revisit counts from the day the repair was completed, not from today.
    for (key, preset) in form.fresh(&given) {
        values.entry(key).or_insert(preset);
    }
    let drawn = super::draw::draw(ground, form, maker.as_ref(), &mut values)?;
    super::draw::count(ground, form, maker.as_ref(), &mut values, false)?;
    let values = form.fill(&values, &given).values;
    Ok(EntryDraftView {
        form: form.key.clone(),
        version: form.version,
        principal: maker.map(|maker| maker.code).unwrap_or_default(),
        predecessor: before.map(|before| before.id.to_string()),
        names: names(ground.reader, form, &values)?,
        values,
        drawn,
        notices: Vec::new(),
    })
}

/// The maker of the record an entry is begun from; none where the form has none or the record is of nobody's (BEGIN-1).
fn maker_it_comes_from(ground: &Ground<'_>, input: &EntryNew) -> Answer<String> {
    let Some(from) = &input.from else { return Ok(String::new()) };
    if ground.form(&input.form, "")?.form.principal == PrincipalUse::None {
        return Ok(String::new());
    }
    let maker = target_of(&from.kind).map(|target| maker_of_record(ground.reader, &target, &from.id)).transpose()?;
    let maker = maker.flatten().map(|id| ground.reader.principal(id)).transpose()?.flatten();
    Ok(maker.map(|maker| maker.code).unwrap_or_default())
}

/// What goes over from the entry it follows (BEGIN-2).
fn copied(ground: &Ground<'_>, before: &FormEntry, input: &EntryNew, form: &Form) -> Answer<Values> {
    let held = definition_of(ground.reader, before)?;
    let steps = held.form.steps.iter().filter(|step| input.step.as_ref().is_none_or(|key| step.key == *key));
    let next = steps.filter_map(|step| step.next.as_ref()).find(|next| next.form == form.key);
    let none = || Refusal::Unknown { field: "step", label: "后续登记", given: input.form.clone() };
    let next = next.ok_or_else(none)?;
    let old = values_of(before);
    let copies = next.copies.iter().filter_map(|key| Some((key.clone(), old.get(key)?.clone())));
    let link = next.link.iter().map(|key| (key.clone(), FieldValue::Text(before.id.to_string())));
    Ok(copies.chain(link).collect())
}

/// The first reference that takes the record points to it (BEGIN-1).
fn point_to(form: &Form, values: &mut Values, from: &RecordRef) -> Answer<()> {
    let target = target_of(&from.kind);
    let takes = |field: &&Field| matches!(&field.kind, FieldKind::Ref(to) if Some(to) == target.as_ref());
    let Some(field) = form.fields().find(takes) else {
        return Err(Refusal::Unknown { field: "from", label: "带入的记录", given: from.kind.clone() }.into());
    };
    values.insert(field.key.clone(), FieldValue::Text(from.id.clone()));
    Ok(())
}

/// References of the form itself, in its order: what one fills in may be a reference that fills in more.
fn references_of(form: &Form) -> Vec<String> {
    form.fields().filter(|field| matches!(field.kind, FieldKind::Ref(_))).map(|field| field.key.clone()).collect()
}

fn checked(ground: &Ground<'_>, input: &EntryCheck) -> Answer<EntryChecked> {
    let entry = match input.id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Some(entry_of(ground.reader, id)?),
        None => None,
    };
    let held: std::sync::Arc<Held> = match &entry {
        Some(entry) => definition_of(ground.reader, entry)?,
        None => ground.form(&input.form, &input.principal)?,
    };
    let form = &held.form;
    let maker = match &entry {
        Some(entry) => maker_of(ground.reader, entry)?,
        None if input.principal.is_empty() => None,
        None => ground.maker(form, &input.principal)?,
    };
    let given = ground.given(form, maker.as_ref(), entry.as_ref())?;
    let (filled, drawn) = match (&entry, input.step.as_deref().filter(|key| !key.is_empty())) {
        (Some(entry), Some(key)) => (stepping(ground, form, (entry, key), input, &given)?, Vec::new()),
        _ => typed(ground, form, maker.as_ref(), input, may_follow(form, given))?,
    };
    let mut refused: Vec<RefusedField> = filled
        .refused
        .iter()
        .map(|one| RefusedField {
            field: format!("values.{}", one.path),
            code: one.why.code().to_owned(),
            message: one.to_string(),
        })
        .collect();
    let known = names(ground.reader, form, &filled.values)?;
    for (path, field, target, id) in references(form, &filled.values) {
        if !known.contains_key(id) {
            refused.push(gone(&path, field, target));
        }
    }
    let others = of_others(ground.reader, form, &filled.values, maker.as_ref().map(|maker| maker.id))?;
    refused.extend(others.into_iter().map(|(path, message)| RefusedField {
        field: format!("values.{path}"),
        code: "other_maker".to_owned(),
        message,
    }));
    let notices = super::draw::differences(ground, form, maker.as_ref(), &filled.values)?;
    Ok(EntryChecked {
        hidden: filled.hidden.into_iter().collect(),
        required: filled.required.into_iter().collect(),
        values: filled.values,
        refused,
        names: known,
        notices,
        drawn,
    })
}

/// An entry that is being written.
fn typed(
    ground: &Ground<'_>,
    form: &Form,
    maker: Option<&Principal>,
    input: &EntryCheck,
    given: Given,
) -> Answer<(Filled, Vec<DrawnRows>)> {
    let mut values = input.values.clone();
    let mut drawn = Vec::new();
    fill_all(ground, form, &mut values, &input.touched)?;
    if super::draw::decided_by(form).contains(&input.touched) {
        drawn = super::draw::draw(ground, form, maker, &mut values)?;
        super::draw::count(ground, form, maker, &mut values, true)?;
    }
    Ok((form.fill(&values, &given), drawn))
}

/// A step that is being taken (BEGIN-3). A record offers only what the step asks for.
fn stepping(
    ground: &Ground<'_>,
    form: &Form,
    (entry, key): (&FormEntry, &str),
    input: &EntryCheck,
    given: &Given,
) -> Answer<Filled> {
    let none = || Refusal::Unknown { field: "step", label: "这一步", given: key.to_owned() };
    let step = form.step(key).ok_or_else(none)?;
    let old = values_of(entry);
    let mut values = old.clone();
    values.extend(input.values.clone());
    fill_all(ground, form, &mut values, &input.touched)?;
    Ok(form.after(step, &old, &values, given))
}

fn gone(path: &str, field: &Field, target: &Target) -> RefusedField {
    RefusedField {
        field: format!("values.{path}"),
        code: "unknown".to_owned(),
        message: format!("{}：没有这条记录（{}），请重新选", field.title, word_of(target)),
    }
}

/// What the field that was just written offers; what it fills in may offer more.
fn fill_all(ground: &Ground<'_>, form: &Form, values: &mut Values, touched: &str) -> Answer<()> {
    if touched.is_empty() {
        return Ok(());
    }
    let before = values.clone();
    fill_from(ground.reader, form, values, touched)?;
    fill_on(ground, form, values, &before)
}

/// What references offer that were not there before; one that is filled in offers more, in whatever order they stand.
pub(super) fn fill_on(ground: &Ground<'_>, form: &Form, values: &mut Values, before: &Values) -> Answer<()> {
    let mut done = Vec::new();
    loop {
        let new = |key: &String| values.contains_key(key) && values.get(key) != before.get(key) && !done.contains(key);
        let Some(key) = references_of(form).into_iter().find(new) else { return Ok(()) };
        fill_from(ground.reader, form, values, &key)?;
        done.push(key);
    }
}
