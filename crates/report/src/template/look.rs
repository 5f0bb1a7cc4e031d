//! Looking a template over on load: every marker known, one repeated row, nothing that cannot move.

use std::ops::Range;

use super::fault::TemplateFault;
use super::formula::Move;
use super::growth::{Cell, Growth};
use super::marker::{Meaning, Part, Side, is_marked, meaning, parts};
use super::package::Package;
use super::sheet::{CellAt, Holds, RowAt, Sheet};
use super::strings::Strings;
use super::xml::{What, attribute, name, walk};
use crate::layout::Layout;

/// A form has dozens; more are a table somebody painted cell by cell.
const MOST_MERGED: usize = 2_000;

/// Parts of a sheet that would have to move with its rows and do not.
const UNMOVING: [(&str, &str); 5] = [
    ("table", "table"),
    ("comments", "comments"),
    ("threadedComment", "comments"),
    ("pivotTable", "pivot"),
    ("vmlDrawing", "comments"),
];

/// What a pivot reads.
enum Source {
    /// Places of a sheet.
    Sheet(String),
    /// A name of the workbook.
    Name(String),
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub faults: Vec<TemplateFault>,
    /// Names of the markers, as they stand.
    pub markers: Vec<String>,
    /// Sheet and row that repeat: places in the lists.
    pub repeat: Option<(usize, usize)>,
    /// Columns merged within the repeated row: letters of both ends.
    pub merged: Vec<(String, String)>,
    /// Rows of the repeated row's sheet that sum up some of the rows.
    pub sub_sums: Vec<(Side, u32)>,
    /// Where markers of such rows stand: sheet, row, place, name.
    asked: Vec<(Side, String, u32, String, String)>,
}

/// The text of a cell, where it holds text of its own.
pub(super) fn text_of(cell: &CellAt, strings: Option<&Strings>) -> Option<String> {
    match &cell.holds {
        Holds::Shared(number) => strings?.texts.get(*number).map(super::strings::Text::whole),
        Holds::Inline(text) => Some(text.whole()),
        Holds::Other => None,
    }
}

pub(super) fn over(package: &Package, layout: &Layout, sheets: &[Sheet], strings: Option<&Strings>) -> Found {
    let mut found = Found::default();
    for (at, sheet) in sheets.iter().enumerate() {
        for (row_at, row) in sheet.rows.iter().enumerate() {
            let repeats = found.row(layout, sheet, row, strings);
            if repeats {
                found.repeats(sheets, (at, row_at));
            }
        }
        found.outside(sheet);
    }
    for wanted in layout.needs.iter().map(|name| format!("row.{name}")) {
        if !found.markers.contains(&wanted) {
            found.faults.push(TemplateFault::MissingMarker { marker: wanted });
        }
    }
    if let Some((sheet, row)) = found.repeat.and_then(|(at, row)| {
        let sheet = sheets.get(at)?;
        Some((sheet, sheet.rows.get(row)?))
    }) {
        found.moving(package, sheet, row);
        found.sub_sums(&sheet.name, row.number);
    }
    found.elsewhere(package, sheets, strings);
    found
}

impl Found {
    /// Looks at a row; whether it repeats.
    fn row(&mut self, layout: &Layout, sheet: &Sheet, row: &RowAt, strings: Option<&Strings>) -> bool {
        let mut repeats = false;
        for cell in &row.cells {
            let place = || sheet.place(row, cell);
            if cell.formula.as_ref().is_some_and(|formula| is_marked(&formula.text)) {
                self.faults.push(TemplateFault::MarkerInFormula { place: place() });
            }
            let Some(text) = text_of(cell, strings).filter(|text| is_marked(text)) else { continue };
            let parts = match parts(&text) {
                Ok(parts) => parts,
                Err(torn) => {
                    let text = torn.chars().take(40).collect();
                    self.faults.push(TemplateFault::TornMarker { place: place(), text });
                    continue;
                }
            };
            for part in parts {
                let Part::Marker(marker) = part else { continue };
                match meaning(layout, marker) {
                    Some(Meaning::SubSum(side)) => {
                        self.asked.push((side, sheet.name.clone(), row.number, place(), marker.to_owned()));
                    }
                    Some(meaning) => repeats |= matches!(meaning, Meaning::RowNumber | Meaning::Field(_)),
                    None => {
                        self.faults.push(TemplateFault::UnknownMarker { place: place(), marker: marker.to_owned() });
                    }
                }
                if !self.markers.iter().any(|known| known == marker) {
                    self.markers.push(marker.to_owned());
                }
            }
        }
        repeats
    }

