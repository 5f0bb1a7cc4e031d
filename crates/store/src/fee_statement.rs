//! Statements of quarterly service fees, and the cards they counted.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::service_fee::{FeeStatement, Quarter};
use domain::{CardId, Day, FeeStatementId, PrincipalId};
use rusqlite::named_params;

row!(FeeStatement {
    id,
    principal,
    quarter,
    version,
    made_on,
    months,
    cards,
    unit_fen,
    fee_fen,
    forfeit,
    forfeit_reason,
    special_fen,
    special_no,
    total_fen,
    reason,
    office_fen,
    office_no,
    confirmed_on,
    answer_note,
    replaced,
    entered_on,
    clock_suspect,
    rev,
});

/// A card head office acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedCard {
    /// The card.
    pub id: CardId,
    /// The day head office first had it.
    pub acknowledged_on: Day,
}

row!(CountedCard { id, acknowledged_on });

impl Reader<'_> {
    /// A statement.
    pub fn fee_statement(&self, id: FeeStatementId) -> Result<Option<FeeStatement>> {
        self.one(include_str!("../sql/fee_statement/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Statements of a maker, the newest first, replaced versions too.
    pub fn fee_statements(&self, maker: PrincipalId, limit: i64) -> Result<Vec<FeeStatement>> {
        let named = named_params! {":principal": maker.to_string(), ":limit": limit};
        self.many(include_str!("../sql/fee_statement/list.sql"), named)
    }

    /// Cards head office first had from the first day (or ever) up to the last that no statement of another quarter counted.
    pub fn cards_to_count(
        &self,
        maker: PrincipalId,
        quarter: Quarter,
        days: (Option<Day>, Day),
    ) -> Result<Vec<CountedCard>> {
        let (first, last) = (days.0.map(Day::iso), days.1.iso());
        let named = named_params! {
            ":principal": maker.to_string(), ":quarter": quarter.to_string(), ":first": first, ":last": last,
        };
        self.many(include_str!("../sql/fee_statement/cards.sql"), named)
    }
}

impl Tx<'_> {
    /// Puts a statement; what it counted stays as it was.
    pub fn put_fee_statement(&self, statement: &FeeStatement) -> Result<()> {
        self.put(include_str!("../sql/fee_statement/put.sql"), statement, &[])
    }

    /// Puts the cards a new statement counted.
    pub fn put_counted_cards(&self, statement: FeeStatementId, cards: &[CountedCard]) -> Result<()> {
        let statement = statement.to_string();
        for card in cards {
            let named = named_params! {":card": card.id.to_string(), ":statement": statement};
            self.run(include_str!("../sql/fee_statement/put_card.sql"), named)?;
        }
        Ok(())
    }
}
