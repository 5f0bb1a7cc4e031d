//! Business hours of a site, and working hours counted inside them.
//!
//! HOURS-1 Working hours run only while the site is open on a working day; lunch breaks, nights, weekends and holidays do not count.
//! HOURS-2 A weekend day that is worked (调休) has the hours named for it, else those of its day of the week.
//! HOURS-3 Hours that overlap, end before they begin, or never open are refused.
//! HOURS-4 A site that says its hours count on days of rest counts them by the day of the week.
//!
//! Hours are data: a site's setting or a pack's. Absent: two sites, and hours past midnight.

use crate::Day;
use crate::calendar::{Calendars, Weekday};
use crate::day::UtcMs;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60 * 1000;

/// Minutes of an hour, and of a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// Days walked before the hours are taken never to open (ten years).
const MOST_DAYS: usize = 3660;

/// A time of day in Asia/Shanghai. Text form `HH:MM`, `00:00` to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u32);

/// The text is not a time of day.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("「{0}」不是时刻（应为 17:30 这样，最晚 24:00）")]
pub struct NotATime(pub String);

impl TimeOfDay {
    /// The instant on a day.
    pub fn on(self, day: Day) -> UtcMs {
        day.starts_at() + i64::from(self.0) * MINUTE_MS
    }

    /// The time of day of an instant, seconds cut off.
    pub fn at(instant: UtcMs) -> Self {
        let minutes = (instant - Day::at(instant).starts_at()) / MINUTE_MS;
        Self(u32::try_from(minutes).unwrap_or(0))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / HOUR, self.0 % HOUR)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NotATime;
    fn try_from(text: String) -> Result<Self, NotATime> {
        let number = |digits: &str| match digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) {
            true => digits.parse::<u32>().ok(),
            false => None,
        };
        let minutes = text.split_once(':').and_then(|(hour, minute)| {
            let (hour, minute) = (number(hour)?, number(minute)?);
            (minute < HOUR).then_some(hour * HOUR + minute)
        });
        minutes.filter(|minutes| *minutes <= DAY).map(Self).ok_or(NotATime(text))
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}

/// A time the site is open. Text form `08:00-12:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpenSpan {
    from: TimeOfDay,
    to: TimeOfDay,
}

/// The text is not a span of opening hours (HOURS-3).
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("「{0}」不是营业时段（应为 08:00-12:00 这样，结束晚于开始）")]
pub struct NotASpan(pub String);

impl TryFrom<String> for OpenSpan {
    type Error = NotASpan;
    fn try_from(text: String) -> Result<Self, NotASpan> {
        let time = |part: &str| TimeOfDay::try_from(part.to_owned()).ok();
        let span = text.split_once('-').and_then(|(from, to)| Some(Self { from: time(from)?, to: time(to)? }));
        span.filter(|span| span.from < span.to).ok_or(NotASpan(text))
    }
}

impl From<OpenSpan> for String {
    fn from(span: OpenSpan) -> String {
        format!("{}-{}", span.from, span.to)
    }
}

/// Business hours of a site by the day of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct BusinessHours(Written);

/// Business hours as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Opening spans of each day of the week, in order.
    week: BTreeMap<Weekday, Vec<OpenSpan>>,
    /// Opening spans of a weekend day that is worked (HOURS-2); empty: those of its weekday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shifted: Vec<OpenSpan>,
    /// Whether hours on days of rest count too (HOURS-4).
    #[serde(default)]
    on_rest_days: bool,
}

