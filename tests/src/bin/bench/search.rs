//! Search as you type over a million machines and customers: each term as a clerk's fingers make it, letter by letter, through
//! the commands the window calls.

use std::time::{Duration, Instant};

use app::App;
use sanbao_tests::Outcome;
use serde_json::{Value, json};

use crate::{Bench, million};

/// Terms of each kind; with their beginnings some thousand searches.
const TERMS: u32 = 150;

/// A kind of term, and the term of machine or customer `n`.
type Term = fn(u32) -> String;
const KINDS: [(&str, Term); 9] = [
    ("serial", million::serial),
    ("serial tail", |n| tail(&million::serial(n), 5)),
    ("phone", million::phone),
    ("phone tail", |n| tail(&million::phone(n), 4)),
    ("one character", |n| million::name(n).chars().take(1).collect()),
    ("two characters", |n| million::name(n).chars().take(2).collect()),
    ("name", million::name),
    ("initials", |n| store::initials(&million::name(n)).into_iter().next().unwrap_or_default()),
    ("name and phone tail", |n| format!("{} {}", million::name(n), tail(&million::phone(n), 4))),
];

/// A command of the window, and its input for a term.
type Input = fn(&str) -> Value;
const COMMANDS: [(&str, Input); 4] = [
    ("search", |term| json!({"term": term})),
    ("customer_list", |term| json!({"term": term})),
    ("unit_list", |term| json!({"term": term})),
    ("sale_list", |term| json!({"term": term})),
];

/// The slowest p99 of all kinds and commands, in milliseconds.
pub fn as_you_type(bench: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    bench.million.copy_to(folder.path())?;
    let desk = App::open(folder.path())?;
    let mut worst = 0.0_f64;
    for (kind, term) in KINDS {
        for (command, input) in COMMANDS {
            let (mut times, mut worked) = (Vec::new(), Vec::new());
            for n in 0..TERMS {
                let whole = term(million::scattered(n, 11, u64::from(million::MANY)) as u32);
                for typed in beginnings(&whole) {
                    let (took, on_cpu) = timed(&desk, command, input(&typed))?;
                    times.push(took);
                    worked.push(on_cpu);
                }
            }
            let p99 = at(&mut times, 99).as_secs_f64() * 1000.0;
            println!(
                "     search           {kind:<20} {command:<14} p50 {:>9.2?}  p99 {p99:>6.2}ms  of {}; at work p99 {:.2?}",
                at(&mut times, 50),
                times.len(),
                at(&mut worked, 99)
            );
            worst = worst.max(p99);
        }
    }
    Ok(worst)
}

/// `王`, `王丹`, `王丹 4`, …: what stands in the field after each key.
pub fn beginnings(term: &str) -> Vec<String> {
    let ends = term.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| term.get(..end).unwrap_or_default().to_owned()).filter(|typed| !typed.ends_with(' ')).collect()
}

/// How long a command took, and how long of that this thread was at work: the rest went to the machine's other programs.
fn timed(desk: &App, command: &str, input: Value) -> Outcome<(Duration, Duration)> {
    let (start, before) = (Instant::now(), at_work());
    desk.call(command, input).map_err(|e| e.message)?;
    Ok((start.elapsed(), at_work() - before))
}

/// Time of this thread on a processor so far; zero where the system does not tell.
fn at_work() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

pub fn tail(text: &str, characters: usize) -> String {
    text.chars().skip(text.chars().count().saturating_sub(characters)).collect()
}

/// The time that so many in a hundred keep.
pub fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}
