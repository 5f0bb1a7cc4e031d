//! What head office was told of a customer, told anew when the customer is changed: in the files, or by the form of another sale or repair.
//!
//! - CUSTOMER-4 When what travels of a customer changes, every card and submitted repair of theirs that head office has or may get travels again as its next rev, in the same write; one it was told masked, with nothing changed of that, does not; a repair that was returned goes when it is mended.
//! - CUSTOMER-5 A card or repair that was not sent counts as changed with its customer: a form opened before is refused as old.

use crate::error::Answer;
use crate::wire_out;
use crate::writing::{Paper, Writing};
use domain::card::CardState;
use domain::customer::Customer;
use domain::repair::RepairState;
use uuid::Uuid;

/// What head office reads as the reason of the correction.
const REASON: &str = "用户资料更正";

/// After a customer was put (CUSTOMER-4, CUSTOMER-5).
pub(crate) fn tell(writing: &Writing<'_>, old: &Customer, new: &Customer) -> Answer<()> {
    but(writing, None, old, new)
}

/// As [`tell`], where a form of a sale or repair changed the customer: its own record travels with it.
pub(crate) fn tell_others(writing: &Writing<'_>, paper: &Paper, old: &Customer, new: &Customer) -> Answer<()> {
    but(writing, paper.own(), old, new)
}

fn but(writing: &Writing<'_>, own: Option<Uuid>, old: &Customer, new: &Customer) -> Answer<()> {
    if old == new {
        return Ok(());
    }
    let same = |consent| wire_out::customer(old, consent) == wire_out::customer(new, consent);
    cards(writing, (new, own), same)?;
    repairs(writing, (new, own), same)
}

fn cards(writing: &Writing<'_>, (of, own): (&Customer, Option<Uuid>), same: impl Fn(bool) -> bool) -> Answer<()> {
    for sale in writing.tx.sales_of_customer(of.id)?.into_iter().filter(|sale| own != Some(sale.id.0)) {
        let card = writing
            .tx
            .card_of_sale(sale.id)?
            .filter(|card| card.state != CardState::Voided && sale.void_reason.is_none());
        let Some(mut card) = card else { continue };
        let sent = card.queued_on.is_some();
        if sent && same(card.share_consent) {
            continue;
        }
        card.rev += 1;
        if sent {
            card.queue(writing.now.today);
        }
        crate::sale::put(writing, &sale, &card, REASON)?;
    }
    Ok(())
}

fn repairs(writing: &Writing<'_>, (of, own): (&Customer, Option<Uuid>), same: impl Fn(bool) -> bool) -> Answer<()> {
    for mut repair in writing.tx.repairs_of_customer(of.id)?.into_iter().filter(|one| own != Some(one.id.0)) {
        let submitted = repair.state == RepairState::Submitted;
        if repair.state == RepairState::Voided || submitted && same(repair.share_consent) {
            continue;
        }
        repair.rev += 1;
        let parts = writing.tx.repair_parts(repair.id)?;
        if crate::repair::travels(writing.tx, &repair)? {
            repair.submit(writing.now.today)?;
            crate::repair::put(writing, &repair, &parts, REASON)?;
        } else {
            writing.tx.put_repair(&repair, &parts, &store::Outgoing::Nothing)?;
        }
    }
    Ok(())
}
