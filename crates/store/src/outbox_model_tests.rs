//! The outbox against the plainest thing that could be right: a list of lines in memory. Thousands of steps in an order no
//! person would think of, the same on every machine; after each, lines and counts agree.

use crate::samples::*;
use crate::{EpochCount, LineVerdict, StoreError};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    record: String,
    epoch: String,
    seq: i64,
    state: &'static str,
    batch: Option<String>,
    attempts: i64,
    receipt: bool,
}

#[derive(Debug, Clone, Default)]
struct Model {
    lines: Vec<Line>,
    /// Epochs in the order they were made, with the numbers each gave out.
    epochs: Vec<(String, i64)>,
}

const OPEN: [&str; 2] = ["pending", "inflight"];
const SETTLED: [&str; 3] = ["acked", "rejected", "deferred"];

impl Model {
    fn place(&mut self) -> (String, i64) {
        if self.epochs.is_empty() {
            self.epochs.push(("first".into(), 0));
        }
        let (epoch, given) = self.epochs.last_mut().unwrap();
        *given += 1;
        (epoch.clone(), *given)
    }

    fn put(&mut self, record: String) {
        let (epoch, seq) = self.place();
        self.lines.push(Line { record, epoch, seq, state: "pending", batch: None, attempts: 0, receipt: false });
    }

    fn remint(&mut self, epoch: &str) -> u64 {
        self.epochs.push((epoch.into(), 0));
        let mut lines = std::mem::take(&mut self.lines);
        let mut moved = 0;
        for line in lines.iter_mut().filter(|line| OPEN.contains(&line.state)) {
            (line.epoch, line.seq) = self.place();
            (line.state, line.batch) = ("pending", None);
            moved += 1;
        }
        self.lines = lines;
        moved
    }

    fn at(&mut self, epoch: &str, seq: i64) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.epoch == epoch && line.seq == seq)
    }

    /// Positions that wait in an epoch.
    fn waiting(&self, epoch: &str) -> Vec<u64> {
        let lines = self.lines.iter().filter(|line| line.epoch == epoch && line.state == "pending");
        lines.map(|line| line.seq as u64).collect()
    }

    /// Epoch and batch of some line in flight.
    fn in_flight(&self, dice: &mut Dice) -> Option<(String, String)> {
        let lines: Vec<&Line> = self.lines.iter().filter(|line| line.state == "inflight").collect();
        let line = lines.get(dice.roll(lines.len().max(1)))?;
        Some((line.epoch.clone(), line.batch.clone()?))
    }

    fn counts(&self) -> Vec<EpochCount> {
        let count = |(n, (epoch, given)): (usize, &(String, i64))| {
            let mine: Vec<&Line> = self.lines.iter().filter(|line| line.epoch == *epoch).collect();
            let of = |states: &[&str]| mine.iter().filter(|line| states.contains(&line.state)).count() as i64;
            EpochCount {
                epoch: epoch.clone(),
                current: n + 1 == self.epochs.len(),
                max_seq: *given,
                pending: of(&["pending"]),
                inflight: of(&["inflight"]),
                settled: of(&SETTLED),
                deferred: of(&["deferred"]),
            }
        };
        self.epochs.iter().enumerate().map(count).rev().collect()
    }
}

/// A generator of its own, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn some(&mut self, most: i64) -> Vec<u64> {
        let mut seqs: Vec<u64> =
            (0..self.roll(6)).map(|_| self.roll(usize::try_from(most).unwrap() + 2) as u64).collect();
        seqs.sort_unstable();
        seqs.dedup();
        seqs
    }
}

