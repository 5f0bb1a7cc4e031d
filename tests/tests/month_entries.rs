//! Stories of workbooks that are drawn from entries of forms: feedback, complaints, visits, plans, people, contracts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, START, World, sale};
use serde_json::{Value, json};
use std::path::PathBuf;

const OCTOBER: &str = "2026-10";

fn with(mut base: Value, more: Value) -> Value {
    base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    base
}

/// What a clerk types of a fault head office has to know the same day.
fn feedback(more: Value) -> Value {
    let base = json!({"found_on": "2026-10-20", "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121",
        "serial_no": "HH26B35536", "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"});
    with(base, more)
}

fn save_for(world: &World, maker: &str, form: &str, values: Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": maker, "values": values}))
}

fn save(world: &World, form: &str, values: Value) -> Value {
    save_for(world, "HH", form, values)
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call("entry_step", json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values}))
}

fn amend(world: &World, entry: &Value, change: Value, reason: &str) -> Value {
    let values = with(entry["values"].clone(), change);
    let input = json!({"id": entry["id"], "rev": entry["rev"], "form": entry["form"], "principal": entry["principal"],
        "values": values, "reason": reason});
    world.call("entry_save", input)
}

fn sheet_of(world: &World, maker: &str, key: &str, month: &str, whole: bool) -> Value {
    world.call("report_preview", json!({"principal": maker, "month": month, "key": key, "whole": whole}))
}

fn sheet(world: &World, key: &str, month: &str) -> Value {
    sheet_of(world, "HH", key, month, true)
}

/// What a column shows, row by row.
fn column(sheet: &Value, title: &str) -> Vec<String> {
    let columns = sheet["columns"].as_array().unwrap();
    let at =
        columns.iter().position(|column| column["title"] == title).unwrap_or_else(|| panic!("no {title}: {sheet}"));
    sheet["rows"].as_array().unwrap().iter().map(|row| row[at].as_str().unwrap().to_owned()).collect()
}

/// The cells of a sheet of the built workbook, as another reader reads them: row by row, those that say something.
fn built(world: &World, key: &str, month: &str, at: usize) -> Vec<Vec<String>> {
    let files = world.call("report_build", json!({"principal": "HH", "month": month, "keys": [key], "whole": true}));
    let path: PathBuf = files[0]["path"].as_str().unwrap().into();
    let book = open_path(&path).unwrap();
    let said = |row: &Vec<Cell>| row.iter().map(Cell::shown).filter(|cell| !cell.is_empty()).collect();
    book.sheets[at].rows.iter().map(said).filter(|row: &Vec<String>| !row.is_empty()).collect()
}

/// What stands below the table.
fn remarks(sheet: &Value) -> String {
    sheet["foot"].to_string()
}

fn has(rows: &[Vec<String>], words: &[&str]) -> bool {
    rows.iter().any(|row| words.iter().all(|word| row.iter().any(|cell| cell == word)))
}

#[test]
fn entrysheet_1_an_entry_stands_in_the_month_of_its_day() -> Outcome<()> {
    let world = World::set_up()?;
    let made = save(&world, "quality_feedback", feedback(json!({"measure": "换缸垫", "batch_no": "B26-7"})));
    save(&world, "quality_feedback", feedback(json!({"found_on": "2026-09-30", "problem": "上个月的"})));
    let gone = save(&world, "quality_feedback", feedback(json!({"problem": "填错"})));
    world.call("entry_void", json!({"id": gone["id"], "rev": gone["rev"], "reason": "填错"}));
    let shown = sheet(&world, "W15", OCTOBER);
    assert_eq!(column(&shown, "编号"), [made["no"].as_str().unwrap()], "{shown}");
    assert_eq!(
        ["填报人", "产品型号", "出厂编号", "批次", "问题描述", "影响范围(台数)", "已采取措施"]
            .map(|title| column(&shown, title)[0].clone()),
        ["张三", "NF-121", "HH26B35536", "B26-7", "缸盖渗水", "2", "换缸垫"]
    );
    assert_eq!(column(&sheet(&world, "W15", "2026-09"), "问题描述"), ["上个月的"]);
    let read = built(&world, "W15", OCTOBER, 0);
    assert!(has(&read, &[made["no"].as_str().unwrap(), "2026-10-20", "缸盖渗水", "2"]), "{read:?}");
    assert!(has(&built(&world, "W15", "2026-08", 0), &["本月无"]), "E28");
    // What head office answered later stands in the row of its month.
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "fax"}));
    world.set_clock(START + 20 * DAY);
    step(
        &world,
        &sent,
        "answer",
        json!({"answered_on": "2026-11-02", "answer": "改进缸垫", "answered_by": "总部服务部"}),
    );
    let shown = sheet(&world, "W15", OCTOBER);
    assert_eq!(
        (column(&shown, "意见"), column(&shown, "回复人")),
        (vec!["改进缸垫".into()], vec!["总部服务部".into()])
    );
    Ok(())
}

