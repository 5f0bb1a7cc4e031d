//! Use cases of the card that hangs on a machine (`domain::job_card`).
//!
//! - JOB-1 A card is of a repair that stands; saving the same again changes nothing.
//! - JOB-2 Inspecting is a step of the director; a failed look is followed by another one.

use crate::app::{App, no_such, parse_id};
use crate::clock::Now;
use crate::error::Answer;
use crate::form::{Form, refuse_stale};
use crate::repair_view::view_of;
use crate::view::*;
use domain::RepairId;
use domain::job_card::{Inspection, JobCard};
use domain::refusal::Refusal;
use domain::repair::{Repair, RepairState};
use domain::text::clean;
use store::{Reader, Tx};

const TOUCHES: [Touched; 2] = [Touched::Repair, Touched::Custody];

impl App {
    pub(crate) fn job_card_save(&self, input: JobCardInput) -> Answer<Written<RepairView>> {
        let value = self.write("job_card_save", |tx, now| {
            let repair = standing(tx, &input.id)?;
            let old = tx.job_card(repair.id)?;
            let card = JobCard {
                plan: clean(&input.plan),
                began_at: input.began_at,
                ended_at: input.ended_at,
                ..old.clone().unwrap_or_else(|| blank(repair.id, now))
            };
            if old.as_ref() != Some(&card) {
                refuse_stale("这张修护卡", input.rev, old.as_ref().map_or(0, |old| old.rev))?;
                card.check(now.at)?;
                put(tx, &repair, &JobCard { rev: card.rev + 1, ..card }, "")?;
            }
            view_of(tx, repair)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    pub(crate) fn job_card_inspect(&self, input: JobInspect) -> Answer<Written<RepairView>> {
        let form = Form::of("job_card_inspect", &input.request_id, &input)?;
        let value = self.write("job_card_inspect", |tx, now| {
            let repair = standing(tx, &input.id)?;
            if form.made(tx)?.is_some() {
                return view_of(tx, repair);
            }
            let Some(mut card) = tx.job_card(repair.id)? else {
                return Err(Refusal::Missing { field: "plan", label: "修护卡的计划修理内容" }.into());
            };
            refuse_stale("这张修护卡", input.rev, card.rev)?;
            card.inspect(look(&input, now), now.today)?;
            card.rev += 1;
            put(tx, &repair, &card, if input.passed { "合格" } else { "返工" })?;
            form.keep(tx, std::slice::from_ref(&input.id), &repair.no)?;
            view_of(tx, repair)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

fn standing(reader: &Reader<'_>, id: &str) -> Answer<Repair> {
    let repair = reader.repair(parse_id::<RepairId>("id", id)?)?.ok_or_else(|| no_such("id", id))?;
    if repair.state == RepairState::Voided {
        return Err(Refusal::WrongState {
            subject: "这张维修单", state: repair.state.zh(), verb: "登记修护卡"
        }
        .into());
    }
    Ok(repair)
}

fn blank(repair: RepairId, now: Now) -> JobCard {
    let (began_at, ended_at, inspections) = (None, None, Vec::new());
    JobCard { repair, plan: String::new(), began_at, ended_at, inspections, entered_at: now.at, rev: 0 }
}

fn look(input: &JobInspect, now: Now) -> Inspection {
    Inspection {
        on: input.on.unwrap_or(now.today),
        by: clean(&input.by),
        passed: input.passed,
        words: clean(&input.words),
        entered_at: now.at,
        work: None,
    }
}

fn put(tx: &Tx<'_>, repair: &Repair, card: &JobCard, note: &str) -> Answer<()> {
    tx.put_job_card(card)?;
    tx.note(&repair.no, note);
    Ok(())
}

/// A card as shown.
pub(crate) fn card_view(card: JobCard) -> JobCardView {
    let inspected = card.inspected();
    let look = |one: Inspection| InspectionView { on: one.on, by: one.by, passed: one.passed, words: one.words };
    JobCardView {
        rev: card.rev,
        plan: card.plan,
        began_at: card.began_at,
        ended_at: card.ended_at,
        inspections: card.inspections.into_iter().map(look).collect(),
        inspected,
    }
}
