//! The audit trail: one line a write, each line's hash covering the line before it.
//!
//! - STORE-11 Who wrote stands under the line's hash; the lines from before there were operators stay valid as they are.

use crate::row::row;
use crate::{Result, Tx};
use domain::OperatorId;
use rusqlite::named_params;
use sha2::{Digest, Sha256};

/// What a write was, for the audit trail.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When, UTC ms.
    pub at: i64,
    /// Command, e.g. `sale_open`; empty for bookkeeping (leases, cursors, drafts) that leaves no line.
    pub op: &'a str,
}

/// A line as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Place in the trail.
    pub id: i64,
    /// When, UTC ms.
    pub at: i64,
    /// What was done.
    pub op: String,
    /// What it was done to: a number.
    pub subject: String,
    /// A reason or count.
    pub detail: String,
    /// Name of who did it; absent where the program did, or before there were operators.
    pub operator: Option<String>,
}

row!(AuditLine { id, at, op, subject, detail, operator });

impl Tx<'_> {
    /// Says for the audit line who writes.
    pub fn by(&self, operator: Option<OperatorId>) {
        self.by.set(operator);
    }

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
        let operator = self.by.get().map(|id| id.to_string());
        let hash = line_hash(&before, entry, &subject, &detail, operator.as_deref());
        self.run(
            include_str!("../sql/audit/add.sql"),
            rusqlite::named_params! {
                ":at": entry.at, ":op": entry.op, ":subject": subject, ":detail": detail,
                ":prev_hash": before, ":hash": hash, ":operator": operator,
            },
        )?;
        Ok(())
    }
}

/// A line without an operator is hashed as lines were before there were any. Each piece goes with its length, so a line
/// that lost or won an operator is another line.
fn line_hash(before: &str, entry: &Entry<'_>, subject: &str, detail: &str, operator: Option<&str>) -> String {
    let mut hasher = Sha256::new();
    for piece in [before, &entry.at.to_string(), entry.op, subject, detail].into_iter().chain(operator) {
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

    /// Place of the newest line: one more for every write that leaves a line; 0 while nothing was written.
    pub fn audit_place(&self) -> Result<i64> {
        Ok(self.value(include_str!("../sql/audit/place.sql"), [])?.unwrap_or(0))
    }

    /// The newest lines, newest first; of one operator, or of all.
    pub fn audit_lines(&self, operator: Option<&str>, limit: i64) -> Result<Vec<AuditLine>> {
        match operator {
            None => self.many(include_str!("../sql/audit/list.sql"), named_params! {":limit": limit}),
            Some(of) => {
                self.many(include_str!("../sql/audit/list_of.sql"), named_params! {":operator": of, ":limit": limit})
            }
        }
    }

    /// Who first did this to what has this number.
    pub fn hand_of(&self, op: &str, subject: &str) -> Result<Option<String>> {
        self.value(include_str!("../sql/audit/hand_of.sql"), named_params! {":op": op, ":subject": subject})
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
            let (stored, operator): (String, Option<String>) = (row.get("hash")?, row.get("operator")?);
            let linked: String = row.get("prev_hash")?;
            if linked != before || stored != line_hash(&before, &entry, &subject, &detail, operator.as_deref()) {
                return Ok(Some(row.get("id")?));
            }
            before = stored;
        }
        Ok(None)
    }
}
