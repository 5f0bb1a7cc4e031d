//! Calls for service: 产品售后服务登记表 (F01) and 叫修登记簿 (F73) are one register with two views.
//!
//! CALL-1 A call says when and how it came in, what is the matter, and who or which phone to call back; maker, customer and machine may be unknown: it is served all the same.
//! CALL-2 What head office forwarded carries its task number and the instant it was forwarded, not after the call came in.
//! CALL-7 A call is cancelled with a reason; its number stays, and nothing more is put in. One with a repair is not cancelled before its repair.
//! CALL-8 A call nobody was sent to, that is neither done nor referred, waits to be dispatched.
//! CALL-10 A change judges what it changes: an instant or a step that stands is not held against now again.
//! CALL-11 A call that is done and not crossed off wants a repair record.
//!
//! Absent: clocks (`deadline`, by the maker's pack), and who may be sent.

mod follow;
mod steps;

pub use steps::{Ended, Step, StepKind};

use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::{Channel, labelled};
use crate::{CallId, CustomerId, PrincipalId, RepairId, UnitId};
use serde::{Deserialize, Serialize};
use steps::{Against, before};

labelled! {
    /// How urgent it is (紧急程度).
    Urgency {
        /// As any other.
        Normal = "一般",
        /// At once (T07).
        Urgent = "紧急",
    }
}

labelled! {
    /// Where the machine stands (区域).
    Area {
        /// In town.
        City = "市区",
        /// Out of town.
        Suburb = "郊县",
    }
}

labelled! {
    /// Where a call stands.
    CallState {
        /// Nothing happened yet.
        Open = "已登记",
        /// Arranged.
        Arranged = "已安排",
        /// A technician is on his way.
        Dispatched = "已派工",
        /// He is there.
        Arrived = "已到达",
        /// Head office has it.
        Referred = "已转总部",
        /// Done.
        Done = "已完工",
        /// Done and signed.
        Signed = "已签字",
        /// Crossed off.
        Closed = "已销号",
        /// Cancelled.
        Voided = "已作废",
    }
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Identity.
    pub id: CallId,
    /// Number.
    pub no: String,
    /// The maker concerned, where it is known.
    pub principal: Option<PrincipalId>,
    /// When it came in.
    pub received_at: UtcMs,
    /// How.
    pub channel: Channel,
    /// Who called.
    pub caller: String,
    /// Phone to call back.
    pub phone: String,
    /// The customer, where he is known.
    pub customer: Option<CustomerId>,
    /// The machine, where it is known.
    pub unit: Option<UnitId>,
    /// Serial as told; empty when nobody could read it.
    pub serial: String,
    /// Model as told.
    pub model: String,
    /// Product as told.
    pub product: String,
    /// In town or out of it.
    pub area: Option<Area>,
    /// Where the machine stands.
    pub address: String,
    /// What is the matter.
    pub complaint: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// When head office forwarded it, if it did.
    pub forwarded_at: Option<UtcMs>,
    /// Head office's task number.
    pub task_no: String,
    /// Remark.
    pub note: String,
    /// Every step as it was put in, the earlier ones first; those that were corrected too.
    pub steps: Vec<Step>,
    /// The repair that was opened from it.
    pub repair: Option<RepairId>,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
    /// The earlier call it comes after: the machine was taken away unrepaired (E14).
    pub follows: Option<CallId>,
}

impl Call {
    /// Where it stands.
    pub fn state(&self) -> CallState {
        if self.void_reason.is_some() {
            return CallState::Voided;
        }
        let reached = [
            (StepKind::CrossedOff, CallState::Closed),
            (StepKind::Signed, CallState::Signed),
            (StepKind::Done, CallState::Done),
            (StepKind::Referred, CallState::Referred),
            (StepKind::Arrived, CallState::Arrived),
            (StepKind::Dispatched, CallState::Dispatched),
            (StepKind::Arranged, CallState::Arranged),
        ];
        reached.into_iter().find(|(kind, _)| self.step(*kind).is_some()).map_or(CallState::Open, |(_, state)| state)
    }

    /// Whether it waits to be dispatched (CALL-8).
    pub fn waits(&self) -> bool {
        matches!(self.state(), CallState::Open | CallState::Arranged)
    }

    /// Whether anything may still happen to it.
    pub fn is_open(&self) -> bool {
        !matches!(self.state(), CallState::Closed | CallState::Voided)
    }

    /// Whether it is done and nobody opened a repair for it (CALL-11).
    pub fn wants_repair(&self, has_repair: bool) -> bool {
        matches!(self.state(), CallState::Done | CallState::Signed) && !has_repair
    }

    /// Checks a new call (CALL-1, CALL-2) and its steps.
    pub fn check(&self, now: UtcMs) -> Result<(), Refusals> {
        self.checked(None, now)
    }

    /// Checks a call that takes the place of one that stood: what nobody touched is not held against now (CALL-10).
    pub fn check_after(&self, stood: &Self, now: UtcMs) -> Result<(), Refusals> {
        self.checked(Some(stood), now)
    }

    fn checked(&self, stood: Option<&Self>, now: UtcMs) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("complaint", "反映情况", &self.complaint, 500);
        let nobody = self.caller.is_empty() && self.phone.is_empty();
        checks.add(nobody.then_some(Refusal::Missing { field: "phone", label: "电话或来电人" }));
        for (field, label, text, most) in [
            ("caller", "来电人", &self.caller, 60),
            ("phone", "电话", &self.phone, 40),
            ("serial", "出厂编号", &self.serial, 60),
            ("model", "型号", &self.model, 60),
            ("product", "产品名称", &self.product, 60),
            ("address", "地址", &self.address, 200),
            ("task_no", "总部任务号", &self.task_no, 60),
            ("note", "备注", &self.note, 500),
        ] {
            checks.length(field, label, text, most);
        }
        let came_in_anew = stood.is_none_or(|stood| stood.received_at != self.received_at);
        let sent_on_anew = stood.is_none_or(|stood| stood.forwarded_at != self.forwarded_at);
        if came_in_anew {
            checks.moment("received_at", "接到时间", Moment::At(self.received_at), now);
        }
        self.check_forwarding(&mut checks, came_in_anew, sent_on_anew, now);
        checks.done()?;
        if came_in_anew { self.check_steps(Against::Received, now) } else { Ok(()) }
    }

    /// CALL-2.
    fn check_forwarding(&self, checks: &mut Checks, came_in_anew: bool, sent_on_anew: bool, now: UtcMs) {
        let Some(at) = self.forwarded_at else { return };
        checks.add(self.task_no.is_empty().then_some(Refusal::Missing { field: "task_no", label: "总部任务号" }));
        let (received, forwarded) = (Moment::At(self.received_at), Moment::At(at));
        if sent_on_anew {
            checks.moment("forwarded_at", "总部转送时间", forwarded, now);
        }
        let wrong = before(received, forwarded) && (came_in_anew || sent_on_anew);
        checks.add(wrong.then_some(Refusal::TimeBefore {
            field: "received_at",
            label: "接到时间",
            at: received,
            earlier_label: "总部转送时间",
            earlier: forwarded,
        }));
    }

    /// Cancels it (CALL-7). `repair` is the number of its repair that stands.
    pub fn void(&mut self, reason: &str, repair: Option<&str>) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("再次作废"));
        }
        if let Some(no) = repair {
            return Err(Refusal::HasRepair { no: no.to_owned() }.into());
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这件报修", state: self.state().zh(), verb }.into()
    }
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
