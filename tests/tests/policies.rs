//! Policy packs and calendars from the maker's signature to the due day: checked, compared, installed, ticked off.

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm, order};
use sanbao_tests::killed;
use sanbao_tests::world::{DAY, HeadOffice, START, World, sale};
use serde_json::{Value, json};
use std::path::PathBuf;

fn due(world: &World, sale: &Value) -> Value {
    world.call("sale_show", json!({"id": sale["id"]}))["due"].take()
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn install_7_an_open_date_moves_and_says_what_it_was() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let earlier = world.sell("HH26A00001", "2026-10-09");
    let later = world.sell("HH26A00002", "2026-10-10");
    let source = case.signed(&farm("2026.10").to_string())?;
    let seen = world.call("policy_check", source.clone());
    assert_eq!((&seen["base"], &seen["moves"]["total"]), (&json!("S0-farm 2026.1"), &json!(1)));
    let moved = &seen["moves"]["rows"][0];
    assert_eq!((&moved["before"], &moved["after"]), (&json!("2026-10-30"), &json!("2026-10-25")));
    let said: Vec<&str> =
        seen["changes"].as_array().unwrap().iter().flat_map(|rule| list(&rule["sentences"])).collect();
    assert_eq!(said, ["回执卡到总部：20 天 → 15 天"]);
    assert_eq!(due(world, &later)["due_on"], "2026-10-30", "a look changes nothing");
    assert!(case.installed().is_empty());

    let row = world.call("policy_install", order(&source, &seen));
    assert_eq!(
        (&row["state"], &row["origin"], &row["installed_by"]),
        (&json!("in_force"), &json!("file"), &json!("陈静"))
    );
    let after = due(world, &later);
    assert_eq!((&after["due_on"], &after["rule"]), (&json!("2026-10-25"), &json!("回执卡到总部 · HH-farm 2026.10")));
    assert_eq!(after["steps"][0], "原为2026年10月30日（S0-farm 2026.1），政策包或日历更新后重新计算");
    // Sold a day before the contract began: the former pack judges it.
    assert_eq!(due(world, &earlier)["due_on"], "2026-10-29");
    let next = world.sell("HH26A00003", "2026-10-20");
    assert_eq!(next["due"]["due_on"], "2026-11-04");
    // The other maker keeps its own.
    let other = world.call("sale_open", sale("WY", "WY26A00001", "2026-10-20"));
    assert_eq!(other["due"]["due_on"], "2026-11-09");
    Ok(())
}

#[test]
fn install_7_a_day_that_would_be_past_at_once_is_counted_and_named_first() -> Outcome<()> {
    let case = Case::new()?;
    let late = case.world.sell("HH26A00001", "2026-10-10");
    case.world.set_clock(START + 5 * DAY); // 25 October: the new pack's last day
    let source = case.signed(&farm("2026.10").to_string())?;
    let moves = || case.world.call("policy_check", source.clone())["moves"].take();
    assert_eq!((&moves()["total"], &moves()["late"]), (&json!(1), &json!(0)));
    case.world.set_clock(START + 6 * DAY);
    let seen = moves();
    assert_eq!((&seen["total"], &seen["late"]), (&json!(1), &json!(1)));
    let row = &seen["rows"][0];
    let named = (&row["customer"], &row["serial"], &row["no"], &row["late"]);
    assert_eq!(named, (&json!("王丹"), &json!("HH26A00001"), &late["card_no"], &json!(true)));
    Ok(())
}

#[test]
fn install_7_a_day_that_has_passed_stays() -> Outcome<()> {
    let case = Case::new()?;
    let late = case.world.sell("HH26A00001", "2026-10-11");
    case.world.set_clock(START + 20 * DAY);
    case.install(&farm("2026.10"))?;
    assert_eq!(due(&case.world, &late)["due_on"], "2026-10-31");
    Ok(())
}

