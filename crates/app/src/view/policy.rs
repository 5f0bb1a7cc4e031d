//! Policy packs, their rules and the calendars, as looked at, compared, installed and ticked off.

use domain::Day;
use domain::policy::{Happened, PackKind, Section, Weighed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything dates and amounts are computed from.
#[derive(Debug, Serialize, TS)]
pub struct PolicyShelf {
    /// Which pack each maker has today.
    pub makers: Vec<MakerPolicy>,
    /// Every pack, those in use first.
    pub packs: Vec<PackRow>,
    /// What head office sent and nobody has applied yet.
    pub waiting: Vec<WaitingLaw>,
    /// Published years, newest first.
    pub calendars: Vec<CalendarRow>,
    /// Days and periods are being computed by new packs or calendars; `null` when that is done.
    pub computing: Option<LawBehind>,
}

/// How far the computing by new packs or calendars is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct LawBehind {
    /// Machines done.
    #[ts(type = "number")]
    pub done: i64,
    /// Machines altogether.
    #[ts(type = "number")]
    pub total: i64,
}

/// The pack a maker has today.
#[derive(Debug, Serialize, TS)]
pub struct MakerPolicy {
    /// Maker's code.
    pub principal: String,
    /// Maker's name.
    pub name: String,
    /// The pack; `null` when nobody chose one.
    pub pack: Option<String>,
    /// Its name and version.
    pub title: String,
    /// Head office can send or sign packs: the desk is enrolled there.
    pub enrolled: bool,
}

/// Where a pack or calendar came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LawOrigin {
    /// It came with the program.
    BuiltIn,
    /// A person chose a file.
    File,
    /// Head office sent it.
    Feed,
}

/// Whether a pack is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PackState {
    /// Some maker is judged by it today.
    InForce,
    /// Its first day is still to come.
    Coming,
    /// Its last day has passed, and nothing newer is there: still in force.
    Expired,
    /// A newer one took its place.
    Superseded,
    /// Nobody uses it.
    Unused,
}

/// One pack.
#[derive(Debug, Serialize, TS)]
pub struct PackRow {
    /// Names it in `policy_show`.
    pub id: String,
    /// Name, e.g. `S0-farm`.
    pub pack: String,
    /// Version.
    pub version: String,
    /// Chinese title.
    pub title: String,
    /// Statute or contract.
    #[ts(type = "\"statutory\" | \"contract\"")]
    pub kind: PackKind,
    /// Code of the maker it was installed for; empty for those of the program.
    pub principal: String,
    /// First day.
    #[ts(type = "string")]
    pub effective_from: Day,
    /// Last day.
    #[ts(type = "string | null")]
    pub effective_to: Option<Day>,
    /// Where from.
    pub origin: LawOrigin,
    /// Who installed it; empty for those of the program.
    pub installed_by: String,
    /// When, UTC ms.
    #[ts(type = "number | null")]
    pub installed_at: Option<i64>,
    /// Whether it is used.
    pub state: PackState,
    /// Makers judged by it today, directly or as their floor.
    pub used_by: Vec<String>,
    /// Rules in it.
    #[ts(type = "number")]
    pub rules: usize,
    /// Rules a person compared with their source.
    #[ts(type = "number")]
    pub checked: usize,
    /// Rules a checked statutory rule overrules.
    #[ts(type = "number")]
    pub overruled: usize,
}

/// A pack, rule by rule.
#[derive(Debug, Serialize, TS)]
pub struct PackView {
    /// The pack.
    pub pack: PackRow,
    /// Statutory packs it stands on.
    pub stands_on: Vec<String>,
    /// Its rules in the order of the file.
    pub rules: Vec<RuleView>,
    /// What the contract form leaves blank.
    pub blanks: Vec<String>,
}

/// One rule.
#[derive(Debug, Serialize, TS)]
pub struct RuleView {
    /// Section.
    pub section: Section,
    /// Its Chinese name.
    pub section_name: String,
    /// Place in the section, from zero.
    #[ts(type = "number")]
    pub index: usize,
    /// Key.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// What it says.
    pub facts: Vec<FactView>,
    /// Article or number of the contract.
    pub source: String,
    /// Its words there; empty where the pack has none.
    pub source_text: String,
    /// Hash of its words: what a tick is for.
    pub hash: String,
    /// Whether a person compared it with its source.
    pub checked: bool,
    /// Who did.
    pub tick: Option<TickView>,
    /// Where it promises less than a statute.
    pub findings: Vec<FindingView>,
}

/// One thing a rule says.
#[derive(Debug, Serialize, TS)]
pub struct FactView {
    /// What; empty for what the rule is about.
    pub label: String,
    /// Value in words.
    pub said: String,
}

/// A person's word about a rule.
#[derive(Debug, Serialize, TS)]
pub struct TickView {
    /// Who.
    pub by: String,
    /// Day.
    #[ts(type = "string")]
    pub on: Day,
    /// Version it was given in; the words have not changed since.
    pub version: String,
    /// Remark.
    pub note: String,
}

/// A contract rule that promises less than a statute, or may.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingView {
    /// Name of the rule.
    pub name: String,
    /// What becomes of it.
    pub weighed: Weighed,
    /// One sentence.
    pub sentence: String,
}

/// Ticks a rule, or takes the tick back.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TickInput {
    /// The pack, as `policy_list` names it.
    pub id: String,
    /// The rule's section.
    pub section: Section,
    /// Its place in the section, from zero.
    #[ts(type = "number")]
    pub index: usize,
    /// Hash of the words that were looked at.
    pub hash: String,
    /// `true` to tick, `false` to take the tick back.
    pub checked: bool,
    /// Who compared it.
    pub by: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

