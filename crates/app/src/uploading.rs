//! Who sends, in this process.
//!
//! - UPLOADING-1 A maker's records are sent by one at a time; what goes on with one head office keeps no other maker's waiting.
//! - UPLOADING-2 Nobody sends while a backup is put back, and none is put back while somebody does.
//! - UPLOADING-3 A save during a run waits for its end, for that run may have looked already; a second one that waits is covered by the first.
//!
//! Absent: other processes, which the lease keeps out.

use domain::PrincipalId;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The makers whose records are on their way.
#[derive(Default)]
pub(crate) struct Uploading {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// With how many records waited when the run began.
    at_work: Vec<(PrincipalId, i64)>,
    waits: Vec<PrincipalId>,
    closed: bool,
}

impl State {
    fn is_free(&self, maker: PrincipalId) -> bool {
        !self.closed && self.at_work.iter().all(|(at_work, _)| *at_work != maker)
    }
}

/// What one does that finds another at work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Waits for its turn.
    Waits,
    /// Waits, unless another waits already.
    OneWaits,
    /// Comes again.
    Leaves,
}

impl Uploading {
    /// The right to send a maker's records, until it is dropped.
    pub(crate) fn begin(&self, maker: PrincipalId, patience: Patience) -> Option<Sends<'_>> {
        let mut state = self.state();
        if !state.is_free(maker) {
            let covered = patience == Patience::OneWaits && state.waits.contains(&maker);
            if patience == Patience::Leaves || covered {
                return None;
            }
            state.waits.push(maker);
            let ended = self.moved.wait_while(state, |state| !state.is_free(maker));
            state = ended.unwrap_or_else(PoisonError::into_inner);
            let mine = state.waits.iter().position(|waits| *waits == maker);
            mine.map(|at| state.waits.swap_remove(at));
        }
        state.at_work.push((maker, 0));
        Some(Sends { all: self, maker })
    }

    /// The right that nobody sends, until it is dropped; none while somebody does.
    pub(crate) fn nobody(&self) -> Option<Nobody<'_>> {
        let mut state = self.state();
        let free = !state.closed && state.at_work.is_empty();
        state.closed |= free;
        // Made only when it is: one that goes away opens what another closed.
        free.then(|| Nobody(self))
    }

    /// How much waited when the run that goes on began. Of one that has nothing to send nothing is said.
    pub(crate) fn of(&self, maker: PrincipalId) -> Option<i64> {
        let state = self.state();
        let found = state.at_work.iter().find(|(at_work, waiting)| *at_work == maker && *waiting > 0);
        found.map(|(_, waiting)| *waiting)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One maker's records are on their way.
pub(crate) struct Sends<'a> {
    all: &'a Uploading,
    maker: PrincipalId,
}

impl Sends<'_> {
    /// Says how much waits as the run begins.
    pub(crate) fn says(&self, waiting: i64) {
        let mut state = self.all.state();
        let mine = state.at_work.iter_mut().filter(|(maker, _)| *maker == self.maker);
        mine.for_each(|(_, said)| *said = waiting);
    }
}

impl Drop for Sends<'_> {
    fn drop(&mut self) {
        self.all.state().at_work.retain(|(maker, _)| *maker != self.maker);
        self.all.moved.notify_all();
    }
}

/// Nobody sends.
pub(crate) struct Nobody<'a>(&'a Uploading);

impl Drop for Nobody<'_> {
    fn drop(&mut self) {
        self.0.state().closed = false;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    fn maker(n: u128) -> PrincipalId {
        format!("01940000-0000-7000-8000-{n:012x}").parse().unwrap()
    }

    #[test]
    fn uploading_1_each_maker_has_its_own_turn() {
        let all = Uploading::default();
        let first = all.begin(maker(1), Patience::Leaves).unwrap();
        first.says(7);
        assert!(all.begin(maker(1), Patience::Leaves).is_none());
        let second = all.begin(maker(2), Patience::Leaves).unwrap();
        assert_eq!((all.of(maker(1)), all.of(maker(2))), (Some(7), None));
        drop(first);
        assert!(all.begin(maker(1), Patience::Leaves).is_some() && all.begin(maker(2), Patience::Leaves).is_none());
        drop(second);
    }

    #[test]
    fn uploading_2_a_backup_is_put_back_while_nobody_sends() {
        let all = Uploading::default();
        let sends = all.begin(maker(1), Patience::Waits).unwrap();
        assert!(all.nobody().is_none());
        drop(sends);
        let nobody = all.nobody().unwrap();
        assert!(all.nobody().is_none() && all.begin(maker(2), Patience::Leaves).is_none());
        drop(nobody);
        assert!(all.begin(maker(2), Patience::Leaves).is_some());
    }

    #[test]
    fn uploading_3_one_waits_for_the_end_and_covers_the_next() {
        let all = Arc::new(Uploading::default());
        let sends = all.begin(maker(1), Patience::Waits).unwrap();
        let (tell, told) = channel();
        let waiter = all.clone();
        let waits = std::thread::spawn(move || {
            let mine = waiter.begin(maker(1), Patience::OneWaits);
            tell.send(mine.is_some()).unwrap();
        });
        while !all.state().waits.contains(&maker(1)) {
            std::thread::yield_now();
        }
        assert!(all.begin(maker(1), Patience::OneWaits).is_none(), "the first covers it");
        assert!(told.try_recv().is_err());
        drop(sends);
        assert!(told.recv().unwrap());
        waits.join().unwrap();
    }
}
