//! Sync of one desk with one maker's head office: look → plan → act.
//!
//! The doors:
//! - [`desk::Desk`]: what the local store does for sync.
//! - [`run_once`] (async) or [`run_blocking`]: one run for one maker.
//! - [`enrol`] (async) or [`enrol_blocking`]: network only; the caller saves the account.
//! - [`road`]: the same run as a file there and a file back, for a desk without a network.
//! - [`network::ways_out`], [`authority::read`]: the way there, and whose certificates count.
//! - [`new_epoch`]: for the store's first stream and for a restore.
//!
//! Absent: any timer that runs by itself (the shell calls every twenty seconds with
//! [`outcome::Trigger::Tick`]), and sentences for people.

pub mod authority;
pub mod backoff;
mod batch;
mod blobs;
mod blocking;
mod compare;
pub mod desk;
mod enrol;
mod feed;
pub mod http;
pub mod key;
#[cfg(feature = "memory")]
pub mod memory;
pub mod network;
pub mod outcome;
pub mod plan;
mod reconcile;
pub mod road;
mod run;
mod tls;
mod trouble;
mod upload;

pub use blocking::{enrol_blocking, held_blocking, run_blocking};
pub use enrol::enrol;
pub use http::install_crypto;
pub use key::{DeviceSeed, is_good_receipt, new_epoch};
pub use reconcile::{Held, held};
pub use run::run_once;
pub use trouble::PROBLEMS;
