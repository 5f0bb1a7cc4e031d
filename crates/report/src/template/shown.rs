//! A filled form for the screen: what a spreadsheet shows of the file that was written, read from its bytes.
//!
//! - SHOWN-1 A cell reads as its number format shows it; hidden sheets, rows and columns are hidden; merged cells are one.
//! - SHOWN-2 Of the repeated rows those asked for are shown, of the rest of the sheet every row.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::ops::Range;

use zip::ZipArchive;

use super::fault::TemplateFault;
use super::growth::{Cell, column_number};
use super::package::Package;
use super::sheet::{CellAt, Holds, RowAt, Sheet};
use super::strings::{Strings, read_back};
use super::xml::{What, attribute, name, unescaped, walk};
use super::{Template, shared, torn};
use crate::layout::Align;
use crate::spreadsheet::{Cells, Held, Value, built_in, said};

/// Excel's width of a column that states none.
const USUAL: f64 = 8.43;

/// Rows shown of a sheet without the repeated row.
const OTHER_ROWS: usize = 200;

/// A sheet on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownSheet {
    /// Its name.
    pub name: String,
    /// Widths of the columns that are seen, in characters.
    pub widths: Vec<f64>,
    /// Rows above the repeated ones stay in sight.
    pub head_rows: usize,
    /// Rows that are seen.
    pub rows: Vec<Vec<ShownCell>>,
}

/// A cell on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownCell {
    /// As it is seen.
    pub text: String,
    /// Columns it stands over.
    pub columns: usize,
    /// Rows it stands over.
    pub rows: usize,
    /// Where its text stands, where that is stated or follows from a number.
    pub align: Option<Align>,
    /// Bold.
    pub strong: bool,
    /// A formula whose value the spreadsheet computes on opening.
    pub formula: Option<String>,
}

impl Template {
    /// The sheets of a filled form; `filled` are its bytes, `count` the rows it was filled with.
    ///
    /// # Errors
    /// [`TemplateFault`] where the file is not what was written.
    pub fn shown(&self, filled: Vec<u8>, count: u64, rows: Range<u64>) -> Result<Vec<ShownSheet>, TemplateFault> {
        let about = self.about();
        shown_file(filled, Some((&about.sheet, u64::from(about.row)..u64::from(about.row) + count.max(1))), rows)
    }
}

/// The sheets of a workbook of this program's own making; `repeated` is the sheet with rows of records and where they stand
/// in it, as Excel counts.
///
/// # Errors
/// [`TemplateFault`] where the file is not what was written.
pub fn shown_file(
    bytes: Vec<u8>,
    repeated: Option<(&str, Range<u64>)>,
    rows: Range<u64>,
) -> Result<Vec<ShownSheet>, TemplateFault> {
    let package = own(bytes)?;
    let workbook = package.workbook()?;
    let strings = shared(&package, &workbook)?;
    let looks = Looks::read(&package.text(workbook.styles.as_deref().unwrap_or_default())?)
        .map_err(|why| torn(&workbook.part, why))?;
    let hidden = hidden_sheets(&package.text(&workbook.part)?).map_err(|why| torn(&workbook.part, why))?;
    let mut sheets = Vec::new();
    for named in workbook.sheets.iter().filter(|named| !hidden.contains(&named.name)) {
        let xml = package.text(&named.part)?;
        let grid = Grid::read(&xml).map_err(|why| torn(&named.part, why))?;
        let sheet = Sheet::read(named.name.clone(), named.part.clone(), xml).map_err(|why| torn(&named.part, why))?;
        let of_it = repeated.as_ref().filter(|(name, _)| named.name == **name).map(|(_, repeated)| repeated.clone());
        let grown = of_it.is_some();
        let repeated = of_it.unwrap_or(0..0);
        let asked = repeated.start.saturating_add(rows.start)..repeated.start.saturating_add(rows.end.max(1));
        let seen = |row: &&RowAt| {
            let number = u64::from(row.number);
            let wanted = !repeated.contains(&number) || asked.contains(&number);
            wanted && !grid.hidden_rows.contains(&row.number)
        };
        let most = if grown { usize::MAX } else { OTHER_ROWS };
        let seen: Vec<&RowAt> = sheet.rows.iter().filter(seen).take(most).collect();
        let above = seen.iter().filter(|row| grown && u64::from(row.number) < repeated.start).count();
        sheets.push(Shower { grid: &grid, sheet: &sheet, strings: strings.as_ref(), looks: &looks }.show(&seen, above));
    }
    Ok(sheets)
}

