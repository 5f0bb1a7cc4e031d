//! 今日 and the search with many open calls: what a call costs there does not grow with how many there are.

use std::path::Path;
use std::time::{Duration, Instant};

use app::App;
use sanbao_tests::Outcome;
use serde_json::{Value, json};

use crate::Bench;

/// Open calls of a quiet desk, and of a busy one.
const FEW: u32 = 200;
const MANY: u32 = 2_000;

/// How often each is opened.
const OPENED: usize = 40;

/// 今日 with many open calls, times what as many would cost at the price of few.
pub fn today(_: &Bench) -> Outcome<f64> {
    per_call("today", |desk| {
        let answer = call(desk, "today", json!({}))?;
        answer["total"].as_u64().ok_or_else(|| "今日 counts nothing".into())
    })
}

/// Finding one call by its phone among many, times the same among few.
pub fn search(_: &Bench) -> Outcome<f64> {
    let found = |desk: &App| {
        let answer = call(desk, "search", json!({"term": "13900000007"}))?;
        answer.as_array().map(|hits| hits.len() as u64).filter(|n| *n > 0).ok_or_else(|| "the call is not found".into())
    };
    per_call("search", found)
}

fn per_call(what: &str, open: impl Fn(&App) -> Outcome<u64>) -> Outcome<f64> {
    let mut middle = Vec::new();
    for many in [FEW, MANY] {
        let folder = tempfile::tempdir()?;
        let desk = desk(folder.path(), many)?;
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..OPENED {
            let start = Instant::now();
            open(&desk)?;
            times.push(start.elapsed());
        }
        times.sort();
        println!("     {what:<16} {many} open calls: p50 {:.2?}, slowest {:.2?}", times[OPENED / 2], times[OPENED - 1]);
        middle.push(times[OPENED / 2].as_secs_f64());
    }
    Ok(middle[1] / middle[0] / (f64::from(MANY) / f64::from(FEW)))
}

fn call(desk: &App, command: &str, input: Value) -> Outcome<Value> {
    Ok(desk.call(command, input).map_err(|e| e.message)?)
}

/// A desk with so many calls nobody was sent to, each with its clocks.
fn desk(dir: &Path, many: u32) -> Outcome<App> {
    let desk = App::open(dir)?;
    call(&desk, "dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}))?;
    call(&desk, "principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    for n in 0..many {
        let draft = json!({
            "principal": "HH", "channel": "phone", "phone": format!("139{n:08}"), "caller": format!("王{n}"),
            "complaint": "发动不着", "area": "city",
        });
        call(&desk, "call_open", draft)?;
    }
    Ok(desk)
}
