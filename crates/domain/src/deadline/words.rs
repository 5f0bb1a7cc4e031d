//! How days, instants and lengths are written in a reason.

use crate::Day;
use crate::calendar::{Calendars, Weekday};
use crate::day::UtcMs;
use crate::hours::{MINUTE_MS, TimeOfDay};

/// Milliseconds of an hour.
pub(super) const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Named holidays told one by one; a reason of more lines than this is not read.
const MOST_TOLD: usize = 12;

/// Where the steps of a computation go. Counting a hundred thousand machines wants the day, not the words.
pub(super) trait Steps {
    /// Whether anybody reads them.
    const WANTED: bool;
    /// One more step.
    fn push(&mut self, sentence: String);
    /// One more step, put into words only when somebody reads it.
    fn say(&mut self, sentence: impl FnOnce() -> String) {
        if Self::WANTED {
            self.push(sentence());
        }
    }
}

impl Steps for Vec<String> {
    const WANTED: bool = true;
    fn push(&mut self, sentence: String) {
        Vec::push(self, sentence);
    }
}

/// Nobody reads the steps.
pub(super) struct Unheard;

impl Steps for Unheard {
    const WANTED: bool = false;
    fn push(&mut self, _: String) {}
}

/// `2026年10月1日 14:30`.
pub(super) fn instant(at: UtcMs) -> String {
    format!("{} {}", Day::at(at).zh(), TimeOfDay::at(at))
}

/// `2026年10月10日（星期六）`.
pub(super) fn with_weekday(day: Day) -> String {
    format!("{}（{}）", day.zh(), Weekday::of(day).zh())
}

/// `2026年10月1日至2026年10月7日`, or the one day.
pub(super) fn range(from: Day, to: Day) -> String {
    if from == to { from.zh() } else { format!("{}至{}", from.zh(), to.zh()) }
}

/// `1 小时 30 分`; seconds are cut off.
pub fn length(ms: i64) -> String {
    let minutes = ms / MINUTE_MS;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} 分"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, minutes) => format!("{hours} 小时 {minutes} 分"),
    }
}

/// What was passed over while working days were counted: each holiday by name, plain weekends as a sum, 调休 days that count.
pub(super) fn passed_over(calendars: &Calendars, from: Day, to: Day) -> Vec<String> {
    let days = |from: Day, to: Day| from.days_until(to) + 1;
    let mut told = Vec::new();
    let (mut weekend, mut more) = (0, 0);
    for rest in calendars.rests(from, to) {
        match rest.name {
            None => weekend += days(rest.from, rest.to),
            Some(_) if told.len() == MOST_TOLD => more += days(rest.from, rest.to),
            Some(name) => {
                told.push(format!("{} {name}放假，{} 天不计", range(rest.from, rest.to), days(rest.from, rest.to)));
            }
        }
    }
    if more > 0 {
        told.push(format!("另有节假日 {more} 天不计"));
    }
    if weekend > 0 {
        told.push(format!("周末 {weekend} 天不计"));
    }
    let shifted = calendars.shifted(from, to);
    let named = shifted.iter().take(MOST_TOLD).map(|(day, name)| format!("{}{name}调休上班，计入", with_weekday(*day)));
    told.extend(named);
    if shifted.len() > MOST_TOLD {
        told.push(format!("另有调休上班 {} 天，计入", shifted.len() - MOST_TOLD));
    }
    told
}
