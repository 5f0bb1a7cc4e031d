//! Stories of closing a month: what was reported stays as it was, and what changed later stands in the next pack.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::open_path;
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, machine_now, repair, sale};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[path = "month_close/edges.rs"]
mod edges;
#[path = "month_close/ledger.rs"]
mod ledger;
#[path = "month_close/meet.rs"]
mod meet;
#[path = "month_close/shown.rs"]
mod shown;

/// 3 November 2026: October can be closed.
fn november() -> Outcome<World> {
    let world = World::set_up()?;
    world.set_clock(START + 14 * DAY);
    Ok(world)
}

fn of(month: &str) -> Value {
    json!({"principal": "HH", "month": month})
}

/// A repair that was handed in; answers it as it stands.
fn handed_in(world: &World, draft: Value) -> Value {
    let made = world.call("repair_open", draft);
    world.call("repair_submit", json!({"id": made["id"]}))
}

/// Changes fields of a repair, with a reason.
fn amend(world: &World, id: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let stands = world.call("repair_show", json!({"id": id}));
    let mut draft = stands["draft"].clone();
    change(&mut draft);
    world.call("repair_amend", json!({"id": id, "rev": stands["rev"], "reason": "核对工单", "draft": draft}))
}

fn close(world: &World, month: &str) -> Value {
    world.call("month_close", of(month))
}

fn sheet(world: &World, key: &str, month: &str) -> Value {
    world.call("report_preview", json!({"principal": "HH", "month": month, "key": key}))
}

/// What a column shows of each record; sums between them have no number.
fn column(sheet: &Value, title: &str) -> Vec<String> {
    let at = place(sheet, title);
    let rows = sheet["rows"].as_array().unwrap().iter();
    let records = rows.filter(|row| row[0].as_str().unwrap().parse::<u32>().is_ok());
    records.map(|row| row[at].as_str().unwrap().to_owned()).collect()
}

fn place(sheet: &Value, title: &str) -> usize {
    let columns = sheet["columns"].as_array().unwrap();
    columns.iter().position(|column| column["title"] == title).unwrap_or_else(|| panic!("no {title}"))
}

fn total(sheet: &Value, title: &str) -> String {
    sheet["totals"][place(sheet, title)].as_str().unwrap().to_owned()
}

/// Corrections of a month, as `change` and number.
fn corrections(world: &World, month: &str) -> Vec<(String, String)> {
    let all = world.call("month_corrections", of(month));
    let rows = all["rows"].as_array().unwrap().clone();
    rows.iter().filter(|row| row["key"] == "W01").map(|row| (said(&row["change"]), said(&row["no"]))).collect()
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// All text of a workbook's first sheet, cell by cell; rows are filled up to forty cells.
fn words(file: &Path) -> Vec<Vec<String>> {
    let book = open_path(file).unwrap();
    let shown = |row: &Vec<_>| {
        row.iter().map(report::read::Cell::shown).chain(std::iter::repeat(String::new())).take(40).collect()
    };
    book.sheets[0].rows.iter().map(shown).collect()
}

/// The row of a printed sheet whose first cell says this.
fn row_of<'r>(rows: &'r [Vec<String>], first: &str) -> &'r Vec<String> {
    rows.iter().find(|row| row[0] == first).unwrap_or_else(|| panic!("no {first}"))
}

/// Hashes of the files a re-print wrote, by key; each is looked at as it lies there.
fn reprint(world: &World, month: &str, dir: &Path) -> Vec<(String, String)> {
    let done =
        world.call("report_reprint", json!({"principal": "HH", "month": month, "dir": dir.display().to_string()}));
    assert_eq!(done["failed"], json!([]));
    let hash = |file: &Value| {
        let bytes = fs::read(PathBuf::from(said(&file["path"]))).unwrap();
        let found = wire::hash::sha256_hex(&bytes);
        assert_eq!(file["sha256"], found);
        (said(&file["key"]), found)
    };
    done["files"].as_array().unwrap().iter().map(hash).collect()
}

/// Months around the machine's today, for stories with a head office: the one before and this one.
fn machine_months(world: &World) -> (String, String) {
    let today = said(&world.call("desk_status", json!({}))["today"]);
    let this: domain::Month = today[..7].parse().unwrap();
    (this.previous().to_string(), this.to_string())
}

