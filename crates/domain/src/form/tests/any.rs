//! What holds for any values at all.

use super::fixtures::{COMPLAINT, complaint, given};
use crate::form::{FieldValue, Form, Given, Values};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

static FORM: LazyLock<Form> = LazyLock::new(complaint);

/// The same definition with its sections, fields and columns the other way round.
static REVERSED: LazyLock<Form> = LazyLock::new(|| {
    let mut json: Value = serde_json::from_str(COMPLAINT).unwrap();
    let turn = |list: &mut Value| list.as_array_mut().unwrap().reverse();
    turn(&mut json["sections"]);
    for section in json["sections"].as_array_mut().unwrap() {
        turn(&mut section["fields"]);
        for field in section["fields"].as_array_mut().unwrap() {
            if field["kind"] == "table" {
                turn(&mut field["fields"]);
            }
        }
    }
    Form::read(&json.to_string()).unwrap()
});

fn keys() -> Vec<String> {
    let columns = ["part", "qty", "price", "amount", "nobody"].map(str::to_owned);
    FORM.fields().map(|field| field.key.clone()).chain(columns).collect()
}

fn plain() -> impl Strategy<Value = FieldValue> {
    let words = ["quality", "service", "2026-10-19", "2026-10-12", "2026-02-30", "1026-01-01", "", " ", "王丹", "c1"];
    prop_oneof![
        prop::sample::select(words.to_vec()).prop_map(FieldValue::from),
        ".{0,20}".prop_map(FieldValue::Text),
        any::<i64>().prop_map(FieldValue::Number),
        (-5_i64..200_000).prop_map(FieldValue::Number),
        (0_i64..50).prop_map(|n| FieldValue::Number(n * 500)),
        any::<bool>().prop_map(FieldValue::Truth),
    ]
}

fn some() -> impl Strategy<Value = Values> {
    let row = prop::collection::btree_map(prop::sample::select(keys()), plain(), 0..5);
    let rows = prop::collection::vec(row, 0..6).prop_map(FieldValue::Rows);
    let value = prop_oneof![4 => plain(), 1 => rows];
    let field = prop::sample::select(keys());
    let lines = prop::collection::vec(
        prop::collection::btree_map(prop::sample::select(vec!["part", "qty", "price"]), plain(), 0..4),
        0..4,
    );
    (prop::collection::btree_map(field, value, 0..16), prop::option::of(lines)).prop_map(|(mut values, lines)| {
        if let Some(lines) = lines {
            let named = |row: std::collections::BTreeMap<&str, FieldValue>| {
                row.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
            };
            values.insert("kind".into(), FieldValue::from("quality"));
            values.insert("lines".into(), FieldValue::Rows(lines.into_iter().map(named).collect()));
        }
        values
    })
}

fn told(state: &str, photos: usize) -> Given {
    Given { state: state.into(), photos: [("photos".to_owned(), photos)].into(), ..given() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn formdef_4_filling_again_changes_nothing(values in some(), state in "received|assigned|closed", photos in 0_usize..2) {
        let given = told(&state, photos);
        let once = FORM.fill(&values, &given);
        let twice = FORM.fill(&once.values, &given);
        prop_assert_eq!(&once.values, &twice.values);
        prop_assert_eq!(&once.hidden, &twice.hidden);
        prop_assert_eq!(&once.required, &twice.required);
    }

    #[test]
    fn formdef_4_the_order_of_the_fields_is_of_no_account(values in some(), state in "received|assigned|closed") {
        let (one, other) = (FORM.fill(&values, &told(&state, 0)), REVERSED.fill(&values, &told(&state, 0)));
        prop_assert_eq!(one.values, other.values);
        prop_assert_eq!(one.hidden, other.hidden);
        prop_assert_eq!(one.required, other.required);
        let sorted = |mut all: Vec<crate::form::Refused>| { all.sort_by_key(|one| one.path.clone()); all };
        prop_assert_eq!(sorted(one.refused), sorted(other.refused));
    }

    #[test]
    fn formdef_5_nothing_hidden_is_required_refused_or_kept(values in some()) {
        let filled = FORM.fill(&values, &told("received", 0));
        for path in &filled.hidden {
            prop_assert!(!filled.required.contains(path));
            prop_assert!(!filled.values.contains_key(path));
            prop_assert!(filled.refused.iter().all(|one| one.path != *path || one.why.code() == "unknown"));
        }
    }

    #[test]
    fn a_filled_form_without_refusals_can_be_begun_said_and_masked(values in some()) {
        let begun = FORM.begin(&values, &told("", 1));
        if let Ok(filled) = begun {
            prop_assert!(filled.refused.is_empty());
            prop_assert!(FORM.fill(&filled.values, &told("received", 1)).refused.is_empty());
            FORM.says(&filled.values, &crate::form::Names::new());
            FORM.masked(&filled.values, false);
        }
    }

    #[test]
    fn formdef_1_any_text_is_read_or_refused(text in ".{0,200}", at in 0_usize..4000, cut in 0_usize..60) {
        prop_assert!(Form::read(&text).is_err());
        let chars: Vec<char> = COMPLAINT.chars().collect();
        let at = at.min(chars.len());
        let rest = chars.iter().skip(at + cut);
        let broken: String = chars.iter().take(at).copied().chain(text.chars()).chain(rest.copied()).collect();
        if let Err(faults) = Form::read(&broken) {
            prop_assert!(!faults.is_empty());
        }
    }
}
