//! A signature on a paper (PRINTS-6): the picture, who signed and when, and the hash that makes it part of the content.
//!
//! A photograph of the paper the user signed is none of it: that paper is signed already.

use crate::app::App;
use crate::attachment::shown;
use crate::error::Answer;
use domain::Day;
use domain::attachment::{AttachedTo, Attachment, AttachmentKind, Relation, standing};
use print::Picture;
use serde_json::{Value, json};
use store::Reader;

/// Name of the picture in the world of a paper: one, because Typst keeps each name for good.
const NAME: &str = "signature.png";

/// Adds the signature that stands on a record to what its paper is given.
pub(super) fn signed(reader: &Reader<'_>, subject: AttachedTo, id: &str, own: Value) -> Answer<Value> {
    with(&reader.attachments_of(subject, id)?, own)
}

/// The same of a field of an entry.
pub(super) fn signed_field(reader: &Reader<'_>, id: &str, field: &str, own: Value) -> Answer<Value> {
    let mut all = reader.attachments_of(AttachedTo::Entry, id)?;
    all.retain(|one| one.field == field);
    with(&all, own)
}

fn with(all: &[Attachment], mut own: Value) -> Answer<Value> {
    own["signature"] = Value::Null;
    let Some(one) = standing(all).filter(|one| one.kind == AttachmentKind::Signature) else { return Ok(own) };
    own["signature"] = NAME.into();
    own["signed"] = json!({
        "sha256": one.sha256, "by": one.signer, "relation": one.relation.map(Relation::zh),
        "on": Day::at(one.added_at),
    });
    Ok(own)
}

impl App {
    /// The picture a paper's content names, out of the files of the desk.
    pub(super) fn signature_on(&self, data: &Value) -> Answer<Vec<Picture>> {
        let Some(sha256) = data["signed"]["sha256"].as_str() else { return Ok(Vec::new()) };
        let bytes = shown(&self.folder("blobs"), sha256)?;
        Ok(vec![Picture { name: NAME.into(), bytes }])
    }
}
