//! Small tables: settings, numbers, drafts, saved forms, remembered import columns, inbox.

use crate::row::{FromRow, row};
use crate::{Reader, Result, Store, StoreError, Tx};
use domain::number::NumberType;
use domain::text::serial_key;
use domain::{Month, PrincipalId};
use rusqlite::{TransactionBehavior, named_params};
use std::collections::hash_map::Entry;

/// Keys of the settings table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The dealer, JSON.
    Dealer,
    /// First day on which this desk answers for cards.
    StartOfUseOn,
    /// `1` in a demo database.
    Demo,
    /// Instants at which the desk was used, JSON.
    Clock,
    /// Why the last scheduled backup failed; empty when it did not.
    BackupProblem,
    /// Hash of the newest audit line when the last backup was made.
    BackedUp,
    /// `1` in a restored database until its streams have new epochs.
    Restored,
    /// The packs and calendars all due days and periods were computed by, and how far that is; JSON.
    Law,
    /// The key of an enrolment that was begun and not finished; JSON, `null` when there is none.
    Enrolling,
    /// `1` where desktop notifications are switched off.
    AlertsOff,
    /// Minutes without a key or click after which the desk locks.
    LockMinutes,
    /// Business hours of the site, JSON.
    Hours,
    /// What desktop notifications have said on the day they last spoke; JSON.
    Alerted,
    /// Proxy and authorities by which head offices are reached; JSON, holds the proxy's password.
    Network,
}

impl Setting {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Dealer => "dealer",
            Self::StartOfUseOn => "start_of_use_on",
            Self::Demo => "demo",
            Self::Clock => "clock",
            Self::BackupProblem => "backup_problem",
            Self::BackedUp => "backed_up",
            Self::Restored => "restored",
            Self::Law => "law",
            Self::Enrolling => "enrolling",
            Self::AlertsOff => "alerts_off",
            Self::LockMinutes => "lock_minutes",
            Self::Hours => "business_hours",
            Self::Alerted => "alerted",
            Self::Network => "network",
        }
    }
}

/// A half-filled form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Content as JSON text.
    pub content: String,
    /// When, UTC ms.
    pub saved_at: i64,
}

/// What a form made when it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Of the command and everything typed.
    pub hash: String,
    /// Id of what was made; of a list, all of them with a blank between.
    pub record: String,
    /// Its number, as people say it.
    pub no: String,
}

/// Columns a person matched once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLayout {
    /// What the file held.
    pub kind: String,
    /// Field key → header text, JSON.
    pub mapping: String,
}

/// Something head office sent down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxLine {
    /// Identity, head office's.
    pub id: String,
    /// The maker's code.
    pub principal: String,
    /// Kind as head office names it.
    pub kind: String,
    /// One line.
    pub title: String,
    /// Content as JSON text.
    pub body: String,
    /// When it arrived.
    pub received_at: i64,
    /// When somebody read it.
    pub read_at: Option<i64>,
}

/// Messages nobody marked as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnreadTally {
    /// How many.
    pub n: i64,
    /// Title of the newest.
    pub title: Option<String>,
}

row!(UnreadTally { n, title });
row!(Draft { content, saved_at });
row!(Made { hash, record, no });
row!(ImportLayout { kind, mapping });
row!(InboxLine { id, principal, kind, title, body, received_at, read_at });

impl Reader<'_> {
    /// A setting's value.
    pub fn setting(&self, setting: Setting) -> Result<Option<String>> {
        self.value(include_str!("../sql/setting/get.sql"), named_params! {":key": setting.key()})
    }

    /// A half-filled form.
    pub fn draft(&self, key: &str) -> Result<Option<Draft>> {
        self.one(include_str!("../sql/draft/get.sql"), named_params! {":key": key})
    }

    /// What a form made already.
    pub fn made_by(&self, request_id: &str) -> Result<Option<Made>> {
        self.one(include_str!("../sql/request/get.sql"), named_params! {":id": request_id})
    }

    /// Columns remembered for a header.
    pub fn import_layout(&self, header_key: &str) -> Result<Option<ImportLayout>> {
        self.one(include_str!("../sql/import_layout/get.sql"), named_params! {":key": header_key})
    }

    /// What head office sent, newest first.
    pub fn inbox(&self, principal: Option<&str>, limit: i64, offset: i64) -> Result<Vec<InboxLine>> {
        self.many(
            include_str!("../sql/inbox/list.sql"),
            named_params! {":principal": principal, ":limit": limit, ":offset": offset},
        )
    }

    /// How many there are.
    pub fn inbox_count(&self, principal: Option<&str>) -> Result<i64> {
        Ok(self.value(include_str!("../sql/inbox/count.sql"), named_params! {":principal": principal})?.unwrap_or(0))
    }

    /// Of a maker's newest messages those nobody marked as read; without `all`, only those that stand nowhere else.
    pub fn inbox_unread(&self, principal: PrincipalId, all: bool) -> Result<UnreadTally> {
        let named = named_params! {":principal": principal.to_string(), ":all": all};
        let tally = self.one(include_str!("../sql/inbox/unread.sql"), named)?;
        Ok(tally.unwrap_or_default())
    }

    /// Counts rows of every table of ours.
    pub fn table_counts(&self) -> Result<Vec<(String, i64)>> {
        let tables: Vec<TableName> = self.many(include_str!("../sql/table/all.sql"), [])?;
        tables
            .into_iter()
            .map(|table| {
                // The name comes from sqlite_schema, not from outside.
                let sql = format!("SELECT count(*) FROM \"{}\"", table.name);
                let rows: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
                Ok((table.name, rows))
            })
            .collect()
    }

    /// `ok`, or what SQLite finds.
    pub fn integrity(&self) -> Result<String> {
        Ok(self.connection.query_row("PRAGMA integrity_check(20)", [], |row| row.get(0))?)
    }

    /// Number of the last migration.
    pub fn schema_version(&self) -> Result<i64> {
        Ok(crate::open::applied(self.connection)?)
    }
}

