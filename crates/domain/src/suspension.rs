//! Times in which a warranty period stands still (三包有效期中止).
//!
//! SUSP-1 A day on which several suspensions overlap is counted once, in whatever order they are given (E12).
//! SUSP-2 An open suspension lasts to the day of hand-over; while the machine is not handed over, to today (E14).
//! SUSP-3 Only causes the rule names stop a period (E13).
//! SUSP-4 The rule says whether the first and the last day of a suspension count.
//! SUSP-5 A suspension extends a period only when it begins before the period has ended, then with its whole length (E11).
//!
//! Where suspensions come from (repairs, waiting for parts, refusals) is the caller's business.

use crate::Day;
use crate::repair::labelled;
use serde::{Deserialize, Serialize};

labelled! {
    /// Why a machine cannot be used, or why time does not count.
    Cause {
        /// Under repair.
        Repair = "修理占用",
        /// Waiting for the maker's parts.
        WaitingParts = "等待配件",
        /// Being inspected or appraised.
        Inspection = "检验鉴定",
        /// The seller does not perform although the user asked.
        Refusal = "拒不履行",
        /// A special part is on its way.
        PartTransport = "专用配件运输",
        /// On the way to or from a rescue.
        RescueTravel = "救援路途",
    }
}

labelled! {
    /// Which days of a suspension count (SUSP-4).
    DayCount {
        /// First and last day both count.
        BothEnds = "首尾两天都计入",
        /// The last day does not count.
        LastNotCounted = "最后一天不计",
        /// The first day does not count.
        FirstNotCounted = "第一天不计",
    }
}

/// A time in which the machine could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// Why.
    pub cause: Cause,
    /// First day.
    pub from: Day,
    /// Last day; `None` while it goes on.
    #[serde(default)]
    pub to: Option<Day>,
    /// Day the machine was handed over, which ends every suspension (SUSP-2).
    #[serde(default)]
    pub handed_over_on: Option<Day>,
    /// The paper that shows it, e.g. a repair's number.
    #[serde(default)]
    pub evidence: String,
}

impl Suspension {
    /// The last day of it, seen on `today` (SUSP-2).
    pub fn last_day(&self, today: Day) -> Day {
        [self.to, self.handed_over_on].into_iter().flatten().min().unwrap_or(today.max(self.from))
    }

    /// Whether it still goes on.
    pub fn open(&self) -> bool {
        self.to.is_none() && self.handed_over_on.is_none()
    }

    /// The days that count; `None` when there are none.
    pub fn stretch(&self, count: DayCount, today: Day) -> Option<Stretch> {
        let last = self.last_day(today);
        let (from, until) = match count {
            DayCount::BothEnds => (self.from, last.plus_days(1)),
            DayCount::LastNotCounted => (self.from, last),
            DayCount::FirstNotCounted => (self.from.plus_days(1), last.plus_days(1)),
        };
        Stretch::new(from, until)
    }
}

/// Whole days from `from` up to, not including, `until`; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    from: Day,
    until: Day,
}

impl Stretch {
    /// A stretch; `None` when no day is in it.
    pub fn new(from: Day, until: Day) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.from
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.until.plus_days(-1)
    }

    /// How many days.
    pub fn days(self) -> i64 {
        self.from.days_until(self.until)
    }

    /// The part of it that is not before `day`.
    pub fn not_before(self, day: Day) -> Option<Self> {
        Self::new(self.from.max(day), self.until)
    }

    /// The part of it inside another.
    pub fn within(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.until.min(other.until))
    }
}

/// The days of several stretches, each once, in order (SUSP-1).
pub fn union(stretches: impl IntoIterator<Item = Stretch>) -> Vec<Stretch> {
    let mut sorted: Vec<Stretch> = stretches.into_iter().collect();
    sorted.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(sorted.len());
    for next in sorted {
        match merged.last_mut() {
            Some(last) if next.from <= last.until => last.until = last.until.max(next.until),
            _ => merged.push(next),
        }
    }
    merged
}

/// The days of `of` that are not in `without`. Both as [`union`] gives them.
pub fn minus(of: &[Stretch], without: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::new();
    for whole in of {
        let mut from = whole.from;
        for hole in without.iter().filter_map(|hole| hole.within(*whole)) {
            left.extend(Stretch::new(from, hole.from));
            from = hole.until;
        }
        left.extend(Stretch::new(from, whole.until));
    }
    left
}

/// How many days, of stretches as [`union`] gives them.
pub fn days(stretches: &[Stretch]) -> i64 {
    stretches.iter().map(|stretch| stretch.days()).sum()
}

