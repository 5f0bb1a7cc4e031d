//! Files carried by hand, for a desk without a network: what is sent, and head office's answer.
//!
//! A file is a parcel (`crates/parcel`): the label in plain, and inside sixty-four bytes of an Ed25519 signature over
//! [`crate::sign::file`], then zstd of the JSON of [`Sent`] or [`Answer`].

use serde::{Deserialize, Serialize};

use crate::batch::{Batch, BatchReply};
use crate::blob::BlobState;
use crate::feed::FeedItem;
use crate::hello::Limits;
use crate::stream::StreamState;

/// Bytes of the signature in front of what is inside.
pub const SIGNATURE: usize = 64;

/// Most bytes inside once unpacked.
pub const MOST_INSIDE: usize = 128 * 1024 * 1024;

/// Which way a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From a desk to its head office.
    Sent,
    /// Head office's answer to one.
    Answer,
    /// A word of a newer program.
    #[serde(other)]
    Unknown,
}

/// What stands on a file, to be read without a key: whose it is, and nothing of anybody's records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Protocol version.
    pub v: u16,
    /// Which way it goes.
    pub way: Way,
    /// Head office's id.
    pub server_id: String,
    /// The maker's code.
    pub principal: String,
    /// The dealer's code.
    pub dealer: String,
    /// The device, as head office named it.
    pub device_id: String,
    /// UUIDv7 of the file sent; its answer carries the same.
    pub file_id: String,
    /// When it was made, UTC milliseconds, by the clock of who made it.
    pub made_at: i64,
}

/// What a desk sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// Every record head office has not settled, as [`Batch`]es like those on the network.
    pub batches: Vec<Batch>,
    /// The feed cursor the desk has saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Epochs the desk asks about, the current one first.
    #[serde(default)]
    pub epochs: Vec<String>,
    /// Whole files beside records.
    #[serde(default)]
    pub files: Vec<SentFile>,
}

/// A file beside records, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Base64 of its bytes.
    pub bytes: String,
}

/// What head office answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// See [`crate::hello::Hello::generation`].
    pub generation: String,
    /// What head office takes at most.
    pub limits: Limits,
    /// One per batch, in the order sent.
    pub replies: Vec<Replied>,
    /// Files that are whole now.
    #[serde(default)]
    pub files: Vec<BlobState>,
    /// One per epoch asked about, as things stand after the batches.
    #[serde(default)]
    pub streams: Vec<StreamState>,
    /// The feed after the desk's cursor.
    pub feed: Feed,
}

/// The answer to one batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replied {
    /// The stream of the batch.
    pub epoch: String,
    /// As on the network.
    pub reply: BatchReply,
}

/// The feed, with the cursor after every item: a desk that has read on meanwhile finds its place in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Feed {
    /// The cursor the desk sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// That cursor is not of this feed: the items are from the start.
    #[serde(default)]
    pub gone: bool,
    /// In the order head office wrote them.
    pub steps: Vec<Step>,
    /// There is more than this file holds.
    #[serde(default)]
    pub more: bool,
}

/// One item of the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The item.
    pub item: FeedItem,
    /// The cursor after it.
    pub cursor: String,
}
