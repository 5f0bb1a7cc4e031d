//! Due days and 三包 periods of machines, from the papers on record and the packs in force.
//!
//! - LAW-1 A write that changes a paper leaves the due days and periods that follow from it, in its own transaction.
//! - LAW-2 A due day stands as it was computed while the day it counts from stands; what met or ended it is added.
//! - LAW-5 What other packs or calendars would move is told without anything being changed: open deadlines and running periods with both days; what has ended or run out does not move.
//! - LAW-6 A clock that went astray moves no day: periods that run on with today stop at the last day that is believed.
//! - LAW-11 Head office's answer to a card moves what is owed of that card, as a look at the whole machine would; it moves no period.
//! - LAW-7 What cannot be computed of a record is kept as that, with the reason; everything else is computed.

mod calls;
mod duties;
mod entries;
pub(crate) mod facts;
mod judge;
mod keep;
mod months;
#[cfg(test)]
mod moved_tests;
mod moves;
mod owed;
mod plan;
mod recompute;
mod season;
#[cfg(test)]
mod tests;
mod unread;

pub(crate) use calls::{ARRIVALS, clocks_of, stops};
pub(crate) use judge::{Judge, card_due};
pub(crate) use keep::{believed_day, deadlines_shown, due_of_card, periods, settle};
pub(crate) use months::{due_of_month, kept_month};
pub use moves::{CoverageMove, DeadlineMove, Moves};
pub(crate) use owed::{CARD_RULE, REPAIR_RULE};
pub(crate) use plan::{Look, Occasion};
pub(crate) use recompute::progress;
pub(crate) use unread::{unread_complaint, unread_on_today};

use crate::error::{Answer, AppError};
use domain::model::Model;
use domain::old_part::PartsBatch;
use domain::principal::Principal;
use domain::{ModelId, PartsBatchId, PrincipalId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use store::Reader;

/// Machines that are read at once.
pub(crate) const CHUNK: i64 = 2_000;

/// Makers, models and batches, each read once.
pub(crate) struct Register {
    pub makers: Vec<Principal>,
    models: RefCell<HashMap<ModelId, Rc<Model>>>,
    batches: RefCell<HashMap<PartsBatchId, Option<PartsBatch>>>,
}

impl Register {
    pub(crate) fn of(reader: &Reader<'_>) -> Answer<Self> {
        Ok(Self { makers: reader.principals()?, models: RefCell::default(), batches: RefCell::default() })
    }

    pub(crate) fn code(&self, maker: PrincipalId) -> String {
        self.makers.iter().find(|one| one.id == maker).map(|one| one.code.clone()).unwrap_or_default()
    }

    pub(crate) fn model(&self, reader: &Reader<'_>, id: ModelId) -> Answer<Rc<Model>> {
        if let Some(known) = self.models.borrow().get(&id) {
            return Ok(Rc::clone(known));
        }
        let model = Rc::new(reader.model(id)?.ok_or_else(|| AppError::NotFound(id.to_string()))?);
        self.models.borrow_mut().insert(id, Rc::clone(&model));
        Ok(model)
    }

    /// The batch an old part went with; a batch that cannot be read is none.
    pub(crate) fn batch(&self, reader: &Reader<'_>, id: PartsBatchId) -> Option<PartsBatch> {
        self.batches.borrow_mut().entry(id).or_insert_with(|| reader.parts_batch(id).ok().flatten()).clone()
    }
}
