//! Floors, ticks and differences.

use super::*;
use crate::formula::Value as Typed;

/// A contract that gives forty working days and a statute that gives thirty.
fn contract(deadlines: Value) -> PolicyPack {
    read(&pack_with(json!({"stands_on": ["CN-ag-2010"], "deadlines": deadlines}))).unwrap()
}

fn checked(mut statute: PolicyPack) -> PolicyPack {
    let ticks: Vec<RuleTick> = statute
        .heads()
        .filter_map(|head| statute.tick(head.section, head.index, "李主任", day("2026-10-01")))
        .collect();
    statute.apply_ticks(&ticks);
    statute
}

#[test]
fn policy_8_below_a_checked_statute_the_contract_is_kept_and_overruled() {
    let contract = contract(json!([deadline("repair.complete", "repair.received_on", 40, "workday")]));
    let unchecked = shipped("CN-ag-2010");
    let told = floor(&contract, &[&unchecked]);
    assert_eq!((told.len(), told[0].weighed), (1, Weighed::Below));
    let set = PolicySet::of(&contract, [&unchecked]);
    assert_eq!(set.deadline("repair.complete").unwrap().rule.add.unwrap().n, 40);
    let statute = checked(unchecked);
    let told = floor(&contract, &[&statute]);
    assert_eq!(told[0].weighed, Weighed::Overruled);
    assert_eq!(
        told[0].sentence,
        "「修理完成」合同40 个工作日，法定30 个工作日（第 126 号令第二十六、二十七条）。合同低于法定，按法定执行"
    );
    let set = PolicySet::of(&contract, [&statute]);
    let ruling = set.deadline("repair.complete").unwrap();
    assert_eq!((ruling.rule.add.unwrap().n, ruling.pack.pack.as_str()), (30, "CN-ag-2010"));
    assert_eq!(ruling.sentence.as_deref(), Some(told[0].sentence.as_str()));
    assert_eq!(contract.deadline("repair.complete").unwrap().add.unwrap().n, 40);
}

#[test]
fn policy_8_more_than_the_statute_is_never_touched() {
    let statute = checked(shipped("CN-ag-2010"));
    let better = contract(json!([
        deadline("repair.complete", "repair.received_on", 20, "workday"),
        deadline("retention.sale", "sale.sold_on", 60, "month"),
    ]));
    assert_eq!(floor(&better, &[&statute]), []);
    let worse = contract(json!([deadline("retention.sale", "sale.sold_on", 35, "month")]));
    assert_eq!(floor(&worse, &[&statute])[0].weighed, Weighed::Overruled);
    // Between dealer and maker the statute says nothing.
    assert_eq!(floor(&shipped("S0-farm"), &[&statute]), []);
}

#[test]
fn policy_8_periods_and_rights_are_weighed_too() {
    let statute = checked(shipped("CN-ag-2010"));
    let mut short: Value = serde_json::from_str(text("S0-farm")).unwrap();
    short["coverage"][0]["components"][0]["term"]["period"]["n"] = 23.into();
    short["coverage"][0]["transfer_keeps"] = false.into();
    let short = read(&short).unwrap();
    let told = floor(&short, &[&statute]);
    assert_eq!((told.len(), told[0].section), (1, Section::Coverage));
    assert!(told[0].sentence.starts_with("「大中型拖拉机三包期」"), "{}", told[0].sentence);
    assert!(told[0].sentence.contains("变速箱箱体：合同23 个月，法定24 个月"), "{}", told[0].sentence);
    assert!(told[0].sentence.contains("转让后继续有效：合同否，法定是"), "{}", told[0].sentence);
    let mut slow: Value = serde_json::from_str(text("S0-farm")).unwrap();
    slow["remedies"] = json!([{"key": "remedy.repair_too_long", "name": "修理过久", "gives": ["component_exchange"],
        "when": {"repair_too_long": {"over": {"n": 40, "unit": "workday"}}}, "source": "合同", "checked": false}]);
    let slow = read(&slow).unwrap();
    let told = floor(&slow, &[&statute]);
    assert!(
        told[0].sentence.contains("超过：合同40 个工作日，法定30 个工作日；用户可要求：合同没有写，法定换货"),
        "{told:?}"
    );
}

