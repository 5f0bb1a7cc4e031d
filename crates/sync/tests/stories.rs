//! The everyday of a queue: offline, online, refused, waiting, two makers, the feed, files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use common::*;
use serde_json::json;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Class, Skipped, Trigger};

#[tokio::test]
async fn what_was_saved_offline_drains_when_the_line_is_back() {
    let mut office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    save_cards(&desk, "DF", 1, 3);
    let before = run(&desk, "DF", &office.hands).await;
    assert_eq!(before.skipped, Some(Skipped::NotEnrolled));
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 4, 450);
    office.stop().await;
    let offline = run(&desk, "DF", &office.hands).await;
    let problem = offline.problem.unwrap();
    assert_eq!((&*problem.code, problem.class), ("refused", Class::Transient));
    assert_eq!(problem.retry_at, offline.next_attempt_at);
    assert_eq!(states(&desk, "DF"), (450, 0, 0, 0));
    office.serve(|_| {}).await;
    desk.move_to("DF", &office.url);
    let online = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((online.sent, online.acked), (450, 450));
    assert_exactly_once(&desk, "DF", &office);
    let again = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((again.sent, again.acked, again.reoffered), (0, 0, 0));
}

#[tokio::test]
async fn sync_18_one_bad_card_among_three_hundred_hurts_nobody_else() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 1, 149);
    desk.save("DF", "card", &id(150), r#"{"sale":{"sold_on":"2026-11-01"},"unit":{"serial":" "}}"#);
    desk.save("DF", "card", &id(151), &card("LW", 151));
    desk.save("DF", "card", &id(152), &card("DF", 152).replace("2025-06-01", "2026-11-23"));
    desk.save("DF", "card", &id(153), "not json");
    save_cards(&desk, "DF", 154, 300);
    let outcome = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((outcome.acked, outcome.rejected), (296, 4));
    let rejected: Vec<_> = desk
        .rows("DF")
        .into_iter()
        .filter(|k| k.state == State::Rejected)
        .map(|k| (k.last_code.unwrap(), k.last_field.unwrap()))
        .collect();
    let expect = [
        ("missing", "unit.serial"),
        ("wrong_principal", "principal"),
        ("future_day", "sale.sold_on"),
        ("bad_body", "body"),
    ];
    assert_eq!(rejected, expect.map(|(c, f)| (c.to_owned(), f.to_owned())));
    assert_exactly_once(&desk, "DF", &office);
    // The clerk mends one: a new revision, and only that one travels.
    desk.save_rev("DF", "card", &id(150), 2, &card("DF", 150), None);
    let mended = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((mended.sent, mended.acked, mended.reoffered), (1, 1, 0));
}

#[tokio::test]
async fn office_5_a_report_waits_for_its_lines_and_a_reversal_for_its_card() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    let body = card("DF", 1);
    let hash = wire::hash::sha256_hex(body.as_bytes());
    let report = json!({"principal": "DF", "key": "W03", "lines": [{"record_id": id(1), "hash": hash}]});
    let reversal = json!({"principal": "DF", "of": id(1), "reason": "退货"});
    desk.save_rev("DF", "report", &id(90), 1, &report.to_string(), Some("2026-11-01"));
    desk.save_rev("DF", "reversal", &id(91), 1, &reversal.to_string(), Some("2026-11-01"));
    let first = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((first.acked, first.deferred), (0, 2));
    let codes: Vec<_> = desk.rows("DF").into_iter().filter_map(|k| k.last_code).collect();
    assert_eq!(codes, ["lines_missing", "target_missing"]);
    assert!(good_run_by(&desk, Trigger::Save, &office).await.sent == 0, "nothing changed");
    desk.save("DF", "card", &id(1), &body);
    let second = good_run_by(&desk, Trigger::Save, &office).await;
    assert_eq!((second.sent, second.acked), (3, 3));
    assert_exactly_once(&desk, "DF", &office);
}

async fn good_run_by(desk: &MemoryDesk, trigger: Trigger, office: &Office) -> sync::outcome::Outcome {
    let outcome = run_by(desk, "DF", &office.hands, trigger).await;
    assert_eq!((&outcome.problem, outcome.skipped), (&None, None));
    outcome
}

#[tokio::test]
async fn revisions_arrive_in_any_order() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    // Revision 3 has the nearest limit, so it goes first; a batch of one each.
    let mut link = desk.link("DF").unwrap();
    link.batch_records = 1;
    desk.save_link("DF", &link).unwrap();
    desk.save_rev("DF", "card", &id(1), 3, &card("DF", 3), Some("2026-11-01"));
    desk.save_rev("DF", "card", &id(1), 2, &card("DF", 2), Some("2026-11-02"));
    desk.save_rev("DF", "card", &id(1), 1, &card("DF", 1), Some("2026-11-03"));
    let outcome = good_run(&desk, "DF", &office.hands).await;
    assert_eq!(outcome.deferred, 2);
    assert_eq!(states(&desk, "DF"), (0, 3, 0, 0));
    let states: Vec<_> = office.records("card").iter().map(|r| (r["rev"].clone(), r["state"].clone())).collect();
    assert_eq!(json!(states), json!([[3, "accepted"], [2, "superseded"], [1, "superseded"]]));
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn two_makers_and_neither_holds_a_byte_of_the_other() {
    let (df, lw) = (Office::start("DF").await, Office::start("LW").await);
    let desk = MemoryDesk::default();
    enrol(&desk, "p-df", &df, &df.url).await;
    enrol(&desk, "p-lw", &lw, &lw.url).await;
    for n in 1..=20 {
        desk.save("p-df", "card", &id(n), &card("DF", n));
        desk.save("p-lw", "card", &id(100 + n), &card("LW", 100 + n));
    }
    good_run(&desk, "p-df", &df.hands).await;
    good_run(&desk, "p-lw", &lw.hands).await;
    assert_exactly_once(&desk, "p-df", &df);
    assert_exactly_once(&desk, "p-lw", &lw);
    for n in 1..=20 {
        assert!(holds(df.dir.path(), id(n).as_bytes()) && !holds(lw.dir.path(), id(n).as_bytes()));
        let other = id(100 + n);
        assert!(holds(lw.dir.path(), other.as_bytes()) && !holds(df.dir.path(), other.as_bytes()));
    }
}

