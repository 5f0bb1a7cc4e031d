//! Counts tests from what the runners print: cargo test and vitest.

/// How many tests passed, failed and were left out, and the names of those that failed.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    pub names: Vec<String>,
}

impl Tally {
    /// Reads one line of a runner; most lines say nothing about counts.
    pub fn hear(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.add(counts, ';');
        } else if let Some(counts) = line.strip_prefix("Tests  ") {
            self.add(counts, '|');
        } else if let Some(name) = line.strip_prefix("test ").and_then(|l| l.strip_suffix(" ... FAILED")) {
            self.names.push(name.to_string());
        } else if let Some(name) = line.strip_prefix("FAIL  ") {
            self.names.push(name.to_string());
        } else if let Some(why) = line.strip_prefix("AssertionError: ").or_else(|| line.strip_prefix("TimeoutError: "))
        {
            self.names.push(format!("  {why}"));
        }
    }

    fn add(&mut self, counts: &str, between: char) {
        for part in counts.split([between, '.', '(']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(kind)) = (words.next().and_then(|w| w.parse::<usize>().ok()), words.next()) else {
                continue;
            };
            match kind {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" | "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
    }

    /// The closing line, in the plain form any reader of test output understands.
    pub fn closing(&self) -> String {
        format!("tests: {} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// The line without terminal colours.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_from_both_runners() {
        let mut tally = Tally::default();
        for line in [
            " FAIL  tests/a.test.ts > a place > a deed",
            "AssertionError: expected 1 to be 2",
            "running 3 tests",
            "test a::one ... ok",
            "test a::two ... FAILED",
            "test result: FAILED. 7 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.04s",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m\u{1b}[22m\u{1b}[2m | \u{1b}[22m\u{1b}[32m11 passed\u{1b}[39m\u{1b}[90m (12)\u{1b}[39m",
        ] {
            tally.hear(line);
        }
        let names = ["tests/a.test.ts > a place > a deed", "  expected 1 to be 2", "a::two"].map(String::from).to_vec();
        assert_eq!(tally, Tally { passed: 18, failed: 2, skipped: 2, names });
        assert_eq!(tally.closing(), "tests: 18 passed, 2 failed, 2 skipped");
    }
}
