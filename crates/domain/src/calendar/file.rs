//! Calendars as they stand in files (`policies/calendars/*.json`).
//!
//! CALFILE-1 A calendar with an unknown field, a day outside its year, a day that both rests and works, a worked day that is no weekly day of rest, or a statutory holiday that does not rest is refused as a whole with the place named.

use super::dates::{MonthDay, Weekday};
use crate::Day;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The text is not a calendar.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("日历「{calendar}」不能用：{detail}")]
pub struct NotACalendar {
    /// Name of the calendar, or the beginning of what was given.
    pub calendar: String,
    /// What is wrong, Chinese.
    pub detail: String,
}

/// One year's arrangement of holidays by the State Council's notice.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct YearFile {
    /// Name, `CN-2026`.
    pub calendar: String,
    /// The year the notice is for.
    pub year: i32,
    /// The notices it stands on.
    pub notices: Vec<Notice>,
    /// The holidays of the year.
    pub holidays: Vec<Holiday>,
}

/// A published notice.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Number, e.g. `国办发明电〔2025〕7号`.
    pub number: String,
    /// Title.
    pub title: String,
    /// Address of the published text.
    #[serde(default)]
    pub url: String,
}

/// One holiday with the days around it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Name, e.g. `国庆节`.
    pub name: String,
    /// The statutory holiday itself.
    pub statutory: Vec<Day>,
    /// Every day off the notice names.
    pub rest: Vec<Day>,
    /// Weekly days of rest that are worked instead (调休).
    pub work: Vec<Day>,
}

/// What is known of a year without a notice.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FixedFile {
    /// Name, `CN-fixed`.
    pub calendar: String,
    /// Chinese title.
    pub title: String,
    /// Acts it stands on.
    pub source: String,
    /// Weekly days of rest.
    pub weekly_rest: Vec<Weekday>,
    /// Holidays of a fixed date.
    pub holidays: Vec<FixedHoliday>,
}

impl FixedFile {
    /// The holidays of a year by their dates alone.
    pub(super) fn in_year(&self, year: i32) -> impl Iterator<Item = (Day, &str)> {
        let holds = move |h: &&FixedHoliday| h.from_year <= year && h.to_year.is_none_or(|to| year <= to);
        self.holidays.iter().filter(holds).flat_map(move |h| {
            let name = h.name.as_str();
            h.days.iter().filter_map(move |date| Some((date.in_year(year)?, name)))
        })
    }
}

/// A holiday that falls on the same dates every year.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FixedHoliday {
    /// Name.
    pub name: String,
    /// Its dates.
    pub days: Vec<MonthDay>,
    /// First year it holds in.
    pub from_year: i32,
    /// Last year it holds in; `None` while it holds.
    #[serde(default)]
    pub to_year: Option<i32>,
}

/// Reads a file; what serde says is put beside the calendar's name and the place.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, NotACalendar> {
    serde_json::from_str(text).map_err(|e| NotACalendar {
        calendar: named(text),
        detail: format!("第 {} 行第 {} 列：{e}", e.line(), e.column()),
    })
}

/// The year a calendar's text is for; what else it says is not looked at.
pub fn year_of(text: &str) -> Result<i32, NotACalendar> {
    Ok(read::<YearFile>(text)?.year)
}

fn named(text: &str) -> String {
    let name =
        serde_json::from_str::<serde_json::Value>(text).ok().and_then(|v| v["calendar"].as_str().map(String::from));
    name.unwrap_or_else(|| text.trim().chars().take(20).collect())
}

impl YearFile {
    /// Whether the file agrees with itself (CALFILE-1).
    pub(super) fn check(&self, weekly_rest: &[Weekday]) -> Result<(), NotACalendar> {
        let bad = |detail: String| Err(NotACalendar { calendar: self.calendar.clone(), detail });
        let mut rests: BTreeSet<Day> = BTreeSet::new();
        let mut works: BTreeSet<Day> = BTreeSet::new();
        for holiday in &self.holidays {
            let all = holiday.statutory.iter().chain(&holiday.rest).chain(&holiday.work);
            if let Some(day) = all.copied().find(|day| !self.holds(*day)) {
                return bad(format!("{}的{}不在 {} 年", holiday.name, day.zh(), self.year));
            }
            if let Some(day) = holiday.statutory.iter().find(|day| !holiday.rest.contains(day)) {
                return bad(format!("{}的法定节假日{}没有放假", holiday.name, day.zh()));
            }
            if let Some(day) = holiday.work.iter().find(|day| !weekly_rest.contains(&Weekday::of(**day))) {
                return bad(format!("{}的调休上班日{}不是每周休息日", holiday.name, day.zh()));
            }
            rests.extend(&holiday.rest);
            works.extend(&holiday.work);
        }
        match rests.intersection(&works).next() {
            Some(day) => bad(format!("{}又放假又上班", day.zh())),
            None => Ok(()),
        }
    }

    /// Its own year, and the December before it.
    fn holds(&self, day: Day) -> bool {
        let (year, month, _) = day.parts();
        year == self.year || (year == self.year - 1 && month == 12)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"calendar": "CN-2026", "year": 2026, "notices": [], "holidays": [{"name": "国庆节",
        "statutory": ["2026-10-01"], "rest": ["2026-10-01", "2026-10-02"], "work": ["2026-10-10"]}]}"#;

    fn refused(from: &str, to: &str) -> String {
        let weekly = [Weekday::Sat, Weekday::Sun];
        let read = read::<YearFile>(&GOOD.replace(from, to)).and_then(|file| file.check(&weekly).map(|()| file));
        read.unwrap_err().to_string()
    }

    #[test]
    fn calfile_1_a_calendar_that_contradicts_itself_is_refused() {
        assert!(read::<YearFile>(GOOD).unwrap().check(&[Weekday::Sat, Weekday::Sun]).is_ok());
        assert!(refused(r#""work""#, r#""works""#).contains("第 2 行"));
        assert!(refused("2026-10-10", "2027-10-10").contains("不在 2026 年"));
        assert!(refused("2026-10-10", "2026-10-09").contains("不是每周休息日"));
        assert!(refused(r#"["2026-10-10"]"#, r#"["2026-10-10", "2026-10-11"], "statutory": []"#).contains("列"));
        assert!(refused(r#"["2026-10-01", "2026-10-02"]"#, r#"["2026-10-02"]"#).contains("没有放假"));
        let both = refused(r#""2026-10-02"]"#, r#""2026-10-02", "2026-10-10"]"#);
        assert_eq!(both, "日历「CN-2026」不能用：2026年10月10日又放假又上班");
    }
}
