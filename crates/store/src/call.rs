//! Calls for service.

use crate::column::Column;
use crate::row::row;
use crate::search::initials;
use crate::{ListFilter, MOST_COUNTED, Reader, Result, Tx};
use domain::call::Call;
use domain::text::{name_key, phone_key, serial_key};
use domain::{CallId, Day, PrincipalId, RepairId, UnitId};
use rusqlite::named_params;
use rusqlite::types::Value;

row!(Call {
    id,
    no,
    principal,
    received_at,
    channel,
    caller,
    phone,
    customer,
    unit,
    serial,
    model,
    product,
    area,
    address,
    complaint,
    urgency,
    forwarded_at,
    task_no,
    note,
    steps,
    repair,
    entered_at,
    clock_suspect,
    void_reason,
    rev,
    follows,
});

/// What of the register is wanted beside a list's filters.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallFilter<'a> {
    /// Only those that wait to be dispatched.
    pub waiting: bool,
    /// Only those somebody was sent to whose work is not done.
    pub unfinished: bool,
    /// Only those with an open clock that has run out by this instant, on this day.
    pub late: Option<(i64, Day)>,
    /// Only those with these words in them.
    pub term: &'a str,
}

/// Beyond every instant: what waits stands before all that does not.
const BEFORE_ALL: i64 = 1 << 52;

/// Where a call stands in the list: the oldest that waits first, then the newest of the others.
fn place(call: &Call) -> i64 {
    let at = call.received_at.clamp(-BEFORE_ALL / 2, BEFORE_ALL / 2);
    if call.waits() { at - BEFORE_ALL } else { BEFORE_ALL - at }
}

/// What a call is found by, a line each.
fn words(call: &Call) -> String {
    let mut words = vec![
        call.no.clone(),
        phone_key(&call.phone),
        name_key(&call.caller),
        serial_key(&call.serial),
        serial_key(&call.model),
        call.product.clone(),
        call.address.clone(),
        call.complaint.clone(),
        call.task_no.clone(),
    ];
    words.extend(initials(&call.caller));
    words.extend(call.steps.iter().filter(|step| step.ended.is_none()).flat_map(|step| [&step.who, &step.no]).cloned());
    words.join("\n")
}

impl Reader<'_> {
    /// A call.
    pub fn call(&self, id: CallId) -> Result<Option<Call>> {
        self.one(include_str!("../sql/call/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The call a repair was opened from.
    pub fn call_of_repair(&self, repair: RepairId) -> Result<Option<Call>> {
        self.one(include_str!("../sql/call/by_repair.sql"), named_params! {":repair": repair.to_string()})
    }

    /// Calls that come after another one, the oldest first.
    pub fn calls_after(&self, call: CallId) -> Result<Vec<Call>> {
        self.many(include_str!("../sql/call/after.sql"), named_params! {":call": call.to_string()})
    }

    /// Open calls from a phone, the newest first; none of an empty one.
    pub fn open_calls_from(&self, phone: &str, limit: i64) -> Result<Vec<Call>> {
        let key = phone_key(phone);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let named = named_params! {":phone_key": key, ":limit": limit};
        self.many(include_str!("../sql/call/open_by_phone.sql"), named)
    }

    /// Open calls of a machine, the newest first: by the machine, or, of one the desk does not know, by its serial as told.
    pub fn open_calls_of(&self, unit: Option<UnitId>, serial: &str, limit: i64) -> Result<Vec<Call>> {
        if let Some(unit) = unit {
            let named = named_params! {":unit": unit.to_string(), ":limit": limit};
            return self.many(include_str!("../sql/call/open_of_unit.sql"), named);
        }
        let named = named_params! {":serial_key": serial_key(serial), ":limit": limit};
        self.many(include_str!("../sql/call/open_of_serial.sql"), named)
    }

    /// Calls that need work, all of them, the oldest first.
    pub fn calls_to_do(&self, principal: Option<PrincipalId>) -> Result<Vec<Call>> {
        let named = named_params! {":principal": principal.map(|id| id.to_string())};
        self.many(include_str!("../sql/call/to_do.sql"), named)
    }

    /// Calls that are crossed off and whose repair was cancelled, the oldest first.
    pub fn calls_of_cancelled_repairs(&self, principal: Option<PrincipalId>) -> Result<Vec<Call>> {
        let named = named_params! {":principal": principal.map(|id| id.to_string())};
        self.many(include_str!("../sql/call/of_cancelled.sql"), named)
    }

    /// Their ids alone: one that cannot be read keeps no other from being looked at.
    pub fn open_call_ids(&self) -> Result<Vec<CallId>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/call/open_ids.sql"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(crate::row::col(row, "id")?);
        }
        Ok(found)
    }

    /// The register, what waits to be dispatched first, and how many there are.
    pub fn calls(&self, filter: &ListFilter, more: &CallFilter<'_>) -> Result<(Vec<Call>, i64)> {
        let named = [
            (":principal", filter.principal.bind()),
            (":state", filter.state.bind()),
            (":waiting", more.waiting.then_some(1_i64).bind()),
            (":unfinished", more.unfinished.then_some(1_i64).bind()),
            (":late", more.late.map(|(at, _)| at).bind()),
            (":today", more.late.map(|(_, today)| today).bind()),
            (":like", like(more.term)),
            (":key", like(&serial_key(more.term))),
        ];
        let page = [(":limit", Value::Integer(filter.limit)), (":offset", Value::Integer(filter.offset))];
        let with_page: Vec<_> = named.iter().cloned().chain(page).collect();
        let rows = self.many(include_str!("../sql/call/list.sql"), &*refs(&with_page))?;
        let total = self.value(include_str!("../sql/call/count.sql"), &*refs(&named))?.unwrap_or(0);
        Ok((rows, total.min(MOST_COUNTED)))
    }
}

/// A piece of what a record is found by; nothing for an empty one.
pub(crate) fn like(term: &str) -> Value {
    let plain = term.replace(['%', '_'], "");
    if plain.is_empty() { Value::Null } else { Value::Text(format!("%{plain}%")) }
}

pub(crate) fn refs<'a>(named: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a dyn rusqlite::ToSql)> {
    named.iter().map(|(name, value)| (*name, value as &dyn rusqlite::ToSql)).collect()
}

impl Tx<'_> {
    /// Puts a call; what is owed of it is looked at again.
    pub fn put_call(&self, call: &Call) -> Result<()> {
        self.changed.borrow_mut().calls.insert(call.id);
        let derived = [
            (":phone_key", Value::Text(phone_key(&call.phone))),
            (":serial_key", Value::Text(serial_key(&call.serial))),
            (":state", call.state().bind()),
            (":place", Value::Integer(place(call))),
            (":words", Value::Text(words(call))),
        ];
        self.put(include_str!("../sql/call/put.sql"), call, &derived)
    }
}
