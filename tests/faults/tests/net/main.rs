//! What a network, a box on the way, a clock, a disk put back or another company's program do to sync: by seeds, against
//! the real head office, with the real uploader; a desk in memory for the many, the desk's own store in `at_counter`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

// What the other rooms call these tools.
extern crate sanbao_faults as faults;

#[path = "../../../../crates/sync/tests/common/mod.rs"]
mod common;

mod at_counter;
mod auth;
mod clocks;
mod counter;
mod cuts;
mod herd;
mod histories;
mod holes;
mod hostile;
mod patience;
mod poison;
mod upgrade;
mod ways;
