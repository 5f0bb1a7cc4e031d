//! The disk loses what a real one may lose, and nothing else.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use std::path::Path;

use rusqlite::Connection;

use sanbao_crash_vfs::{Dice, Disk, Fault, Loss};

fn open(dir: &Path, journal: &str, synchronous: &str) -> rusqlite::Result<Connection> {
    let db = Connection::open(dir.join("a.db"))?;
    db.pragma_update(None, "journal_mode", journal)?;
    db.pragma_update(None, "synchronous", synchronous)?;
    Ok(db)
}

fn put(db: &Connection, n: u64) -> rusqlite::Result<usize> {
    db.execute("INSERT INTO t (n, filler) VALUES (?1, randomblob(3000))", [n as i64])
}

/// Writes until the power goes; answers how many rows were acknowledged.
fn until_the_cut(dir: &Path, journal: &str, synchronous: &str) -> u64 {
    let mut acknowledged = 0;
    let Ok(db) = open(dir, journal, synchronous) else { return 0 };
    while put(&db, acknowledged + 1).is_ok() {
        acknowledged += 1;
    }
    acknowledged
}

/// Cuts the power at a point of the seed; answers rows acknowledged and rows left, or why the database does not open.
fn cut(journal: &str, synchronous: &str, seed: u64) -> (u64, Result<u64, String>) {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(seed);
    let disk = Disk::at(dir.path()).unwrap();
    let db = open(dir.path(), journal, "EXTRA").unwrap();
    db.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, filler BLOB)").unwrap();
    drop(db);
    disk.arm(Fault::PowerCut, 1 + dice.below(400));
    let acknowledged = until_the_cut(dir.path(), journal, synchronous);
    assert!(disk.met());
    disk.power_on(Loss::any(&mut dice), seed).unwrap();
    let left = || -> Result<u64, String> {
        let db = open(dir.path(), journal, "FULL").map_err(|e| e.to_string())?;
        let sound: String = db.query_row("PRAGMA integrity_check", [], |r| r.get(0)).map_err(|e| e.to_string())?;
        let rows: i64 = db.query_row("SELECT count(*) FROM t", [], |r| r.get(0)).map_err(|e| e.to_string())?;
        if sound == "ok" { Ok(rows as u64) } else { Err(sound) }
    };
    (acknowledged, left())
}

#[test]
fn with_the_right_syncs_nothing_acknowledged_is_lost() {
    // A journal that is deleted needs one sync more, of its folder: `EXTRA`, as SQLite's manual has it.
    for (journal, synchronous) in [("WAL", "FULL"), ("DELETE", "EXTRA"), ("TRUNCATE", "FULL")] {
        for seed in 0..60 {
            let (acknowledged, left) = cut(journal, synchronous, seed);
            let left = left.unwrap_or_else(|why| panic!("{journal}, seed {seed}: {why}"));
            assert!(left == acknowledged || left == acknowledged + 1, "{journal} {seed}: {left} of {acknowledged}");
        }
    }
}

#[test]
fn a_log_that_is_not_synced_at_commit_loses_commits_and_stays_whole() {
    let mut lost = 0;
    for seed in 0..60 {
        let (acknowledged, left) = cut("WAL", "NORMAL", seed);
        lost += u64::from(left.unwrap() < acknowledged);
    }
    assert!(lost > 30, "only {lost} of 60 cuts lost a commit");
}

#[test]
fn a_deleted_journal_comes_back_when_its_folder_was_not_synced() {
    let cuts = || (0..60).map(|seed| cut("DELETE", "FULL", seed));
    let lost = cuts().filter(|(acknowledged, left)| left.clone().unwrap() + 1 == *acknowledged).count();
    assert!(lost > 0, "the last commit is taken back by its journal");
    assert!(cuts().all(|(acknowledged, left)| left.unwrap() + 1 >= acknowledged), "and no other is");
}

#[test]
fn without_any_sync_databases_break() {
    let broken = (0..60).filter(|seed| cut("DELETE", "OFF", *seed).1.is_err()).count();
    assert!(broken > 0, "a disk that breaks nothing proves nothing");
}

#[test]
fn a_full_disk_refuses_writes_until_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let disk = Disk::at(dir.path()).unwrap();
    let db = open(dir.path(), "WAL", "FULL").unwrap();
    db.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, filler BLOB)").unwrap();
    disk.arm(Fault::Full, 2);
    for _ in 0..2 {
        let why = put(&db, 1).unwrap_err();
        assert_eq!(why.sqlite_error_code(), Some(rusqlite::ErrorCode::DiskFull));
    }
    disk.mend();
    put(&db, 1).unwrap();
    disk.arm(Fault::Broken, 1);
    assert_eq!(put(&db, 2).unwrap_err().sqlite_error_code(), Some(rusqlite::ErrorCode::SystemIoFailure));
    disk.mend();
    put(&db, 2).unwrap();
}

#[test]
fn another_folder_is_left_alone() {
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let disk = Disk::at(ours.path()).unwrap();
    disk.arm(Fault::PowerCut, 1);
    let db = open(theirs.path(), "WAL", "OFF").unwrap();
    db.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, filler BLOB)").unwrap();
    put(&db, 1).unwrap();
    assert_eq!((disk.steps(), disk.met()), (0, false));
}
