//! Stories of a clerk's month end: what was printed, sent and turned back, and which months are still owed.
#![allow(clippy::unwrap_used, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, HeadOffice, START, World, machine_now, repair};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// 5 November 2026.
const NOVEMBER: i64 = START + 16 * DAY;

fn november() -> Outcome<World> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    world.set_clock(NOVEMBER);
    Ok(world)
}

fn october(more: &Value) -> Value {
    let mut input = json!({"principal": "HH", "month": "2026-10"});
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn runs(world: &World, month: &str) -> Vec<Value> {
    world.call("report_runs", json!({"principal": "HH", "month": month})).as_array().unwrap().clone()
}

fn ledger(world: &World) -> Vec<Value> {
    world.call("submission_list", json!({}))["rows"].as_array().unwrap().clone()
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Head office turns a report back that it had taken.
fn turn_back(office: &HeadOffice, id: &Value) -> Outcome<()> {
    let newest = office.list("report")?.into_iter().rfind(|line| line["record_id"] == *id).ok_or("it is not there")?;
    let body = json!({"record_id": id, "rev": newest["rev"], "code": "sheet_unread", "message": "打不开"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    Ok(())
}

/// A desk whose last month went by network and was taken, W01 of it turned back since; with that month.
fn turned_back(closed: bool) -> Outcome<(World, HeadOffice, String)> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let today = said(&world.call("desk_status", json!({}))["today"]);
    let this: domain::Month = today[..7].parse().unwrap();
    let month = this.previous().to_string();
    let made = world.call("repair_open", repair("HH", "HH26B35536", &format!("{month}-05")));
    world.call("repair_submit", json!({"id": made["id"]}));
    let sent = world.call("report_send", json!({"principal": "HH", "month": month}));
    world.call("sync_now", json!({}));
    if closed {
        world.call("month_close", json!({"principal": "HH", "month": month}));
    }
    turn_back(&office, &sent[0]["id"])?;
    world.call("sync_now", json!({}));
    Ok((world, office, month))
}

#[test]
fn ledgerview_2_a_return_stays_in_the_ledger_when_the_same_file_goes_again() -> Outcome<()> {
    let (world, _office, month) = turned_back(true)?;
    let before = ledger(&world);
    assert_eq!((before.len(), &before[0]["state"]), (1, &json!("returned")));
    world.pass(60_000);
    let again = world.call("report_send", json!({"principal": "HH", "month": month}));
    assert_eq!(again.as_array().unwrap().len(), 1, "that one alone, as it was");
    let states = || ledger(&world).iter().map(|row| said(&row["state"])).collect::<Vec<_>>();
    assert_eq!(states(), ["queued", "returned"]);
    world.call("sync_now", json!({}));
    assert_eq!(states(), ["received", "returned"], "what came back stays on its row");
    let first = ledger(&world).pop().unwrap();
    assert_eq!(
        [&first["returned_reason"], &first["handed_on"], &first["received_on"], &first["signed_receipts"]],
        [&before[0]["returned_reason"], &before[0]["handed_on"], &before[0]["received_on"], &json!(8)]
    );
    assert!(!world.call("today", json!({}))["items"].to_string().contains("总部退回"), "it is in again");
    Ok(())
}

#[test]
fn ledgerview_3_one_sheet_turned_back_keeps_the_days_and_is_named() -> Outcome<()> {
    let (world, _office, month) = turned_back(false)?;
    let row = ledger(&world).pop().unwrap();
    let today = domain::Day::at(machine_now()).iso();
    assert_eq!([&row["state"], &row["handed_on"], &row["received_on"]], ["returned", &today, &today]);
    assert!(said(&row["returned_reason"]).starts_with("W01 退回："), "{row}");
    assert!(said(&row["returned_reason"]).contains("打不开"), "{row}");
    let items = world.call("today", json!({}))["items"].as_array().unwrap().clone();
    let item = items.iter().find(|item| item["kind"] == "report").ok_or("not on 今日")?;
    assert!(said(&item["title"]).contains("华禾农机") && said(&item["title"]).contains(&month), "{item}");
    let place: Vec<String> = said(&item["id"]).split('|').map(str::to_owned).collect();
    assert_eq!([&json!(place[0]), &json!(place[1])], [&json!(month), &row["id"]], "it leads to the row");
    Ok(())
}

fn exports(world: &World) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(world.dir().join("exports"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".xlsx"))
        .collect();
    names.sort();
    names
}

#[test]
fn build_3_what_was_exported_is_what_is_printed_until_the_records_change() -> Outcome<()> {
    let world = november()?;
    let first = world.call("report_build", october(&json!({})));
    let built = runs(&world, "2026-10");
    let lying: Vec<Vec<u8>> =
        first.as_array().unwrap().iter().map(|file| fs::read(said(&file["path"])).unwrap()).collect();
    world.pass(60_000);
    let printed = world.call("report_print", october(&json!({})));
    world.call("report_print", october(&json!({"keys": ["W03"]})));
    world.call("report_build", october(&json!({})));
    assert_eq!(runs(&world, "2026-10"), built, "no number was given out a second time");
    let ids: Vec<Value> = built.iter().rev().map(|run| run["id"].clone()).collect();
    let kept = world.call("report_print_runs", json!({"ids": ids}));
    assert_eq!(kept["run"]["id"], printed["run"]["id"], "the paper is of those files");
    // Something is sold: its sheets and the cover are made anew, beside what lies there.
    world.sell("HH26B00002", "2026-10-06");
    world.pass(60_000);
    let second = world.call("report_build", october(&json!({})));
    let now = runs(&world, "2026-10");
    let mut anew: Vec<String> = now[..now.len() - built.len()].iter().map(|run| said(&run["key"])).collect();
    anew.sort();
    assert!(anew.contains(&"W03".to_owned()) && anew.contains(&"W25".to_owned()), "{anew:?}");
    assert!(!anew.contains(&"W01".to_owned()) && !anew.contains(&"W02".to_owned()), "{anew:?}");
    let after: Vec<Vec<u8>> =
        first.as_array().unwrap().iter().map(|file| fs::read(said(&file["path"])).unwrap()).collect();
    assert_eq!(after, lying, "nothing that lay there was written over");
    assert_eq!(exports(&world).len(), built.len() + anew.len());
    for file in second.as_array().unwrap() {
        let bytes = fs::read(said(&file["path"]))?;
        assert_eq!(file["sha256"], wire::hash::sha256_hex(&bytes));
    }
    Ok(())
}

#[test]
fn build_4_a_file_somebody_altered_is_not_written_over() -> Outcome<()> {
    let world = november()?;
    let first = world.call("report_build", october(&json!({"keys": ["W03"]})));
    let path = said(&first[0]["path"]);
    fs::write(&path, "核对过的")?;
    let again = world.call("report_build", october(&json!({"keys": ["W03"]})));
    assert_eq!(fs::read_to_string(&path)?, "核对过的");
    assert_ne!(again[0]["path"], first[0]["path"]);
    assert_eq!(again[0]["sha256"], first[0]["sha256"], "the same building");
    // A closed month is printed again beside it, too.
    world.call("month_close", october(&json!({})));
    let closed = world.call("report_reprint", october(&json!({"keys": ["W03"]})));
    let bytes = fs::read(Path::new(&said(&closed["files"][0]["path"])))?;
    assert_eq!(closed["files"][0]["sha256"], wire::hash::sha256_hex(&bytes));
    assert_eq!(fs::read_to_string(&path)?, "核对过的");
    Ok(())
}

#[test]
fn same_1_another_name_of_the_dealer_makes_another_building() -> Outcome<()> {
    let world = november()?;
    world.call("report_build", october(&json!({"keys": ["W01"]})));
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机服务有限公司", "short_name": "清河惠农"}));
    world.call("report_build", october(&json!({"keys": ["W01"]})));
    assert_eq!(runs(&world, "2026-10").len(), 2);
    Ok(())
}

#[test]
fn same_2_what_was_sent_is_what_is_printed_its_cover_too() -> Outcome<()> {
    let world = november()?;
    let sent = world.call("report_send", october(&json!({})));
    world.pass(60_000);
    let printed = world.call("report_print", october(&json!({})));
    assert_eq!(runs(&world, "2026-10").len(), sent.as_array().unwrap().len(), "nothing was made for the paper");
    let ids: Vec<Value> = sent.as_array().unwrap().iter().map(|run| run["id"].clone()).collect();
    assert_eq!(world.call("report_print_runs", json!({"ids": ids}))["run"]["id"], printed["run"]["id"]);
    Ok(())
}

fn by_post(runs: &[Value], number: &str) -> Value {
    json!({"principal": "HH", "month": "2026-10", "road": "post", "handed_on": "2026-11-03", "tracking_no": number,
        "runs": runs})
}

#[test]
fn ledgerview_4_what_is_missing_is_counted_over_all_submissions_of_the_month() -> Outcome<()> {
    let world = november()?;
    world.call("report_build", october(&json!({})));
    let of = |keys: &[&str]| -> Vec<Value> {
        let all = runs(&world, "2026-10").into_iter();
        all.filter(|run| keys.contains(&run["key"].as_str().unwrap())).map(|run| run["id"].clone()).collect()
    };
    let five = world.call("submission_save", by_post(&of(&["W01", "W02", "W03", "W04", "W05"]), "SF1"));
    assert_eq!(five["missing"].as_array().unwrap().len(), 2);
    let rest = world.call("submission_save", by_post(&of(&["W06", "W07"]), "SF2"));
    assert_eq!(rest["missing"], json!([]), "the others went before");
    assert!(ledger(&world).iter().all(|row| row["missing"] == json!([])), "{:?}", ledger(&world));
    world.call("submission_void", json!({"id": rest["id"], "reason": "没有寄"}));
    let five = ledger(&world).into_iter().find(|row| row["id"] == five["id"]).unwrap();
    assert_eq!(five["missing"].as_array().unwrap().len(), 2);
    Ok(())
}

/// HH's contract: October's reports are to be there by 10 November.
fn due_on_the_tenth() -> Outcome<Case> {
    let case = Case::new()?;
    let mut pack = farm("2026.10");
    let rule = json!({
        "key": "report.monthly_pack", "basis": "month.ended_on", "monthly_day": 10, "count_start_day": false, "roll": "none",
        "met_by": "received", "alert_days": [3, 0], "consequence": "违约", "source": "台账 T11", "checked": false
    });
    pack["deadlines"].as_array_mut().unwrap().push(rule);
    case.install(&pack)?;
    case.world.set_clock(NOVEMBER);
    Ok(case)
}

fn owed(world: &World) -> Vec<Value> {
    world.call("months_due", json!({"principal": "HH"})).as_array().unwrap().clone()
}

fn of_october(world: &World) -> Option<Value> {
    owed(world).into_iter().find(|row| row["month"] == "2026-10")
}

#[test]
fn monthdue_1_a_month_that_never_went_has_its_row_with_the_day() -> Outcome<()> {
    let case = due_on_the_tenth()?;
    let world = &case.world;
    let row = of_october(world).ok_or("no row")?;
    assert_eq!(
        [&row["principal"], &row["state"], &row["due_on"], &row["late"]],
        [&json!("HH"), &json!("unsent"), &json!("2026-11-10"), &json!(false)]
    );
    assert_eq!(row["missing"].as_array().unwrap().len(), 7);
    world.set_clock(NOVEMBER + 7 * DAY);
    assert_eq!(of_october(world).ok_or("no row")?["late"], true);
    assert!(owed(world).iter().all(|row| row["month"] != "2026-11"), "a month that is not over is owed by nobody");
    let without = world.call("months_due", json!({"principal": "WY"}));
    assert_eq!([&without[0]["due_on"], &without[0]["state"]], [&Value::Null, &json!("unsent")]);
    assert_eq!(world.refused("months_due", json!({"principal": "NN"})).field, "principal");
    Ok(())
}

#[test]
fn monthdue_2_it_stays_until_it_is_in_and_says_what_keeps_it() -> Outcome<()> {
    let case = due_on_the_tenth()?;
    let world = &case.world;
    world.call("report_build", october(&json!({})));
    let of = |keys: &[&str]| -> Vec<Value> {
        let all = runs(world, "2026-10").into_iter();
        all.filter(|run| keys.contains(&run["key"].as_str().unwrap())).map(|run| run["id"].clone()).collect()
    };
    world.call("submission_save", by_post(&of(&["W01", "W02", "W03", "W04", "W05", "W06"]), "SF1"));
    let row = of_october(world).ok_or("no row")?;
    assert_eq!([&row["state"], &row["missing"]], [&json!("partial"), &json!(["三包旧件返回清单"])]);
    world.pass(1000);
    let rest = world.call("submission_save", by_post(&of(&["W07"]), "SF2"));
    assert_eq!(of_october(world).ok_or("no row")?["state"], "waiting");
    let back = json!({"id": rest["id"], "rev": 1, "returned_on": "2026-11-05", "returned_reason": "没有盖章"});
    world.call("submission_answer", back);
    let row = of_october(world).ok_or("no row")?;
    assert_eq!([&row["state"], &row["submission"]], [&json!("returned"), &rest["id"]]);
    assert!(said(&row["reason"]).contains("没有盖章"), "{row}");
    for one in ledger(world) {
        if one["state"] == "sent" {
            world.call("submission_answer", json!({"id": one["id"], "rev": 1, "received_on": "2026-11-05"}));
        }
    }
    world.pass(1000);
    let again = json!({"principal": "HH", "month": "2026-10", "road": "post", "handed_on": "2026-11-05",
        "tracking_no": "SF3", "received_on": "2026-11-05", "runs": of(&["W07"])});
    world.call("submission_save", again);
    assert_eq!(of_october(world), None, "it is in");
    Ok(())
}
