use domain::Day;
use domain::deadline::Due;
use domain::text::clean;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// Input of a command that takes nothing: `{}`.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Names one record by id.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ById {
    /// UUID of the record.
    pub id: String,
}

/// Cancels one record.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct VoidInput {
    /// UUID of the record.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why, in the clerk's words; needed.
    pub reason: String,
}

/// A field of a record that is saved again: left out it keeps, with `null` it clears.
#[derive(Debug)]
pub struct Given<T>(Option<Option<T>>);

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(|given| Self(Some(given)))
    }
}

impl<T: Copy> Given<T> {
    /// What was given, if anything.
    pub(crate) fn value(&self) -> Option<T> {
        self.0.flatten()
    }

    /// What stands after it is saved over the old value.
    pub(crate) fn over(&self, old: Option<T>) -> Option<T> {
        self.0.unwrap_or(old)
    }
}

/// A text of a record that is saved again: one left out keeps, an empty one clears.
pub(crate) fn kept(given: Option<&str>, old: Option<&str>) -> String {
    given.map_or_else(|| old.unwrap_or_default().to_owned(), clean)
}

/// Declares the kinds with the list of all of them: one that is added is in the list.
macro_rules! touched {
    ($(#[$meta:meta])* pub enum Touched { $($(#[$doc:meta])* $kind:ident,)* }) => {
        $(#[$meta])*
        pub enum Touched { $($(#[$doc])* $kind,)* }

        impl Touched {
            /// Every kind: what moves when the whole database is another one.
            pub const ALL: &[Self] = &[$(Self::$kind),*];
        }
    };
}

touched! {
    /// Kinds of things a write can touch; a page reloads what was touched.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
    #[serde(rename_all = "snake_case")]
    pub enum Touched {
        /// Sales.
        Sale,
        /// Receipt cards.
        Card,
        /// Repairs.
        Repair,
        /// Calls for service.
        Call,
        /// Machines taken in.
        Custody,
        /// Cases of exchange and return.
        Remedy,
        /// Old parts and their batches.
        OldPart,
        /// Claims, decisions, notices.
        Claim,
        /// Accounts with makers, paid services, service fees.
        Money,
        /// Customers.
        Customer,
        /// Machines.
        Unit,
        /// Models, parts of the price list.
        Catalogue,
        /// Reports.
        Report,
        /// Outbox, receipts, inbox.
        Sync,
        /// Dealer, makers, settings, backups.
        Settings,
        /// Policy packs, ticks, calendars.
        Policy,
        /// Printed papers.
        Print,
        /// Entries of forms.
        Entry,
    }
}

/// Answer of every write: the value and what moved.
#[derive(Debug, Serialize, TS)]
pub struct Written<T: TS> {
    /// The value as it stands now.
    pub value: T,
    /// What moved.
    pub touched: Vec<Touched>,
}

/// One page of a list.
#[derive(Debug, Serialize, TS)]
pub struct Page<T: TS> {
    /// The rows.
    pub rows: Vec<T>,
    /// Rows that match altogether, as far as they were looked for.
    #[ts(type = "number")]
    pub total: i64,
    /// There may be more than `total`: a count ends at 10,000, a search at the first few hundred.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub at_least: bool,
}

impl<T: TS> Page<T> {
    /// A page of a list; `cut` when the search it is of stopped early.
    pub(crate) fn of(rows: Vec<T>, total: i64, cut: bool) -> Self {
        Self { rows, total, at_least: cut || total >= store::MOST_COUNTED }
    }
}

/// A due day with its written reason.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DueView {
    /// Last day in time.
    #[ts(type = "string")]
    pub due_on: Day,
    /// Days left today; negative when late; `null` when it no longer matters.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// `ok`, `soon`, `late`, `met`, `met_late`, `none`.
    pub level: DueLevel,
    /// Rule and version, e.g. `回执卡到总部 · S0-farm 2026.1`.
    pub rule: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared the rule with its source.
    pub checked: bool,
    /// What stands against it.
    pub doubt: Option<Doubt>,
    /// What is lost when it is missed.
    pub consequence: String,
    /// The arithmetic, one sentence a step.
    pub steps: Vec<String>,
}

/// What stands against a day that was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Its rule stands in an example of a contract, which no maker signed, and nobody compared it with the real one.
    Sample,
    /// Nobody compared its rule with the source yet.
    Unchecked,
}

impl Doubt {
    /// Of a rule by its pack and version, and whether it was compared with its source.
    pub(crate) fn of(rule_version: &str, checked: bool) -> Option<Self> {
        let doubt = if domain::policy::is_sample(rule_version) { Self::Sample } else { Self::Unchecked };
        (!checked).then_some(doubt)
    }

    /// Of a computed day.
    pub(crate) fn of_due(due: &Due) -> Option<Self> {
        Self::of(&due.rule_version, due.checked)
    }
}

/// How urgent a due day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueLevel {
    /// Time enough.
    Ok,
    /// Within the rule's alert days.
    Soon,
    /// Past.
    Late,
    /// Met in time.
    Met,
    /// Met, but after the due day.
    MetLate,
    /// Nothing to be late with.
    None,
}

/// Something seen that does not refuse the entry: a duplicate serial, a missing phone.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Notice {
    /// Field it is about; may be empty.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// Chinese sentence.
    pub message: String,
}

/// One refused field.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RefusedField {
    /// Field path in the input.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// Chinese sentence.
    pub message: String,
}

/// What a free text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// Who does the work (维修人员).
    Technician,
    /// Who is responsible (责任归属).
    Responsibility,
}

/// Asks for words that were used before.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WordsQuery {
    /// Of which text.
    pub kind: WordKind,
}
