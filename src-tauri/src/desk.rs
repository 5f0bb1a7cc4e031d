//! The desk behind the window: opened once, called from worker threads, counted while it works.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use app::{CallError, Door};
use serde_json::Value;

/// One data folder and, once opened, the door to it.
pub struct Desk {
    dir: PathBuf,
    door: OnceLock<Door>,
    waiting: Mutex<usize>,
    answered: Condvar,
}

impl Desk {
    /// Nothing is opened yet: a migration may take a while, and the window need not wait for it.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, door: OnceLock::new(), waiting: Mutex::new(0), answered: Condvar::new() }
    }

    /// The folder everything of this desk lies in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// One call of the table, counted out when it is done.
    pub fn call(&self, command: &str, input: Value) -> Result<Value, CallError> {
        let _counted = Counted(self);
        self.door().call(command, input)
    }

    /// Does what is due; true when something moved.
    pub fn tick(&self) -> bool {
        self.door().tick()
    }

    /// What is to be said outside the window; counts as said.
    pub fn alert(&self) -> Option<String> {
        self.door().alert()
    }

    /// Computes by packs that were just installed; true when something moved.
    pub fn catch_up(&self) -> bool {
        self.door().catch_up()
    }

    /// Whether packs were installed that nothing was computed by yet.
    pub fn is_behind(&self) -> bool {
        self.door().is_behind()
    }

    /// Sends what was just saved; true when something moved.
    pub fn after_save(&self) -> bool {
        self.door().after_save()
    }

    /// The first to ask opens it, the others wait. Blocking: never on the main thread.
    fn door(&self) -> &Door {
        self.door.get_or_init(|| Door::open(&self.dir))
    }

    /// A call came in. Counted on arrival and not when it starts: a window that closes must wait
    /// for what the page sent before, and worker threads start in any order.
    pub fn arrived(&self) {
        *self.count() += 1;
    }

    /// Waits until nothing is at work, at most this long.
    pub fn idle(&self, at_most: Duration) {
        let busy = |count: &mut usize| *count > 0;
        drop(self.answered.wait_timeout_while(self.count(), at_most, busy));
    }

    /// A count is never half-written, so a poisoned lock still holds a true one.
    fn count(&self) -> MutexGuard<'_, usize> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Counted<'a>(&'a Desk);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        let mut count = self.0.count();
        *count = count.saturating_sub(1);
        self.0.answered.notify_all();
    }
}
