//! Writes every shipped layout with made-up rows into a folder: `cargo run -p report --example month -- FOLDER [ROWS]`.
#![allow(missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;

use report::layout::{Layout, SHIPPED};
use report::write::{Summary, SummaryData, Value, workbook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(arguments.next().unwrap_or_else(|| ".".into()));
    let rows = arguments.next().and_then(|rows| rows.parse().ok()).unwrap_or(60);
    for (key, json) in SHIPPED {
        let layout = Layout::parse(json)?;
        let mut source = common::MadeUp::new(&layout, rows);
        let written =
            workbook(&layout, &common::head(), &mut source, &summaries(key), &folder.join(format!("{key}.xlsx")))?;
        println!("{key} {} rows {} bytes {}", written.rows, written.bytes, written.sha256);
    }
    Ok(())
}

fn summaries(key: &str) -> Vec<Summary<'static>> {
    let facts = SummaryData::Facts(vec![
        ("received", Value::Int(180)),
        ("average_days", Value::Milli(1250)),
        ("in_warranty_fen", Value::Fen(1_336_741)),
    ]);
    let matrix = SummaryData::Matrix {
        columns: vec!["发动机".into(), "液压".into(), "电器".into()],
        rows: vec![("4LZ-6.0P".into(), vec![3, 0, 1]), ("ZS1115".into(), vec![2, 5, 0])],
    };
    let sold = |model: &'static str, sold| {
        let mut row = vec![Value::code(model), Value::Empty, Value::Empty];
        row.extend([
            Value::Int(sold),
            Value::Int(0),
            Value::Empty,
            Value::Int(sold * 9),
            Value::Int(7),
            Value::Int(2),
            Value::Rate(9550),
        ]);
        row
    };
    match key {
        "W01" => vec![Summary { key: "counts", data: facts }, Summary { key: "model_by_fault_part", data: matrix }],
        "W03" => {
            vec![Summary { key: "by_model", data: SummaryData::Table(vec![sold("ZS1115", 12), sold("HH704", 3)]) }]
        }
        _ => Vec::new(),
    }
}
