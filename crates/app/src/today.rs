//! 今日: everything that needs work, dearest first.
//!
//! - TODAY-1 A call whose clock has run out comes first, then a call left over from the day before (CALLTODAY-1), then the calls of today that wait or whose clock runs, then what head office refused, then days by the money at risk, overdue days of unknown money, and the rest by money; the total counts what is not shown too.
//! - TODAY-2 A record stands on 今日 once: a refused card as refused, a repair with the day it has to be done by, or its record with head office; a user's demand once for each of its clocks.
//! - TODAY-3 The money of 今日 is the sum of what its rows name; an amount nobody knows is in no sum.
//! - TODAY-4 Of one maker every number of 今日 is that maker's: what is to do, the money, the month, the cards due.
//!
//! Due days are read as they were kept (`law`); what is late follows from today alone.

use crate::app::{App, maybe_dealer, principal_filter};
use crate::calls_today::calls_to_do;
use crate::clock::Now;
use crate::custody_view::custodies_to_do;
use crate::error::Answer;
use crate::law::unread_on_today;
use crate::open_model::open_models;
use crate::part_result::parts_to_settle;
use crate::policies::Policies;
use crate::rights::open_level;
use crate::sale_view::sale_row;
use crate::view::*;
use domain::card::CardState;
use domain::deadline::Subject;
use domain::policy::key_name;
use domain::principal::Principal;
use domain::submission::Submission;
use domain::{Day, PrincipalId};
use std::collections::HashMap;
use store::{ListFilter, OpenDay, Reader, RepairLine, ReportRun, RiskTally, Setting, TodayLine};

/// A repair open for longer than this stands on 今日. Not a legal limit: a reminder of the page.
const OPEN_REPAIR_DAYS: i64 = 7;

/// Rows of 今日 at first, and at most.
const FIRST_ROWS: i64 = 200;
pub(crate) const MOST_ROWS: i64 = 2000;

/// Repairs to mend that are looked at.
const MOST_REPAIRS: i64 = 500;

/// Days for which cards due are counted.
const DAYS_AHEAD: i64 = 20;

impl App {
    pub(crate) fn today(&self, query: TodayQuery) -> Answer<TodayView> {
        self.read(|reader, now| {
            let limit = query.limit.unwrap_or(FIRST_ROWS).clamp(1, MOST_ROWS);
            let (items, total) = self.gathered(reader, now, &query.principal, limit)?;
            let policies = self.policies(reader)?;
            let maker = principal_filter(reader, &query.principal)?;
            let open = open_models(reader, &policies, maker.as_ref(), now.today)?;
            Ok(TodayView {
                today: now.today,
                items,
                total: total.n,
                at_risk_fen: total.at_risk_fen.unwrap_or(0),
                month: glance(reader, now.today, maker.as_ref().map(|maker| maker.id))?,
                cards_due: cards_due(reader, now.today, maker.as_ref().map(|maker| maker.id))?,
                models_open: i64::try_from(open.len()).unwrap_or(i64::MAX),
                first_steps: first_steps(reader, &policies, now.today)?,
            })
        })
    }

    /// Everything of a maker (all without a code) that needs work, as far as a list goes.
    pub(crate) fn todays(&self, reader: &Reader<'_>, now: Now, principal: &str) -> Answer<Vec<TodayItem>> {
        Ok(self.gathered(reader, now, principal, MOST_ROWS)?.0)
    }

    /// What needs work beside due days of the law, calls among it.
    pub(crate) fn others_today(
        &self,
        reader: &Reader<'_>,
        now: Now,
        maker: Option<PrincipalId>,
        calls: Vec<TodayItem>,
    ) -> Answer<Vec<TodayItem>> {
        let mut others = repairs_to_mend(reader, now)?;
        others.extend(calls);
        others.extend(custodies_to_do(reader, now, maker)?);
        others.extend(crate::claim::notices_to_answer(reader, now, maker)?);
        others.extend(parts_to_settle(reader, maker)?);
        let left = crate::repair_left::to_do(reader)?;
        others.retain(|item| left.iter().all(|one| one.id != item.id));
        others.extend(left);
        others.extend(self.stuck_sync(reader, now)?);
        others.extend(crate::ledger::returned_on_today(reader)?);
        others.extend(reports_to_send_again(reader, &*self.policies(reader)?)?);
        others.extend(self.law_to_do(reader)?);
        others.extend(unread_on_today(reader)?);
        others.extend(crate::inbox::messages_to_read(reader)?);
        others.extend(crate::entry::papers_to_answer(reader)?);
        others.extend(crate::entry::papers_expected(reader, &*self.policies(reader)?, now)?);
        Ok(others)
    }

