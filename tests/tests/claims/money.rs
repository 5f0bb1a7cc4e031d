//! What makers owe, figure by figure.

use super::{claim, money, world};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START};
use serde_json::{Value, json};

#[test]
fn moneyview_1_no_amount_stands_twice() -> Outcome<()> {
    let world = world()?;
    let lacking = world.call("repair_list", json!({"month": "2026-10"}))["rows"][0].take();
    assert_eq!(lacking["no"], "WX26100003");
    world.set_clock(START + 62 * DAY);
    let view = world.call("money", json!({"principal": "HH"}))[0].take();
    let at_risk = view["at_risk"]["rows"].as_array().ok_or("no rows")?;
    assert!(at_risk.iter().any(|row| row["kind"] == "repair" && row["fen"] == 23_600), "{view}");
    let owed = world.call("today", json!({}))["items"].to_string();
    assert!(owed.contains("\"old_part\""), "the old parts are owed by the end of the year");
    assert!(at_risk.iter().all(|row| row["kind"] != "old_part"), "their cost is in the repairs: {view}");
    money(&world);
    Ok(())
}

#[test]
fn moneyview_1_an_old_part_of_a_claimed_repair_is_in_its_claim() -> Outcome<()> {
    let world = world()?;
    claim(&world);
    world.set_clock(START + 62 * DAY);
    let owed = world.call("today", json!({}))["items"].to_string();
    assert!(owed.matches("\"old_part\"").count() > 1, "the parts of the claimed repairs are still owed: {owed}");
    assert_eq!(money(&world), [0, 0, 47_200, 23_600, 0], "two repairs are asked for, the third lacks something");
    Ok(())
}

#[test]
fn moneyview_2_an_amount_nobody_knows_is_no_zero() -> Outcome<()> {
    let world = world()?;
    let view = world.call("money", json!({"principal": "HH"}))[0].take();
    let cards: Vec<&Value> =
        view["at_risk"]["rows"].as_array().into_iter().flatten().filter(|row| row["kind"] == "card").collect();
    assert_eq!(cards.len(), 3, "due in two days: {view}");
    assert!(cards.iter().all(|row| row["fen"].is_null() && row["days_left"] == 2), "{cards:?}");
    assert_eq!(view["at_risk"]["unknown"], 3);
    Ok(())
}

#[test]
fn moneyview_3_a_cut_in_dispute_waits_and_a_deduction_counts_on_its_day() -> Outcome<()> {
    let world = world()?;
    assert_eq!(money(&world), [0, 47_200, 0, 23_600, 0], "nothing is asked for yet");
    let made = claim(&world);
    assert_eq!(money(&world), [0, 0, 47_200, 23_600, 0], "asked for, it waits for head office");
    let id = &made["claim"]["id"];
    let lines = json!([
        {"repair_no": "WX26100001", "approved_fen": 23_600},
        {"repair_no": "WX26100002", "approved_fen": 20_000, "reason": "工时过高"},
    ]);
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    assert_eq!(money(&world), [43_600, 0, 0, 27_200, 0], "cut, and it may be disputed");
    world.set_clock(START + 8 * DAY);
    let notice = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-27", "approved_fen": 43_600, "cut_fen": 3_600,
        "deduction_fen": 43_600, "deducted_on": "2026-11-02"});
    world.call("notice_save", notice);
    let answer =
        |answer: &str, note: &str| json!({"id": id, "answer": answer, "answered_on": "2026-10-28", "note": note});
    world.call("notice_answer", answer("disputed", "少算一笔工时"));
    assert_eq!(money(&world), [43_600, 0, 3_600, 23_600, 0], "in dispute, it is not lost");
    world.call("notice_answer", answer("confirmed", "总部已说明"));

    let deducted = || world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"].take();
    let owed = || world.call("payable_list", json!({"principal": "HH"}))["owed_fen"].take();
    let state = || world.call("claim_show", json!({"id": id}))["claim"]["state"].take();
    assert_eq!((deducted(), owed(), state()), (json!(0), json!(0), json!("confirmed")), "its day is to come");
    world.set_clock(START + 14 * DAY);
    assert_eq!((deducted(), owed(), state()), (json!(43_600), json!(-43_600), json!("deducted")));
    Ok(())
}

#[test]
fn moneyview_4_a_cut_is_lost_when_its_notice_is_confirmed_and_not_before() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let lines = json!([
        {"repair_no": "WX26100001", "approved_fen": 23_600},
        {"repair_no": "WX26100002", "approved_fen": 20_000, "reason": "工时过高"},
    ]);
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    let why = || {
        let view = world.call("money", json!({"principal": "HH"}))[0].take();
        let rows = view["at_risk"]["rows"].as_array().cloned().unwrap_or_default();
        let row = rows.into_iter().find(|row| row["no"] == made["claim"]["no"]);
        row.map(|row| row["reason"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(
        (money(&world), why()),
        ([43_600, 0, 0, 27_200, 0], Some("核减待异议：等核销通知，通知到了可以提异议".into()))
    );
    world.set_clock(START + 8 * DAY);
    world.call("notice_save", json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-27", "approved_fen": 43_600, "cut_fen": 3_600, "deduction_fen": 0}));
    assert_eq!((money(&world)[3], why()), (27_200, Some("核减待异议：核销通知还没有答复，确认了才算损失".into())));
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-28", "note": "同意"}));
    assert_eq!((money(&world), why()), ([43_600, 0, 0, 23_600, 3_600], None));
    Ok(())
}

#[test]
fn today_3_the_money_of_today_is_the_sum_of_its_rows() -> Outcome<()> {
    let world = world()?;
    for days in [0, 3, 62, 200] {
        world.set_clock(START + days * DAY);
        let today = world.call("today", json!({"limit": 2000}));
        let rows = today["items"].as_array().ok_or("no items")?;
        assert_eq!(today["total"].as_u64(), Some(rows.len() as u64));
        let sum: i64 = rows.iter().filter_map(|row| row["at_risk_fen"].as_i64()).sum();
        assert_eq!(today["at_risk_fen"], sum, "after {days} days: {today}");
    }
    Ok(())
}

#[test]
fn noticetoday_1_a_notice_stands_on_today_until_it_is_confirmed() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let lines = ["WX26100001", "WX26100002"].map(|no| json!({"repair_no": no, "approved_fen": 23_600}));
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    let owed = || -> Vec<Value> {
        let items = world.call("today", json!({"principal": "HH"}))["items"].take();
        items.as_array().into_iter().flatten().filter(|item| item["kind"] == "notice").cloned().collect()
    };
    assert_eq!(owed().len(), 0);
    let paper = |approved: i64, differs: bool| {
        json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-20", "approved_fen": approved, "cut_fen": 47_200 - approved,
               "deduction_fen": 0, "differs": differs})
    };
    world.call("notice_save", paper(40_000, true));
    let told = |words: &str| {
        let items = owed();
        assert!(items.len() == 1 && items[0]["reason"].to_string().contains(words), "{words}: {items:?}");
        assert_eq!((&items[0]["id"], &items[0]["due_on"]), (id, &Value::Null), "no contract names a day");
    };
    told("与各行的核定不一致");
    world.call("notice_save", paper(47_200, false));
    told("请核对后确认，或提出异议");
    let answer =
        |answer: &str, note: &str| json!({"id": id, "answer": answer, "answered_on": "2026-10-20", "note": note});
    world.call("notice_answer", answer("disputed", "少算一笔工时"));
    told("等总部答复：少算一笔工时");
    world.call("notice_answer", answer("confirmed", "总部已说明"));
    assert_eq!(owed().len(), 0);
    Ok(())
}
