//! Stories of operators: who may, whose name stands in the trail, what a wrong PIN costs, when the desk locks.

use app::{App, CallError};
use sanbao_tests::world::{DAY, World, repair, sale};
use sanbao_tests::{Outcome, programs};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const MINUTE: i64 = 60_000;

/// Names, roles and PINs of a shop.
const SHOP: [(&str, &str, &str); 5] = [
    ("王强", "owner", "1357902468"),
    ("李敏", "director", "2468013579"),
    ("张伟", "clerk", "59371846"),
    ("赵师傅", "technician", "8642"),
    ("孙会计", "auditor", "71934826"),
];

fn pin_of(name: &str) -> &'static str {
    SHOP.iter().find(|one| one.0 == name).map_or("", |one| one.2)
}

/// A desk whose owner made everybody; the owner is signed in.
fn shop() -> Outcome<World> {
    let world = World::set_up()?;
    for (name, role, pin) in SHOP {
        world.call("operator_save", json!({"name": name, "role": role, "pin": pin}));
    }
    Ok(world)
}

fn sign_in(world: &World, name: &str) -> Value {
    world.call("operator_sign_in", json!({"operator": name, "pin": pin_of(name)}))
}

fn id_of(world: &World, name: &str) -> Value {
    let all = world.call("operator_list", json!({}));
    let found = all.as_array().and_then(|all| all.iter().find(|one| one["name"] == name).cloned());
    found.map_or(Value::Null, |one| one["id"].clone())
}

fn code(refused: Result<Value, CallError>) -> String {
    refused.map_or_else(|why| why.code, |value| value.to_string())
}

/// Who stands beside the newest line of the trail about this step.
fn hand(world: &World, op: &str) -> Value {
    let lines = world.call("audit_list", json!({}));
    let line = lines.as_array().and_then(|lines| lines.iter().find(|line| line["op"] == op).cloned());
    line.map_or(json!("no such line"), |line| line["operator"].clone())
}

#[test]
fn operator_8_a_desk_without_operators_asks_nobody() -> Outcome<()> {
    let world = World::set_up()?;
    assert_eq!(world.call("operator_now", json!({}))["state"], "no_operators");
    world.sell("HH26B00001", "2026-10-18");
    assert_eq!(hand(&world, "sale_open"), Value::Null);
    Ok(())
}

#[test]
fn operator_8_from_the_first_owner_on_every_write_has_its_operator() -> Outcome<()> {
    let mut world = World::set_up()?;
    let first = |role: &str| json!({"name": "王强", "role": role, "pin": "1357902468"});
    assert_eq!(world.refused("operator_save", first("clerk")).code, "first_owner");
    world.call("operator_save", first("owner"));
    assert_eq!(world.call("operator_now", json!({}))["operator"]["name"], "王强", "who made the first is signed in");
    assert_eq!(hand(&world, "operator_save"), "王强");
    world.sell("HH26B00001", "2026-10-18");
    assert_eq!(hand(&world, "sale_open"), "王强");
    world.call("operator_sign_out", json!({}));
    assert_eq!(world.refused("sale_open", sale("HH", "HH26B00002", "2026-10-18")).code, "operator_required");
    assert_eq!(world.refused("operator_save", first("owner")).code, "operator_required");
    assert_eq!(code(world.another()?.call("sale_open", sale("HH", "HH26B00003", "2026-10-18"))), "operator_required");
    world.restart()?;
    assert_eq!(world.call("operator_now", json!({}))["state"], "nobody", "a program that ended has signed out");
    sign_in(&world, "王强");
    assert_eq!(world.call("sale_list", json!({}))["total"], 1);
    Ok(())
}

#[test]
fn operator_9_the_window_shows_nothing_before_sign_in_and_keeps_what_was_typed() -> Outcome<()> {
    let world = shop()?;
    world.call("operator_sign_out", json!({}));
    for command in ["sale_list", "desk_status", "today", "audit_list", "backup_now", "doctor", "draft_load"] {
        assert_eq!(world.refused(command, json!({})).code, "operator_required", "{command}");
    }
    world.call("draft_save", json!({"key": "sale", "content": "{}"}));
    assert_eq!(world.call("operator_list", json!({})).as_array().map(Vec::len), Some(5));
    sign_in(&world, "张伟");
    assert_eq!(world.call("draft_load", json!({"key": "sale"}))["content"], "{}");
    Ok(())
}