/// W01 to W07 and the cover.
const PACK: usize = 8;

#[test]
fn e19_a_correction_after_the_close_stands_red_and_blue_in_the_next_pack() -> Outcome<()> {
    let world = World::set_up()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let (before, this) = machine_months(&world);
    let wrong = handed_in(&world, repair("HH", "HH26B35536", &format!("{before}-05")));
    handed_in(&world, repair("HH", "HH26B00002", &format!("{before}-06")));
    world.sell("HH26B00009", &format!("{before}-07"));
    world.call("report_send", of(&before));
    world.call("sync_now", json!({"principal": "HH"}));
    let closed = close(&world, &before);
    let sheets = closed["closed"]["sheets"].as_array().unwrap().clone();
    assert_eq!(sheets.len(), PACK);
    // What was sent stands for W01, W02 and W03; nothing was built a second time.
    let states: Vec<_> = sheets.iter().map(|sheet| (said(&sheet["key"]), said(&sheet["state"]))).collect();
    assert!(states.iter().all(|(_, state)| state == "acked"), "{states:?}");
    let first = reprint(&world, &before, &world.dir().join("first"));

    // The serial was wrong, and the hours.
    amend(&world, &wrong["id"], |draft| {
        draft["unit"]["serial"] = json!("HH26B35563");
        draft["labour_fen"] = json!(9000);
    });
    let no = said(&wrong["no"]);
    assert_eq!(corrections(&world, &before), [("replaced".to_owned(), no.clone())]);
    handed_in(&world, repair("HH", "HH26B00003", &format!("{this}-01")));
    world.call("report_send", of(&this));
    world.call("sync_now", json!({"principal": "HH"}));
    let sent = world.call("report_runs", of(&this));
    assert!(sent.as_array().unwrap().iter().all(|run| run["state"] == "acked"), "{sent}");

    let run = sent.as_array().unwrap().iter().find(|run| run["key"] == "W01").unwrap();
    let file = world.dir().join("w01.xlsx");
    fs::copy(world.dir().join("blobs").join(run["sha256"].as_str().unwrap()), &file)?;
    let rows = words(&file);
    let header = row_of(&rows, "序号").clone();
    let at = |title: &str| header.iter().position(|cell| cell == title).unwrap();
    let (serial, labour, money, note) = (at("出厂编号"), at("工时费"), at("合计金额"), at("备注"));
    let (red, blue) = (row_of(&rows, "2"), row_of(&rows, "3"));
    assert_eq!((red[serial].as_str(), red[labour].as_str(), red[money].as_str()), ("HH26B35536", "-60", "-236"));
    assert_eq!((blue[serial].as_str(), blue[labour].as_str(), blue[money].as_str()), ("HH26B35563", "90", "266"));
    let month = format!("{}年{}月 {no}", &before[..4], before[5..].trim_start_matches('0'));
    assert_eq!((red[note].clone(), blue[note].clone()), (format!("△红字冲销 {month}"), format!("△补报 {month}")));
    let sums: Vec<_> = ["本月小计", "更正小计", "合计"].iter().map(|word| row_of(&rows, word)[money].clone()).collect();
    assert_eq!(sums, ["236", "30", "266"]);
    let counts: Vec<_> = ["本月小计", "更正小计", "合计"].iter().map(|word| row_of(&rows, word)[4].clone()).collect();
    assert_eq!(counts, ["1", "2", "1"], "two rows correct; of records a red one takes one away, a blue one adds it");
    assert!(rows.iter().flatten().any(|cell| cell.contains("红字冲销 1 条、补报 1 条")));
    // The parts of that repair went with the other serial; the parts list says so too.
    let parts = sheet(&world, "W02", &this);
    assert_eq!(
        (column(&parts, "出厂编号"), total(&parts, "金额")),
        (vec!["HH26B00003".to_owned(), "HH26B35536".into(), "HH26B35563".into()], "176.00".to_owned())
    );
    assert_eq!(column(&parts, "数量"), ["2", "-2", "2"]);

    // Head office has the files of both months.
    let held = office.list("report")?;
    let months = |month: &str| held.iter().filter(|one| one.to_string().contains(&format!("\"{month}\""))).count();
    assert_eq!((held.len(), months(&before), months(&this)), (2 * PACK, PACK, PACK));

    // The next month is closed when it is over; both are printed again as they were.
    world.set_clock(machine_now() + 40 * DAY);
    close(&world, &this);
    let second = reprint(&world, &this, &world.dir().join("second"));
    assert_eq!(second.iter().find(|(key, _)| key == "W01").unwrap().1, run["sha256"].as_str().unwrap());
    assert_eq!(reprint(&world, &before, &world.dir().join("again")), first);
    assert_eq!(corrections(&world, &before), [("replaced".to_owned(), no)], "it stands as reported");
    assert_eq!(world.call("month_corrections", of(&before))["rows"][0]["reported"], true);
    Ok(())
}