/// The hours cannot be used (HOURS-3).
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum BadHours {
    /// Two spans of a day overlap or are out of order.
    #[error("{0}的营业时段重叠或没有按先后排列")]
    Overlap(&'static str),
    /// No day is open.
    #[error("营业时间里没有一天开门")]
    NeverOpen,
}

impl TryFrom<Written> for BusinessHours {
    type Error = BadHours;
    fn try_from(hours: Written) -> Result<Self, BadHours> {
        let ordered = |spans: &[OpenSpan]| spans.windows(2).all(|pair| pair[0].to <= pair[1].from);
        if let Some((weekday, _)) = hours.week.iter().find(|(_, spans)| !ordered(spans)) {
            return Err(BadHours::Overlap(weekday.zh()));
        }
        if !ordered(&hours.shifted) {
            return Err(BadHours::Overlap("调休上班日"));
        }
        match hours.week.values().any(|spans| !spans.is_empty()) {
            true => Ok(Self(hours)),
            false => Err(BadHours::NeverOpen),
        }
    }
}

impl From<BusinessHours> for Written {
    fn from(hours: BusinessHours) -> Written {
        hours.0
    }
}

/// Where working hours led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// The instant reached.
    pub at: UtcMs,
    /// What each day gave, in the order walked: milliseconds.
    pub days: Vec<(Day, i64)>,
    /// Whether every day looked at lies in a published year.
    pub published: bool,
}

impl BusinessHours {
    /// The spans that count on a day.
    pub fn spans(&self, calendars: &Calendars, day: Day) -> &[OpenSpan] {
        let kind = calendars.workday(day);
        let weekly = || self.0.week.get(&Weekday::of(day)).map_or(&[][..], Vec::as_slice);
        match (kind.working, kind.name) {
            (false, _) if !self.0.on_rest_days => &[],
            (true, Some(_)) if !self.0.shifted.is_empty() => &self.0.shifted,
            _ => weekly(),
        }
    }

    /// The instant `ms` of working time after `from` (before it, when negative). `None` when the hours never open.
    pub fn add(&self, calendars: &Calendars, from: UtcMs, ms: i64) -> Option<Worked> {
        let back = ms < 0;
        let (mut day, mut left) = (Day::at(from), ms.checked_abs()?);
        let mut worked = Worked { at: from, days: Vec::new(), published: true };
        for _ in 0..MOST_DAYS {
            let before = left;
            let open = self.open(calendars, day);
            let spans: &mut dyn Iterator<Item = (UtcMs, UtcMs)> = if back { &mut open.rev() } else { &mut { open } };
            for (opens, closes) in spans {
                let (opens, closes) = if back { (opens, closes.min(from)) } else { (opens.max(from), closes) };
                let takes = left.min((closes - opens).max(0));
                if takes > 0 {
                    left -= takes;
                    worked.at = if back { closes - takes } else { opens + takes };
                }
            }
            if before > left {
                worked.days.push((day, before - left));
            }
            if left == 0 {
                worked.published = calendars.published(Day::at(from), day);
                return Some(worked);
            }
            day = Day::from_number(day.number().checked_add(if back { -1 } else { 1 })?)?;
        }
        None
    }

    /// Working time between two instants, in milliseconds; 0 when `to` is not after `from`.
    pub fn between(&self, calendars: &Calendars, from: UtcMs, to: UtcMs) -> i64 {
        if to <= from {
            return 0;
        }
        let days = (Day::at(from).number()..=Day::at(to).number()).filter_map(Day::from_number);
        days.flat_map(|day| self.open(calendars, day))
            .map(|(opens, closes)| (closes.min(to) - opens.max(from)).max(0))
            .sum()
    }

