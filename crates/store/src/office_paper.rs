//! Papers head office sent down, every version, and the entry each became.
//!
//! Absent: what a paper says, and whether the desk can make an entry of it.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::{EntryId, PrincipalId};
use rusqlite::named_params;

/// A version of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficePaper {
    /// The maker.
    pub principal: PrincipalId,
    /// Identity head office gave it.
    pub paper: String,
    /// Version.
    pub version: i64,
    /// Message it came by.
    pub item: String,
    /// In one line.
    pub title: String,
    /// JSON, as it came.
    pub body: String,
    /// The entry it became.
    pub entry: Option<EntryId>,
    /// Why it is no entry; what it names that is not here.
    pub trouble: String,
    /// When it came, UTC ms.
    pub received_at: i64,
    /// A step was taken with it, or a later version stands in its place.
    pub closed_at: Option<i64>,
}

row!(OfficePaper { principal, paper, version, item, title, body, entry, trouble, received_at, closed_at });

impl Reader<'_> {
    /// The newest version that came.
    pub fn newest_paper(&self, principal: PrincipalId, paper: &str) -> Result<Option<OfficePaper>> {
        let named = named_params! {":principal": principal.to_string(), ":paper": paper};
        self.one(include_str!("../sql/office_paper/newest.sql"), named)
    }

    /// The newest version that is an entry.
    pub fn taken_paper(&self, principal: PrincipalId, paper: &str) -> Result<Option<OfficePaper>> {
        let named = named_params! {":principal": principal.to_string(), ":paper": paper};
        self.one(include_str!("../sql/office_paper/taken.sql"), named)
    }

    /// The newest version of the paper an entry was made of.
    pub fn paper_of_entry(&self, entry: EntryId) -> Result<Option<OfficePaper>> {
        self.one(include_str!("../sql/office_paper/of_entry.sql"), named_params! {":entry": entry.to_string()})
    }

    /// The paper a message brought.
    pub fn paper_of_item(&self, item: &str) -> Result<Option<OfficePaper>> {
        self.one(include_str!("../sql/office_paper/by_item.sql"), named_params! {":item": item})
    }

    /// Papers nobody has done anything with yet, the oldest first.
    pub fn open_papers(&self, limit: i64) -> Result<Vec<OfficePaper>> {
        self.many(include_str!("../sql/office_paper/open.sql"), named_params! {":limit": limit})
    }
}

impl Tx<'_> {
    /// Keeps a version, or what became of it.
    pub fn put_office_paper(&self, paper: &OfficePaper) -> Result<()> {
        self.put(include_str!("../sql/office_paper/put.sql"), paper, &[])
    }

    /// Something was done with the entry.
    pub fn close_papers_of(&self, entry: EntryId, at: i64) -> Result<()> {
        let named = named_params! {":entry": entry.to_string(), ":at": at};
        self.run(include_str!("../sql/office_paper/close_entry.sql"), named)?;
        Ok(())
    }

    /// A later version came.
    pub fn close_papers_before(&self, later: &OfficePaper, at: i64) -> Result<()> {
        let named = named_params! {
            ":principal": later.principal.to_string(), ":paper": later.paper, ":version": later.version,
            ":taken": later.entry.is_some(), ":at": at,
        };
        self.run(include_str!("../sql/office_paper/close_before.sql"), named)?;
        Ok(())
    }
}
