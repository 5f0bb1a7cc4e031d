//! Clocks of calls: which rules of the maker's pack a call is followed by, and which steps meet them.
//!
//! - CALLCLOCK-1 Each rule about calls that the maker's pack has runs from the instant the call came in, for forwarded tasks from the instant head office forwarded it, and is kept with its reason; without a maker or without a rule there is no clock.
//! - CALLCLOCK-2 An arrangement is made when somebody arranged or was sent, and the user was told, and, where the pack says so, head office has filed it: the last of these meets it; for a forwarded task arranging alone meets the detailed arrangement.
//! - CALLCLOCK-3 Arrival counts in town or out of it as the call says; where it says neither, no clock of arrival runs. A call that is done needs no arrival any more.
//! - CALLCLOCK-4 What head office took over with a filing number is arrived at, repaired and dispatched by head office: these clocks are waived. A cancelled call ends all its clocks.
//! - CALLCLOCK-8 Crossing a call off ends what is open of it that day: what was still in time is waived, what had run out stays late.
//! - CALLCLOCK-5 A corrected step or instant computes the clock anew; the row of before is superseded.
//! - CALLCLOCK-6 An open clock says which steps stop it and which of them are missing.
//! - CALLCLOCK-7 A step of which only the day is known meets a clock that ends within that day, and it is said that nobody can see whether it was in time.

use super::keep::put;
use super::owed::{Owed, Record, closed};
use super::plan::{Look, Plan};
use super::recompute::BY_RULES;
use super::unread::is_bad_row;
use crate::clock::Now;
use crate::error::Answer;
use domain::call::{Area, Call, StepKind, Urgency};
use domain::deadline::{Closing, Due, Evidence, Moment, Subject};
use domain::{CallId, Day, PrincipalId};
use std::collections::BTreeSet;
use store::{Change, DeadlineRow, Reader, Reasons, Tx};

/// Clocks of arrival, in town and out of it.
pub(crate) const ARRIVALS: [&str; 2] = ["arrival.city", "arrival.suburb"];

/// When a rule about calls counts from, as [`Record::basis`].
pub(super) fn basis(call: &Call, name: &str) -> Option<Option<Moment>> {
    match name {
        "call.received_at" | "contact.received_at" | "call.urgent_at" => Some(Some(Moment::At(call.received_at))),
        "call.received_on" => Some(Some(Moment::Day(Day::at(call.received_at)))),
        "task.forwarded_at" => Some(call.forwarded_at.map(Moment::At)),
        _ => None,
    }
}

/// What a rule about calls waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// Arranged, told and, where wanted, filed.
    Settled,
    Arranged,
    Told,
    /// Somebody was sent.
    Dispatched,
    Arrived,
    Done,
}

/// The rules a call is followed by, should the pack have them (CALLCLOCK-1, CALLCLOCK-3).
fn rules(call: &Call) -> Vec<(&'static str, Wait)> {
    let mut rules =
        vec![("call.arrange", Wait::Settled), ("dispatch.leftover", Wait::Dispatched), ("answer.within", Wait::Told)];
    if call.urgency == Urgency::Urgent {
        rules.push(("call.urgent", Wait::Arranged));
    }
    if call.forwarded_at.is_some() {
        rules.extend([("task.arrange_detail", Wait::Arranged), ("task.ho_check", Wait::Settled)]);
    }
    let [city, suburb] = ARRIVALS;
    match call.area {
        Some(Area::City) => rules.extend([(city, Wait::Arrived), ("on_site.city", Wait::Done)]),
        Some(Area::Suburb) => rules.extend([(suburb, Wait::Arrived), ("on_site.suburb", Wait::Done)]),
        None => {}
    }
    rules
}

/// The steps a rule waits for: of each group one, the earliest counts (CALLCLOCK-2).
fn groups(wait: Wait, files: bool) -> &'static [&'static [StepKind]] {
    use StepKind::{Arranged, Arrived, Dispatched, Done, Filed, Referred, Told};
    match wait {
        Wait::Settled if files => &[&[Arranged, Dispatched, Referred], &[Told], &[Filed]],
        Wait::Settled => &[&[Arranged, Dispatched, Referred], &[Told]],
        Wait::Arranged => &[&[Arranged, Dispatched, Referred]],
        Wait::Told => &[&[Told]],
        Wait::Dispatched => &[&[Dispatched, Done]],
        Wait::Arrived => &[&[Arrived, Done]],
        Wait::Done => &[&[Done]],
    }
}

/// Which steps stop a clock of a call, and which of them are still to come (CALLCLOCK-6); nothing for a rule that is not its.
pub(crate) fn stops(call: &Call, rule: &str, files: bool) -> Option<String> {
    let (_, wait) = rules(call).into_iter().find(|(name, _)| *name == rule)?;
    let groups = groups(wait, files);
    let named =
        |kinds: &&[StepKind]| format!("「{}」", kinds.iter().map(|kind| kind.zh()).collect::<Vec<_>>().join("」或「"));
    let open = groups.iter().filter(|kinds| call.first_of(kinds).is_none());
    let missing = open.map(named).collect::<Vec<_>>().join("、");
    let all = groups.iter().map(named).collect::<Vec<_>>().join("、");
    Some(if groups.len() > 1 {
        format!("登记了{all}才停，还差{missing}")
    } else {
        format!("登记了{all}就停")
    })
}

