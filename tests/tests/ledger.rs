//! The submission ledger, what head office refuses, and the way there.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, machine_now, repair, sale};
use serde_json::{Value, json};

fn line(world: &World) -> Value {
    world.call("sync_status", json!({}))[0].take()
}

fn counted(world: &World, query: Value, of: &str) -> Vec<(String, i64)> {
    let counts = world.call("outbox_counts", query)[of].take();
    let pair = |one: &Value| (one["key"].as_str().unwrap_or_default().to_owned(), one["n"].as_i64().unwrap_or(-1));
    counts.as_array().into_iter().flatten().map(pair).collect()
}

/// A desk whose clock is two years ahead, as its head office finds out: the card it sold on that day is refused at once.
fn refused() -> Outcome<(HeadOffice, World, Value)> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    world.set_clock(machine_now() + 730 * DAY);
    let day = world.call("desk_status", json!({}))["today"].take();
    let sold = world.call("sale_open", sale("HH", "HH26B00001", day.as_str().unwrap_or_default()));
    world.call("sync_now", json!({}));
    Ok((office, world, sold))
}

#[test]
fn outledger_1_every_filter_says_what_it_would_show() -> Outcome<()> {
    let (office, world, _) = refused()?;
    world.set_clock(machine_now());
    world.call("sync_now", json!({}));
    world.sell("HH26B00002", "2026-10-18");
    let made = world.call("repair_open", repair("HH", "HH26B00002", "2026-10-19"));
    world.call("repair_submit", json!({"id": made["id"]}));
    for query in [json!({}), json!({"kind": "card"}), json!({"term": "hh26b00001"}), json!({"month": "2026-10"})] {
        for (state, n) in counted(&world, query.clone(), "states") {
            let mut asked = query.clone();
            asked["state"] = json!(state);
            assert_eq!(world.call("outbox_list", asked.clone())["total"], n, "{asked}");
        }
        for (kind, n) in counted(&world, json!({"state": "open"}), "kinds") {
            let asked = json!({"state": "open", "kind": kind});
            assert_eq!(world.call("outbox_list", asked.clone())["total"], n, "{asked}");
        }
    }
    let of =
        |state: &str| counted(&world, json!({}), "states").into_iter().find(|(key, _)| key == state).map(|one| one.1);
    assert_eq!(of("returned"), Some(1));
    assert!(of("waiting") >= Some(2) && of("open") > of("waiting"));
    assert_eq!(world.refused("outbox_list", json!({"month": "10月"})).field, "month");
    drop(office);
    Ok(())
}

#[test]
fn outledger_5_a_line_is_found_by_initials_a_telephones_tail_and_its_receipt() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    world.set_clock(machine_now());
    world.sell("HH26B00001", "2026-10-18");
    let other =
        json!({"name": "赵敏", "phone": "13911112222", "county": "清河县", "town": "张店镇", "village": "陈家村"});
    let mut sold = sanbao_tests::world::sale("HH", "HH26B00009", "2026-10-18");
    sold["customer"] = other;
    world.call("sale_open", sold);
    world.call("sync_now", json!({}));
    let lines = world.call("outbox_list", json!({}));
    let of = |name: &str| {
        let line = lines["rows"].as_array().into_iter().flatten().find(|row| row["title"].to_string().contains(name));
        line.cloned().ok_or_else(|| format!("{name}: {lines}"))
    };
    let (wang, zhao) = (of("王丹")?, of("赵敏")?);
    for (term, line) in [("wd", &wang), ("4370", &wang), ("zm", &zhao), ("2222", &zhao)] {
        let found = world.call("outbox_list", json!({"term": term}));
        assert_eq!((&found["total"], &found["rows"][0]["line"]), (&json!(1), &line["line"]), "{term}: {found}");
        assert_eq!(counted(&world, json!({"term": term}), "kinds")[0].1, 1, "{term}");
    }
    let receipt = zhao["receipt_no"].as_str().ok_or("no receipt")?;
    let found = world.call("outbox_list", json!({"term": receipt}));
    let has = found["rows"].as_array().into_iter().flatten().any(|row| row["line"] == zhao["line"]);
    assert!(has, "{receipt}: {found}");
    assert_eq!(world.call("outbox_list", json!({"term": "没有这个人"}))["total"], 0);
    Ok(())
}

#[test]
fn outledger_2_what_was_refused_without_a_mistake_goes_again_as_it_is() -> Outcome<()> {
    let (_office, world, sold) = refused()?;
    assert_eq!(line(&world)["rejected"], 1);
    let row = world.call("record_returned", json!({"id": sold["id"]}));
    assert_eq!((&row["returned"], &row["again"], &row["place"]), (&json!(true), &json!(true), &json!("sale.sold_on")));
    assert_eq!(row["field"], "销售日期");
    let again = world.call("outbox_again", json!({"line": row["line"]}));
    assert_eq!((&again["state"], &again["returned"]), (&json!("pending"), &json!(false)));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "queued");
    assert_eq!(world.refused("outbox_again", json!({"line": row["line"]})).code, "wrong_state");
    // Head office judges it anew, and says the same.
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "returned");
    assert_eq!(
        world.call("record_returned", json!({"id": sold["id"]}))["line"],
        row["line"],
        "no new version was made"
    );
    Ok(())
}

