//! Properties of date arithmetic, each over ten thousand cases.

use super::rule::{Roll, RollTo};
use super::tests::{CHINA, day, rule};
use super::*;
use proptest::prelude::*;

fn period(n: i64, unit: &str) -> DeadlineRule {
    rule(&format!(r#""add": {{"n": {n}, "unit": "{unit}"}}"#))
}

fn last(rule: &DeadlineRule, basis: Day) -> Day {
    last_day(rule, basis, &Ground::of(&CHINA)).unwrap()
}

fn any_day() -> impl Strategy<Value = Day> {
    (0..9_000i64).prop_map(|n| day("2008-01-01").plus_days(n))
}

fn any_unit() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["day", "workday", "month", "year"])
}

fn any_roll() -> impl Strategy<Value = (Roll, RollTo)> {
    let rolls = vec![Roll::None, Roll::StatutoryHoliday, Roll::RestDay];
    (prop::sample::select(rolls), prop::sample::select(vec![RollTo::Later, RollTo::Earlier]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_shifted_basis_shifts_a_period_of_days(basis in any_day(), n in -400..400i64, shift in -400..400i64) {
        let rule = period(n, "day");
        prop_assert_eq!(last(&rule, basis.plus_days(shift)), last(&rule, basis).plus_days(shift));
    }

    #[test]
    fn a_longer_period_never_ends_earlier(basis in any_day(), unit in any_unit(), n in -30..30i64, more in 0..30i64, (roll, to) in any_roll()) {
        let with = |n| DeadlineRule { roll, roll_to: to, ..period(n, unit) };
        prop_assert!(last(&with(n), basis) <= last(&with(n + more), basis));
    }

    #[test]
    fn a_later_basis_never_ends_earlier(basis in any_day(), unit in any_unit(), n in -30..30i64, later in 0..60i64, (roll, to) in any_roll()) {
        let rule = DeadlineRule { roll, roll_to: to, ..period(n, unit) };
        prop_assert!(last(&rule, basis) <= last(&rule, basis.plus_days(later)));
    }

    #[test]
    fn months_end_on_the_corresponding_day_or_the_last(basis in any_day(), n in -200..200i64) {
        let end = last(&period(n, "month"), basis);
        let (year, month, of_month) = basis.parts();
        let (end_year, end_month, end_day) = end.parts();
        let apart = |year: i32, month: u32| i64::from(year) * 12 + i64::from(month);
        prop_assert_eq!(apart(end_year, end_month) - apart(year, month), n);
        let last_of_month = end.plus_days(1).parts().2 == 1;
        prop_assert!(end_day == of_month || (end_day < of_month && last_of_month));
        if n % 12 == 0 {
            prop_assert_eq!(last(&period(n / 12, "year"), basis), end);
        }
    }

    #[test]
    fn counting_the_first_day_is_a_day_less(basis in any_day(), unit in any_unit(), n in 1..30i64) {
        let plain = last(&period(n, unit), basis);
        let counted = last(&DeadlineRule { count_start_day: true, ..period(n, unit) }, basis);
        prop_assert!(counted <= plain);
        if unit == "day" {
            prop_assert_eq!(counted.plus_days(1), plain);
        }
        if unit == "workday" {
            prop_assert_eq!(counted == plain, !CHINA.workday(basis).working);
        }
    }

    #[test]
    fn a_rolled_day_is_one_the_rule_accepts(on in any_day(), (rule, to) in any_roll()) {
        let rolled = roll::roll(&CHINA, on, rule, to).day;
        let accepts = |day: Day| match rule {
            Roll::None => true,
            Roll::StatutoryHoliday => !CHINA.workday(day).statutory,
            Roll::RestDay => CHINA.workday(day).working,
        };
        prop_assert!(accepts(rolled));
        let between = on.number().min(rolled.number())..=on.number().max(rolled.number());
        let passed = between.filter_map(Day::from_number).filter(|day| *day != rolled);
        prop_assert!(passed.into_iter().all(|day| !accepts(day)));
        let way = if to == RollTo::Later { rolled >= on } else { rolled <= on };
        prop_assert!(way);
    }

    #[test]
    fn a_paused_day_is_not_counted(basis in any_day(), n in 1..60i64, from in 0..80i64, long in 0..30i64, second in 0..80i64) {
        let pause = |from: i64, long: i64| Pause::days(Cause::Repair, basis.plus_days(from), Some(basis.plus_days(from + long)));
        let pauses = [pause(from, long), pause(second, 3), pause(from, long / 2)];
        for unit in ["day", "workday"] {
            let rule = DeadlineRule { pauses: vec![Cause::Repair], ..period(n, unit) };
            let asked = Asked { pauses: &pauses, ..Asked::new(&rule, "", "", Moment::Day(basis)) };
            let end = compute(&asked, &Ground::of(&CHINA)).unwrap().due_on;
            let paused = |day: Day| [(from, long), (second, 3)].iter().any(|(from, long)| (*from..=from + long).contains(&basis.days_until(day)));
            let counts = |day: &Day| !paused(*day) && (unit == "day" || CHINA.workday(*day).working);
            let days: Vec<Day> = (1..=basis.days_until(end)).map(|n| basis.plus_days(n)).filter(counts).collect();
            prop_assert_eq!(days.len(), usize::try_from(n).unwrap(), "{} from {}", unit, basis.iso());
        }
    }
}
