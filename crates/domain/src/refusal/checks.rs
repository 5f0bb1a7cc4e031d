//! What most forms check, each with the refusal it ends in.

use super::{Refusal, Refusals};
use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::{Day, Month};

/// Most fen or thousandths of one field: ten thousand million yuan.
const MOST: i64 = 1_000_000_000_000;

/// No machine and no paper of a desk is older.
const FIRST_YEAR: i32 = 1950;

/// The year from which on a day is a slip; the same bounds as of the days of a workbook.
const SLIPPED_YEAR: i32 = 2120;

/// How far somebody plans ahead, in days.
const YEAR_AHEAD: i64 = 366;

/// No report and no time of day that a desk notes is older: an instant before it is a slip or a clock that was never set.
const FIRST_YEAR_OF_TIMES: i32 = 2000;

/// Collects refusals so that a form shows all of them at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<Refusal>);

impl Checks {
    /// Adds a refusal when there is one.
    pub fn add(&mut self, refusal: Option<Refusal>) {
        self.0.extend(refusal);
    }

    /// A required text of at most `max` characters.
    pub fn text(&mut self, field: &'static str, label: &'static str, value: &str, max: usize) {
        self.add(crate::text::clean(value).is_empty().then_some(Refusal::Missing { field, label }));
        self.length(field, label, value, max);
    }

    /// An optional text of at most `max` characters.
    pub fn length(&mut self, field: &'static str, label: &'static str, value: &str, max: usize) {
        let len = value.chars().count();
        self.add((len > max).then_some(Refusal::TooLong { field, label, max, len }));
    }

    /// A day that may not lie after today, nor before anything a desk can have seen: a year with a slipped digit.
    pub fn not_after(&mut self, field: &'static str, label: &'static str, day: Option<Day>, today: Day) {
        let slipped = day.is_some_and(|d| d.parts().0 < FIRST_YEAR);
        self.add(slipped.then_some(Refusal::OutOfRange { field, label, wanted: "在 1950 年以后" }));
        self.add(day.filter(|d| *d > today).map(|day| Refusal::FutureDay { field, label, day, today }));
    }

    /// A day that may still be to come, but in no year with a slipped digit.
    pub fn likely(&mut self, field: &'static str, label: &'static str, day: Option<Day>) {
        let slipped = day.is_some_and(|day| !(FIRST_YEAR..SLIPPED_YEAR).contains(&day.parts().0));
        self.add(slipped.then_some(Refusal::OutOfRange { field, label, wanted: "在 1950 年到 2119 年之间" }));
    }

    /// A day that somebody may look ahead to, by a year at most: further off, or before any desk, the year is a slip.
    pub fn not_far(&mut self, field: &'static str, label: &'static str, day: Day, today: Day) {
        let slipped = day.parts().0 < FIRST_YEAR || day > today.plus_days(YEAR_AHEAD);
        let wanted = "在 1950 年以后，最晚到从今天起的一年";
        self.add(slipped.then_some(Refusal::OutOfRange { field, label, wanted }));
    }

    /// A month of reports, a year ahead at most: nobody has a sheet of another one, and the year is a slip.
    pub fn month(&mut self, field: &'static str, label: &'static str, month: Month, today: Day) {
        let slipped = month.parts().0 < FIRST_YEAR_OF_TIMES || month > Month::of(today.plus_days(YEAR_AHEAD));
        let wanted = "在 2000 年以后，最晚到从今天起的一年";
        self.add(slipped.then_some(Refusal::OutOfRange { field, label, wanted }));
    }

    /// A moment that may not lie after now, nor before anything a desk can have seen.
    pub fn moment(&mut self, field: &'static str, label: &'static str, at: Moment, now: UtcMs) {
        let (first, wanted) = match at {
            Moment::At(_) => (FIRST_YEAR_OF_TIMES, "在 2000 年以后"),
            Moment::Day(_) => (FIRST_YEAR, "在 1950 年以后"),
        };
        let slipped = at.day().parts().0 < first;
        self.add(slipped.then_some(Refusal::OutOfRange { field, label, wanted }));
        let ahead = match at {
            Moment::At(at) => at > now,
            Moment::Day(day) => day > Day::at(now),
        };
        self.add(ahead.then_some(Refusal::FutureTime { field, label, at, now: Moment::At(now) }));
    }

    /// A day that may not precede another.
    pub fn not_before(
        &mut self,
        field: &'static str,
        label: &'static str,
        day: Option<Day>,
        earlier_label: &'static str,
        earlier: Option<Day>,
    ) {
        if let (Some(day), Some(earlier)) = (day, earlier)
            && day < earlier
        {
            self.0.push(Refusal::DayBefore { field, label, day, earlier_label, earlier });
        }
    }

    /// A day that may not follow another.
    pub fn not_later(
        &mut self,
        field: &'static str,
        label: &'static str,
        day: Day,
        later_label: &'static str,
        later: Option<Day>,
    ) {
        if let Some(later) = later.filter(|later| day > *later) {
            self.0.push(Refusal::DayAfter { field, label, day, later_label, later });
        }
    }

    /// An amount that may not be negative.
    pub fn not_negative(&mut self, field: &'static str, label: &'static str, value: i64) {
        self.not_huge(field, label, value);
        self.add((value < 0).then_some(Refusal::OutOfRange { field, label, wanted: "不小于零" }));
    }

    /// A quantity that must be positive.
    pub fn positive(&mut self, field: &'static str, label: &'static str, value: i64) {
        self.not_huge(field, label, value);
        self.add((value <= 0).then_some(Refusal::OutOfRange { field, label, wanted: "大于零" }));
    }

    /// A number that no sheet could add up: it would keep the whole month from being written.
    fn not_huge(&mut self, field: &'static str, label: &'static str, value: i64) {
        self.add(
            (value > MOST)
                .then_some(Refusal::OutOfRange { field, label, wanted: "小得多：这个数大得不合情理" }),
        );
    }

    /// `Ok` when nothing was refused.
    pub fn done(self) -> Result<(), Refusals> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusals(self.0)) }
    }
}
