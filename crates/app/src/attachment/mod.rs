//! Use cases of photographs and signatures of a record (`domain::attachment`).
//!
//! - EVIDENCE-1 Many photographs are taken at once; what is no photograph is refused by itself with its reason, the others are kept.
//! - EVIDENCE-2 The same picture twice on one record is answered with the first.
//! - EVIDENCE-3 Nothing is attached to a record that was cancelled.
//! - EVIDENCE-4 What is attached to a repair head office has, or is about to have, travels with its next revision; the files follow, the record does not wait for them. A repair of a ledger that never went out stays here, whatever is added to it or corrected.
//! - EVIDENCE-5 A signature stays beside the one that supersedes it, and a form that saw another one than stands is refused.
//! - EVIDENCE-6 The same picture with its signer put right is a signature of its own; the same picture, signer and relation is known.
//! - EVIDENCE-7 What is attached to an entry that travels goes with it, as far as its form lets the field travel and, where it names a user or a machine, as far as the user agreed; added to one head office has, it is the entry's next version.
//!
//! Absent: which papers a maker wants photographed.

mod files;
mod look;
mod sentence;
mod sign;

pub(crate) use files::{restore_closed, shown};
pub(crate) use look::{count_of, of_repair, signed_for_user};

use crate::app::{App, no_such, parse_id};
use crate::error::{Answer, AppError};
use crate::form::Form;
use crate::tasks::stopped_as;
use crate::view::*;
use crate::writing::Writing;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::attachment::{AttachedTo, Attachment, AttachmentKind, believable, check_caption};
use domain::day::{Day, UtcMs};
use domain::form::FieldKind;
use domain::principal::Principal;
use domain::refusal::{Checks, Refusal};
use domain::repair::{Repair, RepairState};
use domain::text::clean;
use domain::{AttachmentId, CustomerId};
use picture::{Kept, Photo, Taken};
use std::path::{Path, PathBuf};
use store::{Outgoing, Reader};
use wire::body::AttachmentBody;

/// Files of one going: more is a folder by mistake.
const MOST_FILES: usize = 100;

/// Photographs and signatures of a machine or a customer that are shown.
const MOST_SHOWN: i64 = 200;

/// What a photograph or signature is of.
pub(crate) struct Record {
    /// Its number.
    pub no: String,
    /// Whose it is, where that is known.
    pub customer: Option<CustomerId>,
    voided: bool,
}

/// The record, whatever its kind.
pub(crate) fn record(reader: &Reader<'_>, subject: AttachedTo, id: &str) -> Answer<Record> {
    let known = |no: String, customer: Option<CustomerId>, voided: bool| Record { no, customer, voided };
    let found = match subject {
        AttachedTo::Repair => reader
            .repair(parse_id("id", id)?)?
            .map(|one| known(one.no, Some(one.customer), one.state == RepairState::Voided)),
        AttachedTo::Call => {
            reader.call(parse_id("id", id)?)?.map(|one| known(one.no, one.customer, one.void_reason.is_some()))
        }
        AttachedTo::Sale => {
            reader.sale(parse_id("id", id)?)?.map(|one| known(one.no, Some(one.customer), one.void_reason.is_some()))
        }
        AttachedTo::OldPart => reader
            .old_part(parse_id("id", id)?)?
            .map(|one| known(one.tag_no, None, one.state == domain::old_part::OldPartState::Voided)),
        AttachedTo::Demand => {
            reader.demand(parse_id("id", id)?)?.map(|one| known(one.no, None, one.void_reason.is_some()))
        }
        AttachedTo::Submission => reader.submission(parse_id("id", id)?)?.map(|one| {
            let no = format!("{} {}", one.month, one.road.zh());
            known(no, None, one.void_reason.is_some())
        }),
        AttachedTo::Entry => {
            reader.entry(parse_id("id", id)?)?.map(|one| known(one.no, None, one.void_reason.is_some()))
        }
    };
    found.ok_or_else(|| no_such("id", id))
}