#[test]
fn policy_4_a_bad_pack_is_refused_as_a_whole_with_the_place() -> Outcome<()> {
    let case = Case::new()?;
    let text = farm("2026.10").to_string();
    let with = |pointer: &str, value: Value| {
        let mut pack = farm("2026.10");
        *pack.pointer_mut(pointer).unwrap() = value;
        pack.to_string()
    };
    let mut twice = farm("2026.10");
    let first = twice["deadlines"][0].clone();
    twice["deadlines"].as_array_mut().unwrap().push(first);
    let overlap = format!("/deadlines/{}", twice["deadlines"].as_array().unwrap().len() - 1);
    let mut circle = farm("2026.10");
    for (at, other) in [(0, 1), (1, 0)] {
        circle["deadlines"][at]["basis"] =
            format!("due:{}", farm("1")["deadlines"][other]["key"].as_str().unwrap()).into();
    }
    let bad = [
        (text[..text.len() / 2].to_owned(), "第 1 行第"),
        (with("/format", 3.into()), "/format"),
        (with("/deadlines/0/key", "card.nowhere".into()), "/deadlines/0/key"),
        (with("/formulas/0/formula", "acknowledged_cards && 1".into()), "/formulas/0/formula"),
        (with("/deadlines/0/add", json!({"n": 15, "unit": "fortnight"})), "第 1 行第"),
        (twice.to_string(), overlap.as_str()),
        (circle.to_string(), "/deadlines/0/basis"),
    ];
    for (text, place) in bad {
        let source = match case.signed(&text) {
            Ok(source) => source,
            // Head office does not sign half a file.
            Err(_) => json!({"principal": "HH", "file": case.write("pack.json", &text)}),
        };
        let refused = case.world.refused("policy_check", source.clone());
        let places: Vec<&str> = refused.fields.iter().map(|field| field.field.as_str()).collect();
        let told = places.iter().any(|told| told.starts_with(place));
        assert!(told && refused.code == "bad_policy", "{place}: {} {places:?} {}", refused.code, refused.message);
        let order = json!({"source": source, "sha256": "", "base": "", "by": "陈静"});
        assert_eq!(case.world.refused("policy_install", order).code, refused.code);
    }
    assert!(case.installed().is_empty());
    Ok(())
}

#[test]
fn install_5_only_what_the_makers_head_office_signed() -> Outcome<()> {
    let case = Case::new()?;
    let source = case.signed(&farm("2026.10").to_string())?;
    let file = PathBuf::from(source["file"].as_str().unwrap());
    let seal = std::fs::read_to_string(file.with_extension("json.seal"))?;
    let refused = |source: &Value| case.world.refused("policy_check", source.clone());
    // One byte of the file.
    case.write("pack.json", &farm("2026.10").to_string().replace("2026-10-10", "2026-10-11"));
    assert_eq!((refused(&source).code.as_str(), refused(&source).field.as_str()), ("bad_seal", "seal"));
    // Another maker, which is not enrolled; then one that is.
    let for_other = json!({"principal": "WY", "file": file});
    assert_eq!(refused(&for_other).code, "not_enrolled");
    let wo = HeadOffice::start("WY", "沃野动力")?;
    case.world.enrol(&wo)?;
    case.write("pack.json", &farm("2026.10").to_string());
    assert!(refused(&for_other).message.contains("是「华禾农机」签发的，不能装给「沃野动力」"));
    // No seal, half a seal, a seal of another version.
    std::fs::remove_file(file.with_extension("json.seal"))?;
    assert_eq!(refused(&source).code, "no_seal");
    case.write("pack.json.seal", &seal[..40]);
    assert!(refused(&source).message.contains("第"), "{}", refused(&source).message);
    case.write("pack.json.seal", &seal.replace("2026.10", "2026.11"));
    assert!(refused(&source).message.contains("HH-farm 2026.11"));
    assert!(case.installed().is_empty());
    Ok(())
}

#[test]
fn install_3_statutes_and_their_names_come_with_the_program() -> Outcome<()> {
    let case = Case::new()?;
    let mut statute = farm("2026.10");
    statute["kind"] = "statutory".into();
    for section in ["stands_on", "coverage", "remedies"] {
        statute.as_object_mut().unwrap().remove(section);
    }
    let mut taken = farm("2026.10");
    taken["pack"] = "S0-farm".into();
    let mut nowhere = farm("2026.10");
    nowhere["stands_on"] = json!(["CN-ag-2010", "CN-moon-1969"]);
    for (pack, word) in [(statute, "法定规则，只随程序发布"), (taken, "程序自带"), (nowhere, "CN-moon-1969")]
    {
        let refused = case.world.refused("policy_check", case.signed(&pack.to_string())?);
        assert!(refused.message.contains(word), "{word}: {} {}", refused.code, refused.message);
    }
    assert!(case.installed().is_empty());
    Ok(())
}

