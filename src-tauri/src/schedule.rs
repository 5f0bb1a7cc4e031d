//! The desk's own time: every minute it is asked whether something is due.
//!
//! What is due is decided inside by comparing wall-clock times that were stored. A timer of hours
//! would stand still while the computer sleeps, and a desk is shut every evening.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::{AppHandle, Manager};

use crate::{desk::Desk, window};

const TICK: Duration = Duration::from_secs(60);

/// The thread that asks; it ends when this says so or goes away.
pub struct Schedule(Mutex<Option<Sender<()>>>);

impl Schedule {
    /// Asks at once, then every minute.
    pub fn start(app: AppHandle) -> Self {
        let (stop, stopped) = mpsc::channel();
        std::thread::spawn(move || {
            loop {
                tick(&app);
                if stopped.recv_timeout(TICK) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Self(Mutex::new(Some(stop)))
    }

    /// No further tick. One at work is not waited for: the network may keep it for half a minute,
    /// and whatever it does to the database is a transaction or nothing.
    pub fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn tick(app: &AppHandle) {
    if app.state::<Arc<Desk>>().tick() {
        window::tell(app, "sync-changed");
    }
}
