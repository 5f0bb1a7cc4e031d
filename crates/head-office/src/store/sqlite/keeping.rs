//! A copy of the database while it is used, and what may go after years.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, Transaction, TransactionBehavior, named_params};

use super::super::clerks::Deed;
use super::super::keeping::{Keeping, Retained};
use super::super::{Result, StoreError};
use super::{Sqlite, clerks, put_meta};

/// Copies what stands at one moment, and proves the copy: sound, and with as many rows in every table.
pub fn copy(from: &Connection, to: &Path) -> Result<Vec<(String, u64)>> {
    let snapshot = from.unchecked_transaction()?;
    let rows = rows(&snapshot)?;
    let mut copy = Connection::open(to)?;
    Backup::new(&snapshot, &mut copy)?.run_to_completion(4096, Duration::ZERO, None)?;
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    let sound: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if sound != "ok" || self::rows(&copy)? != rows {
        return Err(StoreError::Broken("copy"));
    }
    copy.close().map_err(|(_, e)| e)?;
    Ok(rows)
}

fn rows(connection: &Connection) -> Result<Vec<(String, u64)>> {
    let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let count = |name: String| {
        let quoted = name.replace('"', "\"\"");
        let count = connection.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| row.get(0))?;
        Ok((name, count))
    };
    names.into_iter().map(count).collect()
}

impl Keeping for Sqlite {
    fn writable(&self) -> Result<()> {
        let mut connection = self.writer();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_meta(&tx, "asked", "")?;
        Ok(tx.rollback()?)
    }

    fn retain(
        &self,
        before: i64,
        now: i64,
        deed: Option<&Deed>,
        detail: &dyn Fn(&Retained) -> String,
    ) -> Result<Retained> {
        let mut connection = self.writer();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let gone = take(&tx, before)?;
        match deed {
            None => tx.rollback()?,
            Some(deed) => {
                clerks::note(&tx, &Deed { detail: &detail(&gone), ..*deed }, now)?;
                tx.commit()?;
            }
        }
        Ok(gone)
    }
}

fn take(tx: &Transaction, before: i64) -> Result<Retained> {
    let gone = |sql: &str| tx.execute(sql, named_params! { ":before": before });
    Ok(Retained {
        batches: gone(include_str!("../../../sql/retain/batch.sql"))? as u64,
        sessions: gone(include_str!("../../../sql/retain/session.sql"))? as u64,
        codes: gone(include_str!("../../../sql/retain/enrol_code.sql"))? as u64,
        feed_items: gone(include_str!("../../../sql/retain/feed.sql"))? as u64,
        parts: 0,
    })
}
