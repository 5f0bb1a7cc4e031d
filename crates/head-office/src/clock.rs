//! The one place where head office reads the clock.

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// Now, UTC milliseconds.
#[allow(clippy::disallowed_methods)] // everything else takes now as an argument
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// Milliseconds of a clock that only goes on, whatever is done to the other one.
pub fn ticks_ms() -> i64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    i64::try_from(BEGAN.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// Asia/Shanghai is UTC+8 all year since 1991, without daylight saving.
const SHANGHAI_MS: i64 = 8 * 3_600_000;

/// Day and time of day in Asia/Shanghai.
pub fn civil_time(ms: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(ms.saturating_add(SHANGHAI_MS)).map(|t| t.naive_utc()).unwrap_or_default()
}

/// The civil day in Asia/Shanghai.
pub fn day_of(ms: i64) -> NaiveDate {
    civil_time(ms).date()
}

/// When a civil day begins in Asia/Shanghai, UTC milliseconds.
pub fn start_of(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis().saturating_sub(SHANGHAI_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let midnight = 1_793_462_400_000; // 2026-10-31T16:00:00Z
        assert_eq!(day_of(midnight).to_string(), "2026-11-01");
        assert_eq!(day_of(midnight - 1).to_string(), "2026-10-31");
        assert_eq!(start_of(day_of(midnight)), midnight);
        assert_eq!(civil_time(midnight + 60_000).to_string(), "2026-11-01 00:01:00");
    }
}
