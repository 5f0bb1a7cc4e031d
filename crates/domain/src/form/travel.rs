//! What of an entry goes to head office, and an entry that is lifted to a newer definition.
//!
//! FORMDEF-11 Without the user's consent what a mask names travels masked or not at all; a telephone number and the customer a reference names are masked even where the definition forgets to say so.
//! FORMDEF-12 An entry goes over to a newer definition only when that one has all its fields, of the same kind, and its state; else it keeps its own.

use super::definition::{Codes, Field, FieldKind, Form, Mask};
use super::plan::columns;
use super::value::{FieldValue, Values};
use crate::text::masked_phone;

impl Form {
    /// The values as they travel (FORMDEF-11). People's names stand in the place of identities already.
    pub fn masked(&self, values: &Values, consent: bool) -> Values {
        let wanted = self.travels.as_ref().and_then(|travels| travels.fields.as_ref());
        let goes = self.fields().filter(|field| wanted.is_none_or(|wanted| wanted.contains(&field.key)));
        masked(goes, values, consent)
    }

    /// The values as a workbook that goes to head office says them (FORMDEF-11).
    pub fn masked_whole(&self, values: &Values, consent: bool) -> Values {
        masked(self.fields(), values, consent)
    }

    /// The values of an entry of `old` as one of this form (FORMDEF-12).
    pub fn upgrade(&self, old: &Self, values: &Values, state: &str) -> Option<Values> {
        let newer = old.key == self.key && old.version < self.version;
        (newer && self.state(state).is_some() && takes_over(old.fields(), |key| self.field(key)))
            .then(|| values.clone())
    }
}

impl Mask {
    /// What is left of a text; nothing where it does not travel at all.
    pub fn over(self, text: &str) -> Option<String> {
        match self {
            Self::Phone => Some(masked_phone(text)),
            Self::Name => Some(masked_name(text)),
            Self::Drop => None,
        }
    }
}

fn masked<'a>(fields: impl Iterator<Item = &'a Field>, values: &Values, consent: bool) -> Values {
    let one = |field: &Field| {
        let value = values.get(&field.key)?;
        let left = match (field.mask.filter(|_| !consent), value) {
            (_, FieldValue::Rows(rows)) if field.mask != Some(Mask::Drop) || consent => {
                FieldValue::Rows(rows.iter().map(|row| masked(columns(field).iter(), row, consent)).collect())
            }
            (None, value) => value.clone(),
            (Some(mask), FieldValue::Text(text)) => FieldValue::Text(mask.over(text)?),
            (Some(_), _) => return None,
        };
        Some((field.key.clone(), left))
    };
    fields.filter_map(one).collect()
}

/// `王**`: the first character, and a star for each that follows, two at most.
fn masked_name(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(String::from).unwrap_or_default();
    first + &"*".repeat(chars.count().min(2))
}

fn takes_over<'a>(old: impl Iterator<Item = &'a Field>, new: impl Fn(&str) -> Option<&'a Field>) -> bool {
    let mut old = old;
    old.all(|field| new(&field.key).is_some_and(|new| same_kind(&field.kind, &new.kind)))
}

/// Whether every value of one kind is one of the other.
pub(super) fn same_kind(old: &FieldKind, new: &FieldKind) -> bool {
    match (old, new) {
        (FieldKind::Text { most: old, .. }, FieldKind::Text { most: new, .. })
        | (FieldKind::LongText { most: old }, FieldKind::LongText { most: new }) => old <= new,
        (FieldKind::Number { decimals: old, .. }, FieldKind::Number { decimals: new, .. }) => old <= new,
        (FieldKind::Choice(Codes::Own(old)), FieldKind::Choice(Codes::Own(new))) => {
            old.iter().all(|(code, _)| new.iter().any(|(other, _)| other == code))
        }
        (FieldKind::Choice(old), FieldKind::Choice(new)) => old == new,
        (FieldKind::Rating(old), FieldKind::Rating(new)) => old == new,
        (FieldKind::Ref(old), FieldKind::Ref(new)) => old == new,
        (FieldKind::Table(old), FieldKind::Table(new)) => {
            let column = |key: &str| new.fields.iter().find(|field| field.key == key);
            old.rows_max <= new.rows_max && takes_over(old.fields.iter(), column)
        }
        (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}
