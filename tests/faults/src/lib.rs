//! What sync survives, run by seeds and written down.

#![allow(clippy::panic, reason = "what the stories share fails as a story fails")]

pub mod dice;
pub mod proof;
pub mod proxy;
pub mod runs;
