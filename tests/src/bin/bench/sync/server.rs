//! A head office with many dealers: what it takes in while it goes on and on, and when all come at once.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use head_office::store::sqlite::Sqlite;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sanbao_tests::Outcome;
use tokio::task::JoinSet;

use super::bare;
use super::desk::Card;
use super::load::{self, Office};
use crate::Bench;
use crate::search::at;

/// Dealers that send at the same time while it goes on and on, and records of each of their batches: all that is under way
/// may land in one commit, so the bare side puts as many in each of its own.
pub const SENDERS: usize = 4;
pub const BATCH: usize = 200;
/// Batches of each.
pub const BATCHES: usize = 50;

/// Dealers that come at once, what each has, and the second they come in.
const HERD: usize = 1_000;
const EACH: usize = 20;
const SECOND: Duration = Duration::from_secs(1);

/// Records a second while memory is watched for long: ten thousand dealers with some hundred and forty each in an hour.
const SOAKED_A_SECOND: f64 = 400.0;
/// Rounds of the short look at the memory.
const ROUNDS: usize = 12;

/// Records a second by head office.
fn sustained(bench: &Bench) -> Outcome<(f64, Office)> {
    let cards = bench.waiting.cards()?;
    let mut office = Office::with(SENDERS)?;
    let (took, records) = round(&mut office, &cards, BATCHES)?;
    Ok((records as f64 / took.as_secs_f64(), office))
}

fn round(office: &mut Office, cards: &[Card], batches: usize) -> Outcome<(Duration, usize)> {
    let mut packed = VecDeque::new();
    for n in 0..batches * SENDERS {
        packed.push_back(office.pack(n % SENDERS, some(cards, n, BATCH))?);
    }
    let records = packed.iter().map(|one| one.records).sum();
    let before = load::used(office.head.pid())?;
    let took = load::send_all(packed, SENDERS, std::slice::from_ref(&office.head.url))?;
    office.busy = load::used(office.head.pid())? - before;
    Ok((took, records))
}

/// So many cards for batch number `n`.
pub fn some(cards: &[Card], n: usize, many: usize) -> &[Card] {
    let from = n * many % (cards.len() - many);
    &cards[from..from + many]
}

/// Bare SQLite's rate by ours. The bare side puts as many records in a commit as ours can have put at most.
pub fn share(bench: &Bench) -> Outcome<f64> {
    let (ours, office) = sustained(bench)?;
    let rows = kept(&office)?;
    let raw = raw(&office, &rows, SENDERS * BATCH)?;
    println!(
        "     server-share     head office {ours:.0}/s ({:.2?} of processor for {} records), bare SQLite {raw:.0}/s, {} records a commit",
        office.busy,
        rows.len(),
        SENDERS * BATCH
    );
    Ok(raw / ours)
}

/// What head office kept of a record: its row and that of its place.
struct Kept {
    record: Vec<Value>,
    place: Vec<Value>,
}

const RECORD: &str = "server_seq, dealer, record_id, rev, base_rev, kind, schema, hash, body, extra, state, device_id,
    received_at, signature";
const PLACE: &str = "dealer, epoch, seq, record_id, rev, hash, verdict";

fn kept(office: &Office) -> Outcome<Vec<Kept>> {
    let connection = Connection::open(office.head.dir().join("head-office.db"))?;
    let all = |sql: &str, columns: usize| -> Outcome<Vec<Vec<Value>>> {
        let mut read = connection.prepare(sql)?;
        let row = |row: &rusqlite::Row| (0..columns).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>();
        Ok(read.query_map([], row)?.collect::<Result<_, _>>()?)
    };
    let records = all(&format!("SELECT {RECORD} FROM record ORDER BY server_seq"), 14)?;
    let places = all(
        &format!(
            "SELECT {} FROM record r JOIN position p USING (dealer, record_id, rev) ORDER BY r.server_seq",
            PLACE.split(", ").map(|name| format!("p.{name}")).collect::<Vec<_>>().join(", ")
        ),
        7,
    )?;
    Ok(records.into_iter().zip(places).map(|(record, place)| Kept { record, place }).collect())
}

