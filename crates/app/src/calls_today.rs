//! Calls on 今日: those with a running clock, and those nobody was sent to.
//!
//! - CALLTODAY-1 A call nobody was sent to on the day it came in stands first the next morning, before everything but a call whose clock has run out.
//! - CALLTODAY-2 A call stands on 今日 once, with the clock that presses most, to the minute; without a clock it says only that it waits.
//! - CALLTODAY-3 A call somebody was sent to on a day before, whose work is not done and whose machine is not here, stands first too: vouchers are compared with the register every day.
//! - CALLTODAY-4 A call that is done and has no repair stands until one is opened or it is crossed off, and says so.
//! - CALLTODAY-5 Every call that needs work is counted and may be shown, however many are open.
//! - CALLTODAY-6 A call that was crossed off on the work of a repair cancelled since stands until it is taken back.
//! - CALLTODAY-7 A filing told by phone stands until its number is there or the call is crossed off, with how long it waits; from the next day on it stands first.

use crate::call_view::{left_over, not_finished, pressing, without_ground};
use crate::clock::Now;
use crate::error::Answer;
use crate::law::clocks_of;
use crate::view::*;
use domain::call::{Call, StepKind, Urgency};
use domain::custody::Custody;
use domain::deadline::{Moment, length_zh};
use domain::hours::TimeOfDay;
use domain::policy::key_name;
use domain::repair::RepairState;
use domain::{Day, PrincipalId};
use store::{DeadlineRow, Reader};

/// A call on 今日.
pub(crate) struct CallToDo {
    pub item: TodayItem,
    pub waits: bool,
    /// Rungs of the alert ladder it has reached.
    pub rungs: usize,
}

/// Calls that need work, all of them, the oldest first.
pub(crate) fn calls_to_do(reader: &Reader<'_>, now: Now, maker: Option<PrincipalId>) -> Answer<Vec<CallToDo>> {
    let calls = reader.calls_to_do(maker)?;
    let clocks = clocks_of(reader, &calls)?;
    let makers = reader.principals()?;
    let code =
        |id| makers.iter().find(|maker| Some(maker.id) == id).map(|maker| maker.code.clone()).unwrap_or_default();
    let mut found = Vec::new();
    for call in &calls {
        let id = call.id.to_string();
        let own: Vec<&DeadlineRow> = clocks.iter().filter(|row| row.record == id).collect();
        let clock = pressing(&own).filter(|row| row.reason.is_some());
        let sent = not_finished(call, now.today) && !is_here(reader, call)?;
        let bare = call.wants_repair(false) && !has_repair(reader, call)?;
        if call.waits() || clock.is_some() || sent || bare || call.awaits_no().is_some() {
            let stands = Stands { clock, sent, bare };
            found.push(to_do(call, code(call.principal), &stands, now));
        }
    }
    for call in reader.calls_of_cancelled_repairs(maker)? {
        if let Some(says) = without_ground(reader, &call)? {
            let stands = Stands { clock: None, sent: false, bare: false };
            let todo = to_do(&call, code(call.principal), &stands, now);
            let item = TodayItem { reason: says, level: DueLevel::Soon, ..todo.item };
            found.push(CallToDo { item, ..todo });
        }
    }
    Ok(found)
}

/// Whether the machine of a call was taken in and is here.
fn is_here(reader: &Reader<'_>, call: &Call) -> Answer<bool> {
    Ok(reader.custodies_of_call(call.id)?.iter().any(Custody::is_here))
}

/// Whether a repair that stands was opened from it.
fn has_repair(reader: &Reader<'_>, call: &Call) -> Answer<bool> {
    let found = call.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    Ok(found.is_some_and(|repair| repair.state != RepairState::Voided))
}

/// Why a call stands on 今日, beside its waiting.
struct Stands<'r> {
    clock: Option<&'r DeadlineRow>,
    /// Somebody was sent on a day before and the work is not done.
    sent: bool,
    /// It is done and has no repair.
    bare: bool,
}

