use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn after(from: &str, n: i64) -> (String, bool) {
    let reached = SHIPPED.add_workdays(day(from), n).unwrap();
    (reached.day.iso(), reached.published)
}

#[test]
fn cal_1_notice_before_week() {
    let kind = |text: &str| SHIPPED.workday(day(text));
    let holiday = DayKind { working: false, published: true, statutory: true, name: Some("国庆节") };
    assert_eq!(kind("2026-10-01"), holiday);
    assert_eq!(kind("2026-10-07"), DayKind { statutory: false, ..holiday });
    assert_eq!(kind("2026-10-10"), DayKind { working: true, statutory: false, ..holiday });
    assert_eq!(kind("2026-10-11"), DayKind { name: None, statutory: false, ..holiday });
    assert_eq!(kind("2026-10-12"), DayKind { working: true, statutory: false, name: None, ..holiday });
    // The notice of 2012 works a day of 2011; the one of 2023 begins its New Year in 2022.
    assert!(kind("2011-12-31").working);
    assert_eq!(kind("2022-12-31").name, Some("元旦"));
    assert_eq!(kind("2020-02-02").name, Some("春节"));
    assert_eq!(kind("2015-09-03").name, Some("抗日战争暨世界反法西斯战争胜利70周年纪念日"));
}

#[test]
fn cal_1_every_year_has_the_days_the_law_gives() {
    assert_eq!(SHIPPED.published_years().map(|year| year.year).collect::<Vec<_>>(), (2010..=2026).collect::<Vec<_>>());
    for year in SHIPPED.published_years() {
        let days = |number: fn(&Holiday) -> usize| year.holidays.iter().map(number).sum::<usize>();
        let statutory = match year.year {
            2020 => 10, // National Day and Mid-Autumn on one day.
            2025.. => 13,
            _ => 11,
        };
        assert_eq!(days(|h| h.statutory.len()), statutory, "{}", year.calendar);
        assert!(year.notices.iter().all(|n| n.number.contains("发明电〔") && n.url.starts_with("https://www.gov.cn/")));
        // Every worked weekend day pays for a weekday off: the year has as many working days as the law leaves.
        let first = Day::ymd(year.year, 1, 1).unwrap();
        let working = SHIPPED.workdays_between(first.plus_days(-1), Day::ymd(year.year, 12, 31).unwrap());
        assert!((246..=253).contains(&working), "{}: {working} working days", year.calendar);
    }
}

#[test]
fn cal_2_a_year_without_calendar_is_provisional() {
    let kind = SHIPPED.workday(day("2006-08-05"));
    assert_eq!((kind.working, kind.published), (false, false));
    assert_eq!(SHIPPED.workday(day("2027-10-01")).name, Some("国庆节"));
    assert!(SHIPPED.workday(day("2006-05-03")).statutory && !SHIPPED.workday(day("2009-05-04")).statutory);
    assert!(SHIPPED.workday(day("2027-10-04")).working);
    assert_eq!(after("2026-12-31", 1), ("2027-01-04".into(), false));
    assert_eq!(after("2026-12-30", 1), ("2026-12-31".into(), true));
    assert_eq!(after("2010-01-04", -1), ("2009-12-31".into(), false));
    assert_eq!(after("2009-12-31", 1), ("2010-01-04".into(), true));
    assert!(!SHIPPED.published(day("2026-12-31"), day("2027-01-01")));
}

#[test]
fn cal_3_the_first_day_is_not_counted() {
    assert_eq!(after("2026-09-30", 9), ("2026-10-19".into(), true));
    assert_eq!(after("2026-09-30", 1), ("2026-10-08".into(), true));
    assert_eq!(after("2026-10-10", -3), ("2026-09-30".into(), true));
    assert_eq!(after("2026-10-05", 0), ("2026-10-05".into(), true));
    assert_eq!(after("2026-10-03", 3), ("2026-10-10".into(), true));
    assert_eq!(SHIPPED.workdays_between(day("2026-09-30"), day("2026-10-19")), 9);
    assert_eq!(SHIPPED.workdays_between(day("2026-10-19"), day("2026-09-30")), -9);
}

