//! Rules of the formula language, by number.

mod any;
mod reading;

use super::*;
use crate::policy::Scope;

/// Rules from a JSON list whose entries leave out what every rule has.
fn rules(json: &str) -> Vec<FormulaRule> {
    let mut list: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(json).unwrap();
    for rule in &mut list {
        rule.entry("label").or_insert("结果".into());
        rule.insert("source".into(), "台账".into());
        rule.insert("checked".into(), false.into());
    }
    serde_json::from_value(serde_json::to_value(list).unwrap()).unwrap()
}

fn set(json: &str) -> Formulas {
    Formulas::compile(&rules(json)).unwrap()
}

fn scope() -> Scope<'static> {
    Scope::on("2026-10-01".parse().unwrap())
}

fn run(set: &Formulas, key: &str, inputs: &Inputs) -> Computed {
    set.eval("S0-farm 2026.1", key, &scope(), inputs)
}

const TRAVEL: &str = r#"[{
    "key": "fee.travel", "label": "上门费",
    "inputs": [{"name": "km", "label": "里程", "type": "int", "unit": "公里"},
               {"name": "hour", "label": "出发", "type": "int", "unit": "时"}],
    "params": [{"name": "day_rate", "label": "日间单价", "type": "fen", "value": 500},
               {"name": "night_rate", "label": "夜间单价", "type": "fen", "value": 600},
               {"name": "night_from", "label": "夜间起", "type": "int", "unit": "时", "value": 22},
               {"name": "night_to", "label": "夜间止", "type": "int", "unit": "时", "value": 6}],
    "formula": "km * if(hour >= night_from or hour < night_to, night_rate, day_rate)",
    "result": "fen", "round": "half_up"}]"#;

fn trip(km: i64, hour: i64) -> Inputs {
    Inputs::new().with("km", Value::Int(km)).with("hour", Value::Int(hour))
}

/// Result of a formula over `a`, `b` (fen), `n`, `m` (int), `r` (ppm) and `d` (days).
fn quick(formula: &str, result: &str, round: &str, numbers: [i64; 6]) -> Computed {
    let [a, b, n, m, r, d] = numbers;
    let json = format!(
        r#"[{{"key": "k", "inputs": [
            {{"name": "a", "label": "甲", "type": "fen"}}, {{"name": "b", "label": "乙", "type": "fen"}},
            {{"name": "n", "label": "件数", "type": "int"}}, {{"name": "m", "label": "人数", "type": "int"}},
            {{"name": "r", "label": "比率", "type": "ppm"}}, {{"name": "d", "label": "历时", "type": "days"}}],
            "formula": "{formula}", "result": "{result}", "round": "{round}"}}]"#
    );
    let inputs = Inputs::new()
        .with("a", Value::Fen(a))
        .with("b", Value::Fen(b))
        .with("n", Value::Int(n))
        .with("m", Value::Int(m))
        .with("r", Value::Ppm(r))
        .with("d", Value::Days(d));
    run(&set(&json), "k", &inputs)
}

#[test]
fn formula_1_is_exact_until_its_one_rounding() {
    let numbers = [10_000, 1, 3, 7, 166_667, 30];
    let value = |formula, round| quick(formula, "fen", round, numbers).unwrap().value;
    // A third three times is the whole, which rounding on the way would have lost.
    assert_eq!(value("a / n * n", "down"), Value::Fen(10_000));
    assert_eq!(value("a / n", "half_up"), Value::Fen(3333));
    assert_eq!(value("a / n", "up"), Value::Fen(3334));
    assert_eq!(value("round(a / n) * n", "half_up"), Value::Fen(9999));
    assert_eq!(value("a * r", "half_up"), Value::Fen(1667));
    assert_eq!(value("round(a / n, a / (m + n))", "down"), Value::Fen(3000));
    assert_eq!(quick("1 - r", "ppm", "half_up", numbers).unwrap().value, Value::Ppm(833_333));
    assert_eq!(quick("a / (a + b)", "ppm", "half_up", numbers).unwrap().value, Value::Ppm(999_900));
    // 128 bits in between: the product of two amounts of 64 bits fits, its quotient comes back.
    let huge = [i64::MAX, 1, i64::MAX, i64::MAX, 1, 1];
    assert_eq!(quick("a * n / m", "fen", "half_up", huge).unwrap().value, Value::Fen(i64::MAX));
}