#[test]
fn policy_9_what_cannot_be_compared_overrules_nothing() {
    let contract = contract(json!([deadline("repair.complete", "repair.received_on", 40, "day")]));
    let statute = checked(shipped("CN-ag-2010"));
    let told = floor(&contract, &[&statute]);
    assert_eq!(told[0].weighed, Weighed::Unclear);
    assert!(told[0].sentence.ends_with("无法直接比较，请人工核对"));
    let set = PolicySet::of(&contract, [&statute]);
    assert_eq!(set.deadline("repair.complete").unwrap().pack.pack, "T1");
    assert!(set.deadline("repair.complete").unwrap().sentence.is_some());
    // Where the contract is silent the statute speaks, checked or not.
    let silent = set.deadline("card.reissue").unwrap();
    assert_eq!((silent.pack.pack.as_str(), silent.rule.add.unwrap().n), ("CN-ag-2010", 10));
    assert!(set.flag("card.replace_lost", &Scope::on(day("2026-10-01"))).unwrap().rule.value);
    assert_eq!(PolicySet::of(&contract, []).missing(), ["CN-ag-2010"]);
}

#[test]
fn policy_10_a_tick_is_for_the_exact_words() {
    let mut pack = shipped("S0-farm");
    let tick = pack.tick(Section::Deadlines, 0, "李主任", day("2026-10-02")).unwrap();
    assert_eq!((tick.key.as_str(), tick.version.as_str(), tick.hash.len()), ("card.to_ho", "2026.1", 64));
    pack.apply_ticks([&tick]);
    let marked = |pack: &PolicyPack| pack.heads().filter(|head| head.checked).count();
    assert_eq!((pack.deadline("card.to_ho").unwrap().checked, marked(&pack)), (true, 1));
    // A later version with the same words keeps its tick, however it is laid out; other words lose it.
    let spaced = text("S0-farm").replacen("2026.1", "2026.2", 1).replacen(
        "\"n\": 20, \"unit\": \"day\"",
        "\"unit\":\"day\",\n\"n\":20",
        1,
    );
    let mut later = PolicyPack::read(&spaced).unwrap();
    later.apply_ticks([&tick]);
    assert!(later.deadline("card.to_ho").unwrap().checked);
    let mut changed = PolicyPack::read(&text("S0-farm").replacen("\"n\": 20", "\"n\": 15", 1)).unwrap();
    changed.apply_ticks([&tick]);
    assert_eq!(marked(&changed), 0);
    // What a file says of itself does not count.
    let boast = PolicyPack::read(&text("S0-farm").replace("\"checked\": false", "\"checked\": true")).unwrap();
    assert_eq!(marked(&boast), 0);
    let other = RuleTick { pack: "S3-ebike".into(), ..tick };
    pack.apply_ticks([&other]);
    assert_eq!(marked(&pack), 0);
}

#[test]
fn policy_10_a_ticked_formula_says_so_in_its_result() {
    let pack = checked(shipped("CN-ag-2010"));
    let price = Inputs::new().with("price", Typed::Fen(100));
    assert!(pack.compute("return.full", &Scope::on(day("2026-10-01")), &price).unwrap().checked);
}

#[test]
fn policy_11_a_difference_says_old_and_new() {
    let old = shipped("S0-farm");
    let mut new: Value = serde_json::from_str(text("S0-farm")).unwrap();
    new["version"] = "2026.2".into();
    new["deadlines"][0]["add"]["n"] = 15.into();
    new["deadlines"][0]["alert_days"] = json!([7, 3]);
    new["formulas"][0]["params"][1]["value"] = 650.into();
    new["formulas"][2]["tables"][0]["rows"][2]["value"] = 500_000.into();
    new["coverage"][0]["components"][0]["term"]["period"]["n"] = 36.into();
    new["flags"].as_array_mut().unwrap().remove(2);
    new["deadlines"].as_array_mut().unwrap().push(deadline("repair.complete", "repair.received_on", 20, "workday"));
    let diff = diff_among(&old, &read(&new).unwrap(), &[&shipped("CN-ag-2010")]);
    let said: Vec<&str> = diff.rules.iter().flat_map(|rule| &rule.sentences).map(String::as_str).collect();
    assert_eq!(diff.head, ["版本：2026.1 → 2026.2"]);
    assert_eq!(
        said,
        [
            "回执卡到总部：20 天 → 15 天",
            "回执卡到总部（提前几天提醒）：10、5、2、0 → 7、3",
            "新增：修理完成：20 个工作日",
            "大中型拖拉机三包期（变速箱箱体）：24 个月 → 36 个月",
            "上门路费（夜间单价）：6.00 元 → 6.50 元",
            "库存返厂由经销商承担的费用（运费承担比例·滞销）：100% → 50%",
            "取消：配件款到发货：是",
        ]
    );
    assert!(super::super::diff(&old, &old).is_empty());
}

