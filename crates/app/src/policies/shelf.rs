//! Packs are read once and again when another window, process or head office added one.
//!
//! - INSTALL-4 A read or write sees the packs, ticks and calendars of its own snapshot, whoever added them.

use super::Policies;
use crate::app::App;
use crate::error::Answer;
use std::sync::{Arc, Mutex, PoisonError};
use store::Reader;

/// The packs last read, with the stamp of the database they were read at.
pub(crate) struct Shelf {
    built_in: Policies,
    read: Mutex<Option<(String, Arc<Policies>)>>,
}

impl Shelf {
    pub(crate) fn new() -> Answer<Self> {
        Ok(Self::of(Policies::built_in()?))
    }

    /// With these as the ones built in.
    pub(crate) fn of(built_in: Policies) -> Self {
        Self { built_in, read: Mutex::new(None) }
    }

    /// Another database takes this one's place: its stamps mean something else.
    pub(crate) fn forget(&self) {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn at(&self, reader: &Reader<'_>) -> Answer<Arc<Policies>> {
        let stamp = reader.policy_stamp()?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, policies)) = read.as_ref()
            && *known == stamp
        {
            return Ok(Arc::clone(policies));
        }
        let policies = Arc::new(self.built_in.with_stored(reader)?);
        *read = Some((stamp, Arc::clone(&policies)));
        Ok(policies)
    }
}

impl App {
    /// The packs and calendars of a snapshot (INSTALL-4). Within a write: before it adds any of its own.
    pub(crate) fn policies(&self, reader: &Reader<'_>) -> Answer<Arc<Policies>> {
        self.shelf.at(reader)
    }
}
