//! A workbook on its way to paper: what a printer needs of an .xlsx, sheet by sheet.
//!
//! - SHEETPAPER-1 What is printed is what stands in the file: its own cells, widths, borders, merged cells, title rows and page lines. There is no second list of columns.
//! - SHEETPAPER-2 A number or a day reads as its format shows it.
//! - SHEETPAPER-3 What the file hides is not printed: hidden sheets, rows and columns, and the sheets a caller leaves out.
//! - SHEETPAPER-4 A workbook of more cells than can be printed is refused before anything is printed; no row is left out.
//! - SHEETPAPER-5 A formula whose value neither the file holds nor the house can reckon is counted, so that somebody can say that its cell is empty on paper.
//! - SHEETPAPER-6 Where the file lacks the value of a formula, as a head office's own form does that was just filled, its formulas are reckoned by the house, as the screen shows them.
//! - SHEETPAPER-7 Pictures (PNG, JPEG) hang where the file hangs them, in their size; what else hangs on a sheet (charts, shapes, other kinds of pictures) is named with its place, so that somebody can say that it is not on the paper.
//!
//! Absent: pages, letters, PDF (`print`); charts and shapes of a head office's own form.

mod hung;
mod look;
mod page;
mod picture;
mod sheet;

pub use look::{Across, Down, Look};
pub use page::{Edge, Lines, Page};
pub use picture::{Picture, PictureKind};

use crate::read::Limits;
pub use crate::template::TemplateFault as PaperFault;
use crate::template::package::{Package, SheetName, Workbook};
use crate::template::strings::{Gather, read_back};
use crate::template::xml::{What, attribute, name, walk};
use look::Looks;
use std::ops::Range;

/// Cells of one workbook on paper: 29,000 repairs of 34 columns, about 1,300 pages. More is a database and no paper.
const MOST_CELLS: usize = 1_000_000;

const LIMITS: Limits = Limits {
    file_bytes: 64 << 20,
    expanded_bytes: 512 << 20,
    expansion: 200,
    cells: MOST_CELLS,
    sheets: 64,
    columns: 256,
};

/// A sheet to be printed.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Name of its tab.
    pub name: String,
    /// Paper, margins, page lines.
    pub page: Page,
    /// Widths of the columns that are shown, points.
    pub columns: Vec<f32>,
    /// Rows that are shown.
    pub rows: Vec<Row>,
    /// Cells of all rows, in order.
    pub cells: Vec<Cell>,
    /// Looks the cells point at.
    pub looks: Vec<Look>,
    /// Rows that stand at the top of every page.
    pub repeated: Range<usize>,
    /// Formulas without a value (SHEETPAPER-5).
    pub uncounted: usize,
    /// Pictures (SHEETPAPER-7).
    pub pictures: Vec<Picture>,
    /// What hangs on the sheet and is not printed, for people.
    pub undrawn: Vec<String>,
    text: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stated height, points.
    pub height: Option<f32>,
    /// Its cells in [`Sheet::cells`].
    pub cells: Range<usize>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Place among the shown columns.
    pub column: usize,
    /// Columns it takes.
    pub across: usize,
    /// Rows it takes.
    pub down: usize,
    /// Its look in [`Sheet::looks`].
    pub look: usize,
    /// Where its text stands; a general one is decided by what it holds.
    pub align: Across,
    /// Holds a number or a day, which shrinks and does not break.
    pub number: bool,
    /// Lines around it: those of the merged cells it belongs to, not between them.
    pub edges: [bool; 4],
    text: (u32, u32),
}

impl Sheet {
    /// What a cell says.
    #[must_use]
    pub fn text(&self, cell: &Cell) -> &str {
        self.text.get(cell.text.0 as usize..cell.text.1 as usize).unwrap_or_default()
    }
}

