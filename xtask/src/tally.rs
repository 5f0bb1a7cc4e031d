//! Counts tests from what the runners print: cargo test and vitest.

/// How many tests passed, failed and were left out, and the names of those that failed.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    pub names: Vec<String>,
    /// A program of tests ended without saying how its tests went.
    pub crashed: bool,
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
        } else if line.starts_with("process didn't exit successfully") && line.contains("(signal: ") {
            self.crashed = true;
        }
    }

    /// The failed tests by name, without what they said.
    pub fn failed_tests(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).filter(|name| !name.starts_with("  ")).collect()
    }

    /// Is every failure a test with a name?
    pub fn can_be_asked_again(&self) -> bool {
        !self.crashed && self.failed > 0 && self.failed_tests().len() == self.failed
    }

    /// Adds what another run counted.
    pub fn join(&mut self, mut other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.names.append(&mut other.names);
        self.crashed |= other.crashed;
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
        assert_eq!(tally.closing(), "tests: 18 passed, 2 failed, 2 skipped");
        assert_eq!(tally.failed_tests(), ["tests/a.test.ts > a place > a deed", "a::two"]);
        assert!(tally.can_be_asked_again());
        assert_eq!(tally, Tally { passed: 18, failed: 2, skipped: 2, names, crashed: false });
    }

    #[test]
    fn a_program_that_crashed_is_not_asked_again() {
        let mut tally = Tally::default();
        tally.hear("test a::two ... FAILED");
        tally.hear("test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.04s");
        assert!(tally.can_be_asked_again());
        tally.hear("  process didn't exit successfully: `deps/app-1` (signal: 6, SIGABRT: process abort signal)");
        assert!(!tally.can_be_asked_again());
    }

    #[test]
    fn a_failure_without_a_name_is_not_asked_again() {
        let mut tally = Tally::default();
        tally.hear("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.04s");
        assert!(!tally.can_be_asked_again());
    }

    #[test]
    fn what_two_runs_counted_is_one_count() {
        let mut all = Tally { passed: 2, ..Tally::default() };
        all.join(Tally { passed: 1, failed: 1, skipped: 1, names: vec!["a".into()], crashed: false });
        assert_eq!(all, Tally { passed: 3, failed: 1, skipped: 1, names: vec!["a".into()], crashed: false });
    }
}
