//! Due days and their written reasons.
//!
//! DUE-1 The start day is not counted unless the rule says so (Civil Code art. 201): sold on 1 October plus 20 days is due on 21 October.
//! DUE-2 The last day belongs to the period up to 24:00, or to the rule's cutoff: what is done on it is in time, the day after is late.
//! DUE-3 A due day carries its reason: rule, version, source and each step of the arithmetic.
//! DUE-4 A due day depends on the basis, the rule and the calendars only, never on the day of entry or of sending (E04, E36).
//! DUE-5 A due day is provisional when a year whose working days or holidays it was counted over has no calendar; the reason names the year.
//! DUE-6 Pauses move the last day on before it rolls.
//! DUE-7 Counting without a reason leads to the same day as counting with one.
//!
//! Absent: where bases, evidence and pauses are kept.

mod count;
mod end;
pub mod open;
pub mod pause;
pub mod roll;
pub mod rule;
mod subject;
mod words;

pub use count::NotDue;
pub use open::{Closed, Closing, Deadline, DeadlineState, Evidence, Stage};
pub use pause::Pause;
pub use subject::Subject;
pub use words::length as length_zh;

use crate::Day;
use crate::calendar::Calendars;
use crate::day::UtcMs;
use crate::hours::BusinessHours;
use crate::policy::{DeadlineRule, PolicyPack};
use crate::season::SeasonWindow;
use crate::suspension::Cause;
use count::Walk;
use end::end;
use rule::{Count, MetBy, Period};
use serde::{Deserialize, Serialize};
use words::Unheard;

/// A civil day, or an instant. As JSON: `"2026-10-01"`, or milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Moment {
    /// A day whose time of day is not known or does not matter.
    Day(Day),
    /// An instant.
    At(UtcMs),
}

impl Moment {
    /// The civil day in Asia/Shanghai.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::At(at) => Day::at(at),
        }
    }

    /// `2026年10月1日` or `2026年10月1日 14:30`.
    pub fn zh(self) -> String {
        match self {
            Self::Day(day) => day.zh(),
            Self::At(at) => words::instant(at),
        }
    }
}

/// A computed due day with the reason it was computed with. Stored as computed: a later policy does not rewrite it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// Last day in time.
    pub due_on: Day,
    /// Last instant in time, where it is not the end of that day: clock hours and cutoffs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<UtcMs>,
    /// Rule key.
    pub rule_key: String,
    /// Pack and version, e.g. `S0-farm 2026.1`.
    pub rule_version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared the rule with its source.
    pub checked: bool,
    /// Whether a year it was counted over has no calendar yet (DUE-5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// What is lost when it is missed.
    pub consequence: String,
    /// Days before the limit at which it is shown as at risk.
    pub alert_days: Vec<i64>,
    /// Minutes before the limit at which it is shown as at risk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alert_minutes: Vec<i64>,
    /// Which event meets it; `None` in dues of before the rule was kept: receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_by: Option<MetBy>,
    /// Causes that stop it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Cause>,
    /// Money at risk, when the contract names it.
    pub at_risk_fen: Option<i64>,
    /// The arithmetic, one Chinese sentence a step.
    pub steps: Vec<String>,
}

impl Due {
    /// The instant from which it is late: the end of the last day, or the millisecond after its last instant.
    pub fn late_from(&self) -> UtcMs {
        self.due_at.map_or_else(|| self.due_on.plus_days(1).starts_at(), |at| at + 1)
    }

    /// Whether something done then is in time (DUE-2). A day without a time of day counts as its whole.
    pub fn in_time(&self, done: Moment) -> bool {
        match done {
            Moment::Day(day) => day <= self.due_on,
            Moment::At(at) => at < self.late_from(),
        }
    }
}

/// What dates are counted on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Working days and holidays.
    pub calendars: &'a Calendars,
    /// Business hours of the site.
    pub hours: Option<&'a BusinessHours>,
    /// Seasons of the packs in force.
    pub seasons: &'a [SeasonWindow],
    /// Product class.
    pub class: &'a str,
    /// Region of use, not of sale (E32).
    pub region: &'a str,
}

impl<'a> Ground<'a> {
    /// Calendars alone: enough for every rule but working hours and seasons.
    pub fn of(calendars: &'a Calendars) -> Self {
        Self { calendars, hours: None, seasons: &[], class: "", region: "" }
    }
}

/// What a due day is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The rule.
    pub rule: &'a DeadlineRule,
    /// Pack and version it stands in, e.g. `S0-farm 2026.1`.
    pub rule_version: &'a str,
    /// Chinese name of the basis, e.g. `销售日期`.
    pub basis_label: &'a str,
    /// The basis.
    pub basis: Moment,
    /// Which time of a recurring rule: 1 is the first after the basis. Counted from the basis, so month ends do not drift.
    pub times: i64,
    /// Times it stood still.
    pub pauses: &'a [Pause],
    /// The moment up to which an open pause counts: now.
    pub until: UtcMs,
}

impl<'a> Asked<'a> {
    /// A rule on a basis, without pauses.
    pub fn new(rule: &'a DeadlineRule, rule_version: &'a str, basis_label: &'a str, basis: Moment) -> Self {
        Self { rule, rule_version, basis_label, basis, times: 1, pauses: &[], until: 0 }
    }
}

/// Computes a due day with its reason.
pub fn compute(asked: &Asked<'_>, ground: &Ground<'_>) -> Result<Due, NotDue> {
    let mut steps = Vec::new();
    let end = end(asked, ground, &mut steps)?;
    let rule = asked.rule;
    Ok(Due {
        due_on: end.on,
        due_at: end.at,
        rule_key: rule.key.clone(),
        rule_version: asked.rule_version.to_owned(),
        source: rule.source.clone(),
        checked: rule.checked,
        provisional: end.provisional,
        consequence: rule.consequence.clone(),
        alert_days: rule.alert_days.clone(),
        alert_minutes: rule.alert_minutes.clone(),
        met_by: Some(rule.met_by),
        pauses: rule.pauses.clone(),
        at_risk_fen: rule.at_risk_fen,
        steps,
    })
}

/// The last day in time, without the reason: for counting many (DUE-7).
pub fn last_day(rule: &DeadlineRule, basis: Day, ground: &Ground<'_>) -> Result<Day, NotDue> {
    Ok(end(&Asked::new(rule, "", "", Moment::Day(basis)), ground, &mut Unheard)?.on)
}

/// Computes a due day from its basis day by calendars alone. `basis_label` is the Chinese name of the basis, e.g. `销售日期`.
pub fn due(
    calendars: &Calendars,
    pack: &PolicyPack,
    rule: &DeadlineRule,
    basis_label: &str,
    basis: Day,
) -> Result<Due, NotDue> {
    let version = format!("{} {}", pack.pack, pack.version);
    compute(&Asked::new(rule, &version, basis_label, Moment::Day(basis)), &Ground::of(calendars))
}

/// Where a period leads from a day, with its steps: what coverage periods are counted by too.
pub fn period_end(
    calendars: &Calendars,
    basis_label: &str,
    basis: Day,
    period: Period,
    count_start_day: bool,
) -> Result<(Day, Vec<String>), NotDue> {
    let (ground, mut steps) = (Ground::of(calendars), Vec::new());
    let mut walk = Walk { ground: &ground, label: basis_label, steps: &mut steps, looked: None };
    let end = walk.count(Count::Add(period), Moment::Day(basis), count_start_day, 1)?;
    Ok((end.day(), steps))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
