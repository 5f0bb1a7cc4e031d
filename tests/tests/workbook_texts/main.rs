//! Every workbook W01–W25 of one small month, whole: cells with their kinds and looks, merged cells, widths, paper, print titles,
//! lines of the page, panes, hidden rows, sheet by sheet, compared with `tests/expected/Wnn.txt`; and the same values as two
//! other programs read them.
//!
//! A change that is meant: `SANBAO_ACCEPT=1 cargo test -p sanbao-tests --test workbook_texts` writes the files again; the
//! difference is then looked at like any other.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

mod asked;
mod entries;
mod form;
mod month;
mod package;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use form::Held;
use report::read::Cell;
use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};

/// Says that what is built is what is wanted.
const ACCEPT: &str = "SANBAO_ACCEPT";

/// Lines shown of a difference; more say nothing more.
const SHOWN: usize = 60;

fn expected(key: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("expected/{key}.txt"))
}

/// Lines that are only in one of two texts, each with its sign, in their order.
fn difference(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // The longest row of lines both have, from each place on.
    let mut longest = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            longest[at][to] = if old[at] == new[to] {
                longest[at + 1][to + 1] + 1
            } else {
                longest[at + 1][to].max(longest[at][to + 1])
            };
        }
    }
    let (mut at, mut to, mut told) = (0, 0, Vec::new());
    while at < old.len() || to < new.len() {
        if at < old.len() && to < new.len() && old[at] == new[to] {
            (at, to) = (at + 1, to + 1);
        } else if to == new.len() || (at < old.len() && longest[at + 1][to] >= longest[at][to + 1]) {
            told.push(format!("- {}", old[at]));
            at += 1;
        } else {
            told.push(format!("+ {}", new[to]));
            to += 1;
        }
    }
    told
}

#[test]
fn a_difference_is_told_by_its_lines() {
    assert_eq!(difference("a\nb\nc", "a\nc"), ["- b"]);
    assert_eq!(difference("a\nb\nc", "a\nx\nc\nd"), ["- b", "+ x", "+ d"]);
    assert_eq!(difference("a", "a"), Vec::<String>::new());
}

#[test]
fn every_workbook_is_as_it_is_expected_whole() -> Outcome<()> {
    let built = month::built()?;
    let keys: Vec<&str> = built.files.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, (1..=25).map(|number| format!("W{number:02}")).collect::<Vec<_>>());
    let accept = std::env::var_os(ACCEPT).is_some();
    let mut wrong = Vec::new();
    for (key, path) in &built.files {
        let made = form::of(path)?.text;
        if accept {
            std::fs::write(expected(key), &made)?;
            continue;
        }
        let wanted = std::fs::read_to_string(expected(key)).unwrap_or_default();
        let lines = difference(&wanted, &made);
        if !lines.is_empty() {
            let more = lines.len().saturating_sub(SHOWN);
            let shown = lines.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
            wrong.push(format!("{key}: {} lines differ\n{shown}\n({more} more)", lines.len()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n\nWhat is meant so is accepted by {ACCEPT}=1 cargo test -p sanbao-tests --test workbook_texts",
        wrong.join("\n\n")
    );
    Ok(())
}

#[test]
fn every_register_the_desk_keeps_has_rows_in_this_month() -> Outcome<()> {
    let built = month::built()?;
    for key in [
        "W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08", "W09", "W10", "W11", "W12", "W13", "W14", "W15", "W16",
        "W17", "W18", "W19", "W20", "W21", "W22", "W23", "W24",
    ] {
        let (_, path) = built.files.iter().find(|(known, _)| known == key).unwrap();
        assert!(form::of(path)?.cells.iter().all(|cell| cell.value != "本月无" || cell.sheet > 0), "{key} is empty");
    }
    Ok(())
}

/// The cells of a workbook by sheet and place.
fn by_place(cells: &[Held]) -> BTreeMap<(usize, String), (char, String)> {
    cells.iter().map(|cell| ((cell.sheet, cell.place.clone()), (cell.kind, cell.value.clone()))).collect()
}

/// Row and column, from zero.
fn place_of(place: &str) -> (usize, usize) {
    let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    (place[letters.len()..].parse::<usize>().unwrap() - 1, column - 1)
}

#[test]
fn calamine_reads_the_same_values() -> Outcome<()> {
    let built = month::built()?;
    for (key, path) in &built.files {
        let (mine, book) = (form::of(path)?, report::read::open_path(path)?);
        assert!(!mine.cells.is_empty(), "{key}");
        for cell in &mine.cells {
            let (row, column) = place_of(&cell.place);
            let read = book.sheets[cell.sheet].cell(row, column);
            let same = match (cell.kind, read) {
                ('t', Cell::Text(text)) => *text == cell.value,
                ('n', Cell::Number(number)) => cell.value.parse() == Ok(*number),
                ('d', Cell::Date(_)) => read.shown() == cell.value,
                _ => false,
            };
            assert!(same, "{key} {cell:?} is read as {read:?}");
        }
        // And nothing more than that.
        let read = book.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
        assert_eq!(read.filter(|cell| **cell != Cell::Empty).count(), mine.cells.len(), "{key}");
    }
    Ok(())
}

/// Every cell that holds something, as openpyxl reads it: sheet, place, kind, value.
const LOOK: &str = r#"
import sys, json, datetime, openpyxl
for path in sys.argv[1:]:
    told = []
    for at, sheet in enumerate(openpyxl.load_workbook(path).worksheets):
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is None: continue
                if isinstance(value, datetime.datetime): told.append([at, cell.coordinate, 'd', value.strftime('%Y-%m-%d')])
                elif cell.data_type == 'f': told.append([at, cell.coordinate, 'f', value])
                elif isinstance(value, str): told.append([at, cell.coordinate, 't', value])
                else: told.append([at, cell.coordinate, 'n', repr(value)])
    print(json.dumps(told))
"#;

#[test]
fn openpyxl_reads_the_same_values() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let built = month::built()?;
    let told = Command::new(python).args(["-c", LOOK]).args(built.files.iter().map(|(_, path)| path)).output()?;
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let lines = String::from_utf8(told.stdout)?;
    assert_eq!(lines.lines().count(), built.files.len());
    for ((key, path), line) in built.files.iter().zip(lines.lines()) {
        let theirs: Vec<(usize, String, char, String)> = serde_json::from_str(line)?;
        let theirs = theirs.into_iter().map(|(sheet, place, kind, value)| Held { sheet, place, kind, value });
        let mut theirs = by_place(&theirs.collect::<Vec<_>>());
        for (place, (kind, value)) in by_place(&form::of(path)?.cells) {
            let (their_kind, their_value) =
                theirs.remove(&place).unwrap_or_else(|| panic!("{key} {place:?} is not read"));
            let same = match kind {
                'n' => value.parse::<f64>()? == their_value.parse::<f64>()?,
                _ => value == their_value,
            };
            assert!(kind == their_kind && same, "{key} {place:?}: {kind} {value}, read as {their_kind} {their_value}");
        }
        assert!(theirs.is_empty(), "{key}: {theirs:?}");
    }
    Ok(())
}
