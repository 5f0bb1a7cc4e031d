//! What a claim rests on of a repair: it is not changed under its claim.
//!
//! - CLAIMS-5 A repair in a standing claim is not cancelled, and keeps its number and its machine; its payer is free once head office refused it, its amounts, and what the user signed, once it refused it or wants more paper. Whoever changes them is told which claim and what to do; everything else goes on.

use super::claimed_as;
use super::whole::Whole;
use crate::error::Answer;
use crate::writing::notice;
use domain::claim::{ClaimLine, ClaimState, Verdict};
use domain::refusal::{Checks, Refusal};
use domain::repair::Repair;
use domain::{Day, Fen, RepairId};
use store::Reader;

/// What can be done about a line, by where its claim stands.
fn way(reader: &Reader<'_>, line: &ClaimLine, today: Day) -> Answer<&'static str> {
    let whole = Whole::known(reader, &line.claim.to_string(), today)?;
    Ok(match whole.state() {
        ClaimState::Confirmed | ClaimState::Deducted => {
            "核销通知已经确认，这一行不能再动；金额有差错，请与总部商定以后在往来账里记「其他增加」或「其他减少」"
        }
        ClaimState::Submitted if whole.lines.iter().filter(|line| line.stands()).count() == 1 => {
            "请先作废这份核销申请（由服务主任或老板），再改维修单、重新申请"
        }
        _ => "请先在核销申请里撤出这一行（由服务主任或老板），再改维修单、重新申请",
    })
}

/// A repair in a standing claim is not cancelled (CLAIMS-5).
pub(crate) fn refuse_claimed(reader: &Reader<'_>, repair: &Repair, today: Day) -> Answer<()> {
    let Some((line, no)) = claimed_as(reader, repair.id)? else { return Ok(()) };
    let way = way(reader, &line, today)?;
    Err(Refusal::InClaim { field: "", label: "维修单", verb: "作废", no, way }.into())
}

/// What the user signed of a repair in a standing claim stays as it was claimed, as its amounts do (CLAIMS-5).
pub(crate) fn refuse_signed_again(reader: &Reader<'_>, repair: RepairId, today: Day) -> Answer<()> {
    let Some((line, no)) = claimed_as(reader, repair)?.filter(|(line, _)| !line.may_be_asked_again()) else {
        return Ok(());
    };
    let way = way(reader, &line, today)?;
    Err(Refusal::InClaim { field: "", label: "签字", verb: "重签", no, way }.into())
}

/// What a claim rests on is not changed under it (CLAIMS-5).
pub(crate) fn refuse_frozen(reader: &Reader<'_>, before: &Repair, after: &Repair, today: Day) -> Answer<()> {
    let Some((line, no)) = claimed_as(reader, before.id)? else { return Ok(()) };
    let refused = line.verdict == Some(Verdict::Refused);
    let free = line.may_be_asked_again();
    let amount = |of: fn(&Repair) -> Fen| !free && of(before) != of(after);
    let changed = [
        ("no", "维修单号", before.no != after.no),
        ("unit.serial", "出厂编号", before.unit != after.unit),
        ("payer", "付款方", !refused && before.payer != after.payer),
        ("labour_fen", "工时费", amount(|repair| repair.labour_fen)),
        ("material_fen", "材料费", amount(|repair| repair.material_fen)),
        ("travel_fen", "路费", amount(|repair| repair.travel_fen)),
        ("other_fen", "其他费用", amount(|repair| repair.other_fen)),
    ];
    if !changed.iter().any(|(.., changed)| *changed) {
        return Ok(());
    }
    let way = way(reader, &line, today)?;
    let mut checks = Checks::default();
    for (field, label, changed) in changed {
        checks.add(changed.then(|| Refusal::InClaim { field, label, verb: "改", no: no.clone(), way }));
    }
    Ok(checks.done()?)
}

/// What a claim holds of a repair whose costs are others by now: head office refused it, or wants more paper.
pub(crate) fn claim_notice(reader: &Reader<'_>, repair: &Repair) -> Answer<Option<crate::view::Notice>> {
    let total = repair.total().unwrap_or_default();
    let differs = claimed_as(reader, repair.id)?.filter(|(line, _)| line.claimed_fen != total);
    Ok(differs.map(|(line, no)| {
        let (claimed, total) = (line.claimed_fen.grouped(), total.grouped());
        notice(
            "labour_fen",
            "claim_differs",
            format!("核销申请 {no} 按 {claimed} 元申请，现在是 {total} 元；申请不会跟着改"),
        )
    }))
}
