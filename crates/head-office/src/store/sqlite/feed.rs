//! The feed of a dealer.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};
use wire::feed::FeedItem;
use wire::road::Step;

use super::super::common::{self, Cursor};
use super::super::{Before, Carried, Feed, Result, Steps};
use super::people::need_dealer;

pub fn add(tx: &Transaction, dealer: &str, kind: &str, body: &str, now: i64) -> Result<FeedItem> {
    need_dealer(tx, dealer)?;
    let item = common::item(kind, body, now)?;
    tx.execute(
        "INSERT INTO feed (dealer, number, item_id, kind, schema, created_at, hash, body)
         SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, 1, ?4, ?5, ?6
           FROM feed WHERE dealer = ?1",
        (dealer, &item.item_id, kind, now, &item.hash, body),
    )?;
    Ok(item)
}

/// Hash of the newest item of a kind with a title.
pub fn newest(connection: &Connection, dealer: &str, kind: &str, title: &str) -> Result<Option<String>> {
    let values = named_params! { ":dealer": dealer, ":kind": kind, ":title": title };
    let mut find = connection.prepare_cached(include_str!("../../../sql/feed/newest.sql"))?;
    Ok(find.query_row(values, |row| row.get("hash")).optional()?)
}

pub fn page(connection: &Connection, dealer: &str, after: Option<&str>, limit: u32) -> Result<Feed> {
    Ok(common::page(steps(connection, dealer, after, limit)?, after))
}

pub fn steps(connection: &Connection, dealer: &str, after: Option<&str>, limit: u32) -> Result<Steps> {
    let Some(start) = place(connection, dealer, after)? else {
        return Ok(Steps::Gone);
    };
    let mut find = connection.prepare_cached(
        "SELECT number, item_id, kind, schema, created_at, hash, body FROM feed
          WHERE dealer = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
    )?;
    // One more than asked for: whether there is another page is seen, not guessed from a full one.
    let rows = find.query_map((dealer, start, i64::from(limit) + 1), step)?;
    let steps = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(common::cut(steps, limit))
}

pub fn file_taken(tx: &Transaction, device_id: &str, file: &Carried, now: i64) -> Result<Before> {
    let newest = include_str!("../../../sql/road/newest.sql");
    let newest_made_at =
        tx.query_row(newest, named_params! {":device_id": device_id, ":file_id": file.file_id}, |r| r.get(0))?;
    let put = named_params! {
        ":device_id": device_id, ":file_id": file.file_id, ":made_at": file.made_at, ":now": now,
        ":records": file.records,
    };
    let times = tx.query_row(include_str!("../../../sql/road/put.sql"), put, |r| r.get("times"))?;
    Ok(Before { times, newest_made_at })
}

/// The number a cursor stands on; none if it is not of this feed.
fn place(connection: &Connection, dealer: &str, after: Option<&str>) -> Result<Option<i64>> {
    let (number, item_id) = match common::place(after) {
        Cursor::Start => return Ok(Some(0)),
        Cursor::Gone => return Ok(None),
        Cursor::After(number, item_id) => (number, item_id),
    };
    let mut find =
        connection.prepare_cached("SELECT number FROM feed WHERE dealer = ?1 AND number = ?2 AND item_id = ?3")?;
    Ok(find.query_row((dealer, number, item_id), |r| r.get(0)).optional()?)
}

fn step(row: &Row) -> rusqlite::Result<Step> {
    let item = FeedItem {
        item_id: row.get("item_id")?,
        kind: row.get("kind")?,
        schema: row.get("schema")?,
        created_at: row.get("created_at")?,
        hash: row.get("hash")?,
        body: row.get("body")?,
        extra: serde_json::Map::new(),
    };
    Ok(Step { cursor: common::cursor(row.get("number")?, &item.item_id), item })
}

/// A write only when it moved: a desk without news costs no commit.
pub fn acknowledge(connection: &Connection, device_id: &str, cursor: &str) -> Result<()> {
    let mut find = connection.prepare_cached("SELECT feed_ack FROM device WHERE device_id = ?1")?;
    let known: Option<String> = find.query_row([device_id], |r| r.get(0))?;
    if known.as_deref() != Some(cursor) {
        connection.execute("UPDATE device SET feed_ack = ?1 WHERE device_id = ?2", (cursor, device_id))?;
    }
    Ok(())
}
