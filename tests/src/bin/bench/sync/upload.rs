//! The first upload: 10,000 cards from a desk to a head office, against the bare loop of the same bytes, alone, and over a poor line.

use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use head_office::keys::Keys;
use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, START};
use sync::key::Pinned;

use super::{bare, desk, line::Line, load, slow};
use crate::Bench;

/// Rounds of both, taking turns.
const ROUNDS: usize = 3;

/// Ours by the bare one, each in its middle round.
pub fn first(bench: &Bench) -> Outcome<f64> {
    let cards = bench.waiting.cards()?;
    let (mut ours, mut bare, mut proofs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(ours_once(bench, |url| Ok(url.to_owned()))?);
        bare.push(bare::once(&cards)?);
        proofs.push(proved(&cards)?);
    }
    println!("     sync-upload      ours {ours:.2?}, bare {bare:.2?}, signatures alone {proofs:.2?}");
    Ok(middle(&mut ours) / middle(&mut bare))
}

/// Seconds, the middle one of the rounds.
pub fn alone(bench: &Bench) -> Outcome<f64> {
    let rounds = (0..ROUNDS).map(|_| ours_once(bench, |url| Ok(url.to_owned())));
    Ok(middle(&mut rounds.collect::<Outcome<Vec<_>>>()?))
}

/// Seconds over a poor line.
pub fn over_a_poor_line(bench: &Bench) -> Outcome<f64> {
    Ok(ours_once(bench, slow::to)?.as_secs_f64())
}

/// What the protocol adds to the bare loop whatever else is done: a receipt signed and checked for each record, on all
/// processors and with nothing beside it.
fn proved(cards: &[desk::Card]) -> Outcome<Duration> {
    let folder = tempfile::tempdir()?;
    let keys = Keys::open(folder.path())?;
    let share = cards.len().div_ceil(thread::available_parallelism()?.get());
    let start = Instant::now();
    let good = thread::scope(|scope| {
        let threads: Vec<_> = cards.chunks(share).map(|cards| scope.spawn(|| receipts(&keys, cards))).collect();
        threads.into_iter().all(|thread| thread.join().unwrap_or(false))
    });
    if good { Ok(start.elapsed()) } else { Err("a receipt does not verify".into()) }
}

fn receipts(keys: &Keys, cards: &[desk::Card]) -> bool {
    let key = STANDARD.encode(keys.receipt_public());
    let Some(pinned) = Pinned::parse(&key) else { return false };
    cards.iter().all(|card| {
        let text = wire::sign::receipt("HH", "HB0732A", &card.record_id, 1, &card.hash, START);
        pinned.signed(&text, &keys.sign(&text))
    })
}

fn middle(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// An upload to a head office by way of what is laid to its address.
fn ours_once(bench: &Bench, lay: impl Fn(&str) -> Outcome<String>) -> Outcome<Duration> {
    let folder = tempfile::tempdir()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    let desk = bench.waiting.open_in(folder.path())?;
    desk::enrol(&desk, &office, &lay(&office.url)?)?;
    let busy = || Outcome::Ok((load::used(std::process::id())?, load::used(office.pid())?));
    let (start, before) = (Instant::now(), busy()?);
    desk::sync(&desk)?;
    let (took, after) = (start.elapsed(), busy()?);
    println!(
        "     sync-upload      processor: desk {:.2?}, head office {:.2?}",
        after.0 - before.0,
        after.1 - before.1
    );
    Ok(took)
}

/// Megabytes sent.
pub fn bytes(bench: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    let line = Line::to(&office.url)?;
    let desk = bench.waiting.open_in(folder.path())?;
    desk::enrol(&desk, &office, &line.url)?;
    line.since();
    desk::sync(&desk)?;
    let (up, down, requests) = line.since();
    println!("     sync-wire        {up} bytes up, {down} bytes down (receipts), {requests} requests");
    Ok(up as f64 / 1e6)
}
