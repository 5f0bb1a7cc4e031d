//! Use cases of packing old parts: open, scan in, take out, seal, send (domain PACKING-1 to 3).
//!
//! - PACK-1 A scan is answered at once: a tag nobody knows, of another maker, packed elsewhere or gone is refused with its reason; a tag that lies in this very box already changes nothing, in another box of this packing it moves. The end of a tag stands for it where it names one part of the maker that lies in no box.
//! - PACK-2 A packing says what of its maker lies in no box, with the day it has to be back.
//! - PACK-3 A sealed packing becomes the batch of the same number; a part that is not here any more keeps all of it back, by its tag.
//! - PACK-4 A part that lies in a box goes nowhere else before it is taken out.

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::parts_batch::batch_view;
use crate::repair_parts::put_and_tell;
use crate::view::*;
use crate::writing::Writing;
use domain::number::NumberType;
use domain::old_part::{OldPart, OldPartState, PartsBatch};
use domain::packing::{BY_TRUCK, Packed, Packing, PackingState};
use domain::refusal::{Refusal, Refusals};
use domain::text::clean;
use domain::{OldPartId, PartsBatchId};
use std::collections::BTreeSet;
use store::{OpenDay, Reader, Tx};

/// Packings shown at once.
const MOST_SHOWN: i64 = 100;

/// Parts named that lie in no box.
const MOST_LEFT: i64 = 100;

/// Parts among which the end of a tag is looked for.
const MOST_SOUGHT: i64 = 5_000;

/// The newest packings.
pub(crate) fn packing_rows(reader: &Reader<'_>, query: &PackingQuery) -> Answer<Vec<PackingRow>> {
    let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
    let packings = reader.packings(maker, MOST_SHOWN)?;
    packings.iter().map(|packing| row(reader, packing, &reader.packed_in(packing.id)?)).collect()
}

impl App {
    pub(crate) fn packing_open(&self, draft: PackingDraft) -> Answer<Written<PackingView>> {
        let form = Form::of("packing_open", &draft.request_id, &draft)?;
        let value = self.write("packing_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return view(tx, &known(tx, made)?);
            }
            let writing = Writing::begin(self, tx, now)?;
            let maker = principal(tx, &draft.principal)?;
            let packing = Packing {
                id: self.id::<PartsBatchId>(),
                no: writing.number(NumberType::FC, now.today)?,
                principal: maker.id,
                state: PackingState::Open,
                opened_on: now.today,
                seal_no: String::new(),
                weight_g: None,
                sealed_on: None,
                reason: String::new(),
                rev: 1,
            };
            tx.put_packing(&packing)?;
            form.keep(tx, &[packing.id.to_string()], &packing.no)?;
            tx.note(&packing.no, &maker.code);
            view(tx, &packing)
        })?;
        Ok(written(value))
    }

    pub(crate) fn packing_scan(&self, input: PackingScan) -> Answer<Written<PackingView>> {
        let value = self.write("packing_scan", |tx, now| {
            let packing = known(tx, &input.id)?;
            let part = scanned_or_end(tx, &packing, &input.tag_no)?;
            let lies = lies_in(tx, part.id)?;
            let elsewhere = lies.as_ref().filter(|(_, other)| other.id != packing.id);
            packing.admits(&part, input.box_no, elsewhere.map(|(_, other)| other.no.as_str()))?;
            if lies.is_none_or(|(packed, _)| packed.box_no != input.box_no) {
                let packed = Packed { old_part: part.id, packing: Some(packing.id), box_no: input.box_no, at: now.at };
                tx.put_packed(&packed)?;
            }
            tx.note(&packing.no, &format!("{} 装入第 {} 箱", part.tag_no, input.box_no));
            view(tx, &packing)
        })?;
        Ok(written(value))
    }

    pub(crate) fn packing_take_out(&self, input: PackingTakeOut) -> Answer<Written<PackingView>> {
        let value = self.write("packing_take_out", |tx, _| {
            let packing = known(tx, &input.id)?;
            packing.open_for("取出")?;
            let part = scanned(tx, &input.tag_no)?;
            let lies = tx.packed_of(part.id)?.filter(|packed| packed.packing == Some(packing.id));
            let label = "这一批里的旧件";
            let unknown = || Refusal::Unknown { field: "tag_no", label, given: part.tag_no.clone() };
            let packed = lies.ok_or_else(unknown)?;
            tx.put_packed(&Packed { packing: None, ..packed })?;
            tx.note(&packing.no, &format!("{} 取出", part.tag_no));
            view(tx, &packing)
        })?;
        Ok(written(value))
    }

    pub(crate) fn packing_seal(&self, input: PackingSeal) -> Answer<Written<PackingView>> {
        self.change_packing("packing_seal", &input.id, input.rev, |tx, now, packing| {
            let parts = parts_in(tx, packing.id)?;
            refuse_gone(&parts)?;
            packing.seal(parts.len(), input.weight_g, &input.seal_no, now.today)?;
            tx.note(&packing.no, &format!("{} 件", parts.len()));
            Ok(())
        })
    }

    pub(crate) fn packing_reopen(&self, input: VoidInput) -> Answer<Written<PackingView>> {
        self.change_packing("packing_reopen", &input.id, input.rev, |tx, _, packing| {
            packing.reopen(&input.reason)?;
            tx.note(&packing.no, input.reason.trim());
            Ok(())
        })
    }

    pub(crate) fn packing_dissolve(&self, input: VoidInput) -> Answer<Written<PackingView>> {
        self.change_packing("packing_dissolve", &input.id, input.rev, |tx, _, packing| {
            packing.dissolve(&input.reason)?;
            for packed in tx.packed_in(packing.id)? {
                tx.put_packed(&Packed { packing: None, ..packed })?;
            }
            tx.note(&packing.no, input.reason.trim());
            Ok(())
        })
    }

    pub(crate) fn packing_send(&self, input: PackingSend) -> Answer<Written<PartsBatchView>> {
        let form = Form::of("packing_send", &input.request_id, &input)?;
        let value = self.write("packing_send", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                let batch = tx.parts_batch(parse_id("", made)?)?;
                return batch_view(tx, &batch.ok_or_else(|| AppError::NotFound(made.clone()))?);
            }
            let writing = Writing::begin(self, tx, now)?;
            let batch = send(&writing, &input)?;
            form.keep(tx, &[batch.id.to_string()], &batch.no)?;
            tx.note(&batch.no, &batch.waybill_no);
            batch_view(tx, &batch)
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart, Touched::Sync] })
    }

    pub(crate) fn packing_list(&self, query: PackingQuery) -> Answer<Vec<PackingRow>> {
        self.read(|reader, _| packing_rows(reader, &query))
    }

    pub(crate) fn packing_show(&self, input: ById) -> Answer<PackingView> {
        self.read(|reader, _| view(reader, &known(reader, &input.id)?))
    }

    /// One change of a packing, which goes up by one version.
    fn change_packing(
        &self,
        op: &str,
        id: &str,
        rev: Option<i64>,
        change: impl FnOnce(&Tx<'_>, Now, &mut Packing) -> Answer<()>,
    ) -> Answer<Written<PackingView>> {
        let value = self.write(op, |tx, now| {
            let mut packing = known(tx, id)?;
            refuse_stale("这一批旧件", rev, packing.rev)?;
            change(tx, now, &mut packing)?;
            tx.put_packing(&packing)?;
            view(tx, &packing)
        })?;
        Ok(written(value))
    }
}

