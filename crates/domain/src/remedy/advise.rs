//! All rules of all packs laid beside one machine.

use super::history::{History, RepairFacts, problems};
use super::rule::{Evidence, RemedyRule, Right, UNSIGNED, When, Within};
use super::{Advice, Amounts, Change, Counter, Duty, RightNow, Standing};
use crate::Day;
use crate::coverage::rule::ComponentKind;
use crate::coverage::{
    Asked, Coverage, ForModel, Place, Rules, SaleFacts, Setting, UnitFacts, covered, exchange_period,
};
use crate::day::UtcMs;
use crate::meter::Meter;
use crate::repair::UsageUnit;
use crate::suspension::{Cause, DayCount, days, union};

/// One machine, as the advisor sees it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Class and rules of its model.
    pub model: &'a ForModel<'a>,
    /// Its facts.
    pub unit: &'a UnitFacts,
    /// Its periods, as [`crate::coverage::cover`] gives them.
    pub rows: &'a [Coverage],
    /// Repairs and demands.
    pub history: &'a History,
    /// Today and the calendars.
    pub setting: &'a Setting<'a>,
    /// This instant, for repairs counted in hours.
    pub now: UtcMs,
}

/// A rule laid beside the case.
pub(super) struct Seen<'a> {
    pub case: &'a Case<'a>,
    pub rule: &'a RemedyRule,
    pub pack: Rules<'a>,
    pub sale: Option<&'a SaleFacts>,
    pub start_on: Option<Day>,
}

/// What a rule says.
#[derive(Default)]
pub(super) struct Said {
    pub rights: Vec<Granted>,
    pub counters: Vec<Counter>,
    pub duties: Vec<Duty>,
    pub missing: Vec<String>,
}

/// A rule's condition is met.
pub(super) struct Granted {
    pub since: Day,
    pub about: String,
    pub steps: Vec<String>,
    /// The repairs it stands on: their records are its papers.
    pub repairs: Vec<String>,
    /// What is missing for the right it stands on.
    pub missing: Vec<String>,
}

/// What the user of a machine may ask for today.
pub fn advise(case: &Case<'_>) -> Advice {
    let (sale, start_on) = case.sale_now();
    let mut advice = Advice {
        today: case.setting.today,
        rights: case.free_repair(),
        counters: Vec::new(),
        duties: Vec::new(),
        missing: Vec::new(),
        changes: Vec::new(),
        amounts: case.amounts(start_on),
    };
    if let Some(end) = sale.and_then(|sale| sale.ended.as_ref()).filter(|end| end.on <= case.setting.today) {
        advice.rights.clear();
        advice.missing.push(format!("{}已{}，这笔销售的三包权利已经终止", end.on.zh(), end.how.zh()));
        return advice;
    }
    let seen = |(pack, rule)| Seen { case, rule, pack, sale, start_on };
    let (first, later): (Vec<_>, Vec<_>) = case.rules().into_iter().partition(|(_, rule)| !rule.waits_for_others());
    for seen in first.into_iter().map(seen) {
        let said = seen.say();
        advice.take(&seen, said);
    }
    for seen in later.into_iter().map(seen) {
        let said = seen.in_place(&advice.rights);
        advice.take(&seen, said);
    }
    advice.finish(case);
    advice
}

impl RemedyRule {
    fn waits_for_others(&self) -> bool {
        matches!(self.when, When::Instead { .. })
    }
}

