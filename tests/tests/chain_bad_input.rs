//! Bad input on the chain that pays the dealer: each line refused with its reason, the rest goes on, and what is pressed twice is
//! done once. Files of head office with changed columns, above the claim, for a settled claim: tests/claims.rs.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};

/// Three machines of HH, sold and repaired; the first two of the repairs are claimed.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let part = json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true});
    world.call("part_save", part);
    for no in 1..=3 {
        mended(&world, "HH", no);
    }
    Ok(world)
}

/// A machine sold and repaired, its old part on the shelf.
fn mended(world: &World, maker: &str, no: u8) -> Value {
    let serial = format!("{maker}26B3000{no}");
    world.call("sale_open", sale(maker, &serial, "2026-10-02"));
    let mut paper = repair(maker, &serial, "2026-10-12");
    paper["no"] = json!(format!("{maker}-{no}"));
    paper["parts"][0]["old_part_here"] = json!(true);
    let made = world.call("repair_open", paper);
    world.call("repair_submit", json!({"id": made["id"]}))
}

fn claim(world: &World, maker: &str) -> Value {
    world.call("claim_open", json!({"principal": maker, "month": "2026-10"}))
}

fn old_parts(world: &World, maker: &str) -> Vec<Value> {
    let mut page = world.call("old_part_list", json!({"principal": maker, "limit": 200}));
    page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default()
}

fn batch(maker: &str, parts: &[&Value]) -> Value {
    json!({"principal": maker, "parts": parts, "boxes": 1, "carrier": "德邦", "waybill_no": "DB1", "sent_on": "2026-10-20"})
}

#[test]
fn a_batch_with_a_strangers_tag_and_a_part_sent_twice_names_both_and_sends_nothing() -> Outcome<()> {
    let world = world()?;
    mended(&world, "WY", 1);
    let (ours, theirs) = (old_parts(&world, "HH"), old_parts(&world, "WY"));
    world.call("parts_batch_send", batch("HH", &[&ours[0]["id"]]));
    let why = world.refused(
        "parts_batch_send",
        batch("HH", &[&ours[0]["id"], &ours[1]["id"], &theirs[0]["id"], &ours[1]["id"], &json!("没有的")]),
    );
    assert_eq!((why.code.as_str(), why.field.as_str()), ("not_found", "parts.4"), "no id at all stops the whole form");
    let all = [&ours[0]["id"], &ours[1]["id"], &theirs[0]["id"], &ours[1]["id"]];
    let why = world.refused("parts_batch_send", batch("HH", &all));
    let said: Vec<&str> = why.fields.iter().map(|field| field.message.as_str()).collect();
    assert_eq!(said.len(), 3, "sent already, a stranger's, and one that stands in it twice: {said:?}");
    for (says, part) in said.iter().zip([&ours[0], &theirs[0], &ours[1]]) {
        assert!(says.contains(part["tag_no"].as_str().ok_or("no tag")?), "{says}");
    }
    assert_eq!(old_parts(&world, "HH").iter().filter(|part| part["state"] == "sent").count(), 1);
    assert_eq!(world.call("parts_batch_list", json!({}))["total"], 1);
    // The rest goes on, with a number of its own.
    let sent = world.call("parts_batch_send", batch("HH", &[&ours[1]["id"], &ours[2]["id"]]));
    assert_eq!((sent["parts"].as_i64(), sent["no"].as_str()), (Some(2), Some("HB0732A-FC-2610-A0002")));
    Ok(())
}

