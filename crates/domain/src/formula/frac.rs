//! Exact fractions of 128-bit whole numbers: what a formula counts in until its one rounding.
//!
//! Every operation says `None` instead of leaving the 128 bits. There is no floating point.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The one named rounding of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Half away from zero (四舍五入), the same for amounts owed and amounts paid back.
    HalfUp,
    /// Half to the even neighbour (四舍六入五成双).
    HalfEven,
    /// Towards zero (舍去).
    Down,
    /// Away from zero (进一).
    Up,
}

impl Rounding {
    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::HalfUp => "四舍五入",
            Self::HalfEven => "四舍六入五成双",
            Self::Down => "舍去零头",
            Self::Up => "零头进一",
        }
    }
}

/// `num / den` in lowest terms, `den` positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frac {
    num: i128,
    den: i128,
}

impl Frac {
    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self { num: i128::from(n), den: 1 }
    }

    /// `n / d`; `None` when `d` is zero or the lowest terms do not fit.
    pub fn new(n: i128, d: i128) -> Option<Self> {
        let g = i128::try_from(gcd(n.unsigned_abs(), d.unsigned_abs())).ok()?;
        if d == 0 {
            return None;
        }
        let (n, d) = (n.checked_div(g)?, d.checked_div(g)?);
        if d < 0 { Some(Self { num: n.checked_neg()?, den: d.checked_neg()? }) } else { Some(Self { num: n, den: d }) }
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether it is greater than zero.
    pub fn is_positive(self) -> bool {
        self.num > 0
    }

    /// The whole number it is, if it is one of 64 bits.
    pub fn as_whole(self) -> Option<i64> {
        if self.den == 1 { i64::try_from(self.num).ok() } else { None }
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let g = i128::try_from(gcd(self.den.unsigned_abs(), other.den.unsigned_abs())).ok()?;
        let (left, right) = (other.den / g, self.den / g);
        let num = self.num.checked_mul(left)?.checked_add(other.num.checked_mul(right)?)?;
        Self::new(num, self.den.checked_mul(left)?)
    }

    /// The opposite.
    pub fn minus(self) -> Option<Self> {
        Some(Self { num: self.num.checked_neg()?, den: self.den })
    }

    /// The product; common factors are taken out first, so that it fits whenever its lowest terms do.
    pub fn times(self, other: Self) -> Option<Self> {
        let a = Self::new(self.num, other.den)?;
        let b = Self::new(other.num, self.den)?;
        Some(Self { num: a.num.checked_mul(b.num)?, den: a.den.checked_mul(b.den)? })
    }

    /// The quotient; `None` also when `other` is zero.
    pub fn over(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.den, other.num)?)
    }

    /// Which is greater; `None` when it cannot be told within 128 bits.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        Some(self.num.checked_mul(other.den)?.cmp(&other.num.checked_mul(self.den)?))
    }

    /// The nearest whole number in the named way.
    pub fn rounded(self, how: Rounding) -> i128 {
        let (whole, rest) = (self.num / self.den, (self.num % self.den).unsigned_abs());
        let left = self.den.unsigned_abs() - rest;
        let away = match how {
            Rounding::Down => false,
            Rounding::Up => rest > 0,
            Rounding::HalfUp => rest > 0 && rest >= left,
            Rounding::HalfEven => rest > left || (rest == left && whole % 2 != 0),
        };
        // A fraction of 128 bits has a denominator of at least two here, so one more always fits.
        if away { whole + self.num.signum() } else { whole }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(n: i128) -> Frac {
        Frac::new(n, 2).unwrap()
    }

    #[test]
    fn each_rounding_on_both_sides_of_zero() {
        let ways = [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up];
        let rounded = |n| ways.map(|way| half(n).rounded(way));
        assert_eq!(rounded(5), [3, 2, 2, 3]);
        assert_eq!(rounded(7), [4, 4, 3, 4]);
        assert_eq!(rounded(-5), [-3, -2, -2, -3]);
        assert_eq!(rounded(4), [2, 2, 2, 2]);
        assert_eq!(Frac::new(1, 3).unwrap().rounded(Rounding::Up), 1);
        assert_eq!(Frac::new(-2, 3).unwrap().rounded(Rounding::HalfUp), -1);
    }

    #[test]
    fn nothing_leaves_the_128_bits() {
        let most = Frac::new(i128::MAX, 1).unwrap();
        let least = Frac::new(i128::MIN, 1).unwrap();
        assert_eq!(most.plus(Frac::whole(1)), None);
        assert_eq!(most.times(Frac::whole(2)), None);
        assert_eq!(least.minus(), None);
        assert_eq!(Frac::whole(1).over(Frac::whole(0)), None);
        assert_eq!(Frac::whole(1).over(least), None);
        assert_eq!(Frac::new(0, 0), None);
        assert_eq!(most.over(most), Some(Frac::whole(1)));
        assert_eq!(least.rounded(Rounding::Up), i128::MIN);
    }
}
