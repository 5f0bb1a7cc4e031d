use super::*;
use crate::samples::*;
use crate::{OutboxLine, Setting};
use domain::Month;
use domain::number::NumberType;
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

const DAY_MS: i64 = 24 * 3600 * 1000;

fn month() -> Month {
    "2026-10".parse().unwrap()
}

/// Names in a folder that begin so.
fn names(dir: &Path, start: &str) -> Vec<String> {
    let all = dir.read_dir().unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut found: Vec<String> = all.filter(|name| name.starts_with(start)).collect();
    found.sort();
    found
}

fn opened(path: &Path) -> Store {
    Store::open(path, |_| Ok(())).unwrap()
}

fn counts(store: &Store) -> Vec<(String, i64)> {
    store.read(|reader| reader.table_counts()).unwrap()
}

#[test]
fn backup_1_the_copy_is_whole_and_alone() {
    let desk = Desk::full();
    desk.write(|tx| tx.send_line(line(1)));
    let to = desk.path("backups").join(BackupFile::name(NOW, Cause::Button));
    desk.store.backup_to(&to).unwrap();
    assert_eq!(names(&desk.path("backups"), ""), [format!("desk-{NOW}-button.db")], "no log, no journal, no half copy");
    Store::prove_backup(&to).unwrap();
    assert_eq!(names(&desk.path("backups"), "").len(), 1, "proving leaves no trace either");
    let copy = opened(&to);
    assert_eq!(counts(&copy), counts(&desk.store));
    assert_eq!(copy.read(|reader| reader.sale(id(51))).unwrap(), Some(sale()));
    assert_eq!(copy.read(|reader| reader.find_customers("𠮷", 5)).unwrap(), [customer().id.to_string()]);
}

#[test]
fn backup_1_what_stands_only_in_the_log_is_in_the_copy() {
    let desk = Desk::full();
    assert!(fs::metadata(desk.path("desk.db-wal")).unwrap().len() > 0);
    desk.store.backup_to(&desk.path("copy.db")).unwrap();
    assert_eq!(counts(&opened(&desk.path("copy.db"))), counts(&desk.store));
}

#[test]
fn backup_1_a_copy_that_cannot_be_proved_gets_no_name() {
    let desk = Desk::full();
    let path = desk.path("desk.db");
    let size = {
        desk.store.settle().unwrap();
        fs::metadata(&path).unwrap().len()
    };
    // An index that lies: every page is in order, and only the proof sees it.
    let writer = desk.store.writer();
    writer.execute_batch("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'sold_on', 'note') WHERE name = 'sale_day'; PRAGMA writable_schema = RESET").unwrap();
    drop(writer);
    let to = desk.path("backups").join("desk-1-schedule.db");
    let older = desk.path("backups").join("desk-0-schedule.db");
    fs::create_dir_all(desk.path("backups")).unwrap();
    fs::write(&older, "the one before").unwrap();
    let error = desk.store.backup_to(&to).unwrap_err();
    assert_eq!(error.fault, Fault::Corrupt, "{error}");
    assert_eq!(names(&desk.path("backups"), ""), ["desk-0-schedule.db"]);
    assert!(size > 0);
}

/// The copy's disk is full: SQLite itself says so through a limit on the copy's pages.
#[test]
fn backup_1_a_full_disk_is_said_and_leaves_no_file() {
    let desk = Desk::full();
    let small = Connection::open(desk.path("small.db")).unwrap();
    small.query_row("PRAGMA max_page_count = 20", [], |_| Ok(())).unwrap();
    let source = Connection::open(desk.path("desk.db")).unwrap();
    assert_eq!(copy_and_prove(&source, small).unwrap_err().fault, Fault::Full);
    let to = desk.path("backups").join("desk-5-button.db");
    fs::create_dir_all(beside(&to, ".part")).unwrap();
    fs::write(beside(&to, ".part").join("in the way"), "").unwrap();
    assert!(desk.store.backup_to(&to).is_err());
    assert!(!to.exists());
}

