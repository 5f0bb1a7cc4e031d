//! What is refused, and the place that is named.

use super::*;

/// Places and reasons of a pack's faults.
fn faults(sections: Value) -> Vec<String> {
    let faults = read(&pack_with(sections)).expect_err("must be refused");
    faults.0.iter().map(ToString::to_string).collect()
}

fn formula(key: &str, text: &str) -> Value {
    json!({"key": key, "label": "费", "formula": text, "result": "fen", "round": "half_up", "source": "台账",
           "checked": false, "inputs": [{"name": "price", "label": "价", "type": "fen"}]})
}

#[test]
fn policy_2_a_bad_pack_is_refused_with_the_place() {
    let good = text("S0-farm");
    let said = |from: &str, to: &str| PolicyPack::read(&good.replacen(from, to, 1)).unwrap_err().to_string();
    assert_eq!(said("\"basis\"", "\"basiz\""), "第 12 行第 13 列：不认识「basiz」这一项");
    assert!(said("\"unit\": \"day\"", "\"unit\": \"fortnight\"").contains("不认识「fortnight」，可以写：day、workday"));
    assert!(said("\"2010-06-01\"", "\"2010-06-31\"").contains("第 7 行第 32 列：「2010-06-31」不是存在的日期"));
    assert!(said("\"version\": \"2026.1\",", "").contains("缺少「version」"));
    assert!(said("task.ho_check", "card.to_ho").contains("「card.to_ho」出现两次"));
    assert!(said("{", "{{").contains("第 1 行第 2 列"));
    let Err(Refusal::BadPolicy { detail }) = PolicyPack::parse("{}") else { panic!("must be refused") };
    assert_eq!(detail, "全文：缺少「format」");
}

#[test]
fn policy_4_all_faults_are_told_and_nothing_is_taken() {
    let mut season = season("season.combine.henan", "05-20", "06-10");
    season["source"] = "".into();
    let told = faults(json!({
        "effective_to": "2025-12-31",
        "stands_on": ["T1"],
        "deadlines": [deadline("card.to_ho", "sale.sold_at", 20, "day")],
        "formulas": [formula("fee.travel", "prise")],
        "seasons": [season],
    }));
    assert_eq!(
        told,
        [
            "/effective_to：结束日期早于开始日期",
            "/stands_on/0：「T1」重复，或就是本包",
            "/deadlines/0/effective_to（规则 card.to_ho）：结束日期早于开始日期",
            "/formulas/0/effective_to（规则 fee.travel）：结束日期早于开始日期",
            "/seasons/0/source（规则 season.combine.henan）：没有写出处",
            "/seasons/0/effective_to（规则 season.combine.henan）：结束日期早于开始日期",
            "/deadlines/0/basis（规则 card.to_ho）：不认识起算日「sale.sold_at」",
            "/formulas/0/formula（规则 fee.travel）：规则「fee.travel」的公式第 1 列（「prise」处）：没有叫这个名字的输入、参数或公式",
        ]
    );
    let mut other = pack_with(json!({}));
    other["format"] = 3.into();
    assert_eq!(read(&other).unwrap_err().to_string(), "/format：格式是 3，本程序只读格式 2");
    let huge = format!("{{\"format\": 2, \"pack\": \"{}\"}}", "x".repeat(MOST_BYTES));
    assert!(PolicyPack::read(&huge).unwrap_err().to_string().contains("文件太大"));
}

#[test]
fn policy_5_keys_bases_and_inputs_are_closed_lists() {
    assert_eq!(
        faults(json!({"deadlines": [deadline("card.to_hq", "sale.sold_on", 20, "day")]})),
        ["/deadlines/0/key（规则 card.to_hq）：期限里没有「card.to_hq」这个规则键"]
    );
    let mut wrong = formula("fee.travel", "price");
    wrong["inputs"][0]["type"] = "int".into();
    wrong["formula"] = "0".into();
    let mut unknown = formula("fee.paid_service", "0");
    unknown["inputs"][0]["name"] = "moon".into();
    assert_eq!(
        faults(json!({"formulas": [wrong, unknown]})),
        [
            "/formulas/0/inputs/0（规则 fee.travel）：输入「price」的类型应是金额",
            "/formulas/1/inputs/0（规则 fee.paid_service）：没有叫「moon」的输入",
        ]
    );
    let month = json!({"key": "report.w01.month_of", "value": "sale.sold_on", "source": "台账", "checked": false});
    assert_eq!(
        faults(json!({"months": [month, month]})),
        [
            "/months/1（规则 report.w01.month_of）：「report.w01.month_of」出现两次，适用的类别、地区和日期有重叠",
            "/months/0/value（规则 report.w01.month_of）：不能按「sale.sold_on」归月，可以写：repair.completed_on、repair.reported_on、repair.handed_over_on",
            "/months/1/value（规则 report.w01.month_of）：不能按「sale.sold_on」归月，可以写：repair.completed_on、repair.reported_on、repair.handed_over_on",
        ]
    );
    let mut named: Vec<&str> = keys().map(|info| info.key).collect();
    named.sort_unstable();
    let all = named.len();
    named.dedup();
    assert_eq!(named.len(), all, "a key stands twice");
    assert!(keys().all(|info| !info.zh.is_ascii() && !info.rows.is_empty()));
}

