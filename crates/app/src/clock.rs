//! The one place that reads the clock and makes ids.
//!
//! - CLOCK-1 A clock that stands more than five minutes before the latest write, or differs from head office's by more than five minutes, is suspect: entries are flagged and the window says so (E04).

use domain::Day;
use domain::day::UtcMs;
use uuid::{ContextV7, Timestamp, Uuid};

/// How far the clock may be off before an entry is flagged.
pub const TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// Where now comes from; tests set their own.
pub trait Clock: Send + Sync {
    /// Now, UTC ms.
    fn now(&self) -> UtcMs;
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
}

impl Now {
    /// Judges the clock (CLOCK-1).
    pub fn judge(at: UtcMs, last_seen: Option<UtcMs>, skews: &[i64]) -> Self {
        let backwards = last_seen.is_some_and(|seen| at + TOLERANCE_MS < seen);
        let suspect = match skews {
            [] => backwards,
            measured => measured.iter().any(|skew| skew.abs() > TOLERANCE_MS),
        };
        Self { at, today: Day::at(at), suspect }
    }
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
    fn clock_1_backwards_or_far_from_head_office_is_suspect() {
        let hour = 3_600_000;
        assert!(!Now::judge(1_000_000_000_000, None, &[]).suspect);
        assert!(Now::judge(1_000_000_000_000, Some(1_000_000_000_000 + hour), &[]).suspect);
        assert!(Now::judge(1_000_000_000_000, None, &[3 * hour]).suspect);
        // Head office confirms the clock: the write that lay in the future was the wrong one.
        assert!(!Now::judge(1_000_000_000_000, Some(1_000_000_000_000 + hour), &[1500]).suspect);
    }

    #[test]
    fn ids_of_one_millisecond_are_sorted() {
        let ids = Ids::default();
        let made: Vec<_> = (0..1000).map(|_| ids.next(1_790_000_000_000)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
