//! The numbered rules of coverage, one test each.

use crate::world::*;
use domain::coverage::rule::{Afterwards, ComponentKind, StartBasis};
use domain::coverage::{Asked, EndedBy, Origin, Replacement, SaleEnded, SaleFacts, UnitFacts, moves};
use domain::suspension::Cause;

fn ag() -> Pack {
    Pack::shipped("CN-ag-2010")
}

fn tiller() -> domain::coverage::ModelFacts {
    model("微耕机", "微耕机", Some(4))
}

/// The season the contract leaves to the region.
fn with_season(mut pack: Pack, class: &str, region: &str, from: &str, to: &str) -> Pack {
    let text = format!(
        r#"[{{"key": "season.{class}", "class": "{class}", "region": "{region}", "name": "春耕", "from": "{from}", "to": "{to}", "source": "S0"}}]"#
    );
    pack.seasons = serde_json::from_str(&text).unwrap();
    pack
}

#[test]
fn start_3_an_exchanged_machine_starts_again_or_goes_on() {
    let mut ag = ag();
    let mut unit = unit("2025-03-01");
    unit.sales[0].exchanged_in_on = Some(day("2025-06-20"));
    let row = Desk::new(ag.alone(), tractor(), unit.clone(), "2025-07-01").rows().remove(0);
    assert_eq!(
        (row.effective_end, row.origin, row.start_basis),
        (day("2026-06-20"), Origin::Exchange, StartBasis::Replacement)
    );
    assert_eq!(row.steps[0], "2025年6月20日换货交机，三包期从换货之日起重新计算");
    ag.coverage[0].after_exchange = Afterwards::Keep;
    assert_eq!(Desk::new(ag.alone(), tractor(), unit, "2025-07-01").end(), "2026-03-01");
}

#[test]
fn cover_1_the_start_day_counts_only_where_the_rule_says_so() {
    let mut ag = ag();
    assert_eq!(Desk::new(ag.alone(), tractor(), unit("2025-03-01"), "2025-04-01").end(), "2026-03-01");
    ag.coverage[0].count_start_day = true;
    let desk = Desk::new(ag.alone(), tractor(), unit("2025-03-01"), "2025-04-01");
    assert_eq!(
        (desk.end().as_str(), desk.rows()[0].steps[1].as_str()),
        ("2026-02-28", "当日计入，加 12 个月，到2026年2月28日 24 时止")
    );
}

#[test]
fn cover_2_a_part_not_named_follows_the_machine() {
    let ag = ag();
    let desk = Desk::new(ag.alone(), tractor(), unit("2025-03-01"), "2025-04-01");
    assert_eq!(desk.ends(), [("整机".into(), "2026-03-01".into()), ("主要部件".into(), "2027-03-01".to_string())]);
    assert!(!desk.asked("液压油管", "2026-06-01").covered);
    let head = desk.asked("内燃机机体", "2026-06-01");
    assert_eq!(head.reason, "内燃机机体属于主要部件：2026年6月1日在三包期内，到2027年3月1日止（CN-ag-2010 2026.1）");
    assert_eq!(head.days_left, Some(273));
}

#[test]
fn cover_3_what_is_reached_first_ends_it() {
    let car = Pack::shipped("CN-car-43");
    let mut desk = Desk::new(car.alone(), model("家用汽车", "轿车", None), unit("2024-05-01"), "2026-04-01");
    let ends =
        |desk: &Desk<'_>| desk.rows().iter().map(|row| (row.effective_end.iso(), row.ended_by)).collect::<Vec<_>>();
    assert_eq!(ends(&desk), [("2027-05-01".into(), EndedBy::Time), ("2026-05-01".into(), EndedBy::Time)]);
    desk.unit.readings = vec![km("2025-01-10", 50_000), km("2025-02-10", 60_000), km("2026-02-10", 60_001)];
    assert_eq!(ends(&desk), [("2026-02-09".into(), EndedBy::Usage), ("2025-02-09".into(), EndedBy::Usage)]);
}

