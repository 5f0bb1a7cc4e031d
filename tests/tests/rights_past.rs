//! Stories of what repairs say of one another: the same problem, times of waiting, what a meter showed.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";

/// A dealer with one tractor of 51 kW, sold and invoiced on 2026-03-02.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "class": "拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", SERIAL, "2026-03-02");
    sold["invoice_on"] = json!("2026-03-02");
    world.call("sale_open", sold);
    Ok(world)
}

/// A car: the pack of a maker that stands on the order about cars.
fn car() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "QC", "name": "启程汽车", "policy": "CN-car-43"}));
    let model = json!({"principal": "QC", "code": "QC1", "product": "轿车", "class": "家用汽车"});
    world.call("model_save", model);
    let mut sold = sale("QC", "QC0001", "2025-03-02");
    sold["unit"]["model"] = json!("QC1");
    sold["invoice_on"] = json!("2025-03-02");
    sold["delivered_on"] = json!("2025-03-02");
    world.call("sale_open", sold);
    Ok(world)
}

fn mend(serial: &str, on: &str, change: Value) -> Value {
    let mut draft = repair("HH", serial, on);
    if serial.starts_with("QC") {
        draft["principal"] = json!("QC");
        draft["unit"]["model"] = json!("QC1");
    }
    for (field, value) in change.as_object().into_iter().flatten() {
        draft[field] = value.clone();
    }
    draft
}

fn rights(world: &World, serial: &str) -> Value {
    world.call("unit_rights", json!({"serial": serial}))
}

fn by_rule<'a>(list: &'a Value, rule: &str) -> Option<&'a Value> {
    list.as_array()?.iter().find(|one| one["standing"]["rule_key"] == rule)
}

#[test]
fn fact_1_three_repairs_of_one_serious_problem_give_the_component() -> Outcome<()> {
    let world = world()?;
    let serious = |on: &str, same_as: &Value| {
        let change = json!({"severity": "serious", "same_as": same_as, "fault_place": "变速箱箱体", "parts": []});
        world.call("repair_open", mend(SERIAL, on, change))
    };
    let first = serious("2026-08-03", &Value::Null);
    let second = serious("2026-09-07", &first["id"]);
    assert_eq!(second["same_as_no"], first["no"]);
    let counter = by_rule(&rights(&world, SERIAL)["counters"], "remedy.serious_twice").cloned();
    assert_eq!(counter.map(|one| (one["value"].clone(), one["state"].clone())), Some((json!(2), json!("counting"))));
    // The third goes to the second: all three hang together.
    let third = serious("2026-10-12", &second["id"]);
    let said = rights(&world, SERIAL);
    let right = by_rule(&said["rights"], "remedy.serious_twice").ok_or(said.to_string())?;
    assert_eq!([&right["right"], &right["since"]], ["component_exchange", "2026-10-12"]);
    let steps = right["steps"].to_string();
    for counted in [&first, &second, &third] {
        assert!(steps.contains(counted["no"].as_str().unwrap_or("?")), "{steps}");
    }
    assert_eq!(said["alike"], json!([]), "{said}");
    // A cancelled one links and does not count.
    world.call("repair_void", json!({"id": second["id"], "reason": "重复登记"}));
    let said = rights(&world, SERIAL);
    assert!(by_rule(&said["rights"], "remedy.serious_twice").is_none(), "{said}");
    assert_eq!(by_rule(&said["counters"], "remedy.serious_twice").map(|one| one["value"].clone()), Some(json!(2)));
    Ok(())
}

