//! When the site is open: what working hours are counted by (`domain::hours`).
//!
//! - SITEHOURS-1 Opening times are taken as people write them; what overlaps, runs backward or never opens is refused beside its field.
//! - SITEHOURS-2 Without opening times a clock of working hours is not computed, and says so; once they are known it is.
//! - SITEHOURS-3 A change made from other opening times than those that stand is refused.

use crate::app::{App, parsed_setting};
use crate::error::{Answer, AppError};
use crate::view::*;
use domain::hours::{BusinessHours, OpenSpan};
use domain::refusal::{Checks, Refusal};
use domain::text::clean;
use serde_json::json;
use store::{Reader, Setting};

/// The opening times as somebody typed them.
pub(crate) fn typed(reader: &Reader<'_>) -> Answer<Option<BusinessHoursInput>> {
    // Taken back they stand as an empty text.
    match reader.setting(Setting::Hours)?.as_deref() {
        Some("") => Ok(None),
        _ => parsed_setting(reader, Setting::Hours, "business_hours"),
    }
}

/// The business hours, once somebody said them.
pub(crate) fn business_hours(reader: &Reader<'_>) -> Answer<Option<BusinessHours>> {
    typed(reader)?.map(|typed| understood(&typed)).transpose().map(Option::flatten)
}

/// A full-width digit or mark as the plain one.
fn narrow(c: char) -> char {
    let plain = u32::from(c).checked_sub(0xFEE0).filter(|plain| (0x21..=0x7E).contains(plain));
    plain.and_then(char::from_u32).unwrap_or(c)
}

/// The spans of a day: `8:00—12:00、13:30~17:30` is understood, too.
fn spans(text: &str) -> Result<Vec<OpenSpan>, ()> {
    let dash = |c: char| if matches!(c, '—' | '–' | '－' | '~' | '～' | '至' | '到') { '-' } else { c };
    let text: String = clean(text).chars().map(narrow).map(dash).collect();
    let text = text.replace(" -", "-").replace("- ", "-").replace("--", "-");
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；' | ';'));
    let padded = |part: &str| {
        let time = |time: &str| if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
        part.split('-').map(time).collect::<Vec<_>>().join("-")
    };
    parts.filter(|part| !part.is_empty()).map(|part| OpenSpan::try_from(padded(part)).map_err(|_| ())).collect()
}

/// Opening times out of what was typed; `None` when every day is empty (SITEHOURS-1).
fn understood(input: &BusinessHoursInput) -> Answer<Option<BusinessHours>> {
    let mut checks = Checks::default();
    let mut read = |field: &'static str, label: &'static str, text: &str| {
        let wanted = "写成 08:00-12:00 13:30-17:30 这样，按先后，不重叠";
        let found = spans(text);
        let alone = found.as_ref().is_ok_and(|day| day.is_empty() || hours(&json!({"mon": day}), &[], false).is_ok());
        checks.add((!alone).then_some(Refusal::OutOfRange { field, label, wanted }));
        found.unwrap_or_default()
    };
    let weekdays = read("weekdays", "周一至周五的营业时间", &input.weekdays);
    let saturday = read("saturday", "周六的营业时间", &input.saturday);
    let sunday = read("sunday", "周日的营业时间", &input.sunday);
    let shifted = read("shifted", "调休上班日的营业时间", &input.shifted);
    checks.done()?;
    if weekdays.is_empty() && saturday.is_empty() && sunday.is_empty() {
        return Ok(None);
    }
    let week = json!({
        "mon": weekdays, "tue": weekdays, "wed": weekdays, "thu": weekdays, "fri": weekdays,
        "sat": saturday, "sun": sunday,
    });
    hours(&week, &shifted, input.on_rest_days).map(Some)
}

fn hours(week: &serde_json::Value, shifted: &[OpenSpan], on_rest_days: bool) -> Answer<BusinessHours> {
    serde_json::from_value(json!({"week": week, "shifted": shifted, "on_rest_days": on_rest_days}))
        .map_err(|why| AppError::BadInput { field: "weekdays".into(), detail: why.to_string() })
}

impl App {
    pub(crate) fn hours_save(&self, HoursInput { hours, base }: HoursInput) -> Answer<Written<DeskStatus>> {
        self.write("hours_save", |tx, _| {
            let stands = typed(tx)?.unwrap_or_default();
            if base.is_some_and(|base| base != stands) {
                return Err(AppError::Stale { what: "营业时间" });
            }
            let known = understood(&hours)?.is_some();
            let text = serde_json::to_string(&hours)
                .map_err(|why| AppError::BadInput { field: String::new(), detail: why.to_string() })?;
            tx.put_setting(Setting::Hours, if known { &text } else { "" })?;
            tx.note("business_hours", if known { &hours.weekdays } else { "" });
            Ok(())
        })?;
        self.law_left_behind();
        Ok(Written { value: self.desk_status(Nothing {})?, touched: vec![Touched::Settings, Touched::Call] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(weekdays: &str) -> BusinessHoursInput {
        BusinessHoursInput { weekdays: weekdays.into(), ..BusinessHoursInput::default() }
    }

    #[test]
    fn sitehours_1_opening_times_are_taken_as_people_write_them() {
        let plain = understood(&input("08:00-12:00 13:30-17:30")).unwrap();
        assert!(plain.is_some());
        for text in ["8:00—12:00、13:30~17:30", "８：００ - 12:00，13:30至17:30"] {
            assert_eq!(understood(&input(text)).unwrap(), plain, "{text}");
        }
        assert_eq!(understood(&input(" ")).unwrap(), None);
        for text in ["8点到12点", "12:00-08:00", "08:00-12:00 11:00-14:00", "25:00-26:00", "08:00"] {
            assert!(understood(&input(text)).is_err(), "{text}");
        }
        let shifted = BusinessHoursInput { shifted: "x".into(), ..input("08:00-12:00") };
        assert!(understood(&shifted).is_err());
    }
}