#[test]
fn cover_4_while_the_machine_is_in_the_end_moves_with_today() {
    let ag = ag();
    let mut unit = unit("2025-03-01");
    unit.suspensions = vec![stop(Cause::Repair, "2025-06-01", None, "WX-3")];
    let row = |today: &str| Desk::new(ag.alone(), tractor(), unit.clone(), today).rows().remove(0);
    assert_eq!(
        (row("2025-06-04").effective_end, row("2025-06-05").effective_end),
        (day("2026-03-05"), day("2026-03-06"))
    );
    assert!(row("2025-06-05").running);
    assert!(row("2025-06-05").steps[2].ends_with("停止计算，还没有交还，暂计到今天"));
    // Inspection counts here, a special part's transport does not.
    let mut other = unit.clone();
    other.suspensions = vec![
        stop(Cause::Inspection, "2025-06-01", Some("2025-06-02"), ""),
        stop(Cause::PartTransport, "2025-07-01", Some("2025-07-09"), ""),
    ];
    assert_eq!(Desk::new(ag.alone(), tractor(), other, "2025-08-01").end(), "2026-03-03");
}

#[test]
fn cover_5_a_replaced_component_restarts_or_goes_on() {
    let mut ag = ag();
    let mut unit = unit("2025-03-01");
    let replaced = |on: &str| Replacement {
        component: "飞轮".into(),
        on: day(on),
        new_no: String::new(),
        evidence: String::new(),
    };
    unit.replacements = vec![replaced("2026-10-10"), replaced("2027-02-01"), replaced("2030-01-01")];
    let ends = Desk::new(ag.alone(), tractor(), unit.clone(), "2027-03-01").ends();
    // The one of 2030 lies outside every period: it was no warranty replacement.
    assert_eq!(
        ends[1..],
        [
            ("主要部件".into(), "2027-03-01".into()),
            ("飞轮".into(), "2028-10-10".into()),
            ("飞轮".into(), "2029-02-01".to_string())
        ]
    );
    ag.coverage[0].components[0].on_replacement = Some(Afterwards::Keep);
    assert_eq!(Desk::new(ag.alone(), tractor(), unit, "2027-03-01").ends().len(), 2);
}

#[test]
fn cover_6_an_exchange_ends_the_old_machines_periods() {
    let ag = ag();
    let old = UnitFacts {
        sales: vec![ended(invoiced(1, "2025-03-01"), "2025-06-20", SaleEnded::Exchanged)],
        ..UnitFacts::default()
    };
    let row = Desk::new(ag.alone(), tractor(), old, "2025-07-01").rows().remove(0);
    assert_eq!((row.effective_end, row.ended_by), (day("2025-06-20"), EndedBy::Exchanged));
    assert_eq!((row.base_end, row.extension_days), (day("2026-03-01"), 0));
}

#[test]
fn cover_7_never_less_than_the_statute() {
    let (farm, mut ag) = (Pack::shipped("S0-farm"), ag());
    let crank = |ag: &Pack| {
        let rows = Desk::new(farm.over(ag), tiller(), unit("2025-03-01"), "2025-04-01").rows();
        rows.into_iter().find(|row| row.component == "曲轴组").unwrap()
    };
    // The crankshaft's nine months fall short of the machine's twelve of the statute, which nobody has checked yet.
    let short = crank(&ag);
    assert_eq!((short.effective_end, short.rule_version.as_str()), (day("2025-12-01"), "S0-farm 2026.1"));
    assert!(short.steps.last().unwrap().ends_with("比这里长，但法定规则尚未核对，暂不按它执行。请先到政策页核对"));
    assert_eq!(short.beside.as_ref().map(|row| (row.statutory, row.effective_end)), Some((true, day("2026-03-01"))));
    ag.coverage.iter_mut().for_each(|rule| rule.checked = true);
    let statutory = crank(&ag);
    assert_eq!((statutory.effective_end, statutory.rule_version.as_str()), (day("2026-03-01"), "CN-ag-2010 2026.1"));
    assert_eq!(
        statutory.steps.last().unwrap(),
        "约定三包期（S0-farm 2026.1）到2025年12月1日，短于法定，按法定规则执行"
    );
    assert!(!statutory.beside.as_ref().unwrap().statutory);
    let rows = Desk::new(farm.over(&ag), tiller(), unit("2025-03-01"), "2025-04-01").rows();
    let body = rows.iter().find(|row| row.component == "机体").unwrap();
    assert_eq!((body.effective_end, body.rule_version.as_str()), (day("2027-03-01"), "S0-farm 2026.1"));
    assert!(body.steps.last().unwrap().ends_with("约定比法定长，按约定执行"));
    // What the contract is silent about the statute gives.
    let tractor = Desk::new(farm.over(&ag), tractor(), unit("2025-03-01"), "2025-04-01");
    assert!(tractor.asked("飞轮", "2027-02-01").covered);
}

