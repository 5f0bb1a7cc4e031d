//! What each end knows of a stream, in a form both can compare.
//!
//! A position counts as held when head office has a stored verdict for it: accepted,
//! superseded, deferred and rejected all count, so a rejected record is never a hole.

use serde::{Deserialize, Serialize};

use crate::hash;

/// Head office's view of one stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StreamState {
    /// Which epoch.
    pub epoch: String,
    /// Every position from 1 to here is held.
    pub contiguous_upto: u64,
    /// The highest position held. For spotting a desk older than head office, never for "sent so far".
    pub max_seq: u64,
    /// How many positions are held.
    pub count: u64,
    /// Their digest, 32 hex digits.
    pub digest: String,
    /// How many of them wait for another record.
    pub deferred: u64,
}

/// A position and what stands on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Position {
    /// Position in the stream.
    pub seq: u64,
    /// Which record.
    pub record_id: String,
    /// Which revision.
    pub rev: u32,
    /// SHA-256 of its body.
    pub hash: String,
}

/// `POST /v1/streams/check`: what do you hold in these ranges?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckRequest {
    /// Which epoch.
    pub epoch: String,
    /// Ranges, both ends included; 64 at most.
    #[cfg_attr(feature = "schema", schema(max_items = 64))]
    pub ranges: Vec<(u64, u64)>,
    /// Also list the positions of ranges no wider than [`LIST_WIDTH`].
    pub list: bool,
}

/// Ranges up to this wide are listed.
pub const LIST_WIDTH: u64 = 256;
/// Ranges of one check request.
pub const CHECK_RANGES: usize = 64;

/// Widest range of one request, in places.
pub const CHECK_WIDTH: u64 = 4_096;

/// One per range, in the order asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckReply {
    /// The sums.
    pub sums: Vec<RangeSum>,
}

/// What is held in a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RangeSum {
    /// How many positions.
    pub count: u64,
    /// Their digest.
    pub digest: String,
    /// The positions themselves, when asked for and the range is narrow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub positions: Option<Vec<Position>>,
}

/// The running digest of a set of positions: order does not matter, each counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    /// How many were added.
    pub count: u64,
    sum: u128,
}

impl Digest {
    /// Adds a position.
    pub fn add(&mut self, seq: u64, record_id: &str, rev: u32, hash: &str) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(term(seq, record_id, rev, hash));
    }

    /// The digest of many.
    pub fn of<'a>(positions: impl IntoIterator<Item = &'a Position>) -> Self {
        let mut digest = Self::default();
        for p in positions {
            digest.add(p.seq, &p.record_id, p.rev, &p.hash);
        }
        digest
    }

    /// Takes up a digest that was kept as text; `None` if the text is not 32 hex digits.
    pub fn resume(count: u64, hex: &str) -> Option<Self> {
        let sum = (hex.len() == 32).then(|| u128::from_str_radix(hex, 16).ok())??;
        Some(Self { count, sum })
    }

    /// 32 hex digits.
    pub fn hex(&self) -> String {
        format!("{:032x}", self.sum)
    }
}

/// The first sixteen bytes of the SHA-256 of `seq LF record_id LF rev LF hash`, as a number.
fn term(seq: u64, record_id: &str, rev: u32, hash: &str) -> u128 {
    let full = hash::sha256(format!("{seq}\n{record_id}\n{rev}\n{hash}").as_bytes());
    full[..16].iter().fold(0, |n, b| n << 8 | u128::from(*b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(seq: u64) -> Position {
        Position { seq, record_id: format!("r{seq}"), rev: 1, hash: "h".into() }
    }

    #[test]
    fn wire_5_the_digest_is_a_sum_kept_row_by_row() {
        let all: Vec<Position> = (1..=100).map(position).collect();
        let whole = Digest::of(&all);
        let backwards = Digest::of(all.iter().rev());
        assert_eq!(whole, backwards);
        let mut kept = Digest::of(&all[..60]);
        kept = Digest::resume(kept.count, &kept.hex()).unwrap();
        for p in &all[60..] {
            kept.add(p.seq, &p.record_id, p.rev, &p.hash);
        }
        assert_eq!(whole, kept);
        assert_ne!(whole.hex(), Digest::of(&all[1..]).hex());
    }
}
