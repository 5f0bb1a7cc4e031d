//! What wage and travel may be of a job the user pays, and which jobs wait for a receipt.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair};
use serde_json::{Value, json};

/// A job the user pays, by the farm contract of HH: five yuan a kilometre by day.
fn driven(serial: &str, more: &Value) -> Value {
    let mut paper = repair("HH", serial, "2026-10-16");
    (paper["in_warranty"], paper["payer"]) = (json!(false), json!("paid"));
    paper["parts"] = json!([]);
    paper.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    paper
}

fn fields(why: &app::CallError) -> Vec<&str> {
    why.fields.iter().map(|one| one.field.as_str()).collect()
}

#[test]
fn paidservice_4_a_limit_that_cannot_be_computed_asks_for_what_it_needs() -> Outcome<()> {
    let world = World::set_up()?;
    let open = |job: &Value, total: i64| json!({"repair": job["id"], "total_fen": total, "way": "cash"});
    let job = world.call("repair_open", driven("HH26P00001", &json!({"travel_fen": 90_000})));
    let seen = world.call("receipt_check", json!({"id": job["id"]}));
    let said: Vec<_> = seen["problems"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
    assert_eq!(said, ["travel_milli_km", "depart_time"], "{seen}");
    let why = world.refused("receipt_open", open(&job, 96_000));
    assert_eq!(fields(&why), ["travel_milli_km", "depart_time"]);
    // Half a kilometre: no contract says how it is rounded.
    let half = json!({"travel_fen": 9_000, "travel_milli_km": 17_500, "depart_time": "9:30"});
    let half = world.call("repair_open", driven("HH26P00002", &half));
    assert_eq!(fields(&world.refused("receipt_open", open(&half, 15_000))), ["travel_milli_km"]);
    let dear = json!({"travel_fen": 17_501, "travel_milli_km": 35_000, "depart_time": "9:30"});
    let dear = world.call("repair_open", driven("HH26P00003", &dear));
    assert_eq!(world.refused("receipt_open", open(&dear, 23_501)).code, "over_cap");
    // Nothing is asked of a job nobody drove for.
    let here = world.call("repair_open", driven("HH26P00004", &json!({})));
    assert_eq!(world.call("receipt_check", json!({"id": here["id"]}))["problems"], json!([]));
    world.call("receipt_open", open(&here, 6_000));
    Ok(())
}

#[test]
fn paidservice_5_every_job_without_a_receipt_is_reached() -> Outcome<()> {
    let world = World::set_up()?;
    let jobs: Vec<Value> = (0..7)
        .map(|at| world.call("repair_open", driven(&format!("HH26P0001{at}"), &json!({"labour_fen": 5_000 + at}))))
        .collect();
    let page = |offset: i64| world.call("receipt_ready", json!({"limit": 5, "offset": offset}));
    let (first, rest) = (page(0), page(5));
    assert_eq!([&first["total"], &rest["total"]], [7, 7]);
    let ids =
        |page: &Value| -> Vec<Value> { page["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect() };
    assert_eq!((ids(&first).len(), ids(&rest).len()), (5, 2));
    let mut all = [ids(&first), ids(&rest)].concat();
    all.sort_by_key(Value::to_string);
    let mut opened: Vec<Value> = jobs.iter().map(|job| job["id"].clone()).collect();
    opened.sort_by_key(Value::to_string);
    assert_eq!(all, opened);
    // From the job itself: whether it may have one, and the one that stands.
    let job = |at: usize| world.call("repair_show", json!({"id": jobs[at]["id"]}));
    assert_eq!((&job(0)["receipt_open"], &job(0)["receipt"]), (&json!(true), &Value::Null));
    let made = world.call("receipt_open", json!({"repair": jobs[0]["id"], "total_fen": 5_000, "way": "cash"}));
    assert_eq!((&job(0)["receipt_open"], &job(0)["receipt"]["id"]), (&json!(false), &made["id"]));
    assert_eq!(page(0)["total"], 6);
    let free = world.call("repair_open", repair("HH", "HH26P00019", "2026-10-16"));
    assert_eq!(world.call("repair_show", json!({"id": free["id"]}))["receipt_open"], false);
    Ok(())
}

#[test]
fn receipt_2_material_that_no_line_names_is_refused_where_parts_have_a_cap() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "WY", "name": "沃野动力", "policy": "S3-aircon"}));
    world.call("part_save", json!({"code": "DR450", "name": "压缩机电容", "market_price_fen": 10_000}));
    let line = json!({"code": "DR450", "name": "压缩机电容", "qty_milli": 1000, "price_fen": 11_600});
    let job = |serial: &str, material: i64, parts: Value| {
        let mut paper = repair("WY", serial, "2026-10-16");
        (paper["in_warranty"], paper["payer"]) = (json!(false), json!("paid"));
        (paper["material_fen"], paper["parts"]) = (json!(material), parts);
        world.call("repair_open", paper)
    };
    let dear = job("WY26C00001", 30_000, json!([line]));
    let seen = world.call("receipt_check", json!({"id": dear["id"]}));
    assert_eq!(seen["problems"][0]["field"], "material_fen", "{seen}");
    let open = |job: &Value, total: i64| json!({"repair": job["id"], "total_fen": total, "way": "cash"});
    let why = world.refused("receipt_open", open(&dear, 36_000));
    assert!(why.field == "material_fen" && why.message.contains("116.00"), "{}", why.message);
    let bare = job("WY26C00002", 5_000, json!([]));
    assert_eq!(world.refused("receipt_open", open(&bare, 11_000)).field, "material_fen");
    // Less than its lines is the clerk's to give; oil with a line of its own is named and has no cap.
    world.call("receipt_open", open(&job("WY26C00003", 11_000, json!([line])), 17_000));
    let oil = json!({"code": "", "name": "冷冻油", "qty_milli": 1000, "price_fen": 5_000});
    world.call("receipt_open", open(&job("WY26C00004", 16_600, json!([line, oil])), 22_600));
    Ok(())
}
