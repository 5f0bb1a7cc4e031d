use super::{InMonth, Streamed, by, lent, of_month};
use crate::row::row;
use crate::{Reader, Result, StoreError};
use domain::card::CardState;
use domain::remedy_case::RemedyOutcome;
use domain::{Day, Fen, Month, PrincipalId};

lent! {
    /// A sale of a month.
    SaleOfMonth<'a> from Sales {
        /// Its card.
        card: &'a str,
        /// The sale.
        sale: &'a str,
        /// Day that decides the month.
        report_on: Day,
        /// Day sold.
        sold_on: Day,
        /// Day of the invoice.
        invoice_on: Option<Day>,
        /// Customer's name.
        customer: &'a str,
        /// Phone.
        phone: &'a str,
        /// County.
        county: &'a str,
        /// Township.
        town: &'a str,
        /// Village.
        village: &'a str,
        /// Product name.
        product: &'a str,
        /// Model code.
        model: &'a str,
        /// Serial.
        serial: &'a str,
        /// Engine number.
        engine_no: &'a str,
        /// Price.
        price_fen: Option<Fen>,
        /// Invoice number.
        invoice_no: &'a str,
        /// Branch.
        outlet: &'a str,
        /// Seller.
        seller: &'a str,
        /// Subsidy.
        subsidy_fen: Option<Fen>,
        /// Number of the card.
        card_no: &'a str,
        /// Where the card stands.
        state: CardState,
        /// Day it was handed over to head office.
        sent_on: Option<Day>,
        /// The customer agreed to share phone and address.
        share_consent: bool,
        /// Remark.
        note: &'a str,
        /// The card was sent, and then changed.
        corrected: bool,
        /// Day the machine came back by exchange or return.
        came_back_on: Option<Day>,
        /// By which of them.
        came_back_by: Option<RemedyOutcome>,
    }
}

/// Machines sold, per model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldOfModel {
    /// Model code.
    pub model: String,
    /// In the month.
    pub sold: i64,
    /// From the first of January to the month's end.
    pub this_year: i64,
    /// In the same month a year ago.
    pub last_year: i64,
}

/// A number per model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelTally {
    /// Model code.
    pub model: String,
    /// How many.
    pub n: i64,
}

row!(SoldOfModel { model, sold, this_year, last_year });
row!(ModelTally { model, n });

pub(super) const SALES: &str = include_str!("../../sql/month/sales.sql");
pub(super) const BY_MODEL: &str = include_str!("../../sql/month/sales_by_model.sql");
pub(super) const EXCHANGED: &str = include_str!("../../sql/month/exchanged.sql");

impl Reader<'_> {
    /// Sales of a month, by the day of the invoice.
    pub fn sales_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: impl Into<InMonth>,
        take: impl FnOnce(&mut Streamed<'_, Sales>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let within = month.into();
        self.stream(&[SALES], &within, &of_month(principal, within.month), take)
    }

    /// Machines sold per model: in the month, in the year so far, a year ago.
    pub fn sold_of_models(&self, principal: PrincipalId, month: impl Into<InMonth>) -> Result<Vec<SoldOfModel>> {
        let within = month.into();
        let month = within.month;
        let (year, number) = month.parts();
        let day = |year| Day::ymd(year, 1, 1).unwrap_or(month.first()).iso();
        let a_year_ago = Day::ymd(year - 1, number, 1).map_or(month, Month::of);
        let [principal, first, last] = of_month(principal, month);
        let wanted = [
            principal,
            first,
            last,
            (":year", day(year)),
            (":last_year_first", a_year_ago.first().iso()),
            (":last_year_last", a_year_ago.last().iso()),
        ];
        self.many(&by(BY_MODEL, within.day), named(&wanted).as_slice())
    }

    /// Machines exchanged or returned in the month, per model.
    pub fn exchanged_of_models(&self, principal: PrincipalId, month: Month) -> Result<Vec<ModelTally>> {
        self.many(EXCHANGED, named(&of_month(principal, month)).as_slice())
    }
}

pub(super) fn named<'a>(wanted: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a dyn rusqlite::ToSql)> {
    wanted.iter().map(|(name, value)| (*name, value as &dyn rusqlite::ToSql)).collect()
}
