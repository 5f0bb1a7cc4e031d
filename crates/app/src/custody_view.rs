//! Machines taken in as shown, on the register and on 今日, and what is worth a look.
//!
//! - TAKENIN-5 When the day promised cannot be kept, it is said, with what the maker's pack wants then (T30).
//! - TAKENIN-6 A machine that is here on the day promised or after it stands on 今日, and first in the register.

use crate::clock::Now;
use crate::custody::{repair_of, repair_of_another};
use crate::error::Answer;
use crate::policies::Policies;
use crate::view::*;
use crate::writing::notice;
use domain::custody::{Custody, HandOver};
use domain::principal::Principal;
use domain::repair::Repair;
use domain::{Day, PrincipalId};
use store::Reader;

/// The rule of what cannot be finished in time.
const CANNOT_FINISH: &str = "repair.cannot_finish";

/// What a receipt is looked at with.
pub(crate) struct Seen<'a> {
    pub reader: &'a Reader<'a>,
    pub now: Now,
    pub policies: &'a Policies,
}

fn maker_of(reader: &Reader<'_>, custody: &Custody) -> Answer<Option<Principal>> {
    Ok(custody.principal.map(|id| reader.principal(id)).transpose()?.flatten())
}

fn days_left(custody: &Custody, today: Day) -> Option<i64> {
    custody.promised_on().filter(|_| custody.is_here()).map(|on| today.days_until(on))
}

fn level(left: Option<i64>) -> DueLevel {
    match left {
        None => DueLevel::None,
        Some(left) if left < 0 => DueLevel::Late,
        Some(0) => DueLevel::Soon,
        Some(_) => DueLevel::Ok,
    }
}

fn hand_over_view(one: &HandOver) -> HandOverView {
    HandOverView {
        at: one.at,
        to: one.to.clone(),
        unrepaired: one.unrepaired,
        words: one.words.clone(),
        receipt_back: one.receipt_back,
        receipt_lost: one.receipt_lost.clone(),
        ended_reason: one.ended.as_ref().map(|ended| ended.reason.clone()),
    }
}

/// A row of the register.
pub(crate) fn row_of(reader: &Reader<'_>, now: Now, custody: &Custody) -> Answer<CustodyRow> {
    let repair = repair_of(reader, custody)?;
    let card = repair.as_ref().map(|repair| reader.job_card(repair.id)).transpose()?.flatten();
    let passed = card.filter(|card| card.inspected()).and_then(|card| card.inspections.into_iter().last());
    let left = days_left(custody, now.today);
    Ok(CustodyRow {
        id: custody.id.to_string(),
        no: custody.no.clone(),
        principal: maker_of(reader, custody)?.map(|maker| maker.code).unwrap_or_default(),
        in_at: custody.in_at,
        bearer: custody.bearer.clone(),
        phone: custody.phone.clone(),
        model: custody.model.clone(),
        product: custody.product.clone(),
        serial: custody.serial.clone(),
        outside: custody.outside.clone(),
        accessories: custody.accessories.clone(),
        fault: custody.fault.clone(),
        promised_on: custody.promised_on(),
        days_left: left,
        level: level(left),
        state: custody.state(),
        shelf: custody.shelf.clone(),
        technician: repair.as_ref().map(|repair| repair.technician.clone()).unwrap_or_default(),
        repair_no: repair.map(|repair| repair.no),
        inspected_by: passed.map(|look| look.by).unwrap_or_default(),
        given: custody.hand_over().map(hand_over_view),
        note: custody.note.clone(),
    })
}

/// A receipt with everything about it.
pub(crate) fn view_of(seen: &Seen<'_>, custody: &Custody) -> Answer<CustodyView> {
    let customer = custody.customer.map(|id| seen.reader.customer(id)).transpose()?.flatten();
    let call = custody.call.map(|id| seen.reader.call(id)).transpose()?.flatten();
    let repair = repair_of(seen.reader, custody)?;
    let row = row_of(seen.reader, seen.now, custody)?;
    let promise = |one: &domain::custody::Promise| PromiseView {
        on: one.on,
        reason: one.reason.clone(),
        entered_at: one.entered_at,
    };
    Ok(CustodyView {
        id: custody.id.to_string(),
        rev: custody.rev,
        no: custody.no.clone(),
        draft: draft_of(custody, &row),
        promises: custody.promises.iter().map(promise).collect(),
        earlier: custody.hand_overs.iter().filter(|one| one.ended.is_some()).map(hand_over_view).collect(),
        customer: customer.map(|customer| customer.name),
        call: call.map(|call| Mark { id: call.id.to_string(), no: call.no }),
        notices: notices(seen, custody, repair.as_ref())?,
        repair: repair.map(|repair| Mark { id: repair.id.to_string(), no: repair.no }),
        row,
        entered_at: custody.entered_at,
        entered_by: seen.reader.hand_of("custody_open", &custody.no)?,
        clock_suspect: custody.clock_suspect,
        void_reason: custody.void_reason.clone(),
    })
}

