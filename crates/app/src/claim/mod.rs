//! Use cases of claims: what is ready, claim, decisions, notice, answer, money.
//!
//! - CLAIMS-1 A claim takes repairs that lack nothing; one that lacks something is refused by its number with everything it lacks, and nothing is saved.
//! - CLAIMS-2 A line keeps the costs of its repair as they were claimed; what is corrected afterwards changes no claim.
//! - CLAIMS-3 A decision typed here, or read from a file, says so for good; it is taken while no notice is confirmed.
//! - CLAIMS-4 A file of head office is taken row by row: a row for another dealer, another claim, an amount above the claim, or a column that was changed is refused with the reason, the rest goes on; the same file again changes nothing.
//! - CLAIMS-5 A repair in a standing claim is not cancelled: the claim first. When its costs are corrected afterwards, the repair says what the claim holds.
//! - CLAIMS-6 The day of a deduction that comes after the confirmation, typed or on the paper again, is put in once; a paper without it takes none back.

mod decisions;
mod money;
mod ready;
mod workbook;

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::list::limits;
use crate::repair::parties;
use crate::view::*;
use crate::writing::{Writing, notice};
use domain::claim::{Claim, ClaimLine, ClaimState, Decision, Notice, NoticeAnswer, Reply, Source, Sums, Verdict, sums};
use domain::number::NumberType;
use domain::refusal::{Checks, Refusal, Refusals};
use domain::repair::Repair;
use domain::text::clean;
use domain::{ClaimId, Fen, NoticeId, RepairId};
use std::collections::HashMap;
use store::{Reader, Tx};

/// Lines of one claim at most: a sheet that is still read by people.
const MOST_LINES: usize = 1_000;

impl App {
    pub(crate) fn claim_ready(&self, query: ClaimReadyQuery) -> Answer<ClaimReady> {
        self.read(|reader, now| {
            let maker = principal(reader, &query.principal)?;
            let found = ready::candidates(self, reader, now, &maker, query.month.last())?;
            ready::view(reader, found)
        })
    }

