//! docs/forms.md is what it teaches: its examples are taken out of the page, read, filled and walked.

use crate::desk::{Clerk, forms, root, values};
use domain::form::{FieldValue, Form, Values, built_in_forms, together};
use domain::policy::PolicyPack;
use serde_json::{Value, json};

fn page() -> String {
    std::fs::read_to_string(root().join("docs/forms.md")).unwrap().replace("\r\n", "\n")
}

/// The examples by the key they are announced by.
fn examples() -> Vec<(String, String)> {
    let page = page();
    let after = page.split("<!-- form: ").skip(1);
    after
        .map(|rest| {
            let (key, rest) = rest.split_once(" -->\n```json\n").unwrap();
            (key.to_owned(), rest.split_once("\n```").unwrap().0.to_owned())
        })
        .collect()
}

fn example(key: &str) -> Form {
    let text = examples().into_iter().find(|(name, _)| name == key).unwrap().1;
    Form::read(&text).unwrap_or_else(|faults| panic!("{key}: {faults:#?}"))
}

#[test]
fn the_three_examples_of_the_page_are_read_and_walked() {
    let all = examples();
    assert_eq!(all.len(), 3);
    let read: Vec<Form> = all.iter().map(|(key, _)| example(key)).collect();
    for ((key, _), form) in all.iter().zip(&read) {
        assert_eq!(*key, form.key);
        let reached = Clerk::new(form).reaches();
        assert_eq!(reached.len(), form.states.len(), "{key}: {:?}", reached.keys());
    }
    assert!(together(&read, &built_in_forms()).is_empty(), "{:#?}", together(&read, &built_in_forms()));
}

/// What the page says of workbooks is put into its example and read.
#[test]
fn the_feeds_of_the_page_are_read_with_the_example_they_are_of() {
    let page = page();
    let (key, rest) = page.split_once("<!-- feeds of: ").unwrap().1.split_once(" -->\n```json\n").unwrap();
    let mut form: Value =
        serde_json::from_str(&examples().into_iter().find(|(name, _)| name == key).unwrap().1).unwrap();
    form["feeds"] = serde_json::from_str(rest.split_once("\n```").unwrap().0).unwrap();
    let read = Form::read(&form.to_string()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(read.feeds.iter().map(|feed| feed.workbook.as_str()).collect::<Vec<_>>(), ["W17", "W05"]);
    assert!(together(&[read], &built_in_forms()).is_empty());
}

/// A head office that wrote its forms from the page alone puts them into a pack: the pack is read, forms and all.
#[test]
fn a_pack_with_the_examples_is_a_pack() {
    let text = std::fs::read_to_string(root().join("policies/packs/S0-farm.json")).unwrap();
    let mut pack: Value = serde_json::from_str(&text).unwrap();
    pack["forms"] = examples().iter().map(|(_, text)| serde_json::from_str::<Value>(text).unwrap()).collect();
    let read = PolicyPack::read(&pack.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(read.forms.len(), 3);
    pack["forms"][0]["day"] = json!("gone");
    assert!(PolicyPack::read(&pack.to_string()).unwrap_err().to_string().contains("gone"));
}

#[test]
fn the_loaner_comes_back_with_what_is_asked() {
    let form = example("loaner");
    let clerk = Clerk::new(&form);
    let out = clerk.begins(values(json!({"borrower": "王丹", "machine": "hh 26 b 1"})));
    assert_eq!(out.values["machine"].text(), Some("HH26B1"), "a serial is kept as serials are");
    let back = clerk.steps(&out, "return", values(json!({"condition": "damaged"})));
    assert!(back.values.contains_key("damage") && back.values.contains_key("back_on"));
    let good = clerk.steps(&out, "return", values(json!({"condition": "good"})));
    assert!(!good.values.contains_key("damage"));
}

#[test]
fn the_field_day_is_added_up() {
    let form = example("field_day");
    let line = |quantity: i64, price: i64| json!({"what": "fuel", "quantity": quantity, "price": price});
    let few = json!({"visitors": 19_000, "lines": [line(2_500, 80_000), line(1_000, 2_200_000)]});
    let filled = form.fill(&values(few), &Clerk::new(&form).given);
    let number = |key: &str| filled.values.get(key).and_then(FieldValue::number);
    assert_eq!((number("total"), number("claimed"), number("count")), (Some(2_400_000), Some(1_000_000), Some(2_000)));
    assert_eq!(filled.values["over"], FieldValue::Truth(true));
    assert!(filled.required.contains("why_few"));
}

#[test]
fn a_lead_given_up_opens_one_that_points_back() {
    let form = example("sales_lead");
    let clerk = Clerk::new(&form);
    let lead = clerk.begins(Values::new());
    let called = clerk.steps(&lead, "call", Values::new());
    assert_eq!(called.values["called_at"].number(), Some(clerk.given.now));
    assert!(clerk.tries(&called, "sell", Values::new(), domain::operator::Role::Clerk).is_err(), "nothing was said");
    let next = form.step("give_up").unwrap().next.clone().unwrap();
    assert_eq!((next.form.as_str(), next.link.as_deref()), ("sales_lead", Some("earlier")));
}

/// Every key a shipped definition uses is explained on the page.
#[test]
fn the_page_explains_every_key_that_is_used() {
    let page = page();
    let mut keys = std::collections::BTreeSet::new();
    for key in forms().keys() {
        let text = std::fs::read_to_string(root().join(format!("policies/forms/{key}.json"))).unwrap();
        gather(&serde_json::from_str(&text).unwrap(), "", &mut keys);
    }
    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| !page.contains(&format!("`{key}`")) && !page.contains(&format!("\"{key}\"")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A rule that is not on the page cannot be found by who writes a form without the source.
#[test]
fn the_page_names_every_deadline_a_pack_can_have() {
    let page = page();
    for info in domain::policy::keys().filter(|info| info.section == domain::policy::Section::Deadlines) {
        assert!(page.contains(&format!("| `{}` | {} |", info.key, info.zh)), "{}", info.key);
    }
}

/// Names of all keys, but for those a definition names itself, parameters and what is brought along, and cells of workbooks.
fn gather(json: &Value, of: &str, into: &mut std::collections::BTreeSet<String>) {
    match json {
        Value::Object(map) => {
            for (key, value) in map {
                if !matches!(of, "params" | "fills" | "cells" | "head") {
                    into.insert(key.clone());
                }
                let cells = key == "fields" && value.is_object();
                gather(value, if cells { "cells" } else { key }, into);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| gather(one, of, into)),
        _ => {}
    }
}
