//! Stories of a desk that does what a clerk means: numbers found by any piece, the record behind a row, one maker's own numbers,
//! demo data that stays at home.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, machine_now, repair, sale};
use serde_json::{Value, json};

fn ids(hits: &Value, kind: &str) -> Vec<String> {
    let all = hits.as_array().cloned().unwrap();
    let own = all.iter().filter(|hit| hit["kind"] == kind);
    own.map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// The pieces of `HB0732A-WX-2610-A0001` somebody may type: what follows a hyphen, and that without its hyphens.
fn pieces(no: &str) -> Vec<String> {
    let parts: Vec<&str> = no.split('-').collect();
    let from = |n: usize| parts[n..].join("-");
    vec![no.to_owned(), from(1), from(2), from(3), from(2).replace('-', ""), from(2).to_lowercase()]
}

#[test]
fn number_3_a_repair_a_sale_and_an_old_part_are_found_by_any_piece_of_their_number() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("S1", "2026-10-03");
    let done = world.call("repair_open", repair("HH", "S1", "2026-10-12"));
    let part = world.call("old_part_list", json!({}))["rows"][0].clone();
    for (kind, no, record) in [
        ("repair", &done["no"], id(&done)),
        ("sale", &sold["no"], id(&sold)),
        ("sale", &sold["card_no"], id(&sold)),
        ("old_part", &part["tag_no"], id(&part)),
    ] {
        for piece in pieces(no.as_str().unwrap()) {
            let hits = world.call("search", json!({"term": piece}));
            assert!(ids(&hits, kind).contains(&record), "{kind} by {piece}: {hits}");
        }
    }
    // The list of repairs is narrowed by the same pieces; a number nobody has finds nothing.
    let rows = |term: &str| world.call("repair_list", json!({"term": term}))["total"].clone();
    assert_eq!([rows("A0001"), rows("2610-A0001"), rows("A0999")], [json!(1), json!(1), json!(0)]);
    Ok(())
}

#[test]
fn sheetview_4_a_row_of_a_sheet_knows_its_record() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("S1", "2026-10-03");
    let done = world.call("repair_open", repair("HH", "S1", "2026-10-12"));
    for (key, noun, record) in [("W01", "repair", id(&done)), ("W02", "repair", id(&done)), ("W03", "sale", id(&sold))]
    {
        let sheet = world.call("report_preview", json!({"principal": "HH", "month": "2026-10", "key": key}));
        assert_eq!(sheet["records"], json!([{"noun": noun, "id": record}]), "{key}: {sheet}");
        assert_eq!(sheet["rows"].as_array().map(Vec::len), Some(1));
    }
    let empty = world.call("report_preview", json!({"principal": "WY", "month": "2026-10", "key": "W01"}));
    assert_eq!(empty["records"], json!([]));
    Ok(())
}

#[test]
fn today_4_of_one_maker_every_number_is_that_makers() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("S1", "2026-10-12");
    world.sell("S2", "2026-10-13");
    world.call("sale_open", sale("WY", "W1", "2026-10-12"));
    world.call("repair_open", repair("HH", "S1", "2026-10-14"));
    let of = |principal: &str| {
        let view = world.call("today", json!({"principal": principal}));
        let due = view["cards_due"].as_array().cloned().unwrap();
        let due: i64 = due.iter().map(|day| day["n"].as_i64().unwrap()).sum();
        (view["month"]["sales"].clone(), view["month"]["repairs"].clone(), due)
    };
    assert_eq!(of("HH"), (json!(2), json!(1), 2));
    assert_eq!(of("WY"), (json!(1), json!(0), 1));
    assert_eq!(of(""), (json!(3), json!(1), 3));
    Ok(())
}

#[test]
fn enrol_3_demo_data_goes_to_no_head_office_unasked() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::at(machine_now())?;
    world.call("demo_load", json!({}));
    let asked =
        |demo: bool| -> Outcome<Value> { Ok(json!({"url": office.url, "code": office.enrol_code()?, "demo": demo})) };
    let refused = world.refused("enrol", asked(false)?);
    assert_eq!(refused.code, "demo_enrolled");
    assert!(refused.message.contains("照样登记") && refused.message.contains("--demo"), "{}", refused.message);
    let devices: Value = serde_json::from_str(&office.run(&["device", "list", "--json"])?)?;
    assert_eq!(devices, json!([]), "head office was not asked");
    assert_eq!(world.call("enrol", asked(true)?)["enrolled"], true);
    Ok(())
}

