//! The house keeps its shape. Each guard lives in xtask, where it is also shown a broken house.

use std::path::Path;

use xtask::{Stop, guards, root};

fn content(guard: impl Fn(&Path) -> Result<guards::Findings, Stop>) -> Result<(), Stop> {
    let findings = guard(&root())?;
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    Ok(())
}

#[test]
fn rooms_know_only_their_neighbours() -> Result<(), Stop> {
    content(guards::layers::look)
}

#[test]
fn every_rule_has_a_test_and_every_such_test_a_rule() -> Result<(), Stop> {
    content(guards::rules::look)
}

#[test]
fn the_page_of_rules_is_what_the_headers_say() -> Result<(), Stop> {
    content(guards::rules::look_page)
}

#[test]
fn every_row_of_the_service_papers_is_at_home_or_openly_missing() -> Result<(), Stop> {
    content(guards::coverage::look)
}

#[test]
fn the_page_of_the_ledger_is_what_its_rows_say() -> Result<(), Stop> {
    content(guards::coverage::look_page)
}

#[test]
fn no_file_is_too_long() -> Result<(), Stop> {
    content(guards::sizes::look)
}

#[test]
fn the_clock_is_read_in_one_place() -> Result<(), Stop> {
    content(guards::clock::look)
}

#[test]
fn pages_use_their_doors() -> Result<(), Stop> {
    content(guards::doors::look)
}

#[test]
fn no_command_of_the_table_is_dead() -> Result<(), Stop> {
    content(guards::commands::look)
}

#[test]
fn no_command_of_the_shell_is_dead() -> Result<(), Stop> {
    content(guards::shell::look)
}

#[test]
fn chinese_sentences_have_chinese_marks() -> Result<(), Stop> {
    content(guards::marks::look)
}

#[test]
fn no_guard_is_left_out() {
    assert_eq!(guards::ALL.len(), 11, "a guard was added or lost: give it a test above");
}
