//! `cargo xtask check`: the fast gate. What it passes, the hosted runners pass.

use std::process::Command;

use crate::install::{self, Need};
use crate::place::{cargo, on_path};
use crate::steps::Steps;
use crate::{Stop, cmd, generate, guards, node, root};

/// Guards first: they cost milliseconds. The shell last: it costs minutes on a new machine.
pub fn check(args: &[String]) -> Result<(), Stop> {
    if let Some(word) = args.first() {
        return Err(Stop::new(format!("`check` knows no `{word}`.")));
    }
    let mut steps = Steps::of(9);
    steps.step("What this needs", || install::ensure(&[Need::Shell]))?;
    steps.step("Guards of the house", || guards::run(&root()))?;
    steps.step("Format of the Rust code", format)?;
    steps.step("Packages of the pages", || node::install(&node::ui()))?;
    steps.step("Pages: types, lint, format", || cmd::run(&mut node::script("check")))?;
    steps.step("Lints of the Rust code, the shell left for later", || cmd::run(&mut clippy(&rooms())))?;
    steps.step("Generated files", generate::compare)?;
    steps.step("Licences, bans, sources", supply_chain)?;
    steps.step("Lints of the shell", || {
        // The shell embeds the built pages, so they must be there before it compiles.
        cmd::run(&mut node::script("build"))?;
        cmd::run(&mut clippy(&["-p", "sanbao-desk"]))
    })?;
    println!("\nEverything is in order ({}).", steps.elapsed());
    Ok(())
}

/// `cargo fmt --check`.
pub fn format() -> Result<(), Stop> {
    if cmd::succeeds(cargo().args(["fmt", "--all", "--check"]))? {
        return Ok(());
    }
    Err(Stop::new("The code is not formatted: run `cargo fmt --all`."))
}

/// deny.toml, where the tool is there: it takes minutes to compile, so it is not forced on anyone,
/// and the hosted runners always have it. Advisories are theirs too: the database is a repository.
fn supply_chain() -> Result<(), Stop> {
    if !on_path("cargo-deny") {
        println!("      cargo-deny is not installed here; the hosted runners look");
        return Ok(());
    }
    let what = ["deny", "--offline", "--all-features", "check", "bans", "licenses", "sources"];
    cmd::run(cargo().args(what))
}

/// Every room but the shell.
fn rooms() -> Vec<&'static str> {
    vec!["--workspace", "--exclude", "sanbao-desk"]
}

fn clippy(which: &[&str]) -> Command {
    let mut command = cargo();
    command.arg("clippy").args(which).args(["--all-targets", "--", "-D", "warnings"]);
    command
}
