//! What a row of each list carries. Rows are read by column name.

use crate::row::row;
use domain::card::CardState;
use domain::deadline::{Due, Subject};
use domain::demand::DemandKind;
use domain::old_part::OldPartState;
use domain::repair::RepairState;
use domain::{Day, Fen, RepairId};

/// A row of the list of sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleLine {
    /// The sale.
    pub id: String,
    /// Number.
    pub no: String,
    /// Number of the card.
    pub card_no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer's name.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Model code.
    pub model: String,
    /// Product name.
    pub product: String,
    /// Serial.
    pub serial: String,
    /// Day sold.
    pub sold_on: Day,
    /// Price.
    pub price_fen: Option<Fen>,
    /// Where the card stands.
    pub state: CardState,
    /// Due day with its reason.
    pub due: Option<Due>,
    /// Day head office first had it (CARD-10).
    pub met_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
}

/// A row of the list of repairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairLine {
    /// The repair.
    pub id: String,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer's name.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Day reported.
    pub reported_on: Day,
    /// Day completed.
    pub completed_on: Option<Day>,
    /// Fault.
    pub fault: String,
    /// In warranty.
    pub in_warranty: bool,
    /// Total.
    pub total_fen: Fen,
    /// The user signed.
    pub user_signed: bool,
    /// Where it stands.
    pub state: RepairState,
    /// Day head office has it.
    pub acknowledged_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
}

/// An open due day as 今日 shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TodayLine {
    /// What it is about.
    pub subject: Subject,
    /// UUID of the record.
    pub record: String,
    /// Number of the record.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Rule key.
    pub rule: String,
    /// Last day in time.
    pub due_on: Option<Day>,
    /// Money at risk.
    pub at_risk_fen: Option<i64>,
    /// The due day with its reason.
    pub reason: Option<Due>,
    /// The sale, of a card.
    pub sale: Option<String>,
    /// Where the card stands.
    pub card_state: Option<CardState>,
    /// Customer's name, of a card or a repair's record.
    pub customer: Option<String>,
    /// Model code of the machine.
    pub model: Option<String>,
    /// Serial of the machine.
    pub serial: Option<String>,
    /// Name of an old part.
    pub part: Option<String>,
    /// Where the old part is.
    pub part_state: Option<OldPartState>,
    /// The machine.
    pub unit: Option<String>,
    /// What a user demanded.
    pub demand: Option<DemandKind>,
    /// One line of an entry.
    pub entry: Option<String>,
}

/// How many, and the money at risk over all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RiskTally {
    /// How many.
    pub n: i64,
    /// Money at risk, where any is known.
    pub at_risk_fen: Option<i64>,
}

/// A row of the list of machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// The machine.
    pub id: String,
    /// Maker's code.
    pub principal: String,
    /// Model code.
    pub model: String,
    /// Product name.
    pub product: String,
    /// Serial.
    pub serial: String,
    /// Engine number.
    pub engine_no: String,
    /// Owner by the last standing sale; none where the machine came back.
    pub customer: Option<String>,
    /// Day it came back by exchange or return, after its last sale.
    pub came_back_on: Option<Day>,
    /// Day of that sale.
    pub sold_on: Option<Day>,
}

/// A row of the list of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerLine {
    /// The customer.
    pub id: String,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// County.
    pub county: String,
    /// Township.
    pub town: String,
    /// Village.
    pub village: String,
    /// Machines bought.
    pub units: i64,
}

/// A row of the list of old parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPartLine {
    /// The old part.
    pub id: String,
    /// Tag number.
    pub tag_no: String,
    /// Maker's code.
    pub principal: String,
    /// Its repair.
    pub repair: Option<RepairId>,
    /// Number of the repair.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Quantity.
    pub qty_milli: i64,
    /// Money at risk.
    pub value_fen: Fen,
    /// Day removed.
    pub removed_on: Day,
    /// Where it is.
    pub state: OldPartState,
    /// Shelf.
    pub bin: String,
    /// Number of its batch.
    pub batch_no: Option<String>,
    /// Reason of an exit.
    pub reason: String,
    /// Version.
    pub rev: i64,
}

/// A row of the list of batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    /// The batch.
    pub id: String,
    /// How many times its paper was saved.
    pub rev: i64,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Parts in it.
    pub parts: i64,
    /// Boxes.
    pub boxes: i64,
    /// Gross weight in grams.
    pub weight_g: Option<i64>,
    /// Carrier.
    pub carrier: String,
    /// Waybill.
    pub waybill_no: String,
    /// Who pays the freight.
    pub freight_payer: String,
    /// Day sent.
    pub sent_on: Day,
}

/// A number of something per day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTally {
    /// The day.
    pub on: Day,
    /// How many.
    pub n: i64,
}

row!(SaleLine {
    id,
    no,
    card_no,
    principal,
    customer,
    phone,
    model,
    product,
    serial,
    sold_on,
    price_fen,
    state,
    due,
    met_on,
    returned_reason,
});
row!(RepairLine {
    id,
    no,
    principal,
    customer,
    phone,
    model,
    serial,
    reported_on,
    completed_on,
    fault,
    in_warranty,
    total_fen,
    user_signed,
    state,
    acknowledged_on,
    returned_reason,
});
row!(UnitLine { id, principal, model, product, serial, engine_no, customer, came_back_on, sold_on });
row!(CustomerLine { id, name, phone, county, town, village, units });
row!(OldPartLine {
    id,
    tag_no,
    principal,
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
    batch_no,
    reason,
    rev,
});
row!(BatchLine { id, rev, no, principal, parts, boxes, weight_g, carrier, waybill_no, freight_payer, sent_on });
row!(DayTally { on, n });
row!(TodayLine {
    subject,
    record,
    no,
    principal,
    rule,
    due_on,
    at_risk_fen,
    reason,
    sale,
    card_state,
    customer,
    model,
    serial,
    part,
    part_state,
    unit,
    demand,
    entry,
});
row!(RiskTally { n, at_risk_fen });
