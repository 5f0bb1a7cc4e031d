//! Requirements 6, 8 and 9: what is missing anywhere is found, at every edge of a page, and the same twice is once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use head_office::keys::Keys;
use rusqlite::Connection;
use sanbao_faults::dice::Dice;
use sanbao_faults::runs::Runs;
use sync::desk::{Desk, State};
use sync::http::{Ask, Wire};
use sync::memory::MemoryDesk;
use sync::outcome::Trigger;
use tokio::runtime::Runtime;
use wire::batch::{Batch, BatchReply};
use wire::record::{Record, Status};

use crate::common::*;
use crate::ways::*;

const HOLES: Runs = Runs { requirement: 8, test: "requirement_8_holes", side: "desk, head-office/sqlite", short: 5 };
const EDGES: Runs = Runs { requirement: 9, test: "requirement_9_edges", side: "desk, head-office/sqlite", short: 12 };
const AT_ONCE: Runs = Runs { requirement: 6, test: "requirement_6_at_once", side: "head-office/sqlite", short: 5 };
#[cfg(unix)]
const AT_ONCE_ON_POSTGRES: Runs = Runs { side: "head-office/postgresql", short: 2, ..AT_ONCE };
const ROWS: u64 = 10_000;
/// Pages of the boundary story.
const PAGES: u64 = 64;
/// Every page size with every number of records from none to three pages and two.
const EVERY: u64 = 3 * PAGES * (PAGES + 1) / 2 + 3 * PAGES;

/// One runtime for worlds that outlive a seed.
fn long_told<T>(story: impl Future<Output = T>) -> T {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let build = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    RUNTIME.get_or_init(build).block_on(story)
}

fn database(office: &Office) -> Connection {
    let database = Connection::open(office.dir.path().join("head-office.db")).unwrap();
    database.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    database
}

/// What head office holds of a dealer: record, revision, hash.
fn held(office: &Office, dealer: &str) -> BTreeSet<(String, u32, String)> {
    let database = database(office);
    let mut rows = database.prepare("SELECT record_id, rev, hash FROM record WHERE dealer = ?1").unwrap();
    let rows = rows.query_map([dealer], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// What the desk has receipts for.
fn acked(desk: &MemoryDesk) -> BTreeSet<(String, u32, String)> {
    let rows = desk.rows("DF").into_iter().filter(|k| k.state == State::Acked && k.receipt.is_some());
    rows.map(|k| (k.row.record_id, k.row.rev, k.row.hash)).collect()
}

fn equal(office: &Office, desk: &MemoryDesk, dealer: &str, all: usize) -> Result<(), String> {
    let (there, here) = (held(office, dealer), acked(desk));
    must(here.len() == all && there == here, || {
        format!(
            "of {all}: {} acknowledged here, {} there, {} of them alike",
            here.len(),
            there.len(),
            there.intersection(&here).count()
        )
    })
}

/// A head office and a desk with ten thousand cards, all sent: made once.
async fn ten_thousand() -> (Office, MemoryDesk) {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 1, ROWS);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, ROWS);
    (office, desk)
}

async fn hole(seed: u64, (office, desk): &(Office, MemoryDesk)) -> Result<(), String> {
    let mut dice = Dice::of(seed);
    let gone = id(dice.from_to(1, ROWS));
    let everything = desk.rows("DF").len();
    let falsely = dice.from_to(0, 3);
    let (mut found, mut all) = (1, everything);
    match falsely {
        0 => drop(database(office).execute("DELETE FROM record WHERE record_id = ?1", [&gone]).unwrap()),
        1 => drop(database(office).execute("DELETE FROM position WHERE record_id = ?1", [&gone]).unwrap()),
        2 => {
            // As if it had been marked as sent and never was: head office knows neither the record nor its place.
            database(office).execute("DELETE FROM record WHERE record_id = ?1", [&gone]).unwrap();
            database(office).execute("DELETE FROM position WHERE record_id = ?1", [&gone]).unwrap();
        }
        _ => {
            let new = id(20_000 + seed);
            desk.save("DF", "card", &new, &card("DF", 20_000 + seed));
            desk.tamper("DF", &new, |k| k.state = State::Acked);
            (found, all) = (1, everything + 1);
        }
    }
    let outcome = run(desk, "DF", &office.hands).await;
    must(outcome.problem.is_none() && outcome.reoffered == found, || {
        format!("way {falsely}, {gone}: {} found, {:?}", outcome.reoffered, outcome.problem)
    })?;
    equal(office, desk, "HB0732", all)
}

