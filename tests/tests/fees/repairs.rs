//! Costs of a repair as the maker's rules have them.

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{World, repair};
use serde_json::{Value, json};

/// A job somebody drove 35 kilometres for, by day.
fn trip(serial: &str, done_on: &str) -> Value {
    let mut paper = repair("HH", serial, done_on);
    paper["travel_milli_km"] = json!(35_000);
    paper["depart_time"] = json!("9:30");
    paper["parts"][0]["old_part_here"] = json!(true);
    paper
}

fn fees(world: &World, draft: &Value) -> Value {
    world.call("repair_fees", json!({"draft": draft}))
}

/// HH's contract with the day rate of travel raised on the fifteenth.
fn raised(version: &str, first: i64, then: i64) -> Value {
    let mut pack = farm(version);
    let rules = pack["formulas"].as_array_mut().unwrap();
    let at = rules.iter().position(|rule| rule["key"] == "fee.travel").unwrap();
    let mut later = rules[at].clone();
    rules[at]["effective_to"] = json!("2026-10-14");
    rules[at]["params"][0]["value"] = json!(first);
    later["effective_from"] = json!("2026-10-15");
    later["params"][0]["value"] = json!(then);
    rules.push(later);
    pack
}

#[test]
fn fees_1_a_form_is_told_and_what_lacks_is_said() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    let said = fees(&world, &paper)[0].take();
    assert_eq!([&said["field"], &said["fee_fen"]], [&json!("travel_fen"), &json!(17_500)], "{said}");
    assert_eq!(said["sentence"], "上门路费 = 里程 35 公里 × 日间单价 5.00 元 = 175.00 元");
    assert_eq!(said["standing"]["rule_version"], "S0-farm 2026.1");
    paper["depart_time"] = json!("22:05");
    assert_eq!(fees(&world, &paper)[0]["fee_fen"], 21_000, "by night");
    paper["depart_time"] = json!("");
    let lacking = fees(&world, &paper)[0].take();
    assert!(lacking["fee_fen"].is_null() && lacking["sentence"] == "填出发时刻才能算路费", "{lacking}");
    paper["depart_time"] = json!("25:00");
    assert_eq!(world.refused("repair_open", paper.clone()).field, "depart_time");
    // A contract pays another way: nothing of it is proposed.
    for payer in ["contract", "internal"] {
        paper["payer"] = json!(payer);
        assert_eq!(fees(&world, &paper), json!([]));
    }
    assert_eq!(world.call("repair_list", json!({}))["total"], 0, "a proposal saves nothing");
    Ok(())
}

#[test]
fn fees_2_an_open_job_keeps_nothing_and_a_done_one_keeps_its_day() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    (paper["completed_on"], paper["user_signed"]) = (Value::Null, json!(false));
    let open = world.call("repair_open", paper);
    assert_eq!(open["fees"], json!([]));
    let mut draft = open["draft"].clone();
    draft["completed_on"] = json!("2026-10-18");
    let done = world.call("repair_amend", json!({"id": open["id"], "rev": 1, "draft": draft}));
    let kept = &done["fees"][0];
    assert_eq!(
        [&kept["on"], &kept["fee_fen"], &kept["difference_fen"]],
        [&json!("2026-10-18"), &json!(17_500), &json!(-17_500)]
    );
    Ok(())
}

#[test]
fn fees_3_a_typed_amount_stands_and_its_difference_is_said() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    paper["travel_fen"] = json!(20_000);
    let made = world.call("repair_open", paper);
    assert_eq!([&made["draft"]["travel_fen"], &made["total_fen"]], [20_000, 43_600], "as it was typed");
    let told = made["notices"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "fee_differs"));
    let told = told.ok_or("nothing told")?;
    assert_eq!(told["field"], "travel_fen");
    let message = told["message"].to_string();
    assert!(message.contains("按规定是 175.00 元，多 25.00 元"), "{message}");
    let mut draft = made["draft"].clone();
    draft["travel_fen"] = json!(17_500);
    let same = world.call("repair_amend", json!({"id": made["id"], "rev": 1, "draft": draft}));
    assert!(same["fees"][0]["difference_fen"].is_null() && !same["notices"].to_string().contains("fee_differs"));
    Ok(())
}