    /// The first so many, and how many there are altogether (TODAY-1).
    fn gathered(
        &self,
        reader: &Reader<'_>,
        now: Now,
        principal: &str,
        limit: i64,
    ) -> Answer<(Vec<TodayItem>, RiskTally)> {
        let maker = principal_filter(reader, principal)?.map(|maker| maker.id);
        let calls = calls_to_do(reader, now, maker)?.into_iter().map(|call| call.item).collect();
        let mut others = self.others_today(reader, now, maker, calls)?;
        // What no maker is known of, a call, stands under each.
        others.retain(|item| principal.is_empty() || item.principal.is_empty() || item.principal == principal);
        let totals = totals(reader, now, maker)?;
        let mut total = [totals.cards, totals.old_parts, totals.others].into_iter().fold(tally(&others), sum);
        let mut items = refused_cards(reader, now, maker)?;
        let known = reader.deadlines_at_risk(maker, now.today, limit)?;
        items.extend(known.into_iter().map(|line| deadline_item(line, now.today)));
        // A paper whose day stands there stands there already (TODAY-2).
        others.retain(|other| other.kind != TodayKind::Paper || items.iter().all(|item| item.id != other.id));
        items.extend(others);
        items.sort_by_key(cost);
        items.truncate(usize::try_from(limit).unwrap_or_default());
        total.n = total.n.max(i64::try_from(items.len()).unwrap_or(i64::MAX));
        Ok((items, total))
    }

    fn stuck_sync(&self, reader: &Reader<'_>, now: Now) -> Answer<Vec<TodayItem>> {
        Ok(self
            .sync_lines(reader, now)?
            .into_iter()
            .filter(stuck)
            .map(|line| TodayItem {
                late_ms: None,
                kind: TodayKind::Sync,
                id: String::new(),
                no: String::new(),
                title: format!("{} {}", line.principal_name, line.sentence),
                principal: line.principal,
                reason: line.problem.unwrap_or_default(),
                due_on: None,
                days_left: None,
                level: DueLevel::Soon,
                doubt: None,
                at_risk_fen: None,
            })
            .collect())
    }
}

/// How many cards and old parts stand on 今日, and how many records, demands and months that have a due day.
pub(crate) struct Totals {
    pub cards: RiskTally,
    pub old_parts: RiskTally,
    pub others: RiskTally,
}

/// Counted out of the index, without the rows (TODAY-2).
pub(crate) fn totals(reader: &Reader<'_>, now: Now, maker: Option<PrincipalId>) -> Answer<Totals> {
    let of = |subject| reader.deadlines_total(subject, maker, now.today);
    let twice = reader.refused_total(maker, now.today)?;
    let less = |twice: RiskTally| RiskTally { n: -twice.n, at_risk_fen: twice.at_risk_fen.map(|fen| -fen) };
    let others = [of(Subject::RepairRecord)?, of(Subject::Demand)?, of(Subject::Report)?];
    let others = others.into_iter().fold(less(reader.mended_total(maker, now.today)?), sum);
    let refused = tally(&refused_cards(reader, now, maker)?);
    Ok(Totals { cards: sum(sum(of(Subject::Card)?, less(twice)), refused), old_parts: of(Subject::OldPart)?, others })
}

/// What the desk may speak of by itself, each with the rungs of its alert ladder it has reached.
pub(crate) fn pressing(reader: &Reader<'_>, policies: &Policies, now: Now) -> Answer<Vec<(TodayItem, usize)>> {
    let mut items = refused_cards(reader, now, None)?;
    items.extend(reports_to_send_again(reader, policies)?);
    items.extend(repairs_to_mend(reader, now)?);
    let mut pressing: Vec<_> = items.into_iter().map(|item| (item, 0)).collect();
    pressing.extend(calls_to_do(reader, now, None)?.into_iter().map(|call| (call.item, call.rungs)));
    for line in reader.deadlines_at_risk(None, now.today, MOST_ROWS)? {
        let rungs = line.reason.as_ref().map_or(0, |due| due.reached(now.at));
        pressing.push((deadline_item(line, now.today), rungs));
    }
    Ok(pressing)
}

/// A stream that does not move with something in it.
fn stuck(line: &SyncLine) -> bool {
    line.problem.is_some() && line.pending > 0
}

/// Repairs reported on this day or before are open for long.
fn open_before(now: Now) -> Day {
    now.today.plus_days(-OPEN_REPAIR_DAYS)
}

fn tally(items: &[TodayItem]) -> RiskTally {
    let at_risk = items.iter().filter_map(|item| item.at_risk_fen);
    RiskTally { n: i64::try_from(items.len()).unwrap_or(i64::MAX), at_risk_fen: at_risk.reduce(i64::saturating_add) }
}

