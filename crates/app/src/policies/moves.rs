//! Which open dates another set of packs or calendars leads elsewhere.
//!
//! - INSTALL-7 Days that have passed and days that are met stay as they were computed; an open one that moves keeps in its reason what it was.

use super::Policies;
use crate::clock::Now;
use crate::error::Answer;
use crate::rights::repair_due;
use crate::sale::card_due;
use crate::view::{MovedDate, MovedDates};
use domain::Day;
use domain::card::Card;
use domain::deadline::Due;
use domain::policy::key_name;
use domain::principal::Principal;
use domain::repair::RepairState;
use store::{Reader, Tx};

/// Rows shown of what moves.
const SHOWN: usize = 200;

/// For whom, and from what to what.
pub(super) struct Ground<'a> {
    pub makers: &'a [Principal],
    pub before: &'a Policies,
    pub after: &'a Policies,
}

/// One open date that moves.
pub(super) struct Moved {
    pub name: String,
    pub no: String,
    pub before: Option<Day>,
    pub after: Option<Day>,
    /// The card, with its new due day.
    pub card: Option<Card>,
}

/// Every open date of these makers that moves.
pub(super) fn moved(reader: &Reader<'_>, ground: &Ground<'_>, now: Now) -> Answer<Vec<Moved>> {
    let mut found = cards(reader, ground, now)?;
    for maker in ground.makers {
        found.extend(repairs(reader, ground, maker)?);
    }
    Ok(found)
}

impl Policies {
    /// Gives a maker's open cards without a due day theirs, now that it has a pack; answers how many. Others stay as they are.
    pub(crate) fn fill(&self, tx: &Tx<'_>, maker: &Principal, now: Now) -> Answer<usize> {
        let makers = std::slice::from_ref(maker);
        let mut moved = cards(tx, &Ground { makers, before: self, after: self }, now)?;
        moved.retain(|one| one.before.is_none());
        apply(tx, moved)
    }
}

/// Puts the new due days of the cards; answers how many moved.
pub(super) fn apply(tx: &Tx<'_>, moved: Vec<Moved>) -> Answer<usize> {
    let cards: Vec<Card> = moved.into_iter().filter_map(|one| one.card).collect();
    for card in &cards {
        tx.put_answered_card(card)?;
    }
    Ok(cards.len())
}

pub(super) fn view(moved: &[Moved]) -> MovedDates {
    let row =
        |one: &Moved| MovedDate { name: one.name.clone(), no: one.no.clone(), before: one.before, after: one.after };
    MovedDates { total: moved.len(), rows: moved.iter().take(SHOWN).map(row).collect() }
}

fn cards(reader: &Reader<'_>, ground: &Ground<'_>, now: Now) -> Answer<Vec<Moved>> {
    let mut found = Vec::new();
    for card in reader.open_cards()? {
        if card.due.as_ref().is_some_and(|due| due.due_on < now.today) {
            continue;
        }
        let Some(sale) = reader.sale(card.sale)? else { continue };
        let Some(maker) = ground.makers.iter().find(|maker| maker.id == sale.principal) else { continue };
        let Ok(due) = card_due(ground.after, maker, sale.sold_on) else { continue };
        let before = card.due.as_ref().map(|due| due.due_on);
        if before == Some(due.due_on) {
            continue;
        }
        let after = Some(due.due_on);
        let (name, no) = (key_name(&due.rule_key).to_owned(), card.no.clone());
        let due = Some(remembering(due, card.due.as_ref()));
        found.push(Moved { name, no, before, after, card: Some(Card { due, ..card }) });
    }
    Ok(found)
}

/// A new due day that says what it was before.
fn remembering(mut due: Due, old: Option<&Due>) -> Due {
    if let Some(old) = old {
        due.steps.insert(0, format!("原为{}（{}），政策包或日历更新后重新计算", old.due_on.zh(), old.rule_version));
    }
    due
}

fn repairs(reader: &Reader<'_>, ground: &Ground<'_>, maker: &Principal) -> Answer<Vec<Moved>> {
    let mut found = Vec::new();
    for repair in reader.open_repairs(maker.id)?.into_iter().filter(|repair| repair.state != RepairState::Voided) {
        let due = |policies: &Policies| {
            let (_, due) = repair_due(&policies.of(maker, repair.received_on), policies.calendars(), &repair)?;
            due.ok()
        };
        let (before, after) = (due(ground.before), due(ground.after));
        let days = (before.as_ref().map(|due| due.due_on), after.as_ref().map(|due| due.due_on));
        if days.0 != days.1 {
            let key = after.or(before).map(|due| due.rule_key).unwrap_or_default();
            let (name, no) = (key_name(&key).to_owned(), repair.no.clone());
            found.push(Moved { name, no, before: days.0, after: days.1, card: None });
        }
    }
    Ok(found)
}
