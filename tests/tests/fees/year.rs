//! A year's service fee by its sales.

use crate::quarter::with_service_fee;
use sanbao_tests::Outcome;
use sanbao_tests::contract::Case;
use sanbao_tests::outside::{left_out, python};
use serde_json::{Value, json};

/// HH's contract with a share of the year's sales in millionths; `None` leaves it blank, as the form does.
fn with_share(version: &str, share: Option<i64>) -> Value {
    let shipped: Value = serde_json::from_str(include_str!("../../../policies/packs/S3-ebike.json")).unwrap();
    let mut all = shipped["formulas"].as_array().unwrap().iter();
    let mut rule = all.find(|rule| rule["key"] == "fee.share_of_sales").unwrap().clone();
    if let Some(ppm) = share {
        rule["params"][0].as_object_mut().unwrap().remove("to_fill");
        rule["params"][0]["value"] = json!(ppm);
    }
    let mut pack = with_service_fee(version, Some(3_000));
    pack["formulas"].as_array_mut().unwrap().push(rule);
    pack
}

#[test]
fn yearfee_1_the_accounts_goods_are_offered_and_what_was_settled_stands() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&with_share("2026.11", Some(15_000)))?;
    for (on, fen, no) in [("2025-03-01", 60_000_000, "J1"), ("2025-12-31", 20_000_000, "J2"), ("2026-01-01", 9, "J3")] {
        let line = json!({"principal": "HH", "kind": "goods", "on": on, "fen": fen, "paper_no": no});
        world.call("payable_add", line);
    }
    let show = |more: Value| {
        let mut query = json!({"principal": "HH"});
        query.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        world.call("sales_fee_show", query)
    };
    let offered = show(json!({}));
    assert_eq!([&offered["year"], &offered["held"], &offered["ended"]], [&json!("2025"), &json!(true), &json!(true)]);
    assert_eq!([&offered["goods_fen"], &offered["fee_fen"]], [80_000_000, 1_200_000]);
    let settled = json!({"principal": "HH", "year": "2025", "sales_fen": 79_000_033, "request_id": "y1"});
    let made = world.call("sales_fee_save", settled.clone());
    assert_eq!(world.call("sales_fee_save", settled)["id"], made["id"], "the same form");
    // M03: 790,000.33 yuan × 1.5 % is 11,850.00495, rounded half up.
    assert_eq!([&made["sales_fen"], &made["total_fen"], &made["cards"]], [79_000_033, 1_185_000, 0]);
    assert_eq!(made["fee_fen"], show(json!({"sales_fen": 79_000_033}))["fee_fen"]);
    assert!(made["reason"].to_string().contains("本年结算销售额"), "{made}");

    // It holds up no quarter, and a quarter is no year.
    let quarter = json!({"principal": "HH", "quarter": "2026Q3"});
    assert_eq!(world.call("service_fee_save", quarter)["version"], 1);
    assert_eq!(world.refused("service_fee_save", json!({"principal": "HH", "quarter": "2025"})).field, "quarter");
    assert_eq!(world.refused("sales_fee_show", json!({"principal": "HH", "year": "2025Q4"})).field, "year");
    let running = json!({"principal": "HH", "year": "2026", "sales_fen": 1});
    assert_eq!(world.refused("sales_fee_save", running).field, "year", "the year runs still");

    // Confirmed like a quarter's, it stands in the account; then no other version is made.
    let confirm = json!({"id": made["id"], "rev": made["rev"], "office_fen": 1_185_000, "office_no": "NF-1",
        "confirmed_on": "2026-10-10"});
    world.call("service_fee_confirm", confirm);
    let account = world.call("payable_list", json!({"principal": "HH"}));
    let line = account["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "service_fee").unwrap();
    assert_eq!((&line["effect_fen"], &line["paper_no"]), (&json!(-1_185_000), &json!("NF-1")));
    assert!(line["note"].to_string().contains("2025年服务费结算"), "{line}");
    let again = json!({"principal": "HH", "year": "2025", "sales_fen": 1});
    assert_eq!(world.refused("sales_fee_save", again).code, "wrong_state");

    let file = world.call("service_fee_export", json!({"id": made["id"], "dir": world.dir().join("out")}));
    assert_eq!(file["rows"], 1, "the year");
    let Some(python) = python() else { return left_out("openpyxl, to read the sheet") };
    let said = crate::cells(python, file["path"].as_str().ok_or("no path")?)?;
    for words in ["全年", "壹万壹仟捌佰伍拾元整", "本年结算销售额", "2025年01月01日—2025年12月31日"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    Ok(())
}

#[test]
fn yearfee_2_without_the_rule_or_its_share_nothing_is_stated() -> Outcome<()> {
    let case = Case::new()?;
    let save = json!({"principal": "HH", "year": "2025", "sales_fen": 100});
    assert_eq!(case.world.call("sales_fee_show", json!({"principal": "HH"}))["held"], false);
    assert_eq!(case.world.refused("sales_fee_save", save.clone()).field, "year");
    case.install(&with_share("2026.11", None))?;
    let blank = case.world.call("sales_fee_show", json!({"principal": "HH"}));
    assert_eq!((&blank["held"], &blank["fee_fen"]), (&json!(true), &Value::Null));
    assert!(blank["sentence"].to_string().contains("服务费比例"), "{blank}");
    assert_eq!(case.world.refused("sales_fee_save", save).field, "year");
    Ok(())
}
