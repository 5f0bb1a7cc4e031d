use super::{InMonth, Streamed, lent, of_month};
use crate::{Reader, StoreError};
use domain::card::CardState;
use domain::{Day, PrincipalId};

lent! {
    /// A card of a month: sent in it, or due in it.
    CardOfMonth<'a> from Cards {
        /// The card.
        card: &'a str,
        /// Number.
        card_no: &'a str,
        /// Where it stands.
        state: CardState,
        /// Day sold.
        sold_on: Day,
        /// Last day in time.
        due_on: Option<Day>,
        /// Day sent.
        queued_on: Option<Day>,
        /// Day it was handed over to head office.
        sent_on: Option<Day>,
        /// Day head office had it.
        acknowledged_on: Option<Day>,
        /// Head office's reason for refusing it.
        returned_reason: Option<&'a str>,
        /// Customer's name.
        customer: &'a str,
        /// Identity number, where it is kept.
        id_no: Option<&'a str>,
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
        /// Day of production.
        produced_on: Option<Day>,
        /// Invoice number.
        invoice_no: &'a str,
        /// Day of the invoice.
        invoice_on: Option<Day>,
        /// Day of hand-over.
        delivered_on: Option<Day>,
        /// Day of installation.
        installed_on: Option<Day>,
        /// Branch.
        outlet: &'a str,
        /// Who handed it over.
        seller: &'a str,
        /// The user signed.
        user_signed: bool,
        /// The customer agreed to share phone and address.
        share_consent: bool,
        /// It was sent, and then changed.
        corrected: bool,
    }
}

pub(super) const CARDS: &str = include_str!("../../sql/month/cards.sql");

impl Reader<'_> {
    /// Cards sent in a month, or due in it.
    pub fn cards_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: impl Into<InMonth>,
        take: impl FnOnce(&mut Streamed<'_, Cards>) -> Result<T, E>,
    ) -> Result<T, E> {
        let within = month.into();
        self.stream(&[CARDS], &within, &of_month(principal, within.month), take)
    }
}
