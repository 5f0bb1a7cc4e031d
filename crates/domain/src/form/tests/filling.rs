//! Filling, steps, and what an entry says.

use super::fixtures::{COMPLAINT, NOW, complaint, given, text, values};
use crate::form::{Amending, FieldValue, Filled, Form, Given, Names, Values};
use crate::operator::Role;
use serde_json::json;

fn fill(json: serde_json::Value) -> Filled {
    complaint().fill(&values(json), &given())
}

fn refused(filled: &Filled) -> Vec<String> {
    filled.refused.iter().map(|one| format!("{} {} {one}", one.path, one.why.code())).collect()
}

#[test]
fn formdef_3_a_number_counts_as_it_reads_and_nothing_is_assumed() {
    let lines = json!([{"part": "皮带", "qty": 2500, "price": 1001}, {"part": "油", "qty": 500}]);
    let filled = fill(json!({"kind": "quality", "loss": 100_001, "lines": lines}));
    let rows = filled.values["lines"].rows();
    assert_eq!(rows[0]["amount"], FieldValue::Number(2503), "2.5 × 10.01 元, half up to the fen");
    assert_eq!(rows[1]["amount"], FieldValue::Number(0));
    assert_eq!(filled.values["total"], FieldValue::Number(2503));
    assert_eq!(filled.values["mean"], FieldValue::Number(834), "25.03 元 over 3 kg");
    assert_eq!(filled.values["serious"], FieldValue::Truth(true));
    assert!(!filled.values.contains_key("days"), "no answer, no days");
    let answered = fill(json!({"received_on": "2026-10-12", "answered_on": "2026-10-19"}));
    assert_eq!(answered.values["days"], FieldValue::Number(7000));
    assert_eq!(answered.values["late"], FieldValue::Truth(false));
    assert_eq!(fill(json!({"received_on": "2026-10-12"})).values["late"], FieldValue::Truth(true));
    assert!(!fill(json!({})).values.contains_key("late"), "without its day nobody knows");
}

#[test]
fn formdef_5_what_is_hidden_keeps_no_value_and_is_never_required() {
    let filled = fill(json!({"kind": "service", "loss": 5, "lines": [{"qty": "三"}], "words": "打了电话"}));
    for gone in ["loss", "lines", "total", "words"] {
        assert!(!filled.values.contains_key(gone), "{gone}");
        assert!(filled.hidden.contains(gone), "{gone}");
        assert!(!filled.required.contains(gone), "{gone}");
    }
    assert_eq!(refused(&filled), ["complainant missing 投诉人没有填", "received_on missing 投诉日期没有填"]);
}

#[test]
fn refusals_stand_at_their_fields_in_the_order_of_the_form() {
    let filled = fill(json!({
        "complainant": "c1", "received_on": "2026-10-20", "kind": "else", "answered_on": "2026-02-30", "colour": "red",
    }));
    assert_eq!(
        refused(&filled),
        [
            "colour unknown 这张表里没有「colour」这一栏",
            "received_on day_after 投诉日期（2026年10月20日）在今天（2026年10月19日）之后，请看看哪一个写错了",
            "kind no_code 投诉类别没有「else」这个选项",
            "answered_on not_a_day 答复日期不是存在的日期（应为 2026-08-26 这样）",
        ]
    );
    assert_eq!(filled.values["kind"], text("else"), "what was typed is not lost");
    let lines = json!([{"part": "油", "qty": 0}, {}, {"qty": 250, "price": true}]);
    let filled = fill(json!({
        "complainant": "c1", "received_on": "2026-10-19", "kind": "quality", "loss": 200_000, "lines": lines,
    }));
    assert_eq!(
        refused(&filled),
        [
            "photos missing 照片没有填",
            "lines[0].qty out_of_range 第 1 行：数量不能小于 0.1",
            "lines[2].part missing 第 3 行：零件没有填",
            "lines[2].qty decimals 第 3 行：数量最多写 1 位小数",
            "lines[2].price wrong_kind 第 3 行：单价不对：这里要金额",
        ],
        "an empty row asks for nothing"
    );
}

#[test]
fn an_entry_says_what_people_call_its_records() {
    let names = Names::from([("c1".to_owned(), "王丹".to_owned())]);
    let said = complaint().says(&values(json!({"complainant": "c1", "product": "清河-504"})), &names);
    assert_eq!(said, "王丹 清河-504");
    assert_eq!(complaint().says(&Values::new(), &names), "");
}

fn begun() -> Values {
    let new = values(json!({"complainant": "c1", "kind": "service", "received_on": "2026-10-19"}));
    complaint().begin(&new, &given()).unwrap().values
}

