//! The shipped form definitions: each is read whole, filled by what it asks for, and walked to every one of its states.
//!
//! The stories below stand beside the rows of the ledger they show; docs/ledger-coverage.md names them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what stories share fails as a story fails")]

#[path = "form_definitions/desk.rs"]
mod desk;
#[path = "form_definitions/manual.rs"]
mod manual;
#[path = "form_definitions/stock.rs"]
mod stock;
#[path = "form_definitions/stories.rs"]
mod stories;
#[path = "form_definitions/whole.rs"]
mod whole;
