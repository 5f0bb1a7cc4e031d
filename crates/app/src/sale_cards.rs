//! Cards that end before their sale does, or with it, and cards that stand again.
//!
//! - SALECARD-1 The card of a sale that ends by exchange or return is cancelled; the sale stays. What head office heard of it is reversed (E20).
//! - SALECARD-2 Where the exchange or return is undone the card stands where it stood, under its own number; its reversal is reversed, and a card that still waited is sent again.

use crate::error::Answer;
use crate::sale::card_line;
use crate::sale_view::{Parties, parties};
use crate::writing::{Line, Writing};
use domain::CardId;
use domain::card::{Card, CardState};
use domain::remedy_case::Given;
use domain::sale::Sale;
use store::Outgoing;

/// Cancels the card of a sale; what head office heard of it is reversed (CARD-4, E20). Answers the reversal's record.
pub(crate) fn cancel(writing: &Writing<'_>, sale: &Sale, mut card: Card, reason: &str) -> Answer<Option<String>> {
    card.void()?;
    card.rev += 1;
    let heard = writing.tx.heard_of(&card.id.to_string())?;
    let of = Reversed { of: card.id.to_string(), kind: "card", no: &card.no };
    let outgoing = if heard { reversal(writing, sale, &of, "作废", reason)? } else { Outgoing::Nothing };
    writing.tx.put_sale(sale, &card, &outgoing)?;
    writing.tx.note(&sale.no, reason);
    Ok(match outgoing {
        Outgoing::Line(line) => Some(line.record_id),
        Outgoing::Nothing => None,
    })
}

/// The card of a sale that ends by exchange or return (SALECARD-1); answers where it stood.
pub(crate) fn end(writing: &Writing<'_>, sale: &Sale, reason: &str) -> Answer<Given> {
    let Some(card) = writing.tx.card_of_sale(sale.id)?.filter(|card| card.state != CardState::Voided) else {
        return Ok(Given::default());
    };
    let card_was = Some(card.state);
    Ok(Given { sale: None, card_was, reversal: cancel(writing, sale, card, reason)? })
}

/// The card of a sale whose exchange or return was undone (SALECARD-2).
pub(crate) fn stand_again(writing: &Writing<'_>, sale: &Sale, given: &Given, reason: &str) -> Answer<()> {
    let (Some(mut card), Some(was)) = (writing.tx.card_of_sale(sale.id)?, given.card_was) else { return Ok(()) };
    card.restore(was)?;
    card.rev += 1;
    let unsaid = match &given.reversal {
        Some(record) => {
            let of = Reversed { of: record.clone(), kind: "reversal", no: &card.no };
            reversal(writing, sale, &of, "撤销作废", reason)?
        }
        None => Outgoing::Nothing,
    };
    writing.tx.put_sale(sale, &card, &unsaid)?;
    if card.state == CardState::Queued {
        card.queue(writing.now.today);
        writing.tx.put_sale(sale, &card, &card_line(writing, sale, &card, reason)?)?;
    }
    writing.tx.note(&sale.no, reason);
    Ok(())
}

/// What a reversal is of.
struct Reversed<'a> {
    of: String,
    kind: &'static str,
    no: &'a str,
}

/// The cancellation of a record head office may have.
fn reversal(writing: &Writing<'_>, sale: &Sale, what: &Reversed<'_>, title: &str, reason: &str) -> Answer<Outgoing> {
    let Parties { maker, unit, model, customer } = parties(writing.tx, sale)?;
    let body = wire::body::ReversalBody {
        principal: maker.code.clone(),
        of: what.of.clone(),
        of_kind: what.kind.into(),
        no: what.no.to_owned(),
        reason: reason.trim().to_owned(),
        voided_on: writing.now.today.iso(),
    };
    writing.outgoing(Line {
        principal: &maker,
        record_id: writing.app.id::<CardId>().to_string(),
        rev: 1,
        sent_before: None,
        kind: "reversal",
        no: what.no.to_owned(),
        title: format!("{title} {} {} {}", customer.name, model.code, unit.serial),
        body: &body,
        due_on: None,
    })
}
