//! A machine's papers as coverage and the advisor see them.
//!
//! - FACT-1 Repairs that hang together by their links are one problem, called by the number of the first; a cancelled one links and does not count.
//! - FACT-2 What a meter showed is taken from every repair that stands, on the day it was read; use is the sum over all meters up to that day.
//! - FACT-4 A sale whose machine came back by exchange or return ended that day; a machine given in exchange was given on the day of its own sale.
//! - FACT-3 Of the demands that stand the earliest unsettled one runs against the dealer; a demand for a lost card is no demand for a remedy.
//! - FACT-5 A machine given in exchange carries the repairs of the one that came back, for the problem its case stands on; they count for nothing else.

use domain::RepairId;
use domain::coverage::{ModelFacts, Replacement, SaleEnd, SaleEnded, SaleFacts, UnitFacts};
use domain::demand::{Demand, DemandKind, DemandState};
use domain::meter::{Meter, Reading};
use domain::model::Model;
use domain::remedy::rule::Evidence;
use domain::remedy::{Former, History, RepairFacts, suspensions};
use domain::remedy_case::{RemedyCase, RemedyOutcome};
use domain::repair::{Method, Repair, RepairState, UsageUnit};
use domain::sale::Sale;
use std::collections::HashMap;
use store::UnitPapers;

/// Repairs that count (RIGHTS-2).
pub(crate) fn standing(papers: &UnitPapers) -> impl Iterator<Item = &Repair> {
    papers.repairs.iter().filter(|repair| repair.state != RepairState::Voided)
}

/// What coverage is computed from.
pub(crate) fn unit_facts(papers: &UnitPapers, region: Option<&str>) -> UnitFacts {
    let repairs = seen(papers);
    UnitFacts {
        sales: papers.sales.iter().map(|sale| sale_facts(sale, papers)).collect(),
        suspensions: suspensions(&repairs),
        replacements: standing(papers).filter_map(replacement).collect(),
        readings: readings(papers),
        sale_region: region.map(str::to_owned),
        ..UnitFacts::default()
    }
}

/// What the advisor judges beside it.
pub(crate) fn history(papers: &UnitPapers) -> History {
    let stand = || papers.sales.iter().filter(|sale| sale.void_reason.is_none());
    let mut evidence = Vec::new();
    evidence.extend(papers.cards.iter().any(|card| card.user_signed).then_some(Evidence::Card));
    evidence.extend(stand().any(|sale| sale.invoice_on.is_some()).then_some(Evidence::Invoice));
    let mut repairs = standing(papers).peekable();
    let signed = repairs.peek().is_some() && repairs.all(|repair| repair.user_signed);
    evidence.extend(signed.then_some(Evidence::RepairRecord));
    let open = |wanted: &dyn Fn(&&Demand) -> bool| demands(papers).filter(wanted).find(|one| one.settled_on.is_none());
    let remedy = |one: &&Demand| one.kind != DemandKind::Reissue;
    evidence.extend(demands(papers).any(|one| remedy(&one)).then_some(Evidence::Demand));
    History {
        repairs: seen(papers),
        demanded_on: open(&remedy).map(|one| one.made_on),
        card_lost_on: open(&|one| one.kind == DemandKind::Reissue).map(|one| one.made_on),
        no_same_model: demands(papers).any(|one| one.no_same_model && one.settled_on.is_none()),
        evidence,
        price_fen: stand().find_map(|sale| sale.price_fen).map(|fen| fen.0),
        former: former(papers),
        ..History::default()
    }
}

/// The machine that came back when this one was given (FACT-5).
fn former(papers: &UnitPapers) -> Option<Former> {
    let given = |case: &&RemedyCase| case.new_unit == Some(papers.unit.id) && case.sale_ended().is_some();
    let case = papers.remedies.iter().rev().find(given)?;
    let named = problems(papers);
    let (unit, former) = papers.former.as_ref().filter(|(unit, _)| unit.id == case.unit)?;
    let stand = former.iter().filter(|one| one.state != RepairState::Voided);
    let facts = stand.map(|repair| repair_facts(repair, named.get(&repair.id).cloned(), &[]));
    let repairs: Vec<RepairFacts> = facts.collect();
    let caused = repairs.iter().filter(|repair| case.ground.repairs.contains(&repair.no));
    let mut causes: Vec<String> = caused.map(|repair| repair.problem().to_owned()).collect();
    causes.dedup();
    Some(Former { case: case.no.clone(), serial: unit.serial.clone(), problems: causes, repairs })
}

/// What a model's class is found by.
pub(crate) fn model_facts(model: &Model) -> ModelFacts {
    ModelFacts {
        class: model.class.clone(),
        product: model.product.clone(),
        power_milli_kw: model.power_milli_kw,
        fuel: model.fuel,
        cylinders: model.cylinders,
        strokes: model.strokes,
    }
}

