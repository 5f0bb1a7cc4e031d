//! A desk at work until somebody kills it: it says what it does and what it has done, one line each.
//!
//! `busy-desk <data folder> <now, ms> <seed>`. Lines: `opening`, `open`, `doing <what> …`, `did <what> …`.
#![allow(clippy::panic, reason = "a desk that refuses work on a sound disk ends its story")]

use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use app::App;
use app::clock::Clock;
use sanbao_tests::world::{repair, sale};
use serde_json::{Value, json};

/// The story's clock, which goes on by itself.
struct Going {
    from: i64,
    since: Instant,
}

impl Clock for Going {
    fn now(&self) -> i64 {
        self.from + self.running()
    }

    fn running(&self) -> i64 {
        i64::try_from(self.since.elapsed().as_millis()).unwrap_or(0)
    }
}

struct Desk {
    app: App,
    dice: u64,
    seed: String,
    sales: Vec<(String, String)>,
    made: u64,
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [dir, now, seed] = given.as_slice() else { panic!("busy-desk <data folder> <now> <seed>") };
    let clock = Going { from: number(now), since: Instant::now() };
    say("opening");
    let app = App::open_with(Path::new(dir), Box::new(clock)).unwrap_or_else(|why| panic!("{why}"));
    say("open");
    let dice = u64::try_from(number(seed)).unwrap_or(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut desk = Desk { app, dice, seed: seed.clone(), sales: Vec::new(), made: 0 };
    loop {
        desk.something();
    }
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

/// A whole line at once: who reads it knows that it was said.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let said = out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush());
    said.unwrap_or_else(|why| panic!("{why}"));
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

impl Desk {
    fn below(&mut self, most: u64) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice % most
    }

    fn call(&self, command: &str, input: Value) -> Value {
        let mut answer =
            self.app.call(command, input).unwrap_or_else(|e| panic!("{command}: {} {}", e.code, e.message));
        answer["value"].take()
    }

    fn serial(&mut self) -> String {
        self.made += 1;
        format!("K{:05}{:05}", self.seed, self.made)
    }

    fn something(&mut self) {
        match self.below(14) {
            0..=4 => self.sell(),
            5..=6 => self.repair(),
            7..=8 => self.amend(),
            9..=11 => self.sync(),
            12 => drop(self.back_up()),
            _ => self.restore(),
        }
    }

    fn sell(&mut self) {
        let serial = self.serial();
        say("doing sale");
        let id = text(&self.call("sale_open", sale("HH", &serial, "2026-10-18"))["id"]);
        say(&format!("did sale {id} 7650000"));
        self.sales.push((id, serial));
    }

    fn repair(&mut self) {
        let serial = self.serial();
        say("doing repair");
        let id = text(&self.call("repair_open", repair("HH", &serial, "2026-10-18"))["id"]);
        say(&format!("did repair {id}"));
    }

    fn amend(&mut self) {
        let price = 7_000_000 + self.below(900_000);
        let nth = usize::try_from(self.below(1 + self.sales.len() as u64)).unwrap_or(0);
        let Some((id, serial)) = self.sales.get(nth) else { return };
        let mut draft = sale("HH", serial, "2026-10-18");
        draft["price_fen"] = json!(price);
        say(&format!("doing amend {id} {price}"));
        self.call("sale_amend", json!({"id": id, "reason": "核对价格", "draft": draft}));
        say(&format!("did sale {id} {price}"));
    }

    fn sync(&mut self) {
        say("doing sync");
        self.call("sync_now", json!({}));
        say("did sync");
    }

    fn back_up(&mut self) -> String {
        say("doing backup");
        let path = text(&self.call("backup_now", json!({}))["path"]);
        say(&format!("did backup {path}"));
        path
    }

    /// The backup that was just made: nothing is between it and now.
    fn restore(&mut self) {
        let path = self.back_up();
        say("doing restore");
        self.call("backup_restore", json!({"path": path}));
        say("did restore");
    }
}
