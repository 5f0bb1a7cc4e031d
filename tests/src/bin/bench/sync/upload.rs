//! The first upload: 10,000 cards from a desk to a head office, against the bare loop of the same bytes.

use std::time::{Duration, Instant};

use sanbao_tests::Outcome;
use sanbao_tests::world::HeadOffice;

use super::{bare, desk, line::Line};
use crate::Bench;

/// Rounds of both, taking turns.
const ROUNDS: usize = 3;

/// Ours by the bare one, each in its middle round.
pub fn first(bench: &Bench) -> Outcome<f64> {
    let cards = bench.waiting.cards()?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(ours_once(bench)?);
        bare.push(bare::once(&cards)?);
    }
    println!("     sync-upload      ours {ours:.2?}, bare {bare:.2?}");
    Ok(middle(&mut ours) / middle(&mut bare))
}

fn middle(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

fn ours_once(bench: &Bench) -> Outcome<Duration> {
    let folder = tempfile::tempdir()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    let desk = bench.waiting.open_in(folder.path())?;
    desk::enrol(&desk, &office, &office.url)?;
    let start = Instant::now();
    desk::sync(&desk)?;
    Ok(start.elapsed())
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