/// Where a small disk can be had without being asked for a password, the real thing.
#[cfg(target_os = "linux")]
#[test]
fn backup_1_a_really_full_disk_is_said_and_leaves_no_file() {
    let program = std::env::current_exe().unwrap();
    let script = "mount -t tmpfs -o size=2000k tmpfs \"$1\" && SMALL_DISK=\"$1\" exec \"$2\" --exact --nocapture --ignored backup::tests::on_a_small_disk";
    let place = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new("unshare");
    command.args(["-rm", "sh", "-c", script, "sh"]).arg(place.path()).arg(program);
    let Ok(done) = command.output() else { return };
    let said = String::from_utf8_lossy(&done.stdout);
    let refused = !said.contains("running 1 test");
    assert!(refused || done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
#[ignore = "is run by the test before it, on a disk of 2000 KiB"]
fn on_a_small_disk() {
    let disk = PathBuf::from(std::env::var_os("SMALL_DISK").unwrap());
    let store = opened(&disk.join("desk.db"));
    store.write(ENTRY, put_everything).unwrap();
    let error = store.backup_to(&disk.join("backups").join("desk-1-button.db")).unwrap_err();
    assert_eq!(error.fault, Fault::Full, "{error}");
    assert_eq!(names(&disk.join("backups"), ""), Vec::<String>::new());
    let before = counts(&store);
    let filled = (0..10_000).find_map(|n| {
        let customer = domain::customer::Customer { id: id(1000 + n), ..customer() };
        store.write(ENTRY, |tx| tx.put_customer(&customer)).err().map(|error| (n, error.fault))
    });
    let (written, fault) = filled.unwrap();
    assert_eq!(fault, Fault::Full);
    let customers = |counts: Vec<(String, i64)>| counts.into_iter().find(|c| c.0 == "customer").map(|c| c.1);
    assert_eq!(
        customers(counts(&store)),
        customers(before).map(|n| n + i64::try_from(written).unwrap()),
        "what was said to be saved"
    );
    assert_eq!(store.read(|reader| reader.integrity()).unwrap(), "ok");
}

#[test]
fn backup_1_while_a_writer_writes_the_copy_is_of_one_moment() {
    let desk = Desk::with_maker();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 0;
            while !done.load(Ordering::Relaxed) {
                n += 1;
                desk.write(|tx| {
                    tx.put_customer(&domain::customer::Customer { id: id(1000 + n), ..customer() })?;
                    tx.send_line(line(n))
                });
            }
        });
        for n in 0..8 {
            let to = desk.path("backups").join(BackupFile::name(n, Cause::Schedule));
            desk.store.backup_to(&to).unwrap();
            let copy = Connection::open(&to).unwrap();
            let one = |sql: &str| copy.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
            assert_eq!(one("SELECT count(*) FROM customer"), one("SELECT count(*) FROM outbox"));
            assert_eq!(one("SELECT count(*) FROM customer"), one("SELECT count(*) - 1 FROM audit"));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(names(&desk.path("backups"), "").len(), 8);
}

#[test]
fn backup_1_never_onto_the_database_itself() {
    let desk = Desk::full();
    desk.store.settle().unwrap();
    let before = fs::read(desk.path("desk.db")).unwrap();
    assert!(desk.store.backup_to(&desk.path("desk.db")).is_err());
    fs::create_dir_all(desk.path("x")).unwrap();
    assert!(desk.store.backup_to(&desk.path("x/../desk.db")).is_err());
    assert!(fs::read(desk.path("desk.db")).unwrap() == before);
}

#[test]
fn backup_1_an_older_file_of_the_same_name_goes_only_for_a_proved_one() {
    let desk = Desk::full();
    let to = desk.path("mine.db");
    fs::write(&to, "older").unwrap();
    desk.store.backup_to(&to).unwrap();
    Store::prove_backup(&to).unwrap();
}

fn file(made_at: i64, cause: Cause) -> BackupFile {
    BackupFile { path: PathBuf::from(BackupFile::name(made_at, cause)), made_at, cause: cause.name().into(), bytes: 1 }
}

fn newest_first(mut all: Vec<BackupFile>) -> Vec<BackupFile> {
    all.sort_by_key(|file| std::cmp::Reverse(file.made_at));
    all
}

/// The rule once more, the slow way: a backup stays when its day, week or month is among the last that have one
/// and none of the same is newer.
fn must_stay(all: &[BackupFile], one: &BackupFile) -> bool {
    type Bucket = fn(Day) -> String;
    let rules: [(usize, Bucket); 3] = [
        (12, |day| day.iso()),
        (10, |day| day.date().format("%G-%V").to_string()),
        (9, |day| day.date().format("%Y-%m").to_string()),
    ];
    let among = rules.iter().any(|(most, period)| {
        let of = |file: &BackupFile| period(Day::at(file.made_at));
        let mut newest: BTreeMap<String, i64> = BTreeMap::new();
        for file in all {
            let at = newest.entry(of(file)).or_insert(i64::MIN);
            *at = (*at).max(file.made_at);
        }
        let later = newest.values().filter(|at| **at > one.made_at).count();
        newest[&of(one)] == one.made_at && later < *most
    });
    let later_ways_back = all.iter().filter(|f| f.cause.starts_with("before_") && f.made_at > one.made_at).count();
    among || (one.cause.starts_with("before_") && later_ways_back < 3)
}

#[test]
fn backup_2_keeps_exactly_what_the_rule_says() {
    // A generator of its own: the same histories on every machine.
    let mut seed = 0x9e37_79b9_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..300 {
        let spread = [1, 20, 120, 700][usize::try_from(next(4)).unwrap()];
        let mut times: BTreeMap<i64, Cause> = BTreeMap::new();
        for _ in 0..=next(150) {
            let at = NOW + i64::try_from(next(spread * 24 * 3600)).unwrap() * 1000;
            let cause = [Cause::Schedule, Cause::Schedule, Cause::Button, Cause::BeforeMigration, Cause::BeforeRestore];
            times.insert(at, cause[usize::try_from(next(5)).unwrap()]);
        }
        let all = newest_first(times.into_iter().map(|(at, cause)| file(at, cause)).collect());
        let keep = kept(&all);
        let rest: Vec<BackupFile> = all.iter().filter(|f| keep.contains(&f.path)).cloned().collect();
        assert_eq!(rest, all.iter().filter(|f| must_stay(&all, f)).cloned().collect::<Vec<_>>());
        assert_eq!(rest.first(), all.first(), "always the newest");
        assert!(rest.len() <= 12 + 10 + 9 + 3);
        assert_eq!(kept(&rest), keep, "thinning twice changes nothing");
    }
}

#[test]
fn backup_2_two_years_of_half_hours_leave_the_promised_ones() {
    let dir = tempfile::tempdir().unwrap();
    let days = 730;
    for day in 0..days {
        for n in 0..3 {
            fs::write(dir.path().join(BackupFile::name(NOW + day * DAY_MS + n * 1_800_000, Cause::Schedule)), "x")
                .unwrap();
        }
        let newest = BackupFile::name(NOW + day * DAY_MS + 3_600_000, Cause::Schedule);
        let removed = BackupFile::thin(dir.path()).unwrap();
        assert!(removed.iter().all(|path| !path.ends_with(&newest) && !path.exists()));
    }
    let left = BackupFile::all_in(dir.path()).unwrap();
    let last = Day::at(NOW).plus_days(days - 1);
    for back in 0..12 {
        assert!(left.iter().any(|f| Day::at(f.made_at) == last.plus_days(-back)), "day {back} back");
    }
    for back in 0..10 {
        let week = last.plus_days(-7 * back).date().format("%G-%V").to_string();
        assert!(left.iter().any(|f| Day::at(f.made_at).date().format("%G-%V").to_string() == week), "week {back} back");
    }
    let mut month = Month::of(last);
    for back in 0..9 {
        assert!(left.iter().any(|f| Month::of(Day::at(f.made_at)) == month), "month {back} back");
        month = Month::of(month.first().plus_days(-1));
    }
    assert!(left.len() <= 31);
}

#[test]
fn backup_6_a_start_that_fails_again_and_again_makes_one_backup() {
    let desk = Desk::full();
    let dir = desk.path("backups");
    let backup = |now| {
        Store::backup_before_migration(&desk.store.writer(), None, &dir, now).unwrap();
        BackupFile::all_in(&dir).unwrap().len()
    };
    assert_eq!([backup(NOW), backup(NOW + 1), backup(NOW + 2)], [1, 1, 1]);
    desk.write(|tx| tx.put_setting(Setting::Demo, "1"));
    assert_eq!([backup(NOW + 3), backup(NOW + 4)], [2, 2]);
    // Neither a backup of a clock gone astray nor half a copy of a start that was killed makes another.
    fs::write(dir.join(BackupFile::name(NOW * 2, Cause::Button)), "torn").unwrap();
    let half = dir.join(BackupFile::name(NOW + 4, Cause::BeforeMigration) + ".part");
    fs::write(&half, "x").unwrap();
    assert_eq!((backup(NOW + 5), half.exists()), (3, false));
    // With what SQLite left beside it, and the lock of who made it; the lock of one that is being made stays.
    let left = ["db.7.part", "db.7.part-journal", "db.7.part-wal", "db.7.part-shm", "db.lock"];
    let name = |ending: &str| dir.join(BackupFile::name(NOW, Cause::Schedule)).with_extension(ending);
    left.iter().for_each(|ending| fs::write(name(ending), "x").unwrap());
    let held = dir.join(BackupFile::name(NOW + 1, Cause::Schedule) + ".lock");
    let turn = fs::File::create(&held).unwrap();
    turn.lock().unwrap();
    BackupFile::thin(&dir).unwrap();
    assert_eq!((left.map(|ending| name(ending).exists()), held.exists()), ([false; 5], true));
    // One that cannot be read is none.
    for at in [NOW, NOW + 3] {
        fs::write(dir.join(BackupFile::name(at, Cause::BeforeMigration)), "torn").unwrap();
    }
    assert_eq!(backup(NOW + 6), 4);
}

#[test]
fn backup_2_touches_only_backups() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..20 {
        fs::write(dir.path().join(BackupFile::name(NOW + n, Cause::Schedule)), "x").unwrap();
    }
    for name in ["desk.db", "desk-notes.txt", "desk--1.db", "mine.db", "desk-12-schedule.db.part", "desk-x-schedule.db"]
    {
        fs::write(dir.path().join(name), "x").unwrap();
    }
    assert_eq!(BackupFile::thin(dir.path()).unwrap().len(), 19);
    // Half a copy of long ago goes; one that somebody may still be making stays.
    let half = BackupFile::name(NOW - 1, Cause::Button) + ".part";
    fs::write(dir.path().join(&half), "x").unwrap();
    BackupFile::thin(dir.path()).unwrap();
    let halves: Vec<_> = names(dir.path(), "").into_iter().filter(|name| name.ends_with(".part")).collect();
    assert_eq!(halves, [half]);
    assert_eq!(names(dir.path(), "").len(), 7);
    assert_eq!(BackupFile::all_in(&dir.path().join("none")).unwrap(), []);
}

