//! Stories of new parts for old ones: what is out, what must go back, what came back, what the float is.

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};
use std::path::Path;

/// An e-bike maker's desk with so many machines repaired in October.
fn world(machines: usize) -> Outcome<World> {
    let world = World::set_up()?;
    let maker = json!({"code": "EB", "name": "绿行电动车", "policy": "S3-ebike"});
    world.call("principal_save", maker);
    world.call("model_save", json!({"principal": "EB", "code": "HH704", "product": "电动自行车"}));
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true}));
    for at in 0..machines {
        let serial = format!("EB26B3{at:04}");
        let mut sold = sale("EB", &serial, "2026-09-02");
        sold["price_fen"] = json!(360_000);
        world.call("sale_open", sold);
        let mut paper = repair("EB", &serial, "2026-10-12");
        paper["no"] = json!(format!("WX2610{at:04}"));
        paper["parts"][0]["old_part_here"] = json!(true);
        world.call("repair_open", paper);
    }
    // Another maker's parts are none of it.
    world.call("sale_open", sale("HH", "HH26B30001", "2026-10-02"));
    world.call("repair_open", repair("HH", "HH26B30001", "2026-10-12"));
    Ok(world)
}

fn rows(world: &World, open: bool) -> Vec<Value> {
    let mut page = world.call("exchange_list", json!({"open": open}));
    assert_eq!(page["total"], page["rows"].as_array().map_or(0, Vec::len));
    page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default()
}

fn sums(world: &World) -> Value {
    let all = world.call("exchange_sums", json!({}));
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    all[0].clone()
}

fn figures(sum: &Value) -> Vec<String> {
    let all = sum["figures"].as_array().into_iter().flatten();
    all.map(|one| format!("{} {} {}", one["standing"].as_str().unwrap_or_default(), one["n"], one["bound_fen"]))
        .collect()
}

#[test]
fn fornew_1_only_a_maker_with_the_rule_stands_in_the_register_and_each_part_says_who_owes() -> Outcome<()> {
    let world = world(3)?;
    let out = rows(&world, true);
    assert_eq!(out.len(), 3);
    let value = out[0]["bound_fen"].as_i64().ok_or("no money")?;
    assert!(value > 0 && out.iter().all(|row| row["principal"] == "EB" && row["standing"] == "old_here"), "{out:?}");
    let sum = sums(&world);
    assert!(sum["source"].as_str().is_some_and(|says| says.contains("以旧换新") && says.contains("F62")), "{sum}");
    assert_eq!(figures(&sum), [format!("old_here 3 {}", 3 * value)]);

    // One goes back, one is lost, one stays here.
    let batch =
        json!({"principal": "EB", "parts": [out[0]["id"]], "boxes": 1, "waybill_no": "SF1", "sent_on": "2026-10-19"});
    let batch = world.call("parts_batch_send", batch);
    world.call("old_part_move", json!({"id": out[1]["id"], "state": "lost", "reason": "清理时丢失"}));
    assert_eq!(
        figures(&sums(&world)),
        [format!("old_here 1 {value}"), format!("on_the_way 1 {value}"), format!("no_old_part 1 {value}")]
    );
    let line = json!({"tag_no": out[0]["tag_no"], "received_milli": out[0]["qty_milli"], "verdict": "covered"});
    world.call("part_results_save", json!({"id": batch["id"], "lines": [line]}));
    let standing = |at: usize| {
        let all = rows(&world, false);
        all.iter().find(|row| row["id"] == out[at]["id"]).map(|row| row["standing"].clone()).unwrap_or_default()
    };
    assert_eq!([standing(0), standing(1)], ["new_owed", "no_old_part"]);
    assert_eq!(sums(&world)["bound_fen"], 3 * value);
    Ok(())
}

