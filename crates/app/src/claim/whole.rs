//! A claim with everything that belongs to it, and what is done to it as one.

use super::claimed_as;
use crate::app::{App, no_such, parse_id};
use crate::clock::Now;
use crate::error::Answer;
use crate::view::{ClaimRow, ClaimView, NoticeInput};
use domain::claim::{Claim, ClaimLine, ClaimState, Decision, Notice, NoticeAnswer, Source, Sums, Verdict};
use domain::refusal::{Checks, Refusal};
use domain::text::clean;
use domain::{ClaimId, Day, Fen, NoticeId};
use std::collections::HashMap;
use store::{Reader, Tx};

/// A claim with everything that belongs to it.
pub(super) struct Whole {
    pub claim: Claim,
    pub lines: Vec<ClaimLine>,
    pub notice: Option<Notice>,
    /// The day it is looked at: a deduction counts from its own day on.
    pub today: Day,
    /// What stood on it and was changed by what is being taken, in words.
    pub replaced: Vec<String>,
}

impl Whole {
    pub(super) fn known(reader: &Reader<'_>, id: &str, today: Day) -> Answer<Self> {
        let claim = reader.claim(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))?;
        Self::all(reader, vec![claim], today)?.pop().ok_or_else(|| no_such("id", id))
    }

    /// Claims with what belongs to them, in their order.
    pub(super) fn all(reader: &Reader<'_>, claims: Vec<Claim>, today: Day) -> Answer<Vec<Self>> {
        let ids: Vec<ClaimId> = claims.iter().map(|claim| claim.id).collect();
        let mut lines: HashMap<ClaimId, Vec<ClaimLine>> = HashMap::new();
        for line in reader.claim_lines(&ids)? {
            lines.entry(line.claim).or_default().push(line);
        }
        let mut notices: HashMap<ClaimId, Notice> =
            reader.notices(&ids)?.into_iter().map(|notice| (notice.claim, notice)).collect();
        let whole = |claim: Claim| Self {
            lines: lines.remove(&claim.id).unwrap_or_default(),
            notice: notices.remove(&claim.id),
            claim,
            today,
            replaced: Vec::new(),
        };
        Ok(claims.into_iter().map(whole).collect())
    }

    pub(super) fn state(&self) -> ClaimState {
        self.claim.state(&self.lines, self.notice.as_ref(), self.today)
    }

    /// What its lines sum to. One that wants more paper and is asked for again elsewhere is closed here, for nothing: else
    /// no notice could settle the others (CLAIM-6).
    pub(super) fn sums(&self, reader: &Reader<'_>) -> Answer<Sums> {
        let mut lines = self.lines.clone();
        let waits = |line: &&mut ClaimLine| line.verdict == Some(Verdict::NeedsMaterial) && line.stands();
        for line in lines.iter_mut().filter(waits) {
            if claimed_as(reader, line.repair)?.is_some_and(|(newest, _)| newest.id != line.id) {
                line.approved_fen = Some(Fen(0));
            }
        }
        super::added(&lines)
    }

    /// Numbers of its repairs, by their lines.
    pub(super) fn numbers(&self, reader: &Reader<'_>) -> Answer<Vec<String>> {
        let number = |line: &ClaimLine| Ok(reader.repair(line.repair)?.map(|repair| repair.no).unwrap_or_default());
        self.lines.iter().map(number).collect()
    }

    /// The line of the trail: what was taken, and what stood there before (CLAIMS-7).
    pub(super) fn told(&self, tx: &Tx<'_>, what: &str) {
        let before = self.replaced.join("；");
        let before = if before.is_empty() { before } else { format!("；改了此前的：{before}") };
        tx.note(&self.claim.no, &format!("{what}{before}"));
    }

    /// Refuses what comes too late to be decided (CLAIMS-3).
    pub(super) fn refuse_settled(&self, verb: &'static str) -> Answer<()> {
        let state = self.state();
        if matches!(state, ClaimState::Voided | ClaimState::Confirmed | ClaimState::Deducted) {
            return Err(Refusal::WrongState { subject: "这份核销申请", state: state.zh(), verb }.into());
        }
        Ok(())
    }

    pub(super) fn known_notice(&mut self, verb: &'static str) -> Answer<&mut Notice> {
        if self.claim.void_reason.is_some() {
            let state = ClaimState::Voided.zh();
            return Err(Refusal::WrongState { subject: "这份核销申请", state, verb }.into());
        }
        let none =
            Refusal::WrongState { subject: "这份核销申请", state: "总部还没有发来核销通知", verb };
        self.notice.as_mut().ok_or_else(|| none.into())
    }

    /// Writes one decision down; `false` when it stands there already.
    pub(super) fn decide(
        &mut self,
        tx: &Tx<'_>,
        numbers: &[String],
        repair_no: &str,
        decision: Decision,
    ) -> Answer<bool> {
        self.refuse_settled("再核定")?;
        let at = numbers.iter().position(|no| no.eq_ignore_ascii_case(repair_no.trim()));
        let given = repair_no.trim().to_owned();
        let line = at.and_then(|at| self.lines.get_mut(at));
        let unknown = Refusal::Unknown { field: "lines.repair_no", label: "这份申请里的维修单", given };
        let Some(line) = line else { return Err(unknown.into()) };
        let mut next = line.clone();
        let changed = next.decide(decision)?;
        if changed {
            // Asked for again, it is decided where it stands now: else one repair would be approved twice (CLAIM-2).
            if claimed_as(tx, line.repair)?.is_some_and(|(newest, _)| newest.id != line.id) {
                let (subject, state) = ("这张维修单", "已在后来的申请里再次申请");
                return Err(Refusal::WrongState { subject, state, verb: "在这份申请里核定" }.into());
            }
            if let (Some(before), Some(after)) = (decided_zh(line), decided_zh(&next)) {
                self.replaced.push(format!("维修单 {}：{before} → {after}", repair_no.trim()));
            }
            *line = next;
            tx.put_decision(line)?;
        }
        Ok(changed)
    }

    /// Puts the notice; a corrected one takes the place of one that is not confirmed. `false` when the same stands there.
    pub(super) fn notice(
        &mut self,
        app: &App,
        tx: &Tx<'_>,
        now: Now,
        said: &NoticeInput,
        source: Source,
    ) -> Answer<bool> {
        let before = self.notice.as_ref();
        let notice = Notice {
            id: before.map_or_else(|| app.id::<NoticeId>(), |notice| notice.id),
            claim: self.claim.id,
            no: clean(&said.no),
            noticed_on: said.noticed_on,
            approved_fen: Fen(said.approved_fen),
            cut_fen: Fen(said.cut_fen),
            cut_note: clean(&said.cut_note),
            deduction_fen: Fen(said.deduction_fen),
            deducted_on: said.deducted_on,
            answer: None,
            answered_on: None,
            answer_note: String::new(),
            source,
            rev: before.map_or(1, |notice| notice.rev + 1),
        };
        if let Some(stands) = self.notice.as_mut().filter(|stands| same(stands, &notice)) {
            return match notice.deducted_on {
                Some(on) if stands.answer == Some(NoticeAnswer::Confirmed) && stands.deducted_on.is_none() => {
                    stands.deduct(on, None, "", now.today)?;
                    stands.rev += 1;
                    crate::payable::put_notice(app, tx, now, self.claim.principal, stands)?;
                    Ok(true)
                }
                // A day that was added here is not taken back by the same paper.
                on if on.is_none() || on == stands.deducted_on => Ok(false),
                _ => self.put_notice(tx, now, notice, said.differs),
            };
        }
        self.put_notice(tx, now, notice, said.differs)
    }

    /// A paper that changes nothing because its notice is confirmed names no other deduction than one that stood there.
    pub(super) fn refuse_silence(&self, tx: &Tx<'_>, said: &NoticeInput) -> Answer<()> {
        let Some(stands) = &self.notice else { return Ok(()) };
        let named = Fen(said.deduction_fen);
        let known = stands.deduction_fen == named
            || tx.notice_versions(stands.id)?.iter().any(|version| version.deduction_fen == named);
        if known {
            return Ok(());
        }
        let verb = "换一份抵扣金额不同的通知；抵扣记错了，请用「更正抵扣」并写明原因";
        Err(Refusal::WrongState { subject: "这份核销通知", state: "已确认", verb }.into())
    }

    fn put_notice(&mut self, tx: &Tx<'_>, now: Now, notice: Notice, differs: bool) -> Answer<bool> {
        self.refuse_settled("换一份核销通知")?;
        notice.check(&self.sums(tx)?, differs, now.today)?;
        // A claim of a clock gone astray has no day to be measured by.
        let made_on = Some(self.claim.made_on).filter(|_| !self.claim.clock_suspect);
        let mut days = Checks::default();
        days.not_before("noticed_on", "通知日期", Some(notice.noticed_on), "申请日期", made_on);
        days.done()?;
        if let Some(before) = &self.notice {
            let zh = |one: &Notice| format!("{} 核定 {} 元", one.no, one.approved_fen.grouped());
            self.replaced.push(format!("核销通知 {} → {}", zh(before), zh(&notice)));
        }
        tx.put_notice(&notice)?;
        self.notice = Some(notice);
        Ok(true)
    }

    pub(super) fn row(&self, reader: &Reader<'_>) -> Answer<ClaimRow> {
        let (claim, state, sums) = (&self.claim, self.state(), self.sums(reader)?);
        Ok(ClaimRow {
            id: claim.id.to_string(),
            rev: claim.rev,
            no: claim.no.clone(),
            principal: reader.principal(claim.principal)?.map(|maker| maker.code).unwrap_or_default(),
            month: claim.month,
            made_on: claim.made_on,
            state,
            state_name: state.zh().to_owned(),
            lines: i64::try_from(self.lines.iter().filter(|line| line.stands()).count()).unwrap_or(i64::MAX),
            claimed_fen: sums.claimed.0,
            approved_fen: sums.approved.0,
            cut_fen: sums.cut.0,
            open_fen: sums.open.0,
            void_reason: claim.void_reason.clone(),
        })
    }

    pub(super) fn view(&self, reader: &Reader<'_>) -> Answer<ClaimView> {
        Ok(ClaimView {
            claim: self.row(reader)?,
            entered_by: reader.hand_of("claim_open", &self.claim.no)?,
            note: self.claim.note.clone(),
            lines: super::views::lines(reader, &self.lines)?,
            notice: super::views::notice(reader, self)?,
            rates: crate::fee::rates(&self.lines),
        })
    }
}

/// Whether another notice says what one says, but for the day of the deduction.
fn same(one: &Notice, other: &Notice) -> bool {
    let said = |notice: &Notice| {
        let words = (notice.no.clone(), notice.cut_note.clone());
        (words, notice.noticed_on, notice.approved_fen, notice.cut_fen)
    };
    // An amount that was put in after the confirmation is not taken back by the paper that named none.
    let named = other.deduction_fen != Fen(0) || one.answer != Some(NoticeAnswer::Confirmed);
    said(one) == said(other) && (!named || one.deduction_fen == other.deduction_fen)
}

/// A decision in words; `None` where there is none.
fn decided_zh(line: &ClaimLine) -> Option<String> {
    let fen = line.approved_fen.map(|fen| format!(" {} 元", fen.grouped())).unwrap_or_default();
    line.verdict.map(|verdict| format!("{}{fen}", verdict.zh()))
}
