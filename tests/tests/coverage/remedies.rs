//! The numbered rules of remedies, and every rule of the shipped packs in a story.

mod exchanged;

use crate::world::*;
use domain::coverage::ModelFacts;
use domain::remedy::rule::{Evidence, Right, Severity};
use domain::remedy::{CounterState, Former, RepairFacts, proposals};
use domain::repair::UsageUnit;
use domain::suspension::Cause;

fn ag() -> Pack {
    let mut pack = Pack::shipped("CN-ag-2010");
    let text = r#"[{"key": "s.1", "class": "tractor_over_18kw", "region": "河南", "name": "三夏", "from": "05-20", "to": "06-10", "source": "S0"},
        {"key": "s.2", "class": "tractor_over_18kw", "region": "黑龙江", "name": "春耕", "from": "04-10", "to": "05-25", "source": "S0"}]"#;
    pack.seasons = serde_json::from_str(text).unwrap();
    pack
}

/// A tractor sold in Henan on a winter's day.
fn henan<'a>(pack: &'a Pack, today: &str) -> Desk<'a> {
    let mut desk = Desk::new(pack.alone(), tractor(), unit("2026-01-05"), today);
    desk.unit.sale_region = Some("河南省周口市".into());
    desk
}

fn serious(no: &str, on: &str, done: Option<&str>) -> RepairFacts {
    again(no, on, done, "P1", Severity::Serious)
}

fn ordinary(no: &str, on: &str, done: Option<&str>) -> RepairFacts {
    again(no, on, done, "P1", Severity::Ordinary)
}

fn car() -> ModelFacts {
    model("家用汽车", "轿车", None)
}

fn appliance() -> ModelFacts {
    model("家用电器", "洗衣机", None)
}

#[test]
fn rem_1_everything_names_its_rule_and_reason() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-09-30");
    desk.history.repairs = vec![repair("WX-1", "2026-08-10", None)];
    desk.history.card_lost_on = Some(day("2026-09-28"));
    let advice = desk.advice();
    let standings =
        advice.rights.iter().map(|one| &one.standing).chain(advice.counters.iter().map(|one| &one.standing));
    for standing in standings.chain(advice.duties.iter().map(|one| &one.standing)) {
        assert!(
            !standing.rule_key.is_empty()
                && !standing.source.is_empty()
                && standing.rule_version == "CN-ag-2010 2026.1"
        );
    }
    assert!(advice.rights.iter().all(|right| !right.steps.is_empty()));
}

#[test]
fn rem_2_the_most_comes_first() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    desk.history.repairs = vec![
        serious("WX-1", "2026-02-01", Some("2026-02-05")),
        serious("WX-2", "2026-03-01", Some("2026-03-05")),
        serious("WX-3", "2026-08-10", None),
    ];
    desk.history.no_same_model = true;
    let rights: Vec<Right> = desk.advice().rights.iter().map(|right| right.right).collect();
    assert_eq!(rights, [Right::Return, Right::MachineExchange, Right::ComponentExchange, Right::Repair, Right::Repair]);
}

#[test]
fn rem_3_the_day_after_the_period_is_full() {
    let ag = ag();
    let at = |today: &str| {
        let mut desk = henan(&ag, today);
        desk.history.repairs = vec![repair("WX-1", "2026-08-10", None)];
        (desk.counter("remedy.repair_too_long"), desk.right("remedy.repair_too_long").map(|right| right.since))
    };
    // 30 working days after 10 August: 21 September (20 September is worked for the National Day holiday).
    assert_eq!(at("2026-09-16").0, "维修已 27 个工作日，超过 30 个工作日（2026年9月21日起）可要求换货");
    assert_eq!(at("2026-09-20"), ("维修已 30 个工作日，超过 30 个工作日（2026年9月21日起）可要求换货".into(), None));
    assert_eq!(at("2026-09-21"), ("维修已 31 个工作日，超过 30 个工作日，可要求换货".into(), Some(day("2026-09-21"))));
    assert_eq!(at("2026-11-21").1, Some(day("2026-09-21")));
}