/// The same rows, ready made, into the same tables with their indexes: what the disk and SQLite alone take for them.
fn raw(office: &Office, rows: &[Kept], a_commit: usize) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    drop(Sqlite::open(folder.path())?);
    let mut connection = bare::durable(&folder.path().join("head-office.db"))?;
    for dealer in &office.dealers {
        connection.execute("INSERT INTO dealer (code, name, created_at) VALUES (?1, ?1, 0)", [&dealer.code])?;
    }
    let marks = |many: usize| vec!["?"; many].join(", ");
    let (record, place) = (
        format!("INSERT INTO record ({RECORD}) VALUES ({})", marks(14)),
        format!("INSERT INTO position ({PLACE}) VALUES ({})", marks(7)),
    );
    let start = Instant::now();
    for commit in rows.chunks(a_commit) {
        let transaction = connection.transaction()?;
        for kept in commit {
            transaction.prepare_cached(&record)?.execute(params_from_iter(&kept.record))?;
            transaction.prepare_cached(&place)?.execute(params_from_iter(&kept.place))?;
        }
        transaction.commit()?;
    }
    Ok(rows.len() as f64 / start.elapsed().as_secs_f64())
}

/// Seconds for 4,000 records.
pub fn rate(bench: &Bench) -> Outcome<f64> {
    let (ours, _) = sustained(bench)?;
    println!("     server-rate      {ours:.0} records a second");
    Ok(4_000.0 / ours)
}

/// Seconds until the last of the herd is answered.
pub fn herd(bench: &Bench) -> Outcome<f64> {
    Ok(all_at_once(bench)?.0.as_secs_f64())
}

/// Seconds that ninety-nine of a hundred of them wait at most.
pub fn wait(bench: &Bench) -> Outcome<f64> {
    Ok(at(&mut all_at_once(bench)?.1, 99).as_secs_f64())
}

fn all_at_once(bench: &Bench) -> Outcome<(Duration, Vec<Duration>)> {
    let cards = bench.waiting.cards()?;
    let mut office = Office::with(HERD)?;
    let mut packed = Vec::new();
    for n in 0..HERD {
        packed.push(office.pack(n, some(&cards, n, EACH))?);
    }
    let (url, client) = (office.head.url.clone(), load::strangers()?);
    let (took, mut waits) = load::runtime()?.block_on(async {
        let (start, mut all) = (Instant::now(), JoinSet::new());
        for (n, packed) in packed.into_iter().enumerate() {
            let (url, client) = (url.clone(), client.clone());
            let comes = start + SECOND * n as u32 / HERD as u32;
            all.spawn(async move {
                tokio::time::sleep_until(comes.into()).await;
                load::send(&client, &url, &packed).await
            });
        }
        let mut waits = Vec::new();
        while let Some(done) = all.join_next().await {
            waits.push(done??);
        }
        Outcome::Ok((start.elapsed(), waits))
    })?;
    println!("     server-herd      {took:.2?}; waits p50 {:.2?}, p99 {:.2?}", at(&mut waits, 50), at(&mut waits, 99));
    Ok((took, waits))
}

/// Memory after many rounds by that after the first of them.
pub fn memory(bench: &Bench) -> Outcome<f64> {
    let cards = bench.waiting.cards()?;
    let mut office = Office::with(SENDERS)?;
    let long =
        std::env::var("SANBAO_SOAK_SECONDS").ok().map(|text| text.parse().map(Duration::from_secs)).transpose()?;
    let (start, mut kept) = (Instant::now(), Vec::new());
    let mut records = 0;
    while long.map_or(kept.len() < ROUNDS, |long| start.elapsed() < long) {
        records += round(&mut office, &cards, BATCHES / 5)?.1;
        if long.is_some() {
            // As many as dealers send, not as many as a disk holds.
            std::thread::sleep(
                Duration::from_secs_f64(records as f64 / SOAKED_A_SECOND).saturating_sub(start.elapsed()),
            );
        }
        kept.push(load::resident(office.head.pid())?);
    }
    let (Some(first), Some(last)) = (kept.get(kept.len() / 4), kept.last()) else { return Err("no round".into()) };
    let some: Vec<_> = kept.iter().step_by(kept.len().div_ceil(24)).collect();
    println!(
        "     server-memory    {records} records in {} rounds, KiB after some of them {some:?}, at last {last}",
        kept.len()
    );
    Ok(*last as f64 / *first as f64)
}
