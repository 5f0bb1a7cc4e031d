//! What stands on each paper, as the JSON value its template is given (`policies/prints/README.md`).

use super::signature::signed;
use super::{refuse_count, shop};
use crate::app::{Dealer, no_such, parse_id};
use crate::error::{Answer, AppError};
use crate::parts_sheet::window;
use crate::policies::Policies;
use crate::view::{PrintCopy, PrintMake, PrintPaper, PrintSize};
use crate::writing::dealer_or_unnamed;
use domain::attachment::AttachedTo;
use domain::card::CardState;
use domain::coverage::Origin;
use domain::customer::Customer;
use domain::model::Model;
use domain::old_part::{OldPart, OldPartState};
use domain::principal::Principal;
use domain::refusal::{Refusal, Refusals};
use domain::repair::{Repair, RepairState, UsageUnit};
use domain::sale::{Sale, standing_on};
use domain::unit::Unit;
use domain::{Day, Fen, PrincipalId, UnitId};
use serde_json::{Map, Value, json};
use store::{CoverageRow, Reader, Reasons, Setting};

/// Labels of one printing.
const MOST_LABELS: usize = 500;

/// A paper's content.
pub(super) struct Content {
    pub principal: PrincipalId,
    /// The maker's code; empty where nobody knows the maker.
    pub maker: String,
    /// Id of the record, or of the first of several.
    pub record: String,
    pub no: String,
    /// The record's day.
    pub day: Day,
    pub data: Value,
}

/// What a paper is about.
pub(super) struct About {
    pub maker: Principal,
    pub record: String,
    pub no: String,
    pub day: Day,
    /// The record was cancelled.
    pub voided: bool,
    /// What only this paper has.
    pub own: Map<String, Value>,
}

/// Gathers what stands on a paper.
pub(super) fn content(reader: &Reader<'_>, policies: &Policies, input: &PrintMake) -> Answer<Content> {
    let labels = matches!(input.paper, PrintPaper::TagLabels | PrintPaper::TagSheet);
    refuse_count(input.ids.len(), if labels { MOST_LABELS } else { 1 })?;
    let copies = copies(input)?;
    let size = size(input)?;
    let id = input.ids.first().map(String::as_str).unwrap_or_default();
    let about = match input.paper {
        PrintPaper::ReceiptCard => receipt_card(reader, id)?,
        PrintPaper::RepairRecord => repair_record(reader, id)?,
        PrintPaper::CustodyReceipt => shop::custody_receipt(reader, id)?,
        PrintPaper::JobCard => shop::job_card(reader, id)?,
        PrintPaper::TagLabels | PrintPaper::TagSheet => tags(reader, &input.ids)?,
        PrintPaper::PackingList => packing_list(reader, policies, id)?,
        PrintPaper::FormEntry => return Err(no_such("ids.0", id)),
    };
    let mut data = whole(reader, input.paper, &copies, &about)?;
    if let Some(size) = size {
        data["size"] = size.into();
    }
    let About { maker, record, no, day, .. } = about;
    Ok(Content { principal: maker.id, maker: maker.code, record, no, day, data })
}

/// What every paper has, and what only this one has.
pub(super) fn whole(reader: &Reader<'_>, paper: PrintPaper, copies: &[PrintCopy], about: &About) -> Answer<Value> {
    let dealer = dealer_or_unnamed(reader)?;
    let demo = reader.setting(Setting::Demo)?.as_deref() == Some("1");
    let mark = if about.voided { Some("已作废") } else { demo.then_some("演示数据") };
    let mut data = json!({
        "paper": paper,
        "no": about.no,
        "day": about.day,
        "mark": mark,
        "copies": copies.iter().map(|copy| json!({"no": numbered(*copy), "who": zh(*copy)})).collect::<Vec<_>>(),
        "dealer": dealer_value(&dealer, &about.maker),
        "maker": {"code": about.maker.code, "name": about.maker.name},
    });
    if let Value::Object(fields) = &mut data {
        fields.extend(about.own.clone());
    }
    Ok(data)
}

