//! Files to read: made here, byte by byte where no library makes them.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use report::read::Cell;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const LEDGER: &str = "清河惠农 2026年10月 销售台账,,,\r\n姓名,电话,出厂编号,单价(元)\r\n𠮷田贵,19900000001,00012345,\"4,350元\"\r\n买买提·艾合买提,+86 199 0000 0002,1E5,76500\r\n合计,,,\r\n";

pub fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

pub fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// Text, a number, a day, a moment, a time of day, a truth, an error value, and a hidden second sheet.
pub fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let time = Format::new().set_num_format("hh:mm");
    sheet.write(1, 0, "𠮷田贵").unwrap();
    sheet.write(1, 1, 9_996_504).unwrap();
    sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2026, 10, 4).unwrap(), &day).unwrap();
    sheet.write_with_format(1, 3, 46_299.5, &moment).unwrap();
    sheet.write_with_format(1, 4, 0.680_555_555_555_555_6, &time).unwrap();
    sheet.write(1, 5, true).unwrap();
    sheet.write_formula(1, 6, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let hidden = book.add_worksheet();
    hidden.set_hidden(true).write(0, 0, "x").unwrap();
    book.save_to_buffer().unwrap()
}

pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(data).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An .xlsx of the right shape with one part of so many spaces.
pub fn bomb(spaces: usize) -> Vec<u8> {
    let sheet = vec![b' '; spaces];
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// The same, its directory saying the parts are small.
pub fn lying_bomb(spaces: usize) -> Vec<u8> {
    let mut bytes = bomb(spaces);
    let size = u32::try_from(spaces).unwrap().to_le_bytes();
    while let Some(at) = bytes.windows(4).position(|four| four == size) {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    bytes
}

pub enum Biff<'a> {
    Text(u16, u16, &'a str),
    Number(u16, u16, f64),
    Day(u16, u16, f64),
}

/// A small .xls: BIFF 8, one sheet.
pub fn xls(cells: &[Biff<'_>]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let begin = |kind: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let look = |format: u16| record(0x00E0, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
    let name = "台账".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let globals = |start: u32| {
        let sheet = [&start.to_le_bytes()[..], &[0, 0, 2, 1], &name].concat();
        [begin(5), look(0), look(14), record(0x0085, &sheet), record(0x000A, &[])].concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    let mut stream = [globals(start), begin(0x10)].concat();
    for cell in cells {
        stream.extend(match cell {
            Biff::Text(row, column, text) => {
                let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let length = u16::try_from(units.len() / 2).unwrap();
                let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0], length.to_le_bytes()].concat();
                record(0x0204, &[&place[..], &[1], &units].concat())
            }
            Biff::Number(row, column, number) | Biff::Day(row, column, number) => {
                let look = u16::from(matches!(cell, Biff::Day(..))).to_le_bytes();
                record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &look, &number.to_le_bytes()].concat())
            }
        });
    }
    stream.extend(record(0x000A, &[]));
    compound(&[("Workbook", &stream)])
}

/// The same, encrypted as its first record says.
pub fn xls_with_password() -> Vec<u8> {
    let bof = [&[0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00][..], &[0; 12]].concat();
    compound(&[("Workbook", &[&bof[..], &[0x2F, 0x00, 0x06, 0x00, 1, 0, 1, 0, 1, 0]].concat())])
}

pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    for (name, data) in streams {
        let mut padded = data.to_vec();
        padded.resize(data.len().max(4096), 0);
        file.create_stream(name).unwrap().write_all(&padded).unwrap();
    }
    file.into_inner().into_inner()
}

pub fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}
