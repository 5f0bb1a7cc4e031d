//! The order of the account's lines, and what dismantled stock costs.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair};
use serde_json::{Value, json};

fn rows(world: &World) -> Vec<Value> {
    let account = world.call("payable_list", json!({"principal": "HH", "limit": 200}));
    account["rows"].as_array().cloned().unwrap_or_default()
}

fn line(kind: &str, fen: i64) -> Value {
    json!({"principal": "HH", "kind": kind, "on": "2026-10-20", "fen": fen, "paper_no": format!("{kind}-{fen}")})
}

#[test]
fn payable_2_lines_of_a_day_stand_in_the_order_of_their_entry() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = repair("HH", "HH26C00001", "2026-10-12");
    paper["parts"][0]["old_part_here"] = json!(true);
    let made = world.call("repair_open", paper);
    world.call("repair_submit", json!({"id": made["id"]}));
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": [made["id"]]}));
    let (id, whole) = (claim["claim"]["id"].clone(), claim["claim"]["claimed_fen"].as_i64().ok_or("no sum")?);
    world.call("claim_decide", json!({"id": id, "lines": [{"repair_no": made["no"], "approved_fen": whole}]}));
    // The notice is older than every line of the account.
    let notice = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-20", "approved_fen": whole, "cut_fen": 0, "deduction_fen": whole});
    world.call("notice_save", notice);
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-20"}));
    world.call("payable_add", line("goods", 100_000));
    world.call("payable_add", line("payment", 30_000));
    world.call("notice_deducted", json!({"id": id, "deducted_on": "2026-10-20"}));
    world.call("payable_add", line("other_up", 500));
    let rows = rows(&world);
    let said: Vec<_> = rows.iter().map(|row| (row["paper_no"].as_str(), row["balance_fen"].as_i64())).collect();
    let owed = [100_000, 70_000, 70_000 - whole, 70_500 - whole];
    assert_eq!(
        said,
        [
            (Some("other_up-500"), Some(owed[3])),
            (Some("TZ-1"), Some(owed[2])),
            (Some("payment-30000"), Some(owed[1])),
            (Some("goods-100000"), Some(owed[0])),
        ]
    );
    assert!(rows[1]["reason"].to_string().contains("应付货款 700.00 元"), "the words are the row's: {}", rows[1]);
    Ok(())
}

#[test]
fn m09_stock_the_dealer_dismantled_costs_its_freight_and_its_labour() -> Outcome<()> {
    let world = World::set_up()?;
    let mut freight = line("freight", 8_000);
    (freight["cause"], freight["paid_by"]) = (json!("stock_dismantled"), json!("maker"));
    assert_eq!(world.refused("payable_add", freight.clone()).field, "labour_fen");
    freight["labour_fen"] = json!(-1);
    assert_eq!(world.refused("payable_add", freight.clone()).field, "labour_fen");
    freight["labour_fen"] = json!(5_000);
    let made = world.call("payable_add", freight.clone());
    assert_eq!([&made["effect_fen"], &made["labour_fen"]], [13_000, 5_000], "{made}");
    assert!(made["reason"].to_string().contains("50.00 元"), "{made}");
    freight["paid_by"] = json!("dealer");
    assert_eq!(world.call("payable_add", freight.clone())["effect_fen"], 5_000, "its own freight, and the labour");
    freight["labour_fen"] = json!(0);
    assert_eq!(world.call("payable_add", freight.clone())["effect_fen"], 0, "nothing was to be restored");
    // Another cause has no such labour: what the form still holds of it counts nothing.
    (freight["cause"], freight["labour_fen"]) = (json!("stock_quality"), json!(9_000));
    let quality = world.call("payable_add", freight);
    assert_eq!((&quality["effect_fen"], &quality["labour_fen"]), (&json!(-8_000), &Value::Null));
    Ok(())
}