#[test]
fn entrysheet_1_a_visit_stands_where_it_was_made_and_a_technician_until_he_left() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-09-12");
    let plan = json!({"made_on": "2026-10-08", "year": 2_026_000, "made_by": "张三", "lines": [
        {"customer": sale["customer_id"], "name": "王丹", "class": "key", "purpose": "季前检查", "month": 11_000, "owner": "李四"}]});
    save(&world, "visit_plan", plan);
    let planned = json!({"planned_on": "2026-10-18", "customer": sale["customer_id"], "customer_name": "王丹", "class": "key", "why": "plan"});
    let visit = save(&world, "visit_record", planned);
    assert_eq!(sheet(&world, "W17", OCTOBER)["total_rows"], 0, "nobody was there yet");
    world.set_clock(START + 15 * DAY);
    let at = START + 14 * DAY;
    let went = step(&world, &visit, "visit", json!({"visited_at": at, "visitor": "李四", "met": "王丹"}));
    step(&world, &went, "none", json!({"met": "王丹", "condition": "正常使用"}));
    let november = sheet(&world, "W17", "2026-11");
    assert_eq!(
        (column(&november, "走访日期"), column(&november, "使用情况")),
        (vec!["2026-11-03".into()], vec!["正常使用".into()])
    );
    assert_eq!(sheet(&world, "W17", OCTOBER)["total_rows"], 0);
    for month in [OCTOBER, "2026-11"] {
        let plan = built(&world, "W17", month, 1);
        assert!(has(&plan, &["王丹", "重点", "季前检查", "11 月", "李四"]), "{plan:?}");
    }
    let person = json!({"began_on": "2026-10-05", "name": "周师傅", "sex": "male", "phone": "13800005536", "level": "senior", "full_time": true,
        "products": "拖拉机", "certificate_no": "WX-0071", "issued_on": "2026-03-01", "valid_until": "2028-02-29"});
    let person = save(&world, "technician", person);
    let left = json!({"changed_on": "2026-11-03", "change": "left", "change_reason": "回乡"});
    step(&world, &person, "leave", left);
    let names = |month: &str| column(&sheet(&world, "W22", month), "姓名");
    assert_eq!(
        [names("2026-09"), names(OCTOBER), names("2026-11")],
        [vec![], vec!["周师傅".to_owned()], vec!["周师傅".to_owned()]]
    );
    let shown = sheet(&world, "W22", "2026-11");
    assert_eq!(
        ["在岗状态", "变动日期", "变动原因"].map(|title| column(&shown, title)[0].clone()),
        ["已离岗", "2026-11-03", "离职 回乡"]
    );
    world.set_clock(START + 45 * DAY);
    assert_eq!(names("2026-12"), Vec::<String>::new(), "it ended in November");
    let told = json!({"changed_at": START + 45 * DAY, "name": "周师傅", "certificate_no": "WX-0071", "change": "left", "takes_over": "赵师傅"});
    save(&world, "staff_notice", told);
    let notices = built(&world, "W22", "2026-12", 1);
    assert!(has(&notices, &["周师傅", "2026-12-04", "WX-0071", "离职", "赵师傅"]), "{notices:?}");
    Ok(())
}

