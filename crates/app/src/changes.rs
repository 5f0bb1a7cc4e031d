//! What saving a form would change of a machine or customer that older papers name too: said before it happens.

use crate::app::{App, parse_id, principal};
use crate::error::{Answer, AppError};
use crate::repair_past::{meter_notice, typed_reading};
use crate::view::*;
use crate::writing::{Paper, PaperKind, notice};
use domain::principal::Principal;
use domain::text::{clean, name_key, phone_key, serial_key};
use domain::unit::Unit;
use domain::{CustomerId, RepairId};
use store::Reader;

impl App {
    pub(crate) fn repair_check(&self, input: RepairCheck) -> Answer<Vec<Notice>> {
        self.read(|reader, now| {
            let draft = &input.draft;
            let maker = match principal(reader, &draft.principal) {
                Ok(maker) => Some(maker),
                Err(AppError::Refused(_)) => None,
                Err(other) => return Err(other),
            };
            let own: Option<RepairId> = input.amends.as_deref().map(|id| parse_id("amends", id)).transpose()?;
            let amended = own.map(|id| reader.repair(id)).transpose()?.flatten();
            let names = amended.as_ref().map(|repair| (repair.unit, repair.customer));
            let paper = Paper { kind: PaperKind::Repair(own), on: draft.reported_on, names, form: true };
            let mut notices = changes(reader, maker.as_ref(), (&draft.unit, &draft.customer), &paper)?;
            if let Some(unit) = known_unit(reader, maker.as_ref(), &draft.unit)? {
                notices.extend(meter_notice(reader, unit.id, own, typed_reading(draft))?);
                notices.extend(crate::part_serials::new_engine(draft, &unit).map(|(old, new)| {
                    notice("parts", "engine_changes", format!("保存后这台机器的发动机号由 {old} 改为 {new}"))
                }));
            }
            if let Some((maker, amended)) = maker.as_ref().zip(amended) {
                notices.extend(crate::claim::leaves(reader, now, maker, draft, amended)?);
            }
            Ok(notices)
        })
    }
}

/// Of the machine and the customer a form names.
pub(crate) fn changes(
    reader: &Reader<'_>,
    maker: Option<&Principal>,
    (unit, customer): (&UnitInput, &CustomerInput),
    paper: &Paper,
) -> Answer<Vec<Notice>> {
    let mut notices = match known_unit(reader, maker, unit)? {
        Some(known) => of_unit(reader, &known, unit, paper)?,
        None => Vec::new(),
    };
    notices.extend(of_customer(reader, customer, paper)?);
    Ok(notices)
}

/// The machine on record that a form names.
fn known_unit(reader: &Reader<'_>, maker: Option<&Principal>, typed: &UnitInput) -> Answer<Option<Unit>> {
    let key = serial_key(&typed.serial);
    let Some(maker) = maker.filter(|_| !key.is_empty()) else { return Ok(None) };
    Ok(reader.units_by_key(&key)?.into_iter().find(|unit| unit.principal == maker.id))
}

fn of_unit(reader: &Reader<'_>, known: &Unit, typed: &UnitInput, paper: &Paper) -> Answer<Vec<Notice>> {
    let model = reader.model(known.model)?.map(|model| model.code).unwrap_or_default();
    let numbers = [
        ("unit.model", "机型", model.as_str(), &typed.model),
        ("unit.engine_no", "发动机号", known.engine_no.as_str(), &typed.engine_no),
        ("unit.frame_no", "车架号", known.frame_no.as_str(), &typed.frame_no),
    ];
    let mut notices = Vec::new();
    for (field, name, old, typed) in numbers {
        if old.is_empty() || typed.trim().is_empty() || serial_key(old) == serial_key(typed) {
            continue;
        }
        notices.push(if field == "unit.model" && paper.leaves_model(reader, known.id)? {
            let says =
                format!("这台机器登记的机型是 {old}，维修单不改机型，保存后仍是 {old}；登记错了，请改它的销售单");
            notice(field, "model_stands", says)
        } else {
            let says = format!("这台机器原来登记的{name}是 {old}，保存后改为 {}，以前的单子也跟着改", typed.trim());
            notice(field, "unit_changes", says)
        });
    }
    Ok(notices)
}

fn of_customer(reader: &Reader<'_>, typed: &CustomerInput, paper: &Paper) -> Answer<Option<Notice>> {
    let picked: Option<CustomerId> = typed.id.as_deref().map(|id| parse_id("customer.id", id)).transpose()?;
    let Some(named) = picked.or(paper.names.map(|(_, customer)| customer)) else { return Ok(None) };
    let Some(old) = reader.customer(named)?.filter(|_| !typed.name.trim().is_empty()) else { return Ok(None) };
    if name_key(&old.name) != name_key(&typed.name) {
        let says = format!(
            "保存后按另一位用户「{}」记，{}和以前的单子不变；只是改名，请到「档案 → 用户」里改{}的资料",
            clean(&typed.name),
            old.name,
            old.name
        );
        return Ok(Some(notice("customer.name", "customer_other", says)));
    }
    let moved = picked.is_some() && !old.phone.is_empty() && phone_key(&old.phone) != phone_key(&typed.phone);
    let says = format!("{}原来的电话是 {}，保存后改为现在填的，以前的单子也跟着改", old.name, old.phone);
    Ok(moved.then(|| notice("customer.phone", "phone_changes", says)))
}
