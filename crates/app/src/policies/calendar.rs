//! Years of working days that arrive after the program was made.
//!
//! - INSTALL-12 A calendar is looked at and installed by a person; open dates that were counted over its year are counted again (LAW-3).
//! - INSTALL-13 Of calendars of one year the last one head office sent counts; an older one is settled and is not installed any more.

use super::install::{TOUCHES, named};
use super::source::HandedCalendar;
use super::{PackProblem, Policies};
use crate::app::App;
use crate::error::Answer;
use crate::view::*;
use domain::Day;
use domain::calendar::{Calendars, YearFile};
use std::collections::BTreeMap;
use store::{InboxLine, Reader, StoredCalendar};
use wire::law::CALENDAR_KIND;

/// A calendar that may be installed.
struct Arrived {
    text: String,
    sha256: String,
    origin: LawOrigin,
    year: i32,
    after: Policies,
}

impl Arrived {
    fn of(reader: &Reader<'_>, policies: &Policies, source: &CalendarSource) -> Answer<Self> {
        let HandedCalendar { text, origin } = HandedCalendar::of(reader, source)?;
        let (after, year) = policies.with_arrived(&text)?;
        refuse_older(reader, policies, &source.item, year)?;
        let sha256 = wire::hash::sha256_hex(text.as_bytes());
        if of_year(after.calendars(), year) == of_year(policies.calendars(), year) {
            return Err(PackProblem::Known(format!("{year} 年的工作日历")).into());
        }
        Ok(Self { text, sha256, origin, year, after })
    }
}

/// INSTALL-13.
fn refuse_older(reader: &Reader<'_>, policies: &Policies, item: &str, year: i32) -> Answer<()> {
    let Some(item) = reader.inbox_item(item)? else { return Ok(()) };
    let older = newest_calendars(policies, &reader.inbox_of_law()?).get(&(item.principal, year)) > Some(&item.id);
    if older { Err(PackProblem::OlderCalendar(year).into()) } else { Ok(()) }
}

/// Of each maker and year the last calendar head office sent that can be used: ids are UUIDv7, a later one is greater.
pub(super) fn newest_calendars(policies: &Policies, items: &[InboxLine]) -> BTreeMap<(String, i32), String> {
    let mut newest = BTreeMap::new();
    for item in items.iter().filter(|item| item.kind == CALENDAR_KIND) {
        let Ok(handed) = HandedCalendar::of_message(&item.body) else { continue };
        let Ok((_, year)) = policies.with_arrived(&handed.text) else { continue };
        let last: &mut String = newest.entry((item.principal.clone(), year)).or_default();
        if *last < item.id {
            last.clone_from(&item.id);
        }
    }
    newest
}

impl Policies {
    /// These with a calendar that arrived, and its year.
    pub(super) fn with_arrived(&self, text: &str) -> Answer<(Self, i32)> {
        let year = domain::calendar::year_of(text).map_err(PackProblem::Calendar)?;
        Ok((self.with_calendar(text).map_err(PackProblem::Calendar)?, year))
    }
}

fn of_year(calendars: &Calendars, year: i32) -> Option<&YearFile> {
    calendars.published_years().find(|file| file.year == year)
}

impl App {
    pub(crate) fn calendar_check(&self, source: CalendarSource) -> Answer<CalendarPreview> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let arrived = Arrived::of(reader, &policies, &source)?;
            let (before, after) = (policies.calendars(), arrived.after.calendars());
            Ok(CalendarPreview {
                year: arrived.year,
                notices: notices(of_year(after, arrived.year)),
                known: of_year(before, arrived.year).is_some(),
                days: differing(before, after, arrived.year),
                moves: self.moved_dates(reader, (&policies, &arrived.after), now, &self.tasks.begin(&source.task))?,
                sha256: arrived.sha256,
            })
        })
    }

    pub(crate) fn calendar_install(&self, input: CalendarInstall) -> Answer<Written<CalendarRow>> {
        let by = named(&input.by, "安装人")?;
        let year = self.write("calendar_install", |tx, now| {
            let policies = self.policies(tx)?;
            let arrived = Arrived::of(tx, &policies, &input.source)?;
            if arrived.sha256 != input.sha256 {
                return Err(PackProblem::ChangedSince.into());
            }
            tx.put_work_calendar(&StoredCalendar {
                year: arrived.year.into(),
                file: arrived.text,
                sha256: arrived.sha256,
                origin: arrived.origin.name().to_owned(),
                installed_by: by.clone(),
                installed_at: now.at,
            })?;
            tx.note(&arrived.year.to_string(), "");
            Ok(arrived.year)
        })?;
        self.law_left_behind();
        let row = self.read(|reader, _| {
            let rows = rows(reader, &*self.policies(reader)?)?;
            let gone = || crate::error::AppError::NotFound(year.to_string());
            rows.into_iter().find(|row| row.year == year).ok_or_else(gone)
        })?;
        Ok(Written { value: row, touched: TOUCHES.to_vec() })
    }
}

fn notices(year: Option<&YearFile>) -> Vec<String> {
    year.iter().flat_map(|file| &file.notices).map(|notice| format!("{} {}", notice.number, notice.title)).collect()
}

/// Days of a year that rest or work otherwise than before.
fn differing(before: &Calendars, after: &Calendars, year: i32) -> Vec<String> {
    let (Some(first), Some(last)) = (Day::ymd(year - 1, 12, 1), Day::ymd(year, 12, 31)) else { return Vec::new() };
    let days = (0..=first.days_until(last)).map(|n| first.plus_days(n));
    days.filter_map(|day| {
        let (old, new) = (before.workday(day), after.workday(day));
        let zh = |working| if working { "上班" } else { "休息" };
        let name = new.name.or(old.name).map(|name| format!("（{name}）")).unwrap_or_default();
        (old.working != new.working).then(|| format!("{}{name}：{} → {}", day.zh(), zh(old.working), zh(new.working)))
    })
    .collect()
}

/// Published years, newest first.
pub(super) fn rows(reader: &Reader<'_>, policies: &Policies) -> Answer<Vec<CalendarRow>> {
    let stored: BTreeMap<i64, StoredCalendar> =
        reader.work_calendars()?.into_iter().map(|calendar| (calendar.year, calendar)).collect();
    let mut rows: Vec<CalendarRow> = policies
        .calendars()
        .published_years()
        .map(|file| {
            let from = stored.get(&i64::from(file.year));
            CalendarRow {
                year: file.year,
                notices: notices(Some(file)),
                origin: from.map_or(LawOrigin::BuiltIn, |calendar| LawOrigin::of(&calendar.origin)),
                installed_by: from.map(|calendar| calendar.installed_by.clone()).unwrap_or_default(),
                installed_at: from.map(|calendar| calendar.installed_at),
            }
        })
        .collect();
    rows.reverse();
    Ok(rows)
}