fn dealer_value(dealer: &Dealer, maker: &Principal) -> Value {
    let code = if maker.dealer_account.is_empty() { &dealer.code } else { &maker.dealer_account };
    json!({"code": code, "name": dealer.name, "short_name": dealer.short_name, "region": dealer.region})
}

/// The copies asked for, or all that the paper has.
fn copies(input: &PrintMake) -> Answer<Vec<PrintCopy>> {
    use PrintCopy::{Dealer, Maker, User};
    let all: &[PrintCopy] = match input.paper {
        PrintPaper::ReceiptCard | PrintPaper::RepairRecord => &[User, Dealer, Maker],
        PrintPaper::CustodyReceipt => &[User, Dealer],
        PrintPaper::PackingList => &[Dealer, Maker],
        PrintPaper::JobCard | PrintPaper::FormEntry | PrintPaper::TagLabels | PrintPaper::TagSheet => &[],
    };
    let Some(asked) = &input.copies else { return Ok(all.to_vec()) };
    let refused = match all {
        [] if asked.is_empty() => None,
        [] => Some(Refusal::OutOfRange { field: "copies", label: "联次", wanted: "留空：这种纸不分联" }),
        _ if asked.is_empty() => Some(Refusal::Missing { field: "copies", label: "联次" }),
        _ if asked.iter().any(|copy| !all.contains(copy)) => {
            let wanted = match input.paper {
                PrintPaper::CustodyReceipt => "是用户联或经销商联",
                _ => "是经销商联或厂家联",
            };
            Some(Refusal::OutOfRange { field: "copies", label: "联次", wanted })
        }
        _ => None,
    };
    match refused {
        Some(why) => Err(why.into()),
        // In the order of the form, each once, however they were ticked.
        None => Ok(all.iter().copied().filter(|copy| asked.contains(copy)).collect()),
    }
}

/// The sheet asked for; `None` for the paper's own.
fn size(input: &PrintMake) -> Answer<Option<&'static str>> {
    let Some(size) = input.size else { return Ok(None) };
    if !matches!(input.paper, PrintPaper::CustodyReceipt | PrintPaper::JobCard) {
        let wanted = "留空：只有领取收据和修护卡可以选纸张";
        return Err(Refusal::OutOfRange { field: "size", label: "纸张", wanted }.into());
    }
    Ok(Some(match size {
        PrintSize::A4 => "a4",
        PrintSize::A5 => "a5",
    }))
}

fn numbered(copy: PrintCopy) -> &'static str {
    match copy {
        PrintCopy::User => "第一联",
        PrintCopy::Dealer => "第二联",
        PrintCopy::Maker => "第三联",
    }
}

fn zh(copy: PrintCopy) -> &'static str {
    match copy {
        PrintCopy::User => "用户",
        PrintCopy::Dealer => "经销商",
        PrintCopy::Maker => "厂家",
    }
}

/// The copy with this name.
pub(super) fn copy_of(who: &str) -> Option<PrintCopy> {
    [PrintCopy::User, PrintCopy::Dealer, PrintCopy::Maker].into_iter().find(|copy| zh(*copy) == who)
}

pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

pub(super) fn customer_value(customer: &Customer) -> Value {
    json!({"name": customer.name, "phone": customer.phone, "address": customer.address()})
}

pub(super) fn unit_value(unit: &Unit, model: &Model) -> Value {
    json!({
        "product": model.product, "model": model.code, "serial": unit.serial, "engine_no": unit.engine_no,
        "frame_no": unit.frame_no, "produced_on": unit.produced_on,
    })
}

