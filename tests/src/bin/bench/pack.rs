//! The whole pack of a large dealer's month, every sheet out of the store, against the library alone writing the same cells.
//!
//! The bare side has the rows of each sheet ready, as the desk sent them to head office, and no titles, sums, summaries or
//! checks to make. Memory is that of the command line building the pack, as the system counts it.

use std::path::Path;
use std::time::Duration;

use app::App;
use report::layout::Layout;
use report::write::{Rows, Value};
use rusqlite::Connection;
use sanbao_tests::Outcome;
use serde_json::json;

use crate::Bench;
use crate::month::{ROUNDS, maker_with, memory_of, middle, rows_sent, timed};

const REPAIRS: usize = 10_000;
const PARTS: i64 = 15_000;
const SALES: i64 = 4_000;

/// The pack by the bare library, the middle of three. Each is of a desk of its own: what was built before would stand.
pub fn workbooks(_: &Bench) -> Outcome<f64> {
    let (mut ours, mut bare): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    let (mut sheets, out): (Vec<Filled>, _) = (Vec::new(), tempfile::tempdir()?);
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir()?;
        let desk = filled(folder.path())?;
        let mut rows = Vec::new();
        ours.push(timed(|| {
            rows = built(&desk, folder.path())?;
            Ok(())
        })?);
        if sheets.is_empty() {
            sheets = sent(&desk, folder.path())?;
        }
        let wanted: Vec<u64> = sheets.iter().map(|(_, rows)| rows.len() as u64).collect();
        if rows != wanted {
            return Err(format!("built {rows:?} rows of {wanted:?}").into());
        }
        bare.push(timed(|| sheets.iter().try_for_each(|(layout, rows)| written(layout, rows, out.path())))?);
    }
    let cells: usize = sheets.iter().map(|(layout, rows)| rows.len() * layout.columns.len()).sum();
    let (ours, bare) = (middle(&mut ours), middle(&mut bare));
    println!("     pack             ours {ours:?}, bare {bare:?}, {} sheets, {cells} cells", sheets.len());
    Ok(ours.as_secs_f64() / bare.as_secs_f64())
}

/// Peak memory of the command line building the pack, in mebibytes.
pub fn memory(bench: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    drop(filled(folder.path())?);
    memory_of(bench, folder.path(), &json!({"principal": "HH", "month": "2026-10"}))
}

fn filled(dir: &Path) -> Outcome<App> {
    let desk = maker_with(dir, REPAIRS)?;
    let base = Connection::open(dir.join("desk.db"))?;
    base.execute_batch(include_str!("pack.sql"))?;
    let count = |sql: &str| base.query_row(sql, [], |row| row.get::<_, i64>(0));
    let there = (count("SELECT count(*) FROM repair_part")?, count("SELECT count(*) FROM sale WHERE no LIKE 'XT%'")?);
    if there == (PARTS, SALES) { Ok(desk) } else { Err(format!("the month has {there:?} parts and sales").into()) }
}

/// A sheet of the pack with its rows.
type Filled = (Layout, Vec<Vec<Value<'static>>>);

/// Every sheet of the pack with its rows, as the desk sent them, in memory.
fn sent(desk: &App, dir: &Path) -> Outcome<Vec<Filled>> {
    let runs = desk.call("report_send", json!({"principal": "HH", "month": "2026-10"})).map_err(|e| e.message)?;
    let runs = runs["value"].as_array().ok_or("no pack")?;
    let sheet = |key: &str| -> Outcome<Filled> {
        let layout = Layout::shipped(key).map_err(|e| e.to_string())?;
        let rows = rows_sent(dir, &layout)?;
        Ok((layout, rows))
    };
    runs.iter().map(|run| sheet(run["key"].as_str().unwrap_or_default())).collect()
}

/// Rows of each sheet.
fn built(desk: &App, dir: &Path) -> Outcome<Vec<u64>> {
    let input = json!({"principal": "HH", "month": "2026-10", "dir": dir.join("out")});
    let answer = desk.call("report_build", input).map_err(|e| e.message)?;
    Ok(answer["value"].as_array().into_iter().flatten().filter_map(|file| file["rows"].as_u64()).collect())
}

fn written(layout: &Layout, rows: &[Vec<Value<'static>>], dir: &Path) -> Outcome<()> {
    let out = dir.join(format!("bare-{}.xlsx", layout.key));
    Ok(report::bench::bare_of(layout, &mut Rows::new(rows), &out).map_err(|e| e.to_string())?)
}
