//! Backup, restore and retention.

use std::path::Path;
use std::process::Command;

use head_office::clock;
use head_office::files::Files;
use head_office::keeping::{self, TooYoung};
use head_office::store::keeping::Retained;
use sync::desk::State;
use sync::memory::MemoryDesk;

use super::common::{MORNING, Office, assert_exactly_once, enrol, good_run, save_cards, states};
use super::server::say;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keep_1_a_backup_of_a_serving_office_is_whole_and_a_restore_loses_nothing() {
    let mut office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 1, 20);
    desk.add_file("DF", b"the workbook of November");
    good_run(&desk, "DF", &office.hands).await;

    let away = tempfile::tempdir().unwrap();
    let dest = away.path().join("2026-11-21");
    let said = say(office.dir.path(), &["backup", dest.to_str().unwrap()]);
    assert!(said.starts_with("20 records, 1 files, "), "{said}");
    let names = |dir: &Path| {
        let mut names: Vec<_> =
            std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(away.path()), ["2026-11-21"], "nothing half is left beside it");

    // Twenty more, then the disk is lost: the copy and the keys are put back.
    save_cards(&desk, "DF", 21, 40);
    good_run(&desk, "DF", &office.hands).await;
    assert_eq!(states(&desk, "DF"), (0, 40, 0, 0));
    office.stop().await;
    for name in ["head-office.db", "head-office.db-wal", "head-office.db-shm"] {
        drop(std::fs::remove_file(office.dir.path().join(name)));
    }
    std::fs::remove_dir_all(office.dir.path().join("blobs")).unwrap();
    copy(&dest, office.dir.path());
    say(office.dir.path(), &["restored"]);
    office.serve(|_| {}).await;
    assert_eq!(office.records("all").len(), 20);
    desk.move_to("DF", &office.url);
    good_run(&desk, "DF", &office.hands).await;
    good_run(&desk, "DF", &office.hands).await;
    assert_eq!(office.records("all").len(), 40);
    assert_exactly_once(&desk, "DF", &office);
    let file = wire::hash::sha256_hex(b"the workbook of November");
    assert_eq!(
        std::fs::read(Files::new(office.dir.path()).path("HB0732", &file)).unwrap(),
        b"the workbook of November"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn keep_1_a_file_that_is_not_what_its_name_says_makes_no_backup() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    desk.add_file("DF", b"whole");
    good_run(&desk, "DF", &office.hands).await;
    let path = Files::new(office.dir.path()).path("HB0732", &wire::hash::sha256_hex(b"whole"));
    std::fs::write(path, b"rotten").unwrap();
    let away = tempfile::tempdir().unwrap();
    let dest = away.path().join("copy");
    assert!(keeping::backup(office.dir.path(), None, &dest).is_err());
    assert!(!dest.exists());
    let of_postgres = keeping::backup(office.dir.path(), Some("postgres://nowhere"), &dest).unwrap_err();
    assert!(of_postgres.to_string().contains("pg_dump"));
    // And one that is there already is not written over.
    std::fs::create_dir(&dest).unwrap();
    let mut again = Command::new(env!("CARGO_BIN_EXE_head-office"));
    let out = again.arg("--data").arg(office.dir.path()).arg("backup").arg(&dest).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("is there already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn keep_2_a_backup_carries_no_key() {
    let office = Office::start("DF").await;
    let away = tempfile::tempdir().unwrap();
    let dest = away.path().join("copy");
    keeping::backup(office.dir.path(), None, &dest).unwrap();
    let names: Vec<_> = std::fs::read_dir(&dest).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("key")), "{names:?}");
    let [receipt, access] =
        ["receipt.key", "access.key"].map(|name| std::fs::read(office.dir.path().join(name)).unwrap());
    let database = std::fs::read(dest.join("head-office.db")).unwrap();
    for key in [receipt, access] {
        let text = key.trim_ascii();
        assert!(!database.windows(text.len()).any(|part| part == text));
    }
}

const DAY_MS: i64 = 24 * 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn keep_3_only_what_nobody_needs_goes_and_the_sums_stay_right() {
    let office = Office::start("DF").await;
    let (read, unread) = (MemoryDesk::default(), MemoryDesk::default());
    enrol(&read, "DF", &office, &office.url).await;
    save_cards(&read, "DF", 1, 10);
    good_run(&read, "DF", &office.hands).await;
    let store = office.store();
    for n in 0..4 {
        store.add_item("HB0732", "notice", &format!(r#"{{"title":"{n}"}}"#), MORNING, None).unwrap();
    }
    store.add_item("HB0732", "work_calendar", r#"{"title":"2026"}"#, MORNING, None).unwrap();
    store.add_item("HB0732", "notice", r#"{"title":"last"}"#, MORNING, None).unwrap();
    good_run(&read, "DF", &office.hands).await;
    good_run(&read, "DF", &office.hands).await;
    // A second device that has read nothing keeps everything for itself.
    enrol(&unread, "DF", &office, &office.url).await;
    office.hands.add(6 * 366 * DAY_MS);
    let now = office.hands.now();
    let before = clock::day_of(MORNING + DAY_MS);
    let retain = |years: u32, dry: bool| keeping::retain(store.as_ref(), office.dir.path(), (before, years), now, dry);
    assert!(matches!(retain(7, true), Err(TooYoung::Kept(_, 7))));
    let counted = retain(5, true).unwrap();
    assert_eq!((counted.feed_items, counted.batches), (0, 1));
    good_run(&unread, "DF", &office.hands).await;
    good_run(&unread, "DF", &office.hands).await;
    let counted = retain(5, true).unwrap();
    assert_eq!((counted.feed_items, counted.batches), (4, 1), "the calendar, and the item cursors name, stay");
    assert_eq!(retain(5, true).unwrap(), counted, "a dry run takes nothing");
    assert!(store.trail(None, 10).unwrap().is_empty());

    assert_eq!(retain(5, false).unwrap(), counted);
    let act = store.trail(None, 10).unwrap().remove(0);
    assert_eq!((act.action.as_str(), act.about.as_str()), ("retain", before.to_string().as_str()));
    assert!(act.detail.contains("1 batches") && act.detail.contains("4 feed items"), "{}", act.detail);
    assert_eq!(retain(5, true).unwrap(), Retained::default());
    // Cursors still stand, sums still agree, nothing is offered again.
    save_cards(&read, "DF", 11, 11);
    let outcome = good_run(&read, "DF", &office.hands).await;
    assert_eq!((outcome.acked, outcome.received), (1, 0));
    assert_eq!(good_run(&read, "DF", &office.hands).await.acked, 0);
    assert_eq!(read.rows("DF").iter().filter(|kept| kept.state == State::Acked).count(), 11);
    assert_exactly_once(&read, "DF", &office);
    // A new device of the dealer gets what it must have.
    let new = MemoryDesk::default();
    enrol(&new, "DF", &office, &office.url).await;
    good_run(&new, "DF", &office.hands).await;
    let mut titles: Vec<String> = new.items("DF").into_iter().map(|item| item.body).collect();
    titles.sort();
    assert_eq!(titles, [r#"{"title":"2026"}"#, r#"{"title":"last"}"#]);
}
