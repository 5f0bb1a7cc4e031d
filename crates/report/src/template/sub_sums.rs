//! Rows below the table that sum up the month's rows, or those that correct closed months.

use super::fill::Filling;
use super::formula::Move;
use super::marker::Side;
use super::moved;
use super::sheet::{CellAt, FormulaAt, RowAt, Sheet};
use super::xml::{prefix, with_attribute};

impl Filling<'_> {
    /// First and last of the rows of a side, as they stand in the filled sheet; `None` where there are none.
    fn rows_of(&self, side: Side) -> Option<(u32, u32)> {
        let (first, rows, corrections) = (self.growth.row, self.spool.rows.max(1), self.spool.corrections);
        let of_month = rows - corrections;
        match side {
            Side::Month => (of_month > 0).then(|| (first, first + of_month - 1)),
            Side::Corrections => (corrections > 0).then(|| (first + of_month, first + rows - 1)),
        }
    }

    /// The tag of such a row: hidden in a month without corrections, when it would say nothing the total does not (TEMPLATE-8).
    pub(super) fn sub_sum_tag(&self, tag: String) -> String {
        if self.spool.corrections > 0 { tag } else { with_attribute(&tag, "hidden", "1") }
    }

    /// A formula of such a row.
    pub(super) fn sub_sum_cell(
        &self,
        sheet: &Sheet,
        cell: &CellAt,
        formula: &FormulaAt,
        tag: &str,
        side: Side,
    ) -> String {
        let moving = Move { sheet: &sheet.name, growth: self.growth, here: true, copy: None };
        let rows = self.rows_of(side);
        match (rows, moving.over(&formula.text, rows.unwrap_or((self.growth.row, self.growth.row)))) {
            (Some(_), Some(new)) => moved::cell_with(tag, &moved::element(formula, moving, &new)),
            // A sum of no rows: a reference to nothing cannot be written.
            (None, Some(_)) => {
                let prefix = prefix(tag);
                moved::cell_with(tag, &format!("<{prefix}v>0</{prefix}v>"))
            }
            (_, None) => moved::formula_cell(sheet, cell, tag, moving),
        }
    }
}

/// Whether a row sums up some of the rows.
pub(super) fn side_of(rows: &[(Side, u32)], row: &RowAt) -> Option<Side> {
    rows.iter().find(|(_, number)| *number == row.number).map(|(side, _)| *side)
}
