//! What head office says of one record.

use wire::record::{Record, RecordResult, Status};

/// A place needs a number, and ids that may stand in signed text.
pub fn unplaceable(record: &Record) -> Option<&'static str> {
    if record.seq == 0 || record.seq > u64::MAX >> 1 {
        return Some("seq");
    }
    if !wire::sign::is_plain(&record.record_id) {
        return Some("record_id");
    }
    (!wire::hash::is_sha256_hex(&record.hash)).then_some("hash")
}

fn answer(record: &Record, status: Status) -> RecordResult {
    RecordResult {
        seq: record.seq,
        record_id: record.record_id.clone(),
        rev: record.rev,
        status,
        server_seq: None,
        received_at: None,
        signature: None,
        tree: None,
        leaf: None,
        code: None,
        field: None,
        message: None,
    }
}

/// Not taken.
pub fn refused(record: &Record, code: &str, field: Option<&str>, message: Option<String>) -> RecordResult {
    RecordResult {
        code: Some(code.to_owned()),
        field: field.map(str::to_owned),
        message,
        ..answer(record, Status::Rejected)
    }
}

/// Stored, and waiting.
pub fn waits(record: &Record, server_seq: Option<u64>, code: &str) -> RecordResult {
    RecordResult { code: Some(code.to_owned()), server_seq, ..answer(record, Status::Deferred) }
}

/// Stored since then; what proves it is said when the whole group is known.
pub fn receipt(record: &Record, status: Status, server_seq: Option<u64>, since: i64) -> RecordResult {
    RecordResult { server_seq, received_at: Some(since), ..answer(record, status) }
}
