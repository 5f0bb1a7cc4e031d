//! Types and values of formulas, and how people read them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Parts of a whole: rates are counted in millionths.
pub(super) const MILLION: i64 = 1_000_000;

/// Thousandths of a number that does not count in wholes.
pub(super) const THOUSAND: u64 = 1_000;

/// What a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A plain whole number: kilometres, machines, hours.
    Int,
    /// Money in fen.
    Fen,
    /// A rate in parts per million.
    Ppm,
    /// A count of days.
    Days,
    /// Yes or no.
    Bool,
    /// A word, as key of a look-up only.
    Text,
}

impl Type {
    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Int => "整数",
            Self::Fen => "金额",
            Self::Ppm => "比率",
            Self::Days => "天数",
            Self::Bool => "是否",
            Self::Text => "文字",
        }
    }

    /// Whether it can be counted with.
    pub fn is_number(self) -> bool {
        !matches!(self, Self::Bool | Self::Text)
    }
}

/// A value with its type: an input, a parameter, a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// A plain whole number.
    Int(i64),
    /// A plain number in thousandths: a field of a form with decimals. It counts as what it reads, 1.5 as 1.5.
    Milli(i64),
    /// Money in fen.
    Fen(i64),
    /// A rate in parts per million.
    Ppm(i64),
    /// A count of days.
    Days(i64),
    /// Yes or no.
    Bool(bool),
    /// A word.
    Text(String),
}

impl Value {
    /// Its type.
    pub fn ty(&self) -> Type {
        match self {
            Self::Int(_) | Self::Milli(_) => Type::Int,
            Self::Fen(_) => Type::Fen,
            Self::Ppm(_) => Type::Ppm,
            Self::Days(_) => Type::Days,
            Self::Bool(_) => Type::Bool,
            Self::Text(_) => Type::Text,
        }
    }

    /// A whole number of that type; `None` for a type that is no number.
    pub fn of(ty: Type, n: i64) -> Option<Self> {
        Some(match ty {
            Type::Int => Self::Int(n),
            Type::Fen => Self::Fen(n),
            Type::Ppm => Self::Ppm(n),
            Type::Days => Self::Days(n),
            Type::Bool | Type::Text => return None,
        })
    }

    /// Its whole number, in its own unit; `None` for a type that is no number.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Int(n) | Self::Milli(n) | Self::Fen(n) | Self::Ppm(n) | Self::Days(n) => Some(*n),
            Self::Bool(_) | Self::Text(_) => None,
        }
    }

    /// As people read it, with its unit: `210.00 元`, `0.05%`, `35 公里`.
    pub fn zh(&self, unit: &str) -> String {
        match self {
            Self::Int(n) if unit.is_empty() => n.to_string(),
            Self::Int(n) => format!("{n} {unit}"),
            Self::Milli(n) => format!("{} {unit}", thousandths(*n)).trim_end().to_owned(),
            Self::Fen(n) => format!("{} 元", crate::Fen(*n)),
            Self::Ppm(n) => percent(*n),
            Self::Days(n) => format!("{n} 天"),
            Self::Bool(true) => "是".to_owned(),
            Self::Bool(false) => "否".to_owned(),
            Self::Text(text) => format!("「{text}」"),
        }
    }
}

/// `1500` thousandths are `1.5`; zeros at the end are left out.
pub fn thousandths(milli: i64) -> String {
    let sign = if milli < 0 { "-" } else { "" };
    let all = milli.unsigned_abs();
    let text = format!("{sign}{}.{:03}", all / THOUSAND, all % THOUSAND);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `500` millionths are `0.05%`; zeros at the end are left out.
fn percent(ppm: i64) -> String {
    let sign = if ppm < 0 { "-" } else { "" };
    let all = ppm.unsigned_abs();
    let text = format!("{sign}{}.{:04}", all / 10_000, all % 10_000);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Named inputs of one evaluation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs(BTreeMap<String, Value>);

impl Inputs {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With this input too.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    /// The input of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_units() {
        assert_eq!(Value::Fen(21_000).zh(""), "210.00 元");
        assert_eq!(Value::Ppm(500).zh(""), "0.05%");
        assert_eq!(Value::Ppm(-1_000_000).zh(""), "-100%");
        assert_eq!(Value::Ppm(160_001).zh(""), "16.0001%");
        assert_eq!(Value::Int(35).zh("公里"), "35 公里");
        assert_eq!([1_500, -20, 3_000].map(|n| Value::Milli(n).zh("")), ["1.5", "-0.02", "3"]);
        assert_eq!(Value::Text("市区".into()).zh(""), "「市区」");
    }
}
