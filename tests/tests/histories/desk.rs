//! A desk in the hands of chance: dice, a moving clock, commands with their counts, and a look at what must hold after each.

use crate::holds::{Seen, hold};
use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::world::{START, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Numbers that look like chance and follow from the seed alone.
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        i64::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap() % sides
    }

    /// True once in so many throws.
    pub fn once_in(&mut self, sides: i64) -> bool {
        self.below(sides) == 0
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(i64::try_from(all.len()).unwrap())).unwrap()]
    }
}

/// Codes of refusals that are faults of the program, whatever was typed.
const FAULTS: [&str; 5] = ["database_error", "conflict", "bad_row", "database_corrupt", "database_busy"];

pub struct Desk {
    pub world: World,
    pub dice: Dice,
    /// What was taken and what was refused, by command.
    pub tried: BTreeMap<&'static str, [u32; 2]>,
    /// A backup, and what the desk held then.
    pub backup: Option<(String, BTreeMap<&'static str, String>)>,
    pub requests: u32,
    now: i64,
    told: Vec<String>,
    seed: u64,
    seen: Seen,
    base: Option<Connection>,
}

impl Desk {
    pub fn new(seed: u64) -> Outcome<Self> {
        let world = World::set_up()?;
        for (maker, code) in [("HH", "HH704"), ("WY", "WY704")] {
            let model = json!({"principal": maker, "code": code, "product": "轮式拖拉机", "power_milli_kw": 51_500});
            world.call("model_save", model);
        }
        for (code, fen, back) in [("055665", 8_800, Some(true)), ("006396", 113_700, None), ("009", 333, Some(false))] {
            world.call("part_save", json!({"code": code, "name": code, "price_fen": fen, "return_required": back}));
        }
        let mut desk = Self {
            world,
            dice: Dice(seed),
            tried: BTreeMap::new(),
            backup: None,
            requests: 0,
            now: START,
            told: Vec::new(),
            seed,
            seen: Seen::default(),
            base: None,
        };
        desk.look();
        Ok(desk)
    }

    /// The database, read from beside.
    pub fn base(&mut self) -> &Connection {
        let path = self.world.dir().join("desk.db");
        self.base.get_or_insert_with(|| {
            let base = Connection::open(path).unwrap();
            base.set_prepared_statement_cache_capacity(64);
            base
        })
    }

    /// The desk was restored to what it was before some papers came in.
    pub fn forget_papers(&mut self) {
        self.seen.forget_papers();
    }

    /// The file is another one now; numbers given out before stay given out.
    pub fn exchanged(&mut self) {
        self.base = None;
        self.seen.forget_rows();
    }

    pub fn pass(&mut self, ms: i64) {
        self.now += ms;
        self.world.set_clock(self.now);
    }

    /// The day so many days ago.
    pub fn day(&self, before: i64) -> String {
        domain::Day::at(self.now).plus_days(-before).iso()
    }

    /// The instant so many minutes ago.
    pub fn instant(&self, minutes_ago: i64) -> i64 {
        self.now - minutes_ago * 60_000
    }

    pub fn request(&mut self) -> String {
        self.requests += 1;
        format!("form-{}", self.requests)
    }

    pub fn tell(&mut self, step: String) {
        self.told.push(step);
    }

    /// Runs a command: taken, it may change anything that keeps what must hold; refused, it changes nothing.
    pub fn take(&mut self, command: &'static str, input: Value) -> Option<Value> {
        self.told.push(format!("{command} {input}"));
        let before = self.version();
        let answer = self.world.app().call(command, input);
        let counts = self.tried.entry(command).or_default();
        let value = match answer {
            Ok(mut value) => {
                counts[0] += 1;
                if self.world.app().law_is_behind() {
                    self.world.app().catch_up();
                }
                Some(if value.get("touched").is_some() { value["value"].take() } else { value })
            }
            Err(why) => {
                counts[1] += 1;
                self.told.push(format!("    refused: {} {} {}", why.code, why.field, why.message));
                self.must(!FAULTS.contains(&why.code.as_str()), || format!("{}: {}", why.code, why.message));
                self.must(!why.message.is_empty(), || "a refusal without a sentence".into());
                let after = self.version();
                self.must(after == before, || "what was refused changed something".into());
                None
            }
        };
        self.look();
        value
    }

