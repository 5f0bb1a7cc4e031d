//! What can be said of one machine today: periods, due days, the user's rights.
//!
//! - RIGHTS-1 A machine is judged by its maker's pack and by the statutes the pack stands on; each statement carries its rule.
//! - RIGHTS-2 Cancelled repairs count for nothing, and a repair the clerk did not state as in warranty is out of scope.
//! - RIGHTS-3 What cannot be computed is said with the reason, and the rest is computed.
//!
//! Absent: stored periods (they are computed anew each time), usage over several meters, transfers of ownership.

use crate::app::{App, parse_id, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::policies::Policies;
use crate::sale_view::due_view;
use crate::view::*;
use domain::calendar::Calendars;
use domain::coverage::{
    Coverage, ForModel, ModelFacts, Replacement, SaleEnd, SaleEnded, SaleFacts, Setting, UnitFacts, cover,
};
use domain::deadline::{Asked, Due, Ground, Moment, NotDue, compute};
use domain::model::Model;
use domain::policy::{DeadlineRule, PolicyPack, key_name};
use domain::remedy::rule::{Evidence, Right};
use domain::remedy::{Advice, Case, History, RepairFacts, Standing, advise, proposals, suspensions};
use domain::repair::{Method, Repair, RepairState};
use domain::text::serial_key;
use domain::unit::Unit;
use domain::{Day, UnitId};
use store::Reader;

/// Rule of the time a repair may take.
const REPAIR_RULE: &str = "repair.complete";

impl App {
    pub(crate) fn unit_rights(&self, query: RightsQuery) -> Answer<UnitRights> {
        self.read(|reader, now| {
            let unit = asked_unit(reader, &query)?;
            let policies = self.policies(reader)?;
            let case = Gathered::of(&policies, reader, &unit, now.today)?;
            case.say(&policies, now)
        })
    }
}

fn asked_unit(reader: &Reader<'_>, query: &RightsQuery) -> Answer<Unit> {
    if let Some(id) = &query.unit {
        let id: UnitId = parse_id(id)?;
        return reader.unit(id)?.ok_or_else(|| AppError::NotFound(id.to_string()));
    }
    let serial = query.serial.clone().unwrap_or_default();
    let maker = principal_filter(reader, query.principal.as_deref().unwrap_or_default())?.map(|maker| maker.id);
    let mut units = reader.units_by_key(&serial_key(&serial))?;
    units.retain(|unit| maker.is_none_or(|maker| maker == unit.principal));
    match units.len() {
        1 => Ok(units.remove(0)),
        0 => Err(AppError::NotFound(serial)),
        _ => Err(AppError::BadInput {
            field: "principal".into(),
            detail: format!("编号 {serial} 有 {} 家的机器，请指明厂家", units.len()),
        }),
    }
}

/// Everything known of one machine.
struct Gathered<'a> {
    packs: Vec<&'a PolicyPack>,
    model: ForModel<'a>,
    unit: UnitFacts,
    history: History,
    repairs: Vec<Repair>,
    cards: Vec<domain::card::Card>,
}

