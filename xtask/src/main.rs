//! `cargo xtask run | test | check | gen | bench | dist`. The doing is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    xtask::start(&args)
}
