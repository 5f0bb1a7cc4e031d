//! Whose the records are that an entry names: the maker's they belong to, the people's who agreed to share.
//!
//! - WHOSE-1 A machine, a repair and a sale are one maker's, a call where it was taken for one; customers, parts and technicians are nobody's.
//! - WHOSE-2 Somebody agreed to share with a maker by a standing card of that maker, not by one of another.
//! - WHOSE-3 Whoever brought a repair agreed or not on that repair: where an entry names it, its own tick says so, whatever an earlier card said (Personal Information Protection Law, article 23).

use super::refs::references;
use crate::app::parse_id;
use crate::error::Answer;
use domain::form::{Form, Noun, Target, Values};
use domain::repair::{Repair, RepairState};
use domain::{CustomerId, PrincipalId, RepairId, SaleId};
use std::collections::BTreeSet;
use store::Reader;

/// The maker a record belongs to (WHOSE-1).
pub(super) fn maker_of_record(reader: &Reader<'_>, target: &Target, id: &str) -> Answer<Option<PrincipalId>> {
    let (Target::Noun(noun), Ok(id)) = (target, id.parse::<SaleId>().map(|id| id.0)) else { return Ok(None) };
    Ok(match noun {
        Noun::Unit => reader.unit(id.into())?.map(|one| one.principal),
        Noun::Repair => reader.repair(id.into())?.map(|one| one.principal),
        Noun::Sale => reader.sale(id.into())?.map(|one| one.principal),
        Noun::Call => reader.call(id.into())?.and_then(|one| one.principal),
        Noun::Customer | Noun::Part | Noun::Principal | Noun::Technician => None,
    })
}

/// References of a form that travels to records of another maker than the entry's: path and sentence (ENTRY-9).
pub(super) fn of_others(
    reader: &Reader<'_>,
    form: &Form,
    values: &Values,
    maker: Option<PrincipalId>,
) -> Answer<Vec<(String, String)>> {
    let mut all = Vec::new();
    let Some(maker) = maker.filter(|_| form.travels.is_some()) else { return Ok(all) };
    for (path, field, target, id) in references(form, values) {
        let Some(other) = maker_of_record(reader, target, id)?.filter(|other| *other != maker) else { continue };
        let name = reader.principal(other)?.map(|one| one.name).unwrap_or_default();
        let says = format!("{}：这条记录是「{name}」的，这张表要送别的厂家；请选本厂家的，或者改选厂家", field.title);
        all.push((path, says));
    }
    Ok(all)
}

/// The form an entry was written with says what of it names whom: whether everybody it names agreed to share with the
/// maker it goes to (WHOSE-2, WHOSE-3, E35).
pub(crate) fn consent(reader: &Reader<'_>, form: &Form, values: &Values, maker: Option<PrincipalId>) -> Answer<bool> {
    let (own, mut agreed) = of_repairs(reader, form, values, maker)?;
    let mut asked = !own.is_empty();
    for (_, _, target, id) in references(form, values) {
        let customer = match target {
            Target::Noun(Noun::Customer) => parse_id::<CustomerId>("customer", id).ok(),
            _ => None,
        };
        let Some(customer) = customer.filter(|one| !own.contains(one)) else { continue };
        asked = true;
        let mut shared = false;
        let of_maker = |sale: &domain::sale::Sale| sale.void_reason.is_none() && Some(sale.principal) == maker;
        for sale in reader.sales_of_customer(customer)?.iter().filter(|sale| of_maker(sale)) {
            shared |= reader.card_of_sale(sale.id)?.is_some_and(|card| card.share_consent);
        }
        agreed &= shared;
    }
    Ok(asked && agreed)
}

/// Whoever brought the maker's repairs an entry names, and whether all of them agreed there (WHOSE-3).
fn of_repairs(
    reader: &Reader<'_>,
    form: &Form,
    values: &Values,
    maker: Option<PrincipalId>,
) -> Answer<(BTreeSet<CustomerId>, bool)> {
    let (mut people, mut agreed) = (BTreeSet::new(), true);
    for (_, _, target, id) in references(form, values) {
        let repair = match target {
            Target::Noun(Noun::Repair) => parse_id::<RepairId>("repair", id).ok(),
            _ => None,
        };
        let repair = repair.map(|id| reader.repair(id)).transpose()?.flatten();
        let stands = |one: &Repair| Some(one.principal) == maker && one.state != RepairState::Voided;
        if let Some(repair) = repair.filter(stands) {
            people.insert(repair.customer);
            agreed &= repair.share_consent;
        }
    }
    Ok((people, agreed))
}