#[test]
fn reported_2_a_closed_month_says_what_was_reported() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    close(&world, "2026-10");
    amend(&world, &made["id"], |draft| draft["unit"]["serial"] = json!("A2"));
    assert_eq!(column(&sheet(&world, "W01", "2026-10"), "出厂编号"), ["A1"]);
    let next = sheet(&world, "W01", "2026-11");
    assert_eq!(
        (column(&next, "出厂编号"), total(&next, "用户姓名")),
        (vec!["A1".into(), "A2".to_owned()], "共0条".into())
    );
    Ok(())
}

#[test]
fn reported_1_corrections_stand_in_one_pack_alone() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    close(&world, "2026-10");
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(7000));
    let shown = sheet(&world, "W01", "2026-11");
    let first: Vec<_> = shown["rows"].as_array().unwrap().iter().map(|row| said(&row[0])).collect();
    assert_eq!(first, ["本月无", "本月小计", "1", "2", "更正小计"], "as the sheet has them");
    assert_eq!(sheet(&world, "W01", "2026-12")["total_rows"], 0);
    assert_eq!(sheet(&world, "W01", "2026-09")["total_rows"], 0);
    assert_eq!(world.call("month_show", of("2026-10"))["corrections_in"], "2026-11");
    Ok(())
}

#[test]
fn corrections_1_corrected_twice_and_corrected_back() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let back = handed_in(&world, repair("HH", "B1", "2026-10-06"));
    close(&world, "2026-10");
    amend(&world, &back["id"], |draft| draft["labour_fen"] = json!(1));
    amend(&world, &back["id"], |draft| draft["labour_fen"] = json!(6000));
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(7000));
    assert_eq!(corrections(&world, "2026-10").len(), 1, "what reads again as it was reported needs none");
    world.set_clock(START + 45 * DAY);
    close(&world, "2026-11");
    assert_eq!(sheet(&world, "W01", "2026-12")["total_rows"], 0, "what was corrected is not corrected again");
    // The second correction is against the first.
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(9000));
    let december = sheet(&world, "W01", "2026-12");
    assert_eq!(column(&december, "工时费"), ["-70.00", "90.00"]);
    assert_eq!(total(&december, "工时费"), "20.00");
    let all = world.call("month_corrections", of("2026-10"));
    let packs: Vec<_> = all["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["key"] == "W01")
        .map(|row| said(&row["pack"]))
        .collect();
    assert_eq!(packs, ["2026-12", "2026-11"]);
    let field = &all["rows"][0]["fields"][0];
    assert_eq!(
        (&field["title"], &field["before"], &field["after"]),
        (&json!("工时费"), &json!("70.00"), &json!("90.00"))
    );
    // Back to what October said: the red row takes back the first correction.
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(6000));
    assert_eq!(column(&sheet(&world, "W01", "2026-12"), "工时费"), ["-70.00", "60.00"]);
    Ok(())
}

#[test]
fn corrections_3_a_signature_is_a_fact() -> Outcome<()> {
    let world = november()?;
    let mut draft = repair("HH", "A1", "2026-10-05");
    draft["user_signed"] = json!(false);
    let id = world.call("repair_open", draft)["id"].take();
    // The pack went on paper before the user had signed.
    world.call("report_build", of("2026-10"));
    let by_hand = json!({"principal": "HH", "month": "2026-10", "road": "hand", "handed_on": "2026-11-03",
        "receiver": "李会计"});
    world.call("submission_save", by_hand);
    let signed = || column(&sheet(&world, "W01", "2026-10"), "用户签字(有/无)");
    assert_eq!(signed(), ["无"]);
    amend(&world, &id, |draft| draft["user_signed"] = json!(true));
    world.call("repair_submit", json!({"id": id}));
    close(&world, "2026-10");
    assert_eq!(signed(), ["有"], "no signature, no settlement: what is closed says what is true");
    Ok(())
}

