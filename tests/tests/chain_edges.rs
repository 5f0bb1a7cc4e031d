//! Edge cases of the chain that pays the dealer, by their numbers.
//!
//! Absent: rates that head office changes (E18, `fees`) and signatures with their signer (E39, `evidence`).

use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B30001";

/// A desk with one machine sold on the second of October.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    for maker in ["HH", "WY"] {
        let model = json!({"principal": maker, "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
        world.call("model_save", model);
    }
    let part = json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true});
    world.call("part_save", part);
    world.call("sale_open", sale("HH", SERIAL, "2026-10-02"));
    Ok(world)
}

fn notices(shown: &Value) -> Vec<&str> {
    shown["notices"].as_array().into_iter().flatten().filter_map(|one| one["code"].as_str()).collect()
}

fn ready(world: &World, maker: &str) -> Value {
    world.call("claim_ready", json!({"principal": maker, "month": "2026-10"}))
}

fn rows(page: &Value) -> Vec<&Value> {
    page["rows"].as_array().into_iter().flatten().collect()
}

#[test]
fn e08_one_serial_at_two_dealers_is_taken_flagged_and_served() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let (ours, theirs) = (world()?, world()?);
    office.run(&["dealer", "add", "HB0999Z", "别处农机"])?;
    theirs.call("dealer_save", json!({"code": "HB0999Z", "name": "别处农机", "short_name": "别处"}));
    ours.enrol(&office)?;
    let code = office.run(&["enrol-code", "HB0999Z"])?;
    theirs.call("enrol", json!({"url": office.url, "code": code.trim()}));
    for desk in [&ours, &theirs] {
        desk.call("sync_now", json!({}));
        let card = desk.call("sale_list", json!({}))["rows"][0].take();
        assert_eq!([&card["serial"], &card["state"]], [SERIAL, "acknowledged"], "head office takes both, to look into");
    }
    let cards = office.list("card")?;
    assert_eq!(cards.iter().filter(|card| card.to_string().contains(SERIAL)).count(), 2, "{cards:?}");
    // At one desk the second sale of the serial says whose it was, for this maker or another, and comes in.
    let again = ours.call("sale_open", sale("HH", SERIAL, "2026-10-18"));
    assert!(notices(&again).contains(&"serial_sold"), "{}", again["notices"]);
    let other = ours.call("sale_open", sale("WY", SERIAL, "2026-10-19"));
    assert!(notices(&other).contains(&"serial_other_maker"), "{}", other["notices"]);
    // The farmer is served whichever plate is the clone.
    let made = ours.call("repair_open", repair("HH", SERIAL, "2026-10-19"));
    assert_eq!(made["draft"]["payer"], "warranty");
    assert_eq!(ours.call("repair_submit", json!({"id": made["id"]}))["state"], "submitted");
    Ok(())
}

#[test]
fn e14_a_machine_taken_away_unrepaired_stops_counting_and_comes_back_linked() -> Outcome<()> {
    let world = world()?;
    let extension = || {
        let rights = world.call("unit_rights", json!({"serial": SERIAL}));
        (rights["coverage"][0]["extension_days"].as_i64(), rights["coverage"][0]["running"].clone())
    };
    let mut paper = repair("HH", SERIAL, "2026-10-05");
    paper["completed_on"] = Value::Null;
    paper["user_signed"] = json!(false);
    paper["parts"] = json!([]);
    let open = world.call("repair_open", paper);
    assert_eq!(
        (&open["occupied_days"], extension().1),
        (&Value::Null, json!(true)),
        "it stands here and time stands still"
    );
    let mut draft = open["draft"].clone();
    draft["handed_over_on"] = json!("2026-10-08");
    let gone = world.call("repair_amend", json!({"id": open["id"], "rev": open["rev"], "draft": draft}));
    assert_eq!(gone["occupied_days"], 4, "the fifth to the eighth");
    let (first, running) = extension();
    assert_eq!((first, running), (Some(4), json!(false)), "nothing stands still any more");
    // Ten days later it is back: a paper of its own, linked to the first, and the days between count for nobody.
    let mut back = repair("HH", SERIAL, "2026-10-18");
    back["completed_on"] = json!("2026-10-19");
    back["same_as"] = open["id"].clone();
    let back = world.call("repair_open", back);
    assert_eq!([&back["same_as_no"], &back["occupied_days"]], [&open["no"], &json!(2)]);
    assert_eq!(extension().0, Some(6));
    // The first is not done: it stays open work and is never claimed.
    assert!(!ready(&world, "HH").to_string().contains(open["no"].as_str().ok_or("no number")?));
    Ok(())
}

