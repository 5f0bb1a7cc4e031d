//! Formula rules as they stand in a pack.

use super::frac::Rounding;
use super::value::Type;
use crate::Day;
use crate::policy::Scoped;
use serde::{Deserialize, Serialize};

/// A fee, an amount, a rate or a yes/no that is computed.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FormulaRule {
    /// Rule key, e.g. `fee.travel`.
    pub key: String,
    /// Chinese name of the result, e.g. `上门费`.
    pub label: String,
    /// Product class it is for; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Region it is for; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// First day, when it is later than the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Day>,
    /// Last day, when it is earlier than the pack's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// What the desk knows of the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
    /// The contract's numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// The contract's tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// Results of other formulas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Use>,
    /// The text, e.g. `km * if(night, night_rate, day_rate)`.
    pub formula: String,
    /// Type of the result.
    pub result: Type,
    /// Unit of a plain number, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The one rounding; absent for yes/no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Rounding>,
    /// Where the rule stands.
    pub source: String,
    /// Its words there; empty where we have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_text: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

/// A named input.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name in the formula.
    pub name: String,
    /// Chinese name.
    pub label: String,
    /// Type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Unit of a plain number, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

/// A named number of the contract.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Name in the formula.
    pub name: String,
    /// Chinese name.
    pub label: String,
    /// Type; a number.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Unit of a plain number, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// The contract form leaves it blank; nothing is assumed in its place.
    #[serde(default, skip_serializing_if = "is_false")]
    pub to_fill: bool,
}

fn is_false(b: &bool) -> bool {
    !*b
}

/// A table of the contract.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Name in the formula.
    pub name: String,
    /// Chinese name.
    pub label: String,
    /// The keys a row is found by.
    pub keys: Vec<TableKey>,
    /// Type of a row's value; a number.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Unit of a plain number, in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A key of a table.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct TableKey {
    /// Chinese name.
    pub label: String,
    /// `text` or `int`.
    #[serde(rename = "type")]
    pub ty: Type,
}

/// A row of a table.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// One part for each key of the table.
    pub key: Vec<KeyPart>,
    /// The number.
    pub value: i64,
}

/// A part of a row's key.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(untagged)]
pub enum KeyPart {
    /// A whole number.
    Int(i64),
    /// A word.
    Text(String),
}

impl KeyPart {
    /// Its type.
    pub fn ty(&self) -> Type {
        match self {
            Self::Int(_) => Type::Int,
            Self::Text(_) => Type::Text,
        }
    }
}

/// Another formula's result under a name.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// Name in this formula.
    pub name: String,
    /// Key of the other formula.
    pub key: String,
}

impl Scoped for FormulaRule {
    fn key(&self) -> &str {
        &self.key
    }
    fn class(&self) -> Option<&str> {
        self.class.as_deref()
    }
    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
    fn from(&self) -> Option<Day> {
        self.effective_from
    }
    fn to(&self) -> Option<Day> {
        self.effective_to
    }
}
