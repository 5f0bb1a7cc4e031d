//! Every row type and its columns, and the doors for putting them.
//!
//! A record that head office must know of takes an [`Outgoing`]: whoever puts it decides in the same
//! call whether a line goes to the outbox, so that it cannot be forgotten.

use crate::column::Column;
use crate::reason::Shared;
use crate::row::{Bind, lent, row};
use crate::{Outgoing, Result, Tx};
use domain::card::Card;
use domain::claim::OpeningClaim;
use domain::customer::Customer;
use domain::model::Model;
use domain::old_part::{OldPart, PartsBatch};
use domain::part::Part;
use domain::principal::Principal;
use domain::repair::{Repair, RepairPart};
use domain::sale::Sale;
use domain::text::{name_key, phone_key, serial_key};
use domain::unit::Unit;
use domain::{Day, Month, PrincipalId, ReportRunId};
use rusqlite::types::Value;

/// One building of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRun {
    /// Identity; also the record id on the wire.
    pub id: ReportRunId,
    /// Number.
    pub no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// The month.
    pub month: Month,
    /// Key, e.g. `W01`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Rows.
    pub rows: i64,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// File name as built.
    pub file: String,
    /// When, UTC ms.
    pub built_at: i64,
    /// Day head office has it.
    pub acknowledged_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
    /// It tells everything of every customer: the dealer's own copy.
    pub whole: bool,
    /// SHA-256 of its rows for a program; empty for a building from before they were kept.
    pub rows_sha256: String,
}

fn text(value: String) -> Value {
    Value::Text(value)
}

fn maybe(value: Option<&str>) -> Value {
    value.map_or(Value::Null, |value| Value::Text(value.to_owned()))
}

/// Backwards, so that a tail becomes a beginning an index can find.
pub(crate) fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

row!(Principal { id, code, name, policy, dealer_account });
row!(Model { id, principal, code, product, class, power_milli_kw, guide_price_fen, fuel, cylinders, strokes });
row!(Part { id, code, name, spec, unit, price_fen, market_price_fen, kind, return_required });
row!(Customer { id, name, phone, county, town, village, id_no });
row!(Unit { id, principal, model, serial, serial_key, engine_no, frame_no, produced_on });
row!(Sale {
    id,
    no,
    principal,
    unit,
    customer,
    sold_on,
    invoice_no,
    invoice_on,
    delivered_on,
    installed_on,
    price_fen,
    subsidy_fen,
    seller,
    outlet,
    note,
    entered_on,
    clock_suspect,
    void_reason,
});
row!(Card {
    id,
    no,
    sale,
    state,
    share_consent,
    user_signed,
    returned_on,
    due,
    queued_on,
    acknowledged_on,
    first_acknowledged_on,
    returned_reason,
    rev,
});
row!(Repair {
    id,
    no,
    principal,
    unit,
    customer,
    channel,
    reported_on,
    reported_time,
    received_on,
    arrived_on,
    arrived_time,
    completed_on,
    handed_over_on,
    usage_milli,
    usage_unit,
    in_warranty,
    payer,
    fault,
    fault_place,
    cause,
    responsibility,
    method,
    work,
    technician,
    labour_milli_hours,
    labour_fen,
    material_fen,
    travel_milli_km,
    travel_fen,
    other_fen,
    user_signed,
    user_rating,
    note,
    share_consent,
    state,
    entered_on,
    clock_suspect,
    submitted_on,
    acknowledged_on,
    returned_reason,
    void_reason,
    rev,
    severity,
    same_as,
    component_exchanged,
    waits,
    usage_read_on,
    new_meter,
    old_meter_milli,
    fault_code,
    depart_time,
    fees,
});
row!(RepairPart {
    id,
    repair,
    line_no,
    code,
    name,
    spec,
    unit,
    qty_milli,
    price_fen,
    kind,
    return_required,
    wants_replacement,
    replaced_on,
    old_serial,
    new_serial,
});
row!(OldPart {
    id,
    tag_no,
    principal,
    repair_part,
    repair,
    repair_no,
    code,
    name,
    spec,
    qty_milli,
    value_fen,
    removed_on,
    state,
    bin,
    batch,
    box_no,
    reason,
    rev,
});
row!(PartsBatch { id, no, principal, boxes, weight_g, carrier, waybill_no, freight_payer, sent_on, rev });
row!(OpeningClaim {
    id,
    principal,
    no,
    amount_fen,
    claimed_on,
    note,
    settled_on,
    notice_no,
    approved_fen,
    deduction_fen,
    deducted_on,
    reason,
    void_reason,
    rev,
});
row!(ReportRun {
    id,
    no,
    principal,
    month,
    key,
    title,
    rows,
    sha256,
    file,
    built_at,
    acknowledged_on,
    returned_reason,
    whole,
    rows_sha256
});

