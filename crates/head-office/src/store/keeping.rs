//! Whether a store takes writes, and what of it may go after years.

use super::Result;
use super::clerks::Deed;

/// What retention took, or would take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retained {
    /// Lines of the ledger of batches.
    pub batches: u64,
    /// Sessions of clerks.
    pub sessions: u64,
    /// One-time codes.
    pub codes: u64,
    /// Items of feeds, read by every device of their dealer.
    pub feed_items: u64,
    /// Beginnings of files.
    pub parts: u64,
}

impl std::fmt::Display for Retained {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self { batches, sessions, codes, feed_items, .. } = self;
        write!(f, "{batches} batches, {sessions} sessions, {codes} codes, {feed_items} feed items")
    }
}

/// What those who run a head office ask of its store.
pub trait Keeping {
    /// That a write would be taken now.
    fn writable(&self) -> Result<()>;
    /// Takes away what may go and is older, with its line in the trail; without a deed it only counts. Records, their places,
    /// receipts and the trail are not looked at.
    fn retain(
        &self,
        before: i64,
        now: i64,
        deed: Option<&Deed>,
        detail: &dyn Fn(&Retained) -> String,
    ) -> Result<Retained>;
}
