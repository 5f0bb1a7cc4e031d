//! Stories of a month that is read in the window: the sheet as its file has it, the comparison, the pictures, and any of it as a file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::outside::left_out;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

#[path = "month_read/exports.rs"]
mod exports;

/// The form of a head office, as it hands it out.
const FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/forms/厂发月报表样.xlsx");

/// 5 November 2026 on a desk with an October, a September and an October before.
fn november() -> Outcome<World> {
    let world = World::set_up()?;
    world.set_clock(START + 16 * DAY);
    for (serial, day) in [("S1", "2026-10-03"), ("S2", "2026-10-09"), ("S3", "2026-09-20"), ("S4", "2025-10-08")] {
        world.sell(serial, day);
    }
    let mut unsigned = sale("HH", "S5", "2026-10-30");
    unsigned["user_signed"] = json!(false);
    unsigned["share_consent"] = json!(false);
    unsigned["note"] = json!("=1+1");
    world.call("sale_open", unsigned);
    for (serial, day, place, fen, within) in [
        ("S1", "2026-10-05", "变速箱", 6000, true),
        ("S1", "2026-10-15", "变速箱", 123_456_700, true),
        ("S2", "2026-10-12", "液压", 8050, false),
        ("S3", "2026-09-25", "", 5000, true),
        ("S4", "2025-10-20", "电器", 4000, false),
    ] {
        let mut draft = repair("HH", serial, day);
        draft["fault_place"] = json!(place);
        draft["labour_fen"] = json!(fen);
        draft["in_warranty"] = json!(within);
        world.call("repair_open", draft);
    }
    let mut odd = repair("HH", "S2", "2026-10-18");
    odd["completed_on"] = json!("2026-10-24");
    odd["parts"][0]["qty_milli"] = json!(125);
    odd["labour_milli_hours"] = json!(1500);
    odd["fault"] = json!("@漏油");
    world.call("repair_open", odd);
    let mut open = repair("HH", "S5", "2026-10-31");
    open["completed_on"] = Value::Null;
    open["user_signed"] = json!(false);
    open["share_consent"] = json!(false);
    open["parts"] = json!([]);
    world.call("repair_open", open);
    Ok(world)
}

fn preview(world: &World, principal: &str, key: &str, from: i64) -> Value {
    world.call("report_preview", json!({"principal": principal, "month": "2026-10", "key": key, "from": from}))
}