#[test]
fn rem_4_only_repairs_in_scope_and_in_time_count() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    desk.history.repairs = vec![
        serious("WX-1", "2026-02-01", Some("2026-02-05")),
        serious("WX-2", "2026-03-01", Some("2026-03-05")),
        serious("WX-3", "2026-08-10", None),
    ];
    let right = desk.right("remedy.serious_twice").unwrap();
    assert_eq!((right.right, right.since), (Right::ComponentExchange, day("2026-08-10")));
    let mut refused = desk.history.repairs.clone();
    refused[1].in_scope = false;
    desk.history.repairs = refused;
    assert_eq!(desk.right("remedy.serious_twice"), None);
    // Sent in before the machine was sold: no repair of this user's.
    desk.history.repairs[1] = serious("WX-0", "2025-12-01", Some("2025-12-05"));
    assert_eq!(desk.right("remedy.serious_twice"), None);
}

#[test]
fn rem_5_waiting_and_delay_are_told_apart() {
    let pack = Pack::shipped("CN-appliance-1995");
    let at = |today: &str| {
        let mut desk = Desk::new(pack.alone(), appliance(), unit("2026-01-05"), today);
        let mut waiting = repair("WX-1", "2026-05-01", None);
        waiting.waits = vec![stop(Cause::WaitingParts, "2026-05-02", None, "订货单 5")];
        desk.history.repairs = vec![waiting];
        desk
    };
    assert_eq!(
        at("2026-07-30").counter("remedy.parts_not_supplied"),
        "送修待件已 90 天，超过 90 天（2026年7月31日起）可要求换货"
    );
    let right = at("2026-08-20").right("remedy.parts_not_supplied").unwrap();
    assert_eq!(
        (right.since, right.missing),
        (day("2026-07-31"), vec!["缺三包凭证".into(), "缺购机发票".into(), "缺待件证明".to_string()])
    );
    assert_eq!(at("2026-08-20").right("remedy.repairer_delay"), None);
}

#[test]
fn rem_6_hours_are_rounded_up_to_days() {
    let pack = Pack::shipped("CN-car-43");
    let mut desk = Desk::new(pack.alone(), car(), unit("2026-01-05"), "2026-09-30");
    let hours = |no: &str, on: &str, hours: i64| {
        let mut one = repair(no, on, Some(on));
        one.received_at = Some(day(on).starts_at());
        one.done_at = Some(day(on).starts_at() + hours * 3_600_000);
        one
    };
    desk.history.repairs = vec![
        hours("WX-1", "2026-02-01", 24),
        hours("WX-2", "2026-03-01", 25),
        repair("WX-3", "2026-04-01", Some("2026-04-04")),
    ];
    assert_eq!(desk.counter("remedy.cumulative"), "累计修理 7 天，超过 30 天可要求换货或退货，还差 24 天");
    desk.history.repairs.push(hours("WX-4", "2026-05-01", 23 * 24 + 1));
    let right = desk.right("remedy.cumulative").unwrap();
    assert_eq!(
        right.steps,
        [
            "WX-1：1 天（按小时计，每 24 小时为 1 天，不足的按 1 天）",
            "WX-2：2 天（按小时计，每 24 小时为 1 天，不足的按 1 天）",
            "WX-3：4 天（没有记钟点，首尾两天都计入）",
            "WX-4：24 天（按小时计，每 24 小时为 1 天，不足的按 1 天）",
            "累计修理 31 天，超过 30 天，可要求换货或退货"
        ]
    );
    // Ten days of a special part's transport are taken out.
    desk.history.repairs[3].waits = vec![stop(Cause::PartTransport, "2026-05-01", Some("2026-05-11"), "")];
    desk.history.repairs[3].handed_over_on = Some(day("2026-05-24"));
    assert_eq!(desk.counter("remedy.cumulative"), "累计修理 21 天，超过 30 天可要求换货或退货，还差 10 天");
}