#[test]
fn outledger_3_a_refusal_for_want_of_consent_is_nobodys_mistake() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let mut draft = sale("HH", "HH26B00001", "2026-10-18");
    draft["share_consent"] = json!(false);
    let sold = world.call("sale_open", draft);
    world.call("sync_now", json!({}));
    let card = office.list("card")?.remove(0);
    assert_eq!(card["body"]["customer"]["phone"], "199****4370");
    assert_eq!(card["body"]["customer"]["shared"], false);
    let body = json!({"record_id": card["record_id"], "rev": card["rev"], "code": "consent_needed",
        "field": "customer.shared", "message": "customer data missing"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    world.call("sync_now", json!({}));
    // Taken first, turned down later: the line says so too, and is not green.
    assert_eq!(line(&world)["rejected"], 1);
    let row = world.call("outbox_list", json!({"state": "returned"}))["rows"][0].take();
    assert_eq!((&row["consent"], &row["again"], &row["state"]), (&json!(true), &json!(false), &json!("acked")));
    let why = row["reason"].as_str().unwrap_or_default();
    assert!(why.contains("没有同意") && why.contains("由主管决定"), "{why}");
    let shown = world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!((&shown["state"], &shown["returned_field"]), (&json!("returned"), &json!("share_consent")));
    assert!(!shown["returned_reason"].as_str().unwrap_or_default().contains("customer data"));
    assert_eq!(
        world.refused("outbox_again", json!({"line": row["line"]})).code,
        "wrong_state",
        "it would be a duplicate"
    );
    // The user was asked and agreed.
    world.call(
        "sale_amend",
        json!({"id": sold["id"], "reason": "用户同意提供", "draft": sale("HH", "HH26B00001", "2026-10-18")}),
    );
    world.call("sync_now", json!({}));
    assert_eq!(line(&world)["rejected"], 0);
    let told = office.list("card")?.into_iter().max_by_key(|one| one["rev"].as_i64()).unwrap_or_default();
    assert_eq!(told["body"]["customer"]["phone"], "19900364370");
    Ok(())
}

#[test]
fn outledger_4_a_refused_old_part_and_case_say_so_in_their_own_lists() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true}));
    world.sell("HH26B00001", "2026-10-02");
    let mut paper = repair("HH", "HH26B00001", "2026-10-12");
    paper["parts"][0]["old_part_here"] = json!(true);
    let made = world.call("repair_open", paper);
    world.call("repair_submit", json!({"id": made["id"]}));
    let case = json!({"machine": {"serial": "HH26B00001"}, "made_on": "2026-10-16", "kind": "exchange", "words": "换一台", "basis": "协商办理"});
    world.call("remedy_open", case);
    let row = |list: &str| world.call(list, json!({}))["rows"][0].take();
    let said = || [row("old_part_list")["returned"].clone(), row("remedy_list")["returned"].clone()];
    assert_eq!(said(), [Value::Null, Value::Null]);
    // What a head office that looks closer would answer.
    let refused = "UPDATE outbox SET state = 'rejected', last_code = 'bad_field', last_field = 'unit.serial', \
        last_message = '没有这台机器' WHERE kind = ?1";
    let desk = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    assert_eq!((desk.execute(refused, ["part"])?, desk.execute(refused, ["remedy"])?), (1, 1));
    let reason = json!("没有这台机器（出厂编号）");
    assert_eq!(said(), [reason.clone(), reason]);
    let part = row("old_part_list");
    let moved = json!({"id": part["id"], "rev": part["rev"], "state": part["state"], "bin": "B-2", "reason": "核对"});
    assert_eq!(world.call("old_part_move", moved)["returned"], Value::Null, "dealt with");
    assert_eq!(said()[0], Value::Null);
    Ok(())
}

#[test]
fn a_line_is_overdue_when_its_last_day_has_passed() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    world.sell("HH26B00001", "2026-10-18");
    assert_eq!((&line(&world)["overdue"], &line(&world)["pending"]), (&json!(0), &json!(1)));
    world.set_clock(START + 30 * DAY);
    assert_eq!(line(&world)["overdue"], 1);
    assert_eq!(world.call("outbox_list", json!({"state": "overdue"}))["total"], 1);
    world.call("sync_now", json!({}));
    assert_eq!((&line(&world)["overdue"], &line(&world)["sending_of"]), (&json!(0), &Value::Null));
    Ok(())
}

