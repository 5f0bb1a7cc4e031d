//! Stories of the submission ledger: which sheets go, by which road, and when a month is in.
#![allow(clippy::unwrap_used, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, HeadOffice, START, World, machine_now};
use serde_json::{Value, json};
use std::path::Path;

/// 5 November 2026.
const NOVEMBER: i64 = START + 16 * DAY;

fn with(mut base: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

/// HH's contract with a day of the month for the reports, and what more it says of them.
fn contract(version: &str, met_by: &str, flags: &[(&str, bool)]) -> Value {
    let mut pack = farm(version);
    let rule = json!({
        "key": "report.monthly_pack", "basis": "month.ended_on", "monthly_day": 10, "count_start_day": false, "roll": "none",
        "met_by": met_by, "alert_days": [3, 0], "consequence": "违约", "source": "台账 T11", "checked": false
    });
    pack["deadlines"].as_array_mut().unwrap().push(rule);
    for (key, value) in flags {
        let flag = json!({"key": key, "value": value, "source": "台账 T11", "checked": false});
        pack["flags"].as_array_mut().unwrap().push(flag);
    }
    pack
}

/// A desk on 5 November whose maker wants October's reports by the 10th.
fn case(met_by: &str, flags: &[(&str, bool)]) -> Outcome<Case> {
    let case = Case::new()?;
    case.install(&contract("2026.10", met_by, flags))?;
    case.world.set_clock(NOVEMBER);
    Ok(case)
}

fn build(world: &World, maker: &str) -> Vec<Value> {
    let built = world.call("report_build", json!({"principal": maker, "month": "2026-10"}));
    built.as_array().unwrap().clone()
}

fn keys(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap().to_owned()).collect()
}

fn by_post(more: &Value) -> Value {
    let base = json!({"principal": "HH", "month": "2026-10", "road": "post", "handed_on": "2026-11-03",
        "tracking_no": "SF100200"});
    with(base, more)
}

fn due(world: &World) -> Value {
    world.call("report_due", json!({"principal": "HH", "month": "2026-10"}))
}

fn ledger(world: &World) -> Vec<Value> {
    world.call("submission_list", json!({}))["rows"].as_array().unwrap().clone()
}

fn on_today(world: &World, kind: &str) -> Vec<Value> {
    let today = world.call("today", json!({}));
    today["items"].as_array().unwrap().iter().filter(|item| item["kind"] == kind).cloned().collect()
}

fn refused_fields(world: &World, command: &str, input: Value) -> Vec<String> {
    world.refused(command, input).fields.iter().map(|field| field.field.clone()).collect()
}

const PACK: [&str; 8] = ["W01", "W02", "W03", "W04", "W05", "W06", "W07", "W25"];

#[test]
fn wanted_1_the_pack_is_what_the_maker_asks_for_with_the_cover_last() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    world.set_clock(NOVEMBER);
    assert_eq!(keys(&json!(build(world, "WY"))), PACK, "a contract that says nothing of it");
    case.install(&contract(
        "2026.10",
        "received",
        &[("report.w05", false), ("report.w10", true), ("report.w09", true)],
    ))?;
    let own = ["W01", "W02", "W03", "W04", "W06", "W07", "W09", "W10", "W25"];
    assert_eq!(keys(&json!(build(world, "HH"))), own);
    assert_eq!(keys(&world.call("report_send", json!({"principal": "HH", "month": "2026-10"}))), own);
    assert_eq!(ledger(world)[0]["missing"], json!([]));
    world.call("principal_save", json!({"code": "DP", "name": "电跑", "policy": "S3-ebike"}));
    let five_and_cards = ["W01", "W02", "W03", "W04", "W05", "W06", "W25"];
    assert_eq!(keys(&json!(build(world, "DP"))), five_and_cards, "the contract names five papers and the cards");
    Ok(())
}

#[test]
fn packcover_1_the_cover_lists_the_files_of_its_pack_by_hash_and_never_itself() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    world.sell("HH26B35536", "2026-10-05");
    let built = build(&world, "HH");
    let (cover, others) = built.split_last().unwrap();
    let book = report::read::open_path(Path::new(cover["path"].as_str().unwrap()))?;
    let words: Vec<Vec<String>> =
        book.sheets[0].rows.iter().map(|row| row.iter().map(report::read::Cell::shown).collect()).collect();
    for one in others {
        let hash = one["sha256"].as_str().unwrap();
        let row = words.iter().find(|row| row.get(1).is_some_and(|name| *name == one["title"])).unwrap();
        assert_eq!((row[3].as_str(), row[4].as_str()), (one["rows"].to_string().as_str(), &hash[hash.len() - 8..]));
    }
    assert!(!words.iter().flatten().any(|text| text == "报送清单"), "{words:?}");
    Ok(())
}

