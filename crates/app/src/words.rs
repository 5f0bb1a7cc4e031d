//! Words that are offered beside a free text: what this desk wrote before.
//!
//! - WORDS-1 A free text offers what stands on the newest repairs, the most used first; who works at the desk as a technician stands before them. Another word may always be typed.

use crate::app::App;
use crate::error::Answer;
use crate::view::{WordKind, WordsQuery};
use domain::operator::Role;

/// Repairs looked at.
const NEWEST: i64 = 400;

/// Words offered.
const MOST: i64 = 20;

impl App {
    pub(crate) fn words_used(&self, query: WordsQuery) -> Answer<Vec<String>> {
        self.read(|reader, _| {
            let (mut words, used) = match query.kind {
                WordKind::Responsibility => (Vec::new(), reader.responsibilities_used(NEWEST, MOST)?),
                WordKind::Technician => {
                    let mut people = reader.operators()?;
                    people.retain(|one| one.role == Role::Technician && one.ended_at.is_none());
                    let names = people.into_iter().map(|one| one.name).collect();
                    (names, reader.technicians_used(NEWEST, MOST)?)
                }
            };
            for word in used {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            Ok(words)
        })
    }
}
