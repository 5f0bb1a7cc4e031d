//! .xls (BIFF 5 and 8 in a compound file) → grids.
//!
//! XLS-1 The records are walked once before the reader sees them: a file that claims cells far apart would make it allocate
//! the whole rectangle between them.
//! XLS-2 An encrypted .xlsx lies in a compound file too (EncryptedPackage): both it and an encrypted .xls say `file_password`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::xlsx::Room;
use super::{Book, BookFormat, Cell, Grid, Limits, ReadProblem, quiet, xlsx};

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Book, ReadProblem> {
    limits.file(bytes.len() as u64)?;
    let read = || {
        guard(&workbook_stream(bytes)?, limits)?;
        sheets(bytes, limits)
    };
    let sheets = quiet::run(read)?;
    Ok(Book { sheets, format: BookFormat::Xls, encoding: None, encoding_sure: true, renamed: false })
}

fn damaged(error: impl std::fmt::Display) -> ReadProblem {
    ReadProblem::Damaged(error.to_string())
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, ReadProblem> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.is_stream("EncryptedPackage") {
        return Err(ReadProblem::Password);
    }
    let Some(name) = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name)) else {
        return Err(ReadProblem::NotATable(if file.is_stream("WordDocument") { "document" } else { "compound file" }));
    };
    let mut stream = Vec::new();
    // A chain of sectors cannot hold more than the file does, unless it runs in a circle.
    let most = bytes.len() as u64 + 1;
    file.open_stream(name).map_err(damaged)?.take(most).read_to_end(&mut stream).map_err(damaged)?;
    Ok(stream)
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
/// Records that hold cells: row in the first two bytes, column in the next two.
/// FORMULA, BLANK-less: NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST, MULRK.
const CELLS: [u16; 9] = [0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x00BD, 0x0406];

fn guard(stream: &[u8], limits: &Limits) -> Result<(), ReadProblem> {
    let mut sheets = Vec::new();
    for (kind, data) in records(stream, 0) {
        match kind {
            FILE_PASS => return Err(ReadProblem::Password),
            BOUND_SHEET => sheets.push(number(data, 0) | number(data, 2) << 16),
            EOF => break,
            _ => {}
        }
    }
    if sheets.len() > limits.sheets {
        return Err(damaged("too many sheets"));
    }
    let mut areas = BTreeMap::new();
    let mut cells = 0_usize;
    for start in sheets {
        let area = *areas.entry(start).or_insert_with(|| area(stream, start));
        cells = cells.saturating_add(area.cells());
        limits.cells(cells)?;
        limits.columns(area.right)?;
    }
    Ok(())
}

/// Type and data of each record from a place on.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let kind = u16::try_from(number(rest.get(..4)?, 0)).unwrap_or(0);
        let length = number(rest, 2);
        let data = rest.get(4..4 + length)?;
        rest = rest.get(4 + length..)?;
        Some((kind, data))
    })
}

fn number(data: &[u8], at: usize) -> usize {
    data.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, |two| usize::from(u16::from_le_bytes(two)))
}

/// The rectangle that holds all cells of a sheet.
#[derive(Clone, Copy)]
struct Area {
    rows: usize,
    columns: usize,
    /// Columns from A to its right edge.
    right: usize,
}

impl Area {
    fn cells(self) -> usize {
        self.rows * self.columns
    }
}

fn area(stream: &[u8], start: usize) -> Area {
    let (mut depth, mut rows, mut columns) = (0, (usize::MAX, 0), (usize::MAX, 0));
    for (kind, data) in records(stream, start) {
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            kind if CELLS.contains(&kind) => {
                let (row, first) = (number(data, 0), number(data, 2));
                let last = if kind == 0x00BD { number(data, data.len().saturating_sub(2)).max(first) } else { first };
                rows = (rows.0.min(row), rows.1.max(row));
                columns = (columns.0.min(first), columns.1.max(last));
            }
            _ => {}
        }
    }
    if rows.0 > rows.1 {
        return Area { rows: 0, columns: 0, right: 0 };
    }
    Area { rows: rows.1 - rows.0 + 1, columns: columns.1 - columns.0 + 1, right: columns.1 + 1 }
}

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, ReadProblem> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => ReadProblem::Password,
        error => damaged(error),
    })?;
    let mut room = Room::of(limits);
    let mut grids = Vec::new();
    for sheet in book.sheets_metadata().to_vec().into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let range = book.worksheet_range(&sheet.name).map_err(damaged)?;
        let (top, side) = range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row + top as usize, column + side as usize);
            room.put(&mut rows, row, column, cell(value))?;
        }
        grids.push(Grid { name: sheet.name, rows, hidden: sheet.visible != SheetVisible::Visible });
    }
    Ok(grids)
}

#[allow(clippy::cast_precision_loss)]
fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => xlsx::words(text),
        Data::Bool(truth) => Cell::Bool(*truth),
        Data::DateTime(moment) => xlsx::moment_cell(moment),
        Data::Error(error) => Cell::Broken(error.to_string()),
    }
}