#[test]
fn a_file_that_is_gone_is_said_although_every_record_is_through() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    world.sell("HH26B00001", "2026-10-18");
    let mut draft = repair("HH", "HH26B00001", "2026-10-19");
    draft["user_signed"] = json!(false);
    let id = world.call("repair_open", draft)["id"].take();
    let stroke: Vec<Value> = (0..60).map(|n| json!({"x": n * 3, "y": (n * n) % 90, "t": n * 10})).collect();
    let signed = json!({"subject": "repair", "id": id, "signer": "王丹", "relation": "own", "strokes": [stroke]});
    world.call("signature_add", signed);
    world.call("repair_submit", json!({"id": id}));
    assert!(line(&world)["files_waiting"] == 1);
    for blob in std::fs::read_dir(world.dir().join("blobs"))? {
        std::fs::remove_file(blob?.path())?;
    }
    world.call("sync_now", json!({}));
    let after = line(&world);
    assert_eq!(
        [&after["pending"], &after["files_waiting"], &after["files_missing"]],
        [&json!(0), &json!(0), &json!(1)]
    );
    assert_eq!(after["sentence"], "1 个文件报不出去");
    Ok(())
}

#[test]
fn netset_1_the_password_of_a_proxy_is_kept_and_never_said() -> Outcome<()> {
    let mut world = World::set_up()?;
    let input = json!({"proxy": "by_hand", "address": "proxy.corp:8080", "user": "wang", "password": "s3cret-word"});
    let saved = world.call("network_save", input);
    assert_eq!((&saved["address"], &saved["has_password"]), (&json!("http://proxy.corp:8080"), &json!(true)));
    assert_eq!(world.refused("network_save", json!({"proxy": "by_hand", "address": "proxy"})).field, "address");
    // Kept while nobody types another, gone with its user.
    world.restart()?;
    let kept = world.call("network_save", json!({"proxy": "by_hand", "address": "proxy.corp:3128", "user": "wang"}));
    assert_eq!(kept["has_password"], true);
    let said =
        [world.call("network_show", json!({})), world.call("audit_list", json!({})), world.call("doctor", json!({}))];
    assert!(said.iter().all(|one| !one.to_string().contains("s3cret-word")), "{said:?}");
    let direct = world.call("network_save", json!({"proxy": "direct"}));
    assert_eq!((&direct["has_password"], &direct["user"]), (&json!(false), &json!("")));
    Ok(())
}

#[test]
fn netset_2_only_an_authority_that_was_looked_at_is_added() -> Outcome<()> {
    let world = World::set_up()?;
    let path = world.dir().join("根证书.pem");
    std::fs::write(&path, include_str!("../forms/根证书样.pem"))?;
    let found = world.call("authority_check", json!({"path": path}));
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!((&found[0]["subject"], &found[0]["until"]), (&json!("惠农公司根证书，惠农公司"), &json!("2061-05-04")));
    let other = json!({"path": path, "fingerprints": ["00"]});
    assert_eq!(world.refused("authority_add", other).code, "stale");
    let added = world.call("authority_add", json!({"path": path, "fingerprints": [found[0]["fingerprint"]]}));
    assert_eq!(added["authorities"].as_array().map(Vec::len), Some(1));
    assert_eq!(world.call("authority_check", json!({"path": path}))[0]["known"], true);
    // What is there changes nothing for a head office on this machine.
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.enrol(&office)?;
    assert_eq!(line(&world)["enrolled"], true);
    let dropped = world.call("authority_drop", json!({"fingerprint": found[0]["fingerprint"]}));
    assert_eq!(dropped["authorities"], json!([]));
    std::fs::write(&path, "hello")?;
    assert_eq!(world.refused("authority_check", json!({"path": path})).code, "no_certificate");
    Ok(())
}

#[test]
fn netset_3_enrolment_and_sync_go_by_the_proxy_that_is_set() -> Outcome<()> {
    let mut world = World::set_up()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.enrol(&office)?;
    // The same account at an address that is not on this machine: those go by the proxy.
    world.close();
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute("UPDATE sync_account SET account = json_set(account, '$.url', 'https://ho.example')", [])?;
    drop(base);
    world.restart()?;
    // Nobody listens at that port of this machine.
    world.call("network_save", json!({"proxy": "by_hand", "address": "127.0.0.1:1"}));
    let refused = world.refused("enrol", json!({"url": "https://ho.example", "code": office.enrol_code()?}));
    assert_eq!(refused.code, "proxy_down");
    assert!(refused.message.contains("设置 → 网络"), "{}", refused.message);
    let after = world.call("sync_now", json!({}))[0].take();
    assert_eq!(after["problem_code"], "proxy_down");
    assert!(after["next_attempt_at"].is_i64(), "it is tried again by itself: {after}");
    Ok(())
}
