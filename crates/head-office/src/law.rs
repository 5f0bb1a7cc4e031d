//! Issuing policy packs and calendars: signed with the key desks pinned at enrolment, put into the feeds of dealers.
//!
//! - ISSUE-1 A pack or calendar reaches all the dealers it is for, or none.
//!
//! What a pack says is not known here; a desk refuses one that says something impossible.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use wire::law::{CALENDAR_KIND, CalendarBody, PACK_KIND, PackBody};

use crate::clock::now_ms;
use crate::keys::Keys;
use crate::store::Store;

type Answer<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Signs a pack's exact bytes and leaves the seal beside it, under the file's name with `.seal` after it.
pub fn seal_file(keys: &Keys, file: &Path) -> Answer<PathBuf> {
    let text = std::fs::read_to_string(file)?;
    let seal = serde_json::to_vec_pretty(&seal(keys, &text)?)?;
    let mut beside = file.as_os_str().to_owned();
    beside.push(".seal");
    std::fs::write(&beside, seal)?;
    Ok(beside.into())
}

/// Signs a pack and puts it into the feed of a dealer, or of all; answers how many have it.
pub fn publish_pack(store: &dyn Store, keys: &Keys, file: &Path, dealer: Option<&str>) -> Answer<usize> {
    let text = std::fs::read_to_string(file)?;
    let head: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let title = format!("{} {}", named(&head, "title")?, named(&head, "version")?);
    let body = PackBody { title, seal: seal(keys, &text)?, file: text };
    publish(store, PACK_KIND, &serde_json::to_string(&body)?, dealer)
}

/// Puts a year of working days into the feed of a dealer, or of all; answers how many have it.
pub fn publish_calendar(store: &dyn Store, file: &Path, dealer: Option<&str>) -> Answer<usize> {
    let text = std::fs::read_to_string(file)?;
    let head: Value = serde_json::from_str(&text)?;
    let year = head["year"].as_i64().ok_or("the calendar names no year")?;
    let body = CalendarBody { title: format!("{year} 年工作日历"), file: text };
    publish(store, CALENDAR_KIND, &serde_json::to_string(&body)?, dealer)
}

fn publish(store: &dyn Store, kind: &str, body: &str, dealer: Option<&str>) -> Answer<usize> {
    let dealers: Vec<String> = match dealer {
        Some(one) => vec![one.to_owned()],
        None => store.dealers()?.into_iter().map(|(code, _)| code).collect(),
    };
    store.add_items(&dealers, kind, body, now_ms(), None)?;
    Ok(dealers.len())
}

fn seal(keys: &Keys, text: &str) -> Answer<Value> {
    let head: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    Ok(json!({
        "pack": named(&head, "pack")?,
        "version": named(&head, "version")?,
        "key": STANDARD.encode(keys.receipt_public()),
        "signature": keys.sign(text),
        "handovers": [],
    }))
}

fn named<'a>(head: &'a Value, field: &str) -> Answer<&'a str> {
    Ok(head[field].as_str().ok_or_else(|| format!("the pack names no {field}"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Sqlite;

    #[test]
    fn issue_1_all_dealers_have_it_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let store = Sqlite::open(dir.path()).unwrap();
        for code in ["HB0732", "LN0001"] {
            store.add_dealer(code, code, 1, None).unwrap();
        }
        let file = dir.path().join("CN-2027.json");
        std::fs::write(&file, r#"{"year": 2027}"#).unwrap();
        let database = rusqlite::Connection::open(dir.path().join("head-office.db")).unwrap();
        let full = "CREATE TRIGGER full BEFORE INSERT ON feed WHEN NEW.dealer = 'LN0001'
                    BEGIN SELECT RAISE(ABORT, 'disk full'); END";
        database.execute_batch(full).unwrap();
        publish_calendar(&store, &file, None).unwrap_err();
        let received = || database.query_row("SELECT count(*) FROM feed", [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(received(), 0);
        database.execute_batch("DROP TRIGGER full").unwrap();
        assert_eq!((publish_calendar(&store, &file, None).unwrap(), received()), (2, 2));
    }
}
