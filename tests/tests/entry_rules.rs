//! Rules of entries a desk lives by: who may change what was decided, which day counts, whose records a paper names.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, sale};
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or("")
}

fn feedback() -> Value {
    json!({"found_on": "2026-10-20", "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121", "serial_no": "HH26B35536",
        "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"})
}

fn save(world: &World, form: &str, principal: &str, values: &Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": principal, "values": values}))
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call(
        "entry_step",
        json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values, "reason": "没说清"}),
    )
}

fn due<'a>(entry: &'a Value, title: &str) -> &'a Value {
    let due = entry["due"].as_array().map_or(&[][..], Vec::as_slice);
    due.iter().find(|one| one["title"] == title).map_or(&Value::Null, |one| &one["deadline"])
}

#[test]
fn formdef_7_a_clerk_does_not_rewrite_what_the_owner_approved() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("operator_save", json!({"name": "王强", "role": "owner", "pin": "1357902468"}));
    world.call("operator_save", json!({"name": "李芳", "role": "clerk", "pin": "2468013579"}));
    let asked =
        json!({"asked_on": "2026-10-20", "asked_by": "李芳", "kind": "discount", "amount": 50_000, "matter": "老用户"});
    let made = save(&world, "authority_approval", "", &asked);
    let approved =
        step(&world, &made, "approve", json!({"approved_by": "王强", "approved_on": "2026-10-20", "limit": 50_000}));
    world.call("operator_sign_out", json!({}));
    world.call("operator_sign_in", json!({"operator": "李芳", "pin": "2468013579"}));
    let amend = |field: &str, value: Value| {
        let mut values = approved["values"].clone();
        values[field] = value;
        json!({"id": approved["id"], "rev": approved["rev"], "form": "authority_approval", "values": values, "reason": "笔误"})
    };
    let why = world.refused("entry_save", amend("limit", json!(9_900_000)));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("decided", "values.limit"));
    assert!(why.message.contains("老板"), "{why:?}");
    let why = world.refused("entry_save", amend("amount", json!(9_900_000)));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("locked", "values.amount"), "nor what was approved");
    Ok(())
}

/// A desk with a maker whose pack has clocks for what is fed back.
fn clocked() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "XC", "name": "鑫昌电动车", "policy": "S3-ebike"}));
    Ok(world)
}

#[test]
fn entrydue_2_the_day_that_was_counts_and_not_the_day_it_was_typed() -> Outcome<()> {
    let world = clocked()?;
    let made = save(&world, "quality_feedback", "XC", &feedback());
    world.set_clock(START + 5 * DAY);
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "fax"}));
    assert_eq!(due(&sent, "当日报送总部")["level"], "met", "{sent}");
    let other = save(&world, "quality_feedback", "XC", &feedback());
    let late = step(&world, &other, "send", json!({"sent_on": "2026-10-22", "sent_way": "fax"}));
    assert_eq!(due(&late, "当日报送总部")["level"], "met_late", "{late}");
    Ok(())
}

#[test]
fn entrydue_2_what_is_led_back_is_owed_again() -> Outcome<()> {
    let world = clocked()?;
    let made = save(&world, "quality_feedback", "XC", &feedback());
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "fax"}));
    let answer = json!({"answered_on": "2026-10-20", "answer": "换件", "answered_by": "总部"});
    let answered = step(&world, &sent, "answer", answer);
    assert_eq!(due(&answered, "总部答复")["level"], "met", "{answered}");
    let first = due(&answered, "总部答复")["due_on"].clone();
    world.set_clock(START + 3 * DAY);
    let urged = step(&world, &answered, "urge", json!({"sent_on": "2026-10-23"}));
    let again = due(&urged, "总部答复");
    assert_ne!(again["level"], "met", "{urged}");
    assert!(text(again, "/due_on") > first.as_str().unwrap_or(""), "its clock begins anew: {urged}");
    assert_eq!(due(&urged, "当日报送总部")["level"], "met", "the first sending was in time: {urged}");
    Ok(())
}

/// A machine of the other maker.
fn sold_by_the_other(world: &World) -> Value {
    world.call("sale_open", sale("WY", "WY26B00001", "2026-10-18"))
}

#[test]
fn entry_10_nothing_hangs_on_a_field_that_takes_no_photographs() -> Outcome<()> {
    let world = World::set_up()?;
    let entry = save(&world, "quality_feedback", "HH", &feedback());
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/prints/samples/signature.png");
    let to = |field: &str| json!({"subject": "entry", "id": entry["id"], "field": field, "paths": [picture]});
    for other in ["problem", "nosuch", "", "photos "] {
        let why = world.refused("photos_add", to(other));
        assert_eq!((why.code.as_str(), why.field.as_str()), ("not_found", "field"), "{other:?}: {why:?}");
    }
    assert_eq!(world.call("photos_add", to("photos"))["added"], 1);
    let why = world.refused("entry_void", json!({"id": entry["id"], "reason": "\u{200b} \u{7}"}));
    assert_eq!(why.code, "reason_needed", "what nobody can read is no reason: {why:?}");
    Ok(())
}

