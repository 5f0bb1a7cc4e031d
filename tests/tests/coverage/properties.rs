//! What holds of every machine: ten thousand of them a property, from one seed.

use crate::world::*;
use domain::Day;
use domain::coverage::rule::{Afterwards, ComponentKind};
use domain::coverage::{Coverage, Replacement, Setting, UnitFacts, cover};
use domain::meter::{Meter, Reading};
use domain::policy::{Period, PeriodUnit};
use domain::repair::UsageUnit;
use domain::suspension::{Cause, DayCount, Suspension, days, minus, union};
use std::sync::LazyLock;

const CASES: u32 = 10_000;

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % n
    }

    fn day(&mut self) -> Day {
        day("2011-01-01").plus_days(self.below(5_500))
    }

    /// A suspension that begins somewhere around a period of a year.
    fn suspension(&mut self, near: Day) -> Suspension {
        let from = near.plus_days(self.below(460) - 40);
        let causes = [Cause::Repair, Cause::WaitingParts, Cause::Inspection, Cause::Refusal];
        let cause = causes[usize::try_from(self.below(4)).unwrap()];
        let to = (self.below(20) > 0).then(|| from.plus_days(self.below(40)));
        Suspension { cause, from, to, handed_over_on: None, evidence: String::new() }
    }

    fn suspensions(&mut self, near: Day) -> Vec<Suspension> {
        (0..self.below(5)).map(|_| self.suspension(near)).collect()
    }

    fn count(&mut self) -> DayCount {
        DayCount::ALL[usize::try_from(self.below(3)).unwrap()]
    }
}

/// Read once: a file read ten thousand times is what would take the time.
static OTHER: LazyLock<Pack> = LazyLock::new(|| {
    let mut pack = Pack::shipped("CN-ag-2010");
    pack.coverage.retain(|rule| rule.key == "coverage.other_machinery");
    pack.classes.retain(|class| class.key == "other_machinery");
    pack.remedies.clear();
    pack
});

/// The rule for other machinery with another period and count.
fn pack(period: Period, count: DayCount) -> Pack {
    let mut pack = OTHER.clone();
    pack.coverage[0].machine.as_mut().unwrap().period = period;
    pack.coverage[0].suspension_days = count;
    pack
}

/// A machine of no special class.
fn machine(on: Day, suspensions: &[Suspension]) -> UnitFacts {
    let mut unit = unit("2026-01-05");
    unit.sales[0].invoice_on = Some(on);
    unit.suspensions = suspensions.to_vec();
    unit
}

fn row(pack: &Pack, unit: &UnitFacts, today: Day) -> Coverage {
    let policies = pack.alone();
    let model = policies.for_model(&model("播种机械", "免耕播种机", None));
    cover(&model, unit, &Setting { today, calendars: &CHINA }).rows.remove(0)
}

fn moved(list: &[Suspension], by: i64) -> Vec<Suspension> {
    let shift = |one: &Suspension| Suspension {
        from: one.from.plus_days(by),
        to: one.to.map(|to| to.plus_days(by)),
        ..one.clone()
    };
    list.iter().map(shift).collect()
}

#[test]
fn a_period_of_days_moves_with_its_start() {
    let mut dice = Dice(1);
    for case in 0..CASES {
        let period = Period { n: dice.below(500) + 1, unit: PeriodUnit::Day };
        let pack = pack(period, dice.count());
        let (start, by) = (dice.day(), dice.below(3_000) - 1_500);
        let (list, today) = (dice.suspensions(start), start.plus_days(dice.below(700)));
        let here = row(&pack, &machine(start, &list), today);
        let there = row(&pack, &machine(start.plus_days(by), &moved(&list, by)), today.plus_days(by));
        assert_eq!(here.effective_end.plus_days(by), there.effective_end, "case {case}");
        assert_eq!(here.extension_days, there.extension_days, "case {case}");
    }
}