#[test]
fn fornew_2_a_float_the_contract_leaves_blank_is_said_and_is_no_zero() -> Outcome<()> {
    let world = world(1)?;
    let sum = sums(&world);
    assert_eq!([&sum["float_fen"], &sum["left_fen"]], [&Value::Null, &Value::Null]);
    assert!(sum["float_says"].as_str().is_some_and(|says| says.contains("铺底") && says.contains("总部")), "{sum}");
    Ok(())
}

#[test]
fn fornew_3_what_came_back_is_written_down_once_and_put_right_with_a_reason() -> Outcome<()> {
    let world = world(2)?;
    let out = rows(&world, true);
    let (id, qty) = (&out[0]["id"], out[0]["qty_milli"].as_i64().ok_or("no pieces")?);
    let got = |rev: i64, got: i64, reason: &str| json!({"id": id, "rev": rev, "got_milli": got, "on_day": "2026-10-19", "paper_no": "FH-7", "reason": reason});
    let why = world.refused("exchange_save", got(0, qty + 1, ""));
    assert_eq!((why.field.as_str(), why.code.as_str()), ("got_milli", "out_of_range"));
    let half = world.call("exchange_save", got(0, qty / 2, ""));
    assert_eq!([&half["rev"], &half["out_milli"]], [&json!(1), &json!(qty - qty / 2)]);
    assert_eq!(world.call("exchange_save", got(0, qty / 2, ""))["rev"], 1, "a double click");
    assert_eq!(world.refused("exchange_save", got(0, qty, "另一个窗口")).code, "stale");
    assert_eq!(world.refused("exchange_save", got(1, qty, "")).field, "reason");
    let whole = world.call("exchange_save", got(1, qty, "余下的也到了"));
    assert_eq!([&whole["standing"], &whole["bound_fen"]], [&json!("done"), &json!(0)]);
    assert_eq!(rows(&world, true).len(), 1);

    let bare = json!({"id": out[1]["id"], "got_milli": 0, "bought_milli": qty, "on_day": "2026-10-19"});
    assert_eq!(world.refused("exchange_save", bare.clone()).field, "reason");
    let mut bought = bare;
    bought["reason"] = json!("旧件用户留存");
    assert_eq!(world.call("exchange_save", bought)["standing"], "bought");
    assert!(rows(&world, true).is_empty());

    let path = world.dir().join("以旧换新.csv");
    let ask = json!({"of": {"list": "exchanges", "query": {"open": false}}, "path": path});
    assert_eq!(world.call("list_export", ask)["rows"], 2);
    let file = std::fs::read_to_string(Path::new(&path))?;
    assert!(file.contains("FH-7") && file.contains("已按成本价购买"), "{file}");
    // A part of a maker without the rule.
    let others = world.call("old_part_list", json!({"principal": "HH"}));
    let strange = json!({"id": others["rows"][0]["id"], "got_milli": 1000, "on_day": "2026-10-19"});
    assert_eq!(world.refused("exchange_save", strange).code, "unknown");
    Ok(())
}

/// HH's contract with a float of two months' sales at 5 %, and parts that are free below a price.
fn with_float(version: &str, below_fen: i64) -> Value {
    let shipped: Value = serde_json::from_str(include_str!("../../policies/packs/S3-ebike.json")).unwrap_or_default();
    let rule = |section: &str, key: &str| {
        let all = shipped[section].as_array().into_iter().flatten();
        all.into_iter().find(|rule| rule["key"] == key).cloned().unwrap_or_default()
    };
    let filled = |mut rule: Value, values: &[i64]| {
        for (at, value) in values.iter().enumerate() {
            let name = rule["params"][at]["name"].clone();
            let (label, kind) = (rule["params"][at]["label"].clone(), rule["params"][at]["type"].clone());
            rule["params"][at] = json!({"name": name, "label": label, "type": kind, "value": value});
        }
        rule
    };
    let mut pack = farm(version);
    pack["effective_from"] = json!("2020-01-01");
    let float = filled(rule("formulas", "parts.float"), &[2, 50_000]);
    let free = filled(rule("formulas", "parts.free_below"), &[below_fen]);
    for (section, rules) in [("formulas", vec![float, free]), ("flags", vec![rule("flags", "old_part.for_new")])] {
        if let Some(all) = pack[section].as_array_mut() {
            all.extend(rules);
        }
    }
    pack
}

