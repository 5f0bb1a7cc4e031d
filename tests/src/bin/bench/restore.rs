//! Putting back a backup of 100,000 machines with their sales and cards.

use std::time::Instant;

use sanbao_tests::Outcome;
use serde_json::json;

use crate::Bench;
use crate::law::{call, desk};

/// Seconds from the button to a desk that was looked over.
pub fn backup(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let desk = desk(folder.path())?;
    let path = call(&desk, "backup_now", json!({}))?["value"]["path"].take();
    let start = Instant::now();
    let answer = call(&desk, "backup_restore", json!({"path": path}))?;
    let took = start.elapsed();
    println!("     restore          {took:?}, {} bytes", answer["value"]["database_bytes"]);
    let sales = call(&desk, "sale_list", json!({}))?["total"].take();
    if answer["value"]["integrity"] != "ok" || sales != crate::law::MACHINES {
        return Err(format!("{sales} sales, {answer}").into());
    }
    Ok(took.as_secs_f64())
}
