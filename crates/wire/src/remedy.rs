//! Body of a feed item that carries head office's answer to a case of exchange or return.

use serde::{Deserialize, Serialize};

/// Kind of the item.
pub const ANSWER_KIND: &str = "remedy_answer";

/// What head office answers may be.
pub const VERDICTS: [&str; 4] = ["approved", "refused", "offered", "needs_material"];

/// An answer; the case is named by its record or by its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemedyAnswerBody {
    /// One line for the list of messages.
    #[serde(default)]
    pub title: String,
    /// Id of the case's record; empty where its number is given.
    #[serde(default)]
    pub record_id: String,
    /// Number of the case; empty where its record is given.
    #[serde(default)]
    pub case_no: String,
    /// One of [`VERDICTS`].
    pub verdict: String,
    /// Day of the answer, `YYYY-MM-DD`.
    pub on: String,
    /// Who answered.
    pub by: String,
    /// Number of the answer.
    #[serde(default)]
    pub no: String,
    /// Why it refuses, what it offers, what it wants.
    #[serde(default)]
    pub words: String,
}

impl RemedyAnswerBody {
    /// Whether it names a case and says something of it.
    pub fn is_whole(&self) -> bool {
        let named = !self.record_id.is_empty() || !self.case_no.is_empty();
        named && VERDICTS.contains(&self.verdict.as_str()) && !self.on.is_empty() && !self.by.is_empty()
    }
}
