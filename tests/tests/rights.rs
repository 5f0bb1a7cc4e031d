//! Stories of what the packs say of one machine: periods, due days and rights, each with its reason.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";

/// A dealer with one tractor of 51 kW, sold and invoiced on 2026-03-02.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "class": "拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", SERIAL, "2026-03-02");
    sold["invoice_no"] = json!("15891321");
    sold["invoice_on"] = json!("2026-03-02");
    world.call("sale_open", sold);
    Ok(world)
}

fn rights(world: &World) -> Value {
    world.call("unit_rights", json!({"serial": SERIAL}))
}

fn of<'a>(list: &'a Value, key: &str, wanted: &str) -> Option<&'a Value> {
    list.as_array()?.iter().find(|one| one[key] == wanted)
}

#[test]
fn rights_1_each_period_names_the_rule_it_stands_on() -> Outcome<()> {
    let world = world()?;
    let said = rights(&world);
    assert_eq!(said["packs"][1].as_str().unwrap_or_default().split(' ').next(), Some("CN-ag-2010"), "{said}");
    let machine = of(&said["coverage"], "component", "整机").ok_or(said.to_string())?;
    assert_eq!([&machine["start_on"], &machine["effective_end"]], ["2026-03-02", "2027-03-02"]);
    assert_eq!(machine["covered_today"], true);
    assert!(machine["standing"]["source"].as_str().is_some_and(|source| !source.is_empty()), "{machine}");
    assert!(machine["steps"].as_array().is_some_and(|steps| steps.len() >= 2), "{machine}");
    let main = of(&said["coverage"], "kind", "main").ok_or(said.to_string())?;
    assert_eq!(main["effective_end"], "2028-03-02");
    assert!(of(&said["rights"], "right", "repair").is_some(), "{said}");
    let card = of(&said["deadlines"], "name", "回执卡到总部").ok_or(said.to_string())?;
    assert_eq!(card["due_on"], "2026-03-22");
    Ok(())
}

#[test]
fn rights_1_a_repair_beyond_its_working_days_gives_the_exchange() -> Outcome<()> {
    let world = world()?;
    let mut open = repair("HH", SERIAL, "2026-09-01");
    open["completed_on"] = Value::Null;
    open["user_signed"] = json!(false);
    let opened = world.call("repair_open", open);
    let before = rights(&world);
    let due = of(&before["deadlines"], "name", "修理完成").ok_or(before.to_string())?;
    // Thirty working days after 1 September 2026, over the holidays of autumn.
    let last = due["due_on"].as_str().ok_or("no due day")?.to_owned();
    assert_eq!(due["no"], opened["no"]);
    let days = domain::Day::at(START).days_until(last.parse()?);
    world.set_clock(START + days * DAY);
    assert!(of(&rights(&world)["rights"], "right", "machine_exchange").is_none(), "the last day belongs to the repair");
    world.set_clock(START + (days + 1) * DAY);
    let after = rights(&world);
    let exchange = of(&after["rights"], "right", "machine_exchange").ok_or(after.to_string())?;
    assert!(exchange["missing"].as_array().is_some_and(|papers| !papers.is_empty()), "{exchange}");
    assert_eq!(of(&after["deadlines"], "name", "修理完成").map(|due| due["level"].clone()), Some(json!("late")));
    Ok(())
}

#[test]
fn rights_2_a_cancelled_repair_counts_for_nothing() -> Outcome<()> {
    let world = world()?;
    let extension = |said: &Value| of(&said["coverage"], "component", "整机").map(|row| row["extension_days"].clone());
    let mut mended = repair("HH", SERIAL, "2026-09-01");
    mended["completed_on"] = json!("2026-09-10");
    let opened = world.call("repair_open", mended);
    assert_eq!(extension(&rights(&world)), Some(json!(10)));
    world.call("repair_void", json!({"id": opened["id"], "reason": "重复登记"}));
    assert_eq!(extension(&rights(&world)), Some(json!(0)));
    Ok(())
}

#[test]
fn rights_3_what_cannot_be_computed_is_said_and_the_rest_stands() -> Outcome<()> {
    let world = world()?;
    let unpowered = json!({"principal": "HH", "code": "HH704", "class": "拖拉机", "power_milli_kw": null});
    world.call("model_save", unpowered);
    let said = rights(&world);
    assert_eq!(said["coverage"], json!([]));
    assert!(said["missing"].to_string().contains("功率"), "{said}");
    assert!(of(&said["deadlines"], "name", "回执卡到总部").is_some(), "{said}");
    assert_eq!(world.refused("unit_rights", json!({"serial": "nobody"})).code, "not_found");
    Ok(())
}

#[test]
fn rights_3_a_sale_asks_for_the_power_its_period_hangs_on() -> Outcome<()> {
    let world = world()?;
    let mut draft = sale("HH", "HH26C00002", "2026-10-10");
    draft["unit"]["model"] = json!("HH9");
    draft["unit"]["product"] = json!("轮式拖拉机");
    let asked =
        |draft: &Value| of(&world.call("sale_check", draft.clone())["notices"], "code", "fact_missing").cloned();
    let notice = asked(&draft).ok_or("nothing is asked for")?;
    assert_eq!(notice["field"], "unit.power_milli_kw");
    assert!(notice["message"].as_str().is_some_and(|why| why.contains("功率")), "{notice}");
    world.call("sale_open", draft.clone());
    draft["unit"]["serial"] = json!("HH26C00003");
    draft["unit"]["power_milli_kw"] = json!(51_500);
    assert_eq!(asked(&draft), None);
    world.call("sale_open", draft);
    // Another power for the same model is not taken, and that is said; none at all is refused.
    let mut other = sale("HH", "HH26C00004", "2026-10-10");
    other["unit"] = json!({"model": "HH9", "product": "轮式拖拉机", "serial": "HH26C00004", "power_milli_kw": 60_000});
    let differs = of(&world.call("sale_check", other.clone())["notices"], "code", "power_differs").cloned();
    let says = differs.map(|notice| notice["message"].to_string()).unwrap_or_default();
    assert!(says.contains("51.5 千瓦") && says.contains("60 没有采用"), "{says}");
    other["unit"]["power_milli_kw"] = json!(0);
    assert_eq!(world.refused("sale_open", other).field, "unit.power_milli_kw");
    // The machine sold before has its period too: the model is theirs both.
    let said = world.call("unit_rights", json!({"serial": "HH26C00002"}));
    assert!(of(&said["coverage"], "component", "整机").is_some(), "{said}");
    Ok(())
}

