//! What is written is read back: by our own reader here, by other programs in `offices.rs`.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/book.rs"]
mod book;
mod common;

use std::path::Path;

use common::{MadeUp, day, head};
use report::layout::{Kind, Layout, SHIPPED, Total};
use report::read::{Cell, Encoding, Grid, header, open_path};
use report::write::{
    CsvEncoding, ERROR_COLUMNS, Head, Row, RowSource, Rows, SourceError, Standing, Summary, SummaryData, TableColumn,
    Value, WriteProblem, csv, error_list, table, workbook,
};

fn layouts() -> impl Iterator<Item = Layout> {
    SHIPPED.iter().map(|(key, json)| {
        let layout = Layout::parse(json).unwrap();
        assert_eq!(layout.key, *key);
        layout
    })
}

fn signed(path: &Path) -> Grid {
    open_path(path).unwrap().sheets.remove(0)
}

fn total_row(grid: &Grid) -> usize {
    grid.rows.iter().position(|row| row.first() == Some(&Cell::Text("合计".into()))).unwrap()
}

#[test]
fn every_layout_has_the_columns_of_its_form() {
    let columns = layouts().map(|layout| (layout.columns.len(), layout.fields.len())).collect::<Vec<_>>();
    assert_eq!(
        columns[..8],
        [(34, 33), (22, 21), (20, 19), (10, 9), (17, 16), (25, 24), (21, 20), (26, 25)],
        "W01 to W08"
    );
    assert_eq!(
        columns[8..16],
        [(13, 12), (24, 23), (18, 17), (17, 16), (12, 11), (21, 20), (15, 14), (14, 13)],
        "W09 to W16"
    );
    assert_eq!(
        columns[16..],
        [(8, 7), (14, 13), (14, 13), (8, 8), (14, 13), (12, 11), (9, 8), (8, 7), (9, 8)],
        "W17 to W25"
    );
}

#[test]
fn every_layout_reads_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    for layout in layouts() {
        let path = folder.path().join(&layout.key);
        let written = workbook(&layout, &head(), &mut MadeUp::new(&layout, 50), &[], &path).unwrap();
        assert_eq!((written.rows, written.bytes), (50, std::fs::metadata(&path).unwrap().len()));
        let grid = signed(&path);
        let names: Vec<_> = layout.columns.iter().map(|column| [column.title.as_str()]).collect();
        let known: Vec<_> = names.iter().map(|name| &name[..]).collect();
        let head = header(&grid, &known).unwrap();
        assert!(head.columns.iter().all(Option::is_some), "{}: {:?}", layout.key, head.columns);
        assert_eq!(head.records(&grid).count(), 50, "{}", layout.key);
        for (row, cells) in head.records(&grid) {
            for (index, column) in layout.columns.iter().enumerate() {
                let cell = cells.get(index).unwrap_or(&Cell::Empty);
                let fits = match column.kind {
                    Kind::Text | Kind::Code => matches!(cell, Cell::Text(_) | Cell::Empty),
                    Kind::Date => matches!(cell, Cell::Date(_) | Cell::Empty),
                    _ => matches!(cell, Cell::Number(_) | Cell::Empty),
                };
                assert!(fits, "{} row {row} {}: {cell:?}", layout.key, column.key);
            }
        }
    }
}

#[test]
fn write_5_totals_are_the_sums_of_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    for layout in layouts() {
        let path = folder.path().join(&layout.key);
        workbook(&layout, &head(), &mut MadeUp::new(&layout, 500), &[], &path).unwrap();
        let grid = signed(&path);
        let total = total_row(&grid);
        for (index, column) in layout.columns.iter().enumerate() {
            let shown = grid.cell(total, index);
            match column.total {
                Total::None => assert!(index == 0 || *shown == Cell::Empty, "{} {}", layout.key, column.key),
                Total::Count => assert_eq!(*shown, Cell::Number(500.0)),
                Total::Sum => {
                    let number = |row| report::value::fen(grid.cell(row, index)).unwrap_or(0);
                    let sum: i64 = (total - 500..total).map(number).sum();
                    assert_eq!(report::value::fen(shown), Ok(sum), "{} {}", layout.key, column.key);
                }
            }
        }
    }
}

