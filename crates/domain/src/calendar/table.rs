//! The days of a century and a half laid out once, so that counting over them is a look-up.
//!
//! Adding a thousand working days walks four years of days otherwise; a new policy pack asks that for a hundred thousand machines.

use super::dates::Weekday;
use super::file::{FixedFile, YearFile};
use crate::Day;
use std::collections::BTreeMap;

/// Years laid out before the first and after the last published one. Further off, days are walked one by one.
const MARGIN: i32 = 60;

const WORKING: u16 = 1;
const STATUTORY: u16 = 2;
/// The rest of a mark is the number of the holiday's name, 0 for none.
const NAME: u32 = 2;

/// One day: whether it works, whether it is a statutory holiday, its holiday's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u16);

impl Mark {
    pub(super) fn working(self) -> bool {
        self.0 & WORKING != 0
    }

    pub(super) fn statutory(self) -> bool {
        self.0 & STATUTORY != 0
    }
}

/// Marks of the days from `first` on, with the working days before each and the list of them.
#[derive(Debug, Clone)]
pub(super) struct Table {
    first: i32,
    marks: Vec<Mark>,
    /// How many working days lie before each day; one entry more than days.
    before: Vec<u32>,
    /// Numbers of the working days, in order.
    working: Vec<i32>,
    names: Vec<String>,
}

impl Table {
    pub(super) fn build(fixed: &FixedFile, years: &BTreeMap<i32, YearFile>) -> Self {
        let number = |year: i32| Day::ymd(year, 1, 1).map_or(0, Day::number);
        let first = number(years.keys().next().map_or(1, |year| year - MARGIN));
        let last = number(years.keys().next_back().map_or(1, |year| year + MARGIN));
        let mut names: Vec<String> = Vec::new();
        for name in
            fixed.holidays.iter().map(|h| &h.name).chain(years.values().flat_map(|y| &y.holidays).map(|h| &h.name))
        {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let mut table = Self { first, marks: Vec::new(), before: vec![0], working: Vec::new(), names };
        let by_the_week = |number| Day::from_number(number).map_or(Mark(0), |day| table.by_rule(fixed, day, years));
        table.marks = (first..last).map(by_the_week).collect();
        years.values().for_each(|year| table.apply(year));
        table.sum();
        table
    }

    /// The notice's days over those of the week.
    fn apply(&mut self, year: &YearFile) {
        for holiday in &year.holidays {
            let name = self.number_of(&holiday.name) << NAME;
            let marked = |days: &[Day], bits: u16| days.iter().map(|day| (*day, Mark(name | bits))).collect::<Vec<_>>();
            let rest = marked(&holiday.rest, 0);
            for (day, mark) in
                rest.into_iter().chain(marked(&holiday.statutory, STATUTORY)).chain(marked(&holiday.work, WORKING))
            {
                if let Some(slot) = self.index(day.number()).and_then(|at| self.marks.get_mut(at)) {
                    *slot = mark;
                }
            }
        }
    }

    fn sum(&mut self) {
        let mut count = 0;
        for (number, mark) in (self.first..).zip(&self.marks) {
            if mark.working() {
                self.working.push(number);
                count += 1;
            }
            self.before.push(count);
        }
    }

    fn number_of(&self, name: &str) -> u16 {
        self.names.iter().position(|known| known == name).and_then(|at| u16::try_from(at + 1).ok()).unwrap_or(0)
    }

    /// A published year's days follow the week until its notice is laid over them; other years know the fixed dates too.
    fn by_rule(&self, fixed: &FixedFile, day: Day, years: &BTreeMap<i32, YearFile>) -> Mark {
        match years.contains_key(&day.parts().0) {
            true => by_weekday(fixed, day),
            false => self.by_the_week(fixed, day),
        }
    }

    /// A day by the week and the fixed dates alone.
    pub(super) fn by_the_week(&self, fixed: &FixedFile, day: Day) -> Mark {
        let year = day.parts().0;
        let holds = |from: i32, to: Option<i32>| from <= year && to.is_none_or(|to| year <= to);
        let mut holidays = fixed.holidays.iter().filter(|h| holds(h.from_year, h.to_year));
        match holidays.find(|h| h.days.iter().any(|date| date.in_year(year) == Some(day))) {
            Some(holiday) => Mark(self.number_of(&holiday.name) << NAME | STATUTORY),
            None => by_weekday(fixed, day),
        }
    }

    fn index(&self, number: i32) -> Option<usize> {
        usize::try_from(number.checked_sub(self.first)?).ok().filter(|at| *at < self.marks.len())
    }

    pub(super) fn at(&self, number: i32) -> Option<Mark> {
        self.index(number).map(|at| self.marks[at])
    }

    pub(super) fn name(&self, mark: Mark) -> Option<&str> {
        usize::from(mark.0 >> NAME).checked_sub(1).and_then(|at| self.names.get(at)).map(String::as_str)
    }

    /// The number of the day `n` working days off; `None` when it is not in the table.
    pub(super) fn add(&self, from: i32, n: i64) -> Option<i32> {
        let at = self.index(from)?;
        let at = match n {
            0 => return Some(from),
            n if n > 0 => i64::from(self.before[at + 1]).checked_add(n - 1)?,
            n => i64::from(self.before[at]).checked_add(n)?,
        };
        self.working.get(usize::try_from(at).ok()?).copied()
    }

    /// Working days after `from` up to `to`; `None` when one of them is not in the table.
    pub(super) fn between(&self, from: i32, to: i32) -> Option<i64> {
        Some(i64::from(self.before[self.index(to)? + 1]) - i64::from(self.before[self.index(from)? + 1]))
    }
}

fn by_weekday(fixed: &FixedFile, day: Day) -> Mark {
    Mark(if fixed.weekly_rest.contains(&Weekday::of(day)) { 0 } else { WORKING })
}
