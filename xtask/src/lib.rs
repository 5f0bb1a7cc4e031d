//! The commands of the house and the guards that keep its rooms apart.
//!
//! Absent on purpose: an argument parser, colours, an async runtime. This crate is compiled
//! before anything else on a new machine, so it may cost seconds, not minutes.

use std::process::ExitCode;

mod bench;
mod check;
mod clean_root;
mod cmd;
mod demo;
mod dist;
mod generate;
pub mod guards;
mod headless;
mod install;
mod node;
mod place;
mod run;
mod schemathesis;
mod soak;
mod steps;
mod stop;
mod tally;
mod test;

pub use place::root;
pub use stop::Stop;

const HELP: &str = "\
cargo xtask COMMAND

  run    build everything, start a demo and open the window (--fresh is the default, --keep goes on with the last demo)
  test   install what tests need, run every test, the real window included
  check  the fast gate: format, lints, drift, rules, layers, file sizes
  gen    write ui/src/api/generated, docs/rules.md and docs/ledger-coverage.md again (--check only compares)
  bench  measure the speeds the project promises (bench sync: what sync must survive, at its numbers)
  soak   the same, on and on: --hours N; a soak that was ended goes on where it stopped
  dist   build the .deb and prove in a clean root that it starts";

/// Runs one command and ends in plain words.
#[must_use]
pub fn start(args: &[String]) -> ExitCode {
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", args),
    };
    let done = match command {
        "run" => run::run(rest),
        "test" => test::test(rest),
        "check" => check::check(rest),
        "gen" => generate::generate(rest),
        "bench" if rest.first().is_some_and(|name| name == "sync") => soak::soak(&[]),
        "bench" => bench::bench(rest),
        "soak" => soak::soak(rest),
        "dist" => dist::dist(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Stop::new(format!("There is no command `{other}`.\n\n{HELP}"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("\nStopped: {stop}");
            ExitCode::FAILURE
        }
    }
}
