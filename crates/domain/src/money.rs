//! Money in integer fen. There is no floating point money anywhere in this house.
//!
//! MONEY-1 An amount is a whole number of fen; price times quantity is rounded half up, once.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in fen (1/100 yuan).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// Price for a quantity in thousandths, half up (MONEY-1). `None` when it does not fit.
    pub fn times_milli(self, quantity_milli: i64) -> Option<Fen> {
        let product = i128::from(self.0) * i128::from(quantity_milli);
        let rounded = (product + 500 * product.signum()) / 1000;
        i64::try_from(rounded).ok().map(Fen)
    }

    /// The sum; `None` when it does not fit.
    pub fn plus(self, other: Fen) -> Option<Fen> {
        self.0.checked_add(other.0).map(Fen)
    }

    /// In yuan with its digits in threes: `-1,234,567.80`.
    pub fn grouped(self) -> String {
        let (sign, all) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        format!("{sign}{}.{:02}", in_threes(all / 100), all % 100)
    }
}

/// Digits in threes: `1,234,567`.
pub fn in_threes(number: u64) -> String {
    let digits = number.to_string();
    let threes = digits.as_bytes().rchunks(3).rev();
    threes.filter_map(|three| std::str::from_utf8(three).ok()).collect::<Vec<_>>().join(",")
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", all / 100, all % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        let of = |fen: i64| Fen(fen).grouped();
        assert_eq!([of(0), of(-5), of(99_999), of(100_000)], ["0.00", "-0.05", "999.99", "1,000.00"]);
        assert_eq!([of(-123_456_780), of(i64::MIN)], ["-1,234,567.80", "-92,233,720,368,547,758.08"]);
    }

    #[test]
    fn money_1_rounds_half_up_once() {
        assert_eq!(Fen(101).times_milli(1500), Some(Fen(152)));
        assert_eq!(Fen(-101).times_milli(1500), Some(Fen(-152)));
        assert_eq!(Fen(237_317).times_milli(4000), Some(Fen(949_268)));
        assert_eq!(Fen(i64::MAX).times_milli(2000), None);
        assert_eq!(Fen(-5).to_string(), "-0.05");
    }
}