#[test]
fn entrysheet_2_an_entry_stands_with_its_own_maker_and_the_dealers_own_with_all() -> Outcome<()> {
    let world = World::set_up()?;
    save(&world, "quality_feedback", feedback(json!({"problem": "华禾的"})));
    save_for(&world, "WY", "quality_feedback", feedback(json!({"problem": "沃野的"})));
    let problems = |maker: &str| column(&sheet_of(&world, maker, "W15", OCTOBER, true), "问题描述");
    assert_eq!([problems("HH"), problems("WY")], [["华禾的"], ["沃野的"]]);
    let person = json!({"began_on": "2026-10-05", "name": "周师傅", "phone": "13800005536", "level": "senior", "full_time": true, "products": "拖拉机",
        "certificate_no": "WX-0071", "issued_on": "2026-03-01", "valid_until": "2028-02-29"});
    save(&world, "technician", person);
    let names = |maker: &str| column(&sheet_of(&world, maker, "W22", OCTOBER, false), "姓名");
    assert_eq!([names("HH"), names("WY")], [["周师傅"], ["周师傅"]], "people are the dealer's own");
    let phone = column(&sheet_of(&world, "HH", "W22", OCTOBER, false), "电话");
    assert_eq!(phone, ["13800005536"], "the dealer's own people are no users");
    // A complaint may name no maker: it stands in no maker's sheet, and each says how many there are.
    save_for(&world, "", "complaint", complaint(json!({})));
    let shown = sheet_of(&world, "WY", "W14", OCTOBER, true);
    assert_eq!(shown["total_rows"], 0);
    assert!(remarks(&shown).contains("另有 1 件登记没有写厂家"), "{shown}");
    Ok(())
}

fn complaint(more: Value) -> Value {
    let base = json!({"received_on": "2026-10-20", "received_by": "张三", "channel": "phone", "market": "domestic", "complainant": "王丹",
        "phone": "13800005536", "address": "清河县双庙乡", "product": "手扶拖拉机", "model": "NF-121", "kind": "service",
        "severity": "ordinary", "content": "修了两次没修好"});
    with(base, more)
}

/// A maker's own form that feeds a workbook, in the place of the built-in one of its key or beside it.
fn own_form(key: &str, version: i64) -> Value {
    let fault = json!({"key": "what", "title": "现象", "kind": "text", "most": 80, "required": true});
    let day = json!({"key": "seen_on", "title": "日期", "kind": "day", "required": true});
    let mut fields = vec![day, fault];
    if version > 1 {
        fields.push(json!({"key": "units", "title": "台数", "kind": "number", "unit": "台", "min": 1, "max": 999}));
    }
    let mut feeds = json!({"workbook": "W15", "fields": {"feedback_no": "no", "day": "seen_on", "problem": "what"}});
    if version > 1 {
        feeds["fields"]["affected"] = json!("units");
    }
    json!({"key": key, "version": version, "title": "华禾质量快报", "group": "我厂表格", "principal": "needed",
        "number": {"letters": "ZX", "shape": "standard"}, "day": "seen_on", "says": ["what"],
        "sections": [{"title": "内容", "fields": fields}], "states": [{"key": "told", "title": "已报", "tone": "done", "final": true}],
        "feeds": [feeds]})
}

#[test]
fn entrysheet_3_a_head_offices_own_form_feeds_the_workbook_each_entry_by_its_own_version() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let install = |name: &str, own: Value| {
        let mut pack = farm(name);
        pack["forms"] = json!([own]);
        case.install(&pack)
    };
    install("2026.2", own_form("flash", 1))?;
    save(world, "flash", json!({"seen_on": "2026-10-20", "what": "第一版的"}));
    save(world, "quality_feedback", feedback(json!({"found_on": "2026-10-19"})));
    install("2026.3", own_form("flash", 2))?;
    save(world, "flash", json!({"seen_on": "2026-10-20", "what": "第二版的", "units": 7000}));
    let shown = sheet(world, "W15", OCTOBER);
    assert_eq!(
        column(&shown, "问题描述"),
        ["缸盖渗水", "第一版的", "第二版的"],
        "by their days, whatever form they are of: {shown}"
    );
    assert_eq!(column(&shown, "影响范围(台数)"), ["2", "", "7"], "the first version has no such field");
    assert_eq!(sheet_of(world, "WY", "W15", OCTOBER, true)["total_rows"], 0, "another maker's form");
    // An entry from before its form said what it feeds is read by the form in force.
    let database = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let (hash, source): (String, String) =
        database.query_row("SELECT hash, source FROM form_definition WHERE key = 'quality_feedback'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut older: Value = serde_json::from_str(&source)?;
    older.as_object_mut().unwrap().remove("feeds");
    older["sections"][0]["fields"].as_array_mut().unwrap().retain(|field| field["key"] != "measure");
    older["sheet"]["columns"].as_array_mut().unwrap().retain(|column| column[0] != "measure");
    let older = older.to_string();
    database.execute_batch("PRAGMA foreign_keys = OFF")?;
    let own_hash = wire::hash::sha256_hex(older.as_bytes());
    database
        .execute("UPDATE form_definition SET hash = ?1, source = ?2 WHERE hash = ?3", [&own_hash, &older, &hash])?;
    database.execute("UPDATE entry SET definition = ?1 WHERE definition = ?2", [&own_hash, &hash])?;
    drop(database);
    assert_eq!(column(&sheet(world, "W15", OCTOBER), "问题描述"), ["缸盖渗水", "第一版的", "第二版的"]);
    Ok(())
}

