//! The same thing more than once: batches in parallel, copied disks, old backups, other bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use sync::desk::{Account, Desk, State};
use sync::http::{Ask, Reply, Wire};
use sync::memory::MemoryDesk;
use sync::outcome::{Problem, Trigger};
use wire::batch::{Batch, BatchReply};
use wire::record::{Record, Status};

/// A hand at the wire, without the program around it.
struct Hand {
    wire: Wire,
    account: Account,
    token: String,
}

impl Hand {
    async fn of(desk: &MemoryDesk, office: &Office) -> Self {
        good_run(desk, "DF", &office.hands).await;
        let account = desk.account("DF").unwrap().unwrap();
        let token = desk.link("DF").unwrap().token.unwrap();
        let mut wire = Wire::new(&account.url, None, &options(Trigger::Click), MORNING).unwrap();
        wire.pin(sync::key::Pinned::parse(&account.receipt_key).unwrap());
        Self { wire, account, token }
    }

    /// The same at another instance.
    fn at(&self, office: &Office) -> Self {
        let mut wire = Wire::new(&office.url, None, &options(Trigger::Click), MORNING).unwrap();
        wire.pin(sync::key::Pinned::parse(&self.account.receipt_key).unwrap());
        Self { wire, account: self.account.clone(), token: self.token.clone() }
    }

    fn batch(&self, records: Vec<Record>) -> Batch {
        Batch {
            v: 1,
            batch_id: id(7_000),
            principal: self.account.principal_code.clone(),
            dealer: self.account.dealer_code.clone(),
            device_id: self.account.device_id.clone(),
            epoch: "e-hand".into(),
            receipts: None,
            records,
            extra: serde_json::Map::new(),
        }
    }

    async fn send(&self, batch: &Batch) -> Result<Reply, Problem> {
        let plain = serde_json::to_vec(batch).unwrap();
        self.post(&batch.batch_id, zstd::encode_all(&*plain, 3).unwrap()).await
    }

    async fn post(&self, batch_id: &str, packed: Vec<u8>) -> Result<Reply, Problem> {
        let digest = STANDARD.encode(wire::hash::sha256(&packed));
        let headers = [
            ("content-encoding", "zstd".to_owned()),
            (wire::HEADER_DIGEST, format!("sha-256=:{digest}:")),
            (wire::HEADER_IDEMPOTENCY, batch_id.to_owned()),
        ];
        let post = Ask { headers: &headers, token: Some(&self.token), ..Ask::post("/v1/batches", packed.into()) };
        self.wire.ask(post).await
    }
}

fn record(seq: u64, body: &str) -> Record {
    Record {
        record_id: id(seq),
        rev: 1,
        base_rev: None,
        kind: "card".into(),
        schema: 1,
        seq,
        hash: wire::hash::sha256_hex(body.as_bytes()),
        body: body.to_owned(),
        extra: serde_json::Map::new(),
    }
}

async fn world(base: &Base) -> (Office, MemoryDesk) {
    let office = Office::on(base, "DF", |_| {}).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    (office, desk)
}

#[tokio::test]
async fn office_2_thirty_two_of_the_same_batch_at_once_are_one_and_get_one_receipt() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        let hand = Arc::new(Hand::of(&desk, &office).await);
        // A data folder is served by one; a database by several.
        let another = if base.cluster.is_some() { Some(office.beside().await) } else { None };
        let other = Arc::new(hand.at(another.as_ref().unwrap_or(&office)));
        for round in 0..20u64 {
            let cards = (1..=10).map(|n| record(round * 10 + n, &card("DF", round * 10 + n)));
            let batch = Arc::new(hand.batch(cards.collect()));
            let all: Vec<_> = (0..32)
                .map(|n| {
                    let (hand, batch) = (if n % 2 == 0 { hand.clone() } else { other.clone() }, batch.clone());
                    tokio::spawn(async move { hand.send(&batch).await.unwrap() })
                })
                .collect();
            let mut receipts = Vec::new();
            let mut accepted = 0;
            for one in all {
                let reply = one.await.unwrap();
                assert_eq!(reply.status, 200);
                let reply: BatchReply = serde_json::from_slice(&reply.body).unwrap();
                accepted += reply.results.iter().filter(|r| r.status == Status::Accepted).count();
                let signed = reply.results.into_iter().map(|r| (r.received_at, r.signature.unwrap()));
                receipts.push(signed.collect::<Vec<_>>());
            }
            receipts.dedup();
            assert_eq!((receipts.len(), accepted), (1, 10));
            assert_eq!(office.records("card").len() as u64, (round + 1) * 10);
        }
    }
}

