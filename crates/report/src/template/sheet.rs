//! A sheet of the template with the place of every row, cell and formula.

use std::collections::BTreeMap;
use std::ops::Range;

use super::formula::offset;
use super::growth::{Cell, column_letters, column_number, number};
use super::strings::{Gather, Text};
use super::xml::{What, attribute, name, walk};

/// A sheet as it came.
pub(super) struct Sheet {
    pub name: String,
    pub part: String,
    pub xml: String,
    pub rows: Vec<RowAt>,
    /// Between the tags of `sheetData`.
    pub data: Range<usize>,
}

pub(super) struct RowAt {
    pub number: u32,
    pub at: Range<usize>,
    pub tag: Range<usize>,
    pub cells: Vec<CellAt>,
}

pub(super) struct CellAt {
    /// Letters.
    pub column: String,
    pub at: Range<usize>,
    pub tag: Range<usize>,
    pub look: u32,
    pub holds: Holds,
    pub formula: Option<FormulaAt>,
}

/// What a cell holds beside a formula.
pub(super) enum Holds {
    /// A shared text, by its number.
    Shared(usize),
    /// Its own text.
    Inline(Text),
    /// A number, or nothing.
    Other,
}

pub(super) struct FormulaAt {
    pub at: Range<usize>,
    /// Its tag, as it came.
    pub tag: String,
    /// Written out, where it was one of a shared group.
    pub text: String,
    /// Was one of a shared group.
    pub shared: bool,
    /// Fills several cells, or a table of cases.
    pub array: bool,
}

/// What is being read of a cell.
#[derive(Default)]
struct Reading {
    kind: String,
    value: String,
    gather: Gather,
    in_value: bool,
    in_inline: bool,
    formula: Option<(Range<usize>, String)>,
    words: String,
}

impl Sheet {
    pub(super) fn read(name_of: String, part: String, xml: String) -> Result<Self, String> {
        let (mut rows, mut data): (Vec<RowAt>, _) = (Vec::new(), 0..0);
        let mut reading = Reading::default();
        let mut within = false;
        walk(&xml, |piece| {
            let (what, at) = (piece.what, piece.at);
            match what {
                What::Open(tag) if name(tag) == "sheetData" => (within, data) = (true, at.end..at.end),
                What::Close("sheetData") => {
                    within = false;
                    data.end = at.start;
                }
                _ if !within => {}
                What::Open(tag) | What::Empty(tag) if name(tag) == "row" => {
                    let next = rows.last().map_or(1, |row| row.number + 1);
                    let number = attribute(tag, "r").and_then(|row| number(&row)).unwrap_or(next);
                    rows.push(RowAt { number, at: at.clone(), tag: at, cells: Vec::new() });
                }
                What::Close("row") => {
                    if let Some(row) = rows.last_mut() {
                        row.at.end = at.end;
                    }
                }
                What::Open(tag) | What::Empty(tag) if name(tag) == "c" => {
                    let Some(row) = rows.last_mut() else { return };
                    row.cells.push(cell_of(row, tag, &at));
                    let kind = attribute(tag, "t").unwrap_or_default().into_owned();
                    reading = Reading { kind, ..Reading::default() };
                }
                What::Close("c") => {
                    if let Some(cell) = rows.last_mut().and_then(|row| row.cells.last_mut()) {
                        cell.at.end = at.end;
                        cell.holds = std::mem::take(&mut reading).holds();
                    }
                }
                What::Empty(tag) if name(tag) == "f" => {
                    reading.formula = Some((at, tag.to_owned()));
                    reading.words.clear();
                    reading.keep_formula(&mut rows);
                }
                What::Open(tag) if name(tag) == "f" => {
                    reading.formula = Some((at, tag.to_owned()));
                    reading.words.clear();
                }
                What::Close("f") => {
                    if let Some((place, _)) = &mut reading.formula {
                        place.end = at.end;
                    }
                    reading.keep_formula(&mut rows);
                }
                what => reading.see(&what, &at),
            }
        })?;
        write_out_shared(&mut rows);
        Ok(Self { name: name_of, part, xml, rows, data })
    }

    pub(super) fn raw(&self, at: &Range<usize>) -> &str {
        self.xml.get(at.clone()).unwrap_or_default()
    }

    /// How a person finds a cell.
    pub(super) fn place(&self, row: &RowAt, cell: &CellAt) -> String {
        format!("{}!{}{}", self.name, cell.column, row.number)
    }
}

fn cell_of(row: &RowAt, tag: &str, at: &Range<usize>) -> CellAt {
    let named = attribute(tag, "r");
    let column = named.as_deref().and_then(Cell::read).map(|cell| cell.column.to_ascii_uppercase());
    let next = || column_letters(row.cells.last().map_or(0, |cell| column_number(&cell.column)) + 1);
    CellAt {
        column: column.unwrap_or_else(next),
        at: at.clone(),
        tag: at.clone(),
        look: attribute(tag, "s").and_then(|look| look.parse().ok()).unwrap_or(0),
        holds: Holds::Other,
        formula: None,
    }
}

impl Reading {
    fn see(&mut self, what: &What<'_>, at: &Range<usize>) {
        match what {
            What::Open(tag) if name(tag) == "v" => self.in_value = true,
            What::Close("v") => self.in_value = false,
            What::Open(tag) if name(tag) == "is" => self.in_inline = true,
            What::Close("is") => self.in_inline = false,
            What::Text(words) if self.in_value => self.value.push_str(words),
            What::Text(words) if self.formula.is_some() => self.words.push_str(words),
            _ => {}
        }
        if self.in_inline {
            self.gather.see(what, at);
        }
    }

    fn keep_formula(&mut self, rows: &mut [RowAt]) {
        let Some((at, tag)) = self.formula.take() else { return };
        let kind = attribute(&tag, "t").unwrap_or_default().into_owned();
        let formula = FormulaAt {
            at,
            text: std::mem::take(&mut self.words),
            shared: kind == "shared",
            array: matches!(kind.as_str(), "array" | "dataTable"),
            tag,
        };
        if let Some(cell) = rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.formula = Some(formula);
        }
    }

    fn holds(self) -> Holds {
        match self.kind.as_str() {
            "s" => self.value.trim().parse().map_or(Holds::Other, Holds::Shared),
            "inlineStr" => Holds::Inline(self.gather.text),
            _ => Holds::Other,
        }
    }
}

/// One formula stands for many cells: each gets its own words, so that some can move and others stay.
fn write_out_shared(rows: &mut [RowAt]) {
    let mut masters: BTreeMap<String, (u32, u32, String)> = BTreeMap::new();
    for row in rows {
        for cell in &mut row.cells {
            let Some(formula) = cell.formula.as_mut().filter(|formula| formula.shared) else { continue };
            let group = attribute(&formula.tag, "si").unwrap_or_default().into_owned();
            let column = column_number(&cell.column);
            if !formula.text.is_empty() {
                masters.insert(group, (row.number, column, formula.text.clone()));
            } else if let Some((top, left, text)) = masters.get(&group) {
                let away = |at: u32, from: u32| i64::from(at) - i64::from(from);
                formula.text = offset(text, away(row.number, *top), away(column, *left));
            }
        }
    }
}
