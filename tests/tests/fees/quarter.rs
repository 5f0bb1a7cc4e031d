//! A quarter's service fee.

use domain::service_fee::Quarter;
use domain::{Day, Month};
use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, World, machine_now};
use serde_json::{Value, json};

/// HH's contract with a service fee of so much a card; `None` leaves the price blank, as the form does.
pub(super) fn with_service_fee(version: &str, price: Option<i64>) -> Value {
    let shipped: Value = serde_json::from_str(include_str!("../../../policies/packs/S3-ebike.json")).unwrap();
    let mut rule =
        shipped["formulas"].as_array().unwrap().iter().find(|rule| rule["key"] == "fee.service").unwrap().clone();
    if let Some(fen) = price {
        rule["params"][0].as_object_mut().unwrap().remove("to_fill");
        rule["params"][0]["value"] = json!(fen);
    }
    let mut pack = farm(version);
    pack["effective_from"] = json!("2020-01-01");
    pack["formulas"].as_array_mut().unwrap().push(rule);
    pack
}

#[test]
fn quarter_1_a_card_counts_once_and_one_that_comes_late_in_the_next() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    // Head office dates its receipts by the machine's own clock.
    world.set_clock(machine_now());
    let today = Day::at(machine_now());
    let quarter = Quarter::of(Month::of(today));
    let next = Quarter::of(quarter.months()[2].next());
    let show = |of: Quarter| world.call("service_fee_show", json!({"principal": "HH", "quarter": of.to_string()}));
    case.install(&with_service_fee("2026.10", None))?;
    for serial in ["HH26E00001", "HH26E00002"] {
        world.sell(serial, &today.iso());
    }
    world.call("sync_now", json!({}));
    let blank = show(quarter);
    assert_eq!((&blank["cards"], &blank["fee_fen"]), (&json!(2), &Value::Null));
    assert!(blank["sentence"].to_string().contains("「每台服务费」合同未填写"), "{blank}");
    case.install(&with_service_fee("2026.11", Some(3_000)))?;
    let save = |more: Value| {
        let mut input = json!({"principal": "HH", "quarter": quarter.to_string()});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    assert_eq!(world.refused("service_fee_save", save(json!({}))).field, "quarter", "it runs still");

    world.set_clock(machine_now() + 100 * DAY);
    let first = world.call("service_fee_save", save(json!({"request_id": "q1"})));
    assert_eq!(world.call("service_fee_save", save(json!({"request_id": "q1"})))["id"], first["id"]);
    assert_eq!([&first["version"], &first["cards"], &first["unit_fen"], &first["total_fen"]], [1, 2, 3_000, 6_000]);
    // M02: what is cancelled says why, what is added has head office's number.
    let cancelled = json!({"forfeit": "false_card"});
    assert_eq!(world.refused("service_fee_save", save(cancelled)).field, "forfeit_reason");
    let cancelled =
        world.call("service_fee_save", save(json!({"forfeit": "false_card", "forfeit_reason": "一张卡查无此人"})));
    assert_eq!([&cancelled["version"], &cancelled["total_fen"]], [2, 0]);
    assert_eq!(world.refused("service_fee_save", save(json!({"special_fen": 5_000}))).field, "special_no");
    let stands = world.call("service_fee_save", save(json!({"special_fen": 5_000, "special_no": "批 12"})));
    assert_eq!([&stands["version"], &stands["total_fen"]], [3, 11_000]);
    let all = show(quarter)["statements"].take();
    let replaced: Vec<_> = all.as_array().unwrap().iter().map(|one| one["replaced"] == true).collect();
    assert_eq!(replaced, [false, true, true]);
    let confirm = |fen: i64, note: &str| {
        json!({"id": stands["id"], "rev": stands["rev"], "office_fen": fen, "office_no": "JS-9",
               "confirmed_on": quarter.last_day().plus_days(1).iso(), "answer_note": note})
    };
    assert_eq!(world.refused("service_fee_confirm", confirm(10_000, "")).field, "answer_note");
    assert_eq!(world.call("service_fee_confirm", confirm(10_000, "特殊维修费少批 10 元"))["difference_fen"], -1_000);
    assert_eq!(world.refused("service_fee_save", save(json!({}))).code, "wrong_state", "frozen");

    // A card of the quarter whose receipt comes after its statement.
    world.sell("HH26E00003", &today.iso());
    world.call("sync_now", json!({}));
    let late = show(next);
    assert_eq!([&late["cards"], &late["months"][0]["late"], &late["fee_fen"]], [1, 1, 3_000], "{late}");
    let kept = late["statements"].as_array().unwrap().iter().find(|one| one["confirmed_on"].is_string()).unwrap();
    assert_eq!((&kept["quarter"], &kept["cards"]), (&json!(quarter.to_string()), &json!(2)), "the statement stands");
    Ok(())
}

#[test]
fn quarter_2_a_later_pack_changes_no_statement() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    world.set_clock(machine_now());
    let today = Day::at(machine_now());
    let quarter = Quarter::of(Month::of(today)).to_string();
    world.sell("HH26E00001", &today.iso());
    world.call("sync_now", json!({}));
    case.install(&with_service_fee("2026.11", Some(3_000)))?;
    world.set_clock(machine_now() + 100 * DAY);
    let ask = json!({"principal": "HH", "quarter": quarter, "special_fen": 500, "special_no": "批 12"});
    let made = world.call("service_fee_save", ask);
    case.install(&with_service_fee("2026.12", Some(9_000)))?;
    let shown = world.call("service_fee_show", json!({"principal": "HH", "quarter": quarter}));
    assert_eq!(shown["fee_fen"], 9_000, "another one would go by the new price");
    let kept = &shown["statements"][0];
    assert_eq!(
        (&kept["id"], &kept["total_fen"], &kept["rule_version"]),
        (&made["id"], &json!(3_500), &json!("HH-farm 2026.11"))
    );
    Ok(())
}