#[test]
fn entrysheet_4_an_entry_nobody_knows_the_form_of_is_counted_in_the_remarks() -> Outcome<()> {
    let mut world = World::set_up()?;
    save(&world, "quality_feedback", feedback(json!({})));
    world.close();
    let database = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    database.execute("UPDATE form_definition SET source = '{' || source", [])?;
    drop(database);
    world.restart()?;
    let shown = sheet(&world, "W15", OCTOBER);
    assert_eq!(shown["total_rows"], 0);
    assert!(remarks(&shown).contains("另有 1 件登记的表单定义已经不在"), "{shown}");
    Ok(())
}

#[test]
fn entryfed_1_what_a_reference_offers_stands_in_the_cell() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-09-12");
    let contract = json!({"customer": sale["customer_id"], "customer_name": "王丹", "phone": "19900364370", "paper_no": "HT-7", "from_on": "2025-11-01",
        "to_on": "2026-10-31", "visits": 2000, "lines": [{"site": "县城", "product": "打印机", "units": 3000, "rate": 60_000}]});
    let contract = save(&world, "maintenance_contract", contract);
    assert_eq!(sheet(&world, "W23", OCTOBER)["total_rows"], 0, "drafted only");
    let contract = step(&world, &contract, "sign", json!({}));
    step(&world, &contract, "notice", json!({"notice_on": "2026-10-19", "notice_way": "letter"}));
    let notice = json!({"noticed_on": "2026-10-19", "contract": contract["id"], "customer": sale["customer_id"], "customer_name": "王丹",
        "to_on": "2026-10-31", "units": 3000, "way": "letter", "sent_by": "张三"});
    save(&world, "contract_notice", notice);
    let shown = sheet(&world, "W23", OCTOBER);
    let no = contract["no"].as_str().unwrap();
    assert_eq!(
        ["合同号", "客户", "设备数", "终止日期", "到期提前通知日", "通知方式", "续约结果"]
            .map(|title| column(&shown, title)[0].clone()),
        [format!("{no} HT-7").as_str(), "王丹", "3", "2026-10-31", "2026-10-19", "书面", "已通知到期"]
    );
    assert_eq!(sheet(&world, "W23", "2025-11")["total_rows"], 0, "it stands where it ends");
    let look = json!({"contract": contract["id"], "customer_name": "王丹", "product": "打印机", "serial_no": "P-9", "last_on": "2026-04-01",
        "lines": [{"name": "搓纸轮", "quantity": 1000}, {"name": "分离片", "quantity": 2000}]});
    let look = save(&world, "preventive_inspection", look);
    let done = json!({"done_on": "2026-10-15", "engineer": "周师傅", "errors": "good", "cleaned": "good", "settings": "none", "worn": "found", "ground": "good"});
    step(&world, &look, "do", done);
    let second = built(&world, "W23", OCTOBER, 1);
    assert!(
        has(&second, &["王丹", no, "2026-10-19", "2026-10-31", "书面"]),
        "the number stands behind the reference: {second:?}"
    );
    assert!(
        has(&second, &["打印机 P-9", "2026-10-15", "正常", "不适用", "已更换", "搓纸轮、分离片", "无"]),
        "{second:?}"
    );
    Ok(())
}

#[test]
fn entryfed_2_what_the_form_masks_is_masked_where_it_goes_to_head_office() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-09-12");
    save(&world, "complaint", complaint(json!({})));
    save(&world, "complaint", complaint(json!({"customer": sale["customer_id"], "phone": "19900364370"})));
    let read = |whole: bool| {
        let shown = sheet_of(&world, "HH", "W14", OCTOBER, whole);
        (column(&shown, "投诉人"), column(&shown, "联系方式"), remarks(&shown))
    };
    let (names, phones, notes) = read(true);
    assert_eq!((names, phones), (vec!["王丹".to_owned(); 2], vec!["13800005536".to_owned(), "19900364370".into()]));
    assert!(!notes.contains("打码"), "{notes}");
    let (names, phones, notes) = read(false);
    assert_eq!(
        (names, phones),
        (vec!["王*".to_owned(), "王丹".into()], vec!["138****5536".to_owned(), "19900364370".into()])
    );
    assert!(notes.contains("1 行"), "{notes}");
    Ok(())
}

