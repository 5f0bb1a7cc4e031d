//! Stories of the counter: sale, card, repair, old part, clock, backup.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, repair, sale};
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn card_1_a_sale_has_one_card_and_a_double_click_makes_one_sale() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-20");
    draft["request_id"] = json!("form-1");
    let first = world.call("sale_open", draft.clone());
    let second = world.call("sale_open", draft);
    assert_eq!(first["id"], second["id"]);
    assert_eq!(world.call("sale_list", json!({}))["total"], 1);
    assert_eq!(world.call("outbox_list", json!({}))["total"], 1);
    Ok(())
}

#[test]
fn card_3_a_sale_before_the_start_day_raises_no_alarm() -> Outcome<()> {
    let world = World::set_up()?;
    let old = world.sell("HH26B00001", "2026-09-01");
    assert_eq!((text(&old, "/state"), &old["due"]), ("before_start", &Value::Null));
    assert_eq!(world.call("outbox_list", json!({}))["total"], 0);
    world.set_clock(START + 60 * DAY);
    assert_eq!(world.call("today", json!({}))["total"], 0, "nothing to be late with");
    Ok(())
}

#[test]
fn a_card_left_with_the_user_becomes_late_and_says_why() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-01");
    draft["user_signed"] = json!(false);
    let id = text(&world.call("sale_open", draft), "/id").to_owned();
    world.set_clock(START + 2 * DAY); // 22 October: due on the 21st
    let item = world.call("today", json!({}))["items"][0].take();
    assert_eq!((item["days_left"].as_i64(), text(&item, "/level")), (Some(-1), "late"));
    assert!(text(&item, "/reason").contains("超期 1 天"), "{item}");
    let view = world.call("card_collect", json!({"id": id}));
    assert_eq!(text(&view, "/state"), "queued");
    assert_eq!(text(&view, "/due/steps/1"), "加 20 天（日历日），第 20 天是 2026年10月21日");
    Ok(())
}

#[test]
fn sale_3_and_unit_2_the_same_serial_is_shown_and_never_blocked() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-10");
    let check = world.call("sale_check", sale("HH", "ｈｈ26-b35536", "2026-10-20"));
    assert_eq!(text(&check, "/notices/0/code"), "serial_sold");
    let second = world.sell("HH26B35536", "2026-10-20");
    assert_eq!(text(&second, "/state"), "queued");
    assert!(text(&second, "/notices/0/message").contains("王丹"), "{second}");
    Ok(())
}

#[test]
fn sale_3_same_sale_is_maker_serial_and_day() -> Outcome<()> {
    let world = World::set_up()?;
    let first = world.sell("HH26B35536", "2026-10-10");
    let other_maker = world.call("sale_open", sale("WY", "HH26B35536", "2026-10-10"));
    assert_ne!(first["unit_id"], other_maker["unit_id"]);
    let again = world.sell("HH26B35536", "2026-10-12");
    assert_eq!(first["unit_id"], again["unit_id"]);
    Ok(())
}

#[test]
fn unit_2_near_serials_are_shown() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("09996504", "2026-10-10");
    let check = world.call("sale_check", sale("HH", "9996504", "2026-10-20"));
    assert_eq!(text(&check, "/notices/0/code"), "serial_zero_stripped");
    Ok(())
}

#[test]
fn number_2_a_voided_number_is_not_used_again() -> Outcome<()> {
    let world = World::set_up()?;
    let first = world.sell("HH26B00001", "2026-10-10");
    world.call("sale_void", json!({"id": first["id"], "reason": "录错"}));
    let second = world.sell("HH26B00002", "2026-10-10");
    assert_eq!((text(&first, "/no"), text(&second, "/no")), ("HB0732A-XS-2610-A0001", "HB0732A-XS-2610-A0002"));
    let kept = world.call("sale_show", json!({"id": first["id"]}));
    assert_eq!((text(&kept, "/void_reason"), text(&kept, "/state")), ("录错", "voided"));
    Ok(())
}

