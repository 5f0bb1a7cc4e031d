//! Human numbers, made offline on several machines without a clash.
//!
//! NUMBER-1 A number reads `{dealer}-{type}-{yyMM}-{device}{seq}`; the sequence has four digits and grows past 9999.
//! NUMBER-2 A number is never used twice; a voided record keeps its number.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_1_reads_dealer_type_month_device_sequence() {
        let month: Month = "2025-07".parse().unwrap();
        assert_eq!(number("HB0732A", NumberType::WX, month, "A", 138), "HB0732A-WX-2507-A0138");
        assert_eq!(number("HB0732A", NumberType::JJ, month, "B", 10_000), "HB0732A-JJ-2507-B10000");
    }
}