#[test]
fn e15_an_old_part_without_a_record_waits_for_a_decision_and_blocks_nothing() -> Outcome<()> {
    let world = world()?;
    let made = world.call("repair_open", repair("HH", SERIAL, "2026-10-12"));
    world.call("repair_submit", json!({"id": made["id"]}));
    let found = json!({"principal": "HH", "parts": [{"name": "不知哪台的油泵", "qty_milli": 1000, "removed_on": "2026-10-15"}]});
    let found = world.call("opening_parts_add", found)[0].take();
    assert_eq!(
        [&found["state"], &found["repair_id"], &found["repair_no"]],
        [&json!("in_store"), &Value::Null, &json!("")]
    );
    let tagged = world.call("old_part_list", json!({"state": "tagged"}));
    world.call("old_part_move", json!({"id": tagged["rows"][0]["id"], "state": "in_store"}));
    assert_eq!(ready(&world, "HH")["ready"], 1, "the record beside it is claimed");
    world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    // It leaves only by a decision with its reason, and takes part in nobody's money.
    let leave = |reason: &str| json!({"id": found["id"], "state": "stays_at_dealer", "reason": reason});
    assert_eq!(world.refused("old_part_move", leave("")).field, "reason");
    let money = world.call("money", json!({"principal": "HH"}));
    assert!(!money.to_string().contains("油泵"), "{money}");
    assert_eq!(world.call("old_part_move", leave("主任：无单旧件，留店"))["state"], "stays_at_dealer");
    Ok(())
}

#[test]
fn e16_a_repair_without_its_old_part_says_how_it_went() -> Outcome<()> {
    let world = world()?;
    let made = world.call("repair_open", repair("HH", SERIAL, "2026-10-12"));
    world.call("repair_submit", json!({"id": made["id"]}));
    let part = world.call("old_part_list", json!({}))["rows"][0].take();
    let to = |state: &str, reason: &str| json!({"id": part["id"], "state": state, "reason": reason});
    let missing = || ready(&world, "HH")["rows"][0]["missing"].to_string();
    assert!(missing().contains("old_part_missing"));
    world.call("old_part_move", to("lost", "清理仓库时丢失"));
    assert!(missing().contains("old_part_lost"), "a lost one stops the claim");
    world.call("old_part_move", to("in_store", ""));
    for (state, reason) in
        [("kept_by_user", "用户要留"), ("destroyed", "现场销毁，有照片"), ("stays_at_dealer", "厂家同意留店")]
    {
        assert_eq!(world.refused("old_part_move", to(state, " ")).field, "reason", "{state}");
        let paper = repair("HH", SERIAL, "2026-10-14");
        let other = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": other["id"]}));
        let parts = world.call("old_part_list", json!({"state": "tagged"}));
        let moved = json!({"id": parts["rows"][0]["id"], "state": state, "reason": reason});
        if state == "destroyed" {
            let why = world.refused("old_part_move", moved.clone());
            assert_eq!((why.code.as_str(), why.field.as_str()), ("photo_missing", "state"), "OLDPART-6");
            let path = world.dir().join("destroyed.png");
            image::RgbImage::from_pixel(320, 240, image::Rgb([90, 70, 60])).save(&path)?;
            let photo =
                json!({"subject": "old_part", "id": parts["rows"][0]["id"], "paths": [path], "tag": "old_part"});
            assert_eq!(world.call("photos_add", photo)["added"], 1);
        }
        assert_eq!(world.call("old_part_move", moved)["reason"], reason);
        let view = ready(&world, "HH");
        let row = rows(&view).into_iter().find(|row| row["id"] == other["id"]).ok_or("not looked at")?.clone();
        let said = row["missing"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "old_part_kept"));
        assert_eq!(said.map(|one| &one["stops"]), Some(&json!(false)), "{state} is said and no hindrance: {row}");
    }
    // What the user pays never has to go back.
    let mut paid = repair("HH", SERIAL, "2026-10-16");
    paid["payer"] = json!("paid");
    let before = world.call("old_part_list", json!({}))["total"].clone();
    world.call("repair_open", paid);
    assert_eq!(world.call("old_part_list", json!({}))["total"], before);
    Ok(())
}

