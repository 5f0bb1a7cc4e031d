//! Use cases of what head office says of sent parts: typed from its paper, shortages and disputes settled, shown.
//!
//! - PARTDESK-1 What is typed from a paper says so for good; all lines of a form are taken or none, and the same form again changes nothing.
//! - PARTDESK-2 A shortage or a dispute that is settled travels to head office with the part, where it was told of the part before.
//! - PARTDESK-3 The pieces of a batch add up: what was sent is waiting, received, short and wrong together.
//! - PARTDESK-4 A shortage, a wrong part and a disputed verdict stand on 今日 with what to do next, until they are settled.

use crate::app::{App, no_such, parse_id, principal_filter};
use crate::error::{Answer, AppError};
use crate::form::refuse_stale;
use crate::list::limits;
use crate::month::thousandths;
use crate::parts_batch::batch_view;
use crate::repair_parts::put_and_tell;
use crate::view::*;
use crate::writing::Writing;
use domain::claim::Source;
use domain::old_part::{OldPart, OldPartState, PartsBatch};
use domain::part_result::{PartResult, PartSaid, PartStanding, Settle, SettleHow, Settlement, pieces};
use domain::refusal::{Checks, Refusal, Refusals};
use domain::text::clean;
use domain::{OldPartId, PartsBatchId, PrincipalId};
use std::collections::HashMap;
use store::{Reader, Tx};

impl App {
    pub(crate) fn parts_batch_show(&self, input: ById) -> Answer<BatchView> {
        self.read(|reader, _| whole(reader, parse_id("id", &input.id)?))
    }

    pub(crate) fn part_results_save(&self, input: PartResultsInput) -> Answer<Written<BatchView>> {
        let id: PartsBatchId = parse_id("id", &input.id)?;
        let value = self.write("part_results_save", |tx, now| {
            let batch = tx.parts_batch(id)?.ok_or_else(|| no_such("id", &input.id))?;
            if input.lines.is_empty() {
                return Err(Refusal::Missing { field: "lines", label: "验收的旧件" }.into());
            }
            let parts = tx.old_parts_of_batch(id)?;
            let mut refused = Vec::new();
            for (at, line) in input.lines.iter().enumerate() {
                let said = PartSaid {
                    received_milli: line.received_milli,
                    wrong_milli: line.wrong_milli.unwrap_or(0),
                    verdict: line.verdict,
                    disposal: line.disposal,
                    judged_by: clean(&input.judged_by),
                    judged_on: input.judged_on,
                    on: now.today,
                    source: Source::Typed,
                };
                let tag = clean(&line.tag_no);
                let taken = match parts.iter().find(|part| part.tag_no.eq_ignore_ascii_case(&tag)) {
                    Some(part) => take(tx, part, &said, &input.reason),
                    None => {
                        let label = "这一批里的旧件";
                        Err(Refusal::Unknown { field: "lines.tag_no", label, given: tag }.into())
                    }
                };
                match taken {
                    Ok(_) => {}
                    Err(AppError::Refused(why)) => refused.extend(on_line(why, at)),
                    Err(other) => return Err(other),
                }
            }
            if !refused.is_empty() {
                return Err(Refusals(refused).into());
            }
            tx.note(&batch.no, &format!("{} 行，{}", input.lines.len(), Source::Typed.zh()));
            whole(tx, id)
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart, Touched::Claim] })
    }

    pub(crate) fn part_settle(&self, input: PartSettle) -> Answer<Written<PartResultView>> {
        let id: OldPartId = parse_id("id", &input.id)?;
        let op = match input.how {
            SettleHow::Lost | SettleHow::WrongLost => "part_lost_accept",
            SettleHow::Upheld | SettleHow::Changed => "part_dispute_answer",
            _ => "part_settle",
        };
        let value = self.write(op, |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let mut part = tx.old_part(id)?.ok_or_else(|| no_such("id", &input.id))?;
            let none = || Refusal::WrongState {
                subject: "这件旧件", state: PartStanding::Sent.zh(), verb: "办这一步"
            };
            let mut result = tx.part_results(&[id])?.pop().ok_or_else(none)?;
            refuse_stale("这件旧件的结果", input.rev, result.rev)?;
            let (verdict, disposal) = (input.verdict, input.disposal);
            result.settle(&Settle {
                how: input.how,
                reason: input.reason.clone(),
                verdict,
                disposal,
                on: now.today,
            })?;
            tx.put_part_result(&result)?;
            let batch = part.batch.map(|batch| tx.parts_batch(batch)).transpose()?.flatten();
            part.rev += 1;
            put_and_tell(&writing, &part, batch.as_ref(), &format!("{}：{}", input.how.zh(), clean(&input.reason)))?;
            tx.note(&part.tag_no, &format!("{} {}", input.how.zh(), input.reason.trim()));
            shown(tx, part, Some(&result), batch.as_ref())
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart, Touched::Claim, Touched::Sync] })
    }

    pub(crate) fn part_result_list(&self, query: PartResultQuery) -> Answer<Page<PartResultView>> {
        self.read(|reader, _| results_page(reader, &query, limits(query.limit, query.offset)))
    }
}