impl<'a> Case<'a> {
    /// Rules of every pack that are for the class (REM-11).
    fn rules(&self) -> Vec<(Rules<'a>, &'a RemedyRule)> {
        let class = |pack: &Rules<'a>| {
            let held = self.model.own.iter().chain(&self.model.floors).find(|held| held.rules.version == pack.version);
            held.map(|held| held.class).or(self.model.class.rule().map(|rule| rule.key.as_str())).unwrap_or_default()
        };
        let packs = self.model.packs.iter();
        packs
            .flat_map(|pack| pack.remedies.iter().filter(|rule| rule.is_for(class(pack))).map(|rule| (*pack, rule)))
            .collect()
    }

    /// The sale that stands today, and the day its periods start.
    fn sale_now(&self) -> (Option<&'a SaleFacts>, Option<Day>) {
        let begun =
            self.rows.iter().filter(|row| row.ever() && row.begun_with_sale() && row.start_on <= self.setting.today);
        let row = begun.max_by_key(|row| row.start_on);
        let sale = row.and_then(|row| self.unit.sales.iter().find(|sale| sale.sale == row.sale));
        (sale, row.map(|row| row.start_on))
    }

    /// Free repair: what is covered today, and what came in while it was.
    fn free_repair(&self) -> Vec<RightNow> {
        let today = self.setting.today;
        let mut rights = Vec::new();
        let on_day = self.rows.iter().filter(|row| row.kind != ComponentKind::Remedy);
        for row in on_day.filter(|row| row.start_on <= today && today <= row.effective_end) {
            let step = format!(
                "{}三包期到{}止，今天{}在期内，可要求免费修理",
                row.component,
                row.effective_end.zh(),
                today.zh()
            );
            rights.push(repair_right(row, row.component.clone(), row.start_on, vec![step]));
        }
        for repair in self.history.repairs.iter().filter(|repair| repair.open() && repair.in_scope) {
            let answer = self.judge(repair);
            let Some(row) = answer.row.and_then(|at| self.rows.get(at)).filter(|_| answer.covered) else { continue };
            if row.effective_end < today {
                let step = format!("{} 送修时{}，按送修日判断，修好为止免费", repair.no, answer.reason);
                rights.push(repair_right(row, repair.named(), repair.received_on, vec![step]));
            }
        }
        rights
    }

    pub(super) fn judge(&self, repair: &RepairFacts) -> crate::coverage::Answer {
        let asked = Asked {
            component: &repair.component,
            kind: repair.component_kind,
            on: repair.received_on,
            used: repair.used,
        };
        covered(self.rows, self.model, &asked)
    }

    fn amounts(&self, start_on: Option<Day>) -> Amounts {
        let today = self.setting.today;
        let of = |without: &[Cause]| {
            let counts = |repair: &&RepairFacts| repair.in_scope && start_on.is_none_or(|on| on <= repair.received_on);
            let counted = self.history.repairs.iter().filter(counts);
            days(&union(counted.flat_map(|repair| repair.stretches(DayCount::BothEnds, without, today))))
        };
        let (all, working) = (of(&[]), of(&[Cause::WaitingParts]));
        let unit = [UsageUnit::Km, UsageUnit::Hour, UsageUnit::Mu];
        let used = unit.into_iter().find_map(|unit| {
            let meter = Meter::of(&self.unit.readings, unit);
            meter.uses().last().map(|last| (unit, last.total_milli))
        });
        Amounts {
            price_fen: self.history.price_fen,
            days_held: start_on.map_or(0, |start| start.days_until(today).max(0)),
            days_in_repair: working,
            days_waiting: all - working,
            used_milli: used,
        }
    }
}

fn repair_right(row: &Coverage, about: String, since: Day, steps: Vec<String>) -> RightNow {
    RightNow {
        right: Right::Repair,
        since,
        about,
        steps,
        needs: vec![Evidence::Card],
        missing: Vec::new(),
        repairs: Vec::new(),
        formula: None,
        standing: Standing {
            rule_key: row.rule_key.clone(),
            name: format!("{}三包", row.component),
            rule_version: row.rule_version.clone(),
            source: row.source.clone(),
            source_text: String::new(),
            checked: row.checked,
            provisional: row.provisional,
        },
    }
}

impl<'a> Seen<'a> {
    pub(super) fn today(&self) -> Day {
        self.case.setting.today
    }

