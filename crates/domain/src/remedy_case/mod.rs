//! Cases of exchange and return (换货退货): from the right the user was told to what he got in the end.
//!
//! RCASE-1 A case keeps the right it was opened from with its rule, as it was told that day; without a right it says on what it stands.
//! RCASE-2 Each paper the right needs is at hand, missing or waived; waiving says who agreed and why, and what was said before stays on record.
//! RCASE-3 Each step stands once, not before the demand was made and not after today.
//! RCASE-4 Steps are in order: head office answers after it was asked, the case is settled not before the choice, closed not before it was settled.
//! RCASE-5 Exchange, return and repair are settled as the user chose; a machine or money is given when every paper is at hand or waived.
//! RCASE-6 A step is corrected or taken back with a reason; a machine exchanged or money given back is corrected and not taken back.
//! RCASE-7 A case is cancelled with a reason while nothing was given; its number stays.
//! RCASE-8 What was given is the dealer's to bear until head office agrees.
//! RCASE-9 An exchange or return of the wrong machine is undone as a whole, with a reason, before the case is closed; the step stays on record and the case waits again.
//! RCASE-10 Head office's answer by its feed is taken once: the same again is no news, another one stands in the place of the first, which stays on record.
//!
//! Absent: amounts by formulas (`formula`), sales and cards, clocks (those of the demand).

mod parts;

pub use parts::{
    CaseMoney, Given, Ground, PaperLine, PaperState, Reckoned, RemedyOutcome, RemedyState, RemedyStep, RemedyStepKind,
    RemedyVerdict,
};

use crate::call::Ended;
use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::remedy::rule::Evidence;
use crate::{Day, DemandId, Fen, PrincipalId, RemedyCaseId, SaleId, UnitId};

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemedyCase {
    /// Identity; also the record id on the wire.
    pub id: RemedyCaseId,
    /// Number.
    pub no: String,
    /// The maker concerned.
    pub principal: PrincipalId,
    /// The machine.
    pub unit: UnitId,
    /// The demand whose clocks run.
    pub demand: DemandId,
    /// The sale it is about; `None` for a machine somebody else sold.
    pub sale: Option<SaleId>,
    /// Day the user demanded it.
    pub made_on: Day,
    /// On what it stands.
    pub ground: Ground,
    /// Every word about its papers, the earlier first.
    pub papers: Vec<PaperLine>,
    /// Every step as it was put in, the earlier ones first; those that were corrected too.
    pub steps: Vec<RemedyStep>,
    /// Sale of the machine given in exchange.
    pub new_sale: Option<SaleId>,
    /// That machine.
    pub new_unit: Option<UnitId>,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved; the wire's `rev`.
    pub rev: i64,
}

/// What became of an answer of head office that its feed brought (RCASE-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerTaken {
    /// It is the first.
    New,
    /// The same stands.
    Known,
    /// It stands in the place of this one.
    Instead(Option<RemedyVerdict>),
}

/// Steps that may not come before another (RCASE-4).
const ORDER: [(RemedyStepKind, RemedyStepKind); 4] = [
    (RemedyStepKind::Asked, RemedyStepKind::Answered),
    (RemedyStepKind::Chosen, RemedyStepKind::Settled),
    (RemedyStepKind::Told, RemedyStepKind::Settled),
    (RemedyStepKind::Settled, RemedyStepKind::Closed),
];

/// Steps that stand on another (RCASE-4).
const NEEDS: [(RemedyStepKind, RemedyStepKind); 2] =
    [(RemedyStepKind::Answered, RemedyStepKind::Asked), (RemedyStepKind::Closed, RemedyStepKind::Settled)];

impl RemedyCase {
    /// The step of a kind that stands.
    pub fn step(&self, kind: RemedyStepKind) -> Option<&RemedyStep> {
        self.steps.iter().find(|step| step.kind == kind && step.ended.is_none())
    }

    /// Whether a step of a kind was ever put in.
    pub fn ever(&self, kind: RemedyStepKind) -> bool {
        self.steps.iter().any(|step| step.kind == kind)
    }

    /// How it was settled.
    pub fn outcome(&self) -> Option<RemedyOutcome> {
        self.step(RemedyStepKind::Settled)?.outcome
    }

    /// What head office answered.
    pub fn verdict(&self) -> Option<RemedyVerdict> {
        self.step(RemedyStepKind::Answered)?.verdict
    }

