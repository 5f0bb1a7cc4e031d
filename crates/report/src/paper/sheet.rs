//! One sheet, read front to back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::hung::Hung;
use super::look::{Across, Look, Looks};
use super::page::{Lines, Page};
use super::picture::Hanging;
use super::{Cell, Row, Sheet};
use crate::spreadsheet::{Cells, Held, Value, said, text};
use crate::template::growth::{Cell as Place, column_number, number};
use crate::template::strings::{Gather, read_back};
use crate::template::xml::{What, attribute, name};

/// Points of a pixel, and pixels of a character as a spreadsheet counts widths.
const PIXEL: f32 = 0.75;
const CHARACTER: f32 = 7.0;
/// Width of a column nobody set, in characters with its air; and height of a row, points.
const WIDTH: f32 = 9.14;
const HEIGHT: f32 = 15.0;
/// Blank rows between filled ones count as cells too: a stray mark in the last row of a sheet is no million rows of paper.
const COLUMNS: usize = 256;

/// A cell as it stands in the file.
struct Found {
    column: u32,
    look: usize,
    text: (u32, u32),
    /// What a number shows is a text; sums need the number. A text stands in `text` alone.
    value: Option<Value>,
    /// The text itself, where its format shows something else.
    words: Option<String>,
    formula: Option<String>,
}

struct Line {
    number: u32,
    height: Option<f32>,
    /// As it stands in the file, set by a person or by the spreadsheet.
    tall: f32,
    hidden: bool,
    cells: Range<usize>,
}

struct Columns {
    range: (u32, u32),
    width: f32,
    hidden: bool,
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    kind: String,
    value: String,
    gather: Gather,
    in_value: bool,
    in_formula: bool,
    formula: Option<String>,
}

