//! Stories of lists as files, and of long work that is stopped.

use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};
use std::path::Path;

fn export(world: &World, list: &str, query: Value, path: &Path) -> Value {
    world.call("list_export", json!({"of": {"list": list, "query": query}, "path": path}))
}

/// The rows of an .xlsx or .csv, header first.
fn rows(path: &Path) -> Outcome<Vec<Vec<Cell>>> {
    Ok(open_path(path)?.sheets.swap_remove(0).rows)
}

fn column(rows: &[Vec<Cell>], title: &str) -> Vec<String> {
    let at = rows[0].iter().position(|cell| cell.shown() == title).unwrap_or(usize::MAX);
    rows[1..].iter().map(|row| row.get(at).map(Cell::shown).unwrap_or_default()).collect()
}

#[test]
fn export_1_every_row_that_matches_is_in_the_file() -> Outcome<()> {
    let world = World::set_up()?;
    for n in 0..230 {
        let day = if n % 2 == 0 { "2026-10-18" } else { "2026-09-18" };
        world.sell(&format!("HH26B{n:05}"), day);
    }
    let folder = tempfile::tempdir()?;
    let all = folder.path().join("销售.xlsx");
    assert_eq!(export(&world, "sales", json!({"limit": 1}), &all)["rows"], 230, "not only what the page had loaded");
    assert_eq!(rows(&all)?.len(), 231);
    let october = folder.path().join("十月.csv");
    let query = json!({"month": "2026-10", "principal": "HH", "state": "queued"});
    assert_eq!(export(&world, "sales", query, &october)["rows"], 115);
    let serials = column(&rows(&october)?, "出厂编号");
    assert_eq!((serials.len(), serials[0].as_str()), (115, "HH26B00228"), "in the order of the page");
    let audit = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let told: i64 = audit.query_row("SELECT count(*) FROM audit WHERE op = 'list_export'", [], |row| row.get(0))?;
    assert_eq!(told, 2, "what left the desk stands in the trail");
    Ok(())
}

#[test]
fn export_3_a_file_of_a_search_that_stopped_says_so() -> Outcome<()> {
    let world = World::set_up()?;
    for n in 0..201 {
        world.sell(&format!("HH26B{n:05}"), "2026-10-18");
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("销售.xlsx");
    let cut = export(&world, "sales", json!({"term": "HH26B"}), &file);
    assert_eq!((&cut["rows"], &cut["cut"]), (&json!(200), &json!(true)), "{cut}");
    let whole = export(&world, "sales", json!({}), &file);
    assert_eq!((&whole["rows"], &whole["cut"]), (&json!(201), &json!(false)), "{whole}");
    let few = export(&world, "sales", json!({"term": "HH26B0001"}), &file);
    assert_eq!((&few["rows"], &few["cut"]), (&json!(10), &json!(false)), "{few}");
    Ok(())
}

#[test]
fn drop_1_a_file_is_known_by_what_is_in_it_and_nothing_is_written() -> Outcome<()> {
    let world = World::set_up()?;
    let folder = tempfile::tempdir()?;
    let look = |path: &Path| world.call("file_look", json!({"path": path}));
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    // Whatever it is called.
    for (file, kind) in [("packs/S0-farm.json", "pack"), ("calendars/CN-2026.json", "calendar")] {
        let other = folder.path().join("下载.bin");
        std::fs::copy(policies.join(file), &other)?;
        let said = look(&other);
        assert_eq!((&said["kind"], &said["name"]), (&json!(kind), &json!("下载.bin")), "{said}");
    }
    let sheet = folder.path().join("回填.txt");
    let head = "维修单号,申请金额,核定金额,核减金额,核减原因,核定人";
    std::fs::write(&sheet, format!("编号：HB0732A-HX-2610-A0001\n{head}\nWX1,1,1,0,,刘审\n"))?;
    assert_eq!(look(&sheet)["kind"], "sheet");
    let trail = world.call("audit_list", json!({}))["total"].clone();
    look(&policies.join("packs/S0-farm.json"));
    assert_eq!(world.call("audit_list", json!({}))["total"], trail);
    Ok(())
}

#[test]
fn drop_2_of_any_other_file_it_is_said_what_it_is_not() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-18");
    let folder = tempfile::tempdir()?;
    let look = |path: &Path| world.call("file_look", json!({"path": path}));
    let ledger = folder.path().join("销售.xlsx");
    export(&world, "sales", json!({}), &ledger);
    let unlike = folder.path().join("x.json");
    std::fs::write(&unlike, "{\"a\": 1}")?;
    let missing = folder.path().join("没有.xlsx");
    for (path, words) in [
        (ledger.as_path(), "导入台账"),
        (unlike.as_path(), "不是政策包"),
        (missing.as_path(), "读不了"),
        (folder.path(), "文件夹"),
    ] {
        let said = look(path);
        assert_eq!(said["kind"], Value::Null, "{said}");
        assert!(said["says"].to_string().contains(words), "{said}");
    }
    Ok(())
}

