//! Steps of a call: what happened, in the order in which it mostly happens.
//!
//! CALL-3 Each step stands once, not before the call came in and not after now.
//! CALL-4 Steps are in order: the user is told of an arrangement, a dispatch or a referral, and not before an arrangement that stands; arrived after dispatched, signed after done, crossed off after done or referred; without a signature crossing off says why.
//! CALL-12 What is done is not referred to head office any more.
//! CALL-13 A filing told by phone says so and waits for its number; the number is put in with the instant it was told, and until then nothing is referred.
//! CALL-5 Filing with head office has its filing number, dispatch says to whom; without a filing number nothing is referred to head office.
//! CALL-6 A step is corrected or taken back with a reason; what was put in before stays on record, and what others stand on is not taken back.

use super::{Call, CallState};
use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::hours::MINUTE_MS;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use serde::{Deserialize, Serialize};

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
    /// Told to head office by phone; its number may come later (CALL-13).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_phone: bool,
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

/// Steps that may not come before another, where both stand (CALL-4, CALL-12).
const ORDER: [(StepKind, StepKind); 10] = [
    (StepKind::Arranged, StepKind::Told),
    (StepKind::Filed, StepKind::Referred),
    (StepKind::Dispatched, StepKind::Arrived),
    (StepKind::Dispatched, StepKind::Done),
    (StepKind::Arrived, StepKind::Done),
    (StepKind::Done, StepKind::Signed),
    (StepKind::Done, StepKind::CrossedOff),
    (StepKind::Signed, StepKind::CrossedOff),
    (StepKind::Referred, StepKind::CrossedOff),
    (StepKind::Referred, StepKind::Done),
];

/// Steps that stand on another (CALL-4, CALL-5).
const NEEDS: [(StepKind, &[StepKind]); 5] = [
    (StepKind::Told, &[StepKind::Arranged, StepKind::Dispatched, StepKind::Referred]),
    (StepKind::Referred, &[StepKind::Filed]),
    (StepKind::Arrived, &[StepKind::Dispatched]),
    (StepKind::Signed, &[StepKind::Done]),
    (StepKind::CrossedOff, &[StepKind::Done, StepKind::Referred]),
];

/// Whether one moment is before another, as far as both say: people write minutes, and a step of the same minute is not before.
pub(super) fn before(one: Moment, other: Moment) -> bool {
    let minute = |at: UtcMs| at.div_euclid(MINUTE_MS);
    match (one, other) {
        (Moment::At(one), Moment::At(other)) => minute(one) < minute(other),
        (one, other) => one.day() < other.day(),
    }
}

/// What moved, and so what the steps are held against (CALL-10).
#[derive(Clone, Copy)]
pub(super) enum Against<'a> {
    /// The call came in at another instant.
    Received,
    /// These steps were put in, corrected or taken back.
    Steps(&'a [StepKind]),
}

