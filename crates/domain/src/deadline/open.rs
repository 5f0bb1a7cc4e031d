//! A deadline that runs: what met it, where it stands now, when to warn.
//!
//! OPEN-1 The rule decides whether the day sent or the day received meets a deadline; both are kept (E03).
//! OPEN-2 Met in time is met; met afterwards is late, with what met it; waived and void end it with a reason, and void is stronger.
//! OPEN-3 A deadline that stands still is not late and warns of nothing.
//! OPEN-4 Each rung of the alert ladder begins with its day, or with its minute before the limit.
//!
//! Absent: the clock (now is an argument) and where deadlines are kept.

use super::pause::Pause;
use super::rule::MetBy;
use super::words::instant;
use super::{Due, Moment};
use crate::day::UtcMs;
use crate::hours::MINUTE_MS;
use crate::repair::labelled;
use serde::{Deserialize, Serialize};

/// A deadline of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The due day with its reason; computed anew when a pause begins or ends.
    pub due: Due,
    /// It left the dealer.
    #[serde(default)]
    pub sent: Option<Evidence>,
    /// It arrived, or was done.
    #[serde(default)]
    pub received: Option<Evidence>,
    /// It was waived or is void.
    #[serde(default)]
    pub closed: Option<Closed>,
    /// Times it stands still.
    #[serde(default)]
    pub pauses: Vec<Pause>,
}

/// What shows that something was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// When.
    pub at: Moment,
    /// The paper or record, e.g. a receipt's number.
    pub what: String,
}

/// A deadline that ended without being met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// How.
    pub how: Closing,
    /// Why, in the words of who did it.
    pub reason: String,
    /// When.
    pub at: UtcMs,
}

labelled! {
    /// How a deadline ends without being met.
    Closing {
        /// Somebody entitled to it does not ask for it any more.
        Waived = "免除",
        /// What it was about is void.
        Void = "作废",
    }
}

labelled! {
    /// Where a deadline stands.
    DeadlineState {
        /// Not met, not late.
        Pending = "未到期",
        /// Met in time.
        Met = "按期完成",
        /// Not met in time.
        Late = "逾期",
        /// Waived.
        Waived = "免除",
        /// Void.
        Void = "作废",
    }
}

/// How loud a deadline is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
pub enum Stage {
    /// Met, waived or void.
    Over,
    /// It stands still (OPEN-3).
    Paused,
    /// No rung is reached.
    Quiet,
    /// So many rungs of the ladder are reached (OPEN-4).
    Alert {
        /// Rungs reached, from 1.
        rung: usize,
        /// Rungs of the ladder.
        of: usize,
    },
    /// The limit has passed.
    Late,
}

impl Deadline {
    /// A deadline nothing has happened to.
    pub fn new(due: Due) -> Self {
        Self { due, sent: None, received: None, closed: None, pauses: Vec::new() }
    }

    /// What met it, in time or late (OPEN-1).
    pub fn met_with(&self) -> Option<&Evidence> {
        match self.due.met_by {
            Some(MetBy::Sent) => self.sent.as_ref(),
            Some(MetBy::Received) | None => self.received.as_ref(),
        }
    }

    /// Where it stands (OPEN-2).
    pub fn state(&self, now: UtcMs) -> DeadlineState {
        match (&self.closed, self.met_with()) {
            (Some(closed), _) if closed.how == Closing::Void => DeadlineState::Void,
            (_, Some(evidence)) if self.due.in_time(evidence.at) => DeadlineState::Met,
            (Some(_), _) => DeadlineState::Waived,
            (None, Some(_)) => DeadlineState::Late,
            (None, None) if now < self.due.late_from() || self.paused(now) => DeadlineState::Pending,
            (None, None) => DeadlineState::Late,
        }
    }

    /// Whether it stands still (OPEN-3): a pause it knows began in time and has not ended.
    pub fn paused(&self, now: UtcMs) -> bool {
        let holds = |pause: &Pause| {
            let began = pause.from <= now && pause.from < self.due.late_from();
            began && pause.to.is_none_or(|to| now < to) && self.due.pauses.contains(&pause.cause)
        };
        self.pauses.iter().any(holds)
    }

    /// How loud it is.
    pub fn stage(&self, now: UtcMs) -> Stage {
        match self.state(now) {
            DeadlineState::Pending if self.paused(now) => Stage::Paused,
            DeadlineState::Pending => match self.due.reached(now) {
                0 => Stage::Quiet,
                rung => Stage::Alert { rung, of: self.due.ladder().len() },
            },
            DeadlineState::Late if self.met_with().is_none() => Stage::Late,
            _ => Stage::Over,
        }
    }

    /// The next instant at which it grows louder; `None` when it does not.
    pub fn next_alert(&self, now: UtcMs) -> Option<UtcMs> {
        let runs = matches!(self.stage(now), Stage::Quiet | Stage::Alert { .. });
        let mut times = self.due.ladder();
        times.push(self.due.late_from());
        runs.then(|| times.into_iter().find(|at| *at > now)).flatten()
    }

    /// Where it stands, in words: `逾期：2026年10月22日 收到（回执 HZ-1），到期日 2026年10月21日`.
    pub fn state_zh(&self, now: UtcMs) -> String {
        let state = self.state(now);
        let due = self.due.due_at.map_or_else(|| self.due.due_on.zh(), instant);
        match (state, &self.closed, self.met_with()) {
            (DeadlineState::Waived | DeadlineState::Void, Some(closed), _) => {
                format!("{}：{}", state.zh(), closed.reason)
            }
            (_, _, Some(evidence)) => {
                let done = if self.due.met_by == Some(MetBy::Sent) { "发出" } else { "收到" };
                format!("{}：{} {done}（{}），到期日 {due}", state.zh(), evidence.at.zh(), evidence.what)
            }
            _ if self.paused(now) => format!("中止：到期日 {due}，恢复后顺延"),
            _ => format!("{}：到期日 {due}", state.zh()),
        }
    }
}

impl Due {
    /// The instants at which each rung of the ladder begins, in order (OPEN-4).
    pub fn ladder(&self) -> Vec<UtcMs> {
        let end = self.due_at.unwrap_or_else(|| self.late_from());
        let days = self.alert_days.iter().map(|n| self.due_on.plus_days(n.saturating_neg()).starts_at());
        let minutes = self.alert_minutes.iter().map(|n| end.saturating_sub(n.saturating_mul(MINUTE_MS)));
        let mut rungs: Vec<UtcMs> = days.chain(minutes).collect();
        rungs.sort_unstable();
        rungs.dedup();
        rungs
    }

    /// How many rungs are reached.
    pub fn reached(&self, now: UtcMs) -> usize {
        self.ladder().iter().filter(|at| **at <= now).count()
    }
}
