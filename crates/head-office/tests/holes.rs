//! What head office lost is found by the desk and sent again; no side is overwritten.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../sync/tests/common/mod.rs"]
mod common;

use std::path::Path;

use common::*;
use sync::desk::Desk;
use sync::memory::MemoryDesk;

async fn world(base: &Base, cards: u64) -> (Office, MemoryDesk) {
    let office = Office::on(base, "DF", |_| {}).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 1, cards);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, cards);
    (office, desk)
}

#[tokio::test]
async fn sync_19_any_one_row_deleted_at_head_office_comes_back_in_the_next_run() {
    for base in Base::each() {
        let (office, desk) = world(&base, 2_000).await;
        for n in [1, 2, 777, 1_234, 1_999, 2_000] {
            let gone = format!("DELETE FROM record WHERE record_id = '{}'", id(n));
            office.behind_the_back(&gone);
            assert_eq!(office.records("card").len(), 1_999);
            let outcome = good_run(&desk, "DF", &office.hands).await;
            assert_eq!((outcome.reoffered, outcome.acked), (1, 1), "row {n}");
            assert_exactly_once(&desk, "DF", &office);
        }
        let quiet = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((quiet.reoffered, quiet.sent), (0, 0));
    }
}

#[tokio::test]
async fn many_rows_and_bare_places_deleted_come_back_too() {
    for base in Base::each() {
        let (office, desk) = world(&base, 1_000).await;
        office.behind_the_back("DELETE FROM record WHERE server_seq % 3 = 0");
        office.behind_the_back("DELETE FROM position WHERE seq BETWEEN 401 AND 450");
        let outcome = good_run(&desk, "DF", &office.hands).await;
        assert_eq!(outcome.reoffered, 333 + 50 - 17, "every third, and the places that still had their record");
        assert_exactly_once(&desk, "DF", &office);
    }
}

#[tokio::test]
async fn office_4_a_rejected_record_is_not_a_hole() {
    for base in Base::each() {
        let (office, desk) = world(&base, 10).await;
        desk.save("DF", "card", &id(11), "{}");
        save_cards(&desk, "DF", 12, 20);
        good_run(&desk, "DF", &office.hands).await;
        let quiet = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((quiet.reoffered, quiet.sent), (0, 0));
        let device = &office.store().devices().unwrap()[0];
        let epoch = desk.counts("DF").unwrap()[0].epoch.clone();
        let state = &office.store().streams(device, &[&epoch]).unwrap()[0];
        assert_eq!((state.contiguous_upto, state.count), (20, 20));
    }
}

#[tokio::test]
async fn check_6_a_reversal_of_what_is_refused_does_not_wait_for_ever() {
    for base in Base::each() {
        let (office, desk) = world(&base, 1).await;
        let of = |n: u64| format!(r#"{{"of":"{}"}}"#, id(n));
        // The reversal comes first and waits; then what it is about comes and is refused.
        desk.save("DF", "reversal", &id(20), &of(21));
        assert_eq!(good_run(&desk, "DF", &office.hands).await.deferred, 1);
        desk.save("DF", "card", &id(21), "{}");
        good_run(&desk, "DF", &office.hands).await;
        // The other way about.
        desk.save("DF", "card", &id(22), "{}");
        good_run(&desk, "DF", &office.hands).await;
        desk.save("DF", "reversal", &id(23), &of(22));
        good_run(&desk, "DF", &office.hands).await;
        assert_eq!(office.records("reversal").iter().filter(|r| r["state"] == "accepted").count(), 2);
        let quiet = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((quiet.reoffered, quiet.sent), (0, 0));
        assert_eq!(desk.counts("DF").unwrap()[0].deferred, 0);
    }
}

#[tokio::test]
async fn a_head_office_put_back_from_an_old_copy_gets_everything_again() {
    let (mut office, desk) = world(&Base::sqlite(), 50).await;
    office.stop().await;
    let old = tempfile::tempdir().unwrap();
    copy_database(office.dir.path(), old.path());
    office.serve(|_| {}).await;
    desk.move_to("DF", &office.url);
    save_cards(&desk, "DF", 51, 400);
    office.store().add_item("HB0732", "notice", "{}", MORNING, None).unwrap();
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 350);
    office.stop().await;
    copy_database(old.path(), office.dir.path());
    office.serve(|_| {}).await;
    desk.move_to("DF", &office.url);
    assert_eq!(office.records("card").len(), 50);
    let outcome = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((outcome.reoffered, outcome.acked), (350, 350));
    assert_exactly_once(&desk, "DF", &office);
    // The feed was put back too: its cursor is unknown, and nothing of what was read is lost.
    assert_eq!(desk.items("DF").len(), 1);
    office.store().add_item("HB0732", "notice", r#"{"n":2}"#, MORNING, None).unwrap();
    good_run(&desk, "DF", &office.hands).await;
    assert_eq!(desk.items("DF").len(), 2);
}

fn copy_database(from: &Path, to: &Path) {
    for name in ["head-office.db", "head-office.db-wal", "head-office.db-shm"] {
        let _ = std::fs::remove_file(to.join(name));
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}
