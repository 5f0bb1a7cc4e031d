//! What a run is told and what it tells.
//!
//! - SYNC-3 Every problem has one class, and every class one action; the list is closed.
//! - SYNC-4 A run that failed says when the next one is due.
//!
//! Absent: sentences. The UI writes them from the code; `detail` is for the log.

use std::time::Duration;

/// The time, as UTC milliseconds. Any `Fn() -> i64` will do.
pub trait Clock: Send + Sync {
    /// Now.
    fn now_ms(&self) -> i64;
}

impl<F: Fn() -> i64 + Send + Sync> Clock for F {
    fn now_ms(&self) -> i64 {
        self()
    }
}

/// Why a run starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Somebody pressed the button: at once, whatever the schedule says (Retry-After still holds).
    Click,
    /// The watchdog: only when the next attempt is due.
    Tick,
    /// Something was saved a moment ago: at once while all is well, by the schedule after failures.
    Save,
    /// The network came back: at once.
    NetworkUp,
}

/// How to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Why.
    pub trigger: Trigger,
    /// Names this process in the uploader's lease; unique per process start.
    pub holder: String,
    /// How long no byte may move before a request is given up.
    pub stall: Duration,
    /// How long connecting may take.
    pub connect: Duration,
    /// The protocol version to speak; tests set others.
    pub protocol: u16,
    /// For enrolment only: the maker's code to offer a head office that was never told its own
    /// (the desk's only maker without an account, say). One that has a code keeps it.
    pub suggest: Option<String>,
    /// For enrolment only: the device's key, kept before asking (SYNC-29); else one is made for this asking.
    pub device_seed: Option<crate::DeviceSeed>,
    /// By which way out, and whose certificates count beside the system's.
    pub network: crate::network::Network,
}

impl Options {
    /// The usual way.
    pub fn new(trigger: Trigger, holder: &str) -> Self {
        Self {
            trigger,
            holder: holder.to_owned(),
            stall: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            protocol: wire::PROTOCOL,
            suggest: None,
            device_seed: None,
            network: crate::network::Network::default(),
        }
    }
}

/// Classes of trouble. The action of each is in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// No answer, or one that says later. (Try again by the schedule.)
    Transient,
    /// Head office does not know this device any more. (Enrol again; the queue stays.)
    Auth,
    /// Too large for some box on the way. (Halve; nobody has to do anything.)
    TooLarge,
    /// One record. (Mend it and save it again.)
    Record,
    /// The versions do not meet. (Update the program.)
    Upgrade,
    /// Something answered that is not our head office. (Look at the network; nothing was marked as sent.)
    NotOurServer,
    /// The certificate does not fit the time. (Set the clock.)
    ClockOrCert,
    /// This machine's own store. (Free the disk, close the other program, restore.)
    Local,
}

impl Class {
    /// The word of the class.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transient => "transient",
            Self::Auth => "auth",
            Self::TooLarge => "too_large",
            Self::Record => "record",
            Self::Upgrade => "upgrade",
            Self::NotOurServer => "not_our_server",
            Self::ClockOrCert => "clock_or_cert",
            Self::Local => "local",
        }
    }
}

/// What stopped a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Closed list, see docs/sync-protocol.md.
    pub code: String,
    /// Its class.
    pub class: Class,
    /// For the log.
    pub detail: String,
    /// When the next attempt is due; filled in by the run.
    pub retry_at: Option<i64>,
    /// Retry-After, in milliseconds.
    pub wait_ms: Option<i64>,
}

impl Problem {
    /// A problem without a date.
    pub fn new(code: &str, class: Class, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), class, detail: detail.into(), retry_at: None, wait_ms: None }
    }
}

/// Why a run did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// No account yet.
    NotEnrolled,
    /// The next attempt is not due.
    NotDue,
    /// Another uploader is at it.
    Busy,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records put on the wire (a record sent twice counts twice).
    pub sent: u64,
    /// Records now acked with a verified receipt.
    pub acked: u64,
    /// Records head office refused.
    pub rejected: u64,
    /// Records head office keeps waiting.
    pub deferred: u64,
    /// Feed items applied.
    pub received: u64,
    /// Records found missing at head office and offered again.
    pub reoffered: u64,
    /// Files completed.
    pub blobs: u64,
    /// The stream got a new epoch.
    pub reminted: bool,
    /// Nothing was tried, and why.
    pub skipped: Option<Skipped>,
    /// Head office's clock minus ours. Over five minutes: show it.
    pub skew_ms: Option<i64>,
    /// When the next attempt is due.
    pub next_attempt_at: Option<i64>,
    /// What stopped it.
    pub problem: Option<Problem>,
}
