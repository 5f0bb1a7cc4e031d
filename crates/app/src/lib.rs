//! Use cases of the desk: the command table, the one door for writing, views and errors.
//!
//! No SQL (store), no HTTP (sync), no spreadsheet format (report), no business rule (domain).

mod alert;
mod app;
mod backup;
mod call;
mod call_view;
mod calls_today;
mod card;
mod catalogue;
mod changes;
mod claim;
pub mod clock;
mod clock_line;
mod demand;
mod demo;
mod desk;
mod door;
mod error;
mod field_words;
mod file_problem;
mod form;
mod hours;
mod import;
mod law;
mod list;
mod list_export;
mod month;
mod named;
mod old_part;
mod open_model;
mod operator;
mod page;
mod parts_batch;
mod policies;
mod prints;
mod repair;
mod repair_parts;
mod repair_past;
mod repair_view;
mod rights;
mod road;
mod sale;
mod sale_view;
mod season_words;
mod sync_cases;
mod table;
mod tasks;
mod today;
mod told;
mod told_anew;
mod trouble;
pub mod typescript;
pub mod view;
mod wire_out;
mod workdays;
mod writing;

/// Identifier of the desk program: names its data folder on every system, and stands in tauri.conf.json.
pub const IDENTIFIER: &str = "cn.sanbaodesk.desk";

pub use app::{App, Dealer};
pub use door::{COMMANDS, CommandDoc, Door};
pub use error::{AppError, CallError};
pub use law::{CoverageMove, DeadlineMove, Moves};
pub use workdays::workdays;