    fn open(&self, calendars: &Calendars, day: Day) -> impl DoubleEndedIterator<Item = (UtcMs, UtcMs)> {
        self.spans(calendars, day).iter().map(move |span| (span.from.on(day), span.to.on(day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static CHINA: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());
    const WEEK: &str = r#"{"week": {
        "mon": ["08:00-12:00", "13:30-17:30"], "tue": ["08:00-12:00", "13:30-17:30"], "wed": ["08:00-12:00", "13:30-17:30"],
        "thu": ["08:00-12:00", "13:30-17:30"], "fri": ["08:00-12:00", "13:30-17:30"], "sat": ["09:00-12:00"]}}"#;

    fn hours(text: &str) -> BusinessHours {
        serde_json::from_str(text).unwrap()
    }

    fn at(day: &str, time: &str) -> UtcMs {
        TimeOfDay::try_from(time.to_owned()).unwrap().on(day.parse().unwrap())
    }

    fn shown(instant: UtcMs) -> String {
        format!("{} {}", Day::at(instant).iso(), TimeOfDay::at(instant))
    }

    fn after(hours: &BusinessHours, from: UtcMs, minutes: i64) -> String {
        shown(hours.add(&CHINA, from, minutes * MINUTE_MS).unwrap().at)
    }

    #[test]
    fn hours_1_lunch_night_weekend_and_holiday_stand_still() {
        let hours = hours(WEEK);
        assert_eq!(after(&hours, at("2026-09-28", "11:00"), 120), "2026-09-28 14:30");
        assert_eq!(after(&hours, at("2026-09-28", "20:00"), 30), "2026-09-29 08:30");
        // Six hours from the eve of National Day end a week later.
        assert_eq!(after(&hours, at("2026-09-30", "16:30"), 360), "2026-10-08 14:30");
        assert_eq!(after(&hours, at("2026-09-30", "17:00"), 30), "2026-09-30 17:30");
        assert_eq!(hours.between(&CHINA, at("2026-09-30", "16:30"), at("2026-10-08", "14:30")), 360 * MINUTE_MS);
        assert_eq!(hours.between(&CHINA, 1, 0), 0);
    }

    #[test]
    fn hours_1_backward_is_the_same_road() {
        let hours = hours(WEEK);
        assert_eq!(after(&hours, at("2026-10-08", "14:30"), -360), "2026-09-30 16:30");
        assert_eq!(after(&hours, at("2026-09-28", "13:30"), -30), "2026-09-28 11:30");
        assert_eq!(after(&hours, at("2026-09-28", "13:30"), 0), "2026-09-28 13:30");
    }

    #[test]
    fn hours_2_a_worked_weekend_day_has_its_own_hours() {
        // 10 October 2026 is a Saturday that is worked: half a day by the week, a whole day where the site says so.
        assert_eq!(after(&hours(WEEK), at("2026-10-10", "10:00"), 180), "2026-10-12 09:00");
        let own = WEEK.replace("]}}", "]}, \"shifted\": [\"08:00-12:00\", \"13:30-17:30\"]}");
        assert_eq!(after(&hours(&own), at("2026-10-10", "10:00"), 180), "2026-10-10 14:30");
        assert_eq!(after(&hours(&own), at("2026-10-17", "10:00"), 60), "2026-10-19 09:00");
    }

    #[test]
    fn hours_3_hours_that_make_no_sense_are_refused() {
        for (from, to) in
            [("08:00-12:00", "08:00-14:00"), ("08:00-12:00", "12:00-08:00"), ("08:00", "8:00"), ("17:30", "24:30")]
        {
            assert!(serde_json::from_str::<BusinessHours>(&WEEK.replace(from, to)).is_err(), "{to}");
        }
        assert!(serde_json::from_str::<BusinessHours>(r#"{"week": {"mon": []}}"#).is_err());
        let sundays = hours(r#"{"week": {"sun": ["09:00-10:00"]}}"#);
        assert_eq!(sundays.add(&CHINA, at("2400-01-01", "09:00"), MINUTE_MS), None);
        assert!(serde_json::from_str::<BusinessHours>(r#"{"week": {"sun": ["20:00-24:00"]}}"#).is_ok());
    }

    #[test]
    fn hours_4_a_site_that_counts_days_of_rest() {
        let open = hours(&WEEK.replace("]}}", "]}, \"on_rest_days\": true}"));
        assert_eq!(after(&open, at("2026-10-03", "09:00"), 60), "2026-10-03 10:00");
        assert_eq!(after(&open, at("2026-09-30", "17:00"), 60), "2026-10-01 08:30");
        assert!(open.add(&CHINA, at("2026-12-31", "17:00"), 60 * MINUTE_MS).is_some_and(|worked| !worked.published));
    }
}