/// A desk whose backup of before lies beside it, closed.
fn two_states() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let desk = Desk::full();
    let backup = desk.path("backups").join(BackupFile::name(NOW, Cause::Button));
    desk.store.backup_to(&backup).unwrap();
    desk.write(|tx| {
        tx.put_customer(&domain::customer::Customer { id: id(32), name: "后来的人".into(), ..customer() })?;
        tx.send_line(OutboxLine { ..line(7) })
    });
    let Desk { dir, store } = desk;
    drop(store);
    let database = dir.path().join("desk.db");
    (dir, database, backup)
}

#[test]
fn backup_3_a_restore_keeps_what_it_replaces() {
    let (dir, database, backup) = two_states();
    let kept = dir.path().join("desk.replaced-1.db");
    Store::restore(&backup, &database, &kept).unwrap();
    assert_eq!(names(dir.path(), "desk"), ["desk.db", "desk.replaced-1.db"]);
    assert_eq!(opened(&database).read(|reader| reader.customer(id(32))).unwrap(), None);
    assert_eq!(opened(&database).read(|reader| reader.sale(id(51))).unwrap(), Some(sale()));
    assert!(opened(&kept).read(|reader| reader.customer(id(32))).unwrap().is_some());
    Store::prove_backup(&backup).unwrap();
}

