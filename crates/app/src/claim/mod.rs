//! Use cases of claims: what is ready, claim, decisions, notice, answer, money.
//!
//! - CLAIMS-1 A claim takes repairs that lack nothing; one that lacks something is refused by its number with everything it lacks, and nothing is saved.
//! - CLAIMS-2 A line keeps the costs of its repair as they were claimed; what is corrected afterwards changes no claim.
//! - CLAIMS-3 A decision typed here, or read from a file, says so for good; it is taken while no notice is confirmed.
//! - CLAIMS-4 A file of head office is taken row by row: a row for another dealer, another claim, an amount above the claim, or a column that was changed is refused with the reason, the rest goes on; the same file again changes nothing.
//! - CLAIMS-6 The day of a deduction that comes after the confirmation, typed or on the paper again, is put in once; a paper without it takes none back, and one with another amount is refused. What was put in wrongly is put right with a reason, and the account follows.
//! - CLAIMS-7 What was decided or noticed before stays as an earlier version, and whoever replaces it is told what stood there; a dispute stays with how it ended.
//! - CLAIMS-8 A sheet made for head office stands in the trail of what was done.
//! - CLAIMS-9 What head office turned down, or wants more paper for, is asked for again only by its name.

mod decisions;
mod frozen;
mod leaves;
mod money;
mod ready;
mod today;
mod views;
mod whole;
mod workbook;

pub(crate) use decisions::filled_kind;
pub(crate) use frozen::{claim_notice, refuse_claimed, refuse_frozen, refuse_signed_again};
pub(crate) use leaves::leaves;
pub(crate) use today::notices_to_answer;
use whole::Whole;