    pub(crate) fn claim_open(&self, draft: ClaimDraft) -> Answer<Written<ClaimView>> {
        let form = Form::of("claim_open", &draft.request_id, &draft)?;
        let value = self.write("claim_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Whole::known(tx, made)?.view(tx);
            }
            let whole = open(&Writing::begin(self, tx, now)?, &draft)?;
            form.keep(tx, &[whole.claim.id.to_string()], &whole.claim.no)?;
            tx.note(&whole.claim.no, &format!("{} 行", whole.lines.len()));
            whole.view(tx)
        })?;
        Ok(written(value))
    }

    pub(crate) fn claim_void(&self, input: VoidInput) -> Answer<Written<ClaimView>> {
        self.change_claim("claim_void", &input.id, input.rev, |tx, _, whole| {
            let state = whole.state();
            whole.claim.void(&input.reason, state)?;
            tx.note(&whole.claim.no, input.reason.trim());
            Ok(())
        })
    }

    pub(crate) fn claim_show(&self, input: ById) -> Answer<ClaimView> {
        self.read(|reader, _| Whole::known(reader, &input.id)?.view(reader))
    }

    pub(crate) fn claim_list(&self, query: CatalogueQuery) -> Answer<Page<ClaimRow>> {
        self.read(|reader, _| {
            let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
            let (limit, offset) = limits(query.limit, query.offset);
            let (claims, total) = reader.claims(maker, limit, offset)?;
            let all = Whole::all(reader, claims)?;
            Ok(Page::of(all.iter().map(|whole| whole.row(reader)).collect::<Answer<_>>()?, total, false))
        })
    }

    pub(crate) fn claim_decide(&self, input: ClaimDecide) -> Answer<Written<ClaimView>> {
        self.change_claim("claim_decide", &input.id, input.rev, |tx, now, whole| {
            if input.lines.is_empty() {
                return Err(Refusal::Missing { field: "lines", label: "核定的行" }.into());
            }
            let numbers = whole.numbers(tx)?;
            let mut refused = Vec::new();
            for (at, line) in input.lines.iter().enumerate() {
                let decision = Decision {
                    approved_fen: line.approved_fen.map(Fen),
                    reason: clean(&line.reason),
                    judged_by: clean(&line.judged_by),
                    on: now.today,
                    source: Source::Typed,
                };
                match whole.decide(tx, &numbers, &line.repair_no, decision) {
                    Ok(_) => {}
                    Err(AppError::Refused(why)) => refused.extend(why.on_line(at).0),
                    Err(other) => return Err(other),
                }
            }
            tx.note(&whole.claim.no, &format!("{} 行，{}", input.lines.len(), Source::Typed.zh()));
            if refused.is_empty() { Ok(()) } else { Err(Refusals(refused).into()) }
        })
    }

    pub(crate) fn notice_save(&self, input: NoticeInput) -> Answer<Written<ClaimView>> {
        self.change_claim("notice_save", &input.id, input.rev, |tx, now, whole| {
            whole.notice(self, tx, now, &input, Source::Typed)?;
            tx.note(&whole.claim.no, &format!("核销通知 {}，{}", input.no.trim(), Source::Typed.zh()));
            Ok(())
        })
    }

    pub(crate) fn notice_answer(&self, input: NoticeReply) -> Answer<Written<ClaimView>> {
        self.change_claim("notice_answer", &input.id, input.rev, |tx, now, whole| {
            let sums = whole.sums(tx)?;
            let maker = whole.claim.principal;
            let notice = whole.known_notice("答复")?;
            let reply = Reply {
                answer: input.answer,
                on: input.answered_on,
                note: clean(&input.note),
                deducted_on: input.deducted_on,
            };
            notice.answer(reply, &sums, now.today)?;
            notice.rev += 1;
            crate::payable::put_notice(self, tx, now, maker, notice)?;
            tx.note(&whole.claim.no, &format!("{} {}", input.answer.zh(), input.note.trim()));
            Ok(())
        })
    }

    pub(crate) fn notice_deducted(&self, input: NoticeDeducted) -> Answer<Written<ClaimView>> {
        self.change_claim("notice_deducted", &input.id, input.rev, |tx, now, whole| {
            let maker = whole.claim.principal;
            let notice = whole.known_notice("补抵扣日期")?;
            notice.deduct(input.deducted_on, input.deduction_fen.map(Fen), now.today)?;
            notice.rev += 1;
            crate::payable::put_notice(self, tx, now, maker, notice)?;
            let said = format!("{} {} 元", input.deducted_on.iso(), notice.deduction_fen.grouped());
            tx.note(&whole.claim.no, &said);
            Ok(())
        })
    }

    /// One change of a claim, which goes up by one version.
    fn change_claim(
        &self,
        op: &str,
        id: &str,
        rev: Option<i64>,
        change: impl FnOnce(&Tx<'_>, Now, &mut Whole) -> Answer<()>,
    ) -> Answer<Written<ClaimView>> {
        let value = self.write(op, |tx, now| {
            let mut whole = Whole::known(tx, id)?;
            refuse_stale("这份核销申请", rev, whole.claim.rev)?;
            change(tx, now, &mut whole)?;
            whole.claim.rev += 1;
            tx.put_claim(&whole.claim)?;
            whole.view(tx)
        })?;
        Ok(written(value))
    }
}

fn written(value: ClaimView) -> Written<ClaimView> {
    Written { value, touched: vec![Touched::Claim] }
}