#[test]
fn e17_one_part_of_ten_did_not_arrive_and_the_nine_go_on() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = world()?;
    world.enrol(&office)?;
    for _ in 0..10 {
        let mut paper = repair("HH", SERIAL, "2026-10-12");
        paper["parts"][0]["old_part_here"] = json!(true);
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}));
    }
    let held = world.call("old_part_list", json!({"limit": 50}));
    let ids: Vec<&Value> = rows(&held).into_iter().map(|part| &part["id"]).collect();
    assert_eq!(ids.len(), 10);
    let batch = json!({"principal": "HH", "parts": ids, "boxes": 1, "waybill_no": "DB1", "sent_on": "2026-10-20"});
    world.call("parts_batch_send", batch);
    world.call("sync_now", json!({}));
    let there = office.list("part")?;
    let short = there.iter().find(|part| part["record_id"] == *ids[3]).ok_or("the fourth is not there")?;
    let body = json!({"record_id": ids[3], "rev": short["rev"], "code": "part_short", "message": "箱内少一件"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    world.call("sync_now", json!({}));
    let inbox = world.call("inbox_list", json!({}));
    assert!(rows(&inbox).iter().any(|item| item.to_string().contains("箱内少一件")), "{inbox}");
    // The ten keep their receipts, and the claims of the repairs do not wait for the one.
    let sent = world.call("outbox_list", json!({"principal": "HH", "limit": 200}));
    let last =
        |id: &Value| rows(&sent).into_iter().find(|line| line["record_id"] == *id).map(|line| line["state"].clone());
    assert!(ids.iter().all(|id| last(id) == Some(json!("acked"))), "{sent}");
    assert_eq!(ready(&world, "HH")["ready"], 10);
    Ok(())
}

#[test]
fn e29_a_claim_keeps_the_price_of_each_papers_day() -> Outcome<()> {
    let world = world()?;
    for (price, day) in [(8_800, "2026-10-05"), (9_900, "2026-10-16")] {
        world.call(
            "part_save",
            json!({"code": "055665", "name": "轴承6206", "price_fen": price, "return_required": false}),
        );
        let mut paper = repair("HH", SERIAL, day);
        paper["parts"][0]["price_fen"] = Value::Null;
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}));
    }
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 1, "return_required": false}));
    let made = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    let material: Vec<_> =
        made["lines"].as_array().into_iter().flatten().map(|line| line["material_fen"].clone()).collect();
    assert_eq!(material, [17_600, 19_800], "two of each, at the price of its day");
    Ok(())
}