#[test]
fn e18_a_rate_changed_on_the_fifteenth_is_frozen_by_the_day_of_completion() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&raised("2026.10", 500, 550))?;
    for (serial, done_on, fen) in [("HH26C00001", "2026-10-14", 17_500), ("HH26C00002", "2026-10-15", 19_250)] {
        world.sell(serial, "2026-10-02");
        let mut paper = trip(serial, done_on);
        paper["travel_fen"] = json!(fen);
        assert_eq!(fees(world, &paper)[0]["fee_fen"], fen, "{done_on}");
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}));
    }
    // A later pack for the same days rewrites nothing, not even when the form is saved again.
    case.install(&raised("2026.11", 900, 900))?;
    let listed = world.call("repair_list", json!({}));
    for row in listed["rows"].as_array().unwrap() {
        let shown = world.call("repair_show", json!({"id": row["id"]}));
        let before = shown["fees"].clone();
        assert_eq!(before[0]["standing"]["rule_version"], "HH-farm 2026.10");
        let mut draft = shown["draft"].clone();
        draft["note"] = json!("补记");
        let change = json!({"id": row["id"], "rev": shown["rev"], "draft": draft, "reason": "补备注"});
        let again = world.call("repair_amend", change);
        assert_eq!(again["fees"], before);
        let asked = world.call("repair_fees", json!({"amends": row["id"], "draft": again["draft"]}));
        assert_eq!(asked[0]["fee_fen"], before[0]["fee_fen"]);
    }
    assert_eq!(fees(world, &trip("HH26C00001", "2026-10-16"))[0]["fee_fen"], 31_500, "another job goes by the new one");
    // Both in one claim: two lines of prices, by day.
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    let rates = claim["rates"].as_array().ok_or("no rates")?;
    let said: Vec<_> = rates.iter().map(|rate| (rate["first_on"].as_str(), rate["fen"].as_i64())).collect();
    assert_eq!(said, [(Some("2026-10-14"), Some(17_500)), (Some("2026-10-15"), Some(19_250))], "{rates:?}");
    assert!(rates[0]["prices"].to_string().contains("日间单价 5.00 元"));
    assert!(rates[1]["prices"].to_string().contains("日间单价 5.50 元"));
    let out = world.dir().join("out");
    let file = world.call("claim_export", json!({"id": claim["claim"]["id"], "dir": out}));
    let Some(python) = python() else { return left_out("openpyxl, to read the sheet") };
    let sheet = crate::cells(python, file["path"].as_str().ok_or("no path")?)?;
    assert!(
        sheet.contains("费用单价（按完工日期）") && sheet.contains("日间单价 5.50 元"),
        "the sheet has both prices"
    );
    Ok(())
}

/// HH's contract with labour by the hour and, where there is a price for it, flat a job; a blank price is as the form has it.
fn with_labour(version: &str, hour: Option<i64>, flat: Option<Option<i64>>) -> Value {
    let price = |name: &str, label: &str, fen: Option<i64>| {
        let mut param = json!({"name": name, "label": label, "type": "fen"});
        match fen {
            Some(fen) => param["value"] = json!(fen),
            None => param["to_fill"] = json!(true),
        }
        param
    };
    let rule = |key: &str, label: &str, input: Value, params: Value, formula: &str| {
        json!({"key": key, "label": label, "inputs": [input], "params": params, "formula": formula, "result": "fen",
               "round": "half_up", "source": "合同附件二", "source_text": "工时费", "checked": false})
    };
    let mut pack = farm(version);
    let rules = pack["formulas"].as_array_mut().unwrap();
    let minutes = json!({"name": "labour_minutes", "label": "工时", "type": "int", "unit": "分钟"});
    let sixty = json!({"name": "sixty", "label": "每小时", "type": "int", "unit": "分钟", "value": 60});
    let hourly = json!([price("hour", "每小时工时费", hour), sixty]);
    rules.push(rule("fee.labour", "工时费", minutes, hourly, "hour * labour_minutes / sixty"));
    if let Some(flat) = flat {
        let repairs = json!({"name": "repairs", "label": "三包期内维修", "type": "int", "unit": "次"});
        let each = json!([price("per_repair", "每次维修费", flat)]);
        rules.push(rule("fee.per_unit", "定额维修费", repairs, each, "repairs * per_repair"));
    }
    pack
}

#[test]
fn m04_m05_labour_is_by_the_hour_or_flat_and_a_blank_price_is_unknown() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    paper["labour_milli_hours"] = json!(1_500);
    let labour = |paper: &Value| {
        let said = fees(world, paper);
        said.as_array().unwrap().iter().find(|one| one["field"] == "labour_fen").cloned().unwrap_or_default()
    };
    assert!(labour(&paper).is_null(), "no rule, no proposal");
    case.install(&with_labour("2026.11", Some(4_000), None))?;
    assert_eq!(labour(&paper)["fee_fen"], 6_000, "an hour and a half");
    case.install(&with_labour("2026.12", Some(4_000), Some(Some(5_000))))?;
    assert_eq!(labour(&paper)["fee_fen"], 5_000, "flat, whatever it took");
    case.install(&with_labour("2026.13", Some(4_000), Some(None)))?;
    let blank = labour(&paper);
    assert!(blank["fee_fen"].is_null() && blank["sentence"].to_string().contains("合同未填写"), "{blank}");
    Ok(())
}
