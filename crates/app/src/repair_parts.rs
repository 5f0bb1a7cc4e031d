//! Replaced parts of a repair and the old parts that come off it.
//!
//! - PARTLINE-1 A line of a repair stays its own: a form that names a line of another repair, or one line twice, is refused, because the old part would follow it.
//! - PARTLINE-4 A line that has its old part keeps what was said of its way back, whatever the price list says later, while its payer stays; a part that was sent stays sent, whoever pays.
//! - PARTLINE-5 A line whose name is the whole code of a listed part is that part; a new name of Latin letters and digits alone is refused, for it is a code that missed or initials nobody chose from.

use crate::error::{Answer, AppError};
use crate::law::facts::model_facts;
use crate::view::{RepairDraft, RepairPartInput};
use crate::writing::{Line, Writing};
use domain::number::NumberType;
use domain::old_part::{OldPart, OldPartState, PartsBatch, return_required};
use domain::policy::Scope;
use domain::principal::Principal;
use domain::refusal::{Refusal, Refusals};
use domain::repair::{Repair, RepairPart};
use domain::text::{clean, serial_key, serial_text};
use domain::unit::Unit;
use domain::{Fen, RepairPartId};
use store::Outgoing;

/// Where old parts are when their repair is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OldPartStart {
    /// As each line of the form says.
    AsTyped,
    /// All of them there, by the ledger.
    All(OldPartState),
}

/// The part lines of a draft, completed from the price list; prices are those of now and stay (E29).
pub(crate) fn parts_of(writing: &Writing<'_>, draft: &RepairDraft, repair: &Repair) -> Answer<Vec<RepairPart>> {
    let parts: Vec<RepairPart> = draft
        .parts
        .iter()
        .zip(1..)
        .map(|(line, line_no)| part_of(writing, repair, line, line_no))
        .collect::<Answer<_>>()?;
    for (at, part) in parts.iter().enumerate() {
        refuse_strange(writing, &parts, at, part)?;
    }
    Ok(parts)
}

/// PARTLINE-1.
fn refuse_strange(writing: &Writing<'_>, parts: &[RepairPart], at: usize, part: &RepairPart) -> Answer<()> {
    let (field, given) = ("parts.id", part.id.to_string());
    let refusal = if parts.iter().take(at).any(|earlier| earlier.id == part.id) {
        Refusal::Taken { field, label: "零件行", given }
    } else if writing.tx.repair_of_part(part.id)?.is_some_and(|owner| owner != part.repair) {
        Refusal::Unknown { field, label: "这张维修单的零件行", given }
    } else {
        return Ok(());
    };
    Err(Refusals::from(refusal).on_line(at).into())
}

fn part_of(writing: &Writing<'_>, repair: &Repair, line: &RepairPartInput, line_no: i64) -> Answer<RepairPart> {
    let listed = match serial_key(&line.code) {
        // A code may have been scanned into the box of the name (PARTLINE-5).
        key if key.is_empty() => writing.tx.part_by_key(&serial_key(&line.name))?,
        key => writing.tx.part_by_key(&key)?,
    };
    let coded = listed.as_ref().filter(|_| clean(&line.code).is_empty());
    let fill = |typed: &str, listed: Option<&String>| match clean(typed) {
        text if text.is_empty() => listed.cloned().unwrap_or_default(),
        text => text,
    };
    let field = format!("parts.{}.id", line_no - 1);
    let id = line.id.as_deref().map(|id| crate::app::parse_id::<RepairPartId>(&field, id)).transpose()?;
    Ok(RepairPart {
        id: id.unwrap_or_else(|| writing.app.id()),
        repair: repair.id,
        line_no,
        code: coded.map_or_else(|| clean(&line.code), |part| part.code.clone()),
        name: fill(if coded.is_some() { "" } else { &line.name }, listed.as_ref().map(|p| &p.name)),
        spec: fill(&line.spec, listed.as_ref().map(|p| &p.spec)),
        unit: fill(&line.unit, listed.as_ref().map(|p| &p.unit)),
        qty_milli: line.qty_milli,
        price_fen: line
            .price_fen
            .map(Fen)
            .or_else(|| listed.as_ref().and_then(|p| p.list_price(repair.in_warranty)))
            .unwrap_or_default(),
        kind: line.kind.or_else(|| listed.as_ref().and_then(|p| p.kind)),
        return_required: false,
        wants_replacement: line.wants_replacement,
        replaced_on: line.replaced_on.or(repair.completed_on).unwrap_or(repair.received_on),
        old_serial: serial_text(&line.old_serial),
        new_serial: serial_text(&line.new_serial),
    })
}