#[test]
fn write_1_the_same_data_is_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W01").unwrap();
    let write = |name, head: &Head| {
        workbook(&layout, head, &mut MadeUp::new(&layout, 30), &[], &folder.path().join(name)).unwrap().sha256
    };
    let first = write("a.xlsx", &head());
    assert_eq!(first, write("b.xlsx", &head()));
    assert_ne!(first, write("c.xlsx", &Head { number: "2".into(), ..head() }));
}

struct Unhinted<'a>(MadeUp<'a>);

impl RowSource for Unhinted<'_> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        self.0.next_row(row)
    }
}

#[test]
fn write_3_the_form_for_long_tables_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W01").unwrap();
    let (short, long) = (folder.path().join("short.xlsx"), folder.path().join("long.xlsx"));
    workbook(&layout, &head(), &mut MadeUp::new(&layout, 40), &[], &short).unwrap();
    workbook(&layout, &head(), &mut Unhinted(MadeUp::new(&layout, 40)), &[], &long).unwrap();
    assert_eq!(open_path(&short).unwrap().sheets, open_path(&long).unwrap().sheets);
}

/// A spreadsheet takes a row told twice for damage and asks to repair the file.
#[test]
fn write_9_a_row_stands_once_in_its_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    for layout in layouts() {
        for (rows, long) in [(0, false), (3, false), (3, true)] {
            let (mut short, mut unhinted) = (MadeUp::new(&layout, rows), Unhinted(MadeUp::new(&layout, rows)));
            let source: &mut dyn RowSource = if long { &mut unhinted } else { &mut short };
            workbook(&layout, &head(), source, &[], &out).unwrap();
            let bytes = std::fs::read(&out).unwrap();
            for number in 1..=3 {
                let Some(sheet) = book::part(&bytes, &format!("xl/worksheets/sheet{number}.xml")) else { continue };
                let tags = sheet.split("<row r=\"").skip(1);
                let told: Vec<u32> = tags.map(|tag| tag.split('"').next().unwrap().parse().unwrap()).collect();
                assert!(told.is_sorted_by(|a, b| a < b), "{} sheet {number}: {told:?}", layout.key);
            }
        }
    }
}

#[test]
fn write_4_text_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W03").unwrap();
    let tricky =
        ["=1+1", "@SUM(A1)", "-5", "+8613800000000", "1E5", "00012345", "2026-10-04", "TRUE", "𠮷㛃·", "甲\u{7}乙"];
    let rows: Vec<Vec<Value<'_>>> = tricky
        .iter()
        .map(|text| {
            let mut row = vec![Value::Empty; layout.fields.len()];
            row[layout.field("customer_name").unwrap()] = Value::text(*text);
            row[layout.field("serial_no").unwrap()] = Value::code(*text);
            row
        })
        .collect();
    let path = folder.path().join("a.xlsx");
    workbook(&layout, &head(), &mut Rows::new(&rows), &[], &path).unwrap();
    let grid = signed(&path);
    let start = total_row(&grid) - tricky.len();
    for (index, text) in tricky.iter().enumerate() {
        let kept = Cell::Text(text.replace('\u{7}', ""));
        assert_eq!((grid.cell(start + index, 2), grid.cell(start + index, 7)), (&kept, &kept));
    }
}

#[test]
fn write_6_a_text_too_long_is_cut_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W03").unwrap();
    let mut row = vec![Value::Empty; layout.fields.len()];
    row[layout.field("note").unwrap()] = Value::text("长".repeat(40_000));
    let path = folder.path().join("a.xlsx");
    workbook(&layout, &head(), &mut Rows::new(&[row]), &[], &path).unwrap();
    let grid = signed(&path);
    assert!(grid.cell(total_row(&grid) - 1, 19).shown().ends_with("截断）"));
}

#[test]
fn write_7_a_month_without_any_is_still_a_form() {
    let folder = tempfile::tempdir().unwrap();
    for layout in layouts() {
        let path = folder.path().join(&layout.key);
        workbook(&layout, &head(), &mut Rows::new(&[]), &[], &path).unwrap();
        let grid = signed(&path);
        let total = total_row(&grid);
        assert_eq!(grid.cell(total - 1, 0), &Cell::Text(layout.empty_month.clone()));
        // A quarter's statement counts months by their rows, and both sides seal it.
        let count = layout.columns.iter().position(|column| column.total == Total::Count);
        assert!(count.map_or(layout.key == "W20", |count| grid.cell(total, count) == &Cell::Number(0.0)));
        let last = grid.rows.last().unwrap();
        let signature = layout.signature.as_deref().unwrap().split('：').next().unwrap();
        assert!(last[0].shown().starts_with(signature), "{last:?}");
    }
}