use crate::app::{App, principal, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::list::limits;
use crate::view::*;
use crate::writing::Writing;
use domain::claim::{Claim, ClaimLine, Decision, NoticeAnswer, Reply, Source, Sums, sums};
use domain::number::NumberType;
use domain::refusal::{Refusal, Refusals};
use domain::text::clean;
use domain::{Fen, RepairId};
use store::{Reader, Tx};

/// Lines of one claim at most: a sheet that is still read by people.
const MOST_LINES: usize = 1_000;

/// So many claims from one on, newest first.
pub(crate) fn claims_page(
    reader: &Reader<'_>,
    now: Now,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<ClaimRow>> {
    let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
    let (claims, total) = reader.claims(maker, limit, offset)?;
    let all = Whole::all(reader, claims, now.today)?;
    Ok(Page::of(all.iter().map(|whole| whole.row(reader)).collect::<Answer<_>>()?, total, false))
}

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
                return Whole::known(tx, made, now.today)?.view(tx);
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

    pub(crate) fn claim_withdraw(&self, input: ClaimWithdraw) -> Answer<Written<ClaimView>> {
        let mut done = self.change_claim("claim_withdraw", &input.id, input.rev, |tx, now, whole| {
            whole.refuse_settled("撤出一行")?;
            let unknown =
                Refusal::Unknown {
                    field: "line_no", label: "这份申请里的第几行", given: input.line_no.to_string()
                };
            let line = whole.lines.iter_mut().find(|line| line.line_no == input.line_no).ok_or(unknown)?;
            line.withdraw(&input.reason, now.today)?;
            tx.put_claim_line(line)?;
            let no = tx.repair(line.repair)?.map(|repair| repair.no).unwrap_or_default();
            if !whole.lines.iter().any(ClaimLine::stands) {
                whole.claim.void_reason = Some(format!("各行都已撤出：{}", input.reason.trim()));
            }
            tx.note(&whole.claim.no, &format!("撤出维修单 {no}：{}", input.reason.trim()));
            Ok(())
        })?;
        done.touched.push(Touched::Repair);
        Ok(done)
    }

    pub(crate) fn claim_show(&self, input: ById) -> Answer<ClaimView> {
        self.read(|reader, now| Whole::known(reader, &input.id, now.today)?.view(reader))
    }

    pub(crate) fn claim_list(&self, query: CatalogueQuery) -> Answer<Page<ClaimRow>> {
        self.read(|reader, now| claims_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    /// Every repair that could be claimed, whole.
    pub(crate) fn ready_rows(
        &self,
        reader: &Reader<'_>,
        now: Now,
        query: &ClaimReadyQuery,
    ) -> Answer<Vec<ClaimReadyRow>> {
        let maker = principal(reader, &query.principal)?;
        ready::rows(reader, ready::candidates(self, reader, now, &maker, query.month.last())?)
    }

    pub(crate) fn claim_decide(&self, input: ClaimDecide) -> Answer<Written<ClaimView>> {
        self.change_claim("claim_decide", &input.id, input.rev, |tx, now, whole| {
            if input.lines.is_empty() {
                return Err(Refusal::Missing { field: "lines", label: "核定的行" }.into());
            }
            let numbers = whole.numbers(tx)?;
            let mut refused = Vec::new();
            let key = |line: &crate::view::LineDecision| line.repair_no.trim().to_uppercase();
            for (at, line) in input.lines.iter().enumerate() {
                if input.lines.iter().filter(|other| key(other) == key(line)).count() > 1 {
                    let (field, label) = ("lines.repair_no", "同一次核定里的维修单");
                    let twice = Refusal::Taken { field, label, given: line.repair_no.trim().to_owned() };
                    refused.extend(Refusals::from(twice).on_line(at).0);
                    continue;
                }
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
            whole.told(tx, &format!("{} 行，{}", input.lines.len(), Source::Typed.zh()));
            if refused.is_empty() { Ok(()) } else { Err(Refusals(refused).into()) }
        })
    }

    pub(crate) fn notice_save(&self, input: NoticeInput) -> Answer<Written<ClaimView>> {
        self.change_claim("notice_save", &input.id, input.rev, |tx, now, whole| {
            if !whole.notice(self, tx, now, &input, Source::Typed)? {
                whole.refuse_silence(tx, &input)?;
            }
            let sums = whole.sums(tx)?;
            let differs = whole.notice.as_ref().is_some_and(|one| one.differs(&sums));
            let differs = if differs { "，与明细不一致，照纸面录入" } else { "" };
            whole.told(tx, &format!("核销通知 {}，{}{differs}", input.no.trim(), Source::Typed.zh()));
            Ok(())
        })
    }

    pub(crate) fn notice_answer(&self, input: NoticeReply) -> Answer<Written<ClaimView>> {
        let op = match input.answer {
            NoticeAnswer::Confirmed => "notice_answer",
            NoticeAnswer::Disputed => "notice_dispute",
        };
        self.change_claim(op, &input.id, input.rev, |tx, now, whole| {
            let sums = whole.sums(tx)?;
            let maker = whole.claim.principal;
            let notice = whole.known_notice("答复")?;
            let before = notice.answer.map(|_| format!("；此前的异议：{}", notice.answer_note)).unwrap_or_default();
            let (verb, what) = match input.answer {
                NoticeAnswer::Confirmed => ("确认", "意见"),
                NoticeAnswer::Disputed => ("不同意", "异议内容"),
            };
            let reply = Reply {
                answer: input.answer,
                on: input.answered_on,
                note: clean(&input.note),
                deducted_on: input.deducted_on,
            };
            notice.answer(reply, &sums, now.today)?;
            notice.rev += 1;
            crate::payable::put_notice(self, tx, now, maker, notice)?;
            let no = notice.no.clone();
            let said = Some(input.note.trim()).filter(|note| !note.is_empty());
            let said = said.map(|note| format!("，{what}：{note}")).unwrap_or_default();
            tx.note(&whole.claim.no, &format!("{verb}通知 {no}{said}{before}"));
            Ok(())
        })
    }

    pub(crate) fn notice_deducted(&self, input: NoticeDeducted) -> Answer<Written<ClaimView>> {
        self.change_claim("notice_deducted", &input.id, input.rev, |tx, now, whole| {
            let maker = whole.claim.principal;
            let notice = whole.known_notice("补抵扣日期")?;
            let before = notice
                .deduction()
                .map(|(fen, on)| format!("；此前 {} {} 元：{}", on.iso(), fen.grouped(), input.reason.trim()));
            notice.deduct(input.deducted_on, input.deduction_fen.map(Fen), &clean(&input.reason), now.today)?;
            notice.rev += 1;
            crate::payable::put_notice(self, tx, now, maker, notice)?;
            let before = before.unwrap_or_default();
            let said = format!("{} {} 元{before}", input.deducted_on.iso(), notice.deduction_fen.grouped());
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
            let mut whole = Whole::known(tx, id, now.today)?;
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
            withdrawn_on: None,
            withdraw_reason: String::new(),
        })
        .collect();
    added(&lines)?;
    tx.put_claim(&claim)?;
    lines.iter().try_for_each(|line| tx.put_claim_line(line))?;
    Ok(Whole { claim, lines, notice: None, today: now.today, replaced: Vec::new() })
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
