//! All definitions together: what one alone cannot be asked.

use crate::desk::{Clerk, forms};
use domain::form::{FieldKind, Target};
use domain::policy::{SHIPPED, keys};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_definition_of_the_folder_is_read_whole() {
    let forms = forms();
    assert!(forms.len() >= 60, "{}", forms.len());
    for (name, form) in &forms {
        assert_eq!(*name, form.key, "a file is called after its key");
        assert!(!form.ledger.is_empty() && !form.source.is_empty() && !form.note.is_empty(), "{name}");
    }
}

#[test]
fn no_two_forms_share_their_letters_or_their_title() {
    let forms = forms();
    let letters: BTreeSet<&str> = forms.values().map(|form| form.number.letters()).collect();
    let titles: BTreeSet<&str> = forms.values().map(|form| form.title.as_str()).collect();
    assert_eq!((letters.len(), titles.len()), (forms.len(), forms.len()));
}

#[test]
fn what_forms_say_of_each_other_is_there() {
    let forms = forms();
    let mut missing = Vec::new();
    for (name, form) in &forms {
        let columns = form.fields().filter_map(|field| match &field.kind {
            FieldKind::Table(rows) => Some(&rows.fields),
            _ => None,
        });
        for field in form.fields().chain(columns.flatten()) {
            let FieldKind::Ref(Target::Form(key)) = &field.kind else { continue };
            let Some(other) = forms.get(key) else {
                missing.push(format!("{name}.{}: form {key}", field.key));
                continue;
            };
            for (_, offered) in field.fills.iter().filter(|(_, offered)| other.field(offered).is_none()) {
                missing.push(format!("{name}.{}: {key}.{offered}", field.key));
            }
        }
        for next in form.steps.iter().filter_map(|step| step.next.as_ref()) {
            let other = forms.get(&next.form).unwrap_or_else(|| panic!("{name}: next {}", next.form));
            let gone = next.copies.iter().chain(&next.link).filter(|key| other.field(key).is_none());
            missing.extend(gone.map(|key| format!("{name}: next {}.{key}", next.form)));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// A due day of a form stands in a shipped pack with its value, or there as a blank of the contract.
#[test]
fn every_due_day_of_a_form_is_a_rule_of_a_shipped_pack() {
    let known: BTreeSet<&str> = keys().map(|info| info.key).collect();
    let packs: Vec<String> = SHIPPED.iter().map(|pack| pack.to_string()).collect();
    let mut missing = Vec::new();
    for (name, form) in forms() {
        for deadline in &form.deadlines {
            let said = format!("\"{}\"", deadline.rule);
            if !known.contains(deadline.rule.as_str()) || !packs.iter().any(|pack| pack.contains(&said)) {
                missing.push(format!("{name}: {}", deadline.rule));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_form_is_walked_to_each_of_its_states() {
    let mut left: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, form) in forms() {
        let reached = Clerk::new(&form).reaches();
        let states = form.states.iter().map(|state| state.key.clone());
        let unreached: Vec<String> = states.filter(|state| !reached.contains_key(state)).collect();
        if !unreached.is_empty() {
            left.insert(name, unreached);
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

/// The names of a form's copies are what the printer and the field call them: 联.
#[test]
fn copies_are_counted_from_the_first() {
    for (name, form) in forms() {
        let copies = form.print.map(|print| print.copies).unwrap_or_default();
        for (i, copy) in copies.iter().enumerate() {
            let count = ["第一联", "第二联", "第三联", "第四联", "第五联", "第六联"][i];
            assert!(copy.starts_with(count), "{name}: {copy}");
        }
    }
}

/// Who did not agree to be named to head office is not named by any form: names and phones are masked, addresses left out.
#[test]
fn what_travels_names_nobody_who_did_not_agree() {
    for (name, form) in forms() {
        let said = |key: &str| form.field(key).map(|field| Clerk::new(&form).some(field).unwrap());
        let typed = ["customer", "customer_name", "complainant", "phone", "address"];
        let values = typed.iter().filter_map(|key| Some(((*key).to_owned(), said(key)?))).collect();
        let masked = form.masked(&values, false);
        // The dealer's own people are told of: head office lists who repairs its machines (F50).
        let users = |key: &&&str| values.contains_key(**key) && (name.as_str(), **key) != ("technician", "phone");
        for key in typed.iter().filter(users) {
            assert_ne!(masked.get(*key), values.get(*key), "{name}.{key}");
        }
        assert!(!masked.contains_key("address"), "{name}");
    }
}
