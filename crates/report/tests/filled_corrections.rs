//! A head office's own workbook in a month with corrections of closed months: told apart, and summed up by themselves.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/book.rs"]
mod book;
mod common;

use book::{Book, form, part};
use common::head;
use report::layout::Layout;
use report::paper;
use report::template::Template;
use report::write::{Finish, Row, RowSource, SourceError, Standing, Value};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn layout() -> Layout {
    Layout::shipped("W01").unwrap()
}

/// Rows of the month, then a red and a blue one for each correction.
struct Month {
    rows: i64,
    corrections: i64,
    at: i64,
}

impl RowSource for Month {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        let (at, layout) = (self.at, layout());
        if at >= self.rows + 2 * self.corrections {
            return Ok(false);
        }
        self.at += 1;
        let of_month = at < self.rows;
        let red = !of_month && (at - self.rows) % 2 == 0;
        for key in &layout.fields {
            let value = match key.as_str() {
                "repair_no" => Value::code(format!("WX{at:04}")),
                "labour_fen" if red => Value::Fen(-5_000),
                "labour_fen" => Value::Fen(10_000),
                "note" if of_month => Value::text("常规"),
                "note" if red => Value::text("△红字冲销 2026年7月 WX26070001"),
                "note" => Value::text("△补报 2026年7月 WX26070001"),
                _ => Value::Empty,
            };
            into.push(&value);
        }
        into.stand(match (of_month, red) {
            (true, _) => Standing::OfMonth,
            (_, true) => Standing::Red,
            _ => Standing::Blue,
        });
        Ok(true)
    }
}

