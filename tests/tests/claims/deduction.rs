//! Deductions: a day has its amount, and a desk that kept one without is put right.

use super::{claim, money, world};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};

/// A claim of 472 yuan, approved whole, on the day its notice is at hand.
fn approved(world: &World) -> Value {
    let made = claim(world);
    let lines = ["WX26100001", "WX26100002"].map(|no| json!({"repair_no": no, "approved_fen": 23_600}));
    world.call("claim_decide", json!({"id": made["claim"]["id"], "lines": lines}));
    world.set_clock(START + 22 * DAY);
    made
}

fn notice(id: &Value, deducted_on: Option<&str>) -> Value {
    json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-28", "approved_fen": 47_200, "cut_fen": 0,
           "deduction_fen": 0, "deducted_on": deducted_on})
}

fn account(world: &World) -> Value {
    world.call("payable_list", json!({"principal": "HH"}))
}

#[test]
fn claim_7_a_day_of_a_deduction_has_an_amount() -> Outcome<()> {
    let world = world()?;
    let made = approved(&world);
    let (id, no) = (&made["claim"]["id"], made["claim"]["no"].as_str().ok_or("no number")?);
    assert_eq!(world.refused("notice_save", notice(id, Some("2026-10-29"))).field, "deduction_fen");
    // The same on head office's sheet: the row is refused, with its column.
    let path = world.dir().join("通知.csv");
    let titles = "通知编号,通知日期,申请单号,申请金额,核定金额,核减金额,核减明细,抵扣货款金额,抵扣日期";
    std::fs::write(&path, format!("{titles}\nTZ-1,2026-10-28,{no},472.00,472.00,0.00,,0.00,2026-10-29\n"))?;
    let taken = world.call("decisions_take", json!({"path": path}));
    assert_eq!([&taken["taken"], &taken["errors"][0]["field"]], [&json!(0), &json!("抵扣货款金额")], "{taken}");

    world.call("notice_save", notice(id, None));
    let answer =
        |on: Option<&str>| json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-29", "deducted_on": on});
    let why = world.refused("notice_answer", answer(Some("2026-10-29")));
    assert!(why.field == "deducted_on" && why.message.contains("补抵扣日期"), "{}", why.message);
    let done = world.call("notice_answer", answer(None));
    assert_eq!((&done["claim"]["state"], account(&world)["total"].take()), (&json!("confirmed"), json!(0)));
    Ok(())
}

#[test]
fn account_1_a_line_of_nothing_from_before_gives_way_to_what_is_deducted() -> Outcome<()> {
    let mut world = world()?;
    let made = approved(&world);
    let id = &made["claim"]["id"];
    world.call("notice_save", notice(id, None));
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-29"}));
    world.close();
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute("UPDATE settlement_notice SET deducted_on = '2026-10-29'", [])?;
    base.execute(
        "INSERT INTO payable_line (id, principal, on_day, kind, fen, effect_fen, paper_no, notice, note, entered_on, clock_suspect, rev, entry)
         SELECT n.id, c.principal, '2026-10-29', 'deduction', 0, 0, n.no, n.id, '', '2026-10-29', 0, 1, 1
         FROM settlement_notice n JOIN claim c ON c.id = n.claim",
        [],
    )?;
    drop(base);
    world.restart()?;
    assert_eq!(world.call("claim_show", json!({"id": id}))["claim"]["state"], "confirmed", "nothing was deducted");
    let of = json!({"id": id, "deducted_on": "2026-10-30", "deduction_fen": 40_000});
    assert_eq!(world.call("notice_deducted", of.clone())["claim"]["state"], "deducted");
    assert_eq!(world.refused("notice_deducted", of).code, "wrong_state", "once");
    let stands = account(&world);
    assert_eq!([&stands["total"], &stands["owed_fen"], &stands["rows"][0]["fen"]], [1, -40_000, 40_000], "{stands}");
    assert_eq!(world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"], 40_000);
    let void = json!({"id": stands["rows"][0]["id"], "rev": stands["rows"][0]["rev"], "reason": "不要了"});
    assert_eq!(world.refused("payable_void", void).code, "wrong_state", "what was deducted stays");
    Ok(())
}

#[test]
fn claims_6_a_deduction_that_was_put_in_wrongly_is_put_right_with_a_reason() -> Outcome<()> {
    let world = world()?;
    let made = approved(&world);
    let id = &made["claim"]["id"];
    let mut paper = notice(id, Some("9999-12-31"));
    paper["deduction_fen"] = json!(47_200);
    assert_eq!(world.refused("notice_save", paper.clone()).field, "deducted_on", "a slip of the year");
    paper["deducted_on"] = json!("2026-10-29");
    world.call("notice_save", paper.clone());
    let done = world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-29"}));
    assert_eq!((&done["claim"]["state"], account(&world)["owed_fen"].take()), (&json!("deducted"), json!(-47_200)));
    paper["deduction_fen"] = json!(0);
    assert_eq!(world.refused("notice_save", paper).code, "wrong_state", "not in silence");
    let right =
        |reason: &str| json!({"id": id, "deducted_on": "2026-10-30", "deduction_fen": 40_000, "reason": reason});
    assert_eq!(world.refused("notice_deducted", right("")).code, "wrong_state");
    let fixed = world.call("notice_deducted", right("看错对账单"));
    assert_eq!(
        [&fixed["notice"]["deduction_fen"], &fixed["notice"]["deducted_on"]],
        [&json!(40_000), &json!("2026-10-30")]
    );
    let stands = account(&world);
    assert_eq!(
        [&stands["total"], &stands["owed_fen"], &stands["rows"][0]["on"]],
        [&json!(1), &json!(-40_000), &json!("2026-10-30")]
    );
    assert_eq!(world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"], 40_000);
    let trail = world.call("audit_list", json!({})).to_string();
    assert!(trail.contains("此前 2026-10-29 472.00 元：看错对账单"), "{trail}");
    Ok(())
}

#[test]
fn claims_5_a_signature_is_not_made_again_under_its_claim() -> Outcome<()> {
    let world = world()?;
    let sign = |id: &Value, way: i64| {
        let stroke: Vec<Value> = (0..60).map(|n| json!({"x": n * 3, "y": (n * n * way) % 90, "t": n * 10})).collect();
        json!({"subject": "repair", "id": id, "signer": "王丹", "relation": "own", "reason": "重签", "strokes": [stroke, [{"x": 10, "y": 10}, {"x": 120, "y": 70 / way}]]})
    };
    let repairs = world.call("repair_list", json!({"month": "2026-10"}))["rows"].take();
    let first = repairs.as_array().and_then(|all| all.iter().find(|row| row["no"] == "WX26100001")).ok_or("gone")?;
    world.call("signature_add", sign(&first["id"], 1));
    let made = claim(&world);
    let why = world.refused("signature_add", sign(&first["id"], 2));
    assert!(why.code == "in_claim" && why.message.contains("重签"), "{}", why.message);
    world.call("claim_withdraw", json!({"id": made["claim"]["id"], "line_no": 1, "reason": "签字不清"}));
    world.call("signature_add", sign(&first["id"], 2));
    Ok(())
}

#[test]
fn claim_8_a_withdrawn_line_is_not_in_the_notices_of_the_month() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let decided = json!([{"repair_no": "WX26100002", "approved_fen": 23_600}]);
    world.call("claim_decide", json!({"id": id, "lines": decided}));
    world.call("claim_withdraw", json!({"id": id, "line_no": 1, "reason": "机器写错"}));
    let paper = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-20", "approved_fen": 23_600, "cut_fen": 0, "deduction_fen": 0});
    world.call("notice_save", paper);
    let sheet = world.call("report_preview", json!({"principal": "HH", "month": "2026-10", "key": "W09"}));
    let row = sheet["rows"][0].to_string();
    assert!(row.contains("236.00") && !row.contains("472"), "{sheet}");
    Ok(())
}

#[test]
fn claims_9_what_was_refused_is_asked_for_again_only_by_name() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let lines = json!([{"repair_no": "WX26100001", "approved_fen": 23_600}, {"repair_no": "WX26100002", "approved_fen": 0, "reason": "不在三包范围"}]);
    world.call("claim_decide", json!({"id": made["claim"]["id"], "lines": lines}));
    let all = json!({"principal": "HH", "month": "2026-10"});
    assert_eq!(world.refused("claim_open", all.clone()).field, "repairs", "nothing but a refused one is ready");
    assert_eq!(money(&world)[3..], [47_200, 0], "refused and not asked for again, it stays at risk beside the third");
    let mut named = all;
    named["repairs"] = json!([made["lines"][1]["repair_id"]]);
    let again = world.call("claim_open", named);
    assert_eq!(again["lines"][0]["again_of"], made["claim"]["no"]);
    Ok(())
}

