use super::*;
use crate::audit::hex;
use crate::earlier_tests::earlier_version;
use crate::samples::*;
use crate::{Outgoing, Setting};
use domain::number::NumberType;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::sync::Barrier;

fn open(path: &Path) -> std::result::Result<Store, OpenError> {
    Store::open(path, |_| Ok(()))
}

/// Every file of a folder with its hash: what "untouched" means.
fn content(dir: &Path) -> BTreeMap<String, String> {
    let names = dir.read_dir().unwrap().map(|entry| entry.unwrap().path());
    names.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), hash(&path))).collect()
}

fn hash(path: &Path) -> String {
    hex(&Sha256::digest(fs::read(path).unwrap()))
}

/// A closed desk with something in it, its log folded in.
fn closed() -> (tempfile::TempDir, PathBuf) {
    let Desk { dir, store } = Desk::full();
    drop(store);
    let path = dir.path().join("desk.db");
    assert_eq!(content(dir.path()).len(), 1, "closing leaves the database alone");
    (dir, path)
}

#[track_caller]
fn damaged(path: &Path, what: &str) {
    match open(path) {
        Err(OpenError::Damaged { .. }) => {}
        Err(other) => panic!("{what}: not damaged but {other}"),
        Ok(_) => panic!("{what}: opened"),
    }
}

#[test]
fn store_1_a_failure_inside_leaves_nothing() {
    let desk = Desk::with_maker();
    let before = desk.read(|reader| reader.table_counts());
    let failed = desk.store.write(ENTRY, |tx| {
        put_everything(tx)?;
        tx.send_line(line(1))?;
        tx.next_number("HB", NumberType::XS, "2026-10".parse().unwrap(), "A")?;
        tx.put_setting(Setting::Demo, "1")?;
        Err::<(), _>(StoreError::other("refused at the end"))
    });
    assert_eq!(failed.unwrap_err().detail, "refused at the end");
    assert_eq!(desk.read(|reader| reader.table_counts()), before);
    let month = "2026-10".parse().unwrap();
    let number = desk.write(|tx| tx.next_number("HB", NumberType::XS, month, "A"));
    assert_eq!(number, "HB-XS-2610-A0001", "nothing was given out");
}

#[test]
fn store_1_a_panic_inside_leaves_nothing_and_the_desk_goes_on() {
    let desk = Desk::with_maker();
    let before = desk.read(|reader| reader.table_counts());
    for _ in 0..5 {
        let write = std::panic::AssertUnwindSafe(|| {
            desk.store.write(ENTRY, |tx| put_everything(tx).map(|()| panic!("in a write")))
        });
        let _: std::thread::Result<Result<()>> = std::panic::catch_unwind(write);
        let read = std::panic::AssertUnwindSafe(|| desk.store.read(|_| -> Result<()> { panic!("in a read") }));
        assert!(std::panic::catch_unwind(read).is_err());
    }
    assert_eq!(desk.read(|reader| reader.table_counts()), before);
    desk.write(put_everything);
    assert_eq!(desk.count("SELECT count(*) FROM sale"), 1);
}

#[test]
fn store_1_is_durable_before_it_is_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("desk.db")).unwrap();
    let desk = Desk { dir, store };
    let asked = |pragma: &str| {
        desk.store
            .writer()
            .query_row(&format!("PRAGMA {pragma}"), [], |row| {
                row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
            })
            .unwrap()
    };
    assert_eq!(asked("journal_mode"), "wal");
    assert_eq!(asked("synchronous"), "2");
    assert_eq!(asked("foreign_keys"), "1");
    desk.write(|tx| tx.put_principal(&principal()));
    // What stands in the files now is what a power cut would leave: nothing waits in this process.
    let other = desk.path("after.db");
    fs::copy(desk.path("desk.db"), &other).unwrap();
    fs::copy(desk.path("desk.db-wal"), desk.path("after.db-wal")).unwrap();
    let found = open(&other).unwrap().read(|reader| reader.principals()).unwrap();
    assert_eq!(found, [principal()]);
}

