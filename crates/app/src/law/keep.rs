//! Keeping due days and periods, in the transaction that changed what they follow from.

use super::judge::Judge;
use super::owed::{Owed, Record, of_card, of_old_part, of_unit};
use super::plan::{Look, Occasion, Plan, ReadyPlan};
use super::{CHUNK, Register, calls, entries, months};
use crate::app::{App, remembered};
use crate::clock::Now;
use crate::error::Answer;
use crate::policies::Policies;
use domain::card::Card;
use domain::coverage::{Coverage, Covered};
use domain::day::UtcMs;
use domain::deadline::{DeadlineState, Due, Subject};
use domain::model::Model;
use domain::old_part::OldPart;
use domain::repair::Repair;
use domain::sale::Sale;
use domain::{CardId, Day, SaleId, UnitId};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use store::{CoverageRow, DeadlineRow, Reader, Reasons, Tx, UnitPapers};

/// Why rows are kept that follow from a paper.
pub(super) const BY_PAPERS: &str = "单据登记或更改";

/// After a write: everything that follows from what it changed (LAW-1).
pub(crate) fn settle(app: &App, tx: &Tx<'_>, now: Now) -> Answer<()> {
    let mut changed = tx.take_changed();
    if changed.is_empty() {
        return Ok(());
    }
    if changed.is_answers() {
        return settle_answers(app, tx, now, changed.answered);
    }
    changed.sales.extend(changed.answered.values().map(|card| card.sale));
    let units = tx.units_changed(&changed)?;
    let parts: Vec<_> = changed.old_parts.into_iter().collect();
    let register = Register::of(tx)?;
    let today = believed_day(tx, now)?;
    let policies = app.policies(tx)?;
    let judge = Judge::new(&policies, &register.makers, today);
    let reasons = Reasons::default();
    let look = Look { judge: &judge, occasion: Occasion::Papers, today, at: now.at, reasons: &reasons };
    for units in units.chunks(usize::try_from(CHUNK).unwrap_or(1)) {
        for plan in plans(tx, &register, &look, units)? {
            put(tx, &plan.ready(&reasons), now.at, BY_PAPERS)?;
        }
    }
    let lone = tx.lone_parts(&parts)?;
    put(tx, &lone_plan(tx, &register, &look, &lone)?.ready(&reasons), now.at, BY_PAPERS)?;
    put(tx, &months::plan(tx, &register, &look, &changed.months)?.ready(&reasons), now.at, BY_PAPERS)?;
    let calls: Vec<_> = changed.calls.into_iter().collect();
    put(tx, &calls::plan(tx, &look, &calls)?.ready(&reasons), now.at, BY_PAPERS)?;
    put(tx, &entries::plan(tx, &look, &changed.entries)?.ready(&reasons), now.at, BY_PAPERS)?;
    Ok(())
}

/// After answers to cards alone: what is owed of these cards. Periods and what else is owed about their machines do not follow from
/// an answer, and ten thousand come at once (LAW-11).
fn settle_answers(app: &App, tx: &Tx<'_>, now: Now, answered: BTreeMap<CardId, Card>) -> Answer<()> {
    let register = Register::of(tx)?;
    let today = believed_day(tx, now)?;
    let policies = app.policies(tx)?;
    let judge = Judge::new(&policies, &register.makers, today);
    let reasons = Reasons::default();
    let look = Look { judge: &judge, occasion: Occasion::Papers, today, at: now.at, reasons: &reasons };
    let records: Vec<String> = answered.keys().map(CardId::to_string).collect();
    let mut kept = tx.deadlines_of_records(&records, &reasons)?;
    kept.sort_by(|a, b| a.record.cmp(&b.record));
    let sales = tx.sales_by_id(answered.values().map(|card| card.sale))?;
    let sales: HashMap<SaleId, Sale> = sales.into_iter().map(|sale| (sale.id, sale)).collect();
    let mut plan = Plan::default();
    for (card, record) in answered.values().zip(&records) {
        let Some(sale) = sales.get(&card.sale) else { continue };
        let kept = of(&kept, |row| row.record.cmp(record));
        let owed = of_card(card, sale, Some(sale.unit), look.card_rule(card, sale, kept));
        plan_owed(&look, &[owed], kept, &mut plan);
    }
    put(tx, &plan.ready(&reasons), now.at, BY_PAPERS)?;
    Ok(())
}

/// Today, by the clock that is believed: no end of a period follows a clock that went astray (LAW-6).
pub(crate) fn believed_day(reader: &Reader<'_>, now: Now) -> Answer<Day> {
    let remembered = if now.suspect { remembered(reader)? } else { None };
    Ok(remembered.map_or(now.today, |clock| Day::at(clock.line.seen)))
}

