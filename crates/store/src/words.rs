//! Words people used before, for lists that are offered beside a free text.

use crate::row::col;
use crate::{Reader, Result};
use rusqlite::named_params;

impl Reader<'_> {
    /// Technicians on the newest repairs, the most used first.
    pub fn technicians_used(&self, newest: i64, most: i64) -> Result<Vec<String>> {
        self.words(include_str!("../sql/words/technician.sql"), newest, most)
    }

    /// Who was held responsible on the newest repairs, the most used first.
    pub fn responsibilities_used(&self, newest: i64, most: i64) -> Result<Vec<String>> {
        self.words(include_str!("../sql/words/responsibility.sql"), newest, most)
    }

    fn words(&self, sql: &str, newest: i64, most: i64) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(named_params! {":newest": newest, ":most": most})?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(col(row, "word")?);
        }
        Ok(found)
    }
}
