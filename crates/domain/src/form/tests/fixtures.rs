//! A complaint, whole: every kind of field and every kind of formula is in it.

use crate::form::{FieldValue, Form, Given, Values};

/// The definition.
pub(super) const COMPLAINT: &str = include_str!("complaint.json");

/// 2026-10-19 10:00 in Shanghai.
pub(super) const NOW: i64 = 1_792_375_200_000;

pub(super) fn complaint() -> Form {
    match Form::read(COMPLAINT) {
        Ok(form) => form,
        Err(faults) => panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

pub(super) fn given() -> Given {
    Given::at(NOW)
}

/// Values from JSON, as the screen sends them.
pub(super) fn values(json: serde_json::Value) -> Values {
    serde_json::from_value(json).unwrap()
}

pub(super) fn text(text: &str) -> FieldValue {
    FieldValue::from(text)
}
