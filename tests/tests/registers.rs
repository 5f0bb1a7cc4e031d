//! Stories of the registers of a month: calls, receipts, work, notices; and forms whose records are not kept yet.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::open_path;
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair};
use serde_json::{Value, json};
use std::path::PathBuf;

const SERIAL: &str = "HH26B35536";
const HOUR: i64 = 3_600_000;

fn with(mut base: Value, more: Value) -> Value {
    base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    base
}

fn call(more: Value) -> Value {
    let base = json!({"principal": "HH", "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"});
    with(base, more)
}

fn sheet(world: &World, key: &str, month: &str, whole: bool) -> Value {
    world.call("report_preview", json!({"principal": "HH", "month": month, "key": key, "whole": whole}))
}

/// What a column shows, row by row.
fn column(sheet: &Value, title: &str) -> Vec<String> {
    let columns = sheet["columns"].as_array().unwrap();
    let at = columns.iter().position(|column| column["title"] == title).unwrap_or_else(|| panic!("no {title}"));
    let rows = sheet["rows"].as_array().unwrap();
    rows.iter().map(|row| row[at].as_str().unwrap().to_owned()).collect()
}

/// The built sheet's 汇总分析, row by row.
fn summary(world: &World, key: &str, month: &str) -> Vec<Vec<String>> {
    let built = world.call("report_build", json!({"principal": "HH", "month": month, "keys": [key]}));
    let path: PathBuf = built[0]["path"].as_str().unwrap().into();
    let book = open_path(&path).unwrap();
    let shown = |row: &Vec<_>| row.iter().map(report::read::Cell::shown).collect();
    book.sheets[1].rows.iter().map(shown).collect()
}

fn fact(rows: &[Vec<String>], name: &str) -> String {
    rows.iter().find(|row| row.first().is_some_and(|cell| cell == name)).unwrap_or_else(|| panic!("no {name}"))[1]
        .clone()
}

fn month_of(at: i64) -> String {
    domain::Month::of(domain::Day::at(at)).to_string()
}

#[test]
fn callsheet_1_a_call_stands_in_the_month_it_came_in() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-12");
    let made = world.call(
        "call_open",
        call(json!({"serial": SERIAL, "area": "city", "address": "清河县双庙乡张家村", "urgency": "urgent"})),
    );
    let other = world.call("call_open", call(json!({"caller": "李四", "complaint": "漏油"})));
    world.call("call_void", json!({"id": other["id"], "reason": "打错了"}));
    world.pass(DAY);
    for step in [json!({"kind": "arranged"}), json!({"kind": "told"}), json!({"kind": "filed", "no": "BA-9"})] {
        world.call("call_step", with(json!({"id": made["id"]}), step));
    }
    world.call("call_step", json!({"id": made["id"], "kind": "dispatched", "who": "周师傅"}));
    world.pass(40 * DAY);
    world.call("call_step", json!({"id": made["id"], "kind": "done", "words": "换喷油嘴"}));

    let month = month_of(START);
    let shown = sheet(&world, "W10", &month, false);
    assert_eq!(
        (column(&shown, "用户姓名"), column(&shown, "派工人员")),
        (vec!["王丹".into()], vec!["周师傅".into()]),
        "{shown}"
    );
    assert_eq!(
        (column(&shown, "处理结果"), column(&shown, "购买日期")),
        (vec!["换喷油嘴".into()], vec!["2026-10-12".into()])
    );
    assert!(column(&shown, "报总部备案时间及编号")[0].ends_with(" BA-9"), "{shown}");
    assert_eq!(sheet(&world, "W10", &month_of(START + 41 * DAY), false)["total_rows"], 0);
    Ok(())
}

#[test]
fn callsheet_2_a_clock_that_ran_out_is_late_and_minutes_count_to_the_arrival() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "DD", "name": "电动车厂", "policy": "S3-ebike"}));
    let day = "00:00-24:00";
    world.call("hours_save", json!({"hours": {"weekdays": day, "saturday": day, "sunday": day, "shifted": day}}));
    let of = |name: &str| {
        let draft = call(json!({"principal": "DD", "caller": name, "area": "city"}));
        world.call("call_open", draft)
    };
    let (soon, late) = (of("早到"), of("晚到"));
    let due = |call: &Value| {
        let clocks = call["clocks"].as_array().unwrap();
        clocks.iter().find(|one| one["standing"]["rule_key"] == "arrival.city").unwrap()["due_at"].as_i64().unwrap()
    };
    let end = due(&soon);
    let arrive = |call: &Value, at: i64| {
        world.call(
            "call_step",
            json!({"id": call["id"], "kind": "dispatched", "who": "周师傅", "at": START + HOUR / 2}),
        );
        world.call("call_step", json!({"id": call["id"], "kind": "arrived", "at": at}));
    };
    world.set_clock(end + 5 * HOUR);
    arrive(&soon, end - HOUR / 2);
    arrive(&late, end + HOUR / 2);
    let month = month_of(START);
    let shown = world.call("report_preview", json!({"principal": "DD", "month": month, "key": "W11", "whole": true}));
    assert_eq!(
        (column(&shown, "用户"), column(&shown, "超时分钟")),
        (vec!["早到".into(), "晚到".into()], vec![String::new(), "30".into()]),
        "{shown}"
    );
    let rows = world.call("report_preview", json!({"principal": "DD", "month": month, "key": "W10", "whole": true}));
    assert_eq!(column(&rows, "是否超时")[1], "是");
    Ok(())
}

