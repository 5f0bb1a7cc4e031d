//! What users demand of their 三包 rights (用户要求): the day from which the clocks of law run.
//!
//! DEMAND-1 A demand names a machine, what is demanded and the day it was made; no day of it is after today.
//! DEMAND-2 It is answered and settled not before it was made; what is settled is answered.
//! DEMAND-3 It is cancelled with a reason; its number stays.

use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, DemandId, PrincipalId, UnitId};
use serde::{Deserialize, Serialize};

labelled! {
    /// What is demanded.
    DemandKind {
        /// Repair.
        Repair = "修理",
        /// Exchange.
        Exchange = "换货",
        /// Return.
        Return = "退货",
        /// A lost card issued again.
        Reissue = "补发三包凭证",
        /// Anything else.
        Other = "其他",
    }
}

labelled! {
    /// Where a demand stands.
    DemandState {
        /// Nobody answered.
        Open = "未答复",
        /// Answered.
        Answered = "已答复",
        /// Settled.
        Settled = "已办结",
        /// Cancelled.
        Voided = "已作废",
    }
}

/// A demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Identity.
    pub id: DemandId,
    /// Number.
    pub no: String,
    /// The maker concerned.
    pub principal: PrincipalId,
    /// The machine.
    pub unit: UnitId,
    /// What is demanded.
    pub kind: DemandKind,
    /// Day it was made; of a lost card, day the loss was reported.
    pub made_on: Day,
    /// The user's words.
    pub words: String,
    /// The dealer has no machine of the model to give.
    pub no_same_model: bool,
    /// Day of the answer.
    pub answered_on: Option<Day>,
    /// What was answered.
    pub answer: String,
    /// Day it was settled.
    pub settled_on: Option<Day>,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
}

impl Demand {
    /// Checks texts and days (DEMAND-1, DEMAND-2).
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.length("words", "用户要求", &self.words, 500);
        checks.length("answer", "答复内容", &self.answer, 500);
        checks.not_after("made_on", "提出日期", Some(self.made_on), today);
        for (field, label, day) in
            [("answered_on", "答复日期", self.answered_on), ("settled_on", "办结日期", self.settled_on)]
        {
            checks.not_after(field, label, day, today);
            checks.not_before(field, label, day, "提出日期", Some(self.made_on));
        }
        checks.not_before("settled_on", "办结日期", self.settled_on, "答复日期", self.answered_on);
        checks.done()
    }

    /// Where it stands.
    pub fn state(&self) -> DemandState {
        match (&self.void_reason, self.settled_on, self.answered_on) {
            (Some(_), ..) => DemandState::Voided,
            (None, Some(_), _) => DemandState::Settled,
            (None, None, Some(_)) => DemandState::Answered,
            (None, None, None) => DemandState::Open,
        }
    }

    /// Day by which the user had an answer (DEMAND-2).
    pub fn first_answered_on(&self) -> Option<Day> {
        self.answered_on.or(self.settled_on)
    }

    /// Cancels it (DEMAND-3).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            let state = self.state().zh();
            return Err(Refusal::WrongState { subject: "这项用户要求", state, verb: "再次作废" }.into());
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn demand() -> Demand {
        let nil = uuid::Uuid::nil();
        Demand {
            id: DemandId(nil),
            no: "HB-YQ-2610-A0001".into(),
            principal: PrincipalId(nil),
            unit: UnitId(nil),
            kind: DemandKind::Exchange,
            made_on: day("2026-10-10"),
            words: "换一台".into(),
            no_same_model: false,
            answered_on: None,
            answer: String::new(),
            settled_on: None,
            entered_on: day("2026-10-12"),
            clock_suspect: false,
            void_reason: None,
            rev: 1,
        }
    }

    fn fields(of: &Demand) -> Vec<&'static str> {
        let why = of.check(day("2026-10-20")).err();
        why.map(|why| why.0.iter().map(Refusal::field).collect()).unwrap_or_default()
    }

    #[test]
    fn demand_1_no_day_is_after_today() {
        assert!(fields(&demand()).is_empty());
        assert_eq!(fields(&Demand { made_on: day("2026-10-21"), ..demand() }), ["made_on"]);
        assert_eq!(fields(&Demand { words: "长".repeat(501), ..demand() }), ["words"]);
    }

    #[test]
    fn demand_2_answered_and_settled_in_order() {
        let of = |answered: Option<&str>, settled: Option<&str>| Demand {
            answered_on: answered.map(day),
            settled_on: settled.map(day),
            ..demand()
        };
        assert_eq!(fields(&of(Some("2026-10-09"), None)), ["answered_on"]);
        assert_eq!(fields(&of(Some("2026-10-15"), Some("2026-10-14"))), ["settled_on"]);
        assert_eq!(fields(&of(Some("2026-10-21"), None)), ["answered_on"]);
        assert_eq!(of(Some("2026-10-11"), None).state(), DemandState::Answered);
        let settled = of(None, Some("2026-10-15"));
        assert_eq!((settled.state(), settled.first_answered_on()), (DemandState::Settled, Some(day("2026-10-15"))));
    }

    #[test]
    fn demand_3_is_cancelled_once_with_a_reason() {
        let mut one = demand();
        assert!(one.void(" ").is_err());
        one.void("重复登记").unwrap();
        assert_eq!((one.state(), one.no.as_str()), (DemandState::Voided, "HB-YQ-2610-A0001"));
        assert!(one.void("再来").is_err());
    }
}
