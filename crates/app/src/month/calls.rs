//! 产品售后服务登记表 (W10) and 叫修登记簿 (W11): one register in two views.
//!
//! - CALLSHEET-1 A call is in the month it came in; cancelled ones are left out, and whatever happened to it later stands in its row.
//! - CALLSHEET-2 A call of which a clock ran out, met afterwards or not, is late; minutes are counted from the last instant of its arrival to the arrival, or to now.
//! - CALLSHEET-3 Calls nobody was sent to on the day they came in stand in the list of those left over, with the days they waited.
//! - CALLSHEET-4 A call says who took it; a signed one names who signed, else its user, else when.
//! - CALLSHEET-5 The remarks count masked rows, and the month's calls that name no maker and so stand in no register.

use super::made::{Cells, Made, agreed, code, counted, day, reached, text};
use super::sheet::{Asked, Facts};
use crate::clock::civil_time;
use crate::error::Answer;
use crate::law::{ARRIVALS, clocks_of};
use domain::Day;
use domain::call::{Call, CallState, Step, StepKind, Urgency};
use domain::deadline::{DeadlineState, Moment};
use domain::sale::standing_on;
use report::write::{Summary, SummaryData, Value};
use std::collections::{BTreeMap, HashMap};
use store::DeadlineRow;

const MINUTE_MS: i64 = 60_000;
/// Clocks of the arrangement.
const ARRANGEMENTS: [&str; 2] = ["call.urgent", "call.arrange"];

/// `2026-11-03 08:30`.
fn instant(at: i64) -> String {
    civil_time(at).format("%Y-%m-%d %H:%M").to_string()
}

fn moment(at: Moment) -> String {
    match at {
        Moment::At(at) => instant(at),
        Moment::Day(day) => day.iso(),
    }
}

fn when(call: &Call, kind: StepKind) -> Value<'static> {
    text(call.when(kind).map(moment).unwrap_or_default())
}

fn who(call: &Call, kind: StepKind) -> String {
    call.step(kind).map(|step| step.who.clone()).unwrap_or_default()
}

/// The last instant of the first of these clocks that is there.
fn due(clocks: &[DeadlineRow], rules: &[&str]) -> Option<i64> {
    let row = rules.iter().find_map(|rule| clocks.iter().find(|row| row.rule == *rule))?;
    row.due_at.or_else(|| row.due_on.map(|day| day.plus_days(1).starts_at() - 1))
}

struct Seen<'a> {
    asked: &'a Asked<'a>,
    now: i64,
    calls: Vec<Call>,
    /// By the call they are of.
    clocks: HashMap<String, Vec<DeadlineRow>>,
}

impl<'a> Seen<'a> {
    fn of(asked: &'a Asked<'a>) -> Answer<Self> {
        let calls = asked.reader.calls_of_month(asked.principal.id, asked.month)?;
        let mut clocks: HashMap<String, Vec<DeadlineRow>> = HashMap::new();
        for row in clocks_of(asked.reader, &calls)? {
            clocks.entry(row.record.clone()).or_default().push(row);
        }
        Ok(Self { asked, now: asked.at, calls, clocks })
    }

    fn clocks(&self, call: &Call) -> &[DeadlineRow] {
        self.clocks.get(&call.id.to_string()).map_or(&[], Vec::as_slice)
    }

    /// CALLSHEET-2.
    fn late(&self, call: &Call) -> bool {
        let ran_out = |row: &DeadlineRow| match (&row.reason, row.state) {
            (_, DeadlineState::Late) => true,
            (Some(deadline), DeadlineState::Pending) => deadline.due.late_from() <= self.now,
            _ => false,
        };
        self.clocks(call).iter().any(ran_out)
    }

    fn late_minutes(&self, call: &Call) -> Option<i64> {
        let due = due(self.clocks(call), &ARRIVALS)?;
        let came = match call.first_of(&[StepKind::Arrived, StepKind::Done]) {
            Some(Moment::At(at)) => at,
            Some(Moment::Day(day)) => day.starts_at(),
            None if matches!(call.state(), CallState::Referred) => return None,
            None => self.now,
        };
        Some((came - due) / MINUTE_MS).filter(|minutes| *minutes > 0)
    }

    /// The day somebody was sent, if that was after the day it came in; else today (CALLSHEET-3).
    fn left_over(&self, call: &Call) -> Option<i64> {
        let came = Day::at(call.received_at);
        let sent = call.first_of(&[StepKind::Dispatched, StepKind::Done, StepKind::Referred]).map(Moment::day);
        Some(came.days_until(sent.unwrap_or(self.asked.today))).filter(|days| *days > 0)
    }

    fn reached(&self, call: &Call) -> Answer<(Value<'static>, Value<'static>)> {
        let shared = agreed(self.asked, call.repair, call.unit, Day::at(call.received_at))?;
        Ok(reached(self.asked, &call.phone, &call.address, shared))
    }

    /// Who signed; where nobody wrote the name, the user of the call or its repair, else when (CALLSHEET-4).
    fn signer(&self, call: &Call) -> Answer<String> {
        let Some(step) = call.step(StepKind::Signed) else { return Ok(String::new()) };
        if !step.who.is_empty() {
            return Ok(step.who.clone());
        }
        let reader = self.asked.reader;
        let repair = call.repair.map(|id| reader.repair(id)).transpose()?.flatten();
        let user = call.customer.or(repair.map(|repair| repair.customer));
        let user = user.map(|id| reader.customer(id)).transpose()?.flatten();
        Ok(user.map_or_else(|| moment(step.at), |user| user.name))
    }

