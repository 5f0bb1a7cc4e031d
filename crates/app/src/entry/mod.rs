//! Entries of forms.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::view::*;

fn later<T>() -> Answer<T> {
    Err(AppError::NotFound("登记".into()))
}

impl App {
    pub(crate) fn form_list(&self, _: Nothing) -> Answer<Vec<FormGroup>> {
        later()
    }
    pub(crate) fn form_show(&self, _: FormKey) -> Answer<FormView> {
        later()
    }
    pub(crate) fn entry_list(&self, _: EntryQuery) -> Answer<EntryPage> {
        later()
    }
    pub(crate) fn entry_show(&self, _: ById) -> Answer<EntryView> {
        later()
    }
    pub(crate) fn entry_new(&self, _: EntryNew) -> Answer<EntryDraftView> {
        later()
    }
    pub(crate) fn entry_check(&self, _: EntryCheck) -> Answer<EntryChecked> {
        later()
    }
    pub(crate) fn entry_save(&self, _: EntryInput) -> Answer<Written<EntryView>> {
        later()
    }
    pub(crate) fn entry_step(&self, _: EntryStep) -> Answer<Written<EntryView>> {
        later()
    }
    pub(crate) fn entry_void(&self, _: VoidInput) -> Answer<Written<EntryView>> {
        later()
    }
    pub(crate) fn entries_of(&self, _: RecordRef) -> Answer<Vec<EntryRow>> {
        later()
    }
    pub(crate) fn ref_find(&self, _: RefQuery) -> Answer<Vec<RefHit>> {
        later()
    }
}
