//! Reading nouns and lists. Each list has its row type; rows are read by column name.

use crate::row::{Named, row};
use crate::{OpeningClaim, Reader, ReportRun, Result};
use domain::card::{Card, CardState};
use domain::customer::Customer;
use domain::deadline::Due;
use domain::model::Model;
use domain::old_part::{OldPart, OldPartState, PartsBatch};
use domain::part::Part;
use domain::principal::Principal;
use domain::repair::{Repair, RepairPart, RepairState};
use domain::sale::Sale;
use domain::unit::Unit;
use domain::*;
use rusqlite::named_params;

pub use crate::outbox::{LedgerLine, StreamCounts};
pub use crate::search::Hits;

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
    /// Day head office has it.
    pub acknowledged_on: Option<Day>,
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
    /// Owner by the last standing sale.
    pub customer: Option<String>,
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
}

/// A row of the list of batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchLine {
    /// The batch.
    pub id: String,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Parts in it.
    pub parts: i64,
    /// Boxes.
    pub boxes: i64,
    /// Carrier.
    pub carrier: String,
    /// Waybill.
    pub waybill_no: String,
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
    id, no, card_no, principal, customer, phone, model, product, serial, sold_on, price_fen, state, due, acknowledged_on,
    returned_reason,
});
row!(RepairLine {
    id, no, principal, customer, phone, model, serial, reported_on, completed_on, fault, in_warranty, total_fen,
    user_signed, state, acknowledged_on, returned_reason,
});
row!(UnitLine { id, principal, model, product, serial, engine_no, customer, sold_on });
row!(CustomerLine { id, name, phone, county, town, village, units });
row!(OldPartLine {
    id, tag_no, principal, repair, repair_no, code, name, spec, qty_milli, value_fen, removed_on, state, bin, batch_no, reason,
});
row!(BatchLine { id, no, principal, parts, boxes, carrier, waybill_no, sent_on });
row!(DayTally { on, n });

/// Filters of a list; every field narrows it.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// The maker.
    pub principal: Option<PrincipalId>,
    /// First and last day.
    pub days: Option<(Day, Day)>,
    /// State's stored name.
    pub state: Option<String>,
    /// Only what a search found.
    pub hits: Option<Hits>,
    /// Rows wanted.
    pub limit: i64,
    /// Rows to skip.
    pub offset: i64,
}

/// Most rows a count looks at: a person does not page beyond, and a count of a million is slow.
const MOST_COUNTED: i64 = 10_000;

struct Bound {
    principal: Option<String>,
    first: Option<String>,
    last: Option<String>,
    units: rusqlite::types::Value,
    customers: rusqlite::types::Value,
    numbers: rusqlite::types::Value,
}

impl ListFilter {
    fn bound(&self, numbers: impl Fn(&Hits) -> &Vec<String>) -> Bound {
        let none = Hits::default();
        let hits = self.hits.as_ref().unwrap_or(&none);
        Bound {
            principal: self.principal.map(|id| id.to_string()),
            first: self.days.map(|days| days.0.to_string()),
            last: self.days.map(|days| days.1.to_string()),
            units: crate::row::json_list(&hits.units),
            customers: crate::row::json_list(&hits.customers),
            numbers: crate::row::json_list(numbers(hits)),
        }
    }

    /// Runs the plain or the found form of a list, and counts.
    fn list<T: crate::row::FromRow>(
        &self,
        reader: &Reader<'_>,
        (all, found): (&str, &str),
        numbers: impl Fn(&Hits) -> &Vec<String>,
    ) -> Result<(Vec<T>, i64)> {
        let b = self.bound(numbers);
        let common: [(&str, &dyn rusqlite::ToSql); 4] =
            [(":principal", &b.principal), (":first", &b.first), (":last", &b.last), (":state", &self.state)];
        let ids: [(&str, &dyn rusqlite::ToSql); 3] = [(":units", &b.units), (":customers", &b.customers), (":numbers", &b.numbers)];
        let mut wanted = common.to_vec();
        let sql = if self.hits.is_some() {
            wanted.extend(ids);
            found
        } else {
            all
        };
        let counted = format!("SELECT count(*) FROM ({} LIMIT {MOST_COUNTED})", sql.split("ORDER BY").next().unwrap_or(sql));
        let total = reader.value(&counted, Named::from(wanted.as_slice()))?.unwrap_or(0);
        wanted.extend([(":limit", &self.limit as &dyn rusqlite::ToSql), (":offset", &self.offset as &dyn rusqlite::ToSql)]);
        let rows = reader.many(sql, Named::from(wanted.as_slice()))?;
        Ok((rows, total))
    }
}

