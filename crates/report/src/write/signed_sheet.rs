//! Sheet 1: the one that is printed, signed and stamped.
//!
//! ```text
//! 1           title, over the whole width
//! 2           dealer            period            unit, number
//! (3 …)       the layout's head lines
//! header      one row, or two where neighbours share a group; repeated on every page, frozen on the screen
//! rows        or the one row 本月无
//! (本月小计, rows that correct closed months, 更正小计)
//! 合计
//! (…)         the layout's foot lines, 说明
//! signature
//! ```

use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};

use super::cell::{self, At, Content};
use super::format::{ColumnLook, PageLook};
use super::proof::Proof;
use super::{Head, Row, Standing, Value, WriteProblem, place};
use crate::layout::{Kind, Layout, Total, fill};

/// A sheet has 1,048,576 rows; the form's own ones need some.
const MOST_ROWS: u64 = 1_048_576 - 64;

/// Points; a spreadsheet has no higher row.
pub(super) const HIGHEST: f64 = 409.0;

/// What the columns sum to, and the number of rows.
#[derive(Clone)]
struct Sums {
    columns: Vec<i128>,
    rows: i128,
}

impl Sums {
    /// What was added since.
    fn since(&self, before: &Self) -> Self {
        let columns = self.columns.iter().zip(&before.columns).map(|(now, before)| now - before).collect();
        Self { columns, rows: self.rows - before.rows }
    }
}

pub(super) struct SignedSheet<'a> {
    layout: &'a Layout,
    head: &'a Head,
    looks: Vec<ColumnLook>,
    reds: Vec<ColumnLook>,
    page: PageLook,
    /// Where each column's value stands in a source's row; a sequence has none.
    sources: Vec<Option<usize>>,
    sums: Sums,
    /// The sums of the month itself, from the first row on that corrects an earlier one.
    of_month: Option<(Sums, u64)>,
    row: u32,
    first_record: u32,
    count: u64,
    notes: String,
    shown: String,
    /// The writer keeps every height it is told to the end: a table too long for memory has one height for all rows.
    fitted: bool,
    /// What its rows say.
    pub proof: Proof,
}

impl<'a> SignedSheet<'a> {
    pub fn new(layout: &'a Layout, head: &'a Head, fitted: bool) -> Self {
        let unit = layout.totals.as_ref().map_or("", |totals| totals.unit.as_str());
        let looks: Vec<_> = layout.columns.iter().map(|column| ColumnLook::new(column, &layout.page, unit)).collect();
        Self {
            layout,
            head,
            reds: looks.iter().map(ColumnLook::red).collect(),
            looks,
            page: PageLook::new(&layout.page),
            sources: layout.columns.iter().map(|column| layout.field(&column.key)).collect(),
            sums: Sums { columns: vec![0; layout.columns.len()], rows: 0 },
            of_month: None,
            row: 0,
            first_record: 0,
            count: 0,
            notes: head.notes.clone(),
            shown: String::new(),
            fitted,
            proof: Proof::new(0, layout.columns.len(), !fitted),
        }
    }

    /// Everything above the first record.
    pub fn open(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(&self.layout.name)?;
        place::page(sheet, &self.layout.page, self.head, &self.layout.name)?;
        sheet.set_default_row_height(place::height(if self.fitted { 1 } else { 2 }, self.layout.page.font_size));
        for (index, column) in self.layout.columns.iter().enumerate() {
            sheet.set_column_width(number(index), column.width)?;
        }
        self.title(sheet)?;
        self.head_line(sheet)?;
        for line in &self.layout.head_lines {
            self.line(sheet, line, &self.page.left.clone())?;
        }
        self.header(sheet)?;
        sheet.set_repeat_rows(0, self.row - 1)?;
        sheet.set_freeze_panes(self.row, 0)?;
        self.first_record = self.row;
        Ok(())
    }

    fn title(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let title = self.filled(&self.layout.title);
        sheet.set_row_height(self.row, self.layout.page.title_size * 1.8)?;
        place::span(sheet, self.row, (0, self.last()), &title, &self.page.title)?;
        self.row += 1;
        Ok(())
    }

