//! One thing that is wrong keeps nothing else back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::sync::Arc;

use common::proxy::{Fate, Proxy, html};
use common::*;
use sync::desk::{Desk, Link};
use sync::memory::MemoryDesk;
use sync::outcome::Class;

async fn world() -> (Office, Proxy, MemoryDesk) {
    let office = Office::start("DF").await;
    let proxy = Proxy::start(&office.url).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &proxy.url).await;
    (office, proxy, desk)
}

#[tokio::test]
async fn sync_42_a_torn_message_stops_no_card() {
    let (office, _proxy, desk) = world().await;
    office.store().add_item("HB0732", "notice", r#"{"title":"通知"}"#, MORNING, None).unwrap();
    office.behind_the_back("UPDATE feed SET hash = 'another'");
    save_cards(&desk, "DF", 1, 3);
    let outcome = run(&desk, "DF", &office.hands).await;
    let problem = outcome.problem.unwrap();
    assert_eq!((&*problem.code, problem.class), ("feed_torn", Class::Transient), "and it is said");
    assert_eq!((outcome.acked, outcome.received), (3, 0));
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn sync_42_a_feed_that_a_box_does_not_let_through_stops_no_card() {
    for fate in [html("413 Payload Too Large"), html("500 Oops"), Fate::MidReply] {
        let (office, proxy, desk) = world().await;
        office.store().add_item("HB0732", "notice", r#"{"title":"通知"}"#, MORNING, None).unwrap();
        save_cards(&desk, "DF", 1, 3);
        let file = desk.add_file("DF", b"workbook");
        proxy.set(move |seen| if seen.what.contains("/v1/feed") { fate.clone() } else { Fate::Pass });
        let outcome = run(&desk, "DF", &office.hands).await;
        assert!(outcome.problem.is_some());
        assert_eq!((outcome.acked, outcome.blobs, outcome.received), (3, 1, 0));
        assert!(office.dir.path().join("blobs/HB0732").join(file).exists());
        proxy.set(|_| Fate::Pass);
        assert_eq!(good_run(&desk, "DF", &office.hands).await.received, 1, "nothing of it was passed over");
    }
}

#[tokio::test]
async fn sync_43_a_check_that_says_less_than_was_asked_ends_the_run() {
    for (from, to) in [(r#""positions":"#, r#""places":"#), (r#""sums":[{"#, r#""sums":[],"also":[{"#)] {
        let (office, proxy, desk) = world().await;
        save_cards(&desk, "DF", 1, 20);
        good_run(&desk, "DF", &office.hands).await;
        office.behind_the_back("DELETE FROM position WHERE seq < 5");
        save_cards(&desk, "DF", 21, 21);
        let seed = office.seed();
        proxy.set(move |seen| match seen.what.ends_with("/v1/streams/check") {
            true => resigned(from, to, seed),
            false => Fate::Pass,
        });
        let outcome = run(&desk, "DF", &office.hands).await;
        assert_eq!(outcome.problem.map(|p| p.code).as_deref(), Some("unreadable"), "{from}");
    }
}

#[tokio::test]
async fn sync_24_a_file_torn_at_head_office_is_sent_again_from_its_beginning() {
    let (office, proxy, desk) = world().await;
    let bytes: Vec<u8> = (0..700_000u32).map(|i| (i % 251) as u8).collect();
    let sha256 = desk.add_file("DF", &bytes);
    let mut puts = 0;
    proxy.set(move |seen| {
        puts += usize::from(seen.what.starts_with("PUT"));
        if seen.what.starts_with("PUT") && puts == 2 { Fate::BeforeBody } else { Fate::Pass }
    });
    assert!(run(&desk, "DF", &office.hands).await.problem.is_some());
    let path = office.dir.path().join("blobs/HB0732").join(&sha256);
    let part = path.with_extension("part");
    let torn = vec![0; std::fs::metadata(&part).unwrap().len() as usize];
    std::fs::write(&part, torn).unwrap();
    assert_eq!(good_run(&desk, "DF", &office.hands).await.blobs, 1);
    assert!(std::fs::read(path).unwrap() == bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_44_a_run_whose_right_is_anothers_now_does_not_write_over_what_that_one_remembers() {
    let (office, proxy, desk) = world().await;
    let desk = Arc::new(desk);
    save_cards(&desk, "DF", 1, 3);
    let (other, hands) = (desk.clone(), office.hands.clone());
    let enrolled_anew = move || {
        hands.add(3 * 60_000);
        assert!(other.take_lease("DF", "another", hands.now(), hands.now() + 120_000).unwrap());
        other.save_link("DF", &Link { problem_detail: Some("another's".into()), ..Link::default() }).unwrap();
    };
    proxy.once("/v1/batches", Fate::Meanwhile(Arc::new(enrolled_anew)));
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(outcome.problem.map(|p| p.code).as_deref(), Some("lease_lost"));
    let link = desk.link("DF").unwrap();
    assert_eq!((link.problem_detail.as_deref(), link.token), (Some("another's"), None));
}

#[tokio::test]
async fn a_revoked_device_keeps_no_token() {
    let (office, _proxy, desk) = world().await;
    good_run(&desk, "DF", &office.hands).await;
    assert!(desk.link("DF").unwrap().token.is_some());
    let device = desk.account("DF").unwrap().unwrap().device_id;
    office.store().revoke(&device, office.hands.now(), None).unwrap();
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(outcome.problem.map(|p| p.code).as_deref(), Some("revoked"));
    assert_eq!(desk.link("DF").unwrap().token, None);
}

#[tokio::test]
async fn sync_17_what_is_not_slow_halves_nothing() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 60);
    proxy.set(|seen| if seen.what.ends_with("/v1/batches") { Fate::SpoilUp(20) } else { Fate::Pass });
    for _ in 0..3 {
        let outcome = run(&desk, "DF", &office.hands).await;
        assert_eq!(outcome.problem.map(|p| p.code).as_deref(), Some("digest_mismatch"));
    }
    assert_eq!(desk.link("DF").unwrap().batch_records, 0, "as large as ever");
    proxy.set(|_| Fate::Pass);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 60);
    assert_exactly_once(&desk, "DF", &office);
}
