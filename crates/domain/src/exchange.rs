//! New parts for old ones (以旧换新) and the float of parts a maker lends (铺底), F62, F63, M15.
//!
//! EXCHANGE-1 A new part that went into a machine is out until its maker gives another one for the old part, or it is bought; the pieces that came back and that were bought are never more than went out.
//! EXCHANGE-2 While the old part is here the dealer owes it; on its way head office has to look at it; once it was received and is not refused head office owes the new one.
//! EXCHANGE-3 A new part whose old part is not given back, is lost, or is found not to be in warranty is bought at cost; that is written down with a reason.
//! EXCHANGE-4 What stands is put right with a reason; the same again changes nothing.
//!
//! Absent: stock of parts, their orders and what they cost to buy.

use crate::old_part::OldPartState;
use crate::part_result::PartResult;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, OldPartId};
use serde::{Deserialize, Serialize};

labelled! {
    /// Where the exchange of an old part for a new one stands.
    ExchangeStanding {
        /// The old part is here: it has to go back first.
        OldHere = "旧件待返",
        /// Head office has not looked at the old part, or its answer is open.
        OnTheWay = "旧件已返，待总部验收",
        /// Head office has the old part and owes a new one.
        NewOwed = "总部欠新件",
        /// There is no old part that head office takes.
        NoOldPart = "没有旧件，应按成本价购买",
        /// The new part is here.
        Done = "已换回新件",
        /// It was bought at cost.
        Bought = "已按成本价购买",
        /// The maker gives it without the old one.
        Free = "免旧换新",
    }
}

/// What became of the new part that went out for an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The old part.
    pub old_part: OldPartId,
    /// Pieces that came from the maker for it, thousandths.
    pub got_milli: i64,
    /// Pieces that were bought at cost, thousandths.
    pub bought_milli: i64,
    /// Day of the last of them.
    pub on_day: Day,
    /// Number of the maker's shipping note or bill.
    pub paper_no: String,
    /// Why it was bought, or put right.
    pub reason: String,
    /// How many times it was saved.
    pub rev: i64,
}

impl Exchange {
    /// Pieces of `qty_milli` that are still out (EXCHANGE-1); none where the repair was corrected to fewer than came back.
    pub fn out_milli(&self, qty_milli: i64) -> i64 {
        (qty_milli - self.got_milli - self.bought_milli).max(0)
    }

    /// Checks what is written down of a part of `qty_milli` pieces removed on a day (EXCHANGE-1, EXCHANGE-3, EXCHANGE-4).
    pub fn check(&self, qty_milli: i64, removed_on: Day, stands: bool, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.not_negative("got_milli", "换回数量", self.got_milli);
        checks.not_negative("bought_milli", "购买数量", self.bought_milli);
        let more = self.got_milli.checked_add(self.bought_milli).is_none_or(|all| all > qty_milli);
        let wanted = "和购买数量加起来不超过换下的数量";
        checks.add(more.then_some(Refusal::OutOfRange { field: "got_milli", label: "换回数量", wanted }));
        let none = !stands && self.got_milli == 0 && self.bought_milli == 0;
        checks.add(none.then_some(Refusal::Missing { field: "got_milli", label: "换回或购买的数量" }));
        let silent = self.reason.is_empty() && (stands || self.bought_milli > 0);
        let label = if stands { "更正的原因" } else { "按成本价购买的原因" };
        checks.add(silent.then_some(Refusal::Missing { field: "reason", label }));
        checks.length("reason", "原因", &self.reason, 200);
        checks.length("paper_no", "发货单或发票号", &self.paper_no, 60);
        checks.not_after("on_day", "日期", Some(self.on_day), today);
        checks.not_before("on_day", "日期", Some(self.on_day), "更换日期", Some(removed_on));
        checks.done()
    }
}

/// Where it stands (EXCHANGE-2, EXCHANGE-3).
pub fn standing(
    state: OldPartState,
    qty_milli: i64,
    result: Option<&PartResult>,
    known: Option<&Exchange>,
) -> ExchangeStanding {
    use OldPartState::{Destroyed, InStore, KeptByUser, Lost, Sent, StaysAtDealer, Tagged, Voided};
    if let Some(known) = known.filter(|known| known.out_milli(qty_milli) == 0) {
        return if known.got_milli > 0 { ExchangeStanding::Done } else { ExchangeStanding::Bought };
    }
    match (state, result) {
        (Tagged | InStore, _) => ExchangeStanding::OldHere,
        (Sent, None) => ExchangeStanding::OnTheWay,
        (Sent, Some(result)) if result.is_open() => ExchangeStanding::OnTheWay,
        (Sent, Some(result)) if result.received_milli == 0 || result.is_refused() => ExchangeStanding::NoOldPart,
        // What its maker agreed to leave here or to destroy is given up like one that was sent.
        (Sent, Some(_)) | (Destroyed | StaysAtDealer, _) => ExchangeStanding::NewOwed,
        (KeptByUser | Lost | Voided, _) => ExchangeStanding::NoOldPart,
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