impl Store {
    /// Does what a write would do and takes all of it back: the answer says what would come out.
    pub fn rehearse<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut writer = self.writer();
        // Immediate, as a write is: a look that turns into a write meets what another process wrote meanwhile.
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let tx = Tx::new(&transaction, &self.waiting);
        let value = f(&tx)?;
        tx.whole()?;
        drop(tx);
        transaction.rollback().map_err(StoreError::from)?;
        Ok(value)
    }
}

struct TableName {
    name: String,
}

impl FromRow for TableName {
    const COLUMNS: &'static [&'static str] = &["name"];

    fn from_row(row: &rusqlite::Row<'_>, _: &[usize]) -> Result<Self> {
        Ok(Self { name: crate::row::col(row, "name")? })
    }
}

impl Tx<'_> {
    /// Sets a setting.
    pub fn put_setting(&self, setting: Setting, value: &str) -> Result<()> {
        self.run(include_str!("../sql/setting/put.sql"), named_params! {":key": setting.key(), ":value": value})?;
        Ok(())
    }

    /// The next number of a type on this machine; never given out twice, also after a voided record, and
    /// never one that a record carries already.
    pub fn next_number(&self, dealer: &str, kind: NumberType, month: Month, device: &str) -> Result<String> {
        loop {
            let seq = self.next_in_month(kind, month, device)?;
            let number = domain::number::number(dealer, kind, month, device, seq);
            if !self.number_taken(kind, &number)? {
                return Ok(number);
            }
        }
    }

    fn next_in_month(&self, kind: NumberType, month: Month, device: &str) -> Result<i64> {
        self.step();
        let mut numbers = self.numbers.borrow_mut();
        let next = match numbers.entry((kind, month, device.to_owned())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let named = named_params! {":kind": kind.letters(), ":month": month.to_string(), ":device": device};
                place.insert(self.value(include_str!("../sql/number/next.sql"), named)?.unwrap_or(1))
            }
        };
        *next += 1;
        Ok(*next - 1)
    }

    /// Keeps how far numbers were given out.
    pub(crate) fn keep_numbers(&self) -> Result<()> {
        for ((kind, month, device), next) in self.numbers.take() {
            let named = named_params! {
                ":kind": kind.letters(), ":month": month.to_string(), ":device": device, ":next": next,
            };
            self.run(include_str!("../sql/number/raise.sql"), named)?;
        }
        Ok(())
    }

    fn number_taken(&self, kind: NumberType, number: &str) -> Result<bool> {
        let named = named_params! {":kind": kind.letters(), ":no": number, ":key": serial_key(number)};
        Ok(self.value(include_str!("../sql/number/taken.sql"), named)?.unwrap_or(false))
    }

    /// Keeps a half-filled form.
    pub fn put_draft(&self, key: &str, content: &str, at: i64) -> Result<()> {
        self.run(include_str!("../sql/draft/put.sql"), named_params! {":key": key, ":content": content, ":at": at})?;
        Ok(())
    }

    /// Drops a half-filled form: the one thing here that is deleted, because it was never a record.
    pub fn drop_draft(&self, key: &str) -> Result<()> {
        self.run(include_str!("../sql/draft/drop.sql"), named_params! {":key": key})?;
        Ok(())
    }

    /// Remembers what a form made.
    pub fn put_made(&self, request_id: &str, made: &Made) -> Result<()> {
        self.run(
            include_str!("../sql/request/put.sql"),
            named_params! {":id": request_id, ":hash": made.hash, ":record": made.record, ":no": made.no},
        )?;
        Ok(())
    }

    /// Remembers the columns of a header.
    pub fn put_import_layout(&self, header_key: &str, layout: &ImportLayout, at: i64) -> Result<()> {
        self.run(
            include_str!("../sql/import_layout/put.sql"),
            named_params! {":key": header_key, ":kind": layout.kind, ":mapping": layout.mapping, ":at": at},
        )?;
        Ok(())
    }

    /// Marks a maker's packs, calendars and hand-overs as read.
    pub fn read_law(&self, principal: &str, at: i64) -> Result<()> {
        let named = named_params! {":principal": principal, ":at": at};
        self.run(include_str!("../sql/inbox/read_law.sql"), named).map(|_| ())
    }

    /// Marks a message as read.
    pub fn read_inbox(&self, id: &str, at: i64) -> Result<bool> {
        let changed = self.run(include_str!("../sql/inbox/read.sql"), named_params! {":id": id, ":at": at})?;
        Ok(changed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Desk;

    #[test]
    fn a_rehearsal_answers_and_leaves_nothing() {
        let desk = Desk::with_maker();
        let seen = desk.store.rehearse(|tx| {
            tx.put_setting(Setting::BackupProblem, "elsewhere")?;
            tx.attempt(|| tx.put_setting(Setting::Demo, "1"))?;
            tx.setting(Setting::BackupProblem)
        });
        assert_eq!(seen.unwrap().as_deref(), Some("elsewhere"));
        desk.read(|reader| {
            assert_eq!((reader.setting(Setting::BackupProblem)?, reader.setting(Setting::Demo)?), (None, None));
            Ok(())
        });
        desk.write(|tx| tx.put_setting(Setting::BackupProblem, "kept"));
        assert_eq!(desk.count("SELECT count(*) FROM audit WHERE op = 'import_preview'"), 0);
    }
}
