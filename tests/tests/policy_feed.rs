//! Packs and calendars as head office sends them: what waits, what is settled, what is computed after installing.

use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm, order};
use sanbao_tests::world::{HeadOffice, World, machine_now};
use sanbao_tests::{killed, programs};
use serde_json::{Value, json};
use std::path::Path;
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

/// More machines than are computed in one go, sold today.
fn many(case: &Case) -> Outcome<()> {
    let today = case.world.call("desk_status", json!({}))["today"].as_str().unwrap_or_default().to_owned();
    let line = |n: i64| format!("华禾农机,HH704,HH26B{n:05},{today},王丹,19900364370,已签字\n");
    let lines: String = (1..=2400).map(line).collect();
    let file = case.write("sales.csv", &format!("厂家,机型,出厂编号,销售日期,客户姓名,电话,用户签字\n{lines}"));
    let came = case.world.call("import_run", json!({"path": file, "kind": "sales"}));
    assert_eq!(came["imported"], 2400, "{came}");
    Ok(())
}

/// Due days of the open cards, each with how many have it.
fn due_days(world: &World) -> std::collections::BTreeMap<String, usize> {
    let mut days = std::collections::BTreeMap::new();
    for page in 0..13 {
        let cards = world.call_alone("sale_list", json!({"limit": 200, "offset": 200 * page}))["rows"].take();
        for card in cards.as_array().into_iter().flatten() {
            *days.entry(card["due_on"].to_string()).or_default() += 1;
        }
    }
    days
}

#[test]
fn law_4_a_program_killed_while_it_computes_goes_on_where_it_was() -> Outcome<()> {
    let mut case = Case::new()?;
    case.world.set_clock(machine_now());
    many(&case)?;
    let (_, order) = looked_at(&case)?;
    let before = due_days(&case.world);
    // The same desk, undisturbed.
    case.world.close();
    let calm = tempfile::tempdir()?;
    std::fs::copy(case.world.dir().join("desk.db"), calm.path().join("desk.db"))?;
    let program = programs::path("sanbao")?;
    let done = Command::new(&program)
        .arg("--data")
        .arg(calm.path())
        .args(["call", "policy_install", &order.to_string()])
        .output()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));

    let dir = case.world.dir().to_owned();
    let kept: i64 =
        Connection::open(dir.join("desk.db"))?.query_row("SELECT max(id) FROM deadline", [], |row| row.get(0))?;
    let in_the_middle_of = |more: i64| format!("INSERT ON deadline WHEN NEW.id > {}", kept + more);
    killed::inside(&dir, &in_the_middle_of(300), &["call", "policy_install", &order.to_string()])?;
    case.world.restart()?;
    assert_eq!(case.installed().len(), 1, "the pack stands");
    assert_eq!((due_days(&case.world), computing(&case.world)), (before, json!({"done": 0, "total": 2401})));
    case.world.close();
    killed::inside(&dir, &in_the_middle_of(2200), &["call", "law_recompute"])?;
    case.world.restart()?;
    assert_eq!(computing(&case.world), json!({"done": 2000, "total": 2401}));
    assert_eq!(due_days(&case.world).into_values().collect::<std::collections::BTreeSet<_>>(), [401, 2000].into());
    let went_on = case.world.call_alone("law_recompute", json!({}));
    assert_eq!((&went_on["resumed"], &went_on["units"]), (&json!(true), &json!(2401)));
    assert_eq!((due_days(&case.world).len(), computing(&case.world)), (1, Value::Null));
    assert_eq!(killed::rows(&dir)?, killed::rows(calm.path())?, "no row stands twice");
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

/// Publishes a pack; answers its message on the desk.
fn published(case: &Case, version: &str) -> Outcome<Value> {
    let file = case.write(&format!("{version}.json"), &farm(version).to_string()).display().to_string();
    case.office.run(&["policy", "publish", &file])?;
    case.world.call("sync_now", json!({}));
    let inbox = case.world.call("inbox_list", json!({}))["rows"].take();
    let title = format!("{} {version}", farm(version)["title"].as_str().unwrap_or_default());
    let found = inbox.as_array().into_iter().flatten().find(|row| row["title"].to_string().contains(&title));
    Ok(json!({"item": found.ok_or(format!("no {title} in {inbox}"))?["id"]}))
}

fn installed(case: &Case, source: &Value) -> Value {
    let seen = case.world.call("policy_check", source.clone());
    case.world.call("policy_install", order(source, &seen))["version"].take()
}

/// Head office hands its policy key over; the desk hears of it. Answers what the message says.
fn hand_over(case: &Case) -> Outcome<Value> {
    let said = case.office.run(&["policy", "hand-over"])?;
    assert!(said.ends_with("\n1 dealers\n") && said.len() > 64, "{said}");
    case.world.call("sync_now", json!({}));
    let inbox = case.world.call("inbox_list", json!({}))["rows"].take();
    let found = inbox.as_array().into_iter().flatten().find(|row| row["kind"] == "key_handover");
    Ok(serde_json::from_str(found.ok_or("no handover")?["body"].as_str().unwrap_or_default())?)
}

