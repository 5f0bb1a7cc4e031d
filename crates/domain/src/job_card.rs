//! 修护卡 (F78): what hangs on a machine while it is worked on. Its number is the repair's.
//!
//! JOBCARD-1 The work is planned before it is done; the actual times are in order and not after now, and an end has its beginning.
//! JOBCARD-2 The director looks at work that is ended: passed, or to be done again with what is wrong; every look stays.
//! JOBCARD-3 Work is inspected when it is ended and the last look passed it as it stands; once its times are others than those that were looked at, it is looked at again.
//!
//! Absent: the parts changed and the technician, which the repair says.

use crate::day::UtcMs;
use crate::deadline::Moment;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::{Day, RepairId};
use serde::{Deserialize, Serialize};

/// A look of the director at the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// On which day.
    pub on: Day,
    /// Who looked.
    pub by: String,
    /// The work is good.
    pub passed: bool,
    /// What was found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// From when to when the work went that was looked at; absent of looks put in before it was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<(UtcMs, UtcMs)>,
}

/// A card of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobCard {
    /// The repair it is of.
    pub repair: RepairId,
    /// Work planned.
    pub plan: String,
    /// When the work began.
    pub began_at: Option<UtcMs>,
    /// When it ended.
    pub ended_at: Option<UtcMs>,
    /// Every look, the newest last.
    pub inspections: Vec<Inspection>,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// How many times it was saved.
    pub rev: i64,
}

impl JobCard {
    /// Whether the last look passed the work as it stands (JOBCARD-3).
    pub fn inspected(&self) -> bool {
        let (Some(work), Some(look)) = (self.work(), self.inspections.last()) else { return false };
        let same =
            look.work.map_or_else(|| Day::at(work.1) <= look.on && work.1 <= look.entered_at, |seen| seen == work);
        look.passed && same
    }

    /// From when to when, of work that is ended.
    fn work(&self) -> Option<(UtcMs, UtcMs)> {
        self.began_at.zip(self.ended_at)
    }

    /// Checks texts and times (JOBCARD-1).
    pub fn check(&self, now: UtcMs) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("plan", "计划修理内容", &self.plan, 500);
        for (field, label, at) in [("began_at", "开工时间", self.began_at), ("ended_at", "收工时间", self.ended_at)]
        {
            if let Some(at) = at {
                checks.moment(field, label, Moment::At(at), now);
            }
        }
        match (self.began_at, self.ended_at) {
            (None, Some(_)) => checks.add(Some(Refusal::Missing { field: "began_at", label: "开工时间" })),
            (Some(began), Some(ended)) if ended < began => checks.add(Some(Refusal::TimeBefore {
                field: "ended_at",
                label: "收工时间",
                at: Moment::At(ended),
                earlier_label: "开工时间",
                earlier: Moment::At(began),
            })),
            _ => {}
        }
        checks.done()
    }

    /// The director looks at it (JOBCARD-2).
    pub fn inspect(&mut self, look: Inspection, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("by", "检验人", &look.by, 60);
        checks.length("words", "检验情况", &look.words, 300);
        let silent = !look.passed && look.words.is_empty();
        checks.add(silent.then_some(Refusal::Missing { field: "words", label: "哪里不合格" }));
        checks.add(self.ended_at.is_none().then_some(Refusal::Missing { field: "ended_at", label: "收工时间" }));
        checks.not_after("on", "检验日期", Some(look.on), today);
        checks.not_before("on", "检验日期", Some(look.on), "收工日期", self.ended_at.map(Day::at));
        checks.done()?;
        self.inspections.push(Inspection { work: self.work(), ..look });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UtcMs = 1_792_461_600_000;
    const HOUR: UtcMs = 3_600_000;

    fn card() -> JobCard {
        JobCard {
            repair: RepairId(uuid::Uuid::from_u128(1)),
            plan: "拆检喷油泵".into(),
            began_at: Some(NOW - 3 * HOUR),
            ended_at: Some(NOW - HOUR),
            inspections: Vec::new(),
            entered_at: NOW,
            rev: 1,
        }
    }

    fn look(passed: bool, words: &str) -> Inspection {
        Inspection { on: Day::at(NOW), by: "主任".into(), passed, words: words.into(), entered_at: NOW, work: None }
    }

    fn fields(refused: Result<(), Refusals>) -> Vec<String> {
        refused.err().map(|why| why.0.iter().map(Refusal::path).collect()).unwrap_or_default()
    }

    #[test]
    fn jobcard_1_planned_first_and_times_in_order() {
        assert_eq!(card().check(NOW), Ok(()));
        let wrong = JobCard { plan: " ".into(), began_at: Some(NOW + 1), ended_at: Some(NOW), ..card() };
        assert_eq!(fields(wrong.check(NOW)), ["plan", "began_at", "ended_at"]);
        assert_eq!(fields(JobCard { began_at: None, ..card() }.check(NOW)), ["began_at"]);
    }

    #[test]
    fn jobcard_2_the_director_looks_at_ended_work_and_says_what_is_wrong() {
        let mut one = card();
        assert_eq!(fields(one.inspect(look(false, ""), Day::at(NOW))), ["words"]);
        let early = Inspection { on: Day::at(NOW).plus_days(-1), ..look(true, "") };
        assert_eq!(fields(one.inspect(early, Day::at(NOW))), ["on"]);
        let mut going_on = JobCard { ended_at: None, ..card() };
        assert_eq!(fields(going_on.inspect(look(true, ""), Day::at(NOW))), ["ended_at"]);
        one.inspect(look(false, "怠速不稳"), Day::at(NOW)).unwrap();
        one.inspect(look(true, ""), Day::at(NOW)).unwrap();
        assert_eq!(one.inspections.len(), 2);
    }

    #[test]
    fn jobcard_3_inspected_is_what_the_last_look_passed() {
        let mut one = card();
        assert!(!one.inspected());
        one.inspect(look(true, ""), Day::at(NOW)).unwrap();
        assert!(one.inspected());
        one.inspect(look(false, "又漏油"), Day::at(NOW)).unwrap();
        assert!(!one.inspected());
        one.inspect(look(true, ""), Day::at(NOW)).unwrap();
        assert!(one.inspected());
        one.ended_at = None;
        assert!(!one.inspected(), "it is being worked on");
        one.ended_at = Some(NOW + HOUR);
        assert!(!one.inspected(), "it went on that same day");
        one.ended_at = Some(NOW - HOUR);
        assert!(one.inspected(), "put back as it was looked at");
        one.began_at = Some(NOW - 2 * HOUR);
        assert!(!one.inspected());
    }

    #[test]
    fn jobcard_3_a_look_of_before_stands_for_work_that_ended_before_it() {
        let old = JobCard { inspections: vec![look(true, "")], ..card() };
        assert!(old.inspected());
        assert!(!JobCard { ended_at: None, ..old.clone() }.inspected());
        assert!(!JobCard { ended_at: Some(NOW + 1), ..old }.inspected());
    }
}
