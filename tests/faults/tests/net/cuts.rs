//! Requirement 4: the line is cut anywhere, for a moment or a minute, and nobody helps.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use sanbao_faults::dice::Dice;
use sanbao_faults::proxy::{Fate, Proxy, Seen};
use sanbao_faults::runs::Runs;
use sync::desk::Desk;
use sync::outcome::Trigger;

use crate::common::*;
use crate::ways::*;

/// A line where nothing moves is given up after this in the story, and after thirty seconds at the counter.
const STALL: Duration = Duration::from_millis(1_500);
const STALLED: i64 = 30_000;
/// From the healing to the last receipt.
const DRAINED: i64 = 60_000;

const CUTS: Runs = Runs { requirement: 4, test: "requirement_4_cut", side: "desk, head-office/sqlite", short: 12 };

/// The five points of the requirement, and five worse ones.
fn cut(dice: &mut Dice, point: u64, seen: &Seen) -> Fate {
    let mut to = |most: usize| usize::try_from(dice.from_to(1, most as u64)).unwrap();
    match point % 10 {
        0 => Fate::BeforeBody,
        1 => Fate::CutUp(to(seen.head.len() + seen.len)),
        2 => Fate::AfterCommit,
        3 => Fate::CutDown(to(900)),
        4 => Fate::AfterReply,
        5 => Fate::MidReply,
        6 => Fate::Stall,
        7 => Fate::StallDown(to(900)),
        8 => Fate::SpoilUp(to(seen.len.max(1))),
        _ => Fate::SpoilDown(to(900)),
    }
}

/// What is still to go wrong on the line.
struct Weather {
    dice: Dice,
    /// Which request is hit next, counted from the last blow; none when it is over.
    until_blow: Vec<u64>,
    point: u64,
    /// Nothing goes through before this.
    down_until: i64,
    healed_at: i64,
}

fn weather(seed: u64, line: &Proxy, hands: &Hands) -> Arc<Mutex<Weather>> {
    let mut dice = Dice::of(seed);
    let blows = (0..dice.from_to(1, 4)).map(|_| dice.from_to(1, 9)).collect();
    let now = hands.now();
    let weather = Weather { dice, until_blow: blows, point: seed, down_until: now, healed_at: now };
    let weather = Arc::new(Mutex::new(weather));
    let (mine, hands) = (weather.clone(), hands.clone());
    line.set(move |seen| mine.lock().unwrap().falls_on(seen, hands.now()));
    weather
}

impl Weather {
    fn falls_on(&mut self, seen: &Seen, now: i64) -> Fate {
        if now < self.down_until {
            return Fate::BeforeBody;
        }
        let Some(left) = self.until_blow.last_mut() else { return Fate::Pass };
        *left -= 1;
        if *left > 0 {
            return Fate::Pass;
        }
        self.until_blow.pop();
        // The first blow is the seed's own point, so that all come equally often; a partition follows or not.
        let fate = cut(&mut self.dice, self.point, seen);
        self.point = self.dice.bits();
        let (seconds, milliseconds) = (self.dice.from_to(0, 60), self.dice.from_to(0, 999));
        if self.dice.from_to(0, 2) > 0 {
            self.down_until = now + i64::try_from((seconds * 1000 + milliseconds).min(60_000)).unwrap();
        }
        self.healed_at = self.down_until.max(now);
        fate
    }
}

async fn story(seed: u64) -> Result<(), String> {
    let (office, line, desk) = world().await;
    let mut dice = Dice::of(seed ^ 0xc0de);
    save_cards(&desk, "DF", 1, dice.from_to(1, 30));
    let mut link = desk.link("DF").unwrap();
    link.batch_records = u32::try_from(dice.from_to(1, 12)).unwrap();
    desk.save_link("DF", &link).unwrap();
    let weather = weather(seed, &line, &office.hands);
    office.hands.add(i64::try_from(dice.from_to(0, 20_000)).unwrap());
    let mut more = dice.from_to(0, 8);
    loop {
        let trigger = if more > 0 { Trigger::Save } else { Trigger::Tick };
        if more > 0 {
            more -= 1;
            desk.save("DF", "card", &id(1_000 + more), &card("DF", 1_000 + more));
        }
        let due = desk.link("DF").unwrap().next_attempt_at;
        let outcome = ask(&desk, &office.hands, STALL, trigger).await;
        if outcome.problem.as_ref().is_some_and(|p| p.code == "timeout") {
            office.hands.add(STALLED);
            let mut weather = weather.lock().unwrap();
            weather.healed_at = weather.healed_at.max(office.hands.now());
        }
        watch(&desk, &office.hands, &outcome, due)?;
        if more == 0 && unsent(&desk) == 0 {
            break;
        }
        let (over, healed_at) = weather.lock().map(|w| (w.until_blow.is_empty(), w.healed_at)).unwrap();
        let waited = office.hands.now() - healed_at;
        must(!over || more > 0 || waited <= DRAINED, || {
            format!("{} still wait {waited} ms after the healing: {:?}", unsent(&desk), outcome.problem)
        })?;
        must(office.hands.now() < MORNING + 3_600_000, || "wedged: an hour went by".to_owned())?;
        office.hands.add(TICK);
    }
    line.set(|_| Fate::Pass);
    all_there(&desk, &office)
}

#[test]
fn requirement_4_after_any_cut_everything_is_there_once_within_a_minute() {
    CUTS.each(|seed| told(story(seed)));
}