fn sum(one: RiskTally, other: RiskTally) -> RiskTally {
    let fen = [one.at_risk_fen, other.at_risk_fen].into_iter().flatten().reduce(i64::saturating_add);
    RiskTally { n: one.n + other.n, at_risk_fen: fen }
}

/// Somebody who waits, what head office refused, then what costs most, then what is latest (TODAY-1).
fn cost(item: &TodayItem) -> (u8, bool, u8, std::cmp::Reverse<i64>, u8, Option<i64>) {
    let refused = matches!(item.kind, TodayKind::Rejected | TodayKind::Report | TodayKind::Sync);
    let tier = match (item.due_on, item.at_risk_fen) {
        (Some(_), Some(_)) => 0,
        // Nobody knows what it costs; a repair without a day costs nothing by waiting.
        (_, None) if item.level == DueLevel::Late => 1,
        _ => 2,
    };
    (
        match item.kind {
            TodayKind::Call | TodayKind::CallLeft if item.late_ms.is_some() => 0,
            TodayKind::CallLeft => 1,
            TodayKind::Call => 2,
            _ => 3,
        },
        !refused,
        tier,
        std::cmp::Reverse(item.at_risk_fen.unwrap_or(0)),
        rank(item.level),
        item.days_left,
    )
}

fn rank(level: DueLevel) -> u8 {
    match level {
        DueLevel::Late => 0,
        DueLevel::Soon => 1,
        _ => 2,
    }
}

fn refused_cards(reader: &Reader<'_>, now: Now, maker: Option<PrincipalId>) -> Answer<Vec<TodayItem>> {
    let lines = reader.cards_refused(maker, MOST_ROWS)?;
    Ok(lines
        .into_iter()
        .map(|line| {
            let at_risk_fen = line.due.as_ref().and_then(|due| due.at_risk_fen);
            let row = sale_row(line, now.today);
            TodayItem {
                late_ms: None,
                kind: TodayKind::Rejected,
                reason: format!("总部退回：{}", row.returned_reason.unwrap_or_default()),
                title: format!("{} {} {}", row.customer, row.model, row.serial),
                id: row.id,
                no: row.card_no,
                principal: row.principal,
                due_on: row.due_on,
                days_left: row.days_left,
                level: row.level,
                doubt: row.doubt,
                at_risk_fen,
            }
        })
        .collect())
}

/// A sheet head office turned back: whose it is, and the row of the submission ledger it went by.
fn returned_report(reader: &Reader<'_>, maker: &Principal, run: ReportRun) -> Answer<TodayItem> {
    let went = reader.submissions_of(run.principal, run.month)?;
    let named = |one: &&Submission| one.by_itself && one.runs.iter().any(|handed| handed.run == run.id);
    let row = went.iter().rfind(named).map(|one| one.id.to_string()).unwrap_or_default();
    Ok(TodayItem {
        late_ms: None,
        kind: TodayKind::Report,
        id: format!("{}|{row}|{}", run.month, run.id),
        title: format!("{} {} {} {}", maker.name, run.month, run.key, run.title),
        no: run.no,
        principal: maker.code.clone(),
        reason: format!("总部退回：{}。更正后请重新报送这个月的月报", run.returned_reason.unwrap_or_default()),
        due_on: None,
        days_left: None,
        level: DueLevel::Soon,
        doubt: None,
        at_risk_fen: None,
    })
}

/// TOLD-3.
fn reports_to_send_again(reader: &Reader<'_>, policies: &Policies) -> Answer<Vec<TodayItem>> {
    let makers = reader.principals()?;
    let mut items = Vec::new();
    for run in reader.reports_returned()? {
        let Some(maker) = makers.iter().find(|maker| maker.id == run.principal) else { continue };
        // By another road the month may be in all the same (LEDGER-5).
        if crate::month::done_of(reader, policies, maker, run.month)?.received_on.is_none() {
            items.push(returned_report(reader, maker, run)?);
        }
    }
    items.extend(crate::month::returned(reader, policies)?.into_iter().map(|(maker, one)| TodayItem {
        late_ms: None,
        kind: TodayKind::Report,
        id: format!("{}|{}", one.month, one.id),
        title: format!("{} {} 月报（{}）", maker.name, one.month, one.road.zh()),
        no: one.tracking_no,
        principal: maker.code,
        reason: format!(
            "总部退回：{}。补齐后请再报送一次，在月报的报送台账里登记",
            one.returned_reason.unwrap_or_default()
        ),
        due_on: None,
        days_left: None,
        level: DueLevel::Soon,
        doubt: None,
        at_risk_fen: None,
    }));
    Ok(items)
}

