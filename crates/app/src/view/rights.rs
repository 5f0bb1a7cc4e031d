//! What can be said of one machine today: periods, due days, rights, each with its written reason.

use super::common::DueLevel;
use domain::Day;
use domain::coverage::EndedBy;
use domain::coverage::rule::ComponentKind;
use domain::remedy::CounterState;
use domain::remedy::rule::Right;
use domain::repair::UsageUnit;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A rule something stands on.
#[derive(Debug, Serialize, TS)]
pub struct StandingView {
    /// Rule key, e.g. `remedy.repair_too_long`.
    pub rule_key: String,
    /// Chinese name of the rule.
    pub name: String,
    /// Pack and version, e.g. `S0-farm 2026.1`.
    pub rule_version: String,
    /// Article or number of the contract.
    pub source: String,
    /// Its words; empty where the pack has none.
    pub source_text: String,
    /// Whether a person compared it with its source.
    pub checked: bool,
    /// What stands against what follows from it.
    pub doubt: Option<super::Doubt>,
    /// A calendar or season it needs is not published yet.
    pub provisional: bool,
}

/// Asks whether a repair would be in warranty.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CoverageQuery {
    /// Maker's code; empty when the serial alone is known.
    #[serde(default)]
    pub principal: String,
    /// Serial.
    pub serial: String,
    /// Fault place as written; empty for the machine.
    #[serde(default)]
    pub component: String,
    /// Day the machine was sent in.
    #[ts(type = "string")]
    pub on: Day,
    /// Meter reading in thousandths, where it was read.
    #[ts(as = "Option<f64>")]
    pub usage_milli: Option<i64>,
    /// What the meter counts; absent means hours.
    pub usage_unit: Option<UsageUnit>,
}

/// What the periods of the machine say; the clerk decides.
#[derive(Debug, Serialize, TS)]
pub struct CoverageProposal {
    /// In warranty or not; `null` where it cannot be computed.
    pub in_warranty: Option<bool>,
    /// Why, Chinese.
    pub reason: String,
    /// The arithmetic of the period that decided.
    pub steps: Vec<String>,
    /// Nobody said what product the model is: periods of its components are not computed.
    pub product_open: bool,
}

/// A 三包 period.
#[derive(Debug, Serialize, TS)]
pub struct CoverageView {
    /// Component or group, e.g. `整机`.
    pub component: String,
    /// Kind.
    pub kind: ComponentKind,
    /// First day.
    #[ts(as = "String")]
    pub start_on: Day,
    /// Last day without suspensions.
    #[ts(as = "String")]
    pub base_end: Day,
    /// Days it stood still.
    #[ts(type = "number")]
    pub extension_days: i64,
    /// Last covered day.
    #[ts(as = "String")]
    pub effective_end: Day,
    /// What ends it.
    pub ended_by: EndedBy,
    /// Limits of use beside it, e.g. `50000 公里`.
    pub limits: Vec<String>,
    /// Whether today lies in it.
    pub covered_today: bool,
    /// A suspension is open: the end moves with today.
    pub running: bool,
    /// The rule.
    pub standing: StandingView,
    /// The arithmetic, one sentence a step.
    pub steps: Vec<String>,
}

/// A due day about the machine.
#[derive(Debug, Serialize, TS)]
pub struct DeadlineView {
    /// What is due, e.g. `回执卡到总部`.
    pub name: String,
    /// Number of the card or repair it is about.
    pub no: String,
    /// Last day in time; absent when it cannot be computed.
    #[ts(as = "Option<String>")]
    pub due_on: Option<Day>,
    /// Day it was met.
    #[ts(as = "Option<String>")]
    pub met_on: Option<Day>,
    /// How urgent.
    pub level: DueLevel,
    /// What is lost when it is missed.
    pub consequence: String,
    /// The rule.
    pub standing: StandingView,
    /// The arithmetic; for one that cannot be computed, why.
    pub steps: Vec<String>,
}

