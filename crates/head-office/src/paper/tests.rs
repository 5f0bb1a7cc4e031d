//! Papers before anything is sent.

use std::collections::HashMap;

use domain::form::{FieldValue, Form, Values};
use serde_json::{Value, json};

use super::*;
use crate::store::Store;
use crate::store::sqlite::Sqlite;

const NOW: i64 = 1_795_226_400_000;

struct Office {
    _dir: tempfile::TempDir,
    store: Sqlite,
}

fn office() -> Office {
    let dir = tempfile::tempdir().unwrap();
    let store = Sqlite::open(dir.path()).unwrap();
    for code in ["HB0732", "LN0001", "XJ0003"] {
        store.add_dealer(code, code, 1, None).unwrap();
    }
    Office { _dir: dir, store }
}

fn values(json: Value) -> Values {
    serde_json::from_value(json).unwrap()
}

fn graded() -> Values {
    values(json!({"notice_on": "2026-11-03", "office_no": "FL-1", "period": "上半年", "grade": "b", "change": "up",
        "reason": "回访率 100%", "reward": 500_000}))
}

fn grading() -> Form {
    form(&office().store, "dealer_grading").unwrap()
}

#[test]
fn paperout_1_a_paper_is_judged_by_its_form_before_it_goes() {
    let form = grading();
    let mut wrong = graded();
    wrong.remove("period");
    wrong.insert("grade".into(), FieldValue::from("z"));
    let Err(Unfit::Fields(all)) = judged(&form, &wrong, NOW) else { panic!("taken") };
    let places: Vec<&str> = all.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(places, ["period", "grade"], "all at once");
    let theirs = values(json!({"answer": "同意"}));
    assert!(
        judged(&form, &graded().into_iter().chain(theirs).collect(), NOW).is_ok(),
        "what is hidden there is left out"
    );
    let body = Draft { form: &form, values: &graded(), corrects: None }.body(NOW).unwrap();
    assert_eq!((body.version, &*body.form_title), (1, "经销商分类和奖励通知"));
    let said: Vec<(&str, &str)> = body.fields.iter().map(|one| (&*one.title, &*one.text)).collect();
    assert!(said.contains(&("类别", "B类")) && said.contains(&("奖励金额", "5000.00")), "{said:?}");
}

#[test]
fn paperout_2_a_correction_is_the_next_version_for_those_who_have_the_paper() {
    let office = office();
    let form = grading();
    let first = Draft { form: &form, values: &graded(), corrects: None }.body(NOW).unwrap();
    send(&office.store, &first, &["HB0732".into(), "XJ0003".into()], NOW, None).unwrap();
    let before = paper(&office.store, &first.paper).unwrap();
    assert_eq!(holders(&office.store, &before).unwrap(), ["HB0732", "XJ0003"]);
    let mut better = graded();
    better.insert("reward".into(), FieldValue::Number(600_000));
    let silent = Draft { form: &form, values: &better, corrects: Some((&before, " ")) };
    assert!(matches!(silent.body(NOW), Err(Unfit::NoReason)));
    let second = Draft { form: &form, values: &better, corrects: Some((&before, "算错")) }.body(NOW + 1).unwrap();
    assert_eq!((&second.paper, second.version, &*second.reason), (&first.paper, 2, "算错"));
    send(&office.store, &second, &holders(&office.store, &before).unwrap(), NOW + 1, None).unwrap();
    let all = papers(&office.store).unwrap();
    assert_eq!(
        all.iter().map(|one| one.iter().map(|one| one.body.version).collect()).collect::<Vec<Vec<i64>>>(),
        [[2, 1]]
    );
    assert!(matches!(send(&office.store, &second, &[], NOW, None), Err(Unfit::Nobody)));
    assert!(matches!(paper(&office.store, "other"), Err(Unfit::NoPaper(_))));
}

#[test]
fn paperout_3_forms_are_those_of_the_newest_pack_and_the_built_in_ones() {
    let office = office();
    let built_in = forms(&office.store).unwrap();
    assert!(built_in.iter().all(|form| form.principal != PrincipalUse::None));
    let source = BUILT_IN.iter().find(|(key, _)| *key == "dealer_grading.json").unwrap().1;
    let mut own: Value = serde_json::from_str(source).unwrap();
    own["version"] = json!(2);
    own["title"] = json!("华禾分级");
    let file = json!({"pack": "HH-farm", "forms": [own]}).to_string();
    let pack = json!({"title": "包", "file": file, "seal": {}}).to_string();
    office.store.add_item("HB0732", PACK_KIND, &pack, NOW, None).unwrap();
    let now = forms(&office.store).unwrap();
    assert_eq!(now.len(), built_in.len(), "in its place");
    let form = form(&office.store, "dealer_grading").unwrap();
    assert_eq!((&*form.title, form.version), ("华禾分级", 2));
}

#[test]
fn paperout_4_what_is_typed_as_on_paper_is_read_and_shown_as_it_was_typed() {
    let form = form(&office().store, "dealer_assessment").unwrap();
    let fields = typed::fields(&form, &Values::new(), NOW);
    let of = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
        pairs.iter().map(|(key, text)| (format!("v_{key}"), (*text).to_owned())).collect()
    };
    let good =
        of(&[("score", "88.5"), ("award", "1,200"), ("penalty", "-0.5"), ("lines", "回访率 | 10 | 8 | 少 2 户")]);
    let (read, refused) = typed::values(&fields, &good);
    assert_eq!(refused, []);
    let wanted = json!({"score": 88_500, "award": 120_000, "penalty": -50,
        "lines": [{"item": "回访率", "weight": 10_000, "got": 8_000, "reason": "少 2 户"}]});
    assert_eq!(read, values(wanted));
    let field = |key: &str| form.field(key).unwrap();
    assert_eq!(typed::shown(field("score"), read.get("score")), "88.5");
    let again = typed::shown(field("lines"), read.get("lines"));
    assert_eq!(typed::values(&fields, &of(&[("lines", &again)])).0["lines"], read["lines"]);
    let bad = of(&[("score", "8.8.5"), ("award", "1.005"), ("lines", "a|1|1|b|c")]);
    let places: Vec<String> = typed::values(&fields, &bad).1.into_iter().map(|(path, _)| path).collect();
    assert_eq!(places, ["score", "lines", "award"]);
}