fn built(world: &World, principal: &str, key: &str) -> PathBuf {
    let out = world.dir().join("out");
    let input = json!({"principal": principal, "month": "2026-10", "dir": out, "keys": [key]});
    world.call("report_build", input)[0]["path"].as_str().unwrap().into()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Whether a cell of a file is seen as the words of the window: text and days are the same, a number is the printed one to
/// its last printed digit.
fn reads(cell: &Cell, shown: &str) -> bool {
    let Cell::Number(number) = cell else { return cell.shown() == shown };
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let places = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
    let Ok(printed) = digits.parse::<f64>() else { return false };
    let number = if shown.ends_with('%') { number * 100.0 } else { *number };
    (number - printed).abs() <= 0.5 * 10_f64.powi(-i32::try_from(places).unwrap()) + 1e-9
}

/// The cells of a row of a file that say something.
fn said(row: &[Cell]) -> Vec<Cell> {
    row.iter().filter(|cell| !cell.shown().is_empty()).cloned().collect()
}

fn same(key: &str, row: &[Cell], shown: &[String]) {
    let shown: Vec<_> = shown.iter().filter(|text| !text.is_empty()).collect();
    let cells = said(row);
    let alike = cells.len() == shown.len() && cells.iter().zip(&shown).all(|(cell, text)| reads(cell, text));
    assert!(alike, "{key}: the file has {cells:?}, the window {shown:?}");
}

/// Every line of the signed sheet as the window shows it.
fn lines(sheet: &Value) -> Vec<Vec<String>> {
    let head = texts(&sheet["head"]);
    let (first, rest) = head.split_at(head.len().min(3));
    let mut lines = vec![vec![sheet["title"].as_str().unwrap().to_owned()], first.to_vec()];
    lines.extend(rest.iter().map(|line| vec![line.clone()]));
    let columns = list(&sheet["columns"]);
    let mut groups: Vec<String> =
        columns.iter().filter_map(|column| column["group"].as_str()).map(str::to_owned).collect();
    groups.dedup();
    if !groups.is_empty() {
        lines.push(groups);
    }
    lines.push(columns.iter().map(|column| column["title"].as_str().unwrap().to_owned()).collect());
    let rows = list(&sheet["rows"]);
    lines.extend(rows.iter().map(texts));
    if rows.is_empty() {
        lines.push(vec![sheet["empty"].as_str().unwrap().to_owned()]);
    }
    lines.extend(Some(texts(&sheet["totals"])).filter(|totals| !totals.is_empty()));
    lines.extend(texts(&sheet["foot"]).into_iter().map(|line| vec![line]));
    lines.extend(sheet["signature"].as_str().map(|line| vec![line.to_owned()]));
    lines
}

fn summary_lines(summary: &Value) -> Vec<Vec<String>> {
    let mut lines = vec![vec![summary["title"].as_str().unwrap().to_owned()]];
    for block in list(&summary["blocks"]) {
        lines.push(vec![block["title"].as_str().unwrap().to_owned()]);
        let cells =
            |line: &Value| list(&line["cells"]).iter().map(|cell| cell["text"].as_str().unwrap().to_owned()).collect();
        lines.extend(list(&block["lines"]).iter().map(cells));
    }
    lines
}

#[test]
fn sheetview_1_what_the_window_shows_is_what_the_file_has() -> Outcome<()> {
    let world = november()?;
    let mut seen = 0;
    for key in ["W01", "W02", "W03", "W06", "W07", "W04", "W09", "W10", "W11", "W12", "W13", "W24", "W25"] {
        let sheet = preview(&world, "HH", key, 0);
        let book = open_path(&built(&world, "HH", key))?;
        let runs = world.call("report_runs", json!({"principal": "HH", "month": "2026-10"}));
        let no = list(&runs).iter().find(|run| run["key"] == key).unwrap()["no"].as_str().unwrap().to_owned();
        // The number is given when the file is built; until then a line to write on stands in its place.
        let lines: Vec<Vec<String>> = lines(&sheet);
        let rows: Vec<_> = book.sheets[0].rows.iter().filter(|row| !said(row).is_empty()).collect();
        assert_eq!(rows.len(), lines.len(), "{key}: {lines:#?}");
        for (at, (row, line)) in rows.iter().zip(&lines).enumerate() {
            let line: Vec<_> = match at {
                1 => line.iter().map(|text| text.replace("编号：______", &format!("编号：{no}"))).collect(),
                _ => line.clone(),
            };
            same(key, row, &line);
            seen += line.len();
        }
        let Some(second) = book.sheets.iter().find(|sheet| sheet.name == "汇总分析") else {
            assert_eq!(sheet["summary"], Value::Null, "{key}");
            continue;
        };
        let lines = summary_lines(&sheet["summary"]);
        let rows: Vec<_> = second.rows.iter().filter(|row| !said(row).is_empty()).collect();
        assert_eq!(rows.len(), lines.len(), "{key}: {lines:#?}");
        rows.iter().zip(&lines).for_each(|(row, line)| same(key, row, line));
    }
    assert!(seen > 500, "{seen} cells were compared");
    let money = &preview(&world, "HH", "W01", 0)["totals"];
    assert!(texts(money).contains(&"1,234,767.50".to_owned()), "{money}");
    Ok(())
}

#[test]
fn sheetview_1_any_of_the_rows_can_be_looked_at() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(START + 16 * DAY);
    for n in 0..230 {
        world.sell(&format!("HH26B{n:05}"), "2026-10-18");
    }
    let (first, second) = (preview(&world, "HH", "W03", 0), preview(&world, "HH", "W03", 200));
    assert_eq!((list(&first["rows"]).len(), list(&second["rows"]).len()), (200, 30));
    assert_eq!(
        (&second["rows"][0][0], &second["from"], &second["total_rows"]),
        (&json!("201"), &json!(200), &json!(230))
    );
    assert_eq!(first["totals"], second["totals"]);
    assert_eq!(list(&preview(&world, "HH", "W03", 900)["rows"]).len(), 0);
    assert_eq!(preview(&world, "HH", "W03", -5)["rows"], first["rows"]);
    Ok(())
}

