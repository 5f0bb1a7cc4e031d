//! The formula language of policy packs: closed, typed, exact.
//!
//! FORMULA-1 A formula counts in whole fen, millionths, days and plain numbers as exact fractions of 128 bits; its result is rounded once, in the one way its rule names.
//! FORMULA-2 A formula is read once; what is wrong with it is told with the rule, the column and what stands there, and nothing of the pack is taken.
//! FORMULA-3 Types go together or the formula is refused: money and days are never multiplied with themselves, added to another type or compared with it.
//! FORMULA-4 A number in a formula's text is 0 or 1; every other number is a parameter with a name.
//! FORMULA-5 A result keeps its inputs, rule, version and the computation as a sentence; of a choice it says why.
//! FORMULA-6 Division by zero, overflow, a missing input and a blank of the contract give a reason instead of a result; nothing is assumed.
//! FORMULA-7 Reading is bounded in length and depth, computing always ends, and neither ever panics.
//! FORMULA-8 Printing a formula and reading it again gives the same formula.
//! FORMULA-9 Formulas may use each other's rounded results, never in a circle.
//!
//! What is absent on purpose: loops, own functions, dates, input and output, floating point.

mod eval;
mod explain;
mod fault;
mod frac;
mod lex;
mod parse;
mod rule;
mod set;
#[cfg(test)]
mod tests;
mod tree;
mod typed;
mod value;

pub use eval::{Computed, Exact, Outcome};
pub use fault::{Cause, FormulaFault, Reason, Uncomputable};
pub use frac::{Frac, Rounding};
pub(crate) use lex::is_reserved;
pub use parse::{MOST_CHARS, MOST_DEPTH, parse};
pub use rule::{FormulaRule, Input, KeyPart, Param, Row, Table, TableKey, Use};
pub use set::{Formula, Formulas, RuleFault};
pub use tree::{Func, Kind, Node, Op};
pub use value::{Inputs, Type, Value, thousandths};
