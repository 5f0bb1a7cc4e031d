//! What is known of a machine when the user's rights are asked for.
//!
//! HIST-1 Repairs of one problem are those linked to it, whatever their words; an unlinked repair is a problem of its own (E34).
//! HIST-2 A repair found out of scope counts for nothing.
//! HIST-3 A repair lasts from the day of sending in to hand-over, or to completion where no hand-over is noted; an open one lasts to today (E14).

use super::rule::{Evidence, Severity};
use crate::Day;
use crate::coverage::rule::ComponentKind;
use crate::day::UtcMs;
use crate::suspension::{Cause, DayCount, Stretch, Suspension, counted, minus, union};

/// A machine's history as far as remedies are concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Its repairs, in any order.
    pub repairs: Vec<RepairFacts>,
    /// Day on which the user asked for exchange or return.
    pub demanded_on: Option<Day>,
    /// Whether the demand was answered or settled.
    pub demand_settled: bool,
    /// Day on which the user reported the card as lost; `None` when it is not, or was issued again.
    pub card_lost_on: Option<Day>,
    /// The dealer has no machine of the same model to give.
    pub no_same_model: bool,
    /// Whether the user was told what the machine is fit for; `None` when nobody noted it.
    pub range_told: Option<bool>,
    /// Papers at hand.
    pub evidence: Vec<Evidence>,
    /// Price paid.
    pub price_fen: Option<i64>,
    /// The machine it was given for in exchange, where it was.
    pub former: Option<Former>,
}

/// The machine that came back when this one was given (REM-14).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Former {
    /// Number of the case.
    pub case: String,
    /// Its serial.
    pub serial: String,
    /// Problems it was exchanged for; empty where the case stands on no repair.
    pub problems: Vec<String>,
    /// Its repairs.
    pub repairs: Vec<RepairFacts>,
}

impl Former {
    /// The repairs it was exchanged for.
    fn causes(&self) -> impl Iterator<Item = &RepairFacts> {
        self.repairs.iter().filter(|repair| self.problems.iter().any(|problem| problem == repair.problem()))
    }

    /// What it was exchanged for, in words; empty where nobody noted it.
    pub fn named(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for cause in self.causes() {
            let word = if cause.fault.is_empty() { &cause.component } else { &cause.fault };
            if !words.contains(&word.as_str()) {
                words.push(word);
            }
        }
        words.join("、")
    }
}

/// One repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairFacts {
    /// Number, shown in reasons.
    pub no: String,
    /// Link that makes repairs one problem; `None` while nobody linked it.
    pub problem: Option<String>,
    /// How serious; `None` while nobody said.
    pub severity: Option<Severity>,
    /// Component concerned, as written.
    pub component: String,
    /// Its kind by the price list, when the rule does not name it.
    pub component_kind: Option<ComponentKind>,
    /// Fault as reported.
    pub fault: String,
    /// Its code in the fault tree; empty where nobody picked one.
    pub code: String,
    /// Day reported.
    pub reported_on: Day,
    /// Day sent in.
    pub received_on: Day,
    /// Day completed.
    pub completed_on: Option<Day>,
    /// Day handed over.
    pub handed_over_on: Option<Day>,
    /// Instant sent in, when the hour was noted.
    pub received_at: Option<UtcMs>,
    /// Instant completed or handed over, when the hour was noted.
    pub done_at: Option<UtcMs>,
    /// Times within it with another cause, e.g. waiting for parts.
    pub waits: Vec<Suspension>,
    /// Whether it is in scope (三包责任): not the user's fault, not excluded.
    pub in_scope: bool,
    /// Use over all meters when it came in, in thousandths of the unit of the rule's limit.
    pub used: Option<(crate::repair::UsageUnit, i64)>,
    /// Whether the user signed its record.
    pub signed: bool,
    /// The component was replaced as a whole.
    pub component_exchanged: bool,
}

impl RepairFacts {
    /// The day it was done; `None` while it is open (HIST-3).
    pub fn done_on(&self) -> Option<Day> {
        self.handed_over_on.or(self.completed_on)
    }

    /// Whether it goes on.
    pub fn open(&self) -> bool {
        self.done_on().is_none()
    }

