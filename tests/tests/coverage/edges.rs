//! Edge cases by their numbers.

use crate::world::*;
use domain::coverage::rule::ComponentKind;
use domain::coverage::{Asked, EndedBy, ModelFacts, Origin, Replacement, SaleEnded, moves};
use domain::meter::Meter;
use domain::remedy::proposals;
use domain::remedy::rule::{Right, Severity};
use domain::repair::UsageUnit;
use domain::suspension::Cause;

fn ag() -> Pack {
    Pack::shipped("CN-ag-2010")
}

#[test]
fn e01_month_ends_are_the_months_last_day() {
    let ag = ag();
    let end = |invoice: &str, model: ModelFacts| Desk::new(ag.alone(), model, unit(invoice), "2026-11-21").end();
    assert_eq!(end("2024-02-29", tractor()), "2025-02-28");
    assert_eq!(end("2025-05-31", model("小型拖拉机", "手扶拖拉机", Some(9))), "2026-02-28");
    // A Saturday stays: nothing rolls.
    assert_eq!(end("2005-08-05", tractor()), "2006-08-05");
    let desk = Desk::new(ag.alone(), tractor(), unit("2024-02-29"), "2024-03-01");
    assert!(desk.asked("", "2025-02-28").covered);
    assert!(!desk.asked("", "2025-03-01").covered);
}

#[test]
fn e07_the_same_machine_sold_twice() {
    let ag = ag();
    let mut unit = unit("2026-01-10");
    unit.sales = vec![ended(invoiced(1, "2026-01-10"), "2026-03-01", SaleEnded::Returned), invoiced(2, "2026-05-20")];
    let desk = Desk::new(ag.alone(), tractor(), unit, "2026-06-01");
    let rows = desk.rows();
    assert_eq!(
        desk.ends(),
        [
            ("整机".into(), "2026-03-01".into()),
            ("主要部件".into(), "2026-03-01".into()),
            ("整机".into(), "2027-05-20".into()),
            ("主要部件".into(), "2028-05-20".to_string())
        ]
    );
    assert_eq!((rows[0].ended_by, rows[0].sale), (EndedBy::Returned, sale_id(1)));
    assert_eq!(rows[0].steps.last().unwrap(), "2026年3月1日退货，这笔销售的三包随之终止");
    assert!(desk.asked("", "2026-02-01").covered);
    assert_eq!(
        desk.asked("", "2026-04-01").reason,
        "整机：2026年4月1日不在三包期内，三包期已于2026年3月1日结束（退货）"
    );
    assert!(desk.asked("", "2026-06-01").covered);

    // A cancelled first sale leaves its rows to be seen and no cover.
    let mut cancelled = desk.unit.clone();
    cancelled.sales[0] = ended(invoiced(1, "2026-01-10"), "2026-01-12", SaleEnded::Voided);
    let desk = Desk::new(ag.alone(), tractor(), cancelled, "2026-06-01");
    assert_eq!(desk.rows()[0].effective_end.iso(), "2026-01-09");
    let answer = desk.asked("", "2026-02-01");
    assert_eq!(
        (answer.covered, answer.reason.as_str()),
        (false, "2026年2月1日还没有开始三包，三包期从2026年5月20日起算")
    );
}

#[test]
fn e11_judged_on_the_day_sent_in() {
    let ag = ag();
    let mut unit = unit("2025-03-01");
    unit.suspensions = vec![stop(Cause::Repair, "2026-03-01", Some("2026-03-20"), "WX-7")];
    let mut desk = Desk::new(ag.alone(), tractor(), unit, "2026-03-20");
    assert!(desk.asked("", "2026-03-01").covered);
    assert_eq!(desk.end(), "2026-03-21");

    // A day later it is not covered, finished or not, and extends nothing.
    desk.unit.suspensions = vec![stop(Cause::Repair, "2026-03-02", Some("2026-03-20"), "WX-7")];
    assert!(!desk.asked("", "2026-03-02").covered);
    assert_eq!(desk.end(), "2026-03-01");

    // Still in the workshop when the period is over: it stays free.
    desk.unit.suspensions = vec![];
    desk.history.repairs = vec![repair("WX-7", "2026-02-25", None)];
    desk.history.repairs[0].component = "液压油管".into();
    let advice = desk.advice();
    let free: Vec<&str> = advice.rights.iter().map(|right| right.steps.last().unwrap().as_str()).collect();
    assert_eq!(free[0], "主要部件三包期到2027年3月1日止，今天2026年3月20日在期内，可要求免费修理");
    assert_eq!(
        free[1],
        "WX-7 送修时液压油管随整机：2026年2月25日在三包期内，到2026年3月1日止（CN-ag-2010 2026.1），按送修日判断，修好为止免费"
    );
}

