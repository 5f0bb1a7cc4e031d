use super::*;
use crate::repair::sample;

fn rule(key: &str, label: &str, inputs: &str, params: &str, formula: &str, from: &str) -> serde_json::Value {
    serde_json::from_str(&format!(
        r#"{{"key": "{key}", "label": "{label}", "inputs": [{inputs}], "params": [{params}], "formula": "{formula}",
            "result": "fen", "round": "half_up", "effective_from": "{from}", "effective_to": "{}",
            "source": "台账 M05", "checked": false}}"#,
        if from < "2026-10-15" { "2026-10-14" } else { "2026-12-31" }
    ))
    .unwrap()
}

const KM: &str = r#"{"name": "km", "label": "里程", "type": "int", "unit": "公里"}"#;
const REPAIRS: &str = r#"{"name": "repairs", "label": "维修", "type": "int", "unit": "次"}"#;
const MINUTES: &str = r#"{"name": "labour_minutes", "label": "工时", "type": "int", "unit": "分钟"}"#;

fn price(name: &str, label: &str, fen: i64) -> String {
    format!(r#"{{"name": "{name}", "label": "{label}", "type": "fen", "value": {fen}}}"#)
}

fn hourly_params() -> String {
    format!(
        r#"{}, {{"name": "sixty", "label": "每小时", "type": "int", "unit": "分钟", "value": 60}}"#,
        price("hour", "每小时", 4_000)
    )
}

fn travel(from: &str, fen: i64) -> serde_json::Value {
    rule("fee.travel", "上门路费", KM, &price("rate", "单价", fen), "km * rate", from)
}

fn formulas(rules: Vec<serde_json::Value>) -> Formulas {
    let rules: Vec<FormulaRule> = serde_json::from_value(rules.into()).unwrap();
    Formulas::compile(&rules).unwrap()
}

fn by(formulas: &Formulas, on: &str, repair: &Repair) -> Vec<Result<Fee, NoFee>> {
    fees(repair, Some(Tariff { formulas, version: "T1 1", scope: Scope::on(on.parse().unwrap()) }))
}

fn done(on: &str) -> Repair {
    Repair {
        completed_on: Some(on.parse().unwrap()),
        travel_milli_km: Some(35_000),
        labour_milli_hours: Some(1_500),
        ..sample()
    }
}

fn amounts(said: &[Result<Fee, NoFee>]) -> Vec<(FeeField, i64)> {
    said.iter().flatten().map(|fee| (fee.field, fee.fen().unwrap().0)).collect()
}

#[test]
fn fee_1_the_day_of_completion_chooses_the_rule_and_the_first_of_them_is_taken() {
    let both = formulas(vec![travel("2026-10-01", 500), travel("2026-10-15", 600)]);
    assert_eq!(amounts(&by(&both, "2026-10-14", &done("2026-10-14"))), [(FeeField::Travel, 17_500)]);
    let later = by(&both, "2026-10-15", &done("2026-10-15"));
    assert_eq!(amounts(&later), [(FeeField::Travel, 21_000)]);
    let said = &later[0].as_ref().unwrap().outcome;
    assert_eq!(said.sentence, "上门路费 = 里程 35 公里 × 单价 6.00 元 = 210.00 元");
    assert_eq!(said.rule_version, "T1 1");
    let hourly = rule("fee.labour", "工时费", MINUTES, &hourly_params(), "hour * labour_minutes / sixty", "2026-10-15");
    let fixed =
        rule("fee.per_unit", "定额维修费", REPAIRS, &price("each", "每次", 5_000), "repairs * each", "2026-10-15");
    let with_hours = formulas(vec![hourly.clone()]);
    assert_eq!(amounts(&by(&with_hours, "2026-10-20", &done("2026-10-20"))), [(FeeField::Labour, 6_000)]);
    let with_both = formulas(vec![hourly, fixed]);
    assert_eq!(amounts(&by(&with_both, "2026-10-20", &done("2026-10-20"))), [(FeeField::Labour, 5_000)]);
    assert!(
        by(&formulas(vec![]), "2026-10-20", &done("2026-10-20")).is_empty(),
        "a pack without a rule leaves it typed"
    );
}

#[test]
fn fee_2_what_was_computed_stays_until_the_job_is_another() {
    let old = formulas(vec![travel("2026-10-15", 600)]);
    let mut repair = done("2026-10-20");
    repair.fees = by(&old, "2026-10-20", &repair).into_iter().flatten().collect();
    let new = formulas(vec![travel("2026-10-15", 900)]);
    assert_eq!(
        amounts(&by(&new, "2026-10-20", &repair)),
        [(FeeField::Travel, 21_000)],
        "a later pack rewrites nothing"
    );
    assert_eq!(amounts(&fees(&repair, None)), [(FeeField::Travel, 21_000)], "nor does the loss of a pack");
    repair.travel_milli_km = Some(36_000);
    assert_eq!(amounts(&by(&new, "2026-10-20", &repair)), [(FeeField::Travel, 32_400)], "another distance is");
}

#[test]
fn fee_3_a_typed_amount_stands_with_its_difference() {
    let rules = formulas(vec![travel("2026-10-15", 600)]);
    let repair = Repair { travel_fen: Fen(20_000), ..done("2026-10-20") };
    let fee = by(&rules, "2026-10-20", &repair).remove(0).unwrap();
    assert_eq!(fee.difference(fee.field.typed(&repair)), Some(Fen(-1_000)));
    assert_eq!(difference_zh(Fen(-1_000)), "少 10.00 元");
    assert_eq!(difference_zh(Fen(1_000)), "多 10.00 元");
    assert_eq!(fee.difference(Fen(21_000)), None);
}

#[test]
fn fee_4_contract_and_internal_jobs_have_no_fee() {
    let fixed =
        rule("fee.per_unit", "定额维修费", REPAIRS, &price("each", "每次", 5_000), "repairs * each", "2026-10-15");
    let rules = formulas(vec![travel("2026-10-15", 600), fixed]);
    let paid_by = |payer| by(&rules, "2026-10-20", &Repair { payer, ..done("2026-10-20") }).len();
    assert_eq!([Payer::Contract, Payer::Internal].map(paid_by), [0, 0]);
    assert_eq!(paid_by(Payer::Warranty), 2);
    assert_eq!(paid_by(Payer::Paid), 1, "the fixed fee is for jobs in warranty");
}

#[test]
fn fee_5_what_is_no_whole_number_is_not_rounded() {
    let rules = formulas(vec![travel("2026-10-15", 600)]);
    let half = Repair { travel_milli_km: Some(35_500), ..done("2026-10-20") };
    let why = by(&rules, "2026-10-20", &half).remove(0).unwrap_err();
    assert!(why.why.contains("不是整公里"), "{}", why.why);
    let none = Repair { travel_milli_km: None, arrived_on: None, ..done("2026-10-20") };
    assert!(by(&rules, "2026-10-20", &none).is_empty(), "nobody went anywhere");
    let untold = Repair { travel_milli_km: None, ..done("2026-10-20") };
    assert!(by(&rules, "2026-10-20", &untold).remove(0).unwrap_err().why.contains("缺少「里程」"));
    assert_eq!(
        [depart_hour("23:10"), depart_hour("7:05"), depart_hour("24:00"), depart_hour("")],
        [Some(23), Some(7), None, None]
    );
}

#[test]
fn fee_5_a_hour_that_alone_is_missing_is_asked_for_by_the_name_of_its_box() {
    let hour = r#"{"name": "depart_hour", "label": "出发", "type": "int", "unit": "时"}"#;
    let by_hour = rule(
        "fee.travel",
        "上门路费",
        &format!("{KM}, {hour}"),
        &format!(
            r#"{}, {}, {{"name": "dawn", "label": "天亮", "type": "int", "unit": "时", "value": 6}}"#,
            price("day", "日间", 500),
            price("night", "夜间", 600)
        ),
        "km * if(depart_hour < dawn, night, day)",
        "2026-10-15",
    );
    let rules = formulas(vec![by_hour]);
    let why = |repair: Repair| by(&rules, "2026-10-20", &repair).remove(0).unwrap_err().why;
    let unsaid = Repair { depart_time: String::new(), ..done("2026-10-20") };
    assert_eq!(why(unsaid.clone()), "填出发时刻才能算路费");
    assert!(why(Repair { travel_milli_km: None, ..unsaid }).contains("缺少「里程」"), "the distance is missing too");
}

#[test]
fn fee_6_prices_before_and_after_a_change_are_two_lines() {
    let both = formulas(vec![travel("2026-10-01", 500), travel("2026-10-15", 600)]);
    let on = |day: &str| by(&both, day, &done(day)).remove(0).unwrap();
    let kept = [on("2026-10-20"), on("2026-10-12"), on("2026-10-14"), on("2026-10-16")];
    let lines = rate_lines(&kept);
    let said: Vec<_> = lines
        .iter()
        .map(|line| (line.prices.as_str(), line.first_on.iso(), line.last_on.iso(), line.repairs, line.fen.0))
        .collect();
    assert_eq!(
        said,
        [
            ("单价 5.00 元", "2026-10-12".to_owned(), "2026-10-14".to_owned(), 2, 35_000),
            ("单价 6.00 元", "2026-10-16".to_owned(), "2026-10-20".to_owned(), 2, 42_000),
        ]
    );
}

#[test]
fn fee_7_a_kept_cost_goes_with_the_class_and_the_region_it_was_computed_for() {
    let mut of_tillers = travel("2026-10-15", 900);
    of_tillers["class"] = "tiller".into();
    let rules = formulas(vec![of_tillers, travel("2026-10-15", 600)]);
    let by = |class: Option<&'static str>, region: Option<&'static str>, repair: &Repair| {
        let scope = Scope { class, region, on: "2026-10-16".parse().unwrap() };
        fees(repair, Some(Tariff { formulas: &rules, version: "T1 1", scope }))
    };
    let first = by(None, None, &done("2026-10-16"));
    assert_eq!(amounts(&first), [(FeeField::Travel, 21_000)]);
    let kept = Repair { fees: first.into_iter().flatten().collect(), ..done("2026-10-16") };
    assert_eq!(amounts(&by(Some("tiller"), None, &kept)), [(FeeField::Travel, 31_500)], "another machine");
    assert_eq!(
        by(None, Some("河北"), &kept)[0].as_ref().unwrap().chosen_for.as_ref().unwrap().region.as_deref(),
        Some("河北")
    );
    // One kept before this was noted stays as it is.
    let mut old = kept.clone();
    old.fees[0].chosen_for = None;
    assert_eq!(amounts(&by(Some("tiller"), None, &old)), [(FeeField::Travel, 21_000)]);
}
