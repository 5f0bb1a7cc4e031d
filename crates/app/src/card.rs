//! Use cases of receipt cards: signed stubs come back, one or a pile.

use crate::app::{App, no_such, parse_id};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::refuse_stale;
use crate::sale::put;
use crate::sale_view::view_of;
use crate::view::*;
use crate::writing::Writing;
use domain::SaleId;
use domain::refusal::{Checks, Refusal};
use domain::sale::Sale;
use store::Tx;

/// Cards of one pile.
const MOST_CARDS: usize = 500;

const TOUCHES: [Touched; 3] = [Touched::Sale, Touched::Card, Touched::Sync];

impl App {
    pub(crate) fn card_collect(&self, input: CardCollect) -> Answer<Written<SaleView>> {
        let view = self.write("card_collect", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let sale = sale_of(tx, "id", &input.id)?;
            refuse_stale("这张回执卡", input.rev, card_of(tx, &sale)?.rev)?;
            collect(&writing, &sale, input.returned_on, input.share_consent)?;
            view_of(tx, &writing.policies, now, sale)
        })?;
        Ok(Written { value: view, touched: TOUCHES.to_vec() })
    }

    /// CARD-7: what cannot be collected is named and keeps nobody else.
    pub(crate) fn cards_collect(&self, input: CardsCollect) -> Answer<Written<CardsCollected>> {
        refuse_pile(&input.ids)?;
        let value = self.write("cards_collect", |tx, now| {
            refuse_day(&input, now)?;
            let writing = Writing::begin(self, tx, now)?;
            let mut collected = CardsCollected { done: 0, left: Vec::new() };
            for (at, id) in input.ids.iter().enumerate() {
                let sale = sale_of(tx, &format!("ids.{at}"), id)?;
                match collect(&writing, &sale, Some(input.returned_on), input.share_consent) {
                    Ok(()) => collected.done += 1,
                    Err(why @ (AppError::Refused(_) | AppError::TooLarge { .. })) => {
                        collected.left.push(left(tx, &sale, &why)?);
                    }
                    Err(fault) => return Err(fault),
                }
            }
            Ok(collected)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

fn sale_of(tx: &Tx<'_>, field: &str, id: &str) -> Answer<Sale> {
    tx.sale(parse_id::<SaleId>(field, id)?)?.ok_or_else(|| no_such(field, id))
}

fn card_of(tx: &Tx<'_>, sale: &Sale) -> Answer<domain::card::Card> {
    tx.card_of_sale(sale.id)?.ok_or_else(|| AppError::NotFound(sale.no.clone()))
}

/// Takes one stub in and queues its card. Refused before anything is put.
fn collect(
    writing: &Writing<'_>,
    sale: &Sale,
    returned_on: Option<domain::Day>,
    share_consent: Option<bool>,
) -> Answer<()> {
    let (mut card, today) = (card_of(writing.tx, sale)?, writing.now.today);
    card.share_consent = share_consent.unwrap_or(card.share_consent);
    card.collect(returned_on.unwrap_or(today), sale.sold_on, today)?;
    card.rev += 1;
    put(writing, sale, &card, "")
}

fn refuse_pile(ids: &[String]) -> Answer<()> {
    let mut checks = Checks::default();
    checks.add(ids.is_empty().then_some(Refusal::Missing { field: "ids", label: "要收回的回执卡" }));
    checks.add((ids.len() > MOST_CARDS).then_some(Refusal::OutOfRange {
        field: "ids",
        label: "一次收回的张数",
        wanted: "不超过 500 张，请分几次",
    }));
    Ok(checks.done()?)
}

/// A day nobody can have meant is refused once, not once a card.
fn refuse_day(input: &CardsCollect, now: Now) -> Answer<()> {
    let mut checks = Checks::default();
    checks.not_after("returned_on", "收回日期", Some(input.returned_on), now.today);
    Ok(checks.done()?)
}

fn left(tx: &Tx<'_>, sale: &Sale, why: &AppError) -> Answer<CardLeft> {
    Ok(CardLeft {
        id: sale.id.to_string(),
        card_no: card_of(tx, sale)?.no,
        customer: tx.customer(sale.customer)?.map(|buyer| buyer.name).unwrap_or_default(),
        reason: why.to_string(),
    })
}