#[test]
fn e12_overlapping_repairs_stop_the_period_once() {
    let ag = ag();
    let mut unit = unit("2025-03-01");
    unit.suspensions = vec![
        stop(Cause::Repair, "2025-06-05", Some("2025-06-14"), "总部修理 12"),
        stop(Cause::Repair, "2025-06-01", Some("2025-06-10"), "WX-3"),
    ];
    let desk = Desk::new(ag.alone(), tractor(), unit, "2025-07-01");
    let row = &desk.rows()[0];
    assert_eq!((row.base_end, row.extension_days, row.effective_end), (day("2026-03-01"), 14, day("2026-03-15")));
    assert_eq!(
        row.steps,
        [
            "从开票日期起算：2025年3月1日",
            "当日不计，加 12 个月，到2026年3月1日 24 时止",
            "修理占用2025年6月5日至2025年6月14日（总部修理 12）停止计算",
            "修理占用2025年6月1日至2025年6月10日（WX-3）停止计算",
            "首尾两天都计入，重叠的日子只计一次，共停止 14 天，顺延到2026年3月15日",
        ]
    );
}

#[test]
fn e13_waiting_for_a_part_is_told_apart() {
    let appliance = Pack::shipped("CN-appliance-1995");
    let mut desk = Desk::new(appliance.alone(), model("家用电器", "洗衣机", None), unit("2026-01-05"), "2026-06-10");
    let mut waiting = repair("WX-1", "2026-05-01", None);
    waiting.waits = vec![stop(Cause::WaitingParts, "2026-05-10", Some("2026-05-29"), "订货单 5")];
    desk.history.repairs = vec![waiting];
    desk.unit.suspensions = vec![
        stop(Cause::Repair, "2026-05-01", None, "WX-1"),
        stop(Cause::WaitingParts, "2026-05-10", Some("2026-05-29"), "订货单 5"),
    ];
    // 40 days since sending in, 20 of them waiting: the repairer's own delay is 20 days, not 40. The part has come.
    assert_eq!(desk.counter("remedy.repairer_delay"), "维修已 20 天，超过 30 天（2026年6月21日起）可要求换货");
    assert_eq!(desk.counter("remedy.parts_not_supplied"), "送修待件已 28 天，超过 90 天可要求换货，目前不在累计");
    // The period itself stands still for both, once: 41 days, first and last included.
    assert_eq!((desk.rows()[0].extension_days, desk.rows()[0].running), (41, true));
}

#[test]
fn e30_a_replaced_engine_has_a_period_of_its_own() {
    let ag = ag();
    let mut unit = unit("2025-03-01");
    let on = day("2025-09-10");
    unit.replacements =
        vec![Replacement { component: "气缸盖".into(), on, new_no: "Y4291201".into(), evidence: "WX-9".into() }];
    let desk = Desk::new(ag.alone(), tractor(), unit, "2025-10-01");
    let row = desk.rows().pop().unwrap();
    assert_eq!(
        (row.component.as_str(), row.origin, row.effective_end),
        ("气缸盖", Origin::Replacement, day("2027-09-10"))
    );
    assert_eq!(row.steps[0], "2025年9月10日免费更换气缸盖，新件编号 Y4291201，从更换之日起重新计算");
    assert_eq!(desk.end(), "2026-03-01");
    assert!(desk.asked("气缸盖", "2027-09-10").covered);
    assert!(!desk.asked("飞轮", "2027-09-10").covered);
}

