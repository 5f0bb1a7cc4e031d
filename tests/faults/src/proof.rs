//! What was shown, as a page: requirement, test, runs, seeds, result. Made from a run log and from nothing else.
//!
//! A requirement nobody ran says 未跑. A seed counts by its last run, and stands under the program of that run. One that failed
//! before is named with why: a kill falls somewhere else the next time, so that it held later does not explain it.
//!
//! A speed (17 to 21) shows its last figure beside its limit, kept or not, and the machine.

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
struct Shown<'l> {
    /// Seed: its last run.
    seeds: BTreeMap<u64, &'l Line>,
    /// Runs that did not hold.
    failed: Vec<&'l Line>,
    ms: u64,
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
            let (runs, seeds, result) = (story.seeds.len(), programs(story), result(story));
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
The log is docs/sync-runs.jsonl; seeds in a row that held are one line of it. Each run is a seed:
`SANBAO_RUNS=n cargo test -p sanbao-faults` plays the seeds 1 to n again. Seeds stand behind the program they ran: the last commit that
changed it; runs of before that was noted say 版本未记. 未跑 means that nobody ran it.
Requirements 17 to 21 are speeds: the last figure of each bench of theirs, with the number of processors it was measured on; less is better, and
what is measured in which unit says CONTRIBUTING.md under Speeds of sync.

| | requirement | test | side | runs | program: seeds | result |
| --- | --- | --- | --- | --- | --- | --- |
";

fn gathered(lines: &[Line]) -> BTreeMap<(u8, &str, &str), Shown<'_>> {
    let mut shown: BTreeMap<_, Shown<'_>> = BTreeMap::new();
    for line in lines {
        let story = shown.entry((line.requirement, line.test.as_str(), line.side.as_str())).or_default();
        story.seeds.extend(line.seeds().map(|seed| (seed, line)));
        story.ms = story.ms.max(line.ms);
        if !line.ok {
            story.failed.push(line);
        }
    }
    shown
}

fn result(story: &Shown<'_>) -> String {
    if let Some((figure, line)) = story.seeds.values().find_map(|line| Some((line.figure?, line))) {
        let said = format!("{:.2}, limit {}", figure.is, figure.at_most);
        return if line.ok { format!("{said}: kept") } else { format!("**{said}: not kept**") };
    }
    let held = story.seeds.values().filter(|line| line.ok).count();
    let open: Vec<_> = story.seeds.values().filter(|line| !line.ok).copied().collect();
    let before: Vec<_> = story.failed.iter().filter(|line| story.seeds[&line.seed].ok).copied().collect();
    let mut said = vec![format!("{held} held")];
    if !open.is_empty() {
        said.push(format!("**{} failed** ({})", open.len(), reasons(&open)));
    }
    if !before.is_empty() {
        let runs = if before.len() == 1 { "run" } else { "runs" };
        said.push(format!("{} {runs} failed before the last ({})", before.len(), reasons(&before)));
    }
    said.push(format!("longest {} s", story.ms.div_ceil(1_000)));
    said.join(", ")
}

/// Each different reason once, with its seeds: `seed 2, 7: it broke; seed 9: it hung`.
fn reasons(lines: &[&Line]) -> String {
    let mut by_reason: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for line in lines {
        let first: String = line.why.lines().next().unwrap_or_default().chars().take(120).collect();
        by_reason.entry(first.replace('|', "/")).or_default().push(line.seed);
    }
    let words = by_reason.into_iter().map(|(why, mut seeds)| {
        seeds.sort_unstable();
        seeds.dedup();
        format!("seed {}: {why}", spans(seeds.into_iter()))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Seeds behind the program of their last run: `1a2b3c: 1–5; 版本未记: 7`.
fn programs(story: &Shown<'_>) -> String {
    let mut by_program: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (seed, line) in &story.seeds {
        by_program.entry(&line.program).or_default().push(*seed);
    }
    let named = |program: &str| if program.is_empty() { "版本未记".to_owned() } else { format!("`{program}`") };
    let words = by_program.into_iter().rev().map(|(program, seeds)| (named(program), spans(seeds.into_iter())));
    words.map(|(program, seeds)| format!("{program}: {seeds}")).collect::<Vec<_>>().join("; ")
}

/// `1–5, 7`.
fn spans(seeds: impl Iterator<Item = u64>) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for seed in seeds {
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
    use crate::runs::Figure;

    fn line(requirement: u8, seed: u64, ok: bool) -> Line {
        let why = if ok { String::new() } else { "it | broke\nand more".to_owned() };
        let program = if seed < 3 { "abc" } else { "" };
        Line {
            requirement,
            test: "story".into(),
            side: "desk".into(),
            seed,
            to: None,
            program: program.into(),
            ok,
            why,
            ms: 1_500,
            figure: None,
        }
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
        assert_eq!(row(&page, 4), "desk | 4 | `abc`: 1–2; 版本未记: 3, 7 | 4 held, longest 2 s |");
        assert_eq!(row(&page, 6), "desk | 2 | `abc`: 1–2 | 1 held, **1 failed** (seed 2: it / broke), longest 2 s |");
        assert_eq!(
            row(&page, 7),
            "desk | 1 | `abc`: 1 | 1 held, 1 run failed before the last (seed 1: it / broke), longest 2 s |"
        );
        let unrun = page.lines().filter(|row| row.ends_with("| 0 | | 未跑 |")).count();
        assert_eq!(unrun, 25 - 3 + STEPS.len());
    }

    #[test]
    fn a_speed_shows_its_figure_and_whether_it_is_kept() {
        let speed = |test: &str, is: f64| {
            let figure = Figure { is, at_most: 2.0 };
            Line { test: test.into(), figure: Some(figure), ..line(17, 1, is <= figure.at_most) }
        };
        let page = page(&[speed("slow", 6.156), speed("quick", 1.4)]);
        let rows: Vec<_> = page.lines().filter(|row| row.starts_with("| 17 |")).collect();
        assert!(rows[0].ends_with("| `quick` | desk | 1 | `abc`: 1 | 1.40, limit 2: kept |"), "{rows:?}");
        assert!(rows[1].ends_with("| `slow` | desk | 1 | `abc`: 1 | **6.16, limit 2: not kept** |"), "{rows:?}");
    }

    #[test]
    fn the_page_in_the_docs_is_what_the_log_beside_it_says() {
        let log = crate::runs::read(include_str!("../../../docs/sync-runs.jsonl"));
        let (page, said) = (include_str!("../../../docs/sync-proof.md"), page(&log));
        assert!(page.trim_end() == said.trim_end(), "`cargo run -p sanbao-faults --bin proof` makes it anew");
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