    fn sold_on(&self, call: &Call) -> Answer<Option<Day>> {
        let Some(unit) = call.unit else { return Ok(None) };
        let sales = self.asked.reader.sales_of_unit(unit)?;
        Ok(standing_on(&sales, Day::at(call.received_at)).map(|sale| sale.sold_on))
    }

    /// What the remarks count (CALLSHEET-5).
    fn remarks(&self, facts: &mut Facts) -> Answer<()> {
        let mut rows = 0;
        for call in &self.calls {
            rows += u64::from(!agreed(self.asked, call.repair, call.unit, Day::at(call.received_at))?);
        }
        facts.masked(self.asked, rows);
        let unowned = self.asked.reader.calls_without_maker(self.asked.month)?;
        if unowned > 0 {
            facts.notes.push(format!("本月另有 {unowned} 件报修没有写厂家，不在任何厂家的登记表里，请补上厂家"));
        }
        Ok(())
    }

    fn registered(&self, call: &Call) -> Answer<Cells> {
        let (phone, address) = self.reached(call)?;
        let clocks = self.clocks(call);
        let number =
            |step: &Step| if step.awaits_no() { "电话已报，编号待补".to_owned() } else { step.no.clone() };
        let filed = call.step(StepKind::Filed).map(|step| format!("{} {}", moment(step.at), number(step)));
        let result = [StepKind::Done, StepKind::Referred].iter().find_map(|kind| call.step(*kind));
        let words = result.map(|step| if step.words.is_empty() { step.kind.zh() } else { &step.words });
        Ok(vec![
            text(instant(call.received_at)),
            text(call.channel.zh()),
            text(self.asked.reader.hand_of("call_open", &call.no)?.unwrap_or_default()),
            text(call.caller.clone()),
            phone,
            address,
            code(call.model.clone()),
            code(call.serial.clone()),
            day(self.sold_on(call)?),
            text(call.complaint.clone()),
            text(call.urgency.zh()),
            text(due(clocks, &ARRANGEMENTS).map(instant).unwrap_or_default()),
            when(call, StepKind::Arranged),
            text(who(call, StepKind::Dispatched)),
            when(call, StepKind::Told),
            text(filed.unwrap_or_default()),
            when(call, StepKind::Arrived),
            when(call, StepKind::Done),
            text(words.unwrap_or_default().to_owned()),
            text(self.signer(call)?),
            Value::Empty,
            text(if self.late(call) { "是" } else { "否" }),
            text(call.note.clone()),
        ])
    }

    fn booked(&self, call: &Call) -> Answer<Cells> {
        let (phone, address) = self.reached(call)?;
        let clocks = self.clocks(call);
        Ok(vec![
            text(instant(call.received_at)),
            code(call.no.clone()),
            text(call.caller.clone()),
            phone,
            address,
            text(call.area.map(|area| area.zh()).unwrap_or_default()),
            code(call.model.clone()),
            text(call.complaint.clone()),
            text(due(clocks, &ARRIVALS).map(instant).unwrap_or_default()),
            code(call.step(StepKind::Dispatched).map(|step| step.no.clone()).unwrap_or_default()),
            when(call, StepKind::Dispatched),
            text(who(call, StepKind::Dispatched)),
            when(call, StepKind::Arrived),
            when(call, StepKind::Done),
            when(call, StepKind::CrossedOff),
            self.late_minutes(call).map_or(Value::Empty, Value::Int),
            text(call.note.clone()),
        ])
    }

    fn facts(&self) -> Facts {
        let count =
            |wanted: &dyn Fn(&Call) -> bool| Value::Int(self.calls.iter().filter(|call| wanted(call)).count() as i64);
        let mut by_channel = BTreeMap::new();
        for call in &self.calls {
            *by_channel.entry(call.channel.zh().to_owned()).or_default() += 1;
        }
        let counts = vec![
            ("calls", count(&|_| true)),
            ("urgent", count(&|call| call.urgency == Urgency::Urgent)),
            ("forwarded", count(&|call| call.forwarded_at.is_some())),
            ("done", count(&|call| call.step(StepKind::Done).is_some())),
            ("waiting", count(&Call::waits)),
            ("late", count(&|call| self.late(call))),
        ];
        let summaries = vec![
            Summary { key: "counts", data: SummaryData::Facts(counts) },
            Summary { key: "by_channel", data: SummaryData::Table(counted(&by_channel)) },
        ];
        Facts { summaries, notes: Vec::new() }
    }

    fn undispatched(&self) -> Answer<Facts> {
        let mut rows = Vec::new();
        for call in &self.calls {
            let Some(days) = self.left_over(call) else { continue };
            let (phone, _) = self.reached(call)?;
            rows.push(vec![
                text(instant(call.received_at)),
                code(call.no.clone()),
                text(call.caller.clone()),
                phone,
                text(call.complaint.clone()),
                Value::Int(days),
            ]);
        }
        let summaries = vec![Summary { key: "undispatched", data: SummaryData::Table(rows) }];
        Ok(Facts { summaries, notes: Vec::new() })
    }
}

/// W10.
pub(super) fn register(asked: &Asked<'_>) -> Answer<Made> {
    let seen = Seen::of(asked)?;
    let rows = seen.calls.iter().map(|call| seen.registered(call)).collect::<Answer<_>>()?;
    let mut facts = seen.facts();
    seen.remarks(&mut facts)?;
    Ok(Made { rows, facts })
}

/// W11.
pub(super) fn book(asked: &Asked<'_>) -> Answer<Made> {
    let seen = Seen::of(asked)?;
    let rows = seen.calls.iter().map(|call| seen.booked(call)).collect::<Answer<_>>()?;
    let mut facts = seen.undispatched()?;
    seen.remarks(&mut facts)?;
    Ok(Made { rows, facts })
}