#[test]
fn e31_a_new_meter_does_not_start_the_use_anew() {
    let car = Pack::shipped("CN-car-43");
    let mut desk = Desk::new(car.alone(), model("家用汽车", "轿车", None), unit("2024-05-01"), "2026-04-01");
    desk.unit.readings = vec![km("2025-06-01", 41_000), km("2025-08-01", 0), km("2026-03-01", 9_500)];
    desk.unit.readings[1].new_meter = true;
    let rows = desk.rows();
    assert_eq!((rows[0].kind, rows[0].ended_by), (ComponentKind::Machine, EndedBy::Time));
    assert_eq!((rows[1].kind, rows[1].ended_by), (ComponentKind::Remedy, EndedBy::Usage));
    assert_eq!(rows[1].steps.last().unwrap(), "2026年3月1日累计使用 50500公里，已超过 50000公里");
    assert_eq!(rows[1].effective_end, day("2026-02-28"));

    // Asked with what the new meter shows: 41,000 km lie on the old one.
    let used = Meter::of(&desk.unit.readings, UsageUnit::Km).total_when_shown(19_500_000);
    let asked = Asked { component: "", kind: None, on: day("2026-04-01"), used: Some((UsageUnit::Km, used)) };
    let answer = desk.asked_with(&asked);
    assert_eq!(answer.reason, "整机：累计使用 60500公里，超过限定的 60000公里，不在三包期内");
    assert!(desk.asked("", "2026-04-01").covered);
}

#[test]
fn e32_the_region_of_use_decides_the_season() {
    let mut ag = ag();
    ag.seasons = serde_json::from_str(
        r#"[{"key": "s.1", "class": "combine", "region": "河南", "name": "三夏", "from": "05-20", "to": "06-10", "source": "S0"},
            {"key": "s.2", "class": "combine", "region": "黑龙江", "name": "秋收", "from": "09-10", "to": "10-15", "source": "S0"}]"#,
    )
    .unwrap();
    let harvester = model("联合收割机", "自走式谷物联合收割机", Some(74));
    let mut desk = Desk::new(ag.alone(), harvester, unit("2026-01-05"), "2026-06-01");
    desk.unit.sale_region = Some("河南省周口市".into());
    let next = |desk: &Desk<'_>| desk.advice().counters.iter().find_map(|one| one.next_on).map(|on| on.iso());
    assert_eq!(next(&desk).as_deref(), Some("2026-06-19"));
    // Sold in Henan, at work in Heilongjiang: the thirty days run from the autumn there.
    desk.unit.use_region = Some("黑龙江省绥化市".into());
    assert_eq!(next(&desk).as_deref(), Some("2026-10-10"));
}

#[test]
fn e33_two_makers_of_one_machine_answer_alone() {
    let (farm, ag) = (Pack::shipped("S0-farm"), ag());
    let tractor_maker = Desk::new(farm.over(&ag), tractor(), unit("2025-03-01"), "2026-05-01");
    let engine = model("柴油机", "多缸柴油机", None);
    let mut engine_maker = Desk::new(ag.alone(), engine, unit("2025-06-15"), "2026-05-01");
    engine_maker.unit.suspensions = vec![stop(Cause::Repair, "2025-12-01", Some("2025-12-10"), "WX-4")];
    assert_eq!((tractor_maker.end(), engine_maker.end()), ("2026-03-01".into(), "2026-06-25".into()));
    // On 1 May the machine's maker pays no more for the machine, the engine's maker still pays for the engine.
    assert!(!tractor_maker.asked("", "2026-05-01").covered);
    assert!(engine_maker.asked("", "2026-05-01").covered);
    // The cylinder head is covered twice; each answer names its own pack, so that one of them is chosen.
    let (one, other) = (tractor_maker.asked("气缸盖", "2026-05-01"), engine_maker.asked("气缸盖", "2026-05-01"));
    assert!(one.covered && other.covered);
    assert!(one.reason.contains("2027年3月1日") && other.reason.contains("2027年6月25日"));
}

