//! A head office's own form with 10,000 repairs: filled in place, against the library alone writing the same cells.
//!
//! The bare side keeps no look of anybody's and reads nothing again after writing.

use std::time::{Duration, Instant};

use report::bench::{bare_fields, filled};
use report::layout::Layout;
use report::template::Template;
use sanbao_tests::Outcome;

use crate::Bench;

const ROWS: u32 = 10_000;
/// Odd, so that the middle one is one of them.
const ROUNDS: usize = 5;

/// What the form asks for, in its order.
const FIELDS: [&str; 14] = [
    "repair_no",
    "customer_name",
    "customer_phone",
    "model",
    "serial_no",
    "sold_on",
    "reported_on",
    "completed_on",
    "days_taken",
    "symptom",
    "cause",
    "parts_used",
    "labour_fen",
    "material_fen",
];

/// The form by the bare library, the middle of five.
pub fn form(_: &Bench) -> Outcome<f64> {
    let layout = Layout::shipped("W01").map_err(|e| e.to_string())?;
    let form = concat!(env!("CARGO_MANIFEST_DIR"), "/forms/厂发月报表样.xlsx");
    let template = Template::open(&std::fs::read(form)?, &layout).map_err(|faults| format!("{faults:?}"))?;
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("a.xlsx");
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(timed(|| Ok(filled(&template, &layout, ROWS, &out).map(|_| ())?))?);
        bare.push(timed(|| Ok(bare_fields(&layout, &FIELDS, ROWS, &out)?))?);
    }
    let (ours, bare) = (middle(&mut ours), middle(&mut bare));
    println!("     template         ours {ours:?}, bare {bare:?}, {ROWS} rows");
    Ok(ours.as_secs_f64() / bare.as_secs_f64())
}

fn timed(work: impl FnOnce() -> Outcome<()>) -> Outcome<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
