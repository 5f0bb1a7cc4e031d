//! Use cases of machines taken in (`domain::custody`).
//!
//! - TAKENIN-1 A machine is here once: a second receipt for it is refused with the number of the first.
//! - TAKENIN-2 A receipt takes from its call or repair what its form leaves out; a serial that one machine alone has is linked to it.
//! - TAKENIN-3 A repair opened for a machine that is here is linked with its receipt.
//! - TAKENIN-4 Handing a machine over notes the day on its repair, which ends the occupied days (E14); taking the hand-over back takes that day back. Head office is told, but of a repair it returned: that goes again when it is mended.
//! - TAKENIN-7 A receipt and a repair of two machines do not go together, whichever of them was corrected: neither moves the other, and the receipt says so.
//! - TAKENIN-8 A machine of another maker than the one chosen is refused with its maker.
//!
//! Receipts do not travel to head office; the repair's day does. Absent: what is said of a receipt (`custody_view`).

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::call::{named_unit, other_maker, unit_of_serial};
use crate::clock::Now;
use crate::custody_view::{Seen, row_of, view_of};
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::list::{limits, month_days, stored_name, term};
use crate::repair::parties;
use crate::view::*;
use crate::writing::Writing;
use domain::custody::{Custody, HandOver};
use domain::number::NumberType;
use domain::refusal::{Refusal, Refusals};
use domain::repair::{Repair, RepairState};
use domain::text::{clean, serial_key, serial_text};
use domain::unit::Unit;
use domain::{CustodyId, Day};
use store::{CustodyFilter, ListFilter, Outgoing, Reader, Tx};

const TOUCHES: [Touched; 3] = [Touched::Custody, Touched::Call, Touched::Repair];