#[test]
fn a_longer_period_never_ends_earlier() {
    let mut dice = Dice(2);
    let units = [PeriodUnit::Day, PeriodUnit::Workday, PeriodUnit::Month, PeriodUnit::Year];
    for case in 0..CASES {
        let unit = units[usize::try_from(dice.below(4)).unwrap()];
        let (n, more, count) = (dice.below(24) + 1, dice.below(6) + 1, dice.count());
        let (start, today) = (dice.day(), dice.day());
        let facts = machine(start, &dice.suspensions(start));
        let short = row(&pack(Period { n, unit }, count), &facts, today);
        let long = row(&pack(Period { n: n + more, unit }, count), &facts, today);
        assert!(short.base_end < long.base_end && short.effective_end < long.effective_end, "case {case}");
    }
}

#[test]
fn one_more_suspension_never_ends_it_earlier() {
    let mut dice = Dice(3);
    for case in 0..CASES {
        let pack = pack(Period { n: dice.below(24) + 1, unit: PeriodUnit::Month }, dice.count());
        let (start, today) = (dice.day(), dice.day());
        let mut list = dice.suspensions(start);
        let before = row(&pack, &machine(start, &list), today);
        list.push(dice.suspension(start));
        let after = row(&pack, &machine(start, &list), today);
        assert!(before.effective_end <= after.effective_end, "case {case}: {list:?}");
        assert!(before.base_end <= before.effective_end && start <= before.base_end, "case {case}");
        assert_eq!(before.base_end.plus_days(before.extension_days), before.effective_end, "case {case}");
    }
}

#[test]
fn order_overlap_and_repetition_of_suspensions_do_not_matter() {
    let mut dice = Dice(4);
    for case in 0..CASES {
        let pack = pack(Period { n: 12, unit: PeriodUnit::Month }, DayCount::BothEnds);
        let (start, today) = (dice.day(), dice.day());
        let mut list = dice.suspensions(start);
        list.push(dice.suspension(start));
        let plain = row(&pack, &machine(start, &list), today);
        // Cut one in two that overlap or touch, say one twice, and turn all round.
        let whole = list.remove(usize::try_from(dice.below(i64::try_from(list.len()).unwrap())).unwrap());
        let last = whole.last_day(today);
        let cut = whole.from.plus_days(dice.below(whole.from.days_until(last) + 1));
        let first = Suspension { to: Some(cut), ..whole.clone() };
        let second = Suspension { from: cut.plus_days(dice.below(2)).min(last), ..whole.clone() };
        list.extend([second, first.clone(), first]);
        list.reverse();
        let other = row(&pack, &machine(start, &list), today);
        assert_eq!(
            (plain.effective_end, plain.extension_days),
            (other.effective_end, other.extension_days),
            "case {case}: {list:?}"
        );
    }
}

#[test]
fn a_month_ends_on_its_day_or_its_last() {
    let mut dice = Dice(5);
    for case in 0..CASES {
        let (start, n) = (dice.day(), dice.below(60) + 1);
        let (year, month, wanted) = start.parts();
        let end = row(&pack(Period { n, unit: PeriodUnit::Month }, DayCount::BothEnds), &machine(start, &[]), start);
        let months = i64::from(year) * 12 + i64::from(month) - 1 + n;
        let (year, month) = (i32::try_from(months / 12).unwrap(), u32::try_from(months % 12 + 1).unwrap());
        let lasts = (28..=wanted).rev().find_map(|d| Day::ymd(year, month, d));
        let expected = Day::ymd(year, month, wanted).or(lasts).unwrap();
        assert_eq!((end.base_end, end.effective_end), (expected, expected), "case {case}");
    }
}

#[test]
fn never_below_the_floor_nor_below_the_contract() {
    let mut dice = Dice(6);
    let facts = model("播种机械", "免耕播种机", None);
    for case in 0..CASES {
        let mut period = |most| Period { n: dice.below(most) + 1, unit: PeriodUnit::Month };
        let (own, mut floor) = (pack(period(36), DayCount::LastNotCounted), pack(period(36), DayCount::BothEnds));
        floor.coverage.iter_mut().for_each(|rule| rule.checked = true);
        let (start, today) = (dice.day(), dice.day());
        let unit = machine(start, &dice.suspensions(start));
        let setting = Setting { today, calendars: &CHINA };
        let both = cover(&own.over(&floor).for_model(&facts), &unit, &setting).rows.remove(0);
        let ends = [row(&own, &unit, today).effective_end, row(&floor, &unit, today).effective_end];
        assert_eq!(Some(&both.effective_end), ends.iter().max(), "case {case}");
        assert_eq!(both.beside.map(|beside| beside.effective_end), ends.iter().min().copied(), "case {case}");
        assert!(both.base_end <= both.effective_end, "case {case}");
    }
}