#[test]
fn e34_the_link_counts_and_a_likeness_is_proposed() {
    let ag = ag();
    let mut desk = Desk::new(ag.alone(), tractor(), unit("2026-01-05"), "2026-06-10");
    let serious =
        |no: &str, on: &str, done: Option<&str>, problem: &str| again(no, on, done, problem, Severity::Serious);
    desk.history.repairs = vec![
        serious("WX-1", "2026-02-01", Some("2026-02-05"), "P1"),
        serious("WX-2", "2026-03-01", Some("2026-03-05"), "P1"),
    ];
    // The hurried clerk wrote another code: the third is a problem of its own, and nothing is due.
    let mut third = repair("WX-3", "2026-06-08", None);
    third.fault = "变速箱有异响声".into();
    desk.history.repairs.push(third);
    assert_eq!(desk.right("remedy.serious_twice"), None);
    assert_eq!(
        desk.counter("remedy.serious_twice"),
        "严重故障「变速箱异响」已修理 2 次，满 2 次后仍出现可要求免费更换部件，还差 1 次同样故障"
    );
    let found = proposals(&desk.history.repairs);
    assert_eq!(
        found[0].sentence,
        "WX-3（变速箱有异响声）与 WX-1（变速箱异响）部件相同，故障描述相近，可能是同一故障，请确认是否关联"
    );
    // The director links it: now it counts, whatever its words.
    desk.history.repairs[2].problem = Some("P1".into());
    let right = desk.right("remedy.serious_twice").unwrap();
    assert_eq!((right.right, right.since), (Right::ComponentExchange, day("2026-06-08")));
    assert!(proposals(&desk.history.repairs).is_empty());
}

#[test]
fn e37_a_pack_from_the_past_moves_only_what_is_open() {
    let old = Pack::shipped("CN-ag-2010");
    let mut new = json("CN-ag-2010");
    new["version"] = "2026.2".into();
    new["coverage"][0]["machine"]["period"]["n"] = 18.into();
    let new = Pack::of(&new).unwrap();
    let today = "2026-11-21";
    let compare = |invoice: &str| {
        let stored = Desk::new(old.alone(), tractor(), unit(invoice), today).rows();
        let before = stored.clone();
        let moved = moves(&stored, &Desk::new(new.alone(), tractor(), unit(invoice), today).rows(), day(today));
        assert_eq!(stored, before);
        moved
    };
    let open = compare("2026-03-01");
    let said: Vec<&str> = open.moved.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(said, ["整机三包期由2027年3月1日延到2027年9月1日"]);
    assert_eq!(
        (open.moved[0].from_version.as_str(), open.moved[0].to_version.as_str()),
        ("CN-ag-2010 2026.1", "CN-ag-2010 2026.2")
    );
    // The machine's period ran out on 1 October: it stays as it was computed, though the new pack would reach further.
    let past = compare("2025-10-01");
    assert_eq!((past.moved.len(), past.kept.as_slice()), (0, [0].as_slice()));
    assert_eq!(
        (past.rows[0].effective_end, past.rows[0].rule_version.as_str()),
        (day("2026-10-01"), "CN-ag-2010 2026.1")
    );
    assert_eq!(past.rows[1].rule_version, "CN-ag-2010 2026.2");
}

#[test]
fn like_3_one_code_of_the_fault_tree_is_proposed_whatever_the_words() {
    let coded = |no: &str, code: &str, fault: &str| {
        let mut one = repair(no, "2026-02-01", None);
        (one.component, one.code, one.fault) = (String::new(), code.into(), fault.into());
        one
    };
    let pair = |one: &str, other: &str, fault: &str| {
        let repairs = [coded("WX-1", one, "早上打不着火"), coded("WX-2", other, fault)];
        proposals(&repairs).first().map(|found| (found.likeness, found.sentence.clone()))
    };
    let same = pair("TR-0101-0101", "TR-0101-0101", "田里熄火");
    assert!(same.is_some_and(|(likeness, says)| likeness == 100 && says.contains("故障代码相同")));
    assert_eq!(pair("TR-0101-0101", "TR-0101-0102", "田里熄火"), None);
    assert_eq!(pair("", "", "田里熄火"), None, "no code is no like code");
    // A hurried clerk picked another code for the same words (E34).
    assert!(pair("TR-0101-0101", "TR-0101-0102", "早上打不着火").is_some());
}
