//! Every kind of file a dealer sends, and every kind that must be refused.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/files.rs"]
mod files;

use std::time::Instant;

use chrono::NaiveDate;
use files::{Biff, LEDGER, bomb, compound, gb18030, lying_bomb, text, utf16, xls, xls_with_password, xlsx, zip_of};
use report::read::{Book, BookFormat, Cell, Encoding, Limits, NO_RESULT, open, open_path, open_within};

fn code(bytes: &[u8]) -> &'static str {
    open(bytes, "x.xlsx").unwrap_err().code()
}

fn ledger(bytes: &[u8]) -> Book {
    let book = open(bytes, "台账.csv").unwrap();
    let rows = &book.sheets[0].rows;
    assert_eq!(rows[0], [text("清河惠农 2026年10月 销售台账")]);
    assert_eq!(rows[2], [text("𠮷田贵"), text("19900000001"), text("00012345"), text("4,350元")]);
    assert_eq!(rows[3][0], text("买买提·艾合买提"));
    assert_eq!(rows.len(), 5);
    book
}

#[test]
fn encoding_1_one_ledger_in_every_encoding_is_one_ledger_e24() {
    let marked = [b"\xEF\xBB\xBF", LEDGER.as_bytes()].concat();
    for (bytes, encoding) in [
        (LEDGER.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8Bom),
        (gb18030(LEDGER), Encoding::Gb18030),
        (utf16(LEDGER, true, true), Encoding::Utf16Le),
        (utf16(LEDGER, false, true), Encoding::Utf16Be),
        (utf16(LEDGER, true, false), Encoding::Utf16Le),
        (utf16(LEDGER, false, false), Encoding::Utf16Be),
    ] {
        assert_eq!(ledger(&bytes).encoding, Some(encoding));
    }
}

#[test]
fn e24_full_width_separators_and_digits_are_read() {
    let book = open(&gb18030("姓名，日期\r\n王伟，２０２５．７．４\r\n"), "x.csv").unwrap();
    let day = report::value::day(book.sheets[0].cell(1, 1)).unwrap();
    assert_eq!((book.format, day), (BookFormat::Delimited('，'), NaiveDate::from_ymd_opt(2025, 7, 4).unwrap()));
}

#[test]
fn encoding_2_another_chinese_encoding_is_not_taken_for_sure() {
    let (big5, ..) = encoding_rs::BIG5.encode(
        "姓名,電話,機型,備註\n王偉,199,拖拉機,這台機器已經修理完成並且交還用戶\n李麗,199,收割機,發動機冒黑煙動力不足\n",
    );
    assert!(open(&big5, "x.csv").map_or(true, |book| !book.encoding_sure));
    assert!(ledger(&gb18030(LEDGER)).encoding_sure);
}

#[test]
fn encoding_3_utf8_with_a_broken_place_is_refused_with_its_line() {
    let mut bytes = LEDGER.as_bytes().to_vec();
    let at = bytes.len() - 11;
    bytes[at] = 0xFF;
    assert_eq!(
        open(&bytes, "x.csv").unwrap_err().to_string(),
        "the text is in no known encoding, first seen in line 5"
    );
}

#[test]
fn encoding_4_a_short_file_is_not_utf8_by_accident() {
    for text in ["代码,农\n1,2\n", "a,b\n1,农\n", "a,b\n1,联通\n"] {
        let book = open(&gb18030(text), "x.csv").unwrap();
        assert_eq!(book.encoding, Some(Encoding::Gb18030), "{text}");
    }
    for text in ["a,b\n35×52×8,φ35\n", "规格,×\n"] {
        assert_eq!(open(text.as_bytes(), "x.csv").unwrap().encoding, Some(Encoding::Utf8), "{text}");
    }
}

#[test]
fn read_1_a_name_does_not_decide() {
    let book = open(&gb18030(LEDGER), "台账.xls").unwrap();
    assert!(book.renamed && book.format == BookFormat::Delimited(','));
    assert!(open(&xlsx(), "台账.xls").unwrap().renamed);
    assert!(!open(&xlsx(), "台账.XLSX").unwrap().renamed);
}