#[test]
fn cover_8_rights_go_over_unless_the_rule_says_no() {
    let mut ag = ag();
    let mut unit = unit("2025-03-01");
    unit.sales[0].transfers = vec![day("2025-08-08")];
    let kept = Desk::new(ag.alone(), tractor(), unit.clone(), "2025-09-01").rows().remove(0);
    assert_eq!(kept.steps.last().unwrap(), "2025年8月8日转让给新机主，三包权利随机转移，期限不变");
    assert_eq!(kept.effective_end, day("2026-03-01"));
    ag.coverage[0].transfer_keeps = false;
    let lost = Desk::new(ag.alone(), tractor(), unit, "2025-09-01").rows().remove(0);
    assert_eq!((lost.effective_end, lost.ended_by), (day("2025-08-08"), EndedBy::Transferred));
}

#[test]
fn cover_9_the_day_of_sending_in_decides() {
    let ag = ag();
    let desk = Desk::new(ag.alone(), tractor(), unit("2025-03-01"), "2026-05-01");
    assert!(desk.asked("", "2026-03-01").covered);
    let late = desk.asked("", "2026-03-02");
    assert_eq!((late.covered, late.days_left), (false, Some(-1)));
}

#[test]
fn cover_10_a_period_keeps_its_rule_and_every_step() {
    let ag = ag();
    let row = Desk::new(ag.alone(), tractor(), unit("2025-03-01"), "2025-04-01").rows().remove(0);
    assert_eq!((row.rule_key.as_str(), row.rule_version.as_str()), ("coverage.tractor_over_18kw", "CN-ag-2010 2026.1"));
    assert!(row.source.contains("第二十四条") && !row.checked && !row.provisional);
    let stored = serde_json::to_string(&row).unwrap();
    let read: domain::coverage::Coverage = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, row.clone().of_any_sale(), "the text is the same for every sale");
    assert_eq!(domain::coverage::Coverage { sale: row.sale, ..read }, row);
}

#[test]
fn cover_11_two_makers_two_answers() {
    let (ag, bike) = (ag(), Pack::shipped("S3-ebike"));
    let three = model("电动三轮车", "电动三轮车", None);
    let one = Desk::new(bike.alone(), three.clone(), unit("2025-03-01"), "2025-04-01");
    let before = one.rows();
    let other = Desk::new(ag.alone(), three, unit("2025-03-01"), "2025-04-01");
    assert_eq!(other.rows()[0].rule_key, "coverage.other_machinery");
    assert_eq!(one.rows(), before);
}

#[test]
fn ask_1_the_sale_in_force_answers() {
    let ag = ag();
    let mut unit = unit("2025-03-01");
    unit.sales = vec![invoiced(2, "2026-02-01"), invoiced(1, "2025-03-01")];
    let desk = Desk::new(ag.alone(), tractor(), unit, "2026-06-01");
    assert_eq!(desk.asked("", "2026-01-31").row, Some(2));
    assert_eq!(desk.asked("", "2026-02-01").row, Some(0));
    assert_eq!(desk.asked("", "2025-02-01").reason, "2025年2月1日还没有开始三包，三包期从2025年3月1日起算");
}

#[test]
fn ask_2_one_covering_period_is_enough() {
    let (farm, ag) = (Pack::shipped("S0-farm"), ag());
    let desk = Desk::new(farm.over(&ag), tractor(), unit("2025-03-01"), "2026-06-01");
    // The contract names the gearbox housing alone, the statute a dozen components.
    for part in ["变速箱箱体", "半轴壳体", "提升壳体总成"] {
        assert!(desk.asked(part, "2027-03-01").covered, "{part}");
    }
}

#[test]
fn ask_3_a_wear_part_is_not_the_machines() {
    let (farm, ag) = (Pack::shipped("S0-farm"), ag());
    let desk = Desk::new(farm.over(&ag), tractor(), unit("2025-03-01"), "2025-06-01");
    let filter = desk.asked("机油滤芯", "2025-06-01");
    assert_eq!(
        (filter.covered, filter.reason.as_str()),
        (false, "机油滤芯是易损件，按约定没有三包期（S0-farm 2026.1）")
    );
    // Not named by the contract, but a wear part by the price list.
    let belt = Asked { component: "风扇皮带", kind: Some(ComponentKind::Wear), on: day("2025-06-01"), used: None };
    assert!(!desk.asked_with(&belt).covered);
    assert!(desk.asked("液压油管", "2025-06-01").covered);
}

