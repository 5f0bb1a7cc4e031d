//! Adding a period to a day, where it is counted.
//!
//! TERM-1 A period of seasons ends with the last day of its last season; a season already under way on the first day is not counted.
//! TERM-2 Where no season is named for the class and region, a period of seasons has no end yet: it is provisional.

use super::Coverage;
use super::rule::CoverageRule;
use crate::Day;
use crate::calendar::Calendars;
use crate::policy::{Period, PeriodUnit, Roll};
use crate::season::{SeasonWindow, Seasons};

/// When it is computed, and by which calendars.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Today in Asia/Shanghai.
    pub today: Day,
    /// Working days and holidays.
    pub calendars: &'a Calendars,
}

/// Where it is computed: the seasons of a class in a region.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// When.
    pub setting: &'a Setting<'a>,
    /// Operating seasons of the pack.
    pub seasons: &'a [SeasonWindow],
    /// Product class.
    pub class: &'a str,
    /// Region of use.
    pub region: Option<&'a str>,
}

/// A day a period leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// The day.
    pub day: Day,
    /// Whether every calendar and season needed is published.
    pub published: bool,
}

/// An operating season.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// Its name.
    pub name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// The last day of a period, before suspensions.
pub(super) struct Ended {
    pub base: Day,
    pub provisional: bool,
    pub step: String,
}

impl Place<'_> {
    /// The day so long after another; the first day is not counted.
    pub fn add(&self, period: Period, from: Day) -> Added {
        let published = |day| Added { day, published: true };
        match period.unit {
            PeriodUnit::Day => published(from.plus_days(period.n)),
            PeriodUnit::Month => published(from.plus_months(period.n)),
            PeriodUnit::Year => published(from.plus_months(period.n.saturating_mul(12))),
            PeriodUnit::Workday => {
                let counted = self.setting.calendars.add_workdays(from, period.n);
                counted.map_or(Added { day: from, published: false }, |c| Added { day: c.day, published: c.published })
            }
            PeriodUnit::Season => {
                let season = self.seasons().from(from).nth(usize::try_from(period.n - 1).unwrap_or(usize::MAX));
                season.map_or(Added { day: from, published: false }, |season| published(season.to))
            }
            PeriodUnit::Hour | PeriodUnit::Workhour => Added { day: from, published: false },
        }
    }

    /// The first operating season of a machine handed over on a day: the one under way, which then begins on that
    /// day, else the next.
    pub fn first_season(&self, start: Day) -> Option<Season> {
        let seasons = self.seasons();
        let season = seasons.active(start).or_else(|| seasons.from(start).next())?;
        Some(Season { name: season.zh(), from: season.from.max(start), to: season.to })
    }

    fn seasons(&self) -> Seasons<'_> {
        Seasons::of(self.seasons, self.class, self.region.unwrap_or_default())
    }

    /// The last day of a coverage period (COVER-1).
    pub(super) fn end(&self, rule: &CoverageRule, period: Period, start: Day) -> Ended {
        let added = self.add(period, start);
        let base = if rule.count_start_day { added.day.plus_days(-1) } else { added.day };
        let counting = if rule.count_start_day { "当日计入" } else { "当日不计" };
        let unit = unit_zh(period.unit);
        let step = format!("{counting}，加 {} {unit}，到{} 24 时止", period.n, base.zh());
        Ended { base, provisional: !added.published, step }
    }

    /// Moves the last day off a holiday, where the rule says so.
    pub(super) fn roll(&self, rule: &CoverageRule, row: &mut Coverage) {
        let Roll::None = rule.roll;
        let _ = row;
    }
}

/// `个工作日`: a unit of periods as it stands behind a number.
pub fn unit_zh(unit: PeriodUnit) -> &'static str {
    match unit {
        PeriodUnit::Day => "天",
        PeriodUnit::Workday => "个工作日",
        PeriodUnit::Month => "个月",
        PeriodUnit::Year => "年",
        PeriodUnit::Hour => "小时",
        PeriodUnit::Workhour => "个工作小时",
        PeriodUnit::Season => "个作业季",
    }
}
