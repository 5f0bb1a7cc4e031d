//! Computing every due day and period anew, while the desk is used.
//!
//! - LAW-3 When packs or calendars change, what is open gets a new row with the reason why; what is met, late or run out stays as it was computed.
//! - LAW-4 Computing anew goes in batches, each a transaction of its own; stopped, it goes on where it was. What somebody saves meanwhile is not undone.
//! - LAW-8 By a suspect clock nothing is computed anew.
//! - LAW-9 Of two who compute everything anew one goes on and the other stops, also where they are two programs: a row is put once.
//!
//! Workers read and compute, one thread writes: SQLite has one writer, and a form must not wait for a computation.

use super::judge::Judge;
use super::keep::{believed_day, lone_plan, plans, put};
use super::plan::{Look, Occasion, ReadyPlan};
use super::unread::{AllUnread, Unread, Whose, can_be_read_again, is_bad_row, or_unread};
use super::{CHUNK, Register, calls, entries, months};
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::page::clock_warning;
use crate::tasks::{Task, stopped_as};
use crate::view::{LawRecompute, LawRecomputed, Touched, Written};
use domain::{OldPartId, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use store::{Reader, Reasons, Setting, Tx};

/// Why rows are put that follow from rules.
pub(super) const BY_RULES: &str = "按现行政策和日历重新计算";

/// Batches that wait for the writer.
const WAITING: usize = 4;

/// How far it is; stands in the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The packs and calendars it is computed by.
    target: String,
    /// The last machine done.
    after: Option<UnitId>,
    /// Machines done.
    pub units: i64,
    /// Whether all is done.
    pub done: bool,
    /// What had to be left out (LAW-10).
    #[serde(default)]
    pub(super) unread: AllUnread,
}

/// Machines computed from one snapshot.
struct Batch {
    units: Vec<UnitId>,
    /// The newest audit line of the snapshot: with another one somebody saved something meanwhile.
    seen: String,
    found: Found,
}

/// What has to be put of some machines, and which could not be read.
#[derive(Default)]
struct Found {
    plans: Vec<ReadyPlan>,
    unread: Vec<Unread>,
}

/// Which machines come next.
struct Queue {
    turn: usize,
    after: Option<UnitId>,
}

impl App {
    pub(crate) fn law_recompute(&self, input: LawRecompute) -> Answer<Written<LawRecomputed>> {
        let running = self.tasks.begin(&input.task);
        let mut value = LawRecomputed::default();
        let done = self.recompute(&running, &mut value);
        stopped_as(done, || format!("已取消。已重算 {} 台，下次从这里接着算", value.units))?;
        Ok(Written { value, touched: vec![Touched::Card, Touched::Repair, Touched::OldPart, Touched::Unit] })
    }

    /// Computes anew when other packs or calendars are in force than those everything was computed by.
    pub(crate) fn law_catch_up(&self) -> bool {
        let due = self.read(|reader, now| {
            let progress = progress(reader)?;
            let current = progress.done && progress.target == self.target(reader)?;
            Ok(!now.suspect && (!current || can_be_read_again(reader)?))
        });
        let done =
            due.and_then(|due| if due { self.law_recompute(LawRecompute::default()).map(Some) } else { Ok(None) });
        match done.and_then(|done| Ok(done.is_some_and(|done| done.value.changed > 0) | self.months_catch_up()?)) {
            Ok(changed) => changed,
            Err(AppError::RecomputedElsewhere) => false,
            Err(error) => {
                tracing::error!(%error, "law");
                false
            }
        }
    }

    fn recompute(&self, task: &Task, value: &mut LawRecomputed) -> Answer<()> {
        let (now, mut progress, total) = self.write("", |tx, now| {
            if let Some(doubt) = now.doubt {
                return Err(AppError::ClockWrong(clock_warning(doubt, now)));
            }
            let target = self.target(tx)?;
            let before = progress(tx)?;
            let goes_on = before.target == target && !before.done;
            let progress = if goes_on { before } else { Progress { target, ..Progress::default() } };
            remember(tx, &progress)?;
            Ok((now, progress, tx.unit_count()?))
        })?;
        value.resumed = progress.after.is_some();
        value.units = progress.units;
        task.of(total);
        let queue = Mutex::new(Queue { turn: 0, after: progress.after });
        std::thread::scope(|scope| -> Answer<()> {
            let (send, batches) = sync_channel(WAITING);
            for _ in 0..workers() {
                let (send, queue) = (send.clone(), &queue);
                scope.spawn(move || self.work(now, queue, &send));
            }
            drop(send);
            let mut waiting = BTreeMap::new();
            let mut turn = 0;
            for (at, batch) in batches {
                waiting.insert(at, batch);
                while let Some(batch) = waiting.remove(&turn) {
                    self.take(now, batch?, &mut progress, value)?;
                    task.at(progress.units)?;
                    turn += 1;
                }
            }
            Ok(())
        })?;
        self.finish(now, &mut progress, value)?;
        value.unreadable = progress.unread.n;
        value.unread = progress.unread.views();
        Ok(())
    }