#[test]
fn formula_4_a_nameless_number_is_refused() {
    let faults = Formulas::compile(&rules(&TRAVEL.replace("day_rate)", "2 * day_rate)"))).unwrap_err();
    assert_eq!(faults[0].1.reason, Reason::Nameless);
    assert_eq!(faults[0].1.excerpt, "2");
}

#[test]
fn formula_5_a_result_explains_itself() {
    let night = run(&set(TRAVEL), "fee.travel", &trip(35, 23)).unwrap();
    assert_eq!(night.value, Value::Fen(21_000));
    assert_eq!(night.sentence, "上门费 = 里程 35 公里 × 夜间单价 6.00 元 = 210.00 元");
    assert_eq!(night.steps[0], "出发 23 时 ≥ 夜间起 22 时，成立，取 夜间单价 6.00 元");
    assert_eq!((night.rule_key.as_str(), night.rule_version.as_str()), ("fee.travel", "S0-farm 2026.1"));
    assert_eq!(night.inputs["km"], Value::Int(35));
    let day = run(&set(TRAVEL), "fee.travel", &trip(35, 6)).unwrap();
    assert_eq!(day.steps[0], "出发 6 时 ≥ 夜间起 22 时 或 出发 6 时 < 夜间止 6 时，不成立，取 日间单价 5.00 元");
    let rounded = quick("(a + b) / n", "fen", "half_even", [100, 1, 2, 0, 0, 0]).unwrap();
    assert_eq!(rounded.sentence, "结果 = （甲 1.00 元 + 乙 0.01 元） ÷ 件数 2 = 0.50 元（四舍六入五成双到分）");
}

#[test]
fn formula_6_what_cannot_be_computed_says_why() {
    let said = |formula: &str, numbers| quick(formula, "fen", "half_up", numbers).unwrap_err().to_string();
    assert_eq!(said("a / n", [1, 1, 0, 1, 1, 1]), "无法计算：除数「件数 0」是零");
    assert_eq!(said("a / (n - m)", [1, 1, 4, 4, 1, 1]), "无法计算：除数「件数 4 − 人数 4」是零");
    assert_eq!(said("a * n", [i64::MAX, 1, 2, 1, 1, 1]), "无法计算：数值太大，超出范围");
    assert_eq!(said("a * n * n * n", [i64::MAX; 6]), "无法计算：数值太大，超出范围");
    assert_eq!(said("round(a, b)", [1, 0, 1, 1, 1, 1]), "无法计算：凑整单位不大于零");
    let set = set(TRAVEL);
    let missing = run(&set, "fee.travel", &Inputs::new().with("km", Value::Int(1))).unwrap_err();
    assert_eq!(missing.to_string(), "无法计算：缺少「出发」");
    let wrong = run(&set, "fee.travel", &trip(1, 1).with("km", Value::Fen(1))).unwrap_err();
    assert_eq!(wrong.to_string(), "无法计算：「里程」应是整数，给的是金额");
    assert_eq!(run(&set, "no.such", &trip(1, 1)).unwrap_err().to_string(), "无法计算：政策里没有公式「no.such」");
    let blank = TRAVEL.replace(r#""value": 600"#, r#""to_fill": true"#);
    let blank = Formulas::compile(&rules(&blank)).unwrap();
    assert_eq!(run(&blank, "fee.travel", &trip(1, 23)).unwrap_err().to_string(), "无法计算：「夜间单价」合同未填写");
    assert_eq!(run(&blank, "fee.travel", &trip(1, 12)).unwrap().value, Value::Fen(500));
}

#[test]
fn formula_6_a_choice_guards_what_it_leaves_out() {
    assert_eq!(quick("if(n = 0, 0, a / n)", "fen", "half_up", [1, 1, 0, 1, 1, 1]).unwrap().value, Value::Fen(0));
    assert!(quick("if(n = 0 or a / n > b, a, b)", "fen", "half_up", [1, 1, 0, 1, 1, 1]).is_ok());
}

#[test]
fn tables_are_looked_up_by_words_and_numbers() {
    let json = r#"[{"key": "fee.area", "label": "上门费",
        "inputs": [{"name": "area", "label": "区域", "type": "text"}, {"name": "men", "label": "人数", "type": "int"}],
        "tables": [{"name": "rates", "label": "上门标准", "type": "fen",
            "keys": [{"label": "区域", "type": "text"}, {"label": "人数", "type": "int"}],
            "rows": [{"key": ["市区", 1], "value": 3000}, {"key": ["郊区", 2], "value": 9000}]}],
        "formula": "lookup(rates, area, men)", "result": "fen", "round": "half_up"}]"#;
    let given = |area: &str, men| Inputs::new().with("area", Value::Text(area.into())).with("men", Value::Int(men));
    let set = set(json);
    let found = run(&set, "fee.area", &given("郊区", 2)).unwrap();
    assert_eq!(found.sentence, "上门费 = 上门标准「郊区、2」 90.00 元");
    let none = run(&set, "fee.area", &given("郊区", 1)).unwrap_err();
    assert_eq!(none.to_string(), "无法计算：表「上门标准」里没有「郊区、1」");
}