#[test]
fn corrections_2_late_entries_and_voided_records() -> Outcome<()> {
    let world = november()?;
    let gone = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let sold = world.sell("S1", "2026-10-06");
    close(&world, "2026-10");
    world.call("repair_void", json!({"id": gone["id"], "reason": "重复登记"}));
    let late = handed_in(&world, repair("HH", "A2", "2026-10-20"));
    world.call("sale_void", json!({"id": sold["id"], "reason": "没有成交"}));
    world.sell("S2", "2026-10-09");
    let changes = [("gone".to_owned(), said(&gone["no"])), ("late".into(), said(&late["no"]))];
    assert_eq!(corrections(&world, "2026-10"), changes);
    let repairs = sheet(&world, "W01", "2026-11");
    assert_eq!(column(&repairs, "合计金额"), ["-236.00", "236.00"]);
    let sales = sheet(&world, "W03", "2026-11");
    assert_eq!([column(&sales, "出厂编号"), column(&sales, "数量")], [["S1", "S2"], ["-1", "1"]]);
    assert_eq!(
        [column(&sales, "单价"), column(&sales, "金额")],
        [["76,500.00", "76,500.00"], ["-76,500.00", "76,500.00"]]
    );
    assert!(column(&sales, "备注")[0].starts_with("△红字冲销 2026年10月 "), "{sales}");
    Ok(())
}

#[test]
fn corrections_3_what_is_no_fact_is_no_correction() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let sold = world.sell("S1", "2026-10-06");
    close(&world, "2026-10");
    amend(&world, &made["id"], |draft| {
        draft["note"] = json!("用户来电致谢");
        draft["user_rating"] = json!("满意");
        draft["customer"]["phone"] = json!("13800000000");
    });
    let mut draft = sold["draft"].clone();
    draft["note"] = json!("备注");
    world.call("sale_amend", json!({"id": sold["id"], "reason": "补备注", "draft": draft}));
    world.set_clock(START + 40 * DAY);
    assert_eq!(world.call("month_corrections", of("2026-10"))["rows"], json!([]));
    for key in ["W01", "W02", "W03", "W07"] {
        assert_eq!(sheet(&world, key, "2026-11")["total_rows"], 0, "{key}");
    }
    Ok(())
}

#[test]
fn e10_a_repair_across_a_closed_month_end_is_no_correction() -> Outcome<()> {
    let world = november()?;
    let mut open = repair("HH", "A1", "2026-10-29");
    open["completed_on"] = Value::Null;
    open["user_signed"] = json!(false);
    open["parts"][0]["replaced_on"] = json!("2026-10-30");
    let made = world.call("repair_open", open);
    close(&world, "2026-10");
    let done = amend(&world, &made["id"], |draft| {
        draft["completed_on"] = json!("2026-11-02");
        draft["user_signed"] = json!(true);
        draft["cause"] = json!("润滑不足");
    });
    world.call("repair_submit", json!({"id": done["id"]}));
    assert_eq!(column(&sheet(&world, "W01", "2026-10"), "备注"), ["在修"]);
    let november = sheet(&world, "W01", "2026-11");
    assert_eq!(
        (column(&november, "合计金额"), total(&november, "合计金额")),
        (vec!["236.00".to_owned()], "236.00".into())
    );
    assert_eq!(sheet(&world, "W02", "2026-11")["total_rows"], 0, "the part stays in October's list");
    // Completed in October after all: its costs are in no other month, so they are reported anew.
    amend(&world, &done["id"], |draft| draft["completed_on"] = json!("2026-10-31"));
    let november = sheet(&world, "W01", "2026-11");
    assert_eq!(column(&november, "完工日期"), ["", "2026-10-31"]);
    assert_eq!(total(&november, "合计金额"), "236.00");
    Ok(())
}
