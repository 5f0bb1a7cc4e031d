//! Counting from a basis to a last day or instant (Civil Code art. 200–204).
//!
//! COUNT-1 Days and working days count from the day after the basis, or from the basis day where the rule counts it.
//! COUNT-2 Months and years end on the corresponding day of the last month, or on its last day where it has none; where the basis day counts, on the day before the corresponding one.
//! COUNT-3 Clock hours count from the moment; working hours run only while the site is open.
//! COUNT-4 A negative period counts backward by the same rules.
//! COUNT-5 A period of seasons ends with the last day of its last season; a season running at the basis does not count, and the region of use decides (E32).
//! COUNT-6 A fixed date is the next one on or after the basis; a day of the month is that of the month after the basis's, a date of the year that of the year after.
//! COUNT-7 Hours cannot be counted from a day without a time, nor working hours without business hours, nor seasons where none is named: then there is no due day, and the reason says what is missing.

use super::rule::{BadRule, Count, Period, PeriodUnit};
use super::words::{self, HOUR_MS, Steps, instant};
use super::{Ground, Moment};
use crate::Day;
use crate::calendar::MonthDay;
use crate::season::Seasons;

/// Months of a year.
const YEAR: i64 = 12;

/// Days of each working-hours reason told one by one.
const MOST_DAYS_TOLD: usize = 10;

/// There is no due day (COUNT-7).
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum NotDue {
    /// The rule does not hold together.
    #[error(transparent)]
    BadRule(#[from] BadRule),
    /// The basis has no time of day.
    #[error("{label}只有日期，没有时刻：按小时计算的期限算不出来，请补上时刻")]
    NoTime {
        /// Chinese name of the basis.
        label: String,
    },
    /// The site's business hours are not known.
    #[error("没有可用的营业时间：按工作小时计算的期限算不出来，请到「设置」填写营业时间")]
    NoHours,
    /// No season is named for the class where it is used.
    #[error("没有「{class}」在「{region}」的作业季：请在政策包里补上")]
    NoSeason {
        /// Product class.
        class: String,
        /// Region of use.
        region: String,
    },
    /// The day cannot be written.
    #[error("算出的日期不在公元 1 年至 9999 年之间，请检查{label}和期限")]
    OutOfRange {
        /// Chinese name of the basis.
        label: String,
    },
}

/// A count under way: where it stands, and what it looked at.
pub(super) struct Walk<'a, S> {
    pub ground: &'a Ground<'a>,
    pub label: &'a str,
    pub steps: &'a mut S,
    /// First and last day whose calendar was looked at.
    pub looked: Option<(Day, Day)>,
}