#[test]
fn formula_9_formulas_use_each_other_once_each() {
    let mut json: Vec<serde_json::Value> = serde_json::from_str(TRAVEL).unwrap();
    json.push(serde_json::json!({
        "key": "fee.paid", "label": "有偿服务费",
        "inputs": [{"name": "wage", "label": "工时费", "type": "fen"}],
        "uses": [{"name": "travel", "key": "fee.travel"}],
        "formula": "travel + wage", "result": "fen", "round": "half_up"
    }));
    let text = serde_json::to_string(&json).unwrap();
    let paid = run(&set(&text), "fee.paid", &trip(35, 23).with("wage", Value::Fen(8000))).unwrap();
    assert_eq!(paid.sentence, "有偿服务费 = 上门费 210.00 元 + 工时费 80.00 元 = 290.00 元");
    assert_eq!(paid.steps.len(), 3);
    assert_eq!(paid.inputs.len(), 3);
    let circle = text.replace(r#""formula":"km"#, r#""uses":[{"name":"p","key":"fee.paid"}],"formula":"p+km"#);
    let circle =
        circle.replacen(r#""key":"fee.travel""#, r#""uses":[{"name":"p","key":"fee.paid"}],"key":"fee.travel""#, 1);
    let faults = Formulas::compile(&rules(&circle)).unwrap_err();
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[0].1.reason, Reason::Cycle("fee.paid、fee.travel".into()));
}

#[test]
fn formula_9_many_ways_to_one_formula_are_one_computation() {
    let rule = |i: usize| {
        let uses = if i == 0 {
            String::new()
        } else {
            format!(r#""uses": [{{"name": "x", "key": "f{0}"}}, {{"name": "y", "key": "f{0}"}}],"#, i - 1)
        };
        let formula = if i == 0 { "1" } else { "x + y" };
        format!(r#"{{"key": "f{i}", {uses} "formula": "{formula}", "result": "int", "round": "down"}}"#)
    };
    let chain = |n: usize| format!("[{}]", (0..n).map(rule).collect::<Vec<_>>().join(","));
    assert_eq!(run(&set(&chain(9)), "f8", &Inputs::new()).unwrap().value, Value::Int(256));
    assert_eq!(Formulas::compile(&rules(&chain(10))).unwrap_err()[0].1.reason, Reason::TooDeep(8));
}