#[test]
fn fornew_4_a_cheap_part_binds_nothing_and_the_float_follows_the_sales_of_twelve_months() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true}));
    let mut sold = sale("HH", "HH26B30001", "2026-09-02");
    sold["price_fen"] = json!(12_000_000);
    world.call("sale_open", sold);
    world.call("repair_open", repair("HH", "HH26B30001", "2026-10-12"));
    assert_eq!(world.call("exchange_sums", json!({})), json!([]), "the farm contract says nothing of old for new");
    case.install(&with_float("2026.10", 5_000))?;
    let sum = sums(world);
    // 120,000 yuan in twelve months, two months of it, 5 %.
    assert_eq!([&sum["float_fen"], &sum["bound_fen"], &sum["left_fen"]], [100_000, 17_600, 82_400], "{sum}");
    assert!(sum["due_on"].is_string(), "the farm contract's window: {sum}");
    case.install(&with_float("2026.11", 10_000))?;
    let sum = sums(world);
    assert_eq!([&sum["bound_fen"], &sum["left_fen"]], [0, 100_000]);
    assert_eq!(world.call("exchange_list", json!({"open": true}))["total"], 0, "it is not waited for");
    assert_eq!(world.call("exchange_list", json!({"open": false}))["rows"][0]["standing"], "free");
    assert_eq!(figures(&sum), ["free 1 0"]);
    Ok(())
}

#[test]
fn fornew_1_what_went_out_before_the_first_day_is_not_counted() -> Outcome<()> {
    let world = world(2)?;
    assert_eq!(rows(&world, true).len(), 2);
    world.call("start_day_save", json!({"on": "2026-10-13"}));
    assert!(rows(&world, false).is_empty(), "settled on paper before the desk was in use");
    assert_eq!([&sums(&world)["bound_fen"], &sums(&world)["figures"]], [&json!(0), &json!([])]);
    Ok(())
}

#[test]
fn fornew_3_the_answer_is_the_part_that_was_written_down_and_follows_its_pieces() -> Outcome<()> {
    let world = world(1)?;
    let first = rows(&world, true)[0].clone();
    // Another repair is numbered like the tag of the first part.
    world.call("sale_open", sale("EB", "EB26B39999", "2026-09-02"));
    let mut paper = repair("EB", "EB26B39999", "2026-10-16");
    paper["no"] = first["tag_no"].clone();
    let other = world.call("repair_open", paper);
    let whole = json!({"id": first["id"], "got_milli": first["qty_milli"], "on_day": "2026-10-19"});
    let done = world.call("exchange_save", whole);
    assert_eq!([&done["id"], &done["standing"]], [&first["id"], &json!("done")], "{done}");
    assert_eq!(rows(&world, true).len(), 1, "the other one is out");
    // More pieces by a correction of the repair: not all of them came back.
    let id = &first["repair_id"];
    let mut draft = world.call("repair_show", json!({"id": id}))["draft"].take();
    draft["parts"][0]["qty_milli"] = json!(5_000);
    world.call("repair_amend", json!({"id": id, "draft": draft, "reason": "数量写错"}));
    assert_eq!(rows(&world, true).len(), 2, "three pieces are out again");
    let short = first["qty_milli"].as_i64().map(|qty| 5_000 - qty);
    let out = rows(&world, true).into_iter().find(|row| row["id"] == first["id"]).ok_or("gone")?;
    assert_eq!((out["out_milli"].as_i64(), out["standing"].as_str()), (short, Some("old_here")));
    assert!(other["id"].is_string());
    Ok(())
}
