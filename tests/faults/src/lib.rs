//! What sync survives, run by seeds and written down.

#![allow(clippy::panic, reason = "what the stories share fails as a story fails")]

#[cfg(unix)]
pub mod postgres;
pub mod runs;