#[test]
fn install_16_a_key_that_is_handed_over_signs_no_pack_any_more() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    assert_eq!(installed(&case, &published(&case, "2026.10")?), "2026.10");
    let old = case.signed(&farm("2026.12").to_string())?;
    let body = hand_over(&case)?;
    assert_eq!(waiting(world), [] as [Value; 0], "nobody has to do anything about it");
    let refused = world.refused("policy_check", old);
    assert!(refused.code == "bad_seal" && refused.message.contains("交接给新的密钥，不再有效"), "{}", refused.message);
    assert_eq!(installed(&case, &published(&case, "2026.11")?), "2026.11");
    // A second key, signed over by the first new one.
    assert_eq!(hand_over(&case)?["handovers"][0], body["handovers"][0]);
    assert_eq!(installed(&case, &published(&case, "2026.13")?), "2026.13");
    Ok(())
}

#[test]
fn install_16_a_pack_by_a_new_key_is_taken_before_its_handover_came() -> Outcome<()> {
    let case = Case::new()?;
    let old = case.signed(&farm("2026.12").to_string())?;
    let seal = std::fs::read_to_string(format!("{}.seal", old["file"].as_str().unwrap_or_default()))?;
    let seal = case.write("old.json.seal", &seal);
    case.office.run(&["policy", "hand-over"])?;
    case.install(&farm("2026.10"))?;
    let file = case.write("old.json", &farm("2026.12").to_string());
    let refused = case.world.refused("policy_check", json!({"principal": "HH", "file": file, "seal": seal}));
    assert!(refused.message.contains("交接给新的密钥，不再有效"), "{}", refused.message);
    Ok(())
}

#[test]
fn install_16_a_desk_enrolled_later_knows_the_new_key_only() -> Outcome<()> {
    let case = Case::new()?;
    let old = case.signed(&farm("2026.12").to_string())?;
    hand_over(&case)?;
    let late = World::new()?;
    late.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
    late.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
    late.enrol(&case.office)?;
    let refused = late.refused("policy_check", old);
    assert!(refused.message.contains("交接给新的密钥，不再有效"), "{}", refused.message);
    let new = case.signed(&farm("2026.12").to_string())?;
    assert_eq!(late.call("policy_check", new)["version"], "2026.12");
    Ok(())
}

#[test]
fn install_16_a_handover_the_old_key_did_not_sign_changes_nothing() -> Outcome<()> {
    let case = Case::new()?;
    let read = |path: &Path| -> Outcome<Value> { Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?) };
    let before = case.signed(&farm("2026.10").to_string())?;
    let pinned = read(&case.folder.path().join("pack.json.seal"))?["key"].take();
    let stranger = HeadOffice::start("HH", "华禾农机")?;
    stranger.run(&["policy", "hand-over"])?;
    let stolen = read(&stranger.dir().join("policy.1.key"))?["handover"].take();
    let mut forged = stolen.clone();
    forged["old_key"] = pinned;
    for step in [&stolen, &forged] {
        refused_at(&case, 1, &[step])?;
    }
    assert_eq!(installed(&case, &before), "2026.10", "the pinned key signs as before");
    let first = hand_over(&case)?["handovers"][0].take();
    forged["old_key"] = first["new_key"].clone();
    refused_at(&case, 2, &[&first, &forged])?;
    let mut earlier = first.clone();
    earlier["on"] = "2026-01-01".into();
    refused_at(&case, 1, &[&earlier])?;
    assert_eq!(installed(&case, &published(&case, "2026.11")?), "2026.11", "the key that was handed over signs");
    Ok(())
}

/// Refused as a message and as the seal of a pack, with the step that is wrong.
fn refused_at(case: &Case, step: u32, handovers: &[&Value]) -> Outcome<()> {
    let names = format!("第 {step} 次密钥交接");
    let body = json!({"title": "新的密钥", "handovers": handovers}).to_string();
    case.office.run(&["notice", "add", "HB0732A", "--kind", "key_handover", "--json", &body])?;
    case.world.call("sync_now", json!({}));
    let line = waiting(&case.world).remove(0);
    let problem = line["problem"].as_str().unwrap_or_default();
    assert!(line["kind"] == "handover" && problem.contains(&names), "{line}");
    case.world.call("inbox_read", json!({"id": line["item"]}));
    let key = handovers.last().map(|step| &step["new_key"]);
    let seal = json!({"pack": "HH-farm", "version": "2026.99", "key": key, "signature": "", "handovers": handovers});
    let file = case.write("forged.json", &farm("2026.99").to_string());
    case.write("forged.json.seal", &seal.to_string());
    let refused = case.world.refused("policy_check", json!({"principal": "HH", "file": file}));
    assert!(refused.code == "bad_seal" && refused.message.contains(&names), "{}", refused.message);
    Ok(())
}
