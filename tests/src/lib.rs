//! What the stories share: programs of the workspace, and a driver for the real window.

#![allow(clippy::panic, reason = "what the stories share fails as a story fails")]

pub mod asked;
pub mod chain;
pub mod clerk;
pub mod contract;
pub mod demo;
pub mod driver;
pub mod http;
pub mod killed;
pub mod outside;
pub mod papers;
pub mod programs;
pub mod register;
pub mod strokes;
pub mod webdriver;
pub mod world;

/// What went wrong in a story's machinery; a story itself fails by assertion.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