#[test]
fn partline_1_a_line_of_another_repair_stays_there() -> Outcome<()> {
    let world = world()?;
    let page = world.call("repair_list", json!({"month": "2026-10"}));
    let shown = |at: usize| world.call("repair_show", json!({"id": page["rows"][at]["id"]}));
    let (one, other) = (shown(0), shown(1));
    let amend = |draft: &Value| json!({"id": one["id"], "rev": one["rev"], "reason": "抄错", "draft": draft});
    let mut draft = one["draft"].clone();
    draft["parts"] = json!([one["draft"]["parts"][0], other["draft"]["parts"][0]]);
    let why = world.refused("repair_amend", amend(&draft));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("unknown", "parts.1.id"), "{}", why.message);
    draft["parts"] = json!([one["draft"]["parts"][0], one["draft"]["parts"][0]]);
    let why = world.refused("repair_amend", amend(&draft));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("taken", "parts.1.id"), "{}", why.message);
    // A repair written off another one would have taken its parts and old parts with it.
    let mut copy = one["draft"].clone();
    copy["no"] = json!("");
    assert_eq!(world.refused("repair_open", copy).field, "parts.0.id");
    assert_eq!([shown(0), shown(1)], [one.clone(), other], "nothing moved");
    // A line that was taken off comes back as the same line.
    draft["parts"] = json!([]);
    let fewer = world.call("repair_amend", amend(&draft));
    draft["parts"] = one["draft"]["parts"].clone();
    let back = json!({"id": one["id"], "rev": fewer["rev"], "reason": "还是换了", "draft": draft});
    assert_eq!(world.call("repair_amend", back)["draft"]["parts"][0]["id"], one["draft"]["parts"][0]["id"]);
    Ok(())
}

#[test]
fn a_repair_nobody_can_place_is_served_and_flagged() -> Outcome<()> {
    let world = world()?;
    let codes = |shown: &Value| -> Vec<String> {
        let notices = shown["notices"].as_array().into_iter().flatten();
        notices.filter_map(|one| one["code"].as_str().map(str::to_owned)).collect()
    };
    // Nobody ever heard of the first serial; the second is on record and was never sold; the third another dealer sold: for this desk
    // there is no sale of it either.
    world.call("repair_open", repair("HH", "HH26B40002", "2026-10-10"));
    for serial in ["NOSUCH001", "HH26B40002", "HH26B50001"] {
        let made = world.call("repair_open", repair("HH", serial, "2026-10-12"));
        assert!(codes(&made).contains(&"unit_without_sale".to_owned()), "{serial}: {}", made["notices"]);
        assert_eq!(made["draft"]["payer"], "internal", "{serial}");
        let sent = world.call("repair_submit", json!({"id": made["id"]}));
        assert_eq!(sent["state"], "submitted", "{serial}: the farmer is served, head office hears of it");
        let why = world.refused("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": [made["id"]]}));
        assert_eq!(why.field, "repairs", "{serial}");
    }
    assert_eq!(world.call("claim_ready", json!({"principal": "HH", "month": "2026-10"}))["ready"], 3);
    Ok(())
}

#[test]
fn a_sheet_of_another_dealer_is_refused_line_by_line_and_leaves_everything() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world, "HH");
    let path = world.dir().join("别家.csv");
    let sheet = |no: &str, rows: &str| {
        std::fs::write(&path, format!("编号：{no}\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n{rows}"))?;
        Outcome::Ok(world.call("decisions_take", json!({"path": path})))
    };
    let ours = made["claim"]["no"].as_str().ok_or("no number")?;
    let theirs = ours.replace("HB0732A", "HB0999Z");
    let taken = sheet(&theirs, "HH-1,236.00,236.00,,,\nHH-2,236.00,1.00,,太贵,\n")?;
    assert_eq!([&taken["taken"], &taken["refused"]], [0, 2], "{taken}");
    for (at, row) in [3, 4].into_iter().enumerate() {
        let error = &taken["errors"][at];
        assert_eq!([&error["row"], &error["code"]], [&json!(row), &json!("unknown_claim")], "{error}");
        assert!(error["message"].as_str().is_some_and(|says| says.contains(&theirs)), "{error}");
    }
    // In our own sheet a stranger's row and one above the claim are refused, the third is taken.
    let taken = sheet(ours, "HH-1,236.00,236.01,,,\nXX-9,236.00,236.00,,,\nHH-3,236.00,200.00,,工时,\n")?;
    assert_eq!([&taken["taken"], &taken["refused"]], [1, 2], "{taken}");
    let said: Vec<_> = taken["errors"].as_array().into_iter().flatten().map(|one| one["field"].clone()).collect();
    assert_eq!(said, ["核定金额", "维修单号"], "{taken}");
    let shown = world.call("claim_show", json!({"id": made["claim"]["id"]}));
    assert_eq!([&shown["claim"]["approved_fen"], &shown["claim"]["open_fen"]], [20_000, 47_200], "{shown}");
    Ok(())
}