#[test]
fn entryfed_2_behind_a_reference_too() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let mut own = own_form("flash", 1);
    let who = json!({"key": "who", "title": "用户", "kind": "ref", "to": "customer"});
    own["sections"][0]["fields"].as_array_mut().unwrap().push(who);
    for (cell, source) in [("reporter", "who.name"), ("serial_no", "who.phone"), ("measure", "who.address")] {
        own["feeds"][0]["fields"][cell] = json!(source);
    }
    let mut pack = farm("2026.2");
    pack["forms"] = json!([own]);
    case.install(&pack)?;
    let agreed = world.sell("HH26B35536", "2026-10-12");
    let mut silent = with(sale("HH", "HH26B35537", "2026-10-12"), json!({"share_consent": false}));
    silent["customer"] = json!({"name": "李建国", "phone": "19900272833", "county": "清河县", "town": "柳林镇"});
    let silent = world.call("sale_open", silent);
    for one in [agreed, silent] {
        save(world, "flash", json!({"seen_on": "2026-10-20", "what": "漏油", "who": one["customer_id"]}));
    }
    let read = |whole: bool| {
        let shown = sheet_of(world, "HH", "W15", OCTOBER, whole);
        ["填报人", "出厂编号", "已采取措施"].map(|title| column(&shown, title)[1].clone())
    };
    assert_eq!(read(true), ["李建国", "19900272833", "清河县柳林镇"]);
    assert_eq!(read(false), ["李**", "199****2833", ""]);
    let shown = sheet_of(world, "HH", "W15", OCTOBER, false);
    assert_eq!(column(&shown, "填报人")[0], "王丹", "he agreed");
    assert!(remarks(&shown).contains("1 行"), "{shown}");
    Ok(())
}

