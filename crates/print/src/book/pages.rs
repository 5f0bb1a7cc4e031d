//! Rows to pages: sizes first, so that the last page is known before the first is drawn.

use super::letters::Letters;
use super::lines::broken;
use super::{Part, Size};
use crate::problem::PrintProblem;
use report::paper::{Across, Cell, Page, Sheet};
use std::ops::Range;

/// Height of a line, in sizes of its letters.
pub(super) const LEADING: f32 = 1.22;
/// Room between a cell's line and its letters, points of a sheet that is not made smaller.
const AIR: f32 = 1.5;
/// A number shrinks to this share of its size; smaller it would be dust, and it breaks instead.
const LEAST_SHRUNK: f32 = 0.6;
/// A word a hair too long for its cell shrinks to this share rather than leave its last letter on a line of its own.
const LEAST_WORD: f32 = 0.85;
/// Rows at the end of a table (totals, remarks, signature) that no page begins with alone.
const KEPT_TOGETHER: usize = 4;

/// A sheet on its paper.
pub(super) struct Fit {
    /// Paper, points.
    pub width: f32,
    pub height: f32,
    /// Everything is drawn so much smaller.
    pub scale: f32,
    /// Left edge of each column, and the right edge of the last.
    pub edges: Vec<f32>,
    pub top: f32,
    pub bottom: f32,
}

/// A row, or so many lines of one that is taller than a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slice {
    pub row: usize,
    /// First line, and how many; all, where `None`.
    pub lines: Option<(usize, usize)>,
    pub height: f32,
}

/// A page: its sheet and what stands on it from top to bottom.
pub(super) struct PageOf {
    pub sheet: usize,
    pub slices: Vec<Slice>,
}

/// A workbook on pages.
pub(super) struct Plan {
    pub fits: Vec<Fit>,
    pub pages: Vec<PageOf>,
}

/// A cell's text in its box.
pub(super) struct Laid {
    /// Size of the letters, points on paper.
    pub size: f32,
    pub lines: Vec<Range<usize>>,
    /// Columns it takes, those it runs over into among them.
    pub across: usize,
}

impl Plan {
    pub(super) fn of(
        part: &Part,
        size: Size,
        letters: &mut Letters,
        step: &mut dyn FnMut(u64) -> Result<(), PrintProblem>,
    ) -> Result<Self, PrintProblem> {
        let mut plan = Self { fits: Vec::new(), pages: Vec::new() };
        for (at, sheet) in part.sheets.iter().enumerate() {
            let fit = Fit::of(sheet, size);
            let mut heights = Vec::with_capacity(sheet.rows.len());
            for row in 0..sheet.rows.len() {
                heights.push(height(sheet, &fit, row, letters));
                step(1)?;
            }
            make_room(sheet, &fit, &mut heights, letters);
            plan.break_up(at, sheet, &fit, &heights);
            plan.fits.push(fit);
        }
        Ok(plan)
    }

    fn break_up(&mut self, at: usize, sheet: &Sheet, fit: &Fit, heights: &[f32]) {
        let room = fit.bottom - fit.top;
        let titles: f32 = heights.get(sheet.repeated.clone()).unwrap_or_default().iter().sum();
        // A sheet whose titles fill the page would never end.
        let repeated = if titles < room * 0.6 { sheet.repeated.clone() } else { 0..0 };
        let mut page = PageOf { sheet: at, slices: Vec::new() };
        let (mut used, mut row) = (0.0, 0);
        while row < heights.len() {
            let group = row..group_end(sheet, row, heights.len());
            let tall: f32 = heights.get(group.clone()).unwrap_or_default().iter().sum();
            if used + tall > room + 0.01 && page.slices.len() > repeated_on(&page, &repeated) {
                self.pages.push(std::mem::replace(&mut page, next_page(at, &repeated, heights, row)));
                used = page.slices.iter().map(|slice| slice.height).sum();
            }
            for one in group.clone() {
                let height = heights.get(one).copied().unwrap_or_default();
                if used + height <= room + 0.01 {
                    page.slices.push(Slice { row: one, lines: None, height });
                    used += height;
                    continue;
                }
                used = self.over_pages(&mut page, used, (at, sheet, fit, heights), one, &repeated);
            }
            row = group.end;
        }
        if page.slices.len() > repeated_on(&page, &repeated) || self.pages.iter().all(|page| page.sheet != at) {
            self.pages.push(page);
        }
    }

