//! What can be said of one machine today: periods, due days, the user's rights.
//!
//! - RIGHTS-1 A machine is judged by its maker's pack and by the statutes the pack stands on; each statement carries its rule.
//! - RIGHTS-2 Cancelled repairs count for nothing, and a repair the clerk did not state as in warranty is out of scope.
//! - RIGHTS-3 What cannot be computed is said with the reason, and the rest is computed.
//! - RIGHTS-5 Of a model whose product nobody named it is said that the periods of components are not computed (CLASS-4).
//! - RIGHTS-4 Whether a repair is in warranty is proposed from the periods of its machine on the day it was sent in; the clerk decides.
//!
//! Periods and due days are read as they were kept (`law`). Absent: transfers of ownership.

use crate::app::{App, no_such, parse_id, principal_filter};
use crate::clock::Now;
use crate::demand::demand_view;
use crate::error::{Answer, AppError};
use crate::law::facts::{history, unit_facts};
use crate::law::{Judge, Look, Occasion, Register, believed_day, deadlines_shown, periods};
use crate::policies::Policies;
use crate::view::*;
use domain::Day;
use domain::coverage::{self, Coverage, ForModel, Setting, UnitFacts};
use domain::deadline::{Deadline, DeadlineState, Due};
use domain::meter::Meter;
use domain::policy::{PolicyPack, key_name};
use domain::remedy::rule::Right;
use domain::remedy::{Advice, Case, History, Standing, advise, proposals, proposals_after_exchange};
use domain::repair::UsageUnit;
use domain::text::serial_key;
use domain::unit::Unit;
use std::rc::Rc;
use store::{DeadlineRow, Reader, Reasons};

impl App {
    pub(crate) fn unit_rights(&self, query: RightsQuery) -> Answer<UnitRights> {
        self.read(|reader, now| {
            let unit = asked_unit(reader, "", &query)?;
            let policies = self.policies(reader)?;
            Ok(Gathered::of(&policies, reader, &unit, now)?.say(&policies, now))
        })
    }

    /// What the periods of the machine say of a repair (RIGHTS-4).
    pub(crate) fn repair_coverage(&self, query: CoverageQuery) -> Answer<CoverageProposal> {
        self.read(|reader, now| {
            let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
            let mut units = reader.units_by_key(&serial_key(&query.serial))?;
            units.retain(|unit| maker.is_none_or(|maker| maker == unit.principal));
            match units.as_slice() {
                [unit] => proposal(&*self.policies(reader)?, reader, unit, now, &query),
                [] => Ok(unknown("没有这台机器的销售记录，按保外处理".to_owned(), Some(false))),
                _ => Ok(unknown("几个厂家都有这个编号，请先选厂家".to_owned(), None)),
            }
        })
    }
}

/// What the periods of a machine say of one day (RIGHTS-4).
pub(crate) fn proposal(
    policies: &Policies,
    reader: &Reader<'_>,
    unit: &Unit,
    now: Now,
    query: &CoverageQuery,
) -> Answer<CoverageProposal> {
    Ok(Gathered::of(policies, reader, unit, now)?.judge(query))
}

/// A proposal that stands on no period.
fn unknown(reason: String, in_warranty: Option<bool>) -> CoverageProposal {
    CoverageProposal { in_warranty, reason, steps: Vec::new(), product_open: false }
}

/// What the advisor says of a machine on a day; periods are those of today.
pub(crate) fn advice_on(policies: &Policies, reader: &Reader<'_>, unit: &Unit, now: Now, on: Day) -> Answer<Advice> {
    Ok(Gathered::of(policies, reader, unit, now)?.advice(policies, on, now))
}

/// The machine that is asked for, by a field of the input.
pub(crate) fn asked_unit(reader: &Reader<'_>, within: &str, query: &RightsQuery) -> Answer<Unit> {
    let field = |name: &str| format!("{within}{name}");
    if let Some(id) = &query.unit {
        let field = field("unit");
        return reader.unit(parse_id(&field, id)?)?.ok_or_else(|| no_such(&field, id));
    }
    let serial = query.serial.clone().unwrap_or_default();
    let maker = principal_filter(reader, query.principal.as_deref().unwrap_or_default())?.map(|maker| maker.id);
    let mut units = reader.units_by_key(&serial_key(&serial))?;
    units.retain(|unit| maker.is_none_or(|maker| maker == unit.principal));
    match units.len() {
        1 => Ok(units.remove(0)),
        0 => Err(no_such(&field("serial"), &serial)),
        _ => Err(AppError::BadInput {
            field: field("principal"),
            detail: format!("编号 {serial} 有 {} 家的机器，请指明厂家", units.len()),
        }),
    }
}