/// The record, when something may be attached to it (EVIDENCE-3).
fn open_record(reader: &Reader<'_>, subject: AttachedTo, id: &str) -> Answer<Record> {
    let found = record(reader, subject, id)?;
    if found.voided {
        return Err(Refusal::WrongState { subject: subject.zh(), state: "已作废", verb: "再加照片或签字" }.into());
    }
    Ok(found)
}

fn touched(subject: AttachedTo) -> Vec<Touched> {
    match subject {
        AttachedTo::Repair => vec![Touched::Repair, Touched::Call, Touched::Claim, Touched::Sync],
        AttachedTo::Call => vec![Touched::Call],
        AttachedTo::Sale => vec![Touched::Sale],
        AttachedTo::OldPart => vec![Touched::OldPart],
        AttachedTo::Demand => vec![Touched::Unit],
        AttachedTo::Submission => vec![Touched::Report],
        AttachedTo::Entry => vec![Touched::Entry],
    }
}

impl App {
    pub(crate) fn attachment_list(&self, query: AttachedQuery) -> Answer<AttachmentList> {
        self.read(|reader, _| {
            let of = |subject| look::of_record(reader, subject, &query.id);
            match query.of {
                AttachedOf::Repair => of(AttachedTo::Repair),
                AttachedOf::Call => of(AttachedTo::Call),
                AttachedOf::Sale => of(AttachedTo::Sale),
                AttachedOf::OldPart => of(AttachedTo::OldPart),
                AttachedOf::Demand => of(AttachedTo::Demand),
                AttachedOf::Submission => of(AttachedTo::Submission),
                AttachedOf::Entry => of(AttachedTo::Entry),
                AttachedOf::Unit => {
                    look::all(reader, reader.attachments_of_unit(parse_id("id", &query.id)?, MOST_SHOWN)?)
                }
                AttachedOf::Customer => {
                    look::all(reader, reader.attachments_of_customer(parse_id("id", &query.id)?, MOST_SHOWN)?)
                }
            }
        })
    }

    pub(crate) fn attachment_picture(&self, query: PictureQuery) -> Answer<PictureView> {
        let id: AttachmentId = parse_id("id", &query.id)?;
        let one = self.read(|reader, _| reader.attachment(id)?.ok_or_else(|| no_such("id", &query.id)))?;
        let name = if query.whole { &one.sha256 } else { &one.thumb_sha256 };
        let bytes = files::shown(&self.folder("blobs"), name)?;
        Ok(PictureView { mime: one.mime, data: STANDARD.encode(bytes) })
    }

    pub(crate) fn photos_add(&self, input: PhotosInput) -> Answer<Written<PhotosAdded>> {
        let form = Form::of("photos_add", &input.request_id, &input)?;
        let paths = paths(&input)?;
        let answer = |list, added, known, refused| Written {
            value: PhotosAdded { list, added, known, refused },
            touched: touched(input.subject),
        };
        let made = self.read(|reader, _| {
            open_record(reader, input.subject, &input.id)?;
            let made = form.made(reader)?.map(|made| made.len());
            Ok(made.map(|made| Ok::<_, AppError>((look::of_record(reader, input.subject, &input.id)?, made))))
        })?;
        if let Some(made) = made {
            let (list, added) = made?;
            return Ok(answer(list, added, 0, Vec::new()));
        }
        let (ready, refused) = self.taken_in(&paths, &input.task)?;
        if ready.is_empty() {
            let list = self.read(|reader, _| look::of_record(reader, input.subject, &input.id))?;
            return Ok(answer(list, 0, 0, refused));
        }
        let (list, added, known) = self.write("photos_add", |tx, now| {
            let record = open_record(tx, input.subject, &input.id)?;
            if input.subject == AttachedTo::Entry {
                crate::entry::refuse_attaching(tx, &input.id, &input.field, &FieldKind::Photo)?;
            }
            let writing = Writing::begin(self, tx, now)?;
            let mut there = tx.attachments_of(input.subject, &input.id)?;
            let mut made = Vec::new();
            for one in &ready {
                let is_same = |old: &Attachment| old.kind == AttachmentKind::Photo && old.sha256 == one.sha256;
                if there.iter().any(is_same) {
                    continue;
                }
                let attachment = Attachment {
                    tag: input.tag,
                    caption: clean(&input.caption),
                    field: input.field.clone(),
                    taken_at: believable(one.taken, now.at),
                    ..blank(&writing, (input.subject, &input.id), AttachmentKind::Photo, one)
                };
                tx.put_attachment(&attachment)?;
                made.push(attachment.id.to_string());
                there.push(attachment);
            }
            if !made.is_empty() {
                let words = format!("加照片 {} 张", made.len());
                went_on(&writing, input.subject, &input.id, false, &words)?;
                form.keep(tx, &made, &record.no)?;
                tx.note(&record.no, &words);
            }
            let list = look::of_record(tx, input.subject, &input.id)?;
            Ok((list, made.len(), ready.len() - made.len()))
        })?;
        Ok(answer(list, added, known, refused))
    }

