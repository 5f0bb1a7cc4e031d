//! A filled form on the screen: what a spreadsheet shows of it.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/book.rs"]
mod book;
mod common;

use book::{Book, form};
use common::{day, head};
use report::layout::{Align, Layout};
use report::template::{ShownCell, ShownSheet, Template};
use report::write::{Finish, Rows, Value};

fn shown(book: &Book, n: i64, rows: std::ops::Range<u64>) -> Vec<ShownSheet> {
    let layout = Layout::shipped("W01").unwrap();
    let value = |key: &str, at: i64| match key {
        "repair_no" => Value::code(format!("WX{at:04}")),
        "completed_on" => Value::Day(day(2026, 10, 7)),
        "days_taken" => Value::Int(at),
        "labour_fen" => Value::Fen(at * 1001),
        "material_fen" => Value::Fen(50),
        _ => Value::Empty,
    };
    let all: Vec<Vec<_>> = (1..=n).map(|at| layout.fields.iter().map(|key| value(key, at)).collect()).collect();
    let template = Template::open(&book.bytes(), &layout).map_err(|faults| format!("{faults:?}")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let finish = || Ok(Finish { notes: String::new(), summaries: Vec::new() });
    let written = template.fill(&layout, &head(), &mut Rows::new(&all), &finish, &out).unwrap();
    template.shown(std::fs::read(out).unwrap(), written.rows, rows).unwrap()
}

fn texts(row: &[ShownCell]) -> Vec<&str> {
    row.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn shown_1_a_cell_reads_as_it_is_formatted_and_what_is_hidden_is_hidden() {
    let sheets = shown(&form(), 2, 0..9);
    let names: Vec<_> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["月报", "说明", "汇总"]);
    let sheet = &sheets[0];
    let title = &sheet.rows[0][0];
    assert_eq!((title.text.as_str(), title.columns, title.align), ("维修月报", 8, Some(Align::Centre)));
    // Column I is hidden: H4:I4 is one column wide, and nothing of I stands between.
    assert_eq!(
        texts(&sheet.rows[3]),
        ["1", "WX0001", "", "2026年10月7日", "10.01", "0.5", "10.51", "共 1 天", "20.02", "1"]
    );
    assert_eq!((sheet.rows[3][7].columns, sheet.widths.len(), sheet.head_rows), (1, 10, 3));
    let sums = &sheet.rows[5];
    assert_eq!((sums[0].text.as_str(), sums[4].text.as_str(), sums[5].text.as_str()), ("合计", "30.03", "1"));
    assert_eq!((sums[6].text.as_str(), &sums[6].formula), ("15.515", &None));
    let unknown = form().with("xl/worksheets/sheet1.xml", "SUM(G4:G4)/COUNT(G4:G4)", "RANK(G4,G4:G4)");
    let unknown = &shown(&unknown, 2, 0..9)[0].rows[5][6];
    assert_eq!((unknown.text.as_str(), unknown.formula.as_deref()), ("", Some("RANK(G4,G4:G5)")), "nothing is made up");
    let hidden = form().with("xl/workbook.xml", "name=\"说明\"", "name=\"说明\" state=\"hidden\"");
    assert_eq!(shown(&hidden, 1, 0..9).len(), 2);
}

#[test]
fn shown_2_the_rows_asked_for_and_every_other_one() {
    let sheet = shown(&form(), 5, 3..4).swap_remove(0);
    let first: Vec<_> = sheet.rows.iter().map(|row| row[0].text.as_str()).collect();
    assert_eq!(first, ["维修月报", "经销商：清河惠农农机有限公司", "序号", "4", "合计", "单位负责人："]);
    assert_eq!(sheet.rows[4][4].text, "150.15", "the sum is that of all rows");
}
