//! Use cases of batches of old parts: send, correct, list.

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::list::limits;
use crate::packing::refuse_packed;
use crate::part_result::counted;
use crate::repair_parts::put_and_tell;
use crate::view::*;
use crate::writing::Writing;
use domain::number::NumberType;
use domain::old_part::PartsBatch;
use domain::refusal::{Checks, Refusal, Refusals};
use domain::text::clean;
use domain::{OldPartId, PartsBatchId};
use store::{BatchLine, CountedTable, Reader};

/// Batches of one maker that are counted.
const MOST_BATCHES: i64 = 10_000;

impl App {
    pub(crate) fn parts_batch_send(&self, draft: PartsBatchDraft) -> Answer<Written<PartsBatchView>> {
        let form = Form::of("parts_batch_send", &draft.request_id, &draft)?;
        let value = self.write("parts_batch_send", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return batch_view(
                    tx,
                    &tx.parts_batch(parse_id("", made)?)?.ok_or_else(|| AppError::NotFound(made.clone()))?,
                );
            }
            let writing = Writing::begin(self, tx, now)?;
            let batch = send_batch(&writing, &draft)?;
            form.keep(tx, &[batch.id.to_string()], &batch.no)?;
            tx.note(&batch.no, &format!("{} 件", draft.parts.len()));
            batch_view(tx, &batch)
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart, Touched::Sync] })
    }

    pub(crate) fn parts_batch_list(&self, query: CatalogueQuery) -> Answer<Page<PartsBatchView>> {
        self.read(|reader, _| batches_page(reader, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn parts_batch_amend(&self, input: PartsBatchAmend) -> Answer<Written<PartsBatchView>> {
        let id: PartsBatchId = parse_id("id", &input.id)?;
        let value = self.write("parts_batch_amend", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let old = tx.parts_batch(id)?.ok_or_else(|| no_such("id", &input.id))?;
            refuse_stale("这一批旧件", input.rev, old.rev)?;
            let batch = amend_batch(&writing, old, &input)?;
            tx.note(&batch.no, input.reason.trim());
            batch_view(tx, &batch)
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart, Touched::Sync] })
    }
}

/// So many batches from one on.
pub(crate) fn batches_page(
    reader: &Reader<'_>,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<PartsBatchView>> {
    let maker = principal_filter(reader, &query.principal)?.map(|p| p.id);
    let lines = reader.parts_batches(maker, limit, offset)?;
    let rows: Vec<PartsBatchView> = lines.into_iter().map(|line| batch_row(reader, line)).collect::<Answer<_>>()?;
    // The count of the table is every maker's; one maker's batches are few enough to be counted by looking.
    let total = match maker {
        Some(_) => reader.parts_batches(maker, MOST_BATCHES, 0)?.len() as i64,
        None => reader.rows_up_to_limit(CountedTable::PartsBatch)?,
    };
    Ok(Page::of(rows, total, false))
}

fn batch_row(reader: &Reader<'_>, line: BatchLine) -> Answer<PartsBatchView> {
    let id: PartsBatchId = parse_id("", &line.id)?;
    let (_, pieces) = counted(reader, id)?;
    Ok(PartsBatchView {
        seal_no: reader.packing(id)?.map(|packing| packing.seal_no).unwrap_or_default(),
        id: line.id,
        rev: line.rev,
        no: line.no,
        principal: line.principal,
        parts: line.parts,
        pieces,
        boxes: line.boxes,
        weight_g: line.weight_g,
        carrier: line.carrier,
        waybill_no: line.waybill_no,
        freight_payer: line.freight_payer,
        sent_on: line.sent_on,
    })
}

