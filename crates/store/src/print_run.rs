//! Papers that were printed.
//!
//! - PRINTRUN-1 What stood on a paper and the hash of its file are never changed; only how often and when it was last printed moves on.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::{PrincipalId, PrintRunId};
use rusqlite::named_params;

/// A paper that was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintRun {
    /// Identity.
    pub id: PrintRunId,
    /// Number of the record, or of the first of several.
    pub no: String,
    /// Key of the paper.
    pub paper: String,
    /// The maker.
    pub principal: PrincipalId,
    /// Id of the record, or of the first of several.
    pub record: String,
    /// Hash over paper, template, data and pictures: the same content is the same line.
    pub key: String,
    /// Hash of the template.
    pub template_sha256: String,
    /// What the template was given, JSON.
    pub data: String,
    /// Hash of the PDF.
    pub sha256: String,
    /// Pages.
    pub pages: i64,
    /// Characters the font did not have.
    pub missing: String,
    /// When it was first made, UTC ms.
    pub made_at: i64,
    /// When it was last printed, UTC ms.
    pub printed_at: i64,
    /// How often.
    pub times: i64,
}

row!(PrintRun {
    id,
    no,
    paper,
    principal,
    record,
    key,
    template_sha256,
    data,
    sha256,
    pages,
    missing,
    made_at,
    printed_at,
    times,
});

impl Reader<'_> {
    /// A paper that was printed.
    pub fn print_run(&self, id: PrintRunId) -> Result<Option<PrintRun>> {
        self.one(include_str!("../sql/print_run/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The one with this content.
    pub fn print_run_of(&self, key: &str) -> Result<Option<PrintRun>> {
        self.one(include_str!("../sql/print_run/of_key.sql"), named_params! {":key": key})
    }

    /// What was printed of a record, the last printed first.
    pub fn print_runs(&self, record: &str, limit: i64) -> Result<Vec<PrintRun>> {
        self.many(include_str!("../sql/print_run/of_record.sql"), named_params! {":record": record, ":limit": limit})
    }
}

impl Tx<'_> {
    /// Puts a printing; of one that is known only how often and when (PRINTRUN-1).
    pub fn put_print_run(&self, run: &PrintRun) -> Result<()> {
        self.put(include_str!("../sql/print_run/put.sql"), run, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Desk, id};

    #[test]
    fn printrun_1_only_how_often_and_when_moves_on() {
        let desk = Desk::with_maker();
        let run = PrintRun {
            id: id(901),
            no: "HZK-1".into(),
            paper: "receipt_card".into(),
            principal: id(1),
            record: "r1".into(),
            key: "k1".into(),
            template_sha256: "t1".into(),
            data: r#"{"no":"HZK-1"}"#.into(),
            sha256: "aa".into(),
            pages: 3,
            missing: "𰻞".into(),
            made_at: 10,
            printed_at: 10,
            times: 1,
        };
        desk.write(|tx| tx.put_print_run(&run));
        let again = PrintRun { printed_at: 20, times: 2, ..run.clone() };
        desk.write(|tx| {
            tx.put_print_run(&PrintRun { data: "{}".into(), sha256: "bb".into(), pages: 9, ..again.clone() })
        });
        let other = PrintRun { id: id(902), key: "k2".into(), printed_at: 15, ..run.clone() };
        desk.write(|tx| tx.put_print_run(&other));
        desk.read(|reader| {
            assert_eq!(reader.print_run(run.id)?, Some(again.clone()));
            assert_eq!(reader.print_run_of("k2")?, Some(other.clone()));
            assert_eq!(reader.print_runs("r1", 5)?, [again.clone(), other.clone()]);
            assert_eq!(reader.print_runs("r1", 1)?, std::slice::from_ref(&again));
            assert_eq!(reader.print_runs("r2", 5)?, []);
            Ok(())
        });
    }
}
