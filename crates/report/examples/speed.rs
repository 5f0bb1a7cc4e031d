//! Month of 100,000 repairs → W01, against the library alone: `cargo run --release -p report --example speed [ROWS]`.
//! One of the two words `ours` or `bare` after ROWS runs that alone, so that its peak memory can be read from outside.
#![allow(missing_docs)]

use std::time::Instant;

use report::bench::{bare, ours};
use report::layout::Layout;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows = arguments.next().and_then(|rows| rows.parse().ok()).unwrap_or(100_000);
    let only = arguments.next();
    let layout = Layout::shipped("W01")?;
    let folder = tempfile::tempdir()?;
    let mut times = [f64::MAX; 2];
    for _ in 0..if only.is_some() { 1 } else { 3 } {
        if only.as_deref() != Some("bare") {
            let start = Instant::now();
            ours(&layout, rows, &folder.path().join("ours.xlsx"))?;
            times[0] = times[0].min(start.elapsed().as_secs_f64());
        }
        if only.as_deref() != Some("ours") {
            let start = Instant::now();
            bare(&layout, rows, &folder.path().join("bare.xlsx"))?;
            times[1] = times[1].min(start.elapsed().as_secs_f64());
        }
    }
    match only {
        Some(only) => println!("rows {rows} {only} alone"),
        None => println!("rows {rows} ours {:.2}s bare {:.2}s ratio {:.2}", times[0], times[1], times[0] / times[1]),
    }
    Ok(())
}
