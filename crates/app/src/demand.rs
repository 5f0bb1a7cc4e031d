//! What users demand of their 三包 rights: recorded on the machine, with the day its clocks run from (`domain::demand`).
//!
//! Due days follow from it in the same write (`law`). Absent: what is paid or given in the end.

use crate::app::{App, parse_id};
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::rights::asked_unit;
use crate::view::*;
use crate::writing::Writing;
use domain::DemandId;
use domain::demand::{Demand, DemandState};
use domain::number::NumberType;
use domain::refusal::Refusal;
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
            let unit = asked_unit(tx, &draft.machine)?;
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
                answered_on: input.answered_on,
                answer: clean(&input.answer),
                settled_on: input.settled_on,
                no_same_model: input.no_same_model,
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
    let id: DemandId = parse_id(id)?;
    reader.demand(id)?.ok_or_else(|| AppError::NotFound(id.to_string()))
}

fn put(tx: &Tx<'_>, demand: &Demand, note: &str) -> Answer<()> {
    tx.put_demand(demand)?;
    tx.note(&demand.no, note);
    Ok(())
}

fn view_of(reader: &Reader<'_>, demand: &Demand) -> Answer<DemandView> {
    let unit = reader.unit(demand.unit)?.ok_or_else(|| AppError::NotFound(demand.no.clone()))?;
    Ok(demand_view(demand, &unit.serial))
}

/// A demand as shown.
pub(crate) fn demand_view(demand: &Demand, serial: &str) -> DemandView {
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
    }
}
