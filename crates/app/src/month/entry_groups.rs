//! Rows of entries that become one row of a group: counts, shares, rates, sums.
//!
//! - ENTRYGROUP-1 Of a group numbers are added up, of words that are said the most frequent ones stand, the first by name of equals, of days the last.
//! - ENTRYGROUP-2 The share is the group's in all; the rate is of those whose condition can be computed; of nothing there is neither.
//! - ENTRYGROUP-3 The larger group stands first, of equals the first by name. Several forms may fill one table: what one of them leaves empty the other fills.

use super::made::{Cells, text};
use super::source::share;
use chrono::NaiveDate;
use report::write::Value;
use std::collections::BTreeMap;

/// What is known of one cell of a group.
#[derive(Debug, Clone, Default)]
pub(super) enum Heap {
    /// Nothing feeds it.
    #[default]
    Nothing,
    /// So many.
    Count(i64),
    /// So many of all groups.
    Share(i64),
    /// So many of so many.
    Rate(i64, i64),
    /// What was said, how often.
    Said(BTreeMap<String, i64>),
    Fen(i64),
    Milli(i64),
    Last(NaiveDate),
}

impl Heap {
    /// What a value of one row adds.
    pub(super) fn of(value: Value<'_>) -> Self {
        match value {
            Value::Text(words) | Value::Code(words) => Self::Said(BTreeMap::from([(words.into_owned(), 1)])),
            Value::Int(n) => Self::Count(n),
            Value::Fen(fen) => Self::Fen(fen),
            Value::Milli(milli) => Self::Milli(milli),
            Value::Day(day) => Self::Last(day),
            Value::Empty | Value::Rate(_) | Value::Flag(_) => Self::Nothing,
        }
    }

    fn add(&mut self, more: Self) {
        *self = match (std::mem::take(self), more) {
            (Self::Nothing, more) => more,
            (Self::Count(a), Self::Count(b)) => Self::Count(a.saturating_add(b)),
            (Self::Share(a), Self::Share(b)) => Self::Share(a.saturating_add(b)),
            (Self::Rate(a, of), Self::Rate(b, more)) => Self::Rate(a.saturating_add(b), of.saturating_add(more)),
            (Self::Fen(a), Self::Fen(b)) => Self::Fen(a.saturating_add(b)),
            (Self::Milli(a), Self::Milli(b)) => Self::Milli(a.saturating_add(b)),
            (Self::Last(a), Self::Last(b)) => Self::Last(a.max(b)),
            (Self::Said(mut said), Self::Said(more)) => {
                more.into_iter().for_each(|(words, n)| *said.entry(words).or_default() += n);
                Self::Said(said)
            }
            (known, _) => known,
        };
    }

    /// The cell; `all` is what the shares of this column are of.
    fn value(self, all: i64) -> Value<'static> {
        match self {
            Self::Nothing => Value::Empty,
            Self::Count(n) => Value::Int(n),
            Self::Share(n) => share(n, all),
            Self::Rate(n, of) => share(n, of),
            Self::Fen(fen) => Value::Fen(fen),
            Self::Milli(milli) => Value::Milli(milli),
            Self::Last(day) => Value::Day(day),
            Self::Said(said) => {
                let most = said.values().max().copied();
                said.into_iter().find(|(_, n)| Some(*n) == most).map_or(Value::Empty, |(words, _)| text(words))
            }
        }
    }

    /// The words of a group's name.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Said(said) => said.keys().next().cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn shared(&self) -> i64 {
        if let Self::Share(n) = self { *n } else { 0 }
    }
}

#[derive(Debug, Default)]
struct Group {
    rows: i64,
    cells: Vec<Heap>,
}

/// The groups of a table.
#[derive(Debug, Default)]
pub(super) struct Groups(BTreeMap<String, Group>);

impl Groups {
    /// Adds a row to the group of a name.
    pub(super) fn add(&mut self, name: String, row: Vec<Heap>) {
        let group = self.0.entry(name).or_default();
        group.rows += 1;
        group.cells.resize_with(row.len().max(group.cells.len()), Heap::default);
        group.cells.iter_mut().zip(row).for_each(|(cell, more)| cell.add(more));
    }

    /// The rows of the table; the cell at `by` is the group's name.
    pub(super) fn rows(self, by: Option<usize>) -> Vec<Cells> {
        let widest = self.0.values().map(|group| group.cells.len()).max().unwrap_or(0);
        let shared = |at: usize| self.0.values().filter_map(|group| group.cells.get(at)).map(Heap::shared).sum();
        let all: Vec<i64> = (0..widest).map(shared).collect();
        let mut groups: Vec<(String, Group)> = self.0.into_iter().collect();
        groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.rows));
        let row = |(name, group): (String, Group)| {
            let cells = group.cells.into_iter().enumerate();
            let cell =
                |(at, heap): (usize, Heap)| if by == Some(at) { text(name.clone()) } else { heap.value(all[at]) };
            cells.map(cell).collect()
        };
        groups.into_iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(all: &[(&str, &str, i64, Option<bool>)]) -> Vec<Cells> {
        let mut groups = Groups::default();
        for (name, cause, fen, closed) in all {
            let rate = closed.map_or(Heap::Rate(0, 0), |closed| Heap::Rate(i64::from(closed), 1));
            let cells = vec![
                Heap::Nothing,
                Heap::Count(1),
                Heap::Share(1),
                Heap::of(text(*cause)),
                Heap::of(Value::Fen(*fen)),
                rate,
            ];
            groups.add((*name).to_owned(), cells);
        }
        groups.rows(Some(0))
    }

    #[test]
    fn entrygroup_1_numbers_are_added_and_of_words_the_most_frequent_stand() {
        let found = rows(&[("质量", "厂家", 100, None), ("质量", "用户", 50, None), ("质量", "厂家", 0, None)]);
        assert_eq!(found[0][1], Value::Int(3));
        assert_eq!((&found[0][3], &found[0][4]), (&Value::text("厂家"), &Value::Fen(150)));
        let equal = rows(&[("质量", "b", 0, None), ("质量", "a", 0, None), ("质量", "", 0, None)]);
        assert_eq!(equal[0][3], Value::text("a"), "nothing said is no word");
    }

    #[test]
    fn entrygroup_2_a_share_is_of_all_and_a_rate_of_those_that_can_be_judged() {
        let found = rows(&[
            ("质量", "", 0, Some(true)),
            ("质量", "", 0, None),
            ("服务", "", 0, Some(false)),
            ("价格", "", 0, None),
        ]);
        let [quality, price, service] = [0, 1, 2].map(|at| (found[at][2].clone(), found[at][5].clone()));
        assert_eq!(quality, (Value::Rate(5000), Value::Rate(10_000)));
        assert_eq!(price, (Value::Rate(2500), Value::Empty));
        assert_eq!(service, (Value::Rate(2500), Value::Rate(0)));
    }

    #[test]
    fn entrygroup_3_the_larger_group_stands_first_and_another_form_fills_what_is_empty() {
        let mut groups = Groups::default();
        groups.add("价格".into(), vec![Heap::Nothing, Heap::Count(1)]);
        groups.add("质量".into(), vec![Heap::Nothing, Heap::Count(1)]);
        groups.add("质量".into(), vec![Heap::Nothing, Heap::Nothing, Heap::of(text("换供应商"))]);
        let found = groups.rows(Some(0));
        assert_eq!(found[0], [text("质量"), Value::Int(1), text("换供应商")]);
        assert_eq!(found[1][0], text("价格"));
    }
}
