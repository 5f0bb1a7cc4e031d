//! What lists are filtered by, read out of a body once, when it is stored.
//!
//! - LISTED-1 It is what SQLite's generated columns say of the same body (`migrations/V2`, `V3`), up to a length no number has.
//!
//! Absent: SQLite, which reads it out by itself.

use std::borrow::Cow;

use serde_json::Value;

use crate::body::Body;

/// Of a record's body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The number people know it by.
    pub no: Option<String>,
    /// The machine's.
    pub serial: Option<String>,
    /// A card's last day in time.
    pub due_on: Option<String>,
    /// A report's month.
    pub month: Option<String>,
    /// A report's sheet.
    pub sheet: Option<String>,
    /// Which record a reversal cancels.
    pub reverses: Option<String>,
    /// Which paper of head office's an entry answers.
    pub paper: Option<String>,
}

impl Shown {
    /// Of a body of this kind.
    pub fn of(kind: &str, body: &Body) -> Self {
        let at = |path: &[&str]| text(body.at(path)?);
        let some = |path: &[&str]| at(path).filter(|no| !no.is_empty());
        Self {
            no: some(&["no"]).or_else(|| some(&["card", "no"])).or_else(|| at(&["sale", "no"])),
            serial: at(&["unit", "serial"]),
            due_on: at(&["card", "due_on"]),
            month: at(&["month"]),
            sheet: at(&["key"]),
            reverses: (kind == "reversal").then(|| at(&["of"])).flatten(),
            paper: (kind == "form_entry").then(|| at(&["paper", "id"])).flatten(),
        }
    }

    /// Whether a card came after its own last day.
    pub fn is_late(&self, kind: &str, today: &str) -> bool {
        kind == "card" && self.due_on.as_deref().is_some_and(|due| due < today)
    }
}

/// Of a feed item's body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Its title.
    pub title: Option<String>,
    /// Which record it is about.
    pub about: Option<String>,
    /// Which revision of it.
    pub rev: Option<i64>,
}

impl Told {
    /// Of a body.
    pub fn of(body: &str) -> Self {
        let body = Body::of(body).unwrap_or(Body::Null);
        let rev = |rev: &Body| match rev {
            Body::Number(rev) => rev.as_i64(),
            _ => None,
        };
        Self {
            title: body.get("title").and_then(Body::text).map(clean),
            about: body.get("record_id").and_then(text),
            rev: body.get("rev").and_then(rev),
        }
    }
}

/// Text as PostgreSQL keeps it: a NUL stands in no text of its.
pub fn clean(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Longest text kept to be looked for: an index of PostgreSQL takes no row over 2,700 bytes.
const MOST: usize = 200;

/// A scalar as text, cut to what can be looked for.
fn text(value: &Body) -> Option<String> {
    let said = match value {
        Body::Null => return None,
        Body::Text(text) => Cow::Borrowed(text.as_ref()),
        other => Cow::Owned(Value::from(other).to_string()),
    };
    // Nearly every one, and as many letters as bytes at most.
    if said.len() <= MOST && !said.contains('\0') {
        return Some(said.into_owned());
    }
    Some(clean(&said).chars().take(MOST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::sqlite::Sqlite;

    #[test]
    fn listed_1_it_is_what_sqlite_says_of_the_same_body() {
        let dir = tempfile::tempdir().unwrap();
        Sqlite::open(dir.path()).unwrap().add_dealer("HB", "HB", 1, None).unwrap();
        let database = rusqlite::Connection::open(dir.path().join("head-office.db")).unwrap();
        let put = "INSERT INTO record (dealer, record_id, rev, kind, schema, hash, body, state, device_id, received_at, signature)
                   VALUES ('HB', ?1, 1, ?2, 1, '', ?3, 'accepted', '', 1, '')
                   RETURNING no, serial, due_on, month, sheet, reverses, paper";
        let bodies = [
            r#"{"no":"A-1","card":{"no":"C-1","due_on":"2026-01-21"},"unit":{"serial":"S"},"month":"2026-10","key":"W01","of":"r"}"#,
            r#"{"no":"","card":{"no":"C-1"},"sale":{"no":"S-1"}}"#,
            r#"{"no":null,"card":{"no":""},"sale":{"no":""},"unit":{"serial":""}}"#,
            r#"{"no":"K-1","paper":{"id":"p1"}}"#,
            r#"{"no":7,"unit":{"serial":12},"month":null}"#,
            "{}",
        ];
        for (n, body) in bodies.iter().enumerate() {
            for kind in ["card", "reversal", "form_entry"] {
                let kept = database.query_row(put, (format!("{n}{kind}"), kind, body), |row| {
                    let (no, serial, due_on) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    let (reverses, paper) = (row.get(5)?, row.get(6)?);
                    Ok(Shown { no, serial, due_on, month: row.get(3)?, sheet: row.get(4)?, reverses, paper })
                });
                assert_eq!(Shown::of(kind, &Body::of(body).unwrap()), kept.unwrap(), "{kind} {body}");
            }
        }
    }
}