#[test]
fn packcover_2_asked_for_by_itself_it_says_what_is_known_and_the_same_again() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    let cover = || world.call("report_preview", json!({"principal": "HH", "month": "2026-10", "key": "W25"}));
    assert_eq!(cover()["total_rows"], 0, "nothing was built");
    build(&world, "HH");
    let before = cover();
    assert_eq!((before["total_rows"].as_i64(), &before["rows"][0][5]), (Some(7), &json!("")));
    let saved = world.call("submission_save", by_post(&json!({"receiver": "李会计"})));
    let answer = json!({"id": saved["id"], "rev": 1, "received_on": "2026-11-05", "receipt_no": "S-17"});
    world.call("submission_answer", answer);
    let after = cover();
    let shown = json!(["邮寄", "2026-11-03", "李会计", "S-17"]);
    assert_eq!(json!(after["rows"][0].as_array().unwrap()[5..]), shown, "{after}");
    assert_eq!(after["rows"], cover()["rows"]);
    assert_eq!(before["rows"][0][4], after["rows"][0][4], "the same file");
    Ok(())
}

#[test]
fn month_7_a_month_is_queued_once_with_the_same_files_beside_it() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    let out = tempfile::tempdir()?;
    let input = json!({"principal": "HH", "month": "2026-10", "request_id": "r1", "dir": out.path()});
    let first = world.call("report_send", input.clone());
    assert_eq!(keys(&first), PACK);
    for run in first.as_array().unwrap() {
        let bytes = std::fs::read(run["path"].as_str().unwrap())?;
        assert_eq!(run["sha256"], wire::hash::sha256_hex(&bytes));
    }
    let again = world.call("report_send", input);
    assert_eq!(again[0]["id"], first[0]["id"], "a double click is answered");
    assert_eq!(std::fs::read_dir(out.path())?.count(), 1, "one folder, whole");
    assert_eq!((ledger(&world).len(), world.call("outbox_list", json!({}))["total"].as_i64()), (1, Some(8)));
    // A folder that cannot be: nothing is queued, nothing is left.
    let file = out.path().join("a file");
    std::fs::write(&file, "x")?;
    let refused = world.refused("report_send", json!({"principal": "WY", "month": "2026-10", "dir": file}));
    assert!(refused.message.contains("a file"), "{}", refused.message);
    assert_eq!((ledger(&world).len(), std::fs::read_dir(out.path())?.count()), (1, 2));
    Ok(())
}

#[test]
fn submission_7_each_road_ends_the_duty_by_the_day_the_rule_counts() -> Outcome<()> {
    let case = case("sent", &[])?;
    let world = &case.world;
    build(world, "HH");
    for (road, more) in [
        ("post", json!({"tracking_no": "SF1"})),
        ("truck", json!({})),
        ("fax", json!({"tracking_no": "0319-1"})),
        ("hand", json!({"receiver": "李会计"})),
        ("file", json!({})),
    ] {
        assert!(due(world)["met_on"].is_null(), "{road}: {}", due(world));
        let base = json!({"principal": "HH", "month": "2026-10", "road": road, "handed_on": "2026-11-03"});
        let saved = world.call("submission_save", with(base, &more));
        assert_eq!([&saved["state"], &saved["missing"]], [&json!("sent"), &json!([])], "{road}");
        assert_eq!(keys(&saved["sheets"]), PACK);
        let due_now = due(world);
        assert_eq!([&due_now["met_on"], &due_now["level"]], ["2026-11-03", "met"], "{road}: {due_now}");
        world.call("submission_void", json!({"id": saved["id"], "reason": "试一条路"}));
    }
    assert!(due(world)["met_on"].is_null());
    assert_eq!(ledger(world).len(), 5, "nothing is taken away");
    Ok(())
}

#[test]
fn submission_7_where_the_day_received_counts_a_parcel_on_its_way_ends_nothing() -> Outcome<()> {
    let case = case("received", &[])?;
    let world = &case.world;
    build(world, "HH");
    let saved = world.call("submission_save", by_post(&json!({})));
    world.set_clock(NOVEMBER + 7 * DAY);
    assert_eq!((due(world)["level"].as_str(), on_today(world, "month").len()), (Some("late"), 1));
    let received = json!({"id": saved["id"], "rev": 1, "received_on": "2026-11-09", "receipt_no": "S-17"});
    world.call("submission_answer", received);
    assert_eq!(due(world)["met_on"], "2026-11-09", "in time after all");
    assert!(on_today(world, "month").is_empty());
    Ok(())
}

