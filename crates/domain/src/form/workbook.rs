//! The workbooks of a month that entries can feed, as their layouts state them: the same files they are written by.

use serde::Deserialize;
use std::sync::OnceLock;

/// Layouts of the workbooks whose rows are entries, or may be.
const LAYOUTS: [&str; 11] = [
    include_str!("../../../../policies/layouts/W04.json"),
    include_str!("../../../../policies/layouts/W05.json"),
    include_str!("../../../../policies/layouts/W14.json"),
    include_str!("../../../../policies/layouts/W15.json"),
    include_str!("../../../../policies/layouts/W16.json"),
    include_str!("../../../../policies/layouts/W17.json"),
    include_str!("../../../../policies/layouts/W18.json"),
    include_str!("../../../../policies/layouts/W19.json"),
    include_str!("../../../../policies/layouts/W21.json"),
    include_str!("../../../../policies/layouts/W22.json"),
    include_str!("../../../../policies/layouts/W23.json"),
];

/// What a cell of a workbook holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// The number of the row; nothing feeds it.
    Sequence,
    /// Words.
    Text,
    /// A number that is a name.
    Code,
    /// A civil day.
    Date,
    /// Money.
    Money,
    /// A quantity.
    Quantity,
    /// A count.
    Integer,
    /// A share.
    Rate,
}

impl CellKind {
    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Sequence => "序号",
            Self::Text => "文字",
            Self::Code => "编号",
            Self::Date => "日期",
            Self::Money => "金额",
            Self::Quantity => "数量",
            Self::Integer => "整数",
            Self::Rate => "百分数",
        }
    }
}

/// A cell with its key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Cell {
    key: String,
    kind: CellKind,
}

#[derive(Debug, Deserialize)]
struct Named {
    key: String,
}

#[derive(Debug, Deserialize)]
struct Block {
    key: String,
    #[serde(default)]
    columns: Cells,
    /// Of a block of facts.
    #[serde(default)]
    items: Vec<Cell>,
}

/// Columns of a table; of a matrix it is the name of what stands there.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Cells {
    Table(Vec<Cell>),
    #[allow(dead_code, reason = "a matrix names what its columns are, and nothing feeds it")]
    Matrix(String),
}

impl Default for Cells {
    fn default() -> Self {
        Self::Table(Vec::new())
    }
}

impl Block {
    fn cells(&self) -> &[Cell] {
        match &self.columns {
            Cells::Table(columns) if !columns.is_empty() => columns,
            _ => &self.items,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Summary {
    blocks: Vec<Block>,
}

/// A workbook as a form sees it.
#[derive(Debug, Deserialize)]
pub struct Workbook {
    key: String,
    /// 报表名.
    pub name: String,
    fields: Vec<String>,
    columns: Vec<Cell>,
    #[serde(default)]
    head_fields: Vec<Named>,
    #[serde(default)]
    summary: Option<Summary>,
}

fn all() -> &'static [Workbook] {
    static READ: OnceLock<Vec<Workbook>> = OnceLock::new();
    READ.get_or_init(|| LAYOUTS.into_iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

impl Workbook {
    /// The workbook of a key.
    pub fn of(key: &str) -> Option<&'static Self> {
        all().iter().find(|book| book.key == key)
    }

    /// Its key, e.g. `W15`.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Keys of all of them.
    pub(super) fn keys() -> impl Iterator<Item = &'static str> {
        all().iter().map(|book| book.key.as_str())
    }

    /// Cells of a row of its first sheet, or of a table of its second one, in their order; none where it has no such table.
    pub fn cells(&self, table: Option<&str>) -> Option<Vec<(&str, CellKind)>> {
        let Some(table) = table else {
            let kind = |key: &String| self.columns.iter().find(|column| column.key == *key).map(|column| column.kind);
            return Some(self.fields.iter().map(|key| (key.as_str(), kind(key).unwrap_or(CellKind::Text))).collect());
        };
        let cells = self.blocks().find(|block| block.key == table)?.cells();
        (!cells.is_empty()).then(|| cells.iter().map(|cell| (cell.key.as_str(), cell.kind)).collect())
    }

    /// Tables and facts of its second sheet that can be fed.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.blocks().filter(|block| !block.cells().is_empty()).map(|block| block.key.as_str())
    }

    /// Whether that is no table but facts: one value for each name.
    pub fn is_facts(&self, table: &str) -> bool {
        self.blocks().any(|block| block.key == table && !block.items.is_empty())
    }

    /// What stands in its head.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        self.head_fields.iter().map(|field| field.key.as_str())
    }

    fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.summary.iter().flat_map(|summary| &summary.blocks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_is_read() {
        assert_eq!(all().len(), LAYOUTS.len());
        let book = Workbook::of("W17").unwrap();
        assert_eq!(book.cells(None).unwrap()[0], ("visited_on", CellKind::Date));
        assert_eq!(book.tables().collect::<Vec<_>>(), ["plan"]);
        assert_eq!(book.cells(Some("plan")).unwrap()[3], ("planned", CellKind::Text));
        assert_eq!((book.cells(Some("nowhere")), Workbook::of("W01").is_none()), (None, true));
        let revisits = Workbook::of("W16").unwrap();
        assert_eq!((revisits.is_facts("counts"), revisits.is_facts("missed")), (true, false));
        assert_eq!(revisits.cells(Some("counts")).unwrap()[2], ("rate", CellKind::Rate));
        assert_eq!(Workbook::of("W18").unwrap().heads().collect::<Vec<_>>(), ["season", "ask_by"]);
    }
}