    /// Computes batch after batch until there is none or nobody listens any more.
    fn work(&self, now: Now, queue: &Mutex<Queue>, send: &SyncSender<(usize, Answer<Batch>)>) {
        let reasons = Reasons::default();
        loop {
            let (turn, next) = {
                let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
                let next = self.read(|reader, _| Ok(reader.units_after(queue.after, CHUNK)?));
                if let Ok(units) = &next {
                    queue.after = units.last().copied().or(queue.after);
                }
                queue.turn += 1;
                (queue.turn - 1, next)
            };
            let failed = next.is_err();
            let batch = match next {
                Ok(units) if units.is_empty() => return,
                Ok(units) => self.read(|reader, _| self.batch(reader, now, units, &reasons)),
                Err(error) => Err(error),
            };
            if send.send((turn, batch)).is_err() || failed {
                return;
            }
        }
    }

    fn batch(&self, reader: &Reader<'_>, now: Now, units: Vec<UnitId>, reasons: &Reasons) -> Answer<Batch> {
        let found = self.by_rules(reader, now, &units, reasons)?;
        Ok(Batch { seen: reader.newest_audit()?, found, units })
    }

    /// All at once; where a row among them cannot be read, each alone (LAW-10).
    fn by_rules(&self, reader: &Reader<'_>, now: Now, units: &[UnitId], reasons: &Reasons) -> Answer<Found> {
        match self.plans_by_rules(reader, now, units, reasons) {
            Ok(plans) => return Ok(Found { plans, unread: Vec::new() }),
            Err(why) if is_bad_row(&why) => {}
            Err(other) => return Err(other),
        }
        let mut found = Found::default();
        for unit in units {
            let alone = self.plans_by_rules(reader, now, std::slice::from_ref(unit), reasons);
            match or_unread(reader, Whose::Unit(*unit), alone)? {
                Ok(plans) => found.plans.extend(plans),
                Err(unread) => found.unread.push(unread),
            }
        }
        Ok(found)
    }

    fn plans_by_rules(
        &self,
        reader: &Reader<'_>,
        now: Now,
        units: &[UnitId],
        reasons: &Reasons,
    ) -> Answer<Vec<ReadyPlan>> {
        let register = Register::of(reader)?;
        let today = believed_day(reader, now)?;
        let policies = self.policies(reader)?;
        let judge = Judge::new(&policies, &register.makers, today);
        let look = Look { judge: &judge, occasion: Occasion::Rules, today, at: now.at, reasons };
        Ok(plans(reader, &register, &look, units)?.into_iter().map(|plan| plan.ready(reasons)).collect())
    }

    /// Puts a batch; one whose papers may have changed meanwhile is computed again under the lock.
    fn take(&self, now: Now, batch: Batch, progress: &mut Progress, value: &mut LawRecomputed) -> Answer<()> {
        let before = progress.clone();
        progress.after = batch.units.last().copied();
        progress.units += i64::try_from(batch.units.len()).unwrap_or(i64::MAX);
        let changed = self.write_soon(|tx, _| {
            still_ours(tx, &before)?;
            let found = if tx.newest_audit()? == batch.seen {
                batch.found
            } else {
                self.by_rules(tx, now, &batch.units, &Reasons::default())?
            };
            progress.unread.add(&found.unread);
            remember(tx, progress)?;
            put_all(tx, &found.plans, now)
        })?;
        value.units = progress.units;
        value.changed += changed;
        Ok(())
    }

    /// Old parts of no machine, and the line in the trail.
    fn finish(&self, now: Now, progress: &mut Progress, value: &mut LawRecomputed) -> Answer<()> {
        let before = progress.clone();
        progress.done = true;
        value.changed += self.write("law_recompute", |tx, _| {
            still_ours(tx, &before)?;
            let register = Register::of(tx)?;
            let today = believed_day(tx, now)?;
            let policies = self.policies(tx)?;
            let judge = Judge::new(&policies, &register.makers, today);
            let reasons = Reasons::default();
            let look = Look { judge: &judge, occasion: Occasion::Rules, today, at: now.at, reasons: &reasons };
            let (mut after, mut changed) = (None, 0);
            loop {
                let parts = tx.lone_part_ids_after(after, CHUNK)?;
                let Some(last) = parts.last() else { break };
                after = Some(*last);
                let (plans, unread) = lone_plans(tx, &register, &look, &parts)?;
                progress.unread.add(&unread);
                changed += put_all(tx, &plans, now)?;
            }
            changed += calls::by_rules(tx, &look, now)?;
            changed += entries::by_rules(tx, &look, now)?;
            changed +=
                put(tx, &months::plan(tx, &register, &look, &BTreeSet::new())?.ready(&reasons), now.at, BY_RULES)?;
            remember(tx, progress)?;
            tx.note(&progress.target, &format!("{} 台", progress.units));
            Ok(changed)
        })?;
        Ok(())
    }