    pub(super) fn place(&self) -> Place<'a> {
        let class = self.case.model.class.rule().map_or("", |rule| rule.key.as_str());
        Place {
            setting: self.case.setting,
            packs: &self.case.model.packs,
            class,
            region: self.case.unit.season_region(),
        }
    }

    pub(super) fn standing(&self, provisional: bool) -> Standing {
        Standing {
            rule_key: self.rule.key.clone(),
            name: self.rule.name.clone(),
            rule_version: self.pack.version.to_owned(),
            source: self.rule.source.clone(),
            source_text: self.rule.source_text.clone(),
            checked: self.rule.checked,
            provisional,
        }
    }

    /// `换货或退货`, as the rule gives them.
    pub(super) fn gives_zh(&self) -> String {
        self.rule.gives.iter().map(|right| right.zh()).collect::<Vec<_>>().join("或")
    }

    /// The repairs the rule counts: in scope and sent in within its period (REM-4).
    pub(super) fn repairs(&self) -> Vec<&'a RepairFacts> {
        let history = &self.case.history.repairs;
        let mut counted: Vec<&RepairFacts> =
            history.iter().filter(|repair| repair.in_scope && self.counts(repair)).collect();
        counted.sort_by_key(|repair| repair.received_on);
        counted
    }

    fn counts(&self, repair: &RepairFacts) -> bool {
        match self.rule.within {
            _ if self.start_on.is_some_and(|start| repair.received_on < start) => false,
            Within::Always => true,
            Within::Coverage => self.case.judge(repair).covered,
            Within::Remedy => exchange_period(self.case.rows, repair.received_on, repair.used),
        }
    }

    /// The problems of the repairs it counts; every repair as one where the rule does not ask for the same.
    pub(super) fn problems(&self, any_problem: bool) -> Vec<super::Problem<'a>> {
        let repairs = self.repairs();
        match repairs.first() {
            Some(first) if any_problem => vec![super::Problem { key: first.problem(), repairs }],
            _ => problems(&repairs),
        }
    }

    fn say(&self) -> Said {
        match &self.rule.when {
            When::EarlyFailure { within, since, components } => self.early(within, since, components),
            When::RepairTooLong { over, without } => self.too_long(*over, without),
            When::Cumulative { over, hours_per_day, without } => self.cumulative(*over, *hours_per_day, without),
            When::PartsNotSupplied { over } => self.parts_not_supplied(*over),
            When::Loaner { from_day, hours_per_day } => self.loaner(*from_day, *hours_per_day),
            When::SameProblem { repairs, enough, severity, except, first_season, skip_exchanges, any_problem } => self
                .same_problem(&super::problem::Wanted {
                    repairs: *repairs,
                    enough: *enough,
                    severity: *severity,
                    except,
                    first_season: *first_season,
                    skip_exchanges: *skip_exchanges,
                    any_problem: *any_problem,
                }),
            When::AfterExchange { of, within, same_problem } => self.after_exchange(*of, *within, *same_problem),
            When::RangeNotTold { first_season } => self.range_not_told(*first_season),
            When::Duty { since, within } => self.duty(*since, *within),
            When::Instead { .. } => Said::default(),
        }
    }
}

impl Advice {
    fn take(&mut self, seen: &Seen<'_>, said: Said) {
        let provisional = said.counters.iter().any(|counter| counter.standing.provisional);
        for granted in said.rights {
            for right in &seen.rule.gives {
                self.rights.push(RightNow {
                    right: *right,
                    since: granted.since,
                    about: granted.about.clone(),
                    steps: granted.steps.clone(),
                    needs: seen.rule.evidence.clone(),
                    missing: seen.missing(&granted),
                    repairs: granted.repairs.clone(),
                    formula: seen.rule.formula.clone(),
                    standing: seen.standing(provisional),
                });
            }
        }
        self.counters.extend(said.counters);
        self.duties.extend(said.duties);
        self.missing.extend(said.missing);
    }

    fn finish(&mut self, case: &Case<'_>) {
        let today = case.setting.today;
        self.rights.sort_by_key(|right| (std::cmp::Reverse(right.right.weight()), right.since));
        self.missing.sort_unstable();
        self.missing.dedup();
        let counters = self
            .counters
            .iter()
            .filter_map(|counter| Some(Change { on: counter.next_on?, sentence: counter.sentence.clone() }));
        let duties = self.duties.iter().filter(|duty| !duty.late);
        let duties = duties.map(|duty| Change { on: duty.due_on, sentence: duty.sentence.clone() });
        let ends = case.rows.iter().filter(|row| row.ever() && row.start_on <= today && today <= row.effective_end);
        let ends = ends.map(|row| Change {
            on: row.effective_end,
            sentence: match row.kind {
                ComponentKind::Remedy => "换货、退货的期限到这一天为止".to_owned(),
                _ => format!("{}三包期到这一天为止，此后修理收费", row.component),
            },
        });
        let mut changes: Vec<Change> = counters.chain(duties).chain(ends).filter(|change| change.on >= today).collect();
        changes.sort_by_key(|change| change.on);
        changes.dedup();
        self.changes = changes;
    }
}

impl Seen<'_> {
    /// Papers the rule needs that are not at hand (REM-8).
    fn missing(&self, granted: &Granted) -> Vec<String> {
        let history = self.case.history;
        let mut missing = granted.missing.clone();
        for paper in &self.rule.evidence {
            let lacking: Vec<String> = if *paper == Evidence::RepairRecord {
                let unsigned = history.repairs.iter().filter(|one| !one.signed && granted.repairs.contains(&one.no));
                unsigned.map(|one| format!("维修单 {} {UNSIGNED}", one.no)).collect()
            } else {
                let lacks = !history.evidence.contains(paper);
                lacks.then(|| paper.lacking_zh()).into_iter().collect()
            };
            let new = lacking.into_iter().filter(|one| !granted.missing.contains(one));
            missing.extend(new);
        }
        missing
    }
}
