//! Calls for service: 产品售后服务登记表 (F01) and 叫修登记簿 (F73) are one register with two views.
//!
//! CALL-1 A call says when and how it came in, what is the matter, and who or which phone to call back; maker, customer and machine may be unknown: it is served all the same.
//! CALL-2 What head office forwarded carries its task number and the instant it was forwarded, not after the call came in.
//! CALL-3 Each step stands once, not before the call came in and not after now.
//! CALL-4 Steps are in order: told after arranged, arrived after dispatched, signed after done, crossed off after done or referred; without a signature crossing off says why.
//! CALL-5 Filing with head office has its filing number, dispatch says to whom; without a filing number nothing is referred to head office.
//! CALL-6 A step is corrected or taken back with a reason; what was put in before stays on record, and what others stand on is not taken back.
//! CALL-7 A call is cancelled with a reason; its number stays, and nothing more is put in.
//! CALL-8 A call nobody was sent to, that is neither done nor referred, waits to be dispatched.
//! CALL-9 A repair that is finished and signed moves its call to done and signed on the days it names, where they fit; when the repair changes, what it moved follows.
//!
//! Absent: clocks (`deadline`, by the maker's pack), and who may be sent.

use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::hours::MINUTE_MS;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::{Channel, Repair, RepairState, labelled};
use crate::{CallId, CustomerId, PrincipalId, RepairId, UnitId};
use serde::{Deserialize, Serialize};

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
    /// What happens to a call, in the order in which it mostly happens.
    StepKind {
        /// Somebody decided what is to be done and when.
        Arranged = "安排",
        /// The user knows.
        Told = "告知用户",
        /// Head office's technical department knows (F19).
        Filed = "报总部备案",
        /// Head office takes it over.
        Referred = "转总部",
        /// A technician was sent.
        Dispatched = "派工",
        /// He is there.
        Arrived = "到达",
        /// The work is done.
        Done = "完工",
        /// The user signed.
        Signed = "用户签字",
        /// Crossed off in the register (销号).
        CrossedOff = "销号",
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

/// A step as it was put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What happened.
    pub kind: StepKind,
    /// When; a day where nobody noted the time.
    pub at: Moment,
    /// Who: whoever was sent, told or signed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// Head office's filing number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub no: String,
    /// What was arranged, what came of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// It follows from the call's repair (CALL-9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_repair: bool,
    /// Why and when it stopped standing; `None` while it stands (CALL-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// How a step stopped standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// Why.
    pub reason: String,
    /// When.
    pub at: UtcMs,
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

/// Steps that may not come before another, where both stand (CALL-4).
const ORDER: [(StepKind, StepKind); 9] = [
    (StepKind::Arranged, StepKind::Told),
    (StepKind::Filed, StepKind::Referred),
    (StepKind::Dispatched, StepKind::Arrived),
    (StepKind::Dispatched, StepKind::Done),
    (StepKind::Arrived, StepKind::Done),
    (StepKind::Done, StepKind::Signed),
    (StepKind::Done, StepKind::CrossedOff),
    (StepKind::Signed, StepKind::CrossedOff),
    (StepKind::Referred, StepKind::CrossedOff),
];

/// Steps that stand on another (CALL-4, CALL-5).
const NEEDS: [(StepKind, &[StepKind]); 5] = [
    (StepKind::Told, &[StepKind::Arranged]),
    (StepKind::Referred, &[StepKind::Filed]),
    (StepKind::Arrived, &[StepKind::Dispatched]),
    (StepKind::Signed, &[StepKind::Done]),
    (StepKind::CrossedOff, &[StepKind::Done, StepKind::Referred]),
];

/// Whether one moment is before another, as far as both say: people write minutes, and a step of the same minute is not before.
fn before(one: Moment, other: Moment) -> bool {
    let minute = |at: UtcMs| at.div_euclid(MINUTE_MS);
    match (one, other) {
        (Moment::At(one), Moment::At(other)) => minute(one) < minute(other),
        (one, other) => one.day() < other.day(),
    }
}

impl Call {
    /// The step of a kind that stands.
    pub fn step(&self, kind: StepKind) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == kind && step.ended.is_none())
    }

    /// When a step happened.
    pub fn when(&self, kind: StepKind) -> Option<Moment> {
        self.step(kind).map(|step| step.at)
    }

    /// The earliest of these steps.
    pub fn first_of(&self, kinds: &[StepKind]) -> Option<Moment> {
        let found = kinds.iter().filter_map(|kind| self.when(*kind));
        found.reduce(|one, other| if before(other, one) { other } else { one })
    }

    /// The last of these steps, once all of them stand.
    pub fn all_of(&self, moments: &[Option<Moment>]) -> Option<Moment> {
        let found: Option<Vec<Moment>> = moments.iter().copied().collect();
        found?.into_iter().reduce(|one, other| if before(one, other) { other } else { one })
    }

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

    /// Steps that may be put in now: those that do not stand and whose needs do.
    pub fn next(&self) -> Vec<StepKind> {
        let ready = |kind: &StepKind| {
            let mut needs = NEEDS.iter().filter(|(step, _)| step == kind);
            needs.all(|(_, needed)| needed.iter().any(|needed| self.step(*needed).is_some()))
        };
        let free = StepKind::ALL.iter().copied().filter(|kind| self.step(*kind).is_none() && ready(kind));
        if self.is_open() { free.collect() } else { Vec::new() }
    }

    /// Checks texts and instants of the call itself (CALL-1, CALL-2), and the steps against them.
    pub fn check(&self, now: UtcMs) -> Result<(), Refusals> {
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
        let received = Moment::At(self.received_at);
        checks.moment("received_at", "接到时间", received, now);
        if let Some(at) = self.forwarded_at {
            let forwarded = Moment::At(at);
            checks.moment("forwarded_at", "总部转送时间", forwarded, now);
            checks.add(before(received, forwarded).then_some(Refusal::TimeBefore {
                field: "received_at",
                label: "接到时间",
                at: received,
                earlier_label: "总部转送时间",
                earlier: forwarded,
            }));
            checks.add(self.task_no.is_empty().then_some(Refusal::Missing { field: "task_no", label: "总部任务号" }));
        }
        checks.done()?;
        self.check_steps(now)
    }

    /// Checks the steps that stand (CALL-3, CALL-4, CALL-5).
    fn check_steps(&self, now: UtcMs) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let received = Moment::At(self.received_at);
        for step in self.steps.iter().filter(|step| step.ended.is_none()) {
            let label = step.kind.time_zh();
            checks.moment("at", label, step.at, now);
            checks.add(late_by(("at", label, step.at), ("接到时间", received)));
            checks.length("who", step.kind.who_zh(), &step.who, 60);
            checks.length("no", "备案编号", &step.no, 60);
            checks.length("words", "说明", &step.words, 500);
            let missing = |wanted: bool, field, label| wanted.then_some(Refusal::Missing { field, label });
            checks.add(missing(step.kind == StepKind::Filed && step.no.is_empty(), "no", "总部的备案编号"));
            checks.add(missing(step.kind == StepKind::Dispatched && step.who.is_empty(), "who", "派给谁"));
        }
        for (step, needed) in NEEDS.into_iter().filter(|(step, _)| self.step(*step).is_some()) {
            let stands = needed.iter().any(|kind| self.step(*kind).is_some());
            let needs = needed.iter().map(|kind| kind.zh()).collect::<Vec<_>>().join("或");
            checks.add((!stands).then_some(Refusal::StepMissing { step: step.zh(), needs }));
        }
        for (earlier, later) in ORDER {
            if let (Some(first), Some(then)) = (self.when(earlier), self.when(later)) {
                checks.add(late_by(("at", later.time_zh(), then), (earlier.time_zh(), first)));
            }
        }
        if let Some(off) = self.step(StepKind::CrossedOff) {
            let signed = self.step(StepKind::Signed).is_some() || self.step(StepKind::Referred).is_some();
            let silent = !signed && off.words.is_empty();
            checks.add(silent.then_some(Refusal::Missing { field: "words", label: "没有用户签字就销号的原因" }));
        }
        checks.done()
    }

    /// Puts a step in (CALL-3).
    pub fn put(&mut self, step: Step, now: UtcMs) -> Result<(), Refusals> {
        self.refuse_closed("再登记", step.kind)?;
        if let Some(stands) = self.step(step.kind) {
            return Err(Refusal::StepTwice { step: step.kind.zh(), at: stands.at }.into());
        }
        self.tried(now, |call| call.steps.push(step))
    }

    /// Puts a step in the place of the one that stands (CALL-6).
    pub fn correct(&mut self, step: Step, reason: &str, now: UtcMs) -> Result<(), Refusals> {
        let kind = step.kind;
        self.taking_back(kind, reason, now, |call| call.steps.push(step))
    }

    /// Takes a step back (CALL-6).
    pub fn take_back(&mut self, kind: StepKind, reason: &str, now: UtcMs) -> Result<(), Refusals> {
        self.taking_back(kind, reason, now, |_| {})
    }

    fn taking_back(
        &mut self,
        kind: StepKind,
        reason: &str,
        now: UtcMs,
        then: impl FnOnce(&mut Self),
    ) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("更正"));
        }
        if self.step(kind).is_none() {
            return Err(Refusal::StepMissing { step: "更正", needs: kind.zh().to_owned() }.into());
        }
        let reason = crate::sale::void_reason(reason)?;
        self.tried(now, |call| {
            call.end(kind, &reason, now);
            then(call);
        })
    }

    fn end(&mut self, kind: StepKind, reason: &str, now: UtcMs) {
        let standing = self.steps.iter_mut().find(|step| step.kind == kind && step.ended.is_none());
        if let Some(step) = standing {
            step.ended = Some(Ended { reason: reason.to_owned(), at: now });
        }
    }

    /// A change that leaves nothing behind when it is refused.
    fn tried(&mut self, now: UtcMs, change: impl FnOnce(&mut Self)) -> Result<(), Refusals> {
        let mut changed = self.clone();
        change(&mut changed);
        changed.check_steps(now)?;
        *self = changed;
        Ok(())
    }

    fn refuse_closed(&self, verb: &'static str, kind: StepKind) -> Result<(), Refusals> {
        let closed = self.state() == CallState::Closed && kind != StepKind::CrossedOff;
        if self.void_reason.is_some() || closed { Err(self.wrong(verb)) } else { Ok(()) }
    }

    /// Cancels it (CALL-7).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("再次作废"));
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这件报修", state: self.state().zh(), verb }.into()
    }

    /// Follows its repair (CALL-9); answers whether anything moved.
    pub fn follow(&mut self, repair: &Repair, now: UtcMs) -> bool {
        if self.void_reason.is_some() {
            return false;
        }
        let stands = repair.state != RepairState::Voided && repair.user_signed;
        let done = repair.completed_on.filter(|_| stands).map(Moment::Day);
        // Nobody notes the day of the signature: it was given with the machine, or with the work.
        let signed = done.map(|done| repair.handed_over_on.map_or(done, Moment::Day));
        let wanted = [(StepKind::Done, done), (StepKind::Signed, signed)];
        let mut moved = self.clone();
        for (kind, at) in wanted {
            let reason = format!("随维修单 {} 更正", repair.no);
            if moved.step(kind).is_some_and(|step| step.by_repair && Some(step.at) != at) {
                moved.end(kind, &reason, now);
            }
            if let Some(at) = at.filter(|_| moved.step(kind).is_none()) {
                let words = format!("维修单 {}", repair.no);
                let step = Step { who: repair.technician.clone(), ..Step::new(kind, at, words, now) };
                let who = if kind == StepKind::Done { step.who.clone() } else { String::new() };
                moved.steps.push(Step { by_repair: true, who, ..step });
            }
        }
        if moved == *self || moved.check_steps(now).is_err() {
            return false;
        }
        *self = moved;
        true
    }
}

