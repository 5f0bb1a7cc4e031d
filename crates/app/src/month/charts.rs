//! Pictures of a month: where machines fail, how long repairs take, how much time the open cards have left.
//!
//! - CHARTS-1 Faults are the repairs the matrix of W01 counts; models and places beyond the first ones stand together as 其他, and every repair stands in one square.
//! - CHARTS-2 Cards are those open today, whatever month is looked at: days left run from today.

use super::refuse_far;
use super::repair_tally::{OTHER_PLACES, Tally, days_of, done_on, most};
use super::sheet::{Asked, Sheet};
use crate::app::{App, principal};
use crate::error::{Answer, AppError};
use crate::law::REPAIR_RULE;
use crate::view::*;
use domain::Day;
use std::collections::HashMap;

/// So many models and places have a line of their own: what is read at one look.
const LINES: usize = 10;

/// First and last days of each bar.
const REPAIR_DAYS: [(i64, Option<i64>); 8] =
    [(1, Some(1)), (2, Some(2)), (3, Some(3)), (4, Some(5)), (6, Some(7)), (8, Some(15)), (16, Some(30)), (31, None)];
const CARD_DAYS: [(Option<i64>, Option<i64>); 6] = [
    (None, Some(-1)),
    (Some(0), Some(3)),
    (Some(4), Some(7)),
    (Some(8), Some(15)),
    (Some(16), Some(30)),
    (Some(31), None),
];

impl App {
    pub(crate) fn month_charts(&self, input: MonthInput) -> Answer<ChartsView> {
        self.read(|reader, now| {
            refuse_far(input.month, now)?;
            let maker = principal(reader, &input.principal)?;
            let task = self.tasks.begin(&None);
            let (month, today, at, policies) = (input.month, now.today, now.at, &self.policies(reader)?);
            let asked = Asked { reader, principal: &maker, month, today, at, masked: true, task: &task, policies };
            let (tally, taken) = tallied(&asked)?;
            let left: Vec<_> = reader.cards_left(maker.id)?;
            let cards = |(from, to): (Option<i64>, Option<i64>)| {
                let within = |day: &&store::DayTally| holds((from, to), today.days_until(day.on));
                let n = left.iter().filter(within).map(|day| day.n).sum();
                ChartBar { label: left_says(from, to), from, to, n }
            };
            let days = |(from, to): (i64, Option<i64>)| {
                let n = taken.iter().filter(|(days, _)| holds((Some(from), to), **days)).map(|(_, n)| n).sum();
                ChartBar { label: taken_says(from, to), from: Some(from), to, n }
            };
            Ok(ChartsView {
                faults: faults(&tally),
                days: REPAIR_DAYS.into_iter().map(days).collect(),
                cards: CARD_DAYS.into_iter().map(cards).collect(),
            })
        })
    }
}

/// The tally of W01, and completed repairs by the days they took.
fn tallied(asked: &Asked<'_>) -> Answer<(Tally, HashMap<i64, i64>)> {
    let within = asked.in_month(Sheet::Repairs)?;
    let until = within.until;
    let (mut tally, mut taken) = (Tally::new(asked, &within), HashMap::new());
    asked.reader.repairs_of_month(asked.principal.id, within, REPAIR_RULE, |rows| {
        while let Some(row) = rows.next_row()? {
            asked.task.go_on()?;
            tally.add(&row);
            if let Some(done) = done_on(row.completed_on, until) {
                *taken.entry(days_of(&row, done)).or_insert(0) += 1;
            }
        }
        Ok::<_, AppError>((tally, taken))
    })
}

/// CHARTS-1.
fn faults(tally: &Tally) -> FaultChart {
    let (mut by_model, mut by_place) = (HashMap::new(), HashMap::new());
    for (model, places) in &tally.places {
        for (place, n) in places {
            *by_model.entry(model.clone()).or_insert(0) += n;
            *by_place.entry(place.clone()).or_insert(0) += n;
        }
    }
    let (models, places) = (groups(&by_model), groups(&by_place));
    let counted = |model: &String, place: &String| tally.places.get(model).and_then(|of| of.get(place)).copied();
    let square = |models: &ChartGroup, places: &ChartGroup| {
        let of_model = |model| places.names.iter().filter_map(move |place| counted(model, place)).sum::<i64>();
        models.names.iter().map(of_model).sum()
    };
    let line = |model: &ChartGroup| places.iter().map(|place| square(model, place)).collect();
    FaultChart { counts: models.iter().map(line).collect(), models, places }
}

/// The most frequent names, each by itself, and the rest together.
fn groups(all: &HashMap<String, i64>) -> Vec<ChartGroup> {
    let names: Vec<String> = most(all).into_iter().map(|(name, _)| name.to_owned()).collect();
    let (own, rest) = names.split_at(names.len().min(LINES));
    let mut groups: Vec<_> =
        own.iter().map(|name| ChartGroup { label: name.clone(), names: vec![name.clone()] }).collect();
    if !rest.is_empty() {
        groups.push(ChartGroup { label: OTHER_PLACES.to_owned(), names: rest.to_vec() });
    }
    groups
}

fn holds((from, to): (Option<i64>, Option<i64>), days: i64) -> bool {
    from.is_none_or(|from| from <= days) && to.is_none_or(|to| days <= to)
}

/// A day so many days from today.
pub(super) fn since(today: Day, days: Option<i64>) -> Option<Day> {
    days.map(|days| today.plus_days(days.clamp(-36_500, 36_500)))
}

fn taken_says(from: i64, to: Option<i64>) -> String {
    match to {
        Some(to) if to == from => format!("{from} 天"),
        Some(to) => format!("{from}–{to} 天"),
        None => format!("{} 天以上", from - 1),
    }
}

fn left_says(from: Option<i64>, to: Option<i64>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("剩 {from}–{to} 天"),
        (Some(from), None) => format!("剩 {} 天以上", from - 1),
        _ => "已超期".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_hold_every_day_once() {
        for days in 1..100 {
            let held = |(from, to)| holds((Some(from), to), days);
            assert_eq!(REPAIR_DAYS.into_iter().filter(|bar| held(*bar)).count(), 1, "{days}");
        }
        for days in -50..100 {
            assert_eq!(CARD_DAYS.into_iter().filter(|bar| holds(*bar, days)).count(), 1, "{days}");
        }
    }

    #[test]
    fn what_is_rare_stands_together() {
        let all: HashMap<String, i64> = (0..12).map(|n| (format!("{n:02}"), 100 - n)).collect();
        let groups = groups(&all);
        assert_eq!((groups.len(), groups[0].label.as_str()), (11, "00"));
        assert_eq!((groups[10].label.as_str(), &groups[10].names), ("其他", &vec!["10".to_owned(), "11".into()]));
    }
}
