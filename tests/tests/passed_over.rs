//! One record, or one message, that something is wrong with keeps back nothing of the others.

use app::Due;
use sanbao_faults::proxy::{Fate, Proxy};
use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, repair, sale};
use serde_json::{Value, json};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

/// Stands in for a row that cannot be read or written any more.
fn stuck(world: &World, table: &str, column: &str, id: &Value) -> Outcome<()> {
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let id = id.as_str().ok_or("no id")?;
    let trigger = format!(
        "CREATE TRIGGER stuck_{table} BEFORE UPDATE ON {table} WHEN OLD.{column} = '{id}' BEGIN SELECT RAISE(ABORT, 'stuck'); END"
    );
    Ok(base.execute_batch(&trigger)?)
}

fn titles(world: &World) -> Vec<String> {
    let rows = world.call("inbox_list", json!({}))["rows"].take();
    let rows = rows.as_array().into_iter().flatten();
    rows.map(|row| row["title"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn told_6_a_card_that_takes_no_verdict_keeps_back_no_other() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sales = ["HH26B00001", "HH26B00002", "HH26B00003"].map(|serial| world.sell(serial, "2026-10-18"));
    stuck(&world, "card", "sale", &sales[1]["id"])?;
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!((&line["problem"], &line["pending"]), (&Value::Null, &json!(0)), "every line has its verdict");
    let states = sales.map(|sale| world.call("sale_show", json!({"id": sale["id"]}))["state"].take());
    assert_eq!(states, ["acknowledged", "queued", "acknowledged"]);
    Ok(())
}

#[test]
fn told_6_a_message_that_cannot_be_done_keeps_back_neither_messages_nor_cards() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let made = world.call("repair_open", repair("HH", "HH26B00001", "2026-10-19"));
    world.call("repair_submit", json!({"id": made["id"]}));
    world.call("sync_now", json!({}));
    let there = office.list("repair")?.pop().ok_or("no repair there")?;
    let mut sold = sale("HH", "HH26B00002", "2026-10-18");
    sold["customer"] = json!({"name": "李强", "phone": "13800000002"});
    world.call("sale_open", sold);
    stuck(&world, "repair", "id", &made["id"])?;
    let body = json!({"record_id": made["id"], "rev": there["rev"], "code": "x", "message": "编号不符"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    office.run(&["notice", "add", "HB0732A", "--kind", "notice", "--json", &json!({"title": "年会"}).to_string()])?;
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!((&line["problem"], &line["pending"]), (&Value::Null, &json!(0)), "{line}");
    let titles = titles(&world);
    assert!(titles[0].contains("年会"), "{titles:?}");
    assert!(titles[1].contains("退回通知") && titles[1].contains("没有收"), "{titles:?}");
    Ok(())
}

#[test]
fn uploading_1_a_head_office_that_keeps_its_answer_back_keeps_no_other_maker_waiting() -> Outcome<()> {
    let (slow, quick) = (HeadOffice::start("HH", "华禾农机")?, HeadOffice::start("WY", "沃野动力")?);
    let world = World::set_up()?;
    let line = Proxy::beside(&slow.url);
    world.call("enrol", json!({"url": line.url, "code": slow.enrol_code()?}));
    world.enrol(&quick)?;
    world.sell("HH26B00001", "2026-10-18");
    world.call("sale_open", sale("WY", "WY26B00001", "2026-10-18"));
    let (reaches, reached) = channel();
    let (answers, answer) = channel::<()>();
    let held = Mutex::new((reaches, answer));
    let hold = move || {
        let held = held.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        held.0.send(()).unwrap_or_default();
        held.1.recv().unwrap_or_default();
    };
    line.once("/v1/batches", Fate::Meanwhile(Arc::new(hold)));
    let desk = world.app();
    let kept = std::thread::scope(|scope| -> Outcome<bool> {
        // A story that fails lets go of the answer.
        let answers = answers;
        let slowly = scope.spawn(|| desk.run_due("HH", Due::Saved));
        reached.recv()?;
        assert!(desk.run_due("WY", Due::Saved), "the other maker's card goes");
        assert_eq!(
            (quick.list("card")?.len(), world.call("sync_status", json!({}))[0]["sending_of"].as_i64()),
            (1, Some(1))
        );
        assert!(!desk.run_due("HH", Due::Tick), "the same maker's next run does not wait in a row behind it");
        assert!(desk.keep_up(), "the first backup is made");
        assert_eq!(world.refused("backup_restore", json!({"path": "x"})).code, "uploading");
        answers.send(())?;
        Ok(slowly.join().unwrap_or(false))
    })?;
    assert!(kept && world.call("sync_status", json!({}))[0]["pending"] == 0);
    Ok(())
}
