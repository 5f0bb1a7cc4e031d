//! The price list of parts (配件).
//!
//! PART-1 A part is named by its code; leading zeros and letters like `1E5` belong to the code.
//! PART-2 In warranty a part counts at its price ex works, out of it at the market price; without a market price at that ex works.
//! PART-3 A part is found by the beginning of its code, a piece of its name or its pinyin initials.

use crate::refusal::{Checks, Refusals};
use crate::{Fen, PartId};
use serde::{Deserialize, Serialize};

/// Whether a part is covered like a main part or wears out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// 三包件.
    Warranty,
    /// 易损件.
    Wear,
}

/// A part of the price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Identity.
    pub id: PartId,
    /// Code as printed, e.g. `082895`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Unit of count, e.g. `件`.
    pub unit: String,
    /// Price ex works.
    pub price_fen: Option<Fen>,
    /// Market supply price (basis of the paid-repair cap, M07).
    pub market_price_fen: Option<Fen>,
    /// 三包件 or 易损件.
    pub kind: Option<PartKind>,
    /// Whether the old part must go back; `None` when the list is silent.
    pub return_required: Option<bool>,
}

impl Part {
    /// Checks the texts (PART-1).
    pub fn check(code: &str, name: &str) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("code", "零件编码", code, 60);
        checks.text("name", "零件名称", name, 120);
        checks.done()
    }

    /// The price a repair proposes (PART-2).
    pub fn list_price(&self, in_warranty: bool) -> Option<Fen> {
        if in_warranty { self.price_fen } else { self.market_price_fen.or(self.price_fen) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_2_a_user_who_pays_pays_the_market_price() {
        let part = |price: Option<i64>, market: Option<i64>| Part {
            id: PartId(uuid::Uuid::nil()),
            code: "082895".into(),
            name: "空气滤清器芯".into(),
            spec: String::new(),
            unit: String::new(),
            price_fen: price.map(Fen),
            market_price_fen: market.map(Fen),
            kind: None,
            return_required: None,
        };
        let both = part(Some(100), Some(125));
        assert_eq!([true, false].map(|inside| both.list_price(inside)), [Some(Fen(100)), Some(Fen(125))]);
        assert_eq!(part(Some(100), None).list_price(false), Some(Fen(100)));
        assert_eq!(part(None, Some(125)).list_price(true), None);
    }

    #[test]
    fn part_1_needs_code_and_name() {
        assert!(Part::check("082895", "空气滤清器芯").is_ok());
        assert!(Part::check("", "空气滤清器芯").is_err());
        assert!(Part::check("1E5", "").is_err());
    }
}
