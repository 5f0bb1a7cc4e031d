//! What was shown, as a page: requirement, test, runs, seeds, result. Made from a run log and from nothing else.
//!
//! A requirement nobody ran says 未跑. A seed that failed and held later is counted as held, and that it failed is said.
//!
//! Absent: requirements that are a speed on a machine (17 to 21 are ratios of the benches) unless a run of them is in the log.

use std::collections::BTreeMap;

use crate::runs::Line;

/// The requirements and what each promises, and what stands beside them as a step of a release.
pub const REQUIREMENTS: [(u8, &str); 25] = [
    (1, "the desk killed anywhere: nothing saved is lost, nothing arrives twice"),
    (2, "head office killed in a batch: what it acknowledged is there, on both databases"),
    (3, "power lost: writes that were not synced are dropped or reordered"),
    (4, "the line cut anywhere, partitions of up to a minute: once, and through within a minute without help"),
    (5, "the disk full at the n-th write: no false success, and it goes on afterwards"),
    (6, "the same batch 32 times at once: one row, one receipt, never a conflict"),
    (7, "desk or head office put back, disk copied: nothing dropped, nothing overwritten, all sent again"),
    (8, "any one of 10,000 missing: found and mended in the next run"),
    (9, "every number of records at every page size arrives whole"),
    (10, "one bad record among 10,000 waits alone, with its field and reason"),
    (11, "any limit between 16 KB and 10 MB is met by halving; what is too large is refused at save"),
    (12, "a retry has no end, and is never earlier than asked"),
    (13, "1,000 desks after ten minutes away: spread out, and through within ten minutes"),
    (14, "portals, proxies, wrong servers: each known for what it is, nothing counts as sent"),
    (15, "a clock years off or jumping stops nothing and is measured"),
    (16, "tokens, revokes, enrolments: nothing unsent is removed"),
    (17, "first upload of 10,000 records"),
    (18, "10,000 messages down"),
    (19, "a run without news is one request"),
    (20, "head office on two cores"),
    (21, "the pages stay quick while sync runs"),
    (22, "the key lost: recovered with the recovery code"),
    (23, "backups that restore"),
    (24, "older and newer desks and head offices understand each other"),
    (25, "each accepted record has a receipt that verifies; file and network mixed, nothing twice"),
];

/// Steps of a release that no log of this kind shows.
const STEPS: [&str; 2] =
    ["24 h soak (50 writes a second, restore and check every 30 s)", "power-offs of real Windows machines"];

/// One story on one side.
#[derive(Default)]
struct Shown {
    /// Seed: whether its last run held, and whether one before did not.
    seeds: BTreeMap<u64, (bool, bool)>,
    ms: u64,
    why: Option<(u64, String)>,
}

/// The page.
#[must_use]
pub fn page(lines: &[Line]) -> String {
    let mut out = String::from(HEAD);
    let shown = gathered(lines);
    for (number, promise) in REQUIREMENTS {
        let mut mine = shown.iter().filter(|((requirement, ..), _)| *requirement == number).peekable();
        if mine.peek().is_none() {
            out.push_str(&format!("| {number} | {promise} | | | 0 | | 未跑 |\n"));
        }
        for ((_, test, side), story) in mine {
            let (runs, seeds, result) = (story.seeds.len(), spans(story), result(story));
            out.push_str(&format!("| {number} | {promise} | `{test}` | {side} | {runs} | {seeds} | {result} |\n"));
        }
    }
    for step in STEPS {
        out.push_str(&format!("| | {step} | | | 0 | | 未跑 |\n"));
    }
    out
}

const HEAD: &str = "\
# What sync was shown to survive

Made from the log of real runs by `cargo xtask bench sync` (all requirements at their numbers) or `cargo xtask soak`; never written by hand.
Each run is a seed: `SANBAO_RUNS=n cargo test -p sanbao-faults` plays the seeds 1 to n again. 未跑 means that nobody ran it.
Requirements 17 to 21 are speeds, kept as ratios by `cargo xtask bench`; they stand here only where a run of them is in the log.

