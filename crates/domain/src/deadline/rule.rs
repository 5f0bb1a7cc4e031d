//! Deadline rules as they stand in a pack.
//!
//! DRULE-1 A rule counts in exactly one way: a period, fixed dates, a day of the next month, a date of the next year, at once, or again and again.
//! DRULE-2 What cannot hold together is refused: a clock that rolls or has a cutoff, a fixed date that pauses, seasons or pauses backward, a day no month has.
//!
//! No value stands here; counting is in `count`.

use crate::calendar::MonthDay;
use crate::hours::TimeOfDay;
use crate::suspension::Cause;
use serde::{Deserialize, Serialize};

/// Days of the longest month.
const LONGEST_MONTH: u32 = 31;

/// A deadline: a basis and a way of counting from it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRule {
    /// Rule key, e.g. `card.to_ho`.
    pub key: String,
    /// What is due, in Chinese, e.g. `回执卡返总部`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Name of the day or instant it counts from, e.g. `sale.sold_on`.
    pub basis: String,
    /// A period after the basis; negative: before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<Period>,
    /// Dates of every year: the next one on or after the basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<MonthDay>,
    /// A day of the month after the basis's month; its last day where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_day: Option<u32>,
    /// A date of the year after the basis's year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly: Option<MonthDay>,
    /// Due the moment the basis happens.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_once: bool,
    /// Again and again, a period after the basis each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring: Option<Period>,
    /// Old parts may also go with any delivery truck: for people to read, it moves no date.
    #[serde(default, skip_serializing_if = "is_false")]
    pub also_with_delivery_truck: bool,
    /// Whether the basis day itself is day one.
    #[serde(default)]
    pub count_start_day: bool,
    /// What happens when the last day is not worked.
    pub roll: Roll,
    /// Which way it rolls.
    #[serde(default, skip_serializing_if = "RollTo::is_later")]
    pub roll_to: RollTo,
    /// Time on the last day after which it is late; absent: 24:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoff: Option<TimeOfDay>,
    /// Causes that stop it while they last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Cause>,
    /// Which event meets it.
    pub met_by: MetBy,
    /// Days before the limit at which it is shown as at risk.
    #[serde(default)]
    pub alert_days: Vec<i64>,
    /// Minutes before the limit at which it is shown as at risk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alert_minutes: Vec<i64>,
    /// What is lost when it is missed, in Chinese.
    #[serde(default)]
    pub consequence: String,
    /// Money at risk per missed subject in fen, when the contract names it.
    #[serde(default)]
    pub at_risk_fen: Option<i64>,
    /// Where the rule stands.
    pub source: String,
    /// The source's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_text: String,
    /// Whether a person compared it with the source.
    #[serde(default)]
    pub checked: bool,
}

/// A length of time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// How many.
    pub n: i64,
    /// Of what.
    pub unit: PeriodUnit,
}

/// Units of a period.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// Civil days.
    Day,
    /// Working days.
    Workday,
    /// Months, by the corresponding day.
    Month,
    /// Years, by the corresponding day.
    Year,
    /// Hours by the clock.
    Hour,
    /// Hours while the site is open.
    Workhour,
    /// Operating seasons of the class where it is used.
    Season,
}

impl PeriodUnit {
    /// Counted from an instant to an instant.
    pub fn by_clock(self) -> bool {
        matches!(self, Self::Hour | Self::Workhour)
    }

    /// The unit behind a number: `个工作日`.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Day => "天",
            Self::Workday => "个工作日",
            Self::Month => "个月",
            Self::Year => "年",
            Self::Hour => "小时",
            Self::Workhour => "个工作小时",
            Self::Season => "个作业季",
        }
    }
}

impl Period {
    /// `30 个工作日`, without the sign.
    pub fn zh(self) -> String {
        format!("{} {}", self.n.unsigned_abs(), self.unit.zh())
    }
}

/// What happens to a last day that is not worked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Nothing: the day stands.
    None,
    /// A statutory holiday is passed over; a weekend is not.
    StatutoryHoliday,
    /// Every day that is not worked is passed over.
    RestDay,
}

/// Which way a last day rolls.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RollTo {
    /// To the next day.
    #[default]
    Later,
    /// To the day before.
    Earlier,
}

impl RollTo {
    fn is_later(&self) -> bool {
        *self == Self::Later
    }
}

/// Which event meets a deadline (E03).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum MetBy {
    /// Head office has it: the receipt's time counts.
    Received,
    /// It left the dealer: the sending time counts.
    Sent,
}

/// The one way a rule counts (DRULE-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count<'a> {
    /// A period after or before the basis.
    Add(Period),
    /// The next of these dates.
    Dates(&'a [MonthDay]),
    /// That day of the next month.
    MonthlyDay(u32),
    /// That date of the next year.
    Yearly(MonthDay),
    /// At the moment of the basis.
    AtOnce,
    /// A period after the basis, each time.
    Recurring(Period),
}

/// The rule does not hold together.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("期限规则「{key}」{detail}")]
pub struct BadRule {
    /// Rule key.
    pub key: String,
    /// What is wrong, Chinese.
    pub detail: String,
}

