use super::*;
use crate::layout::Layout;
use crate::write::{Finish, Head, Rows, Value, preview, workbook};
use chrono::NaiveDate;

const LAYOUT: &str = r#"{
    "key": "T", "name": "表", "title": "{principal}{month}月表", "fields": ["no", "on", "money", "note", "judged", "by"],
    "columns": [
        {"key": "seq", "title": "序号", "kind": "sequence", "width": 5},
        {"key": "no", "title": "编号", "kind": "code", "width": 9, "total": "count"},
        {"key": "on", "title": "日期", "kind": "date", "width": 10},
        {"key": "money", "title": "金额", "kind": "money", "width": 9, "total": "sum"},
        {"key": "note", "title": "备注", "kind": "text", "width": 12},
        {"key": "judged", "title": "数量", "kind": "quantity", "width": 8, "group": "总部填写"},
        {"key": "by", "title": "核定人", "kind": "text", "width": 8, "group": "总部填写"}
    ],
    "totals": {"label": "合计"}, "notes": "说明：{notes}", "signature": "单位负责人：______",
    "data": {"name": "数据"}
}"#;

/// Of the month the bench makes up.
fn head() -> Head {
    Head {
        principal: "华禾".into(),
        dealer: "清河&农机".into(),
        notes: "一行。".into(),
        mark: Some("演示数据".into()),
        ..crate::bench::head()
    }
}

fn rows() -> Vec<Vec<Value<'static>>> {
    let day = NaiveDate::from_ymd_opt(2026, 7, 15).unwrap();
    (0..3_i64)
        .map(|n| {
            let note = if n == 0 { Value::text("=1+1 长的说明_x0041_") } else { Value::Empty };
            let judged = Value::Milli(1500 * n);
            vec![Value::code(format!("00{n}")), Value::Day(day), Value::Fen(-123_456_780), note, judged, Value::Empty]
        })
        .collect()
}

fn written() -> (Layout, Vec<u8>) {
    let layout = Layout::parse(LAYOUT).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    workbook(&layout, &head(), &mut Rows::new(&rows()), &[], &out).unwrap();
    (layout, std::fs::read(out).unwrap())
}

fn texts(sheet: &Sheet, row: usize) -> Vec<&str> {
    let cells = sheet.cells.get(sheet.rows[row].cells.clone()).unwrap();
    cells.iter().map(|cell| sheet.text(cell)).collect()
}

#[test]
fn sheetpaper_1_the_paper_says_what_the_workbook_says() {
    let (layout, bytes) = written();
    let sheets = sheets(&bytes, &["数据".into()]).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["表"]);
    let sheet = &sheets[0];
    let shown = preview(&layout, &head(), &mut Rows::new(&rows()), &|| Ok(Finish::default()), 0..9).unwrap();
    assert_eq!(texts(sheet, 0).concat(), "华禾10月表");
    assert_eq!(
        (sheet.columns.len(), sheet.repeated.clone()),
        (7, 0..4),
        "title, head line and both rows of the header"
    );
    for (at, row) in shown.rows.iter().enumerate() {
        assert_eq!(texts(sheet, 4 + at), *row);
    }
    let all: String = (7..sheet.rows.len()).flat_map(|row| texts(sheet, row)).collect();
    assert_eq!(all, "合计共3条-3,703,703.40说明：一行。单位负责人：______");
    let group = sheet.cells.iter().find(|cell| sheet.text(cell) == "总部填写").unwrap();
    assert_eq!((group.across, group.down, group.align), (2, 1, Across::Centre));
    assert_eq!((sheet.page.paper, sheet.page.landscape, sheet.page.centred), (9, true, true));
    let field = |c: char| format!("<{c}>").into();
    assert_eq!(sheet.page.line(Edge::Top).filled(field), ["", "表", "演示数据"]);
    assert_eq!(sheet.page.line(Edge::Bottom).filled(field), ["清河&农机", "第 <P> 页 共 <N> 页", "<D> <T>"]);
    assert_eq!(sheet.uncounted, 0);
}

