//! E27: a head office's form with fifteen rows of heads, merged over rows and columns, hidden columns and rows, formulas.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/book.rs"]
mod book;
mod common;

use book::{Book, form, part};
use common::{day, head};
use report::layout::Layout;
use report::template::Template;
use report::write::{Finish, Rows, Value};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Heads above the three the plain form has.
const MORE: u32 = 12;

/// The cells of the plain form, so many rows further down: `E4`, `$E$5`, `<row r="4"`.
fn lower(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(at);
        let length = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at(length);
        out.push_str(before);
        let named = before.trim_end_matches('$');
        let column = named.ends_with(|c: char| ('A'..='K').contains(&c))
            && !named[..named.len() - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
        let row = before.ends_with("<row r=\"");
        if column || row {
            out.push_str(&(digits.parse::<u32>().unwrap() + MORE).to_string());
        } else {
            out.push_str(digits);
        }
        rest = after;
    }
    out + rest
}

fn tall() -> Book {
    let mut book = form();
    for (name, text) in &mut book.0 {
        if name == SHEET || name == "xl/worksheets/sheet3.xml" || name == "xl/workbook.xml" {
            *text = lower(text);
        }
    }
    let heads: String = (1..=MORE)
        .map(|row| {
            let hidden = if row == 5 { " hidden=\"1\"" } else { "" };
            let words = if row == 7 { "期间 {{period.year}}".to_owned() } else { format!("表头{row}") };
            format!(
                "<row r=\"{row}\"{hidden}><c r=\"A{row}\" s=\"1\" t=\"inlineStr\"><is><t>{words}</t></is></c></row>"
            )
        })
        .collect();
    book.with(SHEET, "<sheetData>", &format!("<sheetData>{heads}"))
        .with(
            SHEET,
            "<mergeCells count=\"3\">",
            "<mergeCells count=\"5\"><mergeCell ref=\"A1:K2\"/><mergeCell ref=\"B8:D12\"/>",
        )
        .with("xl/workbook.xml", "$1:$3<", "$1:$15<")
        .with("xl/workbook.xml", "月报!$A$13:", "月报!$A$1:")
}

fn rows(layout: &Layout) -> Vec<Vec<Value<'static>>> {
    let value = |key: &str, at: i64| match key {
        "repair_no" => Value::code(format!("WX{at:04}")),
        "serial_no" => Value::code(format!("00{at}")),
        "completed_on" => Value::Day(day(2026, 10, 7)),
        "labour_fen" => Value::Fen(at * 1001),
        "material_fen" => Value::Fen(50),
        _ => Value::Empty,
    };
    (1..=3).map(|at| layout.fields.iter().map(|key| value(key, at)).collect()).collect()
}

#[test]
fn e27_a_form_with_fifteen_heads_is_filled_and_keeps_everything_else() {
    let layout = Layout::shipped("W01").unwrap();
    let template = Template::open(&tall().bytes(), &layout).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(template.about().row, 16);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let finish = || Ok(Finish::default());
    template.fill(&layout, &head(), &mut Rows::new(&rows(&layout)), &finish, &out).unwrap();
    let bytes = std::fs::read(&out).unwrap();
    let sheet = part(&bytes, SHEET).unwrap();
    for kept in [
        // Heads, merged over rows and columns, and a hidden one; the hidden column; how it is printed.
        "<row r=\"5\" hidden=\"1\"><c r=\"A5\" s=\"1\" t=\"inlineStr\"><is><t>表头5</t></is></c></row>",
        "<mergeCell ref=\"A1:K2\"/><mergeCell ref=\"B8:D12\"/><mergeCell ref=\"A13:H13\"/>",
        "<col min=\"9\" max=\"9\" width=\"9\" hidden=\"1\"/>",
        "<pageSetup paperSize=\"9\" orientation=\"landscape\"/>",
        "期间 2026",
        // The row three times, its formulas with it; what lay below moved.
        "<c r=\"G16\"><f>E16+F16</f></c>",
        "<c r=\"G18\"><f>E18+F18</f></c>",
        "<c r=\"K18\"><f>F18*2</f></c>",
        "<c r=\"E19\"><f>SUM(E16:E18)</f></c>",
        "<f>SUM(G16:G18)/COUNT(G16:G18)</f>",
        "<mergeCell ref=\"A20:B20\"/>",
        "<mergeCell ref=\"H18:I18\"/>",
        "<formula>E16&gt;$E$19/2</formula>",
    ] {
        assert!(sheet.contains(kept), "{kept}: {sheet}");
    }
    let names = part(&bytes, "xl/workbook.xml").unwrap();
    assert!(names.contains("月报!$1:$15<") && names.contains("月报!$A$1:$I$20<"), "{names}");
    assert!(part(&bytes, "xl/worksheets/sheet3.xml").unwrap().contains("<f>SUM(月报!E16:E18)</f>"));
    let read = report::read::open(&bytes, "a.xlsx").unwrap();
    let seen: Vec<[String; 2]> =
        (15..18).map(|row| [1, 2].map(|column| read.sheets[0].cell(row, column).shown())).collect();
    assert_eq!(seen, [["WX0001", "001"], ["WX0002", "002"], ["WX0003", "003"]]);
}

#[test]
fn e27_a_form_that_lacks_a_marker_is_refused() {
    let layout = Layout::shipped("W01").unwrap();
    let lacking = tall().with("xl/sharedStrings.xml", "repair.no}}", "no}}");
    let faults = Template::open(&lacking.bytes(), &layout).err().unwrap();
    assert_eq!(
        faults.iter().map(report::template::TemplateFault::code).collect::<Vec<_>>(),
        ["template_marker_missing"]
    );
    assert!(faults[0].to_string().contains("row.repair.no"), "{}", faults[0]);
}
