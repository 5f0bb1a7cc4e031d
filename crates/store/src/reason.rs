//! Reasons of due days and periods.
//!
//! - STORE-8 A reason is kept once, however many rows have it, and never changed: machines sold on one day under one rule share theirs.

use crate::{Reader, Result, StoreError, Tx};
use rusqlite::named_params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A reason written out, and the number it is looked for under.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    id: i64,
    text: String,
}

impl Text {
    pub(crate) fn of(reason: &impl Serialize) -> Self {
        let text = serde_json::to_string(reason).unwrap_or_default();
        let hash: [u8; 32] = Sha256::digest(&text).into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        Self { id: i64::from_be_bytes([a, b, c, d, e, f, g, h]) & i64::MAX, text }
    }

    #[cfg(test)]
    pub(crate) fn id(&self) -> i64 {
        self.id
    }
}

impl Tx<'_> {
    /// The number of a reason, kept from now on if it was not yet (STORE-8).
    pub(crate) fn keep_reason(&self, reason: Option<&Text>) -> Result<Option<i64>> {
        let Some(Text { id, text }) = reason else { return Ok(None) };
        let mut id = *id;
        loop {
            let named = named_params! {":id": id, ":text": text};
            match self.value::<bool>(include_str!("../sql/reason/same.sql"), named)? {
                Some(true) => return Ok(Some(id)),
                // Another text under its number: the next one is tried.
                Some(false) => id = id.wrapping_add(1) & i64::MAX,
                None => {
                    self.run(include_str!("../sql/reason/put.sql"), named)?;
                    return Ok(Some(id));
                }
            }
        }
    }
}

/// Reasons that are read: each is looked up and understood once.
pub(crate) struct Reasons<'a, 'c, T> {
    reader: &'a Reader<'c>,
    known: HashMap<i64, T>,
}

impl<'a, 'c, T: DeserializeOwned + Clone> Reasons<'a, 'c, T> {
    pub(crate) fn new(reader: &'a Reader<'c>) -> Self {
        Self { reader, known: HashMap::new() }
    }

    /// The reason of a number.
    pub(crate) fn of(&mut self, id: Option<i64>) -> Result<Option<T>> {
        let Some(id) = id else { return Ok(None) };
        if let Some(known) = self.known.get(&id) {
            return Ok(Some(known.clone()));
        }
        let text: Option<String> =
            self.reader.value(include_str!("../sql/reason/by_id.sql"), named_params! {":id": id})?;
        let wrong = |why: String| StoreError::bad_row(&format!("reason {id}"), why);
        let text = text.ok_or_else(|| wrong("is not there".to_owned()))?;
        let reason: T = serde_json::from_str(&text).map_err(|why| wrong(why.to_string()))?;
        self.known.insert(id, reason.clone());
        Ok(Some(reason))
    }
}