#[test]
fn install_6_only_forward() -> Outcome<()> {
    let case = Case::new()?;
    case.install(&farm("2026.10"))?;
    let code = |pack: &Value| -> Outcome<String> {
        Ok(case.world.refused("policy_check", case.signed(&pack.to_string())?).code)
    };
    assert_eq!(code(&farm("2026.9"))?, "pack_older");
    assert_eq!(code(&farm("2026.10"))?, "pack_known");
    let mut other = farm("2026.10");
    other["title"] = "别的".into();
    assert_eq!(code(&other)?, "pack_known");
    let mut earlier = farm("2026.11");
    earlier["effective_from"] = "2026-10-09".into();
    assert_eq!(code(&earlier)?, "pack_older");
    let mut next = farm("2026.11");
    next["effective_from"] = "2027-01-01".into();
    case.install(&next)?;
    let states: Vec<Value> = case.installed().iter().map(|pack| json!([pack["version"], pack["state"]])).collect();
    assert_eq!(states, [json!(["2026.10", "in_force"]), json!(["2026.11", "coming"])]);
    Ok(())
}

#[test]
fn install_1_each_day_is_judged_by_the_pack_that_holds_on_it() -> Outcome<()> {
    let case = Case::new()?;
    let mut first = farm("2026.10");
    first["effective_to"] = "2026-10-14".into();
    case.install(&first)?;
    let mut next = farm("2026.11");
    next["effective_from"] = "2026-10-18".into();
    next["deadlines"][0]["add"]["n"] = 12.into();
    case.install(&next)?;
    let due = |sold_on: &str| {
        let check = case.world.call("sale_check", sale("HH", "HH26A00009", sold_on));
        (check["due"]["rule"].as_str().unwrap_or_default().to_owned(), check["due"]["due_on"].clone())
    };
    let of = |version: &str, on: &str| (format!("回执卡到总部 · {version}"), json!(on));
    assert_eq!(due("2026-10-09"), of("S0-farm 2026.1", "2026-10-29"), "before any of the maker's");
    assert_eq!(due("2026-10-14"), of("HH-farm 2026.10", "2026-10-29"));
    assert_eq!(
        due("2026-10-16"),
        of("HH-farm 2026.10", "2026-10-31"),
        "its last day passed and nothing newer is there"
    );
    assert_eq!(due("2026-10-18"), of("HH-farm 2026.11", "2026-10-30"));
    Ok(())
}

#[test]
fn install_8_two_windows_install_once() -> Outcome<()> {
    let case = Case::new()?;
    let other = app::App::open(case.world.dir())?;
    let source = case.signed(&farm("2026.10").to_string())?;
    let seen = case.world.call("policy_check", source.clone());
    other.call("policy_install", order(&source, &seen)).map_err(|e| e.message)?;
    assert_eq!(case.world.refused("policy_install", order(&source, &seen)).code, "pack_known");
    // Compared with a pack that is no longer in force.
    let mut next = farm("2026.11");
    next["deadlines"][0]["add"]["n"] = 12.into();
    let source = case.signed(&next.to_string())?;
    let mut seen = case.world.call("policy_check", source.clone());
    seen["base"] = "S0-farm 2026.1".into();
    assert_eq!(case.world.refused("policy_install", order(&source, &seen)).code, "changed_since");
    assert_eq!(case.installed().len(), 1);
    Ok(())
}

#[test]
fn install_4_a_pack_of_another_window_counts_at_once() -> Outcome<()> {
    let case = Case::new()?;
    let other = app::App::open(case.world.dir())?;
    let source = case.signed(&farm("2026.10").to_string())?;
    let sell = |serial: &str| case.world.sell(serial, "2026-10-20")["due"]["due_on"].take();
    assert_eq!(sell("HH26A00001"), "2026-11-09");
    let seen = case.world.call("policy_check", source.clone());
    other.call("policy_install", order(&source, &seen)).map_err(|e| e.message)?;
    assert_eq!(sell("HH26A00002"), "2026-11-04");
    Ok(())
}

#[test]
fn install_9_a_program_killed_while_installing_leaves_nothing() -> Outcome<()> {
    let mut case = Case::new()?;
    let card = case.world.sell("HH26A00001", "2026-10-12");
    let source = case.signed(&farm("2026.10").to_string())?;
    let seen = case.world.call("policy_check", source.clone());
    let before = killed::rows(case.world.dir())?;
    case.world.close();
    let install = ["call", "policy_install", &order(&source, &seen).to_string()];
    killed::inside(case.world.dir(), "INSERT ON policy_pack", &install)?;
    assert_eq!(killed::rows(case.world.dir())?, before, "not even a line in the trail");
    case.world.restart()?;
    assert!(case.installed().is_empty());
    assert_eq!(due(&case.world, &card)["due_on"], "2026-11-01");
    case.world.call("policy_install", order(&source, &seen));
    assert_eq!(due(&case.world, &card)["due_on"], "2026-10-27");
    Ok(())
}

