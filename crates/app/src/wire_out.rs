//! Domain → wire: the one file where a record takes the shape head office sees.
//!
//! Consent decides what of the customer travels (CUSTOMER-3), and which pictures of a repair (ATTACH-7). The name always does: the
//! contract of 三包 is with that person.

use domain::attachment::Attachment;
use domain::card::Card;
use domain::customer::Customer;
use domain::model::Model;
use domain::old_part::{OldPart, PartsBatch};
use domain::part_result::PartResult;
use domain::principal::Principal;
use domain::repair::{Repair, RepairPart};
use domain::sale::Sale;
use domain::unit::Unit;
use domain::{Day, Fen};
use wire::body::*;

fn day(day: Option<Day>) -> Option<String> {
    day.map(|day| day.iso())
}

fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn unit(unit: &Unit, model: &Model) -> UnitBody {
    UnitBody {
        model: model.code.clone(),
        product: model.product.clone(),
        serial: unit.serial.clone(),
        serial_key: unit.serial_key.clone(),
        engine_no: unit.engine_no.clone(),
        frame_no: unit.frame_no.clone(),
        produced_on: day(unit.produced_on),
    }
}

pub(crate) fn customer(customer: &Customer, consent: bool) -> CustomerBody {
    let (phone, address) = customer.shared(consent);
    CustomerBody {
        name: customer.name.clone(),
        phone,
        address,
        id_no: customer.id_no.clone().filter(|_| consent),
        shared: consent,
    }
}

pub(crate) fn card(
    principal: &Principal,
    sale: &Sale,
    card: &Card,
    machine: UnitBody,
    buyer: CustomerBody,
    amend_reason: &str,
) -> CardBody {
    CardBody {
        principal: principal.code.clone(),
        sale: SaleBody {
            no: sale.no.clone(),
            sold_on: sale.sold_on.iso(),
            invoice_no: sale.invoice_no.clone(),
            invoice_on: day(sale.invoice_on),
            delivered_on: day(sale.delivered_on),
            installed_on: day(sale.installed_on),
            price_fen: sale.price_fen.map(|Fen(fen)| fen),
            outlet: sale.outlet.clone(),
            seller: sale.seller.clone(),
            entered_on: sale.entered_on.iso(),
            clock_suspect: sale.clock_suspect,
        },
        unit: machine,
        customer: buyer,
        card: CardFacts {
            no: card.no.clone(),
            user_signed: card.user_signed,
            returned_on: day(card.returned_on),
            due_on: card.due.as_ref().map(|due| due.due_on.iso()),
        },
        amend_reason: amend_reason.to_owned(),
    }
}

pub(crate) fn repair(
    principal: &Principal,
    repair: &Repair,
    (parts, old_parts): (&[RepairPart], &[OldPart]),
    machine: UnitBody,
    user: CustomerBody,
    attachments: Vec<AttachmentBody>,
    amend_reason: &str,
) -> RepairBody {
    RepairBody {
        principal: principal.code.clone(),
        no: repair.no.clone(),
        unit: machine,
        customer: user,
        channel: name_of(&repair.channel),
        reported_on: repair.reported_on.iso(),
        received_on: repair.received_on.iso(),
        arrived_on: day(repair.arrived_on),
        completed_on: day(repair.completed_on),
        handed_over_on: day(repair.handed_over_on),
        usage_milli: repair.usage_milli,
        usage_unit: name_of(&repair.usage_unit),
        in_warranty: repair.in_warranty,
        payer: name_of(&repair.payer),
        fault: repair.fault.clone(),
        fault_place: repair.fault_place.clone(),
        cause: repair.cause.clone(),
        responsibility: repair.responsibility.clone(),
        method: name_of(&repair.method),
        work: repair.work.clone(),
        technician: repair.technician.clone(),
        labour_fen: repair.labour_fen.0,
        material_fen: repair.material_fen.0,
        travel_fen: repair.travel_fen.0,
        other_fen: repair.other_fen.0,
        travel_milli_km: repair.travel_milli_km,
        user_signed: repair.user_signed,
        parts: parts.iter().map(|part| repair_part(part, old_parts)).collect(),
        amend_reason: amend_reason.to_owned(),
        fault_code: repair.fault_code.clone(),
        attachments,
    }
}

pub(crate) fn attachment(one: &Attachment) -> AttachmentBody {
    AttachmentBody {
        sha256: one.sha256.clone(),
        kind: name_of(&one.kind),
        tag: one.tag.as_ref().map(name_of),
        field: Some(one.field.clone()).filter(|field| !field.is_empty()),
        taken_at: one.taken_at,
        signer: Some(one.signer.clone()).filter(|name| !name.is_empty()),
        relation: one.relation.as_ref().map(name_of),
    }
}

fn repair_part(part: &RepairPart, old_parts: &[OldPart]) -> RepairPartBody {
    RepairPartBody {
        code: part.code.clone(),
        name: part.name.clone(),
        spec: part.spec.clone(),
        qty_milli: part.qty_milli,
        price_fen: part.price_fen.0,
        replaced_on: part.replaced_on.iso(),
        tag_no: old_parts.iter().find(|old| old.repair_part == Some(part.id)).map(|old| old.tag_no.clone()),
        wants_replacement: part.wants_replacement,
        old_serial: part.old_serial.clone(),
        new_serial: part.new_serial.clone(),
    }
}

pub(crate) fn old_part(
    principal: &Principal,
    part: &OldPart,
    batch: Option<(&PartsBatch, String)>,
    result: Option<&PartResult>,
    amend_reason: &str,
) -> PartBody {
    PartBody {
        principal: principal.code.clone(),
        tag_no: part.tag_no.clone(),
        repair_no: part.repair_no.clone(),
        code: part.code.clone(),
        name: part.name.clone(),
        qty_milli: part.qty_milli,
        removed_on: part.removed_on.iso(),
        state: name_of(&part.state),
        reason: part.reason.clone(),
        batch: batch.map(|(batch, seal_no)| BatchBody {
            no: batch.no.clone(),
            boxes: batch.boxes,
            weight_g: batch.weight_g,
            seal_no,
            carrier: batch.carrier.clone(),
            waybill_no: batch.waybill_no.clone(),
            freight_payer: batch.freight_payer.clone(),
            sent_on: batch.sent_on.iso(),
        }),
        box_no: part.box_no.clone(),
        result: result.map(part_result),
        amend_reason: amend_reason.to_owned(),
    }
}

fn part_result(result: &PartResult) -> PartResultBody {
    PartResultBody {
        received_milli: result.received_milli,
        short_milli: result.short_milli(),
        wrong_milli: result.wrong_milli,
        verdict: result.verdict.map(|verdict| name_of(&verdict)),
        settlement: result.settlement.map(|settlement| name_of(&settlement)),
        settle_reason: result.settle_reason.clone(),
        dispute: result.dispute.clone(),
        answer: result.answer.clone(),
    }
}