#[test]
fn entry_9_what_travels_names_records_of_its_own_maker() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = sold_by_the_other(&world);
    let mut values = feedback();
    values["unit"] = sale["unit_id"].clone();
    let asked = json!({"form": "quality_feedback", "principal": "HH", "values": values});
    let why = world.refused("entry_save", asked.clone());
    assert_eq!((why.code.as_str(), why.field.as_str()), ("other_maker", "values.unit"));
    assert!(why.message.contains("沃野动力"), "{why:?}");
    let looked = world.call("entry_check", asked);
    assert_eq!(looked["refused"][0]["code"], "other_maker", "{looked}");
    save(&world, "quality_feedback", "WY", &values);
    Ok(())
}

#[test]
fn begin_1_an_entry_begun_from_a_record_is_of_its_maker() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = sold_by_the_other(&world);
    let from = json!({"kind": "unit", "id": sale["unit_id"]});
    let begun = world.call("entry_new", json!({"form": "quality_feedback", "principal": "", "from": from}));
    assert_eq!(begun["principal"], "WY", "{begun}");
    Ok(())
}

#[test]
fn whose_2_a_card_of_one_maker_is_no_consent_to_another() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sale = sold_by_the_other(&world);
    let typed = json!({"received_on": "2026-10-20", "received_by": "张三", "channel": "phone", "market": "domestic",
        "customer": sale["customer_id"], "complainant": "王丹", "phone": "13800005536", "product": "手扶拖拉机",
        "kind": "service", "severity": "ordinary", "content": "修了两次没修好"});
    assert!(typed["customer"].is_string(), "{sale}");
    let made = save(&world, "complaint", "HH", &typed);
    step(&world, &made, "record", json!({}));
    world.call("sync_now", json!({}));
    let kept = office.list("form_entry")?.pop().ok_or("head office has nothing")?;
    assert_eq!(kept["body"]["shared"], false, "{kept}");
    Ok(())
}

#[test]
fn entry_8_a_forgotten_maker_is_named_later_and_stays() -> Outcome<()> {
    let world = World::set_up()?;
    let typed = json!({"received_on": "2026-10-20", "received_by": "张三", "channel": "phone", "market": "domestic",
        "complainant": "王丹", "phone": "13800005536", "product": "手扶拖拉机", "kind": "service", "severity": "ordinary",
        "content": "修了两次没修好"});
    let made = save(&world, "complaint", "", &typed);
    let name = |entry: &Value, maker: &str| {
        world.call(
            "entry_save",
            json!({"id": entry["id"], "rev": entry["rev"], "form": "complaint", "principal": maker, "values": entry["values"]}),
        )
    };
    let named = name(&made, "HH");
    assert_eq!((text(&named, "/principal"), named["rev"].as_i64()), ("HH", Some(2)), "{named}");
    assert_eq!(text(&name(&named, "WY"), "/principal"), "HH", "one that is named stays");
    Ok(())
}

#[test]
fn reference_2_a_day_takes_the_day_of_an_instant() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-10-18");
    let planned = json!({"planned_on": "2026-10-20", "customer": sale["customer_id"], "customer_name": "王丹", "phone": "13800005536",
        "class": "key", "why": "plan"});
    let made = save(&world, "visit_record", "", &planned);
    let visited = step(&world, &made, "visit", json!({"visited_at": START, "visitor": "张三", "met": "王丹"}));
    let values = json!({"earlier": visited["id"]});
    let looked = world.call("entry_check", json!({"form": "visit_record", "values": values, "touched": "earlier"}));
    assert_eq!(looked["values"]["last_on"], "2026-10-20", "{looked}");
    Ok(())
}

#[test]
fn whose_1_customers_are_nobodys_machines_repairs_and_sales_are_one_makers() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = sold_by_the_other(&world);
    let of = |form: &str, kind: &str, id: &Value| {
        let begun = world.call("entry_new", json!({"form": form, "principal": "", "from": {"kind": kind, "id": id}}));
        text(&begun, "/principal").to_owned()
    };
    assert_eq!(of("installation_voucher", "sale", &sale["id"]), "WY");
    assert_eq!(of("complaint", "customer", &sale["customer_id"]), "");
    assert_eq!(of("key_customer", "customer", &sale["customer_id"]), "", "a form of no maker");
    Ok(())
}
