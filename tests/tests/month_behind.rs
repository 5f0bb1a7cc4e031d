//! Stories of the entries behind a workbook of the month, and of the people they show.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair};
use serde_json::{Value, json};

const OCTOBER: &str = "2026-10";

fn save(world: &World, form: &str, values: Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": "HH", "values": values}))
}

fn sheet(world: &World, key: &str, whole: bool) -> Value {
    world.call("report_preview", json!({"principal": "HH", "month": OCTOBER, "key": key, "whole": whole}))
}

/// What a column shows, row by row.
fn column(sheet: &Value, title: &str) -> Vec<String> {
    let at = sheet["columns"].as_array().unwrap().iter().position(|column| column["title"] == title).unwrap();
    sheet["rows"].as_array().unwrap().iter().map(|row| row[at].as_str().unwrap().to_owned()).collect()
}

fn feedback(found_on: &str) -> Value {
    json!({"found_on": found_on, "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121",
        "serial_no": "HH26B35536", "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"})
}

#[test]
fn whose_3_of_the_person_of_a_repair_its_own_tick_decides() -> Outcome<()> {
    let world = World::set_up()?;
    // The card of each sale agreed; of the two repairs one did not, and without a repair the card still counts.
    let mut shown = Vec::new();
    for (serial, tick) in [("HH26B35536", Some(false)), ("HH26B35537", Some(true)), ("HH26B35538", None)] {
        let sale = world.sell(serial, "2026-10-12");
        let mut values = json!({"reason": "other", "customer": sale["customer_id"], "customer_name": "王丹",
            "phone": "19900364370", "serial_no": serial, "last_on": "2026-10-12"});
        if let Some(tick) = tick {
            let mut typed = repair("HH", serial, "2026-10-18");
            typed["share_consent"] = json!(tick);
            values["repair"] = world.call("repair_open", typed)["id"].clone();
        }
        let made = save(&world, "revisit", values);
        let done =
            json!({"done_on": "2026-10-20", "way": "phone", "visited_by": "张三", "result": "good", "rating": 1});
        let step = json!({"id": made["id"], "rev": made["rev"], "step": "do", "values": done});
        world.call("entry_step", step);
        shown.push(serial);
    }
    let read = |whole: bool| {
        let sheet = sheet(&world, "W16", whole);
        let rows: Vec<(String, String)> = column(&sheet, "编号").into_iter().zip(column(&sheet, "电话")).collect();
        shown.iter().map(|serial| rows.iter().find(|row| row.0 == *serial).unwrap().1.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read(true), ["19900364370"; 3]);
    assert_eq!(read(false), ["199****4370", "19900364370", "19900364370"]);
    Ok(())
}

#[test]
fn monthfigure_2_behind_a_workbook_stand_its_entries_each_once() -> Outcome<()> {
    let world = World::set_up()?;
    let october = save(&world, "quality_feedback", feedback("2026-10-20"));
    save(&world, "quality_feedback", feedback("2026-09-20"));
    let plan = json!({"made_on": "2026-10-20", "season": "三夏", "season_on": "2027-06-01", "made_by": "张三", "lines": [
        {"code": "055665", "name": "轴承6206", "unit": "件", "kind": "warranty", "planned": 20_000, "price": 8800},
        {"code": "0012", "name": "三角带", "unit": "条", "kind": "wear", "planned": 5500, "price": 1250}]});
    let plan = save(&world, "parts_plan", plan);
    let behind = |sheet: &str| {
        let query = json!({"principal": "HH", "month": OCTOBER, "figure": "entries", "sheet": sheet});
        let page = world.call("month_rows", query);
        assert_eq!(page["total"], page["rows"].as_array().unwrap().len(), "{page}");
        page["rows"].as_array().unwrap().clone()
    };
    let of_feedback = behind("W15");
    assert_eq!(of_feedback.len(), 1, "{of_feedback:?}");
    let row = &of_feedback[0];
    assert_eq!([&row["record"], &row["record_id"], &row["no"]], [&json!("entry"), &october["id"], &october["no"]]);
    assert_eq!((&row["on"], &row["figure"]), (&json!("2026-10-20"), &json!("已填写")));
    assert_eq!(column(&sheet(&world, "W18", true), "零件编码").len(), 2);
    let of_plan = behind("W18");
    assert_eq!((of_plan.len(), &of_plan[0]["record_id"]), (1, &plan["id"]), "two rows of one entry");
    assert!(behind("W01").is_empty() && behind("W17").is_empty());
    Ok(())
}
