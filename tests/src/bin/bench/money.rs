//! 核销's five figures over 20,000 repairs no claim holds yet, against one bare pass of SQL over the same rows.
//!
//! The bare side reads every column of each repair with its machine, sale, card, parts and old parts in one statement, and
//! judges nothing: no period, no missing paper, no due day.

use std::path::Path;
use std::time::Duration;

use app::App;
use rusqlite::Connection;
use rusqlite::types::Value;
use sanbao_tests::Outcome;
use serde_json::json;

use crate::Bench;
use crate::month::{ROUNDS, maker_with, middle, timed};

const REPAIRS: usize = 20_000;

const BARE: &str = "
    SELECT r.*, u.*, s.*, c.*, p.*, o.*
    FROM repair r
    JOIN unit u ON u.id = r.unit
    LEFT JOIN sale s ON s.unit = u.id
    LEFT JOIN card c ON c.sale = s.id
    LEFT JOIN repair_part p ON p.repair = r.id
    LEFT JOIN old_part o ON o.repair_part = p.id
    WHERE r.principal = (SELECT id FROM principal) AND r.completed_on IS NOT NULL AND r.state <> 'voided'
    ORDER BY r.completed_on, r.id";

/// The figures by one bare pass, the middle of three.
pub fn figures(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let desk = filled(folder.path())?;
    let base = Connection::open(folder.path().join("desk.db"))?;
    let (mut ours, mut bare): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(timed(|| counted(&desk))?);
        bare.push(timed(|| passed(&base))?);
    }
    let (ours, bare) = (middle(&mut ours), middle(&mut bare));
    println!("     money            ours {ours:?}, bare {bare:?}, {REPAIRS} repairs");
    Ok(ours.as_secs_f64() / bare.as_secs_f64())
}

/// A desk whose repairs of warranty were all done yesterday.
fn filled(dir: &Path) -> Outcome<App> {
    let desk = maker_with(dir, REPAIRS)?;
    let status = desk.call("desk_status", json!({})).map_err(|e| e.message)?;
    let today: domain::Day = status["today"].as_str().unwrap_or_default().parse()?;
    let yesterday = today.plus_days(-1).iso();
    let base = Connection::open(dir.join("desk.db"))?;
    base.execute("UPDATE repair SET reported_on = ?1, received_on = ?1, completed_on = ?1", [&yesterday])?;
    base.execute("UPDATE repair_part SET replaced_on = ?1", [&yesterday])?;
    Ok(desk)
}

fn counted(desk: &App) -> Outcome<()> {
    let answer = desk.call("money", json!({"principal": "HH"})).map_err(|e| e.message)?;
    let of = |name: &str| {
        let figure = &answer[0][name];
        figure["rows"].as_array().map_or(0, Vec::len) as u64 + figure["more"].as_u64().unwrap_or(0)
    };
    let rows = of("to_claim") + of("at_risk");
    if rows >= REPAIRS as u64 { Ok(()) } else { Err(format!("only {rows} repairs are counted").into()) }
}

fn passed(base: &Connection) -> Outcome<()> {
    let mut read = base.prepare(BARE)?;
    let columns = read.column_count();
    let (mut rows, mut number) = (read.query([])?, 0);
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            std::hint::black_box(row.get::<_, Value>(column)?);
        }
        number += 1;
    }
    if number >= REPAIRS { Ok(()) } else { Err(format!("only {number} rows are read").into()) }
}