#[test]
fn a_replaced_component_is_never_worse_off() {
    let mut dice = Dice(7);
    let mut pack = Pack::shipped("CN-ag-2010");
    pack.coverage.truncate(1);
    assert_eq!(pack.coverage[0].on_replacement, Afterwards::Restart);
    for case in 0..CASES {
        let (start, today) = (dice.day(), dice.day());
        let mut unit = machine(start, &dice.suspensions(start));
        let on = start.plus_days(dice.below(900));
        unit.replacements =
            vec![Replacement { component: "飞轮".into(), on, new_no: String::new(), evidence: String::new() }];
        let policies = pack.alone();
        let rows = cover(&policies.for_model(&tractor()), &unit, &Setting { today, calendars: &CHINA }).rows;
        let main = rows.iter().find(|row| row.kind == ComponentKind::Main).unwrap();
        assert_eq!(rows.len() == 3, on <= main.effective_end, "case {case}");
        if let Some(new) = rows.get(2) {
            // A month has no fixed length: the day counted on from the old end may differ by the length of a month.
            assert!(new.effective_end.plus_days(3) >= main.effective_end && new.start_on == on, "case {case}");
        }
    }
}

#[test]
fn days_are_taken_apart_without_losing_any() {
    let mut dice = Dice(8);
    for case in 0..CASES {
        let start = dice.day();
        let today = start.plus_days(300);
        let stretches =
            |list: &[Suspension]| union(list.iter().filter_map(|one| one.stretch(DayCount::BothEnds, today)));
        let (one, other) = (stretches(&dice.suspensions(start)), stretches(&dice.suspensions(start)));
        let all = union(one.iter().chain(&other).copied());
        let left = minus(&all, &other);
        assert_eq!(days(&left) + days(&other), days(&all), "case {case}");
        assert_eq!(minus(&one, &all), [], "case {case}");
        assert!(all.windows(2).all(|pair| pair[0].last().plus_days(1) < pair[1].first()), "case {case}");
    }
}

#[test]
fn use_never_falls_and_needs_no_order() {
    let mut dice = Dice(9);
    for case in 0..CASES {
        let mut readings: Vec<Reading> = (0..dice.below(8))
            .map(|i| Reading {
                on: day("2026-01-01").plus_days(i * 10),
                ..hours("2026-01-01", dice.below(900), dice.below(4) == 0)
            })
            .collect();
        let meter = Meter::of(&readings, UsageUnit::Hour);
        assert!(meter.uses().windows(2).all(|pair| pair[0].total_milli <= pair[1].total_milli), "case {case}");
        readings.reverse();
        assert_eq!(Meter::of(&readings, UsageUnit::Hour), meter, "case {case}");
    }
}

#[test]
fn a_repair_that_goes_on_only_gets_nearer_to_its_right() {
    let mut dice = Dice(10);
    let mut pack = Pack::shipped("CN-ag-2010");
    pack.remedies.retain(|rule| rule.key == "remedy.repair_too_long");
    let policies = pack.alone();
    for case in 0..CASES {
        let received = day("2015-01-01").plus_days(dice.below(4_000));
        let mut desk = Desk::new(policies.clone(), tractor(), machine(received.plus_days(-20), &[]), "2026-01-01");
        desk.history.repairs = vec![repair("WX-1", "2026-01-01", None)];
        desk.history.repairs[0].received_on = received;
        let mut before = 0;
        for late in [0, dice.below(30), 30 + dice.below(30), 61] {
            desk.today = received.plus_days(late);
            let advice = desk.advice();
            let counter = &advice.counters[0];
            let granted = advice.rights.iter().any(|right| right.standing.rule_key == "remedy.repair_too_long");
            assert_eq!((granted, counter.next_on.is_none()), (counter.value > 30, counter.value > 30), "case {case}");
            assert!(before <= counter.value, "case {case}");
            before = counter.value;
            if let Some(next) = counter.next_on {
                desk.today = next;
                assert_eq!(desk.advice().counters[0].value, 31, "case {case}");
            }
        }
    }
}