/// So many sent parts from one on, with what head office says of them.
pub(crate) fn results_page(
    reader: &Reader<'_>,
    query: &PartResultQuery,
    page: (i64, i64),
) -> Answer<Page<PartResultView>> {
    let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
    let (parts, total) = reader.judged_parts(maker, query.open.then_some(true), page)?;
    let results = results_of(reader, &parts)?;
    let row = |part: OldPart| {
        let batch = part.batch.map(|batch| reader.parts_batch(batch)).transpose()?.flatten();
        let result = results.get(&part.id);
        shown(reader, part, result, batch.as_ref())
    };
    Ok(Page::of(parts.into_iter().map(row).collect::<Answer<_>>()?, total, false))
}

/// Parts on 今日 that are looked at.
const MOST_OPEN: i64 = 500;

/// What of the sent parts waits for somebody (PARTDESK-4).
pub(crate) fn parts_to_settle(reader: &Reader<'_>, maker: Option<PrincipalId>) -> Answer<Vec<TodayItem>> {
    let (parts, _) = reader.judged_parts(maker, Some(true), (MOST_OPEN, 0))?;
    let results = results_of(reader, &parts)?;
    let makers = reader.principals()?;
    let code = |id| makers.iter().find(|maker| maker.id == id).map(|maker| maker.code.clone()).unwrap_or_default();
    let item = |part: OldPart| {
        let result = results.get(&part.id)?;
        Some(TodayItem {
            late_ms: None,
            kind: TodayKind::PartReturn,
            id: part.id.to_string(),
            title: format!("{} {}", part.name, part.repair_no),
            principal: code(part.principal),
            reason: to_settle(result),
            no: part.tag_no,
            due_on: None,
            days_left: None,
            level: DueLevel::Soon,
            doubt: None,
            at_risk_fen: Some(part.value_fen.0).filter(|fen| *fen > 0),
        })
    };
    Ok(parts.into_iter().filter_map(item).collect())
}

fn to_settle(result: &PartResult) -> String {
    if result.shortage_open() {
        let begun = format!("总部少收 {} 件", thousandths(result.short_milli()));
        return match result.settlement {
            Some(Settlement::Disputed) => {
                format!("{begun}，有争议：{}。等总部查找，有了结果请登记", result.settle_reason)
            }
            _ => format!("{begun}。请查找后登记：找到了、认定丢失，或有争议"),
        };
    }
    if result.dispute_open() {
        return format!("对鉴定结论有异议：{}。等总部答复，有了答复请登记", result.dispute);
    }
    format!("总部收到的 {} 件和清单不符。请和总部核对，补寄对的旧件", thousandths(result.wrong_milli))
}

/// Refusals of a line; who inspected and when is said once for all lines.
fn on_line(why: Refusals, at: usize) -> Vec<Refusal> {
    let of_all = |one: &Refusal| one.field().starts_with("judged");
    let (of_form, of_line): (Vec<_>, Vec<_>) = why.0.into_iter().partition(of_all);
    let first = if at == 0 { of_form } else { Vec::new() };
    Refusals(of_line).on_line(at).0.into_iter().chain(first).collect()
}

/// Writes down what head office says of a sent part; `false` when it stands there already.
pub(crate) fn take(tx: &Tx<'_>, part: &OldPart, said: &PartSaid, why: &str) -> Answer<bool> {
    if part.state != OldPartState::Sent {
        let (subject, state) = ("这件旧件", part.state.zh());
        return Err(Refusal::WrongState { subject, state, verb: "登记总部的验收；先发运" }.into());
    }
    let sent_on = part.batch.map(|batch| tx.parts_batch(batch)).transpose()?.flatten().map(|batch| batch.sent_on);
    let mut days = Checks::default();
    days.not_before("judged_on", "鉴定日期", said.judged_on, "发运日期", sent_on);
    days.done()?;
    let known = tx.part_results(&[part.id])?.pop();
    let next = PartResult::said(known.as_ref(), part.id, part.qty_milli, said, why)?;
    let Some(result) = next else { return Ok(false) };
    tx.put_part_result(&result)?;
    Ok(true)
}