impl Step {
    /// A step of which nothing more is said.
    pub fn new(kind: StepKind, at: Moment, words: String, entered_at: UtcMs) -> Self {
        Self { kind, at, who: String::new(), no: String::new(), words, entered_at, by_repair: false, ended: None }
    }
}

impl StepKind {
    /// What its instant is called.
    pub fn time_zh(self) -> &'static str {
        match self {
            Self::Arranged => "安排时间",
            Self::Told => "告知用户的时间",
            Self::Filed => "报总部备案的时间",
            Self::Referred => "转总部的时间",
            Self::Dispatched => "派工时间",
            Self::Arrived => "到达时间",
            Self::Done => "完工时间",
            Self::Signed => "签字时间",
            Self::CrossedOff => "销号时间",
        }
    }

    /// What the person it names is called.
    pub fn who_zh(self) -> &'static str {
        match self {
            Self::Dispatched | Self::Arrived | Self::Done => "维修人员",
            Self::Signed => "签字人",
            _ => "经办人",
        }
    }
}

/// A moment that is before the one it has to follow.
fn late_by(
    (field, label, at): (&'static str, &'static str, Moment),
    (earlier_label, earlier): (&'static str, Moment),
) -> Option<Refusal> {
    before(at, earlier).then_some(Refusal::TimeBefore { field, label, at, earlier_label, earlier })
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
