//! The machine that stood in stock for two seasons (E09): its day at the desk, and both sides of it.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};

/// A harvester that came in on 2 March 2026, at a dealer of that place.
fn stocked(place: &str) -> Outcome<(World, Value)> {
    let world = World::set_up()?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农", "region": place}));
    world.call("model_save", json!({"principal": "HH", "code": "4LZ", "product": "联合收割机"}));
    let typed = json!({"received_on": "2026-03-02", "product": "联合收割机", "model": "4LZ", "serial_no": "HH26B35536",
        "price": 9_800_000, "condition": "good"});
    let made = world.call("entry_save", json!({"form": "stock_unit", "principal": "HH", "values": typed}));
    Ok((world, made))
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call("entry_step", json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values}))
}

fn due_on(entry: &Value) -> &Value {
    &entry["due"][0]["deadline"]["due_on"]
}

#[test]
fn entrydue_4_stock_is_free_to_the_last_day_of_its_second_season_where_the_dealer_is() -> Outcome<()> {
    let (world, made) = stocked("河南省周口市")?;
    assert_eq!(due_on(&made), "2027-06-10", "the harvests of 2026 and 2027: {made}");
    // START is 20 October 2026; the second season ends 233 days later.
    world.set_clock(START + 233 * DAY);
    world.call("clock_confirm", json!({}));
    let today = world.call("today", json!({"limit": 50}));
    let item = today["items"].as_array().and_then(|all| all.iter().find(|one| one["id"] == made["id"]));
    assert!(item.is_some_and(|item| item["level"] != "late"), "{today}");
    let sold = step(&world, &made, "sell", json!({"sold_on": "2027-06-10"}));
    assert_eq!(sold["state"], "sold");

    let (world, made) = stocked("河南省周口市")?;
    world.set_clock(START + 234 * DAY);
    world.call("clock_confirm", json!({}));
    let today = world.call("today", json!({"limit": 50}));
    let item = today["items"].as_array().and_then(|all| all.iter().find(|one| one["id"] == made["id"]));
    assert_eq!(item.map(|item| &item["level"]), Some(&json!("late")), "{today}");
    let deemed = step(&world, &made, "deem", json!({"deemed_on": "2027-06-11", "deemed_note": "盘点在库"}));
    assert_eq!(deemed["values"]["deemed_amount"], 9_800_000, "the price is owed: {deemed}");
    let after = step(&world, &deemed, "sell_after", json!({"sold_on": "2027-06-11"}));
    assert_eq!(after["state"], "sold_after");
    Ok(())
}

#[test]
fn entrydue_4_where_no_season_is_named_no_day_is_made_up() -> Outcome<()> {
    let (_, made) = stocked("黑龙江省绥化市")?;
    assert!(due_on(&made).is_null(), "{made}");
    Ok(())
}

#[test]
fn entrydue_5_stock_that_is_about_to_be_deemed_sold_is_money_at_risk() -> Outcome<()> {
    let (world, made) = stocked("河南省周口市")?;
    let at_risk = || -> (Value, Vec<Value>) {
        let today = world.call("today", json!({"limit": 50}));
        let items = today["items"].as_array().cloned().unwrap_or_default();
        let item = items
            .into_iter()
            .find(|one| one["id"] == made["id"])
            .map_or(Value::Null, |mut one| one["at_risk_fen"].take());
        let money = world.call("money", json!({"principal": "HH"}));
        let rows = money[0]["at_risk"]["rows"].as_array().cloned().unwrap_or_default();
        (item, rows.into_iter().filter(|row| row["kind"] == "entry").collect())
    };
    assert_eq!(at_risk(), (Value::Null, Vec::new()), "its day is far");
    world.set_clock(START + 234 * DAY);
    world.call("clock_confirm", json!({}));
    let (item, rows) = at_risk();
    assert_eq!((&item, rows.len()), (&json!(9_800_000), 1), "{rows:?}");
    assert_eq!((&rows[0]["id"], &rows[0]["fen"]), (&made["id"], &json!(9_800_000)));
    // It follows what the entry says, and goes with what ends the day.
    let mut values = made["values"].clone();
    values["price"] = json!(9_000_000);
    let input =
        json!({"id": made["id"], "rev": made["rev"], "form": "stock_unit", "principal": "HH", "values": values});
    let cheaper = world.call("entry_save", input);
    assert_eq!(at_risk().0, json!(9_000_000));
    step(&world, &cheaper, "sell", json!({"sold_on": "2027-06-10"}));
    assert_eq!(at_risk(), (Value::Null, Vec::new()));
    Ok(())
}
