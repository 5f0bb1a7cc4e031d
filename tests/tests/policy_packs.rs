//! The shipped packs: no number of theirs is idle, none of them stands in the program, and every row of the ledger has its rule.
//!
//! Numbers of classes, coverage and remedies are raised in `coverage/mutation.rs`; those of deadlines, formulas and
//! seasons here. A number that stands anywhere else fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what stories share fails as a story fails")]

use domain::Day;
use domain::calendar::Calendars;
use domain::day::UtcMs;
use domain::deadline::{Asked, Ground, Moment, compute};
use domain::formula::{FormulaRule, Inputs, Type, Value as Typed};
use domain::hours::BusinessHours;
use domain::policy::{PolicyPack, SHIPPED, Scope, diff, keys};
use domain::season::{SeasonWindow, Seasons};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static CHINA: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every shipped pack's text, by file name.
fn shipped() -> Vec<(String, String)> {
    let files = std::fs::read_dir(root().join("policies/packs")).unwrap().map(|file| file.unwrap().path());
    let mut all: Vec<(String, String)> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    all
}

fn pack(file: &Value) -> PolicyPack {
    PolicyPack::read(&file.to_string()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A leaf of the file, and the file with that leaf one further.
struct Raised {
    pointer: String,
    old: Value,
    file: Value,
}

/// Every number raised by one, and every date a rule is made of one day off.
fn raised(file: &Value) -> Vec<Raised> {
    let mut leaves = Vec::new();
    walk(file, String::new(), &mut leaves);
    let raise = |pointer: String| {
        let mut changed = file.clone();
        let leaf = changed.pointer_mut(&pointer)?;
        let old = leaf.clone();
        *leaf = one_off(&old)?;
        Some(Raised { pointer, old, file: changed })
    };
    leaves.into_iter().filter_map(raise).collect()
}

fn walk(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(i, one)| walk(one, format!("{at}/{i}"), found)),
        Value::Object(map) => map.iter().for_each(|(key, one)| walk(one, format!("{at}/{key}"), found)),
        _ if at != "/format" && at != "/version" => found.push(at),
        _ => {}
    }
}

/// `20` → `21`, `"05-20"` → `"05-19"`, `"2010-06-01"` → `"2010-06-02"`; nothing for other leaves.
/// The day after 31 December rests, and a deadline that rolls to the day before would come back to it.
fn one_off(leaf: &Value) -> Option<Value> {
    match leaf {
        Value::Number(n) => Some((n.as_i64().unwrap() + 1).into()),
        Value::String(text) => {
            let moved = |text: &str, n| text.parse::<Day>().ok().map(|day| day.plus_days(n).iso());
            let of_year = || moved(&format!("2001-{text}"), -1).map(|day| day[5..].to_owned());
            moved(text, 1).or_else(of_year).map(Value::String)
        }
        _ => None,
    }
}

/// Everything the deadlines lead to: last days and instants, and each rung of the ladder.
fn deadlines(pack: &PolicyPack, into: &mut String) {
    let open = r#"{"week": {"mon": ["08:00-12:00", "14:00-18:00"], "tue": ["08:00-12:00", "14:00-18:00"], "wed": ["08:00-12:00", "14:00-18:00"], "thu": ["08:00-12:00", "14:00-18:00"], "fri": ["08:00-12:00", "14:00-18:00"]}}"#;
    let hours: BusinessHours = serde_json::from_str(open).unwrap();
    let (class, region) = ("combine", "河南省周口市");
    let ground = Ground { calendars: &CHINA, hours: Some(&hours), seasons: &pack.seasons, class, region };
    for rule in &pack.deadlines {
        for from in ["2024-02-29", "2025-01-31", "2025-11-15", "2026-05-28", "2026-06-29", "2026-09-30"] {
            let at: UtcMs = day(from).starts_at() + 10 * 3_600_000;
            match compute(&Asked::new(rule, "", "", Moment::At(at)), &ground) {
                Ok(due) => {
                    writeln!(into, "{} {} {:?} {:?}", rule.key, due.due_on.iso(), due.due_at, due.ladder()).unwrap()
                }
                Err(none) => writeln!(into, "{} {none}", rule.key).unwrap(),
            }
        }
    }
}

/// Every amount, rate and yes/no the formulas lead to, on both sides of every number of `like`.
fn formulas(pack: &PolicyPack, like: &PolicyPack, into: &mut String) {
    let scope = Scope::on(day("2026-10-01"));
    for rule in &like.formulas {
        for inputs in cases(rule, like) {
            match pack.compute(&rule.key, &scope, &inputs) {
                Ok(outcome) => writeln!(into, "{} {:?}", rule.key, outcome.value).unwrap(),
                Err(none) => writeln!(into, "{} {none}", rule.key).unwrap(),
            }
        }
    }
}

