//! Papers head office sends.

use super::fixtures::{given, values};
use crate::form::{Form, Given, Values, Why, built_in_forms};
use serde_json::{Value, json};

fn form(key: &str) -> Form {
    built_in_forms().into_iter().find(|form| form.key == key).unwrap()
}

fn assessment() -> Values {
    values(json!({
        "month_end": "2026-09-30", "notice_on": "2026-10-03", "score": 88_500, "office_no": "KH-9",
        "lines": [{"item": "回访率", "weight": 10_000, "got": 8_000}],
    }))
}

fn with(mut all: Values, more: Value) -> Values {
    all.extend(values(more));
    all
}

fn refusals(form: &Form, sent: &Values, given: &Given) -> Vec<(String, Why)> {
    let refused = form.received(sent, &Values::new(), given).unwrap_err();
    refused.into_iter().map(|one| (one.path, one.why)).collect()
}

#[test]
fn formdef_14_a_paper_is_a_new_entry_whose_own_lines_the_dealer_writes_later() {
    let form = form("dealer_assessment");
    let filled = form.received(&assessment(), &Values::new(), &given()).unwrap();
    assert_eq!(filled.values["full"], values(json!({"full": 100_000}))["full"], "what the form presets is there");
    assert_eq!(filled.values["cut"], values(json!({"cut": 2_000}))["cut"], "and what it computes");
    let mut lacking = assessment();
    lacking.remove("score");
    assert_eq!(refusals(&form, &lacking, &given()), [("score".to_owned(), Why::Missing)]);
    let late = with(assessment(), json!({"notice_on": "2026-10-20"}));
    assert!(matches!(refusals(&form, &late, &given())[0].1, Why::After { .. }));
    let strange = with(assessment(), json!({"stars": 5_000}));
    assert_eq!(refusals(&form, &strange, &given()).len(), 1);

    // The receiver is one of the dealer's people, and the operator of the moment is nobody's choice.
    let shipment = self::form("shipment_note");
    let sent = values(json!({"office_no": "FH-1", "lines": [
        {"product": "拖拉机", "model": "HH704", "serial_no": "HH26B1", "papers": true, "condition": "good"}]}));
    let here = Given { operator: "张三".to_owned(), ..given() };
    let filled = shipment.received(&sent, &Values::new(), &here).unwrap();
    assert!(!filled.values.contains_key("receiver") && filled.refused.len() == 1, "{:?}", filled.refused);
}

#[test]
fn formdef_15_a_correction_is_judged_from_the_first_state_on() {
    let form = form("dealer_assessment");
    let below = values(json!({"received_on": "2026-10-05", "received_by": "张三", "award": 500}));
    let corrected = with(assessment(), json!({"score": 90_000}));
    let filled = form.received(&corrected, &below, &given()).unwrap();
    assert_eq!(filled.values["score"], corrected["score"]);
    assert_eq!(filled.values["award"], below["award"], "it is shown there, so it stays");
    assert!(!filled.values.contains_key("received_by"), "who confirmed the version before confirmed no other");
}