#[test]
fn store_10_only_what_is_computed_in_the_background_is_not_waited_for() {
    let desk = Desk::new();
    let asked = |pragma: &str| -> i64 {
        desk.store.writer().query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap()
    };
    let entry = Entry { at: 1, op: "" };
    let within = desk.store.write_soon(entry, |tx| -> crate::Result<i64> {
        tx.put_principal(&principal())?;
        Ok(tx.connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?)
    });
    assert_eq!((within.unwrap(), asked("synchronous"), asked("wal_autocheckpoint")), (1, 2, 4000));
    assert_eq!(desk.store.read(|reader| reader.principals()).unwrap(), [principal()]);
    // One that fails leaves the next write as durable as ever, and nothing behind.
    let failed: crate::Result<()> = desk.store.write_soon(entry, |tx| {
        tx.put_setting(Setting::Demo, "1")?;
        Err(StoreError { fault: crate::Fault::Other, detail: String::new() })
    });
    assert!(failed.is_err());
    assert_eq!((asked("synchronous"), asked("wal_autocheckpoint")), (2, 4000));
    let broken = std::panic::AssertUnwindSafe(|| {
        desk.store.write_soon(entry, |_| -> crate::Result<()> { panic!("a computation that breaks off") })
    });
    assert!(std::panic::catch_unwind(broken).is_err());
    assert_eq!((asked("synchronous"), asked("wal_autocheckpoint")), (2, 4000));
    assert_eq!(desk.store.read(|reader| reader.setting(Setting::Demo)).unwrap(), None);
}

#[test]
fn store_2_a_newer_database_is_refused_and_not_touched() {
    let (dir, path) = closed();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", FORMAT + 1).unwrap();
    let before = content(dir.path());
    for _ in 0..3 {
        match open(&path) {
            Err(OpenError::TooNew { found, known }) => assert_eq!((found, known), (FORMAT + 1, FORMAT)),
            _ => panic!("opened"),
        }
    }
    assert_eq!(content(dir.path()), before, "not a byte, no log beside it");
}

#[test]
fn store_2_a_newer_format_that_stands_in_the_log_is_seen() {
    let (dir, path) = closed();
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "journal_mode", "WAL").unwrap();
    newer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    newer.pragma_update(None, "user_version", FORMAT + 7).unwrap();
    drop(newer);
    let database = hash(&path);
    let log = hash(&beside(&path, "-wal"));
    assert!(matches!(open(&path), Err(OpenError::TooNew { found, .. }) if found == FORMAT + 7));
    assert_eq!((hash(&path), hash(&beside(&path, "-wal"))), (database, log));
    drop(dir);
}

#[test]
fn store_3_what_is_no_database_is_refused_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let foreign = Connection::open(dir.path().join("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')").unwrap();
    drop(foreign);
    let contents = [
        Vec::new(),
        b"short".to_vec(),
        "出厂编号,用户\n".repeat(4000).into_bytes(),
        vec![0; 8192],
        b"SQLite format 3\0".to_vec(),
        fs::read(dir.path().join("foreign.db")).unwrap(),
    ];
    for bytes in contents {
        fs::write(&path, &bytes).unwrap();
        let before = content(dir.path());
        damaged(&path, &format!("{} bytes", bytes.len()));
        assert_eq!(content(dir.path()), before);
    }
}

#[test]
fn store_3_a_truncated_database_is_refused_and_not_touched() {
    let (dir, path) = closed();
    let whole = fs::read(&path).unwrap();
    for length in [whole.len() - 1, whole.len() - 100, whole.len() - 4096, whole.len() / 2, 4096, 5000, 100, 50, 1, 0] {
        fs::write(&path, &whole[..length]).unwrap();
        let before = content(dir.path());
        damaged(&path, &format!("{length} bytes left"));
        assert_eq!(content(dir.path()), before, "{length} bytes");
    }
    fs::write(&path, &whole).unwrap();
    open(&path).unwrap();
}

/// A page whose kind no longer makes sense, wherever it lies, and the header's own fields.
#[test]
fn store_3_a_flipped_bit_in_the_structure_is_refused_and_not_touched() {
    let (dir, path) = closed();
    // Pages that migrations left free hold nothing.
    Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA journal_mode = DELETE; VACUUM; PRAGMA journal_mode = WAL;")
        .unwrap();
    let whole = fs::read(&path).unwrap();
    let pages = (1..whole.len() / 4096).map(|page| page * 4096);
    for at in [0, 17, 19, 21, 100].into_iter().chain(pages) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x40;
        fs::write(&path, &bytes).unwrap();
        let before = content(dir.path());
        damaged(&path, &format!("byte {at}"));
        assert_eq!(content(dir.path()), before, "byte {at}");
    }
}

#[test]
fn store_3_damage_under_a_log_leaves_the_log_where_it_is() {
    let (dir, path) = closed();
    let whole = fs::read(&path).unwrap();
    let store = open(&path).unwrap();
    store.write(ENTRY, |tx| tx.put_setting(Setting::Demo, "1")).unwrap();
    let log = fs::read(beside(&path, "-wal")).unwrap();
    drop(store);
    // What the log holds is whole; of the rest, first all but the header is gone, then the header too.
    for (from, logged) in [(4096, &log[..]), (0, &log[..]), (0, b"no log either")] {
        let mut bytes = whole.clone();
        bytes[from..].fill(0x5a);
        fs::write(&path, &bytes).unwrap();
        fs::write(beside(&path, "-wal"), logged).unwrap();
        for _ in 0..2 {
            damaged(&path, "the log knows better");
            assert!(fs::read(&path).unwrap() == bytes && fs::read(beside(&path, "-wal")).unwrap() == logged);
        }
    }
    drop(dir);
}