#[test]
fn reported_2_an_entry_corrected_after_its_month_was_closed_stays_as_it_was_reported() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let mut pack = farm("2026.2");
    pack["effective_from"] = json!("2026-10-01");
    let flags = pack["flags"].as_array_mut().unwrap();
    flags.push(json!({"key": "report.w15", "value": true, "source": "台账 F39", "checked": false}));
    case.install(&pack)?;
    let made = save(world, "quality_feedback", feedback(json!({})));
    world.set_clock(START + 14 * DAY);
    let closed = world.call("month_close", json!({"principal": "HH", "month": OCTOBER}));
    let keys: Vec<&str> =
        closed["closed"]["sheets"].as_array().unwrap().iter().map(|sheet| sheet["key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"W15"), "{keys:?}");
    amend(world, &made, json!({"problem": "缸体渗水"}), "看错了");
    save(world, "quality_feedback", feedback(json!({"problem": "补录的"})));
    assert_eq!(column(&sheet(world, "W15", OCTOBER), "问题描述"), ["缸盖渗水"], "what was reported");
    // As with every register that states no facts to correct, the next pack brings nothing of it (CORRECTIONS-3).
    assert_eq!(sheet(world, "W15", "2026-11")["total_rows"], 0);
    assert_eq!(world.call("month_corrections", json!({"principal": "HH", "month": OCTOBER}))["rows"], json!([]));
    Ok(())
}

#[test]
fn entrygroup_3_complaints_are_counted_by_category_beside_what_was_written_of_it() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "XC", "name": "鑫昌电动车", "policy": "S3-ebike"}));
    let save = |form: &str, values: Value| save_for(&world, "XC", form, values);
    let mut one = save("complaint", complaint(json!({})));
    for (key, values) in [
        ("record", json!({})),
        ("assign", json!({"owner": "李四"})),
        ("investigate", json!({})),
        ("propose", json!({"finding": "漏装垫圈", "responsibility": "dealer", "fix": "重装", "department": "维修部"})),
        ("authorise", json!({"approved_by": "张三"})),
        ("tell", json!({"told_on": "2026-10-20", "told_way": "phone"})),
    ] {
        one = step(&world, &one, key, values);
    }
    save("complaint", complaint(json!({"content": "电话没人接"})));
    save("complaint", complaint(json!({"kind": "price", "content": "收费高"})));
    let statistics = json!({"month_end": "2026-10-31", "made_by": "张三", "received": 3000, "closed": 1000, "on_time": 1000,
        "lines": [{"kind": "service", "cases": 2000, "measure": "两人复核", "done": "已执行"}]});
    save("complaint_statistics", statistics);
    let table = |world: &World| {
        let files =
            world.call("report_build", json!({"principal": "XC", "month": OCTOBER, "keys": ["W14"], "whole": true}));
        let book = open_path(&PathBuf::from(files[0]["path"].as_str().unwrap())).unwrap();
        book.sheets[1].rows.iter().map(|row| row.iter().map(Cell::shown).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let of = |rows: &[Vec<String>], name: &str| {
        rows.iter().find(|row| row.first().is_some_and(|cell| cell == name)).cloned().unwrap_or_default()
    };
    let rows = table(&world);
    assert_eq!(of(&rows, "服务")[..6], ["服务", "2", "本店", "0.6667", "两人复核", "已执行"], "{rows:?}");
    assert_eq!(of(&rows, "价格")[..4], ["价格", "1", "", "0.3333"], "{rows:?}");
    let shown = |title: &str| column(&sheet_of(&world, "XC", "W14", OCTOBER, true), title);
    assert_eq!(shown("是否超期"), ["否", "否", "否"]);
    assert_eq!(shown("用户是否接受"), ["", "", ""]);
    world.set_clock(START + 60 * DAY);
    let told = json!({"id": one["id"], "rev": one["rev"], "step": "accept", "values": {}});
    let accepted = world.call("entry_step", told);
    assert_eq!(accepted["state"], "accepted");
    assert_eq!(
        (shown("用户是否接受"), shown("是否超期")),
        (vec!["是".into(), "".into(), "".into()], vec!["是".to_owned(); 3])
    );
    Ok(())
}

#[test]
fn a_plan_brings_a_row_for_each_part_and_its_season_stands_in_the_head() -> Outcome<()> {
    let world = World::set_up()?;
    let plan = json!({"made_on": "2026-10-20", "season": "三夏", "season_on": "2027-06-01", "made_by": "张三", "lines": [
        {"code": "055665", "name": "轴承6206", "unit": "件", "kind": "warranty", "in_stock": 4000, "used": 12_500, "planned": 20_000, "price": 8800},
        {"code": "0012", "name": "三角带", "unit": "条", "kind": "wear", "planned": 5500, "price": 1250}]});
    save(&world, "parts_plan", plan);
    let shown = sheet(&world, "W18", OCTOBER);
    assert_eq!(
        (column(&shown, "零件编码"), column(&shown, "计划数量")),
        (vec!["055665".into(), "0012".into()], vec!["20".into(), "5.5".into()])
    );
    assert_eq!(
        (column(&shown, "上年同季用量"), column(&shown, "金额")),
        (vec!["12.5".into(), "".into()], vec!["1,760.00".into(), "68.75".into()])
    );
    let read = built(&world, "W18", OCTOBER, 0);
    assert!(
        read.iter().flatten().any(|cell| cell.contains("销售季节：三夏") && cell.contains("2027-05-02")),
        "{read:?}"
    );
    Ok(())
}

#[test]
fn stock_that_goes_back_and_key_customers_have_their_workbooks() -> Outcome<()> {
    let world = World::set_up()?;
    let back = json!({"asked_on": "2026-10-20", "product": "拖拉机", "model": "HH704", "serial_no": "HH26B1", "received_on": "2025-05-01", "seasons": 2000,
        "reason": "dismantled", "responsibility": "dealer", "condition": "缺泵", "missing": "液压泵", "restore": 30_000, "freight": 80_000});
    save(&world, "stock_return", back);
    let shown = sheet(&world, "W19", OCTOBER);
    assert_eq!(
        ["进货日期", "在库作业期数", "责任归属", "运费承担方", "复原工时费", "照片张数"]
            .map(|title| column(&shown, title)[0].clone()),
        ["2025-05-01", "2", "本店", "经销商", "300.00", "0"]
    );
    let sale = world.sell("HH26B35536", "2026-09-12");
    let known = json!({"filed_on": "2026-09-20", "filed_by": "张三", "customer": sale["customer_id"], "customer_name": "双庙合作社", "address": "清河县双庙乡",
        "phone": "19900364370", "contact": "王丹", "kind": "coop", "products": "拖拉机", "last_year": 600_000_000, "basis": "上年六百万"});
    save(&world, "key_customer", known);
    for month in ["2026-09", OCTOBER] {
        let shown = sheet(&world, "W21", month);
        assert_eq!(
            (column(&shown, "名称"), column(&shown, "上年销售额")),
            (vec!["双庙合作社".into()], vec!["6,000,000.00".into()])
        );
    }
    assert_eq!(sheet(&world, "W21", "2026-08")["total_rows"], 0);
    Ok(())
}
