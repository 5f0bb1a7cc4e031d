//! Whose the records are that an entry names: the maker's they belong to, the people's who agreed to share.
//!
//! - WHOSE-1 A machine, a repair and a sale are one maker's, a call where it was taken for one; customers, parts and technicians are nobody's.
//! - WHOSE-2 Somebody agreed to share with a maker by a standing card of that maker, not by one of another.

use super::refs::references;
use crate::app::parse_id;
use crate::error::Answer;
use domain::form::{Form, Noun, Target, Values};
use domain::{CustomerId, PrincipalId, SaleId};
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
/// maker it goes to (WHOSE-2, E35).
pub(crate) fn consent(reader: &Reader<'_>, form: &Form, values: &Values, maker: Option<PrincipalId>) -> Answer<bool> {
    let (mut asked, mut agreed) = (false, true);
    for (_, _, target, id) in references(form, values) {
        let customer = match target {
            Target::Noun(Noun::Customer) => parse_id::<CustomerId>("customer", id).ok(),
            _ => None,
        };
        let Some(customer) = customer else { continue };
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
