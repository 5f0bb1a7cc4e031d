//! Forms as data (登记表): every paper that is no noun of its own is a definition, and this is what reads and fills them.
//!
//! FORMDEF-1 A definition is read whole or not at all; every fault is told at once, with its place.
//! FORMDEF-2 Formulas of a form are those of policy packs: names are closed and typed before anything is computed.
//! FORMDEF-3 A number counts as what it reads; a box that is not ticked says no; any other field without a value has none, and nothing is assumed in its place.
//! FORMDEF-4 What is computed follows from what was given, in whatever order the fields stand, and computing again changes nothing.
//! FORMDEF-5 A hidden field keeps no value and is never required.
//!
//! Absent: what is stored of entries, how they look, who is signed in.

mod built_in;
mod check;
mod counts;
mod definition;
mod draws;
mod expected;
mod expr;
mod fault;
mod feed;
mod fill;
mod json;
mod layout;
mod names;
mod number;
mod offer;
mod owe;
mod picture;
mod plan;
mod read;
mod received;
mod refused;
mod says;
mod step;
#[cfg(test)]
mod tests;
mod tidy;
mod together;
mod travel;
mod value;
mod words;
mod workbook;

pub use built_in::BUILT_IN;
pub use counts::{Counted, Counts, Over};
pub use definition::*;
pub use draws::Beside;
pub use expected::{Expected, PAPER};
pub use fault::{FormFault, MOST_FAULTS};
pub use feed::{Condition, FedCell, Feed, FeedMonth, FeedName, FeedSource};
pub use fill::Filled;
pub use layout::*;
pub use offer::Offered;
pub use read::{MOST_BYTES, MOST_COLUMNS, MOST_FIELDS, MOST_ROWS, MOST_SECTIONS, MOST_STATES, MOST_STEPS};
pub use refused::{Path, Refused, Why};
pub use step::{Amending, Stepped};
pub use together::together;
pub use value::{FieldValue, Given, Names, Values};
pub use workbook::{CellKind, Workbook};

use plan::{Slot, columns};

/// The forms the program ships, read.
pub fn built_in_forms() -> Vec<Form> {
    BUILT_IN.iter().filter_map(|(_, text)| Form::read(text).ok()).collect()
}

impl Form {
    /// Fields in their order; columns of tables stand in their table.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The state of a key.
    pub fn state(&self, key: &str) -> Option<&State> {
        self.states.iter().find(|state| state.key == key)
    }

    /// Key of the state an entry begins in.
    pub fn first_state(&self) -> &str {
        self.states.first().map_or("", |state| &state.key)
    }

    /// `(key, version)`.
    pub fn id(&self) -> (&str, i64) {
        (&self.key, self.version)
    }

    fn at(&self, slot: &Slot) -> &Field {
        let field = &self.sections[slot.section].fields[slot.field];
        slot.column.map_or(field, |column| &columns(field)[column])
    }

    /// The field a path leads to, and its place on the paper: field, row, column.
    fn found(&self, path: &Path) -> Option<((usize, usize, usize), &Field)> {
        let of = path.row.as_ref().map_or(&path.key, |(table, _)| table);
        let (i, field) = self.fields().enumerate().find(|(_, field)| field.key == *of)?;
        let Some((_, row)) = path.row else { return Some(((i, 0, 0), field)) };
        let (c, column) = columns(field).iter().enumerate().find(|(_, column)| column.key == path.key)?;
        Some(((i, row + 1, c), column))
    }

    fn place_of(&self, path: &Path) -> (usize, usize, usize) {
        self.found(path).map_or((usize::MAX, 0, 0), |(place, _)| place)
    }

    /// A refusal with its field's title; in a table also which row it is.
    fn refused(&self, path: &Path, why: Why) -> Refused {
        let title = self.found(path).map_or("", |(_, field)| &field.title);
        let label = match &path.row {
            Some((_, row)) => format!("第 {} 行：{title}", row + 1),
            None => title.to_owned(),
        };
        Refused { path: path.to_string(), label, why }
    }

    /// Whether a row says nothing: only what is computed stands in it.
    fn is_blank(&self, table: &str, row: &Values) -> bool {
        let typed = self.field(table).map_or(&[] as &[Field], columns).iter().filter(|field| field.computed.is_none());
        !typed.into_iter().any(|field| row.get(&field.key).is_some_and(|value| !value.says_nothing()))
    }
}