/// A package this program wrote itself: its size is the size of the month.
fn own(bytes: Vec<u8>) -> Result<Package, TemplateFault> {
    let part = |error: zip::result::ZipError| torn("", error.to_string());
    let archive = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(part)?;
    let names = archive.file_names().filter_map(Result::ok).map(|name| name.to_string()).collect();
    Ok(Package { bytes, names })
}

fn hidden_sheets(workbook: &str) -> Result<BTreeSet<String>, String> {
    let mut hidden = BTreeSet::new();
    walk(workbook, |piece| {
        let (What::Open(tag) | What::Empty(tag)) = piece.what else { return };
        if name(tag) == "sheet" && attribute(tag, "state").is_some_and(|state| state != "visible") {
            hidden.extend(attribute(tag, "name").map(std::borrow::Cow::into_owned));
        }
    })?;
    Ok(hidden)
}

/// What stands around the cells of a sheet.
#[derive(Default)]
pub(super) struct Grid {
    /// First and last column, width, hidden.
    columns: Vec<(u32, u32, f64, bool)>,
    usual: Option<f64>,
    hidden_rows: BTreeSet<u32>,
    /// By its first cell: the last one.
    merged: BTreeMap<(u32, u32), (u32, u32)>,
}

impl Grid {
    pub(super) fn read(xml: &str) -> Result<Self, String> {
        let mut made = Self::default();
        walk(xml, |piece| {
            let (What::Open(tag) | What::Empty(tag)) = piece.what else { return };
            let said = |wanted| attribute(tag, wanted);
            let yes = |wanted| matches!(said(wanted).as_deref(), Some("1" | "true"));
            match name(tag) {
                "sheetFormatPr" => made.usual = said("defaultColWidth").and_then(|width| width.parse().ok()),
                "col" => {
                    let ends = said("min").and_then(|n| n.parse().ok()).zip(said("max").and_then(|n| n.parse().ok()));
                    let width = said("width").and_then(|width| width.parse().ok()).unwrap_or(USUAL);
                    made.columns.extend(ends.map(|(from, to)| (from, to, width, yes("hidden") || width <= 0.0)));
                }
                "row" if yes("hidden") => made.hidden_rows.extend(said("r").and_then(|row| row.parse::<u32>().ok())),
                "mergeCell" => {
                    let area = said("ref").unwrap_or_default();
                    let ends = area.split_once(':').and_then(|(from, to)| Cell::read(from).zip(Cell::read(to)));
                    let place = |cell: Cell<'_>| (cell.row, column_number(cell.column));
                    made.merged.extend(ends.map(|(from, to)| (place(from), place(to))));
                }
                _ => {}
            }
        })?;
        Ok(made)
    }

    pub(super) fn width(&self, column: u32) -> f64 {
        let stated = self.columns.iter().find(|(from, to, ..)| (*from..=*to).contains(&column));
        stated.map_or(self.usual.unwrap_or(USUAL), |(_, _, width, _)| *width)
    }

    pub(super) fn is_seen(&self, column: u32) -> bool {
        !self.columns.iter().any(|(from, to, _, hidden)| *hidden && (*from..=*to).contains(&column))
    }

