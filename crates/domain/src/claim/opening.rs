//! Claims handed in before the desk was in use (期初在途核销), and what head office decided of them.
//!
//! OPENCLAIM-1 A claim from before the first day is settled by the paper of head office: its number and day, what it approved of what was claimed, and what of that is deducted on which day; everything that is wrong is said at once.
//! OPENCLAIM-2 What was settled is put right, or the claim cancelled, with a reason; a cancelled one counts nothing, and its number may come in again.
//!
//! Absent: its repairs, which were claimed on paper.

use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, Fen, OpeningClaimId, PrincipalId};
use serde::{Deserialize, Serialize};

labelled! {
    /// Where it stands.
    OpeningClaimState {
        /// Head office decided nothing.
        Open = "等总部核定",
        /// It decided.
        Settled = "已核定",
        /// Cancelled.
        Voided = "已作废",
    }
}

/// A claim still open from before the first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningClaim {
    /// Identity.
    pub id: OpeningClaimId,
    /// The maker.
    pub principal: PrincipalId,
    /// Number on the paper.
    pub no: String,
    /// Amount claimed.
    pub amount_fen: Fen,
    /// Day handed in.
    pub claimed_on: Day,
    /// Remark.
    pub note: String,
    /// Day of head office's paper; this and what follows is empty while nothing was decided.
    pub settled_on: Option<Day>,
    /// Its number.
    pub notice_no: String,
    /// What was approved.
    pub approved_fen: Option<Fen>,
    /// What is deducted from what the dealer owes for goods.
    pub deduction_fen: Fen,
    /// Day of the deduction.
    pub deducted_on: Option<Day>,
    /// Why it was put right.
    pub reason: String,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
}

/// What the paper of head office says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// Day of the paper.
    pub on: Day,
    /// Its number.
    pub notice_no: String,
    /// What is approved.
    pub approved_fen: Fen,
    /// What is deducted.
    pub deduction_fen: Fen,
    /// On which day.
    pub deducted_on: Option<Day>,
    /// Why what stands is put right.
    pub reason: String,
}

impl OpeningClaim {
    /// Where it stands.
    pub fn state(&self) -> OpeningClaimState {
        match (&self.void_reason, self.settled_on) {
            (Some(_), _) => OpeningClaimState::Voided,
            (None, Some(_)) => OpeningClaimState::Settled,
            (None, None) => OpeningClaimState::Open,
        }
    }

    /// What of it stands in the account, and on which day.
    pub fn deduction(&self) -> Option<(Fen, Day)> {
        let stands = self.state() == OpeningClaimState::Settled && self.deduction_fen != Fen(0);
        self.deducted_on.filter(|_| stands).map(|on| (self.deduction_fen, on))
    }

    /// Writes down what head office decided, or puts it right (OPENCLAIM-1, OPENCLAIM-2).
    pub fn settle(&mut self, said: Settling, today: Day) -> Result<(), Refusals> {
        let again = self.state() == OpeningClaimState::Settled;
        if self.state() == OpeningClaimState::Voided {
            return Err(self.wrong("登记核定"));
        }
        let mut checks = Checks::default();
        checks.text("notice_no", "通知编号", &said.notice_no, 60);
        checks.not_after("settled_on", "核定日期", Some(said.on), today);
        checks.not_before("settled_on", "核定日期", Some(said.on), "申报日期", Some(self.claimed_on));
        checks.not_negative("approved_fen", "核定金额", said.approved_fen.0);
        checks.not_negative("deduction_fen", "抵扣货款金额", said.deduction_fen.0);
        let most = |over: bool, field, label, wanted| over.then_some(Refusal::OutOfRange { field, label, wanted });
        checks.add(most(said.approved_fen > self.amount_fen, "approved_fen", "核定金额", "不超过申请金额"));
        let over = said.deduction_fen > said.approved_fen;
        checks.add(most(over, "deduction_fen", "抵扣货款金额", "不超过核定金额"));
        let deducts = said.deduction_fen != Fen(0);
        let undated = deducts && said.deducted_on.is_none();
        checks.add(undated.then_some(Refusal::Missing { field: "deducted_on", label: "抵扣日期" }));
        let bare = !deducts && said.deducted_on.is_some();
        let label = "有抵扣日期就要有的抵扣货款金额";
        checks.add(bare.then_some(Refusal::Missing { field: "deduction_fen", label }));
        checks.not_after("deducted_on", "抵扣日期", said.deducted_on, today);
        checks.not_before("deducted_on", "抵扣日期", said.deducted_on, "核定日期", Some(said.on));
        if again {
            checks.text("reason", "更正的原因", &said.reason, 200);
        }
        checks.length("reason", "更正的原因", &said.reason, 200);
        checks.done()?;
        (self.settled_on, self.notice_no) = (Some(said.on), said.notice_no);
        (self.approved_fen, self.deduction_fen) = (Some(said.approved_fen), said.deduction_fen);
        (self.deducted_on, self.reason) = (said.deducted_on, said.reason);
        Ok(())
    }