/// Inputs of a formula and of those it uses, in all combinations of telling values.
fn cases(rule: &FormulaRule, like: &PolicyPack) -> Vec<Inputs> {
    let used = rule.uses.iter().filter_map(|used| like.formulas.iter().find(|other| other.key == used.key));
    let rules: Vec<&FormulaRule> = std::iter::once(rule).chain(used).collect();
    let numbers = rules.iter().flat_map(|rule| rule.params.iter().filter_map(|param| param.value));
    let mut near: BTreeSet<i64> = numbers.flat_map(|n| [n, n + 1]).collect();
    near.extend([0, 1_000_000, 1_000_000_000]);
    let rows = rules.iter().flat_map(|rule| rule.tables.iter().flat_map(|table| &table.rows));
    let words: BTreeSet<String> = rows.flat_map(|row| &row.key).map(|key| format!("{key:?}")).collect();
    let words: Vec<String> = words.iter().filter_map(|word| Some(word.split('"').nth(1)?.to_owned())).collect();
    let mut cases = vec![Inputs::new()];
    for input in rules.iter().flat_map(|rule| &rule.inputs) {
        let values: Vec<Typed> = match input.ty {
            Type::Bool => vec![Typed::Bool(false), Typed::Bool(true)],
            Type::Text => words.iter().cloned().map(Typed::Text).collect(),
            Type::Days => [0, 30, 2000].map(Typed::Days).to_vec(),
            ty => near.iter().filter_map(|n| Typed::of(ty, *n)).collect(),
        };
        let with = |case: &Inputs| values.iter().map(|value| case.clone().with(&input.name, value.clone())).collect();
        cases = cases.iter().flat_map(|case| -> Vec<Inputs> { with(case) }).collect();
    }
    cases
}

/// First and last day of every season of three years.
fn seasons(pack: &PolicyPack, into: &mut String) {
    for window in &pack.seasons {
        let SeasonWindow { class, region, .. } = window;
        let seasons = Seasons::of(&pack.seasons, class, region);
        for season in (2025..2028).flat_map(|year| seasons.in_year(year)) {
            writeln!(into, "{class} {region} {} {}", season.from.iso(), season.to.iso()).unwrap();
        }
    }
}

/// What a pack leads to in one section; seasons move deadlines too.
fn said(section: &str, pack: &PolicyPack, like: &PolicyPack) -> String {
    let mut said = String::new();
    match section {
        "deadlines" => deadlines(pack, &mut said),
        "formulas" => formulas(pack, like, &mut said),
        "seasons" => {
            seasons(pack, &mut said);
            deadlines(pack, &mut said);
        }
        _ => {}
    }
    for on in [like.effective_from, like.effective_from.plus_days(1)].into_iter().chain(like.effective_to) {
        writeln!(said, "{}", pack.holds_on(on)).unwrap();
    }
    said
}

/// Sections whose numbers are raised in `coverage/mutation.rs`.
const ELSEWHERE: [&str; 3] = ["/classes/", "/coverage/", "/remedies/"];

#[test]
fn no_number_of_a_shipped_pack_is_idle() {
    let (mut tried, mut idle) = (0, Vec::new());
    for (name, text) in shipped() {
        let file: Value = serde_json::from_str(&text).unwrap();
        let like = pack(&file);
        let stands = ["deadlines", "formulas", "seasons", ""].map(|section| said(section, &like, &like));
        for one in raised(&file) {
            if ELSEWHERE.iter().any(|section| one.pointer.starts_with(section)) {
                continue;
            }
            tried += 1;
            let section = one.pointer.split('/').nth(1).unwrap();
            if stands.contains(&said(section, &pack(&one.file), &like)) {
                idle.push(format!("{name}{} = {}", one.pointer, one.old));
            }
        }
    }
    println!("{tried} values raised");
    assert!(tried > 130, "{tried}");
    assert!(idle.is_empty(), "nothing moves with:\n{}", idle.join("\n"));
}

#[test]
fn every_raised_value_is_told_in_the_difference() {
    let (mut tried, mut silent) = (0, Vec::new());
    for (name, text) in shipped() {
        let file: Value = serde_json::from_str(&text).unwrap();
        let like = pack(&file);
        for one in raised(&file) {
            let diff = diff(&like, &pack(&one.file));
            let told = diff.rules.iter().flat_map(|rule| &rule.sentences).chain(&diff.head);
            let told: Vec<&String> = told.filter(|sentence| sentence.contains(" → ")).collect();
            tried += 1;
            if told.len() != 1 || told[0].contains("（写法）") {
                silent.push(format!("{name}{}: {told:?}", one.pointer));
            }
        }
    }
    assert!(tried > 200, "{tried}");
    assert!(silent.is_empty(), "not told in words:\n{}", silent.join("\n"));
}