macro_rules! by_id {
    ($($(#[$doc:meta])* $name:ident($id:ty) -> $type:ty = $table:literal;)*) => {
        impl Reader<'_> {$(
            $(#[$doc])*
            pub fn $name(&self, id: $id) -> Result<Option<$type>> {
                self.one(concat!("SELECT * FROM ", $table, " WHERE id = :id"), named_params! {":id": id.to_string()})
            }
        )*}
    };
}

by_id! {
    /// A maker.
    principal(PrincipalId) -> Principal = "principal";
    /// A model.
    model(ModelId) -> Model = "model";
    /// A machine.
    unit(UnitId) -> Unit = "unit";
    /// A customer.
    customer(CustomerId) -> Customer = "customer";
    /// A sale.
    sale(SaleId) -> Sale = "sale";
    /// A card.
    card(CardId) -> Card = "card";
    /// A repair.
    repair(RepairId) -> Repair = "repair";
    /// An old part.
    old_part(OldPartId) -> OldPart = "old_part";
    /// A building of a report.
    report_run(ReportRunId) -> ReportRun = "report_run";
    /// A batch of old parts.
    parts_batch(PartsBatchId) -> PartsBatch = "parts_batch";
}

impl Reader<'_> {
    /// Makers by code.
    pub fn principals(&self) -> Result<Vec<Principal>> {
        self.many("SELECT * FROM principal ORDER BY code", [])
    }

    /// The maker with this code.
    pub fn principal_by_code(&self, code: &str) -> Result<Option<Principal>> {
        self.one("SELECT * FROM principal WHERE code = :code", named_params! {":code": code})
    }

    /// The maker with this name.
    pub fn principal_by_name(&self, name: &str) -> Result<Option<Principal>> {
        self.one("SELECT * FROM principal WHERE name = :name", named_params! {":name": name})
    }

    /// The model of a maker with this code key.
    pub fn model_by_key(&self, principal: PrincipalId, code_key: &str) -> Result<Option<Model>> {
        self.one(
            "SELECT * FROM model WHERE principal = :principal AND code_key = :key",
            named_params! {":principal": principal.to_string(), ":key": code_key},
        )
    }

    /// The part of the price list with this code key.
    pub fn part_by_key(&self, code_key: &str) -> Result<Option<Part>> {
        self.one("SELECT * FROM part WHERE code_key = :key", named_params! {":key": code_key})
    }

    /// Machines with this serial key, of any maker.
    pub fn units_by_key(&self, serial_key: &str) -> Result<Vec<Unit>> {
        self.many("SELECT * FROM unit WHERE serial_key = :key ORDER BY id", named_params! {":key": serial_key})
    }

    /// Machines whose serial has this one as its tail or is the tail of it, zeros apart (UNIT-3).
    pub fn units_by_bare_key(&self, serial_key: &str) -> Result<Vec<Unit>> {
        let bare = serial_key.trim_start_matches('0');
        let candidates: Vec<String> = (0..=3).map(|zeros| "0".repeat(zeros) + bare).filter(|key| key != serial_key).collect();
        self.many(include_str!("../sql/unit/by_keys.sql"), named_params! {":keys": crate::row::json_list(candidates)})
    }

    /// The customer with this name and phone.
    pub fn customer_by_keys(&self, name_key: &str, phone_key: &str) -> Result<Option<Customer>> {
        self.one(
            "SELECT * FROM customer WHERE name_key = :name AND phone_key = :phone ORDER BY rid LIMIT 1",
            named_params! {":name": name_key, ":phone": phone_key},
        )
    }

    /// Sales of a machine, newest first, cancelled ones too.
    pub fn sales_of_unit(&self, unit: UnitId) -> Result<Vec<Sale>> {
        self.many("SELECT * FROM sale WHERE unit = :unit ORDER BY sold_on DESC, id DESC", named_params! {":unit": unit.to_string()})
    }

    /// The sale a form made already.
    pub fn sale_by_request(&self, request_id: &str) -> Result<Option<Sale>> {
        self.one("SELECT * FROM sale WHERE request_id = :request", named_params! {":request": request_id})
    }

    /// The card of a sale.
    pub fn card_of_sale(&self, sale: SaleId) -> Result<Option<Card>> {
        self.one("SELECT * FROM card WHERE sale = :sale", named_params! {":sale": sale.to_string()})
    }

    /// The standing sale with this maker, serial key and day (SALE-3).
    pub fn same_sale(&self, principal: PrincipalId, serial_key: &str, sold_on: Day) -> Result<Option<Sale>> {
        self.one(
            include_str!("../sql/sale/same.sql"),
            named_params! {":principal": principal.to_string(), ":serial_key": serial_key, ":sold_on": sold_on.to_string()},
        )
    }

    /// The list of sales, newest first.
    pub fn sales(&self, filter: &ListFilter) -> Result<(Vec<SaleLine>, i64)> {
        filter.list(self, (include_str!("../sql/sale/list.sql"), include_str!("../sql/sale/list_found.sql")), |hits| &hits.sales)
    }

    /// Open cards due on or before a day, or refused, nearest limit first.
    pub fn cards_due(&self, principal: Option<PrincipalId>, before: Day, limit: i64, offset: i64) -> Result<Vec<SaleLine>> {
        self.many(
            include_str!("../sql/today/cards_due.sql"),
            named_params! {":principal": principal.map(|id| id.to_string()), ":before": before.to_string(), ":limit": limit, ":offset": offset},
        )
    }

    /// How many open cards are due on or before a day, or refused.
    pub fn cards_due_count(&self, principal: Option<PrincipalId>, before: Day) -> Result<i64> {
        Ok(self
            .value(
                include_str!("../sql/today/cards_due_count.sql"),
                named_params! {":principal": principal.map(|id| id.to_string()), ":before": before.to_string()},
            )?
            .unwrap_or(0))
    }

    /// Open cards per due day.
    pub fn cards_per_due_day(&self, first: Day, last: Day) -> Result<Vec<DayTally>> {
        self.many(include_str!("../sql/today/cards_per_day.sql"), named_params! {":first": first.to_string(), ":last": last.to_string()})
    }

    /// The repair a form made already.
    pub fn repair_by_request(&self, request_id: &str) -> Result<Option<Repair>> {
        self.one("SELECT * FROM repair WHERE request_id = :request", named_params! {":request": request_id})
    }

    /// The repair with this number key.
    pub fn repair_by_no(&self, no_key: &str) -> Result<Option<Repair>> {
        self.one("SELECT * FROM repair WHERE no_key = :no", named_params! {":no": no_key})
    }

    /// Parts of a repair as it stands.
    pub fn repair_parts(&self, repair: RepairId) -> Result<Vec<RepairPart>> {
        self.many(
            "SELECT * FROM repair_part WHERE repair = :repair AND dropped = 0 ORDER BY line_no",
            named_params! {":repair": repair.to_string()},
        )
    }

    /// Old parts of a repair.
    pub fn old_parts_of_repair(&self, repair: RepairId) -> Result<Vec<OldPart>> {
        self.many("SELECT * FROM old_part WHERE repair = :repair ORDER BY tag_no", named_params! {":repair": repair.to_string()})
    }

    /// The list of repairs, newest first.
    pub fn repairs(&self, filter: &ListFilter) -> Result<(Vec<RepairLine>, i64)> {
        filter.list(self, (include_str!("../sql/repair/list.sql"), include_str!("../sql/repair/list_found.sql")), |hits| &hits.repairs)
    }

    /// Repairs completed without a signature, open for long, or refused.
    pub fn repairs_to_mend(&self, open_before: Day, limit: i64) -> Result<Vec<RepairLine>> {
        self.many(include_str!("../sql/today/repairs.sql"), named_params! {":open_before": open_before.to_string(), ":limit": limit})
    }

    /// The list of old parts, oldest first.
    pub fn old_parts(&self, filter: &ListFilter, like: Option<&str>) -> Result<(Vec<OldPartLine>, i64)> {
        let principal = filter.principal.map(|id| id.to_string());
        let sql = include_str!("../sql/old_part/list.sql");
        let wanted = named_params! {":principal": principal, ":state": filter.state, ":like": like, ":limit": filter.limit, ":offset": filter.offset};
        let rows = self.many(sql, wanted)?;
        let total = self
            .value(include_str!("../sql/old_part/count.sql"), named_params! {":principal": principal, ":state": filter.state, ":like": like})?
            .unwrap_or(0);
        Ok((rows, total))
    }

    /// Batches of old parts, newest first.
    pub fn parts_batches(&self, principal: Option<PrincipalId>, limit: i64, offset: i64) -> Result<Vec<BatchLine>> {
        self.many(
            include_str!("../sql/parts_batch/list.sql"),
            named_params! {":principal": principal.map(|id| id.to_string()), ":limit": limit, ":offset": offset},
        )
    }

    /// The batch a form made already.
    pub fn batch_by_request(&self, request_id: &str) -> Result<Option<PartsBatch>> {
        self.one("SELECT * FROM parts_batch WHERE request_id = :request", named_params! {":request": request_id})
    }

    /// Claims from before the first day.
    pub fn opening_claims(&self) -> Result<Vec<OpeningClaim>> {
        self.many("SELECT * FROM opening_claim ORDER BY claimed_on, no", [])
    }

    /// Models by code or product.
    pub fn models(&self, principal: Option<PrincipalId>, term: &str, limit: i64, offset: i64) -> Result<Vec<Model>> {
        self.many(
            include_str!("../sql/model/list.sql"),
            named_params! {
                ":principal": principal.map(|id| id.to_string()), ":key": domain::text::serial_key(term), ":term": term.trim(),
                ":limit": limit, ":offset": offset,
            },
        )
    }

    /// Parts by the beginning of the code or a piece of the name.
    pub fn parts(&self, term: &str, limit: i64, offset: i64) -> Result<Vec<Part>> {
        self.many(
            include_str!("../sql/part/list.sql"),
            named_params! {":key": domain::text::serial_key(term), ":name": domain::text::name_key(term), ":limit": limit, ":offset": offset},
        )
    }

    /// Customers: all, or those found.
    pub fn customers(&self, ids: Option<&[String]>, limit: i64, offset: i64) -> Result<Vec<CustomerLine>> {
        match ids {
            Some(ids) => self.many(
                include_str!("../sql/customer/list_found.sql"),
                named_params! {":ids": crate::row::json_list(ids), ":limit": limit, ":offset": offset},
            ),
            None => self.many(include_str!("../sql/customer/list.sql"), named_params! {":limit": limit, ":offset": offset}),
        }
    }

    /// Machines: all, or those found.
    pub fn units(&self, ids: Option<&[String]>, principal: Option<PrincipalId>, limit: i64, offset: i64) -> Result<Vec<UnitLine>> {
        let principal = principal.map(|id| id.to_string());
        match ids {
            Some(ids) => self.many(
                include_str!("../sql/unit/list_found.sql"),
                named_params! {":ids": crate::row::json_list(ids), ":principal": principal, ":limit": limit, ":offset": offset},
            ),
            None => self.many(
                include_str!("../sql/unit/list.sql"),
                named_params! {":principal": principal, ":limit": limit, ":offset": offset},
            ),
        }
    }

    /// Rows of a table up to ten thousand: enough for a list's total.
    pub fn rows_up_to_limit(&self, table: CountedTable) -> Result<i64> {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {MOST_COUNTED})", table.name());
        Ok(self.value(&sql, [])?.unwrap_or(0))
    }

    /// Buildings of a month's reports, newest first.
    pub fn report_runs(&self, principal: PrincipalId, month: Month) -> Result<Vec<ReportRun>> {
        self.many(
            "SELECT * FROM report_run WHERE principal = :principal AND month = :month ORDER BY built_at DESC, no DESC",
            named_params! {":principal": principal.to_string(), ":month": month.to_string()},
        )
    }
}

/// Tables whose size a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedTable {
    /// Customers.
    Customer,
    /// Machines.
    Unit,
    /// Models.
    Model,
    /// Price list.
    Part,
    /// Batches.
    PartsBatch,
}

impl CountedTable {
    fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Unit => "unit",
            Self::Model => "model",
            Self::Part => "part",
            Self::PartsBatch => "parts_batch",
        }
    }
}
