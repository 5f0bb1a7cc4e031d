//! What the speed of a month's workbook is measured against, where it can be: only this crate may name the writer.
//!
//! [`ours`] writes W01 by its layout. [`bare`] writes the same cells with the same looks by the library alone: no layout, no
//! checks, no sums, straight into the file. The ratio of the two, in one run, is what is promised (≤ 1.3).

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use chrono::{Days, NaiveDate};
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::layout::{Kind, Layout};
use crate::template::Template;
use crate::write::{Finish, Head, Period, Row, RowSource, SourceError, Value, WriteProblem, Written, workbook};

/// A month of made-up repairs, in the fields of W01, the same every time.
#[derive(Debug)]
pub struct Repairs {
    kinds: Vec<(String, Kind)>,
    next: u32,
    until: u32,
}

impl Repairs {
    /// So many repairs for a layout.
    #[must_use]
    pub fn new(layout: &Layout, until: u32) -> Self {
        let kind = |key: &String| {
            layout.columns.iter().find(|column| column.key == *key).map_or(Kind::Text, |column| column.kind)
        };
        Self { kinds: layout.fields.iter().map(|key| (key.clone(), kind(key))).collect(), next: 0, until }
    }
}

impl RowSource for Repairs {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        if self.next == self.until {
            return Ok(false);
        }
        self.next += 1;
        let n = i64::from(self.next);
        for (key, kind) in &self.kinds {
            match kind {
                Kind::Date => row.push(&Value::Day(first_day() + Days::new(u64::from(self.next % 31)))),
                Kind::Money => row.push(&Value::Fen(n * 7919 % 2_000_000)),
                Kind::Quantity => row.push(&Value::Milli(n % 9 * 500)),
                Kind::Code => row.code(&format!("{}{:07}", key.get(..2).unwrap_or_default(), n * 611_953 % 10_000_000)),
                Kind::Text => row.text(
                    ["清河县张店镇陈家村", "发动机冒黑烟、动力不足", "保内", "自然磨损"]
                        .get(n as usize % 4)
                        .unwrap_or(&""),
                ),
                _ => row.push(&Value::Int(n % 9)),
            }
        }
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some(u64::from(self.until - self.next))
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 1).unwrap_or_default()
}

/// The head of a month of made-up repairs.
#[must_use]
pub fn head() -> Head {
    Head {
        principal: "测速".into(),
        dealer: "测速".into(),
        dealer_code: "B".into(),
        period: Period { from: first_day(), to: first_day() + Days::new(30) },
        number: "B-1".into(),
        made_by: "测速".into(),
        made_on: first_day(),
        notes: String::new(),
        created_at: first_day().and_time(chrono::NaiveTime::MIN),
        mark: None,
        fields: std::collections::BTreeMap::new(),
    }
}

/// W01 by its layout.
///
/// # Errors
/// [`WriteProblem`].
pub fn ours(layout: &Layout, rows: u32, out: &Path) -> Result<Written, WriteProblem> {
    workbook(layout, &head(), &mut Repairs::new(layout, rows), &[], out)
}

/// The same cells by the library alone, in its low-memory mode.
///
/// # Errors
/// What the library says.
pub fn bare(layout: &Layout, rows: u32, out: &Path) -> Result<(), XlsxError> {
    bare_of(layout, &mut Repairs::new(layout, rows), out)
}