#[test]
fn a_number_that_nothing_reads_would_be_found() {
    let (_, text) = shipped().into_iter().find(|(name, _)| name == "S0-farm").unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    let idle = serde_json::json!({"name": "idle", "label": "无用", "type": "fen", "value": 5});
    file["formulas"][0]["params"].as_array_mut().unwrap().push(idle);
    let like = pack(&file);
    let one = raised(&file).into_iter().find(|one| one.pointer == "/formulas/0/params/4/value").unwrap();
    assert_eq!(said("formulas", &pack(&one.file), &like), said("formulas", &like, &like));
}

#[test]
fn every_pack_of_the_folder_is_built_in() {
    let mut folder: Vec<String> = shipped().into_iter().map(|(_, text)| text).collect();
    let mut built_in: Vec<&str> = SHIPPED.to_vec();
    folder.sort();
    built_in.sort_unstable();
    assert_eq!(folder, built_in);
    for (name, text) in shipped() {
        assert_eq!(PolicyPack::read(&text).unwrap().pack, name);
    }
}

/// Rows of the ledger whose rules the desk keeps (class M or S): time and money.
const ROWS: [&str; 68] = [
    "T01", "T02", "T03", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T14", "T15", "T16", "T17",
    "T18", "T19", "T20", "T21", "T22", "T23", "T24", "T25", "T26", "T27", "T28", "T29", "T30", "T33", "T35", "T37",
    "T38", "T39", "T40", "T41", "T42", "T43", "T44", "T45", "T46", "T47", "T48", "T49", "T50", "M01", "M02", "M03",
    "M04", "M05", "M06", "M07", "M08", "M09", "M10", "M11", "M12", "M13", "M14", "M15", "M16", "M17", "M18", "M19",
    "M20", "M21", "N01", "N02",
];

#[test]
fn every_row_of_the_ledger_has_its_rule_or_its_blank() {
    let mut sources = String::new();
    for (_, text) in shipped() {
        let pack = PolicyPack::read(&text).unwrap();
        pack.heads().for_each(|head| sources.push_str(head.source));
        pack.to_fill.iter().for_each(|blank| sources.push_str(&blank.source));
    }
    let missing: Vec<&str> = ROWS.into_iter().filter(|row| !sources.contains(row)).collect();
    assert!(missing.is_empty(), "no rule for {missing:?}");
}

/// A duty of the remedy panel and the deadline that warns of it are one article: they may not drift apart.
#[test]
fn a_period_that_stands_in_two_sections_is_the_same() {
    let pairs = [
        ("CN-ag-2010", "repair.complete", "/remedies/0/when/repair_too_long/over"),
        ("CN-ag-2010", "card.reissue", "duty.card_reissue"),
        ("CN-ag-2010", "refusal.risk", "duty.refusal_risk"),
        ("CN-appliance-1995", "refusal.risk", "duty.refusal_risk"),
        ("CN-car-43", "refusal.risk", "duty.refusal_risk"),
        ("CN-car-43", "remedy.answer", "duty.answer"),
        ("CN-car-43", "remedy.finish", "duty.finish"),
    ];
    for (name, key, other) in pairs {
        let (_, text) = shipped().into_iter().find(|(file, _)| file == name).unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        let find = |section: &str, key: &str| {
            file[section].as_array().unwrap().iter().find(|rule| rule["key"] == key).cloned().unwrap()
        };
        let duty = match other.strip_prefix('/') {
            Some(_) => file.pointer(other).cloned().unwrap(),
            None => find("remedies", other)["when"]["duty"]["within"].clone(),
        };
        assert_eq!(find("deadlines", key)["add"], duty, "{name} {key}");
    }
}

mod sources {
    //! No number of a rule stands in the program.

    use super::*;

    /// Rooms in which rules are read and computed.
    const ROOMS: [&str; 7] = [
        "crates/domain/src/policy",
        "crates/domain/src/formula",
        "crates/domain/src/deadline",
        "crates/domain/src/coverage",
        "crates/domain/src/remedy",
        "crates/domain/src/season.rs",
        "crates/domain/src/suspension.rs",
    ];

