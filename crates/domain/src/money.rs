//! Money in integer fen. There is no floating point money anywhere in this house.
//!
//! MONEY-1 An amount is a whole number of fen; price times quantity is rounded half up, once.
//! MONEY-2 In capitals an amount reads as on a cheque: one 零 for any gap, 整 where no fen follow.

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

    /// In the capitals of a claim (人民币大写, M17): `壹仟零贰拾元伍角整`, `负叁分`.
    pub fn capitals(self) -> String {
        let (sign, all) = (if self.0 < 0 { "负" } else { "" }, self.0.unsigned_abs());
        let (yuan, jiao, fen) = (all / 100, all / 10 % 10, all % 10);
        let mut text = sign.to_owned();
        if yuan > 0 || (jiao == 0 && fen == 0) {
            text.push_str(&whole_capitals(yuan));
            text.push('元');
        }
        match (jiao, fen) {
            (0, 0) => text.push('整'),
            (0, fen) => text.extend([if yuan > 0 { "零" } else { "" }, digit(fen), "分"]),
            (jiao, 0) => text.extend([digit(jiao), "角整"]),
            (jiao, fen) => text.extend([digit(jiao), "角", digit(fen), "分"]),
        }
        text
    }

    /// In yuan with its digits in threes: `-1,234,567.80`.
    pub fn grouped(self) -> String {
        let (sign, all) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        format!("{sign}{}.{:02}", in_threes(all / 100), all % 100)
    }
}

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

fn digit(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default()
}

/// A whole number in capitals: groups of four, one 零 for any gap.
fn whole_capitals(number: u64) -> String {
    const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
    const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];
    if number == 0 {
        return digit(0).to_owned();
    }
    let digits: Vec<u64> = number.to_string().bytes().map(|byte| u64::from(byte - b'0')).collect();
    let (mut text, mut gap, mut group_says) = (String::new(), false, false);
    for (at, value) in digits.iter().enumerate() {
        let place = digits.len() - 1 - at;
        if *value == 0 {
            gap = true;
        } else {
            if gap && !text.is_empty() {
                text.push_str(digit(0));
            }
            gap = false;
            group_says = true;
            text.push_str(digit(*value));
            text.push_str(PLACES.get(place % 4).copied().unwrap_or_default());
        }
        if place.is_multiple_of(4) {
            if group_says {
                text.push_str(GROUPS.get(place / 4).copied().unwrap_or_default());
            }
            group_says = false;
        }
    }
    text
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
    fn money_2_capitals_are_those_of_a_cheque() {
        let of = |fen: i64| Fen(fen).capitals();
        assert_eq!([of(0), of(3), of(30), of(-3)], ["零元整", "叁分", "叁角整", "负叁分"]);
        assert_eq!([of(100), of(105), of(150), of(1_015)], ["壹元整", "壹元零伍分", "壹元伍角整", "壹拾元壹角伍分"]);
        assert_eq!([of(102_050), of(1_000_000)], ["壹仟零贰拾元伍角整", "壹万元整"]);
        assert_eq!([of(10_000_100), of(10_010_000)], ["壹拾万零壹元整", "壹拾万零壹佰元整"]);
        assert_eq!(of(10_000_000_000), "壹亿元整");
        assert_eq!(of(1_000_500_000_700), "壹佰亿零伍佰万零柒元整");
        assert_eq!(of(123_456_789_012), "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分");
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