#[test]
fn callsheet_3_what_nobody_was_sent_to_on_its_day_is_left_over() -> Outcome<()> {
    let world = World::set_up()?;
    let left = world.call("call_open", call(json!({"caller": "等着"})));
    let sent = world.call("call_open", call(json!({"caller": "当天"})));
    world.call("call_step", json!({"id": sent["id"], "kind": "dispatched", "who": "周师傅"}));
    world.pass(2 * DAY);
    let rows = summary(&world, "W11", &month_of(START));
    let of = |name: &str| rows.iter().find(|row| row.iter().any(|cell| cell == name)).cloned();
    let waited = of("等着").ok_or("it waits")?;
    assert_eq!((waited[1].as_str(), waited[5].as_str()), (left["no"].as_str().unwrap(), "2"), "{rows:?}");
    assert_eq!(of("当天"), None);
    Ok(())
}

#[test]
fn a_register_masks_those_who_did_not_agree() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("call_open", call(json!({"address": "清河县双庙乡张家村"})));
    let month = month_of(START);
    let (sent, own) = (sheet(&world, "W10", &month, false), sheet(&world, "W10", &month, true));
    assert_eq!(
        (column(&own, "联系电话"), column(&own, "详细地址")),
        (vec!["19900364370".into()], vec!["清河县双庙乡张家村".into()])
    );
    assert_eq!(column(&sent, "详细地址"), ["清河县****"]);
    assert!(column(&sent, "联系电话")[0].contains('*'), "{sent}");
    Ok(())
}

#[test]
fn custodysheet_1_a_machine_stands_in_the_months_it_came_and_left() -> Outcome<()> {
    let world = World::set_up()?;
    let take = |name: &str, serial: &str| {
        world.call("custody_open", json!({"principal": "HH", "bearer": name, "phone": "19900364370", "serial": serial, "outside": "完好", "accessories": "钥匙", "fault": "发动不着"}))
    };
    let first = take("甲", "A-1");
    take("乙", "A-2");
    world.set_clock(START + 40 * DAY);
    world.call("custody_give", json!({"id": first["id"], "to": "甲", "receipt_back": true}));
    let (came, later) = (month_of(START), month_of(START + 40 * DAY));
    assert_ne!(came, later);
    assert_eq!(column(&sheet(&world, "W12", &came, true), "用户"), ["甲", "乙"]);
    let left = sheet(&world, "W12", &later, true);
    assert_eq!(
        (column(&left, "用户"), column(&left, "收据收回作废")),
        (vec!["甲".into()], vec!["已收回".into()]),
        "{left}"
    );
    let rows = summary(&world, "W12", &later);
    assert_eq!(["本月进店", "本月归还", "月末在店"].map(|name| fact(&rows, name)), ["0", "1", "1"]);
    assert_eq!(sheet(&world, "W12", &month_of(START + 100 * DAY), true)["total_rows"], 0);
    Ok(())
}

#[test]
fn custodysheet_2_after_the_day_promised_it_is_late() -> Outcome<()> {
    let world = World::set_up()?;
    let promised = domain::Day::at(START).plus_days(1).iso();
    let taken = json!({"principal": "HH", "bearer": "甲", "phone": "19900364370", "serial": "A-1", "outside": "完好", "fault": "发动不着", "promised_on": promised});
    world.call("custody_open", taken);
    let late = |world: &World| fact(&summary(world, "W12", &month_of(START)), "超过约定归还日期");
    assert_eq!(late(&world), "0");
    world.pass(3 * DAY);
    assert_eq!(late(&world), "1");
    Ok(())
}

#[test]
fn worksheet_1_work_stands_on_the_day_it_was_completed() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-09-12");
    let mut draft = repair("HH", SERIAL, "2026-10-13");
    draft["arrived_on"] = json!("2026-10-13");
    draft["arrived_time"] = json!("10:30");
    draft["depart_time"] = json!("09:00");
    let done = draft["completed_on"].as_str().unwrap_or_default().to_owned();
    let made = world.call("repair_open", draft);
    let shown = sheet(&world, "W13", &done[..7], false);
    assert_eq!(
        (column(&shown, "日期"), column(&shown, "维修单号")),
        (vec![done.clone()], vec![made["no"].as_str().unwrap().into()]),
        "{shown}"
    );
    assert_eq!(
        (column(&shown, "路途用时(小时)"), column(&shown, "服务类别(有费/合同/免费/内部)")),
        (vec!["1.5".into()], vec!["免费".into()])
    );
    assert_eq!(sheet(&world, "W13", "2026-07", false)["total_rows"], 0);
    Ok(())
}

