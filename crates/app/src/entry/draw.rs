//! Rows of a table drawn from the desk's own records, so that nobody types them a second time.
//!
//! - DRAWN-1 What is drawn stands in the form as it is opened, and again when what decides it is put in (`decided_by`) while nobody touched it: a row for each record, and says which; from then on it is the entry's, and whoever files it may put it right.
//! - DRAWN-2 Cancelled records are not drawn; a table takes as many rows as its form allows, and what is left out is not silently added up.
//! - DRAWN-3 A number that counts other registers stands in the form as it is opened, and is counted anew when the form's day is put in; whoever files it may put it right, and while the entry is open what was counted stands beside it.

use super::Ground;
use crate::error::Answer;
use crate::view::{DrawnRows, Notice, RefName};
use crate::writing::notice;
use domain::form::{Draw, FieldKind, FieldValue, Form, PrincipalUse, Rows, Values};
use domain::principal::Principal;
use domain::receipt::Receipt;
use domain::repair::{Payer, Repair, RepairState};
use domain::{Day, Month};
use std::collections::BTreeMap;
use store::{CallFilter, ListFilter, Reader};

/// Records looked at for one table: those of a busy month.
const MOST: i64 = 5_000;

/// Thousandths of a whole: how numbers of forms are kept.
const THOUSAND: i64 = 1_000;

/// Days of the season of last year that a stocking plan looks at.
const SEASON_DAYS: i64 = 90;

/// A record and what of it may stand in a row, by the column's key.
struct Source {
    record: RefName,
    offers: Values,
}

/// Fills the tables that are drawn, as far as their day is known and nothing stands in them (DRAWN-1).
pub(super) fn draw(
    ground: &Ground<'_>,
    form: &Form,
    maker: Option<&Principal>,
    values: &mut Values,
) -> Answer<Vec<DrawnRows>> {
    let mut drawn = Vec::new();
    if form.principal == PrincipalUse::Needed && maker.is_none() {
        // Of which maker is not said yet: what is drawn would be everybody's.
        return Ok(drawn);
    }
    for field in form.fields() {
        let FieldKind::Table(table @ Rows { draw: Some(draw), .. }) = &field.kind else { continue };
        if values.contains_key(&field.key) {
            continue;
        }
        let sources = sources(ground, *draw, form, (maker, values))?;
        let sources: Vec<Source> = sources.into_iter().take(table.rows_max).collect();
        if sources.is_empty() {
            continue;
        }
        let rows = sources.iter().map(|source| row(table, &source.offers)).collect();
        values.insert(field.key.clone(), FieldValue::Rows(rows));
        let records = sources.into_iter().map(|source| source.record).collect();
        drawn.push(DrawnRows { field: field.key.clone(), records });
    }
    Ok(drawn)
}

/// Fields that decide what is drawn and counted: the day of the entry, and who or when it is about beside it (DRAWN-1, DRAWN-3).
pub(super) fn decided_by(form: &Form) -> Vec<String> {
    let draws: Vec<Draw> = form
        .fields()
        .filter_map(|field| match &field.kind {
            FieldKind::Table(table) => table.draw,
            _ => None,
        })
        .collect();
    if draws.is_empty() && form.fields().all(|field| field.counts.is_none()) {
        return Vec::new();
    }
    let beside = draws.iter().filter_map(|draw| Some(draw.beside()?.key));
    std::iter::once(form.day.as_str()).chain(beside).map(str::to_owned).collect()
}

/// What the numbers of a form count on its day, in thousandths (DRAWN-3).
fn counted(
    ground: &Ground<'_>,
    form: &Form,
    maker: Option<&Principal>,
    values: &Values,
) -> Answer<BTreeMap<String, i64>> {
    let day = values.get(&form.day).and_then(FieldValue::day);
    let (Some(day), true) = (day, form.fields().any(|field| field.counts.is_some())) else {
        return Ok(BTreeMap::new());
    };
    let mut tally = crate::statistics::Tally::of(ground, maker, day)?;
    let mut all = BTreeMap::new();
    for field in form.fields() {
        if let Some(counts) = field.counts {
            all.insert(field.key.clone(), tally.count(counts)? * THOUSAND);
        }
    }
    Ok(all)
}

