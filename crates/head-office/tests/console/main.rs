//! The console as a browser meets it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod accounts;
mod browser;
#[path = "../../../sync/tests/common/mod.rs"]
mod common;
mod doors;
mod going;
mod kept;
mod lists;
mod packs;
mod papers;
mod work;
