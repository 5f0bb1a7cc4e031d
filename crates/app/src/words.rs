//! Words that are offered beside a free text: what this desk wrote before.
//!
//! - WORDS-1 A free text offers what stands on the newest repairs, the most used first; who works at the desk as a technician stands before them. Another word may always be typed.

use crate::app::App;
use crate::error::Answer;
use crate::view::{WordKind, WordsQuery};
use domain::operator::Role;
use store::Reader;

/// Repairs looked at.
const NEWEST: i64 = 400;

/// Words offered.
const MOST: i64 = 20;

impl App {
    pub(crate) fn words_used(&self, query: WordsQuery) -> Answer<Vec<String>> {
        self.read(|reader, _| match query.kind {
            WordKind::Responsibility => Ok(reader.responsibilities_used(NEWEST, MOST)?),
            WordKind::Technician => technicians(reader),
        })
    }
}

/// Technicians: who works at the desk as one, then who stands on the newest repairs.
pub(crate) fn technicians(reader: &Reader<'_>) -> Answer<Vec<String>> {
    let mut people = reader.operators()?;
    people.retain(|one| one.role == Role::Technician && one.ended_at.is_none());
    let mut names: Vec<String> = people.into_iter().map(|one| one.name).collect();
    for name in reader.technicians_used(NEWEST, MOST)? {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
