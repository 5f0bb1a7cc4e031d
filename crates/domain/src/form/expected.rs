//! Papers that are expected of every month: by which day, and where it is written why one did not come.
//!
//! FORMDEF-17 A form that is expected belongs to makers and names a rule of their packs; the form that excuses it has a choice `paper` with its key, and belongs to makers too.

use super::definition::{Codes, FieldKind, Form, PrincipalUse};
use super::fault::FormFault;

/// The field of the excusing form that says which paper did not come: a choice by keys of forms.
pub const PAPER: &str = "paper";

/// By when a paper of a month is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Key of the maker's rule; it counts from the end of the month.
    pub rule: String,
    /// The form whose entry of that month says why it did not come.
    pub excused_by: Option<String>,
}

/// What is wrong with the form that is to excuse another (FORMDEF-17).
pub(super) fn excusing(form: &Form, other: &Form) -> Option<FormFault> {
    let place = "expected.excused_by";
    let names = other.field(PAPER).is_some_and(|field| match &field.kind {
        FieldKind::Choice(Codes::Own(codes)) => codes.iter().any(|(code, _)| *code == form.key),
        _ => false,
    });
    if other.principal == PrincipalUse::None {
        return Some(FormFault::new(place, "impossible", format!("「{}」不分厂家，写不明是谁的没有来", other.title)));
    }
    (!names).then(|| {
        let said = format!("「{}」要有选择栏「{PAPER}」，其中一个代码是「{}」", other.title, form.key);
        FormFault::new(place, "impossible", said)
    })
}