    /// The day its sale ended, and how; `None` while it stands.
    pub fn sale_ended(&self) -> Option<(Day, RemedyOutcome)> {
        let settled = self.step(RemedyStepKind::Settled).filter(|_| self.void_reason.is_none())?;
        settled.outcome.filter(|outcome| outcome.ends_sale()).map(|outcome| (settled.on, outcome))
    }

    /// Where it stands.
    pub fn state(&self) -> RemedyState {
        if self.void_reason.is_some() {
            return RemedyState::Voided;
        }
        if self.step(RemedyStepKind::Closed).is_some() {
            return RemedyState::Closed;
        }
        match (self.outcome(), self.verdict()) {
            (Some(RemedyOutcome::Machine), _) => RemedyState::Exchanged,
            (Some(RemedyOutcome::Component), _) => RemedyState::Replaced,
            (Some(RemedyOutcome::Refund), _) => RemedyState::Refunded,
            (Some(RemedyOutcome::Repair), _) => RemedyState::Mended,
            (Some(RemedyOutcome::Withdrawn), _) => RemedyState::Withdrawn,
            (Some(RemedyOutcome::Declined), _) => RemedyState::Declined,
            (None, Some(RemedyVerdict::Approved)) => RemedyState::Approved,
            (None, Some(RemedyVerdict::Refused)) => RemedyState::Refused,
            (None, Some(RemedyVerdict::Offered)) => RemedyState::Offered,
            // What head office wants before it answers leaves the case asked.
            (None, None | Some(RemedyVerdict::NeedsMaterial)) => {
                let reached = [
                    (RemedyStepKind::Asked, RemedyState::Asked),
                    (RemedyStepKind::Chosen, RemedyState::Chosen),
                    (RemedyStepKind::Told, RemedyState::Told),
                ];
                let found = reached.into_iter().find(|(kind, _)| self.step(*kind).is_some());
                found.map_or(RemedyState::Open, |(_, state)| state)
            }
        }
    }

    /// Whether it waits to be settled.
    pub fn pending(&self) -> bool {
        self.void_reason.is_none() && self.step(RemedyStepKind::Settled).is_none()
    }

    /// Whether anything may still happen to it.
    pub fn is_open(&self) -> bool {
        !matches!(self.state(), RemedyState::Closed | RemedyState::Voided)
    }

    /// Steps that may be put in now.
    pub fn next(&self) -> Vec<RemedyStepKind> {
        let ready = |kind: &RemedyStepKind| {
            let needs = NEEDS.iter().find(|(step, _)| step == kind);
            let late = !self.pending() && *kind != RemedyStepKind::Closed && *kind != RemedyStepKind::Asked;
            // Head office may be asked, and answers, after the user has got what is his.
            let late = late && *kind != RemedyStepKind::Answered;
            !late && needs.is_none_or(|(_, needed)| self.step(*needed).is_some())
        };
        let free = RemedyStepKind::ALL.iter().copied().filter(|kind| self.step(*kind).is_none() && ready(kind));
        if self.is_open() { free.collect() } else { Vec::new() }
    }

    /// The papers as they stand, in the order in which the rule names them.
    pub fn papers_now(&self) -> Vec<&PaperLine> {
        let mut now: Vec<&PaperLine> = Vec::new();
        for line in &self.papers {
            match now.iter_mut().find(|known| known.paper == line.paper) {
                Some(known) => *known = line,
                None => now.push(line),
            }
        }
        now
    }

    /// Papers that are neither at hand nor waived.
    pub fn lacking(&self) -> Vec<Evidence> {
        let lacks = |line: &&PaperLine| line.state == PaperState::Missing;
        self.papers_now().into_iter().filter(lacks).map(|line| line.paper).collect()
    }

    /// Says how a paper stands (RCASE-2).
    pub fn say_paper(&mut self, line: PaperLine) -> Result<(), Refusals> {
        if !self.is_open() {
            return Err(self.wrong("再改材料"));
        }
        let mut checks = Checks::default();
        if !self.papers.iter().any(|known| known.paper == line.paper) {
            let given = line.paper.zh().to_owned();
            checks.add(Some(Refusal::Unknown { field: "paper", label: "这件要的材料", given }));
        }
        if line.state == PaperState::Waived {
            checks.text("who", "谁同意免交", &line.who, 60);
            checks.text("why", "免交的原因", &line.why, 200);
        }
        checks.length("who", "谁同意免交", &line.who, 60);
        checks.length("why", "说明", &line.why, 200);
        checks.done()?;
        self.papers.push(line);
        Ok(())
    }

