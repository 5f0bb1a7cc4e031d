//! One cell → one value, by an explicit grammar.
//!
//! VALUE-1 A day has a year of four digits; a year of two digits is refused, never guessed.
//! VALUE-2 A day that does not exist is refused.
//! VALUE-3 Money is exact to the fen; only the noise of binary fractions (under 0.000001) is rounded away.
//! VALUE-4 An identity number that a spreadsheet has damaged is said to be damaged.
//! VALUE-5 A serial that came as a number is marked: leading zeros may be lost.
//! VALUE-6 A phone that fits no pattern is kept as it stood.
//!
//! Absent: what a value is for. Whether a price may be negative or a day lie in the future is the domain's rule.

mod day;
mod identity;
mod number;
mod phone;
mod words;

pub use day::{DaySpelling, day, day_spelled};
pub use identity::{IdNumber, id_number};
pub(crate) use number::plain_number;
pub use number::{fen, integer, quantity_milli};
pub use phone::{Phone, phone};
pub use words::{Serial, serial, text};

/// Why a cell is not the value asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    /// Nothing in the cell.
    #[error("empty")]
    Empty,
    /// `#N/A` and the like.
    #[error("the cell holds the error {0}")]
    Broken(String),
    /// A year of two digits: 07/04/25, 26-10-04.
    #[error("the year has two digits: {0}")]
    TwoDigitYear(String),
    /// 2026-02-31.
    #[error("there is no such day: {0}")]
    NoSuchDay(String),
    /// Day and month could be either way round: 10/04/2026.
    #[error("day and month could be either way round: {0}")]
    AmbiguousDay(String),
    /// No spelling of a day known here.
    #[error("not a day: {0}")]
    NotADay(String),
    /// No number.
    #[error("not a number: {0}")]
    NotANumber(String),
    /// More than two decimals of money, or three of a quantity.
    #[error("too many decimals: {0}")]
    TooManyDecimals(String),
    /// Beyond what any price or quantity is.
    #[error("out of range: {0}")]
    OutOfRange(String),
}

impl ValueProblem {
    /// The stable code of the problem.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "value_empty",
            Self::Broken(_) => "value_broken",
            Self::TwoDigitYear(_) => "day_two_digit_year",
            Self::NoSuchDay(_) => "day_not_existing",
            Self::AmbiguousDay(_) => "day_ambiguous",
            Self::NotADay(_) => "day_unreadable",
            Self::NotANumber(_) => "number_unreadable",
            Self::TooManyDecimals(_) => "number_decimals",
            Self::OutOfRange(_) => "number_range",
        }
    }
}
