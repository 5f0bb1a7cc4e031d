//! The shipped definitions, and forms of a maker's pack.

use super::fixtures::COMPLAINT;
use crate::form::{BUILT_IN, Form, built_in_forms, together};
use crate::policy::{PolicyPack, SHIPPED, diff};
use serde_json::{Value, json};

#[test]
fn every_shipped_definition_is_read_and_they_stand_beside_each_other() {
    let faults = |(file, text): &(&str, &str)| {
        let found = Form::read(text).err().unwrap_or_default();
        found.into_iter().map(|fault| format!("{file} {fault}")).collect::<Vec<_>>()
    };
    assert_eq!(BUILT_IN.iter().flat_map(faults).collect::<Vec<_>>(), [""; 0]);
    let forms = built_in_forms();
    let faults = together(&forms, &[]);
    assert!(faults.is_empty(), "{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    for ((file, _), form) in BUILT_IN.iter().zip(&forms) {
        assert_eq!(*file, format!("{}.json", form.key), "a file is called after its key");
    }
}

fn form(change: impl FnOnce(&mut Value)) -> Form {
    let mut json: Value = serde_json::from_str(COMPLAINT).unwrap();
    json["key"] = json!("grievance");
    json["number"]["letters"] = json!("ZZ");
    json["sections"][2]["fields"][7]["to"] = json!("form:grievance");
    json["steps"][2]["next"]["form"] = json!("grievance");
    change(&mut json);
    Form::read(&json.to_string()).unwrap()
}

#[test]
fn formdef_13_keys_and_letters_are_of_one_form_and_others_are_there() {
    let said = |forms: &[Form], beside: &[Form]| {
        together(forms, beside).iter().map(|fault| format!("{} {}", fault.place, fault.code)).collect::<Vec<_>>()
    };
    let own = form(|_| {});
    assert_eq!(said(std::slice::from_ref(&own), &[]), [""; 0]);
    assert_eq!(said(&[own.clone(), own.clone()], &[]), ["forms[1].key twice"]);
    let other = form(|json| json["key"] = json!("other"));
    assert_eq!(said(&[other.clone(), own.clone()], &[])[1..], ["forms[1].number.letters taken"]);
    assert_eq!(
        said(std::slice::from_ref(&own), std::slice::from_ref(&own)),
        [""; 0],
        "a newer one stands in its place"
    );
    let lettered = form(|json| json["number"]["letters"] = json!("YY"));
    assert_eq!(said(&[lettered], std::slice::from_ref(&own)), ["forms[0].number.letters other_letters"]);
    assert_eq!(said(&[form(|json| json["sections"][2]["fields"][7]["to"] = json!("form:nothing"))], &[]).len(), 2);
    let fills =
        |own: &str, offered: &str| form(|json| json["sections"][2]["fields"][7]["fills"] = json!({own: offered}));
    assert_eq!(said(&[fills("answered_on", "assigned_at")], &[]), [""; 0], "of an instant a day takes its day");
    assert_eq!(
        said(&[fills("answered_on", "loss")], &[]),
        ["forms[0].sections[2].fields[7].fills.answered_on impossible"]
    );
    assert_eq!(said(&[fills("phone", "day")], &[]), ["forms[0].sections[2].fields[7].fills.phone impossible"]);
    let copies = form(|json| json["steps"][2]["next"]["link"] = json!("product"));
    assert_eq!(said(&[copies], &[]), ["forms[0].steps[2].next.link impossible"]);
}

#[test]
fn formdef_17_what_excuses_a_paper_knows_it_and_belongs_to_makers() {
    let awaited = form(|json| json["expected"] = json!({"rule": "assessment.result", "excused_by": "excuse"}));
    let excuse = |change: &dyn Fn(&mut Value)| {
        form(|json| {
            json["key"] = json!("excuse");
            json["number"]["letters"] = json!("YZ");
            let codes = json!([["grievance", "投诉"]]);
            let paper = json!({"key": "paper", "title": "来文", "kind": "choice", "codes": codes});
            json["sections"][0]["fields"].as_array_mut().unwrap().push(paper);
            change(json);
        })
    };
    let said = |forms: &[Form]| {
        let faults = together(forms, &[]).into_iter().filter(|fault| fault.place.contains("expected"));
        faults.map(|fault| format!("{} {}", fault.place, fault.code)).collect::<Vec<_>>()
    };
    let wrong = ["forms[0].expected.excused_by impossible"];
    assert_eq!(said(&[awaited.clone(), excuse(&|_| ())]), [""; 0]);
    assert_eq!(said(std::slice::from_ref(&awaited)), ["forms[0].expected.excused_by unknown_form"]);
    let of_another = excuse(&|json| json["sections"][0]["fields"][5]["codes"] = json!([["sale", "销售"]]));
    assert_eq!(said(&[awaited.clone(), of_another]), wrong, "it does not know the paper");
    let of_nobody = excuse(&|json| {
        json["principal"] = json!("none");
        json["travels"] = Value::Null;
    });
    assert_eq!(said(&[awaited, of_nobody]), wrong, "whose paper did not come?");
}

#[test]
fn a_pack_is_taken_with_its_forms_or_not_at_all() {
    let pack = |forms: Value| {
        let mut pack: Value = serde_json::from_str(SHIPPED[6]).unwrap();
        pack["forms"] = forms;
        PolicyPack::read(&pack.to_string())
    };
    let mut own: Value = serde_json::from_str(COMPLAINT).unwrap();
    own["version"] = json!(7);
    let read = pack(json!([own])).unwrap();
    assert_eq!(read.forms.len(), 1);
    assert!(PolicyPack::read(&serde_json::to_string(&read).unwrap()).is_ok(), "a pack is written and read again");
    own["sections"][1]["fields"][0]["required_if"] = json!("loss");
    let faults = pack(json!([own])).unwrap_err().0;
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].to_string().starts_with("/forms/0/sections/1/fields/0/required_if：公式第 1 个字"),
        "{}",
        faults[0]
    );
    own["sections"][1]["fields"][0]["required_if"] = json!(null);
    own["number"]["letters"] = json!("FK");
    assert!(pack(json!([own])).unwrap_err().to_string().contains("编号字母「FK」已经是"));
    assert_eq!(pack(json!([own, 5])).unwrap_err().0.len(), 1);
    own["number"]["letters"] = json!("TS");
    own["version"] = json!(8);
    let newer = pack(json!([own])).unwrap();
    assert_eq!(diff(&read, &newer).head, ["登记表「客户投诉登记反馈表」：第 7 版 → 第 8 版，内容有改动"]);
    assert_eq!(diff(&newer, &pack(json!([])).unwrap()).head, ["登记表「客户投诉登记反馈表」：不再有"]);
}

#[test]
fn formdef_13_letters_of_the_desks_own_papers_are_taken() {
    let repair = form(|json| json["number"]["letters"] = json!("WX"));
    let found = together(std::slice::from_ref(&repair), &[]);
    assert!(found.iter().any(|one| one.place == "forms[0].number.letters" && one.code == "taken"), "{found:?}");
}