    /// Each in a row of its own below the repeated one (MARKER-3).
    fn sub_sums(&mut self, sheet: &str, repeated: u32) {
        for (side, named, row, place, marker) in std::mem::take(&mut self.asked) {
            let stands = named == sheet && row > repeated;
            if stands && self.sub_sums.iter().all(|(known, at)| *known != side && *at != row) {
                self.sub_sums.push((side, row));
            } else {
                self.faults.push(TemplateFault::SubSumPlace { place, marker });
            }
        }
    }

    fn repeats(&mut self, sheets: &[Sheet], place: (usize, usize)) {
        let said = |(at, row): (usize, usize)| {
            let sheet = sheets.get(at)?;
            Some(format!("{}!{}", sheet.name, sheet.rows.get(row)?.number))
        };
        match self.repeat {
            None => self.repeat = Some(place),
            Some(first) => self.faults.push(TemplateFault::SecondRow {
                first: said(first).unwrap_or_default(),
                second: said(place).unwrap_or_default(),
            }),
        }
    }

    /// A marker in a page's header, a rule or a check is not filled, and so not let through.
    fn outside(&mut self, sheet: &Sheet) {
        let around = |at: Range<usize>| is_marked(sheet.raw(&at));
        if around(0..sheet.data.start) || around(sheet.data.end..sheet.xml.len()) {
            self.faults.push(TemplateFault::MarkerOutside { part: sheet.name.clone() });
        }
    }

    fn moving(&mut self, package: &Package, sheet: &Sheet, row: &RowAt) {
        let unmoving = |what| TemplateFault::Unmoving { sheet: sheet.name.clone(), what };
        match package.relations(&sheet.part) {
            Ok(relations) => {
                let mut kinds: Vec<_> = UNMOVING
                    .iter()
                    .filter(|(kind, _)| relations.iter().any(|relation| relation.kind == *kind))
                    .map(|(_, what)| *what)
                    .collect();
                kinds.dedup();
                let sources = self.sources(package);
                let direct = |source: &Source| matches!(source, Source::Sheet(named) if *named == sheet.name);
                if !kinds.contains(&"pivot") && sources.iter().any(direct) {
                    kinds.push("pivot");
                }
                self.faults.extend(kinds.into_iter().map(unmoving));
                self.named_sources(package, sheet, row.number, &sources);
            }
            Err(fault) => self.faults.push(fault),
        }
        let array = |row: &RowAt| row.cells.iter().any(|cell| cell.formula.as_ref().is_some_and(|one| one.array));
        if array(row) || sheet.rows.iter().any(|row| row.cells.iter().any(is_case_table)) {
            self.faults.push(unmoving("array"));
        }
        self.merged(sheet, row.number);
    }

    /// What the pivots of the workbook read.
    fn sources(&mut self, package: &Package) -> Vec<Source> {
        let mut found = Vec::new();
        for part in package.names.iter().filter(|part| part.contains("pivotCache/pivotCacheDefinition")) {
            match package.text(part) {
                Ok(text) => {
                    let _ = walk(&text, |piece| {
                        let (What::Open(tag) | What::Empty(tag)) = piece.what else { return };
                        if name(tag) == "worksheetSource" {
                            let said = |wanted| attribute(tag, wanted).map(std::borrow::Cow::into_owned);
                            found.extend(said("sheet").map(Source::Sheet));
                            found.extend(said("name").map(Source::Name));
                        }
                    });
                }
                Err(fault) => self.faults.push(fault),
            }
        }
        found
    }

