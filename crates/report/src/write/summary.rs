//! The 汇总分析 sheet: what the caller computed, in the blocks the layout states.
//!
//! SUMMARY-1 A summary that names a block or an item the layout does not have is refused, and no file is written.
//! SUMMARY-2 A block nobody filled is printed with its head and its empty words.
//! SUMMARY-3 The screen shows the cells of the sheet: both are written by one pen.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::cell::{self, At, Content};
use super::format::{ColumnLook, PageLook, stands_right};
use super::signed_sheet::HIGHEST;
use super::{Head, Value, WriteProblem, place};
use crate::layout::{Block, Column, Item, Kind, Layout, Page, SummarySheet, Total};

/// One block's content, named by the layout's key.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary<'a> {
    /// Key of the layout's block.
    pub key: &'a str,
    /// What to print.
    pub data: SummaryData<'a>,
}

/// Content in the shape of the block's kind.
#[derive(Debug, Clone, PartialEq)]
pub enum SummaryData<'a> {
    /// Item key and value; what is not given prints as empty.
    Facts(Vec<(&'a str, Value<'a>)>),
    /// Rows in the order of the block's columns.
    Table(Vec<Vec<Value<'a>>>),
    /// Counts: one line per row name, one count per column name. Sums are added here.
    Matrix {
        /// Names of the columns.
        columns: Vec<String>,
        /// Name and counts of each row.
        rows: Vec<(String, Vec<i64>)>,
    },
}

pub(super) fn check(layout: &Layout, summaries: &[Summary<'_>]) -> Result<(), WriteProblem> {
    let blocks = layout.summary.as_ref().map(|sheet| sheet.blocks.as_slice()).unwrap_or_default();
    let unfit = |summary: &Summary<'_>, why: &str| Err(WriteProblem::Summary(format!("{}: {why}", summary.key)));
    for summary in summaries {
        match (blocks.iter().find(|block| block.key() == summary.key), &summary.data) {
            (None, _) => return unfit(summary, "no such block"),
            (Some(Block::Facts { items, .. }), SummaryData::Facts(facts)) => {
                if facts.iter().any(|(key, _)| !items.iter().any(|item| item.key == *key)) {
                    return unfit(summary, "no such item");
                }
            }
            (Some(Block::Table { columns, .. }), SummaryData::Table(rows)) => {
                if rows.iter().any(|row| row.len() != columns.len()) {
                    return unfit(summary, "a row of another length");
                }
            }
            (Some(Block::Matrix { .. }), SummaryData::Matrix { columns, rows }) => {
                if rows.iter().any(|(_, counts)| counts.len() != columns.len()) {
                    return unfit(summary, "a row of another length");
                }
            }
            _ => return unfit(summary, "another kind of block"),
        }
    }
    Ok(())
}

/// The sheet on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownSummary {
    /// Name of the sheet.
    pub name: String,
    /// Its title.
    pub title: String,
    /// From top to bottom.
    pub blocks: Vec<ShownBlock>,
}

/// A block on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownBlock {
    /// Its head.
    pub title: String,
    /// Its rows.
    pub lines: Vec<ShownLine>,
}

/// A row of a block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownLine {
    /// Names of columns, or the 合计 row.
    pub strong: bool,
    /// Each cell as it prints, and whether it stands right.
    pub cells: Vec<(String, bool)>,
}

/// Widths of the sheet: names first, then values.
const FIRST: f64 = 26.0;
const OTHER: f64 = 13.0;
/// A4 lying holds about so many columns readably; a wider matrix shrinks the page.
const COLUMNS: u16 = 12;

