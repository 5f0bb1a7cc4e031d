//! A record on the wire, and what head office answers about it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::tree::Proof;

/// Kinds of records this version of the protocol names; another is stored as it comes.
pub const KINDS: [&str; 7] = ["card", "repair", "part", "report", "reversal", "remedy", "form_entry"];

/// One immutable revision of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Record {
    /// UUIDv7 made at the first save, never at sending.
    pub record_id: String,
    /// 1, 2, 3 …; each edit is a new revision.
    pub rev: u32,
    /// The revision this one was made from; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rev: Option<u32>,
    /// One of [`KINDS`], or one this program does not know.
    pub kind: String,
    /// Version of the body's shape for this kind.
    pub schema: u32,
    /// Gapless position in the stream.
    pub seq: u64,
    /// SHA-256 of the exact bytes of `body`, 64 hex digits.
    pub hash: String,
    /// The body: exact JSON bytes, carried as text.
    pub body: String,
    /// Fields a newer program added.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What became of one record of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Stored now.
    Accepted,
    /// Was stored before, with the same bytes; the receipt is the first one.
    Duplicate,
    /// Stored, but a later revision is already there.
    Superseded,
    /// Kept, waiting for another record (`code` says for what).
    Deferred,
    /// Not taken: `code`, `field` and `message` say why.
    Rejected,
    /// A word a newer head office uses; the desk keeps the record and offers it again.
    #[serde(other)]
    Unknown,
}

/// The answer for one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecordResult {
    /// As sent.
    pub seq: u64,
    /// As sent.
    pub record_id: String,
    /// As sent.
    pub rev: u32,
    /// What became of it.
    pub status: Status,
    /// Head office's own running number, for stored records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_seq: Option<u64>,
    /// When it was first stored, UTC milliseconds; part of what is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<i64>,
    /// Base64 of the receipt's signature, see [`crate::sign::receipt`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// In place of a signature: which of the reply's trees holds the receipt, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<u32>,
    /// Which leaf of that tree it is, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<u32>,
    /// Why deferred or rejected, one of [`crate::code`] or a newer word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The field of the body, dotted: `unit.serial`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Head office's own sentence for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A receipt as the desk keeps it: everything needed to prove, years later and
/// without the network, that head office held these bytes on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The maker's code.
    pub principal: String,
    /// The dealer's code.
    pub dealer: String,
    /// Which record.
    pub record_id: String,
    /// Which revision.
    pub rev: u32,
    /// SHA-256 of the body.
    pub hash: String,
    /// When head office first stored it, UTC milliseconds.
    pub received_at: i64,
    /// Base64 of the public receipt key.
    pub key: String,
    /// Base64 of the Ed25519 signature over [`crate::sign::receipt`], or with a proof over [`crate::sign::receipts`].
    pub signature: String,
    /// Where it stands among the receipts that were signed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Head office's own number of it: what people tell each other on the telephone. It proves nothing and is not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_seq: Option<u64>,
}

impl Receipt {
    /// What the signature is over; `None` when its proof is none.
    pub fn signed_text(&self) -> Option<String> {
        let Self { principal, dealer, record_id, rev, hash, received_at, .. } = self;
        let text = crate::sign::receipt(principal, dealer, record_id, *rev, hash, *received_at);
        match &self.proof {
            Some(proof) => proof.text(&text),
            None => Some(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = concat!(
        r#"{"record_id":"r","rev":2,"base_rev":1,"kind":"drone_photo","schema":9,"seq":3,"hash":"h","#,
        r#""body":"{ \"b\" : 1.50,\n\"a\":\"𠮷\"}","urgency":"high","via":[1,{"z":1,"a":2}]}"#
    );

    #[test]
    fn wire_1_a_body_is_text_that_nobody_writes_anew() {
        let record: Record = serde_json::from_str(RECORD).unwrap();
        assert_eq!(record.body, "{ \"b\" : 1.50,\n\"a\":\"𠮷\"}");
    }

    #[test]
    fn wire_2_unknown_fields_and_kinds_survive_a_round_trip() {
        let record: Record = serde_json::from_str(RECORD).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), RECORD);
    }

    #[test]
    fn a_status_of_a_newer_head_office_is_read() {
        let status: Status = serde_json::from_str("\"parked\"").unwrap();
        assert_eq!(status, Status::Unknown);
    }
}