#[test]
fn rem_13_without_a_severity_the_counter_says_what_it_lacks() -> Outcome<()> {
    let world = world()?;
    let first = world.call("repair_open", mend(SERIAL, "2026-08-03", json!({})));
    let second = world.call("repair_open", mend(SERIAL, "2026-09-07", json!({"same_as": first["id"]})));
    let missing = rights(&world, SERIAL)["missing"].to_string();
    assert!(missing.contains("故障等级") && missing.contains(second["no"].as_str().unwrap_or("?")), "{missing}");
    let mut draft = second["draft"].clone();
    draft["severity"] = json!("serious");
    world.call("repair_amend", json!({"id": second["id"], "draft": draft}));
    let said = rights(&world, SERIAL);
    assert!(!said["missing"].to_string().contains("故障等级"), "{said}");
    assert_eq!(by_rule(&said["counters"], "remedy.serious_twice").map(|one| one["value"].clone()), Some(json!(2)));
    Ok(())
}

#[test]
fn rights_1_a_component_replaced_as_a_whole_opens_the_exchange() -> Outcome<()> {
    let world = world()?;
    let first =
        world.call("repair_open", mend(SERIAL, "2026-08-03", json!({"severity": "serious", "fault_place": "机架"})));
    world.call("repair_open", mend(SERIAL, "2026-09-07", json!({"same_as": first["id"], "fault_place": "机架"})));
    let exchange = |world: &World| by_rule(&rights(world, SERIAL)["rights"], "remedy.after_component").cloned();
    assert_eq!(exchange(&world), None, "a part was replaced, not the component");
    let mut draft = world.call("repair_show", json!({"id": first["id"]}))["draft"].clone();
    draft["component_exchanged"] = json!(true);
    world.call("repair_amend", json!({"id": first["id"], "draft": draft}));
    assert_eq!(exchange(&world).map(|right| right["right"].clone()), Some(json!("machine_exchange")));
    Ok(())
}

#[test]
fn past_1_a_repair_is_linked_to_one_of_its_machine_and_never_in_a_circle() -> Outcome<()> {
    let world = world()?;
    world.sell("HH26B35540", "2026-03-02");
    let first = world.call("repair_open", mend(SERIAL, "2026-08-03", json!({})));
    let second = world.call("repair_open", mend(SERIAL, "2026-09-07", json!({"same_as": first["id"]})));
    let other = world.call("repair_open", mend("HH26B35540", "2026-09-08", json!({})));
    let refused = |to: &Value| {
        let mut draft = first["draft"].clone();
        draft["same_as"] = to.clone();
        world.refused("repair_amend", json!({"id": first["id"], "draft": draft})).field
    };
    for to in [&first["id"], &second["id"], &other["id"], &json!("019a0000-0000-7000-8000-000000000000")] {
        assert_eq!(refused(to), "same_as", "{to}");
    }
    Ok(())
}

#[test]
fn past_2_a_meter_that_runs_backwards_is_told_and_refuses_nothing() -> Outcome<()> {
    let world = world()?;
    let first = world.call("repair_open", mend(SERIAL, "2026-08-03", json!({"usage_milli": 800_000})));
    let second = mend(SERIAL, "2026-09-07", json!({"usage_milli": 90_000}));
    let code = |notices: &Value| {
        let told = notices.as_array().into_iter().flatten().find(|one| one["code"] == "meter_backwards");
        told.map(|one| one["message"].as_str().unwrap_or_default().to_owned())
    };
    let told = code(&world.call("repair_check", json!({"draft": second}))).ok_or("nothing told")?;
    assert!(told.contains(first["no"].as_str().unwrap_or("?")) && told.contains("800小时"), "{told}");
    let opened = world.call("repair_open", second);
    assert_eq!(code(&opened["notices"]), Some(told));
    // A new meter goes on from the old one.
    let mut draft = opened["draft"].clone();
    (draft["new_meter"], draft["old_meter_milli"]) = (json!(true), json!(820_000));
    let mended = world.call("repair_amend", json!({"id": opened["id"], "draft": draft}));
    assert_eq!(code(&mended["notices"]), None);
    assert_eq!([&mended["draft"]["new_meter"], &mended["draft"]["old_meter_milli"]], [&json!(true), &json!(820_000)]);
    Ok(())
}