#[test]
fn e30_a_machine_with_a_new_engine_keeps_its_history() -> Outcome<()> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", SERIAL, "2026-10-02");
    sold["unit"]["engine_no"] = json!("Y4291201");
    let sold = world.call("sale_open", sold);
    let mut paper = repair("HH", SERIAL, "2026-10-12");
    paper["unit"]["engine_no"] = json!("Y9900007");
    paper["fault_place"] = json!("气缸盖");
    paper["component_exchanged"] = json!(true);
    let made = world.call("repair_open", paper);
    world.call("repair_submit", json!({"id": made["id"]}));
    let card = world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!(
        card["draft"]["unit"]["engine_no"], "Y9900007",
        "the card that is written again names the engine it has now"
    );
    let unit = world.call("unit_show", json!({"id": sold["unit_id"]}));
    assert_eq!([&unit["sales"][0]["no"], &unit["repairs"][0]["no"]], [&sold["no"], &made["no"]], "{unit}");
    let rights = world.call("unit_rights", json!({"serial": SERIAL}));
    let rows = rights["coverage"].as_array().ok_or("no periods")?;
    let begins = |component: &str| {
        let row = rows.iter().find(|row| row["component"] == component);
        row.map(|row| row["start_on"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(begins("气缸盖").as_deref(), Some("2026-10-12"), "the new part has a period of its own: {rights}");
    assert_eq!(begins("整机").as_deref(), Some("2026-10-02"), "the machine's goes on");
    Ok(())
}

#[test]
fn e33_one_job_on_a_machine_of_two_makers_is_claimed_of_one() -> Outcome<()> {
    let world = world()?;
    world.call("sale_open", sale("WY", SERIAL, "2026-10-02"));
    let job = |maker: &str, day: &str| {
        let mut paper = repair(maker, SERIAL, day);
        paper["parts"] = json!([]);
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}))
    };
    let engine = job("WY", "2026-10-12");
    assert!(!notices(&engine).contains(&"paid_elsewhere"), "{}", engine["notices"]);
    assert_eq!(
        [&ready(&world, "WY")["ready"], &ready(&world, "HH")["ready"]],
        [1, 0],
        "the maker that was chosen pays"
    );
    let asked = json!({"principal": "HH", "month": "2026-10", "repairs": [engine["id"]]});
    assert_eq!(world.refused("claim_open", asked).field, "repairs");
    // The same days for the other maker are said on both papers; another day is another job.
    let twice = job("HH", "2026-10-12");
    for id in [&twice["id"], &engine["id"]] {
        let shown = world.call("repair_show", json!({"id": id}));
        assert!(notices(&shown).contains(&"paid_elsewhere"), "{}", shown["notices"]);
    }
    assert!(!notices(&job("HH", "2026-10-15")).contains(&"paid_elsewhere"));
    // Whoever is asked first is the only one.
    let lacks = |maker: &str, id: &Value| {
        let view = ready(&world, maker);
        let row = rows(&view).into_iter().find(|row| row["id"] == *id).cloned().unwrap_or_default();
        row["missing"].to_string()
    };
    assert!(lacks("WY", &engine["id"]).contains("two_makers") && lacks("HH", &twice["id"]).contains("two_makers"));
    let claim = world.call("claim_open", json!({"principal": "WY", "month": "2026-10", "repairs": [engine["id"]]}));
    assert!(lacks("HH", &twice["id"]).contains("claimed_elsewhere"));
    let asked = json!({"principal": "HH", "month": "2026-10", "repairs": [twice["id"]]});
    assert!(world.refused("claim_open", asked).message.contains("已向另一厂家申请核销"));
    let refused = json!([{"repair_no": engine["draft"]["no"], "approved_fen": 0, "reason": "不是发动机的事"}]);
    world.call("claim_decide", json!({"id": claim["claim"]["id"], "lines": refused}));
    assert!(lacks("HH", &twice["id"]).contains("two_makers"), "what that one refused may be asked of this one");
    world.call("repair_void", json!({"id": twice["id"], "reason": "已由沃野付"}));
    let shown = world.call("repair_show", json!({"id": engine["id"]}));
    assert!(!notices(&shown).contains(&"paid_elsewhere"), "settled");
    Ok(())
}

