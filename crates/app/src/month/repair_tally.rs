//! The 汇总分析 of repairs.
//!
//! - REPAIRSUM-1 Reported, completed and open repairs are counted by their own days; costs, faults and the matrix count completed repairs only, each in one month.
//! - REPAIRSUM-2 返修 counts machines that were repaired before; 重复故障 counts those whose fault lay in the same place before.
//! - REPAIRSUM-3 超时 counts repairs whose kept due day passed before they were completed or the month ended; where none of them has one it reads 未定期限, and those without one among others are told.

use super::sheet::{Asked, Sheet};
use super::source::{fitting, share};
use crate::error::{Answer, AppError};
use domain::{Day, Month};
use report::write::{Summary, SummaryData, Value};
use std::collections::{BTreeSet, HashMap};
use store::{InMonth, RepairFact, RepairOfMonth};

/// Ten faults; and as many fault places as a page is wide, the rest in one column.
const TOP: usize = 10;
const PLACES: usize = 10;
pub(super) const OTHER_PLACES: &str = "其他";
const NO_PLACE: &str = "未填";

/// What a month is compared by.
#[derive(Default)]
pub(super) struct Compared {
    pub open: i64,
    received: i64,
    completed: i64,
    rework: BTreeSet<String>,
    repeated: BTreeSet<String>,
}

impl Compared {
    /// Counts a month.
    pub(super) fn of(asked: &Asked<'_>, month: Month) -> Answer<Self> {
        let within = Asked { month, ..*asked }.in_month(Sheet::Repairs)?;
        let until = within.until;
        asked.reader.repair_facts_of_month(asked.principal.id, within, |rows| {
            let mut counts = Self::default();
            while let Some(fact) = rows.next_row()? {
                counts.add(&fact, (month, until));
            }
            Ok::<_, AppError>(counts)
        })
    }

    /// The day the repair was completed, when that was until the day that is told.
    fn add(&mut self, fact: &RepairFact<'_>, (month, until): (Month, Day)) -> Option<Day> {
        self.received += i64::from(fact.reported_on >= month.first());
        let Some(done) = done_on(fact.completed_on, until) else {
            self.open += 1;
            return None;
        };
        self.completed += 1;
        if fact.again {
            self.rework.insert(fact.unit.to_owned());
        }
        if fact.repeated {
            self.repeated.insert(fact.unit.to_owned());
        }
        Some(done)
    }
}

/// The day a repair was completed, when that was until a day: by the usual day the month's end.
pub(super) fn done_on(completed_on: Option<Day>, until: Day) -> Option<Day> {
    completed_on.filter(|day| *day <= until)
}

/// Whether its kept due day passed before it was completed, or until a day (REPAIRSUM-3).
pub(super) fn is_late(row: &RepairOfMonth<'_>, until: Day) -> Option<bool> {
    row.due_on.map(|last| row.completed_on.unwrap_or(until).min(until) > last)
}

/// What it cost.
pub(super) fn total_of(row: &RepairOfMonth<'_>) -> i128 {
    [row.labour_fen, row.material_fen, row.travel_fen, row.other_fen].into_iter().map(i128::from).sum()
}

/// Where its fault lay, as the matrix names it.
pub(super) fn place_of<'a>(row: &RepairOfMonth<'a>) -> &'a str {
    if row.fault_place.is_empty() { NO_PLACE } else { row.fault_place }
}

/// Days it took; both ends count.
pub(super) fn days_of(row: &RepairOfMonth<'_>, done: Day) -> i64 {
    row.received_on.days_until(done) + 1
}

pub(super) struct Tally {
    pub this: Compared,
    pub unshared: u64,
    month: Month,
    /// Until when a repair counts as completed.
    told: Day,
    until: Day,
    overdue: i64,
    /// Repairs with a due day, and without.
    due: i64,
    not_due: i64,
    days: i64,
    in_warranty: i128,
    out_of_warranty: i128,
    faults: HashMap<String, i64>,
    /// Completed repairs by model and fault place.
    pub places: HashMap<String, HashMap<String, i64>>,
}

