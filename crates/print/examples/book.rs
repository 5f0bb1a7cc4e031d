//! Prints a workbook of as many rows as asked for, for whoever wants to look at one or to know how long it takes:
//! `cargo run -p print --example book -- W01 10000 FOLDER [a3]`

use print::book::{Book, Part, Size, bind};
use report::layout::{Kind, Layout};
use report::paper::sheets;
use report::write::{Head, Period, Rows, Value, workbook};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

const WORDS: [&str; 6] =
    ["张建国", "转向油缸漏油，怠速时明显", "HH1204-D", "川汇区人和街道十二组", "轴承6206×2、三角带×1", "正常"];

fn rows(layout: &Layout, count: usize) -> Vec<Vec<Value<'static>>> {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 12).unwrap_or_default();
    let kind = |field: &String| layout.columns.iter().find(|column| column.key == *field).map(|column| column.kind);
    let value = |row: usize, at: usize, field: &String| match kind(field) {
        Some(Kind::Code) => Value::code(format!("HB07-WX-2610-{row:05}")),
        Some(Kind::Date) => Value::Day(day),
        Some(Kind::Money) => Value::Fen(12_345 + row as i64),
        Some(Kind::Quantity) => Value::Milli(1_500),
        Some(Kind::Integer) => Value::Int(3),
        Some(Kind::Rate) => Value::Rate(9_550),
        _ => Value::text(WORDS[(row + at) % WORDS.len()]),
    };
    (0..count).map(|row| layout.fields.iter().enumerate().map(|(at, field)| value(row, at, field)).collect()).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [key, count, folder, ..] = words.as_slice() else {
        return Err("which workbook, how many rows, which folder?".into());
    };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    let layout = Layout::shipped(key)?;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default();
    let head = Head {
        principal: "华禾农机".into(),
        dealer: "清河惠农农机有限公司".into(),
        dealer_code: "HB0732A".into(),
        period: Period { from: day, to: day },
        number: "HB0732A-BG-2610-A0001".into(),
        made_by: "李会计".into(),
        made_on: day,
        notes: String::new(),
        created_at: day.and_hms_opt(0, 0, 0).unwrap_or_default(),
        mark: Some("演示数据".into()),
        fields: Default::default(),
    };
    let rows = rows(&layout, count.parse()?);
    let book = folder.join(format!("{key}.xlsx"));
    workbook(&layout, &head, &mut Rows::new(&rows), &[], &book)?;
    drop(rows);
    let begun = Instant::now();
    let part = Part {
        title: layout.name.clone(),
        sheets: sheets(&std::fs::read(&book)?, &["数据".into()])?,
        copies: layout.copies.clone(),
    };
    let read = begun.elapsed();
    let size = if words.get(3).is_some_and(|size| size == "a3") { Size::A3 } else { Size::Own };
    let parts = [part];
    let bound = bind(
        &Book {
            title: &layout.name,
            author: "清河惠农农机有限公司",
            ident: key,
            day: (2026, 11, 5),
            stamp: ("2026-11-05", "10:00"),
            mark: Some("演示数据"),
            size,
            parts: &parts,
        },
        &mut |_| true,
    )?;
    std::fs::write(folder.join(format!("{key}.pdf")), &bound.bytes)?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("no peak");
    println!(
        "{} pages, {} KB, smallest letters {:.1} pt, read in {read:?}, all in {:?}, {peak}",
        bound.pages,
        bound.bytes.len() / 1024,
        bound.smallest.unwrap_or_default(),
        begun.elapsed()
    );
    Ok(())
}
