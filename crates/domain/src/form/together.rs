//! Forms beside each other: what one says of another is there.
//!
//! FORMDEF-13 No two forms have one key, nor two keys the letters of one, nor a form those of a sale, a repair or another paper of the desk; a form of a maker's pack stands in the place of the built-in one of its key, with the same letters.

use super::definition::{Field, FieldKind, Form, Step, Target};
use super::expected::excusing;
use super::fault::FormFault;
use super::feed::{FedCell, FeedName, FeedSource};
use super::plan::columns;
use super::travel::same_kind;
use crate::number::NumberType;
use std::collections::BTreeMap;

/// What is wrong with forms that are right each by itself, at `forms[i].…`; `beside` are those that are there already.
pub fn together(forms: &[Form], beside: &[Form]) -> Vec<FormFault> {
    let mut faults = Vec::new();
    let mut letters: BTreeMap<&str, &str> = BTreeMap::new();
    for other in beside {
        letters.insert(other.number.letters(), &other.key);
    }
    for (i, form) in forms.iter().enumerate() {
        let place = format!("forms[{i}]");
        let mut found = Vec::new();
        if forms[..i].iter().any(|other| other.key == form.key) {
            found.push(FormFault::new("key", "twice", format!("已经有一张表叫「{}」", form.key)));
        }
        let taken = letters.insert(form.number.letters(), &form.key).filter(|key| *key != form.key);
        if let Some(key) = taken {
            let said = format!("编号字母「{}」已经是「{key}」的", form.number.letters());
            found.push(FormFault::new("number.letters", "taken", said));
        }
        if NumberType::of_letters(form.number.letters()).is_some() {
            let said = format!("编号字母「{}」是销售、维修等单据的，请换两个", form.number.letters());
            found.push(FormFault::new("number.letters", "taken", said));
        }
        let before = beside.iter().find(|other| other.key == form.key).map(|other| other.number.letters());
        if let Some(before) = before.filter(|before| *before != form.number.letters()) {
            let said = format!("「{}」的编号字母是「{before}」，新的一版不能改成别的", form.key);
            found.push(FormFault::new("number.letters", "other_letters", said));
        }
        let all = Others { forms, beside };
        for field in form.fields() {
            all.field(field, |key| form.field(key), &mut found);
            let in_row = |key: &str| columns(field).iter().find(|column| column.key == key);
            columns(field).iter().for_each(|column| all.field(column, in_row, &mut found));
        }
        form.steps.iter().for_each(|step| all.step(form, step, &mut found));
        all.excused(form, &mut found);
        form.feeds
            .iter()
            .flat_map(|feed| feed.fields.iter().chain(&feed.head))
            .for_each(|cell| all.fed(form, cell, &mut found));
        faults.extend(found.into_iter().map(|fault| fault.within(&place)));
    }
    faults
}

struct Others<'a> {
    forms: &'a [Form],
    beside: &'a [Form],
}

impl Others<'_> {
    fn of(&self, key: &str) -> Option<&Form> {
        self.forms.iter().chain(self.beside).find(|form| form.key == key)
    }

    /// A reference; `beside` finds the fields it may fill in.
    fn field<'f>(&self, field: &Field, beside: impl Fn(&str) -> Option<&'f Field>, faults: &mut Vec<FormFault>) {
        let FieldKind::Ref(Target::Form(key)) = &field.kind else { return };
        let Some(other) = self.of(key) else {
            faults.push(FormFault::new(format!("{}.to", field.place), "unknown_form", no_form(key)));
            return;
        };
        for (own, offered) in &field.fills {
            let place = format!("{}.fills.{own}", field.place);
            let into = beside(own);
            // The number and the day of an entry are offered beside its fields.
            let fits = match (offered.as_str(), other.field(offered)) {
                ("no", _) => into.is_none_or(|into| is_words(&into.kind)),
                ("day", _) => into.is_none_or(|into| matches!(into.kind, FieldKind::Day { .. })),
                (_, Some(offered)) => into.is_none_or(|into| takes(&into.kind, &offered.kind)),
                (_, None) => {
                    let said = format!("「{}」没有叫「{offered}」的栏目", other.title);
                    faults.push(FormFault::new(place, "unknown_offer", said));
                    continue;
                }
            };
            if !fits {
                let said = format!("「{}」的「{offered}」是另一种栏目，填不进「{own}」", other.title);
                faults.push(FormFault::new(place, "impossible", said));
            }
        }
    }

    /// What a workbook takes of another form's entry is a field of that form.
    fn fed(&self, form: &Form, cell: &FedCell, faults: &mut Vec<FormFault>) {
        let FeedSource::Names(names) = &cell.source else { return };
        for name in names {
            let FeedName::Behind { table, field, offered } = name else { continue };
            let outer = table.as_ref().map_or_else(|| form.field(field), |table| form.field(table));
            let pointing = outer.into_iter().flat_map(|outer| std::iter::once(outer).chain(columns(outer)));
            let target = pointing.filter(|one| one.key == *field).find_map(|one| match &one.kind {
                FieldKind::Ref(Target::Form(key)) => self.of(key),
                _ => None,
            });
            let Some(other) = target else { continue };
            if !matches!(offered.as_str(), "no" | "day") && other.field(offered).is_none() {
                let said = format!("「{}」没有叫「{offered}」的栏目", other.title);
                faults.push(FormFault::new(cell.place.clone(), "unknown_offer", said));
            }
        }
    }

    /// FORMDEF-17.
    fn excused(&self, form: &Form, faults: &mut Vec<FormFault>) {
        let Some(key) = form.expected.as_ref().and_then(|expected| expected.excused_by.as_ref()) else { return };
        match self.of(key) {
            None => faults.push(FormFault::new("expected.excused_by", "unknown_form", no_form(key))),
            Some(other) => faults.extend(excusing(form, other)),
        }
    }

    fn step(&self, form: &Form, step: &Step, faults: &mut Vec<FormFault>) {
        let Some(next) = &step.next else { return };
        let at = |key: &str| format!("{}.next.{key}", step.place);
        let Some(other) = self.of(&next.form) else {
            faults.push(FormFault::new(at("form"), "unknown_form", no_form(&next.form)));
            return;
        };
        for (i, key) in next.copies.iter().enumerate() {
            let fits = form.field(key).zip(other.field(key)).is_some_and(|(own, its)| same_kind(&own.kind, &its.kind));
            if !fits {
                let said = format!("「{}」没有同样种类、叫「{key}」的栏目", other.title);
                faults.push(FormFault::new(at(&format!("copies[{i}]")), "impossible", said));
            }
        }
        let back = FieldKind::Ref(Target::Form(form.key.clone()));
        if let Some(link) = next.link.as_ref().filter(|link| other.field(link).is_none_or(|field| field.kind != back)) {
            let said = format!("「{}」的「{link}」不是指回「{}」的引用（form:{}）", other.title, form.title, form.key);
            faults.push(FormFault::new(at("link"), "impossible", said));
        }
    }
}

/// Whether a field takes what a field of another form offers; of an instant a day takes its day.
fn takes(own: &FieldKind, offered: &FieldKind) -> bool {
    match (own, offered) {
        (FieldKind::Day { .. }, FieldKind::Instant { .. }) => true,
        (own, offered) if is_words(own) && is_words(offered) => true,
        (own, offered) => same_kind(offered, own),
    }
}

fn is_words(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Text { .. } | FieldKind::LongText { .. })
}

fn no_form(key: &str) -> String {
    format!("没有叫「{key}」的登记表")
}