/// What has to be kept anew of these machines.
pub(crate) fn plans(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    units: &[UnitId],
) -> Answer<Vec<Plan>> {
    let kept = Kept::of(reader, units, look.reasons)?;
    let mut plans = Vec::new();
    for papers in reader.papers_of(units, look.reasons)? {
        let model = register.model(reader, papers.unit.model)?;
        let unit = papers.unit.id;
        let covered = covered(look, &papers, &model);
        let mut plan = Plan { coverage: look.coverage(unit, kept.periods(unit).to_vec(), covered), ..Plan::default() };
        plan_deadlines(reader, register, look, &papers, kept.days(unit), &mut plan)?;
        if !plan.is_empty() {
            plans.push(plan);
        }
    }
    Ok(plans)
}

/// The periods of a machine that was sold.
fn covered(look: &Look<'_, '_>, papers: &UnitPapers, model: &Model) -> Covered {
    if papers.sales.is_empty() { Covered::default() } else { look.judge.cover(papers, model) }
}

/// The periods of a machine as shown: as they were kept, unless one moves with every day or none was kept yet.
pub(crate) fn periods(reader: &Reader<'_>, look: &Look<'_, '_>, papers: &UnitPapers, model: &Model) -> Answer<Covered> {
    Ok(shown(look, papers, model, reader.coverage_of(&[papers.unit.id], look.reasons)?))
}

/// [`periods`], of the kept rows.
pub(crate) fn shown(look: &Look<'_, '_>, papers: &UnitPapers, model: &Model, kept: Vec<CoverageRow>) -> Covered {
    if kept.is_empty() || kept.iter().any(|row| row.running) {
        return look.judge.cover(papers, model);
    }
    let (mut rows, mut troubles) = (Vec::new(), Vec::new());
    for row in kept {
        rows.extend(row.period());
        troubles.extend(row.trouble);
    }
    // In the order they are computed in: the newest sale first, the whole machine before its parts.
    let place = |row: &Coverage| papers.sales.iter().position(|sale| sale.id == row.sale);
    rows.sort_by_key(|row| (place(row), row.origin as u8, row.kind as u8));
    Covered { rows, troubles }
}

/// The due days about a machine as shown: as they were kept, computed where none was kept yet. What is void is shown of
/// cards only.
pub(crate) fn deadlines_shown(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    papers: &UnitPapers,
) -> Answer<Vec<DeadlineRow>> {
    let mut kept = reader.deadlines_of(&[papers.unit.id], look.reasons)?;
    let batch = |id| register.batch(reader, id);
    let rule = |card: &Card, sale: &Sale| look.card_rule(card, sale, &kept);
    let model = register.model(reader, papers.unit.model)?;
    let season = |repair: &Repair| look.judge.season_rule(&model, repair);
    let owed = of_unit(papers, &batch, &rule, &season);
    let without = owed.iter().filter(|owed| Look::kept(owed, &kept).is_none());
    let computed: Vec<_> = without.filter_map(|owed| look.deadline_row(owed, None)).collect();
    kept.extend(computed);
    kept.retain(|row| row.subject == Subject::Card || row.state != DeadlineState::Void);
    kept.sort_by_key(|row| (row.subject as u8, row.start_on, row.no.clone()));
    Ok(kept)
}

/// What is kept of some machines, by machine.
pub(crate) struct Kept {
    coverage: Vec<CoverageRow>,
    deadlines: Vec<DeadlineRow>,
}

impl Kept {
    pub(crate) fn of(reader: &Reader<'_>, units: &[UnitId], reasons: &Reasons) -> Answer<Self> {
        let (mut coverage, mut deadlines) = (reader.coverage_of(units, reasons)?, reader.deadlines_of(units, reasons)?);
        coverage.sort_by_key(|row| row.unit);
        deadlines.sort_by_key(|row| row.unit);
        Ok(Self { coverage, deadlines })
    }

    pub(crate) fn periods(&self, unit: UnitId) -> &[CoverageRow] {
        of(&self.coverage, |row| row.unit.cmp(&unit))
    }

    pub(crate) fn days(&self, unit: UnitId) -> &[DeadlineRow] {
        of(&self.deadlines, |row| row.unit.cmp(&Some(unit)))
    }
}

/// The rows of one key in a list sorted by it; `cmp` is a row's key beside the wanted one.
fn of<T>(rows: &[T], cmp: impl Fn(&T) -> Ordering) -> &[T] {
    let from = rows.partition_point(|row| cmp(row).is_lt());
    let to = rows.partition_point(|row| cmp(row).is_le());
    rows.get(from..to).unwrap_or_default()
}

