//! A head office's own workbook, filled: what moves, what stays, what is refused. What other programs make of it is told in
//! the stories of the month.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/book.rs"]
mod book;
mod common;

use std::path::Path;

use book::{Book, form, part};
use common::{day, head};
use report::layout::Layout;
use report::template::Template;
use report::write::{Finish, Rows, Value, WriteProblem, Written};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn layout() -> Layout {
    Layout::shipped("W01").unwrap()
}

fn rows(n: i64) -> Vec<Vec<Value<'static>>> {
    let layout = layout();
    let value = |key: &str, at: i64| match key {
        "repair_no" => Value::code(format!("WX{at:04}")),
        "serial_no" => Value::code(format!("00{at}")),
        "completed_on" => Value::Day(day(2026, 10, 7)),
        "days_taken" => Value::Int(at),
        "labour_fen" => Value::Fen(at * 1001),
        "material_fen" => Value::Fen(50),
        _ => Value::Empty,
    };
    (1..=n).map(|at| layout.fields.iter().map(|key| value(key, at)).collect()).collect()
}

fn filled_with(book: &Book, rows: &[Vec<Value<'_>>], out: &Path) -> Result<Written, WriteProblem> {
    let layout = layout();
    let template = Template::open(&book.bytes(), &layout).map_err(|faults| format!("{faults:?}")).unwrap();
    let finish = || Ok(Finish { notes: String::new(), summaries: Vec::new() });
    template.fill(&layout, &head(), &mut Rows::new(rows), &finish, out)
}

/// The bytes of the form filled with so many rows.
fn filled(book: &Book, n: i64) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let written = filled_with(book, &rows(n), &out).unwrap();
    assert_eq!(written.rows, u64::try_from(n).unwrap());
    std::fs::read(out).unwrap()
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    match Template::open(bytes, &layout()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(report::template::TemplateFault::code).collect(),
    }
}

#[test]
fn template_1_what_needs_no_change_is_the_same_bytes() {
    let (book, new) = (form(), filled(&form(), 3));
    for (name, old) in &book.0 {
        let same = part(&new, name).as_deref() == Some(old.as_str());
        let changes = [
            "[Content_Types].xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            SHEET,
            "xl/worksheets/sheet3.xml",
            "xl/styles.xml",
            "xl/sharedStrings.xml",
            "xl/calcChain.xml",
            "xl/drawings/drawing1.xml",
        ];
        assert_eq!(same, !changes.contains(&name.as_str()), "{name}");
    }
    let sheet = part(&new, SHEET).unwrap();
    for kept in
        ["hidden=\"1\"", "<mergeCell ref=\"A1:H1\"/>", "orientation=\"landscape\"", "<c r=\"A3\" t=\"s\"><v>2</v></c>"]
    {
        assert!(sheet.contains(kept), "{kept}: {sheet}");
    }
    let styles = part(&new, "xl/styles.xml").unwrap();
    let (before, _) = styles.split_once("<cellXfs").unwrap();
    assert!(book.0.iter().any(|(_, old)| old.starts_with(before)), "what stands before the looks stays");
}

#[test]
fn template_2_formulas_ranges_and_what_stands_below_follow() {
    let new = filled(&form(), 3);
    let sheet = part(&new, SHEET).unwrap();
    for moved in [
        "<dimension ref=\"A1:K8\"/>",
        "activeCell=\"A8\" sqref=\"A8\"",
        "<row r=\"5\" ht=\"21\" customHeight=\"1\">",
        "<c r=\"G6\"><f>E6+F6</f></c>",
        "<c r=\"K5\"><f>F5*2</f></c>",
        "<c r=\"E7\"><f>SUM(E4:E6)</f></c>",
        "<c r=\"F7\"><f>SUM(F4:F6)</f></c>",
        "<f>SUM(G4:G6)/COUNT(G4:G6)</f>",
        "<row r=\"8\" ht=\"30\" customHeight=\"1\">",
        "<mergeCells count=\"5\"><mergeCell ref=\"A1:H1\"/><mergeCell ref=\"H4:I4\"/><mergeCell ref=\"A8:B8\"/><mergeCell ref=\"H5:I5\"/><mergeCell ref=\"H6:I6\"/></mergeCells>",
        "<conditionalFormatting sqref=\"E4:E6\">",
        "<formula>E4&gt;$E$7/2</formula>",
        "sqref=\"B4:B6\"",
        "<c r=\"E5\" s=\"0\"><v>20.02</v></c>",
    ] {
        assert!(sheet.contains(moved), "{moved}: {sheet}");
    }
    let book = part(&new, "xl/workbook.xml").unwrap();
    assert!(
        book.contains("月报!$A$1:$I$8<") && book.contains("月报!$1:$3<") && book.contains("fullCalcOnLoad=\"1\""),
        "{book}"
    );
    assert!(
        part(&new, "xl/worksheets/sheet3.xml").unwrap().contains("<f>SUM(月报!E4:E6)</f></c><c r=\"B1\"><f>A9</f></c>")
    );
    assert!(part(&new, "xl/drawings/drawing1.xml").unwrap().contains("<xdr:row>7</xdr:row>"));
    let named = ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"];
    assert!(part(&new, "xl/calcChain.xml").is_none());
    assert!(named.iter().all(|name| !part(&new, name).unwrap().contains("calcChain")));
}