#[test]
fn rights_4_a_repair_is_proposed_in_or_out_of_warranty_with_its_reason() -> Outcome<()> {
    let world = world()?;
    let propose = |on: &str| world.call("repair_coverage", json!({"principal": "HH", "serial": SERIAL, "on": on}));
    let within = propose("2026-10-15");
    assert_eq!(within["in_warranty"], true, "{within}");
    assert!(within["reason"].as_str().is_some_and(|reason| reason.contains("整机")), "{within}");
    assert!(within["steps"].as_array().is_some_and(|steps| !steps.is_empty()), "{within}");
    assert_eq!(propose("2027-10-15")["in_warranty"], false);
    assert_eq!(propose("2026-02-01")["in_warranty"], false, "before the sale");
    let stranger = world.call("repair_coverage", json!({"serial": "XX1", "on": "2026-10-15"}));
    assert_eq!(stranger["in_warranty"], false);
    assert!(stranger["reason"].as_str().is_some_and(|reason| reason.contains("没有这台机器")), "{stranger}");
    Ok(())
}

#[test]
fn store_9_what_lost_its_reason_is_said_and_computed_anew() -> Outcome<()> {
    let world = world()?;
    world.sell("HH26B35540", "2026-10-19");
    let days = |world: &World| {
        let said = world.call("unit_rights", json!({"serial": "HH26B35540"}));
        (said["coverage"].clone(), said["deadlines"].clone())
    };
    let before = days(&world);
    rusqlite::Connection::open(world.dir().join("desk.db"))?.execute_batch("UPDATE reason SET text = '{'")?;
    let problems = || world.call("doctor", Value::Null)["problems"].to_string();
    assert!(problems().contains("依据存坏了"), "{}", problems());
    for command in ["today", "sale_list"] {
        world.call(command, json!({}));
    }
    world.call("law_recompute", json!({}));
    assert_eq!(days(&world), before);
    Ok(())
}

#[test]
fn law_10_a_row_that_cannot_be_read_keeps_back_its_own_machine_only() -> Outcome<()> {
    let world = world()?;
    let broken = world.sell("HH26B35540", "2026-10-18");
    world.sell("HH26B35541", "2026-10-19");
    let tag = json!({"name": "垫片", "qty_milli": 1000, "removed_on": "2026-10-01"});
    let parts = world.call("opening_parts_add", json!({"principal": "HH", "parts": [tag, tag]}));
    let days = || world.call("unit_rights", json!({"serial": "HH26B35541"}))["deadlines"].take();
    let before = days();
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute_batch("UPDATE reason SET text = '{'")?;
    base.execute("UPDATE sale SET sold_on = '去年' WHERE id = ?1", [broken["id"].as_str()])?;
    base.execute("UPDATE old_part SET removed_on = '?' WHERE id = ?1", [parts[0]["id"].as_str()])?;
    let done = world.call("law_recompute", json!({}));
    assert_eq!(
        [&done["units"], &done["unreadable"]],
        [
            &world.call("doctor", json!({}))["counts"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|one| one["table"] == "unit")
                .ok_or("no units")?["rows"],
            &json!(2)
        ]
    );
    assert_eq!(days(), before, "the next machine was computed");
    let unread = done["unread"].as_array().cloned().unwrap_or_default();
    assert_eq!(unread[0]["name"], "HH26B35540");
    for (one, column, row) in [(&unread[0], "sold_on", &broken["id"]), (&unread[1], "removed_on", &parts[0]["id"])] {
        let what = one["what"].as_str().unwrap_or_default();
        assert!(what.contains(column) && what.contains(row.as_str().unwrap_or("?")), "{what}");
    }
    let on_today = || {
        let items = world.call("today", json!({}))["items"].as_array().cloned().unwrap_or_default();
        items.into_iter().filter(|item| item["kind"] == "unread").collect::<Vec<_>>()
    };
    assert_eq!([&on_today()[0]["id"], &on_today()[0]["title"]], [&broken["unit_id"], &json!("HH26B35540")]);
    let complaints = || world.call("doctor", json!({}))["problems"].to_string();
    assert!(complaints().contains("HH26B35540") && complaints().contains("sold_on"), "{}", complaints());
    // Mended: it is computed with the next look, and nothing complains any more.
    base.execute("UPDATE sale SET sold_on = '2026-10-18' WHERE id = ?1", [broken["id"].as_str()])?;
    base.execute("UPDATE old_part SET removed_on = '2026-10-01' WHERE id = ?1", [parts[0]["id"].as_str()])?;
    world.app().catch_up();
    assert!(on_today().is_empty() && !complaints().contains("读不懂"), "{}", complaints());
    let mended = world.call("unit_rights", json!({"serial": "HH26B35540"}));
    assert_eq!(mended["deadlines"][0]["due_on"], "2026-11-07");
    Ok(())
}
