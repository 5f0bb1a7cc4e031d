//! What workbooks say on paper, and that nothing of them is lost on the way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails as a test fails")]

use print::book::{Book, Part, Size, bind};
use print::{Pdf, PrintProblem};
use report::layout::Layout;
use report::paper::sheets;
use report::write::{Head, Rows, Value, workbook};
use std::process::Command;

const LAYOUT: &str = r#"{
    "key": "T", "name": "表", "title": "{principal}{month}月表", "fields": ["no", "on", "money", "note", "by"],
    "columns": [
        {"key": "seq", "title": "序号", "kind": "sequence", "width": 5},
        {"key": "no", "title": "编号", "kind": "code", "width": 9, "total": "count"},
        {"key": "on", "title": "日期", "kind": "date", "width": 10},
        {"key": "money", "title": "金额", "kind": "money", "width": 6, "total": "sum"},
        {"key": "note", "title": "备注", "kind": "text", "width": 30},
        {"key": "by", "title": "核定人", "kind": "text", "width": 8, "group": "总部填写"}
    ],
    "totals": {"label": "合计"}, "notes": "说明：{notes}", "signature": "单位负责人：______"
}"#;

fn part(rows: &[Vec<Value<'static>>], copies: &[&str]) -> Part {
    part_of(&Layout::parse(LAYOUT).unwrap(), rows, copies)
}

fn part_of(layout: &Layout, rows: &[Vec<Value<'static>>], copies: &[&str]) -> Part {
    let (principal, dealer, notes) = ("华禾".into(), "清河".into(), "一行。".into());
    let head = Head { principal, dealer, notes, mark: Some("演示数据".into()), ..report::bench::head() };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    workbook(layout, &head, &mut Rows::new(rows), &[], &out).unwrap();
    let copies = copies.iter().map(|copy| (*copy).to_owned()).collect();
    Part { title: "表".into(), sheets: sheets(&std::fs::read(out).unwrap(), &["数据".into()]).unwrap(), copies }
}

fn row(no: usize, note: &str) -> Vec<Value<'static>> {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 7, 15).unwrap();
    let note = Value::text(note.to_owned());
    vec![Value::code(format!("N{no:04}")), Value::Day(day), Value::Fen(-123_456_789), note, Value::Empty]
}

fn bound(parts: &[Part], size: Size, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Pdf, PrintProblem> {
    let book = Book {
        title: "表",
        author: "清河",
        ident: "one",
        day: (2026, 11, 8),
        stamp: ("2026-11-08", "10:00"),
        mark: None,
        size,
        parts,
    };
    bind(&book, go_on)
}

fn set(parts: &[Part]) -> Pdf {
    bound(parts, Size::Own, &mut |_| true).unwrap()
}

fn poppler(program: &str, words: &[&str], pdf: &Pdf) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, &pdf.bytes).unwrap();
    let mut command = Command::new(program);
    command.args(words).arg(&file);
    if program == "pdftotext" {
        command.arg("-");
    }
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn text(pdf: &Pdf) -> String {
    poppler("pdftotext", &["-raw", "-enc", "UTF-8"], pdf).chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn book_1_what_does_not_fit_its_cell_is_whole_all_the_same() {
    let long = "长".repeat(9_000);
    // Ten signs are a hair wider than the column of the number: they shrink and stay one line.
    let mut tight = row(9, "一");
    tight[0] = Value::code("139****805");
    let lines = poppler("pdftotext", &["-raw", "-enc", "UTF-8"], &set(&[part(&[tight], &[])]));
    assert!(lines.contains("139****805"), "{lines}");
    let rows = [row(0, "短，（括号）。"), row(1, &long), row(2, &"AB12".repeat(40)), row(3, "𠮷田\n第二行")];
    let pdf = set(&[part(&rows, &[])]);
    let said = text(&pdf);
    assert_eq!(said.matches('长').count(), 9_000, "a row taller than a page goes on over the next");
    assert!(pdf.pages > 2, "{}", pdf.pages);
    for word in ["短，（括号）。", &"AB12".repeat(40), "𠮷田第二行", "-1,234,567.89", "-4,938,271.56", "2026-07-15"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(said.contains("单位负责人：______"), "the end is there too");
    let fonts = poppler("pdffonts", &[], &pdf);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(lines.len(), 1, "{fonts}");
    assert!(lines[0].contains("NotoSansCJKsc") && lines[0].contains("yes yes yes"), "{fonts}");
    assert_eq!(pdf.missing, Vec::<char>::new());
    assert_eq!(set(&[part(&[row(0, "一村😀二村")], &[])]).missing, ['😀']);
}

#[test]
fn book_2_every_page_has_its_titles_and_says_which_it_is() {
    let rows: Vec<_> = (0..200).map(|no| row(no, "换轴承")).collect();
    let pdf = set(&[part(&rows, &[]), part(&rows[..3], &["第二联 经销商", "第三联 厂家"])]);
    let said = text(&pdf);
    let long = pdf.pages - 2;
    assert!(long >= 4, "{long}");
    for page in 1..=long {
        assert_eq!(said.matches(&format!("第{page}页共{long}页")).count(), 1, "page {page}: {said}");
    }
    assert_eq!(said.matches("第1页共1页").count(), 2);
    assert_eq!(said.matches("华禾10月表").count(), pdf.pages, "the title stands on each page");
    assert_eq!(said.matches("总部填写").count(), pdf.pages);
    for copy in ["第二联经销商", "第三联厂家"] {
        assert_eq!(said.matches(copy).count(), 1, "{copy}");
    }
    assert!((0..200).all(|no| said.contains(&format!("N{no:04}"))), "each row");
    let info = poppler("pdfinfo", &[], &pdf);
    assert!(info.contains("Page size:       841.89 x 595.28 pts (A4)"), "{info}");
}

#[test]
fn book_2_the_totals_do_not_begin_a_page_alone() {
    for count in 20..45 {
        let rows: Vec<_> = (0..count).map(|no| row(no, "换轴承")).collect();
        let pdf = set(&[part(&rows, &[])]);
        let last = pdf.pages.to_string();
        let said = poppler("pdftotext", &["-raw", "-enc", "UTF-8", "-f", &last], &pdf);
        assert!(said.contains("合计") && said.contains(&format!("N{:04}", count - 1)), "{count} rows: {said}");
    }
}

#[test]
fn book_3_a_larger_paper_has_larger_letters() {
    let parts = [part_of(&Layout::shipped("W01").unwrap(), &[], &[])];
    let small = bound(&parts, Size::A4, &mut |_| true).unwrap();
    let large = bound(&parts, Size::A3, &mut |_| true).unwrap();
    let (small, large_letters) = (small.smallest.unwrap(), large.smallest.unwrap());
    assert!(small > 5.4 && large_letters > small * 1.4, "34 columns are read on either: {small} {large_letters}");
    let info = poppler("pdfinfo", &[], &large);
    assert!(info.contains("Page size:       1190.55 x 841.89 pts (A3)"), "{info}");
}

#[test]
fn book_4_the_same_workbooks_make_the_same_bytes() {
    let rows: Vec<_> = (0..60).map(|no| row(no, "换轴承，怠速不稳")).collect();
    assert_eq!(set(&[part(&rows, &[])]).bytes, set(&[part(&rows, &[])]).bytes);
    assert_ne!(set(&[part(&rows, &[])]).bytes, set(&[part(&rows[..59], &[])]).bytes);
    let info = poppler("pdfinfo", &[], &set(&[part(&rows, &[])]));
    assert!(info.contains("Nov  7 16:00:00 2026 UTC") || info.contains("Nov  8 00:00:00 2026"), "{info}");
}

#[test]
fn book_5_it_is_stopped_between_two_rows() {
    let rows: Vec<_> = (0..60).map(|no| row(no, "换轴承")).collect();
    let mut seen = 0;
    let stopped = bound(&[part(&rows, &[])], Size::Own, &mut |done| {
        seen = done;
        done < 30
    });
    assert_eq!((stopped.unwrap_err(), seen), (PrintProblem::Stopped, 30));
}
