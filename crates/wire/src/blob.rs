//! Files beside records (the month's workbook): `GET` and `PUT /v1/blobs/<sha256>`.
//!
//! A chunk is `PUT` with `Content-Range: bytes <from>-<to>/<total>`. The answer always
//! says how many bytes head office holds, so a desk that lost its place asks and goes on.

use serde::{Deserialize, Serialize};

/// Largest chunk of a file, in bytes.
pub const CHUNK: u64 = 256 * 1024;

/// What head office holds of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BlobState {
    /// SHA-256 of the whole file.
    pub sha256: String,
    /// Bytes held, from the start, without a gap.
    pub received: u64,
    /// The file is whole and its hash was checked.
    pub complete: bool,
    /// When it became whole, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<i64>,
    /// Base64 of the signature over [`crate::sign::blob`], when whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}
