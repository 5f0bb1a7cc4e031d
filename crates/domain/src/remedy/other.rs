//! Duties with a last day, and rights in place of others.

use super::advise::{Granted, Said, Seen};
use super::rule::{Since, When};
use super::{Duty, RightNow};
use crate::policy::Period;

impl Seen<'_> {
    /// Something the dealer has to do by a day.
    pub(super) fn duty(&self, since: Since, within: Period) -> Said {
        let mut said = Said::default();
        let history = self.case.history;
        let from = match since {
            Since::Demand => history.demanded_on.filter(|_| !history.demand_settled),
            Since::CardLost => history.card_lost_on,
        };
        let Some(from) = from else { return said };
        let added = self.place().add(within, from);
        let late = self.today() > added.day;
        let unit = within.unit.zh();
        let tail = if late { "，已过期" } else { "" };
        let sentence = format!(
            "{}：{}{}，当日不计，{} {unit}，最迟{}{tail}",
            self.rule.name,
            from.zh(),
            since.zh(),
            within.n,
            added.day.zh()
        );
        said.duties.push(Duty {
            since: from,
            due_on: added.day,
            late,
            sentence,
            consequence: self.rule.consequence.clone(),
            standing: self.standing(!added.published),
        });
        said
    }

    /// A right in place of another the user has (REM-10).
    pub(super) fn in_place(&self, rights: &[RightNow]) -> Said {
        let mut said = Said::default();
        let When::Instead { of, no_same_model } = &self.rule.when else { return said };
        if *no_same_model != self.case.history.no_same_model {
            return said;
        }
        let based = rights.iter().filter(|right| right.right == *of).min_by_key(|right| right.since);
        let Some(based) = based else { return said };
        let why = if *no_same_model { "没有同型号机器可换" } else { "用户不要换货" };
        let mut steps = based.steps.clone();
        steps.push(format!("符合{}条件（{}），{why}，可要求{}", of.zh(), based.standing.name, self.gives_zh()));
        said.rights.push(Granted {
            since: based.since,
            about: based.about.clone(),
            steps,
            repairs: Vec::new(),
            missing: based.missing.clone(),
        });
        said
    }
}