/// Cells of a row of the maker's own form that say something.
fn form_line(row: &Value) -> Vec<String> {
    let all = list(row).into_iter().map(|cell| cell["text"].as_str().unwrap().to_owned());
    all.filter(|text| !text.trim().is_empty()).collect()
}

#[test]
fn sheetview_2_the_makers_own_form_is_shown_filled() -> Outcome<()> {
    let world = november()?;
    world.call("template_save", json!({"principal": "HH", "key": "W01", "path": FORM}));
    let sheet = preview(&world, "HH", "W01", 0);
    let grids = list(&sheet["own"]);
    assert_eq!(
        (grids[0]["name"].as_str(), &sheet["summary"]),
        (Some("月报"), &Value::Null),
        "the form is the workbook"
    );
    assert_eq!(grids[0]["head_rows"], 6);
    let shown: Vec<_> = list(&grids[0]["rows"]).iter().map(form_line).filter(|line| !line.is_empty()).collect();
    let folder = tempfile::tempdir()?;
    let file = built(&world, "HH", "W01");
    let at = folder.path().to_str().unwrap();
    let profile = format!("-env:UserInstallation=file://{at}/profile");
    let converted = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir", at, file.to_str().unwrap()])
        .output();
    let Ok(_) = converted else { return left_out("no LibreOffice") };
    // LibreOffice computed the formulas; column L is hidden, and only the merged words of line 4 begin in it.
    let book = open_path(&folder.path().join(file.file_name().unwrap()))?;
    let mut rows = Vec::new();
    for (line, row) in book.sheets[0].rows.iter().enumerate() {
        let hidden = |at: usize| at == 11 && line != 3;
        let open: Vec<Cell> =
            row.iter().enumerate().filter(|(at, _)| !hidden(*at)).map(|(_, cell)| cell.clone()).collect();
        rows.extend(Some(said(&open)).filter(|open| !open.is_empty()));
    }
    assert_eq!(rows.len(), shown.len(), "{rows:#?} {shown:#?}");
    for (row, line) in rows.iter().zip(&shown) {
        let day = |text: &str| text.split('/').map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-");
        let alike = row.len() == line.len()
            && row.iter().zip(line).all(|(cell, text)| reads(cell, text) || cell.shown() == day(text));
        assert!(alike, "the file has {row:?}, the window {line:?}");
    }
    let computed = list(&grids[0]["rows"]).iter().flat_map(list).any(|cell| cell["formula"] != Value::Null);
    assert!(!computed, "the sums of this form are shown");
    assert_eq!(
        std::fs::read_dir(world.dir())?
            .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with(".tmp"))
            .count(),
        0,
        "nothing is left beside the papers"
    );
    Ok(())
}

fn compared(world: &World) -> Value {
    world.call("month_compare", json!({"principal": "HH", "month": "2026-10"}))
}

