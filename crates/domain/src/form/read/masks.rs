//! What a customer's record names or fills in is the customer's: masked whatever the definition says or forgets (FORMDEF-11).

use crate::form::definition::{Field, FieldKind, Form, Mask, Noun, Target};

/// Gives the customer's own a mask where the definition gives none; `keep` is for the dealer's own people.
pub(super) fn complete(form: &mut Form) {
    let mut fields: Vec<&mut Field> = form.sections.iter_mut().flat_map(|section| &mut section.fields).collect();
    masked(&mut fields);
    for field in fields {
        if let FieldKind::Table(table) = &mut field.kind {
            masked(&mut table.fields.iter_mut().collect::<Vec<_>>());
        }
    }
}

/// Fields beside each other: a reference fills in those beside it.
fn masked(beside: &mut [&mut Field]) {
    let of_customers: Vec<(String, Mask)> = beside.iter().flat_map(|field| of_customer(field)).collect();
    let takes_one =
        |field: &Field| matches!(field.kind, FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Ref(_));
    for field in beside.iter_mut().filter(|field| field.mask.is_none() && takes_one(field)) {
        field.mask = of_customers.iter().find(|(key, _)| *key == field.key).map(|(_, mask)| *mask);
    }
}

/// The field itself where it names a customer, and the fields it fills in with what is the customer's.
fn of_customer(field: &Field) -> Vec<(String, Mask)> {
    let FieldKind::Ref(Target::Noun(noun)) = &field.kind else { return Vec::new() };
    let own = (*noun == Noun::Customer).then(|| (field.key.clone(), Mask::Name));
    let offers = noun.offers().any(|(name, _)| name == "customer_name");
    let filled = field.fills.iter().filter(|_| offers).filter_map(|(key, offered)| {
        let mask = match offered.as_str() {
            "customer" | "customer_name" => Mask::Name,
            "name" if *noun == Noun::Customer => Mask::Name,
            "phone" => Mask::Phone,
            "address" => Mask::Drop,
            _ => return None,
        };
        Some((key.clone(), mask))
    });
    own.into_iter().chain(filled).collect()
}
