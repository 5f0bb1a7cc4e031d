//! Paid service receipts.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair};
use serde_json::{Value, json};

/// A job the user pays, of the aircon contract of WY: one capacitor of 100 yuan market price.
fn paid(serial: &str, price: i64) -> Value {
    let mut paper = repair("WY", serial, "2026-10-16");
    (paper["in_warranty"], paper["payer"]) = (json!(false), json!("paid"));
    paper["parts"] = json!([{"code": "DR450", "name": "压缩机电容", "qty_milli": 1000, "price_fen": price}]);
    paper
}

fn paid_world() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "WY", "name": "沃野动力", "policy": "S3-aircon"}));
    let part = json!({"code": "DR450", "name": "压缩机电容", "price_fen": 8_000, "market_price_fen": 10_000});
    world.call("part_save", part);
    Ok(world)
}

#[test]
fn paidservice_1_a_receipt_takes_the_amounts_and_keeps_them() -> Outcome<()> {
    let world = paid_world()?;
    let job = world.call("repair_open", paid("WY26C00001", 11_600));
    let ready = world.call("receipt_ready", json!({}));
    assert_eq!((&ready["total"], &ready["rows"][0]["id"]), (&json!(1), &job["id"]));
    let seen = world.call("receipt_check", json!({"id": job["id"]}));
    assert_eq!(
        (&seen["way_open"], &seen["problems"]),
        (&json!(true), &json!([])),
        "the contract leaves the limit blank"
    );
    assert_eq!([&seen["receipt"]["total_fen"], &seen["receipt"]["parts"][0]["cap_fen"]], [17_600, 11_600]);
    let mut draft = json!({"request_id": "z1", "repair": job["id"], "total_fen": 17_600});
    assert_eq!(world.refused("receipt_open", draft.clone()).field, "way");
    draft["way"] = json!("cash");
    draft["total_fen"] = json!(17_500);
    assert_eq!(world.refused("receipt_open", draft.clone()).code, "stale", "not what was seen");
    draft["total_fen"] = json!(17_600);
    draft["paid_on"] = json!("2026-10-16");
    let made = world.call("receipt_open", draft.clone());
    assert_eq!(world.call("receipt_open", draft)["id"], made["id"], "a double click makes one");
    assert!(made["no"].as_str().is_some_and(|no| no.contains("-ZF-2610-A0001")), "{made}");
    assert_eq!([&made["capitals"], &made["old_parts_stay"]], [&json!("壹佰柒拾陆元整"), &json!(true)]);
    let twice = json!({"repair": job["id"], "total_fen": 17_600, "way": "cash"});
    assert_eq!(world.refused("receipt_open", twice).field, "repair", "one that stands");
    // The job is corrected: the receipt is what was paid.
    let mut changed = job["draft"].clone();
    changed["labour_fen"] = json!(5_000);
    world.call("repair_amend", json!({"id": job["id"], "rev": 1, "draft": changed}));
    assert_eq!(world.call("receipt_show", json!({"id": made["id"]}))["total_fen"], 17_600);
    Ok(())
}

#[test]
fn m07_a_price_above_the_cap_is_refused_naming_the_cap() -> Outcome<()> {
    let world = paid_world()?;
    let job = world.call("repair_open", paid("WY26C00001", 11_601));
    let seen = world.call("receipt_check", json!({"id": job["id"]}));
    assert_eq!(seen["problems"][0]["field"], "parts.0.price_fen");
    let why = world.refused("receipt_open", json!({"repair": job["id"], "total_fen": 17_601, "way": "cash"}));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("over_cap", "parts.0.price_fen"));
    assert!(why.message.contains("市场供货价 100.00 元") && why.message.contains("16%"), "{}", why.message);
    assert_eq!(world.call("receipt_list", json!({"month": "2026-10"}))["total"], 0);
    Ok(())
}

#[test]
fn m18_only_the_user_is_given_a_receipt() -> Outcome<()> {
    let world = paid_world()?;
    for (at, payer) in ["contract", "internal"].into_iter().enumerate() {
        let mut paper = paid(&format!("WY26C0001{at}"), 10_000);
        paper["payer"] = json!(payer);
        let job = world.call("repair_open", paper);
        assert_eq!(world.refused("receipt_check", json!({"id": job["id"]})).code, "wrong_state", "{payer}");
    }
    assert_eq!(world.call("receipt_ready", json!({}))["total"], 0);
    let mut open = paid("WY26C00020", 10_000);
    (open["completed_on"], open["user_signed"]) = (Value::Null, json!(false));
    let open = world.call("repair_open", open);
    let why = world.refused("receipt_check", json!({"id": open["id"]}));
    assert!(why.message.contains("还没有完工"), "{}", why.message);
    Ok(())
}

#[test]
fn paidservice_3_days_add_up_and_m19_of_a_larger_amount_the_invoice_is_first() -> Outcome<()> {
    let world = paid_world()?;
    let open = |serial: &str, way: &str| {
        let job = world.call("repair_open", paid(serial, 10_000));
        world.call("receipt_open", json!({"repair": job["id"], "total_fen": 16_000, "way": way}))
    };
    let large = open("WY26C00001", "invoice_first");
    let settle = |one: &Value, more: Value| {
        let mut input = json!({"id": one["id"], "rev": one["rev"]});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({"paid_on": "2026-10-17"}))).field, "paid_on");
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({"invoice_no": "012"}))).field, "invoice_on");
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({}))).code, "missing");
    let invoiced =
        world.call("receipt_settle", settle(&large, json!({"invoice_no": "0123", "invoice_on": "2026-10-16"})));
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({"paid_on": "2026-10-17"}))).code, "stale");
    let paid = world.call("receipt_settle", settle(&invoiced, json!({"paid_on": "2026-10-17"})));
    assert_eq!(paid["paid_on"], "2026-10-17");
    let small = open("WY26C00002", "cash");
    let page = world.call("receipt_list", json!({"month": "2026-10", "principal": "WY"}));
    assert_eq!(page["days"], json!([{"on": "2026-10-16", "receipts": 2, "fen": 32_000, "paid_fen": 16_000}]));
    world.call("receipt_void", json!({"id": small["id"], "rev": 1, "reason": "金额开错"}));
    let page = world.call("receipt_list", json!({"month": "2026-10"}));
    assert_eq!(
        (&page["total"], &page["days"][0]["fen"]),
        (&json!(2), &json!(16_000)),
        "it keeps its line and counts nothing"
    );
    assert_eq!(world.call("receipt_ready", json!({}))["total"], 1, "the job may have another");
    Ok(())
}

#[test]
fn paidservice_2_a_paid_job_keeps_its_payer_while_the_receipt_stands() -> Outcome<()> {
    let world = paid_world()?;
    let job = world.call("repair_open", paid("WY26C00001", 10_000));
    let made = world.call("receipt_open", json!({"repair": job["id"], "total_fen": 16_000, "way": "cash"}));
    let mut draft = job["draft"].clone();
    draft["payer"] = json!("internal");
    let change = json!({"id": job["id"], "rev": 1, "draft": draft});
    assert!(world.refused("repair_amend", change.clone()).message.contains("先作废收据"));
    let void = json!({"id": job["id"], "rev": 1, "reason": "重复登记"});
    assert!(world.refused("repair_void", void.clone()).message.contains("先作废收据"));
    world.call("receipt_void", json!({"id": made["id"], "reason": "重复登记"}));
    world.call("repair_void", void);
    Ok(())
}
