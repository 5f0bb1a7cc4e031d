//! From a template and its data to the bytes of a PDF.

use crate::problem::{Place, PrintProblem};
use crate::template::Template;
use crate::world::Desk;
use crate::{glyphs, qr};
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

/// Minutes that Chinese time is ahead.
const CHINA: i32 = 8 * 60;

/// A picture a paper shows, by the name its data say.
#[derive(Debug, Clone)]
pub struct Picture {
    /// E.g. `signature.png`.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A paper to be made.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// How it looks.
    pub template: &'a Template,
    /// What stands in it.
    pub data: &'a Value,
    /// Pictures it shows.
    pub pictures: &'a [Picture],
    /// What the document is known by: the same for the same content.
    pub ident: &'a str,
    /// The record's day, year, month, day: the file says it was made then, because the clock would make another file of it each time.
    pub day: (i32, u8, u8),
}

/// A paper that was made.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages.
    pub pages: usize,
    /// Characters the font does not have.
    pub missing: Vec<char>,
    /// Size of the smallest letters of a book, points.
    pub smallest: Option<f32>,
    /// Formulas of a book whose value nobody has.
    pub uncounted: usize,
    /// What hangs on the sheets of a book and is not on the paper, for people.
    pub undrawn: Vec<String>,
}

/// Makes a paper.
///
/// # Errors
/// [`PrintProblem`] with the place in the template.
pub fn render(order: &Order<'_>) -> Result<Pdf, PrintProblem> {
    let mut data = order.data.clone();
    qr::add(&mut data)?;
    let world = Desk::of(order, &data).map_err(|cause| PrintProblem::Data(cause.to_string()))?;
    let made = make(&world, order);
    // What Typst remembers between papers is of no use to the next one.
    typst::comemo::evict(0);
    made
}

fn make(world: &Desk, order: &Order<'_>) -> Result<Pdf, PrintProblem> {
    let document: PagedDocument =
        typst::compile(world).output.map_err(|errors| template_problem(world, &errors, order))?;
    let (year, month, day) = order.day;
    let created = Datetime::from_ymd_hms(year, month, day, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(order.ident.to_owned()),
        creator: Smart::Custom(Some("Sanbao Desk".to_owned())),
        timestamp: created.and_then(|created| Timestamp::new_local(created, CHINA)),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| {
        PrintProblem::Pdf(errors.first().map_or_else(String::new, |error| error.message.to_string()))
    })?;
    Ok(Pdf {
        bytes,
        pages: document.pages().len(),
        missing: glyphs::missing(&document),
        smallest: None,
        uncounted: 0,
        undrawn: Vec::new(),
    })
}

/// The first fault with its place; a fault inside the common parts is told by the call in the template that led to it.
fn template_problem(world: &Desk, errors: &[SourceDiagnostic], order: &Order<'_>) -> PrintProblem {
    let Some(error) = errors.first() else {
        return PrintProblem::Template { place: None, what: String::new() };
    };
    let own = |place: &Place| place.file == order.template.paper().file();
    let led: Option<Place> = error.trace.iter().filter_map(|point| place(world, point.span.into())).find(own);
    let place = place(world, error.span).filter(own).or(led).or_else(|| place(world, error.span));
    let hints = error.hints.iter().map(|hint| format!("；{}", hint.v));
    PrintProblem::Template { place, what: std::iter::once(error.message.to_string()).chain(hints).collect() }
}

fn place(world: &Desk, span: DiagSpan) -> Option<Place> {
    let source = world.source(span.id()?).ok()?;
    let (line, column) = source.lines().byte_to_line_column(world.range(span)?.start)?;
    let file = source.id().get().vpath().get_without_slash().to_owned();
    Some(Place { file, line: line + 1, column: column + 1 })
}