fn in_state(state: &str) -> Given {
    Given { state: state.into(), ..given() }
}

#[test]
fn formdef_6_a_step_asks_stamps_and_is_taken_by_who_may() {
    let form = complaint();
    let codes =
        |all: Vec<crate::form::Refused>| all.into_iter().map(|one| (one.path, one.why.code())).collect::<Vec<_>>();
    let owner = values(json!({"owner": "t1"}));
    let take =
        |step: &str, role, asked: &Values, state: &str| form.take(step, role, &begun(), asked, "", &in_state(state));
    assert_eq!(codes(take("assign", Role::Clerk, &owner, "received").unwrap_err()), [(String::new(), "not_yours")]);
    assert_eq!(codes(take("close", Role::Owner, &owner, "received").unwrap_err()), [(String::new(), "not_now")]);
    let nobody = take("assign", Role::Director, &Values::new(), "received").unwrap_err();
    assert_eq!(codes(nobody), [("owner".to_owned(), "missing")], "it must be there in the state the step leads to");
    let other = values(json!({"owner": "t1", "kind": "quality"}));
    assert_eq!(codes(take("assign", Role::Director, &other, "received").unwrap_err())[0].1, "not_asked");
    let assigned = take("assign", Role::Director, &owner, "received").unwrap();
    assert_eq!(assigned.state, "assigned");
    assert_eq!(assigned.values["assigned_at"], FieldValue::Number(NOW));
    let asked = values(json!({"answered_on": "2026-10-19", "accepted": false}));
    let refusal = form.take("close", Role::Director, &assigned.values, &asked, "", &in_state("assigned")).unwrap_err();
    assert_eq!(refusal[0].to_string(), "还不能结案：请看「客户认可」");
    let refusal =
        form.take("refuse", Role::Clerk, &assigned.values, &Values::new(), " ", &in_state("assigned")).unwrap_err();
    assert_eq!(codes(refusal), [("reason".to_owned(), "no_reason")]);
    let offered: Vec<&str> = form.offers("assigned", Role::Clerk).into_iter().map(|step| step.key.as_str()).collect();
    assert_eq!(offered, ["refuse"]);
}

fn by_owner(went: bool, reason: &str) -> Amending<'_> {
    Amending { role: Role::Owner, taken: &[], went, reason }
}

#[test]
fn formdef_7_what_a_decision_put_in_is_put_right_by_who_may_decide() {
    let form = complaint();
    let given = in_state("assigned");
    let mut old = begun();
    old.insert("owner".into(), text("t1"));
    let mut new = old.clone();
    new.insert("owner".into(), text("t2"));
    let taken = ["assign".to_owned()];
    let by = |role: Role, taken| Amending { role, taken, went: false, reason: "笔误" };
    let why = form.amend(&old, &new, by(Role::Clerk, &taken), &given).unwrap_err();
    assert_eq!((why[0].path.as_str(), why[0].why.code()), ("owner", "decided"));
    assert_eq!(why[0].to_string(), "承办人是「指派」时定下的，只有服务主任或老板能改");
    assert!(form.amend(&old, &new, by(Role::Director, &taken), &given).is_ok());
    assert!(form.amend(&old, &new, by(Role::Clerk, &[]), &given).is_ok(), "before the step nobody decided it");
    let mut left_out = new.clone();
    left_out.remove("owner");
    let kept = form.amend(&old, &left_out, by(Role::Clerk, &taken), &given).unwrap();
    assert_eq!(kept.values.get("owner"), old.get("owner"));
}

#[test]
fn formdef_6_what_is_put_into_a_field_that_is_hidden_after_the_step_is_refused() {
    let form = complaint();
    let mut asks = serde_json::from_str::<serde_json::Value>(super::fixtures::COMPLAINT).unwrap();
    asks["steps"][1]["asks"] = json!(["answered_on", "accepted", "words", "loss"]);
    let asking = crate::form::Form::read(&asks.to_string()).unwrap();
    let owner = values(json!({"owner": "t1"}));
    let assigned = form.take("assign", Role::Director, &begun(), &owner, "", &in_state("received")).unwrap();
    let close = |loss: serde_json::Value| {
        let asked = values(json!({"answered_on": "2026-10-19", "accepted": true, "loss": loss}));
        asking.take("close", Role::Director, &assigned.values, &asked, "", &in_state("assigned"))
    };
    let codes: Vec<_> = close(json!(500)).unwrap_err().into_iter().map(|one| (one.path, one.why.code())).collect();
    assert_eq!(codes, [("loss".to_owned(), "hidden")], "the loss is asked of complaints of quality only");
    assert_eq!(close(json!("")).unwrap().state, "closed", "an empty box is no loss");
    let after = asking.after(asking.step("close").unwrap(), &assigned.values, &Values::new(), &in_state("assigned"));
    assert!(after.hidden.contains("loss") && !after.hidden.contains("words"), "as it stands where the step leads to");
}