    fn head_line(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let head = &self.layout.head;
        let parts = [&head.left, &head.centre, &head.right].map(|part| self.filled(part));
        sheet.set_row_height(self.row, self.layout.page.line_size * 1.9)?;
        match place::thirds(&self.layout.columns.iter().map(|column| column.width).collect::<Vec<_>>()) {
            Some([left, centre, right]) => {
                let [left_text, centre_text, right_text] = &parts;
                place::span(sheet, self.row, left, left_text, &self.page.left)?;
                place::span(sheet, self.row, centre, centre_text, &self.page.centre)?;
                place::span(sheet, self.row, right, right_text, &self.page.right)?;
            }
            None => place::span(sheet, self.row, (0, self.last()), &parts.join("　"), &self.page.left)?,
        }
        self.row += 1;
        Ok(())
    }

    /// A line over the whole width; as high as its text needs, for merged cells do not grow by themselves.
    fn line(&mut self, sheet: &mut Worksheet, template: &str, format: &Format) -> Result<(), XlsxError> {
        let text = self.filled(template);
        let width = self.layout.columns.iter().map(|column| column.width).sum();
        let size = self.layout.page.line_size;
        sheet.set_row_height(self.row, place::height(place::lines(&text, width, size), size) + 2.0)?;
        place::span(sheet, self.row, (0, self.last()), &text, format)?;
        self.row += 1;
        Ok(())
    }

