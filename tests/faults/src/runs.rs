//! One story, many seeds: a short run with every test, a long one where `SANBAO_RUNS` says how many.
//!
//! - RUNS-1 A seed that failed fails the test and is named; it stays in the log, and is run again the next time.
//! - RUNS-2 With `SANBAO_RUN_LOG` every run is one line of that file, whole or not at all; what stands there as good of the same program is not run again.
//! - RUNS-3 `SANBAO_RUNS=full` is the requirement's own number; `SANBAO_RUN_ROUNDS` times it for a soak.
//! - RUNS-4 A line names the program it ran: `SANBAO_PROGRAM`, the last commit that changed it; what another program held shows nothing of this one.
//! - RUNS-5 The log is kept with the sources, in few lines: seeds in a row that held are one line, each failure stays its own.
//! - RUNS-6 A speed is one line with its figure and limit, measured by the benches; the last one stands.
//!
//! Absent: what a table says of the log.

use std::collections::{BTreeMap, HashSet};
use std::fs::OpenOptions;
use std::io::Write;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// A story that is run with many seeds.
#[derive(Debug, Clone, Copy)]
pub struct Runs {
    /// Number of the requirement it shows, 1 to 25.
    pub requirement: u8,
    /// Name of the test.
    pub test: &'static str,
    /// On which side or database, e.g. `desk`, `head-office/sqlite`.
    pub side: &'static str,
    /// Seeds when nobody asks for more.
    pub short: u64,
}

/// One run, as the log has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Number of the requirement.
    pub requirement: u8,
    /// Name of the test.
    pub test: String,
    /// Side or database.
    pub side: String,
    /// The seed.
    pub seed: u64,
    /// The last seed, where the line stands for many that held one after the other (RUNS-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
    /// Which program: the last commit that changed it; empty where nobody said, as in lines of before.
    #[serde(default)]
    pub program: String,
    /// Whether it held.
    pub ok: bool,
    /// What did not hold; empty when it did.
    pub why: String,
    /// How long it took; of many, the longest.
    pub ms: u64,
    /// Of a speed: what was measured and the limit, in the unit the bench tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Figure>,
}

/// What a bench measured; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Measured.
    pub is: f64,
    /// Promised.
    pub at_most: f64,
}

/// A speed as the log has it (RUNS-6): requirement, the bench's name, what machine, the figure and how long it took.
///
/// # Errors
/// The log cannot be written; without `SANBAO_RUN_LOG` nothing is.
pub fn note_speed(requirement: u8, bench: &str, machine: &str, figure: Figure, took: Duration) -> Result<(), String> {
    let ok = figure.is <= figure.at_most;
    note(&Line {
        requirement,
        test: bench.to_owned(),
        side: machine.to_owned(),
        seed: 1,
        to: None,
        program: program(),
        ok,
        why: if ok { String::new() } else { "over its limit".to_owned() },
        ms: millis(took),
        figure: Some(figure),
    })
}

/// One write of one line: a program that is ended leaves no half of it but at the very end, which is not read.
fn note(line: &Line) -> Result<(), String> {
    let Some(path) = log() else { return Ok(()) };
    let text = serde_json::to_string(line).map_err(|e| e.to_string())? + "\n";
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|e| e.to_string())
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

impl Line {
    /// Its seeds.
    pub fn seeds(&self) -> RangeInclusive<u64> {
        self.seed..=self.to.unwrap_or(self.seed)
    }
}

impl Runs {
    /// Runs the story with the seeds 1, 2, 3 …, on `SANBAO_RUN_THREADS` threads (one unless told).
    ///
    /// # Panics
    /// After all seeds, naming those that failed.
    pub fn each(&self, story: impl Fn(u64) -> Result<(), String> + Sync) {
        let count = self.count(std::env::var("SANBAO_RUNS").ok().as_deref());
        let done = self.done();
        let next = AtomicU64::new(1);
        let failed = Mutex::new(Vec::new());
        std::thread::scope(|threads| {
            for _ in 0..number("SANBAO_RUN_THREADS").unwrap_or(1).max(1) {
                threads.spawn(|| {
                    loop {
                        let seed = next.fetch_add(1, Ordering::SeqCst);
                        if seed > count {
                            return;
                        }
                        if done.contains(&seed) {
                            continue;
                        }
                        if let Err(why) = self.once(seed, &story) {
                            failed.lock().unwrap_or_else(|e| e.into_inner()).push(format!("seed {seed}: {why}"));
                        }
                    }
                });
            }
        });
        let failed = failed.into_inner().unwrap_or_else(|e| e.into_inner());
        assert!(failed.is_empty(), "{} on {}: {}", self.test, self.side, failed.join("\n"));
    }

