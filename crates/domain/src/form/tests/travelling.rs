//! Numbers, what goes to head office, newer definitions.

use super::fixtures::{COMPLAINT, complaint, values};
use crate::Month;
use crate::form::{Form, Numbering};
use serde_json::{Value, json};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[test]
fn formdef_9_the_hundredth_complaint_of_a_month_reads_yymmnnn_and_stands_behind_the_ninety_ninth() {
    let number = complaint().number;
    let of = |seq: i64| number.no("HB0732A", month("2026-10"), "A", seq);
    assert_eq!([of(1), of(99), of(100), of(1000)], ["261001", "261099", "2610100", "26101000"]);
    let mut row: Vec<String> = [100, 9, 1000, 99, 101].map(of).into();
    row.sort_by_key(|no| number.place(no));
    assert_eq!(row, ["261009", "261099", "2610100", "2610101", "26101000"], "by count, where the text would not be");
    assert_eq!(number.no("HB0732A", month("2026-10"), "B", 7), "261007B", "another desk without a network");
    assert_eq!(number.place("261007B"), Some(("2610".into(), 7)));
    assert_eq!(number.place("2610").or(number.place("abcd01")).or(number.place("")), None);
    let standard = Numbering::Standard { letters: "FK".into() };
    let no = standard.no("HB-0732A", month("2026-10"), "B", 12);
    assert_eq!((no.as_str(), standard.place(&no)), ("HB-0732A-FK-2610-B0012", Some(("2610".into(), 12))));
}

#[test]
fn formdef_10_a_count_goes_on_from_the_highest_ever_given() {
    let number = complaint().number;
    let given = ["261001", "261099", "2610100", "260950", "261007B", "something"];
    assert_eq!(number.next(given, month("2026-10")), 101);
    assert_eq!(number.next(given, month("2026-11")), 1);
}

#[test]
fn formdef_11_what_travels_without_consent_is_masked() {
    let mut json: Value = serde_json::from_str(COMPLAINT).unwrap();
    json["sections"][0]["fields"][0]["mask"] = json!("name");
    json["sections"][1]["fields"][0]["mask"] = json!("drop");
    json["sections"][1]["fields"][3]["fields"][0]["mask"] = json!("drop");
    json["travels"]["fields"] = json!(["complainant", "phone", "loss", "lines"]);
    let form = Form::read(&json.to_string()).unwrap();
    let all = values(json!({
        "complainant": "王丹丹丹", "phone": "19900272833", "product": "清河-504", "loss": 5,
        "lines": [{"part": "皮带", "qty": 1000}],
    }));
    let masked = form.masked(&all, false);
    assert_eq!(
        serde_json::to_value(&masked).unwrap(),
        json!({"complainant": "王**", "phone": "199****2833", "lines": [{"qty": 1000}]})
    );
    let open = form.masked(&all, true);
    assert_eq!(open.keys().collect::<Vec<_>>(), ["complainant", "lines", "loss", "phone"], "and only what travels");
    assert_eq!(open["phone"], all["phone"]);
}

#[test]
fn formdef_12_an_entry_goes_over_only_to_what_has_all_its_fields() {
    let old = complaint();
    let newer = |change: &dyn Fn(&mut Value)| {
        let mut json: Value = serde_json::from_str(COMPLAINT).unwrap();
        json["version"] = json!(2);
        change(&mut json);
        Form::read(&json.to_string()).unwrap()
    };
    let kept = values(json!({"complainant": "c1", "kind": "service"}));
    let over = |change: &dyn Fn(&mut Value)| newer(change).upgrade(&old, &kept, "received");
    assert_eq!(over(&|_| {}).as_ref(), Some(&kept));
    let long = json!({"key": "phone", "title": "电话", "kind": "long_text"});
    let field = json!({"key": "colour", "title": "颜色", "kind": "text"});
    assert!(over(&|json| json["sections"][0]["fields"].as_array_mut().unwrap().push(field.clone())).is_some());
    assert!(over(&|json| json["sections"][0]["fields"][1] = long.clone()).is_none(), "another kind");
    assert!(over(&|json| json["sections"][0]["fields"][2]["most"] = json!(10)).is_none(), "a shorter text");
    assert!(
        over(&|json| json["sections"][0]["fields"][4]["codes"] = json!([["quality", "质量"]])).is_none(),
        "a code less"
    );
    assert!(over(&|json| json["sections"][1]["fields"][3]["fields"][1]["decimals"] = json!(0)).is_none());
    assert_eq!(newer(&|_| {}).upgrade(&old, &kept, "gone"), None);
    assert_eq!(old.upgrade(&old, &kept, "received"), None, "the same version is not newer");
}

#[test]
fn formdef_11_what_a_customers_record_fills_in_is_masked_even_where_the_definition_says_keep() {
    let mut json: Value = serde_json::from_str(COMPLAINT).unwrap();
    json["sections"][0]["fields"].as_array_mut().unwrap().extend([
        json!({"key": "of_repair", "title": "维修单", "kind": "ref", "to": "repair",
            "fills": {"who": "customer_name", "tel": "phone", "home": "address", "what": "fault"}}),
        json!({"key": "who", "title": "谁", "kind": "text"}),
        json!({"key": "tel", "title": "联系", "kind": "text", "mask": "keep"}),
        json!({"key": "home", "title": "住址", "kind": "text"}),
        json!({"key": "what", "title": "故障", "kind": "text"}),
        json!({"key": "user", "title": "用户", "kind": "ref", "to": "customer", "mask": "keep"}),
    ]);
    json["travels"]["fields"] = json!(["who", "tel", "home", "what", "user"]);
    let form = Form::read(&json.to_string()).unwrap();
    let all =
        values(json!({"who": "王丹丹", "tel": "19900272833", "home": "张家村", "what": "异响", "user": "王丹丹"}));
    let masked = serde_json::to_value(form.masked(&all, false)).unwrap();
    assert_eq!(masked, json!({"who": "王**", "tel": "199****2833", "what": "异响", "user": "王**"}));
}
