//! A head office's own .xlsx, filled in place: `{{dealer.name}}` in its cells, one row of `{{row.…}}` repeated.
//!
//! - TEMPLATE-1 A part of the package that needs no change is the same bytes before and after; so are the looks, merged cells, hidden columns and print titles of the sheet.
//! - TEMPLATE-2 Formulas of the repeated row are written for each row, and what holds the row grows with it; whoever opens the file calculates.
//! - TEMPLATE-3 Every fault of a template is told on load, each with its place and name; a template with a fault is never filled.
//! - TEMPLATE-4 A month without rows keeps the one row, which says so.
//! - TEMPLATE-5 Memory does not grow with the rows: beyond those whose texts are shared, twice as many take no more.
//! - TEMPLATE-6 The same template, head and rows give the same bytes.
//! - TEMPLATE-7 Rows that correct closed months are told apart: what takes a row back is red, and where the form does not ask for the remark that says what is corrected, the row's number says it.
//! - TEMPLATE-8 A form that asks for sub-sums has them in a month with corrections; in any other month their rows are hidden.
//!
//! Absent: which template stands for which maker; computed values of formulas, which are the spreadsheet's own.

mod caution;
mod fault;
mod fill;
mod formula;
pub(crate) mod growth;
mod look;
mod marker;
mod moved;
pub(crate) mod package;
mod rows;
mod sheet;
mod shown;
mod spool;
pub(crate) mod strings;
mod styles;
mod sub_sums;
mod verify;
pub(crate) mod xml;

use crate::layout::Layout;

pub use caution::Caution;
pub use fault::TemplateFault;
pub use marker::markers;
pub use shown::{ShownCell, ShownSheet, shown_file};
pub(crate) use verify::{Digest, read as texts_of};

use package::{Package, Workbook};
use sheet::Sheet;
use strings::Strings;

/// A template that was looked over.
pub struct Template {
    package: Package,
    workbook: Workbook,
    sheets: Vec<Sheet>,
    strings: Option<Strings>,
    styles: String,
    styles_part: String,
    markers: Vec<String>,
    /// Places of the repeated row's sheet and of the row in it.
    repeat: (usize, usize),
    merged: Vec<(String, String)>,
    /// Rows that sum up some of the rows.
    sub_sums: Vec<(marker::Side, u32)>,
}

/// What a clerk is told of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Sheet of the repeated row.
    pub sheet: String,
    /// The repeated row, as Excel counts.
    pub row: u32,
    /// Markers it uses, in its own order.
    pub markers: Vec<String>,
}

impl Template {
    /// Looks a file over for a workbook.
    ///
    /// # Errors
    /// Every [`TemplateFault`] at once, at least one.
    pub fn open(bytes: &[u8], layout: &Layout) -> Result<Self, Vec<TemplateFault>> {
        let alone = |fault| vec![fault];
        let package = Package::open(bytes).map_err(alone)?;
        let workbook = package.workbook().map_err(alone)?;
        if package.text("[Content_Types].xml").map_err(alone)?.contains("macroEnabled") {
            return Err(vec![TemplateFault::Macros]);
        }
        let strings = shared(&package, &workbook).map_err(alone)?;
        let styles_part = workbook.styles.clone().ok_or_else(|| torn(&workbook.part, "no looks of cells".into()));
        let styles_part = styles_part.map_err(alone)?;
        let styles = package.text(&styles_part).map_err(alone)?;
        styles::Styles::read(styles.clone()).map_err(|why| alone(torn(&styles_part, why)))?;
        let sheets = sheets(&package, &workbook)?;
        let found = look::over(&package, layout, &sheets, strings.as_ref());
        match found.repeat {
            Some(repeat) if found.faults.is_empty() => {
                let (markers, merged, sub_sums) = (found.markers, found.merged, found.sub_sums);
                Ok(Self { package, workbook, sheets, strings, styles, styles_part, markers, repeat, merged, sub_sums })
            }
            None if found.faults.is_empty() => Err(vec![TemplateFault::MissingMarker { marker: "row.…".into() }]),
            _ => Err(found.faults),
        }
    }

    /// What a clerk is told of it.
    #[must_use]
    pub fn about(&self) -> About {
        let sheet = self.sheets.get(self.repeat.0);
        About {
            sheet: sheet.map(|sheet| sheet.name.clone()).unwrap_or_default(),
            row: sheet.and_then(|sheet| sheet.rows.get(self.repeat.1)).map_or(0, |row| row.number),
            markers: self.markers.clone(),
        }
    }
}

fn torn(part: &str, why: String) -> TemplateFault {
    TemplateFault::Part { part: part.to_owned(), why }
}

fn shared(package: &Package, workbook: &Workbook) -> Result<Option<Strings>, TemplateFault> {
    let Some(part) = workbook.strings.clone().filter(|part| package.names.contains(part)) else { return Ok(None) };
    let xml = package.text(&part)?;
    Strings::read(part.clone(), xml).map(Some).map_err(|why| torn(&part, why))
}

fn sheets(package: &Package, workbook: &Workbook) -> Result<Vec<Sheet>, Vec<TemplateFault>> {
    let (mut sheets, mut faults) = (Vec::new(), Vec::new());
    for named in &workbook.sheets {
        let read = package.text(&named.part).and_then(|xml| {
            Sheet::read(named.name.clone(), named.part.clone(), xml).map_err(|why| torn(&named.part, why))
        });
        match read {
            Ok(sheet) => sheets.push(sheet),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(sheets) } else { Err(faults) }
}