#[tokio::test]
async fn office_3_other_bytes_under_a_stored_id_are_kept_aside() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        save_cards(&desk, "DF", 1, 1);
        good_run(&desk, "DF", &office.hands).await;
        desk.save("DF", "card", &id(1), &card("DF", 2));
        let outcome = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((outcome.acked, outcome.rejected), (0, 1));
        assert_eq!(desk.rows("DF")[1].last_code.as_deref(), Some("hash_conflict"));
        assert_eq!(office.store().quarantined().unwrap(), 1);
        assert_eq!(office.records("card")[0]["body_text"], card("DF", 1));
    }
}

#[tokio::test]
async fn plan_1_a_desk_put_back_from_a_backup_takes_a_new_epoch_and_loses_nothing() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        save_cards(&desk, "DF", 1, 10);
        good_run(&desk, "DF", &office.hands).await;
        save_cards(&desk, "DF", 11, 15);
        let backup = desk.copy();
        good_run(&desk, "DF", &office.hands).await;
        save_cards(&desk, "DF", 16, 20);
        good_run(&desk, "DF", &office.hands).await;
        // The backup knows fifteen; head office twenty. Work goes on from the backup.
        save_cards(&backup, "DF", 31, 33);
        let outcome = good_run(&backup, "DF", &office.hands).await;
        assert!(outcome.reminted);
        assert_eq!(states(&backup, "DF"), (0, 18, 0, 0));
        assert_eq!(office.records("all").len(), 23);
        let quiet = good_run(&backup, "DF", &office.hands).await;
        assert_eq!((quiet.sent, quiet.reoffered, quiet.reminted), (0, 0, false));
    }
}

#[tokio::test]
async fn sync_20_two_copies_of_one_disk_both_deliver_everything() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        save_cards(&desk, "DF", 1, 10);
        good_run(&desk, "DF", &office.hands).await;
        let copy = desk.copy();
        for round in 0..5 {
            save_cards(&desk, "DF", 100 + round * 10, 103 + round * 10);
            save_cards(&copy, "DF", 200 + round * 10, 204 + round * 10);
            good_run(&desk, "DF", &office.hands).await;
            good_run(&copy, "DF", &office.hands).await;
        }
        assert_eq!(states(&desk, "DF"), (0, 10 + 20, 0, 0));
        assert_eq!(states(&copy, "DF"), (0, 10 + 25, 0, 0));
        assert_eq!(office.records("all").len(), 10 + 20 + 25);
        assert_eq!(office.store().quarantined().unwrap(), 0);
        for one in [&desk, &copy] {
            let quiet = good_run(one, "DF", &office.hands).await;
            assert_eq!((quiet.sent, quiet.reoffered, quiet.reminted), (0, 0, false));
        }
    }
}

#[tokio::test]
async fn two_copies_that_send_out_of_order_lose_nothing_either() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        save_cards(&desk, "DF", 1, 3);
        good_run(&desk, "DF", &office.hands).await;
        let copy = desk.copy();
        for (one, first) in [(&desk, 100), (&copy, 200)] {
            for n in 0..6 {
                // Limits run against the order of saving.
                let due = format!("2026-12-{:02}", 20 - n);
                one.save_rev("DF", "card", &id(first + n), 1, &card("DF", first + n), Some(&due));
            }
            let mut link = one.link("DF").unwrap();
            link.batch_records = 2;
            one.save_link("DF", &link).unwrap();
        }
        let (a, b) = tokio::join!(run(&desk, "DF", &office.hands), run(&copy, "DF", &office.hands));
        assert_eq!((a.problem, b.problem), (None, None));
        for one in [&desk, &copy, &desk, &copy] {
            good_run(one, "DF", &office.hands).await;
        }
        assert_eq!((states(&desk, "DF"), states(&copy, "DF")), ((0, 9, 0, 0), (0, 9, 0, 0)));
        assert_eq!(office.records("all").len(), 3 + 6 + 6);
    }
}

