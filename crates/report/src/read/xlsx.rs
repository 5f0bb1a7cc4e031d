//! .xlsx → grids, cell by cell.
//!
//! XLSX-1 What the parts expand to is bounded twice: by what the directory of the archive says, and by reading every part
//! and counting, for a directory may lie.
//! XLSX-2 Cells are counted as they come: one cell at XFD1048576 is not seventeen thousand million empty ones.
//! XLSX-3 A sheet with something to the right of its limit is refused at that cell.
//! XLSX-4 A formula without its result is no empty cell: it is said to be one.

use std::collections::HashSet;
use std::io::{Cursor, Read, Write, copy};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveTime;
use zip::ZipArchive;

use super::{Book, BookFormat, Cell, Grid, Limits, NO_RESULT, ReadProblem, delimited::trimmed, quiet};

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Book, ReadProblem> {
    limits.file(bytes.len() as u64)?;
    let formulas = guard(bytes, limits)?;
    // The reader is not ours and the file is a stranger's: a panic in it is a damaged file, not the end of the program.
    let sheets = quiet::run(|| sheets(bytes, limits, formulas))?;
    Ok(Book { sheets, format: BookFormat::Xlsx, encoding: None, encoding_sure: true, renamed: false })
}

/// Looks at every part before one of them is believed; answers whether there is a formula.
pub(crate) fn guard(bytes: &[u8], limits: &Limits) -> Result<bool, ReadProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    kind_of_archive(&archive)?;
    let bomb = || ReadProblem::ZipBomb { limit: limits.expanded_bytes, times: limits.expansion };
    let stated = archive.decompressed_size().unwrap_or(0);
    if stated > u128::from(limits.expanded_bytes) {
        return Err(bomb());
    }
    let (mut left, mut seen) = (limits.expanded_bytes, Formulas::default());
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(part_problem)?;
        let most = left.min((16 << 20_u64).max(part.compressed_size().saturating_mul(limits.expansion)));
        let read =
            copy(&mut part.take(most + 1), &mut seen).map_err(|error| ReadProblem::Damaged(error.to_string()))?;
        left = left.checked_sub(read).filter(|_| read <= most).ok_or_else(bomb)?;
    }
    Ok(seen.found)
}

/// Looks for the beginning of a formula in what is written to it, and keeps nothing.
#[derive(Default)]
struct Formulas {
    found: bool,
    /// The end of the piece before.
    last: [u8; 2],
}

impl Write for Formulas {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        let begins = |three: &[u8]| matches!(three, [b'<', b'f', b'>' | b' ' | b'/']);
        if !self.found {
            let seam: Vec<u8> = self.last.iter().chain(piece.iter().take(2)).copied().collect();
            self.found = seam.windows(3).chain(piece.windows(3)).any(begins);
        }
        let ends: Vec<u8> = self.last.iter().chain(piece.iter().rev().take(2).rev()).copied().collect();
        if let Some(last) = ends.last_chunk::<2>() {
            self.last = *last;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn kind_of_archive(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), ReadProblem> {
    let has = |start: &str| archive.file_names().flatten().any(|name| name.trim_start_matches('/').starts_with(start));
    if has("xl/workbook.bin") {
        return Err(ReadProblem::UnsupportedSheet(".xlsb"));
    }
    if has("[Content_Types].xml") && has("xl/") {
        return Ok(());
    }
    if has("content.xml") && has("mimetype") {
        return Err(ReadProblem::UnsupportedSheet(".ods"));
    }
    Err(ReadProblem::NotATable(if has("word/") || has("ppt/") { "document" } else { "archive" }))
}

fn part_problem(error: zip::result::ZipError) -> ReadProblem {
    match error {
        zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => ReadProblem::Password,
        error => damaged(error),
    }
}

fn damaged(error: impl std::fmt::Display) -> ReadProblem {
    ReadProblem::Damaged(error.to_string())
}

fn sheets(bytes: &[u8], limits: &Limits, formulas: bool) -> Result<Vec<Grid>, ReadProblem> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => ReadProblem::Password,
        error => damaged(error),
    })?;
    let sheets = book.sheets_metadata().to_vec();
    let mut room = Room::of(limits);
    let mut grids = Vec::new();
    for sheet in sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).take(limits.sheets) {
        let rows = rows(&mut book, &sheet.name, &mut room, formulas)?;
        grids.push(Grid { name: sheet.name, rows, hidden: sheet.visible != SheetVisible::Visible });
    }
    Ok(grids)
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    room: &mut Room<'_>,
    formulas: bool,
) -> Result<Vec<Vec<Cell>>, ReadProblem> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet that is named and not there: other sheets may still hold what the clerk wants.
        Err(XlsxError::WorksheetNotFound(_)) => return Ok(Vec::new()),
        Err(error) => return Err(damaged(error)),
    };
    let (mut rows, mut bare): (Vec<Vec<Cell>>, HashSet<(u32, u32)>) = (Vec::new(), HashSet::new());
    while let Some(found) = reader.next_cell().map_err(damaged)? {
        let (row, column) = found.get_position();
        if formulas && matches!(found.get_value(), DataRef::Empty) {
            bare.insert((row, column));
        }
        room.put(&mut rows, row as usize, column as usize, cell(found.get_value()))?;
    }
    drop(reader);
    if !bare.is_empty() {
        uncomputed(book, name, &bare, |row, column| {
            room.put(&mut rows, row as usize, column as usize, Cell::Broken(NO_RESULT.to_owned()))
        })?;
    }
    let mut rows: Vec<_> = rows.into_iter().map(trimmed).collect();
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    Ok(rows)
}

