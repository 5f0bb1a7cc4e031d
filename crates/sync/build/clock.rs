//! When the program is built: no certificate is judged by an earlier day (SYNC-33). `SOURCE_DATE_EPOCH` names it where
//! the same source must give the same program.

use std::time::{SystemTime, UNIX_EPOCH};

#[allow(clippy::disallowed_methods, reason = "when it is built is what this program says")]
fn main() {
    println!("cargo::rerun-if-changed=build/clock.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let named = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo::rustc-env=SANBAO_BUILT_AT={}", named.unwrap_or_else(now).saturating_mul(1000));
}