/// Puts what is counted into a form: what is empty, or all of it where its day was just put in.
pub(super) fn count(
    ground: &Ground<'_>,
    form: &Form,
    maker: Option<&Principal>,
    values: &mut Values,
    anew: bool,
) -> Answer<()> {
    for (key, n) in counted(ground, form, maker, values)? {
        if anew || !values.contains_key(&key) {
            values.insert(key, FieldValue::Number(n));
        }
    }
    Ok(())
}

/// What was counted, beside numbers that say something else.
pub(super) fn differences(
    ground: &Ground<'_>,
    form: &Form,
    maker: Option<&Principal>,
    values: &Values,
) -> Answer<Vec<Notice>> {
    let counted = counted(ground, form, maker, values)?;
    let differs = |(key, n): (&String, &i64)| {
        let given = values.get(key).and_then(FieldValue::number)?;
        let field = form.field(key).filter(|_| given != *n)?;
        let said = |n: i64| field.cell(Some(&FieldValue::Number(n)), &BTreeMap::new());
        let says = format!("{}填的是 {}，按登记数出来是 {}", field.title, said(given), said(*n));
        Some(notice(&format!("values.{key}"), "counts_differ", says))
    };
    Ok(counted.iter().filter_map(differs).collect())
}

/// A row with what the record offers for its columns; what is computed is computed.
fn row(table: &Rows, offers: &Values) -> Values {
    let typed = table.fields.iter().filter(|column| column.computed.is_none());
    typed.filter_map(|column| Some((column.key.clone(), offers.get(&column.key)?.clone()))).collect()
}

fn sources(
    ground: &Ground<'_>,
    draw: Draw,
    form: &Form,
    (maker, values): (Option<&Principal>, &Values),
) -> Answer<Vec<Source>> {
    let reader = ground.reader;
    let beside = draw.beside().and_then(|beside| values.get(beside.key));
    let Some(on) = values.get(&form.day).and_then(FieldValue::day) else { return Ok(Vec::new()) };
    let of_maker = ListFilter { principal: maker.map(|maker| maker.id), limit: MOST, ..ListFilter::default() };
    let within = |first: Day, last: Day| ListFilter { days: Some((first, last)), ..of_maker.clone() };
    match draw {
        Draw::RepairsOfDay => repairs(reader, &within(on, on), None),
        Draw::WorkOfTechnicianDay => match beside.and_then(FieldValue::text).filter(|name| !name.is_empty()) {
            Some(technician) => repairs(reader, &within(on, on), Some(technician)),
            None => Ok(Vec::new()),
        },
        Draw::RepairsOfMonth => repairs(reader, &within(Month::of(on).first(), Month::of(on).last()), None),
        Draw::CallsOfDay => calls(reader, &within(on, on)),
        Draw::ReceiptsOfWeek => receipts(reader, maker, (on.plus_days(-6), on)),
        Draw::PartsUsedLastYear => {
            let from = beside.and_then(FieldValue::day).unwrap_or(on).plus_months(-12);
            parts(reader, &within(from, from.plus_days(SEASON_DAYS)))
        }
        Draw::RevisitsDue => revisits(ground, maker, on),
        Draw::ComplaintsOfMonth | Draw::AnswersOfMonth => {
            let rows = crate::statistics::rows(ground, draw, maker, on)?;
            let source =
                |(says, offers): (String, Values)| Source { record: named("", String::new(), "", &says), offers };
            Ok(rows.into_iter().map(source).collect())
        }
    }
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

/// What is not empty.
fn said<const N: usize>(all: [(&str, &str); N]) -> Values {
    all.into_iter().filter(|(_, said)| !said.is_empty()).map(|(key, said)| (key.to_owned(), text(said))).collect()
}

fn named(to: &str, id: String, no: &str, title: &str) -> RefName {
    RefName { to: to.to_owned(), id, no: no.to_owned(), title: title.to_owned() }
}

fn payer_zh(payer: Payer) -> &'static str {
    match payer {
        Payer::Warranty => "三包",
        _ => "收费",
    }
}

