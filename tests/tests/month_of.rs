//! Stories of which month a row belongs to: as the maker's pack says, in one month each, whatever changes when.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

/// 3 November, 3 December 2026 and 4 January 2027.
const NOVEMBER: i64 = START + 14 * DAY;
const DECEMBER: i64 = START + 44 * DAY;
const JANUARY: i64 = START + 76 * DAY;

/// HH's contract from a day on, by these days.
fn contract(version: &str, from: &str, days: &[(&str, &str)]) -> Value {
    let mut pack = farm(version);
    pack["effective_from"] = json!(from);
    let rule = |(sheet, day): &(&str, &str)| json!({"key": format!("report.{sheet}.month_of"), "value": day, "source": "合同第九条", "checked": false});
    pack["months"] = days.iter().map(rule).collect();
    pack
}

/// A desk whose maker wants this from the first of a month on.
fn case(from: &str, days: &[(&str, &str)]) -> Outcome<Case> {
    let case = Case::new()?;
    case.install(&contract("2026.10", from, days))?;
    case.world.set_clock(NOVEMBER);
    Ok(case)
}

fn of(month: &str) -> Value {
    json!({"principal": "HH", "month": month})
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn sheet(world: &World, key: &str, month: &str) -> Value {
    world.call("report_preview", json!({"principal": "HH", "month": month, "key": key}))
}

/// What a column shows of each record; sums between them have no number.
fn column(sheet: &Value, title: &str) -> Vec<String> {
    let columns = sheet["columns"].as_array().unwrap();
    let at = columns.iter().position(|one| one["title"] == title).unwrap_or_else(|| panic!("no {title} in {sheet}"));
    let records = sheet["rows"].as_array().unwrap().iter();
    let records = records.filter(|row| row[0].as_str().unwrap().parse::<u32>().is_ok());
    records.map(|row| said(&row[at])).collect()
}

fn serials(world: &World, key: &str, month: &str) -> Vec<String> {
    column(&sheet(world, key, month), "出厂编号")
}

fn close(world: &World, month: &str) -> Value {
    world.call("month_close", of(month))
}

/// A repair reported on one day and completed on another, or open.
fn repaired(world: &World, serial: &str, reported: &str, completed: Option<&str>) -> Value {
    let mut draft = repair("HH", serial, reported);
    draft["completed_on"] = json!(completed);
    draft["user_signed"] = json!(completed.is_some());
    draft["parts"][0]["replaced_on"] = json!(completed.unwrap_or(reported));
    let made = world.call("repair_open", draft);
    if completed.is_some() { world.call("repair_submit", json!({"id": made["id"]})) } else { made }
}

/// A sale whose card is still out.
fn unsigned(world: &World, serial: &str, sold_on: &str) -> Value {
    let mut draft = sale("HH", serial, sold_on);
    draft["user_signed"] = json!(false);
    world.call("sale_open", draft)
}

/// Completes a repair that was open.
fn complete(world: &World, made: &Value, on: &str) {
    let stands = world.call("repair_show", json!({"id": made["id"]}));
    let mut draft = stands["draft"].clone();
    draft["completed_on"] = json!(on);
    draft["user_signed"] = json!(true);
    draft["cause"] = json!("润滑不足");
    world.call("repair_amend", json!({"id": made["id"], "rev": stands["rev"], "reason": "完工", "draft": draft}));
    world.call("repair_submit", json!({"id": made["id"]}));
}

fn figure(world: &World, month: &str, figure: &str) -> i64 {
    let rows = world.call("month_compare", of(month))["rows"].as_array().unwrap().clone();
    rows.iter().find(|row| row["figure"] == figure).unwrap()["this"]["value"].as_i64().unwrap_or(0)
}

fn rows_behind(world: &World, month: &str, figure: &str) -> i64 {
    world.call("month_rows", json!({"principal": "HH", "month": month, "figure": figure}))["total"].as_i64().unwrap()
}

fn review(world: &World, month: &str, kind: &str) -> Vec<String> {
    let groups = world.call("month_review", of(month))["groups"].as_array().unwrap().clone();
    let group = groups.into_iter().find(|group| group["kind"] == kind).unwrap();
    group["rows"].as_array().unwrap().iter().map(|row| said(&row["no"])).collect()
}

#[test]
fn monthrule_1_a_repair_stands_in_the_month_of_the_day_the_maker_names() -> Outcome<()> {
    let case = case("2026-10-01", &[("w01", "repair.reported_on")])?;
    let world = &case.world;
    repaired(world, "A1", "2026-10-30", Some("2026-11-02"));
    let open = repaired(world, "A2", "2026-10-31", None);
    repaired(world, "A3", "2026-09-30", Some("2026-10-02"));
    let october = sheet(world, "W01", "2026-10");
    assert_eq!(column(&october, "出厂编号"), ["A1", "A2"]);
    assert_eq!(column(&october, "完工日期"), ["2026-11-02", ""], "it stands as it is known today");
    assert_eq!(column(&october, "备注")[1], "在修");
    assert_eq!(serials(world, "W01", "2026-11"), [""; 0], "and in no other month");
    // Every reader counts by the same rule.
    assert_eq!([figure(world, "2026-10", "received"), figure(world, "2026-10", "completed")], [2, 1]);
    assert_eq!([rows_behind(world, "2026-10", "received"), rows_behind(world, "2026-10", "completed")], [2, 1]);
    assert_eq!(figure(world, "2026-11", "completed"), 0);
    let charts = world.call("month_charts", of("2026-10"));
    let mended: i64 = charts["days"].as_array().unwrap().iter().map(|bar| bar["n"].as_i64().unwrap()).sum();
    assert_eq!(mended, 1);
    let built = world.call("report_build", json!({"principal": "HH", "month": "2026-10", "keys": ["W01"]}));
    assert_eq!(built[0]["rows"], 2);
    complete(world, &open, "2026-11-03");
    assert_eq!(figure(world, "2026-10", "completed"), 2);
    Ok(())
}

#[test]
fn monthrule_1_parts_sales_cards_and_old_parts_too() -> Outcome<()> {
    let days = [
        ("w02", "repair.completed_on"),
        ("w03", "sale.sold_on"),
        ("w06", "card.due_on"),
        ("w07", "old_part.removed_on"),
    ];
    let case = case("2026-10-01", &days)?;
    let world = &case.world;
    let made = repaired(world, "A1", "2026-10-29", None);
    let mut sold = sale("HH", "S1", "2026-10-30");
    sold["invoice_no"] = json!("0001");
    sold["invoice_on"] = json!("2026-11-01");
    world.call("sale_open", sold);
    assert_eq!([serials(world, "W03", "2026-10"), serials(world, "W03", "2026-11")], [vec!["S1".to_owned()], vec![]]);
    assert_eq!([figure(world, "2026-10", "sold"), figure(world, "2026-11", "sold")], [1, 0]);
    let by_model = sheet(world, "W03", "2026-10")["summary"].to_string();
    assert!(by_model.contains("HH704"), "{by_model}");
    assert_eq!([serials(world, "W06", "2026-10"), serials(world, "W06", "2026-11")], [vec![], vec!["S1".to_owned()]]);
    assert_eq!(serials(world, "W02", "2026-10"), [""; 0], "the repair is open");
    assert_eq!(review(world, "2026-10", "no_day"), [said(&made["no"])], "and the review names its part");
    complete(world, &made, "2026-11-02");
    assert_eq!([serials(world, "W02", "2026-10"), serials(world, "W02", "2026-11")], [vec![], vec!["A1".to_owned()]]);
    assert_eq!(review(world, "2026-10", "no_day"), [""; 0]);
    Ok(())
}

#[test]
fn monthof_2_a_row_without_the_day_stands_in_no_month_and_the_review_names_it() -> Outcome<()> {
    let days = [("w01", "repair.handed_over_on"), ("w03", "sale.invoice_on")];
    let case = case("2026-10-01", &days)?;
    let world = &case.world;
    let here = repaired(world, "A1", "2026-10-05", Some("2026-10-06"));
    world.call("sale_open", sale("HH", "S1", "2026-10-07"));
    assert_eq!([serials(world, "W01", "2026-10"), serials(world, "W03", "2026-10")], [vec![], Vec::<String>::new()]);
    let named = review(world, "2026-10", "no_day");
    assert_eq!((named.len(), &named[0]), (2, &said(&here["no"])), "{named:?}");
    assert_eq!(review(world, "2026-11", "no_day"), [""; 0]);
    let stands = world.call("repair_show", json!({"id": here["id"]}));
    let mut draft = stands["draft"].clone();
    draft["handed_over_on"] = json!("2026-11-01");
    world.call("repair_amend", json!({"id": here["id"], "rev": stands["rev"], "reason": "取机", "draft": draft}));
    assert_eq!(serials(world, "W01", "2026-11"), ["A1"]);
    assert_eq!(review(world, "2026-10", "no_day").len(), 1);
    Ok(())
}

/// From completed to reported: what was open in October is in no later month by itself.
#[test]
fn monthrule_3_what_would_fall_into_a_closed_month_is_reported_anew_in_the_next_pack() -> Outcome<()> {
    let case = case("2026-11-01", &[("w01", "repair.reported_on")])?;
    let world = &case.world;
    let open = repaired(world, "A1", "2026-10-30", None);
    repaired(world, "A2", "2026-10-05", Some("2026-10-06"));
    let late = repaired(world, "A4", "2026-10-31", None);
    close(world, "2026-10");
    complete(world, &open, "2026-11-02");
    repaired(world, "A3", "2026-11-02", Some("2026-11-03"));
    let november = sheet(world, "W01", "2026-11");
    assert_eq!(column(&november, "出厂编号"), ["A3", "A1", "A1"], "its own, then A1 red and blue; A2 stays in October");
    assert_eq!(column(&november, "合计金额"), ["236.00", "", "236.00"]);
    assert!(column(&november, "备注")[2].starts_with("△补报 2026年10月"), "{november}");
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    assert_eq!(serials(world, "W01", "2026-12"), [""; 0], "what was reported anew stays reported");
    complete(world, &late, "2026-12-02");
    assert_eq!(column(&sheet(world, "W01", "2026-12"), "合计金额"), ["", "236.00"]);
    world.set_clock(JANUARY);
    close(world, "2026-12");
    assert_eq!(serials(world, "W01", "2027-01"), [""; 0]);
    Ok(())
}

/// From reported to completed: what October reported is not listed again where it was completed.
#[test]
fn monthrule_2_what_a_closed_month_reported_stays_there() -> Outcome<()> {
    let case = Case::new()?;
    case.install(&contract("2026.10", "2026-10-01", &[("w01", "repair.reported_on")]))?;
    case.install(&contract("2026.11", "2026-11-01", &[]))?;
    let world = &case.world;
    world.set_clock(NOVEMBER);
    let open = repaired(world, "A1", "2026-10-30", None);
    repaired(world, "A2", "2026-10-31", Some("2026-11-02"));
    assert_eq!(serials(world, "W01", "2026-11"), ["A2", "A1"], "while October is open both months list them");
    close(world, "2026-10");
    assert_eq!(serials(world, "W01", "2026-11"), [""; 0]);
    complete(world, &open, "2026-11-03");
    let november = sheet(world, "W01", "2026-11");
    assert_eq!(
        (column(&november, "出厂编号"), column(&november, "合计金额")),
        (vec!["A1".into(); 2], vec!["".to_owned(), "236.00".into()])
    );
    assert_eq!([figure(world, "2026-11", "completed"), rows_behind(world, "2026-11", "completed")], [0, 0]);
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    assert_eq!(serials(world, "W01", "2026-12"), [""; 0]);
    // Reported otherwise after all: October takes it back, and November has it by its own day.
    let stands = world.call("repair_show", json!({"id": open["id"]}));
    let mut draft = stands["draft"].clone();
    draft["reported_on"] = json!("2026-11-01");
    draft["received_on"] = json!("2026-11-01");
    draft["parts"][0]["replaced_on"] = json!("2026-11-03");
    world.call(
        "repair_amend",
        json!({"id": open["id"], "rev": stands["rev"], "reason": "报修日期记错", "draft": draft}),
    );
    let december = sheet(world, "W01", "2026-12");
    assert_eq!(column(&december, "合计金额"), ["-236.00", "236.00"]);
    Ok(())
}

#[test]
fn monthrule_4_by_another_day_a_repair_is_reported_as_it_stands() -> Outcome<()> {
    let case = case("2026-10-01", &[("w01", "repair.reported_on")])?;
    let world = &case.world;
    let open = repaired(world, "A1", "2026-10-30", None);
    close(world, "2026-10");
    let october = sheet(world, "W01", "2026-10");
    assert_eq!([column(&october, "备注"), column(&october, "合计金额")], [["在修"], [""]]);
    assert_eq!(serials(world, "W01", "2026-11"), [""; 0], "it is October's, and nothing was changed");
    complete(world, &open, "2026-11-02");
    let november = sheet(world, "W01", "2026-11");
    assert_eq!(column(&november, "合计金额"), ["", "236.00"], "its costs come as a correction");
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    assert_eq!(serials(world, "W01", "2026-12"), [""; 0]);
    Ok(())
}

#[test]
fn monthrule_5_a_sheet_by_another_day_says_so() -> Outcome<()> {
    let case = case("2026-10-01", &[("w01", "repair.reported_on")])?;
    repaired(&case.world, "A1", "2026-10-05", Some("2026-10-06"));
    let foot = |month: &str, key: &str| sheet(&case.world, key, month)["foot"].to_string();
    assert!(foot("2026-10", "W01").contains("本表按报修日期归月"), "{}", foot("2026-10", "W01"));
    assert!(!foot("2026-09", "W01").contains("归月") && !foot("2026-10", "W03").contains("归月"));
    Ok(())
}

/// A sale and a part on both sides of the month's end, and the day that counts changed between.
fn across(october: &[(&str, &str)], november: &[(&str, &str)]) -> Outcome<Case> {
    let case = Case::new()?;
    case.install(&contract("2026.10", "2026-10-01", october))?;
    case.install(&contract("2026.11", "2026-11-01", november))?;
    let world = &case.world;
    world.set_clock(NOVEMBER);
    let mut sold = sale("HH", "S1", "2026-10-30");
    sold["invoice_no"] = json!("0001");
    sold["invoice_on"] = json!("2026-11-01");
    world.call("sale_open", sold);
    let mut draft = repair("HH", "A1", "2026-10-29");
    draft["completed_on"] = json!("2026-11-02");
    draft["parts"][0]["replaced_on"] = json!("2026-10-30");
    let made = world.call("repair_open", draft);
    world.call("repair_submit", json!({"id": made["id"]}));
    close(world, "2026-10");
    Ok(case)
}

#[test]
fn monthrule_2_sales_and_parts_are_not_listed_a_second_time() -> Outcome<()> {
    let case = across(&[("w03", "sale.sold_on")], &[("w02", "repair.completed_on")])?;
    let world = &case.world;
    for (key, serial) in [("W02", "A1"), ("W03", "S1")] {
        assert_eq!([serials(world, key, "2026-10"), serials(world, key, "2026-11")], [vec![serial.to_owned()], vec![]]);
    }
    assert_eq!([figure(world, "2026-10", "sold"), figure(world, "2026-11", "sold")], [1, 0]);
    assert_eq!([figure(world, "2026-11", "parts"), rows_behind(world, "2026-11", "parts")], [0, 0]);
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    for key in ["W02", "W03"] {
        assert_eq!(serials(world, key, "2026-12"), [""; 0], "{key}");
    }
    Ok(())
}

#[test]
fn monthrule_3_sales_and_parts_are_reported_anew_once() -> Outcome<()> {
    let case = across(&[("w02", "repair.completed_on")], &[("w03", "sale.sold_on")])?;
    let world = &case.world;
    for (key, serial) in [("W02", "A1"), ("W03", "S1")] {
        assert_eq!(serials(world, key, "2026-10"), [""; 0], "{key}");
        let november = sheet(world, key, "2026-11");
        assert_eq!(column(&november, "出厂编号"), [serial], "{key}");
        assert!(column(&november, "备注")[0].starts_with("△补报 2026年10月"), "{november}");
    }
    assert_eq!(figure(world, "2026-11", "sold"), 0, "it is October's");
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    for key in ["W02", "W03"] {
        assert_eq!(serials(world, key, "2026-12"), [""; 0], "{key}");
    }
    Ok(())
}

/// A pack that comes late and says it holds since before the close changes nothing of what was closed.
#[test]
fn monthrule_1_a_closed_month_stays_with_its_day() -> Outcome<()> {
    let case = case("2026-10-01", &[])?;
    let world = &case.world;
    repaired(world, "A1", "2026-09-30", Some("2026-10-02"));
    let across = repaired(world, "A2", "2026-10-30", Some("2026-11-02"));
    close(world, "2026-10");
    case.install(&contract("2026.11", "2026-10-01", &[("w01", "repair.reported_on")]))?;
    // A1 was reported and stays; A2 was listed as open, and the day that counts now makes it October's.
    let rows = world.call("month_corrections", of("2026-10"))["rows"].as_array().unwrap().clone();
    let told: Vec<_> = rows.iter().map(|row| (said(&row["change"]), said(&row["no"]))).collect();
    assert_eq!(told, [("replaced".to_owned(), said(&across["no"]))]);
    assert_eq!(serials(world, "W01", "2026-10"), ["A1", "A2"]);
    assert_eq!(column(&sheet(world, "W01", "2026-10"), "备注")[1], "在修");
    Ok(())
}

#[test]
fn waiting_1_cards_and_old_parts_that_came_late_or_were_voided_are_corrected() -> Outcome<()> {
    let case = case("2026-11-01", &[])?;
    let world = &case.world;
    let gone = unsigned(world, "S1", "2026-10-05");
    let sent = unsigned(world, "S2", "2026-10-06");
    // Sold before, so that their parts are of 三包 and go back.
    unsigned(world, "A1", "2026-05-01");
    unsigned(world, "A2", "2026-05-02");
    let taken_back = repaired(world, "A1", "2026-10-05", Some("2026-10-06"));
    close(world, "2026-10");
    world.call("sale_void", json!({"id": gone["id"], "reason": "没有成交"}));
    unsigned(world, "S3", "2026-10-08");
    world.call("repair_void", json!({"id": taken_back["id"], "reason": "重复登记"}));
    repaired(world, "A2", "2026-10-07", Some("2026-10-08"));
    let cards = sheet(world, "W06", "2026-11");
    assert_eq!(column(&cards, "出厂编号"), ["S1", "S3"], "S2 goes its way and is none");
    let remarks = column(&cards, "备注");
    assert!(
        remarks[0].starts_with("△红字冲销 2026年10月") && remarks[1].starts_with("△补报 2026年10月"),
        "{remarks:?}"
    );
    assert_eq!(serials(world, "W07", "2026-11"), ["A1", "A2"]);
    // What the pack lists by itself is not reported a second time.
    world.call("card_collect", json!({"id": sent["id"]}));
    assert_eq!(serials(world, "W06", "2026-11"), ["S2", "S1", "S3"]);
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    assert_eq!([serials(world, "W06", "2026-12"), serials(world, "W07", "2026-12")], [Vec::<String>::new(), vec![]]);
    Ok(())
}

#[test]
fn recordreported_1_a_record_says_where_it_was_reported_and_corrected() -> Outcome<()> {
    let case = case("2026-11-01", &[])?;
    let world = &case.world;
    let made = repaired(world, "A1", "2026-10-05", Some("2026-10-06"));
    let sold = world.call("sale_open", sale("HH", "S1", "2026-10-06"));
    let asked = |noun: &str, id: &Value| {
        let lines = world.call("record_reported", json!({"noun": noun, "id": id})).as_array().unwrap().clone();
        let line = |line: &Value| {
            let words = ["key", "month", "pack", "kind"].map(|field| said(&line[field])).join(" ");
            format!("{words} {}", line["reported"])
        };
        lines.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(asked("repair", &made["id"]), [""; 0], "no month is closed");
    close(world, "2026-10");
    let change = |fen: i64| {
        let stands = world.call("repair_show", json!({"id": made["id"]}));
        let mut draft = stands["draft"].clone();
        draft["labour_fen"] = json!(fen);
        world.call("repair_amend", json!({"id": made["id"], "rev": stands["rev"], "reason": "核对", "draft": draft}));
    };
    change(7000);
    let october = [
        "W01 2026-10 2026-10 of_month true",
        "W01 2026-10 2026-11 replaced false",
        "W02 2026-10 2026-10 of_month true",
    ];
    assert_eq!(asked("repair", &made["id"]), october);
    let line = world.call("record_reported", json!({"noun": "repair", "id": made["id"]}))[1]["fields"][0].clone();
    assert_eq!(line, json!({"title": "工时费", "before": "60.00", "after": "70.00"}));
    world.set_clock(DECEMBER);
    close(world, "2026-11");
    change(8000);
    let both = [
        "W01 2026-10 2026-10 of_month true",
        "W01 2026-10 2026-11 replaced true",
        "W01 2026-10 2026-12 replaced false",
        "W02 2026-10 2026-10 of_month true",
    ];
    assert_eq!(asked("repair", &made["id"]), both);
    // And the other way: the line of the pack names the record.
    let corrections = world.call("month_corrections", of("2026-11"));
    assert_eq!((&corrections["rows"][0]["noun"], &corrections["rows"][0]["id"]), (&json!("repair"), &made["id"]));
    assert_eq!(
        asked("sale", &sold["id"]),
        ["W03 2026-10 2026-10 of_month true", "W06 2026-10 2026-10 of_month true", "W06 2026-11 2026-11 of_month true",]
    );
    let unknown = world.refused("record_reported", json!({"noun": "sale", "id": made["id"]}));
    assert_eq!(unknown.field, "id");
    Ok(())
}

#[test]
fn cardsheet_3_a_card_sent_in_time_waits_for_its_receipt_and_is_not_late() -> Outcome<()> {
    let by = |met_by: &str| -> Outcome<Vec<String>> {
        let case = Case::new()?;
        let mut pack = contract("2026.10", "2026-10-01", &[]);
        let rules = pack["deadlines"].as_array_mut().unwrap();
        rules.iter_mut().find(|rule| rule["key"] == "card.to_ho").unwrap()["met_by"] = json!(met_by);
        case.install(&pack)?;
        let world = &case.world;
        world.call("sale_open", sale("HH", "S1", "2026-10-15"));
        world.call("report_build", of("2026-10"));
        let by_hand = json!({"principal": "HH", "month": "2026-10", "road": "hand", "handed_on": "2026-10-20", "receiver": "李会计", "early": true});
        world.call("submission_save", by_hand);
        world.set_clock(DECEMBER);
        Ok(column(&sheet(world, "W06", "2026-10"), "剩余/超期天数"))
    };
    assert_eq!(by("received")?, ["按期寄出，待总部回执"]);
    let sent = by("sent")?;
    assert!(sent[0].starts_with("提前"), "{sent:?}");
    Ok(())
}