pub(crate) fn deadline_item(line: TodayLine, today: Day) -> TodayItem {
    let left = line.due_on.map(|due_on| today.days_until(due_on));
    let level = if left.is_some_and(|left| left < 0) { DueLevel::Late } else { DueLevel::Soon };
    let consequence = line.reason.as_ref().map(|due| due.consequence.as_str()).unwrap_or_default();
    let (kind, state) = match line.subject {
        Subject::OldPart => (TodayKind::OldPart, line.part_state.map(|state| state.zh())),
        Subject::RepairRecord | Subject::Repair => (TodayKind::Repair, Some("总部还没有收到")),
        Subject::Demand => (TodayKind::Demand, line.demand.map(|kind| kind.zh())),
        Subject::Report => (TodayKind::Month, Some("还没有收齐")),
        Subject::Call => (TodayKind::Call, None),
        Subject::Entry => (TodayKind::Entry, Some("没有办完")),
        Subject::Card => (TodayKind::Card, line.card_state.map(CardState::zh)),
    };
    let what = match line.subject {
        Subject::Demand | Subject::Entry => key_name(&line.rule),
        subject => subject.zh(),
    };
    let reason = due_reason(what, left, state.unwrap_or_default(), consequence);
    let month = (line.subject == Subject::Report).then(|| format!("{} {}", line.no, key_name(&line.rule)));
    let machine = [line.customer, line.model, line.serial, line.part, line.entry, month].into_iter().flatten();
    let id = match line.subject {
        Subject::Demand => line.unit.unwrap_or(line.record),
        Subject::Report => line.no.clone(),
        _ => line.sale.unwrap_or(line.record),
    };
    TodayItem {
        late_ms: None,
        kind,
        title: machine.collect::<Vec<_>>().join(" "),
        id,
        no: line.no,
        principal: line.principal,
        reason,
        due_on: line.due_on,
        days_left: left,
        level,
        doubt: line.reason.as_ref().and_then(Doubt::of_due),
        at_risk_fen: line.at_risk_fen,
    }
}

fn due_reason(what: &str, left: Option<i64>, state: &str, consequence: &str) -> String {
    match left {
        Some(left) if left < 0 => format!("{what}已超期 {} 天（{state}）：{consequence}", -left),
        Some(0) => format!("{what}今天到期（{state}）"),
        Some(left) => format!("{what}还剩 {left} 天（{state}）"),
        None => format!("{what}待处理（{state}）"),
    }
}

fn repairs_to_mend(reader: &Reader<'_>, now: Now) -> Answer<Vec<TodayItem>> {
    let lines = reader.repairs_to_mend(open_before(now), now.today, MOST_REPAIRS)?;
    let records: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
    let open = reader.open_days(&records)?;
    let dues: HashMap<String, OpenDay> = open.into_iter().map(|row| (row.record.clone(), row)).collect();
    Ok(lines.into_iter().map(|line| repair_item(&line, dues.get(&line.id), now.today)).collect())
}

fn repair_item(line: &RepairLine, due: Option<&OpenDay>, today: Day) -> TodayItem {
    let at_risk = due.map(|due| (due, open_level(due.due_on, due.warn_on, today)));
    let pressing = at_risk.filter(|(_, level)| matches!(level, DueLevel::Late | DueLevel::Soon));
    let left = pressing.and_then(|(due, _)| due.due_on).map(|due_on| today.days_until(due_on));
    let soonest = |level| pressing.map_or(level, |(_, pressing)| pressing);
    let (kind, reason, level) = match (&line.returned_reason, line.completed_on) {
        (Some(why), _) => (TodayKind::Rejected, format!("总部退回：{why}"), DueLevel::Soon),
        (None, Some(_)) if !line.user_signed => {
            (TodayKind::Repair, format!("已完工，用户还没有签字{}", filing(left)), soonest(DueLevel::Soon))
        }
        (None, Some(_)) => (TodayKind::Repair, format!("已完工，还没有提交{}", filing(left)), soonest(DueLevel::Ok)),
        (None, None) => {
            let open = format!("在修 {} 天", line.reported_on.days_until(today));
            let reason = match left {
                Some(left) if left < 0 => format!("{open}，修理期限已超期 {} 天", -left),
                Some(0) => format!("{open}，修理期限今天到期"),
                Some(left) => format!("{open}，修理期限还剩 {left} 天"),
                None => open,
            };
            (TodayKind::Repair, reason, soonest(DueLevel::Ok))
        }
    };
    TodayItem {
        late_ms: None,
        kind,
        id: line.id.clone(),
        no: line.no.clone(),
        principal: line.principal.clone(),
        title: format!("{} {} {}", line.customer, line.model, line.fault),
        reason,
        due_on: pressing.and_then(|(due, _)| due.due_on),
        days_left: left,
        doubt: pressing.and_then(|(due, _)| due.reason.as_ref()).and_then(Doubt::of_due),
        level,
        at_risk_fen: (line.in_warranty && level != DueLevel::Ok).then_some(line.total_fen.0),
    }
}