#[test]
fn policy_10_ticks_stay_with_the_words() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&farm("2026.10"))?;
    let rules =
        |version: &str| world.call("policy_show", json!({"id": format!("HH|HH-farm|{version}")}))["rules"].take();
    let tick = |version: &str, rule: &Value, checked: bool| {
        json!({"id": format!("HH|HH-farm|{version}"), "section": rule["section"], "index": rule["index"],
            "hash": rule["hash"], "checked": checked, "by": "陈静", "note": "对照合同第三条"})
    };
    let before = rules("2026.10");
    assert!(before.as_array().unwrap().iter().all(|rule| rule["checked"] == false));
    for rule in [&before[0], &before[1]] {
        let ticked = world.call("policy_tick", tick("2026.10", rule, true));
        assert_eq!((&ticked["checked"], &ticked["tick"]["by"]), (&json!(true), &json!("陈静")));
    }
    assert_eq!(world.sell("HH26A00001", "2026-10-20")["due"]["checked"], true);

    let mut next = farm("2026.11");
    next["deadlines"][0]["add"]["n"] = 12.into();
    case.install(&next)?;
    let after = rules("2026.11");
    assert_eq!((&after[0]["checked"], &after[1]["checked"]), (&json!(false), &json!(true)));
    assert_eq!(after[1]["tick"]["version"], "2026.10");
    world.call("policy_tick", tick("2026.11", &after[1], false));
    assert_eq!(rules("2026.11")[1]["checked"], false);
    assert!(rules("2026.11")[1]["tick"].is_null());
    Ok(())
}

#[test]
fn install_10_a_tick_is_for_the_words_that_were_looked_at() -> Outcome<()> {
    let world = World::set_up()?;
    let id = "|S0-farm|2026.1";
    let rule = world.call("policy_show", json!({"id": id}))["rules"][0].take();
    let tick = |hash: &Value, by: &str| json!({"id": id, "section": rule["section"], "index": rule["index"], "hash": hash, "checked": true, "by": by});
    assert_eq!(world.refused("policy_tick", tick(&json!("00"), "陈静")).code, "rule_changed");
    assert_eq!(world.refused("policy_tick", tick(&rule["hash"], " ")).field, "by");
    assert_eq!(world.call("policy_tick", tick(&rule["hash"], "陈静"))["checked"], true);
    assert_eq!(world.call("policy_show", json!({"id": id}))["pack"]["checked"], 1);
    Ok(())
}

#[test]
fn install_11_a_pack_from_the_feed_waits_for_a_person() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let file = case.write("pack.json", &farm("2026.10").to_string()).display().to_string();
    case.office.run(&["policy", "publish", &file])?;
    case.office.run(&[
        "notice",
        "add",
        "HB0732A",
        "--kind",
        "policy_pack",
        "--json",
        r#"{"title": "坏的", "file": "{}"}"#,
    ])?;
    world.call("sync_now", json!({}));
    assert_eq!(world.sell("HH26A00001", "2026-10-20")["due"]["due_on"], "2026-11-09");
    let waits = || -> Vec<Value> {
        let items = world.call("today", json!({}))["items"].take();
        items.as_array().unwrap().iter().filter(|item| item["kind"] == "policy").cloned().collect()
    };
    let lines = waits();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().any(|line| line["reason"].as_str().unwrap().starts_with("总部发来新的政策包")));
    let bad = lines.iter().find(|line| line["reason"].as_str().unwrap().contains("不能用")).unwrap();
    world.call("inbox_read", json!({"id": bad["id"]}));
    let source = json!({"item": waits()[0]["id"]});
    let seen = world.call("policy_check", source.clone());
    assert_eq!(world.call("policy_install", order(&source, &seen))["origin"], "feed");
    assert!(waits().is_empty());
    assert_eq!(world.sell("HH26A00002", "2026-10-20")["due"]["due_on"], "2026-11-04");
    Ok(())
}

