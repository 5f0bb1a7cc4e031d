//! The one place that reads the clock and makes ids. Whether the clock is believed: `clock_line.rs`.

use crate::clock_line::{Doubt, Remembered, doubt};
use chrono::{DateTime, NaiveDateTime};
use domain::Day;
use domain::day::UtcMs;
use std::sync::OnceLock;
use std::time::Instant;
use uuid::{ContextV7, Timestamp, Uuid};

/// Where now comes from; tests set their own.
pub trait Clock: Send + Sync {
    /// Now, UTC ms.
    fn now(&self) -> UtcMs;

    /// Ms since some moment of this process: how long something takes, whatever is done to the clock.
    fn running(&self) -> i64 {
        static BEGAN: OnceLock<Instant> = OnceLock::new();
        i64::try_from(BEGAN.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}

/// The machine's clock.
pub struct MachineClock;

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> UtcMs {
        // Not chrono's: that one gives up before 1970, where an empty battery may put the clock.
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        i64::try_from(now.map(|since| since.as_millis()).unwrap_or(0)).unwrap_or(i64::MAX)
    }
}

/// The instant of one use case, and what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// UTC ms.
    pub at: UtcMs,
    /// Civil day in Asia/Shanghai.
    pub today: Day,
    /// The clock cannot be trusted.
    pub suspect: bool,
    /// Why.
    pub doubt: Option<Doubt>,
}

impl Now {
    /// Judges the clock.
    pub fn judge(at: UtcMs, remembered: Option<&Remembered>, skews: &[i64]) -> Self {
        let doubt = doubt(at, remembered, skews);
        Self { at, today: Day::at(at), suspect: doubt.is_some(), doubt }
    }
}

/// The moment on a clock in Shanghai.
pub fn civil_time(at: UtcMs) -> NaiveDateTime {
    const SHANGHAI_MS: i64 = 8 * 3600 * 1000;
    DateTime::from_timestamp_millis(at.saturating_add(SHANGHAI_MS)).unwrap_or_default().naive_utc()
}

/// Makes UUIDv7 ids, sorted by time also within one millisecond.
#[derive(Default)]
pub struct Ids(std::sync::Mutex<ContextV7>);

impl Ids {
    /// The next id.
    pub fn next(&self, at: UtcMs) -> Uuid {
        let context = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ms = at.max(0).unsigned_abs();
        let nanos = u32::try_from(ms % 1000 * 1_000_000).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&*context, ms / 1000, nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_are_sorted() {
        let ids = Ids::default();
        let made: Vec<_> = (0..1000).map(|_| ids.next(1_790_000_000_000)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