impl DeadlineRule {
    /// The way it counts (DRULE-1).
    pub fn count(&self) -> Result<Count<'_>, BadRule> {
        let mut ways = [
            self.add.map(Count::Add),
            (!self.dates.is_empty()).then_some(Count::Dates(&self.dates)),
            self.monthly_day.map(Count::MonthlyDay),
            self.yearly.map(Count::Yearly),
            self.at_once.then_some(Count::AtOnce),
            self.recurring.map(Count::Recurring),
        ]
        .into_iter()
        .flatten();
        match (ways.next(), ways.next()) {
            (Some(way), None) => Ok(way),
            (None, _) => Err(self.bad("没有写怎样计算：add、dates、monthly_day、yearly、at_once、recurring 要写一个")),
            _ => Err(self.bad("写了两种算法：add、dates、monthly_day、yearly、at_once、recurring 只能写一个")),
        }
    }

    /// Whether the rule holds together (DRULE-1, DRULE-2). Called when a pack is read.
    pub fn check(&self) -> Result<(), BadRule> {
        let count = self.count()?;
        let period = match count {
            Count::Add(period) | Count::Recurring(period) => Some(period),
            _ => None,
        };
        let by_clock = count == Count::AtOnce || period.is_some_and(|p| p.unit.by_clock());
        let backward = period.is_some_and(|p| p.n < 0);
        let season = period.is_some_and(|p| p.unit == PeriodUnit::Season);
        let faults = [
            (by_clock && self.roll != Roll::None, "按时刻计算，不能再按节假日顺延"),
            (by_clock && self.cutoff.is_some(), "按时刻计算，不能再写截止时刻"),
            (by_clock && self.count_start_day, "按时刻计算，没有起算日可计入"),
            (!self.pauses.is_empty() && (period.is_none() || season), "到期日是固定日期，不能中止"),
            (!self.pauses.is_empty() && backward, "往前推算的期限不能中止"),
            (season && period.is_some_and(|p| p.n < 1), "按作业季只能往后算，至少 1 个"),
            (matches!(count, Count::Recurring(p) if p.n < 1), "重复的期限至少隔 1 个单位"),
            (self.monthly_day.is_some_and(|d| d == 0 || d > LONGEST_MONTH), "每月的日子应为 1 至 31"),
            (self.alert_days.iter().chain(&self.alert_minutes).any(|n| *n < 0), "提醒只能在到期之前"),
        ];
        faults.iter().find(|(wrong, _)| *wrong).map_or(Ok(()), |(_, detail)| Err(self.bad(detail)))
    }

    fn bad(&self, detail: &str) -> BadRule {
        BadRule { key: self.key.clone(), detail: detail.to_owned() }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(counting: &str) -> DeadlineRule {
        let text = format!(
            r#"{{"key": "k", "basis": "b", {counting}, "roll": "none", "met_by": "sent", "source": "T01", "checked": false}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn fault(counting: &str) -> String {
        rule(counting).check().unwrap_err().to_string()
    }

    #[test]
    fn drule_1_one_way_of_counting() {
        for counting in [
            r#""add": {"n": 20, "unit": "day"}"#,
            r#""dates": ["06-30", "12-31"], "also_with_delivery_truck": true"#,
            r#""monthly_day": 31"#,
            r#""yearly": "01-31""#,
            r#""at_once": true"#,
            r#""recurring": {"n": 3, "unit": "month"}"#,
        ] {
            assert_eq!(rule(counting).check(), Ok(()), "{counting}");
            let again: DeadlineRule = serde_json::from_str(&serde_json::to_string(&rule(counting)).unwrap()).unwrap();
            assert_eq!(again, rule(counting));
        }
        assert!(fault(r#""title": "x""#).contains("没有写怎样计算"));
        assert_eq!(fault(r#""at_once": true, "monthly_day": 5"#).matches("两种算法").count(), 1);
    }

    #[test]
    fn drule_2_what_cannot_hold_together() {
        let hours = r#""add": {"n": 2, "unit": "hour"}"#;
        let mut rolls = rule(hours);
        rolls.roll = Roll::RestDay;
        assert!(rolls.check().unwrap_err().detail.contains("顺延"));
        assert!(fault(&format!(r#"{hours}, "cutoff": "17:00""#)).contains("截止时刻"));
        assert!(fault(r#""at_once": true, "count_start_day": true"#).contains("起算日"));
        assert!(fault(r#""dates": ["06-30"], "pauses": ["repair"]"#).contains("不能中止"));
        assert!(fault(r#""add": {"n": -30, "unit": "day"}, "pauses": ["repair"]"#).contains("不能中止"));
        assert!(fault(r#""add": {"n": 0, "unit": "season"}"#).contains("作业季"));
        assert!(fault(r#""recurring": {"n": 0, "unit": "month"}"#).contains("重复"));
        assert!(fault(r#""monthly_day": 32"#).contains("1 至 31"));
        assert!(fault(r#""at_once": true, "alert_days": [-1]"#).contains("提醒"));
        assert_eq!(rule(r#""add": {"n": 2, "unit": "workhour"}, "pauses": ["repair"]"#).check(), Ok(()));
    }
}