#[test]
fn sheetpaper_3_what_the_file_hides_is_not_printed() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let sheet = book.add_worksheet();
    for (row, column, text) in [(0, 0, "甲"), (0, 1, "乙"), (0, 2, "丙"), (1, 0, "丁"), (2, 2, "戊")] {
        sheet.write_string_with_format(row, column, text, &bold).unwrap();
    }
    sheet.set_column_hidden(1).unwrap();
    sheet.set_row_hidden(1).unwrap();
    book.add_worksheet().set_hidden(true).write_string(0, 0, "藏").unwrap();
    let sheets = sheets(&book.save_to_buffer().unwrap(), &[]).unwrap();
    assert_eq!(sheets.len(), 1);
    assert_eq!((sheets[0].columns.len(), sheets[0].rows.len()), (2, 2));
    assert_eq!((texts(&sheets[0], 0), texts(&sheets[0], 1)), (vec!["甲", "丙"], vec!["戊"]));
}

#[test]
fn sheetpaper_4_a_mark_in_the_last_row_of_all_is_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(1_048_575, 0, "末").unwrap();
    let why = sheets(&book.save_to_buffer().unwrap(), &[]).unwrap_err();
    assert_eq!(why.code(), "file_too_many_cells");
}

/// A sheet of rows as they stand in a file, with one look for each format.
fn read(rows: &str, formats: &[&str]) -> Sheet {
    let looks = Looks(formats.iter().map(|format| Look { format: (*format).to_owned(), ..Look::default() }).collect());
    let mut reading = sheet::Reading::new(&looks, &[], 99);
    let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    walk(&xml, |piece| reading.see(&piece.what, &piece.at)).unwrap();
    reading.done("表".into(), None, Vec::new())
}

#[test]
fn sheetpaper_2_what_a_cell_holds_reads_as_its_format_shows_it() {
    let sheet = read(
        "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>1234.5</v></c><c r=\"B1\" s=\"2\"><v>46300</v></c>\
        <c r=\"C1\" s=\"3\" t=\"inlineStr\"><is><t>联合</t></is></c><c r=\"D1\" t=\"b\"><v>1</v></c><c r=\"E1\" t=\"e\"><v>#N/A</v></c></row>",
        &["General", "#,##0.00", "yyyy/m/d", "@\"台\""],
    );
    assert_eq!(texts(&sheet, 0), ["1,234.50", "2026/10/5", "联合台", "TRUE", "#N/A"]);
    let aligns: Vec<_> = sheet.cells.iter().map(|cell| cell.align).collect();
    assert_eq!(aligns, [Across::Right, Across::Right, Across::Left, Across::Centre, Across::Centre]);
}

#[test]
fn sheetpaper_5_a_formula_without_its_value_is_counted() {
    let sheet = read(
        "<row r=\"1\"><c r=\"A1\"><f>VLOOKUP(B1,B1:B9,1)</f><v>12.5</v></c></row>\
        <row r=\"2\"><c r=\"A2\"><f>VLOOKUP(A9,B1:B9,1)</f></c><c r=\"B2\"><f>SUM(A1:A1)*2</f></c></row>\
        <row r=\"2\" ht=\"30\" customHeight=\"1\"/>",
        &["General"],
    );
    assert_eq!((texts(&sheet, 0), texts(&sheet, 1)), (vec!["12.5"], vec!["", "25"]), "what can be reckoned is");
    assert_eq!((sheet.uncounted, sheet.rows.len()), (1, 2), "a row that is put down twice is one");
}

#[test]
fn sheetpaper_6_formulas_of_a_file_nobody_computed_are_reckoned() {
    let words = "<c r=\"A1\" t=\"inlineStr\"><is><t>配件费</t></is></c>";
    let row = format!("<row r=\"1\">{words}<c r=\"B1\"><f>A1+1</f></c><c r=\"C1\"><f>2*3</f><v>0</v></c></row>");
    assert_eq!(texts(&read(&row, &["General"]), 0), ["配件费", "#VALUE!", "6"]);
    let computed = row.replace("<f>A1+1</f>", "<f>A1+1</f><v>4</v>");
    assert_eq!(texts(&read(&computed, &["General"]), 0), ["配件费", "4", "0"], "a file that was computed is believed");
}