#[test]
fn requirement_8_any_one_of_ten_thousand_that_is_missing_comes_back_in_the_next_run() {
    static WORLD: OnceLock<(Office, MemoryDesk)> = OnceLock::new();
    // One seed at a time: they share the ten thousand.
    static TURN: Mutex<()> = Mutex::new(());
    HOLES.each(|seed| {
        let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let world = WORLD.get_or_init(|| long_told(ten_thousand()));
        long_told(hole(seed, world))
    });
}

/// The head office whose pages and batches are of this size: made once.
async fn paged(page: u64) -> Arc<Office> {
    static OFFICES: tokio::sync::Mutex<BTreeMap<u64, Arc<Office>>> = tokio::sync::Mutex::const_new(BTreeMap::new());
    let mut offices = OFFICES.lock().await;
    if let Some(office) = offices.get(&page) {
        return office.clone();
    }
    let size = u32::try_from(page).unwrap();
    let office = Office::with("DF", |config| {
        config.limits.feed_page = size;
        config.limits.batch_records = size;
    });
    let office = Arc::new(office.await);
    offices.insert(page, office.clone());
    office
}

/// A one-time code for a dealer.
pub fn code_of(office: &Office, dealer: &str) -> String {
    let (now, digest) = (office.hands.now(), wire::hash::sha256(dealer.as_bytes()));
    let secret = wire::enrol::Code::secret_from(&[digest[0], digest[1], digest[2], digest[3], digest[4]]);
    let keys = Keys::open(office.dir.path()).unwrap();
    let fingerprint = wire::enrol::Code::fingerprint_of(&keys.receipt_public());
    office.store().add_code(&wire::hash::sha256_hex(secret.as_bytes()), dealer, now, now + 900_000, None).unwrap();
    wire::enrol::Code { secret, fingerprint }.show()
}

/// A desk of a dealer of its own.
pub async fn dealer(office: &Office, code: &str) -> MemoryDesk {
    office.store().add_dealer(code, code, office.hands.now(), None).unwrap();
    let (code, clock) = (code_of(office, code), office.hands.clone());
    let options = options(Trigger::Click);
    let account = sync::enrol(&office.url, &code, "柜台", None, &move || clock.now(), &options).await.unwrap();
    let desk = MemoryDesk::default();
    desk.set_account("DF", &account, &sync::new_epoch().unwrap()).unwrap();
    desk
}

/// Which page and how many: every case once, in no order, then any.
fn case(seed: u64) -> (u64, u64) {
    let mut left = seed.wrapping_mul(2_654_435_761) % EVERY;
    if seed > EVERY {
        let mut dice = Dice::of(seed);
        return (dice.from_to(1, PAGES), dice.from_to(0, 400));
    }
    for page in 1..=PAGES {
        let numbers = 3 * page + 3;
        if left < numbers {
            return (page, left);
        }
        left -= numbers;
    }
    (PAGES, 0)
}

