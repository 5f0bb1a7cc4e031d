//! A disk for SQLite in the manner of SQLite's own crash VFS: what was written and not synced may be lost.
//!
//! [`install`] registers it over the system's VFS as the default of this process, so a program under test opens its
//! databases as ever. It touches only what lies below the folder of a [`Disk`]; everything else passes through.
//!
//! - On a power cut each file falls back to its last sync; of what was written since, nothing is left ([`Loss::All`]), some of
//!   the writes ([`Loss::Some`]), or sectors of them, out of order, some with rubbish in them ([`Loss::Torn`]). Names that
//!   SQLite made or took away come back or go again unless their folder was synced, by the rules of SQLite's Unix VFS.
//! - Nothing is really synced: the disk below is not what is tried here, and a run costs no waiting for it.
//!
//! Absent: files that are not SQLite's. What a program renames or deletes by itself is taken as done.
#![cfg(unix)]

mod content;
mod dice;
mod disk;
mod vfs;

pub use dice::Dice;
pub use disk::{Disk, Fault, Loss};
pub use vfs::install;
