//! A month of 100,000 repairs: W01 out of the store, against the library alone writing the same cells from memory.
//!
//! The bare side has the rows ready (they are read back from what the desk sent to head office), and no titles, sums,
//! summary or checks to make. Memory is that of the command line doing the same, as the system counts it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use app::App;
use report::layout::{Kind, Layout};
use report::write::{Rows, Value};
use rusqlite::Connection;
use sanbao_tests::Outcome;
use serde_json::json;

use crate::Bench;

const REPAIRS: usize = 100_000;
/// Odd, so that the middle one is one of them.
pub const ROUNDS: usize = 3;

/// W01 by the bare library, the middle of three. Each is of a desk of its own: what was built before would stand.
pub fn workbook(_: &Bench) -> Outcome<f64> {
    let layout = Layout::shipped("W01").map_err(|e| e.to_string())?;
    let (mut rows, out) = (Vec::new(), tempfile::tempdir()?);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir()?;
        let desk = filled(folder.path())?;
        ours.push(timed(|| built(&desk, folder.path()))?);
        if rows.is_empty() {
            send(&desk)?;
            rows = rows_sent(folder.path(), &layout)?;
        }
        let out = out.path().join("bare.xlsx");
        bare.push(timed(|| {
            Ok(report::bench::bare_of(&layout, &mut Rows::new(&rows), &out).map_err(|e| e.to_string())?)
        })?);
    }
    let (ours, bare) = (middle(&mut ours), middle(&mut bare));
    println!("     month            ours {ours:?}, bare {bare:?}, {} repairs", rows.len());
    Ok(ours.as_secs_f64() / bare.as_secs_f64())
}

/// Peak memory of the command line building the same, in mebibytes.
pub fn memory(bench: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    drop(filled(folder.path())?);
    memory_of(bench, folder.path(), &json!({"principal": "HH", "month": "2026-10", "keys": ["W01"]}))
}

/// Peak memory of the command line building what is asked for, in mebibytes.
pub fn memory_of(bench: &Bench, dir: &Path, input: &serde_json::Value) -> Outcome<f64> {
    let program = bench.app.with_file_name(format!("sanbao{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(program);
    command.arg("--data").arg(dir).args(["call", "report_build", &input.to_string()]).stdout(Stdio::null());
    let mut running = command.spawn()?;
    let mut peak = 0;
    while running.try_wait()?.is_none() {
        peak = peak_of(running.id()).unwrap_or(0).max(peak);
        // The peak only grows, and is gone with the program: it is looked at until the end.
        std::thread::sleep(Duration::from_millis(2));
    }
    if !running.wait()?.success() || peak == 0 {
        return Err("the command line did not build the month, or this system does not tell its memory".into());
    }
    Ok(peak as f64 / 1024.0)
}

/// Highest resident memory so far, in kibibytes.
fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

pub fn timed(mut work: impl FnMut() -> Outcome<()>) -> Outcome<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

pub fn middle(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn built(desk: &App, dir: &Path) -> Outcome<()> {
    let input = json!({"principal": "HH", "month": "2026-10", "keys": ["W01"], "dir": dir.join("out")});
    let answer = desk.call("report_build", input).map_err(|e| e.message)?;
    match answer["value"][0]["rows"].as_u64() {
        Some(rows) if rows == REPAIRS as u64 => Ok(()),
        rows => Err(format!("built {rows:?} rows").into()),
    }
}

/// A desk with one maker and its month.
fn filled(dir: &Path) -> Outcome<App> {
    maker_with(dir, REPAIRS)
}

/// A desk with one maker and so many repairs of October 2026.
pub fn maker_with(dir: &Path, repairs: usize) -> Outcome<App> {
    let desk = App::open(dir)?;
    let call = |name, input| desk.call(name, input).map_err(|e| e.message);
    call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}))?;
    call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    call("model_save", json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机"}))?;
    let base = Connection::open(dir.join("desk.db"))?;
    base.execute_batch("PRAGMA synchronous = OFF;")?;
    base.execute_batch(&include_str!("month.sql").replace("100000", &repairs.to_string()))?;
    Ok(desk)
}

fn send(desk: &App) -> Outcome<()> {
    desk.call("report_send", json!({"principal": "HH", "month": "2026-10"})).map_err(|e| e.message)?;
    Ok(())
}

/// The rows of a sheet as the desk sent them, in memory.
pub fn rows_sent(dir: &Path, layout: &Layout) -> Outcome<Vec<Vec<Value<'static>>>> {
    let outbox = Connection::open(dir.join("desk.db"))?;
    let wanted = "SELECT body FROM outbox JOIN outbox_body USING (rid) WHERE kind = 'report' AND json_extract(body, '$.key') = ?";
    let body = outbox.query_row(wanted, [&layout.key], |row| row.get::<_, String>(0))?;
    let body: serde_json::Value = serde_json::from_str(&body)?;
    let file = dir.join("blobs").join(body["rows_file"]["sha256"].as_str().unwrap_or_default());
    let read: serde_json::Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let kind =
        |key: &String| layout.columns.iter().find(|column| column.key == *key).map_or(Kind::Text, |column| column.kind);
    let kinds: Vec<Kind> = layout.fields.iter().map(kind).collect();
    let rows = read["rows"].as_array().ok_or("no rows")?;
    rows.iter()
        .map(|row| row.as_array().ok_or("no row")?.iter().zip(&kinds).map(|(cell, kind)| value(cell, *kind)).collect())
        .collect()
}

fn value(cell: &serde_json::Value, kind: Kind) -> Outcome<Value<'static>> {
    let number = || cell.as_i64().ok_or("no number");
    Ok(match kind {
        _ if cell.is_null() => Value::Empty,
        Kind::Date => Value::Day(cell.as_str().unwrap_or_default().parse()?),
        Kind::Money => Value::Fen(number()?),
        Kind::Quantity => Value::Milli(number()?),
        Kind::Integer | Kind::Sequence | Kind::Rate => Value::Int(number()?),
        Kind::Text | Kind::Code => Value::text(cell.as_str().unwrap_or_default().to_owned()),
    })
}