#[test]
fn app_1_a_refused_write_leaves_nothing() -> Outcome<()> {
    let world = World::set_up()?;
    let before = world.call("doctor", json!({}))["counts"].take();
    let mut draft = sale("HH", "HH26B35536", "2026-10-21");
    draft["customer"]["name"] = json!("");
    let error = world.refused("sale_open", draft);
    let fields: Vec<_> = error.fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["customer.name", "sold_on"]);
    assert_eq!(world.call("doctor", json!({}))["counts"], before);
    Ok(())
}

#[test]
fn every_command_refuses_nonsense_with_a_code_and_a_sentence() -> Outcome<()> {
    let world = World::set_up()?;
    for command in app::COMMANDS {
        for input in [json!({"no_such_field": 1}), json!([1, 2]), json!("x"), json!(7)] {
            let error = world.refused(command.name, input);
            assert_eq!(error.code, "bad_input", "{}", command.name);
            assert!(!error.message.is_empty());
        }
    }
    assert_eq!(world.refused("no_such_command", json!({})).code, "no_command");
    Ok(())
}

#[test]
fn e04_the_clock_three_hours_wrong_is_seen_and_flagged() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-20");
    world.set_clock(START - 3 * 3_600_000);
    let status = world.call("desk_status", json!({}));
    assert!(text(&status, "/clock_warning").contains("倒退了 3 小时"), "{status}");
    let flagged = world.sell("HH26B00002", "2026-10-20");
    assert_eq!(flagged["clock_suspect"], true);
    assert_eq!(text(&flagged, "/due/due_on"), "2026-11-09", "the due day is that of the day sold");
    world.set_clock(START + 60_000);
    assert_eq!(world.call("desk_status", json!({}))["clock_warning"], Value::Null);
    Ok(())
}

#[test]
fn e04_a_clock_years_ahead_is_flagged_and_forgotten_when_set_right() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-20");
    world.set_clock(START + 730 * DAY);
    let warning = world.call("desk_status", json!({}));
    assert!(text(&warning, "/clock_warning").contains("往前跳了 730 天"), "{warning}");
    assert_eq!(world.sell("HH26B00002", "2026-10-20")["clock_suspect"], true);
    world.set_clock(START + DAY);
    assert_eq!(world.call("desk_status", json!({}))["clock_warning"], Value::Null);
    assert_eq!(world.sell("HH26B00003", "2026-10-20")["clock_suspect"], false);
    Ok(())
}

#[test]
fn clock_6_the_clerks_word_ends_the_suspicion_and_stands_in_the_trail() -> Outcome<()> {
    let world = World::at(START + 730 * DAY)?;
    world.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
    world.set_clock(START);
    let status = world.call("desk_status", json!({}));
    assert_eq!(status["clock_can_be_confirmed"], true);
    assert!(text(&status, "/clock_warning").contains("2026年10月20日"), "{status}");
    assert_eq!(world.call("clock_confirm", json!({}))["clock_warning"], Value::Null);
    assert_eq!(world.sell("HH26B00001", "2026-10-20")["clock_suspect"], false);
    world.set_clock(0);
    assert_eq!(world.call("desk_status", json!({}))["clock_can_be_confirmed"], false);
    assert_eq!(world.refused("clock_confirm", json!({})).code, "clock_wrong");
    Ok(())
}

#[test]
fn clock_6_head_offices_time_ends_the_suspicion() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let now = sanbao_tests::world::machine_now();
    let world = World::at(now + 400 * DAY)?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司"}));
    world.set_clock(now);
    assert!(!world.call("desk_status", json!({}))["clock_warning"].is_null());
    world.enrol(&office)?;
    world.call("sync_now", json!({}));
    assert_eq!(world.call("desk_status", json!({}))["clock_warning"], Value::Null);
    Ok(())
}