#[test]
fn cal_3_far_from_every_table_days_are_walked() {
    assert_eq!(after("2400-01-03", 5).0, "2400-01-10");
    assert_eq!(after("2086-12-20", 30), after("2086-12-20", 10).0.parse::<Day>().map(|d| after(&d.iso(), 20)).unwrap());
    assert_eq!(SHIPPED.add_workdays(day("9999-12-31"), 1), None);
    assert_eq!(SHIPPED.add_workdays(day("2026-01-01"), i64::MAX), None);
    assert_eq!(SHIPPED.add_workdays(day("2026-01-01"), i64::MIN), None);
    assert_eq!(SHIPPED.workdays_between(day("2400-01-03"), day("2400-01-10")), 5);
}

#[test]
fn cal_4_holiday_and_rest_are_two_things() {
    let saturday = SHIPPED.workday(day("2026-10-17"));
    assert!(!saturday.working && !saturday.statutory);
    let rests = SHIPPED.rests(day("2026-09-24"), day("2026-10-12"));
    let rows: Vec<String> = rests.iter().map(|r| format!("{}..{} {:?}", r.from.iso(), r.to.iso(), r.name)).collect();
    assert_eq!(
        rows,
        [
            "2026-09-25..2026-09-27 Some(\"中秋节\")",
            "2026-10-01..2026-10-07 Some(\"国庆节\")",
            "2026-10-11..2026-10-11 None"
        ]
    );
    assert_eq!(SHIPPED.shifted(day("2026-09-15"), day("2026-10-12")).len(), 2);
}

#[test]
fn cal_5_a_calendar_that_arrives_takes_its_years_place() {
    let text = r#"{"calendar": "CN-2027", "year": 2027, "notices": [], "holidays": [
        {"name": "元旦", "statutory": ["2027-01-01"], "rest": ["2027-01-01"], "work": ["2027-01-02"]}]}"#;
    let with = SHIPPED.with_year(text).unwrap();
    assert_eq!(with.add_workdays(day("2026-12-31"), 1), Some(Counted { day: day("2027-01-02"), published: true }));
    assert_eq!(SHIPPED.add_workdays(day("2026-12-31"), 1).unwrap().day, day("2027-01-04"));
    let again = with.with_year(&text.replace(r#"["2027-01-02"]"#, "[]")).unwrap();
    assert_eq!(again.add_workdays(day("2026-12-31"), 1).unwrap().day, day("2027-01-04"));
    let far = with.with_year(&text.replace("2027", "2150").replace(r#"["2150-01-02"]"#, r#"["2150-01-03"]"#)).unwrap();
    assert!(far.workday(day("2150-01-03")).working && far.workday(day("2026-10-10")).working);
    assert!(SHIPPED.with_year("{}").is_err());
}

/// Any day from 1949 to 2087: past both ends of the table.
fn any_day() -> impl Strategy<Value = Day> {
    (711_500..762_000i32).prop_map(|number| Day::from_number(number).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn working_days_add_up(from in any_day(), a in 0..400i64, b in 0..400i64) {
        let add = |day, n| SHIPPED.add_workdays(day, n).unwrap().day;
        prop_assert_eq!(add(add(from, a), b), add(from, a + b));
        prop_assert_eq!(add(add(from, -a), -b), add(from, -a - b));
    }

    #[test]
    fn working_days_count_back_to_where_they_began(from in any_day(), n in 1..400i64) {
        let to = SHIPPED.add_workdays(from, n).unwrap().day;
        prop_assert!(SHIPPED.workday(to).working);
        prop_assert_eq!(SHIPPED.workdays_between(from, to), n);
        prop_assert_eq!(SHIPPED.workdays_between(to, from) + n, i64::from(!SHIPPED.workday(from).working));
        if SHIPPED.workday(from).working {
            prop_assert_eq!(SHIPPED.add_workdays(to, -n).unwrap().day, from);
        }
    }

    #[test]
    fn the_table_counts_as_a_walk_does(from in any_day(), n in -60..60i64) {
        prop_assert_eq!(SHIPPED.add_workdays(from, n).unwrap().day, SHIPPED.walk(from, n).unwrap());
    }
}
