//! What is said of a machine while the user is still on the phone.
//!
//! - CALLED-8 The form of a call says at once of its machine: what is open for it, whether it is within its period, where its card stands, whether it is here; a second call for it is not refused.

use crate::app::{App, parse_id, principal_filter};
use crate::call::{named_unit, unit_of_serial};
use crate::clock::Now;
use crate::custody_view::mark_of;
use crate::error::Answer;
use crate::list::term;
use crate::rights::proposal;
use crate::view::*;
use domain::CallId;
use domain::call::Call;
use domain::card::CardState;
use domain::repair::RepairState;
use domain::text::serial_text;
use domain::unit::Unit;
use store::Reader;

/// Open calls of a machine that are named.
const MOST_OPEN: i64 = 8;

impl App {
    pub(crate) fn call_machine(&self, query: CallMachine) -> Answer<Option<CalledMachine>> {
        self.read(|reader, now| {
            let maker = principal_filter(reader, query.principal.trim())?.map(|maker| maker.id);
            let serial = term(&query.serial)?;
            let unit = match query.unit_id.as_deref() {
                Some(id) => Some(named_unit(reader, id)?),
                None => unit_of_serial(reader, maker, serial)?,
            };
            let except = query.except.as_deref().map(|id| parse_id::<CallId>("except", id)).transpose()?;
            let mut calls = reader.open_calls_of(unit.as_ref().map(|unit| unit.id), serial, MOST_OPEN)?;
            calls.retain(|call| Some(call.id) != except);
            match unit {
                Some(unit) => self.known_machine(reader, now, unit, &calls).map(Some),
                None if calls.is_empty() => Ok(None),
                None => Ok(Some(stranger(serial, &calls))),
            }
        })
    }

    fn known_machine(&self, reader: &Reader<'_>, now: Now, unit: Unit, calls: &[Call]) -> Answer<CalledMachine> {
        let model = reader.model(unit.model)?;
        let maker = reader.principal(unit.principal)?;
        let sale = reader.sales_of_unit(unit.id)?.into_iter().find(|sale| sale.void_reason.is_none());
        // A machine that came back by exchange or return is nobody's until it is sold again.
        let came_back = sale.as_ref().map(|sale| crate::remedy_case::has_ended(reader, sale)).transpose()?;
        let sale = sale.filter(|_| came_back != Some(true));
        let owner = sale.as_ref().map(|sale| reader.customer(sale.customer)).transpose()?.flatten();
        let card = sale.as_ref().map(|sale| reader.card_of_sale(sale.id)).transpose()?.flatten();
        let asked = CoverageQuery {
            principal: String::new(),
            serial: String::new(),
            component: String::new(),
            on: now.today,
            usage_milli: None,
            usage_unit: None,
        };
        let coverage = proposal(&*self.policies(reader)?, reader, &unit, now, &asked)?;
        Ok(CalledMachine {
            principal: maker.as_ref().map(|maker| maker.code.clone()).unwrap_or_default(),
            maker: maker.map(|maker| maker.name).unwrap_or_default(),
            model: model.as_ref().map(|model| model.code.clone()).unwrap_or_default(),
            product: model.map(|model| model.product).unwrap_or_default(),
            owner: owner.map(|owner| owner.name),
            sold_on: sale.map(|sale| sale.sold_on),
            coverage: Some(coverage),
            card: card.map(|card| card_says(card.state)),
            calls: papers(calls),
            repairs: repairs(reader, &unit)?,
            custody: reader.custody_of_unit(unit.id)?.as_ref().map(mark_of),
            unit_id: Some(unit.id.to_string()),
            serial: unit.serial,
        })
    }
}

/// A machine the desk does not know, of which somebody called before.
fn stranger(serial: &str, calls: &[Call]) -> CalledMachine {
    let (principal, maker, model, product) = Default::default();
    CalledMachine {
        unit_id: None,
        principal,
        maker,
        serial: serial_text(serial),
        model,
        product,
        owner: None,
        sold_on: None,
        coverage: None,
        card: None,
        calls: papers(calls),
        repairs: Vec::new(),
        custody: None,
    }
}

fn papers(calls: &[Call]) -> Vec<OpenPaper> {
    let paper = |call: &Call| OpenPaper {
        id: call.id.to_string(),
        no: call.no.clone(),
        complaint: call.complaint.clone(),
        state: call.state().zh().to_owned(),
    };
    calls.iter().map(paper).collect()
}

fn repairs(reader: &Reader<'_>, unit: &Unit) -> Answer<Vec<OpenPaper>> {
    let mut open = reader.repairs_of_unit(unit.id)?;
    open.retain(|repair| repair.state != RepairState::Voided && repair.completed_on.is_none());
    open.sort_by_key(|repair| std::cmp::Reverse(repair.reported_on));
    let paper = |repair: domain::repair::Repair| OpenPaper {
        id: repair.id.to_string(),
        no: repair.no,
        complaint: repair.fault,
        state: "在修".to_owned(),
    };
    Ok(open.into_iter().map(paper).collect())
}

/// Whether the stub is back, and what is to be asked for while its user is on the phone.
fn card_says(state: CardState) -> String {
    match state {
        CardState::Issued => "回执卡还没有收回，请提醒用户带来".to_owned(),
        other => format!("回执卡{}", other.zh()),
    }
}
