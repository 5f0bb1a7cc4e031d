//! Due days and periods of 100,000 machines: computing all of them anew, and opening 今日 while every card is open.
//!
//! Every machine was sold some days ago, invoiced on one of three hundred days, and its card is at risk; each fiftieth was
//! repaired. Before it is computed anew, every kept row is made to say something else, as another pack would have had it: the worst a new pack can do.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use app::App;
use rusqlite::Connection;
use sanbao_tests::Outcome;
use serde_json::{Value, json};

use crate::Bench;
use crate::search::at;

pub(crate) const MACHINES: usize = 100_000;
/// How often 今日 is opened.
const OPENED: usize = 200;

/// Seconds to compute everything anew.
pub fn recompute(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    desk(folder.path())?;
    as_if_by_another_pack(&folder.path().join("desk.db"))?;
    let desk = App::open(folder.path())?;
    let start = Instant::now();
    let answer = call(&desk, "law_recompute", json!({}))?;
    let took = start.elapsed();
    let (units, changed) = (&answer["value"]["units"], &answer["value"]["changed"]);
    println!("     law-recompute    {took:?}, {units} machines, {changed} rows anew");
    if *units != MACHINES || changed.as_u64() < Some(3 * MACHINES as u64) {
        return Err(format!("{answer}").into());
    }
    Ok(took.as_secs_f64())
}

/// Slowest of a hundred openings of 今日, in milliseconds.
pub fn today(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let desk = desk(folder.path())?;
    let mut times = Vec::new();
    for _ in 0..OPENED {
        let start = Instant::now();
        let answer = call(&desk, "today", json!({}))?;
        times.push(start.elapsed());
        if answer["total"].as_u64() < Some(MACHINES as u64) {
            return Err(format!("今日 counts {}", answer["total"]).into());
        }
    }
    println!("     today            p50 {:?}, p99 {:?}", at(&mut times, 50), at(&mut times, 99));
    Ok(at(&mut times, 99).as_secs_f64() * 1000.0)
}

pub(crate) fn call(desk: &App, command: &str, input: Value) -> Outcome<Value> {
    Ok(desk.call(command, input).map_err(|e| e.message)?)
}

/// A desk on which every card is open and at risk.
pub(crate) fn desk(dir: &Path) -> Outcome<App> {
    let desk = App::open(dir)?;
    let today: domain::Day = call(&desk, "desk_status", Value::Null)?["today"].as_str().unwrap_or_default().parse()?;
    let file = dir.join("台账.csv");
    let sold = |n: usize| today.plus_days(-10 - (n % 10) as i64).iso();
    let invoiced = |n: usize| today.plus_days(-20 - (n % 300) as i64).iso();
    let mut text = String::from(
        "\u{FEFF}购机日期,购机者姓名,联系电话,生产厂家,机具品目,产品名称,购买机型,出厂编号,数量(台),开票日期\r\n",
    );
    for n in 0..MACHINES {
        write!(
            text,
            "{},王{n},199{n:08},华禾农机,大中型拖拉机,轮式拖拉机,HH704,XX26{n:07},1,{}\r\n",
            sold(n),
            invoiced(n)
        )?;
    }
    std::fs::write(&file, text)?;
    call(&desk, "principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    let start = Instant::now();
    call(&desk, "import_run", json!({"path": file, "cards_before_start": true}))?;
    println!("     law              a desk of {MACHINES} machines, imported in {:?}", start.elapsed());
    for n in (0..MACHINES).step_by(50) {
        let (unit, customer) =
            (json!({"model": "HH704", "serial": format!("XX26{n:07}")}), json!({"name": format!("王{n}")}));
        let repair = json!({
            "principal": "HH", "channel": "phone", "reported_on": sold(n), "customer": customer, "unit": unit,
            "in_warranty": true, "fault": "异响", "method": "repair", "completed_on": sold(n),
        });
        call(&desk, "repair_open", repair)?;
    }
    Ok(desk)
}

fn as_if_by_another_pack(database: &Path) -> Outcome<()> {
    Connection::open(database)?.execute_batch(
        r#"UPDATE reason SET text = replace(
             replace(text, '"steps":["', '"steps":["旧政策：'), '"rule_version":"', '"rule_version":"旧-');
           PRAGMA wal_checkpoint(TRUNCATE);"#,
    )?;
    Ok(())
}
