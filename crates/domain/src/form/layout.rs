//! How a form stands in its register, on paper, in a workbook, and what of it travels.

/// The register's columns. Beside fields, `no`, `state` and `principal` may stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListLayout {
    /// Columns in their order.
    pub columns: Vec<String>,
    /// What can be filtered by.
    pub filters: Vec<String>,
    /// What is added up.
    pub totals: Vec<String>,
}

/// The paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintLayout {
    /// Its size.
    pub paper: Paper,
    /// Names of its copies; one without a name where there are none.
    pub copies: Vec<String>,
    /// Above the title.
    pub heading: String,
    /// Below everything.
    pub foot: String,
    /// Who signs.
    pub signs: Vec<String>,
}

super::words::worded! {
    /// Size of a paper.
    Paper {
        /// A4
        A4 = "A4" "A4",
        /// A5
        A5 = "A5" "A5",
    }
}

/// The workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetLayout {
    /// Title of the sheet.
    pub title: String,
    /// Column and its width in characters.
    pub columns: Vec<(String, i64)>,
}

/// What goes to head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Travels {
    /// The state an entry must have come to once; it goes from the first saving on, where there is none.
    pub after: Option<String>,
    /// Which fields; all, where there are none.
    pub fields: Option<Vec<String>>,
}
