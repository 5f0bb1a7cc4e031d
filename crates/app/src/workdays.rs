//! Counting working days for somebody at a terminal: no data folder is opened.
//!
//! WORKDAYS-1 The answer is the day so many working days after (before, when negative) a day that is not counted, and whether every year it was counted over is published.
//! WORKDAYS-2 A day that does not exist, a number that is none and a result no date can say are refused with a sentence.

use crate::error::{Answer, AppError, CallError};
use crate::policies::Policies;
use domain::Day;
use serde_json::{Value, json};

/// `{"from", "n", "day", "calendar": "published" | "provisional"}`.
pub fn workdays(from: &str, n: &str) -> Result<Value, CallError> {
    count(from, n).map_err(CallError::from)
}

fn count(from: &str, n: &str) -> Answer<Value> {
    let bad = |field: &str, detail: String| AppError::BadInput { field: field.into(), detail };
    let from: Day = from.trim().parse().map_err(|why: domain::day::NotADay| bad("from", why.to_string()))?;
    let n: i64 =
        n.trim().parse().map_err(|_| bad("n", format!("「{n}」不是工作日数（应为整数，如 30；往前数写 -30）")))?;
    let policies = Policies::built_in()?;
    let counted = policies.calendars().add_workdays(from, n);
    let counted = counted.ok_or_else(|| bad("n", "结果不在公元 1 年至 9999 年之间，请减少工作日数".into()))?;
    let calendar = if counted.published { "published" } else { "provisional" };
    Ok(json!({"from": from, "n": n, "day": counted.day, "calendar": calendar}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(from: &str, n: &str) -> String {
        match workdays(from, n) {
            Ok(found) => format!("{} {}", found["day"].as_str().unwrap(), found["calendar"].as_str().unwrap()),
            Err(refused) => refused.message,
        }
    }

    #[test]
    fn workdays_1_the_day_and_its_standing() {
        assert_eq!(answer("2026-09-30", "9"), "2026-10-19 published");
        assert_eq!(answer("2026-10-19", "-9"), "2026-09-30 published");
        assert_eq!(answer("2026-12-30", "5"), "2027-01-07 provisional");
    }

    #[test]
    fn workdays_2_what_cannot_be_counted_is_said() {
        assert!(answer("2026-02-30", "1").contains("「2026-02-30」不是存在的日期"));
        assert!(answer("2026-09-30", "九").contains("「九」不是工作日数"));
        assert!(answer("9999-12-01", "99").contains("9999"));
    }
}
