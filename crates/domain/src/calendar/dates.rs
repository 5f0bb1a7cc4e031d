//! Days of the week and dates of every year, as calendars and rules name them.

use crate::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A day of the week.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// 星期一.
    Mon,
    /// 星期二.
    Tue,
    /// 星期三.
    Wed,
    /// 星期四.
    Thu,
    /// 星期五.
    Fri,
    /// 星期六.
    Sat,
    /// 星期日.
    Sun,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The weekday of a day.
    pub fn of(day: Day) -> Self {
        Self::of_number(day.number())
    }

    /// The weekday of a day's number: day 1 was a Monday.
    pub(super) fn of_number(number: i32) -> Self {
        match (number - 1).rem_euclid(7) {
            0 => Self::Mon,
            1 => Self::Tue,
            2 => Self::Wed,
            3 => Self::Thu,
            4 => Self::Fri,
            5 => Self::Sat,
            _ => Self::Sun,
        }
    }

    /// `星期六`.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Mon => "星期一",
            Self::Tue => "星期二",
            Self::Wed => "星期三",
            Self::Thu => "星期四",
            Self::Fri => "星期五",
            Self::Sat => "星期六",
            Self::Sun => "星期日",
        }
    }
}

/// A date of every year. Text form `MM-DD`; 29 February is the month's last day in a year without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

/// The text is not a date of a year.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("「{0}」不是每年都有的日期（应为 06-30 这样）")]
pub struct NotAMonthDay(pub String);

/// Any leap year: the longest months.
const A_LEAP_YEAR: i32 = 2000;

impl MonthDay {
    /// The date in a year.
    pub fn in_year(self, year: i32) -> Option<Day> {
        Day::ymd(year, self.month, self.day).or_else(|| Day::ymd(year, self.month, self.day - 1))
    }

    /// `6月30日`.
    pub fn zh(self) -> String {
        format!("{}月{}日", self.month, self.day)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl TryFrom<String> for MonthDay {
    type Error = NotAMonthDay;
    fn try_from(text: String) -> Result<Self, NotAMonthDay> {
        match format!("{A_LEAP_YEAR}-{text}").parse::<Day>() {
            Ok(day) => {
                let (_, month, day) = day.parts();
                Ok(Self { month, day })
            }
            Err(_) => Err(NotAMonthDay(text)),
        }
    }
}

impl From<MonthDay> for String {
    fn from(date: MonthDay) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_every_year_exists_in_a_leap_year_at_least() {
        let read = |text: &str| MonthDay::try_from(text.to_owned());
        assert_eq!(read("02-29").unwrap().in_year(2026).unwrap().iso(), "2026-02-28");
        assert_eq!(read("02-29").unwrap().in_year(2028).unwrap().iso(), "2028-02-29");
        for bad in ["02-30", "13-01", "6-30", "", "06-31"] {
            assert!(read(bad).is_err(), "{bad} must be refused");
        }
    }

    #[test]
    fn weekdays_follow_the_calendar() {
        assert_eq!(Weekday::of("2026-10-10".parse().unwrap()), Weekday::Sat);
        assert_eq!(Weekday::of("2006-08-05".parse().unwrap()), Weekday::Sat);
        assert_eq!(Weekday::of("1970-01-01".parse().unwrap()), Weekday::Thu);
    }
}
