//! Stories of what head office answers: taken, refused, refused later, and what is cancelled meanwhile.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, machine_now, repair, sale};
use serde_json::{Value, json};

const DEALER: &str = "HB0732A";

fn turn_down(office: &HeadOffice, record_id: &Value, rev: u64) -> Outcome<()> {
    let body = json!({"record_id": record_id, "rev": rev, "code": "serial_unknown", "field": "unit.serial",
        "message": "编号与出厂记录不符"});
    office.run(&["notice", "add", DEALER, "--kind", "rejection", "--json", &body.to_string()])?;
    Ok(())
}

#[test]
fn told_2_a_record_turned_down_after_it_was_taken_comes_back_to_its_list() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    let repaired = world.call("repair_open", repair("HH", "HH26B00001", "2026-10-19"));
    world.call("repair_submit", json!({"id": repaired["id"]}));
    world.call("sync_now", json!({}));
    let card = office.list("card")?.remove(0);
    turn_down(&office, &card["record_id"], card["rev"].as_u64().unwrap_or_default())?;
    turn_down(&office, &repaired["id"], office.list("repair")?[0]["rev"].as_u64().unwrap_or_default())?;
    world.call("sync_now", json!({}));
    let shown = world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!(shown["state"], "returned");
    assert_eq!(shown["returned_reason"], "编号与出厂记录不符（出厂编号）");
    let mended = world.call("repair_show", json!({"id": repaired["id"]}));
    assert_eq!(mended["returned_reason"], "编号与出厂记录不符（出厂编号）");
    let today = world.call("today", json!({}));
    let kinds: Vec<_> = today["items"].as_array().into_iter().flatten().map(|item| item["kind"].clone()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "rejected").count(), 2, "{today}");
    // Mended, it travels again and is taken.
    let draft = sale("HH", "HH26B00011", "2026-10-18");
    world.call("sale_amend", json!({"id": sold["id"], "reason": "核对铭牌", "draft": draft}));
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "acknowledged");
    Ok(())
}

#[test]
fn card_6_a_card_head_office_has_runs_against_no_day_while_its_sale_is_corrected() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    let left = |sold: &Value| {
        let mut draft = sold["draft"].clone();
        draft["amends"] = sold["id"].clone();
        world.call("sale_check", draft)["due"]["days_left"].take()
    };
    assert!(left(&sold).is_i64(), "until then it does");
    world.call("sync_now", json!({}));
    let sold = world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!((&sold["state"], left(&sold)), (&json!("acknowledged"), Value::Null));
    Ok(())
}

#[test]
fn card_10_a_card_turned_down_after_it_was_taken_runs_against_its_day_again() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let today = world.call("today", json!({}))["today"].as_str().ok_or("no day")?.to_owned();
    let sold = world.sell("HH26B00001", &today);
    let due = || {
        let shown = world.call("sale_show", json!({"id": sold["id"]}));
        let row = world.call("sale_list", json!({}))["rows"][0].take();
        assert_eq!(shown["due"]["days_left"], row["days_left"], "list and panel say the same");
        (shown["due"]["level"].clone(), row["days_left"].is_i64())
    };
    world.call("sync_now", json!({}));
    assert_eq!(due(), (json!("met"), false));
    let card = office.list("card")?.remove(0);
    // Its correction is under way: head office has had the card all the while.
    let mut draft = sale("HH", "HH26B00001", &today);
    draft["price_fen"] = json!(7_700_000);
    world.call("sale_amend", json!({"id": sold["id"], "reason": "核对价格", "draft": draft}));
    assert_eq!(due(), (json!("met"), false));
    world.call("sync_now", json!({}));
    turn_down(&office, &card["record_id"], 2)?;
    world.call("sync_now", json!({}));
    assert_eq!(due(), (json!("ok"), true));
    Ok(())
}

#[test]
fn told_1_what_is_said_about_an_older_version_turns_nothing_back() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    let card = office.list("card")?.remove(0);
    let mut draft = sale("HH", "HH26B00001", "2026-10-18");
    draft["price_fen"] = json!(7_700_000);
    world.call("sale_amend", json!({"id": sold["id"], "reason": "核对价格", "draft": draft}));
    world.call("sync_now", json!({}));
    turn_down(&office, &card["record_id"], card["rev"].as_u64().unwrap_or_default())?;
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "acknowledged");
    Ok(())
}

#[test]
fn told_2_another_makers_head_office_turns_nothing_back() -> Outcome<()> {
    let (hh, wy) = (HeadOffice::start("HH", "华禾农机")?, HeadOffice::start("WY", "沃野动力")?);
    let world = World::set_up()?;
    world.enrol(&hh)?;
    world.enrol(&wy)?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    let card = hh.list("card")?.remove(0);
    turn_down(&wy, &card["record_id"], card["rev"].as_u64().unwrap_or_default())?;
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "acknowledged");
    Ok(())
}

