//! Stories of head office's answer to a case of exchange or return, come by its feed.

use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, sale};
use serde_json::{Value, json};

/// A case of a machine of a maker, which waits for its head office's answer.
fn asked(world: &World, maker: &str, serial: &str) -> Value {
    world.call("sale_open", sale(maker, serial, "2026-10-02"));
    let draft = json!({"machine": {"serial": serial}, "made_on": "2026-10-16", "kind": "exchange", "words": "换一台", "basis": "协商办理"});
    let case = world.call("remedy_open", draft);
    world.call("remedy_step", json!({"id": case["id"], "kind": "asked", "on": "2026-10-17", "words": "请批换机"}))
}

fn shown(world: &World, case: &Value) -> Value {
    world.call("remedy_show", json!({"id": case["id"]}))
}

fn answered(case: &Value) -> Value {
    let steps = case["steps"].as_array().into_iter().flatten();
    steps.into_iter().find(|step| step["kind"] == "answered").cloned().unwrap_or_default()
}

fn answer(case: &Value, verdict: &str, words: &str) -> Value {
    json!({"title": "换货答复", "case_no": case["no"], "verdict": verdict, "on": "2026-10-18", "by": "刘审", "no": "PF-3", "words": words})
}

fn publish(office: &HeadOffice, body: &Value) -> Outcome<String> {
    office.run(&["notice", "add", "HB0732A", "--kind", "remedy_answer", "--json", &body.to_string()])
}

/// The newest line of the list of messages, after head office was asked.
fn told(world: &World) -> String {
    world.call("sync_now", json!({"principal": "HH"}));
    world.call("inbox_list", json!({}))["rows"][0]["title"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn rcased_13_an_answer_by_the_feed_is_the_cases_once_and_says_so() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let case = asked(&world, "HH", "HH26B00001");
    publish(&office, &answer(&case, "approved", ""))?;
    let said = told(&world);
    assert!(said.contains("换货退货答复") && said.contains("收下"), "{said}");
    let stands = shown(&world, &case);
    let step = answered(&stands);
    assert_eq!(
        [&stands["state"], &step["by_feed"], &step["who"], &step["no"]],
        [&json!("approved"), &json!(true), &json!("刘审"), &json!("PF-3")]
    );
    assert_eq!(step["on"], "2026-10-18");

    publish(&office, &answer(&case, "approved", ""))?;
    assert!(told(&world).contains("已有"), "the same again");
    assert_eq!(shown(&world, &case)["rev"], stands["rev"], "changes nothing");

    // By the record's own id; another answer stands in the place of the first, which stays on record.
    let mut other = answer(&case, "refused", "照片看不清");
    other["record_id"] = case["id"].clone();
    other["case_no"] = json!("");
    publish(&office, &other)?;
    assert!(told(&world).contains("改了此前的答复"));
    let stands = shown(&world, &case);
    assert_eq!((&stands["state"], stands["earlier"].as_array().map(Vec::len)), (&json!("refused"), Some(1)));

    // It wants more paper: the case waits for it, and a clerk may still put the answer in by hand.
    publish(&office, &answer(&case, "needs_material", "补铭牌照片"))?;
    told(&world);
    let stands = shown(&world, &case);
    assert_eq!([&stands["state"], &answered(&stands)["says"]], ["asked", "要求补材料"], "{stands}");
    let typed = json!({"id": case["id"], "kind": "answered", "doing": "correct", "verdict": "approved", "on": "2026-10-19", "who": "刘审", "reason": "电话答复"});
    let typed = world.call("remedy_step", typed);
    assert_eq!([&typed["state"], &answered(&typed)["by_feed"]], [&json!("approved"), &json!(false)]);
    world.call("sync_now", json!({"principal": "HH"}));
    assert_eq!(office.list("remedy")?.iter().filter(|one| one.to_string().contains("needs_material")).count(), 1);
    Ok(())
}

#[test]
fn rcased_13_an_answer_nobody_can_take_is_said_and_changes_nothing() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let ours = asked(&world, "HH", "HH26B00001");
    let theirs = asked(&world, "WY", "WY26B00001");
    let stand = || {
        [&ours, &theirs].map(|case| {
            let view = shown(&world, case);
            [view["rev"].clone(), view["state"].clone(), view["steps"].clone(), view["earlier"].clone()]
        })
    };
    let before = stand();
    let refused = |body: &Value, why: &str| -> Outcome<()> {
        publish(&office, body)?;
        let said = told(&world);
        assert!(said.contains("没有收") && said.contains(why), "{why}: {said}");
        Ok(())
    };
    let mut stranger = answer(&ours, "approved", "");
    stranger["case_no"] = json!("HB9999-TH-2610-A0001");
    refused(&stranger, "HB9999-TH-2610-A0001")?;
    refused(&answer(&theirs, "approved", ""), "本机没有")?;
    refused(&answer(&ours, "refused", ""), "理由")?;
    let mut late = answer(&ours, "approved", "");
    late["on"] = json!("2026-10-16");
    refused(&late, "报总部日期")?;
    late["on"] = json!("十月");
    refused(&late, "不是日期")?;
    assert_eq!(stand(), before);
    world.call("remedy_void", json!({"id": ours["id"], "reason": "用户撤回"}));
    refused(&answer(&ours, "approved", ""), "已作废")?;
    let gone = office.run(&["notice", "add", "HB0732A", "--kind", "remedy_answer", "--json", r#"{"title": "答复"}"#]);
    assert!(gone.is_err(), "head office does not send what says nothing");
    Ok(())
}
