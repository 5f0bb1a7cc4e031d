//! Messages between a desk and a head office, protocol version 1.
//!
//! - WIRE-1 A body travels as the exact text that was hashed; nobody re-serialises it.
//! - WIRE-2 Unknown fields of a record, a batch or a feed item survive a round trip.
//! - WIRE-3 An unknown kind is a kind like any other.
//! - WIRE-4 What is signed is a line of UTF-8 text per field, in a fixed order, after a line that names the purpose.
//! - WIRE-5 A stream's digest is the wrapping sum of one number per position, so it can be kept up row by row.
//!
//! Absent: keys and signatures as operations (each end signs and checks with its own
//! library), HTTP, disk, clock. A second protocol version gets a module `v2` beside these.

pub mod batch;
pub mod blob;
pub mod body;
pub mod code;
pub mod decisions;
pub mod enrol;
pub mod failure;
pub mod feed;
pub mod hash;
pub mod hello;
pub mod law;
pub mod paper;
pub mod record;
pub mod remedy;
pub mod road;
pub mod sign;
pub mod stream;
pub mod tree;
pub mod version;

/// The protocol version this crate speaks.
pub const PROTOCOL: u16 = 1;

/// Request header: the protocol version the desk speaks.
pub const HEADER_PROTOCOL: &str = "sanbao-protocol";
/// Request header: 32 hex digits made for this one request; the answer's signature covers it.
pub const HEADER_REQUEST: &str = "sanbao-request";
/// Response header: base64 of the Ed25519 signature over [`sign::response`].
pub const HEADER_SIGNATURE: &str = "sanbao-signature";
/// Request header: the batch id, as text.
pub const HEADER_IDEMPOTENCY: &str = "idempotency-key";
/// Request header: `sha-256=:<base64>:` over the bytes as sent (RFC 9530).
pub const HEADER_DIGEST: &str = "content-digest";
