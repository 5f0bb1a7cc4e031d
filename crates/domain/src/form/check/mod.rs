//! What a definition must be beyond its shape: what it names is there, and what it promises can be kept.

mod asked;
mod field;
mod flow;
mod layout;

use super::definition::{Field, Form};
use super::fault::FormFault;
use super::plan::{self, Plan};

/// What stands in lists beside fields: number, state and maker of an entry. No field has such a key.
pub(super) const BESIDE: [&str; 3] = ["no", "state", "principal"];

/// Every fault of a form that was read, and the plan it is computed by.
pub(super) fn all(form: &Form) -> (Plan, Vec<FormFault>) {
    let mut faults = Vec::new();
    let plan = plan::of(form, &mut faults);
    let mut check = Check { form, faults };
    check.head();
    check.fields();
    check.states();
    check.steps();
    check.can_be_taken();
    check.deadlines();
    check.expected();
    check.layouts();
    (plan, check.faults)
}

struct Check<'a> {
    form: &'a Form,
    faults: Vec<FormFault>,
}

impl<'a> Check<'a> {
    fn add(&mut self, place: impl Into<String>, code: &'static str, sentence: impl Into<String>) {
        self.faults.push(FormFault::new(place, code, sentence));
    }

    /// The field a place names; a fault where there is none.
    fn named(&mut self, place: String, key: &str) -> Option<&'a Field> {
        let found = self.form.field(key);
        if found.is_none() && !key.is_empty() {
            self.add(place, "unknown_field", format!("没有叫「{key}」的栏目"));
        }
        found
    }

    fn known_state(&mut self, place: String, key: &str) {
        if self.form.state(key).is_none() && !key.is_empty() {
            self.add(place, "unknown_state", format!("没有状态「{key}」"));
        }
    }

    /// Says which of these stand twice.
    fn once<'k>(&mut self, keys: impl IntoIterator<Item = (String, &'k str)>) {
        let mut seen = std::collections::BTreeSet::new();
        for (place, key) in keys {
            if !seen.insert(key) && !key.is_empty() {
                self.add(place, "twice", format!("「{key}」出现两次"));
            }
        }
    }

    /// A list of keys, each at its place.
    fn each<'k>(place: &str, keys: &'k [String]) -> Vec<(String, &'k str)> {
        keys.iter().enumerate().map(|(i, key)| (format!("{place}[{i}]"), key.as_str())).collect()
    }
}
