//! Use cases of repair records.

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::list::{limits, month_days};
use crate::repair_parts::{OldPartStart, put_parts, send_old_parts};
use crate::repair_typed::{blank, is_time, typed};
use crate::repair_view::{repair_row, view_of};
use crate::view::*;
use crate::writing::{Line, Paper, PaperKind, Writing};
use domain::customer::Customer;
use domain::model::Model;
use domain::number::NumberType;
use domain::principal::Principal;
use domain::refusal::{Checks, Refusal};
use domain::repair::{Repair, RepairPart, RepairState, payer_of};
use domain::text::{clean, serial_key};
use domain::unit::Unit;
use domain::{Day, Fen, RepairId};
use store::{Hits, ListFilter, Outgoing, Reader};

/// How a repair comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RepairOrigin {
    /// Typed at the desk: open until it is submitted.
    Form,
    /// From a ledger: completed and signed counts as submitted.
    Ledger {
        /// Whether head office is told; what lies before the start-of-use day was handled on paper.
        send: bool,
        /// Where the old parts are, by the ledger.
        old_parts: OldPartStart,
    },
}

const REPAIR_TOUCHES: [Touched; 6] =
    [Touched::Repair, Touched::Call, Touched::OldPart, Touched::Customer, Touched::Unit, Touched::Sync];

fn written(value: RepairView) -> Written<RepairView> {
    Written { value, touched: REPAIR_TOUCHES.to_vec() }
}

impl App {
    pub(crate) fn repair_open(&self, draft: RepairDraft) -> Answer<Written<RepairView>> {
        let form = Form::of("repair_open", &draft.request_id, &draft)?;
        let view = self.write("repair_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return view_of(tx, tx.repair(parse_id("", made)?)?.ok_or_else(|| AppError::NotFound(made.clone()))?);
            }
            let writing = Writing::begin(self, tx, now)?;
            let repair = open_repair(&writing, &draft, RepairOrigin::Form)?;
            crate::call::link(tx, draft.call.as_deref(), &repair)?;
            crate::call::follow(tx, now, &repair)?;
            crate::custody::link(tx, &repair)?;
            form.keep(tx, &[repair.id.to_string()], &repair.no)?;
            view_of(tx, repair)
        })?;
        Ok(written(view))
    }

    pub(crate) fn repair_amend(&self, input: RepairAmend) -> Answer<Written<RepairView>> {
        let id: RepairId = parse_id("id", &input.id)?;
        let view = self.write("repair_amend", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let old = tx.repair(id)?.ok_or_else(|| no_such("id", &input.id))?;
            refuse_stale("这张维修单", input.rev, old.rev)?;
            let repair = amend_repair(&writing, old, &input)?;
            crate::call::link(tx, input.draft.call.as_deref(), &repair)?;
            crate::call::follow(tx, now, &repair)?;
            crate::custody::link(tx, &repair)?;
            view_of(tx, repair)
        })?;
        Ok(written(view))
    }

    pub(crate) fn repair_submit(&self, input: ById) -> Answer<Written<RepairView>> {
        let id: RepairId = parse_id("id", &input.id)?;
        let view = self.write("repair_submit", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let mut repair = tx.repair(id)?.ok_or_else(|| no_such("id", &input.id))?;
            if repair.state == RepairState::Submitted && repair.returned_reason.is_none() {
                return view_of(tx, repair);
            }
            repair.submit(now.today)?;
            repair.rev += 1;
            let parts = tx.repair_parts(id)?;
            put(&writing, &repair, &parts, "")?;
            crate::call::follow(tx, now, &repair)?;
            view_of(tx, repair)
        })?;
        Ok(written(view))
    }

    pub(crate) fn repair_void(&self, input: VoidInput) -> Answer<Written<RepairView>> {
        let id: RepairId = parse_id("id", &input.id)?;
        let view = self.write("repair_void", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let mut repair = tx.repair(id)?.ok_or_else(|| no_such("id", &input.id))?;
            refuse_stale("这张维修单", input.rev, repair.rev)?;
            crate::claim::refuse_claimed(tx, &repair, now.today)?;
            crate::receipt::refuse_paid(tx, &repair, "作废；请先作废收据")?;
            repair.void(&input.reason)?;
            repair.rev += 1;
            crate::repair_parts::void_old_parts(&writing, &repair, &input.reason)?;
            let heard = tx.heard_of(&input.id)?;
            let outgoing = if heard { reversal(&writing, &repair, &input.reason)? } else { Outgoing::Nothing };
            let parts = tx.repair_parts(id)?;
            tx.put_repair(&repair, &parts, &outgoing)?;
            crate::call::follow(tx, now, &repair)?;
            tx.note(&repair.no, &input.reason);
            if let Some(trace) = crate::part_serials::put_engine_back(tx, &repair, &parts)? {
                tx.note(&repair.no, &trace);
            }
            view_of(tx, repair)
        })?;
        Ok(written(view))
    }

    pub(crate) fn repair_show(&self, input: ById) -> Answer<RepairView> {
        let id: RepairId = parse_id("id", &input.id)?;
        self.read(|reader, _| {
            let repair = reader.repair(id)?.ok_or_else(|| no_such("id", &input.id))?;
            view_of(reader, repair)
        })
    }

    pub(crate) fn repair_list(&self, query: RepairQuery) -> Answer<Page<RepairRow>> {
        self.read(|reader, now| repairs_page(reader, now.today, &query, limits(query.limit, query.offset)))
    }
}

