//! Reasons of due days and periods.
//!
//! - STORE-8 A reason is kept once, however many rows have it, and never changed: machines sold on one day under one rule share theirs.
//! - STORE-9 A reason that is gone or cannot be read counts as none: its row is computed anew, the rest goes on, and a check-up says how many there are.

use crate::{Reader, Result, Tx};
use domain::coverage::Coverage;
use domain::deadline::Due;
use rusqlite::named_params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Reasons remembered of each kind; with more than that all are forgotten.
const MOST_REMEMBERED: usize = 20_000;

/// A reason with the text it is kept as.
#[derive(Debug)]
pub struct Shared<T> {
    what: T,
    text: String,
    /// The number it is looked for under: the beginning of its hash.
    hash: i64,
    /// The number it is kept under; less than none while nobody looked.
    kept: AtomicI64,
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: Serialize> Shared<T> {
    pub(crate) fn new(what: T) -> Self {
        let text = serde_json::to_string(&what).unwrap_or_default();
        let hash: [u8; 32] = Sha256::digest(&text).into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        let hash = i64::from_be_bytes([a, b, c, d, e, f, g, h]) & i64::MAX;
        Self { what, text, hash, kept: AtomicI64::new(-1) }
    }
}

/// Reasons that were met, each read, understood and written out once. For one piece of work: it is dropped with a
/// transaction that fails, since it remembers what was put.
#[derive(Debug, Default)]
pub struct Reasons {
    periods: RefCell<Memory<Coverage>>,
    days: RefCell<Memory<Due>>,
}

#[derive(Debug)]
struct Memory<T> {
    by_number: HashMap<i64, Arc<Shared<T>>>,
    by_content: HashMap<T, Arc<Shared<T>>>,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { by_number: HashMap::new(), by_content: HashMap::new() }
    }
}

impl Reasons {
    /// The reason of a period, whatever its sale.
    pub fn period(&self, period: Coverage) -> Arc<Shared<Coverage>> {
        self.periods.borrow_mut().of(&period.of_any_sale())
    }

    /// The reason of a due day.
    pub fn day(&self, due: &Due) -> Arc<Shared<Due>> {
        self.days.borrow_mut().of(due)
    }

    pub(crate) fn read_period(&self, reader: &Reader<'_>, number: i64) -> Result<Option<Arc<Shared<Coverage>>>> {
        self.periods.borrow_mut().read(reader, number)
    }

    pub(crate) fn read_day(&self, reader: &Reader<'_>, number: i64) -> Result<Option<Arc<Shared<Due>>>> {
        self.days.borrow_mut().read(reader, number)
    }
}

impl<T: Serialize + DeserializeOwned + Clone + Eq + Hash> Memory<T> {
    fn of(&mut self, what: &T) -> Arc<Shared<T>> {
        if let Some(known) = self.by_content.get(what) {
            return Arc::clone(known);
        }
        let new = Arc::new(Shared::new(what.clone()));
        self.remember(Arc::clone(&new));
        new
    }

    fn read(&mut self, reader: &Reader<'_>, number: i64) -> Result<Option<Arc<Shared<T>>>> {
        if let Some(known) = self.by_number.get(&number) {
            return Ok(Some(Arc::clone(known)));
        }
        let text: Option<String> =
            reader.value(include_str!("../sql/reason/by_id.sql"), named_params! {":id": number})?;
        let Some(text) = text else { return Ok(None) };
        let Ok(what) = serde_json::from_str::<T>(&text) else { return Ok(None) };
        let read = Arc::new(Shared { what, text, hash: number, kept: AtomicI64::new(number) });
        self.remember(Arc::clone(&read));
        self.by_number.insert(number, Arc::clone(&read));
        Ok(Some(read))
    }

    fn remember(&mut self, reason: Arc<Shared<T>>) {
        if self.by_content.len() >= MOST_REMEMBERED {
            *self = Self::default();
        }
        self.by_content.insert(reason.what.clone(), reason);
    }
}

impl Reader<'_> {
    /// Reasons of standing rows that are gone or cannot be read (STORE-9).
    pub fn unreadable_reasons(&self) -> Result<i64> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/reason/standing.sql"))?;
        let mut rows = statement.query([])?;
        let mut unreadable = 0;
        while let Some(row) = rows.next()? {
            let readable = row.get_ref("text")?.as_str().is_ok_and(|text| {
                serde_json::from_str::<Coverage>(text).is_ok() || serde_json::from_str::<Due>(text).is_ok()
            });
            unreadable += i64::from(!readable);
        }
        Ok(unreadable)
    }
}

impl Tx<'_> {
    /// The number of a reason, kept from now on if it was not yet (STORE-8).
    pub(crate) fn keep_reason<T>(&self, reason: &Shared<T>) -> Result<i64> {
        let kept = reason.kept.load(Ordering::Relaxed);
        if kept >= 0 {
            return Ok(kept);
        }
        let mut number = reason.hash;
        loop {
            let named = named_params! {":id": number, ":text": reason.text};
            match self.value::<bool>(include_str!("../sql/reason/same.sql"), named)? {
                Some(true) => break,
                // Another text under its number: the next one is tried.
                Some(false) => number = number.wrapping_add(1) & i64::MAX,
                None => {
                    self.run(include_str!("../sql/reason/put.sql"), named)?;
                    break;
                }
            }
        }
        reason.kept.store(number, Ordering::Relaxed);
        Ok(number)
    }
}

#[cfg(test)]
impl<T> Shared<T> {
    pub(crate) fn number(&self) -> i64 {
        self.hash
    }
}
