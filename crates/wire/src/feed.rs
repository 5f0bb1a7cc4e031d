//! The feed down: `GET /v1/feed?after=<cursor>&limit=<n>`.
//!
//! Append-only per dealer. `after` is opaque, and doubles as the acknowledgement of
//! everything before it. Delivered at least once: a desk applies an item by its id.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Something head office tells the dealer. It never edits the dealer's own record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedItem {
    /// UUIDv7; the same item always has the same id.
    pub item_id: String,
    /// `inspection`, `settlement`, `rejection`, `notice`, `decisions`, `remedy_answer`, `form_paper`, `policy_pack`,
    /// `work_calendar`, `key_handover`, or one this program does not know.
    pub kind: String,
    /// Version of the body's shape for this kind.
    pub schema: u32,
    /// When head office wrote it, UTC milliseconds.
    pub created_at: i64,
    /// SHA-256 of the body.
    pub hash: String,
    /// Exact JSON bytes, carried as text.
    pub body: String,
    /// Fields a newer head office added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FeedPage {
    /// In the order head office wrote them.
    pub items: Vec<FeedItem>,
    /// Save this together with the items; ask for it next time.
    pub next: String,
    /// There is another page.
    pub more: bool,
}
