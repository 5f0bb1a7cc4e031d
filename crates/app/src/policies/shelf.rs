//! Packs are read once and again when another window, process or head office added one.
//!
//! - INSTALL-4 A read or write sees the packs, ticks and calendars of its own snapshot, whoever added them.
//! - INSTALL-14 What an installed pack or calendar moves is computed after the command that installed it; until that is done the policy page says how far it is.

use super::Policies;
use crate::app::App;
use crate::clock::Now;
use crate::error::Answer;
use crate::law::progress;
use crate::view::{LawBehind, WaitingLaw};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Reader, Setting};

/// The packs last read, with the stamp of the database they were read at.
pub(crate) struct Shelf {
    built_in: Policies,
    read: Mutex<Option<(String, Arc<Policies>)>>,
    /// What head office's messages came to, with the stamp they were judged at.
    pub(super) judged: Mutex<Option<(String, Arc<Vec<WaitingLaw>>)>>,
    /// Something was installed here, and nothing was computed by it yet.
    behind: AtomicBool,
    #[cfg(test)]
    pub(super) looked_at: std::sync::atomic::AtomicUsize,
}

impl Shelf {
    pub(crate) fn new() -> Answer<Self> {
        Ok(Self::of(Policies::built_in()?))
    }

    /// With these as the ones built in.
    pub(crate) fn of(built_in: Policies) -> Self {
        Self {
            built_in,
            read: Mutex::default(),
            judged: Mutex::default(),
            behind: AtomicBool::new(false),
            #[cfg(test)]
            looked_at: std::sync::atomic::AtomicUsize::default(),
        }
    }

    /// Another database takes this one's place: its stamps mean something else.
    pub(crate) fn forget(&self) {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.judged.lock().unwrap_or_else(PoisonError::into_inner) = None;
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
    /// Other packs, calendars or makers are in force than those everything was computed by.
    pub(crate) fn law_left_behind(&self) {
        self.shelf.behind.store(true, Ordering::Relaxed);
    }

    /// Whether somebody installed something here that nothing was computed by yet.
    pub fn law_is_behind(&self) -> bool {
        self.shelf.behind.load(Ordering::Relaxed)
    }

    /// Computes what follows from packs and calendars installed since; `true` when something moved (INSTALL-14).
    pub fn catch_up(&self) -> bool {
        // Before, not after: what is installed meanwhile is behind again.
        self.shelf.behind.store(false, Ordering::Relaxed);
        self.law_catch_up()
    }

    /// How far the computing by new packs or calendars is; nothing when it is done, or waits for a clock that is right (LAW-8).
    pub(super) fn catching_up(&self, reader: &Reader<'_>, now: Now) -> Answer<Option<LawBehind>> {
        if now.suspect {
            return Ok(None);
        }
        let begun = reader.setting(Setting::Law)?.is_some();
        let done = match progress(reader)? {
            going if begun && !going.done => going.units,
            _ if self.law_is_behind() => 0,
            _ => return Ok(None),
        };
        Ok(Some(LawBehind { done, total: reader.unit_count()? }))
    }

    /// The packs and calendars of a snapshot (INSTALL-4). Within a write: before it adds any of its own.
    pub(crate) fn policies(&self, reader: &Reader<'_>) -> Answer<Arc<Policies>> {
        self.shelf.at(reader)
    }
}
