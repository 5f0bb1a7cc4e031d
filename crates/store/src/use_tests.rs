//! A desk in use: the audit trail, readers and writers at once, the log, numbers.

use crate::open::{MOST_LOG_BYTES, READERS};
use crate::samples::*;
use crate::{Entry, Fault, Outgoing, Reader, Setting, StoreError};
use domain::number::NumberType;
use rusqlite::named_params;
use std::fs;
use std::sync::Barrier;

#[test]
fn store_1_the_audit_line_is_part_of_the_write() {
    let desk = Desk::with_maker();
    desk.store
        .write(Entry { at: 7, op: "sale_open" }, |tx| {
            tx.note("XS-1", "一笔");
            tx.put_customer(&customer())
        })
        .unwrap();
    let lines = desk
        .count("SELECT count(*) FROM audit WHERE op = 'sale_open' AND at = 7 AND subject = 'XS-1' AND detail = '一笔'");
    assert_eq!(lines, 1);
    let before = desk.count("SELECT count(*) FROM audit");
    desk.store.write(Entry { at: 8, op: "" }, |tx| tx.put_draft("sale", "{}", 8)).unwrap();
    assert_eq!(desk.count("SELECT count(*) FROM audit"), before, "bookkeeping leaves no line");
}

#[test]
fn store_1_the_audit_chain_shows_every_change_of_a_line() {
    let desk = Desk::new();
    for n in 0..6 {
        desk.store
            .write(Entry { at: n, op: "op" }, |tx| {
                tx.note(&format!("no {n}"), "detail");
                tx.put_setting(Setting::Demo, "1")
            })
            .unwrap();
    }
    assert_eq!(desk.read(|reader| reader.broken_audit_line()), None);
    let changes = [
        ("UPDATE audit SET detail = 'x' WHERE id = 3", 3),
        ("UPDATE audit SET subject = 'nodetail', detail = '' WHERE id = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE id = 1", 1),
        ("UPDATE audit SET hash = prev_hash WHERE id = 6", 6),
        ("DELETE FROM audit WHERE id = 4", 5),
        ("UPDATE audit SET id = 100 WHERE id = 2", 3),
        ("INSERT INTO audit SELECT 99, at, op, subject, detail, prev_hash, hash, operator FROM audit WHERE id = 6", 99),
    ];
    for (change, broken) in changes {
        let mut writer = desk.store.writer();
        let transaction = writer.transaction().unwrap();
        transaction.execute(change, []).unwrap();
        let reader = Reader { connection: &transaction };
        assert_eq!(reader.broken_audit_line().unwrap(), Some(broken), "{change}");
    }
}

#[test]
fn store_11_the_operator_is_under_the_hash_and_old_lines_stay_valid() {
    let desk = Desk::new();
    desk.write(|tx| tx.put_setting(Setting::Demo, "1"));
    desk.write(|tx| tx.put_operator(&operator()));
    desk.write(|tx| {
        tx.by(Some(operator().id));
        tx.note("XS-1", "");
        tx.put_setting(Setting::Demo, "")
    });
    desk.read(|reader| {
        assert_eq!(reader.broken_audit_line()?, None);
        let by: Vec<_> = reader.audit_lines(None, 9)?.into_iter().map(|line| line.operator).collect();
        assert_eq!(by, [Some("张伟二".to_owned()), None, None]);
        assert_eq!(reader.audit_lines(Some(&operator().id.to_string()), 9)?.len(), 1);
        assert_eq!(reader.hand_of("test", "XS-1")?.as_deref(), Some("张伟二"));
        assert_eq!(reader.hand_of("test", "XS-2")?, None);
        Ok(())
    });
    for change in ["operator = NULL WHERE id = 3", &format!("operator = '{}' WHERE id = 2", operator().id)] {
        let mut writer = desk.store.writer();
        let transaction = writer.transaction().unwrap();
        transaction.execute(&format!("UPDATE audit SET {change}"), []).unwrap();
        let reader = Reader { connection: &transaction };
        assert!(reader.broken_audit_line().unwrap().is_some(), "{change}");
    }
}

