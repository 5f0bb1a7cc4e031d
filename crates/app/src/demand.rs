//! What users demand of their 三包 rights: recorded on the machine, with the day its clocks run from (`domain::demand`).
//!
//! - DEMAND-4 Doubtful facts – no words, a day before the sale, no sale that stands – are kept and told.
//!
//! Due days follow from it in the same write (`law`). Absent: what is paid or given in the end.

use crate::app::{App, no_such, parse_id};
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::rights::asked_unit;
use crate::view::*;
use crate::writing::{Writing, notice};
use domain::DemandId;
use domain::demand::{Demand, DemandState};
use domain::number::NumberType;
use domain::refusal::Refusal;
use domain::sale::Sale;
use domain::text::clean;
use store::{Reader, Tx};

impl App {
    pub(crate) fn demand_open(&self, draft: DemandDraft) -> Answer<Written<DemandView>> {
        let form = Form::of("demand_open", &draft.request_id, &draft)?;
        let value = self.write("demand_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return view_of(tx, &known(tx, made)?);
            }
            let writing = Writing::begin(self, tx, now)?;
            let unit = asked_unit(tx, "machine.", &draft.machine)?;
            let mut demand = Demand {
                id: self.id(),
                no: String::new(),
                principal: unit.principal,
                unit: unit.id,
                kind: draft.kind,
                made_on: draft.made_on,
                words: clean(&draft.words),
                no_same_model: draft.no_same_model,
                answered_on: None,
                answer: String::new(),
                settled_on: None,
                entered_on: now.today,
                clock_suspect: now.suspect,
                void_reason: None,
                rev: 1,
            };
            demand.check(now.today)?;
            demand.no = writing.number(NumberType::YQ, demand.made_on)?;
            put(tx, &demand, "")?;
            form.keep(tx, &[demand.id.to_string()], &demand.no)?;
            view_of(tx, &demand)
        })?;
        Ok(written(value))
    }

    pub(crate) fn demand_settle(&self, input: DemandSettle) -> Answer<Written<DemandView>> {
        let value = self.write("demand_settle", |tx, now| {
            let old = known(tx, &input.id)?;
            refuse_stale("这项用户要求", input.rev, old.rev)?;
            if old.state() == DemandState::Voided {
                let state = DemandState::Voided.zh();
                return Err(Refusal::WrongState { subject: "这项用户要求", state, verb: "再答复" }.into());
            }
            let demand = Demand {
                answered_on: input.answered_on.over(old.answered_on),
                answer: kept(input.answer.as_deref(), Some(&old.answer)),
                settled_on: input.settled_on.over(old.settled_on),
                no_same_model: input.no_same_model.unwrap_or(old.no_same_model),
                rev: old.rev + 1,
                ..old
            };
            demand.check(now.today)?;
            put(tx, &demand, "")?;
            view_of(tx, &demand)
        })?;
        Ok(written(value))
    }

    pub(crate) fn demand_void(&self, input: VoidInput) -> Answer<Written<DemandView>> {
        let value = self.write("demand_void", |tx, _| {
            let mut demand = known(tx, &input.id)?;
            refuse_stale("这项用户要求", input.rev, demand.rev)?;
            let cases = tx.remedies_of(&[demand.unit])?;
            if cases.iter().any(|case| case.demand == demand.id && case.void_reason.is_none()) {
                let verb = "作废；先作废或办结那一件换货退货";
                return Err(Refusal::WrongState { subject: "这项用户要求", state: "在办换货退货", verb }.into());
            }
            demand.void(&input.reason)?;
            demand.rev += 1;
            put(tx, &demand, &input.reason)?;
            view_of(tx, &demand)
        })?;
        Ok(written(value))
    }
}

fn written(value: DemandView) -> Written<DemandView> {
    Written { value, touched: vec![Touched::Unit] }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<Demand> {
    reader.demand(parse_id::<DemandId>("id", id)?)?.ok_or_else(|| no_such("id", id))
}

fn put(tx: &Tx<'_>, demand: &Demand, note: &str) -> Answer<()> {
    tx.put_demand(demand)?;
    tx.note(&demand.no, note);
    Ok(())
}

fn view_of(reader: &Reader<'_>, demand: &Demand) -> Answer<DemandView> {
    let unit = reader.unit(demand.unit)?.ok_or_else(|| AppError::NotFound(demand.no.clone()))?;
    Ok(demand_view(demand, &unit.serial, &reader.sales_of_unit(unit.id)?))
}

/// What is doubtful about a demand (DEMAND-4).
fn notices(demand: &Demand, sales: &[Sale]) -> Vec<Notice> {
    if demand.void_reason.is_some() {
        return Vec::new();
    }
    let mut all = Vec::new();
    let first = sales.iter().filter(|sale| sale.void_reason.is_none()).min_by_key(|sale| sale.sold_on);
    match (first, sales.first()) {
        (Some(sale), _) if demand.made_on < sale.sold_on => {
            let (made_on, sold_on) = (demand.made_on.zh(), sale.sold_on.zh());
            let says = format!("提出日期（{made_on}）早于销售日期（{sold_on}，{}），请核对", sale.no);
            all.push(notice("made_on", "demand_before_sale", says));
        }
        (Some(_), _) => {}
        (None, Some(voided)) => {
            let says = format!("这台机器的销售单 {} 已作废，三包的权利没有销售可依，请核对是不是这一台", voided.no);
            all.push(notice("machine", "demand_sale_voided", says));
        }
        (None, None) => {
            all.push(notice("machine", "unit_without_sale", "这台机器没有销售记录，三包的权利没有销售可依"));
        }
    }
    if demand.words.is_empty() {
        all.push(notice(
            "words",
            "demand_words_missing",
            "没有写用户要求的内容，日后有争议时没有依据，请补上用户的原话",
        ));
    }
    all
}

/// A demand as shown.
pub(crate) fn demand_view(demand: &Demand, serial: &str, sales: &[Sale]) -> DemandView {
    DemandView {
        id: demand.id.to_string(),
        rev: demand.rev,
        no: demand.no.clone(),
        unit_id: demand.unit.to_string(),
        serial: serial.to_owned(),
        kind: demand.kind,
        name: demand.kind.zh().to_owned(),
        made_on: demand.made_on,
        words: demand.words.clone(),
        no_same_model: demand.no_same_model,
        answered_on: demand.answered_on,
        answer: demand.answer.clone(),
        settled_on: demand.settled_on,
        state: demand.state(),
        void_reason: demand.void_reason.clone(),
        notices: notices(demand, sales),
    }
}