#[test]
fn export_2_what_was_typed_stays_text() -> Outcome<()> {
    let world = World::set_up()?;
    let mut sold = sale("HH", "00012345", "2026-10-18");
    sold["customer"]["name"] = json!("=HYPERLINK(\"http://x\")");
    sold["customer"]["phone"] = json!("+8619900364370");
    world.call("sale_open", sold);
    let folder = tempfile::tempdir()?;
    let (xlsx, csv) = (folder.path().join("a.xlsx"), folder.path().join("a.CSV"));
    for path in [&xlsx, &csv] {
        export(&world, "sales", json!({}), path);
        let rows = rows(path)?;
        assert_eq!(column(&rows, "出厂编号"), ["00012345"]);
        assert_eq!(column(&rows, "购机者"), ["=HYPERLINK(\"http://x\")"], "our own reading takes the mark off again");
    }
    let bytes = std::fs::read(&csv)?;
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "UTF-8 with its mark, as a spreadsheet wants it");
    let text = String::from_utf8(bytes)?;
    assert!(text.contains("'=HYPERLINK") && text.contains("'+8619900364370"), "{text}");
    let kinds: Vec<_> = rows(&xlsx)?[1].iter().map(std::mem::discriminant).collect();
    assert_eq!(kinds[9], std::mem::discriminant(&Cell::Text(String::new())), "a serial is no number");
    assert_eq!(kinds[11], std::mem::discriminant(&Cell::Number(0.0)), "a price is one");
    Ok(())
}

#[test]
fn every_list_of_the_window_can_be_exported() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    let open = world.call("repair_open", repair("HH", "HH26B35536", "2026-10-18"));
    world.call("repair_submit", json!({"id": open["id"]}));
    let part = world.call("old_part_list", json!({}))["rows"][0]["id"].take();
    world.call("old_part_move", json!({"id": part, "state": "in_store"}));
    let batch = json!({"principal": "HH", "parts": [part], "boxes": 1, "waybill_no": "001", "sent_on": "2026-10-20"});
    world.call("parts_batch_send", batch);
    let claim = json!({"no": "HX-1", "amount_fen": 1, "claimed_on": "2026-08-31"});
    world.call("opening_claims_add", json!({"principal": "HH", "claims": [claim]}));
    world.call("part_save", json!({"code": "055665", "name": "轴承"}));
    world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    let folder = tempfile::tempdir()?;
    for (list, query, least) in [
        ("today", json!({}), 0),
        ("sales", json!({"term": "王丹", "due_only": false}), 1),
        ("repairs", json!({"state": "submitted"}), 1),
        ("old_parts", json!({"state": "sent"}), 1),
        ("batches", json!({"principal": "HH"}), 1),
        ("opening_claims", json!({"principal": "HH"}), 1),
        ("customers", json!({"term": "王"}), 1),
        ("units", json!({}), 1),
        ("models", json!({}), 1),
        ("parts", json!({}), 1),
        ("report_runs", json!({"principal": "HH", "month": "2026-10"}), 5),
        ("outbox", json!({"state": "open"}), 5),
        ("inbox", json!({}), 0),
    ] {
        for ending in ["xlsx", "csv"] {
            let path = folder.path().join(format!("{list}.{ending}"));
            let said = export(&world, list, query.clone(), &path)["rows"].as_i64().unwrap_or(-1);
            let lines = rows(&path)?.len();
            assert!(said >= least && lines as i64 == said + 1, "{list}.{ending}: {said} rows, {lines} lines");
        }
    }
    Ok(())
}

