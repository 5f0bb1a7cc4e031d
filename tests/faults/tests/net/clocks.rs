//! Requirement 15: the desk's clock is years off, or jumps while it sends.

use std::sync::Arc;
use std::time::Duration;

use sanbao_faults::dice::Dice;
use sanbao_faults::proxy::Fate;
use sanbao_faults::runs::Runs;
use sync::outcome::Trigger;

use crate::common::*;
use crate::ways::*;

const CLOCKS: Runs = Runs { requirement: 15, test: "requirement_15_clock", side: "desk", short: 12 };
const TWO_YEARS: u64 = 2 * 365 * 86_400_000;
const STALL: Duration = Duration::from_secs(20);

/// Anywhere from two years back to two years ahead.
fn jump(dice: &mut Dice) -> i64 {
    i64::try_from(dice.from_to(0, 2 * TWO_YEARS)).unwrap() - i64::try_from(TWO_YEARS).unwrap()
}

async fn story(seed: u64) -> Result<(), String> {
    let (office, line, desk) = world().await;
    let mut dice = Dice::of(seed);
    let hands = Hands::new();
    hands.add(jump(&mut dice));
    for round in 0..4 {
        for n in 0..dice.from_to(1, 9) {
            desk.save("DF", "card", &id(round * 100 + n), &card("DF", round * 100 + n));
        }
        let (at, by, mine) = (dice.from_to(1, 8), jump(&mut dice), hands.clone());
        let seen = Arc::new(std::sync::atomic::AtomicU64::new(0));
        line.set(move |_| {
            if seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1 == at {
                mine.add(by);
            }
            Fate::Pass
        });
        // Whatever the clock says: what was saved is tried at once, and what is left by the schedule.
        let outcome = ask(&desk, &hands, STALL, Trigger::Save).await;
        must(outcome.problem.is_none(), || format!("round {round}: {:?}", outcome.problem))?;
        for _ in 0..2 {
            hands.add(6 * 60_000);
            ask(&desk, &hands, STALL, Trigger::Tick).await;
        }
        must(unsent(&desk) == 0, || format!("round {round}: {} wait", unsent(&desk)))?;
    }
    line.set(|_| Fate::Pass);
    let outcome = good_run(&desk, "DF", &hands).await;
    let skew = office.hands.now() - hands.now();
    must(outcome.skew_ms == Some(skew), || format!("{:?} measured, {skew} it is", outcome.skew_ms))?;
    all_there(&desk, &office)
}

#[test]
fn requirement_15_a_clock_years_off_or_jumping_stops_nothing_and_is_measured() {
    CLOCKS.each(|seed| told(story(seed)));
}