    /// Which commit the file stands at, seen from beside.
    fn version(&mut self) -> i64 {
        self.base().query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap()
    }

    pub fn must(&self, holds: bool, why: impl FnOnce() -> String) {
        if !holds {
            let last = self.told.len().saturating_sub(12);
            panic!(
                "SANBAO_SEED={} after {} steps: {}\n{}",
                self.seed,
                self.told.len(),
                why(),
                self.told[last..].join("\n")
            );
        }
    }

    /// What must hold after every step.
    pub fn look(&mut self) {
        let mut seen = std::mem::take(&mut self.seen);
        let held = hold(self.base(), &mut seen);
        self.seen = seen;
        self.must(held.is_ok(), || held.clone().unwrap_err());
    }

    /// What takes longer to look at.
    pub fn look_closely(&mut self) {
        let doctor = self.world.call("doctor", json!({}));
        let problems =
            doctor["problems"].as_array().unwrap().iter().filter(|why| !why.as_str().unwrap().contains("备份"));
        let problems: Vec<_> = problems.collect();
        self.must(doctor["integrity"] == "ok" && problems.is_empty(), || format!("{problems:?}"));
        self.look_at_money();
    }

    /// Each figure is the sum of its rows, and all of them together what the records hold: no amount is lost or stands twice.
    fn look_at_money(&mut self) {
        for view in self.world.call("money", json!({})).as_array().unwrap() {
            let maker = view["principal"].as_str().unwrap();
            let mut all = 0;
            for name in ["earned", "to_claim", "waiting", "at_risk", "lost"] {
                let rows = view[name]["rows"].as_array().unwrap();
                let sum: i64 = rows.iter().filter_map(|row| row["fen"].as_i64()).sum();
                self.must(view[name]["fen"] == sum, || format!("{name} is not the sum of its rows: {}", view[name]));
                let counted = rows.iter().filter(|row| row["kind"] == "claim" || row["kind"] == "repair");
                all += counted.filter_map(|row| row["fen"].as_i64()).sum::<i64>();
            }
            let held: i64 = self.base().query_row(MONEY, [maker], |row| row.get(0)).unwrap();
            self.must(all == held, || format!("{maker}: the figures hold {all}, the records {held}"));
        }
    }

    /// What the desk holds, table by table.
    pub fn content(&mut self) -> BTreeMap<&'static str, String> {
        let base = self.base();
        RECORDS.into_iter().map(|table| (table, rows(base, table))).collect()
    }
}

/// What people wrote down, which a restored backup must bring back as it was.
const RECORDS: [&str; 14] = [
    "sale",
    "card",
    "repair",
    "repair_part",
    "old_part",
    "parts_batch",
    "claim",
    "claim_line",
    "settlement_notice",
    "opening_claim",
    "customer",
    "unit",
    "request",
    "call",
];

/// Every repair the maker pays counts once: as its newest standing line holds it, else with its own costs.
const MONEY: &str = "
SELECT coalesce(sum(coalesce(
  (SELECT l.claimed_fen FROM claim_line l JOIN claim c ON c.id = l.claim
   WHERE l.repair = r.id AND c.void_reason IS NULL AND l.withdrawn_on IS NULL ORDER BY l.rowid DESC LIMIT 1),
  iif(r.payer = 'warranty' AND r.state <> 'voided' AND r.completed_on >= '2026-10-01',
      r.labour_fen + r.material_fen + r.travel_fen + r.other_fen, 0))), 0)
FROM repair r JOIN principal p ON p.id = r.principal WHERE p.code = ?";

/// All rows of a table as text, in the order they were made.
fn rows(base: &Connection, table: &str) -> String {
    let mut statement = base.prepare(&format!("SELECT * FROM {table} ORDER BY 1")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            text.push_str(&format!("{:?}|", row.get_ref(column).unwrap()));
        }
        text.push('\n');
    }
    text
}