fn sheet(world: &World, month: &str, key: &str) -> Value {
    world.call("report_preview", json!({"principal": "HH", "month": month, "key": key}))
}

#[test]
fn partsheet_2_parts_of_repairs_that_are_not_done_are_told() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("S1", "2026-10-03");
    world.call("repair_open", repair("HH", "S1", "2026-10-12"));
    let said = |world: &World| sheet(world, "2026-10", "W02")["foot"].to_string();
    assert!(!said(&world).contains("还没有完工"), "{}", said(&world));
    let mut open = repair("HH", "S1", "2026-10-14");
    open["completed_on"] = Value::Null;
    open["user_signed"] = json!(false);
    world.call("repair_open", open);
    let told = "其中 1 条的维修单还没有完工：这里的合计含它们的金额，维修月报表的合计不含";
    assert!(said(&world).contains(told), "{}", said(&world));
    Ok(())
}

#[test]
fn packcover_2_before_anything_is_built_the_cover_says_so() -> Outcome<()> {
    let world = World::set_up()?;
    let empty = sheet(&world, "2026-10", "W25")["empty"].clone();
    assert!(empty.as_str().unwrap().contains("还没有生成报表"), "{empty}");
    Ok(())
}

#[test]
fn compare_3_a_month_that_ended_before_the_first_day_is_told_from_one_it_begins_in() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("start_day_save", json!({"on": "2026-10-15"}));
    let notes = |month: &str| world.call("month_compare", json!({"principal": "HH", "month": month}))["notes"].clone();
    let october = notes("2026-10").to_string();
    assert!(october.contains("2026年9月整月都在启用日") && october.contains("2025年10月整月都在"), "{october}");
    let november = notes("2026-11").to_string();
    assert!(november.contains("2026年10月有一部分在启用日"), "{november}");
    Ok(())
}

#[test]
fn an_entry_is_found_everywhere_by_its_number_a_telephone_and_initials() -> Outcome<()> {
    let world = World::set_up()?;
    let values = json!({"received_on": "2026-10-20", "received_by": "张三", "channel": "phone", "market": "domestic",
        "complainant": "王丹", "phone": "13800005536", "product": "手扶拖拉机", "kind": "service", "severity": "ordinary",
        "content": "修了两次没修好"});
    let made = world.call("entry_save", json!({"form": "complaint", "principal": "HH", "values": values}));
    for term in ["261001", "5536", "wd", "王丹"] {
        let hits = world.call("search", json!({"term": term}));
        let hit = hits.as_array().into_iter().flatten().find(|hit| hit["kind"] == "entry");
        let hit = hit.ok_or_else(|| format!("{term}: {hits}"))?;
        assert_eq!((&hit["id"], &hit["title"]), (&made["id"], &json!("261001")));
        assert!(hit["detail"].as_str().is_some_and(|said| said.starts_with("客户投诉登记反馈表")), "{hit}");
    }
    world.call("entry_void", json!({"id": made["id"], "reason": "录错"}));
    assert_eq!(world.call("search", json!({"term": "261001"})), json!([]));
    Ok(())
}

#[test]
fn an_instant_is_offered_to_a_day_as_its_day() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-18");
    let customer = world.call("ref_find", json!({"to": "customer", "term": "王丹"}))[0]["id"].take();
    let values = json!({"planned_on": "2026-10-20", "customer": customer, "customer_name": "王丹", "class": "key",
        "why": "care"});
    let made = world.call("entry_save", json!({"form": "visit_record", "principal": "HH", "values": values}));
    let took = json!({"visited_at": sanbao_tests::world::START, "visitor": "张三"});
    let visited = world.call("entry_step", json!({"id": made["id"], "step": "visit", "values": took}));
    let next = world.call("entry_new", json!({"form": "visit_record", "predecessor": visited["id"], "step": "visit"}));
    assert_eq!(next["values"]["last_on"], "2026-10-20", "{next}");
    Ok(())
}
