//! Stories of workbooks that are drawn from entries of forms: feedback, complaints, visits, plans, people, contracts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, START, World};
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
