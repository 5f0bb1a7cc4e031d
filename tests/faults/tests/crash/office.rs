//! Head office's store under hand: batches as desks send them, and what it answered.

use std::path::Path;

use head_office::store::sqlite::Sqlite;
use head_office::store::{Device, Incoming, Store};
use sanbao_crash_vfs::Dice;
use serde_json::{Map, json};
use wire::batch::{Batch, BatchReply};
use wire::record::{Record, RecordResult, Status};
use wire::stream::Digest;

use crate::desk::{DEALER, lines, look};
use crate::{Held, hold, why};

/// 2026-11-21, ten in the morning in Shanghai.
pub const MORNING: i64 = 1_795_226_400_000;

/// Records no larger than this.
pub const LIMIT: u64 = 1_000_000;

/// A head office that knows the dealer.
pub fn open_new(dir: &Path) -> Result<Sqlite, String> {
    let store = Sqlite::open(dir).map_err(why)?;
    store.set_principal("HH", "华禾农机").map_err(why)?;
    store.add_dealer(DEALER, "清河惠农", MORNING, None).map_err(why)?;
    Ok(store)
}

/// The receipt key of the stories: the same text, the same signature, and another time is another text.
pub fn sign(text: &str) -> String {
    wire::hash::sha256_hex(text.as_bytes())
}

/// A desk that makes batches.
pub struct Sender {
    number: u64,
    epoch: String,
    seq: u64,
    batches: u64,
}

impl Sender {
    pub fn new(number: u64) -> Self {
        Self { number, epoch: format!("e{number}"), seq: 0, batches: 0 }
    }

    /// Cards, now and then the second version of one of them.
    pub fn batch(&mut self, records: u64, dice: &mut Dice) -> Incoming {
        let first = self.seq + 1;
        let records = (0..records).map(|_| self.record(first, dice)).collect();
        self.batches += 1;
        let batch = Batch {
            v: wire::PROTOCOL,
            batch_id: format!("{}-{}", self.epoch, self.batches),
            principal: "HH".into(),
            dealer: DEALER.into(),
            device_id: format!("device-{}", self.epoch),
            epoch: self.epoch.clone(),
            receipts: None,
            records,
            extra: Map::new(),
        };
        let now = MORNING + i64::try_from(self.batches).unwrap_or(0) * 1000;
        Incoming { dealer: DEALER.into(), device_id: batch.device_id.clone(), batch, now }
    }

    fn record(&mut self, first: u64, dice: &mut Dice) -> Record {
        self.seq += 1;
        let again = self.seq > first && dice.once_in(5);
        let (of, rev) = if again { (first, self.seq.try_into().unwrap_or(2)) } else { (self.seq, 1) };
        let body = json!({
            "principal": "HH", "sale": {"no": format!("XS-{of}"), "sold_on": "2026-10-18", "price_fen": dice.below(9_000_000)},
            "unit": {"serial": format!("{}{of:06}", self.epoch), "model": "HH704"},
            "customer": {"name": "王丹", "phone": "19900364370"},
        })
        .to_string();
        Record {
            record_id: format!("{:08x}-0000-7000-8000-{of:012x}", self.number),
            rev,
            base_rev: None,
            kind: "card".into(),
            schema: 1,
            seq: self.seq,
            hash: wire::hash::sha256_hex(body.as_bytes()),
            body,
            extra: Map::new(),
        }
    }
}

/// Sends one batch.
pub fn send(store: &Sqlite, incoming: &Incoming) -> Result<BatchReply, String> {
    let mut replies = store.ingest(std::slice::from_ref(incoming), LIMIT, &sign);
    replies.pop().ok_or("no reply")?.map_err(why)
}

/// The proof in an answer.
fn proof(result: &RecordResult) -> (u64, &str, u32, Option<i64>, Option<&str>) {
    (result.seq, &result.record_id, result.rev, result.received_at, result.signature.as_deref())
}

/// What was answered once is answered again, with the same receipts.
pub fn answered_the_same(store: &Sqlite, incoming: &Incoming, first: &BatchReply) -> Held {
    let again = send(store, incoming)?;
    for (then, now) in first.results.iter().zip(&again.results) {
        let good = matches!(then.status, Status::Accepted | Status::Superseded | Status::Duplicate);
        hold(good, || format!("{} was answered {:?}", then.record_id, then.status))?;
        hold(now.status == Status::Duplicate, || format!("{} is {:?}: it was lost", now.record_id, now.status))?;
        hold(proof(then) == proof(now), || format!("{} has another receipt", now.record_id))?;
    }
    hold(first.results.len() == again.results.len(), || "an answer is shorter".into())
}

/// The database is whole, and every sum is that of its rows.
pub fn sums_are_right(store: &Sqlite, dir: &Path) -> Held {
    let database = look(&dir.join("head-office.db"))?;
    let sound = lines(&database, "PRAGMA integrity_check", [])?;
    hold(sound == ["ok"], || format!("{sound:?}"))?;
    let epochs = lines(&database, "SELECT DISTINCT epoch FROM position", [])?;
    let epochs: Vec<&str> = epochs.iter().map(String::as_str).collect();
    for state in store.streams(&device(), &epochs).map_err(why)? {
        let counted = digest(&database, &state.epoch)?;
        let told = (state.count, state.digest.clone(), state.contiguous_upto);
        hold(told == (counted.count, counted.hex(), counted.count), || {
            format!("{state:?}, counted {}", counted.count)
        })?;
    }
    let rows = lines(&database, "SELECT dealer FROM stream WHERE epoch NOT IN (SELECT epoch FROM position)", [])?;
    hold(rows.is_empty(), || "sums of a stream that is not there".into())?;
    let loose = "SELECT record_id FROM record AS r WHERE NOT EXISTS (
        SELECT 1 FROM position AS p WHERE (p.record_id, p.rev, p.hash) = (r.record_id, r.rev, r.hash))";
    hold(lines(&database, loose, [])?.is_empty(), || "a record without its place".into())?;
    let numbers = "SELECT dealer FROM feed GROUP BY dealer HAVING max(number) <> count(*) OR min(number) <> 1";
    hold(lines(&database, numbers, [])?.is_empty(), || "the feed has a hole".into())
}

fn digest(database: &rusqlite::Connection, epoch: &str) -> Result<Digest, String> {
    let mut find = database.prepare("SELECT seq, record_id, rev, hash FROM position WHERE epoch = ?1").map_err(why)?;
    let mut rows = find.query([epoch]).map_err(why)?;
    let mut digest = Digest::default();
    while let Some(row) = rows.next().map_err(why)? {
        let (id, hash): (String, String) = (row.get(1).map_err(why)?, row.get(3).map_err(why)?);
        digest.add(row.get(0).map_err(why)?, &id, row.get(2).map_err(why)?, &hash);
    }
    Ok(digest)
}

fn device() -> Device {
    Device {
        device_id: "any".into(),
        dealer: DEALER.into(),
        dealer_name: String::new(),
        name: String::new(),
        public_key: String::new(),
        enrolled_at: MORNING,
        revoked_at: None,
        seen_at: None,
        feed_ack: None,
    }
}
