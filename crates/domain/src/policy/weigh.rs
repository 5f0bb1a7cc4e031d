//! Whether a contract rule promises less than the statute's rule of the same key.

use super::keys::{Better, key_info};
use super::{Period, PeriodUnit, Section};
use crate::coverage::rule::{Afterwards, CoverageRule, Term};
use crate::deadline::rule::{Count, DeadlineRule};
use crate::remedy::rule::{Enough, RemedyRule, When};
use std::cmp::Ordering;

/// A point in which two rules were weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    /// What was weighed, Chinese; empty for what the rule is about.
    pub what: String,
    /// What the contract says.
    pub own: String,
    /// What the statute says.
    pub floor: String,
    /// Whether it can be told at all; if so, the contract promises less.
    pub clear: bool,
}

impl Point {
    fn less(what: &str, own: impl Into<String>, floor: impl Into<String>) -> Self {
        Self { what: what.to_owned(), own: own.into(), floor: floor.into(), clear: true }
    }

    fn unclear(what: &str, own: impl Into<String>, floor: impl Into<String>) -> Self {
        Self { clear: false, ..Self::less(what, own, floor) }
    }
}

/// Months of a year.
const YEAR: i64 = 12;

/// Which period is longer; `None` when their units cannot be compared on paper.
fn longer(a: Period, b: Period) -> Option<Ordering> {
    let months = |p: Period| match p.unit {
        PeriodUnit::Month => Some(p.n),
        PeriodUnit::Year => p.n.checked_mul(YEAR),
        _ => None,
    };
    match (months(a), months(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => (a.unit == b.unit).then(|| a.n.cmp(&b.n)),
    }
}

fn periods(what: &str, own: Period, floor: Period, better: Better) -> Option<Point> {
    let worse = match better {
        Better::Less => Ordering::Greater,
        Better::More => Ordering::Less,
        Better::Neither => return None,
    };
    match longer(own, floor) {
        None => Some(Point::unclear(what, own.zh(), floor.zh())),
        Some(order) => (order == worse).then(|| Point::less(what, own.zh(), floor.zh())),
    }
}

/// Points in which a contract's deadline is behind the statute's.
pub(super) fn deadlines(own: &DeadlineRule, floor: &DeadlineRule) -> Vec<Point> {
    let better = key_info(Section::Deadlines, &own.key).map_or(Better::Neither, |info| info.better);
    if better == Better::Neither {
        return Vec::new();
    }
    let mut points = Vec::new();
    match (own.count(), floor.count()) {
        (Ok(Count::Add(a)), Ok(Count::Add(b))) | (Ok(Count::Recurring(a)), Ok(Count::Recurring(b))) => {
            points.extend(periods("", a, b, better));
            let a_day_less = own.count_start_day != floor.count_start_day && longer(a, b) == Some(Ordering::Equal);
            let behind = if better == Better::More { own.count_start_day } else { floor.count_start_day };
            if a_day_less && behind {
                points.push(Point::less("起算日计入", yes(own.count_start_day), yes(floor.count_start_day)));
            }
        }
        (Ok(a), Ok(b)) if a == b => {}
        (Ok(Count::AtOnce), Ok(_)) if better == Better::Less => {}
        _ => points.push(Point::unclear("", "算法不同", "算法不同")),
    }
    points
}

fn yes(truth: bool) -> &'static str {
    if truth { "是" } else { "否" }
}

/// Points in which a contract's coverage is behind the statute's.
pub(super) fn coverage(own: &CoverageRule, floor: &CoverageRule) -> Vec<Point> {
    let mut points = Vec::new();
    if let Some(wanted) = &floor.machine {
        points.extend(term("整机", own.machine.as_ref(), wanted));
    }
    for component in &floor.components {
        let Some(wanted) = &component.term else { continue };
        let names = if component.parts.is_empty() { std::slice::from_ref(&component.name) } else { &component.parts };
        let behind = names.iter().find_map(|name| {
            // What the contract does not name it is silent about; there the statute speaks (POLICY-9).
            let points = term(name, own.component_of(name)?.term.as_ref(), wanted);
            (!points.is_empty()).then_some(points)
        });
        points.extend(behind.into_iter().flatten());
    }
    let restarts = |a: Afterwards, b: Afterwards| a == Afterwards::Keep && b == Afterwards::Restart;
    if restarts(own.on_replacement, floor.on_replacement) {
        points.push(Point::less("换件后", own.on_replacement.zh(), floor.on_replacement.zh()));
    }
    if restarts(own.after_exchange, floor.after_exchange) {
        points.push(Point::less("换机后", own.after_exchange.zh(), floor.after_exchange.zh()));
    }
    if floor.transfer_keeps && !own.transfer_keeps {
        points.push(Point::less("转让后继续有效", yes(false), yes(true)));
    }
    let left_out: Vec<&str> =
        floor.suspend_on.iter().filter(|cause| !own.suspend_on.contains(cause)).map(|cause| cause.zh()).collect();
    if !left_out.is_empty() {
        points.push(Point::less("停算事由", "没有写", left_out.join("、")));
    }
    points
}