/// The days that count of all suspensions with one of these causes, each once (SUSP-1, SUSP-3).
pub fn counted(suspensions: &[Suspension], causes: &[Cause], count: DayCount, today: Day) -> Vec<Stretch> {
    let named = suspensions.iter().filter(|one| causes.contains(&one.cause));
    union(named.filter_map(|one| one.stretch(count, today)))
}

/// A period moved on by the suspensions that fell into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extended {
    /// The last day with the suspensions counted.
    pub end: Day,
    /// The stretches that counted, cut at the first day of the period.
    pub counted: Vec<Stretch>,
}

/// Moves the last day of a period on (SUSP-5). `first` is the first day that counts; `stretches` as [`union`] gives them.
pub fn extend(first: Day, base_end: Day, stretches: &[Stretch]) -> Extended {
    let mut extended = Extended { end: base_end, counted: Vec::new() };
    for stretch in stretches.iter().filter_map(|stretch| stretch.not_before(first)) {
        if stretch.from <= extended.end {
            extended.end = extended.end.plus_days(stretch.days());
            extended.counted.push(stretch);
        }
    }
    extended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn repair(from: &str, to: Option<&str>) -> Suspension {
        let to = to.map(day);
        Suspension { cause: Cause::Repair, from: day(from), to, handed_over_on: None, evidence: "WX-1".into() }
    }

    fn both(list: &[Suspension]) -> Vec<Stretch> {
        counted(list, Cause::ALL, DayCount::BothEnds, day("2026-11-21"))
    }

    #[test]
    fn susp_1_an_overlap_counts_once_in_any_order() {
        let a = repair("2026-03-01", Some("2026-03-10"));
        let b = repair("2026-03-05", Some("2026-03-14"));
        assert_eq!(days(&both(&[a.clone(), b.clone()])), 14);
        assert_eq!(both(&[a.clone(), b.clone()]), both(&[b, a.clone(), a]));
    }

    #[test]
    fn susp_2_an_open_one_lasts_to_hand_over_or_today() {
        let mut open = repair("2026-11-20", None);
        assert!(open.open());
        assert_eq!(open.last_day(day("2026-11-21")), day("2026-11-21"));
        assert_eq!(open.last_day(day("2026-11-01")), day("2026-11-20"));
        open.handed_over_on = Some(day("2026-11-20"));
        assert_eq!((open.open(), days(&both(&[open]))), (false, 1));
    }

    #[test]
    fn susp_3_other_causes_do_not_stop_it() {
        let one = repair("2026-03-01", Some("2026-03-10"));
        assert!(counted(&[one], &[Cause::WaitingParts], DayCount::BothEnds, day("2026-11-21")).is_empty());
    }

    #[test]
    fn susp_4_the_rule_says_which_ends_count() {
        let list = [repair("2026-03-01", Some("2026-03-05"))];
        let of = |count| days(&counted(&list, Cause::ALL, count, day("2026-11-21")));
        assert_eq!(of(DayCount::BothEnds), 5);
        assert_eq!((of(DayCount::LastNotCounted), of(DayCount::FirstNotCounted)), (4, 4));
        let one_day = [repair("2026-03-01", Some("2026-03-01"))];
        assert!(counted(&one_day, Cause::ALL, DayCount::LastNotCounted, day("2026-11-21")).is_empty());
    }

    #[test]
    fn susp_5_it_extends_when_it_begins_before_the_end() {
        let (first, end) = (day("2025-03-02"), day("2026-03-01"));
        let on_the_last_day = both(&[repair("2026-03-01", Some("2026-03-20"))]);
        assert_eq!(extend(first, end, &on_the_last_day).end, day("2026-03-21"));
        let too_late = both(&[repair("2026-03-02", Some("2026-03-20"))]);
        assert_eq!(extend(first, end, &too_late).end, end);
        // The second begins after the end of the paper, but before the end the first one moved.
        let two = both(&[repair("2026-02-20", Some("2026-02-28")), repair("2026-03-05", Some("2026-03-06"))]);
        assert_eq!(extend(first, end, &two).end, day("2026-03-12"));
        let before = both(&[repair("2025-02-20", Some("2025-03-05"))]);
        assert_eq!(extend(first, end, &before).end, day("2026-03-05"));
    }

    #[test]
    fn days_of_one_cause_are_taken_out_of_another() {
        let all = both(&[repair("2026-03-01", Some("2026-03-20"))]);
        let waiting = both(&[repair("2026-02-25", Some("2026-03-03")), repair("2026-03-10", Some("2026-03-12"))]);
        let left = minus(&all, &waiting);
        assert_eq!((days(&left), left.len()), (14, 2));
        assert_eq!(left[0].first(), day("2026-03-04"));
        assert_eq!(left[1].last(), day("2026-03-20"));
        assert!(minus(&waiting, &waiting).is_empty());
    }
}
