//! Plain lists as .xlsx: exports, and the list of refused rows.
//!
//! TABLE-1 A list of refused rows can be mended and imported as it is: the file's own header in row 1, its cells as text, and
//! two last columns that say which field is wrong and why. Mended once more it does not grow further columns.

use std::path::Path;

use chrono::NaiveDateTime;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};

use super::book::{Told, add_sheet, is_long, next, written};
use super::cell::{self, At, Content};
use super::data_sheet::{Looks, own_kind};
use super::proof::Proof;
use super::{Row, RowSource, Value, WriteProblem, Written, place};
use crate::layout::Kind;

/// The two columns of a list of refused rows.
pub const ERROR_COLUMNS: [&str; 2] = ["错误字段", "错误原因"];

/// One column of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn<'a> {
    /// Its head.
    pub title: &'a str,
    /// What it holds.
    pub kind: Kind,
    /// In characters.
    pub width: f64,
}

/// Writes a list: header in row 1, values below, A4 lying, one page wide.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then.
pub fn table(
    name: &str,
    columns: &[TableColumn<'_>],
    source: &mut dyn RowSource,
    created_at: NaiveDateTime,
    out: &Path,
) -> Result<Written, WriteProblem> {
    let every: Vec<_> = (0..columns.len()).collect();
    List { name, columns, cells: &every, fields: columns.len(), created_at }.write(source, out)
}

/// Writes refused rows; a row of `source` holds the cells of the file's row (one for each of `headers`), then the wrong
/// fields and the reasons.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then.
pub fn error_list(
    headers: &[&str],
    source: &mut dyn RowSource,
    created_at: NaiveDateTime,
    out: &Path,
) -> Result<Written, WriteProblem> {
    let own: Vec<_> = (0..headers.len()).filter(|index| !is_error_column(headers, *index)).collect();
    let code = |title, width| TableColumn { title, kind: Kind::Code, width };
    let mut columns: Vec<_> =
        own.iter().filter_map(|index| headers.get(*index)).map(|title| code(title, 13.0)).collect();
    columns.extend([code(ERROR_COLUMNS[0], 16.0), code(ERROR_COLUMNS[1], 46.0)]);
    let cells: Vec<_> = own.into_iter().chain([headers.len(), headers.len() + 1]).collect();
    List { name: "待更正", columns: &columns, cells: &cells, fields: headers.len() + 2, created_at }.write(source, out)
}

fn is_error_column(headers: &[&str], index: usize) -> bool {
    headers.get(index).is_some_and(|header| ERROR_COLUMNS.contains(header))
}

struct List<'a> {
    name: &'a str,
    columns: &'a [TableColumn<'a>],
    /// Per column the cell of the source's row.
    cells: &'a [usize],
    fields: usize,
    created_at: NaiveDateTime,
}

impl List<'_> {
    fn write(&self, source: &mut dyn RowSource, out: &Path) -> Result<Written, WriteProblem> {
        written(out, |sink| {
            let mut book = Workbook::new();
            book.set_properties(&DocProperties::new().set_title(self.name).set_creation_datetime(&self.created_at));
            let inline = is_long(source);
            let sheet = add_sheet(&mut book, inline).map_err(place::defect)?;
            self.head(sheet).map_err(place::defect)?;
            let mut proof = Proof::new(0, self.columns.len(), inline);
            let rows = self.rows(sheet, source, &mut proof)?;
            book.save_to_writer(sink).map_err(place::defect)?;
            Ok(Told { rows, sheets: vec![proof] })
        })
    }

    fn head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.name)?;
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        sheet.set_freeze_panes(1, 0)?.set_footer("&C第 &P 页 共 &N 页");
        let format = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
        for (index, column) in (0_u16..).zip(self.columns) {
            sheet.set_column_width(index, column.width)?;
            sheet.write_string_with_format(0, index, column.title, &format)?;
        }
        Ok(())
    }

    fn rows(&self, sheet: &mut Worksheet, source: &mut dyn RowSource, proof: &mut Proof) -> Result<u64, WriteProblem> {
        let (looks, mut row, mut rows, mut shown) = (Looks::new(), Row::default(), 0, String::new());
        while next(source, &mut row, self.fields, &mut rows)? {
            let line = u32::try_from(rows).ok().filter(|line| *line < 1_048_576);
            let line = line.ok_or(WriteProblem::TooManyRows { limit: 1_048_575 })?;
            proof.row(line);
            for ((index, column), cell) in (0_u16..).zip(self.columns).zip(self.cells) {
                let value = row.get(*cell);
                if value == Value::Empty {
                    continue;
                }
                let kind = if column.kind == Kind::Text { own_kind(&value) } else { column.kind };
                let content = cell::content(&value, kind, &mut shown, At { row: rows, column: column.title })?;
                if let Content::Text(text) = content {
                    proof.text((line, index), text);
                }
                if !matches!(content, Content::Text("")) {
                    cell::put(sheet, (line, index), &content, looks.of(kind))?;
                }
            }
        }
        let last = u16::try_from(self.columns.len().max(1) - 1).unwrap_or(u16::MAX);
        let bottom = u32::try_from(rows).unwrap_or(u32::MAX).max(1);
        sheet.ignore_error_range(1, 0, bottom, last, IgnoreError::NumberStoredAsText).map_err(place::defect)?;
        Ok(rows)
    }
}
