//! Which open dates another set of packs or calendars leads elsewhere, as a preview shows them.
//!
//! - INSTALL-7 Days that have passed and days that are met stay as they were computed; an open one that moves gives way to a new one with its reason, in the background, right after the installing (LAW-3).

use super::Policies;
use crate::app::App;
use crate::clock::Now;
use crate::error::Answer;
use crate::tasks::Task;
use crate::view::{MovedDate, MovedDates};
use domain::policy::key_name;
use store::Reader;

/// Rows shown of what moves.
const SHOWN: usize = 200;

impl App {
    /// Every open date that moves when `after` takes the place of `before`.
    pub(super) fn moved_dates(
        &self,
        reader: &Reader<'_>,
        (before, after): (&Policies, &Policies),
        now: Now,
        task: &Task,
    ) -> Answer<MovedDates> {
        let moves = self.law_moves(reader, before, after, now, task)?;
        let deadlines = moves.deadlines.into_iter().map(|one| MovedDate {
            name: key_name(&one.rule).to_owned(),
            no: one.no,
            customer: one.customer,
            serial: one.serial,
            late: one.late,
            before: one.from,
            after: one.to,
        });
        let periods = moves.coverage.into_iter().map(|one| MovedDate {
            name: format!("三包期（{}）", one.moved.component),
            no: String::new(),
            customer: one.customer,
            serial: one.serial,
            late: false,
            before: one.moved.from,
            after: one.moved.to,
        });
        let total = usize::try_from(moves.deadlines_moved + moves.coverage_moved).unwrap_or_default();
        let late = usize::try_from(moves.late).unwrap_or_default();
        let mut rows: Vec<MovedDate> = deadlines.chain(periods).collect();
        rows.sort_by_key(|row| !row.late);
        rows.truncate(SHOWN);
        Ok(MovedDates { total, late, rows })
    }
}