#[test]
fn quarter_3_without_a_price_nothing_is_stated() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "WY", "name": "沃野动力", "policy": "S3-ebike"}));
    let shown = world.call("service_fee_show", json!({"principal": "WY"}));
    assert_eq!((&shown["quarter"], &shown["ended"], &shown["fee_fen"]), (&json!("2026Q3"), &json!(true), &Value::Null));
    let why = world.refused("service_fee_save", json!({"principal": "WY", "quarter": "2026Q3"}));
    assert!(why.field == "quarter" && why.message.contains("合同未填写"), "{}", why.message);
    assert_eq!(world.refused("service_fee_show", json!({"principal": "WY", "quarter": "2026-3"})).field, "quarter");
    Ok(())
}

#[test]
fn feesheet_1_the_sheet_says_what_the_statement_holds() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&with_service_fee("2026.11", Some(3_000)))?;
    let ask = json!({"principal": "HH", "quarter": "2026Q3", "special_fen": 3_500, "special_no": "批 12"});
    let made = world.call("service_fee_save", ask);
    assert_eq!([&made["cards"], &made["total_fen"]], [0, 3_500]);
    let file = world.call("service_fee_export", json!({"id": made["id"], "dir": world.dir().join("out")}));
    assert_eq!(file["rows"], 3, "a row a month");
    let Some(python) = python() else { return left_out("openpyxl, to read the sheet") };
    let said = crate::cells(python, file["path"].as_str().ok_or("no path")?)?;
    for words in ["叁拾伍元整", "特殊维修费经总部批准 批 12", "HH-farm 2026.11", "2026年07月01日—2026年09月30日"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    Ok(())
}

#[test]
fn account_4_a_confirmed_fee_is_credited_once_and_taken_back_with_its_confirmation() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&with_service_fee("2026.11", Some(3_000)))?;
    let ask = json!({"principal": "HH", "quarter": "2026Q3", "special_fen": 3_500, "special_no": "批 12"});
    let made = world.call("service_fee_save", ask);
    let account = || world.call("payable_list", json!({"principal": "HH"}));
    assert_eq!(account()["total"], 0, "nothing before head office's word");
    let confirm = |rev: &Value, no: &str, fen: i64| {
        json!({"id": made["id"], "rev": rev, "office_fen": fen, "office_no": no, "confirmed_on": "2026-10-10",
               "answer_note": "差额"})
    };
    // Somebody typed the same paper by hand: one of the two, not both.
    let by_hand =
        json!({"principal": "HH", "kind": "service_fee", "on": "2026-10-09", "fen": 3_000, "paper_no": "JS-9"});
    let typed = world.call("payable_add", by_hand.clone());
    assert_eq!(world.refused("service_fee_confirm", confirm(&made["rev"], "JS-9", 3_000)).field, "office_no");
    world.call("payable_void", json!({"id": typed["id"], "reason": "由结算表记"}));
    let stands = world.call("service_fee_confirm", confirm(&made["rev"], "JS-9", 3_000));
    assert_eq!(
        world.refused("service_fee_confirm", confirm(&made["rev"], "JS-9", 3_000)).code,
        "stale",
        "a double click"
    );
    assert_eq!(account()["owed_fen"], -3_000);
    let line = account()["rows"].as_array().unwrap().iter().find(|row| row["void_reason"].is_null()).unwrap().clone();
    assert_eq!(
        [&line["kind"], &line["by_notice"], &line["paper_no"]],
        [&json!("service_fee"), &json!(true), &json!("JS-9")]
    );
    assert!(line["note"].to_string().contains("2026年第3季度"), "{line}");
    assert_eq!(world.refused("payable_add", by_hand).field, "paper_no");
    let void = world.refused("payable_void", json!({"id": line["id"], "reason": "不要了"}));
    assert!(void.message.contains("撤回这个季度的确认"), "{}", void.message);

    let undo = |reason: &str| json!({"id": made["id"], "rev": stands["rev"], "reason": reason});
    assert_eq!(world.refused("service_fee_undo", undo("")).field, "reason");
    let back = world.call("service_fee_undo", undo("总部改了金额"));
    assert!(back["confirmed_on"].is_null() && back["office_fen"].is_null(), "{back}");
    assert_eq!(account()["owed_fen"], 0);
    world.call("service_fee_confirm", confirm(&back["rev"], "JS-10", 3_500));
    assert_eq!(account()["owed_fen"], -3_500);
    assert_eq!(account()["total"], 3, "the line that was taken back stays");
    Ok(())
}

#[test]
fn account_4_a_cancelled_fee_stands_in_the_account_with_why() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&with_service_fee("2026.11", Some(3_000)))?;
    let ask = json!({"principal": "HH", "quarter": "2026Q3", "forfeit": "breach", "forfeit_reason": "跨区销售"});
    let made = world.call("service_fee_save", ask);
    let confirm = json!({"id": made["id"], "office_fen": 0, "office_no": "JS-9", "confirmed_on": "2026-10-10"});
    world.call("service_fee_confirm", confirm);
    let account = world.call("payable_list", json!({"principal": "HH"}));
    assert_eq!([&account["owed_fen"], &account["total"]], [0, 1]);
    assert!(account["rows"][0]["note"].to_string().contains("服务费取消：违反协议"), "{account}");
    Ok(())
}