fn stored(desk: &Desk) -> Vec<Line> {
    desk.read(|reader| {
        let mut statement = reader.connection.prepare(
            "SELECT record_id, epoch, seq, state, batch_id, attempts, receipt IS NOT NULL FROM outbox ORDER BY rid",
        )?;
        let rows = statement.query_map([], |row| {
            let state: String = row.get(3)?;
            let state = OPEN.into_iter().chain(SETTLED).find(|name| *name == state).unwrap_or("?");
            Ok(Line {
                record: row.get(0)?,
                epoch: row.get(1)?,
                seq: row.get(2)?,
                state,
                batch: row.get(4)?,
                attempts: row.get(5)?,
                receipt: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

/// One step on both sides.
fn step(desk: &Desk, model: &mut Model, dice: &mut Dice, n: u128) {
    let maker = principal().id.to_string();
    let epoch = model.epochs.get(dice.roll(model.epochs.len().max(1))).cloned();
    let (epoch, most) = epoch.unwrap_or(("first".into(), 0));
    let batch = format!("b{}", dice.roll(4));
    match dice.roll(10) {
        0..=3 => {
            desk.write(|tx| tx.send_line(line(n)));
            model.put(line(n).record_id);
        }
        4 | 5 => {
            let waiting = model.waiting(&epoch).into_iter().filter(|_| dice.roll(3) > 0).collect();
            let seqs: Vec<u64> = if dice.roll(3) == 0 { dice.some(most) } else { waiting };
            let may = |line: &Line| ["pending", "deferred"].contains(&line.state);
            let whole = seqs.iter().all(|seq| model.at(&epoch, *seq as i64).is_some_and(|line| may(line)));
            let marked = desk.store.write(ENTRY, |tx| tx.mark_inflight(&maker, &epoch, &seqs, &batch));
            assert_eq!(marked.is_ok(), whole, "{seqs:?}");
            for seq in seqs.iter().filter(|_| whole) {
                let line = model.at(&epoch, *seq as i64).unwrap();
                (line.state, line.batch, line.attempts) = ("inflight", Some(batch.clone()), line.attempts + 1);
            }
        }
        6 | 7 => {
            let (epoch, batch) = model.in_flight(dice).unwrap_or((epoch, batch));
            let state = ["acked", "rejected", "deferred", "pending"][dice.roll(4)];
            let acked = state == "acked";
            for seq in 1..=9 {
                let receipt = acked.then(|| "r".to_owned());
                let verdict =
                    LineVerdict { seq, state, code: None, field: None, message: None, receipt, received_at: None };
                let settled = desk.write(|tx| tx.settle_line(&maker, &epoch, &batch, &verdict, NOW));
                let mine = |line: &&mut Line| line.state == "inflight" && line.batch.as_ref() == Some(&batch);
                let line = model.at(&epoch, seq).filter(mine);
                assert_eq!(settled.is_some(), line.is_some());
                if let Some(line) = line {
                    (line.state, line.batch, line.receipt) = (state, None, line.receipt || acked);
                    line.attempts = if acked { 0 } else { line.attempts };
                }
            }
        }
        8 => {
            desk.write(|tx| tx.release_batch(&maker, &batch, "timeout"));
            for line in model.lines.iter_mut().filter(|line| line.batch.as_ref() == Some(&batch)) {
                (line.state, line.batch) = ("pending", None);
            }
        }
        _ if dice.roll(8) == 0 => {
            let fresh = format!("e{n}");
            let failed = desk.store.write(ENTRY, |tx| {
                tx.remint(&maker, &fresh, NOW)?;
                Err::<(), _>(StoreError::other("a kill in the middle"))
            });
            assert!(failed.is_err());
            let at = NOW + i64::try_from(n).unwrap();
            assert_eq!(desk.write(|tx| tx.remint(&maker, &fresh, at)), model.remint(&fresh));
        }
        _ => {
            let seqs = dice.some(most);
            let changed = desk.write(|tx| tx.reoffer(&maker, &epoch, &seqs));
            let mut expected = 0;
            for seq in seqs {
                if let Some(line) = model.at(&epoch, seq as i64).filter(|line| SETTLED.contains(&line.state)) {
                    line.state = "pending";
                    expected += 1;
                }
            }
            assert_eq!(changed, expected);
        }
    }
}

#[test]
fn outbox_1_to_5_hold_in_any_order_of_steps() {
    let maker = principal().id.to_string();
    let (mut epochs, mut acked) = (0, 0);
    for seed in 0..12 {
        let (desk, mut model, mut dice) = (Desk::with_maker(), Model::default(), Dice(seed));
        for n in 1..=200 {
            step(&desk, &mut model, &mut dice, n);
            assert_eq!(stored(&desk), model.lines, "seed {seed}, step {n}");
            assert_eq!(desk.read(|reader| reader.epoch_counts(&maker)), model.counts(), "seed {seed}, step {n}");
        }
        no_position_twice(&model.lines);
        epochs += model.epochs.len();
        acked += model.lines.iter().filter(|line| line.state == "acked").count();
    }
    assert!(epochs > 24 && acked > 24, "little was tried: {epochs} epochs, {acked} acknowledged");
}

fn no_position_twice(lines: &[Line]) {
    let mut places: BTreeMap<(&str, i64), &str> = BTreeMap::new();
    for line in lines {
        assert_eq!(places.insert((&line.epoch, line.seq), &line.record), None);
    }
}
