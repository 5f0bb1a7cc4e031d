//! Whatever stands in a register: in every shipped layout the same rows are the same bytes twice, and read back they are
//! the values that were given.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::path::Path;

use chrono::{Days, NaiveDate};
use common::{day, head};
use proptest::prelude::*;
use report::layout::{Column, Kind, Layout, SHIPPED};
use report::read::{Cell, Grid, open_path};
use report::write::{Rows, Value, workbook};

/// Fifteen digits are what a spreadsheet keeps.
const MOST: i64 = 999_999_999_999_999;

/// What people type, and what makes a spreadsheet do something of its own.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,24}",
        "[=+@＝-][A-Z0-9()+]{1,8}",
        "0{0,4}[0-9]{1,18}",
        "[0-9]E[0-9]",
        "_x00[0-9A-F]{2}_",
        "[ \u{3000}]{1,2}[王丹𠮷㛃·]{0,3}[ ]{0,2}",
        "[甲乙丙]{1,3}\n[<>&\"']{0,3}",
        Just("2026-10-04".to_owned()),
        Just("TRUE".to_owned()),
    ]
}

fn value(kind: Option<Kind>) -> BoxedStrategy<Value<'static>> {
    let days = |n: u64| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(n);
    let known = match kind {
        Some(Kind::Date) => (0_u64..30_000).prop_map(move |n| Value::Day(days(n))).boxed(),
        Some(Kind::Money) => (-MOST / 1_000_000..MOST / 1_000_000).prop_map(Value::Fen).boxed(),
        Some(Kind::Quantity) => (0..MOST / 1_000_000).prop_map(Value::Milli).boxed(),
        Some(Kind::Integer) => (0..MOST / 1_000_000).prop_map(Value::Int).boxed(),
        Some(Kind::Rate) => (0_i64..20_000).prop_map(Value::Rate).boxed(),
        Some(Kind::Code) => words().prop_map(Value::code).boxed(),
        _ => words().prop_map(Value::text).boxed(),
    };
    prop_oneof![1 => Just(Value::Empty), 5 => known].boxed()
}

/// A shipped layout with rows for each of its fields.
fn month() -> impl Strategy<Value = (Layout, Vec<Vec<Value<'static>>>)> {
    (0..SHIPPED.len()).prop_flat_map(|at| {
        let layout = Layout::parse(SHIPPED[at].1).unwrap();
        let kind = |key: &String| layout.columns.iter().find(|column| column.key == *key).map(|column| column.kind);
        let row: Vec<_> = layout.fields.iter().map(|key| value(kind(key))).collect();
        prop::collection::vec(row, 0..4).prop_map(move |rows| (layout.clone(), rows))
    })
}

fn grid(path: &Path) -> Grid {
    open_path(path).unwrap().sheets.remove(0)
}

/// A text as a cell can hold it; that characters XML cannot hold are left out is told in CLEAN-1.
fn held(text: &str) -> String {
    let kept = text.replace("\r\n", "\n").replace(['\r', '\u{85}'], "\n");
    let holds = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(*c, '\u{FFFE}' | '\u{FFFF}'));
    kept.chars().filter(holds).collect()
}

/// Whether a cell says what the value said.
fn says(cell: &Cell, value: &Value<'_>, column: &Column) -> bool {
    match value {
        Value::Empty => match &column.when_empty {
            Some(instead) => cell.shown() == *instead,
            None => *cell == Cell::Empty,
        },
        Value::Text(text) | Value::Code(text) => {
            let text = held(text);
            if text.is_empty() { *cell == Cell::Empty } else { *cell == Cell::Text(text) }
        }
        Value::Day(day) => *cell == Cell::Date(*day),
        Value::Fen(fen) => report::value::fen(cell) == Ok(*fen),
        Value::Milli(milli) => report::value::quantity_milli(cell) == Ok(*milli),
        Value::Int(int) => matches!(cell, Cell::Number(number) if *number == *int as f64),
        Value::Rate(rate) => matches!(cell, Cell::Number(number) if *number == *rate as f64 / 10_000.0),
        Value::Flag(_) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_rows_of_any_shipped_layout_are_the_same_bytes_twice_and_read_back_as_they_were((layout, rows) in month()) {
        let folder = tempfile::tempdir().unwrap();
        let [once, twice] = ["a.xlsx", "b.xlsx"].map(|name| folder.path().join(name));
        for path in [&once, &twice] {
            workbook(&layout, &head(), &mut Rows::new(&rows), &[], path).unwrap();
        }
        prop_assert!(std::fs::read(&once).unwrap() == std::fs::read(&twice).unwrap(), "{}: the same bytes", layout.key);
        let grid = grid(&once);
        let total = grid.rows.iter().rposition(|row| row.first() == Some(&Cell::Text("合计".into()))).unwrap();
        let first = total - rows.len().max(1);
        for (at, row) in rows.iter().enumerate() {
            for (index, column) in layout.columns.iter().enumerate() {
                let Some(field) = layout.field(&column.key) else { continue };
                let cell = grid.cell(first + at, index);
                prop_assert!(says(cell, &row[field], column), "{} {}: {:?} is read as {cell:?}", layout.key, column.key, row[field]);
            }
        }
    }
}

#[test]
fn what_a_cell_is_compared_with_can_differ() {
    let layout = Layout::shipped("W03").unwrap();
    let column = &layout.columns[1];
    assert!(says(&Cell::Date(day(2026, 10, 4)), &Value::Day(day(2026, 10, 4)), column));
    assert!(!says(&Cell::Number(12345.0), &Value::code("00012345"), column));
    assert!(!says(&Cell::Text("12345".into()), &Value::code("00012345"), column));
}
