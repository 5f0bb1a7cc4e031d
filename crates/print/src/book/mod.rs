//! Workbooks on paper: the sheets of one or several, one after the other in one file.
//!
//! - BOOK-1 Every text of a printed sheet stands on the paper whole: what does not fit its cell breaks into lines, a number shrinks, a row taller than a page goes on over the next.
//! - BOOK-2 The title rows of a sheet stand at the top of each of its pages; a page says which of how many it is, counted by workbook and copy.
//! - BOOK-3 A sheet is one page wide; how small its letters become is said.
//! - BOOK-4 The same workbooks make the same bytes, on any day and any machine.
//! - BOOK-5 A book in the making can be stopped between two rows.
//!
//! Absent: where the sheets come from (`report`), and templates: a workbook is its own. Typst is not asked here, because a
//! table of 340,000 cells takes it minutes and gigabytes; lines and letters of a grid are few enough to be placed by hand.

mod draw;
mod letters;
mod lines;
mod pages;
mod pictures;

use crate::problem::PrintProblem;
use crate::render::Pdf;
use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use letters::Letters;
use pages::Plan;
use pictures::Pictures;
use report::paper::Sheet;

/// The version of how books are drawn: another one may set another file of the same workbook.
pub const DRAWN: &str = "book-2";

/// The paper a book is printed on, whatever its workbooks were set up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As the workbook says.
    Own,
    /// A4.
    A4,
    /// A3.
    A3,
}

/// A workbook in a book.
#[derive(Debug)]
pub struct Part {
    /// What a reader's list of contents calls it.
    pub title: String,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Copies, each with its name in the header; none, one copy without a name.
    pub copies: Vec<String>,
}

/// A book to be made.
pub struct Book<'a> {
    /// Title of the document.
    pub title: &'a str,
    /// Who made it.
    pub author: &'a str,
    /// What the document is known by.
    pub ident: &'a str,
    /// The record's day, year, month, day.
    pub day: (i32, u8, u8),
    /// Day and time where a page's lines ask for them.
    pub stamp: (&'a str, &'a str),
    /// Across each page, pale.
    pub mark: Option<&'a str>,
    /// Paper.
    pub size: Size,
    /// In order.
    pub parts: &'a [Part],
}

/// Rows of a book that are looked at, each twice for every copy: placed, then drawn.
#[must_use]
pub fn steps(parts: &[Part]) -> u64 {
    let rows = |part: &Part| part.sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>();
    parts.iter().map(|part| (rows(part) * (1 + part.copies.len().max(1))) as u64).sum()
}

/// The size of the smallest letters of a book, points.
fn smallest(parts: &[Part], size: Size) -> f32 {
    parts.iter().flat_map(|part| &part.sheets).map(|sheet| pages::smallest(sheet, size)).fold(f32::MAX, f32::min)
}

/// Makes a book; `go_on` is told how many steps are done and answers whether to go on.
///
/// # Errors
/// [`PrintProblem`]; `Stopped` when it was told to.
pub fn bind(book: &Book<'_>, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Pdf, PrintProblem> {
    let mut letters = Letters::new()?;
    let mut document = Document::new();
    let mut outline = Outline::new();
    let (mut pages, mut done) = (0, 0);
    let mut undrawn = Vec::new();
    for part in book.parts {
        let plan = Plan::of(part, book.size, &mut letters, &mut |rows| step(&mut done, rows, go_on))?;
        outline.push_child(OutlineNode::new(part.title.clone(), XyzDestination::new(pages, Point::from_xy(0.0, 0.0))));
        undrawn.extend(part.sheets.iter().flat_map(|sheet| sheet.undrawn.clone()));
        let (pictures, unread) = Pictures::of(part);
        undrawn.extend(unread);
        let copies: Vec<Option<&str>> = if part.copies.is_empty() {
            vec![None]
        } else {
            part.copies.iter().map(|copy| Some(copy.as_str())).collect()
        };
        for copy in copies {
            let drawing = draw::Drawing { book, part, plan: &plan, pictures: &pictures, copy };
            drawing.onto(&mut document, &mut letters, &mut |rows| step(&mut done, rows, go_on))?;
            pages += plan.pages.len();
        }
    }
    if book.parts.len() > 1 {
        document.set_outline(outline);
    }
    document.set_metadata(metadata(book));
    let bytes = document.finish().map_err(|problem| PrintProblem::Pdf(format!("{problem:?}")))?;
    let uncounted = book.parts.iter().flat_map(|part| &part.sheets).map(|sheet| sheet.uncounted).sum();
    let smallest = Some(smallest(book.parts, book.size));
    Ok(Pdf { bytes, pages, missing: letters.missing(), smallest, uncounted, undrawn })
}

fn step(done: &mut u64, rows: u64, go_on: &mut dyn FnMut(u64) -> bool) -> Result<(), PrintProblem> {
    *done += rows;
    if go_on(*done) { Ok(()) } else { Err(PrintProblem::Stopped) }
}

fn metadata(book: &Book<'_>) -> Metadata {
    let (year, month, day) = book.day;
    let made = DateTime::new(u16::try_from(year).unwrap_or(2000)).month(month).day(day).hour(0).minute(0).second(0);
    Metadata::new()
        .title(book.title.to_owned())
        .authors(vec![book.author.to_owned()])
        .creator("Sanbao Desk".to_owned())
        .language("zh-CN".to_owned())
        .document_id(book.ident.to_owned())
        .creation_date(made.utc_offset_hour(8).utc_offset_minute(0))
}
