//! The audit trail: one line a write, each line's hash covering the line before it.

use crate::{Result, Tx};
use sha2::{Digest, Sha256};

/// What a write was, for the audit trail.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When, UTC ms.
    pub at: i64,
    /// Command, e.g. `sale_open`; empty for bookkeeping (leases, cursors, drafts) that leaves no line.
    pub op: &'a str,
}

impl Tx<'_> {
    /// Says for the audit line what is written: its number, and a reason or count; no personal data.
    pub fn note(&self, subject: &str, detail: &str) {
        self.note.replace((subject.to_owned(), detail.to_owned()));
    }

    pub(crate) fn audit(&self, entry: &Entry<'_>) -> Result<()> {
        if entry.op.is_empty() {
            return Ok(());
        }
        let before: String = self.value(include_str!("../sql/audit/last.sql"), [])?.unwrap_or_default();
        let (subject, detail) = self.note.take();
        let hash = line_hash(&before, entry, &subject, &detail);
        self.run(
            include_str!("../sql/audit/add.sql"),
            rusqlite::named_params! {
                ":at": entry.at, ":op": entry.op, ":subject": subject, ":detail": detail,
                ":prev_hash": before, ":hash": hash,
            },
        )?;
        Ok(())
    }
}

fn line_hash(before: &str, entry: &Entry<'_>, subject: &str, detail: &str) -> String {
    let mut hasher = Sha256::new();
    for piece in [before, &entry.at.to_string(), entry.op, subject, detail] {
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
    /// The newest line's hash; empty while nothing was written. Two desks with the same one hold the same records.
    pub fn newest_audit(&self) -> Result<String> {
        Ok(self.value(include_str!("../sql/audit/last.sql"), [])?.unwrap_or_default())
    }

    /// The first audit line whose hash does not cover the line before it; `None` when the chain holds.
    pub fn broken_audit_line(&self) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/audit/all.sql"))?;
        let mut rows = statement.query([])?;
        let mut before = String::new();
        while let Some(row) = rows.next()? {
            let (op, subject, detail): (String, String, String) =
                (row.get("op")?, row.get("subject")?, row.get("detail")?);
            let entry = Entry { at: row.get("at")?, op: &op };
            let stored: String = row.get("hash")?;
            let linked: String = row.get("prev_hash")?;
            if linked != before || stored != line_hash(&before, &entry, &subject, &detail) {
                return Ok(Some(row.get("id")?));
            }
            before = stored;
        }
        Ok(None)
    }
}
