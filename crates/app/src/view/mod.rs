//! What crosses the border to window and command line: inputs and answers of the command table.
//!
//! No behaviour lives here. Inputs refuse unknown fields. Days travel as `YYYY-MM-DD`, months as
//! `YYYY-MM`, money as integer fen, instants as UTC milliseconds, quantities as integer thousandths.

mod backup;
mod call;
mod catalogue;
mod claim;
mod common;
mod demand;
mod desk;
mod export;
mod import;
mod month;
mod old_part;
mod operator;
mod policy;
mod print;
mod repair;
mod rights;
mod sale;
mod sync;

pub use backup::*;
pub use call::*;
pub use catalogue::*;
pub use claim::*;
pub use common::*;
pub use demand::*;
pub use desk::*;
pub use export::*;
pub use import::*;
pub use month::*;
pub use old_part::*;
pub use operator::*;
pub use policy::*;
pub use print::*;
pub use repair::*;
pub use rights::*;
pub use sale::*;
pub use sync::*;