#[test]
fn rem_7_the_first_season_is_where_it_is_used() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-06-05");
    desk.history.repairs = vec![ordinary("WX-1", "2026-05-21", Some("2026-05-22"))];
    assert_eq!(
        desk.counter("remedy.ordinary_twice"),
        "一般故障「变速箱异响」已修理 1 次，满 2 次可要求免费更换部件，还差 1 次同样故障（到2026年6月19日止）"
    );
    desk.history.repairs.push(ordinary("WX-2", "2026-06-02", Some("2026-06-03")));
    let right = desk.right("remedy.ordinary_twice").unwrap();
    assert_eq!(
        right.steps[0],
        "第一个作业季是2026年三夏（2026年5月20日至2026年6月10日），从2026年5月20日开始，加 30 天到2026年6月19日"
    );
    // The same machine at work in Heilongjiang: its season began on 10 April and its thirty days are over.
    desk.unit.use_region = Some("黑龙江省哈尔滨市".into());
    assert_eq!(desk.right("remedy.ordinary_twice"), None);
    // Bought in the middle of the season: it begins with the hand-over.
    desk.unit.use_region = None;
    desk.unit.sales = vec![invoiced(1, "2026-06-01")];
    desk.history.repairs = vec![ordinary("WX-1", "2026-06-28", Some("2026-06-29"))];
    assert!(desk.counter("remedy.ordinary_twice").contains("到2026年7月1日止"));
    // Nobody knows the season there: it is said, not guessed.
    desk.unit.sale_region = Some("山东省".into());
    assert!(desk.advice().missing.contains(&"没有山东省的作业季日期，第一个作业季的开始无法确定".into()));
}

#[test]
fn rem_8_missing_papers_are_listed() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    desk.history.repairs = vec![
        serious("WX-1", "2026-02-01", Some("2026-02-05")),
        serious("WX-2", "2026-03-01", Some("2026-03-05")),
        serious("WX-3", "2026-08-10", None),
    ];
    desk.history.repairs[1].signed = false;
    desk.history.evidence = vec![Evidence::Invoice];
    let right = desk.right("remedy.serious_twice").unwrap();
    assert_eq!(right.missing, ["缺三包凭证", "维修单 WX-2 没有用户签字"]);
    assert_eq!(right.needs, [Evidence::Card, Evidence::RepairRecord, Evidence::Invoice]);
}

#[test]
fn rem_9_what_waiting_costs() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-09-16");
    desk.history.repairs = vec![repair("WX-1", "2026-08-10", None)];
    desk.history.demanded_on = Some(day("2026-09-10"));
    let changes = desk.advice().changes;
    let said: Vec<(String, &str)> = changes.iter().map(|one| (one.on.iso(), one.sentence.as_str())).collect();
    assert_eq!(
        said,
        [
            ("2026-09-21".into(), "维修已 27 个工作日，超过 30 个工作日（2026年9月21日起）可要求换货"),
            ("2026-09-25".into(), "处理用户要求：2026年9月10日用户提出要求，当日不计，15 天，最迟2026年9月25日"),
            ("2027-01-05".into(), "整机三包期到这一天为止，此后修理收费"),
            ("2028-01-05".into(), "主要部件三包期到这一天为止，此后修理收费"),
        ]
    );
}

#[test]
fn rem_10_no_machine_of_the_model_becomes_return() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-09-30");
    desk.history.repairs = vec![repair("WX-1", "2026-08-10", None)];
    assert_eq!(desk.right("remedy.no_same_model"), None);
    desk.history.no_same_model = true;
    let right = desk.right("remedy.no_same_model").unwrap();
    assert_eq!(right.right, Right::Return);
    assert_eq!(right.steps.last().unwrap(), "符合换货条件（修理超过规定时间），没有同型号机器可换，可要求退货");
}

#[test]
fn rem_11_contract_and_statute_are_both_read() {
    let (farm, ag) = (Pack::shipped("S0-farm"), ag());
    let mut desk = Desk::new(farm.over(&ag), model("微耕机", "微耕机", Some(4)), unit("2026-08-05"), "2026-10-30");
    let mut engine = repair("WX-1", "2026-08-10", None);
    engine.component = "发动机总成".into();
    desk.history.repairs = vec![engine];
    assert_eq!(desk.right("remedy.engine_early").unwrap().standing.rule_version, "S0-farm 2026.1");
    assert_eq!(desk.right("remedy.repair_too_long").unwrap().standing.rule_version, "CN-ag-2010 2026.1");
}