#[test]
fn backup_5_a_restored_database_says_that_it_is_one() {
    let (dir, database, backup) = two_states();
    let says = |path: &Path| opened(path).read(|reader| reader.setting(Setting::Restored)).unwrap();
    assert_eq!(says(&database), None);
    Store::restore(&backup, &database, &dir.path().join("desk.replaced-1.db")).unwrap();
    assert_eq!((says(&database).as_deref(), says(&backup)), (Some("1"), None));
}

#[test]
fn backup_3_the_log_of_what_is_replaced_is_kept_with_it() {
    let (dir, database, backup) = two_states();
    let crashed = opened(&database);
    crashed.write(ENTRY, |tx| tx.put_setting(Setting::BackupProblem, "only in the log")).unwrap();
    let (main, log) = (fs::read(&database).unwrap(), fs::read(beside(&database, "-wal")).unwrap());
    drop(crashed);
    // A kill leaves both files as they were.
    fs::write(&database, &main).unwrap();
    fs::write(beside(&database, "-wal"), &log).unwrap();
    let kept = dir.path().join("desk.replaced-1.db");
    Store::restore(&backup, &database, &kept).unwrap();
    let export = |path: &Path| opened(path).read(|reader| reader.setting(Setting::BackupProblem)).unwrap();
    assert_eq!(export(&database), None, "an old log never stands beside a new file");
    assert_eq!(export(&kept).as_deref(), Some("only in the log"));
}