fn written(value: PackingView) -> Written<PackingView> {
    Written { value, touched: vec![Touched::OldPart] }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<Packing> {
    reader.packing(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))
}

/// The part with a tag, as a scanner or a hand gives it.
fn scanned(reader: &Reader<'_>, tag: &str) -> Answer<OldPart> {
    let tag = clean(tag).to_uppercase();
    if tag.is_empty() {
        return Err(Refusal::Missing { field: "tag_no", label: "旧件标签号" }.into());
    }
    let unknown = || Refusal::Unknown { field: "tag_no", label: "旧件标签", given: tag.clone() };
    Ok(reader.old_part_by_tag(&tag)?.ok_or_else(unknown)?)
}

/// The part with a tag, or the one that waits whose tag ends so (PACK-1).
fn scanned_or_end(reader: &Reader<'_>, packing: &Packing, tag: &str) -> Answer<OldPart> {
    let unknown = match scanned(reader, tag) {
        Err(why) if !clean(tag).is_empty() => why,
        answer => return answer,
    };
    let end = clean(tag).to_uppercase();
    let (waiting, _) = reader.unpacked(packing.principal, MOST_SOUGHT)?;
    let mut fitting = waiting.into_iter().filter(|part| part.tag_no.ends_with(&end));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(other)) => {
            Err(Refusal::SeveralTags { given: end, tags: format!("{}、{}", one.tag_no, other.tag_no) }.into())
        }
        _ => Err(unknown),
    }
}

/// The box a part lies in, while its packing is here.
fn lies_in(reader: &Reader<'_>, part: OldPartId) -> Answer<Option<(Packed, Packing)>> {
    let Some(packed) = reader.packed_of(part)? else { return Ok(None) };
    let Some(packing) = packed.packing.map(|id| reader.packing(id)).transpose()?.flatten() else { return Ok(None) };
    let here = matches!(packing.state, PackingState::Open | PackingState::Sealed);
    Ok(here.then_some((packed, packing)))
}

/// A part that lies in a box goes nowhere else (PACK-4).
pub(crate) fn refuse_packed(reader: &Reader<'_>, part: &OldPart) -> Answer<()> {
    match lies_in(reader, part.id)? {
        Some((_, packing)) => Err(Refusal::Packed { tag: part.tag_no.clone(), no: packing.no }.into()),
        None => Ok(()),
    }
}

