//! What a form that can be used will show badly: told when it is looked over, in time to ask head office for a better one.
//!
//! - CAUTION-1 A column too narrow for the days or sums of its rows is told: a spreadsheet shows ### there.
//! - CAUTION-2 A form without the remark that says what a row corrects is told.
//! - CAUTION-3 A sum in the repeated row that leaves out money of the workbook, or a column of money without a sum below, is told.
//! - CAUTION-4 A value of the head in a column that is hidden is told.

use super::Template;
use super::growth::column_number;
use super::look::text_of;
use super::marker::{Meaning, Part, meaning, parts};
use super::sheet::{CellAt, RowAt, Sheet};
use super::shown::Grid;
use crate::layout::{Column, Kind, Layout};

/// As a spreadsheet prints the longest usual one; beside it stands the room a cell keeps free.
const LONGEST: [(Kind, &str); 2] = [(Kind::Date, "2026-10-31"), (Kind::Money, "12345.67")];
/// Widths are told in digits; beside them a cell keeps so much free.
const FREE: f64 = 0.4;

/// What will look wrong in a form that is filled without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// Days or money do not fit.
    Narrow {
        /// Sheet and cell of the marker.
        place: String,
        /// What stands there.
        title: String,
    },
    /// Nowhere says what a row corrects.
    NoRemark {
        /// The marker that would.
        marker: String,
    },
    /// A sum of the repeated row without all money of the workbook.
    SumLacks {
        /// Sheet and cell of the sum.
        place: String,
        /// What is left out.
        titles: Vec<String>,
    },
    /// A column of money without a sum below.
    NoSum {
        /// Sheet and cell of the marker.
        place: String,
        /// What stands there.
        title: String,
    },
    /// A value of the head in a hidden column.
    Hidden {
        /// Sheet and cell.
        place: String,
        /// The marker.
        marker: String,
    },
}

/// A cell of the repeated row that prints money.
struct Money<'t> {
    cell: &'t CellAt,
    title: String,
    /// The column of the workbook; none of a formula.
    key: Option<String>,
}

impl Template {
    /// What of it will look wrong; none of it keeps it from being used.
    #[must_use]
    pub fn cautions(&self, layout: &Layout) -> Vec<Caution> {
        let mut found = Vec::new();
        for sheet in &self.sheets {
            // Already read once: it is well formed.
            let grid = Grid::read(&sheet.xml).unwrap_or_default();
            found.extend(self.hidden(layout, sheet, &grid));
        }
        let Some(sheet) = self.sheets.get(self.repeat.0) else { return found };
        let (Some(row), Ok(grid)) = (sheet.rows.get(self.repeat.1), Grid::read(&sheet.xml)) else { return found };
        found.extend(self.narrow(layout, (sheet, row), &grid));
        found.extend(self.remark(layout));
        found.extend(self.sums(layout, sheet, row));
        found
    }