    /// Checks the case itself (RCASE-1).
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.not_after("made_on", "提出日期", Some(self.made_on), today);
        checks.length("words", "依据", &self.ground.words, 500);
        let nothing = self.ground.right.is_none() && self.ground.words.is_empty();
        checks.add(nothing.then_some(Refusal::Missing { field: "words", label: "没有规则给的权利，办理的依据" }));
        checks.done()?;
        self.check_steps(today)
    }

    /// Checks the steps that stand (RCASE-3, RCASE-4, RCASE-5).
    fn check_steps(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        for step in self.steps.iter().filter(|step| step.ended.is_none()) {
            let label = step.kind.day_zh();
            checks.not_after("on", label, Some(step.on), today);
            checks.not_before("on", label, Some(step.on), "提出日期", Some(self.made_on));
            step.check(&mut checks);
        }
        for (step, needed) in NEEDS.into_iter().filter(|(step, _)| self.step(*step).is_some()) {
            let stands = self.step(needed).is_some();
            let needs = needed.zh().to_owned();
            checks.add((!stands).then_some(Refusal::StepMissing { step: step.zh(), needs }));
        }
        for (earlier, later) in ORDER {
            if let (Some(first), Some(then)) = (self.step(earlier), self.step(later)) {
                checks.not_before("on", later.day_zh(), Some(then.on), earlier.day_zh(), Some(first.on));
            }
        }
        let wanted = self.outcome().and_then(RemedyOutcome::choice);
        let chosen = self.step(RemedyStepKind::Chosen);
        if let Some(wanted) = wanted {
            let step = RemedyStepKind::Settled.zh();
            match chosen.and_then(|chosen| chosen.choice) {
                None => checks.add(Some(Refusal::StepMissing { step, needs: RemedyStepKind::Chosen.zh().to_owned() })),
                Some(choice) if choice != wanted => {
                    let wanted = "与用户的选择一致；用户改了主意，先更正「用户选择」";
                    checks.add(Some(Refusal::OutOfRange { field: "outcome", label: "办结的方式", wanted }));
                }
                Some(_) => {}
            }
        }
        checks.done()
    }

    /// Puts a step in (RCASE-3).
    pub fn put(&mut self, step: RemedyStep, today: Day) -> Result<(), Refusals> {
        if !self.is_open() {
            return Err(self.wrong("再登记"));
        }
        if let Some(stands) = self.step(step.kind) {
            return Err(Refusal::StepTwice { step: step.kind.zh(), at: Moment::Day(stands.on) }.into());
        }
        let gives = step.outcome.is_some_and(RemedyOutcome::ends_sale);
        if let Some(lacking) = self.lacking().first().filter(|_| gives) {
            return Err(Refusal::PaperMissing { paper: lacking.zh() }.into());
        }
        self.tried(today, |case| case.steps.push(step))
    }

    /// Puts a step in the place of the one that stands (RCASE-6).
    pub fn correct(&mut self, step: RemedyStep, reason: &str, today: Day) -> Result<(), Refusals> {
        let (kind, ended) = (step.kind, step.entered_at);
        let gives = step.outcome.filter(|outcome| outcome.ends_sale());
        let stands = self.sale_ended().map(|(_, outcome)| outcome);
        match stands {
            _ if kind != RemedyStepKind::Settled || gives == stands => {}
            Some(_) => return Err(self.given()),
            None => {
                let wanted = "先撤回「办结」，再重新办结：换整机、退货退款要开单、退款";
                return Err(Refusal::OutOfRange { field: "outcome", label: "办结的方式", wanted }.into());
            }
        }
        self.ending(kind, reason, (today, ended), |case| case.steps.push(step))
    }

    /// Takes head office's answer as its feed brings it (RCASE-10).
    pub fn answered(&mut self, step: RemedyStep, today: Day) -> Result<AnswerTaken, Refusals> {
        let Some(stands) = self.step(RemedyStepKind::Answered).filter(|_| self.is_open()) else {
            return self.put(step, today).map(|()| AnswerTaken::New);
        };
        let said = |one: &RemedyStep| (one.on, one.verdict, one.who.clone(), one.no.clone(), one.words.clone());
        if said(stands) == said(&step) {
            return Ok(AnswerTaken::Known);
        }
        let before = stands.verdict;
        self.correct(step, "总部报送了新的答复", today)?;
        Ok(AnswerTaken::Instead(before))
    }

    /// Takes a step back (RCASE-6).
    pub fn take_back(&mut self, kind: RemedyStepKind, reason: &str, today: Day, at: UtcMs) -> Result<(), Refusals> {
        if kind == RemedyStepKind::Settled && self.sale_ended().is_some() {
            return Err(self.given());
        }
        self.ending(kind, reason, (today, at), |_| {})
    }

    /// Undoes an exchange or return that was made for the wrong machine (RCASE-9); what it had given is answered.
    pub fn undo(&mut self, reason: &str, today: Day, at: UtcMs) -> Result<Given, Refusals> {
        if self.sale_ended().is_none() {
            return Err(self.wrong("撤销：没有换整机，也没有退货退款"));
        }
        if self.step(RemedyStepKind::Closed).is_some() {
            return Err(self.wrong("撤销：先撤回「结案」"));
        }
        let given = self.step(RemedyStepKind::Settled).and_then(|step| step.given.clone()).unwrap_or_default();
        self.ending(RemedyStepKind::Settled, reason, (today, at), |case| {
            (case.new_sale, case.new_unit) = (None, None)
        })?;
        Ok(given)
    }

    /// Keeps with the settlement what it gave, and what of the old sale's card it ended.
    pub fn note_given(&mut self, given: Given) {
        let settled = |step: &&mut RemedyStep| step.kind == RemedyStepKind::Settled && step.ended.is_none();
        if let Some(step) = self.steps.iter_mut().find(settled) {
            step.given = Some(given);
        }
    }

    fn ending(
        &mut self,
        kind: RemedyStepKind,
        reason: &str,
        (today, at): (Day, UtcMs),
        then: impl FnOnce(&mut Self),
    ) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("更正"));
        }
        if self.step(kind).is_none() {
            return Err(Refusal::StepMissing { step: "更正", needs: kind.zh().to_owned() }.into());
        }
        let mut checks = Checks::default();
        checks.text("reason", "更正原因", reason, 200);
        checks.done()?;
        let ended = Ended { reason: crate::text::clean(reason), at };
        self.tried(today, |case| {
            let standing = case.steps.iter_mut().find(|step| step.kind == kind && step.ended.is_none());
            if let Some(step) = standing {
                step.ended = Some(ended);
            }
            then(case);
        })
    }

    /// A change that leaves nothing behind when it is refused.
    fn tried(&mut self, today: Day, change: impl FnOnce(&mut Self)) -> Result<(), Refusals> {
        let mut changed = self.clone();
        change(&mut changed);
        changed.check_steps(today)?;
        *self = changed;
        Ok(())
    }

    /// Cancels it (RCASE-7).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("再次作废"));
        }
        if self.sale_ended().is_some() {
            return Err(self.given());
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    /// What the dealer gave: money, or a machine at the price of the sale, and the freight the user does not pay.
    pub fn given_fen(&self) -> Fen {
        let Some(step) = self.step(RemedyStepKind::Settled) else { return Fen(0) };
        let Some(money) = &step.money else { return Fen(0) };
        let given = if step.outcome == Some(RemedyOutcome::Machine) { money.price_fen } else { money.paid_fen };
        let users = money.freight.as_ref().map_or(Fen(0), |freight| freight.fen);
        Fen(given.0.saturating_add(money.freight_fen.0).saturating_sub(users.0))
    }

    /// What of it head office has not agreed to (RCASE-8).
    pub fn borne_fen(&self) -> Fen {
        if self.verdict() == Some(RemedyVerdict::Approved) { Fen(0) } else { self.given_fen() }
    }

    fn given(&self) -> Refusals {
        let verb = "撤回、改成别的方式或作废：机器或货款已经给了用户，原卡已作废。机器编号、日期写错了，在新机的销售单上改；换错、退错了机器，由服务主任「撤销」";
        Refusal::WrongState { subject: "这件换货退货", state: self.state().zh(), verb }.into()
    }

    fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这件换货退货", state: self.state().zh(), verb }.into()
    }
}

#[cfg(test)]
mod tests;
