//! Pages drawn: ground, lines, letters, and what every page bears.

use super::letters::Letters;
use super::pages::{Fit, LEADING, PageOf, Plan, Slice, lay};
use super::pictures::Pictures;
use super::{Book, Part};
use crate::problem::PrintProblem;
use krilla::Document;
use krilla::color::{luma, rgb};
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use report::paper::{Across, Cell, Down, Edge, Sheet};
use std::borrow::Cow;

/// Width of a line around cells, and how far an upper edge of letters lies over their foot, in sizes of letters.
const LINE: f32 = 0.4;
const FOOT: f32 = 0.88;
/// Bold is the same weight drawn with a line around it, as on the house's other papers.
const BOLD: f32 = 0.028;
/// Letters of headers and footers.
const SMALL: f32 = 8.0;
const MARK_SIZE: f32 = 60.0;
const PALE: u8 = 232;

pub(super) struct Drawing<'a> {
    pub book: &'a Book<'a>,
    pub part: &'a Part,
    pub plan: &'a Plan,
    pub pictures: &'a Pictures,
    pub copy: Option<&'a str>,
}

/// Where a text stands.
struct Spot {
    left: f32,
    right: f32,
    foot: f32,
    align: Across,
}

impl Drawing<'_> {
    pub(super) fn onto(
        &self,
        document: &mut Document,
        letters: &mut Letters,
        step: &mut dyn FnMut(u64) -> Result<(), PrintProblem>,
    ) -> Result<(), PrintProblem> {
        for (at, page) in self.plan.pages.iter().enumerate() {
            let (Some(sheet), Some(fit)) = (self.part.sheets.get(page.sheet), self.plan.fits.get(page.sheet)) else {
                continue;
            };
            let settings = PageSettings::from_wh(fit.width, fit.height)
                .ok_or_else(|| PrintProblem::Pdf("no paper of this size".to_owned()))?;
            let mut drawn = document.start_page_with(settings);
            let mut surface = drawn.surface();
            self.mark(&mut surface, fit, letters);
            grid(&mut surface, sheet, fit, page);
            let mut y = fit.top;
            for slice in &page.slices {
                self.row(&mut surface, (sheet, fit, page), slice, y, letters);
                y += slice.height;
            }
            self.pictures.draw(&mut surface, self.part, fit, page);
            self.page_lines(&mut surface, sheet, fit, at + 1, letters);
            surface.finish();
            drawn.finish();
            step(page.slices.len() as u64)?;
        }
        Ok(())
    }

    fn mark(&self, surface: &mut Surface<'_>, fit: &Fit, letters: &mut Letters) {
        let Some(mark) = self.book.mark else { return };
        let wide = letters.width(mark) * MARK_SIZE;
        surface.push_transform(&Transform::from_rotate_at(-30.0, fit.width / 2.0, fit.height / 2.0));
        surface.set_fill(Some(Fill { paint: luma::Color::new(PALE).into(), ..Fill::default() }));
        surface.set_stroke(None);
        let start = Point::from_xy((fit.width - wide) / 2.0, fit.height / 2.0 + MARK_SIZE * 0.35);
        surface.draw_glyphs(start, &letters.glyphs(mark), letters.font.clone(), mark, MARK_SIZE, false);
        surface.pop();
    }

    fn row(
        &self,
        surface: &mut Surface<'_>,
        (sheet, fit, page): (&Sheet, &Fit, &PageOf),
        slice: &Slice,
        top: f32,
        letters: &mut Letters,
    ) {
        let Some(row) = sheet.rows.get(slice.row) else { return };
        let cells = sheet.cells.get(row.cells.clone()).unwrap_or_default();
        for cell in cells {
            let text = sheet.text(cell);
            if text.is_empty() {
                continue;
            }
            let laid = lay(sheet, fit, (cells, cell), letters);
            let (from, most) = slice.lines.unwrap_or((0, laid.lines.len()));
            let lines = laid.lines.get(from..laid.lines.len().min(from + most)).unwrap_or_default();
            let room = slice.height + below(page, slice, cell);
            let tall = lines.len() as f32 * laid.size * LEADING;
            let look = sheet.looks.get(cell.look);
            let down = if slice.lines.is_some() { Down::Top } else { look.map_or(Down::Middle, |look| look.down) };
            let above = match down {
                Down::Top => fit.air(),
                Down::Middle => (room - tall) / 2.0,
                Down::Bottom => room - tall - fit.air(),
            };
            let (left, right) = fit.span(cell.column, laid.across);
            ink(surface, look.map_or([0; 3], |look| look.ink), look.is_some_and(|look| look.bold).then_some(laid.size));
            let mut foot = top + above + laid.size * (FOOT + (LEADING - 1.0) / 2.0);
            for line in lines {
                let spot = Spot { left: left + fit.air(), right: right - fit.air(), foot, align: cell.align };
                put(surface, text.get(line.clone()).unwrap_or_default(), laid.size, &spot, letters);
                foot += laid.size * LEADING;
            }
        }
    }

    fn page_lines(&self, surface: &mut Surface<'_>, sheet: &Sheet, fit: &Fit, number: usize, letters: &mut Letters) {
        let (day, time) = self.book.stamp;
        let field = |asked: char| -> Cow<'_, str> {
            match asked {
                'P' => number.to_string().into(),
                'N' => self.plan.pages.len().to_string().into(),
                'D' => day.into(),
                'T' => time.into(),
                _ => sheet.name.as_str().into(),
            }
        };
        let [left, _, right, _] = sheet.page.margins;
        let [head, foot] = sheet.page.ends;
        ink(surface, [0; 3], None);
        for (edge, y) in [(Edge::Top, head + SMALL), (Edge::Bottom, fit.height - foot)] {
            let mut parts = sheet.page.line(edge).filled(field);
            if let (Edge::Top, Some(copy), [_, _, end]) = (edge, self.copy, &mut parts) {
                *end = [copy, end.as_str()].join(if end.is_empty() { "" } else { "　" });
            }
            for (words, align) in parts.iter().zip([Across::Left, Across::Centre, Across::Right]) {
                put(surface, words, SMALL, &Spot { left, right: fit.width - right, foot: y, align }, letters);
            }
        }
    }
}

