//! Now is an argument. The clock is read in files named clock.rs and nowhere else.
//!
//! clippy.toml bans the same calls; this guard also sees code behind `cfg` of another system.

use std::path::Path;

use super::{Findings, files, short, text};
use crate::Stop;

const READS: &[&str] = &["Utc::now", "Local::now", "SystemTime::now", "UNIX_EPOCH.elapsed"];

/// Every source file of the product; comments may speak of the clock.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let mut findings = Findings::new();
    for folder in ["crates", "src-tauri"] {
        for path in files(&root.join(folder), &[".rs"])? {
            if !path.ends_with("clock.rs") {
                findings.extend(reads(&text(&path)?, &short(root, &path)));
            }
        }
    }
    Ok(findings)
}

fn reads(source: &str, file: &str) -> Findings {
    let numbered = source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    numbered
        .filter(|(_, line)| READS.iter().any(|read| line.contains(read)))
        .map(|(at, _)| format!("{file}:{} reads the clock; take `now` as an argument", at + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::broken::house;
    use super::*;

    #[test]
    fn a_clock_read_is_found_outside_clock_rs() {
        let read = "// Utc::now is spoken of\nlet now = Utc::now();\n";
        let house = house(&[("crates/app/src/clock.rs", read), ("crates/domain/src/card.rs", read)]);
        let found = look(house.path()).unwrap();
        assert_eq!(found, ["crates/domain/src/card.rs:2 reads the clock; take `now` as an argument"]);
    }
}
