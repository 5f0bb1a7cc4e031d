//! Rules of packs, by number, on the shipped packs and on small ones.

mod comparing;
mod reading;

use super::*;
use serde_json::{Value, json};

/// The exact text of a shipped pack.
fn text(name: &str) -> &'static str {
    let named = |text: &&&str| text.contains(&format!("\"pack\": \"{name}\""));
    SHIPPED.iter().find(named).unwrap()
}

fn shipped(name: &str) -> PolicyPack {
    PolicyPack::read(text(name)).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A small pack with these sections.
fn pack_with(sections: Value) -> Value {
    let mut pack = json!({
        "format": 2, "pack": "T1", "kind": "contract", "version": "1", "title": "试验", "effective_from": "2026-01-01"
    });
    pack.as_object_mut().unwrap().extend(sections.as_object().unwrap().clone());
    pack
}

fn read(pack: &Value) -> Result<PolicyPack, PackFaults> {
    PolicyPack::read(&pack.to_string())
}

fn deadline(key: &str, basis: &str, n: i64, unit: &str) -> Value {
    json!({"key": key, "basis": basis, "add": {"n": n, "unit": unit}, "roll": "none", "met_by": "received",
           "source": "台账", "checked": false})
}

fn season(key: &str, from: &str, to: &str) -> Value {
    json!({"key": key, "class": "combine", "region": "河南", "from": from, "to": to, "source": "台账", "checked": false})
}

#[test]
fn policy_1_every_shipped_rule_names_its_source_and_is_unchecked() {
    for pack in SHIPPED.map(|text| PolicyPack::read(text).unwrap()) {
        for head in pack.heads() {
            assert!(!head.source.is_empty() && !head.checked, "{} {}", pack.pack, head.key);
        }
        for name in &pack.stands_on {
            assert_eq!(shipped(name).kind, PackKind::Statutory);
        }
    }
    let card = shipped("S0-farm").deadline("card.to_ho").cloned().unwrap();
    assert_eq!(card.add, Some(Period { n: 20, unit: PeriodUnit::Day }));
}

#[test]
fn policy_3_silence_is_not_a_value() {
    let pack = shipped("S0-farm");
    assert_eq!(PolicySet::of(&pack, []).flag("no.such.key", &Scope::on(day("2026-10-01"))), None);
    assert!(pack.deadline("no.such.key").is_none());
    let none = pack.compute("fee.service", &Scope::on(day("2026-10-01")), &Inputs::new()).unwrap_err();
    assert_eq!(none.to_string(), "无法计算：政策里没有公式「fee.service」");
}

#[test]
fn policy_7_a_blank_of_the_contract_is_named_and_has_no_value() {
    let pack = shipped("S3-ebike");
    assert!(pack.deadline("report.monthly_pack").is_none());
    let blank = pack.blank("report.monthly_pack").unwrap();
    assert_eq!(blank.zh(), "「每月报表和回执到总部」合同未填写（每月几日前到总部）");
    let given = |name: &str, value| (name.to_owned(), value);
    let inputs = [
        given("acknowledged_cards", crate::formula::Value::Int(30)),
        given("false_card", crate::formula::Value::Bool(false)),
        given("breach", crate::formula::Value::Bool(false)),
    ];
    let inputs = inputs.into_iter().fold(Inputs::new(), |all, (name, value)| all.with(&name, value));
    let fee = pack.compute("fee.service", &Scope::on(day("2026-10-01")), &inputs).unwrap_err();
    assert_eq!(fee.to_string(), "无法计算：「每台服务费」合同未填写");
    let both = pack_with(json!({
        "deadlines": [deadline("card.to_ho", "sale.sold_on", 20, "day")],
        "to_fill": [{"key": "card.to_ho", "what": "几天", "source": "台账"}]
    }));
    assert!(read(&both).unwrap_err().0[0].to_string().starts_with("/to_fill/0/key（规则 card.to_ho）："));
}