#[test]
fn e40_a_card_written_again_is_the_same_card_with_both_numbers_in_the_trail() -> Outcome<()> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", SERIAL, "2026-10-02");
    sold["card_no"] = json!("K-0001");
    let sold = world.call("sale_open", sold);
    let periods = || world.call("unit_rights", json!({"serial": SERIAL}))["coverage"].take();
    let before = periods();
    assert!(before.as_array().is_some_and(|rows| !rows.is_empty()), "{before}");
    world.set_clock(START + DAY);
    let made = world.call("repair_open", repair("HH", SERIAL, "2026-10-21"));
    let mut draft = sold["draft"].clone();
    draft["card_no"] = json!("K-0002");
    let amended = json!({"id": sold["id"], "rev": sold["rev"], "reason": "卡遗失，补发", "draft": draft});
    let amended = world.call("sale_amend", amended);
    assert_eq!([&amended["card_no"], &amended["no"]], [&json!("K-0002"), &sold["no"]]);
    assert_eq!(amended["due"]["steps"], sold["due"]["steps"], "the day it is due does not begin anew");
    let without_repair =
        |rows: Value| rows.as_array().map(|rows| rows.iter().map(|row| row["start_on"].clone()).collect::<Vec<_>>());
    assert_eq!(without_repair(periods()), without_repair(before), "no second period");
    // The same record travels once more; the first number stays in what was sent and in the trail.
    let base = Connection::open(world.dir().join("desk.db"))?;
    let sent: i64 =
        base.query_row("SELECT count(DISTINCT record_id) FROM outbox WHERE kind = 'card'", [], |row| row.get(0))?;
    assert_eq!(sent, 1);
    let trail: String = base.query_row("SELECT detail FROM audit WHERE op = 'sale_amend'", [], |row| row.get(0))?;
    assert_eq!(trail, "回执卡编号 K-0001 → K-0002；卡遗失，补发");
    world.call("repair_submit", json!({"id": made["id"]}));
    let part = world.call("old_part_list", json!({}));
    if let Some(part) = rows(&part).first() {
        world.call("old_part_move", json!({"id": part["id"], "state": "in_store"}));
    }
    assert_eq!(ready(&world, "HH")["ready"], 1, "claimed on the card that was written again");
    Ok(())
}

#[test]
fn claim_6_a_line_that_is_asked_for_again_holds_up_no_other() -> Outcome<()> {
    let world = world()?;
    for (no, on) in [("WX26100001", "2026-10-08"), ("WX26100002", "2026-10-12")] {
        let mut paper = repair("HH", SERIAL, on);
        paper["no"] = json!(no);
        paper["parts"][0]["old_part_here"] = json!(true);
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}));
    }
    let first = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    let id = &first["claim"]["id"];
    let said =
        json!([{"repair_no": "WX26100001", "approved_fen": 23_600}, {"repair_no": "WX26100002", "reason": "缺照片"}]);
    world.call("claim_decide", json!({"id": id, "lines": said}));
    let notice = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-20", "approved_fen": 23_600, "cut_fen": 23_600, "deduction_fen": 23_600, "cut_note": "一台次另报"});
    assert_eq!(world.refused("notice_save", notice.clone()).code, "out_of_range", "one line is still open");
    let named = json!({"principal": "HH", "month": "2026-10", "repairs": [first["lines"][1]["repair_id"]]});
    let again = world.call("claim_open", named);
    assert_eq!([&again["claim"]["lines"], &again["lines"][0]["again_of"]], [&json!(1), &first["claim"]["no"]]);
    world.call("notice_save", notice);
    let done = world.call(
        "notice_answer",
        json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-20", "deducted_on": "2026-10-20"}),
    );
    assert_eq!([&done["claim"]["state"], &done["claim"]["open_fen"]], [&json!("deducted"), &json!(0)]);
    let money = world.call("money", json!({"principal": "HH"}))[0].take();
    assert_eq!(
        ["earned", "waiting", "at_risk", "lost"].map(|figure| money[figure]["fen"].as_i64()),
        [Some(23_600), Some(23_600), Some(0), Some(0)],
        "{money}"
    );
    Ok(())
}
