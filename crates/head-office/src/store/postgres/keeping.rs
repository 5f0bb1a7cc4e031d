//! Whether the database takes writes, and what may go after years.

use deadpool_postgres::Transaction;

use super::super::Result;
use super::super::clerks::Deed;
use super::super::keeping::{Keeping, Retained};
use super::ask::{number, one, run, wait};
use super::{Postgres, clerks};

/// What may go of a table. Of a feed: before the item each device of the dealer stands on; that one stays, because a cursor
/// names it, and so does what a new device must read and what a record hangs on. A dealer without a device keeps everything.
const BATCHES: (&str, &str) = ("batch", "at < $1");
const SESSIONS: (&str, &str) = ("session", "begun_at < $1");
const CODES: (&str, &str) = ("enrol_code", "expires_at < $1");
const FEED_ITEMS: (&str, &str) = (
    "feed",
    "created_at < $1 AND kind NOT IN ('policy_pack', 'key_handover', 'work_calendar', 'rejection')
       AND number < (SELECT min(split_part(coalesce(feed_ack, '0-'), '-', 1)::bigint) FROM device
                      WHERE device.dealer = feed.dealer AND revoked_at IS NULL)",
);

fn count(tx: &Transaction, (table, what): (&str, &str), before: i64) -> Result<u64> {
    let sql = format!("SELECT count(*) AS n FROM {table} WHERE {what}");
    one(tx, &sql, &[&before])?.map_or(Ok(0), |row| number(&row, "n"))
}

fn take(tx: &Transaction, (table, what): (&str, &str), before: i64) -> Result<u64> {
    run(tx, &format!("DELETE FROM {table} WHERE {what}"), &[&before])
}

impl Keeping for Postgres {
    fn writable(&self) -> Result<()> {
        let mut client = self.beginning()?;
        let tx = wait(client.transaction())?;
        let sql = "INSERT INTO meta (key, value) VALUES ('asked', '') ON CONFLICT (key) DO UPDATE SET value = ''";
        run(&tx, sql, &[])?;
        Ok(wait(tx.rollback())?)
    }

    fn retain(
        &self,
        before: i64,
        now: i64,
        deed: Option<&Deed>,
        detail: &dyn Fn(&Retained) -> String,
    ) -> Result<Retained> {
        let each = if deed.is_some() { take } else { count };
        self.writing(|tx| {
            let gone = Retained {
                batches: each(tx, BATCHES, before)?,
                sessions: each(tx, SESSIONS, before)?,
                codes: each(tx, CODES, before)?,
                feed_items: each(tx, FEED_ITEMS, before)?,
                parts: 0,
            };
            if let Some(deed) = deed {
                clerks::note(tx, &Deed { detail: &detail(&gone), ..*deed }, now)?;
            }
            Ok(gone)
        })
    }
}
