//! Due days and periods as they were computed, and which records a write changed.
//!
//! - STORE-7 A computed row is never changed: a later one takes its place and says why, and the earlier one stays.

use crate::law::Changed;
use crate::row::{json_list, row};
use crate::{Reader, Result, Tx};
use domain::coverage::Coverage;
use domain::deadline::{Deadline, DeadlineState, Due, Subject};
use domain::old_part::OldPart;
use domain::{CardId, Day, OldPartId, PrincipalId, SaleId, UnitId};
use rusqlite::named_params;

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
    reason,
    trouble,
    computed_at,
});
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
    reason,
    trouble,
    computed_at,
});

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
    new: Option<Vec<(&'static str, rusqlite::types::Value)>>,
}

impl Change<CoverageRow> {
    /// A period in the place of another.
    pub fn ready(&self) -> Ready {
        let put = (include_str!("../sql/coverage/put.sql"), include_str!("../sql/coverage/supersede.sql"));
        written(self, put)
    }
}

impl Change<DeadlineRow> {
    /// A due day in the place of another.
    pub fn ready(&self) -> Ready {
        let put = (include_str!("../sql/deadline/put.sql"), include_str!("../sql/deadline/supersede.sql"));
        written(self, put)
    }
}

fn written<T: crate::row::Bind>(change: &Change<T>, (put, supersede): (&'static str, &'static str)) -> Ready {
    let new = change.new.as_ref().map(|new| {
        let mut binds = new.binds();
        binds.retain(|(name, _)| *name != ":id");
        binds
    });
    Ready { put, supersede, old: change.old, new }
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
        self.many(include_str!("../sql/coverage/of_units.sql"), named_params! {":units": json_list(units)})
    }

    /// Due days about these machines as they stand.
    pub fn deadlines_of(&self, units: &[UnitId]) -> Result<Vec<DeadlineRow>> {
        self.many(include_str!("../sql/deadline/of_units.sql"), named_params! {":units": json_list(units)})
    }

    /// Due days about these records as they stand.
    pub fn deadlines_of_records(&self, records: &[String]) -> Result<Vec<DeadlineRow>> {
        self.many(include_str!("../sql/deadline/of_records.sql"), named_params! {":records": json_list(records)})
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
            let mut named: Vec<(&str, &dyn rusqlite::ToSql)> =
                new.iter().map(|(name, value)| (*name, value as &dyn rusqlite::ToSql)).collect();
            named.push((":why", &why));
            self.run(change.put, named.as_slice())?;
            by = Some(self.connection.last_insert_rowid());
        }
        if let Some(old) = change.old {
            self.run(change.supersede, named_params! {":id": old, ":by": by, ":at": at})?;
        }
        Ok(())
    }

    /// Gives a card the due day of its deadline.
    pub fn put_card_due(&self, card: CardId, due: Option<&Due>) -> Result<()> {
        let named = named_params! {
            ":id": card.to_string(),
            ":due": due.map(crate::column::Column::bind),
            ":due_on": due.map(|due| due.due_on.iso()),
        };
        self.run(include_str!("../sql/card/put_due.sql"), named)?;
        Ok(())
    }
}
