//! Due days of an entry: which clock runs in which state, and what stays when the form is gone.

use crate::{complaint, step};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};

/// A complaint with a maker whose pack has clocks for it.
fn clocked(world: &World) -> Value {
    world.call("principal_save", json!({"code": "XC", "name": "鑫昌电动车", "policy": "S3-ebike"}));
    world.call("entry_save", json!({"form": "complaint", "principal": "XC", "values": complaint("2026-10-20")}))
}

fn level(entry: &Value, title: &str) -> Value {
    let due = entry["due"].as_array().into_iter().flatten();
    due.filter(|one| one["title"] == title).map(|one| one["deadline"]["level"].clone()).next().unwrap_or_default()
}

#[test]
fn entrydue_2_the_state_reached_meets_its_clock_and_starts_the_next() -> Outcome<()> {
    let world = World::set_up()?;
    let made = clocked(&world);
    assert!(level(&made, "登记编号").is_string(), "{made}");
    assert_eq!(level(&made, "指派负责人"), Value::Null, "it runs from the day it was registered");
    let recorded = step(&world, &made, "record", json!({}));
    assert_eq!(level(&recorded, "登记编号"), "met", "{recorded}");
    assert!(level(&recorded, "指派负责人").is_string(), "{recorded}");
    Ok(())
}

#[test]
fn entrydue_3_days_of_an_entry_whose_form_is_gone_stay() -> Outcome<()> {
    let mut world = World::set_up()?;
    let made = clocked(&world);
    world.close();
    let database = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    database.execute("UPDATE form_definition SET source = '{' || source", [])?;
    drop(database);
    world.restart()?;
    world.call("law_recompute", json!({}));
    world.set_clock(START + 60 * DAY);
    let today = world.call("today", json!({"limit": 50}));
    assert!(today["items"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == made["id"])), "{today}");
    Ok(())
}