    /// A pivot keeps a copy of what it read: a name it reads by can be moved, its copy of the empty form cannot.
    fn named_sources(&mut self, package: &Package, sheet: &Sheet, row: u32, sources: &[Source]) {
        let names = match package.workbook().and_then(|workbook| package.text(&workbook.part)) {
            Ok(text) => defined_names(&text),
            Err(fault) => return self.faults.push(fault),
        };
        let moving = Move { sheet: &sheet.name, growth: Growth { row, by: 1 }, here: false, copy: None };
        for source in sources {
            let Source::Name(wanted) = source else { continue };
            let named = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            // What a function makes of the sheet may be any of its rows.
            let reads = |formula: &str| {
                moving.list(formula) != formula || formula.contains(&sheet.name) && formula.contains('(')
            };
            if named.is_some_and(|(_, formula)| reads(formula)) {
                self.faults.push(TemplateFault::PivotByName { sheet: sheet.name.clone(), name: wanted.clone() });
            }
        }
    }

    fn merged(&mut self, sheet: &Sheet, row: u32) {
        let mut count = 0;
        let (mut within, mut across) = (Vec::new(), Vec::new());
        // Already walked once: it is well formed.
        let _ = walk(&sheet.xml, |piece| {
            let (What::Open(tag) | What::Empty(tag)) = piece.what else { return };
            if name(tag) != "mergeCell" {
                return;
            }
            count += 1;
            let area = attribute(tag, "ref").unwrap_or_default();
            let Some((from, to)) = area.split_once(':') else { return };
            let (Some(first), Some(last)) = (Cell::read(from), Cell::read(to)) else { return };
            if first.row == row && last.row == row {
                within.push((first.column.to_owned(), last.column.to_owned()));
            } else if (first.row..=last.row).contains(&row) {
                across.push(TemplateFault::MergedAcross { place: format!("{}!{area}", sheet.name) });
            }
        });
        if count > MOST_MERGED {
            self.faults.push(TemplateFault::TooManyMerged {
                sheet: sheet.name.clone(),
                found: count,
                limit: MOST_MERGED,
            });
        } else {
            self.faults.extend(across);
        }
        self.merged = within;
    }

    /// Parts that are never filled: drawings, comments, names.
    fn elsewhere(&mut self, package: &Package, sheets: &[Sheet], strings: Option<&Strings>) {
        let read = |part: &str| sheets.iter().any(|sheet| sheet.part == part);
        for part in &package.names {
            let filled = read(part) || strings.is_some_and(|strings| strings.part == *part);
            if filled || !part.ends_with(".xml") || part.starts_with("customXml/") {
                continue;
            }
            match package.text(part) {
                Ok(text) if text.contains("{{") => {
                    self.faults.push(TemplateFault::MarkerOutside { part: part.clone() });
                }
                Ok(_) => {}
                Err(fault) => self.faults.push(fault),
            }
        }
    }
}

/// Names of the workbook, each with what it stands for.
fn defined_names(workbook: &str) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    let mut within = false;
    let _ = walk(workbook, |piece| match piece.what {
        What::Open(tag) if name(tag) == "definedName" => {
            within = true;
            names.push((attribute(tag, "name").unwrap_or_default().into_owned(), String::new()));
        }
        What::Close("definedName") => within = false,
        What::Text(words) if within => names.last_mut().into_iter().for_each(|(_, formula)| formula.push_str(&words)),
        _ => {}
    });
    names
}

fn is_case_table(cell: &CellAt) -> bool {
    cell.formula.as_ref().is_some_and(|formula| attribute(&formula.tag, "t").as_deref() == Some("dataTable"))
}