/// Makes a claim of the repairs asked for, or of all that are ready (CLAIMS-1, CLAIMS-2).
fn open(writing: &Writing<'_>, draft: &ClaimDraft) -> Answer<Whole> {
    let (tx, now) = (writing.tx, writing.now);
    let maker = principal(tx, &draft.principal)?;
    let found = ready::candidates(writing.app, tx, now, &maker, draft.month.last())?;
    let taken = ready::taken(found, &draft.repairs)?;
    if taken.len() > MOST_LINES {
        let wanted = "不超过 1000 台次，请分次申请";
        return Err(Refusal::OutOfRange { field: "repairs", label: "一张申请", wanted }.into());
    }
    let claim = Claim {
        id: writing.app.id(),
        no: writing.number(NumberType::HX, now.today)?,
        principal: maker.id,
        month: draft.month,
        made_on: now.today,
        note: clean(&draft.note),
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
    };
    claim.check()?;
    let lines: Vec<ClaimLine> = taken
        .into_iter()
        .zip(1..)
        .map(|(ready, line_no)| ClaimLine {
            id: writing.app.id(),
            claim: claim.id,
            line_no,
            again_of: ready.again_of,
            claimed_fen: ready.total,
            labour_fen: ready.repair.labour_fen,
            material_fen: ready.repair.material_fen,
            travel_fen: ready.repair.travel_fen,
            other_fen: ready.repair.other_fen,
            repair: ready.repair.id,
            verdict: None,
            approved_fen: None,
            reason: String::new(),
            judged_by: String::new(),
            decided_on: None,
            source: None,
            fees: ready.repair.fees,
        })
        .collect();
    added(&lines)?;
    tx.put_claim(&claim)?;
    lines.iter().try_for_each(|line| tx.put_claim_line(line))?;
    Ok(Whole { claim, lines, notice: None })
}

/// Sums of lines, refused when they do not fit (CLAIM-4).
fn added(lines: &[ClaimLine]) -> Answer<Sums> {
    let refusal =
        Refusal::OutOfRange { field: "repairs", label: "申请金额合计", wanted: "在可计算的范围内" };
    sums(lines).ok_or_else(|| refusal.into())
}

/// The newest standing line about a repair, with the number of its claim.
fn claimed_as(reader: &Reader<'_>, repair: RepairId) -> Answer<Option<(ClaimLine, String)>> {
    let Some(line) = reader.claim_lines_of(&[repair])?.pop() else { return Ok(None) };
    let no = reader.claim(line.claim)?.map(|claim| claim.no).unwrap_or_default();
    Ok(Some((line, no)))
}

/// A repair in a standing claim is not cancelled (CLAIMS-5).
pub(crate) fn refuse_claimed(reader: &Reader<'_>, repair: &Repair) -> Answer<()> {
    match claimed_as(reader, repair.id)? {
        Some(_) => {
            let (subject, state) = ("这张维修单", "已申请核销");
            Err(Refusal::WrongState { subject, state, verb: "作废；要作废，请先作废核销申请" }.into())
        }
        None => Ok(()),
    }
}

/// What a claim holds of a repair whose costs are others by now (CLAIMS-5).
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

/// A claim with everything that belongs to it.
pub(super) struct Whole {
    pub claim: Claim,
    pub lines: Vec<ClaimLine>,
    pub notice: Option<Notice>,
}

