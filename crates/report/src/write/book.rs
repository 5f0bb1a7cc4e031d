//! One workbook: three sheets, filled record by record in one pass over the source.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::data_sheet::DataSheet;
use super::signed_sheet::SignedSheet;
use super::{Head, Row, RowSource, SourceError, Summary, WriteProblem, Written, atomic, place, summary};
use crate::layout::{Layout, fill};

/// Up to so many rows the texts are kept once for the whole file, which every viewer reads, those in chat programs and
/// phones included. Beyond, each cell carries its own text: a table of 100,000 rows would otherwise hold its texts in memory.
pub(crate) const SHARED_TEXTS: u64 = 20_000;

/// What is known of a month once its rows have passed: a second reading of 100,000 rows, only to count them, takes a tenth
/// of the time of the whole workbook.
#[derive(Debug, Default)]
pub struct Finish<'a> {
    /// What the 说明 row adds; may be empty.
    pub notes: String,
    /// Content of the 汇总分析 sheet.
    pub summaries: Vec<Summary<'a>>,
}

/// Writes a workbook: signed sheet, summary, data.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then, and an older file of the name is untouched.
pub fn workbook(
    layout: &Layout,
    head: &Head,
    source: &mut dyn RowSource,
    summaries: &[Summary<'_>],
    out: &Path,
) -> Result<Written, WriteProblem> {
    summary::check(layout, summaries)?;
    let finish = || Ok(Finish { notes: head.notes.clone(), summaries: summaries.to_vec() });
    workbook_in_one_pass(layout, head, source, &finish, out)
}

/// As [`workbook`], with remarks and summaries that are asked for after the last row.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then, and an older file of the name is untouched.
pub fn workbook_in_one_pass<'a>(
    layout: &Layout,
    head: &Head,
    source: &mut dyn RowSource,
    finish: &dyn Fn() -> Result<Finish<'a>, SourceError>,
    out: &Path,
) -> Result<Written, WriteProblem> {
    written(out, |sink| build(layout, head, source, finish, sink))
}

/// Builds a workbook into a file that appears whole or not at all.
pub(super) fn written(
    out: &Path,
    build: impl FnOnce(&mut (dyn Write + Send)) -> Result<u64, WriteProblem>,
) -> Result<Written, WriteProblem> {
    // The writer of workbooks panics when its temporary file cannot grow; that is a full disk, not the end of the program.
    let (rows, finished) = atomic::replace(out, |sink| {
        catch_unwind(AssertUnwindSafe(|| build(sink))).unwrap_or_else(|panic| Err(of_panic(&*panic)))
    })?;
    Ok(Written { rows, sha256: finished.sha256, bytes: finished.bytes, rare: 0 })
}

fn of_panic(panic: &(dyn std::any::Any + Send)) -> WriteProblem {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    match text {
        Some(text) if text.contains("StorageFull") || text.contains("QuotaExceeded") => WriteProblem::DiskFull,
        text => WriteProblem::Workbook(text.unwrap_or("the writer gave up").to_owned()),
    }
}

fn build<'a>(
    layout: &Layout,
    head: &Head,
    source: &mut dyn RowSource,
    finish: &dyn Fn() -> Result<Finish<'a>, SourceError>,
    sink: &mut (dyn Write + Send),
) -> Result<u64, WriteProblem> {
    let mut book = Workbook::new();
    book.set_properties(&properties(layout, head));
    let inline = is_long(source);
    let mut signed = SignedSheet::new(layout, head, !inline);
    signed.open(add_sheet(&mut book, inline).map_err(place::defect)?).map_err(place::defect)?;
    if layout.summary.is_some() {
        book.add_worksheet();
    }
    let mut data = layout.data.as_ref().map(|_| DataSheet::new(layout));
    let data_index = 1 + usize::from(layout.summary.is_some());
    if let (Some(data), Some(sheet)) = (&mut data, &layout.data) {
        data.open(add_sheet(&mut book, inline).map_err(place::defect)?, &sheet.name).map_err(place::defect)?;
    }
    let mut row = Row::default();
    let mut rows = 0;
    while next(source, &mut row, layout.fields.len(), &mut rows)? {
        signed.record(book.worksheet_from_index(0).map_err(place::defect)?, &row)?;
        if let Some(data) = &mut data {
            data.record(book.worksheet_from_index(data_index).map_err(place::defect)?, &row)?;
        }
    }
    let Finish { notes, summaries } = finish().map_err(WriteProblem::Source)?;
    summary::check(layout, &summaries)?;
    signed.close(book.worksheet_from_index(0).map_err(place::defect)?, &notes)?;
    if let Some(summary) = &layout.summary {
        summary::sheet(book.worksheet_from_index(1).map_err(place::defect)?, summary, layout, head, &summaries)?;
    }
    book.save_to_writer(sink).map_err(place::defect)?;
    Ok(rows)
}

pub(super) fn is_long(source: &dyn RowSource) -> bool {
    source.rows_hint().is_none_or(|rows| rows > SHARED_TEXTS)
}

pub(super) fn add_sheet(book: &mut Workbook, inline: bool) -> Result<&mut Worksheet, XlsxError> {
    if inline { book.add_worksheet_with_constant_memory() } else { book.add_worksheet_with_low_memory() }
}

/// The next row into the buffer; its length is checked.
pub(crate) fn next(
    source: &mut dyn RowSource,
    row: &mut Row,
    fields: usize,
    rows: &mut u64,
) -> Result<bool, WriteProblem> {
    row.clear();
    if !source.next_row(row).map_err(WriteProblem::Source)? {
        return Ok(false);
    }
    *rows += 1;
    if row.len() != fields {
        return Err(WriteProblem::FieldCount { row: *rows, found: row.len(), expected: fields });
    }
    Ok(true)
}

fn properties(layout: &Layout, head: &Head) -> DocProperties {
    DocProperties::new()
        .set_title(fill(&layout.title, |marker| head.value(marker)))
        .set_author(&head.dealer)
        .set_creation_datetime(&head.created_at)
}
