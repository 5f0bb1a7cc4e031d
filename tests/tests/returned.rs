//! A repair head office refused waits until it is mended, whatever else happens to its machine or its customer.

use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, repair};
use serde_json::{Value, json};

/// A desk with a submitted repair whose machine is in the shop; what head office has of it, and the receipt of the machine.
fn in_the_shop() -> Outcome<(HeadOffice, World, Value, Value)> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    world.sell("HH26B00001", "2026-10-18");
    let made = world.call("repair_open", repair("HH", "HH26B00001", "2026-10-19"));
    let taken =
        world.call("custody_open", json!({"repair": made["id"], "outside": "完好", "in_at": 1_792_375_200_000_i64}));
    world.call("repair_submit", json!({"id": made["id"]}));
    world.call("sync_now", json!({}));
    Ok((office, world, made, taken))
}

/// The repair as head office has it now.
fn newest(office: &HeadOffice) -> Outcome<Value> {
    let lines = office.list("repair")?;
    lines.into_iter().max_by_key(|line| line["rev"].as_i64()).ok_or_else(|| "head office has no repair".into())
}

fn turn_down(office: &HeadOffice, world: &World, id: &Value) -> Outcome<Value> {
    let body = json!({"record_id": id, "rev": newest(office)?["rev"], "code": "serial_unknown",
        "field": "unit.serial", "message": "编号与出厂记录不符"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    world.call("sync_now", json!({}));
    let back = world.call("repair_show", json!({"id": id}));
    assert!(back["returned_reason"].is_string(), "{back}");
    Ok(back)
}

fn give(world: &World, taken: &Value) -> Value {
    world.call("custody_give", json!({"id": taken["id"], "to": "王丹", "receipt_back": true}))
}

fn sent(world: &World) -> Outcome<usize> {
    let lines = world.call("outbox_list", json!({"limit": 100}))["rows"].take();
    Ok(lines.as_array().ok_or("no lines")?.iter().filter(|line| line["kind"] == "repair").count())
}

#[test]
fn takenin_4_a_hand_over_tells_head_office_of_a_repair_it_has() -> Outcome<()> {
    let (office, world, made, taken) = in_the_shop()?;
    give(&world, &taken);
    world.call("sync_now", json!({}));
    assert_eq!(newest(&office)?["body"]["handed_over_on"], "2026-10-20");
    assert_eq!(world.call("repair_show", json!({"id": made["id"]}))["draft"]["handed_over_on"], "2026-10-20");
    Ok(())
}

#[test]
fn takenin_4_a_hand_over_does_not_send_a_returned_repair_unmended() -> Outcome<()> {
    let (office, world, made, taken) = in_the_shop()?;
    let back = turn_down(&office, &world, &made["id"])?;
    let before = sent(&world)?;
    give(&world, &taken);
    let after = world.call("repair_show", json!({"id": made["id"]}));
    assert_eq!(
        [&after["returned_reason"], &after["submitted_on"], &after["draft"]["handed_over_on"]],
        [&back["returned_reason"], &back["submitted_on"], &json!("2026-10-20")]
    );
    assert_eq!(sent(&world)?, before, "nothing goes before it is mended");
    Ok(())
}

#[test]
fn customer_4_a_returned_repair_waits_with_its_customers_new_telephone() -> Outcome<()> {
    let (office, world, made, _) = in_the_shop()?;
    let back = turn_down(&office, &world, &made["id"])?;
    let before = sent(&world)?;
    world.call("customer_amend", json!({"id": back["customer_id"], "name": "王丹", "phone": "13800000001"}));
    let after = world.call("repair_show", json!({"id": made["id"]}));
    assert_eq!(after["returned_reason"], back["returned_reason"], "{after}");
    assert_eq!(sent(&world)?, before);
    // Mended, it goes with everything.
    let mended = json!({"id": made["id"], "rev": after["rev"], "draft": after["draft"], "reason": "核对铭牌"});
    world.call("repair_amend", mended);
    world.call("sync_now", json!({}));
    assert_eq!(newest(&office)?["body"]["customer"]["phone"], "13800000001");
    Ok(())
}

fn returned(world: &World) -> Vec<Value> {
    world.call("outbox_list", json!({"state": "returned"}))["rows"].as_array().cloned().unwrap_or_default()
}

#[test]
fn told_2_an_old_part_turned_down_after_it_was_taken_stands_among_what_came_back() -> Outcome<()> {
    let (office, world, ..) = in_the_shop()?;
    let part = office.list("part")?.pop().ok_or("no old part there")?;
    assert_eq!(returned(&world).len(), 0);
    let body = json!({"record_id": part["record_id"], "rev": part["rev"], "message": "件号与图册不符"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!(line["rejected"], 1, "{line}");
    let came_back = returned(&world);
    assert_eq!((came_back.len(), &came_back[0]["kind"]), (1, &json!("part")), "{came_back:?}");
    assert_eq!(came_back[0]["reason"], "件号与图册不符");
    assert_eq!(world.call("record_returned", json!({"id": part["record_id"]}))["line"], came_back[0]["line"]);
    Ok(())
}

#[test]
fn told_2_a_reversal_turned_down_goes_again_when_somebody_says_so() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    world.call("sale_void", json!({"id": sold["id"], "reason": "退货"}));
    world.call("sync_now", json!({}));
    let reversal = office.list("reversal")?.pop().ok_or("no reversal there")?;
    let body = json!({"record_id": reversal["record_id"], "rev": reversal["rev"]});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    world.call("sync_now", json!({}));
    let came_back = returned(&world);
    assert_eq!((came_back.len(), &came_back[0]["again"]), (1, &json!(true)), "{came_back:?}");
    assert!(came_back[0]["reason"].as_str().is_some_and(|why| why.contains("退回")), "{came_back:?}");
    world.call("outbox_again", json!({"line": came_back[0]["line"]}));
    world.call("sync_now", json!({}));
    assert_eq!((returned(&world).len(), office.list("reversal")?.len()), (0, 1));
    Ok(())
}

#[test]
fn outbox_7_what_this_desk_refused_says_so_in_its_own_words_and_is_no_base() -> Outcome<()> {
    let (office, world, made, _) = in_the_shop()?;
    // Stands in for a box that let the newest version of the repair not through.
    let back = world.call("repair_show", json!({"id": made["id"]}));
    let mended = |method: &str| {
        let now = world.call("repair_show", json!({"id": made["id"]}));
        let mut draft = now["draft"].clone();
        draft["fault"] = json!(method);
        world.call("repair_amend", json!({"id": made["id"], "rev": now["rev"], "draft": draft, "reason": "补写"}))
    };
    mended("轴承异响，更换");
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute_batch(
        "UPDATE outbox SET state = 'rejected', last_code = 'too_large' WHERE kind = 'repair' AND state = 'pending'",
    )?;
    let came_back = returned(&world);
    let why = came_back[0]["reason"].as_str().unwrap_or_default();
    assert!(came_back.len() == 1 && why.contains("太大") && !why.contains("减半"), "{came_back:?}");
    mended("轴承异响");
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!(
        [&line["problem"], &line["deferred"], &line["rejected"]],
        [&Value::Null, &json!(0), &json!(0)],
        "{line}"
    );
    assert_eq!(newest(&office)?["base_rev"], back["rev"]);
    Ok(())
}