#[test]
fn submission_7_sent_by_two_roads_the_first_that_counts_ends_it() -> Outcome<()> {
    let case = case("received", &[])?;
    let world = &case.world;
    // Head office is a program of its own: its receipts have the machine's day.
    let today = domain::Day::at(machine_now()).iso();
    build(world, "HH");
    let paper =
        json!({"principal": "HH", "month": "2026-10", "road": "fax", "tracking_no": "1", "handed_on": "2026-11-02"});
    let paper = world.call("submission_save", paper);
    world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    let states = || ledger(world).iter().map(|row| row["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(states(), ["queued", "sent"]);
    world.call("sync_now", json!({}));
    assert_eq!(states(), ["received", "sent"]);
    let own = &ledger(world)[0];
    assert_eq!(
        [&own["by_itself"], &own["signed_receipts"], &own["received_on"]],
        [&json!(true), &json!(8), &json!(today)]
    );
    assert_eq!(due(world)["met_on"], today.as_str());
    // The fax was there on a day of its own: the earlier of the two counts.
    world.call("submission_answer", json!({"id": paper["id"], "rev": 1, "received_on": "2026-11-02"}));
    let first = today.as_str().min("2026-11-02");
    assert_eq!(due(world)["met_on"], first);
    let own_id = own["id"].clone();
    let wrong = world.refused("submission_void", json!({"id": own_id, "reason": "不要了"}));
    assert_eq!(wrong.code, "wrong_state");
    Ok(())
}

#[test]
fn submission_2_wrong_days_and_missing_fields_come_back_at_once() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    let bare = json!({"principal": "HH", "month": "2026-10", "road": "post", "handed_on": "2026-11-03"});
    assert_eq!(refused_fields(&world, "submission_save", bare), ["runs", "tracking_no"], "nothing was built");
    build(&world, "HH");
    let wrong = by_post(&json!({"handed_on": "2026-11-06", "tracking_no": " ", "receipt_no": "S-1"}));
    assert_eq!(refused_fields(&world, "submission_save", wrong), ["handed_on", "tracking_no", "received_on"]);
    let early = by_post(&json!({"handed_on": "2026-10-31"}));
    assert_eq!(refused_fields(&world, "submission_save", early.clone()), ["early"]);
    world.call("submission_save", with(early, &json!({"early": true})));
    assert_eq!(refused_fields(&world, "submission_save", by_post(&json!({"road": "api"}))), ["road"]);
    let refused = world.refused("submission_save", by_post(&json!({"colour": "red"})));
    assert_eq!(refused.code, "bad_input");
    Ok(())
}

#[test]
fn ledger_1_a_submission_is_of_its_own_makers_buildings_and_no_whole_copy() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    world.call("report_build", json!({"principal": "HH", "month": "2026-10", "whole": true, "keys": ["W01"]}));
    world.call("report_build", json!({"principal": "WY", "month": "2026-10", "keys": ["W01"]}));
    let run = |maker: &str| world.call("report_runs", json!({"principal": maker, "month": "2026-10"}))[0]["id"].clone();
    let of = |id: Value| refused_fields(&world, "submission_save", by_post(&json!({"runs": [id]})));
    assert_eq!([of(run("HH")), of(run("WY"))], [["runs"], ["runs"]]);
    assert_eq!(
        refused_fields(&world, "submission_save", by_post(&json!({}))),
        ["runs"],
        "a whole copy alone is nothing"
    );
    world.call("report_build", json!({"principal": "HH", "month": "2026-10", "keys": ["W01"]}));
    let saved = world.call("submission_save", by_post(&json!({})));
    assert_eq!((keys(&saved["sheets"]), saved["missing"].as_array().unwrap().len()), (vec!["W01".to_owned()], 6));
    Ok(())
}

#[test]
fn ledger_2_a_receipt_number_of_another_maker_is_refused() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    build(&world, "HH");
    build(&world, "WY");
    let received = json!({"received_on": "2026-11-05", "receipt_no": "S-17"});
    world.call("submission_save", by_post(&received));
    let theirs = with(by_post(&received), &json!({"principal": "WY"}));
    let refused = world.refused("submission_save", theirs.clone());
    assert_eq!(refused.fields[0].field, "receipt_no");
    assert!(refused.message.contains("华禾农机 2026-10"), "{}", refused.message);
    let saved = world.call("submission_save", with(theirs, &json!({"receipt_no": "S-18"})));
    let answer = json!({"id": saved["id"], "rev": 1, "received_on": "2026-11-05", "receipt_no": "S-17"});
    assert_eq!(refused_fields(&world, "submission_answer", answer), ["receipt_no"]);
    Ok(())
}

