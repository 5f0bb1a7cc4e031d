//! Calls as shown: steps, clocks as they stand at this instant, and what is worth a look.

use crate::clock::Now;
use crate::custody_view::mark_of;
use crate::error::{Answer, AppError};
use crate::law::{clocks_of, stops};
use crate::policies::Policies;
use crate::rights::deadline_view;
use crate::sale_view::customer_input;
use crate::view::*;
use crate::writing::notice;
use domain::Day;
use domain::call::{Call, CallState, Step, StepKind};
use domain::deadline::rule::{Count, PeriodUnit};
use domain::deadline::{Deadline, DeadlineState, Moment};
use domain::policy::{Scope, key_name};
use domain::principal::Principal;
use domain::repair::{Repair, RepairState};
use store::{DeadlineRow, Reader};

/// Other open calls that are named.
const MOST_TOO: i64 = 8;

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
    fn clock(&self, call: &Call, maker: Option<&Principal>, row: &DeadlineRow) -> ClockView {
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
            stops: maker.filter(|_| runs).and_then(|maker| self.stops(call, maker, row)).unwrap_or_default(),
            consequence: plain.consequence,
            standing: plain.standing,
            steps: plain.steps,
        }
    }

    /// Which steps stop a clock (CALLCLOCK-6).
    fn stops(&self, call: &Call, maker: &Principal, row: &DeadlineRow) -> Option<String> {
        let on = Day::at(call.received_at);
        let files = self.policies.flag(maker, "call.file_with_ho", &Scope::on(on)) == Some(true);
        stops(call, &row.rule, files)
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
        by_phone: step.by_phone,
        awaits_no: step.awaits_no(),
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
        clock: pressing(clocks).map(|row| seen.clock(call, maker.as_ref(), row)),
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
        party: customer.as_ref().map(customer_input),
        customer: customer.as_ref().map(|customer| customer.name.clone()),
        steps: standing(call),
        earlier: call.steps.iter().filter(|step| step.ended.is_some()).map(step_view).collect(),
        next: call.next(),
        notices: notices(seen, call, maker.as_ref(), &clocks)?,
        clocks: clocks.iter().map(|row| seen.clock(call, maker.as_ref(), row)).collect(),
        to_sign: repair
            .as_ref()
            .filter(|repair| repair.completed_on.is_some() && !repair.user_signed)
            .map(|_| customer.as_ref().map_or_else(|| call.caller.clone(), |customer| customer.name.clone())),
        repair_id: repair.as_ref().map(|repair| repair.id.to_string()),
        repair_no: repair.map(|repair| repair.no),
        entered_at: call.entered_at,
        entered_by: seen.reader.hand_of("call_open", &call.no)?,
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
fn notices(seen: &Seen<'_>, call: &Call, maker: Option<&Principal>, clocks: &[DeadlineRow]) -> Answer<Vec<Notice>> {
    if call.void_reason.is_some() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    all.extend(about_machine(seen, call)?);
    all.extend(about_clocks(seen, call, maker));
    all.extend(clocks.iter().filter_map(day_only));
    all.extend(call.awaits_no().map(|told| {
        let says = "电话报了总部备案，编号还没有，不能转总部。总部给了编号，请点「补备案编号」";
        notice("", "call_awaits_no", format!("{}{says}", told.at.zh()))
    }));
    all.extend(open_too(seen, call)?);
    if let Some(says) = without_ground(seen.reader, call)? {
        all.push(notice("", "call_repair_differs", says));
        return Ok(all);
    }
    let Some(repair) = seen.repair(call)? else {
        let says = "已完工，还没有开维修单。请开维修单；不用开的写明原因销号";
        all.extend(call.wants_repair(false).then(|| notice("", "call_without_repair", says)));
        return Ok(all);
    };
    all.extend(call.differs(&repair).map(|why| {
        let no = &repair.no;
        let says = format!("与维修单 {no} 对不上，没有自动登记：{why}。请更正这里的步骤，或更正维修单");
        notice("", "call_repair_differs", says)
    }));
    Ok(all)
}

/// What is said of a call that was crossed off on the work of a repair that was cancelled since.
pub(crate) fn without_ground(reader: &Reader<'_>, call: &Call) -> Answer<Option<String>> {
    let repair = call.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    let cancelled = repair.filter(|repair| call.state() == CallState::Closed && repair.state == RepairState::Voided);
    let stands_on = cancelled.filter(|repair| call.differs(repair).is_some());
    Ok(stands_on.map(|repair| {
        format!("维修单 {} 已作废，这件报修的「完工」是随它登记的。请撤回「销号」，再看怎样办结", repair.no)
    }))
}

/// Other open calls from the phone, and of the machine.
fn open_too(seen: &Seen<'_>, call: &Call) -> Answer<Vec<Notice>> {
    let from = seen.reader.open_calls_from(&call.phone, MOST_TOO)?;
    let of = seen.reader.open_calls_of(call.unit, &call.serial, MOST_TOO)?;
    let about = |whose, code, other: &Call| {
        let says = format!("{whose}还有没办完的报修 {}（{}），请看看是不是同一件", other.no, other.complaint);
        notice(if code == "call_open_too" { "phone" } else { "serial" }, code, says)
    };
    let same_phone = from.iter().filter(|other| other.id != call.id);
    let known: Vec<_> = same_phone.clone().map(|other| other.id).collect();
    let same_machine = of.iter().filter(|other| other.id != call.id && !known.contains(&other.id));
    let phones = same_phone.map(|other| about("这个电话", "call_open_too", other));
    Ok(phones.chain(same_machine.map(|other| about("这台机器", "machine_open_too", other))).collect())
}

/// A clock of hours that a day alone stopped within its last day (CALLCLOCK-7).
fn day_only(row: &DeadlineRow) -> Option<Notice> {
    let (deadline, due_at) = (row.reason.as_ref()?, row.due_at?);
    let Moment::Day(day) = deadline.met_with()?.at else { return None };
    let says = format!(
        "{}到 {}，登记的步骤只有日期，看不出是否按时。请更正那一步，写上时间",
        key_name(&row.rule),
        Moment::At(due_at).zh()
    );
    (day == Day::at(due_at)).then(|| notice("", "call_day_only", says))
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
