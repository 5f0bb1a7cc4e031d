//! A batch up and its answer: `POST /v1/batches`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record::{Record, RecordResult};
use crate::tree::SignedTree;

/// Level of zstd for whatever is packed: more of it costs the receiver's turn and saves little.
pub const LEVEL: i32 = 3;

/// Records of one stream. Sent as zstd level 3 of this JSON.
///
/// It holds nothing that changes from try to try (no time of sending): a batch sent
/// again after a timeout is the same bytes under the same id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Batch {
    /// Protocol version.
    pub v: u16,
    /// UUIDv7; also the Idempotency-Key.
    pub batch_id: String,
    /// The maker's code, as head office named it at enrolment.
    pub principal: String,
    /// The dealer's code.
    pub dealer: String,
    /// The device, as head office named it at enrolment.
    pub device_id: String,
    /// The stream's epoch.
    pub epoch: String,
    /// The newest form of receipts the desk reads; absent is the first, a signature for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipts: Option<u16>,
    /// The records, each standing alone.
    pub records: Vec<Record>,
    /// Fields a newer program added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The answer to a readable batch; always with status 200.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct BatchReply {
    /// As sent.
    pub batch_id: String,
    /// Head office's clock, UTC milliseconds.
    pub server_time: i64,
    /// One per record, in the order sent.
    pub results: Vec<RecordResult>,
    /// Trees that hold the receipts of results with a `tree`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trees: Vec<SignedTree>,
}