    /// The one marker a cell holds alone, as the workbook's column.
    fn column<'l>(&self, layout: &'l Layout, cell: &CellAt) -> Option<&'l Column> {
        let text = text_of(cell, self.strings.as_ref())?;
        let all = parts(&text).ok()?;
        let [Part::Marker(marker)] = all.as_slice() else { return None };
        let key = layout.markers.get(marker.strip_prefix("row.")?)?;
        layout.columns.iter().find(|column| column.key == *key)
    }

    fn narrow(&self, layout: &Layout, (sheet, row): (&Sheet, &RowAt), grid: &Grid) -> Vec<Caution> {
        let mut found = Vec::new();
        for cell in &row.cells {
            let Some(column) = self.column(layout, cell) else { continue };
            let Some((_, longest)) = LONGEST.iter().find(|(kind, _)| *kind == column.kind) else { continue };
            let first = column_number(&cell.column);
            let merged = self.merged.iter().find(|(from, _)| column_number(from) == first);
            let last = merged.map_or(first, |(_, to)| column_number(to));
            let seen = (first..=last).filter(|at| grid.is_seen(*at));
            let room: f64 = seen.map(|at| grid.width(at)).sum();
            let needed: f64 = longest.chars().map(|_| 1.0).sum::<f64>() + FREE;
            if room > 0.0 && room < needed {
                found.push(Caution::Narrow { place: sheet.place(row, cell), title: column.title.clone() });
            }
        }
        found
    }

    fn remark(&self, layout: &Layout) -> Option<Caution> {
        let stated = layout.corrections.as_ref()?;
        let (marker, _) = layout.markers.iter().find(|(_, key)| **key == stated.note)?;
        let marker = format!("row.{marker}");
        (!self.markers.contains(&marker)).then_some(Caution::NoRemark { marker })
    }

    fn sums(&self, layout: &Layout, sheet: &Sheet, row: &RowAt) -> Vec<Caution> {
        let mut money = Vec::new();
        for cell in &row.cells {
            let own = self.column(layout, cell).filter(|column| column.kind == Kind::Money);
            money.extend(own.map(|column| Money { cell, title: column.title.clone(), key: Some(column.key.clone()) }));
        }
        let mut found = Vec::new();
        for cell in row.cells.iter().filter(|cell| cell.formula.is_some()) {
            let reads: Vec<&Money<'_>> = money.iter().filter(|one| refers(cell, one.cell, row.number)).collect();
            // One amount with something done to it is no sum.
            if reads.len() < 2 {
                continue;
            }
            let all = summands(layout);
            let in_sum = |column: &&&Column| !reads.iter().any(|one| one.key.as_deref() == Some(column.key.as_str()));
            let titles: Vec<String> = all.iter().filter(in_sum).map(|column| column.title.clone()).collect();
            if !titles.is_empty() {
                found.push(Caution::SumLacks { place: sheet.place(row, cell), titles });
            }
            money.push(Money { cell, title: String::new(), key: None });
        }
        let below: Vec<&RowAt> = sheet.rows.iter().filter(|one| one.number > row.number).collect();
        let summed = |one: &Money<'_>| {
            let cells = below.iter().flat_map(|row| &row.cells);
            cells.filter(|cell| cell.formula.is_some()).any(|cell| refers(cell, one.cell, row.number))
        };
        // A form that sums up nothing leaves that to head office.
        if money.iter().any(summed) {
            let lacking = money.iter().filter(|one| one.key.is_some() && !summed(one));
            found.extend(
                lacking.map(|one| Caution::NoSum { place: sheet.place(row, one.cell), title: one.title.clone() }),
            );
        }
        found
    }

    fn hidden(&self, layout: &Layout, sheet: &Sheet, grid: &Grid) -> Vec<Caution> {
        let mut found = Vec::new();
        for row in &sheet.rows {
            for cell in row.cells.iter().filter(|cell| !grid.is_seen(column_number(&cell.column))) {
                let Some(text) = text_of(cell, self.strings.as_ref()) else { continue };
                let markers = parts(&text).unwrap_or_default().into_iter().filter_map(|part| match part {
                    Part::Marker(marker) => Some(marker.to_owned()),
                    Part::Words(_) => None,
                });
                let of_head =
                    |marker: &String| matches!(meaning(layout, marker), Some(Meaning::Head(_) | Meaning::Rows));
                found.extend(
                    markers.filter(of_head).map(|marker| Caution::Hidden { place: sheet.place(row, cell), marker }),
                );
            }
        }
        found
    }
}

/// The money that makes up the sum of a row: what the workbook itself sums, less the sum, which stands last.
fn summands(layout: &Layout) -> Vec<&Column> {
    let mut money: Vec<&Column> = layout.columns.iter().filter(|column| column.kind == Kind::Money).collect();
    money.pop();
    money
}

/// Whether a formula names a cell of a row, alone or as an end of an area.
fn refers(of: &CellAt, cell: &CellAt, row: u32) -> bool {
    let Some(formula) = &of.formula else { return false };
    let named = format!("{}{row}", cell.column);
    let plain = formula.text.replace('$', "").to_ascii_uppercase();
    plain.split(|c: char| !c.is_ascii_alphanumeric()).any(|piece| piece == named)
}