#[test]
fn a_rule_is_shown_in_words_to_the_person_who_ticks_it() {
    let pack = shipped("S0-farm");
    assert_eq!(pack.rule_name(Section::Seasons, 0, &[&shipped("CN-ag-2010")]), "三夏（联合收割机，河南）");
    let facts = pack.rule_facts(Section::Deadlines, 0, &[]);
    let said = |label: &str| facts.iter().find(|(found, _)| found == label).map(|(_, said)| said.as_str());
    assert_eq!((said(""), said("起算"), said("到期遇休息日")), (Some("20 天"), Some("销售日期"), Some("不顺延")));
    assert_eq!(said("以何为准"), Some("以总部收到为准"));
}

#[test]
fn no_rule_is_told_in_the_words_of_a_program() {
    let all: Vec<PolicyPack> = SHIPPED.iter().map(|text| PolicyPack::read(text).unwrap()).collect();
    let floors: Vec<&PolicyPack> = all.iter().collect();
    let raw = |text: &str| {
        let words = text.split(|letter: char| !letter.is_ascii_alphabetic() && letter != '_');
        words.filter(|word| word.len() > 3 && word.chars().any(|letter| letter.is_ascii_lowercase())).count() > 0
    };
    for pack in &all {
        for head in pack.heads() {
            let facts = pack.rule_facts(head.section, head.index, &floors);
            let facts = facts.iter().filter(|(label, _)| label != "出处" && label != "原文");
            let told: Vec<_> = facts.filter(|(label, said)| raw(label) || raw(said)).collect();
            assert!(told.is_empty(), "{} {}: {told:?}", pack.pack, head.key);
        }
    }
    let farm = shipped("S0-farm");
    let said = farm.rule_facts(Section::Formulas, 0, &[]);
    let formula = said.iter().find(|(label, _)| label == "公式").map(|(_, said)| said.as_str());
    assert_eq!(formula, Some("里程 × 如果(出发 ≥ 夜间起 或 出发 < 夜间止, 夜间单价, 日间单价)"));
}

#[test]
fn policy_11_a_blank_filled_in_is_told() {
    let old = shipped("S3-ebike");
    let mut new: Value = serde_json::from_str(text("S3-ebike")).unwrap();
    new["to_fill"].as_array_mut().unwrap().retain(|blank| blank["key"] != "report.monthly_pack");
    let mut monthly = deadline("report.monthly_pack", "month.ended_on", 0, "day");
    monthly.as_object_mut().unwrap().remove("add");
    monthly["monthly_day"] = 10.into();
    new["deadlines"].as_array_mut().unwrap().push(monthly);
    let diff = diff(&old, &read(&new).unwrap());
    assert_eq!(diff.head, ["每月报表和回执到总部：合同未填写 → 已填写或不再约定"]);
    assert_eq!(diff.rules[0].sentences, ["新增：每月报表和回执到总部：次月 10 日"]);
}

#[test]
fn which_way_a_day_rolls_is_one_true_sentence() {
    let pack = shipped("S0-farm");
    let old_part = pack.deadlines.iter().position(|rule| rule.key == "old_part.to_ho").unwrap();
    let mut rolls = pack.rule_facts(Section::Deadlines, old_part, &[]);
    rolls.retain(|(label, said)| [label, said].iter().any(|text| text.contains("休息日") || text.contains("顺延")));
    assert_eq!(rolls, [("到期遇休息日".to_owned(), "休息日提前到之前最后一个工作日".to_owned())]);
}

#[test]
fn a_blank_of_the_contract_shows_no_key() {
    let said: Vec<String> = shipped("S0-farm").to_fill.iter().map(Blank::zh).collect();
    assert_eq!(said, ["「作业期」合同未填写（其他类别和地区的作业期起止日期）"]);
}
