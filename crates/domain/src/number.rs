//! Human numbers, made offline on several machines without a clash.
//!
//! NUMBER-1 A number reads `{dealer}-{type}-{yyMM}-{device}{seq}`; the sequence has four digits and grows past 9999.
//! NUMBER-2 A number is never used twice; a voided record keeps its number.
//! NUMBER-3 A number is known by any of its parts up to its end: without the dealer, without the type, or by device and sequence alone.

use crate::Month;
use serde::{Deserialize, Serialize};

/// What a number stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NumberType {
    /// Sale (销售单).
    XS,
    /// Receipt card stub (回执卡), where head office pre-printed none.
    HZ,
    /// Work order and repair record (维修单).
    WX,
    /// Tag of a returned part (旧件标签).
    JJ,
    /// Batch of returned parts (旧件返回批次).
    FC,
    /// Building of a report (报表).
    BG,
    /// A user's demand (用户要求).
    YQ,
    /// Claim of repair costs (核销申请).
    HX,
    /// Call for service (报修).
    BX,
    /// Service voucher of a dispatch (服务凭证).
    PD,
    /// Receipt for a machine taken in (商品领取收据).
    JY,
    /// Case of exchange or return (换货退货).
    TH,
    /// Paid service receipt (有偿服务收据).
    ZF,
}

impl NumberType {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::XS,
        Self::HZ,
        Self::WX,
        Self::JJ,
        Self::FC,
        Self::BG,
        Self::YQ,
        Self::HX,
        Self::BX,
        Self::PD,
        Self::JY,
        Self::TH,
        Self::ZF,
    ];

    /// The one that has these letters.
    pub fn of_letters(letters: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.letters() == letters)
    }

    /// The two letters inside the number.
    pub fn letters(self) -> &'static str {
        match self {
            Self::XS => "XS",
            Self::HZ => "HZ",
            Self::WX => "WX",
            Self::JJ => "JJ",
            Self::FC => "FC",
            Self::BG => "BG",
            Self::YQ => "YQ",
            Self::HX => "HX",
            Self::BX => "BX",
            Self::PD => "PD",
            Self::JY => "JY",
            Self::TH => "TH",
            Self::ZF => "ZF",
        }
    }
}

/// The text of a number (NUMBER-1).
pub fn number(dealer: &str, kind: NumberType, month: Month, device: &str, seq: i64) -> String {
    format!("{dealer}-{}-{}-{device}{seq:04}", kind.letters(), month.yymm())
}

/// How the numbers of a kind begin that somebody means who typed this piece (NUMBER-3), hyphens or not. `months` are those a
/// piece without a month is looked for in; a piece of two characters says nothing.
pub fn beginnings(piece: &str, dealer: &str, kind: NumberType, months: &[Month]) -> Vec<String> {
    let key = crate::text::serial_key(piece);
    if !key.is_ascii() || key.len() < 3 {
        return Vec::new();
    }
    let own = crate::text::serial_key(dealer);
    let rest = Some(own.as_str()).filter(|own| !own.is_empty()).and_then(|own| key.strip_prefix(own)).unwrap_or(&key);
    let letters = kind.letters();
    let rest = rest.strip_prefix(letters).unwrap_or(rest);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (month, after) = rest.split_at(digits.min(4));
    let begun = |month: &str, after: &str| format!("{dealer}-{letters}-{month}{after}");
    match (month.len(), after) {
        (0, "") => vec![format!("{dealer}-{letters}-")],
        (_, "") => vec![begun(month, "")],
        (4, after) => vec![begun(month, &format!("-{after}"))],
        // A device's letter and its sequence: of every month there may be one.
        (0, after) if after[1..].bytes().all(|b| b.is_ascii_digit()) => {
            months.iter().map(|month| begun(&month.yymm(), &format!("-{after}"))).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_1_reads_dealer_type_month_device_sequence() {
        let month: Month = "2025-07".parse().unwrap();
        assert_eq!(number("HB0732A", NumberType::WX, month, "A", 138), "HB0732A-WX-2507-A0138");
        assert_eq!(number("HB0732A", NumberType::JJ, month, "B", 10_000), "HB0732A-JJ-2507-B10000");
    }

    #[test]
    fn number_3_a_piece_of_a_number_is_known_by_any_part_up_to_its_end() {
        let months: Vec<Month> = ["2026-09", "2026-10"].map(|month| month.parse().unwrap()).into();
        let of = |piece: &str| beginnings(piece, "HB07-32A", NumberType::WX, &months);
        for whole in ["HB07-32A-WX-2610-A0006", "wx-2610-a0006", "2610-A0006", "2610a0006", "WX2610A0006"] {
            assert_eq!(of(whole), ["HB07-32A-WX-2610-A0006"], "{whole}");
        }
        assert_eq!(of("A0006"), ["HB07-32A-WX-2609-A0006", "HB07-32A-WX-2610-A0006"]);
        assert_eq!(of("2610"), ["HB07-32A-WX-2610"]);
        assert_eq!(of("WX-"), [""; 0]);
        assert_eq!(of("XS-2610-A0006"), [""; 0]);
        assert_eq!(of("王2610"), [""; 0]);
    }
}
