//! Logos and stamps of a head office's own form on paper.
#![allow(missing_docs, clippy::unwrap_used)]

use print::Pdf;
use print::book::{Book, Part, Size, bind};
use report::paper::sheets;
use rust_xlsxwriter::{Chart, ChartType, Image, Shape, Workbook};
use std::process::Command;

const STAMP: &[u8] = include_bytes!("pictures/stamp.png");
const LOGO: &[u8] = include_bytes!("pictures/logo.jpg");
/// Left and upper margin, width of a column and height of a row nobody set, and the foot of the paper, points.
const LEFT: f32 = 50.4;
const TOP: f32 = 54.0;
const COLUMN: f32 = 48.0;
const ROW: f32 = 15.0;
const FOOT: f32 = 841.89 - 54.0;

fn image(bytes: &[u8]) -> Image {
    Image::new_from_buffer(bytes).unwrap()
}

fn set(book: &mut Workbook) -> Pdf {
    let sheets = sheets(&book.save_to_buffer().unwrap(), &[]).unwrap();
    let parts = [Part { title: "表".into(), sheets, copies: Vec::new() }];
    let book = Book {
        title: "表",
        author: "清河",
        ident: "one",
        day: (2026, 11, 8),
        stamp: ("2026-11-08", "10:00"),
        mark: None,
        size: Size::Own,
        parts: &parts,
    };
    bind(&book, &mut |_| true).unwrap()
}

/// Left, top, right and bottom of the points of a page that `is` of a colour, in points.
fn place(pdf: &Pdf, page: usize, is: fn([u8; 3]) -> bool) -> Option<[f32; 4]> {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("a.pdf"), folder.path().join("a"));
    std::fs::write(&file, &pdf.bytes).unwrap();
    let number = page.to_string();
    let arguments = ["-r", "144", "-singlefile", "-f", number.as_str()];
    assert!(Command::new("pdftoppm").args(arguments).arg(&file).arg(&to).status().unwrap().success());
    let bytes = std::fs::read(to.with_extension("ppm")).unwrap();
    let mut head = bytes.splitn(4, |byte| *byte == b'\n');
    let (_, size, _, dots) = (head.next(), head.next().unwrap(), head.next(), head.next().unwrap());
    let width: usize = std::str::from_utf8(size).unwrap().split(' ').next().unwrap().parse().unwrap();
    let coloured = dots.chunks_exact(3).enumerate().filter(|(_, dot)| is([dot[0], dot[1], dot[2]]));
    let mut found: Option<[usize; 4]> = None;
    for (x, y) in coloured.map(|(at, _)| (at % width, at / width)) {
        let [left, top, right, bottom] = found.unwrap_or([x, y, x, y]);
        found = Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)]);
    }
    found.map(|edges| edges.map(|edge| edge as f32 / 2.0))
}

fn red([r, g, b]: [u8; 3]) -> bool {
    r > 180 && g < 60 && b < 60
}

fn blue([r, g, b]: [u8; 3]) -> bool {
    b > 150 && r < 60 && g < 60
}

fn near(found: Option<[f32; 4]>, wanted: [f32; 4]) -> bool {
    found.is_some_and(|found| found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1.5))
}

#[test]
fn book_6_a_picture_stands_where_the_form_hangs_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 3, "表").unwrap();
    // A pixel is three quarters of a point.
    sheet.insert_image_with_offset(2, 1, &image(STAMP), 8, 4).unwrap();
    sheet.insert_image(9, 0, &image(LOGO)).unwrap();
    let pdf = set(&mut book);
    assert_eq!((pdf.pages, &pdf.undrawn), (1, &Vec::new()));
    // The first row is as tall as its letters, which is 11 points with their leading and air.
    let first = 11.0 * 1.22 + 3.0;
    let (x, y) = (LEFT + COLUMN + 6.0, TOP + first + ROW + 3.0);
    let stamp = place(&pdf, 1, red);
    assert!(near(stamp, [x, y, x + 30.0, y + 30.0]), "{stamp:?}");
    let (x, y) = (LEFT, TOP + first + 8.0 * ROW);
    let logo = place(&pdf, 1, blue);
    // It says of itself that its dots are a point wide.
    assert!(near(logo, [x, y, x + 60.0, y + 30.0]), "{logo:?}");
    assert_eq!(set(&mut book).bytes, pdf.bytes, "the same workbook makes the same bytes");
}

#[test]
fn book_6_a_picture_at_the_end_of_a_page_is_whole() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..60 {
        sheet.write_string(row, 0, "行").unwrap();
        sheet.set_row_height(row, 20).unwrap();
    }
    // The last row of the first page; and one right of everything that is said.
    sheet.insert_image(35, 1, &image(STAMP).set_scale_height(2.0).set_scale_width(2.0)).unwrap();
    sheet.insert_image(50, 3, &image(LOGO)).unwrap();
    let pdf = set(&mut book);
    assert_eq!(pdf.pages, 2);
    let stamp = place(&pdf, 1, red);
    assert!(near(stamp, [LEFT + COLUMN, FOOT - 60.0, LEFT + COLUMN + 60.0, FOOT]), "{stamp:?}");
    assert!(place(&pdf, 2, red).is_none() && place(&pdf, 1, blue).is_none());
    assert!(place(&pdf, 2, blue).is_some());
}

#[test]
fn book_6_sheetpaper_7_what_is_not_on_the_paper_is_named() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("月报").unwrap();
    sheet.write_number(0, 0, 1.0).unwrap();
    sheet.insert_image(2, 1, &image(&STAMP[..120])).unwrap();
    sheet.insert_shape(4, 2, &Shape::textbox().set_text("盖章处")).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("月报!$A$1:$A$1");
    sheet.insert_chart(6, 3, &chart).unwrap();
    sheet.insert_image(8, 4, &image(STAMP)).unwrap();
    let pdf = set(&mut book);
    let mut undrawn = pdf.undrawn.clone();
    undrawn.sort();
    assert_eq!(
        undrawn,
        ["「月报」B3 处的图片（文件读不出来）", "「月报」C5 处的图形或文本框", "「月报」D7 处的图表"],
        "and the paper is made all the same"
    );
    assert!(place(&pdf, 1, red).is_some(), "a picture beside them is on it");
}