#[tokio::test]
async fn sync_21_the_feed_comes_down_whole_at_every_page_boundary() {
    for total in 0..=9u64 {
        for page in 1..=4u32 {
            let office = Office::with("DF", |c| c.limits.feed_page = page).await;
            let desk = MemoryDesk::default();
            enrol(&desk, "DF", &office, &office.url).await;
            let store = office.store();
            for n in 0..total {
                let body = format!(r#"{{"n":{n}}}"#);
                store.add_item("HB0732", "settlement", &body, MORNING + n as i64, None).unwrap();
            }
            let outcome = good_run(&desk, "DF", &office.hands).await;
            assert_eq!(outcome.received, total, "{total} items in pages of {page}");
            assert_eq!(desk.items("DF").len() as u64, total);
            let quiet = good_run(&desk, "DF", &office.hands).await;
            assert_eq!(quiet.received, 0);
            store.add_item("HB0732", "drone_photo", "{}", MORNING, None).unwrap();
            let one = good_run(&desk, "DF", &office.hands).await;
            assert_eq!((one.received, desk.items("DF").len() as u64), (1, total + 1));
        }
    }
}

#[tokio::test]
async fn sync_22_a_cursor_of_another_feed_means_reading_from_the_start() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    for n in 0..5 {
        let body = format!(r#"{{"n":{n}}}"#);
        office.store().add_item("HB0732", "notice", &body, MORNING, None).unwrap();
    }
    desk.apply_feed("DF", &[], Some("3-of-another-life"), 0).unwrap();
    let outcome = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((outcome.received, desk.items("DF").len()), (5, 5));
}

#[tokio::test]
async fn sync_23_files_go_up_in_chunks_and_are_whole() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    let chunk = wire::blob::CHUNK as usize;
    for len in [1, chunk - 1, chunk, chunk + 1, 3 * chunk] {
        let bytes: Vec<u8> = (0..len).map(|i| (i * 7 % 251) as u8).collect();
        let sha256 = desk.add_file("DF", &bytes);
        assert_eq!(good_run(&desk, "DF", &office.hands).await.blobs, 1);
        let path = office.dir.path().join("blobs/HB0732").join(sha256);
        assert!(std::fs::read(path).unwrap() == bytes, "{len}");
    }
}

#[tokio::test]
async fn sync_24_a_file_that_cannot_be_sent_does_not_keep_the_next_waiting() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    desk.add_file("DF", b"");
    let good = desk.add_file("DF", b"workbook");
    assert_eq!(good_run(&desk, "DF", &office.hands).await.blobs, 1);
    assert!(office.dir.path().join("blobs/HB0732").join(good).exists());
    assert!(desk.blobs("DF", 9).unwrap().is_empty(), "the empty one is given up, with its reason");
}

#[tokio::test]
async fn wire_3_an_unknown_kind_and_unknown_fields_are_kept_byte_for_byte() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    let body = "{ \"future\" : [1, 2.50, \"𠮷\"],\n\"a\":null}";
    desk.save("DF", "drone_photo", &id(1), body);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 1);
    assert_eq!(office.records("drone_photo")[0]["body_text"], body);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn one_uploader_at_a_time_and_the_schedule_is_kept() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    let now = office.hands.now();
    assert!(desk.take_lease("DF", "another", now, now + 60_000).unwrap());
    assert_eq!(run(&desk, "DF", &office.hands).await.skipped, Some(Skipped::Busy));
    desk.drop_lease("DF", "another").unwrap();
    let next = good_run(&desk, "DF", &office.hands).await.next_attempt_at.unwrap();
    let tick = run_by(&desk, "DF", &office.hands, Trigger::Tick).await;
    assert_eq!(tick.skipped, Some(Skipped::NotDue));
    office.hands.add(next - now);
    let tick = run_by(&desk, "DF", &office.hands, Trigger::Tick).await;
    assert_eq!((tick.skipped, tick.problem), (None, None));
}

#[tokio::test]
async fn a_wrong_clock_is_measured_and_stops_nothing() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 1, 5);
    let two_years = 2 * 365 * 86_400_000;
    for skew in [two_years, -two_years, 0] {
        let hands = Hands::new();
        hands.add(skew);
        desk.save("DF", "card", &id((skew / 1000 + 99_000_000) as u64), &card("DF", 7));
        let outcome = good_run(&desk, "DF", &hands).await;
        assert_eq!(outcome.skew_ms, Some(-skew));
    }
    assert_exactly_once(&desk, "DF", &office);
}
