//! The bytes of files as rows, where every instance reaches them.

use deadpool_postgres::{GenericClient, Transaction};

use super::super::{Blob, Bytes, Put, Result};
use super::Postgres;
use super::ask::{get, number, one, rows, run, stored};
use super::list;
use crate::files::Chunk;

impl Bytes for Postgres {
    fn received(&self, dealer: &str, sha256: &str) -> Result<u64> {
        self.reading(|client| received(client, dealer, sha256))
    }

    fn put(&self, dealer: &str, chunk: &Chunk, receipt: &dyn Fn(u64) -> Blob) -> Result<Put> {
        self.writing(|tx| {
            if let Some(whole) = list::blob(tx, dealer, chunk.sha256)? {
                return Ok(Put::Whole(whole));
            }
            let held = received(tx, dealer, chunk.sha256)?;
            if chunk.from != held || !add(tx, dealer, chunk)? {
                return Ok(Put::WrongOffset(received(tx, dealer, chunk.sha256)?));
            }
            let held = held + chunk.bytes.len() as u64;
            if held < chunk.total {
                return Ok(Put::Part(held));
            }
            finish(tx, dealer, chunk.sha256, receipt)
        })
    }

    fn read(&self, dealer: &str, sha256: &str, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let sql = "SELECT start, bytes FROM blob_chunk WHERE dealer = $1 AND sha256 = $2 AND start >= $3
                    ORDER BY start LIMIT 1";
        let mut from = 0i64;
        while let Some(row) = self.reading(|client| one(client, sql, &[&dealer, &sha256, &from]))? {
            let bytes: &[u8] = get(&row, "bytes")?;
            from = get::<i64>(&row, "start")? + stored(bytes.len() as u64);
            each(bytes)?;
        }
        Ok(())
    }
}

fn received(client: &impl GenericClient, dealer: &str, sha256: &str) -> Result<u64> {
    let sql = "SELECT coalesce(sum(length), 0)::bigint AS n FROM blob_chunk WHERE dealer = $1 AND sha256 = $2";
    one(client, sql, &[&dealer, &sha256])?.map_or(Ok(0), |row| number(&row, "n"))
}

/// False if another instance put a chunk there at the same moment: the key decides.
fn add(tx: &Transaction, dealer: &str, chunk: &Chunk) -> Result<bool> {
    let sql = "INSERT INTO blob_chunk (dealer, sha256, start, length, bytes) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT DO NOTHING";
    let (from, length) = (stored(chunk.from), stored(chunk.bytes.len() as u64));
    Ok(run(tx, sql, &[&dealer, &chunk.sha256, &from, &length, &chunk.bytes])? == 1)
}

fn finish(tx: &Transaction, dealer: &str, sha256: &str, receipt: &dyn Fn(u64) -> Blob) -> Result<Put> {
    let sql = "SELECT bytes FROM blob_chunk WHERE dealer = $1 AND sha256 = $2 ORDER BY start";
    let chunks = rows(tx, sql, &[&dealer, &sha256])?;
    let mut whole: Vec<u8> = Vec::new();
    for row in &chunks {
        whole.extend_from_slice(get(row, "bytes")?);
    }
    if wire::hash::sha256_hex(&whole) != sha256 {
        run(tx, "DELETE FROM blob_chunk WHERE dealer = $1 AND sha256 = $2", &[&dealer, &sha256])?;
        return Ok(Put::WrongHash);
    }
    Ok(Put::Whole(list::add_blob(tx, &receipt(whole.len() as u64))?))
}
