//! What is filled into a form.

use crate::Day;
use crate::day::UtcMs;
use crate::text::clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The values of an entry, or of a row of a table, by field key. A field without a value is not in it.
pub type Values = BTreeMap<String, FieldValue>;

/// What people read for an identity: customers, machines, technicians, codes of a table, by what stands in the value.
pub type Names = BTreeMap<String, String>;

/// The value of a field. Which of them a field takes follows from its kind; in JSON they stand as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "这里只能是文字、整数、是或否、表格的行")]
pub enum FieldValue {
    /// Text, the code of a choice, an identity, a day as `2026-08-26`.
    Text(String),
    /// An instant in UTC ms, a number in thousandths, money in fen, a rating from 1 (best).
    Number(i64),
    /// Yes or no.
    Truth(bool),
    /// Rows of a table.
    Rows(Vec<Values>),
}

impl FieldValue {
    /// Its text.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Its number.
    pub fn number(&self) -> Option<i64> {
        if let Self::Number(n) = self { Some(*n) } else { None }
    }

    /// The civil day of a day or an instant.
    pub fn day(&self) -> Option<Day> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(at) => Some(Day::at(*at)),
            Self::Truth(_) | Self::Rows(_) => None,
        }
    }

    /// An empty box, as screens send it.
    pub(super) fn says_nothing(&self) -> bool {
        match self {
            Self::Text(text) => clean(text).is_empty(),
            Self::Rows(rows) => rows.is_empty(),
            Self::Number(_) | Self::Truth(_) => false,
        }
    }

    /// Its rows; none where it has none.
    pub fn rows(&self) -> &[Values] {
        if let Self::Rows(rows) = self { rows } else { &[] }
    }
}

impl From<&str> for FieldValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Day> for FieldValue {
    fn from(day: Day) -> Self {
        Self::Text(day.iso())
    }
}

/// What a form is judged by beside its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Today in Asia/Shanghai.
    pub today: Day,
    /// Now.
    pub now: UtcMs,
    /// Key of the entry's state; empty for one that is new.
    pub state: String,
    /// Who sits at the desk, as the choice table `operators` has it; empty when nobody is signed in.
    pub operator: String,
    /// Photographs and signatures there are, by field key.
    pub photos: BTreeMap<String, usize>,
    /// Days of the parameters that name a rule of the maker's pack, by the parameter's name; one that is missing has no value.
    pub params: BTreeMap<String, i64>,
}

impl Given {
    /// Nothing but the time.
    pub fn at(now: UtcMs) -> Self {
        Self {
            today: Day::at(now),
            now,
            state: String::new(),
            operator: String::new(),
            photos: BTreeMap::new(),
            params: BTreeMap::new(),
        }
    }
}
