//! What the stories here share: a runtime each, a desk behind a line, and a schedule nobody helps.

use sanbao_faults::proxy::Proxy;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Options, Outcome, Skipped, Trigger};

use crate::common::*;

/// How often the shell asks whether something is due.
pub const TICK: i64 = 20_000;
/// The longest wait of the desk's own making.
pub const CAP: i64 = 15 * 60_000;

/// Plays a story to its end.
pub fn told<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story)
}

/// A head office, a line to it, and a desk that knows it by that line.
pub async fn world() -> (Office, Proxy, MemoryDesk) {
    world_on(&Base::sqlite()).await
}

/// The same with head office on this database.
pub async fn world_on(base: &Base) -> (Office, Proxy, MemoryDesk) {
    let office = Office::on(base, "DF", |_| {}).await;
    let line = Proxy::start(&office.url).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &line.url).await;
    (office, line, desk)
}

/// A run with this patience for a line where nothing moves.
pub async fn ask(desk: &MemoryDesk, hands: &Hands, stall: std::time::Duration, trigger: Trigger) -> Outcome {
    let clock = hands.clone();
    let options = Options { stall, ..options(trigger) };
    sync::run_once(desk, "DF", &move || clock.now(), &options).await
}

pub fn unsent(desk: &MemoryDesk) -> usize {
    states(desk, "DF").0
}

/// The watchdog: what waits has an attempt that comes due, and one that is due was made.
pub fn watch(desk: &MemoryDesk, hands: &Hands, outcome: &Outcome, due: Option<i64>) -> Result<(), String> {
    if due.is_none_or(|due| due <= hands.now()) && outcome.skipped == Some(Skipped::NotDue) {
        return Err(format!("an attempt was due at {due:?} and was not made at {}", hands.now()));
    }
    if unsent(desk) == 0 {
        return Ok(());
    }
    let link = desk.link("DF").unwrap();
    let next = link.next_attempt_at.ok_or("something waits and has no next attempt")?;
    let latest = hands.now() + CAP.max(link.not_before.map_or(0, |at| (at - hands.now()) * 6 / 5));
    if next > latest { Err(format!("something waits until {next}, {latest} at the latest")) } else { Ok(()) }
}

/// Everything arrived once, byte for byte, and the desk knows it.
pub fn all_there(desk: &MemoryDesk, office: &Office) -> Result<(), String> {
    let rows = desk.rows("DF");
    let open: Vec<_> = rows.iter().filter(|k| k.state != State::Acked).map(|k| (&k.row.record_id, k.state)).collect();
    if !open.is_empty() {
        return Err(format!("not acknowledged: {open:?}"));
    }
    assert_exactly_once(desk, "DF", office);
    Ok(())
}

/// `Err` with these words unless it holds.
pub fn must(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

/// The shell's own thread asks as often as these stories do.
#[test]
fn the_shell_ticks_as_often_as_these_stories_do() {
    let schedule = include_str!("../../../../src-tauri/src/schedule.rs");
    assert!(schedule.contains("const TICK: Duration = Duration::from_secs(20);") && TICK == 20_000);
}