impl Whole {
    fn known(reader: &Reader<'_>, id: &str) -> Answer<Self> {
        let claim = reader.claim(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))?;
        Self::all(reader, vec![claim])?.pop().ok_or_else(|| no_such("id", id))
    }

    /// Claims with what belongs to them, in their order.
    pub(super) fn all(reader: &Reader<'_>, claims: Vec<Claim>) -> Answer<Vec<Self>> {
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
        };
        Ok(claims.into_iter().map(whole).collect())
    }

    pub(super) fn state(&self) -> ClaimState {
        self.claim.state(&self.lines, self.notice.as_ref())
    }

    /// What its lines sum to. One that wants more paper and is asked for again elsewhere is closed here, for nothing: else
    /// no notice could settle the others (CLAIM-6).
    pub(super) fn sums(&self, reader: &Reader<'_>) -> Answer<Sums> {
        let mut lines = self.lines.clone();
        for line in lines.iter_mut().filter(|line| line.verdict == Some(Verdict::NeedsMaterial)) {
            if claimed_as(reader, line.repair)?.is_some_and(|(newest, _)| newest.id != line.id) {
                line.approved_fen = Some(Fen(0));
            }
        }
        added(&lines)
    }

    /// Numbers of its repairs, by their lines.
    fn numbers(&self, reader: &Reader<'_>) -> Answer<Vec<String>> {
        let number = |line: &ClaimLine| Ok(reader.repair(line.repair)?.map(|repair| repair.no).unwrap_or_default());
        self.lines.iter().map(number).collect()
    }

    /// Refuses what comes too late to be decided (CLAIMS-3).
    fn refuse_settled(&self, verb: &'static str) -> Answer<()> {
        let state = self.state();
        if matches!(state, ClaimState::Voided | ClaimState::Confirmed | ClaimState::Deducted) {
            return Err(Refusal::WrongState { subject: "这份核销申请", state: state.zh(), verb }.into());
        }
        Ok(())
    }

    fn known_notice(&mut self, verb: &'static str) -> Answer<&mut Notice> {
        let none =
            Refusal::WrongState { subject: "这份核销申请", state: "总部还没有发来核销通知", verb };
        self.notice.as_mut().ok_or_else(|| none.into())
    }

    /// Writes one decision down; `false` when it stands there already.
    fn decide(&mut self, tx: &Tx<'_>, numbers: &[String], repair_no: &str, decision: Decision) -> Answer<bool> {
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
            *line = next;
            tx.put_claim_line(line)?;
        }
        Ok(changed)
    }

    /// Puts the notice; a corrected one takes the place of one that is not confirmed. `false` when the same stands there.
    fn notice(&mut self, app: &App, tx: &Tx<'_>, now: Now, said: &NoticeInput, source: Source) -> Answer<bool> {
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
                    stands.deduct(on, None, now.today)?;
                    stands.rev += 1;
                    crate::payable::put_notice(app, tx, now, self.claim.principal, stands)?;
                    Ok(true)
                }
                // A day that was added here is not taken back by the same paper.
                on if on.is_none() || on == stands.deducted_on => Ok(false),
                _ => self.put_notice(tx, now, notice),
            };
        }
        self.put_notice(tx, now, notice)
    }

    fn put_notice(&mut self, tx: &Tx<'_>, now: Now, notice: Notice) -> Answer<bool> {
        self.refuse_settled("换一份核销通知")?;
        notice.check(&self.sums(tx)?, now.today)?;
        // A claim of a clock gone astray has no day to be measured by.
        let made_on = Some(self.claim.made_on).filter(|_| !self.claim.clock_suspect);
        let mut days = Checks::default();
        days.not_before("noticed_on", "通知日期", Some(notice.noticed_on), "申请日期", made_on);
        days.done()?;
        tx.put_notice(&notice)?;
        self.notice = Some(notice);
        Ok(true)
    }

    fn row(&self, reader: &Reader<'_>) -> Answer<ClaimRow> {
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
            lines: i64::try_from(self.lines.len()).unwrap_or(i64::MAX),
            claimed_fen: sums.claimed.0,
            approved_fen: sums.approved.0,
            cut_fen: sums.cut.0,
            open_fen: sums.open.0,
            void_reason: claim.void_reason.clone(),
        })
    }

    fn view(&self, reader: &Reader<'_>) -> Answer<ClaimView> {
        Ok(ClaimView {
            claim: self.row(reader)?,
            note: self.claim.note.clone(),
            lines: self.lines.iter().map(|line| line_view(reader, line)).collect::<Answer<_>>()?,
            notice: self.notice.as_ref().map(notice_view),
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

fn line_view(reader: &Reader<'_>, line: &ClaimLine) -> Answer<ClaimLineView> {
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
    })
}

fn notice_view(notice: &Notice) -> NoticeView {
    NoticeView {
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
    }
}