#[tokio::test]
async fn sync_19_a_row_falsely_marked_as_sent_is_found_and_sent() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        save_cards(&desk, "DF", 1, 300);
        good_run(&desk, "DF", &office.hands).await;
        save_cards(&desk, "DF", 301, 305);
        desk.tamper("DF", &id(303), |k| k.state = State::Acked);
        let outcome = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((outcome.acked, outcome.reoffered), (5, 1));
        assert_exactly_once(&desk, "DF", &office);
    }
}

#[tokio::test]
async fn sync_40_the_first_receipt_stays_when_head_office_signs_another() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        save_cards(&desk, "DF", 1, 5);
        good_run(&desk, "DF", &office.hands).await;
        let proofs = || desk.rows("DF").into_iter().map(|k| k.receipt.unwrap()).collect::<Vec<_>>();
        let first = proofs();
        office.behind_the_back("DELETE FROM record");
        office.hands.add(20 * 86_400_000);
        save_cards(&desk, "DF", 6, 6);
        let outcome = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((outcome.acked, outcome.reoffered), (6, 5));
        assert_eq!(proofs()[..5], first);
        let signed = |n: usize| office.records("all")[n]["received_at"].as_i64().unwrap();
        assert!((0..6).all(|n| signed(n) > first[0].received_at), "it signed another");
    }
}

#[tokio::test]
async fn http_3_a_bomb_is_refused_before_it_goes_off() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        let hand = Hand::of(&desk, &office).await;
        let mut bomb = hand.batch(vec![record(1, &" ".repeat(40_000_000))]);
        bomb.records[0].body.push_str("{}");
        let plain = serde_json::to_vec(&bomb).unwrap();
        let packed = zstd::encode_all(&*plain, 3).unwrap();
        assert!(packed.len() < 20_000);
        assert_eq!(hand.post(&bomb.batch_id, packed).await.unwrap().status, 413);
        let fits = hand.batch(vec![record(1, &card("DF", 1))]);
        assert_eq!(hand.send(&fits).await.unwrap().status, 200);
        let mut torn = zstd::encode_all(&*serde_json::to_vec(&fits).unwrap(), 3).unwrap();
        torn.truncate(40);
        assert_eq!(hand.post(&fits.batch_id, torn).await.unwrap().status, 400);
    }
}

#[tokio::test]
async fn http_2_a_batch_under_another_name_is_refused() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        let hand = Hand::of(&desk, &office).await;
        let good = hand.batch(vec![record(1, &card("DF", 1))]);
        let status = async |change: fn(&mut Batch)| {
            let mut batch = good.clone();
            change(&mut batch);
            hand.send(&batch).await.unwrap().status
        };
        assert_eq!(status(|b| b.dealer = "HB9999".into()).await, 400);
        assert_eq!(status(|b| b.device_id = "d".into()).await, 400);
        assert_eq!(status(|b| b.principal = "LW".into()).await, 409);
        assert_eq!(status(|b| b.v = 2).await, 400);
        assert_eq!(status(|b| b.epoch = String::new()).await, 400);
        assert!(office.records("all").is_empty());
    }
}

#[tokio::test]
async fn http_1_every_answer_is_signed() {
    for base in Base::each() {
        let (office, desk) = world(&base).await;
        let hand = Hand::of(&desk, &office).await;
        let status = async |ask: Ask<'_>| hand.wire.ask(ask).await.unwrap().status;
        assert_eq!(status(Ask::get("/v1/nothing")).await, 404);
        assert_eq!(status(Ask::get("/v1/batches")).await, 405);
        assert_eq!(status(Ask::get("/v1/feed")).await, 401);
        assert_eq!(status(Ask::post("/v1/token", "x".into())).await, 400);
        let large = || Ask::post("/v1/batches", vec![0; 7_000_000].into());
        assert_eq!(status(large()).await, 401, "read to its end, and no further");
        assert_eq!(status(Ask { token: Some(&hand.token), ..large() }).await, 413);
        assert_eq!(status(Ask::get("/v1/blobs/nothex")).await, 401);
    }
}
