//! Bodies as they stand on the wire.

use serde_json::{Value, json};
use wire::body::{BatchBody, PartBody, ReversalBody};

fn part(batch: Option<BatchBody>, reason: &str) -> PartBody {
    PartBody {
        principal: "HH".into(),
        tag_no: "T0001".into(),
        repair_no: "R0001".into(),
        code: "HH-ZC-204".into(),
        name: "轴承".into(),
        qty_milli: 1500,
        removed_on: "2026-10-08".into(),
        state: "in_store".into(),
        reason: reason.into(),
        box_no: String::new(),
        result: None,
        batch,
        amend_reason: String::new(),
    }
}

fn keys(body: &Value) -> Vec<&str> {
    body.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

#[test]
fn body_1_numbers_are_whole_and_their_names_carry_the_unit() {
    let source =
        [include_str!("../src/body.rs"), include_str!("../src/body/remedy.rs"), include_str!("../src/body/entry.rs")]
            .concat();
    assert!(!source.contains("f64") && !source.contains("f32"), "a fraction has no place in a body");
    let counted = ["boxes", "rows", "size", "version", "form_version", "at"];
    let units = ["_fen", "_milli", "_milli_km", "_at", "_g"];
    for line in source.lines().filter(|line| line.contains("i64")) {
        let name = line.trim().trim_start_matches("pub ").split(':').next().unwrap();
        assert!(units.iter().any(|unit| name.ends_with(unit)) || counted.contains(&name), "{name} names no unit");
    }
    let body = serde_json::to_value(part(None, "")).unwrap();
    assert_eq!((&body["qty_milli"], &body["removed_on"]), (&json!(1500), &json!("2026-10-08")));
}

#[test]
fn body_2_what_has_no_value_is_left_out_and_what_was_there_stays_in_place() {
    let first = ["principal", "tag_no", "repair_no", "code", "name", "qty_milli", "removed_on", "state"];
    assert_eq!(keys(&serde_json::to_value(part(None, "")).unwrap()), first, "nothing but values");
    let batch = BatchBody {
        no: "B1".into(),
        boxes: 2,
        weight_g: None,
        seal_no: String::new(),
        freight_payer: String::new(),
        carrier: "德邦".into(),
        waybill_no: "W1".into(),
        sent_on: "2026-10-09".into(),
    };
    let full = serde_json::to_value(part(Some(batch), "破损")).unwrap();
    assert_eq!(keys(&full)[..10], [&first[..], &["reason", "batch"]].concat());
    assert_eq!(keys(&full["batch"])[..5], ["no", "boxes", "carrier", "waybill_no", "sent_on"]);
    let reversal = ReversalBody {
        principal: "HH".into(),
        of: "x".into(),
        of_kind: "card".into(),
        no: "0001".into(),
        reason: "退货".into(),
        voided_on: "2026-10-09".into(),
    };
    let kept = ["principal", "of", "of_kind", "no", "reason", "voided_on"];
    assert_eq!(keys(&serde_json::to_value(reversal).unwrap())[..6], kept);
}
