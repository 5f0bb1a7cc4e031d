//! Adding a period to a day, where it is counted.
//!
//! TERM-1 A period of seasons ends with the last day of its last season; a season already under way on the first day is not counted.
//! TERM-2 Where no season is named for the class and region, a period of seasons has no end yet: it is provisional.

use super::Coverage;
use super::policies::Rules;
use super::rule::CoverageRule;
use crate::Day;
use crate::calendar::Calendars;
use crate::deadline::roll::{roll, roll_zh};
use crate::deadline::rule::RollTo;
use crate::policy::{Period, PeriodUnit, Roll};
use crate::season::Seasons;

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
    /// The packs that may name the seasons, own first.
    pub packs: &'a [Rules<'a>],
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

    /// Whether a day lies in an operating season.
    pub fn in_season(&self, day: Day) -> bool {
        self.seasons().active(day).is_some()
    }

    /// The seasons of the first pack that names any for the class and region.
    fn seasons(&self) -> Seasons<'_> {
        let region = self.region.unwrap_or_default();
        let mut named = self.packs.iter().map(|pack| Seasons::of(pack.seasons, self.class, region));
        named.find(|seasons| !seasons.is_empty()).unwrap_or_else(|| Seasons::of(&[], self.class, region))
    }

    /// The last day of a coverage period (COVER-1).
    pub(super) fn end(&self, rule: &CoverageRule, period: Period, start: Day) -> Ended {
        let added = self.add(period, start);
        let base = if rule.count_start_day { added.day.plus_days(-1) } else { added.day };
        let counting = if rule.count_start_day { "当日计入" } else { "当日不计" };
        let step = format!("{counting}，加 {}，到{} 24 时止", period.zh(), base.zh());
        Ended { base, provisional: !added.published, step }
    }

    /// Moves the last day off a holiday, where the rule says so.
    pub(super) fn roll(&self, rule: &CoverageRule, row: &mut Coverage) {
        if rule.roll == Roll::None {
            return;
        }
        let calendars = self.setting.calendars;
        let rolled = roll(calendars, row.effective_end, rule.roll, RollTo::Later);
        row.provisional |= !rolled.published;
        row.steps.push(roll_zh(calendars, row.effective_end, rule.roll, RollTo::Later));
        row.effective_end = rolled.day;
    }
}