#[test]
fn operator_3_steps_are_refused_to_roles_that_may_not_take_them() -> Outcome<()> {
    let world = shop()?;
    sign_in(&world, "张伟");
    let sold = world.sell("HH26B00001", "2026-10-18");
    let void = json!({"id": sold["id"], "reason": "退货"});
    let refused = world.refused("sale_void", void.clone());
    assert_eq!(refused.code, "role_refused");
    for word in ["作废一笔销售", "服务主任（李敏）", "老板（王强）", "前台「张伟」"] {
        assert!(refused.message.contains(word), "{word}: {}", refused.message);
    }
    sign_in(&world, "赵师傅");
    let mended = world.call("repair_open", repair("HH", "HH26B00001", "2026-10-19"));
    let part = mended["parts"][0]["old_part"]["id"].clone();
    let part = if part.is_null() { world.call("old_part_list", json!({}))["rows"][0]["id"].clone() } else { part };
    let lost = json!({"id": part, "state": "lost", "reason": "找不到"});
    assert!(world.refused("old_part_move", lost.clone()).message.contains("旧件记为丢失"));
    world.call("old_part_move", json!({"id": part, "state": "in_store", "bin": "A-1"}));
    assert_eq!(world.refused("repair_void", json!({"id": mended["id"], "reason": "重复"})).code, "role_refused");
    sign_in(&world, "孙会计");
    world.call("sale_list", json!({}));
    for (command, input) in [
        ("sale_open", sale("HH", "HH26B00009", "2026-10-18")),
        ("law_recompute", json!({})),
        ("backup_now", json!({})),
        ("sync_now", json!({})),
    ] {
        assert_eq!(world.refused(command, input).code, "role_refused", "{command}: an auditor writes nothing");
    }
    sign_in(&world, "李敏");
    world.call("old_part_move", lost);
    world.call("sale_void", void);
    assert_eq!(hand(&world, "sale_void"), "李敏");
    assert_eq!(hand(&world, "old_part_move"), "赵师傅");
    assert_eq!(hand(&world, "old_part_lost"), "李敏");
    let somebody = json!({"name": "周", "role": "clerk", "pin": "9182"});
    for (command, input) in
        [("operator_save", somebody), ("backup_restore", json!({"path": "x"})), ("begin_anew", json!({}))]
    {
        assert_eq!(world.refused(command, input).code, "role_refused", "{command} is the owner's");
    }
    let of_zhao = world.call("audit_list", json!({"operator": id_of(&world, "赵师傅")}));
    assert!(
        of_zhao
            .as_array()
            .is_some_and(|lines| lines.len() == 2 && lines.iter().all(|line| line["operator"] == "赵师傅"))
    );
    let found = world.call("doctor", json!({}));
    assert!(!found["problems"].to_string().contains("操作记录"), "{found}");
    Ok(())
}

#[test]
fn operator_1_two_people_named_alike_write_their_names_apart() -> Outcome<()> {
    let world = shop()?;
    let again = |name: &str| json!({"name": name, "role": "clerk", "pin": "9182"});
    let refused = world.refused("operator_save", again(" 张 伟"));
    assert!((refused.code.as_str(), refused.field.as_str()) == ("taken", "name") && refused.message.contains("二"));
    world.call("operator_save", again("张伟二"));
    let gone = json!({"id": id_of(&world, "张伟"), "name": "张伟", "role": "clerk", "ended": true});
    world.call("operator_save", gone);
    assert_eq!(world.refused("operator_save", again("张伟")).code, "taken", "also of somebody who left");
    assert_eq!(
        world.refused("operator_sign_in", json!({"operator": "张伟", "pin": "59371846"})).code,
        "operator_unknown"
    );
    let back = json!({"id": id_of(&world, "张伟"), "name": "张伟", "role": "technician", "ended": false});
    assert_eq!(world.call("operator_save", back)["role_name"], "维修工");
    sign_in(&world, "张伟");
    Ok(())
}

