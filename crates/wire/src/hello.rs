//! The first word of every sync, and the whole of one without news: `GET /v1/hello`.

use serde::{Deserialize, Serialize};

use crate::stream::StreamState;

/// Epochs asked about, and answered for, in one hello: they keep the answer near a kilobyte.
pub const EPOCHS: usize = 4;

/// Query of hello.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct HelloQuery {
    /// Epochs the desk asks about, joined by commas, the current one first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epochs: Option<String>,
    /// The feed cursor the desk has saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// How the request's token was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// No token, or one that is no longer good; `challenge` is there.
    Needed,
    /// A good token: streams and feed are answered.
    Ok,
    /// The device was revoked. What it has not sent stays with it.
    Revoked,
    /// A word of a newer head office.
    #[serde(other)]
    Unknown,
}

/// Protocol versions head office speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Range {
    /// Oldest.
    pub min: u16,
    /// Newest.
    pub max: u16,
}

/// What head office takes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Limits {
    /// Records of a batch.
    pub batch_records: u32,
    /// Bytes of a batch before compression.
    pub batch_bytes: u64,
    /// Bytes of one record's body. A desk refuses a larger one at save.
    pub record_bytes: u64,
    /// Items of a feed page.
    pub feed_page: u32,
    /// Bytes of a file's chunk.
    pub blob_chunk: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            batch_records: 1000,
            batch_bytes: 4 * 1024 * 1024,
            // A month's report lists its lines: fifteen thousand of them fit.
            record_bytes: 2 * 1024 * 1024,
            feed_page: 500,
            blob_chunk: crate::blob::CHUNK,
        }
    }
}

/// The answer. At most about one kilobyte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hello {
    /// Head office's id, the same for its whole life.
    pub server_id: String,
    /// Changes when head office knows its data went back to an older state.
    pub generation: String,
    /// The maker's code, or empty before head office was told.
    pub principal: String,
    /// Base64 of the public receipt key; proves nothing by itself, the desk compares it.
    pub receipt_key: String,
    /// UTC milliseconds.
    pub server_time: i64,
    /// Protocol versions.
    pub protocol: Range,
    /// Named abilities beyond version 1.
    pub capabilities: Vec<String>,
    /// Limits.
    pub limits: Limits,
    /// How the token was judged.
    pub auth: Auth,
    /// To be signed for a token; present when `auth` is `needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// One per epoch asked about, in the order asked; empty without a good token.
    #[serde(default)]
    pub streams: Vec<StreamState>,
    /// There is something after the cursor.
    #[serde(default)]
    pub feed_pending: bool,
}