    /// The merged cells a place belongs to: first and last.
    fn merge_of(&self, at: (u32, u32)) -> Option<((u32, u32), (u32, u32))> {
        let holds =
            |(from, to): &((u32, u32), (u32, u32))| (from.0..=to.0).contains(&at.0) && (from.1..=to.1).contains(&at.1);
        self.merged.iter().map(|(from, to)| (*from, *to)).find(holds)
    }

    /// Whether a place shows the merged cells it belongs to: the first of them that is seen.
    fn shows(&self, at: (u32, u32), (from, to): ((u32, u32), (u32, u32))) -> bool {
        at.0 == from.0 && (from.1..=to.1).find(|column| self.is_seen(*column)) == Some(at.1)
    }
}

/// The looks of cells, as far as a screen shows them.
struct Looks {
    /// Number format, bold, alignment.
    looks: Vec<(String, bool, Option<Align>)>,
}

impl Looks {
    fn read(xml: &str) -> Result<Self, String> {
        let (mut formats, mut bold, mut looks) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut within = String::new();
        walk(xml, |piece| match piece.what {
            What::Close("fonts" | "cellXfs") => within.clear(),
            What::Open(tag) | What::Empty(tag) => match name(tag) {
                list @ ("fonts" | "cellXfs") => list.clone_into(&mut within),
                "numFmt" => {
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    formats.extend(id.zip(attribute(tag, "formatCode").map(std::borrow::Cow::into_owned)));
                }
                "font" if within == "fonts" => bold.push(false),
                "b" if within == "fonts" && attribute(tag, "val").is_none_or(|val| val != "0") => {
                    bold.last_mut().into_iter().for_each(|bold| *bold = true);
                }
                "xf" if within == "cellXfs" => {
                    let said = |wanted| attribute(tag, wanted).and_then(|id| id.parse::<usize>().ok()).unwrap_or(0);
                    looks.push((said("numFmtId"), said("fontId"), None));
                }
                "alignment" if within == "cellXfs" => {
                    let align = match attribute(tag, "horizontal").as_deref() {
                        Some("left" | "fill" | "justify") => Some(Align::Left),
                        Some("center" | "centerContinuous" | "distributed") => Some(Align::Centre),
                        Some("right") => Some(Align::Right),
                        _ => None,
                    };
                    looks.last_mut().into_iter().for_each(|look| look.2 = align);
                }
                _ => {}
            },
            _ => {}
        })?;
        let look = |(format, font, align): (usize, usize, Option<Align>)| {
            let id = u32::try_from(format).unwrap_or(0);
            let code = formats.get(&id).cloned().unwrap_or_else(|| built_in(id).to_owned());
            (code, bold.get(font).copied().unwrap_or(false), align)
        };
        Ok(Self { looks: looks.into_iter().map(look).collect() })
    }
}

struct Shower<'a> {
    grid: &'a Grid,
    sheet: &'a Sheet,
    strings: Option<&'a Strings>,
    looks: &'a Looks,
}