#[test]
fn operator_16_who_was_ended_in_one_window_is_not_brought_back_by_another() -> Outcome<()> {
    let world = shop()?;
    let id = id_of(&world, "张伟");
    let people = world.call("operator_list", json!({}));
    let seen =
        people.as_array().into_iter().flatten().find(|one| one["id"] == json!(id)).ok_or("nobody")?["rev"].clone();
    let of = |name: &str, ended: bool| json!({"id": id, "rev": seen, "name": name, "role": "clerk", "ended": ended});
    world.call("operator_save", of("张伟", true));
    assert_eq!(world.refused("operator_save", of("张伟三", false)).code, "stale");
    let people = world.call("operator_list", json!({}));
    let stands = people.as_array().into_iter().flatten().find(|one| one["id"] == json!(id)).ok_or("nobody")?;
    assert!(stands["name"] == "张伟" && stands["ended_at"].is_i64(), "{stands}");
    Ok(())
}

#[test]
fn operator_13_the_last_owner_stays_one() -> Outcome<()> {
    let world = shop()?;
    let wang = id_of(&world, "王强");
    let as_role = |role: &str, ended: bool| json!({"id": wang, "name": "王强", "role": role, "ended": ended});
    assert_eq!(world.refused("operator_save", as_role("director", false)).code, "last_owner");
    assert_eq!(world.refused("operator_save", as_role("owner", true)).code, "last_owner");
    world.call("operator_save", json!({"id": id_of(&world, "李敏"), "name": "李敏", "role": "owner"}));
    world.call("operator_save", as_role("owner", true));
    assert_eq!(world.refused("sale_list", json!({})).code, "operator_required", "who left is out at once");
    sign_in(&world, "李敏");
    Ok(())
}

#[test]
fn operator_14_wrong_pins_make_the_next_try_wait_whoever_asks() -> Outcome<()> {
    let mut world = shop()?;
    let wrong = json!({"operator": "张伟", "pin": "26483195"});
    let right = json!({"operator": "张伟", "pin": "59371846"});
    for _ in 0..2 {
        assert_eq!(world.refused("operator_sign_in", wrong.clone()).code, "pin_wrong");
    }
    let third = world.refused("operator_sign_in", wrong.clone());
    assert!(third.code == "pin_wrong" && third.message.contains("30 秒"), "{}", third.message);
    let waits = world.refused("operator_sign_in", right.clone());
    assert!(waits.code == "pin_wait" && waits.message.contains("30 秒"), "{}", waits.message);
    assert_eq!(code(world.another()?.call("operator_sign_in", right.clone())), "pin_wait");
    world.restart()?;
    assert_eq!(world.refused("operator_sign_in", right.clone()).code, "pin_wait", "a restart is no way around");
    sign_in(&world, "王强");
    world.pass(31_000);
    assert_eq!(world.refused("operator_sign_in", wrong.clone()).code, "pin_wrong");
    world.pass(31_000);
    assert!(world.refused("operator_sign_in", right.clone()).message.contains("29 秒"), "the fourth waits a minute");
    world.set_clock(sanbao_tests::world::START + 90 * DAY);
    assert_eq!(
        world.refused("operator_sign_in", right.clone()).code,
        "pin_wait",
        "nor is the clock, while the program runs"
    );
    world.pass(30_000);
    world.call("operator_sign_in", right.clone());
    for _ in 0..3 {
        assert_eq!(world.refused("operator_sign_in", wrong.clone()).code, "pin_wrong", "counted from nothing again");
    }
    let trail = world.call("audit_list", json!({})).to_string();
    assert!(trail.contains("输错 PIN") && !trail.contains("59371846") && !trail.contains("26483195"), "{trail}");
    Ok(())
}

#[test]
fn operator_5_a_clock_set_back_does_not_make_a_wait_endless() -> Outcome<()> {
    let mut world = shop()?;
    for _ in 0..3 {
        world.refused("operator_sign_in", json!({"operator": "张伟", "pin": "26483195"}));
    }
    world.set_clock(sanbao_tests::world::START - 300 * DAY);
    world.restart()?;
    let right = json!({"operator": "张伟", "pin": "59371846"});
    assert_eq!(world.refused("operator_sign_in", right.clone()).code, "pin_wait");
    world.pass(31_000);
    world.call("operator_sign_in", right);
    Ok(())
}

