//! Calls as shown: steps, clocks as they stand at this instant, and what is worth a look.

use crate::clock::Now;
use crate::custody_view::mark_of;
use crate::error::{Answer, AppError};
use crate::law::clocks_of;
use crate::policies::Policies;
use crate::rights::deadline_view;
use crate::view::*;
use crate::writing::notice;
use domain::Day;
use domain::call::{Call, CallState, Step, StepKind};
use domain::deadline::rule::{Count, PeriodUnit};
use domain::deadline::{Deadline, DeadlineState, Moment};
use domain::principal::Principal;
use domain::repair::{Repair, RepairState};
use store::{DeadlineRow, Reader};

/// What a call is looked at with.
pub(crate) struct Seen<'a> {
    pub reader: &'a Reader<'a>,
    pub now: Now,
    pub policies: &'a Policies,
}

impl Seen<'_> {
    fn maker(&self, call: &Call) -> Answer<Option<Principal>> {
        Ok(call.principal.map(|id| self.reader.principal(id)).transpose()?.flatten())
    }

    /// The repair opened from it; a cancelled one is none, another may be opened.
    fn repair(&self, call: &Call) -> Answer<Option<Repair>> {
        let found = call.repair.map(|id| self.reader.repair(id)).transpose()?.flatten();
        Ok(found.filter(|repair| repair.state != RepairState::Voided))
    }

    /// A kept clock as it stands now.
    fn clock(&self, maker: Option<&Principal>, row: &DeadlineRow) -> ClockView {
        let at = self.now.at;
        let kept = row.reason.as_ref();
        let state = kept.map_or(row.state, |deadline| deadline.state(at));
        let met = kept.is_some_and(|deadline| deadline.met_with().is_some());
        let runs = row.state == DeadlineState::Pending && kept.is_some();
        let by_hours = self.by_hours(maker, row).filter(|_| runs);
        let level = match (state, kept) {
            (DeadlineState::Met, _) => DueLevel::Met,
            (DeadlineState::Late, _) if met => DueLevel::MetLate,
            (DeadlineState::Late, _) => DueLevel::Late,
            (DeadlineState::Pending, Some(deadline)) if deadline.due.reached(at) > 0 => DueLevel::Soon,
            (DeadlineState::Pending, Some(_)) => DueLevel::Ok,
            _ => DueLevel::None,
        };
        let plain = deadline_view(row, self.now.today);
        let end = kept.map(|deadline| deadline.due.due_at.unwrap_or(deadline.due.late_from()));
        let left = end.map(|end| match by_hours {
            Some(hours) if end > at => hours.between(self.policies.calendars(), at, end),
            _ => end - at,
        });
        ClockView {
            name: plain.name,
            due_at: row.due_at,
            due_on: row.due_on,
            state,
            level,
            runs,
            left_ms: left.filter(|_| runs),
            stands_still: by_hours.is_some_and(|hours| hours.between(self.policies.calendars(), at, at + 1) == 0),
            sentence: self.sentence(row, kept),
            consequence: plain.consequence,
            standing: plain.standing,
            steps: plain.steps,
        }
    }

    fn sentence(&self, row: &DeadlineRow, kept: Option<&Deadline>) -> String {
        match (kept, &row.trouble) {
            (Some(deadline), _) => deadline.state_zh(self.now.at),
            (None, Some(why)) => format!("算不出来：{why}"),
            (None, None) => row.state.zh().to_owned(),
        }
    }

    /// The business hours a clock is counted by, if it is.
    fn by_hours(&self, maker: Option<&Principal>, row: &DeadlineRow) -> Option<&domain::hours::BusinessHours> {
        let set = self.policies.set(maker?, row.start_on?)?;
        let held = set.deadline(&row.rule)?;
        let works = matches!(held.rule.count(), Ok(Count::Add(period)) if period.unit == PeriodUnit::Workhour);
        self.policies.hours().filter(|_| works)
    }
}

/// The instant from which an open clock is late.
fn end_of(row: &DeadlineRow) -> Option<i64> {
    row.reason.as_ref().filter(|_| row.state == DeadlineState::Pending).map(|deadline| deadline.due.late_from())
}

/// Whether a clock ran out, met afterwards or not.
fn ran_out(row: &DeadlineRow, now: Now) -> bool {
    row.state == DeadlineState::Late || end_of(row).is_some_and(|end| end <= now.at)
}