#[test]
fn past_2_a_meter_that_ran_more_than_the_hours_there_were_is_told() -> Outcome<()> {
    let world = world()?;
    let first = world.call("repair_open", mend(SERIAL, "2026-08-03", json!({"usage_milli": 800_000})));
    let told = |draft: Value| {
        let notices = world.call("repair_check", json!({"draft": draft}));
        let told = notices.as_array().into_iter().flatten().find(|one| one["code"] == "meter_jumps");
        told.map(|one| one["message"].as_str().unwrap_or_default().to_owned())
    };
    let year = mend(SERIAL, "2026-08-04", json!({"usage_milli": 2_800_000}));
    let said = told(year.clone()).ok_or("nothing told")?;
    let no = first["no"].as_str().unwrap_or("?");
    for part in [no, "2026年8月3日", "800小时", "2800小时", "多 2000小时", "2 天里最多 48小时"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let opened = world.call("repair_open", year);
    assert!(opened["notices"].to_string().contains(&said), "{opened}");
    assert_eq!(told(mend(SERIAL, "2026-08-04", json!({"usage_milli": 830_000}))), None);
    Ok(())
}

#[test]
fn fact_2_use_over_the_limit_ends_the_period_before_its_time() -> Outcome<()> {
    let world = car()?;
    let machine = |world: &World| {
        let said = rights(world, "QC0001");
        let row = said["coverage"].as_array().into_iter().flatten().find(|row| row["component"] == "整机").cloned();
        row.unwrap_or_default()
    };
    assert_eq!(machine(&world)["effective_end"], "2028-03-02");
    let km = |shown: i64, more: Value| {
        let mut change = json!({"usage_milli": shown * 1000, "usage_unit": "km"});
        change.as_object_mut().into_iter().for_each(|all| all.extend(more.as_object().cloned().unwrap_or_default()));
        change
    };
    world.call("repair_open", mend("QC0001", "2026-05-04", km(41_000, json!({}))));
    // A new meter shows little; together they are over sixty thousand. It was read the day before it came in.
    let changed = km(0, json!({"new_meter": true, "old_meter_milli": 45_000_000}));
    world.call("repair_open", mend("QC0001", "2026-06-01", changed));
    world.call("repair_open", mend("QC0001", "2026-10-05", km(19_500, json!({"usage_read_on": "2026-10-04"}))));
    let row = machine(&world);
    assert_eq!([&row["effective_end"], &row["ended_by"]], ["2026-10-03", "usage"], "{row}");
    assert!(row["steps"].to_string().contains("64500公里"), "{row}");
    let ask = |shown: Value| {
        let query = json!({"principal": "QC", "serial": "QC0001", "on": "2026-09-01", "usage_milli": shown, "usage_unit": "km"});
        world.call("repair_coverage", query)["in_warranty"].clone()
    };
    assert_eq!((ask(Value::Null), ask(json!(25_000_000))), (json!(true), json!(false)));
    Ok(())
}

#[test]
fn wait_1_waiting_for_parts_is_counted_apart() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "QC", "name": "清凉电器", "policy": "CN-appliance-1995"}));
    world.call("model_save", json!({"principal": "QC", "code": "QC1", "product": "洗衣机", "class": "家用电器"}));
    let mut sold = sale("QC", "QC0002", "2026-03-02");
    sold["unit"]["model"] = json!("QC1");
    sold["invoice_on"] = json!("2026-03-02");
    world.call("sale_open", sold);
    let waits = json!([{"cause": "waiting_parts", "from": "2026-09-05", "to": "2026-10-04"}]);
    let change = json!({"completed_on": null, "user_signed": false, "waits": waits});
    let opened = world.call("repair_open", mend("QC0002", "2026-09-01", change.clone()));
    assert_eq!(opened["draft"]["waits"], waits);
    let said = rights(&world, "QC0002");
    let days = |rule: &str| by_rule(&said["counters"], rule).map(|one| one["value"].clone());
    // Forty-nine days since sending in, thirty of them waiting.
    assert_eq!(days("remedy.repairer_delay"), Some(json!(19)), "{said}");
    assert_eq!(days("remedy.parts_not_supplied"), Some(json!(33)), "{said}");
    let mut early = change;
    early["waits"][0]["from"] = json!("2026-08-30");
    assert_eq!(world.refused("repair_open", mend("QC0002", "2026-09-01", early)).field, "waits.0.from");
    Ok(())
}