/// Names of Latin letters and digits alone that no line had before (PARTLINE-5).
pub(crate) fn refuse_stray_codes(writing: &Writing<'_>, repair: &Repair, parts: &[RepairPart]) -> Answer<Vec<Refusal>> {
    let stray = |name: &str| {
        name.chars().any(|c| c.is_ascii_alphanumeric())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c.is_ascii_punctuation() || c == ' ')
    };
    let mut found = Vec::new();
    for (line, part) in parts.iter().enumerate().filter(|(_, part)| part.code.is_empty() && stray(&part.name)) {
        let kept = writing.tx.repair_parts(repair.id)?;
        if !kept.iter().any(|old| old.id == part.id && old.name == part.name) {
            found.extend(Refusals::from(Refusal::NoSuchPart { given: part.name.clone() }).on_line(line).0);
        }
    }
    Ok(found)
}

/// Whether the old part of each line must go back, by price list and policy (OLDPART-1, OLDPART-2).
pub(crate) fn with_returns(
    writing: &Writing<'_>,
    maker: &Principal,
    unit: &Unit,
    repair: &Repair,
    mut parts: Vec<RepairPart>,
) -> Answer<Vec<RepairPart>> {
    if parts.is_empty() {
        return Ok(parts);
    }
    let (on, policies) = (repair.reported_on, &writing.policies);
    let model = writing.tx.model(unit.model)?.map(|model| model_facts(&model));
    let class = model.and_then(|model| policies.class(maker, &model, on));
    let policy = policies.flag(maker, "old_part.return_required", &Scope { class, ..Scope::on(on) });
    let payer = writing.tx.repair(repair.id)?.map(|before| before.payer);
    let (before, olds) = (writing.tx.repair_parts(repair.id)?, writing.tx.old_parts_of_repair(repair.id)?);
    for part in &mut parts {
        let old = olds.iter().find(|old| old.repair_part == Some(part.id));
        let line = before.iter().find(|line| line.id == part.id && line.code == part.code);
        let same = line.filter(|_| payer == Some(repair.payer) && old.is_some());
        if let Some(stands) = same.map(|line| line.return_required).or_else(|| is_sent(old)) {
            part.return_required = stands;
            continue;
        }
        let listed = writing.tx.part_by_key(&serial_key(&part.code))?.and_then(|p| p.return_required);
        part.return_required = return_required(repair.payer, listed, policy);
    }
    Ok(parts)
}

/// A part on its way back went back (PARTLINE-4).
fn is_sent(old: Option<&OldPart>) -> Option<bool> {
    old.filter(|old| old.state == OldPartState::Sent).map(|_| true)
}

/// Tags the old parts of new lines, follows changed lines, and voids those of dropped lines.
pub(crate) fn put_parts(
    writing: &Writing<'_>,
    maker: &Principal,
    repair: &Repair,
    parts: &[RepairPart],
    draft: &RepairDraft,
    start: OldPartStart,
) -> Answer<()> {
    let known = writing.tx.old_parts_of_repair(repair.id)?;
    for (part, line) in parts.iter().zip(&draft.parts) {
        match known.iter().find(|old| old.repair_part == Some(part.id)) {
            Some(old) => follow(writing, repair, old, part)?,
            None if part.return_required => tag(writing, maker, repair, part, line, start)?,
            None => {}
        }
    }
    for old in known.iter().filter(|old| !parts.iter().any(|part| old.repair_part == Some(part.id))) {
        void(writing, old, "维修单更正时去掉了这个零件")?;
    }
    Ok(())
}

fn tag(
    writing: &Writing<'_>,
    maker: &Principal,
    repair: &Repair,
    part: &RepairPart,
    line: &RepairPartInput,
    start: OldPartStart,
) -> Answer<()> {
    let state = match start {
        OldPartStart::All(state) => state,
        OldPartStart::AsTyped if line.old_part_here => OldPartState::InStore,
        OldPartStart::AsTyped => OldPartState::Tagged,
    };
    let reason = if start == OldPartStart::AsTyped || state.owed() { String::new() } else { "台账记载".to_owned() };
    let old = OldPart {
        id: writing.app.id(),
        tag_no: writing.number(NumberType::JJ, part.replaced_on)?,
        principal: maker.id,
        repair_part: Some(part.id),
        repair: Some(repair.id),
        repair_no: repair.no.clone(),
        code: part.code.clone(),
        name: part.name.clone(),
        spec: part.spec.clone(),
        qty_milli: part.qty_milli,
        value_fen: part.amount().unwrap_or_default(),
        removed_on: part.replaced_on,
        state,
        bin: clean(&line.bin),
        batch: None,
        box_no: String::new(),
        reason,
        rev: 1,
    };
    Ok(writing.tx.put_old_part(&old, &Outgoing::Nothing)?)
}

