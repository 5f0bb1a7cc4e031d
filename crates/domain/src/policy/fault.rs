//! What is wrong with a pack, and where.

use crate::Refusal;
use std::fmt;

/// A place in a pack's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Where the text could not be read, both counted from 1.
    Line {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// The value that means something impossible, as a JSON pointer.
    Pointer(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, column } => write!(f, "第 {line} 行第 {column} 列"),
            Self::Pointer(pointer) if pointer.is_empty() => f.write_str("全文"),
            Self::Pointer(pointer) => f.write_str(pointer),
        }
    }
}

/// One fault.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{place}{}：{reason}", self.of_rule())]
pub struct PackFault {
    /// Where.
    pub place: Place,
    /// Key of the rule it is in; empty when it is in none.
    pub key: String,
    /// Why, Chinese.
    pub reason: String,
}

impl PackFault {
    /// A fault at a pointer, in a rule.
    pub(super) fn at(pointer: impl Into<String>, key: &str, reason: impl Into<String>) -> Self {
        Self { place: Place::Pointer(pointer.into()), key: key.to_owned(), reason: reason.into() }
    }

    fn of_rule(&self) -> String {
        if self.key.is_empty() { String::new() } else { format!("（规则 {}）", self.key) }
    }
}

/// Every fault of a pack, never empty when it is an error.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
pub struct PackFaults(pub Vec<PackFault>);

impl From<PackFaults> for Refusal {
    fn from(faults: PackFaults) -> Self {
        Self::BadPolicy { detail: faults.to_string() }
    }
}

impl From<serde_json::Error> for PackFault {
    fn from(error: serde_json::Error) -> Self {
        let place = Place::Line { line: error.line(), column: error.column() };
        Self { place, key: String::new(), reason: read_in_chinese(&error) }
    }
}

/// What the reader of JSON says, in Chinese; sentences of our own come through as they are.
fn read_in_chinese(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let quoted = |from: &str| said.strip_prefix(from).and_then(|rest| rest.split('`').next());
    if let Some(name) = quoted("unknown field `") {
        format!("不认识「{name}」这一项")
    } else if let Some(name) = quoted("missing field `") {
        format!("缺少「{name}」")
    } else if let Some(name) = quoted("duplicate field `") {
        format!("「{name}」写了两次")
    } else if let Some(name) = quoted("unknown variant `") {
        let allowed: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        format!("不认识「{name}」，可以写：{}", allowed.join("、"))
    } else if said.is_ascii() {
        format!("这里的写法不对（{said}）")
    } else {
        said.to_owned()
    }
}
