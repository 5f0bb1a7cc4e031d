//! Which right the user of a machine has today, and what is missing for it.
//!
//! REM-1 A right stands on a rule of a pack; every right, counter and duty names rule, version and source and carries its reason.
//! REM-2 Rights are listed from the most to the least: return, exchange, component, repair; the user chooses among what he has.
//! REM-3 A period that has to be exceeded gives the right on the day after it is full; the day of sending in is not counted.
//! REM-4 Repairs of one problem count together by their link; a repair out of scope, or sent in outside the period, counts for nothing (E11, E34).
//! REM-5 Waiting for parts and the repairer's own time are told apart by their cause (E13).
//! REM-6 A repair counted in hours is rounded up to whole days; where the hours were not noted, its first and last day count.
//! REM-7 The first operating season is that of the region of use, and begins no earlier than the machine was handed over (E32).
//! REM-8 Every right lists the papers it needs that are not at hand.
//! REM-9 What waiting costs is a list of days: a right that begins, a window that closes, a duty due, a period that ends.
//! REM-10 Exchange without a machine of the model becomes return, where a rule says so.
//! REM-11 A contract and the statute are both read: what either gives, the user has.
//! REM-12 A right that was used up (the component was replaced) is counted from then on anew.
//! REM-13 A problem repaired often enough whose severity nobody noted is said to lack it: no rule that asks for one counts it.
//! REM-14 On a machine given in exchange repairs are counted anew; the problem it was given for counts further where a repair of the new machine is linked to it.
//!
//! Absent: who decides, refunds, and amounts (formulas compute them from the inputs listed here).

mod advise;
mod history;
mod length;
mod other;
mod problem;
pub mod rule;
mod similar;
mod window;

pub use advise::{Case, advise};
pub use history::{Former, History, Problem, RepairFacts, problems, suspensions};
pub use similar::{Proposal, proposals, proposals_after_exchange};

use crate::Day;
use crate::repair::{UsageUnit, labelled};
use rule::{Evidence, Right};
use serde::{Deserialize, Serialize};

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Rule key.
    pub rule_key: String,
    /// Chinese name of the rule.
    pub name: String,
    /// Pack and version.
    pub rule_version: String,
    /// Where it stands.
    pub source: String,
    /// Its words.
    pub source_text: String,
    /// Whether a person compared it with its source.
    pub checked: bool,
    /// A calendar or season it needs is not published yet.
    pub provisional: bool,
}

/// A right the user has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightNow {
    /// The right.
    pub right: Right,
    /// First day he had it.
    pub since: Day,
    /// Component or problem it is about, Chinese; empty for the machine.
    pub about: String,
    /// Why, one Chinese sentence a step.
    pub steps: Vec<String>,
    /// Papers at hand and needed.
    pub needs: Vec<Evidence>,
    /// What is missing, Chinese (REM-8).
    pub missing: Vec<String>,
    /// Numbers of the repairs it stands on.
    pub repairs: Vec<String>,
    /// Formula of what is paid with it.
    pub formula: Option<String>,
    /// The rule.
    pub standing: Standing,
}

impl RightNow {
    /// What is missing of one of its papers; empty where it is at hand.
    pub fn lacks(&self, paper: Evidence) -> Vec<String> {
        let of_paper = |sentence: &&String| match paper {
            Evidence::RepairRecord => sentence.ends_with(rule::UNSIGNED),
            other => **sentence == other.lacking_zh(),
        };
        self.missing.iter().filter(of_paper).cloned().collect()
    }
}

labelled! {
    /// Where a counter stands.
    CounterState {
        /// Below its limit.
        Counting = "未到",
        /// Its limit is reached: the right is there.
        Reached = "已到",
        /// Its time is over.
        Over = "已过",
    }
}

/// A counter of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// What is counted: a repair, a problem, a window; Chinese.
    pub about: String,
    /// How far it is.
    pub value: i64,
    /// Where it takes effect.
    pub limit: i64,
    /// Unit of both, Chinese.
    pub unit: String,
    /// Where it stands.
    pub state: CounterState,
    /// What it is and what would trigger it next, Chinese.
    pub sentence: String,
    /// Next day on which it changes if nothing else happens.
    pub next_on: Option<Day>,
    /// What it gives.
    pub gives: Vec<Right>,
    /// The rule.
    pub standing: Standing,
}

/// Something the dealer has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Day it runs from.
    pub since: Day,
    /// Last day.
    pub due_on: Day,
    /// Whether it is over.
    pub late: bool,
    /// What and by when, Chinese.
    pub sentence: String,
    /// What is lost, Chinese.
    pub consequence: String,
    /// The rule.
    pub standing: Standing,
}

/// A day on which something changes if nobody acts (REM-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The day.
    pub on: Day,
    /// What, Chinese.
    pub sentence: String,
}

/// What formulas of a return or compensation are computed from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    /// Price paid, fen.
    pub price_fen: Option<i64>,
    /// Days from the start of the period to today.
    pub days_held: i64,
    /// Days in repair without waiting, each once.
    pub days_in_repair: i64,
    /// Days waiting for parts, each once.
    pub days_waiting: i64,
    /// Use over all meters, thousandths.
    pub used_milli: Option<(UsageUnit, i64)>,
}

/// What can be said of one machine today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// The day it is said on.
    pub today: Day,
    /// Rights, from the most to the least (REM-2).
    pub rights: Vec<RightNow>,
    /// Every counter.
    pub counters: Vec<Counter>,
    /// What the dealer has to do.
    pub duties: Vec<Duty>,
    /// What keeps a rule from being judged, Chinese.
    pub missing: Vec<String>,
    /// What waiting costs, earliest first.
    pub changes: Vec<Change>,
    /// Inputs of formulas.
    pub amounts: Amounts,
}
