//! What is known of a machine when its coverage is computed.
//!
//! Values only: the caller reads them from sales, repairs and registers. Absent: customers, prices, addresses.

use super::rule::StartBasis;
use crate::meter::Reading;
use crate::suspension::Suspension;
use crate::{Day, SaleId};
use serde::{Deserialize, Serialize};

/// A machine's history as far as coverage is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitFacts {
    /// Its sales, voided and second ones too, in any order (E07).
    pub sales: Vec<SaleFacts>,
    /// Times in which it could not be used.
    pub suspensions: Vec<Suspension>,
    /// Components replaced free of charge.
    pub replacements: Vec<Replacement>,
    /// Meter readings.
    pub readings: Vec<Reading>,
    /// Where it is used; decides its seasons (E32).
    pub use_region: Option<String>,
    /// Where it was sold; taken when the region of use is not known.
    pub sale_region: Option<String>,
}

/// A sale, or a hand-over in exchange for another machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleFacts {
    /// The sale.
    pub sale: SaleId,
    /// Day sold.
    pub sold_on: Option<Day>,
    /// Day of the invoice.
    pub invoice_on: Option<Day>,
    /// Day of hand-over.
    pub delivered_on: Option<Day>,
    /// Day of installation.
    pub installed_on: Option<Day>,
    /// Day of shipment to the dealer.
    pub shipped_on: Option<Day>,
    /// Day of production.
    pub produced_on: Option<Day>,
    /// Day on which it was given in exchange for a defective one; `None` for an ordinary sale.
    pub exchanged_in_on: Option<Day>,
    /// How it came to an end; `None` while it stands.
    pub ended: Option<SaleEnd>,
    /// Days on which it went to a new owner.
    pub transfers: Vec<Day>,
}

/// The end of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleEnd {
    /// The day.
    pub on: Day,
    /// How.
    pub how: SaleEnded,
}

/// How a sale ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaleEnded {
    /// Cancelled: it never was a sale.
    Voided,
    /// The user gave it back.
    Returned,
    /// The user got another machine for it.
    Exchanged,
}

impl SaleEnded {
    /// Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Voided => "销售作废",
            Self::Returned => "退货",
            Self::Exchanged => "换货",
        }
    }
}

/// A component replaced free of charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Its name.
    pub component: String,
    /// The day.
    pub on: Day,
    /// The new one's number, e.g. an engine's (E30); empty when it has none.
    pub new_no: String,
    /// The paper that shows it, e.g. a repair's number.
    pub evidence: String,
}

impl SaleFacts {
    /// A sale of which only the day sold is known.
    pub fn sold(sale: SaleId, on: Day) -> Self {
        Self {
            sale,
            sold_on: Some(on),
            invoice_on: None,
            delivered_on: None,
            installed_on: None,
            shipped_on: None,
            produced_on: None,
            exchanged_in_on: None,
            ended: None,
            transfers: Vec::new(),
        }
    }

    /// The day known for a basis.
    pub fn day_of(&self, basis: StartBasis) -> Option<Day> {
        match basis {
            StartBasis::Invoice => self.invoice_on,
            StartBasis::Delivery => self.delivered_on,
            StartBasis::Installation => self.installed_on,
            StartBasis::Shipment => self.shipped_on,
            StartBasis::Factory => self.produced_on,
            StartBasis::Sold => self.sold_on,
            StartBasis::Replacement => self.exchanged_in_on,
        }
    }
}

impl UnitFacts {
    /// The region whose seasons count: of use, else of sale (E32).
    pub fn season_region(&self) -> Option<&str> {
        self.use_region.as_deref().or(self.sale_region.as_deref())
    }
}
