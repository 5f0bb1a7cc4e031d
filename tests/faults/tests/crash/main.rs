//! Kills, power cuts and full disks: nothing that was acknowledged is lost, and nothing goes wrong twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests
#![cfg(unix)]

mod backups;
mod desk;
mod desk_full;
mod desk_kill;
mod desk_power;
#[cfg(target_os = "linux")]
mod files_full;
mod migrations;
mod office;
mod office_full;
mod office_kill;
mod office_power;

/// What a story answers its runner: why it did not hold.
type Held = Result<(), String>;

/// Any error as a sentence.
fn why(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Holds a thing to be true.
fn hold(is: bool, otherwise: impl FnOnce() -> String) -> Held {
    if is { Ok(()) } else { Err(otherwise()) }
}
