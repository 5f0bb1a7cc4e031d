//! A workbook's form as data: `policies/layouts/W01.json` and its like, or another head office's own.
//!
//! LAYOUT-1 A layout states the `fields` a source of rows feeds, in order; its `columns` print any of them in any order.
//! LAYOUT-2 A layout that names an unknown field, a key twice, an unknown marker or a wrong total is refused on load, and
//! the refusal says where.
//! LAYOUT-3 An unknown member of the file is refused: a misspelt rule must not be silently without effect.
//!
//! Keys are stable English names and stand in the hidden row of the data sheet; titles are what people read and a head
//! office may change them. Absent: formulas, colours, anything a printed and signed sheet has no use for.

mod check;
mod template;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use check::{LayoutFault, LayoutProblem};
pub(crate) use template::{escaped_for_page, fill};

/// One workbook's form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// `W01`.
    pub key: String,
    /// 报表名: sheet name, page header, file name.
    pub name: String,
    /// Title row, with markers: `{principal}{year}年{month}月维修月报表`.
    pub title: String,
    /// Paper and letters.
    #[serde(default)]
    pub page: Page,
    /// Row 2.
    #[serde(default)]
    pub head: HeadLine,
    /// Values of the head that only this form has: batch number, carrier … Filled by key, else left as a line to write on.
    #[serde(default)]
    pub head_fields: Vec<HeadField>,
    /// Lines under row 2, with markers.
    #[serde(default)]
    pub head_lines: Vec<String>,
    /// What a source feeds, in order.
    pub fields: Vec<String>,
    /// What is printed, in order.
    pub columns: Vec<Column>,
    /// The words of the 合计 row; none, no such row.
    #[serde(default)]
    pub totals: Option<Totals>,
    /// The one row of a month without any.
    #[serde(default = "nothing_this_month")]
    pub empty_month: String,
    /// Lines under the table, with markers (货运信息).
    #[serde(default)]
    pub foot_lines: Vec<String>,
    /// The 说明 row; `{notes}` is what the caller adds.
    #[serde(default)]
    pub notes: Option<String>,
    /// The last line, with markers.
    #[serde(default)]
    pub signature: Option<String>,
    /// Copies it is printed in, each with its name (联次); none, one without a name.
    #[serde(default)]
    pub copies: Vec<String>,
    /// Second sheet.
    #[serde(default)]
    pub summary: Option<SummarySheet>,
    /// Third sheet: all fields, machine-readable.
    #[serde(default)]
    pub data: Option<DataSheet>,
    /// What a head office's own file may ask for in its repeated row: `repair.no` stands there as `{{row.repair.no}}`.
    #[serde(default)]
    pub markers: BTreeMap<String, String>,
    /// Markers without which such a file would not be this workbook.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What of it is corrected after its month was closed; without it nothing is.
    #[serde(default)]
    pub corrections: Option<Corrections>,
}

/// Paper and letters of the signed sheet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Page {
    /// Lying.
    pub landscape: bool,
    /// Excel's number of the paper: 9 is A4.
    pub paper: u8,
    /// Left and right, millimetres.
    pub side_mm: f64,
    /// Top and bottom, millimetres; the page's own header and footer lie inside.
    pub end_mm: f64,
    /// Letters of the body.
    pub font: String,
    /// Their size.
    pub font_size: f64,
    /// Size of the lines above and below the table, the one people sign on among them: a wide table is printed small.
    pub line_size: f64,
    /// Letters of the title.
    pub title_font: String,
    /// Their size.
    pub title_size: f64,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            landscape: true,
            paper: 9,
            side_mm: 10.0,
            end_mm: 15.0,
            font: "宋体".into(),
            font_size: 10.0,
            line_size: 11.0,
            title_font: "黑体".into(),
            title_size: 18.0,
        }
    }
}

