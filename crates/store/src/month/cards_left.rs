use crate::lines::DayTally;
use crate::row::row;
use crate::{Reader, Result};
use domain::card::CardState;
use domain::{Day, PrincipalId};
use rusqlite::named_params;

/// An open card with the day it is due on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLeft {
    /// The sale.
    pub sale: String,
    /// Number of the card.
    pub no: String,
    /// Day it is due on.
    pub on: Day,
    /// Customer's name.
    pub customer: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Where it stands.
    pub state: CardState,
}

row!(CardLeft { sale, no, on, customer, model, serial, state });

impl Reader<'_> {
    /// Open cards of a maker, counted by the day they are due on.
    pub fn cards_left(&self, principal: PrincipalId) -> Result<Vec<DayTally>> {
        self.many(include_str!("../../sql/month/cards_left.sql"), named_params! {":principal": principal.to_string()})
    }

    /// Open cards of a maker due on these days, nearest first; so many from one on.
    pub fn cards_left_between(
        &self,
        principal: PrincipalId,
        (from, to): (Day, Day),
        (limit, offset): (i64, i64),
    ) -> Result<Vec<CardLeft>> {
        let named = named_params! {
            ":principal": principal.to_string(), ":from": from.iso(), ":to": to.iso(), ":limit": limit, ":offset": offset,
        };
        self.many(include_str!("../../sql/month/cards_left_rows.sql"), named)
    }
}