impl<S: Steps> Walk<'_, S> {
    /// Where a way of counting leads from a basis.
    pub(super) fn count(
        &mut self,
        count: Count<'_>,
        basis: Moment,
        counts_start: bool,
        times: i64,
    ) -> Result<Moment, NotDue> {
        let day = basis.day();
        match count {
            Count::Add(period) => self.period(period, basis, counts_start),
            Count::Recurring(period) => {
                let n = period.n.checked_mul(times).ok_or_else(|| self.out_of_range())?;
                self.period(Period { n, ..period }, basis, counts_start)
            }
            Count::Dates(dates) => self.dates(dates, day).map(Moment::Day),
            Count::MonthlyDay(n) => self.monthly(n, day).map(Moment::Day),
            Count::Yearly(date) => self.yearly(date, day).map(Moment::Day),
            Count::AtOnce => {
                self.steps.say(|| format!("{} {}，须立即办理", self.label, basis.zh()));
                Ok(basis)
            }
        }
    }

    fn period(&mut self, period: Period, basis: Moment, counts_start: bool) -> Result<Moment, NotDue> {
        let day = basis.day();
        match period.unit {
            PeriodUnit::Hour => self.hours(period.n, self.instant_of(basis)?),
            PeriodUnit::Workhour => self.workhours(period.n, self.instant_of(basis)?),
            PeriodUnit::Season => self.seasons(period.n, day).map(Moment::Day),
            PeriodUnit::Day => self.days(period, day, counts_start).map(Moment::Day),
            PeriodUnit::Workday => self.workdays(period, day, counts_start).map(Moment::Day),
            PeriodUnit::Month => self.months(period, period.n, day, counts_start).map(Moment::Day),
            PeriodUnit::Year => {
                let months = period.n.checked_mul(YEAR).ok_or_else(|| self.out_of_range())?;
                self.months(period, months, day, counts_start).map(Moment::Day)
            }
        }
    }

    /// COUNT-1.
    fn days(&mut self, period: Period, basis: Day, counts_start: bool) -> Result<Day, NotDue> {
        self.begin(period, basis, counts_start);
        let last = self.moved(basis, away(period.n, counts_start))?;
        self.steps.say(|| match period.n {
            0 => format!("当日 {} 就是最后一天", last.zh()),
            n if n > 0 => format!("加 {n} 天（日历日），第 {n} 天是 {}", last.zh()),
            n => format!("往前 {} 天（日历日），是 {}", n.unsigned_abs(), last.zh()),
        });
        Ok(last)
    }

    /// COUNT-1, on working days.
    fn workdays(&mut self, period: Period, basis: Day, counts_start: bool) -> Result<Day, NotDue> {
        self.begin(period, basis, counts_start);
        let towards = period.n.signum();
        let from = if counts_start { self.moved(basis, -towards)? } else { basis };
        let counted = self.ground.calendars.add_workdays(from, period.n).ok_or_else(|| self.out_of_range())?;
        let first = if period.n == 0 { from } else { from.plus_days(towards) };
        let (from, to) = (first.min(counted.day), first.max(counted.day));
        self.look(from, to);
        self.steps.say(|| match period.n {
            0 => format!("当日 {} 就是最后一天", counted.day.zh()),
            n if n > 0 => format!("加 {n} 个工作日，第 {n} 个工作日是 {}", counted.day.zh()),
            n => format!("往前 {} 个工作日，是 {}", n.unsigned_abs(), counted.day.zh()),
        });
        if S::WANTED {
            let told = words::passed_over(self.ground.calendars, from, to);
            self.steps.say(|| {
                if told.is_empty() {
                    "其间没有休息日".to_owned()
                } else {
                    format!("其间：{}", told.join("；"))
                }
            });
        }
        Ok(counted.day)
    }

    /// COUNT-2.
    fn months(&mut self, period: Period, months: i64, basis: Day, counts_start: bool) -> Result<Day, NotDue> {
        self.begin(period, basis, counts_start);
        let (year, month, of_month) = basis.parts();
        let target = (i64::from(year) * YEAR + i64::from(month) - 1).checked_add(months);
        let in_years = |at: i64| (1..=9999).contains(&at.div_euclid(YEAR));
        target.filter(|at| in_years(*at)).ok_or_else(|| self.out_of_range())?;
        let moved = basis.plus_months(months);
        let corresponds = moved.parts().2 == of_month;
        let last = if counts_start && corresponds { self.moved(moved, -months.signum())? } else { moved };
        self.steps.say(|| {
            let way = if months < 0 { "往前" } else { "加" };
            let (year, month, _) = moved.parts();
            match (corresponds, last == moved) {
                (true, true) => format!("{way} {}，对应日是 {}", period.zh(), last.zh()),
                (true, false) => {
                    format!("{way} {}，对应日是 {}，当日已计入，最后一天是 {}", period.zh(), moved.zh(), last.zh())
                }
                (false, _) => format!(
                    "{way} {}：{year}年{month}月没有 {of_month} 日，以月末 {} 为最后一天",
                    period.zh(),
                    last.zh()
                ),
            }
        });
        Ok(last)
    }

    /// COUNT-3.
    fn hours(&mut self, n: i64, from: i64) -> Result<Moment, NotDue> {
        let at = n.checked_mul(HOUR_MS).and_then(|ms| from.checked_add(ms)).ok_or_else(|| self.out_of_range())?;
        self.begin_at(from);
        self.steps.say(|| format!("{} {} 小时，到 {}", way(n), n.unsigned_abs(), instant(at)));
        Ok(Moment::At(at))
    }

    /// COUNT-3, inside business hours.
    fn workhours(&mut self, n: i64, from: i64) -> Result<Moment, NotDue> {
        let hours = self.ground.hours.ok_or(NotDue::NoHours)?;
        let ms = n.checked_mul(HOUR_MS).ok_or_else(|| self.out_of_range())?;
        let worked = hours.add(self.ground.calendars, from, ms).ok_or(NotDue::NoHours)?;
        let (one, other) = (Day::at(from), Day::at(worked.at));
        self.look(one.min(other), one.max(other));
        self.begin_at(from);
        self.steps.say(|| {
            let told =
                worked.days.iter().take(MOST_DAYS_TOLD).map(|(day, ms)| format!("{} {}", day.zh(), words::length(*ms)));
            let told = told.collect::<Vec<_>>().join("，");
            let more = if worked.days.len() > MOST_DAYS_TOLD { "……" } else { "" };
            format!("{} {} 个工作小时，只计营业时间：{told}{more}", way(n), n.unsigned_abs())
        });
        self.steps.say(|| format!("到 {}", instant(worked.at)));
        Ok(Moment::At(worked.at))
    }

    /// COUNT-5.
    fn seasons(&mut self, n: i64, basis: Day) -> Result<Day, NotDue> {
        let (class, region) = (self.ground.class, self.ground.region);
        let none = || NotDue::NoSeason { class: class.to_owned(), region: region.to_owned() };
        let wanted = usize::try_from(n).map_err(|_| none())?;
        let counted: Vec<_> = Seasons::of(self.ground.seasons, class, region).from(basis).take(wanted).collect();
        let last = counted.last().filter(|_| counted.len() == wanted).ok_or_else(none)?;
        self.steps.say(|| format!("{} {}，作业季按使用地「{region}」，从当日及以后开始的算起", self.label, basis.zh()));
        self.steps.say(|| {
            let told = counted.iter().enumerate().map(|(at, season)| format!("第 {} 个是{}", at + 1, season.zh()));
            format!("{}；最后一天是第 {n} 个作业季的末日 {}", told.collect::<Vec<_>>().join("，"), last.to.zh())
        });
        Ok(last.to)
    }

    /// COUNT-6.
    fn dates(&mut self, dates: &[MonthDay], basis: Day) -> Result<Day, NotDue> {
        let year = basis.parts().0;
        let near = [year, year.saturating_add(1)];
        let all = near.iter().flat_map(|year| dates.iter().filter_map(|date| date.in_year(*year)));
        let next = all.filter(|day| *day >= basis).min().filter(|day| day.parts().0 <= 9999);
        let next = next.ok_or_else(|| self.out_of_range())?;
        self.steps.say(|| {
            let each = dates.iter().map(|date| date.zh()).collect::<Vec<_>>().join("、");
            format!("{} {}，每年 {each}，当日及以后最近的是 {}", self.label, basis.zh(), next.zh())
        });
        Ok(next)
    }

    /// COUNT-6.
    fn monthly(&mut self, n: u32, basis: Day) -> Result<Day, NotDue> {
        let (year, month, _) = basis.parts();
        let next = Day::ymd(year, month, 1).map(|first| first.plus_months(1));
        let (year, month, _) = next.ok_or_else(|| self.out_of_range())?.parts();
        let last = Day::ymd(year, month, n).or_else(|| Some(next?.plus_months(1).plus_days(-1)));
        let last = last.filter(|day| day.parts().0 <= 9999).ok_or_else(|| self.out_of_range())?;
        self.steps.say(|| {
            let short = if last.parts().2 == n {
                String::new()
            } else {
                format!("（{month}月没有 {n} 日，以月末为准）")
            };
            format!("{} {}，次月 {n} 日是 {}{short}", self.label, basis.zh(), last.zh())
        });
        Ok(last)
    }

    /// COUNT-6.
    fn yearly(&mut self, date: MonthDay, basis: Day) -> Result<Day, NotDue> {
        let year = basis.parts().0.saturating_add(1);
        let last = date.in_year(year).filter(|_| year <= 9999).ok_or_else(|| self.out_of_range())?;
        self.steps.say(|| format!("{} {}，次年 {} 是 {}", self.label, basis.zh(), date.zh(), last.zh()));
        Ok(last)
    }

    /// The sentence a count of days begins with.
    fn begin(&mut self, period: Period, basis: Day, counts_start: bool) {
        self.steps.say(|| {
            let counting = match (period.n, counts_start) {
                (0, _) => "期限就是当日",
                (1.., true) => "当日计入第 1 天",
                (1.., false) => "当日不计，从次日起算第 1 天",
                (_, true) => "往前推算，当日计入第 1 天",
                (_, false) => "往前推算，当日不计",
            };
            format!("{} {}，{counting}", self.label, basis.zh())
        });
    }

    fn begin_at(&mut self, from: i64) {
        self.steps.say(|| format!("{} {}，从这一刻起算", self.label, instant(from)));
    }

    /// Notes that the calendar of these days was looked at.
    pub(super) fn look(&mut self, from: Day, to: Day) {
        let (first, last) = self.looked.unwrap_or((from, to));
        self.looked = Some((first.min(from), last.max(to)));
    }

    pub(super) fn moved(&self, day: Day, n: i64) -> Result<Day, NotDue> {
        let number = i32::try_from(n).ok().and_then(|n| day.number().checked_add(n));
        number.and_then(Day::from_number).ok_or_else(|| self.out_of_range())
    }

    fn instant_of(&self, basis: Moment) -> Result<i64, NotDue> {
        match basis {
            Moment::At(at) => Ok(at),
            Moment::Day(_) => Err(NotDue::NoTime { label: self.label.to_owned() }),
        }
    }

    pub(super) fn out_of_range(&self) -> NotDue {
        NotDue::OutOfRange { label: self.label.to_owned() }
    }
}

/// Days from the basis to the n-th day: one less where the basis day is the first.
fn away(n: i64, counts_start: bool) -> i64 {
    if counts_start { n - n.signum() } else { n }
}

fn way(n: i64) -> &'static str {
    if n < 0 { "往前" } else { "加" }
}