    fn header(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let grouped = self.layout.columns.iter().any(|column| column.group.is_some());
        if grouped {
            self.groups(sheet)?;
        }
        let columns = self.layout.columns.iter().enumerate();
        let size = self.layout.page.font_size;
        let highest = columns.clone().map(|(_, column)| place::lines(&column.title, column.width, size)).max();
        sheet.set_row_height(self.row, place::height(highest.unwrap_or(1), size) + 2.0)?;
        for (index, column) in columns {
            let lower = grouped && column.group.is_none();
            let format = if lower { &self.page.header_lower } else { &self.page.header };
            sheet.write_string_with_format(self.row, number(index), column.title.as_str(), format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn groups(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut index = 0;
        while let Some(column) = self.layout.columns.get(index) {
            let rest = self.layout.columns.iter().skip(index);
            let length = rest.take_while(|other| column.group.is_some() && other.group == column.group).count();
            match &column.group {
                Some(group) => {
                    let last = number(index + length.max(1) - 1);
                    place::span(sheet, self.row, (number(index), last), group, &self.page.header)?;
                }
                None => drop(sheet.write_blank(self.row, number(index), &self.page.header_upper)?),
            }
            index += length.max(1);
        }
        self.row += 1;
        Ok(())
    }

    /// One record.
    pub fn record(&mut self, sheet: &mut Worksheet, row: &Row) -> Result<(), WriteProblem> {
        self.count += 1;
        if self.count > MOST_ROWS {
            return Err(WriteProblem::TooManyRows { limit: MOST_ROWS });
        }
        if row.standing() != Standing::OfMonth && self.of_month.is_none() {
            self.of_month(sheet)?;
        }
        self.sums.rows += i128::from(row.standing().counts());
        let red = row.standing() == Standing::Red;
        let mut lines = 1;
        self.proof.row(self.row);
        for (index, column) in self.layout.columns.iter().enumerate() {
            let (Some(look), Some(source), Some(sum)) = (
                if red { self.reds.get(index) } else { self.looks.get(index) },
                self.sources.get(index),
                self.sums.columns.get_mut(index),
            ) else {
                continue;
            };
            let value = source.map_or(Value::Int(self.count.cast_signed()), |source| row.get(source));
            let at = At { row: self.count, column: &column.key };
            let mut content = cell::content(&value, column.kind, &mut self.shown, at)?;
            if let (Content::Empty, Some(instead)) = (&content, &column.when_empty) {
                content = Content::Text(instead);
            }
            if let Content::Text(text) = &content {
                self.proof.text((self.row, number(index)), text);
                if self.fitted && column.wrap {
                    lines = lines.max(place::lines(text, column.width, self.layout.page.font_size));
                }
            }
            if column.total == Total::Sum {
                *sum += cell::amount(&value, column.kind);
            }
            cell::put_styled(sheet, (self.row, number(index)), &content, (look, column.kind))?;
        }
        if lines > 1 {
            let height = place::height(lines, self.layout.page.font_size).min(HIGHEST);
            sheet.set_row_height(self.row, height).map_err(place::defect)?;
        }
        self.row += 1;
        Ok(())
    }

    /// What ends the month's own rows before those that correct others (WRITE-10).
    fn of_month(&mut self, sheet: &mut Worksheet) -> Result<(), WriteProblem> {
        let layout = self.layout;
        if self.count == 1 {
            self.told(&layout.empty_month);
            self.nothing(sheet)?;
        }
        let sums = self.sums.clone();
        if let Some(totals) = &layout.totals {
            self.told(&totals.of_month);
            self.sum_row(sheet, &totals.of_month, &sums, None)?;
        }
        self.of_month = Some((sums, self.count - 1));
        Ok(())
    }

    /// A row between the records begins, with these words over it.
    fn told(&mut self, words: &str) {
        self.proof.row(self.row);
        self.proof.text((self.row, 0), words);
    }

    fn nothing(&mut self, sheet: &mut Worksheet) -> Result<(), WriteProblem> {
        place::span(sheet, self.row, (0, self.last()), &self.layout.empty_month, &self.page.empty_month)
            .map_err(place::defect)?;
        self.row += 1;
        Ok(())
    }

    /// Everything below the last record; what `{notes}` stands for is known by now.
    pub fn close(&mut self, sheet: &mut Worksheet, notes: &str) -> Result<(), WriteProblem> {
        notes.clone_into(&mut self.notes);
        if self.count == 0 {
            self.nothing(sheet)?;
        }
        if let Some(totals) = &self.layout.totals {
            if let Some((of_month, before)) = self.of_month.take() {
                let lines = Some(i128::from(self.count - before));
                self.sum_row(sheet, &totals.corrections, &self.sums.since(&of_month), lines)?;
            }
            self.sum_row(sheet, &totals.label, &self.sums.clone(), None)?;
        }
        self.foot(sheet).map_err(place::defect)?;
        self.end(sheet).map_err(place::defect)
    }

    /// The writer's way of little memory tells the last row a second time, empty, when it has a height of its own (WRITE-9).
    /// Behind it stands one that has none and says nothing.
    fn end(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.write_blank(self.row, 0, &Format::new()).map(drop)
    }

    /// A row of sums; `lines` is the number of rows above it where those are no records of the month (WRITE-10).
    fn sum_row(
        &mut self,
        sheet: &mut Worksheet,
        words: &str,
        sums: &Sums,
        lines: Option<i128>,
    ) -> Result<(), WriteProblem> {
        let columns = &self.layout.columns;
        let first = columns.iter().position(|column| column.total != Total::None).unwrap_or(columns.len());
        let label = (0, number(first.max(1) - 1));
        place::span(sheet, self.row, label, words, &self.page.label).map_err(place::defect)?;
        for (index, column) in columns.iter().enumerate().skip(first) {
            let (Some(look), Some(sum)) = (self.looks.get(index), sums.columns.get(index)) else { continue };
            let at = At { row: self.count, column: &column.key };
            let content = match column.total {
                Total::None => Content::Empty,
                Total::Sum => Content::Number(cell::sum(*sum, column.kind, at)?),
                Total::Count => Content::Number(cell::sum(lines.unwrap_or(sums.rows), Kind::Integer, at)?),
            };
            let format = match column.total {
                Total::None => &self.page.blank,
                Total::Sum => look.total_of(&content, column.kind),
                Total::Count if lines.is_some() => &look.lines,
                Total::Count => &look.count,
            };
            cell::put(sheet, (self.row, number(index)), &content, (format, format))?;
        }
        sheet.set_row_height(self.row, self.layout.page.font_size * 1.8).map_err(place::defect)?;
        self.row += 1;
        Ok(())
    }

    fn foot(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        // Numbers kept as text are meant so: no green corners in the printed columns.
        let last_record = self.row.max(self.first_record + 1) - 1;
        sheet.ignore_error_range(self.first_record, 0, last_record, self.last(), IgnoreError::NumberStoredAsText)?;
        let note = self.page.note.clone();
        for line in self.layout.foot_lines.iter().chain(&self.layout.notes) {
            self.line(sheet, line, &note)?;
        }
        if let Some(signature) = &self.layout.signature {
            let text = self.filled(signature);
            sheet.set_row_height(self.row, self.layout.page.line_size * 2.8)?;
            place::span(sheet, self.row, (0, self.last()), &text, &self.page.left)?;
            self.row += 1;
        }
        Ok(())
    }

    fn filled(&self, template: &str) -> String {
        fill(
            template,
            |marker| if marker == "notes" { Some(self.notes.as_str().into()) } else { self.head.value(marker) },
        )
    }

    fn last(&self) -> u16 {
        number(self.layout.columns.len().max(1) - 1)
    }
}

/// A layout has 80 columns at most.
fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
