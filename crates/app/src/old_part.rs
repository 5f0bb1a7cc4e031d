//! Use cases of old parts: list, shelf, exits, opening list.

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::ledger::{returned_of, returned_one};
use crate::list::{limits, stored_name, term};
use crate::repair_parts::put_and_tell;
use crate::view::*;
use crate::writing::Writing;
use domain::attachment::{AttachedTo, AttachmentKind};
use domain::number::NumberType;
use domain::old_part::{OldPart, OldPartState};
use domain::part_result::PartResult;
use domain::policy::Scope;
use domain::principal::Principal;
use domain::refusal::{Checks, Refusal, Refusals};
use domain::text::clean;
use domain::{Day, Fen, OldPartId};
use store::{ListFilter, OldPartLine, Outgoing, Reader};

impl App {
    pub(crate) fn old_part_list(&self, query: OldPartQuery) -> Answer<Page<OldPartView>> {
        self.read(|reader, _| old_parts_page(reader, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn old_part_move(&self, input: OldPartMove) -> Answer<Written<OldPartView>> {
        let id: OldPartId = parse_id("id", &input.id)?;
        let op = if input.state == OldPartState::Lost { "old_part_lost" } else { "old_part_move" };
        let value = self.write(op, |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let mut part = tx.old_part(id)?.ok_or_else(|| no_such("id", &input.id))?;
            refuse_stale("这件旧件", input.rev, part.rev)?;
            crate::packing::refuse_packed(tx, &part)?;
            let shown = input.state != OldPartState::Destroyed || seen_or_waived(&writing, &part)?;
            part.move_to(input.state, &input.bin, &input.reason, shown)?;
            part.rev += 1;
            put_and_tell(&writing, &part, None, "")?;
            tx.note(&part.tag_no, &input.reason);
            view(tx, part)
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart, Touched::Repair, Touched::Sync] })
    }

    pub(crate) fn opening_parts_add(&self, input: OpeningParts) -> Answer<Written<Vec<OldPartView>>> {
        let form = Form::of("opening_parts_add", &input.request_id, &input)?;
        let value = self.write("opening_parts_add", |tx, now| {
            if let Some(made) = form.made(tx)? {
                return made.iter().map(|id| view(tx, known_part(tx, id)?)).collect();
            }
            let writing = Writing::begin(self, tx, now)?;
            let maker = principal(tx, &input.principal)?;
            refuse_empty("parts", "旧件", &input.parts)?;
            each_line(&input.parts, |part| check_part(part, now.today))?;
            let parts = input.parts.iter().map(|part| open_part(&writing, &maker, part)).collect::<Answer<Vec<_>>>()?;
            let ids: Vec<String> = parts.iter().map(|part| part.id.to_string()).collect();
            form.keep(tx, &ids, &parts.first().map(|part| part.tag_no.clone()).unwrap_or_default())?;
            tx.note(&maker.code, &format!("期初旧件 {} 件", parts.len()));
            parts.into_iter().map(|part| view(tx, part)).collect()
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart] })
    }
}

/// Whether there is a photograph of a part, or its maker's rules ask for none (OLDPART-6).
fn seen_or_waived(writing: &Writing<'_>, part: &OldPart) -> Answer<bool> {
    let maker = writing.tx.principal(part.principal)?.ok_or_else(|| AppError::NotFound(part.tag_no.clone()))?;
    let asked = writing.policies.flag(&maker, "old_part.destroyed_photo", &Scope::on(part.removed_on));
    let all = writing.tx.attachments_of(AttachedTo::OldPart, &part.id.to_string())?;
    Ok(asked == Some(false) || all.iter().any(|one| one.kind == AttachmentKind::Photo))
}

