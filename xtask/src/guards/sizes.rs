//! No file over 500 lines: past that nobody reads it, and it has become two files already.

use std::path::Path;

use super::{Findings, files, short, text};
use crate::Stop;

const MOST: usize = 500;

/// Every .rs, .ts and .vue file that a person wrote.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let mut findings = Findings::new();
    for path in files(root, &[".rs", ".ts", ".vue"])? {
        let lines = text(&path)?.lines().count();
        if lines > MOST {
            findings.push(format!("{} has {lines} lines; the most is {MOST}", short(root, &path)));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::super::broken::house;
    use super::*;

    #[test]
    fn a_file_too_long_is_found_and_a_generated_one_is_not() {
        let long = "x\n".repeat(501);
        let house =
            house(&[("ui/src/pages/Big.vue", &long), ("ui/src/api/generated/types.ts", &long), ("a.rs", "x\n")]);
        assert_eq!(look(house.path()).unwrap(), ["ui/src/pages/Big.vue has 501 lines; the most is 500"]);
    }
}
