//! An entry goes over to the newer version of its form (改用新版表单).
//!
//! - RAISE-1 It is told before what the newer version adds and what will have to be filled in; one that lacks a field of the entry or means another kind by it is not offered, and the reason is said.
//! - RAISE-2 What was written stays as it was, the version before stays in the history; what the newer form demands is filled in before the next step, and not invented.
//! - RAISE-3 The version is the one that was shown: another one that came meanwhile is looked at first. One that travelled goes again.

use super::{Ground, Held, definition_of, ground, put, standing, values_of, written};
use crate::app::App;
use crate::error::{Answer, AppError};
use crate::form::refuse_stale;
use crate::view::*;
use crate::writing::Writing;
use domain::form::Why;
use domain::principal::Principal;
use domain::refusal::Refusal;
use std::sync::Arc;
use store::{EntryHow, FormEntry};

impl App {
    pub(crate) fn entry_raise(&self, input: EntryRaise) -> Answer<Written<EntryView>> {
        self.write("entry_raise", |tx, now| raised(&Writing::begin(self, tx, now)?, &input))?;
        self.entry_saved(input.id)
    }
}

/// The newer form of an entry's key, for its maker.
fn newest(ground: &Ground<'_>, held: &Held, maker: Option<&Principal>) -> Option<Arc<Held>> {
    let code = maker.map_or("", |maker| maker.code.as_str());
    ground.form(&held.form.key, code).ok().filter(|newest| newest.form.version > held.form.version)
}

/// RAISE-1.
pub(super) fn newer(
    ground: &Ground<'_>,
    held: &Held,
    entry: &FormEntry,
    maker: Option<&Principal>,
) -> Answer<Option<EntryNewer>> {
    let Some(newest) = newest(ground, held, maker) else { return Ok(None) };
    let form = &newest.form;
    let added = form.fields().filter(|field| held.form.field(&field.key).is_none());
    let added = added.map(|field| field.title.clone()).collect();
    let version = form.version;
    let Some(values) = form.upgrade(&held.form, &values_of(entry), &entry.state) else {
        let refusal = "新版里少了这一件用到的栏目或状态，或者改了种类，这一件照原来的表办完".to_owned();
        return Ok(Some(EntryNewer { version, added, needed: Vec::new(), refusal }));
    };
    let filled = form.fill(&values, &ground.given(form, maker, Some(entry))?);
    let needed = filled.refused.into_iter().filter(|one| one.why == Why::Missing).map(|one| one.label).collect();
    Ok(Some(EntryNewer { version, added, needed, refusal: String::new() }))
}

fn raised(writing: &Writing<'_>, input: &EntryRaise) -> Answer<()> {
    let ground = ground(writing);
    let old = standing(writing.tx, &input.id)?;
    refuse_stale("这件登记", input.rev, old.rev)?;
    let held = definition_of(writing.tx, &old)?;
    let maker = super::maker_of(writing.tx, &old)?;
    let newest = newest(&ground, &held, maker.as_ref()).filter(|newest| newest.form.version == input.version);
    let newest = newest.ok_or_else(|| cannot("没有这个新版"))?;
    let before = values_of(&old);
    let values = newest.form.upgrade(&held.form, &before, &old.state).ok_or_else(|| cannot("栏目对不上新版"))?;
    // Computed by the newer form; what it demands may be open still (RAISE-2).
    let values = newest.form.fill(&values, &ground.given(&newest.form, maker.as_ref(), Some(&old))?).values;
    let open = !newest.form.state(&old.state).is_some_and(|state| state.is_final);
    let next = FormEntry { definition: newest.hash.clone(), open, rev: old.rev + 1, ..old.clone() };
    let next = written(&ground, &newest, next, &values)?;
    writing.tx.keep_definition(&newest.kept(writing.now.at))?;
    let reason = format!("改用第 {} 版表单（原第 {} 版）", newest.form.version, held.form.version);
    let how = EntryHow { at: writing.now.at, step: None, from: Some(&old.state), reason: &reason };
    put(writing, &newest, next, &how)?;
    Ok(())
}

fn cannot(state: &'static str) -> AppError {
    Refusal::WrongState { subject: "这件登记", state, verb: "改用新版表单" }.into()
}