fn figure(view: &Value, id: &str) -> Value {
    list(&view["rows"]).into_iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

/// The value beside a name on the summary sheet of a month.
fn fact(world: &World, month: &str, key: &str, name: &str) -> String {
    let input = json!({"principal": "HH", "month": month, "key": key});
    let blocks = list(&world.call("report_preview", input)["summary"]["blocks"]);
    let lines = blocks.iter().flat_map(|block| list(&block["lines"]));
    let mut cells = lines.map(|line| list(&line["cells"]));
    cells.find(|cells| cells[0]["text"] == name).unwrap()[1]["text"].as_str().unwrap().to_owned()
}

#[test]
fn compare_1_every_figure_is_the_one_the_sheets_print() -> Outcome<()> {
    let world = november()?;
    let view = compared(&world);
    assert_eq!((&view["previous"], &view["last_year"]), (&json!("2026-09"), &json!("2025-10")));
    for (id, key, name) in [
        ("received", "W01", "受理台数"),
        ("completed", "W01", "完成台数"),
        ("open", "W01", "未完台数"),
        ("overdue", "W01", "超时台数"),
        ("rework", "W01", "返修台数"),
        ("average_days", "W01", "平均修复天数"),
        ("parts", "W02", "零件数量"),
        ("in_warranty", "W01", "保内金额"),
        ("out_of_warranty", "W01", "保外金额"),
    ] {
        let row = figure(&view, id);
        for (place, month) in [("this", "2026-10"), ("previous", "2026-09"), ("last_year", "2025-10")] {
            let says = if place == "this" { &row["this"]["says"] } else { &row[place]["figure"]["says"] };
            let on_paper = fact(&world, month, key, name);
            let on_paper = if on_paper.is_empty() { "—".into() } else { on_paper };
            assert_eq!(says.as_str().unwrap().trim_start_matches('¥'), on_paper, "{id} {month}");
        }
    }
    // And 上月对比 of W01 itself.
    let input = json!({"principal": "HH", "month": "2026-10", "key": "W01"});
    let paper = world.call("report_preview", input)["summary"]["blocks"][1].clone();
    for (id, name) in
        [("received", "受理台数"), ("completed", "完成台数"), ("open", "未完台数"), ("rework", "返修台数")]
    {
        let line = list(&paper["lines"]).into_iter().find(|line| line["cells"][0]["text"] == name).unwrap();
        let row = figure(&view, id);
        assert_eq!(line["cells"][1]["text"], row["this"]["says"], "{id}");
        assert_eq!(line["cells"][2]["text"], row["previous"]["figure"]["says"], "{id}");
        let change = row["previous"]["change"]["says"].as_str().unwrap().trim_start_matches('+');
        assert_eq!(line["cells"][3]["text"], change, "{id}");
    }
    assert_eq!(figure(&view, "sold")["this"]["says"], "3");
    assert_eq!(figure(&view, "cards_returned")["this"]["says"], "0.0%");
    let money = figure(&view, "in_warranty");
    assert_eq!(money["this"]["value"], 123_456_700 + 6000 + 6000 + 2 * 17_600 + 1100, "{money}");
    let notes = texts(&view["notes"]);
    assert!(notes.len() == 2 && notes[1].contains("2025年10月"), "{notes:?}");
    Ok(())
}

#[test]
fn compare_2_nothing_is_compared_with_nothing() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(START + 16 * DAY);
    world.sell("S1", "2026-10-05");
    world.call("repair_open", repair("HH", "S1", "2026-10-06"));
    let view = compared(&world);
    for row in list(&view["rows"]) {
        for base in ["previous", "last_year"] {
            assert_eq!(
                (&row[base]["percent"]["value"], &row[base]["percent"]["says"]),
                (&Value::Null, &json!("—")),
                "{row}"
            );
        }
    }
    assert_eq!(figure(&view, "average_days")["previous"]["figure"]["says"], "—");
    assert_eq!(figure(&view, "average_days")["previous"]["change"]["says"], "—");
    assert_eq!(figure(&view, "sold")["previous"]["change"]["says"], "+1");
    let far = world.refused("month_compare", json!({"principal": "HH", "month": "2099-01"}));
    assert_eq!((far.code.as_str(), far.field.as_str()), ("out_of_range", "month"));
    assert_eq!(world.refused("month_compare", json!({"principal": "XX", "month": "2026-10"})).field, "principal");
    Ok(())
}

fn behind(world: &World, mut query: Value) -> Value {
    query["principal"] = json!("HH");
    query["month"] = json!("2026-10");
    world.call("month_rows", query)
}