async fn edge(seed: u64) -> Result<(), String> {
    let (page, n) = case(seed);
    let office = paged(page).await;
    let (code, mut dice) = (format!("D{seed}"), Dice::of(seed));
    let desk = dealer(&office, &code).await;
    for i in 1..=n {
        desk.save("DF", "card", &id(seed * 1_000 + i), &card("DF", i));
    }
    let store = office.store();
    let items: Vec<_> = (0..n).map(|i| format!(r#"{{"n":{i}}}"#)).collect();
    items.iter().for_each(|item| drop(store.add_item(&code, "notice", item, MORNING, None).unwrap()));
    let outcome = run(&desk, "DF", &office.hands).await;
    let all = usize::try_from(n).unwrap();
    must(outcome.problem.is_none() && outcome.received == n, || format!("{n} in pages of {page}: {outcome:?}"))?;
    equal(&office, &desk, &code, all)?;
    let mut read: Vec<_> = desk.items("DF").into_iter().map(|item| item.body).collect();
    read.sort_unstable_by_key(|text| (text.len(), text.clone()));
    must(read == items, || format!("{} of {n} messages in pages of {page}", read.len()))?;
    // Any part of it gone, from one place to another.
    let (a, b) = (dice.from_to(0, n), dice.from_to(0, n));
    let gone = "DELETE FROM record WHERE dealer = ?1 AND record_id BETWEEN ?2 AND ?3";
    let (from, to) = (id(seed * 1_000 + a.min(b)), id(seed * 1_000 + a.max(b)));
    let gone = database(&office).execute(gone, (&code, from, to)).unwrap();
    let outcome = run(&desk, "DF", &office.hands).await;
    must(outcome.reoffered == gone as u64, || {
        format!("{gone} gone of {n} in pages of {page}: {} found", outcome.reoffered)
    })?;
    equal(&office, &desk, &code, all)
}

#[test]
fn requirement_9_every_number_in_every_page_size_arrives_whole() {
    EDGES.each(|seed| long_told(edge(seed)));
}

#[test]
fn every_case_of_the_boundary_story_comes_once() {
    let cases: BTreeSet<_> = (1..=EVERY).map(case).collect();
    assert_eq!(cases.len() as u64, EVERY);
    assert!(
        cases.contains(&(1, 0)) && cases.contains(&(1, 5)) && cases.contains(&(64, 0)) && cases.contains(&(64, 194))
    );
}

/// Thirty-two hands with one batch.
async fn at_once(office: &Office, seed: u64) -> Result<(), String> {
    let code = format!("P{seed}");
    let desk = dealer(office, &code).await;
    run(&desk, "DF", &office.hands).await;
    let account = desk.account("DF").unwrap().unwrap();
    let token = Arc::new(desk.link("DF").unwrap().token.ok_or("no token")?);
    let pinned = sync::key::Pinned::parse(&account.receipt_key);
    let wire = Arc::new(Wire::new(&account.url, pinned, &options(Trigger::Click), MORNING).unwrap());
    let batch = Batch {
        v: 1,
        batch_id: id(seed * 1_000),
        principal: account.principal_code.clone(),
        dealer: account.dealer_code.clone(),
        device_id: account.device_id.clone(),
        epoch: "one".into(),
        receipts: None,
        records: (1..=10).map(|n| record(n, seed)).collect(),
        extra: serde_json::Map::new(),
    };
    let packed = zstd::encode_all(&*serde_json::to_vec(&batch).unwrap(), 3).unwrap();
    let all: Vec<_> = (0..32)
        .map(|_| {
            let (wire, token, packed, batch_id) = (wire.clone(), token.clone(), packed.clone(), batch.batch_id.clone());
            tokio::spawn(async move {
                let digest = STANDARD.encode(wire::hash::sha256(&packed));
                let headers = [
                    ("content-encoding", "zstd".to_owned()),
                    (wire::HEADER_DIGEST, format!("sha-256=:{digest}:")),
                    (wire::HEADER_IDEMPOTENCY, batch_id),
                ];
                wire.ask(Ask { headers: &headers, token: Some(&token), ..Ask::post("/v1/batches", packed.into()) })
                    .await
            })
        })
        .collect();
    let (mut receipts, mut accepted) = (BTreeSet::new(), 0);
    for one in all {
        let reply = one.await.unwrap().map_err(|p| format!("{} {}", p.code, p.detail))?;
        must(reply.status == 200, || format!("status {}", reply.status))?;
        let reply: BatchReply = serde_json::from_slice(&reply.body).map_err(|e| e.to_string())?;
        accepted += reply.results.iter().filter(|r| r.status == Status::Accepted).count();
        let signed: Vec<_> = reply.results.into_iter().map(|r| (r.received_at, r.signature)).collect();
        must(signed.iter().all(|(_, signature)| signature.is_some()), || "a record without a receipt".to_owned())?;
        receipts.insert(signed);
    }
    must(receipts.len() == 1 && accepted == 10, || {
        format!("{} different receipts, {accepted} accepted", receipts.len())
    })?;
    let mut rows = 0;
    let mut count = |record: serde_json::Value| {
        rows += usize::from(record["dealer"] == *code);
        Ok(())
    };
    office.store().list(None, &mut count).unwrap();
    must(rows == 10, || format!("{rows} rows"))
}

fn record(seq: u64, seed: u64) -> Record {
    let body = card("DF", seq);
    Record {
        record_id: id(seed * 1_000 + seq),
        rev: 1,
        base_rev: None,
        kind: "card".into(),
        schema: 1,
        seq,
        hash: wire::hash::sha256_hex(body.as_bytes()),
        body,
        extra: serde_json::Map::new(),
    }
}

#[test]
fn requirement_6_thirty_two_of_the_same_batch_at_once_get_one_receipt() {
    let office = long_told(Office::start("DF"));
    AT_ONCE.each(|seed| long_told(at_once(&office, seed)));
}

#[cfg(unix)]
#[test]
fn requirement_6_thirty_two_of_the_same_batch_at_once_get_one_receipt_on_postgresql() {
    // The cluster lives as long as this head office does.
    let office = long_told(async { Office::on(&Base::postgres(), "DF", |_| {}).await });
    AT_ONCE_ON_POSTGRES.each(|seed| long_told(at_once(&office, seed)));
}