#[test]
fn ledger_3_a_correction_has_a_reason_and_two_windows_do_not_overwrite_each_other() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    build(&world, "HH");
    let draft = by_post(&json!({"request_id": "s1"}));
    let saved = world.call("submission_save", draft.clone());
    assert_eq!(world.call("submission_save", draft)["id"], saved["id"], "a double click is answered");
    let other = world.refused("submission_save", by_post(&json!({"request_id": "s1", "note": "两包"})));
    assert_eq!(other.code, "request_reused");
    let amend =
        |more: &Value, reason: &str| json!({"id": saved["id"], "rev": 1, "reason": reason, "draft": by_post(more)});
    let number = json!({"tracking_no": "SF100201"});
    assert_eq!(world.refused("submission_amend", amend(&number, "")).code, "reason_needed");
    let moved = json!({"month": "2026-09"});
    assert_eq!(refused_fields(&world, "submission_amend", amend(&moved, "记错")), ["month"]);
    let changed = world.call("submission_amend", amend(&number, "单号抄错"));
    assert_eq!(
        [&changed["tracking_no"], &changed["rev"], &changed["sheets"]],
        [&json!("SF100201"), &json!(2), &saved["sheets"]]
    );
    let second = world.another()?;
    let stale = second.call("submission_amend", amend(&json!({"tracking_no": "SF9"}), "另一个窗口"));
    assert_eq!(stale.unwrap_err().code, "stale");
    world.call("submission_void", json!({"id": saved["id"], "rev": 2, "reason": "重复登记"}));
    assert_eq!(world.refused("submission_void", json!({"id": saved["id"], "reason": "再来"})).code, "wrong_state");
    assert_eq!([&ledger(&world)[0]["state"], &ledger(&world)[0]["void_reason"]], ["voided", "重复登记"]);
    Ok(())
}

#[test]
fn ledger_5_what_was_turned_back_on_paper_is_on_today_until_it_is_in() -> Outcome<()> {
    let case = case("received", &[])?;
    let world = &case.world;
    build(world, "HH");
    let received = json!({"received_on": "2026-11-05", "receipt_no": "S-17"});
    let saved = world.call("submission_save", by_post(&received));
    assert_eq!(due(world)["met_on"], "2026-11-05");
    let back = json!({"id": saved["id"], "rev": 1, "received_on": "2026-11-05", "receipt_no": "S-17",
        "returned_on": "2026-11-05", "returned_reason": "没有盖章"});
    assert_eq!(world.call("submission_answer", back)["state"], "returned");
    assert!(due(world)["met_on"].is_null(), "open again");
    let item = on_today(world, "report").pop().ok_or("not on 今日")?;
    assert!(item["reason"].as_str().unwrap().contains("没有盖章"), "{item}");
    assert!(item["id"].as_str().unwrap().starts_with("2026-10|"), "{item}");
    let away = json!({"id": saved["id"], "rev": 2, "received_on": "2026-11-05"});
    assert_eq!(world.refused("submission_answer", away).code, "returned_stands", "it is not answered away");
    let again = json!({"tracking_no": "SF100300", "handed_on": "2026-11-05", "received_on": "2026-11-05"});
    world.call("submission_save", by_post(&again));
    assert!(on_today(world, "report").is_empty());
    assert_eq!(due(world)["met_on"], "2026-11-05");
    Ok(())
}

#[test]
fn ledger_5_a_month_long_past_is_open_again_when_its_submission_is_cancelled() -> Outcome<()> {
    let case = case("received", &[])?;
    let world = &case.world;
    build(world, "HH");
    let saved = world.call("submission_save", by_post(&json!({"received_on": "2026-11-05"})));
    world.set_clock(NOVEMBER + 150 * DAY);
    world.call("clock_confirm", json!({}));
    assert_eq!(due(world)["met_on"], "2026-11-05");
    world.call("submission_void", json!({"id": saved["id"], "reason": "那是九月的"}));
    assert_eq!(
        (due(world)["met_on"].clone(), due(world)["level"].as_str().unwrap().to_owned()),
        (Value::Null, "late".into())
    );
    Ok(())
}

