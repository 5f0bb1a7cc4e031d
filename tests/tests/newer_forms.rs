//! Stories of an entry that goes over to a newer version of its form.

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use serde_json::{Value, json};

const FORM: &str = include_str!("../../policies/forms/quality_feedback.json");

fn save(case: &Case) -> Value {
    let values = json!({"found_on": "2026-10-20", "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121",
        "serial_no": "HH26B35536", "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"});
    case.world.call("entry_save", json!({"form": "quality_feedback", "principal": "HH", "values": values}))
}

fn field<'a>(form: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    let fields = form["sections"].as_array_mut()?.iter_mut().flat_map(|one| one["fields"].as_array_mut());
    fields.flatten().find(|one| one["key"] == key)
}

/// The maker's pack brings this version of the form.
fn bring(case: &Case, version: &str, form: Value) -> Outcome<()> {
    let mut pack = farm(version);
    pack["forms"] = json!([form]);
    case.install(&pack)?;
    Ok(())
}

fn shown(case: &Case, entry: &Value) -> Value {
    case.world.call("entry_show", json!({"id": entry["id"]}))
}

#[test]
fn raise_1_what_is_new_and_what_has_to_be_filled_is_told_before() -> Outcome<()> {
    let case = Case::new()?;
    let made = save(&case);
    assert_eq!(made["newer"], Value::Null);
    let mut form: Value = serde_json::from_str(FORM)?;
    form["version"] = json!(2);
    let oil = json!({"key": "oil", "title": "机油牌号", "kind": "text", "required": true});
    form["sections"][0]["fields"].as_array_mut().ok_or("no fields")?.push(oil);
    bring(&case, "2026.2", form.clone())?;
    let newer = shown(&case, &made)["newer"].take();
    assert_eq!(newer, json!({"version": 2, "added": ["机油牌号"], "needed": ["机油牌号"], "refusal": ""}));

    // One that means another kind by a field of it is not offered.
    form["version"] = json!(3);
    let serial = field(&mut form, "serial_no").ok_or("no serial_no")?;
    *serial = json!({"key": "serial_no", "title": "出厂编号", "kind": "long_text"});
    bring(&case, "2026.3", form)?;
    let stands = shown(&case, &made);
    assert!(stands["newer"]["refusal"].as_str().is_some_and(|why| why.contains("改了种类")), "{stands}");
    let raise = json!({"id": made["id"], "rev": made["rev"], "version": 3});
    assert_eq!(case.world.refused("entry_raise", raise).code, "wrong_state");
    assert_eq!(shown(&case, &made)["form_version"], 1);
    Ok(())
}

#[test]
fn raise_2_what_was_written_stays_and_what_is_demanded_is_filled_before_the_next_step() -> Outcome<()> {
    let case = Case::new()?;
    let made = save(&case);
    let mut form: Value = serde_json::from_str(FORM)?;
    form["version"] = json!(2);
    let oil = json!({"key": "oil", "title": "机油牌号", "kind": "text", "required": true});
    form["sections"][0]["fields"].as_array_mut().ok_or("no fields")?.push(oil);
    bring(&case, "2026.2", form)?;
    let raised = case.world.call("entry_raise", json!({"id": made["id"], "rev": made["rev"], "version": 2}));
    assert_eq!((&raised["form_version"], &raised["values"]), (&json!(2), &made["values"]), "nothing is invented");
    assert_eq!((&raised["no"], raised["newer"].is_null()), (&made["no"], true));
    let past = raised["history"].as_array().ok_or("no history")?;
    assert_eq!(past.len(), 2, "the version before stays: {past:?}");
    assert!(past[1]["reason"].as_str().is_some_and(|why| why.contains("第 2 版")), "{past:?}");

    let send = json!({"sent_on": "2026-10-20", "sent_way": "sync"});
    let step = |rev: &Value| json!({"id": made["id"], "rev": rev, "step": "send", "values": send});
    let why = case.world.refused("entry_step", step(&raised["rev"]));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("missing", "values.oil"), "{why:?}");
    let mut values = raised["values"].clone();
    values["oil"] = json!("15W-40");
    let filled = case.world.call(
        "entry_save",
        json!({"id": made["id"], "rev": raised["rev"], "form": "quality_feedback", "principal": "HH", "values": values}),
    );
    assert_eq!(case.world.call("entry_step", step(&filled["rev"]))["state"], "sent");
    case.world.call("sync_now", json!({}));
    let kept = case.office.list("form_entry")?.pop().ok_or("head office has nothing")?;
    assert_eq!(kept["body"]["form_version"], 2, "{kept}");
    Ok(())
}

#[test]
fn raise_3_the_version_is_the_one_that_was_shown() -> Outcome<()> {
    let case = Case::new()?;
    let made = save(&case);
    let mut form: Value = serde_json::from_str(FORM)?;
    form["version"] = json!(3);
    bring(&case, "2026.2", form)?;
    let raise = |rev: i64, version: i64| json!({"id": made["id"], "rev": rev, "version": version});
    assert_eq!(case.world.refused("entry_raise", raise(1, 2)).code, "wrong_state");
    assert_eq!(case.world.call("entry_raise", raise(1, 3))["rev"], 2);
    assert_eq!(case.world.refused("entry_raise", raise(1, 3)).code, "stale");
    Ok(())
}

/// Numbers and sums of the register, narrowed to one value.
fn narrowed(case: &Case, field: &str, value: Value) -> (Vec<Value>, Value) {
    let query = json!({"form": "quality_feedback", "principal": "HH", "filters": {field: value}, "sums": true});
    let page = case.world.call("entry_list", query);
    (page["rows"].as_array().into_iter().flatten().map(|row| row["no"].clone()).collect(), page["totals"].clone())
}

#[test]
fn register_2_an_entry_of_the_first_version_is_found_and_added_up_by_the_second() -> Outcome<()> {
    let case = Case::new()?;
    let mut form: Value = serde_json::from_str(FORM)?;
    let list = |filters: Value, totals: Value| json!({"columns": ["found_on", "affected", "state"], "filters": filters, "totals": totals});
    form["list"] = list(json!(["state"]), json!([]));
    bring(&case, "2026.2", form.clone())?;
    let made = save(&case);
    assert_eq!(narrowed(&case, "state", json!("written")), (vec![made["no"].clone()], json!({})));

    form["version"] = json!(2);
    let fields = form["sections"][0]["fields"].as_array_mut().ok_or("no fields")?;
    fields.push(json!({"key": "paid", "title": "已花费用", "kind": "money"}));
    form["list"] = list(json!(["stage", "kind", "state"]), json!(["affected", "paid"]));
    bring(&case, "2026.3", form)?;
    let sums = json!({"affected": "2 台", "paid": "0.00"});
    assert_eq!(narrowed(&case, "stage", json!("service")), (vec![made["no"].clone()], sums));
    assert!(narrowed(&case, "stage", json!("sale")).0.is_empty());
    let stands = shown(&case, &made);
    assert_eq!((&stands["form_version"], &stands["values"]["paid"]), (&json!(1), &Value::Null), "as it was written");
    Ok(())
}