    /// A row that does not fit what is left: on the next page, or over several when it is taller than one.
    fn over_pages(
        &mut self,
        page: &mut PageOf,
        mut used: f32,
        (at, sheet, fit, heights): (usize, &Sheet, &Fit, &[f32]),
        row: usize,
        repeated: &Range<usize>,
    ) -> f32 {
        let room = fit.bottom - fit.top;
        let height = heights.get(row).copied().unwrap_or_default();
        let air = 2.0 * AIR * fit.scale;
        let tallest = tallest(sheet, row) * fit.scale * LEADING;
        let mut turn = |page: &mut PageOf| {
            self.pages.push(std::mem::replace(page, next_page(at, repeated, heights, row)));
            page.slices.iter().map(|slice| slice.height).sum::<f32>()
        };
        if page.slices.len() > repeated_on(page, repeated) {
            used = turn(page);
        }
        if used + height <= room + 0.01 {
            page.slices.push(Slice { row, lines: None, height });
            return used + height;
        }
        let (mut from, mut left) = (0, lines_in(height - air, tallest).max(1));
        while left > 0 {
            let most = lines_in(room - used - air, tallest).max(1).min(left);
            let lines = most as f32;
            page.slices.push(Slice { row, lines: Some((from, most)), height: lines * tallest + air });
            used += lines * tallest + air;
            (from, left) = (from + most, left - most);
            if left > 0 {
                used = turn(page);
            }
        }
        used
    }
}

/// Whole lines in a height; a part of one counts where it was reckoned a hair short.
fn lines_in(height: f32, line: f32) -> usize {
    (height / line + 0.01).max(0.0) as usize
}

fn next_page(sheet: usize, repeated: &Range<usize>, heights: &[f32], row: usize) -> PageOf {
    let titles = if row >= repeated.end { repeated.clone() } else { 0..0 };
    let slice = |row: usize| Slice { row, lines: None, height: heights.get(row).copied().unwrap_or_default() };
    PageOf { sheet, slices: titles.map(slice).collect() }
}

/// How many rows of a page only repeat the titles.
fn repeated_on(page: &PageOf, repeated: &Range<usize>) -> usize {
    page.slices.iter().take_while(|slice| repeated.contains(&slice.row)).count()
}

/// Where a stretch of rows ends that stays on one page: joined by merged cells, or the end of the table.
fn group_end(sheet: &Sheet, row: usize, rows: usize) -> usize {
    let end_of_table = rows.saturating_sub(KEPT_TOGETHER).max(sheet.repeated.end + 1);
    if row == end_of_table {
        return rows;
    }
    let (mut end, mut at) = (row + 1, row);
    while at < end {
        let cells = sheet.rows.get(at).map(|row| row.cells.clone()).unwrap_or_default();
        let reach = sheet.cells.get(cells).unwrap_or_default().iter().map(|cell| at + cell.down).max();
        end = end.max(reach.unwrap_or(0)).min(rows);
        at += 1;
    }
    if row < end_of_table { end.min(end_of_table.max(row + 1)) } else { end }
}

impl Fit {
    pub(super) fn of(sheet: &Sheet, size: Size) -> Self {
        let (width, height) = paper(&sheet.page, size);
        let [left, top, right, bottom] = sheet.page.margins;
        let room = (width - left - right).max(36.0);
        let wide: f32 = sheet.columns.iter().sum();
        let scale = if wide > room { room / wide } else { 1.0 };
        let mut x = if sheet.page.centred { left + (room - wide * scale) / 2.0 } else { left };
        let mut edges = vec![x];
        for column in &sheet.columns {
            x += column * scale;
            edges.push(x);
        }
        Self { width, height, scale, edges, top, bottom: (height - bottom).max(top + 36.0) }
    }

    /// Left and right edge of a stretch of columns.
    pub(super) fn span(&self, column: usize, across: usize) -> (f32, f32) {
        let edge = |at: usize| self.edges.get(at).or(self.edges.last()).copied().unwrap_or_default();
        (edge(column), edge(column + across))
    }

    pub(super) fn air(&self) -> f32 {
        AIR * self.scale
    }
}

/// Width and height of the paper.
fn paper(page: &Page, size: Size) -> (f32, f32) {
    let (short, long) = match (size, page.paper) {
        (Size::A3, _) | (Size::Own, 8) => (841.89, 1190.55),
        (Size::Own, 11) => (419.53, 595.28),
        _ => (595.28, 841.89),
    };
    if page.landscape { (long, short) } else { (short, long) }
}

/// Size of the smallest letters of a sheet on its paper.
pub(super) fn smallest(sheet: &Sheet, size: Size) -> f32 {
    let sizes = sheet.cells.iter().filter(|cell| !sheet.text(cell).is_empty()).map(|cell| letter_size(sheet, cell));
    sizes.fold(f32::MAX, f32::min) * Fit::of(sheet, size).scale
}

