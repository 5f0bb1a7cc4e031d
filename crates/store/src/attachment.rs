//! Photographs, signatures and signed papers of records.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::attachment::{AttachedTo, Attachment};
use domain::{AttachmentId, CustomerId, UnitId};
use rusqlite::named_params;

row!(Attachment {
    id,
    subject,
    record,
    kind,
    tag,
    caption,
    field,
    sha256,
    thumb_sha256,
    strokes_sha256,
    mime,
    bytes,
    width,
    height,
    taken_at,
    added_at,
    device,
    clock_suspect,
    signer,
    relation,
    likeness,
    alike,
    superseded_by,
    supersede_reason,
});

impl Reader<'_> {
    /// One of them.
    pub fn attachment(&self, id: AttachmentId) -> Result<Option<Attachment>> {
        self.one(include_str!("../sql/attachment/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Those of a record, the first added first, superseded ones too.
    pub fn attachments_of(&self, subject: AttachedTo, record: &str) -> Result<Vec<Attachment>> {
        use crate::column::Column;
        let named = named_params! {":subject": subject.bind(), ":record": record};
        self.many(include_str!("../sql/attachment/of_record.sql"), named)
    }

    /// Those of a machine's papers, the newest first.
    pub fn attachments_of_unit(&self, unit: UnitId, limit: i64) -> Result<Vec<Attachment>> {
        let named = named_params! {":unit": unit.to_string(), ":limit": limit};
        self.many(include_str!("../sql/attachment/of_unit.sql"), named)
    }

    /// Those of a customer's papers, the newest first.
    pub fn attachments_of_customer(&self, customer: CustomerId, limit: i64) -> Result<Vec<Attachment>> {
        let named = named_params! {":customer": customer.to_string(), ":limit": limit};
        self.many(include_str!("../sql/attachment/of_customer.sql"), named)
    }

    /// Those with this file, the first added first.
    pub fn attachments_with_file(&self, sha256: &str, limit: i64) -> Result<Vec<Attachment>> {
        self.many(include_str!("../sql/attachment/of_file.sql"), named_params! {":sha256": sha256, ":limit": limit})
    }

    /// Signatures that were found to be the same picture as this one, which was there before them (E39).
    pub fn attachments_alike(&self, first: AttachmentId, limit: i64) -> Result<Vec<Attachment>> {
        let named = named_params! {":first": first.to_string(), ":limit": limit};
        self.many(include_str!("../sql/attachment/alike.sql"), named)
    }

    /// The newest signatures.
    pub fn newest_signatures(&self, limit: i64) -> Result<Vec<Attachment>> {
        self.many(include_str!("../sql/attachment/signed.sql"), named_params! {":limit": limit})
    }

    /// All of them a piece at a time: those behind an id, or from the beginning.
    pub fn attachments_after(&self, after: Option<AttachmentId>, limit: i64) -> Result<Vec<Attachment>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.many(include_str!("../sql/attachment/after.sql"), named_params! {":after": after, ":limit": limit})
    }
}

impl Tx<'_> {
    /// Puts one; of one that is there only what supersedes it changes.
    pub fn put_attachment(&self, attachment: &Attachment) -> Result<()> {
        self.put(include_str!("../sql/attachment/put.sql"), attachment, &[])
    }
}