#[test]
fn e04_sale_and_sending_cross_a_month_end_by_shanghai_days() -> Outcome<()> {
    // 2026-10-31T16:30:00Z is 00:30 on 1 November at the counter.
    let world = World::at(1_793_464_200_000)?;
    world.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
    let view = world.sell("HH26B00001", "2026-10-31");
    assert_eq!((text(&view, "/entered_on"), text(&view, "/queued_on")), ("2026-11-01", "2026-11-01"));
    assert_eq!(text(&view, "/no"), "DESK-XS-2610-A0001");
    Ok(())
}

#[test]
fn e05_legal_days_are_shanghai_days_in_any_zone() -> Outcome<()> {
    // The day is computed from UTC; the machine's zone is never asked for, so setting it changes nothing.
    let run = |zone: &str| -> Outcome<String> {
        let dir = tempfile::tempdir()?;
        let done = std::process::Command::new(sanbao_tests::programs::path("sanbao")?)
            .env("TZ", zone)
            .args(["call", "desk_status", "--data"])
            .arg(dir.path())
            .output()?;
        let answer: Value = serde_json::from_slice(&done.stdout)?;
        Ok(text(&answer, "/value/today").to_owned())
    };
    let shanghai = run("Asia/Shanghai")?;
    assert!(!shanghai.is_empty());
    assert_eq!(run("Asia/Urumqi")?, shanghai);
    assert_eq!(run("America/Los_Angeles")?, shanghai);
    Ok(())
}

#[test]
fn e06_a_repair_of_a_machine_without_a_sale_cannot_be_claimed() -> Outcome<()> {
    let world = World::set_up()?;
    let view = world.call("repair_open", repair("HH", "HH26B99999", "2026-10-18"));
    assert_eq!(text(&view, "/draft/payer"), "internal");
    assert_eq!(text(&view, "/notices/0/code"), "unit_without_sale");
    assert_eq!(world.call("old_part_list", json!({}))["total"], 0, "nothing to send back");
    Ok(())
}

#[test]
fn e07_a_machine_sold_twice_keeps_both_sales() -> Outcome<()> {
    let world = World::set_up()?;
    let first = world.sell("HH26B35536", "2026-10-05");
    world.call("sale_void", json!({"id": first["id"], "reason": "用户退货,回库"}));
    let second = world.sell("HH26B35536", "2026-10-18");
    let unit = world.call("unit_show", json!({"id": second["unit_id"]}));
    let states: Vec<_> = unit["sales"].as_array().into_iter().flatten().map(|s| text(s, "/state")).collect();
    assert_eq!(states, ["queued", "voided"]);
    let notices = second["notices"].as_array().into_iter().flatten();
    let said: Vec<_> = notices.map(|one| text(one, "/code")).collect();
    assert_eq!(said, ["fact_missing"], "the cancelled sale is no duplicate; the power of the model is not known");
    Ok(())
}

#[test]
fn e36_cards_entered_a_week_later_keep_the_day_of_the_sale() -> Outcome<()> {
    let world = World::set_up()?;
    for n in 0..40 {
        let view = world.sell(&format!("HH26B{n:05}"), "2026-10-13");
        assert_eq!(view["entered_late"], true);
        assert_eq!((text(&view, "/entered_on"), text(&view, "/due/due_on")), ("2026-10-20", "2026-11-02"));
    }
    assert_eq!(world.call("sale_list", json!({"limit": 1}))["total"], 40);
    Ok(())
}