fn to_do(call: &Call, principal: String, stands: &Stands<'_>, now: Now) -> CallToDo {
    let Stands { clock, sent, bare } = *stands;
    let unnumbered = call.awaits_no();
    let left = left_over(call, now.today) || sent || unnumbered.is_some_and(|told| told.at.day() < now.today);
    let due = clock.and_then(|row| row.reason.as_ref()).map(|deadline| &deadline.due);
    let late = due.is_some_and(|due| due.late_from() <= now.at);
    let rungs = due.map_or(0, |due| due.reached(now.at));
    let machine = [call.caller.as_str(), call.model.as_str(), call.complaint.as_str()];
    let due_on = due.map(|due| due.due_on);
    let item = TodayItem {
        late_ms: due.filter(|_| late).map(|due| (now.at - due.due_at.unwrap_or(due.late_from())).max(0)),
        kind: if left { TodayKind::CallLeft } else { TodayKind::Call },
        id: call.id.to_string(),
        no: call.no.clone(),
        principal,
        title: machine.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
        reason: reason(call, stands, now),
        due_on,
        days_left: due_on.map(|on| now.today.days_until(on)),
        level: match (late, left || bare || unnumbered.is_some() || due.is_some()) {
            (true, _) => DueLevel::Late,
            (false, true) => DueLevel::Soon,
            (false, false) => DueLevel::Ok,
        },
        doubt: due.and_then(Doubt::of_due),
        at_risk_fen: None,
    };
    CallToDo { item, waits: call.waits(), rungs }
}

/// `没有派工，10月19日接到；叫修安排超时 35 分`.
fn reason(call: &Call, stands: &Stands<'_>, now: Now) -> String {
    let Stands { clock, sent, bare } = *stands;
    let mut says = Vec::new();
    if call.urgency == Urgency::Urgent {
        says.push("紧急".to_owned());
    }
    if left_over(call, now.today) {
        says.push(format!("{}接到，当日没有派工，今天先派", Moment::At(call.received_at).zh()));
    } else if call.waits() {
        says.push("还没有派工".to_owned());
    }
    if let Some(step) = call.step(StepKind::Dispatched).filter(|_| sent) {
        let no = if step.no.is_empty() { String::new() } else { format!("凭证 {}，", step.no) };
        says.push(format!("{}派工（{no}{}），还没有完工，请核对", step.at.day().zh(), step.who));
    }
    if bare {
        says.push("已完工，还没有开维修单：请开维修单，不用开的写明原因销号".to_owned());
    }
    says.extend(call.awaits_no().map(|told| unnumbered_zh(told.at, now)));
    says.extend(clock.and_then(|row| clock_zh(row, now)));
    says.join("；")
}

/// `10月20日 09:30 电话报总部备案，编号待补已 1 小时 20 分`.
fn unnumbered_zh(told: Moment, now: Now) -> String {
    let since = match told {
        Moment::At(at) => length_zh((now.at - at).max(0)),
        Moment::Day(day) => format!("{} 天", day.days_until(now.today)),
    };
    let urged = if told.day() < now.today { "，今天先催" } else { "" };
    format!("{}电话报总部备案，编号待补已 {since}{urged}", told.zh())
}

/// `叫修安排还剩 1 小时 20 分`.
fn clock_zh(row: &DeadlineRow, now: Now) -> Option<String> {
    let due = &row.reason.as_ref()?.due;
    let name = key_name(&row.rule);
    let end = due.due_at.unwrap_or(due.late_from());
    Some(match (end - now.at, due.due_at) {
        (left, _) if left < 0 => format!("{name}超时 {}", length_zh(-left)),
        (_, Some(at)) if Day::at(at) == now.today => format!("{name}到今天 {}", TimeOfDay::at(at)),
        (_, Some(at)) => format!("{name}到 {}", Moment::At(at).zh()),
        (_, None) => format!("{name}到 {}", due.due_on.zh()),
    })
}