/// Any rows of a layout by the library alone, in its low-memory mode.
///
/// # Errors
/// What the library says.
pub fn bare_of(layout: &Layout, source: &mut dyn RowSource, out: &Path) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let kinds: Vec<_> = layout.columns.iter().map(|column| column.kind).collect();
    let looks: Vec<_> = kinds
        .iter()
        .map(|kind| look(*kind).set_border(FormatBorder::Thin).set_font_name("宋体").set_font_size(9))
        .collect();
    let plain: Vec<_> = kinds.iter().map(|kind| look(*kind)).collect();
    book.add_worksheet_with_low_memory()?;
    book.add_worksheet_with_low_memory()?;
    let mut row = Row::default();
    for line in 0.. {
        row.clear();
        if !source.next_row(&mut row).map_err(|error| XlsxError::ParameterError(error.to_string()))? {
            break;
        }
        let signed = book.worksheet_from_index(0)?;
        if let Some(look) = looks.first() {
            signed.write_number_with_format(line, 0, line + 1, look)?;
        }
        for ((column, index), look) in (1_u16..).zip(0..row.len()).zip(looks.iter().skip(1)) {
            put(signed, line, column, &row.get(index), look)?;
        }
        let data = book.worksheet_from_index(1)?;
        for ((column, index), look) in (0_u16..).zip(0..row.len()).zip(plain.iter().skip(1)) {
            if row.get(index) != Value::Empty {
                put(data, line, column, &row.get(index), look)?;
            }
        }
    }
    book.save_to_writer(BufWriter::new(File::create(out)?))
}

/// A template filled with made-up repairs.
///
/// # Errors
/// [`WriteProblem`].
pub fn filled(template: &Template, layout: &Layout, rows: u32, out: &Path) -> Result<Written, WriteProblem> {
    let finish = || Ok(Finish::default());
    template.fill(layout, &head(), &mut Repairs::new(layout, rows), &finish, out)
}

/// The cells of these fields, counted rows and sums of two among them, by the library alone in its low-memory mode.
///
/// # Errors
/// What the library says.
pub fn bare_fields(layout: &Layout, fields: &[&str], rows: u32, out: &Path) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let kind = |field: &&str| {
        layout.columns.iter().find(|column| column.key == **field).map_or(Kind::Text, |column| column.kind)
    };
    let looks: Vec<_> = fields.iter().map(|field| look(kind(field)).set_border(FormatBorder::Thin)).collect();
    let places: Vec<_> = fields.iter().map(|field| layout.field(field).unwrap_or(usize::MAX)).collect();
    let (mut source, mut row) = (Repairs::new(layout, rows), Row::default());
    let sheet = book.add_worksheet_with_low_memory()?;
    for line in 0..rows {
        row.clear();
        source.next_row(&mut row).map_err(|error| XlsxError::ParameterError(error.to_string()))?;
        sheet.write_number(line, 0, line + 1)?;
        for ((column, place), look) in (1_u16..).zip(&places).zip(&looks) {
            put(sheet, line, column, &row.get(*place), look)?;
        }
        let last = u16::try_from(places.len()).unwrap_or(u16::MAX);
        sheet.write_formula(line, last + 1, format!("N{0}+O{0}", line + 1).as_str())?;
    }
    book.save_to_writer(BufWriter::new(File::create(out)?))
}

fn look(kind: Kind) -> Format {
    Format::new().set_num_format(match kind {
        Kind::Code => "@",
        Kind::Date => "yyyy-mm-dd",
        Kind::Money => "#,##0.00",
        Kind::Quantity => "0.##",
        _ => "General",
    })
}

#[allow(clippy::cast_precision_loss)]
fn put(sheet: &mut Worksheet, row: u32, column: u16, value: &Value<'_>, look: &Format) -> Result<(), XlsxError> {
    match value {
        Value::Text(text) | Value::Code(text) => sheet.write_string_with_format(row, column, text.as_ref(), look)?,
        Value::Day(day) => sheet.write_datetime_with_format(row, column, day, look)?,
        Value::Fen(fen) => sheet.write_number_with_format(row, column, *fen as f64 / 100.0, look)?,
        Value::Milli(milli) => sheet.write_number_with_format(row, column, *milli as f64 / 1000.0, look)?,
        Value::Int(int) | Value::Rate(int) => sheet.write_number_with_format(row, column, *int as f64, look)?,
        Value::Empty | Value::Flag(_) => sheet.write_blank(row, column, look)?,
    };
    Ok(())
}
