//! The bare loop of the same bytes: what any program pays that moves records from one SQLite file to another over HTTP.
//!
//! An outbox in SQLite is read five hundred rows at a time (the best of 50 to 1,000 where it was tried), packed with zstd 3 and
//! posted; the server checks each record's SHA-256, one writer inserts the batch in one commit, and what it answers is written
//! into the outbox in one commit. Both ends WAL and synchronous=FULL. No signatures, no rules, no numbering, no sums.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Json;
use axum::routing::post;
use rusqlite::{Connection, params};
use sanbao_tests::Outcome;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use super::desk::Card;

const BATCH: u32 = 500;

#[derive(Serialize, Deserialize)]
struct Record {
    seq: u64,
    record_id: String,
    hash: String,
    body: String,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    seq: u64,
    server_seq: i64,
}

/// How long these cards take.
pub fn once(cards: &[Card]) -> Outcome<Duration> {
    let folder = tempfile::tempdir()?;
    let outbox = outbox(&folder.path().join("outbox.db"), cards)?;
    let records = records(&folder.path().join("records.db"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/batches", listener.local_addr()?);
        let routes = axum::Router::new().route("/batches", post(take)).with_state(Arc::new(Mutex::new(records)));
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        let took = send(outbox, &url, cards.len()).await;
        server.abort();
        took
    })
}

/// A connection as both ends of the product open theirs.
pub fn durable(path: &Path) -> Outcome<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    Ok(connection)
}

fn outbox(path: &Path, cards: &[Card]) -> Outcome<Connection> {
    let mut connection = durable(path)?;
    connection.execute_batch(
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, record_id TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
           server_seq INTEGER) STRICT;
         CREATE INDEX open ON outbox (seq) WHERE server_seq IS NULL;",
    )?;
    let transaction = connection.transaction()?;
    for card in cards {
        transaction.execute(
            "INSERT INTO outbox (seq, record_id, hash, body) VALUES (?1, ?2, ?3, ?4)",
            params![card.seq, card.record_id, card.hash, card.body],
        )?;
    }
    transaction.commit()?;
    Ok(connection)
}

/// The table that records go to.
fn records(path: &Path) -> Outcome<Connection> {
    let connection = durable(path)?;
    connection.execute_batch(
        "CREATE TABLE record (server_seq INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL,
           hash TEXT NOT NULL, body TEXT NOT NULL) STRICT;",
    )?;
    Ok(connection)
}

async fn send(mut outbox: Connection, url: &str, many: usize) -> Outcome<Duration> {
    sync::install_crypto();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let (start, mut sent) = (Instant::now(), 0);
    while sent < many {
        let packed = zstd::encode_all(&*serde_json::to_vec(&open(&outbox)?)?, 3)?;
        let answer = client.post(url).body(packed).send().await?.error_for_status()?.bytes().await?;
        let stored: Vec<Stored> = serde_json::from_slice(&answer)?;
        settle(&mut outbox, &stored)?;
        sent += stored.len();
    }
    Ok(start.elapsed())
}

fn open(outbox: &Connection) -> Outcome<Vec<Record>> {
    let mut read = outbox.prepare_cached(
        "SELECT seq, record_id, hash, body FROM outbox WHERE server_seq IS NULL ORDER BY seq LIMIT ?1",
    )?;
    let record = |row: &rusqlite::Row| {
        Ok(Record { seq: row.get(0)?, record_id: row.get(1)?, hash: row.get(2)?, body: row.get(3)? })
    };
    Ok(read.query_map([BATCH], record)?.collect::<Result<_, _>>()?)
}

fn settle(outbox: &mut Connection, stored: &[Stored]) -> Outcome<()> {
    let transaction = outbox.transaction()?;
    for one in stored {
        let mut put = transaction.prepare_cached("UPDATE outbox SET server_seq = ?2 WHERE seq = ?1")?;
        put.execute(params![one.seq, one.server_seq])?;
    }
    Ok(transaction.commit()?)
}

type Records = Arc<Mutex<Connection>>;

async fn take(State(records): State<Records>, body: Bytes) -> Result<Json<Vec<Stored>>, StatusCode> {
    let taken = tokio::task::spawn_blocking(move || store(&records, &body)).await;
    taken.ok().and_then(Result::ok).map(Json).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn store(records: &Records, packed: &[u8]) -> Outcome<Vec<Stored>> {
    let batch: Vec<Record> = serde_json::from_slice(&zstd::decode_all(packed)?)?;
    if batch.iter().any(|record| wire::hash::sha256_hex(record.body.as_bytes()) != record.hash) {
        return Err("a record is not what its hash says".into());
    }
    let mut connection = records.lock().unwrap_or_else(PoisonError::into_inner);
    let transaction = connection.transaction()?;
    let mut stored = Vec::with_capacity(batch.len());
    for record in &batch {
        let mut put =
            transaction.prepare_cached("INSERT INTO record (record_id, seq, hash, body) VALUES (?1, ?2, ?3, ?4)")?;
        put.execute(params![record.record_id, record.seq, record.hash, record.body])?;
        stored.push(Stored { seq: record.seq, server_seq: transaction.last_insert_rowid() });
    }
    transaction.commit()?;
    Ok(stored)
}