/// Rows with what each is, and the fen of the last column; many rows are written in the form for long tables.
struct Corrected<'a> {
    rows: std::slice::Iter<'a, (Standing, i64)>,
    long: bool,
}

impl RowSource for Corrected<'_> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        let Some(&(standing, fen)) = self.rows.next() else { return Ok(false) };
        row.code("A1");
        row.push(&Value::Fen(fen));
        row.stand(standing);
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        (!self.long).then_some(3)
    }
}

#[test]
fn write_10_corrections_stand_below_the_month_with_their_sums() {
    let layout = r#"{"key":"T","name":"表","title":"表","fields":["no","fen"],"columns":[
        {"key":"seq","title":"序号","kind":"sequence","width":5},
        {"key":"no","title":"编号","kind":"code","width":9,"total":"count"},
        {"key":"fen","title":"金额","kind":"money","width":9,"total":"sum"}],"totals":{"label":"合计"}}"#;
    let layout = Layout::parse(layout).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let grid = |rows: &[(Standing, i64)], long| {
        let path = folder.path().join("corrected");
        let mut source = Corrected { rows: rows.iter(), long };
        workbook(&layout, &head(), &mut source, &[], &path).unwrap();
        let shown = |row: &Vec<Cell>| row.iter().map(Cell::shown).collect::<Vec<_>>();
        signed(&path).rows.iter().skip(3).map(shown).collect::<Vec<_>>()
    };
    let (month, red, blue) = ((Standing::OfMonth, 500), (Standing::Red, -300), (Standing::Blue, 450));
    for long in [false, true] {
        let all = grid(&[month, red, blue], long);
        assert_eq!(
            all[..6],
            [
                ["1", "A1", "5"],
                ["本月小计", "1", "5"],
                ["2", "A1", "-3"],
                ["3", "A1", "4.5"],
                ["更正小计", "2", "1.5"],
                ["合计", "1", "6.5"]
            ]
        );
        let late = grid(&[blue], long);
        assert_eq!(late[0][0], "本月无");
        assert_eq!(
            late[1..5],
            [["本月小计", "0", "0"], ["1", "A1", "4.5"], ["更正小计", "1", "4.5"], ["合计", "1", "4.5"]]
        );
        assert_eq!(grid(&[month], long)[..2], [["1", "A1", "5"], ["合计", "1", "5"]]);
    }
}

#[test]
fn the_data_sheet_bears_the_keys_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    for layout in layouts() {
        let path = folder.path().join(&layout.key);
        workbook(&layout, &head(), &mut MadeUp::new(&layout, 3), &[], &path).unwrap();
        let book = open_path(&path).unwrap();
        let data = book.sheets.iter().find(|sheet| sheet.name == "数据").unwrap();
        assert_eq!(data.rows[0].iter().map(Cell::shown).collect::<Vec<_>>(), layout.fields);
        assert_eq!(data.rows.len(), 5);
        let summary = layout.summary.as_ref().map(|summary| summary.name.as_str());
        let names: Vec<_> = [Some(layout.name.as_str()), summary, Some("数据")].into_iter().flatten().collect();
        assert_eq!(book.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), names);
    }
}

#[test]
fn stock_that_is_not_kept_reads_so() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W03").unwrap();
    let row = |model: &'static str| {
        let mut row = vec![Value::Int(2); 10];
        row[0] = Value::code(model);
        row[9] = Value::Rate(5000);
        for stock in [1, 2, 5] {
            row[stock] = Value::Empty;
        }
        row
    };
    let summary = Summary { key: "by_model", data: SummaryData::Table(vec![row("ZS1115"), row("HH704")]) };
    let path = folder.path().join("a.xlsx");
    workbook(&layout, &head(), &mut Rows::new(&[]), &[summary], &path).unwrap();
    let book = open_path(&path).unwrap();
    let shown: Vec<Vec<String>> = book.sheets[1].rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect();
    assert!(
        shown.iter().any(|row| row.starts_with(&["ZS1115", "未建库存", "未建库存", "2"].map(str::to_owned))),
        "{shown:?}"
    );
    assert!(shown.iter().any(|row| row.starts_with(&["合计", "", "", "4"].map(str::to_owned))), "{shown:?}");
}