#[test]
fn formdef_7_what_is_locked_or_stamped_is_not_written_by_hand() {
    let form = complaint();
    let old = begun();
    let mut new = old.clone();
    new.insert("kind".into(), text("quality"));
    new.insert("loss".into(), FieldValue::Number(1));
    let locked = form.amend(&old, &new, by_owner(false, "抄错了"), &in_state("closed")).unwrap_err();
    assert_eq!(locked[0].to_string(), "投诉类别在「已结案」时不能再改");
    new.insert("assigned_at".into(), FieldValue::Number(NOW));
    let stamped = form.amend(&old, &new, by_owner(false, ""), &in_state("received")).unwrap_err();
    assert_eq!(stamped[0].to_string(), "指派时刻由「指派」这一步自动写入，不能自己填");
    let mut kept = old.clone();
    kept.remove("kind");
    let kept = form.amend(&old, &kept, by_owner(false, "抄错了"), &in_state("closed")).unwrap();
    assert_eq!(kept.values.get("kind"), old.get("kind"), "what is left out of it stands");
    let begun = form.begin(&new, &given()).unwrap_err();
    assert_eq!(begun[0].path, "assigned_at", "nor in a new entry");
}

#[test]
fn formdef_8_from_a_final_state_on_a_change_has_its_reason() {
    let form = complaint();
    let old = begun();
    let mut new = old.clone();
    new.insert("product".into(), text("清河-504"));
    assert!(form.amend(&old, &new, by_owner(false, ""), &in_state("received")).is_ok());
    assert_eq!(form.amend(&old, &new, by_owner(true, ""), &in_state("received")).unwrap_err()[0].path, "reason");
    assert_eq!(form.amend(&old, &new, by_owner(false, ""), &in_state("closed")).unwrap_err()[0].path, "reason");
    assert!(form.amend(&old, &new, by_owner(false, "抄错了"), &in_state("closed")).is_ok());
}

#[test]
fn formdef_3_a_row_of_empty_boxes_is_no_row() {
    let given =
        values(json!({"kind": "quality", "lines": [{"part": " "}, {"part": "皮带", "qty": 1000}, {"part": ""}]}));
    assert_eq!(complaint().without_blanks(&given)["lines"].rows().len(), 1);
}

#[test]
fn a_day_in_a_row_is_held_against_the_day_beside_it_and_not_against_one_called_the_same_outside() {
    let mut json: serde_json::Value = serde_json::from_str(COMPLAINT).unwrap();
    let at = json["sections"].as_array().unwrap().iter().position(|one| one.to_string().contains("\"lines\"")).unwrap();
    let fields = json["sections"][at]["fields"].as_array_mut().unwrap();
    let lines = fields.iter_mut().find(|field| field["key"] == "lines").unwrap();
    lines["fields"].as_array_mut().unwrap().extend([
        json!({"key": "received_on", "title": "到货日期", "kind": "day"}),
        json!({"key": "fitted_on", "title": "装机日期", "kind": "day", "not_before": "received_on"}),
        json!({"key": "seen_on", "title": "看过日期", "kind": "day", "not_before": "answered_on"}),
    ]);
    let form = Form::read(&json.to_string()).unwrap();
    let said = |row: serde_json::Value| {
        let entry = json!({"complainant": "王丹", "received_on": "2026-10-12", "answered_on": "2026-10-13", "kind": "quality",
            "loss": 1, "lines": [row]});
        let filled = form.fill(&values(entry), &given());
        let of_row = filled.refused.into_iter().filter(|one| one.path.to_string().starts_with("lines"));
        of_row.map(|one| one.to_string()).collect::<Vec<_>>()
    };
    let row = |days: serde_json::Value| {
        let mut row = json!({"part": "皮带", "qty": 1000, "price": 100});
        row.as_object_mut().unwrap().extend(days.as_object().unwrap().clone());
        row
    };
    assert_eq!(said(row(json!({"fitted_on": "2026-10-01"}))), [""; 0], "no day of arrival in the row");
    let early = said(row(json!({"received_on": "2026-10-02", "fitted_on": "2026-10-01"})));
    assert!(early.len() == 1 && early[0].contains("到货日期"), "{early:?}");
    let outside = said(row(json!({"seen_on": "2026-10-01"})));
    assert!(outside.len() == 1 && outside[0].contains("答复日期"), "no column is called so: {outside:?}");
}