fn draft_of(custody: &Custody, row: &CustodyRow) -> CustodyDraft {
    CustodyDraft {
        request_id: None,
        call: custody.call.map(|id| id.to_string()),
        repair: custody.repair.map(|id| id.to_string()),
        principal: row.principal.clone(),
        unit_id: custody.unit.map(|id| id.to_string()),
        bearer: custody.bearer.clone(),
        phone: custody.phone.clone(),
        serial: custody.serial.clone(),
        model: custody.model.clone(),
        product: custody.product.clone(),
        outside: custody.outside.clone(),
        accessories: custody.accessories.clone(),
        fault: custody.fault.clone(),
        in_at: Some(custody.in_at),
        promised_on: custody.promised_on(),
        shelf: custody.shelf.clone(),
        note: custody.note.clone(),
    }
}

/// What is worth a look; nothing of it keeps anybody from being served.
fn notices(seen: &Seen<'_>, custody: &Custody, repair: Option<&Repair>) -> Answer<Vec<Notice>> {
    if !custody.is_here() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    if custody.unit.is_none() {
        let says = match custody.serial.as_str() {
            "" => "没有机器编号，照常收下；请核对铭牌补上".to_owned(),
            serial => format!("本店没有编号 {serial} 的记录，可能是别家卖的或读错了，照常收下；请核对铭牌"),
        };
        all.push(notice("serial", "unit_unknown", says));
    }
    all.extend(cannot_finish(seen, custody)?);
    if let Some((other, machine)) = repair_of_another(seen.reader, custody)? {
        let says = format!(
            "维修单 {} 修的是编号 {} 的另一台机器，不随这张收据交还。请核对铭牌，更正收据或维修单的编号",
            other.no, machine.serial
        );
        all.push(notice("serial", "custody_other_machine", says));
    }
    let Some(repair) = repair else { return Ok(all) };
    if let Some(on) = repair.handed_over_on {
        let says = format!("维修单 {} 写的交还日期是 {}，收据还没有收回。请登记交还，或更正维修单", repair.no, on.zh());
        all.push(notice("", "custody_repair_differs", says));
    } else if repair.completed_on.is_some() {
        all.push(notice("", "custody_ready", format!("维修单 {} 已完工，可以通知用户来取", repair.no)));
    }
    let card = seen.reader.job_card(repair.id)?;
    if repair.completed_on.is_some() && !card.is_some_and(|card| card.inspected()) {
        let says = format!("修护卡 {} 还没有主任检验合格，请先检验再交还", repair.no);
        all.push(notice("", "not_inspected", says));
    }
    Ok(all)
}

/// The promise that is not or was not kept, and what the maker's pack wants then (TAKENIN-5).
fn cannot_finish(seen: &Seen<'_>, custody: &Custody) -> Answer<Option<Notice>> {
    let promised = custody.promised_on().map(Day::zh).unwrap_or_default();
    let late = custody.days_late(seen.now.today);
    let mut says = match late {
        Some(days) => format!("约定 {promised} 归还，已过 {days} 天。请告知用户，改约归还日期并写明原因"),
        None if custody.was_put_off() => format!("没能按原来约定的日期归还，已改到 {promised}"),
        None => return Ok(None),
    };
    let maker = maker_of(seen.reader, custody)?;
    let set = maker.as_ref().and_then(|maker| seen.policies.set(maker, Day::at(custody.in_at)));
    if let Some(ruling) = set.as_ref().and_then(|set| set.deadline(CANNOT_FINISH)) {
        says.push_str(&format!("。厂家约定：{}（{}）", ruling.rule.source_text, ruling.rule.source));
    }
    Ok(Some(notice("promised_on", "promise_not_kept", says)))
}

/// A receipt beside the record it belongs to.
pub(crate) fn mark_of(custody: &Custody) -> CustodyMark {
    CustodyMark {
        id: custody.id.to_string(),
        no: custody.no.clone(),
        state: custody.state(),
        promised_on: custody.promised_on(),
    }
}

/// Machines that were to be handed over today or before (TAKENIN-6).
pub(crate) fn custodies_to_do(reader: &Reader<'_>, now: Now, maker: Option<PrincipalId>) -> Answer<Vec<TodayItem>> {
    let found = reader.custodies_due(now.today, maker)?;
    found.iter().map(|custody| to_do(reader, now, custody)).collect()
}

fn to_do(reader: &Reader<'_>, now: Now, custody: &Custody) -> Answer<TodayItem> {
    let row = row_of(reader, now, custody)?;
    let done = repair_of(reader, custody)?.is_some_and(|repair| repair.completed_on.is_some());
    let reason = match row.days_left {
        Some(left) if left < 0 => format!("约定归还日期已过 {} 天", -left),
        _ => "约定今天归还".to_owned(),
    };
    let stands =
        if done { "已修好，请通知用户来取" } else { "还没有修好，修不完请告知用户改约" };
    let machine = [row.bearer, row.model, row.fault];
    Ok(TodayItem {
        late_ms: None,
        kind: TodayKind::Custody,
        id: row.id,
        no: row.no,
        principal: row.principal,
        title: machine.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
        reason: format!("{reason}；{stands}"),
        due_on: row.promised_on,
        days_left: row.days_left,
        level: row.level,
        doubt: None,
        at_risk_fen: None,
    })
}
