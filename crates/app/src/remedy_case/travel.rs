//! A case is put and goes to head office, version by version (RCASED-6).

use crate::error::{Answer, AppError};
use crate::wire_out;
use crate::writing::{Line, Writing};
use domain::Fen;
use domain::remedy_case::{RemedyCase, RemedyStep};
use serde::Serialize;
use wire::body::{PaperBody, RemedyBody, RemedyStepBody, RuleBody};

/// Puts a case with its line for head office.
pub(super) fn put(writing: &Writing<'_>, case: &RemedyCase, note: &str) -> Answer<()> {
    let gone = || AppError::NotFound(case.no.clone());
    let tx = writing.tx;
    let maker = tx.principal(case.principal)?.ok_or_else(gone)?;
    let unit = tx.unit(case.unit)?.ok_or_else(gone)?;
    let model = tx.model(unit.model)?.ok_or_else(gone)?;
    let demand = tx.demand(case.demand)?.ok_or_else(gone)?;
    let sale = case.sale.map(|id| tx.sale(id)).transpose()?.flatten();
    let customer = sale.as_ref().map(|sale| tx.customer(sale.customer)).transpose()?.flatten();
    let consent = match &sale {
        Some(sale) => tx.card_of_sale(sale.id)?.is_some_and(|card| card.share_consent),
        None => false,
    };
    let record_id = case.id.to_string();
    let body = RemedyBody {
        principal: maker.code.clone(),
        no: case.no.clone(),
        state: name_of(&case.state()),
        unit: wire_out::unit(&unit, &model),
        customer: customer.as_ref().map(|customer| wire_out::customer(customer, consent)),
        sale_no: sale.map(|sale| sale.no).unwrap_or_default(),
        demand_no: demand.no,
        made_on: case.made_on.iso(),
        demands: name_of(&demand.kind),
        words: demand.words,
        right: case.ground.right.map(|right| name_of(&right)),
        rule: case.ground.standing.as_ref().map(|standing| RuleBody {
            key: standing.rule_key.clone(),
            version: standing.rule_version.clone(),
            source: standing.source.clone(),
            told_on: case.ground.told_on.iso(),
            steps: case.ground.steps.clone(),
        }),
        basis: case.ground.words.clone(),
        papers: papers(case),
        steps: steps(writing, case)?,
        new_unit: new_unit(writing, case)?,
        given_fen: case.given_fen().0,
        borne_fen: case.borne_fen().0,
        void_reason: case.void_reason.clone(),
    };
    let title = format!("{} {} {}", customer.map(|one| one.name).unwrap_or_default(), model.code, unit.serial);
    let outgoing = writing.outgoing(Line {
        principal: &maker,
        sent_before: writing.last_sent_rev(&record_id)?,
        record_id,
        rev: case.rev,
        kind: "remedy",
        no: case.no.clone(),
        title: title.trim().to_owned(),
        body: &body,
        due_on: None,
    })?;
    tx.put_remedy(case, &outgoing)?;
    tx.note(&case.no, note);
    Ok(())
}

fn name_of(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn papers(case: &RemedyCase) -> Vec<PaperBody> {
    let body = |line: &domain::remedy_case::PaperLine| PaperBody {
        paper: name_of(&line.paper),
        state: name_of(&line.state),
        who: line.who.clone(),
        why: line.why.clone(),
    };
    case.papers_now().into_iter().map(body).collect()
}

/// Steps that stand, as head office reads them.
fn steps(writing: &Writing<'_>, case: &RemedyCase) -> Answer<Vec<RemedyStepBody>> {
    let body = |step: &RemedyStep| -> Answer<RemedyStepBody> {
        let repair = step.repair.map(|id| writing.tx.repair(id)).transpose()?.flatten();
        let money = step.money.as_ref();
        Ok(RemedyStepBody {
            kind: name_of(&step.kind),
            on: step.on.iso(),
            no: step.no.clone(),
            words: step.words.clone(),
            choice: step.choice.map(|choice| name_of(&choice)),
            verdict: step.verdict.map(|verdict| name_of(&verdict)),
            outcome: step.outcome.map(|outcome| name_of(&outcome)),
            repair_no: repair.map(|repair| repair.no),
            price_fen: money.map(|money| money.price_fen.0),
            due_fen: money.and_then(|money| money.due.as_ref()).map(|due| due.fen.0),
            paid_fen: money.map(|money| money.paid_fen.0),
            freight_fen: money.map(|money| money.freight_fen).filter(|fen| *fen > Fen(0)).map(|fen| fen.0),
            quality_cause: money.map(|money| money.quality_cause),
        })
    };
    case.steps.iter().filter(|step| step.ended.is_none()).map(body).collect()
}

fn new_unit(writing: &Writing<'_>, case: &RemedyCase) -> Answer<Option<wire::body::UnitBody>> {
    let Some(unit) = case.new_unit.map(|id| writing.tx.unit(id)).transpose()?.flatten() else { return Ok(None) };
    let model = writing.tx.model(unit.model)?.ok_or_else(|| AppError::NotFound(case.no.clone()))?;
    Ok(Some(wire_out::unit(&unit, &model)))
}
