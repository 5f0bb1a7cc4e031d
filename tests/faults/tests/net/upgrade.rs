//! Requirement 24: desks and head offices of another year, as the bytes they send, against ours.
//!
//! `fixtures/wire/v1-older` is the first form of the protocol: every field it needed and none that came later. `v1-newer`
//! has fields, kinds, statuses and abilities nobody here knows.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use sanbao_faults::proxy::{Fate, Proxy, Seen};
use sanbao_faults::runs::Runs;
use serde_json::Value;
use sync::desk::{Account, Desk, State};
use sync::http::{Ask, Wire};
use sync::memory::MemoryDesk;
use sync::outcome::Trigger;
use wire::batch::BatchReply;
use wire::record::Status;

use crate::common::*;
use crate::ways::{must, told};

const MATRIX: Runs = Runs { requirement: 24, test: "requirement_24_wire", side: "desk, head-office/sqlite", short: 4 };

/// The key of the recorded head office. Everybody knows it: it is good for nothing else.
const OFFICE: [u8; 32] = [1; 32];
/// The device of the recorded desks.
const DEVICE: &str = "01940000-0000-7000-8000-0000000000dd";

struct Year {
    hello: &'static str,
    batch: &'static str,
    reply: &'static str,
    feed: &'static str,
}

macro_rules! year {
    ($folder:literal) => {
        Year {
            hello: include_str!(concat!("../../fixtures/wire/", $folder, "/hello.json")),
            batch: include_str!(concat!("../../fixtures/wire/", $folder, "/batch.json")),
            reply: include_str!(concat!("../../fixtures/wire/", $folder, "/reply.json")),
            feed: include_str!(concat!("../../fixtures/wire/", $folder, "/feed.json")),
        }
    };
}

const OLDER: Year = year!("v1-older");
const NEWER: Year = year!("v1-newer");

/// Sends a recorded batch to our head office, as the recorded device, and sees each record stored as it was sent.
async fn their_desk(year: &Year) -> Result<(), String> {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    let there = Connection::open(office.dir.path().join("head-office.db")).unwrap();
    there.execute("UPDATE device SET device_id = ?1", [DEVICE]).unwrap();
    let account = Account { device_id: DEVICE.to_owned(), ..desk.account("DF").unwrap().unwrap() };
    desk.set_account("DF", &account, "e1").unwrap();
    good_run(&desk, "DF", &office.hands).await;
    let token = desk.link("DF").unwrap().token.ok_or("no token")?;
    let wire =
        Wire::new(&office.url, sync::key::Pinned::parse(&account.receipt_key), &options(Trigger::Click), MORNING)
            .unwrap();
    let sent: Value = serde_json::from_str(year.batch).unwrap();
    for expected in [Status::Accepted, Status::Duplicate] {
        let headers = [
            (wire::HEADER_DIGEST, format!("sha-256=:{}:", STANDARD.encode(wire::hash::sha256(year.batch.as_bytes())))),
            (wire::HEADER_IDEMPOTENCY, sent["batch_id"].as_str().unwrap().to_owned()),
        ];
        let ask = Ask { headers: &headers, token: Some(&token), ..Ask::post("/v1/batches", year.batch.into()) };
        let reply = wire.ask(ask).await.map_err(|p| p.detail)?;
        let said = String::from_utf8_lossy(&reply.body).into_owned();
        let reply: BatchReply = serde_json::from_slice(&reply.body).map_err(|_| said.clone())?;
        must(reply.results.iter().all(|r| r.status == expected && r.signature.is_some()), || said)?;
    }
    let stored = office.records("all");
    let records = sent["records"].as_array().unwrap();
    must(stored.len() == records.len(), || format!("{} stored", stored.len()))?;
    records.iter().try_for_each(|record| as_sent(record, &stored))
}

/// Kind and body as they came, byte for byte, and every field beside them.
fn as_sent(record: &Value, stored: &[Value]) -> Result<(), String> {
    let held = stored.iter().find(|held| held["record_id"] == record["record_id"]).ok_or("not stored")?;
    must(held["body_text"] == record["body"] && held["kind"] == record["kind"], || held.to_string())?;
    let known = ["record_id", "rev", "base_rev", "kind", "schema", "seq", "hash", "body"];
    let mut beside = record.as_object().unwrap().clone();
    known.iter().for_each(|name| drop(beside.shift_remove(*name)));
    let kept = held["extra"].as_str().unwrap_or("{}");
    must(kept == serde_json::to_string(&beside).unwrap(), || format!("beside it: {kept}"))
}

