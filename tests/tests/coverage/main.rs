//! Coverage and remedies: edge cases by number, worked examples with their reasons, properties, mutations, speed.
//!
//! Only the rooms of rules are used; no desk, no disk but the packs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what stories share fails as a story fails")]

mod edges;
mod examples;
mod mutation;
mod properties;
mod remedies;
mod rules;
mod speed;
mod world;
