//! The words of protocol 1. A receiver treats an unknown word as its status says.

/// A needed field is empty.
pub const MISSING: &str = "missing";
/// A day lies after tomorrow, by head office's clock.
pub const FUTURE_DAY: &str = "future_day";
/// The record belongs to another maker.
pub const WRONG_PRINCIPAL: &str = "wrong_principal";
/// The hash is not the body's.
pub const HASH_MISMATCH: &str = "hash_mismatch";
/// Other bytes are already stored under this id and revision; these were kept aside.
pub const HASH_CONFLICT: &str = "hash_conflict";
/// This place in the stream is taken by another record: the desk mints a new epoch.
pub const EPOCH_CONFLICT: &str = "epoch_conflict";
/// The body is not a JSON object.
pub const BAD_BODY: &str = "bad_body";
/// A field of the record's envelope has no meaning.
pub const BAD_FIELD: &str = "bad_field";
/// One record or the whole batch is over a limit.
pub const TOO_LARGE: &str = "too_large";
/// Deferred: the revision it was made from is not there.
pub const BASE_MISSING: &str = "base_missing";
/// Deferred: the record it reverses is not there.
pub const TARGET_MISSING: &str = "target_missing";
/// Deferred: lines the report lists are not there.
pub const LINES_MISSING: &str = "lines_missing";

/// The batch is no batch: one of its records may be to blame, so a desk cuts it in half.
pub const BAD_BATCH: &str = "bad_batch";
/// The request is not one of this protocol.
pub const BAD_REQUEST: &str = "bad_request";
/// The bytes are not those the sender hashed.
pub const DIGEST_MISMATCH: &str = "digest_mismatch";
/// No valid token: take a challenge from hello.
pub const UNAUTHORIZED: &str = "unauthorized";
/// The device was revoked.
pub const REVOKED: &str = "revoked";
/// The enrolment code is unknown, used or too old.
pub const BAD_CODE: &str = "bad_code";
/// The protocol versions do not meet.
pub const UPGRADE: &str = "upgrade";
/// Too many requests; see Retry-After.
pub const BUSY: &str = "busy";
/// The cursor is not of this feed: read from the start.
pub const CURSOR_GONE: &str = "cursor_gone";
/// The chunk does not start where the last one ended.
pub const WRONG_OFFSET: &str = "wrong_offset";
/// Head office could not do it; its log says why.
pub const INTERNAL: &str = "internal";
/// No such address.
pub const NOT_FOUND: &str = "not_found";
/// Head office wants what the user did not agree to share.
pub const CONSENT: &str = "consent_needed";