fn parts_in(reader: &Reader<'_>, packing: PartsBatchId) -> Answer<Vec<(Packed, OldPart)>> {
    let part = |packed: Packed| {
        let part = reader.old_part(packed.old_part)?;
        Ok((packed.clone(), part.ok_or_else(|| AppError::NotFound(packed.old_part.to_string()))?))
    };
    reader.packed_in(packing)?.into_iter().map(part).collect()
}

/// Everything in the boxes that is not here any more, at once (PACK-3).
fn refuse_gone(parts: &[(Packed, OldPart)]) -> Answer<()> {
    let gone = parts.iter().filter(|(_, part)| part.state != OldPartState::InStore);
    let why = gone.map(|(_, part)| Refusal::NotPackable { tag: part.tag_no.clone(), state: part.state.zh() });
    let refused: Vec<Refusal> = why.collect();
    if refused.is_empty() { Ok(()) } else { Err(Refusals(refused).into()) }
}

fn boxes<'a>(packed: impl Iterator<Item = &'a Packed>) -> i64 {
    packed.map(|one| one.box_no).collect::<BTreeSet<_>>().len() as i64
}

fn send(writing: &Writing<'_>, input: &PackingSend) -> Answer<PartsBatch> {
    let tx = writing.tx;
    let mut packing = known(tx, &input.id)?;
    refuse_stale("这一批旧件", input.rev, packing.rev)?;
    packing.send()?;
    let parts = parts_in(tx, packing.id)?;
    refuse_gone(&parts)?;
    let batch = PartsBatch {
        id: packing.id,
        no: packing.no.clone(),
        principal: packing.principal,
        boxes: boxes(parts.iter().map(|(packed, _)| packed)),
        weight_g: packing.weight_g,
        carrier: if input.by_truck { BY_TRUCK.to_owned() } else { clean(&input.carrier) },
        waybill_no: clean(&input.waybill_no),
        freight_payer: clean(&input.freight_payer),
        sent_on: input.sent_on,
        rev: 1,
    };
    let checked = [
        batch.check(parts.len(), writing.now.today),
        batch.check_waybill(packing.sealed_on),
        batch.check_day(parts.iter().map(|(_, part)| part.removed_on).max(), None),
    ];
    let refused: Vec<Refusal> = checked.into_iter().filter_map(Result::err).flat_map(|why| why.0).collect();
    if !refused.is_empty() {
        return Err(Refusals(refused).into());
    }
    tx.put_packing(&packing)?;
    tx.put_parts_batch(&batch)?;
    for (packed, mut part) in parts {
        part.send(batch.id, &packed.box_no.to_string())?;
        part.rev += 1;
        put_and_tell(writing, &part, Some(&batch), "")?;
    }
    Ok(batch)
}

fn row(reader: &Reader<'_>, packing: &Packing, packed: &[Packed]) -> Answer<PackingRow> {
    Ok(PackingRow {
        id: packing.id.to_string(),
        rev: packing.rev,
        no: packing.no.clone(),
        principal: reader.principal(packing.principal)?.map(|maker| maker.code).unwrap_or_default(),
        state: packing.state,
        opened_on: packing.opened_on,
        parts: packed.len() as i64,
        boxes: boxes(packed.iter()),
        seal_no: packing.seal_no.clone(),
        weight_g: packing.weight_g,
    })
}

fn view(reader: &Reader<'_>, packing: &Packing) -> Answer<PackingView> {
    let parts = parts_in(reader, packing.id)?;
    let (left, left_total) = reader.unpacked(packing.principal, MOST_LEFT)?;
    let ids: Vec<String> = parts.iter().map(|(_, part)| part).chain(&left).map(|part| part.id.to_string()).collect();
    let days = reader.open_days(&ids)?;
    let packed: Vec<Packed> = parts.iter().map(|(packed, _)| packed.clone()).collect();
    Ok(PackingView {
        packing: row(reader, packing, &packed)?,
        parts: parts.iter().map(|(packed, part)| packed_view(part, packed.box_no, &days)).collect(),
        left: left.iter().map(|part| packed_view(part, 0, &days)).collect(),
        left_total,
    })
}

fn packed_view(part: &OldPart, box_no: i64, days: &[OpenDay]) -> PackedView {
    let id = part.id.to_string();
    let day = days.iter().find(|day| day.record == id);
    PackedView {
        tag_no: part.tag_no.clone(),
        code: part.code.clone(),
        name: part.name.clone(),
        qty_milli: part.qty_milli,
        value_fen: part.value_fen.0,
        box_no,
        state: part.state,
        bin: part.bin.clone(),
        due_on: day.and_then(|day| day.due_on),
        doubt: day.and_then(|day| day.reason.as_ref()).and_then(Doubt::of_due),
        id,
    }
}
