//! Stories of changes: two windows on one record, and a change that does what its form shows.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};

#[test]
fn form_3_what_two_windows_change_is_not_lost() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-20");
    draft["user_signed"] = json!(false);
    let opened = world.call("sale_open", draft.clone());
    let (id, seen) = (opened["id"].clone(), opened["rev"].clone());
    draft["note"] = json!("先改的");
    world.call("sale_amend", json!({"id": id, "rev": seen, "draft": draft}));
    draft["note"] = json!("后改的");
    for (command, input) in [
        ("sale_amend", json!({"id": id, "rev": seen, "draft": draft})),
        ("card_collect", json!({"id": id, "rev": seen})),
        ("sale_void", json!({"id": id, "rev": seen, "reason": "录错"})),
    ] {
        let refused = world.refused(command, input);
        assert_eq!(refused.code, "stale", "{command}");
        assert!(refused.message.contains("已在别处改过"), "{}", refused.message);
    }
    let stands = world.call("sale_show", json!({"id": id}));
    assert_eq!((&stands["draft"]["note"], &stands["state"]), (&json!("先改的"), &json!("issued")));
    let amended = world.call("sale_amend", json!({"id": id, "rev": stands["rev"], "draft": draft}));
    assert_eq!(amended["draft"]["note"], "后改的");
    Ok(())
}

#[test]
fn form_3_repairs_and_old_parts_too() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-01");
    let draft = repair("HH", "HH26B35536", "2026-10-18");
    let opened = world.call("repair_open", draft.clone());
    let seen = opened["rev"].clone();
    world.call("repair_amend", json!({"id": opened["id"], "rev": seen, "draft": opened["draft"]}));
    let late = json!({"id": opened["id"], "rev": seen, "draft": opened["draft"]});
    assert_eq!(world.refused("repair_amend", late).code, "stale");
    let part = world.call("old_part_list", json!({}))["rows"][0].take();
    let shelf = |rev: &Value, bin: &str| json!({"id": part["id"], "rev": rev, "state": "in_store", "bin": bin});
    world.call("old_part_move", shelf(&part["rev"], "A-1"));
    assert_eq!(world.refused("old_part_move", shelf(&part["rev"], "B-2")).code, "stale");
    assert_eq!(world.call("old_part_list", json!({}))["rows"][0]["bin"], "A-1");
    Ok(())
}

/// What head office would be sent of the records of a kind: rev and customer, in the order of saving.
fn told(world: &World, kind: &str) -> Outcome<Vec<(i64, Value)>> {
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let mut lines =
        base.prepare("SELECT rev, body FROM outbox JOIN outbox_body USING (rid) WHERE kind = ?1 ORDER BY rid")?;
    let lines = lines.query_map([kind], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    lines
        .map(|line| {
            line.map_err(Into::into)
                .and_then(|(rev, body)| Ok((rev, serde_json::from_str::<Value>(&body)?["customer"].take())))
        })
        .collect()
}

#[test]
fn customer_4_a_customer_changed_in_the_files_is_told_to_head_office_again() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("HH26B35536", "2026-10-18");
    let opened = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-18"));
    world.call("repair_submit", json!({"id": opened["id"]}));
    let (id, rev) = (&sold["customer_id"], sold["rev"].as_i64().ok_or("no rev")?);
    world.call("customer_amend", json!({"id": id, "name": "王丹"}));
    assert_eq!(told(&world, "card")?.len(), 1, "nothing changed");
    world.call("customer_amend", json!({"id": id, "name": "王丹", "phone": "13800000001"}));
    for kind in ["card", "repair"] {
        let told = told(&world, kind)?;
        let phones: Vec<&Value> = told.iter().map(|(_, customer)| &customer["phone"]).collect();
        assert_eq!(phones, ["19900364370", "13800000001"], "{kind}");
        assert_eq!(told[1].0, told[0].0 + 1, "{kind}");
    }
    let stands = world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!((&stands["rev"], &stands["state"]), (&json!(rev + 1), &json!("queued")));
    assert_eq!(stands["draft"]["customer"]["phone"], "13800000001");
    let old_form = json!({"id": sold["id"], "rev": rev, "reason": "价格", "draft": sold["draft"]});
    assert_eq!(world.refused("sale_amend", old_form).code, "stale");
    Ok(())
}