/// So many old parts from one on.
pub(crate) fn old_parts_page(
    reader: &Reader<'_>,
    query: &OldPartQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<OldPartView>> {
    let filter = ListFilter {
        principal: principal_filter(reader, &query.principal)?.map(|p| p.id),
        state: query.state.map(stored_name),
        limit,
        offset,
        ..ListFilter::default()
    };
    let term = term(&query.term)?;
    let like = (!term.is_empty()).then(|| format!("%{}%", term.replace(['%', '_'], "")));
    let (rows, total) = reader.old_parts(&filter, like.as_deref())?;
    let ids: Vec<String> = rows.iter().map(|line| line.id.clone()).collect();
    let open = reader.open_days(&ids)?;
    let parts: Vec<OldPartId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let results = reader.part_results(&parts)?;
    let mut back = returned_of(reader, "part")?;
    let dated = |line: OldPartLine| {
        let day = open.iter().find(|day| day.record == line.id);
        let doubt = day.and_then(|day| day.reason.as_ref()).and_then(Doubt::of_due);
        let standing = results.iter().find(|result| result.old_part.to_string() == line.id).map(PartResult::standing);
        let returned = back.remove(&line.id);
        OldPartView { due_on: day.and_then(|day| day.due_on), doubt, standing, returned, ..row(line) }
    };
    let rows = rows.into_iter().map(dated).collect();
    Ok(Page::of(rows, total, false))
}

/// A list without a line says nothing.
pub(crate) fn refuse_empty<T>(field: &'static str, label: &'static str, lines: &[T]) -> Answer<()> {
    if lines.is_empty() { Err(Refusal::Missing { field, label }.into()) } else { Ok(()) }
}

/// Every refusal of every line, each with its line.
pub(crate) fn each_line<T>(lines: &[T], mut check: impl FnMut(&T) -> Result<(), Refusals>) -> Answer<()> {
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        all.extend(check(line).err().into_iter().flat_map(|why| why.on_line(at).0));
    }
    if all.is_empty() { Ok(()) } else { Err(Refusals(all).into()) }
}

fn known_part(reader: &Reader<'_>, id: &str) -> Answer<OldPart> {
    reader.old_part(parse_id("", id)?)?.ok_or_else(|| AppError::NotFound(id.to_owned()))
}

fn check_part(input: &OpeningPart, today: Day) -> Result<(), Refusals> {
    let mut checks = Checks::default();
    checks.text("parts.name", "零件名称", &input.name, 120);
    checks.length("parts.code", "零件编码", &input.code, 60);
    checks.positive("parts.qty_milli", "数量", input.qty_milli);
    checks.not_negative("parts.value_fen", "价值", input.value_fen.unwrap_or(0));
    checks.not_after("parts.removed_on", "更换日期", Some(input.removed_on), today);
    checks.length("parts.repair_no", "维修单号", &input.repair_no, 60);
    checks.length("parts.bin", "货位", &input.bin, 60);
    checks.done()
}

fn open_part(writing: &Writing<'_>, maker: &Principal, input: &OpeningPart) -> Answer<OldPart> {
    let part = OldPart {
        id: writing.app.id(),
        tag_no: writing.number(NumberType::JJ, input.removed_on)?,
        principal: maker.id,
        repair_part: None,
        repair: None,
        repair_no: clean(&input.repair_no),
        code: clean(&input.code),
        name: clean(&input.name),
        spec: String::new(),
        qty_milli: input.qty_milli,
        value_fen: Fen(input.value_fen.unwrap_or(0)),
        removed_on: input.removed_on,
        state: OldPartState::InStore,
        bin: clean(&input.bin),
        batch: None,
        box_no: String::new(),
        reason: String::new(),
        rev: 1,
    };
    writing.tx.put_old_part(&part, &Outgoing::Nothing)?;
    Ok(part)
}

fn row(line: OldPartLine) -> OldPartView {
    OldPartView {
        id: line.id,
        rev: line.rev,
        tag_no: line.tag_no,
        principal: line.principal,
        repair_id: line.repair.map(|id| id.to_string()),
        repair_no: line.repair_no,
        code: line.code,
        name: line.name,
        spec: line.spec,
        qty_milli: line.qty_milli,
        value_fen: line.value_fen.0,
        removed_on: line.removed_on,
        due_on: None,
        doubt: None,
        state: line.state,
        bin: line.bin,
        batch_no: line.batch_no,
        standing: None,
        reason: line.reason,
        returned: None,
    }
}

fn view(reader: &Reader<'_>, part: OldPart) -> Answer<OldPartView> {
    let maker = reader.principal(part.principal)?.map(|p| p.code).unwrap_or_default();
    let batch_no = part.batch.map(|id| reader.parts_batch(id)).transpose()?.flatten().map(|batch| batch.no);
    Ok(OldPartView {
        returned: returned_one(reader, &part.id.to_string())?,
        id: part.id.to_string(),
        rev: part.rev,
        tag_no: part.tag_no,
        principal: maker,
        repair_id: part.repair.map(|id| id.to_string()),
        repair_no: part.repair_no,
        code: part.code,
        name: part.name,
        spec: part.spec,
        qty_milli: part.qty_milli,
        value_fen: part.value_fen.0,
        removed_on: part.removed_on,
        // Days are kept after what moves them was written.
        due_on: None,
        doubt: None,
        state: part.state,
        bin: part.bin,
        batch_no,
        standing: None,
        reason: part.reason,
    })
}