impl<'a> Gathered<'a> {
    fn of(policies: &'a Policies, reader: &Reader<'_>, unit: &Unit, today: Day) -> Answer<Self> {
        let gone = || AppError::NotFound(unit.serial.clone());
        let maker = reader.principal(unit.principal)?.ok_or_else(gone)?;
        let model = reader.model(unit.model)?.ok_or_else(gone)?;
        let repairs: Vec<Repair> =
            reader.repairs_of_unit(unit.id)?.into_iter().filter(|repair| repair.state != RepairState::Voided).collect();
        let facts: Vec<RepairFacts> = repairs.iter().map(repair_facts).collect();
        let (mut sales, mut cards, mut price_fen) = (Vec::new(), Vec::new(), None);
        for sale in reader.sales_of_unit(unit.id)? {
            let standing = sale.void_reason.is_none();
            price_fen = price_fen.or(sale.price_fen.filter(|_| standing).map(|fen| fen.0));
            sales.push(sale_facts(&sale, unit.produced_on));
            cards.extend(reader.card_of_sale(sale.id)?);
        }
        let invoiced = sales.iter().any(|sale| sale.ended.is_none() && sale.invoice_on.is_some());
        let mut evidence = Vec::new();
        evidence.extend(cards.iter().any(|card| card.user_signed).then_some(Evidence::Card));
        evidence.extend(invoiced.then_some(Evidence::Invoice));
        let signed = !repairs.is_empty() && repairs.iter().all(|repair| repair.user_signed);
        evidence.extend(signed.then_some(Evidence::RepairRecord));
        let sold_on = sales.iter().filter(|sale| sale.ended.is_none()).filter_map(|sale| sale.sold_on).max();
        let packs = policies.of(&maker, sold_on.unwrap_or(today));
        Ok(Self {
            model: crate::policies::laid_out(&packs).for_model(&model_facts(&model)),
            packs,
            unit: UnitFacts {
                sales,
                suspensions: suspensions(&facts),
                replacements: repairs.iter().filter_map(replacement).collect(),
                ..UnitFacts::default()
            },
            history: History { repairs: facts, evidence, price_fen, ..History::default() },
            repairs,
            cards,
        })
    }

    fn say(&self, policies: &Policies, now: Now) -> Answer<UnitRights> {
        let setting = Setting { today: now.today, calendars: policies.calendars() };
        let covered = cover(&self.model, &self.unit, &setting);
        let advice = advise(&Case {
            model: &self.model,
            unit: &self.unit,
            rows: &covered.rows,
            history: &self.history,
            setting: &setting,
            now: now.at,
        });
        let alike = proposals(&self.history.repairs);
        let mut missing = covered.troubles;
        missing.extend(advice.missing.iter().cloned());
        Ok(UnitRights {
            today: now.today,
            packs: self.packs.iter().map(|pack| pack.name_and_version()).collect(),
            class: self.model.class.rule().map(|class| class.name.clone()),
            deadlines: self.deadlines(policies, now),
            alike: alike.into_iter().map(|pair| pair.sentence).collect(),
            coverage: covered.rows.into_iter().map(|row| coverage_view(row, now.today)).collect(),
            missing,
            ..advice_view(advice, now.today)
        })
    }

    fn deadlines(&self, policies: &Policies, now: Now) -> Vec<DeadlineView> {
        let cards = self.cards.iter().filter_map(|card| {
            let due = card.due.as_ref()?;
            let view = due_view(due, card.state, card.acknowledged_on, now.today);
            Some(deadline_view(due, card.no.clone(), view.level, card.acknowledged_on))
        });
        let repairs = self.repairs.iter().filter_map(|repair| self.repair_view(policies, repair, now.today));
        cards.chain(repairs).collect()
    }

    fn repair_view(&self, policies: &Policies, repair: &Repair, today: Day) -> Option<DeadlineView> {
        let ((pack, rule), due) = repair_due(&self.packs, policies.calendars(), repair)?;
        let done = repair.completed_on;
        match due {
            Ok(due) => {
                let level = level(&due, done, today);
                Some(deadline_view(&due, repair.no.clone(), level, done))
            }
            Err(why) => Some(DeadlineView {
                name: key_name(&rule.key).to_owned(),
                no: repair.no.clone(),
                due_on: None,
                met_on: done,
                level: DueLevel::None,
                consequence: rule.consequence.clone(),
                standing: StandingView {
                    rule_key: rule.key.clone(),
                    name: key_name(&rule.key).to_owned(),
                    rule_version: pack.name_and_version(),
                    source: rule.source.clone(),
                    source_text: rule.source_text.clone(),
                    checked: rule.checked,
                    provisional: false,
                },
                steps: vec![format!("无法计算：{why}")],
            }),
        }
    }
}

/// A rule with the pack it stands in.
type RuleOf<'a> = (&'a PolicyPack, &'a DeadlineRule);