#[test]
fn class_2_an_engines_cylinders_and_strokes_choose_its_period() -> Outcome<()> {
    let world = World::set_up()?;
    let end = |serial: &str, model: &str| {
        let mut sold = sale("HH", serial, "2026-03-02");
        sold["unit"]["model"] = json!(model);
        sold["invoice_on"] = json!("2026-03-02");
        world.call("sale_open", sold);
        rights(&world, serial)
    };
    world.call("model_save", json!({"principal": "HH", "code": "S195", "product": "柴油机"}));
    let said = end("S195-1", "S195");
    assert!(said["missing"].to_string().contains("气缸数"), "{said}");
    let machine = || rights(&world, "S195-1")["coverage"][0]["effective_end"].clone();
    for (cylinders, wanted) in [(1, "2026-12-02"), (4, "2027-03-02")] {
        let saved = json!({"principal": "HH", "code": "S195", "product": "柴油机", "cylinders": cylinders});
        assert_eq!(world.call("model_save", saved)["cylinders"], cylinders);
        assert_eq!(machine(), wanted);
    }
    world.call(
        "model_save",
        json!({"principal": "HH", "code": "EH09", "product": "汽油机", "fuel": "petrol", "strokes": 2}),
    );
    assert_eq!(end("EH09-1", "EH09")["coverage"][0]["effective_end"], "2026-06-02");
    assert_eq!(world.refused("model_save", json!({"principal": "HH", "code": "EH09", "strokes": 0})).field, "strokes");
    Ok(())
}

#[test]
fn past_1_a_repair_others_are_linked_to_stays_on_its_machine() -> Outcome<()> {
    let world = world()?;
    let first = world.call("repair_open", mend(SERIAL, "2026-04-02", json!({"parts": []})));
    let link = json!({"same_as": first["id"], "parts": []});
    let second = world.call("repair_open", mend(SERIAL, "2026-05-02", link));
    let amend =
        |of: &Value, serial: &str, on: &str| json!({"id": of["id"], "draft": mend(serial, on, json!({"parts": []}))});
    let refused = world.refused("repair_amend", amend(&first, "HH26B00099", "2026-04-02"));
    assert_eq!(refused.field, "unit.serial");
    assert!(refused.message.contains("同一故障"), "{}", refused.message);
    // Without the link it may go. A sale that goes over to another machine says what it leaves behind.
    world.call("repair_amend", amend(&second, SERIAL, "2026-05-02"));
    world.call("repair_amend", amend(&first, "HH26B00099", "2026-04-02"));
    let sold = world.call("sale_list", json!({}))["rows"][0].take();
    let mut right = sale("HH", "HH26B35537", "2026-03-02");
    right["amends"] = sold["id"].clone();
    let checked = world.call("sale_check", right);
    let left = checked["notices"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "papers_left"));
    assert!(left.is_some_and(|left| left["message"].as_str().unwrap_or_default().contains("维修单 1 张")), "{checked}");
    Ok(())
}

#[test]
fn wait_1_more_waits_than_a_person_writes_are_refused() -> Outcome<()> {
    let world = world()?;
    let wait = json!({"cause": "waiting_parts", "from": "2026-05-02", "to": "2026-05-02"});
    let many = |n: usize| mend(SERIAL, "2026-05-02", json!({"waits": vec![wait.clone(); n], "parts": []}));
    assert_eq!(world.refused("repair_open", many(101)).field, "waits");
    world.call("repair_open", many(100));
    Ok(())
}
