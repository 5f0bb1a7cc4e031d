//! Sales and cards as shown: rows, due days with their reason, the whole record.

use crate::app::parse_id;
use crate::changes::changes;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::open_model::model_notices;
use crate::policies::Policies;
use crate::view::*;
use crate::writing::{Paper, PaperKind, notice, serial_notices};
use domain::Day;
use domain::card::{Card, CardState};
use domain::customer::Customer;
use domain::deadline::Due;
use domain::model::Model;
use domain::principal::Principal;
use domain::repair::RepairState;
use domain::sale::Sale;
use domain::text::serial_key;
use domain::unit::Unit;
use store::{Reader, SaleLine};

/// A row of the list as shown.
pub(crate) fn sale_row(line: SaleLine, today: Day) -> SaleRow {
    let due = line.due.as_ref().map(|due| due_view(due, line.state, line.met_on, today));
    SaleRow {
        id: line.id,
        no: line.no,
        card_no: line.card_no,
        principal: line.principal,
        customer: line.customer,
        phone: line.phone,
        model: line.model,
        product: line.product,
        serial: line.serial,
        sold_on: line.sold_on,
        price_fen: line.price_fen.map(|fen| fen.0),
        state: line.state,
        due_on: due.as_ref().filter(|due| due.level != DueLevel::None).map(|due| due.due_on),
        days_left: due.as_ref().and_then(|due| due.days_left),
        doubt: due.as_ref().and_then(|due| due.doubt),
        level: due.map_or(DueLevel::None, |due| due.level),
        returned_reason: line.returned_reason,
    }
}

/// A due day as shown: with days left, level and reason; met on the day head office first had the card (CARD-10).
pub(crate) fn due_view(due: &Due, state: CardState, met_on: Option<Day>, today: Day) -> DueView {
    let left = today.days_until(due.due_on);
    let at_risk_from = due.alert_days.iter().copied().max().unwrap_or(0);
    let level = match (state, met_on) {
        (CardState::BeforeStart | CardState::Voided, _) => DueLevel::None,
        (_, Some(on)) if on <= due.due_on => DueLevel::Met,
        (_, Some(_)) => DueLevel::MetLate,
        _ if left < 0 => DueLevel::Late,
        _ if left <= at_risk_from => DueLevel::Soon,
        _ => DueLevel::Ok,
    };
    DueView {
        due_on: due.due_on,
        days_left: matches!(level, DueLevel::Ok | DueLevel::Soon | DueLevel::Late).then_some(left),
        level,
        rule: format!("{} · {}", domain::policy::key_name(&due.rule_key), due.rule_version),
        source: due.source.clone(),
        checked: due.checked,
        doubt: Doubt::of_due(due),
        consequence: due.consequence.clone(),
        steps: due.steps.clone(),
    }
}

/// A sale's maker, machine, model and buyer.
pub(crate) struct Parties {
    pub maker: Principal,
    pub unit: Unit,
    pub model: Model,
    pub customer: Customer,
}

pub(crate) fn parties(reader: &Reader<'_>, sale: &Sale) -> Answer<Parties> {
    let gone = || AppError::NotFound(sale.no.clone());
    let unit = reader.unit(sale.unit)?.ok_or_else(gone)?;
    Ok(Parties {
        maker: reader.principal(sale.principal)?.ok_or_else(gone)?,
        model: reader.model(unit.model)?.ok_or_else(gone)?,
        customer: reader.customer(sale.customer)?.ok_or_else(gone)?,
        unit,
    })
}

/// What is worth a look about a draft.
pub(crate) fn draft_notices(
    reader: &Reader<'_>,
    maker: Option<&Principal>,
    draft: &SaleDraft,
    sale_id: Option<&str>,
) -> Answer<Vec<Notice>> {
    let mut notices = serial_notices(reader, maker, &draft.unit.serial, sale_id)?;
    let amended =
        sale_id.map(|id| parse_id("amends", id)).transpose()?.map(|id| reader.sale(id)).transpose()?.flatten();
    notices.extend(amended.as_ref().map(|sale| papers_left(reader, sale, draft)).transpose()?.flatten());
    let own = amended.as_ref().map(|sale| sale.id);
    let names = amended.map(|sale| (sale.unit, sale.customer));
    let paper = Paper { kind: PaperKind::Sale(own), on: draft.sold_on, names, form: true };
    notices.extend(changes(reader, maker, (&draft.unit, &draft.customer), &paper)?);
    for card in reader.cards_by_no(&serial_key(&draft.card_no))? {
        if sale_id == Some(card.sale.to_string().as_str()) {
            continue;
        }
        let buyer = reader.sale(card.sale)?.map(|sale| reader.customer(sale.customer)).transpose()?.flatten();
        let buyer = buyer.map(|buyer| buyer.name).unwrap_or_default();
        notices.push(notice("card_no", "card_no_used", format!("回执卡编号 {} 已用在{buyer}的卡上，请核对", card.no)));
    }
    if draft.customer.phone.trim().is_empty() {
        notices.push(notice("customer.phone", "phone_missing", "没有联系电话，总部可能退回这张卡"));
    }
    if !draft.share_consent && draft.user_signed {
        notices.push(notice("share_consent", "no_consent", "用户未同意提供资料：电话和地址会打码后报送，期限照算"));
    }
    Ok(notices)
}