/// Until when the record of a repair that is done has to be with head office.
fn filing(left: Option<i64>) -> String {
    match left {
        Some(left) if left < 0 => format!("，报送已超期 {} 天", -left),
        Some(0) => "，报送期限今天到期".to_owned(),
        Some(left) => format!("，报送期限还剩 {left} 天"),
        None => String::new(),
    }
}

fn glance(reader: &Reader<'_>, today: Day, principal: Option<PrincipalId>) -> Answer<MonthGlance> {
    let month = domain::Month::of(today);
    let (first, last) = (month.first(), month.last());
    let filter = ListFilter { principal, days: Some((first, last)), limit: 1, ..ListFilter::default() };
    Ok(MonthGlance {
        sales: reader.sales(&filter)?.1,
        cards_acknowledged: reader.cards_acknowledged(principal, first, last)?,
        repairs: reader.repairs(&filter)?.1,
    })
}

fn cards_due(reader: &Reader<'_>, today: Day, maker: Option<PrincipalId>) -> Answer<Vec<DayCount>> {
    let days: Vec<Day> = (0..=DAYS_AHEAD).map(|n| today.plus_days(n)).collect();
    let counted = reader.cards_per_due_day(maker, &days)?;
    Ok(counted.into_iter().map(|tally| DayCount { on: tally.on, n: tally.n }).collect())
}

fn first_steps(reader: &Reader<'_>, policies: &Policies, today: Day) -> Answer<Vec<FirstStep>> {
    let makers = reader.principals()?;
    let enrolled = makers.iter().try_fold(false, |any, maker| -> Answer<bool> {
        Ok(any || crate::desk::account_of(reader, &maker.id.to_string())?.is_some())
    })?;
    let sold = reader.anything_sold()?;
    let claims = reader.opening_claims()?;
    let steps = [
        (FirstStep::Dealer, maybe_dealer(reader)?.is_some()),
        (FirstStep::Principal, !makers.is_empty()),
        (FirstStep::Pack, makers.iter().all(|maker| policies.get(maker, today).is_some()) && !makers.is_empty()),
        (FirstStep::Import, sold || !claims.is_empty()),
        (FirstStep::StartDay, reader.setting(Setting::StartOfUseOn)?.is_some()),
        (FirstStep::Enrol, enrolled),
    ];
    Ok(steps.into_iter().filter(|(_, done)| !done).map(|(step, _)| step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(no: &str, due_on: Option<&str>, level: DueLevel, at_risk_fen: Option<i64>) -> TodayItem {
        TodayItem {
            late_ms: None,
            kind: TodayKind::Card,
            id: no.into(),
            no: no.into(),
            principal: "HH".into(),
            title: String::new(),
            reason: String::new(),
            due_on: due_on.map(|on| on.parse().unwrap()),
            days_left: None,
            level,
            doubt: None,
            at_risk_fen,
        }
    }

    #[test]
    fn today_1_a_call_whose_clock_has_run_out_goes_before_one_left_over() {
        let call = |no: &str, kind, level, late_ms| TodayItem { kind, late_ms, ..item(no, None, level, None) };
        let mut items = [
            call("waits", TodayKind::Call, DueLevel::Soon, None),
            call("left", TodayKind::CallLeft, DueLevel::Soon, None),
            call("late", TodayKind::Call, DueLevel::Late, Some(3_360_000)),
        ];
        items.sort_by_key(cost);
        assert_eq!(items.map(|item| item.no), ["late", "left", "waits"]);
    }

    #[test]
    fn today_1_an_overdue_day_of_unknown_money_goes_before_a_repair_without_a_day() {
        let mut items = [
            item("repair", None, DueLevel::Soon, Some(90_000)),
            item("soon", Some("2026-10-25"), DueLevel::Soon, None),
            item("late", Some("2026-10-10"), DueLevel::Late, None),
            item("dear", Some("2026-10-12"), DueLevel::Late, Some(20_000)),
        ];
        items.sort_by_key(cost);
        assert_eq!(items.map(|item| item.no), ["dear", "late", "repair", "soon"]);
    }
}