pub(super) struct Reading<'a> {
    looks: &'a Looks,
    texts: &'a [String],
    most: usize,
    page: Page,
    columns: Vec<Columns>,
    width: f32,
    height: f32,
    lines: Vec<Line>,
    cells: Vec<Found>,
    merged: Vec<((u32, u32), (u32, u32))>,
    text: String,
    open: Open,
    in_cell: bool,
    page_line: Option<(usize, String)>,
    uncounted: usize,
    /// The file lacks the value of a formula: nobody computed it since it was made.
    lacks: bool,
    /// Pictures that hang on no drawing.
    others: Vec<&'static str>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(looks: &'a Looks, texts: &'a [String], most: usize) -> Self {
        Self {
            looks,
            texts,
            most,
            page: Page::default(),
            columns: Vec::new(),
            width: WIDTH,
            height: HEIGHT,
            lines: Vec::new(),
            cells: Vec::new(),
            merged: Vec::new(),
            text: String::new(),
            open: Open::default(),
            in_cell: false,
            page_line: None,
            uncounted: 0,
            lacks: false,
            others: Vec::new(),
        }
    }

    pub(super) fn is_too_much(&self) -> bool {
        let rows = self.lines.last().map_or(0, |line| line.number as usize);
        self.cells.len() > self.most || rows > self.most || self.text.len() > u32::MAX as usize
    }

    pub(super) fn see(&mut self, what: &What<'_>, at: &Range<usize>) {
        if self.in_cell {
            return self.inside(what, at);
        }
        match what {
            What::Open(tag) if name(tag) == "c" => {
                self.begin(tag);
                self.in_cell = true;
            }
            What::Empty(tag) if name(tag) == "c" => {
                self.begin(tag);
                self.end();
            }
            What::Open(tag) | What::Empty(tag) => self.tag(tag),
            What::Text(words) => {
                if let Some((_, line)) = &mut self.page_line {
                    line.push_str(words);
                }
            }
            What::Close("oddHeader" | "oddFooter") => {
                if let Some((end, line)) = self.page_line.take()
                    && let Some(lines) = self.page.lines.get_mut(end)
                {
                    *lines = Lines::read(&line);
                }
            }
            What::Close(_) => {}
        }
    }

    fn tag(&mut self, tag: &str) {
        let said = |wanted: &str| attribute(tag, wanted).and_then(|value| value.parse::<f32>().ok());
        let on = |wanted: &str| attribute(tag, wanted).is_some_and(|value| value == "1" || value == "true");
        match name(tag) {
            "sheetFormatPr" => {
                self.width = said("defaultColWidth").unwrap_or(self.width);
                self.height = said("defaultRowHeight").unwrap_or(self.height);
            }
            "col" => {
                let at = |wanted| attribute(tag, wanted).and_then(|at| at.parse().ok()).unwrap_or(0);
                let width = said("width").unwrap_or(self.width);
                self.columns.push(Columns { range: (at("min"), at("max")), width, hidden: on("hidden") });
            }
            "row" => {
                let next = self.lines.last().map_or(1, |line| line.number + 1);
                let number = attribute(tag, "r").and_then(|row| number(&row)).unwrap_or(next);
                // A writer of workbooks puts its last row down twice when it was given a height: the second one is empty.
                if self.lines.last().is_some_and(|line| line.number == number) {
                    return;
                }
                let tall = said("ht").unwrap_or(self.height);
                let height = on("customHeight").then_some(tall).filter(|_| said("ht").is_some());
                let cells = self.cells.len()..self.cells.len();
                self.lines.push(Line { number, height, tall, hidden: on("hidden"), cells });
            }
            "mergeCell" => self.merged.extend(attribute(tag, "ref").and_then(|area| merged(&area))),
            "printOptions" => self.page.centred = on("horizontalCentered"),
            "pageMargins" => self.page.set_margins(said),
            "pageSetup" => {
                self.page.landscape = attribute(tag, "orientation").as_deref() == Some("landscape");
                let paper = attribute(tag, "paperSize").and_then(|paper| paper.parse().ok());
                self.page.paper = paper.unwrap_or(self.page.paper);
            }
            "legacyDrawingHF" => self.others.push("页眉页脚里的图片"),
            "oleObject" => self.others.push("里嵌入的对象"),
            "oddHeader" => self.page_line = Some((0, String::new())),
            "oddFooter" => self.page_line = Some((1, String::new())),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &str) {
        let next =
            self.line().and_then(|line| self.cells.get(line.cells.clone())?.last()).map_or(1, |cell| cell.column + 1);
        let named = attribute(tag, "r");
        let column = named.as_deref().and_then(Place::read).map_or(next, |place| column_number(place.column));
        let look = attribute(tag, "s").and_then(|look| look.parse().ok()).unwrap_or(0);
        self.cells.push(Found { column, look, text: (0, 0), value: None, words: None, formula: None });
        self.open = Open { kind: attribute(tag, "t").unwrap_or_default().into_owned(), ..Open::default() };
    }

    fn line(&self) -> Option<&Line> {
        self.lines.last()
    }

    fn inside(&mut self, what: &What<'_>, at: &Range<usize>) {
        let open = &mut self.open;
        match what {
            What::Close("c") => {
                self.in_cell = false;
                return self.end();
            }
            What::Open(tag) if name(tag) == "v" => open.in_value = true,
            What::Close("v") => open.in_value = false,
            What::Open(tag) if name(tag) == "f" => {
                open.in_formula = true;
                open.formula = Some(String::new());
            }
            What::Empty(tag) if name(tag) == "f" => open.formula = Some(String::new()),
            What::Close("f") => open.in_formula = false,
            What::Text(words) if open.in_value => open.value.push_str(words),
            What::Text(words) if open.in_formula => open.formula.get_or_insert_default().push_str(words),
            _ => {}
        }
        open.gather.see(what, at);
    }

    fn end(&mut self) {
        let open = std::mem::take(&mut self.open);
        let Some(line) = self.lines.last_mut() else { return };
        line.cells.end = self.cells.len();
        let Some(cell) = self.cells.last_mut() else { return };
        let from = self.text.len();
        let format = self.looks.0.get(cell.look).map_or("General", |look| &look.format);
        let value = open.value.trim();
        let words: Option<Cow<'_, str>> = match open.kind.as_str() {
            "s" => value.parse().ok().and_then(|at: usize| self.texts.get(at)).map(|text| text.as_str().into()),
            "inlineStr" => Some(read_back(&open.gather.text.whole()).into()),
            "str" => Some(read_back(&open.value).into()),
            kind => {
                cell.value = match kind {
                    "b" => Some(Value::Flag(value == "1")),
                    "e" => Some(Value::error(value)),
                    _ => value.parse().ok().map(Value::Number),
                };
                let shown = cell.value.as_ref().map(|value| said(format, value).0);
                self.text.push_str(&shown.unwrap_or_default());
                None
            }
        };
        self.lacks |= open.formula.is_some() && words.is_none() && cell.value.is_none();
        cell.formula = open.formula;
        if let Some(words) = words {
            let shown = text(format, &words);
            self.text.push_str(&shown);
            cell.words = (shown != words).then(|| words.into_owned());
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        cell.text = (place(from), place(self.text.len()));
    }

    /// The sheet without what is hidden and without the blank rows and columns behind what says something.
    pub(super) fn done(mut self, name: String, repeated: Option<(u32, u32)>, hanging: Vec<Hanging>) -> Sheet {
        self.reckon();
        let (hung, undrawn) = self.hung(&name, hanging);
        let most = |reach: fn(&Hung) -> u32| hung.iter().map(reach).max().unwrap_or(0);
        let shown = self.shown_columns(most(|one| one.last.1));
        let lasts = self.last_row().max(most(|one| one.last.0));
        let mut sheet = Sheet {
            name,
            page: std::mem::take(&mut self.page),
            columns: shown.iter().map(|(_, width)| width * CHARACTER * PIXEL).collect(),
            rows: Vec::new(),
            cells: Vec::with_capacity(self.cells.len()),
            looks: self.looks.0.clone(),
            repeated: 0..0,
            uncounted: self.uncounted,
            pictures: Vec::new(),
            undrawn,
            text: std::mem::take(&mut self.text),
        };
        if sheet.looks.is_empty() {
            sheet.looks.push(Look::default());
        }
        let places: BTreeMap<u32, usize> = shown.iter().enumerate().map(|(at, (column, _))| (*column, at)).collect();
        let mut numbers = Vec::new();
        let mut next = 1;
        for line in self.lines.iter().filter(|line| line.number <= lasts) {
            for blank in next..line.number {
                sheet.rows.push(Row { height: Some(self.height), cells: sheet.cells.len()..sheet.cells.len() });
                numbers.push(blank);
            }
            next = line.number + 1;
            if line.hidden {
                continue;
            }
            let from = sheet.cells.len();
            let found = self.cells.get(line.cells.clone()).unwrap_or_default();
            let cells = found.iter().filter_map(|cell| Some(cell_of(cell, *places.get(&cell.column)?, &sheet.looks)));
            let cells: Vec<Cell> = cells.collect();
            sheet.cells.extend(cells);
            let height = line.height.or((from == sheet.cells.len()).then_some(self.height));
            sheet.rows.push(Row { height, cells: from..sheet.cells.len() });
            numbers.push(line.number);
        }
        // A stamp below everything that is said has its rows, too.
        for blank in next..=lasts {
            sheet.rows.push(Row { height: Some(self.height), cells: sheet.cells.len()..sheet.cells.len() });
            numbers.push(blank);
        }
        sheet.pictures = hung.into_iter().map(|one| one.on(&numbers, &places)).collect();
        let within = |row: u32, (first, last): (u32, u32)| (first..=last).contains(&row);
        if let Some(titles) = repeated {
            let from = numbers.iter().position(|row| within(*row, titles));
            let count = numbers.iter().filter(|row| within(**row, titles)).count();
            sheet.repeated = from.map_or(0..0, |from| from..from + count);
        }
        for area in &self.merged {
            merge(&mut sheet, &numbers, &places, *area);
        }
        sheet
    }

    /// Fills in what can be reckoned, and counts what has no value (SHEETPAPER-5, SHEETPAPER-6).
    fn reckon(&mut self) {
        if !self.lacks {
            return;
        }
        let values = self.values();
        for (at, value) in values {
            let (Some(value), Some(cell)) = (value, self.cells.get_mut(at)) else {
                self.uncounted += 1;
                continue;
            };
            let format = self.looks.0.get(cell.look).map_or("General", |look| &look.format);
            let from = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.text.push_str(&said(format, &value).0);
            cell.text = (from, u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            cell.value = Some(value);
        }
    }

    /// The formulas by the place of their cells, each with its value.
    fn values(&self) -> Vec<(usize, Option<Value>)> {
        let mut cells = Cells::default();
        let mut formulas = Vec::new();
        for line in &self.lines {
            for at in line.cells.clone() {
                let Some(cell) = self.cells.get(at) else { continue };
                let place = (line.number, cell.column);
                match &cell.formula {
                    Some(formula) => {
                        cells.put(place, Held::Formula(formula, self.known(cell)));
                        formulas.push((at, place));
                    }
                    None => cells.put(place, self.known(cell).map_or(Held::Known(Value::Empty), Held::Known)),
                }
            }
        }
        formulas.into_iter().map(|(at, place)| (at, cells.value(place))).collect()
    }

    /// What the file says of a cell.
    fn known(&self, cell: &Found) -> Option<Value> {
        let shown = self.text.get(cell.text.0 as usize..cell.text.1 as usize).filter(|shown| !shown.is_empty());
        let words = || cell.words.as_deref().or(shown).map(|words| Value::Text(words.to_owned()));
        cell.value.clone().or_else(words)
    }

    /// Numbers and widths of the columns up to the last that says something.
    fn shown_columns(&self, least: u32) -> Vec<(u32, f32)> {
        let says = |cell: &&Found| cell.text.0 < cell.text.1 || self.is_drawn(cell.look);
        let last = self.cells.iter().filter(says).map(|cell| cell.column).max().unwrap_or(1);
        let last = last.max(least).min(u32::try_from(COLUMNS).unwrap_or(256));
        (1..=last).map(|column| (column, self.wide(column))).filter(|(_, wide)| *wide > 0.0).collect()
    }

    /// Width of a column, from 0, points.
    pub(super) fn points_wide(&self, column: u32) -> f32 {
        self.wide(column + 1) * CHARACTER * PIXEL
    }

    /// Height of a row, from 0, points, as it stands in the file.
    pub(super) fn points_tall(&self, row: u32) -> f32 {
        let line =
            self.lines.binary_search_by_key(&(row + 1), |line| line.number).ok().and_then(|at| self.lines.get(at));
        line.map_or(self.height, |line| if line.hidden { 0.0 } else { line.tall })
    }

    /// What does not hang on a drawing and is not printed either, for people.
    pub(super) fn unhung(&self, sheet: &str) -> Vec<String> {
        self.others.iter().map(|what| format!("「{sheet}」{what}")).collect()
    }

    /// Width of a column in characters; nothing, where it is hidden.
    fn wide(&self, column: u32) -> f32 {
        let known = self.columns.iter().rev().find(|known| (known.range.0..=known.range.1).contains(&column));
        known.map_or(self.width, |known| if known.hidden { 0.0 } else { known.width })
    }

    fn is_drawn(&self, look: usize) -> bool {
        self.looks.0.get(look).is_some_and(|look| look.edges.contains(&true) || look.ground.is_some())
    }

    pub(super) fn last_row(&self) -> u32 {
        let says = |cell: &Found| cell.text.0 < cell.text.1 || self.is_drawn(cell.look);
        let drawn = |line: &&Line| self.cells.get(line.cells.clone()).unwrap_or_default().iter().any(says);
        self.lines.iter().filter(drawn).map(|line| line.number).max().unwrap_or(0)
    }
}

fn cell_of(found: &Found, column: usize, looks: &[Look]) -> Cell {
    let look = found.look.min(looks.len().saturating_sub(1));
    let about = looks.get(look);
    let number = matches!(found.value, Some(Value::Number(_) | Value::Empty));
    let align = match about.map(|look| look.across) {
        None | Some(Across::General) => match &found.value {
            Some(Value::Flag(_) | Value::Error(_)) => Across::Centre,
            _ if number => Across::Right,
            _ => Across::Left,
        },
        Some(stated) => stated,
    };
    let edges = about.map_or([false; 4], |look| look.edges);
    Cell { column, across: 1, down: 1, look, align, number, edges, text: found.text }
}

fn merged(area: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = area.split_once(':')?;
    let place = |cell: Place<'_>| (cell.row, column_number(cell.column));
    Some((place(Place::read(first)?), place(Place::read(last)?)))
}

/// Gives the first cell of a merger its size, and takes the lines between its cells away. What the hidden ones among them
/// say does not count: a merger says what its first cell says, which a spreadsheet shows in what is left of it.
fn merge(sheet: &mut Sheet, numbers: &[u32], places: &BTreeMap<u32, usize>, area: ((u32, u32), (u32, u32))) {
    let ((top, left), (bottom, right)) = area;
    let rows = numbers.partition_point(|row| *row < top)..numbers.partition_point(|row| *row <= bottom);
    let columns: Vec<usize> = places.range(left..=right).map(|(_, at)| *at).collect();
    let (Some(first), Some(last)) = (columns.first().copied(), columns.last().copied()) else { return };
    for row in rows.clone() {
        let Some(range) = sheet.rows.get(row).map(|row| row.cells.clone()) else { continue };
        for cell in sheet.cells.get_mut(range).unwrap_or_default() {
            if !(first..=last).contains(&cell.column) {
                continue;
            }
            let [l, t, r, b] = cell.edges;
            cell.edges =
                [l && cell.column == first, t && row == rows.start, r && cell.column == last, b && row + 1 == rows.end];
            if cell.column == first && row == rows.start {
                (cell.across, cell.down) = (last - first + 1, rows.len());
            } else {
                cell.text = (0, 0);
            }
        }
    }
}
