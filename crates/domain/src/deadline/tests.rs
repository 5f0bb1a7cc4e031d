use super::rule::{PeriodUnit, RollTo};
use super::*;
use crate::hours::TimeOfDay;
use crate::suspension::Cause;
use std::sync::LazyLock;

pub(super) static CHINA: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// `2026-10-01 14:30` as an instant.
pub(super) fn at(text: &str) -> UtcMs {
    let (on, time) = text.split_once(' ').unwrap();
    TimeOfDay::try_from(time.to_owned()).unwrap().on(day(on))
}

/// A rule from the part of its JSON that counts.
pub(super) fn rule(counting: &str) -> DeadlineRule {
    let roll = if counting.contains(r#""roll":"#) { "" } else { r#""roll": "none","# };
    let text = format!(r#"{{"key": "k", "basis": "b", {counting}, {roll} "met_by": "received", "source": "T01"}}"#);
    let rule: DeadlineRule = serde_json::from_str(&text).unwrap();
    rule.check().unwrap();
    rule
}

fn asked(rule: &DeadlineRule, basis: &str) -> Result<Due, NotDue> {
    let basis = if basis.contains(' ') { Moment::At(at(basis)) } else { Moment::Day(day(basis)) };
    compute(&Asked::new(rule, "S0-farm 2026.1", "销售日期", basis), &Ground::of(&CHINA))
}

fn due_of(counting: &str, basis: &str) -> Due {
    asked(&rule(counting), basis).unwrap()
}

fn on(counting: &str, basis: &str) -> String {
    due_of(counting, basis).due_on.iso()
}

fn when(counting: &str, basis: &str) -> String {
    words::instant(due_of(counting, basis).due_at.unwrap())
}

const CARD: &str = r#""add": {"n": 20, "unit": "day"}"#;

#[test]
fn due_1_the_start_day_is_not_counted() {
    assert_eq!(on(CARD, "2026-10-01"), "2026-10-21");
    assert_eq!(on(CARD, "2024-02-09"), "2024-02-29");
    assert_eq!(on(&format!("{CARD}, \"count_start_day\": true"), "2026-10-01"), "2026-10-20");
}

#[test]
fn due_2_the_last_day_is_in_time() {
    let due = due_of(CARD, "2026-10-01");
    assert!(due.in_time(Moment::Day(day("2026-10-21"))) && !due.in_time(Moment::Day(day("2026-10-22"))));
    assert!(due.in_time(Moment::At(at("2026-10-22 00:00") - 1)) && !due.in_time(Moment::At(at("2026-10-22 00:00"))));
    let by_five = due_of(&format!("{CARD}, \"cutoff\": \"17:00\""), "2026-10-01");
    assert!(
        by_five.in_time(Moment::At(at("2026-10-21 17:00"))) && !by_five.in_time(Moment::At(at("2026-10-21 17:00") + 1))
    );
    assert!(by_five.in_time(Moment::Day(day("2026-10-21"))));
    assert_eq!(by_five.steps.last().unwrap(), "2026年10月21日 17:00 前办完有效");
    assert_eq!(due.steps.last().unwrap(), "2026年10月21日 24 时前办完有效");
}

#[test]
fn due_3_the_reason_names_rule_version_source_and_steps() {
    let due = due_of(CARD, "2026-10-01");
    assert_eq!((due.rule_version.as_str(), due.source.as_str()), ("S0-farm 2026.1", "T01"));
    assert_eq!(
        due.steps,
        [
            "销售日期 2026年10月1日，当日不计，从次日起算第 1 天",
            "加 20 天（日历日），第 20 天是 2026年10月21日",
            "最后一天 2026年10月21日（星期三）是工作日，规则不因节假日改期，就是这一天",
            "2026年10月21日 24 时前办完有效",
        ]
    );
}

#[test]
fn due_3_a_due_day_of_an_older_program_is_read() {
    let old = r#"{"due_on": "2026-10-21", "rule_key": "card.to_ho", "rule_version": "S0-farm 2026.1", "source": "T01",
        "checked": false, "consequence": "", "alert_days": [10, 0], "at_risk_fen": null, "steps": ["x"]}"#;
    let due: Due = serde_json::from_str(old).unwrap();
    assert_eq!((due.due_at, due.provisional, due.met_by), (None, false, None));
    let plain = serde_json::to_value(&due).unwrap();
    assert_eq!(plain, serde_json::from_str::<serde_json::Value>(old).unwrap());
}

#[test]
fn due_4_depends_on_the_basis_only() {
    assert_eq!(due_of(CARD, "2026-09-30"), due_of(CARD, "2026-09-30"));
    assert_ne!(on(CARD, "2026-09-30"), on(CARD, "2026-10-01"));
}

#[test]
fn due_5_an_unpublished_year_is_named() {
    let thirty = r#""add": {"n": 30, "unit": "workday"}"#;
    let known = due_of(thirty, "2026-09-01");
    assert!(!known.provisional && !known.steps.iter().any(|s| s.contains("暂定")));
    let unknown = due_of(thirty, "2026-12-01");
    assert!(unknown.provisional);
    assert_eq!(unknown.steps.last().unwrap(), "暂定：没有2027年的放假安排，只按周末和固定日期的节假日计算，收到后重算");
    // Days by the calendar look at no year.
    assert!(!due_of(CARD, "2026-12-20").provisional);
    let json = r#"{"calendar": "CN-2027", "year": 2027, "notices": [], "holidays": []}"#;
    let with = CHINA.with_year(json).unwrap();
    let rule = rule(thirty);
    let asked = Asked::new(&rule, "", "", Moment::Day(day("2026-12-01")));
    assert!(!compute(&asked, &Ground::of(&with)).unwrap().provisional);
}

#[test]
fn due_6_pauses_come_before_the_roll() {
    let pauses = [
        Pause::days(Cause::WaitingParts, day("2026-09-21"), Some(day("2026-09-23"))),
        Pause::days(Cause::WaitingParts, day("2026-09-23"), Some(day("2026-09-24"))),
        Pause::days(Cause::Refusal, day("2026-09-10"), Some(day("2026-09-12"))),
    ];
    let with = |counting: &str, until: &str| {
        let rule = rule(&format!(r#"{counting}, "pauses": ["waiting_parts"]"#));
        let basis = Moment::Day(day("2026-09-01"));
        let asked =
            Asked { pauses: &pauses, until: day(until).starts_at(), ..Asked::new(&rule, "", "送修日期", basis) };
        compute(&asked, &Ground::of(&CHINA)).unwrap()
    };
    let due = with(r#""add": {"n": 27, "unit": "day"}, "roll": "rest_day""#, "2026-09-30");
    assert_eq!(due.due_on, day("2026-10-08"));
    assert_eq!(due.steps[2], "2026年9月21日至2026年9月24日 中止，4 天不计，延到 2026年10月2日");
    let month = with(r#""add": {"n": 1, "unit": "month"}"#, "2026-09-30");
    assert_eq!(month.due_on, day("2026-10-05"));
    // Four working days stood still (Sunday 20 September is worked, but lies before the pause).
    let working = with(r#""add": {"n": 15, "unit": "workday"}"#, "2026-09-30");
    assert_eq!(on(r#""add": {"n": 15, "unit": "workday"}"#, "2026-09-01"), "2026-09-21");
    assert_eq!(working.due_on, day("2026-09-28"));
    assert_eq!(working.steps.iter().filter(|s| s.contains("中止")).count(), 1);
}

#[test]
fn due_6_the_clock_stands_still_too() {
    let rule = rule(r#""add": {"n": 2, "unit": "hour"}, "pauses": ["refusal"]"#);
    let basis = Moment::At(at("2026-10-01 10:00"));
    let mut pauses =
        vec![Pause { cause: Cause::Refusal, from: at("2026-10-01 11:00"), to: None, evidence: String::new() }];
    let ask = |pauses: &[Pause], until: &str| {
        let asked = Asked { pauses, until: at(until), ..Asked::new(&rule, "", "叫修时间", basis) };
        words::instant(compute(&asked, &Ground::of(&CHINA)).unwrap().due_at.unwrap())
    };
    assert_eq!(ask(&pauses, "2026-10-01 11:30"), "2026年10月1日 12:30");
    pauses[0].to = Some(at("2026-10-01 14:00"));
    assert_eq!(ask(&pauses, "2026-10-09 11:30"), "2026年10月1日 15:00");
    pauses[0].from = at("2026-10-01 12:00");
    assert_eq!(ask(&pauses, "2026-10-09 11:30"), "2026年10月1日 12:00");
}

#[test]
fn pause_3_it_counts_from_the_basis_and_before_the_end() {
    let rule = rule(&format!(r#"{CARD}, "pauses": ["repair"]"#));
    let with = |from: &str, to: &str| {
        let pauses = [Pause::days(Cause::Repair, day(from), Some(day(to)))];
        let asked = Asked { pauses: &pauses, ..Asked::new(&rule, "", "", Moment::Day(day("2026-10-01"))) };
        compute(&asked, &Ground::of(&CHINA)).unwrap().due_on.iso()
    };
    assert_eq!(with("2026-09-01", "2026-10-01"), "2026-10-21");
    assert_eq!(with("2026-09-01", "2026-10-03"), "2026-10-23");
    assert_eq!(with("2026-10-21", "2026-10-30"), "2026-10-31");
    assert_eq!(with("2026-10-22", "2026-10-30"), "2026-10-21");
}

#[test]
fn due_7_no_words_the_same_day() {
    let ground = Ground::of(&CHINA);
    for counting in [CARD, r#""add": {"n": 30, "unit": "workday"}, "roll": "rest_day""#, r#""monthly_day": 31"#] {
        let rule = rule(counting);
        for n in 0..400 {
            let basis = day("2026-01-01").plus_days(n);
            let silent = last_day(&rule, basis, &ground).unwrap();
            let told = compute(&Asked::new(&rule, "", "", Moment::Day(basis)), &ground).unwrap();
            assert_eq!(silent, told.due_on);
        }
    }
}

#[test]
fn count_1_working_days() {
    let thirty = due_of(r#""add": {"n": 9, "unit": "workday"}"#, "2026-09-30");
    assert_eq!(thirty.due_on, day("2026-10-19"));
    assert_eq!(
        thirty.steps[2],
        "其间：2026年10月1日至2026年10月7日 国庆节放假，7 天不计；周末 3 天不计；2026年10月10日（星期六）国庆节调休上班，计入"
    );
    assert_eq!(on(r#""add": {"n": 9, "unit": "workday"}, "count_start_day": true"#, "2026-09-30"), "2026-10-16");
    assert_eq!(on(r#""add": {"n": 1, "unit": "workday"}, "count_start_day": true"#, "2026-10-03"), "2026-10-08");
    assert_eq!(on(r#""add": {"n": 0, "unit": "day"}"#, "2026-10-03"), "2026-10-03");
    assert_eq!(on(r#""add": {"n": 0, "unit": "day"}, "count_start_day": true"#, "2026-10-03"), "2026-10-03");
}

#[test]
fn count_2_months_and_years_by_the_corresponding_day() {
    let months = |n: i64, basis: &str| on(&format!(r#""add": {{"n": {n}, "unit": "month"}}"#), basis);
    assert_eq!(months(12, "2024-02-29"), "2025-02-28");
    assert_eq!(months(6, "2025-08-31"), "2026-02-28");
    assert_eq!(months(9, "2025-05-31"), "2026-02-28");
    assert_eq!(months(1, "2026-01-30"), "2026-02-28");
    assert_eq!(on(r#""add": {"n": 1, "unit": "year"}"#, "2024-02-29"), "2025-02-28");
    assert_eq!(on(r#""add": {"n": 4, "unit": "year"}"#, "2024-02-29"), "2028-02-29");
    let counted = |basis: &str| on(r#""add": {"n": 1, "unit": "month"}, "count_start_day": true"#, basis);
    assert_eq!((counted("2026-03-01").as_str(), counted("2026-01-31").as_str()), ("2026-03-31", "2026-02-28"));
    let why = due_of(r#""add": {"n": 12, "unit": "month"}"#, "2024-02-29").steps;
    assert_eq!(why[1], "加 12 个月：2025年2月没有 29 日，以月末 2025年2月28日 为最后一天");
    let why = due_of(r#""add": {"n": 1, "unit": "month"}, "count_start_day": true"#, "2026-03-01").steps;
    assert_eq!(why[1], "加 1 个月，对应日是 2026年4月1日，当日已计入，最后一天是 2026年3月31日");
}

#[test]
fn count_3_hours_from_the_moment() {
    assert_eq!(when(r#""add": {"n": 2, "unit": "hour"}"#, "2026-09-30 23:10"), "2026年10月1日 01:10");
    let due = due_of(r#""add": {"n": 24, "unit": "hour"}"#, "2026-09-30 08:00");
    assert_eq!(due.steps[0], "销售日期 2026年9月30日 08:00，从这一刻起算");
    assert_eq!(due.steps[1], "加 24 小时，到 2026年10月1日 08:00");
    assert!(due.in_time(Moment::At(at("2026-10-01 08:00"))) && !due.in_time(Moment::At(at("2026-10-01 08:00") + 1)));
    assert_eq!(when(r#""at_once": true"#, "2026-09-30 08:00"), "2026年9月30日 08:00");
    assert_eq!(on(r#""at_once": true"#, "2026-09-30"), "2026-09-30");
}

#[test]
fn count_3_working_hours_only_while_open() {
    let open = r#"["08:00-12:00", "13:30-17:30"]"#;
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("\"{day}\": {open}")).join(",");
    let hours: BusinessHours = serde_json::from_str(&format!(r#"{{"week": {{{week}}}, "shifted": {open}}}"#)).unwrap();
    let ground = Ground { hours: Some(&hours), ..Ground::of(&CHINA) };
    let rule = rule(r#""add": {"n": 6, "unit": "workhour"}, "pauses": ["refusal"]"#);
    let mut asked = Asked::new(&rule, "", "叫修时间", Moment::At(at("2026-09-30 16:00")));
    let due = compute(&asked, &ground).unwrap();
    assert_eq!(words::instant(due.due_at.unwrap()), "2026年10月8日 14:00");
    assert_eq!(due.steps[1], "加 6 个工作小时，只计营业时间：2026年9月30日 1 小时 30 分，2026年10月8日 4 小时 30 分");
    let pauses = [Pause::days(Cause::Refusal, day("2026-10-01"), Some(day("2026-10-08")))];
    asked.pauses = &pauses;
    let due = compute(&asked, &ground).unwrap();
    assert_eq!(words::instant(due.due_at.unwrap()), "2026年10月9日 14:00");
    // Seven hours from Friday evening reach the 调休 Saturday.
    let rule = super::tests::rule(r#""add": {"n": 7, "unit": "workhour"}"#);
    let due = compute(&Asked::new(&rule, "", "", Moment::At(at("2026-10-09 16:30"))), &ground).unwrap();
    assert_eq!(words::instant(due.due_at.unwrap()), "2026年10月10日 15:30");
}

#[test]
fn count_4_backward() {
    let before = r#""add": {"n": -30, "unit": "day"}"#;
    assert_eq!(on(before, "2026-05-20"), "2026-04-20");
    assert_eq!(on(&format!("{before}, \"count_start_day\": true"), "2026-05-20"), "2026-04-21");
    assert_eq!(on(r#""add": {"n": -1, "unit": "month"}"#, "2026-03-31"), "2026-02-28");
    assert_eq!(on(r#""add": {"n": -3, "unit": "workday"}"#, "2026-10-10"), "2026-09-30");
    assert_eq!(when(r#""add": {"n": -2, "unit": "hour"}"#, "2026-10-01 01:00"), "2026年9月30日 23:00");
    let due = due_of(&format!(r#"{before}, "roll": "rest_day", "roll_to": "earlier""#), "2026-11-09");
    assert_eq!(due.due_on, day("2026-10-10"));
    let due = due_of(&format!(r#"{before}, "roll": "rest_day", "roll_to": "earlier""#), "2026-11-03");
    assert_eq!(due.due_on, day("2026-09-30"));
    assert!(due.steps[2].contains("规则避开休息日，提前到 2026年9月30日（星期三）"), "{:?}", due.steps);
    assert_eq!(due.steps[0], "销售日期 2026年11月3日，往前推算，当日不计");
}

#[test]
fn count_5_after_the_second_season() {
    let windows: Vec<SeasonWindow> = serde_json::from_str(
        r#"[{"key": "s1", "class": "harvester", "region": "河南", "name": "三夏", "from": "05-20", "to": "06-10", "source": "S0"},
            {"key": "s2", "class": "harvester", "region": "河南", "name": "三秋", "from": "09-20", "to": "10-10", "source": "S0"}]"#,
    )
    .unwrap();
    let rule = rule(r#""add": {"n": 2, "unit": "season"}"#);
    let ask = |region, basis: &str| {
        let ground = Ground { seasons: &windows, class: "harvester", region, ..Ground::of(&CHINA) };
        compute(&Asked::new(&rule, "", "入库日期", Moment::Day(day(basis))), &ground)
    };
    assert_eq!(ask("河南省", "2026-03-01").unwrap().due_on, day("2026-10-10"));
    assert_eq!(ask("河南省", "2026-05-21").unwrap().due_on, day("2027-06-10"));
    let why = ask("河南省", "2026-03-01").unwrap().steps;
    assert!(why[1].contains("第 1 个是2026年三夏（2026年5月20日至2026年6月10日），第 2 个是2026年三秋"), "{why:?}");
    let none = ask("黑龙江", "2026-03-01").unwrap_err();
    assert_eq!(none.to_string(), "没有「harvester」在「黑龙江」的作业季：请在政策包里补上");
}

#[test]
fn count_6_fixed_dates() {
    let windows = r#""dates": ["06-30", "12-31"], "also_with_delivery_truck": true"#;
    assert_eq!(on(windows, "2026-06-30"), "2026-06-30");
    assert_eq!(on(windows, "2026-07-01"), "2026-12-31");
    assert_eq!(on(&windows.replace(", \"12-31\"", ""), "2026-07-01"), "2027-06-30");
    assert_eq!(on(&format!(r#"{windows}, "roll": "rest_day", "roll_to": "earlier""#), "2023-07-01"), "2023-12-29");
    assert_eq!(on(r#""monthly_day": 5"#, "2026-10-31"), "2026-11-05");
    assert_eq!(on(r#""monthly_day": 31"#, "2026-01-15"), "2026-02-28");
    assert_eq!(on(r#""monthly_day": 10"#, "2026-12-01"), "2027-01-10");
    assert_eq!(on(r#""yearly": "01-31""#, "2026-03-01"), "2027-01-31");
    let why = due_of(r#""monthly_day": 31"#, "2026-01-15").steps;
    assert_eq!(why[0], "销售日期 2026年1月15日，次月 31 日是 2026年2月28日（2月没有 31 日，以月末为准）");
    let rule = rule(r#""recurring": {"n": 3, "unit": "month"}"#);
    let time = |times| {
        let asked = Asked { times, ..Asked::new(&rule, "", "启用日期", Moment::Day(day("2026-08-31"))) };
        compute(&asked, &Ground::of(&CHINA)).unwrap().due_on.iso()
    };
    assert_eq!([time(1), time(2), time(3)], ["2026-11-30", "2027-02-28", "2027-05-31"]);
}

#[test]
fn count_7_what_is_missing_is_said() {
    let refused = |counting: &str, basis: &str| asked(&rule(counting), basis).unwrap_err().to_string();
    assert!(refused(r#""add": {"n": 2, "unit": "hour"}"#, "2026-10-01").contains("销售日期只有日期，没有时刻"));
    assert!(refused(r#""add": {"n": 2, "unit": "workhour"}"#, "2026-10-01 10:00").contains("营业时间"));
    assert!(refused(r#""add": {"n": 9000000, "unit": "day"}"#, "2026-10-01").contains("9999"));
    let huge = [i64::MAX, i64::MIN + 1];
    for (n, unit) in huge.into_iter().flat_map(|n| ["day", "workday", "month", "year", "hour"].map(|unit| (n, unit))) {
        let rule = rule(&format!(r#""add": {{"n": {n}, "unit": "{unit}"}}"#));
        assert!(asked(&rule, "2026-10-01 10:00").is_err(), "{n} {unit}");
    }
    for late in [r#""monthly_day": 5"#, r#""yearly": "01-31""#, r#""dates": ["06-30"]"#] {
        assert!(refused(late, "9999-12-31").contains("9999"), "{late}");
    }
    assert_eq!(RollTo::default(), RollTo::Later);
}

#[test]
fn a_period_for_coverage_is_counted_the_same_way() {
    let (end, steps) =
        period_end(&CHINA, "开票日期", day("2024-02-29"), Period { n: 12, unit: PeriodUnit::Month }, false).unwrap();
    assert_eq!((end, steps.len()), (day("2025-02-28"), 2));
}

mod running {
    use super::*;

    fn card() -> Deadline {
        let mut due = due_of(CARD, "2026-10-01");
        due.alert_days = vec![10, 5, 2, 0];
        due.pauses = vec![Cause::Repair];
        Deadline::new(due)
    }

    fn evidence(on: &str) -> Option<Evidence> {
        Some(Evidence { at: Moment::Day(day(on)), what: "回执 HZ-1".into() })
    }

    #[test]
    fn open_1_sent_or_received() {
        let mut card = card();
        card.sent = evidence("2026-10-21");
        card.received = evidence("2026-10-23");
        assert_eq!(card.state(at("2026-11-01 09:00")), DeadlineState::Late);
        assert_eq!(card.state_zh(0), "逾期：2026年10月23日 收到（回执 HZ-1），到期日 2026年10月21日");
        card.due.met_by = Some(MetBy::Sent);
        assert_eq!(card.state(at("2026-11-01 09:00")), DeadlineState::Met);
        assert_eq!(card.state_zh(0), "按期完成：2026年10月21日 发出（回执 HZ-1），到期日 2026年10月21日");
        card.due.met_by = None;
        assert_eq!(card.state(at("2026-11-01 09:00")), DeadlineState::Late);
    }

    #[test]
    fn open_2_states() {
        let mut card = card();
        let at_midnight = day("2026-10-22").starts_at();
        assert_eq!(card.state(at_midnight - 1), DeadlineState::Pending);
        assert_eq!(card.state(at_midnight), DeadlineState::Late);
        assert_eq!(card.state_zh(at_midnight), "逾期：到期日 2026年10月21日");
        let closed = |how| Some(Closed { how, reason: "销售已作废".into(), at: at_midnight });
        card.closed = closed(Closing::Waived);
        assert_eq!(card.state(at_midnight), DeadlineState::Waived);
        card.received = evidence("2026-10-20");
        assert_eq!(card.state(at_midnight), DeadlineState::Met);
        card.closed = closed(Closing::Void);
        assert_eq!((card.state(at_midnight), card.stage(at_midnight)), (DeadlineState::Void, Stage::Over));
        assert_eq!(card.state_zh(at_midnight), "作废：销售已作废");
        let again: Deadline = serde_json::from_str(&serde_json::to_string(&card).unwrap()).unwrap();
        assert_eq!(again, card);
    }

    #[test]
    fn open_3_a_paused_deadline_is_not_late() {
        let mut card = card();
        card.pauses = vec![Pause::days(Cause::Repair, day("2026-10-20"), None)];
        let later = at("2026-12-01 09:00");
        assert_eq!((card.state(later), card.stage(later)), (DeadlineState::Pending, Stage::Paused));
        assert_eq!((card.next_alert(later), card.state_zh(later).starts_with("中止")), (None, true));
        card.pauses[0].from = day("2026-10-22").starts_at();
        assert_eq!(card.state(later), DeadlineState::Late);
        card.pauses[0] = Pause::days(Cause::Inspection, day("2026-10-20"), None);
        assert_eq!(card.state(later), DeadlineState::Late);
    }

    #[test]
    fn open_4_the_ladder() {
        let card = card();
        let rung = |now: &str| card.stage(at(now));
        assert_eq!(rung("2026-10-10 23:59"), Stage::Quiet);
        assert_eq!(rung("2026-10-11 00:00"), Stage::Alert { rung: 1, of: 4 });
        assert_eq!(rung("2026-10-21 23:59"), Stage::Alert { rung: 4, of: 4 });
        assert_eq!(rung("2026-10-22 00:00"), Stage::Late);
        assert_eq!(card.next_alert(at("2026-10-10 12:00")), Some(at("2026-10-11 00:00")));
        assert_eq!(card.next_alert(at("2026-10-21 12:00")), Some(at("2026-10-22 00:00")));
        assert_eq!(card.next_alert(at("2026-10-22 12:00")), None);
        let mut call = due_of(r#""add": {"n": 2, "unit": "hour"}, "alert_minutes": [60, 30, 10]"#, "2026-10-01 10:00");
        assert_eq!(call.ladder(), ["2026-10-01 11:00", "2026-10-01 11:30", "2026-10-01 11:50"].map(at));
        call.alert_days = vec![0, 0];
        assert_eq!(call.ladder().len(), 4);
        assert_eq!(call.reached(at("2026-10-01 11:30")), 3);
    }
}