/// A sale, with how it ended and whether its machine was given in exchange (FACT-4).
fn sale_facts(sale: &Sale, papers: &UnitPapers) -> SaleFacts {
    let cases = || papers.remedies.iter();
    let came_back = cases().filter(|case| case.sale == Some(sale.id)).find_map(RemedyCase::sale_ended);
    let returned = came_back.map(|(on, outcome)| SaleEnd {
        on,
        how: if outcome == RemedyOutcome::Machine { SaleEnded::Exchanged } else { SaleEnded::Returned },
    });
    let given = cases().find(|case| case.new_sale == Some(sale.id)).and_then(RemedyCase::sale_ended);
    SaleFacts {
        invoice_on: sale.invoice_on,
        delivered_on: sale.delivered_on,
        installed_on: sale.installed_on,
        produced_on: papers.unit.produced_on,
        exchanged_in_on: given.map(|_| sale.sold_on),
        // A cancelled sale never was: the day of its cancelling is not asked for.
        ended: sale.void_reason.as_ref().map(|_| SaleEnd { on: sale.sold_on, how: SaleEnded::Voided }).or(returned),
        ..SaleFacts::sold(sale.id, sale.sold_on)
    }
}

/// Demands that stand, oldest first (FACT-3).
fn demands(papers: &UnitPapers) -> impl Iterator<Item = &Demand> {
    papers.demands.iter().filter(|demand| demand.state() != DemandState::Voided)
}

/// The repairs that stand as the advisor sees them.
fn seen(papers: &UnitPapers) -> Vec<RepairFacts> {
    let problems = problems(papers);
    let readings = readings(papers);
    standing(papers).map(|repair| repair_facts(repair, problems.get(&repair.id).cloned(), &readings)).collect()
}

/// What each linked repair's problem is called (FACT-1).
fn problems(papers: &UnitPapers) -> HashMap<RepairId, String> {
    let all = || papers.repairs.iter().chain(papers.former.iter().flat_map(|(_, repairs)| repairs));
    let by_id: HashMap<RepairId, &Repair> = all().map(|repair| (repair.id, repair)).collect();
    let first = |repair: &Repair| {
        let (mut at, mut steps) = (repair.id, 0);
        while let Some(before) = by_id.get(&at).and_then(|one| one.same_as).filter(|_| steps < by_id.len()) {
            (at, steps) = (before, steps + 1);
        }
        at
    };
    let linked = all().filter(|repair| repair.same_as.is_some());
    let named = linked.flat_map(|repair| {
        let first = first(repair);
        let no = by_id.get(&first).map_or_else(|| first.to_string(), |one| one.no.clone());
        [(repair.id, no.clone()), (first, no)]
    });
    named.collect()
}

/// What the meters showed (FACT-2).
pub(crate) fn readings(papers: &UnitPapers) -> Vec<Reading> {
    standing(papers).filter_map(reading).collect()
}

/// What the meter showed when a repair came in.
pub(crate) fn reading(repair: &Repair) -> Option<Reading> {
    Some(Reading {
        on: repair.usage_read_on.unwrap_or(repair.received_on),
        unit: repair.usage_unit,
        shown_milli: repair.usage_milli?,
        new_meter: repair.new_meter,
        old_last_milli: repair.old_meter_milli,
    })
}

/// Use over all meters up to the day one was read (FACT-2).
fn used(repair: &Repair, readings: &[Reading]) -> Option<(UsageUnit, i64)> {
    let own = reading(repair)?;
    let so_far: Vec<Reading> = readings.iter().filter(|one| one.on <= own.on).cloned().collect();
    let meter = Meter::of(&so_far, own.unit);
    Some((own.unit, meter.uses().last().map_or(own.shown_milli, |last| last.total_milli)))
}

/// A repair as the advisor sees it (RIGHTS-2).
fn repair_facts(repair: &Repair, problem: Option<String>, readings: &[Reading]) -> RepairFacts {
    RepairFacts {
        no: repair.no.clone(),
        problem,
        severity: repair.severity,
        component: repair.fault_place.clone(),
        component_kind: None,
        fault: repair.fault.clone(),
        code: repair.fault_code.clone(),
        reported_on: repair.reported_on,
        received_on: repair.received_on,
        completed_on: repair.completed_on,
        handed_over_on: repair.handed_over_on,
        received_at: None,
        done_at: None,
        waits: repair.waits.iter().map(|wait| wait.suspension(repair)).collect(),
        in_scope: repair.in_warranty,
        used: used(repair, readings),
        signed: repair.user_signed,
        component_exchanged: repair.component_exchanged,
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