#[test]
fn a_repair_with_two_parts_tags_the_old_ones_and_travels_when_submitted() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    draft["parts"] = json!([
        {"code": "055665", "name": "轴承6206", "qty_milli": 2000, "price_fen": 8800, "old_part_here": true, "bin": "A-3"},
        {"code": "006396", "name": "转向油缸", "qty_milli": 1000, "price_fen": 113700},
    ]);
    let open = world.call("repair_open", draft);
    assert_eq!((text(&open, "/state"), open["total_fen"].as_i64()), ("draft", Some(6000 + 17600 + 113_700)));
    assert_eq!(text(&open, "/draft/parts/0/tag_no"), "HB0732A-JJ-2610-A0001");
    let sent = world.call("repair_submit", json!({"id": open["id"]}));
    assert_eq!(text(&sent, "/state"), "submitted");
    let again = world.call("repair_submit", json!({"id": open["id"]}));
    assert_eq!(sent, again, "a second click changes nothing");
    let kinds: Vec<String> = world.call("outbox_list", json!({}))["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| text(row, "/kind").to_owned())
        .collect();
    assert_eq!(kinds, ["part", "part", "repair", "card"]);
    Ok(())
}

#[test]
fn a_submitted_repair_is_changed_with_a_reason_and_its_old_parts_follow() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    let open = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-18"));
    let sent = world.call("repair_submit", json!({"id": open["id"]}));
    let mut draft = sent["draft"].clone();
    draft["parts"] = json!([]);
    let input = json!({"id": open["id"], "reason": "", "draft": draft});
    assert_eq!(world.refused("repair_amend", input).code, "reason_needed");
    let amended = world.call("repair_amend", json!({"id": open["id"], "reason": "没有换件", "draft": draft}));
    assert_eq!(amended["total_fen"], 6000);
    assert_eq!(text(&world.call("old_part_list", json!({})), "/rows/0/state"), "voided");
    Ok(())
}

#[test]
fn repair_3_the_material_follows_the_parts_until_the_paper_says_otherwise() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    let parts = draft["parts"].take();
    draft["parts"] = json!([]);
    let open = world.call("repair_open", draft);
    // The draft the desk hands out, completed later with parts.
    let mut later = open["draft"].clone();
    later["parts"] = parts;
    let amended = world.call("repair_amend", json!({"id": open["id"], "rev": open["rev"], "draft": later}));
    assert_eq!(amended["total_fen"], 6000 + 17_600);
    // What the paper states stands, whatever the parts are.
    let mut stated = amended["draft"].clone();
    stated["material_fen"] = json!(15_000);
    let stated = world.call("repair_amend", json!({"id": open["id"], "draft": stated}));
    let mut fewer = stated["draft"].clone();
    fewer["parts"] = json!([]);
    let fewer = world.call("repair_amend", json!({"id": open["id"], "draft": fewer}));
    assert_eq!((&stated["total_fen"], &fewer["total_fen"]), (&json!(21_000), &json!(21_000)));
    assert_eq!(fewer["draft"]["material_fen"], 15_000);
    Ok(())
}

#[test]
fn part_2_a_part_without_a_typed_price_takes_the_one_of_who_pays() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    world.call(
        "part_save",
        json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "market_price_fen": 11_000}),
    );
    let price = |in_warranty: bool| {
        let mut draft = repair("HH", "HH26B35536", "2026-10-18");
        draft["in_warranty"] = json!(in_warranty);
        draft["parts"] = json!([{"code": "055665", "name": "", "qty_milli": 1000}]);
        world.call("repair_open", draft)["draft"]["parts"][0]["price_fen"].as_i64()
    };
    assert_eq!([true, false].map(price), [Some(8800), Some(11_000)]);
    Ok(())
}

#[test]
fn paper_1_a_form_renames_nobody() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("HH26B35536", "2026-10-05");
    let owner = sold["customer_id"].clone();
    // A repair form was filled with the owner; the clerk typed the neighbour who brought the machine.
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    draft["customer"] = json!({"id": owner, "name": "李强", "phone": "13900000001", "village": "李家村"});
    let check = world.call("repair_check", json!({"draft": draft}));
    assert_eq!((text(&check, "/0/field"), text(&check, "/0/code")), ("customer.name", "customer_other"));
    assert!(text(&check, "/0/message").contains("李强") && text(&check, "/0/message").contains("王丹"), "{check}");
    let open = world.call("repair_open", draft);
    assert_ne!(open["customer_id"], owner);
    // A sale that is changed to another name is another buyer's; the same name and phone are one customer.
    let mut other = sold["draft"].clone();
    other["customer"]["name"] = json!("李强");
    other["customer"]["phone"] = json!("13900000001");
    let amended = world.call("sale_amend", json!({"id": sold["id"], "reason": "写错了人", "draft": other}));
    assert_eq!(amended["customer_id"], open["customer_id"]);
    let wang = world.call("customer_show", json!({"id": owner}));
    assert_eq!((text(&wang, "/customer/name"), text(&wang, "/customer/phone")), ("王丹", "19900364370"));
    assert_eq!(text(&wang, "/customer/village"), "张家村");
    assert_eq!(world.call("customer_list", json!({}))["total"], 2);
    Ok(())
}

