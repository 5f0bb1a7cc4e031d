//! New parts that went out against old ones, and what became of them.

use crate::column::Column;
use crate::row::{json_list, row};
use crate::{Reader, Result, Tx};
use domain::exchange::{Exchange, ExchangeStanding};
use domain::old_part::OldPartState;
use domain::{Day, Fen, OldPartId, PrincipalId, RepairId};
use rusqlite::named_params;

row!(Exchange { old_part, got_milli, bought_milli, on_day, paper_no, reason, rev });

/// A new part that went out, with the old part it went out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeLine {
    /// The old part.
    pub id: OldPartId,
    /// Its tag.
    pub tag_no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// The repair.
    pub repair: Option<RepairId>,
    /// Its number.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Pieces, thousandths.
    pub qty_milli: i64,
    /// What the new part cost.
    pub value_fen: Fen,
    /// Day it went out.
    pub removed_on: Day,
    /// Where the old part is.
    pub state: OldPartState,
    /// Serial of the new part.
    pub new_serial: String,
    /// Pieces that came back, thousandths; this and what follows is absent while nothing did.
    pub got_milli: Option<i64>,
    /// Pieces that were bought, thousandths.
    pub bought_milli: Option<i64>,
    /// Day of the last of them.
    pub on_day: Option<Day>,
    /// Number of the maker's paper.
    pub paper_no: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Version.
    pub rev: Option<i64>,
}

row!(ExchangeLine {
    id,
    tag_no,
    principal,
    repair,
    repair_no,
    code,
    name,
    qty_milli,
    value_fen,
    removed_on,
    state,
    new_serial,
    got_milli,
    bought_milli,
    on_day,
    paper_no,
    reason,
    rev,
});

/// New parts that are out, of one price and day, that stand alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeGroup {
    /// Where they stand, were they not free.
    pub standing: ExchangeStanding,
    /// Price of a piece.
    pub price_fen: Fen,
    /// Day they went out.
    pub removed_on: Day,
    /// How many.
    pub n: i64,
    /// What the pieces that are out cost.
    pub bound_fen: Fen,
    /// First day one of the old parts has to be back.
    pub due_on: Option<Day>,
}

row!(ExchangeGroup { standing, price_fen, removed_on, n, bound_fen, due_on });

impl ExchangeGroup {
    /// What names it in [`ExchangeFilter::free`].
    pub fn key(&self, maker: PrincipalId) -> String {
        format!("{maker}|{}|{}", self.price_fen.0, self.removed_on.iso())
    }
}

/// Which of them are wanted.
#[derive(Debug, Clone, Copy)]
pub struct ExchangeFilter<'a> {
    /// Of these makers.
    pub makers: &'a [PrincipalId],
    /// Since this day.
    pub since: Option<Day>,
    /// Only those that are out.
    pub open: bool,
    /// Of these, groups that are given without the old part.
    pub free: &'a [String],
    /// A piece of tag, code, name or number of the repair.
    pub like: Option<&'a str>,
    /// Rows wanted, and rows to skip.
    pub page: (i64, i64),
}

impl Reader<'_> {
    /// What became of the new part of an old one.
    pub fn exchange(&self, part: OldPartId) -> Result<Option<Exchange>> {
        self.one(include_str!("../sql/exchange/of_part.sql"), named_params! {":old_part": part.to_string()})
    }

    /// New parts that went out against old ones, the newest first, and how many there are.
    pub fn exchanges(&self, filter: ExchangeFilter<'_>) -> Result<(Vec<ExchangeLine>, i64)> {
        let (makers, (limit, offset)) = (json_list(filter.makers), filter.page);
        let (since, free) = (filter.since.map(Day::iso), json_list(filter.free));
        let rows = self.many(
            include_str!("../sql/exchange/list.sql"),
            named_params! {
                ":makers": makers, ":since": since, ":open": filter.open, ":free": free, ":like": filter.like,
                ":limit": limit, ":offset": offset,
            },
        )?;
        let total = self.value(
            include_str!("../sql/exchange/count.sql"),
            named_params! {":makers": makers, ":since": since, ":open": filter.open, ":free": free, ":like": filter.like},
        )?;
        Ok((rows, total.unwrap_or(0)))
    }

    /// One of them, by its old part.
    pub fn exchange_line(&self, part: OldPartId) -> Result<Option<ExchangeLine>> {
        self.one(include_str!("../sql/exchange/line.sql"), named_params! {":id": part.to_string()})
    }

    /// What of a maker is out since a day.
    pub fn exchange_groups(&self, principal: PrincipalId, since: Option<Day>) -> Result<Vec<ExchangeGroup>> {
        let named = named_params! {":principal": principal.to_string(), ":since": since.map(Day::iso)};
        self.many(include_str!("../sql/exchange/sums.sql"), named)
    }

    /// Money of a maker's machines sold between two days.
    pub fn sold_fen(&self, principal: PrincipalId, first: Day, last: Day) -> Result<Fen> {
        let named = named_params! {":principal": principal.to_string(), ":first": first.iso(), ":last": last.iso()};
        Ok(Fen(self.value(include_str!("../sql/exchange/sold.sql"), named)?.unwrap_or(0)))
    }
}

impl Tx<'_> {
    /// Puts what became of the new part of an old one of so many pieces.
    pub fn put_exchange(&self, exchange: &Exchange, qty_milli: i64) -> Result<()> {
        let done = (":done", (exchange.out_milli(qty_milli) == 0).bind());
        self.put(include_str!("../sql/exchange/put.sql"), exchange, &[done])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::*;

    #[test]
    fn an_exchange_comes_back_as_it_was_put_and_again_after_a_change() {
        let desk = Desk::full();
        let part = old_part();
        let half = Exchange {
            old_part: part.id,
            got_milli: 1,
            bought_milli: 2,
            on_day: day("2026-11-10"),
            paper_no: "FH-1".into(),
            reason: "旧件丢失".into(),
            rev: 1,
        };
        desk.write(|tx| tx.put_exchange(&half, part.qty_milli));
        let makers = [principal().id];
        let wanted = |open| ExchangeFilter { makers: &makers, since: None, open, free: &[], like: None, page: (10, 0) };
        desk.read(|reader| {
            assert_eq!(reader.exchange(part.id)?, Some(half.clone()));
            let (rows, total) = reader.exchanges(wanted(true))?;
            assert_eq!((rows.len(), total, rows[0].got_milli, rows[0].rev), (1, 1, Some(1), Some(1)));
            Ok(())
        });
        let whole = Exchange { got_milli: part.qty_milli, bought_milli: 0, rev: 2, ..half };
        desk.write(|tx| tx.put_exchange(&whole, part.qty_milli));
        desk.read(|reader| {
            assert_eq!(reader.exchanges(wanted(true))?, (Vec::new(), 0));
            assert_eq!(reader.exchanges(wanted(false))?.1, 1);
            Ok(())
        });
    }
}
