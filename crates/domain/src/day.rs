//! Civil days in Asia/Shanghai.
//!
//! DAY-1 A legal day is a civil day in Asia/Shanghai, whatever zone the machine is set to.
//! DAY-2 A day is read only from its full four-digit-year form; a day that does not exist is refused.
//! DAY-3 A day moved by months is the corresponding day of that month, or its last day where there is none (Civil Code art. 202).
//! DAY-4 An instant beyond an end of the calendar lies on that end, never on the other one.
//!
//! China has used UTC+08:00 without summer time since 1991, so a fixed offset is the whole zone here;
//! no time-zone database is carried.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
pub type UtcMs = i64;

const SHANGHAI_MS: i64 = 8 * 3600 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// A civil day in Asia/Shanghai. Text form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

/// The text is not an existing day in the form `YYYY-MM-DD`.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("「{0}」不是存在的日期（应为 2026-08-26 这样）")]
pub struct NotADay(pub String);

impl Day {
    /// The day of a calendar date.
    pub fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// A day from its parts; `None` when it does not exist.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// The civil day in Asia/Shanghai at an instant (DAY-1).
    pub fn at(instant: UtcMs) -> Self {
        let days = instant.saturating_add(SHANGHAI_MS).div_euclid(DAY_MS);
        let end = if instant < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        let moved = |epoch: NaiveDate| epoch.checked_add_signed(chrono::TimeDelta::try_days(days)?);
        Self(NaiveDate::from_ymd_opt(1970, 1, 1).and_then(moved).unwrap_or(end))
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The day `n` days later (earlier when negative).
    pub fn plus_days(self, n: i64) -> Self {
        let moved = if n >= 0 {
            self.0.checked_add_days(Days::new(n.unsigned_abs()))
        } else {
            self.0.checked_sub_days(Days::new(n.unsigned_abs()))
        };
        Self(moved.unwrap_or(self.0))
    }

    /// The corresponding day `n` months later (earlier when negative); the month's last day where it has none (DAY-3).
    pub fn plus_months(self, n: i64) -> Self {
        let months = Months::new(u32::try_from(n.unsigned_abs()).unwrap_or(u32::MAX));
        let moved = if n >= 0 { self.0.checked_add_months(months) } else { self.0.checked_sub_months(months) };
        Self(moved.unwrap_or(self.0))
    }

    /// Days from `self` to `later`; negative when `later` is earlier.
    pub fn days_until(self, later: Day) -> i64 {
        (later.0 - self.0).num_days()
    }

    /// The instant at which this day begins in Asia/Shanghai.
    pub fn starts_at(self) -> UtcMs {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(NaiveDate::MIN);
        (self.0 - epoch).num_days() * DAY_MS - SHANGHAI_MS
    }

    /// The day's number in the row of all days; 1 January of the year 1 is 1.
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// The day of a number; `None` outside the years 1 to 9999, which is all that `YYYY-MM-DD` can say.
    pub fn from_number(number: i32) -> Option<Self> {
        NaiveDate::from_num_days_from_ce_opt(number).filter(|date| (1..=9999).contains(&date.year())).map(Self)
    }

    /// `2026年8月26日`, the form people read.
    pub fn zh(self) -> String {
        format!("{}年{}月{}日", self.0.year(), self.0.month(), self.0.day())
    }

    /// `2026-08-26`, the form programs read. There is no `Display`: a sentence has to choose.
    pub fn iso(self) -> String {
        let (year, month, day) = self.parts();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Year, month, day.
    pub fn parts(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

impl std::str::FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let bad = || NotADay(text.to_owned());
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| match i {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shape {
            return Err(bad());
        }
        // By hand: a month of repairs holds half a million days, and a format string is read anew for each.
        let number = |digits: &[u8]| digits.iter().fold(0, |n: u32, digit| n * 10 + u32::from(digit - b'0'));
        let year = i32::try_from(number(&bytes[..4])).map_err(|_| bad())?;
        Self::ymd(year, number(&bytes[5..7]), number(&bytes[8..])).ok_or_else(bad)
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;
    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.iso()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_1_is_shanghai_whatever_the_zone() {
        // 2026-10-31T16:00:00Z is already 1 November at the counter.
        assert_eq!(Day::at(1_793_462_400_000).iso(), "2026-11-01");
        assert_eq!(Day::at(1_793_462_399_999).iso(), "2026-10-31");
        let day: Day = "2026-11-01".parse().unwrap();
        assert_eq!(day.starts_at(), 1_793_462_400_000);
    }

    #[test]
    fn day_2_only_full_existing_days() {
        for bad in ["2026-02-31", "26-02-01", "2026-2-1", "20260201", "", "2026-02-01 ", "9999999999"] {
            assert!(bad.parse::<Day>().is_err(), "{bad} must be refused");
        }
        assert_eq!("2024-02-29".parse::<Day>().unwrap().plus_days(366).iso(), "2025-03-01");
    }

    #[test]
    fn a_number_and_its_day_are_one() {
        let day: Day = "2026-10-10".parse().unwrap();
        assert_eq!(Day::from_number(day.number()), Some(day));
        assert_eq!(Day::from_number(1).unwrap().iso(), "0001-01-01");
        assert_eq!(Day::from_number("9999-12-31".parse::<Day>().unwrap().number() + 1), None);
    }

    #[test]
    fn day_4_an_instant_beyond_the_calendar_lies_on_its_nearer_end() {
        for early in [UtcMs::MIN, -100_000_000_000_000_000] {
            assert_eq!(Day::at(early), Day(NaiveDate::MIN));
            assert!(early.checked_sub(Day::at(early).starts_at()).is_some(), "a time of day is asked of it");
        }
        for late in [UtcMs::MAX, 100_000_000_000_000_000] {
            assert_eq!(Day::at(late), Day(NaiveDate::MAX));
            assert!(late.checked_sub(Day::at(late).starts_at()).is_some());
        }
    }

    #[test]
    fn day_3_a_month_without_that_day_ends_on_its_last() {
        let moved = |text: &str, n: i64| text.parse::<Day>().unwrap().plus_months(n).iso();
        assert_eq!(moved("2024-02-29", 12), "2025-02-28");
        assert_eq!(moved("2025-05-31", 9), "2026-02-28");
        assert_eq!(moved("2025-08-31", 6), "2026-02-28");
        assert_eq!(moved("2005-08-05", 12), "2006-08-05");
        assert_eq!(moved("2026-03-31", -1), "2026-02-28");
    }
}