#[test]
fn operator_10_the_desk_locks_after_its_minutes_and_a_key_keeps_it_open() -> Outcome<()> {
    let world = shop()?;
    assert_eq!(world.refused("operator_lock_save", json!({"minutes": 0})).field, "minutes");
    world.call("operator_lock_save", json!({"minutes": 5}));
    sign_in(&world, "张伟");
    for _ in 0..3 {
        world.pass(4 * MINUTE);
        assert_eq!(world.call("operator_stay", json!({}))["state"], "signed_in");
    }
    world.pass(4 * MINUTE);
    world.call("sale_list", json!({}));
    world.pass(MINUTE);
    assert_eq!(world.refused("sale_list", json!({})).code, "locked", "a list that is read anew is nobody's key");
    assert_eq!(world.refused("sale_open", sale("HH", "HH26B00001", "2026-10-18")).code, "locked");
    world.call("draft_save", json!({"key": "sale", "content": "{\"half\":1}"}));
    assert_eq!(world.call("operator_stay", json!({}))["state"], "locked", "a key does not unlock");
    world.call("operator_sign_in", json!({"operator": "李敏", "pin": "2468013579"}));
    assert_eq!(world.call("draft_load", json!({"key": "sale"}))["content"], "{\"half\":1}");
    Ok(())
}

#[test]
fn operator_10_neither_a_clock_set_back_nor_a_night_asleep_keeps_it_open() -> Outcome<()> {
    let world = shop()?;
    sign_in(&world, "张伟");
    world.pass(6 * MINUTE);
    world.set_clock(sanbao_tests::world::START - DAY);
    world.pass(6 * MINUTE);
    assert_eq!(world.refused("sale_list", json!({})).code, "locked");
    sign_in(&world, "张伟");
    world.set_clock(sanbao_tests::world::START + DAY);
    assert_eq!(world.refused("sale_list", json!({})).code, "locked", "the machine slept: its own time stood still");
    Ok(())
}

#[test]
fn operator_11_a_new_pin_ends_the_sessions_elsewhere_and_a_role_holds_at_once() -> Outcome<()> {
    let world = shop()?;
    let other: App = world.another()?;
    let zhang = json!({"operator": "张伟", "pin": "59371846"});
    other.call("operator_sign_in", zhang.clone()).map_err(|why| why.message)?;
    let id = id_of(&world, "张伟");
    world.call("operator_save", json!({"id": id, "name": "张伟", "role": "director"}));
    assert_eq!(other.call("operator_now", json!({})).map_err(|why| why.message)?["operator"]["role"], "director");
    world.call("operator_save", json!({"id": id, "name": "张伟", "role": "auditor"}));
    assert_eq!(code(other.call("sale_open", sale("HH", "HH26B00001", "2026-10-18"))), "role_refused");
    world.call("operator_save", json!({"id": id, "name": "张伟", "role": "clerk", "pin": "6062"}));
    assert_eq!(code(other.call("sale_list", json!({}))), "operator_required");
    assert_eq!(code(other.call("operator_sign_in", zhang)), "pin_wrong");
    let new = json!({"operator": "张伟", "pin": "6062"});
    other.call("operator_sign_in", new.clone()).map_err(|why| why.message)?;
    let third = world.another()?;
    third.call("operator_sign_in", new).map_err(|why| why.message)?;
    let change = |pin: &str| json!({"pin": pin, "new_pin": "６０６３"});
    assert_eq!(code(other.call("operator_pin", change("1"))), "pin_wrong");
    other.call("operator_pin", change("6062")).map_err(|why| why.message)?;
    assert_eq!(
        other.call("operator_now", json!({})).map_err(|why| why.message)?["state"],
        "signed_in",
        "one's own goes on"
    );
    assert_eq!(code(third.call("sale_list", json!({}))), "operator_required");
    third.call("operator_sign_in", json!({"operator": "张伟", "pin": "6063"})).map_err(|why| why.message)?;
    Ok(())
}

