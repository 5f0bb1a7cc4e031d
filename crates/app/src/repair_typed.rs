//! A repair as its form has it: the plain fields, before machine, customer and parts are looked at.

use crate::clock::Now;
use crate::view::RepairDraft;
use domain::principal::Principal;
use domain::repair::{Repair, RepairState, UsageUnit, payer_of};
use domain::text::clean;
use domain::{Fen, RepairId};

/// A repair before anything is filled in.
pub(crate) fn blank(id: RepairId, now: Now, maker: &Principal, no: String) -> Repair {
    let nil = uuid::Uuid::nil();
    Repair {
        id,
        no,
        principal: maker.id,
        unit: domain::UnitId(nil),
        customer: domain::CustomerId(nil),
        channel: domain::repair::Channel::Phone,
        reported_on: now.today,
        reported_time: String::new(),
        received_on: now.today,
        arrived_on: None,
        arrived_time: String::new(),
        completed_on: None,
        handed_over_on: None,
        usage_milli: None,
        usage_unit: UsageUnit::Hour,
        in_warranty: false,
        payer: domain::repair::Payer::Paid,
        fault: String::new(),
        fault_place: String::new(),
        cause: String::new(),
        responsibility: String::new(),
        method: domain::repair::Method::Repair,
        work: String::new(),
        technician: String::new(),
        labour_milli_hours: None,
        labour_fen: Fen(0),
        material_fen: Fen(0),
        travel_milli_km: None,
        travel_fen: Fen(0),
        other_fen: Fen(0),
        user_signed: false,
        user_rating: String::new(),
        note: String::new(),
        share_consent: false,
        state: RepairState::Draft,
        entered_on: now.today,
        clock_suspect: now.suspect,
        submitted_on: None,
        acknowledged_on: None,
        returned_reason: None,
        void_reason: None,
        rev: 1,
        severity: None,
        same_as: None,
        component_exchanged: false,
        waits: Vec::new(),
        usage_read_on: None,
        new_meter: false,
        old_meter_milli: None,
        fault_code: String::new(),
        depart_time: String::new(),
        fees: Vec::new(),
    }
}

/// A repair as a form has it so far, with what is on record of it.
pub(crate) fn as_typed(
    now: Now,
    maker: &Principal,
    draft: &RepairDraft,
    saved: Option<Repair>,
    has_sale: bool,
) -> Repair {
    let base = saved.unwrap_or_else(|| blank(RepairId(uuid::Uuid::nil()), now, maker, String::new()));
    let typed = typed(draft, base);
    Repair { payer: payer_of(draft.payer, typed.in_warranty, has_sale, typed.payer), ..typed }
}

/// The plain fields of a draft.
pub(crate) fn typed(draft: &RepairDraft, base: Repair) -> Repair {
    Repair {
        channel: draft.channel,
        reported_on: draft.reported_on,
        reported_time: clean(&draft.reported_time),
        received_on: draft.received_on.unwrap_or(draft.reported_on),
        arrived_on: draft.arrived_on,
        arrived_time: clean(&draft.arrived_time),
        completed_on: draft.completed_on,
        handed_over_on: draft.handed_over_on,
        usage_milli: draft.usage_milli,
        usage_unit: draft.usage_unit.unwrap_or(UsageUnit::Hour),
        in_warranty: draft.in_warranty,
        fault: clean(&draft.fault),
        fault_place: clean(&draft.fault_place),
        cause: clean(&draft.cause),
        responsibility: clean(&draft.responsibility),
        method: draft.method,
        work: clean(&draft.work),
        technician: clean(&draft.technician),
        labour_milli_hours: draft.labour_milli_hours,
        labour_fen: Fen(draft.labour_fen),
        material_fen: Fen(draft.material_fen.unwrap_or(0)),
        travel_milli_km: draft.travel_milli_km,
        travel_fen: Fen(draft.travel_fen),
        other_fen: Fen(draft.other_fen),
        user_signed: draft.user_signed,
        user_rating: clean(&draft.user_rating),
        note: clean(&draft.note),
        share_consent: draft.share_consent,
        severity: draft.severity,
        component_exchanged: draft.component_exchanged,
        waits: draft.waits.clone(),
        usage_read_on: draft.usage_read_on,
        new_meter: draft.new_meter,
        old_meter_milli: draft.old_meter_milli,
        fault_code: clean(&draft.fault_code),
        depart_time: clean(&draft.depart_time),
        ..base
    }
}

/// Empty, or `H:MM` / `HH:MM`.
pub(crate) fn is_time(text: &str) -> bool {
    text.is_empty()
        || text.split_once(':').is_some_and(|(hour, minute)| {
            let within = |part: &str, most: u32| {
                !part.is_empty() && part.len() <= 2 && part.parse::<u32>().is_ok_and(|n| n < most)
            };
            within(hour, 24) && minute.len() == 2 && within(minute, 60)
        })
}
