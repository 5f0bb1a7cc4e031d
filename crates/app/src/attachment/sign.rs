//! Signing: strokes on the screen, or a photograph of the paper (EVIDENCE-5).

use super::{Lying, blank, files, look, lying, open_record, photo_at, touched, went_on};
use crate::app::{App, parse_id};
use crate::error::{Answer, AppError};
use crate::form::Form;
use crate::view::*;
use crate::writing::Writing;
use domain::attachment::{
    AttachedTo, Attachment, AttachmentKind, Signer, believable, check_signer, check_strokes, standing,
};
use domain::form::FieldKind;
use domain::refusal::Refusal;
use domain::text::clean;
use domain::{AttachmentId, Refusals};
use store::{Reader, StoreError};

/// Signatures looked at for one that is the same picture: those of a season.
const MOST_COMPARED: i64 = 500;

/// Signatures with the very same file, looked at.
const MOST_SAME: i64 = 20;

/// A signature whose files lie there.
struct Signature {
    kind: AttachmentKind,
    files: Lying,
    strokes: Option<String>,
    likeness: String,
    signer: Signer,
}

impl Signature {
    /// Whether it is the one that stands: the same picture by the same hand (EVIDENCE-6).
    fn is(&self, old: &Attachment) -> bool {
        let same_hand = old.signer == self.signer.name && old.relation == Some(self.signer.relation);
        same_hand && old.kind == self.kind && old.sha256 == self.files.sha256
    }
}

/// What is attached to the record, of an entry to the field.
fn of_field(reader: &Reader<'_>, input: &SignatureInput) -> Answer<Vec<Attachment>> {
    let mut all = reader.attachments_of(input.subject, &input.id)?;
    all.retain(|one| one.field == input.field);
    Ok(all)
}

impl App {
    pub(crate) fn signature_add(&self, input: SignatureInput) -> Answer<Written<AttachmentList>> {
        let form = Form::of("signature_add", &input.request_id, &input)?;
        let written = |value| Written { value, touched: touched(input.subject) };
        let made = self.read(|reader, _| {
            open_record(reader, input.subject, &input.id)?;
            let made = form.made(reader)?.is_some();
            if made { look::of_record(reader, input.subject, &input.id).map(Some) } else { Ok(None) }
        })?;
        if let Some(list) = made {
            return Ok(written(list));
        }
        let again = self.read(|reader, _| Ok(standing(&of_field(reader, &input)?).is_some()))?;
        let signature = self.signature(&input, again)?;
        let list = self.write("signature_add", |tx, now| {
            let record = open_record(tx, input.subject, &input.id)?;
            if input.subject == AttachedTo::Entry {
                crate::entry::refuse_attaching(tx, &input.id, &input.field, &FieldKind::Signature)?;
            }
            let writing = Writing::begin(self, tx, now)?;
            let all = of_field(tx, &input)?;
            let mut before = standing(&all).cloned();
            if before.as_ref().is_some_and(|old| signature.is(old)) {
                return look::of_record(tx, input.subject, &input.id);
            }
            refuse_other(&input, before.as_ref())?;
            let new = Attachment {
                field: input.field.clone(),
                strokes_sha256: signature.strokes.clone(),
                taken_at: believable(signature.files.taken, now.at).or(Some(now.at)),
                signer: signature.signer.name.clone(),
                relation: Some(signature.signer.relation),
                likeness: signature.likeness.clone(),
                alike: alike(tx, &input.id, &signature)?,
                ..blank(&writing, (input.subject, &input.id), signature.kind, &signature.files)
            };
            if before.is_some() && input.subject == AttachedTo::Repair {
                crate::claim::refuse_signed_again(tx, parse_id("id", &input.id)?, now.today)?;
            }
            if let Some(old) = &mut before {
                old.supersede(new.id, &input.reason)?;
                tx.put_attachment(old)?;
            }
            tx.put_attachment(&new)?;
            let words =
                if before.is_some() { format!("重签：{}", clean(&input.reason)) } else { "用户签字".into() };
            went_on(&writing, input.subject, &input.id, true, &words)?;
            form.keep(tx, &[new.id.to_string()], &record.no)?;
            tx.note(&record.no, &words);
            look::of_record(tx, input.subject, &input.id)
        })?;
        Ok(written(list))
    }

    /// Everything that is wrong with a form at once; otherwise its files, kept.
    fn signature(&self, input: &SignatureInput, again: bool) -> Answer<Signature> {
        let name = clean(&input.signer);
        let path = input.paper.trim();
        let mut why: Vec<Refusal> = Vec::new();
        why.extend(check_signer(&name, input.relation).err().into_iter().flat_map(|all| all.0));
        if path.is_empty() {
            why.extend(check_strokes(&input.strokes).err().into_iter().flat_map(|all| all.0));
        }
        if again && clean(&input.reason).is_empty() {
            why.push(Refusal::Missing { field: "reason", label: "重签的原因" });
        }
        let paper = if path.is_empty() { None } else { Some(photo_at(path)) };
        if let Some(Err((_, sentence))) = &paper {
            why.push(Refusal::NotAPhoto { field: "paper", sentence: sentence.clone() });
        }
        let (Some(relation), true) = (input.relation, why.is_empty()) else { return Err(Refusals(why).into()) };
        let signer = Signer { name, relation };
        match paper.transpose() {
            Ok(Some(photo)) => Ok(Signature {
                kind: AttachmentKind::Paper,
                files: lying(&self.picture_folder()?, &photo.kept, photo.taken)?,
                strokes: None,
                likeness: photo.kept.likeness,
                signer,
            }),
            _ => self.drawn(input, signer),
        }
    }

    /// A drawn signature: its strokes as they were, and the picture of them.
    fn drawn(&self, input: &SignatureInput, signer: Signer) -> Answer<Signature> {
        let broken = |detail: String| AppError::from(StoreError { fault: store::Fault::Other, detail });
        let points: Vec<Vec<(i32, i32)>> =
            input.strokes.iter().map(|stroke| stroke.iter().map(|point| (point.x, point.y)).collect()).collect();
        let drawing = picture::draw(&points).map_err(|fault| broken(format!("signature: {fault}")))?;
        let strokes = serde_json::to_vec(&input.strokes).map_err(|why| broken(format!("strokes: {why}")))?;
        let folder = self.picture_folder()?;
        let lying = lying(&folder, &drawing, None)?;
        Ok(Signature {
            kind: AttachmentKind::Signature,
            files: lying,
            strokes: Some(files::keep(&folder, &strokes)?),
            likeness: drawing.likeness,
            signer,
        })
    }
}

/// A form that saw another signature than stands is refused (EVIDENCE-5).
fn refuse_other(input: &SignatureInput, standing: Option<&Attachment>) -> Answer<()> {
    let stands = standing.map(|one| one.id.to_string());
    if input.supersedes.is_some() && input.supersedes != stands {
        return Err(AppError::Stale { what: "这张单的签字" });
    }
    Ok(())
}

/// The first signature of another record that is the same picture (E39).
fn alike(reader: &Reader<'_>, id: &str, new: &Signature) -> Answer<Option<AttachmentId>> {
    let mut found = reader.attachments_with_file(&new.files.sha256, MOST_SAME)?;
    let newest = reader.newest_signatures(MOST_COMPARED)?;
    found.extend(newest.into_iter().filter(|one| picture::are_alike(&one.likeness, &new.likeness)));
    let first = found.into_iter().find(|one| one.is_signature() && one.record != id);
    Ok(first.map(|one| one.alike.unwrap_or(one.id)))
}
