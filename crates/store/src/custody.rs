//! Machines taken in, and the cards that hang on them.

use crate::call::{like, refs};
use crate::column::Column;
use crate::row::row;
use crate::search::initials;
use crate::{ListFilter, MOST_COUNTED, Reader, Result, Tx};
use domain::custody::Custody;
use domain::job_card::JobCard;
use domain::text::{name_key, phone_key, serial_key};
use domain::{CallId, CustodyId, Day, PrincipalId, RepairId, UnitId};
use rusqlite::named_params;
use rusqlite::types::Value;

row!(Custody {
    id,
    no,
    principal,
    call,
    repair,
    customer,
    unit,
    bearer,
    phone,
    serial,
    model,
    product,
    outside,
    accessories,
    fault,
    in_at,
    promises,
    shelf,
    note,
    hand_overs,
    entered_at,
    clock_suspect,
    void_reason,
    rev,
});
row!(JobCard { repair, plan, began_at, ended_at, inspections, entered_at, rev });

/// What of the register is wanted beside a list's filters; its days are those on which machines came in.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustodyFilter<'a> {
    /// Only what is still here after the day promised, seen on this day.
    pub late: Option<Day>,
    /// Only those with these words in them.
    pub term: &'a str,
}

/// Beyond every instant: what is here stands before all that left.
const BEFORE_ALL: i64 = 1 << 52;

/// Where a receipt stands in the list: what is here by the day promised, then what is here without one, the oldest
/// first; then what left, the newest first.
fn place(custody: &Custody) -> i64 {
    let within = |at: i64| at.clamp(-BEFORE_ALL / 4, BEFORE_ALL / 4);
    match (custody.is_here(), custody.promised_on()) {
        (true, Some(promised)) => within(promised.starts_at()) - BEFORE_ALL,
        (true, None) => within(custody.in_at) - BEFORE_ALL / 2,
        (false, _) => place_of_what_left(within(custody.hand_over().map_or(custody.in_at, |gone| gone.at))),
    }
}

/// Where what left at an instant stands: what left later, and what is here, stands before it.
pub(crate) fn place_of_what_left(at: i64) -> i64 {
    BEFORE_ALL - at
}

/// What a receipt is found by, a line each.
fn words(custody: &Custody) -> String {
    let mut words = vec![
        custody.no.clone(),
        phone_key(&custody.phone),
        name_key(&custody.bearer),
        serial_key(&custody.serial),
        serial_key(&custody.model),
        custody.product.clone(),
        custody.fault.clone(),
        custody.shelf.clone(),
    ];
    words.extend(initials(&custody.bearer));
    words.extend(custody.hand_over().map(|gone| name_key(&gone.to)));
    words.join("\n")
}

impl Reader<'_> {
    /// A receipt.
    pub fn custody(&self, id: CustodyId) -> Result<Option<Custody>> {
        self.one(include_str!("../sql/custody/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Receipts of a call, the newest first.
    pub fn custodies_of_call(&self, call: CallId) -> Result<Vec<Custody>> {
        self.many(include_str!("../sql/custody/of_call.sql"), named_params! {":call": call.to_string()})
    }

    /// Receipts of a repair, the newest first.
    pub fn custodies_of_repair(&self, repair: RepairId) -> Result<Vec<Custody>> {
        self.many(include_str!("../sql/custody/of_repair.sql"), named_params! {":repair": repair.to_string()})
    }

    /// The receipt of a machine that is here.
    pub fn custody_of_unit(&self, unit: UnitId) -> Result<Option<Custody>> {
        self.one(include_str!("../sql/custody/here_of_unit.sql"), named_params! {":unit": unit.to_string()})
    }

    /// Receipts of a machine, the newest first, cancelled ones too.
    pub fn custodies_of_unit(&self, unit: UnitId) -> Result<Vec<Custody>> {
        self.many(include_str!("../sql/custody/of_unit.sql"), named_params! {":unit": unit.to_string()})
    }

    /// Receipts of machines with this serial key that are here.
    pub fn custodies_of_serial(&self, key: &str) -> Result<Vec<Custody>> {
        self.many(include_str!("../sql/custody/here_of_serial.sql"), named_params! {":key": key})
    }

    /// What was promised for today or before and is here, all of it, the latest first.
    pub fn custodies_due(&self, today: Day, principal: Option<PrincipalId>) -> Result<Vec<Custody>> {
        let named = named_params! {":today": today.iso(), ":principal": principal.map(|id| id.to_string())};
        self.many(include_str!("../sql/custody/due.sql"), named)
    }

    /// The register, what is here first, and how many there are.
    pub fn custodies(&self, filter: &ListFilter, more: &CustodyFilter<'_>) -> Result<(Vec<Custody>, i64)> {
        let named = [
            (":principal", filter.principal.bind()),
            (":state", filter.state.bind()),
            (":late", more.late.bind()),
            (":first", filter.days.map(|(first, _)| first).bind()),
            (":last", filter.days.map(|(_, last)| last).bind()),
            (":like", like(more.term)),
            (":key", like(&serial_key(more.term))),
        ];
        let page = [(":limit", Value::Integer(filter.limit)), (":offset", Value::Integer(filter.offset))];
        let with_page: Vec<_> = named.iter().cloned().chain(page).collect();
        let rows = self.many(include_str!("../sql/custody/list.sql"), &*refs(&with_page))?;
        let total = self.value(include_str!("../sql/custody/count.sql"), &*refs(&named))?.unwrap_or(0);
        Ok((rows, total.min(MOST_COUNTED)))
    }

    /// The card of a repair.
    pub fn job_card(&self, repair: RepairId) -> Result<Option<JobCard>> {
        self.one(include_str!("../sql/job_card/of_repair.sql"), named_params! {":repair": repair.to_string()})
    }
}

impl Tx<'_> {
    /// Puts a receipt.
    pub fn put_custody(&self, custody: &Custody) -> Result<()> {
        let derived = [
            (":serial_key", Value::Text(serial_key(&custody.serial))),
            (":in_on", Day::at(custody.in_at).bind()),
            (":promised_on", custody.promised_on().bind()),
            (":state", custody.state().bind()),
            (":place", Value::Integer(place(custody))),
            (":words", Value::Text(words(custody))),
        ];
        self.put(include_str!("../sql/custody/put.sql"), custody, &derived)
    }

    /// Puts a card.
    pub fn put_job_card(&self, card: &JobCard) -> Result<()> {
        self.put(include_str!("../sql/job_card/put.sql"), card, &[])
    }
}
