//! A repair beside the earlier ones of its machine: the same problem, and what the meter showed.
//!
//! - PAST-1 A repair is linked to one of the same machine that stands, or of the machine it was given for in exchange; never to itself, nor in a circle.
//! - PAST-2 A meter that shows less than before, and is not said to be new, is told and refuses nothing; the use counted is not lowered. One that shows more than can have been run since is told too.

use crate::error::Answer;
use crate::law::facts::reading;
use crate::view::*;
use crate::writing::notice;
use domain::meter::{Meter, Reading, quantity_zh};
use domain::refusal::Refusal;
use domain::repair::{Repair, RepairState, UsageUnit};
use domain::{RepairId, UnitId};
use store::Reader;

const LABEL: &str = "同一故障的维修单";

/// The earlier repair a form links to (PAST-1).
pub(crate) fn same_as(
    reader: &Reader<'_>,
    draft: &RepairDraft,
    repair: &Repair,
    unit: UnitId,
) -> Answer<Option<RepairId>> {
    let Some(given) = draft.same_as.as_deref().map(str::trim).filter(|given| !given.is_empty()) else {
        return Ok(None);
    };
    let unknown = || Refusal::Unknown { field: "same_as", label: LABEL, given: given.to_owned() };
    let id: RepairId = given.parse().map_err(|_| unknown())?;
    let earlier = reader.repair(id)?.ok_or_else(unknown)?;
    let kept = repair.same_as == Some(id);
    let stands = earlier.state != RepairState::Voided || kept;
    if !lineage(reader, unit)?.contains(&earlier.unit) || !stands || leads_to(reader, &earlier, repair.id)? {
        let wanted = "是同一台机器（换货来的，也可以是换下的那台）上没有作废的另一张";
        return Err(Refusal::OutOfRange { field: "same_as", label: LABEL, wanted }.into());
    }
    Ok(Some(id))
}

/// A machine, and the one that came back when it was given.
pub(crate) fn lineage(reader: &Reader<'_>, unit: UnitId) -> Answer<Vec<UnitId>> {
    let cases = reader.remedies_of(&[unit])?;
    let former = cases.iter().filter(|case| case.new_unit == Some(unit)).map(|case| case.unit);
    Ok(std::iter::once(unit).chain(former).collect())
}

/// A repair other repairs of its machine are linked to does not go to another machine without them (PAST-1).
pub(crate) fn refuse_leaving_links(reader: &Reader<'_>, repair: &Repair, unit: UnitId) -> Answer<()> {
    if repair.unit == unit {
        return Ok(());
    }
    let linked = |one: &&Repair| one.same_as == Some(repair.id) && one.state != RepairState::Voided;
    let mut near = reader.repairs_of_unit(repair.unit)?;
    for case in reader.remedies_of(&[repair.unit])?.iter().filter(|case| case.unit == repair.unit) {
        near.extend(case.new_unit.map(|given| reader.repairs_of_unit(given)).transpose()?.into_iter().flatten());
    }
    if near.iter().any(|one| linked(&one)) {
        let wanted = "留在原来那台：别的维修单连着这一张，先在那几张上取消「同一故障」";
        return Err(Refusal::OutOfRange { field: "unit.serial", label: "维修单的机器", wanted }.into());
    }
    Ok(())
}

/// Whether the links of a repair lead to another one, or in a circle.
fn leads_to(reader: &Reader<'_>, from: &Repair, wanted: RepairId) -> Answer<bool> {
    let (mut seen, mut at) = (vec![wanted], Some(from.id));
    while let Some(id) = at {
        if seen.contains(&id) {
            return Ok(true);
        }
        seen.push(id);
        at = reader.repair(id)?.and_then(|repair| repair.same_as);
    }
    Ok(false)
}

/// What is said of a meter that runs backwards, or faster than any does (PAST-2); `own` is the repair that is being looked at.
pub(crate) fn meter_notice(
    reader: &Reader<'_>,
    unit: UnitId,
    own: Option<RepairId>,
    now: Option<Reading>,
) -> Answer<Option<Notice>> {
    let Some(now) = now else { return Ok(None) };
    let repairs = reader.repairs_of_unit(unit)?;
    let others = repairs.iter().filter(|one| Some(one.id) != own && one.state != RepairState::Voided);
    let before = others.filter_map(|one| Some((one, reading(one)?)));
    let before: Vec<_> = before.filter(|(_, one)| one.unit == now.unit && one.on <= now.on).collect();
    let mut readings: Vec<Reading> = before.iter().map(|(_, one)| one.clone()).collect();
    readings.push(now.clone());
    let meter = Meter::of(&readings, now.unit);
    let previous = before.iter().max_by_key(|(_, one)| (one.on, one.shown_milli));
    let against = previous.map(|(repair, one)| {
        format!("维修单 {}（{}）的 {}", repair.no, one.on.zh(), quantity_zh(one.shown_milli, one.unit))
    });
    let against = against.unwrap_or_default();
    let shown = format!("{}读数 {} ", meter_zh(now.unit), quantity_zh(now.shown_milli, now.unit));
    if let Some(doubted) = meter.uses().last().filter(|last| last.doubtful) {
        let total = quantity_zh(doubted.total_milli, now.unit);
        let message = format!("{shown}比{against}低。换过表请勾选「换表」；没有换表请核对，三包按累计 {total} 算");
        return Ok(Some(notice("usage_milli", "meter_backwards", message)));
    }
    Ok(meter.jump(now.unit).map(|jump| {
        let (more, most) = (quantity_zh(jump.milli, now.unit), quantity_zh(jump.most_milli, now.unit));
        let message = format!("{shown}比{against}多 {more}，{} 天里最多 {most}。请核对读数、单位和抄表日期", jump.days);
        notice("usage_milli", "meter_jumps", message)
    }))
}

/// What meters of a machine showed so far, oldest first.
pub(crate) fn readings(reader: &Reader<'_>, unit: UnitId) -> Answer<Vec<ReadingView>> {
    let repairs = reader.repairs_of_unit(unit)?;
    let standing = repairs.iter().filter(|one| one.state != RepairState::Voided);
    let shown = |repair: &Repair| {
        let read = reading(repair)?;
        Some(ReadingView {
            repair_id: repair.id.to_string(),
            no: repair.no.clone(),
            on: read.on,
            shown_milli: read.shown_milli,
            unit: read.unit,
            new_meter: read.new_meter,
        })
    };
    let mut shown: Vec<ReadingView> = standing.filter_map(shown).collect();
    shown.sort_by_key(|one| one.on);
    Ok(shown)
}

fn meter_zh(unit: UsageUnit) -> &'static str {
    match unit {
        UsageUnit::Hour => "小时表",
        UsageUnit::Km => "里程表",
        UsageUnit::Mu => "作业亩数",
    }
}

/// What the meter of a form that is not saved yet shows.
pub(crate) fn typed_reading(draft: &RepairDraft) -> Option<Reading> {
    Some(Reading {
        on: draft.usage_read_on.or(draft.received_on).unwrap_or(draft.reported_on),
        unit: draft.usage_unit.unwrap_or(UsageUnit::Hour),
        shown_milli: draft.usage_milli?,
        new_meter: draft.new_meter,
        old_last_milli: draft.old_meter_milli,
    })
}
