//! Filing a call with head office: by phone with the number to come, and what is not handed over any more.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, World};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

fn opened(world: &World) -> Value {
    world.call(
        "call_open",
        json!({"principal": "HH", "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"}),
    )
}

fn step(world: &World, call: &Value, kind: &str, more: Value) -> Value {
    let mut input = json!({"id": call["id"], "kind": kind});
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    world.call("call_step", input)
}

/// What stands on 今日 of a call.
fn today_of(world: &World, call: &Value) -> Value {
    let today = world.call("today", json!({}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().find(|item| item["no"] == call["no"]).unwrap_or(Value::Null)
}

fn says(item: &Value) -> &str {
    item["reason"].as_str().unwrap_or_default()
}

fn steps(call: &Value) -> Vec<&str> {
    call["next"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn call_13_a_filing_by_phone_waits_for_its_number_and_refers_nothing() -> Outcome<()> {
    let world = World::set_up()?;
    let made = opened(&world);
    step(&world, &made, "arranged", json!({}));
    step(&world, &made, "told", json!({}));
    let bare = world.refused("call_step", json!({"id": made["id"], "kind": "filed"}));
    assert_eq!((bare.code.as_str(), bare.field.as_str()), ("missing", "no"));
    let told = step(&world, &made, "filed", json!({"by_phone": true, "who": "李敏"}));
    let filed = &told["steps"][2];
    assert_eq!((&filed["awaits_no"], &filed["by_phone"], &filed["no"]), (&json!(true), &json!(true), &json!("")));
    assert!(steps(&told).contains(&"filed") && !steps(&told).contains(&"referred"), "{told}");
    let codes: Vec<_> = told["notices"].as_array().into_iter().flatten().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&json!("call_awaits_no")), "{told}");
    let refused = world.refused("call_step", json!({"id": made["id"], "kind": "referred"}));
    assert_eq!(refused.message, "「转总部」之前要先有「报总部备案的编号」，请先登记");
    // Head office was told in time; the number proves it whenever it comes.
    let arrange = |call: &Value| call["clocks"][0]["state"].clone();
    assert_eq!(arrange(&told), "met");
    world.pass(90 * MINUTE);
    let again = json!({"id": made["id"], "kind": "filed", "no": "BA-26-9", "request_id": "018f0000-0000-7000-8000-000000000013"});
    let first = world.call("call_step", again.clone());
    assert_eq!(world.call("call_step", again)["rev"], first["rev"], "a double click is answered");
    let numbered = &first["steps"][2];
    assert_eq!(
        (&numbered["no"], &numbered["awaits_no"], &numbered["who"]),
        (&json!("BA-26-9"), &json!(false), &json!("李敏"))
    );
    assert_eq!((&numbered["at"], arrange(&first)), (&filed["at"], json!("met")));
    assert_eq!(first["earlier"][0]["ended_reason"], "补上备案编号");
    let referred = step(&world, &made, "referred", json!({}));
    assert_eq!(referred["state"], "referred");
    Ok(())
}

#[test]
fn calltoday_7_a_filing_without_its_number_stands_until_it_is_there() -> Outcome<()> {
    let world = World::set_up()?;
    let made = opened(&world);
    step(&world, &made, "arranged", json!({}));
    step(&world, &made, "told", json!({}));
    step(&world, &made, "filed", json!({"by_phone": true}));
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    step(&world, &made, "done", json!({}));
    // Done, its repair opened, no clock runs any more: only the number is missing.
    let repair = json!({"call": made["id"], "parts": []});
    let mut draft = sanbao_tests::world::repair("HH", "HH26B35536", "2026-10-20");
    if let (Some(draft), Value::Object(repair)) = (draft.as_object_mut(), repair) {
        draft.extend(repair);
    }
    world.call("repair_open", draft);
    world.pass(35 * MINUTE);
    let item = today_of(&world, &made);
    assert!(says(&item).contains("编号待补已 35 分"), "{item}");
    assert_eq!(item["kind"], "call");
    world.pass(DAY);
    let next = today_of(&world, &made);
    assert!(says(&next).contains("今天先催"), "{next}");
    assert_eq!(next["kind"], "call_left");
    step(&world, &made, "filed", json!({"no": "BA-26-9"}));
    assert_eq!(today_of(&world, &made), Value::Null);
    Ok(())
}

#[test]
fn call_12_what_is_done_is_not_offered_to_head_office() -> Outcome<()> {
    let world = World::set_up()?;
    let made = opened(&world);
    let filed = step(&world, &made, "filed", json!({"no": "BA-26-1"}));
    assert!(steps(&filed).contains(&"referred"), "{filed}");
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    world.pass(MINUTE);
    let done = step(&world, &made, "done", json!({}));
    assert!(!steps(&done).contains(&"referred"), "{done}");
    world.pass(MINUTE);
    let refused = world.refused("call_step", json!({"id": made["id"], "kind": "referred"}));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("time_before", "at"));
    Ok(())
}

#[test]
fn words_1_a_free_text_offers_technicians_and_what_was_used() -> Outcome<()> {
    let world = World::set_up()?;
    let none = json!([]);
    assert_eq!(world.call("words_used", json!({"kind": "technician"})), none);
    for (nth, (technician, responsibility)) in
        [("周师傅", "用户使用"), ("胡师傅", "制造"), ("胡师傅", "制造"), ("", "")].into_iter().enumerate()
    {
        let mut draft = sanbao_tests::world::repair("HH", &format!("HH26B3553{nth}"), "2026-10-20");
        draft["technician"] = json!(technician);
        draft["responsibility"] = json!(responsibility);
        world.call("repair_open", draft);
    }
    assert_eq!(
        world.call("words_used", json!({"kind": "technician"})),
        json!(["胡师傅", "周师傅"]),
        "the most used first"
    );
    assert_eq!(world.call("words_used", json!({"kind": "responsibility"})), json!(["制造", "用户使用"]));
    assert_eq!(world.refused("words_used", json!({"kind": "phone"})).code, "bad_input");
    // Who works here as a technician comes first, once.
    for (name, role, pin) in
        [("王强", "owner", "135790"), ("周师傅", "technician", "246801"), ("吴师傅", "technician", "864209")]
    {
        world.call("operator_save", json!({"name": name, "role": role, "pin": pin}));
    }
    assert_eq!(world.call("words_used", json!({"kind": "technician"})), json!(["周师傅", "吴师傅", "胡师傅"]));
    Ok(())
}
