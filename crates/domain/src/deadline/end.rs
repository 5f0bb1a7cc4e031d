//! From a rule and a basis to the end: counted, paused, rolled, cut off (DUE-2, DUE-5, DUE-6).

use super::count::{NotDue, Walk};
use super::rule::{Count, DeadlineRule, Period, PeriodUnit, Roll};
use super::words::{self, Steps};
use super::{Asked, Ground, Moment, pause, roll};
use crate::Day;
use crate::day::UtcMs;
use crate::suspension::{self, Stretch};

/// Where a deadline ends.
pub(super) struct End {
    pub on: Day,
    pub at: Option<UtcMs>,
    pub provisional: bool,
}

/// Counts, moves on by the pauses, rolls.
pub(super) fn end<S: Steps>(asked: &Asked<'_>, ground: &Ground<'_>, steps: &mut S) -> Result<End, NotDue> {
    let rule = asked.rule;
    let mut walk = Walk { ground, label: asked.basis_label, steps, looked: None };
    let count = rule.count()?;
    let counted = walk.count(count, asked.basis, rule.count_start_day, asked.times)?;
    let paused = walk.paused(asked, count, counted)?;
    let end = match paused {
        Moment::At(at) => (Day::at(at), Some(at)),
        Moment::Day(day) => walk.last(rule, count, day),
    };
    let provisional = walk.unpublished();
    Ok(End { on: end.0, at: end.1, provisional })
}

impl<S: Steps> Walk<'_, S> {
    /// Rolls a last day and gives it its cutoff (DUE-2).
    fn last(&mut self, rule: &DeadlineRule, count: Count<'_>, day: Day) -> (Day, Option<UtcMs>) {
        if count == Count::AtOnce {
            return (day, None);
        }
        let calendars = self.ground.calendars;
        let rolled = roll::roll(calendars, day, rule.roll, rule.roll_to).day;
        if rule.roll != Roll::None {
            self.look(day.min(rolled), day.max(rolled));
        }
        self.steps.say(|| roll::roll_zh(calendars, day, rule.roll, rule.roll_to));
        self.steps.say(|| match rule.cutoff {
            Some(time) => format!("{} {time} 前办完有效", rolled.zh()),
            None => format!("{} 24 时前办完有效", rolled.zh()),
        });
        (rolled, rule.cutoff.map(|time| time.on(rolled)))
    }

    /// Whether a year looked at has no calendar, said in words (DUE-5).
    fn unpublished(&mut self) -> bool {
        let calendars = self.ground.calendars;
        let Some((from, to)) = self.looked.filter(|(from, to)| !calendars.published(*from, *to)) else { return false };
        self.steps.say(|| {
            let known = |year: &i32| calendars.published_years().any(|known| known.year == *year);
            let years = (from.parts().0..=to.parts().0).filter(|year| !known(year));
            let years = years.map(|year| format!("{year}年")).collect::<Vec<_>>().join("、");
            format!("暂定：没有{years}的放假安排，只按周末和固定日期的节假日计算，收到后重算")
        });
        true
    }

    /// Moves an end on by the pauses (DUE-6).
    fn paused(&mut self, asked: &Asked<'_>, count: Count<'_>, end: Moment) -> Result<Moment, NotDue> {
        let (Count::Add(Period { unit, .. }) | Count::Recurring(Period { unit, .. })) = count else { return Ok(end) };
        let spans = pause::counted(asked.pauses, &asked.rule.pauses, asked.until);
        if spans.is_empty() {
            return Ok(end);
        }
        match (end, asked.basis) {
            (Moment::At(end), basis) => self.paused_at(unit, end, basis, &spans).map(Moment::At),
            (Moment::Day(end), basis) => {
                let first = basis.day().plus_days(i64::from(!asked.rule.count_start_day));
                let days = suspension::union(spans.into_iter().filter_map(pause::Span::days));
                self.paused_on(unit, end, first, &days).map(Moment::Day)
            }
        }
    }

    /// PAUSE-2 and PAUSE-3, by days: a paused working day is worth a working day, a paused civil day a day.
    fn paused_on(&mut self, unit: PeriodUnit, mut end: Day, first: Day, days: &[Stretch]) -> Result<Day, NotDue> {
        let calendars = self.ground.calendars;
        for stretch in days.iter().filter_map(|stretch| stretch.not_before(first)) {
            if stretch.first() > end {
                break;
            }
            let (n, what) = match unit {
                PeriodUnit::Workday => {
                    (calendars.workdays_between(stretch.first().plus_days(-1), stretch.last()), "个工作日")
                }
                _ => (stretch.days(), "天"),
            };
            let before = end;
            end = match unit {
                PeriodUnit::Workday => calendars.add_workdays(end, n).ok_or_else(|| self.out_of_range())?.day,
                _ => self.moved(end, n)?,
            };
            if unit == PeriodUnit::Workday {
                self.look(stretch.first().min(before), end.max(stretch.last()));
            }
            let range = words::range(stretch.first(), stretch.last());
            self.steps.say(|| format!("{range} 中止，{n} {what}不计，延到 {}", end.zh()));
        }
        Ok(end)
    }

    /// PAUSE-2 and PAUSE-3, by the clock.
    fn paused_at(
        &mut self,
        unit: PeriodUnit,
        mut end: UtcMs,
        basis: Moment,
        spans: &[pause::Span],
    ) -> Result<UtcMs, NotDue> {
        let Moment::At(from) = basis else { return Ok(end) };
        for span in spans.iter().filter_map(|span| pause::Span::new(span.from.max(from), span.to)) {
            if span.from >= end {
                break;
            }
            let ms = match (unit, self.ground.hours) {
                (PeriodUnit::Workhour, Some(hours)) => {
                    let ms = hours.between(self.ground.calendars, span.from, span.to);
                    end = hours.add(self.ground.calendars, end, ms).ok_or(NotDue::NoHours)?.at;
                    self.look(Day::at(span.from), Day::at(end));
                    ms
                }
                _ => {
                    end = end.checked_add(span.ms()).ok_or_else(|| self.out_of_range())?;
                    span.ms()
                }
            };
            let range = format!("{}至{}", words::instant(span.from), words::instant(span.to));
            self.steps.say(|| format!("{range} 中止，{}不计，延到 {}", words::length(ms), words::instant(end)));
        }
        Ok(end)
    }
}
