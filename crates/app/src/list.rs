//! Small things every list shares.

use crate::error::{Answer, AppError};
use domain::refusal::Checks;
use domain::{Day, Month};

/// Rows wanted (1–200, 50 when absent) and rows to skip.
pub(crate) fn limits(limit: Option<i64>, offset: Option<i64>) -> (i64, i64) {
    (limit.unwrap_or(50).clamp(1, 200), offset.unwrap_or(0).max(0))
}

/// Most characters of a search: a serial has at most 60, and nobody types more.
const MOST_TERM: usize = 100;

/// A search as typed, refused when it cannot be one: a pasted page would keep the desk busy for minutes.
pub(crate) fn term(text: &str) -> Answer<&str> {
    let mut checks = Checks::default();
    checks.length("term", "查找内容", text.trim(), MOST_TERM);
    checks.done()?;
    Ok(text.trim())
}

/// First and last day of a month filter; empty means all.
pub(crate) fn month_days(month: &str) -> Answer<Option<(Day, Day)>> {
    if month.is_empty() {
        return Ok(None);
    }
    let month: Month = month
        .parse()
        .map_err(|e: domain::month::NotAMonth| AppError::BadInput { field: "month".into(), detail: e.to_string() })?;
    Ok(Some((month.first(), month.last())))
}

/// The name an enum value is stored and filtered by.
pub(crate) fn stored_name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
