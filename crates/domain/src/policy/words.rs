//! A rule as a list of named facts in Chinese, for people who compare two versions of it.

use crate::coverage::rule::{Afterwards, ComponentKind, Differ, StartBasis};
use crate::formula::{Type, Value as Typed};
use crate::month_of::MonthDay;
use crate::policy::{Period, basis_name, key_name};
use crate::remedy::rule::{Enough, Evidence, Exchanged, Right, Severity, Since, Within};
use crate::repair::UsageUnit;
use crate::suspension::{Cause, DayCount};
use serde_json::{Map, Value};

/// Names of fields; an empty name is what the rule is about.
const FIELDS: &[(&str, &str)] = &[
    ("add", ""),
    ("dates", ""),
    ("monthly_day", ""),
    ("yearly", ""),
    ("at_once", ""),
    ("recurring", ""),
    ("value", ""),
    ("basis", "起算"),
    ("count_start_day", "起算日计入"),
    ("roll", "到期遇休息日"),
    ("cutoff", "当日截止"),
    ("pauses", "中止事由"),
    ("met_by", "以何为准"),
    ("alert_days", "提前几天提醒"),
    ("alert_minutes", "提前几分钟提醒"),
    ("consequence", "逾期后果"),
    ("at_risk_fen", "涉及金额"),
    ("also_with_delivery_truck", "也可随送货车返回"),
    ("title", "名称"),
    ("name", "名称"),
    ("label", "名称"),
    ("source", "出处"),
    ("source_text", "原文"),
    ("classes", "产品类别"),
    ("class", "产品类别"),
    ("region", "地区"),
    ("effective_from", "开始日期"),
    ("effective_to", "结束日期"),
    ("start", "起算"),
    ("order", "依次以"),
    ("differ", "几个日期不同时"),
    ("until_known", "日期未知时暂以"),
    ("machine", "整机"),
    ("remedy", "换货退货"),
    ("components", ""),
    ("period", ""),
    ("usage", "使用限额"),
    ("term", ""),
    ("kind", "种类"),
    ("parts", "包括"),
    ("fault", "故障现象"),
    ("suspend_on", "停算事由"),
    ("suspension_days", "停算天数"),
    ("on_replacement", "换件后"),
    ("after_exchange", "换机后"),
    ("transfer_keeps", "转让后继续有效"),
    ("when", "条件"),
    ("gives", "用户可要求"),
    ("within", "期限"),
    ("since", "起算"),
    ("over", "超过"),
    ("without", "不计"),
    ("hours_per_day", "几小时折一天"),
    ("repairs", "修理次数"),
    ("enough", "计次方法"),
    ("severity", "质量问题"),
    ("except", "不适用于"),
    ("first_season", "首个作业期起"),
    ("skip_exchanges", "换件的修理不另计"),
    ("same_problem", "须是同一问题"),
    ("no_same_model", "须无同型号"),
    ("from_day", "从第几天起"),
    ("of", "对象"),
    ("evidence", "须有材料"),
    ("formula", "公式"),
    ("inputs", "输入"),
    ("params", ""),
    ("tables", ""),
    ("rows", ""),
    ("uses", "引用"),
    ("keys", "关键字"),
    ("result", "结果类型"),
    ("round", "舍入"),
    ("unit", "单位"),
    ("to_fill", "合同未填写"),
    ("from", "开始"),
    ("to", "结束"),
    ("year", "年份"),
    ("any", "条件"),
    ("rest", "包括其余产品"),
    ("words", "名称含"),
    ("not_words", "名称不含"),
    ("power_kw_over", "功率大于（千瓦）"),
    ("power_kw_up_to", "功率不大于（千瓦）"),
    ("power_unknown", "功率不详"),
    ("fuel", "燃料"),
    ("cylinders_from", "气缸数至少"),
    ("cylinders_to", "气缸数至多"),
    ("strokes", "冲程数"),
    ("needs", "须登记"),
    ("early_failure", "初期故障"),
    ("repair_too_long", "一次修理过久"),
    ("cumulative", "累计修理过久"),
    ("any_problem", "不同问题合并计次"),
    ("parts_not_supplied", "零配件供应不上"),
    ("instead", "代替别的权利"),
    ("range_not_told", "未告知适用范围"),
    ("duty", "经销商须办"),
    ("loaner", "备用机"),
];

