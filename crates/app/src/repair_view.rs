//! Repairs as shown.

use crate::custody_view::mark_of;
use crate::error::Answer;
use crate::job_card::card_view;
use crate::law::facts::reading;
use crate::repair::{Parties, parties};
use crate::repair_past::meter_notice;
use crate::sale_view::{customer_input, unit_input};
use crate::view::*;
use crate::writing::notice;
use domain::PrincipalId;
use domain::call::{Call, StepKind};
use domain::old_part::{OldPart, OldPartState};
use domain::repair::{Payer, Repair, RepairPart, RepairState, material_of};
use domain::unit::Unit;
use store::{Reader, RepairLine};

/// A row of the list as shown.
pub(crate) fn repair_row(line: RepairLine) -> RepairRow {
    RepairRow {
        id: line.id,
        no: line.no,
        principal: line.principal,
        customer: line.customer,
        phone: line.phone,
        model: line.model,
        serial: line.serial,
        reported_on: line.reported_on,
        completed_on: line.completed_on,
        fault: line.fault,
        in_warranty: line.in_warranty,
        total_fen: line.total_fen.0,
        user_signed: line.user_signed,
        state: line.state,
        acknowledged_on: line.acknowledged_on,
        returned_reason: line.returned_reason,
    }
}

/// A repair with everything about it.
pub(crate) fn view_of(reader: &Reader<'_>, repair: Repair) -> Answer<RepairView> {
    let who = parties(reader, &repair)?;
    let parts = reader.repair_parts(repair.id)?;
    let old_parts = reader.old_parts_of_repair(repair.id)?;
    let has_sale = reader.sales_of_unit(repair.unit)?.iter().any(|sale| sale.void_reason.is_none());
    let line = reader.last_line(&repair.id.to_string())?;
    let stands = repair.state != RepairState::Voided;
    let shown = reading(&repair).filter(|_| stands);
    let meter = meter_notice(reader, repair.unit, Some(repair.id), shown)?;
    let readings = crate::repair_past::readings(reader, repair.unit)?;
    let claimed = crate::claim::claim_notice(reader, &repair)?;
    let elsewhere = paid_elsewhere(reader, &repair, &who.unit)?;
    let call = reader.call_of_repair(repair.id)?;
    let (signing, evidence) = crate::attachment::of_repair(reader, &repair)?;
    let receipt = reader.receipt_of(repair.id)?.map(|one| ReceiptMark { id: one.id.to_string(), no: one.no });
    let same_as_no = repair.same_as.map(|id| reader.repair(id)).transpose()?.flatten().map(|earlier| earlier.no);
    Ok(RepairView {
        id: repair.id.to_string(),
        rev: repair.rev,
        no: repair.no.clone(),
        unit_id: who.unit.id.to_string(),
        customer_id: who.customer.id.to_string(),
        call_no: call.as_ref().map(|call| call.no.clone()),
        total_fen: repair.total().unwrap_or_default().0,
        entered_by: reader.hand_of("repair_open", &repair.no)?,
        signing,
        occupied_days: repair.occupied_days(),
        state: repair.state,
        submitted_on: repair.submitted_on,
        acknowledged_on: repair.acknowledged_on,
        returned_reason: repair.returned_reason.clone(),
        returned_field: line
            .and_then(|line| line.last_field)
            .map(crate::consent::form_field)
            .filter(|_| repair.returned_reason.is_some()),
        void_reason: repair.void_reason.clone(),
        notices: notices(&repair, &old_parts, has_sale)
            .into_iter()
            .chain(meter)
            .chain(claimed)
            .chain(elsewhere)
            .chain(evidence)
            .chain(crate::fee::notices(&repair))
            .chain(call.as_ref().and_then(|call| call_differs(call, &repair)))
            .collect(),
        fees: crate::fee::kept(&repair),
        receipt_open: receipt.is_none() && domain::receipt::done_on(&repair).is_ok(),
        receipt,
        readings,
        same_as_no,
        voucher_no: call.as_ref().and_then(|call| call.step(StepKind::Dispatched)).map(|step| step.no.clone()),
        custody: reader.custodies_of_repair(repair.id)?.first().map(mark_of),
        job: reader.job_card(repair.id)?.map(card_view),
        draft: RepairDraft { call: call.map(|call| call.id.to_string()), ..draft_of(repair, who, parts, &old_parts) },
    })
}

/// Why the call it was opened from did not follow it (CALL-9).
fn call_differs(call: &Call, repair: &Repair) -> Option<Notice> {
    let why = call.differs(repair)?;
    let says = format!("报修 {} 没有跟着登记：{why}。请更正这张维修单，或打开报修更正它的步骤", call.no);
    Some(notice("completed_on", "call_differs", says))
}

/// What keeps a repair from being submitted or paid.
fn notices(repair: &Repair, old_parts: &[OldPart], has_sale: bool) -> Vec<Notice> {
    let mut all = Vec::new();
    if repair.state == RepairState::Voided {
        return all;
    }
    if !has_sale {
        all.push(notice("unit.serial", "unit_without_sale", unsold(repair)));
    }
    if repair.completed_on.is_some() && !repair.user_signed {
        all.push(notice("user_signed", "not_signed", "用户还没有签字，总部不认这张单"));
    }
    if repair.completed_on.is_some() && repair.state == RepairState::Draft {
        all.extend(untold(repair));
    }
    let missing = old_parts.iter().filter(|old| matches!(old.state, OldPartState::Tagged | OldPartState::Lost)).count();
    if repair.payer == Payer::Warranty && missing > 0 {
        all.push(notice("parts", "old_part_missing", format!("{missing} 件旧件还没有入库")));
    }
    let sent: Vec<&str> =
        old_parts.iter().filter(|old| old.state == OldPartState::Sent).map(|old| old.tag_no.as_str()).collect();
    if repair.payer != Payer::Warranty && !sent.is_empty() {
        let says = format!("旧件 {} 已发往厂家，付款方改了也照原样留着；要退回请与总部联系", sent.join("、"));
        all.push(notice("payer", "old_part_sent", says));
    }
    all
}

