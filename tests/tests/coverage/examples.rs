//! Worked examples: everything said of one machine, compared with tests/expected/coverage.
//!
//! `SANBAO_EXPECTED=write` writes the files anew; what changed is then read in the diff.

use crate::world::*;
use domain::coverage::Coverage;
use domain::policy::{PolicyPack, PolicySet};
use domain::remedy::rule::{Evidence, Severity};
use domain::remedy::{Advice, Standing};
use domain::repair::UsageUnit;
use domain::suspension::Cause;
use std::fmt::Write;
use std::path::Path;

fn standing(one: &Standing) -> String {
    let provisional = if one.provisional { "，暂定" } else { "" };
    format!("{}｜{}｜{}｜{}{provisional}", one.name, one.rule_key, one.rule_version, one.source)
}

fn page(rows: &[Coverage], advice: &Advice) -> String {
    let mut page = format!("今天 {}\n", advice.today.iso());
    for row in rows {
        let provisional = if row.provisional { "，暂定" } else { "" };
        let _ = writeln!(
            page,
            "\n【{}】{} 至 {}（{}{provisional}）",
            row.component,
            row.start_on.iso(),
            row.effective_end.iso(),
            row.ended_by.zh()
        );
        row.steps.iter().for_each(|step| page.push_str(&format!("  {step}\n")));
        let _ = writeln!(page, "  {}｜{}｜{}", row.rule_key, row.rule_version, row.source);
    }
    for right in &advice.rights {
        let _ = writeln!(page, "\n权利：{}（{}）自 {}", right.right.zh(), right.about, right.since.iso());
        right.steps.iter().for_each(|step| page.push_str(&format!("  {step}\n")));
        right.missing.iter().for_each(|step| page.push_str(&format!("  {step}\n")));
        right.formula.iter().for_each(|key| page.push_str(&format!("  公式 {key}\n")));
        let _ = writeln!(page, "  {}", standing(&right.standing));
    }
    for one in &advice.counters {
        let next = one.next_on.map(|on| format!("，{}", on.iso())).unwrap_or_default();
        let _ = writeln!(
            page,
            "\n计数：{}：{} / {} {}（{}{next}）",
            one.about,
            one.value,
            one.limit,
            one.unit,
            one.state.zh()
        );
        let _ = writeln!(page, "  {}\n  {}", one.sentence, standing(&one.standing));
    }
    for one in &advice.duties {
        let _ = writeln!(page, "\n义务：{}\n  {}\n  {}", one.sentence, one.consequence, standing(&one.standing));
    }
    for one in &advice.missing {
        let _ = writeln!(page, "\n缺：{one}");
    }
    let _ = writeln!(page, "\n等下去：");
    advice.changes.iter().for_each(|one| page.push_str(&format!("  {} {}\n", one.on.iso(), one.sentence)));
    let amounts = &advice.amounts;
    let _ = writeln!(
        page,
        "\n持有 {} 天，修理 {} 天，待件 {} 天",
        amounts.days_held, amounts.days_in_repair, amounts.days_waiting
    );
    page
}

fn expect(name: &str, desk: &Desk<'_>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected/coverage").join(format!("{name}.txt"));
    let said = page(&desk.rows(), &desk.advice());
    if std::env::var("SANBAO_EXPECTED").is_ok_and(|how| how == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &said).unwrap();
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(said, stands, "{} differs", path.display());
}

