//! The reference head office: takes a dealer's records in, once each, and signs for them.
//!
//! It keeps everything in a data folder (SQLite), or in a PostgreSQL database that several instances share.
//! Absent: a maker's own business rules beyond `check`.

pub mod access;
pub mod body;
pub mod check;
pub mod clerk_cli;
pub mod cli;
pub mod clock;
pub mod decide;
pub mod enrolment;
pub mod export;
pub mod files;
pub mod http;
pub mod intake;
pub mod keeping;
mod key_cli;
pub mod keys;
mod law;
mod pack;
pub mod paper;
mod paper_cli;
pub mod passwords;
pub mod policy_key;
pub mod road;
mod road_cli;
mod serve_cli;
pub mod store;
pub mod writer;