/// Adds what has to be kept anew of the due days about a machine.
pub(crate) fn plan_deadlines(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    papers: &UnitPapers,
    kept: &[DeadlineRow],
    plan: &mut Plan,
) -> Answer<()> {
    let batch = |id| register.batch(reader, id);
    let rule = |card: &Card, sale: &Sale| look.card_rule(card, sale, kept);
    let model = register.model(reader, papers.unit.model)?;
    let season = |repair: &Repair| look.judge.season_rule(&model, repair);
    plan_owed(look, &of_unit(papers, &batch, &rule, &season), kept, plan);
    Ok(())
}

/// Adds what has to be kept anew of what is owed; `kept` is all that stands about the same records or their machine.
fn plan_owed(look: &Look<'_, '_>, all: &[Owed<'_>], kept: &[DeadlineRow], plan: &mut Plan) {
    let mut named = Vec::new();
    for owed in all {
        let old = Look::kept(owed, kept);
        named.extend(old.map(|row| row.id));
        let change = look.deadline(owed, old);
        if let Record::Card(card, _) = owed.record {
            let row = change.as_ref().map_or(old, |change| change.new.as_ref());
            plan.cards.extend(copied(card, owed, row).map(|due| (card.id, due)));
        }
        plan.deadlines.extend(change);
    }
    // A record that went over to another machine is kept there. What has ended of a card under another rule stays here.
    let of_card = |row: &DeadlineRow| {
        all.iter().any(|owed| matches!(owed.record, Record::Card(card, _) if card.id.to_string() == row.record))
    };
    let ended = |row: &DeadlineRow| row.state != DeadlineState::Pending && of_card(row);
    let left = kept.iter().filter(|row| !named.contains(&row.id) && !ended(row));
    plan.deadlines.extend(left.map(|row| store::Change { old: Some(row.id), new: None }));
}

/// The due day a card carries for lists, sheets and head office is that of its deadline: what it has to be now, where it
/// is something else. A card that was closed before it had a deadline keeps the day of its entry.
fn copied(card: &Card, owed: &Owed<'_>, row: Option<&DeadlineRow>) -> Option<Option<Due>> {
    let due = row.and_then(|row| row.reason.as_ref()).map(|reason| &reason.due);
    let never = row.is_none() && owed.closed.is_some();
    (!never && due != card.due.as_ref()).then(|| due.cloned())
}

/// The due day of a card that is being changed, as its deadline will have it (LAW-2).
pub(crate) fn due_of_card(
    reader: &Reader<'_>,
    policies: &Policies,
    now: Now,
    card: &Card,
    sale: &Sale,
) -> Answer<Option<Due>> {
    let register = Register::of(reader)?;
    let today = believed_day(reader, now)?;
    let judge = Judge::new(policies, &register.makers, today);
    let reasons = Reasons::default();
    let look = Look { judge: &judge, occasion: Occasion::Papers, today, at: now.at, reasons: &reasons };
    let kept = reader.deadlines_of_records(&[card.id.to_string()], &reasons)?;
    let owed = of_card(card, sale, None, look.card_rule(card, sale, &kept));
    let due = look.computed(&owed, Look::kept(&owed, &kept)).and_then(Result::ok);
    Ok(due)
}

/// What has to be kept anew of old parts that came off no machine of the desk's.
pub(crate) fn lone_plan(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    parts: &[OldPart],
) -> Answer<Plan> {
    let records: Vec<String> = parts.iter().map(|part| part.id.to_string()).collect();
    let kept = reader.deadlines_of_records(&records, look.reasons)?;
    let batch = |id| register.batch(reader, id);
    let mut plan = Plan::default();
    for (part, record) in parts.iter().zip(&records) {
        let owed = of_old_part(part, None, &batch);
        let old = kept.iter().find(|row| row.record == *record && row.rule == owed.rule);
        plan.deadlines.extend(look.deadline(&owed, old));
    }
    Ok(plan)
}

/// Puts a plan; answers how many rows are new or came to their end.
pub(crate) fn put(tx: &Tx<'_>, plan: &ReadyPlan, at: UtcMs, why: &str) -> Answer<i64> {
    for change in &plan.coverage {
        tx.put_period(change, at, why)?;
    }
    for change in &plan.deadlines {
        tx.put_day(change, at, why)?;
    }
    for due in &plan.cards {
        tx.put_card_due(due)?;
    }
    Ok(i64::try_from(plan.coverage.len() + plan.deadlines.len()).unwrap_or(i64::MAX))
}
