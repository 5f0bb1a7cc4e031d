//! What is owed beside cards, repairs and old parts: repair records, users' demands, a month's reports.
//!
//! - OWED-1 The record of a repair the maker pays goes to head office with its old parts, from the day the repair was done; head office's receipt for it meets it.
//! - OWED-2 What a user demanded runs from the day of the demand: answering and settling each meet the rules that ask for them; a lost card is followed by the rule about lost cards alone.
//! - OWED-3 A month's reports are in when every sheet asked for is in by some road that counts (SUBMISSION-7); whether the day they were sent or the day head office had them counts, the maker's rule says.

use super::owed::{Owed, RETURN_RULE, Record, closed, evidence};
use domain::deadline::{Closing, Evidence};
use domain::demand::{Demand, DemandKind};
use domain::repair::{Payer, Repair, RepairState};
use domain::submission::Done;
use domain::{Day, Month, PrincipalId, UnitId};

/// Rules a demand is followed by: met by the answer, or by the end of the matter.
const ANSWERED: [&str; 2] = ["remedy.answer", "refusal.risk"];
const SETTLED: [&str; 1] = ["remedy.finish"];
const REISSUED: [&str; 1] = ["card.reissue"];

/// The rule about a month's reports.
pub(super) const MONTH_RULE: &str = "report.monthly_pack";

/// A month's reports to one maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MonthPack {
    pub principal: PrincipalId,
    pub month: Month,
    /// What is in of it.
    pub done: Done,
}

impl MonthPack {
    /// What it is kept under.
    pub(crate) fn id(&self) -> String {
        format!("{}/{}", self.principal, self.month)
    }
}

/// The filing of a repair's record (OWED-1).
pub(super) fn of_filing(repair: &Repair, unit: Option<UnitId>) -> Option<Owed<'_>> {
    let paid_by_maker = repair.payer == Payer::Warranty && repair.completed_on.is_some();
    let done = repair.acknowledged_on.map(|on| evidence(on, format!("总部已收维修单 {}", repair.no)));
    let why = repair.void_reason.as_deref().unwrap_or_default();
    let voided = repair.state == RepairState::Voided;
    paid_by_maker.then(|| Owed {
        record: Record::Filing(repair),
        rule: RETURN_RULE,
        principal: repair.principal,
        unit,
        // What the desk sends counts as sent when head office's receipt for it is here.
        sent: done.clone(),
        received: done,
        closed: voided.then(|| closed(Closing::Void, format!("维修单已作废：{why}"))),
    })
}

/// What runs from a demand (OWED-2).
pub(super) fn of_demand(demand: &Demand, unit: Option<UnitId>) -> impl Iterator<Item = Owed<'_>> {
    let said = |on: Option<Day>, how: &str| on.map(|on| evidence(on, format!("用户要求 {}{how}", demand.no)));
    let answered = said(demand.first_answered_on(), "已答复");
    let settled = said(demand.settled_on, "已办结");
    let rules: Vec<(&'static str, Option<Evidence>)> = match demand.kind {
        DemandKind::Reissue => REISSUED.map(|rule| (rule, settled.clone())).into(),
        _ => {
            let answered = ANSWERED.map(|rule| (rule, answered.clone()));
            answered.into_iter().chain(SETTLED.map(|rule| (rule, settled.clone()))).collect()
        }
    };
    rules.into_iter().map(move |(rule, done)| Owed {
        record: Record::Demand(demand),
        rule,
        principal: demand.principal,
        unit,
        sent: done.clone(),
        received: done,
        closed: demand.void_reason.as_deref().map(|why| closed(Closing::Void, format!("用户要求已作废：{why}"))),
    })
}

/// A month's reports (OWED-3).
pub(super) fn of_month(pack: &MonthPack) -> Owed<'_> {
    let month = pack.month;
    let sent = pack.done.sent_on.map(|on| evidence(on, format!("{month} 的月报已全部交出")));
    let received = pack.done.received_on.map(|on| evidence(on, format!("总部已收 {month} 的全部月报")));
    Owed {
        record: Record::Month(pack),
        rule: MONTH_RULE,
        principal: pack.principal,
        unit: None,
        sent,
        received,
        closed: None,
    }
}