/// The open clock that presses most; else one that cannot be computed.
pub(crate) fn pressing<'r>(clocks: &[&'r DeadlineRow]) -> Option<&'r DeadlineRow> {
    let open = clocks.iter().filter(|row| end_of(row).is_some());
    let unknown = || clocks.iter().find(|row| row.state == DeadlineState::Pending && row.trouble.is_some());
    open.min_by_key(|row| end_of(row)).or_else(unknown).copied()
}

/// Whether a call waits since a day before today.
pub(crate) fn left_over(call: &Call, today: Day) -> bool {
    call.waits() && Day::at(call.received_at) < today
}

/// Whether somebody was sent on a day before today and the work is not done.
pub(crate) fn not_finished(call: &Call, today: Day) -> bool {
    let sent = matches!(call.state(), CallState::Dispatched | CallState::Arrived);
    sent && call.when(StepKind::Dispatched).is_some_and(|at| at.day() < today)
}

fn step_view(step: &Step) -> StepView {
    StepView {
        kind: step.kind,
        name: step.kind.zh().to_owned(),
        at: match step.at {
            Moment::At(at) => Some(at),
            Moment::Day(_) => None,
        },
        on: step.at.day(),
        when: step.at.zh(),
        who: step.who.clone(),
        no: step.no.clone(),
        words: step.words.clone(),
        entered_at: step.entered_at,
        by_repair: step.by_repair,
        ended_reason: step.ended.as_ref().map(|ended| ended.reason.clone()),
    }
}

fn standing(call: &Call) -> Vec<StepView> {
    StepKind::ALL.iter().filter_map(|kind| call.step(*kind)).map(step_view).collect()
}

/// A row of the register.
pub(crate) fn row_of(seen: &Seen<'_>, call: &Call, clocks: &[&DeadlineRow]) -> Answer<CallRow> {
    let maker = seen.maker(call)?;
    let repair = seen.repair(call)?;
    let late = clocks.iter().filter(|row| ran_out(row, seen.now)).count();
    Ok(CallRow {
        id: call.id.to_string(),
        no: call.no.clone(),
        principal: maker.as_ref().map(|maker| maker.code.clone()).unwrap_or_default(),
        received_at: call.received_at,
        channel: call.channel,
        caller: call.caller.clone(),
        phone: call.phone.clone(),
        area: call.area,
        address: call.address.clone(),
        model: call.model.clone(),
        product: call.product.clone(),
        serial: call.serial.clone(),
        complaint: call.complaint.clone(),
        urgency: call.urgency,
        task_no: call.task_no.clone(),
        state: call.state(),
        waits: call.waits(),
        left_over: left_over(call, seen.now.today),
        steps: standing(call),
        clock: pressing(clocks).map(|row| seen.clock(maker.as_ref(), row)),
        late: i64::try_from(late).unwrap_or(i64::MAX),
        repair_no: repair.map(|repair| repair.no),
        note: call.note.clone(),
    })
}

/// A call with everything about it.
pub(crate) fn view_of(seen: &Seen<'_>, call: &Call) -> Answer<CallView> {
    let maker = seen.maker(call)?;
    let customer = call.customer.map(|id| seen.reader.customer(id)).transpose()?.flatten();
    let repair = seen.repair(call)?;
    let mut clocks = clocks_of(seen.reader, std::slice::from_ref(call))?;
    clocks.sort_by_key(|row| (end_of(row).is_none(), end_of(row), row.due_at, row.rule.clone()));
    Ok(CallView {
        id: call.id.to_string(),
        rev: call.rev,
        no: call.no.clone(),
        draft: draft_of(call, maker.as_ref()),
        state: call.state(),
        waits: call.waits(),
        left_over: left_over(call, seen.now.today),
        customer: customer.map(|customer| customer.name),
        steps: standing(call),
        earlier: call.steps.iter().filter(|step| step.ended.is_some()).map(step_view).collect(),
        next: call.next(),
        clocks: clocks.iter().map(|row| seen.clock(maker.as_ref(), row)).collect(),
        repair_id: repair.as_ref().map(|repair| repair.id.to_string()),
        repair_no: repair.map(|repair| repair.no),
        notices: notices(seen, call, maker.as_ref())?,
        entered_at: call.entered_at,
        clock_suspect: call.clock_suspect,
        void_reason: call.void_reason.clone(),
        custody: seen.reader.custodies_of_call(call.id)?.first().map(mark_of),
        follows: call.follows.map(|id| seen.reader.call(id)).transpose()?.flatten().as_ref().map(mark),
        later: seen.reader.calls_after(call.id)?.iter().map(mark).collect(),
    })
}