#[test]
fn a_file_of_another_kind_or_place_is_refused() -> Outcome<()> {
    let world = World::set_up()?;
    let refused =
        |path: &str| world.refused("list_export", json!({"of": {"list": "sales", "query": {}}, "path": path}));
    for path in ["", "销售", "销售.pdf", "desk.db"] {
        assert_eq!((refused(path).code.as_str(), refused(path).field.as_str()), ("out_of_range", "path"), "{path}");
    }
    let nowhere = world.dir().join("nowhere/销售.xlsx");
    assert_eq!(refused(&nowhere.to_string_lossy()).code, "folder_missing");
    let unknown = world.refused("list_export", json!({"of": {"list": "moons", "query": {}}, "path": "a.csv"}));
    assert_eq!(unknown.code, "bad_input");
    Ok(())
}

#[test]
fn cards_due_can_be_narrowed_by_month_and_by_term() -> Outcome<()> {
    let world = World::set_up()?;
    for (serial, day) in [("HH26B00001", "2026-10-01"), ("HH26B00002", "2026-10-20"), ("HH26B00003", "2026-11-01")] {
        world.set_clock(START + 13 * DAY);
        let mut sold = sale("HH", serial, day);
        sold["user_signed"] = json!(false);
        world.call("sale_open", sold);
    }
    world.set_clock(START + 40 * DAY);
    let due = |query: Value| {
        let page = world.call("sale_list", query);
        let serials: Vec<_> = page["rows"].as_array().into_iter().flatten().map(|row| row["serial"].clone()).collect();
        assert_eq!(page["total"], serials.len());
        serials
    };
    assert_eq!(due(json!({"due_only": true})).len(), 3);
    assert_eq!(due(json!({"due_only": true, "month": "2026-10"})), [json!("HH26B00001"), json!("HH26B00002")]);
    assert_eq!(due(json!({"due_only": true, "term": "00003"})), [json!("HH26B00003")]);
    assert!(due(json!({"due_only": true, "month": "2026-10", "term": "00003"})).is_empty());
    Ok(())
}

#[test]
fn task_1_an_import_that_is_stopped_leaves_nothing() -> Outcome<()> {
    let world = World::set_up()?;
    let file = world.dir().join("台账.csv");
    let mut ledger = String::from("购机日期,购机者姓名,联系电话,生产厂家,产品名称,购买机型,出厂编号,数量(台)\n");
    for n in 0..20_000 {
        ledger.push_str(&format!("2026-10-18,冯艳,199{n:08},华禾农机,轮式拖拉机,HH704,HH26B{n:05},1\n"));
    }
    std::fs::write(&file, ledger)?;
    let ended = std::thread::scope(|scope| {
        let app = world.app();
        let work = scope.spawn(|| app.call("import_run", json!({"path": file, "kind": "sales", "task": "i1"})));
        let mut seen = 0;
        while !work.is_finished() {
            let task = world.call("task_show", json!({"id": "i1"}));
            seen = seen.max(task["done"].as_i64().unwrap_or(0));
            if seen > 0 {
                world.call("task_stop", json!({"id": "i1"}));
            }
        }
        assert!(seen > 0, "how far it is can be asked for meanwhile");
        work.join()
    });
    let error = ended.map_err(|_| "the import broke")?.err().ok_or("the import was not stopped")?;
    assert_eq!((error.code.as_str(), error.message.as_str()), ("stopped", "已取消，什么都没有导入"));
    assert_eq!(world.call("sale_list", json!({}))["total"], 0);
    assert_eq!(world.call("task_show", json!({"id": "i1"})), Value::Null);
    Ok(())
}
