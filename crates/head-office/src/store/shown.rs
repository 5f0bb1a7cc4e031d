//! What lists are filtered by, read out of a body once, when it is stored.
//!
//! - SHOWN-1 It is what SQLite's generated columns say of the same body (`migrations/V2`, `V3`), up to a length no number has.
//!
//! Absent: SQLite, which reads it out by itself.

use serde_json::Value;

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
}

impl Shown {
    /// Of a body of this kind.
    pub fn of(kind: &str, body: &Value) -> Self {
        let at = |path| text(body, path);
        let some = |path| at(path).filter(|no| !no.is_empty());
        Self {
            no: some("/no").or_else(|| some("/card/no")).or_else(|| at("/sale/no")),
            serial: at("/unit/serial"),
            due_on: at("/card/due_on"),
            month: at("/month"),
            sheet: at("/key"),
            reverses: at("/of").filter(|_| kind == "reversal"),
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
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        Self {
            title: body.get("title").and_then(Value::as_str).map(clean),
            about: text(&body, "/record_id"),
            rev: body.get("rev").and_then(Value::as_i64),
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
fn text(body: &Value, path: &str) -> Option<String> {
    let said = match body.pointer(path)? {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(clean(&said).chars().take(MOST).collect())
}