const PUT_CUSTOMER: &str = include_str!("../sql/customer/put.sql");
const PUT_UNIT: &str = include_str!("../sql/unit/put.sql");
const PUT_SALE: &str = include_str!("../sql/sale/put.sql");
const PUT_CARD: &str = include_str!("../sql/card/put.sql");

/// A put of a row that is not there yet: what it would do with one that is makes SQLite keep every page it touches, so as to
/// take half a statement back.
fn adding(put: &'static str) -> &'static str {
    put.split_once("ON CONFLICT").map_or(put, |(add, _)| add)
}

fn keys_of_customer(customer: &Customer) -> [(&'static str, Value); 3] {
    let phone = phone_key(&customer.phone);
    let name = name_key(&customer.name);
    [(":name_key", text(name)), (":phone_rev", text(reversed(&phone))), (":phone_key", text(phone))]
}

fn keys_of_unit(unit: &Unit) -> [(&'static str, Value); 2] {
    let engine = serial_key(&unit.engine_no);
    [(":serial_rev", text(reversed(&unit.serial_key))), (":engine_key", text(engine))]
}

fn keys_of_card(card: &Card) -> [(&'static str, Value); 2] {
    let due_on = card.due.as_ref().map(|due| due.due_on.iso());
    [(":no_key", text(serial_key(&card.no))), (":due_on", maybe(due_on.as_deref()))]
}

/// What an answer changes of a card, and the card.
const ANSWERED: [&str; 5] = [":id", ":state", ":acknowledged_on", ":first_acknowledged_on", ":returned_reason"];

impl Tx<'_> {
    /// Puts a maker.
    pub fn put_principal(&self, principal: &Principal) -> Result<()> {
        self.changed.borrow_mut().reports = true;
        self.put(include_str!("../sql/principal/put.sql"), principal, &[])
    }

    /// Puts a model.
    pub fn put_model(&self, model: &Model) -> Result<()> {
        self.touch_model(model)?;
        self.put(include_str!("../sql/model/put.sql"), model, &[(":code_key", text(serial_key(&model.code)))])
    }

    /// Puts a part of the price list.
    pub fn put_part(&self, part: &Part) -> Result<()> {
        let derived = [(":code_key", text(serial_key(&part.code))), (":name_key", text(name_key(&part.name)))];
        self.put(include_str!("../sql/part/put.sql"), part, &derived)
    }

    /// Puts a customer and its search keys.
    pub fn put_customer(&self, customer: &Customer) -> Result<()> {
        let before: Option<Customer> = self.customer(customer.id)?;
        self.put(PUT_CUSTOMER, customer, &keys_of_customer(customer))?;
        // A known customer buys again: the index of names is the dearest part of a save.
        if before.is_some_and(|before| before.name == customer.name) { Ok(()) } else { self.index_customer(customer) }
    }

    /// Puts a customer nobody knows yet.
    pub fn add_customer(&self, customer: &Customer) -> Result<()> {
        self.put(adding(PUT_CUSTOMER), customer, &keys_of_customer(customer))?;
        self.index_new_customer(customer, self.connection.last_insert_rowid())
    }

    /// Puts a machine.
    pub fn put_unit(&self, unit: &Unit) -> Result<()> {
        self.changed.borrow_mut().units.insert(unit.id);
        self.put(PUT_UNIT, unit, &keys_of_unit(unit))
    }

    /// Puts a machine nobody knows yet.
    pub fn add_unit(&self, unit: &Unit) -> Result<()> {
        self.changed.borrow_mut().units.insert(unit.id);
        self.put(adding(PUT_UNIT), unit, &keys_of_unit(unit))
    }

    /// Puts a sale with its card; they stand and fall together.
    pub fn put_sale(&self, sale: &Sale, card: &Card, outgoing: &Outgoing) -> Result<()> {
        self.touch_sale(sale)?;
        self.put(PUT_SALE, sale, &[])?;
        self.changed.borrow_mut().sales.insert(card.sale);
        self.put_card(PUT_CARD, card)?;
        self.send(outgoing)
    }

    /// Puts a sale nobody knows yet with its card.
    pub fn add_sale(&self, sale: &Sale, card: &Card, outgoing: &Outgoing) -> Result<()> {
        self.changed.borrow_mut().units.insert(sale.unit);
        self.put(adding(PUT_SALE), sale, &[])?;
        self.put_card(adding(PUT_CARD), card)?;
        self.send(outgoing)
    }

    /// Puts what head office's answer changes of a card, and no other column: of ten thousand cards that come back answered
    /// only the indexes over these are touched.
    pub fn put_answered_card(&self, card: &Card) -> Result<()> {
        self.changed.borrow_mut().answered.insert(card.id, card.clone());
        let mut binds = card.lent();
        binds.retain(|(name, _)| ANSWERED.contains(name));
        self.put_values(include_str!("../sql/card/answered.sql"), &binds)
    }

    fn put_card(&self, sql: &'static str, card: &Card) -> Result<()> {
        let reason = card.due.clone().map(|due| self.keep_reason(&Shared::new(due))).transpose()?;
        let [no_key, due_on] = keys_of_card(card);
        let derived = [no_key, due_on, (":due_reason", reason.bind())];
        let mut binds = card.lent();
        binds.retain(|(name, _)| *name != ":due");
        binds.extend(derived.iter().map(lent));
        self.put_values(sql, &binds)
    }

    /// Puts a repair with its parts; lines that are no longer there are marked as dropped.
    pub fn put_repair(&self, repair: &Repair, parts: &[RepairPart], outgoing: &Outgoing) -> Result<()> {
        self.put_answered_repair(repair)?;
        self.run(include_str!("../sql/repair_part/drop_all.sql"), &[(":repair", &repair.id.to_string())])?;
        for part in parts {
            self.put(include_str!("../sql/repair_part/put.sql"), part, &[])?;
        }
        self.send(outgoing)
    }

    /// Puts a repair alone: head office answered.
    pub fn put_answered_repair(&self, repair: &Repair) -> Result<()> {
        self.touch_repair(repair)?;
        self.put(include_str!("../sql/repair/put.sql"), repair, &[(":no_key", text(serial_key(&repair.no)))])
    }

    /// Puts an old part.
    pub fn put_old_part(&self, part: &OldPart, outgoing: &Outgoing) -> Result<()> {
        self.changed.borrow_mut().old_parts.insert(part.id);
        self.put(include_str!("../sql/old_part/put.sql"), part, &[])?;
        self.send(outgoing)
    }

    /// Puts a batch of old parts.
    pub fn put_parts_batch(&self, batch: &PartsBatch) -> Result<()> {
        self.put(include_str!("../sql/parts_batch/put.sql"), batch, &[])
    }

    /// Puts a claim from before the first day.
    pub fn put_opening_claim(&self, claim: &OpeningClaim) -> Result<()> {
        self.put(include_str!("../sql/opening_claim/put.sql"), claim, &[])
    }

    /// Puts a building of a report.
    pub fn put_report_run(&self, run: &ReportRun, outgoing: &Outgoing) -> Result<()> {
        self.month_changed(run.principal, run.month);
        self.put(include_str!("../sql/report_run/put.sql"), run, &[])?;
        self.send(outgoing)
    }
}