#[test]
fn ask_4_the_answer_names_the_faults_it_is_limited_to() {
    let bike = Pack::shipped("S3-ebike");
    let desk = Desk::new(bike.alone(), model("电动三轮车", "电动三轮车", None), unit("2026-03-01"), "2026-06-01");
    let battery = desk.asked("蓄电池", "2026-06-01");
    assert_eq!(
        battery.reason,
        "蓄电池属于电池：限于「检测容量低于额定容量的 60%」的故障，2026年6月1日在三包期内，到2027年3月1日止（S3-ebike 2026.1）"
    );
    assert!(!desk.asked("蓄电池", "2027-03-02").reason.contains("限于"));
}

#[test]
fn term_1_a_season_under_way_is_not_counted() {
    let farm = with_season(Pack::shipped("S0-farm"), "tiller", "", "03-10", "05-20");
    let end = |invoice: &str| {
        let rows = Desk::new(farm.alone(), tiller(), unit(invoice), "2025-04-01").rows();
        rows.iter().find(|row| row.component == "一般零件").unwrap().effective_end.iso()
    };
    assert_eq!((end("2025-03-01").as_str(), end("2025-03-11").as_str()), ("2025-05-20", "2026-05-20"));
}

#[test]
fn term_2_without_a_season_it_is_provisional() {
    let farm = with_season(Pack::shipped("S0-farm"), "tiller", "河南", "03-10", "05-20");
    let mut unit = unit("2025-03-01");
    unit.use_region = Some("山东省德州市".into());
    let row = |unit: &UnitFacts| {
        let rows = Desk::new(farm.alone(), tiller(), unit.clone(), "2025-04-01").rows();
        rows.into_iter().find(|row| row.component == "一般零件").unwrap()
    };
    assert!(row(&unit).provisional);
    // The region of use decides, not that of the sale (E32).
    unit.sale_region = unit.use_region.replace("河南省周口市".into());
    assert_eq!((row(&unit).provisional, row(&unit).effective_end), (false, day("2025-05-20")));
}

#[test]
fn move_1_a_period_that_ran_out_stays() {
    let ag = ag();
    let stored = Desk::new(ag.alone(), tractor(), unit("2024-03-01"), "2026-11-21").rows();
    let fresh = Desk::new(ag.alone(), tractor(), unit("2024-05-01"), "2026-11-21").rows();
    let moved = moves(&stored, &fresh, day("2026-11-21"));
    assert_eq!((moved.moved.len(), moved.kept, moved.rows), (0, vec![0, 1], stored));
}

#[test]
fn move_2_the_open_ones_are_listed_with_both_days() {
    let ag = ag();
    let stored = Desk::new(ag.alone(), tractor(), unit("2026-03-01"), "2026-11-21").rows();
    let same = moves(&stored, &stored, day("2026-11-21"));
    assert_eq!((same.moved.len(), same.kept.len(), same.rows), (0, 0, stored.clone()));
    let fresh = Desk::new(ag.alone(), tractor(), unit("2026-02-01"), "2026-11-21").rows();
    let moved = moves(&stored, &fresh, day("2026-11-21"));
    assert_eq!(moved.moved[1].sentence, "主要部件三包期由2028年3月1日提前到2028年2月1日");
    assert_eq!(moved.rows, fresh);
}

#[test]
fn move_3_what_falls_away_and_what_is_added() {
    let ag = ag();
    let mut less = ag.clone();
    less.coverage[0].components.clear();
    let with = Desk::new(ag.alone(), tractor(), unit("2026-03-01"), "2026-11-21").rows();
    let without = Desk::new(less.alone(), tractor(), unit("2026-03-01"), "2026-11-21").rows();
    let away = moves(&with, &without, day("2026-11-21"));
    assert_eq!(away.moved[0].sentence, "主要部件三包期原到2028年3月1日，新政策没有这一项");
    let added = moves(&without, &with, day("2026-11-21"));
    assert_eq!(added.moved[0].sentence, "新政策增加主要部件三包期，到2028年3月1日");
}

#[test]
fn a_sale_without_its_invoice_day_says_so() {
    let ag = ag();
    let mut unit = unit("2025-03-01");
    unit.sales = vec![SaleFacts::sold(sale_id(1), day("2025-03-01"))];
    let row = Desk::new(ag.alone(), tractor(), unit, "2025-04-01").rows().remove(0);
    assert_eq!((row.start_basis, row.wanted_basis), (StartBasis::Sold, Some(StartBasis::Invoice)));
    assert_eq!(row.steps[0], "开票日期没有登记，暂从销售日期起算：2025年3月1日；补登后重算");
}