#[test]
fn summary_1_a_summary_that_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W01").unwrap();
    for (key, data) in [
        ("nothing", SummaryData::Facts(Vec::new())),
        ("counts", SummaryData::Table(Vec::new())),
        ("counts", SummaryData::Facts(vec![("nothing", Value::Int(1))])),
        ("top_faults", SummaryData::Table(vec![vec![Value::Int(1)]])),
        ("model_by_fault_part", SummaryData::Matrix { columns: vec!["a".into()], rows: vec![("b".into(), vec![])] }),
    ] {
        let out = folder.path().join("a.xlsx");
        let problem = workbook(&layout, &head(), &mut Rows::new(&[]), &[Summary { key, data }], &out).unwrap_err();
        assert_eq!(problem.code(), "summary_unfit");
        assert!(!out.exists());
    }
}

#[test]
fn summary_2_a_block_nobody_filled_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W01").unwrap();
    let path = folder.path().join("a.xlsx");
    workbook(&layout, &head(), &mut Rows::new(&[]), &[], &path).unwrap();
    let summary = &open_path(&path).unwrap().sheets[1];
    let first: Vec<_> = summary.rows.iter().filter_map(|row| row.first()).map(Cell::shown).collect();
    for shown in ["一、受理与完成", "受理台数", "四、型号×故障部位", "本月无"] {
        assert!(first.iter().any(|cell| cell == shown), "{shown}: {first:?}");
    }
}

struct Failing(u32);

impl RowSource for Failing {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        self.0 += 1;
        if self.0 == 3 {
            return Err("the store broke".into());
        }
        (0..19).for_each(|_| row.push(&Value::Empty));
        Ok(true)
    }
}

#[test]
fn write_2_a_source_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::shipped("W03").unwrap();
    let out = folder.path().join("a.xlsx");
    let code = |source: &mut dyn RowSource| workbook(&layout, &head(), source, &[], &out).unwrap_err().code();
    assert_eq!(code(&mut Failing(0)), "source_failed");
    assert_eq!(code(&mut Rows::new(&[vec![Value::Empty]])), "field_count");
    let with = |key: &str, value| {
        let mut row = vec![Value::Empty; layout.fields.len()];
        row[layout.field(key).unwrap()] = value;
        [row]
    };
    assert_eq!(code(&mut Rows::new(&with("price_fen", Value::Fen(i64::MAX)))), "number_too_long");
    assert_eq!(code(&mut Rows::new(&with("quantity", Value::Fen(100)))), "field_kind");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn table_1_refused_rows_can_be_mended_and_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("待更正.xlsx");
    let headers = ["姓名", "出厂编号", "购机日期", "身份证号"];
    let row = |cells: [&'static str; 6]| cells.map(Value::code).to_vec();
    let rows = [
        row(["𠮷田贵", "00012345", "2026-02-30", "999074199708104773", "购机日期", "没有这一天"]),
        row(["=王", "", "26.10.9", "", "购机日期", "年份要四位"]),
    ];
    let made = day(2026, 11, 1).and_hms_opt(8, 0, 0).unwrap();
    error_list(&headers, &mut Rows::new(&rows), made, &path).unwrap();
    let grid = signed(&path);
    let head = header(&grid, &[&["姓名"], &["出厂编号"], &["购机日期"], &[ERROR_COLUMNS[1]]]).unwrap();
    assert_eq!(head.columns, [Some(0), Some(1), Some(2), Some(5)]);
    assert_eq!(grid.rows[1][..3], ["𠮷田贵", "00012345", "2026-02-30"].map(|text| Cell::Text(text.into())));
    // The mended list, refused once more, does not grow.
    let again: Vec<_> = grid.rows[1..]
        .iter()
        .map(|cells| {
            (0..8)
                .map(|at| {
                    Value::code(if at < 6 { cells.get(at).map(Cell::shown).unwrap_or_default() } else { "新".into() })
                })
                .collect()
        })
        .collect();
    error_list(
        &["姓名", "出厂编号", "购机日期", "身份证号", "错误字段", "错误原因"],
        &mut Rows::new(&again),
        made,
        &path,
    )
    .unwrap();
    assert_eq!(signed(&path).rows[1].iter().map(Cell::shown).collect::<Vec<_>>()[4..], ["新", "新"]);
}