    /// Its last day, seen on `today`.
    pub fn last_day(&self, today: Day) -> Day {
        self.done_on().unwrap_or(today).max(self.received_on)
    }

    /// The problem it is about (HIST-1).
    pub fn problem(&self) -> &str {
        self.problem.as_deref().unwrap_or(&self.no)
    }

    /// What the problem is called in sentences.
    pub fn named(&self) -> String {
        let severity = self.severity.map(Severity::zh).unwrap_or_default();
        format!("{severity}故障「{}」", if self.fault.is_empty() { &self.component } else { &self.fault })
    }

    /// The days of it that count, without those of some causes.
    pub fn stretches(&self, count: DayCount, without: &[Cause], today: Day) -> Vec<Stretch> {
        let whole = Suspension {
            cause: Cause::Repair,
            from: self.received_on,
            to: Some(self.last_day(today)),
            handed_over_on: None,
            evidence: String::new(),
        };
        let all = union(whole.stretch(count, today));
        minus(&all, &counted(&self.waits, without, DayCount::BothEnds, self.last_day(today)))
    }

    /// Its length in days of so many hours, a rest being a day; `None` when the hours were not noted.
    pub fn hour_days(&self, hours_per_day: i64, now: UtcMs) -> Option<i64> {
        let until = if self.open() { now } else { self.done_at? };
        let per_day = hours_per_day.max(1).saturating_mul(3_600_000);
        let length = until.saturating_sub(self.received_at?).max(0);
        Some(length.div_euclid(per_day) + i64::from(length.rem_euclid(per_day) > 0))
    }
}

/// The times a machine could not be used because of its repairs: each in scope with its waits (HIST-2). What
/// [`crate::coverage::cover`] takes as suspensions, so that both count the same days.
pub fn suspensions(repairs: &[RepairFacts]) -> Vec<Suspension> {
    let in_scope = repairs.iter().filter(|repair| repair.in_scope);
    let of = |repair: &RepairFacts| {
        let whole = Suspension {
            cause: Cause::Repair,
            from: repair.received_on,
            to: None,
            handed_over_on: repair.done_on(),
            evidence: repair.no.clone(),
        };
        let bound =
            |wait: &Suspension| Suspension { handed_over_on: wait.handed_over_on.or(repair.done_on()), ..wait.clone() };
        std::iter::once(whole).chain(repair.waits.iter().map(bound)).collect::<Vec<_>>()
    };
    in_scope.flat_map(of).collect()
}

/// Repairs that may be one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem<'a> {
    /// The link, or the number of its only repair.
    pub key: &'a str,
    /// Its repairs, by day of sending in.
    pub repairs: Vec<&'a RepairFacts>,
}

impl<'a> Problem<'a> {
    /// How serious: the most serious word anybody said of it.
    pub fn severity(&self) -> Option<Severity> {
        let said = |wanted| self.repairs.iter().any(|repair| repair.severity == Some(wanted));
        [Severity::Serious, Severity::Ordinary].into_iter().find(|wanted| said(*wanted))
    }

    /// Its latest repair.
    pub fn last(&self) -> Option<&'a RepairFacts> {
        self.repairs.last().copied()
    }

    /// What it is called.
    pub fn named(&self) -> String {
        let severity = self.severity().map(Severity::zh).unwrap_or("未分级");
        let fault = self
            .repairs
            .first()
            .map_or("", |repair| if repair.fault.is_empty() { &repair.component } else { &repair.fault });
        format!("{severity}故障「{fault}」")
    }
}

/// The problems of a machine, each with its repairs that count (HIST-1, HIST-2).
pub fn problems<'a>(repairs: &[&'a RepairFacts]) -> Vec<Problem<'a>> {
    let mut sorted: Vec<&'a RepairFacts> = repairs.iter().copied().filter(|repair| repair.in_scope).collect();
    sorted.sort_by_key(|repair| repair.received_on);
    let mut problems: Vec<Problem<'a>> = Vec::new();
    for repair in sorted {
        match problems.iter_mut().find(|problem| problem.key == repair.problem()) {
            Some(problem) => problem.repairs.push(repair),
            None => problems.push(Problem { key: repair.problem(), repairs: vec![repair] }),
        }
    }
    problems
}
