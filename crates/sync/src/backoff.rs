//! When to try again. Pure.
//!
//! - SYNC-7 After the n-th failure the wait is a random part of min(15 min, 2 s · 2ⁿ), and there is no last try.
//! - SYNC-37 While a trouble lasts ten minutes no wait is longer than thirty seconds, and later not longer than half of what it lasts beyond them: a short trouble, also one cut after the other, is over soon.
//! - SYNC-8 Retry-After is never undercut, not even by a click.
//! - SYNC-9 Every run begins with hello alone: nothing is sent into a dead line.
//! - SYNC-10 A clock that was set back does not keep a desk waiting.

use crate::desk::Link;
use crate::outcome::Trigger;

/// The longest wait of our own making.
pub const CAP_MS: i64 = 15 * 60_000;
/// What a wait may always be.
pub const SHORT_MS: i64 = 30_000;
/// A trouble that lasts no longer is a short one: several cuts of a minute, each found out after half a minute of silence.
pub const SOON_MS: i64 = 10 * 60_000;
/// The pause while all is well.
pub const PERIOD_MS: i64 = 5 * 60_000;
/// A box on the way may ask for silence, but not for a week.
pub const LONGEST_MS: i64 = 60 * 60_000;

/// The wait after the n-th failure in a row, when the first was `lasted` ago; `part` is a random number in 0..1.
pub fn wait_ms(failures: u32, lasted: i64, part: f64) -> i64 {
    let cap = 2_000i64.saturating_mul(1i64 << failures.min(20)).min(CAP_MS);
    (cap.min(SHORT_MS.max((lasted - SOON_MS) / 2)) as f64 * part) as i64
}

/// Writes the schedule after a failure.
pub fn failed(link: &mut Link, now: i64, retry_after_ms: Option<i64>, part: f64) {
    link.failures = link.failures.saturating_add(1);
    // A clock that went back begins the trouble anew.
    let since = link.failing_since.filter(|at| *at <= now).unwrap_or(now);
    link.failing_since = Some(since);
    let mut next = now + wait_ms(link.failures, now - since, part);
    link.not_before = retry_after_ms.map(|ms| now + ms.clamp(0, LONGEST_MS));
    if let Some(floor) = link.not_before {
        let spread = (retry_after_ms.unwrap_or(0).clamp(0, LONGEST_MS) as f64 * 0.2 * part) as i64;
        next = next.max(floor + spread);
    }
    link.next_attempt_at = Some(next);
    link.scheduled_at = Some(now);
}

/// Writes the schedule after a good run: five minutes, give or take a fifth.
pub fn succeeded(link: &mut Link, now: i64, part: f64) {
    link.failures = 0;
    link.failing_since = None;
    link.not_before = None;
    link.last_ok_at = Some(now);
    link.problem_code = None;
    link.problem_detail = None;
    let period = PERIOD_MS as f64 * (0.8 + 0.4 * part);
    link.next_attempt_at = Some(now + period as i64);
    link.scheduled_at = Some(now);
}

/// True if a run may start now.
pub fn is_due(link: &Link, trigger: Trigger, now: i64) -> bool {
    if link.scheduled_at.is_some_and(|at| now < at) {
        return true;
    }
    if link.not_before.is_some_and(|at| now < at) {
        return false;
    }
    let due = link.next_attempt_at.is_none_or(|at| now >= at);
    match trigger {
        Trigger::Click | Trigger::NetworkUp => true,
        Trigger::Save => due || link.failures == 0,
        Trigger::Tick => due,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sync_7_waits_grow_to_fifteen_minutes_and_never_end() {
        let day = 86_400_000;
        assert_eq!(wait_ms(1, day, 1.0), 4_000);
        assert_eq!(wait_ms(5, day, 0.5), 32_000);
        assert_eq!(wait_ms(9, day, 1.0), CAP_MS);
        assert_eq!(wait_ms(u32::MAX, i64::MAX, 1.0), CAP_MS);
        let mut link = Link::default();
        for n in 1..=100_000 {
            failed(&mut link, n * 60_000, None, 0.999);
        }
        let wait = link.next_attempt_at.unwrap() - 100_000 * 60_000;
        assert!(wait > CAP_MS / 2 && wait <= CAP_MS);
    }

    #[test]
    fn sync_37_a_trouble_of_a_minute_is_not_waited_for_longer_than_half_a_minute() {
        assert_eq!(wait_ms(9, 0, 1.0), SHORT_MS);
        assert_eq!(wait_ms(9, SOON_MS, 1.0), SHORT_MS);
        assert_eq!(wait_ms(9, 2 * SOON_MS, 1.0), 300_000);
        assert_eq!(wait_ms(9, 5 * SOON_MS, 1.0), CAP_MS);
        let mut link = Link::default();
        (0..20).for_each(|n| failed(&mut link, 1_000_000 + n, None, 1.0));
        assert_eq!(link.next_attempt_at, Some(1_000_019 + SHORT_MS));
        failed(&mut link, 500_000, None, 1.0);
        assert_eq!(link.next_attempt_at, Some(500_000 + SHORT_MS), "a clock that went back");
        succeeded(&mut link, 600_000, 0.5);
        assert_eq!(link.failing_since, None);
    }

    #[test]
    fn sync_8_retry_after_is_a_floor_even_for_a_click() {
        let mut link = Link::default();
        failed(&mut link, 0, Some(60_000), 0.0);
        assert_eq!(link.next_attempt_at, Some(60_000));
        assert!(!is_due(&link, Trigger::Click, 59_999));
        assert!(is_due(&link, Trigger::Click, 60_000));
        failed(&mut link, 0, Some(60_000), 1.0);
        assert_eq!(link.next_attempt_at, Some(72_000));
        failed(&mut link, 0, Some(i64::MAX), 0.0);
        assert_eq!(link.next_attempt_at, Some(LONGEST_MS));
    }

    #[test]
    fn sync_10_a_clock_set_back_makes_a_run_due() {
        let mut link = Link::default();
        succeeded(&mut link, 1_000_000, 0.5);
        assert!(!is_due(&link, Trigger::Tick, 1_000_001));
        assert!(is_due(&link, Trigger::Tick, 999_999));
        assert!(is_due(&link, Trigger::Save, 1_000_001));
        assert!(is_due(&link, Trigger::Tick, 1_000_000 + PERIOD_MS));
    }
}
