//! What sync survives, run by seeds and written down.

#![allow(clippy::panic, reason = "what the stories share fails as a story fails")]

pub mod dice;
#[cfg(unix)]
pub mod postgres;
pub mod proof;
pub mod proxy;
pub mod runs;