#[test]
fn install_12_a_calendar_that_arrives_moves_what_was_counted_over_its_year() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let mut pack = farm("2026.10");
    pack["deadlines"][0]["add"] = json!({"n": 60, "unit": "workday"});
    case.install(&pack)?;
    let card = world.sell("HH26A00001", "2026-10-20");
    assert!(due(world, &card)["steps"].to_string().contains("2027"), "{}", due(world, &card));
    let calendar = json!({"calendar": "CN-2027", "year": 2027,
        "notices": [{"number": "国办发明电〔2026〕9号", "title": "关于2027年部分节假日安排的通知"}],
        "holidays": [{"name": "元旦", "statutory": ["2027-01-01"],
            "rest": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05"], "work": []}]});
    let file = case.write("CN-2027.json", &calendar.to_string());
    let source = json!({"file": file});
    let seen = world.call("calendar_check", source.clone());
    assert_eq!((&seen["year"], &seen["known"], &seen["moves"]["total"]), (&json!(2027), &json!(false), &json!(1)));
    assert_eq!(
        list(&seen["days"]),
        [
            "2027年1月4日（元旦）：上班 → 休息",
            "2027年1月5日（元旦）：上班 → 休息",
            // The fixed date known without a notice, which this one does not name.
            "2027年10月1日（国庆节）：休息 → 上班"
        ]
    );
    let before = due(world, &card)["due_on"].take();
    let install = json!({"source": source, "sha256": seen["sha256"], "by": "陈静"});
    assert_eq!(world.call("calendar_install", install.clone())["origin"], "file");
    let after = due(world, &card)["due_on"].take();
    assert_eq!((&seen["moves"]["rows"][0]["before"], &seen["moves"]["rows"][0]["after"]), (&before, &after));
    assert!(after.as_str() > before.as_str());
    assert_eq!(world.refused("calendar_install", install).code, "pack_known");
    // A notice that changes the year once more.
    case.write("CN-2027.json", &calendar.to_string().replace(r#","2027-01-05""#, r#","2027-01-05","2027-01-06""#));
    let seen = world.call("calendar_check", source.clone());
    world.call("calendar_install", json!({"source": source, "sha256": seen["sha256"], "by": "陈静"}));
    assert_eq!((&seen["moves"]["rows"][0]["before"], &seen["moves"]["total"]), (&after, &json!(1)));
    assert_eq!(due(world, &card)["due_on"], seen["moves"]["rows"][0]["after"]);
    case.write("CN-2027.json", &calendar.to_string().replace("2027-01-05", "2029-01-05"));
    let refused = world.refused("calendar_check", json!({"file": file}));
    assert!(refused.code == "bad_calendar" && refused.message.contains("2029年1月5日"), "{}", refused.message);
    Ok(())
}

#[test]
fn install_2_without_a_pack_sales_are_taken_and_the_reason_is_said() -> Outcome<()> {
    let world = World::set_up()?;
    let maker = world.call("principal_save", json!({"code": "DF", "name": "东风"}));
    assert_eq!((&maker["policy"], &maker["starter"]), (&json!(""), &json!("")));
    let check = world.call("sale_check", sale("DF", "DF1", "2026-10-20"));
    assert!(check["no_due"].as_str().unwrap().contains("还没有选政策包"), "{check}");
    let sold = world.call("sale_open", sale("DF", "DF1", "2026-10-20"));
    assert!(sold["due"].is_null());
    let steps = || world.call("today", json!({}))["first_steps"].to_string();
    assert!(steps().contains("pack"), "{}", steps());
    assert_eq!(world.refused("principal_save", json!({"code": "DF", "name": "东风", "policy": "S9"})).field, "policy");
    let with = |policy: &str| world.call("principal_save", json!({"code": "DF", "name": "东风", "policy": policy}));
    // A contract without a word about cards, and one in which the user sends a stub.
    assert_eq!(with("S3-aircon")["policy"], "S3-aircon 2026.1");
    let check = world.call("sale_check", sale("DF", "DF2", "2026-10-20"));
    assert!(check["no_due"].as_str().unwrap().contains("没有约定回执卡的期限"), "{check}");
    with("S3-ebike");
    assert!(!steps().contains("pack"), "{}", steps());
    assert_eq!(due(&world, &sold)["rule"], "用户寄回保修回执 · S3-ebike 2026.1");
    assert_eq!(due(&world, &sold)["due_on"], "2026-11-20");
    // The card is followed by what its maker has now, and an empty choice keeps the one made.
    with("S0-farm");
    assert_eq!(due(&world, &sold)["due_on"], "2026-11-09");
    assert_eq!(with("")["starter"], "S0-farm");
    Ok(())
}
