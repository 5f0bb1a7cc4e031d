//! By which day a sheet's rows stand in a month, and that each stands in one.
//!
//! - MONTHRULE-1 The maker's pack that holds on the month's last day says by which day a sheet goes; a closed month stays with the day it was closed by.
//! - MONTHRULE-2 A row that was reported in a closed month by another day stays there: no other month lists it.
//! - MONTHRULE-3 A row that falls into a closed month by the day that counts now, and was reported in none, is 补报 in the next pack.
//! - MONTHRULE-4 By the usual day a repair that was open at a closed month's end is reported once it is completed; by another day it is reported as it stands.
//! - MONTHRULE-5 A sheet that goes by another day than the usual one says so.
//!
//! Absent: what differs in a row (`corrections`), and where the days stand (store).

use super::reported::{gathered, values};
use super::sheet::{Asked, Sheet};
use crate::error::Answer;
use crate::policies::Policies;
use domain::Month;
use domain::month_of::{MonthDay, MonthDays};
use domain::policy::Scope;
use domain::principal::Principal;
use report::layout::Layout;
use report::write::Value;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{ClosedStanding, InMonth, MonthClose, Reader};

/// A sheet of a closed month: the day it goes by, and the names of its cells.
pub(super) struct Closed<'c> {
    pub close: &'c MonthClose,
    pub day: Option<MonthDay>,
    pub fields: String,
}

impl<'c> Closed<'c> {
    /// A sheet in all closed months that have it.
    pub(super) fn all(reader: &Reader<'_>, sheet: Sheet, closes: &'c [MonthClose]) -> Answer<Vec<Self>> {
        let mut all = Vec::new();
        for close in closes {
            let kept = reader.closed_sheets(close.id)?.into_iter().find(|kept| kept.key == sheet.key());
            all.extend(kept.map(|kept| Self { close, day: kept_day(sheet, &kept.month_of), fields: kept.fields }));
        }
        Ok(all)
    }
}

/// The day a closed sheet was kept by; `None` for the usual one.
fn kept_day(sheet: Sheet, name: &str) -> Option<MonthDay> {
    MonthDay::named(sheet.key(), name).filter(|day| MonthDay::usual(sheet.key()) != Some(*day))
}

/// What a pack says of a sheet and month; `None` for the usual day (MONTHRULE-1).
pub(super) fn said(policies: &Policies, maker: &Principal, sheet: Sheet, month: Month) -> Option<MonthDay> {
    let rule = MonthDay::rule_of(sheet.key())?;
    let day = policies.set(maker, month.last())?.month_of(rule, &Scope::on(month.last()))?.value;
    Some(day).filter(|day| MonthDay::usual(sheet.key()) != Some(*day))
}

/// The days the sheets of a month go by (MONTHRULE-1).
pub(super) fn days_of(reader: &Reader<'_>, policies: &Policies, maker: &Principal, month: Month) -> Answer<MonthDays> {
    let closed = super::close::of_month(reader, maker, month)?;
    let kept = closed.map(|close| reader.closed_sheets(close.id)).transpose()?.unwrap_or_default();
    let day = |sheet: Sheet| match kept.iter().find(|kept| kept.key == sheet.key()) {
        Some(kept) => kept_day(sheet, &kept.month_of),
        None => said(policies, maker, sheet, month),
    };
    Ok(MonthDays {
        repairs: day(Sheet::Repairs),
        parts: day(Sheet::Parts),
        sales: day(Sheet::Sales),
        cards: day(Sheet::Cards),
        old_parts: day(Sheet::OldParts),
    })
}

/// What is said of a line: by which day, and as which row.
struct Said {
    day: Option<MonthDay>,
    settled: bool,
}