/// A sale goes over to another machine: what else is on record of the first one stays there.
fn papers_left(reader: &Reader<'_>, sale: &Sale, draft: &SaleDraft) -> Answer<Option<Notice>> {
    let Some(unit) = reader.unit(sale.unit)?.filter(|unit| unit.serial_key != serial_key(&draft.unit.serial)) else {
        return Ok(None);
    };
    let repairs = reader.repairs_of_unit(unit.id)?;
    let repairs = repairs.iter().filter(|repair| repair.state != RepairState::Voided).count();
    let demands = reader.demands_of(&[unit.id])?;
    let demands = demands.iter().filter(|demand| demand.void_reason.is_none()).count();
    let says = || {
        let serial = &unit.serial;
        format!("原来的 {serial} 还有维修单 {repairs} 张、用户要求 {demands} 项，不跟着改：请逐张核对是哪一台的")
    };
    Ok((repairs + demands > 0).then(|| notice("unit.serial", "papers_left", says())))
}

/// A sale with everything about it.
pub(crate) fn view_of(reader: &Reader<'_>, policies: &Policies, now: Now, sale: Sale) -> Answer<SaleView> {
    let card = reader.card_of_sale(sale.id)?.ok_or_else(|| AppError::NotFound(sale.no.clone()))?;
    let Parties { maker, unit, model, customer } = parties(reader, &sale)?;
    let draft = draft_of(&sale, &card, &maker, &unit, &model, &customer);
    let id = sale.id.to_string();
    let mut notices = draft_notices(reader, Some(&maker), &draft, Some(&id))?;
    notices.extend(model_notices(reader, policies, &maker, &draft)?);
    let line = reader.last_line(&card.id.to_string())?;
    let receipt_no = line.as_ref().and_then(|line| crate::proof::receipt_no(line.receipt.as_deref()));
    Ok(SaleView {
        rev: card.rev,
        no: sale.no.clone(),
        unit_id: unit.id.to_string(),
        customer_id: customer.id.to_string(),
        state: card.state,
        card_no: card.no.clone(),
        due: card
            .due
            .as_ref()
            .filter(|_| card.state != CardState::BeforeStart)
            .map(|due| due_view(due, card.state, card.first_acknowledged_on, now.today)),
        returned_on: card.returned_on,
        left_desk: reader.left_desk(&card.id.to_string())?,
        queued_on: card.queued_on,
        acknowledged_on: card.acknowledged_on,
        receipt_no,
        returned_reason: card.returned_reason.clone(),
        returned_field: line
            .and_then(|line| line.last_field)
            .map(crate::consent::form_field)
            .filter(|_| card.returned_reason.is_some()),
        void_reason: sale.void_reason.clone(),
        entered_late: sale.entered_late(),
        entered_on: sale.entered_on,
        entered_by: reader.hand_of("sale_open", &sale.no)?,
        clock_suspect: sale.clock_suspect,
        left_repairs: crate::repair_left::of_sale(reader, sale.id)?,
        notices,
        draft,
        id,
    })
}

fn draft_of(sale: &Sale, card: &Card, maker: &Principal, unit: &Unit, model: &Model, customer: &Customer) -> SaleDraft {
    SaleDraft {
        request_id: None,
        amends: None,
        principal: maker.code.clone(),
        customer: customer_input(customer),
        unit: unit_input(unit, model),
        sold_on: sale.sold_on,
        invoice_no: sale.invoice_no.clone(),
        invoice_on: sale.invoice_on,
        delivered_on: sale.delivered_on,
        installed_on: sale.installed_on,
        price_fen: sale.price_fen.map(|fen| fen.0),
        subsidy_fen: sale.subsidy_fen.map(|fen| fen.0),
        seller: sale.seller.clone(),
        outlet: sale.outlet.clone(),
        note: sale.note.clone(),
        card_no: card.no.clone(),
        user_signed: card.user_signed,
        share_consent: card.share_consent,
    }
}

/// A customer as a form has it.
pub(crate) fn customer_input(customer: &Customer) -> CustomerInput {
    CustomerInput {
        id: Some(customer.id.to_string()),
        name: customer.name.clone(),
        phone: customer.phone.clone(),
        county: customer.county.clone(),
        town: customer.town.clone(),
        village: customer.village.clone(),
        id_no: None,
    }
}

/// A machine as a form has it.
pub(crate) fn unit_input(unit: &Unit, model: &Model) -> UnitInput {
    UnitInput {
        model: model.code.clone(),
        product: model.product.clone(),
        serial: unit.serial.clone(),
        engine_no: unit.engine_no.clone(),
        frame_no: unit.frame_no.clone(),
        produced_on: unit.produced_on,
        power_milli_kw: None,
    }
}
