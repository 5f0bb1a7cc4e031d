//! Photographs and signatures as shown, and what is said of them.

use super::record;
use crate::error::Answer;
use crate::view::*;
use crate::writing::notice;
use domain::attachment::{AttachedTo, Attachment, by_technician, signing, standing};
use domain::day::Day;
use domain::repair::{Repair, RepairState};
use store::Reader;

/// Signatures that are the same picture, looked at.
const MOST_ALIKE: i64 = 20;

pub(super) fn of_record(reader: &Reader<'_>, subject: AttachedTo, id: &str) -> Answer<AttachmentList> {
    record(reader, subject, id)?;
    let all = reader.attachments_of(subject, id)?;
    Ok(AttachmentList {
        standing: standing(&all).map(|one| one.id.to_string()),
        notices: notices(reader, &all)?,
        rows: rows(reader, all)?,
    })
}

/// Those of several records.
pub(super) fn all(reader: &Reader<'_>, all: Vec<Attachment>) -> Answer<AttachmentList> {
    Ok(AttachmentList { rows: rows(reader, all)?, standing: None, notices: Vec::new() })
}

fn rows(reader: &Reader<'_>, all: Vec<Attachment>) -> Answer<Vec<AttachmentView>> {
    all.into_iter()
        .map(|one| {
            Ok(AttachmentView {
                id: one.id.to_string(),
                subject: one.subject,
                record_no: record(reader, one.subject, &one.record)?.no,
                record_id: one.record,
                kind: one.kind,
                tag: one.tag,
                caption: one.caption,
                field: one.field,
                taken_on: one.taken_at.map(Day::at),
                added_at: one.added_at,
                device: one.device,
                clock_suspect: one.clock_suspect,
                signer: one.signer,
                relation: one.relation,
                width: one.width,
                height: one.height,
                sha256: one.sha256,
                superseded: one.superseded_by.map(|_| one.supersede_reason),
            })
        })
        .collect()
}

/// What is worth a look about a record's signature (ATTACH-5).
fn notices(reader: &Reader<'_>, all: &[Attachment]) -> Answer<Vec<Notice>> {
    let mut said = Vec::new();
    let Some(one) = standing(all) else { return Ok(said) };
    if by_technician(all) {
        let says = format!("「{}」是技术员代签的，总部可能不认。用户在时请补签", one.signer);
        said.push(notice("relation", "signed_by_technician", says));
    }
    for (no, signer) in same_picture(reader, one)? {
        let says = format!("这个签字和 {no}（{signer}）的是同一张图，用户却不同。请核实是谁签的，不对的请重签");
        said.push(notice("strokes", "signature_alike", says));
    }
    Ok(said)
}

/// Records of other users whose signature is the same picture, and who is said to have signed there (E39).
fn same_picture(reader: &Reader<'_>, one: &Attachment) -> Answer<Vec<(String, String)>> {
    let first = one.alike.unwrap_or(one.id);
    let mut others = reader.attachments_alike(first, MOST_ALIKE)?;
    others.extend(reader.attachment(first)?);
    others.retain(|other| other.id != one.id && other.record != one.record);
    let own = record(reader, one.subject, &one.record)?.customer;
    let mut found = Vec::new();
    for other in others {
        let there = record(reader, other.subject, &other.record)?;
        let same_user = own.is_some() && own == there.customer;
        if !same_user {
            found.push((there.no, other.signer));
        }
    }
    Ok(found)
}

/// How a repair is signed in words, and what is worth a look about that.
pub(crate) fn of_repair(reader: &Reader<'_>, repair: &Repair) -> Answer<(String, Vec<Notice>)> {
    let all = reader.attachments_of(AttachedTo::Repair, &repair.id.to_string())?;
    let said = if repair.state == RepairState::Voided { Vec::new() } else { notices(reader, &all)? };
    Ok((signing(repair.user_signed, &all), said))
}

/// Whether the technician signed a repair for the user.
pub(crate) fn signed_for_user(reader: &Reader<'_>, repair: &Repair) -> Answer<bool> {
    Ok(by_technician(&reader.attachments_of(AttachedTo::Repair, &repair.id.to_string())?))
}

/// How many photographs and signatures of a repair stand (附件数).
pub(crate) fn count_of(reader: &Reader<'_>, repair: &Repair) -> Answer<i64> {
    let all = reader.attachments_of(AttachedTo::Repair, &repair.id.to_string())?;
    Ok(i64::try_from(all.iter().filter(|one| one.stands()).count()).unwrap_or(i64::MAX))
}