/// Lines that were reported last in a closed month, and not taken back.
fn reported(
    asked: &Asked<'_>,
    sheet: Sheet,
    layout: &Layout,
    closed: &[Closed<'_>],
    of: &Closed<'_>,
) -> Answer<HashMap<String, Said>> {
    let mut lines = HashMap::new();
    for row in asked.reader.reported_rows(of.close.id, sheet.key())? {
        if row.standing == ClosedStanding::Red {
            lines.remove(&row.line);
            continue;
        }
        let Some(pack) = closed.iter().find(|one| one.close.id == row.close) else { continue };
        let settled =
            of.day.is_some() || pack.day.is_some() || is_settled(layout, &values(layout, &pack.fields, &row.cells)?);
        lines.insert(row.line, Said { day: pack.day, settled });
    }
    Ok(lines)
}

/// Whether all is known of a row: by the usual day a repair without its day of completion comes again (MONTHRULE-4).
pub(super) fn is_settled(layout: &Layout, values: &[Value<'_>]) -> bool {
    let field = layout.corrections.as_ref().and_then(|stated| stated.settled.as_ref());
    let at = field.and_then(|field| layout.field(field));
    at.is_none_or(|at| values.get(at).is_some_and(|value| *value != Value::Empty))
}

impl Asked<'_> {
    /// The day a sheet goes by in the month that is asked for; `None` for the usual one (MONTHRULE-1).
    fn day_of(&self, sheet: Sheet, closed: &[Closed<'_>]) -> Option<MonthDay> {
        match closed.iter().find(|one| one.close.month == self.month) {
            Some(kept) => kept.day,
            None => said(self.policies, self.principal, sheet, self.month),
        }
    }

    /// What is kept of the day a month is closed by.
    pub(super) fn kept_by(&self, sheet: Sheet) -> String {
        let day = said(self.policies, self.principal, sheet, self.month);
        day.map_or_else(String::new, |day| day.name().to_owned())
    }

    /// The month by a day, whatever stands elsewhere. By another day than the usual one a row stands as it is known today
    /// (MONTHRULE-4).
    pub(super) fn by(&self, day: Option<MonthDay>) -> InMonth {
        let usual = InMonth::from(self.month);
        let until = if day.is_some() { self.today.max(usual.until) } else { usual.until };
        InMonth { day, until, ..usual }
    }

    /// The month of a sheet, by the day it goes by, without the rows that stand elsewhere (MONTHRULE-2).
    pub(super) fn in_month(&self, sheet: Sheet) -> Answer<InMonth> {
        if MonthDay::rule_of(sheet.key()).is_none() {
            return Ok(self.month.into());
        }
        let closes = self.reader.month_closes(self.principal.id)?;
        let closed = Closed::all(self.reader, sheet, &closes)?;
        let within = self.by(self.day_of(sheet, &closed));
        let elsewhere = self.elsewhere(sheet, &within, &closed)?;
        Ok(InMonth { elsewhere: Arc::new(elsewhere), ..within })
    }

    /// Lines of the month that were reported in a closed month by another day, and are still of it by that day.
    fn elsewhere(&self, sheet: Sheet, within: &InMonth, closed: &[Closed<'_>]) -> Answer<HashSet<String>> {
        let others = || closed.iter().filter(|one| one.close.month != self.month && one.day != within.day);
        if others().next().is_none() {
            return Ok(HashSet::new());
        }
        let layout = sheet.layout()?;
        let own = self.lines(sheet, within)?;
        let mut elsewhere = HashSet::new();
        for other in others() {
            let reported = reported(self, sheet, &layout, closed, other)?;
            let both = own.iter().filter(|line| reported.get(*line).is_some_and(|said| said.settled));
            let mut still: HashMap<Option<MonthDay>, HashSet<String>> = HashMap::new();
            let then = Asked { month: other.close.month, ..*self };
            for line in both {
                // By the day of its month, or of the pack that said it anew.
                for day in [Some(other.day), reported.get(line).map(|said| said.day)].into_iter().flatten() {
                    let lines = match still.entry(day) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(none) => none.insert(then.lines(sheet, &then.by(day))?),
                    };
                    if lines.contains(line) {
                        elsewhere.insert(line.clone());
                    }
                }
            }
        }
        Ok(elsewhere)
    }

    /// The lines a sheet has within a month.
    pub(super) fn lines(&self, sheet: Sheet, within: &InMonth) -> Answer<HashSet<String>> {
        let mut lines = HashSet::new();
        sheet.within(self, within, &mut |_| (), |source, _| {
            gathered(source, |row| {
                lines.insert(row.line().to_owned());
                Ok(())
            })
        })?;
        Ok(lines)
    }
}

/// The sentence of the 说明 row (MONTHRULE-5).
pub(super) fn note(within: &InMonth) -> Option<String> {
    within.day.map(|day| format!("本表按{}归月", day.zh()))
}