#[test]
fn read_3_a_number_in_a_csv_stays_text() {
    let book = open(b"a,b\n00012345,1E5\n", "x.csv").unwrap();
    assert_eq!(book.sheets[0].rows[1], [text("00012345"), text("1E5")]);
}

#[test]
fn read_4_a_row_has_the_number_excel_shows() {
    let csv = open("\n\n姓名,电话\n\n王,\"1\n2\"\n".as_bytes(), "x.csv").unwrap();
    assert_eq!((csv.sheets[0].cell(2, 0), csv.sheets[0].cell(4, 0)), (&text("姓名"), &text("王")));
    assert_eq!(open(&xlsx(), "x.xlsx").unwrap().sheets[0].cell(1, 0), &text("𠮷田贵"));
    assert_eq!(open(&xls(&[Biff::Text(6, 2, "王")]), "x.xls").unwrap().sheets[0].cell(6, 2), &text("王"));
}

#[test]
fn xls_2_both_kinds_of_password_are_said() {
    assert_eq!(code(&compound(&[("EncryptedPackage", b"x"), ("EncryptionInfo", b"x")])), "file_password");
    assert_eq!(code(&xls_with_password()), "file_password");
}

#[test]
fn an_xlsx_keeps_what_each_cell_is() {
    let book = open(&xlsx(), "a.xlsx").unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 10, 4).unwrap();
    let expected = [
        text("𠮷田贵"),
        Cell::Number(9_996_504.0),
        Cell::Date(day),
        Cell::Moment(day.and_hms_opt(12, 0, 0).unwrap()),
        text("16:20"),
        Cell::Bool(true),
        text("#DIV/0!"),
    ];
    assert_eq!(book.sheets[0].rows[1][..6], expected[..6]);
    assert_eq!(book.sheets[0].rows[1][6].shown(), "#DIV/0!");
    assert!(book.sheets[0].rows[0].is_empty() && book.sheets[1].hidden);
}

#[test]
fn an_xls_keeps_what_each_cell_is() {
    let cells =
        [Biff::Text(1, 0, "𠮷田贵"), Biff::Number(1, 1, 12.5), Biff::Day(1, 2, 46_299.0), Biff::Text(3, 0, "合计")];
    let book = open(&xls(&cells), "老台账.xls").unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 10, 4).unwrap();
    assert_eq!(book.sheets[0].name, "台账");
    assert_eq!(book.sheets[0].rows[1], [text("𠮷田贵"), Cell::Number(12.5), Cell::Date(day)]);
    assert_eq!(book.sheets[0].rows[3], [text("合计")]);
}

