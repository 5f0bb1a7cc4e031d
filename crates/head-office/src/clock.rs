//! The one place where head office reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

/// Now, UTC milliseconds.
#[allow(clippy::disallowed_methods)] // everything else takes now as an argument
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// The civil day in Asia/Shanghai (UTC+8 all year since 1991, no daylight saving).
pub fn day_of(ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(ms.saturating_add(8 * 3_600_000)).map(|t| t.date_naive()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let midnight = 1_793_462_400_000; // 2026-10-31T16:00:00Z
        assert_eq!(day_of(midnight).to_string(), "2026-11-01");
        assert_eq!(day_of(midnight - 1).to_string(), "2026-10-31");
    }
}