    fn count(&self, asked: Option<&str>) -> u64 {
        match asked {
            Some("full") => full(self.requirement).max(self.short) * number("SANBAO_RUN_ROUNDS").unwrap_or(1),
            Some(number) => number.parse().unwrap_or(self.short),
            None => self.short,
        }
    }

    fn once(&self, seed: u64, story: &(impl Fn(u64) -> Result<(), String> + Sync)) -> Result<(), String> {
        let start = Instant::now();
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| story(seed)));
        let held = caught.unwrap_or_else(|why| Err(said(why.as_ref())));
        note(&Line {
            requirement: self.requirement,
            test: self.test.to_owned(),
            side: self.side.to_owned(),
            seed,
            to: None,
            program: program(),
            ok: held.is_ok(),
            why: held.clone().err().unwrap_or_default(),
            ms: millis(start.elapsed()),
            figure: None,
        })?;
        held
    }

    fn done(&self) -> HashSet<u64> {
        let lines = log().map(|path| read(&std::fs::read_to_string(path).unwrap_or_default())).unwrap_or_default();
        self.held(&lines, &program())
    }

    /// Seeds whose last run by this program held; a program that was changed since its commit (`+`) may be any.
    fn held(&self, lines: &[Line], program: &str) -> HashSet<u64> {
        let mut held = HashSet::new();
        if program.ends_with('+') {
            return held;
        }
        let mine = |line: &&Line| line.test == self.test && line.side == self.side && line.program == program;
        for line in lines.iter().filter(mine) {
            if line.ok {
                held.extend(line.seeds());
            } else {
                held.remove(&line.seed);
            }
        }
        held
    }
}

/// How many seeds show a requirement; where it names no number, as many as find something.
#[must_use]
pub fn full(requirement: u8) -> u64 {
    match requirement {
        3 => 200,
        // Each seed is ten thousand records, or a thousand desks a few times over.
        10 | 13 => 20,
        7 | 22 => 100,
        // Recorded bytes: each case once.
        24 => 4,
        // Every page size with every number of records, and ten thousand at random.
        9 => 16_432,
        _ => 1_000,
    }
}

/// The lines of a log; one that was cut short is none.
pub fn read(text: &str) -> Vec<Line> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The same log in few lines (RUNS-5): what failed before the last run of its seed, what held, what failed at last.
#[must_use]
pub fn condensed(lines: &[Line]) -> Vec<Line> {
    let mut last = BTreeMap::new();
    for line in lines {
        for seed in line.seeds() {
            last.insert((line.requirement, &line.test, &line.side, seed), line);
        }
    }
    let held_at_last = |line: &Line| last[&(line.requirement, &line.test, &line.side, line.seed)].ok;
    let story = |line: &&Line| line.figure.is_none();
    let mut out: Vec<Line> =
        lines.iter().filter(story).filter(|line| !line.ok && held_at_last(line)).cloned().collect();
    let mut held: Vec<Line> = Vec::new();
    for ((.., seed), line) in last.iter().filter(|(_, line)| line.ok) {
        match held.last_mut() {
            Some(before) if before.seeds().end() + 1 == *seed && is_of_the_same(before, line) => {
                before.to = Some(*seed);
                before.ms = before.ms.max(line.ms);
            }
            _ => held.push(Line { seed: *seed, to: None, ..(*line).clone() }),
        }
    }
    out.extend(held);
    out.extend(lines.iter().filter(story).filter(|line| !line.ok && !held_at_last(line)).cloned());
    out.extend(last.values().filter(|line| line.figure.is_some() && !line.ok).map(|line| (*line).clone()));
    out
}

fn is_of_the_same(one: &Line, other: &Line) -> bool {
    (&one.test, &one.side, &one.program) == (&other.test, &other.side, &other.program) && other.figure.is_none()
}

fn log() -> Option<PathBuf> {
    std::env::var_os("SANBAO_RUN_LOG").map(PathBuf::from)
}