#[test]
fn template_3_every_fault_is_told_with_its_place() {
    let strings = "xl/sharedStrings.xml";
    for (book, code) in [
        (form().with(SHEET, "row.repair.labour", "row.repair.lobour"), "template_marker_unknown"),
        (form().with(strings, "repair.no}}", "repair.note}}"), "template_marker_missing"),
        (form().with(strings, "ler.name}}", "ler.name}"), "template_marker_torn"),
        (form().with(SHEET, "<f>E4+F4</f>", "<f>E4+{{row.repair.labour}}</f>"), "template_marker_in_formula"),
        (
            form().with(
                SHEET,
                "<drawing",
                "<headerFooter><oddHeader>{{dealer.name}}</oddHeader></headerFooter><drawing",
            ),
            "template_marker_outside",
        ),
        (
            form().with("xl/drawings/drawing1.xml", "<xdr:col>0<", "<xdr:col>{{dealer.name}}<"),
            "template_marker_outside",
        ),
        (form().with(SHEET, "单位负责人：", "{{row.repair.note}}"), "template_second_row"),
        (form().with(SHEET, "H4:I4", "H4:I5"), "template_merged_across"),
        (form().with(SHEET, "<row r=\"1\">", "<row r=\"1\"><c"), "template_damaged"),
        (form().with(SHEET, "<f>E4+F4</f>", "<f t=\"array\" ref=\"G4\">E4+F4</f>"), "template_unmoving"),
        (form().with("xl/worksheets/_rels/sheet1.xml.rels", "/drawing\"", "/comments\""), "template_unmoving"),
        (
            form().and(
                "xl/pivotCache/pivotCacheDefinition1.xml",
                "<pivotCacheDefinition><cacheSource type=\"worksheet\"><worksheetSource ref=\"A3:I4\" sheet=\"月报\"/></cacheSource></pivotCacheDefinition>",
            ),
            "template_unmoving",
        ),
        (
            form().with("xl/workbook.xml", "<definedNames>", "<definedNames><definedName name=\"明细\">月报!$A$3:$I$4</definedName>").and(
                "xl/pivotCache/pivotCacheDefinition1.xml",
                "<pivotCacheDefinition><cacheSource type=\"worksheet\"><worksheetSource name=\"明细\"/></cacheSource></pivotCacheDefinition>",
            ),
            "template_pivot_by_name",
        ),
        (form().and("xl/vbaProject.bin", "x"), "template_macros"),
        (form().with("[Content_Types].xml", "sheet.main+xml", "sheet.macroEnabled.main+xml"), "template_macros"),
        (form().and("xl/externalLinks/externalLink1.xml", "<externalLink/>"), "template_external_links"),
        (form().and("_xmlsignatures/sig1.xml", "<Signature/>"), "template_signed"),
    ] {
        assert_eq!(codes(&book.bytes()), [code]);
    }
    let merged: String = (10..10_010).map(|row| format!("<mergeCell ref=\"A{row}:B{row}\"/>")).collect();
    let painted = form().with(SHEET, "<mergeCell ref=\"A1:H1\"/>", &merged);
    assert_eq!(codes(&painted.bytes()), ["template_too_many_merged"]);
    let no_row = form().with(SHEET, book::ROWS, "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row>");
    assert_eq!(codes(&no_row.bytes()), ["template_marker_missing"]);
    let two = form().with(SHEET, "row.repair.labour", "x").with(strings, "repair.no}}", "x}}");
    assert_eq!(codes(&two.bytes()), ["template_marker_unknown", "template_marker_unknown", "template_marker_missing"]);
    let said = Template::open(&two.bytes(), &layout()).err().unwrap();
    assert!(said[0].to_string().starts_with("月报!B4: the marker row.x "), "{}", said[0]);
}

