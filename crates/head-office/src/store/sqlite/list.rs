//! What people ask for: records as stored, and files.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::Value;

use super::super::common::Stored;
use super::super::receipts::{Opened, TreeRow};
use super::super::{Blob, Result, StoreError};

const RECORDS: &str = "SELECT server_seq, dealer, record_id, rev, base_rev, kind, schema, hash, body,
    extra, state, device_id, received_at, signature FROM record
    WHERE ?1 IS NULL OR kind = ?1 ORDER BY server_seq";

pub fn records(connection: &Connection, kind: Option<&str>, each: &mut dyn FnMut(Value) -> Result<()>) -> Result<()> {
    let principal = super::get_meta(connection, "principal")?;
    let mut find = connection.prepare(RECORDS)?;
    let mut rows = find.query([kind])?;
    let mut opened = Opened::default();
    while let Some(row) = rows.next()? {
        let record = record(row)?;
        let receipt = opened.receipt(&record.signature, |root| tree(connection, root))?;
        each(record.json(&principal, receipt)?)?;
    }
    Ok(())
}

/// A tree of receipts by its root.
pub fn tree(connection: &Connection, root: &str) -> Result<Option<TreeRow>> {
    let mut find = connection.prepare_cached("SELECT * FROM receipt_tree WHERE root = ?1")?;
    let row = |row: &Row| {
        Ok(TreeRow {
            dealer: row.get("dealer")?,
            root: row.get("root")?,
            signature: row.get("signature")?,
            leaves: row.get("leaves")?,
        })
    };
    Ok(find.query_row([root], row).optional()?)
}

fn record(row: &Row) -> Result<Stored> {
    Ok(Stored {
        record_id: row.get("record_id")?,
        rev: row.get("rev")?,
        base_rev: row.get("base_rev")?,
        kind: row.get("kind")?,
        schema: row.get("schema")?,
        dealer: row.get("dealer")?,
        device_id: row.get("device_id")?,
        state: row.get("state")?,
        server_seq: row.get("server_seq")?,
        received_at: row.get("received_at")?,
        hash: row.get("hash")?,
        body: row.get("body")?,
        extra: row.get("extra")?,
        signature: row.get("signature")?,
    })
}

fn blob_row(row: &Row) -> rusqlite::Result<Blob> {
    Ok(Blob {
        dealer: row.get("dealer")?,
        sha256: row.get("sha256")?,
        size: row.get("size")?,
        received_at: row.get("received_at")?,
        signature: row.get("signature")?,
    })
}

pub fn blob(connection: &Connection, dealer: &str, sha256: &str) -> Result<Option<Blob>> {
    let mut find = connection.prepare_cached("SELECT * FROM blob WHERE dealer = ?1 AND sha256 = ?2")?;
    Ok(find.query_row((dealer, sha256), blob_row).optional()?)
}

pub fn add_blob(tx: &Transaction, new: &Blob) -> Result<Blob> {
    tx.execute(
        "INSERT INTO blob (dealer, sha256, size, received_at, signature)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        (&new.dealer, &new.sha256, new.size, new.received_at, &new.signature),
    )?;
    blob(tx, &new.dealer, &new.sha256)?.ok_or(StoreError::Broken("blob"))
}

pub fn blobs(connection: &Connection) -> Result<Vec<Blob>> {
    let mut find = connection.prepare("SELECT * FROM blob ORDER BY received_at, sha256")?;
    let rows = find.query_map([], blob_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