fn receipt_card(reader: &Reader<'_>, id: &str) -> Answer<About> {
    let sale = reader.sale(parse_id("ids.0", id)?)?.ok_or_else(|| no_such("ids.0", id))?;
    let card = reader.card_of_sale(sale.id)?.ok_or_else(|| AppError::NotFound(sale.no.clone()))?;
    let who = crate::sale_view::parties(reader, &sale)?;
    let due_on = card.due.as_ref().filter(|_| card.state != CardState::BeforeStart).map(|due| due.due_on);
    let own = json!({
        "customer": customer_value(&who.customer),
        "unit": unit_value(&who.unit, &who.model),
        "sale": {
            "no": sale.no, "card_no": card.no, "sold_on": sale.sold_on, "invoice_no": sale.invoice_no,
            "invoice_on": sale.invoice_on, "delivered_on": sale.delivered_on, "installed_on": sale.installed_on,
            "seller": sale.seller, "outlet": sale.outlet, "due_on": due_on, "user_signed": card.user_signed,
            "share_consent": card.share_consent,
        },
        "periods": periods(reader, &sale, who.unit.id)?,
        "qr": card.no,
    });
    let own = signed(reader, AttachedTo::Sale, &sale.id.to_string(), own)?;
    Ok(About {
        maker: who.maker,
        record: sale.id.to_string(),
        no: card.no,
        day: sale.sold_on,
        voided: sale.void_reason.is_some(),
        own: object(own),
    })
}

/// Periods of the sale as they were given: what stood still later is not on the card, nor what came with a part exchanged
/// later, or it would be another card each time.
fn periods(reader: &Reader<'_>, sale: &Sale, unit: UnitId) -> Answer<Vec<Value>> {
    let rows = reader.coverage_of(&[unit], &Reasons::default())?;
    let given = rows.iter().filter_map(CoverageRow::period);
    let given = given.filter(|period| period.sale == sale.id && period.origin == Origin::Sale);
    Ok(given
        .map(|period| json!({"part": period.component, "from": period.start_on, "until": period.base_end}))
        .collect())
}

fn repair_record(reader: &Reader<'_>, id: &str) -> Answer<About> {
    let repair = reader.repair(parse_id("ids.0", id)?)?.ok_or_else(|| no_such("ids.0", id))?;
    let who = crate::repair::parties(reader, &repair)?;
    let sales = reader.sales_of_unit(repair.unit)?;
    let sold_on = standing_on(&sales, repair.received_on).map(|sale| sale.sold_on);
    let old_parts = reader.old_parts_of_repair(repair.id)?;
    let tag = |part| {
        let of = |old: &&OldPart| old.repair_part == Some(part) && old.state != OldPartState::Voided;
        old_parts.iter().find(of).map(|old| old.tag_no.clone())
    };
    let parts = reader.repair_parts(repair.id)?;
    let parts = parts.iter().map(|part| {
        json!({
            "code": part.code, "name": part.name, "spec": part.spec, "unit": part.unit, "qty_milli": part.qty_milli,
            "price_fen": part.price_fen.0, "amount_fen": part.price_fen.times_milli(part.qty_milli).map(|fen| fen.0),
            "tag_no": tag(part.id),
        })
    });
    let own = json!({
        "customer": customer_value(&who.customer),
        "unit": unit_value(&who.unit, &who.model),
        "repair": repair_value(&repair, sold_on),
        "parts": parts.collect::<Vec<_>>(),
        "qr": repair.no,
    });
    let own = signed(reader, AttachedTo::Repair, &repair.id.to_string(), own)?;
    Ok(About {
        maker: who.maker,
        record: repair.id.to_string(),
        day: repair.completed_on.unwrap_or(repair.received_on),
        voided: repair.state == RepairState::Voided,
        no: repair.no,
        own: object(own),
    })
}

fn repair_value(repair: &Repair, sold_on: Option<Day>) -> Value {
    let (usage_name, usage_unit) = match repair.usage_unit {
        UsageUnit::Hour => ("小时", "小时"),
        UsageUnit::Km => ("里程", "公里"),
        UsageUnit::Mu => ("亩数", "亩"),
    };
    json!({
        "no": repair.no, "sold_on": sold_on, "channel": repair.channel.zh(), "reported_on": repair.reported_on,
        "reported_time": repair.reported_time, "received_on": repair.received_on, "arrived_on": repair.arrived_on,
        "arrived_time": repair.arrived_time, "completed_on": repair.completed_on,
        "handed_over_on": repair.handed_over_on, "usage_milli": repair.usage_milli, "usage_name": usage_name,
        "usage_unit": usage_unit, "in_warranty": repair.in_warranty, "payer": repair.payer.zh(), "fault": repair.fault,
        "fault_place": repair.fault_place, "cause": repair.cause, "responsibility": repair.responsibility,
        "work": repair.work, "method": repair.method.zh(), "technician": repair.technician,
        "labour_milli_hours": repair.labour_milli_hours, "labour_fen": repair.labour_fen.0,
        "material_fen": repair.material_fen.0, "travel_fen": repair.travel_fen.0, "other_fen": repair.other_fen.0,
        "total_fen": repair.total().unwrap_or(Fen(0)).0, "user_rating": repair.user_rating, "note": repair.note,
    })
}