#[test]
fn customer_4_what_was_told_masked_and_stays_so_is_not_told_again() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-18");
    draft["share_consent"] = json!(false);
    let sold = world.call("sale_open", draft);
    let move_to = |village: &str| json!({"id": sold["customer_id"], "name": "王丹", "village": village});
    world.call("customer_amend", move_to("李家村"));
    assert_eq!(told(&world, "card")?.len(), 1, "the village is masked");
    world.call("customer_amend", json!({"id": sold["customer_id"], "name": "王小丹"}));
    assert_eq!(told(&world, "card")?[1].1["name"], "王小丹");
    Ok(())
}

#[test]
fn customer_5_a_form_opened_before_its_customer_changed_is_refused_as_old() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-18");
    draft["user_signed"] = json!(false);
    let sold = world.call("sale_open", draft);
    world.call("customer_amend", json!({"id": sold["customer_id"], "name": "王丹", "phone": "13800000001"}));
    assert!(told(&world, "card")?.is_empty(), "not signed, not sent");
    let old_form = json!({"id": sold["id"], "rev": sold["rev"], "draft": sold["draft"]});
    assert_eq!(world.refused("sale_amend", old_form).code, "stale");
    Ok(())
}

#[test]
fn an_unticked_signature_is_taken_back_until_head_office_may_have_it() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("HH26B35536", "2026-10-20");
    let mut draft = sold["draft"].clone();
    draft["user_signed"] = json!(false);
    let amend = json!({"id": sold["id"], "reason": "卡没有收回", "draft": draft});
    let refused = world.refused("sale_amend", amend);
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("out_of_range", "user_signed"));
    assert!(refused.message.contains("作废这笔销售后重新登记"), "{}", refused.message);
    Ok(())
}

#[test]
fn card_9_the_day_sold_is_corrected_over_the_start_of_use() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-09-01");
    draft["user_signed"] = json!(false);
    let old = world.call("sale_open", draft.clone());
    assert_eq!(old["state"], "before_start");
    draft["sold_on"] = json!("2026-10-11");
    let mended = world.call("sale_amend", json!({"id": old["id"], "rev": old["rev"], "draft": draft}));
    assert_eq!((&mended["state"], &mended["due"]["due_on"]), (&json!("issued"), &json!("2026-10-31")));
    draft["sold_on"] = json!("2026-09-11");
    let back = world.call("sale_amend", json!({"id": old["id"], "draft": draft}));
    assert_eq!((&back["state"], &back["due"]), (&json!("before_start"), &Value::Null));
    Ok(())
}

#[test]
fn a_cleared_field_stays_cleared() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-20");
    draft["user_signed"] = json!(false);
    draft["unit"]["engine_no"] = json!("Y4291201");
    draft["unit"]["produced_on"] = json!("2026-05-01");
    let sold = world.call("sale_open", draft);
    let mut cleared = sold["draft"].clone();
    cleared["unit"]["engine_no"] = json!("");
    cleared["unit"]["produced_on"] = Value::Null;
    for part in ["county", "town", "village"] {
        cleared["customer"][part] = json!("");
    }
    world.call("sale_amend", json!({"id": sold["id"], "rev": sold["rev"], "draft": cleared}));
    let stands = world.call("sale_show", json!({"id": sold["id"]}))["draft"].take();
    assert_eq!((&stands["unit"]["engine_no"], &stands["unit"]["produced_on"]), (&json!(""), &Value::Null));
    assert_eq!([&stands["customer"]["county"], &stands["customer"]["village"]], [&json!(""), &json!("")]);
    Ok(())
}

#[test]
fn a_repair_gets_the_number_its_form_shows() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-01");
    let other = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-17"));
    let opened = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-18"));
    let mut draft = opened["draft"].clone();
    draft["no"] = json!("WX-7788");
    let amended = world.call("repair_amend", json!({"id": opened["id"], "draft": draft}));
    assert_eq!(amended["no"], "WX-7788");
    draft["no"] = other["no"].clone();
    let refused = world.refused("repair_amend", json!({"id": opened["id"], "draft": draft}));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("taken", "no"));
    Ok(())
}