impl App {
    pub(crate) fn custody_open(&self, draft: CustodyDraft) -> Answer<Written<CustodyView>> {
        let form = Form::of("custody_open", &draft.request_id, &draft)?;
        let id = self.write("custody_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let writing = Writing::begin(self, tx, now)?;
            let mut custody = filled(tx, &draft, blank(self, now))?;
            custody.promise(draft.promised_on, "", now.at)?;
            checked(tx, &custody, now)?;
            refuse_here_already(tx, &custody)?;
            custody.no = writing.number(NumberType::JY, Day::at(custody.in_at))?;
            put(tx, &custody, "")?;
            form.keep(tx, &[custody.id.to_string()], &custody.no)?;
            Ok(custody.id.to_string())
        })?;
        self.custody_saved(id)
    }

    pub(crate) fn custody_amend(&self, input: CustodyAmend) -> Answer<Written<CustodyView>> {
        let id = self.write("custody_amend", |tx, now| {
            let old = known(tx, &input.id)?;
            refuse_stale("这张领取收据", input.rev, old.rev)?;
            if !old.is_here() {
                return Err(old.wrong("修改").into());
            }
            let mut custody = filled(tx, &input.draft, untold(old))?;
            custody.promise(input.draft.promised_on, &input.reason, now.at)?;
            checked(tx, &custody, now)?;
            refuse_here_already(tx, &custody)?;
            put(tx, &custody, &input.reason)?;
            Ok(custody.id.to_string())
        })?;
        self.custody_saved(id)
    }

    pub(crate) fn custody_give(&self, input: CustodyGive) -> Answer<Written<CustodyView>> {
        let form = Form::of("custody_give", &input.request_id, &input)?;
        let id = self.write("custody_give", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let mut custody = known(tx, &input.id)?;
            refuse_stale("这张领取收据", input.rev, custody.rev)?;
            let repair = repair_of(tx, &custody)?;
            let given = given(&input, now);
            let on = Day::at(given.at);
            custody.give(given, repair.as_ref().and_then(|repair| repair.completed_on), now.at)?;
            custody.rev += 1;
            let writing = Writing::begin(self, tx, now)?;
            if let Some(repair) = repair.filter(|repair| repair.handed_over_on.is_none() && repair.received_on <= on) {
                hand_over(&writing, Repair { handed_over_on: Some(on), ..repair }, &custody.no)?;
            }
            put(tx, &custody, &input.words)?;
            form.keep(tx, &[custody.id.to_string()], &custody.no)?;
            Ok(custody.id.to_string())
        })?;
        self.custody_saved(id)
    }

    pub(crate) fn custody_undo(&self, input: VoidInput) -> Answer<Written<CustodyView>> {
        let id = self.write("custody_undo", |tx, now| {
            let mut custody = known(tx, &input.id)?;
            refuse_stale("这张领取收据", input.rev, custody.rev)?;
            let left_on = custody.hand_over().map(|gone| Day::at(gone.at));
            custody.take_back(&input.reason, now.at)?;
            refuse_here_already(tx, &custody)?;
            custody.rev += 1;
            let repair = repair_of(tx, &custody)?;
            if let Some(repair) = repair.filter(|repair| left_on.is_some() && repair.handed_over_on == left_on) {
                let writing = Writing::begin(self, tx, now)?;
                hand_over(&writing, Repair { handed_over_on: None, ..repair }, &custody.no)?;
            }
            put(tx, &custody, &input.reason)?;
            Ok(custody.id.to_string())
        })?;
        self.custody_saved(id)
    }

    pub(crate) fn custody_void(&self, input: VoidInput) -> Answer<Written<CustodyView>> {
        let id = self.write("custody_void", |tx, _| {
            let mut custody = known(tx, &input.id)?;
            refuse_stale("这张领取收据", input.rev, custody.rev)?;
            custody.void(&input.reason)?;
            custody.rev += 1;
            put(tx, &custody, &input.reason)?;
            Ok(custody.id.to_string())
        })?;
        self.custody_saved(id)
    }

    pub(crate) fn custody_show(&self, input: ById) -> Answer<CustodyView> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            view_of(&Seen { reader, now, policies: &policies }, &known(reader, &input.id)?)
        })
    }

    pub(crate) fn custody_list(&self, query: CustodyQuery) -> Answer<Page<CustodyRow>> {
        self.read(|reader, now| custodies_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    fn custody_saved(&self, id: String) -> Answer<Written<CustodyView>> {
        let value = self.custody_show(ById { id })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

/// So many rows of the register from one on.
pub(crate) fn custodies_page(
    reader: &Reader<'_>,
    now: Now,
    query: &CustodyQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<CustodyRow>> {
    let filter = ListFilter {
        principal: principal_filter(reader, &query.principal)?.map(|maker| maker.id),
        days: month_days(&query.month)?,
        state: query.state.map(stored_name),
        limit,
        offset,
        ..ListFilter::default()
    };
    let more = CustodyFilter { late: query.late.then_some(now.today), term: term(&query.term)? };
    let (found, total) = reader.custodies(&filter, &more)?;
    let rows: Vec<CustodyRow> = found.iter().map(|one| row_of(reader, now, one)).collect::<Answer<_>>()?;
    Ok(Page::of(rows, total, false))
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<Custody> {
    reader.custody(parse_id::<CustodyId>("id", id)?)?.ok_or_else(|| no_such("id", id))
}

fn put(tx: &Tx<'_>, custody: &Custody, note: &str) -> Answer<()> {
    tx.put_custody(custody)?;
    tx.note(&custody.no, note.trim());
    Ok(())
}

/// What is refused of a receipt, all of it at once (TAKENIN-8).
fn checked(reader: &Reader<'_>, custody: &Custody, now: Now) -> Answer<()> {
    let mut refused = custody.check(now.at).map_or_else(|why| why.0, |()| Vec::new());
    if let (Some(unit), Some(maker)) = (custody.unit, custody.principal) {
        refused.extend(other_maker(reader, unit, maker)?);
    }
    if refused.is_empty() { Ok(()) } else { Err(Refusals(refused).into()) }
}

/// The repair of it: one that stands, and of the same machine.
pub(crate) fn repair_of(reader: &Reader<'_>, custody: &Custody) -> Answer<Option<Repair>> {
    let linked = linked(reader, custody)?;
    Ok(linked.filter(|(repair, unit)| is_of(custody, repair, unit)).map(|(repair, _)| repair))
}

/// The repair it is linked with that is of another machine, with that machine (TAKENIN-7).
pub(crate) fn repair_of_another(reader: &Reader<'_>, custody: &Custody) -> Answer<Option<(Repair, Unit)>> {
    Ok(linked(reader, custody)?.filter(|(repair, unit)| !is_of(custody, repair, unit)))
}

fn linked(reader: &Reader<'_>, custody: &Custody) -> Answer<Option<(Repair, Unit)>> {
    let found = custody.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    let Some(repair) = found.filter(|repair| repair.state != RepairState::Voided) else { return Ok(None) };
    let unit = reader.unit(repair.unit)?.ok_or_else(|| AppError::NotFound(repair.no.clone()))?;
    Ok(Some((repair, unit)))
}

/// Whether a repair is of the machine of a receipt; of one nobody knows its serial as told is asked.
fn is_of(custody: &Custody, repair: &Repair, unit: &Unit) -> bool {
    let told = serial_key(&custody.serial);
    custody.unit.map_or_else(|| told.is_empty() || told == unit.serial_key, |id| id == repair.unit)
}

fn given(input: &CustodyGive, now: Now) -> HandOver {
    HandOver {
        at: input.at.unwrap_or(now.at),
        to: clean(&input.to),
        unrepaired: input.unrepaired,
        words: clean(&input.words),
        receipt_back: input.receipt_back,
        receipt_lost: if input.receipt_back { String::new() } else { clean(&input.receipt_lost) },
        entered_at: now.at,
        ended: None,
    }
}

/// Puts the day of hand-over on a repair; head office is told where it has the repair (TAKENIN-4).
fn hand_over(writing: &Writing<'_>, repair: Repair, no: &str) -> Answer<()> {
    let mut repair = Repair { rev: repair.rev + 1, ..repair };
    repair.check(writing.now.today)?;
    let parts = writing.tx.repair_parts(repair.id)?;
    if crate::repair::travels(writing.tx, &repair)? {
        repair.submit(writing.now.today)?;
        crate::repair::put(writing, &repair, &parts, &format!("交还日期随领取收据 {no} 更正"))?;
    } else {
        writing.tx.put_repair(&repair, &parts, &Outgoing::Nothing)?;
    }
    crate::call::follow(writing.tx, writing.now, &repair)
}

/// TAKENIN-1.
fn refuse_here_already(reader: &Reader<'_>, custody: &Custody) -> Answer<()> {
    let by_unit = custody.unit.map(|unit| reader.custody_of_unit(unit)).transpose()?.flatten();
    let key = serial_key(&custody.serial);
    let mut here = if key.is_empty() { Vec::new() } else { reader.custodies_of_serial(&key)? };
    let may_be = |one: Option<_>, other: Option<_>| one.is_none() || other.is_none() || one == other;
    here.retain(|other| may_be(other.unit, custody.unit));
    here.retain(|other| {
        other.principal.is_none() || custody.principal.is_none() || other.principal == custody.principal
    });
    match by_unit.into_iter().chain(here).find(|other| other.id != custody.id) {
        Some(other) => {
            Err(Refusal::Taken { field: "serial", label: "这台机器在店的领取收据", given: other.no }.into())
        }
        None => Ok(()),
    }
}

fn blank(app: &App, now: Now) -> Custody {
    Custody {
        id: app.id(),
        no: String::new(),
        principal: None,
        call: None,
        repair: None,
        customer: None,
        unit: None,
        bearer: String::new(),
        phone: String::new(),
        serial: String::new(),
        model: String::new(),
        product: String::new(),
        outside: String::new(),
        accessories: String::new(),
        fault: String::new(),
        in_at: now.at,
        promises: Vec::new(),
        shelf: String::new(),
        note: String::new(),
        hand_overs: Vec::new(),
        entered_at: now.at,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
    }
}

/// A receipt about to be typed anew: what the form leaves out is not known any more.
fn untold(old: Custody) -> Custody {
    let (bearer, phone, serial, model, product, fault) = Default::default();
    let (principal, unit, rev) = (None, None, old.rev + 1);
    Custody { bearer, phone, serial, model, product, fault, principal, unit, rev, ..old }
}

/// A receipt as a draft says, after what its call and its repair say (TAKENIN-2).
fn filled(reader: &Reader<'_>, draft: &CustodyDraft, base: Custody) -> Answer<Custody> {
    let mut base = base;
    if let Some(id) = draft.call.as_deref().filter(|id| !id.is_empty()) {
        base = of_call(reader, id, base)?;
    }
    if let Some(id) = draft.repair.as_deref().filter(|id| !id.is_empty()) {
        let repair = reader.repair(parse_id("repair", id)?)?.ok_or_else(|| no_such("repair", id))?;
        base = of_repair(reader, &repair, base)?;
    }
    let maker = match draft.principal.trim() {
        "" => base.principal,
        code => Some(principal(reader, code)?.id),
    };
    let told = |given: &str, known: &str| if given.trim().is_empty() { known.to_owned() } else { clean(given) };
    let serial = serial_text(&told(&draft.serial, &base.serial));
    let unit = match draft.unit_id.as_deref() {
        Some(id) => Some(named_unit(reader, id)?),
        None if serial_key(&serial) == serial_key(&base.serial) && base.unit.is_some() => {
            base.unit.map(|id| reader.unit(id)).transpose()?.flatten()
        }
        None => unit_of_serial(reader, maker, &serial)?,
    };
    let model = unit.as_ref().map(|unit| reader.model(unit.model)).transpose()?.flatten();
    let of_model = |known: &str, told: fn(&domain::model::Model) -> &String| {
        if known.is_empty() {
            model.as_ref().map(|model| told(model).clone()).unwrap_or_default()
        } else {
            known.into()
        }
    };
    Ok(Custody {
        principal: maker.or(unit.as_ref().map(|unit| unit.principal)),
        bearer: told(&draft.bearer, &base.bearer),
        phone: told(&draft.phone, &base.phone),
        serial: if serial.is_empty() {
            unit.as_ref().map(|one| one.serial.clone()).unwrap_or_default()
        } else {
            serial
        },
        model: of_model(&told(&draft.model, &base.model), |model| &model.code),
        product: of_model(&told(&draft.product, &base.product), |model| &model.product),
        unit: unit.map(|unit| unit.id),
        outside: clean(&draft.outside),
        accessories: clean(&draft.accessories),
        fault: told(&draft.fault, &base.fault),
        in_at: draft.in_at.unwrap_or(base.in_at),
        shelf: clean(&draft.shelf),
        note: clean(&draft.note),
        ..base
    })
}

fn of_call(reader: &Reader<'_>, id: &str, base: Custody) -> Answer<Custody> {
    let call = reader.call(parse_id("call", id)?)?.ok_or_else(|| no_such("call", id))?;
    if base.call == Some(call.id) {
        return Ok(base);
    }
    if call.void_reason.is_some() {
        let state = call.state().zh();
        return Err(Refusal::WrongState { subject: "这件报修", state, verb: "再开领取收据" }.into());
    }
    let base = Custody {
        call: Some(call.id),
        principal: call.principal.or(base.principal),
        customer: call.customer,
        unit: call.unit,
        bearer: call.caller,
        phone: call.phone,
        serial: call.serial,
        model: call.model,
        product: call.product,
        fault: call.complaint,
        ..base
    };
    match call.repair.map(|id| reader.repair(id)).transpose()?.flatten() {
        Some(repair) if repair.state != RepairState::Voided => of_repair(reader, &repair, base),
        _ => Ok(base),
    }
}

fn of_repair(reader: &Reader<'_>, repair: &Repair, base: Custody) -> Answer<Custody> {
    if base.repair == Some(repair.id) {
        return Ok(base);
    }
    if repair.state == RepairState::Voided {
        let state = repair.state.zh();
        return Err(Refusal::WrongState { subject: "这张维修单", state, verb: "再开领取收据" }.into());
    }
    let who = parties(reader, repair).map_err(|_| AppError::NotFound(repair.no.clone()))?;
    let call = reader.call_of_repair(repair.id)?.map(|call| call.id);
    Ok(Custody {
        repair: Some(repair.id),
        call: base.call.or(call),
        principal: Some(repair.principal),
        customer: Some(repair.customer),
        unit: Some(repair.unit),
        bearer: if base.bearer.is_empty() { who.customer.name } else { base.bearer },
        phone: if base.phone.is_empty() { who.customer.phone } else { base.phone },
        serial: who.unit.serial,
        model: who.model.code,
        product: who.model.product,
        fault: if base.fault.is_empty() { repair.fault.clone() } else { base.fault },
        ..base
    })
}

/// Links a repair with the receipt of its machine (TAKENIN-3).
pub(crate) fn link(tx: &Tx<'_>, repair: &Repair) -> Answer<()> {
    let by_unit = tx.custody_of_unit(repair.unit)?;
    let call = tx.call_of_repair(repair.id)?;
    let by_call = call.map(|call| tx.custodies_of_call(call.id)).transpose()?.unwrap_or_default();
    let strange = |one: &Custody| one.is_here() && one.unit.is_none_or(|unit| unit == repair.unit);
    let Some(custody) = by_unit.or(by_call.into_iter().find(strange)) else { return Ok(()) };
    if repair_of(tx, &custody)?.is_some() {
        return Ok(());
    }
    Ok(tx.put_custody(&Custody {
        repair: Some(repair.id),
        unit: custody.unit.or(Some(repair.unit)),
        customer: custody.customer.or(Some(repair.customer)),
        principal: custody.principal.or(Some(repair.principal)),
        rev: custody.rev + 1,
        ..custody
    })?)
}
