//! What a month is at head office: its files, and the records they name.

use super::november;
use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, machine_now, repair};
use serde_json::{Value, json};

/// The body of a report as it waits for head office.
pub(super) fn blob_body(world: &World, id: &str) -> Value {
    let base = rusqlite::Connection::open(world.dir().join("desk.db")).unwrap();
    let body: String = base
        .query_row("SELECT body FROM outbox JOIN outbox_body USING (rid) WHERE record_id = ?", [id], |row| row.get(0))
        .unwrap();
    serde_json::from_str(&body).unwrap()
}

#[test]
fn a_report_names_the_records_it_is_made_of() -> Outcome<()> {
    let world = november()?;
    world.sell("0001", "2026-10-05");
    let id = world.call("repair_open", repair("HH", "0001", "2026-10-06"))["id"].take();
    world.call("repair_submit", json!({"id": id}));
    let runs = world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    let named: Vec<_> = runs
        .as_array()
        .unwrap()
        .iter()
        .map(|run| blob_body(&world, run["id"].as_str().unwrap()))
        .map(|body| (body["lines"].as_array().unwrap().len(), body["lines_total"].as_u64().unwrap()))
        .collect();
    let one = (1, 1);
    let none = (0, 0);
    let wanted = [one, one, one, none, none, one, one, none];
    assert_eq!(named, wanted, "the repair, the repair of its part, the card, the card that is due, the old part");
    Ok(())
}

#[test]
fn the_month_comes_to_head_office_with_its_files() -> Outcome<()> {
    let world = november()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let today = world.call("desk_status", json!({}))["today"].as_str().unwrap().to_owned();
    world.sell("0001", &today);
    let month = &today[..7];
    world.call("report_send", json!({"principal": "HH", "month": month}));
    world.call("sync_now", json!({"principal": "HH"}));
    let runs = world.call("report_runs", json!({"principal": "HH", "month": month}));
    let states: Vec<_> = runs.as_array().unwrap().iter().map(|run| run["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["acked"; 8]);
    assert_eq!(office.list("report")?.len(), 8);
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let open: i64 = base.query_row("SELECT count(*) FROM blob_transfer WHERE state <> 'done'", [], |row| row.get(0))?;
    assert_eq!(open, 0, "every file arrived");
    Ok(())
}
