//! Keeping due days and periods, in the transaction that changed what they follow from.

use super::judge::Judge;
use super::owed::{of_old_part, of_unit};
use super::plan::{Look, Occasion, Plan};
use super::{CHUNK, Register};
use crate::app::{App, remembered};
use crate::clock::Now;
use crate::error::Answer;
use domain::card::Card;
use domain::coverage::{Coverage, Covered};
use domain::day::UtcMs;
use domain::deadline::{DeadlineState, Due, Subject};
use domain::model::Model;
use domain::old_part::OldPart;
use domain::{Day, UnitId};
use store::{DeadlineRow, Reader, Tx, UnitPapers};

/// Why rows are kept that follow from a paper.
const BY_PAPERS: &str = "单据登记或更改";

/// After a write: everything that follows from what it changed (LAW-1).
pub(crate) fn settle(app: &App, tx: &Tx<'_>, now: Now) -> Answer<()> {
    let changed = tx.take_changed();
    if changed.is_empty() {
        return Ok(());
    }
    let units = tx.units_changed(&changed)?;
    let parts: Vec<_> = changed.old_parts.into_iter().collect();
    let register = Register::of(tx)?;
    let today = believed_day(tx, now)?;
    let policies = app.policies(tx)?;
    let judge = Judge::new(&policies, &register.makers, today);
    let look = Look { judge: &judge, occasion: Occasion::Papers, today, at: now.at };
    for units in units.chunks(usize::try_from(CHUNK).unwrap_or(1)) {
        for plan in plans(tx, &register, &look, units)? {
            put(tx, &plan, now.at, BY_PAPERS)?;
        }
    }
    let lone = tx.lone_parts(&parts)?;
    put(tx, &lone_plan(tx, &register, &look, &lone)?, now.at, BY_PAPERS)
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
    let (mut coverage, mut deadlines) = (reader.coverage_of(units)?, reader.deadlines_of(units)?);
    coverage.sort_by_key(|row| row.unit);
    deadlines.sort_by_key(|row| row.unit);
    let mut plans = Vec::new();
    for papers in reader.papers_of(units)? {
        let model = register.model(reader, papers.unit.model)?;
        let kept = of(&coverage, |row| row.unit, papers.unit.id).to_vec();
        let covered = covered(look, &papers, &model);
        let mut plan = Plan { coverage: look.coverage(papers.unit.id, kept, covered), ..Plan::default() };
        let kept = of(&deadlines, |row| row.unit, Some(papers.unit.id));
        plan_deadlines(reader, register, look, &papers, kept, &mut plan)?;
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
    let kept = reader.coverage_of(&[papers.unit.id])?;
    if kept.is_empty() || kept.iter().any(|row| row.running) {
        return Ok(look.judge.cover(papers, model));
    }
    let (mut rows, mut troubles) = (Vec::new(), Vec::new());
    for row in kept {
        rows.extend(row.reason);
        troubles.extend(row.trouble);
    }
    // In the order they are computed in: the newest sale first, the whole machine before its parts.
    let place = |row: &Coverage| papers.sales.iter().position(|sale| sale.id == row.sale);
    rows.sort_by_key(|row| (place(row), row.origin as u8, row.kind as u8));
    Ok(Covered { rows, troubles })
}

/// The due days about a machine as shown: as they were kept, computed where none was kept yet. What is void is shown of
/// cards only.
pub(crate) fn deadlines_shown(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    papers: &UnitPapers,
) -> Answer<Vec<DeadlineRow>> {
    let mut kept = reader.deadlines_of(&[papers.unit.id])?;
    let batch = |id| register.batch(reader, id);
    for owed in of_unit(papers, &batch) {
        let record = owed.record.id().to_string();
        if !kept.iter().any(|row| row.record == record && row.rule == owed.rule) {
            kept.extend(look.deadline_row(&owed, None));
        }
    }
    kept.retain(|row| row.subject == Subject::Card || row.state != DeadlineState::Void);
    kept.sort_by_key(|row| (row.subject as u8, row.start_on, row.no.clone()));
    Ok(kept)
}

/// The rows of one key in a list sorted by it.
fn of<T, K: Ord>(rows: &[T], key: impl Fn(&T) -> K, wanted: K) -> &[T] {
    let from = rows.partition_point(|row| key(row) < wanted);
    let to = rows.partition_point(|row| key(row) <= wanted);
    rows.get(from..to).unwrap_or_default()
}

fn plan_deadlines(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    papers: &UnitPapers,
    kept: &[DeadlineRow],
    plan: &mut Plan,
) -> Answer<()> {
    let batch = |id| register.batch(reader, id);
    let mut named = Vec::new();
    for owed in of_unit(papers, &batch) {
        let record = owed.record.id().to_string();
        let old = kept.iter().find(|row| row.record == record && row.rule == owed.rule);
        named.extend(old.map(|row| row.id));
        let Some(change) = look.deadline(&owed, old) else { continue };
        if let (super::owed::Record::Card(card, _), Some(new)) = (owed.record, &change.new)
            && let Some(reason) = &new.reason
            && takes(card, new.state, owed.rule, &reason.due)
            && plan.cards.iter().all(|(id, _)| *id != card.id)
        {
            plan.cards.push((card.id, reason.due.clone()));
        }
        plan.deadlines.push(change);
    }
    // A record that went over to another machine is kept there.
    let left = kept.iter().filter(|row| !named.contains(&row.id));
    plan.deadlines.extend(left.map(|row| store::Change { old: Some(row.id), new: None }));
    Ok(())
}

/// Whether a card takes a due day over, which stands for it in the lists: an open one that moved; without any, that of
/// its first rule.
fn takes(card: &Card, state: DeadlineState, rule: &str, new: &Due) -> bool {
    let stands = !matches!(state, DeadlineState::Waived | DeadlineState::Void);
    match &card.due {
        None => stands,
        Some(old) => state == DeadlineState::Pending && old.rule_key == rule && old != new,
    }
}

/// What has to be kept anew of old parts that came off no machine of the desk's.
pub(crate) fn lone_plan(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    parts: &[OldPart],
) -> Answer<Plan> {
    let records: Vec<String> = parts.iter().map(|part| part.id.to_string()).collect();
    let kept = reader.deadlines_of_records(&records)?;
    let batch = |id| register.batch(reader, id);
    let mut plan = Plan::default();
    for (part, record) in parts.iter().zip(&records) {
        let owed = of_old_part(part, None, &batch);
        let old = kept.iter().find(|row| row.record == *record && row.rule == owed.rule);
        plan.deadlines.extend(look.deadline(&owed, old));
    }
    Ok(plan)
}

/// Puts a plan.
pub(crate) fn put(tx: &Tx<'_>, plan: &Plan, at: UtcMs, why: &str) -> Answer<()> {
    for change in &plan.coverage {
        tx.change_coverage(change, at, why)?;
    }
    for change in &plan.deadlines {
        tx.change_deadline(change, at, why)?;
    }
    for (card, due) in &plan.cards {
        tx.put_card_due(*card, due)?;
    }
    Ok(())
}
