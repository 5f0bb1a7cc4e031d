//! Nouns and rules of a dealer's service desk.
//!
//! What is absent on purpose: no disk, no clock, no network, no SQL. Every rule is a function of its
//! arguments; "today" is an argument. Sentences like `CARD-2 …` in module headers are the business
//! rules; each has a test that carries its number.

pub mod attachment;
pub mod calendar;
pub mod call;
pub mod card;
pub mod claim;
pub mod coverage;
pub mod custody;
pub mod customer;
pub mod day;
pub mod deadline;
pub mod demand;
pub mod exchange;
pub mod fault_tree;
pub mod fee;
pub mod form;
pub mod formula;
pub mod hours;
pub mod id;
pub mod job_card;
pub mod meter;
pub mod model;
pub mod money;
pub mod month;
pub mod month_close;
pub mod month_of;
pub mod number;
pub mod old_part;
pub mod operator;
pub mod packing;
pub mod part;
pub mod part_result;
pub mod payable;
pub mod policy;
pub mod principal;
pub mod receipt;
pub mod refusal;
pub mod remedy;
pub mod remedy_case;
pub mod repair;
pub mod sale;
pub mod season;
pub mod service_fee;
pub mod statistics;
pub mod submission;
pub mod suspension;
pub mod text;
pub mod unit;
pub mod wait;

pub use day::Day;
pub use id::*;
pub use money::Fen;
pub use month::Month;
pub use refusal::{Refusal, Refusals};
