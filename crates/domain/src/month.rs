//! Civil months: the unit of the dealer's reports.

use crate::Day;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A civil month. Text form `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    month: u32,
}

/// The text is not a month in the form `YYYY-MM`.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("「{0}」不是月份（应为 2026-10 这样）")]
pub struct NotAMonth(pub String);

impl Month {
    /// The month a day lies in.
    pub fn of(day: Day) -> Self {
        let (year, month, _) = day.parts();
        Self { year, month }
    }

    /// Year and month (1–12).
    pub fn parts(self) -> (i32, u32) {
        (self.year, self.month)
    }

    /// First day of the month.
    pub fn first(self) -> Day {
        Day::ymd(self.year, self.month, 1).unwrap_or(Day::new(chrono::NaiveDate::MIN))
    }

    /// Last day of the month.
    pub fn last(self) -> Day {
        self.next().first().plus_days(-1)
    }

    /// The month after.
    pub fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// The month before.
    pub fn previous(self) -> Self {
        if self.month == 1 {
            Self { year: self.year - 1, month: 12 }
        } else {
            Self { year: self.year, month: self.month - 1 }
        }
    }

    /// `2610`: the form inside document numbers.
    pub fn yymm(self) -> String {
        format!("{:02}{:02}", self.year.rem_euclid(100), self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for Month {
    type Err = NotAMonth;
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let bad = || NotAMonth(text.to_owned());
        let day: Day = format!("{text}-01").parse().map_err(|_| bad())?;
        Ok(Self::of(day))
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;
    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_first_and_last_day() {
        let february: Month = "2024-02".parse().unwrap();
        assert_eq!(february.first().iso(), "2024-02-01");
        assert_eq!(february.last().iso(), "2024-02-29");
        assert_eq!("2026-12".parse::<Month>().unwrap().next().to_string(), "2027-01");
        assert_eq!("2026-01".parse::<Month>().unwrap().previous().to_string(), "2025-12");
        assert!("2026-13".parse::<Month>().is_err());
        assert!("26-10".parse::<Month>().is_err());
    }
}