    /// Reads files and keeps those that are photographs (EVIDENCE-1).
    fn taken_in(&self, paths: &[String], task: &Option<String>) -> Answer<(Vec<Lying>, Vec<FileRefused>)> {
        let running = self.tasks.begin(task);
        running.of(i64::try_from(paths.len()).unwrap_or(i64::MAX));
        let folder = self.picture_folder()?;
        let (mut ready, mut refused) = (Vec::new(), Vec::new());
        for (done, path) in paths.iter().enumerate() {
            let at = running.at(i64::try_from(done).unwrap_or(i64::MAX));
            stopped_as(at, || "已取消，一张照片也没有加".into())?;
            match photo_at(path) {
                Ok(photo) => ready.push(lying(&folder, &photo.kept, photo.taken)?),
                Err((code, message)) => refused.push(FileRefused { path: path.clone(), code: code.into(), message }),
            }
        }
        stopped_as(running.to_the_end(), || "已取消，一张照片也没有加".into())?;
        Ok((ready, refused))
    }

    /// The folder of files, made and swept: once a going, for a sweep looks at every file in it.
    fn picture_folder(&self) -> Answer<PathBuf> {
        let folder = self.folder("blobs");
        crate::month::prepare(&folder, self.now())?;
        Ok(folder)
    }
}

/// Keeps the files of a picture; one without a record harms nobody.
fn lying(folder: &Path, kept: &Kept, taken: Option<Taken>) -> Answer<Lying> {
    Ok(Lying {
        sha256: files::keep(folder, &kept.bytes)?,
        thumb_sha256: files::keep(folder, &kept.thumbnail)?,
        mime: kept.mime,
        bytes: i64::try_from(kept.bytes.len()).unwrap_or(i64::MAX),
        width: i64::from(kept.width),
        height: i64::from(kept.height),
        taken: taken.and_then(instant),
    })
}

/// Files of a picture that lie there, not yet named by a record.
struct Lying {
    sha256: String,
    thumb_sha256: String,
    mime: &'static str,
    bytes: i64,
    width: i64,
    height: i64,
    taken: Option<UtcMs>,
}

/// The paths, each once; refused when there are none.
fn paths(input: &PhotosInput) -> Answer<Vec<String>> {
    let mut paths: Vec<String> = Vec::new();
    for path in input.paths.iter().map(|path| path.trim()).filter(|path| !path.is_empty()) {
        if !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
    }
    let mut checks = Checks::default();
    checks.add(paths.is_empty().then_some(Refusal::Missing { field: "paths", label: "照片文件" }));
    let wanted = "在 100 个以内，请分几次加";
    let many = paths.len() > MOST_FILES;
    checks.add(many.then_some(Refusal::OutOfRange { field: "paths", label: "一次加的照片", wanted }));
    let all = [checks.done(), check_caption(&clean(&input.caption))].into_iter().filter_map(Result::err);
    let all: Vec<Refusal> = all.flat_map(|why| why.0).collect();
    if all.is_empty() { Ok(paths) } else { Err(domain::Refusals(all).into()) }
}

