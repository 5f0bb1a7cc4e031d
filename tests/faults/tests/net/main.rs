//! What a network, a box on the way, a clock, a disk put back or another company's program do to sync: by seeds, against
//! the real head office, with the real uploader and a desk in memory (the desk as people use it: `door`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../../../crates/sync/tests/common/mod.rs"]
mod common;

mod auth;
mod clocks;
mod cuts;
mod herd;
mod histories;
mod holes;
mod hostile;
mod patience;
mod poison;
mod ways;