fn tags(reader: &Reader<'_>, ids: &[String]) -> Answer<About> {
    let mut parts: Vec<OldPart> = Vec::with_capacity(ids.len());
    let mut refused = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let field = format!("ids.{at}");
        let part = reader.old_part(parse_id(&field, id)?)?.ok_or_else(|| no_such(&field, id))?;
        if parts.iter().any(|known| known.id == part.id) {
            continue;
        }
        if part.state == OldPartState::Voided {
            refused.push(Refusal::WrongState { subject: "旧件", state: part.state.zh(), verb: "打印标签" });
        } else if parts.first().is_some_and(|first| first.principal != part.principal) {
            refused.push(Refusal::Unknown { field: "ids", label: "这个厂家的旧件", given: part.tag_no });
        } else {
            parts.push(part);
        }
    }
    let first = match parts.first() {
        Some(first) if refused.is_empty() => first,
        _ => return Err(Refusals(refused).into()),
    };
    let maker = reader.principal(first.principal)?.ok_or_else(|| AppError::NotFound(first.tag_no.clone()))?;
    let tags = parts.iter().map(|part| old_part_value(reader, part)).collect::<Answer<Vec<_>>>()?;
    let (record, no, day) = (first.id.to_string(), first.tag_no.clone(), first.removed_on);
    Ok(About { maker, record, no, day, voided: false, own: object(json!({ "tags": tags })) })
}

/// A part with the machine it comes from, as labels and the packing list have it.
fn old_part_value(reader: &Reader<'_>, part: &OldPart) -> Answer<Value> {
    let repair = part.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    let who = repair.as_ref().map(|repair| crate::repair::parties(reader, repair)).transpose()?;
    let text = |of: fn(&crate::repair::Parties) -> &String| who.as_ref().map(|who| of(who).clone()).unwrap_or_default();
    Ok(json!({
        "tag_no": part.tag_no, "box_no": part.box_no, "repair_no": part.repair_no, "code": part.code,
        "name": part.name, "spec": part.spec, "qty_milli": part.qty_milli, "removed_on": part.removed_on,
        "customer": text(|who| &who.customer.name), "model": text(|who| &who.model.code),
        "serial": text(|who| &who.unit.serial), "fault": repair.map(|repair| repair.fault).unwrap_or_default(),
        "qr": part.tag_no,
    }))
}

fn packing_list(reader: &Reader<'_>, policies: &Policies, id: &str) -> Answer<About> {
    let batch = reader.parts_batch(parse_id("ids.0", id)?)?.ok_or_else(|| no_such("ids.0", id))?;
    let maker = reader.principal(batch.principal)?.ok_or_else(|| AppError::NotFound(batch.no.clone()))?;
    let parts = reader.old_parts_of_batch(batch.id)?;
    let (due_on, named) = window(reader, policies, &maker, &parts)?.unzip();
    let parts = parts.iter().map(|part| old_part_value(reader, part)).collect::<Answer<Vec<_>>>()?;
    let seal_no = reader.packing(batch.id)?.map(|packing| packing.seal_no).unwrap_or_default();
    let own = json!({
        "batch": {
            "no": batch.no, "sent_on": batch.sent_on, "boxes": batch.boxes, "weight_g": batch.weight_g,
            "seal_no": seal_no,
            "carrier": batch.carrier, "waybill_no": batch.waybill_no, "freight_payer": batch.freight_payer,
            "due_on": due_on, "window": named,
        },
        "parts": parts,
        "qr": batch.no,
    });
    let record = batch.id.to_string();
    Ok(About { maker, record, no: batch.no, day: batch.sent_on, voided: false, own: object(own) })
}