/// Row 2 in three parts, each with markers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HeadLine {
    /// Who.
    pub left: String,
    /// When.
    pub centre: String,
    /// Unit of money and number.
    pub right: String,
}

impl Default for HeadLine {
    fn default() -> Self {
        Self {
            left: "经销商：{dealer}（代码 {dealer_code}）".into(),
            centre: "报表期间：{period}".into(),
            right: "单位：元　编号：{number}".into(),
        }
    }
}

/// A value of the head that only one form has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadField {
    /// The marker's name.
    pub key: String,
    /// What people call it.
    pub title: String,
}

/// One printed column.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// A member of `fields`; of a `sequence` column any name of its own.
    pub key: String,
    /// The column's head.
    pub title: String,
    /// Neighbours of one group stand under a common head (总部填写).
    #[serde(default)]
    pub group: Option<String>,
    /// What it holds.
    pub kind: Kind,
    /// In characters, as Excel counts.
    pub width: f64,
    /// Else by kind: text left, codes and dates centred, numbers right.
    #[serde(default)]
    pub align: Option<Align>,
    /// What the 合计 row says here.
    #[serde(default)]
    pub total: Total,
    /// Breaks long text into lines.
    #[serde(default = "yes")]
    pub wrap: bool,
    /// Printed where there is no value (`未建库存`).
    #[serde(default)]
    pub when_empty: Option<String>,
}

/// What a column holds, and so how its cells look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 1, 2, 3 …, counted by the writer.
    Sequence,
    /// Words.
    Text,
    /// Digits and letters that are a name: cell format `@`.
    Code,
    /// `yyyy-mm-dd`.
    Date,
    /// `#,##0.00`.
    Money,
    /// `0.##`.
    Quantity,
    /// `0`.
    Integer,
    /// `0.0%`.
    Rate,
}

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// 居左.
    Left,
    /// 居中.
    Centre,
    /// 居右.
    Right,
}

/// What the 合计 row says in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// Nothing.
    #[default]
    None,
    /// The sum.
    Sum,
    /// The number of rows, shown as `共n条`.
    Count,
}

/// Words of the 合计 row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// `合计`.
    pub label: String,
    /// Measure word of the count: 条, 台, 件.
    #[serde(default = "lines")]
    pub unit: String,
    /// Of the rows of the month, where rows that correct others follow.
    #[serde(default = "of_month")]
    pub of_month: String,
    /// Of the rows that correct earlier months.
    #[serde(default = "of_corrections")]
    pub corrections: String,
}

/// What of a closed month's rows is corrected in a later pack: a field that is not named here may change freely.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// Fields that are facts; the others say where something stands today, or how somebody is reached.
    pub facts: Vec<String>,
    /// The number people know a row by.
    pub number: String,
    /// Where a row says what it corrects.
    pub note: String,
    /// A row without a value here is not settled yet: later months list it again by themselves.
    #[serde(default)]
    pub settled: Option<String>,
    /// Rows that were entered late or fell away are corrections too; else only changed facts are.
    #[serde(default)]
    pub rows: bool,
    /// Rows come into the sheet and leave it by themselves, as cards and parts go their way: of late rows only those no pack
    /// listed are corrections, of missing ones only voided records.
    #[serde(default)]
    pub moves: bool,
}

/// The 汇总分析 sheet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummarySheet {
    /// Sheet name.
    pub name: String,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// One part of the summary.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// Name and value, side by side.
    Facts {
        /// How a caller names it.
        key: String,
        /// Its head.
        title: String,
        /// In order; their keys are how a caller names the values.
        items: Vec<Item>,
    },
    /// Rows of columns.
    Table {
        /// How a caller names it.
        key: String,
        /// Its head.
        title: String,
        /// In order; the caller's rows are in this order.
        columns: Vec<Item>,
        /// A 合计 row over money, quantities and integers that have no `when_empty`.
        #[serde(default)]
        totals: bool,
    },
    /// Counts by two things.
    Matrix {
        /// How a caller names it.
        key: String,
        /// Its head.
        title: String,
        /// What the rows are (型号).
        rows: String,
        /// What the columns are (故障部位).
        columns: String,
    },
}

