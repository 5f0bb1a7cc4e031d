//! An entry of a form.

use serde::Serialize;

/// Kind `form_entry`: an entry of a form that is data, readable without its definition.
#[derive(Debug, Clone, Serialize)]
pub struct EntryBody {
    /// Maker's code.
    pub principal: String,
    /// Key of the form.
    pub form: String,
    /// Title of the form.
    pub form_title: String,
    /// Version of the form.
    pub form_version: i64,
    /// SHA-256 of the definition's text, hex.
    pub definition: String,
    /// Number.
    pub no: String,
    /// Civil day it is of.
    pub day: String,
    /// Key of its state.
    pub state: String,
    /// Title of its state.
    pub state_title: String,
    /// Fields that are filled, in the order of the form.
    pub fields: Vec<EntryFieldBody>,
    /// Number of the entry it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows_no: Option<String>,
    /// Whether the user it names agreed to share; otherwise masked fields are masked or absent.
    pub shared: bool,
    /// Why it was cancelled; absent while it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// Why an earlier revision was changed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub amend_reason: String,
    /// Of an entry head office's own paper made: which one, and what the dealer did with it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperAnswerBody>,
    /// Its photographs and signatures, each with its field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<super::AttachmentBody>,
}

/// What a dealer did with a paper of head office's.
#[derive(Debug, Clone, Serialize)]
pub struct PaperAnswerBody {
    /// Identity of the paper.
    pub id: String,
    /// Version that was read.
    pub version: i64,
    /// Title of the step that was taken last; empty after a correction, until one is taken.
    pub step: String,
    /// Who took it.
    pub by: String,
    /// When, UTC milliseconds.
    pub at: i64,
}

/// A field of an entry.
#[derive(Debug, Clone, Serialize)]
pub struct EntryFieldBody {
    /// Key.
    pub key: String,
    /// Title.
    pub title: String,
    /// The value as people read it.
    pub text: String,
    /// Rows of a table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<EntryRowBody>,
}

/// A row of a table: its cells.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct EntryRowBody(pub Vec<EntryFieldBody>);