/// An old part follows its line while it is still here.
fn follow(writing: &Writing<'_>, repair: &Repair, old: &OldPart, part: &RepairPart) -> Answer<()> {
    if !part.return_required {
        return void(writing, old, "更正后这个零件不需返回");
    }
    let followed = OldPart {
        repair_no: repair.no.clone(),
        code: part.code.clone(),
        name: part.name.clone(),
        spec: part.spec.clone(),
        qty_milli: part.qty_milli,
        value_fen: part.amount().unwrap_or_default(),
        removed_on: part.replaced_on,
        state: if old.state == OldPartState::Voided { OldPartState::Tagged } else { old.state },
        ..old.clone()
    };
    if followed == *old {
        return Ok(());
    }
    if old.state == OldPartState::Sent {
        return Err(Refusal::WrongState { subject: "这件旧件", state: old.state.zh(), verb: "随维修单更改" }.into());
    }
    Ok(writing.tx.put_old_part(&OldPart { rev: old.rev + 1, ..followed }, &Outgoing::Nothing)?)
}

fn void(writing: &Writing<'_>, old: &OldPart, reason: &str) -> Answer<()> {
    match old.state {
        OldPartState::Voided => Ok(()),
        OldPartState::Sent => {
            Err(Refusal::WrongState { subject: "这件旧件", state: old.state.zh(), verb: "随维修单去掉" }.into())
        }
        _ => {
            let voided =
                OldPart { state: OldPartState::Voided, reason: reason.to_owned(), rev: old.rev + 1, ..old.clone() };
            put_and_tell(writing, &voided, None, "")
        }
    }
}

/// Voids the old parts of a cancelled repair; those already sent stay as they are.
pub(crate) fn void_old_parts(writing: &Writing<'_>, repair: &Repair, reason: &str) -> Answer<()> {
    for old in writing.tx.old_parts_of_repair(repair.id)?.iter().filter(|old| old.state != OldPartState::Sent) {
        void(writing, old, reason)?;
    }
    Ok(())
}

/// Puts the old parts of a submitted repair in the outbox, those that are new or changed there.
pub(crate) fn send_old_parts(writing: &Writing<'_>, maker: &Principal, old_parts: &[OldPart]) -> Answer<()> {
    for old in old_parts {
        let sent = writing.last_sent_rev(&old.id.to_string())?;
        if sent.is_none_or(|rev| rev < old.rev) {
            let line = line(writing, maker, old, None, "")?;
            writing.tx.put_old_part(old, &line)?;
        }
    }
    Ok(())
}

/// Puts an old part; head office is told when it knows the part already.
pub(crate) fn put_and_tell(
    writing: &Writing<'_>,
    old: &OldPart,
    batch: Option<&PartsBatch>,
    amend_reason: &str,
) -> Answer<()> {
    let known = batch.is_some() || writing.last_sent_rev(&old.id.to_string())?.is_some();
    let outgoing = if known {
        let maker = writing.tx.principal(old.principal)?.ok_or_else(|| AppError::NotFound(old.tag_no.clone()))?;
        line(writing, &maker, old, batch, amend_reason)?
    } else {
        Outgoing::Nothing
    };
    Ok(writing.tx.put_old_part(old, &outgoing)?)
}

fn line(
    writing: &Writing<'_>,
    maker: &Principal,
    old: &OldPart,
    batch: Option<&PartsBatch>,
    amend_reason: &str,
) -> Answer<Outgoing> {
    let record_id = old.id.to_string();
    let sealed = |batch: &PartsBatch| writing.tx.packing(batch.id).map(|packing| packing.map(|one| one.seal_no));
    let seal_no = batch.map(sealed).transpose()?.flatten().unwrap_or_default();
    let result = writing.tx.part_results(&[old.id])?.pop();
    writing.outgoing(Line {
        principal: maker,
        sent_before: writing.last_sent_rev(&record_id)?,
        record_id,
        rev: old.rev,
        kind: "part",
        no: old.tag_no.clone(),
        title: format!("{} {}", old.name, old.state.zh()),
        body: &crate::wire_out::old_part(
            maker,
            old,
            batch.map(|batch| (batch, seal_no)),
            result.as_ref(),
            amend_reason,
        ),
        due_on: None,
    })
}
