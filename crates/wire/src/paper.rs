//! Body of a feed item that carries a paper of head office's: an entry of a form that is data.
//!
//! The paper keeps its id for ever; a correction has the next version and is whole. What people read stands beside the
//! values, so that a desk without the form can show it all the same.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::sign::is_plain;

/// Kind of the item.
pub const PAPER_KIND: &str = "form_paper";

const MOST_VERSIONS: i64 = 1_000_000;

/// A paper of a form, whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PaperBody {
    /// One line for the list of messages.
    #[serde(default)]
    pub title: String,
    /// Identity of the paper; every version of it has the same.
    pub paper: String,
    /// 1, 2, 3 …, a million at most: a higher one leaves no room for its correction.
    pub version: i64,
    /// Key of the form.
    pub form: String,
    /// Title of the form.
    #[serde(default)]
    pub form_title: String,
    /// Version of the form head office wrote it with.
    pub form_version: i64,
    /// Values by field: texts, codes and days as text, yes or no, numbers in thousandths, money in fen, rows of a table as
    /// a list of the same. A reference is the number the record is known by.
    pub values: Map<String, Value>,
    /// The filled fields as people read them.
    #[serde(default)]
    pub fields: Vec<PaperField>,
    /// Why a version before this one was corrected.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A field as people read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperField {
    /// Title.
    pub title: String,
    /// The value; of a table one line a row.
    pub text: String,
}

impl PaperBody {
    /// Whether it names its paper, its version and its form.
    pub fn is_whole(&self) -> bool {
        let counted = (1..=MOST_VERSIONS).contains(&self.version);
        is_plain(&self.paper) && is_plain(&self.form) && counted && self.form_version > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_leaves_room_for_its_correction() {
        let whole = |version: i64| {
            PaperBody {
                paper: "KH-1".into(),
                form: "price_list".into(),
                form_version: 1,
                version,
                ..PaperBody::default()
            }
            .is_whole()
        };
        let said: Vec<bool> = [0, 1, MOST_VERSIONS, MOST_VERSIONS + 1, i64::MAX].into_iter().map(whole).collect();
        assert_eq!(said, [false, true, true, false, false]);
    }
}