fn term(what: &str, own: Option<&Term>, floor: &Term) -> Vec<Point> {
    let Some(own) = own else { return vec![Point::less(what, "没有约定", floor.period.zh())] };
    let mut points: Vec<Point> = periods(what, own.period, floor.period, Better::More).into_iter().collect();
    for limit in &own.usage {
        let theirs = floor.usage.iter().find(|theirs| theirs.unit == limit.unit);
        let said = |n: i64| format!("{n} {}", crate::meter::unit_zh(limit.unit));
        match theirs {
            Some(theirs) if limit.n >= theirs.n => {}
            Some(theirs) => points.push(Point::less(what, said(limit.n), said(theirs.n))),
            None => points.push(Point::less(what, said(limit.n), "没有这种使用限额")),
        }
    }
    points
}

/// Points in which a contract's remedy is behind the statute's.
pub(super) fn remedies(own: &RemedyRule, floor: &RemedyRule) -> Vec<Point> {
    let mut points = conditions(&own.when, &floor.when);
    let missing: Vec<&str> =
        floor.gives.iter().filter(|right| !own.gives.contains(right)).map(|right| right.zh()).collect();
    if !missing.is_empty() {
        points.push(Point::less("用户可要求", "没有写", missing.join("、")));
    }
    points
}

fn conditions(own: &When, floor: &When) -> Vec<Point> {
    let one = |point: Option<Point>| point.into_iter().collect();
    match (own, floor) {
        (When::EarlyFailure { within: a, .. }, When::EarlyFailure { within: b, .. }) => term("期限", Some(a), b),
        (When::RepairTooLong { over: a, .. }, When::RepairTooLong { over: b, .. })
        | (When::Cumulative { over: a, .. }, When::Cumulative { over: b, .. })
        | (When::PartsNotSupplied { over: a, .. }, When::PartsNotSupplied { over: b, .. }) => {
            one(periods("超过", *a, *b, Better::Less))
        }
        (When::Duty { within: a, .. }, When::Duty { within: b, .. }) => one(periods("期限", *a, *b, Better::Less)),
        (When::RangeNotTold { first_season: a, .. }, When::RangeNotTold { first_season: b, .. }) => {
            one(periods("首个作业期起", *a, *b, Better::More))
        }
        (When::Loaner { from_day: a, .. }, When::Loaner { from_day: b, .. }) => {
            one((a > b).then(|| Point::less("从第几天起", a.to_string(), b.to_string())))
        }
        (When::SameProblem { .. }, When::SameProblem { .. }) => same_problem(own, floor),
        (own, floor) if own == floor => Vec::new(),
        _ => vec![Point::unclear("条件", "写法不同", "写法不同")],
    }
}

fn same_problem(own: &When, floor: &When) -> Vec<Point> {
    let (
        When::SameProblem { repairs: a, enough: x, first_season: s, severity: v, .. },
        When::SameProblem { repairs: b, enough: y, first_season: t, severity: w, .. },
    ) = (own, floor)
    else {
        return Vec::new();
    };
    let rank = |enough: &Enough| Enough::ALL.iter().position(|one| one == enough);
    let said = |n: i64, enough: &Enough| format!("{} {n} 次", enough.zh());
    let mut points = Vec::new();
    if (a, rank(x)) > (b, rank(y)) {
        points.push(Point::less("修理次数", said(*a, x), said(*b, y)));
    }
    match (s, t) {
        (Some(s), Some(t)) => points.extend(periods("首个作业期起", *s, *t, Better::More)),
        (Some(s), None) => points.push(Point::less("首个作业期起", s.zh(), "不限")),
        (None, _) => {}
    }
    if let (Some(v), true) = (v, w.is_none()) {
        points.push(Point::less("质量问题", v.zh(), "不分轻重"));
    }
    points
}
