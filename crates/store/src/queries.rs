//! Reading nouns: one by its id or number, or the few that belong to another. Absent: lists (see `lists`).

use crate::{Reader, ReportRun, Result};
use domain::card::Card;
use domain::claim::OpeningClaim;
use domain::customer::Customer;
use domain::model::Model;
use domain::old_part::{OldPart, PartsBatch};
use domain::part::Part;
use domain::principal::Principal;
use domain::repair::{Repair, RepairPart};
use domain::sale::Sale;
use domain::unit::Unit;
use domain::*;
use rusqlite::named_params;

macro_rules! by_id {
    ($($(#[$doc:meta])* $name:ident($id:ty) -> $type:ty = $sql:literal;)*) => {
        impl Reader<'_> {$(
            $(#[$doc])*
            pub fn $name(&self, id: $id) -> Result<Option<$type>> {
                self.one(include_str!($sql), named_params! {":id": id.to_string()})
            }
        )*}
    };
}

by_id! {
    /// A maker.
    principal(PrincipalId) -> Principal = "../sql/principal/by_id.sql";
    /// A model.
    model(ModelId) -> Model = "../sql/model/by_id.sql";
    /// A part of the price list.
    part(PartId) -> Part = "../sql/part/by_id.sql";
    /// A machine.
    unit(UnitId) -> Unit = "../sql/unit/by_id.sql";
    /// A customer.
    customer(CustomerId) -> Customer = "../sql/customer/by_id.sql";
    /// A sale.
    sale(SaleId) -> Sale = "../sql/sale/by_id.sql";
    /// A card.
    card(CardId) -> Card = "../sql/card/by_id.sql";
    /// A repair.
    repair(RepairId) -> Repair = "../sql/repair/by_id.sql";
    /// An old part.
    old_part(OldPartId) -> OldPart = "../sql/old_part/by_id.sql";
    /// A building of a report.
    report_run(ReportRunId) -> ReportRun = "../sql/report_run/by_id.sql";
    /// A batch of old parts.
    parts_batch(PartsBatchId) -> PartsBatch = "../sql/parts_batch/by_id.sql";
}

impl Reader<'_> {
    /// Makers by code.
    pub fn principals(&self) -> Result<Vec<Principal>> {
        self.many(include_str!("../sql/principal/all.sql"), [])
    }

    /// The maker with this code.
    pub fn principal_by_code(&self, code: &str) -> Result<Option<Principal>> {
        self.one(include_str!("../sql/principal/by_code.sql"), named_params! {":code": code})
    }

    /// The model of a maker with this code key.
    pub fn model_by_key(&self, principal: PrincipalId, code_key: &str) -> Result<Option<Model>> {
        self.one(
            include_str!("../sql/model/by_key.sql"),
            named_params! {":principal": principal.to_string(), ":key": code_key},
        )
    }

    /// The part of the price list with this code key.
    pub fn part_by_key(&self, code_key: &str) -> Result<Option<Part>> {
        self.one(include_str!("../sql/part/by_key.sql"), named_params! {":key": code_key})
    }

    /// Machines with this serial key, of any maker.
    pub fn units_by_key(&self, serial_key: &str) -> Result<Vec<Unit>> {
        self.many(include_str!("../sql/unit/by_key.sql"), named_params! {":key": serial_key})
    }

    /// Machines whose serial has this one as its tail or is the tail of it, zeros apart (UNIT-3).
    pub fn units_by_bare_key(&self, serial_key: &str) -> Result<Vec<Unit>> {
        let bare = serial_key.trim_start_matches('0');
        let [none, one, two, three] =
            ["", "0", "00", "000"].map(|zeros| Some(zeros.to_owned() + bare).filter(|key| key != serial_key));
        let named = named_params! {":none": none, ":one": one, ":two": two, ":three": three};
        self.many(include_str!("../sql/unit/by_keys.sql"), named)
    }

    /// The customer with this name and phone.
    pub fn customer_by_keys(&self, name_key: &str, phone_key: &str) -> Result<Option<Customer>> {
        self.one(include_str!("../sql/customer/by_keys.sql"), named_params! {":name": name_key, ":phone": phone_key})
    }

    /// Sales of a machine, newest first, cancelled ones too.
    pub fn sales_of_unit(&self, unit: UnitId) -> Result<Vec<Sale>> {
        self.many(include_str!("../sql/sale/of_unit.sql"), named_params! {":unit": unit.to_string()})
    }

    /// Sales to a customer, oldest first; cancelled ones too.
    pub fn sales_of_customer(&self, customer: CustomerId) -> Result<Vec<Sale>> {
        self.many(include_str!("../sql/sale/of_customer.sql"), named_params! {":customer": customer.to_string()})
    }

    /// Repairs for a customer, oldest first; cancelled ones too.
    pub fn repairs_of_customer(&self, customer: CustomerId) -> Result<Vec<Repair>> {
        self.many(include_str!("../sql/repair/of_customer.sql"), named_params! {":customer": customer.to_string()})
    }

    /// The card of a sale.
    pub fn card_of_sale(&self, sale: SaleId) -> Result<Option<Card>> {
        self.one(include_str!("../sql/card/of_sale.sql"), named_params! {":sale": sale.to_string()})
    }

    /// Standing cards with this number key: a number is printed once, but typed by hand. None for an empty one.
    pub fn cards_by_no(&self, no_key: &str) -> Result<Vec<Card>> {
        if no_key.is_empty() {
            return Ok(Vec::new());
        }
        self.many(include_str!("../sql/card/by_no.sql"), named_params! {":no": no_key})
    }

    /// The repair with this number key.
    pub fn repair_by_no(&self, no_key: &str) -> Result<Option<Repair>> {
        self.one(include_str!("../sql/repair/by_no.sql"), named_params! {":no": no_key})
    }

    /// Repairs of a machine by the day of sending in, cancelled ones too.
    pub fn repairs_of_unit(&self, unit: UnitId) -> Result<Vec<Repair>> {
        self.many(include_str!("../sql/repair/of_unit.sql"), named_params! {":unit": unit.to_string()})
    }

    /// Parts of a repair as it stands.
    pub fn repair_parts(&self, repair: RepairId) -> Result<Vec<RepairPart>> {
        self.many(include_str!("../sql/repair_part/of_repair.sql"), named_params! {":repair": repair.to_string()})
    }

    /// The repair a line belongs to, also one that was taken off.
    pub fn repair_of_part(&self, part: RepairPartId) -> Result<Option<RepairId>> {
        self.value(include_str!("../sql/repair_part/repair_of.sql"), named_params! {":id": part.to_string()})
    }

    /// Old parts of a repair.
    pub fn old_parts_of_repair(&self, repair: RepairId) -> Result<Vec<OldPart>> {
        self.many(include_str!("../sql/old_part/of_repair.sql"), named_params! {":repair": repair.to_string()})
    }

    /// Old parts of a batch.
    pub fn old_parts_of_batch(&self, batch: PartsBatchId) -> Result<Vec<OldPart>> {
        self.many(include_str!("../sql/old_part/of_batch.sql"), named_params! {":batch": batch.to_string()})
    }

    /// Claims from before the first day.
    pub fn opening_claims(&self) -> Result<Vec<OpeningClaim>> {
        self.many(include_str!("../sql/opening_claim/all.sql"), [])
    }

    /// One of them.
    pub fn opening_claim(&self, id: OpeningClaimId) -> Result<Option<OpeningClaim>> {
        self.one(include_str!("../sql/opening_claim/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Reports head office turned back, which were not sent again.
    pub fn reports_returned(&self) -> Result<Vec<ReportRun>> {
        self.many(include_str!("../sql/report_run/returned.sql"), [])
    }

    /// Buildings of a month's reports, newest first.
    pub fn report_runs(&self, principal: PrincipalId, month: Month) -> Result<Vec<ReportRun>> {
        self.many(
            include_str!("../sql/report_run/of_month.sql"),
            named_params! {":principal": principal.to_string(), ":month": month.to_string()},
        )
    }
}