/// One fact, or one column of a summary's table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// How a caller names it.
    pub key: String,
    /// What people read.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    /// Printed where there is no value (`未建库存`).
    #[serde(default)]
    pub when_empty: Option<String>,
}

/// The machine-readable sheet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataSheet {
    /// Sheet name.
    pub name: String,
}

/// The layouts the program ships with: key and file.
pub const SHIPPED: [(&str, &str); 25] = [
    ("W01", include_str!("../../../../policies/layouts/W01.json")),
    ("W02", include_str!("../../../../policies/layouts/W02.json")),
    ("W03", include_str!("../../../../policies/layouts/W03.json")),
    ("W04", include_str!("../../../../policies/layouts/W04.json")),
    ("W05", include_str!("../../../../policies/layouts/W05.json")),
    ("W06", include_str!("../../../../policies/layouts/W06.json")),
    ("W07", include_str!("../../../../policies/layouts/W07.json")),
    ("W08", include_str!("../../../../policies/layouts/W08.json")),
    ("W09", include_str!("../../../../policies/layouts/W09.json")),
    ("W10", include_str!("../../../../policies/layouts/W10.json")),
    ("W11", include_str!("../../../../policies/layouts/W11.json")),
    ("W12", include_str!("../../../../policies/layouts/W12.json")),
    ("W13", include_str!("../../../../policies/layouts/W13.json")),
    ("W14", include_str!("../../../../policies/layouts/W14.json")),
    ("W15", include_str!("../../../../policies/layouts/W15.json")),
    ("W16", include_str!("../../../../policies/layouts/W16.json")),
    ("W17", include_str!("../../../../policies/layouts/W17.json")),
    ("W18", include_str!("../../../../policies/layouts/W18.json")),
    ("W19", include_str!("../../../../policies/layouts/W19.json")),
    ("W20", include_str!("../../../../policies/layouts/W20.json")),
    ("W21", include_str!("../../../../policies/layouts/W21.json")),
    ("W22", include_str!("../../../../policies/layouts/W22.json")),
    ("W23", include_str!("../../../../policies/layouts/W23.json")),
    ("W24", include_str!("../../../../policies/layouts/W24.json")),
    ("W25", include_str!("../../../../policies/layouts/W25.json")),
];

impl Layout {
    /// A layout the program ships with.
    ///
    /// # Errors
    /// [`LayoutProblem`] when the key is unknown; that the files are sound is tested.
    pub fn shipped(key: &str) -> Result<Self, LayoutProblem> {
        match SHIPPED.iter().find(|(shipped, _)| *shipped == key) {
            Some((_, json)) => Self::parse(json),
            None => Err(LayoutProblem::unknown(key)),
        }
    }

    /// Reads and checks a layout file.
    ///
    /// # Errors
    /// [`LayoutProblem`] with every fault and its place.
    pub fn parse(json: &str) -> Result<Self, LayoutProblem> {
        let layout: Self = serde_json::from_str(json).map_err(|error| LayoutProblem::syntax(&error))?;
        check::check(&layout)?;
        Ok(layout)
    }

    /// The place of a field in a source's rows.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field == key)
    }
}

impl Block {
    /// How a caller names the block.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Facts { key, .. } | Self::Table { key, .. } | Self::Matrix { key, .. } => key,
        }
    }

    /// What people read above it.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Facts { title, .. } | Self::Table { title, .. } | Self::Matrix { title, .. } => title,
        }
    }
}

fn nothing_this_month() -> String {
    "本月无".into()
}

fn lines() -> String {
    "条".into()
}

fn of_month() -> String {
    "本月小计".into()
}

fn of_corrections() -> String {
    "更正小计".into()
}

fn yes() -> bool {
    true
}
