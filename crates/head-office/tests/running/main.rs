//! The server as those see it who run it: limits, figures, TLS, log, stop, copies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../../sync/tests/common/mod.rs"]
mod common;
mod copies;
mod doors;
mod end;
mod limits;
mod log;
mod seats;
mod server;
mod waiting;
