//! Times within a repair that have a cause of their own: waiting for parts, an appraisal, a part on its way.
//!
//! WAIT-1 A time of its own lies within its repair: not before sending in, not after today, not after the day it was done; its last day is not before its first.
//! WAIT-2 One without a last day lasts as long as its repair.

use crate::Day;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::Repair;
use crate::suspension::{Cause, Suspension};
use serde::{Deserialize, Serialize};

/// A time within a repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Wait {
    /// Why.
    pub cause: Cause,
    /// First day.
    #[ts(type = "string")]
    pub from: Day,
    /// Last day; absent while it goes on.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub to: Option<Day>,
}

impl Wait {
    /// As the advisor and the periods count it (WAIT-2).
    pub fn suspension(&self, repair: &Repair) -> Suspension {
        Suspension {
            cause: self.cause,
            from: self.from,
            to: self.to,
            handed_over_on: repair.handed_over_on.or(repair.completed_on),
            evidence: repair.no.clone(),
        }
    }

    fn check(&self, repair: &Repair, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let done = repair.handed_over_on.or(repair.completed_on);
        let to_label = "等待结束日期";
        checks.add((self.cause == Cause::Repair).then_some(Refusal::OutOfRange {
            field: "waits.cause",
            label: "等待原因",
            wanted: "是待件、鉴定等另外的原因",
        }));
        checks.not_before("waits.from", "等待开始日期", Some(self.from), "送修日期", Some(repair.received_on));
        checks.not_after("waits.from", "等待开始日期", Some(self.from), today);
        checks.not_before("waits.to", to_label, self.to, "等待开始日期", Some(self.from));
        checks.not_after("waits.to", to_label, self.to, today);
        for (field, label, day) in [("waits.from", "等待开始日期", Some(self.from)), ("waits.to", to_label, self.to)]
        {
            checks.not_before(field, "完工或交还日期", done, label, day);
        }
        checks.done()
    }
}

/// More lines than a person would write.
const MOST_WAITS: usize = 100;

impl Repair {
    /// Checks the times of their own (WAIT-1).
    pub fn check_waits(&self, today: Day) -> Result<(), Refusals> {
        let checked = self.waits.iter().enumerate().map(|(line, wait)| {
            let why = wait.check(self, today).err()?;
            Some(why.on_line(line))
        });
        if self.waits.len() > MOST_WAITS {
            let wanted = "不超过一百条";
            return Err(Refusals(vec![Refusal::OutOfRange { field: "waits", label: "等待时间", wanted }]));
        }
        let all: Vec<Refusal> = checked.flatten().flat_map(|refusals| refusals.0).collect();
        if all.is_empty() { Ok(()) } else { Err(Refusals(all)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::sample;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn waiting(from: &str, to: Option<&str>) -> Repair {
        let wait = Wait { cause: Cause::WaitingParts, from: day(from), to: to.map(day) };
        Repair { waits: vec![wait], ..sample() }
    }

    #[test]
    fn wait_1_lies_within_its_repair() {
        let checked = |from, to| waiting(from, to).check_waits(day("2026-10-30")).map_err(|why| why.to_string());
        // Sent in on 19 October, done on the 20th.
        assert_eq!(checked("2026-10-19", Some("2026-10-20")), Ok(()));
        assert_eq!(checked("2026-10-20", None), Ok(()));
        for (from, to) in [
            ("2026-10-18", None),
            ("2026-10-21", None),
            ("2026-10-20", Some("2026-10-19")),
            ("2026-10-19", Some("2026-10-21")),
        ] {
            assert!(checked(from, to).is_err(), "{from} {to:?}");
        }
        let open = Repair { completed_on: None, ..waiting("2026-10-25", Some("2026-10-31")) };
        assert!(open.check_waits(day("2026-10-30")).is_err());
        assert!(open.check_waits(day("2026-10-31")).is_ok());
    }

    #[test]
    fn wait_2_one_without_an_end_lasts_as_long_as_its_repair() {
        let done = waiting("2026-10-19", None);
        assert_eq!(done.waits[0].suspension(&done).last_day(day("2026-11-30")), day("2026-10-20"));
        let open = Repair { completed_on: None, ..done };
        assert!(open.waits[0].suspension(&open).open());
    }
}