/// Height of the rows below that a merged cell takes on its page.
fn below(page: &PageOf, slice: &Slice, cell: &Cell) -> f32 {
    let rows = slice.row + 1..slice.row + cell.down;
    page.slices.iter().filter(|other| rows.contains(&other.row)).map(|other| other.height).sum()
}

/// Sets what letters are drawn with.
fn ink(surface: &mut Surface<'_>, [red, green, blue]: [u8; 3], bold: Option<f32>) {
    let paint: krilla::paint::Paint = if [red, green, blue] == [0; 3] {
        luma::Color::black().into()
    } else {
        rgb::Color::new(red, green, blue).into()
    };
    surface.set_fill(Some(Fill { paint: paint.clone(), ..Fill::default() }));
    surface.set_stroke(bold.map(|size| Stroke { paint, width: size * BOLD, ..Stroke::default() }));
}

fn put(surface: &mut Surface<'_>, line: &str, size: f32, spot: &Spot, letters: &mut Letters) {
    if line.is_empty() {
        return;
    }
    let room = spot.right - spot.left - letters.width(line.trim_end()) * size;
    let x = match spot.align {
        Across::Centre => spot.left + room / 2.0,
        Across::Right => spot.left + room,
        Across::General | Across::Left => spot.left,
    };
    surface.draw_glyphs(Point::from_xy(x, spot.foot), &letters.glyphs(line), letters.font.clone(), line, size, false);
}

/// Grounds and lines of a page. A line two cells share is drawn once, and lines that meet are one: a page has a few dozen
/// of them, not four for each of its cells.
fn grid(surface: &mut Surface<'_>, sheet: &Sheet, fit: &Fit, page: &PageOf) {
    let (mut level, mut upright) = (Strokes::default(), Strokes::default());
    surface.set_stroke(None);
    let mut top = fit.top;
    for slice in &page.slices {
        let bottom = top + slice.height;
        let cells = sheet.rows.get(slice.row).map(|row| row.cells.clone()).unwrap_or_default();
        for cell in sheet.cells.get(cells).unwrap_or_default() {
            let (left, right) = fit.span(cell.column, 1);
            if let Some([red, green, blue]) = sheet.looks.get(cell.look).and_then(|look| look.ground) {
                fill(surface, [red, green, blue], (left, top, right, bottom));
            }
            let [l, t, r, b] = cell.edges;
            for (drawn, x) in [(l, left), (r, right)] {
                if drawn {
                    upright.add(x, top, bottom);
                }
            }
            for (drawn, y) in [(t, top), (b, bottom)] {
                if drawn {
                    level.add(y, left, right);
                }
            }
        }
        top = bottom;
    }
    let mut path = PathBuilder::new();
    for (y, from, to) in level.joined() {
        path.move_to(from, y);
        path.line_to(to, y);
    }
    for (x, from, to) in upright.joined() {
        path.move_to(x, from);
        path.line_to(x, to);
    }
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: luma::Color::black().into(), width: LINE, ..Stroke::default() }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn fill(surface: &mut Surface<'_>, [red, green, blue]: [u8; 3], (left, top, right, bottom): (f32, f32, f32, f32)) {
    let Some(area) = Rect::from_ltrb(left, top, right, bottom) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(area);
    surface.set_fill(Some(Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// Lines of one direction, by where they lie, in hundredths of a point.
#[derive(Default)]
struct Strokes(std::collections::BTreeMap<i64, Vec<(f32, f32)>>);

impl Strokes {
    fn add(&mut self, at: f32, from: f32, to: f32) {
        let key = (at * 100.0).round() as i64;
        self.0.entry(key).or_default().push((from, to));
    }

    /// Each line once, from end to end.
    fn joined(self) -> Vec<(f32, f32, f32)> {
        let mut all = Vec::new();
        for (at, mut pieces) in self.0 {
            pieces.sort_by(|one, other| one.0.total_cmp(&other.0));
            let at = at as f32 / 100.0;
            let mut open: Option<(f32, f32)> = None;
            for (from, to) in pieces {
                open = Some(match open {
                    Some((start, end)) if from <= end + 0.02 => (start, end.max(to)),
                    Some((start, end)) => {
                        all.push((at, start, end));
                        (from, to)
                    }
                    None => (from, to),
                });
            }
            all.extend(open.map(|(start, end)| (at, start, end)));
        }
        all
    }
}