#[test]
fn paper_1_another_phone_of_the_same_name_is_said_before_a_repair_too() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("HH26B35536", "2026-10-05");
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    draft["customer"]["id"] = sold["customer_id"].clone();
    draft["customer"]["phone"] = json!("19900364371");
    let check = world.call("repair_check", json!({"draft": draft}));
    assert_eq!(text(&check, "/0/code"), "phone_changes");
    assert!(text(&check, "/0/message").contains("19900364370"), "{check}");
    let open = world.call("repair_open", draft);
    assert_eq!(open["customer_id"], sold["customer_id"]);
    let own = json!({"amends": open["id"], "draft": open["draft"]});
    assert_eq!(world.call("repair_check", own), json!([]), "a repair does not warn of itself");
    Ok(())
}

#[test]
fn paper_2_a_repair_leaves_the_model_of_a_machine_others_name() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("HH26B35536", "2026-10-05");
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    draft["unit"]["model"] = json!("HH740");
    draft["unit"]["engine_no"] = json!("E77");
    let check = world.call("repair_check", json!({"draft": draft}));
    assert_eq!(text(&check, "/0/code"), "model_stands");
    assert!(text(&check, "/0/message").contains("HH704"), "{check}");
    let open = world.call("repair_open", draft);
    assert_eq!(text(&open, "/draft/unit/model"), "HH704");
    let sold = world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!((text(&sold, "/draft/unit/model"), text(&sold, "/draft/unit/engine_no")), ("HH704", "E77"));
    let models = world.call("model_list", json!({}));
    assert_eq!(models["total"], 1, "what is not taken makes no model: {models}");
    // A machine that this repair alone brought was named by it: a slip is mended there.
    let mut lone = repair("HH", "HH26B00001", "2026-10-18");
    lone["unit"]["model"] = json!("HH7044");
    lone["in_warranty"] = json!(false);
    let lone = world.call("repair_open", lone);
    let mut mended = lone["draft"].clone();
    mended["unit"]["model"] = json!("HH704");
    let mended = world.call("repair_amend", json!({"id": lone["id"], "draft": mended}));
    assert_eq!(text(&mended, "/draft/unit/model"), "HH704");
    Ok(())
}

#[test]
fn old_parts_are_sent_once_with_a_waybill() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    let open = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-18"));
    world.call("repair_submit", json!({"id": open["id"]}));
    let part = text(&world.call("old_part_list", json!({})), "/rows/0/id").to_owned();
    world.call("old_part_move", json!({"id": part, "state": "in_store", "bin": "B-1"}));
    let batch = json!({"principal": "HH", "parts": [part], "boxes": 1, "carrier": "顺丰", "waybill_no": "00123456", "sent_on": "2026-10-20"});
    let sent = world.call("parts_batch_send", batch.clone());
    assert_eq!((text(&sent, "/no"), sent["parts"].as_i64()), ("HB0732A-FC-2610-A0001", Some(1)));
    let again = world.refused("parts_batch_send", batch);
    assert_eq!((again.code.as_str(), again.field.as_str()), ("wrong_state", "parts"));
    assert!(again.message.contains("HB0732A-JJ-2610-A0001"), "it names the part: {}", again.message);
    assert_eq!(world.call("parts_batch_list", json!({}))["total"], 1, "the refused batch left nothing");
    Ok(())
}

