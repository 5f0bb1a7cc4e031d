//! Machines taken in (客户商品领取收据, F76) and the register of what comes in and goes out (客户商品进出登记簿, F77).
//!
//! CUSTODY-1 A receipt says when a machine came in, what is the matter, how it looks outside, and who brought it or which phone to call; maker, customer and machine may be unknown: it is served all the same.
//! CUSTODY-2 The day promised is not before the day it came in; every promise stays on record, and another one says why.
//! CUSTODY-3 A machine is handed over once, not before it came in and not after now, to somebody named; the receipt comes back and is void, or it is said why not.
//! CUSTODY-4 Who takes it away unrepaired says why; the machine may come in again on another receipt (E14).
//! CUSTODY-5 A hand-over that was none is taken back with a reason; what was put in before stays on record.
//! CUSTODY-6 A receipt is cancelled with a reason while the machine is here; its number stays.
//! CUSTODY-7 A machine that is still here after the day promised is late.
//!
//! Absent: who may hand a machine over, and what the repair of it is (`repair`, `job_card`).

use crate::call::Ended;
use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{CallId, CustodyId, CustomerId, Day, PrincipalId, RepairId, UnitId};
use serde::{Deserialize, Serialize};

labelled! {
    /// Where a machine that was taken in stands.
    CustodyState {
        /// It is here.
        Here = "在店",
        /// It was handed over.
        Returned = "已交还",
        /// It was taken away unrepaired.
        TakenAway = "没修取走",
        /// The receipt was cancelled.
        Voided = "已作废",
    }
}

/// A day on which the machine was to be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The day; `None` where a promise was withdrawn.
    pub on: Option<Day>,
    /// Why it is not the one before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When it was put in.
    pub entered_at: UtcMs,
}

/// How a machine left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// When.
    pub at: UtcMs,
    /// Who received it.
    pub to: String,
    /// It was not repaired.
    pub unrepaired: bool,
    /// Why it was taken away unrepaired; else a remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The receipt came back and is void.
    pub receipt_back: bool,
    /// Why it did not come back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt_lost: String,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// Why and when it stopped standing; `None` while it stands (CUSTODY-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// A receipt for a machine that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    /// Identity.
    pub id: CustodyId,
    /// Number.
    pub no: String,
    /// The maker concerned, where it is known.
    pub principal: Option<PrincipalId>,
    /// The call it came in with.
    pub call: Option<CallId>,
    /// The repair of it.
    pub repair: Option<RepairId>,
    /// The customer, where he is known.
    pub customer: Option<CustomerId>,
    /// The machine, where it is known.
    pub unit: Option<UnitId>,
    /// Who brought it.
    pub bearer: String,
    /// Phone to call.
    pub phone: String,
    /// Serial as read; empty when nobody could.
    pub serial: String,
    /// Model.
    pub model: String,
    /// Product.
    pub product: String,
    /// How it looks outside (外观).
    pub outside: String,
    /// What came with it (附件).
    pub accessories: String,
    /// What is the matter, as told.
    pub fault: String,
    /// When it came in.
    pub in_at: UtcMs,
    /// Every day promised, the one that stands last.
    pub promises: Vec<Promise>,
    /// Where it is kept.
    pub shelf: String,
    /// Remark.
    pub note: String,
    /// Every hand-over as it was put in; those that were taken back too.
    pub hand_overs: Vec<HandOver>,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
}

impl Custody {
    /// The hand-over that stands.
    pub fn hand_over(&self) -> Option<&HandOver> {
        self.hand_overs.iter().find(|one| one.ended.is_none())
    }

    /// The day promised, as it stands.
    pub fn promised_on(&self) -> Option<Day> {
        self.promises.last().and_then(|promise| promise.on)
    }

    /// Where the machine stands.
    pub fn state(&self) -> CustodyState {
        match (&self.void_reason, self.hand_over()) {
            (Some(_), _) => CustodyState::Voided,
            (None, Some(gone)) if gone.unrepaired => CustodyState::TakenAway,
            (None, Some(_)) => CustodyState::Returned,
            (None, None) => CustodyState::Here,
        }
    }

    /// Whether the machine is here.
    pub fn is_here(&self) -> bool {
        self.state() == CustodyState::Here
    }

    /// Days past the day promised (CUSTODY-7); nothing of a machine that left, or of which nothing was promised.
    pub fn days_late(&self, today: Day) -> Option<i64> {
        let promised = self.promised_on().filter(|_| self.is_here())?;
        Some(promised.days_until(today)).filter(|late| *late > 0)
    }

