//! One workbook: three sheets, filled record by record in one pass over the source.

use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::data_sheet::DataSheet;
use super::proof::Proof;
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
    filled(layout, head, source, finish)?.save(out)
}

/// A workbook with all its rows in it and no file yet: what is left needs no reading, so another thread can do it.
pub struct Filled {
    book: Workbook,
    told: Told,
}

impl Filled {
    /// Puts it into its file, which appears whole or not at all.
    ///
    /// # Errors
    /// [`WriteProblem`]; nothing is left in the folder then, and an older file of the name is untouched.
    pub fn save(self, out: &Path) -> Result<Written, WriteProblem> {
        let Self { mut book, told } = self;
        written(out, |sink| {
            book.save_to_writer(sink).map_err(place::defect)?;
            Ok(told)
        })
    }
}

/// The rows of [`workbook_in_one_pass`] without its file.
///
/// # Errors
/// [`WriteProblem`] of the rows, or of the disk the writer keeps them on meanwhile.
pub fn filled<'a>(
    layout: &Layout,
    head: &Head,
    source: &mut dyn RowSource,
    finish: &dyn Fn() -> Result<Finish<'a>, SourceError>,
) -> Result<Filled, WriteProblem> {
    caught(|| build(layout, head, source, finish))
}

/// A workbook as it was told to the writer: its rows, and what each sheet's rows say.
pub(super) struct Told {
    pub rows: u64,
    pub sheets: Vec<Proof>,
}

/// Builds a workbook into a file that appears whole or not at all, and only when it says what was told (WRITE-8).
pub(super) fn written(
    out: &Path,
    build: impl FnOnce(&mut (dyn Write + Send)) -> Result<Told, WriteProblem>,
) -> Result<Written, WriteProblem> {
    let fill = |sink: &mut (dyn Write + Send)| caught(|| build(sink));
    let prove = |file: &mut File, told: &Told| told.sheets.iter().try_for_each(|sheet| sheet.holds(file));
    let (Told { rows, .. }, finished) = atomic::replace_proved(out, fill, prove)?;
    Ok(Written { rows, sha256: finished.sha256, bytes: finished.bytes, rare: 0 })
}

/// The writer of workbooks panics when its temporary file cannot grow; that is a full disk, not the end of the program.
fn caught<T>(work: impl FnOnce() -> Result<T, WriteProblem>) -> Result<T, WriteProblem> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(of_panic(&*panic)))
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
) -> Result<Filled, WriteProblem> {
    let mut book = Workbook::new();
    book.set_properties(&properties(layout, head));
    let inline = is_long(source);
    let mut signed = SignedSheet::new(layout, head, !inline);
    signed.open(add_sheet(&mut book, inline).map_err(place::defect)?).map_err(place::defect)?;
    if layout.summary.is_some() {
        book.add_worksheet();
    }
    let mut data = layout.data.as_ref().map(|_| DataSheet::new(layout, inline));
    let data_index = DataSheet::index(layout);
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
    let sheets = [Some(signed.proof), data.map(|data| data.proof)].into_iter().flatten().collect();
    Ok(Filled { book, told: Told { rows, sheets } })
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    use super::*;
    use crate::bench::head;
    use crate::write::{Rows, Value};

    const SERIAL: &str = "00012345";

    /// A source that does not say how long it is, so that each cell carries its own text.
    struct Long<'a>(Rows<'a>);

    impl RowSource for Long<'_> {
        fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
            self.0.next_row(row)
        }
    }

    /// The file with one part of it made another.
    fn damaged(bytes: &[u8], wanted: &str, damage: &dyn Fn(String) -> String) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let (name, mut text) = (part.name().unwrap().to_string(), String::new());
            part.read_to_string(&mut text).unwrap();
            if name == wanted {
                let before = text.clone();
                text = damage(text);
                assert_ne!(before, text, "{name} is damaged");
            }
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The number under which a shared text is kept.
    fn number_of(bytes: &[u8], text: &str) -> usize {
        let mut xml = String::new();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        archive.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut xml).unwrap();
        xml.split("<si>").skip(1).position(|one| one.contains(&format!(">{text}<"))).unwrap()
    }

    /// Writes one sale; what the writer made is in the hands of `between` before it is put in place.
    fn write(out: &Path, long: bool, between: &dyn Fn(&[u8]) -> Vec<u8>) -> Result<Written, WriteProblem> {
        let layout = Layout::shipped("W03").unwrap();
        let mut row = vec![Value::Empty; layout.fields.len()];
        row[layout.field("serial_no").unwrap()] = Value::code(SERIAL);
        row[layout.field("note").unwrap()] = Value::text("=1+1");
        let rows = [row];
        let finish = || Ok(Finish::default());
        written(out, |sink| {
            let mut bytes = Vec::new();
            let (mut short, mut unsaid) = (Rows::new(&rows), Long(Rows::new(&rows)));
            let source: &mut dyn RowSource = if long { &mut unsaid } else { &mut short };
            let Filled { mut book, told } = build(&layout, &head(), source, &finish)?;
            book.save_to_writer(&mut bytes).map_err(place::defect)?;
            sink.write_all(&between(&bytes)).map_err(WriteProblem::Io)?;
            Ok(told)
        })
    }

    #[test]
    fn write_8_a_text_the_writer_damaged_keeps_the_file_from_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.xlsx");
        std::fs::write(&out, "old").unwrap();
        let as_number = |bytes: &[u8], sheet: &str| {
            let shared = format!(" t=\"s\"><v>{}</v>", number_of(bytes, SERIAL));
            damaged(bytes, sheet, &|xml| xml.replace(&shared, "><v>12345</v>"))
        };
        let inline = |bytes: &[u8], sheet: &str, new: &str| {
            let old = format!(" t=\"inlineStr\"><is><t>{SERIAL}</t></is>");
            damaged(bytes, sheet, &|xml| xml.replace(&old, new))
        };
        let strings = "xl/sharedStrings.xml";
        let other = |new: &'static str| move |bytes: &[u8]| damaged(bytes, strings, &|xml| xml.replace(SERIAL, new));
        let [signed, data] = ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"];
        type Damage<'d> = &'d dyn Fn(&[u8]) -> Vec<u8>;
        let damages: [(bool, Damage<'_>); 8] = [
            (false, &other("12345")),
            (false, &other("00012345 ")),
            (false, &other("")),
            (false, &|bytes| as_number(bytes, signed)),
            (false, &|bytes| as_number(bytes, data)),
            (false, &|bytes| damaged(bytes, signed, &|xml| xml.replace("r=\"H", "r=\"I"))),
            (true, &|bytes| inline(bytes, signed, "><v>12345</v>")),
            (true, &|bytes| inline(bytes, data, " t=\"inlineStr\"><is><t>1.2345E4</t></is>")),
        ];
        for (at, (long, damage)) in damages.into_iter().enumerate() {
            let problem = write(&out, long, damage).expect_err(&format!("damage {at}"));
            assert_eq!((problem.code(), std::fs::read(&out).unwrap()), ("workbook_failed", b"old".to_vec()), "{at}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{at}: nothing is left");
        }
        for long in [false, true] {
            assert_eq!(write(&out, long, &<[u8]>::to_vec).unwrap().rows, 1);
            std::fs::write(&out, "old").unwrap();
        }
    }
}