#[test]
fn operator_12_one_after_the_other_each_write_has_the_name_of_who_began_it() -> Outcome<()> {
    let world = shop()?;
    let other = world.another()?;
    other.call("operator_sign_in", json!({"operator": "张伟", "pin": "59371846"})).map_err(|why| why.message)?;
    sign_in(&world, "李敏");
    other.call("sale_open", sale("HH", "HH26B00001", "2026-10-18")).map_err(|why| why.message)?;
    assert_eq!(hand(&world, "sale_open"), "张伟", "two programs on one data: each has its own");
    world.sell("HH26B00002", "2026-10-18");
    assert_eq!(hand(&world, "sale_open"), "李敏");
    Ok(())
}

#[test]
fn operator_15_an_owner_who_forgot_is_told_of_the_new_pin() -> Outcome<()> {
    let world = shop()?;
    world.call("operator_save", json!({"name": "王太太", "role": "owner", "pin": "314159"}));
    let reset = |name: &str, pin: &str| sanbao(world.dir(), &["--json", "owner-reset", name], Some(pin), None);
    assert_eq!(said(&reset("李敏", "975310")?)["error"]["code"], "no_owner", "only an owner's");
    assert_eq!(said(&reset("王强", "1234")?)["error"]["code"], "out_of_range");
    assert!(reset("王强", "975310")?.status.success());
    assert_eq!(world.refused("sale_list", json!({})).code, "operator_required", "the session is over");
    assert_eq!(world.refused("operator_sign_in", json!({"operator": "王强", "pin": "1357902468"})).code, "pin_wrong");
    for (name, pin) in [("王强", "975310"), ("王太太", "314159")] {
        let now = world.call("operator_sign_in", json!({"operator": name, "pin": pin}));
        assert!(now["notice"].as_str().is_some_and(|says| says.contains("owner-reset")), "{name}: {now}");
        assert!(!world.call("operator_now", json!({}))["notice"].is_null(), "until it was read");
        world.call("operator_told", json!({}));
        assert!(world.call("operator_now", json!({}))["notice"].is_null());
    }
    let lines = world.call("audit_list", json!({}));
    let reset = lines.as_array().and_then(|lines| lines.iter().find(|line| line["op"] == "owner_reset").cloned());
    let reset = reset.ok_or("no line of it")?;
    assert_eq!(
        (&reset["subject"], &reset["operator"], &reset["by_program"]),
        (&json!("王强"), &Value::Null, &json!(true))
    );
    Ok(())
}

fn sanbao(dir: &Path, args: &[&str], pin: Option<&str>, input: Option<&str>) -> Outcome<Output> {
    let mut command = Command::new(programs::path("sanbao")?);
    command.arg("--data").arg(dir).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env_remove("SANBAO_PIN").env("SANBAO_LOG", "trace");
    if let Some(pin) = pin {
        command.env("SANBAO_PIN", pin);
    }
    let mut child = command.spawn()?;
    if let (Some(input), Some(mut to)) = (input, child.stdin.take()) {
        std::io::Write::write_all(&mut to, input.as_bytes())?;
    }
    Ok(child.wait_with_output()?)
}