/// Two threads press the same button in the same instant; what each was told.
fn at_once(world: &World, command: &str, inputs: [Value; 2]) -> Vec<Result<Value, String>> {
    let app = world.app();
    std::thread::scope(|scope| {
        let hands = inputs.map(|input| scope.spawn(move || app.call(command, input)));
        let told = hands.map(|hand| hand.join().map_err(|_| "it panicked".to_owned()));
        told.map(|told| told.and_then(|answer| answer.map_err(|why| why.code))).into()
    })
}

#[test]
fn two_clerks_who_press_the_same_button_do_it_once() -> Outcome<()> {
    for _ in 0..5 {
        let world = world()?;
        let parts = old_parts(&world, "HH");
        // The same form: one batch, and both are shown it.
        let mut form = batch("HH", &[&parts[0]["id"]]);
        form["request_id"] = json!("b1");
        let told = at_once(&world, "parts_batch_send", [form.clone(), form]);
        let ids: Vec<_> = told.iter().filter_map(|one| one.as_ref().ok()).map(|one| &one["value"]["id"]).collect();
        assert!(ids.len() == 2 && ids[0] == ids[1], "{told:?}");
        // Two forms with the same part, and two claims of the same month: one goes through, the other is told why not.
        let forms = ["b2", "b3"].map(|id| {
            let mut form = batch("HH", &[&parts[1]["id"]]);
            form["request_id"] = json!(id);
            form
        });
        let told = at_once(&world, "parts_batch_send", forms);
        assert_eq!(told.iter().filter(|one| one.is_ok()).count(), 1, "{told:?}");
        let claims = ["k1", "k2"].map(|id| json!({"request_id": id, "principal": "HH", "month": "2026-10"}));
        let told = at_once(&world, "claim_open", claims);
        assert_eq!(told.iter().filter(|one| one.is_ok()).count(), 1, "{told:?}");
        assert_eq!(world.call("claim_list", json!({}))["total"], 1);
        assert_eq!(world.call("parts_batch_list", json!({}))["total"], 2);
    }
    Ok(())
}

#[test]
fn a_line_that_was_asked_for_again_is_decided_no_more() -> Outcome<()> {
    let world = world()?;
    let first = claim(&world, "HH");
    let decide = |claim: &Value, fen: i64| {
        let line = json!({"repair_no": "HH-1", "approved_fen": fen, "reason": "照片看不清"});
        json!({"id": claim["claim"]["id"], "lines": [line]})
    };
    world.call("claim_decide", decide(&first, 0));
    // What was turned down goes again only when somebody names it.
    let named = json!({"principal": "HH", "month": "2026-10", "repairs": [first["lines"][0]["repair_id"]]});
    let again = world.call("claim_open", named);
    assert_eq!(again["lines"][0]["again_of"], first["claim"]["no"]);
    // Head office changes its mind on the old paper: the repair would stand approved there and be open here.
    let why = world.refused("claim_decide", decide(&first, 23_600));
    assert_eq!(why.code, "wrong_state", "{}", why.message);
    world.call("claim_decide", decide(&again, 20_000));
    let money = world.call("money", json!({"principal": "HH"}));
    assert_eq!(money[0]["earned"]["fen"], 20_000, "once");
    Ok(())
}

#[test]
fn a_notice_that_no_longer_agrees_is_not_confirmed() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world, "HH");
    let id = &made["claim"]["id"];
    let lines =
        |fen: i64| ["HH-1", "HH-2", "HH-3"].map(|no| json!({"repair_no": no, "approved_fen": fen, "reason": "工时"}));
    world.call("claim_decide", json!({"id": id, "lines": lines(23_600)}));
    let notice = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-20", "approved_fen": 70_800, "cut_fen": 0, "deduction_fen": 70_800, "deducted_on": "2026-10-20"});
    world.call("notice_save", notice);
    // Its lines are decided anew before the dealer answers: the notice says what no line says any more.
    world.call("claim_decide", json!({"id": id, "lines": lines(20_000)}));
    let answer = json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-20"});
    let refused = world.refused("notice_answer", answer);
    assert!(refused.code == "wrong_state" && refused.message.contains("与各行的核定不一致"), "{}", refused.message);
    assert_eq!(world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"], 0);
    Ok(())
}
