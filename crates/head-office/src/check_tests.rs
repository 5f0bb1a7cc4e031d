use serde_json::{Value, json};

use super::*;

const ID: &str = "01940000-0000-7000-8000-000000000001";
const OTHER: &str = "01940000-0000-7000-8000-000000000002";

fn record(kind: &str, body: Value) -> Record {
    let body = body.to_string();
    Record {
        record_id: ID.into(),
        rev: 1,
        base_rev: None,
        kind: kind.into(),
        schema: 1,
        seq: 1,
        hash: wire::hash::sha256_hex(body.as_bytes()),
        body,
        extra: serde_json::Map::new(),
    }
}

fn judge(record: &Record) -> Result<Vec<Need>, (&'static str, String)> {
    let today = "2026-11-21".parse().unwrap();
    check(record, "DF", today, 1000).map(|fit| fit.needs).map_err(|r| (r.code, r.field))
}

fn refused(kind: &str, body: Value) -> (&'static str, String) {
    judge(&record(kind, body)).unwrap_err()
}

fn card(serial: &str, sold_on: &str) -> Value {
    json!({"unit": {"serial": serial}, "sale": {"sold_on": sold_on}})
}

#[test]
fn check_1_a_body_is_an_object_within_the_limit() {
    assert_eq!(refused("x", json!([1])), (code::BAD_BODY, "body".into()));
    let large = json!({"a": "b".repeat(1000)});
    assert_eq!(refused("x", large), (code::TOO_LARGE, "body".into()));
    let mut torn = record("x", json!({}));
    torn.body.push(' ');
    assert_eq!(judge(&torn).unwrap_err().0, code::HASH_MISMATCH);
}

#[test]
fn check_2_a_card_names_its_serial() {
    let missing = (code::MISSING, "unit.serial".to_owned());
    assert_eq!(refused("card", json!({})), missing);
    assert_eq!(refused("card", card("  ", "2026-11-01")), missing);
}

#[test]
fn check_3_a_sale_is_not_after_tomorrow() {
    assert!(judge(&record("card", card("0012", "2026-11-22"))).is_ok());
    let field = || "sale.sold_on".to_owned();
    assert_eq!(refused("card", card("1", "2026-11-23")), (code::FUTURE_DAY, field()));
    assert_eq!(refused("card", card("1", "2026-02-30")), (code::BAD_FIELD, field()));
    assert_eq!(refused("card", json!({"unit": {"serial": "1"}})), (code::MISSING, field()));
}

#[test]
fn check_4_a_record_of_another_maker_is_refused() {
    let named = (code::WRONG_PRINCIPAL, "principal".to_owned());
    assert_eq!(refused("repair", json!({"principal": "LW"})), named);
    assert!(judge(&record("repair", json!({"principal": "DF"}))).is_ok());
}

#[test]
fn check_5_an_unknown_kind_is_taken() {
    assert_eq!(judge(&record("drone_photo", json!({"x": 1}))), Ok(vec![]));
}

#[test]
fn check_6_a_reversal_and_a_report_wait() {
    let found = judge(&record("reversal", json!({"of": OTHER}))).unwrap();
    assert_eq!((found[0].code, &*found[0].record_id), (code::TARGET_MISSING, OTHER));
    let lines = json!({"lines": [{"record_id": OTHER, "hash": "h"}]});
    let found = judge(&record("report", lines)).unwrap();
    assert_eq!((found[0].code, found[0].hash.as_deref()), (code::LINES_MISSING, Some("h")));
}
