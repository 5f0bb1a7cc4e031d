//! Photographs, signatures and signed papers of a record (照片、签字、签字纸; F04, F60, F70, F74, F115).
//!
//! ATTACH-1 What is attached to a record is never changed or taken away; a later signature supersedes an earlier one with a reason, and both stay.
//! ATTACH-2 A signature names who signed, as what (本人、家属、雇工、其他、技术员代签), when and on which machine.
//! ATTACH-3 A signature without ink, or of one dot, is none.
//! ATTACH-4 A signature on a completed repair makes it signed; a repair that is signed without anything to show for it says so: 纸面已签，未留图.
//! ATTACH-5 A technician who signs for the user is said; so are signatures of different users that are one picture (E39).
//! ATTACH-6 The day a photograph says it was taken counts only when it can be: not before there were such cameras, not after it was added.
//! ATTACH-7 Signatures, signed papers and proofs show who the user is: they go to head office only with the user's consent to share (E35).
//!
//! Absent: files, pixels, and what head office makes of it.

use crate::AttachmentId;
use crate::day::{Day, UtcMs};
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use serde::{Deserialize, Serialize};

labelled! {
    /// What something is attached to.
    AttachedTo {
        /// A repair.
        Repair = "维修单",
        /// A call for service.
        Call = "报修",
        /// A sale.
        Sale = "销售单",
        /// An old part.
        OldPart = "旧件",
        /// A user's demand.
        Demand = "用户要求",
        /// A submission of a month's reports.
        Submission = "月报报送",
        /// An entry of a form.
        Entry = "登记",
    }
}

labelled! {
    /// What is attached.
    AttachmentKind {
        /// A photograph.
        Photo = "照片",
        /// A signature drawn on the screen.
        Signature = "屏幕签字",
        /// A photograph of the paper the user signed.
        Paper = "签字纸照片",
    }
}

labelled! {
    /// What a photograph shows.
    PhotoTag {
        /// The machine.
        Body = "机身",
        /// Its plate.
        Plate = "铭牌",
        /// Where it broke.
        FaultPlace = "故障部位",
        /// The part that was taken out.
        OldPart = "旧件",
        /// The place.
        Site = "现场",
        /// Invoice, receipt card, 三包凭证.
        Proof = "凭证",
        /// The paper the user signed.
        SignedPaper = "签字纸",
    }
}

labelled! {
    /// As what somebody signed.
    Relation {
        /// The user.
        Own = "本人",
        /// The user's family.
        Family = "家属",
        /// Somebody the user employs.
        Employee = "雇工",
        /// Somebody else.
        Other = "其他",
        /// The technician, for the user (E39).
        Technician = "技术员代签",
    }
}

/// A point of a stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// From the left, in pixels of the pad.
    pub x: i32,
    /// From above.
    pub y: i32,
    /// Milliseconds since the first point.
    #[serde(default)]
    pub t: i32,
}

/// Somebody's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Name.
    pub name: String,
    /// As what.
    pub relation: Relation,
}

/// Something attached to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Identity.
    pub id: AttachmentId,
    /// What kind of record it is of.
    pub subject: AttachedTo,
    /// Id of the record.
    pub record: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// What a photograph shows.
    pub tag: Option<PhotoTag>,
    /// Words beside it.
    pub caption: String,
    /// Field of an entry it is of; empty for other records.
    pub field: String,
    /// SHA-256 of the file, which is its name too.
    pub sha256: String,
    /// Of the small one.
    pub thumb_sha256: String,
    /// Of the strokes as JSON.
    pub strokes_sha256: Option<String>,
    /// Kind of the file.
    pub mime: String,
    /// Bytes of the file.
    pub bytes: i64,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// When it was taken, as the camera says; when a signature was drawn.
    pub taken_at: Option<UtcMs>,
    /// When it was added.
    pub added_at: UtcMs,
    /// The machine's letter it was added on.
    pub device: String,
    /// The machine's clock could not be trusted (E04).
    pub clock_suspect: bool,
    /// Who signed; empty for a photograph.
    pub signer: String,
    /// As what.
    pub relation: Option<Relation>,
    /// Where the dark parts of a signature lie; empty for a photograph.
    pub likeness: String,
    /// The first signature that is the same picture (E39).
    pub alike: Option<AttachmentId>,
    /// The signature that took its place.
    pub superseded_by: Option<AttachmentId>,
    /// Why.
    pub supersede_reason: String,
}