fn letter_size(sheet: &Sheet, cell: &Cell) -> f32 {
    sheet.looks.get(cell.look).map_or(10.0, |look| look.size)
}

/// Size of the largest letters of a row.
fn tallest(sheet: &Sheet, row: usize) -> f32 {
    let cells = sheet.rows.get(row).map(|row| row.cells.clone()).unwrap_or_default();
    let cells = sheet.cells.get(cells).unwrap_or_default().iter().filter(|cell| !sheet.text(cell).is_empty());
    cells.map(|cell| letter_size(sheet, cell)).fold(1.0, f32::max)
}

/// A text in its cell (BOOK-1).
pub(super) fn lay(sheet: &Sheet, fit: &Fit, (row, cell): (&[Cell], &Cell), letters: &mut Letters) -> Laid {
    let text = sheet.text(cell);
    let look = sheet.looks.get(cell.look);
    let size = letter_size(sheet, cell) * fit.scale;
    let room = |across: usize| {
        let (left, right) = fit.span(cell.column, across);
        (right - left - 2.0 * fit.air()).max(size) / size
    };
    let wide = letters.width(text);
    let whole = || std::iter::once(0..text.len()).collect();
    if wide <= room(cell.across) && !text.contains('\n') {
        return Laid { size, lines: whole(), across: cell.across };
    }
    if !look.is_some_and(|look| look.wrap) && cell.align == Across::Left {
        let across = cell.across + blank_after(sheet, row, cell, fit.edges.len() - 1);
        if wide <= room(across) && !text.contains('\n') {
            return Laid { size, lines: whole(), across };
        }
    }
    let share = room(cell.across) / wide;
    let one_word = !text.chars().any(|c| c.is_whitespace() || c == '-' || c >= '\u{2e80}');
    let stiff = cell.number || !look.is_some_and(|look| look.wrap);
    if (stiff && share >= LEAST_SHRUNK && !text.contains('\n')) || (one_word && share >= LEAST_WORD) {
        return Laid { size: size * share, lines: whole(), across: cell.across };
    }
    Laid { size, lines: broken(text, room(cell.across), letters), across: cell.across }
}

/// Columns right of a cell that say nothing and have no lines: its text may run on into them.
fn blank_after(sheet: &Sheet, row: &[Cell], cell: &Cell, columns: usize) -> usize {
    let end = cell.column + cell.across;
    let next = row.iter().filter(|other| other.column >= end);
    let stop =
        next.filter(|other| !sheet.text(other).is_empty() || other.edges.contains(&true)).map(|other| other.column);
    stop.min().unwrap_or(columns).saturating_sub(end)
}

/// Height of a row by what stands in it; what is stated counts where no text breaks into lines.
fn height(sheet: &Sheet, fit: &Fit, row: usize, letters: &mut Letters) -> f32 {
    let Some(about) = sheet.rows.get(row) else { return 0.0 };
    let stated = about.height.unwrap_or_default() * fit.scale;
    let (mut needed, mut breaks) = (0.0_f32, false);
    let cells = sheet.cells.get(about.cells.clone()).unwrap_or_default();
    for cell in cells {
        if sheet.text(cell).is_empty() || cell.down > 1 {
            continue;
        }
        let laid = lay(sheet, fit, (cells, cell), letters);
        breaks |= sheet.looks.get(cell.look).is_some_and(|look| look.wrap);
        needed = needed.max(tall(&laid, fit));
    }
    if breaks { needed } else { needed.max(stated) }
}

fn tall(laid: &Laid, fit: &Fit) -> f32 {
    laid.lines.len() as f32 * laid.size * LEADING + 2.0 * fit.air()
}

/// Cells merged over rows need room together: what is wanting is given to the last of them.
fn make_room(sheet: &Sheet, fit: &Fit, heights: &mut [f32], letters: &mut Letters) {
    for row in 0..sheet.rows.len() {
        let cells = sheet.rows.get(row).map(|row| row.cells.clone()).unwrap_or_default();
        let cells = sheet.cells.get(cells).unwrap_or_default();
        for cell in cells.iter().filter(|cell| cell.down > 1) {
            let needed = tall(&lay(sheet, fit, (cells, cell), letters), fit);
            let has: f32 = heights.get(row..row + cell.down).unwrap_or_default().iter().sum();
            if let Some(last) = heights.get_mut(row + cell.down - 1) {
                *last += (needed - has).max(0.0);
            }
        }
    }
}