#[test]
fn a_list_keeps_its_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let column = |title, kind| TableColumn { title, kind, width: 12.0 };
    let columns = [
        column("日期", Kind::Date),
        column("金额", Kind::Money),
        column("编号", Kind::Code),
        column("备注", Kind::Text),
    ];
    let rows = [vec![Value::Day(day(2026, 10, 4)), Value::Fen(123_450), Value::code("007"), Value::Empty]];
    table("清单", &columns, &mut Rows::new(&rows), day(2026, 11, 1).and_hms_opt(8, 0, 0).unwrap(), &path).unwrap();
    assert_eq!(signed(&path).rows[1], [Cell::Date(day(2026, 10, 4)), Cell::Number(1234.5), Cell::Text("007".into())]);
}

#[test]
fn csvout_1_a_csv_is_read_back_in_both_encodings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let rows = [vec![Value::text("𠮷·㛃"), Value::text("=1+1"), Value::Fen(-1205), Value::Day(day(2026, 10, 4))]];
    for (encoding, read) in [(CsvEncoding::Utf8Bom, Encoding::Utf8Bom), (CsvEncoding::Gb18030, Encoding::Gb18030)] {
        csv(&["姓名", "说明", "金额", "日期"], &mut Rows::new(&rows), encoding, &path).unwrap();
        let book = open_path(&path).unwrap();
        assert_eq!(book.encoding, Some(read));
        let cells: Vec<_> = book.sheets[0].rows[1].iter().map(Cell::shown).collect();
        assert_eq!(cells, ["𠮷·㛃", "=1+1", "-12.05", "2026-10-04"]);
        let raw = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(raw.contains(",'=1+1,") && raw.ends_with("\r\n"));
    }
}

#[test]
fn csvout_2_what_the_encoding_cannot_hold_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let rows = [vec![Value::text("\u{E5E5}")]];
    let problem = csv(&["a"], &mut Rows::new(&rows), CsvEncoding::Gb18030, &path).unwrap_err();
    assert!(matches!(problem, WriteProblem::Unencodable { row: 1 }) && !path.exists());
}

#[test]
fn csvout_1_a_control_character_hides_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let rows = [vec![Value::text("\u{7}=1+1")]];
    csv(&["a"], &mut Rows::new(&rows), CsvEncoding::Utf8Bom, &path).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().ends_with("'=1+1\r\n"));
}

#[test]
fn csvout_3_rows_with_characters_beyond_gbk_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let rows = ["𠮷田", "王丹", "㛃丽", "a1", "镕0镕1"].map(|name| vec![Value::text(name)]);
    let rare = |encoding| csv(&["a"], &mut Rows::new(&rows), encoding, &path).unwrap().rare;
    assert_eq!((rare(CsvEncoding::Gb18030), rare(CsvEncoding::Utf8Bom)), (2, 0));
}

#[cfg(target_os = "linux")]
#[test]
fn e38_a_full_disk_is_said_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let mount = |arguments: &[&str]| std::process::Command::new("mount").args(arguments).arg(folder.path()).output();
    if !mount(&["-t", "tmpfs", "-o", "size=200k", "tmpfs"]).is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no right to mount a small disk");
        return;
    }
    let layout = Layout::shipped("W01").unwrap();
    let out = folder.path().join("a.xlsx");
    std::fs::write(&out, "old").unwrap();
    let code = workbook(&layout, &head(), &mut MadeUp::new(&layout, 3000), &[], &out).unwrap_err().code();
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    let old = std::fs::read(&out).unwrap();
    let _ = std::process::Command::new("umount").arg(folder.path()).output();
    assert_eq!((code, left, old), ("disk_full", 1, b"old".to_vec()));
}

#[cfg(unix)]
#[test]
fn e38_a_folder_that_cannot_be_written_is_said() {
    let layout = Layout::shipped("W03").unwrap();
    let out = Path::new("/proc/report.xlsx");
    let code = workbook(&layout, &head(), &mut Rows::new(&[]), &[], out).unwrap_err().code();
    assert!(["folder_read_only", "folder_missing", "write_failed"].contains(&code), "{code}");
}
