//! How fast, measured when asked for: `cargo test --release -p sync --test speed -- --ignored --nocapture`.
//! Absent: a limit. The house's limits are ratios in one run, and live with its benches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use common::proxy::{Fate, Proxy};
use common::*;
use sync::memory::MemoryDesk;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn ten_thousand_records_up_and_ten_thousand_items_down() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    for n in 1..=10_000 {
        let filler = &wire::hash::sha256_hex(&u64::to_be_bytes(n))[..40];
        let body = card("DF", n).replace("{\"no\"", &format!("{{\"memo\":\"{filler}{}\",\"no\"", "备注".repeat(90)));
        desk.save("DF", "card", &id(n), &body);
    }
    let start = Instant::now();
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 10_000);
    eprintln!("up: 10,000 records in {:?}", start.elapsed());
    let start = Instant::now();
    let again = good_run(&desk, "DF", &office.hands).await;
    eprintln!("no news: {:?} ({} sent)", start.elapsed(), again.sent);
    let store = office.store();
    for n in 0..2_000 {
        store.add_item("HB0732", "settlement", &format!(r#"{{"n":{n}}}"#), MORNING, None).unwrap();
    }
    let start = Instant::now();
    assert_eq!(good_run(&desk, "DF", &office.hands).await.received, 2_000);
    eprintln!("down: 2,000 items in {:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement"]
async fn bytes_on_the_wire() {
    let office = Office::start("DF").await;
    let proxy = Proxy::start(&office.url).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &proxy.url).await;
    good_run(&desk, "DF", &office.hands).await;
    let (requests, bytes) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (r, b) = (requests.clone(), bytes.clone());
    proxy.set(move |seen| {
        r.fetch_add(1, Ordering::SeqCst);
        b.fetch_add(seen.head.len() + seen.len, Ordering::SeqCst);
        Fate::Pass
    });
    let tally = |what: &str| {
        let (r, b) = (requests.swap(0, Ordering::SeqCst), bytes.swap(0, Ordering::SeqCst));
        eprintln!("{what}: {r} requests, {b} bytes up");
    };
    good_run(&desk, "DF", &office.hands).await;
    tally("no news");
    save_cards(&desk, "DF", 1, 1);
    good_run(&desk, "DF", &office.hands).await;
    tally("one card");
    save_cards(&desk, "DF", 2, 10_001);
    good_run(&desk, "DF", &office.hands).await;
    tally("10,000 cards");
}