/// Words and signs of the formula language, as they are read aloud.
const FORMULA: &[(&str, &str)] = &[
    ("lookup", "查表"),
    ("round", "舍入"),
    ("max", "取大"),
    ("min", "取小"),
    ("if", "如果"),
    ("and", "且"),
    ("or", "或"),
    ("not", "非"),
    ("true", "是"),
    ("false", "否"),
    ("*", "×"),
    ("/", "÷"),
    (">=", "≥"),
    ("<=", "≤"),
];

/// A fact: what, and its value.
pub(super) type Fact = (String, String);

/// The facts of a rule, in the order of its fields.
pub(super) fn facts(rule: &Value) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Value::Object(fields) = rule {
        walk(fields, "", None, &mut facts);
        for (label, said) in &mut facts {
            if label == field_name("formula") {
                *said = formula_zh(said, fields);
            }
        }
    }
    facts
}

/// A formula with the labels of its inputs, parameters and tables in the place of their names.
fn formula_zh(formula: &str, rule: &Map<String, Value>) -> String {
    let lists = ["inputs", "params", "tables", "uses"];
    let all = lists.iter().filter_map(|list| rule.get(*list)?.as_array()).flatten().filter_map(Value::as_object);
    let names: Vec<(&str, String)> =
        all.filter_map(|one| Some((one.get("name")?.as_str()?, item_name(one, 0)))).collect();
    let zh = |word: &str| {
        let own = names.iter().find(|(name, _)| *name == word).map(|(_, label)| label.clone());
        let fixed = || FORMULA.iter().find(|(name, _)| *name == word).map(|(_, zh)| (*zh).to_owned());
        own.or_else(fixed).unwrap_or_else(|| word.to_owned())
    };
    // A key of another formula is one word: `return.full`.
    let of_word = |letter: char| letter == '_' || letter == '.' || letter.is_alphanumeric();
    let kind = |letter: char| (of_word(letter), "<>=*/".contains(letter));
    let (mut said, mut rest) = (String::new(), formula);
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| kind(letter) != kind(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        said.push_str(&zh(word));
        rest = after;
    }
    said
}

fn walk(fields: &Map<String, Value>, above: &str, ty: Option<Type>, facts: &mut Vec<Fact>) {
    let ty = fields.get("type").and_then(|ty| serde_json::from_value(ty.clone()).ok()).or(ty);
    for (name, value) in fields {
        let inner_name = !above.is_empty() && matches!(name.as_str(), "name" | "label" | "key");
        // Which way a day rolls is said with what it rolls off.
        if matches!(name.as_str(), "key" | "checked" | "type" | "roll_to") || inner_name {
            continue;
        }
        if name == "roll" {
            facts.push((under(above, field_name(name)), roll_zh(value, fields.get("roll_to"))));
            continue;
        }
        field(&under(above, field_name(name)), name, value, ty, facts);
    }
}

/// Off which days a last day rolls, and which way (ROLL-4), in one sentence.
fn roll_zh(roll: &Value, to: Option<&Value>) -> String {
    let earlier = to.and_then(Value::as_str) == Some("earlier");
    match (roll.as_str(), earlier) {
        (Some("statutory_holiday"), false) => "法定节假日顺延到节后第一天",
        (Some("statutory_holiday"), true) => "法定节假日提前到节前最后一天",
        (Some("rest_day"), false) => "休息日顺延到之后第一个工作日",
        (Some("rest_day"), true) => "休息日提前到之前最后一个工作日",
        _ => "不顺延",
    }
    .to_owned()
}

fn field(label: &str, name: &str, value: &Value, ty: Option<Type>, facts: &mut Vec<Fact>) {
    match value {
        Value::Object(fields) => match quantity(fields) {
            Some(said) => facts.push((label.to_owned(), with_direction(name, fields, said))),
            None => walk(fields, label, ty, facts),
        },
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (i, item) in items.iter().enumerate() {
                let Value::Object(fields) = item else { continue };
                match quantity(fields) {
                    Some(said) => facts.push((label.to_owned(), said)),
                    None => walk(fields, &under(label, &item_name(fields, i)), ty, facts),
                }
            }
        }
        Value::Array(items) => {
            let said: Vec<String> = items.iter().map(|item| scalar(name, item, None)).collect();
            facts.push((label.to_owned(), said.join("、")));
        }
        _ => facts.push((label.to_owned(), scalar(name, value, ty))),
    }
}

fn field_name(name: &str) -> &str {
    FIELDS.iter().find(|(field, _)| *field == name).map_or(name, |(_, zh)| zh)
}