#[test]
fn partline_4_a_part_that_was_sent_stays_and_the_repair_goes_on() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let (id, line) = (&made["claim"]["id"], &made["lines"][0]);
    let parts = world.call("old_part_list", json!({"principal": "HH"}));
    let of = |no: &Value| {
        let rows = parts["rows"].as_array().into_iter().flatten();
        rows.into_iter().find(|row| row["repair_no"] == *no).cloned().unwrap_or_default()
    };
    let (sent, here) = (of(&line["repair_no"]), of(&made["lines"][1]["repair_no"]));
    world.call(
        "parts_batch_send",
        json!({"principal": "HH", "parts": [sent["id"]], "boxes": 1, "waybill_no": "SF1", "sent_on": "2026-10-19"}),
    );
    let refused = json!([{"repair_no": line["repair_no"], "approved_fen": 0, "reason": "不在三包范围"}]);
    world.call("claim_decide", json!({"id": id, "lines": refused}));
    // The price list says otherwise by now: what has its tag keeps it.
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": false}));
    let state = |tag: &Value| {
        let rows = world.call("old_part_list", json!({"principal": "HH"}))["rows"].take();
        let found = rows.as_array().into_iter().flatten().find(|row| row["tag_no"] == *tag).cloned();
        found.unwrap_or_default()["state"].take()
    };
    let amend = |repair: &Value, field: &str, value: Value| {
        let mut draft = world.call("repair_show", json!({"id": repair}))["draft"].take();
        draft[field] = value;
        world.call("repair_amend", json!({"id": repair, "draft": draft, "reason": "更正"}))
    };
    amend(&line["repair_id"], "cause", json!("缺油"));
    amend(&made["lines"][1]["repair_id"], "cause", json!("缺油"));
    assert_eq!((state(&sent["tag_no"]), state(&here["tag_no"])), (json!("sent"), json!("in_store")));
    // Refused, the user pays: the part is at head office all the same, and that is said.
    let paid = amend(&line["repair_id"], "payer", json!("paid"));
    assert_eq!((&paid["draft"]["payer"], state(&sent["tag_no"])), (&json!("paid"), json!("sent")));
    let said = paid["notices"].as_array().into_iter().flatten().find(|one| one["code"] == "old_part_sent");
    let tag = sent["tag_no"].as_str().ok_or("no tag")?;
    assert!(said.is_some_and(|one| one["message"].to_string().contains(tag)), "{}", paid["notices"]);
    amend(&line["repair_id"], "cause", json!("缺油烧坏"));
    Ok(())
}
