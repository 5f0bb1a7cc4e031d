//! Times in which a deadline stands still.
//!
//! PAUSE-1 Only causes the rule names stop it, and overlapping pauses count once (E12).
//! PAUSE-2 A day any part of which is paused is not counted; hours stop to the moment.
//! PAUSE-3 A pause counts from the basis on, and only when it begins before the deadline as it then stands.
//! PAUSE-4 A pause still open counts up to the moment asked for.

use crate::Day;
use crate::day::UtcMs;
use crate::suspension::{Cause, Stretch};
use serde::{Deserialize, Serialize};

/// A time in which a deadline stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Why.
    pub cause: Cause,
    /// First instant.
    pub from: UtcMs,
    /// The instant it goes on again; `None` while it lasts.
    #[serde(default)]
    pub to: Option<UtcMs>,
    /// The paper that shows it.
    #[serde(default)]
    pub evidence: String,
}

impl Pause {
    /// A pause of whole days, both included; `to` is `None` while it lasts.
    pub fn days(cause: Cause, from: Day, to: Option<Day>) -> Self {
        let to = to.map(|day| day.plus_days(1).starts_at());
        Self { cause, from: from.starts_at(), to, evidence: String::new() }
    }
}

/// From an instant up to, not including, another; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First instant.
    pub from: UtcMs,
    /// First instant after it.
    pub to: UtcMs,
}

impl Span {
    /// A span; `None` when nothing is in it.
    pub fn new(from: UtcMs, to: UtcMs) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// Milliseconds.
    pub fn ms(self) -> i64 {
        self.to - self.from
    }

    /// The days any part of which is in it (PAUSE-2).
    pub fn days(self) -> Option<Stretch> {
        Stretch::new(Day::at(self.from), Day::at(self.to - 1).plus_days(1))
    }
}

/// The instants of several spans, each once, in order (PAUSE-1).
pub fn union(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.into_iter().collect();
    sorted.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
    for next in sorted {
        match merged.last_mut() {
            Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
            _ => merged.push(next),
        }
    }
    merged
}

/// The pauses that count, each instant once (PAUSE-1, PAUSE-4).
pub fn counted(pauses: &[Pause], causes: &[Cause], until: UtcMs) -> Vec<Span> {
    let named = pauses.iter().filter(|pause| causes.contains(&pause.cause));
    union(named.filter_map(|pause| Span::new(pause.from, pause.to.unwrap_or(until))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suspension;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn pause_1_overlaps_count_once_and_other_causes_not_at_all() {
        let pauses = [
            Pause::days(Cause::WaitingParts, day("2026-03-01"), Some(day("2026-03-10"))),
            Pause::days(Cause::WaitingParts, day("2026-03-05"), Some(day("2026-03-14"))),
            Pause::days(Cause::Inspection, day("2026-03-01"), Some(day("2026-03-31"))),
        ];
        let spans = counted(&pauses, &[Cause::WaitingParts], 0);
        assert_eq!(spans.iter().map(|s| s.days().unwrap().days()).collect::<Vec<_>>(), [14]);
        assert!(counted(&pauses, &[Cause::Repair], 0).is_empty());
    }

    #[test]
    fn pause_2_a_touched_day_is_a_paused_day() {
        let morning = day("2026-03-01").starts_at() + 9 * 3_600_000;
        let days = |to| Span::new(morning, to).unwrap().days().unwrap().days();
        assert_eq!(days(morning + 1), 1);
        assert_eq!(days(day("2026-03-02").starts_at()), 1);
        assert_eq!(days(day("2026-03-02").starts_at() + 1), 2);
    }

    #[test]
    fn pause_4_an_open_one_lasts_until_asked() {
        let open = [Pause::days(Cause::Repair, day("2026-03-01"), None)];
        let until = day("2026-03-04").starts_at();
        assert_eq!(counted(&open, &[Cause::Repair], until)[0].days().unwrap().days(), 3);
        assert!(counted(&open, &[Cause::Repair], 0).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn a_union_holds_each_instant_once_in_any_order(
            spans in proptest::collection::vec((0..200i64, 1..40i64), 0..8),
            turn in 0..8usize,
        ) {
            let spans: Vec<Span> = spans.iter().map(|(from, ms)| Span { from: *from, to: from + ms }).collect();
            let merged = union(spans.clone());
            let mut turned = spans.clone();
            turned.rotate_left(turn.min(spans.len()));
            prop_assert_eq!(&union(turned), &merged);
            prop_assert_eq!(union(merged.clone()), merged.clone());
            prop_assert!(merged.windows(2).all(|pair| pair[0].to < pair[1].from));
            let held = (0..260).filter(|at| spans.iter().any(|s| s.from <= *at && at < &s.to)).count();
            prop_assert_eq!(merged.iter().map(|s| s.ms()).sum::<i64>(), i64::try_from(held).unwrap());
        }

        #[test]
        fn days_of_a_union_are_the_days_touched(spans in proptest::collection::vec((0..60i64, 1..20i64), 0..8)) {
            const HALF_DAY: i64 = 12 * 3_600_000;
            let spans: Vec<Span> = spans.iter().map(|(from, n)| Span { from: from * HALF_DAY, to: (from + n) * HALF_DAY }).collect();
            let touched = suspension::union(spans.iter().filter_map(|s| s.days()));
            let by_union = suspension::union(union(spans.clone()).into_iter().filter_map(Span::days));
            prop_assert_eq!(&touched, &by_union);
            let one_by_one = (0..60).filter(|n| {
                let (from, to) = (Day::at(0).plus_days(*n).starts_at(), Day::at(0).plus_days(n + 1).starts_at());
                spans.iter().any(|s| s.from < to && from < s.to)
            });
            prop_assert_eq!(suspension::days(&by_union), i64::try_from(one_by_one.count()).unwrap());
        }
    }
}