fn mark(call: &Call) -> Mark {
    Mark { id: call.id.to_string(), no: call.no.clone() }
}

fn draft_of(call: &Call, maker: Option<&Principal>) -> CallDraft {
    CallDraft {
        request_id: None,
        received_at: Some(call.received_at),
        principal: maker.map(|maker| maker.code.clone()).unwrap_or_default(),
        channel: call.channel,
        caller: call.caller.clone(),
        phone: call.phone.clone(),
        customer_id: call.customer.map(|id| id.to_string()),
        unit_id: call.unit.map(|id| id.to_string()),
        serial: call.serial.clone(),
        model: call.model.clone(),
        product: call.product.clone(),
        area: call.area,
        address: call.address.clone(),
        complaint: call.complaint.clone(),
        urgency: Some(call.urgency),
        forwarded_at: call.forwarded_at,
        task_no: call.task_no.clone(),
        note: call.note.clone(),
        follows: call.follows.map(|id| id.to_string()),
    }
}

/// What is worth a look; nothing of it keeps anybody from being served.
fn notices(seen: &Seen<'_>, call: &Call, maker: Option<&Principal>) -> Answer<Vec<Notice>> {
    if call.void_reason.is_some() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    all.extend(about_machine(seen, call)?);
    all.extend(about_clocks(seen, call, maker));
    for other in seen.reader.calls_from(&call.phone, 8)?.iter().filter(|other| other.id != call.id && other.is_open()) {
        if !call.phone.is_empty() {
            let says = format!("这个电话还有没办完的报修 {}（{}），请看看是不是同一件", other.no, other.complaint);
            all.push(notice("phone", "call_open_too", says));
        }
    }
    let repair = seen.repair(call)?;
    let finished = |repair: &Repair| repair.completed_on.is_some() && repair.user_signed;
    let behind = !matches!(call.state(), CallState::Done | CallState::Signed | CallState::Closed);
    if let Some(repair) = repair.filter(|repair| finished(repair) && behind) {
        let says = format!("维修单 {} 已完工签字，日期与这里的步骤对不上，没有自动登记，请核对后自己登记", repair.no);
        all.push(notice("", "call_repair_differs", says));
    }
    Ok(all)
}

fn about_machine(seen: &Seen<'_>, call: &Call) -> Answer<Option<Notice>> {
    let Some(unit) = call.unit else {
        let says = match call.serial.as_str() {
            "" => "没有机器编号，照常受理；到场后请核对铭牌补上".to_owned(),
            serial => format!("本店没有编号 {serial} 的记录，可能是别家卖的或读错了，照常受理；到场后请核对铭牌"),
        };
        return Ok(Some(notice("serial", "unit_unknown", says)));
    };
    let unit = seen.reader.unit(unit)?.ok_or_else(|| AppError::NotFound(call.no.clone()))?;
    let sold = seen.reader.sales_of_unit(unit.id)?.iter().any(|sale| sale.void_reason.is_none());
    let says = format!("编号 {} 没有销售记录，照常受理；没有销售的机器不能按三包核销", unit.serial);
    Ok((!sold).then(|| notice("serial", "unit_without_sale", says)))
}

fn about_clocks(seen: &Seen<'_>, call: &Call, maker: Option<&Principal>) -> Option<Notice> {
    let Some(maker) = maker else {
        return Some(notice("principal", "call_without_maker", "没有写厂家，不知道按谁的规定，不计时限"));
    };
    let Some(set) = seen.policies.set(maker, Day::at(call.received_at)) else {
        let says = format!("「{}」还没有选政策包，不计时限。请到「设置 → 厂家」选一个", maker.name);
        return Some(notice("principal", "call_without_pack", says));
    };
    let by_place = ["arrival.city", "arrival.suburb", "on_site.city", "on_site.suburb"];
    let asked = call.area.is_none() && by_place.iter().any(|key| set.deadline(key).is_some());
    asked.then(|| notice("area", "call_without_area", "没有写市区还是郊县，到达现场的时限不计，请补上"))
}
