//! Why a template is refused. The sentence a clerk sees is the app's, by [`TemplateFault::code`].

use crate::read::ReadProblem;

/// A closed list.
#[derive(Debug, thiserror::Error)]
pub enum TemplateFault {
    /// No file a spreadsheet wrote as .xlsx: damaged, protected by a password, something else.
    #[error("the file cannot be read: {0}")]
    File(#[from] ReadProblem),
    /// An Excel 97–2003 workbook.
    #[error("the file is an old .xls")]
    OldExcel,
    /// A program inside (.xlsm).
    #[error("the workbook holds macros")]
    Macros,
    /// Values from other files.
    #[error("the workbook takes values from other files")]
    ExternalLinks,
    /// A digital signature, which every change would break.
    #[error("the workbook is signed digitally")]
    Signed,
    /// A part that is no XML, or not the XML of a workbook.
    #[error("the part {part} cannot be read: {why}")]
    Part {
        /// Its name in the package.
        part: String,
        /// Why.
        why: String,
    },
    /// A marker this workbook does not have.
    #[error("{place}: the marker {marker} is not known")]
    UnknownMarker {
        /// Sheet and cell.
        place: String,
        /// Its name.
        marker: String,
    },
    /// A marker without which the workbook says nothing.
    #[error("the marker {marker} is missing")]
    MissingMarker {
        /// Its name.
        marker: String,
    },
    /// Braces that do not close, or hold no name.
    #[error("{place}: the marker is torn: {text}")]
    TornMarker {
        /// Sheet and cell.
        place: String,
        /// What stands there.
        text: String,
    },
    /// A marker inside a formula.
    #[error("{place}: a marker inside a formula")]
    MarkerInFormula {
        /// Sheet and cell.
        place: String,
    },
    /// A marker where nothing is filled: page header, drawing, comment, name.
    #[error("{part}: a marker outside the cells")]
    MarkerOutside {
        /// Part of the package.
        part: String,
    },
    /// A second repeated row.
    #[error("{first} and {second} are both repeated rows")]
    SecondRow {
        /// Sheet and row.
        first: String,
        /// Sheet and row.
        second: String,
    },
    /// Merged cells that hold the repeated row and another one.
    #[error("{place}: merged over the repeated row and another row")]
    MergedAcross {
        /// Sheet and range.
        place: String,
    },
    /// More merged cells than a form has.
    #[error("{found} merged cells, at most {limit}")]
    TooManyMerged {
        /// Sheet.
        sheet: String,
        /// How many.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Something on the sheet of the repeated row that cannot move with it.
    #[error("{sheet}: {what} cannot move with the rows")]
    Unmoving {
        /// Sheet.
        sheet: String,
        /// `table`, `comments`, `pivot`, `array`.
        what: &'static str,
    },
    /// A marker of a sub-sum that does not stand in a row of its own below the repeated row, or stands twice.
    #[error("{place}: the marker {marker} wants a row of its own below the repeated row")]
    SubSumPlace {
        /// Sheet and cell.
        place: String,
        /// Its name.
        marker: String,
    },
    /// A pivot that reads the rows through a name of the workbook.
    #[error("a pivot reads the rows of {sheet} by the name {name}")]
    PivotByName {
        /// Sheet of the repeated row.
        sheet: String,
        /// The name.
        name: String,
    },
}

impl TemplateFault {
    /// The stable code of the fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(problem) => problem.code(),
            Self::OldExcel => "template_old_excel",
            Self::Macros => "template_macros",
            Self::ExternalLinks => "template_external_links",
            Self::Signed => "template_signed",
            Self::Part { .. } => "template_damaged",
            Self::UnknownMarker { .. } => "template_marker_unknown",
            Self::MissingMarker { .. } => "template_marker_missing",
            Self::TornMarker { .. } => "template_marker_torn",
            Self::MarkerInFormula { .. } => "template_marker_in_formula",
            Self::MarkerOutside { .. } => "template_marker_outside",
            Self::SecondRow { .. } => "template_second_row",
            Self::MergedAcross { .. } => "template_merged_across",
            Self::TooManyMerged { .. } => "template_too_many_merged",
            Self::Unmoving { .. } => "template_unmoving",
            Self::SubSumPlace { .. } => "template_sub_sum_place",
            Self::PivotByName { .. } => "template_pivot_by_name",
        }
    }
}
