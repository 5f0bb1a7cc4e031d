//! The 汇总分析 sheet: what the caller computed, in the blocks the layout states.
//!
//! SUMMARY-1 A summary that names a block or an item the layout does not have is refused, and no file is written.
//! SUMMARY-2 A block nobody filled is printed with its head and its empty words.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cell::{self, At, Content};
use super::format::{ColumnLook, PageLook};
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
    let mut page = Pen { sheet, page: &layout.page, look: PageLook::new(&layout.page), row: 0, shown: String::new() };
    page.open(stated, layout, head).map_err(place::defect)?;
    for block in &stated.blocks {
        let data = summaries.iter().find(|summary| summary.key == block.key()).map(|summary| &summary.data);
        page.block(block, data, &layout.empty_month)?;
    }
    Ok(())
}

struct Pen<'a> {
    sheet: &'a mut Worksheet,
    page: &'a Page,
    look: PageLook,
    row: u32,
    shown: String,
}

impl Pen<'_> {
    fn open(&mut self, stated: &SummarySheet, layout: &Layout, head: &Head) -> Result<(), XlsxError> {
        self.sheet.set_name(&stated.name)?;
        place::page(self.sheet, self.page, head, &stated.name)?;
        self.sheet.set_column_width(0, FIRST)?;
        for column in 1..COLUMNS {
            self.sheet.set_column_width(column, OTHER)?;
        }
        self.sheet.set_row_height(0, self.page.title_size * 1.8)?;
        let title = crate::layout::fill(&layout.title, |marker| head.value(marker));
        let columns = widest(stated).max(4) - 1;
        place::span(self.sheet, 0, (0, columns), &format!("{title}　{}", stated.name), &self.look.title)?;
        self.row = 1;
        Ok(())
    }

    fn block(&mut self, block: &Block, data: Option<&SummaryData<'_>>, empty: &str) -> Result<(), WriteProblem> {
        let title = match block {
            Block::Facts { title, .. } | Block::Table { title, .. } | Block::Matrix { title, .. } => title,
        };
        self.row += 1;
        self.words(0, title, Place::Line)?;
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
            self.row += 1;
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
            self.row += 1;
        }
        if rows.is_empty() {
            self.words(0, empty, Place::Cell)?;
            self.row += 1;
        }
        if totals && !rows.is_empty() { self.sums(columns, rows) } else { Ok(()) }
    }

    fn sums(&mut self, columns: &[Item], rows: &[Vec<Value<'_>>]) -> Result<(), WriteProblem> {
        self.words(0, "合计", Place::Head)?;
        for ((number, item), index) in (0_u16..).zip(columns).zip(0..).skip(1) {
            let summed = matches!(item.kind, Kind::Money | Kind::Quantity | Kind::Integer);
            let known = rows.iter().all(|row| row.get(index).is_some_and(|value| *value != Value::Empty));
            let look = self.item_look(item);
            let content = if summed && known {
                let sum =
                    rows.iter().filter_map(|row| row.get(index)).map(|value| cell::amount(value, item.kind)).sum();
                Content::Number(cell::sum(sum, item.kind, At { row: 0, column: &item.key })?)
            } else {
                Content::Empty
            };
            cell::put(self.sheet, (self.row, number), &content, (&look.total, &look.total))?;
        }
        self.row += 1;
        Ok(())
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
        self.row += 1;
        Ok(())
    }

    fn names<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Result<(), WriteProblem> {
        for (number, name) in (0_u16..).zip(names) {
            self.words(number, name, Place::Head)?;
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
        cell::put(self.sheet, (self.row, column), &Content::Text(text), (&format, &format))
    }

    fn value(&mut self, column: u16, item: &Item, value: &Value<'_>) -> Result<(), WriteProblem> {
        let look = self.item_look(item);
        let at = At { row: u64::from(self.row), column: &item.key };
        let mut content = cell::content(value, item.kind, &mut self.shown, at)?;
        if let (Content::Empty, Some(instead)) = (&content, &item.when_empty) {
            content = Content::Text(instead);
        }
        cell::put_styled(self.sheet, (self.row, column), &content, (&look, item.kind))
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
