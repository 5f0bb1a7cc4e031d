//! Use cases of calls: the register of what users asked for, and what became of it (`domain::call`).
//!
//! - CALLED-1 A machine or customer nobody knows is served and flagged, never refused; a serial that one machine alone has is linked to it.
//! - CALLED-2 A known phone offers the customer, his machines and what is still open from this phone.
//! - CALLED-3 What a clock follows from is changed with a reason.
//! - CALLED-4 A repair opened from a call is linked with it, one repair to a call; when it is finished and signed the call follows (CALL-9).
//! - CALLED-5 A dispatch has the number of its service voucher (服务凭证); corrected to another technician it gets another one, and the one before is void with the step that ended.
//! - CALLED-6 A call says which earlier one it comes after, never itself (E14).
//! - CALLED-7 A machine of another maker than the one chosen is refused with that maker's name.
//!
//! Calls do not travel to head office: no head office has a body for them yet. Absent: what is owed of a call (`law`).

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::call_view::{Seen, row_of, view_of};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::law::clocks_of;
use crate::list::{limits, stored_name, term};
use crate::view::*;
use crate::writing::Writing;
use domain::call::{Call, CallState, Step, StepKind, Urgency};
use domain::deadline::Moment;
use domain::number::NumberType;
use domain::refusal::{Refusal, Refusals};
use domain::repair::{Channel, Repair, RepairState};
use domain::text::{clean, phone_key, serial_key, serial_text};
use domain::unit::Unit;
use domain::{CallId, CustomerId, Day, PrincipalId, UnitId};
use store::{CallFilter, ListFilter, Reader, Tx};

/// Customers and machines that a phone offers at most.
const MOST_KNOWN: i64 = 8;

const TOUCHES: [Touched; 1] = [Touched::Call];