/// What ended a clock without meeting it (CALLCLOCK-4).
fn ended(call: &Call, wait: Wait) -> Option<(Closing, String)> {
    if let Some(why) = &call.void_reason {
        return Some((Closing::Void, format!("报修已作废：{why}")));
    }
    let theirs = matches!(wait, Wait::Dispatched | Wait::Arrived | Wait::Done);
    call.step(StepKind::Referred).filter(|_| theirs)?;
    let no = call.step(StepKind::Filed).map_or("", |filed| filed.no.as_str());
    Some((Closing::Waived, format!("已转总部，备案编号 {no}")))
}

/// What crossing a call off does to a clock nothing else ended (CALLCLOCK-8).
fn crossed_off(call: &Call, owed: &mut Owed<'_>, due: Option<&Due>) {
    let Some(off) = call.step(StepKind::CrossedOff) else { return };
    if owed.received.is_some() || owed.closed.is_some() {
        return;
    }
    if due.is_none_or(|due| due.in_time(off.at)) {
        owed.closed = Some(closed(Closing::Waived, format!("报修已销号：{}", off.at.zh())));
    } else {
        let done = Evidence { at: off.at, what: format!("报修 {} 销号，没有办", call.no) };
        (owed.sent, owed.received) = (Some(done.clone()), Some(done));
    }
}

/// What is owed of a call of a maker.
fn of_call(call: &Call, maker: PrincipalId, files: bool) -> impl Iterator<Item = Owed<'_>> {
    rules(call).into_iter().map(move |(rule, wait)| {
        let done = call.all_of(groups(wait, files)).map(|at| Evidence { at, what: format!("报修 {}", call.no) });
        Owed {
            record: Record::Call(call),
            rule,
            principal: maker,
            unit: None,
            sent: done.clone(),
            received: done,
            closed: ended(call, wait).map(|(how, why)| closed(how, why)),
        }
    })
}

/// What has to be kept anew of these calls.
pub(super) fn plan(reader: &Reader<'_>, look: &Look<'_, '_>, calls: &[CallId]) -> Answer<Plan> {
    let mut plan = Plan::default();
    for id in calls {
        if let Some(call) = reader.call(*id)? {
            let kept = reader.deadlines_of_records(&[id.to_string()], look.reasons)?;
            plan.deadlines.extend(changes(look, &call, &kept));
        }
    }
    Ok(plan)
}

fn changes(look: &Look<'_, '_>, call: &Call, kept: &[DeadlineRow]) -> Vec<Change<DeadlineRow>> {
    let mut owed: Vec<Owed<'_>> = call.principal.map_or_else(Vec::new, |maker| {
        let files = look.judge.files_calls(maker, Day::at(call.received_at));
        of_call(call, maker, files).collect()
    });
    let mut changed = Vec::new();
    for one in &mut owed {
        let old = kept.iter().find(|row| row.rule == one.rule);
        // A clock of another maker's pack is none of this one's.
        let same = old.filter(|row| row.principal == one.principal);
        crossed_off(call, one, same.and_then(|row| row.reason.as_ref()).map(|deadline| &deadline.due));
        match (look.deadline(one, same), old) {
            (Some(change), _) => changed.push(Change { old: old.map(|row| row.id), ..change }),
            (None, Some(old)) if same.is_none() => changed.push(Change { old: Some(old.id), new: None }),
            (None, _) => {}
        }
    }
    let left = kept.iter().filter(|row| !owed.iter().any(|one| one.rule == row.rule));
    changed.extend(left.map(|row| Change { old: Some(row.id), new: None }));
    changed
}

/// Open calls, and those something is still owed of.
fn unfinished(reader: &Reader<'_>) -> Answer<BTreeSet<CallId>> {
    let open = reader.open_call_ids()?.into_iter();
    let owed = reader.open_records(Subject::Call)?.into_iter().filter_map(|id| id.parse().ok());
    Ok(open.chain(owed).collect())
}

/// Everything that other rules move of calls; a call that cannot be read is left as it is (LAW-10).
pub(super) fn by_rules(tx: &Tx<'_>, look: &Look<'_, '_>, now: Now) -> Answer<i64> {
    let mut changed = 0;
    for id in unfinished(tx)? {
        match plan(tx, look, &[id]) {
            Ok(plan) => changed += put(tx, &plan.ready(look.reasons), now.at, BY_RULES)?,
            Err(why) if is_bad_row(&why) => tracing::error!(%id, cause = ?why, "unreadable call"),
            Err(other) => return Err(other),
        }
    }
    Ok(changed)
}

/// What other packs would move of calls, with the rows that are kept.
pub(super) fn moved(reader: &Reader<'_>, look: &Look<'_, '_>) -> Answer<(Vec<DeadlineRow>, Plan)> {
    let calls: Vec<CallId> = unfinished(reader)?.into_iter().collect();
    let records: Vec<String> = calls.iter().map(ToString::to_string).collect();
    Ok((reader.deadlines_of_records(&records, look.reasons)?, plan(reader, look, &calls)?))
}

/// The clocks of these calls as they are kept.
pub(crate) fn clocks_of(reader: &Reader<'_>, calls: &[Call]) -> Answer<Vec<DeadlineRow>> {
    let records: Vec<String> = calls.iter().map(|call| call.id.to_string()).collect();
    Ok(reader.deadlines_of_records(&records, &Reasons::default())?)
}
