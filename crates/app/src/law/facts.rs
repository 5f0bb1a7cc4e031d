//! A machine's papers as coverage and the advisor see them.

use domain::Day;
use domain::coverage::{ModelFacts, Replacement, SaleEnd, SaleEnded, SaleFacts, UnitFacts};
use domain::model::Model;
use domain::remedy::rule::Evidence;
use domain::remedy::{History, RepairFacts, suspensions};
use domain::repair::{Method, Repair, RepairState};
use domain::sale::Sale;
use store::UnitPapers;

/// Repairs that count (RIGHTS-2).
pub(crate) fn standing(papers: &UnitPapers) -> impl Iterator<Item = &Repair> {
    papers.repairs.iter().filter(|repair| repair.state != RepairState::Voided)
}

/// What coverage is computed from.
pub(crate) fn unit_facts(papers: &UnitPapers) -> UnitFacts {
    let repairs: Vec<RepairFacts> = standing(papers).map(repair_facts).collect();
    UnitFacts {
        sales: papers.sales.iter().map(|sale| sale_facts(sale, papers.unit.produced_on)).collect(),
        suspensions: suspensions(&repairs),
        replacements: standing(papers).filter_map(replacement).collect(),
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
    History {
        repairs: standing(papers).map(repair_facts).collect(),
        evidence,
        price_fen: stand().find_map(|sale| sale.price_fen).map(|fen| fen.0),
        ..History::default()
    }
}

/// What a model's class is found by.
pub(crate) fn model_facts(model: &Model) -> ModelFacts {
    ModelFacts {
        class: model.class.clone(),
        product: model.product.clone(),
        power_milli_kw: model.power_milli_kw,
        fuel: None,
        cylinders: None,
        strokes: None,
    }
}

fn sale_facts(sale: &Sale, produced_on: Option<Day>) -> SaleFacts {
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
