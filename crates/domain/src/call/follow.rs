//! A call follows its repair.
//!
//! CALL-9 A repair that is finished and signed moves its call to done and signed on the days it names; when the repair changes, what it moved follows. Where its days do not fit the steps that stand, nothing moves and it is said why.

use super::steps::Against;
use super::{Call, Step, StepKind};
use crate::Day;
use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::refusal::Refusals;
use crate::repair::{Repair, RepairState};

impl Call {
    /// Follows its repair (CALL-9); answers whether anything moved, or why it cannot.
    pub fn follow(&mut self, repair: &Repair, now: UtcMs) -> Result<bool, Refusals> {
        if self.void_reason.is_some() {
            return Ok(false);
        }
        let moved = self.followed(repair, now);
        if moved == *self {
            return Ok(false);
        }
        moved.check_steps(Against::Steps(&[StepKind::Done, StepKind::Signed]), now)?;
        *self = moved;
        Ok(true)
    }

    /// Why its steps and its repair do not agree, in Chinese (CALL-9).
    pub fn differs(&self, repair: &Repair) -> Option<String> {
        // The repair's own days were held against now when it was saved.
        let latest = repair.completed_on.max(repair.handed_over_on).map_or(self.entered_at, Day::starts_at);
        if let Err(why) = self.clone().follow(repair, latest) {
            return Some(why.to_string());
        }
        let done = self.step(StepKind::Done)?;
        let on = repair.completed_on.filter(|_| repair.state != RepairState::Voided)?;
        (done.at.day() != on).then(|| format!("完工登记的是 {}，维修单写的是 {}", done.at.day().zh(), on.zh()))
    }

    fn followed(&self, repair: &Repair, now: UtcMs) -> Self {
        let stands = repair.state != RepairState::Voided && repair.user_signed;
        let done = repair.completed_on.filter(|_| stands).map(Moment::Day);
        // Nobody notes the day of the signature: it was given with the machine, or with the work.
        let signed = done.map(|done| repair.handed_over_on.map_or(done, Moment::Day));
        let mut moved = self.clone();
        for (kind, at) in [(StepKind::Done, done), (StepKind::Signed, signed)] {
            if moved.step(kind).is_some_and(|step| step.by_repair && Some(step.at) != at) {
                moved.end(kind, &format!("随维修单 {} 更正", repair.no), now);
            }
            if let Some(at) = at.filter(|_| moved.step(kind).is_none()) {
                let step = Step::new(kind, at, format!("维修单 {}", repair.no), now);
                let who = if kind == StepKind::Done { repair.technician.clone() } else { String::new() };
                moved.steps.push(Step { by_repair: true, who, ..step });
            }
        }
        moved
    }
}