| | requirement | test | side | runs | seeds | result |
| --- | --- | --- | --- | --- | --- | --- |
";

fn gathered(lines: &[Line]) -> BTreeMap<(u8, &str, &str), Shown> {
    let mut shown: BTreeMap<_, Shown> = BTreeMap::new();
    for line in lines {
        let story = shown.entry((line.requirement, line.test.as_str(), line.side.as_str())).or_default();
        let failed_before = story.seeds.get(&line.seed).is_some_and(|(held, before)| !held || *before);
        story.seeds.insert(line.seed, (line.ok, failed_before));
        story.ms = story.ms.max(line.ms);
        if !line.ok {
            let first = line.why.lines().next().unwrap_or_default();
            story.why = Some((line.seed, first.chars().take(120).collect()));
        }
    }
    shown
}

fn result(story: &Shown) -> String {
    let held = story.seeds.values().filter(|(held, _)| *held).count();
    let again = story.seeds.values().filter(|(held, before)| *held && *before).count();
    let longest = format!("longest {} s", story.ms.div_ceil(1_000));
    match (story.seeds.len() - held, &story.why) {
        (0, _) if again == 0 => format!("{held} held, {longest}"),
        (0, _) => format!("{held} held ({again} of them failed before and held when they were run again), {longest}"),
        (failed, Some((seed, why))) => {
            format!("{held} held, **{failed} failed** (seed {seed}: {}), {longest}", why.replace('|', "/"))
        }
        (failed, None) => format!("{held} held, **{failed} failed**, {longest}"),
    }
}

/// `1–5, 7`.
fn spans(story: &Shown) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for &seed in story.seeds.keys() {
        match spans.last_mut() {
            Some((_, to)) if *to + 1 == seed => *to = seed,
            _ => spans.push((seed, seed)),
        }
    }
    let words = spans.iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(requirement: u8, seed: u64, ok: bool) -> Line {
        let why = if ok { String::new() } else { "it | broke\nand more".to_owned() };
        Line { requirement, test: "story".into(), side: "desk".into(), seed, ok, why, ms: 1_500 }
    }

    fn row(page: &str, number: u8) -> String {
        let begins = format!("| {number} |");
        page.lines().find(|row| row.starts_with(&begins)).unwrap().rsplit_once("` | ").unwrap().1.to_owned()
    }

    #[test]
    fn a_small_log_becomes_the_rows_it_shows() {
        let mut lines: Vec<_> = [1, 2, 3, 7].into_iter().map(|seed| line(4, seed, true)).collect();
        lines.extend([line(6, 1, true), line(6, 2, false), line(7, 1, false), line(7, 1, true)]);
        let page = page(&lines);
        assert_eq!(row(&page, 4), "desk | 4 | 1–3, 7 | 4 held, longest 2 s |");
        assert_eq!(row(&page, 6), "desk | 2 | 1–2 | 1 held, **1 failed** (seed 2: it / broke), longest 2 s |");
        assert_eq!(
            row(&page, 7),
            "desk | 1 | 1 | 1 held (1 of them failed before and held when they were run again), longest 2 s |"
        );
        let unrun = page.lines().filter(|row| row.ends_with("| 0 | | 未跑 |")).count();
        assert_eq!(unrun, 25 - 3 + STEPS.len());
    }

    #[test]
    fn the_page_in_the_docs_names_every_requirement_and_every_step() {
        let page = include_str!("../../../docs/sync-proof.md");
        assert!(page.starts_with(HEAD), "made by this program");
        for (number, promise) in REQUIREMENTS {
            assert!(page.contains(&format!("| {number} | {promise} |")), "{number}");
        }
        assert!(STEPS.iter().all(|step| page.contains(&format!("| | {step} | | | 0 | | 未跑 |"))));
    }
}
