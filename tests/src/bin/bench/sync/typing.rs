//! A clerk who types while a backlog of 10,000 records is sent: saving and searching, without a pause between.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use app::App;
use sanbao_tests::Outcome;
use sanbao_tests::world::HeadOffice;
use serde_json::json;

use super::{BACKLOG, desk};
use crate::search::at;
use crate::{Bench, million};

/// Backlogs sent one after the other, so that a p99 has something to stand on.
const ROUNDS: u32 = 3;

/// Saves of a round: on a fast machine a program that saves without a pause fills the outbox as quickly as it is emptied, and the run
/// that empties it would never end.
const SAVES: u32 = 1_000;

/// Milliseconds of a save.
pub fn save(bench: &Bench) -> Outcome<f64> {
    Ok(at(&mut typed(bench)?.saves, 99).as_secs_f64() * 1000.0)
}

/// Milliseconds of a search.
pub fn search(bench: &Bench) -> Outcome<f64> {
    Ok(at(&mut typed(bench)?.searches, 99).as_secs_f64() * 1000.0)
}

#[derive(Default)]
struct Typed {
    saves: Vec<Duration>,
    searches: Vec<Duration>,
}

fn typed(bench: &Bench) -> Outcome<Typed> {
    let mut typed = Typed::default();
    for round in 0..ROUNDS {
        let folder = tempfile::tempdir()?;
        let office = HeadOffice::start("HH", "华禾农机")?;
        let desk = bench.waiting.open_in(folder.path())?;
        desk::enrol(&desk, &office, &office.url)?;
        let sent = AtomicBool::new(false);
        thread::scope(|both| {
            let sending = both.spawn(|| {
                let done = desk::send(&desk);
                sent.store(true, Ordering::SeqCst);
                done
            });
            let worked = work(&desk, &mut typed, &sent, round);
            sending.join().map_err(|_| "the sender panicked")??;
            worked
        })?;
    }
    for (what, times) in [("saves", &mut typed.saves), ("searches", &mut typed.searches)] {
        let percents = [50, 90, 99, 100].map(|percent| at(times, percent));
        println!("     desk             {} {what}: p50, p90, p99, slowest {percents:.2?}", times.len());
    }
    Ok(typed)
}

/// Until all is sent or enough was saved; a command that fails, for being busy or else, ends the bench.
fn work(desk: &App, typed: &mut Typed, sent: &AtomicBool, round: u32) -> Outcome<()> {
    let first = BACKLOG * (round + 1);
    for n in first..first + SAVES {
        if sent.load(Ordering::SeqCst) {
            return Ok(());
        }
        let start = Instant::now();
        desk::call(desk, "sale_open", desk::sale(n))?;
        typed.saves.push(start.elapsed());
        for term in [million::phone(n - BACKLOG), million::name(n - BACKLOG), million::serial(n % BACKLOG)] {
            let start = Instant::now();
            desk::call(desk, "search", json!({"term": term}))?;
            typed.searches.push(start.elapsed());
        }
    }
    Ok(())
}