#[test]
fn wanted_3_paper_counts_from_its_photograph_on_where_the_maker_wants_one() -> Outcome<()> {
    let case = case("sent", &[("report.paper_evidence", true)])?;
    let world = &case.world;
    build(world, "HH");
    let saved = world.call("submission_save", by_post(&json!({})));
    assert_eq!([&saved["evidence_missing"], &due(world)["met_on"]], [&json!(true), &Value::Null]);
    let photo = case.folder.path().join("面单.png");
    image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([x as u8, y as u8, 90])).save(&photo)?;
    let input = json!({"subject": "submission", "id": saved["id"], "paths": [photo], "tag": "proof"});
    assert_eq!(world.call("photos_add", input)["added"], 1);
    let row = &ledger(world)[0];
    assert_eq!([&row["photos"], &row["evidence_missing"]], [&json!(1), &json!(false)]);
    assert_eq!(due(world)["met_on"], "2026-11-03");
    Ok(())
}

#[test]
fn wanted_2_a_month_that_went_is_in_by_what_was_asked_for_then() -> Outcome<()> {
    let case = case("sent", &[("report.w04", false), ("report.w05", false)])?;
    let world = &case.world;
    build(world, "HH");
    world.call("submission_save", by_post(&json!({})));
    assert_eq!(due(world)["met_on"], "2026-11-03");
    case.install(&contract("2026.11", "sent", &[("report.w10", true)]))?;
    assert_eq!(due(world)["met_on"], "2026-11-03", "the contract of later asks for more");
    assert_eq!(ledger(world)[0]["missing"], json!([]));
    Ok(())
}

#[test]
fn ledger_4_a_month_answered_by_file_went_by_file() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(machine_now());
    let mut office = HeadOffice::start("HH", "华禾农机")?;
    world.enrol(&office)?;
    office.stop()?;
    let stick = tempfile::tempdir()?;
    let (file, answer) = (stick.path().join("报送"), stick.path().join("答复"));
    world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    world.call("sync_to_file", json!({"path": file}));
    assert_eq!(
        [&ledger(&world)[0]["road"], &ledger(&world)[0]["state"]],
        ["api", "queued"],
        "writing a file moves nothing"
    );
    office.run(&["take", &file.display().to_string(), "--ack", &answer.display().to_string(), "--json"])?;
    world.call("sync_from_file", json!({"path": answer}));
    assert_eq!([&ledger(&world)[0]["road"], &ledger(&world)[0]["state"]], ["file", "received"]);
    Ok(())
}

#[test]
fn ledgerview_1_the_ledger_is_narrowed_by_maker_months_and_road_and_exported() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    for maker in ["HH", "WY"] {
        build(&world, maker);
        world.call("submission_save", with(by_post(&json!({})), &json!({"principal": maker})));
    }
    world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    let total = |query: Value| world.call("submission_list", query)["total"].as_i64();
    assert_eq!(total(json!({})), Some(3));
    assert_eq!(total(json!({"principal": "HH"})), Some(2));
    assert_eq!(total(json!({"principal": "HH", "road": "api"})), Some(1));
    assert_eq!([total(json!({"month_from": "2026-11"})), total(json!({"month_to": "2026-10"}))], [Some(0), Some(3)]);
    assert_eq!(world.refused("submission_list", json!({"month_from": "十月"})).field, "month_from");
    let out = tempfile::tempdir()?;
    let file = out.path().join("台账.csv");
    let export = json!({"of": {"list": "submissions", "query": {"principal": "WY"}}, "path": file});
    assert_eq!(world.call_alone("list_export", export)["rows"], 1);
    let text = std::fs::read_to_string(&file)?;
    assert!(text.contains("沃野动力") && text.contains("SF100200") && text.contains("W01、W02"), "{text}");
    Ok(())
}

#[test]
fn submission_6_a_clerk_puts_in_and_the_director_cancels() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(NOVEMBER);
    for (name, role, pin) in
        [("王强", "owner", "1357902468"), ("李敏", "director", "2468013579"), ("张伟", "clerk", "59371846")]
    {
        world.call("operator_save", json!({"name": name, "role": role, "pin": pin}));
    }
    let sit = |name: &str, pin: &str| world.call("operator_sign_in", json!({"operator": name, "pin": pin}));
    sit("张伟", "59371846");
    build(&world, "HH");
    let saved = world.call("submission_save", by_post(&json!({})));
    let void = json!({"id": saved["id"], "reason": "重复登记"});
    assert_eq!(world.refused("submission_void", void.clone()).code, "role_refused");
    sit("李敏", "2468013579");
    assert_eq!(world.call("submission_void", void)["state"], "voided");
    Ok(())
}