/// Everything known of one machine.
struct Gathered<'a> {
    packs: Vec<&'a PolicyPack>,
    model: Rc<ForModel<'a>>,
    unit: UnitFacts,
    history: History,
    periods: Vec<Coverage>,
    deadlines: Vec<DeadlineRow>,
    demands: Vec<DemandView>,
    missing: Vec<String>,
}

impl<'a> Gathered<'a> {
    fn of(policies: &'a Policies, reader: &Reader<'_>, unit: &Unit, now: Now) -> Answer<Self> {
        let register = Register::of(reader)?;
        let today = believed_day(reader, now)?;
        let judge = Judge::new(policies, &register.makers, today);
        let reasons = Reasons::default();
        let look = Look { judge: &judge, occasion: Occasion::Papers, today, at: now.at, reasons: &reasons };
        let model = register.model(reader, unit.model)?;
        let papers =
            reader.papers_of(&[unit.id], &reasons)?.pop().ok_or_else(|| AppError::NotFound(unit.serial.clone()))?;
        let periods = periods(reader, &look, &papers, &model)?;
        let sold_on = judge.sold_on(&papers);
        Ok(Self {
            packs: judge.packs(unit.principal, sold_on),
            model: judge.model(&model, sold_on),
            unit: unit_facts(&papers, judge.region()),
            history: history(&papers),
            periods: periods.rows,
            deadlines: deadlines_shown(reader, &register, &look, &papers)?,
            demands: papers.demands.iter().map(|demand| demand_view(demand, &unit.serial, &papers.sales)).collect(),
            missing: periods.troubles,
        })
    }

    /// Judges one component on one day (COVER-9); what cannot be computed proposes nothing (RIGHTS-3).
    fn judge(&self, query: &CoverageQuery) -> CoverageProposal {
        if !self.unit.sales.iter().any(|sale| sale.ended.is_none()) {
            return unknown("这台机器没有销售记录，按保外处理".to_owned(), Some(false));
        }
        if self.periods.is_empty() {
            let reason = format!("算不出三包期：{}", self.missing.join("；"));
            return CoverageProposal { product_open: self.model.open, ..unknown(reason, None) };
        }
        let component = query.component.trim();
        let used = query.usage_milli.map(|shown| {
            let unit = query.usage_unit.unwrap_or(UsageUnit::Hour);
            (unit, Meter::of(&self.unit.readings, unit).total_when_shown(shown))
        });
        let asked = coverage::Asked { component, kind: None, on: query.on, used };
        let answer = coverage::covered(&self.periods, &self.model, &asked);
        CoverageProposal {
            in_warranty: Some(answer.covered),
            reason: answer.reason,
            product_open: self.model.open,
            steps: answer.row.and_then(|at| self.periods.get(at)).map(|row| row.steps.clone()).unwrap_or_default(),
        }
    }

    fn advice(&self, policies: &Policies, on: Day, now: Now) -> Advice {
        let setting = Setting { today: on, calendars: policies.calendars() };
        advise(&Case {
            model: &self.model,
            unit: &self.unit,
            rows: &self.periods,
            history: &self.history,
            setting: &setting,
            now: now.at,
        })
    }

    fn say(self, policies: &Policies, now: Now) -> UnitRights {
        let advice = self.advice(policies, now.today, now);
        let repairs = &self.history.repairs;
        let former = self.history.former.as_ref().map(|former| former.repairs.as_slice()).unwrap_or_default();
        let alike = proposals(repairs).into_iter().chain(proposals_after_exchange(repairs, former));
        let mut missing = self.missing;
        missing.extend(advice.missing.iter().cloned());
        UnitRights {
            today: now.today,
            packs: self.packs.iter().map(|pack| pack.name_and_version()).collect(),
            class: self.model.class.rule().map(|class| class.name.clone()),
            product_open: self.model.open,
            deadlines: self.deadlines.iter().map(|row| deadline_view(row, now.today)).collect(),
            demands: self.demands,
            alike: alike.map(|pair| pair.sentence).collect(),
            coverage: self.periods.into_iter().map(|row| coverage_view(row, now.today)).collect(),
            missing,
            ..advice_view(advice, now.today)
        }
    }
}

/// How urgent a kept due day is on a day.
fn level(row: &DeadlineRow, today: Day) -> DueLevel {
    match row.state {
        DeadlineState::Met => DueLevel::Met,
        DeadlineState::Late => DueLevel::MetLate,
        DeadlineState::Pending => open_level(row.due_on, row.warn_on, today),
        _ => DueLevel::None,
    }
}

