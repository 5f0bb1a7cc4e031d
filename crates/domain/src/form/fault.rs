//! What is wrong with a definition, and where.

use std::fmt;

/// Most faults that are told of one definition: who meets that many reads the first ones.
pub const MOST_FAULTS: usize = 200;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFault {
    /// Where: `sections[1].fields[3].required_if`, counted from 0; `第 3 行第 9 列` where the text is no JSON; empty for the whole.
    pub place: String,
    /// What kind of fault it is.
    pub code: &'static str,
    /// The fault in Chinese.
    pub sentence: String,
}

impl FormFault {
    pub(super) fn new(place: impl Into<String>, code: &'static str, sentence: impl Into<String>) -> Self {
        Self { place: place.into(), code, sentence: sentence.into() }
    }

    /// The same fault in a file that holds the definition at a place: `forms[2]`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.place = under(outer, &self.place);
        self
    }
}

/// A place in a place.
pub(super) fn under(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        ("", inner) => inner.to_owned(),
        (outer, "") => outer.to_owned(),
        (outer, inner) => format!("{outer}.{inner}"),
    }
}

impl fmt::Display for FormFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "全文" } else { &self.place };
        write!(f, "{place}：{}", self.sentence)
    }
}

impl std::error::Error for FormFault {}
