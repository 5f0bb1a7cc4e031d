//! A form's own id: a second click is answered, never saved twice.
//!
//! - FORM-1 A `request_id` makes one record: the same content again is answered with it as it stands now, another content is refused with its number, and nothing is saved.
//! - FORM-2 Content is compared as it was understood: the order of fields does not count, and an empty field is one that was left out.
//! - FORM-3 A change that carries the version it was made from is refused when the record was changed since; nothing is saved. A change without one is made to what stands.

use crate::error::{Answer, AppError};
use domain::refusal::Checks;
use serde::Serialize;
use serde_json::{Map, Value};
use store::{Made, Reader, Tx};

/// Most characters of an id; a form's own has 36.
const MOST: usize = 100;

/// A form about to be saved; one without an id is never the same as another.
pub(crate) struct Form<'a> {
    id: Option<&'a str>,
    hash: String,
}

impl<'a> Form<'a> {
    /// A form of a command, with everything typed.
    pub(crate) fn of(op: &str, request_id: &'a Option<String>, content: &impl Serialize) -> Answer<Self> {
        let id = request_id.as_deref().filter(|id| !id.trim().is_empty());
        let mut checks = Checks::default();
        checks.length("request_id", "表单编号", id.unwrap_or_default(), MOST);
        checks.done()?;
        Ok(Self { id, hash: if id.is_some() { hash(op, content)? } else { String::new() } })
    }

    /// Ids of what it made already; refused when that came of another content (FORM-1).
    pub(crate) fn made(&self, reader: &Reader<'_>) -> Answer<Option<Vec<String>>> {
        let Some(made) = self.id.map(|id| reader.made_by(id)).transpose()?.flatten() else { return Ok(None) };
        if made.hash != self.hash {
            return Err(AppError::SavedAlready { no: made.no });
        }
        Ok(Some(made.record.split(' ').map(str::to_owned).collect()))
    }

    /// Remembers what it made, in the transaction that made it.
    pub(crate) fn keep(&self, tx: &Tx<'_>, ids: &[String], no: &str) -> Answer<()> {
        let Some(id) = self.id else { return Ok(()) };
        let made = Made { hash: self.hash.clone(), record: ids.join(" "), no: no.to_owned() };
        Ok(tx.put_made(id, &made)?)
    }
}

/// A change made from an older version than the one that stands is refused (FORM-3).
pub(crate) fn refuse_stale(what: &'static str, made_from: Option<i64>, rev: i64) -> Answer<()> {
    match made_from {
        Some(seen) if seen != rev => Err(AppError::Stale { what }),
        _ => Ok(()),
    }
}

/// Hash of a command and its content (FORM-2).
fn hash(op: &str, content: &impl Serialize) -> Answer<String> {
    let bad = |e: serde_json::Error| AppError::BadInput { field: String::new(), detail: e.to_string() };
    let mut content = plain(serde_json::to_value(content).map_err(bad)?);
    if let Value::Object(fields) = &mut content {
        fields.shift_remove("request_id");
    }
    Ok(wire::hash::sha256_hex(format!("{op} {content}").as_bytes()))
}

/// A value with sorted fields and without those that say nothing. Zero and `false` say something: a price of
/// nothing is no missing price.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, plain(value))).collect();
            fields.retain(|(_, value)| !says_nothing(value));
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(Map::from_iter(fields))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        Value::String(text) => Value::String(domain::text::clean(&text)),
        other => other,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn form_2_content_is_what_was_understood() {
        let hash = |value: Value| hash("sale_open", &value).unwrap();
        let one = hash(json!({"request_id": "a", "name": "王", "unit": {"serial": "1", "model": "M"}, "note": ""}));
        assert_eq!(one, hash(json!({"unit": {"model": "M", "serial": " 1 "}, "name": "王", "invoice_on": null})));
        for other in [
            json!({"name": "王丹", "unit": {"serial": "1", "model": "M"}}),
            json!({"name": "王", "unit": {"serial": "1", "model": "M"}, "price_fen": 0}),
            json!({"name": "王", "unit": {"serial": "1", "model": "M"}, "parts": [{}]}),
        ] {
            assert_ne!(one, hash(other));
        }
        assert_ne!(
            one,
            super::hash("repair_open", &json!({"name": "王", "unit": {"serial": "1", "model": "M"}})).unwrap()
        );
    }

    #[test]
    fn form_1_an_id_of_no_use_is_none() {
        assert!(Form::of("x", &Some("  ".into()), &json!({})).unwrap().id.is_none());
        assert!(Form::of("x", &Some("a".repeat(101)), &json!({})).is_err());
    }
}
