//! Claims as shown: each line and the notice with what stood there before.

use super::{Whole, ready};
use crate::error::{Answer, AppError};
use crate::repair::parties;
use crate::view::*;
use domain::ClaimLineId;
use domain::claim::{ClaimLine, Notice, NoticeAnswer};
use std::collections::HashMap;
use store::{LineDecision, Reader};

/// Lines with their earlier decisions.
pub(super) fn lines(reader: &Reader<'_>, lines: &[ClaimLine]) -> Answer<Vec<ClaimLineView>> {
    let ids: Vec<ClaimLineId> = lines.iter().map(|line| line.id).collect();
    let mut before: HashMap<ClaimLineId, Vec<LineDecision>> = HashMap::new();
    for version in reader.line_decisions(&ids)? {
        before.entry(version.line).or_default().push(version);
    }
    lines.iter().map(|line| line_view(reader, line, before.remove(&line.id).unwrap_or_default())).collect()
}

fn line_view(reader: &Reader<'_>, line: &ClaimLine, mut versions: Vec<LineDecision>) -> Answer<ClaimLineView> {
    // The last one is what stands on the line.
    versions.pop();
    let repair = reader.repair(line.repair)?.ok_or_else(|| AppError::NotFound(line.repair.to_string()))?;
    let who = parties(reader, &repair)?;
    Ok(ClaimLineView {
        line_no: line.line_no,
        repair_id: repair.id.to_string(),
        repair_no: repair.no,
        customer: who.customer.name,
        model: who.model.code,
        serial: who.unit.serial,
        completed_on: repair.completed_on,
        labour_fen: line.labour_fen.0,
        material_fen: line.material_fen.0,
        travel_fen: line.travel_fen.0,
        other_fen: line.other_fen.0,
        claimed_fen: line.claimed_fen.0,
        again_of: ready::claim_no(reader, line.again_of, repair.id)?,
        verdict: line.verdict,
        approved_fen: line.approved_fen.map(|fen| fen.0),
        cut_fen: line.cut().map(|fen| fen.0),
        reason: line.reason.clone(),
        judged_by: line.judged_by.clone(),
        decided_on: line.decided_on,
        source: line.source,
        warnings: ready::part_warnings(reader, repair.id)?,
        withdrawn_on: line.withdrawn_on,
        withdraw_reason: line.withdraw_reason.clone(),
        before: versions.into_iter().map(decision_view).collect(),
    })
}

fn decision_view(version: LineDecision) -> DecisionBefore {
    DecisionBefore {
        verdict: version.verdict,
        approved_fen: version.approved_fen.map(|fen| fen.0),
        reason: version.reason,
        judged_by: version.judged_by,
        decided_on: version.decided_on,
        source: version.source,
    }
}

/// The notice of a claim, whether it says what the lines say, and every dispute with how it ended.
pub(super) fn notice(reader: &Reader<'_>, whole: &Whole) -> Answer<Option<NoticeView>> {
    let Some(notice) = &whole.notice else { return Ok(None) };
    let versions = reader.notice_versions(notice.id)?;
    let standing = whole.state() != domain::claim::ClaimState::Voided;
    Ok(Some(NoticeView {
        no: notice.no.clone(),
        noticed_on: notice.noticed_on,
        approved_fen: notice.approved_fen.0,
        cut_fen: notice.cut_fen.0,
        cut_note: notice.cut_note.clone(),
        deduction_fen: notice.deduction_fen.0,
        deducted_on: notice.deducted_on,
        answer: notice.answer,
        answered_on: notice.answered_on,
        answer_note: notice.answer_note.clone(),
        source: notice.source,
        differs: standing && notice.differs(&whole.sums(reader)?),
        disputes: disputes(&versions),
        before: earlier(&versions),
    }))
}

/// Papers that another took the place of, the first one first.
fn earlier(versions: &[Notice]) -> Vec<NoticeBefore> {
    let said = |one: &Notice| (one.no.clone(), one.noticed_on, one.approved_fen, one.cut_fen, one.deduction_fen);
    let pairs = versions.windows(2).filter_map(|pair| match pair {
        [one, next] if said(one) != said(next) => Some(one),
        _ => None,
    });
    pairs
        .map(|one| NoticeBefore {
            no: one.no.clone(),
            noticed_on: one.noticed_on,
            approved_fen: one.approved_fen.0,
            cut_fen: one.cut_fen.0,
            deduction_fen: one.deduction_fen.0,
            source: one.source,
        })
        .collect()
}

/// Each dispute, with what came of it (CLAIM-9).
fn disputes(versions: &[Notice]) -> Vec<DisputeView> {
    let disputed = |one: &Notice| one.answer == Some(NoticeAnswer::Disputed);
    let outcome = |next: Option<&Notice>| match next {
        None => "等总部答复".to_owned(),
        Some(next) if next.answer == Some(NoticeAnswer::Confirmed) => format!("已确认：{}", next.answer_note),
        Some(next) if disputed(next) => "又提了异议".to_owned(),
        Some(next) => format!("总部改发通知 {}（{}）", next.no, next.noticed_on.zh()),
    };
    let found = versions.iter().enumerate().filter(|(_, one)| disputed(one));
    found
        .map(|(at, one)| DisputeView {
            on: one.answered_on,
            notice_no: one.no.clone(),
            words: one.answer_note.clone(),
            outcome: outcome(versions.get(at + 1)),
        })
        .collect()
}