#[test]
fn rem_12_a_right_used_up_is_counted_anew() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    let mut exchanged = serious("WX-3", "2026-08-10", Some("2026-08-20"));
    exchanged.component_exchanged = true;
    desk.history.repairs = vec![
        serious("WX-1", "2026-02-01", Some("2026-02-05")),
        serious("WX-2", "2026-03-01", Some("2026-03-05")),
        exchanged,
    ];
    assert_eq!(desk.right("remedy.serious_twice"), None);
    assert_eq!(
        desk.counter("remedy.after_component"),
        "WX-3 已于2026年8月20日免费更换变速箱箱体，再出现故障可要求换货，还差 1 次"
    );
    desk.history.repairs.push(serious("WX-4", "2026-10-20", None));
    let right = desk.right("remedy.after_component").unwrap();
    assert_eq!((right.right, right.since), (Right::MachineExchange, day("2026-10-20")));
    assert!(desk.counter("remedy.serious_twice").contains("还差 3 次"));
}

#[test]
fn rem_13_a_problem_without_a_severity_is_said_to_lack_it() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    let plain = |no: &str, on: &str| RepairFacts { severity: None, ..serious(no, on, Some(on)) };
    desk.history.repairs = vec![plain("WX-1", "2026-02-01")];
    assert!(desk.advice().missing.is_empty(), "one repair is not often enough for any rule");
    desk.history.repairs.push(plain("WX-2", "2026-03-01"));
    let said = "维修单 WX-1、WX-2 的「变速箱异响」没有写故障等级，不知道算严重还是一般质量问题";
    assert_eq!(desk.advice().missing, [said]);
    desk.history.repairs[1].severity = Some(Severity::Serious);
    assert!(desk.advice().missing.is_empty());
}

#[test]
fn hist_1_an_unlinked_repair_is_a_problem_of_its_own() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    desk.history.repairs =
        vec![serious("WX-1", "2026-02-01", Some("2026-02-05")), serious("WX-2", "2026-03-01", Some("2026-03-05"))];
    desk.history.repairs[1].problem = None;
    let counters = desk.advice().counters;
    let counted: Vec<i64> =
        counters.iter().filter(|one| one.standing.rule_key == "remedy.serious_twice").map(|one| one.value).collect();
    assert_eq!(counted, [1, 1]);
}

#[test]
fn hist_2_out_of_scope_counts_for_nothing() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    desk.history.repairs = vec![repair("WX-1", "2026-08-10", None)];
    desk.history.repairs[0].in_scope = false;
    let advice = desk.advice();
    assert_eq!((desk.right("remedy.repair_too_long"), advice.amounts.days_in_repair), (None, 0));
}

#[test]
fn hist_3_a_repair_lasts_to_hand_over() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    let mut done = repair("WX-1", "2026-08-10", Some("2026-08-12"));
    done.handed_over_on = Some(day("2026-08-20"));
    desk.history.repairs = vec![done];
    let amounts = desk.advice().amounts;
    assert_eq!((amounts.days_in_repair, amounts.days_waiting, amounts.days_held), (11, 0, 298));
    assert_eq!(desk.counter("remedy.repair_too_long"), "");
}

#[test]
fn like_1_alike_words_are_proposed_and_nothing_is_linked() {
    let other = |no: &str, component: &str, fault: &str| {
        let mut one = repair(no, "2026-02-01", None);
        (one.component, one.fault) = (component.into(), fault.into());
        one
    };
    let repairs = [
        other("WX-1", "变速箱箱体", "变速箱异响"),
        other("WX-2", "变速箱箱体", "变速箱有异响"),
        other("WX-3", "液压油管", "油管漏油"),
        other("WX-4", "", "液压油管漏油"),
    ];
    let pairs: Vec<(&str, &str)> =
        proposals(&repairs).iter().map(|one| (one.earlier.no.as_str(), one.later.no.as_str())).collect();
    assert_eq!(pairs, [("WX-3", "WX-4"), ("WX-1", "WX-2")]);
    assert!(repairs.iter().all(|one| one.problem.is_none()));
}