/// A pack to look at: a file with its seal, or what head office sent.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct PackSource {
    /// Maker's code; may be empty for a message, which names its maker.
    pub principal: String,
    /// Path of the pack's file.
    pub file: String,
    /// Path of its seal; empty looks beside the file, under its name with `.seal` after it.
    pub seal: String,
    /// Or the id of head office's message.
    pub item: String,
    /// The page's name for looking at what moves.
    pub task: Option<String>,
}

/// What a pack would change. Nothing is installed.
#[derive(Debug, Serialize, TS)]
pub struct PackPreview {
    /// Maker's code.
    pub principal: String,
    /// Maker's name.
    pub principal_name: String,
    /// Name of the pack.
    pub pack: String,
    /// Version.
    pub version: String,
    /// Chinese title.
    pub title: String,
    /// First day.
    #[ts(type = "string")]
    pub effective_from: Day,
    /// Last day.
    #[ts(type = "string | null")]
    pub effective_to: Option<Day>,
    /// SHA-256 of the file: goes into `policy_install`.
    pub sha256: String,
    /// What it is compared with, and must still be so at installing; empty when the maker has no pack.
    pub base: String,
    /// Rules in it, and how many keep their tick.
    #[ts(type = "number")]
    pub rules: usize,
    /// Rules whose exact words were ticked before.
    #[ts(type = "number")]
    pub checked: usize,
    /// What differs in its head.
    pub head: Vec<String>,
    /// Rules that differ.
    pub changes: Vec<ChangedRule>,
    /// Rules that promise less than a statute.
    pub findings: Vec<FindingView>,
    /// What a person should know before.
    pub notes: Vec<String>,
    /// Open dates that move.
    pub moves: MovedDates,
}

/// A rule that differs.
#[derive(Debug, Serialize, TS)]
pub struct ChangedRule {
    /// Chinese name of its section.
    pub section_name: String,
    /// Its Chinese name.
    pub name: String,
    /// What happened to it.
    pub happened: Happened,
    /// Old and new value in words.
    pub sentences: Vec<String>,
}

/// Open dates that move.
#[derive(Debug, Default, Serialize, TS)]
pub struct MovedDates {
    /// How many there are.
    #[ts(type = "number")]
    pub total: usize,
    /// How many of them are past due at once.
    #[ts(type = "number")]
    pub late: usize,
    /// The first of them, those past due before the others.
    pub rows: Vec<MovedDate>,
}

/// One open date that moves.
#[derive(Debug, Serialize, TS)]
pub struct MovedDate {
    /// What is due, Chinese.
    pub name: String,
    /// Number of the card or repair; empty for a period.
    pub no: String,
    /// Whose machine it is; empty where none is known.
    pub customer: String,
    /// Serial of the machine; empty for an old part without one.
    pub serial: String,
    /// Past due with the installing, and not before.
    pub late: bool,
    /// The day before; `null` when there was none.
    #[ts(type = "string | null")]
    pub before: Option<Day>,
    /// The day after; `null` when there is none any more.
    #[ts(type = "string | null")]
    pub after: Option<Day>,
}

/// Installs a pack that was looked at.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PackInstall {
    /// What was looked at.
    pub source: PackSource,
    /// Hash of the file that was looked at.
    pub sha256: String,
    /// What it was compared with.
    pub base: String,
    /// Who installs it.
    pub by: String,
}

/// What head office sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    /// A policy pack.
    Pack,
    /// A year of working days.
    Calendar,
    /// A new key for packs; it stands here only when it cannot be used.
    Handover,
}

impl WaitingKind {
    /// By the kind of the message.
    pub(crate) fn of(kind: &str) -> Self {
        match kind {
            wire::law::CALENDAR_KIND => Self::Calendar,
            wire::law::HANDOVER_KIND => Self::Handover,
            _ => Self::Pack,
        }
    }
}

/// Something head office sent that a person has to look at.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WaitingLaw {
    /// Id of the message.
    pub item: String,
    /// Maker's code.
    pub principal: String,
    /// What it is.
    pub kind: WaitingKind,
    /// One line.
    pub title: String,
    /// When it arrived, UTC ms.
    #[ts(type = "number")]
    pub received_at: i64,
    /// Why it cannot be installed.
    pub problem: Option<String>,
}

/// A calendar to look at: a file, or what head office sent.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct CalendarSource {
    /// Path of the file.
    pub file: String,
    /// Or the id of head office's message.
    pub item: String,
    /// The page's name for looking at what moves.
    pub task: Option<String>,
}

/// What a calendar would change. Nothing is installed.
#[derive(Debug, Serialize, TS)]
pub struct CalendarPreview {
    /// The year.
    pub year: i32,
    /// SHA-256 of the file: goes into `calendar_install`.
    pub sha256: String,
    /// The notices it stands on.
    pub notices: Vec<String>,
    /// Whether the year had a calendar before.
    pub known: bool,
    /// Days that rest or work otherwise than before, in words.
    pub days: Vec<String>,
    /// Open dates that move.
    pub moves: MovedDates,
}

/// Installs a calendar that was looked at.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarInstall {
    /// What was looked at.
    pub source: CalendarSource,
    /// Hash of the file that was looked at.
    pub sha256: String,
    /// Who installs it.
    pub by: String,
}

/// A published year.
#[derive(Debug, Serialize, TS)]
pub struct CalendarRow {
    /// The year.
    pub year: i32,
    /// The notices it stands on.
    pub notices: Vec<String>,
    /// Where from.
    pub origin: LawOrigin,
    /// Who installed it; empty for those of the program.
    pub installed_by: String,
    /// When, UTC ms.
    #[ts(type = "number | null")]
    pub installed_at: Option<i64>,
}
