//! Rules about how long repairs take.

use super::advise::{Granted, Said, Seen};
use super::history::RepairFacts;
use super::{Counter, CounterState, Duty};
use crate::Day;
use crate::policy::{Period, PeriodUnit};
use crate::suspension::{Cause, DayCount, Stretch, counted, days};

/// How much of a period has passed.
pub(super) struct Measure {
    pub value: i64,
    pub limit: i64,
    pub unit: &'static str,
}

/// A repair that runs against a period.
struct Run {
    what: &'static str,
    began: String,
    from: Day,
    stretches: Vec<Stretch>,
    /// Nothing is added to it today.
    stands: bool,
}

impl Measure {
    pub(super) fn over(&self) -> bool {
        self.value > self.limit
    }

    pub(super) fn left(&self) -> i64 {
        self.limit - self.value
    }
}

impl Seen<'_> {
    /// Days or working days in stretches, against a period that began on `from`.
    pub(super) fn measure(&self, period: Period, from: Day, stretches: &[Stretch]) -> Measure {
        match period.unit {
            PeriodUnit::Workday => {
                let calendars = self.case.setting.calendars;
                let of = |one: &Stretch| calendars.workdays_between(one.first().plus_days(-1), one.last());
                Measure { value: stretches.iter().map(of).sum(), limit: period.n, unit: "个工作日" }
            }
            PeriodUnit::Day => Measure { value: days(stretches), limit: period.n, unit: "天" },
            _ => {
                let end = self.place().add(period, from).day;
                Measure { value: days(stretches), limit: from.days_until(end), unit: "天" }
            }
        }
    }

    /// The first day on which more than the period has passed, if every day counts from today on; and whether its
    /// calendar is published.
    fn over_on(&self, period: Period, measure: &Measure) -> (Day, bool) {
        let wanted = measure.left() + 1;
        let today = self.today();
        if period.unit != PeriodUnit::Workday {
            return (today.plus_days(wanted), true);
        }
        let counted = self.case.setting.calendars.add_workdays(today, wanted);
        counted.map_or((today, false), |counted| (counted.day, counted.published))
    }

    /// The day in the past on which the period was exceeded.
    fn exceeded_on(&self, period: Period, from: Day, stretches: &[Stretch]) -> Day {
        let every = stretches.iter().flat_map(|one| (0..one.days()).map(|n| one.first().plus_days(n)));
        let over = |day: &Day| {
            let so_far: Vec<Stretch> = stretches
                .iter()
                .filter_map(|one| Stretch::new(one.first(), day.plus_days(1).min(one.last().plus_days(1))))
                .collect();
            self.measure(period, from, &so_far).over()
        };
        let days: Vec<Day> = every.collect();
        let at = days.partition_point(|day| !over(day));
        days.get(at).copied().unwrap_or_else(|| self.today())
    }

    /// One open repair takes too long (REM-3, REM-5).
    pub(super) fn too_long(&self, over: Period, without: &[Cause]) -> Said {
        let mut said = Said::default();
        for repair in self.repairs().into_iter().filter(|repair| repair.open()) {
            let not_counted = match without {
                [] => String::new(),
                some => format!("（{}不计）", some.iter().map(|cause| cause.zh()).collect::<Vec<_>>().join("、")),
            };
            let run = Run {
                what: "维修",
                began: format!("{} 于{}送修，当日不计{not_counted}", repair.no, repair.received_on.zh()),
                from: repair.received_on,
                stretches: repair.stretches(DayCount::FirstNotCounted, without, self.today()),
                stands: repair.waits.iter().any(|wait| wait.open() && without.contains(&wait.cause)),
            };
            self.run(&mut said, over, repair, run);
        }
        said
    }

    /// Parts one open repair waits for are not supplied: counted from sending in to the end of the waiting (REM-5).
    pub(super) fn parts_not_supplied(&self, over: Period) -> Said {
        let mut said = Said::default();
        for repair in self.repairs().into_iter().filter(|repair| repair.open()) {
            let waits = || repair.waits.iter().filter(|wait| wait.cause == Cause::WaitingParts);
            let Some(first) = waits().map(|wait| wait.from).min() else { continue };
            let still = waits().any(|wait| wait.open());
            let last = waits().map(|wait| wait.last_day(self.today())).max().unwrap_or(first);
            let whole = Stretch::new(repair.received_on.plus_days(1), last.plus_days(1));
            let run = Run {
                what: "送修待件",
                began: format!("{} 于{}送修，当日不计；从{}起等待配件", repair.no, repair.received_on.zh(), first.zh()),
                from: repair.received_on,
                stretches: whole.into_iter().collect(),
                stands: !still,
            };
            self.run(&mut said, over, repair, run);
        }
        said
    }

    fn run(&self, said: &mut Said, over: Period, repair: &RepairFacts, run: Run) {
        let measure = self.measure(over, run.from, &run.stretches);
        let Measure { value, limit, unit } = measure;
        let (reached, gives) = (measure.over(), self.gives_zh());
        let so_far = format!("{}已 {value} {unit}", run.what);
        let ahead = (!reached && !run.stands).then(|| self.over_on(over, &measure));
        let sentence = match ahead {
            _ if reached => format!("{so_far}，超过 {limit} {unit}，可要求{gives}"),
            Some((next, _)) => format!("{so_far}，超过 {limit} {unit}（{}起）可要求{gives}", next.zh()),
            None => format!("{so_far}，超过 {limit} {unit}可要求{gives}，目前不在累计"),
        };
        if reached {
            let since = self.exceeded_on(over, run.from, &run.stretches);
            let (steps, repairs) = (vec![run.began, sentence.clone()], vec![repair.no.clone()]);
            said.rights.push(Granted { since, about: repair.named(), steps, repairs, missing: Vec::new() });
        }
        said.counters.push(Counter {
            about: format!("{} {}", repair.no, repair.named()),
            value,
            limit,
            unit: unit.to_owned(),
            state: if reached { CounterState::Reached } else { CounterState::Counting },
            sentence,
            next_on: ahead.map(|(next, _)| next),
            gives: self.rule.gives.clone(),
            standing: self.standing(ahead.is_some_and(|(_, published)| !published)),
        });
    }

    /// Repairs take too long together (REM-6).
    pub(super) fn cumulative(&self, over: Period, hours_per_day: Option<i64>, without: &[Cause]) -> Said {
        let mut said = Said::default();
        let repairs = self.repairs();
        let (mut total, mut since, mut steps) = (0, None, Vec::new());
        for repair in &repairs {
            let (length, how) = self.days_of(repair, hours_per_day, without);
            total += length;
            steps.push(format!("{}：{} 天（{how}）", repair.no, length));
            if total > over.n && since.is_none() {
                since = Some(repair.last_day(self.today()));
            }
        }
        let gives = self.gives_zh();
        let sentence = match since {
            Some(_) => format!("累计修理 {total} 天，超过 {} 天，可要求{gives}", over.n),
            None => format!("累计修理 {total} 天，超过 {} 天可要求{gives}，还差 {} 天", over.n, over.n - total + 1),
        };
        let open = repairs.iter().any(|repair| repair.open());
        let next_on = (open && since.is_none()).then(|| self.today().plus_days(over.n - total + 1));
        if let Some(since) = since {
            steps.push(sentence.clone());
            let repairs = repairs.iter().map(|repair| repair.no.clone()).collect();
            said.rights.push(Granted { since, about: String::new(), steps, repairs, missing: Vec::new() });
        }
        said.counters.push(Counter {
            about: "累计修理时间".to_owned(),
            value: total,
            limit: over.n,
            unit: "天".to_owned(),
            state: if since.is_some() { CounterState::Reached } else { CounterState::Counting },
            sentence,
            next_on,
            gives: self.rule.gives.clone(),
            standing: self.standing(false),
        });
        said
    }

    /// Days of one repair, and how they were counted (REM-6).
    fn days_of(&self, repair: &RepairFacts, hours_per_day: Option<i64>, without: &[Cause]) -> (i64, String) {
        let last = repair.last_day(self.today());
        let excluded = days(&counted(&repair.waits, without, DayCount::LastNotCounted, last));
        if let Some(hours) = hours_per_day
            && let Some(length) = repair.hour_days(hours, self.case.now)
        {
            let rest = if excluded > 0 { format!("，扣除 {excluded} 天") } else { String::new() };
            return ((length - excluded).max(0), format!("按小时计，每 {hours} 小时为 1 天，不足的按 1 天{rest}"));
        }
        let stretches = repair.stretches(DayCount::BothEnds, without, self.today());
        let no_hours = if hours_per_day.is_some() { "没有记钟点，" } else { "" };
        (days(&stretches), format!("{no_hours}首尾两天都计入"))
    }

    /// A machine to use meanwhile, from a day of the repair on.
    pub(super) fn loaner(&self, from_day: i64, hours_per_day: Option<i64>) -> Said {
        let mut said = Said::default();
        for repair in self.repairs().into_iter().filter(|repair| repair.open()) {
            let (length, how) = self.days_of(repair, hours_per_day, &[]);
            let due_on = self.today().plus_days(from_day - length);
            let late = length > from_day;
            let when = if length >= from_day { "应已" } else { "应" };
            said.duties.push(Duty {
                since: repair.received_on,
                due_on,
                late,
                sentence: format!(
                    "{} 修理第 {length} 天（{how}），第 {from_day} 天（{}）起{when}提供备用机或补偿",
                    repair.no,
                    due_on.zh()
                ),
                consequence: self.rule.consequence.clone(),
                standing: self.standing(false),
            });
        }
        said
    }
}