/// What the recorded head office says to this request, signed for it.
fn recorded(year: &Year, seen: &Seen) -> Fate {
    let (method, path) = seen.what.split_once(' ').unwrap();
    let body = match path {
        "/v1/hello" => year.hello,
        "/v1/batches" => year.reply,
        "/v1/feed" => year.feed,
        _ => return Fate::BeforeBody,
    };
    let name = format!("{}: ", wire::HEADER_REQUEST.to_lowercase());
    let nonce = seen.head.lines().find_map(|l| l.to_lowercase().strip_prefix(&name).map(str::to_owned)).unwrap();
    let text = wire::sign::response(method, path, &nonce, 200, &wire::hash::sha256_hex(body.as_bytes()));
    let signature = sync::key::sign(&OFFICE, &text);
    Fate::Answer(format!(
        "HTTP/1.1 200 OK\r\n{}: {signature}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        wire::HEADER_SIGNATURE,
        body.len()
    ))
}

/// Our desk, with three cards, against the recorded head office.
async fn their_office(year: &'static Year) -> Result<(MemoryDesk, sync::outcome::Outcome), String> {
    let line = Proxy::start("http://127.0.0.1:9").await;
    line.set(move |seen| recorded(year, seen));
    let desk = MemoryDesk::default();
    let account = Account {
        url: line.url.clone(),
        server_id: "fixture".into(),
        principal_code: "DF".into(),
        principal_name: "东风".into(),
        dealer_code: "HB0732".into(),
        dealer_name: "大地农机".into(),
        device_id: DEVICE.into(),
        device_seed: [2; 32],
        receipt_key: sync::key::public(&OFFICE),
        handovers: Vec::new(),
        enrolled_at: MORNING,
    };
    desk.set_account("DF", &account, "e1").unwrap();
    for (n, serial) in [(1, "0012"), (2, "0013"), (3, "0014")] {
        let body = format!(r#"{{"principal":"DF","unit":{{"serial":"{serial}"}},"sale":{{"sold_on":"2025-06-01"}}}}"#);
        desk.save("DF", "card", &id(n), &body);
    }
    let outcome = run(&desk, "DF", &Hands::new()).await;
    Ok((desk, outcome))
}

fn standing(desk: &MemoryDesk) -> Vec<(State, Option<String>)> {
    desk.rows("DF").into_iter().map(|k| (k.state, k.last_code)).collect()
}

async fn older_office() -> Result<(), String> {
    let (desk, outcome) = their_office(&OLDER).await?;
    must(outcome.problem.is_none() && outcome.acked == 3, || format!("{outcome:?}"))?;
    let account = desk.account("DF").unwrap().unwrap();
    let proved = desk.rows("DF").iter().all(|k| k.receipt.as_ref().is_some_and(|r| sync::is_good_receipt(&account, r)));
    must(proved, || "a receipt does not verify".to_owned())
}

async fn newer_office() -> Result<(), String> {
    let (desk, outcome) = their_office(&NEWER).await?;
    // A status nobody here knows leaves its record waiting, and says so; the others have theirs.
    must(outcome.problem.as_ref().is_some_and(|p| p.code == "no_verdict"), || format!("{:?}", outcome.problem))?;
    let expected = [
        (State::Acked, None),
        (State::Rejected, Some("wrong_season".to_owned())),
        (State::Pending, Some("unknown_status".to_owned())),
    ];
    must(standing(&desk) == expected, || format!("{:?}", standing(&desk)))?;
    let feed: Value = serde_json::from_str(NEWER.feed).unwrap();
    let items = desk.items("DF");
    let alike = |(item, sent): (&wire::feed::FeedItem, &Value)| {
        item.body == *sent["body"].as_str().unwrap() && item.kind == *sent["kind"].as_str().unwrap()
    };
    let all = feed["items"].as_array().unwrap();
    must(items.len() == all.len() && items.iter().zip(all).all(alike), || format!("{items:?}"))
}

#[test]
fn requirement_24_desks_and_head_offices_of_another_year_understand_ours() {
    MATRIX.each(|seed| {
        told(async {
            match seed % 4 {
                0 => their_desk(&OLDER).await,
                1 => their_desk(&NEWER).await,
                2 => older_office().await,
                _ => newer_office().await,
            }
        })
    });
}