#[test]
fn template_3_what_is_no_xlsx_is_told() {
    let bytes = form().bytes();
    let mut locked = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    locked.create_stream("EncryptedPackage").unwrap();
    locked.flush().unwrap();
    let mut old = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    old.create_stream("Workbook").unwrap();
    old.flush().unwrap();
    for (bytes, code) in [
        (Vec::new(), "file_not_a_table"),
        (b"%PDF-1.7".to_vec(), "file_not_a_table"),
        (bytes.get(..bytes.len() / 2).unwrap().to_vec(), "file_damaged"),
        (locked.into_inner().into_inner(), "file_password"),
        (old.into_inner().into_inner(), "template_old_excel"),
        (vec![b'P'; 5 << 20], "file_too_large"),
    ] {
        assert_eq!(codes(&bytes), [code]);
    }
}

#[test]
fn template_4_e28_a_month_without_rows_keeps_the_one_row() {
    let new = filled(&form(), 0);
    let (sheet, strings) = (part(&new, SHEET).unwrap(), part(&new, "xl/sharedStrings.xml").unwrap());
    assert!(strings.contains("本月无") && sheet.contains("<c r=\"E5\"><f>SUM(E4:E4)</f></c>"), "{sheet}");
    assert!(sheet.contains("<c r=\"A4\" s=\"1\"/>") && sheet.contains("<c r=\"C4\" s=\"1\"/>"), "{sheet}");
}

#[test]
fn template_6_the_same_rows_give_the_same_bytes() {
    assert_eq!(filled(&form(), 5), filled(&form(), 5));
}

#[test]
fn rows_1_text_stays_text_and_serials_keep_their_zeros() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let mut rows = rows(4);
    let at = |key: &str| layout().field(key).unwrap();
    for (row, text) in rows.iter_mut().zip(["=1+1", "@SUM(A1)", "000123456789012345", "_x0041_<&>"]) {
        row[at("repair_no")] = Value::text(text);
        row[at("serial_no")] = Value::code(text);
    }
    filled_with(&form(), &rows, &out).unwrap();
    let bytes = std::fs::read(&out).unwrap();
    let (sheet, styles) = (part(&bytes, SHEET).unwrap(), part(&bytes, "xl/styles.xml").unwrap());
    assert!(!sheet.contains("<f>=1+1") && sheet.contains("<c r=\"C6\" s=\"4\" t=\"s\">"), "{sheet}");
    assert!(styles.contains("quotePrefix=\"1\"") && styles.contains("numFmtId=\"49\""), "{styles}");
    let read = report::read::open(&bytes, "a.xlsx").unwrap();
    let seen: Vec<String> = (3..7).map(|row| read.sheets[0].cell(row, 2).shown()).collect();
    assert_eq!(seen[..3], ["=1+1", "@SUM(A1)", "000123456789012345"]);
    assert!(part(&bytes, "xl/sharedStrings.xml").unwrap().contains("_x005F_x0041_&lt;&amp;&gt;"));
}

#[test]
fn marker_2_markers_of_formatted_text_are_filled_where_they_stand() {
    let strings = part(&filled(&form(), 1), "xl/sharedStrings.xml").unwrap();
    let wanted = "<r><rPr><b/></rPr><t>经销商：清河惠农农机有限公司</t></r><r><t></t></r>";
    assert!(strings.contains(wanted) && !strings.contains("{{"), "{strings}");
}

#[test]
fn write_2_a_source_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let short = [vec![Value::Int(1)]];
    let problem = filled_with(&form(), &short, &out).unwrap_err();
    assert_eq!((problem.code(), std::fs::read_dir(folder.path()).unwrap().count()), ("field_count", 0));
    let long = {
        let mut rows = rows(1);
        rows[0][layout().field("labour_fen").unwrap()] = Value::Fen(i64::MAX);
        rows
    };
    let problem = filled_with(&form(), &long, &out).unwrap_err();
    assert_eq!((problem.code(), std::fs::read_dir(folder.path()).unwrap().count()), ("number_too_long", 0));
}

/// Elements may carry a prefix; some head offices' programs write them so.
#[test]
fn template_2_prefixed_elements_are_followed_too() {
    let mut book = form();
    let (_, sheet) = book.0.iter_mut().find(|(name, _)| name == SHEET).unwrap();
    *sheet = sheet.replace("</", "</x:");
    let mut out = String::new();
    let mut rest = sheet.as_str();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at + 1);
        out.push_str(before);
        if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            out.push_str("x:");
        }
        rest = tag;
    }
    out.push_str(rest);
    *sheet = out.replace("xmlns=", "xmlns:x=");
    let sheet = part(&filled(&book, 2), SHEET).unwrap();
    for part in
        ["<x:c r=\"E6\"><x:f>SUM(E4:E5)</x:f></x:c>", "<x:mergeCell ref=\"H5:I5\"/></x:mergeCells>", "<x:v>10.01</x:v>"]
    {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
}