#[test]
fn card_4_what_head_office_refused_is_cancelled_there_too_and_nothing_waits_for_it() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    // Head office takes no sale of a day that its own calendar has not reached.
    world.set_clock(START + 400 * DAY);
    let sold = world.sell("HH26B00001", &later());
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "returned");
    world.call("sale_void", json!({"id": sold["id"], "reason": "登记错了"}));
    world.call("sync_now", json!({}));
    let reversals = office.list("reversal")?;
    let told: Vec<_> = reversals.iter().map(|line| (&line["state"], &line["body"]["reason"])).collect();
    assert_eq!(told, [(&json!("accepted"), &json!("登记错了"))], "head office's own list is settled by it");
    let line = world.call("sync_status", json!({})).as_array_mut().map(|lines| lines.remove(0)).unwrap_or_default();
    assert_eq!([&line["pending"], &line["rejected"], &line["deferred"]], [&json!(0); 3], "{line}");
    Ok(())
}

#[test]
fn told_3_a_report_turned_back_is_on_today_until_it_is_sent_again() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let today = world.call("desk_status", json!({}))["today"].as_str().unwrap_or_default().to_owned();
    let month = json!({"principal": "HH", "month": &today[..7]});
    world.sell("HH26B00001", &today);
    world.call("report_send", month.clone());
    world.call("sync_now", json!({}));
    let runs = || world.call("report_runs", month.clone()).as_array().cloned().unwrap_or_default();
    let sent = runs();
    let run = sent.iter().find(|run| run["key"] == "W03").unwrap_or(&Value::Null);
    assert_eq!((&run["state"], &run["returned_reason"]), (&json!("acked"), &Value::Null));
    turn_down(&office, &run["id"], 1)?;
    world.call("sync_now", json!({}));
    let shown = |id: &Value| {
        let run = runs().into_iter().find(|run| run["id"] == *id).unwrap_or_default();
        (run["state"].clone(), run["returned_reason"].clone())
    };
    let back = (json!("rejected"), json!("编号与出厂记录不符（出厂编号）"));
    assert_eq!(shown(&run["id"]), back);
    let reports = || {
        let view = world.call("today", json!({}));
        let items = view["items"].as_array().cloned().unwrap_or_default();
        assert_eq!(view["total"], world.call("desk_status", json!({}))["counts"]["today"]);
        items.into_iter().filter(|item| item["kind"] == "report").collect::<Vec<_>>()
    };
    let items = reports();
    assert_eq!(items.len(), 1);
    // It leads to the row of the ledger the report went by.
    let rows = world.call("submission_list", json!({}));
    let went = rows["rows"][0]["id"].as_str().unwrap_or("no row");
    let id = format!("{}|{went}|{}", &today[..7], run["id"].as_str().unwrap_or_default());
    assert_eq!([&items[0]["id"], &items[0]["no"], &items[0]["principal"]], [&json!(id), &run["no"], &json!("HH")]);
    assert!(items[0]["reason"].as_str().is_some_and(|why| why.contains("编号与出厂记录不符")), "{}", items[0]);
    world.call("report_send", month.clone());
    assert_eq!(reports(), [] as [Value; 0]);
    world.call("sync_now", json!({}));
    assert_eq!(shown(&run["id"]), back, "what was sent before is never changed");
    assert!(runs().iter().filter(|run| run["state"] == "acked").count() == 15, "{:?}", runs());
    Ok(())
}

fn later() -> String {
    domain::Day::at(START + 400 * DAY).iso()
}

#[test]
fn proof_1_a_kept_receipt_proves_itself_alone() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    for serial in ["HH26B00001", "HH26B00002", "HH26B00003"] {
        world.sell(serial, "2026-10-18");
    }
    world.call("sync_now", json!({}));
    let rows = world.call("outbox_list", json!({}))["rows"].take();
    let rows = rows.as_array().filter(|rows| rows.len() == 3).ok_or("not three lines")?;
    for row in rows {
        let receipt = world.app().kept_receipt(row["line"].as_i64().ok_or("no number")?)?.ok_or("no receipt")?;
        let proof = receipt.proof.clone().ok_or("signed alone")?;
        assert_eq!((proof.size, proof.path.len() <= 2), (3, true), "the three were signed together");
        let key = sync::key::Pinned::parse(&receipt.key).ok_or("no key")?;
        let text = receipt.signed_text().ok_or("no path")?;
        assert!(key.signed(&text, &receipt.signature));
        assert_eq!(receipt.server_seq.map(|n| n.to_string()).as_deref(), row["receipt_no"].as_str());
        // What the console shows, and what head office hands out, is the same.
        let theirs = office.list("card")?.into_iter().find(|card| card["record_id"] == receipt.record_id.as_str());
        let theirs = theirs.ok_or("not there")?["receipt"].take();
        let ours = serde_json::to_value(&receipt)?;
        for field in ["principal", "dealer", "record_id", "rev", "hash", "received_at", "signature", "proof"] {
            assert_eq!(ours[field], theirs[field], "{field}");
        }
        let changed = wire::record::Receipt { received_at: receipt.received_at + 1, ..receipt };
        assert!(changed.signed_text().is_none_or(|text| !key.signed(&text, &changed.signature)));
    }
    Ok(())
}
