//! The desk behind the window: opened once, called from worker threads, counted while it works.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use app::{CallError, Door, Due};
use serde_json::Value;

/// One data folder and, once opened, the door to it.
pub struct Desk {
    dir: PathBuf,
    door: OnceLock<Door>,
    calls: Mutex<Calls>,
    moved: Condvar,
}

/// Calls since the start.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
struct Calls {
    arrived: usize,
    answered: usize,
}

impl Calls {
    fn none_at_work(self) -> bool {
        self.arrived == self.answered
    }
}

impl Desk {
    /// Nothing is opened yet: a migration may take a while, and the window need not wait for it.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir, door: OnceLock::new(), calls: Mutex::default(), moved: Condvar::new() }
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

    /// Codes of the makers whose streams run.
    pub fn makers(&self) -> Vec<String> {
        self.door().makers()
    }

    /// Runs one maker's stream as far as it is due; true when something moved.
    pub fn run_due(&self, maker: &str, due: Due) -> bool {
        self.door().run_due(maker, due)
    }

    /// Does what is due beside sync; true when something moved.
    pub fn keep_up(&self) -> bool {
        self.door().keep_up()
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

    /// Opens it, if nobody has yet. Blocking: never on the main thread.
    pub fn open(&self) {
        self.door();
    }

    /// The first to ask opens it, the others wait. Blocking: never on the main thread.
    fn door(&self) -> &Door {
        self.door.get_or_init(|| Door::open(&self.dir))
    }

    /// A call came in. Counted on arrival and not when it starts: a window that closes must wait
    /// for what the page sent before, and worker threads start in any order.
    pub fn arrived(&self) {
        self.count().arrived += 1;
        self.moved.notify_all();
    }

    /// Waits until nothing is at work, at most this long.
    pub fn idle(&self, at_most: Duration) {
        drop(self.moved.wait_timeout_while(self.count(), at_most, |calls| !calls.none_at_work()));
    }

    /// Waits until the page has got its first answers and asked nothing more for the time of `quiet`, at most this long.
    pub fn settled(&self, quiet: Duration, at_most: Duration) {
        let end = Instant::now() + at_most;
        let mut calls = self.count();
        loop {
            let (before, left) = (*calls, end.saturating_duration_since(Instant::now()));
            let resting = before.arrived > 0 && before.none_at_work();
            let wait = if resting { left.min(quiet) } else { left };
            calls = self
                .moved
                .wait_timeout_while(calls, wait, |calls| *calls == before)
                .map_or_else(|poisoned| poisoned.into_inner().0, |(calls, _)| calls);
            if *calls == before {
                return;
            }
        }
    }

    /// A count is never half-written, so a poisoned lock still holds a true one.
    fn count(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Counted<'a>(&'a Desk);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.count().answered += 1;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn desk() -> Arc<Desk> {
        Arc::new(Desk::new(PathBuf::new()))
    }

    #[test]
    fn a_page_that_never_asks_is_not_waited_for_longer_than_said() {
        let (desk, start) = (desk(), Instant::now());
        desk.settled(LONG, Duration::from_millis(50));
        assert!(start.elapsed() >= Duration::from_millis(50) && start.elapsed() < LONG);
    }

    #[test]
    fn a_page_that_got_its_answers_has_settled_after_a_quiet_time() {
        let (desk, start) = (desk(), Instant::now());
        desk.arrived();
        let later = desk.clone();
        let answer = thread::spawn(move || drop(Counted(&later)));
        desk.settled(Duration::from_millis(20), LONG);
        answer.join().unwrap();
        assert!(desk.count().none_at_work());
        assert!(start.elapsed() >= Duration::from_millis(20) && start.elapsed() < LONG);
    }

    #[test]
    fn a_call_at_work_is_no_rest() {
        let (desk, start) = (desk(), Instant::now());
        desk.arrived();
        desk.settled(Duration::ZERO, Duration::from_millis(50));
        assert!(start.elapsed() >= Duration::from_millis(50));
    }
}