#[test]
fn monthfigure_1_behind_a_figure_stand_as_many_records_as_it_says() -> Outcome<()> {
    let world = november()?;
    let view = compared(&world);
    for id in ["received", "completed", "open", "overdue", "sold"] {
        let page = behind(&world, json!({"figure": id}));
        assert_eq!(page["total"].to_string(), figure(&view, id)["this"]["says"].as_str().unwrap(), "{id}");
        assert_eq!(list(&page["rows"]).len() as i64, page["total"].as_i64().unwrap(), "{id}");
    }
    // 返修 counts machines: S1 and S2 came back, each once.
    let again = list(&behind(&world, json!({"figure": "rework"}))["rows"]);
    assert_eq!(again.iter().map(|row| row["serial"].clone()).collect::<Vec<_>>(), [json!("S1"), json!("S2")]);
    assert_eq!(figure(&view, "rework")["this"]["says"], "2");
    assert_eq!(behind(&world, json!({"figure": "in_warranty"}))["total"], 3);
    assert_eq!(behind(&world, json!({"figure": "out_of_warranty"}))["total"], 1);
    assert_eq!(behind(&world, json!({"figure": "parts"}))["rows"][0]["figure"], "2");
    let second = behind(&world, json!({"figure": "completed", "limit": 1, "offset": 1}));
    assert_eq!((list(&second["rows"]).len(), &second["total"]), (1, &json!(4)));
    for (record, command, figure) in [("repair", "repair_show", "completed"), ("sale", "sale_show", "sold")] {
        let row = behind(&world, json!({"figure": figure}))["rows"][0].clone();
        assert_eq!(row["record"], record);
        world.call(command, json!({"id": row["record_id"]}));
    }
    assert_eq!(
        world.refused("month_rows", json!({"principal": "HH", "month": "2026-10", "figure": "moons"})).code,
        "bad_input"
    );
    Ok(())
}

#[test]
fn charts_1_every_repair_stands_in_one_square_and_one_bar() -> Outcome<()> {
    let world = november()?;
    let charts = world.call("month_charts", json!({"principal": "HH", "month": "2026-10"}));
    let faults = &charts["faults"];
    let counts: Vec<Vec<i64>> = serde_json::from_value(faults["counts"].clone())?;
    assert_eq!(counts.iter().flatten().sum::<i64>(), 4, "{faults}");
    assert_eq!(faults["places"][0]["label"], "变速箱");
    for (model, line) in list(&faults["models"]).iter().zip(&counts) {
        for (place, n) in list(&faults["places"]).iter().zip(line) {
            let page = behind(&world, json!({"figure": "faults", "models": model["names"], "places": place["names"]}));
            assert_eq!(&page["total"], n, "{model} {place}");
        }
    }
    // The matrix of the sheet says the same.
    let blocks = list(&preview(&world, "HH", "W01", 0)["summary"]["blocks"]);
    let matrix = blocks.iter().find(|block| block["title"].as_str().unwrap().contains("型号×故障部位")).unwrap();
    let (head, line) = (texts_of(&matrix["lines"][0]), texts_of(&matrix["lines"][1]));
    for (place, n) in list(&faults["places"]).iter().zip(&counts[0]) {
        let at = head.iter().position(|name| place["label"] == *name).unwrap();
        assert_eq!(line[at], n.to_string());
    }
    let days = list(&charts["days"]);
    assert_eq!(days.iter().map(|bar| bar["n"].as_i64().unwrap()).sum::<i64>(), 4);
    for bar in days {
        let page = behind(&world, json!({"figure": "average_days", "from": bar["from"], "to": bar["to"]}));
        assert_eq!(page["total"], bar["n"], "{bar}");
    }
    Ok(())
}

fn texts_of(line: &Value) -> Vec<String> {
    list(&line["cells"]).iter().map(|cell| cell["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn charts_2_cards_stand_by_the_days_they_have_left_today() -> Outcome<()> {
    let world = november()?;
    let bars =
        |world: &World| list(&world.call("month_charts", json!({"principal": "HH", "month": "2026-10"}))["cards"]);
    let filled = |world: &World| -> Vec<(String, i64)> {
        let all =
            bars(world).into_iter().map(|bar| (bar["label"].as_str().unwrap().to_owned(), bar["n"].as_i64().unwrap()));
        all.filter(|(_, n)| *n > 0).collect()
    };
    let open: i64 = bars(&world).iter().map(|bar| bar["n"].as_i64().unwrap()).sum();
    let all = behind(&world, json!({"figure": "cards_left"}));
    assert_eq!((open > 0, all["total"].as_i64()), (true, Some(open)));
    for bar in bars(&world) {
        let page = behind(&world, json!({"figure": "cards_left", "from": bar["from"], "to": bar["to"]}));
        assert_eq!(
            (&page["total"], list(&page["rows"]).len() as i64),
            (&bar["n"], bar["n"].as_i64().unwrap()),
            "{bar}"
        );
    }
    let before = filled(&world);
    world.set_clock(START + 400 * DAY);
    assert_eq!(filled(&world), [("已超期".to_owned(), open)], "{before:?}");
    Ok(())
}
