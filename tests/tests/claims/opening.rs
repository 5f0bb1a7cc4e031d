//! Claims from before the first day: what became of them.

use super::{money, world};
use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};

fn opening(world: &World) -> Value {
    let claims = json!([
        {"no": "HX-2608", "amount_fen": 100_000, "claimed_on": "2026-08-31", "note": ""},
        {"no": "HX-2609", "amount_fen": 50_000, "claimed_on": "2026-09-30", "note": ""},
    ]);
    world.call("opening_claims_add", json!({"principal": "HH", "claims": claims}))
}

fn settled(claim: &Value, more: Value) -> Value {
    let mut input = json!({"id": claim["id"], "rev": claim["rev"], "settled_on": "2026-10-15", "notice_no": "TZ-8", "approved_fen": 90_000});
    if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
        input.extend(more);
    }
    input
}

fn account(world: &World) -> [Value; 2] {
    let mut all = world.call("payable_list", json!({"principal": "HH"}));
    [all["owed_fen"].take(), all["total"].take()]
}

#[test]
fn openings_1_what_head_office_decided_leaves_the_waiting_and_makes_its_line() -> Outcome<()> {
    let world = world()?;
    let claims = opening(&world);
    let (first, second) = (&claims[0], &claims[1]);
    assert_eq!(money(&world), [0, 47_200, 150_000, 23_600, 0]);
    let wrong = json!({"approved_fen": 100_001, "deduction_fen": 100_002, "notice_no": "", "settled_on": "2026-08-30"});
    let why = world.refused("opening_claim_settle", settled(first, wrong));
    let mut fields: Vec<&str> = why.fields.iter().map(|one| one.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["approved_fen", "deducted_on", "deduction_fen", "notice_no", "settled_on"], "all at once");
    let done = world
        .call("opening_claim_settle", settled(first, json!({"deduction_fen": 80_000, "deducted_on": "2026-10-16"})));
    assert_eq!([&done["state"], &done["rev"]], [&json!("settled"), &json!(2)]);
    assert_eq!(money(&world), [90_000, 47_200, 50_000, 23_600, 10_000], "approved, waiting, cut");
    assert_eq!(account(&world), [json!(-80_000), json!(1)]);
    assert_eq!(world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"], 80_000);
    let line = world.call("payable_list", json!({"principal": "HH"}))["rows"][0].take();
    assert_eq!([&line["paper_no"], &line["by_notice"]], [&json!("TZ-8"), &json!(true)]);
    let by_hand = world.refused("payable_void", json!({"id": line["id"], "rev": 1, "reason": "不要了"}));
    assert!(by_hand.message.contains("期初核销"), "{}", by_hand.message);

    // Two windows, and a correction that says why: the line follows.
    assert_eq!(world.refused("opening_claim_settle", settled(first, json!({}))).code, "stale");
    let again = |more: Value| settled(&done, more);
    assert_eq!(world.refused("opening_claim_settle", again(json!({}))).field, "reason");
    let fewer = again(
        json!({"approved_fen": 100_000, "deduction_fen": 70_000, "deducted_on": "2026-10-17", "reason": "看错通知"}),
    );
    let fixed = world.call("opening_claim_settle", fewer);
    assert_eq!(account(&world), [json!(-70_000), json!(2)], "the first line stays and counts nothing");
    assert_eq!(money(&world), [100_000, 47_200, 50_000, 23_600, 0]);

    // One that was never handed in, and the settled one: its line goes with it.
    let void = |claim: &Value, reason: &str| json!({"id": claim["id"], "rev": claim["rev"], "reason": reason});
    assert_eq!(world.refused("opening_claim_void", void(second, " ")).field, "reason");
    assert_eq!(world.call("opening_claim_void", void(second, "没有报出去"))["state"], "voided");
    assert_eq!(world.refused("opening_claim_void", void(second, "再来")).code, "stale");
    assert_eq!(
        world.refused("opening_claim_settle", settled(second, json!({"rev": 2, "approved_fen": 1}))).code,
        "wrong_state"
    );
    assert_eq!(world.call("opening_claim_void", void(&fixed, "重复录入"))["state"], "voided");
    assert_eq!((money(&world), account(&world)), ([0, 47_200, 0, 23_600, 0], [json!(0), json!(2)]));

    let trail = world.call("audit_list", json!({})).to_string();
    assert!(trail.contains("看错通知") && trail.contains("重复录入"), "{trail}");
    Ok(())
}

#[test]
fn openings_2_the_number_of_a_cancelled_one_comes_in_again() -> Outcome<()> {
    let world = world()?;
    let second = opening(&world)[1].take();
    let anew = json!([{"no": "HX-2609", "amount_fen": 55_000, "claimed_on": "2026-09-30", "note": ""}]);
    let anew = json!({"principal": "HH", "claims": anew});
    assert_eq!(world.refused("opening_claims_add", anew.clone()).code, "taken", "it stands");
    world.call("opening_claim_void", json!({"id": second["id"], "rev": 1, "reason": "金额写错"}));
    assert_eq!(money(&world)[2], 100_000);
    let listed = world.call("opening_claims_add", anew);
    let again = listed.as_array().and_then(|all| all.iter().find(|one| one["no"] == "HX-2609")).ok_or("gone")?;
    assert_eq!([&again["state"], &again["rev"], &again["void_reason"]], [&json!("open"), &json!(3), &Value::Null]);
    assert_eq!((listed.as_array().map(Vec::len), money(&world)[2]), (Some(2), 155_000));
    Ok(())
}
