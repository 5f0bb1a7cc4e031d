//! A head office with many dealers: what it takes in while it goes on and on, and when all come at once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sanbao_tests::Outcome;
use tokio::task::JoinSet;

use super::desk::Card;
use super::load::{self, Office, Packed};
use super::{BACKLOG, bare};
use crate::Bench;
use crate::search::at;

/// Dealers that send at the same time while it goes on and on, and records of each of their batches.
const SENDERS: usize = 4;
const BATCH: usize = 200;
/// Batches of each.
const BATCHES: usize = 50;

/// Dealers that come at once, what each has, and the second they come in.
const HERD: usize = 1_000;
const EACH: usize = 20;
const SECOND: Duration = Duration::from_secs(1);

/// Rounds of the short look at the memory.
const ROUNDS: usize = 12;

/// Records a second by head office, and records of the largest commit it may have made: all that was under way.
fn sustained(bench: &Bench) -> Outcome<(f64, usize)> {
    let cards = bench.waiting.cards()?;
    let mut office = Office::with(SENDERS)?;
    let (took, records) = round(&mut office, &cards, BATCHES)?;
    Ok((records as f64 / took.as_secs_f64(), SENDERS * BATCH))
}

fn round(office: &mut Office, cards: &[Card], batches: usize) -> Outcome<(Duration, usize)> {
    let mut packed = VecDeque::new();
    for n in 0..batches * SENDERS {
        let from = n * BATCH % (cards.len() - BATCH);
        packed.push_back(office.pack(n % SENDERS, &cards[from..from + BATCH])?);
    }
    let records = packed.iter().map(|one| one.records).sum();
    let (queue, url) = (Arc::new(Mutex::new(packed)), office.head.url.clone());
    let took = load::runtime()?.block_on(async {
        let (start, mut senders) = (Instant::now(), JoinSet::new());
        for _ in 0..SENDERS {
            senders.spawn(drain(queue.clone(), url.clone()));
        }
        while let Some(done) = senders.join_next().await {
            done??;
        }
        Outcome::Ok(start.elapsed())
    })?;
    Ok((took, records))
}

async fn drain(queue: Arc<Mutex<VecDeque<Packed>>>, url: String) -> Outcome<()> {
    let client = load::client()?;
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    while let Some(packed) = next() {
        load::send(&client, &url, &packed).await?;
    }
    Ok(())
}

/// Bare SQLite's rate by ours. The bare side puts as many records in a commit as ours can have put at most.
pub fn share(bench: &Bench) -> Outcome<f64> {
    let (ours, most) = sustained(bench)?;
    let raw = raw(&bench.waiting.cards()?, most)?;
    println!("     server-share     head office {ours:.0}/s, bare SQLite {raw:.0}/s with {most} records a commit");
    Ok(raw / ours)
}

fn raw(cards: &[Card], a_commit: usize) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let mut connection = bare::records(&folder.path().join("records.db"))?;
    let (start, mut seq) = (Instant::now(), 0);
    for _ in 0..SENDERS * BATCH * BATCHES / BACKLOG as usize {
        for commit in cards.chunks(a_commit) {
            let transaction = connection.transaction()?;
            for card in commit {
                seq += 1;
                bare::insert(&transaction, seq, &format!("{seq:036x}"), &card.hash, &card.body)?;
            }
            transaction.commit()?;
        }
    }
    Ok(seq as f64 / start.elapsed().as_secs_f64())
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
        let from = n * EACH % (cards.len() - EACH);
        packed.push(office.pack(n, &cards[from..from + EACH])?);
    }
    let url = office.head.url.clone();
    let (took, mut waits) = load::runtime()?.block_on(async {
        let (start, mut all) = (Instant::now(), JoinSet::new());
        for (n, packed) in packed.into_iter().enumerate() {
            let (url, client) = (url.clone(), load::client()?);
            all.spawn(async move {
                tokio::time::sleep(SECOND * n as u32 / HERD as u32).await;
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
    let long = std::env::var("SANBAO_SOAK_SECONDS").ok().map(|text| text.parse().map(Duration::from_secs)).transpose()?;
    let (start, mut kept) = (Instant::now(), Vec::new());
    while long.map_or(kept.len() < ROUNDS, |long| start.elapsed() < long) {
        round(&mut office, &cards, BATCHES / 5)?;
        kept.push(load::resident(office.head.pid())?);
    }
    let (Some(first), Some(last)) = (kept.get(kept.len() / 4), kept.last()) else { return Err("no round".into()) };
    println!("     server-memory    KiB after each round {kept:?}");
    Ok(*last as f64 / *first as f64)
}