    /// The packs and calendars in force, as one text.
    fn target(&self, reader: &Reader<'_>) -> Answer<String> {
        let makers = reader.principals()?;
        let makers = makers.iter().map(|maker| format!("{}={}", maker.code, maker.policy));
        Ok(makers.chain([self.policies(reader)?.fingerprint()]).collect::<Vec<_>>().join("；"))
    }
}

/// Of old parts that came off no machine of the desk's: all at once, or each alone (LAW-10).
fn lone_plans(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    parts: &[OldPartId],
) -> Answer<(Vec<ReadyPlan>, Vec<Unread>)> {
    let of = |ids: &[OldPartId]| -> Answer<ReadyPlan> {
        Ok(lone_plan(reader, register, look, &reader.lone_parts(ids)?)?.ready(look.reasons))
    };
    match of(parts) {
        Ok(plan) => return Ok((vec![plan], Vec::new())),
        Err(why) if is_bad_row(&why) => {}
        Err(other) => return Err(other),
    }
    let (mut plans, mut unread) = (Vec::new(), Vec::new());
    for part in parts {
        match or_unread(reader, Whose::Part(*part), of(std::slice::from_ref(part)))? {
            Ok(plan) => plans.push(plan),
            Err(one) => unread.push(one),
        }
    }
    Ok((plans, unread))
}

/// Puts plans; answers how many rows are new or came to their end.
fn put_all(tx: &Tx<'_>, plans: &[ReadyPlan], now: Now) -> Answer<i64> {
    plans.iter().try_fold(0, |changed, plan| Ok(changed + put(tx, plan, now.at, BY_RULES)?))
}

/// One core is for the writer and the window.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().clamp(1, 4))
}

/// What another program put meanwhile is its to go on with (LAW-9).
fn still_ours(reader: &Reader<'_>, before: &Progress) -> Answer<()> {
    if progress(reader)? == *before { Ok(()) } else { Err(AppError::RecomputedElsewhere) }
}

/// A place that cannot be read is none: everything is computed anew from the first machine on.
pub(crate) fn progress(reader: &Reader<'_>) -> Answer<Progress> {
    let text = reader.setting(Setting::Law)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn remember(tx: &Tx<'_>, progress: &Progress) -> Answer<()> {
    let text = serde_json::to_string(progress)
        .map_err(|why| AppError::BadInput { field: String::new(), detail: why.to_string() })?;
    Ok(tx.put_setting(Setting::Law, &text)?)
}

#[cfg(test)]
impl App {
    /// As if somebody had stopped the work after a machine.
    pub(super) fn stop_after(&self, unit: UnitId, units: i64) {
        let target = self.read(|reader, _| self.target(reader)).unwrap();
        let progress = Progress { target, after: Some(unit), units, ..Progress::default() };
        self.write("", |tx, _| remember(tx, &progress)).unwrap();
    }

    /// A run of everything that has computed its first batch; called, it goes on to put it.
    pub(super) fn computed_batch(&self) -> impl FnOnce(&App) -> Answer<()> + use<> {
        let look = |reader: &Reader<'_>, now| {
            Ok((self.batch(reader, now, reader.units_after(None, CHUNK)?, &Reasons::default())?, now))
        };
        let (batch, now) = self.read(look).unwrap();
        let mut progress = self.read(|reader, _| progress(reader)).unwrap();
        move |app| app.take(now, batch, &mut progress, &mut LawRecomputed::default())
    }

    /// Takes one batch of all machines, and lets something happen after it was computed.
    pub(super) fn between_looking_and_writing(&self, happens: impl FnOnce()) {
        let look = |reader: &Reader<'_>, now| {
            Ok((self.batch(reader, now, reader.units_after(None, CHUNK)?, &Reasons::default())?, now))
        };
        let (batch, now) = self.read(look).unwrap();
        happens();
        let mut progress = self.read(|reader, _| progress(reader)).unwrap();
        self.take(now, batch, &mut progress, &mut LawRecomputed::default()).unwrap();
    }
}
