//! Save of a sale with its card on a desk of a million, against one bare durable commit of the same rows.
//!
//! The two take turns, each on a copy of the same database, so that both meet the same disk. The bare side gets its rows ready
//! made, as they lie in our database after each save, and has nothing to do but insert and commit them under the same pragmas:
//! no rules, no numbers given out, no look whether the machine is known, no answer for the window.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant};

use app::App;
use rusqlite::types::Value;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use sanbao_tests::Outcome;
use serde_json::json;

use crate::search::at;
use crate::{Bench, million};

const SAVES: u32 = 600;

/// Tables a save adds rows to.
const GROW: [&str; 8] = ["customer", "unit", "sale", "card", "coverage", "deadline", "outbox", "audit"];
/// Tables in which it changes a row.
const CHANGE: [&str; 3] = ["number_seq", "stream", "setting"];

/// Our p99 by the bare p99.
pub fn sale_with_card(bench: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let (ours, bare) = (folder.path().join("ours"), folder.path().join("bare"));
    bench.million.copy_to(&ours)?;
    bench.million.copy_to(&bare)?;
    let desk = App::open(&ours)?;
    let mut bare = Bare::open(&ours.join("desk.db"), &bare.join("desk.db"))?;
    let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
    for n in 0..SAVES {
        our_times.push(save(&desk, n)?);
        bare_times.push(bare.repeat()?);
    }
    let percents = [50, 90, 99];
    println!("     save             ours p50, p90, p99 {:?}", percents.map(|percent| at(&mut our_times, percent)));
    println!("     save             bare p50, p90, p99 {:?}", percents.map(|percent| at(&mut bare_times, percent)));
    Ok(at(&mut our_times, 99).as_secs_f64() / at(&mut bare_times, 99).as_secs_f64())
}

fn save(desk: &App, n: u32) -> Outcome<Duration> {
    // Every third is a customer who was here before, and the serial is always new.
    let buyer = if n.is_multiple_of(3) {
        million::scattered(n, 12, u64::from(million::MANY)) as u32
    } else {
        million::MANY + n
    };
    let draft = json!({
        "request_id": format!("save-{n}"), "principal": "HH", "sold_on": "2026-10-20", "price_fen": 7_850_000,
        "customer": {"name": million::name(buyer), "phone": million::phone(buyer), "county": "清河县", "town": "双庙乡", "village": "张家村"},
        "unit": {"model": "HH704", "product": "轮式拖拉机", "serial": format!("NEW26{n:07}"), "engine_no": format!("E{n:08}")},
        "seller": "李敏", "user_signed": true, "share_consent": true,
    });
    let start = Instant::now();
    desk.call("sale_open", draft).map_err(|e| e.message)?;
    Ok(start.elapsed())
}

/// Numbers of the reasons kept.
fn numbers(desk: &Connection) -> Outcome<HashSet<i64>> {
    let mut read = desk.prepare_cached("SELECT id FROM reason")?;
    Ok(read.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The bare side: reads what our save added, and adds the same.
struct Bare {
    ours: Connection,
    target: Connection,
    seen: Vec<i64>,
    /// Reasons both sides have: their numbers are hashes, not in the order they came.
    reasons: HashSet<i64>,
}

/// Statements and their rows, ready to run.
type Rows = Vec<(String, Vec<Vec<Value>>)>;

impl Bare {
    fn open(ours: &Path, target: &Path) -> Outcome<Self> {
        let ours = Connection::open(ours)?;
        let target = Connection::open(target)?;
        target.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        target.set_prepared_statement_cache_capacity(64);
        let newest =
            |table| ours.query_row(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"), [], |row| row.get(0));
        let seen = GROW.into_iter().map(newest).collect::<Result<_, _>>()?;
        let reasons = numbers(&ours)?;
        Ok(Self { ours, target, seen, reasons })
    }

    fn repeat(&mut self) -> Outcome<Duration> {
        let rows = self.added()?;
        let start = Instant::now();
        let transaction = self.target.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (sql, rows) in &rows {
            let mut put = transaction.prepare_cached(sql)?;
            for row in rows {
                put.execute(params_from_iter(row))?;
            }
        }
        transaction.commit()?;
        Ok(start.elapsed())
    }

    /// The rows our last save added or changed, the name index included.
    fn added(&mut self) -> Outcome<Rows> {
        let mut all = Vec::new();
        for table in CHANGE {
            all.push(self.rows(table, "INSERT OR REPLACE", "")?);
        }
        let reasons = numbers(&self.ours)?;
        for new in reasons.difference(&self.reasons) {
            all.push(self.rows("reason", "INSERT", &format!("WHERE id = {new}"))?);
        }
        self.reasons = reasons;
        for (table, seen) in GROW.into_iter().zip(self.seen.clone()) {
            all.push(self.rows(table, "INSERT", &format!("WHERE rowid > {seen} ORDER BY rowid"))?);
        }
        let before = self.seen.first().copied().unwrap_or_default();
        all.push(self.rows("customer_initials", "INSERT", &format!("WHERE rid > {before}"))?);
        let mut read = self.ours.prepare_cached("SELECT rid, name_key FROM customer WHERE rid > ?1")?;
        let names = read.query_map([before], |row| {
            let name: String = row.get(1)?;
            let tokens: Vec<String> = name.chars().map(|c| format!("{:x}", u32::from(c))).collect();
            Ok(vec![Value::Integer(row.get(0)?), Value::Text(tokens.join(" "))])
        })?;
        let names = names.collect::<Result<_, _>>()?;
        all.push(("INSERT INTO customer_name_index (rowid, chars) VALUES (?, ?)".to_owned(), names));
        for (seen, table) in self.seen.iter_mut().zip(GROW) {
            *seen =
                self.ours.query_row(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"), [], |row| row.get(0))?;
        }
        Ok(all)
    }

    fn rows(&self, table: &str, verb: &str, which: &str) -> Outcome<(String, Vec<Vec<Value>>)> {
        let mut read = self.ours.prepare_cached(&format!("SELECT * FROM {table} {which}"))?;
        let computed = ["report_on", "stands_on"];
        let columns: Vec<String> =
            read.column_names().map(str::to_owned).filter(|name| !computed.contains(&name.as_str())).collect();
        let rows = read.query_map([], |row| {
            columns.iter().map(|name| row.get(name.as_str())).collect::<Result<Vec<Value>, _>>()
        })?;
        let marks = vec!["?"; columns.len()].join(", ");
        Ok((format!("{verb} INTO {table} ({}) VALUES ({marks})", columns.join(", ")), rows.collect::<Result<_, _>>()?))
    }
}
