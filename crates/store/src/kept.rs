//! Due days and periods as they were computed, and which records a write changed.
//!
//! - STORE-7 A computed row is never changed: a later one takes its place and says why, and the earlier one stays.

use crate::column::Column;
use crate::law::Changed;
use crate::reason::{Reasons, Text};
use crate::row::{Bind, FromRow, col, json_list, places, row};
use crate::{Reader, Result, Tx};
use domain::coverage::Coverage;
use domain::deadline::{Closed, Deadline, DeadlineState, Due, Evidence, Pause, Subject};
use domain::old_part::OldPart;
use domain::{CardId, Day, OldPartId, PrincipalId, SaleId, UnitId};
use rusqlite::types::Value;
use rusqlite::{Params, ToSql, named_params};
use serde::{Deserialize, Serialize};

/// A period of a machine, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// Identity; 0 before it is put.
    pub id: i64,
    /// The machine.
    pub unit: UnitId,
    /// The sale it comes from; `None` where nothing can be computed.
    pub sale: Option<SaleId>,
    /// Component or group.
    pub component: String,
    /// First day.
    pub start_on: Option<Day>,
    /// Last covered day.
    pub effective_end: Option<Day>,
    /// A suspension is open: the end moves with today.
    pub running: bool,
    /// Rule key.
    pub rule: String,
    /// Pack.
    pub pack: String,
    /// Its version.
    pub pack_version: String,
    /// The period with its reason.
    pub reason: Option<Coverage>,
    /// Why it cannot be computed.
    pub trouble: Option<String>,
    /// When, UTC ms.
    pub computed_at: i64,
}

/// A due day about a record, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineRow {
    /// Identity; 0 before it is put.
    pub id: i64,
    /// What it is about.
    pub subject: Subject,
    /// UUID of the record.
    pub record: String,
    /// Number of the record.
    pub no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// The machine; `None` for a part from before the first day.
    pub unit: Option<UnitId>,
    /// Rule key.
    pub rule: String,
    /// Day it counts from.
    pub start_on: Option<Day>,
    /// Last day in time.
    pub due_on: Option<Day>,
    /// Last instant in time, where it is not the end of that day.
    pub due_at: Option<i64>,
    /// First day on which it is shown as at risk.
    pub warn_on: Option<Day>,
    /// How it ended; pending while nothing ended it, also when its day has passed.
    pub state: DeadlineState,
    /// Money at risk, where it is known.
    pub at_risk_fen: Option<i64>,
    /// Pack.
    pub pack: String,
    /// Its version.
    pub pack_version: String,
    /// The due day with its reason, and what met or ended it.
    pub reason: Option<Deadline>,
    /// Why it cannot be computed.
    pub trouble: Option<String>,
    /// When, UTC ms.
    pub computed_at: i64,
}

row!(CoverageRow {
    id,
    unit,
    sale,
    component,
    start_on,
    effective_end,
    running,
    rule,
    pack,
    pack_version,
    trouble,
    computed_at,
} with reason);
row!(DeadlineRow {
    id,
    subject,
    record,
    no,
    principal,
    unit,
    rule,
    start_on,
    due_on,
    due_at,
    warn_on,
    state,
    at_risk_fen,
    pack,
    pack_version,
    trouble,
    computed_at,
} with reason);

/// A row that takes the place of another: `new` alone is added, `old` alone comes to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<T> {
    /// The row that is superseded.
    pub old: Option<i64>,
    /// The row that stands from now on.
    pub new: Option<T>,
}

/// A change as it is put, its texts written out: whoever computed it does that, not the one who writes.
#[derive(Debug, Clone)]
pub struct Ready {
    put: &'static str,
    supersede: &'static str,
    old: Option<i64>,
    new: Option<ReadyRow>,
}

/// A row as it is put, beside its reason.
#[derive(Debug, Clone)]
struct ReadyRow {
    columns: Vec<(&'static str, Value)>,
    reason: Option<Text>,
}

impl ReadyRow {
    fn of(row: &impl Bind, reason: Option<Text>) -> Self {
        let mut columns = row.binds();
        columns.retain(|(name, _)| *name != ":id");
        Self { columns, reason }
    }
}

impl Change<CoverageRow> {
    /// A period in the place of another.
    pub fn ready(&self) -> Ready {
        let new = self.new.as_ref().map(|new| ReadyRow::of(new, new.reason.as_ref().map(Text::of)));
        let (put, supersede) = (include_str!("../sql/coverage/put.sql"), include_str!("../sql/coverage/supersede.sql"));
        Ready { put, supersede, old: self.old, new }
    }
}

impl Change<DeadlineRow> {
    /// A due day in the place of another.
    pub fn ready(&self) -> Ready {
        let new = self.new.as_ref().map(|new| {
            let mut row = ReadyRow::of(new, new.reason.as_ref().map(|reason| Text::of(&reason.due)));
            row.columns.push((":evidence", new.reason.as_ref().and_then(Evidenced::of).bind()));
            row
        });
        let (put, supersede) = (include_str!("../sql/deadline/put.sql"), include_str!("../sql/deadline/supersede.sql"));
        Ready { put, supersede, old: self.old, new }
    }
}

/// The due day of a card as it is put.
#[derive(Debug, Clone)]
pub struct ReadyDue {
    card: String,
    due_on: Value,
    reason: Option<Text>,
}

impl ReadyDue {
    /// The day a card has from now on.
    pub fn of(card: CardId, due: Option<&Due>) -> Self {
        Self { card: card.to_string(), due_on: due.map(|due| due.due_on).bind(), reason: due.map(Text::of) }
    }
}

/// What of a due day is its record's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evidenced {
    sent: Option<Evidence>,
    received: Option<Evidence>,
    closed: Option<Closed>,
    #[serde(default)]
    pauses: Vec<Pause>,
}

