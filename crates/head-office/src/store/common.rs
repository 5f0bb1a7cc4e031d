//! What is the same on every database: ids, limits of names, cursors, a record as JSON.

use serde::Serialize;
use serde_json::{Value, json};
use wire::feed::{FeedItem, FeedPage};
use wire::record::Record;
use wire::road::Step;
use wire::tree::Proof;

use super::{Feed, Result, Steps, StoreError};

/// Letters of a dealer's code and name: what a desk takes for its own.
const MOST_CODE: usize = 20;
const MOST_NAME: usize = 60;

/// 128 random bits.
pub fn fresh_id() -> Result<String> {
    let mut random = [0u8; 16];
    getrandom::fill(&mut random)?;
    Ok(wire::hash::to_hex(&random))
}

/// A UUIDv7 of this moment.
pub fn uuid_v7(now: i64) -> Result<String> {
    let mut random = [0u8; 10];
    getrandom::fill(&mut random)?;
    let ms = u64::try_from(now).unwrap_or_default();
    let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid();
    Ok(id.to_string())
}

/// Whether a dealer may be called so.
pub fn check_dealer(code: &str, name: &str) -> Result<()> {
    for (what, text, most) in [("code", code, MOST_CODE), ("name", name, MOST_NAME)] {
        if text.chars().count() > most {
            return Err(StoreError::TooLong { what, most });
        }
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            return Err(StoreError::NotPlain(text.to_owned()));
        }
    }
    Ok(())
}

/// Whether a maker may be called so.
pub fn check_principal(code: &str, name: &str) -> Result<()> {
    match [code, name].into_iter().find(|text| !wire::sign::is_plain(text)) {
        Some(text) => Err(StoreError::NotPlain(text.to_owned())),
        None => Ok(()),
    }
}

/// Whether a clerk may be called so.
pub fn check_clerk(name: &str) -> Result<()> {
    match wire::sign::is_plain(name) && name.trim() == name {
        true => Ok(()),
        false => Err(StoreError::NotPlain(name.to_owned())),
    }
}

/// Fields of a newer desk.
pub fn extra(record: &Record) -> Option<String> {
    if record.extra.is_empty() {
        return None;
    }
    serde_json::to_string(&record.extra).ok()
}

/// A new item of a feed.
pub fn item(kind: &str, body: &str, now: i64) -> Result<FeedItem> {
    Ok(FeedItem {
        item_id: uuid_v7(now)?,
        kind: kind.to_owned(),
        schema: 1,
        created_at: now,
        hash: wire::hash::sha256_hex(body.as_bytes()),
        body: body.to_owned(),
        extra: serde_json::Map::new(),
    })
}

/// Where a cursor stands.
pub enum Cursor<'a> {
    /// Before everything.
    Start,
    /// After this number, if it is this item's.
    After(i64, &'a str),
    /// Nowhere in this feed.
    Gone,
}

/// A cursor is `<number>-<item id>`: a number alone would fit a database put back from an older copy that has since given it
/// to something else.
pub fn cursor(number: i64, item_id: &str) -> String {
    format!("{number}-{item_id}")
}

/// Reads a cursor.
pub fn place(after: Option<&str>) -> Cursor<'_> {
    let Some(after) = after.filter(|a| !a.is_empty()) else {
        return Cursor::Start;
    };
    let parts = after.split_once('-');
    match parts.map(|(n, id)| (n.parse::<i64>(), id)) {
        Some((Ok(number), item_id)) if wire::sign::is_plain(item_id) => Cursor::After(number, item_id),
        _ => Cursor::Gone,
    }
}

/// One more than asked for was read: whether there is another page is seen, not guessed from a full one.
pub fn cut(mut steps: Vec<Step>, limit: u32) -> Steps {
    let more = steps.len() > limit as usize;
    steps.truncate(limit as usize);
    Steps::Some(steps, more)
}

/// Steps as a page.
pub fn page(steps: Steps, after: Option<&str>) -> Feed {
    let Steps::Some(steps, more) = steps else {
        return Feed::Gone;
    };
    let last = steps.last().map(|step| step.cursor.clone());
    Feed::Page(FeedPage {
        next: last.or_else(|| after.map(str::to_owned)).unwrap_or_default(),
        items: steps.into_iter().map(|step| step.item).collect(),
        more,
    })
}

/// A record as it is stored.
pub struct Stored {
    pub record_id: String,
    pub rev: u32,
    pub base_rev: Option<u32>,
    pub kind: String,
    pub schema: u32,
    pub dealer: String,
    pub device_id: String,
    pub state: String,
    pub server_seq: i64,
    pub received_at: i64,
    pub hash: String,
    pub body: String,
    pub extra: Option<String>,
    pub signature: String,
}

impl Stored {
    /// As it is handed out.
    pub fn json(&self, principal: &str, (signature, proof): (String, Option<Proof>)) -> Result<Value> {
        let receipt = Receipt {
            principal: principal.to_owned(),
            dealer: self.dealer.clone(),
            record_id: self.record_id.clone(),
            rev: self.rev,
            hash: self.hash.clone(),
            received_at: self.received_at,
            signature,
            proof,
        };
        let body: Value = serde_json::from_str(&self.body).map_err(|_| StoreError::Broken("body"))?;
        Ok(json!({
            "record_id": self.record_id,
            "rev": self.rev,
            "base_rev": self.base_rev,
            "kind": self.kind,
            "schema": self.schema,
            "dealer": self.dealer,
            "device_id": self.device_id,
            "state": self.state,
            "server_seq": self.server_seq,
            "received_at": self.received_at,
            "hash": self.hash,
            "body": body,
            "body_text": self.body,
            "extra": self.extra,
            "receipt": receipt,
        }))
    }
}

/// A receipt as it is handed out.
#[derive(Serialize)]
struct Receipt {
    principal: String,
    dealer: String,
    record_id: String,
    rev: u32,
    hash: String,
    received_at: i64,
    signature: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
}
