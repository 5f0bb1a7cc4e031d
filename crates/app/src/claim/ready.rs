//! Which repairs can be claimed, and what the others lack (domain CLAIM-1).

use crate::app::{App, start_of_use};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::repair::parties;
use crate::repair_view::same_job;
use crate::rights::proposal;
use crate::view::*;
use domain::card::CardState;
use domain::claim::{Candidate, CardStanding, Elsewhere, Missing, Verdict};
use domain::old_part::OldPartState;
use domain::part_result::PartResult;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::repair::Repair;
use domain::sale::standing_on;
use domain::unit::Unit;
use domain::{ClaimLineId, Day, Fen, RepairId};
use std::collections::{HashMap, HashSet};
use store::Reader;

/// Repairs that are listed, the oldest first; the sums are of all.
const MOST_LISTED: usize = 2_000;

/// A repair and what it lacks.
pub(super) struct Found {
    pub repair: Repair,
    /// What its four costs sum to.
    pub total: Fen,
    /// The line it asks for again.
    pub again_of: Option<ClaimLineId>,
    /// Everything it lacks.
    pub missing: Vec<Missing>,
}

impl Found {
    pub(super) fn is_ready(&self) -> bool {
        !self.missing.iter().any(|missing| missing.stops())
    }
}

/// Repairs of a maker done up to a day that no claim holds, each looked at.
pub(super) fn candidates(app: &App, reader: &Reader<'_>, now: Now, maker: &Principal, last: Day) -> Answer<Vec<Found>> {
    // What was done before the desk was in use was claimed on paper; what of that is open stands in the opening list.
    let repairs = reader.claim_candidates(maker.id, (start_of_use(reader)?, last))?;
    let ids: Vec<RepairId> = repairs.iter().map(|repair| repair.id).collect();
    let before: HashMap<RepairId, ClaimLineId> =
        reader.claim_lines_of(&ids)?.into_iter().map(|line| (line.repair, line.id)).collect();
    let policies = app.policies(reader)?;
    repairs
        .into_iter()
        .map(|repair| {
            let unit = reader.unit(repair.unit)?.ok_or_else(|| AppError::NotFound(repair.no.clone()))?;
            let asked = CoverageQuery {
                principal: String::new(),
                serial: unit.serial.clone(),
                component: repair.fault_place.clone(),
                on: repair.received_on,
                usage_milli: repair.usage_milli,
                usage_unit: Some(repair.usage_unit),
            };
            let in_period = proposal(&policies, reader, &unit, now, &asked)?.in_warranty;
            let again_of = before.get(&repair.id).copied();
            look(reader, now, &unit, repair, in_period, again_of)
        })
        .collect()
}

fn look(
    reader: &Reader<'_>,
    now: Now,
    unit: &Unit,
    repair: Repair,
    in_period: Option<bool>,
    again_of: Option<ClaimLineId>,
) -> Answer<Found> {
    let sales = reader.sales_of_unit(unit.id)?;
    let sale = standing_on(&sales, repair.received_on);
    let card = sale.map(|sale| reader.card_of_sale(sale.id)).transpose()?.flatten();
    let card = card.map_or(CardStanding::There, |card| match card.state {
        CardState::Acknowledged | CardState::BeforeStart | CardState::Voided => CardStanding::There,
        CardState::Returned => CardStanding::Returned,
        CardState::Issued | CardState::Queued => {
            let late = card.due.as_ref().is_some_and(|due| due.due_on < now.today);
            if late { CardStanding::Late } else { CardStanding::InTime }
        }
    });
    let old_parts: Vec<OldPartState> = reader.old_parts_of_repair(repair.id)?.iter().map(|part| part.state).collect();
    let results = reader.part_results_of_repairs(&[repair.id])?;
    let total = repair.total().unwrap_or_default();
    let elsewhere = elsewhere(reader, &repair, unit)?;
    let candidate = Candidate {
        state: repair.state,
        completed: repair.completed_on.is_some(),
        signed: repair.user_signed,
        signed_for_user: crate::attachment::signed_for_user(reader, &repair)?,
        returned: repair.returned_reason.is_some(),
        payer: repair.payer,
        sold: sale.is_some(),
        in_period,
        card,
        old_parts: &old_parts,
        results: &results,
        elsewhere,
        total,
    };
    Ok(Found { missing: candidate.missing(), total, again_of, repair })
}

/// How the same job stands with another maker; what that one refused may be asked of this one.
fn elsewhere(reader: &Reader<'_>, repair: &Repair, unit: &Unit) -> Answer<Elsewhere> {
    let others: Vec<RepairId> = same_job(reader, repair, unit)?.into_iter().map(|(other, _)| other.id).collect();
    if others.is_empty() {
        return Ok(Elsewhere::No);
    }
    let lines = reader.claim_lines_of(&others)?;
    let newest = others.iter().filter_map(|id| lines.iter().rfind(|line| line.repair == *id));
    let claimed = newest.into_iter().any(|line| line.verdict != Some(Verdict::Refused));
    Ok(if claimed { Elsewhere::Claimed } else { Elsewhere::Recorded })
}