impl Evidenced {
    fn of(deadline: &Deadline) -> Option<Self> {
        let Deadline { due: _, sent, received, closed, pauses } = deadline.clone();
        let nothing = sent.is_none() && received.is_none() && closed.is_none() && pauses.is_empty();
        (!nothing).then_some(Self { sent, received, closed, pauses })
    }

    fn with(this: Option<Self>, due: Due) -> Deadline {
        let open = Deadline::new(due);
        match this {
            Some(Self { sent, received, closed, pauses }) => Deadline { sent, received, closed, pauses, ..open },
            None => open,
        }
    }
}

/// An open due day, without its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDay {
    /// UUID of the record.
    pub record: String,
    /// The last day.
    pub due_on: Option<Day>,
    /// From when on it is at risk.
    pub warn_on: Option<Day>,
}
row!(OpenDay { record, due_on, warn_on });

impl Reader<'_> {
    /// Open due days about these records.
    pub fn open_days(&self, records: &[String]) -> Result<Vec<OpenDay>> {
        self.many(include_str!("../sql/deadline/open_days.sql"), named_params! {":records": json_list(records)})
    }

    /// Periods of these machines as they stand.
    pub fn coverage_of(&self, units: &[UnitId]) -> Result<Vec<CoverageRow>> {
        let mut reasons = Reasons::<Coverage>::new(self);
        let mut statement = self.connection.prepare_cached(include_str!("../sql/coverage/of_units.sql"))?;
        let places = places::<CoverageRow>(&statement)?;
        let mut rows = statement.query(named_params! {":units": json_list(units)})?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let kept = CoverageRow::from_row(row, &places)?;
            let reason = reasons.of(col(row, "reason")?)?;
            let reason = reason.zip(kept.sale).map(|(reason, sale)| Coverage { sale, ..reason });
            found.push(CoverageRow { reason, ..kept });
        }
        Ok(found)
    }

    /// Due days about these machines as they stand.
    pub fn deadlines_of(&self, units: &[UnitId]) -> Result<Vec<DeadlineRow>> {
        self.deadlines(include_str!("../sql/deadline/of_units.sql"), named_params! {":units": json_list(units)})
    }

    /// Due days about these records as they stand.
    pub fn deadlines_of_records(&self, records: &[String]) -> Result<Vec<DeadlineRow>> {
        self.deadlines(include_str!("../sql/deadline/of_records.sql"), named_params! {":records": json_list(records)})
    }

    fn deadlines(&self, sql: &str, params: impl Params) -> Result<Vec<DeadlineRow>> {
        let mut reasons = Reasons::<Due>::new(self);
        let mut statement = self.connection.prepare_cached(sql)?;
        let places = places::<DeadlineRow>(&statement)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let kept = DeadlineRow::from_row(row, &places)?;
            let due = reasons.of(col(row, "reason")?)?;
            let evidence = col(row, "evidence")?;
            found.push(DeadlineRow { reason: due.map(|due| Evidenced::with(evidence, due)), ..kept });
        }
        Ok(found)
    }

    /// The machines a write changed something about.
    pub fn units_changed(&self, changed: &Changed) -> Result<Vec<UnitId>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/law/units_of.sql"))?;
        let mut rows = statement.query(named_params! {
            ":units": json_list(&changed.units), ":sales": json_list(&changed.sales),
            ":repairs": json_list(&changed.repairs), ":parts": json_list(&changed.old_parts),
            ":models": json_list(&changed.models),
        })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(crate::row::col(row, "unit")?);
        }
        Ok(found)
    }

    /// Those of these old parts that came off no machine of the desk's.
    pub fn lone_parts(&self, parts: &[OldPartId]) -> Result<Vec<OldPart>> {
        self.many(include_str!("../sql/law/lone_parts.sql"), named_params! {":parts": json_list(parts)})
    }

    /// The next old parts that came off no machine of the desk's.
    pub fn lone_parts_after(&self, after: Option<OldPartId>, limit: i64) -> Result<Vec<OldPart>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.many(include_str!("../sql/law/lone_parts_after.sql"), named_params! {":after": after, ":limit": limit})
    }
}

impl Tx<'_> {
    /// Puts a row in the place of another.
    pub fn put_change(&self, change: &Ready, at: i64, why: &str) -> Result<()> {
        let mut by = None;
        if let Some(new) = &change.new {
            let reason = self.keep_reason(new.reason.as_ref())?;
            let mut named: Vec<(&str, &dyn ToSql)> =
                new.columns.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect();
            named.extend([(":reason", &reason as &dyn ToSql), (":why", &why)]);
            self.run(change.put, named.as_slice())?;
            by = Some(self.connection.last_insert_rowid());
        }
        if let Some(old) = change.old {
            self.run(change.supersede, named_params! {":id": old, ":by": by, ":at": at})?;
        }
        Ok(())
    }

    /// Gives a card the due day of its deadline.
    pub fn put_card_due(&self, due: &ReadyDue) -> Result<()> {
        let reason = self.keep_reason(due.reason.as_ref())?;
        let named = named_params! {":id": due.card, ":reason": reason, ":due_on": due.due_on};
        if self.run(include_str!("../sql/card/put_due_reason.sql"), named)? == 0 {
            self.run(include_str!("../sql/card/put_due.sql"), named)?;
        }
        Ok(())
    }
}