/// The day by which a repair has to be done, by the first pack that says so.
pub(crate) fn repair_due<'a>(
    packs: &[&'a PolicyPack],
    calendars: &Calendars,
    repair: &Repair,
) -> Option<(RuleOf<'a>, Result<Due, NotDue>)> {
    let (pack, rule) = packs.iter().find_map(|pack| Some((*pack, pack.deadline(REPAIR_RULE)?)))?;
    let version = pack.name_and_version();
    let asked = Asked::new(rule, &version, "送修日期", Moment::Day(repair.received_on));
    Some(((pack, rule), compute(&asked, &Ground::of(calendars))))
}

fn level(due: &Due, done: Option<Day>, today: Day) -> DueLevel {
    let left = today.days_until(due.due_on);
    match done {
        Some(on) if on <= due.due_on => DueLevel::Met,
        Some(_) => DueLevel::MetLate,
        None if left < 0 => DueLevel::Late,
        None if left <= due.alert_days.iter().copied().max().unwrap_or(0) => DueLevel::Soon,
        None => DueLevel::Ok,
    }
}

fn deadline_view(due: &Due, no: String, level: DueLevel, met_on: Option<Day>) -> DeadlineView {
    let name = key_name(&due.rule_key).to_owned();
    DeadlineView {
        no,
        due_on: Some(due.due_on),
        met_on,
        level,
        consequence: due.consequence.clone(),
        standing: StandingView {
            rule_key: due.rule_key.clone(),
            name: name.clone(),
            rule_version: due.rule_version.clone(),
            source: due.source.clone(),
            source_text: String::new(),
            checked: due.checked,
            provisional: due.provisional,
        },
        steps: due.steps.clone(),
        name,
    }
}

fn model_facts(model: &Model) -> ModelFacts {
    ModelFacts {
        class: model.class.clone(),
        product: model.product.clone(),
        power_milli_kw: model.power_milli_kw,
        fuel: None,
        cylinders: None,
        strokes: None,
    }
}

fn sale_facts(sale: &domain::sale::Sale, produced_on: Option<Day>) -> SaleFacts {
    SaleFacts {
        invoice_on: sale.invoice_on,
        delivered_on: sale.delivered_on,
        installed_on: sale.installed_on,
        produced_on,
        // A cancelled sale never was: the day of its cancelling is not asked for.
        ended: sale.void_reason.as_ref().map(|_| SaleEnd { on: sale.sold_on, how: SaleEnded::Voided }),
        ..SaleFacts::sold(sale.id, sale.sold_on)
    }
}

/// A repair as the advisor sees it (RIGHTS-2).
fn repair_facts(repair: &Repair) -> RepairFacts {
    RepairFacts {
        no: repair.no.clone(),
        problem: None,
        severity: None,
        component: repair.fault_place.clone(),
        component_kind: None,
        fault: repair.fault.clone(),
        reported_on: repair.reported_on,
        received_on: repair.received_on,
        completed_on: repair.completed_on,
        handed_over_on: repair.handed_over_on,
        received_at: None,
        done_at: None,
        waits: Vec::new(),
        in_scope: repair.in_warranty,
        used: repair.usage_milli.map(|milli| (repair.usage_unit, milli)),
        signed: repair.user_signed,
        component_exchanged: repair.method == Method::Replace && !repair.fault_place.trim().is_empty(),
    }
}

/// A component replaced as a whole starts a period of its own.
fn replacement(repair: &Repair) -> Option<Replacement> {
    let on = repair.completed_on.filter(|_| repair.in_warranty && repair.method == Method::Replace)?;
    let component = repair.fault_place.trim();
    (!component.is_empty()).then(|| Replacement {
        component: component.to_owned(),
        on,
        new_no: String::new(),
        evidence: repair.no.clone(),
    })
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

fn standing(of: Standing) -> StandingView {
    StandingView {
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
        coverage: Vec::new(),
        deadlines: Vec::new(),
        rights: advice.rights.into_iter().map(right).collect(),
        counters: advice.counters.into_iter().map(counter).collect(),
        duties: advice.duties.into_iter().map(duty).collect(),
        changes: advice.changes.into_iter().map(change).collect(),
        alike: Vec::new(),
        missing: Vec::new(),
    }
}
