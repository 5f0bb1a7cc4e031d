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
