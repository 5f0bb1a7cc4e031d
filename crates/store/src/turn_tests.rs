//! Writes in turn.

use crate::Setting;
use crate::audit::Entry;
use crate::samples::*;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

#[test]
fn store_12_who_writes_again_and_again_lets_by_who_waits() {
    let desk = Desk::new();
    let (writes, done) = (AtomicU32::new(0), AtomicBool::new(false));
    let entry = Entry { at: 1, op: "" };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                let write: crate::Result<()> = desk.store.write(entry, |tx| {
                    tx.put_setting(Setting::Demo, "1")?;
                    writes.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                });
                write.unwrap();
            }
        });
        let between: Vec<u32> = (0..50)
            .map(|_| {
                let before = writes.load(Ordering::SeqCst);
                let mine: crate::Result<u32> = desk.store.write(entry, |_| Ok(writes.load(Ordering::SeqCst)));
                mine.unwrap() - before
            })
            .collect();
        done.store(true, Ordering::SeqCst);
        // One who is stopped between reading and asking has not asked yet: a round or two may say nothing.
        let passed_over = between.iter().filter(|others| **others > 2).count();
        assert!(passed_over < between.len() / 2, "others wrote first: {between:?}");
    });
}

#[test]
fn store_13_a_long_write_is_told_that_another_waits() {
    let desk = Desk::new();
    let entry = Entry { at: 1, op: "" };
    std::thread::scope(|scope| {
        let write: crate::Result<()> = desk.store.write(entry, |tx| {
            assert!(!tx.is_awaited(), "nobody asked yet");
            scope.spawn(|| {
                let mine: crate::Result<()> = desk.store.write(entry, |tx| tx.put_setting(Setting::Demo, "1"));
                mine.unwrap();
            });
            while !tx.is_awaited() {
                std::thread::yield_now();
            }
            Ok(())
        });
        write.unwrap();
    });
    let after: crate::Result<bool> = desk.store.write(entry, |tx| Ok(tx.is_awaited()));
    assert!(!after.unwrap(), "he was let by");
}