#[test]
fn like_2_what_a_person_decided_is_not_asked_again() {
    let mut repairs = [serious("WX-1", "2026-02-01", None), serious("WX-2", "2026-03-01", None)];
    assert!(proposals(&repairs).is_empty());
    repairs[1].problem = Some("P2".into());
    assert!(proposals(&repairs).is_empty());
    repairs[1].problem = None;
    assert_eq!(proposals(&repairs).len(), 1);
}

#[test]
fn the_old_rule_of_1998_is_expressible() {
    let pack = Pack::shipped("CN-ag-1998");
    let mut desk = Desk::new(pack.alone(), tractor(), unit("2009-03-01"), "2009-03-10");
    desk.history.repairs = vec![repair("WX-1", "2009-03-10", None)];
    assert_eq!(desk.right("remedy.early").unwrap().steps[0], "开票日期2009年3月1日起 15 天，到2009年3月16日止");
    desk.today = day("2009-04-20");
    assert_eq!(desk.right("remedy.repair_too_long").unwrap().since, day("2009-04-20"));
    // The machine given for it fails within fifteen days: money back.
    desk.unit.sales[0].exchanged_in_on = Some(day("2009-05-01"));
    desk.history.repairs = vec![repair("WX-2", "2009-05-16", None)];
    desk.today = day("2009-05-16");
    assert_eq!(desk.right("remedy.early_after_exchange").unwrap().right, Right::Return);
    desk.history.repairs = vec![repair("WX-2", "2009-05-17", None)];
    desk.today = day("2009-05-17");
    assert_eq!(desk.right("remedy.early_after_exchange"), None);
}

#[test]
fn an_appliance_fails_early_or_after_two_repairs() {
    let pack = Pack::shipped("CN-appliance-1995");
    let early = |on: &str| {
        let mut desk = Desk::new(pack.alone(), appliance(), unit("2026-01-05"), on);
        desk.history.repairs = vec![repair("WX-1", on, None)];
        let rights: Vec<Right> = desk.advice().rights.iter().map(|right| right.right).collect();
        rights
    };
    use Right::{MachineExchange, Repair, Return};
    // An exchange is also a return with the depreciation fee, where the user wants money.
    assert_eq!(early("2026-01-12"), [Return, Return, MachineExchange, MachineExchange, Repair]);
    assert_eq!(early("2026-01-13"), [Return, MachineExchange, Repair]);
    assert_eq!(early("2026-01-21"), [Repair]);
    let mut desk = Desk::new(pack.alone(), appliance(), unit("2026-01-05"), "2026-09-01");
    let mut other = repair("WX-2", "2026-03-01", Some("2026-03-02"));
    other.fault = "不排水".into();
    desk.history.repairs = vec![repair("WX-1", "2026-02-01", Some("2026-02-02")), other];
    assert_eq!(desk.counter("remedy.two_repairs"), "三包期内已修理 2 次，满 2 次后仍出现可要求换货，还差 1 次故障");
    desk.history.repairs.push(repair("WX-3", "2026-09-01", None));
    let right = desk.right("remedy.return_with_fee").unwrap();
    assert_eq!((right.right, right.formula.as_deref()), (Return, Some("return.depreciation")));
    let amounts = desk.advice().amounts;
    assert_eq!((amounts.days_held, amounts.days_in_repair), (239, 5));
}