/// What is known of parts, by part.
pub(crate) fn results_of(reader: &Reader<'_>, parts: &[OldPart]) -> Answer<HashMap<OldPartId, PartResult>> {
    let ids: Vec<OldPartId> = parts.iter().map(|part| part.id).collect();
    Ok(reader.part_results(&ids)?.into_iter().map(|result| (result.old_part, result)).collect())
}

/// A batch with its parts.
fn whole(reader: &Reader<'_>, id: PartsBatchId) -> Answer<BatchView> {
    let batch = reader.parts_batch(id)?.ok_or_else(|| no_such("id", &id.to_string()))?;
    let parts = reader.old_parts_of_batch(id)?;
    let results = results_of(reader, &parts)?;
    let row = |part: OldPart| {
        let result = results.get(&part.id);
        shown(reader, part, result, Some(&batch))
    };
    Ok(BatchView { batch: batch_view(reader, &batch)?, parts: parts.into_iter().map(row).collect::<Answer<_>>()? })
}

/// The pieces of a batch (PARTDESK-3), and how many parts it has.
pub(crate) fn counted(reader: &Reader<'_>, batch: PartsBatchId) -> Answer<(i64, PiecesView)> {
    let parts = reader.old_parts_of_batch(batch)?;
    let results = results_of(reader, &parts)?;
    let sum = pieces(parts.iter().map(|part| (part.qty_milli, results.get(&part.id))));
    let view = PiecesView {
        sent_milli: sum.sent,
        waiting_milli: sum.waiting,
        received_milli: sum.received,
        short_milli: sum.short,
        wrong_milli: sum.wrong,
        open: results.values().filter(|result| result.is_open()).count() as i64,
    };
    Ok((parts.len() as i64, view))
}

fn shown(
    reader: &Reader<'_>,
    part: OldPart,
    result: Option<&PartResult>,
    batch: Option<&PartsBatch>,
) -> Answer<PartResultView> {
    let standing = result.map_or(PartStanding::Sent, PartResult::standing);
    Ok(PartResultView {
        id: part.id.to_string(),
        rev: result.map_or(0, |result| result.rev),
        tag_no: part.tag_no,
        principal: reader.principal(part.principal)?.map(|maker| maker.code).unwrap_or_default(),
        batch_no: batch.map(|batch| batch.no.clone()).unwrap_or_default(),
        box_no: part.box_no,
        repair_no: part.repair_no,
        code: part.code,
        name: part.name,
        value_fen: part.value_fen.0,
        sent_milli: part.qty_milli,
        received_milli: result.map(|result| result.received_milli),
        short_milli: result.map_or(0, PartResult::short_milli),
        wrong_milli: result.map_or(0, |result| result.wrong_milli),
        verdict: result.and_then(|result| result.verdict),
        disposal: result.and_then(|result| result.disposal),
        judged_by: result.map(|result| result.judged_by.clone()).unwrap_or_default(),
        judged_on: result.and_then(|result| result.judged_on),
        standing,
        standing_name: standing.zh().to_owned(),
        open: result.is_some_and(PartResult::is_open),
        source: result.map(|result| result.source),
        settlement: result.and_then(|result| result.settlement),
        settle_reason: result.map(|result| result.settle_reason.clone()).unwrap_or_default(),
        settled_on: result.and_then(|result| result.settled_on),
        wrong_settlement: result.and_then(|result| result.wrong_settlement),
        wrong_reason: result.map(|result| result.wrong_reason.clone()).unwrap_or_default(),
        wrong_settled_on: result.and_then(|result| result.wrong_settled_on),
        dispute: result.map(|result| result.dispute.clone()).unwrap_or_default(),
        disputed_on: result.and_then(|result| result.disputed_on),
        answer: result.map(|result| result.answer.clone()).unwrap_or_default(),
        answered_on: result.and_then(|result| result.answered_on),
        steps: result.map(PartResult::steps).unwrap_or_default(),
    })
}