/// Minutes between two times of a day, in thousandths; none where one is missing or they run backwards.
fn minutes(from: &str, to: &str) -> Option<FieldValue> {
    let at = |time: &str| {
        let (hours, minutes) = time.split_once(':')?;
        Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
    };
    let spent = at(to)? - at(from)?;
    (spent > 0).then_some(FieldValue::Number(spent * 1_000))
}

/// Standing repairs of some days, of one technician or of all (DRAWN-2).
fn repairs(reader: &Reader<'_>, filter: &ListFilter, technician: Option<&str>) -> Answer<Vec<Source>> {
    let mut all = Vec::new();
    for line in reader.repairs(filter)?.0 {
        let Some(repair) = reader.repair(crate::app::parse_id("repair", &line.id)?)? else { continue };
        let his = technician.is_none_or(|name| repair.technician == name);
        if repair.state != RepairState::Voided && his {
            all.push(of_repair(reader, &repair, &line.customer)?);
        }
    }
    all.sort_by(|one, other| one.record.no.cmp(&other.record.no));
    Ok(all)
}

fn of_repair(reader: &Reader<'_>, repair: &Repair, customer: &str) -> Answer<Source> {
    let parts = reader.repair_parts(repair.id)?;
    let parts: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let work = if repair.work.is_empty() { &repair.fault } else { &repair.work };
    let unfinished = if repair.completed_on.is_none() { "没有修完" } else { "" };
    let mut offers = said([
        ("repair", &repair.id.to_string()),
        ("repair_no", &repair.no),
        ("payer_zh", payer_zh(repair.payer)),
        ("customer_name", customer),
        ("technician", &repair.technician),
        ("work", work),
        ("fault", &repair.fault),
        ("cause", &repair.cause),
        ("parts", &parts.join("、")),
        ("unfinished", unfinished),
        ("completed_on", &repair.completed_on.map(Day::iso).unwrap_or_default()),
    ]);
    if let Some(unit) = reader.unit(repair.unit)? {
        offers.insert("serial_no".into(), text(&unit.serial));
        offers.extend(reader.model(unit.model)?.map(|model| ("model".to_owned(), text(&model.code))));
    }
    offers.extend(minutes(&repair.depart_time, &repair.arrived_time).map(|spent| ("road_minutes".to_owned(), spent)));
    let worked = repair.labour_milli_hours.and_then(|milli| milli.checked_mul(60));
    offers.extend(worked.map(|spent| ("work_minutes".to_owned(), FieldValue::Number(spent))));
    if let Some(receipt) = reader.receipt_of(repair.id)? {
        offers.insert("charged".into(), FieldValue::Number(receipt.total_fen.0));
    }
    offers.insert("signed".into(), FieldValue::Truth(repair.user_signed));
    Ok(Source { record: named("repair", repair.id.to_string(), &repair.no, &repair.fault), offers })
}

fn calls(reader: &Reader<'_>, filter: &ListFilter) -> Answer<Vec<Source>> {
    let mut all = Vec::new();
    for call in reader.calls(filter, &CallFilter::default())?.0 {
        if call.void_reason.is_some() {
            continue;
        }
        let offers = said([
            ("call", &call.id.to_string()),
            ("call_no", &call.no),
            ("customer_name", &call.caller),
            ("phone", &call.phone),
            ("product", &call.product),
            ("model", &call.model),
            ("serial_no", &call.serial),
            ("complaint", &call.complaint),
            ("content", &call.complaint),
            ("state_zh", call.state().zh()),
        ]);
        all.push(Source { record: named("call", call.id.to_string(), &call.no, &call.complaint), offers });
    }
    all.sort_by(|one, other| one.record.no.cmp(&other.record.no));
    Ok(all)
}