/// Least way of the pen, in pixels of the pad: less is a dot or a slip.
const LEAST_INK: i64 = 60;
/// Most strokes and points: more is no signature.
const MOST_STROKES: usize = 300;
const MOST_POINTS: usize = 20_000;
/// A pad is not larger.
const LARGEST: i32 = 20_000;
/// Cameras that write a day.
const FIRST_YEAR: i32 = 2000;

/// Checks strokes (ATTACH-3).
pub fn check_strokes(strokes: &[Vec<Point>]) -> Result<(), Refusals> {
    let within = |at: i32| (-LARGEST..=LARGEST).contains(&at);
    let mut points = strokes.iter().flatten();
    let many = strokes.len() > MOST_STROKES || points.clone().count() > MOST_POINTS;
    if many || !points.all(|point| within(point.x) && within(point.y)) {
        let wanted = "是一个签字，请清空重签";
        return Err(Refusal::OutOfRange { field: "strokes", label: "签字", wanted }.into());
    }
    let step = |two: &[Point]| match two {
        [a, b] => i64::from((a.x - b.x).abs()) + i64::from((a.y - b.y).abs()),
        _ => 0,
    };
    let ink: i64 = strokes.iter().map(|stroke| stroke.windows(2).map(step).sum::<i64>()).sum();
    if ink < LEAST_INK { Err(Refusal::NoInk.into()) } else { Ok(()) }
}

/// Checks who signed (ATTACH-2); nobody is asked in vain twice, so all that is missing comes at once.
pub fn check_signer(name: &str, relation: Option<Relation>) -> Result<(), Refusals> {
    let mut checks = Checks::default();
    checks.text("signer", "签字人", name, 60);
    checks.add(relation.is_none().then_some(Refusal::Missing { field: "relation", label: "与用户的关系" }));
    checks.done()
}

/// Checks the words beside a photograph.
pub fn check_caption(caption: &str) -> Result<(), Refusals> {
    let mut checks = Checks::default();
    checks.length("caption", "说明", caption, 100);
    checks.done()
}

/// When a photograph was taken, if that can be (ATTACH-6).
pub fn believable(taken: Option<UtcMs>, added: UtcMs) -> Option<UtcMs> {
    taken.filter(|at| *at <= added && Day::at(*at).parts().0 >= FIRST_YEAR)
}

impl Attachment {
    /// Whether it is a signature, on the screen or on paper.
    pub fn is_signature(&self) -> bool {
        self.kind != AttachmentKind::Photo
    }

    /// Whether it shows who the user is (ATTACH-7).
    pub fn shows_user(&self) -> bool {
        self.kind != AttachmentKind::Photo || matches!(self.tag, Some(PhotoTag::Proof | PhotoTag::SignedPaper))
    }

    /// Whether it stands.
    pub fn stands(&self) -> bool {
        self.superseded_by.is_none()
    }

    /// Whether it shows that somebody signed.
    pub fn shows_signature(&self) -> bool {
        self.stands() && (self.is_signature() || self.tag == Some(PhotoTag::SignedPaper))
    }

    /// A later signature takes its place (ATTACH-1).
    pub fn supersede(&mut self, by: AttachmentId, reason: &str) -> Result<(), Refusals> {
        let reason = crate::text::clean(reason);
        let mut checks = Checks::default();
        checks.text("reason", "重签的原因", &reason, 200);
        checks.add((!self.stands()).then_some(Refusal::WrongState {
            subject: "这个签字",
            state: "已被后来的签字代替",
            verb: "再代替一次",
        }));
        checks.done()?;
        self.superseded_by = Some(by);
        self.supersede_reason = reason;
        Ok(())
    }
}

/// The signature that stands.
pub fn standing(all: &[Attachment]) -> Option<&Attachment> {
    all.iter().rfind(|one| one.is_signature() && one.stands())
}

/// Whether a technician signed for the user (ATTACH-5).
pub fn by_technician(all: &[Attachment]) -> bool {
    standing(all).is_some_and(|one| one.relation == Some(Relation::Technician))
}

/// How a repair is signed, in words (ATTACH-4).
pub fn signing(signed: bool, all: &[Attachment]) -> String {
    match (standing(all), signed) {
        (Some(one), signed) => {
            let relation = one.relation.map(Relation::zh).unwrap_or_default();
            let begun = if signed { "已签字" } else { "已留签字，完工后请勾选「用户已签字」" };
            format!("{begun}：{}（{relation}，{}）", one.signer, one.kind.zh())
        }
        (None, true) if all.iter().any(Attachment::shows_signature) => "纸面已签，有签字纸照片".into(),
        (None, true) => "纸面已签，未留图".into(),
        (None, false) => "未签字".into(),
    }
}

#[cfg(test)]
#[path = "attachment_tests.rs"]
mod tests;
