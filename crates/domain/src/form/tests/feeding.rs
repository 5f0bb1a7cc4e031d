//! What a definition says of the workbooks its entries feed.

use super::fixtures::{COMPLAINT, given, values};
use crate::form::{FeedSource, Form, built_in_forms, together};
use serde_json::{Value, json};

fn with_feeds(feeds: Value) -> String {
    let mut form: Value = serde_json::from_str(COMPLAINT).unwrap();
    form["feeds"] = feeds;
    form.to_string()
}

/// Faults of the complaint with feeds: `place code`.
fn faults(feeds: Value) -> Vec<String> {
    match Form::read(&with_feeds(feeds)) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|fault| format!("{} {}", fault.place, fault.code)).collect(),
    }
}

fn of(fields: Value) -> Value {
    json!([{"workbook": "W14", "fields": fields}])
}

#[test]
fn formdef_16_every_slip_of_a_feed_is_told_at_its_place() {
    assert_eq!(faults(json!([{"workbook": "W01", "fields": {"no": "no"}}])), ["feeds[0].workbook unknown_workbook"]);
    assert_eq!(faults(json!([{"workbook": "W14"}])), ["feeds[0].fields missing"]);
    let slips = json!([{"workbook": "W14", "into": "plan", "month": "product", "each": "phone", "wehn": "serious", "fields": {}}]);
    assert_eq!(
        faults(slips),
        [
            "feeds[0].into unknown_table",
            "feeds[0].each impossible",
            "feeds[0].month impossible",
            "feeds[0].wehn unknown_key"
        ]
    );
    let slips = of(json!({
        "recieved_on": "received_on", "received_on": "product", "days": "total", "phone": "pohne", "product": "complainant.colour",
        "told_on": ["received_on", "answered_on"], "late": {"late": "no.such.rule"}, "accepted": {"if": "accepted and"},
        "finding": "lines", "note": 7, "department": {"if": "accepted", "late": "complaint.close.domestic"}, "category": {"group": "count"}
    }));
    let place = |cell: &str, code: &str| format!("feeds[0].fields.{cell} {code}");
    assert_eq!(
        faults(slips),
        [
            place("recieved_on", "unknown_cell"),
            place("received_on", "wrong_kind"),
            place("days", "wrong_kind"),
            place("phone", "unknown_field"),
            place("product", "unknown_offer"),
            place("told_on", "wrong_kind"),
            place("late.late", "unknown_rule"),
            place("accepted.if", "bad_formula"),
            place("finding", "impossible"),
            place("note", "wrong_type"),
            place("department", "impossible"),
            place("category", "impossible"),
        ]
    );
    let plan = json!([{"workbook": "W17", "into": "plan", "by": "no_such", "fields": {"customer": "product"}, "head": {"season": "product"}}]);
    assert_eq!(faults(plan), ["feeds[0].by unknown_cell", "feeds[0].head.season unknown_cell", "feeds[0].by missing"]);
}

#[test]
fn formdef_16_a_form_says_what_of_it_fills_which_cell() {
    let feeds = json!([
        {"workbook": "W14", "month": "answered_on", "when": "not serious", "fields": {
            "complaint_no": "no", "received_on": "assigned_at", "phone": "phone", "product": ["product", "earlier.no"],
            "days": "days", "accepted": {"if": "accepted", "yes": "认可"}, "late": {"late": ["complaint.close.domestic"]},
            "finding": "lines.part", "note": "complainant.address"}},
        {"workbook": "W14", "into": "by_category", "by": "category", "fields": {
            "category": "kind", "lines": {"group": "count"}, "share": {"group": "share"}}},
        {"workbook": "W18", "each": "lines", "month": "standing", "fields": {
            "part_name": "lines.part", "planned": "lines.qty", "amount_fen": "lines.amount"}, "head": {"season": "product"}}
    ]);
    let form = Form::read(&with_feeds(feeds)).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(form.feeds.len(), 3);
    let cell = |feed: usize, key: &str| form.feeds[feed].fields.iter().find(|cell| cell.key == key).unwrap();
    let FeedSource::Truth { condition, yes, no, .. } = &cell(0, "accepted").source else { panic!("no condition") };
    assert_eq!((yes.as_str(), no.as_str()), ("认可", "否"));
    let truth = |accepted: Value| condition.truth(&values(json!({"accepted": accepted})), None, &given());
    assert_eq!((truth(json!(true)), truth(json!(false))), (Some(true), Some(false)));
    assert!(cell(1, "share").source.is_of_group() && !cell(2, "planned").source.is_of_group());
    assert!(form.picture(None).contains("W14"), "{}", form.picture(None));
}

/// What a workbook takes of another form's entry is a field of that form.
#[test]
fn formdef_16_behind_a_reference_the_other_form_is_asked() {
    let read = |name: &str| Form::read(&with_feeds(of(json!({ "note": format!("earlier.{name}") })))).unwrap();
    assert!(together(&[read("product")], &[]).is_empty());
    let found = together(&[read("prodcut")], &[]);
    assert_eq!((found[0].place.as_str(), found[0].code), ("forms[0].feeds[0].fields.note", "unknown_offer"));
}

/// The telephone of the dealer's own people is of no user.
#[test]
fn formdef_11_a_telephone_is_kept_where_the_definition_says_so() {
    let mut json: serde_json::Value = serde_json::from_str(COMPLAINT).unwrap();
    let ours = json!({"key": "ours", "title": "经办人电话", "kind": "text", "shape": "phone", "mask": "keep"});
    json["sections"][0]["fields"].as_array_mut().unwrap().push(ours);
    let form = Form::read(&json.to_string()).unwrap();
    let masked = form.masked_whole(&values(json!({"phone": "13800005536", "ours": "13800005536"})), false);
    assert_eq!((masked["phone"].text(), masked["ours"].text()), (Some("138****5536"), Some("13800005536")));
}

#[test]
fn every_shipped_feed_stands_with_the_forms_beside_it() {
    let forms = built_in_forms();
    assert_eq!(together(&forms, &[]), []);
    assert!(forms.iter().any(|form| !form.feeds.is_empty()));
}
