//! Requirement 12: a retry has no end and is never earlier than head office asked; who clicks does not wait for a schedule.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sanbao_faults::dice::Dice;
use sanbao_faults::proxy::{Fate, page};
use sanbao_faults::runs::Runs;
use sync::desk::{Desk, Link};
use sync::outcome::Trigger;

use crate::common::*;
use crate::ways::*;

const STALL: Duration = Duration::from_secs(20);
const MONTH: i64 = 30 * 86_400_000;

const MONTHS: Runs = Runs { requirement: 12, test: "requirement_12_thirty_days", side: "desk", short: 6 };
const FLOORS: Runs = Runs { requirement: 12, test: "requirement_12_retry_after", side: "desk", short: 6 };

/// Thirty days of the schedule alone; the attempts fail as quickly as they are made.
fn a_month_of_failures(dice: &mut Dice, link: &mut Link, from: i64) -> Result<i64, String> {
    let (mut now, mut attempts, end) = (from, 0, from + MONTH);
    while now < end {
        now += TICK;
        if sync::backoff::is_due(link, Trigger::Tick, now) {
            attempts += 1;
            let part = dice.from_to(0, 999_999) as f64 / 1_000_000.0;
            sync::backoff::failed(link, now, None, part);
        }
        let next = link.next_attempt_at.ok_or("no next attempt")?;
        must(next <= now + CAP, || format!("the next attempt is {} ms away", next - now))?;
    }
    // Fifteen minutes at the most, half of that in the middle: two thousand is far below, and a schedule that died is far below that.
    must(attempts > 2_000, || format!("{attempts} attempts in thirty days"))?;
    Ok(now)
}

async fn a_month(seed: u64) -> Result<(), String> {
    let (office, line, desk) = world().await;
    let mut dice = Dice::of(seed);
    save_cards(&desk, "DF", 1, dice.from_to(1, 20));
    line.set(|_| Fate::BeforeBody);
    for _ in 0..5 {
        let due = desk.link("DF").unwrap().next_attempt_at;
        let outcome = ask(&desk, &office.hands, STALL, Trigger::Tick).await;
        watch(&desk, &office.hands, &outcome, due)?;
        office.hands.add(TICK);
    }
    let mut link = desk.link("DF").unwrap();
    let back = a_month_of_failures(&mut dice, &mut link, office.hands.now())?;
    desk.save_link("DF", &link).unwrap();
    office.hands.add(back - office.hands.now());
    line.set(|_| Fate::Pass);
    if dice.from_to(0, 1) == 0 {
        // The machine noticed its network.
        let outcome = ask(&desk, &office.hands, STALL, Trigger::NetworkUp).await;
        must(outcome.skipped.is_none(), || "the network came back and nothing was tried".to_owned())?;
    } else {
        while unsent(&desk) > 0 && office.hands.now() < back + CAP + TICK {
            let due = desk.link("DF").unwrap().next_attempt_at;
            let outcome = ask(&desk, &office.hands, STALL, Trigger::Tick).await;
            watch(&desk, &office.hands, &outcome, due)?;
            office.hands.add(TICK);
        }
    }
    all_there(&desk, &office)
}

#[test]
fn requirement_12_after_thirty_days_it_goes_at_once_or_within_a_quarter_of_an_hour() {
    MONTHS.each(|seed| told(a_month(seed)));
}

/// `Retry-After` as seconds, or as a date by the answer's own clock.
fn later(dice: &mut Dice, seconds: u64) -> Fate {
    let status = dice.one(&["503 Service Unavailable", "429 Too Many Requests"]);
    if dice.from_to(0, 1) == 0 {
        return page(status, &format!("retry-after: {seconds}\r\n"));
    }
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let head = "date: Sat, 21 Nov 2026 10:00:00 GMT\r\nretry-after: Sat, 21 Nov 2026";
    page(status, &format!("{head} {:02}:{m:02}:{s:02} GMT\r\n", 10 + h))
}

async fn a_floor(seed: u64) -> Result<(), String> {
    let (office, line, desk) = world().await;
    let mut dice = Dice::of(seed);
    save_cards(&desk, "DF", 1, 5);
    let seconds = dice.from_to(1, 3_600);
    let floor = i64::try_from(seconds).unwrap() * 1000;
    let (asked, fate) = (Arc::new(AtomicU64::new(0)), later(&mut dice, seconds));
    let counts = asked.clone();
    let path = dice.one(&["/v1/hello", "/v1/token", "/v1/batches"]);
    line.set(move |seen| {
        counts.fetch_add(1, Ordering::SeqCst);
        if seen.what.ends_with(path) { fate.clone() } else { Fate::Pass }
    });
    ask(&desk, &office.hands, STALL, Trigger::Click).await;
    let (began, before) = (office.hands.now(), asked.load(Ordering::SeqCst));
    for at in (0..6).map(|_| dice.from_to(0, seconds * 1000 - 1)).collect::<std::collections::BTreeSet<_>>() {
        office.hands.add(began + i64::try_from(at).unwrap() - office.hands.now());
        let trigger = dice.one(&[Trigger::Tick, Trigger::Click, Trigger::Save, Trigger::NetworkUp]);
        ask(&desk, &office.hands, STALL, trigger).await;
    }
    let early = asked.load(Ordering::SeqCst) - before;
    must(early == 0, || format!("{early} requests before {seconds} s were over"))?;
    line.set(|_| Fate::Pass);
    office.hands.add(began + floor + floor / 5 + 30_000 - office.hands.now());
    ask(&desk, &office.hands, STALL, Trigger::Tick).await;
    all_there(&desk, &office)
}

#[test]
fn requirement_12_nothing_is_asked_before_retry_after_is_over() {
    FLOORS.each(|seed| told(a_floor(seed)));
}
