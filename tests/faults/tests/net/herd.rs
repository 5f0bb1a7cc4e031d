//! Requirement 13, the desks' side: a thousand desks while head office is away for ten minutes, and when it is back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sanbao_faults::dice::Dice;
use sanbao_faults::runs::Runs;
use sync::backoff;
use sync::desk::{Desk, Link};
use sync::outcome::Trigger;
use tokio::task::JoinSet;

use crate::common::*;
use crate::holes;
use crate::ways::*;

const HERD: Runs = Runs { requirement: 13, test: "requirement_13_herd", side: "desk", short: 20 };
const SERVED: Runs =
    Runs { requirement: 13, test: "requirement_13_served", side: "desk, head-office/sqlite", short: 1 };
const CLIENTS: usize = 1_000;
const AWAY: i64 = 10 * 60_000;
/// Requests a second of ten thousand desks that ask every five minutes: what a head office carries day in, day out.
const STEADY: u64 = 33;
/// Head office asks who comes beyond that to wait so long.
const LATER: i64 = 5_000;

/// A desk as its schedule sees it.
struct One {
    link: Link,
    /// When in its twenty seconds its shell asks.
    phase: i64,
    drained: Option<i64>,
}

fn part(dice: &mut Dice) -> f64 {
    dice.from_to(0, 999_999) as f64 / 1_000_000.0
}

/// A desk that last asked some time within the last five minutes, and has something to send.
fn one(dice: &mut Dice) -> One {
    let mut link = Link::default();
    let ago = i64::try_from(dice.from_to(0, 240_000)).unwrap();
    backoff::succeeded(&mut link, MORNING - ago, part(dice));
    One { link, phase: i64::try_from(dice.from_to(0, 19_999)).unwrap(), drained: None }
}

/// Whether its shell asks in this second, and something is due.
fn asks(one: &One, second: i64) -> bool {
    let ticks = (second - one.phase).rem_euclid(TICK) < 1_000;
    ticks && backoff::is_due(&one.link, Trigger::Tick, second)
}

fn herd(seed: u64) -> Result<(), String> {
    let mut dice = Dice::of(seed);
    let mut desks: Vec<_> = (0..CLIENTS).map(|_| one(&mut dice)).collect();
    let back = MORNING + AWAY;
    let mut most = 0;
    for second in (0..(AWAY + 20 * 60_000) / 1_000).map(|s| MORNING + s * 1_000) {
        let mut came = 0;
        for one in &mut desks {
            if one.drained.is_some() || !asks(one, second) {
                continue;
            }
            came += 1;
            match (second >= back, came <= STEADY) {
                (true, true) => one.drained = Some(second),
                (true, false) => backoff::failed(&mut one.link, second, Some(LATER), part(&mut dice)),
                (false, _) => backoff::failed(&mut one.link, second, None, part(&mut dice)),
            }
        }
        most = most.max(came);
    }
    must(most <= 2 * STEADY, || format!("{most} came in one second, {STEADY} are carried"))?;
    let last = desks.iter().map(|one| one.drained.unwrap_or(i64::MAX)).max().unwrap_or(0);
    must(last <= back + AWAY, || format!("the last was through {} s after", last.saturating_sub(back) / 1_000))
}

#[test]
fn requirement_13_a_thousand_desks_come_back_spread_out_and_all_within_ten_minutes() {
    HERD.each(herd);
}

/// The same with the real uploader and a real head office; in the short run with fewer desks.
async fn served(seed: u64) -> Result<(), String> {
    let clients = if std::env::var_os("SANBAO_RUN_LOG").is_some() { CLIENTS } else { 40 };
    let office = Office::start("DF").await;
    let mut dice = Dice::of(seed);
    let mut desks = Vec::new();
    for n in 0..clients {
        let (code, mut one) = (format!("H{n}"), one(&mut dice));
        let desk = holes::dealer(&office, &code).await;
        for i in 1..=20 {
            desk.save("DF", "card", &id(n as u64 * 100 + i), &card("DF", i));
        }
        // Ten minutes of failures as the schedule has them.
        for second in (0..AWAY / 1_000).map(|s| MORNING + s * 1_000) {
            if asks(&one, second) {
                backoff::failed(&mut one.link, second, None, part(&mut dice));
            }
        }
        desk.save_link("DF", &one.link).unwrap();
        desks.push((Arc::new(desk), one));
    }
    office.hands.add(AWAY);
    let mut came: BTreeMap<i64, u64> = BTreeMap::new();
    for second in (0..AWAY / 1_000).map(|s| MORNING + AWAY + s * 1_000) {
        office.hands.add(second - office.hands.now());
        // All of a second at once, as they come.
        let mut asking = JoinSet::new();
        for (n, (desk, one)) in desks.iter().enumerate() {
            if one.drained.is_none() && (second - one.phase).rem_euclid(TICK) < 1_000 {
                let (desk, hands) = (desk.clone(), office.hands.clone());
                asking.spawn(async move { (n, ask(&desk, &hands, Duration::from_secs(600), Trigger::Tick).await) });
            }
        }
        while let Some(asked) = asking.join_next().await {
            let (n, outcome) = asked.map_err(|e| e.to_string())?;
            *came.entry(second).or_default() += u64::from(outcome.skipped.is_none());
            let good =
                outcome.problem.as_ref().is_none_or(|p| ["busy", "gateway"].contains(&&*p.code) && p.wait_ms.is_some());
            must(good, || format!("{:?}", outcome.problem))?;
            let (desk, one) = &mut desks[n];
            one.drained = (unsent(desk) == 0).then_some(second);
        }
    }
    let (most, waiting) =
        (came.values().copied().max().unwrap_or(0), desks.iter().filter(|(_, one)| one.drained.is_none()).count());
    must(waiting == 0, || format!("{waiting} of {clients} wait after ten minutes"))?;
    must(most <= 2 * STEADY, || format!("{most} in one second"))?;
    must(office.records("all").len() == clients * 20, || format!("{} records", office.records("all").len()))
}

#[test]
fn requirement_13_all_are_served_within_ten_minutes() {
    SERVED.each(|seed| told(served(seed)));
}