/// So many rows of the list from one on.
pub(crate) fn repairs_page(
    reader: &Reader<'_>,
    today: Day,
    query: &RepairQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<RepairRow>> {
    let filter = ListFilter {
        principal: principal_filter(reader, &query.principal)?.map(|p| p.id),
        days: month_days(&query.month)?,
        state: query.state.map(crate::list::stored_name),
        hits: crate::search_papers::hits_of(reader, today, &query.term)?,
        limit,
        offset,
    };
    let cut = filter.hits.as_ref().is_some_and(Hits::cut);
    let (rows, total) = reader.repairs(&filter)?;
    Ok(Page::of(rows.into_iter().map(repair_row).collect(), total, cut))
}

/// A repair's maker, machine, model and customer.
pub(crate) struct Parties {
    pub maker: Principal,
    pub unit: Unit,
    pub model: Model,
    pub customer: Customer,
}

pub(crate) fn parties(reader: &Reader<'_>, repair: &Repair) -> Answer<Parties> {
    let gone = || AppError::NotFound(repair.no.clone());
    let unit = reader.unit(repair.unit)?.ok_or_else(gone)?;
    Ok(Parties {
        maker: reader.principal(repair.principal)?.ok_or_else(gone)?,
        model: reader.model(unit.model)?.ok_or_else(gone)?,
        customer: reader.customer(repair.customer)?.ok_or_else(gone)?,
        unit,
    })
}

/// Opens a repair with its parts and the tags of the old ones.
pub(crate) fn open_repair(writing: &Writing<'_>, draft: &RepairDraft, origin: RepairOrigin) -> Answer<Repair> {
    let maker = principal(writing.tx, &draft.principal)?;
    let no = repair_number(writing, draft)?;
    let base = blank(writing.app.id(), writing.now, &maker, no);
    let (mut repair, parts) = filled(writing, &maker, draft, base, origin)?;
    if origin == RepairOrigin::Form {
        refuse_unsold(writing, &repair)?;
        repair.fees = crate::fee::computed(writing.tx, &writing.policies, &maker, &repair)?;
    }
    let old_parts = match origin {
        RepairOrigin::Form => OldPartStart::AsTyped,
        RepairOrigin::Ledger { old_parts, .. } => old_parts,
    };
    let done = repair.completed_on.is_some() && repair.user_signed;
    if let (RepairOrigin::Ledger { .. }, true) = (origin, done) {
        repair.submit(writing.now.today)?;
    }
    writing.tx.put_repair(&repair, &parts, &Outgoing::Nothing)?;
    put_parts(writing, &maker, &repair, &parts, draft, old_parts)?;
    crate::part_serials::follow_engine(writing.tx, &repair, &parts, &[])?;
    if matches!(origin, RepairOrigin::Ledger { send: true, .. }) && done {
        tell(writing, &repair, &parts, "")?;
    }
    writing.tx.note(&repair.no, "");
    Ok(repair)
}

fn repair_number(writing: &Writing<'_>, draft: &RepairDraft) -> Answer<String> {
    let given = clean(&draft.no);
    if given.is_empty() {
        return writing.number(NumberType::WX, draft.reported_on);
    }
    match writing.tx.repair_by_no(&serial_key(&given))? {
        Some(_) => Err(Refusal::Taken { field: "no", label: "维修单号", given }.into()),
        None => Ok(given),
    }
}

/// The number as the form has it now; an empty one keeps what the paper got.
fn amended_number(writing: &Writing<'_>, old: &Repair, draft: &RepairDraft) -> Answer<String> {
    let given = clean(&draft.no);
    if given.is_empty() || serial_key(&given) == serial_key(&old.no) {
        return Ok(old.no.clone());
    }
    repair_number(writing, draft)
}

/// REPAIR-8, for what a form says; a ledger of years is taken as it is.
fn refuse_unsold(writing: &Writing<'_>, repair: &Repair) -> Answer<()> {
    let sales = writing.tx.sales_of_unit(repair.unit)?;
    let sold: Vec<Day> = sales.iter().filter(|sale| sale.void_reason.is_none()).map(|sale| sale.sold_on).collect();
    Ok(repair.check_sold(&sold)?)
}

/// Fills a repair and its parts from a draft: all refusals at once, machine and customer found or made.
fn filled(
    writing: &Writing<'_>,
    maker: &Principal,
    draft: &RepairDraft,
    base: Repair,
    origin: RepairOrigin,
) -> Answer<(Repair, Vec<RepairPart>)> {
    let bad_code = crate::fault::unknown_code(&draft.fault_code, &base.fault_code)?;
    let typed = typed(draft, base);
    let parts = crate::repair_parts::parts_of(writing, draft, &typed)?;
    let mut found: Vec<Refusal> = bad_code.into_iter().collect();
    if origin == RepairOrigin::Form {
        found.extend(crate::repair_parts::refuse_stray_codes(writing, &typed, &parts)?);
    }
    check_all(draft, &typed, &parts, found, writing.now)?;
    let (kind, names) = (PaperKind::Repair(Some(typed.id)), Some((typed.unit, typed.customer)));
    let paper = Paper { kind, on: typed.reported_on, names, form: origin == RepairOrigin::Form };
    let unit = writing.unit(maker, &draft.unit, &paper)?;
    let customer = writing.customer(maker, &draft.customer, &paper)?;
    let has_sale = writing.tx.sales_of_unit(unit.id)?.iter().any(|sale| sale.void_reason.is_none());
    let payer = payer_of(draft.payer, typed.in_warranty, has_sale, typed.payer);
    let material = match draft.material_fen {
        Some(fen) => Fen(fen),
        None => domain::repair::material_of(&parts).unwrap_or_default(),
    };
    crate::repair_past::refuse_leaving_links(writing.tx, &typed, unit.id)?;
    let same_as = crate::repair_past::same_as(writing.tx, draft, &typed, unit.id)?;
    let repair = Repair { unit: unit.id, customer: customer.id, payer, material_fen: material, same_as, ..typed };
    repair.check(writing.now.today)?;
    let parts = crate::repair_parts::with_returns(writing, maker, &unit, &repair, parts)?;
    Ok((repair, parts))
}

fn check_all(draft: &RepairDraft, repair: &Repair, parts: &[RepairPart], found: Vec<Refusal>, now: Now) -> Answer<()> {
    let mut checks = Checks::default();
    checks.text("unit.model", "型号", &draft.unit.model, 60);
    checks.length("no", "维修单号", &repair.no, 60);
    for (field, label, time) in [
        ("reported_time", "报修时间", &repair.reported_time),
        ("arrived_time", "到达时间", &repair.arrived_time),
        ("depart_time", "出发时刻", &repair.depart_time),
    ] {
        checks.add((!is_time(time)).then_some(Refusal::OutOfRange { field, label, wanted: "写成 08:30 这样" }));
    }
    let customer = Customer::check(
        &draft.customer.name,
        &draft.customer.phone,
        &draft.customer.county,
        &draft.customer.town,
        &draft.customer.village,
    );
    let mut all = found;
    for checked in [
        customer,
        Unit::check(&draft.unit.serial, &draft.unit.engine_no, &draft.unit.frame_no),
        checks.done(),
        repair.check(now.today),
    ]
    .into_iter()
    .chain(parts.iter().enumerate().map(|(line, part)| part.check(now.today).map_err(|why| why.on_line(line))))
    {
        all.extend(checked.err().into_iter().flat_map(|refusals| refusals.0));
    }
    if all.is_empty() { Ok(()) } else { Err(domain::Refusals(all).into()) }
}

/// Changes a repair; one that was submitted needs a reason and travels again as its next rev.
fn amend_repair(writing: &Writing<'_>, old: Repair, input: &RepairAmend) -> Answer<Repair> {
    if old.state == RepairState::Voided {
        return Err(Refusal::WrongState { subject: "这张维修单", state: old.state.zh(), verb: "修改" }.into());
    }
    let submitted = old.state == RepairState::Submitted;
    if submitted && old.returned_reason.is_none() && clean(&input.reason).is_empty() {
        return Err(AppError::ReasonNeeded);
    }
    let maker = principal(writing.tx, &input.draft.principal)?;
    if maker.id != old.principal {
        return Err(Refusal::WrongState {
            subject: "这张维修单的厂家",
            state: "已登记",
            verb: "改成别的厂家；请作废后重新登记",
        }
        .into());
    }
    let no = amended_number(writing, &old, &input.draft)?;
    let (mut repair, parts) = filled(writing, &maker, &input.draft, Repair { no, ..old.clone() }, RepairOrigin::Form)?;
    crate::claim::refuse_frozen(writing.tx, &old, &repair, writing.now.today)?;
    refuse_unsold(writing, &repair)?;
    let before = writing.tx.repair_parts(repair.id)?;
    crate::receipt::refuse_other_payer(writing.tx, &repair)?;
    repair.fees = crate::fee::computed(writing.tx, &writing.policies, &maker, &repair)?;
    repair.rev += 1;
    if submitted {
        repair.submit(writing.now.today)?;
    }
    // One too large for the way goes again, smaller; one of a ledger of years never went and stays here.
    let goes = submitted && writing.tx.last_rev(&repair.id.to_string())?.is_some();
    writing.tx.put_repair(&repair, &parts, &Outgoing::Nothing)?;
    put_parts(writing, &maker, &repair, &parts, &input.draft, OldPartStart::AsTyped)?;
    crate::part_serials::follow_engine(writing.tx, &repair, &parts, &before)?;
    if goes {
        tell(writing, &repair, &parts, input.reason.trim())?;
    }
    writing.tx.note(&repair.no, input.reason.trim());
    Ok(repair)
}

/// Whether a change of a repair travels: head office has it or may get it. A ledger of years is submitted and yet was never
/// sent: it stays here. One that came back keeps its reason and its day: it goes when it is mended.
pub(crate) fn travels(reader: &Reader<'_>, repair: &Repair) -> Answer<bool> {
    let sent = repair.state == RepairState::Submitted && repair.returned_reason.is_none();
    Ok(sent && reader.heard_of(&repair.id.to_string())?)
}

/// Puts a repair as it stands and tells head office.
pub(crate) fn put(writing: &Writing<'_>, repair: &Repair, parts: &[RepairPart], reason: &str) -> Answer<()> {
    writing.tx.put_repair(repair, parts, &Outgoing::Nothing)?;
    tell(writing, repair, parts, reason)?;
    writing.tx.note(&repair.no, reason);
    Ok(())
}

/// Puts the repair and its old parts in the outbox, in the transaction that saved them.
fn tell(writing: &Writing<'_>, repair: &Repair, parts: &[RepairPart], reason: &str) -> Answer<()> {
    let Parties { maker, unit, model, customer } = parties(writing.tx, repair)?;
    let old_parts = writing.tx.old_parts_of_repair(repair.id)?;
    let machine = crate::wire_out::unit(&unit, &model);
    let user = crate::wire_out::customer(&customer, repair.share_consent);
    let attached = crate::attachment::sent_along(writing, &maker, repair)?;
    let body = crate::wire_out::repair(&maker, repair, (parts, &old_parts), machine, user, attached, reason);
    let record_id = repair.id.to_string();
    let line = writing.outgoing(Line {
        principal: &maker,
        sent_before: writing.last_sent_rev(&record_id)?,
        record_id,
        rev: repair.rev,
        kind: "repair",
        no: repair.no.clone(),
        title: format!("{} {} {}", customer.name, model.code, repair.fault),
        body: &body,
        due_on: None,
    })?;
    writing.tx.put_repair(repair, parts, &line)?;
    send_old_parts(writing, &maker, &old_parts)
}

/// The cancellation of a repair head office may have.
fn reversal(writing: &Writing<'_>, repair: &Repair, reason: &str) -> Answer<Outgoing> {
    let Parties { maker, unit, model, customer } = parties(writing.tx, repair)?;
    let body = wire::body::ReversalBody {
        principal: maker.code.clone(),
        of: repair.id.to_string(),
        of_kind: "repair".into(),
        no: repair.no.clone(),
        reason: reason.trim().to_owned(),
        voided_on: writing.now.today.iso(),
    };
    writing.outgoing(Line {
        principal: &maker,
        record_id: writing.app.id::<RepairId>().to_string(),
        rev: 1,
        sent_before: None,
        kind: "reversal",
        no: repair.no.clone(),
        title: format!("作废 {} {} {}", customer.name, model.code, unit.serial),
        body: &body,
        due_on: None,
    })
}