    /// Numbers of the calendar, of units, of the language and limits against hostile files: words of their lines.
    const TECHNICAL: [&str; 38] = [
        "const MILLION: i64 = 1_000_000",
        "const THOUSAND: u64 = 1_000",
        "all / 10_000, all % 10_000", // four digits behind the point of a percentage
        "const YEAR: i64 = 12",
        "const HOUR_MS: i64 = 60 *",
        "minutes / 60, minutes % 60",
        "const LONGEST_MONTH: u32 = 31",
        "(1..=9999)", // years a day can have
        "<= 9999",
        "saturating_mul(12)",        // months of a year
        "saturating_mul(1000)",      // thousandths
        "saturating_mul(3_600_000)", // milliseconds of an hour
        "const FORMAT: i64 = 2",
        "const MOST_BYTES",
        "const MOST_RULES",
        "const MOST_NAME",
        "const MOST_USES",
        "const MOST_CHARS",
        "const MOST_DEPTH",
        "2 * MOST_DEPTH",
        "const MOST_DAYS_TOLD",
        "const MOST_TOLD",
        "const MOST_DAYS: i32 = 400",
        "const MOST_YEARS",
        "key.len() <= 60",
        "text.len() <= 40",
        "take(40)",
        "2 * u8::from",       // how closely a rule fits
        "skip(3).step_by(2)", // every second word between quotes
        "Type::Fen => 3,",    // money is heavier than days
        "Type::Days => 2,",
        "whole % 2 != 0", // the even neighbour
        "with_capacity(",
        "windows(2)",
        "const WHOLE: i64 = 100",
        "const SAME_COMPONENT", // how alike two faults look, in hundredths
        "const NO_COMPONENT",
        "shared * 100",
    ];

    /// Numbers of arguments of a function.
    const ARITY: [&str; 4] = ["=> (2, 16),", "=> (3, 3),", "=> (1, 2),", "=> (2, 5),"];

    /// Lines of code: no comments, no tests, no words between quotes.
    fn code(path: &Path) -> Vec<(usize, String)> {
        let text = std::fs::read_to_string(path).unwrap();
        let body = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        let plain = |line: &str| {
            let line = line.split("//").next().unwrap_or_default();
            line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
        };
        body.lines().enumerate().map(|(i, line)| (i + 1, plain(line))).collect()
    }

    /// Whole numbers above one that stand alone, not in a name, a tuple's place or a list's length.
    fn numbers(line: &str) -> Vec<u64> {
        let line: String = line.split("; ").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect();
        let line = (2..10).fold(line, |line, place| line.replace(&format!(".{place}"), ""));
        let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let digits = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        digits.filter_map(|word| word.replace('_', "").parse().ok()).filter(|n| *n > 1).collect()
    }

    fn files(at: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        if at.is_file() {
            found.push(at.to_owned());
            return;
        }
        let Ok(entries) = std::fs::read_dir(at) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let skipped = ["tests", "fixtures", "node_modules", "dist", "target"].contains(&name.as_str());
            let of_tests = ["tests.rs", "properties.rs"].iter().any(|ending| name.ends_with(ending));
            if path.is_dir() && !skipped {
                files(&path, endings, found);
            } else if path.is_file() && !of_tests && endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }

    #[test]
    fn the_rooms_of_rules_hold_no_rule_of_their_own() {
        let mut found = Vec::new();
        let mut all = Vec::new();
        ROOMS.iter().for_each(|room| files(&root().join(room), &[".rs"], &mut all));
        for path in &all {
            for (at, line) in code(path) {
                let allowed = TECHNICAL.iter().chain(&ARITY).any(|words| line.contains(words));
                if !numbers(&line).is_empty() && !allowed {
                    found.push(format!("{}:{at} {}", path.display(), line.trim()));
                }
            }
        }
        assert!(found.is_empty(), "numbers in rooms of rules:\n{}", found.join("\n"));
    }

    #[test]
    fn no_rule_key_stands_beside_a_number() {
        let mut all = Vec::new();
        files(&root().join("crates"), &[".rs"], &mut all);
        files(&root().join("src-tauri/src"), &[".rs"], &mut all);
        files(&root().join("ui/src"), &[".ts", ".vue"], &mut all);
        let keys: Vec<String> = keys().map(|info| format!("\"{}\"", info.key)).collect();
        let mut found = Vec::new();
        for path in &all {
            let text = std::fs::read_to_string(path).unwrap();
            let body = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for (at, line) in body.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                let line = line.replace('\'', "\"");
                let outside = line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
                if keys.iter().any(|key| line.contains(key.as_str())) && !numbers(&outside).is_empty() {
                    found.push(format!("{}:{} {}", path.display(), at + 1, line.trim()));
                }
            }
        }
        assert!(found.is_empty(), "a number beside a rule's key:\n{}", found.join("\n"));
    }
}