/// A card of a sale that has one already.
fn second_card() -> domain::card::Card {
    domain::card::Card { id: id(62), ..card() }
}

#[test]
fn store_4_a_failed_statement_cannot_be_passed_over() {
    let desk = Desk::full();
    let before = desk.read(|reader| reader.table_counts());
    let twin = domain::sale::Sale { id: id(52), no: "other".into(), ..sale() };
    let done = desk.store.write(ENTRY, |tx| {
        tx.put_setting(Setting::Demo, "1")?;
        let failed = tx.put_sale(&twin, &second_card(), &Outgoing::Nothing);
        assert!(failed.is_err());
        assert_eq!(
            tx.put_setting(Setting::BackupProblem, "x").unwrap_err().fault,
            Fault::Constraint,
            "nothing more is written"
        );
        Ok::<_, StoreError>(())
    });
    assert_eq!(done.unwrap_err().fault, Fault::Constraint);
    assert_eq!(desk.read(|reader| reader.table_counts()), before);
}

#[test]
fn store_4_an_attempt_takes_back_only_itself() {
    let desk = Desk::full();
    let twin = domain::sale::Sale { id: id(52), no: "other".into(), ..sale() };
    let month = "2026-10".parse().unwrap();
    let number = |tx: &Tx<'_>| tx.next_number("HB", NumberType::WX, month, "A");
    let numbers = desk.write(|tx| {
        let first = number(tx)?;
        let failed = tx.attempt(|| {
            number(tx)?;
            tx.send_line(line(1))?;
            tx.put_setting(Setting::Demo, "1")?;
            tx.attempt(|| tx.put_setting(Setting::BackupProblem, "inner"))?;
            tx.put_sale(&twin, &second_card(), &Outgoing::Nothing)
        });
        assert_eq!(failed.unwrap_err().fault, Fault::Constraint);
        let kept = tx.attempt(|| {
            let passed_over: Result<()> = tx.attempt(|| Err(StoreError::other("the inner one only")));
            assert!(passed_over.is_err());
            tx.send_line(line(2))?;
            number(tx)
        })?;
        Ok((first, kept))
    });
    assert_eq!(numbers, ("HB-WX-2610-A0001".into(), "HB-WX-2610-A0002".into()));
    assert_eq!(desk.read(|reader| reader.setting(Setting::Demo)), None);
    assert_eq!(desk.read(|reader| reader.setting(Setting::BackupProblem)), None);
    let sent = desk.read(|reader| reader.pending_lines(&principal().id.to_string(), 10));
    assert_eq!(sent.iter().map(|l| (l.seq, l.record_id.clone())).collect::<Vec<_>>(), [(1, line(2).record_id)]);
}

/// The disk is full: SQLite itself rolls back, and what came before in the same write is gone too.
#[test]
fn store_4_a_full_disk_is_said_and_loses_nothing() {
    let desk = Desk::full();
    let before = desk.read(|reader| reader.table_counts());
    let pages: i64 = desk.store.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = |pages: i64| {
        desk.store.writer().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap()
    };
    for room in 0..12 {
        limit(pages + room);
        let mut passed_over = false;
        let done = desk.store.write(ENTRY, |tx| {
            for n in 0..400 {
                let done = tx.put_customer(&domain::customer::Customer {
                    id: id(1000 + n),
                    village: "村".repeat(60),
                    ..customer()
                });
                passed_over |= done.is_err();
            }
            Ok::<_, StoreError>(())
        });
        assert!(passed_over);
        assert_eq!(done.unwrap_err().fault, Fault::Full);
        assert_eq!(desk.read(|reader| reader.table_counts()), before);
        assert_eq!(desk.read(|reader| reader.integrity()), "ok");
    }
    limit(1_000_000);
    desk.write(|tx| tx.put_customer(&domain::customer::Customer { id: id(1000), ..customer() }));
}

#[test]
fn a_disk_that_cannot_be_written_is_said() {
    let desk = Desk::full();
    desk.store.writer().pragma_update(None, "query_only", true).unwrap();
    let done = desk.store.write(ENTRY, |tx| tx.put_setting(Setting::Demo, "1"));
    assert_eq!(done.unwrap_err().fault, Fault::ReadOnly);
    let nowhere = desk.path("no-such-folder").join("desk.db");
    assert!(matches!(open(&nowhere), Err(OpenError::Store(StoreError { fault: Fault::ReadOnly, .. }))));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, path) = closed();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let before = hash(&path);
    // Root writes everywhere; then the folder of the system's own settings is one that nobody writes to.
    let folder =
        if fs::write(dir.path().join("probe"), "").is_err() { path.clone() } else { PathBuf::from("/sys/desk.db") };
    let outcome = open(&folder).map(|_| ());
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(outcome, Err(OpenError::Store(StoreError { fault: Fault::ReadOnly, .. }))), "{outcome:?}");
    assert_eq!(hash(&path), before);
}