/// What a machine without a sale means for its repair (REPAIR-5, REPAIR-9).
fn unsold(repair: &Repair) -> String {
    if repair.payer != Payer::Warranty {
        return "这台机器没有销售记录，按内部或收费处理，不能向厂家核销".into();
    }
    let money = repair.total().unwrap_or_default().grouped();
    format!("这台机器没有销售记录，{money} 元现在不能向厂家核销，列在有风险。编号写错了请改回；没有写错请补登销售")
}

/// Complaint, cause and correction: what of the three nobody wrote down.
fn untold(repair: &Repair) -> Option<Notice> {
    let (no_cause, no_work) = (repair.cause.is_empty(), repair.work.is_empty());
    let (field, what) = match (no_cause, no_work) {
        (false, false) => return None,
        (true, false) => ("cause", "故障原因"),
        (false, true) => ("work", "检查与修理内容"),
        (true, true) => ("cause", "故障原因、检查与修理内容"),
    };
    Some(notice(field, "cause_or_work_missing", format!("提交前请补上{what}：现象、原因、修理缺一样，总部可能退回")))
}

/// The same serial in the same days for another maker: one job is paid by one of them (E33).
fn paid_elsewhere(reader: &Reader<'_>, repair: &Repair, unit: &Unit) -> Answer<Option<Notice>> {
    let Some((found, maker)) = same_job(reader, repair, unit)?.into_iter().next() else { return Ok(None) };
    let maker = reader.principal(maker)?.map(|maker| maker.name).unwrap_or_default();
    let message = format!("{maker}的维修单 {} 是同一编号、同一时间。同一次维修只向一家核销，请核对付款方", found.no);
    Ok(Some(notice("payer", "paid_elsewhere", message)))
}

/// Repairs other makers were to pay, of the same serial in the same days as one a maker pays (E33).
pub(crate) fn same_job(reader: &Reader<'_>, repair: &Repair, unit: &Unit) -> Answer<Vec<(Repair, PrincipalId)>> {
    let mut found = Vec::new();
    for other in reader.units_by_key(&unit.serial_key)?.into_iter().filter(|one| one.principal != unit.principal) {
        let repairs = reader.repairs_of_unit(other.id)?.into_iter();
        found.extend(repairs.filter(|one| repair.is_same_job(one)).map(|one| (one, other.principal)));
    }
    Ok(found)
}

fn draft_of(repair: Repair, who: Parties, parts: Vec<RepairPart>, old_parts: &[OldPart]) -> RepairDraft {
    // What only follows from the parts is not stated: a form that is saved again goes on following them (REPAIR-3).
    let stated = Some(repair.material_fen).filter(|fen| material_of(&parts) != Some(*fen));
    RepairDraft {
        request_id: None,
        call: None,
        no: repair.no,
        principal: who.maker.code,
        customer: customer_input(&who.customer),
        unit: unit_input(&who.unit, &who.model),
        channel: repair.channel,
        reported_on: repair.reported_on,
        reported_time: repair.reported_time,
        received_on: Some(repair.received_on),
        arrived_on: repair.arrived_on,
        arrived_time: repair.arrived_time,
        completed_on: repair.completed_on,
        handed_over_on: repair.handed_over_on,
        usage_milli: repair.usage_milli,
        usage_unit: Some(repair.usage_unit),
        in_warranty: repair.in_warranty,
        payer: Some(repair.payer),
        fault: repair.fault,
        fault_place: repair.fault_place,
        cause: repair.cause,
        responsibility: repair.responsibility,
        method: repair.method,
        work: repair.work,
        technician: repair.technician,
        labour_milli_hours: repair.labour_milli_hours,
        labour_fen: repair.labour_fen.0,
        material_fen: stated.map(|fen| fen.0),
        travel_milli_km: repair.travel_milli_km,
        travel_fen: repair.travel_fen.0,
        other_fen: repair.other_fen.0,
        user_signed: repair.user_signed,
        user_rating: repair.user_rating,
        note: repair.note,
        share_consent: repair.share_consent,
        parts: parts.into_iter().map(|part| part_input(part, old_parts)).collect(),
        severity: repair.severity,
        same_as: repair.same_as.map(|id| id.to_string()),
        component_exchanged: repair.component_exchanged,
        waits: repair.waits,
        usage_read_on: repair.usage_read_on,
        new_meter: repair.new_meter,
        old_meter_milli: repair.old_meter_milli,
        fault_code: repair.fault_code,
        depart_time: repair.depart_time,
    }
}

fn part_input(part: RepairPart, old_parts: &[OldPart]) -> RepairPartInput {
    let old = old_parts.iter().find(|old| old.repair_part == Some(part.id));
    RepairPartInput {
        id: Some(part.id.to_string()),
        code: part.code,
        name: part.name,
        spec: part.spec,
        unit: part.unit,
        qty_milli: part.qty_milli,
        price_fen: Some(part.price_fen.0),
        kind: part.kind,
        replaced_on: Some(part.replaced_on),
        wants_replacement: part.wants_replacement,
        old_serial: part.old_serial,
        new_serial: part.new_serial,
        old_part_here: old.is_some_and(|old| old.state == OldPartState::InStore),
        bin: old.map(|old| old.bin.clone()).unwrap_or_default(),
        tag_no: old.filter(|old| old.state != OldPartState::Voided).map(|old| old.tag_no.clone()),
    }
}