fn receipts(reader: &Reader<'_>, maker: Option<&Principal>, (first, last): (Day, Day)) -> Answer<Vec<Source>> {
    let mut all = Vec::new();
    let found = reader.receipts(maker.map(|maker| maker.id), Some((first, last)), MOST, 0)?.0;
    for receipt in found.into_iter().filter(|receipt| receipt.void_reason.is_none()) {
        all.push(of_receipt(reader, &receipt)?);
    }
    all.sort_by(|one, other| one.record.no.cmp(&other.record.no));
    Ok(all)
}

fn of_receipt(reader: &Reader<'_>, receipt: &Receipt) -> Answer<Source> {
    let repair = reader.repair(receipt.repair)?;
    let customer = repair.as_ref().map(|repair| reader.customer(repair.customer)).transpose()?.flatten();
    let mut offers = said([
        ("receipt_no", &receipt.no),
        ("done_on", &receipt.done_on.iso()),
        ("customer_name", customer.as_ref().map_or("", |customer| &customer.name)),
        ("technician", repair.as_ref().map_or("", |repair| &repair.technician)),
        ("note", &receipt.note),
    ]);
    offers.insert("amount".into(), FieldValue::Number(receipt.total_fen.0));
    Ok(Source { record: named("receipt", receipt.id.to_string(), &receipt.no, &receipt.done_on.zh()), offers })
}

/// Parts of a time by code, the most used first.
fn parts(reader: &Reader<'_>, filter: &ListFilter) -> Answer<Vec<Source>> {
    let mut used: BTreeMap<String, (i64, domain::repair::RepairPart)> = BTreeMap::new();
    for line in reader.repairs(filter)?.0 {
        let Some(repair) = reader.repair(crate::app::parse_id("repair", &line.id)?)? else { continue };
        if repair.state == RepairState::Voided {
            continue;
        }
        for part in reader.repair_parts(repair.id)? {
            let key = domain::text::serial_key(&part.code);
            let of_code = used.entry(if key.is_empty() { part.name.clone() } else { key }).or_insert((0, part.clone()));
            of_code.0 += part.qty_milli;
        }
    }
    let mut all = Vec::new();
    for (key, (qty, part)) in used {
        let known = reader.part_by_key(&key)?;
        let mut offers = said([
            ("part", &known.as_ref().map(|part| part.id.to_string()).unwrap_or_default()),
            ("code", &part.code),
            ("name", &part.name),
            ("spec", &part.spec),
            ("unit", &part.unit),
        ]);
        offers.insert("used".into(), FieldValue::Number(qty));
        let price = known.and_then(|part| part.price_fen).unwrap_or(part.price_fen);
        offers.insert("price".into(), FieldValue::Number(price.0));
        all.push((qty, Source { record: named("part", String::new(), &part.code, &part.name), offers }));
    }
    all.sort_by_key(|(qty, _)| std::cmp::Reverse(*qty));
    Ok(all.into_iter().map(|(_, source)| source).collect())
}

/// Repairs of the last months nobody asked the user about yet.
fn revisits(ground: &Ground<'_>, maker: Option<&Principal>, on: Day) -> Answer<Vec<Source>> {
    let reader = ground.reader;
    let filter = ListFilter {
        principal: maker.map(|maker| maker.id),
        days: Some((on.plus_days(-SEASON_DAYS), on)),
        limit: MOST,
        ..ListFilter::default()
    };
    let mut all = Vec::new();
    for line in reader.repairs(&filter)?.0.into_iter().filter(|line| line.completed_on.is_some()) {
        let Some(repair) = reader.repair(crate::app::parse_id("repair", &line.id)?)? else { continue };
        let asked = reader.entries_of("repair", &line.id, MOST)?.iter().any(|entry| entry.form == REVISIT);
        if repair.state != RepairState::Voided && !asked {
            let mut source = of_repair(reader, &repair, &line.customer)?;
            source.offers.insert("customer".into(), text(&repair.customer.to_string()));
            source.offers.insert("unit".into(), text(&repair.unit.to_string()));
            source.offers.insert("phone".into(), text(&line.phone));
            all.push(source);
        }
    }
    Ok(all)
}

/// The form a user was asked by.
const REVISIT: &str = "revisit";