#[test]
fn opening_lists_come_in_once() -> Outcome<()> {
    let world = World::set_up()?;
    let parts = json!({"principal": "HH", "parts": [{"name": "转向油缸", "code": "006396", "qty_milli": 1000, "value_fen": 113700, "removed_on": "2026-08-01"}]});
    world.call("opening_parts_add", parts);
    let claim =
        json!({"principal": "HH", "claims": [{"no": "HX-2608-01", "amount_fen": 500000, "claimed_on": "2026-08-31"}]});
    world.call("opening_claims_add", claim.clone());
    assert_eq!(world.refused("opening_claims_add", claim).code, "taken");
    assert_eq!(world.call("opening_claim_list", json!({})).as_array().map(Vec::len), Some(1));
    assert_eq!(text(&world.call("old_part_list", json!({})), "/rows/0/state"), "in_store");
    Ok(())
}

#[test]
fn a_half_typed_form_survives_a_kill() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.call("draft_save", json!({"key": "sale", "content": "{\"customer\":\"王\"}"}));
    world.restart()?;
    assert_eq!(text(&world.call("draft_load", json!({"key": "sale"})), "/content"), "{\"customer\":\"王\"}");
    world.call("draft_drop", json!({"key": "sale"}));
    assert_eq!(world.call("draft_load", json!({"key": "sale"})), Value::Null);
    Ok(())
}

#[test]
fn demo_1_goes_into_an_empty_database_only() -> Outcome<()> {
    let world = World::new()?;
    let status = world.call("demo_load", json!({}));
    assert_eq!(status["demo"], true);
    assert!(world.call("sale_list", json!({}))["total"].as_i64() > Some(30));
    let calls = world.call("call_list", json!({}));
    let states: Vec<_> = calls["rows"].as_array().into_iter().flatten().map(|row| row["state"].as_str()).collect();
    assert_eq!(states, [Some("open"), Some("dispatched"), Some("closed")], "{calls}");
    assert_eq!(world.refused("demo_load", json!({})).code, "not_empty");
    Ok(())
}

#[test]
fn identity_numbers_are_dropped_unless_the_policy_demands_them() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-20");
    draft["customer"]["id_no"] = json!("999074199708104773");
    world.call("sale_open", draft);
    let database = std::fs::read(world.dir().join("desk.db"))?;
    let log = std::fs::read(world.dir().join("desk.db-wal")).unwrap_or_default();
    let held = |bytes: &[u8]| bytes.windows(18).any(|w| w == b"999074199708104773");
    assert!(!held(&database) && !held(&log), "the number is nowhere on the disk");
    Ok(())
}

#[test]
fn what_a_save_would_change_on_older_papers_is_said_before() -> Outcome<()> {
    let world = World::set_up()?;
    let first = world.sell("HH26B35536", "2026-10-18");
    let mut again = sale("HH", "HH26B35536", "2026-10-20");
    again["unit"]["model"] = json!("XX-999");
    again["customer"]["id"] = first["customer_id"].clone();
    again["customer"]["phone"] = json!("19900364371");
    again["card_no"] = first["card_no"].clone();
    let check = world.call("sale_check", again);
    let said =
        |field: &str| check["notices"].as_array()?.iter().find(|notice| notice["field"] == field)?["message"].as_str();
    assert!(said("unit.model").is_some_and(|says| says.contains("HH704")), "{check}");
    assert!(said("customer.phone").is_some_and(|says| says.contains("19900364370")), "{check}");
    assert!(said("card_no").is_some_and(|says| says.contains("王丹")), "{check}");
    // A sale that is changed does not warn of itself.
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut own = first["draft"].clone();
    own["amends"] = first["id"].clone();
    assert_eq!(world.call("sale_check", own)["notices"], json!([]));
    Ok(())
}