fn said(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

#[test]
fn cli_4_the_pin_comes_from_the_environment_and_the_name_stands_in_the_trail() -> Outcome<()> {
    let mut world = shop()?;
    world.close();
    let dir = world.dir().to_owned();
    let sell = |pin: Option<&str>, words: &[&str], serial: &str| {
        let draft = sale("HH", serial, "2026-10-18").to_string();
        sanbao(&dir, &[words, &["call", "sale_open", &draft]].concat(), pin, None)
    };
    let refused = [
        (sell(None, &[], "HH26B00001")?, "operator_required"),
        (sell(None, &["--operator", "张伟"], "HH26B00001")?, "pin_missing"),
        (sell(Some("59371847"), &["--operator", "张伟"], "HH26B00001")?, "pin_wrong"),
        (sell(Some("59371846"), &["--operator", "张三"], "HH26B00001")?, "operator_unknown"),
        (sell(Some("71934826"), &["--operator", "孙会计"], "HH26B00001")?, "role_refused"),
    ];
    for (done, code) in &refused {
        assert_eq!((done.status.code(), said(done)["error"]["code"].as_str()), (Some(2), Some(*code)));
        let all = [done.stdout.clone(), done.stderr.clone()].concat();
        let all = String::from_utf8_lossy(&all).into_owned();
        assert!(!["59371847", "59371846", "71934826"].iter().any(|pin| all.contains(pin)), "a PIN stands in {all}");
    }
    assert!(sell(Some("59371846"), &["--operator", "张伟"], "HH26B00001")?.status.success());
    let free: [&[&str]; 5] = [&["call", "sale_list"], &["call", "audit_list"], &["sync"], &["backup"], &["doctor"]];
    for words in free {
        let done = sanbao(&dir, words, None, None)?;
        assert_eq!(done.status.code(), Some(0), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let trail = said(&sanbao(&dir, &["call", "audit_list"], None, None)?)["value"].clone();
    assert_eq!((&trail[0]["op"], &trail[0]["operator"]), (&json!("sale_open"), &json!("张伟")));
    let add = json!({"name": "周", "role": "clerk", "pin": "9182"}).to_string();
    let owner = ["--operator", "王强", "call", "operator_save"];
    let shown = sanbao(&dir, &[&owner[..], &[&add]].concat(), Some("1357902468"), None)?;
    assert_eq!(said(&shown)["error"]["code"], "pin_in_arguments");
    assert!(sanbao(&dir, &[&owner[..], &["-"]].concat(), Some("1357902468"), Some(&add))?.status.success());
    Ok(())
}

#[test]
fn operator_6_a_pin_stands_nowhere_in_the_data_folder() -> Outcome<()> {
    let mut world = shop()?;
    world.call("backup_now", json!({}));
    world.close();
    let mut folders = vec![world.dir().to_owned()];
    let mut looked = 0;
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            looked += 1;
            let bytes = std::fs::read(&path)?;
            for pin in ["1357902468", "2468013579"] {
                assert!(!bytes.windows(pin.len()).any(|found| found == pin.as_bytes()), "{}", path.display());
            }
        }
    }
    assert!(looked >= 2);
    Ok(())
}

#[test]
fn a_restored_desk_has_the_operators_of_its_backup() -> Outcome<()> {
    let world = World::set_up()?;
    let before = world.call("backup_now", json!({}))["path"].clone();
    world.pass(MINUTE);
    for (name, role, pin) in SHOP {
        world.call("operator_save", json!({"name": name, "role": role, "pin": pin}));
    }
    let with = world.call("backup_now", json!({}))["path"].clone();
    world.pass(MINUTE);
    world.call("operator_save", json!({"id": id_of(&world, "王强"), "name": "王强", "role": "owner", "pin": "975310"}));
    world.call("backup_restore", json!({"path": with}));
    assert_eq!(world.refused("sale_list", json!({})).code, "operator_required", "there the PIN was another one");
    sign_in(&world, "王强");
    let lines = world.call("audit_list", json!({}));
    let restored = lines.as_array().and_then(|lines| lines.iter().find(|line| line["op"] == "restore").cloned());
    assert_eq!(restored.map(|line| line["detail"].clone()), Some(json!("王强")), "who brought it back is readable");
    world.call("backup_restore", json!({"path": before}));
    assert_eq!(world.call("operator_now", json!({}))["state"], "no_operators");
    world.sell("HH26B00001", "2026-10-18");
    assert!(!world.call("doctor", json!({}))["problems"].to_string().contains("操作记录"));
    Ok(())
}

#[test]
fn a_desk_begun_anew_has_no_operators_and_is_not_stuck_for_want_of_one() -> Outcome<()> {
    let mut world = shop()?;
    world.call("backup_now", json!({}));
    world.close();
    std::fs::remove_file(world.dir().join("desk.db"))?;
    let done = sanbao(world.dir(), &["--operator", "王强", "begin-anew"], Some("1357902468"), None)?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    world.restart()?;
    assert_eq!(world.call("operator_now", json!({}))["state"], "no_operators");
    assert_eq!(world.call("operator_list", json!({})), json!([]));
    Ok(())
}
