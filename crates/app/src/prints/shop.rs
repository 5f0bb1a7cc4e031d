//! Papers of a machine that is here: 客户商品领取收据 (F76) and 修护卡 (F78).

use super::papers::{About, customer_value, object, unit_value};
use crate::app::{no_such, parse_id};
use crate::error::Answer;
use domain::call::{Call, StepKind};
use domain::custody::Custody;
use domain::customer::Customer;
use domain::hours::TimeOfDay;
use domain::job_card::JobCard;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::repair::{Repair, RepairState};
use domain::{CustomerId, Day, PrincipalId, UnitId};
use serde_json::{Value, json};
use store::Reader;

/// What a paper says of a machine somebody brought or called about: as told, completed by what the desk knows.
struct Told<'a> {
    principal: Option<PrincipalId>,
    customer: Option<CustomerId>,
    unit: Option<UnitId>,
    name: &'a str,
    phone: &'a str,
    address: &'a str,
    serial: &'a str,
    model: &'a str,
    product: &'a str,
}

impl Told<'_> {
    fn customer(&self, reader: &Reader<'_>) -> Answer<Value> {
        let known = self.customer.map(|id| reader.customer(id)).transpose()?.flatten();
        let of = |field: fn(&Customer) -> String| known.as_ref().map(field).unwrap_or_default();
        let first = |one: String, other: &str| if one.is_empty() { other.to_owned() } else { one };
        Ok(json!({
            "name": first(of(|customer| customer.name.clone()), self.name),
            "phone": first(self.phone.to_owned(), &of(|customer| customer.phone.clone())),
            "address": first(self.address.to_owned(), &of(Customer::address)),
        }))
    }

    fn machine(&self, reader: &Reader<'_>) -> Answer<Value> {
        let unit = self.unit.map(|id| reader.unit(id)).transpose()?.flatten();
        let model = unit.as_ref().map(|unit| reader.model(unit.model)).transpose()?.flatten();
        Ok(match (&unit, &model) {
            (Some(unit), Some(model)) => unit_value(unit, model),
            _ => json!({
                "product": self.product, "model": self.model, "serial": self.serial, "engine_no": "", "frame_no": "",
                "produced_on": null,
            }),
        })
    }

    /// The maker whose paper it is. A printing is filed under one of the desk's makers; of a machine whose maker nobody
    /// knows it is the first of them, and the paper names none (PRINTS-7).
    fn maker(&self, reader: &Reader<'_>) -> Answer<Principal> {
        if let Some(maker) = self.principal.map(|id| reader.principal(id)).transpose()?.flatten() {
            return Ok(maker);
        }
        let first = reader.principals()?.into_iter().min_by_key(|maker| maker.id);
        let first = first.ok_or(Refusal::Missing { field: "principal", label: "厂家" })?;
        Ok(Principal { code: String::new(), name: String::new(), dealer_account: String::new(), ..first })
    }
}

/// The receipt a customer takes home (F76).
pub(super) fn custody_receipt(reader: &Reader<'_>, id: &str) -> Answer<About> {
    let custody = reader.custody(parse_id("ids.0", id)?)?.ok_or_else(|| no_such("ids.0", id))?;
    let repair = standing_repair(reader, &custody)?;
    let card = repair.as_ref().map(|repair| reader.job_card(repair.id)).transpose()?.flatten();
    let repair_no = repair.map(|repair| repair.no);
    let told = Told {
        principal: custody.principal,
        customer: custody.customer,
        unit: custody.unit,
        name: &custody.bearer,
        phone: &custody.phone,
        address: "",
        serial: &custody.serial,
        model: &custody.model,
        product: &custody.product,
    };
    let own = json!({
        "customer": told.customer(reader)?,
        "unit": told.machine(reader)?,
        "custody": {
            "taken_on": Day::at(custody.in_at), "promised_on": custody.promised_on(), "appearance": custody.outside,
            "accessories": custody.accessories, "fault": custody.fault,
            // The number of a job card is its repair's.
            "job_card_no": card.and(repair_no.clone()), "repair_no": repair_no, "note": custody.note,
        },
        "signature": null,
        "qr": custody.no,
    });
    Ok(About {
        maker: told.maker(reader)?,
        record: custody.id.to_string(),
        day: Day::at(custody.in_at),
        voided: custody.void_reason.is_some(),
        own: object(own),
        no: custody.no,
    })
}