fn send_batch(writing: &Writing<'_>, draft: &PartsBatchDraft) -> Answer<PartsBatch> {
    let maker = principal(writing.tx, &draft.principal)?;
    let batch = PartsBatch {
        id: writing.app.id::<PartsBatchId>(),
        no: writing.number(NumberType::FC, draft.sent_on)?,
        principal: maker.id,
        boxes: draft.boxes,
        weight_g: draft.weight_g,
        carrier: clean(&draft.carrier),
        waybill_no: clean(&draft.waybill_no),
        freight_payer: clean(&draft.freight_payer),
        sent_on: draft.sent_on,
        rev: 1,
    };
    batch.check(draft.parts.len(), writing.now.today)?;
    writing.tx.put_parts_batch(&batch)?;
    let mut refused = Vec::new();
    for (at, id) in draft.parts.iter().enumerate() {
        let field = format!("parts.{at}");
        let mut part = writing.tx.old_part(parse_id(&field, id)?)?.ok_or_else(|| no_such(&field, id))?;
        if part.principal != maker.id {
            refused.push(Refusal::Unknown { field: "parts", label: "这个厂家的旧件", given: part.tag_no });
        } else if let Err(AppError::Refused(why)) = refuse_packed(writing.tx, &part) {
            refused.extend(why.0);
        } else if let Err(why) = batch.check_day(Some(part.removed_on), None) {
            refused.extend(why.0);
        } else if let Err(why) = part.send(batch.id, "1") {
            refused.extend(why.0);
        } else {
            part.rev += 1;
            put_and_tell(writing, &part, Some(&batch), "")?;
        }
    }
    // All that do not belong into it are named at once.
    if refused.is_empty() { Ok(batch) } else { Err(Refusals(refused).into()) }
}

/// Corrects the paper; each part of the batch travels again with it (OLDPART-5).
fn amend_batch(writing: &Writing<'_>, old: PartsBatch, input: &PartsBatchAmend) -> Answer<PartsBatch> {
    let batch = PartsBatch {
        rev: old.rev + 1,
        boxes: input.boxes.unwrap_or(old.boxes),
        weight_g: input.weight_g.over(old.weight_g),
        carrier: kept(input.carrier.as_deref(), Some(&old.carrier)),
        waybill_no: kept(input.waybill_no.as_deref(), Some(&old.waybill_no)),
        freight_payer: kept(input.freight_payer.as_deref(), Some(&old.freight_payer)),
        sent_on: input.sent_on.unwrap_or(old.sent_on),
        ..old
    };
    let mut reason = Checks::default();
    reason.text("reason", "更正原因", &input.reason, 200);
    let parts = writing.tx.old_parts_of_batch(batch.id)?;
    let ids: Vec<OldPartId> = parts.iter().map(|part| part.id).collect();
    let judged = writing.tx.part_results(&ids)?.into_iter().filter_map(|result| result.judged_on).min();
    let removed = parts.iter().map(|part| part.removed_on).max();
    let sealed = writing.tx.packing(batch.id)?.and_then(|packing| packing.sealed_on);
    let checked = [
        batch.check(parts.len(), writing.now.today),
        batch.check_waybill(sealed),
        batch.check_day(removed, judged),
        reason.done(),
    ];
    let refused: Vec<Refusal> = checked.into_iter().filter_map(Result::err).flat_map(|why| why.0).collect();
    if !refused.is_empty() {
        return Err(Refusals(refused).into());
    }
    writing.tx.put_parts_batch(&batch)?;
    for mut part in parts {
        part.rev += 1;
        put_and_tell(writing, &part, Some(&batch), input.reason.trim())?;
    }
    Ok(batch)
}

pub(crate) fn batch_view(reader: &Reader<'_>, batch: &PartsBatch) -> Answer<PartsBatchView> {
    let (parts, pieces) = counted(reader, batch.id)?;
    Ok(PartsBatchView {
        id: batch.id.to_string(),
        rev: batch.rev,
        no: batch.no.clone(),
        principal: reader.principal(batch.principal)?.map(|p| p.code).unwrap_or_default(),
        parts,
        pieces,
        boxes: batch.boxes,
        weight_g: batch.weight_g,
        seal_no: reader.packing(batch.id)?.map(|packing| packing.seal_no).unwrap_or_default(),
        carrier: batch.carrier.clone(),
        waybill_no: batch.waybill_no.clone(),
        freight_payer: batch.freight_payer.clone(),
        sent_on: batch.sent_on,
    })
}