#[test]
fn store_11_lines_of_an_earlier_version_stay_valid() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    // Written by the program before there were operators: at 7, op `sale_open`, subject `XS-1`.
    let hash = "d43f13ec92abb64f2a4ebddf27d9ab5373addf59e621a85c99ab44b07b8913a6";
    crate::earlier_tests::earlier_version(&path, 6, |connection| {
        let put =
            "INSERT INTO audit (at, op, subject, detail, prev_hash, hash) VALUES (7, 'sale_open', 'XS-1', '', '', ?1)";
        connection.execute(put, [hash]).unwrap();
    });
    let store = crate::Store::open(&path, |_| Ok(())).unwrap();
    assert_eq!(store.read(|reader| reader.broken_audit_line()).unwrap(), None);
    assert_eq!(store.read(|reader| reader.owners()).unwrap(), 0);
}

#[test]
fn readers_at_once_are_served_and_do_not_pile_up() {
    let desk = Desk::full();
    for _ in 0..3 {
        let all_in = Barrier::new(16);
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    desk.read(|reader| {
                        all_in.wait();
                        reader.sale(id(51))
                    })
                });
            }
        });
        assert_eq!(desk.store.idle_readers(), READERS);
    }
}

#[test]
fn a_reader_sees_one_moment_and_cannot_write() {
    let desk = Desk::full();
    desk.read(|reader| {
        let before = reader.table_counts()?;
        desk.write(|tx| tx.put_setting(Setting::Demo, "1"));
        assert_eq!(reader.table_counts()?, before);
        let error = reader.connection.execute("UPDATE sale SET note = ''", []).unwrap_err();
        assert_eq!(StoreError::from(error).fault, Fault::ReadOnly);
        Ok(())
    });
    assert_eq!(desk.read(|reader| reader.setting(Setting::Demo)).as_deref(), Some("1"));
}

#[test]
fn the_log_is_cut_back_after_much_was_written() {
    let desk = Desk::with_maker();
    let draft = "x".repeat(200_000);
    desk.write(|tx| (0..150).try_for_each(|n| tx.put_draft(&format!("{n}"), &draft, n)));
    let log = || fs::metadata(desk.path("desk.db-wal")).unwrap().len();
    assert!(log() > 28_000_000, "one large write");
    for n in 0..3 {
        desk.write(|tx| tx.put_setting(Setting::Demo, &n.to_string()));
    }
    assert!(log() <= u64::try_from(MOST_LOG_BYTES).unwrap(), "{} bytes of log", log());
    desk.store.settle().unwrap();
    assert_eq!(log(), 0);
}

#[test]
fn many_writers_and_readers_get_on() {
    let desk = Desk::with_maker();
    let month = "2026-10".parse().unwrap();
    std::thread::scope(|scope| {
        for t in 0..4 {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0..25 {
                    let line = line(t * 100 + n);
                    desk.write(|tx| {
                        tx.next_number("HB", NumberType::WX, month, "A")?;
                        tx.send_line(line)
                    });
                    desk.read(|reader| reader.epoch_counts(&principal().id.to_string()));
                }
            });
        }
    });
    let lines = desk.read(|reader| reader.epoch_counts(&principal().id.to_string()));
    assert_eq!((lines[0].max_seq, lines[0].pending), (100, 100));
    assert_eq!(desk.write(|tx| tx.next_number("HB", NumberType::WX, month, "A")), "HB-WX-2610-A0101");
    assert_eq!(desk.read(|reader| reader.broken_audit_line()), None);
}

#[test]
fn a_number_that_a_ledger_brought_in_is_not_given_again() {
    let desk = Desk::full();
    let month = "2026-10".parse().unwrap();
    let next = |kind| desk.write(|tx| tx.next_number("HB0732A", kind, month, "A"));
    assert_eq!(next(NumberType::XS), "HB0732A-XS-2610-A0002", "0001 is a sale's");
    assert_eq!(next(NumberType::JJ), "HB0732A-JJ-2610-A0002");
    assert_eq!(next(NumberType::FC), "HB0732A-FC-2610-A0002");
    assert_eq!(next(NumberType::BG), "HB0732A-BG-2610-A0002");
    assert_eq!(next(NumberType::WX), "HB0732A-WX-2610-A0001");
    desk.write(|tx| {
        tx.put_repair(
            &domain::repair::Repair { id: id(72), no: "hb0732a wx-2610-a0002".into(), ..repair() },
            &[],
            &Outgoing::Nothing,
        )
    });
    assert_eq!(next(NumberType::WX), "HB0732A-WX-2610-A0003");
    desk.store
        .writer()
        .execute(
            "UPDATE card SET no_key = 'HB0732AHZ2610A0001' WHERE id = :id",
            named_params! {":id": card().id.to_string()},
        )
        .unwrap();
    assert_eq!(next(NumberType::HZ), "HB0732A-HZ-2610-A0002");
}
