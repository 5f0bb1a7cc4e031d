//! A layout is checked whole, and every fault is named with its place.
#![allow(missing_docs, clippy::unwrap_used)]

use report::layout::{Layout, SHIPPED};
use serde_json::{Value, json};

fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut layout: Value = serde_json::from_str(SHIPPED[0].1).unwrap();
    change(&mut layout);
    let problem = Layout::parse(&layout.to_string()).unwrap_err();
    problem.faults.iter().map(ToString::to_string).collect()
}

fn set(pointer: &'static str, value: Value) -> impl FnOnce(&mut Value) {
    move |layout| {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        match layout.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[member.parse::<usize>().unwrap()] = value,
            object => object[member] = value,
        }
    }
}

#[test]
fn layout_1_columns_may_be_dropped_renamed_and_moved() {
    let mut layout: Value = serde_json::from_str(SHIPPED[0].1).unwrap();
    let columns = layout["columns"].as_array_mut().unwrap();
    columns.truncate(20);
    columns.swap(2, 7);
    columns[3]["title"] = json!("方式");
    assert!(Layout::parse(&layout.to_string()).is_ok());
}

#[test]
fn layout_2_every_fault_is_told_with_its_place() {
    for (change, place) in [
        (set("/columns/3/key", json!("chanel")), "/columns/3/key: chanel is not in /fields"),
        (set("/columns/0/key", json!("repair_no")), "/columns/0/key: repair_no is counted"),
        (set("/columns/2/width", json!(0)), "/columns/2/width"),
        (set("/columns/3/total", json!("sum")), "/columns/3/total"),
        (set("/title", json!("{principle}月报")), "/title: {principle} is neither"),
        (set("/notes", json!("说明：{notes")), "/notes: a { without its }"),
        (set("/fields/2", json!("repair_no")), "/fields/2"),
        (set("/summary/blocks/0/key", json!("top_faults")), "/summary/blocks/2"),
        (set("/data/name", json!("汇总分析")), "/data/name: is the name"),
        (set("/name", json!("维修/月报")), "/name: no sheet name"),
        (set("/totals", json!(null)), "/columns/4/total: the layout has no /totals"),
        (set("/page/font_size", json!(90)), "/page/font_size"),
        (set("/corrections/facts/2", json!("chanel")), "/corrections/facts/2: chanel is not in /fields"),
        (set("/corrections/settled", json!("done")), "/corrections/settled: done is not in /fields"),
        (set("/corrections/facts/2", json!("note")), "/corrections/note: is no fact"),
    ] {
        let faults = faults(change);
        assert!(faults.iter().any(|fault| fault.starts_with(place)), "{place}: {faults:?}");
    }
}

#[test]
fn layout_3_an_unknown_member_is_refused() {
    for pointer in ["", "/columns/1", "/page", "/totals", "/summary/blocks/0", "/data", "/corrections"] {
        let faults = faults(|layout| {
            layout.pointer_mut(pointer).unwrap()["colour"] = json!("red");
        });
        assert!(faults[0].starts_with("line ") && faults[0].contains("colour"), "{pointer}: {faults:?}");
    }
}

#[test]
fn a_key_nobody_ships_is_refused() {
    assert!(Layout::shipped("W99").is_err());
}
