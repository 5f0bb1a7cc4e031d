//! Random histories of a desk: whatever people do in whatever order, what must hold holds after every step.
//!
//! A failure names its seed and the last steps; `SANBAO_SEED=n` runs that history alone, `SANBAO_RUNS=n` so many of them.
//! Absent: head office's answers, which the stories of sync and of the file road throw dice about.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

mod calls;
mod desk;
mod holds;
mod money;
mod moves;

use sanbao_tests::Outcome;
use std::collections::BTreeMap;

/// Histories of a short run, and the steps of each.
const RUNS: u64 = 6;
const STEPS: usize = 100;

const MUST_COME_ABOUT: [&str; 9] = [
    "card_collect",
    "repair_amend",
    "parts_batch_send",
    "claim_open",
    "claim_decide",
    "decisions_take",
    "backup_restore",
    "call_open",
    "call_step",
];

#[test]
fn what_must_hold_holds_after_every_step() -> Outcome<()> {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>()).transpose();
    let seeds = match number("SANBAO_SEED")? {
        Some(seed) => seed..=seed,
        None => 1..=number("SANBAO_RUNS")?.unwrap_or(RUNS),
    };
    let alone = seeds.start() == seeds.end();
    let mut done: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    for seed in seeds {
        let mut desk = desk::Desk::new(seed)?;
        moves::begin(&mut desk);
        for _ in 0..STEPS {
            moves::one(&mut desk)?;
        }
        desk.look_closely();
        for (command, [taken, refused]) in &desk.tried {
            let sum = done.entry(command).or_default();
            *sum = [sum[0] + taken, sum[1] + refused];
        }
    }
    eprintln!("taken and refused: {done:?}");
    // Histories in which nothing comes about prove nothing.
    let never = MUST_COME_ABOUT.iter().filter(|command| done.get(*command).is_none_or(|[taken, _]| *taken == 0));
    let never: Vec<_> = never.collect();
    assert!(alone || never.is_empty(), "{never:?} of {done:?}");
    Ok(())
}
