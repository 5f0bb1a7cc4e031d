//! Packs and calendars as head office sends them: what waits, what is settled, what is computed after installing.

use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm, order};
use sanbao_tests::programs;
use sanbao_tests::world::{World, machine_now};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// A calendar of 2027 whose new year rests until this day.
fn calendar(until: u32) -> String {
    let rest: Vec<String> = (1..=until).map(|day| format!("2027-01-{day:02}")).collect();
    json!({"calendar": "CN-2027", "year": 2027,
        "notices": [{"number": "国办发明电〔2026〕9号", "title": "关于2027年部分节假日安排的通知"}],
        "holidays": [{"name": "元旦", "statutory": ["2027-01-01"], "rest": rest, "work": []}]})
    .to_string()
}

fn publish(case: &Case, until: u32) -> Outcome<()> {
    let file = case.write("CN-2027.json", &calendar(until)).display().to_string();
    case.office.run(&["calendar", &file])?;
    case.world.call("sync_now", json!({}));
    Ok(())
}

fn waiting(world: &World) -> Vec<Value> {
    let list = world.call("policy_list", json!({}))["waiting"].as_array().cloned().unwrap_or_default();
    let mut today = world.call("today", json!({}))["items"].as_array().cloned().unwrap_or_default();
    today.retain(|item| item["kind"] == "policy");
    let ids = |lines: &[Value], key: &str| lines.iter().map(|line| line[key].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&list, "item"), ids(&today, "id"), "the policy page and 今日 say the same");
    list
}

#[test]
fn install_13_an_older_calendar_of_the_year_is_settled_and_undoes_nothing() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    publish(&case, 4)?;
    let first = waiting(world).remove(0)["item"].take();
    publish(&case, 5)?;
    let lines = waiting(world);
    assert!(lines.len() == 1 && lines[0]["item"] != first, "{lines:?}");
    let refused = world.refused("calendar_check", json!({"item": first}));
    assert!(refused.code == "pack_older" && refused.message.contains("后来又发了一份 2027 年"), "{}", refused.message);
    let source = json!({"item": lines[0]["item"]});
    let seen = world.call("calendar_check", source.clone());
    let old = json!({"source": {"item": first}, "sha256": seen["sha256"], "by": "陈静"});
    assert_eq!(world.refused("calendar_install", old).code, "pack_older");
    world.call("calendar_install", json!({"source": source, "sha256": seen["sha256"], "by": "陈静"}));
    assert_eq!(waiting(world), [] as [Value; 0]);
    assert_eq!(world.refused("calendar_check", json!({"item": first})).code, "pack_older");
    Ok(())
}

#[test]
fn install_11_what_cannot_be_used_is_dismissed_by_a_person() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let torn = r#"{"title": "2027 年工作日历", "file": "{}"}"#;
    case.office.run(&["notice", "add", "HB0732A", "--kind", "work_calendar", "--json", torn])?;
    world.call("sync_now", json!({}));
    let line = waiting(world).remove(0);
    assert!(line["problem"].is_string(), "{line}");
    let answer = world.app().call("inbox_read", json!({"id": line["item"]})).map_err(|e| e.message)?;
    let touched = answer["touched"].as_array().cloned().unwrap_or_default();
    assert!(touched.contains(&json!("policy")), "the page that shows it is read again: {touched:?}");
    assert_eq!(waiting(world), [] as [Value; 0]);
    Ok(())
}

#[test]
fn install_5_a_stored_seal_that_cannot_be_read_lets_nothing_in() -> Outcome<()> {
    let case = Case::new()?;
    case.install(&farm("2026.10"))?;
    Connection::open(case.world.dir().join("desk.db"))?.execute("UPDATE policy_pack SET seal = '{'", [])?;
    let source = case.signed(&farm("2026.11").to_string())?;
    let refused = case.world.refused("policy_check", source.clone());
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("bad_seal", "seal"));
    assert!(refused.message.contains("HH-farm 2026.10 的签名存坏了"), "{}", refused.message);
    let blind = json!({"source": source, "sha256": "", "base": "", "by": "陈静"});
    assert_eq!(case.world.refused("policy_install", blind).code, "bad_seal");
    // 今日 says it and goes on.
    let file = source["file"].as_str().unwrap_or_default();
    case.office.run(&["policy", "publish", file])?;
    case.world.call("sync_now", json!({}));
    let line = waiting(&case.world).remove(0);
    assert!(line["problem"].as_str().unwrap_or_default().contains("签名存坏了"), "{line}");
    Ok(())
}

fn computing(world: &World) -> Value {
    world.call_alone("policy_list", json!({}))["computing"].take()
}

/// A card sold today by a clock head office shares, and a pack that was looked at and gives it fewer days.
fn looked_at(case: &Case) -> Outcome<(Value, Value)> {
    let world = &case.world;
    world.set_clock(machine_now());
    world.call("sync_now", json!({}));
    let today = world.call("desk_status", json!({}))["today"].as_str().unwrap_or_default().to_owned();
    let card = world.sell("HH26A00001", &today);
    let source = case.signed(&farm("2026.10").to_string())?;
    let seen = world.call("policy_check", source.clone());
    Ok((card, order(&source, &seen)))
}

/// Days from the sale, which is of today, to the due day.
fn given(world: &World, sale: &Value) -> Outcome<i64> {
    let day = |value: &Value| value.as_str().unwrap_or_default().parse::<domain::Day>();
    let due = world.call_alone("sale_show", json!({"id": sale["id"]}))["due"]["due_on"].take();
    Ok(day(&world.call_alone("desk_status", json!({}))["today"])?.days_until(day(&due)?))
}

#[test]
fn install_14_installing_does_not_wait_for_what_it_moves() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let (card, order) = looked_at(&case)?;
    assert_eq!(computing(world), Value::Null);
    world.call_alone("policy_install", order);
    assert_eq!((given(world, &card)?, computing(world)), (20, json!({"done": 0, "total": 1})));
    assert!(world.app().tick(), "the background does it");
    assert_eq!((given(world, &card)?, computing(world)), (15, Value::Null));
    Ok(())
}

#[test]
fn install_14_the_command_line_is_done_when_it_ends() -> Outcome<()> {
    let case = Case::new()?;
    let (card, order) = looked_at(&case)?;
    let done = Command::new(programs::path("sanbao")?)
        .args(["--data", &case.world.dir().display().to_string(), "call", "policy_install", &order.to_string()])
        .output()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert_eq!((given(&case.world, &card)?, computing(&case.world)), (15, Value::Null));
    Ok(())
}

#[test]
fn a_look_at_what_moves_can_be_stopped() -> Outcome<()> {
    let case = Case::new()?;
    case.world.sell("HH26A00001", "2026-10-12");
    let mut source = case.signed(&farm("2026.10").to_string())?;
    source["task"] = "look".into();
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stopped.load(Ordering::Relaxed) {
                let looked = case.world.app().call("policy_check", source.clone());
                stopped.store(looked.is_err_and(|why| why.code == "stopped"), Ordering::Relaxed);
            }
        });
        while !stopped.load(Ordering::Relaxed) {
            case.world.call_alone("task_stop", json!({"id": "look"}));
        }
    });
    Ok(())
}