#[test]
fn store_5_a_new_database_appears_whole_and_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("柜台 100%#?.db");
    drop(open(&path).unwrap());
    assert_eq!(content(dir.path()).keys().collect::<Vec<_>>(), ["柜台 100%#?.db"]);
    drop(open(&path).unwrap());
    assert_eq!(content(dir.path()).len(), 1);
}

#[test]
fn store_5_many_who_make_it_at_once_share_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let (starts, all) = (&Barrier::new(4), &path);
    std::thread::scope(|scope| {
        for n in 0..4 {
            scope.spawn(move || {
                starts.wait();
                let store = open(all).unwrap();
                store.write(ENTRY, |tx| tx.put_draft(&format!("form {n}"), "{}", n)).unwrap();
            });
        }
    });
    let store = open(&path).unwrap();
    let drafts = store.read(|reader| {
        Ok::<_, StoreError>(reader.connection.query_row("SELECT count(*) FROM draft", [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(drafts.unwrap(), 4);
}

#[test]
fn store_5_a_log_without_its_database_is_no_new_desk() {
    let (dir, path) = closed();
    fs::rename(&path, dir.path().join("moved.db")).unwrap();
    fs::write(beside(&path, "-wal"), [7; 5000]).unwrap();
    damaged(&path, "a log alone");
    assert!(!path.exists());
}

/// Refinery by itself commits a migration and its history one after the other; here they are one.
#[test]
fn store_6_a_migration_that_fails_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("half.db");
    let mut connection = Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE inbox (id TEXT)").unwrap();
    assert!(migrate(&mut connection, |_| Ok(())).is_err());
    let left: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'refinery%' AND name NOT LIKE 'sqlite%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((left, format, applied(&connection).unwrap()), (1, 0, 0));
    connection.execute_batch("DROP TABLE inbox").unwrap();
    migrate(&mut connection, |_| Ok(())).unwrap();
    assert!(applied(&connection).unwrap() > 0);
}

#[test]
fn store_6_a_different_history_is_refused_in_plain_words() {
    let (dir, path) = closed();
    Connection::open(&path)
        .unwrap()
        .execute("UPDATE refinery_schema_history SET checksum = '42' WHERE version = 1", [])
        .unwrap();
    let before = hash(&path);
    let error = open(&path).map(|_| ()).unwrap_err();
    assert!(matches!(error, OpenError::Trial { .. }), "{error:?}");
    let error = error.to_string();
    assert!(error.contains("V1__desk") && error.contains("trial version"), "{error}");
    assert_eq!(hash(&path), before);
    drop(dir);
}

#[test]
fn store_6_an_additive_migration_of_a_newer_program_does_not_lock_out_this_one() {
    let (dir, path) = closed();
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("ALTER TABLE customer ADD COLUMN wechat TEXT; INSERT INTO refinery_schema_history VALUES (999, 'wechat', '2027-01-01T00:00:00Z', '1')").unwrap();
    drop(newer);
    let store = open(&path).unwrap();
    store.write(ENTRY, |tx| tx.put_customer(&customer())).unwrap();
    assert_eq!(store.read(|reader| reader.customer(id(31))).unwrap(), Some(customer()));
    drop(dir);
}

#[test]
fn store_6_a_backup_is_made_before_a_migration_and_not_without_one() {
    let (dir, path) = closed();
    drop(Store::open(&path, |_| panic!("there is nothing to migrate")).unwrap());
    let old = dir.path().join("old.db");
    earlier_version(&old, 1, |_| ());
    let mut asked = 0;
    drop(Store::open(&old, |before| {
        asked += 1;
        assert_eq!(applied(before)?, 1);
        Ok(())
    }));
    assert_eq!(asked, 1);
    drop(Store::open(&old, |_| panic!("it was migrated")).unwrap());
    let alter = "UPDATE refinery_schema_history SET checksum = '1' WHERE version = 1";
    Connection::open(&old).unwrap().execute(alter, []).unwrap();
    assert!(Store::open(&old, |_| Ok(())).is_err(), "another history");
}

#[test]
fn store_3_a_header_ahead_of_its_file_is_judged_under_the_locks_only() {
    // What another process shows for a moment while it folds its log into a file that grows.
    let (_dir, path) = closed();
    let pages = fs::metadata(&path).unwrap().len() / 4096;
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len((pages - 2) * 4096).unwrap();
    refuse_newer(&path, None).unwrap();
    damaged(&path, "with nobody else there it stays so");
}