#[test]
fn repair_8_a_form_cannot_claim_warranty_before_the_sale() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-10");
    let refused = world.refused("repair_open", repair("HH", "HH26B35536", "2026-10-08"));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("day_before", "reported_on"));
    let mut paid = repair("HH", "HH26B35536", "2026-10-08");
    paid["in_warranty"] = json!(false);
    assert_eq!(world.call("repair_open", paid)["state"], "draft");
    Ok(())
}

#[test]
fn card_7_a_pile_of_stubs_comes_in_at_once() -> Outcome<()> {
    let world = World::set_up()?;
    let open = |serial: &str, day: &str| {
        let mut draft = sale("HH", serial, day);
        draft["user_signed"] = json!(false);
        draft["share_consent"] = json!(false);
        world.call("sale_open", draft)["id"].take()
    };
    let (first, later) = (open("HH26B00001", "2026-10-05"), open("HH26B00002", "2026-10-16"));
    let signed = world.sell("HH26B00003", "2026-10-06")["id"].take();
    let pile = json!({"ids": [first, later, signed], "returned_on": "2026-10-12", "share_consent": true});
    let answer = world.call("cards_collect", pile);
    assert_eq!(answer["done"], 1);
    let reasons: Vec<_> = answer["left"].as_array().unwrap().iter().map(|left| left["reason"].to_string()).collect();
    assert!(reasons[0].contains("比销售日期") && reasons[1].contains("待报送"), "{reasons:?}");
    let stands = world.call("sale_show", json!({"id": first}));
    assert_eq!((&stands["state"], &stands["returned_on"]), (&json!("queued"), &json!("2026-10-12")));
    assert_eq!(stands["draft"]["share_consent"], true);
    let ahead = json!({"ids": [later], "returned_on": "2026-11-12"});
    assert_eq!(world.refused("cards_collect", ahead).code, "future_day");
    Ok(())
}

#[test]
fn oldpart_5_the_waybill_is_corrected_and_head_office_is_told() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    let open = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-18"));
    world.call("repair_submit", json!({"id": open["id"]}));
    let part = world.call("old_part_list", json!({}))["rows"][0]["id"].take();
    world.call("old_part_move", json!({"id": part, "state": "in_store"}));
    let batch = json!({"principal": "HH", "parts": [part], "boxes": 1, "waybill_no": "SF1", "sent_on": "2026-10-20"});
    let sent = world.call("parts_batch_send", batch);
    let before = world.call("outbox_list", json!({}))["total"].take();
    let mut paper = json!({"id": sent["id"], "reason": "", "boxes": 2, "waybill_no": "SF1000338", "carrier": "顺丰", "sent_on": "2026-10-20"});
    let refused = world.refused("parts_batch_amend", paper.clone());
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("missing", "reason"));
    paper["reason"] = json!("运单号抄错");
    let amended = world.call("parts_batch_amend", paper);
    assert_eq!([&amended["waybill_no"], &amended["carrier"]], ["SF1000338", "顺丰"]);
    assert_eq!([&amended["boxes"], &amended["parts"]], [2, 1]);
    let only = json!({"id": sent["id"], "reason": "重新称过", "weight_g": 12_500, "carrier": ""});
    let weighed = world.call("parts_batch_amend", only);
    assert_eq!([&weighed["waybill_no"], &weighed["carrier"]], ["SF1000338", ""], "left out keeps, empty clears");
    assert_eq!([&weighed["boxes"], &weighed["weight_g"], &weighed["parts"]], [2, 12_500, 1]);
    let told = world.call("outbox_list", json!({}));
    assert_eq!(told["total"].as_i64(), before.as_i64().map(|n| n + 2));
    assert_eq!(
        (&told["rows"][0]["kind"], &told["rows"][0]["reason"]),
        (&json!("part"), &json!("还没有登记总部，登记后自动报送"))
    );
    Ok(())
}
