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
const PUBLISHED: u16 = 4;
/// The rest of a mark is the number of the holiday's name, 0 for none.
const NAME: u32 = 3;

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

    pub(super) fn published(self) -> bool {
        self.0 & PUBLISHED != 0
    }
}

/// Marks of the days from `first` on, with the working days before each and the list of them.
#[derive(Debug, Clone)]
pub(super) struct Table {
    first: i32,
    marks: Vec<Mark>,
    /// How many working days lie before each day; one entry more than days.
    before: Vec<u32>,
    /// How many days of published years lie before each day; one entry more than days.
    published_before: Vec<u32>,
    /// Numbers of the working days, in order.
    working: Vec<i32>,
    names: Vec<String>,
}

impl Table {
    pub(super) fn build(fixed: &FixedFile, years: &BTreeMap<i32, YearFile>) -> Self {
        let laid_out = match (years.keys().next(), years.keys().next_back()) {
            (Some(first), Some(last)) => first - MARGIN..last + MARGIN,
            _ => 1..1,
        };
        let mut names: Vec<String> = Vec::new();
        let of_years = years.values().flat_map(|year| &year.holidays).map(|holiday| &holiday.name);
        for name in fixed.holidays.iter().map(|holiday| &holiday.name).chain(of_years) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let first = Day::ymd(laid_out.start, 1, 1).map_or(1, Day::number);
        let (marks, working) = (Vec::new(), Vec::new());
        let mut table = Self { first, marks, before: vec![0], published_before: vec![0], working, names };
        for year in laid_out {
            table.lay_out(fixed, year, years.contains_key(&year));
        }
        years.values().for_each(|year| table.apply(year));
        table.sum();
        table
    }

    /// A year by the week; one without a notice by its holidays of a fixed date too.
    fn lay_out(&mut self, fixed: &FixedFile, year: i32, published: bool) {
        let (Some(first), Some(next)) = (Day::ymd(year, 1, 1), Day::ymd(year + 1, 1, 1)) else { return };
        let known = if published { PUBLISHED } else { 0 };
        let week = Weekday::ALL
            .map(|weekday| Mark(if fixed.weekly_rest.contains(&weekday) { known } else { known | WORKING }));
        self.marks.extend((first.number()..next.number()).map(|number| week[Weekday::of_number(number) as usize]));
        if published {
            return;
        }
        for (day, name) in fixed.in_year(year) {
            self.put(day, self.number_of(name) << NAME | STATUTORY);
        }
    }

    /// Marks a day anew; whether its year is published stays.
    fn put(&mut self, day: Day, bits: u16) {
        if let Some(mark) = self.index(day.number()).and_then(|at| self.marks.get_mut(at)) {
            *mark = Mark(mark.0 & PUBLISHED | bits);
        }
    }

    /// The notice's days over those of the week.
    fn apply(&mut self, year: &YearFile) {
        for holiday in &year.holidays {
            let name = self.number_of(&holiday.name) << NAME;
            holiday.rest.iter().for_each(|day| self.put(*day, name));
            holiday.statutory.iter().for_each(|day| self.put(*day, name | STATUTORY));
            holiday.work.iter().for_each(|day| self.put(*day, name | WORKING));
        }
    }

    fn sum(&mut self) {
        let (mut working, mut published) = (0, 0);
        for (number, mark) in (self.first..).zip(&self.marks) {
            if mark.working() {
                self.working.push(number);
                working += 1;
            }
            published += u32::from(mark.published());
            self.before.push(working);
            self.published_before.push(published);
        }
    }

    fn number_of(&self, name: &str) -> u16 {
        self.names.iter().position(|known| known == name).and_then(|at| u16::try_from(at + 1).ok()).unwrap_or(0)
    }

    /// A day too far off for the table: by the week and the fixed dates.
    pub(super) fn far(&self, fixed: &FixedFile, day: Day) -> Mark {
        match fixed.in_year(day.parts().0).find(|(holiday, _)| *holiday == day) {
            Some((_, name)) => Mark(self.number_of(name) << NAME | STATUTORY),
            None => Mark(if fixed.weekly_rest.contains(&Weekday::of(day)) { 0 } else { WORKING }),
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

    /// Whether all days from one to another lie in published years; `None` when one of them is not in the table.
    pub(super) fn all_published(&self, from: i32, to: i32) -> Option<bool> {
        let days = u32::try_from(to.checked_sub(from)?).ok()? + 1;
        Some(self.published_before[self.index(to)? + 1] - self.published_before[self.index(from)?] == days)
    }

    /// Working days after `from` up to `to`; `None` when one of them is not in the table.
    pub(super) fn between(&self, from: i32, to: i32) -> Option<i64> {
        Some(i64::from(self.before[self.index(to)? + 1]) - i64::from(self.before[self.index(from)? + 1]))
    }
}