pub(super) fn sheet(
    sheet: &mut Worksheet,
    stated: &SummarySheet,
    layout: &Layout,
    head: &Head,
    summaries: &[Summary<'_>],
) -> Result<(), WriteProblem> {
    open(sheet, stated, layout, head).map_err(place::defect)?;
    Pen::new(Onto::Sheet(sheet), layout).blocks(stated, layout, summaries)
}

/// The same cells for the screen.
pub(super) fn shown(
    stated: &SummarySheet,
    layout: &Layout,
    head: &Head,
    summaries: &[Summary<'_>],
) -> Result<ShownSummary, WriteProblem> {
    let mut blocks = Vec::new();
    Pen::new(Onto::Screen(&mut blocks), layout).blocks(stated, layout, summaries)?;
    Ok(ShownSummary { name: stated.name.clone(), title: title(stated, layout, head), blocks })
}

fn title(stated: &SummarySheet, layout: &Layout, head: &Head) -> String {
    let title = crate::layout::fill(&layout.title, |marker| head.value(marker));
    format!("{title}　{}", stated.name)
}

fn open(sheet: &mut Worksheet, stated: &SummarySheet, layout: &Layout, head: &Head) -> Result<(), XlsxError> {
    sheet.set_name(&stated.name)?;
    place::page(sheet, &layout.page, head, &stated.name)?;
    sheet.set_column_width(0, FIRST)?;
    for column in 1..COLUMNS {
        sheet.set_column_width(column, OTHER)?;
    }
    sheet.set_row_height(0, layout.page.title_size * 1.8)?;
    let columns = widest(stated).max(4) - 1;
    let look = PageLook::new(&layout.page);
    place::span(sheet, 0, (0, columns), &title(stated, layout, head), &look.title)
}

/// Where the cells go.
enum Onto<'a> {
    Sheet(&'a mut Worksheet),
    Screen(&'a mut Vec<ShownBlock>),
}

struct Pen<'a> {
    onto: Onto<'a>,
    page: &'a Page,
    look: PageLook,
    row: u32,
    /// Lines of the highest cell of the row in hand.
    lines: u32,
    /// The row the last cell of the screen stands in.
    line: u32,
    shown: String,
}

impl<'a> Pen<'a> {
    fn new(onto: Onto<'a>, layout: &'a Layout) -> Self {
        let page = &layout.page;
        Self { onto, page, look: PageLook::new(page), row: 1, lines: 1, line: 0, shown: String::new() }
    }

    fn blocks(
        &mut self,
        stated: &SummarySheet,
        layout: &Layout,
        summaries: &[Summary<'_>],
    ) -> Result<(), WriteProblem> {
        for block in &stated.blocks {
            let data = summaries.iter().find(|summary| summary.key == block.key()).map(|summary| &summary.data);
            self.block(block, data, &layout.empty_month)?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block, data: Option<&SummaryData<'_>>, empty: &str) -> Result<(), WriteProblem> {
        let title = match block {
            Block::Facts { title, .. } | Block::Table { title, .. } | Block::Matrix { title, .. } => title,
        };
        self.row += 1;
        self.words(0, title, Place::Line)?;
        // A title runs on over the columns beside it.
        self.lines = 1;
        self.row += 1;
        match (block, data) {
            (Block::Facts { items, .. }, Some(SummaryData::Facts(facts))) => self.facts(items, facts),
            (Block::Facts { items, .. }, _) => self.facts(items, &[]),
            (Block::Table { columns, totals, .. }, Some(SummaryData::Table(rows))) => {
                self.table(columns, rows, *totals, empty)
            }
            (Block::Table { columns, .. }, _) => self.table(columns, &[], false, empty),
            (Block::Matrix { rows: name, columns: of, .. }, Some(SummaryData::Matrix { columns, rows })) => {
                self.matrix(&format!("{name}＼{of}"), columns, rows)
            }
            (Block::Matrix { rows: name, columns: of, .. }, _) => self.matrix(&format!("{name}＼{of}"), &[], &[]),
        }
    }

    fn facts(&mut self, items: &[Item], facts: &[(&str, Value<'_>)]) -> Result<(), WriteProblem> {
        for item in items {
            self.words(0, &item.title, Place::Cell)?;
            let value = facts.iter().find(|(key, _)| *key == item.key).map(|(_, value)| value);
            self.value(1, item, value.unwrap_or(&Value::Empty))?;
            self.end_row()?;
        }
        Ok(())
    }

    fn table(
        &mut self,
        columns: &[Item],
        rows: &[Vec<Value<'_>>],
        totals: bool,
        empty: &str,
    ) -> Result<(), WriteProblem> {
        self.names(columns.iter().map(|column| column.title.as_str()))?;
        for row in rows {
            for ((number, item), value) in (0_u16..).zip(columns).zip(row) {
                self.value(number, item, value)?;
            }
            self.end_row()?;
        }
        if rows.is_empty() {
            self.words(0, empty, Place::Cell)?;
            self.end_row()?;
        }
        if totals && !rows.is_empty() { self.sums(columns, rows) } else { Ok(()) }
    }

    fn sums(&mut self, columns: &[Item], rows: &[Vec<Value<'_>>]) -> Result<(), WriteProblem> {
        self.words(0, "合计", Place::Head)?;
        for ((number, item), index) in (0_u16..).zip(columns).zip(0..).skip(1) {
            let summed = matches!(item.kind, Kind::Money | Kind::Quantity | Kind::Integer);
            let known = rows.iter().all(|row| row.get(index).is_some_and(|value| *value != Value::Empty));
            let look = self.item_look(item);
            let sum = if summed && known {
                rows.iter().filter_map(|row| row.get(index)).map(|value| cell::amount(value, item.kind)).sum()
            } else {
                0
            };
            let content = if summed && known {
                Content::Number(cell::sum(sum, item.kind, At { row: 0, column: &item.key })?)
            } else {
                Content::Empty
            };
            let text = cell::printed(&content, &cell::summed(sum, item.kind));
            let format = look.total_of(&content, item.kind);
            self.put(number, &content, (format, format), (text, true, true))?;
        }
        self.end_row()
    }

    fn matrix(&mut self, corner: &str, columns: &[String], rows: &[(String, Vec<i64>)]) -> Result<(), WriteProblem> {
        self.names([corner].into_iter().chain(columns.iter().map(String::as_str)).chain(["合计"]))?;
        let mut sums = vec![0_i64; columns.len()];
        for (name, counts) in rows {
            self.counts(name, counts)?;
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
        }
        self.counts("合计", &sums)
    }

    fn counts(&mut self, name: &str, counts: &[i64]) -> Result<(), WriteProblem> {
        let item = Item { key: "count".into(), title: String::new(), kind: Kind::Integer, when_empty: None };
        self.words(0, name, Place::Cell)?;
        let sum = counts.iter().fold(0_i64, |sum, count| sum.saturating_add(*count));
        for (number, count) in (1_u16..).zip(counts.iter().chain([&sum])) {
            self.value(number, &item, &Value::Int(*count))?;
        }
        self.end_row()
    }

    fn names<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<(), WriteProblem> {
        for (number, name) in (0_u16..).zip(names) {
            self.words(number, name, Place::Head)?;
        }
        self.end_row()
    }

    /// The row is whole: it is as high as its highest cell, which viewers and converters to paper do not reckon.
    fn end_row(&mut self) -> Result<(), WriteProblem> {
        let lines = std::mem::replace(&mut self.lines, 1);
        if let (Onto::Sheet(sheet), true) = (&mut self.onto, lines > 1) {
            let height = place::height(lines, self.page.font_size).min(HIGHEST);
            sheet.set_row_height(self.row, height).map_err(place::defect)?;
        }
        self.row += 1;
        Ok(())
    }

    fn words(&mut self, column: u16, text: &str, place: Place) -> Result<(), WriteProblem> {
        let format = match place {
            Place::Line => self.look.left.clone().set_bold(),
            Place::Head => self.look.header.clone(),
            Place::Cell => self.look.blank.clone().set_text_wrap(),
        };
        if let (Onto::Screen(blocks), Place::Line) = (&mut self.onto, place) {
            blocks.push(ShownBlock { title: text.to_owned(), lines: Vec::new() });
            return Ok(());
        }
        let strong = matches!(place, Place::Head);
        let content = Content::Text(text);
        let text = cell::printed(&content, &Value::Empty);
        self.put(column, &content, (&format, &format), (text, false, strong))
    }

    fn value(&mut self, column: u16, item: &Item, value: &Value<'_>) -> Result<(), WriteProblem> {
        let look = self.item_look(item);
        let at = At { row: u64::from(self.row), column: &item.key };
        let mut shown = std::mem::take(&mut self.shown);
        let mut content = cell::content(value, item.kind, &mut shown, at)?;
        if let (Content::Empty, Some(instead)) = (&content, &item.when_empty) {
            content = Content::Text(instead);
        }
        let text = cell::printed(&content, value);
        let right = stands_right(item.kind);
        self.put(column, &content, look.of_content(&content, item.kind), (text, right, false))?;
        self.shown = shown;
        Ok(())
    }

    /// One cell, onto the sheet or the screen; for the screen its text, whether it stands right, whether it is strong.
    fn put(
        &mut self,
        column: u16,
        content: &Content<'_>,
        formats: (&Format, &Format),
        (text, right, strong): (String, bool, bool),
    ) -> Result<(), WriteProblem> {
        if let Content::Text(text) = content {
            let width = if column == 0 { FIRST } else { OTHER };
            self.lines = self.lines.max(place::lines(text, width, self.page.font_size));
        }
        let blocks = match &mut self.onto {
            Onto::Sheet(sheet) => return cell::put(sheet, (self.row, column), content, formats),
            Onto::Screen(blocks) => blocks,
        };
        let Some(block) = blocks.last_mut() else { return Ok(()) };
        if block.lines.is_empty() || self.line != self.row {
            self.line = self.row;
            block.lines.push(ShownLine::default());
        }
        if let Some(line) = block.lines.last_mut() {
            line.strong |= strong;
            line.cells.push((text, right));
        }
        Ok(())
    }

    fn item_look(&self, item: &Item) -> ColumnLook {
        let column = Column {
            key: item.key.clone(),
            title: item.title.clone(),
            group: None,
            kind: item.kind,
            width: OTHER,
            align: None,
            total: Total::None,
            wrap: true,
            when_empty: None,
        };
        ColumnLook::new(&column, self.page, "")
    }
}

#[derive(Clone, Copy)]
enum Place {
    Line,
    Head,
    Cell,
}

fn widest(stated: &SummarySheet) -> u16 {
    let width = |block: &Block| match block {
        Block::Facts { .. } => 2,
        Block::Table { columns, .. } => columns.len(),
        Block::Matrix { .. } => 10,
    };
    u16::try_from(stated.blocks.iter().map(width).max().unwrap_or(2)).unwrap_or(u16::MAX)
}