    /// Whether a day that was promised was put off: it could not be kept.
    pub fn was_put_off(&self) -> bool {
        let days: Vec<Day> = self.promises.iter().filter_map(|promise| promise.on).collect();
        days.windows(2).any(|pair| pair[1] > pair[0])
    }

    /// Promises another day, or none any more (CUSTODY-2); the same again is no other.
    pub fn promise(&mut self, on: Option<Day>, reason: &str, now: UtcMs) -> Result<(), Refusals> {
        if on == self.promised_on() {
            return Ok(());
        }
        let first = self.promises.is_empty();
        let reason = crate::text::clean(reason);
        let mut checks = Checks::default();
        checks.add(
            (!first && reason.is_empty())
                .then_some(Refusal::Missing { field: "reason", label: "改约定日期的原因" }),
        );
        checks.length("reason", "改约定日期的原因", &reason, 200);
        checks.done()?;
        self.promises.push(Promise { on, reason: if first { String::new() } else { reason }, entered_at: now });
        Ok(())
    }

    /// Checks texts, days and instants (CUSTODY-1, CUSTODY-2, CUSTODY-3).
    pub fn check(&self, now: UtcMs) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let nobody = self.bearer.is_empty() && self.phone.is_empty();
        checks.add(nobody.then_some(Refusal::Missing { field: "phone", label: "电话或送修人" }));
        checks.text("fault", "故障描述", &self.fault, 500);
        checks.text("outside", "外观状况", &self.outside, 200);
        for (field, label, text, most) in [
            ("bearer", "送修人", &self.bearer, 60),
            ("phone", "电话", &self.phone, 40),
            ("serial", "出厂编号", &self.serial, 60),
            ("model", "型号", &self.model, 60),
            ("product", "产品名称", &self.product, 60),
            ("accessories", "随机附件", &self.accessories, 300),
            ("shelf", "存放位置", &self.shelf, 40),
            ("note", "备注", &self.note, 500),
        ] {
            checks.length(field, label, text, most);
        }
        checks.moment("in_at", "领取时间", Moment::At(self.in_at), now);
        checks.not_before("promised_on", "约定归还日期", self.promised_on(), "领取日期", Some(Day::at(self.in_at)));
        checks.done()
    }

    /// Hands the machine over (CUSTODY-3, CUSTODY-4). `done_on` is the day its repair was completed.
    pub fn give(&mut self, given: HandOver, done_on: Option<Day>, now: UtcMs) -> Result<(), Refusals> {
        if !self.is_here() {
            return Err(self.wrong("交还"));
        }
        let missing = |wanted: bool, field, label| wanted.then_some(Refusal::Missing { field, label });
        let mut checks = Checks::default();
        checks.text("to", "取回人", &given.to, 60);
        checks.length("words", "说明", &given.words, 300);
        checks.length("receipt_lost", "收据没有收回的原因", &given.receipt_lost, 200);
        let silent = !given.receipt_back && given.receipt_lost.is_empty();
        checks.add(missing(silent, "receipt_lost", "收据没有收回的原因"));
        checks.add(missing(given.unrepaired && given.words.is_empty(), "words", "没修就取走的原因"));
        checks.moment("at", "交还时间", Moment::At(given.at), now);
        checks.add((given.at < self.in_at).then_some(Refusal::TimeBefore {
            field: "at",
            label: "交还时间",
            at: Moment::At(given.at),
            earlier_label: "领取时间",
            earlier: Moment::At(self.in_at),
        }));
        checks.not_before("at", "交还日期", Some(Day::at(given.at)), "完工日期", done_on);
        checks.done()?;
        self.hand_overs.push(given);
        Ok(())
    }

    /// The hand-over was none: the machine is here (CUSTODY-5).
    pub fn take_back(&mut self, reason: &str, now: UtcMs) -> Result<(), Refusals> {
        let wrong = self.wrong("撤回交还");
        let stands = self.void_reason.is_none();
        let Some(gone) = self.hand_overs.iter_mut().find(|one| one.ended.is_none()).filter(|_| stands) else {
            return Err(wrong);
        };
        gone.ended = Some(Ended { reason: crate::sale::reason("撤回交还的原因", reason)?, at: now });
        Ok(())
    }

    /// Cancels the receipt (CUSTODY-6).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if !self.is_here() {
            return Err(self.wrong("作废"));
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    /// Why nothing can be done in the state it is in.
    pub fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这张领取收据", state: self.state().zh(), verb }.into()
    }
}

#[cfg(test)]
#[path = "custody_tests.rs"]
mod tests;
