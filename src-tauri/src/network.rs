//! Whether the network came back: no system tells all of them the same way, so the table of routes is looked at now and then
//! (`app::ways_out`: nothing is sent, and it takes some microseconds).
//!
//! Absent: whether head office is reached. A run finds that out.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use crate::clock::wall;

/// Between two looks. Sooner would cost a battery and win nothing: a run that failed is tried again by itself.
pub const LOOK: Duration = Duration::from_secs(30);

/// A wait that took so much longer by the wall than it was to take was spent asleep.
const ASLEEP: Duration = Duration::from_secs(60);

/// The network as it was when it was last looked at.
pub struct Watch {
    ways: Vec<IpAddr>,
    waits: Option<(SystemTime, Duration)>,
}

impl Watch {
    /// Looks for the first time.
    pub fn new() -> Self {
        Self { ways: app::ways_out(), waits: None }
    }

    /// A wait of this length begins.
    pub fn waits(&mut self, at_most: Duration) -> Duration {
        self.waits = Some((wall(), at_most));
        at_most
    }

    /// The wait is over: true when there is a network and it is another one, or the machine slept meanwhile.
    pub fn came_back(&mut self) -> bool {
        let slept = self.waits.take().is_some_and(|(since, at_most)| slept(wall().duration_since(since).ok(), at_most));
        let before = std::mem::replace(&mut self.ways, app::ways_out());
        another(&before, &self.ways, slept)
    }
}

fn slept(took: Option<Duration>, at_most: Duration) -> bool {
    took.is_some_and(|took| took > at_most + ASLEEP)
}

fn another(before: &[IpAddr], now: &[IpAddr], slept: bool) -> bool {
    !now.is_empty() && (slept || now.iter().any(|way| !before.contains(way)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_back_when_there_is_one_that_was_not_there_or_nobody_looked() {
        let [home, shop] = ["192.168.1.7", "10.0.0.9"].map(|text| text.parse::<IpAddr>().unwrap());
        assert!(another(&[], &[home], false), "the cable is in again");
        assert!(another(&[home], &[shop], false), "another network");
        assert!(another(&[home], &[home], true), "awake again");
        assert!(!another(&[home], &[home], false));
        assert!(!another(&[home], &[], false), "the cable is out");
        assert!(!another(&[home], &[], true), "awake, and no network");
        assert!(!another(&[home, shop], &[home], false), "one of two is gone");
    }

    #[test]
    fn a_wait_much_longer_than_it_was_to_be_was_sleep() {
        let of = |secs| slept(Some(Duration::from_secs(secs)), LOOK);
        assert_eq!([of(30), of(89), of(91), of(8 * 3600)], [false, false, true, true]);
        assert!(!slept(None, LOOK), "a clock that was set back");
    }
}
