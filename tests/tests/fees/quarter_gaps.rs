//! Quarters that were passed over, and cards that are told again.

use crate::quarter::with_service_fee;
use domain::service_fee::Quarter;
use domain::{Day, Month};
use sanbao_tests::Outcome;
use sanbao_tests::contract::Case;
use sanbao_tests::world::{DAY, machine_now};
use serde_json::{Value, json};

/// A desk with HH's service fee, and the quarter head office's own clock is in with the one after it.
fn priced() -> Outcome<(Case, Day, [Quarter; 2])> {
    let case = Case::new()?;
    // Head office dates its receipts by the machine's own clock.
    case.world.set_clock(machine_now());
    let today = Day::at(machine_now());
    let quarter = Quarter::of(Month::of(today));
    case.install(&with_service_fee("2026.11", Some(3_000)))?;
    Ok((case, today, [quarter, Quarter::of(quarter.months()[2].next())]))
}

fn of(quarter: Quarter) -> Value {
    json!({"principal": "HH", "quarter": quarter.to_string()})
}

#[test]
fn quarter_4_a_quarter_waits_for_an_earlier_one_that_holds_cards() -> Outcome<()> {
    let (case, today, [quarter, next]) = priced()?;
    let world = &case.world;
    for serial in ["HH26E00001", "HH26E00002"] {
        world.sell(serial, &today.iso());
    }
    world.call("sync_now", json!({}));
    world.set_clock(machine_now() + 220 * DAY);
    let seen = world.call("service_fee_show", of(next))["earlier"].take();
    assert_eq!((&seen["quarter"], &seen["cards"]), (&json!(quarter.to_string()), &json!(2)));
    let why = world.refused("service_fee_save", of(next));
    assert_eq!(why.field, "quarter");
    assert!(why.message.contains(&quarter.zh()) && why.message.contains("2 张"), "{}", why.message);
    assert_eq!(world.call("service_fee_save", of(quarter))["cards"], 2);
    assert_eq!(world.call("service_fee_show", of(next))["earlier"], Value::Null);
    assert_eq!(world.call("service_fee_save", of(next))["cards"], 0);
    Ok(())
}

#[test]
fn quarter_4_a_quarter_that_was_passed_over_is_stated_afterwards() -> Outcome<()> {
    let (case, today, [quarter, next]) = priced()?;
    let world = &case.world;
    world.set_clock(machine_now() + 220 * DAY);
    assert_eq!(world.call("service_fee_save", of(next))["cards"], 0);
    // Receipts of the quarter before it come only now.
    world.set_clock(machine_now());
    world.sell("HH26E00001", &today.iso());
    world.call("sync_now", json!({}));
    world.set_clock(machine_now() + 220 * DAY);
    let stated = world.call("service_fee_save", of(quarter));
    assert_eq!([&stated["cards"], &stated["total_fen"]], [1, 3_000]);
    // One that was stated before a later one is not stated again: what comes late counts in the next.
    let why = world.refused("service_fee_save", of(quarter));
    assert!(why.field == "quarter" && why.message.contains("下一次结算"), "{}", why.message);
    Ok(())
}

#[test]
fn quarter_5_a_card_that_is_told_again_still_counts_by_its_first_day() -> Outcome<()> {
    let (case, today, [quarter, _]) = priced()?;
    let world = &case.world;
    let sold = world.sell("HH26E00001", &today.iso());
    world.call("sync_now", json!({}));
    let cards = || world.call("service_fee_show", of(quarter))["cards"].take();
    assert_eq!(cards(), 1);
    let phone = json!({"id": sold["customer_id"], "name": "王丹", "phone": "13800000001"});
    world.call("customer_amend", phone);
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "queued");
    assert_eq!(cards(), 1, "head office has it while its correction waits");
    world.call("sync_now", json!({}));
    assert_eq!(cards(), 1);
    world.call("sale_void", json!({"id": sold["id"], "reason": "退货"}));
    assert_eq!(cards(), 0, "a cancelled one counts nowhere");
    Ok(())
}

#[test]
fn account_4_one_paper_for_two_quarters_credits_both_and_either_is_undone() -> Outcome<()> {
    let (case, today, [quarter, next]) = priced()?;
    let world = &case.world;
    world.sell("HH26E00001", &today.iso());
    world.call("sync_now", json!({}));
    world.set_clock(machine_now() + 220 * DAY);
    let confirm = |stated: &Value, of: Quarter, fen: i64| {
        json!({"id": stated["id"], "rev": stated["rev"], "office_fen": fen, "office_no": "JS-1", "answer_note": "一张通知两个季度",
               "confirmed_on": of.last_day().plus_days(1).iso()})
    };
    let first = world.call("service_fee_save", of(quarter));
    let first = world.call("service_fee_confirm", confirm(&first, quarter, 3_000));
    let second = world.call("service_fee_save", of(next));
    let second = world.call("service_fee_confirm", confirm(&second, next, 2_000));
    let owed = || world.call("payable_list", json!({"principal": "HH"}))["owed_fen"].take();
    assert_eq!(owed(), -5_000, "both are credited");
    let typed = json!({"principal": "HH", "kind": "service_fee", "on": second["confirmed_on"], "fen": 2_000, "paper_no": "JS-1"});
    assert_eq!(world.refused("payable_add", typed).field, "paper_no", "and by hand none");
    let undo = |one: &Value| json!({"id": one["id"], "rev": one["rev"], "reason": "金额看错"});
    let back = world.call("service_fee_undo", undo(&first));
    assert_eq!((&back["confirmed_on"], owed()), (&Value::Null, json!(-2_000)));
    assert_eq!(world.call("service_fee_show", of(next))["statements"][0]["cards"], 0, "no card moved");
    world.call("service_fee_confirm", confirm(&back, quarter, 3_000));
    world.call("service_fee_undo", undo(&second));
    assert_eq!(owed(), -3_000);
    Ok(())
}

#[test]
fn feesheet_2_the_sheet_of_a_quarter_stands_in_the_trail() -> Outcome<()> {
    let (case, today, [quarter, _]) = priced()?;
    let world = &case.world;
    world.sell("HH26E00001", &today.iso());
    world.call("sync_now", json!({}));
    world.set_clock(machine_now() + 220 * DAY);
    let stated = world.call("service_fee_save", of(quarter));
    let file = world.call("service_fee_export", json!({"id": stated["id"]}));
    let trail = world.call("audit_list", json!({}));
    let line = trail.as_array().and_then(|all| all.iter().find(|one| one.to_string().contains("service_fee_export")));
    let line = line.ok_or(trail.to_string())?.to_string();
    assert!(line.contains(file["path"].as_str().ok_or("no path")?), "{line}");
    Ok(())
}
