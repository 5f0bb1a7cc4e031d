//! The house keeps its shape. Each guard lives in xtask, where it is also shown a broken house.

use std::path::Path;

use xtask::{Stop, guards, root};

fn content(guard: impl Fn(&Path) -> Result<guards::Findings, Stop>) {
    let findings = guard(&root()).unwrap();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn rooms_know_only_their_neighbours() {
    content(guards::layers::look);
}

#[test]
fn every_rule_has_a_test_and_every_such_test_a_rule() {
    content(guards::rules::look);
}

#[test]
fn the_page_of_rules_is_what_the_headers_say() {
    content(guards::rules::look_page);
}

#[test]
fn no_file_is_too_long() {
    content(guards::sizes::look);
}

#[test]
fn the_clock_is_read_in_one_place() {
    content(guards::clock::look);
}

#[test]
fn pages_use_their_doors() {
    content(guards::doors::look);
}

#[test]
fn no_command_of_the_shell_is_dead() {
    content(guards::shell::look);
}

#[test]
fn no_guard_is_left_out() {
    assert_eq!(guards::ALL.len(), 7, "a guard was added or lost: give it a test above");
}