impl App {
    pub(crate) fn call_open(&self, draft: CallDraft) -> Answer<Written<CallView>> {
        let form = Form::of("call_open", &draft.request_id, &draft)?;
        let id = self.write("call_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let writing = Writing::begin(self, tx, now)?;
            let mut call = filled(tx, &draft, blank(self, now))?;
            checked(tx, &call, None, now)?;
            call.no = writing.number(NumberType::BX, Day::at(call.received_at))?;
            put(tx, &call, "")?;
            form.keep(tx, &[call.id.to_string()], &call.no)?;
            Ok(call.id.to_string())
        })?;
        self.saved(id)
    }

    pub(crate) fn call_amend(&self, input: CallAmend) -> Answer<Written<CallView>> {
        let id = self.write("call_amend", |tx, now| {
            let old = known(tx, &input.id)?;
            refuse_stale("这件报修", input.rev, old.rev)?;
            if old.void_reason.is_some() {
                let state = CallState::Voided.zh();
                return Err(Refusal::WrongState { subject: "这件报修", state, verb: "修改" }.into());
            }
            let call = filled(tx, &input.draft, Call { rev: old.rev + 1, ..old.clone() })?;
            if clock_basis(&call) != clock_basis(&old) && clean(&input.reason).is_empty() {
                return Err(AppError::ReasonNeeded);
            }
            checked(tx, &call, Some(&old), now)?;
            put(tx, &call, input.reason.trim())?;
            Ok(call.id.to_string())
        })?;
        self.saved(id)
    }

    pub(crate) fn call_step(&self, input: CallStep) -> Answer<Written<CallView>> {
        let form = Form::of("call_step", &input.request_id, &input)?;
        let id = self.write("call_step", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let mut call = known(tx, &input.id)?;
            refuse_stale("这件报修", input.rev, call.rev)?;
            let voucher = voucher(&Writing::begin(self, tx, now)?, &call, &input)?;
            take_step(&mut call, &input, voucher, now)?;
            if (input.kind, input.doing) == (StepKind::CrossedOff, StepDoing::TakeBack) {
                follow_cancelled(tx, now, &mut call)?;
            }
            call.rev += 1;
            put(tx, &call, &format!("{} {}", input.kind.zh(), input.reason.trim()))?;
            form.keep(tx, &[call.id.to_string()], &call.no)?;
            Ok(call.id.to_string())
        })?;
        self.saved(id)
    }

    pub(crate) fn call_void(&self, input: VoidInput) -> Answer<Written<CallView>> {
        let id = self.write("call_void", |tx, _| {
            let mut call = known(tx, &input.id)?;
            refuse_stale("这件报修", input.rev, call.rev)?;
            let repair = call.repair.map(|id| tx.repair(id)).transpose()?.flatten();
            let repair = repair.filter(|repair| repair.state != RepairState::Voided);
            call.void(&input.reason, repair.as_ref().map(|repair| repair.no.as_str()))?;
            call.rev += 1;
            put(tx, &call, &input.reason)?;
            Ok(call.id.to_string())
        })?;
        self.saved(id)
    }

    pub(crate) fn call_show(&self, input: ById) -> Answer<CallView> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            view_of(&Seen { reader, now, policies: &policies }, &known(reader, &input.id)?)
        })
    }

    pub(crate) fn call_list(&self, query: CallQuery) -> Answer<Page<CallRow>> {
        self.read(|reader, now| self.calls_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn call_from(&self, query: CallerQuery) -> Answer<CallerView> {
        self.read(|reader, now| {
            let phone = phone_key(term(&query.phone)?);
            if phone.is_empty() {
                return Ok(CallerView { known: Vec::new(), open: Vec::new() });
            }
            let open = reader.open_calls_from(&phone, MOST_KNOWN)?;
            Ok(CallerView { known: known_callers(reader, &phone)?, open: self.rows(reader, now, open)? })
        })
    }

    /// So many rows of the register from one on.
    pub(crate) fn calls_page(
        &self,
        reader: &Reader<'_>,
        now: Now,
        query: &CallQuery,
        (limit, offset): (i64, i64),
    ) -> Answer<Page<CallRow>> {
        let filter = ListFilter {
            principal: principal_filter(reader, &query.principal)?.map(|maker| maker.id),
            state: query.state.map(stored_name),
            limit,
            offset,
            ..ListFilter::default()
        };
        let late = query.late.then_some((now.at, now.today));
        let (waiting, unfinished) = (query.undispatched, query.unfinished);
        let more = CallFilter { waiting, unfinished, late, term: term(&query.term)? };
        let (calls, total) = reader.calls(&filter, &more)?;
        Ok(Page::of(self.rows(reader, now, calls)?, total, false))
    }

    /// Calls as rows of the register.
    pub(crate) fn rows(&self, reader: &Reader<'_>, now: Now, calls: Vec<Call>) -> Answer<Vec<CallRow>> {
        let clocks = clocks_of(reader, &calls)?;
        let policies = self.policies(reader)?;
        let seen = Seen { reader, now, policies: &policies };
        let row = |call: &Call| {
            let id = call.id.to_string();
            row_of(&seen, call, &clocks.iter().filter(|row| row.record == id).collect::<Vec<_>>())
        };
        calls.iter().map(row).collect()
    }

    /// What a write answers: clocks are kept at its end, so the call is read after it.
    fn saved(&self, id: String) -> Answer<Written<CallView>> {
        let value = self.call_show(ById { id })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<Call> {
    reader.call(parse_id::<CallId>("id", id)?)?.ok_or_else(|| no_such("id", id))
}

fn put(tx: &Tx<'_>, call: &Call, note: &str) -> Answer<()> {
    tx.put_call(call)?;
    tx.note(&call.no, note.trim());
    Ok(())
}

/// Number of the voucher of a dispatch (CALLED-5); of other steps what was typed.
fn voucher(writing: &Writing<'_>, call: &Call, input: &CallStep) -> Answer<String> {
    if input.kind != StepKind::Dispatched || input.doing == StepDoing::TakeBack {
        return Ok(clean(&input.no));
    }
    let stands = call.step(StepKind::Dispatched).filter(|step| !step.no.is_empty() && step.who == clean(&input.who));
    match stands {
        Some(step) => Ok(step.no.clone()),
        None => writing.number(NumberType::PD, input.at.map_or(writing.now.today, Day::at)),
    }
}

fn take_step(call: &mut Call, input: &CallStep, no: String, now: Now) -> Answer<()> {
    let stood = call.when(input.kind).filter(|_| input.doing == StepDoing::Correct);
    let at = input.at.map(Moment::At).or(stood).unwrap_or(Moment::At(now.at));
    let by_phone = input.by_phone && input.kind == StepKind::Filed;
    let step = Step { who: clean(&input.who), no, by_phone, ..Step::new(input.kind, at, clean(&input.words), now.at) };
    Ok(match input.doing {
        StepDoing::Put => call.put(step, now.at),
        StepDoing::Correct => call.correct(step, &input.reason, now.at),
        StepDoing::TakeBack => call.take_back(input.kind, &input.reason, now.at),
    }?)
}

/// What clocks of a call follow from (CALLED-3).
fn clock_basis(call: &Call) -> impl PartialEq + use<> {
    (call.received_at, call.forwarded_at, call.area, call.urgency, call.principal)
}

fn blank(app: &App, now: Now) -> Call {
    Call {
        id: app.id(),
        no: String::new(),
        principal: None,
        received_at: now.at,
        channel: Channel::Phone,
        caller: String::new(),
        phone: String::new(),
        customer: None,
        unit: None,
        serial: String::new(),
        model: String::new(),
        product: String::new(),
        area: None,
        address: String::new(),
        complaint: String::new(),
        urgency: Urgency::Normal,
        forwarded_at: None,
        task_no: String::new(),
        note: String::new(),
        steps: Vec::new(),
        repair: None,
        entered_at: now.at,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
        follows: None,
    }
}

/// A call as a draft says; the machine is found by its serial where the draft does not name it (CALLED-1).
fn filled(reader: &Reader<'_>, draft: &CallDraft, base: Call) -> Answer<Call> {
    let maker = match draft.principal.trim() {
        "" => None,
        code => Some(principal(reader, code)?.id),
    };
    let customer = draft.customer_id.as_deref().map(|id| customer_id(reader, id)).transpose()?;
    let unit = match draft.unit_id.as_deref() {
        Some(id) => Some(named_unit(reader, id)?),
        None => unit_of_serial(reader, maker, &draft.serial)?,
    };
    let received_at = draft.received_at.unwrap_or(base.received_at);
    let task_no = clean(&draft.task_no);
    let forwarded = draft.channel == Channel::HeadOffice || !task_no.is_empty();
    let told = |given: &str, known: &dyn Fn(&Unit) -> Answer<String>| match (clean(given), &unit) {
        (given, Some(unit)) if given.is_empty() => known(unit),
        (given, _) => Ok(given),
    };
    let model = |unit: &Unit| reader.model(unit.model).map_err(AppError::from);
    Ok(Call {
        principal: maker.or(unit.as_ref().map(|unit| unit.principal)),
        received_at,
        channel: draft.channel,
        caller: clean(&draft.caller),
        phone: clean(&draft.phone),
        customer,
        serial: serial_text(&told(&draft.serial, &|unit| Ok(unit.serial.clone()))?),
        model: told(&draft.model, &|unit| Ok(model(unit)?.map(|model| model.code).unwrap_or_default()))?,
        product: told(&draft.product, &|unit| Ok(model(unit)?.map(|model| model.product).unwrap_or_default()))?,
        unit: unit.map(|unit| unit.id),
        area: draft.area,
        address: clean(&draft.address),
        complaint: clean(&draft.complaint),
        urgency: draft.urgency.unwrap_or(Urgency::Normal),
        forwarded_at: draft.forwarded_at.or(forwarded.then_some(received_at)),
        task_no,
        note: clean(&draft.note),
        follows: follows(reader, draft, &base)?,
        ..base
    })
}

/// What is refused of a call, all of it at once; a machine of another maker than the one chosen is, too (CALLED-7).
fn checked(reader: &Reader<'_>, call: &Call, stood: Option<&Call>, now: Now) -> Answer<()> {
    let own = match stood {
        Some(stood) => call.check_after(stood, now.at),
        None => call.check(now.at),
    };
    let mut refused = own.map_or_else(|why| why.0, |()| Vec::new());
    let same = stood.is_some_and(|stood| (stood.unit, stood.principal) == (call.unit, call.principal));
    if let (Some(unit), Some(maker), false) = (call.unit, call.principal, same) {
        refused.extend(other_maker(reader, unit, maker)?);
    }
    if refused.is_empty() { Ok(()) } else { Err(Refusals(refused).into()) }
}

pub(crate) fn other_maker(reader: &Reader<'_>, unit: UnitId, chosen: PrincipalId) -> Answer<Option<Refusal>> {
    let Some(unit) = reader.unit(unit)?.filter(|unit| unit.principal != chosen) else { return Ok(None) };
    let maker = reader.principal(unit.principal)?.map(|maker| maker.name).unwrap_or_default();
    Ok(Some(Refusal::OtherMaker { field: "principal", serial: unit.serial, maker }))
}

/// The call it comes after (CALLED-6).
fn follows(reader: &Reader<'_>, draft: &CallDraft, base: &Call) -> Answer<Option<CallId>> {
    let Some(id) = draft.follows.as_deref().filter(|id| !id.is_empty()) else { return Ok(None) };
    let earlier = known(reader, id).map_err(|_| no_such("follows", id))?;
    if earlier.id == base.id {
        let wanted = "是另一件报修";
        return Err(Refusal::OutOfRange { field: "follows", label: "接着的报修", wanted }.into());
    }
    Ok(Some(earlier.id))
}

fn customer_id(reader: &Reader<'_>, id: &str) -> Answer<CustomerId> {
    let found = reader.customer(parse_id("customer_id", id)?)?;
    found.map(|customer| customer.id).ok_or_else(|| no_such("customer_id", id))
}

pub(crate) fn named_unit(reader: &Reader<'_>, id: &str) -> Answer<Unit> {
    reader.unit(parse_id::<UnitId>("unit_id", id)?)?.ok_or_else(|| no_such("unit_id", id))
}

/// The machine with this serial, where it is one alone.
pub(crate) fn unit_of_serial(reader: &Reader<'_>, maker: Option<PrincipalId>, serial: &str) -> Answer<Option<Unit>> {
    let key = serial_key(serial);
    if key.is_empty() {
        return Ok(None);
    }
    let mut found = reader.units_by_key(&key)?;
    found.retain(|unit| maker.is_none_or(|maker| unit.principal == maker));
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Customers with a phone and what they bought (CALLED-2).
fn known_callers(reader: &Reader<'_>, phone: &str) -> Answer<Vec<KnownCaller>> {
    let mut all = Vec::new();
    for id in reader.find(phone, MOST_KNOWN)?.customers {
        let Some(customer) = reader.customer(parse_id("", &id)?)? else { continue };
        if phone_key(&customer.phone) != phone {
            continue;
        }
        let line = |unit: Option<(&Unit, Day)>| -> Answer<KnownCaller> {
            let model = unit.map(|(unit, _)| reader.model(unit.model)).transpose()?.flatten();
            let maker = unit.map(|(unit, _)| reader.principal(unit.principal)).transpose()?.flatten();
            Ok(KnownCaller {
                customer_id: customer.id.to_string(),
                name: customer.name.clone(),
                address: customer.address(),
                unit_id: unit.map(|(unit, _)| unit.id.to_string()),
                principal: maker.map(|maker| maker.code).unwrap_or_default(),
                model: model.as_ref().map(|model| model.code.clone()).unwrap_or_default(),
                product: model.map(|model| model.product).unwrap_or_default(),
                serial: unit.map(|(unit, _)| unit.serial.clone()).unwrap_or_default(),
                sold_on: unit.map(|(_, sold_on)| sold_on),
            })
        };
        let mut sales = reader.sales_of_customer(customer.id)?;
        sales.retain(|sale| sale.void_reason.is_none());
        for sale in &sales {
            if let Some(unit) = reader.unit(sale.unit)? {
                all.push(line(Some((&unit, sale.sold_on)))?);
            }
        }
        if sales.is_empty() {
            all.push(line(None)?);
        }
    }
    Ok(all)
}

/// Links a repair with the call its form names (CALLED-4).
pub(crate) fn link(tx: &Tx<'_>, call: Option<&str>, repair: &Repair) -> Answer<()> {
    let Some(id) = call.filter(|id| !id.is_empty()) else { return Ok(()) };
    let mut call = known(tx, id).map_err(|_| no_such("call", id))?;
    if call.repair == Some(repair.id) {
        return Ok(());
    }
    let other = call.repair.map(|id| tx.repair(id)).transpose()?.flatten();
    if let Some(other) = other.filter(|other| other.state != RepairState::Voided) {
        return Err(Refusal::Taken { field: "call", label: "这件报修的维修单", given: other.no }.into());
    }
    if call.void_reason.is_some() {
        let state = CallState::Voided.zh();
        return Err(Refusal::WrongState { subject: "这件报修", state, verb: "再开维修单" }.into());
    }
    call.repair = Some(repair.id);
    call.rev += 1;
    Ok(tx.put_call(&call)?)
}

/// A call that is open again goes back on what its cancelled repair had moved while it could not follow (CALL-9).
fn follow_cancelled(tx: &Tx<'_>, now: Now, call: &mut Call) -> Answer<()> {
    let repair = call.repair.map(|id| tx.repair(id)).transpose()?.flatten();
    if let Some(repair) = repair.filter(|repair| repair.state == RepairState::Voided) {
        // Steps by hand that stand on it are taken back by hand: that is no reason to keep the call closed.
        if let Err(why) = call.follow(&repair, now.at) {
            tracing::info!(no = %call.no, %why, "does not go back by itself");
        }
    }
    Ok(())
}

/// After a repair was put: its call follows (CALL-9).
pub(crate) fn follow(tx: &Tx<'_>, now: Now, repair: &Repair) -> Answer<()> {
    let Some(mut call) = tx.call_of_repair(repair.id)? else { return Ok(()) };
    // Days that do not fit are no reason to refuse the repair: both records say what does not (CALL-9).
    if matches!(call.follow(repair, now.at), Ok(true)) {
        call.rev += 1;
        tx.put_call(&call)?;
    }
    Ok(())
}