/// The sheets of a workbook that are printed, in its order, without those named in `left_out`.
///
/// # Errors
/// [`PaperFault`]: no workbook, damaged, too large.
pub fn sheets(bytes: &[u8], left_out: &[String]) -> Result<Vec<Sheet>, PaperFault> {
    let package = Package::open_within(bytes, &LIMITS)?;
    let workbook = package.workbook()?;
    let texts = texts(&package, &workbook)?;
    let looks = match &workbook.styles {
        Some(part) => Looks::read(&package.text(part)?).map_err(torn(part))?,
        None => Looks::default(),
    };
    let repeated = repeated(&package, &workbook)?;
    let mut left = MOST_CELLS;
    let mut read = Vec::new();
    for (at, named) in workbook.sheets.iter().enumerate() {
        if named.hidden || left_out.contains(&named.name) {
            continue;
        }
        let rows = repeated.iter().find(|(sheet, _)| *sheet == at).map(|(_, rows)| *rows);
        let sheet = one(&package, named, &looks, &texts, rows, left)?;
        left = left.saturating_sub(sheet.cells.len());
        read.push(sheet);
    }
    Ok(read)
}

fn one(
    package: &Package,
    named: &SheetName,
    looks: &Looks,
    texts: &[String],
    repeated: Option<(u32, u32)>,
    most: usize,
) -> Result<Sheet, PaperFault> {
    let xml = package.text(&named.part)?;
    let mut reading = sheet::Reading::new(looks, texts, most);
    walk(&xml, |piece| reading.see(&piece.what, &piece.at)).map_err(torn(&named.part))?;
    if reading.is_too_much() {
        return Err(crate::read::ReadProblem::TooManyCells { limit: MOST_CELLS }.into());
    }
    Ok(reading.done(named.name.clone(), repeated, picture::of(package, &named.part)?))
}

fn torn(part: &str) -> impl Fn(String) -> PaperFault + '_ {
    move |why| PaperFault::Part { part: part.to_owned(), why }
}

/// The texts cells share.
fn texts(package: &Package, workbook: &Workbook) -> Result<Vec<String>, PaperFault> {
    let Some(part) = &workbook.strings else { return Ok(Vec::new()) };
    let (mut texts, mut gather) = (Vec::new(), Gather::default());
    walk(&package.text(part)?, |piece| {
        gather.see(&piece.what, &piece.at);
        match piece.what {
            What::Close("si") => texts.push(read_back(&std::mem::take(&mut gather).text.whole())),
            What::Empty(tag) if name(tag) == "si" => texts.push(String::new()),
            _ => {}
        }
    })
    .map_err(torn(part))?;
    Ok(texts)
}

/// First and last row, as a spreadsheet counts.
type FromTo = (u32, u32);

/// Title rows by place of the sheet: `Sheet1!$1:$4`, as the workbook names them.
fn repeated(package: &Package, workbook: &Workbook) -> Result<Vec<(usize, FromTo)>, PaperFault> {
    let (mut found, mut within) = (Vec::new(), None);
    walk(&package.text(&workbook.part)?, |piece| match piece.what {
        What::Open(tag) if name(tag) == "definedName" => {
            let titles = attribute(tag, "name").as_deref() == Some("_xlnm.Print_Titles");
            within = attribute(tag, "localSheetId").and_then(|at| at.parse().ok()).filter(|_| titles);
        }
        What::Close("definedName") => within = None,
        What::Text(words) => {
            if let Some(sheet) = within {
                found.extend(words.rsplit(',').find_map(rows_of).map(|rows| (sheet, rows)));
            }
        }
        _ => {}
    })
    .map_err(torn(&workbook.part))?;
    Ok(found)
}

/// `Sheet1!$1:$4` → 1 and 4; columns alone are no rows.
fn rows_of(area: &str) -> Option<FromTo> {
    let (first, last) = area.rsplit('!').next()?.split_once(':')?;
    let row = |text: &str| text.trim_start_matches('$').parse().ok();
    Some((row(first)?, row(last)?))
}

#[cfg(test)]
mod tests;
