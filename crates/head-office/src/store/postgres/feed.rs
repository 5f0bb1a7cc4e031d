//! The feed of a dealer, numbered at the commit by its counter's row.

use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::Row;
use wire::feed::FeedItem;
use wire::road::Step;

use super::super::common::{self, Cursor};
use super::super::shown::Told;
use super::super::{Before, Carried, Result, Steps, StoreError};
use super::ask::{get, number, one, rows, run, stored};
use super::people::need_dealer;

pub fn add(tx: &Transaction, dealer: &str, kind: &str, body: &str, now: i64) -> Result<FeedItem> {
    need_dealer(tx, dealer)?;
    let item = common::item(kind, body, now)?;
    let told = Told::of(body);
    run(
        tx,
        include_str!("../../../sql/postgres/feed_add.sql"),
        &[&dealer, &item.item_id, &kind, &now, &item.hash, &body, &told.title, &told.about, &told.rev],
    )?;
    Ok(item)
}

/// Hash of the newest item of a kind with a title.
pub fn newest(client: &impl GenericClient, dealer: &str, kind: &str, title: &str) -> Result<Option<String>> {
    let title = super::ask::clean(title);
    let sql = "SELECT hash FROM feed WHERE dealer = $1 AND kind = $2 AND title = $3 ORDER BY number DESC LIMIT 1";
    one(client, sql, &[&dealer, &kind, &title])?.map(|row| get(&row, "hash")).transpose()
}

pub fn steps(client: &impl GenericClient, dealer: &str, after: Option<&str>, limit: u32) -> Result<Steps> {
    let Some(start) = place(client, dealer, after)? else {
        return Ok(Steps::Gone);
    };
    let sql = "SELECT number, item_id, kind, schema, created_at, hash, body FROM feed
                WHERE dealer = $1 AND number > $2 ORDER BY number LIMIT $3";
    let found = rows(client, sql, &[&dealer, &start, &(i64::from(limit) + 1)])?;
    Ok(common::cut(found.iter().map(step).collect::<Result<_>>()?, limit))
}

/// The number a cursor stands on; none if it is not of this feed.
fn place(client: &impl GenericClient, dealer: &str, after: Option<&str>) -> Result<Option<i64>> {
    let (number, item_id) = match common::place(after) {
        Cursor::Start => return Ok(Some(0)),
        Cursor::Gone => return Ok(None),
        Cursor::After(number, item_id) => (number, item_id),
    };
    let sql = "SELECT 1 FROM feed WHERE dealer = $1 AND number = $2 AND item_id = $3";
    Ok(one(client, sql, &[&dealer, &number, &item_id])?.map(|_| number))
}

fn step(row: &Row) -> Result<Step> {
    let item = FeedItem {
        item_id: get(row, "item_id")?,
        kind: get(row, "kind")?,
        schema: number(row, "schema")?,
        created_at: get(row, "created_at")?,
        hash: get(row, "hash")?,
        body: get(row, "body")?,
        extra: serde_json::Map::new(),
    };
    Ok(Step { cursor: common::cursor(get(row, "number")?, &item.item_id), item })
}

pub fn file_taken(tx: &Transaction, device_id: &str, file: &Carried, now: i64) -> Result<Before> {
    let put = "INSERT INTO file_taken (device_id, file_id, made_at, taken_at, records) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (device_id, file_id) DO UPDATE SET times = file_taken.times + 1 RETURNING times";
    let file_id = super::ask::clean(&file.file_id);
    let put = one(tx, put, &[&device_id, &file_id, &file.made_at, &now, &stored(file.records)])?;
    let times = put.map(|row| number(&row, "times")).transpose()?.ok_or(StoreError::Broken("times"))?;
    let newest = "SELECT max(made_at) AS made_at FROM file_taken WHERE device_id = $1 AND file_id <> $2";
    let newest = one(tx, newest, &[&device_id, &file_id])?;
    Ok(Before { times, newest_made_at: newest.map(|row| get(&row, "made_at")).transpose()?.flatten() })
}

/// A write only when it moved: a desk without news costs no commit.
pub fn acknowledge(client: &impl GenericClient, device_id: &str, cursor: &str) -> Result<()> {
    let known = one(client, "SELECT feed_ack FROM device WHERE device_id = $1", &[&device_id])?;
    let known: Option<String> = known.map(|row| get(&row, "feed_ack")).transpose()?.flatten();
    if known.as_deref() != Some(cursor) {
        run(client, "UPDATE device SET feed_ack = $1 WHERE device_id = $2", &[&cursor, &device_id])?;
    }
    Ok(())
}