#[test]
fn worksheet_3_a_models_failures_are_its_completed_repairs() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-09-12");
    for (on, place) in [("2026-10-02", "制动"), ("2026-10-05", "发动机"), ("2026-10-08", "制动")] {
        let mut draft = repair("HH", SERIAL, on);
        draft["fault_place"] = json!(place);
        draft["completed_on"] = json!(on);
        world.call("repair_open", draft);
    }
    let shown = sheet(&world, "W24", "2026-10", false);
    assert_eq!(
        (column(&shown, "型号"), column(&shown, "本月故障次数")),
        (vec!["HH704".into()], vec!["3".into()]),
        "{shown}"
    );
    assert_eq!(
        (column(&shown, "占比"), column(&shown, "主要故障")),
        (vec!["100.0%".into()], vec!["制动（2 次）".into()])
    );
    Ok(())
}

#[test]
fn sheets_1_a_register_is_not_sent_with_the_pack() -> Outcome<()> {
    let world = World::set_up()?;
    let sent = world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    let keys: Vec<&str> = sent.as_array().unwrap().iter().map(|run| run["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["W01", "W02", "W03", "W04", "W05", "W06", "W07", "W25"]);
    let refused = world.refused("report_build", json!({"principal": "HH", "month": "2026-10", "keys": ["W08"]}));
    assert_eq!(
        (refused.code.as_str(), refused.field.as_str()),
        ("unknown", "keys"),
        "a claim's sheet belongs to its claim"
    );
    Ok(())
}

#[test]
fn sheets_2_e28_every_register_has_its_zero_report() -> Outcome<()> {
    let world = World::set_up()?;
    let keys: Vec<String> = (4..=25).filter(|n| ![6, 7, 8, 20].contains(n)).map(|n| format!("W{n:02}")).collect();
    let built = world.call("report_build", json!({"principal": "HH", "month": "2026-08", "keys": keys}));
    let files = built.as_array().unwrap();
    assert_eq!(files.len(), keys.len());
    for file in files {
        let book = open_path(&PathBuf::from(file["path"].as_str().unwrap()))?;
        let said = book.sheets[0].rows.iter().flatten().any(|cell| cell.shown() == "本月无");
        // The cover lists the empty sheets it was built with.
        let is_cover = file["key"] == "W25";
        let rows = if is_cover { keys.len() - 1 } else { 0 };
        assert!(said != is_cover && file["rows"] == rows, "{file}");
    }
    let runs = world.call("report_runs", json!({"principal": "HH", "month": "2026-08"}));
    let mut numbers: Vec<&str> = runs.as_array().unwrap().iter().map(|run| run["no"].as_str().unwrap()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), keys.len(), "each is numbered");
    Ok(())
}

#[test]
fn worksheet_2_what_a_user_paid_is_what_his_receipt_says() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-09-12");
    let mut draft = repair("HH", SERIAL, "2026-10-13");
    draft["payer"] = json!("paid");
    draft["in_warranty"] = json!(false);
    let made = world.call("repair_open", draft);
    let shown = || sheet(&world, "W13", "2026-10", false);
    let service = "服务类别(有费/合同/免费/内部)";
    assert_eq!((column(&shown(), service), column(&shown(), "收费金额")), (vec!["有费".into()], vec![String::new()]));
    let total =
        world.call("receipt_check", json!({"id": made["id"]}))["receipt"]["total_fen"].as_i64().ok_or("no total")?;
    world.call("receipt_open", json!({"repair": made["id"], "total_fen": total, "way": "cash"}));
    assert_eq!(column(&shown(), "收费金额"), [domain::Fen(total).grouped()]);
    Ok(())
}

#[test]
fn noticesheet_1_a_notice_stands_in_the_month_of_its_own_day() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-09-12");
    let mut draft = repair("HH", SERIAL, "2026-10-13");
    draft["parts"] = json!([]);
    let made = world.call("repair_open", draft);
    world.call("repair_submit", json!({"id": made["id"]}));
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": [made["id"]]}));
    let (id, whole) = (&claim["claim"]["id"], claim["claim"]["claimed_fen"].as_i64().ok_or("no sum")?);
    world.call("claim_decide", json!({"id": id, "lines": [{"repair_no": made["no"], "approved_fen": whole}]}));
    world.set_clock(START + 20 * DAY);
    let notice = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-11-02", "approved_fen": whole, "cut_fen": 0, "deduction_fen": whole});
    world.call("notice_save", notice);
    let shown = sheet(&world, "W09", "2026-11", false);
    assert_eq!(
        (column(&shown, "通知编号"), column(&shown, "申请单号")),
        (vec!["TZ-1".into()], vec![claim["claim"]["no"].as_str().unwrap().into()])
    );
    assert_eq!(column(&shown, "核定金额"), [domain::Fen(whole).grouped()]);
    assert_eq!(sheet(&world, "W09", "2026-10", false)["total_rows"], 0);
    // It goes with the pack of its month and of no other (WANTED-1).
    let goes = |month: &str| {
        let sent = world.call("report_send", json!({"principal": "HH", "month": month}));
        sent.as_array().is_some_and(|runs| runs.iter().any(|run| run["key"] == "W09"))
    };
    assert_eq!([goes("2026-10"), goes("2026-11")], [false, true]);
    Ok(())
}