impl Tally {
    pub(super) fn new(asked: &Asked<'_>, within: &InMonth) -> Self {
        Self {
            this: Compared::default(),
            unshared: 0,
            month: asked.month,
            told: within.until,
            until: asked.today.min(asked.month.last()),
            overdue: 0,
            due: 0,
            not_due: 0,
            days: 0,
            in_warranty: 0,
            out_of_warranty: 0,
            faults: HashMap::new(),
            places: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, row: &RepairOfMonth<'_>) {
        let (id, unit, reported_on, completed_on) = (row.id, row.unit, row.reported_on, row.completed_on);
        let fact = RepairFact { id, unit, reported_on, completed_on, again: row.again, repeated: row.repeated };
        self.unshared += u64::from(!row.share_consent);
        self.late(row);
        let Some(done) = self.this.add(&fact, (self.month, self.told)) else { return };
        self.days += days_of(row, done);
        *if row.in_warranty { &mut self.in_warranty } else { &mut self.out_of_warranty } += total_of(row);
        count(&mut self.faults, row.fault);
        let place = place_of(row);
        match self.places.get_mut(row.model) {
            Some(places) => count(places, place),
            None => count(self.places.entry(row.model.to_owned()).or_default(), place),
        }
    }

    fn late(&mut self, row: &RepairOfMonth<'_>) {
        let Some(late) = is_late(row, self.until) else {
            self.not_due += 1;
            return;
        };
        self.due += 1;
        self.overdue += i64::from(late);
    }

    /// Repairs that 超时 says nothing of, where it counts others.
    pub(super) fn uncounted(&self) -> i64 {
        if self.due == 0 { 0 } else { self.not_due }
    }

    /// The layout's blocks.
    pub(super) fn summaries(&self, last: &Compared) -> Vec<Summary<'static>> {
        vec![
            Summary { key: "counts", data: SummaryData::Facts(self.counts()) },
            Summary { key: "last_month", data: SummaryData::Table(self.compared(last)) },
            Summary { key: "top_faults", data: SummaryData::Table(self.top_faults()) },
            Summary { key: "model_by_fault_part", data: self.matrix() },
        ]
    }

    fn counts(&self) -> Vec<(&'static str, Value<'static>)> {
        let overdue =
            if self.due == 0 && self.not_due > 0 { Value::text("未定期限") } else { Value::Int(self.overdue) };
        let average = match self.this.completed {
            0 => Value::Empty,
            n => Value::Milli((self.days * 1000 + n / 2) / n),
        };
        vec![
            ("received", Value::Int(self.this.received)),
            ("completed", Value::Int(self.this.completed)),
            ("open", Value::Int(self.this.open)),
            ("overdue", overdue),
            ("rework", Value::Int(machines(&self.this.rework))),
            ("repeated_fault", Value::Int(machines(&self.this.repeated))),
            ("average_days", average),
            ("in_warranty_fen", Value::Fen(fitting(self.in_warranty))),
            ("out_of_warranty_fen", Value::Fen(fitting(self.out_of_warranty))),
        ]
    }

    fn compared(&self, last: &Compared) -> Vec<Vec<Value<'static>>> {
        let this = &self.this;
        let items = [
            ("受理台数", this.received, last.received),
            ("完成台数", this.completed, last.completed),
            ("未完台数", this.open, last.open),
            ("返修台数", machines(&this.rework), machines(&last.rework)),
            ("重复故障台数", machines(&this.repeated), machines(&last.repeated)),
        ];
        items
            .map(|(item, this, last)| {
                vec![Value::text(item), Value::Int(this), Value::Int(last), Value::Int(this - last)]
            })
            .into()
    }

    fn top_faults(&self) -> Vec<Vec<Value<'static>>> {
        let row =
            |(fault, n): (&str, i64)| vec![Value::text(fault.to_owned()), Value::Int(n), share(n, self.this.completed)];
        most(&self.faults).into_iter().take(TOP).map(row).collect()
    }

    fn matrix(&self) -> SummaryData<'static> {
        let mut all: HashMap<String, i64> = HashMap::new();
        for (place, n) in self.places.values().flatten() {
            *all.entry(place.clone()).or_default() += n;
        }
        let mut columns: Vec<String> = most(&all).into_iter().map(|(place, _)| place.to_owned()).collect();
        let rest = columns.split_off(columns.len().min(PLACES));
        let mut rows: Vec<(String, Vec<i64>)> = Vec::new();
        for (model, places) in &self.places {
            let mut counts: Vec<i64> = columns.iter().map(|place| places.get(place).copied().unwrap_or(0)).collect();
            if !rest.is_empty() {
                counts.push(rest.iter().filter_map(|place| places.get(place)).sum());
            }
            rows.push((model.clone(), counts));
        }
        rows.sort();
        if !rest.is_empty() {
            columns.push(OTHER_PLACES.into());
        }
        SummaryData::Matrix { columns, rows }
    }
}

fn machines(units: &BTreeSet<String>) -> i64 {
    i64::try_from(units.len()).unwrap_or(i64::MAX)
}

fn count(map: &mut HashMap<String, i64>, key: &str) {
    match map.get_mut(key) {
        Some(n) => *n += 1,
        None => drop(map.insert(key.to_owned(), 1)),
    }
}

/// The most frequent first; of equals the one whose name comes first.
pub(super) fn most(map: &HashMap<String, i64>) -> Vec<(&str, i64)> {
    let mut list: Vec<(&str, i64)> = map.iter().map(|(key, n)| (key.as_str(), *n)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    list
}
