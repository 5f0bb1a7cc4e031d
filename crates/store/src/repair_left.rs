//! Repairs that stayed with a machine when its sale was amended to another serial.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::{Day, RepairId, SaleId};
use rusqlite::named_params;

/// A repair left behind by a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftRepair {
    /// The repair.
    pub repair: RepairId,
    /// The sale that named its machine before.
    pub sale: SaleId,
    /// Day it was amended.
    pub left_on: Day,
}

row!(LeftRepair { repair, sale, left_on });

impl Reader<'_> {
    /// What a sale left behind.
    pub fn left_of_sale(&self, sale: SaleId) -> Result<Vec<LeftRepair>> {
        self.many(include_str!("../sql/repair_left/of_sale.sql"), named_params! {":sale": sale.to_string()})
    }

    /// What was left behind lately, the newest first.
    pub fn left_newest(&self, limit: i64) -> Result<Vec<LeftRepair>> {
        self.many(include_str!("../sql/repair_left/newest.sql"), named_params! {":limit": limit})
    }
}

impl Tx<'_> {
    /// Keeps that a repair was left behind.
    pub fn put_left(&self, left: &LeftRepair) -> Result<()> {
        self.put(include_str!("../sql/repair_left/put.sql"), left, &[])
    }
}
