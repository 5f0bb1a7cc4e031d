//! A last day that is not worked.
//!
//! ROLL-1 A rule that rolls off statutory holidays passes over the holiday itself: a Saturday stands, and so does the day after the holiday even while others rest.
//! ROLL-2 A rule that rolls off days of rest ends on a working day, 调休 counted as worked (E02).
//! ROLL-3 A rule that does not roll looks at no calendar: its day is never provisional.
//! ROLL-4 Rolling goes to later days unless the rule says earlier.

use super::rule::{Roll, RollTo};
use super::words::with_weekday;
use crate::Day;
use crate::calendar::{Calendars, DayKind};

/// Longest row of days passed over; no calendar has one of a tenth of this.
const MOST_DAYS: i32 = 400;

/// A last day after rolling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rolled {
    /// The day.
    pub day: Day,
    /// Whether every day looked at lies in a published year.
    pub published: bool,
}

/// Moves a last day off the days a rule passes over (ROLL-1 to ROLL-4).
pub fn roll(calendars: &Calendars, day: Day, roll: Roll, to: RollTo) -> Rolled {
    let passes = |kind: DayKind<'_>| match roll {
        Roll::None => false,
        Roll::StatutoryHoliday => kind.statutory,
        Roll::RestDay => !kind.working,
    };
    if roll == Roll::None {
        return Rolled { day, published: true };
    }
    let step = if to == RollTo::Later { 1 } else { -1 };
    let days = (0..MOST_DAYS).map_while(|n| Day::from_number(day.number().checked_add(n * step)?));
    let mut days = days.skip_while(|day| passes(calendars.workday(*day)));
    let rolled = days.next().unwrap_or(day);
    Rolled { day: rolled, published: calendars.published(day, rolled) }
}

/// Why the day stands or moved, in words.
pub fn roll_zh(calendars: &Calendars, day: Day, rule: Roll, to: RollTo) -> String {
    let kind = calendars.workday(day);
    let is = match kind.name {
        _ if kind.working => "工作日",
        Some(name) if kind.statutory => &format!("法定节假日（{name}）"),
        Some(name) => &format!("休息日（{name}放假）"),
        None => "休息日",
    };
    let shown = with_weekday(day);
    let reached = roll(calendars, day, rule, to).day;
    let way = if to == RollTo::Later { "顺延到" } else { "提前到" };
    match rule {
        Roll::None if kind.published => format!("最后一天 {shown}是{is}，规则不因节假日改期，就是这一天"),
        Roll::None => format!("最后一天 {shown}，规则不因节假日改期，就是这一天"),
        Roll::StatutoryHoliday if reached == day => format!("最后一天 {shown}不是法定节假日，不改期"),
        Roll::StatutoryHoliday => {
            format!("最后一天 {shown}是{is}，规则避开法定节假日，{way} {}", with_weekday(reached))
        }
        Roll::RestDay if reached == day => format!("最后一天 {shown}是工作日，不改期"),
        Roll::RestDay => format!("最后一天 {shown}是{is}，规则避开休息日，{way} {}", with_weekday(reached)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static CHINA: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());

    fn rolled(day: &str, rule: Roll, to: RollTo) -> (String, bool) {
        let rolled = roll(&CHINA, day.parse().unwrap(), rule, to);
        (rolled.day.iso(), rolled.published)
    }

    #[test]
    fn roll_1_the_holiday_itself() {
        let later = |day| rolled(day, Roll::StatutoryHoliday, RollTo::Later).0;
        assert_eq!(later("2026-10-01"), "2026-10-04");
        assert_eq!(later("2026-10-05"), "2026-10-05");
        assert_eq!(later("2026-10-17"), "2026-10-17");
        let why = roll_zh(&CHINA, "2026-10-01".parse().unwrap(), Roll::StatutoryHoliday, RollTo::Later);
        assert_eq!(
            why,
            "最后一天 2026年10月1日（星期四）是法定节假日（国庆节），规则避开法定节假日，顺延到 2026年10月4日（星期日）"
        );
    }

    #[test]
    fn roll_2_to_a_working_day() {
        let later = |day| rolled(day, Roll::RestDay, RollTo::Later);
        assert_eq!(later("2026-10-01"), ("2026-10-08".into(), true));
        assert_eq!(later("2026-10-10"), ("2026-10-10".into(), true));
        // 2013: National Day ends on Monday the 7th; Saturday the 12th is worked.
        assert_eq!(later("2013-10-12").0, "2013-10-12");
        assert_eq!(later("2013-10-13").0, "2013-10-14");
        assert_eq!(later("2027-10-01"), ("2027-10-04".into(), false));
        assert_eq!(later("2026-12-31"), ("2026-12-31".into(), true));
    }

    #[test]
    fn roll_3_no_roll_no_calendar() {
        assert_eq!(rolled("2006-08-05", Roll::None, RollTo::Later), ("2006-08-05".into(), true));
        let why = |day: &str| roll_zh(&CHINA, day.parse().unwrap(), Roll::None, RollTo::Later);
        assert_eq!(why("2006-08-05"), "最后一天 2006年8月5日（星期六），规则不因节假日改期，就是这一天");
        assert!(why("2026-10-04").contains("是休息日（国庆节放假），规则不因节假日改期"));
    }

    #[test]
    fn roll_4_earlier_when_the_rule_says_so() {
        assert_eq!(rolled("2026-10-03", Roll::RestDay, RollTo::Earlier).0, "2026-09-30");
        assert_eq!(rolled("2026-10-03", Roll::StatutoryHoliday, RollTo::Earlier).0, "2026-09-30");
        assert_eq!(rolled("2026-10-03", Roll::RestDay, RollTo::Later).0, "2026-10-08");
    }
}