fn program() -> String {
    std::env::var("SANBAO_PROGRAM").unwrap_or_default()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn said(why: &(dyn std::any::Any + Send)) -> String {
    let text = why.downcast_ref::<String>().cloned();
    text.or_else(|| why.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_else(|| "panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: Runs = Runs { requirement: 1, test: "t", side: "s", short: 3 };

    #[test]
    fn runs_1_a_seed_that_failed_is_named() {
        let story = |seed| if seed == 2 { Err("it broke".to_owned()) } else { Ok(()) };
        let why = std::panic::catch_unwind(|| STORY.each(story)).unwrap_err();
        assert!(said(why.as_ref()).ends_with("seed 2: it broke"));
        STORY.each(|_| Ok(()));
    }

    #[test]
    fn runs_3_full_is_the_requirements_own_number() {
        assert_eq!((STORY.count(Some("full")), STORY.count(Some("7")), STORY.count(None)), (1_000, 7, 3));
        assert_eq!((full(3), full(7), full(9)), (200, 100, 6_432 + 10_000));
    }

    fn line(seed: u64, program: &str, ok: bool) -> Line {
        let (test, side, program) = (STORY.test.into(), STORY.side.into(), program.into());
        Line { requirement: 1, test, side, seed, to: None, program, ok, why: String::new(), ms: 1, figure: None }
    }

    #[test]
    fn runs_5_a_log_in_few_lines_says_the_same() {
        let lines: Vec<_> = (1..=5)
            .map(|seed| line(seed, "a", true))
            .chain([line(6, "a", false), line(7, "b", true), line(3, "b", false), line(9, "b", false)])
            .chain([line(3, "b", true)])
            .collect();
        let few = condensed(&lines);
        let said: Vec<_> = few.iter().map(|line| (line.seeds(), &*line.program, line.ok)).collect();
        let held = [(1..=2, "a", true), (3..=3, "b", true), (4..=5, "a", true), (7..=7, "b", true)];
        let failed = [(6..=6, "a", false), (9..=9, "b", false)];
        assert_eq!(said, [[(3..=3, "b", false)].as_slice(), &held, &failed].concat());
        assert_eq!(condensed(&few), few);
        assert_eq!(STORY.held(&few, "a"), HashSet::from([1, 2, 4, 5]));
        assert_eq!(STORY.held(&few, "b"), STORY.held(&lines, "b"));
        let text: Vec<_> = few.iter().map(|line| serde_json::to_string(line).unwrap()).collect();
        assert_eq!(read(&text.join("\n")), few);
    }

    #[test]
    fn runs_6_the_last_figure_of_a_speed_stands() {
        let speed = |is: f64| {
            let figure = Figure { is, at_most: 2.0 };
            Line { figure: Some(figure), ..line(1, "a", is <= figure.at_most) }
        };
        assert_eq!(condensed(&[speed(1.0), speed(3.0)]), [speed(3.0)]);
        assert_eq!(condensed(&[speed(3.0), speed(1.5)]), [speed(1.5)]);
        let text = serde_json::to_string(&speed(3.0)).unwrap();
        assert_eq!(read(&text), [speed(3.0)]);
        assert!(!serde_json::to_string(&line(1, "a", true)).unwrap().contains("figure"));
    }

    #[test]
    fn runs_4_what_another_program_held_is_run_again() {
        let lines = [line(1, "", true), line(2, "old", true), line(3, "new", true), line(4, "new", false)];
        assert_eq!(STORY.held(&lines, "new"), HashSet::from([3]));
        assert_eq!(STORY.held(&[line(1, "new+", true)], "new+"), HashSet::new(), "changed since: nobody knows how");
        let again = [line(3, "new", true), line(3, "new", false), line(4, "new", false), line(4, "new", true)];
        assert_eq!(STORY.held(&again, "new"), HashSet::from([4]), "the last run counts");
    }

    #[test]
    fn runs_4_a_line_of_before_names_no_program() {
        let text = r#"{"requirement":1,"test":"t","side":"s","seed":7,"ok":true,"why":"","ms":1}"#;
        assert_eq!(read(text), vec![line(7, "", true)]);
    }

    #[test]
    fn runs_2_a_line_cut_short_is_none() {
        let line = line(7, "abc", true);
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(read(&format!("{text}\n{}", &text[..20])), vec![line]);
    }
}
