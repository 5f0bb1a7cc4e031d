//! `cargo xtask soak`: everything sync must survive, at the requirements' own numbers, and on and on while there is time.
//!
//! Each run is a seed and a line of docs/sync-runs.jsonl: what stands there as good of the same program is not run again, so a
//! soak that was ended goes on where it stopped, on another machine too. docs/sync-proof.md is made from that log after every round.
//! The speeds of sync are measured first, while nothing else runs, and stand there with their limits.
//!
//! Absent: machines whose power is really cut.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::install::{self, Need};
use crate::place::{cargo, root};
use crate::steps::Steps;
use crate::{Stop, cmd};

/// Where most stories are, and what makes the page.
const STORIES: &str = "sanbao-faults";
/// All stories: what cargo is told, and which tests of it. The last needs a store that can be encrypted.
const PLACES: [(&[&str], &str); 4] = [
    (&["-p", STORIES, "--tests"], ""),
    (&["-p", "head-office", "--test", "instances"], "requirement_"),
    (&["-p", "head-office", "--test", "road"], "requirement_"),
    (&["-p", "app", "--features", "app/encryption", "--test", "key_loss"], "requirement_"),
];

/// Where a change makes another program of it, or another story.
const TRIED: [&str; 4] = ["crates", "tests/faults", "tests/crash-vfs", "Cargo.lock"];

/// Rounds until the hours are over; without `--hours`, one.
pub fn soak(args: &[String]) -> Result<(), Stop> {
    let hours = hours(args)?;
    let began = Instant::now();
    let mut steps = Steps::of(2);
    steps.step("What this needs", || install::ensure(&[Need::Tests]))?;
    steps.step("Build for release (long)", || {
        cmd::run(cargo().args(["build", "--release", "-p", "cli", "-p", "head-office", "-p", "sanbao-tests", "--bins"]))
    })?;
    let mut good = cmd::succeeds(&mut speeds()?)?;
    write_page()?;
    for round in 1.. {
        println!("\nRound {round}: {round} times the numbers of the requirements.");
        for place in PLACES {
            good &= cmd::succeeds(&mut stories(place, round)?)?;
        }
        write_page()?;
        if began.elapsed() >= hours {
            break;
        }
    }
    println!("\nThe log is docs/sync-runs.jsonl, the page docs/sync-proof.md.");
    if good { Ok(()) } else { Err(Stop::new("Something did not hold; its seed stands above and on the page.")) }
}

fn hours(args: &[String]) -> Result<Duration, Stop> {
    let Some(at) = args.iter().position(|word| word == "--hours") else { return Ok(Duration::ZERO) };
    let told =
        args.get(at + 1).and_then(|hours| hours.parse::<f64>().ok()).filter(|hours| (0.0..=10_000.0).contains(hours));
    told.map(|hours| Duration::from_secs_f64(hours * 3_600.0))
        .ok_or_else(|| Stop::new("--hours needs a number of hours"))
}

fn log() -> PathBuf {
    root().join("docs/sync-runs.jsonl")
}

fn stories((place, chosen): (&[&str], &str), round: u64) -> Result<Command, Stop> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut command = cargo();
    // One story after the other: each has all threads for its seeds.
    command.args(["test", "--release", "--no-fail-fast"]).args(place).args(["--", "--test-threads", "1", chosen]);
    command.env("SANBAO_RUNS", "full").env("SANBAO_RUN_ROUNDS", round.to_string());
    command.env("SANBAO_RUN_THREADS", threads.to_string()).env("SANBAO_RUN_LOG", log());
    command.env("SANBAO_PROGRAM", program());
    Ok(command)
}

/// The benches of sync, each a line of the log.
fn speeds() -> Result<Command, Stop> {
    let mut command = cargo();
    // No bench of sync opens a window.
    command.args(["run", "--release", "-p", "sanbao-tests", "--bin", "bench", "--", "--app", "none", "sync"]);
    command.env("SANBAO_RUN_LOG", log()).env("SANBAO_PROGRAM", program());
    Ok(command)
}

/// The last commit that changed what is tried, with `+` when something was changed since; empty outside a repository.
fn program() -> String {
    let git = |words: &[&str]| {
        let told = Command::new("git").current_dir(root()).args(words).arg("--").args(TRIED).output();
        told.ok()
            .filter(|told| told.status.success())
            .map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned())
    };
    let commit = git(&["log", "-1", "--format=%h", "--abbrev=12"]).unwrap_or_default();
    let changed = git(&["status", "--porcelain"]).is_some_and(|told| !told.is_empty());
    if changed { commit + "+" } else { commit }
}

fn write_page() -> Result<(), Stop> {
    let mut proof = cargo();
    proof.args(["run", "--quiet", "--release", "-p", STORIES, "--bin", "proof", "--"]);
    cmd::run(proof.arg(log()).arg(root().join("docs/sync-proof.md")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A story somewhere else would never be run at its number, and the page would say 未跑 for good.
    #[test]
    fn every_place_of_stories_is_run() {
        let inside = |dir: PathBuf| std::fs::read_dir(dir).into_iter().flatten().map(|one| one.unwrap().path());
        let told = |file: PathBuf| std::fs::read_to_string(file).is_ok_and(|text| text.contains("runs::Runs"));
        let tests = inside(root().join("crates")).flat_map(|dir| inside(dir.join("tests")));
        let stories =
            tests.filter(|test| if test.is_dir() { inside(test.clone()).any(told) } else { told(test.clone()) });
        let names: Vec<_> = stories.map(|test| test.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        assert!(names.len() >= 3, "{names:?}");
        for name in names {
            assert!(PLACES.iter().any(|(place, _)| place.contains(&&*name)), "{name}");
        }
    }

    #[test]
    fn the_program_of_a_run_is_a_commit() {
        let program = program();
        let commit = program.trim_end_matches('+');
        assert_eq!(program.is_empty(), !root().join(".git").exists());
        assert!(
            program.is_empty() || commit.len() >= 12 && commit.chars().all(|one| one.is_ascii_hexdigit()),
            "{program}"
        );
    }

    #[test]
    fn hours_are_a_number_or_one_round() {
        let hours = |words: &str| hours(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(hours("").ok(), Some(Duration::ZERO));
        assert_eq!(hours("--hours 0.5").ok(), Some(Duration::from_secs(1_800)));
        assert!(hours("--hours soon").is_err() && hours("--hours").is_err() && hours("--hours -1").is_err());
    }
}