fn standing_repair(reader: &Reader<'_>, custody: &Custody) -> Answer<Option<Repair>> {
    let found = custody.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    Ok(found.filter(|repair| repair.state != RepairState::Voided))
}

/// The card that hangs on a machine: a repair's, or that of a call somebody was sent to (PRINTS-7).
pub(super) fn job_card(reader: &Reader<'_>, id: &str) -> Answer<About> {
    if let Some(repair) = reader.repair(parse_id("ids.0", id)?)? {
        return of_repair(reader, repair);
    }
    let call = reader.call(parse_id("ids.0", id)?)?.ok_or_else(|| no_such("ids.0", id))?;
    of_call(reader, call)
}

fn of_repair(reader: &Reader<'_>, repair: Repair) -> Answer<About> {
    let who = crate::repair::parties(reader, &repair)?;
    let card = reader.job_card(repair.id)?;
    let taken_in = reader.custodies_of_repair(repair.id)?.into_iter().find(|one| one.void_reason.is_none());
    let parts = reader.repair_parts(repair.id)?;
    let mut lines: Vec<Value> = parts.iter().map(|part| line("", "", &part.name, Some(part.qty_milli))).collect();
    write_times(&mut lines, card.as_ref());
    let look = card.as_ref().and_then(|card| card.inspections.last());
    let own = json!({
        "customer": customer_value(&who.customer),
        "unit": unit_value(&who.unit, &who.model),
        "job": {
            "taken_on": taken_in.as_ref().map_or(repair.received_on, |one| Day::at(one.in_at)),
            "promised_on": taken_in.as_ref().and_then(Custody::promised_on), "fault": repair.fault,
            "plan": card.as_ref().map(|card| &card.plan), "repair_no": repair.no,
            "receipt_no": taken_in.map(|one| one.no), "technician": repair.technician,
            "standard_milli_hours": repair.labour_milli_hours,
            "look": look.map(|look| json!({"passed": look.passed, "words": look.words, "by": look.by, "on": look.on})),
        },
        "parts": lines,
        "signature": null,
        "qr": repair.no,
    });
    Ok(About {
        maker: who.maker,
        record: repair.id.to_string(),
        day: repair.received_on,
        voided: repair.state == RepairState::Voided,
        own: object(own),
        no: repair.no,
    })
}

fn line(begun: &str, ended: &str, name: &str, qty_milli: Option<i64>) -> Value {
    json!({"begun": begun, "ended": ended, "name": name, "qty_milli": qty_milli})
}

/// The card keeps one beginning and one end; they stand on the first line.
fn write_times(lines: &mut Vec<Value>, card: Option<&JobCard>) {
    let time = |at: Option<i64>| at.map(|at| TimeOfDay::at(at).to_string()).unwrap_or_default();
    let Some(card) = card.filter(|card| card.began_at.is_some()) else { return };
    if lines.is_empty() {
        lines.push(line("", "", "", None));
    }
    if let Some(first) = lines.first_mut() {
        first["begun"] = time(card.began_at).into();
        first["ended"] = time(card.ended_at).into();
    }
}

fn of_call(reader: &Reader<'_>, call: Call) -> Answer<About> {
    let Some(sent) = call.step(StepKind::Dispatched) else {
        return Err(Refusal::StepMissing { step: "打印修护卡", needs: StepKind::Dispatched.zh().into() }.into());
    };
    let told = Told {
        principal: call.principal,
        customer: call.customer,
        unit: call.unit,
        name: &call.caller,
        phone: &call.phone,
        address: &call.address,
        serial: &call.serial,
        model: &call.model,
        product: &call.product,
    };
    let repair = call.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    let own = json!({
        "customer": told.customer(reader)?,
        "unit": told.machine(reader)?,
        "job": {
            "taken_on": Day::at(call.received_at), "promised_on": null, "fault": call.complaint, "plan": sent.words,
            "repair_no": repair.map(|repair| repair.no), "receipt_no": null, "technician": sent.who,
            "standard_milli_hours": null, "look": null,
        },
        "parts": [],
        "signature": null,
        "qr": sent.no,
    });
    Ok(About {
        maker: told.maker(reader)?,
        record: call.id.to_string(),
        no: sent.no.clone(),
        day: sent.at.day(),
        voided: call.void_reason.is_some(),
        own: object(own),
    })
}