#[test]
fn every_bad_file_has_its_code() {
    let whole = xlsx();
    let program = [b"MZ\x90\x00".as_slice(), &[0; 64]].concat();
    let cases: [(&str, Vec<u8>); 16] = [
        ("file_empty", Vec::new()),
        ("file_empty", b" \r\n\0".to_vec()),
        ("file_empty", b"\xEF\xBB\xBF\r\n,,\r\n".to_vec()),
        ("file_html", gb18030("<html><table><tr><td>销售台账</td></tr></table></html>")),
        ("file_password", compound(&[("EncryptedPackage", b"x"), ("EncryptionInfo", b"x")])),
        ("file_password", xls_with_password()),
        ("file_damaged", whole[..whole.len() / 2].to_vec()),
        ("file_damaged", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more".to_vec()),
        ("file_not_a_table", zip_of(&[("word/document.xml", b"x")])),
        ("file_not_a_table", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        ("file_not_a_table", program),
        ("file_not_a_table", (0..5000_u32).map(|n| (n * 7919 % 251) as u8).collect()),
        ("file_not_a_table", compound(&[("WordDocument", b"x")])),
        ("file_unsupported_sheet", zip_of(&[("[Content_Types].xml", b"x"), ("xl/workbook.bin", b"x")])),
        ("file_unsupported_sheet", zip_of(&[("mimetype", b"x"), ("content.xml", b"x")])),
        ("file_quote_open", gb18030("姓名,规格\n王,\"12寸\n李,x\n")),
    ];
    for (index, (expected, bytes)) in cases.iter().enumerate() {
        assert_eq!(code(bytes), *expected, "case {index}");
    }
}

#[test]
fn xlsx_1_a_zip_bomb_is_refused_even_when_its_directory_lies() {
    assert_eq!(code(&bomb(64 << 20)), "file_zip_bomb");
    // A part that grows past what is said of it fails its own checks before it is large.
    assert!(matches!(code(&lying_bomb(64 << 20)), "file_zip_bomb" | "file_damaged"));
    let limits = Limits { expanded_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(open_within(&bomb(2 << 20), "x", &limits).unwrap_err().code(), "file_zip_bomb");
}

#[test]
fn xlsx_2_a_far_cell_costs_no_memory() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "a").unwrap().write(1_048_575, 255, "z").unwrap();
    let book = open(&book.save_to_buffer().unwrap(), "x.xlsx").unwrap();
    assert_eq!((book.sheets[0].rows.len(), book.sheets[0].rows[1].len()), (1_048_576, 0));
}

#[test]
fn xlsx_3_a_sheet_too_wide_is_refused_and_formats_at_the_right_are_nothing() {
    let grey = rust_xlsxwriter::Format::new().set_background_color("#dddddd");
    let wide = |column: u16| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "a").unwrap().write(0, column, "z").unwrap().write_blank(0, 16_383, &grey).unwrap();
        book.save_to_buffer().unwrap()
    };
    assert!(open(&wide(255), "x.xlsx").is_ok());
    assert_eq!(code(&wide(256)), "file_too_many_columns");
    assert_eq!(code(&xls(&[Biff::Number(0, 0, 1.0), Biff::Number(1, 256, 1.0)])), "file_too_many_columns");
}

#[test]
fn xlsx_4_a_formula_without_its_result_is_no_empty_cell() {
    let sheet = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
        <c r="A1"><v>3</v></c><c r="B1"><f>A1*2</f><v>6</v></c><c r="C1"><f>A1*2</f><v></v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1"/>
        </row></sheetData></worksheet>"#;
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let book = zip_of(&[
        ("[Content_Types].xml", format!(r#"<Types xmlns="{package}/content-types"/>"#).as_bytes()),
        ("_rels/.rels", format!(r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#).as_bytes()),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{kind}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#).as_bytes()),
        ("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#).as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let row = open(&book, "x.xlsx").unwrap().sheets[0].rows[0].clone();
    assert_eq!(row, [Cell::Number(3.0), Cell::Number(6.0), Cell::Broken(NO_RESULT.into())], "the empty text is empty");
}

#[test]
fn xls_1_cells_far_apart_are_refused_before_the_reader_sees_them() {
    let cells = [Biff::Number(0, 0, 1.0), Biff::Number(65_535, 65_535, 1.0)];
    assert_eq!(code(&xls(&cells)), "file_too_many_cells");
}

#[test]
fn a_csv_of_100_mb_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("大.csv");
    std::fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    assert_eq!(open_path(&path).unwrap_err().code(), "file_too_large");
    assert_eq!(open_path(&folder.path().join("none.csv")).unwrap_err().code(), "file_unreadable");
}

#[test]
fn a_csv_of_100_000_rows_takes_as_long_as_five_of_20_000() {
    let row = "312,20261029,王宇,999825197601163391,19900300214,清河县,大王庄镇,熊家村,播种机械,金穗机械,免耕精量播种机,2BYQFH-4,JS26C64209,,1,36700,9200,23448016,2026年10月29日,王强\r\n";
    let read = |rows: usize| {
        let bytes = gb18030(&row.repeat(rows));
        let start = Instant::now();
        let book = open(&bytes, "x.csv").unwrap();
        assert_eq!((book.sheets[0].rows.len(), book.sheets[0].rows[rows - 1].len()), (rows, 20));
        start.elapsed()
    };
    // A quadratic slip would make it twenty-five times as long; a busy machine may make it twice.
    assert!(read(100_000) < 15 * read(20_000));
}
