//! Time in policy packs, by worked examples: working days, periods, holidays, seasons, and what meets a deadline.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what stories share fails as a story fails")]

use domain::Day;
use domain::calendar::Calendars;
use domain::day::UtcMs;
use domain::deadline::rule::DeadlineRule;
use domain::deadline::{Asked, Deadline, DeadlineState, Due, Evidence, Ground, Moment, compute};
use domain::hours::{BusinessHours, TimeOfDay};
use domain::season::SeasonWindow;
use sanbao_tests::{Outcome, programs};
use std::process::Command;
use std::sync::LazyLock;

static CHINA: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> UtcMs {
    let (on, time) = text.split_once(' ').unwrap();
    TimeOfDay::try_from(time.to_owned()).unwrap().on(day(on))
}

/// `2026-10-01` or `2026-10-01 14:30`.
fn moment(text: &str) -> Moment {
    if text.contains(' ') { Moment::At(at(text)) } else { Moment::Day(day(text)) }
}

fn rule(counting: &str) -> DeadlineRule {
    let roll = if counting.contains(r#""roll":"#) { "" } else { r#""roll": "none","# };
    let met_by = if counting.contains(r#""met_by":"#) { "" } else { r#""met_by": "received","# };
    let text = format!(r#"{{"key": "k", "basis": "b", {counting}, {roll} {met_by} "source": "T01"}}"#);
    let rule: DeadlineRule = serde_json::from_str(&text).unwrap();
    rule.check().unwrap();
    rule
}

fn due(counting: &str, label: &str, basis: &str) -> Due {
    compute(&Asked::new(&rule(counting), "S0-farm 2026.1", label, moment(basis)), &Ground::of(&CHINA)).unwrap()
}

fn ends(counting: &str, basis: &str) -> String {
    due(counting, "开票日期", basis).due_on.iso()
}

#[test]
fn an_invoice_of_august_2005_covers_a_year_by_each_way_of_rolling() {
    let year =
        |roll: &str| due(&format!(r#""add": {{"n": 1, "unit": "year"}}, "roll": "{roll}""#), "开票日期", "2005-08-05");
    let none = year("none");
    assert_eq!((none.due_on, none.provisional), (day("2006-08-05"), false));
    assert_eq!(
        none.steps,
        [
            "开票日期 2005年8月5日，当日不计，从次日起算第 1 天",
            "加 1 年，对应日是 2006年8月5日",
            "最后一天 2006年8月5日（星期六），规则不因节假日改期，就是这一天",
            "2006年8月5日 24 时前办完有效",
        ]
    );
    // A Saturday is no statutory holiday; that it is none is known only when the year is published.
    let statutory = year("statutory_holiday");
    assert_eq!((statutory.due_on, statutory.provisional), (day("2006-08-05"), true));
    assert_eq!(statutory.steps[2], "最后一天 2006年8月5日（星期六）不是法定节假日，不改期");
    let rest = year("rest_day");
    assert_eq!((rest.due_on, rest.provisional), (day("2006-08-07"), true));
    assert_eq!(rest.steps[2], "最后一天 2006年8月5日（星期六）是休息日，规则避开休息日，顺延到 2006年8月7日（星期一）");
    assert_eq!(rest.steps[4], "暂定：没有2006年的放假安排，只按周末和固定日期的节假日计算，收到后重算");
}

#[test]
fn e01_a_month_without_that_day_ends_on_its_last() {
    assert_eq!(ends(r#""add": {"n": 12, "unit": "month"}"#, "2024-02-29"), "2025-02-28");
    assert_eq!(ends(r#""add": {"n": 6, "unit": "month"}"#, "2025-08-31"), "2026-02-28");
    assert_eq!(ends(r#""add": {"n": 9, "unit": "month"}"#, "2025-05-31"), "2026-02-28");
    let last = due(r#""add": {"n": 12, "unit": "month"}"#, "开票日期", "2024-02-29");
    assert!(last.in_time(Moment::At(at("2025-02-28 23:59"))) && !last.in_time(Moment::At(at("2025-03-01 00:00"))));
}

#[test]
fn e02_a_period_that_ends_on_national_day() {
    let rolled = |year: &str| {
        due(r#""add": {"n": 20, "unit": "day"}, "roll": "rest_day""#, "销售日期", &format!("{year}-09-11"))
    };
    // 2026: off until Wednesday the 7th; the worked Saturday comes after.
    let known = rolled("2026");
    assert_eq!((known.due_on, known.provisional), (day("2026-10-08"), false));
    assert_eq!(
        known.steps[2],
        "最后一天 2026年10月1日（星期四）是法定节假日（国庆节），规则避开休息日，顺延到 2026年10月8日（星期四）"
    );
    // 2023: off until Friday the 6th, then a Saturday and a Sunday that are worked.
    assert_eq!(rolled("2023").due_on, day("2023-10-07"));
    // 2016: off until Friday the 7th, Saturday and Sunday worked.
    assert_eq!(rolled("2016").due_on, day("2016-10-08"));
    let statutory = due(r#""add": {"n": 20, "unit": "day"}, "roll": "statutory_holiday""#, "销售日期", "2026-09-11");
    assert_eq!(statutory.due_on, day("2026-10-04"));
    let unknown = rolled("2027");
    assert!(unknown.provisional && unknown.steps.iter().any(|step| step.contains("没有2027年的放假安排")));
}

#[test]
fn e03_sent_or_received_decides_and_both_are_kept() {
    let card = |met_by: &str| {
        let counting = format!(r#""add": {{"n": 20, "unit": "day"}}, "met_by": "{met_by}""#);
        let mut card = Deadline::new(due(&counting, "销售日期", "2026-10-01"));
        card.sent = Some(Evidence { at: Moment::At(at("2026-10-21 17:40")), what: "批次 0007".into() });
        card.received = Some(Evidence { at: Moment::Day(day("2026-10-23")), what: "回执 88".into() });
        card
    };
    let now = at("2026-11-01 09:00");
    assert_eq!(card("sent").state(now), DeadlineState::Met);
    assert_eq!(card("received").state(now), DeadlineState::Late);
    assert_eq!(card("received").state_zh(now), "逾期：2026年10月23日 收到（回执 88），到期日 2026年10月21日");
    assert!(card("received").sent.is_some());
}

#[test]
fn e04_a_month_end_is_that_of_shanghai_whatever_the_machine_says() {
    let counting = r#""add": {"n": 20, "unit": "day"}, "met_by": "sent""#;
    // 2026-10-11T15:59:59Z is still the 11th at the counter; a second later it is the 12th.
    let sold = |instant: UtcMs| {
        compute(&Asked::new(&rule(counting), "", "销售日期", Moment::At(instant)), &Ground::of(&CHINA)).unwrap()
    };
    let midnight = day("2026-10-12").starts_at();
    assert_eq!(sold(midnight - 1).due_on, day("2026-10-31"));
    assert_eq!(sold(midnight).due_on, day("2026-11-01"));
    let mut card = Deadline::new(sold(midnight - 1));
    card.sent = Some(Evidence { at: Moment::At(day("2026-11-01").starts_at()), what: "批次 0008".into() });
    assert_eq!(card.state(midnight), DeadlineState::Late);
    // Three hours later on a wrong clock is another day of sending, never another due day.
    assert_eq!(sold(midnight - 3 * 3_600_000 - 1).due_on, card.due.due_on);
}

#[test]
fn e32_the_region_of_use_decides_the_season() {
    let windows: Vec<SeasonWindow> = serde_json::from_str(
        r#"[{"key": "s.henan", "class": "harvester", "region": "河南", "name": "三夏", "from": "05-20", "to": "06-10", "source": "S0"},
            {"key": "s.heilongjiang", "class": "harvester", "region": "黑龙江", "name": "秋收", "from": "09-15", "to": "10-20", "source": "S0"}]"#,
    )
    .unwrap();
    let rule = rule(r#""add": {"n": 2, "unit": "season"}"#);
    let in_use = |region| {
        let ground = Ground { seasons: &windows, class: "harvester", region, ..Ground::of(&CHINA) };
        compute(&Asked::new(&rule, "", "入库日期", Moment::Day(day("2026-03-01"))), &ground).unwrap().due_on
    };
    assert_eq!(in_use("河南省驻马店市"), day("2027-06-10"));
    assert_eq!(in_use("黑龙江省"), day("2027-10-20"));
}

/// Number, way of counting, basis, last day or last instant in time.
const LEDGER: &[(&str, &str, &str, &str)] = &[
    ("T01 F02", r#""add": {"n": 20, "unit": "day"}"#, "2026-10-01", "2026-10-21"),
    ("T02", r#""add": {"n": 1, "unit": "month"}"#, "2026-01-31", "2026-02-28"),
    (
        "T03 T05",
        r#""add": {"n": 2, "unit": "hour"}, "alert_minutes": [60, 30, 10]"#,
        "2026-10-01 22:30",
        "2026-10-02 00:30",
    ),
    ("T06", r#""add": {"n": 4, "unit": "hour"}, "alert_minutes": [30]"#, "2026-10-01 08:00", "2026-10-01 12:00"),
    ("T07 T30 T47", r#""at_once": true"#, "2026-10-01 08:00", "2026-10-01 08:00"),
    (
        "T08",
        r#""dates": ["06-30", "12-31"], "also_with_delivery_truck": true, "roll": "rest_day", "roll_to": "earlier""#,
        "2028-07-03",
        "2028-12-29",
    ),
    ("T09", r#""add": {"n": -30, "unit": "day"}"#, "2026-05-20", "2026-04-20"),
    ("T11 T18", r#""monthly_day": 5"#, "2026-10-31", "2026-11-05"),
    ("T12 T26", r#""add": {"n": 0, "unit": "day"}, "alert_minutes": [480]"#, "2026-10-01 21:00", "2026-10-01"),
    ("T13 T14", r#""add": {"n": 3, "unit": "day"}"#, "2026-10-01", "2026-10-04"),
    ("T15", r#""dates": ["03-31", "06-30", "09-30", "12-31"]"#, "2026-10-01", "2026-12-31"),
    ("T17", r#""recurring": {"n": 1, "unit": "month"}"#, "2026-10-31", "2026-11-30"),
    ("T20", r#""add": {"n": 1, "unit": "year"}"#, "2024-02-29", "2025-02-28"),
    ("T21", r#""recurring": {"n": 6, "unit": "month"}"#, "2026-08-31", "2027-02-28"),
    ("T22", r#""add": {"n": 6, "unit": "year"}"#, "2026-10-01", "2032-10-01"),
    ("T23", r#""add": {"n": 24, "unit": "hour"}"#, "2026-10-01 08:00", "2026-10-02 08:00"),
    ("T24", r#""add": {"n": 6, "unit": "workhour"}"#, "2026-09-30 16:00", "2026-10-08 14:00"),
    ("T27", r#""add": {"n": -1, "unit": "month"}"#, "2026-03-31", "2026-02-28"),
    ("T28", r#""add": {"n": 1, "unit": "day"}"#, "2026-09-30", "2026-10-01"),
    ("T33", r#""add": {"n": 13, "unit": "day"}"#, "2026-10-01", "2026-10-14"),
    ("T35", r#""monthly_day": 10"#, "2026-12-15", "2027-01-10"),
    ("T37", r#""recurring": {"n": 7, "unit": "day"}"#, "2026-10-02", "2026-10-09"),
    ("T39 T41", r#""yearly": "01-31""#, "2026-10-01", "2027-01-31"),
    ("T40", r#""recurring": {"n": 3, "unit": "month"}"#, "2026-11-30", "2027-02-28"),
    ("T42", r#""add": {"n": 5, "unit": "year"}"#, "2026-10-01", "2031-10-01"),
    ("law 26", r#""add": {"n": 30, "unit": "workday"}"#, "2026-09-01", "2026-10-19"),
    ("law 37", r#""add": {"n": 10, "unit": "workday"}, "cutoff": "17:30""#, "2026-09-21", "2026-10-12 17:30"),
];

#[test]
fn each_deadline_of_the_ledger_can_be_written_as_a_rule() {
    let open = r#"["08:00-12:00", "13:30-17:30"]"#;
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("\"{day}\": {open}")).join(",");
    let hours: BusinessHours = serde_json::from_str(&format!(r#"{{"week": {{{week}}}, "shifted": {open}}}"#)).unwrap();
    let ground = Ground { hours: Some(&hours), ..Ground::of(&CHINA) };
    for (number, counting, basis, wanted) in LEDGER {
        let due = compute(&Asked::new(&rule(counting), "", "起算", moment(basis)), &ground).unwrap();
        let end =
            due.due_at.map_or_else(|| due.due_on.iso(), |at| format!("{} {}", due.due_on.iso(), TimeOfDay::at(at)));
        assert_eq!(&end, wanted, "{number}: {:?}", due.steps);
        assert!(due.steps.iter().all(|step| !step.is_empty() && step.is_char_boundary(0)), "{number}");
    }
}

fn sanbao(args: &[&str]) -> Outcome<(Option<i32>, String, String)> {
    let empty = tempfile::tempdir()?;
    let done = Command::new(programs::path("sanbao")?).current_dir(empty.path()).args(args).output()?;
    assert_eq!(std::fs::read_dir(empty.path())?.count(), 0, "no data folder is made");
    Ok((done.status.code(), String::from_utf8(done.stdout)?, String::from_utf8(done.stderr)?))
}

#[test]
fn workdays_are_counted_without_a_data_folder() -> Outcome<()> {
    for (from, n, wanted) in [
        ("2026-09-30", "9", "2026-10-19 published"),
        ("2026-10-19", "-9", "2026-09-30 published"),
        ("2026-09-30", "0", "2026-09-30 published"),
        ("2024-02-09", "1", "2024-02-18 published"),
        ("2020-01-23", "1", "2020-02-03 published"),
        ("2026-12-31", "1", "2027-01-04 provisional"),
        ("2009-09-30", "1", "2009-10-05 provisional"),
    ] {
        assert_eq!(sanbao(&["workdays", from, n])?, (Some(0), format!("{wanted}\n"), String::new()), "{from} {n}");
    }
    let (code, out, _) = sanbao(&["--json", "workdays", "2026-09-30", "9"])?;
    let found: serde_json::Value = serde_json::from_str(&out)?;
    assert_eq!(
        (code, found["day"].as_str(), found["calendar"].as_str()),
        (Some(0), Some("2026-10-19"), Some("published"))
    );
    Ok(())
}

#[test]
fn workdays_that_cannot_be_counted_are_refused_with_a_sentence() -> Outcome<()> {
    for (from, n, sentence) in [
        ("2026-02-30", "1", "「2026-02-30」不是存在的日期"),
        ("20260930", "1", "「20260930」不是存在的日期"),
        ("2026-09-30", "九", "「九」不是工作日数"),
        ("2026-09-30", "1.5", "「1.5」不是工作日数"),
        ("2026-09-30", "9223372036854775807", "9999"),
    ] {
        let (code, out, error) = sanbao(&["workdays", from, n])?;
        assert_eq!((code, out.as_str()), (Some(2), ""), "{from} {n}");
        assert!(error.contains(sentence), "{error}");
    }
    Ok(())
}