impl Against<'_> {
    fn is_about(self, kind: StepKind) -> bool {
        matches!(self, Self::Steps(kinds) if kinds.contains(&kind))
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

    /// When the last of these happened: of each group the earliest step counts. `None` while a group has none.
    pub fn all_of(&self, groups: &[&[StepKind]]) -> Option<Moment> {
        let found: Option<Vec<Moment>> = groups.iter().map(|kinds| self.first_of(kinds)).collect();
        found?.into_iter().reduce(|one, other| if before(one, other) { other } else { one })
    }

    /// The filing that waits for its number (CALL-13).
    pub fn awaits_no(&self) -> Option<&Step> {
        self.step(StepKind::Filed).filter(|filed| filed.awaits_no())
    }

    /// Whether putting this step in fills the number of a filing in.
    fn fills(&self, kind: StepKind) -> bool {
        kind == StepKind::Filed && self.awaits_no().is_some()
    }

    /// Whether another step may stand on this one: a filing without its number carries nothing (CALL-13).
    fn serves(&self, kind: StepKind) -> bool {
        self.step(kind).is_some() && !self.fills(kind)
    }

    /// Steps that may be put in now: those that do not stand and whose needs do.
    pub fn next(&self) -> Vec<StepKind> {
        let ready = |kind: &StepKind| {
            let mut needs = NEEDS.iter().filter(|(step, _)| step == kind);
            needs.all(|(_, needed)| needed.iter().any(|needed| self.serves(*needed)))
        };
        // What is done is not handed over any more (CALL-12).
        let late = |kind: StepKind| kind == StepKind::Referred && self.step(StepKind::Done).is_some();
        let free = StepKind::ALL
            .iter()
            .copied()
            .filter(|kind| (self.step(*kind).is_none() || self.fills(*kind)) && ready(kind) && !late(*kind));
        if self.is_open() { free.collect() } else { Vec::new() }
    }

    /// Checks the steps that stand (CALL-3, CALL-4, CALL-5), as far as something moved (CALL-10).
    pub(super) fn check_steps(&self, moved: Against, now: UtcMs) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let received = ("接到时间", Moment::At(self.received_at));
        for step in self.steps.iter().filter(|step| step.ended.is_none()) {
            let label = step.kind.time_zh();
            match moved {
                Against::Received => checks.add(late_by(("received_at", label, step.at), received)),
                Against::Steps(kinds) if kinds.contains(&step.kind) => {
                    checks.add(late_by(("at", label, step.at), received));
                    step.check(&mut checks, now);
                }
                Against::Steps(_) => {}
            }
        }
        for (step, needed) in NEEDS.into_iter().filter(|(step, _)| self.step(*step).is_some()) {
            let stands = needed.iter().any(|kind| self.serves(*kind));
            let name = |kind: &StepKind| if self.fills(*kind) { "报总部备案的编号" } else { kind.zh() };
            let needs = needed.iter().map(name).collect::<Vec<_>>().join("或");
            checks.add((!stands).then_some(Refusal::StepMissing { step: step.zh(), needs }));
        }
        for (earlier, later) in ORDER.into_iter().filter(|(one, other)| moved.is_about(*one) || moved.is_about(*other))
        {
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
        if let Some(told) = self.awaits_no().filter(|_| step.kind == StepKind::Filed && !step.no.is_empty()).cloned() {
            return self.number(told, step, now);
        }
        if let Some(stands) = self.step(step.kind) {
            return Err(Refusal::StepTwice { step: step.kind.zh(), at: stands.at }.into());
        }
        self.tried(step.kind, now, |call| call.steps.push(step))
    }

    /// Puts the number of a filing in that was told by phone; it was filed when it was told (CALL-13).
    fn number(&mut self, told: Step, with: Step, now: UtcMs) -> Result<(), Refusals> {
        let or = |given: String, told: String| if given.is_empty() { told } else { given };
        let (who, words) = (or(with.who, told.who), or(with.words, told.words));
        let step = Step { at: told.at, by_phone: true, who, words, ..with };
        self.tried(StepKind::Filed, now, |call| {
            call.end(StepKind::Filed, "补上备案编号", now);
            call.steps.push(step);
        })
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
        let reason = crate::sale::reason("更正或撤回的原因", reason)?;
        self.tried(kind, now, |call| {
            call.end(kind, &reason, now);
            then(call);
        })
    }

    pub(super) fn end(&mut self, kind: StepKind, reason: &str, now: UtcMs) {
        let standing = self.steps.iter_mut().find(|step| step.kind == kind && step.ended.is_none());
        if let Some(step) = standing {
            step.ended = Some(Ended { reason: reason.to_owned(), at: now });
        }
    }

    /// A change that leaves nothing behind when it is refused.
    fn tried(&mut self, kind: StepKind, now: UtcMs, change: impl FnOnce(&mut Self)) -> Result<(), Refusals> {
        let mut changed = self.clone();
        change(&mut changed);
        changed.check_steps(Against::Steps(&[kind]), now)?;
        *self = changed;
        Ok(())
    }

    fn refuse_closed(&self, verb: &'static str, kind: StepKind) -> Result<(), Refusals> {
        let closed = self.state() == CallState::Closed && kind != StepKind::CrossedOff;
        if self.void_reason.is_some() || closed { Err(self.wrong(verb)) } else { Ok(()) }
    }
}

impl Step {
    /// A step of which nothing more is said.
    pub fn new(kind: StepKind, at: Moment, words: String, entered_at: UtcMs) -> Self {
        let (who, no) = (String::new(), String::new());
        Self { kind, at, who, no, words, by_phone: false, entered_at, by_repair: false, ended: None }
    }

    /// Whether it was told by phone and has no number yet (CALL-13).
    pub fn awaits_no(&self) -> bool {
        self.kind == StepKind::Filed && self.by_phone && self.no.is_empty()
    }

    /// CALL-3, CALL-5, and how long its texts may be.
    fn check(&self, checks: &mut Checks, now: UtcMs) {
        checks.moment("at", self.kind.time_zh(), self.at, now);
        checks.length("who", self.kind.who_zh(), &self.who, 60);
        checks.length("no", "备案编号", &self.no, 60);
        checks.length("words", "说明", &self.words, 500);
        let missing = |wanted: bool, field, label| wanted.then_some(Refusal::Missing { field, label });
        let unnumbered = self.kind == StepKind::Filed && self.no.is_empty() && !self.by_phone;
        checks.add(missing(unnumbered, "no", "总部的备案编号"));
        checks.add(missing(self.kind == StepKind::Dispatched && self.who.is_empty(), "who", "派给谁"));
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
