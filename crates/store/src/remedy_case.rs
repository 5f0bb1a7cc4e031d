//! Cases of exchange and return.

use crate::column::Column;
use crate::row::{json_list, row};
use crate::{ListFilter, MOST_COUNTED, Outgoing, Reader, Result, Tx};
use domain::remedy_case::RemedyCase;
use domain::text::serial_key;
use domain::{RemedyCaseId, SaleId, UnitId};
use rusqlite::named_params;
use rusqlite::types::Value;

row!(RemedyCase {
    id,
    no,
    principal,
    unit,
    demand,
    sale,
    made_on,
    ground,
    papers,
    steps,
    new_sale,
    new_unit,
    entered_at,
    clock_suspect,
    void_reason,
    rev,
});

/// What of the cases is wanted beside a list's filters.
#[derive(Debug, Clone, Copy, Default)]
pub struct RemedyFilter<'a> {
    /// Only those on which something may still happen.
    pub open: bool,
    /// Only those with this in their number or serial.
    pub term: &'a str,
}

/// Where a case stands in the list: 0 waits to be settled, 1 is settled and not closed, 2 is over.
fn stage(case: &RemedyCase) -> i64 {
    match (case.pending(), case.is_open()) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

impl Reader<'_> {
    /// A case.
    pub fn remedy(&self, id: RemedyCaseId) -> Result<Option<RemedyCase>> {
        self.one(include_str!("../sql/remedy_case/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// A case by its number.
    pub fn remedy_by_no(&self, no: &str) -> Result<Option<RemedyCase>> {
        self.one(include_str!("../sql/remedy_case/by_no.sql"), named_params! {":no": no})
    }

    /// The case in which a sale's machine was given in exchange.
    pub fn remedy_of_new_sale(&self, sale: SaleId) -> Result<Option<RemedyCase>> {
        self.one(include_str!("../sql/remedy_case/by_new_sale.sql"), named_params! {":sale": sale.to_string()})
    }

    /// Cases about a sale, oldest first, cancelled ones too.
    pub fn remedies_of_sale(&self, sale: SaleId) -> Result<Vec<RemedyCase>> {
        self.many(include_str!("../sql/remedy_case/of_sale.sql"), named_params! {":sale": sale.to_string()})
    }

    /// Cases in which these machines came back or went out in exchange, oldest first, cancelled ones too.
    pub fn remedies_of(&self, units: &[UnitId]) -> Result<Vec<RemedyCase>> {
        self.many(include_str!("../sql/remedy_case/of_units.sql"), named_params! {":units": json_list(units)})
    }

    /// The register, what waits first and the oldest on top, and how many there are.
    pub fn remedies(&self, filter: &ListFilter, more: &RemedyFilter<'_>) -> Result<(Vec<RemedyCase>, i64)> {
        let like = |term: &str| {
            let plain = term.replace(['%', '_'], "");
            if plain.is_empty() { Value::Null } else { Value::Text(format!("%{plain}%")) }
        };
        let (principal, state, open) = (filter.principal.bind(), filter.state.bind(), more.open.then_some(1_i64));
        let (term, key) = (like(more.term), like(&serial_key(more.term)));
        let rows = self.many(
            include_str!("../sql/remedy_case/list.sql"),
            named_params! {
                ":principal": principal, ":state": state, ":open": open, ":like": term, ":key": key,
                ":limit": filter.limit, ":offset": filter.offset,
            },
        )?;
        let named = named_params! {":principal": principal, ":state": state, ":open": open, ":like": term, ":key": key};
        let total: i64 = self.value(include_str!("../sql/remedy_case/count.sql"), named)?.unwrap_or(0);
        Ok((rows, total.min(MOST_COUNTED)))
    }
}

impl Tx<'_> {
    /// Puts a case; what is owed of its machines, and their periods, are looked at again.
    pub fn put_remedy(&self, case: &RemedyCase, outgoing: &Outgoing) -> Result<()> {
        self.changed.borrow_mut().units.extend([Some(case.unit), case.new_unit].into_iter().flatten());
        let (on, by) = case.sale_ended().unzip();
        let derived = [
            (":state", case.state().bind()),
            (":stage", Value::Integer(stage(case))),
            (":came_back_on", on.bind()),
            (":came_back_by", by.bind()),
        ];
        self.put(include_str!("../sql/remedy_case/put.sql"), case, &derived)?;
        self.send(outgoing)
    }
}