/// How urgent an open due day is, from its last day and the day from which on it is at risk.
pub(crate) fn open_level(due_on: Option<Day>, warn_on: Option<Day>, today: Day) -> DueLevel {
    match (due_on, warn_on) {
        (Some(due_on), _) if due_on < today => DueLevel::Late,
        (Some(_), Some(warn_on)) if warn_on <= today => DueLevel::Soon,
        (Some(_), _) => DueLevel::Ok,
        _ => DueLevel::None,
    }
}

/// A kept due day as shown.
pub(crate) fn deadline_view(row: &DeadlineRow, today: Day) -> DeadlineView {
    let name = key_name(&row.rule).to_owned();
    let deadline = row.reason.as_ref();
    let due = deadline.map(|deadline| &deadline.due);
    let said = |what: fn(&Due) -> &String| due.map(what).cloned().unwrap_or_default();
    DeadlineView {
        no: row.no.clone(),
        due_on: row.due_on,
        met_on: deadline.and_then(Deadline::met_with).map(|evidence| evidence.at.day()),
        level: level(row, today),
        consequence: said(|due| &due.consequence),
        standing: StandingView {
            doubt: due.and_then(Doubt::of_due),
            rule_key: row.rule.clone(),
            name: name.clone(),
            rule_version: format!("{} {}", row.pack, row.pack_version),
            source: said(|due| &due.source),
            source_text: String::new(),
            checked: due.is_some_and(|due| due.checked),
            provisional: due.is_some_and(|due| due.provisional),
        },
        steps: match (due, &row.trouble) {
            (Some(due), _) => due.steps.clone(),
            (None, why) => vec![format!("无法计算：{}", why.as_deref().unwrap_or_default())],
        },
        name,
    }
}

fn coverage_view(row: Coverage, today: Day) -> CoverageView {
    CoverageView {
        covered_today: row.ever() && row.start_on <= today && today <= row.effective_end,
        limits: row
            .usage_limit
            .iter()
            .map(|limit| format!("{} {}", limit.n, domain::meter::unit_zh(limit.unit)))
            .collect(),
        component: row.component.clone(),
        kind: row.kind,
        start_on: row.start_on,
        base_end: row.base_end,
        extension_days: row.extension_days,
        effective_end: row.effective_end,
        ended_by: row.ended_by,
        running: row.running,
        standing: StandingView {
            doubt: Doubt::of(&row.rule_version, row.checked),
            rule_key: row.rule_key,
            name: row.component,
            rule_version: row.rule_version,
            source: row.source,
            source_text: String::new(),
            checked: row.checked,
            provisional: row.provisional,
        },
        steps: row.steps,
    }
}

pub(crate) fn standing(of: Standing) -> StandingView {
    StandingView {
        doubt: Doubt::of(&of.rule_version, of.checked),
        rule_key: of.rule_key,
        name: of.name,
        rule_version: of.rule_version,
        source: of.source,
        source_text: of.source_text,
        checked: of.checked,
        provisional: of.provisional,
    }
}

fn names(rights: &[Right]) -> Vec<String> {
    rights.iter().map(|right| right.zh().to_owned()).collect()
}

/// The advisor's part; the rest is left empty.
fn advice_view(advice: Advice, today: Day) -> UnitRights {
    let right = |one: domain::remedy::RightNow| RightView {
        right: one.right,
        name: one.right.zh().to_owned(),
        since: one.since,
        about: one.about,
        needs: one.needs.into_iter().map(|paper| paper.zh().to_owned()).collect(),
        missing: one.missing,
        standing: standing(one.standing),
        steps: one.steps,
    };
    let counter = |one: domain::remedy::Counter| CounterView {
        gives: names(&one.gives),
        about: one.about,
        value: one.value,
        limit: one.limit,
        unit: one.unit,
        state: one.state,
        sentence: one.sentence,
        next_on: one.next_on,
        standing: standing(one.standing),
    };
    let duty = |one: domain::remedy::Duty| DutyView {
        due_on: one.due_on,
        late: one.late,
        sentence: one.sentence,
        consequence: one.consequence,
        standing: standing(one.standing),
    };
    let change = |one: domain::remedy::Change| ChangeView { on: one.on, sentence: one.sentence };
    UnitRights {
        today,
        packs: Vec::new(),
        class: None,
        product_open: false,
        coverage: Vec::new(),
        deadlines: Vec::new(),
        demands: Vec::new(),
        rights: advice.rights.into_iter().map(right).collect(),
        counters: advice.counters.into_iter().map(counter).collect(),
        duties: advice.duties.into_iter().map(duty).collect(),
        changes: advice.changes.into_iter().map(change).collect(),
        alike: Vec::new(),
        missing: Vec::new(),
    }
}