/// Formulas that stand where nothing was computed (XLSX-4).
fn uncomputed(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    bare: &HashSet<(u32, u32)>,
    mut found: impl FnMut(u32, u32) -> Result<(), ReadProblem>,
) -> Result<(), ReadProblem> {
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    while let Some(formula) = reader.next_formula().map_err(damaged)? {
        let (row, column) = formula.get_position();
        if !formula.get_value().is_empty() && bare.contains(&(row, column)) {
            found(row, column)?;
        }
    }
    Ok(())
}

/// What a book may still take.
pub(super) struct Room<'a> {
    limits: &'a Limits,
    cells: usize,
}

impl<'a> Room<'a> {
    pub(super) fn of(limits: &'a Limits) -> Self {
        Self { limits, cells: limits.cells }
    }

    pub(super) fn put(
        &mut self,
        rows: &mut Vec<Vec<Cell>>,
        row: usize,
        column: usize,
        cell: Cell,
    ) -> Result<(), ReadProblem> {
        if cell == Cell::Empty {
            return Ok(());
        }
        self.limits.columns(column + 1)?;
        if rows.len() <= row {
            self.take(row + 1 - rows.len())?;
            rows.resize_with(row + 1, Vec::new);
        }
        let Some(cells) = rows.get_mut(row) else { return Ok(()) };
        if cells.len() <= column {
            self.take(column + 1 - cells.len())?;
            cells.resize_with(column + 1, Cell::default);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn take(&mut self, cells: usize) -> Result<(), ReadProblem> {
        self.cells = self.cells.checked_sub(cells).ok_or(ReadProblem::TooManyCells { limit: self.limits.cells })?;
        Ok(())
    }
}

#[allow(clippy::cast_precision_loss)]
fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::DateTime(moment) => moment_cell(moment),
        DataRef::DateTimeIso(text) => iso_cell(text),
        DataRef::DurationIso(text) => words(text),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

pub(super) fn words(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// Date, date with time, or only a time (`16:20`): that one reads as text, for a time of day is no day.
pub(super) fn moment_cell(moment: &ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    let Some(civil) = moment.as_datetime().filter(|_| (0.0..2_958_466.0).contains(&serial)) else {
        return Cell::Number(serial);
    };
    if moment.is_duration() {
        return Cell::Text(hours(serial));
    }
    match civil.time() {
        _ if serial < 1.0 => Cell::Text(hours(serial)),
        NaiveTime::MIN => Cell::Date(civil.date()),
        _ => Cell::Moment(civil),
    }
}

fn hours(days: f64) -> String {
    // Bounded by the caller.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seconds = (days * 86_400.0).round() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

fn iso_cell(text: &str) -> Cell {
    let moment = text.parse::<chrono::NaiveDateTime>();
    match (text.parse::<chrono::NaiveDate>(), moment) {
        (Ok(day), _) => Cell::Date(day),
        (_, Ok(moment)) if moment.time() == NaiveTime::MIN => Cell::Date(moment.date()),
        (_, Ok(moment)) => Cell::Moment(moment),
        _ => words(text),
    }
}
