//! Due days and periods as they were computed, and which records a write changed.
//!
//! - STORE-7 A computed row is never changed: a later one takes its place and says why, and the earlier one stays.

use crate::column::Column;
use crate::law::Changed;
use crate::reason::{Reasons, Shared};
use crate::row::{Bind, col, json_list, lent, row};
use crate::{Reader, Result, Tx};
use domain::coverage::Coverage;
use domain::deadline::{Closed, Deadline, DeadlineState, Due, Evidence, Pause, Subject};
use domain::old_part::OldPart;
use domain::{CardId, Day, OldPartId, PrincipalId, SaleId, UnitId};
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Params, named_params};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A period of a machine, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// Identity; 0 before it is put.
    pub id: i64,
    /// The machine.
    pub unit: UnitId,
    /// The sale it comes from; `None` where nothing can be computed.
    pub sale: Option<SaleId>,
    /// Last covered day.
    pub effective_end: Option<Day>,
    /// A suspension is open: the end moves with today.
    pub running: bool,
    /// The period with its reason, without its sale.
    pub reason: Option<Arc<Shared<Coverage>>>,
    /// Why it cannot be computed.
    pub trouble: Option<String>,
    /// When, UTC ms.
    pub computed_at: i64,
}

impl CoverageRow {
    /// The period with its sale.
    pub fn period(&self) -> Option<Coverage> {
        let (reason, sale) = (self.reason.as_ref()?, self.sale?);
        Some(Coverage { sale, ..Coverage::clone(reason) })
    }
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
    /// Instant it counts from, where it is one.
    pub start_at: Option<i64>,
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

row!(CoverageRow { id, unit, sale, effective_end, running, trouble, computed_at } with reason);
row!(DeadlineRow {
    id,
    subject,
    record,
    no,
    principal,
    unit,
    rule,
    start_on,
    start_at,
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

/// A changed due day as it is put, its texts written out: whoever computed it does that, not the one who writes.
#[derive(Debug, Clone)]
pub struct ReadyDay {
    old: Option<i64>,
    new: Option<ReadyRow>,
}

#[derive(Debug, Clone)]
struct ReadyRow {
    columns: Vec<(&'static str, Value)>,
    reason: Option<Arc<Shared<Due>>>,
}

impl Change<DeadlineRow> {
    /// A due day in the place of another.
    pub fn ready(&self, reasons: &Reasons) -> ReadyDay {
        let new = self.new.as_ref().map(|new| {
            let mut columns = new.binds();
            columns.retain(|(name, _)| *name != ":id");
            columns.push((":evidence", new.reason.as_ref().and_then(Evidenced::of).bind()));
            ReadyRow { columns, reason: new.reason.as_ref().map(|reason| reasons.day(&reason.due)) }
        });
        ReadyDay { old: self.old, new }
    }
}

/// The due day of a card as it is put.
#[derive(Debug, Clone)]
pub struct ReadyDue {
    card: CardId,
    due: Option<Arc<Shared<Due>>>,
}

impl ReadyDue {
    /// The day a card has from now on.
    pub fn of(card: CardId, due: Option<&Due>, reasons: &Reasons) -> Self {
        Self { card, due: due.map(|due| reasons.day(due)) }
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
    /// The due day with its reason.
    pub reason: Option<Due>,
}
row!(OpenDay { record, due_on, warn_on, reason });

impl Reader<'_> {
    /// Open due days about these records.
    pub fn open_days(&self, records: &[String]) -> Result<Vec<OpenDay>> {
        self.many(include_str!("../sql/deadline/open_days.sql"), named_params! {":records": json_list(records)})
    }

    /// Periods of these machines as they stand.
    pub fn coverage_of(&self, units: &[UnitId], reasons: &Reasons) -> Result<Vec<CoverageRow>> {
        let named = named_params! {":units": json_list(units)};
        self.many_with(include_str!("../sql/coverage/of_units.sql"), named, |row, kept: CoverageRow| {
            let number: Option<i64> = col(row, "reason")?;
            let reason = number.map(|number| reasons.read_period(self, number)).transpose()?.flatten();
            Ok(CoverageRow { reason, ..kept })
        })
    }

    /// Due days about these machines as they stand.
    pub fn deadlines_of(&self, units: &[UnitId], reasons: &Reasons) -> Result<Vec<DeadlineRow>> {
        let named = named_params! {":units": json_list(units)};
        self.deadlines(include_str!("../sql/deadline/of_units.sql"), named, reasons)
    }

    /// Due days about these records as they stand.
    pub fn deadlines_of_records(&self, records: &[String], reasons: &Reasons) -> Result<Vec<DeadlineRow>> {
        let named = named_params! {":records": json_list(records)};
        self.deadlines(include_str!("../sql/deadline/of_records.sql"), named, reasons)
    }

    fn deadlines(&self, sql: &str, params: impl Params, reasons: &Reasons) -> Result<Vec<DeadlineRow>> {
        self.many_with(sql, params, |row, kept: DeadlineRow| {
            let number: Option<i64> = col(row, "reason")?;
            let due = number.map(|number| reasons.read_day(self, number)).transpose()?.flatten();
            let evidence = col(row, "evidence")?;
            let reason = due.map(|due| Evidenced::with(evidence, Due::clone(&due)));
            Ok(DeadlineRow { reason, ..kept })
        })
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
    pub fn lone_part_ids_after(&self, after: Option<OldPartId>, limit: i64) -> Result<Vec<OldPartId>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let mut statement = self.connection.prepare_cached(include_str!("../sql/law/lone_part_ids_after.sql"))?;
        let mut rows = statement.query(named_params! {":after": after, ":limit": limit})?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(crate::row::col(row, "id")?);
        }
        Ok(found)
    }

    /// [`Reader::lone_part_ids_after`], the parts themselves.
    pub fn lone_parts_after(&self, after: Option<OldPartId>, limit: i64) -> Result<Vec<OldPart>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        self.many(include_str!("../sql/law/lone_parts_after.sql"), named_params! {":after": after, ":limit": limit})
    }
}

impl Tx<'_> {
    /// Puts a period in the place of another.
    pub fn put_period(&self, change: &Change<CoverageRow>, at: i64, why: &str) -> Result<()> {
        let by = change.new.as_ref().map(|row| {
            let reason = row.reason.as_ref().map(|reason| self.keep_reason(reason)).transpose()?;
            let period = row.reason.as_deref().map(|reason| &**reason);
            let version = period.map_or("", |period| &period.rule_version);
            let (pack, pack_version) = version.rsplit_once(' ').unwrap_or((version, ""));
            let start_on = period.map(|period| period.start_on);
            let named = [
                (":unit", row.unit.lent()),
                (":sale", row.sale.lent()),
                (":component", period.map_or("", |period| &period.component).into()),
                (":start_on", start_on.lent()),
                (":effective_end", row.effective_end.lent()),
                (":running", row.running.into()),
                (":rule", period.map_or("", |period| &period.rule_key).into()),
                (":pack", pack.into()),
                (":pack_version", pack_version.into()),
                (":reason", reason.lent()),
                (":trouble", row.trouble.lent()),
                (":computed_at", row.computed_at.into()),
                (":why", why.into()),
            ];
            self.add_row(include_str!("../sql/coverage/put.sql"), &named)
        });
        self.supersede(include_str!("../sql/coverage/supersede.sql"), change.old, by.transpose()?, at)
    }

    /// Puts a due day in the place of another.
    pub fn put_day(&self, change: &ReadyDay, at: i64, why: &str) -> Result<()> {
        let by = change.new.as_ref().map(|new| {
            let reason = new.reason.as_ref().map(|reason| self.keep_reason(reason)).transpose()?;
            let mut named: Vec<_> = new.columns.iter().map(lent).collect();
            named.extend([(":reason", reason.lent()), (":why", why.into())]);
            self.add_row(include_str!("../sql/deadline/put.sql"), &named)
        });
        self.supersede(include_str!("../sql/deadline/supersede.sql"), change.old, by.transpose()?, at)
    }

    /// Adds a row; answers its identity.
    fn add_row(&self, sql: &'static str, named: &[(&'static str, ToSqlOutput<'_>)]) -> Result<i64> {
        self.put_values(sql, named)?;
        Ok(self.connection.last_insert_rowid())
    }

    /// A row comes to its end (STORE-7).
    fn supersede(&self, sql: &'static str, old: Option<i64>, by: Option<i64>, at: i64) -> Result<()> {
        let Some(old) = old else { return Ok(()) };
        self.run(sql, named_params! {":id": old, ":by": by, ":at": at}).map(|_| ())
    }

    /// Gives a card the due day of its deadline.
    pub fn put_card_due(&self, ReadyDue { card, due }: &ReadyDue) -> Result<()> {
        let reason = due.as_ref().map(|due| self.keep_reason(due)).transpose()?;
        let due_on = due.as_ref().map(|due| due.due_on).bind();
        let named = named_params! {":id": card.bind(), ":reason": reason, ":due_on": due_on};
        if self.run(include_str!("../sql/card/put_due_reason.sql"), named)? == 0 {
            self.run(include_str!("../sql/card/put_due.sql"), named)?;
        }
        Ok(())
    }
}