/// A photograph, or code and sentence of why not.
fn photo_at(path: &str) -> Result<Photo, (&'static str, String)> {
    let path = Path::new(path);
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let unreadable = |cause| sentence::unreadable(&cause, &name);
    let there = path.metadata().map_err(unreadable)?;
    if !there.is_file() {
        return Err(sentence::of(picture::Fault::Other, &name));
    }
    if there.len() > picture::MOST_BYTES {
        return Err(sentence::of(picture::Fault::TooLarge, &name));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    picture::read(&bytes).map_err(|fault| sentence::of(fault, &name))
}

/// What a camera's clock showed, as an instant: cameras here show the time of Shanghai.
fn instant(taken: Taken) -> Option<UtcMs> {
    let Taken { year, month, day, hour, minute, second } = taken;
    let day = Day::ymd(i32::from(year), u32::from(month), u32::from(day))?;
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    (hour < 24 && minute < 60 && second < 61).then(|| day.starts_at() + seconds * 1000)
}

/// An attachment that is nothing but its files yet.
fn blank(writing: &Writing<'_>, (subject, id): (AttachedTo, &str), kind: AttachmentKind, one: &Lying) -> Attachment {
    Attachment {
        id: writing.app.id(),
        subject,
        record: id.to_owned(),
        kind,
        tag: None,
        caption: String::new(),
        field: String::new(),
        sha256: one.sha256.clone(),
        thumb_sha256: one.thumb_sha256.clone(),
        strokes_sha256: None,
        mime: one.mime.to_owned(),
        bytes: one.bytes,
        width: one.width,
        height: one.height,
        taken_at: None,
        added_at: writing.now.at,
        device: writing.dealer.device.clone(),
        clock_suspect: writing.now.suspect,
        signer: String::new(),
        relation: None,
        likeness: String::new(),
        alike: None,
        superseded_by: None,
        supersede_reason: String::new(),
    }
}

/// What follows for a repair something was attached to: signed (ATTACH-4), and told again when head office has it (EVIDENCE-4).
fn went_on(writing: &Writing<'_>, subject: AttachedTo, id: &str, signed: bool, words: &str) -> Answer<()> {
    // A photograph may be what a submission waits for (WANTED-3).
    if subject == AttachedTo::Submission
        && let Some(one) = writing.tx.submission(parse_id("id", id)?)?
    {
        writing.tx.month_changed(one.principal, one.month);
    }
    if subject == AttachedTo::Entry {
        return crate::entry::goes_again(writing, id, words);
    }
    if subject != AttachedTo::Repair {
        return Ok(());
    }
    let Some(mut repair) = writing.tx.repair(parse_id("id", id)?)? else { return Ok(()) };
    let news = signed && repair.sign();
    // One that came back goes again when it is mended.
    let travels = crate::repair::travels(writing.tx, &repair)?;
    if !news && !travels {
        return Ok(());
    }
    repair.rev += 1;
    let parts = writing.tx.repair_parts(repair.id)?;
    if travels {
        crate::repair::put(writing, &repair, &parts, words)?;
    } else {
        writing.tx.put_repair(&repair, &parts, &Outgoing::Nothing)?;
    }
    crate::call::follow(writing.tx, writing.now, &repair)
}

/// What of a repair's photographs and signatures its body names; their files wait to be sent from here on (EVIDENCE-4), without consent those that do not show the user (ATTACH-7).
pub(crate) fn sent_along(writing: &Writing<'_>, maker: &Principal, repair: &Repair) -> Answer<Vec<AttachmentBody>> {
    sent_with(writing, maker, (AttachedTo::Repair, &repair.id.to_string()), |one| {
        repair.share_consent || !one.shows_user()
    })
}

/// The same of any record, as far as `goes` lets them (EVIDENCE-7).
pub(crate) fn sent_with(
    writing: &Writing<'_>,
    maker: &Principal,
    (subject, id): (AttachedTo, &str),
    goes: impl Fn(&Attachment) -> bool,
) -> Answer<Vec<AttachmentBody>> {
    let mut all = writing.tx.attachments_of(subject, id)?;
    all.retain(|one| one.stands() && goes(one));
    for one in &all {
        writing.tx.put_blob(&maker.id.to_string(), &one.sha256, one.bytes, writing.now.at)?;
    }
    Ok(all.iter().map(crate::wire_out::attachment).collect())
}
