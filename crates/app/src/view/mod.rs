//! What crosses the border to window and command line: inputs and answers of the command table.
//!
//! No behaviour lives here. Inputs refuse unknown fields. Days travel as `YYYY-MM-DD`, months as
//! `YYYY-MM`, money as integer fen, instants as UTC milliseconds, quantities as integer thousandths.

mod attachment;
mod backup;
mod call;
mod call_machine;
mod catalogue;
mod claim;
mod common;
mod custody;
mod decision;
mod demand;
mod desk;
mod exchange;
mod export;
mod fee;
mod import;
mod money;
mod month;
mod old_part;
mod operator;
mod part_return;
mod payable;
mod policy;
mod print;
mod receipt;
mod remedy;
mod repair;
mod rights;
mod sale;
mod service_fee;
mod sync;
mod template;

pub use attachment::*;
pub use backup::*;
pub use call::*;
pub use call_machine::*;
pub use catalogue::*;
pub use claim::*;
pub use common::*;
pub use custody::*;
pub use decision::*;
pub use demand::*;
pub use desk::*;
pub use exchange::*;
pub use export::*;
pub use fee::*;
pub use import::*;
pub use money::*;
pub use month::*;
pub use old_part::*;
pub use operator::*;
pub use part_return::*;
pub use payable::*;
pub use policy::*;
pub use print::*;
pub use receipt::*;
pub use remedy::*;
pub use repair::*;
pub use rights::*;
pub use sale::*;
pub use service_fee::*;
pub use sync::*;
pub use template::*;
