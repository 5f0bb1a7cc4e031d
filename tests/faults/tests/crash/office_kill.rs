//! Head office killed in the middle of batches of eight desks.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use sanbao_crash_vfs::Dice;
use sanbao_faults::runs::Runs;
use sanbao_tests::world::{HeadOffice, machine_now};
use serde_json::json;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Class, Options, Outcome, Trigger};

use crate::desk::{code, look};
use crate::{Held, hold, why};

const DESKS: u64 = 8;

/// So often a desk tries to reach a head office that is there again.
const TRIES: usize = 5;

/// After so many kills a new head office and new desks go on.
const KILLS: u64 = 25;

#[test]
fn r02_a_killed_head_office_has_everything_it_answered() {
    let fleet = Mutex::new(None);
    let runs = Runs {
        requirement: 2,
        test: "r02_a_killed_head_office_has_everything_it_answered",
        side: "head-office/sqlite",
        short: 6,
    };
    runs.each(|seed| {
        let mut fleet = fleet.lock().unwrap_or_else(PoisonError::into_inner);
        let going = match fleet.take() {
            Some(going) => going,
            None => Fleet::new()?,
        };
        let fleet_after = going.killed_once(seed)?;
        *fleet = Some(fleet_after).filter(|fleet| fleet.kills < KILLS);
        Ok(())
    });
}

struct Fleet {
    office: HeadOffice,
    desks: Vec<Sending>,
    kills: u64,
}

/// A desk that saves and sends.
struct Sending {
    desk: MemoryDesk,
    number: u64,
    saved: u64,
}

impl Fleet {
    fn new() -> Result<Self, String> {
        let office = HeadOffice::start("HH", "华禾农机").map_err(why)?;
        let desks = (0..DESKS).map(|number| Sending::new(&office, number)).collect::<Result<_, _>>()?;
        Ok(Self { office, desks, kills: 0 })
    }

    fn killed_once(mut self, seed: u64) -> Result<Self, String> {
        let mut dice = Dice::new(seed);
        let killed = AtomicBool::new(false);
        let log = self.office.dir().join("head-office.db-wal");
        let (office, desks) = (&mut self.office, &mut self.desks);
        std::thread::scope(|threads| -> Held {
            let at_work: Vec<_> = desks
                .iter_mut()
                .map(|one| {
                    let mut own = Dice::new(dice.any());
                    let killed = &killed;
                    threads.spawn(move || one.work_until(killed, &mut own))
                })
                .collect();
            wait_for_a_write(&log);
            std::thread::sleep(Duration::from_micros(dice.below(60_000)));
            let stopped = office.stop().map_err(why);
            killed.store(true, Ordering::SeqCst);
            let ended: Vec<Held> =
                at_work.into_iter().map(|one| one.join().unwrap_or(Err("a desk panicked".into()))).collect();
            stopped.and_then(|()| ended.into_iter().collect())
        })?;
        self.kills += 1;
        self.office.resume().map_err(why)?;
        let held = holds(&self.office)?;
        self.desks.iter().try_for_each(|one| one.answered_is_there(&held))?;
        for one in &self.desks {
            let outcome = one.click_until_it_is_through();
            hold(outcome.problem.is_none(), || format!("after the restart: {:?}", outcome.problem))?;
        }
        self.sets_are_equal()?;
        Ok(self)
    }

    fn sets_are_equal(&self) -> Held {
        let held = holds(&self.office)?;
        self.desks.iter().try_for_each(|one| one.answered_is_there(&held))?;
        let rows: Vec<_> = self.desks.iter().flat_map(|one| one.desk.rows("HH")).collect();
        hold(rows.iter().all(|kept| kept.state == State::Acked), || "some were not answered".into())?;
        hold(held.len() == rows.len(), || format!("{} are held, {} were saved", held.len(), rows.len()))
    }
}

/// Hash and signature by record: what head office has on its disk.
type Holding = BTreeMap<String, (String, String)>;

fn holds(office: &HeadOffice) -> Result<Holding, String> {
    let database = look(&office.dir().join("head-office.db"))?;
    let sql = "SELECT record_id, hash, coalesce(t.signature, r.signature) FROM record r
        LEFT JOIN receipt_tree t ON t.root = substr(r.signature, 1, 64)";
    let mut find = database.prepare(sql).map_err(why)?;
    let rows = find.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?)))).map_err(why)?;
    rows.collect::<Result<_, _>>().map_err(why)
}

/// Somebody's batch is being written from here on.
fn wait_for_a_write(log: &Path) {
    let seen = || -> Option<(u64, SystemTime)> {
        let log = std::fs::metadata(log).ok()?;
        Some((log.len(), log.modified().ok()?))
    };
    let before = seen();
    while seen() == before {
        std::thread::yield_now();
    }
}

impl Sending {
    fn new(office: &HeadOffice, number: u64) -> Result<Self, String> {
        let desk = MemoryDesk::default();
        let options = Options::new(Trigger::Click, "story");
        let account = sync::enrol_blocking(&office.url, &code(office)?, "柜台", None, &machine_now, &options);
        let account = account.map_err(|problem| problem.detail)?;
        desk.set_account("HH", &account, &format!("epoch{number}")).map_err(|e| e.detail)?;
        Ok(Self { desk, number, saved: 0 })
    }

    fn click(&self) -> Outcome {
        sync::run_blocking(&self.desk, "HH", &machine_now, &Options::new(Trigger::Click, "story"))
    }

    /// As the desk's own schedule does: what only took too long is tried again.
    fn click_until_it_is_through(&self) -> Outcome {
        let mut tries = std::iter::repeat_with(|| self.click()).take(TRIES);
        let transient = |outcome: &Outcome| outcome.problem.as_ref().is_some_and(|p| p.class == Class::Transient);
        tries.find(|outcome| !transient(outcome)).unwrap_or_else(|| self.click())
    }

    /// Saves and sends until head office is gone; nothing but its going is a problem.
    fn work_until(&mut self, killed: &AtomicBool, dice: &mut Dice) -> Held {
        loop {
            self.save(1 + dice.below(60));
            let outcome = self.click();
            let only_gone = outcome.problem.as_ref().is_none_or(|problem| problem.class == Class::Transient);
            hold(only_gone, || format!("{:?}", outcome.problem))?;
            if killed.load(Ordering::SeqCst) || outcome.problem.is_some() {
                return Ok(());
            }
        }
    }

    fn save(&mut self, many: u64) {
        for _ in 0..many {
            self.saved += 1;
            let id = format!("0194{:04x}-0000-7000-8000-{:012x}", self.number, self.saved);
            let body = json!({
                "principal": "HH", "sale": {"no": format!("XS-{}", self.saved), "sold_on": "2025-06-01", "price_fen": self.saved},
                "unit": {"serial": format!("D{}S{}", self.number, self.saved), "model": "HH704"},
                "customer": {"name": "王丹", "phone": "19900364370"},
            });
            self.desk.save("HH", "card", &id, &body.to_string());
        }
    }

    /// What this desk has a receipt for stands there, with these bytes and this receipt.
    fn answered_is_there(&self, held: &Holding) -> Held {
        for kept in self.desk.rows("HH").iter().filter(|kept| kept.state == State::Acked) {
            let signature = kept.receipt.as_ref().map(|receipt| receipt.signature.clone()).unwrap_or_default();
            let there = held.get(&kept.row.record_id);
            let same = there.is_some_and(|there| *there == (kept.row.hash.clone(), signature));
            hold(same, || format!("{} was answered, and head office has {there:?}", kept.row.record_id))?;
        }
        Ok(())
    }
}
