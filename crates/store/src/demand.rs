//! What users demanded.

use crate::row::{json_list, row};
use crate::{Reader, Result, Tx};
use domain::demand::Demand;
use domain::{DemandId, UnitId};
use rusqlite::named_params;

row!(Demand {
    id,
    no,
    principal,
    unit,
    kind,
    made_on,
    words,
    no_same_model,
    answered_on,
    answer,
    settled_on,
    entered_on,
    clock_suspect,
    void_reason,
    rev,
});

impl Reader<'_> {
    /// A demand.
    pub fn demand(&self, id: DemandId) -> Result<Option<Demand>> {
        self.one(include_str!("../sql/demand/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Demands about these machines, oldest first, cancelled ones too.
    pub fn demands_of(&self, units: &[UnitId]) -> Result<Vec<Demand>> {
        self.many(include_str!("../sql/demand/of_units.sql"), named_params! {":units": json_list(units)})
    }
}

impl Tx<'_> {
    /// Puts a demand; what is owed of its machine is looked at again.
    pub fn put_demand(&self, demand: &Demand) -> Result<()> {
        self.changed.borrow_mut().units.insert(demand.unit);
        self.put(include_str!("../sql/demand/put.sql"), demand, &[])
    }
}
