use super::Notice;
use domain::Day;
use domain::attachment::{AttachedTo, AttachmentKind, PhotoTag, Point, Relation};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whose photographs and signatures are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttachedOf {
    /// A repair's.
    Repair,
    /// A call's.
    Call,
    /// A sale's.
    Sale,
    /// An old part's.
    OldPart,
    /// A user's demand's.
    Demand,
    /// A submission's of a month's reports.
    Submission,
    /// An entry's of a form.
    Entry,
    /// Those of all papers of a machine.
    Unit,
    /// Those of all papers of a customer.
    Customer,
}

/// Names the record.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachedQuery {
    /// What kind of record.
    pub of: AttachedOf,
    /// UUID of the record.
    pub id: String,
}

/// Names one picture.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PictureQuery {
    /// UUID of the photograph or signature.
    pub id: String,
    /// The picture itself; otherwise the small one.
    #[serde(default)]
    pub whole: bool,
}

/// Adds photographs to a record.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PhotosInput {
    /// The same `request_id` never adds twice.
    pub request_id: Option<String>,
    /// What kind of record.
    pub subject: AttachedTo,
    /// UUID of the record.
    pub id: String,
    /// Paths of the files; what is no photograph is refused by itself, the others are taken.
    pub paths: Vec<String>,
    /// What they show.
    pub tag: Option<PhotoTag>,
    /// Words beside them.
    #[serde(default)]
    pub caption: String,
    /// Field of an entry they are of.
    #[serde(default)]
    pub field: String,
    /// Names the work, for `task_show` and `task_stop`.
    pub task: Option<String>,
}

/// Notes that somebody signed: strokes on the screen, or a photograph of the signed paper.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SignatureInput {
    /// The same `request_id` never signs twice.
    pub request_id: Option<String>,
    /// What kind of record.
    pub subject: AttachedTo,
    /// UUID of the record.
    pub id: String,
    /// Field of an entry it is of.
    #[serde(default)]
    pub field: String,
    /// Who signed.
    #[serde(default)]
    pub signer: String,
    /// As what.
    pub relation: Option<Relation>,
    /// The strokes, as they were drawn; empty with a paper.
    #[serde(default)]
    pub strokes: Vec<Vec<Point>>,
    /// Path of the photograph of a signed paper; empty with strokes.
    #[serde(default)]
    pub paper: String,
    /// UUID of the signature that stood when the form was opened; absent supersedes what stands.
    pub supersedes: Option<String>,
    /// Why it is signed again; needed when a signature stands.
    #[serde(default)]
    pub reason: String,
}

/// A photograph or signature.
#[derive(Debug, Serialize, TS)]
pub struct AttachmentView {
    /// UUID.
    pub id: String,
    /// What kind of record it is of.
    pub subject: AttachedTo,
    /// UUID of the record.
    pub record_id: String,
    /// Number of the record.
    pub record_no: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// What a photograph shows.
    pub tag: Option<PhotoTag>,
    /// Words beside it.
    pub caption: String,
    /// Field of an entry it is of; empty for other records.
    pub field: String,
    /// Day it was taken or signed; `null` where the file does not say.
    #[ts(type = "string | null")]
    pub taken_on: Option<Day>,
    /// When it was added, UTC milliseconds.
    #[ts(type = "number")]
    pub added_at: i64,
    /// The machine's letter it was added on.
    pub device: String,
    /// The machine's clock could not be trusted.
    pub clock_suspect: bool,
    /// Who signed; empty for a photograph.
    pub signer: String,
    /// As what.
    pub relation: Option<Relation>,
    /// Width in pixels.
    #[ts(type = "number")]
    pub width: i64,
    /// Height in pixels.
    #[ts(type = "number")]
    pub height: i64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Why a later signature took its place; `null` while it stands.
    pub superseded: Option<String>,
}

/// Photographs and signatures of a record.
#[derive(Debug, Serialize, TS)]
pub struct AttachmentList {
    /// A record's with the first added first; a machine's or customer's with the newest first, 200 at most.
    pub rows: Vec<AttachmentView>,
    /// UUID of the signature that stands.
    pub standing: Option<String>,
    /// What is worth a look, in Chinese.
    pub notices: Vec<Notice>,
}

/// A file that was not taken.
#[derive(Debug, Serialize, TS)]
pub struct FileRefused {
    /// Path as it was given.
    pub path: String,
    /// Stable code.
    pub code: String,
    /// Chinese sentence with the file's name.
    pub message: String,
}

/// What came of adding photographs.
#[derive(Debug, Serialize, TS)]
pub struct PhotosAdded {
    /// The record's photographs and signatures now.
    pub list: AttachmentList,
    /// How many were added.
    #[ts(type = "number")]
    pub added: usize,
    /// How many were there already.
    #[ts(type = "number")]
    pub known: usize,
    /// Files that were not taken.
    pub refused: Vec<FileRefused>,
}

/// A picture.
#[derive(Debug, Serialize, TS)]
pub struct PictureView {
    /// Kind of the file, e.g. `image/jpeg`.
    pub mime: String,
    /// The file, Base64.
    pub data: String,
}
