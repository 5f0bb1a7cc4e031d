//! The desk's own time: every minute it is asked whether something is due, and a moment after a save what
//! was saved is sent.
//!
//! What is due is decided inside by comparing wall-clock times that were stored. A timer of hours
//! would stand still while the computer sleeps, and a desk is shut every evening.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::{AppHandle, Manager};

use crate::{desk::Desk, window};

const TICK: Duration = Duration::from_secs(60);

/// Saves come in bursts; what they leave goes in one batch once nobody saved for this long.
const QUIET: Duration = Duration::from_secs(2);

/// The thread that asks; it ends when this says so or goes away.
pub struct Schedule(Mutex<Option<Sender<()>>>);

impl Schedule {
    /// Asks at once, then every minute.
    pub fn start(app: AppHandle) -> Self {
        let (save, saved) = mpsc::channel();
        std::thread::spawn(move || {
            tick(&app);
            let mut unsent = false;
            loop {
                match saved.recv_timeout(if unsent { QUIET } else { TICK }) {
                    Ok(()) => unsent = true,
                    Err(RecvTimeoutError::Timeout) if unsent => {
                        unsent = false;
                        send(&app);
                    }
                    Err(RecvTimeoutError::Timeout) => tick(&app),
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        });
        Self(Mutex::new(Some(save)))
    }

    /// Something for head office was saved.
    pub fn saved(&self) {
        if let Some(save) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // A thread that has ended has nothing left to send.
            let _ = save.send(());
        }
    }

    /// No further tick. One at work is not waited for: the network may keep it for half a minute,
    /// and whatever it does to the database is a transaction or nothing.
    pub fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn send(app: &AppHandle) {
    if app.state::<Arc<Desk>>().after_save() {
        window::tell(app, "sync-changed");
    }
}

fn tick(app: &AppHandle) {
    if app.state::<Arc<Desk>>().tick() {
        window::tell(app, "sync-changed");
    }
}