impl Shower<'_> {
    fn show(&self, seen: &[&RowAt], above: usize) -> ShownSheet {
        let cells = self.held();
        let last = seen.iter().flat_map(|row| &row.cells).filter(|cell| self.says(cell));
        let last = last.map(|cell| column_number(&cell.column));
        let merged = self.grid.merged.values().map(|(_, column)| *column);
        let last = last.chain(merged).max().unwrap_or(1).min(256);
        let columns: Vec<u32> = (1..=last).filter(|column| self.grid.is_seen(*column)).collect();
        let numbers: Vec<u32> = seen.iter().map(|row| row.number).collect();
        let row = |row: &&RowAt| {
            let cell = |column: &u32| {
                let at = (row.number, *column);
                let merged = self.grid.merge_of(at);
                let seen = merged.is_none_or(|merged| self.grid.shows(at, merged));
                seen.then(|| self.cell(row, merged.unwrap_or((at, at)), (&columns, &numbers), &cells))
            };
            columns.iter().filter_map(cell).collect()
        };
        ShownSheet {
            name: self.sheet.name.clone(),
            widths: columns.iter().map(|column| self.grid.width(*column)).collect(),
            head_rows: above,
            rows: seen.iter().map(row).collect(),
        }
    }

    fn says(&self, cell: &CellAt) -> bool {
        cell.formula.is_some() || self.value(cell).is_some()
    }

    /// `from` and `to` are the same place where nothing is merged.
    fn cell(
        &self,
        row: &RowAt,
        (from, to): ((u32, u32), (u32, u32)),
        (columns, rows): (&[u32], &[u32]),
        cells: &Cells<'_>,
    ) -> ShownCell {
        let mut shown = ShownCell {
            columns: columns.iter().filter(|column| (from.1..=to.1).contains(column)).count(),
            rows: rows.iter().filter(|row| (from.0..=to.0).contains(row)).count(),
            ..ShownCell::default()
        };
        let Some(cell) = row.cells.iter().find(|cell| column_number(&cell.column) == from.1) else { return shown };
        let usual = (String::from("General"), false, None);
        let (code, strong, align) = self.looks.looks.get(cell.look as usize).unwrap_or(&usual);
        let formula = cell.formula.as_ref().map(|formula| formula.text.as_str());
        // A cell that is only painted says nothing, and is not the nought a formula would take it for.
        let value = cells.value((row.number, from.1)).filter(|_| self.says(cell));
        shown.strong = *strong;
        shown.align = align.or(value.as_ref().and_then(usual_align));
        shown.formula = formula.filter(|_| value.is_none()).map(str::to_owned);
        shown.text = value.map(|value| said(code, &value).0).unwrap_or_default();
        shown
    }

    fn text(&self, cell: &CellAt) -> String {
        let text = match &cell.holds {
            Holds::Shared(number) => {
                self.strings.and_then(|strings| strings.texts.get(*number)).map(|text| text.whole())
            }
            Holds::Inline(text) => Some(text.whole()),
            Holds::Other => None,
        };
        text.map(|text| read_back(&text)).unwrap_or_default()
    }

    /// What the file holds in a cell: the value of its formula, where it has one.
    fn value(&self, cell: &CellAt) -> Option<Value> {
        let text = self.text(cell);
        if !matches!(cell.holds, Holds::Other) {
            return (!text.is_empty()).then_some(Value::Text(text));
        }
        let raw = self.sheet.raw(&cell.at);
        let (_, rest) = raw.split_once("<v>").or_else(|| raw.split_once(":v>"))?;
        let (words, _) = rest.split_once("</")?;
        match attribute(self.sheet.raw(&cell.tag), "t").as_deref() {
            Some("b") => Some(Value::Flag(words.trim() == "1")),
            Some("e") => Some(Value::error(words.trim())),
            Some("str") => Some(Value::Text(read_back(&unescaped(words)))),
            _ => words.trim().parse().ok().map(Value::Number),
        }
    }

    /// Every cell of the sheet, and its formulas reckoned in their order, so that a running sum needs no depth.
    fn held(&self) -> Cells<'_> {
        let mut cells = Cells::default();
        for row in &self.sheet.rows {
            for cell in &row.cells {
                let value = self.value(cell);
                let held = match &cell.formula {
                    Some(formula) => Held::Formula(&formula.text, value),
                    None => Held::Known(value.unwrap_or(Value::Empty)),
                };
                cells.put((row.number, column_number(&cell.column)), held);
            }
        }
        for row in &self.sheet.rows {
            for cell in row.cells.iter().filter(|cell| cell.formula.is_some()) {
                cells.value((row.number, column_number(&cell.column)));
            }
        }
        cells
    }
}

/// Where a value stands that nobody placed.
fn usual_align(value: &Value) -> Option<Align> {
    match value {
        Value::Number(_) | Value::Empty => Some(Align::Right),
        Value::Flag(_) | Value::Error(_) => Some(Align::Centre),
        Value::Text(_) => None,
    }
}
