//! The audit trail: one line a write, each line's hash covering the line before it.

use crate::{Result, Tx};
use sha2::{Digest, Sha256};

/// What a write was, for the audit trail.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When, UTC ms.
    pub at: i64,
    /// Command, e.g. `sale_open`.
    pub op: &'a str,
    /// Id or number of what was written; empty when it is made inside.
    pub subject: &'a str,
    /// Reason or count, in the clerk's words; no personal data.
    pub detail: &'a str,
}

impl Tx<'_> {
    pub(crate) fn audit(&self, entry: &Entry<'_>) -> Result<()> {
        let before: String = self.value("SELECT hash FROM audit ORDER BY id DESC LIMIT 1", [])?.unwrap_or_default();
        let hash = line_hash(&before, entry);
        self.run(
            include_str!("../sql/audit/add.sql"),
            rusqlite::named_params! {
                ":at": entry.at, ":op": entry.op, ":subject": entry.subject, ":detail": entry.detail,
                ":prev_hash": before, ":hash": hash,
            },
        )?;
        Ok(())
    }
}

fn line_hash(before: &str, entry: &Entry<'_>) -> String {
    let mut hasher = Sha256::new();
    for piece in [before, &entry.at.to_string(), entry.op, entry.subject, entry.detail] {
        hasher.update((piece.len() as u64).to_be_bytes());
        hasher.update(piece.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl crate::Reader<'_> {
    /// The first audit line whose hash does not cover the line before it; `None` when the chain holds.
    pub fn broken_audit_line(&self) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached("SELECT id, at, op, subject, detail, prev_hash, hash FROM audit ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut before = String::new();
        while let Some(row) = rows.next()? {
            let (op, subject, detail): (String, String, String) = (row.get("op")?, row.get("subject")?, row.get("detail")?);
            let entry = Entry { at: row.get("at")?, op: &op, subject: &subject, detail: &detail };
            let stored: String = row.get("hash")?;
            let linked: String = row.get("prev_hash")?;
            if linked != before || stored != line_hash(&before, &entry) {
                return Ok(Some(row.get("id")?));
            }
            before = stored;
        }
        Ok(None)
    }
}
