//! Use cases of the desk: the command table, the one door for writing, views and errors.
//!
//! No SQL (store), no HTTP (sync), no spreadsheet format (report), no business rule (domain).

mod table;
pub mod typescript;
pub mod view;