/// The repairs asked for, or all that are ready and no head office turned down; one that lacks something is refused (CLAIMS-1, CLAIMS-9).
pub(super) fn taken(found: Vec<Found>, asked: &[String]) -> Answer<Vec<Found>> {
    let nothing = || AppError::from(Refusal::Missing { field: "repairs", label: "可以申请的维修单" });
    if asked.is_empty() {
        let ready: Vec<Found> = found.into_iter().filter(|one| one.is_ready() && one.again_of.is_none()).collect();
        return if ready.is_empty() { Err(nothing()) } else { Ok(ready) };
    }
    let wanted: HashSet<&str> = asked.iter().map(String::as_str).collect();
    let mut there: Vec<Found> = Vec::new();
    let mut lacking = Vec::new();
    for one in found {
        if !wanted.contains(one.repair.id.to_string().as_str()) {
            continue;
        }
        if !one.is_ready() {
            let why: Vec<&str> =
                one.missing.iter().filter(|missing| missing.stops()).map(|missing| missing.zh()).collect();
            lacking.push(format!("{}：{}", one.repair.no, why.join("、")));
        }
        there.push(one);
    }
    if !lacking.is_empty() {
        return Err(AppError::NotReady { detail: lacking.join("；") });
    }
    let known: HashSet<String> = there.iter().map(|one| one.repair.id.to_string()).collect();
    match asked.iter().find(|id| !known.contains(*id)) {
        Some(id) => {
            let label = "还没有申请过的三包维修单";
            Err(Refusal::Unknown { field: "repairs", label, given: id.clone() }.into())
        }
        None => Ok(there),
    }
}

/// What was found, as shown.
pub(super) fn view(reader: &Reader<'_>, found: Vec<Found>) -> Answer<ClaimReady> {
    let sum = |ready: bool| {
        let fens = found.iter().filter(|one| one.is_ready() == ready).map(|one| one.total.0);
        fens.fold(0_i64, i64::saturating_add)
    };
    let count = found.iter().filter(|one| one.is_ready()).count();
    Ok(ClaimReady {
        ready: i64::try_from(count).unwrap_or(i64::MAX),
        ready_fen: sum(true),
        missing_fen: sum(false),
        total: i64::try_from(found.len()).unwrap_or(i64::MAX),
        rows: found.into_iter().take(MOST_LISTED).map(|one| row(reader, one)).collect::<Answer<_>>()?,
    })
}

/// What was found, all of it.
pub(super) fn rows(reader: &Reader<'_>, found: Vec<Found>) -> Answer<Vec<ClaimReadyRow>> {
    found.into_iter().map(|one| row(reader, one)).collect()
}

fn row(reader: &Reader<'_>, one: Found) -> Answer<ClaimReadyRow> {
    let who = parties(reader, &one.repair)?;
    Ok(ClaimReadyRow {
        id: one.repair.id.to_string(),
        again_of: claim_no(reader, one.again_of, one.repair.id)?,
        no: one.repair.no,
        customer: who.customer.name,
        model: who.model.code,
        serial: who.unit.serial,
        completed_on: one.repair.completed_on,
        total_fen: one.total.0,
        missing: one.missing.iter().map(missing_view).collect(),
    })
}

fn missing_view(missing: &Missing) -> MissingView {
    MissingView { code: *missing, message: missing.zh().to_owned(), stops: missing.stops() }
}

/// What head office says of the old parts of a repair that is claimed already (CLAIM-1).
pub(super) fn part_warnings(reader: &Reader<'_>, repair: RepairId) -> Answer<Vec<MissingView>> {
    let results = reader.part_results_of_repairs(&[repair])?;
    let said = [
        (results.iter().any(PartResult::is_refused), Missing::OldPartNotCovered),
        (results.iter().any(PartResult::shortage_open), Missing::OldPartShort),
    ];
    Ok(said.iter().filter(|(holds, _)| *holds).map(|(_, missing)| missing_view(missing)).collect())
}

/// Number of the claim a line about a repair belongs to.
pub(super) fn claim_no(reader: &Reader<'_>, line: Option<ClaimLineId>, repair: RepairId) -> Answer<Option<String>> {
    let Some(line) = line else { return Ok(None) };
    let found = reader.claim_lines_of(&[repair])?.into_iter().find(|one| one.id == line);
    Ok(found.map(|line| reader.claim(line.claim)).transpose()?.flatten().map(|claim| claim.no))
}
