//! Rules about a time after the start: early failure, and the first operating season.

use super::advise::{Granted, Said, Seen};
use super::history::RepairFacts;
use super::{Counter, CounterState};
use crate::Day;
use crate::coverage::rule::{StartBasis, Term, UsageLimit, named_by};
use crate::meter::quantity_zh;
use crate::policy::Period;

/// A stretch of days a rule looks at.
pub(super) struct Window {
    pub from: Day,
    pub to: Day,
    pub provisional: bool,
    pub sentence: String,
}

impl Seen<'_> {
    /// The first operating season and so long after its start (REM-7); what is missing when it is not known.
    pub(super) fn first_season(&self, period: Period) -> Result<Window, String> {
        let start = self.start_on.ok_or_else(|| "三包期还没有算出来，第一个作业季的开始无法确定".to_owned())?;
        let Some(season) = self.place().first_season(start) else {
            let region = self.case.unit.season_region().unwrap_or("使用地区");
            return Err(format!("没有{region}的作业季日期，第一个作业季的开始无法确定"));
        };
        let added = self.place().add(period, season.from);
        let sentence = format!(
            "第一个作业季是{}，从{}开始，加 {} {}到{}",
            season.name,
            season.from.zh(),
            period.n,
            period.unit.zh(),
            added.day.zh()
        );
        Ok(Window { from: season.from, to: added.day, provisional: !added.published, sentence })
    }

    /// It fails soon after the start.
    pub(super) fn early(&self, within: &Term, since: &[StartBasis], components: &[String]) -> Said {
        let mut said = Said::default();
        let known = self.sale.and_then(|sale| since.iter().find_map(|basis| Some((*basis, sale.day_of(*basis)?))));
        let Some((basis, from)) = known else {
            let wanted = since.first().map_or("起算日", |basis| basis.zh());
            said.missing.push(format!("没有登记{wanted}，「{}」无法判断", self.rule.name));
            return said;
        };
        let to = self.place().add(within.period, from).day;
        let began =
            format!("{}{}起 {} {}，到{}止", basis.zh(), from.zh(), within.period.n, within.period.unit.zh(), to.zh());
        let failed = |repair: &&&RepairFacts| {
            repair.open()
                && from <= repair.reported_on
                && repair.reported_on <= to
                && used_within(repair, &within.usage)
                && (components.is_empty() || named_by(&repair.component, components))
        };
        let repairs = self.repairs();
        let failed = repairs.iter().find(failed).copied();
        let limits: String = within.usage.iter().map(|limit| format!("且不超过 {}", limit_zh(limit))).collect();
        let gives = self.gives_zh();
        let over = self.today() > to;
        let (state, sentence) = match failed {
            Some(repair) => {
                let sentence = format!("{} {}报修，在期限内，可要求{gives}", repair.no, repair.reported_on.zh());
                let steps = vec![began, sentence.clone()];
                let granted = Granted {
                    since: repair.reported_on,
                    about: repair.named(),
                    steps,
                    repairs: vec![repair.no.clone()],
                    missing: Vec::new(),
                };
                said.rights.push(granted);
                (CounterState::Reached, sentence)
            }
            None if over => (CounterState::Over, format!("{began}，期限已过")),
            None => (CounterState::Counting, format!("{began}{limits}；期限内出现故障可要求{gives}")),
        };
        let limit = from.days_until(to);
        said.counters.push(Counter {
            about: self.rule.name.clone(),
            value: from.days_until(self.today()).clamp(0, limit),
            limit,
            unit: "天".to_owned(),
            state,
            sentence,
            next_on: (state == CounterState::Counting).then_some(to),
            gives: self.rule.gives.clone(),
            standing: self.standing(false),
        });
        said
    }

    /// The user was not told what the machine is fit for.
    pub(super) fn range_not_told(&self, period: Period) -> Said {
        let mut said = Said::default();
        let window = match self.first_season(period) {
            Ok(window) => window,
            Err(missing) => {
                said.missing.push(missing);
                return said;
            }
        };
        let over = self.today() > window.to;
        let gives = self.gives_zh();
        let told = self.case.history.range_told;
        let (state, sentence) = match told {
            _ if over => (CounterState::Over, format!("{}，期限已过", window.sentence)),
            Some(true) => return said,
            Some(false) => (CounterState::Reached, format!("没有告知适用范围，到{}止可要求{gives}", window.to.zh())),
            None => {
                said.missing.push("没有记录交机时是否告知了适用范围".to_owned());
                (CounterState::Counting, format!("如果没有告知适用范围，到{}止可要求{gives}", window.to.zh()))
            }
        };
        if state == CounterState::Reached {
            let since = self.start_on.unwrap_or(window.from);
            let steps = vec![window.sentence.clone(), sentence.clone()];
            said.rights.push(Granted { since, about: String::new(), steps, repairs: Vec::new(), missing: Vec::new() });
        }
        let limit = window.from.days_until(window.to);
        said.counters.push(Counter {
            about: self.rule.name.clone(),
            value: window.from.days_until(self.today()).clamp(0, limit),
            limit,
            unit: "天".to_owned(),
            state,
            sentence,
            next_on: (!over).then_some(window.to),
            gives: self.rule.gives.clone(),
            standing: self.standing(window.provisional),
        });
        said
    }
}

fn used_within(repair: &RepairFacts, limits: &[UsageLimit]) -> bool {
    let Some((unit, total)) = repair.used else { return true };
    !limits.iter().any(|limit| limit.unit == unit && total > limit.n.saturating_mul(1000))
}

fn limit_zh(limit: &UsageLimit) -> String {
    quantity_zh(limit.n.saturating_mul(1000), limit.unit)
}