fn filled(book: &Book, rows: i64, corrections: i64) -> Vec<u8> {
    let template = Template::open(&book.bytes(), &layout()).map_err(|faults| format!("{faults:?}")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let finish = || Ok(Finish { notes: String::new(), summaries: Vec::new() });
    template.fill(&layout(), &head(), &mut Month { rows, corrections, at: 0 }, &finish, &out).unwrap();
    std::fs::read(out).unwrap()
}

/// The form with the rows of sub-sums between the repeated row and the total.
fn asking() -> Book {
    let sums = |row: u32, marker: &str| {
        format!(
            r#"<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{{{{{marker}}}}}</t></is></c><c r="E{row}"><f>SUM(E4:E4)</f><v>0</v></c></row>"#
        )
    };
    let below = [sums(5, "sum.month"), sums(6, "sum.corrections")].concat();
    let total = r#"<row r="5"><c r="A5" t="inlineStr"><is><t>合计</t></is></c><c r="E5"><f>SUM(E4:E4)</f><v>0</v></c>"#;
    let lower = r#"<row r="7"><c r="A7" t="inlineStr"><is><t>合计</t></is></c><c r="E7"><f>SUM(E4:E4)</f><v>0</v></c>"#;
    let book = form().with(SHEET, total, &(below + lower)).with(SHEET, r#"<c r="F5"><f>SUM(F4)</f><v>0</v></c><c r="G5"><f>SUM(G4:G4)/COUNT(G4:G4)</f><v>0</v></c></row><row r="6" ht="30" customHeight="1"><c r="A6" "#, r#"</row><row r="9" ht="30" customHeight="1"><c r="A9" "#);
    book.with(SHEET, r#"<mergeCell ref="A6:B6"/>"#, "")
        .with(SHEET, "count=\"3\"", "count=\"2\"")
        .with(SHEET, "$E$5/2", "$E$7/2")
}

/// What the paper says of the filled form, row by row: the first cell and the fifth.
fn said(bytes: &[u8]) -> Vec<(String, String)> {
    let sheet = paper::sheets(bytes, &[]).unwrap().swap_remove(0);
    let row = |row: &paper::Row| {
        let cells = sheet.cells.get(row.cells.clone()).unwrap();
        let text = |column| cells.iter().find(|cell| cell.column == column).map_or("", |cell| sheet.text(cell));
        (text(0).to_owned(), text(4).to_owned())
    };
    sheet.rows.iter().map(row).filter(|(first, _)| !first.is_empty()).skip(3).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

#[test]
fn rows_3_a_row_taken_back_is_red_and_its_number_says_what_it_corrects() {
    let bytes = filled(&form(), 2, 1);
    let sheet = paper::sheets(&bytes, &[]).unwrap().swap_remove(0);
    let row = |row: usize| sheet.cells.get(sheet.rows[row].cells.clone()).unwrap();
    let texts = |at: usize| row(at).iter().map(|cell| sheet.text(cell)).collect::<Vec<_>>();
    assert_eq!(&texts(4)[..2], ["2", "WX0001"]);
    assert_eq!(&texts(5)[..2], ["3", "△红字冲销 2026年7月 WX26070001"]);
    assert_eq!(&texts(6)[..2], ["4", "△补报 2026年7月 WX26070001"]);
    let ink = |at: usize| row(at).iter().map(|cell| sheet.looks[cell.look].ink).collect::<Vec<_>>();
    let red = ink(5);
    assert!(red[..7].iter().all(|ink| *ink == [0xFF, 0, 0]), "values and formulas: {red:?}");
    assert!(ink(4).iter().chain(&ink(6)).all(|ink| *ink == [0, 0, 0]), "no other row is");

    // A form that asks for the remark has it there, and its numbers are numbers.
    let asks = form().with(SHEET, "{{row.unit.serial}}", "{{row.repair.note}}");
    let sheet = paper::sheets(&filled(&asks, 2, 1), &[]).unwrap().swap_remove(0);
    let cells = sheet.cells.get(sheet.rows[5].cells.clone()).unwrap();
    let texts: Vec<_> = cells.iter().map(|cell| sheet.text(cell)).collect();
    assert_eq!(&texts[..3], ["3", "WX0002", "△红字冲销 2026年7月 WX26070001"]);
}

#[test]
fn template_7_a_month_without_corrections_changes_no_look() {
    let styles = |bytes: &[u8]| part(bytes, "xl/styles.xml").unwrap();
    assert!(!styles(&filled(&form(), 3, 0)).contains("FFFF0000"));
    assert!(styles(&filled(&form(), 3, 1)).contains("FFFF0000"));
}

#[test]
fn marker_3_a_form_that_asks_has_its_sub_sums() {
    let bytes = filled(&asking(), 3, 2);
    let sums = pairs(&[("本月小计", "300"), ("更正小计", "100"), ("合计", "400"), ("单位负责人：", "")]);
    assert_eq!(said(&bytes)[7..], sums);
    let sheet = part(&bytes, SHEET).unwrap();
    for formula in ["<f>SUM(E4:E6)</f>", "<f>SUM(E7:E10)</f>", "<f>SUM(E4:E10)</f>"] {
        assert!(sheet.contains(formula), "{formula}: {sheet}");
    }
    // Only corrections: the month's own sum is nought, and no reference to no rows.
    let only = filled(&asking(), 0, 1);
    let sums = pairs(&[("本月小计", "0"), ("更正小计", "50"), ("合计", "50"), ("单位负责人：", "")]);
    assert_eq!(said(&only)[2..], sums);
    // No corrections: the rows are hidden, and what refers to them counts nothing of them.
    for rows in [0, 3] {
        let none = filled(&asking(), rows, 0);
        let said = said(&none);
        assert!(!said.iter().any(|(first, _)| first.contains("小计")), "{said:?}");
        assert_eq!(part(&none, SHEET).unwrap().matches("hidden=\"1\"").count(), 3, "two rows and the form's column");
    }
}

#[test]
fn template_8_a_sub_sum_stands_in_a_row_of_its_own_below() {
    let codes = |book: &Book| match Template::open(&book.bytes(), &layout()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(report::template::TemplateFault::code).collect::<Vec<_>>(),
    };
    assert_eq!(codes(&asking()), Vec::<&str>::new());
    let above = form().with("xl/sharedStrings.xml", "<t>维修月报</t>", "<t>{{sum.month}}</t>");
    assert_eq!(codes(&above), ["template_sub_sum_place"]);
    let twice = asking().with(SHEET, "sum.corrections", "sum.month");
    assert_eq!(codes(&twice), ["template_sub_sum_place"]);
    let elsewhere = form().with("xl/worksheets/sheet2.xml", "不动", "{{sum.month}}");
    assert_eq!(codes(&elsewhere), ["template_sub_sum_place"]);
    // A workbook without corrections knows no such marker.
    let faults = Template::open(&elsewhere.bytes(), &Layout::shipped("W20").unwrap()).err().unwrap();
    assert!(faults.iter().any(|fault| fault.to_string().contains("sum.month is not known")), "{faults:?}");
    let known = |key: &str| {
        report::template::markers(&Layout::shipped(key).unwrap()).iter().any(|(name, _)| name == "sum.month")
    };
    assert_eq!((known("W01"), known("W20")), (true, false));
}