/// A right the user has now.
#[derive(Debug, Serialize, TS)]
pub struct RightView {
    /// The right.
    pub right: Right,
    /// Its Chinese name.
    pub name: String,
    /// First day he had it.
    #[ts(as = "String")]
    pub since: Day,
    /// Component or problem it is about; empty for the machine.
    pub about: String,
    /// Papers it needs.
    pub needs: Vec<String>,
    /// Papers that are missing.
    pub missing: Vec<String>,
    /// The rule.
    pub standing: StandingView,
    /// Why, one sentence a step.
    pub steps: Vec<String>,
}

/// How far a rule is from taking effect.
#[derive(Debug, Serialize, TS)]
pub struct CounterView {
    /// What is counted.
    pub about: String,
    /// How far it is.
    #[ts(type = "number")]
    pub value: i64,
    /// Where it takes effect.
    #[ts(type = "number")]
    pub limit: i64,
    /// Unit of both.
    pub unit: String,
    /// Where it stands.
    pub state: CounterState,
    /// What it is and what would trigger it next.
    pub sentence: String,
    /// Next day on which it changes if nothing else happens.
    #[ts(as = "Option<String>")]
    pub next_on: Option<Day>,
    /// What it gives.
    pub gives: Vec<String>,
    /// The rule.
    pub standing: StandingView,
}

/// Something the dealer has to do.
#[derive(Debug, Serialize, TS)]
pub struct DutyView {
    /// Last day.
    #[ts(as = "String")]
    pub due_on: Day,
    /// Whether it is over.
    pub late: bool,
    /// What and by when.
    pub sentence: String,
    /// What is lost.
    pub consequence: String,
    /// The rule.
    pub standing: StandingView,
}

/// A day on which something changes if nobody acts.
#[derive(Debug, Serialize, TS)]
pub struct ChangeView {
    /// The day.
    #[ts(as = "String")]
    pub on: Day,
    /// What.
    pub sentence: String,
}

/// Everything the packs say of one machine today.
#[derive(Debug, Serialize, TS)]
pub struct UnitRights {
    /// The day it is said on.
    #[ts(as = "String")]
    pub today: Day,
    /// Packs it was judged by, the maker's own first.
    pub packs: Vec<String>,
    /// Product class, Chinese; absent when none fits.
    pub class: Option<String>,
    /// Nobody said what product the model is: periods of its components are not computed.
    pub product_open: bool,
    /// Periods, those of cancelled sales too.
    pub coverage: Vec<CoverageView>,
    /// Due days.
    pub deadlines: Vec<DeadlineView>,
    /// What was demanded of it, oldest first, cancelled ones too.
    pub demands: Vec<super::DemandView>,
    /// Rights, from the most to the least.
    pub rights: Vec<RightView>,
    /// Counters.
    pub counters: Vec<CounterView>,
    /// What the dealer has to do.
    pub duties: Vec<DutyView>,
    /// What waiting costs, earliest first.
    pub changes: Vec<ChangeView>,
    /// Repairs that look like one problem and are not linked.
    pub alike: Vec<String>,
    /// What keeps something from being judged.
    pub missing: Vec<String>,
}

/// A machine whose rights are asked for: by id, or by serial.
#[derive(Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct RightsQuery {
    /// UUID of the machine.
    pub unit: Option<String>,
    /// Serial, in its place.
    pub serial: Option<String>,
    /// Maker's code, when the serial is not one maker's.
    pub principal: Option<String>,
}

/// Computes due days and periods anew.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct LawRecompute {
    /// Name under which the page may ask how far it is and stop it.
    pub task: Option<String>,
}

/// What came of it.
#[derive(Debug, Default, Serialize, TS)]
pub struct LawRecomputed {
    /// Machines looked at, those before a stop too.
    #[ts(type = "number")]
    pub units: i64,
    /// Due days and periods that are new or came to their end.
    #[ts(type = "number")]
    pub changed: i64,
    /// It went on where it had been stopped.
    pub resumed: bool,
    /// Machines and old parts left as they were, because a row of theirs could not be read.
    #[ts(type = "number")]
    pub unreadable: i64,
    /// Them by name, the first fifty.
    pub unread: Vec<UnreadMachine>,
}

/// A machine or old part that could not be computed anew.
#[derive(Debug, Serialize, TS)]
pub struct UnreadMachine {
    /// Its serial or tag.
    pub name: String,
    /// What could not be read.
    pub what: String,
}
