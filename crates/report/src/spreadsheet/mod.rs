//! What a spreadsheet makes of a cell: a number in the words of its format, a formula's value. Screen and paper both ask here,
//! so that a head office's own form reads the same on both.
//!
//! - NUMFMT-1 A format this grammar does not hold (fractions, exponents, numbers in Chinese words) shows the plain number; none shows a wrong one.
//! - NUMFMT-2 A format is read as Excel reads it: sections by sign or by condition, grouped digits, letters between digits, thousands left out, days, times and hours beyond a day.
//! - NUMFMT-3 A section that says nothing shows nothing; the section of texts says how a text is shown.
//! - NUMFMT-4 A number is rounded as people round it, on the fifteen digits a spreadsheet keeps; what rounds to nought has no minus.
//! - COMPUTED-1 What forms are made of (sums, counts, the four operations, rounding, conditions of one sheet) is reckoned; a formula with anything else has no value here, rather than a wrong one.
//! - COMPUTED-2 Words are no number: adding to them is `#VALUE!`, dividing by nought `#DIV/0!`, and what is made of either says the same; a sum of a range passes over words.
//! - COMPUTED-3 A circle has no value, and neither has a formula that asks for more cells than a form has.
//!
//! Absent: where a cell stands, other sheets, names, dates typed as text: formulas that ask for those have no value.

mod built_in;
mod digits;
mod formula;
mod functions;
mod moment;
mod number_format;

pub(crate) use built_in::built_in;
pub(crate) use formula::{Cells, Held, Value};
pub(crate) use number_format::{number, shows_day, text};

/// What a cell says and whether it is a number, which stands on the right and does not break into lines.
pub(crate) fn said(format: &str, value: &Value) -> (String, bool) {
    match value {
        Value::Number(value) => (number(format, *value), true),
        Value::Text(words) => (text(format, words).into_owned(), false),
        Value::Flag(flag) => (if *flag { "TRUE" } else { "FALSE" }.to_owned(), false),
        Value::Error(error) => ((*error).to_owned(), false),
        // A formula that is nothing but an empty cell.
        Value::Empty => (number(format, 0.0), true),
    }
}