#[test]
fn a_tractor_whose_gearbox_fails_for_the_third_time() {
    let (farm, mut ag) = (Pack::shipped("S0-farm"), Pack::shipped("CN-ag-2010"));
    ag.seasons = serde_json::from_str(
        r#"[{"key": "s.1", "class": "tractor_over_18kw", "region": "河南", "name": "三夏", "from": "05-20", "to": "06-10", "source": "S0"}]"#,
    )
    .unwrap();
    let mut desk = Desk::new(farm.over(&ag), tractor(), unit("2026-03-05"), "2026-09-16");
    desk.unit.sale_region = Some("河南省周口市".into());
    desk.unit.suspensions = vec![
        stop(Cause::Repair, "2026-05-25", Some("2026-05-28"), "WX-1"),
        stop(Cause::Repair, "2026-06-15", Some("2026-06-24"), "WX-2"),
        stop(Cause::WaitingParts, "2026-06-20", Some("2026-06-27"), "订货单 5"),
        stop(Cause::Repair, "2026-08-10", None, "WX-3"),
    ];
    let serious = |no: &str, on: &str, done: Option<&str>| again(no, on, done, "P1", Severity::Serious);
    desk.history.repairs = vec![
        serious("WX-1", "2026-05-25", Some("2026-05-28")),
        serious("WX-2", "2026-06-15", Some("2026-06-27")),
        serious("WX-3", "2026-08-10", None),
    ];
    desk.history.repairs[1].signed = false;
    desk.history.evidence = vec![Evidence::Card];
    desk.history.demanded_on = Some(day("2026-09-14"));
    expect("tractor", &desk);
}

#[test]
fn a_car_with_four_repairs_of_one_problem() {
    let pack = Pack::shipped("CN-car-43");
    let mut desk = Desk::new(pack.alone(), model("家用汽车", "轿车", None), unit("2025-01-05"), "2026-09-18");
    desk.unit.sales[0].delivered_on = Some(day("2025-01-12"));
    desk.unit.readings = vec![km("2026-09-15", 38_200)];
    desk.history.price_fen = Some(12_800_000);
    let one = |n: u32, on: &str, hours: i64| {
        let mut one = again(&format!("WX-{n}"), on, Some(on), "P1", Severity::Ordinary);
        one.received_at = Some(day(on).starts_at() + 9 * 3_600_000);
        one.done_at = one.received_at.map(|at| at + hours * 3_600_000);
        one.used = Some((UsageUnit::Km, i64::from(n) * 8_000_000));
        one
    };
    desk.history.repairs =
        vec![one(1, "2025-05-06", 30), one(2, "2025-09-02", 49), one(3, "2026-02-10", 6), one(4, "2026-09-15", 24)];
    desk.history.repairs[3].handed_over_on = None;
    desk.history.repairs[3].completed_on = None;
    desk.history.demanded_on = Some(day("2026-09-17"));
    expect("car", &desk);
}

#[test]
fn a_washing_machine_that_waits_for_a_part() {
    let pack = Pack::shipped("CN-appliance-1995");
    let mut desk = Desk::new(pack.alone(), model("家用电器", "洗衣机", None), unit("2026-01-05"), "2026-08-20");
    let mut waiting = repair("WX-1", "2026-05-01", None);
    (waiting.fault, waiting.component) = ("不脱水".into(), "电机".into());
    waiting.waits = vec![stop(Cause::WaitingParts, "2026-05-04", None, "订货单 5")];
    desk.history.repairs = vec![waiting];
    desk.unit.suspensions = vec![
        stop(Cause::Repair, "2026-05-01", None, "WX-1"),
        stop(Cause::WaitingParts, "2026-05-04", None, "订货单 5"),
    ];
    desk.history.no_same_model = true;
    desk.history.evidence = vec![Evidence::Card, Evidence::Invoice];
    expect("appliance", &desk);
}

#[test]
fn a_pack_read_as_a_pack_says_the_same() {
    let text = |name: &str| json(name).to_string();
    let (farm, ag) = (PolicyPack::parse(&text("S0-farm")).unwrap(), PolicyPack::parse(&text("CN-ag-2010")).unwrap());
    let whole = Desk::new(PolicySet::of(&farm, [&ag]).policies(), tractor(), unit("2026-03-05"), "2026-09-16");
    let (farm, ag) = (Pack::shipped("S0-farm"), Pack::shipped("CN-ag-2010"));
    let sections = Desk::new(farm.over(&ag), tractor(), unit("2026-03-05"), "2026-09-16");
    assert_eq!(whole.rows(), sections.rows());
    assert_eq!(whole.advice(), sections.advice());
}
