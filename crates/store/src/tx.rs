//! A write in progress. Made only by [`crate::Store::write`].

use crate::law::Changed;
use crate::{Fault, Reader, Result, StoreError};
use domain::number::NumberType;
use domain::{Month, OperatorId};
use rusqlite::{Connection, Params};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The next number of a type and month on a machine.
pub(crate) type Numbers = HashMap<(NumberType, Month, String), i64>;

/// Where the values of a row are bound, by address and length of the statement's text.
type Places = HashMap<(*const u8, usize), Rc<[usize]>>;

/// Writes: made only by [`crate::Store::write`], which also writes the audit line and commits.
pub struct Tx<'a> {
    reader: Reader<'a>,
    pub(crate) note: RefCell<(String, String)>,
    /// Who writes; nobody where the program does.
    pub(crate) by: Cell<Option<OperatorId>>,
    /// Why the first statement failed, if one did: then there is nothing to commit (STORE-4).
    failed: RefCell<Option<(Fault, String)>>,
    /// Records whose due days and periods have to be looked at before the end.
    pub(crate) changed: RefCell<Changed>,
    /// Numbers given out, which the store learns of at the end: an import gives out two a row.
    pub(crate) numbers: RefCell<Numbers>,
    /// How often something was written or given out.
    pub(crate) steps: Cell<u64>,
    pub(crate) places: RefCell<Places>,
    /// How many others ask for the writer meanwhile.
    waiting: &'a AtomicUsize,
}

impl<'a> std::ops::Deref for Tx<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(connection: &'a Connection, waiting: &'a AtomicUsize) -> Self {
        let reader = Reader { connection };
        Self {
            reader,
            note: RefCell::default(),
            by: Cell::default(),
            failed: RefCell::default(),
            changed: RefCell::default(),
            numbers: RefCell::default(),
            steps: Cell::default(),
            places: RefCell::default(),
            waiting,
        }
    }

    /// Whether somebody waits for this write to end (STORE-13).
    pub fn is_awaited(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Runs one statement; answers how many rows changed.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.writing(|| Ok(self.connection.prepare_cached(sql)?.execute(params)?))
    }

    /// Runs something that writes. After a failure nothing more is written: a full disk makes SQLite roll
    /// back by itself, and a statement after that would commit on its own.
    pub(crate) fn writing<T>(&self, f: impl FnOnce() -> Result<T>) -> Result<T> {
        self.whole()?;
        self.step();
        let done = f();
        if let Err(why) = &done {
            self.failed.replace(Some((why.fault, why.detail.clone())));
        }
        done
    }

    pub(crate) fn step(&self) {
        self.steps.set(self.steps.get() + 1);
    }

    /// Grows with everything that is written: where it stands as it stood, there is nothing to take back.
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Fails when a statement failed and its caller went on.
    pub(crate) fn whole(&self) -> Result<()> {
        match &*self.failed.borrow() {
            Some((fault, detail)) => Err(StoreError { fault: *fault, detail: detail.clone() }),
            None => Ok(()),
        }
    }

    /// All of `f` or nothing of it, within the same transaction: one row of an import. Numbers given
    /// out and outbox lines made inside go with it when it fails.
    pub fn attempt<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let numbers = self.numbers.borrow().clone();
        self.run("SAVEPOINT attempt", [])?;
        let done = f().and_then(|value| Ok(self.whole().map(|()| value)?));
        if done.is_err() && !self.connection.is_autocommit() {
            self.failed.replace(None);
            self.numbers.replace(numbers);
            self.run("ROLLBACK TO attempt", [])?;
        }
        self.run("RELEASE attempt", [])?;
        done
    }
}
