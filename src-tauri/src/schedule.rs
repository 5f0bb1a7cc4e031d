//! The desk's own time: three times a minute it is asked whether something is due, a moment after a save what was saved is
//! sent, so is what waits when the network comes back or the machine wakes, and what an installed pack moves is computed at once.
//!
//! What is due is decided inside by comparing wall-clock times that were stored. A timer of hours
//! would stand still while the computer sleeps, and a desk is shut every evening.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::Due;
use tauri::{AppHandle, Manager};

use crate::network::Watch;
use crate::{alert, desk::Desk, window};

/// What a short trouble kept back goes within a minute of its end: half of it is the wait, the rest is this and the run.
const TICK: Duration = Duration::from_secs(20);

/// Saves come in bursts; what they leave goes in one batch once nobody saved for this long.
const QUIET: Duration = Duration::from_secs(2);

/// The first page comes first: what is due waits until the page has what it asked for and rested this long …
const REST: Duration = Duration::from_secs(1);

/// … but not longer than this: what is due is done without a page too.
const AT_LATEST: Duration = Duration::from_secs(10);

/// What the thread is told.
enum News {
    Saved,
    Installed,
}

/// The thread that asks; it ends when this says so or goes away.
pub struct Schedule(Mutex<Option<Sender<News>>>);

impl Schedule {
    /// Opens the desk at once, asks when the first page is there, then again and again.
    pub fn start(app: AppHandle) -> Self {
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let desk = app.state::<Arc<Desk>>();
            desk.open();
            desk.settled(REST, AT_LATEST);
            tick(&app);
            let (mut unsent, mut network, mut ticked) = (false, Watch::new(), Instant::now());
            loop {
                let heard = told.recv_timeout(network.waits(if unsent { QUIET } else { TICK }));
                if network.came_back() {
                    unsent = false;
                    each(&app, Due::NetworkUp);
                }
                match heard {
                    Ok(News::Saved) => unsent = true,
                    Ok(News::Installed) => catch_up(&app),
                    Err(RecvTimeoutError::Timeout) if unsent => {
                        unsent = false;
                        each(&app, Due::Saved);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                if ticked.elapsed() >= TICK {
                    ticked = Instant::now();
                    tick(&app);
                }
            }
        });
        Self(Mutex::new(Some(tell)))
    }

    /// Something for head office was saved.
    pub fn saved(&self) {
        self.tell(News::Saved);
    }

    /// A pack or calendar was installed.
    pub fn installed(&self) {
        self.tell(News::Installed);
    }

    fn tell(&self, news: News) {
        if let Some(thread) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // A thread that has ended has nothing left to do.
            let _ = thread.send(news);
        }
    }

    /// No further tick. One at work is not waited for: the network may keep it for half a minute,
    /// and whatever it does to the database is a transaction or nothing.
    pub fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Each maker's stream in a thread of its own: a head office that lets its bytes drip keeps neither another maker's records nor the
/// backup waiting. One that is at work already is passed over inside, or waited for by one of those that come.
fn each(app: &AppHandle, due: Due) {
    for maker in app.state::<Arc<Desk>>().makers() {
        let app = app.clone();
        std::thread::spawn(move || {
            if app.state::<Arc<Desk>>().run_due(&maker, due) {
                window::tell(&app, "sync-changed");
                // What head office just refused is said at once.
                alert::say(&app);
            }
        });
    }
}

fn catch_up(app: &AppHandle) {
    if app.state::<Arc<Desk>>().catch_up() {
        window::tell(app, "sync-changed");
    }
}

fn tick(app: &AppHandle) {
    each(app, Due::Tick);
    if app.state::<Arc<Desk>>().keep_up() {
        window::tell(app, "sync-changed");
    }
    alert::say(app);
}
