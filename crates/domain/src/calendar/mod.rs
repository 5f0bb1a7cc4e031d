//! Working days, holidays and 调休 in mainland China, as data (`policies/calendars`).
//!
//! CAL-1 A day the State Council's notice gives off rests, a weekend day it has worked works, every other day follows the week.
//! CAL-2 A year without a calendar knows the weekly days of rest and the holidays of a fixed date only; what was counted over such a year is provisional.
//! CAL-3 Counting working days does not count the first day, forward or backward; no days at all is the first day itself.
//! CAL-4 A statutory holiday is the holiday itself; a day of rest is any day that is not worked.
//! CAL-5 A calendar that arrives takes the place of its year's former one; nothing else changes.
//!
//! Absent: holidays of single provinces, and holidays of the lunar calendar in years without a notice.

mod built_in;
mod dates;
mod file;
mod table;

pub use dates::{MonthDay, NotAMonthDay, Weekday};
pub use file::{FixedFile, FixedHoliday, Holiday, NotACalendar, Notice, YearFile, year_of};

use crate::Day;
use std::collections::BTreeMap;
use table::Table;

/// The calendars of the published years, and what is known of the others.
#[derive(Debug, Clone)]
pub struct Calendars {
    fixed: FixedFile,
    years: BTreeMap<i32, YearFile>,
    table: Table,
}

/// What kind of day a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayKind<'a> {
    /// Whether it is a working day.
    pub working: bool,
    /// Whether its year's calendar is published.
    pub published: bool,
    /// Whether it is a statutory holiday itself (CAL-4).
    pub statutory: bool,
    /// The holiday it belongs to: the one it rests for, or the one it is worked for (调休).
    pub name: Option<&'a str>,
}

/// A day reached by counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The day.
    pub day: Day,
    /// Whether every day looked at lies in a published year (CAL-2).
    pub published: bool,
}

/// Days of rest in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest<'a> {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The holiday, if one is in it.
    pub name: Option<&'a str>,
}

impl Calendars {
    /// The calendars the program ships.
    pub fn built_in() -> Result<Self, NotACalendar> {
        Self::parse(built_in::FIXED, built_in::YEARS)
    }

    /// Reads calendars from their texts; of two of one year the later counts (CAL-5).
    pub fn parse(fixed: &str, years: &[&str]) -> Result<Self, NotACalendar> {
        let fixed: FixedFile = file::read(fixed)?;
        let mut known = BTreeMap::new();
        for text in years {
            let year: YearFile = file::read(text)?;
            year.check(&fixed.weekly_rest)?;
            known.insert(year.year, year);
        }
        let table = Table::build(&fixed, &known);
        Ok(Self { fixed, years: known, table })
    }

    /// The same calendars with one more year (CAL-5).
    pub fn with_year(&self, text: &str) -> Result<Self, NotACalendar> {
        let year: YearFile = file::read(text)?;
        year.check(&self.fixed.weekly_rest)?;
        let mut years = self.years.clone();
        years.insert(year.year, year);
        let table = Table::build(&self.fixed, &years);
        Ok(Self { fixed: self.fixed.clone(), years, table })
    }

    /// The published years, oldest first.
    pub fn published_years(&self) -> impl Iterator<Item = &YearFile> {
        self.years.values()
    }

    /// What kind of day it is (CAL-1).
    pub fn workday(&self, day: Day) -> DayKind<'_> {
        let mark = self.table.at(day.number()).unwrap_or_else(|| self.table.far(&self.fixed, day));
        let name = self.table.name(mark);
        DayKind { working: mark.working(), published: mark.published(), statutory: mark.statutory(), name }
    }

    /// The days between two, both included, that are worked or not, with the holiday each belongs to.
    fn days(&self, from: Day, to: Day, working: bool) -> impl Iterator<Item = (Day, Option<&str>)> {
        let mark =
            |number| self.table.at(number).or_else(|| Some(self.table.far(&self.fixed, Day::from_number(number)?)));
        (from.number()..=to.number())
            .filter_map(move |number| Some((number, mark(number)?)))
            .filter(move |(_, mark)| mark.working() == working)
            .filter_map(|(number, mark)| Some((Day::from_number(number)?, self.table.name(mark))))
    }

    /// The day `n` working days after (before, when negative) a day that is not counted itself (CAL-3).
    /// `None` when there is no such day before the year 10000 or after the year 0.
    pub fn add_workdays(&self, from: Day, n: i64) -> Option<Counted> {
        let day = match self.table.add(from.number(), n) {
            Some(number) => Day::from_number(number)?,
            None => self.walk(from, n)?,
        };
        Some(Counted { day, published: self.published(if n == 0 { from } else { from.plus_days(n.signum()) }, day) })
    }

    fn walk(&self, from: Day, n: i64) -> Option<Day> {
        let (mut day, mut left) = (from, n.unsigned_abs());
        while left > 0 {
            day = Day::from_number(day.number().checked_add(if n > 0 { 1 } else { -1 })?)?;
            left -= u64::from(self.workday(day).working);
        }
        Some(day)
    }

    /// Working days after `from` up to and with `to`; negative when `to` is earlier: then from the day before `from` down to and with `to`.
    pub fn workdays_between(&self, from: Day, to: Day) -> i64 {
        if to < from {
            return -self.count(to.plus_days(-1), from.plus_days(-1));
        }
        self.count(from, to)
    }

    fn count(&self, from: Day, to: Day) -> i64 {
        self.table.between(from.number(), to.number()).unwrap_or_else(|| {
            let days = (from.number() + 1..=to.number()).filter_map(Day::from_number);
            days.map(|day| i64::from(self.workday(day).working)).sum()
        })
    }

    /// Whether every year from one day to another, in either order, is published (CAL-2).
    pub fn published(&self, one: Day, other: Day) -> bool {
        self.table.all_published(one.min(other).number(), one.max(other).number()).unwrap_or(false)
    }

    /// Days of rest between two days, both included, in rows: a weekend and the holiday beside it are one row.
    pub fn rests(&self, from: Day, to: Day) -> Vec<Rest<'_>> {
        let mut rows: Vec<Rest<'_>> = Vec::new();
        for (day, name) in self.days(from, to, false) {
            match rows.last_mut().filter(|row| row.to.number() + 1 == day.number()) {
                Some(row) => (row.to, row.name) = (day, row.name.or(name)),
                None => rows.push(Rest { from: day, to: day, name }),
            }
        }
        rows
    }

    /// Weekly days of rest that are worked (调休) between two days, both included.
    pub fn shifted(&self, from: Day, to: Day) -> Vec<(Day, &str)> {
        self.days(from, to, true).filter_map(|(day, name)| Some((day, name?))).collect()
    }
}

#[cfg(test)]
mod tests;
