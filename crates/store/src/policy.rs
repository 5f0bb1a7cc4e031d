//! Policy packs of makers, ticks and calendars, as they came in. What they mean is not known here.

use crate::row::row;
use crate::{InboxLine, Reader, Result, Tx};
use domain::policy::Section;
use domain::{Day, PrincipalId};
use rusqlite::named_params;

/// A pack of a maker, as its exact bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPack {
    /// The maker.
    pub principal: PrincipalId,
    /// Name.
    pub pack: String,
    /// Version.
    pub version: String,
    /// First day on which it holds.
    pub effective_from: Day,
    /// Last day on which it holds.
    pub effective_to: Option<Day>,
    /// The exact bytes that were signed.
    pub file: String,
    /// Their SHA-256, hex.
    pub sha256: String,
    /// The seal, JSON.
    pub seal: String,
    /// The public key that signed.
    pub key: String,
    /// `file` or `feed`.
    pub origin: String,
    /// Who installed it.
    pub installed_by: String,
    /// When, UTC ms.
    pub installed_at: i64,
}

/// A person's word about a rule's words, given or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTick {
    /// Name of the pack.
    pub pack: String,
    /// Version in which it was ticked.
    pub version: String,
    /// The rule's section.
    pub section: Section,
    /// The rule's key.
    pub key: String,
    /// Hash of its words.
    pub hash: String,
    /// Given, not taken back.
    pub checked: bool,
    /// Remark.
    pub note: String,
    /// Who.
    pub ticked_by: String,
    /// Civil day.
    pub ticked_on: Day,
    /// When, UTC ms.
    pub ticked_at: i64,
}

/// A year of working days that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCalendar {
    /// The year.
    pub year: i64,
    /// The exact bytes.
    pub file: String,
    /// Their SHA-256, hex.
    pub sha256: String,
    /// `file` or `feed`.
    pub origin: String,
    /// Who installed it.
    pub installed_by: String,
    /// When, UTC ms.
    pub installed_at: i64,
}

row!(StoredPack {
    principal,
    pack,
    version,
    effective_from,
    effective_to,
    file,
    sha256,
    seal,
    key,
    origin,
    installed_by,
    installed_at,
});
row!(StoredTick { pack, version, section, key, hash, checked, note, ticked_by, ticked_on, ticked_at });
row!(StoredCalendar { year, file, sha256, origin, installed_by, installed_at });

impl Reader<'_> {
    /// Changes whenever a pack, a tick or a calendar is added: as long as it stands, what was read of them stands too.
    pub fn policy_stamp(&self) -> Result<String> {
        Ok(self.value(include_str!("../sql/policy_pack/stamp.sql"), [])?.unwrap_or_default())
    }

    /// Every pack of every maker, in the order of installing.
    pub fn policy_packs(&self) -> Result<Vec<StoredPack>> {
        self.many(include_str!("../sql/policy_pack/all.sql"), [])
    }

    /// Every tick, in the order they were given and taken back.
    pub fn rule_ticks(&self) -> Result<Vec<StoredTick>> {
        self.many(include_str!("../sql/rule_tick/all.sql"), [])
    }

    /// Every calendar that arrived, in that order.
    pub fn work_calendars(&self) -> Result<Vec<StoredCalendar>> {
        self.many(include_str!("../sql/work_calendar/all.sql"), [])
    }

    /// Changes whenever head office sends a message.
    pub fn inbox_stamp(&self) -> Result<String> {
        let last: Option<Option<String>> = self.value(include_str!("../sql/inbox/stamp.sql"), [])?;
        Ok(last.flatten().unwrap_or_default())
    }

    /// One message of head office.
    pub fn inbox_item(&self, id: &str) -> Result<Option<InboxLine>> {
        self.one(include_str!("../sql/inbox/by_id.sql"), named_params! {":id": id})
    }

    /// Packs, calendars and handovers of the policy key head office sent, oldest first.
    pub fn inbox_of_law(&self) -> Result<Vec<InboxLine>> {
        self.many(include_str!("../sql/inbox/of_law.sql"), [])
    }
}

impl Tx<'_> {
    /// Adds a pack of a maker.
    pub fn put_policy_pack(&self, pack: &StoredPack) -> Result<()> {
        self.put(include_str!("../sql/policy_pack/put.sql"), pack, &[])
    }

    /// Adds a tick.
    pub fn put_rule_tick(&self, tick: &StoredTick) -> Result<()> {
        self.put(include_str!("../sql/rule_tick/put.sql"), tick, &[])
    }

    /// Adds a calendar.
    pub fn put_work_calendar(&self, calendar: &StoredCalendar) -> Result<()> {
        self.put(include_str!("../sql/work_calendar/put.sql"), calendar, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Desk;

    fn calendar(year: i64) -> StoredCalendar {
        let (file, sha256) = ("{}".to_owned(), "00".to_owned());
        StoredCalendar { year, file, sha256, origin: "file".into(), installed_by: "陈静".into(), installed_at: 1 }
    }

    #[test]
    fn the_stamp_moves_with_every_line() {
        let desk = Desk::with_maker();
        let stamp = || desk.read(|reader| reader.policy_stamp());
        let before = stamp();
        desk.write(|tx| tx.put_work_calendar(&calendar(2027)));
        assert_ne!(stamp(), before);
        desk.read(|reader| {
            assert_eq!(reader.work_calendars()?, [calendar(2027)]);
            Ok(())
        });
    }
}
