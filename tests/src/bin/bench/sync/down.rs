//! What comes down: 10,000 messages at once, and nothing at all.

use std::time::Instant;

use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, machine_now};
use serde_json::json;

use super::{BACKLOG, desk, line::Line};
use crate::Bench;

/// Seconds for the messages.
pub fn messages(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    let desk = fresh_desk(folder.path())?;
    desk::enrol(&desk, &office, &office.url)?;
    desk::sync(&desk)?;
    publish(&office)?;
    let start = Instant::now();
    desk::sync(&desk)?;
    let took = start.elapsed();
    let kept = desk::call(&desk, "inbox_list", json!({}))?["total"].as_u64();
    if kept != Some(u64::from(BACKLOG)) {
        return Err(format!("{kept:?} messages were kept").into());
    }
    println!(
        "     sync-down        {BACKLOG} messages in {took:.2?}, {:.0}/s",
        f64::from(BACKLOG) / took.as_secs_f64()
    );
    Ok(took.as_secs_f64())
}

/// Kilobytes of the longer way.
pub fn no_news(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    let line = Line::to(&office.url)?;
    let desk = fresh_desk(folder.path())?;
    desk::enrol(&desk, &office, &line.url)?;
    desk::call(&desk, "sale_open", desk::sale(1))?;
    publish(&office)?;
    desk::sync(&desk)?;
    line.since();
    desk::sync(&desk)?;
    let (up, down, requests) = line.since();
    println!("     sync-idle        {requests} request, {up} bytes up, {down} bytes down");
    if requests != 1 {
        return Err(format!("{requests} requests without news").into());
    }
    Ok(up.max(down) as f64 / 1024.0)
}

fn fresh_desk(dir: &std::path::Path) -> Outcome<app::App> {
    let desk = app::App::open(dir)?;
    desk::call(
        &desk,
        "dealer_save",
        json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}),
    )?;
    desk::call(&desk, "principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    Ok(desk)
}

/// Puts the messages into the dealer's feed, past the program: one commit each would take a minute.
fn publish(office: &HeadOffice) -> Outcome<()> {
    let mut connection = Connection::open(office.dir().join("head-office.db"))?;
    let transaction = connection.transaction()?;
    for n in 0..BACKLOG {
        let (kind, body) = match n % 3 {
            0 => ("notice", json!({"title": format!("第 {n} 号通知"), "text": "请在月底前返回旧件，并核对装箱清单"})),
            1 => (
                "inspection",
                json!({"title": format!("旧件 {n} 鉴定"), "tag_no": format!("HB0732A-JJ-2610-A{n:04}"), "verdict": "covered"}),
            ),
            _ => (
                "settlement",
                json!({"title": format!("核销 {n}"), "claim_no": format!("HB0732A-HX-2610-A{n:04}"), "approved_fen": 12_300 + n}),
            ),
        };
        let body = body.to_string();
        transaction.execute(
            "INSERT INTO feed (dealer, number, item_id, kind, schema, created_at, hash, body)
             VALUES ('HB0732A', ?1, ?2, ?3, 1, ?4, ?5, ?6)",
            (n + 1, item_id(n), kind, machine_now(), wire::hash::sha256_hex(body.as_bytes()), &body),
        )?;
    }
    Ok(transaction.commit()?)
}

fn item_id(n: u32) -> String {
    format!("019aa000-0000-7000-8000-{n:012x}")
}