#[test]
fn backup_3_a_damaged_database_and_its_log_are_kept_as_they_are() {
    let (dir, database, backup) = two_states();
    fs::write(&database, "not a database at all, but somebody's last hope".repeat(300)).unwrap();
    fs::write(beside(&database, "-wal"), "and its log").unwrap();
    let kept = dir.path().join("desk.damaged-1.db");
    Store::restore(&backup, &database, &kept).unwrap();
    assert!(fs::read(&kept).unwrap().starts_with(b"not a database"));
    assert_eq!(fs::read(beside(&kept, "-wal")).unwrap(), b"and its log");
    assert_eq!(opened(&database).read(|reader| reader.sale(id(51))).unwrap(), Some(sale()));
}

#[test]
fn backup_3_a_kept_file_is_never_written_over() {
    let (dir, database, backup) = two_states();
    let kept = dir.path().join("desk.replaced-1.db");
    for n in 1..=3 {
        Store::restore(&backup, &database, &kept).unwrap();
        assert_eq!(names(dir.path(), "desk.replaced").len(), n);
    }
    assert!(opened(&kept).read(|reader| reader.customer(id(32))).unwrap().is_some(), "the first one kept");
    assert_eq!(
        names(dir.path(), "desk.replaced"),
        ["desk.replaced-1-2.db", "desk.replaced-1-3.db", "desk.replaced-1.db"]
    );
}

#[test]
fn backup_3_where_there_is_no_database_a_restore_makes_one() {
    let (dir, _, backup) = two_states();
    let fresh = dir.path().join("fresh.db");
    Store::restore(&backup, &fresh, &dir.path().join("kept.db")).unwrap();
    assert_eq!(opened(&fresh).read(|reader| reader.sale(id(51))).unwrap(), Some(sale()));
    assert!(!dir.path().join("kept.db").exists());
}

#[test]
fn backup_3_what_cannot_be_restored_moves_nothing() {
    let (dir, database, backup) = two_states();
    let good = fs::read(&backup).unwrap();
    let bad = dir.path().join("bad.db");
    let mut flipped = good.clone();
    flipped[4096 * 5..4096 * 6].fill(0xff);
    let newer = dir.path().join("newer.db");
    fs::write(&newer, &good).unwrap();
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", crate::FORMAT + 1).unwrap();
    let foreign = dir.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let before: Vec<_> =
        names(dir.path(), "desk").into_iter().map(|name| (fs::read(dir.path().join(&name)).unwrap(), name)).collect();
    let kept = dir.path().join("desk.replaced-1.db");
    for bytes in [&b""[..], b"no database", &good[..good.len() / 2], &good[..good.len() - 1], &flipped] {
        fs::write(&bad, bytes).unwrap();
        assert!(
            matches!(Store::restore(&bad, &database, &kept), Err(OpenError::Damaged { .. })),
            "{} bytes",
            bytes.len()
        );
    }
    assert!(matches!(Store::restore(&foreign, &database, &kept), Err(OpenError::Damaged { .. })));
    assert!(matches!(Store::restore(&dir.path().join("none.db"), &database, &kept), Err(OpenError::Missing)));
    assert!(matches!(Store::restore(&newer, &database, &kept), Err(OpenError::TooNew { .. })));
    let after: Vec<_> =
        names(dir.path(), "desk").into_iter().map(|name| (fs::read(dir.path().join(&name)).unwrap(), name)).collect();
    assert!(before == after, "nothing moved, nothing left");
}