    /// Cancels it (OPENCLAIM-2).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("再次作废"));
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这笔期初核销", state: self.state().zh(), verb }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn claim() -> OpeningClaim {
        OpeningClaim {
            id: OpeningClaimId(Uuid::nil()),
            principal: PrincipalId(Uuid::nil()),
            no: "HX-1".into(),
            amount_fen: Fen(1_000),
            claimed_on: day("2026-09-01"),
            note: String::new(),
            settled_on: None,
            notice_no: String::new(),
            approved_fen: None,
            deduction_fen: Fen(0),
            deducted_on: None,
            reason: String::new(),
            void_reason: None,
            rev: 1,
        }
    }

    fn said(approved: i64, deduction: i64, on: Option<&str>) -> Settling {
        Settling {
            on: day("2026-10-01"),
            notice_no: "TZ-1".into(),
            approved_fen: Fen(approved),
            deduction_fen: Fen(deduction),
            deducted_on: on.map(day),
            reason: String::new(),
        }
    }

    #[test]
    fn openclaim_1_what_head_office_decided_is_checked_as_a_whole() {
        let (mut one, today) = (claim(), day("2026-10-20"));
        let fields = |said: Settling| -> Vec<&str> {
            let why = one.clone().settle(said, today).err();
            why.map(|why| why.0.iter().map(Refusal::field).collect()).unwrap_or_default()
        };
        assert_eq!(fields(said(1_001, 1_002, None)), ["approved_fen", "deduction_fen", "deducted_on"]);
        assert_eq!(fields(said(1_000, 0, Some("2026-10-02"))), ["deduction_fen"], "a day without an amount");
        assert_eq!(fields(said(1_000, 10, Some("2026-09-30"))), ["deducted_on"], "before the paper");
        assert_eq!(
            fields(Settling { on: day("2026-08-31"), notice_no: String::new(), ..said(1, 0, None) }),
            ["notice_no", "settled_on"]
        );
        one.settle(said(0, 0, None), today).unwrap();
        assert_eq!((one.state(), one.deduction()), (OpeningClaimState::Settled, None), "nothing was approved");
    }

    #[test]
    fn openclaim_2_a_correction_and_a_cancellation_say_why() {
        let (mut one, today) = (claim(), day("2026-10-20"));
        one.settle(said(900, 900, Some("2026-10-02")), today).unwrap();
        assert_eq!(one.deduction(), Some((Fen(900), day("2026-10-02"))));
        assert_eq!(one.settle(said(800, 0, None), today).unwrap_err().0[0].field(), "reason");
        one.settle(Settling { reason: "看错".into(), ..said(800, 0, None) }, today).unwrap();
        assert_eq!((one.approved_fen, one.deduction()), (Some(Fen(800)), None));
        assert!(one.void(" ").is_err() && one.void("重复").is_ok() && one.void("再来").is_err());
        assert!(one.settle(said(1, 0, None), today).is_err());
    }
}