#[test]
fn a_car_fails_five_times_or_early_or_is_replaced_meanwhile() {
    let pack = Pack::shipped("CN-car-43");
    let mut desk = Desk::new(pack.alone(), car(), unit("2026-01-05"), "2026-02-20");
    let mut engine = repair("WX-1", "2026-02-15", None);
    engine.component = "发动机".into();
    engine.used = Some((UsageUnit::Km, 3_000_000));
    desk.history.repairs = vec![engine];
    assert_eq!(desk.right("remedy.early_component").unwrap().right, Right::ComponentExchange);
    let duty = desk.advice().duties.remove(0);
    assert_eq!((duty.due_on, duty.late), (day("2026-02-20"), false));
    assert!(duty.sentence.contains("第 6 天（2026年2月20日）起应已提供备用机"), "{}", duty.sentence);
    desk.history.repairs[0].used = Some((UsageUnit::Km, 3_000_001));
    assert_eq!(desk.right("remedy.early_component"), None);
    let five = |n: usize, exchanged: usize| -> Vec<RepairFacts> {
        (1..=n)
            .map(|i| RepairFacts {
                component_exchanged: i <= exchanged,
                ..serious(&format!("WX-{i}"), &format!("2026-0{i}-07"), Some(&format!("2026-0{i}-07")))
            })
            .collect()
    };
    desk.today = day("2026-08-01");
    desk.history.repairs = five(4, 0);
    assert_eq!(
        desk.counter("remedy.same_problem"),
        "严重故障「变速箱异响」已修理 4 次，超过 4 次可要求换货或退货，还差 1 次同样故障"
    );
    desk.history.repairs = five(5, 0);
    assert_eq!(desk.right("remedy.same_problem").unwrap().since, day("2026-05-07"));
    // Where a component was replaced, that is not counted as a repair too.
    desk.history.repairs = five(5, 1);
    assert_eq!(desk.right("remedy.same_problem"), None);
    desk.history.repairs.clear();
    desk.history.demanded_on = Some(day("2026-09-17"));
    desk.today = day("2026-09-18");
    let due: Vec<String> = desk.advice().duties.iter().map(|duty| duty.due_on.iso()).collect();
    // 20 September is worked, 25 September and 1 to 7 October rest, 10 October is worked.
    assert_eq!(due, ["2026-10-08", "2026-10-21", "2026-10-02"]);
}

#[test]
fn a_farmer_who_was_not_told_gives_it_back() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-06-19");
    assert!(desk.advice().missing.contains(&"没有记录交机时是否告知了适用范围".into()));
    desk.history.range_told = Some(false);
    assert_eq!(desk.right("remedy.range_not_told").unwrap().right, Right::Return);
    desk.today = day("2026-06-20");
    assert_eq!(desk.right("remedy.range_not_told"), None);
}

#[test]
fn a_machine_exchanged_and_bad_again_is_returned() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-06-19");
    desk.unit.sales[0].exchanged_in_on = Some(day("2026-03-01"));
    desk.history.former = Some(Former { problems: vec!["P1".into()], ..Former::default() });
    desk.history.repairs = vec![serious("WX-5", "2026-06-18", None)];
    assert_eq!(desk.right("remedy.after_machine").unwrap().right, Right::Return);
    desk.history.former = Some(Former { problems: vec!["P2".into()], ..Former::default() });
    assert_eq!(desk.right("remedy.after_machine"), None);
}

#[test]
fn an_e_bike_has_seven_days_and_one_repair() {
    let pack = Pack::shipped("S3-ebike");
    let mut desk = Desk::new(pack.alone(), model("电动三轮车", "电动三轮车", None), unit("2026-01-05"), "2026-01-12");
    desk.history.repairs = vec![repair("WX-1", "2026-01-12", None)];
    assert_eq!(desk.right("remedy.seven_days").unwrap().right, Right::Return);
    desk.today = day("2026-03-01");
    desk.history.repairs = vec![serious("WX-1", "2026-01-20", Some("2026-01-21")), serious("WX-2", "2026-03-01", None)];
    let right = desk.right("remedy.still_bad").unwrap();
    assert_eq!(
        (right.right, right.missing),
        (Right::MachineExchange, vec!["缺三包凭证".into(), "缺技术鉴定结论".to_string()])
    );
}

#[test]
fn after_a_return_nothing_is_left() {
    let ag = ag();
    let mut desk = henan(&ag, "2026-10-30");
    desk.history.repairs = vec![repair("WX-1", "2026-08-10", None)];
    desk.unit.sales = vec![ended(invoiced(1, "2026-01-05"), "2026-10-01", domain::coverage::SaleEnded::Returned)];
    let advice = desk.advice();
    assert_eq!(
        (advice.rights.len(), advice.missing.as_slice()),
        (0, ["2026年10月1日已退货，这笔销售的三包权利已经终止".to_owned()].as_slice())
    );
    assert!(!advice.counters.iter().any(|one| one.state == CounterState::Reached));
}