fn under(above: &str, name: &str) -> String {
    match (above, name) {
        ("", name) => name.to_owned(),
        (above, "") => above.to_owned(),
        (above, name) => format!("{above}·{name}"),
    }
}

/// An item of a list is called by its name, its row's keys, or its place.
fn item_name(fields: &Map<String, Value>, i: usize) -> String {
    let used = fields.get("key").and_then(Value::as_str).filter(|key| key_name(key) != *key).map(key_name);
    if let Some(used) = used {
        return used.to_owned();
    }
    let named = ["label", "name"].into_iter().find_map(|name| fields.get(name).and_then(Value::as_str));
    let keys = || {
        let parts = fields.get("key")?.as_array()?;
        Some(parts.iter().map(|part| scalar("", part, None)).collect::<Vec<_>>().join("、"))
    };
    named.map(str::to_owned).or_else(keys).unwrap_or_else(|| (i + 1).to_string())
}

/// `{ n, unit }` in words: a period, or an amount of use.
fn quantity(fields: &Map<String, Value>) -> Option<String> {
    let value = Value::Object(fields.clone());
    if let Ok(period) = serde_json::from_value::<Period>(value) {
        return Some(period.zh());
    }
    let n = fields.get("n")?.as_i64()?;
    let unit: UsageUnit = serde_json::from_value(fields.get("unit")?.clone()).ok()?;
    Some(format!("{n} {}", crate::meter::unit_zh(unit)))
}

fn with_direction(name: &str, fields: &Map<String, Value>, said: String) -> String {
    let backward = fields.get("n").and_then(Value::as_i64).is_some_and(|n| n < 0);
    match name {
        "add" if backward => format!("提前 {said}"),
        "recurring" => format!("每 {said}"),
        _ => said,
    }
}

/// A single value in words, by the field it stands in.
fn scalar(name: &str, value: &Value, ty: Option<Type>) -> String {
    match value {
        Value::Bool(true) if name == "at_once" => "立即".to_owned(),
        Value::Bool(truth) => if *truth { "是" } else { "否" }.to_owned(),
        Value::Number(n) => number(name, n.as_i64().unwrap_or_default(), ty),
        Value::String(text) => word(name, value).unwrap_or_else(|| text.clone()),
        _ => value.to_string(),
    }
}

fn number(name: &str, n: i64, ty: Option<Type>) -> String {
    match name {
        "monthly_day" => format!("次月 {n} 日"),
        _ if name.ends_with("_fen") => Typed::Fen(n).zh(""),
        _ => ty.and_then(|ty| Typed::of(ty, n)).map_or_else(|| n.to_string(), |typed| typed.zh("")),
    }
}

/// The Chinese name of a word of the file.
fn word(name: &str, value: &Value) -> Option<String> {
    fn zh<T: serde::de::DeserializeOwned>(value: &Value, zh: fn(T) -> &'static str) -> Option<String> {
        serde_json::from_value(value.clone()).ok().map(|word| zh(word).to_owned())
    }
    let fixed = |words: &[(&str, &str)]| {
        words.iter().find(|(word, _)| value.as_str() == Some(word)).map(|(_, zh)| (*zh).to_owned())
    };
    match name {
        "basis" => basis_name(value.as_str()?).map(str::to_owned),
        "order" | "until_known" | "since" => zh(value, StartBasis::zh).or_else(|| zh(value, Since::zh)),
        "differ" => zh(value, Differ::zh),
        "kind" | "except" => zh(value, ComponentKind::zh),
        "on_replacement" | "after_exchange" => zh(value, Afterwards::zh),
        "suspend_on" | "pauses" | "without" => zh(value, Cause::zh),
        "suspension_days" => zh(value, DayCount::zh),
        "gives" => zh(value, Right::zh),
        "of" => zh(value, Right::zh).or_else(|| zh(value, Exchanged::zh)),
        "needs" => zh(value, crate::coverage::Fact::zh),
        "within" => zh(value, Within::zh),
        "enough" => zh(value, Enough::zh),
        "severity" => zh(value, Severity::zh),
        "evidence" => zh(value, Evidence::zh),
        "round" => zh(value, crate::formula::Rounding::zh),
        "result" => zh(value, Type::zh),
        "value" => zh(value, MonthDay::zh),
        "met_by" => fixed(&[("received", "以总部收到为准"), ("sent", "以发出为准")]),
        _ => None,
    }
}