#[test]
fn backup_3_a_database_in_use_is_not_replaced() {
    let (dir, database, backup) = two_states();
    let reading = Connection::open(&database).unwrap();
    reading.execute_batch("BEGIN; SELECT count(*) FROM sale").unwrap();
    reading.query_row("SELECT count(*) FROM sale", [], |row| row.get::<_, i64>(0)).unwrap();
    let writing = Connection::open(&database).unwrap();
    writing.execute("UPDATE sale SET note = 'x'", []).unwrap();
    let outcome = Store::restore(&backup, &database, &dir.path().join("kept.db"));
    assert!(matches!(outcome, Err(OpenError::Store(StoreError { fault: Fault::Busy, .. }))), "{outcome:?}");
    assert_eq!(names(dir.path(), "kept").len(), 0);
    assert_eq!(names(dir.path(), "desk.db.restoring").len(), 0);
}

#[test]
fn backup_6_what_a_killed_restore_staged_goes() {
    let (dir, database, _) = two_states();
    let staged =
        ["", ".4711-0.part", ".4711-0.part-journal", ".4711-0.part-wal", ".4711-0.part-shm", ".lock", "-journal"];
    for ending in staged {
        fs::write(dir.path().join(format!("desk.db.restoring{ending}")), "x").unwrap();
    }
    Store::forget_half_restores(&database).unwrap();
    assert_eq!(names(dir.path(), "desk.db.restoring"), [""; 0]);
}

#[test]
fn backup_4_a_number_given_out_since_is_not_given_again() {
    let desk = Desk::full();
    let give = |store: &Store| store.write(ENTRY, |tx| tx.next_number("HB", NumberType::WX, month(), "A")).unwrap();
    assert_eq!(give(&desk.store), "HB-WX-2610-A0001");
    let backup = desk.path("backup.db");
    desk.store.backup_to(&backup).unwrap();
    assert_eq!(give(&desk.store), "HB-WX-2610-A0002");
    assert_eq!(give(&desk.store), "HB-WX-2610-A0003");
    let Desk { dir, store } = desk;
    drop(store);
    let (database, kept) = (dir.path().join("desk.db"), dir.path().join("kept.db"));
    Store::restore(&backup, &database, &kept).unwrap();
    assert_eq!(give(&opened(&database)), "HB-WX-2610-A0004");
    // The other way: numbers of the backup that the replaced desk never saw stay given too.
    Store::restore(&kept, &database, &dir.path().join("kept2.db")).unwrap();
    assert_eq!(give(&opened(&database)), "HB-WX-2610-A0005");
}

#[test]
fn backup_4_a_replaced_file_that_cannot_be_read_does_not_stop_a_restore() {
    let (dir, database, backup) = two_states();
    fs::write(&database, vec![9; 20_000]).unwrap();
    Store::restore(&backup, &database, &dir.path().join("kept.db")).unwrap();
    let number = opened(&database).write(ENTRY, |tx| tx.next_number("HB", NumberType::WX, month(), "A")).unwrap();
    assert_eq!(number, "HB-WX-2610-A0001");
}

#[test]
fn a_bare_name_is_a_place_too() {
    assert_eq!(folder_of(Path::new("copy.db")), Path::new("."));
    sync_folder(Path::new("copy.db")).unwrap();
    assert!(free_bytes(Path::new(".")).is_some_and(|bytes| bytes > 0));
}
