//! What people ask for: records as stored, and files.

use deadpool_postgres::{GenericClient, Transaction};
use serde_json::Value;
use tokio_postgres::Row;

use super::super::common::Stored;
use super::super::receipts::{Opened, TreeRow};
use super::super::{Blob, Result, StoreError};
use super::Postgres;
use super::ask::{clean, get, number, one, rows, run, stored, wait};

/// Records read at a time: a head office holds more than fits in memory.
const PAGE: i64 = 500;

/// All at one moment, whatever comes in meanwhile.
pub fn records(store: &Postgres, kind: Option<&str>, each: &mut dyn FnMut(Value) -> Result<()>) -> Result<()> {
    let kind = kind.map(clean);
    let mut client = store.beginning()?;
    let moment = client.build_transaction().isolation_level(tokio_postgres::IsolationLevel::RepeatableRead);
    let tx = wait(moment.read_only(true).start())?;
    let principal = super::get_meta(&tx, "principal")?;
    let (mut last, mut opened) = (0i64, Opened::default());
    loop {
        let page = rows(&tx, include_str!("../../../sql/postgres/records.sql"), &[&kind, &last, &PAGE])?;
        for row in &page {
            let record = record(row)?;
            last = record.server_seq;
            let receipt = opened.receipt(&record.signature, |root| Ok(trees(&tx, &[root])?.pop()))?;
            each(record.json(&principal, receipt)?)?;
        }
        if stored(page.len() as u64) < PAGE {
            return Ok(());
        }
    }
}

/// Trees of receipts by their roots.
pub fn trees(client: &impl GenericClient, roots: &[&str]) -> Result<Vec<TreeRow>> {
    let row = |row: &Row| {
        Ok(TreeRow {
            dealer: get(row, "dealer")?,
            root: get(row, "root")?,
            signature: get(row, "signature")?,
            leaves: get(row, "leaves")?,
        })
    };
    rows(client, "SELECT * FROM receipt_tree WHERE root = ANY($1)", &[&roots])?.iter().map(row).collect()
}

fn record(row: &Row) -> Result<Stored> {
    let base_rev: Option<i64> = get(row, "base_rev")?;
    let base_rev = base_rev.map(u32::try_from).transpose().map_err(|_| StoreError::Broken("base_rev"))?;
    Ok(Stored {
        record_id: get(row, "record_id")?,
        rev: number(row, "rev")?,
        base_rev,
        kind: get(row, "kind")?,
        schema: number(row, "schema")?,
        dealer: get(row, "dealer")?,
        device_id: get(row, "device_id")?,
        state: get(row, "state")?,
        server_seq: get(row, "server_seq")?,
        received_at: get(row, "received_at")?,
        hash: get(row, "hash")?,
        body: get(row, "body")?,
        extra: get(row, "extra")?,
        signature: get(row, "signature")?,
    })
}

fn blob_row(row: &Row) -> Result<Blob> {
    Ok(Blob {
        dealer: get(row, "dealer")?,
        sha256: get(row, "sha256")?,
        size: number(row, "size")?,
        received_at: get(row, "received_at")?,
        signature: get(row, "signature")?,
    })
}

pub fn blob(client: &impl GenericClient, dealer: &str, sha256: &str) -> Result<Option<Blob>> {
    let sql = "SELECT * FROM blob WHERE dealer = $1 AND sha256 = $2";
    one(client, sql, &[&dealer, &sha256])?.map(|row| blob_row(&row)).transpose()
}

pub fn add_blob(tx: &Transaction, new: &Blob) -> Result<Blob> {
    let sql = "INSERT INTO blob (dealer, sha256, size, received_at, signature) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT DO NOTHING";
    run(tx, sql, &[&new.dealer, &new.sha256, &stored(new.size), &new.received_at, &new.signature])?;
    blob(tx, &new.dealer, &new.sha256)?.ok_or(StoreError::Broken("blob"))
}

pub fn blobs(client: &impl GenericClient) -> Result<Vec<Blob>> {
    rows(client, "SELECT * FROM blob ORDER BY received_at, sha256", &[])?.iter().map(blob_row).collect()
}