#[test]
fn policy_6_rules_and_seasons_do_not_overlap() {
    let flag = |class: Option<&str>, from: &str, to: &str| {
        let mut flag = json!({"key": "identity.keep", "effective_from": from, "effective_to": to, "value": true,
                              "source": "台账", "checked": false});
        if let Some(class) = class {
            flag["class"] = class.into();
        }
        flag
    };
    let apart = [flag(None, "2026-01-01", "2026-06-30"), flag(None, "2026-07-01", "2026-12-31")];
    assert!(read(&pack_with(json!({"flags": apart}))).is_ok());
    let by_class = [flag(Some("combine"), "2026-01-01", "2026-06-30"), flag(None, "2026-01-01", "2026-06-30")];
    assert!(read(&pack_with(json!({"flags": by_class}))).is_ok());
    let together = [flag(None, "2026-01-01", "2026-07-01"), flag(None, "2026-07-01", "2026-12-31")];
    assert!(
        faults(json!({"flags": together}))[0].starts_with("/flags/1（规则 identity.keep）：「identity.keep」出现两次")
    );
    let winter = season("season.combine.winter", "12-20", "01-10");
    let new_year = season("season.combine.newyear", "01-10", "01-20");
    let told = faults(json!({"seasons": [winter, new_year]}));
    assert_eq!(told, ["/seasons/1（规则 season.combine.newyear）：与「season.combine.winter」同类同地区，日期重叠"]);
}

#[test]
fn policy_6_nothing_waits_for_itself() {
    let told = faults(json!({"deadlines": [
        deadline("call.arrange", "due:task.ho_check", 2, "day"),
        deadline("task.ho_check", "due:task.arrange_detail", 2, "day"),
        deadline("task.arrange_detail", "due:call.arrange", 2, "day"),
        deadline("card.to_ho", "due:call.urgent", 2, "day"),
    ]}));
    assert_eq!(told.iter().filter(|fault| fault.contains("绕成了一圈")).count(), 3);
    assert_eq!(told[3], "/deadlines/3/basis（规则 card.to_ho）：起算的期限「call.urgent」不在本包里");
    let mut one = formula("fee.travel", "a");
    one["uses"] = json!([{"name": "a", "key": "fee.paid_service"}]);
    let mut other = formula("fee.paid_service", "a");
    other["uses"] = json!([{"name": "a", "key": "fee.travel"}]);
    let told = faults(json!({"formulas": [one, other]}));
    assert!(told[0].ends_with("公式互相引用成了一圈：fee.paid_service、fee.travel"), "{told:?}");
}

#[test]
fn what_rules_name_must_exist() {
    let coverage = json!({"key": "coverage.x", "classes": ["moon"], "start": {"order": [], "differ": "first"},
        "roll": "none", "machine": {"period": {"n": 0, "unit": "month"}}, "suspension_days": "both_ends",
        "on_replacement": "keep", "after_exchange": "keep", "transfer_keeps": true, "source": "台账", "checked": false});
    let remedy = json!({"key": "remedy.no_same_model", "name": "无", "when": {"instead": {"of": "machine_exchange"}},
        "gives": ["return"], "formula": "return.full", "source": "台账", "checked": false});
    assert_eq!(
        faults(json!({"coverage": [coverage], "remedies": [remedy]})),
        [
            "/coverage/0/classes（规则 coverage.x）：没有产品类别「moon」",
            "/coverage/0/start/order（规则 coverage.x）：没有写从哪天起算",
            "/coverage/0/machine（规则 coverage.x）：三包期和使用限额至少是 1，不能按小时",
            "/remedies/0/formula（规则 remedy.no_same_model）：公式「return.full」不在本包里",
        ]
    );
}

#[test]
fn reading_never_panics_whatever_is_done_to_a_pack() {
    let mut seed = 1_u64;
    let mut next = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % most
    };
    const PIECES: [&str; 12] = ["", "{", "}", "\"", "9", "-", "null", "[", "]", ",", "99999999999999999999", "\\u0000"];
    let good: Vec<char> = text("S3-aircon").chars().collect();
    for _ in 0..3_000 {
        let mut text: String = String::new();
        let (at, cut) = (next(good.len()), next(4));
        text.extend(&good[..at]);
        text.push_str(PIECES[next(PIECES.len())]);
        text.extend(good.iter().skip(at + cut));
        let _ = PolicyPack::read(&text);
    }
}
